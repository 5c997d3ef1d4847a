//! Modules of S1000D: what each text of a source says stands in its page, its PDF and the index, as often and in order.
//!
//! A source is cut by the scanner of this test into its parts (the title, the references, each group of requirements,
//! the steps, what follows, the status), and each part into its texts: the runs of characters between two tags. Every
//! run must stand in the page whole, after the run before it in its part; and no word may stand there that neither
//! the source nor opsdoc's own words have.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use opsdoc::pipeline::{self, Request, Silent};
use regex::Regex;

use super::xml::{self, Element, Node};
use super::{Random, article, text, text_of_pdf, units};
use crate::support;

struct Module {
    path: String,
    source: Element,
    html: String,
    pdf: Option<String>,
    indexed: String,
}

static BIKE: LazyLock<Option<Vec<Module>>> =
    LazyLock::new(|| support::data("s1000d-bike-4.1").map(|data| build(&data)));

fn build(docs: &Path) -> Vec<Module> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (output, index) = (folder.path().join("output"), folder.path().join("index"));
    let request =
        Request { docs: docs.to_owned(), output: output.clone(), index: index.clone(), html: true, pdf: true };
    let outcome = pipeline::build(&request, &Silent).expect("the set can be built");
    let bare = outcome.diagnostics.iter().filter(|found| found.lint.name == "plain-layout");
    assert_eq!(bare.count(), 0, "every module can be laid out");
    let manifest = std::fs::read_to_string(output.join("manifest.json")).expect("there is a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("the manifest is JSON");
    let tool = support::tool("pdftotext");
    let indexed = units(&index);
    let documents = manifest["documents"].as_array().expect("the manifest lists documents").iter();
    let module = |entry: &serde_json::Value| {
        let path = entry["source"].as_str().expect("a document has a source").to_owned();
        let made = |end: &str| -> PathBuf {
            let outputs = entry["outputs"].as_array().expect("a document has outputs");
            let mut paths = outputs.iter().filter_map(|made| made["path"].as_str());
            output.join(paths.find(|path| path.ends_with(end)).expect("a document has a page and a PDF"))
        };
        let bytes = std::fs::read(docs.join(&path)).expect("a source can be read");
        Module {
            source: xml::parse(&without_type(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}'))),
            html: article(&std::fs::read_to_string(made(".html")).expect("a page can be read")),
            pdf: tool.as_ref().map(|tool| text_of_pdf(tool, &made(".pdf"))),
            indexed: indexed.get(&path).cloned().unwrap_or_default(),
            path,
        }
    };
    documents.map(module).collect()
}

/// Returns a module without its document type: what it declares is no text.
fn without_type(text: &str) -> String {
    static TYPE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>").expect("a pattern"));
    TYPE.replace(text, "").into_owned()
}

/// What stands before the steps of a procedure in an order of its own, each part for itself.
const APART: &[&str] = &[
    "identAndStatusSection",
    "dmAddressItems",
    "dmStatus",
    "pmStatus",
    "dmTitle",
    "refs",
    "warningsAndCautionsRef",
    "referencedApplicGroup",
    "productionMaintData",
    "reqCondGroup",
    "reqPersons",
    "reqTechInfoGroup",
    "reqSupportEquips",
    "reqSupplies",
    "reqSpares",
    "reqSafety",
    "closeRqmts",
    "mainProcedure",
    "Description",
    "footnote",
    "identExtension",
    "catalogSeqNumber",
    "quantityPerNextHigherAssy",
    "updateIdentAndStatusSection",
    "responsiblePartnerCompany",
    "originator",
    "applic",
];

/// Cuts an element into parts, and each into its texts, without white space.
fn parts(element: &Element, parts: &mut Vec<Vec<String>>, current: usize) {
    for child in element.children() {
        match child {
            Node::Text(text) => {
                let text = bare(text);
                if !text.is_empty() {
                    parts[current].push(text);
                }
            }
            // `rdf:Description` holds what Dublin Core says of a module.
            Node::Element(inner) if APART.contains(&inner.name().trim_start_matches("rdf:")) => {
                parts.push(Vec::new());
                let own = parts.len() - 1;
                self::parts(inner, parts, own);
            }
            Node::Element(inner) => self::parts(inner, parts, current),
        }
    }
}

/// Returns a text without white space, and without what has no shape.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"\u{ad}\u{200b}\u{2060}\u{feff}".contains(*c)).collect()
}

