use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use super::variable_used_before_set::called;
use crate::check::flow::Flow;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::DocumentIndex;
use crate::model::procedure::Call;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds procedures that call themselves, directly or through others, in steps or in
    /// watchdogs. The message names the circle; it is reported once, at its first call.
    ///
    /// ## Why it matters
    /// A call comes back to the step after it. In a circle of calls nobody knows any more which
    /// step of which procedure that is, and the same alarm may go round for ever.
    ///
    /// ## Example
    /// ```xml
    /// <!-- in CRP-EPS-901 -->
    /// <call procedure="CRP-EPS-902"/>
    /// <!-- in CRP-EPS-902 -->
    /// <call procedure="CRP-EPS-901"/>
    /// ```
    ///
    /// ## How to mend it
    /// End one of them with words: which procedure to open next, and that this one is over.
    "S018" "recursive-call" Error, recursive_call
}

/// The calls between procedures.
type Calls<'a> = DiGraph<&'a Flow<'a>, &'a Call>;

fn recursive_call(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut calls: Calls<'_> = DiGraph::new();
    let nodes: FxHashMap<DocumentIndex, NodeIndex> =
        subject.flows().map(|flow| (flow.document, calls.add_node(flow))).collect();
    for flow in subject.flows() {
        for call in flow.calls() {
            if let Some(to) = called(subject, flow, call).and_then(|document| nodes.get(&document)) {
                calls.add_edge(nodes[&flow.document], *to, call);
            }
        }
    }
    let mut groups = kosaraju_scc(&calls);
    groups.iter_mut().for_each(|group| group.sort());
    groups.sort();
    groups.iter().filter_map(|group| circle(&calls, group)).map(|way| report(&calls, &way)).collect()
}

/// Returns the shortest circle of calls from the first procedure of a group, if it comes back to itself.
fn circle<'a>(calls: &Calls<'a>, group: &[NodeIndex]) -> Option<Vec<(NodeIndex, &'a Call)>> {
    let first = *group.first()?;
    let mut before: FxHashMap<NodeIndex, (NodeIndex, &'a Call)> = FxHashMap::default();
    let mut open = vec![first];
    let mut at = 0;
    while let Some(node) = open.get(at).copied() {
        at += 1;
        // Edges come newest first.
        let mut edges: Vec<_> = calls.edges(node).collect();
        edges.reverse();
        for edge in edges {
            if group.binary_search(&edge.target()).is_ok() && !before.contains_key(&edge.target()) {
                before.insert(edge.target(), (node, edge.weight()));
                open.push(edge.target());
            }
        }
    }
    let mut way = Vec::new();
    let mut node = first;
    loop {
        let (from, call) = *before.get(&node)?;
        way.push((from, call));
        node = from;
        if node == first {
            way.reverse();
            return Some(way);
        }
    }
}

fn report(calls: &Calls<'_>, way: &[(NodeIndex, &Call)]) -> Diagnostic {
    let name = |node: NodeIndex| format!("`{}`", calls[node].procedure.id.text);
    let mut names: Vec<String> = way.iter().map(|(node, _)| name(*node)).collect();
    names.push(names[0].clone());
    let message = match way.len() {
        1 => format!("procedure {} calls itself", names[0]),
        _ => format!("procedures call one another in a circle: {}", names.join(" → ")),
    };
    let mut finding = Diagnostic::new(&LINT, way[0].1.span, message).label("the circle begins here");
    for (_, call) in &way[1..] {
        finding = finding.also(call.span, "and goes on here");
    }
    finding.help("end one of them with words that say which procedure to open next")
}
