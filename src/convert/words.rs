//! What is said in words, as the plain text of Markdown: for texts of stacks, comments, and whatever has no other place.

use crate::model::block::{AdmonitionKind, Block, List, Mark, MarkKind};
use crate::model::expression::{Comparison, Operator, TelecommandCall};
use crate::model::inline::{Destination, Inline, Text};
use crate::model::procedure::{Action, Branch, Call, Check, Outcome, RequirementKind, Step, Turns, Wait};
use crate::model::walk::{self, Visitor};

/// Returns a line as it is read, with the marks of Markdown for emphasis and code.
pub(super) fn line(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push(inlines, &mut out);
    out
}

fn push(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(text.as_str()),
            Inline::Code(text) => {
                let mark = if text.as_str().contains('`') { "``" } else { "`" };
                out.push_str(&format!("{mark}{}{mark}", text.text));
            }
            Inline::Emphasis(inner) => marked("*", inner, out),
            Inline::Strong(inner) => marked("**", inner, out),
            Inline::Strikethrough(inner) => marked("~~", inner, out),
            // Ten to the third power is no hundred and three.
            Inline::Raised(inner) => {
                out.push('^');
                push(inner, out);
            }
            Inline::Lowered(inner) => push(inner, out),
            Inline::Link(link) => {
                let id = match &link.destination {
                    Destination::Id { id, fragment, issue, .. } => {
                        let step = fragment.as_ref().map_or(String::new(), |step| format!(" step {step}"));
                        let issue = issue.as_ref().map_or(String::new(), |issue| format!(" issue {issue}"));
                        format!("{id}{issue}{step}")
                    }
                    _ => link.written.to_string(),
                };
                let said = line(link.words());
                match said.is_empty() || said == id {
                    true => out.push_str(&id),
                    false => out.push_str(&format!("{said} ({id})")),
                }
                if !link.title.is_empty() {
                    out.push_str(&format!(" ({})", link.title));
                }
            }
            Inline::Image(image) => {
                out.push_str(&format!("{} ({})", line(&image.alternative), image.written));
            }
            Inline::FootnoteReference(label) => out.push_str(&format!("[^{}]", label.text)),
            Inline::Abbreviation(abbreviation) => {
                out.push_str(&format!("{} ({})", abbreviation.short.text, abbreviation.expansion.text));
            }
            Inline::Tbd(tbd) => {
                let marks = [("", &tbd.id), ("owner ", &tbd.owner), ("due ", &tbd.due)];
                let said = marks.iter().filter_map(|(word, value)| Some(format!("{word}{}", value.as_ref()?.text)));
                out.push_str(&format!("[TBD {}] ", said.collect::<Vec<_>>().join(", ")));
                push(&tbd.content, out);
            }
            Inline::Html(html) => out.push_str(html.text.as_str()),
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push('\n'),
            Inline::Anchor(_) => {}
        }
    }
}

fn marked(mark: &str, inner: &[Inline], out: &mut String) {
    out.push_str(mark);
    push(inner, out);
    out.push_str(mark);
}

/// Returns blocks as paragraphs with an empty line between.
pub(super) fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(block).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(heading) => line(&heading.content),
        Block::Paragraph(paragraph) => line(&paragraph.content),
        Block::List(list) => self::list(list),
        Block::Code(code) => format!("```{}\n{}\n```", code.info.as_deref().unwrap_or(""), code.text.text.trim_end()),
        Block::Admonition(admonition) => {
            format!("{}: {}", kind(admonition.kind), blocks(&admonition.blocks))
        }
        Block::Quote(inner) => blocks(inner),
        Block::Html(html) => html.text.text.to_string(),
        other => every_line(std::slice::from_ref(other)),
    }
}

/// Returns every line of running text in blocks, whatever they are, one below the other.
fn every_line(blocks: &[Block]) -> String {
    struct Lines(Vec<String>);
    impl<'a> Visitor<'a> for Lines {
        fn line(&mut self, inlines: &'a [Inline]) {
            self.0.push(line(inlines));
        }
    }
    let mut lines = Lines(Vec::new());
    walk::blocks(blocks, &mut lines);
    lines.0.join("\n")
}

fn list(list: &List) -> String {
    let mut out = Vec::new();
    for (at, item) in list.items.iter().enumerate() {
        let mark = list.start.map_or("-".to_owned(), |start| format!("{}.", start + at as u64));
        out.push(format!("{mark} {}", blocks(&item.blocks).replace('\n', "\n  ")));
    }
    out.join("\n")
}

