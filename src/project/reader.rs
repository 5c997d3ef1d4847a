//! Reads `opsdoc.toml`.
//!
//! What is malformed stops the build, as a project that is half understood would be built wrong; a
//! key that nobody knows, or a value that cannot be used, is a diagnostic.

use regex::Regex;
use rustc_hash::FxHashSet;

use super::config::{Binder, Dita, Mission, Named, Pointer, PointerTo, Project, Safety, Waiver, Words};
use super::problem::{INVALID_SETTING, UNKNOWN_KEY};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::database::Significance;
use crate::model::inline::{Kind, Text};
use crate::settings::{self, Malformed, Table, Value};
use crate::text::source::Source;
use crate::text::span::SourceId;

/// Reads the project file.
pub fn read(id: SourceId, source: &Source) -> Result<(Project, Vec<Diagnostic>), Malformed> {
    let table = settings::toml::parse(&source.text, id, 0)?;
    let mut reader = Reader::default();
    let mut project = reader.project(&table);
    project.pointers = reader.pointers;
    Ok((project, reader.problems))
}

/// Reads a file of waivers, which holds `[[waiver]]` alone.
pub fn read_waivers(id: SourceId, source: &Source) -> Result<(Vec<Waiver>, Vec<Diagnostic>), Malformed> {
    let table = settings::toml::parse(&source.text, id, 0)?;
    let mut reader = Reader::default();
    let mut waivers = Vec::new();
    for (key, value) in &table.entries {
        match key.as_str() {
            "waiver" => waivers.extend(reader.tables(value, |reader, table| reader.waiver(table))),
            _ => reader.unknown(key, &["waiver"]),
        }
    }
    Ok((waivers, reader.problems))
}

/// What reads the tables, and keeps what is wrong with them. The families of tables each have a file of their own.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Diagnostic>,
    pointers: Vec<Pointer>,
}

