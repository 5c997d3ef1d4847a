//! The pages answer as the command line does: the same ten, in the same order, with the same corrections.
//!
//! Questions are drawn by seed from what the index holds. The pages' side is given nothing but its own scripts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use opsdoc::index::answer::Answer;
use opsdoc::index::open::Index;
use opsdoc::index::query::{Filters, Query};
use serde_json::{Value, json};

use crate::devtools::Browser;
use crate::support::{build, copy, data, sample, tool, write};

/// What a side answers to a question: pages with their anchors, how many there are, the words that were looked for
/// instead, and the names that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    hits: Vec<String>,
    total: u64,
    used: Vec<String>,
    meant: Vec<String>,
    facets: Value,
}

#[test]
fn the_sample_is_searched_alike() {
    let sample = sample();
    check(&sample.join("output"), &sample.join("index"), 1_200);
}

#[test]
fn documents_in_many_scripts_are_searched_alike() {
    let Some(fastapi) = data("fastapi-docs") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for language in ["en", "fr", "ja", "ko", "zh", "uk", "tr", "hi"] {
        let from = fastapi.join(language).join("docs");
        for part in ["tutorial/security", "how-to", "async.md", "features.md", "deployment"] {
            let (from, to) = (from.join(part), folder.path().join("docs").join(language).join(part));
            match from.is_dir() {
                true => copy(&from, &to),
                false => write(&to, fs::read(&from).unwrap_or_default()),
            }
        }
    }
    let project = "languages = [\"en\", \"fr\"]\n\n[[abbreviation]]\nshort = \"API\"\nexpansion = \"application programming \
                   interface\"\n\n[[term]]\npreferred = \"dependency\"\nrejected = [\"dépendance\"]\n";
    write(&folder.path().join("docs/opsdoc.toml"), project);
    let output = build(&folder.path().join("docs"), folder.path(), "html").output().expect("opsdoc can be run");
    assert!(folder.path().join("output/manifest.json").is_file(), "{}", String::from_utf8_lossy(&output.stderr));
    check(&folder.path().join("output"), &folder.path().join("index"), 1_200);
}

/// Compares the answers to questions on one index.
fn check(output: &Path, index: &Path, count: usize) {
    let Some(chromium) = tool("chromium") else { return };
    let questions = Drawer::new(index).draw(count);
    assert!(questions.len() >= count, "{} questions", questions.len());
    let opened = Index::open(index).expect("an index");
    let expected: Vec<Told> =
        questions.iter().map(|question| told(&opened.search(question).expect("an answer"))).collect();
    let found = expected.iter().filter(|told| !told.hits.is_empty()).count();
    assert!(found * 10 > count * 8, "only {found} of {count} questions find anything");
    compare("pages", &questions, &expected, &in_pages(&chromium, output, &questions));
}

/// Compares what a side told with what is expected.
pub(crate) fn compare(side: &str, questions: &[Query], expected: &[Told], told: &[Told]) {
    assert_eq!(expected.len(), told.len(), "{side}");
    let differ = |((question, expected), told): ((&Query, &Told), &Told)| {
        (expected != told).then(|| format!("{question:?}\n  expected {expected:?}\n  {side:<8} {told:?}"))
    };
    let differing: Vec<String> = questions.iter().zip(expected).zip(told).filter_map(differ).collect();
    let shown = differing.iter().take(12).cloned().collect::<Vec<_>>().join("\n");
    assert!(differing.is_empty(), "{side}: {} of {} differ:\n{shown}", differing.len(), questions.len());
}

fn told(answer: &Answer) -> Told {
    let place = |page: &str, anchor: &str| format!("{}#{anchor}", page.strip_prefix("html/").unwrap_or(page));
    Told {
        hits: answer.hits.iter().map(|hit| place(&hit.page, &hit.anchor)).collect(),
        total: answer.total as u64,
        used: answer.corrections.iter().map(|made| format!("{} {}", made.written, made.used)).collect(),
        meant: answer.suggestions.clone(),
        facets: json!(
            answer
                .facets
                .iter()
                .filter(|facet| !facet.values.is_empty())
                .map(|facet| json!([facet.name, facet.values]))
                .collect::<Vec<_>>()
        ),
    }
}

