//! What cannot be read as it was meant, and what is said of it: once, at its place, with what mends it.

use opsdoc::pipeline::{self, CheckRequest, Silent};

use super::support;

/// A database with a telecommand, a parameter and an alarm.
const DATABASE: &str = r#"<SpaceSystem name="SAT" xmlns="http://www.omg.org/spec/XTCE/20180204">
<TelemetryMetaData><ParameterTypeSet><FloatParameterType name="V"><UnitSet><Unit>V</Unit></UnitSet>
<DefaultAlarm name="AL_VOLT"><StaticAlarmRanges><CriticalRange minInclusive="24"/></StaticAlarmRanges></DefaultAlarm>
</FloatParameterType></ParameterTypeSet><ParameterSet><Parameter name="TM_VOLT" parameterTypeRef="V"/></ParameterSet></TelemetryMetaData>
<CommandMetaData><MetaCommandSet><MetaCommand name="TC_RESET"/></MetaCommandSet></CommandMetaData>
</SpaceSystem>
"#;

/// A procedure of these lines of steps.
fn procedure(id: &str, steps: &str) -> String {
    let head = r#"type="CRP" issue="1" status="draft" date="2026-03-16" lang="en""#;
    format!("<procedure id=\"{id}\" {head}>\n<title>T {id}</title>\n<body>\n{steps}\n</body>\n</procedure>\n")
}

/// Compares what is found with what is expected.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(found(files), expected);
}

/// Returns what is found, as `path:line:column code message; help`, the help where there is one.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, text) in files {
        support::write(&folder.path().join(path), text);
    }
    let request = CheckRequest { docs: folder.path().to_owned(), today: Some("2026-06-30".to_owned()) };
    let outcome = pipeline::check(&request, &Silent).expect("it can be checked");
    let shown = outcome.diagnostics.iter().map(|finding| {
        let source = outcome.sources.get(finding.span().source);
        let (line, column) = source.position(finding.span().start);
        let help = finding.help.iter().map(|help| format!("; {help}")).collect::<String>();
        format!("{}:{line}:{column} {} {}{help}", source.path, finding.lint.code, finding.message)
    });
    shown.collect()
}

#[test]
fn what_may_follow_from_a_broken_procedure_waits() {
    let broken = procedure(
        "CRP-EPS-001",
        r#"<step id=step-1><title>One</title><tc name="TC_RESET"><goto step="step-3"/></step>
<step id="step-2"><title>Two</title></step>"#,
    );
    let teller = "---\nprocedure: CRP-EPS-001\n---\n\n# Retold\n\n1. Send `TC_RESET`, then `TC_RESTE`.\n2. See [step 9](id:CRP-EPS-001#step-9).\n";
    let names = "[identifiers]\ntelecommand = 'TC_[A-Z]+'\n";
    check(
        &[("opsdoc.toml", names), ("a.xml", &broken), ("db.xml", DATABASE), ("t.md", teller)],
        &[
            "a.xml:4:10 X001 the value of an attribute has no quotes",
            "t.md:7:27 D001 no mission database has a telecommand `TC_RESTE`; did you mean `TC_RESET`?",
        ],
    );
}

#[test]
fn front_matter_that_is_partly_broken_is_read_before_the_fault() {
    let broken = "---\nid: MAN-EPS-001\ntitle: Manual: EPS\nlang: en\n---\n\n# Manual\n";
    let help = "mend it, or quote values that hold `:` or `#`; until then it is shown as text";
    let message = "this front matter cannot be read: mapping values are not allowed in this context";
    check(&[("a.md", broken), ("b.md", "See [[MAN-EPS-001]].\n")], &[&format!("a.md:3:14 X101 {message}; {help}")]);
}

