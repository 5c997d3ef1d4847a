//! `[[abbreviation]]` and `[[term]]`: the words of the project.

use super::config::Words;
use super::problem::INVALID_SETTING;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::settings::Table;
use crate::text::span::Span;

/// An abbreviation of the glossary.
#[derive(Debug, Clone)]
pub struct Abbreviation {
    /// The abbreviation.
    pub short: String,
    /// What it stands for, by language; nothing where that goes without saying.
    pub expansion: Words,
    /// The table that declares it.
    pub span: Span,
}

/// A word that the project uses, and the words that it does not use for the same.
#[derive(Debug, Clone)]
pub struct Term {
    /// The word that is used.
    pub preferred: String,
    /// The words that are not.
    pub rejected: Vec<String>,
    /// The language of the documents that this is for; all of them where none is named.
    pub language: Option<String>,
}

impl Reader {
    pub(super) fn abbreviation(&mut self, table: &Table) -> Option<Abbreviation> {
        let mut abbreviation = Abbreviation { short: String::new(), expansion: Words::default(), span: table.span };
        for (key, value) in &table.entries {
            match key.as_str() {
                "short" => {
                    abbreviation.short = self.string(value);
                    abbreviation.span = value.span();
                }
                "expansion" => abbreviation.expansion = self.words(value),
                _ => self.unknown(key, &["short", "expansion"]),
            }
        }
        self.needs(table, "short", abbreviation.short.is_empty()).then_some(abbreviation)
    }

    pub(super) fn term(&mut self, table: &Table) -> Option<Term> {
        let mut term = Term { preferred: String::new(), rejected: Vec::new(), language: None };
        for (key, value) in &table.entries {
            match key.as_str() {
                "preferred" => term.preferred = self.string(value),
                "rejected" => term.rejected = self.strings(value),
                "lang" => term.language = Some(self.string(value)),
                _ => self.unknown(key, &["preferred", "rejected", "lang"]),
            }
        }
        self.needs(table, "preferred", term.preferred.is_empty()).then_some(term)
    }

    fn needs(&mut self, table: &Table, key: &str, missing: bool) -> bool {
        if missing {
            let problem = Diagnostic::new(&INVALID_SETTING, table.span, format!("this entry has no `{key}`"));
            self.problems.push(problem.help(format!("add `{key} = \"…\"`")));
        }
        !missing
    }
}
