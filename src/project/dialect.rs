//! `[[dialect]]`: how a team writes its procedures in Markdown.

use regex::Regex;

use super::problem::INVALID_SETTING;
use super::reader::{Keys, Reader};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::document::DocumentKind;
use crate::model::expression::Operator;
pub use crate::model::procedure::Part;
use crate::settings::{Table, Value};
use crate::text::glob::Globs;

/// How procedures are written in some documents.
#[derive(Debug, Clone, Default)]
pub struct Dialect {
    /// What `dialect:` in a front matter calls it.
    pub name: String,
    /// The documents; none but those that name it, where nothing is said.
    pub files: Option<Globs>,
    /// The headings that each begin a procedure; the group `id` is its identifier.
    pub section: Option<Regex>,
    /// The identifier of a document that is a procedure as a whole.
    pub id: Option<Regex>,
    /// The kinds, each with the beginning of the identifiers that it is for.
    pub kinds: Vec<(String, DocumentKind)>,
    /// The headings, or the bold first words of paragraphs, under which steps stand; any where none is said.
    pub under: Option<Regex>,
    /// A heading, or a line of fenced text, that is a step; the groups `number` and `title` are its own.
    pub step: Option<Regex>,
    /// Where steps are looked for.
    pub shapes: Vec<Shape>,
    /// The metadata that lines in the text say: the key there, the field here.
    pub metadata: Vec<(String, String)>,
    /// The headings of the parts around the steps.
    pub parts: Vec<(String, Part)>,
    /// What labels of lines mean.
    pub labels: Vec<(String, Means)>,
    /// What the columns of step tables hold.
    pub columns: Vec<(String, Means)>,
    /// How a name in the text becomes one of the database.
    pub names: Names,
    /// Words that stand for a sign of comparison.
    pub operators: Vec<(String, Operator)>,
    /// Whether it is the form that needs no configuration.
    pub built_in: bool,
}

/// Where steps are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Under headings.
    Headings,
    /// In the rows of tables.
    Tables,
    /// In the items of ordered lists.
    Lists,
    /// In items with a box to tick.
    Checklists,
    /// In text between fences.
    Fenced,
}

/// What a label or a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Means {
    Number,
    Title,
    Telecommand,
    Arguments,
    Check,
    Verify,
    Parameter,
    Value,
    Wait,
    Decide,
    When,
    Otherwise,
    Call,
    Parallel,
    Repeat,
    Manual,
    Voice,
    Go,
    Script,
    Record,
    Log,
    Goto,
    Expected,
    OnConfirmed,
    OnNotConfirmed,
    OnAborted,
    Role,
    Flags,
    Warning,
    Caution,
    Note,
    /// What is filled in by hand when the procedure is run.
    Form,
}

/// How a name in the text becomes one of the database.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// What is written for what: `.` for `_`.
    pub replace: Vec<(String, String)>,
    /// Names that stand for others.
    pub aliases: Vec<(String, String)>,
    /// Whether the database has its names in capitals, or in small letters.
    pub case: Option<Case>,
}

/// The letters of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Capitals.
    Upper,
    /// Small letters.
    Lower,
}

