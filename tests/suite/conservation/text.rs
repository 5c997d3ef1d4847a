//! What a page must say, what a page says, and whether the two are the same.
//!
//! Both are compared character by character, white space aside: so a word that a line or a mark-up
//! breaks is still one word, and two words that grew together are not two.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a page must say, in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// A character of the author's.
    Char(char),
    /// White space, or the border of a block.
    Space,
    /// A place where the tool's own words may stand in a PDF; at least so many of them do.
    Slot(usize),
    /// The mark of a footnote, by its label.
    Note(String),
    /// What may stand here in a PDF, or not: a title that is quoted, the head of a table on its next page.
    Maybe(Vec<Item>),
    /// A picture: the words in it may stand here in a PDF, in any order, and after them one of its captions.
    Picture(Vec<String>, Vec<Vec<Item>>),
    /// Things that stand in any order.
    AnyOrder(Vec<Vec<Item>>),
    /// A row of a table, cell by cell. A row that is broken at the end of a page goes on, cell by cell, on the next,
    /// below the head of the table.
    Row { head: Vec<Item>, cells: Vec<Vec<Item>> },
    /// What only some of the outputs hold.
    Only(Output, Vec<Item>),
}

/// What is made of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    Html,
    Pdf,
    Index,
}

/// Text as it grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Script {
    pub(super) items: Vec<Item>,
}

impl Script {
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                c if is_shapeless(c) => {}
                c if c.is_whitespace() => self.space(),
                c => self.items.push(Item::Char(c)),
            }
        }
    }

    pub(super) fn space(&mut self) {
        if self.items.last() != Some(&Item::Space) {
            self.items.push(Item::Space);
        }
    }

    /// Adds words of their own.
    pub(super) fn words(&mut self, text: &str) {
        self.space();
        self.text(text);
        self.space();
    }

    pub(super) fn slot(&mut self, least: usize) {
        self.items.push(Item::Slot(least));
    }

    pub(super) fn item(&mut self, item: Item) {
        self.items.push(item);
    }

    pub(super) fn append(&mut self, other: Script) {
        self.items.extend(other.items);
    }
}

/// Tells whether a character has no shape of its own: it is no word, and what reads pages may drop it, or add it where
/// words run from right to left.
fn is_shapeless(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fe0e}'
            | '\u{fe0f}'
    )
}

/// Returns the items that one output must hold.
pub(super) fn for_output(items: &[Item], output: Output) -> Vec<Item> {
    let all = |lists: &[Vec<Item>]| lists.iter().map(|list| for_output(list, output)).collect();
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Only(of, inner) if *of == output => out.extend(for_output(inner, output)),
            Item::Only(..) => {}
            Item::Slot(_) | Item::Note(_) | Item::Maybe(_) | Item::Picture(..) if output != Output::Pdf => {}
            Item::Note(_) => out.push(Item::Slot(1)),
            Item::Row { cells, .. } if output != Output::Pdf => {
                for cell in cells {
                    out.push(Item::Space);
                    out.extend(for_output(cell, output));
                    out.push(Item::Space);
                }
            }
            Item::Row { head, cells } => out.push(Item::Row { head: for_output(head, output), cells: all(cells) }),
            Item::AnyOrder(lists) => out.push(Item::AnyOrder(all(lists))),
            Item::Maybe(inner) => out.push(Item::Maybe(for_output(inner, output))),
            other => out.push(other.clone()),
        }
    }
    out
}

/// Returns how often each word of letters and digits stands in some items.
pub(super) fn counted(items: &[Item]) -> BTreeMap<String, usize> {
    let mut text = String::new();
    flat(items, &mut text);
    count(&text)
}

fn flat(items: &[Item], text: &mut String) {
    for item in items {
        match item {
            Item::Char(c) => text.push(*c),
            Item::AnyOrder(lists) | Item::Row { cells: lists, .. } => lists.iter().for_each(|list| {
                text.push(' ');
                flat(list, text);
                text.push(' ');
            }),
            _ => text.push(' '),
        }
    }
}