/// Returns the word for a kind of admonition.
pub(super) fn kind(kind: AdmonitionKind) -> &'static str {
    match kind {
        AdmonitionKind::Danger => "DANGER",
        AdmonitionKind::Warning => "WARNING",
        AdmonitionKind::Caution => "CAUTION",
        AdmonitionKind::Note => "NOTE",
        AdmonitionKind::Tip => "TIP",
        AdmonitionKind::Important => "IMPORTANT",
    }
}

/// Returns a comparison in signs.
pub(super) fn comparison(comparison: &Comparison) -> String {
    let values: Vec<&str> = comparison.values.iter().map(Text::as_str).collect();
    let unit = comparison.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.text));
    let tolerance = comparison.tolerance.as_ref().map_or(String::new(), |by| format!(" ± {}", by.text));
    let compared = match comparison.operator {
        Operator::In => format!("∈ {{{}}}", values.join(", ")),
        Operator::Between => format!("∈ [{}]", values.join(" ; ")),
        operator => format!("{} {}", operator.sign(), values.join(", ")),
    };
    format!("{} {compared}{tolerance}{unit}", comparison.parameter.text)
}

/// Returns a telecommand with what it is given.
pub(super) fn telecommand(call: &TelecommandCall) -> String {
    let given = call.arguments.iter().map(|argument| {
        let unit = argument.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.text));
        format!("{} = {}{unit}", argument.name.text, argument.value.text)
    });
    let given: Vec<String> = given.collect();
    let mut said = match given.is_empty() {
        true => call.name.text.to_string(),
        false => format!("{}({})", call.name.text, given.join(", ")),
    };
    for directive in &call.directives {
        said.push_str(&format!(", {} {}", directive.name.text, directive.value.text));
    }
    said
}

/// Returns a check.
pub(super) fn check(check: &Check) -> String {
    let compared: Vec<String> = check.comparisons.iter().map(comparison).collect();
    let delay = check.delay.as_ref().map_or(String::new(), |delay| format!(", after {}", delay.text));
    let within = check.within.as_ref().map_or(String::new(), |within| format!(", within {}", within.text));
    format!("{}: {}{delay}{within}", if check.verify { "Verify" } else { "Check" }, compared.join(" and "))
}

/// Returns a wait.
pub(super) fn wait(wait: &Wait) -> String {
    let mut out = "Wait".to_owned();
    out.extend(wait.duration.as_ref().map(|duration| format!(" for {}", duration.text)));
    out.extend(wait.until.as_ref().map(|until| format!(" until {}", until.text.text)));
    out.extend(wait.timeout.as_ref().map(|timeout| format!(", {} at most", timeout.text)));
    beside(&mut out, &wait.content);
    out
}

fn beside(out: &mut String, content: &[Inline]) {
    if !content.is_empty() {
        out.push_str(" — ");
        out.push_str(&line(content));
    }
}

/// Returns a call of a procedure.
pub(super) fn call(call: &Call) -> String {
    let issue = call.issue.as_ref().map_or(String::new(), |issue| format!(", issue {}", issue.text));
    let given: Vec<String> =
        call.arguments.iter().map(|(name, value)| format!("{} = {}", name.text, value.text)).collect();
    let with = if given.is_empty() { String::new() } else { format!(", with {}", given.join(", ")) };
    format!("Call procedure {}{issue}{with}", call.procedure.text)
}

/// Returns one way of a decision.
pub(super) fn branch(branch: &Branch) -> String {
    let mut out = branch.test.as_ref().map_or("Otherwise".to_owned(), |test| format!("If {}", test.text.text));
    out.extend(branch.goto.as_ref().map(|step| format!(": go to step {}", step.text)));
    beside(&mut out, &branch.content);
    out
}

/// Returns what follows an outcome.
pub(super) fn outcome(outcome: &Outcome) -> String {
    let mut out = format!("If {}: {}", outcome.outcome.text, outcome.action.text);
    out.extend(outcome.goto.as_ref().map(|step| format!(" {}", step.text)));
    out.extend(outcome.event.as_ref().map(|event| format!(" {}", event.text)));
    out.extend(outcome.max.as_ref().map(|max| format!(", {} times at most", max.text)));
    out.extend(outcome.timeout.as_ref().map(|timeout| format!(", {} at most", timeout.text)));
    beside(&mut out, &outcome.content);
    out
}

/// Returns what is asked before the turns of a repetition.
pub(super) fn turns(turns: &Turns) -> String {
    match turns {
        Turns::While(condition) => format!("while {}", condition.text.text),
        Turns::For(count) => format!("for {}", count.text),
    }
}

