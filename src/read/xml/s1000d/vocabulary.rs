//! The names of S1000D: what they are called on a page, and which there are.

use ecow::EcoString;

/// What stands within a line.
const INLINE: &[&str] = &[
    "accessPointRef",
    "acronym",
    "acronymTerm",
    "changeInline",
    "circuitBreakerRef",
    "controlIndicatorRef",
    "dmRef",
    "emphasis",
    "externalPubRef",
    "footnote",
    "footnoteRef",
    "functionalItemRef",
    "indexFlag",
    "inlineSignificantData",
    "internalRef",
    "pmRef",
    "quantity",
    "quantityGroup",
    "quantityTolerance",
    "quantityValue",
    "scormContentPackageRef",
    "subScript",
    "superScript",
    "symbol",
    "verbatimText",
    "footnoteRemarks",
    "identNumber",
    "supplyRef",
    "toolRef",
    "zoneRef",
    "partRef",
    "materialSetRef",
    "catalogSeqNumberRef",
    "functionalPhysicalAreaRef",
    "enterpriseRef",
    "hazardRef",
    "warningRef",
    "cautionRef",
    "variableRef",
    "ciBatteryRef",
    "learningRef",
];

/// What stands by itself, and has a reader of its own.
const BLOCKS: &[&str] = &[
    "attentionListItemPara",
    "attentionRandomList",
    "attentionSequentialList",
    "caution",
    "cautionPara",
    "copyrightPara",
    "definitionList",
    "figure",
    "figureAlts",
    "foldout",
    "levelledPara",
    "levelledParaAlts",
    "multimedia",
    "multimediaAlts",
    "note",
    "notePara",
    "para",
    "paraBasic",
    "proceduralStep",
    "proceduralStepAlts",
    "randomList",
    "sequentialList",
    "simplePara",
    "table",
    "title",
    "warning",
    "warningAndCautionPara",
    "warningPara",
    "illustratedPartsCatalog",
    "crewDrillStep",
    "isolationStep",
    "isolationProcedureEnd",
    "captionGroup",
    "caption",
    "preliminaryRqmts",
    "closeRqmts",
    "legend",
    "refs",
    "graphic",
    "footnote",
    "commonInfoDescrPara",
];

/// What an element says by being there, where it is in no list above: `name` and its name on a page.
const CALLED: &[(&str, &str)] = &[
    ("reqCondGroup", "Required conditions"),
    ("reqPersons", "Required persons"),
    ("reqTechInfoGroup", "Required technical information"),
    ("reqSupportEquips", "Required support equipment"),
    ("reqSupplies", "Required supplies"),
    ("reqSpares", "Required spares"),
    ("reqSafety", "Safety conditions"),
    ("preliminaryRqmts", "Preliminary requirements"),
    ("closeRqmts", "Requirements after job completion"),
    ("productionMaintData", "Production maintenance data"),
    ("faultDescr", "Fault description"),
    ("descr", "Description"),
    ("dmStatus", "Status"),
    ("pmStatus", "Status"),
    ("refs", "References"),
    ("lru", "Line replaceable unit"),
    ("applicCrossRefTable", "Applicability cross-reference table"),
    ("condCrossRefTable", "Conditions cross-reference table"),
    ("productCrossRefTable", "Products cross-reference table"),
    ("brex", "Business rules exchange"),
    ("sb", "Service bulletin"),
    ("brexDmRef", "Business rules exchange"),
    ("applic", "Applicability"),
    ("referencedApplicGroup", "Applicability"),
    ("referencedApplicGroupRef", "Applicability"),
    ("quantityPerNextHigherAssy", "Quantity per next higher assembly"),
    ("reqQuantity", "Quantity"),
    ("identNumber", "Part"),
];

/// The other elements of issues 4.0 to 6, each once, with spaces between.
const OTHERS: &str = include_str!("vocabulary.txt");

/// Tells whether an element stands within a line.
pub(super) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Tells whether an element stands by itself and has a reader of its own.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Tells whether S1000D has an element of this name.
pub(super) fn is_known(name: &str) -> bool {
    let others = || OTHERS.split_ascii_whitespace().any(|known| known == name);
    is_inline(name) || is_block(name) || CALLED.iter().any(|(known, _)| *known == name) || others()
}

/// Returns what an element or an attribute is called on a page: its name in words.
pub(super) fn called(name: &str) -> EcoString {
    if let Some((_, called)) = CALLED.iter().find(|(known, _)| *known == name) {
        return (*called).into();
    }
    // The parts of names that say only in which schema they are.
    let of_schema = |rest: &&str| rest.starts_with(char::is_uppercase);
    let name =
        ["lc", "sb", "rdf"].iter().find_map(|prefix| name.strip_prefix(prefix).filter(of_schema)).unwrap_or(name);
    words(name)
}

/// Cuts a name into words: `quantityPerNextHigherAssy` is “Quantity per next higher assy”.
fn words(name: &str) -> EcoString {
    let characters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(at + 1);
        let begins = character.is_uppercase()
            && (before.is_some_and(|before| !before.is_uppercase()) || after.is_some_and(|after| after.is_lowercase()));
        if begins && at > 0 {
            out.push(' ');
        }
        let is_short = character.is_uppercase()
            && (after.is_some_and(|after| after.is_uppercase()) || before.is_some_and(|before| before.is_uppercase()));
        match (at, is_short) {
            (0, _) => out.extend(character.to_uppercase()),
            (_, true) => out.push(*character),
            _ => out.extend(character.to_lowercase()),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn names_become_words() {
        assert_eq!(called("manufacturerCode"), "Manufacturer code");
        assert_eq!(called("responsiblePartnerCompany"), "Responsible partner company");
        assert_eq!(called("lcObjectiveItem"), "Objective item");
        assert_eq!(called("reqCondDM"), "Req cond DM");
        assert_eq!(called("itemOriginator"), "Item originator");
        assert_eq!(called("x"), "X");
    }
}
