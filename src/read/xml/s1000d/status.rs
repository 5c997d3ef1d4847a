//! What a module says of itself: identification and status (S1000D 3.9.5.1).

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::inline::words_of;
use super::mark::MARKING;
use super::problem::NO_CODE;
use super::vocabulary::called;
use super::{Reading, identity};
use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::document::{Metadata, Status};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Change, Run};

/// What a security classification is called (S1000D 3.9.6.1); other numbers are the project's own.
const CLASSIFICATIONS: &[(&str, &str)] =
    &[("01", "unclassified"), ("02", "restricted"), ("03", "confidential"), ("04", "secret"), ("05", "top-secret")];

impl<'t> Reading<'t> {
    /// Reads the section into metadata; what metadata have no place for becomes blocks.
    pub(super) fn status(&mut self, section: Element<'t>, metadata: &mut Metadata, blocks: &mut Vec<Block>) {
        let mut rest = Vec::new();
        for part in section.elements() {
            match part.name() {
                name if name.ends_with("Address") => self.address_of_module(part, metadata, &mut rest),
                name if name.ends_with("Status") => self.status_of_module(part, metadata, &mut rest),
                _ => rest.push(part),
            }
        }
        if metadata.id.is_none() {
            let message = "the module has no complete code";
            let finding = Diagnostic::new(&NO_CODE, section.tag(), message).label("no identifier");
            self.diagnostics.push(finding.help("write all attributes of `dmCode` or `pmCode`"));
        }
        for child in section.children() {
            if let Child::Text(_) = child {
                self.keep(child, blocks);
            }
        }
        // What is within the words of the status marks no part of the content.
        self.marks.clear();
        let mut fields = Vec::new();
        for part in rest {
            if self.is_section(part) {
                blocks.extend(self.list_of(std::mem::take(&mut fields)));
                let mut inner = self.section(part, 3);
                blocks.append(&mut inner);
            } else {
                fields.push(part);
            }
        }
        blocks.extend(self.list_of(fields));
    }

    fn address_of_module(&mut self, address: Element<'t>, metadata: &mut Metadata, rest: &mut Vec<Element<'t>>) {
        for part in address.elements() {
            match part.name() {
                name if name.ends_with("Ident") => {
                    metadata.id = identity::code(part);
                    metadata.issue = identity::issue(part);
                    metadata.language = identity::language(part);
                    rest.extend(part.elements().filter(|part| {
                        let known = matches!(part.name(), "language" | "issueInfo" | "identExtension");
                        !known && !part.name().ends_with("Code")
                    }));
                }
                "dmAddressItems"
                | "pmAddressItems"
                | "scormContentPackageAddressItems"
                | "dmlAddressItems"
                | "ddnAddressItems"
                | "commentAddressItems" => {
                    metadata.date = identity::date(part);
                    for item in part.elements() {
                        match item.name() {
                            "dmTitle" | "pmTitle" | "scormContentPackageTitle" | "commentTitle"
                                if metadata.title.is_empty() =>
                            {
                                let mut flow = Flow::new();
                                self.title_of(item, &mut flow);
                                metadata.title = flow.finish();
                            }
                            "issueDate" => {}
                            _ => rest.push(item),
                        }
                    }
                }
                _ => rest.push(part),
            }
        }
    }

    fn status_of_module(&mut self, status: Element<'t>, metadata: &mut Metadata, rest: &mut Vec<Element<'t>>) {
        let released = metadata.issue.as_ref().is_none_or(|issue| !identity::is_in_work(&issue.text));
        if !released {
            metadata.status = Some(Status::Draft);
        }
        if let Some(kind) = status.attributes().iter().find(|attribute| attribute.name == "issueType") {
            if kind.value.text.trim() == "deleted" {
                metadata.status = Some(Status::Superseded);
            }
            self.fact(Text::decoded(called(kind.name), kind.name_span, kind.name), kind.value.clone(), metadata);
        }
        for part in status.elements() {
            match part.name() {
                "security" => self.security(part, metadata),
                "responsiblePartnerCompany" | "originator" => {
                    let enterprise = self.enterprise(part);
                    if let Some(name) = enterprise.clone().filter(|_| part.name() == "originator") {
                        metadata.authors.push(name);
                    } else if let Some(enterprise) = enterprise {
                        self.fact(self.name_of(part), enterprise, metadata);
                    }
                }
                "applic" if metadata.applicability.condition.is_none() => {
                    metadata.applicability.condition = self.applicability_text(part);
                }
                "qualityAssurance" => {
                    self.verification(part, released, metadata);
                    rest.push(part);
                }
                "reasonForUpdate" => {
                    let mut flow = Flow::new();
                    part.elements().for_each(|inner| self.flow_words(inner, &mut flow));
                    let (issue, date) = (metadata.issue.clone(), metadata.date.clone());
                    metadata.history.push(Change { issue, date, author: None, reason: flow.finish() });
                    rest.push(part);
                }
                _ => rest.push(part),
            }
        }
    }

    fn fact(&self, key: Text, value: Text, metadata: &mut Metadata) {
        metadata.other.push((key, value));
    }

    /// Reads the marking of a module (S1000D 4.5.4).
    fn security(&mut self, security: Element<'t>, metadata: &mut Metadata) {
        metadata.classification = security.attribute(MARKING).map(classification);
        metadata.caveats = security.attribute("caveat").filter(|caveat| !caveat.text.trim().is_empty()).cloned();
        let commercial = security.attributes().iter().find(|attribute| attribute.name == "commercialClassification");
        if let Some(commercial) = commercial {
            let name = Text::decoded(called(commercial.name), commercial.name_span, commercial.name);
            self.fact(name, commercial.value.clone(), metadata);
        }
    }

    /// Returns the name of an enterprise, else its code.
    fn enterprise(&self, element: Element<'t>) -> Option<Text> {
        if element.has_text() {
            let named = element.named("enterpriseName").next().unwrap_or(element);
            return Some(words_of(named, self.source.slice(named.span())));
        }
        element.attribute("enterpriseCode").cloned()
    }

    /// Reads how far a module was verified (S1000D 4.5.7): who did so on the product has shown that it works.
    fn verification(&mut self, assurance: Element<'t>, released: bool, metadata: &mut Metadata) {
        for verified in assurance.elements().filter(|part| part.name().ends_with("Verification")) {
            let means = verified.attribute("verificationType").cloned();
            let name = self.name_of(verified);
            metadata.validation.push(Run {
                means,
                config: None,
                issue: metadata.issue.clone(),
                date: metadata.date.clone(),
                result: None,
                content: vec![Inline::Text(name)],
            });
            if released && metadata.status.is_none() {
                metadata.status = Some(Status::Validated);
            }
        }
    }
}

/// Returns what a security classification is called, the number itself where the standard has no name for it.
pub(super) fn classification(number: &Text) -> Text {
    match CLASSIFICATIONS.iter().find(|(known, _)| *known == number.text.trim()) {
        Some((_, word)) => Text::decoded(*word, number.span, number.as_str()),
        None => number.clone(),
    }
}
