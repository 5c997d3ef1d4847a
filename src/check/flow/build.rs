//! Draws the graph of a procedure, construct by construct.

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

use super::coverage::{Coverage, coverage};
use super::{Edge, Flow, Node, Outcome, StepIndex, StepPlace, What};
use crate::link::library::{DocumentIndex, Library};
use crate::model::inline::Text;
use crate::model::procedure::{self, Action, Decide, Procedure, Repeat, Step};

/// Draws the graph of a procedure.
pub(super) fn flow<'a>(library: &'a Library, document: DocumentIndex, procedure: &'a Procedure) -> Flow<'a> {
    let mut graph = DiGraph::new();
    let point = |graph: &mut DiGraph<Node<'a>, Edge>, what| graph.add_node(Node { step: None, what });
    let start = point(&mut graph, What::Start);
    let [end, stop, back] = [(); 3].map(|()| point(&mut graph, What::End));
    let flow = Flow {
        document,
        procedure,
        graph,
        start,
        end,
        stop,
        back,
        watchdogs: Vec::new(),
        places: Vec::new(),
        titles_act: library.document(document).metadata.lacks.actions,
        by_id: FxHashMap::default(),
    };
    let mut builder = Builder { library, flow, indexes: FxHashMap::default(), finish: end };
    builder.places();
    builder.procedure();
    builder.flow
}

struct Builder<'a> {
    library: &'a Library,
    flow: Flow<'a>,
    /// The place of each step, by its address: the model stands still while its graph is drawn.
    indexes: FxHashMap<*const Step, StepIndex>,
    /// What follows the body.
    finish: NodeIndex,
}

impl<'a> Builder<'a> {
    /// Makes the nodes of all steps, so that a `goto` finds the steps below it.
    fn places(&mut self) {
        let procedure = self.flow.procedure;
        for phase in &procedure.phases {
            phase.steps.iter().for_each(|step| self.place(step, None, false));
        }
        for watchdog in &procedure.watchdogs {
            watchdog.steps.iter().for_each(|step| self.place(step, None, true));
        }
        procedure.closeout.steps.iter().for_each(|step| self.place(step, None, false));
    }

    fn place(&mut self, step: &'a Step, parent: Option<StepIndex>, watched: bool) {
        let index = self.flow.places.len();
        let enter = self.node(Some(index), What::Enter);
        let outcomes = Outcome::ALL.map(|outcome| self.node(Some(index), What::Outcome(outcome)));
        let top = parent.map_or(index, |parent| self.flow.places[parent].top);
        self.flow.places.push(StepPlace { step, parent, top, enter, outcomes, watched });
        self.flow.by_id.entry(step.id.text.clone()).or_insert(index);
        self.indexes.insert(std::ptr::from_ref(step), index);
        self.places_in(&step.actions, index, watched);
        step.steps.iter().for_each(|inner| self.place(inner, Some(index), watched));
    }

    fn places_in(&mut self, actions: &'a [Action], parent: StepIndex, watched: bool) {
        for action in actions {
            match action {
                Action::Parallel(parallel) => {
                    parallel.steps.iter().for_each(|inner| self.place(inner, Some(parent), watched));
                }
                Action::Decide(decide) => decide.steps().for_each(|inner| self.place(inner, Some(parent), watched)),
                Action::Repeat(repeat) => self.places_in(&repeat.actions, parent, watched),
                Action::Step(inner) => self.place(inner, Some(parent), watched),
                _ => {}
            }
        }
    }

    fn procedure(&mut self) {
        let procedure = self.flow.procedure;
        self.finish = self.sequence(procedure.closeout.steps.iter(), self.flow.end);
        for watchdog in &procedure.watchdogs {
            let entry = self.node(None, What::Watchdog(watchdog));
            self.flow.watchdogs.push(entry);
            self.edge(self.flow.start, entry, Edge::Event);
            let mut next = self.sequence(watchdog.steps.iter(), self.flow.back);
            if let Some(call) = &watchdog.call {
                let called = self.node(None, What::Call(call));
                self.edge(called, next, Edge::Flow);
                next = called;
            }
            self.edge(entry, next, Edge::Flow);
        }
        let steps = procedure.phases.iter().flat_map(|phase| &phase.steps);
        let first = self.sequence(steps, self.finish);
        self.edge(self.flow.start, first, Edge::Flow);
    }