/// Asks the searcher of the pages, in a page that is opened from a disk.
fn in_pages(chromium: &Path, output: &Path, questions: &[Query]) -> Vec<Told> {
    let folder = tempfile::tempdir().expect("a folder");
    let asked: Vec<Value> = questions.iter().map(asked).collect();
    let at = format!("file://{}/html/", output.display());
    let page = format!("<!DOCTYPE html><meta charset=utf-8><script src=\"{at}_opsdoc/search.js\"></script>");
    write(&folder.path().join("page.html"), page);
    let mut browser = Browser::start(chromium);
    browser.open(&format!("file://{}", folder.path().join("page.html").display()));
    browser.ask(&format!("window.asked = {}; opsdoc.at('{at}search/all/'); 0", Value::Array(asked)));
    let answers = browser.ask(
        "new Promise(function (done) {
            var answers = [], at = 0;
            function next() {
                if (at === asked.length) { done(answers); return; }
                opsdoc.find(asked[at++], function (a) {
                    answers.push(a && [
                        a.hits.map(function (h) { return h.shown.page + '#' + h.shown.anchor; }), a.total,
                        a.corrections.map(function (c) { return c.written + ' ' + c.used; }), a.suggestions,
                        a.facets.filter(function (f) { return f.values.length; }).map(function (f) { return [f.name, f.values]; })
                    ]);
                    if (at % 50) { next(); } else { setTimeout(next, 0); }
                });
            }
            next();
        })",
    );
    assert_eq!(browser.faults(), Vec::<String>::new());
    let texts = |list: &Value| -> Vec<String> { serde_json::from_value(list.clone()).expect("a list of texts") };
    let told = |answer: &Value| Told {
        hits: texts(&answer[0]),
        total: answer[1].as_u64().expect("a number"),
        used: texts(&answer[2]),
        meant: texts(&answer[3]),
        facets: answer[4].clone(),
    };
    answers.as_array().expect("a list of answers").iter().map(told).collect()
}

/// Returns a question as the searcher of the pages takes it.
fn asked(question: &Query) -> Value {
    let Filters { kind, mission, phase, environment, status, language } = &question.filters;
    json!({
        "text": question.text, "limit": question.limit,
        "filters": {
            "kind": kind, "mission": mission, "phase": phase, "environment": environment, "status": status,
            "language": language,
        },
    })
}

/// What other inflections end in.
const ENDS: [&str; 24] = [
    "s", "es", "ed", "ing", "ly", "ness", "ation", "ement", "er", "able", "ique", "eux", "euse", "aient", "issement",
    "ive", "ment", "ational", "ization", "ful", "ance", "ions", "ies", "al",
];

/// Draws questions from what an index holds.
struct Drawer {
    words: Vec<String>,
    mnemonics: Vec<String>,
    names: Vec<String>,
    texts: Vec<String>,
    facets: Vec<Vec<String>>,
    seed: u64,
}

impl Drawer {
    fn new(index: &Path) -> Self {
        // The engine alone is asked for what stands in its dictionaries; it writes, so it gets a copy.
        let folder = tempfile::tempdir().expect("a folder");
        copy(index, folder.path());
        let engine = tantivy::Index::open_in_dir(folder.path()).expect("an index of the engine");
        let searcher = engine.reader().expect("a reader").searcher();
        let terms = |fields: &[&str]| -> Vec<String> {
            let mut terms = BTreeSet::new();
            for segment in searcher.segment_readers() {
                for field in fields {
                    let field = engine.schema().get_field(field).expect("a field");
                    let inverted = segment.inverted_index(field).expect("a dictionary");
                    let mut stream = inverted.terms().stream().expect("its terms");
                    while stream.advance() {
                        terms.insert(String::from_utf8_lossy(stream.key()).into_owned());
                    }
                }
            }
            terms.into_iter().collect()
        };
        let facets = ["kind", "mission", "phase", "environment", "status", "language"];
        Self {
            words: terms(&["title", "body"]),
            mnemonics: terms(&["code"]),
            names: terms(&["identifier", "handles"]),
            texts: texts(&searcher, &engine.schema()),
            facets: facets.map(|facet| terms(&[facet])).into(),
            seed: 20_260_301,
        }
    }

