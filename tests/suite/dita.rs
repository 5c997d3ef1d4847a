//! What the reader finds in topics and maps of others, beside what Python counts in them; and what it makes of small
//! ones, part by part.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use opsdoc::diagnostic::Diagnostic;
use opsdoc::model::block::{Block, GroupKind};
use opsdoc::model::document::{Document, DocumentKind, Outcome};
use opsdoc::model::inline::{Destination, Inline, plain};
use opsdoc::model::procedure::{Action, Precondition, Procedure, Step};
use opsdoc::pipeline::{self, CheckRequest, Silent, workspace::Workspace};
use opsdoc::project::{config::Project, reader};
use opsdoc::read::xml::dita;
use opsdoc::text::digest::Digest;
use opsdoc::text::encoding::decode;
use opsdoc::text::source::Source;
use opsdoc::text::span::{SourceId, Span};
use serde_json::Value;

use super::support;

#[test]
fn the_guide_of_a_tool_is_counted_alike() {
    let Some(folder) = support::data("dita-ot-docs") else { return };
    let Some(counted) = counted(&folder) else { return };
    let workspace = Workspace::open(&folder).expect("the set can be read");
    let (library, sources) = (&workspace.folder().library, &workspace.folder().gathered.sources);
    let path = |span: Span| sources.get(span.source).path.as_str();

    // Topics and maps, by the type of their root.
    let parsed: Vec<_> = sources
        .iter()
        .filter(|(_, source)| dita::is_dita(&source.path, &source.text))
        .map(|(id, source)| dita::parse(id, source))
        .collect();
    for (name, count) in counted["roots"].as_object().expect("roots are counted") {
        let read = parsed.iter().filter(|parsed| parsed.elements().first() == Some(&name.as_str())).count();
        assert_eq!(Some(read as u64), count.as_u64(), "files whose root is `{name}`");
    }

    // A step is a step of the one procedure that it is written in, wherever its text is taken from.
    let mut steps = 0;
    library.documents.iter().flat_map(procedures).for_each(|procedure| procedure.each_step(&mut |_| steps += 1));
    assert_eq!(Some(steps), counted["steps"].as_u64(), "steps");

    let keys: Vec<Value> =
        dita::keys(&parsed, &Project::default().dita).iter().map(|key| key.as_str().into()).collect();
    assert_eq!(Value::Array(keys), counted["keys"], "keys");

    let outcome = check(&folder);
    let undefined = places(&outcome, "undefined-key", |found| {
        let source = outcome.sources.get(found.span().source);
        format!("{} {}", source.path, source.slice(found.span()))
    });
    assert_eq!(undefined, listed(&counted["undefined"]), "keys that no map defines");

    // Content references: those that led somewhere, and those that did not.
    let mut taken = BTreeSet::new();
    for inclusion in library.documents.iter().flat_map(|document| &document.metadata.inclusions) {
        if matches!(inclusion.outcome, Outcome::Taken(_)) {
            taken.insert(inclusion.written.span);
        }
    }
    let count = |name: &str| outcome.diagnostics.iter().filter(|found| found.lint.name == name).count() as u64;
    assert_eq!(Some(taken.len() as u64), counted["pulls"]["resolved"].as_u64(), "content that is taken over");
    let (unresolved, pushed) = (count("unresolved-content-reference"), count("not-pushed"));
    assert_eq!(Some(unresolved), counted["pulls"]["unresolved"].as_u64(), "content that is not there");
    assert_eq!(Some(pushed), counted["pushes"]["unresolved"].as_u64(), "content that is pushed nowhere");

    // Every local file that is cited and absent is named by a finding.
    let said: Vec<&str> = outcome.diagnostics.iter().map(|found| found.message.as_str()).collect();
    for absent in listed(&counted["absent"]) {
        let name = absent.rsplit('/').next().unwrap_or(&absent);
        let is_said = said.iter().any(|message| message.contains(&absent) || message.contains(name));
        assert!(is_said, "`{absent}` is absent, and no finding says so");
    }
    let missing = outcome.diagnostics.iter().filter(|found| found.lint.name == "broken-file-link");
    for found in missing.filter(|found| path(found.span()).ends_with(".dita")) {
        let name = found.message.split('`').nth(1).expect("a finding names the file").to_owned();
        assert!(!folder.join(&name).exists(), "`{name}` is there, and a finding says that it is not");
    }
    eprintln!(
        "{} keys, {} keyref of which {} undefined, {} conkeyref and {} conref, {} taken over, {} of {} files absent",
        keys_of(&counted),
        counted["keyref"],
        undefined.len(),
        counted["conkeyref"],
        counted["conref"],
        taken.len(),
        listed(&counted["absent"]).len(),
        counted["cited"]
    );
}

