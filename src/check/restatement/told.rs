//! Finds the places that retell a procedure, and the steps in them.

use std::ops::Range;

use ecow::EcoString;
use rustc_hash::FxHashSet;

use super::defined::Definition;
use super::said::{Said, Sayings};
use super::words;
use crate::check::subject::Subject;
use crate::link::library::DocumentIndex;
use crate::model::block::{Block, CodeBlock, Heading, List, Table};
use crate::model::document::Status;
use crate::model::inline::{Destination, Inline, Text, plain};
use crate::text::span::Span;

/// A place that says that it retells a procedure: a document, or a section of one.
pub(super) struct Restatement<'a> {
    pub(super) procedure: &'a Text,
    /// Whether it leaves steps out on purpose.
    pub(super) partial: bool,
    /// Where the procedure is named.
    pub(super) named: Span,
    pub(super) language: &'a str,
    document: DocumentIndex,
    blocks: Vec<&'a Block>,
    /// Where the headings of the document begin, with their levels: what ends a section.
    headings: Vec<(u32, u8)>,
}

/// A list, a table, or a run of headed steps.
pub(super) struct Telling {
    pub(super) steps: Vec<ToldStep>,
}

/// A step as it is retold.
pub(super) struct ToldStep {
    /// The number that the text gives the step itself; the place in a list is none.
    pub(super) number: Option<EcoString>,
    /// The defined step that its number or its identifier says it is.
    pub(super) explicit: Option<usize>,
    /// Whether it is named by identifier.
    pub(super) by_id: bool,
    /// Where findings about the whole step stand.
    pub(super) head: Span,
    pub(super) said: Said,
    pub(super) words: FxHashSet<EcoString>,
    /// Whether its words say that they do not follow the order: `after`, `before`.
    pub(super) reorders: bool,
}

/// What the beginning of a step says of which step it is.
#[derive(Default)]
struct Lead {
    number: Option<EcoString>,
    explicit: Option<usize>,
    by_id: bool,
}

/// Returns the places of a document that retell a procedure.
pub(super) fn restatements(subject: Subject<'_>, index: DocumentIndex) -> Vec<Restatement<'_>> {
    let document = subject.library.document(index);
    let heading = |block: &'_ Block| matches!(block, Block::Heading(heading) if heading.restates.is_some());
    let metadata = &document.metadata;
    if (metadata.restates.is_none() && !document.body.iter().any(heading))
        || metadata.status == Some(Status::Superseded)
        || document.procedure().is_some()
    {
        return Vec::new();
    }
    let headings: Vec<(u32, u8)> =
        document.body.iter().filter_map(as_heading).map(|h| (h.span.start, h.level)).collect();
    let language = document.language_or(subject.project.default_language());
    let new = |procedure, partial, blocks| Restatement {
        procedure,
        partial,
        named: procedure.span,
        language,
        document: index,
        blocks,
        headings: headings.clone(),
    };
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    let mut blocks = document.body.iter().peekable();
    while let Some(block) = blocks.next() {
        let Some((heading, restates)) = as_heading(block).and_then(|h| Some((h, h.restates.as_ref()?))) else {
            rest.push(block);
            continue;
        };
        let mut section = Vec::new();
        while let Some(inner) = blocks.next_if(|next| as_heading(next).is_none_or(|next| next.level > heading.level)) {
            section.push(inner);
        }
        found.push(new(&restates.procedure, restates.partial, section));
    }
    found.extend(metadata.restates.as_ref().map(|procedure| new(procedure, metadata.partial, rest)));
    found
}

fn as_heading(block: &Block) -> Option<&Heading> {
    match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    }
}

