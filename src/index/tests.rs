//! From a library to answers.

use std::collections::BTreeMap;
use std::path::Path;

use super::answer::Answer;
use super::error::Error;
use super::manifest::IndexManifest;
use super::open::Index;
use super::query::{Filters, Query};
use super::{build, entry, synonyms};
use crate::link::library::{DocumentIndex, Library};
use crate::link::symbols::Symbol;
use crate::model::block::{Block, Heading, Paragraph};
use crate::model::database::{Alarm, DataType, Parameter};
use crate::model::document::{Document, DocumentKind, Metadata, Status};
use crate::model::expression::{Comparison, Operator};
use crate::model::inline::{Inline, Kind, Text};
use crate::model::procedure::{Action, Check, Closeout, Phase, Procedure, Step, Trigger};
use crate::project::config::{Project, Words};
use crate::project::language::Abbreviation;
use crate::text::digest::Digest;
use crate::text::source::{Source, Sources};
use crate::text::span::{SourceId, Span};

fn span() -> Span {
    Span::at_start(SourceId(0))
}

fn text(text: &str) -> Text {
    Text::new(text, span())
}

fn inline(words: &str) -> Vec<Inline> {
    vec![Inline::Text(text(words))]
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(Paragraph { content: inline(words), span: span() })
}

fn heading(level: u8, words: &str, anchor: &str) -> Block {
    Block::Heading(Heading {
        level,
        content: inline(words),
        anchor: anchor.into(),
        explicit: None,
        restates: None,
        span: span(),
    })
}

fn metadata(id: &str, language: &str, status: Option<Status>) -> Metadata {
    Metadata { id: Some(text(id)), language: Some(text(language)), status, ..Metadata::default() }
}

/// A step that checks a parameter, with one word about it.
fn step(id: &str, number: &str, title: &str, parameter: &str) -> Step {
    let comparison = Comparison {
        parameter: text(parameter),
        operator: Operator::GreaterOrEqual,
        values: vec![text("27.5")],
        tolerance: None,
        unit: Some(text("V")),
        span: span(),
    };
    let check =
        Check { verify: true, comparisons: vec![comparison], within: Some(text("PT10S")), delay: None, span: span() };
    Step {
        id: text(id),
        number: number.into(),
        title: inline(title),
        safety: Vec::new(),
        actions: vec![Action::Check(check)],
        expected: inline("tension nominale"),
        continuation: Vec::new(),
        steps: Vec::new(),
        critical: false,
        hold: false,
        irreversible: false,
        role: None,
        marks: Vec::new(),
        anchors: Vec::new(),
        span: span(),
    }
}

fn procedure(id: &str, alarm: &str) -> Block {
    let steps = vec![step("s1", "1", "Contrôler la tension", "PWR_BAT1_V"), step("s2", "2", "Délester", "PWR_BUS_I")];
    Block::Procedure(Box::new(Procedure {
        id: text(id),
        purpose: vec![paragraph("Retrouver l’alimentation nominale.")],
        triggers: vec![Trigger::Alarm(text(alarm))],
        references: Vec::new(),
        history: Vec::new(),
        approvals: Vec::new(),
        validation: Vec::new(),
        requirements: Vec::new(),
        variables: Vec::new(),
        events: Vec::new(),
        preconditions: Vec::new(),
        phases: vec![Phase { title: inline("Mise en sécurité"), steps, ..Phase::default() }],
        watchdogs: Vec::new(),
        confirmation: Vec::new(),
        closeout: Closeout::default(),
        headings: Vec::new(),
        span: span(),
    }))
}