#[test]
fn front_matter_without_an_end_is_told_and_a_thematic_break_is_none() {
    let open = "---\nid: MAN-EPS-001\ntitle: EPS\n\n# EPS\n\nWords: none.\n";
    check(
        &[("a.md", open), ("b.md", "See [[MAN-EPS-001]].\n"), ("c.md", "---\nNote: words.\n\nMore.\n")],
        &["a.md:1:1 X101 this front matter cannot be read: no line `---` ends it; \
           add that line after the last key; until then all is shown as text"],
    );
    check(
        &[("a.md", "+++\nid = \"A\"\n\n# EPS\n")],
        &["a.md:1:1 X101 this front matter cannot be read: no line `+++` ends it; \
           add that line after the last key; until then all is shown as text"],
    );
}

#[test]
fn a_key_of_metadata_that_is_nearly_a_known_one_is_told() {
    let misspelt = "---\nid: A\nclasification: X\nTitle: B\nstatut: draft\napplicability:\n  phase: leop\n---\n";
    check(
        &[("a.md", misspelt)],
        &[
            "a.md:3:1 X108 the key `clasification` has no meaning; did you mean `classification`?",
            "a.md:4:1 X108 the key `Title` has no meaning; did you mean `title`?",
            "a.md:5:1 X108 the key `statut` has no meaning; did you mean `status`?",
            "a.md:7:3 X108 the key `phase` has no meaning; did you mean `phases`?",
        ],
    );
    let own = "---\nid: A\ntitle: T\nissues: [12]\ndata: x\ntags: [a]\ntitles: [U]\nauthor: B\nowner: C\n---\n";
    check(&[("a.md", own)], &[]);
}

#[test]
fn code_that_never_ends_is_told() {
    let help = "write the fence that it begins with on a line of its own after its last line";
    let says = |line: usize| format!("a.md:{line}:1 X107 this block of code has no end; {help}");
    check(&[("a.md", "# A\n\n````sh\nls\n```\n\n## B\n")], &[&says(3)]);
    check(&[("a.md", "# A\n\n```sh\nls\n```\n\n    indented\n")], &[]);
    check(&[("a.md", "> ```sh\n> ls\n> ```\n")], &[]);
    check(&[("a.md", "- ~~~\n  ls\n  ~~~")], &[]);
}

#[test]
fn a_misspelt_attribute_is_one_finding() {
    let steps = r#"<step id="step-1"><title>One</title><tc nmae="TC_RESET"/><expected>Done.</expected></step>"#;
    let text = procedure("CRP-EPS-001", steps);
    let quiet = "[rules]\nS = \"off\"\nR014 = \"off\"\nA = \"off\"\n";
    check(
        &[("a.xml", &text), ("opsdoc.toml", quiet)],
        &["a.xml:4:41 X007 element `tc` lacks attribute `name`; write `name` for `nmae`"],
    );
}

#[test]
fn names_wait_while_a_database_is_not_read() {
    let text = "`TM_TEMP` is an invention, and so are `TC_X` and `TM_OTHER`.\n";
    let rules = "[identifiers]\nparameter = 'TM_[A-Z]+'\n\n[[database]]\npath = \"db.xml\"\n";
    check(
        &[("opsdoc.toml", rules), ("db.xml", DATABASE), ("a.md", text)],
        &[
            "a.md:1:2 D002 no mission database has a parameter `TM_TEMP`; write the name as a mission database has it, or add it there",
            "a.md:1:51 D002 no mission database has a parameter `TM_OTHER`; write the name as a mission database has it, or add it there",
        ],
    );
    let missing = format!("{rules}\n[[database]]\npath = \"payload.csv\"\n[database.parameters]\nname = \"Name\"\n");
    check(
        &[("opsdoc.toml", &missing), ("db.xml", DATABASE), ("a.md", text), ("paylaod.csv", "Name\nTM_TEMP\n")],
        &["opsdoc.toml:8:9 P004 there is no mission database `payload.csv`; did you mean `paylaod.csv`?"],
    );
    check(
        &[("opsdoc.toml", &missing), ("db.xml", DATABASE), ("a.md", text), ("payload.csv", "Nom;Plage\nTM_TEMP;1-2\n")],
        &["payload.csv:1:1 X301 no table here has the column `Name` for name; \
           write the heads of the columns into `opsdoc.toml` as the table has them"],
    );
    let shapeless = format!("{rules}\n[[database]]\npath = \"payload.csv\"\n[database.parameter]\nname = \"Name\"\n");
    check(
        &[("opsdoc.toml", &shapeless), ("db.xml", DATABASE), ("a.md", text), ("payload.csv", "Name\nTM_TEMP\n")],
        &[
            "opsdoc.toml:8:9 P002 nothing says what the columns of this database mean; \
             add `[[database.parameters]]` or `[[database.telecommands]]` below it",
            "opsdoc.toml:9:11 P001 there is no setting `parameter`; did you mean `parameters`?",
        ],
    );
    let broken = DATABASE.replace("<ParameterSet>", "<ParameterSet");
    let found = found(&[("opsdoc.toml", rules), ("db.xml", &broken), ("a.md", text)]).join("\n");
    assert!(found.contains(" X001 ") && !found.contains(" D002 "), "{found}");
}

