//! The sample set of S1000D issue 4.1, beside what a program of its own counts in it; and small modules of other issues.
//!
//! `s1000d.py` reads the set with the parser of Python and prints what is there. No figure stands in this file.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use opsdoc::diagnostic::Diagnostic;
use opsdoc::gather::worktree::Worktree;
use opsdoc::link::binder;
use opsdoc::link::library::{Library, Reference, Target, Unresolved};
use opsdoc::model::block::{Admonition, AdmonitionKind, Block, Group, GroupKind, Mark, MarkKind};
use opsdoc::model::document::{Document, DocumentKind, Status};
use opsdoc::model::inline::{Inline, plain};
use opsdoc::model::procedure::{Action, Precondition, Step};
use opsdoc::model::walk::{self, Visitor};
use opsdoc::notation::issue::compare;
use opsdoc::pipeline::load::{self, Folder};
use opsdoc::pipeline::{self, CheckRequest, Silent};
use opsdoc::project::config::Binder;
use opsdoc::text::span::Span;

use super::support;

/// The set as opsdoc reads it, and as the other program counts it.
struct Set {
    folder: Folder,
    counted: Vec<Vec<String>>,
}

static SET: LazyLock<Option<Set>> = LazyLock::new(|| {
    let (data, python) = (support::data("s1000d-bike-4.1")?, support::tool("python3")?);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/s1000d.py");
    let said = Command::new(python).arg(script).arg(&data).output().expect("python can be run");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let lines = String::from_utf8(said.stdout).expect("it prints text");
    let counted = lines.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect();
    Some(Set { folder: load(&data), counted })
});

fn load(folder: &Path) -> Folder {
    load::load(&Worktree::new(folder, &[]), &Silent).expect("the folder can be read")
}

impl Set {
    fn library(&self) -> &Library {
        &self.folder.library
    }

    /// Visits the lines of a kind, without the word for it.
    fn lines<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a [String]> {
        self.counted.iter().filter(move |line| line[0] == kind).map(|line| &line[1..])
    }

    /// Returns the counts of a thing by file.
    fn counts(&self, name: &str) -> BTreeMap<&str, usize> {
        let lines = self.lines("count").filter(|line| line[1] == name);
        lines
            .map(|line| (line[0].as_str(), line[2].parse().expect("a number")))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// Counts something in each document.
    fn read(&self, count: impl Fn(&Document) -> usize) -> BTreeMap<&str, usize> {
        let documents = self.library().documents.iter();
        documents.map(|document| (self.path(document), count(document))).filter(|(_, count)| *count > 0).collect()
    }

    fn path(&self, document: &Document) -> &str {
        &self.folder.gathered.sources.get(document.source).path
    }

    fn written(&self, span: Span) -> &str {
        self.folder.gathered.sources.slice(span)
    }

    /// Tells whether a place is an element of a name.
    fn is(&self, span: Span, name: &str) -> bool {
        is_element(self.written(span), name)
    }

    /// Visits the references that are elements of a name.
    fn references<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Reference)> {
        self.library().iter().flat_map(move |(index, document)| {
            let references = self.library().links(index).references.iter();
            references
                .filter(|reference| self.is(reference.span, name))
                .map(|reference| (self.path(document), reference))
        })
    }
}

fn is_element(written: &str, name: &str) -> bool {
    let rest = written.strip_prefix('<').and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')))
}

/// What stands in a document, element by element.
#[derive(Default)]
struct Seen<'a> {
    admonitions: Vec<&'a Admonition>,
    groups: Vec<&'a Group>,
    steps: Vec<&'a Step>,
    marks: Vec<&'a Mark>,
    texts: Vec<(String, Span)>,
    footnote_marks: Vec<String>,
    footnotes: Vec<String>,
}

impl<'a> Seen<'a> {
    fn of(document: &'a Document) -> Self {
        let mut seen = Self::default();
        walk::blocks(&document.body, &mut seen);
        seen
    }
}

