use petgraph::Direction;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeFiltered, EdgeRef};

use crate::check::flow::{Edge, Flow, Node, What};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::procedure::{Action, Step};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds circles of steps, and repetitions, from which no way leads to an end that somebody
    /// has written. That the operator may break off at any time is no way out, nor is a check
    /// that fails where no continuation says what follows. A watchdog that ends the procedure, or
    /// goes on with a step of it, is one.
    ///
    /// ## Why it matters
    /// The procedure never ends, and whoever follows it has to leave it without being told how.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-2"><title>Wait for the carrier</title><wait for="30 s"/><goto step="step-1"/></step>
    /// ```
    ///
    /// ## How to mend it
    /// Add a decision or a continuation that leads out, or a greatest number: `max`.
    "S004" "loop-without-exit" Error, loop_without_exit
}

fn loop_without_exit(subject: Subject<'_>) -> Vec<Diagnostic> {
    subject.flows().flat_map(circles).collect()
}

fn circles(flow: &Flow<'_>) -> Vec<Diagnostic> {
    let exits = leads_out(flow);
    let written = EdgeFiltered::from_fn(&flow.graph, |edge| is_written(*edge.weight()));
    let mut circles: Vec<Vec<NodeIndex>> = kosaraju_scc(&written);
    let reached = flow.reachable();
    circles.retain_mut(|circle| {
        circle.sort();
        let is_circle = circle.len() > 1 || flow.graph.contains_edge(circle[0], circle[0]);
        is_circle && circle.iter().all(|node| reached[node.index()] && !exits[node.index()])
    });
    circles.sort();
    circles.iter().filter_map(|circle| report(flow, circle)).collect()
}

/// Tells, for each point, whether a way that somebody has written leads from it to an end.
fn leads_out(flow: &Flow<'_>) -> Vec<bool> {
    let mut exits = vec![false; flow.graph.node_count()];
    let mut open = vec![flow.end, flow.stop, flow.back];
    // A watchdog that ends the procedure ends every circle in it.
    if flow.watchdogs.iter().any(|entry| leaves(flow, *entry)) {
        let body = flow.graph.node_indices().filter(|node| !flow.is_watched(*node));
        open.extend(body);
    }
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut exits[node.index()], true) {
            continue;
        }
        let before = flow.graph.edges_directed(node, Direction::Incoming).filter(|edge| is_written(*edge.weight()));
        open.extend(before.map(|edge| edge.source()));
    }
    exits
}

/// Tells whether a watchdog can do anything else than let the procedure go on where it was.
fn leaves(flow: &Flow<'_>, entry: NodeIndex) -> bool {
    let mut open = vec![entry];
    let mut seen = vec![false; flow.graph.node_count()];
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut seen[node.index()], true) || node == flow.back {
            continue;
        }
        if !flow.is_watched(node) {
            return true;
        }
        let after = flow.graph.edges(node).filter(|edge| is_written(*edge.weight()));
        open.extend(after.map(|edge| edge.target()));
    }
    false
}

fn is_written(edge: Edge) -> bool {
    matches!(edge, Edge::Flow | Edge::Failure)
}

fn report(flow: &Flow<'_>, circle: &[NodeIndex]) -> Option<Diagnostic> {
    let repeat = circle.iter().find_map(|node| match flow.graph[*node].what {
        What::Test(action @ Action::Repeat(repeat))
            if repeat.turns.is_none() && repeat.until.is_none() && repeat.max.is_none() =>
        {
            Some(action)
        }
        _ => None,
    });
    if let Some(action) = repeat {
        let finding = Diagnostic::new(&LINT, action.span(), "this repetition never ends").label("nothing leads out");
        return Some(finding.help("say until what it is repeated: `until`, and how often at most: `max`"));
    }
    let steps: Vec<&Step> = circle.iter().filter_map(|node| entered(flow, *node)).collect();
    let first = steps.first()?;
    let names: Vec<String> = steps.iter().map(|step| format!("`{}`", step.id.text)).collect();
    let message = match &names[..] {
        [one] => format!("step {one} comes back to itself, and nothing leads out"),
        all => format!("the steps {} form a circle that nothing leads out of", all.join(", ")),
    };
    let mut finding = Diagnostic::new(&LINT, first.id.span, message).label("the circle begins here");
    if let Some(last) = steps.last().filter(|last| last.id != first.id) {
        finding = finding.also(last.id.span, "and comes back from here");
    }
    Some(finding.help("add a decision or a continuation that leads out of it"))
}

fn entered<'a>(flow: &Flow<'a>, node: NodeIndex) -> Option<&'a Step> {
    match flow.graph[node] {
        Node { step: Some(step), what: What::Enter } => Some(flow.places[step].step),
        _ => None,
    }
}
