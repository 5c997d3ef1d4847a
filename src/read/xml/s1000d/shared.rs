//! What modules keep for all others: warnings, cautions and applicabilities in common repositories (S1000D 3.9.5.2.11),
//! and the files that information control numbers name.
//!
//! A module is read alone, but what it takes from a repository has to be in it: a step is not to be shown without its
//! warning. So repositories are surveyed before modules are read.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::super::cursor;
use super::super::tree::Element;
use super::problem::NAMES_NOTHING;
use super::{Named, Reading, identity};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, List, ListItem, Paragraph};
use crate::model::inline::{Abbreviation, Image, Inline, Link, Text};
use crate::read::slug::Anchors;
use crate::text::path::{folder, join};
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// What all modules of a folder share.
#[derive(Debug, Default)]
pub struct Shared {
    /// What warnings and cautions say, by the code of their module and their number.
    safety: FxHashMap<(EcoString, EcoString), Vec<Block>>,
    /// To what something applies, by the code of its module and its identifier.
    applics: FxHashMap<(EcoString, EcoString), Vec<Inline>>,
    /// The files that may be pictures, by their names without extension, in small letters.
    pictures: FxHashMap<String, Vec<EcoString>>,
}

/// Surveys the repositories of a folder. Each source costs no more than a look, unless it is one.
pub fn survey<'s>(sources: impl Iterator<Item = (SourceId, &'s Source)>, files: &[String]) -> Shared {
    let mut shared = Shared::default();
    for file in files {
        let name = file.rsplit('/').next().unwrap_or(file);
        if let Some((stem, _)) =
            name.rsplit_once('.').filter(|(stem, _)| stem.starts_with("ICN") || stem.starts_with("icn"))
        {
            shared.pictures.entry(stem.to_lowercase()).or_default().push(file.as_str().into());
        }
    }
    for (id, source) in sources {
        if is_repository(source) {
            shared.add(id, source);
        }
    }
    shared
}

/// Tells whether other modules may take something from a source.
fn is_repository(source: &Source) -> bool {
    let holds = |name: &str| source.text.contains(name);
    holds("<dmodule") && (holds("<warningRepository") || holds("<cautionRepository") || holds("<applicRepository"))
}

impl Shared {
    fn add(&mut self, id: SourceId, source: &Source) {
        let (tree, _) = cursor::parse(id, &source.text);
        let nothing = Shared::default();
        let mut reading = Reading {
            source,
            shared: &nothing,
            diagnostics: Vec::new(),
            files: &tree.unparsed,
            anchors: Anchors::default(),
            named: Named::default(),
            footnotes: Vec::new(),
            marks: Vec::new(),
            rows: FxHashMap::default(),
            reported: Default::default(),
            count: 0,
        };
        let Some(outside) = tree.document() else { return };
        reading.gather(outside);
        let Some(code) = find(outside, "dmIdent").and_then(identity::code) else { return };
        let mut specs = Vec::new();
        each(outside, &mut |element| {
            if matches!(element.name(), "warningSpec" | "cautionSpec" | "applicSpec") {
                specs.push(element);
            }
        });
        for spec in specs {
            let Some(ident) = spec.elements().find(|part| part.name().ends_with("Ident")) else { continue };
            let numbers = ["warningIdentNumber", "cautionIdentNumber", "applicIdentValue", "id"];
            let names: Vec<EcoString> =
                numbers.iter().filter_map(|name| ident.attribute(name)).map(|name| name.text.clone()).collect();
            if spec.name() == "applicSpec" {
                let mapped =
                    spec.attribute("applicMapRefId").and_then(|id| reading.named.applics.get(id.as_str()).copied());
                let Some(applic) = spec.named("applic").next().or(mapped) else { continue };
                let content = reading.applicability(applic);
                for name in names {
                    self.applics.entry((code.text.clone(), name)).or_insert_with(|| content.clone());
                }
            } else {
                let blocks = reading.blocks_where(spec, 6, &|part| part.span() != ident.span());
                for name in names {
                    self.safety.entry((code.text.clone(), name)).or_insert_with(|| blocks.clone());
                }
            }
        }
    }

    /// Returns what a warning or caution says that is named with its module, set at a place; where no module is named,
    /// the only one of this number.
    pub(super) fn safety(&self, reference: Element, number: &EcoString, place: Span) -> Option<Vec<Block>> {
        let found = match find(reference, "dmRefIdent").and_then(identity::code) {
            Some(code) => self.safety.get(&(code.text, number.clone())),
            None => only(&self.safety, number),
        };
        found.map(|blocks| moved(blocks, &mut Place { span: place, next: 0 }))
    }

    fn applicability(&self, reference: Element, ident: &EcoString, place: Span) -> Option<Vec<Inline>> {
        let found = match find(reference, "dmRefIdent").and_then(identity::code) {
            Some(code) => self.applics.get(&(code.text, ident.clone())),
            None => only(&self.applics, ident),
        };
        found.map(|content| Place { span: place, next: 0 }.inlines(content))
    }

