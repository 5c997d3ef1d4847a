use std::ops::Range;

use rustc_hash::FxHashSet;

use super::named::{Families, Named, are_one, document, document_of, leading, likeness, words};
use super::step_link;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, Target};
use crate::model::block::{Block, Cell, Table};
use crate::model::document::{Document, Status};
use crate::model::inline::{Inline, Kind, Link, plain};
use crate::model::walk::{self, Visitor};
use crate::notation::issue::compare;
use crate::notation::line::Line;
use crate::notation::token;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds tables that list a document or a procedure by its identifier, and beside it a title, an
    /// issue, a status or a file that is not its own; identifiers with the title of another document
    /// behind them, as in “FCP-AOC-010 — …”, in lists, cells and sentences; and links whose words are one
    /// identifier, or the number of one step, and whose target is another document or step. The columns are known by their heads: Title,
    /// Issue, Status, File, in French Titre, Édition, Statut, Fichier; and a column of procedures or
    /// documents may hold identifier and title in one cell. Tables of changes and of runs, which speak of
    /// earlier issues, are left alone.
    ///
    /// ## Why it matters
    /// A register is what people choose the issue by. The wrong line sends them to the wrong text.
    ///
    /// ## Example
    /// ```markdown
    /// | Procedure   | Issue | Status      |
    /// |-------------|-------|-------------|
    /// | FCP-AOC-010 | 2     | operational |
    /// ```
    ///
    /// The procedure is at issue 3.
    ///
    /// ## How to mend it
    /// Write what the document says of itself; or leave the column out, as opsdoc makes an index of
    /// all documents by itself. `check --fix` writes the number that the step of a link has.
    "R008" "identifier-index-mismatch" Error, identifier_index_mismatch
}

/// What a column tells of the document of its row.
#[derive(Clone, Copy)]
enum Column {
    Title,
    Issue,
    Status,
    File,
}

/// A title ends at one of so many signs.
const MOST_ENDS: usize = 6;

/// Beginnings of words in the heads of tables that do not list what is, but what was.
const PAST: &[&str] = &[
    "chang", "modif", "motif", "reason", "before", "avant", "after", "après", "previous", "précéd", "old", "ancien",
    "result", "résult", "run", "essai", "test", "campa", "valid", "cited", "cité", "cite",
];

fn identifier_index_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let families = Families::of(subject.library);
    let (mut found, mut line) = (Vec::new(), Line::default());
    for (index, document) in subject.library.iter() {
        let names = names_documents(subject, index);
        let (families, found, line) = (&families, &mut found, &mut line);
        walk::blocks(&document.body, &mut Indexes { subject, families, index, names, found, line });
    }
    // A cell may hold the title of another document: once is enough.
    let mut told = FxHashSet::default();
    found.retain(|finding| told.insert(finding.span()));
    found
}

/// Tells whether a document names documents at all; most lines of a library name none.
fn names_documents(subject: Subject<'_>, index: DocumentIndex) -> bool {
    let (library, links) = (subject.library, subject.library.links(index));
    let mention = |symbol| matches!(library.symbols.get(symbol).kind, Kind::Document | Kind::Procedure);
    links.mentions.iter().any(|named| mention(named.symbol))
        || links.references.iter().any(|reference| document_of(subject, &reference.target).is_some())
}

struct Indexes<'f, 'a> {
    subject: Subject<'a>,
    families: &'f Families<'a>,
    index: DocumentIndex,
    /// Whether the document names others.
    names: bool,
    found: &'f mut Vec<Diagnostic>,
    line: &'f mut Line<'a>,
}

impl<'a> Visitor<'a> for Indexes<'_, 'a> {
    fn line(&mut self, inlines: &'a [Inline]) {
        walk::each_inline(inlines, &mut |inline| {
            if let Inline::Link(link) = inline {
                self.link(link);
                self.found.extend(step_link::other_step(self.subject, self.index, link, &LINT));
            }
        });
        if self.names {
            self.line.fill(inlines);
            self.titles(inlines);
        }
    }

    fn block(&mut self, block: &'a Block) {
        if let Block::Table(table) = block {
            self.table(table);
        }
    }
}

