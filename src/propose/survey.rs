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

/// How many kinds of identifiers a pattern may have; more are chance.
const MOST_FAMILIES: usize = 6;

/// What looks like an identifier.
static IDENTIFIER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*[-_]\d{1,4}\b").expect("the pattern is a regular expression")
});

/// A heading or a line that a word and a number begin.
static WORDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<word>\p{L}{3,})\s+(?<number>\d+(?:\.\d+)*)\s*(?:[—–:.-]|$)")
        .expect("the pattern is a regular expression")
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

/// The tables of one form.
#[derive(Debug, Default)]
struct Tables {
    rows: usize,
    heads: BTreeMap<String, Head>,
}

/// A word that headings or lines begin with, and a number after it.
#[derive(Debug, Default)]
struct Word {
    count: usize,
    /// Whether it is counted from one, as steps are.
    from_one: bool,
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
    /// The parts around the steps, by their headings.
    pub(super) parts: Vec<(&'static str, Vec<Column>)>,
    /// The tables whose rows have numbers, and those that only have a column of commands.
    numbered: Tables,
    acting: Tables,
    labels: BTreeMap<String, Column>,
    words: BTreeMap<String, Word>,
    keys: BTreeMap<String, Column>,
    headings: usize,
    ordered: usize,
    tasks: usize,
    fenced: usize,
}

impl Survey {
    pub(super) fn of(documents: &[(Source, Document)]) -> Self {
        let mut survey = Self { word: own_word(documents), ..Self::default() };
        let mut parts: BTreeMap<&str, Vec<Column>> = BTreeMap::new();
        for (source, document) in documents {
            let before = survey.seen();
            survey.body(&document.body, &mut parts);
            if survey.seen() == before {
                continue;
            }
            survey.files.push(source.path.clone());
        }
        // Where steps stand is known only when all is counted.
        let (mut sections, mut ids) = (Vec::new(), Vec::new());
        for (source, document) in documents.iter().filter(|(source, _)| survey.files.contains(&source.path)) {
            let own = survey.sections_of(document);
            match own.len() {
                0 => ids.extend(id_of(source, document)),
                _ => sections.extend(own),
            }
        }
        survey.section = pattern(&sections);
        survey.id = pattern(&ids);
        survey.parts = parts.into_iter().collect();
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
        self.headings + self.numbered.rows + self.acting.rows + self.ordered + self.tasks + self.fenced
    }

    /// Returns the tables of steps. Where some number their rows, those that do not are of something else.
    fn tables(&self) -> &Tables {
        if self.numbered.rows > 0 { &self.numbered } else { &self.acting }
    }

    /// Tells whether hardly anything but lists was seen, in documents that no identifier marks as procedures.
    pub(super) fn is_lists(&self) -> bool {
        let is_list = |shape: &&str| matches!(*shape, "lists" | "checklists");
        self.section.is_none() && self.id.is_none() && self.own_shapes().iter().any(is_list)
    }

    /// Returns how many steps were seen in each shape.
    pub(super) fn shapes(&self) -> [(&'static str, usize); 5] {
        [
            ("headings", self.headings),
            ("tables", self.tables().rows),
            ("lists", self.ordered),
            ("checklists", self.tasks),
            ("fenced", self.fenced),
        ]
    }

    /// Returns the shapes that are to be looked into. Where steps have headings, tables or fences, lists are mostly
    /// of something else: documents, conditions.
    pub(super) fn own_shapes(&self) -> Vec<&'static str> {
        let own = self.headings + self.tables().rows + self.fenced;
        let all = own + self.ordered + self.tasks;
        let is_own = |shape: &str| own * 2 < all || !matches!(shape, "lists" | "checklists");
        self.shapes().into_iter().filter(|(shape, count)| *count > 0 && is_own(shape)).map(|(shape, _)| shape).collect()
    }