fn keys_of(counted: &Value) -> usize {
    counted["keys"].as_array().map_or(0, Vec::len)
}

/// Counts with Python; nothing where it is not installed.
fn counted(folder: &Path) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/dita/count.py");
    let output = Command::new(support::tool("python3")?).arg(script).arg(folder).output().expect("python3 can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("it prints JSON"))
}

fn check(folder: &Path) -> pipeline::Outcome {
    let request = CheckRequest { docs: folder.to_owned(), ..CheckRequest::default() };
    pipeline::check(&request, &Silent).expect("the set can be read")
}

fn places(outcome: &pipeline::Outcome, name: &str, say: impl Fn(&Diagnostic) -> String) -> Vec<String> {
    let mut said: Vec<String> = outcome.diagnostics.iter().filter(|found| found.lint.name == name).map(say).collect();
    said.sort();
    said
}

fn listed(values: &Value) -> Vec<String> {
    values.as_array().into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn procedures(document: &Document) -> impl Iterator<Item = &Procedure> {
    document.body.iter().filter_map(|block| match block {
        Block::Procedure(procedure) => Some(&**procedure),
        _ => None,
    })
}

// Small ones, part by part.

/// Some files, read and put together.
struct Read {
    documents: Vec<Document>,
    found: Vec<String>,
}

impl Read {
    /// Returns the document of a path.
    fn at(&self, at: u32) -> &Document {
        self.documents.iter().find(|document| document.source == SourceId(at)).expect("the file has a document")
    }

    fn outline(&self, at: u32) -> String {
        let mut out = String::new();
        blocks(&self.at(at).body, 0, &mut out);
        out
    }
}

/// Reads files, each a path and its text; a project file among them says how.
fn read(files: &[(&str, &str)]) -> Read {
    let mut project = Project::default();
    let mut parsed = Vec::new();
    for (at, (path, text)) in files.iter().enumerate() {
        let source = Source::new(*path, decode(text.as_bytes().to_vec()).text, Digest::of(text.as_bytes()));
        let id = SourceId(at as u32);
        if *path == "opsdoc.toml" {
            project = reader::read(id, &source).expect("the project file can be read").0;
        } else {
            assert!(dita::is_dita(path, text), "`{path}` is none of DITA");
            parsed.push(dita::parse(id, &source));
        }
    }
    let (made, problems) = dita::assemble(&parsed, &project.dita, |count, make| (0..count).map(make).collect());
    let mut documents = Vec::new();
    let mut found: Vec<String> = problems.iter().map(said).collect();
    for (document, problems) in made {
        documents.extend(document);
        found.extend(problems.iter().map(said));
    }
    Read { documents, found }
}

fn said(found: &Diagnostic) -> String {
    format!("{} {}", found.lint.code, found.message)
}

/// Writes blocks as lines, what they hold further in.
fn blocks(list: &[Block], depth: usize, out: &mut String) {
    let line = |depth: usize, text: String, out: &mut String| {
        out.push_str(&"  ".repeat(depth));
        out.push_str(text.trim());
        out.push('\n');
    };
    for block in list {
        match block {
            Block::Heading(heading) => {
                line(
                    depth,
                    format!("{} {} #{}", "#".repeat(heading.level.into()), words(&heading.content), heading.anchor),
                    out,
                );
            }
            Block::Paragraph(paragraph) => line(depth, words(&paragraph.content), out),
            Block::List(list) => {
                line(depth, if list.start.is_some() { "ol".into() } else { "ul".into() }, out);
                list.items.iter().for_each(|item| blocks(&item.blocks, depth + 1, out));
            }
            Block::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    let cells: Vec<String> = row.iter().map(|cell| words(cell)).collect();
                    line(depth, format!("| {}", cells.join(" | ")), out);
                }
            }
            Block::Grid(grid) => {
                for row in grid.rows() {
                    let cells: Vec<String> = row
                        .cells
                        .iter()
                        .map(|cell| {
                            let mut inner = String::new();
                            blocks(&cell.blocks, 0, &mut inner);
                            format!("{} ({}+{})", inner.trim().replace('\n', "; "), cell.columns, cell.rows)
                        })
                        .collect();
                    line(depth, format!("| {}", cells.join(" | ")), out);
                }
            }
            Block::Code(code) => line(depth, format!("code {:?} {:?}", code.info, code.text.as_str()), out),
            Block::Quote(inner) => {
                line(depth, "quote".into(), out);
                blocks(inner, depth + 1, out);
            }
            Block::Admonition(admonition) => {
                line(depth, format!("{:?}", admonition.kind).to_lowercase(), out);
                blocks(&admonition.blocks, depth + 1, out);
            }
            Block::Footnote(footnote) => {
                line(depth, format!("note {}", footnote.label.text), out);
                blocks(&footnote.blocks, depth + 1, out);
            }
            Block::Group(group) => {
                let marks: Vec<String> =
                    group.marks.iter().map(|mark| format!("{:?}({})", mark.kind, plain(&mark.content))).collect();
                let anchor = group.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                let title = words(&group.title);
                line(depth, format!("{:?} {title} {anchor} {}", group.kind, marks.join(" ")), out);
                blocks(&group.blocks, depth + 1, out);
            }
            Block::Procedure(procedure) => {
                line(depth, format!("procedure {}", procedure.id.text), out);
                blocks(&procedure.purpose, depth + 1, out);
                for one in &procedure.preconditions {
                    line(depth + 1, "first".into(), out);
                    if let Precondition::Content(inner) = one {
                        blocks(inner, depth + 2, out);
                    }
                }
                for phase in &procedure.phases {
                    if !phase.title.is_empty() {
                        line(depth + 1, format!("phase {}", words(&phase.title)), out);
                    }
                    phase.steps.iter().for_each(|inner| step(inner, depth + 1, out));
                }
                line(depth + 1, "after".into(), out);
                blocks(&procedure.closeout.text, depth + 2, out);
            }
            other => line(depth, format!("{other:?}"), out),
        }
    }
}

