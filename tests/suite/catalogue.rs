//! Mission databases that are tables: the same in Markdown, CSV and YAML, and as many as a count by other means.

use std::fs;

use opsdoc::gather::worktree::Worktree;
use opsdoc::model::database::Database;
use opsdoc::pipeline::{Silent, load};

use super::support;

const COLUMNS: &str = r#"
[[database.parameters]]
requires = "ID"
name = "Name"
alias = "ID"
type = "Type"
unit = "Unit"
range = "Range"
labels = "Range"
description = "Description"
"#;

/// What the three tables say, cell by cell.
const ROWS: [[&str; 6]; 4] = [
    ["Name", "ID", "Type", "Unit", "Range", "Description"],
    ["BATT_V", "TLM-001", "uint16", "mV", "2500-4200", "Tension, batterie 1"],
    ["OBC_T", "TLM-002", "int16", "0.1°C", "-400 to +850", "Temperature of the computer"],
    ["MODE", "TLM-003", "enum", "-", "0=SAFE; 1=IDLE", "Mode"],
];

#[test]
fn a_table_means_the_same_in_every_format() {
    let markdown = {
        let row = |cells: &[&str; 6]| format!("| {} |\n", cells.join(" | "));
        let rows: Vec<String> = ROWS.iter().map(row).collect();
        format!("# Telemetry\n\n{}|---|---|---|---|---|---|\n{}", rows[0], rows[1..].concat())
    };
    let csv = ROWS.map(|cells| cells.map(|cell| format!("\"{cell}\"")).join(",")).join("\n");
    let yaml = ROWS[1..].iter().map(|cells| {
        let pairs: Vec<String> = ROWS[0].iter().zip(cells).map(|(key, cell)| format!("{key}: \"{cell}\"")).collect();
        format!("  - {}\n", pairs.join("\n    "))
    });
    let yaml = format!("telemetry:\n{}", yaml.collect::<String>());
    let of_markdown = described("telemetry.md", &markdown);
    assert_eq!(of_markdown.len(), ROWS.len() - 1);
    assert!(of_markdown[1].contains("°C") && of_markdown[1].contains("85.0"), "{}", of_markdown[1]);
    assert!(of_markdown[2].contains("(\"IDLE\", 1, 1)"), "{}", of_markdown[2]);
    assert_eq!(described("telemetry.csv", &csv), of_markdown);
    assert_eq!(described("telemetry.yaml", &yaml), of_markdown);
}

#[test]
fn a_shape_that_fits_nothing_is_reported() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    support::write(&folder.path().join("telemetry.csv"), "Nom,Unité\nA,V\n");
    support::write(&folder.path().join("opsdoc.toml"), format!("[[database]]\npath = \"telemetry.csv\"\n{COLUMNS}"));
    let loaded = load::load(&Worktree::new(folder.path(), &[]), &Silent).expect("the folder can be read");
    let codes: Vec<_> = loaded.problems.iter().map(|problem| problem.lint.name).collect();
    assert_eq!(codes, ["empty-catalogue"]);
}

/// The dictionaries of smart-qso: sections that each describe a telecommand, and tables of parameters.
#[test]
fn dictionaries_are_read_whole() {
    let Some(set) = support::data("smart-qso") else { return };
    let folder = tempfile::tempdir().expect("a folder can be made");
    let read = |name: &str| fs::read_to_string(set.join("docs/operations").join(name)).expect("the file can be read");
    let (telemetry, commands) = (read("TELEMETRY_DICTIONARY.md"), read("COMMAND_DICTIONARY.md"));
    support::write(&folder.path().join("telemetry.md"), &telemetry);
    support::write(&folder.path().join("commands.md"), &commands);
    let columns =
        COLUMNS.replace("\"Unit\"", "\"Units\"").replace("= \"Range\"", "= [\"Values\", \"Range\", \"Description\"]");
    let project = format!(
        "[[database]]\npath = \"telemetry.md\"\n{columns}\n[[database.labels]]\nheading = '(?<of>\\w+) Values'\n\
         name = \"Name\"\nvalue = \"Value\"\n\n[[database]]\npath = \"commands.md\"\n[[database.telecommands]]\n\
         heading = '(?<alias>CMD-\\w+): (?<name>\\w+)'\narguments = \"Parameters\"\n"
    );
    support::write(&folder.path().join("opsdoc.toml"), project);
    let database =
        load::load(&Worktree::new(folder.path(), &[]), &Silent).expect("the set can be read").library.database;
    let count = |text: &str, start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(database.parameters.len(), count(&telemetry, "| TLM-"));
    assert_eq!(database.telecommands.len(), count(&commands, "#### CMD-"));
    let labels = |name: &str| {
        let section = telemetry.split(&format!("{name} Values")).nth(1).expect("the section is there");
        let rows = section.lines().skip(4).take_while(|line| line.starts_with('|'));
        rows.map(|line| line.split('|').nth(2).expect("a label").trim().to_owned()).collect::<Vec<_>>()
    };
    for name in ["STATE", "BOOT_REASON"] {
        assert_eq!(labels_of(&database, name), labels(name), "{name}");
    }
}

