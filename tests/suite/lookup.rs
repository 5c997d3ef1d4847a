//! A name is looked up in the sample, from the index alone; what is told is what the sources say.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{docs, files_with, sample};

/// Looks a name up as a program does.
fn lookup(name: &str) -> Value {
    let output = command(&["lookup", name, "--json"]).output().expect("opsdoc can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("what is known is JSON")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
    command.current_dir(sample()).args(arguments).env("NO_COLOR", "1");
    command
}

/// Returns the sources of the places of one way of use.
fn sources(lookup: &Value, way: &str) -> BTreeSet<String> {
    let places = lookup[way]["places"].as_array().expect("a list of places");
    assert_eq!(lookup[way]["total"], places.len());
    places.iter().map(|place| place["source"].as_str().expect("a path").to_owned()).collect()
}

/// Returns the procedures whose source has an attribute with a value, as `grep` finds them.
fn procedures_with(text: &str) -> BTreeSet<String> {
    let files = files_with(&docs(), "xml").into_iter();
    let found = files.filter(|file| std::fs::read_to_string(file).expect("it can be read").contains(text));
    found.map(|file| file.strip_prefix(docs()).expect("it is below").to_string_lossy().replace('\\', "/")).collect()
}

#[test]
fn an_alarm_leads_to_its_contingency_and_its_limits() {
    let alarm = lookup("al_aoc_rate_high");
    let thing = &alarm["things"][0];
    assert_eq!((thing["kind"].as_str(), thing["identifier"].as_str()), (Some("alarm"), Some("AL_AOC_RATE_HIGH")));
    assert_eq!(thing["card"]["description"], "Angular rate above its limit");
    assert!(thing["card"]["alarms"][0]["levels"][0]["outside"][0].is_string(), "{thing:#}");
    // What watches for it while it runs handles it too.
    let mut handling = procedures_with("<alarm ref=\"AL_AOC_RATE_HIGH\"");
    handling.extend(procedures_with("<on event=\"AL_AOC_RATE_HIGH\""));
    assert_eq!(sources(&alarm, "triggers"), handling);
    assert_eq!(alarm["triggers"]["places"][0]["kinds"][0], "contingency");
    // Every page that is named is there, and has the anchor.
    for way in ["things", "triggers", "checked", "mentioned"] {
        let places = alarm[way]["places"].as_array().or_else(|| alarm[way].as_array()).expect("a list");
        for place in places {
            let (page, anchor) =
                (place["page"].as_str().expect("a page"), place["anchor"].as_str().expect("an anchor"));
            let html = std::fs::read_to_string(sample().join("output").join(page)).expect("the page is there");
            assert!(anchor.is_empty() || html.contains(&format!("id=\"{anchor}\"")), "{page}#{anchor}");
        }
    }
}

#[test]
fn a_telecommand_leads_to_the_steps_that_send_it() {
    let telecommand = lookup("TC_AOC_SET_MODE");
    let sent = procedures_with("<tc name=\"TC_AOC_SET_MODE\"");
    assert!(!sent.is_empty());
    assert_eq!(sources(&telecommand, "sent"), sent);
    assert!(telecommand["sent"]["places"].as_array().expect("a list").iter().all(|at| at["kind"] == "step"));
    assert!(telecommand["things"][0]["card"]["arguments"].as_array().is_some_and(|list| !list.is_empty()));
    assert_ne!(telecommand["mentioned"]["total"], 0);
}

#[test]
fn every_name_of_the_database_is_known_with_its_card() {
    let index = opsdoc::index::open::Index::open(&sample().join("index")).expect("the sample has an index");
    let project = opsdoc::pipeline::workspace::Workspace::open(&docs()).expect("the sample can be read");
    let library = &project.folder().library;
    let database = &library.database;
    let names =
        database.telecommands.iter().map(|item| &item.name).chain(database.parameters.iter().map(|item| &item.name));
    let mut count = 0;
    for name in names {
        let lookup = index.lookup(name.as_str(), 1).expect("answered");
        assert!(
            lookup.things.iter().any(|thing| thing.card.as_ref().is_some_and(|card| card.name == name.as_str())),
            "{name:?}"
        );
        count += 1;
    }
    assert!(count > 100, "{count}");
}

#[test]
fn what_is_unknown_is_a_fault_that_says_what_may_be_meant() {
    let output = command(&["lookup", "AL_AOC_RATE_HIHG"]).output().expect("opsdoc can be run");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("did you mean `AL_AOC_RATE_HIGH`?"), "{err}");
}

#[test]
fn a_person_reads_limits_triggers_and_steps() {
    let output = command(&["lookup", "AOC_RATE_NORM"]).output().expect("opsdoc can be run");
    let out = String::from_utf8_lossy(&output.stdout);
    for told in ["AOC_RATE_NORM  parameter, /PLATFORM/AOCS", "unit", "alarm", "Triggers", "Checked by", "output/html/"]
    {
        assert!(
            out.contains(
                &told.replace('/', if told.starts_with("output") { std::path::MAIN_SEPARATOR_STR } else { "/" })
            ),
            "`{told}` is not in:\n{out}"
        );
    }
}

/// A program that stands in for the one that opens pages, and notes what it was given.
#[cfg(unix)]
#[test]
fn the_page_is_opened_at_its_place() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (program, note) = (folder.path().join("xdg-open"), folder.path().join("note"));
    std::fs::write(&program, format!("#!/bin/sh\nprintf %s \"$1\" > {}\n", note.display())).expect("written");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("permitted");
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    let opened = |arguments: &[&str]| {
        _ = std::fs::remove_file(&note);
        let output = command(arguments).env("PATH", &path).output().expect("opsdoc can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let noted = || std::fs::read_to_string(&note).ok().filter(|url| !url.is_empty());
        let waited = (0..200).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            noted()
        });
        waited.expect("the program was started")
    };
    let page = |url: &str| {
        let path = url.strip_prefix("file://").expect("a file").split('#').next().map(Path::new);
        assert!(path.is_some_and(Path::is_file), "{url}");
    };
    let url = opened(&["lookup", "AL_AOC_RATE_HIGH", "--open"]);
    page(&url);
    assert!(url.contains("/html/procedures/contingency/"), "{url}");
    let url = opened(&["search", "FCP-AOC-010#step-1", "--open"]);
    page(&url);
    assert!(url.ends_with("fcp-aoc-010.html#step-1"), "{url}");
}
