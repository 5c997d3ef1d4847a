//! What is done in a step, from lines with labels.

use super::Reading;
use super::expression::{self, Cursor, Named};
use super::problem::UNREAD_ACTION;
use super::words::{self, Words, slice, span_of};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Admonition, AdmonitionKind, Block, List, Paragraph};
use crate::model::inline::{Inline, Text, plain};
use crate::model::procedure::{Action, Branch, Decide, Outcome, Parallel, Record, Repeat, Script, Step, Voice, Wait};
use crate::project::dialect::{Means, normal};
use crate::text::span::Span;

/// A line that begins with a label.
pub(super) struct Labelled {
    pub(super) means: Means,
    /// To whom something is said.
    pub(super) to: Option<Text>,
    /// What follows the label.
    pub(super) rest: Vec<Inline>,
    /// Whether the label is a word of the sentence, as in `Send TC_X`.
    pub(super) is_verb: bool,
}

/// How many bytes a label without mark-up may have.
const LONGEST_LABEL: usize = 40;

impl Reading<'_> {
    /// Finds the label that a line begins with.
    pub(super) fn label(&self, line: &[Inline]) -> Option<Labelled> {
        match line {
            [Inline::Strong(inner), rest @ ..] => self.strong_label(inner, rest),
            [Inline::Text(first), ..] if !self.dialect.built_in => {
                self.plain_label(first, line).or_else(|| self.verb(first, line))
            }
            _ => None,
        }
    }

    fn strong_label(&self, inner: &[Inline], rest: &[Inline]) -> Option<Labelled> {
        let word = plain(inner);
        let (means, to) = match self.dialect.label(&word) {
            Some(means) => (means, None),
            None => (Means::Voice, Some(self.voice_to(inner, &word)?)),
        };
        let length: usize = plain(rest).len();
        let text = plain(rest);
        let from = text.len() - text.trim_start_matches([' ', ':', '\u{a0}', '\u{202f}']).len();
        Some(Labelled { means, to, rest: slice(rest, from..length.max(from), self.source), is_verb: false })
    }

    /// Reads `Voice to NAME`.
    fn voice_to(&self, inner: &[Inline], word: &str) -> Option<Text> {
        let is_voice = |label: &str| {
            let rest = normal(word).strip_prefix(label)?.strip_prefix(' ')?.to_owned();
            (rest.starts_with("to ") || rest.starts_with("à ") || rest.starts_with("an ")).then_some(())
        };
        let labels = self.dialect.labels.iter().filter(|(_, means)| *means == Means::Voice);
        labels.into_iter().find_map(|(label, _)| is_voice(label))?;
        let at = [" to ", " à ", " an "].iter().filter_map(|to| Some(word.find(to)? + to.len())).min()?;
        let words = Words::of(inner, self.source, span_of(inner)?);
        let to = words.text().trim_end_matches([' ', ':', '\u{a0}', '\u{202f}']).len();
        Some(words.part(at..to.max(at)))
    }

    fn plain_label(&self, first: &Text, line: &[Inline]) -> Option<Labelled> {
        let colon = first.text.find(':').filter(|colon| *colon <= LONGEST_LABEL)?;
        let means = self.dialect.label(&first.text[..colon])?;
        Some(Labelled { means, to: None, rest: self.after(line, colon + 1), is_verb: false })
    }

    /// Finds a label that is the verb of the sentence; what follows must then be all that the label says.
    fn verb(&self, first: &Text, line: &[Inline]) -> Option<Labelled> {
        const VERBS: [Means; 6] =
            [Means::Telecommand, Means::Check, Means::Verify, Means::Wait, Means::Call, Means::Goto];
        let lower = first.text.to_lowercase();
        let fits = |label: &str| lower.strip_prefix(label).is_some_and(|rest| rest.starts_with([' ', '\u{a0}']));
        let mut labels = self.dialect.labels.iter().filter(|(_, means)| VERBS.contains(means));
        let (label, means) = labels.find(|(label, _)| lower.len() == first.text.len() && fits(label))?;
        Some(Labelled { means: *means, to: None, rest: self.after(line, label.len()), is_verb: true })
    }

    fn after(&self, line: &[Inline], from: usize) -> Vec<Inline> {
        slice(line, from..plain(line).len().max(from), self.source)
    }

    /// Adds a line to a step: what its label says, or something done by hand. A list after it may belong to it;
    /// what does not is given back.
    pub(super) fn line(&mut self, line: Vec<Inline>, list: Option<List>, step: &mut Step) -> Option<List> {
        let Some(span) = span_of(&line) else { return list };
        let Some(labelled) = self.label(&line) else {
            // What is said after the expected result goes on with it.
            match step.expected.is_empty() {
                true => self.push(step, Action::Manual(line, span)),
                false => self.beside(line, span, step),
            }
            return list;
        };
        match labelled.means {
            Means::Form => {
                self.beside(line, span, step);
                return list;
            }
            Means::Expected => self.remember(&line, &labelled.rest),
            Means::Role | Means::Flags | Means::OnConfirmed | Means::OnNotConfirmed | Means::OnAborted => {}
            _ => self.in_order(step),
        }
        let takes_list = matches!(labelled.means, Means::Decide | Means::Parallel | Means::Repeat);
        let list = match list {
            Some(list) if takes_list => return self.with_list(labelled, line, list, span, step),
            other => other,
        };
        let (is_verb, means) = (labelled.is_verb, labelled.means);
        if self.say(labelled, span, step) {
            return list;
        }
        // What is to be seen may be said in words.
        let in_words = !self.dialect.built_in && matches!(means, Means::Check | Means::Verify | Means::Decide);
        if !is_verb && !in_words {
            self.unread(span);
        }
        self.push(step, Action::Manual(line, span));
        list
    }

    /// Remembers the label of what is expected.
    fn remember(&mut self, line: &[Inline], rest: &[Inline]) {
        let Some(place) = span_of(rest) else { return };
        let label = plain(line).trim_end().len().saturating_sub(plain(rest).trim_end().len());
        self.expected.push((place.start, slice(line, 0..label, self.source)));
    }

    /// Makes of what is expected so far something that is said among the actions, as another one follows: what is
    /// expected of a step is shown after all that is done.
    pub(super) fn in_order(&mut self, step: &mut Step) {
        let expected = std::mem::take(&mut step.expected);
        let Some(span) = span_of(&expected) else { return };
        let label = self.expected.iter().find(|(place, _)| *place == span.start);
        let mut content = label.map(|(_, label)| label.clone()).unwrap_or_default();
        if !content.is_empty() {
            content.push(Inline::SoftBreak);
        }
        content.extend(expected);
        self.push(step, Action::Content(vec![Block::Paragraph(Paragraph { content, span })], span));
    }

    /// Reports a line whose label says something that it is not.
    fn unread(&mut self, span: Span) {
        let message = "this line is not what its label says, and is kept as something done by hand";
        let finding = Diagnostic::new(&UNREAD_ACTION, span, message).label("kept as it is written");
        self.placed.problems.push(finding.help("write what follows the label as the manual's page on dialects has it"));
    }

    /// Adds an action; the steps within that stand before it are done before it.
    pub(super) fn push(&mut self, step: &mut Step, action: Action) {
        step.actions.extend(step.steps.drain(..).map(|inner| Action::Step(Box::new(inner))));
        step.actions.push(action);
    }

    /// Adds what a label says; tells whether it could be read.
    pub(super) fn say(&mut self, labelled: Labelled, span: Span, step: &mut Step) -> bool {
        let Labelled { means, to, rest, .. } = labelled;
        let source = self.source;
        let words = Words::of(&rest, source, span);
        let mut cursor = Cursor::of(&words);
        let remark = |cursor: &Cursor<'_, '_>| slice(&rest, cursor.remark(), source);
        let action = match means {
            Means::Telecommand => expression::telecommand(&mut cursor, span).map(Action::Telecommand),
            Means::Check | Means::Verify => {
                let verify = means == Means::Verify;
                expression::check(&mut cursor, verify, &self.dialect.operators, span).map(Action::Check)
            }
            Means::Call => expression::procedure_call(&mut cursor, span).map(Action::Call),
            Means::Wait => {
                let wait = wait(&mut cursor, source, span);
                let content = if wait.is_some() { remark(&cursor) } else { rest.clone() };
                let none = || Wait { duration: None, until: None, timeout: None, content: Vec::new(), span };
                return self.done(step, Action::Wait(Wait { content, ..wait.unwrap_or_else(none) }));
            }
            Means::Goto => {
                let target = cursor.take(&[]).map(|target| step_id(&target));
                target.filter(|target| !target.text.contains(' ')).map(Action::Goto)
            }
            Means::Record => {
                let content = remark(&cursor);
                let name = cursor.name();
                let record = name.filter(|_| cursor.is_done());
                return match record {
                    Some(name) => self.done(step, Action::Record(Record { name, content, span })),
                    None => false,
                };
            }
            Means::Script => {
                let reference = cursor.name();
                let sha256 = if cursor.eat(&["sha256:"]) { cursor.name() } else { None };
                let content = remark(&cursor);
                let is_done = cursor.is_done();
                let script = reference.filter(|_| is_done);
                return match script {
                    Some(reference) => self.done(step, Action::Script(Script { reference, sha256, content, span })),
                    None => false,
                };
            }
            Means::Voice => Some(Action::Voice(Voice { to, content: rest.clone(), span })),
            Means::Log => Some(Action::Log(rest.clone(), span)),
            Means::Manual | Means::Title => Some(Action::Manual(rest.clone(), span)),
            Means::Go => {
                step.hold |= step.actions.is_empty();
                let go = rest.is_empty();
                return if go { step.hold } else { self.done(step, Action::Manual(rest.clone(), span)) };
            }
            Means::Expected => {
                step.actions.extend(step.steps.drain(..).map(|inner| Action::Step(Box::new(inner))));
                if !step.expected.is_empty() {
                    step.expected.push(Inline::HardBreak);
                }
                step.expected.extend(rest.iter().cloned());
                return true;
            }
            Means::Role => match cursor.take(&[]).filter(|_| step.role.is_none() && cursor.is_done()) {
                Some(role) => {
                    step.role = Some(role);
                    return true;
                }
                None => return false,
            },
            Means::Flags => return flags(&mut cursor, step),
            Means::OnConfirmed | Means::OnNotConfirmed | Means::OnAborted => {
                let Some(outcome) = outcome(means, &mut cursor, span) else { return false };
                step.actions.extend(step.steps.drain(..).map(|inner| Action::Step(Box::new(inner))));
                step.continuation.push(Outcome { content: remark(&cursor), ..outcome });
                return true;
            }
            Means::Warning | Means::Caution | Means::Note => {
                self.safety(means, rest, span, step);
                return true;
            }
            Means::Repeat | Means::Parallel | Means::Decide | Means::When | Means::Otherwise => None,
            Means::Number | Means::Arguments | Means::Parameter | Means::Value | Means::Form => None,
        };
        let Some(action) = action else { return false };
        let content = match &action {
            // Only these read no further than a dash.
            Action::Telecommand(_) | Action::Check(_) | Action::Call(_) => remark(&cursor),
            _ => Vec::new(),
        };
        self.push(step, action);
        if let Some(span) = span_of(&content) {
            step.actions.push(Action::Manual(content, span));
        }
        true
    }

    fn done(&mut self, step: &mut Step, action: Action) -> bool {
        self.push(step, action);
        true
    }

    /// Adds safety text; what stands after an action stays there.
    fn safety(&mut self, means: Means, content: Vec<Inline>, span: Span, step: &mut Step) {
        let kind = match means {
            Means::Warning => AdmonitionKind::Warning,
            Means::Caution => AdmonitionKind::Caution,
            _ => AdmonitionKind::Note,
        };
        let blocks = vec![Block::Paragraph(Paragraph { content, span })];
        self.admonition(Admonition { kind, blocks, span }, step);
    }

    pub(super) fn admonition(&mut self, admonition: Admonition, step: &mut Step) {
        match step.actions.is_empty() && step.steps.is_empty() {
            true => step.safety.push(admonition),
            false => self.push(step, Action::Safety(admonition)),
        }
    }

    /// Adds what a label says of the list below it.
    fn with_list(
        &mut self,
        labelled: Labelled,
        line: Vec<Inline>,
        list: List,
        span: Span,
        step: &mut Step,
    ) -> Option<List> {
        let source = self.source;
        let words = Words::of(&labelled.rest, source, span);
        let mut cursor = Cursor::of(&words);
        let whole = Span { end: list.span.end.max(span.end), ..span };
        let action = match labelled.means {
            Means::Decide if cursor.is_done() => self.decide(&list, whole),
            Means::Parallel => self.parallel(&mut cursor, &list, whole),
            Means::Repeat => {
                let until = expression::until(&mut cursor, source);
                let [max, _] = cursor.options([Named::Max, Named::Timeout]);
                cursor.is_done().then(|| {
                    let mut inner = self.empty_step(whole);
                    self.items(list.clone(), &mut inner);
                    inner.actions.extend(inner.steps.drain(..).map(|inner| Action::Step(Box::new(inner))));
                    Action::Repeat(Repeat { turns: None, until, max, actions: inner.actions, span: whole })
                })
            }
            _ => None,
        };
        match action {
            Some(action) => {
                self.push(step, action);
                None
            }
            None => {
                self.unread(span);
                self.push(step, Action::Manual(line, span));
                Some(list)
            }
        }
    }

    fn decide(&mut self, list: &List, span: Span) -> Option<Action> {
        let (mut branches, mut otherwise) = (Vec::new(), None);
        for item in &list.items {
            let [Block::Paragraph(paragraph)] = item.blocks.as_slice() else { return None };
            let labelled = self.label(&paragraph.content)?;
            let words = Words::of(&labelled.rest, self.source, paragraph.span);
            let mut cursor = Cursor::of(&words);
            let test = (labelled.means == Means::When).then(|| cursor.take(&[" → ", " -> ", "→", "->"])).flatten();
            let goto = if cursor.eat(&["→", "->"]) { cursor.take(&[]).map(|to| step_id(&to)) } else { None };
            let content = slice(&labelled.rest, cursor.remark(), self.source);
            if !cursor.is_done() {
                return None;
            }
            match labelled.means {
                Means::When => {
                    let test = test.map(|test| expression::condition(test, self.source))?;
                    branches.push(Branch { test: Some(test), goto, content, steps: Vec::new() });
                }
                Means::Otherwise if otherwise.is_none() => {
                    otherwise = Some(Branch { test: None, goto, content, steps: Vec::new() });
                }
                _ => return None,
            }
        }
        Some(Action::Decide(Decide { branches, otherwise, span }))
    }

    fn parallel(&mut self, cursor: &mut Cursor<'_, '_>, list: &List, span: Span) -> Option<Action> {
        const UNTIL: &[&str] = &["until", "jusqu'à", "jusqu’à"];
        cursor.eat(UNTIL);
        let until_one = cursor.eat(&["one", "un"]);
        if !until_one {
            cursor.eat(&["all", "tous"]);
        }
        if !cursor.is_done() {
            return None;
        }
        let mut holder = self.empty_step(span);
        self.items(list.clone(), &mut holder);
        let only_steps = holder.actions.is_empty() && !holder.steps.is_empty();
        only_steps.then(|| Action::Parallel(Parallel { until_one, steps: holder.steps, span }))
    }

    /// Makes a step that says nothing yet.
    pub(super) fn empty_step(&self, span: Span) -> Step {
        Step::empty(Text::new("", Span { end: span.start, ..span }), span)
    }
}

