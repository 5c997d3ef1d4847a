//! Nothing is lost: what the sources say stands, word for word, in every page, every PDF and the index.
//!
//! Each source is cut into words by a reader of the test's own ([`markdown`], [`xml`]), which shares
//! nothing with the product's. [`text`] compares them, character by character and in order, with
//!
//! - the text of the page within its `article`, less what stands in elements with `data-gen`: nothing more
//!   and nothing less, but that the title block has an order of its own;
//! - what `pdftotext -raw` finds between the margins of the PDF: nothing less, and nothing more than words of
//!   opsdoc's own, at places where it may write some;
//! - what the index keeps of the document's units: each word as often as the source says it.
//!
//! The other tests take single words out of what was found, and see that the comparison says so.

mod astray;
mod dita;
mod inline;
mod markdown;
mod s1000d;
mod text;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use opsdoc::pipeline::{self, Request, Silent};
use regex::Regex;
use scraper::{ElementRef, Html, Node, Selector};
use tantivy::DocSet as _;
use tantivy::schema::Value as _;

use self::markdown::Source;
use self::text::{Item, Output, Page, Vocabulary, compare, counted, for_output};
use crate::support;

/// The procedures of a set, by their identifiers.
type Procedures = BTreeMap<String, xml::Element>;

/// A set of documents, built, with what each of its sources says.
struct Site {
    documents: Vec<Document>,
    /// What the index keeps, by the path of the source.
    units: BTreeMap<String, String>,
    /// What the index finds, shown or not: words in small letters, by the path of the source.
    found: BTreeMap<String, BTreeSet<String>>,
}

struct Document {
    path: String,
    source: Source,
    html: String,
    /// What `pdftotext` finds, where there is one.
    pdf: Option<String>,
    /// What a title block calls a document that says nothing of itself.
    names: Vec<String>,
}

static SAMPLE: LazyLock<Option<Site>> = LazyLock::new(|| Some(build(&support::docs())));
static DITA_OT: LazyLock<Option<Site>> = LazyLock::new(|| support::data("dita-ot-docs").map(|folder| build(&folder)));
static SMART_QSO: LazyLock<Option<Site>> = LazyLock::new(|| support::data("smart-qso").map(|folder| build(&folder)));

