//! Whatever the bytes: no reader panics, and every place that it tells of lies in its source.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use opsdoc::check::subject::Subject;
use opsdoc::check::{flow, registry};
use opsdoc::convert::{Job, Target, convert};
use opsdoc::diagnostic::Diagnostic;
use opsdoc::index::entry;
use opsdoc::link::library::{DocumentIndex, Library};
use opsdoc::link::{Linker, Surroundings};
use opsdoc::model::database::Database;
use opsdoc::model::document::Document;
use opsdoc::pipeline::{self, Request, Silent};
use opsdoc::project::config::Project;
use opsdoc::read::xml::{dita, procedure, s1000d, xtce};
use opsdoc::read::{markdown, pluto, stack};
use opsdoc::render::html::{self, Provenance, Site};
use opsdoc::text::digest::Digest;
use opsdoc::text::encoding::decode;
use opsdoc::text::source::{Source, Sources};
use opsdoc::text::span::SourceId;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use regex::Regex;

use super::support;

/// Reads a file by every reader, links, checks, and makes the pages and the entries of the index.
fn survives(bytes: &[u8]) {
    let text = decode(bytes.to_vec()).text;
    let source = |path: &str| Source::new(path, text.clone(), Digest::of(bytes));
    let paths = [
        "a/page.md",
        "b/procedure.xml",
        "database.xml",
        "c/module.xml",
        "d/topic.dita",
        "d/map.ditamap",
        "d/filter.ditaval",
        "e/stack.ycs",
        "f/script.pluto",
    ];
    let sources = Sources::new(paths.map(source).into());
    let (page, mut problems) = markdown::read(SourceId(0), sources.get(SourceId(0)));
    let (definition, found) = procedure::read(SourceId(1), sources.get(SourceId(1)));
    problems.extend(found);
    let (database, found) = xtce::read(SourceId(2), sources.get(SourceId(2)));
    problems.extend(found);
    let every = || sources.as_slice().iter().enumerate().map(|(at, source)| (SourceId(at as u32), source));
    let shared = s1000d::survey(every(), &[]);
    let (module, found) = s1000d::read(SourceId(3), sources.get(SourceId(3)), &shared);
    problems.extend(found);
    let (brex, found) = s1000d::rules(every());
    problems.extend(found);
    problems.extend(s1000d::check(SourceId(3), sources.get(SourceId(3)), &brex));
    let (stack, found) = stack::read(SourceId(7), sources.get(SourceId(7)));
    problems.extend(found);
    let (script, found) = pluto::read(SourceId(8), sources.get(SourceId(8)));
    problems.extend(found);
    let parsed: Vec<_> = (4..7).map(|at| dita::parse(SourceId(at), sources.get(SourceId(at)))).collect();
    let settings = project().dita;
    let (made, found) = dita::assemble(&parsed, &settings, |count, make| (0..count).map(make).collect());
    problems.extend(found);
    let mut documents = vec![page, definition, module, stack, script];
    for (document, found) in made {
        documents.extend(document);
        problems.extend(found);
    }
    for document in &documents {
        assert_places(&format!("{document:?}"), &sources);
    }
    assert_places(&format!("{database:?}"), &sources);

    let project = project();
    let library = link(documents, database, &sources, &project);
    assert_places(&format!("{:?}", library.links), &sources);
    let documents = 0..library.documents.len() as u32;
    let flows: Vec<_> = documents.map(|at| flow::of(&library, DocumentIndex(at))).collect();
    let today = Some("2026-11-24");
    let (flows, files) = (flows.as_slice(), &[][..]);
    let subject =
        Subject { library: &library, project: &project, sources: &sources, files, flows, today, earlier: None };
    problems.extend(registry::rules().flat_map(|rule| (rule.check)(subject)));
    assert_found(&problems, &sources);
    render(&library, &sources, &project);
    for (_, document) in library.iter() {
        let Some(job) = Job::of(document, &library, false) else { continue };
        for target in [Target::Xml, Target::Markdown, Target::Stack, Target::Pluto] {
            assert_found(&convert(&job, target).findings, &sources);
        }
    }
}

/// A project whose identifiers look like those of the sample.
fn project() -> Project {
    static SAMPLE: LazyLock<String> = LazyLock::new(|| {
        fs::read_to_string(support::docs().join(pipeline::PROJECT_FILE)).expect("the sample has a project file")
    });
    let source = Source::new(pipeline::PROJECT_FILE, SAMPLE.as_str(), Digest::of(b""));
    let (mut project, _) =
        opsdoc::project::reader::read(SourceId(0), &source).expect("the sample's project file can be read");
    // Its file is none of the sources here, so that nothing can be said at a place in it.
    project.pointers.clear();
    project
}