fn step(step: &Step, depth: usize, out: &mut String) {
    let marks: Vec<String> =
        step.marks.iter().map(|mark| format!(" {:?}({})", mark.kind, plain(&mark.content))).collect();
    out.push_str(&format!("{}step {} #{}{}\n", "  ".repeat(depth), step.number, step.id.text, marks.concat()));
    for admonition in &step.safety {
        blocks(&[Block::Admonition(admonition.clone())], depth + 1, out);
    }
    for action in &step.actions {
        match action {
            Action::Content(inner, _) => blocks(inner, depth + 1, out),
            Action::Safety(admonition) => {
                out.push_str(&format!("{}late\n", "  ".repeat(depth + 1)));
                blocks(&[Block::Admonition(admonition.clone())], depth + 2, out);
            }
            Action::Step(inner) => self::step(inner, depth + 1, out),
            other => out.push_str(&format!("{other:?}\n")),
        }
    }
    if !step.expected.is_empty() {
        out.push_str(&format!("{}expected {}\n", "  ".repeat(depth + 1), words(&step.expected)));
    }
    step.steps.iter().for_each(|inner| self::step(inner, depth + 1, out));
}

/// Writes running text: `code`, *emphasis*, **strong**, [links](to), {anchors}.
fn words(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&text.text),
            Inline::Code(text) => out.push_str(&format!("`{}`", text.text)),
            Inline::Emphasis(inner) => out.push_str(&format!("*{}*", words(inner))),
            Inline::Strong(inner) => out.push_str(&format!("**{}**", words(inner))),
            Inline::Raised(inner) => out.push_str(&format!("^{}^", words(inner))),
            Inline::Lowered(inner) => out.push_str(&format!("_{}_", words(inner))),
            Inline::Link(link) => {
                let to = match &link.destination {
                    Destination::File { path, anchor } => {
                        format!("{path}{}", anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default())
                    }
                    _ => link.written.to_string(),
                };
                out.push_str(&format!("[{}]({to})", words(&link.content)));
            }
            Inline::Image(image) => out.push_str(&format!("![{}]({})", plain(&image.alternative), image.written)),
            Inline::FootnoteReference(label) => out.push_str(&format!("^{}", label.text)),
            Inline::Abbreviation(it) => out.push_str(&format!("{} ({})", it.short.text, it.expansion.text)),
            Inline::Tbd(tbd) => out.push_str(&format!("TBD {}", words(&tbd.content))),
            Inline::Anchor(anchor) => out.push_str(&format!("{{{anchor}}}")),
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push_str(" / "),
            other => out.push_str(&format!("{other:?}")),
        }
    }
    out
}

