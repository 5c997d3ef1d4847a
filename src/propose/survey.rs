//! Counts what documents hold that may be steps.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{key, vocabulary};
use crate::model::block::{Block, List, Table};
use crate::model::document::Document;
use crate::model::inline::{Inline, plain};
use crate::project::dialect::{Means, normal};
use crate::text::source::Source;

/// What looks like an identifier.
static IDENTIFIER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*[-_]\d{1,4}\b").expect("the pattern is a regular expression")
});

/// A heading or a line that a word and a number begin.
static WORDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<word>\p{L}{3,})\s+\d+(?:\.\d+)*\s*(?:[—–:.-]|$)").expect("the pattern is a regular expression")
});

static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*\d{1,3}(?:\.\d+)*[.)]\s+\S").expect("the pattern is a regular expression"));

static BOXED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[-*]\s+)?\[[ _]?\]\s*\S").expect("the pattern is a regular expression"));

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s+(?<label>\p{L}[\p{L} /'-]{1,24}):\s").expect("the pattern is a regular expression")
});

/// A word as it is written, and how often.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) shown: String,
    pub(super) count: usize,
}

/// What a head of tables of steps is, over all tables.
#[derive(Debug, Default)]
struct Head {
    shown: String,
    count: usize,
    cells: usize,
    blank: usize,
    numbers: usize,
}

/// What documents hold.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The files that hold what may be steps.
    pub(super) files: Vec<String>,
    /// The pattern of the headings that begin a procedure, how many there are, and one of them.
    pub(super) section: Option<(String, usize, String)>,
    /// The pattern of the identifiers of documents that are procedures.
    pub(super) id: Option<(String, usize, String)>,
    /// The word that steps begin with, if it is not one of the usual ones.
    pub(super) word: Option<(String, usize)>,
    /// The metadata that lines say.
    pub(super) metadata: Vec<(&'static str, Vec<Column>)>,
    heads: BTreeMap<String, Head>,
    labels: BTreeMap<String, Column>,
    words: BTreeMap<String, usize>,
    keys: BTreeMap<String, Column>,
    headings: usize,
    rows: usize,
    ordered: usize,
    tasks: usize,
    fenced: usize,
}

impl Survey {
    pub(super) fn of(documents: &[(Source, Document)]) -> Self {
        let mut survey = Self::default();
        let (mut sections, mut ids) = (Vec::new(), Vec::new());
        for (source, document) in documents {
            let before = survey.seen();
            survey.blocks(&document.body);
            if survey.seen() == before {
                continue;
            }
            survey.files.push(source.path.clone());
            let own = sections_of(document);
            match own.len() {
                0 => ids.extend(id_of(source, document)),
                _ => sections.extend(own),
            }
        }
        survey.section = pattern(&sections);
        survey.id = pattern(&ids);
        const USUAL: [&str; 3] = ["step", "étape", "schritt"];
        let most = survey.words.iter().max_by_key(|(_, count)| **count);
        survey.word = most
            .filter(|(word, count)| **count > 2 && !USUAL.contains(&normal(word).as_str()))
            .map(|(word, count)| (word.clone(), *count));
        let mut metadata: BTreeMap<&str, Vec<Column>> = BTreeMap::new();
        for (name, column) in &survey.keys {
            if let Some(field) = vocabulary::metadata(name) {
                metadata.entry(field).or_default().push(column.clone());
            }
        }
        survey.metadata = metadata.into_iter().collect();
        survey
    }

    fn seen(&self) -> usize {
        self.headings + self.rows + self.ordered + self.tasks + self.fenced
    }

    /// Returns how many steps were seen in each shape.
    pub(super) fn shapes(&self) -> [(&'static str, usize); 5] {
        [
            ("headings", self.headings),
            ("tables", self.rows),
            ("lists", self.ordered),
            ("checklists", self.tasks),
            ("fenced", self.fenced),
        ]
    }

    /// Returns the shapes that are to be looked into. Where steps have headings, tables or fences, lists are mostly
    /// of something else: documents, conditions.
    pub(super) fn own_shapes(&self) -> Vec<&'static str> {
        let own = self.headings + self.rows + self.fenced;
        let all = own + self.ordered + self.tasks;
        let is_own = |shape: &str| own * 2 < all || !matches!(shape, "lists" | "checklists");
        self.shapes().into_iter().filter(|(shape, count)| *count > 0 && is_own(shape)).map(|(shape, _)| shape).collect()
    }

