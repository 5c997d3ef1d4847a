//! Living with findings: severities, waivers, the ratchet, mends, and reports for programs.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::support;

/// A day within every waiver but the expired ones, in seconds since 1970.
const TODAY: &str = "1782777600";

/// A database with a telecommand and an enumerated parameter.
const DATABASE: &str = r#"<SpaceSystem name="SAT" xmlns="http://www.omg.org/spec/XTCE/20180204">
<TelemetryMetaData><ParameterTypeSet><EnumeratedParameterType name="M"><EnumerationList>
<Enumeration value="1" label="NOMINAL"/><Enumeration value="2" label="SAFE"/>
</EnumerationList></EnumeratedParameterType></ParameterTypeSet>
<ParameterSet><Parameter name="AOC_MODE" parameterTypeRef="M"/></ParameterSet></TelemetryMetaData>
<CommandMetaData><MetaCommandSet><MetaCommand name="TC_MODE"/><MetaCommand name="TC_RESET"/></MetaCommandSet></CommandMetaData>
</SpaceSystem>
"#;

struct Place {
    folder: TempDir,
}

struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Place {
    /// Makes a documentation folder of these files.
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        files.iter().for_each(|(path, text)| place.write(path, text));
        place
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join("docs-source").join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        support::write(&self.path(path), text);
    }

    fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).expect("the file is there")
    }

    fn check(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
        command.current_dir(self.folder.path()).arg("check").args(arguments);
        command.env("NO_COLOR", "1").env("SOURCE_DATE_EPOCH", TODAY);
        let output = command.output().expect("the command can be run");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("what is said is UTF-8");
        let status = output.status.code().expect("the command ends by itself");
        Said { status, out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Returns the codes that are found, each with its severity and line, of those that the tests are about.
    fn codes(&self) -> Vec<String> {
        let found = self.check(&["--format", "json"]).lines();
        let ours = ["R002", "R004", "R005", "B010", "B012", "B013", "P001", "P002", "P003", "X001", "D001"];
        let is_ours = |line: &&Value| line["code"].as_str().is_some_and(|code| ours.contains(&code));
        found.iter().filter(is_ours).map(brief).collect()
    }

    fn commit(&self) {
        support::commit(self.folder.path());
    }
}

impl Said {
    #[track_caller]
    fn status(self, expected: i32) -> Self {
        assert_eq!(self.status, expected, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` is not in:\n{}", self.err);
        self
    }

    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("each line is a JSON object")).collect()
    }
}

fn brief(line: &Value) -> String {
    let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let path = text("path").rsplit('/').next().unwrap_or_default().to_owned();
    format!("{path}:{} {} {}", line["line"], text("code"), text("severity"))
}

// Severities.

#[test]
fn a_rule_is_set_by_code_name_and_group() {
    let place = Place::new(&[("a.md", "# A\n\n[x](x.md) ![y](y.png)\n")]);
    assert_eq!(place.codes(), ["a.md:3 R004 error", "a.md:3 R005 error"]);
    place.write("opsdoc.toml", "[rules]\nbroken-file-link = \"warning\"\nR005 = \"off\"\n");
    assert_eq!(place.codes(), ["a.md:3 R004 warning"]);
    place.check(&[]).status(0);
    place.write("opsdoc.toml", "[rules]\nR005 = \"error\"\nR = \"note\"\n");
    assert_eq!(place.codes(), ["a.md:3 R004 note", "a.md:3 R005 error"], "a rule counts before its group");
}

#[test]
fn overrides_are_for_folders_and_statuses() {
    let page = "---\nstatus: draft\n---\n\n# A\n\n[x](x.md)\n";
    let operational = page.replace("draft", "operational");
    let place = Place::new(&[("drafts/a.md", page), ("drafts/b.md", &operational), ("c.md", page)]);
    place.write(
        "opsdoc.toml",
        "[rules]\nR004 = \"warning\"\n\n[[rules.override]]\npaths = [\"drafts/\"]\nstatus = [\"draft\"]\nR004 = \"off\"\n\n\
         [[rules.override]]\nstatus = [\"operational\"]\nR004 = \"error\"\n",
    );
    assert_eq!(place.codes(), ["c.md:7 R004 warning", "b.md:7 R004 error"]);
}

#[test]
fn a_rule_that_is_none_is_told_with_its_neighbour() {
    let place = Place::new(&[("opsdoc.toml", "[rules]\nbroken-file-lnk = \"off\"\nS = \"of\"\nQ = \"off\"\n")]);
    let said = place.check(&[]).status(1).says("did you mean `broken-file-link`?").says("there is no rule `Q`");
    said.says("`off`, `note`, `warning` or `error` is wanted here");
}

#[test]
fn what_hides_other_findings_cannot_be_turned_off() {
    let place = Place::new(&[("a.xml", "<procedure>"), ("opsdoc.toml", "[rules]\nX001 = \"off\"\nX = \"off\"\n")]);
    assert_eq!(place.codes(), ["a.xml:1 X001 error", "opsdoc.toml:2 P002 error"]);
}

#[test]
fn warnings_can_be_denied() {
    let place = Place::new(&[("a.md", "[x](x.md)\n"), ("opsdoc.toml", "[rules]\nR004 = \"warning\"\n")]);
    place.check(&[]).status(0);
    place.check(&["--deny", "warnings"]).status(1).says("1 warning in 1 document; warnings are denied");
    place.write("opsdoc.toml", "[rules]\nR004 = \"note\"\n");
    place.check(&["--deny", "warnings"]).status(0);
    place.check(&["--deny", "notes"]).status(1);
}

// Waivers.

#[test]
fn a_comment_waives_what_follows_or_its_line() {
    let page = "# A\n\n<!-- opsdoc: allow R004, missing-image — made later (A. Martin, until 2030-01-01) -->\n\n\
                [x](x.md)\n![y](y.png)\n\n[x](x.md)\n\n\
                | a |\n|---|\n| [x](x.md) <!-- opsdoc: allow R004 — a row (B) --> |\n| [x](x.md) |\n";
    let place = Place::new(&[("a.md", page)]);
    assert_eq!(place.codes(), ["a.md:8 R004 error", "a.md:13 R004 error"]);
    place.check(&[]).says("; 3 waived");
    place.check(&["--all"]).says("waived: made later (A. Martin, until 2030-01-01)");
}

#[test]
fn a_comment_in_xml_waives_the_element_that_follows() {
    let steps = |waiver: &str| {
        format!(
            "<procedure id=\"FCP-A-1\" type=\"FCP\"><title>A</title><body>\n{waiver}\n<step id=\"a\"><title>A</title>\n\
             <manual>See <docref id=\"DOC-1\"/>.</manual></step>\n<step id=\"b\"><title>B</title>\n\
             <manual>See <docref id=\"DOC-1\"/>.</manual></step></body></procedure>\n"
        )
    };
    let place = Place::new(&[("a.xml", &steps("")), ("opsdoc.toml", "[identifiers]\ndocument = \"DOC-[0-9]\"\n")]);
    let count = |place: &Place| place.codes().iter().filter(|line| line.contains("R002")).count();
    assert_eq!(count(&place), 2);
    place.write("a.xml", steps("<!-- opsdoc: allow R002 — to be written (A) -->"));
    assert_eq!(count(&place), 1);
}

#[test]
fn a_file_waives_by_path_document_step_and_text() {
    let page = "---\nid: DOC-1\n---\n\n# A\n\n[x](x.md)\n\n## Second part\n\n[y](y.md)\n[z](z.md)\n";
    let place = Place::new(&[("a.md", page), ("b/b.md", "[x](x.md)\n")]);
    assert_eq!(place.codes().len(), 4);
    let signed = "reason = \"known\"\nauthor = \"A\"\n";
    place.write("opsdoc.toml", format!("[[waiver]]\nrule = \"R004\"\npath = \"b/\"\n{signed}"));
    place.write(
        "waivers.toml",
        format!(
            "[[waiver]]\nrule = \"broken-file-link\"\ndocument = \"DOC-1\"\nstep = \"second-part\"\ntext = \"y.md\"\n\
             until = 2030-01-01\n{signed}"
        ),
    );
    assert_eq!(place.codes(), ["a.md:7 R004 error", "a.md:12 R004 error"]);
}

#[test]
fn a_waiver_without_reason_or_author_waives_nothing() {
    for waiver in ["allow R004", "allow R004 — why", "allow R004 (A)", "allow R004 — why (A, until soon)", "alow R004"]
    {
        let place = Place::new(&[("a.md", &format!("<!-- opsdoc: {waiver} -->\n\n[x](x.md)\n"))]);
        assert_eq!(place.codes(), ["a.md:1 B013 error", "a.md:3 R004 error"], "{waiver}");
    }
    let place = Place::new(&[("waivers.toml", "[[waiver]]\nrule = \"R004\"\npath = \"a.md\"\nreason = \"r\"\n")]);
    assert_eq!(place.codes(), ["waivers.toml:1 B013 error"]);
}

#[test]
fn an_expired_waiver_is_an_error_and_waives_nothing() {
    let place = Place::new(&[("a.md", "[x](x.md) <!-- opsdoc: allow R004 — why (A, until 2026-06-29) -->\n")]);
    assert_eq!(place.codes(), ["a.md:1 R004 error", "a.md:1 B010 error"]);
    place.write("a.md", "[x](x.md) <!-- opsdoc: allow R004 — why (A, until 2026-06-30) -->\n");
    assert_eq!(place.codes(), Vec::<String>::new(), "its last day counts");
}

#[test]
fn a_waiver_of_nothing_is_stale_unless_it_was_not_looked_for() {
    let waived = |codes: &str| format!("# A\n\nText. <!-- opsdoc: allow {codes} — why (A) -->\n");
    let place = Place::new(&[("a.md", &waived("R004, D001, X203"))]);
    assert_eq!(place.codes(), ["a.md:3 B012 warning"], "there is no database, and nothing was printed");
    place.write("tm.xml", DATABASE);
    assert_eq!(place.codes(), ["a.md:3 B012 warning", "a.md:3 B012 warning"]);
    place.write("opsdoc.toml", "[rules]\nB012 = \"off\"\n");
    assert_eq!(place.codes(), Vec::<String>::new());
}

#[test]
fn a_comment_is_seen_by_no_reader() {
    let page = "# A\n\n<!-- opsdoc: allow R004 — secret reason (A) -->\n\n[x](x.md)\n\n\
                Text. <!-- opsdoc: allow R004 — secret reason (A) -->\n";
    let place = Place::new(&[("a.md", page)]);
    support::build(&place.path(""), place.folder.path(), "html").output().expect("it can be built");
    let shown = fs::read_to_string(place.folder.path().join("output/html/a.html")).expect("the page is there");
    assert!(shown.contains("Text.") && !shown.contains("secret"), "{shown}");
    let report = fs::read_to_string(place.folder.path().join("output/html/report/index.html")).expect("it is there");
    assert!(report.contains("secret reason"), "{report}");
}

// The ratchet.

#[test]
fn only_what_is_new_fails() {
    let place = Place::new(&[("a.md", "# A\n\n[x](x.md)\n"), ("b.md", "# B\n\n[x](x.md)\n\n[x](x.md)\n")]);
    place.commit();
    place.check(&[]).status(1);
    place.check(&["--since", "HEAD"]).status(0).says("no findings in 2 documents, new since `HEAD`; 3 were there");
    // Lines move, and words around a link change.
    place.write("a.md", "# A\n\nMore text.\n\nMore text, then [x](x.md).\n");
    place.check(&["--since", "HEAD"]).status(0);
    // A second equal one is new.
    place.write("a.md", "# A\n\n[x](x.md)\n\n[x](x.md)\n");
    place.check(&["--since", "HEAD"]).status(1).says("1 error in 2 documents, new since `HEAD`; 3 were there");
    let found = place.check(&["--since", "HEAD", "--all", "--format", "json"]).lines();
    let known = found.iter().filter(|line| line["known"] == true).count();
    assert_eq!((found.len(), known), (4, 3));
}

#[test]
fn a_renamed_file_keeps_its_findings() {
    let text = format!("# A\n\n{}[x](/x.md)\n", "A paragraph of many words.\n\n".repeat(20));
    let place = Place::new(&[("a.md", &text)]);
    place.commit();
    fs::rename(place.path("a.md"), place.path("renamed.md")).expect("it can be renamed");
    place.check(&["--since", "HEAD"]).status(0);
}

#[test]
fn a_rule_that_is_turned_on_fails_on_what_is_new_alone() {
    let place = Place::new(&[("a.md", "[x](x.md)\n"), ("opsdoc.toml", "[rules]\nR004 = \"off\"\n")]);
    place.commit();
    place.write("opsdoc.toml", "");
    place.check(&["--since", "HEAD"]).status(0);
    place.write("b.md", "[x](x.md)\n");
    place.check(&["--since", "HEAD"]).status(1);
}

#[test]
fn a_waiver_taken_away_shows_its_finding() {
    let place = Place::new(&[("a.md", "[x](x.md) <!-- opsdoc: allow R004 — why (A) -->\n")]);
    place.commit();
    place.check(&["--since", "HEAD"]).status(0);
    place.write("a.md", "[x](x.md)\n");
    place.check(&["--since", "HEAD"]).status(1);
}

#[test]
fn the_work_tree_is_not_touched_and_a_revision_must_be_one() {
    let place = Place::new(&[("a.md", "[x](x.md)\n")]);
    place.check(&["--since", "HEAD"]).status(2);
    place.commit();
    place.write("a.md", "changed\n");
    let before = support::contents(place.folder.path());
    place.check(&["--since", "HEAD"]).status(0);
    assert_eq!(support::contents(place.folder.path()), before);
    place.check(&["--since", "no-such-branch"]).status(2).says("no-such-branch");
}

// Mends.

#[test]
fn mends_change_nothing_but_what_they_say_and_are_made_once() {
    let text = "\u{feff}# A\r\n\r\nSend `tc_mode`, then wait.  \r\n\r\n\ttrailing \r\n";
    let procedure = "<procedure id=\"FCP-A-1\" type=\"FCP\"><title>A</title><body><step id=\"s1\"><title>S</title>\
                     <check><tm name=\"AOC_MODE\" op=\"eq\" value=\"safe\"/></check></step></body></procedure>";
    let place = Place::new(&[("tm.xml", DATABASE), ("a.md", text), ("p.xml", procedure)]);
    place.write("opsdoc.toml", "[identifiers]\ntelecommand = \"(?i:TC_[A-Z]+)\"\n");
    let shown = place.check(&["--fix", "--dry-run"]).status(1);
    assert!(shown.out.contains("-Send `tc_mode`") && shown.out.contains("+Send `TC_MODE`"), "{}", shown.out);
    assert_eq!(place.read("a.md"), text.as_bytes(), "a dry run writes nothing");
    place.check(&["--fix"]).says("mended 2 findings in 2 files");
    let mended = text.replace("tc_mode", "TC_MODE");
    assert_eq!(String::from_utf8(place.read("a.md")).expect("it is UTF-8"), mended);
    assert_eq!(place.read("p.xml"), procedure.replace("safe", "SAFE").as_bytes());
    place.check(&["--fix"]).says("mended 0 findings in 0 files");
    assert_eq!(place.read("a.md"), mended.as_bytes());
    assert_eq!(fs::read_dir(place.path("")).expect("it can be read").count(), 4, "nothing is left behind");
}

#[test]
fn an_identifier_in_other_letters_is_mended_where_it_stands() {
    let page = "See [[note-001]] and [it](id:note-001#a), not [note-001](id:note-001).\n";
    let place = Place::new(&[("n.md", "---\nid: NOTE-001\n---\n\n# A\n"), ("a.md", page)]);
    place.check(&["--fix"]).says("mended 2 findings in 1 file");
    let mended = "See [[NOTE-001]] and [it](id:NOTE-001#a), not [note-001](id:note-001).\n";
    assert_eq!(String::from_utf8(place.read("a.md")).expect("it is UTF-8"), mended);
}

#[test]
fn what_is_not_utf8_is_not_mended() {
    let place = Place::new(&[("tm.xml", DATABASE)]);
    place.write("opsdoc.toml", "[identifiers]\ntelecommand = \"(?i:TC_[A-Z]+)\"\n");
    place.write("a.md", b"# \xe9t\xe9\n\nSend `tc_mode`.\n");
    place.check(&["--fix"]).status(1).says("is not in UTF-8 and is left as it is");
    assert_eq!(place.read("a.md"), b"# \xe9t\xe9\n\nSend `tc_mode`.\n");
}

// Reports for programs.

/// A project in which all that a report can hold is found: known, new, waived, with a mend, in an odd path.
fn eventful() -> Place {
    let place = Place::new(&[("tm.xml", DATABASE), ("a.md", "# A\n\n[x](x.md)\n")]);
    place.write("opsdoc.toml", "[identifiers]\ntelecommand = \"(?i:TC_[A-Z]+)\"\n[rules]\nR005 = \"warning\"\n");
    place.commit();
    place.write(
        "b é 100%.md",
        "Send `tc_mode`. ![y](y.png)\n\n[x](x,y:z.md) <!-- opsdoc: allow R004 — \"why\" & <how> (A) -->\n",
    );
    place
}

#[test]
fn sarif_keeps_to_its_schema() {
    let place = eventful();
    let said = place.check(&["--since", "HEAD", "--format", "sarif"]).status(1);
    let log: Value = serde_json::from_str(&said.out).expect("it is JSON");
    let schema = fs::read_to_string(schemas().join("sarif-2.1.0-rtm.5.json")).expect("the schema is there");
    // One pattern of the schema has a bracket too many, which stricter engines take for a fault.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let wrong: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");

    let results = log["runs"][0]["results"].as_array().expect("there are results");
    let of = |code: &str, line: u64| {
        let here = |result: &&Value| {
            result["ruleId"] == code && result["locations"][0]["physicalLocation"]["region"]["startLine"] == line
        };
        results.iter().find(here).unwrap_or_else(|| panic!("no {code} in line {line}: {results:#?}"))
    };
    assert_eq!(of("R005", 1)["level"], "warning");
    assert_eq!(of("R005", 1)["baselineState"], "new");
    let location = &of("D001", 1)["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(location["uri"], "docs-source/b%20%C3%A9%20100%25.md");
    assert_eq!(location["uriBaseId"], "SRCROOT");
    let change = &of("D001", 1)["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "TC_MODE");
    assert_eq!(change["deletedRegion"]["startColumn"], 7);
    let suppression = &of("R004", 3)["suppressions"];
    let known = results.iter().filter(|result| result["baselineState"] == "unchanged").count();
    assert_eq!(known, 1);
    assert!(suppression.is_null() || suppression[0]["kind"] == "inSource");
    let waived: Vec<_> = results.iter().filter(|result| result["suppressions"].is_array()).collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(waived[0]["suppressions"][0]["justification"], "\"why\" & <how> (A)");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("there are rules");
    for result in results {
        let at = result["ruleIndex"].as_u64().expect("each result names its rule") as usize;
        assert_eq!(rules[at]["id"], result["ruleId"]);
    }
    assert!(rules.iter().all(|rule| rule["help"]["markdown"].as_str().is_some_and(|help| help.contains("## "))));
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let place = Place::new(&[("a.md", "# A\n\n[x](x.md)\n\n[x](x.md)\n")]);
    let prints = || -> Vec<String> {
        let log: Value = serde_json::from_str(&place.check(&["--format", "sarif"]).out).expect("it is JSON");
        let results = log["runs"][0]["results"].as_array().expect("there are results").clone();
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect()
    };
    let before = prints();
    assert!(before.len() == 2 && before[0] != before[1], "equal findings stay apart: {before:?}");
    place.write("a.md", "# A\n\nNew text.\n\n[x](x.md)\n\n[x](x.md)\n");
    assert_eq!(prints(), before);
}

#[test]
fn junit_keeps_to_the_schema_of_build_servers() {
    let place = eventful();
    let file = place.folder.path().join("report.xml");
    let output = file.to_str().expect("the path is Unicode");
    place.check(&["--since", "HEAD", "--format", "junit", "--output", output]).status(1).says("1 waived");
    let text = fs::read_to_string(&file).expect("the report is there");
    // One error is new; the warning passes, what is known or waived is skipped.
    assert!(text.contains("<testsuites name=\"opsdoc\" tests=\"5\" failures=\"1\" errors=\"0\">"), "{text}");
    assert_eq!(text.matches("<skipped").count(), 2, "{text}");
    assert!(text.contains("waived: &quot;why&quot; &amp; &lt;how&gt; (A)"), "{text}");
    let Some(xmllint) = support::tool("xmllint") else { return };
    let mut command = Command::new(xmllint);
    command.args(["--noout", "--schema"]).arg(schemas().join("junit-10.xsd")).arg(&file);
    let output = command.output().expect("xmllint can be run");
    assert!(output.status.success(), "{}{text}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_a_message_says_is_not_said_again_by_its_label() {
    let database = DATABASE.replace(
        "<MetaCommandSet>",
        "<ArgumentTypeSet><IntegerArgumentType name=\"I\">\
        <ValidRangeSet><ValidRange maxInclusive=\"4\"/></ValidRangeSet></IntegerArgumentType></ArgumentTypeSet>\
        <MetaCommandSet><MetaCommand name=\"TC_LINE\"><ArgumentList><Argument name=\"N\" argumentTypeRef=\"I\"/>\
        </ArgumentList></MetaCommand>",
    );
    let said =
        Place::new(&[("db.xml", &database), ("a.md", "`TC_LINE(N=9)`\n")]).check(&["--format", "github"]).status(1);
    assert!(said.out.contains("of `TC_LINE` is out of range%0A"), "{}", said.out);
}

#[test]
fn annotations_are_escaped() {
    let said = eventful().check(&["--format", "github"]).status(1);
    let line = said.out.lines().find(|line| line.contains("R005")).expect("the finding is there");
    let place = "file=docs-source/b é 100%25.md,line=1,endLine=1,col=17,endColumn=28,title=R005 missing-image::";
    assert!(line.starts_with(&format!("::warning {place}")), "{line}");
    assert!(!said.out.contains("why"), "what is waived is no annotation: {}", said.out);
}

#[test]
fn that_there_is_no_database_is_said_in_every_format() {
    let place = Place::new(&[("a.md", "# A\n")]);
    for format in ["human", "json", "sarif", "junit", "github"] {
        let said = place.check(&["--format", format]).status(0);
        let told = if matches!(format, "human" | "json") { &said.err } else { &said.out };
        assert!(told.contains("there is no mission database"), "{format}: {told}");
    }
}

// The page.

#[test]
fn the_page_shows_findings_at_their_place_and_what_no_procedure_uses() {
    let procedure = "<procedure id=\"FCP-A-1\" type=\"FCP\"><title>A</title><body><step id=\"s1\"><title>S</title>\
                     <tc name=\"TC_MODE\"/><check><tm name=\"AOC_MODE\" op=\"eq\" value=\"SAFFE\"/></check></step></body></procedure>\n";
    let place = Place::new(&[("tm.xml", DATABASE), ("p.xml", procedure)]);
    place.write("opsdoc.toml", "title = \"T\"\nlanguages = [\"fr\"]\n");
    let page = || {
        support::build(&place.path(""), place.folder.path(), "html").output().expect("it can be built");
        fs::read_to_string(place.folder.path().join("output/html/report/index.html")).expect("the page is there")
    };
    let shown = page();
    assert!(shown.contains("Rapport de contrôle") && shown.contains("<mark>SAFFE</mark>"), "{shown}");
    assert!(shown.contains("href=\"../p.html#s1\""), "{shown}");
    assert!(shown.contains("Télécommandes envoyées</th><td>1 / 2</td><td>50 %</td>"), "{shown}");
    assert!(shown.contains("Paramètres contrôlés</th><td>1 / 1</td><td>100 %</td>"), "{shown}");
    assert!(shown.contains("<a href=\"../indexes/telecommands.html#TC_RESET\">"), "{shown}");
    assert_eq!(shown, page(), "it is the same each time");
    let start = fs::read_to_string(place.folder.path().join("output/html/index.html")).expect("it is there");
    assert!(start.contains("href=\"report/index.html\">Contrôles</a>"), "{start}");
}

#[test]
fn a_broken_link_is_marked() {
    let place = Place::new(&[("a.md", "[x](none.md), [[NOTE-9]], [y](https://example.org)\n")]);
    support::build(&place.path(""), place.folder.path(), "html").output().expect("it can be built");
    let page = fs::read_to_string(place.folder.path().join("output/html/a.html")).expect("the page is there");
    assert!(page.contains("<a class=\"broken\" href=\"none.md\">x</a>"), "{page}");
    assert!(page.contains("<a class=\"broken\">NOTE-9</a>"), "{page}");
    assert!(page.contains("<a href=\"https://example.org\">y</a>"), "{page}");
}

#[test]
fn a_french_page_says_what_a_continuation_means() {
    let of = |language: &str| {
        let text = format!(
            "<procedure id=\"FCP-A-1\" type=\"FCP\" lang=\"{language}\"><title>A</title><body><step id=\"s1\">\
             <title>S</title><log>x</log><continuation><on outcome=\"not-confirmed\" action=\"restart\" max=\"2\"/>\
             </continuation></step></body></procedure>\n"
        );
        let place = Place::new(&[("p.xml", &text)]);
        support::build(&place.path(""), place.folder.path(), "html").output().expect("it can be built");
        fs::read_to_string(place.folder.path().join("output/html/p.html")).expect("the page is there")
    };
    let french = "<code>not-confirmed</code><span data-gen> (non confirmé)</span>\
                  <span data-gen> → </span><code>restart</code><span data-gen> (reprendre l’étape)</span>";
    assert!(of("fr").contains(french), "{}", of("fr"));
    let english = "<code>not-confirmed</code><span data-gen> → </span><code>restart</code>";
    assert!(of("en").contains(english), "{}", of("en"));
}

fn schemas() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas")
}