fn link(documents: Vec<Document>, database: Database, sources: &Sources, project: &Project) -> Library {
    let files: Vec<String> = sources.as_slice().iter().map(|source| source.path.clone()).collect();
    let linker = Linker::new(documents, database, Surroundings { sources, files: &files, project });
    let linked = (0..linker.len() as u32).map(|at| linker.link(DocumentIndex(at))).collect();
    linker.finish(linked)
}

fn render(library: &Library, sources: &Sources, project: &Project) {
    let provenance = Provenance { commit: None, dirty: false };
    let site = Site { library, project, sources, provenance: &provenance, pdf: true, searches: None };
    for (index, _) in library.iter() {
        html::page(&site, index);
        entry::entries(library, project, sources, index);
    }
    html::indexes(&site);
}

/// Looks at every place in what was read. The model is printed and read back, so that none can be forgotten.
fn assert_places(printed: &str, sources: &Sources) {
    static SPAN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"Span \{ source: SourceId\((\d+)\), start: (\d+), end: (\d+) \}").expect("valid"));
    static TEXT: LazyLock<Regex> = LazyLock::new(|| {
        let span = r"Span \{ source: SourceId\((\d+)\), start: (\d+), end: (\d+) \}";
        Regex::new(&format!(r#"Text \{{ text: "((?:[^"\\]|\\.)*)", span: {span}, quoted: (?:true|false) \}}"#))
            .expect("valid")
    });
    // What an author wrote may look like a place; it stands in quotation marks.
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""(?:[^"\\]|\\.)*""#).expect("valid"));
    let written = |source: &str, start: &str, end: &str| {
        let source = sources.get(SourceId(source.parse().expect("a number")));
        let range = start.parse::<usize>().expect("a number")..end.parse::<usize>().expect("a number");
        source.text.get(range.clone()).unwrap_or_else(|| panic!("{range:?} does not lie in {:?}", source.text))
    };
    for span in SPAN.captures_iter(&QUOTED.replace_all(printed, "")) {
        written(&span[1], &span[2], &span[3]);
    }
    for text in TEXT.captures_iter(printed) {
        let (decoded, written) = (unquoted(&text[1]), written(&text[2], &text[3], &text[4]));
        assert!(decoded.len() != written.len() || decoded == written, "{decoded:?} is said to be {written:?}");
    }
}

fn assert_found(found: &[Diagnostic], sources: &Sources) {
    for diagnostic in found {
        for label in &diagnostic.labels {
            let text = &sources.get(label.span.source).text;
            assert!(text.get(label.span.range()).is_some(), "{diagnostic:?} lies outside of {text:?}");
        }
    }
}

/// Undoes what `Debug` does to a string.
fn unquoted(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text.chars());
    while let Some(c) = rest.next() {
        let escaped = if c == '\\' { rest.next() } else { None };
        match escaped {
            None => out.push(c),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('0') => out.push('\0'),
            Some('u') => {
                let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                out.push(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).expect("a character"));
            }
            Some(other) => out.push(other),
        }
    }
    out
}

const MARKDOWN: &[&str] = &[
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "- [ ] ",
    "- [x] ",
    "> ",
    "> [!NOTE]\n",
    "```",
    "~~~",
    "    ",
    "\t",
    "  \n",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "|",
    "|---|",
    "|:-:|\n",
    "a",
    "é",
    "語",
    "🚀",
    "\u{301}",
    "\u{200d}",
    "\0",
    "\u{feff}",
    "\u{a0}",
    "_",
    "*",
    "**",
    "~~",
    "`",
    "``",
    "\\",
    "&amp;",
    "&#x0;",
    "&nbsp;",
    "&",
    ";",
    "[",
    "](",
    ")",
    "![",
    "[a](b.md#c)",
    "[a](id:X#s@2)",
    "[[X-1#s|t]]",
    "[[",
    "]]",
    "<a href=\"x.md\">",
    "<a name=x>",
    "</a>",
    "<!--",
    "-->",
    "<br>",
    "<host>",
    "<",
    ">",
    "[^1]",
    "[^1]: ",
    "::: procedure ",
    ":::",
    "{#id}",
    "{",
    "}",
    "---\n",
    "+++\n",
    "title: x\n",
    "id: [a\n",
    "http://a.b/c",
    "@a.b",
    "www.",
    "$$",
    "[x]: /y 'z'\n",
    "<div id='x'>\n",
    "\n</div>\n",
    "FCP-AOC-010",
    " issue 2",
    "édition 1",
    "TC_AOC_GO_SAFE",
    "(MODE=1)",
    " = 3",
    "=",
    "AOC_MODE",
    "(0x0204)",
    "%20",
    "é%ff",
    "../",
    "/",
    "?",
    "#",
    "===\n",
    "Word ",
];

const XML: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "<procedure id=\"FCP-AOC-010\">",
    "</procedure>",
    "<step id=\"s-1\">",
    "</step>",
    "<title>",
    "</title>",
    "<body>",
    "</body>",
    "<phase>",
    "</phase>",
    "<tc name=\"TC_AOC_GO_SAFE\">",
    "</tc>",
    "<arg name=\"A\" value=\"1\"/>",
    "<verify within=\"30 s\">",
    "</verify>",
    "<tm name=\"AOC_MODE\" value=\"SAFE\"/>",
    "<warning>",
    "</warning>",
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    "<goto step=\"s-2\"/>",
    "<call procedure=\"X\" issue='1'/>",
    "<decide>",
    "<if test=\"A = 1\">",
    "</if>",
    "</decide>",
    "<repeat>",
    "</repeat>",
    "<parallel>",
    "</parallel>",
    "<wait until=\"A &gt; 1\"/>",
    "<tbd id='T'>",
    "</tbd>",
    "<!DOCTYPE procedure [",
    "<!ENTITY a \"",
    "<!ENTITY b '&a;&a;'>",
    "]>",
    "&a;",
    "&b;",
    "&amp;",
    "&#x41;",
    "&#0;",
    "&",
    "<![CDATA[",
    "]]>",
    "<!--",
    "--",
    "-->",
    "<?xml version='1.0' encoding='latin1'?>",
    "<?x ?>",
    "xmlns:x='u'",
    "x:",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "\r",
    "\t",
    "é",
    "語",
    "\0",
    "\u{feff}",
    "\u{85}",
    "text",
    "<SpaceSystem name=\"S\">",
    "</SpaceSystem>",
    "<TelemetryMetaData>",
    "<ParameterTypeSet>",
    "<EnumeratedParameterType name=\"T\">",
    "<Enumeration value=\"1\" label=\"ON\"/>",
    "<ParameterSet>",
    "<Parameter name=\"AOC_MODE\" parameterTypeRef=\"T\"/>",
    "<CommandMetaData>",
    "<MetaCommand name=\"TC\">",
    "<task id='t'>",
    "<taskbody><steps>",
    "<step id='s' audience='x'>",
    "<cmd>",
    "</cmd>",
    "<li conref=\"#t/s\">",
    "<li id='s' conref='map.ditamap#t/s' conrefend='#t/e'/>",
    "<ph keyref=\"k/s\"/>",
    "<keydef keys=\"k l\" href=\"topic.dita#t\" keyref='l'/>",
    "<map keyscope='a b'>",
    "<mapref href='map.ditamap'/>",
    "<topicref href='#./s' conaction='pushafter'>",
    "</topicref>",
    "<reltable><relrow><relcell>",
    "<simpletable relcolwidth='1* x'><strow><stentry>",
    "<table><tgroup cols='2'><tbody><row><entry morerows='9'>",
    "<glossentry><glossterm>",
    "<val><prop att='audience' val='x' action='exclude'/></val>",
    "<sup>",
    "</sup>",
    "<codeblock>\n",
    "</codeblock>",
    "<dmodule>",
    "<pm>",
    "</dmodule>",
    "<identAndStatusSection><dmAddress><dmIdent>",
    "<dmCode modelIdentCode='A' systemCode='B' infoCode='C'/>",
    "<content>",
    "</content>",
    "<procedure><mainProcedure>",
    "<preliminaryRqmts><reqSpares><spareDescr id='s'>",
    "<proceduralStep id='a' applicRefId='a' warningRefs='w' changeMark='1' reasonForUpdateRefIds='r'>",
    "</proceduralStep>",
    "<crew><crewRefCard><crewDrill><crewDrillStep>",
    "<challengeAndResponse><challenge>",
    "<process><dmSeq><dmIf>",
    "<levelledPara id='a'>",
    "</levelledPara>",
    "<para>",
    "</para>",
    "<randomList><listItem>",
    "<table id='t'><tgroup cols='2'><colspec colname='a' colwidth='2*'/><tbody><row>",
    "<entry morerows='9' namest='a' nameend='z'>",
    "</entry>",
    "<figure id='f'><graphic infoEntityIdent='I'/>",
    "<footnote id='n'>",
    "<footnoteRef internalRefId='n'/>",
    "<internalRef internalRefId='a'/>",
    "<dmRef><dmRefIdent>",
    "<acronym><acronymTerm>x</acronymTerm><acronymDefinition>",
    "<applic id='a'><evaluate andOr='or'><assert applicPropertyIdent='p'/>",
    "<warningsAndCautionsRef><warningRef id='w' warningIdentNumber='w'/>",
    "<warningRepository><warningSpec><warningIdent warningIdentNumber='w'/>",
    "<reasonForUpdate id='r'>",
    "<illustratedPartsCatalog><catalogSeqNumber item='1' indenture='9'><itemSeqNumber><partRef partNumberValue='p'/>",
    "<pmEntry><pmEntryTitle>",
    "<brex><structureObjectRule><objectPath allowedObjectFlag='0'>//para[",
    "</objectPath></structureObjectRule>",
    "<objectValue valueForm='pattern' valueAllowed='['/>",
    "<brexDmRef>",
];

