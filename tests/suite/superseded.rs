//! An issue that is superseded, kept beside the one that applies: no duplicate, bannered, and never before it.

use std::path::Path;
use std::process::Command;

use opsdoc::index::open::Index;
use opsdoc::index::query::Query;

use crate::support::{build, docs, sample, tool, write};

fn procedure(issue: &str, status: &str, text: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <procedure id=\"FCP-EPS-010\" type=\"FCP\" issue=\"{issue}\" revision=\"0\" status=\"{status}\" lang=\"en\">\n\
         <title>Battery recharge</title>\n\
         <body><step id=\"step-1\"><title>{text}</title><manual>{text}.</manual></step></body>\n\
         </procedure>\n"
    )
}

/// Builds a folder with both issues, the old one first by name, and its words better than those of the new one.
fn library() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| write(&folder.path().join("docs").join(path), text);
    write("a-old.xml", &procedure("2", "superseded", "Recharge recharge the battery battery bypass"));
    write("z-new.xml", &procedure("3", "operational", "Proceed"));
    write("old.md", "---\nid: MAN-1\ntitle: Manuel\nissue: \"1\"\nstatus: superseded\nlang: fr\n---\n\nUn texte.\n");
    write("page.md", "# Manual\n\nSee FCP-EPS-010.\n");
    let said = build(&folder.path().join("docs"), folder.path(), "html,pdf").output().expect("opsdoc can be run");
    let err = String::from_utf8_lossy(&said.stderr);
    assert!(!err.contains("duplicate-identifier") && !err.contains("R007"), "{err}");
    folder
}

fn page(folder: &Path, page: &str) -> String {
    std::fs::read_to_string(folder.join("output/html").join(page)).expect("the page is there")
}

#[test]
fn a_superseded_page_leads_to_the_one_that_applies() {
    let folder = library();
    let old = page(folder.path(), "a-old.html");
    assert!(old.contains("<p class=\"superseded\" role=\"note\" data-gen>"), "{old}");
    assert!(old.contains("applies is <a href=\"z-new.html\">FCP-EPS-010, issue 3</a>."), "{old}");
    assert!(!page(folder.path(), "z-new.html").contains("class=\"superseded\""));
    assert!(page(folder.path(), "page.html").contains("href=\"z-new.html\""));
    // Where nothing applies in its place, that is said.
    assert!(page(folder.path(), "old.html").contains("Remplacé : ne plus l’utiliser."));
}

#[test]
fn a_superseded_pdf_says_so_and_links_too() {
    let (Some(pdftotext), Some(qpdf)) = (tool("pdftotext"), tool("qpdf")) else { return };
    let folder = library();
    let pdf = folder.path().join("output/pdf/a-old.pdf");
    let text = Command::new(pdftotext).arg(&pdf).arg("-").output().expect("pdftotext can be run").stdout;
    let text = String::from_utf8_lossy(&text).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Superseded. The document that applies is FCP-EPS-010, issue 3."), "{text}");
    let json =
        Command::new(qpdf).args(["--json", "--json-key=qpdf"]).arg(&pdf).output().expect("qpdf can be run").stdout;
    assert!(String::from_utf8_lossy(&json).contains("z-new.pdf"));
}

#[test]
fn a_superseded_issue_never_comes_before_the_one_that_applies() {
    let folder = library();
    let index = Index::open(&folder.path().join("index")).expect("opened");
    for text in
        ["recharge the battery bypass", "FCP-EPS-010", "fcp eps 010", "battery recharge", "FCP-EPS-010#step-1", "eps"]
    {
        let answer = index.search(&Query { text: text.into(), limit: 50, ..Query::default() }).expect("answered");
        let place = |status: &str| answer.hits.iter().position(|hit| hit.status == status);
        let last = answer.hits.iter().rposition(|hit| hit.status == "operational");
        let (new, old) = (last.unwrap_or_else(|| panic!("{text}: {answer:#?}")), place("superseded"));
        assert!(old.is_none_or(|old| new < old), "{text}: {answer:#?}");
        // An answer says which issue it comes from.
        assert_eq!(answer.hits[0].issue, "3", "{text}");
    }
    let lookup = index.lookup("FCP-EPS-010", 9).expect("answered");
    let issues: Vec<_> = lookup.things.iter().map(|thing| thing.unit.issue.as_str()).collect();
    assert_eq!(issues, ["3", "2"]);
}

/// Whatever the sample defines comes first when its very name is asked for.
#[test]
fn every_name_is_found_first() {
    let index = Index::open(&sample().join("index")).expect("the sample has an index");
    let workspace = opsdoc::pipeline::workspace::Workspace::open(&docs()).expect("the sample can be read");
    let symbols = &workspace.folder().library.symbols;
    let mut count = 0;
    for (_, symbol) in symbols.iter() {
        let name = match symbol.parent {
            Some(parent) => format!("{}#{}", symbols.get(parent).id, symbol.id),
            None => symbol.id.to_string(),
        };
        for typed in [name.clone(), name.to_lowercase(), name.replace('_', "-")] {
            let answer = index.search(&Query { text: typed.clone(), limit: 1, ..Query::default() }).expect("answered");
            let first = answer.hits.first().map(|hit| hit.identifier.to_lowercase().replace('_', "-"));
            assert_eq!(first, Some(name.to_lowercase().replace('_', "-")), "{typed}");
        }
        count += 1;
    }
    assert!(count > 500, "{count} names");
}
