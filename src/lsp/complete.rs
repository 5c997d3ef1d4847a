//! What may be written at a place, as a list to choose from.

use lsp_types::{CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, TextEdit};

use super::card;
use super::context::{self, Wanted};
use super::position::Lines;
use crate::link::symbols::{Symbol, SymbolIndex};
use crate::model::database::DataType;
use crate::model::inline::Kind;
use crate::pipeline::load::Folder;
use crate::pipeline::workspace::Workspace;
use crate::text::span::SourceId;

/// More than these nobody reads; the editor asks again when more is written.
const MOST: usize = 200;

/// Something that may be written.
struct Candidate {
    label: String,
    detail: String,
    kind: CompletionItemKind,
}

/// Returns what may be written at a byte of a source.
pub(super) fn at(workspace: &Workspace, id: SourceId, offset: usize, lines: &Lines<'_>) -> CompletionList {
    let folder = workspace.folder();
    let source = folder.gathered.sources.get(id);
    let is_xml = source.path.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("xml"));
    let Some(context) = context::at(&source.text, offset, is_xml, &folder.library.symbols) else {
        return CompletionList::default();
    };
    let typed = source.text[context.from..offset].to_lowercase();
    let mut found: Vec<(bool, Candidate)> = candidates(workspace, id, &context.wanted)
        .into_iter()
        .filter_map(|candidate| {
            let at = candidate.label.to_lowercase().find(&typed)?;
            Some((at > 0, candidate))
        })
        .collect();
    found.sort_by_key(|(within, _)| *within);
    let is_incomplete = found.len() > MOST;
    found.truncate(MOST);
    // What follows the place and belongs to the same word is replaced too.
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let end = offset + source.text[offset..].find(|c| !word(c)).unwrap_or(source.text.len() - offset);
    let range = lines.range(context.from..end);
    let items = found.into_iter().enumerate().map(|(at, (_, candidate))| CompletionItem {
        sort_text: Some(format!("{at:04}")),
        filter_text: Some(candidate.label.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: candidate.label.clone() })),
        detail: Some(candidate.detail).filter(|detail| !detail.is_empty()),
        kind: Some(candidate.kind),
        label: candidate.label,
        ..CompletionItem::default()
    });
    CompletionList { is_incomplete, items: items.collect() }
}

fn candidates(workspace: &Workspace, source: SourceId, wanted: &Wanted) -> Vec<Candidate> {
    let folder = workspace.folder();
    let symbols = &folder.library.symbols;
    match wanted {
        Wanted::Names(kinds) => {
            let of = |kind: &Kind| symbols.of_kind(*kind).map(|(_, symbol)| named(symbol)).collect::<Vec<_>>();
            kinds.iter().flat_map(of).collect()
        }
        Wanted::OwnSteps => {
            let document = workspace.document(source);
            let id = document.and_then(|document| folder.library.document(document).id());
            id.map_or_else(Vec::new, |id| parts(folder, &id.text))
        }
        Wanted::Parts(id) => parts(folder, id),
        Wanted::Arguments(telecommand) => arguments(folder, telecommand),
        Wanted::ArgumentLabels(telecommand, name) => {
            let symbol = symbols.find(Kind::Telecommand, telecommand);
            labels(symbol.and_then(|symbol| folder.subject(None).type_of(symbol, name)))
        }
        Wanted::ParameterLabels(name) => {
            let symbol = symbols.find(Kind::Parameter, name);
            labels(symbol.and_then(|symbol| folder.subject(None).parameter_type(symbol)))
        }
    }
}

fn named(symbol: &Symbol) -> Candidate {
    let kind = match symbol.kind {
        Kind::Document => CompletionItemKind::FILE,
        Kind::Procedure => CompletionItemKind::MODULE,
        Kind::Step => CompletionItemKind::METHOD,
        Kind::Telecommand => CompletionItemKind::FUNCTION,
        Kind::Parameter => CompletionItemKind::VARIABLE,
        Kind::Alarm => CompletionItemKind::EVENT,
    };
    let detail = match symbol.title.is_empty() {
        true => symbol.kind.name().to_owned(),
        false => format!("{} · {}", symbol.kind.name(), symbol.title),
    };
    Candidate { label: symbol.id.to_string(), detail, kind }
}

/// Returns the steps of a procedure, or the headings of a document.
fn parts(folder: &Folder, id: &str) -> Vec<Candidate> {
    let library = &folder.library;
    let Some(symbol) = library.symbols.named(id).first().copied() else { return Vec::new() };
    let steps = library.symbols.of_kind(Kind::Step).filter(|(_, step)| step.parent == Some(symbol));
    let mut found: Vec<Candidate> = steps
        .map(|(_, step)| Candidate {
            label: step.id.to_string(),
            detail: step.title.to_string(),
            kind: CompletionItemKind::METHOD,
        })
        .collect();
    let document = library.symbols.get(symbol).document.filter(|_| found.is_empty());
    let places = document.map_or(&[][..], |document| &library.links(document).places);
    found.extend(places.iter().filter(|place| !place.anchor.is_empty()).map(|place| Candidate {
        label: place.anchor.to_string(),
        detail: place.title.to_string(),
        kind: CompletionItemKind::REFERENCE,
    }));
    found
}

fn arguments(folder: &Folder, telecommand: &str) -> Vec<Candidate> {
    let symbol: Option<SymbolIndex> = folder.library.symbols.find(Kind::Telecommand, telecommand);
    let telecommand = symbol.and_then(|symbol| card::telecommand(folder, symbol));
    let arguments = telecommand.map_or(&[][..], |telecommand| &telecommand.arguments);
    let free = arguments.iter().filter(|argument| !argument.fixed);
    free.map(|argument| Candidate {
        label: argument.name.text.to_string(),
        detail: card::values(&argument.data_type),
        kind: CompletionItemKind::FIELD,
    })
    .collect()
}

fn labels(data_type: Option<&DataType>) -> Vec<Candidate> {
    let labels = data_type.map_or(&[][..], |data_type| &data_type.labels);
    labels
        .iter()
        .map(|label| Candidate {
            label: label.label.to_string(),
            detail: label.value.to_string(),
            kind: CompletionItemKind::ENUM_MEMBER,
        })
        .collect()
}