const STACK: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"steps\"",
    "\"commands\"",
    "\"type\"",
    "\"command\"",
    "\"verify\"",
    "\"check\"",
    "\"text\"",
    "\"name\"",
    "\"AOC_MODE\"",
    "\"arguments\"",
    "\"value\"",
    "\"condition\"",
    "\"parameter\"",
    "\"operator\"",
    "\"lte\"",
    "\"parameters\"",
    "\"delay\"",
    "\"timeout\"",
    "\"comment\"",
    "\"advancement\"",
    "\"wait\"",
    "\"a\\nb \\u00e9\"",
    "\"\\ud83d\\ude80\"",
    "1",
    "0",
    "-1.5e3",
    "true",
    "null",
    " ",
    "\n",
    "é",
    "\"",
    "\\",
];

const PLUTO: &[&str] = &[
    "procedure ",
    "end ",
    "main ",
    "step ",
    "initiate ",
    "and confirm ",
    "with ",
    "arguments ",
    "directives ",
    "refer by ",
    "in case ",
    "confirmed",
    "not ",
    "aborted",
    ": ",
    "restart ",
    "max 3 times",
    "; ",
    "if ",
    "then ",
    "else ",
    "case ",
    "of ",
    "when ",
    "do ",
    "otherwise ",
    "while ",
    "for ",
    "to ",
    "repeat ",
    "until ",
    "parallel ",
    "in ",
    "one completes",
    "wait ",
    "event ",
    "timeout ",
    "log ",
    "inform user ",
    "raise ",
    "save context refer to ",
    "by ",
    "declare ",
    "variable ",
    "preconditions ",
    "watchdog ",
    "confirmation ",
    "on ",
    "the context of ",
    "record ",
    "array ",
    "AOC_MODE ",
    "x := ",
    "1",
    "-0.5 V",
    "\"text\" ",
    "\"é",
    "= ",
    "< ",
    ">= ",
    "(",
    ")",
    ", ",
    "+ ",
    "// note\n",
    "/* title: é */ ",
    "/* check */",
    "/*",
    "*/",
    "\n",
    "語 ",
    "$",
    "\\",
    "0x",
];

