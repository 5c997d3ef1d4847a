//! Cuts a Markdown source into what a reader must find of it: a second opinion, by lines.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::inline::{self, Known};
use super::text::{Item, Output, Script};
use super::{Procedures, STATUSES, status_words};

/// What a source says: what is known of it, and what it says.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) title: Vec<Item>,
    pub(super) facts: Vec<Vec<Item>>,
    pub(super) body: Vec<Item>,
    pub(super) language: String,
    /// What no page shows, and search finds.
    pub(super) searched: Vec<String>,
}

static ITEM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:[-+*]|([0-9]{1,9})[.)])(?:[ \t]|$)").expect("a pattern"));
static RULE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$").expect("a pattern"));
static FENCE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(`{3,}|~{3,})(.*)$").expect("a pattern"));
static HEADING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(#{1,6})(?:[ \t]+(.*))?$").expect("a pattern"));
static DELIMITER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$").expect("a pattern"));
static DEFINITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*(?:<[^<>\n]*>|[^\s<]\S*)(?:(?:[ \t]+|[ \t]*\n[ \t]*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?[ \t]*(?:\n|$)"#)
        .expect("a pattern")
});
static NOTE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\[\^([^\]\s]+)\]:[ \t]*").expect("a pattern"));
static ALERT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$").expect("a pattern"));
static BLOCK_TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[\s>]|/>|$)").expect("a pattern")
});
static LONE_TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?:</[A-Za-z][A-Za-z0-9-]*\s*>|<[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][A-Za-z0-9_.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>)[ \t]*$"#).expect("a pattern")
});

/// Cuts a source. `pictures` are the words within the pictures that it shows.
pub(super) fn read(text: &str, pictures: BTreeMap<String, Vec<String>>, procedures: &Procedures) -> Source {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut source = Source::default();
    let mut body = text.as_str();
    if let Some(end) = front_matter_end(&text) {
        let lines: Vec<&str> = text[..end].lines().collect();
        let toml = lines[0].starts_with('+');
        let lines: Vec<String> =
            lines[1..lines.len() - 1].iter().map(|line| if toml { as_yaml(line) } else { line.to_string() }).collect();
        front_matter(&lines.iter().map(String::as_str).collect::<Vec<_>>(), !toml, &mut source);
        body = &text[end..];
    }
    let mut known = Known { pictures, ..Known::default() };
    gather(body, &mut known);
    let mut reader = Reader {
        known: &known,
        procedures,
        out: Script::default(),
        notes: BTreeMap::new(),
        written: Vec::new(),
        first: None,
        containers: Vec::new(),
    };
    reader.read(body);
    source.body = std::mem::take(&mut reader.out.items);
    if let Some((heading, length)) = reader.first.take() {
        let same = |a: &[Item], b: &[Item]| {
            let words =
                |items: &[Item]| items.iter().filter(|item| matches!(item, Item::Char(_))).cloned().collect::<Vec<_>>();
            words(a) == words(b)
        };
        // A document that begins with its title says it once.
        if source.title.is_empty() || same(&source.title, &heading) {
            source.body.drain(..length);
            source.title = heading;
        }
    }
    place_notes(&mut source.body, &reader.notes, &reader.written);
    source
}

/// In a PDF, notes stand at the end: first those that have marks, in the order of these; a note may cite others.
fn place_notes(body: &mut Vec<Item>, notes: &BTreeMap<String, Vec<Item>>, written: &[String]) {
    let mut order = Vec::new();
    cited(body, &mut order);
    let (mut at, mut uncited) = (0, written.iter());
    let mut items = vec![Item::Space, Item::Slot(1)];
    loop {
        let Some(label) = order.get(at) else {
            match uncited.next() {
                Some(label) if !order.contains(label) => order.push(label.clone()),
                Some(_) => {}
                None => break,
            }
            continue;
        };
        let note = notes.get(label).cloned().unwrap_or_default();
        at += 1;
        items.extend([Item::Space, Item::Slot(1), Item::Space]);
        items.extend(note.iter().cloned());
        items.push(Item::Space);
        cited(&note, &mut order);
    }
    if at > 0 {
        body.push(Item::Only(Output::Pdf, items));
    }
}

fn cited(items: &[Item], order: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Note(label) if !order.contains(label) => order.push(label.clone()),
            Item::Only(Output::Pdf, inner) => cited(inner, order),
            Item::Row { cells, .. } => cells.iter().for_each(|cell| cited(cell, order)),
            _ => {}
        }
    }
}

fn front_matter_end(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let closers: &[&str] = match first.trim_end() {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return None,
    };
    let mut at = first.len();
    let mut keys = false;
    for line in lines {
        at += line.len();
        if closers.contains(&line.trim_end()) {
            return keys.then_some(at);
        }
        keys |= line.contains([':', '=']);
    }
    None
}

/// Returns a line of TOML as one of YAML that means the same, as far as front matter goes.
fn as_yaml(line: &str) -> String {
    let line = line.trim();
    match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
        Some(table) => format!("{table}:"),
        None => line.replacen('=', ":", 1),
    }
}

/// Takes the values of front matter; keys that have a meaning are the tool's to name.
fn front_matter(lines: &[&str], yaml: bool, source: &mut Source) {
    const LISTS: &[&str] = &["missions", "satellites", "environments", "phases", "authors", "author"];
    const KNOWN: &[&str] = &[
        "id",
        "issue",
        "revision",
        "date",
        "lang",
        "language",
        "classification",
        "caveats",
        "criticality",
        "database",
        "translation-of",
        "procedure",
        "condition",
    ];
    let bare = |value: &str| value.trim().trim_matches(['"', '\'']).to_owned();
    for line in lines {
        if let Some((_, value)) = line.split_once(':').filter(|(key, _)| matches!(*key, "lang" | "language")) {
            source.language = bare(value);
        }
    }
    let mut seen = BTreeSet::new();
    let mut at = 0;
    let mut parent = String::new();
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        let Some((key, value)) = line.split_once(':').filter(|_| !line.trim_start().starts_with('#')) else { continue };
        if yaml && !line.starts_with(' ') {
            parent.clear();
        }
        let key = key.trim().to_owned();
        let mut values: Vec<String> = match value.trim().strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some(list) => list.split(',').map(bare).collect(),
            None => vec![bare(value)],
        };
        values.retain(|value| !value.is_empty());
        while let Some(item) = lines.get(at).and_then(|line| line.trim_start().strip_prefix("- ")) {
            values.push(bare(item));
            at += 1;
        }
        if values.is_empty() {
            parent = key;
            continue;
        }
        let nested = !parent.is_empty() && parent != "applicability";
        let again = !seen.insert(format!("{parent}.{key}"));
        let mut fact = Script::default();
        match key.as_str() {
            "title" if !nested && !again => {
                fact.words(&values[0]);
                source.title = fact.items;
                continue;
            }
            "status" if !nested && STATUSES.contains(&values[0].as_str()) => {
                fact.item(Item::Only(Output::Index, words(&values[0])));
                let shown = status_words(&values[0], &source.language);
                fact.item(Item::Only(Output::Html, words(&shown)));
                fact.item(Item::Only(Output::Pdf, words(&shown)));
            }
            "type" if values[0] == "scenario" => continue,
            name if LISTS.contains(&name) && !nested => fact.words(&values.join(", ")),
            name if KNOWN.contains(&name) && !nested && !again => fact.words(&values[0]),
            _ => {
                let prefix =
                    if parent.is_empty() || parent == "applicability" { String::new() } else { format!("{parent}.") };
                for value in &values {
                    fact.words(&format!("{prefix}{key}"));
                    fact.words(value);
                }
            }
        }
        source.facts.push(fact.items);
    }
}

fn words(text: &str) -> Vec<Item> {
    let mut script = Script::default();
    script.words(text);
    script.items
}

/// Gathers the definitions that uses anywhere in the document mean.
fn gather(text: &str, known: &mut Known) {
    let mut fence: Option<String> = None;
    let mut before = "";
    for line in text.lines() {
        let line = line.trim_start_matches([' ', '\t', '>']);
        if let Some(open) = &fence {
            if line.trim_end().chars().all(|c| open.starts_with(c)) && line.trim_end().len() >= open.len() {
                fence = None;
            }
            continue;
        }
        if let Some(found) = FENCE.captures(line).filter(|found| !(found[1].starts_with('`') && found[2].contains('`')))
        {
            fence = Some(found[1].to_owned());
        } else if let Some(found) = NOTE.captures(line) {
            known.footnotes.insert(inline::label(&found[1]));
        } else if let Some(found) =
            DEFINITION.captures(line).filter(|_| before.trim().is_empty() || DEFINITION.is_match(before))
        {
            let title = found.get(2).map_or("", |title| title.as_str());
            let title = title.get(1..title.len().saturating_sub(1)).unwrap_or_default();
            known.references.entry(inline::label(&found[1])).or_insert_with(|| title.to_owned());
        }
        before = line;
    }
}

/// What lines stand in.
#[derive(Debug, Clone, PartialEq)]
enum Container {
    Quote,
    /// An item, or a note, whose lines are indented so far.
    Item(usize),
    Note(String),
}

/// What lines make up.
#[derive(Debug, Default)]
enum Leaf {
    #[default]
    None,
    Paragraph(String),
    Fence {
        mark: char,
        length: usize,
    },
    Indented,
    Html {
        text: String,
        end: Option<&'static str>,
    },
    Table {
        columns: usize,
        head: Vec<Item>,
        row: Vec<Item>,
    },
}

struct Reader<'a> {
    known: &'a Known,
    procedures: &'a Procedures,
    out: Script,
    notes: BTreeMap<String, Vec<Item>>,
    /// The labels of the notes, in the order in which they are written.
    written: Vec<String>,
    /// The heading that the document begins with, and how many items it takes.
    first: Option<(Vec<Item>, usize)>,
    containers: Vec<Container>,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) {
        let mut leaf = Leaf::None;
        let mut blank_before = true;
        for line in text.lines() {
            leaf = self.line(line, leaf, &mut blank_before);
        }
        self.end(leaf);
        self.close_to(0);
    }

    fn line(&mut self, line: &str, mut leaf: Leaf, blank_before: &mut bool) -> Leaf {
        let mut rest = Columns::new(line);
        let mut matched = 0;
        for container in &self.containers {
            let fits = match container {
                Container::Quote => rest.quote(),
                Container::Item(indent) => rest.is_blank() || rest.take(*indent),
                Container::Note(_) => rest.is_blank() || rest.take(4),
            };
            if !fits {
                break;
            }
            matched += 1;
        }
        let all = matched == self.containers.len();
        match &mut leaf {
            Leaf::Fence { mark, length } if all => {
                let text = rest.text.trim();
                let closes =
                    rest.indent() < 4 && text.len() >= *length && text.chars().all(|c| c == *mark) && !text.is_empty();
                if closes {
                    self.out.space();
                    return Leaf::None;
                }
                self.out.words(rest.text);
                return leaf;
            }
            Leaf::Html { text, end } if all => {
                let done = match end {
                    Some(end) => rest.text.contains(*end),
                    None => rest.is_blank(),
                };
                text.push_str(rest.text);
                text.push('\n');
                if done {
                    self.end(leaf);
                    return Leaf::None;
                }
                return leaf;
            }
            _ => {}
        }
        // What opens here, or goes on.
        let blank = rest.is_blank();
        let paragraph = matches!(leaf, Leaf::Paragraph(_));
        let lazy = paragraph && !all && !blank && !self.opens(&rest, false);
        if !all && !lazy {
            self.end(std::mem::take(&mut leaf));
            self.close_to(matched);
        }
        if lazy {
            if let Leaf::Paragraph(text) = &mut leaf {
                text.push('\n');
                text.push_str(rest.text.trim_start());
            }
            return leaf;
        }
        loop {
            if rest.indent() >= 4 && !matches!(leaf, Leaf::Paragraph(_)) && !rest.is_blank() {
                break;
            }
            let inner = rest.text.trim_start();
            let paragraph = matches!(leaf, Leaf::Paragraph(_));
            if rest.indent() < 4 && inner.starts_with('>') {
                self.end(std::mem::take(&mut leaf));
                rest.quote();
                self.containers.push(Container::Quote);
                if ALERT.is_match(rest.text.trim()) {
                    self.out.space();
                    self.out.slot(1);
                    self.out.space();
                    return Leaf::None;
                }
                continue;
            }
            if rest.indent() < 4 && !RULE.is_match(inner.trim_end()) && self.item(&mut rest, paragraph, &mut leaf) {
                continue;
            }
            if let Some(found) = NOTE.captures(inner).filter(|_| !paragraph && rest.indent() < 4) {
                self.end(std::mem::take(&mut leaf));
                let label = inline::label(&found[1]);
                self.containers.push(Container::Note(label.clone()));
                rest = Columns::new(&inner[found[0].len()..]);
                let outer = std::mem::take(&mut self.out);
                self.notes.insert(format!("\u{0}{label}"), outer.items);
                continue;
            }
            break;
        }
        let blank_line = std::mem::replace(blank_before, blank);
        self.leaf(rest, leaf, blank_line)
    }

    /// Opens an item of a list, if one begins here.
    fn item(&mut self, rest: &mut Columns<'_>, paragraph: bool, leaf: &mut Leaf) -> bool {
        let inner = rest.text.trim_start();
        let Some(found) = ITEM.captures(inner) else { return false };
        let number = found.get(1).map(|number| number.as_str());
        let marker = found[0].trim_end().len();
        let after = &inner[marker..];
        if paragraph && (after.trim().is_empty() || number.is_some_and(|number| number != "1")) {
            return false;
        }
        self.end(std::mem::take(leaf));
        let indent = rest.indent();
        rest.take(indent);
        rest.text = &rest.text[marker..];
        rest.column += marker;
        let space = rest.indent();
        let own = if rest.is_blank() || space > 4 { 1 } else { space };
        rest.take(own.min(space));
        self.containers.push(Container::Item(indent + marker + own));
        self.out.space();
        let task = Regex::new(r"^\[[ xX]\](?:[ \t]|$)").expect("a pattern");
        if task.is_match(rest.text) {
            rest.text = &rest.text[3..];
            self.out.slot(0);
        } else {
            self.out.slot(1);
        }
        self.out.space();
        true
    }

    /// Tells whether a line begins a block of its own, so that no paragraph goes on with it.
    fn opens(&self, rest: &Columns<'_>, interrupts: bool) -> bool {
        let inner = rest.text.trim_start();
        if rest.indent() >= 4 {
            return false;
        }
        let item = ITEM.captures(inner).is_some_and(|found| {
            let bare = inner[found[0].trim_end().len()..].trim().is_empty();
            !(interrupts && (bare || found.get(1).is_some_and(|number| number.as_str() != "1")))
        });
        item || inner.starts_with('>')
            || (!interrupts && NOTE.is_match(inner))
            || HEADING.is_match(inner)
            || RULE.is_match(inner.trim_end())
            || FENCE.captures(inner).is_some_and(|found| !(found[1].starts_with('`') && found[2].contains('`')))
            || html_end(inner, interrupts).is_some()
    }

    fn leaf(&mut self, rest: Columns<'_>, leaf: Leaf, blank_before: bool) -> Leaf {
        let inner = rest.text.trim_start();
        if rest.is_blank() {
            if matches!(leaf, Leaf::Indented) {
                return leaf;
            }
            self.end(leaf);
            return Leaf::None;
        }
        let (leaf, text) = match leaf {
            Leaf::Paragraph(text) => (Leaf::None, Some(text)),
            other => (other, None),
        };
        if rest.indent() >= 4 && text.is_none() && !matches!(leaf, Leaf::Table { .. }) {
            let _ = blank_before;
            self.out.words(rest.text);
            return Leaf::Indented;
        }
        if let (Some(text), true) = (&text, rest.indent() < 4) {
            let underline = inner.trim_end();
            if !underline.is_empty()
                && (underline.chars().all(|c| c == '=') || underline.chars().all(|c| c == '-'))
                && !self.only_definitions(text)
            {
                self.heading(&text.clone(), if underline.starts_with('=') { 1 } else { 2 });
                return Leaf::None;
            }
        }
        // The head of a table is the last line of the paragraph above the delimiters.
        if let Some(text) = &text
            && DELIMITER.is_match(inner)
            && (inner.contains('|') || text.rsplit('\n').next().is_some_and(|line| line.contains('|')))
        {
            let head = text.rsplit('\n').next().unwrap_or_default();
            let columns = cells(inner).len();
            if cells(head).len() == columns {
                let above = text[..text.len() - head.len()].trim_end();
                if !above.is_empty() {
                    self.end(Leaf::Paragraph(above.to_owned()));
                }
                let row = self.row(head);
                let head = row.iter().flat_map(|cell| [vec![Item::Space], cell.clone()].concat()).collect();
                self.out.space();
                self.out.item(Item::Row { head: Vec::new(), cells: row });
                self.out.space();
                return Leaf::Table { columns, head, row: Vec::new() };
            }
        }
        if let Leaf::Table { columns, head, row } = leaf {
            if !self.opens(&rest, false) && rest.indent() < 4 {
                let cells = self.row(inner);
                self.out.item(Item::Row { head: head.clone(), cells });
                self.out.space();
                return Leaf::Table { columns, head, row };
            }
            return self.leaf(rest, Leaf::None, blank_before);
        }
        if rest.indent() < 4 {
            if let Some(found) = HEADING.captures(inner) {
                self.end(text.map_or(Leaf::None, Leaf::Paragraph));
                let level = found[1].len();
                let title = found.get(2).map_or("", |title| title.as_str()).trim_end();
                let title = Regex::new(r"(?:^|[ \t]+)#+$").expect("a pattern").replace(title, "");
                self.heading(&title, level);
                return Leaf::None;
            }
            if let Some(found) =
                FENCE.captures(inner).filter(|found| !(found[1].starts_with('`') && found[2].contains('`')))
            {
                self.end(text.map_or(Leaf::None, Leaf::Paragraph));
                // What follows the language is shown above the code.
                if let Some((_, caption)) = found[2].trim().split_once([' ', '\t']) {
                    self.out.words(caption);
                }
                self.out.space();
                return Leaf::Fence { mark: inner.chars().next().unwrap_or('`'), length: found[1].len() };
            }
            if RULE.is_match(inner.trim_end()) {
                self.end(text.map_or(Leaf::None, Leaf::Paragraph));
                self.out.space();
                return Leaf::None;
            }
            if let Some(end) = html_end(inner, text.is_some()) {
                self.end(text.map_or(Leaf::None, Leaf::Paragraph));
                let leaf = Leaf::Html { text: format!("{}\n", rest.text), end };
                if end.is_some_and(|end| rest.text.contains(end)) {
                    self.end(leaf);
                    return Leaf::None;
                }
                return leaf;
            }
        }
        match text {
            Some(text) => Leaf::Paragraph(format!("{text}\n{}", inner)),
            None => {
                self.end(leaf);
                Leaf::Paragraph(inner.to_owned())
            }
        }
    }

    fn row(&self, line: &str) -> Vec<Vec<Item>> {
        cells(line).iter().map(|cell| inline::strip(&cell.replace("\\|", "|"), self.known).items).collect()
    }

    fn heading(&mut self, title: &str, level: usize) {
        let attributes = Regex::new(r"[ \t]*\{([^{}]*)\}[ \t]*$").expect("a pattern");
        let given: Vec<String> = match attributes.captures(title) {
            Some(found) => found[1].split_whitespace().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        let title = attributes.replace(title, "");
        let words = inline::strip(title.trim(), self.known).items;
        let begins = self.out.items.iter().all(|item| *item == Item::Space)
            && self.first.is_none()
            && self.containers.is_empty();
        self.out.space();
        self.out.items.extend(words.iter().cloned());
        self.out.space();
        // A PDF says in words which procedure a section retells.
        if let Some(retold) = given.iter().find_map(|one| one.strip_prefix("procedure=")) {
            let in_part = usize::from(given.iter().any(|one| one == "partial"));
            let said = [vec![Item::Slot(1)], self::words(retold), vec![Item::Slot(in_part), Item::Space]].concat();
            self.out.item(Item::Only(Output::Pdf, said));
        }
        if begins && level == 1 {
            self.first = Some((words, self.out.items.len()));
        }
    }

    fn only_definitions(&self, text: &str) -> bool {
        without_definitions(text).trim().is_empty()
    }

    fn end(&mut self, leaf: Leaf) {
        match leaf {
            Leaf::Paragraph(text) => {
                let text = without_definitions(&text);
                self.out.space();
                if let Some(directive) = text.strip_prefix(":::") {
                    self.directive(directive, text);
                } else {
                    let words = inline::strip(text.trim_end(), self.known);
                    self.out.append(words);
                }
                self.out.space();
            }
            Leaf::Html { text, .. } => {
                self.out.space();
                inline::html(&text, &mut self.out);
                self.out.space();
            }
            _ => self.out.space(),
        }
    }

    /// Shows what another document defines: its words are not this one's, and a PDF has them all the same.
    fn directive(&mut self, inner: &str, whole: &str) {
        let names: Vec<&str> =
            inner.split([' ', '\t', '\n', ',']).filter(|name| !name.is_empty() && *name != ":::").collect();
        let Some((&"procedure", [id, steps @ ..])) = names.split_first() else {
            self.out.text(whole);
            return;
        };
        let Some(procedure) = self.procedures.get(*id) else {
            self.out.item(Item::Only(Output::Html, words(whole)));
            self.out.item(Item::Only(Output::Index, words(&[&[*id], steps].concat().join(" "))));
            let named = steps.iter().flat_map(|step| [words(step), vec![Item::Slot(0)]].concat());
            self.out.item(Item::Only(Output::Pdf, [vec![Item::Slot(0)], words(id), vec![Item::Slot(0)]].concat()));
            self.out.item(Item::Only(Output::Pdf, named.collect()));
            return;
        };
        self.out.slot(1);
        self.out.words(id);
        for output in [Output::Html, Output::Index] {
            self.out.item(Item::Only(output, words(&steps.join(" "))));
        }
        self.out.item(Item::Only(Output::Pdf, procedure.presented(steps, self.procedures)));
    }

    fn close_to(&mut self, count: usize) {
        while self.containers.len() > count {
            if let Some(Container::Note(label)) = self.containers.pop() {
                let outer = self.notes.remove(&format!("\u{0}{label}")).unwrap_or_default();
                let note = std::mem::replace(&mut self.out.items, outer);
                self.out.item(Item::Only(Output::Html, note.clone()));
                self.out.item(Item::Only(Output::Index, note.clone()));
                self.written.push(label.clone());
                self.notes.entry(label).or_insert(note);
            }
            self.out.space();
        }
    }
}

