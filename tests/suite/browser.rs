//! Pages as a browser shows them: opened from a folder, without a network.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use serde_json::json;

use crate::devtools::Browser;
use crate::support::{build, sample, tool, write};

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
fn a_step_is_found_by_keyboard_alone() {
    let Some(chromium) = tool("chromium") else { return };
    let mut browser = Browser::start(&chromium);
    let site = format!("file://{}/html", sample().join("output").display());
    found_by_keyboard(&mut browser, &site);
    assert_eq!(browser.faults(), Vec::<String>::new());
}

/// Types, filters, and follows a hit to its step, without a mouse, on a site at an address.
fn found_by_keyboard(browser: &mut Browser, site: &str) {
    browser.open(&format!("{site}/operations/handover.en.html"));
    browser.until("!document.querySelector('.search').hidden");
    // An alarm: its card, then what answers it.
    browser.write("/");
    browser.until("document.activeElement === document.querySelector('.search input')");
    browser.write("AL_AOC_SAFE_MODE");
    browser.until("document.querySelectorAll('.hit').length > 2");
    let kinds = "[].map.call(document.querySelectorAll('.hit'), function (hit) { return hit.textContent; })";
    let hits: Vec<String> = serde_json::from_value(browser.ask(kinds)).expect("texts");
    assert!(hits[0].contains("AL_AOC_SAFE_MODE") && hits[0].contains("Alarm"), "{hits:#?}");
    // The contingency comes before another procedure that watches for the alarm.
    assert!(hits[1].contains("CRP-AOC-001") && hits[1].contains("Procedure"), "{hits:#?}");
    browser.press("Escape", 27);
    browser.until("document.querySelector('.found').hidden");
    browser.press("Escape", 27);
    browser.until("document.activeElement !== document.querySelector('.search input')");
    // Words, then a filter, reached by Tab and pressed by Enter.
    browser.write("/attente");
    // The answers to what was typed so far come and go; only to the whole word a filter is set.
    let whole = "[].some.call(document.querySelectorAll('.hit mark'), function (m) { return /^attente/i.test(m.textContent); })";
    let filters = "[].some.call(document.querySelectorAll('[aria-pressed]'), function (f) { return /^Step/.test(f.textContent); })";
    browser.until(&format!("{whole} && {filters}"));
    assert_eq!(browser.ask("document.querySelector('.search input').value"), json!("attente"));
    let pressed = "document.activeElement.getAttribute('aria-pressed')";
    for _ in 0..40 {
        browser.press("Tab", 9);
        if browser.ask("/^Step/.test(document.activeElement.textContent)") == json!(true) {
            break;
        }
    }
    assert_eq!(browser.ask(pressed), json!("false"), "no filter by kind is reached");
    browser.press("Enter", 13);
    browser.until(&format!("{pressed} === 'true'"));
    let kinds =
        "[].every.call(document.querySelectorAll('.hit .kind'), function (k) { return k.textContent === 'Step'; })";
    browser.until(kinds);
    // The arrows choose, and say so to who cannot see it.
    browser.press("ArrowDown", 40);
    browser.press("ArrowDown", 40);
    browser.press("ArrowUp", 38);
    let input = "document.querySelector('.search input')";
    assert_eq!(browser.ask(&format!("{input}.getAttribute('aria-activedescendant')")), json!("opsdoc-hit-0"));
    assert_eq!(browser.ask("document.querySelector('[aria-selected=true]').id"), json!("opsdoc-hit-0"));
    let target = browser.ask("document.querySelector('#opsdoc-hit-0 a').href");
    browser.press("Enter", 13);
    browser.until(&format!("location.href === {target} && document.readyState === 'complete'"));
    browser.until("document.querySelector('.step:target')");
}

#[test]
fn the_box_is_in_the_language_of_its_page() {
    let Some(chromium) = tool("chromium") else { return };
    let mut browser = Browser::start(&chromium);
    browser.open(&format!("file://{}/html/index.html", sample().join("output").display()));
    assert_eq!(browser.ask("document.querySelector('.search input').getAttribute('aria-label')"), json!("Rechercher"));
    browser.write("/battrie ");
    browser.until("document.querySelector('.told .instead')");
    let told = browser.ask("document.querySelector('.told').textContent");
    let told = told.as_str().expect("a text");
    assert!(told.contains("Rien ne contient « battrie »") && told.contains("batterie"), "{told}");
    assert_eq!(browser.faults(), Vec::<String>::new());
}