#[test]
fn a_task_is_a_procedure() {
    let task = r#"<task id="FCP-PRP-001" xml:lang="en"><title>Purge the line</title>
<shortdesc>The line is emptied before it is opened.</shortdesc>
<prolog><author>A. Writer</author><metadata><keywords><indexterm>purging</indexterm></keywords>
<othermeta name="issue" content="2"/><othermeta name="team" content="propulsion"/></metadata></prolog>
<taskbody>
<prereq><p>The valve is shut.</p></prereq>
<context>Once a day.</context>
<steps>
  <stepsection>At the console</stepsection>
  <step id="open"><note type="warning">Under pressure.</note><cmd>Open the <uicontrol>vent</uicontrol>.</cmd>
    <info>It is slow.<note type="caution">Hot.</note></info>
    <substeps><substep><cmd>Look.</cmd></substep><substep id="wait"><cmd>Wait.</cmd></substep></substeps>
    <stepresult>The pressure falls.</stepresult></step>
  <step importance="optional"><cmd>Choose:</cmd>
    <choices><choice>fast</choice><choice>slow</choice></choices>
    <choicetable><chhead><choptionhd>Way</choptionhd><chdeschd>Why</chdeschd></chhead>
      <chrow><choption>fast</choption><chdesc>no time</chdesc></chrow></choicetable></step>
  <step><cmd>Shut.</cmd><note type="warning">Too late.</note></step>
</steps>
<result>The line is empty.</result>
<postreq>Write it down.</postreq>
</taskbody></task>"#;
    let read = read(&[("purge.dita", task)]);
    assert_eq!(
        read.outline(0),
        "procedure FCP-PRP-001
  The line is emptied before it is opened.
  Once a day.
  first
    The valve is shut.
  phase At the console
  step 1 #open
    warning
      Under pressure.
    Open the **vent**.
    It is slow.
    caution
      Hot.
    step 1.1 #1.1
      Look.
    step 1.2 #wait
      Wait.
    expected The pressure falls.
  step 2 #2
    *optional* Choose:
    ul
      fast
      slow
    | Way | Why
    | fast | no time
  step 3 #3
    Shut.
    late
      warning
        Too late.
  after
    The line is empty.
    Write it down.
"
    );
    let metadata = &read.at(0).metadata;
    assert_eq!(plain(&metadata.title), "Purge the line");
    assert_eq!(metadata.kind, DocumentKind::Procedure);
    assert_eq!(metadata.issue.as_ref().map(|issue| issue.as_str()), Some("2"));
    assert_eq!(metadata.keywords.iter().map(|word| word.as_str()).collect::<Vec<_>>(), ["purging"]);
    assert_eq!(read.found, Vec::<String>::new());
}

