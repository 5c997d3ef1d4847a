//! Reads the tables `[[database]]` of `opsdoc.toml`.

use regex::Regex;

use super::catalogue::{Field, Items, Shape};
use super::config::{DatabaseFile, DatabaseFormat, PointerTo};
use super::problem::INVALID_SETTING;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::settings::{Table, Value};

impl Reader {
    /// Reads a mission database.
    pub(super) fn database(&mut self, table: &Table) -> Option<DatabaseFile> {
        const KEYS: &[&str] =
            &["path", "format", "missions", "parameters", "telecommands", "arguments", "labels", "alarms"];
        let mut file = DatabaseFile {
            path: Default::default(),
            span: table.span,
            format: DatabaseFormat::Xtce,
            missions: Vec::new(),
            shapes: Vec::new(),
        };
        let mut format = None;
        for (key, value) in &table.entries {
            match key.as_str() {
                "path" => (file.path, file.span) = (self.string(value).into(), value.span()),
                "format" => format = Some(self.format(value)?),
                "missions" => file.missions = self.names(value, PointerTo::Mission),
                other => match Items::ALL.iter().find(|(word, _)| *word == other) {
                    Some((_, items)) => {
                        file.shapes.extend(self.tables(value, |reader, table| reader.shape(*items, table)));
                    }
                    None => self.unknown(key, KEYS),
                },
            }
        }
        if file.path.as_os_str().is_empty() {
            let problem = Diagnostic::new(&INVALID_SETTING, table.span, "this database has no `path`");
            self.problems.push(problem.help("add `path = \"…\"`, relative to the documentation folder"));
            return None;
        }
        file.format = format.unwrap_or_else(|| by_extension(&file.path));
        // Items come before what belongs to them, in whatever order they are written.
        file.shapes.sort_by_key(|shape| shape.items.belong());
        if file.format != DatabaseFormat::Xtce && file.shapes.is_empty() {
            let message = "nothing says what the columns of this database mean";
            let problem = Diagnostic::new(&INVALID_SETTING, file.span, message);
            self.problems.push(problem.help("add `[[database.parameters]]` or `[[database.telecommands]]` below it"));
        }
        Some(file)
    }

    fn format(&mut self, value: &Value) -> Option<DatabaseFormat> {
        let written = self.string(value);
        let found = DatabaseFormat::ALL.iter().find(|(word, _)| *word == written).map(|(_, format)| *format);
        if found.is_none() {
            self.invalid(value, "one of `xtce`, `markdown`, `csv` and `yaml`");
        }
        found
    }

    /// Reads which columns say what.
    fn shape(&mut self, items: Items, table: &Table) -> Option<Shape> {
        let mut shape = Shape { items, heading: None, requires: Vec::new(), columns: Vec::new() };
        for (key, value) in &table.entries {
            match Field::ALL.iter().find(|(word, _)| *word == key.as_str()) {
                Some((_, field)) => shape.columns.push((*field, self.strings(value))),
                None if key.as_str() == "heading" => shape.heading = Some(self.pattern(value)?),
                None if key.as_str() == "requires" => shape.requires = self.strings(value),
                None => {
                    self.unknown(key, &[&["heading", "requires"], Field::ALL.map(|(word, _)| word).as_slice()].concat())
                }
            }
        }
        let has = |field| shape.heading_says(field) || !shape.columns_of(field).is_empty();
        let missing = [Field::Name, Field::Of, Field::Value].into_iter().find(|field| match field {
            Field::Of => items.belong() && !has(Field::Of),
            Field::Value => items == Items::Labels && !has(Field::Value),
            Field::Name => items != Items::Alarms && !has(Field::Name),
            _ => !has(*field),
        });
        if let Some(missing) = missing {
            let message = format!("nothing says where `{}` stands", missing.key());
            let problem = Diagnostic::new(&INVALID_SETTING, table.span, message);
            let key = missing.key();
            self.problems.push(
                problem.help(format!("add `{key} = \"HEAD OF ITS COLUMN\"`, or a group `(?<{key}>…)` in `heading`")),
            );
            return None;
        }
        Some(shape)
    }

    fn pattern(&mut self, value: &Value) -> Option<Regex> {
        let written = self.string(value);
        Regex::new(&written)
            .map_err(|error| {
                let message = format!("this is no regular expression: {error}");
                let problem = Diagnostic::new(&INVALID_SETTING, value.span(), message);
                self.problems.push(problem.help("write it as the crate `regex` understands it; no look-around"));
            })
            .ok()
    }
}

fn by_extension(path: &std::path::Path) -> DatabaseFormat {
    let extension = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_lowercase();
    match extension.as_str() {
        "md" | "markdown" => DatabaseFormat::Markdown,
        "csv" | "tsv" => DatabaseFormat::Csv,
        "yaml" | "yml" => DatabaseFormat::Yaml,
        _ => DatabaseFormat::Xtce,
    }
}
