//! Writes the dictionaries of a mission, which are tables in Markdown, as a mission database.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Makes a database of a table of commands and of tables of telemetry.
pub(super) fn xtce(commands: &str, telemetry: &str) -> String {
    let mut types = Types::default();
    let (mut parameters, mut telecommands) = (String::new(), String::new());
    for row in rows(telemetry).into_iter().filter(|row| row.contains_key("Name") && row.contains_key("ID")) {
        parameter(&row, &labels_of(telemetry, &row["Name"]), &mut types, &mut parameters);
    }
    for row in rows(commands).into_iter().filter(|row| row.contains_key("Mnemonic")) {
        telecommand(&row, &mut types, &mut telecommands);
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<SpaceSystem name="CUBESAT" xmlns="http://www.omg.org/spec/XTCE/20180204">
  <Header version="1.0" date="2026-01-02" validationStatus="Working"/>
  <TelemetryMetaData>
    <ParameterTypeSet>
{}    </ParameterTypeSet>
    <ParameterSet>
{parameters}    </ParameterSet>
  </TelemetryMetaData>
  <CommandMetaData>
    <ArgumentTypeSet>
{}    </ArgumentTypeSet>
    <MetaCommandSet>
      <MetaCommand name="CMD_FRAME" abstract="true" shortDescription="What every command shares"/>
{telecommands}    </MetaCommandSet>
  </CommandMetaData>
</SpaceSystem>
"#,
        types.parameters, types.arguments
    )
}

/// The types written so far.
#[derive(Default)]
struct Types {
    parameters: String,
    arguments: String,
}

type Row = BTreeMap<String, String>;

/// Returns the rows of all tables, each with the heads of its columns.
fn rows(text: &str) -> Vec<Row> {
    let (mut rows, mut head): (Vec<Row>, Vec<String>) = (Vec::new(), Vec::new());
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().replace(['`', '*'], "")).collect()
    };
    for line in text.lines().map(str::trim) {
        if !line.starts_with('|') {
            head.clear();
        } else if head.is_empty() {
            head = cells(line);
        } else if !line.starts_with("|-") {
            rows.push(head.iter().cloned().zip(cells(line)).collect());
        }
    }
    rows
}

/// Returns the labels that a section of its own gives to a parameter: a table of values and names.
fn labels_of(text: &str, name: &str) -> Vec<(String, String)> {
    let heading = format!(" {name} Values\n");
    let Some(at) = text.find(&heading) else { return Vec::new() };
    let section = text[at + heading.len()..].split("\n#").next().unwrap_or_default();
    rows(section).into_iter().filter_map(|mut row| Some((row.remove("Value")?, row.remove("Name")?))).collect()
}

fn parameter(row: &Row, labels: &[(String, String)], types: &mut Types, parameters: &mut String) {
    let (name, written) = (&row["Name"], row.get("Range").or(row.get("Values")).or(row.get("Description")));
    let written = written.map_or("", String::as_str);
    let labels = if labels.is_empty() { inline_labels(written) } else { labels.to_vec() };
    let unit = row.get("Units").map_or("", String::as_str);
    // A unit with a factor is no unit: the figures of the range are raw.
    let unit = if unit == "-" || unit.starts_with('0') { "" } else { unit };
    let kind = row.get("Type").map_or("", String::as_str);
    _ = writeln!(types.parameters, "{}", written_type("Parameter", name, kind, unit, range(written), &labels));
    _ = writeln!(parameters, "      <Parameter name=\"{name}\" parameterTypeRef=\"{name}_Type\"/>");
}