    fn number(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as usize % below.max(1)
    }

    fn one(&mut self, list: fn(&Self) -> &Vec<String>) -> String {
        let at = self.number(list(self).len());
        list(self).get(at).cloned().unwrap_or_default()
    }

    fn draw(&mut self, count: usize) -> Vec<Query> {
        let mut questions = Vec::new();
        for text in [
            "", " ", "\"", "\"\"", "_", "-", "a", "l'", "l’é", "x\"y", "«", "0", "☃", "\u{301}", "İ", "ﬁn", "𠀀𠀁",
            "10²",
        ] {
            questions.push(Query { text: text.into(), limit: 10, filters: Filters::default() });
        }
        while questions.len() < count {
            let text = self.text();
            questions.push(Query { text, limit: 10, filters: self.filters() });
        }
        questions
    }

    fn text(&mut self) -> String {
        match self.number(14) {
            0 => self.one(|d| &d.words) + " ",
            1 => format!("{} {} ", self.one(|d| &d.words), self.one(|d| &d.words)),
            2 => format!("{} {} {}", self.one(|d| &d.words), self.one(|d| &d.words), self.one(|d| &d.words)),
            3 => self.one(|d| &d.names),
            4 => self.one(|d| &d.mnemonics).to_uppercase(),
            // The beginning of a word or a mnemonic.
            5 => self.beginning(|d| &d.words),
            6 => self.beginning(|d| &d.mnemonics).to_uppercase(),
            // Words that the library does not hold: misspelt ones, and other inflections.
            7 => self.misspelt(|d| &d.words) + " ",
            8 => self.misspelt(|d| &d.mnemonics).to_uppercase(),
            9 => self.inflected() + " ",
            // A piece of a text, as a phrase and as words.
            10 => format!("\"{}\"", self.piece()),
            11 => self.piece(),
            12 => format!("{} \"{}\" {}", self.one(|d| &d.words), self.piece(), self.one(|d| &d.mnemonics)),
            _ => self.unaccented(),
        }
    }

    fn beginning(&mut self, list: fn(&Self) -> &Vec<String>) -> String {
        let word = self.one(list);
        let length = 2 + self.number(word.chars().count().saturating_sub(1));
        word.chars().take(length).collect()
    }

    fn misspelt(&mut self, list: fn(&Self) -> &Vec<String>) -> String {
        let mut word: Vec<char> = self.one(list).chars().collect();
        for _ in 0..1 + self.number(2) {
            let at = self.number(word.len());
            let other = char::from(b'a' + self.number(26) as u8);
            match self.number(4) {
                0 if word.len() > 1 => drop(word.remove(at)),
                1 if at + 1 < word.len() => word.swap(at, at + 1),
                2 if at < word.len() => word[at] = other,
                _ => word.insert(at.min(word.len()), other),
            }
        }
        word.into_iter().collect()
    }

    fn inflected(&mut self) -> String {
        let word = self.one(|d| &d.words);
        let keep = word.chars().count().saturating_sub(self.number(4));
        word.chars().take(keep.max(2)).collect::<String>() + ENDS[self.number(ENDS.len())]
    }

    /// Returns two to five words that stand side by side.
    fn piece(&mut self) -> String {
        let text = self.one(|d| &d.texts);
        let words: Vec<&str> = text.split_whitespace().collect();
        let from = self.number(words.len());
        let to = (from + 2 + self.number(4)).min(words.len());
        words[from.min(to)..to].join(" ").replace('"', "")
    }