impl<'a> Restatement<'a> {
    /// Finds the lists, tables and headed steps that could tell the steps of a definition.
    pub(super) fn tellings(&self, subject: Subject<'a>, definition: &Definition<'_>) -> Vec<Telling> {
        let source = subject.library.document(self.document).source;
        let text = &subject.sources.get(source).text;
        let finder = Finder { definition, sayings: Sayings::of(subject, self.document), text };
        let mut tellings = Vec::new();
        let mut headed = Vec::new();
        let mut list: Option<(u64, Vec<ToldStep>)> = None;
        let mut done = 0;
        for block in &self.blocks {
            if start(block).is_some_and(|start| start < done) {
                continue;
            }
            match block {
                Block::Heading(heading) => {
                    let lead = finder.lead_of_heading(heading);
                    if lead.number.is_some() || lead.explicit.is_some() {
                        done = self.section_end(&finder, heading);
                        headed.push(finder.headed(heading, lead, done, &self.blocks));
                    }
                }
                Block::Table(table) => tellings.extend(finder.table(table)),
                Block::List(inner) => {
                    let Some(steps) = finder.list(inner) else { continue };
                    let next = inner.start.unwrap_or(1) + steps.len() as u64;
                    match &mut list {
                        Some((expected, before)) if inner.start == Some(*expected) => {
                            before.extend(steps);
                            *expected = next;
                        }
                        _ => tellings.extend(list.replace((next, steps)).map(|(_, steps)| Telling { steps })),
                    }
                }
                _ => {}
            }
        }
        tellings.extend(list.map(|(_, steps)| Telling { steps }));
        if !headed.is_empty() {
            tellings.push(Telling { steps: headed });
        }
        tellings
    }

    /// Returns where the section of a headed step ends: at the next heading of its level or above, or at the next step.
    fn section_end(&self, finder: &Finder<'_>, heading: &Heading) -> u32 {
        let next_step = self.blocks.iter().filter_map(|block| as_heading(block)).find(|next| {
            let lead = finder.lead_of_heading(next);
            next.span.start > heading.span.start && (lead.number.is_some() || lead.explicit.is_some())
        });
        let next = self.headings.iter().find(|(start, level)| *start > heading.span.start && *level <= heading.level);
        let end = next.map_or(finder.text.len() as u32, |(start, _)| *start);
        next_step.map_or(end, |next| end.min(next.span.start))
    }
}

/// Reads the shapes in which steps are told.
struct Finder<'d> {
    definition: &'d Definition<'d>,
    sayings: Sayings<'d>,
    text: &'d str,
}

/// Heads of columns that hold the steps' numbers or identifiers.
const STEP_HEADS: &[&str] =
    &["step", "steps", "étape", "étapes", "etape", "pas", "n°", "no", "no.", "nr", "#", "num", "numéro", "number", ""];
/// Words in the heads of columns that say what is done, or seen.
const ACTION_HEADS: &[&str] = &[
    "action",
    "command",
    "telecommand",
    "télécommande",
    "commande",
    "tc",
    "check",
    "verif",
    "vérif",
    "contrôle",
    "expected",
    "attendu",
    "instruction",
    "opération",
    "operation",
    "activity",
    "activité",
];
/// Words that number a step.
const STEP_WORDS: &[&str] = &["step", "étape", "etape", "pas"];
/// Words that tell what is done in another order than it is done in.
const REORDERING: &[&str] = &[
    "after",
    "before",
    "once",
    "when",
    "if",
    "until",
    "first",
    "après",
    "avant",
    "une fois",
    "quand",
    "lorsque",
    "dès",
    "jusqu",
    "d’abord",
    "d'abord",
];