/// What readers and renderers lose most easily, all in one place.
static AWKWARD: LazyLock<Option<Site>> =
    LazyLock::new(|| Some(build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conserved"))));

/// How many words are taken out, of pages and of PDFs.
const TAKEN_OUT: usize = 400;

#[test]
fn awkward_documents_are_whole_in_their_pages() {
    AWKWARD.iter().for_each(pages_say_all);
}

#[test]
fn awkward_documents_are_whole_in_their_pdfs() {
    AWKWARD.iter().for_each(pdfs_say_all);
}

#[test]
fn awkward_documents_are_whole_in_the_index() {
    AWKWARD.iter().for_each(index_holds_all);
}

#[test]
fn the_pages_of_the_sample_say_what_its_sources_say() {
    SAMPLE.iter().for_each(pages_say_all);
}

#[test]
fn the_pages_of_smart_qso_say_what_its_sources_say() {
    SMART_QSO.iter().for_each(pages_say_all);
}

#[test]
fn the_pdfs_of_the_sample_say_what_its_sources_say() {
    SAMPLE.iter().for_each(pdfs_say_all);
}

#[test]
fn the_pages_of_a_guide_in_dita_say_what_its_sources_say() {
    DITA_OT.iter().for_each(pages_say_all);
}

#[test]
fn the_pdfs_of_a_guide_in_dita_say_what_its_sources_say() {
    DITA_OT.iter().for_each(pdfs_say_all);
}

#[test]
fn the_index_of_a_guide_in_dita_holds_what_its_sources_say() {
    DITA_OT.iter().for_each(index_holds_all);
}

#[test]
fn the_pdfs_of_smart_qso_say_what_its_sources_say() {
    SMART_QSO.iter().for_each(pdfs_say_all);
}

#[test]
fn the_index_of_the_sample_holds_what_its_sources_say() {
    SAMPLE.iter().for_each(index_holds_all);
}

#[test]
fn the_index_of_smart_qso_holds_what_its_sources_say() {
    SMART_QSO.iter().for_each(index_holds_all);
}

fn pages_say_all(site: &Site) {
    let none = Vocabulary::default();
    let mut random = Random(0x0b5d_0c01);
    let mut report = Report::default();
    for document in &site.documents {
        for address in silent_links(&document.html) {
            report.say(&document.path, &format!("a link to `{address}` shows nothing"));
        }
        let items = for_output(&document.source.whole(), Output::Html);
        let page = Page::new(&article(&document.html), false);
        match compare(&items, &page, &none) {
            Err(miss) => report.say(&document.path, &miss.to_string()),
            Ok(_) => {
                let words = page.words();
                report.words += words.len();
                for word in random.some(&words, TAKEN_OUT.div_ceil(site.documents.len())) {
                    report.taken += 1;
                    if compare(&items, &page.without(word), &none).is_ok() {
                        report.say(&document.path, &format!("`{}` can be taken out of the page", page.word(word)));
                    }
                }
            }
        }
    }
    report.end("pages", site.documents.len());
}

fn pdfs_say_all(site: &Site) {
    if support::tool("pdftotext").is_none() {
        return;
    }
    let mut random = Random(0x0b5d_0c02);
    let mut report = Report::default();
    for document in &site.documents {
        let own = own_words(&document.names);
        let items = for_output(&document.source.whole(), Output::Pdf);
        let page = Page::new(document.pdf.as_deref().unwrap_or_default(), true);
        match compare(&items, &page, &own) {
            Err(miss) => report.say(&document.path, &miss.to_string()),
            Ok(authored) => {
                let mut words = page.words();
                words.retain(|(from, to)| authored[*from..*to].iter().all(|authored| *authored));
                report.words += words.len();
                for word in random.some(&words, TAKEN_OUT.div_ceil(site.documents.len())) {
                    report.taken += 1;
                    if compare(&items, &page.without(word), &own).is_ok() {
                        report.say(&document.path, &format!("`{}` can be taken out of the PDF", page.word(word)));
                    }
                }
            }
        }
    }
    report.end("PDFs", site.documents.len());
}

fn index_holds_all(site: &Site) {
    let mut report = Report::default();
    for document in &site.documents {
        let Some(units) = site.units.get(&document.path) else {
            report.say(&document.path, "the index has no unit of it");
            continue;
        };
        let held = text::count(units);
        for (word, count) in counted(&for_output(&document.source.whole(), Output::Index)) {
            report.words += count;
            let found = held.get(&word).copied().unwrap_or_default();
            if found < count {
                report.say(&document.path, &format!("`{word}` stands {count} times, and {found} times in the index"));
            }
        }
        let found = site.found.get(&document.path);
        for word in document.source.searched.iter().flat_map(|text| text::count(text).into_keys()) {
            report.words += 1;
            // How words with accents are folded is the index's own matter.
            let folded = word.to_lowercase();
            if folded.is_ascii() && !found.is_some_and(|found| found.contains(&folded)) {
                report.say(&document.path, &format!("`{word}` is shown nowhere, and search does not find it"));
            }
        }
    }
    report.end("documents in the index", site.documents.len());
}

/// What was found, said at the end and all at once.
#[derive(Default)]
struct Report {
    text: String,
    faults: BTreeSet<String>,
    words: usize,
    taken: usize,
}

impl Report {
    fn say(&mut self, path: &str, message: &str) {
        self.faults.insert(path.to_owned());
        self.text.push_str(&format!("{path}: {message}\n"));
    }

    fn end(self, what: &str, count: usize) {
        let Self { text, faults, words, taken } = self;
        eprintln!("{count} {what}: {words} words stand as their sources have them; {taken} were taken out and missed");
        assert!(faults.is_empty(), "{} of {count} {what} differ from their sources:\n{text}", faults.len());
    }
}

impl Source {
    /// Returns all of it: the title block, whose order is the page's, and what follows.
    fn whole(&self) -> Vec<Item> {
        let mut blocks = vec![self.title.clone()];
        blocks.extend(self.facts.iter().cloned());
        let mut items = vec![Item::Slot(0), Item::AnyOrder(blocks), Item::Space, Item::Slot(0), Item::Space];
        items.extend(self.body.iter().cloned());
        items
    }
}

/// Builds a folder, and reads its sources.
fn build(docs: &Path) -> Site {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (output, index) = (folder.path().join("output"), folder.path().join("index"));
    // A copy stands in no repository: its pages name no commit.
    let copy = folder.path().join("docs");
    support::copy(docs, &copy);
    let request = Request { docs: copy.clone(), output: output.clone(), index: index.clone(), html: true, pdf: true };
    let outcome = pipeline::build(&request, &Silent).expect("the set can be built");
    let bare = outcome.diagnostics.iter().filter(|found| found.lint.name == "plain-layout");
    assert_eq!(bare.count(), 0, "every document can be laid out");

    let manifest = std::fs::read_to_string(output.join("manifest.json")).expect("there is a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("the manifest is JSON");
    let texts: Vec<(String, String, &serde_json::Value)> = manifest["documents"]
        .as_array()
        .expect("the manifest lists documents")
        .iter()
        .map(|entry| {
            let path = entry["source"].as_str().expect("a document has a source").to_owned();
            let text = std::fs::read(copy.join(&path)).expect("a source can be read");
            (path, String::from_utf8_lossy(&text).trim_start_matches('\u{feff}').to_owned(), entry)
        })
        .collect();
    let guide = dita::Guide::read(&copy, texts.iter().map(|(path, text, _)| (path.as_str(), text.as_str())), called);
    let procedures: Procedures = texts
        .iter()
        .filter(|(path, text, _)| path.ends_with(".xml") && !dita::is_dita(path, text))
        .map(|(_, text, _)| xml::parse(text))
        .map(|procedure| (procedure.id().to_owned(), procedure))
        .collect();
    let tool = support::tool("pdftotext");
    let documents = texts.iter().map(|(path, text, entry)| {
        let source = if dita::is_dita(path, text) {
            guide.source(path)
        } else if path.ends_with(".xml") {
            xml::read(text, &procedures)
        } else {
            markdown::read(text, pictures(&copy, path, text), &procedures)
        };
        let made = |end: &str| {
            let outputs = entry["outputs"].as_array().expect("a document has outputs");
            let mut paths = outputs.iter().filter_map(|made| made["path"].as_str());
            output.join(paths.find(|path| path.ends_with(end)).expect("a document has a page and a PDF"))
        };
        let pdf = made(".pdf");
        let stem = pdf.strip_prefix(output.join("pdf")).unwrap_or(&pdf).with_extension("");
        let names = vec![entry["id"].as_str().unwrap_or_default().to_owned(), stem.to_string_lossy().into_owned()];
        let html = std::fs::read_to_string(made(".html")).expect("a page can be read");
        let pdf = tool.as_ref().map(|tool| text_of_pdf(tool, &pdf));
        Document { path: path.clone(), source, html, pdf, names }
    });
    let documents = documents.collect();
    let (units, found) = (units(&index), found(&index));
    Site { documents, units, found }
}

/// Returns what a document is called that has no identifier: by its title, or by its first heading.
fn called(path: &str, text: &str) -> Vec<Item> {
    static HEADING: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?ms)^(?:```.*?^```|~~~.*?^~~~)|^(#{1,6}[ \t]+[^\n]*)$").expect("a pattern"));
    if path.ends_with(".xml") {
        return xml::read(text, &Procedures::new()).title;
    }
    let read = |text: &str| markdown::read(text, BTreeMap::new(), &Procedures::new());
    let title = read(text).title;
    let heading = HEADING.captures_iter(text).find_map(|found| found.get(1));
    match heading.filter(|_| title.is_empty()) {
        Some(heading) => read(heading.as_str()).body,
        None => title,
    }
}

/// Returns the words within the pictures that a document shows, by their destination as written.
fn pictures(docs: &Path, path: &str, text: &str) -> BTreeMap<String, Vec<String>> {
    static PICTURE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"!\[[^\]]*\]\(([^)\s]+)").expect("a pattern"));
    let folder = docs.join(path).parent().map(Path::to_path_buf).unwrap_or_default();
    let targets = PICTURE.captures_iter(text).map(|found| found[1].to_owned());
    targets
        .filter_map(|target| {
            let words = drawn(&folder.join(&target))?;
            Some((target, words))
        })
        .collect()
}

/// Returns the words within a picture, the longest first; nothing where there is no such file.
fn drawn(path: &Path) -> Option<Vec<String>> {
    static TEXT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<text\b.*?</text>").expect("a pattern"));
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<[^>]*>").expect("a pattern"));
    let bytes = std::fs::read(path).ok()?;
    let picture = String::from_utf8_lossy(&bytes).into_owned();
    let mut words = text::Script::default();
    TEXT.find_iter(&picture).for_each(|found| words.words(&inline::entities(&TAG.replace_all(found.as_str(), ""))));
    let words = words.items.split(|item| *item == Item::Space).map(|word| {
        word.iter().filter_map(|item| if let Item::Char(c) = item { Some(*c) } else { None }).collect::<String>()
    });
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    Some(words)
}

/// The elements that stand within a line: what is on both sides of their tags is one word.
const WITHIN: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "input", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
];

