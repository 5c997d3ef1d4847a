//! Whether a point of a procedure is come to without passing another.

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::{Edge, Flow, StepIndex, What};

/// The points that are come to on some way that passes nothing of what was to be passed.
#[derive(Debug)]
pub struct Ways {
    /// The point before each, on the first such way.
    before: Vec<Option<NodeIndex>>,
    reached: Vec<bool>,
}

impl Ways {
    /// Tells whether a point is come to.
    pub fn reach(&self, node: NodeIndex) -> bool {
        self.reached[node.index()]
    }

    /// Returns the steps of the body that the way to a point goes through, each once in a row.
    pub fn steps(&self, flow: &Flow<'_>, node: NodeIndex) -> Vec<StepIndex> {
        let mut steps: Vec<StepIndex> = Vec::new();
        let mut at = Some(node);
        while let Some(node) = at {
            if let (Some(step), What::Enter) = (flow.graph[node].step, flow.graph[node].what) {
                steps.push(step);
            }
            at = self.before[node.index()];
        }
        steps.reverse();
        steps
    }
}

impl<'a> Flow<'a> {
    /// Follows every way from some points, none of them beyond a point that is to be passed.
    ///
    /// Where several things are done at once and all must end, what any of them passes has been passed.
    pub fn ways(&self, from: impl IntoIterator<Item = NodeIndex>, passes: impl Fn(NodeIndex) -> bool) -> Ways {
        let all = self.reachable();
        let count = self.graph.node_count();
        let mut ways = Ways { before: vec![None; count], reached: vec![false; count] };
        let mut open: Vec<NodeIndex> = from.into_iter().collect();
        open.iter().for_each(|node| ways.reached[node.index()] = true);
        let mut at = 0;
        while let Some(node) = open.get(at).copied() {
            at += 1;
            if passes(node) {
                continue;
            }
            for edge in self.graph.edges(node).filter(|edge| *edge.weight() != Edge::Event) {
                let next = edge.target();
                if !ways.reached[next.index()] && self.may_come(next, &all, &ways, &passes) {
                    ways.reached[next.index()] = true;
                    ways.before[next.index()] = Some(node);
                    open.push(next);
                }
            }
        }
        ways
    }

    /// Tells whether a point is open: where all ways must have come, none of them may have passed anything.
    fn may_come(&self, node: NodeIndex, all: &[bool], ways: &Ways, passes: &impl Fn(NodeIndex) -> bool) -> bool {
        if !matches!(self.graph[node].what, What::Meet { all: true }) {
            return true;
        }
        let mut before = self.graph.neighbors_directed(node, Direction::Incoming).filter(|one| all[one.index()]);
        before.all(|one| ways.reached[one.index()] && !passes(one))
    }

    /// Returns, for each point, whether the procedure or a watchdog of it ever comes there.
    pub fn reachable(&self) -> Vec<bool> {
        let mut reached = vec![false; self.graph.node_count()];
        self.spread(self.start, &mut reached);
        reached
    }

    /// Marks what can be come to from a point.
    pub fn spread(&self, from: NodeIndex, reached: &mut [bool]) {
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reached[node.index()], true) {
                open.extend(self.graph.neighbors(node));
            }
        }
    }
}
