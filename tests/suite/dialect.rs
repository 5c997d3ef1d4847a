//! Procedures in Markdown: the built-in form, and dialects of teams that are not here to ask.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use opsdoc::gather::worktree::Worktree;
use opsdoc::model::block::Block;
use opsdoc::model::document::Document;
use opsdoc::model::inline::plain;
use opsdoc::model::procedure::{Action, Precondition, Procedure, Step};
use opsdoc::pipeline::load::{self, Folder};
use opsdoc::pipeline::{self, CheckRequest, Request, Silent};
use opsdoc::read::markdown;
use opsdoc::read::xml::procedure;
use opsdoc::text::digest::Digest;
use opsdoc::text::source::Source;
use opsdoc::text::span::SourceId;
use regex::Regex;

use super::support;

/// Returns what a procedure says, without where it says it.
fn said(procedure: &Procedure) -> String {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#",? ?span: Span \{[^}]*\}|Span \{[^}]*\}|, anchors: \[[^\]]*\]|, anchor: "[^"]*""#)
            .expect("a pattern")
    });
    PLACE.replace_all(&format!("{procedure:#?}").replace('\n', " ").replace("    ", ""), "").into_owned()
}

fn source(path: &str, text: &str) -> Source {
    Source::new(path, text, Digest::of(text.as_bytes()))
}

/// Reads a document in the built-in form.
fn read(text: &str) -> (Document, Vec<String>) {
    let source = source("p.md", text);
    let (mut document, mut problems) = markdown::read(SourceId(0), &source);
    problems.extend(markdown::dialect::read(&mut document, &source, &[]).problems);
    (document, problems.into_iter().map(|problem| format!("{} {}", problem.lint.code, problem.message)).collect())
}

fn defined(text: &str) -> Document {
    procedure::read(SourceId(0), &source("p.xml", text)).0
}

/// Loads a folder of `tests/dialects`.
fn sample(name: &str) -> Folder {
    folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects").join(name).join("docs-source"))
}

fn folder(docs: &Path) -> Folder {
    load::load(&Worktree::new(docs, &[]), &Silent).expect("the folder can be read")
}

/// Returns what the procedures of a folder say, a line for each step and each thing that is done.
fn outline(folder: &Folder) -> String {
    let mut out = String::new();
    for document in &folder.library.documents {
        for procedure in document.procedures() {
            _ = writeln!(out, "{} {:?}", procedure.id.text, document.metadata.kind);
            for one in &procedure.preconditions {
                if let Precondition::Text(text) = one {
                    _ = writeln!(out, "  before: {}", plain(text));
                }
            }
            procedure.phases.iter().flat_map(|phase| &phase.steps).for_each(|step| outline_of(step, 1, &mut out));
        }
    }
    out
}

fn outline_of(step: &Step, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let role = step.role.as_ref().map_or(String::new(), |role| format!(" [{}]", role.text));
    let hold = if step.hold { " hold" } else { "" };
    _ = writeln!(out, "{indent}{} {}: {}{role}{hold}", step.number, step.id.text, plain(&step.title));
    for one in &step.safety {
        _ = writeln!(out, "{indent}  {:?}", one.kind);
    }
    for action in &step.actions {
        let line = match action {
            Action::Telecommand(call) => {
                let list: Vec<_> = call.arguments.iter().map(|a| format!("{}={}", a.name.text, a.value.text)).collect();
                format!("send {}({})", call.name.text, list.join(", "))
            }
            Action::Check(check) => {
                let all = check.comparisons.iter().map(|one| {
                    let values: Vec<_> = one.values.iter().map(|value| value.as_str()).collect();
                    let unit = one.unit.as_ref().map_or("", |unit| unit.as_str());
                    format!("{} {} {} {unit}", one.parameter.text, one.operator.sign(), values.join(","))
                });
                let within = check.within.as_ref().map_or(String::new(), |time| format!(" within {}", time.text));
                format!("check {}{within}", all.collect::<Vec<_>>().join("; "))
            }
            Action::Wait(wait) => format!("wait {}", wait.duration.as_ref().map_or("", |time| time.as_str())),
            Action::Manual(text, _) => format!("do {}", plain(text)),
            Action::Voice(voice) => format!("say {}", plain(&voice.content)),
            Action::Log(text, _) => format!("log {}", plain(text)),
            Action::Content(blocks, _) => format!("show {}", blocks.len()),
            Action::Step(inner) => {
                outline_of(inner, depth + 1, out);
                continue;
            }
            Action::Safety(one) => format!("{:?}", one.kind),
            other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
        };
        _ = writeln!(out, "{indent}  {}", line.trim_end());
    }
    if !step.expected.is_empty() {
        _ = writeln!(out, "{indent}  expect {}", plain(&step.expected));
    }
    step.steps.iter().for_each(|inner| outline_of(inner, depth + 1, out));
}