/// Returns how a block of raw HTML ends that begins so: at a text, or at a blank line.
fn html_end(inner: &str, paragraph: bool) -> Option<Option<&'static str>> {
    let small = inner.to_ascii_lowercase();
    for (start, end) in [("<!--", "-->"), ("<?", "?>"), ("<![cdata[", "]]>")] {
        if small.starts_with(start) {
            return Some(Some(end));
        }
    }
    for (name, end) in [("script", "</script>"), ("pre", "</pre>"), ("style", "</style>"), ("textarea", "</textarea>")]
    {
        if small
            .strip_prefix('<')
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '>']))
        {
            return Some(Some(end));
        }
    }
    if small.starts_with("<!") && small[2..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some(Some(">"));
    }
    (BLOCK_TAG.is_match(inner) || (!paragraph && LONE_TAG.is_match(inner))).then_some(None)
}

fn without_definitions(text: &str) -> &str {
    let mut rest = text;
    while let Some(found) = DEFINITION.find(rest).filter(|_| !rest.starts_with("[^")) {
        rest = &rest[found.end()..];
    }
    rest
}

/// Returns the cells of a row of a table.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let (mut cells, mut cell, mut escaped) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        if c == '|' && !escaped {
            cells.push(std::mem::take(&mut cell).trim().to_owned());
        } else {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    if !cell.trim().is_empty() {
        cells.push(cell.trim().to_owned());
    }
    cells
}

/// A line from some column on.
#[derive(Clone, Copy)]
struct Columns<'a> {
    text: &'a str,
    column: usize,
}

impl<'a> Columns<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, column: 0 }
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Returns how many columns of white space the line begins with.
    fn indent(&self) -> usize {
        let mut column = self.column;
        for c in self.text.chars() {
            match c {
                ' ' => column += 1,
                '\t' => column += 4 - column % 4,
                _ => break,
            }
        }
        column - self.column
    }

    /// Takes columns of white space, if there are so many.
    fn take(&mut self, columns: usize) -> bool {
        if self.indent() < columns {
            return false;
        }
        let target = self.column + columns;
        while self.column < target {
            let Some(c) = self.text.chars().next() else { break };
            self.column += if c == '\t' { 4 - self.column % 4 } else { 1 };
            self.text = &self.text[1..];
        }
        true
    }

    /// Takes the mark of a quotation, if there is one.
    fn quote(&mut self) -> bool {
        let indent = self.indent();
        if indent > 3 || !self.text.trim_start().starts_with('>') {
            return false;
        }
        self.take(indent);
        self.text = &self.text[1..];
        self.column += 1;
        if self.text.starts_with([' ', '\t']) {
            self.take(1);
        }
        true
    }
}
