//! What stands where the format has no place for it, and what must stay exactly as it is written.

use std::collections::BTreeSet;
use std::path::Path;

use opsdoc::pipeline::{self, Request, Silent};
use regex::Regex;

use super::{article, text_of_pdf, units};
use crate::support;

/// A set of documents, built: the text of each page, its HTML, the text of each PDF, and what the index keeps.
struct Built {
    folder: tempfile::TempDir,
    /// The names of what was found.
    found: Vec<String>,
}

impl Built {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let docs = folder.path().join("docs");
        files.iter().for_each(|(path, text)| support::write(&docs.join(path), text));
        let (output, index) = (folder.path().join("output"), folder.path().join("index"));
        let request = Request { docs, output, index, html: true, pdf: true };
        let outcome = pipeline::build(&request, &Silent).expect("the set can be built");
        let found = outcome.diagnostics.iter().map(|found| found.lint.name.to_owned()).collect();
        Self { folder, found }
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn html(&self, stem: &str) -> String {
        let path = self.path(&format!("output/html/{stem}.html"));
        std::fs::read_to_string(path).expect("there is a page")
    }

    fn pdf(&self, stem: &str) -> Option<String> {
        let tool = support::tool("pdftotext")?;
        Some(text_of_pdf(&tool, &self.path(&format!("output/pdf/{stem}.pdf"))))
    }

    fn index(&self) -> String {
        units(Path::new(&self.path("index"))).into_values().collect()
    }
}

/// Each `lost-N` is the value of an attribute, or a word, that has no place in the format.
const ASTRAY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<procedure id="AST-001" type="FCP" issue="1" status="draft" date="2026-03-02" lang="en" odd="lost-1">
  <title odd="lost-2">Astray</title>
  <purpose odd="lost-3"><p odd="lost-4">Why <em odd="lost-5">so</em>.</p><list odd="lost-6"><item odd="lost-7">one</item></list></purpose>
  <applicability missions="PHR" odd="lost-8"/>
  <triggers odd="lost-9"><alarm ref="AL_1" odd="lost-10"/></triggers>
  <references odd="lost-11"><docref id="DOC-1" odd="lost-12"/><docref issue="lost-13">words</docref></references>
  <requirements><role name="Operator" odd="lost-14"/></requirements>
  <declare><variable name="X" type="integer" odd="lost-15"/></declare>
  <preconditions><check within="5 s" odd="lost-16">no comparison</check></preconditions>
  <body odd="lost-17">
    <phase odd="lost-18"><title odd="lost-19">Phase</title>
      <step id="s1" odd="lost-20" critical="lost-21">
        <title odd="lost-22">Step</title>
        <warning odd="lost-23">Mind.</warning>
        <tc name="TC_1" odd="lost-24"><arg name="A" value="1" odd="lost-25"/><arg name="lost-26">2</arg></tc>
        <verify odd="lost-27"><tm name="P_1" value="1" odd="lost-28"/><tm nam="lost-29" value="lost-30">words</tm></verify>
        <wait for="1 s" odd="lost-31"/>
        <decide odd="lost-32"><when test="P_1 = 1" goto="s1" odd="lost-33"/></decide>
        <call procedure="AST-001" odd="lost-34"><with name="X" value="1" odd="lost-35"/></call>
        <parallel until="lost-36"><step id="s2" odd="lost-37"><title>Inner</title><manual odd="lost-38">Do.</manual></step></parallel>
        <repeat until="P_1 = 1" odd="lost-39"><log odd="lost-40">Log.</log></repeat>
        <manual>Turn <knob odd="lost-41">the knob</knob>, <tcref odd="lost-42">a command</tcref>, <abbr expansion="lost-43"><em>X</em></abbr>.</manual>
        <device odd="lost-44"/>
        <device odd="lost-45">words <part odd="lost-46"/></device>
        <expected odd="lost-47">Well.</expected>
        <continuation odd="lost-48"><on outcome="confirmed" action="continue" odd="lost-49"/></continuation>
      </step>
    </phase>
  </body>
  <watchdog odd="lost-50"><on event="EV" odd="lost-51"><step id="w1" odd="lost-52"><title>W</title></step></on></watchdog>
  <confirmation odd="lost-53"><check odd="lost-54"><tm name="P_1" value="1" odd="lost-55"/></check></confirmation>
  <closeout odd="lost-56">Close.</closeout>
</procedure>
"#;

