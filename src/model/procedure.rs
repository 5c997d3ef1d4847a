//! A procedure: the same value however it was written.
//!
//! The names follow ECSS-E-ST-70-32 (PLUTO), S1000D and DITA; where they differ the ECSS word wins.

use ecow::EcoString;

use super::block::{Admonition, Block, Mark, Paragraph};
use super::expression::{Comparison, Condition, TelecommandCall};
use super::inline::{Inline, Text};
use crate::text::span::Span;

/// A procedure. What it shares with every document (title, issue, status, applicability) stands in
/// the [`Metadata`](super::document::Metadata) of its document.
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    /// Its identifier.
    pub id: Text,
    /// What it is for.
    pub purpose: Vec<Block>,
    /// What makes an operator open it.
    pub triggers: Vec<Trigger>,
    /// The documents it rests on.
    pub references: Vec<Inline>,
    /// What changed, issue by issue.
    pub history: Vec<Change>,
    /// Who approved it.
    pub approvals: Vec<Approval>,
    /// Where it was run.
    pub validation: Vec<Run>,
    /// What must be there.
    pub requirements: Vec<Requirement>,
    /// The variables it keeps.
    pub variables: Vec<Variable>,
    /// The events it declares.
    pub events: Vec<EventDeclaration>,
    /// What must hold before it starts.
    pub preconditions: Vec<Precondition>,
    /// Its steps, in phases; one phase without title where it has none.
    pub phases: Vec<Phase>,
    /// What is done when an event occurs meanwhile.
    pub watchdogs: Vec<Watchdog>,
    /// What must hold at the end.
    pub confirmation: Vec<Check>,
    /// What is left to do after it.
    pub closeout: Closeout,
    /// The headings that its author gave to parts of it; the others have none but opsdoc's own.
    pub headings: Vec<(Part, Block)>,
    /// The whole definition.
    pub span: Span,
}

/// A part of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Purpose,
    Triggers,
    References,
    Requirements,
    Declarations,
    Preconditions,
    Steps,
    Phase,
    Watchdog,
    Confirmation,
    Closeout,
    History,
    Approvals,
    Validation,
}

/// What makes an operator open a procedure.
#[derive(Debug, Clone, PartialEq)]
pub enum Trigger {
    /// An alarm of the mission database.
    Alarm(Text),
    /// An event.
    Event(Text),
    /// Something that is seen.
    Symptom(Vec<Inline>),
}

/// An entry of the change record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The issue that the change made.
    pub issue: Option<Text>,
    /// The day, as written (ISO 8601).
    pub date: Option<Text>,
    /// Who made it.
    pub author: Option<Text>,
    /// Why, and what.
    pub reason: Vec<Inline>,
}

/// An approval.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// As what.
    pub role: Option<Text>,
    /// By whom.
    pub name: Option<Text>,
    /// When, as written (ISO 8601).
    pub date: Option<Text>,
}

/// A run that validated the procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// On what: simulator, flatsat, flight, desk.
    pub means: Option<Text>,
    /// In which configuration.
    pub config: Option<Text>,
    /// The issue that was run.
    pub issue: Option<Text>,
    /// When, as written (ISO 8601).
    pub date: Option<Text>,
    /// What came of it.
    pub result: Option<Text>,
    /// A remark.
    pub content: Vec<Inline>,
}

/// Something that must be there for the procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// Of what kind.
    pub kind: RequirementKind,
    /// Its name or value.
    pub name: Option<Text>,
    /// More about it.
    pub content: Vec<Inline>,
}

/// The kinds of requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequirementKind {
    /// Someone at a position.
    Role,
    /// A tool or a facility.
    Resource,
    /// A ground station pass.
    Visibility,
    /// Time.
    Duration,
    /// Something that is used up.
    Supply,
    /// A part that may have to be replaced.
    Spare,
}

/// A variable that the procedure keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its name.
    pub name: Text,
    /// Its type, as written.
    pub data_type: Option<Text>,
    /// Its unit, as written.
    pub unit: Option<Text>,
    /// What it holds.
    pub content: Vec<Inline>,
}

