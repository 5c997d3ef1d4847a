//! The ways through a procedure, as a graph of its steps and actions.
//!
//! The graph follows the execution model of ECSS-E-ST-70-32. Its nodes are the start, the entry of each step,
//! each action, the three outcomes of each step, and three ends: done, given up, and back from a watchdog.
//! [`build`] draws it, once for each procedure; [`ways`] asks whether one node is reached without another;
//! [`coverage`] tells whether the tests of a decision cover all values.
//!
//! How each construct becomes edges:
//!
//! - **Step.** Its entry leads to its actions in order, then to its inner steps, then to its outcome
//!   *confirmed*. A step among the actions is entered in its turn.
//! - **Failure.** A telecommand, a check, a wait with a timeout, a call, a manual action, words on the loop, a
//!   script and a repetition with a greatest number may fail: an edge of kind [`Edge::Failure`] leads to the
//!   outcome *not-confirmed* of the step. Wherever it may fail, it may be *aborted* too, and so may a step in which
//!   nothing can fail: [`Edge::Implied`].
//! - **Outcome.** Each `on` of the continuation is an edge from its outcome: `continue` to what follows the step;
//!   `goto` to a step; `restart` to the entry of its own step and, where it has a `max` or a `timeout`, to
//!   *aborted*; `abort` to the end that is given up; `terminate` to the closeout; `ask-user` to what follows, to the
//!   step again, and to the end that is given up; `raise-event` to what follows, and to the watchdogs of the
//!   event. Without an `on`, *confirmed* goes on; *not-confirmed* becomes *aborted*, *aborted* becomes
//!   *not-confirmed* of the step around it, and outside of all steps the procedure is given up. Those last edges
//!   are [`Edge::Implied`]: nobody wrote them.
//! - **`goto`** leads to the entry of a step, and nothing follows it. A step that does not exist is another
//!   rule's matter; the procedure is then taken to go on.
//! - **`decide`** leads to the step of each way, and to what follows where a way has none, or where there is no
//!   `otherwise` and the tests are not known to cover all values.
//! - **`parallel`** leads to the entry of each of its steps; their ends meet in a node that knows whether all of
//!   them must end, or one is enough.
//! - **`repeat`** leads to its content, then to a test; the test leads back and, where there is an `until` or a
//!   `max`, on. Its content is done once at least.
//! - **`call`** is one node: the called procedure has a graph of its own.
//! - **Watchdog.** An event may come at any moment, so its steps begin from nowhere: an edge of kind
//!   [`Edge::Event`] leads there from the start and from who raises the event. After its last step the procedure
//!   goes on where it was.
//! - **Closeout.** Its steps follow the last step of the body.

mod build;
pub mod coverage;
pub mod ways;

use ecow::EcoString;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

use crate::link::library::{DocumentIndex, Library};
use crate::model::document::Status;
use crate::model::procedure::{Action, Call, Procedure, Step, Watchdog};

/// The ways through one procedure.
#[derive(Debug)]
pub struct Flow<'a> {
    /// The document that defines the procedure.
    pub document: DocumentIndex,
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The graph.
    pub graph: DiGraph<Node<'a>, Edge>,
    /// Where the procedure begins, once its preconditions hold.
    pub start: NodeIndex,
    /// Where it ends, done.
    pub end: NodeIndex,
    /// Where it ends, given up.
    pub stop: NodeIndex,
    /// Where a watchdog ends.
    pub back: NodeIndex,
    /// The entry of each watchdog, in order.
    pub watchdogs: Vec<NodeIndex>,
    /// The steps in the order of reading.
    pub places: Vec<StepPlace<'a>>,
    /// Whether the titles of steps are instructions of their own.
    pub titles_act: bool,
    by_id: FxHashMap<EcoString, usize>,
}

/// Names a step of a flow: its place in [`Flow::places`].
pub type StepIndex = usize;