    /// Draws steps that follow one another; returns where they begin.
    fn sequence(&mut self, steps: impl Iterator<Item = &'a Step>, next: NodeIndex) -> NodeIndex {
        let indexes: Vec<StepIndex> = steps.map(|step| self.indexes[&std::ptr::from_ref(step)]).collect();
        for (at, index) in indexes.iter().enumerate() {
            let next = indexes.get(at + 1).map_or(next, |after| self.flow.places[*after].enter);
            self.step(*index, next);
        }
        indexes.first().map_or(next, |first| self.flow.places[*first].enter)
    }

    fn step(&mut self, index: StepIndex, next: NodeIndex) {
        let StepPlace { step, enter, outcomes: [confirmed, _, aborted], .. } = self.flow.places[index];
        if !step.actions.iter().any(may_fail) {
            self.edge(enter, aborted, Edge::Implied);
        }
        let tail = self.actions(&step.actions, index, Some(enter));
        let rest = self.sequence(step.steps.iter(), confirmed);
        self.follow(tail, rest);
        self.outcomes(index, next);
    }

    fn actions(&mut self, actions: &'a [Action], step: StepIndex, mut tail: Option<NodeIndex>) -> Option<NodeIndex> {
        for action in actions {
            tail = self.action(action, step, tail);
        }
        tail
    }

    /// Draws an action that follows a node; returns the node that the next one follows, if it is ever come to.
    fn action(&mut self, action: &'a Action, step: StepIndex, tail: Option<NodeIndex>) -> Option<NodeIndex> {
        if let Action::Step(inner) = action {
            let inner = self.indexes[&std::ptr::from_ref(&**inner)];
            self.follow(tail, self.flow.places[inner].enter);
            let after = self.node(Some(step), What::Meet { all: false });
            self.step(inner, after);
            return Some(after);
        }
        let node = self.node(Some(step), What::Action(action));
        self.follow(tail, node);
        if may_fail(action) {
            let [_, not_confirmed, aborted] = self.flow.places[step].outcomes;
            self.edge(node, not_confirmed, Edge::Failure);
            self.edge(node, aborted, Edge::Implied);
        }
        match action {
            Action::Decide(decide) => self.decide(decide, step, node),
            Action::Goto(target) => self.target(target, node),
            Action::Parallel(parallel) if !parallel.steps.is_empty() => {
                let after = self.node(Some(step), What::Meet { all: !parallel.until_one });
                for inner in &parallel.steps {
                    let inner = self.indexes[&std::ptr::from_ref(inner)];
                    self.edge(node, self.flow.places[inner].enter, Edge::Flow);
                    self.step(inner, after);
                }
                Some(after)
            }
            Action::Repeat(repeat) => self.repeat(repeat, action, step, node),
            _ => Some(node),
        }
    }

    fn repeat(
        &mut self,
        repeat: &'a Repeat,
        action: &'a Action,
        step: StepIndex,
        node: NodeIndex,
    ) -> Option<NodeIndex> {
        let tail = self.actions(&repeat.actions, step, Some(node));
        let test = self.node(Some(step), What::Test(action));
        self.follow(tail, test);
        self.edge(test, node, Edge::Flow);
        if repeat.until.is_some() && repeat.max.is_some() {
            self.edge(test, self.flow.places[step].outcomes[1], Edge::Failure);
        }
        if repeat.turns.is_some() {
            // There may be no turn at all.
            self.edge(node, test, Edge::Flow);
        }
        (repeat.turns.is_some() || repeat.until.is_some() || repeat.max.is_some()).then_some(test)
    }

    fn decide(&mut self, decide: &'a Decide, step: StepIndex, node: NodeIndex) -> Option<NodeIndex> {
        let mut falls = false;
        let mut ends = Vec::new();
        for way in decide.ways() {
            let from = match way.steps.is_empty() {
                true => node,
                false => {
                    let end = self.node(Some(step), What::Meet { all: false });
                    let enter = self.sequence(way.steps.iter(), end);
                    self.edge(node, enter, Edge::Flow);
                    end
                }
            };
            let goes_on = match &way.goto {
                Some(target) => self.target(target, from).is_some(),
                None => true,
            };
            match from == node {
                true => falls |= goes_on,
                false => ends.extend(goes_on.then_some(from)),
            }
        }
        if decide.otherwise.is_none() {
            falls |= !matches!(coverage(self.library, self.flow.procedure, decide), Coverage::Whole);
        }
        if ends.is_empty() {
            return falls.then_some(node);
        }
        let after = self.node(Some(step), What::Meet { all: false });
        ends.extend(falls.then_some(node));
        ends.into_iter().for_each(|end| self.edge(end, after, Edge::Flow));
        Some(after)
    }

