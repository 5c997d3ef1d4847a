//! Running text: what may stand within a line of an S1000D module.

use ecow::EcoString;

use super::super::flow::Flow;
use super::super::tree::{Attribute, Child, Element, collapse, resolved};
use super::mark::portion;
use super::vocabulary::{called, is_inline};
use super::{Reading, identity};
use crate::model::block::{Block, Footnote};
use crate::model::inline::{Abbreviation, Destination, Inline, Link, Text};

impl<'t> Reading<'t> {
    /// Reads what an element holds as running text.
    pub(super) fn inlines(&mut self, element: Element<'t>) -> Vec<Inline> {
        let mut flow = Flow::new();
        self.flow_all(element, &mut flow);
        flow.finish()
    }

    /// Adds what an element holds to running text.
    pub(super) fn flow_all(&mut self, element: Element<'t>, flow: &mut Flow) {
        for child in element.children() {
            self.flow(child, flow);
        }
    }

    /// Adds something to running text.
    pub(super) fn flow(&mut self, child: Child<'t>, flow: &mut Flow) {
        match child {
            Child::Text(text) => flow.text(text),
            Child::Element(element) => {
                if element.name() != "internalRef" {
                    self.anchor(element, flow);
                }
                let mut marks = self.applies(element);
                marks.append(&mut self.changes(element));
                self.marks.append(&mut marks);
                self.flow_element(element, flow);
            }
        }
    }

    /// Adds the place of an element that has a name.
    pub(super) fn anchor(&mut self, element: Element<'t>, flow: &mut Flow) {
        if let Some(id) = element.attribute("id").filter(|id| !id.text.is_empty()) {
            flow.add(Inline::Anchor(id.text.clone()));
        }
    }

    fn flow_element(&mut self, element: Element<'t>, flow: &mut Flow) {
        match element.name() {
            "emphasis" => {
                let inner = self.within(element, flow);
                if inner.is_empty() {
                    return;
                }
                // S1000D 3.9.6.1, `emphasisType`: bold, italic, underlined, overlined, struck out.
                flow.add(match element.attribute("emphasisType").map(|kind| kind.as_str()) {
                    Some("em05") => Inline::Strikethrough(inner),
                    Some("em02" | "em03" | "em04") => Inline::Emphasis(inner),
                    _ => Inline::Strong(inner),
                });
            }
            "verbatimText" => {
                let written = element.words();
                let raw = self.source.slice(element.span());
                flow.push(Inline::Code(resolved(written, raw, element.span())));
            }
            "internalRef" => self.internal(element, flow),
            "footnoteRef" => self.footnote_mark(element, flow),
            "dmRef" | "pmRef" | "scormContentPackageRef" => self.module(element, flow),
            "externalPubRef" => self.external(element, flow),
            "footnote" => self.footnote(element, flow),
            "acronym" => self.acronym(element, flow),
            "symbol" | "graphic" | "multimediaObject" => {
                if let Some(picture) = self.picture(element) {
                    flow.push(picture);
                }
                self.flow_all(element, flow);
            }
            "quantity" | "quantityGroup" | "quantityTolerance" | "quantityValue" => {
                let sign = element.attribute("quantityToleranceType").map(|kind| kind.as_str());
                if let (Some(sign), Some(kind)) = (sign.and_then(sign_of), element.attribute("quantityToleranceType")) {
                    flow.part();
                    flow.push(Inline::Text(Text::decoded(sign, kind.span, kind.as_str())));
                }
                self.flow_all(element, flow);
                self.unit(element, flow);
            }
            "subScript"
            | "superScript"
            | "changeInline"
            | "inlineSignificantData"
            | "acronymTerm"
            | "acronymDefinition" => self.flow_all(element, flow),
            "warningRef" | "cautionRef" => self.safety_mark(element, flow),
            "catalogSeqNumberRef" => {
                flow.part();
                flow.push(Inline::Text(identity::in_attributes(identity::part_number(element), element)));
                flow.part();
                self.flow_all(element, flow);
            }
            name => {
                self.report(element);
                flow_part_if(!is_inline(name), flow);
                self.flow_all(element, flow);
                self.attributes_beside_marks(element, flow);
                flow_part_if(!is_inline(name), flow);
            }
        }
    }

