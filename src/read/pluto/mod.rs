//! Reads a procedure in PLUTO, the test and operations procedure language of ECSS-E-ST-70-32C (Annex A), as far as the
//! model has a place for what it says.
//!
//! 1. [`notation::pluto`](crate::notation::pluto) cuts the text; this file walks along the tokens, and reads the file and
//!    the sections of a procedure.
//! 2. `step` reads steps and the statements in them; `activity` reads activities with what they are given.
//! 3. `expression` reads expressions; `comment` reads what comments say.
//!
//! Statements may end with a semicolon, and names end with their line, as in the scripts that are found. What is
//! outside the part of the language that is read is kept as it is written, and reported.

mod activity;
mod comment;
mod expression;
pub mod problem;
mod step;

use std::collections::BTreeSet;

use self::problem::{MALFORMED_PLUTO, OUTSIDE_PLUTO_SUBSET};
use super::number;
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, CodeBlock};
use crate::model::document::{Document, DocumentKind, Lacks, Metadata};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Check, EventDeclaration, Phase, Precondition, Procedure, Variable};
use crate::notation::pluto::{KEYWORDS, Kind, Token};
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// Statements within statements that are followed.
const DEEPEST: usize = 48;

/// Reads a procedure. Any text gives a document.
pub fn read(id: SourceId, source: &Source) -> (Document, Vec<Diagnostic>) {
    let lacks = Lacks { expected: true, requirements: true, parts: true, ..Lacks::default() };
    let metadata = Metadata { kind: DocumentKind::Procedure, lacks, ..Metadata::default() };
    let mut document = Document { source: id, metadata, body: Vec::new() };
    let mut reading = Reading {
        id,
        source,
        tokens: crate::notation::pluto::tokens(&source.text),
        at: 0,
        depth: 0,
        variables: BTreeSet::new(),
        kept: BTreeSet::new(),
        raw: Vec::new(),
        diagnostics: Vec::new(),
        is_cut: false,
    };
    reading.file(&mut document);
    (document, reading.diagnostics)
}

/// A procedure that is being read.
struct Reading<'s> {
    id: SourceId,
    source: &'s Source,
    tokens: Vec<Token>,
    /// The next token.
    at: usize,
    depth: usize,
    /// The names that something is assigned to.
    variables: BTreeSet<&'s str>,
    /// The comments that stand in the document.
    kept: BTreeSet<usize>,
    /// The bytes that are kept as they are written, comments too.
    raw: Vec<(usize, usize)>,
    diagnostics: Vec<Diagnostic>,
    /// It has been said that the file ends too early.
    is_cut: bool,
}