#[test]
fn the_built_in_form_says_all_that_a_definition_says() {
    let (document, problems) = read(MARKDOWN);
    assert_eq!(problems, [""; 0]);
    let (markdown, xml) = (document.procedure().expect("a procedure"), defined(XML));
    let xml = xml.procedure().expect("a procedure");
    for (one, other) in said(markdown).split(" }").zip(said(xml).split(" }")) {
        assert_eq!(one, other);
    }
    assert_eq!(said(markdown), said(xml));
    assert_eq!(document.metadata.kind, defined(XML).metadata.kind);
}

#[test]
fn the_built_in_form_is_read_in_french_too() {
    let (french, problems) = read(FRENCH);
    assert_eq!(problems, [""; 0]);
    let (english, _) = read(ENGLISH);
    let (french, english) = (french.procedure().expect("a procedure"), english.procedure().expect("a procedure"));
    assert_eq!(said(french), said(english));
}

#[test]
fn what_a_label_does_not_say_stays_as_it_is_written() {
    let (document, problems) = read(
        "---\nid: FCP-X-1\nprocedure-type: FCP\n---\n\n## Steps\n\n### Step 1 — One\n\n\
         **TC:** the heater, twice\n**Go to:** where it was\n\nA line of text.\n",
    );
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems.iter().all(|problem| problem.starts_with("X431")), "{problems:?}");
    let mut done = Vec::new();
    document.procedure().expect("a procedure").each_step(&mut |step| {
        step.actions.iter().for_each(|action| match action {
            Action::Manual(text, _) => done.push(plain(text)),
            other => panic!("{other:?}"),
        });
    });
    assert_eq!(done, ["TC: the heater, twice", "Go to: where it was", "A line of text."]);
}

#[test]
fn a_dialect_that_nobody_knows_is_reported() {
    let (_, problems) = read("---\ndialect: tests\n---\n\n# Title\n");
    assert_eq!(problems, ["X432 there is no dialect `tests`"]);
}

#[test]
fn headed_steps_in_french() {
    let folder = sample("procedures-fr");
    assert_eq!(outline(&folder), FICHES);
    let document = &folder.library.documents[0];
    assert_eq!(document.metadata.issue.as_ref().map(|issue| issue.as_str()), Some("3"));
    assert_eq!(document.metadata.applicability.phases[0].as_str(), "routine");
    // Names are those of the database, however the text writes them.
    let symbols = &folder.library.symbols;
    assert!(symbols.named("sca.mode").first().is_some_and(|found| symbols.get(*found).id == "SCA_MODE"));
}

#[test]
fn tables_of_two_procedures_in_german() {
    assert_eq!(outline(&sample("verfahren")), VERFAHREN);
}

#[test]
fn checklists_lists_and_fences_of_one_document() {
    assert_eq!(outline(&sample("checklists")), CHECKLISTS);
}

/// Reads a document by a dialect.
fn in_dialect(dialect: &str, text: &str) -> (tempfile::TempDir, Folder) {
    let place = tempfile::tempdir().expect("a folder can be made");
    let project = format!("[[dialect]]\nname = \"own\"\nfiles = [\"/*.md\"]\nid = 'TP-\\d+'\n{dialect}");
    fs::write(place.path().join("opsdoc.toml"), project).expect("it can be written");
    fs::write(place.path().join("tp-1.md"), text).expect("it can be written");
    let folder = folder(place.path());
    (place, folder)
}

#[test]
fn a_table_without_the_numbers_of_steps_is_none_of_steps() {
    let dialect = "steps = [\"tables\"]\n[dialect.columns]\nnumber = [\"Step\"]\ntitle = [\"Action\", \"Condition\"]\n";
    let text = "# TP-1\n\n| Step | Action |\n|---|---|\n| 1 | Open |\n\n\
                ## Abort\n\n| Condition | Action |\n|---|---|\n| Smoke | Abort |\n| Fire | Leave |\n";
    let (_place, folder) = in_dialect(dialect, text);
    assert_eq!(outline(&folder), "TP-1 Procedure\n  1 step-1: Open\n");
    let said: Vec<&str> = folder.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(said, ["2 rows look like steps and are none: none of its columns is the number of a step"]);
    // Where no column numbers the steps, all tables of this form are of steps.
    let (_place, folder) = in_dialect(&dialect.replace("number = [\"Step\"]\n", ""), text);
    assert_eq!(outline(&folder).lines().count(), 3, "{}", outline(&folder));
}

