//! Procedural modules: what must be there, the steps, what is left to do (S1000D 3.9.5.2.2), and processes
//! (3.9.5.2.10), which put steps into an order.

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::Reading;
use super::mark::marked;
use super::vocabulary::is_inline;
use crate::model::block::{Admonition, AdmonitionKind, Block};
use crate::model::document::Document;
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Phase, Precondition, Procedure, Step};
use crate::read::number::number;
use crate::text::span::Span;

impl<'t> Reading<'t> {
    /// Reads the content of a module that has steps.
    pub(super) fn procedure(&mut self, content: Element<'t>, part: Element<'t>, document: &mut Document) -> Procedure {
        let mut procedure = self.empty(content, document);
        for inner in content.elements().filter(|inner| inner.span() != part.span()) {
            match inner.name() {
                "refs" | "warningsAndCautionsRef" => self.references(inner, &mut procedure.references),
                "warningsAndCautions" => {
                    let blocks = self.blocks(inner, 3);
                    procedure.preconditions.push(Precondition::Content(blocks));
                }
                // What parts apply to is shown at each; the list of it stands below.
                "referencedApplicGroup" | "referencedApplicGroupRef" => {}
                _ => {
                    let mut blocks = self.section(inner, 3);
                    procedure.purpose.append(&mut blocks);
                }
            }
        }
        let marks = self.marks(part);
        if !marks.is_empty() {
            procedure.purpose.push(marked(marks, None, Vec::new(), part.tag()));
        }
        match part.name() {
            "crew" => self.drills(part, &mut procedure),
            "process" => self.process(part, &mut procedure),
            _ => self.main(part, &mut procedure),
        }
        self.below(&mut procedure.closeout.text);
        number(&mut procedure);
        procedure
    }

    fn empty(&self, content: Element<'t>, document: &Document) -> Procedure {
        let stem = self.source.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        let id = document.metadata.id.clone().unwrap_or_else(|| Text::new(stem, content.tag()));
        Procedure::empty(id, content.span())
    }