/// An event that the procedure declares.
#[derive(Debug, Clone, PartialEq)]
pub struct EventDeclaration {
    /// Its name.
    pub name: Text,
    /// What it means.
    pub content: Vec<Inline>,
}

/// What must hold before a procedure starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Precondition {
    /// Something that telemetry shows.
    Check(Check),
    /// Something that a person knows.
    Text(Vec<Inline>),
    /// What takes more than a line: safety text that holds for all of it, a list, a table.
    Content(Vec<Block>),
}

/// A phase of a procedure's body.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Phase {
    /// Its title, where the body has phases.
    pub title: Vec<Inline>,
    /// The anchor of its heading, where the text has one.
    pub anchor: EcoString,
    /// What is said before its first step.
    pub before: Vec<Block>,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its identifier in the procedure.
    pub id: Text,
    /// Its number in the procedure: `3`, `3.1`.
    pub number: EcoString,
    /// What it does.
    pub title: Vec<Inline>,
    /// The safety text, before any action; what stands after one is an [`Action::Safety`].
    pub safety: Vec<Admonition>,
    /// What is done, in order.
    pub actions: Vec<Action>,
    /// What is to be seen afterwards.
    pub expected: Vec<Inline>,
    /// What follows each outcome.
    pub continuation: Vec<Outcome>,
    /// The steps within, after all this; those that something of the step follows are an [`Action::Step`].
    pub steps: Vec<Step>,
    /// Whether the step is critical.
    pub critical: bool,
    /// Whether the operator holds here for a GO.
    pub hold: bool,
    /// Whether what it does cannot be undone.
    pub irreversible: bool,
    /// Who does it.
    pub role: Option<Text>,
    /// To what it applies, and what changed in it.
    pub marks: Vec<Mark>,
    /// Other anchors that lead to it: that of the heading that says it.
    pub anchors: Vec<EcoString>,
    /// The whole step.
    pub span: Span,
}

/// What is done in a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Send a telecommand.
    Telecommand(TelecommandCall),
    /// See that telemetry is as it should be.
    Check(Check),
    /// Wait.
    Wait(Wait),
    /// Go one way or another.
    Decide(Decide),
    /// Run another procedure, then come back.
    Call(Call),
    /// Do several things at once.
    Parallel(Parallel),
    /// Do something again and again.
    Repeat(Repeat),
    /// Do something by hand.
    Manual(Vec<Inline>, Span),
    /// Say something on the loop.
    Voice(Voice),
    /// Run a script.
    Script(Script),
    /// Note a value.
    Record(Record),
    /// Write into the log book.
    Log(Vec<Inline>, Span),
    /// Go on with another step.
    Goto(Text),
    /// A step among the actions: in a repetition, or before other actions of its step.
    Step(Box<Step>),
    /// Safety text that stands after an action, where it comes too late.
    Safety(Admonition),
    /// What a step says in paragraphs, lists, tables and figures.
    Content(Vec<Block>, Span),
}

/// A check of telemetry.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Whether it verifies what a telecommand did (PLUTO `verify`), not just what is.
    pub verify: bool,
    /// The comparisons, all of which must hold.
    pub comparisons: Vec<Comparison>,
    /// The time in which they must hold, as written.
    pub within: Option<Text>,
    /// The time to wait before looking, as written.
    pub delay: Option<Text>,
    /// The whole check.
    pub span: Span,
}

/// A wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// How long, as written.
    pub duration: Option<Text>,
    /// Until what.
    pub until: Option<Condition>,
    /// How long at most, as written.
    pub timeout: Option<Text>,
    /// More about it.
    pub content: Vec<Inline>,
    /// The whole wait.
    pub span: Span,
}

/// A decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Decide {
    /// The ways, in the order in which they are tried.
    pub branches: Vec<Branch>,
    /// Where to go when none applies.
    pub otherwise: Option<Branch>,
    /// The whole decision.
    pub span: Span,
}

