//! What is planted: a rule, a form of its defect, and the change that makes it.

use std::collections::BTreeMap;

use super::ground::Ground;
use super::set::Set;

/// One form of one rule's defect.
pub(super) struct Form {
    /// The rule that has to find it.
    pub(super) rule: &'static str,
    /// The form, in words: where the defect stands and how it is written.
    pub(super) name: &'static str,
    /// Rules that may speak as well, because the defect is theirs too.
    pub(super) may: &'static [&'static str],
    /// What the project file needs besides; it stands there before and after planting.
    pub(super) settings: &'static str,
    /// Whether the set is compared with itself as it was committed before planting.
    pub(super) since: bool,
    /// Makes the change, or nothing where the set has no place for it.
    pub(super) plant: fn(&mut Ground<'_>) -> Option<Change>,
}

/// Makes a form whose defect is that of one rule alone.
pub(super) const fn form(rule: &'static str, name: &'static str, plant: fn(&mut Ground<'_>) -> Option<Change>) -> Form {
    Form { rule, name, may: &[], settings: "", since: false, plant }
}

impl Form {
    /// States which other rules may speak.
    pub(super) const fn may(mut self, rules: &'static [&'static str]) -> Self {
        self.may = rules;
        self
    }

    /// States that the set is compared with its last commit.
    pub(super) const fn since_commit(mut self) -> Self {
        self.since = true;
        self
    }

    /// States what the project file needs.
    pub(super) const fn with(mut self, settings: &'static str) -> Self {
        self.settings = settings;
        self
    }
}

/// New texts of files. What stands between two marks is the place of the defect.
#[derive(Default)]
pub(super) struct Change {
    pub(super) files: BTreeMap<String, String>,
}

/// Lines of a file, both included, counted from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) first: usize,
    pub(super) last: usize,
}

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// Marks a text as the place of the defect.
pub(super) fn mark(text: impl AsRef<str>) -> String {
    format!("{OPEN}{}{CLOSE}", text.as_ref())
}

impl Change {
    /// Makes a change of one file.
    pub(super) fn of(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::default().and(path, text)
    }

    /// Changes another file too.
    pub(super) fn and(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// Adds what another change makes.
    pub(super) fn join(mut self, other: Self) -> Self {
        self.files.extend(other.files);
        self
    }

    /// Gives the documents that are added what the project file of the set asks of every document.
    pub(super) fn complete(&mut self, set: &Set) {
        let project = set.texts.get("opsdoc.toml").map_or("", String::as_str);
        let asks = |line: &str| line.starts_with("metadata = [") && line.contains("\"classification\"");
        let lowest = project.split_once("[[marking]]\nid = \"").and_then(|(_, rest)| rest.split('"').next());
        let Some(marking) = lowest.filter(|_| project.lines().any(asks)) else { return };
        for (_, text) in self.files.iter_mut().filter(|(path, _)| !set.texts.contains_key(*path)) {
            if text.contains("<procedure ") && !text.contains("classification=") {
                *text = text.replacen("<procedure ", &format!("<procedure classification=\"{marking}\" "), 1);
            } else if text.starts_with("<topic ") {
                let known = format!("<metadata><othermeta name=\"classification\" content=\"{marking}\"/></metadata>");
                *text = text.replacen("<prolog/>", &format!("<prolog>{known}</prolog>"), 1);
            } else if text.starts_with("<map>") {
                let known = format!("<othermeta name=\"classification\" content=\"{marking}\"/>");
                *text = text.replacen("<topicmeta/>", &format!("<topicmeta>{known}</topicmeta>"), 1);
            } else if text.trim_start_matches(OPEN).starts_with("---\n") && !text.contains("\nclassification:") {
                *text = text.replacen("---\n", &format!("---\nclassification: {marking}\n"), 1);
            }
        }
    }

    /// Takes the marks away, and returns where they stood.
    pub(super) fn settle(&mut self) -> Vec<Place> {
        let mut places = Vec::new();
        for (path, text) in &mut self.files {
            let (mut line, mut opened) = (1, Vec::new());
            for character in text.chars() {
                match character {
                    '\n' => line += 1,
                    OPEN => opened.push(line),
                    CLOSE => {
                        let first = opened.pop().expect("a mark that ends has begun");
                        places.push(Place { path: path.clone(), first, last: line });
                    }
                    _ => {}
                }
            }
            text.retain(|character| character != OPEN && character != CLOSE);
        }
        places
    }
}
