//! Codes, issues and languages, as S1000D writes them: each in attributes.

use ecow::{EcoString, eco_format};

use super::super::tree::Element;
use crate::model::inline::Text;

/// Returns the data module code of a `dmCode` (S1000D 4.3), as in the names of files but without `DMC-`; nothing where
/// parts are missing that every code has.
pub(super) fn dm_code(code: Element) -> Option<EcoString> {
    let part = |name: &str| code.attribute(name).map(|value| value.as_str().trim()).unwrap_or_default();
    let (model, difference, system) = (part("modelIdentCode"), part("systemDiffCode"), part("systemCode"));
    let (info, location) = (part("infoCode"), part("itemLocationCode"));
    if [model, system, info].iter().any(|part| part.is_empty()) {
        return None;
    }
    let mut text = eco_format!(
        "{model}-{difference}-{system}-{}{}-{}-{}{}-{info}{}-{location}",
        part("subSystemCode"),
        part("subSubSystemCode"),
        part("assyCode"),
        part("disassyCode"),
        part("disassyCodeVariant"),
        part("infoCodeVariant"),
    );
    let learn = [part("learnCode"), part("learnEventCode")].concat();
    if !learn.is_empty() {
        text.push('-');
        text.push_str(&learn);
    }
    Some(text)
}

/// Returns the code of a publication module (S1000D 4.9.1) or of another list that is numbered as one.
pub(super) fn pm_code(code: Element) -> Option<EcoString> {
    const PARTS: &[&str] = &[
        "modelIdentCode",
        "senderIdent",
        "receiverIdent",
        "pmIssuer",
        "scormContentPackageIssuer",
        "dmlType",
        "commentType",
        "yearOfDataIssue",
        "seqNumber",
        "pmNumber",
        "scormContentPackageNumber",
        "pmVolume",
        "scormContentPackageVolume",
    ];
    let parts: Vec<&str> =
        PARTS.iter().filter_map(|name| code.attribute(name)).map(|value| value.as_str().trim()).collect();
    (parts.len() >= 2 && parts.iter().all(|part| !part.is_empty())).then(|| parts.join("-").into())
}

/// Returns the code that a `dmIdent`, a `dmRefIdent` or another identity gives, with its extension before it
/// (S1000D 4.3.11), and the place where it is written.
pub(super) fn code(ident: Element) -> Option<Text> {
    let code = ident.elements().find(|part| part.name().ends_with("Code"))?;
    let is_module = code.name() == "dmCode" || code.attribute("systemCode").is_some();
    let text = if is_module { dm_code(code)? } else { pm_code(code)? };
    // An update of a module bears the module's code, after what it is.
    let text = match code.attribute("objectIdentCode") {
        Some(object) => eco_format!("{}-{text}", object.text.trim()),
        None => text,
    };
    let text = match ident.named("identExtension").next() {
        Some(extension) => {
            let part = |name: &str| extension.attribute(name).map(Text::as_str).unwrap_or_default().to_owned();
            eco_format!("{}-{}-{text}", part("extensionProducer"), part("extensionCode"))
        }
        None => text,
    };
    Some(in_attributes(text, code))
}

/// Returns the issue of an `issueInfo`: the issue number and the inwork number, as `007-00`.
pub(super) fn issue(ident: Element) -> Option<Text> {
    let info = ident.named("issueInfo").next()?;
    let number = info.attribute("issueNumber")?;
    let text = match info.attribute("inWork") {
        Some(inwork) => eco_format!("{}-{}", number.text.trim(), inwork.text.trim()),
        None => number.text.trim().into(),
    };
    Some(in_attributes(text, info))
}

/// Tells whether an issue is in work: not yet released (S1000D 4.5.1).
pub(super) fn is_in_work(issue: &str) -> bool {
    issue.split_once('-').is_some_and(|(_, inwork)| inwork.bytes().any(|digit| digit != b'0'))
}

/// Returns the language of a `language`, as BCP 47 writes it; `sx` is English of the simplified kind (S1000D 4.5.2).
pub(super) fn language(ident: Element) -> Option<Text> {
    let language = ident.named("language").next()?;
    let of = |name: &str| language.attribute(name).map(|value| value.as_str().trim().to_owned());
    let code = of("languageIsoCode").filter(|code| !code.is_empty())?.to_lowercase();
    let code = if code == "sx" { "en".to_owned() } else { code };
    let text = match of("countryIsoCode").filter(|country| !country.is_empty()) {
        Some(country) => format!("{code}-{}", country.to_uppercase()),
        None => code,
    };
    Some(in_attributes(text.into(), language))
}

/// Returns a date of `issueDate`, as ISO 8601 writes it.
pub(super) fn date(items: Element) -> Option<Text> {
    let date = items.named("issueDate").next()?;
    let part = |name: &str| date.attribute(name).map(|value| value.as_str().trim()).unwrap_or_default();
    let (year, month, day) = (part("year"), part("month"), part("day"));
    (!year.is_empty() && !month.is_empty() && !day.is_empty())
        .then(|| in_attributes(eco_format!("{year}-{month:0>2}-{day:0>2}"), date))
}

/// Returns the number of a part that a `catalogSeqNumberRef` leads to: the system, the figure and the item.
pub(super) fn part_number(reference: Element) -> EcoString {
    let part = |name: &str| reference.attribute(name).map(|value| value.as_str().trim()).unwrap_or_default();
    if let Some(whole) = reference.attribute("catalogSeqNumberValue") {
        return whole.text.trim().into();
    }
    let parts = [
        part("modelIdentCode").to_owned(),
        part("systemDiffCode").to_owned(),
        part("systemCode").to_owned(),
        [part("subSystemCode"), part("subSubSystemCode")].concat(),
        part("assyCode").to_owned(),
        [part("figureNumber"), part("figureNumberVariant")].concat(),
        [part("item"), part("itemVariant")].concat(),
        part("itemSeqNumberValue").to_owned(),
        part("itemLocationCode").to_owned(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-").into()
}

/// Makes a text of what the attributes of an element say together: its place is the tag.
pub(super) fn in_attributes(text: EcoString, element: Element) -> Text {
    let span = element.tag();
    // No tag is as long as what its attributes say, and says the same.
    if text.len() == span.len() { Text::new(text, span.part(0, 0)) } else { Text::new(text, span) }
}
