//! Pages as a browser shows them: opened from a folder, without a network.

use std::path::Path;
use std::process::Command;

use crate::support::{sample, tool};

/// The kinds of pages: a manual page, a procedure, the indexes, and the report.
const PAGES: [&str; 5] = [
    "html/index.html",
    "html/procedures/contingency/crp-eps-003.html",
    "html/indexes/telecommands.html",
    "html/indexes/alarms.html",
    "html/report/index.html",
];

#[test]
fn pages_open_from_a_folder_without_an_error_or_a_request() {
    let Some(chromium) = tool("chromium") else { return };
    let output = sample().join("output");
    for page in PAGES {
        let (dom, log) = open(&chromium, &output.join(page));
        assert!(dom.contains("</article>") || dom.contains("class=\"index\""), "{page} shows no text:\n{log}");
        // The script has run: it shows the filter of an index, and puts a link beside each heading.
        assert!(dom.contains("permalink") || !dom.contains("hidden"), "the script of {page} has not run");
        let faults: Vec<&str> =
            log.lines().filter(|line| line.contains(":CONSOLE:") || line.contains("ERR_")).collect();
        assert!(faults.is_empty(), "{page}: {faults:#?}");
    }
}

#[test]
fn no_page_names_anything_on_a_network() {
    let output = sample().join("output/html");
    for entry in walkdir::WalkDir::new(output).into_iter().filter_map(Result::ok) {
        let path = entry.path();
        if !path.extension().is_some_and(|end| end == "html" || end == "css" || end == "js") {
            continue;
        }
        let text = std::fs::read_to_string(path).expect("a page is text");
        for fetched in ["src=\"http", "src=\"//", "url(http", "@import", "rel=\"stylesheet\" href=\"http"] {
            assert!(!text.contains(fetched), "{} fetches: {fetched}", path.display());
        }
    }
}

/// Returns the page as the browser has it, and what the browser logged.
fn open(chromium: &Path, page: &Path) -> (String, String) {
    let profile = tempfile::tempdir().expect("a folder for the profile");
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            "--log-level=0",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("chromium starts");
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}
