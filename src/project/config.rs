//! The project file's values. The manual's page `manual/project-file.md` is their reference.

use std::path::PathBuf;

use regex::Regex;

use super::catalogue::Shape;
use super::dialect::Dialect;
use super::language::{Abbreviation, Term};
use super::requirement::Requirement;
use crate::diagnostic::Severity;
use crate::model::document::Status;
use crate::model::inline::{Kind, Text};
use crate::text::glob::Globs;
use crate::text::span::Span;

/// A project, as `opsdoc.toml` describes it; without one, the defaults.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// The title, by language.
    pub title: Words,
    /// The languages, the default one first.
    pub languages: Vec<String>,
    /// Globs below the documentation folder that are no sources.
    pub exclude: Vec<String>,
    /// The missions.
    pub missions: Vec<Mission>,
    /// The environments.
    pub environments: Vec<Named>,
    /// The mission tools.
    pub tools: Vec<Named>,
    /// The phases, in the order in which a mission lives through them.
    pub phases: Vec<Named>,
    /// The markings, the least restrictive first.
    pub markings: Vec<Named>,
    /// The marks that parts of a text bear, as `DR`, with the id of the marking that each stands for.
    pub portions: Vec<(String, String)>,
    /// The mission databases.
    pub databases: Vec<DatabaseFile>,
    /// How procedures are written in Markdown.
    pub dialects: Vec<Dialect>,
    /// The binders.
    pub binders: Vec<Binder>,
    /// What is hazardous.
    pub safety: Safety,
    /// What an identifier of a kind looks like; a token that looks so and exists nowhere is a mistake.
    pub identifiers: Vec<(Kind, Regex)>,
    /// How grave findings are here, and where.
    pub rules: Rules,
    /// Findings that someone answers for, as files say it.
    pub waivers: Vec<Waiver>,
    /// What documents must have.
    pub requirements: Vec<Requirement>,
    /// The abbreviations that need no explanation in a document.
    pub glossary: Vec<Abbreviation>,
    /// The words that the project uses, and those that it does not.
    pub terms: Vec<Term>,
    /// How topics and maps of DITA are put together.
    pub dita: Dita,
    /// What its entries name that is defined elsewhere, in the order of the file.
    pub pointers: Vec<Pointer>,
}

/// A name in the project file of something that is defined elsewhere: in another table, a document, the database.
#[derive(Debug, Clone)]
pub struct Pointer {
    /// What it is the name of.
    pub to: PointerTo,
    /// The name.
    pub name: Text,
}

/// What an entry of the project file names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointerTo {
    /// A `[[mission]]`.
    Mission,
    /// An `[[environment]]`.
    Environment,
    /// A `[[tool]]`.
    Tool,
    /// A telecommand of the mission database.
    Telecommand,
    /// Documents: an identifier, or a glob of identifiers.
    Document,
    /// A folder of the sources.
    Folder,
}

/// How grave findings are: `[rules]`.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Everywhere.
    pub settings: Vec<Setting>,
    /// In some places, in order: a later one has the last word.
    pub overrides: Vec<Override>,
}

/// How grave the findings of a rule are.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The code or the name of the rule, or the letter of a group.
    pub rule: Text,
    /// How grave they are; nothing where they are not reported.
    pub severity: Option<Severity>,
}

/// Settings for some documents: `[[rules.override]]`. A document must meet all that is asked.
#[derive(Debug, Clone)]
pub struct Override {
    /// The files; every one where nothing is named.
    pub paths: Option<Globs>,
    /// The statuses of documents; every one where none is named.
    pub statuses: Vec<Status>,
    /// What is set for them.
    pub settings: Vec<Setting>,
}

/// Findings that someone answers for: `[[waiver]]`. A finding must meet all that is asked.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The codes or names of the rules.
    pub rules: Vec<Text>,
    /// The files; every one where nothing is named.
    pub paths: Option<Globs>,
    /// The identifiers of the documents; every one where none is named.
    pub documents: Vec<String>,
    /// The step or the section, by its anchor.
    pub step: Option<String>,
    /// Words that the finding, or the line that it is found in, holds.
    pub text: Option<String>,
    /// Why the findings are accepted.
    pub reason: String,
    /// Who answers for it.
    pub author: String,
    /// The last day on which it holds.
    pub until: Option<Text>,
    /// The place in the file.
    pub span: Span,
}