#[test]
fn without_scripts_there_is_no_box() {
    let Some(chromium) = tool("chromium") else { return };
    let mut browser = Browser::start(&chromium);
    browser.order("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    browser.open(&format!("file://{}/html/index.html", sample().join("output").display()));
    let document = browser.order("DOM.getDocument", json!({}));
    let node = json!({ "nodeId": document["root"]["nodeId"], "selector": ".search" });
    let node = browser.order("DOM.querySelector", node);
    let shape = json!({ "nodeId": node["nodeId"] });
    let style = browser.order("CSS.enable", json!({}));
    assert!(style.is_object());
    let style = browser.order("CSS.getComputedStyleForNode", shape);
    let display = style["computedStyle"].as_array().expect("a list").iter().find(|one| one["name"] == "display");
    assert_eq!(display.expect("a display")["value"], "none");
}

/// A page finds nothing for its readers that only a narrower circle may read.
#[test]
fn a_page_does_not_find_what_its_readers_may_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (all, open) = (folder.path().join("all"), folder.path().join("open"));
    let project = "[[marking]]\nid = \"LOW\"\n\n[[marking]]\nid = \"HIGH\"\n";
    let public = "---\nid: PUB-001\nclassification: LOW\n---\n\n# Open words\n\nWhat everybody reads, in common.\n";
    let secret = "---\nid: SEC-001\nclassification: HIGH\n---\n\n# Veiled words\n\nHidden in common, twice common.\n";
    for docs in [&all, &open] {
        write(&docs.join("docs/opsdoc.toml"), project);
        write(&docs.join("docs/public.md"), public);
    }
    write(&all.join("docs/secret.md"), secret);
    for docs in [&all, &open] {
        build(&docs.join("docs"), docs, "html").output().expect("opsdoc can be run");
    }
    let page = fs::read_to_string(all.join("output/html/public.html")).expect("a page");
    assert!(page.contains("data-from=\"search/low/\""), "{page}");
    // The data of that page is what it would be if the other document did not exist.
    let low = crate::support::contents(&all.join("output/html/search/low"));
    let alone = crate::support::contents(&open.join("output/html/search/all"));
    assert_eq!(low, alone);
    let high = fs::read_to_string(all.join("output/html/secret.html")).expect("a page");
    assert!(high.contains("data-from=\"search/all/\""), "{high}");
    let index = fs::read_to_string(all.join("output/html/indexes/documents.html")).expect("a page");
    assert!(index.contains("data-from=\"search/all/\""), "{index}");
}

#[test]
fn scripts_are_of_ten_years_ago_and_small() {
    let folder = sample().join("output/html/_opsdoc");
    let scripts = ["search.js", "page.js"].map(|name| folder.join(name));
    let size = |path: &Path| -> usize {
        let packed = Command::new("gzip").args(["-9", "-c"]).arg(path).output().expect("gzip starts");
        packed.stdout.len()
    };
    assert!(size(&scripts[0]) <= 8 << 10, "the searcher has {} bytes, packed", size(&scripts[0]));
    if let Some(acorn) = tool("acorn") {
        let data = crate::support::files_with(&sample().join("output/html/search"), "js");
        for script in scripts.iter().chain(&data) {
            let parsed = Command::new(&acorn).args(["--ecma5", "--silent"]).arg(script).output().expect("acorn starts");
            let said = String::from_utf8_lossy(&parsed.stderr);
            assert!(parsed.status.success(), "{} is no ECMAScript 5: {said}", script.display());
        }
    }
    // What is called is the scripts' own, or of ECMAScript 5, or of a DOM that Internet Explorer 11 has.
    const KNOWN: &str = "addEventListener altKey appendChild apply call charAt charCodeAt className clientHeight concat \
        contains createElement createTextNode ctrlKey display document documentElement exec firstChild floor focus \
        forEach fromCharCode getAttribute getElementById getElementsByTagName hasOwnProperty head hidden href id \
        index indexOf input isContentEditable join key keyCode keydown keys lang lastIndexOf length location log map match max metaKey min \
        nodeName offsetHeight offsetTop onerror onload parentNode pop preventDefault prototype push querySelector \
        querySelectorAll removeAttribute removeChild replace round scrollTop select setAttribute slice some sort splice \
        split src stringify style substr tabIndex tagName target test textContent toLowerCase toUpperCase type value blur filter";
    let known: BTreeSet<&str> = KNOWN.split_whitespace().collect();
    let named = Regex::new(r"[\w\])']\s*\.\s*([A-Za-z_]\w*)").expect("a pattern");
    let own = Regex::new(r"(?:\.(\w+)\s*=[^=]|[{,]\s*(\w+):|var (\w+)|function (\w+))").expect("a pattern");
    // A class of characters may have a quotation mark that quotes nothing.
    let quoted = Regex::new(r#"\[(?:[^\]\\\n]|\\.)*['"](?:[^\]\\\n]|\\.)*\]|'(?:[^'\\\n]|\\.)*'|/\*(?s:.*?)\*/"#)
        .expect("a pattern");
    let texts = scripts.each_ref().map(|script| {
        let text = fs::read_to_string(script).expect("a script");
        quoted.replace_all(&text, "''").into_owned()
    });
    // Each uses what the other names.
    let mut names: BTreeSet<String> = searcher_names().collect();
    for text in &texts {
        let found = own.captures_iter(text).flat_map(|found| found.iter().skip(1).flatten().collect::<Vec<_>>());
        names.extend(found.map(|name| name.as_str().to_owned()));
    }
    for (script, text) in scripts.iter().zip(&texts) {
        let called = named.captures_iter(text).map(|found| found.get(1).expect("a name").as_str());
        let strange: BTreeSet<&str> = called.filter(|name| !known.contains(name) && !names.contains(*name)).collect();
        assert!(strange.is_empty(), "{} calls {strange:?}", script.display());
    }
}

/// What the two scripts and the data name themselves.
fn searcher_names() -> impl Iterator<Item = String> {
    let names = "opsdoc accept manifest find files load at words chars mnemonics identifier prefix namePrefix french english bit \
        k1 b mean weights lengths title body code handles title_stem body_stem title_prefix body_prefix code_prefix \
        identifier_prefix synonym tie readiness degree front terms columns texts vocabularies synonyms folded classes \
        width";
    names.split_whitespace().map(str::to_owned)
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