    /// Adds the unit that a quantity gives in an attribute.
    pub(super) fn unit(&mut self, element: Element<'t>, flow: &mut Flow) {
        let units = element.attributes().iter().filter(|attribute| attribute.name.ends_with("nitOfMeasure"));
        for unit in units.filter(|unit| !unit.value.text.trim().is_empty()) {
            flow.part();
            flow.push(Inline::Text(unit.value.clone()));
        }
    }

    /// Reads what an element within running text holds: its spaces belong to the whole.
    fn within(&mut self, element: Element<'t>, flow: &mut Flow) -> Vec<Inline> {
        let mut inner = flow.inner();
        self.flow_all(element, &mut inner);
        flow.close(inner)
    }

    /// Adds the values of the attributes that say something, each after what it is called where its element has words
    /// of its own or several of them.
    pub(super) fn attributes_beside(&mut self, element: Element<'t>, flow: &mut Flow) {
        let said = element.attributes().iter().filter(|attribute| is_said(attribute.name));
        self.attributes_of(element, said.collect(), flow);
    }

    /// Adds them without those that the marks of the element say.
    pub(super) fn attributes_beside_marks(&mut self, element: Element<'t>, flow: &mut Flow) {
        let marks = portion(element);
        let is_marked = |attribute: &Attribute| marks.iter().any(|mark| mark.span.start == attribute.value.span.start);
        let said = element.attributes().iter().filter(|attribute| is_said(attribute.name) && !is_marked(attribute));
        self.attributes_of(element, said.collect(), flow);
    }

    fn attributes_of(&mut self, element: Element<'t>, said: Vec<&'t Attribute<'t>>, flow: &mut Flow) {
        let any = !said.is_empty();
        let alone = said.len() == 1 && !element.has_text();
        for attribute in said.into_iter().filter(|attribute| !attribute.value.text.trim().is_empty()) {
            flow.part();
            if attribute.name.ends_with("nitOfMeasure") {
                flow.push(Inline::Text(attribute.value.clone()));
                continue;
            }
            // `quantityType` of `quantity` is its type; `twistingType` of `twist` is no `ingType`.
            let rest = attribute.name.strip_prefix(element.name());
            let rest = rest.filter(|rest| !rest.starts_with(char::is_lowercase)).unwrap_or(attribute.name);
            if !(alone && is_plain(rest)) {
                let name = Text::decoded(called(rest), attribute.name_span, attribute.name);
                flow.push(Inline::Emphasis(vec![Inline::Text(name)]));
                flow.part();
            }
            flow.push(self.value(attribute));
        }
        if any {
            flow.part();
        }
    }

    /// Returns the value of an attribute; where it names a place of the module, as a link.
    fn value(&self, attribute: &Attribute<'t>) -> Inline {
        let id = &attribute.value.text;
        if !attribute.name.ends_with("RefId") || !self.named.places.contains(id.as_str()) {
            return Inline::Text(attribute.value.clone());
        }
        let destination = Destination::File { path: EcoString::new(), anchor: Some(id.clone()) };
        let (written, title) = (ecow::eco_format!("#{id}"), EcoString::new());
        let content = vec![Inline::Text(attribute.value.clone())];
        Inline::Link(Box::new(Link { destination, written, title, content, span: attribute.value.span }))
    }

    fn internal(&mut self, element: Element<'t>, flow: &mut Flow) {
        let content = self.within(element, flow);
        let Some(id) = element.attribute("internalRefId") else {
            content.into_iter().for_each(|inline| flow.add(inline));
            return;
        };
        let destination = Destination::File { path: EcoString::new(), anchor: Some(id.text.clone()) };
        let written = ecow::eco_format!("#{}", id.text);
        let is_bare = content.is_empty();
        // What has a name is shown by it.
        let thing = self.named.things.get(id.as_str()).and_then(|thing| thing.named("name").next());
        let content = match thing.filter(|_| is_bare) {
            Some(name) => vec![Inline::Text(Text::new(name.words(), element.tag().part(0, 0)))],
            None => content,
        };
        let link = Link { destination, written, title: EcoString::new(), content, span: element.span() };
        match is_bare {
            true => flow.push(Inline::Link(Box::new(link))),
            false => flow.add(Inline::Link(Box::new(link))),
        }
    }

