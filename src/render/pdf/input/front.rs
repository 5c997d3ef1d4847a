//! Title blocks.

use super::super::page::{Front, Inline};
use super::measure::settable;
use super::{BODY, Lowering, Setting};
use crate::model::block::Block;
use crate::model::document::{Document, Metadata, Status};
use crate::model::inline::{self, Text};
use crate::project::config::Binder;
use crate::render::words::{self, Word};

/// The place of a title, and of a fact in a title block of two columns.
const TITLE: Setting = Setting { size: 20.0, links: false, ..BODY };
const FACT: Setting = Setting { width: 330.0, size: 9.0, links: true };
/// The room of a value that shares its row with another, in points.
const HALF: f32 = 140.0;

/// Name, value, and whether the value needs the whole width.
type Fact = (String, Vec<Inline>, bool);

impl Lowering<'_> {
    /// Makes the title block of a document and returns what follows it: where the text opens with
    /// its own title, the two are one.
    pub(super) fn front<'d>(&mut self, document: &'d Document) -> (Front, &'d [Block]) {
        let metadata = &document.metadata;
        let opening = match document.body.first() {
            Some(Block::Heading(heading)) if heading.level == 1 => Some(heading),
            _ => None,
        };
        let known = inline::plain(&metadata.title);
        let merged = opening.filter(|heading| known.is_empty() || inline::plain(&heading.content) == known);
        let (written, body) = match merged {
            Some(heading) => (&heading.content, &document.body[1..]),
            None => (&metadata.title, &document.body[..]),
        };
        let mut words = inline::plain(written);
        if words.is_empty() {
            let stem = || self.job.library.stem(self.shown).to_owned();
            words = metadata.id.as_ref().map_or_else(stem, |id| id.text.to_string());
        }
        let place = self.title_place(&words);
        let title = if written.is_empty() { self.pieces(&words, false, place) } else { self.line(written, place) };
        // A title that is a heading of the text keeps its name, and is what the document as a whole leads to.
        let is_heading = merged.is_some() || self.job.scope.is_binder();
        let level = is_heading.then(|| match merged {
            Some(_) if !self.job.scope.is_binder() => self.level(1),
            _ => 1,
        });
        let top = self.label(self.shown, "");
        let own = merged.map(|heading| self.label(self.shown, &heading.anchor)).filter(|label| *label != top);
        let short: String = inline::plain(written).chars().map(settable).collect();
        let front = Front {
            banner: self.superseded(document),
            kind: words::kind(metadata.kind).in_language(&self.language).to_owned(),
            title,
            size: place.size,
            // In a binder the top is what other documents lead to; alone, the heading's own name is.
            label: match own {
                Some(own) if !self.job.scope.is_binder() => self.keep_label(own),
                _ => self.keep_label(top),
            },
            level,
            head: self.head(metadata),
            short: if short.is_empty() {
                metadata.id.as_ref().map_or_else(String::new, |id| id.text.to_string())
            } else {
                short
            },
            facts: self.facts(metadata),
            contents: false,
        };
        (front, body)
    }

    /// Says of a superseded document which one applies.
    fn superseded(&mut self, document: &Document) -> Vec<Inline> {
        if document.metadata.status != Some(Status::Superseded) {
            return Vec::new();
        }
        let Some(other) = self.job.library.applicable(self.shown) else {
            return self.pieces(self.word(words::SUPERSEDED), false, BODY);
        };
        let mut banner = self.pieces(&format!("{} ", self.word(words::SUPERSEDED_BY)), false, BODY);
        let name = words::issue_of(self.job.library.document(other), &self.language);
        let name = self.pieces(&name, false, BODY);
        banner.extend(self.linked_document(other, "", name));
        banner.push(Inline::text("."));
        banner
    }

    /// Makes the title block of a binder.
    pub(super) fn binder_front(&mut self, binder: &Binder) -> Front {
        let title = binder.title.in_language(&self.language);
        let title = if title.is_empty() { binder.id.as_str() } else { title };
        let mut facts = vec![self.fact(self.word(words::IDENTIFIER), &binder.id)];
        if let Some(issue) = &binder.issue {
            facts.push(self.fact(self.word(words::ISSUE), issue));
        }
        facts.push(self.commit());
        let issue = binder.issue.as_ref().map(|issue| format!(" · {} {issue}", self.word(words::ISSUE)));
        Front {
            banner: Vec::new(),
            kind: self.word(words::BINDER).to_owned(),
            title: self.pieces(title, false, self.title_place(title)),
            size: self.title_place(title).size,
            label: None,
            level: None,
            head: format!("{}{}", binder.id, issue.unwrap_or_default()),
            short: title.chars().map(settable).collect(),
            facts,
            contents: true,
        }
    }

    /// Returns the place of a title: its letters are smaller where a word of it would not fit.
    fn title_place(&self, title: &str) -> Setting {
        let longest = title.split_whitespace().map(|word| self.metrics.width(word, false)).fold(1.0, f32::max);
        // Bold is wider than what was measured by a twentieth or so.
        Setting { size: (TITLE.width / (longest * 1.08)).clamp(11.0, TITLE.size), ..TITLE }
    }

    /// Returns identifier, issue and revision for the running head.
    fn head(&self, metadata: &Metadata) -> String {
        let mut parts = Vec::new();
        parts.extend(metadata.id.as_ref().map(|id| id.text.to_string()));
        parts.extend(metadata.issue.as_ref().map(|issue| format!("{} {}", self.word(words::ISSUE), issue.text)));
        parts.extend(
            metadata.revision.as_ref().map(|revision| format!("{} {}", self.word(words::REVISION), revision.text)),
        );
        parts.join(" · ").chars().map(settable).collect()
    }

    fn facts(&self, metadata: &Metadata) -> Vec<Fact> {
        let one = |text: &Option<Text>| text.as_ref().map(|text| text.text.to_string());
        let many = |texts: &[Text]| {
            let texts: Vec<&str> = texts.iter().map(Text::as_str).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        };
        let status = metadata.status.map(|status| words::status(status).in_language(&self.language).to_owned());
        let applicability = &metadata.applicability;
        let in_part = if metadata.partial { format!(" ({})", self.word(words::IN_PART)) } else { String::new() };
        let restates = metadata.restates.as_ref().map(|procedure| format!("{}{in_part}", procedure.text));
        let known: [(Word, Option<String>); 18] = [
            (words::IDENTIFIER, one(&metadata.id)),
            (words::ISSUE, one(&metadata.issue)),
            (words::REVISION, one(&metadata.revision)),
            (words::STATUS, status),
            (words::DATE, one(&metadata.date)),
            (words::LANGUAGE, one(&metadata.language)),
            (words::CLASSIFICATION, one(&metadata.classification)),
            (words::CAVEATS, one(&metadata.caveats)),
            (words::CRITICALITY, one(&metadata.criticality)),
            (words::DATABASE, one(&metadata.database)),
            (words::MISSIONS, many(&applicability.missions)),
            (words::SATELLITES, many(&applicability.satellites)),
            (words::ENVIRONMENTS, many(&applicability.environments)),
            (words::PHASES, many(&applicability.phases)),
            (words::CONDITION, one(&applicability.condition)),
            (words::AUTHORS, many(&metadata.authors)),
            (words::TRANSLATION_OF, one(&metadata.translation_of)),
            (words::RESTATES, restates),
        ];
        let mut facts: Vec<Fact> =
            known.into_iter().filter_map(|(word, value)| Some(self.fact(self.word(word), &value?))).collect();
        facts.extend(metadata.other.iter().map(|(key, value)| self.fact(&key.text, &value.text)));
        facts.push(self.commit());
        facts
    }

    fn fact(&self, name: &str, value: &str) -> Fact {
        let wide = self.metrics.width(value, false) * FACT.size > HALF;
        (name.chars().map(settable).collect(), self.pieces(value, false, FACT), wide)
    }

    fn commit(&self) -> Fact {
        self.fact(self.word(words::COMMIT), &self.job.marking.source(&self.language))
    }
}
