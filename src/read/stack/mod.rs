//! Reads a command stack of Yamcs (`.ycs`) as a procedure: each step of the stack is a step of it.
//!
//! 1. `json` reads the file with the place of each value.
//! 2. This file reads the stack: in its newer form under `steps`, in the older one under `commands`.
//! 3. `step` reads the steps: commands, verifications, checks and texts.
//!
//! What is read is what the server of Yamcs does with a stack (`org.yamcs.activities`, Yamcs 5.12), and what the web
//! interface writes. Nothing is dropped: what is no stack is kept as it is written, and reported.

mod json;
pub mod problem;
mod step;

use ecow::eco_format;

use self::json::{Json, Object};
use self::problem::{
    INVALID_STACK_VALUE, MALFORMED_STACK, REPEATED_STACK_KEY, UNKNOWN_STACK_CONTENT, UNKNOWN_STACK_KEY,
};
use super::number;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::block::{Block, CodeBlock};
use crate::model::document::{Document, DocumentKind, Lacks, Metadata};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Phase, Procedure};
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// Reads a command stack. Any text gives a document.
pub fn read(id: SourceId, source: &Source) -> (Document, Vec<Diagnostic>) {
    let lacks = Lacks {
        preconditions: true,
        confirmation: true,
        expected: true,
        requirements: true,
        continuation: true,
        parts: true,
        metadata: true,
        ..Lacks::default()
    };
    let metadata = Metadata { kind: DocumentKind::Procedure, lacks, ..Metadata::default() };
    let mut document = Document { source: id, metadata, body: Vec::new() };
    let mut reading = Reading { source, diagnostics: Vec::new() };
    match json::parse(id, source) {
        Ok(Json::Object(stack)) => reading.stack(&stack, &mut document),
        Ok(other) => {
            let message = format!("the file is {}, where a command stack is expected", other.kind());
            let finding = Diagnostic::new(&UNKNOWN_STACK_CONTENT, start(other.span()), message);
            reading.diagnostics.push(finding.help("write an object with a list under `steps`"));
            reading.whole(&mut document);
        }
        Err(malformed) => {
            let what = lowered(&malformed.message);
            let finding = Diagnostic::new(&MALFORMED_STACK, malformed.span, format!("the stack is no JSON: {what}"));
            reading.diagnostics.push(finding.help("mend it here; until then its text is shown as it is written"));
            reading.whole(&mut document);
        }
    }
    (document, reading.diagnostics)
}

/// Some of an object's members.
type Members<'o> = Vec<&'o (Text, Json)>;