/// Returns an action, with all that it holds.
pub(super) fn action(action: &Action) -> String {
    match action {
        Action::Telecommand(call) => format!("Send {}", telecommand(call)),
        Action::Check(check) => self::check(check),
        Action::Wait(wait) => self::wait(wait),
        Action::Decide(decide) => {
            decide.ways().map(|way| below(branch(way), &way.steps)).collect::<Vec<_>>().join("\n")
        }
        Action::Call(call) => self::call(call),
        Action::Parallel(parallel) => {
            let until = if parallel.until_one { "one of them is done" } else { "all are done" };
            below(format!("At the same time, until {until}:"), &parallel.steps)
        }
        Action::Repeat(repeat) => {
            let mut out = "Repeat".to_owned();
            out.extend(repeat.turns.as_ref().map(|turns| format!(" {}", self::turns(turns))));
            out.extend(repeat.until.as_ref().map(|until| format!(" until {}", until.text.text)));
            out.extend(repeat.max.as_ref().map(|max| format!(", {} times at most", max.text)));
            let inner = repeat.actions.iter().map(self::action);
            inner.for_each(|inner| out.push_str(&format!("\n- {}", inner.replace('\n', "\n  "))));
            out
        }
        Action::Manual(content, _) => line(content),
        Action::Voice(voice) => {
            let to = voice.to.as_ref().map_or(String::new(), |to| format!(" to {}", to.text));
            format!("Say{to}: “{}”", line(&voice.content))
        }
        Action::Script(script) => {
            let mut out = format!("Run script {}", script.reference.text);
            out.extend(script.sha256.as_ref().map(|digest| format!(" (SHA-256 {})", digest.text)));
            beside(&mut out, &script.content);
            out
        }
        Action::Record(record) => {
            let mut out = format!("Record {}", record.name.text);
            beside(&mut out, &record.content);
            out
        }
        Action::Log(content, _) => format!("Log: {}", line(content)),
        Action::Goto(step) => format!("Go to step {}", step.text),
        Action::Step(step) => self::step(step),
        Action::Safety(admonition) => format!("{}: {}", kind(admonition.kind), blocks(&admonition.blocks)),
        Action::Content(inner, _) => blocks(inner),
    }
}

fn below(mut out: String, steps: &[Step]) -> String {
    for step in steps {
        out.push_str(&format!("\n- {}", self::step(step).replace('\n', "\n  ")));
    }
    out
}

/// Returns a step, with all that it holds.
pub(super) fn step(step: &Step) -> String {
    let mut lines = vec![format!("Step {} ({}): {}", step.number, step.id.text, line(&step.title))];
    lines.extend(flags(step));
    lines.extend(step.safety.iter().map(|safety| format!("{}: {}", kind(safety.kind), blocks(&safety.blocks))));
    lines.extend(step.actions.iter().map(action));
    if !step.expected.is_empty() {
        lines.push(format!("Expected: {}", line(&step.expected)));
    }
    lines.extend(step.continuation.iter().map(outcome));
    lines.extend(step.steps.iter().map(self::step));
    lines.join("\n")
}

/// Returns what is said of a whole in marks: to what it applies, what changed in it, and how it is classified.
pub(super) fn marks(marks: &[Mark]) -> Option<String> {
    let said = marks.iter().map(|mark| {
        let word = match mark.kind {
            MarkKind::Applies => "Applies to",
            MarkKind::Added => "Added",
            MarkKind::Modified => "Modified",
            MarkKind::Deleted => "Deleted",
            MarkKind::Portion => "Marking",
        };
        format!("{word}: {}", line(&mark.content))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// Returns the word for what is required.
pub(super) fn required(kind: RequirementKind) -> &'static str {
    match kind {
        RequirementKind::Role => "Role",
        RequirementKind::Resource => "Resource",
        RequirementKind::Visibility => "Visibility",
        RequirementKind::Duration => "Duration",
        RequirementKind::Supply => "Supply",
        RequirementKind::Spare => "Spare",
    }
}

/// Returns what marks a step, and who does it.
pub(super) fn flags(step: &Step) -> Option<String> {
    let flags = [(step.critical, "critical"), (step.hold, "hold"), (step.irreversible, "irreversible")];
    let mut said: Vec<String> = flags.iter().filter(|(set, _)| *set).map(|(_, word)| (*word).to_owned()).collect();
    said.extend(step.role.as_ref().map(|role| format!("done by {}", role.text)));
    said.extend(marks(&step.marks));
    (!said.is_empty()).then(|| format!("This step: {}", said.join(", ")))
}