/// Returns how often each word of letters and digits stands in a text.
pub(super) fn count(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

/// A character of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Mark {
    c: char,
    before: Gap,
}

/// What stands before a character.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Gap {
    None,
    Space,
    /// In a PDF, where a long word may be broken.
    Line,
    Page,
}

/// What a page says.
#[derive(Debug, Clone)]
pub(super) struct Page {
    marks: Vec<Mark>,
    /// Whether it was read by lines, from a PDF.
    lines: bool,
}

impl Page {
    /// Takes the text of a page; `lines` tells whether its line ends may stand within words.
    pub(super) fn new(text: &str, lines: bool) -> Self {
        let (mut marks, mut before) = (Vec::new(), Gap::Space);
        for c in text.chars() {
            let gap = match c {
                c if is_shapeless(c) => continue,
                '\u{c}' if lines => Gap::Page,
                '\n' if lines => Gap::Line,
                c if c.is_whitespace() => Gap::Space,
                c => {
                    marks.push(Mark { c, before });
                    before = Gap::None;
                    continue;
                }
            };
            before = if gap > before { gap } else { before };
        }
        Self { marks, lines }
    }

    /// Tells whether a sign upon a letter stands before a character of a PDF: what reads PDFs takes it for wide, so
    /// that the space behind it is too narrow to be one.
    fn is_after_sign(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|at| self.marks[at].c);
        self.lines && before.is_some_and(|c| ('\u{300}'..='\u{36f}').contains(&c))
    }

    /// Returns where each word stands: from its first character to the one after its last.
    pub(super) fn words(&self) -> Vec<(usize, usize)> {
        let mut starts: Vec<usize> = (0..self.marks.len()).filter(|at| self.marks[*at].before != Gap::None).collect();
        starts.push(self.marks.len());
        starts.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }

    pub(super) fn word(&self, (from, to): (usize, usize)) -> String {
        self.marks[from..to].iter().map(|mark| mark.c).collect()
    }

    /// Returns the page without a word.
    pub(super) fn without(&self, (from, to): (usize, usize)) -> Self {
        let mut marks = self.marks.clone();
        marks.drain(from..to);
        Self { marks, lines: self.lines }
    }

    fn show(&self, from: usize, to: usize) -> String {
        let mut out = String::new();
        for mark in &self.marks[from.min(self.marks.len())..to.min(self.marks.len())] {
            out.push_str(match mark.before {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "⏎",
                Gap::Page => "⇟",
            });
            out.push(mark.c);
        }
        out
    }
}

/// The words that the tool writes itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    /// In small letters, the longest first.
    words: Vec<Vec<char>>,
}

impl Vocabulary {
    pub(super) fn new(words: impl IntoIterator<Item = String>) -> Self {
        let small = |word: String| word.to_lowercase().chars().collect::<Vec<char>>();
        let mut words: Vec<Vec<char>> = words.into_iter().map(small).filter(|word| !word.is_empty()).collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup();
        Self { words }
    }

    /// Returns where a word of the tool's that stands here ends: a word, a number or a sign.
    fn end(&self, page: &Page, at: usize) -> Option<usize> {
        let marks = page.marks.get(at..)?;
        let first = marks.first()?.c;
        let starts = |word: &&Vec<char>| {
            word.len() <= marks.len()
                && word.iter().zip(marks).all(|(c, mark)| mark.c.to_lowercase().eq(std::iter::once(*c)))
                && marks.get(word.len()).is_none_or(|next| next.before != Gap::None || !next.c.is_alphanumeric())
        };
        if let Some(word) = self.words.iter().find(starts) {
            return Some(at + word.len());
        }
        if first.is_ascii_digit() {
            // `7.2`, but `1` alone in `1.`: the point may be the author's.
            let part = |at: usize| marks.get(at).filter(|mark| at == 0 || mark.before == Gap::None).map(|mark| mark.c);
            let (mut end, digit) = (1, |at| part(at).is_some_and(|c| c.is_ascii_digit()));
            while digit(end) || (part(end) == Some('.') && digit(end + 1)) {
                end += 1;
            }
            return Some(at + end);
        }
        "→,:;()[]{}=±#—–·•‣.∶«»|".contains(first).then_some(at + 1)
    }
}