/// A stack that is being read.
struct Reading<'s> {
    source: &'s Source,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Keeps the whole file as it is written.
    fn whole(&self, document: &mut Document) {
        document.metadata.kind = DocumentKind::Manual;
        let span = Span::new(document.source, 0, self.source.text.len());
        let text = Text::new(self.source.text.as_str(), span);
        if !text.text.is_empty() {
            document.body.push(Block::Code(CodeBlock { info: Some("json".into()), text }));
        }
    }

    fn stack(&mut self, stack: &Object, document: &mut Document) {
        let (key, old) = match (stack.get("steps"), stack.get("commands")) {
            (None, Some(_)) => ("commands", true),
            _ => ("steps", false),
        };
        let steps = match stack.get(key) {
            Some(Json::List(steps, _)) => steps,
            other => {
                let (place, message) = match other {
                    Some(value) => (value.span(), format!("`steps` is {}, where a list is expected", value.kind())),
                    None => (start(stack.span), "the stack has no `steps`".to_owned()),
                };
                let finding = Diagnostic::new(&UNKNOWN_STACK_CONTENT, place, message);
                self.diagnostics.push(finding.help("write the steps as a list under `steps`"));
                return self.whole(document);
            }
        };
        self.head(stack, key, &mut document.metadata);
        let mut procedure = self.procedure(document.source);
        let steps = steps.iter().zip(1..).map(|(value, at)| self.step(value, at, old)).collect();
        procedure.phases.push(phase(steps));
        self.say_skipped(&procedure);
        number::number(&mut procedure);
        document.body.push(Block::Procedure(Box::new(procedure)));
    }

    /// Reads what is said of the stack as a whole.
    fn head(&mut self, stack: &Object, steps: &str, metadata: &mut Metadata) {
        const KEYS: &[&str] = &["steps", "advancement", "$schema"];
        for (key, value) in self.members(stack, &[]).0 {
            match key.as_str() {
                known if known == steps => {}
                "$schema" => metadata.other.push((key.clone(), value.value(self.source))),
                "advancement" => self.advancement_of_stack(key, value, metadata),
                _ => {
                    self.say_unknown(key, KEYS);
                    metadata.other.push((key.clone(), value.value(self.source)));
                }
            }
        }
    }

    fn advancement_of_stack(&mut self, key: &Text, value: &Json, metadata: &mut Metadata) {
        let Json::Object(advancement) = value else {
            self.say_invalid(value, "advancement", "an object with `acknowledgment` and `wait`");
            metadata.other.push((key.clone(), value.value(self.source)));
            return;
        };
        for (inner, value) in self.members(advancement, &[]).0 {
            match inner.as_str() {
                "acknowledgment" => _ = self.text_of(value, "acknowledgment"),
                "wait" => _ = self.milliseconds(value, "wait"),
                _ => self.say_unknown(inner, &["acknowledgment", "wait"]),
            }
            let path = Text::new(eco_format!("{}.{}", key.text, inner.text), inner.span);
            metadata.other.push((path, value.value(self.source)));
        }
    }

    fn procedure(&self, id: SourceId) -> Procedure {
        let place = Span::at_start(id);
        let stem = self.source.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        Procedure::empty(Text::new(stem, place), Span::new(id, 0, self.source.text.len()))
    }

    /// Returns the members of an object, each key once, and what is not among `names`, which is reported; all of them
    /// where no names are given. Of a key that stands twice the last value is taken, and the others are reported.
    fn members<'o>(&mut self, object: &'o Object, names: &[&str]) -> (Members<'o>, Members<'o>) {
        let (mut known, mut rest) = (Vec::new(), Vec::new());
        for (at, member) in object.members.iter().enumerate() {
            let key = &member.0;
            if object.members[at + 1..].iter().any(|(later, _)| later.text == key.text) {
                let message = format!("`{}` stands twice in one object", key.text);
                let finding = Diagnostic::new(&REPEATED_STACK_KEY, key.span, message).label("the first one");
                self.diagnostics.push(finding.help("take one of them away; the last one counts"));
                rest.push(member);
            } else if names.is_empty() || names.contains(&key.as_str()) {
                known.push(member);
            } else {
                self.say_unknown(key, names);
                rest.push(member);
            }
        }
        (known, rest)
    }

    fn say_unknown(&mut self, key: &Text, names: &[&str]) {
        let message = format!("the format has no `{}` here", key.text);
        let help = did_you_mean(key.as_str(), names.iter().copied()).map_or_else(
            || "take it away, or write it as a comment".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        self.diagnostics.push(Diagnostic::new(&UNKNOWN_STACK_KEY, key.span, message).label("unknown key").help(help));
    }

    fn say_invalid(&mut self, value: &Json, key: &str, expected: &str) {
        let message = match value {
            Json::String(text) | Json::Number(text) | Json::Word(text) => {
                format!("`{key}` cannot be `{}`", text.text)
            }
            other => format!("`{key}` cannot be {}", other.kind()),
        };
        let finding = Diagnostic::new(&INVALID_STACK_VALUE, start_of_line(value.span(), self.source), message);
        self.diagnostics.push(finding.label("invalid").help(format!("write {expected}")));
    }

    fn say_lacking(&mut self, object: &Object, what: &str, key: &str) {
        let message = format!("{what} has no `{key}`");
        let finding = Diagnostic::new(&INVALID_STACK_VALUE, start(object.span), message);
        self.diagnostics.push(finding.label(format!("`{key}` is missing")).help("Yamcs refuses the stack; add it"));
    }

    /// Returns a string; anything else is reported.
    fn text_of(&mut self, value: &Json, key: &str) -> Option<Text> {
        let text = value.string().cloned();
        if text.is_none() {
            self.say_invalid(value, key, "a string");
        }
        text
    }

    /// Returns a time in milliseconds, with its unit; anything but a whole number from 0 is reported.
    fn milliseconds(&mut self, value: &Json, key: &str) -> Option<Text> {
        match value {
            Json::Number(text) if text.as_str().bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(Text::new(eco_format!("{} ms", text.text), text.span))
            }
            other => {
                self.say_invalid(other, key, "a whole number of milliseconds");
                None
            }
        }
    }

    /// Returns members as they are written, as something to be read.
    fn as_written(&self, members: &[&(Text, Json)]) -> Option<Action> {
        let first = members.first()?;
        let mut content = Vec::new();
        for (key, value) in members {
            if !content.is_empty() {
                content.push(Inline::SoftBreak);
            }
            content.push(Inline::Code(self.member(key, value)));
        }
        Some(Action::Manual(content, self.member(&first.0, &first.1).span))
    }

    /// Returns a member from its key to the end of its value, with the quotation marks around both.
    fn member(&self, key: &Text, value: &Json) -> Text {
        let mark = u32::from(matches!(value, Json::String(_)));
        // A place may lack the last character of a string that is as long as its source by chance.
        let mut end = (value.span().end + mark).min(self.source.text.len() as u32);
        if mark > 0 && self.source.text.as_bytes().get(end as usize - 1) != Some(&b'"') {
            let rest = self.source.text.get(end as usize..).unwrap_or_default();
            end += rest.find('"').map_or(0, |at| at as u32 + 1);
        }
        let span = Span { start: key.span.start.saturating_sub(1), end, ..key.span };
        Text::new(self.source.slice(span), span)
    }

    fn say_skipped(&mut self, procedure: &Procedure) {
        let mut skipped = Vec::new();
        procedure.each_step(&mut |step| {
            let is_skipped = |action: &Action| matches!(action, Action::Record(_) | Action::Manual(..));
            if step.actions.first().is_some_and(is_skipped) {
                skipped.push(step.span);
            }
        });
        let Some(first) = skipped.first() else { return };
        let message = match skipped.len() {
            1 => "a step for people stands in the stack: Yamcs passes over it in the background".to_owned(),
            count => format!("{count} steps for people stand in the stack: Yamcs passes over them in the background"),
        };
        let finding = Diagnostic::new(&problem::SKIPPED_IN_BACKGROUND, *first, message).label("the first of them");
        self.diagnostics.push(finding.help("make a `verify` step of what has to hold also without people"));
    }
}

/// Makes a phase of steps, which has no title.
fn phase(steps: Vec<crate::model::procedure::Step>) -> Phase {
    Phase { steps, ..Phase::default() }
}

/// Returns the place of the first character of a value.
fn start(span: Span) -> Span {
    span.part(0, 1.min(span.len()))
}

/// Returns the part of a place that stands in its first line.
fn start_of_line(span: Span, source: &Source) -> Span {
    let length = source.slice(span).lines().next().map_or(0, str::len);
    span.part(0, length)
}

/// Returns a message that begins in lower case.
fn lowered(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or(String::new(), |first| first.to_lowercase().chain(characters).collect())
}