    /// Returns the heads by what they mean, and those that mean nothing known.
    pub(super) fn columns(&self) -> (Vec<(&'static str, Vec<Column>)>, Vec<Column>) {
        let all = self.tables().heads.iter().map(|(name, head)| {
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

    /// Counts what a document holds; what stands in a part around the steps is counted for the part.
    fn body(&mut self, blocks: &[Block], parts: &mut BTreeMap<&'static str, Vec<Column>>) {
        let mut rest = blocks;
        while !rest.is_empty() {
            let length = match part_of(rest) {
                Some((part, shown, length)) => {
                    let words = parts.entry(part).or_default();
                    match words.iter_mut().find(|word| normal(&word.shown) == normal(&shown)) {
                        Some(word) => word.count += 1,
                        None => words.push(Column { shown, count: 1 }),
                    }
                    length
                }
                None => {
                    self.blocks(&rest[..1]);
                    1
                }
            };
            rest = &rest[length..];
        }
    }

    /// Tells whether a word begins steps.
    fn begins_steps(&self, word: &str) -> bool {
        is_usual(word) || self.word.as_ref().is_some_and(|(own, _)| own == word)
    }

    fn worded(&mut self, found: &regex::Captures<'_>) {
        let word = self.words.entry(found["word"].to_owned()).or_default();
        word.count += 1;
        word.from_one |= &found["number"] == "1";
    }

    /// Returns the identifiers that headings below the title begin with, where what may be steps stands below them.
    fn sections_of(&self, document: &Document) -> Vec<String> {
        let shapes = self.own_shapes();
        let mut found: Vec<(String, bool)> = Vec::new();
        let mut open = 0;
        for block in &document.body {
            match block {
                Block::Heading(heading) => {
                    let text = plain(&heading.content);
                    let text = unnumbered(&text);
                    let id = IDENTIFIER.find(text).filter(|id| id.start() == 0 && id.end() < text.len());
                    if let Some(id) = id.filter(|_| heading.level > 1) {
                        found.push((id.as_str().to_owned(), false));
                        open = heading.level;
                    } else if heading.level <= open {
                        open = 0;
                    }
                }
                other if open > 0 => {
                    let mut one = Self { word: self.word.clone(), ..Self::default() };
                    one.blocks(std::slice::from_ref(other));
                    if let Some((_, holds)) = found.last_mut() {
                        *holds |= one.shapes().iter().any(|(shape, count)| *count > 0 && shapes.contains(shape));
                    }
                }
                _ => {}
            }
        }
        let found: Vec<String> = found.into_iter().filter(|(_, holds)| *holds).map(|(id, _)| id).collect();
        if found.len() > 1 { found } else { Vec::new() }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    if let Some(found) = WORDED.captures(&plain(&heading.content)).filter(|_| heading.level > 1) {
                        self.worded(&found);
                        self.headings += usize::from(self.begins_steps(&found["word"]));
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
        let tables = if numbered.is_some() { &mut self.numbered } else { &mut self.acting };
        tables.rows += table.rows.len();
        for (at, shown) in heads.iter().enumerate().filter(|(_, head)| !head.is_empty()) {
            let head = tables.heads.entry(normal(shown)).or_default();
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
                self.worded(&found);
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

/// Returns the word that steps begin with, if it is none of the usual ones.
fn own_word(documents: &[(Source, Document)]) -> Option<(String, usize)> {
    let mut survey = Survey::default();
    documents.iter().for_each(|(_, document)| survey.blocks(&document.body));
    let (word, most) = survey.words.iter().max_by_key(|(_, word)| word.count)?;
    // A word that is rare beside what else looks like steps is another one: days, bytes, modules.
    let is_own = most.count > 2 && most.from_one && most.count * 4 >= survey.seen() && !is_usual(word);
    is_own.then(|| (word.clone(), most.count))
}

fn is_usual(word: &str) -> bool {
    ["step", "étape", "schritt"].contains(&normal(word).as_str())
}

/// Returns the part that a section is, the words of its heading, and how many blocks it has: one of lists and text.
fn part_of(blocks: &[Block]) -> Option<(&'static str, String, usize)> {
    let (Block::Heading(heading), rest) = blocks.split_first()? else { return None };
    let text = plain(&heading.content);
    let shown = unnumbered(&text);
    let part = vocabulary::part(shown)?;
    let is_over = |block: &Block| matches!(block, Block::Heading(next) if next.level <= heading.level);
    let own = &rest[..rest.iter().position(is_over).unwrap_or(rest.len())];
    let is_line = |block: &[Block]| matches!(block, [Block::Paragraph(_)]);
    let is_plain = |block: &Block| match block {
        Block::List(list) => list.items.iter().all(|item| is_line(&item.blocks) && item.checked != Some(true)),
        Block::Paragraph(_) | Block::ThematicBreak(_) => true,
        _ => false,
    };
    let has_list = own.iter().any(|block| matches!(block, Block::List(_)));
    (has_list && own.iter().all(is_plain)).then(|| (part, shown.to_owned(), 1 + own.len()))
}

/// Returns a heading without the number before it.
fn unnumbered(heading: &str) -> &str {
    heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ')).trim_end()
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

/// Returns the pattern of identifiers, how many there are, and one of them: an alternative for each family whose
/// first part and number of parts are the same, the largest first.
fn pattern(ids: &[String]) -> Option<(String, usize, String)> {
    let mut families: BTreeMap<(String, usize), Vec<&String>> = BTreeMap::new();
    for id in ids {
        let split = parts(id);
        families.entry((split[0].clone(), split.len())).or_default().push(id);
    }
    let mut families: Vec<Vec<&String>> = families.into_values().collect();
    families.sort_by_key(|family| std::cmp::Reverse(family.len()));
    families.truncate(MOST_FAMILIES);
    let written: Vec<String> = families.iter().map(|family| pattern_of(family)).collect();
    let example = families.first()?[0].clone();
    Some((written.join("|"), families.iter().map(Vec::len).sum(), example))
}

fn parts(id: &str) -> Vec<String> {
    id.split(['-', '_']).map(str::to_owned).collect()
}

/// Returns the pattern of identifiers of one family.
fn pattern_of(family: &[&String]) -> String {
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
    written
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