/// Tells whether the texts of a part stand in a page, one after the other; says which does not.
fn follow(part: &[String], page: &str, broken: bool) -> Result<(), String> {
    let mut at = 0;
    for (number, text) in part.iter().enumerate() {
        let rest = page.get(at..).unwrap_or_default();
        let found = rest.find(text.as_str()).map(|from| at + from + text.len());
        // A text may go on on the next page, after the rest of the row that it stands in.
        let found = found.or_else(|| if broken { in_two(text, page, at) } else { None });
        match found {
            Some(end) => at = end,
            None => {
                let after = number.checked_sub(1).and_then(|before| part.get(before)).map_or("", String::as_str);
                return Err(format!("`{text}` does not stand after `{after}`"));
            }
        }
    }
    Ok(())
}

fn in_two(text: &str, page: &str, from: usize) -> Option<usize> {
    let cuts = text.char_indices().map(|(at, _)| at).skip(1);
    for cut in cuts.collect::<Vec<_>>().into_iter().rev() {
        let (first, last) = text.split_at(cut);
        if let Some(at) = page.get(from..)?.find(first) {
            let after = from + at + first.len();
            return page.get(after..)?.find(last).map(|at| after + at + last.len());
        }
    }
    None
}

/// Counts the words of an element. What stands on both sides of a tag within a line is one word.
fn words(element: &Element, words: &mut BTreeMap<String, usize>) {
    let mut text = String::new();
    join(element, &mut text);
    for (word, count) in text::count(&text) {
        *words.entry(word).or_default() += count;
    }
}

fn join(element: &Element, text: &mut String) {
    for child in element.children() {
        match child {
            Node::Text(inner) => text.push_str(inner),
            Node::Element(inner) => {
                let apart = !matches!(inner.name(), "emphasis" | "subScript" | "superScript" | "changeInline");
                text.push_str(if apart { " " } else { "" });
                join(inner, text);
                text.push_str(if apart { " " } else { "" });
            }
        }
    }
}

/// Returns the words that stand in names and attributes: those that a page may say besides the source's texts.
fn named(element: &Element, known: &mut BTreeSet<String>) {
    let mut add = |text: &str| known.extend(text::count(text).into_keys().map(|word| word.to_lowercase()));
    let apart = |name: &str| -> String {
        static HUMP: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])").expect("a pattern"));
        HUMP.replace_all(name, "$1$3 $2$4").into_owned()
    };
    add(&apart(element.name()));
    for (name, value) in element.attributes() {
        add(&apart(name));
        add(value);
        // Codes are made of several attributes: `952` and `A` are `952A`.
        let of = |name: &str| element.attributes().get(name).cloned().unwrap_or_default();
        add(&(of("infoCode") + &of("infoCodeVariant")));
        add(&(of("disassyCode") + &of("disassyCodeVariant")));
        add(&(of("learnCode") + &of("learnEventCode")));
        add(&(of("subSystemCode") + &of("subSubSystemCode")));
        add(&(of("figureNumber") + &of("figureNumberVariant")));
    }
    for child in element.children() {
        if let Node::Element(inner) = child {
            named(inner, known);
        }
    }
}

/// The words that opsdoc writes itself, in code: those of the pages, and what elements of S1000D are called.
static OWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let sources = [
        include_str!("../../../src/render/words.rs"),
        include_str!("../../../src/read/xml/s1000d/vocabulary.rs"),
        include_str!("../../../src/read/xml/s1000d/parts.rs"),
        include_str!("../../../src/read/xml/s1000d/status.rs"),
        include_str!("../../../src/read/xml/s1000d/mod.rs"),
        include_str!("../../../src/read/xml/s1000d/requirement.rs"),
    ];
    let literal = Regex::new(r#""([^"\\]*)""#).expect("a pattern");
    let phrases = sources.iter().flat_map(|source| literal.captures_iter(source).map(|found| found[1].to_owned()));
    phrases.flat_map(|phrase| text::count(&phrase).into_keys()).map(|word| word.to_lowercase()).collect()
});