#[test]
fn values_without_a_place_are_shown() {
    let built = Built::new(&[("astray.xml", ASTRAY)]);
    let stem = stem(&built);
    let page = article(&built.html(&stem));
    let mut texts = vec![("page", page), ("index", built.index())];
    texts.extend(built.pdf(&stem).map(|text| ("PDF", text)));
    let words = Regex::new(r"lost-\d+").expect("a pattern");
    let wanted: BTreeSet<&str> = words.find_iter(ASTRAY).map(|found| found.as_str()).collect();
    assert!(wanted.len() > 50);
    for (what, text) in texts {
        let found: Vec<&str> = words.find_iter(&text).map(|found| found.as_str()).collect();
        let missing: Vec<_> = wanted.iter().filter(|word| !found.contains(word)).collect();
        assert!(missing.is_empty(), "the {what} lacks {missing:?}");
        let twice: Vec<_> =
            wanted.iter().filter(|word| found.iter().filter(|other| other == word).count() > 1).collect();
        assert!(twice.is_empty(), "the {what} says twice {twice:?}");
    }
}

/// Returns where the only page of a set is.
fn stem(built: &Built) -> String {
    let manifest = std::fs::read_to_string(built.path("output/manifest.json")).expect("there is a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("the manifest is JSON");
    let outputs = manifest["documents"][0]["outputs"].as_array().expect("a document has outputs");
    let page = outputs.iter().filter_map(|made| made["path"].as_str()).find(|path| path.ends_with(".html"));
    let page = page.expect("a document has a page");
    page.trim_start_matches("html/").trim_end_matches(".html").to_owned()
}

#[test]
fn code_stands_exactly_as_it_is_written() {
    let body = |code: &str| {
        format!(
            "<procedure id='EX-1' type='FCP' issue='1' status='draft' date='2026-03-02' lang='en'><title>T</title>\
             <body><step id='s'><title>S</title><manual>type <code>{code}</code> now</manual></step></body></procedure>"
        )
    };
    for (code, shown) in [
        ("a  b", "a  b"),
        (" a b ", " a b "),
        ("if x\n    go\nend", "if x\n    go\nend"),
        ("a &lt;  b", "a &lt;  b"),
        ("<![CDATA[a  & ]]>b", "a  &amp; b"),
    ] {
        let built = Built::new(&[("exact.xml", &body(code))]);
        let html = built.html(&stem(&built));
        assert!(html.contains(&format!("type <code>{shown}</code> now")), "`{code}` is shown as it is:\n{html}");
    }
    let built = Built::new(&[("exact.xml", &body("if x\n    go\nend"))]);
    if let Some(text) = built.pdf(&stem(&built)) {
        assert!(text.contains("type if x\n") && text.contains("go\nend now"), "lines stay lines:\n{text}");
    }
    let style = std::fs::read_to_string(built.path("output/html/opsdoc.css")).ok();
    let style = style.unwrap_or_else(|| {
        let files = support::contents(&built.path("output"));
        let style = files.iter().find(|(path, _)| path.ends_with(".css")).expect("there is a style sheet");
        String::from_utf8_lossy(style.1).into_owned()
    });
    assert!(style.contains("white-space: pre-wrap"), "spaces within code are seen");
}

#[test]
fn what_is_presented_twice_has_two_names() {
    let procedure = ASTRAY.replace("lost-", "kept ");
    let page = "# Page\n\n::: procedure AST-001 :::\n\n::: procedure AST-001 :::\n\n::: procedure AST-001 s1 s2 :::\n";
    let built = Built::new(&[("page.md", page), ("procedure.xml", &procedure)]);
    let html = built.html("page");
    let ids = Regex::new(r#" id="([^"]*)""#).expect("a pattern");
    let mut seen = BTreeSet::new();
    let twice: Vec<&str> = ids
        .captures_iter(&html)
        .filter_map(|id| id.get(1))
        .map(|id| id.as_str())
        .filter(|id| !seen.insert(*id))
        .collect();
    assert!(twice.is_empty(), "{twice:?} stand twice");
    assert!(seen.contains("AST-001--s1") && seen.len() > 10, "steps have anchors: {seen:?}");
}

#[test]
fn what_is_long_or_deep_is_laid_out_whole() {
    let list: String = (0..60).map(|at| format!("{}- item{at}\n", "  ".repeat(at))).collect();
    let emphasis = format!("{}middle{}", "*a **b ".repeat(40), " b** a*".repeat(40));
    let names: Vec<String> = (0..4_000).map(|at| format!("a.n{at}_")).collect();
    let long = names.concat();
    let page = format!(
        "# Long\n\n{emphasis}\n\n{}quoted\n\n{list}\n\nText `{long}` and\n\n```\n{long}\n```\n\n| {long} |\n|---|\n",
        "> ".repeat(40)
    );
    let built = Built::new(&[("long.md", &page)]);
    let Some(text) = built.pdf("long") else { return };
    let text: String = text.split_whitespace().collect();
    for at in 0..60 {
        assert!(text.contains(&format!("item{at}")), "the PDF lacks item{at}");
    }
    assert!(text.contains("middle") && text.contains("quoted"));
    for name in &names {
        // Within a line, within a block of code and within a table.
        assert_eq!(text.matches(name.as_str()).count(), 3, "{name}");
    }
    assert!(!built.found.contains(&"plain-layout".to_owned()), "it is laid out: {:?}", built.found);
}