impl Indexes<'_, '_> {
    /// Looks at a link whose words name one document.
    fn link(&mut self, link: &Link) {
        let library = self.subject.library;
        let Some(target) = library.target(self.index, link.span) else { return };
        let Some(leads_to) = document_of(self.subject, target) else { return };
        let text = plain(&link.content);
        let Some((named, rest)) = leading(self.subject, &text) else { return };
        let others = token::tokens(rest).any(|other| document(self.subject, &rest[other]).is_some());
        let (meant, found) = (library.document(named.document), library.document(leads_to));
        let id = &library.symbols.get(named.symbol).id;
        // An entry of a register may lead to the line about the document, and not to the document.
        let entry = matches!(target, Target::Document { anchor: Some(anchor), .. }
            if anchor.to_lowercase().contains(id.to_lowercase().as_str()));
        if others || entry || named.document == leads_to || are_one(meant, found) {
            return;
        }
        let path = &self.subject.sources.get(found.source).path;
        let other = found.id().map_or(path.as_str(), |id| id.as_str());
        let message = format!("this link says `{id}` and leads to `{other}`");
        let symbol = library.symbols.get(named.symbol);
        self.found.push(
            Diagnostic::new(&LINT, link.span, message)
                .label(format!("leads to `{path}`"))
                .also(symbol.span, format!("`{id}` is defined here"))
                .help(format!("lead to `{}`, or write `{other}`", self.subject.sources.get(meant.source).path)),
        );
    }

    /// Looks at titles behind identifiers: `FCP-AOC-010 — Title`, « FCP-AOC-010 : « Titre » ».
    fn titles(&mut self, inlines: &[Inline]) {
        let (library, line) = (self.subject.library, &*self.line);
        for token in token::tokens(&line.text) {
            let Some(beside) = beside(&line.text, token.end) else { continue };
            let Some(named) = document(self.subject, &line.text[token]) else { continue };
            let own = library.document(named.document);
            if beside.iter().any(|title| self.families.has_title(own, &words(&line.text[title.clone()]))) {
                continue;
            }
            let other = beside.iter().find_map(|title| {
                let other = self.families.other_with_title(own, &words(&line.text[title.clone()]))?;
                Some((title, other))
            });
            let shortened = |title: &Range<usize>| {
                let has = own.title().map(|own| words(&own)).unwrap_or_default();
                words(&line.text[title.clone()]).iter().all(|word| has.contains(word))
            };
            let Some((title, other)) = other.filter(|(title, _)| !shortened(title)) else { continue };
            let id = other.id().map(|id| id.as_str());
            // It may be the next entry of a list, with its own identifier or link.
            let after = line.text[title.end..].trim_start_matches(|c: char| !c.is_alphanumeric());
            let next = id.is_some_and(|id| after.starts_with(id));
            let Some(place) = line.part(title, self.subject.sources).filter(|_| !next) else { continue };
            if self.leads_to(inlines, place.span, other) {
                continue;
            }
            let symbol = library.symbols.get(named.symbol);
            let name = id.unwrap_or(self.subject.path(other));
            let message = format!("`{}` is not called “{}”, which is the title of `{name}`", symbol.id, place.text);
            let head = self.subject.head(other);
            let help = named.title(self.subject).map_or_else(
                || format!("write the title of `{}`, or `{name}`", symbol.id),
                |title| format!("write “{title}”, or `{name}`"),
            );
            self.found.push(
                Diagnostic::new(&LINT, place.span, message)
                    .label("the title of another document")
                    .also(symbol.span, format!("`{}` is defined here", symbol.id))
                    .also(head, format!("“{}” is the title of this one", place.text))
                    .help(help),
            );
        }
    }

    /// Tells whether the words at a place are a link to a document.
    fn leads_to(&self, inlines: &[Inline], place: Span, document: &Document) -> bool {
        let mut leads = false;
        walk::each_inline(inlines, &mut |inline| {
            let Inline::Link(link) = inline else { return };
            if link.span.start <= place.start && place.end <= link.span.end {
                let target = self.subject.library.target(self.index, link.span);
                let found = target.and_then(|target| document_of(self.subject, target));
                leads |= found.is_some_and(|found| self.subject.library.document(found).source == document.source);
            }
        });
        leads
    }

