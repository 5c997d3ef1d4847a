//! Says of a document, a step or a database item what it says, as fields with values.

use ecow::{EcoString, eco_format};
use rustc_hash::FxHashMap;

use super::{Change, ChangeKind, FieldChange, Item, Side};
use crate::model::block::{Admonition, Block, MarkKind};
use crate::model::database::{Alarm, Alias, Ancillary, Argument, DataType, Database};
use crate::model::document::{Document, Metadata, Status};
use crate::model::expression::{Comparison, TelecommandCall};
use crate::model::inline::{Inline, Kind, Text, plain};
use crate::model::procedure::{Action, Branch, Check, Precondition, Procedure, Step, Trigger, Turns};
use crate::model::walk::{self, Visitor};

/// One thing that something says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What of it; no two fields of one thing have the same name.
    pub name: EcoString,
    /// What it says.
    pub value: EcoString,
}

/// What something says; the rest as in [`Change`].
pub(super) struct Described {
    pub(super) item: Item,
    pub(super) bearer: EcoString,
    pub(super) fields: Vec<Field>,
}

impl Described {
    pub(super) fn change(&self, kind: ChangeKind, fields: Vec<FieldChange>) -> Change {
        Change { item: self.item.clone(), bearer: self.bearer.clone(), kind, fields }
    }
}

/// Describes everything in a library that has a name.
pub(super) fn library(side: Side<'_>) -> Vec<Described> {
    let mut all = Vec::new();
    for document in &side.library.documents {
        let path = &side.sources.get(document.source).path;
        let name = document.id().map_or_else(|| EcoString::from(path.as_str()), |id| id.text.clone());
        let kind = if document.procedure().is_some() { Kind::Procedure } else { Kind::Document };
        let bearer = bearer(&document.metadata);
        let described = |kind, name, fields| Described { item: Item { kind, name }, bearer: bearer.clone(), fields };
        all.push(described(kind, name.clone(), self::document(document)));
        for procedure in document.procedures() {
            let name = &procedure.id.text;
            if document.procedure().is_none() {
                let mut sections = Sections { name: "text".into(), text: String::new(), fields: Fields::default() };
                around_steps(procedure, &mut sections);
                sections.close("");
                all.push(described(Kind::Procedure, name.clone(), sections.fields.list));
            }
            procedure.each_step(&mut |step| {
                all.push(described(Kind::Step, eco_format!("{name}#{}", step.id.text), self::step(step)));
            });
        }
    }
    database(&side.library.database, &mut all);
    all
}

/// Tells a document from the same one in another language, and from the issue that replaces it.
pub fn bearer(metadata: &Metadata) -> EcoString {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone()).unwrap_or_default();
    match metadata.status {
        Some(Status::Superseded) => eco_format!("{} {}", text(&metadata.language), text(&metadata.issue)),
        _ => text(&metadata.language),
    }
}

/// Fields that are being gathered. A name that is there already is numbered.
#[derive(Default)]
struct Fields {
    list: Vec<Field>,
    counts: FxHashMap<EcoString, usize>,
}

impl Fields {
    fn add(&mut self, name: impl Into<EcoString>, value: impl Into<EcoString>) {
        let (name, value) = (name.into(), value.into());
        if value.is_empty() {
            return;
        }
        let count = self.counts.entry(name.clone()).or_insert(0);
        *count += 1;
        let name = if *count == 1 { name } else { eco_format!("{name} ({count})") };
        self.list.push(Field { name, value });
    }

    fn text(&mut self, name: &str, text: &Option<Text>) {
        self.add(name, text.as_ref().map(|text| text.text.clone()).unwrap_or_default());
    }

    fn words(&mut self, name: &str, inlines: &[Inline]) {
        self.add(name, plain(inlines));
    }
}

fn document(document: &Document) -> Vec<Field> {
    let mut fields = Fields::default();
    metadata(&document.metadata, &mut fields);
    let mut sections = Sections { name: "text".into(), text: String::new(), fields };
    // The steps of a procedure are described one by one; here is what stands around them.
    for block in &document.body {
        match block {
            Block::Procedure(procedure) => {
                if document.procedure().is_some() {
                    around_steps(procedure, &mut sections);
                }
            }
            other => walk::blocks(std::slice::from_ref(other), &mut sections),
        }
    }
    sections.close("");
    sections.fields.list
}