#[test]
fn what_is_expected_is_not_shown_after_what_follows_it() {
    let dialect = "steps = [\"fenced\"]\n[dialect.labels]\nmanual = [\"Action\"]\nexpected = [\"Expected\"]\n";
    let text = "# TP-1\n\n```\nStep 1: Point\n  Action: Turn to 0\n  Expected: It turns\n  Actual: ___\n\
                Step 2: Both\n  Action: Open\n  Expected: Open\n  Action: Shut\n  Expected: Shut\n```\n";
    let (_place, folder) = in_dialect(dialect, text);
    let outlined = "TP-1 Procedure\n  1 step-1: Point\n    do Turn to 0\n    expect It turns Actual: ___\n  \
                    2 step-2: Both\n    do Open\n    show 1\n    do Shut\n    expect Shut\n";
    assert_eq!(outline(&folder), outlined);
    let mut kept = Vec::new();
    folder.library.documents[0].procedures().for_each(|procedure| {
        procedure.each_step(&mut |step| {
            for action in &step.actions {
                if let Action::Content(blocks, _) = action
                    && let [Block::Paragraph(paragraph)] = blocks.as_slice()
                {
                    kept.push(plain(&paragraph.content));
                }
            }
        });
    });
    assert_eq!(kept, ["Expected: Open"]);
}

#[test]
fn lists_below_one_heading_that_count_from_one_have_steps_of_their_own() {
    let dialect = "steps = [\"fenced\"]\n";
    let text = "# TP-1\n\n## 6.1 Timeout\n\n```\nRESPONSE:\n1. Notice\n2. Retry\n\nEVALUATION:\n[ ] Noticed\n[ ] Retried\n```\n\n\
                ## 6.2 Reset\n\n```\n1. Reset\n2. Wait\n\nTHEN:\n2. Wait again\n```\n";
    let (_place, folder) = in_dialect(dialect, text);
    let mut ids = Vec::new();
    folder.library.documents[0].procedure().expect("a procedure").each_step(&mut |step| {
        ids.push(step.id.text.to_string());
    });
    let expected = [
        "step-6.1-1",
        "step-6.1-2",
        "step-6.1-list-2-1",
        "step-6.1-list-2-2",
        "step-6.2-1",
        "step-6.2-2",
        // Who writes a number again in a list that goes on has made a mistake.
        "step-6.2-2",
    ];
    assert_eq!(ids, expected);
    let found = load::rules(folder.subject(None), &Silent);
    assert_eq!(found.iter().filter(|found| found.lint.name == "duplicate-step").count(), 1);
}

#[test]
fn a_part_has_the_heading_that_its_author_wrote() {
    let dialect = "steps = [\"tables\"]\n[dialect.columns]\nnumber = [\"Step\"]\ntitle = [\"Action\"]\n\
                   [dialect.parts]\npreconditions = [\"Before the test\"]\n";
    let text = "# TP-1\n\nAs [said](#6-before-the-test).\n\n## 6. Before the test\n\n- [ ] All is calm.\n\n\
                ## 7. Test\n\n| Step | Action |\n|---|---|\n| 1 | Open |\n";
    let (place, folder) = in_dialect(dialect, text);
    assert_eq!(outline(&folder), "TP-1 Procedure\n  before: All is calm.\n  1 step-1: Open\n");
    let docs = place.path().to_owned();
    let out = tempfile::tempdir().expect("a folder can be made");
    let (output, index) = (out.path().join("output"), out.path().join("index"));
    let outcome = opsdoc::pipeline::check(&CheckRequest { docs: docs.clone(), ..CheckRequest::default() }, &Silent);
    let found: Vec<_> = outcome.expect("it can be read").diagnostics.into_iter().map(|found| found.message).collect();
    assert_eq!(found, [""; 0]);
    let request = Request { docs, output: output.clone(), index, html: true, pdf: false };
    pipeline::build(&request, &Silent).expect("it can be built");
    let page = fs::read_to_string(output.join("html/tp-1.html")).expect("there is a page");
    let heading = "<h2 id=\"6-before-the-test\">6. Before the test</h2>\n<ul class=\"plain\">\n<li>All is calm.</li>";
    assert!(page.contains(heading), "{page}");
    // Without a step there is no procedure, and all stays as it is written.
    let (_place, folder) = in_dialect(dialect, &text.replace("| 1 | Open |\n", ""));
    let headings = folder.library.documents[0].body.iter().filter(|block| matches!(block, Block::Heading(_)));
    let lists = folder.library.documents[0].body.iter().filter(|block| matches!(block, Block::List(_)));
    assert_eq!((headings.count(), lists.count()), (3, 1));
}

#[test]
fn samples_have_no_false_findings() {
    for name in ["procedures-fr", "verfahren", "checklists"] {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects").join(name).join("docs-source");
        let request = CheckRequest { docs, ..CheckRequest::default() };
        let outcome = opsdoc::pipeline::check(&request, &Silent).expect("the folder can be read");
        let found: Vec<String> = outcome
            .diagnostics
            .iter()
            .filter(|found| !found.lint.code.starts_with("X43"))
            .map(|found| format!("{} {}", found.lint.code, found.message))
            .collect();
        assert_eq!(found, [""; 0], "{name}");
    }
}