/// One way of a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// When it is taken; nothing for `otherwise`.
    pub test: Option<Condition>,
    /// The step that it leads to.
    pub goto: Option<Text>,
    /// More about it.
    pub content: Vec<Inline>,
    /// What is done on this way, before going on (PLUTO `then`).
    pub steps: Vec<Step>,
}

/// A call of another procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The procedure.
    pub procedure: Text,
    /// The issue that is meant.
    pub issue: Option<Text>,
    /// What it is given.
    pub arguments: Vec<(Text, Text)>,
    /// The whole call.
    pub span: Span,
}

/// Things done at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Parallel {
    /// Whether all must end, or one is enough.
    pub until_one: bool,
    /// What is done.
    pub steps: Vec<Step>,
    /// The whole of it.
    pub span: Span,
}

/// What is asked before each turn of a repetition.
#[derive(Debug, Clone, PartialEq)]
pub enum Turns {
    /// Whether a condition holds (PLUTO `while`).
    While(Condition),
    /// Whether a count has come to its end, as written: `i := 1 to 3` (PLUTO `for`).
    For(Text),
}

/// Something done again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// What is asked before each turn.
    pub turns: Option<Turns>,
    /// Until what.
    pub until: Option<Condition>,
    /// How often at most, as written.
    pub max: Option<Text>,
    /// What is done, in order; steps too.
    pub actions: Vec<Action>,
    /// The whole of it.
    pub span: Span,
}

/// Words on the voice loop.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// To whom.
    pub to: Option<Text>,
    /// What is said.
    pub content: Vec<Inline>,
    /// The whole of it.
    pub span: Span,
}

/// A script that is run.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// Where it is.
    pub reference: Text,
    /// The digest it must have, as written.
    pub sha256: Option<Text>,
    /// What it does.
    pub content: Vec<Inline>,
    /// The whole of it.
    pub span: Span,
}

/// A value that is written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The parameter or the variable.
    pub name: Text,
    /// Why, or how.
    pub content: Vec<Inline>,
    /// The whole of it.
    pub span: Span,
}

/// What follows an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The outcome: confirmed, not-confirmed, aborted.
    pub outcome: Text,
    /// What follows: continue, restart, abort, ask-user, raise-event, terminate, goto.
    pub action: Text,
    /// The step to go to.
    pub goto: Option<Text>,
    /// The event to raise.
    pub event: Option<Text>,
    /// How often at most, as written.
    pub max: Option<Text>,
    /// After how long, as written.
    pub timeout: Option<Text>,
    /// More about it.
    pub content: Vec<Inline>,
    /// The whole of it.
    pub span: Span,
}

/// What is done when an event occurs while the procedure runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Watchdog {
    /// The event.
    pub event: Text,
    /// The steps that are done.
    pub steps: Vec<Step>,
    /// The procedure that is called.
    pub call: Option<Call>,
    /// The whole of it.
    pub span: Span,
}

/// What is left to do after a procedure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Closeout {
    /// In words.
    pub text: Vec<Block>,
    /// In steps.
    pub steps: Vec<Step>,
}

impl Action {
    /// Returns the place of the whole action.
    pub fn span(&self) -> Span {
        match self {
            Action::Telecommand(call) => call.span,
            Action::Check(check) => check.span,
            Action::Wait(wait) => wait.span,
            Action::Decide(decide) => decide.span,
            Action::Call(call) => call.span,
            Action::Parallel(parallel) => parallel.span,
            Action::Repeat(repeat) => repeat.span,
            Action::Manual(_, span) | Action::Log(_, span) | Action::Content(_, span) => *span,
            Action::Voice(voice) => voice.span,
            Action::Script(script) => script.span,
            Action::Record(record) => record.span,
            Action::Goto(step) => step.span,
            Action::Step(step) => step.span,
            Action::Safety(admonition) => admonition.span,
        }
    }
}

impl Decide {
    /// Visits the ways, that of `otherwise` last.
    pub fn ways(&self) -> impl Iterator<Item = &Branch> {
        self.branches.iter().chain(&self.otherwise)
    }

    /// Visits the steps of all ways.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.ways().flat_map(|way| &way.steps)
    }
}