impl<'a> Visitor<'a> for Seen<'a> {
    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Admonition(admonition) => self.admonitions.push(admonition),
            Block::Group(group) => {
                self.groups.push(group);
                self.marks.extend(&group.marks);
            }
            Block::Footnote(footnote) => self.footnotes.push(footnote.label.text.to_string()),
            _ => {}
        }
    }

    fn step(&mut self, step: &'a Step) {
        self.steps.push(step);
        self.admonitions.extend(&step.safety);
        self.marks.extend(&step.marks);
    }

    fn action(&mut self, action: &'a Action) {
        if let Action::Safety(admonition) = action {
            self.admonitions.push(admonition);
        }
    }

    fn line(&mut self, inlines: &'a [Inline]) {
        walk::each_inline(inlines, &mut |inline| match inline {
            Inline::Text(text) => self.texts.push((text.text.to_string(), text.span)),
            Inline::FootnoteReference(label) => self.footnote_marks.push(label.text.to_string()),
            _ => {}
        });
    }
}

#[test]
fn every_module_is_a_document_with_its_code_and_issue() {
    let Some(set) = &*SET else { return };
    let text = |line: &[String]| (line[0].clone(), line[1].clone(), line[2].clone());
    let counted: BTreeSet<_> = set.lines("module").map(text).collect();
    let of = |document: &Document| {
        let issue = document.metadata.issue.as_ref().map(|issue| issue.text.to_string());
        let path = set.path(document).to_owned();
        Some((path, document.id()?.text.to_string(), issue?))
    };
    let read: BTreeSet<_> = set.library().documents.iter().filter_map(of).collect();
    assert!(counted.is_subset(&read), "{:#?}", counted.difference(&read));
    let files: usize = set.lines("files").next().expect("files are counted")[0].parse().expect("a number");
    assert_eq!(set.library().documents.len(), files, "every file is a document");
    assert!(set.library().documents.iter().all(|document| document.title().is_some_and(|title| !title.is_empty())));
}

#[test]
fn procedures_have_all_their_steps() {
    let Some(set) = &*SET else { return };
    let defines = |document: &Document| {
        document.procedure().is_some()
            && set.folder.gathered.sources.get(document.source).text.contains("<mainProcedure>")
    };
    assert_eq!(set.read(|document| usize::from(defines(document))), set.counts("procedure"));
    for name in ["proceduralStep", "crewDrillStep"] {
        let steps =
            |document: &Document| Seen::of(document).steps.iter().filter(|step| set.is(step.span, name)).count();
        assert_eq!(set.read(steps), set.counts(name), "{name}");
    }
}

#[test]
fn steps_say_what_their_elements_say_and_in_their_order() {
    let Some(set) = &*SET else { return };
    let mut counted: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in set.lines("step") {
        counted.entry(&line[0]).or_default().push(line[2..].join(" "));
    }
    for document in &set.library().documents {
        let seen = Seen::of(document);
        let steps = seen.steps.iter().filter(|step| set.is(step.span, "proceduralStep"));
        // A code stands for a reference, and names for what is referred to: the words around them are compared.
        let words = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
        let read: Vec<String> = steps.map(|step| words(&plain(step.called()))).collect();
        let wanted = counted.get(set.path(document)).cloned().unwrap_or_default();
        let wanted: Vec<String> = wanted.iter().map(|text| words(text)).collect();
        let differ = read.iter().zip(&wanted).filter(|(read, wanted)| !wanted.is_empty() && read != wanted).count();
        // What opens with a warning, or with a reference, has no first word of its own.
        assert!(
            read.len() == wanted.len() && differ * 10 <= wanted.len(),
            "{}: {read:?} {wanted:?}",
            set.path(document)
        );
    }
}