/// How many steps there are in each document of the set, counted by a program of its own over the raw text.
const COUNT: &str = r#"
import json, re, sys
BOX = re.compile(r'^\s*\[\s?\]\s*\S')
def table_rows(lines):
    rows, at = 0, 0
    while at < len(lines):
        head = lines[at].strip()
        rule = lines[at + 1].strip() if at + 1 < len(lines) else ''
        if head.startswith('|') and re.fullmatch(r'[|\s:-]+', rule) and '-' in rule:
            cells = [cell.strip() for cell in head.strip('|').split('|')]
            at += 2
            while at < len(lines) and lines[at].strip().startswith('|'):
                rows += 'Step' in cells
                at += 1
        else:
            at += 1
    return rows
counts = {}
for path in sys.argv[1:]:
    fenced, open_, block, plain, steps = [], False, [], [], 0
    for line in open(path, encoding='utf-8').read().split('\n'):
        if line.startswith('```'):
            if open_:
                fenced.append(block)
            open_, block = not open_, []
        elif open_:
            block.append(line)
        else:
            plain.append(line)
    steps += table_rows(plain)
    for block in fenced:
        numbers = [l for l in block if re.match(r'^\s*\d{1,3}(\.\d+)*[.)]\s+\S', l) or re.match(r'^\s*Step \d+(\.\d+)*\s*(:|$)', l)]
        boxes = [l for l in block if BOX.match(l)]
        if numbers:
            least = min(len(l) - len(l.lstrip()) for l in numbers)
            steps += len(numbers) + len([l for l in boxes if len(l) - len(l.lstrip()) <= least])
        elif boxes:
            least = min(len(l) - len(l.lstrip()) for l in boxes)
            steps += len([l for l in boxes if len(l) - len(l.lstrip()) <= least])
    counts[path] = steps
print(json.dumps(counts))
"#;

/// Returns how many steps the other program counts in files.
fn counted(python: &Path, paths: &[PathBuf]) -> BTreeMap<PathBuf, usize> {
    let counted = Command::new(python).arg("-c").arg(COUNT).args(paths).output().expect("python runs");
    serde_json::from_slice(&counted.stdout).expect("it prints JSON")
}

/// Returns how many steps each procedure of a document has.
fn steps_of(document: &Document) -> usize {
    let mut steps = 0;
    document.procedures().for_each(|procedure| procedure.each_step(&mut |_| steps += 1));
    steps
}

#[test]
fn the_steps_of_smart_qso_are_as_many_as_another_program_counts() {
    let (Some(data), Some(python)) = (support::data("smart-qso"), support::tool("python3")) else { return };
    let copy = tempfile::tempdir().expect("a folder can be made");
    support::copy(&data, copy.path());
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings/smart-qso-with-dialects.toml");
    let text = fs::read_to_string(&project).expect("the project file can be read");
    assert!(text.lines().count() <= 40, "a dialect has at most 40 lines");
    fs::write(copy.path().join("opsdoc.toml"), text).expect("it can be written");
    let folder = folder(copy.path());
    let mut placed: BTreeMap<String, usize> = BTreeMap::new();
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for document in &folder.library.documents {
        if document.metadata.dialect.is_some() {
            let path = folder.gathered.sources.get(document.source).path.clone();
            placed.insert(path, steps_of(document));
        }
    }
    for problem in folder.problems.iter().filter(|problem| problem.lint.code == "X430") {
        let path = folder.gathered.sources.get(problem.span().source).path.clone();
        *left.entry(path).or_default() += markdown::dialect::count(&problem.message);
    }
    let paths: Vec<_> = placed.keys().map(|path| copy.path().join(path)).collect();
    let counted = counted(&python, &paths);
    let (mut all, mut differing) = ((0, 0), Vec::new());
    for (path, steps) in &placed {
        let count = counted[&copy.path().join(path)];
        all = (all.0 + steps, all.1 + count);
        let open = left.get(path).copied().unwrap_or_default();
        // What is counted is placed, or said not to be.
        if *steps > count || steps + open < count {
            differing.push(format!("{path}: {steps} placed, {open} left, {count} counted"));
        }
    }
    eprintln!("smart-qso: {} of {} steps placed in {} documents", all.0, all.1, placed.len());
    folder.notes.iter().for_each(|note| eprintln!("{note}"));
    assert!(differing.is_empty(), "{differing:#?}");
    assert!(all.0 * 20 >= all.1 * 19, "{} of {} steps are placed", all.0, all.1);
}

/// A word, and whether it is the number of a step: in the source a mark of its own, in the page one that the step
/// bears at its head. A page may number steps that have no number in the source.
#[derive(Debug, Clone, PartialEq)]
struct Word {
    text: String,
    is_number: bool,
}