/// Returns what a page says, less what opsdoc says.
pub(crate) fn article(html: &str) -> String {
    let html = Html::parse_document(html);
    let article = Selector::parse("article").expect("a selector");
    let mut text = String::new();
    html.select(&article).for_each(|article| visible(article, &mut text));
    text
}

/// Returns where the links of a page lead that show nothing, not even words of opsdoc's.
fn silent_links(html: &str) -> Vec<String> {
    let html = Html::parse_document(html);
    let [links, pictures] = ["article a[href]", "img"].map(|path| Selector::parse(path).expect("a selector"));
    let is_silent = |link: &ElementRef<'_>| {
        link.text().all(|text| text.trim().is_empty()) && link.select(&pictures).next().is_none()
    };
    html.select(&links).filter(is_silent).filter_map(|link| link.attr("href").map(str::to_owned)).collect()
}

fn visible(element: ElementRef<'_>, text: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(inner) => text.push_str(inner),
            Node::Element(inner) if inner.attr("data-gen").is_none() => {
                let around = !WITHIN.contains(&inner.name());
                text.push_str(if around { " " } else { "" });
                text.push_str(inner.attr("alt").unwrap_or_default());
                ElementRef::wrap(child).iter().for_each(|inner| visible(*inner, text));
                if let Some(title) = inner.attr("title").filter(|_| matches!(inner.name(), "a" | "img")) {
                    text.extend([" ", title, " "]);
                }
                text.push_str(if around { " " } else { "" });
            }
            // The mark of a note or a bracket stands at a word; what else is written between words parts them.
            Node::Element(inner) if inner.name() != "sup" => {
                let words: String = ElementRef::wrap(child).iter().flat_map(|inner| inner.text()).collect();
                text.push_str(if matches!(words.as_str(), "(" | ")") { "" } else { " " });
            }
            _ => {}
        }
    }
}