/// A manual in each language, a procedure, its older issue, and a parameter with an alarm.
fn sample() -> (Library, Sources) {
    let manual = |id: &str, language: &str, status, blocks| (metadata(id, language, status), blocks);
    let mut contingency = metadata("CRP-PWR-001", "fr", Some(Status::Operational));
    contingency.kind = DocumentKind::Contingency;
    contingency.title = inline("Sous-tension batterie");
    contingency.applicability.missions = vec![text("PHR")];
    contingency.other = vec![(text("responsable"), text("Équipe Énergie"))];
    let mut older = contingency.clone();
    older.status = Some(Status::Superseded);
    let mut draft = metadata("NOTE-2", "fr", Some(Status::Draft));
    draft.title = inline("Recharge");
    let mut current = metadata("NOTE-1", "fr", Some(Status::Operational));
    current.title = inline("Recharge");
    let documents = vec![
        (older, vec![procedure("CRP-PWR-001", "PWR_BAT1_UNDERVOLT")]),
        manual(
            "MAN-FR",
            "fr",
            None,
            vec![
                heading(1, "Manuel de puissance", "manuel"),
                paragraph("Les batteries alimentent l’équipement. PWR_BAT1_UNDERVOLT est une alarme."),
                heading(2, "Éclipse", "eclipse"),
                paragraph("Pendant l’éclipse, la décharge est surveillée."),
                heading(3, "Reprise", "reprise"),
                paragraph("PWR_BAT1_UNDERVOLT, PWR_BAT1_UNDERVOLT, PWR_BAT1_UNDERVOLT : voir la procédure."),
            ],
        ),
        manual("MAN-EN", "en", None, vec![paragraph("The thrusters were firing during the manoeuvre.")]),
        (contingency, vec![procedure("CRP-PWR-001", "PWR_BAT1_UNDERVOLT")]),
        (draft, vec![paragraph("La recharge des accumulateurs.")]),
        (current, vec![paragraph("La recharge des accumulateurs.")]),
    ];
    library(documents)
}

fn library(documents: Vec<(Metadata, Vec<Block>)>) -> (Library, Sources) {
    let mut library = Library::default();
    let mut sources = Vec::new();
    for (at, (metadata, body)) in documents.into_iter().enumerate() {
        sources.push(Source::new(format!("{at}.md"), "x".repeat(1 << 10), Digest::of(b"")));
        library.stems.push(format!("docs/{at}").into());
        library.documents.push(Document { source: SourceId(at as u32), metadata, body });
    }
    let alarm = Alarm {
        name: text("PWR_BAT1_UNDERVOLT"),
        context: None,
        levels: Vec::new(),
        description: "Battery 1 voltage too low".into(),
        span: span(),
    };
    library.database.parameters.push(Parameter {
        name: text("PWR_BAT1_V"),
        system: "/SAT/EPS".into(),
        aliases: Vec::new(),
        ancillary: Vec::new(),
        data_type: DataType::default(),
        description: "Battery 1 voltage".into(),
        long_description: "".into(),
        initial: None,
        alarms: vec![alarm],
        span: span(),
    });
    library.symbols.add(Symbol {
        kind: Kind::Alarm,
        id: "PWR_BAT1_UNDERVOLT".into(),
        title: "".into(),
        document: None,
        anchor: "alarm-1".into(),
        item: Some(0),
        parent: None,
        span: span(),
    });
    (library, Sources::new(sources))
}

fn make(dir: &Path, library: &Library, sources: &Sources) -> IndexManifest {
    let project = Project::default();
    let parts = build::parts(library, sources);
    let segments = parts.iter().filter_map(|part| build::segment(dir, library, &project, sources, part).expect("made"));
    build::finish(dir, segments, synonyms::of(&project), Digest::of(b"sources")).expect("finished")
}

fn sample_index() -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().expect("a folder");
    let (library, sources) = sample();
    make(dir.path(), &library, &sources);
    let index = Index::open(dir.path()).expect("opened");
    (dir, index)
}

fn ask(index: &Index, text: &str) -> Answer {
    index.search(&Query { text: text.into(), limit: 10, ..Query::default() }).expect("answered")
}

/// Asks, and compares the places of the first hits.
fn check(index: &Index, text: &str, expected: &[&str]) {
    let answer = ask(index, text);
    let places: Vec<_> = answer.hits.iter().map(|hit| format!("{}#{}", hit.page, hit.anchor)).collect();
    assert_eq!(&places[..expected.len().min(places.len())], expected, "{text}: {answer:#?}");
}

#[test]
fn a_document_is_cut_into_sections_and_steps() {
    let (library, sources) = sample();
    let entries = |at| entry::entries(&library, &Project::default(), &sources, DocumentIndex(at));
    let manual = entries(1);
    let titles: Vec<_> = manual.iter().map(|entry| (entry.full_title(), entry.anchor.as_str())).collect();
    let expected = [
        ("Manuel de puissance".to_owned(), ""),
        ("Manuel de puissance — Éclipse".to_owned(), "eclipse"),
        ("Manuel de puissance — Reprise".to_owned(), "reprise"),
    ];
    assert_eq!(titles, expected);
    assert_eq!(manual[2].parents, ["Éclipse"]);
    let procedure = entries(3);
    assert_eq!(procedure[0].handles, ["PWR_BAT1_UNDERVOLT"]);
    assert_eq!(procedure[1].title, "1 Contrôler la tension");
    assert_eq!(procedure[1].parents, ["Mise en sécurité"]);
    assert_eq!(procedure[1].text.shown, "PWR_BAT1_V ≥ 27.5 V PT10S\ntension nominale");
}