/// Returns the words and the signs of comparison of a text.
fn words(text: &str, is_number: bool) -> Vec<Word> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}]+|[<>=±≤≥°%]").expect("a pattern"));
    WORD.find_iter(text).map(|word| Word { text: word.as_str().to_owned(), is_number }).collect()
}

/// What a source of the set says in one place: words in their order. In the row of a step table there are several
/// orders, as a step's title is shown before the other cells, and each of these with the head of its column.
type Said = Vec<Vec<Word>>;

/// Returns what a source of the set says, place by place, and the heads of its step tables. Left out are the marks
/// that its dialect reads: the words and boxes of steps and labels between fences, and the heads of step tables.
fn said_in(text: &str) -> (Vec<Said>, Vec<Word>) {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:(\d+(?:\.\d+)*)[.)]\s|Step (\d+):?|\[ ?\]|[-*•]\s|└─)\s*").expect("a pattern")
    });
    static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*(?:Action|Wait|Expected):").expect("a pattern"));
    // The numbers of lists are no text of the page; a sign after the mark makes a quotation.
    static LIST: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\s*(?:(?:\d+[.)]|[-*])\s+(?:\[[ x]\])?)?(?:\s*>\s)?").expect("a pattern"));
    let (mut all, mut heads) = (Vec::new(), Vec::new());
    let (mut fenced, mut steps) = (false, false);
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let is_rule = |line: &str| line.starts_with('|') && line.chars().all(|c| "|-: ".contains(c));
        if line.starts_with("```") {
            fenced = !fenced;
            continue;
        }
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        if fenced {
            let mark = MARK.captures(line);
            let number = mark.as_ref().and_then(|mark| mark.get(1).or(mark.get(2)));
            let mut line_words = words(number.map_or("", |number| number.as_str()), true);
            line_words.extend(words(&LABEL.replace(&MARK.replace(line, ""), ""), false));
            all.push(vec![line_words]);
        } else if !line.starts_with('|') {
            steps = false;
            all.push(vec![words(&LIST.replace(line, ""), false)]);
        } else if lines.get(at + 1).is_some_and(|next| is_rule(next)) {
            steps = cells.contains(&"Step");
            match steps {
                true => heads.extend(words(line, false)),
                false => all.push(vec![words(line, false)]),
            }
        } else if steps {
            all.push(orders(&cells));
        } else {
            all.push(vec![words(line, false)]);
        }
    }
    (all, heads)
}

/// Returns the orders in which the row of a step table may be shown: as it is written, or one cell before the others.
fn orders(cells: &[&str]) -> Said {
    let number = words(cells[0], true);
    let order = |first: usize| {
        let rest = (1..cells.len()).filter(|at| *at != first).flat_map(|at| words(cells[at], false));
        number.iter().cloned().chain(words(cells[first], false)).chain(rest).collect()
    };
    if cells.len() < 2 { vec![number] } else { (1..cells.len()).map(order).collect() }
}

/// Returns the words of a page, with the numbers that steps bear.
fn shown(html: &str) -> Vec<Word> {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"<a class="number" data-gen[^>]*>([^<]*)</a>"#).expect("a pattern"));
    let page = super::conservation::article(&NUMBER.replace_all(html, " ⟦$1⟧ "));
    let mut shown = Vec::new();
    for (at, piece) in page.split(['⟦', '⟧']).enumerate() {
        shown.extend(words(piece, at % 2 == 1));
    }
    shown
}

/// Finds words in a page from a place on, in this order; returns where they end. The number of a step may be found
/// in the text, where a table or a text is kept as it is written, but no text in the number of a step.
fn find(shown: &[Word], from: usize, words: &[Word], passed: &mut Vec<Word>) -> Result<usize, Word> {
    let mut at = from;
    for word in words {
        let is_it = |next: &Word| next.text == word.text && (word.is_number || !next.is_number);
        let Some(length) = shown[at..].iter().position(is_it) else { return Err(word.clone()) };
        passed.extend(shown[at..at + length].iter().filter(|next| !next.is_number).cloned());
        at += length + 1;
    }
    Ok(at)
}

/// Compares a page with its source, word by word; returns what is wrong, and how many words there are.
fn compare(html: &str, text: &str) -> (Vec<String>, usize) {
    let (said, heads) = said_in(text);
    let shown = shown(html);
    let (mut faults, mut more) = (Vec::new(), Vec::new());
    let (mut at, mut all) = (0, 0);
    for place in said {
        all += place[0].len();
        let mut tried: Vec<_> = Vec::new();
        for order in &place {
            let mut passed = Vec::new();
            tried.push((find(&shown, at, order, &mut passed), passed));
        }
        let best = tried
            .iter()
            .filter_map(|(found, passed)| Some(((*found.as_ref().ok()?), passed)))
            .min_by_key(|best| best.0);
        match best {
            Some((end, passed)) => {
                more.extend(passed.iter().cloned());
                at = end;
            }
            None => {
                let near: Vec<&str> = shown[at..].iter().take(25).map(|word| word.text.as_str()).collect();
                faults.push(format!("{:?} is not where it was: {near:?}", tried[0].0));
                return (faults, all);
            }
        }
    }
    more.extend(shown[at..].iter().filter(|word| !word.is_number).cloned());
    // A head is said again at the cells of its column.
    more.retain(|word| !heads.contains(word));
    if !more.is_empty() {
        faults.push(format!("nobody wrote {:?}", more.iter().map(|word| &word.text).collect::<Vec<_>>()));
    }
    (faults, all)
}