/// Words in one or more languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The words by language; the language is empty where none was named.
    pub by_language: Vec<(String, String)>,
}

impl Words {
    /// Returns the words in a language, else in any.
    pub fn in_language(&self, language: &str) -> &str {
        let exact = self.by_language.iter().find(|(name, _)| name == language);
        exact.or(self.by_language.first()).map_or("", |(_, words)| words)
    }

    /// Visits the words of every language.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.by_language.iter().map(|(_, words)| words.as_str())
    }

    /// Tells whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.by_language.is_empty()
    }
}

/// Something with an identifier and a name.
#[derive(Debug, Clone)]
pub struct Named {
    /// The identifier that sources use.
    pub id: String,
    /// The name that readers see; empty where it is the identifier.
    pub name: Words,
}

/// A mission.
#[derive(Debug, Clone)]
pub struct Mission {
    /// The identifier that sources use, as `PHR`.
    pub id: String,
    /// The name that readers see.
    pub name: Words,
    /// The table that declares it.
    pub span: Span,
    /// The identifiers of its satellites.
    pub satellites: Vec<String>,
    /// The environments it is operated in.
    pub environments: Vec<String>,
    /// The tools adapted to it.
    pub tools: Vec<String>,
    /// Its parameters, as written: what is adapted to the mission.
    pub parameters: Vec<(String, String)>,
}

/// A file of a mission database.
#[derive(Debug, Clone)]
pub struct DatabaseFile {
    /// The path below the documentation folder.
    pub path: PathBuf,
    /// Where the project file names it.
    pub span: Span,
    /// Its format.
    pub format: DatabaseFormat,
    /// The missions that it is for; all of them where none is named.
    pub missions: Vec<String>,
    /// What its tables describe, where its format does not say it.
    pub shapes: Vec<Shape>,
}

/// The formats of mission databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseFormat {
    /// XTCE 1.2 (OMG formal/18-10-04).
    Xtce,
    /// Tables and sections of a document in Markdown.
    Markdown,
    /// Comma-separated values (RFC 4180).
    Csv,
    /// Lists of tables in YAML 1.2.
    Yaml,
}

impl DatabaseFormat {
    /// Every format with its word in the project file.
    pub const ALL: [(&'static str, DatabaseFormat); 4] = [
        ("xtce", DatabaseFormat::Xtce),
        ("markdown", DatabaseFormat::Markdown),
        ("csv", DatabaseFormat::Csv),
        ("yaml", DatabaseFormat::Yaml),
    ];
}

/// Several documents in one PDF.
#[derive(Debug, Clone)]
pub struct Binder {
    /// The identifier, which names its file.
    pub id: String,
    /// The title.
    pub title: Words,
    /// The issue.
    pub issue: Option<String>,
    /// The language of the words that opsdoc adds.
    pub language: Option<String>,
    /// The identifiers, or globs of identifiers, of its documents, in order.
    pub documents: Vec<String>,
}

/// How topics and maps of DITA are put together: `[dita]`. Paths are below the documentation folder.
#[derive(Debug, Clone, Default)]
pub struct Dita {
    /// The root maps, by whose keys everything is read; those that no other map includes where none is named.
    pub maps: Vec<Text>,
    /// The files that say what is left out and what is flagged (DITAVAL), the first one foremost.
    pub filters: Vec<Text>,
}

/// Which telecommands are hazardous.
#[derive(Debug, Clone, Default)]
pub struct Safety {
    /// The consequence level from which on a telecommand is; empty where none is set.
    pub hazardous_level: String,
    /// Telecommands that are whatever the database says.
    pub hazardous: Vec<String>,
}

impl Safety {
    /// Returns the consequence level from which on a telecommand is hazardous.
    pub fn level(&self) -> &str {
        if self.hazardous_level.is_empty() { "critical" } else { &self.hazardous_level }
    }
}

impl Project {
    /// Returns the language of what does not say its own.
    pub fn default_language(&self) -> &str {
        self.languages.first().map_or("en", String::as_str)
    }

    /// Returns the pattern of a kind of identifiers.
    pub fn pattern(&self, kind: Kind) -> Option<&Regex> {
        self.identifiers.iter().find(|(of, _)| *of == kind).map(|(_, pattern)| pattern)
    }
}