#[test]
fn warnings_cautions_and_notes_are_all_there() {
    let Some(set) = &*SET else { return };
    for (name, kind) in
        [("warning", AdmonitionKind::Warning), ("caution", AdmonitionKind::Caution), ("note", AdmonitionKind::Note)]
    {
        let count = |document: &Document| {
            let seen = Seen::of(document);
            let places = seen.admonitions.iter().filter(|one| one.kind == kind && set.is(one.span, name));
            places.map(|one| one.span).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(set.read(count), set.counts(name), "{name}");
    }
}

#[test]
fn a_procedure_shows_the_warnings_that_it_takes_from_a_repository() {
    let Some(set) = &*SET else { return };
    let counted = set.counts("warningRef");
    let shown = |document: &Document| {
        let Some(procedure) = document.procedure() else { return 0 };
        let held = procedure.preconditions.iter().filter_map(|precondition| match precondition {
            Precondition::Content(blocks) => Some(blocks),
            _ => None,
        });
        held.flatten().filter(|block| matches!(block, Block::Admonition(one) if one.kind == AdmonitionKind::Warning && !set.is(one.span, "warning"))).count()
    };
    let shown = set.read(shown);
    for path in shown.keys() {
        assert!(counted.contains_key(path), "{path} names no warning of a repository");
    }
    assert!(!shown.is_empty(), "the set has one");
}

#[test]
fn figures_and_tables_are_all_there() {
    let Some(set) = &*SET else { return };
    for (name, kind) in [("figure", GroupKind::Figure), ("multimedia", GroupKind::Figure), ("table", GroupKind::Table)]
    {
        let count = |document: &Document| {
            let seen = Seen::of(document);
            seen.groups.iter().filter(|group| group.kind == kind && set.is(group.span, name)).count()
        };
        assert_eq!(set.read(count), set.counts(name), "{name}");
    }
    let rows = |document: &Document| {
        struct Rows(usize);
        impl<'a> Visitor<'a> for Rows {
            fn block(&mut self, block: &'a Block) {
                self.0 += match block {
                    Block::Grid(grid) if !grid.cells().all(|cell| cell.span.is_empty()) => grid.rows().count(),
                    Block::Table(table) => table.rows.len() + 1,
                    _ => 0,
                };
            }
        }
        let mut rows = Rows(0);
        if Seen::of(document).groups.iter().any(|group| group.kind == GroupKind::Table) {
            walk::blocks(&document.body, &mut rows);
        }
        rows.0
    };
    assert_eq!(set.read(rows), set.counts("row"));
}

#[test]
fn references_lead_to_the_modules_that_are_held() {
    let Some(set) = &*SET else { return };
    for name in ["dmRef", "pmRef"] {
        let mut read: BTreeMap<&str, usize> = BTreeMap::new();
        set.references(name).for_each(|(path, _)| *read.entry(path).or_default() += 1);
        assert_eq!(read, set.counts(name), "{name}");
    }
    let mut counted: Vec<(&str, &str)> =
        set.lines("ref").filter(|line| line[2] == "absent").map(|line| (line[0].as_str(), line[1].as_str())).collect();
    let mut read: Vec<(&str, &str)> = set
        .references("dmRef")
        .filter_map(|(path, reference)| match &reference.target {
            Target::Unresolved(Unresolved::Id(_, id)) => Some((path, id.as_str())),
            _ => None,
        })
        .collect();
    counted.sort_unstable();
    read.sort_unstable();
    assert_eq!(read, counted, "what is not held");
}

#[test]
fn internal_references_lead_to_places_of_the_module() {
    let Some(set) = &*SET else { return };
    let mut read: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unresolved: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, reference) in set.references("internalRef") {
        *read.entry(path).or_default() += 1;
        if matches!(reference.target, Target::Unresolved(_)) {
            *unresolved.entry(path).or_default() += 1;
        }
    }
    assert_eq!(read, set.counts("internalRef"));
    assert_eq!(unresolved, set.counts("internal-unresolved"));
    let marks = |document: &Document| {
        let seen = Seen::of(document);
        seen.footnote_marks.iter().filter(|mark| seen.footnotes.contains(mark)).count()
    };
    let read = set.read(marks);
    for (path, count) in set.counts("footnoteRef") {
        assert!(read.get(path).is_some_and(|read| *read >= count), "{path}: {read:?}");
    }
}