#[test]
fn the_pages_of_a_dialect_say_what_its_sources_say() {
    let Some(data) = support::data("smart-qso") else { return };
    let place = tempfile::tempdir().expect("a folder can be made");
    let docs = place.path().join("docs");
    support::copy(&data, &docs);
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings/smart-qso-with-dialects.toml");
    fs::copy(project, docs.join("opsdoc.toml")).expect("the project file can be copied");
    let (output, index) = (place.path().join("output"), place.path().join("index"));
    let request = Request { docs: docs.clone(), output: output.clone(), index, html: true, pdf: false };
    pipeline::build(&request, &Silent).expect("the set can be built");
    let folder = folder(&docs);
    let (mut faults, mut compared, mut all) = (Vec::new(), 0, 0);
    for (index, document) in folder.library.iter().filter(|(_, document)| document.metadata.dialect.is_some()) {
        let path = &folder.gathered.sources.get(document.source).path;
        let html = fs::read_to_string(output.join("html").join(format!("{}.html", folder.library.stem(index))));
        let (found, words) =
            compare(&html.expect("there is a page"), &folder.gathered.sources.get(document.source).text);
        faults.extend(found.iter().map(|fault| format!("{path}: {fault}")));
        compared += 1;
        all += words;
    }
    eprintln!("{all} words of {compared} documents stand in their pages, in order");
    assert!(compared > 30 && faults.is_empty(), "{compared} compared: {faults:#?}");
}

/// A page of one step, for the comparison itself.
const PAGE: &str = r##"<article><a class="number" data-gen href="#">1</a><h3>Open</h3><p><strong>Time</strong> 5 s</p>
<a class="number" data-gen href="#">2</a><h3>Close</h3><pre>1. as it is</pre></article>"##;

#[test]
fn the_comparison_sees_what_is_lost_and_what_is_moved() {
    let check = |text: &str| compare(PAGE, text).0;
    let table = |rows: &str| format!("| Step | Time | Action |\n|---|---|---|\n{rows}\n");
    assert_eq!(check(&(table("| 1 | 5 s | Open |") + "```\nClose\n1. as it is\n```")), [""; 0]);
    for text in [
        // Lost, said in addition, in another order, with the number of another step.
        table("| 1 | 5 s | Open quickly |") + "```\nClose\n1. as it is\n```",
        table("| 1 | 5 s | Open |") + "```\n1. as it is\n```",
        "```\nClose\n```\n".to_owned() + &table("| 1 | 5 s | Open |") + "```\n1. as it is\n```",
        table("| 3 | 5 s | Open |") + "```\nClose\n1. as it is\n```",
        table("| 1 | 5 s | Open |") + "```\n2 Close\n1. as it is\n```",
    ] {
        assert_eq!(check(&text).len(), 1, "{text}");
    }
}

#[test]
fn a_dialect_is_proposed_for_a_folder() {
    let (Some(data), Some(python)) = (support::data("smart-qso"), support::tool("python3")) else { return };
    for (below, least) in [("docs/test_procedures", 85), ("docs/operations", 50)] {
        let folder = data.join(below);
        let proposal = pipeline::propose::propose(&folder).expect("the folder can be read");
        let dialect = proposal.dialect.expect("there is a proposal");
        assert!(dialect.lines().count() <= 40, "{dialect}");
        let files: BTreeMap<PathBuf, _> = proposal.files.iter().map(|file| (folder.join(&file.path), file)).collect();
        let placed: usize = proposal.files.iter().map(|file| file.steps).sum();
        let seen: usize = proposal.files.iter().map(|file| file.candidates()).sum();
        let all = fs::read_dir(&folder).expect("it can be listed").map(|entry| entry.expect("an entry").path());
        let all: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
        let counted = counted(&python, &all);
        let steps: usize = counted.values().sum();
        eprintln!("{dialect}{placed} of {seen} steps placed, of {steps} that another program counts");
        assert!(placed * 100 >= steps * least, "{placed} of {steps} in {below}");
        // Its own count is a cautious one: lists of documents and of records to keep are among it.
        assert!(placed * 100 >= seen * least.min(80), "{placed} of {seen} in {below}");
        // What is not placed is said.
        for (path, steps) in counted.iter().filter(|(path, _)| least > 50 || files.contains_key(*path)) {
            let said = files.get(path).map_or(0, |file| file.candidates());
            assert!(said >= *steps, "{}: {said} of {steps}", path.display());
        }
    }
    let Some(runbooks) = support::data("openshift-runbooks") else { return };
    assert!(pipeline::propose::propose(&runbooks).expect("the folder can be read").doubtful);
}