    fn main(&mut self, part: Element<'t>, procedure: &mut Procedure) {
        for child in part.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(inner) => match inner.name() {
                    "preliminaryRqmts" => self.preliminary(inner, procedure),
                    "mainProcedure" | "isolationMainProcedure" => {
                        let steps = self.steps(inner);
                        procedure.phases.push(Phase { steps, ..Phase::default() });
                    }
                    "closeRqmts" => self.close(inner, &mut procedure.closeout),
                    "proceduralStep" => {
                        let step = self.step(inner);
                        procedure.phases.push(Phase { steps: vec![step], ..Phase::default() });
                    }
                    _ => {
                        let mut blocks = self.block(inner, 3);
                        let rest = if procedure.phases.is_empty() {
                            &mut procedure.purpose
                        } else {
                            &mut procedure.closeout.text
                        };
                        rest.append(&mut blocks);
                    }
                },
                text => self.keep(text, &mut procedure.purpose),
            }
        }
    }

    /// Reads the steps that an element holds. What is none becomes a step that says it.
    pub(super) fn steps(&mut self, holder: Element<'t>) -> Vec<Step> {
        let mut steps = Vec::new();
        for child in holder.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(inner) if inner.name() == "proceduralStep" => steps.push(self.step(inner)),
                Child::Element(inner) if inner.name() == "proceduralStepAlts" => {
                    let mut inner = self.steps(inner);
                    steps.append(&mut inner);
                }
                other => {
                    let said = self.said(other);
                    steps.extend(said);
                }
            }
        }
        steps
    }

    /// Returns something as a step that does no more than say it.
    pub(super) fn said(&mut self, child: Child<'t>) -> Option<Step> {
        let mut step = bare(None, child.span());
        let mut blocks = Vec::new();
        match child {
            Child::Element(element) if !is_inline(element.name()) => blocks = self.block(element, 6),
            child => {
                let mut run = super::block::Run::default();
                run.add(self, child);
                run.flush(self, &mut blocks);
            }
        }
        say(&mut step, blocks, child.span());
        (!step.actions.is_empty()).then_some(step)
    }

    /// Reads a step.
    pub(super) fn step(&mut self, element: Element<'t>) -> Step {
        let mut step = bare(element.attribute("id"), element.span());
        step.marks = self.marks(element);
        self.named_safety(element, &mut step.safety);
        for child in element.children().filter(|child| !child.is_blank()) {
            let Child::Element(inner) = child else {
                let said = self.said(child);
                step.actions.extend(said.into_iter().flat_map(|said| said.actions));
                continue;
            };
            if !matches!(inner.name(), "proceduralStep" | "proceduralStepAlts") {
                // What follows steps is done after them.
                step.actions.extend(step.steps.drain(..).map(|inner| Action::Step(Box::new(inner))));
            }
            match inner.name() {
                "title" if step.title.is_empty() && step.actions.is_empty() => step.title = self.inlines(inner),
                "warning" => self.safety(inner, AdmonitionKind::Warning, &mut step),
                "caution" => self.safety(inner, AdmonitionKind::Caution, &mut step),
                "note" => self.safety(inner, AdmonitionKind::Note, &mut step),
                "proceduralStep" => {
                    let inner = self.step(inner);
                    step.steps.push(inner);
                }
                "proceduralStepAlts" => {
                    let mut inner = self.steps(inner);
                    step.steps.append(&mut inner);
                }
                name => {
                    let blocks = match is_inline(name) {
                        true => self.said(child).map(|said| content_of(said.actions)).unwrap_or_default(),
                        false => self.block(inner, 6),
                    };
                    say(&mut step, blocks, inner.span());
                }
            }
        }
        // A step may be no more than a note.
        if step.title.is_empty() && step.actions.is_empty() && step.steps.is_empty() {
            let notes = std::mem::take(&mut step.safety);
            if notes.iter().all(|note| note.kind == AdmonitionKind::Note) && !notes.is_empty() {
                let notes = notes.into_iter().map(Block::Admonition).collect();
                step.actions.push(Action::Content(notes, element.span()));
            } else {
                step.safety = notes;
            }
        }
        let mut flow = Flow::new();
        self.attributes_beside_marks(element, &mut flow);
        let said = flow.finish();
        if !said.is_empty() {
            let span = element.tag();
            say(&mut step, vec![Block::Paragraph(crate::model::block::Paragraph { content: said, span })], span);
        }
        step.marks.append(&mut self.marks);
        let mut notes = std::mem::take(&mut self.footnotes);
        if !notes.is_empty() {
            step.actions.push(Action::Content(std::mem::take(&mut notes), element.span()));
        }
        step
    }

    /// Reads safety text; what stands after an action stays there.
    pub(super) fn safety(&mut self, element: Element<'t>, kind: AdmonitionKind, step: &mut Step) {
        let admonition = self.whole_admonition(element, kind);
        match step.actions.is_empty() {
            true => step.safety.push(admonition),
            false => step.actions.push(Action::Safety(admonition)),
        }
    }

    /// Reads safety text with its name and marks within it.
    pub(super) fn whole_admonition(&mut self, element: Element<'t>, kind: AdmonitionKind) -> Admonition {
        let marks = self.marks(element);
        let mut admonition = self.bare_admonition(element, kind);
        let anchor = element.attribute("id").map(|id| id.text.clone());
        if !marks.is_empty() || anchor.is_some() {
            let blocks = std::mem::take(&mut admonition.blocks);
            admonition.blocks.push(marked(marks, anchor, blocks, element.span()));
        }
        admonition
    }

    /// Adds what an element refers to, one reference each.
    pub(super) fn references(&mut self, holder: Element<'t>, references: &mut Vec<Inline>) {
        for inner in holder.elements() {
            let mut flow = Flow::new();
            let outer = std::mem::take(&mut self.marks);
            match is_inline(inner.name()) && !matches!(inner.name(), "warningRef" | "cautionRef") {
                true => self.flow(Child::Element(inner), &mut flow),
                false => {
                    self.flow_words(inner, &mut flow);
                    let mut own = self.applicabilities(inner);
                    self.marks.append(&mut own);
                }
            }
            let marks = std::mem::replace(&mut self.marks, outer);
            let mut said = flow.finish();
            said.append(&mut self.marks_in_line(marks));
            references.push(match <[Inline; 1]>::try_from(said) {
                Ok([only]) => only,
                // A reference is one thing in its list, whatever stands beside its link.
                Err(said) if said.is_empty() => continue,
                Err(said) => Inline::Emphasis(said),
            });
        }
    }

    fn process(&mut self, process: Element<'t>, procedure: &mut Procedure) {
        let mut steps = Vec::new();
        for inner in process.elements() {
            match inner.name() {
                "dmSeq" | "dmSeqAlts" => {
                    let mut inner = self.marked_sequence(inner);
                    steps.append(&mut inner);
                }
                _ => {
                    let mut blocks = self.section(inner, 3);
                    let rest = if steps.is_empty() { &mut procedure.purpose } else { &mut procedure.closeout.text };
                    rest.append(&mut blocks);
                }
            }
        }
        procedure.phases.push(Phase { steps, ..Phase::default() });
    }

    /// Reads a sequence whose marks stand at its first step.
    fn marked_sequence(&mut self, holder: Element<'t>) -> Vec<Step> {
        let marks = self.marks(holder);
        let mut steps = self.sequence(holder);
        if let Some(first) = steps.first_mut() {
            first.marks.splice(0..0, marks);
        }
        steps
    }

    /// Reads a sequence of a process: its nodes, ways and loops.
    fn sequence(&mut self, holder: Element<'t>) -> Vec<Step> {
        let mut steps = Vec::new();
        for child in holder.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(inner) => match inner.name() {
                    "dmNode" | "dmNodeAlts" | "dmSeq" | "dmSeqAlts" => {
                        let mut inner = self.marked_sequence(inner);
                        steps.append(&mut inner);
                    }
                    "proceduralStep" => steps.push(self.step(inner)),
                    "dmIf" | "dmLoop" | "dmThenSeq" | "dmElseSeq" => {
                        let mut step = bare(inner.attribute("id"), inner.span());
                        step.title = vec![Inline::Text(self.name_of(inner))];
                        step.marks = self.marks(inner);
                        step.steps = self.sequence(inner);
                        steps.push(step);
                    }
                    _ => {
                        let said = self.said(child);
                        steps.extend(said);
                    }
                },
                text => {
                    let said = self.said(text);
                    steps.extend(said);
                }
            }
        }
        steps
    }
}