/// Returns texts of the project's own sample, to be damaged.
fn samples() -> &'static [String] {
    static SAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let docs = support::docs();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interchange");
        let files = [(&docs, "md"), (&docs, "xml"), (&own, "ycs"), (&own, "pluto")];
        let files = files.into_iter().flat_map(|(folder, extension)| support::files_with(folder, extension));
        files
            .map(|file| fs::read_to_string(file).expect("the sample is text"))
            .filter(|text| text.len() < 20_000)
            .collect()
    });
    &SAMPLES
}

/// A change to a text.
#[derive(Debug, Clone)]
enum Change {
    Remove(Index, usize),
    Repeat(Index, usize),
    Insert(Index, &'static str),
    Byte(Index, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let fragments: Vec<&'static str> = MARKDOWN.iter().chain(XML).copied().collect();
    prop_oneof![
        (any::<Index>(), 1..200_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<Index>(), 1..200_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        (any::<Index>(), select(fragments)).prop_map(|(at, fragment)| Change::Insert(at, fragment)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ]
}

fn changed(text: &str, changes: Vec<Change>) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for change in changes {
        let length = bytes.len();
        let within = |at: Index| at.index(length.max(1)).min(length);
        match change {
            Change::Remove(at, count) => drop(bytes.drain(within(at)..(within(at) + count).min(length))),
            Change::Repeat(at, count) => {
                let range = within(at)..(within(at) + count).min(length);
                let again = bytes[range.clone()].to_vec();
                bytes.splice(range.start..range.start, again);
            }
            Change::Insert(at, fragment) => drop(bytes.splice(within(at)..within(at), fragment.bytes())),
            Change::Byte(at, byte) => bytes.splice(within(at)..(within(at) + 1).min(length), [byte]).for_each(drop),
        }
    }
    bytes
}

fn cases(cases: u32) -> ProptestConfig {
    // A failure becomes a case of its own, with a name; no file is left in the tree.
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..600)) {
        survives(&bytes);
    }

    #[test]
    fn anything_like_markdown(fragments in vec(select(MARKDOWN), 0..60)) {
        survives(fragments.concat().as_bytes());
    }

    #[test]
    fn anything_like_xml(fragments in vec(select(XML), 0..60)) {
        survives(format!("<procedure id='a'>{}", fragments.concat()).as_bytes());
        survives(fragments.concat().as_bytes());
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn anything_like_a_stack(fragments in vec(select(STACK), 0..60)) {
        survives(fragments.concat().as_bytes());
    }

    #[test]
    fn anything_like_a_stack_of_steps(fragments in vec(select(STACK), 0..40)) {
        survives(format!("{{\"steps\": [{{{}}}]}}", fragments.concat()).as_bytes());
    }

    #[test]
    fn anything_like_pluto(fragments in vec(select(PLUTO), 0..80)) {
        survives(format!("procedure main {}", fragments.concat()).as_bytes());
    }

    #[test]
    fn any_damage_to_the_sample(text in select(samples()), changes in vec(change(), 1..6)) {
        survives(&changed(&text, changes));
    }
}

/// Documents that were made to do harm, each with its name.
fn nasty() -> Vec<(&'static str, Vec<u8>)> {
    let deep = 100_000;
    let utf16: Vec<u8> = "\u{feff}# Équipement\n\ntext".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let nested = |open: &str, close: &str| format!("{}x{}", open.repeat(deep), close.repeat(deep));
    let rows = "| a | `b` | [c](d.md) |\n".repeat(2_000);
    let list: String = (0..1_000).map(|depth| format!("{}- a\n", " ".repeat(depth * 2))).collect();
    let text = |text: String| text.into_bytes();
    vec![
        ("quotations", text(">".repeat(deep))),
        ("brackets", text("[".repeat(deep))),
        ("bracket-pairs", text(nested("[", "]"))),
        ("pictures", text("![".repeat(deep))),
        ("links", text("[a](".repeat(deep))),
        ("lists-in-one-line", text("- ".repeat(deep))),
        ("numbered-in-one-line", text("1. ".repeat(deep))),
        ("lists-in-lists", text(list)),
        ("emphasis", text(nested("*a ", " a*"))),
        ("strong", text(nested("**a ", "**"))),
        ("code-fences", text("`a``b```c".repeat(deep / 10))),
        ("entities", text("&amp;&#x41;".repeat(deep))),
        ("raw-html", text(nested("<div><b>", "</b></div>"))),
        ("comments", text("<!-- ".repeat(deep))),
        ("words-in-brackets", text("<a-b>".repeat(deep))),
        ("elements", text(nested("<step>", "</step>"))),
        ("procedures", text(format!("<procedure id='a'>{}", nested("<step id='a'><title>", "</title></step>")))),
        ("spans", text(format!("<procedure id='a'><title>{}", nested("<em>", "</em>")))),
        ("systems", text(nested("<SpaceSystem name='a'>", "</SpaceSystem>"))),
        ("unclosed", text("<procedure id='a'><step id='b'><title>c".repeat(1_000))),
        ("attributes", text(format!("<procedure {}>", "a='b' ".repeat(deep)))),
        ("a-billion-laughs", text(laughs())),
        ("footnotes", text("[^a]: [^a]\n\n".repeat(2_000) + &"[^b]".repeat(2_000))),
        ("table", text(format!("| a | b | c |\n|---|---|---|\n{rows}"))),
        ("wide-table", text(format!("|{}\n|{}\n", "a|".repeat(3_000), "-|".repeat(3_000)))),
        ("long-line", text("word ".repeat(200_000))),
        ("long-word", text("x".repeat(1_000_000))),
        ("long-code", text(format!("`{}`", "x_".repeat(100_000)))),
        ("headings", text("# a\n".repeat(20_000))),
        ("addresses", text("http://a.b ".repeat(10_000))),
        ("names", text("FCP-AOC-010 ".repeat(10_000))),
        ("nul", text("# a\0b\n\n`\0`\n\n\0".repeat(100))),
        ("lone-returns", text("# a\rb\r\r- c\r- d\r\r| a |\r|---|\r| b |\r".to_owned())),
        ("mixed-endings", text("# a\r\nb\rc\n\r\n> d\r> e\r\n".to_owned())),
        ("mark-of-order", text("\u{feff}---\ntitle: a\n---\n# b\n".to_owned())),
        ("utf-16", utf16),
        ("odd-utf-16", vec![0xff, 0xfe, b'#', 0, b' ']),
        ("latin-1", b"# \xc9quipement \xb1 5 \xb0C\n".to_vec()),
        ("empty", Vec::new()),
        ("only-front-matter", text("---\ntitle: a\n---\n".to_owned())),
        ("front-matter-without-end", text("---\ntitle: a\n".to_owned())),
        ("odd-identifiers", text("---\nid: 'a/b #?%20 \"<é>'\n---\n# ../../x\n# %2e%2e\n# \u{202e}a\n".to_owned())),
        ("long-identifier", text(format!("---\nid: {}\n---\n# {}\n", "A".repeat(5_000), "b".repeat(5_000)))),
    ]
}

/// Entities within entities: a billion characters, were they all expanded.
fn laughs() -> String {
    let mut text = "<!DOCTYPE procedure [<!ENTITY a0 'ha'>".to_owned();
    for level in 1..10 {
        text += &format!("<!ENTITY a{level} '{}'>", format!("&a{};", level - 1).repeat(10));
    }
    text + "]><procedure id='a'><title>&a9;</title></procedure>"
}

#[test]
fn documents_that_were_made_to_do_harm() {
    for (name, bytes) in nasty() {
        let started = std::time::Instant::now();
        survives(&bytes);
        let took = started.elapsed();
        println!("{name}: {took:?}");
        assert!(took.as_secs() < 60, "`{name}` takes {took:?}");
    }
}

/// They are built, with a page, a PDF and an entry for each, whatever they are called.
#[test]
fn a_folder_of_them_is_built() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (docs, output) = (folder.path().join("docs"), folder.path().join("output"));
    let mut count = 0;
    for (name, bytes) in nasty().into_iter().filter(|(_, bytes)| bytes.len() < 60_000) {
        let extension = if bytes.starts_with(b"<") { "xml" } else { "md" };
        support::write(&docs.join(format!("{name}.{extension}")), bytes);
        count += 1;
    }
    for path in
        ["Same.md", "same.md", "SAME.md", "same/index.md", "same/README.md", "a b/c#d.md", "é?.md", "indexes/x.md"]
    {
        support::write(&docs.join(path), format!("# {path}\n\n[x](Same.md) [y](same.md)\n"));
        count += 1;
    }
    let index = folder.path().join("index");
    let request = Request { docs, output: output.clone(), index, html: true, pdf: true };
    let outcome = pipeline::build(&request, &Silent).expect("it can be built");
    assert_eq!((outcome.made.documents, outcome.made.pdfs), (count, count));
    assert_found(&outcome.diagnostics, &outcome.sources);
    let manifest = opsdoc::write::manifest::Manifest::load(&output).expect("it can be read").expect("it is there");
    for entry in &manifest.contents.documents {
        let [page, pdf] = &entry.outputs[..] else { panic!("{}: {:?}", entry.source, entry.outputs) };
        assert!(output.join(&page.path).is_file(), "{}", entry.source);
        let pdf =
            lopdf::Document::load(output.join(&pdf.path)).unwrap_or_else(|error| panic!("{}: {error}", entry.source));
        assert!(!pdf.get_pages().is_empty(), "{}", entry.source);
    }
}
