use crate::check::conduct;
use crate::check::subject::Subject;
use crate::check::{orders, phrases};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Admonition, AdmonitionKind, Block, ListItem};
use crate::model::inline::Inline;
use crate::model::procedure::Action;
use crate::model::walk::{self, Visitor};
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds warnings and cautions that stand after what they warn of: a `warning` or `caution`
    /// after an action of its step, and words that begin as a warning does (`Warning: …`,
    /// `Attention : …`) in an action, in `expected` or in a continuation, after one. In Markdown:
    /// a warning or a caution in an item of a list whose words, before it, tell somebody to send a
    /// telecommand.
    ///
    /// ## Why it matters
    /// A procedure is done line by line. Who reads the warning has already done it.
    ///
    /// ## Example
    /// ```xml
    /// <tc name="TC_VALVE_OPEN"/>
    /// <warning>The branch is under pressure from here on.</warning>
    /// ```
    ///
    /// ## How to mend it
    /// Move it in front of the first action of its step.
    "F001" "warning-after-action" Error, warning_after_action
}

fn warning_after_action(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for place in subject.flows().flat_map(|flow| &flow.places) {
        let mut acted = None;
        late(&place.step.actions, &mut acted, &mut found);
        if let Some(acted) = acted {
            let step = place.step;
            let words = std::iter::once(&step.expected).chain(step.continuation.iter().map(|on| &on.content));
            for (content, span) in words.filter_map(|words| danger(words)) {
                found.push(report(content, span, acted));
            }
        }
    }
    let mut items = Items { subject, found };
    subject.library.documents.iter().for_each(|document| walk::blocks(&document.body, &mut items));
    items.found
}

/// Finds the warnings in the items of lists.
struct Items<'a> {
    subject: Subject<'a>,
    found: Vec<Diagnostic>,
}

impl<'a> Visitor<'a> for Items<'a> {
    fn block(&mut self, block: &'a Block) {
        let Block::List(list) = block else { return };
        let warns = |item: &&ListItem| item.blocks.iter().any(|block| matches!(block, Block::Admonition(_)));
        for item in list.items.iter().filter(warns) {
            let mut acted = None;
            for block in &item.blocks {
                match block {
                    Block::Paragraph(paragraph) if acted.is_none() => {
                        acted = orders::order_in(self.subject, &paragraph.content).map(|order| order.span);
                    }
                    Block::Admonition(admonition) => {
                        let late = of_kind(admonition).zip(acted);
                        self.found.extend(late.map(|((what, span), before)| report(what, span, before)));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Finds the warnings that stand after the first action.
fn late(actions: &[Action], acted: &mut Option<Span>, found: &mut Vec<Diagnostic>) {
    for action in actions {
        if let (Some((what, span)), Some(before)) = (warning(action), *acted) {
            found.push(report(what, span, before));
        }
        if let Action::Repeat(repeat) = action {
            late(&repeat.actions, acted, found);
        }
        if acted.is_none() && has_acted(action) {
            *acted = Some(action.span());
        }
    }
}

/// Returns what warns in an action, and where.
fn warning(action: &Action) -> Option<(&'static str, Span)> {
    match action {
        Action::Safety(admonition) => of_kind(admonition),
        Action::Manual(content, _) | Action::Log(content, _) => danger(content),
        Action::Voice(voice) => danger(&voice.content),
        _ => None,
    }
}

fn of_kind(admonition: &Admonition) -> Option<(&'static str, Span)> {
    match admonition.kind {
        AdmonitionKind::Danger => Some(("danger", admonition.span)),
        AdmonitionKind::Warning => Some(("warning", admonition.span)),
        AdmonitionKind::Caution => Some(("caution", admonition.span)),
        _ => None,
    }
}

fn has_acted(action: &Action) -> bool {
    match action {
        Action::Step(step) => conduct::any_within(step, &conduct::acts),
        Action::Parallel(parallel) => parallel.steps.iter().any(|step| conduct::any_within(step, &conduct::acts)),
        Action::Call(_) => true,
        Action::Manual(content, _) => conduct::acts(action) && danger(content).is_none(),
        other => conduct::acts(other),
    }
}

/// Returns words that begin as a warning does.
fn danger(content: &[Inline]) -> Option<(&'static str, Span)> {
    let first = content.first().filter(|_| phrases::is_danger(content))?;
    let span = match first {
        Inline::Text(text) | Inline::Code(text) => Some(text.span),
        Inline::Emphasis(inner) | Inline::Strong(inner) => match inner.first() {
            Some(Inline::Text(text)) => Some(text.span),
            _ => None,
        },
        _ => None,
    };
    span.map(|span| ("warning in words", span))
}

fn report(what: &str, span: Span, before: Span) -> Diagnostic {
    let finding = Diagnostic::new(&LINT, span, format!("the {what} stands after what it warns of"));
    finding.label("read too late").also(before, "already done").help("move it in front of the first action of its step")
}
