//! Procedures, in the order in which their definition says things.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::super::page::{Block, Inline, Item, Step};
use super::{Lowering, Setting};
use crate::link::library::{DocumentIndex, Target};
use crate::model::block::Presentation;
use crate::model::inline::{Kind, Text};
use crate::model::procedure::{self, Part, Phase, Precondition, Procedure, RequirementKind, Trigger};
use crate::render::words::{self, Word};

/// The levels, as if written, of what a procedure is made of.
const SECTION: usize = 1;
const PHASE: usize = 2;
const STEP: usize = 3;
/// What a step's frame and the column of its verbs take.
pub(super) const STEP_INDENT: f32 = 100.0;
/// How deep procedures may present one another before it is taken for a circle.
const DEEPEST: usize = 3;

impl Lowering<'_> {
    /// Lowers a procedure.
    pub(super) fn procedure(&mut self, procedure: &Procedure, setting: Setting) -> Vec<Block> {
        let mut out = Vec::new();
        self.numbers = numbers(procedure);
        let prefix = self.job.library.document(self.document).prefix(procedure);
        let outer = (self.steps_of.is_empty() && !prefix.is_empty()).then(|| prefix.into());
        let outer = outer.map(|own| std::mem::replace(&mut self.steps_of, own));
        self.before_steps(procedure, setting, &mut out);
        self.steps_section(procedure, setting, &mut out);
        self.after_steps(procedure, setting, &mut out);
        if let Some(outer) = outer {
            self.steps_of = outer;
        }
        out
    }

    /// Makes the heading of a part: the author's, else opsdoc's own.
    fn part_heading(&mut self, procedure: &Procedure, part: Part, word: Word, setting: Setting) -> Vec<Block> {
        match procedure.heading(part) {
            Some(heading) => self.blocks(std::slice::from_ref(heading), setting),
            None => self.section(word, SECTION),
        }
    }

    fn before_steps(&mut self, procedure: &Procedure, setting: Setting, out: &mut Vec<Block>) {
        if !procedure.purpose.is_empty() {
            out.extend(self.part_heading(procedure, Part::Purpose, words::PURPOSE, setting));
            out.extend(self.blocks(&procedure.purpose, setting));
        }
        if !procedure.triggers.is_empty() {
            out.extend(self.part_heading(procedure, Part::Triggers, words::TRIGGERS, setting));
            let lines = procedure.triggers.iter().map(|trigger| self.trigger(trigger, setting)).collect();
            out.push(listed(lines));
        }
        if !procedure.references.is_empty() {
            out.extend(self.part_heading(procedure, Part::References, words::REFERENCES, setting));
            let lines: Vec<_> = procedure
                .references
                .iter()
                .map(|reference| self.line(std::slice::from_ref(reference), setting))
                .collect();
            out.push(listed(lines.into_iter().filter(|line| !blank(line)).collect()));
        }
        self.records(procedure, setting, out);
        if !procedure.requirements.is_empty() {
            out.extend(self.part_heading(procedure, Part::Requirements, words::REQUIREMENTS, setting));
            let mut lines = Vec::new();
            for requirement in &procedure.requirements {
                let word = match requirement.kind {
                    RequirementKind::Role => words::ROLE,
                    RequirementKind::Resource => words::RESOURCE,
                    RequirementKind::Visibility => words::VISIBILITY,
                    RequirementKind::Duration => words::DURATION,
                    RequirementKind::Supply => words::SUPPLY,
                    RequirementKind::Spare => words::SPARE,
                };
                let mut line = vec![Inline::word(self.word(word)), Inline::text(" ")];
                if let Some(name) = &requirement.name {
                    line.push(Inline::Strong { c: self.pieces(&name.text, false, setting) });
                    line.push(Inline::text(" "));
                }
                line.extend(self.line(&requirement.content, setting));
                lines.push(line);
            }
            out.push(listed(lines));
        }
        if !procedure.variables.is_empty() || !procedure.events.is_empty() {
            out.extend(self.part_heading(procedure, Part::Declarations, words::DECLARATIONS, setting));
            self.declarations(procedure, setting, out);
        }
        if !procedure.preconditions.is_empty() {
            out.extend(self.part_heading(procedure, Part::Preconditions, words::PRECONDITIONS, setting));
            let mut actions = Vec::new();
            for precondition in &procedure.preconditions {
                actions.push(match precondition {
                    Precondition::Check(check) => self.check(check, setting),
                    Precondition::Text(text) => self.condition_to_tick(text, setting),
                    Precondition::Content(blocks) => Self::content(self.blocks(blocks, setting.within(14.0))),
                });
            }
            out.push(Block::Actions { a: actions });
        }
    }

    /// Change record, approvals and validation.
    fn records(&mut self, procedure: &Procedure, setting: Setting, out: &mut Vec<Block>) {
        let cell = |lowering: &Self, text: &Option<Text>, share: f32| {
            let place = Setting { width: setting.width * share - 9.0, size: 9.0, ..setting };
            text.as_ref().map_or_else(Vec::new, |text| lowering.pieces(&text.text, false, place))
        };
        if !procedure.history.is_empty() {
            out.extend(self.part_heading(procedure, Part::History, words::HISTORY, setting));
            let mut rows = Vec::new();
            for change in &procedure.history {
                let place = Setting { width: setting.width * 0.5 - 9.0, size: 9.0, ..setting };
                let reason = self.line(&change.reason, place);
                rows.push(vec![
                    cell(self, &change.issue, 0.12),
                    cell(self, &change.date, 0.16),
                    cell(self, &change.author, 0.2),
                    reason,
                ]);
            }
            let head = self.words([words::ISSUE, words::DATE, words::AUTHOR, words::REASON]);
            out.push(self.listing(head, &[12.0, 16.0, 20.0, 52.0], rows, setting));
        }
        if !procedure.approvals.is_empty() {
            out.extend(self.part_heading(procedure, Part::Approvals, words::APPROVALS, setting));
            let rows = procedure.approvals.iter().map(|approval| {
                vec![
                    cell(self, &approval.role, 0.36),
                    cell(self, &approval.name, 0.36),
                    cell(self, &approval.date, 0.28),
                ]
            });
            let rows = rows.collect();
            let head = self.words([words::ROLE, words::NAME, words::DATE]);
            out.push(self.listing(head, &[36.0, 36.0, 28.0], rows, setting));
        }
        if !procedure.validation.is_empty() {
            out.extend(self.part_heading(procedure, Part::Validation, words::VALIDATION, setting));
            let mut rows = Vec::new();
            for run in &procedure.validation {
                let values = [&run.means, &run.config, &run.issue, &run.date, &run.result];
                let mut row = values.map(|value| cell(self, value, 0.2)).to_vec();
                let place = Setting { width: setting.width * 0.26 - 9.0, size: 9.0, ..setting };
                if let Some(result) = row.last_mut() {
                    self.remark(&run.content, place, result);
                }
                rows.push(row);
            }
            let head = self.words([words::MEANS, words::CONFIGURATION, words::ISSUE, words::DATE, words::RESULT]);
            out.push(self.listing(head, &[20.0, 26.0, 12.0, 16.0, 26.0], rows, setting));
        }
    }

    fn declarations(&mut self, procedure: &Procedure, setting: Setting, out: &mut Vec<Block>) {
        if !procedure.variables.is_empty() {
            let mut rows = Vec::new();
            for variable in &procedure.variables {
                let place = Setting { width: setting.width * 0.3, size: 9.0, ..setting };
                let text = |text: &Option<Text>| {
                    text.as_ref().map_or_else(Vec::new, |text| self.pieces(&text.text, false, place))
                };
                let mut name = vec![Inline::Code { c: self.pieces(&variable.name.text, true, place) }];
                let (kind, unit) = (text(&variable.data_type), text(&variable.unit));
                self.remark(&variable.content, place, &mut name);
                rows.push(vec![name, kind, unit]);
            }
            let head = self.words([words::VARIABLE, words::KIND, words::UNIT]);
            out.push(self.listing(head, &[50.0, 25.0, 25.0], rows, setting));
        }
        if !procedure.events.is_empty() {
            let mut lines = Vec::new();
            for event in &procedure.events {
                let name = Inline::Code { c: self.pieces(&event.name.text, true, setting) };
                let mut line = vec![Inline::word(self.word(words::EVENT)), Inline::text(" "), name];
                self.remark(&event.content, setting, &mut line);
                lines.push(line);
            }
            out.push(listed(lines));
        }
    }

    fn steps_section(&mut self, procedure: &Procedure, setting: Setting, out: &mut Vec<Block>) {
        let is_empty = |phase: &Phase| phase.steps.is_empty() && phase.title.is_empty() && phase.before.is_empty();
        if procedure.phases.iter().all(is_empty) {
            return;
        }
        if !self.job.library.document(self.document).metadata.lacks.parts {
            out.extend(self.section(words::STEPS, SECTION));
        }
        for phase in &procedure.phases {
            if !phase.title.is_empty() {
                let title = self.line(&phase.title, Setting { links: false, ..setting });
                let level = self.level(PHASE);
                let label = Some(self.label(self.shown, &phase.anchor)).filter(|_| !phase.anchor.is_empty());
                let label = label.and_then(|label| self.keep_label(label));
                out.push(Block::Heading { level, c: title, label });
            }
            out.extend(self.blocks(&phase.before, setting));
            self.push_steps(&phase.steps, setting, out);
        }
    }

    fn after_steps(&mut self, procedure: &Procedure, setting: Setting, out: &mut Vec<Block>) {
        for watchdog in &procedure.watchdogs {
            let title = format!(
                "{} — {} {}",
                self.word(words::WATCHDOG),
                self.word(words::ON).to_lowercase(),
                watchdog.event.text
            );
            let title = self.pieces(&title, false, Setting { links: false, ..setting });
            out.extend(self.headed(title, SECTION));
            if let Some(call) = &watchdog.call {
                let action = self.call(call, setting);
                out.push(Block::Actions { a: vec![action] });
            }
            self.push_steps(&watchdog.steps, setting, out);
        }
        if !procedure.confirmation.is_empty() {
            out.extend(self.part_heading(procedure, Part::Confirmation, words::CONFIRMATION, setting));
            let actions = procedure.confirmation.iter().map(|check| self.check(check, setting)).collect();
            out.push(Block::Actions { a: actions });
        }
        let closeout = &procedure.closeout;
        if !closeout.text.is_empty() || !closeout.steps.is_empty() {
            out.extend(self.part_heading(procedure, Part::Closeout, words::CLOSEOUT, setting));
            out.extend(self.blocks(&closeout.text, setting));
            self.push_steps(&closeout.steps, setting, out);
        }
    }

    fn push_steps(&mut self, steps: &[procedure::Step], setting: Setting, out: &mut Vec<Block>) {
        for step in steps {
            for other in &step.anchors {
                let label = self.label(self.shown, other);
                out.extend(self.keep_label(label).map(|label| Block::Place { label }));
            }
            let step = self.step(step, STEP, setting);
            out.push(Block::Step(Box::new(step)));
        }
    }

    /// Lowers steps that stand at a level.
    pub(super) fn steps(&mut self, steps: &[procedure::Step], level: usize, setting: Setting) -> Vec<Step> {
        steps.iter().map(|step| self.step(step, level, setting)).collect()
    }

    fn step(&mut self, step: &procedure::Step, written: usize, setting: Setting) -> Step {
        let inner = setting.within(STEP_INDENT);
        let level = self.level(written);
        let label = self.step_label(&step.id.text);
        let mut flags = Vec::new();
        for (on, kind, word) in [
            (step.critical, "critical", words::CRITICAL),
            (step.hold, "hold", words::HOLD),
            (step.irreversible, "irreversible", words::IRREVERSIBLE),
        ] {
            if on {
                flags.push((kind, self.word(word).to_owned()));
            }
        }
        if let Some(role) = &step.role {
            flags.push(("role", format!("{} {}", self.word(words::ROLE), role.text)));
        }
        self.characters += 300;
        let opening = step.opening();
        let head = opening.map_or(&step.title, |paragraph| &paragraph.content);
        let mut safety = self.marks(&step.marks, setting.within(20.0));
        safety.extend(step.safety.iter().map(|admonition| self.admonition(admonition, setting.within(20.0))));
        Step {
            level,
            label: self.keep_label(label),
            number: step.number.to_string(),
            title: self.line(head, Setting { links: false, ..setting.within(40.0) }),
            lead: opening.is_some(),
            // The name by which other places cite the step, where its number does not say it.
            id: if step.id.text == step.number { String::new() } else { step.id.text.to_string() },
            flags,
            safety,
            actions: self.actions(step.further_actions(), written, inner),
            after: self.after(step, inner),
            steps: self.steps(&step.steps, written + 1, setting.within(14.0)),
        }
    }

    /// Returns the label of a step of the procedure that is being lowered.
    pub(super) fn step_label(&self, id: &str) -> String {
        self.label(self.shown, &format!("{}{id}", self.steps_of))
    }

    fn trigger(&mut self, trigger: &Trigger, setting: Setting) -> Vec<Inline> {
        let mut named = |word: Word, name: &Text, kind: Option<Kind>| {
            let shown = match kind {
                Some(kind) => self.mnemonic(name, kind, setting),
                None => vec![Inline::Code { c: self.pieces(&name.text, true, setting) }],
            };
            let mut line = vec![Inline::word(self.word(word)), Inline::text(" ")];
            line.extend(shown);
            line
        };
        match trigger {
            Trigger::Alarm(name) => named(words::ALARM, name, Some(Kind::Alarm)),
            Trigger::Event(name) => named(words::EVENT, name, None),
            Trigger::Symptom(text) => {
                let mut line = vec![Inline::word(self.word(words::SYMPTOM)), Inline::text(" ")];
                line.extend(self.line(text, setting));
                line
            }
        }
    }

    /// Shows the procedure that a directive names, or the steps of it, from its definition.
    pub(super) fn presentation(&mut self, presentation: &Presentation, setting: Setting) -> Block {
        let library = self.job.library;
        let name = &presentation.procedure;
        let symbol =
            match library.target(self.document, presentation.span).or_else(|| library.target(self.document, name.span))
            {
                Some(Target::Symbol(symbol)) => Some(*symbol),
                _ => library.symbols.find(Kind::Procedure, &name.text),
            };
        let defining = symbol.and_then(|symbol| library.symbols.get(symbol).document);
        let shown = vec![Inline::Strong { c: self.pieces(&name.text, false, setting) }];
        let title = match symbol {
            Some(symbol) => self.linked_symbol(symbol, shown),
            None => shown,
        };
        let mut line = vec![Inline::word(words::PROCEDURE.in_language(&self.language)), Inline::text(" ")];
        line.extend(title);
        let found = defining.and_then(|index| {
            let procedure = library.document(index).procedures().find(|procedure| procedure.id.text == name.text)?;
            (self.depth < DEEPEST).then_some((index, procedure))
        });
        let Some((index, procedure)) = found else {
            // Said to the author by the rules on references; the names stay.
            let steps: Vec<&str> = presentation.steps.iter().map(Text::as_str).collect();
            if !steps.is_empty() {
                line.extend(self.pieces(&format!(" — {}", steps.join(", ")), false, setting));
            }
            return Block::Frame { title: line, b: Vec::new() };
        };
        let metadata = &library.document(index).metadata;
        if !metadata.title.is_empty() {
            line.push(Inline::text(" — "));
            line.extend(self.line(&metadata.title, Setting { links: false, ..setting }));
        }
        if let Some(issue) = &metadata.issue {
            line.push(Inline::text(format!(" · {} {}", self.word(words::ISSUE), issue.text)));
        }
        let b = self.presented(index, procedure, &presentation.steps, setting.within(16.0));
        Block::Frame { title: line, b }
    }

    fn presented(
        &mut self,
        index: DocumentIndex,
        procedure: &Procedure,
        wanted: &[Text],
        setting: Setting,
    ) -> Vec<Block> {
        let document = std::mem::replace(&mut self.document, index);
        let steps_of = std::mem::replace(&mut self.steps_of, format!("{}:", procedure.id.text));
        let outer = std::mem::replace(&mut self.numbers, numbers(procedure));
        let left_out = std::mem::take(&mut self.left_out);
        if !wanted.is_empty() {
            let absent = self.numbers.keys().filter(|id| !wanted.iter().any(|wanted| wanted.text == id.as_str()));
            self.left_out = absent.cloned().collect();
        }
        self.depth += 1;
        // Its headings stand below the section that shows it.
        let levels = std::mem::take(&mut self.levels);
        let inner = levels.last().map_or(self.base, |(_, set)| *set);
        let base = std::mem::replace(&mut self.base, inner);
        let headings = self.headings;
        let out = if wanted.is_empty() {
            self.procedure(procedure, setting)
        } else {
            let mut out = Vec::new();
            procedure.each_step(&mut |step| {
                if wanted.iter().any(|id| id.text == step.id.text) {
                    let step = self.step(step, STEP, setting);
                    out.push(Block::Step(Box::new(step)));
                }
            });
            out
        };
        self.numbers = outer;
        self.left_out = left_out;
        self.headings = headings;
        self.levels = levels;
        self.base = base;
        self.depth -= 1;
        self.steps_of = steps_of;
        self.document = document;
        out
    }

    fn words<const N: usize>(&self, words: [Word; N]) -> Vec<&'static str> {
        words.into_iter().map(|word| self.word(word)).collect()
    }
}

/// Returns the number of each step.
fn numbers(procedure: &Procedure) -> FxHashMap<EcoString, EcoString> {
    let mut numbers = FxHashMap::default();
    procedure.each_step(&mut |step| {
        numbers.entry(step.id.text.clone()).or_insert_with(|| step.number.clone());
    });
    numbers
}

/// Makes a list of lines.
fn listed(lines: Vec<Vec<Inline>>) -> Block {
    let items = lines.into_iter().map(|c| Item { task: None, b: vec![Block::Paragraph { c }] }).collect();
    Block::List { start: None, tight: true, tasks: false, items }
}

/// Tells whether a line has nothing but the space between two references.
fn blank(line: &[Inline]) -> bool {
    line.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break => true,
        _ => false,
    })
}
