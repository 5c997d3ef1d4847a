use petgraph::graph::NodeIndex;
use rustc_hash::FxHashSet;

use super::variables;
use crate::check::conduct;
use crate::check::flow::{Flow, What};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::link::library::{DocumentIndex, Target};
use crate::model::inline::Text;
use crate::model::procedure::Call;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds variables, written `$NAME`, that some way through the procedure uses without having
    /// set them, and `$NAME` that the procedure does not declare. `record` sets a variable; one
    /// that another procedure hands over by `with` is set from the start. In a watchdog it is
    /// enough that some step sets it. In running text only declared variables are looked at.
    ///
    /// ## Why it matters
    /// The operator stands before a telecommand with a value that nobody has written down.
    ///
    /// ## Example
    /// ```xml
    /// <declare><variable name="WHEEL" type="integer"/></declare>
    /// …
    /// <tc name="TC_WHEEL_OFF"><arg name="UNIT" value="$WHEEL"/></tc>
    /// ```
    /// with no `<record name="WHEEL"/>` before it.
    ///
    /// ## How to mend it
    /// Record the variable on every way that leads here, or declare it.
    "S016" "variable-used-before-set" Error, variable_used_before_set
}

fn variable_used_before_set(subject: Subject<'_>) -> Vec<Diagnostic> {
    let given = given(subject);
    let mut found = Vec::new();
    for flow in subject.flows() {
        let uses = variables::uses(flow);
        for variable in &flow.procedure.variables {
            let name = &variable.name;
            if !given.contains(&(flow.document, name.as_str())) {
                found.extend(unset(flow, name, &uses));
            }
        }
        let is_declared = |name: &str| flow.procedure.variables.iter().any(|variable| variable.name.as_str() == name);
        let undeclared = uses.iter().filter(|one| !one.prose && !is_declared(&one.name));
        found.extend(undeclared.map(|one| unknown(flow, &one.name, one.span)));
    }
    found
}

/// Returns the variables that some call hands over, by document.
fn given(subject: Subject<'_>) -> FxHashSet<(DocumentIndex, &str)> {
    let mut given = FxHashSet::default();
    for flow in subject.flows() {
        for call in flow.calls() {
            if let Some(called) = called(subject, flow, call) {
                given.extend(call.arguments.iter().map(|(name, _)| (called, name.as_str())));
            }
        }
    }
    given
}

/// Returns the document that defines a called procedure.
pub(super) fn called(subject: Subject<'_>, flow: &Flow<'_>, call: &Call) -> Option<DocumentIndex> {
    match subject.library.target(flow.document, call.procedure.span)? {
        Target::Symbol(symbol) => subject.library.symbols.get(*symbol).document,
        Target::Document { document, .. } => Some(*document),
        _ => None,
    }
}

fn unset(flow: &Flow<'_>, variable: &Text, uses: &[variables::Use]) -> Vec<Diagnostic> {
    let mut uses = uses.iter().filter(|one| one.name == variable.as_str()).peekable();
    if uses.peek().is_none() {
        return Vec::new();
    }
    let sets = |node: NodeIndex| match flow.graph[node].what {
        What::Action(action) => variables::sets(action, variable.as_str()),
        _ => false,
    };
    let is_set = flow.graph.node_indices().any(sets);
    let ways = flow.ways([flow.start], sets);
    let open = uses.filter(|one| if flow.is_watched(one.node) { !is_set } else { ways.reach(one.node) });
    let mut said = FxHashSet::default();
    // One place in a step is enough: what is set before it is set for the others.
    let open = open.filter(|one| said.insert(flow.graph[one.node].step));
    open.map(|one| {
        let message = match is_set {
            true => format!("variable `{}` may be used here before it is set", variable.text),
            false => format!("variable `{}` is used and never set", variable.text),
        };
        let mut finding = Diagnostic::new(&LINT, one.span, message).label("no value yet");
        finding.notes.extend(conduct::way_to(flow, &ways.steps(flow, one.node)));
        finding
            .also(variable.span, "declared here")
            .help(format!("add `<record name=\"{}\"/>` on every way that leads here", variable.text))
    })
    .collect()
}

fn unknown(flow: &Flow<'_>, name: &str, span: Span) -> Diagnostic {
    let declared = flow.procedure.variables.iter().map(|variable| variable.name.as_str());
    let help = match did_you_mean(name, declared) {
        Some(near) => format!("did you mean `${near}`?"),
        None => format!("declare it: `<variable name=\"{name}\" type=\"…\"/>`, and record it"),
    };
    let message = format!("procedure `{}` declares no variable `{name}`", flow.procedure.id.text);
    Diagnostic::new(&LINT, span, message).label("not declared").help(help)
}