impl Procedure {
    /// Makes a procedure that says nothing yet.
    pub fn empty(id: Text, span: Span) -> Self {
        Self {
            id,
            purpose: Vec::new(),
            triggers: Vec::new(),
            references: Vec::new(),
            history: Vec::new(),
            approvals: Vec::new(),
            validation: Vec::new(),
            requirements: Vec::new(),
            variables: Vec::new(),
            events: Vec::new(),
            preconditions: Vec::new(),
            phases: Vec::new(),
            watchdogs: Vec::new(),
            confirmation: Vec::new(),
            closeout: Closeout::default(),
            headings: Vec::new(),
            span,
        }
    }

    /// Returns the heading that the author gave to a part.
    pub fn heading(&self, part: Part) -> Option<&Block> {
        self.headings.iter().find(|(of, _)| *of == part).map(|(_, heading)| heading)
    }

    /// Visits every step in the order of reading, those within others too.
    pub fn each_step<'a>(&'a self, visit: &mut impl FnMut(&'a Step)) {
        let phases = self.phases.iter().flat_map(|phase| &phase.steps);
        let watchdogs = self.watchdogs.iter().flat_map(|watchdog| &watchdog.steps);
        for step in phases.chain(watchdogs).chain(&self.closeout.steps) {
            step.each(visit);
        }
    }
}

impl Step {
    /// Returns what the step is called in lists: its title, else the paragraph that it opens with.
    pub fn called(&self) -> &[Inline] {
        match self.actions.first() {
            Some(Action::Content(blocks, _)) if self.title.is_empty() => match blocks.first() {
                Some(Block::Paragraph(paragraph)) => &paragraph.content,
                _ => &self.title,
            },
            _ => &self.title,
        }
    }

    /// Returns the paragraph that stands at the head of a step without a title, and is its first action by itself.
    /// Where something else stands before, as safety text does, it stays behind that.
    pub fn opening(&self) -> Option<&Paragraph> {
        let free = self.title.is_empty() && self.safety.is_empty();
        match self.actions.first().filter(|_| free) {
            Some(Action::Content(blocks, _)) => match blocks.as_slice() {
                [Block::Paragraph(paragraph)] => Some(paragraph),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the actions but the one that stands at the head.
    pub fn further_actions(&self) -> &[Action] {
        let skipped = usize::from(self.opening().is_some());
        self.actions.get(skipped..).unwrap_or_default()
    }

    /// Makes a step that does nothing yet.
    pub fn empty(id: Text, span: Span) -> Self {
        Self {
            id,
            number: EcoString::new(),
            title: Vec::new(),
            safety: Vec::new(),
            actions: Vec::new(),
            expected: Vec::new(),
            continuation: Vec::new(),
            steps: Vec::new(),
            critical: false,
            hold: false,
            irreversible: false,
            role: None,
            marks: Vec::new(),
            anchors: Vec::new(),
            span,
        }
    }

    /// Visits what is done in this step itself, also what is done again and again, but not in the steps within.
    pub fn each_action<'a>(&'a self, visit: &mut impl FnMut(&'a Action)) {
        own_actions(&self.actions, visit);
    }

    /// Visits this step and every step within it, in the order of reading.
    pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Step)) {
        visit(self);
        each_in_actions(&self.actions, visit);
        for step in &self.steps {
            step.each(visit);
        }
    }
}

fn own_actions<'a>(actions: &'a [Action], visit: &mut impl FnMut(&'a Action)) {
    for action in actions {
        visit(action);
        if let Action::Repeat(repeat) = action {
            own_actions(&repeat.actions, visit);
        }
    }
}

fn each_in_actions<'a>(actions: &'a [Action], visit: &mut impl FnMut(&'a Step)) {
    for action in actions {
        match action {
            Action::Parallel(parallel) => parallel.steps.iter().for_each(|step| step.each(visit)),
            Action::Decide(decide) => decide.steps().for_each(|step| step.each(visit)),
            Action::Repeat(repeat) => each_in_actions(&repeat.actions, visit),
            Action::Step(step) => step.each(visit),
            _ => {}
        }
    }
}