#[test]
fn what_applies_to_some_alone_says_so() {
    let Some(set) = &*SET else { return };
    let count = |document: &Document| {
        let seen = Seen::of(document);
        let marks = seen.marks.iter().filter(|mark| mark.kind == MarkKind::Applies).map(|mark| mark.span.start);
        // Where no block can bear a mark, words do.
        let words = seen.texts.iter().filter(|(text, span)| text == "Applicability" && span.is_empty());
        marks.chain(words.map(|(_, span)| span.start)).collect::<BTreeSet<_>>().len()
    };
    assert_eq!(set.read(count), set.counts("applicRefId"));
    // Each is there in its module; three modules name one that no repository holds.
    let unresolved = set.folder.problems.iter().filter(|found| found.lint.name == "s1000d-unresolved-identifier");
    let unresolved = unresolved.filter(|found| !found.message.starts_with("no repository"));
    assert_eq!(unresolved.map(|found| found.message.as_str()).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn publications_list_their_modules_in_order_and_are_binders() {
    let Some(set) = &*SET else { return };
    for (index, document) in set.library().iter() {
        let entries = set.counts("pmEntry").get(set.path(document)).copied().unwrap_or_default();
        assert_eq!(document.metadata.kind == DocumentKind::Publication, entries > 0, "{}", set.path(document));
        if entries == 0 {
            continue;
        }
        let counted: Vec<&str> =
            set.lines("ref").filter(|line| line[0] == set.path(document)).map(|line| line[1].as_str()).collect();
        let references = set.library().links(index).references.iter().filter(|found| set.is(found.span, "dmRef"));
        let read: Vec<String> = references.map(|found| set.written(found.span)).map(written_code).collect();
        assert_eq!(read, counted, "{}", set.path(document));

        let id = document.id().expect("a publication has a code").text.clone();
        let (title, documents) = (Default::default(), vec![id.to_string()]);
        let listed = Binder { id: "b".to_owned(), title, issue: None, language: None, documents };
        assert!(binder::lists_any(set.library(), &id));
        let bound = binder::documents(set.library(), &listed);
        let held: BTreeSet<&str> = set.lines("module").map(|line| line[1].as_str()).collect();
        let bound: BTreeSet<&str> =
            bound.iter().filter_map(|index| set.library().document(*index).id()).map(|id| id.as_str()).collect();
        let listed = counted.iter().copied().filter(|code| held.contains(code));
        assert!(listed.clone().all(|code| bound.contains(code)), "{id}");
        assert!(bound.contains(id.as_str()));
    }
}

/// Returns the code in a reference, as its attributes write it.
fn written_code(reference: &str) -> String {
    let part = |name: &str| {
        let at = reference.find(&format!(" {name}=\""))? + name.len() + 3;
        reference[at..].split('"').next().map(str::to_owned)
    };
    let of = |name| part(name).unwrap_or_default();
    let learn = of("learnCode") + &of("learnEventCode");
    let code = format!(
        "{}-{}-{}-{}{}-{}-{}{}-{}{}-{}",
        of("modelIdentCode"),
        of("systemDiffCode"),
        of("systemCode"),
        of("subSystemCode"),
        of("subSubSystemCode"),
        of("assyCode"),
        of("disassyCode"),
        of("disassyCodeVariant"),
        of("infoCode"),
        of("infoCodeVariant"),
        of("itemLocationCode")
    );
    if learn.is_empty() { code } else { format!("{code}-{learn}") }
}

#[test]
fn citations_of_another_issue_than_the_one_held_are_found() {
    let (Some(set), Some(data)) = (&*SET, support::data("s1000d-bike-4.1")) else { return };
    let counted = set.lines("ref").filter(|line| line[3] == "other").count();
    let outcome = pipeline::check(&CheckRequest { docs: data, today: None }, &Silent).expect("it can be checked");
    let names = ["cites-older-issue", "cites-issue-beyond-baseline"];
    let found = outcome.diagnostics.iter().filter(|found| names.contains(&found.lint.name)).count();
    assert_eq!(found, counted);
    let identifiers = outcome.diagnostics.iter().filter(|found| found.lint.name == "duplicate-identifier");
    assert_eq!(identifiers.count(), 0, "no two modules have one code");
}

#[test]
fn what_is_marked_as_changed_says_so() {
    let Some(set) = &*SET else { return };
    for document in &set.library().documents {
        let counted = set.counts("changed").get(set.path(document)).copied().unwrap_or_default();
        let seen = Seen::of(document);
        let marks = seen.marks.iter().filter(|mark| mark.kind.is_change()).count();
        let words = seen
            .texts
            .iter()
            .filter(|(text, span)| matches!(text.as_str(), "Added" | "Changed" | "Deleted") && span.is_empty());
        assert!(
            (marks + words.count() > 0) == (counted > 0),
            "{}: {counted} marked, {marks} shown",
            set.path(document)
        );
    }
}

/// Makes a folder of files, reads it, and returns it.
fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, text) in files {
        support::write(&folder.path().join(path), text);
    }
    load(folder.path())
}

