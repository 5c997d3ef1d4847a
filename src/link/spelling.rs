//! Names as a dialect writes them: `aocs.mode` for `aocs_mode` of the database.

use rustc_hash::FxHashSet;

use super::symbols::Symbols;
use crate::model::document::Document;
use crate::model::expression::{Comparison, TelecommandCall};
use crate::model::inline::{Inline, Kind, Text};
use crate::model::procedure::Trigger;
use crate::model::walk::{self, Visitor};
use crate::notation::line::Line;
use crate::notation::token;
use crate::project::config::Project;
use crate::project::dialect::Names;

/// Lets the names that documents write in a dialect's own way find the items of the database that they stand for.
pub(super) fn add(symbols: &mut Symbols, documents: &[Document], project: &Project) {
    for dialect in project.dialects.iter().filter(|dialect| !dialect.names.is_empty()) {
        let mut written = Written { names: &dialect.names, found: FxHashSet::default() };
        let own =
            |document: &&Document| document.metadata.dialect.as_ref().is_some_and(|name| name.text == dialect.name);
        documents.iter().filter(own).for_each(|document| walk::blocks(&document.body, &mut written));
        let mut found: Vec<String> = written.found.into_iter().collect();
        found.sort_unstable();
        for name in found {
            let meant = dialect.names.of_database(&name);
            for kind in [Kind::Telecommand, Kind::Parameter, Kind::Alarm] {
                if let Some(symbol) = symbols.find(kind, &meant).filter(|_| symbols.find(kind, &name).is_none()) {
                    symbols.alias(&name, symbol);
                }
            }
        }
    }
}

/// The names that some documents write otherwise than the database.
struct Written<'d> {
    names: &'d Names,
    found: FxHashSet<String>,
}

impl Written<'_> {
    /// Notes a name that stands where only a name can stand.
    fn name(&mut self, name: &Text) {
        if self.names.of_database(&name.text) != name.text.as_str() {
            self.found.insert(name.text.to_string());
        }
    }
}

impl<'a> Visitor<'a> for Written<'_> {
    fn line(&mut self, inlines: &'a [Inline]) {
        let mut line = Line::default();
        line.fill(inlines);
        for token in token::tokens(&line.text) {
            for part in token::parts(&line.text[token.clone()]) {
                let word = &line.text[token.start + part.start..token.start + part.end];
                // A word of a sentence is none for its letters alone.
                let said = self.names.aliases.iter().any(|(name, _)| name == word)
                    || self.names.replace.iter().any(|(from, _)| word.contains(from.as_str()));
                if said || (self.names.case.is_some() && token::looks_like_name(word)) {
                    self.found.insert(word.to_owned());
                }
            }
        }
    }

    fn telecommand(&mut self, call: &'a TelecommandCall) {
        self.name(&call.name);
    }

    fn comparison(&mut self, comparison: &'a Comparison) {
        self.name(&comparison.parameter);
    }

    fn record(&mut self, name: &'a Text) {
        self.name(name);
    }

    fn trigger(&mut self, trigger: &'a Trigger) {
        if let Trigger::Alarm(name) = trigger {
            self.name(name);
        }
    }
}