const XML: &str = r#"<procedure id="FCP-EPS-091" type="FCP" issue="1" status="draft" date="2026-11-23" lang="en">
<title>Battery heater on</title>
<purpose><p>Warm battery 1 before the eclipse.</p></purpose>
<triggers><alarm ref="AL_BAT"/><event ref="EV_COLD"/><symptom>Battery 1 is cold.</symptom></triggers>
<history><change issue="1" date="2026-11-23" author="N. Faure" reason="First issue."/></history>
<approvals><approval role="Spacecraft manager" name="H. Delmas" date="2026-11-24"/></approvals>
<validation><run means="simulator" config="5.1" issue="1" date="2026-11-20" result="pass">All of it.</run></validation>
<requirements><role name="Operator">Sends.</role><resource name="plotter"/><visibility duration="4 min"/><duration value="20 min"/></requirements>
<declare><variable name="VOLT" type="real" unit="V">Voltage before.</variable><event name="EV_LOW">It fell.</event></declare>
<preconditions><check><tm name="EPS_MODE" value="SUN"/></check><condition>Nothing is in work.</condition></preconditions>
<body>
<step id="heater-on" critical="true" hold="true" role="EPS engineer"><title>Switch the heater on</title>
<caution><p>The heater draws 12 W.</p></caution>
<record name="EPS_BAT1_VOLT"/>
<voice to="LEOP director">Request go.</voice>
<tc name="TC_HEATER"><arg name="BATTERY" value="1"/><arg name="RATE" value="0.5" unit="A"/></tc>
<verify within="20 s" delay="2 s"><tm name="EPS_HEATER" value="ON"/><tm name="EPS_BAT1_VOLT" op="gt" value="24" unit="V"/></verify>
<wait for="30 s"/>
<wait until="EPS_TEMP &gt; 5" timeout="5 min">It rises slowly.</wait>
<decide><when test="EPS_TEMP &gt; 20" goto="close">Warm.</when><otherwise goto="heater-on"/></decide>
<expected>The temperature rises.</expected>
<continuation><on outcome="confirmed" action="continue"/><on outcome="not-confirmed" action="restart" max="2" timeout="1 min">Once more.</on><on outcome="aborted" action="goto" goto="close"/></continuation>
</step>
<phase><title>Both wings</title>
<step id="both" irreversible="true"><title>Both at once</title>
<parallel until="one"><step id="left"><title>Left</title><tc name="TC_L"/></step><step id="right"><title>Right</title><manual>Turn it.</manual></step></parallel>
<repeat until="EPS_TEMP &gt; 9" max="3"><tc name="TC_WARM"/><log>Warmed.</log></repeat>
<call procedure="CRP-EPS-004" issue="1"><with name="WING" value="2"/></call>
<script ref="scripts/x.py" sha256="0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef">Plots.</script>
<step id="inner"><title>Inner</title><log>Done.</log></step>
</step></phase>
<phase><title>End</title>
<step id="close"><title>Close</title><goto step="both"/></step></phase>
</body>
<watchdog><on event="EV_LOW"><call procedure="CRP-EPS-003" issue="3"/></on><on event="EV_COLD"><step id="warm"><title>Warm</title><tc name="TC_WARM"/></step></on></watchdog>
<confirmation><check><tm name="EPS_HEATER" value="ON"/></check></confirmation>
<closeout><p>Switch it off later.</p><step id="c1"><title>Report</title><log>On.</log></step></closeout>
</procedure>"#;

const MARKDOWN: &str = r#"---
id: FCP-EPS-091
procedure-type: FCP
title: Battery heater on
issue: "1"
status: draft
date: 2026-11-23
lang: en
---

# Battery heater on

## Purpose

Warm battery 1 before the eclipse.

## Triggers

- **Alarm:** AL_BAT
- **Event:** EV_COLD
- **Symptom:** Battery 1 is cold.

## History

| Issue | Date | Author | Reason |
|---|---|---|---|
| 1 | 2026-11-23 | N. Faure | First issue. |

## Approvals

| Role | Name | Date |
|---|---|---|
| Spacecraft manager | H. Delmas | 2026-11-24 |

## Validation

| Means | Configuration | Issue | Date | Result | Remark |
|---|---|---|---|---|---|
| simulator | 5.1 | 1 | 2026-11-20 | pass | All of it. |

## Requirements

- **Role:** Operator — Sends.
- **Resource:** plotter
- **Visibility:** 4 min
- **Duration:** 20 min

## Declarations

- **Variable:** VOLT, real, V — Voltage before.
- **Event:** EV_LOW — It fell.