#[test]
fn names_come_first() {
    let (_dir, index) = sample_index();
    // The alarm's card, what it triggers, and only then the section that repeats it; the older issue last.
    let expected = ["html/indexes/alarms.html#alarm-1", "html/docs/3.html#", "html/docs/1.html#reprise"];
    check(&index, "PWR_BAT1_UNDERVOLT", &expected);
    check(&index, "pwr-bat1-undervolt", &expected);
    // The name of the older issue is that of the one that applies, and counts for the steps of that one.
    check(&index, "CRP-PWR-001", &["html/docs/3.html#", "html/docs/3.html#s1"]);
    check(&index, "MAN-FR#eclipse", &["html/docs/1.html#eclipse"]);
    check(&index, "PWR_BAT1_UND", &["html/indexes/alarms.html#alarm-1"]);
    let last = ask(&index, "PWR_BAT1_UNDERVOLT").hits.pop().expect("several hits");
    assert_eq!(last.status, "superseded");
}

#[test]
fn words_are_found_however_they_are_typed() {
    let (_dir, index) = sample_index();
    check(&index, "eclipse", &["html/docs/1.html#eclipse"]);
    check(&index, "equipements", &["html/docs/1.html#"]);
    check(&index, "thruster fired", &["html/docs/2.html#"]);
    check(&index, "manoeu", &["html/docs/2.html#"]);
    check(&index, "\"décharge est surveillée\"", &["html/docs/1.html#eclipse"]);
    check(&index, "\"surveillée est décharge\"", &[]);
    // `équipement` has the same stem; what is superseded comes after all else.
    check(&index, "équipe énergie", &["html/docs/3.html#", "html/docs/1.html#", "html/docs/0.html#"]);
    check(&index, "recharge", &["html/docs/5.html#", "html/docs/4.html#"]);
    assert_eq!(ask(&index, "27.5").hits[0].anchor, "s1");
}

#[test]
fn unknown_words_are_corrected_aloud_and_mnemonics_never() {
    let (_dir, index) = sample_index();
    let answer = ask(&index, "manoeuvrre");
    assert_eq!(answer.hits[0].page, "html/docs/2.html");
    assert_eq!(
        (answer.corrections[0].written.as_str(), answer.corrections[0].used.as_str()),
        ("manoeuvrre", "manoeuvre")
    );
    let answer = ask(&index, "PWR_BAT1_UNDERVLOT");
    assert_eq!(answer.suggestions, ["PWR_BAT1_UNDERVOLT"]);
    assert_eq!(answer.corrections, []);
}

#[test]
fn filters_and_snippets() {
    let (_dir, index) = sample_index();
    let filters = Filters { kind: Some("step".into()), mission: Some("phr".into()), ..Filters::default() };
    let answer = index.search(&Query { text: "tension".into(), limit: 1, filters }).expect("answered");
    assert_eq!(answer.total, 4);
    let hit = &answer.hits[0];
    assert_eq!((hit.page.as_str(), hit.anchor.as_str(), hit.kind.as_str()), ("html/docs/3.html", "s1", "step"));
    assert_eq!(hit.breadcrumbs, ["Sous-tension batterie", "Mise en sécurité", "1 Contrôler la tension"]);
    let snippet = &hit.snippet;
    assert_eq!(snippet.text, "PWR_BAT1_V ≥ 27.5 V PT10S tension nominale");
    assert_eq!(snippet.marks.iter().map(|mark| &snippet.text[mark.clone()]).collect::<Vec<_>>(), ["tension"]);
}

#[test]
fn other_words_for_the_same_are_found() {
    let dir = tempfile::tempdir().expect("a folder");
    let (library, sources) = sample();
    let mut project = Project::default();
    let expansion = Words { by_language: vec![("fr".into(), "l’alimentation nominale".into())] };
    project.glossary.push(Abbreviation { short: "ALN".into(), expansion, span: span() });
    let parts = build::parts(&library, &sources);
    let segments =
        parts.iter().filter_map(|part| build::segment(dir.path(), &library, &project, &sources, part).expect("made"));
    let digest = Digest::of(b"sources");
    build::finish(dir.path(), segments, synonyms::of(&project), digest).expect("finished");
    let index = Index::open(dir.path()).expect("opened");
    // The abbreviation stands in no document, and is no misspelt word.
    check(&index, "aln ", &["html/docs/3.html#", "html/docs/0.html#"]);
    assert_eq!(ask(&index, "aln ").corrections, []);
}