    /// Returns the file of an information control number, relative to the folder of the module: the nearest, and of
    /// those one that is shown.
    pub(super) fn picture(&self, number: &str, module: &str) -> Option<EcoString> {
        const BEST: &[&str] = &["svg", "png", "jpg", "jpeg", "gif", "webp"];
        let files = self.pictures.get(&number.to_lowercase())?;
        let rank = |file: &&EcoString| {
            let end = file.rsplit('.').next().unwrap_or_default().to_lowercase();
            let best = BEST.iter().position(|best| *best == end).unwrap_or(BEST.len());
            (folder(file) != folder(module), best, (*file).clone())
        };
        let found = files.iter().min_by_key(rank)?;
        if folder(found) == folder(module) {
            return found.rsplit('/').next().map(EcoString::from);
        }
        // From the root of the folder.
        Some(join("", found).map_or_else(|| found.clone(), |path| ecow::eco_format!("/{path}")))
    }
}

impl<'t> Reading<'t> {
    /// Returns to what something applies that a repository says.
    pub(super) fn shared_applicability(&mut self, reference: Element<'t>) -> Vec<Inline> {
        let Some(ident) = reference.attribute("applicIdentValue") else { return Vec::new() };
        match self.shared.applicability(reference, &ident.text, ident.span) {
            Some(content) => content,
            None => {
                if self.reported.insert(ident.as_str()) {
                    let message = format!("no repository of the library holds the applicability `{}`", ident.text);
                    let finding = Diagnostic::new(&NAMES_NOTHING, ident.span, message).label("names nothing");
                    self.diagnostics.push(finding.help("add the module that holds it"));
                }
                vec![Inline::Code(ident.clone())]
            }
        }
    }
}

fn only<'m, T>(map: &'m FxHashMap<(EcoString, EcoString), T>, name: &EcoString) -> Option<&'m T> {
    let mut found = map.iter().filter(|((_, known), _)| known == name);
    let first = found.next()?;
    found.next().is_none().then_some(first.1)
}

fn find<'t>(element: Element<'t>, name: &str) -> Option<Element<'t>> {
    element.elements().find_map(|inner| if inner.name() == name { Some(inner) } else { find(inner, name) })
}

fn each<'t>(element: Element<'t>, visit: &mut impl FnMut(Element<'t>)) {
    for inner in element.elements() {
        visit(inner);
        each(inner, visit);
    }
}

/// Sets what another source says at a place of this one: every text there is empty in the source, so that it makes no
/// claim, and no two begin at the same byte.
struct Place {
    span: Span,
    next: usize,
}

impl Place {
    fn at(&mut self) -> Span {
        let at = self.next.min(self.span.len());
        self.next += 1;
        self.span.part(at, at)
    }

    fn text(&mut self, text: &Text) -> Text {
        Text::new(text.text.clone(), self.at())
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Vec<Inline> {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline) -> Inline {
        match inline {
            Inline::Text(text) => Inline::Text(self.text(text)),
            Inline::Code(text) => Inline::Code(self.text(text)),
            Inline::Emphasis(inner) => Inline::Emphasis(self.inlines(inner)),
            Inline::Strong(inner) => Inline::Strong(self.inlines(inner)),
            Inline::Strikethrough(inner) => Inline::Strikethrough(self.inlines(inner)),
            Inline::Link(link) => {
                let (content, span) = (self.inlines(&link.content), self.at());
                Inline::Link(Box::new(Link { content, span, ..(**link).clone() }))
            }
            Inline::Image(image) => {
                let span = self.at();
                Inline::Image(Box::new(Image { span, ..(**image).clone() }))
            }
            Inline::Abbreviation(known) => {
                let (short, expansion) = (self.text(&known.short), self.text(&known.expansion));
                Inline::Abbreviation(Box::new(Abbreviation { short, expansion }))
            }
            // A name belongs to the module that gives it.
            Inline::Anchor(_) => Inline::SoftBreak,
            other => other.clone(),
        }
    }
}

fn moved(blocks: &[Block], place: &mut Place) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        out.push(match block {
            Block::Paragraph(paragraph) => {
                let content = place.inlines(&paragraph.content);
                Block::Paragraph(Paragraph { content, span: place.span })
            }
            Block::List(list) => {
                let mut items = Vec::with_capacity(list.items.len());
                for item in &list.items {
                    items.push(ListItem { checked: None, blocks: moved(&item.blocks, place), span: place.span });
                }
                Block::List(List { items, span: place.span, ..*list })
            }
            Block::Group(group) => {
                let mut group = (**group).clone();
                (group.anchor, group.span) = (None, place.span);
                group.title = place.inlines(&group.title);
                for mark in &mut group.marks {
                    (mark.content, mark.span) = (place.inlines(&mark.content), place.span);
                }
                group.blocks = moved(&group.blocks, place);
                Block::Group(Box::new(group))
            }
            other => other.clone(),
        });
    }
    out
}