    fn table(&mut self, table: &Table) {
        let heads: Vec<String> = table.head.iter().map(|cell| plain(cell).trim().to_lowercase()).collect();
        let columns: Vec<(usize, Column)> =
            heads.iter().enumerate().filter_map(|(at, head)| Some((at, column(head)?))).collect();
        for (at, _) in heads.iter().enumerate().filter(|(_, head)| heads_documents(head)) {
            self.entries(table, at);
        }
        if columns.is_empty() || heads.iter().any(|head| super::named::says(head, PAST)) {
            return;
        }
        for row in &table.rows {
            let ids = row.iter().take(2).filter_map(|cell| document(self.subject, plain(cell).trim()));
            let Some(named) = { ids }.next() else { continue };
            for (at, column) in &columns {
                if let Some(cell) = row.get(*at) {
                    self.cell(named, *column, cell);
                }
            }
        }
    }

    /// Looks at a column whose cells hold identifiers with titles; one alone may go on with anything.
    fn entries(&mut self, table: &Table, at: usize) {
        let mut entries = Vec::new();
        let mut line = Line::default();
        for cell in table.rows.iter().filter_map(|row| row.get(at)) {
            line.fill(cell);
            let Some((named, rest)) = leading(self.subject, &line.text) else { continue };
            let title = rest.trim().trim_start_matches(['—', '–', '-', ':']).trim();
            let is_title = title.starts_with(char::is_uppercase) && !title.contains([',', ';', '(', '.']);
            let from = line.text.len() - rest.len() + rest.find(title).unwrap_or_default();
            let place = line.part(&(from..from + title.len()), self.subject.sources);
            if let Some(place) = place.filter(|_| is_title) {
                entries.push((named, place));
            }
        }
        if entries.len() > 1 {
            entries.into_iter().for_each(|(named, place)| self.title(named, &place.text, place.span));
        }
    }

    /// Compares a title with that of the document or the section.
    fn title(&mut self, named: Named, listed: &str, place: Span) {
        let document = self.subject.library.document(named.document);
        let Some(title) = named.title(self.subject) else { return };
        if self.is_other_title(named, document, &title, listed) {
            let symbol = self.subject.library.symbols.get(named.symbol);
            let own = document.metadata.id.as_ref().filter(|_| symbol.anchor.is_empty());
            let own = own.map_or(symbol.span, |id| id.span);
            self.mismatch(named, place, "title", &title, listed, own);
        }
    }

    /// Compares a cell with what the document of its row says of itself.
    fn cell(&mut self, named: Named, column: Column, cell: &Cell) {
        let library = self.subject.library;
        let document = library.document(named.document);
        let metadata = &document.metadata;
        let text = plain(cell);
        let text = text.trim();
        let Some(place) = crate::check::restatement::extent(cell) else { return };
        let own = metadata.id.as_ref().map_or(library.symbols.get(named.symbol).span, |id| id.span);
        match column {
            Column::Issue | Column::Status | Column::File if named.is_section(self.subject) => {}
            Column::Issue => {
                let Some(issue) = &metadata.issue else { return };
                let revision = metadata.revision.as_ref().map(|revision| revision.as_str());
                if is_other_issue(text, issue.as_str(), revision) {
                    self.mismatch(named, place, "issue", issue.as_str(), text, issue.span);
                }
            }
            Column::Status => {
                let (Some(status), Some(listed)) = (metadata.status, status_of(text)) else { return };
                if status != listed {
                    self.mismatch(named, place, "status", status.word(), text, own);
                }
            }
            Column::File => {
                let path = &self.subject.sources.get(document.source).path;
                let is_source = [".md", ".markdown", ".xml"].iter().any(|end| text.ends_with(end));
                let bare = text.trim_start_matches("./").trim_start_matches("../");
                let fits = path.ends_with(bare) || bare.ends_with(path.as_str());
                if is_source && !text.contains(' ') && !fits {
                    self.mismatch(named, place, "file", path, text, own);
                }
            }
            Column::Title => self.title(named, text, place),
        }
    }

    fn is_other_title(&self, named: Named, document: &Document, title: &str, text: &str) -> bool {
        let (has, says) = (words(title), words(text));
        // What is shortened is the same title.
        if says.is_empty() || has == says || says.iter().all(|word| has.contains(word)) {
            return false;
        }
        if self.families.other_with_title(document, &says).is_some() {
            return true;
        }
        let library = self.subject.library;
        let default = self.subject.project.default_language();
        let language = library.document(self.index).language_or(default);
        let other_language = document.language_or(default) != language;
        // A register may translate the titles of what is written in another language.
        if other_language && likeness(&has, &says) < 0.5 {
            return false;
        }
        named.is_section(self.subject) || !self.families.holds_title(document, &says)
    }