/// Makes a step with nothing in it.
pub(super) fn bare(id: Option<&Text>, span: Span) -> Step {
    Step {
        id: id.cloned().unwrap_or_else(|| Text::new("", span.part(0, 0))),
        number: "".into(),
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
        anchors: Vec::new(),
        marks: Vec::new(),
        span,
    }
}

/// Lets a step say some blocks, after what it says already. The first paragraph is an action of its own: it is what the
/// step does.
pub(super) fn say(step: &mut Step, blocks: Vec<Block>, span: Span) {
    let mut blocks = blocks.into_iter().peekable();
    let is_first = !step.actions.iter().any(|action| matches!(action, Action::Content(..)));
    if is_first && let Some(Block::Paragraph(_)) = blocks.peek() {
        step.actions.push(Action::Content(blocks.next().into_iter().collect(), span));
    }
    let rest: Vec<Block> = blocks.collect();
    if rest.is_empty() {
        return;
    }
    let contents = step.actions.len();
    match step.actions.last_mut() {
        Some(Action::Content(known, _)) if contents > 1 => known.extend(rest),
        _ => step.actions.push(Action::Content(rest, span)),
    }
}

fn content_of(actions: Vec<Action>) -> Vec<Block> {
    let content =
        actions.into_iter().map(|action| if let Action::Content(blocks, _) = action { blocks } else { Vec::new() });
    content.flatten().collect()
}