/// Returns what a PDF says between its margins, without its contents.
fn text_of_pdf(tool: &Path, path: &Path) -> String {
    // The margins of the template are 30 mm above and 25 mm below, in points.
    let area = ["-x", "0", "-y", "82", "-W", "600", "-H", "692"];
    let output = Command::new(tool).args(["-raw", "-q"]).args(area).arg(path).arg("-").output();
    let output = output.expect("pdftotext can be run");
    assert!(output.status.success(), "pdftotext reads {}", path.display());
    without_contents(&String::from_utf8_lossy(&output.stdout))
}

/// Takes the contents out: from their heading to the last line that ends in dots and a number.
fn without_contents(text: &str) -> String {
    static LEADER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:\. ?){3,}[\s\u{2060}]*\d+$").expect("a pattern"));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let head = |line: &&str| matches!(line.trim(), "Contents" | "Sommaire");
    let Some(start) = lines.iter().position(head) else { return text.to_owned() };
    let (mut end, mut at) = (start, start + 1);
    while at < lines.len() && at <= end + 4 {
        if LEADER.is_match(lines[at].trim()) {
            end = at;
        }
        at += 1;
    }
    if end == start {
        return text.to_owned();
    }
    [&lines[..start], &lines[end + 1..]].concat().concat()
}

