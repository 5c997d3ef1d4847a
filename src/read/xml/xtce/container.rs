//! Packets and frames: what they carry, and by what they are told from one another.

use ecow::EcoString;

use super::criteria::criteria;
use super::{Reading, aliases, long, short, within};
use crate::model::database::{Container, ContainerEntry, EntryKind};
use crate::model::inline::Text;
use crate::read::xml::tree::Element;

/// What can be carried: the element, the attribute that names it, and what it is. XTCE 1.2, EntryListType and
/// CommandContainerEntryListType; elements and attributes of 1.0 and 1.1 are among them.
const ENTRIES: [(&str, &str, EntryKind); 10] = [
    ("ParameterRefEntry", "parameterRef", EntryKind::Parameter),
    ("ParameterSegmentRefEntry", "parameterRef", EntryKind::Parameter),
    ("ArrayParameterRefEntry", "parameterRef", EntryKind::Parameter),
    ("ContainerRefEntry", "containerRef", EntryKind::Container),
    ("ContainerSegmentRefEntry", "containerRef", EntryKind::Container),
    ("ArgumentRefEntry", "argumentRef", EntryKind::Argument),
    ("ArrayArgumentRefEntry", "argumentRef", EntryKind::Argument),
    ("FixedValueEntry", "name", EntryKind::Fixed),
    ("IndirectParameterRefEntry", "parameterRef", EntryKind::Parameter),
    ("StreamSegmentEntry", "streamRef", EntryKind::Fixed),
];

impl Reading {
    /// Reads a container, and what is declared within it.
    pub(super) fn container(&mut self, element: Element, system: &EcoString) {
        // Only what is on its own needs a name: the container of a telecommand is found by that.
        let named = element.attribute("name").filter(|name| !name.text.trim().is_empty()).cloned();
        let named = if element.name() == "SequenceContainer" { named.or_else(|| self.name(element)) } else { named };
        let Some(name) = named else { return };
        let base = within(element, "BaseContainer").into_iter().next();
        let restriction = base.and_then(|base| within(base, "RestrictionCriteria").into_iter().next());
        let criteria = restriction.map(|stated| criteria(stated, false)).filter(|stated| !stated.is_empty());
        let brief = short(element);
        let base = base.and_then(|base| self.demand(base, "containerRef"));
        self.parsed.containers.push(Container {
            name,
            system: system.clone(),
            aliases: aliases(element),
            is_abstract: element.attribute("abstract").is_some_and(|value| matches!(value.text.trim(), "true" | "1")),
            base,
            criteria: criteria.into_iter().collect(),
            entries: entries(element),
            description: if brief.is_empty() { long(element) } else { brief },
            span: element.span(),
        });
    }
}

fn entries(element: Element) -> Vec<ContainerEntry> {
    let lists = element.named("EntryList");
    let entry = |stated: Element| {
        let (_, attribute, kind) = ENTRIES.iter().find(|(name, ..)| *name == stated.name())?;
        let name = stated.attribute(attribute).or_else(|| named_within(stated));
        Some(ContainerEntry { kind: *kind, name: name?.clone() })
    };
    lists.flat_map(Element::elements).filter_map(entry).collect()
}

/// Returns the parameter that an element within names, as that of an indirect entry.
fn named_within<'t>(stated: Element<'t>) -> Option<&'t Text> {
    within(stated, "ParameterInstance").into_iter().find_map(|inner| inner.attribute("parameterRef"))
}