    fn unaccented(&mut self) -> String {
        const BARE: [(&str, &str); 9] = [
            ("é", "e"),
            ("è", "e"),
            ("ê", "e"),
            ("à", "a"),
            ("ç", "c"),
            ("ô", "o"),
            ("î", "i"),
            ("œ", "oe"),
            ("ù", "u"),
        ];
        let piece = self.piece();
        BARE.iter().fold(piece, |text, (accented, bare)| text.replace(accented, bare)) + " "
    }

    fn filters(&mut self) -> Filters {
        let mut filters = Filters::default();
        if self.number(3) > 0 {
            return filters;
        }
        for _ in 0..1 + self.number(2) {
            let facet = self.number(6);
            let values = &self.facets[facet];
            let value = (!values.is_empty()).then(|| values[self.seed as usize % values.len()].clone());
            let value = value.filter(|value| value != "*");
            match facet {
                0 => filters.kind = value,
                1 => filters.mission = value,
                2 => filters.phase = value,
                3 => filters.environment = value,
                4 => filters.status = value,
                _ => filters.language = value,
            }
        }
        filters
    }
}

/// Returns the texts that an index shows.
fn texts(searcher: &tantivy::Searcher, schema: &tantivy::schema::Schema) -> Vec<String> {
    use tantivy::schema::Value as _;
    let field = schema.get_field("text").expect("a field");
    let mut texts = Vec::new();
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        for at in 0..reader.max_doc() {
            let document: tantivy::TantivyDocument =
                searcher.doc(tantivy::DocAddress::new(segment as u32, at)).expect("a unit");
            texts.extend(document.get_first(field).and_then(|text| text.as_str()).map(str::to_owned));
        }
    }
    texts.retain(|text| text.split_whitespace().count() > 1);
    texts
}

/// The folder of the scripts of a built site.
pub(crate) fn folder(output: &Path) -> PathBuf {
    output.join("html/search/all")
}

#[test]
fn no_script_is_too_large() {
    for path in crate::support::files_with(&folder(&sample().join("output")), "js") {
        let size = fs::metadata(&path).expect("a file").len();
        assert!(size <= opsdoc::index::shards::LIMIT as u64, "{} has {size} bytes", path.display());
    }
}

/// The stems of the searcher are those of the index: over what the sample holds, and over words that it does not.
#[test]
fn stems_are_the_same() {
    use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};
    let Some(chromium) = tool("chromium") else { return };
    let known = Drawer::new(&sample().join("index")).words;
    let letters = |word: &&String| word.chars().count() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut words: Vec<String> = Vec::new();
    for word in known.iter().filter(letters) {
        words.push(word.clone());
        for end in ENDS {
            words.push(format!("{word}{end}"));
            words.push(format!("{}{end}", &word[..word.len() - 1]));
        }
    }
    let mut browser = Browser::start(&chromium);
    let folder = tempfile::tempdir().expect("a folder");
    let at = format!("file://{}/html/_opsdoc/search.js", sample().join("output").display());
    write(&folder.path().join("page.html"), format!("<!DOCTYPE html><script src=\"{at}\"></script>"));
    browser.open(&format!("file://{}", folder.path().join("page.html").display()));
    for (name, language) in [("french", Language::French), ("english", Language::English)] {
        let mut stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build();
        for some in words.chunks(20_000) {
            let told = browser.ask(&format!("{}.map(opsdoc.{name})", json!(some)));
            let told: Vec<String> = serde_json::from_value(told).expect("a list of stems");
            for (word, told) in some.iter().zip(told) {
                let mut expected = String::new();
                stemmer.token_stream(word).process(&mut |token| expected.push_str(&token.text));
                assert_eq!(told, expected, "the {name} stem of {word}");
            }
        }
    }
    assert!(words.len() > 50_000, "only {} words", words.len());
}
