//! A page shows the titles of other documents only to those who may read them.

use std::fs;
use std::path::Path;

use crate::support::build;

const PROJECT: &str = "[[marking]]\nid = \"LOW\"\n\n[[marking]]\nid = \"HIGH\"\n";

#[test]
fn a_page_does_not_show_titles_of_a_higher_marking() {
    let page = page("LOW", "", "HIGH", "");
    assert!(page.contains("SEC-001"), "the document that cites is no longer named: {page}");
    for secret in ["Veiled", "Hidden part", "hidden-part"] {
        assert!(!page.contains(secret), "`{secret}` is shown to all");
    }
}

#[test]
fn a_page_does_not_show_titles_under_a_caveat() {
    let page = page("HIGH", "", "HIGH", "caveats: Crew only\n");
    assert!(page.contains("SEC-001") && !page.contains("Veiled"), "{page}");
}

#[test]
fn a_page_shows_titles_to_those_who_may_read_them() {
    for (own, caveats) in [("HIGH", ""), ("HIGH", "caveats: crew only; Other\n")] {
        let page = page(own, caveats, "HIGH", if caveats.is_empty() { "" } else { "caveats: Crew only\n" });
        assert!(page.contains("Veiled") && page.contains("Hidden part"), "{page}");
    }
}

#[test]
fn a_document_without_an_identifier_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    library(folder.path(), "LOW", "", "HIGH", "");
    fs::write(folder.path().join("docs/bare.md"), "---\nclassification: HIGH\n---\n\n# Bare words\n\n[[PUB-001]]\n")
        .expect("a file");
    let page = built(folder.path());
    assert!(!page.contains("Bare words") && !page.contains("bare.html") && page.contains("… + 1"), "{page}");
}

/// Returns the page of a document with a marking and caveats that is cited by one with others.
fn page(own: &str, own_caveats: &str, other: &str, caveats: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    library(folder.path(), own, own_caveats, other, caveats);
    built(folder.path())
}

fn library(folder: &Path, own: &str, own_caveats: &str, other: &str, caveats: &str) {
    let docs = folder.join("docs");
    fs::create_dir_all(&docs).expect("a folder");
    let public = format!("---\nid: PUB-001\nclassification: {own}\n{own_caveats}---\n\n# Open words\n\nSee SEC-001.\n");
    let secret = format!(
        "---\nid: SEC-001\nclassification: {other}\n{caveats}---\n\n# Veiled words\n\n## Hidden part\n\nSee PUB-001.\n"
    );
    for (name, text) in [("opsdoc.toml", PROJECT), ("public.md", &public), ("secret.md", &secret)] {
        fs::write(docs.join(name), text).expect("a file");
    }
}

fn built(folder: &Path) -> String {
    build(&folder.join("docs"), folder, "html").output().expect("opsdoc can be run");
    fs::read_to_string(folder.join("output/html/public.html")).expect("a page")
}