fn wait(cursor: &mut Cursor<'_, '_>, source: &crate::text::source::Source, span: Span) -> Option<Wait> {
    let until = expression::until(cursor, source);
    let duration = match until {
        Some(_) => None,
        None => Some(cursor.take(&[", ", "; "]).filter(|time| expression::is_duration(&time.text))?),
    };
    let [timeout] = cursor.options([Named::Timeout]);
    cursor.is_done().then_some(Wait { duration, until, timeout, content: Vec::new(), span })
}

fn flags(cursor: &mut Cursor<'_, '_>, step: &mut Step) -> bool {
    loop {
        if cursor.eat(&["critical", "critique", "kritisch"]) {
            step.critical = true;
        } else if cursor.eat(&["hold", "arrêt", "halt"]) {
            step.hold = true;
        } else if cursor.eat(&["irreversible", "irréversible", "unumkehrbar"]) {
            step.irreversible = true;
        } else {
            return false;
        }
        if !cursor.eat(&[","]) {
            return cursor.is_done();
        }
    }
}

fn outcome(means: Means, cursor: &mut Cursor<'_, '_>, span: Span) -> Option<Outcome> {
    const ACTIONS: &[&str] = &["continue", "restart", "abort", "ask-user", "raise-event", "terminate", "goto"];
    let word = match means {
        Means::OnConfirmed => "confirmed",
        Means::OnNotConfirmed => "not-confirmed",
        _ => "aborted",
    };
    let action = cursor.name().filter(|action| ACTIONS.contains(&action.as_str()))?;
    let (mut goto, mut event) = (None, None);
    if !cursor.rest().starts_with([',', ';']) {
        match action.as_str() {
            "goto" => goto = cursor.name(),
            "raise-event" => event = cursor.name(),
            _ => {}
        }
    }
    let [max, timeout] = cursor.options([Named::Max, Named::Timeout]);
    let outcome = Text::new(word, Span { end: span.start, ..span });
    let read = Outcome { outcome, action, goto, event, max, timeout, content: Vec::new(), span };
    cursor.is_done().then_some(read)
}

/// Returns the identifier of the step that is meant: `step 4` and `4` are `step-4`.
pub(super) fn step_id(written: &Text) -> Text {
    let lower = written.text.to_lowercase();
    let bare = ["step ", "étape ", "pas ", "schritt "].iter().find_map(|word| lower.strip_prefix(word));
    let number = bare.unwrap_or(&lower).trim();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    match is_number {
        true => Text::decoded(format!("step-{number}"), written.span, &written.text),
        false => written.clone(),
    }
}

/// Returns the lines of a paragraph.
pub(super) fn lines_of(paragraph: &Paragraph) -> Vec<Vec<Inline>> {
    words::lines(&paragraph.content)
}