/// Describes what a procedure says around its steps.
fn around_steps(procedure: &Procedure, sections: &mut Sections) {
    for (_, heading) in &procedure.headings {
        blocks("heading", std::slice::from_ref(heading), &mut sections.fields);
    }
    walk::blocks(&procedure.purpose, sections);
    for trigger in &procedure.triggers {
        match trigger {
            Trigger::Alarm(name) | Trigger::Event(name) => sections.fields.add("trigger", name.text.clone()),
            Trigger::Symptom(text) => sections.fields.words("trigger", text),
        }
    }
    for precondition in &procedure.preconditions {
        match precondition {
            Precondition::Check(check) => self::check("precondition", check, &mut sections.fields),
            Precondition::Text(text) => sections.fields.words("precondition", text),
            Precondition::Content(content) => blocks("precondition", content, &mut sections.fields),
        }
    }
    procedure.phases.iter().for_each(|phase| walk::blocks(&phase.before, sections));
    procedure.confirmation.iter().for_each(|check| self::check("confirmation", check, &mut sections.fields));
    walk::blocks(&procedure.closeout.text, sections);
}

fn metadata(metadata: &Metadata, fields: &mut Fields) {
    fields.words("title", &metadata.title);
    fields.text("issue", &metadata.issue);
    fields.text("revision", &metadata.revision);
    fields.add("status", metadata.status.map(|status| status.word()).unwrap_or_default());
    fields.text("classification", &metadata.classification);
    fields.text("criticality", &metadata.criticality);
    fields.text("procedure", &metadata.restates);
    fields.text("translation-of", &metadata.translation_of);
}

/// The text of a document, section by section.
struct Sections {
    name: EcoString,
    text: String,
    fields: Fields,
}

impl Sections {
    fn close(&mut self, next: &str) {
        let text = std::mem::take(&mut self.text);
        let name = std::mem::replace(&mut self.name, eco_format!("section {next}"));
        self.fields.add(name, text.trim());
    }
}

impl<'a> Visitor<'a> for Sections {
    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => self.close(&heading.anchor),
            Block::Code(code) => self.text.push_str(&code.text.text),
            Block::Presentation(shown) => {
                let steps: Vec<&str> = shown.steps.iter().map(Text::as_str).collect();
                self.fields.add("presents", eco_format!("{} {}", shown.procedure.text, steps.join(" ")).trim());
            }
            _ => {}
        }
    }

    fn line(&mut self, inlines: &'a [Inline]) {
        self.text.push_str(&plain(inlines));
        self.text.push('\n');
    }
}

fn step(step: &Step) -> Vec<Field> {
    let mut fields = Fields::default();
    fields.words("title", &step.title);
    for (name, is) in [("critical", step.critical), ("hold", step.hold), ("irreversible", step.irreversible)] {
        fields.add(name, if is { "yes" } else { "" });
    }
    fields.text("role", &step.role);
    for mark in &step.marks {
        match mark.kind {
            MarkKind::Applies => fields.words("applies to", &mark.content),
            MarkKind::Portion => fields.words("marking", &mark.content),
            MarkKind::Added | MarkKind::Modified | MarkKind::Deleted => {}
        }
    }
    step.safety.iter().for_each(|admonition| safety(admonition, &mut fields));
    actions(&step.actions, &mut fields);
    fields.words("expected", &step.expected);
    for outcome in &step.continuation {
        let goto = outcome.goto.as_ref().or(outcome.event.as_ref());
        let goto = goto.map_or(String::new(), |name| format!(" {}", name.text));
        fields.add(eco_format!("on {}", outcome.outcome.text), eco_format!("{}{goto}", outcome.action.text));
        fields.words(&format!("on {}, words", outcome.outcome.text), &outcome.content);
    }
    fields.list
}

fn safety(admonition: &Admonition, fields: &mut Fields) {
    blocks("safety text", &admonition.blocks, fields);
}

fn blocks(name: &str, blocks: &[Block], fields: &mut Fields) {
    let mut words = Words::default();
    walk::blocks(blocks, &mut words);
    fields.add(name, words.0.trim());
}

#[derive(Default)]
struct Words(String);

impl<'a> Visitor<'a> for Words {
    fn block(&mut self, block: &'a Block) {
        if let Block::Code(code) = block {
            self.0.push_str(&code.text.text);
        }
    }

    fn line(&mut self, inlines: &'a [Inline]) {
        self.0.push_str(&plain(inlines));
        self.0.push('\n');
    }
}