impl Finder<'_> {
    fn step(&self, lead: Lead, head: Span, ranges: &[Range<u32>], inner: &[&Block]) -> ToldStep {
        let (mut asides, mut code) = (Vec::new(), Vec::new());
        inner.iter().for_each(|block| gather(block, &mut asides, &mut code));
        let mut said = Said::default();
        let mut shown = String::new();
        for range in ranges {
            said.append(self.sayings.within(range.clone(), &asides));
            shown.push_str(self.text.get(range.start as usize..range.end as usize).unwrap_or_default());
            shown.push(' ');
        }
        code.into_iter().for_each(|code| said.append(self.sayings.in_code(code)));
        let lower = shown.to_lowercase();
        ToldStep {
            number: lead.number,
            explicit: lead.explicit,
            by_id: lead.by_id,
            head,
            said,
            words: words(&shown),
            reorders: REORDERING.iter().any(|word| lower.contains(word)),
        }
    }

    fn headed(&self, heading: &Heading, lead: Lead, end: u32, blocks: &[&Block]) -> ToldStep {
        let from = heading.span.start;
        let inner: Vec<&Block> =
            blocks.iter().copied().filter(|block| start(block).is_some_and(|at| at > from && at < end)).collect();
        self.step(lead, heading.span, std::slice::from_ref(&(from..end)), &inner)
    }

    fn list(&self, list: &List) -> Option<Vec<ToldStep>> {
        let ordered = list.start.is_some() || list.items.iter().any(|item| item.checked.is_some());
        let step = |item: &crate::model::block::ListItem| {
            let lead = match item.blocks.first() {
                Some(Block::Paragraph(paragraph)) => self.lead(&paragraph.content, false),
                _ => Lead::default(),
            };
            let inner: Vec<&Block> = item.blocks.iter().collect();
            let range = item.span.start..item.span.end;
            self.step(lead, first_line(item.span, self.text), std::slice::from_ref(&range), &inner)
        };
        ordered.then(|| list.items.iter().map(step).collect())
    }

    fn table(&self, table: &Table) -> Option<Telling> {
        let heads: Vec<String> = table.head.iter().map(|cell| plain(cell).trim().to_lowercase()).collect();
        let numbers = heads.iter().position(|head| STEP_HEADS.contains(&head.as_str()));
        let numbers = numbers.filter(|column| {
            let cells = table.rows.iter().filter_map(|row| row.get(*column));
            cells.map(|cell| self.lead(cell, true)).any(|lead| lead.number.is_some() || lead.explicit.is_some())
        });
        let acts = heads.iter().any(|head| ACTION_HEADS.iter().any(|word| starts_a_word(head, word)));
        if numbers.is_none() && !acts {
            return None;
        }
        let mut steps: Vec<ToldStep> = Vec::new();
        for row in &table.rows {
            let ranges: Vec<Range<u32>> =
                row.iter().filter_map(|cell| extent(cell)).map(|span| span.start..span.end).collect();
            let Some(head) = row.iter().find_map(|cell| extent(cell)) else { continue };
            let lead = numbers.and_then(|column| row.get(column)).map(|cell| self.lead(cell, true)).unwrap_or_default();
            let goes_on = numbers.and_then(|column| row.get(column)).is_some_and(|cell| plain(cell).trim().is_empty());
            let step = self.step(lead, head, &ranges, &[]);
            match steps.last_mut().filter(|_| goes_on) {
                Some(before) => {
                    before.said.append(step.said);
                    before.words.extend(step.words);
                }
                None => steps.push(step),
            }
        }
        Some(Telling { steps })
    }

    fn lead_of_heading(&self, heading: &Heading) -> Lead {
        let by_anchor = heading.explicit.and_then(|_| self.by_id(&heading.anchor));
        match by_anchor {
            Some(step) => Lead { explicit: Some(step), by_id: true, number: None },
            None => self.lead(&heading.content, false),
        }
    }

    /// Reads which step a line says it is; in a column of numbers a number alone is enough.
    fn lead(&self, inlines: &[Inline], bare: bool) -> Lead {
        let Some(first) = inlines.iter().find(|inline| !is_blank(inline)) else { return Lead::default() };
        match first {
            Inline::Strong(inner) | Inline::Emphasis(inner) => self.lead(inner, bare),
            Inline::Link(link) => match &link.destination {
                Destination::Id { id, fragment: Some(step), .. } if *id == self.definition.id => {
                    let explicit = self.by_id(step);
                    Lead { by_id: explicit.is_some(), explicit, number: None }
                }
                _ => Lead::default(),
            },
            Inline::Code(text) | Inline::Text(text) => {
                let written = text.text.trim();
                let only = inlines.iter().filter(|inline| !is_blank(inline)).count() == 1;
                let code = matches!(first, Inline::Code(_));
                if let Some(step) = self.by_id(written).filter(|_| code || (bare && only)) {
                    return Lead { explicit: Some(step), by_id: true, number: None };
                }
                let Some(number) = leading_number(written, bare) else { return Lead::default() };
                let explicit = self.definition.steps.iter().position(|step| step.number == number);
                Lead { number: Some(number.into()), explicit, by_id: false }
            }
            _ => Lead::default(),
        }
    }

    /// Returns the step of an identifier; a number is no identifier here.
    fn by_id(&self, name: &str) -> Option<usize> {
        self.definition.step(name).filter(|_| name.contains(|c: char| c.is_alphabetic()))
    }
}

