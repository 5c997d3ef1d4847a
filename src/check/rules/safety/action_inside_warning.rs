use crate::check::orders::{self, Order};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::block::{Admonition, AdmonitionKind, Block};
use crate::model::inline::Inline;
use crate::model::procedure::{Action, Step};
use crate::model::walk::{self, Visitor};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds telecommands that a warning or a caution tells somebody to send, in procedures and in
    /// Markdown: a sentence or a clause that begins with a verb that says so, as `send`, `envoyer`
    /// or `open`, and names a telecommand; `… must be sent`; a telecommand with its arguments
    /// alone on a line. What forbids (`do not send`), restricts (`only in view`) or describes is
    /// no finding.
    ///
    /// ## Why it matters
    /// A warning is read, and not done: it has no box to tick, no verification and no
    /// continuation. What is to be done belongs to a step.
    ///
    /// ## Example
    /// ```xml
    /// <warning>The pressure rises quickly. If it passes 20 bar, send TC_VENT.</warning>
    /// ```
    ///
    /// ## How to mend it
    /// Say the danger in the warning, and make the telecommand an action of a step, or of a watchdog.
    "F002" "action-inside-warning" Warning, action_inside_warning
}

fn action_inside_warning(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut warnings = Warnings::default();
    subject.library.documents.iter().for_each(|document| walk::blocks(&document.body, &mut warnings));
    let mut found = Vec::new();
    for warning in warnings.list {
        let mut lines = Lines::default();
        walk::blocks(&warning.blocks, &mut lines);
        let orders = lines.list.into_iter().filter_map(|line| orders::order_in(subject, line));
        found.extend(orders.map(|order| report(warning.kind, &order)));
    }
    found
}

fn report(kind: AdmonitionKind, order: &Order) -> Diagnostic {
    let what = if kind == AdmonitionKind::Caution { "caution" } else { "warning" };
    let message = format!("a {what} tells the operator to send telecommand `{}`", order.name);
    let finding = Diagnostic::new(&LINT, order.span, message).label("an action, where only the danger is told");
    finding.help("make it an action of a step, and leave the danger in the text")
}

/// Gathers warnings and cautions.
#[derive(Default)]
struct Warnings<'a> {
    list: Vec<&'a Admonition>,
}

impl<'a> Warnings<'a> {
    fn take(&mut self, admonition: &'a Admonition) {
        if matches!(admonition.kind, AdmonitionKind::Danger | AdmonitionKind::Warning | AdmonitionKind::Caution) {
            self.list.push(admonition);
        }
    }
}

impl<'a> Visitor<'a> for Warnings<'a> {
    fn block(&mut self, block: &'a Block) {
        if let Block::Admonition(admonition) = block {
            self.take(admonition);
        }
    }

    fn step(&mut self, step: &'a Step) {
        step.safety.iter().for_each(|admonition| self.take(admonition));
    }

    fn action(&mut self, action: &'a Action) {
        if let Action::Safety(admonition) = action {
            self.take(admonition);
        }
    }
}

/// Gathers lines of running text.
#[derive(Default)]
struct Lines<'a> {
    list: Vec<&'a [Inline]>,
}

impl<'a> Visitor<'a> for Lines<'a> {
    fn line(&mut self, inlines: &'a [Inline]) {
        self.list.push(inlines);
    }
}