    /// Draws a way to a step; returns the node itself where there is no such step.
    fn target(&mut self, target: &Text, node: NodeIndex) -> Option<NodeIndex> {
        match self.flow.step(&target.text).map(|place| place.enter) {
            Some(enter) => {
                self.edge(node, enter, Edge::Flow);
                None
            }
            None => Some(node),
        }
    }

    fn outcomes(&mut self, index: StepIndex, next: NodeIndex) {
        let StepPlace { step, parent, outcomes, .. } = self.flow.places[index];
        let [confirmed, not_confirmed, aborted] = outcomes;
        for outcome in &step.continuation {
            let Some(at) = Outcome::ALL.iter().position(|kind| kind.word() == outcome.outcome.as_str()) else {
                continue;
            };
            self.outcome(outcome, index, outcomes[at], next);
        }
        let is_silent = |kind: Outcome| !step.continuation.iter().any(|on| on.outcome.as_str() == kind.word());
        if is_silent(Outcome::Confirmed) {
            self.edge(confirmed, next, Edge::Flow);
        }
        if is_silent(Outcome::NotConfirmed) {
            self.edge(not_confirmed, aborted, Edge::Implied);
        }
        if is_silent(Outcome::Aborted) {
            let outside = parent.map_or(self.flow.stop, |parent| self.flow.places[parent].outcomes[1]);
            self.edge(aborted, outside, Edge::Implied);
        }
    }

    fn outcome(&mut self, on: &'a procedure::Outcome, index: StepIndex, from: NodeIndex, next: NodeIndex) {
        let StepPlace { enter, outcomes: [_, _, aborted], .. } = self.flow.places[index];
        let stop = self.flow.stop;
        match on.action.as_str() {
            "goto" => {
                let to = on.goto.as_ref().and_then(|goto| self.flow.step(&goto.text)).map_or(next, |place| place.enter);
                self.edge(from, to, Edge::Flow);
            }
            "restart" => {
                self.edge(from, enter, Edge::Flow);
                if on.max.is_some() || on.timeout.is_some() {
                    self.edge(from, if from == aborted { stop } else { aborted }, Edge::Flow);
                }
            }
            "abort" => self.edge(from, stop, Edge::Flow),
            "terminate" => self.edge(from, self.finish, Edge::Flow),
            "ask-user" => [next, enter, stop].into_iter().for_each(|to| self.edge(from, to, Edge::Flow)),
            "raise-event" => {
                let procedure = self.flow.procedure;
                for (watchdog, entry) in procedure.watchdogs.iter().zip(self.flow.watchdogs.clone()) {
                    if on.event.as_ref().is_some_and(|event| event.text == watchdog.event.text) {
                        self.edge(from, entry, Edge::Event);
                    }
                }
                self.edge(from, next, Edge::Flow);
            }
            _ => self.edge(from, next, Edge::Flow),
        }
    }

    fn node(&mut self, step: Option<StepIndex>, what: What<'a>) -> NodeIndex {
        self.flow.graph.add_node(Node { step, what })
    }

    fn edge(&mut self, from: NodeIndex, to: NodeIndex, kind: Edge) {
        self.flow.graph.add_edge(from, to, kind);
    }

    fn follow(&mut self, tail: Option<NodeIndex>, to: NodeIndex) {
        if let Some(tail) = tail {
            self.edge(tail, to, Edge::Flow);
        }
    }
}

fn may_fail(action: &Action) -> bool {
    match action {
        Action::Telecommand(_) | Action::Check(_) | Action::Call(_) | Action::Script(_) => true,
        Action::Manual(..) | Action::Voice(_) => true,
        Action::Wait(wait) => wait.timeout.is_some(),
        Action::Decide(_) | Action::Parallel(_) | Action::Repeat(_) | Action::Record(_) | Action::Log(..) => false,
        Action::Goto(_) | Action::Step(_) | Action::Safety(_) | Action::Content(..) => false,
    }
}