fn telecommand(row: &Row, types: &mut Types, telecommands: &mut String) {
    let (name, description) = (&row["Mnemonic"], row.get("Description").map_or("", String::as_str));
    if name == "-" || !row.contains_key("ID") {
        return;
    }
    let mut arguments = String::new();
    for (argument, kind) in row["Parameters"].split(',').filter_map(|part| part.split_once(':')) {
        let (argument, kind) = (argument.trim(), kind.trim());
        let own = format!("{name}_{argument}");
        let text = written_type("Argument", &own, kind, "", range(description), &inline_labels(description));
        _ = writeln!(types.arguments, "{text}");
        _ = write!(arguments, "<Argument name=\"{argument}\" argumentTypeRef=\"{own}_Type\"/>");
    }
    let list = if arguments.is_empty() { arguments } else { format!("<ArgumentList>{arguments}</ArgumentList>") };
    let is_grave = ["System reset", "Deploy", "Clear all", "Delete"].iter().any(|word| description.contains(word));
    let grave = if is_grave { "<DefaultSignificance consequenceLevel=\"critical\"/>" } else { "" };
    _ = writeln!(
        telecommands,
        "      <MetaCommand name=\"{name}\" shortDescription=\"{description}\">\
         <AncillaryDataSet><AncillaryData name=\"opcode\">{}</AncillaryData></AncillaryDataSet>\
         <BaseMetaCommand metaCommandRef=\"CMD_FRAME\"/>{list}{grave}</MetaCommand>",
        row["ID"]
    );
}

/// Writes the type of a parameter or an argument.
fn written_type(
    what: &str,
    name: &str,
    kind: &str,
    unit: &str,
    range: Option<(String, String)>,
    labels: &[(String, String)],
) -> String {
    let units =
        if unit.is_empty() { "<UnitSet/>".to_owned() } else { format!("<UnitSet><Unit>{unit}</Unit></UnitSet>") };
    let name = format!("name=\"{name}_Type\"");
    if !labels.is_empty() {
        let each = labels.iter().map(|(value, label)| format!("<Enumeration value=\"{value}\" label=\"{label}\"/>"));
        let list: String = each.collect();
        return format!(
            "      <Enumerated{what}Type {name}>{units}<IntegerDataEncoding sizeInBits=\"8\"/>\
             <EnumerationList>{list}</EnumerationList></Enumerated{what}Type>"
        );
    }
    if ["char", "var"].iter().any(|word| kind.starts_with(word)) {
        return format!("      <String{what}Type {name}>{units}</String{what}Type>");
    }
    if kind == "bool" {
        return format!("      <Boolean{what}Type {name}>{units}</Boolean{what}Type>");
    }
    let natural = match kind.trim_start_matches("uint").trim_start_matches('u') {
        "8" => Some(("0", "255")),
        "16" => Some(("0", "65535")),
        "32" => Some(("0", "4294967295")),
        _ => None,
    };
    let natural = natural.map(|(least, greatest)| (least.to_owned(), greatest.to_owned()));
    let range = range.or(natural).map(|(least, greatest)| {
        let range = format!("<ValidRange minInclusive=\"{least}\" maxInclusive=\"{greatest}\"/>");
        if what == "Argument" { format!("<ValidRangeSet>{range}</ValidRangeSet>") } else { range }
    });
    let (element, encoding) = if kind.starts_with('f') {
        ("Float", "<FloatDataEncoding sizeInBits=\"32\"/>")
    } else {
        ("Integer", "<IntegerDataEncoding sizeInBits=\"32\"/>")
    };
    let range = range.unwrap_or_default();
    format!("      <{element}{what}Type {name}>{units}{encoding}{range}</{element}{what}Type>")
}

/// Returns the labels of a description such as `0=OFF, 1=BOOT`; none, where one of them is no plain word.
fn inline_labels(text: &str) -> Vec<(String, String)> {
    let text = text.split(['(', ')']).find(|part| part.contains('=')).unwrap_or_default();
    let pairs = text.split(',').map(|part| part.trim().split_once('='));
    let is_plain = |(value, label): &(&str, &str)| {
        value.bytes().all(|byte| byte.is_ascii_digit())
            && label.len() > 1
            && label.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
    };
    let pairs: Option<Vec<_>> = pairs.map(|pair| pair.filter(is_plain)).collect();
    let owned = |(value, label): (&str, &str)| (value.to_owned(), label.to_owned());
    pairs.unwrap_or_default().into_iter().map(owned).collect()
}

/// Returns the range of `0-100`, `-2000 to +2000` or `Set power (0-3)`.
fn range(text: &str) -> Option<(String, String)> {
    let pattern = regex::Regex::new(r"^(?:.*\()?\+?(-?\d+)(?:-| to )\+?(-?\d+)\)?").expect("the pattern is one");
    let captures = pattern.captures(text)?;
    let number = |at: usize| captures[at].parse::<i64>().ok();
    (number(1)? < number(2)?).then(|| (captures[1].to_owned(), captures[2].to_owned()))
}
