//! `opsdoc db`: what a mission database holds, and what two of them say otherwise.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::support;

/// A database with all that XTCE says of items.
const DATABASE: &str = r#"<SpaceSystem name="SAT" xmlns="http://www.omg.org/spec/XTCE/20180204">
<TelemetryMetaData><ParameterTypeSet>
<FloatParameterType name="Volt_T"><UnitSet><Unit>V</Unit></UnitSet><FloatDataEncoding><DefaultCalibrator>
<PolynomialCalibrator><Term coefficient="1" exponent="1"/></PolynomialCalibrator></DefaultCalibrator></FloatDataEncoding>
<ValidRangeSet><ValidRange minInclusive="20" maxExclusive="32.5"/></ValidRangeSet>
<DefaultAlarm name="BAT_LOW"><StaticAlarmRanges><WarningRange minInclusive="24"/></StaticAlarmRanges></DefaultAlarm>
<ContextAlarmList><ContextAlarm name="BAT_LOW_SAFE"><ContextMatch><ComparisonList><Comparison parameterRef="MODE"
value="SAFE"/></ComparisonList></ContextMatch><StaticAlarmRanges rangeForm="inside"><CriticalRange maxInclusive="22"/>
</StaticAlarmRanges></ContextAlarm></ContextAlarmList></FloatParameterType>
<EnumeratedParameterType name="Mode_T"><EnumerationList><Enumeration value="2" label="SAFE"/>
<Enumeration value="3" maxValue="5" label="NORMAL"/></EnumerationList></EnumeratedParameterType>
<IntegerParameterType name="Raw_T" initialValue="7"/>
<AggregateParameterType name="Position_T"><MemberList><Member name="X" typeRef="Volt_T"/><Member name="CELLS"
typeRef="Cells_T"/></MemberList></AggregateParameterType>
<ArrayParameterType name="Cells_T" arrayTypeRef="Volt_T"><DimensionList><Dimension><StartingIndex><FixedValue>0
</FixedValue></StartingIndex><EndingIndex><FixedValue>3</FixedValue></EndingIndex></Dimension></DimensionList>
</ArrayParameterType></ParameterTypeSet>
<ParameterSet><Parameter name="BAT_V" parameterTypeRef="Volt_T" shortDescription="Battery voltage"><AliasSet>
<Alias nameSpace="ID" alias="TM-7"/></AliasSet></Parameter>
<Parameter name="MODE" parameterTypeRef="Mode_T"/><Parameter name="POSITION" parameterTypeRef="Position_T"/>
<Parameter name="HEATER" parameterTypeRef="Raw_T" shortDescription="Heater (0=OFF, 1=ON)"/></ParameterSet>
<ContainerSet><SequenceContainer name="Base" abstract="true"><EntryList><ParameterRefEntry parameterRef="MODE"/>
</EntryList></SequenceContainer><SequenceContainer name="Power"><EntryList><ParameterRefEntry parameterRef="BAT_V"/>
</EntryList><BaseContainer containerRef="Base"><RestrictionCriteria><Comparison parameterRef="POSITION/X" value="5"/>
</RestrictionCriteria></BaseContainer></SequenceContainer><SequenceContainer name="Cells"><EntryList><ParameterRefEntry
parameterRef="POSITION.CELLS[2]"/></EntryList><BaseContainer containerRef="Power"><RestrictionCriteria><Comparison
parameterRef="MODE" value="SAFE"/></RestrictionCriteria></BaseContainer></SequenceContainer></ContainerSet>
</TelemetryMetaData>
<CommandMetaData><ArgumentTypeSet><IntegerArgumentType name="Level_T" initialValue="1"><ValidRangeSet><ValidRange
minInclusive="0" maxInclusive="9"/></ValidRangeSet></IntegerArgumentType></ArgumentTypeSet>
<MetaCommandSet><MetaCommand name="SET" abstract="true"><ArgumentList><Argument name="LEVEL" argumentTypeRef="Level_T"/>
<Argument name="UNIT" argumentTypeRef="Level_T"/></ArgumentList><VerifierSet><AcceptedVerifier><ContainerRef
containerRef="Power"/></AcceptedVerifier><CompleteVerifier><ComparisonList><Comparison parameterRef="MODE" value="SAFE"/>
</ComparisonList><CheckWindow timeToStartChecking="PT1S" timeToStopChecking="PT9S"/></CompleteVerifier></VerifierSet>
</MetaCommand>
<MetaCommand name="SET_HEATER" shortDescription="Heat"><BaseMetaCommand metaCommandRef="SET"><ArgumentAssignmentList>
<ArgumentAssignment argumentName="UNIT" argumentValue="4"/></ArgumentAssignmentList></BaseMetaCommand>
<TransmissionConstraintList><TransmissionConstraint><Comparison parameterRef="POSITION/X" comparisonOperator="&gt;"
value="24"/></TransmissionConstraint></TransmissionConstraintList>
<DefaultSignificance consequenceLevel="critical" reasonForWarning="Heats"/><ContextSignificanceList><ContextSignificance>
<ContextMatch><Comparison parameterRef="MODE" value="SAFE"/></ContextMatch><Significance consequenceLevel="severe"/>
</ContextSignificance></ContextSignificanceList><VerifierSet><CompleteVerifier><Comparison parameterRef="HEATER"
value="1"/></CompleteVerifier></VerifierSet></MetaCommand></MetaCommandSet></CommandMetaData></SpaceSystem>
"#;