/// Why a page does not say what it must.
#[derive(Debug, Clone)]
pub(super) struct Miss {
    at: usize,
    expected: String,
    found: String,
}

impl std::fmt::Display for Miss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "at character {}:\n    expected …{}\n    found    …{}", self.at, self.expected, self.found)
    }
}

/// Compares what a page must say with what it says; returns which of its characters are the author's.
pub(super) fn compare(items: &[Item], page: &Page, own: &Vocabulary) -> Result<Vec<bool>, Miss> {
    let mut matcher =
        Matcher { page, own, furthest: (0, 0), item: 0, depth: 0, authored: vec![false; page.marks.len()] };
    let mut end = matcher.run(items, 0);
    if let Some(at) = &mut end {
        // What stands after everything is the tool's, or too much.
        while let Some(next) = own.end(page, *at) {
            *at = next;
        }
        if *at < page.marks.len() {
            matcher.furthest = (items.len(), *at);
            end = None;
        }
    }
    if end.is_some() {
        return Ok(matcher.authored);
    }
    let (item, at) = matcher.furthest;
    let mut expected = String::new();
    show(&items[item.saturating_sub(40)..(item + 60).min(items.len())], &mut expected);
    Err(Miss { at, expected, found: page.show(at.saturating_sub(40), at + 60) })
}

fn show(items: &[Item], out: &mut String) {
    for item in items {
        let _ = match item {
            Item::Char(c) => write!(out, "{c}"),
            Item::Space => write!(out, " "),
            Item::Slot(least) => write!(out, "⟨{least}⟩"),
            Item::Maybe(_) => write!(out, "⟨?⟩"),
            Item::Picture(..) => write!(out, "⟨picture⟩"),
            Item::AnyOrder(lists) | Item::Row { cells: lists, .. } => {
                lists.iter().for_each(|list| {
                    out.push('⟦');
                    show(list, out);
                    out.push('⟧');
                });
                Ok(())
            }
            Item::Only(..) | Item::Note(_) => Ok(()),
        };
    }
}

struct Matcher<'a> {
    page: &'a Page,
    own: &'a Vocabulary,
    /// The item and the character that were reached.
    furthest: (usize, usize),
    /// The item that is being followed, of all and not of some within another.
    item: usize,
    /// How many runs are within one another.
    depth: usize,
    authored: Vec<bool>,
}

/// A point of the comparison to which it can return.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    item: usize,
    at: usize,
    /// White space is due before the next character.
    due: bool,
    /// The tool's words stood last: the author's may follow without white space.
    free: bool,
}

/// How many items are gone back over, at most, to give more of the page to the tool's words.
const BACK: usize = 400;