    /// Returns the heads by what they mean, and those that mean nothing known.
    pub(super) fn columns(&self) -> (Vec<(&'static str, Vec<Column>)>, Vec<Column>) {
        let all = self.heads.iter().map(|(name, head)| {
            let is_number = head.cells > 0 && head.numbers == head.cells;
            let is_form = head.cells > 0 && head.blank * 5 >= head.cells * 4;
            let means = match vocabulary::head(name) {
                Some(Means::Number) if !is_number => None,
                _ if is_form => Some(Means::Form),
                other => other,
            };
            (means, Column { shown: head.shown.clone(), count: head.count })
        });
        grouped(all)
    }

    /// Returns the labels by what they mean, and those that mean nothing known.
    pub(super) fn labels(&self) -> (Vec<(&'static str, Vec<Column>)>, Vec<Column>) {
        let all = self.labels.iter().filter(|(name, _)| vocabulary::metadata(name).is_none());
        grouped(all.map(|(name, label)| (vocabulary::label(name), label.clone())))
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    if let Some(found) = WORDED.captures(&plain(&heading.content)).filter(|_| heading.level > 1) {
                        *self.words.entry(found["word"].to_owned()).or_default() += 1;
                        self.headings +=
                            usize::from(["step", "étape", "schritt"].contains(&normal(&found["word"]).as_str()));
                    }
                }
                Block::Paragraph(paragraph) => self.lines(&paragraph.content),
                Block::List(list) => self.list(list),
                Block::Table(table) => self.table(table),
                Block::Code(code) if matches!(code.language(), None | Some("text" | "txt")) => {
                    self.fence(&code.text.text)
                }
                _ => {}
            }
        }
    }

    fn lines(&mut self, content: &[Inline]) {
        for line in content.split(|inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak)) {
            let [Inline::Strong(inner), rest @ ..] = line else { continue };
            let label = plain(inner);
            let colon = label.ends_with(':') || plain(rest).trim_start().starts_with(':');
            if !colon || label.len() > 40 {
                continue;
            }
            count(&mut self.keys, &label);
            count(&mut self.labels, &label);
        }
    }

    fn list(&mut self, list: &List) {
        if list.start.is_some() {
            self.ordered += list.items.len();
        } else if list.items.iter().all(|item| item.checked == Some(false)) {
            self.tasks += list.items.len();
        }
        for item in &list.items {
            item.blocks.iter().for_each(|block| match block {
                Block::Paragraph(paragraph) => self.lines(&paragraph.content),
                Block::List(inner) if list.start.is_some() => self.list(inner),
                _ => {}
            });
        }
    }

    fn table(&mut self, table: &Table) {
        let heads: Vec<String> = table.head.iter().map(|head| plain(head).trim().to_owned()).collect();
        let of = |wanted: Means| heads.iter().position(|head| vocabulary::head(head) == Some(wanted));
        let numbered = of(Means::Number).filter(|at| {
            let cells = table.rows.iter().filter_map(|row| row.get(*at)).map(|cell| plain(cell));
            cells.into_iter().all(|cell| is_number(&cell))
        });
        let acts =
            of(Means::Telecommand).is_some() && (of(Means::Expected).is_some() || of(Means::Parameter).is_some());
        if numbered.is_none() && !acts {
            return;
        }
        self.rows += table.rows.len();
        for (at, shown) in heads.iter().enumerate().filter(|(_, head)| !head.is_empty()) {
            let head = self.heads.entry(normal(shown)).or_default();
            head.shown.clone_from(shown);
            head.count += 1;
            for cell in table.rows.iter().filter_map(|row| row.get(at)) {
                let text = plain(cell);
                head.cells += 1;
                head.numbers += usize::from(is_number(&text));
                head.blank += usize::from(text.chars().all(|c| c.is_whitespace() || matches!(c, '_' | '[' | ']')));
            }
        }
    }

    fn fence(&mut self, text: &str) {
        let worded = |line: &&str| WORDED.is_match(line.trim_start()) || NUMBERED.is_match(line);
        let steps = text.lines().filter(worded).count();
        let boxes = text.lines().filter(|line| BOXED.is_match(line)).count();
        self.fenced += if steps > 0 { steps } else { boxes };
        if steps == 0 {
            return;
        }
        for line in text.lines() {
            if let Some(found) = WORDED.captures(line.trim_start()) {
                *self.words.entry(found["word"].to_owned()).or_default() += 1;
            } else if let Some(found) = LABELLED.captures(line) {
                count(&mut self.labels, &found["label"]);
            }
        }
    }
}