/// Returns what a folder holds.
fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(dir).expect("a folder").map(|file| file.expect("a file"));
    files.map(|file| (file.file_name().to_string_lossy().into(), std::fs::read(file.path()).expect("read"))).collect()
}

#[test]
fn parts_made_at_once_give_the_same_bytes() {
    let blocks = |at: u32| {
        (0..40).flat_map(move |n| {
            [heading(2, &format!("Part {n}"), &format!("p{n}")), paragraph(&format!("word{at} voltage {n}"))]
        })
    };
    let documents = (0..60).map(|at| (metadata(&format!("D-{at}"), "en", None), blocks(at).collect()));
    let (library, _) = library(documents.collect());
    let sources = (0..60).map(|at| Source::new(format!("{at}.md"), "x".repeat(200 << 10), Digest::of(b"")));
    let sources = Sources::new(sources.collect());
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    make(one.path(), &library, &sources);
    let parts = build::parts(&library, &sources);
    assert!(parts.len() > 1);
    let segments: Vec<_> = std::thread::scope(|scope| {
        let (library, sources, dir) = (&library, &sources, other.path());
        let threads = parts.iter().rev().map(|part| {
            scope.spawn(move || build::segment(dir, library, &Project::default(), sources, part).expect("made"))
        });
        threads.collect::<Vec<_>>().into_iter().rev().filter_map(|thread| thread.join().expect("ended")).collect()
    });
    build::finish(other.path(), segments, Vec::new(), Digest::of(b"sources")).expect("finished");
    assert_eq!(contents(one.path()), contents(other.path()));
    check(&Index::open(other.path()).expect("opened"), "D-37#p5", &["html/docs/37.html#p5"]);
}

#[test]
fn an_index_is_only_read() {
    let (dir, index) = sample_index();
    let before = contents(dir.path());
    let names: Vec<_> = before.keys().map(|name| name.rsplit('.').next().unwrap_or_default().to_owned()).collect();
    assert!(names.iter().all(|extension| extension != "lock") && !before.contains_key(".managed.json"));
    let set = |path: &Path, mode| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permitted");
    };
    set(dir.path(), 0o555);
    assert!(!ask(&Index::open(dir.path()).expect("opened"), "recharge").hits.is_empty());
    set(dir.path(), 0o755);
    index.verify().expect("whole");
    assert_eq!(contents(dir.path()), before);
}

#[test]
fn what_is_no_index_says_so() {
    let (dir, _index) = sample_index();
    let open = |path: &Path| Index::open(path).err().expect("no index");
    assert!(matches!(open(&dir.path().join("nowhere")), Error::Missing(_)));
    let empty = tempfile::tempdir().expect("a folder");
    assert!(matches!(open(empty.path()), Error::Missing(_)));
    std::fs::write(empty.path().join("meta.json"), "{}").expect("written");
    assert!(matches!(open(empty.path()), Error::Foreign { .. }));
    std::fs::write(empty.path().join("opsdoc-index.json"), "{\"format\": 99}").expect("written");
    assert!(matches!(open(empty.path()), Error::Version { found: 99, .. }));
    // Each file in turn is cut, lost, and filled with zeros.
    for (name, bytes) in contents(dir.path()) {
        let file = dir.path().join(&name);
        std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("written");
        assert!(matches!(open(dir.path()), Error::Damaged { .. }), "{name} was cut");
        std::fs::remove_file(&file).expect("removed");
        assert!(matches!(open(dir.path()), Error::Damaged { .. } | Error::Foreign { .. }), "{name} is gone");
        std::fs::write(&file, vec![0; bytes.len()]).expect("written");
        let answer = Index::open(dir.path()).and_then(|index| {
            index.search(&Query { text: "tension PWR_BAT1".into(), limit: 5, ..Query::default() })?;
            index.verify()
        });
        assert!(answer.is_err(), "{name} is empty");
        std::fs::write(&file, &bytes).expect("written");
    }
}

#[test]
fn an_empty_library_has_an_empty_index() {
    let dir = tempfile::tempdir().expect("a folder");
    make(dir.path(), &Library::default(), &Sources::default());
    let Answer { total, hits, corrections, suggestions, facets } =
        ask(&Index::open(dir.path()).expect("opened"), "tension PWR_BAT1");
    assert!(total == 0 && hits.is_empty() && corrections.is_empty() && suggestions.is_empty());
    assert!(facets.iter().all(|facet| facet.values.is_empty()), "{facets:?}");
}