#[test]
fn prose_keeps_what_it_says() {
    let topic = r##"<reference id="ref"><title>Limits</title><refbody>
<section id="volts"><title>Volts <indexterm>voltage</indexterm></title>
<p id="p1">At 10<sup>3</sup> V<sub>max</sub>, see <xref href="#ref/volts"/>, <xref href="#ref/t1">the table</xref> and
<xref href="https://example.org/" scope="external" format="html">a page</xref>.<fn>Measured.</fn>
<ul><li>one</li><li><p>two</p></li></ul> Then <menucascade><uicontrol>File</uicontrol><uicontrol>Open</uicontrol></menucascade>.</p>
<dl><dlentry id="d"><dt><parmname>a</parmname></dt><dd>First.</dd></dlentry></dl>
</section>
<properties><prophead><proptypehd>Kind</proptypehd><propdeschd>What</propdeschd></prophead>
<property><proptype>x</proptype><propdesc>An x.</propdesc></property></properties>
<table id="t1"><title>Limits</title><tgroup cols="2"><colspec colname="a"/><colspec colname="b"/>
<thead><row><entry>Name</entry><entry>Value</entry></row></thead>
<tbody><row><entry morerows="1">A</entry><entry>1</entry></row><row><entry>2</entry></row></tbody></tgroup></table>
<simpletable relcolwidth="1* 2*"><strow><stentry>x</stentry><stentry>y</stentry></strow></simpletable>
<codeblock outputclass="language-sh">
ls <varname>folder</varname>
</codeblock>
<fig id="f"><title>The line</title><image href="line.png"><alt>A line</alt></image></fig>
<draft-comment author="AW">Check this.</draft-comment>
<p>An <acme>own</acme> word, of class <acme-word class="+ topic/keyword acme-d/acme-word ">word</acme-word>.</p>
<hazardstatement type="danger"><messagepanel><typeofhazard>Hot</typeofhazard><consequence>Burns.</consequence>
<howtoavoid>Wait.</howtoavoid></messagepanel></hazardstatement>
</refbody><related-links><link href="https://example.org/"><linktext>Example</linktext><desc>Of all.</desc></link></related-links></reference>"##;
    let read = read(&[("limits.dita", topic)]);
    assert_eq!(
        read.outline(0),
        "## Volts #volts
{p1}At 10^3^ V_max_, see [Volts](#volts), [the table](#t1) and [a page](https://example.org/).^1
ul
  one
  two
Then **File** → **Open**.
ul
  **`a`**
  First.
"
        .replace("  **`a`**", "  {d}**`a`**")
            + "| Kind | What
| x | An x.
Table Limits #t1
  | Name (1+1) | Value (1+1)
  | A (1+2) | 1 (1+1)
  | 2 (1+1)
| x (1+1) | y (1+1)
code Some(\"sh\") \"ls folder\"
Figure The line #f
  ![A line](line.png)
TBD Check this.
An own word, of class word.
danger
  **Hot**
  Burns.
  Wait.
Related
  ul
    [Example](https://example.org/)
    Of all.
note 1
  Measured.
"
    );
    assert_eq!(read.found, ["X421 `acme` is no element of DITA, and says by no `class` what it was made from"]);
    assert_eq!(read.at(0).metadata.keywords.iter().map(|word| word.as_str()).collect::<Vec<_>>(), ["voltage"]);
}

#[test]
fn a_map_is_a_page_of_its_hierarchy() {
    let map = r#"<bookmap><booktitle><mainbooktitle>Handbook</mainbooktitle></booktitle>
<frontmatter><notices href="notices.dita"/></frontmatter>
<part navtitle="Operations"><chapter href="purge.dita"><topicref href="heat.dita"><topicmeta><shortdesc>Briefly.</shortdesc></topicmeta></topicref></chapter></part>
<chapter href="more.ditamap" format="ditamap"/>
<keydef keys="bus" href="heat.dita"><topicmeta><linktext>the bus</linktext></topicmeta></keydef>
<reltable><relrow><relcell><topicref href="purge.dita"/></relcell><relcell><topicref href="heat.dita"/></relcell></relrow></reltable>
</bookmap>"#;
    let read = read(&[
        ("book.ditamap", map),
        ("purge.dita", "<concept id='p'><title>Purge</title></concept>"),
        ("heat.dita", "<concept id='h'><title>Heat</title></concept>"),
        ("notices.dita", "<topic id='n'><title>Notices</title></topic>"),
        (
            "more.ditamap",
            "<map><title>More</title><topicref href='notices.dita'/><topichead navtitle='Nothing yet'/></map>",
        ),
    ]);
    assert_eq!(
        read.outline(0),
        "ul
  [Notices](/notices.dita)
  Operations
  ul
    [Purge](/purge.dita)
    ul
      [Heat](/heat.dita)
      Briefly.
  [Notices](/notices.dita)
  Nothing yet
Keys
  ul
    `bus` [the bus](/heat.dita)
Related
  | [Purge](/purge.dita) (1+1) | [Heat](/heat.dita) (1+1)
"
    );
    assert_eq!(read.at(0).metadata.kind, DocumentKind::Publication);
    assert_eq!(plain(&read.at(0).metadata.title), "Handbook");
    assert_eq!(read.outline(1), "Related\n  ul\n    [Heat](/heat.dita)\n");
    assert_eq!(read.outline(4), "ul\n  [Notices](/notices.dita)\n  Nothing yet\n");
    assert_eq!(read.found, Vec::<String>::new());
}

#[test]
fn keys_are_those_of_their_scope() {
    let map = r#"<map><title>Two lines</title>
<keydef keys="product"><topicmeta><keywords><keyword>Phare</keyword></keywords></topicmeta></keydef>
<topicgroup keyscope="north"><keydef keys="pump"><topicmeta><keywords><keyword>P-1</keyword></keywords></topicmeta></keydef>
<keydef keys="product"><topicmeta><keywords><keyword>never</keyword></keywords></topicmeta></keydef>
<topicref href="north.dita"/></topicgroup>
<topicgroup keyscope="south"><keydef keys="pump"><topicmeta><keywords><keyword>P-2</keyword></keywords></topicmeta></keydef>
<topicref href="south.dita"/></topicgroup>
<topicref href="both.dita"/></map>"#;
    let line = "<topic id='t'><title>Line</title><body><p><keyword keyref='pump'/> of <keyword keyref='product'/></p></body></topic>";
    let both = "<topic id='t'><title>Both</title><body><p><keyword keyref='north.pump'/>, <keyword keyref='south.pump'/>, <ph keyref='pump'>none</ph></p></body></topic>";
    let read = read(&[("lines.ditamap", map), ("north.dita", line), ("south.dita", line), ("both.dita", both)]);
    assert_eq!([1, 2, 3].map(|at| read.outline(at)), ["P-1 of Phare\n", "P-2 of Phare\n", "P-1, P-2, none\n"]);
    let undefined: Vec<_> = read.at(3).metadata.inclusions.iter().map(|inclusion| &inclusion.outcome).collect();
    assert_eq!(undefined, [&Outcome::UndefinedKey("pump".into())]);
}

#[test]
fn text_is_taken_over_where_it_is_written() {
    let common = r#"<task id="common"><title>Common</title><taskbody><steps>
<step id="look"><cmd>Look.</cmd></step><step id="wait"><cmd>Wait <ph id="time">5 s</ph>.</cmd></step><step id="last"><cmd>Note.</cmd></step>
</steps></taskbody></task>"#;
    let task = r##"<task id="own"><title>Own</title><taskbody><steps>
<step conref="common.dita#common/look" conrefend="common.dita#common/wait" id="first"/>
<step><cmd>Own, <ph conref="common.dita#common/time"/>; <ph conref="common.dita#common/nothing">else</ph>; <ph conref="gone.dita#x/y"/>.</cmd></step>
</steps></taskbody></task>"##;
    let read = read(&[("common.dita", common), ("own.dita", task)]);
    assert_eq!(
        read.outline(1),
        "procedure own
  step 1 #first
    Look.
  step 2 #2
    Wait 5 s.
  step 3 #3
    Own, 5 s; else; `gone.dita#x/y`.
  after
"
    );
    assert_eq!(
        read.found,
        ["X420 `common.dita` has no element `common/nothing`", "X420 there is no `gone.dita` to take text over from"]
    );
    let procedure = read.at(1).procedure().expect("a task is a procedure");
    assert_eq!(procedure.phases[0].steps[0].span.source, SourceId(0), "a step stands where it is written");
}

#[test]
fn text_is_pushed_where_it_belongs() {
    let base =
        "<topic id='base'><title>Base</title><body><ul id='l'><li id='a'>a</li><li id='b'>b</li></ul></body></topic>";
    let pusher = r#"<topic id="more"><title>More</title><body><ul>
<li conaction="mark" conref="base.dita#base/a"/><li conaction="pushafter">after a</li>
<li conaction="pushbefore">before a</li><li conaction="mark" conref="base.dita#base/a"/>
<li conaction="pushreplace" conref="base.dita#base/b">in place of b</li>
<li conaction="pushreplace" conref="gone.dita#gone/x">stays</li>
</ul></body></topic>"#;
    let read = read(&[("base.dita", base), ("more.dita", pusher)]);
    assert_eq!(read.outline(0), "ul\n  before a\n  {a}a\n  after a\n  {b}in place of b\n".replace("ul\n", "{l}\nul\n"));
    assert_eq!(read.outline(1), "ul\n  stays\n");
    assert_eq!(read.found, ["X422 `gone.dita#gone/x` is not there for text to be pushed to"]);
}

#[test]
fn filters_leave_out_and_flag() {
    let project = "[dita]\nfilter = 'flight.ditaval'\nmap = 'gone.ditamap'\n";
    let filter = r#"<val><prop att="audience" val="trainee" action="exclude"/><prop att="platform" val="sim" action="flag"/></val>"#;
    let topic = r#"<task id="t"><title>T</title><taskbody><steps>
<step audience="trainee"><cmd>Only in training.</cmd></step>
<step audience="trainee operator"><cmd>For both.</cmd></step>
<step platform="sim"><cmd>At the simulator.</cmd></step>
</steps><result platform="sim">Done.</result></taskbody></task>"#;
    let left_out = "<topic id='x' audience='trainee'><title>X</title></topic>";
    let read = read(&[("opsdoc.toml", project), ("flight.ditaval", filter), ("t.dita", topic), ("x.dita", left_out)]);
    assert_eq!(
        read.outline(2),
        "procedure t
  step 1 #1
    For both.
  step 2 #2 Applies(sim)
    At the simulator.
  after
    Plain   Applies(sim)
      Done.
"
    );
    assert_eq!(read.documents.len(), 1, "what is left out has no page, and a filter is none");
    assert_eq!(read.found, ["X425 `gone.ditamap` is no map of the documentation"]);
}

#[test]
fn troubleshooting_says_what_it_is() {
    let topic = r#"<troubleshooting id="hot"><title>Hot battery</title><troublebody>
<condition><p>It is above 40 °C.</p></condition>
<troubleSolution><cause><p>The heater is stuck.</p></cause>
<remedy><responsibleParty>The shift.</responsibleParty><steps><step><cmd>Switch it off.</cmd></step></steps></remedy></troubleSolution>
</troublebody></troubleshooting>"#;
    let read = read(&[("hot.dita", topic)]);
    assert_eq!(
        read.outline(0),
        "Condition
  It is above 40 °C.
Cause
  The heater is stuck.
Remedy
  The shift.
  ol
    Switch it off.
"
    );
}

#[test]
fn glossaries_give_abbreviations() {
    let entry = r#"<glossentry id="aocs"><glossterm>attitude and orbit control system</glossterm>
<glossdef>It keeps the attitude.</glossdef>
<glossBody><glossAlt><glossAcronym>AOCS</glossAcronym></glossAlt></glossBody></glossentry>"#;
    let map = "<map><title>M</title><glossref keys='aocs' href='aocs.dita'/><topicref href='t.dita'/></map>";
    let topic = "<topic id='t'><title>T</title><body><p>The <abbreviated-form keyref='aocs'/> and the <term keyref='aocs'/>.</p></body></topic>";
    let read = read(&[("aocs.dita", entry), ("m.ditamap", map), ("t.dita", topic)]);
    assert_eq!(read.outline(0), "It keeps the attitude.\nAOCS (attitude and orbit control system)\n");
    assert_eq!(
        read.outline(2),
        "The AOCS (attitude and orbit control system) and the [attitude and orbit control system](/aocs.dita).\n"
    );
}

#[test]
fn topics_within_topics_have_their_own_names() {
    let topic = r##"<topic id="outer"><title>Outer</title><body><p id="a">a <xref href="#inner/a">there</xref></p></body>
<topic id="inner"><title>Inner</title><body><section><title>Part</title><p id="a">b <xref href="#./a"/>, <xref href="#outer/a">out</xref></p></section></body></topic></topic>"##;
    let read = read(&[("t.dita", topic)]);
    assert_eq!(
        read.outline(0),
        "{a}a [there](#inner/a)
## Inner #inner
### Part #part
{inner/a}b [](#inner/a), [out](#a)
"
    );
}

#[test]
fn circles_and_floods_end() {
    let circle = "<topic id='t'><title>T</title><body><ul id='a'><li conref='#t/a'>x</li></ul></body></topic>";
    let read_circle = read(&[("t.dita", circle)]);
    assert!(read_circle.at(0).metadata.inclusions.iter().any(|it| matches!(it.outcome, Outcome::Circle(_))));
    // Ten lists of ten that take over one another: ten to the tenth power.
    let mut body = String::from("<ul id='l0'><li>x</li></ul>");
    for level in 1..10 {
        let items = format!("<li><ul conref='#t/l{}'><li/></ul></li>", level - 1).repeat(10);
        body.push_str(&format!("<ul id='l{level}'>{items}</ul>"));
    }
    let flood = format!("<topic id='t'><title>T</title><body>{body}</body></topic>");
    let read = read(&[("t.dita", &flood)]);
    assert_eq!(read.found, ["X424 what this document takes over becomes too much, or too deep"]);
    let group = |block: &Block| matches!(block, Block::Group(group) if group.kind == GroupKind::Plain);
    assert!(!read.at(0).body.iter().any(group), "nothing else is made of it");
}