fn grouped(all: impl Iterator<Item = (Option<Means>, Column)>) -> (Vec<(&'static str, Vec<Column>)>, Vec<Column>) {
    let mut known: Vec<(&'static str, Vec<Column>)> = Vec::new();
    let mut unknown = Vec::new();
    for (means, column) in all {
        match means {
            None => unknown.push(column),
            Some(means) => match known.iter_mut().find(|(name, _)| *name == key(means)) {
                Some((_, columns)) => columns.push(column),
                None => known.push((key(means), vec![column])),
            },
        }
    }
    let order = |name: &str| Means::ALL.iter().position(|(key, _)| *key == name);
    known.sort_by_key(|(name, _)| order(name));
    let often = |columns: &mut Vec<Column>| columns.sort_by(|a, b| b.count.cmp(&a.count).then(a.shown.cmp(&b.shown)));
    known.iter_mut().for_each(|(_, columns)| often(columns));
    often(&mut unknown);
    (known, unknown)
}

fn count(counts: &mut BTreeMap<String, Column>, word: &str) {
    let shown = word.trim().trim_end_matches(':').to_owned();
    let column = counts.entry(normal(word)).or_insert_with(|| Column { shown, count: 0 });
    column.count += 1;
}

fn is_number(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ')']);
    !text.is_empty() && text.len() < 8 && text.starts_with(|c: char| c.is_ascii_digit()) && {
        text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
    }
}

/// Returns the identifiers that headings below the title begin with.
fn sections_of(document: &Document) -> Vec<String> {
    let headings = document.body.iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.level > 1 => Some(plain(&heading.content)),
        _ => None,
    });
    let begins = |text: &String| {
        let found = IDENTIFIER.find(text).filter(|found| found.start() == 0 && found.end() < text.len())?;
        Some(found.as_str().to_owned())
    };
    let found: Vec<String> = headings.filter_map(|text| begins(&text)).collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// Returns the identifier in the first headings of a document, else in its name.
fn id_of(source: &Source, document: &Document) -> Option<String> {
    let headings = document.body.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(plain(&heading.content)),
        _ => None,
    });
    let stem = source.path.rsplit('/').next().unwrap_or_default().to_owned();
    let own = document.metadata.id.as_ref().map(|id| id.text.to_string());
    let all = headings.take(2).chain([stem.replace('_', " ")]).chain(own);
    all.into_iter().find_map(|text| Some(IDENTIFIER.find(&text)?.as_str().to_owned()))
}

/// Returns the pattern of most of the identifiers: those whose parts are of one number.
fn pattern(ids: &[String]) -> Option<(String, usize, String)> {
    let parts = |id: &str| id.split(['-', '_']).map(str::to_owned).collect::<Vec<_>>();
    let mut families: BTreeMap<(String, usize), Vec<&String>> = BTreeMap::new();
    for id in ids {
        let split = parts(id);
        families.entry((split[0].clone(), split.len())).or_default().push(id);
    }
    let (_, family) = families.iter().max_by_key(|(_, family)| family.len())?;
    let first = parts(family[0]);
    let separator = |at: usize| {
        let before: usize = first[..=at].iter().map(|part| part.len() + 1).sum();
        family[0][before - 1..].chars().next().unwrap_or('-')
    };
    let mut written = String::new();
    for (at, part) in first.iter().enumerate() {
        let same = family.iter().all(|id| parts(id).get(at) == Some(part));
        let digits =
            family.iter().all(|id| parts(id).get(at).is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit())));
        let width = family.iter().all(|id| parts(id).get(at).is_some_and(|other| other.len() == part.len()));
        written.push_str(&match (digits, same) {
            (true, _) if width => format!("\\d{{{}}}", part.len()),
            (true, _) => "\\d+".to_owned(),
            (false, true) => part.clone(),
            (false, false) => "[A-Z0-9]+".to_owned(),
        });
        if at + 1 < first.len() {
            written.push(separator(at));
        }
    }
    Some((written, family.len(), family[0].clone()))
}

/// Returns the paths of files, as patterns where nearly all files of a folder are meant.
pub(super) fn patterns(own: &[String], documents: &[(Source, Document)]) -> Vec<String> {
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut by_folder: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in own {
        by_folder.entry(folder(path)).or_default().push(path);
    }
    let mut patterns = Vec::new();
    for (name, paths) in by_folder {
        let all = documents.iter().filter(|(source, _)| folder(&source.path) == name).count();
        match paths.len() * 10 >= all * 7 && paths.len() > 1 {
            true => patterns.push(format!("/{name}*.md")),
            false => patterns.extend(paths.into_iter().map(|path| format!("/{path}"))),
        }
    }
    patterns
}