fn module(code: &str, issue: &str, content: &str) -> String {
    let mut part = code.split('-');
    let mut next = || part.next().unwrap_or_default().to_owned();
    let (model, difference, system, sub, assy, disassy, info, location) =
        (next(), next(), next(), next(), next(), next(), next(), next());
    let (number, inwork) = issue.split_once('-').expect("an issue");
    format!(
        "<dmodule><identAndStatusSection><dmAddress><dmIdent><dmCode modelIdentCode=\"{model}\" \
         systemDiffCode=\"{difference}\" systemCode=\"{system}\" subSystemCode=\"{}\" subSubSystemCode=\"{}\" \
         assyCode=\"{assy}\" disassyCode=\"{}\" disassyCodeVariant=\"{}\" infoCode=\"{}\" infoCodeVariant=\"{}\" \
         itemLocationCode=\"{location}\"/><language languageIsoCode=\"sx\" countryIsoCode=\"US\"/>\
         <issueInfo issueNumber=\"{number}\" inWork=\"{inwork}\"/></dmIdent><dmAddressItems>\
         <issueDate year=\"2024\" month=\"5\" day=\"07\"/><dmTitle><techName>Valve</techName>\
         <infoName>Open</infoName></dmTitle></dmAddressItems></dmAddress><dmStatus>\
         <security securityClassification=\"02\"/></dmStatus></identAndStatusSection>\n{content}\n</dmodule>",
        &sub[..1],
        &sub[1..],
        &disassy[..2],
        &disassy[2..],
        &info[..3],
        &info[3..],
    )
}

const CODE: &str = "SAT-A-20-10-00-00A-520A-A";

fn names(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| found.lint.name).collect()
}

fn text(document: &Document) -> String {
    let seen = Seen::of(document);
    let texts: Vec<&str> = seen.texts.iter().map(|(text, _)| text.trim()).filter(|text| !text.is_empty()).collect();
    texts.join(" | ")
}

#[test]
fn a_module_says_of_itself_what_its_status_says() {
    let folder = folder(&[(
        "a.xml",
        &module(CODE, "003-01", "<content><description><para>Text.</para></description></content>"),
    )]);
    let document = &folder.library.documents[0];
    let metadata = &document.metadata;
    let of = |text: &Option<opsdoc::model::inline::Text>| text.as_ref().map(|text| text.text.to_string());
    assert_eq!(of(&metadata.id).as_deref(), Some(CODE));
    assert_eq!(of(&metadata.issue).as_deref(), Some("003-01"));
    assert_eq!(of(&metadata.language).as_deref(), Some("en-US"));
    assert_eq!(of(&metadata.date).as_deref(), Some("2024-05-07"));
    assert_eq!(of(&metadata.classification).as_deref(), Some("restricted"));
    assert_eq!(metadata.status, Some(Status::Draft), "it is in work");
    assert_eq!(plain(&metadata.title), "Valve - Open");
    assert_eq!(names(&folder.problems), [""; 0]);
}

#[test]
fn the_latest_issue_of_a_code_counts() {
    let content = "<content><description><para>Text.</para></description></content>";
    let citing = "<content><description><para>See <dmRef><dmRefIdent>\
                  <dmCode modelIdentCode=\"SAT\" systemDiffCode=\"A\" systemCode=\"20\" subSystemCode=\"1\" \
                  subSubSystemCode=\"0\" assyCode=\"00\" disassyCode=\"00\" disassyCodeVariant=\"A\" infoCode=\"520\" \
                  infoCodeVariant=\"A\" itemLocationCode=\"A\"/><issueInfo issueNumber=\"001\" inWork=\"00\"/>\
                  </dmRefIdent></dmRef>.</para></description></content>";
    let folder = folder(&[
        ("a.xml", &module(CODE, "002-00", content)),
        ("b.xml", &module(CODE, "001-00", content)),
        ("c.xml", &module("SAT-A-20-20-00-00A-040A-A", "001-00", citing)),
    ]);
    let documents = &folder.library.documents;
    assert_eq!(documents[0].metadata.status, None);
    assert_eq!(documents[1].metadata.status, Some(Status::Superseded));
    let subject = folder.subject(None);
    let found = load::rules(subject, &Silent);
    let issues: Vec<&str> =
        names(&found).into_iter().filter(|name| name.contains("issue") || name.contains("ident")).collect();
    assert_eq!(issues, ["cites-older-issue"]);
}