#[test]
fn what_names_a_document_that_cannot_be_read_waits() {
    let broken = procedure("CRP-EPS-001", "<step id=\"step-1\"><title>One</title><log>x</log></step>");
    let broken = broken.replacen("<procedure", "<procedur", 1);
    let page = "See [[CRP-EPS-001]] and [[CRP-EPS-002]].\n";
    check(
        &[
            ("a.xml", &broken),
            ("b.md", page),
            ("c.md", "Do CRP-EPS-001.\n"),
            ("db.xml", DATABASE),
            ("opsdoc.toml", "[identifiers]\nprocedure = 'CRP-[A-Z]{3}-\\d{3}'\n"),
        ],
        &[
            "a.xml:6:1 X001 `</procedure>` closes element `procedur`",
            "b.md:1:25 R001 there is no procedure `CRP-EPS-002`; write the identifier of a procedure that is there, or add the procedure",
        ],
    );
}

#[test]
fn a_way_on_says_where() {
    let steps = r#"<step id="step-1"><title>One</title><log>x</log><continuation><on outcome="aborted" action="goto"/>
<on outcome="not-confirmed" action="raise-event"/></continuation></step>"#;
    let text = procedure("CRP-EPS-001", steps);
    check(
        &[("a.xml", &text), ("opsdoc.toml", "[rules]\nS = \"off\"\nR014 = \"off\"\nA = \"off\"\n")],
        &["a.xml:4:63 X007 element `on` lacks attribute `goto`", "a.xml:5:1 X007 element `on` lacks attribute `event`"],
    );
}

#[test]
fn a_range_begins_with_its_smaller_value() {
    let checks = r#"<step id="step-1"><title>One</title><check><tm name="TM_VOLT" op="between" value="34, 26"/>
<tm name="TM_VOLT" op="between" value="26, 34"/><tm name="TM_VOLT" op="between" value="$A, 26"/></check></step>"#;
    let text = procedure("CRP-EPS-001", checks);
    check(
        &[("a.xml", &text), ("opsdoc.toml", "[rules]\nS = \"off\"\nR014 = \"off\"\nA = \"off\"\n")],
        &["a.xml:4:83 X009 `value` cannot be `34, 26`; write the smaller value first: nothing lies between them so"],
    );
}

#[test]
fn a_directive_needs_no_space() {
    let text = procedure("CRP-EPS-001", "<step id=\"step-1\"><title>One</title><log>x</log></step>");
    check(
        &[
            ("a.xml", &text),
            ("a.md", ":::procedure CRP-EPS-001 step-9:::\n"),
            ("opsdoc.toml", "[rules]\nS = \"off\"\n"),
        ],
        &["a.md:1:26 R003 `CRP-EPS-001` has no step `step-9`; its only step is `step-1`"],
    );
}