fn actions(actions: &[Action], fields: &mut Fields) {
    for action in actions {
        match action {
            Action::Telecommand(call) => telecommand(call, fields),
            Action::Check(check) => self::check("checks", check, fields),
            Action::Wait(wait) => {
                fields.text("waits", &wait.duration);
                fields.add("waits until", wait.until.as_ref().map(|until| until.text.text.clone()).unwrap_or_default());
                fields.text("timeout", &wait.timeout);
                fields.words("wait, words", &wait.content);
            }
            Action::Decide(decide) => {
                decide.ways().for_each(|way| branch(way, fields));
            }
            Action::Call(call) => {
                fields.add("calls", call.procedure.text.clone());
                fields.text("calls issue", &call.issue);
                for (name, value) in &call.arguments {
                    fields.add(eco_format!("{}({})", call.procedure.text, name.text), value.text.clone());
                }
            }
            // The steps within are described one by one.
            Action::Parallel(parallel) => fields.add("parallel", if parallel.until_one { "one" } else { "all" }),
            Action::Repeat(repeat) => {
                match &repeat.turns {
                    Some(Turns::While(condition)) => fields.add("repeats while", condition.text.text.clone()),
                    Some(Turns::For(count)) => fields.add("repeats for", count.text.clone()),
                    None => {}
                }
                let until = repeat.until.as_ref().map(|until| until.text.text.clone());
                fields.add("repeats until", until.unwrap_or_default());
                fields.text("repeats at most", &repeat.max);
                self::actions(&repeat.actions, fields);
            }
            Action::Manual(text, _) => fields.words("by hand", text),
            Action::Log(text, _) => fields.words("log", text),
            Action::Voice(voice) => fields.words("voice", &voice.content),
            Action::Script(script) => {
                fields.add("script", script.reference.text.clone());
                fields.text("script digest", &script.sha256);
                fields.words("script, words", &script.content);
            }
            Action::Record(record) => {
                fields.add("records", record.name.text.clone());
                fields.words("record, words", &record.content);
            }
            Action::Goto(step) => fields.add("goes to", step.text.clone()),
            // Described by itself, as all steps are.
            Action::Step(_) => {}
            Action::Safety(admonition) => safety(admonition, fields),
            Action::Content(content, _) => blocks("says", content, fields),
        }
    }
}

fn telecommand(call: &TelecommandCall, fields: &mut Fields) {
    fields.add("sends", call.name.text.clone());
    for argument in &call.arguments {
        let name = eco_format!("{}.{}", call.name.text, argument.name.text);
        fields.add(name, with_unit(&argument.value.text, argument.unit.as_ref()));
    }
    for directive in &call.directives {
        fields.add(eco_format!("{} sent with {}", call.name.text, directive.name.text), directive.value.text.clone());
    }
}

fn with_unit(value: &str, unit: Option<&Text>) -> EcoString {
    unit.map_or_else(|| value.into(), |unit| eco_format!("{value} {}", unit.text))
}

fn check(name: &str, check: &Check, fields: &mut Fields) {
    for comparison in &check.comparisons {
        fields.add(eco_format!("{name} {}", comparison.parameter.text), compared(comparison));
    }
    fields.text(&format!("{name} within"), &check.within);
    fields.text(&format!("{name} after"), &check.delay);
}

fn compared(comparison: &Comparison) -> EcoString {
    let values: Vec<&str> = comparison.values.iter().map(Text::as_str).collect();
    let tolerance = comparison.tolerance.as_ref().map_or(String::new(), |tolerance| format!(" ± {}", tolerance.text));
    let values = with_unit(&values.join(", "), comparison.unit.as_ref());
    eco_format!("{} {values}{tolerance}", comparison.operator.sign())
}

fn branch(branch: &Branch, fields: &mut Fields) {
    let test = branch.test.as_ref().map_or("otherwise".into(), |test| eco_format!("when {}", test.text.text));
    let goto = branch.goto.as_ref().map(|step| step.text.clone()).unwrap_or_default();
    fields.add(test.clone(), goto);
    fields.words(&format!("{test}, words"), &branch.content);
}