    fn mismatch(&mut self, named: Named, place: Span, what: &str, has: &str, says: &str, own: Span) {
        let id = &self.subject.library.symbols.get(named.symbol).id;
        let message = format!("the {what} of `{id}` is `{has}`, and `{says}` is listed");
        self.found.push(
            Diagnostic::new(&LINT, place, message)
                .label(format!("not its {what}"))
                .also(own, "the document says this of itself")
                .help(format!("write `{has}`, or mend the document")),
        );
    }
}

/// Tells whether this is the head of a column of documents.
fn heads_documents(head: &str) -> bool {
    matches!(head, "procedure" | "procedures" | "procédure" | "procédures" | "document" | "documents")
}

/// Returns what may be the title behind an identifier that ends at this byte: what stands in quotation marks, or the
/// beginnings of what follows a dash or a colon.
fn beside(text: &str, from: usize) -> Option<Vec<Range<usize>>> {
    const SPACE: [char; 3] = [' ', '\u{a0}', '\u{202f}'];
    let rest = text.get(from..)?.trim_start_matches(SPACE);
    let signs = ['—', '–', '-', ':', ',', '('];
    let sign = rest.chars().next().filter(|c| signs.contains(c));
    let rest = rest[sign.map_or(0, char::len_utf8)..].trim_start_matches(SPACE);
    let start = text.len() - rest.len();
    let quotes = [('"', '"'), ('“', '”'), ('«', '»')];
    if let Some((open, close)) = quotes.into_iter().find(|(open, _)| rest.starts_with(*open)) {
        let inner = start + open.len_utf8();
        let quoted = text[inner..].find(close).map(|length| &text[inner..inner + length])?;
        let first = inner + (quoted.len() - quoted.trim_start_matches(SPACE).len());
        let last = inner + quoted.trim_end_matches(SPACE).len();
        return (first < last).then(|| std::iter::once(first..last).collect());
    }
    // `-` stands within identifiers too: one that parts has spaces around it.
    let parts = match sign? {
        '-' => text[from..].starts_with(SPACE) && text[..start].ends_with(SPACE),
        sign => matches!(sign, '—' | '–' | ':'),
    };
    if !parts || !rest.starts_with(char::is_uppercase) {
        return None;
    }
    let ends = rest.match_indices(['.', ',', ';', ')', '(', ']', '—', '–', '!', '?']).map(|(at, _)| at);
    let titles = ends.chain([rest.len()]).map(|end| start..start + rest[..end].trim_end_matches(SPACE).len());
    // One word may be just a word.
    let titles: Vec<_> = titles.take(MOST_ENDS).filter(|title| words(&text[title.clone()]).len() > 1).collect();
    (!titles.is_empty()).then_some(titles)
}

fn column(head: &str) -> Option<Column> {
    Some(match head {
        "title" | "titre" | "intitulé" => Column::Title,
        "issue" | "édition" | "edition" | "éd." | "iss." | "current issue" | "édition courante" => Column::Issue,
        "status" | "statut" | "état" => Column::Status,
        "file" | "fichier" | "path" | "chemin" => Column::File,
        _ => return None,
    })
}

/// Tells whether what is listed is surely another issue: `2`, `issue 2`, `2.1` and `2 rev. 1` are read.
fn is_other_issue(text: &str, issue: &str, revision: Option<&str>) -> bool {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let known = ["issue", "iss", "édition", "edition", "éd", "ed", "rev", "révision", "revision", "rév", "r"];
    let plain = { words }.all(|word| known.contains(&word.to_lowercase().as_str()));
    if numbers.is_empty() || numbers.len() > 3 || !plain {
        return false;
    }
    let listed = numbers.join(".");
    let is = |held: &str| compare(&listed, held).is_eq();
    let revised = revision.map(|revision| format!("{issue}.{revision}"));
    !is(issue) && !revised.as_deref().is_some_and(is)
}

/// Returns the status of a word in French or English.
fn status_of(text: &str) -> Option<Status> {
    Some(match text.to_lowercase().as_str() {
        "draft" | "brouillon" | "projet" => Status::Draft,
        "in-review" | "in review" | "en relecture" | "en revue" => Status::InReview,
        "validated" | "validé" | "validée" => Status::Validated,
        "qualified" | "qualifié" | "qualifiée" => Status::Qualified,
        "operational" | "opérationnel" | "opérationnelle" => Status::Operational,
        "superseded" | "remplacé" | "remplacée" => Status::Superseded,
        _ => return None,
    })
}