#[test]
fn a_variable_may_have_been_meant() {
    let steps = r#"<step id="step-1"><title>One</title><record name="VOLT"/><check><tm name="VOLTS" value="3"/></check></step>"#;
    let text = procedure("CRP-EPS-001", steps)
        .replace("<body>", "<declare><variable name=\"VOLT\" type=\"real\"/></declare>\n<body>");
    check(
        &[
            ("a.xml", &text),
            ("db.xml", DATABASE),
            ("opsdoc.toml", "[rules]\nS = \"off\"\nR014 = \"off\"\nA = \"off\"\n"),
        ],
        &["a.xml:5:75 D002 no mission database has a parameter `VOLTS`; did you mean `VOLT`?"],
    );
}

#[test]
fn a_language_is_a_tag() {
    check(
        &[("a.md", "---\nlang: french\n---\n"), ("b.md", "---\nlang: fr_FR\n---\n")],
        &["a.md:2:7 X102 `french` is no language; write a language tag, as `fr` or `en`"],
    );
}

#[test]
fn a_link_with_a_space_in_its_address_is_told() {
    let page = "See [the limits](EPS manual.md#a), ![bus](pictures/main bus.svg)\nand [it](<EPS manual.md>).\n\n\
                No \\[link](EPS manual.md), `[none](EPS manual.md)`, x[i](a b), [1] (EPS manual.md).\n";
    let says = |place: &str, address: &str| {
        let help = format!("write the address in angle brackets, `<{address}>`, or `%20` for the space");
        format!("{place} X109 this is no link, as its address has a space: `{address}`; {help}")
    };
    check(
        &[("a.md", page), ("EPS manual.md", "# A\n")],
        &[&says("a.md:1:5", "EPS manual.md#a"), &says("a.md:1:37", "pictures/main bus.svg")],
    );
}

#[test]
fn a_cited_issue_is_compared_however_the_link_is_written() {
    let cited = "---\nid: MAN-1\nissue: \"3\"\n---\n\n# Cited\n";
    let citing =
        "# Citing\n\n[[MAN-1@3]], [[MAN-1@2]], [[MAN-1@2|words]], [words](id:MAN-1@2) and [[MAN-1@7#cited]].\n";
    let found = found(&[("a.md", cited), ("b.md", citing)]);
    let codes: Vec<&str> = found.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(codes, ["R009", "R009", "R009", "R010"], "{found:#?}");
}

#[test]
fn a_database_that_the_project_does_not_name_is_said_to_be_one() {
    let project = "[[database]]\npath = \"dbs.xml\"\n\n[[require]]\nmetadata = [\"id\", \"issue\"]\n";
    let watch = r#"<watchdog><on event="AL_VOLT"><call procedure="CRP-EPS-001"/></on></watchdog>"#;
    let steps = procedure("CRP-EPS-001", "<step id='a'><title>A</title><manual>Do.</manual></step>");
    let steps = steps.replace("</procedure>", &format!("{watch}</procedure>"));
    let found = found(&[("opsdoc.toml", project), ("db.xml", DATABASE), ("p.xml", &steps)]);
    let about: Vec<&String> = found.iter().filter(|line| !line.contains(" S0") || line.contains("S015")).collect();
    assert_eq!(
        about,
        [
            "db.xml:1:1 X005 this is a mission database that the project file does not name; name it: add its `path` under `[[database]]`, or leave it out with `exclude`",
            "opsdoc.toml:2:9 P004 there is no mission database `dbs.xml`; did you mean `db.xml`?"
        ],
    );
}

#[test]
fn a_misspelt_setting_of_an_override_is_no_rule() {
    check(
        &[
            ("opsdoc.toml", "[[rules.override]]\npath = [\"a/\"]\nstatus = [\"draft\"]\nempty-step = \"off\"\n"),
            ("a.md", "# A\n"),
        ],
        &["opsdoc.toml:2:1 P001 there is no setting `path`; did you mean `paths`?"],
    );
}