/// Runs the command; returns its exit status and what it wrote to each stream.
fn db(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
    let said = command.current_dir(folder).arg("db").args(arguments).output().expect("opsdoc can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    (said.status.code().expect("it ends by itself"), text(said.stdout), text(said.stderr))
}

fn objects(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let (status, out, err) = db(folder, &[arguments, &["--json"]].concat());
    assert_eq!(status, 0, "{err}");
    out.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect()
}

/// Writes databases into a folder.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, text) in files {
        support::write(&folder.path().join(path), text);
    }
    folder
}

/// Returns the lines of a card with single spaces between the words.
fn card(name: &str) -> Vec<String> {
    let folder = folder(&[("mdb.xml", DATABASE)]);
    let (status, out, err) = db(folder.path(), &["show", name, "mdb.xml"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Returns the line of a card that says where an element is declared.
fn declared(element: &str) -> String {
    let at = DATABASE.find(element).expect("it is there");
    format!("declared mdb.xml:{}", DATABASE[..at].matches('\n').count() + 1)
}

#[test]
fn a_parameter_is_shown_with_all_that_is_known_of_it() {
    assert_eq!(
        card("TM-7"),
        [
            "parameter BAT_V",
            "Battery voltage",
            "type float [20, 32.5[ V",
            "alarm BAT_LOW",
            "warning outside [24, +∞[ V",
            "alarm BAT_LOW_SAFE where MODE = SAFE",
            "critical outside ]22, +∞[ V",
            "carried by Power POSITION/X = 5",
            "alias TM-7 ID",
            "system /SAT",
            &declared("<Parameter name=\"BAT_V\""),
            ""
        ]
    );
    let wanted = ["type integer", "described 0 OFF", "1 ON", "initially 7"];
    let heater = card("HEATER");
    assert!(wanted.iter().all(|line| heater.iter().any(|shown| shown == line)), "{heater:#?}");
    assert!(card("MODE").contains(&"3–5 NORMAL".to_owned()), "{:#?}", card("MODE"));
}

#[test]
fn members_and_elements_are_found_by_their_paths() {
    for path in ["POSITION.X", "POSITION/X", "POSITION.CELLS[2]", "/SAT/POSITION.X"] {
        let shown = card(path);
        assert!(shown.contains(&"type float [20, 32.5[ V".to_owned()), "{path}: {shown:#?}");
    }
    let position = card("POSITION");
    assert!(position.contains(&"members .X float [20, 32.5[ V".to_owned()), "{position:#?}");
    assert!(position.contains(&".CELLS array of 4 float [20, 32.5[ V".to_owned()), "{position:#?}");
}

#[test]
fn a_telecommand_has_what_its_base_gives_it() {
    assert_eq!(
        card("SET_HEATER"),
        [
            "telecommand SET_HEATER",
            "Heat",
            "made from SET",
            "consequence critical Heats",
            "severe where MODE = SAFE",
            "argument LEVEL integer [0, 9] = 1",
            "argument UNIT integer [0, 9] = 4 (fixed)",
            "sent only if POSITION/X > 24",
            "verified accepted packet Power",
            "verified complete HEATER = 1",
            "system /SAT",
            &declared("<MetaCommand name=\"SET_HEATER\""),
            ""
        ]
    );
    assert!(card("SET").contains(&"verified complete MODE = SAFE within PT1S to PT9S".to_owned()));
}

#[test]
fn a_packet_is_told_by_what_its_bases_are_told_by_too() {
    let shown = card("Cells");
    for line in ["made from Power", "where POSITION/X = 5", "MODE = SAFE", "parameter POSITION.CELLS[2]"] {
        assert!(shown.iter().any(|shown| shown == line), "{line}: {shown:#?}");
    }
}

#[test]
fn a_name_that_nothing_bears_is_a_fault_with_the_nearest_one() {
    let folder = folder(&[("mdb.xml", DATABASE)]);
    for (name, near) in [("BAT_W", "BAT_V"), ("mode", "MODE")] {
        let (status, out, err) = db(folder.path(), &["show", name, "mdb.xml"]);
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains(&format!("did you mean `{near}`?")), "{err}");
    }
    let (status, _, err) = db(folder.path(), &["list", "other.xml"]);
    assert!(status == 2 && err.contains("other.xml"), "{err}");
    support::write(&folder.path().join("table.csv"), "Name\nA\n");
    let (status, _, err) = db(folder.path(), &["list", "table.csv"]);
    assert!(status == 2 && err.contains("[[database]]"), "{err}");
}

#[test]
fn lists_can_be_narrowed() {
    let folder = folder(&[("mdb.xml", DATABASE)]);
    let names = |arguments: &[&str]| {
        let found = objects(folder.path(), &[&["list", "mdb.xml"], arguments].concat());
        found.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["--kind", "telecommand"]), ["SET", "SET_HEATER"]);
    assert_eq!(names(&["--kind", "alarm"]), ["BAT_LOW", "BAT_LOW_SAFE"]);
    assert_eq!(names(&["--kind", "container", "--system", "SAT"]), ["Base", "Power", "Cells"]);
    let (status, _, err) = db(folder.path(), &["list", "mdb.xml", "--system", "SATT"]);
    assert!(status == 2 && err.contains("did you mean `/SAT`?"), "{err}");
    let (_, out, err) = db(folder.path(), &["list", "mdb.xml"]);
    assert!(out.contains("BAT_V") && out.contains("Battery voltage"), "{out}");
    assert!(err.contains("2 telecommands, 2 alarms, 3 containers"), "{err}");
}

#[test]
fn words_find_items_by_name_first() {
    let folder = folder(&[("mdb.xml", DATABASE)]);
    let first = |words: &[&str]| {
        let found = objects(folder.path(), &[&["search", "--source", "mdb.xml"], words].concat());
        found.first().map(|item| item["name"].as_str().expect("a name").to_owned())
    };
    assert_eq!(first(&["battery", "voltage"]).as_deref(), Some("BAT_V"));
    assert_eq!(first(&["heater"]).as_deref(), Some("HEATER"));
    assert_eq!(first(&["tm-7"]).as_deref(), Some("BAT_V"));
    assert_eq!(first(&["normal"]).as_deref(), Some("MODE"));
    assert_eq!(first(&["nowhere"]), None);
}

#[test]
fn what_two_databases_say_otherwise_is_told_field_by_field() {
    let new = DATABASE
        .replace("maxExclusive=\"32.5\"", "maxExclusive=\"33\"")
        .replace("value=\"2\" label=\"SAFE\"", "value=\"1\" label=\"SAFE\"")
        .replace("<Parameter name=\"HEATER\"", "<Parameter name=\"HEATER_2\"");
    let folder = folder(&[("old.xml", DATABASE), ("new.xml", &new)]);
    let changes = objects(folder.path(), &["diff", "old.xml", "new.xml"]);
    let told: Vec<String> = changes
        .iter()
        .map(|change| {
            let fields = change["fields"].as_array().expect("a list").iter();
            let fields: Vec<String> =
                fields.map(|field| format!(" {}: {} → {}", field["field"], field["old"], field["new"])).collect();
            format!("{} {}{}", change["change"], change["name"], fields.concat()).replace('"', "")
        })
        .collect();
    for wanted in [
        "changed BAT_V range: [20, 32.5[ → [20, 33[",
        "changed MODE label SAFE: 2 → 1",
        "added HEATER_2",
        "removed HEATER",
        "changed POSITION.X range: [20, 32.5[ → [20, 33[",
    ] {
        assert!(told.iter().any(|told| told == wanted), "{wanted}: {told:#?}");
    }
    let (status, out, err) = db(folder.path(), &["diff", "old.xml", "old.xml"]);
    assert!(status == 0 && out.is_empty() && err.contains("say the same"), "{err}");
    // What another system holds now is the same item.
    support::write(&folder.path().join("moved.xml"), DATABASE.replace("name=\"SAT\"", "name=\"SAT2\""));
    let moved = objects(folder.path(), &["diff", "old.xml", "moved.xml"]);
    assert!(moved.iter().all(|change| change["change"] == "changed"), "{moved:#?}");
    assert!(moved.iter().all(|change| change["fields"][0]["field"] == "system"), "{moved:#?}");
}

#[test]
fn a_revision_is_compared_with_what_there_is() {
    let folder = folder(&[("docs-source/mdb.xml", DATABASE), ("docs-source/index.md", "# Index\n")]);
    support::commit(folder.path());
    let path = folder.path().join("docs-source/mdb.xml");
    let text = fs::read_to_string(&path).expect("it can be read").replace("maxInclusive=\"9\"", "maxInclusive=\"8\"");
    support::write(&path, text);
    let changes = objects(folder.path(), &["diff", "--since", "HEAD"]);
    let names: Vec<&str> = changes.iter().map(|change| change["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["SET", "SET_HEATER"]);
}

#[test]
fn a_table_is_read_by_the_project_that_lists_it() {
    let project = "[[database]]\npath = \"tm/list.csv\"\n[[database.parameters]]\nname = \"Name\"\nunit = \"Unit\"\n";
    let folder = folder(&[("opsdoc.toml", project), ("tm/list.csv", "Name,Unit\nBAT_V,V\n")]);
    let found = objects(folder.path(), &["list", "tm/list.csv"]);
    assert_eq!(found[0]["name"], "BAT_V");
    assert_eq!(found[0]["path"], "tm/list.csv");
}