/// Looks a name up, and returns the places of one way of use.
fn places(uses: &super::lookup::Uses) -> Vec<String> {
    assert_eq!(uses.total, uses.places.len());
    uses.places.iter().map(|at| format!("{}#{} {}", at.unit.page, at.unit.anchor, at.used)).collect()
}

#[test]
fn a_name_is_looked_up_by_structure() {
    let (_dir, index) = sample_index();
    let lookup = index.lookup("pwr-bat1-v", usize::MAX).expect("answered");
    let [thing] = lookup.things.as_slice() else { panic!("{lookup:#?}") };
    let card = thing.card.as_ref().expect("the database knows it");
    assert_eq!(
        (thing.unit.kind.as_str(), card.name.as_str(), card.system.as_str()),
        ("parameter", "PWR_BAT1_V", "/SAT/EPS")
    );
    assert_eq!(card.alarms[0].name, "PWR_BAT1_UNDERVOLT");
    // What applies comes first. The procedures answer the alarm of the parameter.
    let triggered = ["html/docs/3.html# PWR_BAT1_UNDERVOLT", "html/docs/0.html# PWR_BAT1_UNDERVOLT"];
    assert_eq!(places(&lookup.triggers), triggered);
    assert_eq!(places(&lookup.checked), ["html/docs/3.html#s1 PWR_BAT1_V", "html/docs/0.html#s1 PWR_BAT1_V"]);
    assert_eq!(lookup.checked.places[0].says, "PWR_BAT1_V ≥ 27.5 V PT10S");
    assert_eq!(lookup.first().map(|unit| unit.page.as_str()), Some("html/docs/3.html"));
    // An alarm leads to the same, and to what checks its parameter.
    let alarm = index.lookup("PWR_BAT1_UNDERVOLT", usize::MAX).expect("answered");
    assert_eq!((places(&alarm.triggers), places(&alarm.checked)), (places(&lookup.triggers), places(&lookup.checked)));
    // Its path is a name too.
    assert_eq!(index.lookup("/SAT/EPS/PWR_BAT1_V", 9).expect("answered").things, lookup.things);
    // As many as are wanted, and how many there are.
    let one = index.lookup("PWR_BAT1_V", 1).expect("answered");
    assert_eq!((one.checked.total, one.checked.places.len()), (2, 1));
    // What no database defines is known by its use.
    let used = index.lookup("PWR_BUS_I", 9).expect("answered");
    assert_eq!((used.things.len(), used.checked.total), (0, 2));
}

#[test]
fn what_nothing_bears_is_suggested() {
    let (_dir, index) = sample_index();
    let lookup = |name: &str| index.lookup(name, 9).expect("answered");
    assert!(lookup("PWR_BAT1_UNDERVLOT").is_empty());
    assert_eq!(lookup("PWR_BAT1_UNDERVLOT").suggestions, ["PWR_BAT1_UNDERVOLT"]);
    assert!(lookup("UNDERVOLT").suggestions.contains(&"PWR_BAT1_UNDERVOLT".to_owned()));
    assert_eq!(lookup("  "), super::lookup::Lookup::default());
}

#[test]
fn a_place_has_its_whole_text() {
    let (_dir, index) = sample_index();
    let text = index.text("html/docs/3.html", "s1", "tension").expect("answered");
    assert_eq!(text.text, "PWR_BAT1_V ≥ 27.5 V PT10S\ntension nominale");
    assert_eq!(text.marks.iter().map(|mark| &text.text[mark.clone()]).collect::<Vec<_>>(), ["tension"]);
    assert_eq!(index.text("html/docs/3.html", "nowhere", "tension").expect("answered").text, "");
}

#[test]
fn an_index_in_memory_answers_alike_and_is_whole() {
    let (dir, index) = sample_index();
    let loaded = Index::load(dir.path()).expect("loaded");
    assert_eq!(ask(&loaded, "recharge"), ask(&index, "recharge"));
    let data = |(name, _): &(String, Vec<u8>)| name != "opsdoc-index.json";
    for (name, mut bytes) in contents(dir.path()).into_iter().filter(data) {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(dir.path().join(&name), &bytes).expect("written");
        assert!(Index::load(dir.path()).is_err(), "a byte of {name} was changed");
        bytes[middle] ^= 1;
        std::fs::write(dir.path().join(&name), &bytes).expect("written");
    }
}
