//! What a reader of the PDFs sees, on documents made by hand.

use super::*;

const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><rect width="200" height="80" fill="#16365c"/><text x="20" y="45" fill="white" font-size="20">SVG</text></svg>"##;

fn picture(path: &str) -> Option<Vec<u8>> {
    match path {
        "good.svg" => Some(SVG.into()),
        "broken.png" => Some(b"\x89PNG\r\n\x1a\nno".to_vec()),
        _ => None,
    }
}

fn print(printer: &Printer, scope: Scope) -> (Pdf, Vec<Diagnostic>) {
    print_from(printer, scope, sample::library(), Some(1_780_000_000))
}

fn print_from(
    printer: &Printer,
    scope: Scope,
    (library, sources): (Library, Sources),
    timestamp: Option<i64>,
) -> (Pdf, Vec<Diagnostic>) {
    let project = Project::default();
    let marking = Marking::of(&library, &project, scope.documents(), Some("0123456789abcdef0123"), true);
    let job = Job {
        library: &library,
        project: &project,
        sources: &sources,
        scope,
        marking,
        pictures: &picture,
        timestamp,
        tool: "opsdoc 0.1.0",
    };
    printer.print(&job)
}

/// Keeps a PDF where one can look at it, if one asks to.
fn keep(name: &str, pdf: &Pdf) {
    if let Ok(folder) = std::env::var("OPSDOC_TEST_PDFS") {
        std::fs::write(format!("{folder}/{name}.pdf"), &pdf.bytes).expect("the folder for test PDFs is there");
    }
}

#[test]
fn prose_is_archival() {
    let (pdf, diagnostics) = print(&Printer::new(), Scope::Document(DocumentIndex(0)));
    keep("manual", &pdf);
    let names: Vec<_> = diagnostics.iter().map(|found| (found.lint.name, found.message.as_str())).collect();
    assert!(pdf.archival, "{names:#?}");
    let mut names: Vec<_> = names.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(names, ["html-reduced", "unreadable-picture"]);
}

#[test]
fn a_procedure_is_archival() {
    let (pdf, diagnostics) = print(&Printer::new(), Scope::Document(DocumentIndex(1)));
    keep("procedure", &pdf);
    assert!(pdf.archival && diagnostics.is_empty(), "{diagnostics:#?}");
}

#[test]
fn a_character_that_no_font_has_costs_the_marks_and_not_the_pdf() {
    let (pdf, diagnostics) = print(&Printer::new(), Scope::Document(DocumentIndex(2)));
    keep("short", &pdf);
    assert!(!pdf.archival);
    let found: Vec<_> = diagnostics.iter().filter(|found| found.lint.name == "not-archival").collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("U+1F680") && found[0].message.contains("U+6F22"), "{}", found[0].message);
    assert_eq!(found[0].labels.len(), 3);
}

#[test]
fn a_binder_is_one_pdf() {
    let binder = Binder {
        id: "FOP-AOCS".into(),
        title: crate::project::config::Words { by_language: vec![("en".into(), "AOCS flight operations".into())] },
        issue: Some("1".into()),
        language: Some("en".into()),
        documents: Vec::new(),
    };
    let documents = [DocumentIndex(0), DocumentIndex(1)];
    let scope = Scope::Binder { binder: &binder, stem: "binders/FOP-AOCS", documents: &documents };
    let (pdf, diagnostics) = print(&Printer::new(), scope);
    keep("binder", &pdf);
    assert!(pdf.archival, "{diagnostics:#?}");
    assert!(diagnostics.iter().all(|found| found.lint.name != "plain-layout"), "{diagnostics:#?}");
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let printer = Printer::new();
    let (first, _) = print(&printer, Scope::Document(DocumentIndex(1)));
    let threads: Vec<_> = std::thread::scope(|scope| {
        let handles: Vec<_> =
            (0..3).map(|_| scope.spawn(|| print(&printer, Scope::Document(DocumentIndex(1))).0.bytes)).collect();
        handles.into_iter().map(|handle| handle.join().expect("printing does not panic")).collect()
    });
    assert!(threads.iter().all(|bytes| *bytes == first.bytes));
}

#[test]
fn what_stands_very_deep_is_laid_out() {
    let (mut library, sources) = sample::library();
    let mut body = std::mem::take(&mut library.documents[2].body);
    // As deep as Markdown is told apart.
    for _ in 0..100 {
        body = vec![crate::model::block::Block::Quote(body)];
    }
    library.documents[2].body = body;
    let (pdf, diagnostics) = print_from(&Printer::new(), Scope::Document(DocumentIndex(2)), (library, sources), None);
    keep("deep", &pdf);
    assert!(diagnostics.iter().all(|found| found.lint.name != "plain-layout"), "{diagnostics:#?}");
}

#[test]
fn no_date_is_written_where_none_is_known() {
    let (pdf, _) = print_from(&Printer::new(), Scope::Document(DocumentIndex(1)), sample::library(), None);
    keep("undated", &pdf);
    assert!(pdf.archival);
    let document = lopdf::Document::load_mem(&pdf.bytes).expect("it is a PDF");
    for object in document.objects.values() {
        match object {
            lopdf::Object::Dictionary(dictionary) => assert!(dictionary.get(b"CreationDate").is_err()),
            lopdf::Object::Stream(stream) => {
                assert!(!stream.content.windows(14).any(|part| part == b"xmp:CreateDate"), "a date in the metadata");
            }
            _ => {}
        }
    }
}