impl<'s> Reading<'s> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.id, start, end)
    }

    fn text(&self, start: usize, end: usize) -> &'s str {
        self.source.text.get(start..end).unwrap_or_default()
    }

    /// Returns the next token that is no comment.
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at..)?.iter().find(|token| token.kind != Kind::Comment).copied()
    }

    /// Returns the token after the next one.
    fn peek_after(&self) -> Option<Token> {
        self.tokens.get(self.at..)?.iter().filter(|token| token.kind != Kind::Comment).nth(1).copied()
    }

    /// Steps over the next token, and the comments before it.
    fn bump(&mut self) {
        while self.tokens.get(self.at).is_some_and(|token| token.kind == Kind::Comment) {
            self.at += 1;
        }
        self.at = (self.at + 1).min(self.tokens.len());
    }

    /// Returns where the last token ended.
    fn last_end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.end)
    }

    fn word(&self, token: Token) -> &'s str {
        self.text(token.start, token.end)
    }

    /// Tells whether the next token is this word or sign.
    fn next_is(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.kind != Kind::String && self.word(token) == word)
    }

    /// Tells whether these words come next.
    fn next_are(&self, words: &[&str]) -> bool {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let mut rest = rest.iter().filter(|token| token.kind != Kind::Comment);
        words.iter().all(|word| rest.next().is_some_and(|token| token.kind == Kind::Word && self.word(*token) == *word))
    }

    /// Steps over these words, if they come next.
    fn take(&mut self, words: &[&str]) -> bool {
        let found = self.next_are(words);
        if found {
            words.iter().for_each(|_| self.bump());
        }
        found
    }

    fn is_keyword(&self, word: &str) -> bool {
        KEYWORDS.contains(&word)
    }

    /// Steps over a name: words of one line, joined by `of`; returns the bytes that it takes.
    fn name(&mut self) -> Option<(usize, usize)> {
        let first = self.peek().filter(|first| first.kind == Kind::Word && !self.is_keyword(self.word(*first)))?;
        self.bump();
        let mut line = first.line;
        while let Some(next) = self.peek() {
            let word = self.word(next);
            let fits = matches!(next.kind, Kind::Word | Kind::Number);
            if word == "of" && fits {
                let after = self.peek_after().filter(|after| after.kind == Kind::Word);
                let Some(after) = after.filter(|after| !self.is_keyword(self.word(*after))) else { break };
                self.bump();
                line = after.line;
            } else if !fits || next.line != line || self.is_keyword(word) {
                break;
            } else {
                self.bump();
            }
        }
        Some((first.start, self.last_end()))
    }

    /// Returns what stands in some bytes as it is written, as something to be read.
    fn as_written(&self, start: usize, end: usize) -> Action {
        let span = self.span(start, end);
        Action::Manual(vec![Inline::Code(Text::new(self.text(start, end), span))], span)
    }

    fn say(&mut self, lint: &'static crate::diagnostic::Lint, start: usize, end: usize, message: impl Into<String>) {
        // One line is enough to see where it is.
        let line = self.text(start, end).lines().next().map_or(0, str::len);
        self.diagnostics.push(Diagnostic::new(lint, self.span(start, start + line), message));
    }

    /// Reports that something should come next, at what comes instead; of all that a file which ends too early lacks,
    /// the first.
    fn say_missing(&mut self, what: &str) {
        // A beginning of it, and then no more.
        if self.peek().is_some_and(|next| what.starts_with(self.source.text[next.start..].trim_end())) {
            self.at = self.tokens.len();
        }
        if self.peek().is_none() && std::mem::replace(&mut self.is_cut, true) {
            return;
        }
        let (start, end) =
            self.peek().map_or((self.source.text.len(), self.source.text.len()), |next| (next.start, next.end));
        let message = match self.peek() {
            Some(next) => {
                format!("`{what}` is missing before `{}`", self.word(next).lines().next().unwrap_or_default())
            }
            None => format!("`{what}` is missing at the end of the file"),
        };
        self.say(&MALFORMED_PLUTO, start, end, message);
    }

    fn file(&mut self, document: &mut Document) {
        self.variables = self.assigned();
        let stem = self.source.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        let whole = self.span(0, self.source.text.len());
        let mut procedure = Procedure::empty(Text::new(stem, Span::at_start(self.id)), whole);
        let before = self.tokens.iter().position(|token| token.kind == Kind::Word && self.word(*token) == "procedure");
        let Some(before) = before else {
            document.metadata.kind = DocumentKind::Manual;
            self.say(&MALFORMED_PLUTO, 0, self.source.text.len(), "the file holds no `procedure`");
            return self.rest(0, document);
        };
        self.header(before, &mut procedure, &mut document.metadata);
        if let Some(stray) = self.tokens[..before].iter().find(|token| token.kind != Kind::Comment).copied() {
            let end = self.tokens[before].start;
            self.say(&MALFORMED_PLUTO, stray.start, end, "there is something before `procedure`");
            let text = Text::new(self.text(stray.start, end), self.span(stray.start, end));
            document.body.push(Block::Code(CodeBlock { info: None, text }));
        }
        self.at = before + 1;
        self.sections(&mut procedure);
        for name in self.variables.clone() {
            let is_declared = procedure.variables.iter().any(|variable| variable.name.as_str() == name);
            if !is_declared && !self.only_counts(name) {
                let place = self.tokens.iter().find(|token| token.kind == Kind::Word && self.word(**token) == name);
                let span = place.map_or(whole, |token| self.span(token.start, token.end));
                let name = Text::new(name, span);
                procedure.variables.push(Variable { name, data_type: None, unit: None, content: Vec::new() });
            }
        }
        if let Some(id) = document.metadata.id.clone() {
            procedure.id = id;
        }
        self.leftover(&mut procedure);
        number::number(&mut procedure);
        document.body.push(Block::Procedure(Box::new(procedure)));
        if let Some(next) = self.tokens.get(self.at).copied() {
            let is_comment = self.tokens[self.at..].iter().all(|token| token.kind == Kind::Comment);
            if !is_comment {
                self.say(&MALFORMED_PLUTO, next.start, next.end, "there is something after the procedure");
            }
            self.rest(next.start, document);
        }
    }

    /// Keeps the comments that stand nowhere yet: those of declarations, and between sections.
    fn leftover(&mut self, procedure: &mut Procedure) {
        let end = std::mem::take(&mut self.at);
        while self.at < end {
            let token = self.tokens[self.at];
            let is_written = self.raw.iter().any(|(start, end)| *start <= token.start && token.end <= *end);
            if token.kind != Kind::Comment || is_written || self.kept.contains(&self.at) {
                self.at += 1;
                continue;
            }
            for comment in self.comments() {
                let admonition = comment.admonition();
                procedure.purpose.extend(admonition.blocks);
            }
        }
        self.at = self.at.max(end);
    }

    /// Keeps what stands from a byte to the end of the file as it is written.
    fn rest(&self, start: usize, document: &mut Document) {
        let end = self.source.text.len();
        if !self.text(start, end).trim().is_empty() {
            let text = Text::new(self.text(start, end), self.span(start, end));
            document.body.push(Block::Code(CodeBlock { info: Some("pluto".into()), text }));
        }
    }

    /// Returns the names that the procedure assigns something to.
    fn assigned(&self) -> BTreeSet<&'s str> {
        let tokens: Vec<Token> = self.tokens.iter().filter(|token| token.kind != Kind::Comment).copied().collect();
        let (mut found, mut given) = (BTreeSet::new(), 0_usize);
        for (at, token) in tokens.iter().enumerate() {
            let word = self.word(*token);
            let next = tokens.get(at + 1).map_or("", |next| self.word(*next));
            let last = at.checked_sub(1).map_or("", |at| self.word(tokens[at]));
            match word {
                // What is given to an activity bears the names of its arguments.
                "with" if last == "end" => given = given.saturating_sub(1),
                "with" if next != "timeout" && next != "units" => given += 1,
                _ => {}
            }
            let begins = at == 0
                || tokens[at - 1].line < token.line
                || matches!(last, ";" | "for" | "do" | "then" | "else" | ":");
            if token.kind == Kind::Word && next == ":=" && begins && given == 0 {
                found.insert(word);
            }
            if token.kind == Kind::Word && last == "by" && !self.is_keyword(word) && is_saved(&tokens, at, self) {
                found.insert(word);
            }
        }
        found
    }

    /// Reads the sections of a procedure, in whatever order they stand.
    fn sections(&mut self, procedure: &mut Procedure) {
        let mut has_main = false;
        while let Some(next) = self.peek() {
            if self.take(&["end", "procedure"]) {
                if self.next_is(";") {
                    self.bump();
                }
                if !has_main {
                    self.say(&MALFORMED_PLUTO, next.start, next.end, "the procedure has no `main`");
                }
                return;
            }
            match self.word(next) {
                "declare" => self.declarations(procedure),
                "preconditions" => {
                    self.bump();
                    self.preconditions(procedure);
                }
                "main" => {
                    has_main = true;
                    self.bump();
                    let steps = self.steps(procedure);
                    self.close("main");
                    procedure.phases.push(phase(steps));
                }
                "watchdog" => {
                    self.bump();
                    self.watchdog(procedure);
                }
                "confirmation" => {
                    self.bump();
                    self.confirmation(procedure);
                }
                _ => self.astray(procedure),
            }
        }
        self.say_missing("end procedure");
    }

    /// Keeps what is no section of a procedure, up to the next one.
    fn astray(&mut self, procedure: &mut Procedure) {
        let Some(first) = self.peek() else { return };
        while let Some(next) = self.peek() {
            let is_section =
                ["declare", "preconditions", "main", "watchdog", "confirmation"].contains(&self.word(next));
            if (is_section && next.start > first.start) || self.next_are(&["end", "procedure"]) {
                break;
            }
            self.bump();
        }
        let end = self.last_end();
        self.raw.push((first.start, end));
        // What runs to the end of the file leaves no place for the end of the procedure.
        let message = match self.peek() {
            Some(_) => "this stands in no section of the procedure",
            None => "this stands in no section of the procedure, and `end procedure` is missing after it",
        };
        self.is_cut |= self.peek().is_none();
        self.say(&MALFORMED_PLUTO, first.start, end, message);
        let text = Text::new(self.text(first.start, end), self.span(first.start, end));
        procedure.purpose.push(Block::Code(CodeBlock { info: Some("pluto".into()), text }));
    }

    /// Steps over the end of a section.
    fn close(&mut self, section: &str) {
        if !self.take(&["end", section]) {
            self.say_missing(&format!("end {section}"));
        }
        if self.next_is(";") {
            self.bump();
        }
    }

    /// Tells whether a name is that of a counter, `for NAME :=`, and nothing else is assigned to it.
    fn only_counts(&self, name: &str) -> bool {
        let tokens = || self.tokens.iter().filter(|token| token.kind != Kind::Comment).map(|token| self.word(*token));
        let mut around = tokens().zip(tokens().skip(1)).zip(tokens().skip(2));
        let counts = around.clone().any(|((before, word), sign)| before == "for" && word == name && sign == ":=");
        counts && !around.any(|((before, word), sign)| before != "for" && word == name && sign == ":=")
    }

    /// Reads events and variables.
    fn declarations(&mut self, procedure: &mut Procedure) {
        self.bump();
        while let Some(next) = self.peek() {
            if self.next_is("end") {
                break;
            }
            let before = self.at;
            let read = match self.word(next) {
                "event" => self.event(procedure),
                "variable" => self.variable(procedure),
                "," | ";" => {
                    self.bump();
                    Some(())
                }
                _ => None,
            };
            if read.is_none() {
                self.at = before;
                let (start, end) = self.skip(&["event", "variable", ",", ";", "end"]);
                self.say(&OUTSIDE_PLUTO_SUBSET, start, end, "this declaration is kept as it is written");
                let text = Text::new(self.text(start, end), self.span(start, end));
                procedure.purpose.push(Block::Code(CodeBlock { info: Some("pluto".into()), text }));
            }
        }
        self.close("declare");
    }

    /// Steps over a token, and all that follows it up to one of these words; returns the bytes.
    fn skip(&mut self, ends: &[&str]) -> (usize, usize) {
        let start = self.peek().map_or(self.source.text.len(), |next| next.start);
        self.bump();
        while let Some(next) = self.peek() {
            if ends.contains(&self.word(next)) {
                break;
            }
            self.bump();
        }
        let end = self.last_end().max(start);
        self.raw.push((start, end));
        (start, end)
    }

    fn event(&mut self, procedure: &mut Procedure) -> Option<()> {
        self.bump();
        let (start, end) = self.name()?;
        let content = self.description();
        procedure
            .events
            .push(EventDeclaration { name: Text::new(self.text(start, end), self.span(start, end)), content });
        Some(())
    }

    fn variable(&mut self, procedure: &mut Procedure) -> Option<()> {
        self.bump();
        // A name of a variable is one word: `of` leads to its type.
        let first = self.peek().filter(|first| first.kind == Kind::Word && !self.is_keyword(self.word(*first)))?;
        self.bump();
        let (start, end) = (first.start, first.end);
        let name = Text::new(self.text(start, end), self.span(start, end));
        let (mut data_type, mut unit) = (None, None);
        if self.take(&["of"]) {
            // The standard says `of type`.
            let _ = self.take(&["type"]);
        }
        if let Some(token) = self.peek().filter(|token| token.kind == Kind::Word && !self.is_keyword(self.word(*token)))
        {
            let _ = self.take(&["type"]);
            let token = self.peek().unwrap_or(token);
            self.bump();
            data_type = Some(Text::new(self.word(token), self.span(token.start, token.end)));
        }
        if self.take(&["with", "units"]) {
            let token = self.peek()?;
            self.bump();
            unit = Some(Text::new(self.word(token), self.span(token.start, token.end)));
        }
        let content = self.description();
        self.variables.insert(self.text(start, end));
        procedure.variables.push(Variable { name, data_type, unit, content });
        Some(())
    }

    /// Reads `described by`, a string or words.
    fn description(&mut self) -> Vec<Inline> {
        if !self.take(&["described", "by"]) {
            return Vec::new();
        }
        if let Some(token) = self.peek().filter(|token| token.kind == Kind::String) {
            self.bump();
            return self.lines_of(token);
        }
        let Some(first) = self.peek() else { return Vec::new() };
        while let Some(next) = self.peek() {
            let ends = [",", ";", "event", "variable"].contains(&self.word(next)) || self.next_are(&["end", "declare"]);
            if ends || (next.line > first.line && self.is_keyword(self.word(next))) {
                break;
            }
            self.bump();
        }
        let end = self.last_end();
        match end > first.start {
            true => vec![Inline::Text(Text::new(self.text(first.start, end), self.span(first.start, end)))],
            false => Vec::new(),
        }
    }

    fn preconditions(&mut self, procedure: &mut Procedure) {
        while !self.next_is("end") && self.peek().is_some() {
            match self.check_until(false) {
                Some(check) => procedure.preconditions.push(Precondition::Check(check)),
                None => {
                    let (start, end) = self.outside("this precondition");
                    let text = Text::new(self.text(start, end), self.span(start, end));
                    procedure.preconditions.push(Precondition::Text(vec![Inline::Code(text)]));
                }
            }
        }
        self.close("preconditions");
    }

    fn confirmation(&mut self, procedure: &mut Procedure) {
        while !self.next_is("end") && self.peek().is_some() {
            match self.check_until(false) {
                Some(check) => procedure.confirmation.push(check),
                None => {
                    let (start, end) = self.outside("this confirmation");
                    let text = Text::new(self.text(start, end), self.span(start, end));
                    procedure.closeout.text.push(Block::Code(CodeBlock { info: Some("pluto".into()), text }));
                }
            }
        }
        self.close("confirmation");
    }

    /// Reads `wait until` with comparisons that must all hold, as a check; nothing is taken where it is something else.
    fn check_until(&mut self, verify: bool) -> Option<Check> {
        let before = (self.at, self.diagnostics.len());
        let check = self.try_check(verify);
        if check.is_none() {
            self.at = before.0;
            self.diagnostics.truncate(before.1);
        }
        check
    }

    fn try_check(&mut self, verify: bool) -> Option<Check> {
        let start = self.peek()?.start;
        if !self.take(&["wait", "until"]) {
            return None;
        }
        let (from, to, comparisons) = self.expression()?;
        let comparisons = self.conjunction(from, to, comparisons).filter(|all| !all.is_empty())?;
        let within = self.timeout()?;
        let span = self.span(start, self.last_end());
        self.end_of_statement()?;
        Some(Check { verify, comparisons, within, delay: None, span })
    }

    /// Steps over a statement that is kept as it is written, and says so; returns the bytes that it takes.
    fn outside(&mut self, what: &str) -> (usize, usize) {
        let (start, end) = self.skip_statement();
        self.say(&OUTSIDE_PLUTO_SUBSET, start, end, format!("{what} is kept as it is written"));
        (start, end)
    }
}

/// Tells whether a word follows `refer to … by`.
fn is_saved(tokens: &[Token], at: usize, reading: &Reading<'_>) -> bool {
    let before = tokens[..at].iter().rev().take(24).map(|token| reading.word(*token));
    let before: Vec<&str> = before.collect();
    before.iter().position(|word| *word == "save").is_some_and(|save| !before[..save].contains(&"end"))
}

/// Makes a phase of steps, which has no title.
fn phase(steps: Vec<crate::model::procedure::Step>) -> Phase {
    Phase { steps, ..Phase::default() }
}