/// The keys that a table may hold.
pub(super) type Keys<'k> = &'k [&'k str];

impl Reader {
    fn project(&mut self, table: &Table) -> Project {
        let mut project = Project::default();
        const KEYS: Keys<'_> = &[
            "title",
            "languages",
            "exclude",
            "mission",
            "environment",
            "tool",
            "phase",
            "marking",
            "database",
            "dialect",
            "binder",
            "safety",
            "identifiers",
            "rules",
            "waiver",
            "require",
            "abbreviation",
            "term",
            "dita",
        ];
        for (key, value) in &table.entries {
            match key.as_str() {
                "title" => project.title = self.words(value),
                "languages" => project.languages = self.strings(value),
                "exclude" => project.exclude = self.strings(value),
                "mission" => project.missions = self.tables(value, |reader, table| reader.mission(table)),
                "environment" => project.environments = self.tables(value, |reader, table| reader.named(table)),
                "tool" => project.tools = self.tables(value, |reader, table| reader.named(table)),
                "phase" => project.phases = self.tables(value, |reader, table| reader.named(table)),
                "marking" => self.markings(value, &mut project),
                "database" => project.databases = self.tables(value, |reader, table| reader.database(table)),
                "dialect" => project.dialects = self.tables(value, |reader, table| reader.dialect(table)),
                "binder" => project.binders = self.tables(value, |reader, table| reader.binder(table)),
                "safety" => project.safety = self.safety(value),
                "identifiers" => project.identifiers = self.identifiers(value),
                "rules" => project.rules = self.rules(value),
                "waiver" => project.waivers = self.tables(value, |reader, table| reader.waiver(table)),
                "require" => project.requirements = self.tables(value, |reader, table| reader.requirement(table)),
                "abbreviation" => project.glossary = self.tables(value, |reader, table| reader.abbreviation(table)),
                "term" => project.terms = self.tables(value, |reader, table| reader.term(table)),
                "dita" => project.dita = self.dita(value),
                _ => self.unknown(key, KEYS),
            }
        }
        project
    }

    fn mission(&mut self, table: &Table) -> Option<Mission> {
        let named = self.named_with(table, &["satellites", "environments", "tools", "parameters"])?;
        let mut mission = Mission {
            id: named.id,
            name: named.name,
            span: table.span,
            satellites: Vec::new(),
            environments: Vec::new(),
            tools: Vec::new(),
            parameters: Vec::new(),
        };
        for (key, value) in &table.entries {
            match key.as_str() {
                "satellites" => mission.satellites = self.strings(value),
                "environments" => mission.environments = self.names(value, PointerTo::Environment),
                "tools" => mission.tools = self.names(value, PointerTo::Tool),
                "parameters" => mission.parameters = self.parameters(value),
                _ => {}
            }
        }
        Some(mission)
    }

    fn parameters(&mut self, value: &Value) -> Vec<(String, String)> {
        let Value::Table(table) = value else {
            self.invalid(value, "a table of mission parameters");
            return Vec::new();
        };
        let pairs = table.entries.iter().map(|(key, value)| (key.text.to_string(), self.string(value)));
        pairs.collect()
    }

    /// Reads the markings, and the marks by which a part of a text bears one.
    fn markings(&mut self, value: &Value, project: &mut Project) {
        project.markings = self.tables(value, |reader, table| {
            let marking = reader.named_with(table, &["portions"])?;
            let portions = table.entries.iter().filter(|(key, _)| key.as_str() == "portions");
            for mark in portions.flat_map(|(_, value)| reader.strings(value)) {
                project.portions.push((mark, marking.id.clone()));
            }
            Some(marking)
        });
    }

    fn named(&mut self, table: &Table) -> Option<Named> {
        self.named_with(table, &[])
    }

    /// Reads `id` and `name`, and lets `others` be.
    fn named_with(&mut self, table: &Table, others: Keys<'_>) -> Option<Named> {
        let mut named = Named { id: String::new(), name: Words::default() };
        for (key, value) in &table.entries {
            match key.as_str() {
                "id" => named.id = self.string(value),
                "name" => named.name = self.words(value),
                other if others.contains(&other) => {}
                _ => self.unknown(key, &[&["id", "name"], others].concat()),
            }
        }
        self.needs_id(table, named.id.is_empty()).then_some(named)
    }

    fn needs_id(&mut self, table: &Table, missing: bool) -> bool {
        if missing {
            let problem = Diagnostic::new(&INVALID_SETTING, table.span, "this entry has no `id`");
            self.problems.push(problem.help("add `id = \"…\"`, the word that documents use for it"));
        }
        !missing
    }

    /// Reports entries of a list that bear the identifier of one before them.
    fn tell_apart(&mut self, entries: &[Value]) {
        let mut seen = FxHashSet::default();
        for entry in entries {
            let Value::Table(table) = entry else { continue };
            let ids = table.entries.iter().filter(|(key, _)| key.as_str() == "id");
            for id in ids.filter_map(|(_, value)| value.scalar()) {
                if !id.text.is_empty() && !seen.insert(&*id.text) {
                    let problem = Diagnostic::new(&INVALID_SETTING, id.span, format!("two entries are `{}`", id.text));
                    self.problems.push(problem.help("give this one an `id` of its own, or make one entry of the two"));
                }
            }
        }
    }

    fn binder(&mut self, table: &Table) -> Option<Binder> {
        let mut binder =
            Binder { id: String::new(), title: Words::default(), issue: None, language: None, documents: Vec::new() };
        for (key, value) in &table.entries {
            match key.as_str() {
                "id" => binder.id = self.string(value),
                "title" => binder.title = self.words(value),
                "issue" => binder.issue = Some(self.string(value)),
                "lang" => binder.language = Some(self.string(value)),
                "documents" => binder.documents = self.names(value, PointerTo::Document),
                _ => self.unknown(key, &["id", "title", "issue", "lang", "documents"]),
            }
        }
        self.needs_id(table, binder.id.is_empty()).then_some(binder)
    }

    fn dita(&mut self, value: &Value) -> Dita {
        let mut dita = Dita::default();
        let Value::Table(table) = value else {
            self.invalid(value, "a table with `map` and `filter`");
            return dita;
        };
        for (key, value) in &table.entries {
            let slot = match key.as_str() {
                "map" => &mut dita.maps,
                "filter" => &mut dita.filters,
                _ => {
                    self.unknown(key, &["map", "filter"]);
                    continue;
                }
            };
            match value.scalars() {
                Some(paths) => *slot = paths,
                None => self.invalid(value, "a path, or a list of paths,"),
            }
        }
        dita
    }

    fn safety(&mut self, value: &Value) -> Safety {
        let mut safety = Safety::default();
        let Value::Table(table) = value else {
            self.invalid(value, "a table with `hazardous_level` and `hazardous`");
            return safety;
        };
        for (key, value) in &table.entries {
            match key.as_str() {
                "hazardous_level" => {
                    let level = self.string(value);
                    match Significance::rank(&level) {
                        Some(_) => safety.hazardous_level = level,
                        None => self.invalid(value, "a consequence level of XTCE, as `critical`,"),
                    }
                }
                "hazardous" => safety.hazardous = self.names(value, PointerTo::Telecommand),
                _ => self.unknown(key, &["hazardous_level", "hazardous"]),
            }
        }
        safety
    }

    fn identifiers(&mut self, value: &Value) -> Vec<(Kind, Regex)> {
        const KINDS: [Kind; 5] = [Kind::Procedure, Kind::Document, Kind::Telecommand, Kind::Parameter, Kind::Alarm];
        let Value::Table(table) = value else {
            self.invalid(value, "a table of regular expressions by kind");
            return Vec::new();
        };
        let mut patterns = Vec::new();
        for (key, value) in &table.entries {
            let Some(kind) = KINDS.into_iter().find(|kind| kind.name() == key.as_str()) else {
                self.unknown(key, &KINDS.map(Kind::name));
                continue;
            };
            let written = self.string(value);
            match Regex::new(&format!("^(?:{written})$")) {
                Ok(pattern) => patterns.push((kind, pattern)),
                Err(error) => {
                    let message = format!("this is no regular expression: {error}");
                    let problem = Diagnostic::new(&INVALID_SETTING, value.span(), message);
                    self.problems.push(problem.help("write it as the crate `regex` understands it; no look-around"));
                }
            }
        }
        patterns
    }

    pub(super) fn tables<T>(&mut self, value: &Value, mut read: impl FnMut(&mut Self, &Table) -> Option<T>) -> Vec<T> {
        match value {
            Value::Table(table) => read(self, table).into_iter().collect(),
            Value::List(values, _) => {
                self.tell_apart(values);
                let mut found = Vec::new();
                for value in values {
                    match value {
                        Value::Table(table) => found.extend(read(self, table)),
                        other => self.invalid(other, "a table"),
                    }
                }
                found
            }
            Value::Scalar(_) => {
                self.invalid(value, "tables, each under its own `[[…]]`");
                Vec::new()
            }
        }
    }

    pub(super) fn words(&mut self, value: &Value) -> Words {
        let by_language = match value {
            Value::Scalar(text) => vec![(String::new(), text.text.to_string())],
            Value::Table(table) => {
                table.entries.iter().map(|(key, value)| (key.text.to_string(), self.string(value))).collect()
            }
            Value::List(..) => {
                self.invalid(value, "text, or text by language: `{ fr = \"…\", en = \"…\" }`");
                Vec::new()
            }
        };
        Words { by_language }
    }

    pub(super) fn strings(&mut self, value: &Value) -> Vec<String> {
        value.scalars().map_or_else(
            || {
                self.invalid(value, "a list of text");
                Vec::new()
            },
            |texts| texts.into_iter().map(|text| text.text.to_string()).collect(),
        )
    }

    /// Reads names of what is defined elsewhere. Whether it is there is for the check to say.
    pub(super) fn names(&mut self, value: &Value, to: PointerTo) -> Vec<String> {
        let names = value.scalars().unwrap_or_default();
        self.pointers.extend(names.into_iter().map(|name| Pointer { to, name }));
        self.strings(value)
    }

    pub(super) fn string(&mut self, value: &Value) -> String {
        match value.scalar() {
            Some(text) => text.text.to_string(),
            None => {
                self.invalid(value, "text");
                String::new()
            }
        }
    }

    pub(super) fn invalid(&mut self, value: &Value, wanted: &str) {
        self.problems.push(Diagnostic::new(&INVALID_SETTING, value.span(), format!("{wanted} is wanted here")));
    }

    pub(super) fn unknown(&mut self, key: &Text, known: Keys<'_>) {
        let problem = Diagnostic::new(&UNKNOWN_KEY, key.span, format!("there is no setting `{}`", key.text));
        let help = match did_you_mean(&key.text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the settings here are {}", known.join(", ")),
        };
        self.problems.push(problem.help(help));
    }
}
