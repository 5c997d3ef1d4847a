//! Links to other modules and publications.

use ecow::EcoString;

use super::super::flow::Flow;
use super::super::tree::Element;
use super::Reading;
use super::identity;
use super::problem::NO_CODE;
use crate::diagnostic::Diagnostic;
use crate::model::inline::{Destination, Inline, Link, Text};

impl<'t> Reading<'t> {
    /// Adds a reference to a data module or a publication module: a link that shows the title, where the reference has
    /// it, and the code.
    pub(super) fn module(&mut self, element: Element<'t>, flow: &mut Flow) {
        let ident = element.elements().find(|part| part.name().ends_with("RefIdent"));
        let mut own = Flow::new();
        let Some(code) = ident.and_then(identity::code) else {
            let message = format!("the code of a `{}` is incomplete", element.name());
            let finding = Diagnostic::new(&NO_CODE, element.tag(), message).label("leads nowhere");
            self.diagnostics.push(finding.help("write the model identification, the system and the information code"));
            element.elements().for_each(|part| self.flow_words(part, &mut own));
            own.finish().into_iter().for_each(|inline| flow.push(inline));
            return;
        };
        let issue = ident.and_then(identity::issue);
        let mut beside = flow.inner();
        for items in element.elements().filter(|part| part.name().ends_with("RefAddressItems")) {
            self.address(items, &mut own, &mut beside);
        }
        for behaviour in element.elements().filter(|part| !part.name().contains("Ref")) {
            self.flow_words(behaviour, &mut beside);
        }
        let destination = Destination::Id {
            kind: None,
            id: code.text.clone(),
            fragment: element.attribute("referredFragment").map(|fragment| fragment.text.clone()),
            issue: issue.map(|issue| issue.text),
        };
        let content = own.finish();
        let is_bare = content.is_empty();
        let (written, title, span) = (code.text.clone(), EcoString::new(), element.span());
        flow.push(Inline::Link(Box::new(Link { destination, written, title, content, span })));
        // On paper, the code is what finds the module.
        if !is_bare {
            flow.part();
            flow.push(Inline::Code(code));
        }
        let beside = beside.finish();
        if !beside.is_empty() {
            flow.part();
            beside.into_iter().for_each(|inline| flow.push(inline));
        }
    }

    /// Adds what a reference says of its target: the title, and a date beside it.
    fn address(&mut self, items: Element<'t>, title: &mut Flow, flow: &mut Flow) {
        for part in items.elements() {
            match part.name() {
                "dmTitle" | "pmTitle" | "scormContentPackageTitle" if title.is_empty() => self.title_of(part, title),
                "issueDate" => {
                    if let Some(date) = identity::date(items) {
                        flow.part();
                        flow.push(Inline::Text(date));
                    }
                }
                _ => self.flow_words(part, flow),
            }
        }
    }

    /// Adds a title: the name of what it is about, and of what it says of that (S1000D 4.3.10).
    pub(super) fn title_of(&mut self, title: Element<'t>, flow: &mut Flow) {
        let mut first = true;
        for part in title.elements() {
            if !first {
                // As S1000D shows it: `Tire - Fill with air`.
                let dash = if part.name() == "infoNameVariant" { ", " } else { " - " };
                flow.push(Inline::Text(Text::new(dash, part.tag().part(0, 0))));
            }
            first = false;
            let words = self.inlines(part);
            words.into_iter().for_each(|inline| flow.push(inline));
        }
        if first {
            self.flow_all(title, flow);
        }
    }

    /// Adds a publication that is no module: its code and its title.
    pub(super) fn external(&mut self, element: Element<'t>, flow: &mut Flow) {
        flow.part();
        for part in element.elements() {
            self.flow_words(part, flow);
        }
        flow.part();
    }

    /// Adds the words of an element and of all that it holds, apart from one another.
    pub(super) fn flow_words(&mut self, element: Element<'t>, flow: &mut Flow) {
        self.report(element);
        if element.elements().next().is_none() {
            flow.part();
            self.flow_all(element, flow);
            self.attributes_beside(element, flow);
            flow.part();
            return;
        }
        self.attributes_beside(element, flow);
        for child in element.children() {
            match child {
                super::Child::Element(inner) if super::vocabulary::is_inline(inner.name()) => self.flow(child, flow),
                super::Child::Element(inner) => self.flow_words(inner, flow),
                super::Child::Text(_) => self.flow(child, flow),
            }
        }
        flow.part();
    }
}