/// Sections whose facts stand in lists, in paragraphs and in a table mean what a row does; a table belongs to any heading
/// above it that has the shape.
#[test]
fn sections_hold_lists_of_keys_and_values() {
    let project = "[[database]]\npath = \"tm.md\"\n[[database.parameters]]\nheading = '(?<alias>TLM-\\d+): (?<name>\\w+)'\n\
                   type = \"Type\"\nunit = \"Unit\"\nrange = \"Range\"\n\n[[database]]\npath = \"tc.md\"\n\
                   [[database.telecommands]]\nheading = '(?<alias>CMD-\\d+): (?<name>\\w+)'\n[[database.arguments]]\n\
                   heading = 'CMD-\\d+: (?<of>\\w+)'\nname = \"Name\"\ntype = \"Type\"\nrange = \"Range\"\n";
    let telemetry = "# Telemetry\n\n## TLM-001: BATT_V\n\nVoltage of the battery.\n\n- **Type**: uint16\n- **Unit:** mV\n\
                     - Range: 2500-4200\n- Source: EPS\n\n### Notes\n\nNone.\n\n## TLM-002: OBC_T\n\n**Type**: int16\n\
                     **Unit**: `0.1°C`\n**Range**: -400 to +850\n\nTemperature of the computer.\n";
    let commands = "# Commands\n\n## CMD-0102: SET_MODE\n\nSet the mode.\n\n### Parameters\n\n| Name | Type | Range |\n\
                    |---|---|---|\n| MODE | u8 | 1-3 |\n\n## CMD-0103: NOOP\n\nDo nothing.\n";
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, text) in [("opsdoc.toml", project), ("tm.md", telemetry), ("tc.md", commands)] {
        support::write(&folder.path().join(path), text);
    }
    let loaded = load::load(&Worktree::new(folder.path(), &[]), &Silent).expect("the folder can be read");
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let database = &loaded.library.database;
    let parameters: Vec<String> = database
        .parameters
        .iter()
        .map(|parameter| {
            format!("{} {}: {}", parameter.name.text, parameter.data_type.summary(), parameter.description)
        })
        .collect();
    assert_eq!(
        parameters,
        [
            "BATT_V integer [2500, 4200] mV: Voltage of the battery.",
            "OBC_T integer [-40, 85] °C: Temperature of the computer."
        ]
    );
    let arguments: Vec<String> = database
        .telecommands
        .iter()
        .map(|telecommand| {
            let of = telecommand.arguments.iter();
            let of: Vec<String> =
                of.map(|found| format!("{} {}", found.name.text, found.data_type.summary())).collect();
            format!("{}({})", telecommand.name.text, of.join(", "))
        })
        .collect();
    assert_eq!(arguments, ["SET_MODE(MODE integer [1, 3])", "NOOP()"]);
}

fn labels_of(database: &Database, name: &str) -> Vec<String> {
    let parameter = database.parameters.iter().find(|parameter| parameter.name.text == name).expect("it is there");
    parameter.data_type.labels.iter().map(|label| label.label.to_string()).collect()
}

/// Returns what is known of each parameter, but for its place.
fn described(file: &str, text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    support::write(&folder.path().join(file), text);
    support::write(&folder.path().join("opsdoc.toml"), format!("[[database]]\npath = \"{file}\"\n{COLUMNS}"));
    let loaded = load::load(&Worktree::new(folder.path(), &[]), &Silent).expect("the folder can be read");
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let known = loaded.library.database.parameters.iter();
    let described = known.map(|parameter| {
        let aliases = parameter.aliases.iter().map(|alias| (alias.namespace.as_str(), alias.name.as_str()));
        let data_type = &parameter.data_type;
        let labels = data_type.labels.iter().map(|label| (label.label.as_str(), label.value, label.last));
        format!(
            "{} {:?} {:?} {} {:?} {:?} {}",
            parameter.name.text,
            aliases.collect::<Vec<_>>(),
            data_type.kind,
            data_type.unit,
            data_type.ranges,
            labels.collect::<Vec<_>>(),
            parameter.description
        )
    });
    described.collect()
}
