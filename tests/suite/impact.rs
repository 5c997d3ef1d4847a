//! `opsdoc impact`: what a definition touches, and what a change since a revision touches.

use std::fs;
use std::path::Path;
use std::process::Command;

use git2::{IndexAddOption, Repository, Signature, Time};
use serde_json::Value;

use super::support;

/// Runs the command; returns its exit status and what it wrote to each stream.
fn impact(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
    let said = command.current_dir(folder).arg("impact").args(arguments).output().expect("opsdoc can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    (said.status.code().expect("it ends by itself"), text(said.stdout), text(said.stderr))
}

/// Runs the command and returns the objects that it wrote.
fn objects(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let (status, out, err) = impact(folder, &[arguments, &["--json"]].concat());
    assert_eq!(status, 0, "{err}");
    out.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect()
}

/// Returns the way to each node of a tree: manner and name of the nodes that lead to it.
fn ways(tree: &Value) -> Vec<String> {
    fn visit(node: &Value, way: &str, ways: &mut Vec<String>) {
        let text = |key: &str| node[key].as_str().unwrap_or_default();
        let way = format!("{way}/{} {}", text("manner"), text("name")).trim().to_owned();
        for inner in node["touches"].as_array().into_iter().flatten() {
            visit(inner, &way, ways);
        }
        ways.push(way);
    }
    let mut ways = Vec::new();
    for inner in tree["touches"].as_array().into_iter().flatten() {
        visit(inner, "", &mut ways);
    }
    ways
}

#[test]
fn a_definition_touches_who_uses_it_and_who_uses_them() {
    let [tree] = &objects(support::docs().parent().unwrap(), &["AOC_MODE"])[..] else { panic!("one tree") };
    let ways = ways(tree);
    for wanted in [
        "/checked CRP-AOC-001/checked step-1",
        "/checked CRP-AOC-001/bound CLASSEUR-HELIOS-CRP",
        "/checked CRP-AOC-001/called FCP-AOC-010/called step-7",
        "/cited MAN-AOC-001/cited modes",
    ] {
        assert!(ways.iter().any(|way| way == wanted), "{wanted} is not in\n{}", ways.join("\n"));
    }
    let (_, text, _) = impact(support::docs().parent().unwrap(), &["AOC_MODE"]);
    let expanded = text.lines().filter(|line| line.contains("procedure CRP-AOC-001") && !line.contains("shown above"));
    let cited = |line: &&str| line.contains("cited:");
    assert_eq!(expanded.filter(|line| !cited(line)).count(), 1, "a circle is followed once:\n{text}");
}

#[test]
fn steps_and_pictures_have_users_too() {
    let root = support::docs();
    let root = root.parent().unwrap();
    let [tree] = &objects(root, &["FCP-AOC-010#step-7"])[..] else { panic!("one tree") };
    let found = ways(tree);
    assert!(found.contains(&"/goto step-3".to_owned()) && found.contains(&"/goto step-4".to_owned()), "{found:?}");
    for picture in ["pictures/aocs-modes.svg", "docs-source/pictures/aocs-modes.svg"] {
        let [tree] = &objects(root, &[picture])[..] else { panic!("one tree") };
        assert!(ways(tree).iter().any(|way| way.starts_with("/shown MAN-AOC-001")), "{tree}");
    }
    let (status, _, err) = impact(root, &["AOC_MODES"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `AOC_MODE`?"), "{err}");
}

#[test]
fn what_stands_after_the_steps_is_in_none_of_them() {
    let place = tempfile::tempdir().unwrap();
    let text = PROCEDURE
        .replace("</body>", "</body><confirmation><check><tm name=\"EPS_VOLT\" value=\"28\"/></check></confirmation>");
    let retold = "# Manual\n\n## In brief {procedure=FCP-EPS-010}\n\n1. `EPS_VOLT > 26 V`\n2. Note it.\n";
    for (path, text) in [("db.xml", DATABASE), ("fcp.xml", &text), ("manual.md", retold)] {
        support::write(&place.path().join("docs-source").join(path), text);
    }
    let [tree] = &objects(place.path(), &["EPS_VOLT"])[..] else { panic!("one tree") };
    let found: Vec<String> =
        ways(tree).into_iter().filter(|way| way.starts_with("/checked FCP-EPS-010/checked")).collect();
    assert_eq!(found, ["/checked FCP-EPS-010/checked step-1", "/checked FCP-EPS-010/checked"]);
    let [tree] = &objects(place.path(), &["FCP-EPS-010"])[..] else { panic!("one tree") };
    assert!(ways(tree).contains(&"/restated manual.md/restated in-brief".to_owned()), "{tree}");
    // A file of the mission database touches who names what it defines.
    let [tree] = &objects(place.path(), &["db.xml"])[..] else { panic!("one tree") };
    assert!(ways(tree).contains(&"/checked FCP-EPS-010/checked step-1".to_owned()), "{tree}");
}

const DATABASE: &str = r#"<SpaceSystem name="SAT"><TelemetryMetaData>
<ParameterTypeSet><FloatParameterType name="T"><UnitSet><Unit>V</Unit></UnitSet><ValidRange minInclusive="20" maxInclusive="33"/></FloatParameterType></ParameterTypeSet>
<ParameterSet><Parameter name="EPS_VOLT" parameterTypeRef="T"/></ParameterSet></TelemetryMetaData></SpaceSystem>"#;

const PROCEDURE: &str = r#"<procedure id="FCP-EPS-010" type="FCP" issue="1" status="draft" date="2026-01-01" lang="en"><title>Recharge</title>
<body><step id="step-1"><title>Look</title><check><tm name="EPS_VOLT" op="gt" value="26" unit="V"/></check></step>
<step id="step-2"><title>Note it</title><log>Noted.</log></step></body></procedure>"#;

/// A long section that ends in these words.
fn long(end: &str) -> String {
    format!("# Long\n\n{} {end}\n", "It is long. ".repeat(20).trim_end())
}

const MANUAL: &str = "---\nid: MAN-EPS-001\n---\n# Manual\n\n::: procedure FCP-EPS-010 :::\n\n![Bus](bus.svg)\n";

#[test]
fn what_changed_since_a_revision_is_said_with_what_it_touches() {
    let place = tempfile::tempdir().unwrap();
    let repository = Repository::init(place.path()).unwrap();
    let write = |path: &str, text: &str| {
        fs::create_dir_all(place.path().join("docs-source")).unwrap();
        fs::write(place.path().join("docs-source").join(path), text).unwrap();
    };
    for (path, text) in [
        ("db.xml", DATABASE),
        ("fcp.xml", PROCEDURE),
        ("manual.md", MANUAL),
        ("old.md", "# Old\n"),
        ("long.md", &long("Rest.")),
        ("bus.svg", "<svg/>"),
    ] {
        write(path, text);
    }
    let mut index = repository.index().unwrap();
    index.add_all(["*"], IndexAddOption::DEFAULT, None).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let who = Signature::new("A", "a@example.org", &Time::new(1_000, 0)).unwrap();
    let commit = repository.commit(Some("HEAD"), &who, &who, "x", &tree, &[]).unwrap();
    repository.tag_lightweight("v1", &repository.find_object(commit, None).unwrap(), false).unwrap();

    assert_eq!(objects(place.path(), &["--since", "v1"]), [] as [Value; 0], "nothing has changed yet");
    // Two blank lines move everything, and change nothing.
    write("fcp.xml", &format!("\n\n{}", PROCEDURE.replace("\"26\"", "\"24\"")));
    write("db.xml", &DATABASE.replace("maxInclusive=\"33\"", "maxInclusive=\"32\""));
    write("bus.svg", "<svg></svg>");
    write("new.md", "# New\n");
    write("long.md", &long("Then send it."));
    fs::remove_file(place.path().join("docs-source/old.md")).unwrap();

    let changes = objects(place.path(), &["--since", "v1"]);
    let named = |name: &str| changes.iter().find(|change| change["name"] == name).unwrap_or_else(|| panic!("{name}"));
    let said: Vec<String> =
        changes.iter().map(|of| format!("{} {} {}", of["change"], of["kind"], of["name"])).collect();
    assert_eq!(
        said.iter().map(|line| line.replace('"', "")).collect::<Vec<_>>(),
        [
            "changed step FCP-EPS-010#step-1",
            "changed document long.md",
            "added document new.md",
            "changed parameter EPS_VOLT",
            "removed document old.md",
            "changed file bus.svg"
        ]
    );
    let (_, text, _) = impact(place.path(), &["--since", "v1"]);
    assert!(
        text.contains("long. Rest. → …") && text.contains("Then send it."),
        "a change is shown where it is: {text}"
    );
    let step = named("FCP-EPS-010#step-1");
    let [field] = &step["fields"].as_array().unwrap()[..] else { panic!("{step}") };
    assert_eq!(
        (&field["field"], &field["old"], &field["new"]),
        (&"checks EPS_VOLT".into(), &"> 26 V".into(), &"> 24 V".into())
    );
    let parameter = named("EPS_VOLT");
    assert_eq!(parameter["fields"][0]["field"], "range");
    assert_eq!(parameter["fields"][0]["new"], "[20, 32]");
    let ways = ways(&parameter["impact"]);
    assert!(ways.contains(&"/checked FCP-EPS-010/checked step-1".to_owned()), "{ways:?}");
    assert!(ways.contains(&"/checked FCP-EPS-010/presented MAN-EPS-001".to_owned()), "{ways:?}");
    assert!(self::ways(&named("bus.svg")["impact"]).contains(&"/shown MAN-EPS-001".to_owned()));
    let (status, _, err) = impact(place.path(), &["--since", "no-such-tag"]);
    assert_eq!(status, 2);
    assert!(err.contains("no-such-tag"), "{err}");
}