    fn footnote_mark(&mut self, element: Element<'t>, flow: &mut Flow) {
        match element.attribute("internalRefId") {
            Some(id) if self.named.footnotes.contains(id.as_str()) => flow.push(Inline::FootnoteReference(id.clone())),
            // A mark that leads nowhere is seen as any other link.
            _ => self.internal(element, flow),
        }
    }

    /// Reads a footnote: its mark stays here, its text stands below.
    pub(super) fn footnote(&mut self, element: Element<'t>, flow: &mut Flow) {
        let label = match element.attribute("id") {
            Some(id) => id.clone(),
            None => {
                self.count += 1;
                Text::new(ecow::eco_format!("footnote-{}", self.count), element.tag().part(0, 0))
            }
        };
        flow.push(Inline::FootnoteReference(label.clone()));
        let blocks = self.blocks(element, 6);
        self.footnotes.push(Block::Footnote(Footnote { label, blocks }));
    }

    fn acronym(&mut self, element: Element<'t>, flow: &mut Flow) {
        let part = |name: &str| element.named(name).next().filter(|part| part.has_text());
        let plain = |element: Element| element.elements().all(|inner| matches!(inner.name(), "para" | "simplePara"));
        match (part("acronymTerm"), part("acronymDefinition")) {
            (Some(short), Some(expansion)) if plain(short) && plain(expansion) => {
                let text =
                    |element: Element| resolved(element.words(), self.source.slice(element.span()), element.span());
                let (short, expansion) = (text(short), text(expansion));
                flow.push(Inline::Abbreviation(Box::new(Abbreviation { short, expansion })));
            }
            _ => self.flow_all(element, flow),
        }
    }

    /// Returns the name of an element as a text on the page.
    pub(super) fn name_of(&self, element: Element<'t>) -> Text {
        let tag = self.source.slice(element.tag());
        let at = tag.find(element.name()).unwrap_or(0);
        let place = element.tag().part(at, at + element.name().len());
        Text::decoded(called(element.name()), place, element.name())
    }
}

fn flow_part_if(apart: bool, flow: &mut Flow) {
    if apart {
        flow.part();
    }
}

/// Tells whether an attribute says something to a reader: it is no name, link or mark, and nothing about the look.
pub(super) fn is_said(name: &str) -> bool {
    const SILENT: &[&str] = &[
        "id",
        "applicRefId",
        "changeMark",
        "changeType",
        "reasonForUpdateRefIds",
        "warningRefs",
        "cautionRefs",
        "controlAuthorityRefs",
        "internalRefId",
        "internalRefTargetType",
        "emphasisType",
        "listItemPrefix",
        "significantParaDataType",
        "quantityType",
        "quantityToleranceType",
        "derivativeClassificationRefId",
        "authorityName",
        "keepWithNext",
        "independentCheck",
        "frame",
        "colsep",
        "rowsep",
        "pgwide",
        "orient",
        "tabstyle",
        "tocentry",
        "infoEntityIdent",
    ];
    let of_xml =
        name.split_once(':').map_or(name == "xmlns", |(prefix, _)| matches!(prefix, "xml" | "xmlns" | "xsi" | "xlink"));
    !of_xml && !SILENT.contains(&name)
}

/// Tells whether what is left of an attribute's name says no more than that of its element.
fn is_plain(rest: &str) -> bool {
    matches!(rest, "" | "Value" | "Code" | "Number" | "Ident" | "Name" | "Type" | "Id")
}

/// Returns the sign of a tolerance (S1000D 3.9.6.1, `quantityToleranceType`).
fn sign_of(kind: &str) -> Option<&'static str> {
    match kind {
        "plus" => Some("+"),
        "minus" => Some("−"),
        "plusorminus" => Some("±"),
        _ => None,
    }
}

/// Returns words of an element as one text.
pub(super) fn words_of(element: Element, source: &str) -> Text {
    resolved(collapse(&element.words()), source, element.span())
}