/// Compares a module with a text of it; says what is lost, and what is too much.
fn compare(module: &Module, page: &str, others: &BTreeSet<String>, output: text::Output) -> Result<(), String> {
    let flat = bare(page);
    let mut cut = vec![Vec::new()];
    parts(&module.source, &mut cut, 0);
    let mut wrong = String::new();
    let is_index = output == text::Output::Index;
    for part in cut.iter().filter(|_| !is_index) {
        if let Err(why) = follow(part, &flat, output == text::Output::Pdf) {
            let _ = writeln!(wrong, "  {why}");
        }
    }
    let mut said = BTreeMap::new();
    words(&module.source, &mut said);
    // A PDF may break a long word, so there only whole texts are compared.
    if output != text::Output::Pdf {
        let held = text::count(page);
        for (word, count) in &said {
            let found = held.get(word).copied().unwrap_or_default();
            if found < *count {
                let _ = writeln!(wrong, "  `{word}` stands {count} times in the source, and {found} times here");
            }
        }
    }
    if output == text::Output::Html {
        let mut known: BTreeSet<String> = said.keys().map(|word| word.to_lowercase()).collect();
        named(&module.source, &mut known);
        for word in text::count(page).into_keys().map(|word| word.to_lowercase()) {
            let is_number = word.chars().all(|c| c.is_ascii_digit());
            if !is_number && !known.contains(&word) && !OWN.contains(&word) && !others.contains(&word) {
                let _ = writeln!(wrong, "  `{word}` stands nowhere in the source");
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// The words of the repositories, which other modules take over.
fn shared(modules: &[Module]) -> BTreeSet<String> {
    let mut shared = BTreeMap::new();
    let holds = |module: &&Module| has(&module.source, "commonRepository");
    modules.iter().filter(holds).for_each(|module| words(&module.source, &mut shared));
    shared.into_keys().map(|word| word.to_lowercase()).collect()
}

fn has(element: &Element, name: &str) -> bool {
    element
        .children()
        .iter()
        .any(|child| matches!(child, Node::Element(inner) if inner.name() == name || has(inner, name)))
}

fn all_say(output: text::Output, page: impl Fn(&Module) -> Option<&str>) {
    let Some(modules) = &*BIKE else { return };
    let others = shared(modules);
    let (mut report, mut random, mut taken, mut missed) = (String::new(), Random(0x0b5d_0c03), 0, 0);
    for module in modules {
        let Some(page) = page(module) else { return };
        if let Err(wrong) = compare(module, page, &others, output) {
            let _ = writeln!(report, "{}:\n{wrong}", module.path);
            continue;
        }
        // A word that is taken out is missed.
        let mut said = BTreeMap::new();
        words(&module.source, &mut said);
        let long: Vec<&String> = said.keys().filter(|word| word.len() > 5 && page.contains(word.as_str())).collect();
        for word in random.some(&long, 4) {
            taken += 1;
            let without = page.replace(word.as_str(), "");
            missed += usize::from(compare(module, &without, &others, output).is_err());
        }
    }
    eprintln!("{} modules say what their sources say; of {taken} words taken out, {missed} were missed", modules.len());
    assert!(report.is_empty(), "{report}");
    assert_eq!(missed, taken, "what is taken out is missed");
}

#[test]
fn the_pages_of_the_bicycle_say_what_its_sources_say() {
    all_say(text::Output::Html, |module| Some(&module.html));
}

#[test]
fn the_pdfs_of_the_bicycle_say_what_its_sources_say() {
    all_say(text::Output::Pdf, |module| module.pdf.as_deref());
}

#[test]
fn the_index_of_the_bicycle_holds_what_its_sources_say() {
    all_say(text::Output::Index, |module| Some(&module.indexed));
}