impl Matcher<'_> {
    /// Follows items from a character on; returns the character after them.
    fn run(&mut self, items: &[Item], from: usize) -> Option<usize> {
        self.depth += 1;
        let end = self.follow(items, from);
        self.depth -= 1;
        end
    }

    fn follow(&mut self, items: &[Item], from: usize) -> Option<usize> {
        let mut now = Point { item: 0, at: from, due: false, free: true };
        let mut back: Vec<Point> = Vec::new();
        // What was tried after a place for the tool's words need not be tried again.
        let mut tried: BTreeSet<Point> = BTreeSet::new();
        loop {
            if self.depth == 1 {
                self.item = now.item;
            }
            if now.at > self.furthest.1 {
                self.furthest = (self.item, now.at);
            }
            let Some(item) = items.get(now.item) else { return Some(now.at) };
            let next = match item {
                Item::Char(c) => self.character(*c, now),
                Item::Space => Some(Point { item: now.item + 1, due: true, ..now }),
                Item::Slot(least) => self.slot(*least, now, &mut back),
                Item::Maybe(inner) => {
                    let found = self.run(inner, now.at).filter(|end| self.ends(*end));
                    Some(match found {
                        Some(at) => Point { item: now.item + 1, at, due: false, free: true },
                        None => Point { item: now.item + 1, ..now },
                    })
                }
                Item::Picture(words, captions) => Some(self.picture(words, captions, now)),
                Item::AnyOrder(lists) => self.any_order(lists, now),
                Item::Row { head, cells } => self.row(head, cells, now),
                Item::Only(..) | Item::Note(_) => Some(Point { item: now.item + 1, ..now }),
            };
            let fresh = |next: &Point, tried: &mut BTreeSet<Point>| {
                !matches!(items[next.item - 1], Item::Slot(_)) || tried.insert(*next)
            };
            let mut next = next.filter(|next| fresh(next, &mut tried));
            while next.is_none() {
                next = Some(self.again(&mut back, now.item)?).filter(|next| fresh(next, &mut tried));
            }
            now = next?;
        }
    }

    fn character(&mut self, c: char, now: Point) -> Option<Point> {
        let mark = self.page.marks.get(now.at)?;
        let fits = match mark.before {
            _ if now.free || self.page.is_after_sign(now.at) => true,
            Gap::None => !now.due,
            Gap::Space => now.due,
            // A word that is too long for its line is broken.
            Gap::Line | Gap::Page => true,
        };
        if mark.c != c || !fits {
            return None;
        }
        self.authored[now.at] = true;
        Some(Point { item: now.item + 1, at: now.at + 1, due: false, free: false })
    }

    fn slot(&mut self, least: usize, now: Point, back: &mut Vec<Point>) -> Option<Point> {
        let mut at = now.at;
        for _ in 0..least {
            let end = self.own.end(self.page, at)?;
            self.authored[at..end].fill(false);
            at = end;
        }
        let next = Point { item: now.item + 1, at, due: now.due && at == now.at, free: now.free || at > now.at };
        back.push(next);
        Some(next)
    }

    /// Gives one more word to the tool, at the last place where it may have more.
    fn again(&mut self, back: &mut Vec<Point>, reached: usize) -> Option<Point> {
        while let Some(last) = back.pop() {
            if last.item + BACK < reached {
                return None;
            }
            if let Some(end) = self.own.end(self.page, last.at) {
                self.authored[last.at..end].fill(false);
                let next = Point { at: end, due: false, free: true, ..last };
                back.push(next);
                return Some(next);
            }
        }
        None
    }

    /// Tells whether a word may end here.
    fn ends(&self, at: usize) -> bool {
        self.page.marks.get(at).is_none_or(|next| next.before != Gap::None || !next.c.is_alphanumeric())
    }

    fn picture(&mut self, words: &[String], captions: &[Vec<Item>], now: Point) -> Point {
        let mut at = now.at;
        loop {
            let caption =
                captions.iter().filter(|caption| !caption.is_empty()).find_map(|caption| self.run(caption, at));
            if let Some(at) = caption.filter(|end| self.ends(*end)) {
                return Point { item: now.item + 1, at, due: true, free: false };
            }
            let marks = &self.page.marks[at..];
            let stands = |word: &&String| {
                word.chars().count() <= marks.len() && word.chars().zip(marks).all(|(c, mark)| mark.c == c)
            };
            match words.iter().find(stands) {
                Some(word) => at += word.chars().count(),
                None => return Point { item: now.item + 1, at, due: now.due && at == now.at, free: at > now.at },
            }
        }
    }

    fn any_order(&mut self, lists: &[Vec<Item>], now: Point) -> Option<Point> {
        let mut left: Vec<&Vec<Item>> = lists.iter().filter(|list| !list.is_empty()).collect();
        let size = |list: &Vec<Item>| list.len();
        left.sort_by_key(|list| std::cmp::Reverse(size(list)));
        let mut at = now.at;
        while !left.is_empty() {
            let found = (0..left.len()).find_map(|n| {
                let end = self.run(left[n], at)?;
                self.ends(end).then_some((n, end))
            });
            at = match found {
                Some((n, end)) => {
                    left.remove(n);
                    end
                }
                None => self.own.end(self.page, at)?,
            };
        }
        Some(Point { item: now.item + 1, at, due: false, free: true })
    }

    fn row(&mut self, head: &[Item], cells: &[Vec<Item>], now: Point) -> Option<Point> {
        let at = self.below_head(head, now.at);
        let end = self.run(&joined(cells), at).filter(|end| self.ends(*end));
        let end = end.or_else(|| self.broken_row(head, cells, at));
        Some(Point { item: now.item + 1, at: end?, due: true, free: false })
    }

    /// Returns where a row begins at the top of a page, on which the head of its table may stand again.
    fn below_head(&mut self, head: &[Item], at: usize) -> usize {
        let top = self.page.marks.get(at).is_some_and(|mark| mark.before == Gap::Page);
        let end = if top && !head.is_empty() { self.run(head, at) } else { None };
        match end {
            Some(end) => {
                self.authored[at..end].fill(false);
                end
            }
            None => at,
        }
    }

    /// Follows a row that ends on another page than it begins on: each cell has some lines on each.
    fn broken_row(&mut self, head: &[Item], cells: &[Vec<Item>], from: usize) -> Option<usize> {
        let marks = &self.page.marks;
        let turn = (from + 1..marks.len()).find(|at| marks[*at].before == Gap::Page)?;
        self.pieces(head, cells, &mut Vec::new(), from, turn)
    }

    /// Gives each cell that follows those in `rest` some lines up to the turn of the page, and what is left of it to
    /// the next page.
    fn pieces(
        &mut self,
        head: &[Item],
        cells: &[Vec<Item>],
        rest: &mut Vec<Vec<Item>>,
        at: usize,
        turn: usize,
    ) -> Option<usize> {
        let Some(cell) = cells.get(rest.len()) else {
            if at != turn || rest.iter().all(Vec::is_empty) {
                return None;
            }
            let (left, at) = (rest.clone(), self.below_head(head, turn));
            let end = self.run(&joined(&left), at).filter(|end| self.ends(*end));
            return end.or_else(|| self.broken_row(head, &left, at));
        };
        // Where the lines end that the cell can have here, the furthest first.
        let mut ends = vec![(at, 0)];
        let mut here = at;
        for (count, item) in cell.iter().enumerate() {
            match item {
                Item::Char(c) if here < turn && self.page.marks[here].c == *c => {
                    here += 1;
                    let line = self.page.marks.get(here).is_none_or(|next| next.before >= Gap::Line);
                    if line {
                        ends.push((here, count + 1));
                    }
                }
                Item::Char(_) => break,
                // The mark of an item within a cell.
                Item::Slot(least) => {
                    let marked = (0..*least).try_fold(here, |at, _| self.own.end(self.page, at));
                    let Some(marked) = marked.filter(|at| *at <= turn) else { break };
                    self.authored[here..marked].fill(false);
                    here = marked;
                }
                _ => {}
            }
        }
        for (end, count) in ends.into_iter().rev() {
            rest.push(cell[count..].to_vec());
            if let Some(found) = self.pieces(head, cells, rest, end, turn) {
                return Some(found);
            }
            rest.pop();
        }
        None
    }
}

/// Returns cells as one run of items.
fn joined(cells: &[Vec<Item>]) -> Vec<Item> {
    cells.iter().flat_map(|cell| [&[Item::Space], &cell[..]].concat()).collect()
}