impl Shape {
    /// Every shape with its word in the project file.
    pub const ALL: [(&'static str, Shape); 5] = [
        ("headings", Shape::Headings),
        ("tables", Shape::Tables),
        ("lists", Shape::Lists),
        ("checklists", Shape::Checklists),
        ("fenced", Shape::Fenced),
    ];
}

impl Part {
    /// Every part with its key in the project file.
    pub const ALL: [(&'static str, Part); 14] = [
        ("purpose", Part::Purpose),
        ("triggers", Part::Triggers),
        ("references", Part::References),
        ("requirements", Part::Requirements),
        ("declarations", Part::Declarations),
        ("preconditions", Part::Preconditions),
        ("steps", Part::Steps),
        ("phase", Part::Phase),
        ("watchdog", Part::Watchdog),
        ("confirmation", Part::Confirmation),
        ("closeout", Part::Closeout),
        ("history", Part::History),
        ("approvals", Part::Approvals),
        ("validation", Part::Validation),
    ];
}

impl Means {
    /// Every meaning with its key in the project file.
    pub const ALL: [(&'static str, Means); 32] = [
        ("number", Means::Number),
        ("title", Means::Title),
        ("telecommand", Means::Telecommand),
        ("arguments", Means::Arguments),
        ("check", Means::Check),
        ("verify", Means::Verify),
        ("parameter", Means::Parameter),
        ("value", Means::Value),
        ("wait", Means::Wait),
        ("decide", Means::Decide),
        ("when", Means::When),
        ("otherwise", Means::Otherwise),
        ("call", Means::Call),
        ("parallel", Means::Parallel),
        ("repeat", Means::Repeat),
        ("manual", Means::Manual),
        ("voice", Means::Voice),
        ("go", Means::Go),
        ("script", Means::Script),
        ("record", Means::Record),
        ("log", Means::Log),
        ("goto", Means::Goto),
        ("expected", Means::Expected),
        ("on_confirmed", Means::OnConfirmed),
        ("on_not_confirmed", Means::OnNotConfirmed),
        ("on_aborted", Means::OnAborted),
        ("role", Means::Role),
        ("flags", Means::Flags),
        ("warning", Means::Warning),
        ("caution", Means::Caution),
        ("note", Means::Note),
        ("form", Means::Form),
    ];
}

/// The words for kinds of procedures.
pub const KINDS: [(&str, DocumentKind); 6] = [
    ("FCP", DocumentKind::FlightControl),
    ("CRP", DocumentKind::Contingency),
    ("GCP", DocumentKind::GroundControl),
    ("OBCP", DocumentKind::OnBoard),
    ("scenario", DocumentKind::Scenario),
    ("procedure", DocumentKind::Procedure),
];

/// The metadata that a line of the text may say.
const FIELDS: Keys<'_> = &[
    "id",
    "title",
    "issue",
    "revision",
    "status",
    "date",
    "lang",
    "classification",
    "caveats",
    "criticality",
    "database",
    "authors",
    "missions",
    "satellites",
    "environments",
    "phases",
    "condition",
];

const SIGNS: [(&str, Operator); 6] = [
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<", Operator::Less),
    ("<=", Operator::LessOrEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterOrEqual),
];

impl Dialect {
    /// Returns the kind of a procedure.
    pub fn kind(&self, id: &str) -> Option<DocumentKind> {
        self.kinds.iter().find(|(beginning, _)| id.starts_with(beginning.as_str())).map(|(_, kind)| *kind)
    }

    /// Tells whether steps are looked for here.
    pub fn has(&self, shape: Shape) -> bool {
        self.shapes.contains(&shape)
    }

    /// Returns what a label means.
    pub fn label(&self, word: &str) -> Option<Means> {
        let word = normal(word);
        self.labels.iter().find(|(label, _)| *label == word).map(|(_, means)| *means)
    }

    /// Returns what a column holds.
    pub fn column(&self, head: &str) -> Option<Means> {
        let head = normal(head);
        self.columns.iter().find(|(column, _)| *column == head).map(|(_, means)| *means)
    }

    /// Returns the part that a heading begins.
    pub fn part(&self, heading: &str) -> Option<Part> {
        let heading = normal(heading);
        self.parts.iter().find(|(name, _)| *name == heading).map(|(_, part)| *part)
    }

    /// Returns the field that a line of metadata says.
    pub fn field(&self, key: &str) -> Option<&str> {
        let key = normal(key);
        self.metadata.iter().find(|(name, _)| *name == key).map(|(_, field)| field.as_str())
    }