## Preconditions

- **Check:** EPS_MODE = SUN
- Nothing is in work.

## Steps

### Step 1 — Switch the heater on {#heater-on}

**Flags:** critical, hold
**Role:** EPS engineer

> [!CAUTION]
> The heater draws 12 W.

**Record:** EPS_BAT1_VOLT
**Voice to LEOP director:** Request go.
**TC:** `TC_HEATER(BATTERY=1, RATE=0.5 A)`
**Verify:** EPS_HEATER = ON; EPS_BAT1_VOLT > 24 V, within 20 s, delay 2 s
**Wait:** 30 s
**Wait:** until EPS_TEMP > 5, timeout 5 min — It rises slowly.

**Decide:**

- **When** EPS_TEMP > 20 → close — Warm.
- **Otherwise** → heater-on

**Expected:** The temperature rises.
**On confirmed:** continue
**On not-confirmed:** restart, max 2, timeout 1 min — Once more.
**On aborted:** goto close

## Phase — Both wings

### Step 2 — Both at once {#both}

**Flags:** irreversible

**Parallel:** until one

- **Step 2.1 — Left** {#left}
  - **TC:** TC_L
- **Step 2.2 — Right** {#right}
  - **Action:** Turn it.

**Repeat:** until EPS_TEMP > 9, max 3

- **TC:** TC_WARM
- **Log:** Warmed.

**Call:** CRP-EPS-004 issue 1 (WING=2)
**Script:** scripts/x.py sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef — Plots.

#### Step 2.3 — Inner {#inner}

**Log:** Done.

## Phase — End

### Step 3 — Close {#close}

**Go to:** both

## Watchdog — EV_LOW

**Call:** CRP-EPS-003 issue 3

## Watchdog — EV_COLD

### Step 4 — Warm {#warm}

**TC:** TC_WARM

## Confirmation

- **Check:** EPS_HEATER = ON

## Closeout

Switch it off later.

### Step 5 — Report {#c1}

**Log:** On.
"#;

const FRENCH: &str = "---\nid: FCP-X-1\nprocedure-type: FCP\nlang: fr\n---\n\n## Préconditions\n\n- **Contrôle :** A_MODE = SUN\n\n\
## Étapes\n\n### Étape 1 — Chauffer\n\n**Marques :** critique\n**Envoyer :** TC_X(N=1)\n**Vérifier :** A_MODE = SUN, sous 5 s\n\
**Attendre :** jusqu’à A_TEMP > 5, délai 2 min\n**Attendu :** Chaud.\n**Si non confirmé :** restart, max 2\n\n## Clôture\n\nFin.\n";

const ENGLISH: &str = "---\nid: FCP-X-1\nprocedure-type: FCP\nlang: fr\n---\n\n## Preconditions\n\n- **Check:** A_MODE = SUN\n\n\
## Steps\n\n### Step 1 — Chauffer\n\n**Flags:** critical\n**TC:** TC_X(N=1)\n**Verify:** A_MODE = SUN, within 5 s\n\
**Wait:** until A_TEMP > 5, timeout 2 min\n**Expected:** Chaud.\n**On not-confirmed:** restart, max 2\n\n## Closeout\n\nFin.\n";

const FICHES: &str = "\
FT-SCA-01 FlightControl
  before: La station est en poursuite.
  before: Le chef de quart a donné son accord.
  1 step-1: préparer le calculateur
    Warning
    check sca.tension ≥ 24 V
    do Lire le compte rendu à voix haute.
    log calculateur prêt
  2 step-2: passer en acquisition hold
    do chef de quart
    check sca.mode = ACQUISITION  within 30 s
    show 1
    wait 2 min
    show 1
";

const VERFAHREN: &str = "\
BV-01 GroundControl
  1 step-1: Kreis 1 einschalten [SPACON]
    send HEIZUNG_EIN(KREIS=1, DAUER=600)
    show 1
  2 step-2: Strom ablesen [SPACON]
    check HEIZ_STROM > 0,8 A
    show 1
    Note
  3 step-3: Ergebnis ansagen [FD]
    show 1
BV-02 GroundControl
  1 step-1: Sender aus [SPACON]
    send SENDER_AUS()
    check HEIZ_STATUS = 0
    show 1
";

const CHECKLISTS: &str = "\
CONSOLE-07 Procedure
  1 step-before-the-pass-1: Read the plan aloud
  2 step-before-the-pass-2: Open the log book of the day
  1 step-during-the-pass-1: Lock the receiver
    do Carrier seen
    do Frame lock seen
    1.1 step-during-the-pass-1.1: Say it twice
    1.2 step-during-the-pass-1.2: Wait for the answer
  2 step-during-the-pass-2: Read the housekeeping packet
    show 1
  3 step-during-the-pass-3: Close the pass
    say pass closed
    do Antenna parked, motors off
";
