//! To what parts of a module apply, how they are classified, and what changed in them.

use ecow::EcoString;

use super::super::flow::Flow;
use super::super::tree::Element;
use super::problem::NAMES_NOTHING;
use super::status::classification;
use super::{Reading, identity};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, Group, GroupKind, Mark, MarkKind};
use crate::model::inline::{Inline, Text, plain};
use crate::text::span::Span;

/// The attribute with the marking of a part.
pub(super) const MARKING: &str = "securityClassification";

/// The attributes that classify a part.
const PORTION: &[&str] = &[MARKING, "commercialClassification", "caveat"];

impl<'t> Reading<'t> {
    /// Returns the marks of an element: how it is classified, to what it applies (`applicRefId`, or an `applic` of its
    /// own), what changed in it, and in what stands within its lines.
    pub(super) fn marks(&mut self, element: Element<'t>) -> Vec<Mark> {
        let mut marks = self.applies(element);
        marks.append(&mut self.changes(element));
        marks.append(&mut self.marks);
        marks
    }

    /// Wraps a block with the marks of its element, where it has any.
    pub(super) fn under(&mut self, marks: Vec<Mark>, block: Block, element: Element<'t>) -> Block {
        if marks.is_empty() {
            return block;
        }
        marked(marks, None, vec![block], element.span())
    }

    /// Returns how an element is classified, and to what it applies.
    pub(super) fn applies(&mut self, element: Element<'t>) -> Vec<Mark> {
        let mut marks = portion(element);
        marks.append(&mut self.applicabilities(element));
        marks
    }

    /// Returns to what an element applies.
    pub(super) fn applicabilities(&mut self, element: Element<'t>) -> Vec<Mark> {
        let mut marks = Vec::new();
        for id in element.attribute("applicRefId").into_iter().flat_map(|ids| ids.as_str().split_whitespace()) {
            let Some(place) = element.attribute("applicRefId") else { continue };
            match self.named.applics.get(id).copied() {
                Some(applic) => {
                    let content = self.applicability(applic);
                    marks.push(Mark { kind: MarkKind::Applies, content, span: place.span });
                }
                None => {
                    self.say_unresolved(place, id, "applicability");
                    let content = vec![Inline::Code(place.clone())];
                    marks.push(Mark { kind: MarkKind::Applies, content, span: place.span });
                }
            }
        }
        marks
    }

    /// Returns to what something applies: the words that its applicability is shown by, else what it compares.
    pub(super) fn applicability(&mut self, applic: Element<'t>) -> Vec<Inline> {
        if applic.name() == "applicRef" {
            return self.shared_applicability(applic);
        }
        let mut flow = Flow::new();
        let mut shown = applic.named("displayText").peekable();
        if shown.peek().is_some() {
            shown.for_each(|text| self.flow_words(text, &mut flow));
        } else if let Some(rule) = applic.elements().next() {
            flow.push(Inline::Text(identity::in_attributes(compared(rule).into(), rule)));
        }
        flow.finish()
    }

    /// Returns what changed in an element, and why.
    pub(super) fn changes(&mut self, element: Element<'t>) -> Vec<Mark> {
        let marked = element.attribute("changeMark").is_some_and(|mark| matches!(mark.text.trim(), "1" | "true"));
        let kind = element.attribute("changeType");
        let reasons = element.attribute("reasonForUpdateRefIds");
        let status = element.name() == "reasonForUpdate";
        if status || !(marked || kind.is_some() || reasons.is_some()) {
            return Vec::new();
        }
        let mut content = Vec::new();
        for id in reasons.into_iter().flat_map(|ids| ids.as_str().split_whitespace()) {
            let Some(place) = reasons else { continue };
            match self.named.reasons.get(id).copied() {
                Some(reason) => {
                    if !content.is_empty() {
                        content.push(Inline::SoftBreak);
                    }
                    let mut flow = Flow::new();
                    reason.elements().for_each(|part| self.flow_words(part, &mut flow));
                    content.extend(flow.finish());
                }
                None => self.say_unresolved(place, id, "reason for update"),
            }
        }
        let span = kind.or(reasons).map_or(element.tag(), |attribute| attribute.span);
        let kind = match kind.map(|kind| kind.as_str().trim()) {
            Some("add") => MarkKind::Added,
            Some("delete") => MarkKind::Deleted,
            _ => MarkKind::Modified,
        };
        vec![Mark { kind, content, span }]
    }

    pub(super) fn say_unresolved(&mut self, place: &Text, id: &str, what: &str) {
        let message = format!("there is no {what} `{id}` in this module");
        let finding = Diagnostic::new(&NAMES_NOTHING, place.span, message);
        self.diagnostics.push(finding.label("names nothing").help("write the identifier as its definition has it"));
    }

    /// Returns to what something applies as one text: where a line has room for no more.
    pub(super) fn applicability_text(&mut self, applic: Element<'t>) -> Option<Text> {
        let content = self.applicability(applic);
        let text: EcoString = plain(&content).split_whitespace().collect::<Vec<_>>().join(" ").into();
        (!text.is_empty()).then(|| identity::in_attributes(text, applic))
    }
}

/// Puts blocks under marks and an anchor.
pub(super) fn marked(marks: Vec<Mark>, anchor: Option<EcoString>, blocks: Vec<Block>, span: Span) -> Block {
    Block::Group(Box::new(Group { kind: GroupKind::Plain, anchor, title: Vec::new(), marks, blocks, span }))
}

/// Returns the marking and the caveats of a part (S1000D 3.9.6.1), each a mark of its own. Those of `security` are not
/// of a part: they are of the module, or of a publication that it cites.
pub(super) fn portion(element: Element) -> Vec<Mark> {
    let names = if element.name() == "security" { &[] } else { PORTION };
    let said = names.iter().filter_map(|name| Some((*name, element.attribute(name)?)));
    let mark = |(name, value): (&str, &Text)| {
        let text = if name == MARKING { classification(value) } else { value.clone() };
        Mark { kind: MarkKind::Portion, span: text.span, content: vec![Inline::Text(text)] }
    };
    said.filter(|(_, value)| !value.text.trim().is_empty()).map(mark).collect()
}

/// Returns what an applicability compares, in words (S1000D 7.8): `type = Mountain bicycle and (model = Mk1 or …)`.
fn compared(rule: Element) -> String {
    match rule.name() {
        "assert" => {
            let of = |name: &str| rule.attribute(name).map(|value| value.text.trim().to_owned());
            match (of("applicPropertyIdent"), of("applicPropertyValues")) {
                (Some(property), Some(values)) => format!("{property} = {}", values.replace('|', " | ")),
                (property, values) => {
                    [property, values, Some(rule.words().into())].into_iter().flatten().collect::<Vec<_>>().join(" ")
                }
            }
        }
        "evaluate" => {
            let joint = rule.attribute("andOr").map_or("and", |joint| joint.as_str().trim()).to_owned();
            let parts = rule.elements().map(|part| match part.name() {
                "evaluate" if part.elements().nth(1).is_some() => format!("({})", compared(part)),
                _ => compared(part),
            });
            parts.collect::<Vec<_>>().join(&format!(" {joint} "))
        }
        _ => rule.words().into(),
    }
}