/// A step and its nodes.
#[derive(Debug)]
pub struct StepPlace<'a> {
    /// The step.
    pub step: &'a Step,
    /// The step around it.
    pub parent: Option<StepIndex>,
    /// The step around all others around it; itself where none is.
    pub top: StepIndex,
    /// Its entry.
    pub enter: NodeIndex,
    /// Its outcomes: confirmed, not-confirmed, aborted.
    pub outcomes: [NodeIndex; 3],
    /// Whether it belongs to a watchdog.
    pub watched: bool,
}

/// A point on the way.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// The step that it belongs to.
    pub step: Option<StepIndex>,
    /// What it is.
    pub what: What<'a>,
}

impl Node<'_> {
    /// Tells whether the point is this outcome.
    pub fn what_is(&self, outcome: Outcome) -> bool {
        matches!(self.what, What::Outcome(found) if found == outcome)
    }
}

/// What a point on the way is.
#[derive(Debug, Clone, Copy)]
pub enum What<'a> {
    /// The start.
    Start,
    /// The entry of a step.
    Enter,
    /// Something that is done.
    Action(&'a Action),
    /// The call of another procedure by a watchdog.
    Call(&'a Call),
    /// Where a repetition asks whether it is done.
    Test(&'a Action),
    /// Where ways meet after steps; whether all of them must have come.
    Meet {
        /// Whether all must have come.
        all: bool,
    },
    /// An outcome of a step.
    Outcome(Outcome),
    /// An event has occurred.
    Watchdog(&'a Watchdog),
    /// An end.
    End,
}

/// The outcomes of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All was done, and shown.
    Confirmed,
    /// Something could not be done, or was not seen.
    NotConfirmed,
    /// The operator or the system has broken it off.
    Aborted,
}

impl Outcome {
    /// The outcomes, in the order of [`StepPlace::outcomes`].
    pub const ALL: [Outcome; 3] = [Outcome::Confirmed, Outcome::NotConfirmed, Outcome::Aborted];

    /// Returns the outcome's word.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Confirmed => "confirmed",
            Outcome::NotConfirmed => "not-confirmed",
            Outcome::Aborted => "aborted",
        }
    }
}

/// Why one point follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The author says so, or it is the order of reading.
    Flow,
    /// Something may fail.
    Failure,
    /// Nobody says anything else.
    Implied,
    /// An event occurs.
    Event,
}

/// Draws the ways through the procedures that a document defines; nothing where it defines none, or is superseded.
pub fn of(library: &Library, index: DocumentIndex) -> Vec<Flow<'_>> {
    let document = library.document(index);
    let in_force = document.metadata.status != Some(Status::Superseded);
    document.procedures().filter(|_| in_force).map(|procedure| build::flow(library, index, procedure)).collect()
}

impl<'a> Flow<'a> {
    /// Returns the place of a step of this name; the first where several bear it.
    pub fn step(&self, id: &str) -> Option<&StepPlace<'a>> {
        self.by_id.get(id).map(|at| &self.places[*at])
    }

    /// Visits what is done, with its node, in the order of reading.
    pub fn actions(&self) -> impl Iterator<Item = (NodeIndex, StepIndex, &'a Action)> {
        self.graph.node_indices().filter_map(|node| match self.graph[node] {
            Node { step: Some(step), what: What::Action(action) } => Some((node, step, action)),
            _ => None,
        })
    }

    /// Visits the calls of other procedures: by steps, and by watchdogs.
    pub fn calls(&self) -> impl Iterator<Item = &'a Call> {
        self.graph.node_weights().filter_map(|node| match node.what {
            What::Action(Action::Call(call)) | What::Call(call) => Some(call),
            _ => None,
        })
    }

    /// Visits a step and the steps around it, from within.
    pub fn around(&self, step: StepIndex) -> impl Iterator<Item = &'a Step> {
        let next = |at: &StepIndex| self.places[*at].parent;
        std::iter::successors(Some(step), next).map(|at| self.places[at].step)
    }

    /// Tells whether a point belongs to a watchdog.
    pub fn is_watched(&self, node: NodeIndex) -> bool {
        match self.graph[node] {
            Node { step: Some(step), .. } => self.places[step].watched,
            Node { what: What::Watchdog(_) | What::Call(_), .. } => true,
            _ => false,
        }
    }
}