/// Returns the words that opsdoc may write into a PDF: those of its own list.
fn own_words(names: &[String]) -> Vocabulary {
    static LISTED: LazyLock<Vec<String>> = LazyLock::new(|| {
        let source = include_str!("../../src/render/words.rs");
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let literal = Regex::new(r#""([^"\\]*)""#).expect("a pattern");
        let phrases = literal.captures_iter(code).map(|found| found[1].to_owned());
        phrases.flat_map(|phrase| phrase.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
    });
    Vocabulary::new(LISTED.iter().chain(names).cloned().chain(["SHA-256".to_owned()]))
}

/// The statuses that there are; another word is shown as it is written.
const STATUSES: [&str; 6] = ["draft", "in-review", "validated", "qualified", "operational", "superseded"];

/// Returns a status in the words of a language.
fn status_words(status: &str, language: &str) -> String {
    let words = match status {
        "draft" => ["projet", "draft"],
        "in-review" => ["en relecture", "in review"],
        "validated" => ["validé", "validated"],
        "qualified" => ["qualifié", "qualified"],
        "operational" => ["opérationnel", "operational"],
        "superseded" => ["remplacé", "superseded"],
        other => [other, other],
    };
    words[usize::from(!language.starts_with("fr"))].to_owned()
}

/// Returns what the index keeps of each source: the title of the page once, and of each unit title and text.
fn units(index: &Path) -> BTreeMap<String, String> {
    let index = tantivy::Index::open_in_dir(index).expect("the index can be opened");
    let schema = index.schema();
    let field = |name: &str| schema.get_field(name).expect("the index has the field");
    let (source, page, title, text) = (field("source"), field("page_title"), field("own_title"), field("text"));
    let (kind, name) = (field("own_kind"), field("own_identifier"));
    let searcher = index.reader().expect("the index can be read").searcher();
    let mut units: BTreeMap<String, String> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let store = segment.get_store_reader(10).expect("the units can be read");
        for unit in store.iter::<tantivy::TantivyDocument>(segment.alive_bitset()) {
            let unit = unit.expect("a unit can be read");
            let one = |field| unit.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            let held = units.entry(one(source)).or_insert_with(|| one(page));
            // The id of a step is what finds it, and is not in its text.
            let step = if one(kind) == "step" { one(name) } else { String::new() };
            let id = step.split_once('#').map_or("", |(_, id)| id).to_owned();
            for part in [one(title), one(text), id] {
                held.push('\n');
                held.push_str(&part);
            }
        }
    }
    units
}

/// Returns the words by which the units of each source are found.
fn found(index: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let index = tantivy::Index::open_in_dir(index).expect("the index can be opened");
    let field = |name: &str| index.schema().get_field(name).expect("the index has the field");
    let (source, body) = (field("source"), field("body"));
    let searcher = index.reader().expect("the index can be read").searcher();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let store = segment.get_store_reader(10).expect("the units can be read");
        let sources: Vec<String> = (0..segment.max_doc())
            .map(|unit| {
                let unit: tantivy::TantivyDocument = store.get(unit).expect("a unit can be read");
                unit.get_first(source).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
            })
            .collect();
        let inverted = segment.inverted_index(body).expect("the words can be read");
        let mut words = inverted.terms().stream().expect("the words can be read");
        while words.advance() {
            let word = String::from_utf8_lossy(words.key()).into_owned();
            let option = tantivy::schema::IndexRecordOption::Basic;
            let mut units = inverted.read_postings_from_terminfo(words.value(), option).expect("the units can be read");
            while units.doc() != tantivy::TERMINATED {
                found.entry(sources[units.doc() as usize].clone()).or_default().insert(word.clone());
                units.advance();
            }
        }
    }
    found
}

/// Numbers that look like chance and are the same each time (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Chooses some of a list.
    fn some<T: Copy>(&mut self, list: &[T], count: usize) -> Vec<T> {
        if list.is_empty() {
            return Vec::new();
        }
        (0..count).map(|_| list[(self.next() % list.len() as u64) as usize]).collect()
    }
}