    /// Tells whether a label or a column may say one of these.
    pub fn says(&self, wanted: &[Means]) -> bool {
        self.labels.iter().chain(&self.columns).any(|(_, means)| wanted.contains(means))
    }
}

impl Names {
    /// Tells whether names are as the database has them.
    pub fn is_empty(&self) -> bool {
        self.replace.is_empty() && self.aliases.is_empty() && self.case.is_none()
    }

    /// Returns the name of the database that a name in the text stands for.
    pub fn of_database(&self, name: &str) -> String {
        if let Some((_, alias)) = self.aliases.iter().find(|(written, _)| written == name) {
            return alias.clone();
        }
        let replaced = self.replace.iter().fold(name.to_owned(), |name, (from, to)| name.replace(from.as_str(), to));
        match self.case {
            Some(Case::Upper) => replaced.to_uppercase(),
            Some(Case::Lower) => replaced.to_lowercase(),
            None => replaced,
        }
    }
}

/// Returns words so that capitals, space, the kind of apostrophe and a colon at the end do not tell them apart.
pub fn normal(words: &str) -> String {
    let plain = words.trim().trim_end_matches([':', ' ', '\u{a0}', '\u{202f}']).replace('’', "'").to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Reader {
    pub(super) fn dialect(&mut self, table: &Table) -> Option<Dialect> {
        const KEYS: Keys<'_> = &[
            "name",
            "files",
            "section",
            "id",
            "kind",
            "under",
            "step",
            "steps",
            "metadata",
            "parts",
            "labels",
            "columns",
            "names",
            "operators",
        ];
        let mut dialect = Dialect { shapes: Shape::ALL.map(|(_, shape)| shape).to_vec(), ..Dialect::default() };
        for (key, value) in &table.entries {
            match key.as_str() {
                "name" => dialect.name = self.string(value),
                "files" => dialect.files = self.globs(value),
                "section" => dialect.section = self.pattern_of(value, Some("id")),
                "id" => dialect.id = self.pattern_of(value, None),
                "kind" => dialect.kinds = self.kinds(value),
                "under" => dialect.under = self.pattern_of(value, None),
                "step" => dialect.step = self.pattern_of(value, Some("title")),
                "steps" => dialect.shapes = self.shapes(value),
                "metadata" => dialect.metadata = self.fields(value),
                "parts" => dialect.parts = self.meanings(value, &Part::ALL),
                "labels" => dialect.labels = self.meanings(value, &Means::ALL),
                "columns" => dialect.columns = self.meanings(value, &Means::ALL),
                "names" => dialect.names = self.name_mapping(value),
                "operators" => dialect.operators = self.meanings(value, &SIGNS),
                _ => self.unknown(key, KEYS),
            }
        }
        if dialect.name.is_empty() {
            let problem = Diagnostic::new(&INVALID_SETTING, table.span, "this dialect has no `name`");
            self.problems.push(problem.help("add `name = \"…\"`, what documents call it"));
            return None;
        }
        Some(dialect)
    }

    /// Reads a regular expression, which must have a group of this name, if any.
    fn pattern_of(&mut self, value: &Value, group: Option<&str>) -> Option<Regex> {
        let written = self.string(value);
        let problem = match Regex::new(&written) {
            Ok(pattern) => match group.filter(|group| !pattern.capture_names().flatten().any(|name| name == *group)) {
                None => return Some(pattern),
                Some(group) => Diagnostic::new(&INVALID_SETTING, value.span(), format!("there is no group `{group}`"))
                    .help(format!("put what it is to be into `(?<{group}>…)`")),
            },
            Err(error) => {
                let message = format!("this is no regular expression: {error}");
                Diagnostic::new(&INVALID_SETTING, value.span(), message)
                    .help("write it as the crate `regex` understands it; no look-around")
            }
        };
        self.problems.push(problem);
        None
    }

    /// Reads a kind, or kinds by the beginnings of identifiers.
    fn kinds(&mut self, value: &Value) -> Vec<(String, DocumentKind)> {
        let entries = match value {
            Value::Table(table) => table.entries.iter().map(|(key, value)| (key.text.to_string(), value)).collect(),
            one => vec![(String::new(), one)],
        };
        let mut kinds = Vec::new();
        for (beginning, value) in entries {
            let word = self.string(value);
            match KINDS.iter().find(|(name, _)| *name == word) {
                Some((_, kind)) => kinds.push((beginning, *kind)),
                None => self.no_word(value, &word, "kind of procedure", &KINDS.map(|(name, _)| name)),
            }
        }
        // The longest beginning has the last word.
        kinds.sort_by_key(|(beginning, _)| std::cmp::Reverse(beginning.len()));
        kinds
    }

    fn shapes(&mut self, value: &Value) -> Vec<Shape> {
        let mut shapes = Vec::new();
        for text in value.scalars().unwrap_or_default() {
            match Shape::ALL.iter().find(|(name, _)| *name == text.as_str()) {
                Some((_, shape)) => shapes.push(*shape),
                None => {
                    let place = Value::Scalar(text.clone());
                    self.no_word(&place, &text.text, "place of steps", &Shape::ALL.map(|(name, _)| name));
                }
            }
        }
        shapes
    }

    /// Reads the words of a team for each of our own.
    fn meanings<T: Copy>(&mut self, value: &Value, known: &[(&'static str, T)]) -> Vec<(String, T)> {
        let Value::Table(table) = value else {
            self.invalid(value, "a table of words by their meaning");
            return Vec::new();
        };
        let mut meanings = Vec::new();
        for (key, value) in &table.entries {
            match known.iter().find(|(name, _)| *name == key.as_str()) {
                Some((_, means)) => {
                    meanings.extend(self.strings(value).iter().map(|word| (normal(word), *means)));
                }
                None => self.unknown(key, &known.iter().map(|(name, _)| *name).collect::<Vec<_>>()),
            }
        }
        meanings
    }

    fn fields(&mut self, value: &Value) -> Vec<(String, String)> {
        let known: Vec<(&str, usize)> = FIELDS.iter().enumerate().map(|(at, field)| (*field, at)).collect();
        let known: Vec<(&'static str, usize)> = known.iter().map(|(_, at)| (FIELDS[*at], *at)).collect();
        self.meanings(value, &known).into_iter().map(|(word, at)| (word, FIELDS[at].to_owned())).collect()
    }

    fn name_mapping(&mut self, value: &Value) -> Names {
        let mut names = Names::default();
        let Value::Table(table) = value else {
            self.invalid(value, "a table with `replace`, `case` and `aliases`");
            return names;
        };
        for (key, value) in &table.entries {
            match key.as_str() {
                "replace" => names.replace = self.pairs(value),
                "aliases" => names.aliases = self.pairs(value),
                "case" => {
                    let word = self.string(value);
                    match word.as_str() {
                        "upper" => names.case = Some(Case::Upper),
                        "lower" => names.case = Some(Case::Lower),
                        _ => self.no_word(value, &word, "case", &["upper", "lower"]),
                    }
                }
                _ => self.unknown(key, &["replace", "aliases", "case"]),
            }
        }
        names
    }

    fn pairs(&mut self, value: &Value) -> Vec<(String, String)> {
        let Value::Table(table) = value else {
            self.invalid(value, "a table of text");
            return Vec::new();
        };
        table.entries.iter().map(|(key, value)| (key.text.to_string(), self.string(value))).collect()
    }

    fn no_word(&mut self, value: &Value, word: &str, what: &str, known: &[&str]) {
        let problem = Diagnostic::new(&INVALID_SETTING, value.span(), format!("`{word}` is no {what}"));
        let near = did_you_mean(word, known.iter().copied());
        self.problems.push(problem.help(near.map_or_else(
            || format!("the words here are {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        )));
    }
}