#[test]
fn a_step_has_its_warning_before_what_is_done() {
    let content = "<content><warningsAndCautions><warning id=\"w-1\"><warningAndCautionPara>Hot.</warningAndCautionPara>\
        </warning></warningsAndCautions><procedure><preliminaryRqmts><reqCondGroup><reqCondNoRef>\
        <reqCond>Power is off.</reqCond></reqCondNoRef></reqCondGroup><reqPersons><person man=\"A\">\
        <personCategory personCategoryCode=\"Operator\"/></person></reqPersons><reqSupportEquips>\
        <supportEquipDescrGroup><supportEquipDescr id=\"seq-1\"><name>Wrench</name><reqQuantity>2</reqQuantity>\
        </supportEquipDescr></supportEquipDescrGroup></reqSupportEquips><reqSupplies><noSupplies/></reqSupplies>\
        <reqSpares><noSpares/></reqSpares><reqSafety><noSafety/></reqSafety></preliminaryRqmts><mainProcedure>\
        <proceduralStep id=\"stp-1\" warningRefs=\"w-1\" applicRefId=\"app-1\"><para>Open it with the \
        <internalRef internalRefId=\"seq-1\"/>.</para><proceduralStep><para>Turn.</para></proceduralStep>\
        </proceduralStep><proceduralStep><para>Close.</para></proceduralStep></mainProcedure><closeRqmts><reqCondGroup>\
        <reqCondNoRef><reqCond>Power is on.</reqCond></reqCondNoRef></reqCondGroup></closeRqmts></procedure>\
        <referencedApplicGroup><applic id=\"app-1\"><evaluate andOr=\"or\">\
        <assert applicPropertyIdent=\"model\" applicPropertyValues=\"A|B\"/>\
        <assert applicPropertyIdent=\"mod\" applicPropertyValues=\"7\"/></evaluate></applic></referencedApplicGroup></content>";
    let folder = folder(&[("a.xml", &module(CODE, "001-00", content))]);
    let procedure = folder.library.documents[0].procedure().expect("there is a procedure");
    let steps = &procedure.phases[0].steps;
    assert_eq!(steps.iter().map(|step| step.number.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(steps[0].safety.len(), 1);
    assert_eq!(plain(&steps[0].marks[0].content), "model = A | B or mod = 7");
    assert_eq!(plain(steps[1].called()), "Close.");
    assert!(steps[0].opening().is_none() && steps[1].opening().is_some(), "nothing stands before a warning");
    assert_eq!(steps[0].steps[0].number, "1.1");
    assert_eq!(procedure.requirements.len(), 2);
    assert_eq!(procedure.requirements[1].name.as_ref().map(|name| name.as_str()), Some("Wrench"));
    assert!(matches!(&procedure.preconditions[1], Precondition::Text(text) if plain(text) == "Power is off."));
    assert_eq!(procedure.closeout.text.len(), 1);
    assert_eq!(names(&folder.problems), [""; 0]);
}

#[test]
fn a_portion_says_how_it_is_classified_and_may_not_exceed_its_module() {
    let content = "<content><refs><pmRef><pmRefIdent><pmCode modelIdentCode=\"SAT\" pmIssuer=\"C0001\" pmNumber=\"00001\" \
        pmVolume=\"00\"/></pmRefIdent><pmRefAddressItems><pmTitle>Other</pmTitle><security securityClassification=\"04\"/>\
        </pmRefAddressItems></pmRef></refs><warningsAndCautions><warning id=\"w-1\" caveat=\"cv52\">\
        <warningAndCautionPara>Loud.</warningAndCautionPara></warning></warningsAndCautions>\
        <procedure><preliminaryRqmts><reqSafety><safetyRqmts>\
        <warning securityClassification=\"01\"><warningAndCautionPara>Hot.</warningAndCautionPara></warning>\
        </safetyRqmts></reqSafety></preliminaryRqmts><mainProcedure>\
        <proceduralStep warningRefs=\"w-1\" securityClassification=\"02\" caveat=\"cv51\"><para>Open the valve.</para></proceduralStep>\
        <proceduralStep><para securityClassification=\"04\">Close it.</para></proceduralStep>\
        <proceduralStep><para>See:<randomList><listItem securityClassification=\"03\"><para>one</para></listItem>\
        </randomList></para><table securityClassification=\"01\"><title>Pressures</title><tgroup cols=\"1\"><tbody><row>\
        <entry securityClassification=\"57\"><para>3 bar</para></entry></row></tbody></tgroup></table>\
        </proceduralStep></mainProcedure></procedure></content>";
    let project = "title = \"Valve\"\n[[marking]]\nid = \"unclassified\"\n[[marking]]\nid = \"restricted\"\n\
        [[marking]]\nid = \"confidential\"\n[[marking]]\nid = \"secret\"\n";
    let folder = folder(&[("a.xml", &module(CODE, "001-00", content)), ("opsdoc.toml", project)]);
    let seen = Seen::of(&folder.library.documents[0]);
    let marks = seen.marks.iter().filter(|mark| mark.kind == MarkKind::Portion);
    let mut said: Vec<String> = marks.map(|mark| plain(&mark.content).to_string()).collect();
    said.sort();
    // A warning that is named stands in the list and before the step.
    assert_eq!(
        said,
        ["57", "confidential", "cv51", "cv52", "cv52", "restricted", "secret", "unclassified", "unclassified"]
    );
    let again =
        seen.texts.iter().filter(|(text, _)| matches!(text.as_str(), "Security classification" | "Caveat" | "02"));
    assert_eq!(again.count(), 0, "what a mark says is said once");
    let found = load::rules(folder.subject(None), &Silent);
    let above = found.iter().filter(|found| found.lint.name == "marking-below-content");
    let mut places: Vec<&str> = above.map(|found| folder.gathered.sources.slice(found.span())).collect();
    places.sort_unstable();
    assert_eq!(places, ["03", "04"]);
}

/// Issue 4.0 has figures whose number is in a `graphic` of its own, issue 5.0 and 6 lists in attention boxes, levels of
/// hazard and further metadata.
#[test]
fn other_issues_are_read_by_the_same_names() {
    let issue_6 = "<content><description><levelledPara><title>Bus</title>\
        <warning><warningAndCautionPara>Do not touch:<attentionRandomList><attentionRandomListItem>\
        <attentionListItemPara>wires</attentionListItemPara></attentionRandomListItem></attentionRandomList>\
        </warningAndCautionPara></warning><para>The <acronym><acronymTerm>PCU</acronymTerm><acronymDefinition>\
        <para>Power control unit</para></acronymDefinition></acronym> has <quantity><quantityGroup>\
        <quantityValue quantityUnitOfMeasure=\"V\">28</quantityValue></quantityGroup></quantity>.</para>\
        <levelledPara><title>Cells</title><para>H<subScript>2</subScript>O</para></levelledPara></levelledPara>\
        </description></content>";
    let issue_4 = "<content><description><levelledPara id=\"par-1\"><title>Frame</title><para>Text \
        <internalRef internalRefId=\"fig-1\"/></para><figure id=\"fig-1\"><title>Frame</title>\
        <graphic infoEntityIdent=\"ICN-1\"/></figure></levelledPara><odd><para>kept</para></odd></description></content>";
    let folder = folder(&[
        ("a.xml", &module(CODE, "001-00", issue_6)),
        ("b.xml", &module("SAT-A-20-20-00-00A-040A-A", "001-00", issue_4)),
        ("ICN-1.png", "no picture, but a file"),
    ]);
    let first = text(&folder.library.documents[0]);
    for words in ["Do not touch:", "wires", "28", "V", "Cells", "H | 2 | O"] {
        assert!(first.contains(words), "`{words}` in {first}");
    }
    let second = text(&folder.library.documents[1]);
    assert!(second.contains("kept"), "{second}");
    assert_eq!(names(&folder.problems), ["s1000d-unknown-element"]);
    let links = &folder.library.links[1].references;
    assert!(links.iter().any(|link| link.image && matches!(&link.target, Target::Asset(file) if file == "ICN-1.png")));
    assert!(links.iter().all(|link| !matches!(link.target, Target::Unresolved(_))), "{links:?}");
}

#[test]
fn the_rules_of_a_brex_module_hold_for_those_that_name_it() {
    let brex = "<content><brex><contextRules><structureObjectRuleGroup>\
        <structureObjectRule><objectPath allowedObjectFlag=\"0\">//warning//note</objectPath><objectUse>No notes there</objectUse></structureObjectRule>\
        <structureObjectRule><objectPath allowedObjectFlag=\"1\">//figure/title</objectPath></structureObjectRule>\
        <structureObjectRule><objectPath allowedObjectFlag=\"2\">//emphasis/@emphasisType</objectPath>\
        <objectValue valueForm=\"single\" valueAllowed=\"em01\"/><objectValue valueForm=\"range\" valueAllowed=\"em51~em60\"/>\
        <objectValue valueForm=\"pattern\" valueAllowed=\"x[0-9]+\"/></structureObjectRule>\
        <structureObjectRule><objectPath allowedObjectFlag=\"0\">//para[matches(., 'shall')]</objectPath></structureObjectRule>\
        </structureObjectRuleGroup></contextRules></brex></content>";
    let named = "<brexDmRef><dmRef><dmRefIdent><dmCode modelIdentCode=\"SAT\" systemDiffCode=\"A\" systemCode=\"00\" \
        subSystemCode=\"0\" subSubSystemCode=\"0\" assyCode=\"00\" disassyCode=\"00\" disassyCodeVariant=\"A\" infoCode=\"022\" \
        infoCodeVariant=\"A\" itemLocationCode=\"D\"/></dmRefIdent></dmRef></brexDmRef></dmStatus>";
    let broken = "<content><description><para><emphasis emphasisType=\"em01\">a</emphasis><emphasis emphasisType=\"em55\">b</emphasis>\
        <emphasis emphasisType=\"x12\">c</emphasis><emphasis emphasisType=\"em02\">d</emphasis></para>\
        <warning><warningAndCautionPara>x</warningAndCautionPara><note><notePara>y</notePara></note></warning>\
        <figure><graphic infoEntityIdent=\"ICN-1\"/></figure></description></content>";
    let broken = module(CODE, "001-00", broken).replace("</dmStatus>", named);
    let clean = "<content><description><para>Text.</para></description></content>";
    let clean = module("SAT-A-20-20-00-00A-040A-A", "001-00", clean).replace("</dmStatus>", named);
    let folder = folder(&[
        ("a.xml", &broken),
        ("brex.xml", &module("SAT-A-00-00-00-00A-022A-D", "001-00", brex)),
        ("c.xml", &clean),
        ("ICN-1.png", ""),
    ]);
    let source = |found: &Diagnostic| folder.gathered.sources.get(found.span().source).path.as_str();
    let mut found: Vec<(&str, &str, &str)> =
        folder.problems.iter().map(|one| (source(one), one.lint.name, one.message.as_str())).collect();
    found.sort_unstable();
    let places: Vec<(&str, &str)> = found.iter().map(|(path, name, _)| (*path, *name)).collect();
    assert_eq!(
        places,
        [
            ("a.xml", "s1000d-brex-violated"),
            ("a.xml", "s1000d-brex-violated"),
            ("a.xml", "s1000d-brex-violated"),
            ("brex.xml", "s1000d-brex-rule-unread"),
        ],
        "{found:#?}"
    );
    for words in ["`@emphasisType` cannot be `em02`", "`//figure/title` is missing", "`note` is not allowed here"] {
        assert!(found.iter().any(|(_, _, message)| message.contains(words)), "{words}: {found:#?}");
    }
}

#[test]
fn issues_order_as_s1000d_counts_them() {
    assert_eq!(compare("002-00", "001-01"), Ordering::Greater);
    assert_eq!(compare("001-00", "001-01"), Ordering::Less);
}