fn database(database: &Database, all: &mut Vec<Described>) {
    let mut add = |kind, name: &Text, system: &EcoString, fields| {
        all.push(Described { item: Item { kind, name: name.text.clone() }, bearer: system.clone(), fields });
    };
    for telecommand in &database.telecommands {
        let mut fields = Fields::default();
        fields.add("description", telecommand.description.clone());
        fields.add("long description", telecommand.long_description.clone());
        identities(&telecommand.aliases, &telecommand.ancillary, &mut fields);
        fields.add("abstract", if telecommand.is_abstract { "yes" } else { "" });
        fields.text("base", &telecommand.base);
        if let Some(significance) = &telecommand.significance {
            fields.add("consequence level", significance.level.clone());
            fields.add("reason", significance.reason.clone());
        }
        let constraints: Vec<&str> =
            telecommand.constraints.iter().map(|constraint| constraint.text.as_str()).collect();
        fields.add("sent only where", constraints.join("; "));
        for (context, significance) in &telecommand.in_context {
            fields.add(eco_format!("consequence level where {context}"), significance.level.clone());
        }
        for verifier in &telecommand.verifiers {
            fields
                .add(eco_format!("verified {}", verifier.stage), eco_format!("{} {}", verifier.text, verifier.window));
        }
        telecommand.arguments.iter().for_each(|argument| self::argument(argument, &mut fields));
        add(Kind::Telecommand, &telecommand.name, &telecommand.system, fields.list);
    }
    for parameter in database.all_parameters() {
        let mut fields = Fields::default();
        fields.add("description", parameter.description.clone());
        fields.add("long description", parameter.long_description.clone());
        identities(&parameter.aliases, &parameter.ancillary, &mut fields);
        data_type("", &parameter.data_type, &mut fields);
        fields.text("initially", &parameter.initial);
        add(Kind::Parameter, &parameter.name, &parameter.system, fields.list);
        for alarm in &parameter.alarms {
            add(Kind::Alarm, &alarm.name, &parameter.system, self::alarm(&parameter.name.text, alarm));
        }
    }
}

/// Adds the other names of an item, and what the project notes on it, as its opcode.
fn identities(aliases: &[Alias], ancillary: &[Ancillary], fields: &mut Fields) {
    for alias in aliases {
        fields.add(eco_format!("alias {}", alias.namespace), alias.name.text.clone());
    }
    for noted in ancillary {
        fields.add(eco_format!("noted {}", noted.name), noted.value.text.clone());
    }
}

fn argument(argument: &Argument, fields: &mut Fields) {
    let name = &argument.name.text;
    fields.add(eco_format!("argument {name}"), if argument.fixed { "fixed" } else { "given" });
    fields.add(eco_format!("argument {name}, description"), argument.description.clone());
    fields.add(eco_format!("argument {name}, default"), argument.default.as_ref().map_or("", Text::as_str));
    data_type(&format!("argument {name}, "), &argument.data_type, fields);
}

fn data_type(of: &str, data_type: &DataType, fields: &mut Fields) {
    fields.add(eco_format!("{of}type"), eco_format!("{:?}", data_type.kind).to_lowercase());
    fields.add(eco_format!("{of}unit"), data_type.unit.clone());
    let ranges: Vec<String> = data_type.ranges.iter().map(ToString::to_string).collect();
    fields.add(eco_format!("{of}range"), ranges.join(" or "));
    let raw: Vec<String> = data_type.raw_ranges.iter().map(ToString::to_string).collect();
    fields.add(eco_format!("{of}raw range"), raw.join(" or "));
    let members: Vec<String> =
        data_type.members.iter().map(|member| format!("{} {}", member.name.text, member.data_type.summary())).collect();
    fields.add(eco_format!("{of}members"), members.join(", "));
    let element = data_type.element.as_ref().map(|element| eco_format!("{} {}", data_type.size, element.summary()));
    fields.add(eco_format!("{of}elements"), element.unwrap_or_default());
    for label in &data_type.labels {
        let value = if label.last == label.value {
            label.value.to_string()
        } else {
            format!("{}–{}", label.value, label.last)
        };
        fields.add(eco_format!("{of}label {}", label.label), value);
    }
}

fn alarm(parameter: &str, alarm: &Alarm) -> Vec<Field> {
    let mut fields = Fields::default();
    fields.add("on", parameter);
    fields.add("context", alarm.context.clone().unwrap_or_default());
    fields.add("description", alarm.description.clone());
    for level in &alarm.levels {
        let limits = match level.inside() {
            Some(inside) => vec![format!("inside {inside}")],
            None => level.normal.iter().map(|normal| format!("outside {normal}")).collect(),
        };
        let when: Vec<String> = limits.into_iter().chain(level.labels.iter().map(ToString::to_string)).collect();
        fields.add(eco_format!("level {}", level.level), when.join(", "));
    }
    fields.list
}