/// Reads `Step 3`, « Étape 3.1 », and where a number alone is enough, `3` and `3.`.
fn leading_number(text: &str, bare: bool) -> Option<&str> {
    let word = text.find(|c: char| !c.is_alphabetic()).map_or(text, |end| &text[..end]);
    let named = STEP_WORDS.contains(&word.to_lowercase().as_str());
    if !named && !bare {
        return None;
    }
    let rest = if named { &text[word.len()..] } else { text };
    let rest = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '#']);
    let rest = rest.strip_prefix("n°").or_else(|| rest.strip_prefix("no.")).unwrap_or(rest).trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches('.');
    let after = rest[end..].chars().next();
    (!number.is_empty() && after.is_none_or(|c| !c.is_alphanumeric())).then_some(number)
}

fn starts_a_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|part| part == word || (word.len() > 3 && part.starts_with(word)))
}

fn is_blank(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.text.trim().is_empty())
}

/// Returns where some inlines stand, from the first to the last that has a place.
pub fn extent(inlines: &[Inline]) -> Option<Span> {
    let place = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::FootnoteReference(text) => Some(text.span),
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strikethrough(inner)
        | Inline::Lowered(inner)
        | Inline::Raised(inner) => extent(inner),
        Inline::Link(link) => Some(link.span),
        Inline::Image(image) => Some(image.span),
        Inline::Abbreviation(abbreviation) => Some(abbreviation.short.span),
        Inline::Tbd(tbd) => Some(tbd.span),
        Inline::Html(html) => Some(html.text.span),
        Inline::SoftBreak | Inline::HardBreak | Inline::Anchor(_) => None,
    };
    let mut places = inlines.iter().filter_map(place);
    let first = places.next()?;
    let last = places.next_back().unwrap_or(first);
    Some(Span { end: last.end.max(first.end), ..first })
}

fn first_line(span: Span, text: &str) -> Span {
    let shown = text.get(span.range()).unwrap_or_default();
    let length = shown.find('\n').unwrap_or(shown.len());
    span.part(0, shown[..length].trim_end().len())
}

fn start(block: &Block) -> Option<u32> {
    match block {
        Block::Heading(heading) => Some(heading.span.start),
        Block::Paragraph(paragraph) => Some(paragraph.span.start),
        Block::List(list) => Some(list.span.start),
        Block::Table(table) => Some(table.span.start),
        Block::Code(code) => Some(code.text.span.start),
        Block::Quote(inner) => inner.first().and_then(start),
        Block::Admonition(admonition) => Some(admonition.span.start),
        Block::Footnote(footnote) => Some(footnote.label.span.start),
        Block::ThematicBreak(span) => Some(span.start),
        Block::Html(html) => Some(html.text.span.start),
        Block::Procedure(procedure) => Some(procedure.span.start),
        Block::Presentation(presentation) => Some(presentation.span.start),
        Block::Grid(grid) => Some(grid.span.start),
        Block::Group(group) => Some(group.span.start),
    }
}

/// Gathers what is said by the way, and the code, of a block and those within it.
fn gather<'b>(block: &'b Block, asides: &mut Vec<Span>, code: &mut Vec<&'b CodeBlock>) {
    match block {
        Block::Admonition(admonition) => asides.push(admonition.span),
        Block::Code(block) => code.push(block),
        Block::List(list) => {
            list.items.iter().flat_map(|item| &item.blocks).for_each(|block| gather(block, asides, code));
        }
        Block::Quote(inner) => inner.iter().for_each(|block| gather(block, asides, code)),
        _ => {}
    }
}
