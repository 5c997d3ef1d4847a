//! What a stretch of text says of telecommands, parameters and procedures.

use std::ops::Range;

use crate::check::subject::Subject;
use crate::link::library::{DocumentIndex, Reference, StatementKind, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::block::CodeBlock;
use crate::model::expression::{ArgumentValue, Comparison};
use crate::model::inline::{Kind, Text};
use crate::notation::{call, comparison, token};
use crate::text::span::Span;

/// Everything that a stretch of text says, each list in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Telecommands that are sent, or named.
    pub(super) calls: Vec<SaidCall>,
    /// Parameters that are compared.
    pub(super) comparisons: Vec<SaidComparison>,
    /// Parameters that are only named.
    pub(super) parameters: Vec<SymbolIndex>,
    /// Procedures that are named.
    pub(super) procedures: Vec<(SymbolIndex, Span)>,
}

/// A telecommand in a text.
#[derive(Debug, Clone)]
pub(super) struct SaidCall {
    pub(super) symbol: SymbolIndex,
    /// The arguments; nothing where the name stands alone.
    pub(super) arguments: Option<Vec<ArgumentValue>>,
    pub(super) span: Span,
    /// Whether the text says that it is so: not in brackets, not with a `not`.
    pub(super) firm: bool,
    /// Whether the text says that it is not so.
    pub(super) denied: bool,
    /// Whether it stands in running text, and not in an action of a definition.
    pub(super) prose: bool,
}

/// A comparison in a text.
#[derive(Debug, Clone)]
pub(super) struct SaidComparison {
    pub(super) symbol: SymbolIndex,
    pub(super) comparison: Comparison,
    /// As for a telecommand.
    pub(super) firm: bool,
    /// As for a telecommand.
    pub(super) denied: bool,
    /// Whether the sentence is a condition: what holds if not may be said of it.
    pub(super) conditional: bool,
    /// As for a telecommand.
    pub(super) prose: bool,
}

impl Said {
    /// Tells whether there is nothing to compare.
    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.comparisons.is_empty()
    }

    /// Puts the items of another stretch behind those of this one.
    pub(super) fn append(&mut self, mut other: Said) {
        self.calls.append(&mut other.calls);
        self.comparisons.append(&mut other.comparisons);
        self.parameters.append(&mut other.parameters);
        self.procedures.append(&mut other.procedures);
    }
}

/// What a document says, by place.
pub(super) struct Sayings<'a> {
    subject: Subject<'a>,
    document: DocumentIndex,
    /// The statements with the place where each begins, in order.
    statements: Vec<(u32, usize)>,
}

impl<'a> Sayings<'a> {
    pub(super) fn of(subject: Subject<'a>, document: DocumentIndex) -> Self {
        let statements = &subject.library.links(document).statements;
        let place = |kind: &StatementKind| match kind {
            StatementKind::Telecommand(call) | StatementKind::Partial(call) => Some(call.name.span.start),
            StatementKind::Comparison(comparison) => Some(comparison.parameter.span.start),
            _ => None,
        };
        let mut statements: Vec<(u32, usize)> =
            statements.iter().enumerate().filter_map(|(at, statement)| Some((place(&statement.kind)?, at))).collect();
        statements.sort_unstable();
        Self { subject, document, statements }
    }

    /// Returns what these bytes of the document say; what stands in `asides` is said by the way.
    pub(super) fn within(&self, range: Range<u32>, asides: &[Span]) -> Said {
        let mut said = Said::default();
        let mut taken: Vec<(SymbolIndex, u32)> = Vec::new();
        self.statements_within(&range, asides, &mut said, &mut taken);
        self.names_within(&range, asides, &mut said, &taken);
        said.calls.sort_by_key(|call| call.span.start);
        said
    }

    fn statements_within(
        &self,
        range: &Range<u32>,
        asides: &[Span],
        said: &mut Said,
        taken: &mut Vec<(SymbolIndex, u32)>,
    ) {
        let from = self.statements.partition_point(|(start, _)| *start < range.start);
        let within = self.statements[from..].iter().take_while(|(start, _)| *start < range.end);
        for (start, at) in within {
            let statement = &self.subject.library.links(self.document).statements[*at];
            let Some(symbol) = statement.symbol else { continue };
            taken.push((symbol, *start));
            let manner = if statement.prose { self.manner(range.start, *start, asides) } else { Manner::FIRM };
            match &statement.kind {
                StatementKind::Telecommand(call) | StatementKind::Partial(call) => said.calls.push(SaidCall {
                    symbol,
                    arguments: Some(call.arguments.clone()),
                    span: if statement.prose { call.span } else { call.name.span },
                    firm: manner.firm,
                    denied: manner.denied,
                    prose: statement.prose,
                }),
                StatementKind::Comparison(comparison) => said.comparisons.push(SaidComparison {
                    symbol,
                    comparison: comparison.clone(),
                    firm: manner.firm,
                    denied: manner.denied,
                    conditional: manner.conditional,
                    prose: statement.prose,
                }),
                _ => {}
            }
        }
    }

    /// Adds what is only named: in running text, and by links.
    fn names_within(&self, range: &Range<u32>, asides: &[Span], said: &mut Said, taken: &[(SymbolIndex, u32)]) {
        let links = self.subject.library.links(self.document);
        let source = self.subject.library.document(self.document).source;
        let (first, last) = ((source, range.start.saturating_sub(1)), (source, range.end));
        let from = links.mentions.partition_point(|mention| mention.holder < first);
        let mentions = links.mentions[from..].iter().take_while(|mention| mention.holder < last);
        let mentions = mentions.map(|mention| (mention.symbol, mention.span));
        let at = |reference: &Reference| (reference.span.source, reference.span.start);
        let from = links.references.partition_point(|reference| at(reference) < (source, range.start));
        let references = links.references[from..].iter().take_while(|reference| at(reference) < last);
        let references = references.filter_map(|reference| match reference.target {
            Target::Symbol(symbol) => Some((symbol, reference.span)),
            _ => None,
        });
        let named = mentions.chain(references).filter(|(_, span)| range.contains(&span.start));
        for (symbol, span) in named {
            let stated =
                |(other, start): &(SymbolIndex, u32)| *other == symbol && span.range().contains(&(*start as usize));
            if taken.iter().any(stated) {
                continue;
            }
            let Manner { firm, denied, .. } = self.manner(range.start, span.start, asides);
            match self.subject.library.symbols.get(symbol).kind {
                Kind::Telecommand => {
                    said.calls.push(SaidCall { symbol, arguments: None, span, firm, denied, prose: true })
                }
                Kind::Parameter => said.parameters.push(symbol),
                Kind::Procedure if firm => said.procedures.push((symbol, span)),
                _ => {}
            }
        }
    }

    /// Returns what the code of a block says, line by line; linking leaves code blocks alone.
    pub(super) fn in_code(&self, code: &CodeBlock) -> Said {
        let mut said = Said::default();
        let text = &code.text;
        let part = |range: &Range<usize>| Text::new(&text.text[range.clone()], text.part(range.start, range.end));
        let mut at = 0;
        for found in token::tokens(&text.text) {
            if found.start < at {
                continue;
            }
            let Some(symbol) = self.subject.library.symbols.named(&text.text[found.clone()]).first().copied() else {
                continue;
            };
            match self.subject.library.symbols.get(symbol).kind {
                Kind::Telecommand => {
                    let arguments = call::after(&text.text, found.end);
                    at = arguments.as_ref().map_or(found.end, |arguments| arguments.end);
                    let places = self.subject.telecommand(symbol).map_or(&[][..], |known| &known.arguments);
                    let places: Vec<_> = places.iter().filter(|argument| !argument.fixed).collect();
                    let value = |(at, argument): (usize, &call::Argument)| {
                        let value = part(&argument.value);
                        let name = match &argument.name {
                            Some(name) => part(name),
                            None => Text::new(places.get(at)?.name.text.clone(), value.span),
                        };
                        Some(ArgumentValue { name, value, unit: argument.unit.as_ref().map(part) })
                    };
                    let arguments = arguments.map(|found| found.list.iter().enumerate().filter_map(value).collect());
                    let span = part(&(found.start..at)).span;
                    said.calls.push(SaidCall { symbol, arguments, span, firm: true, denied: false, prose: true });
                }
                Kind::Parameter => {
                    let Some(compared) = comparison::after(&text.text, found.end) else { continue };
                    at = compared.end;
                    let comparison = Comparison {
                        parameter: part(&found),
                        operator: compared.operator,
                        values: compared.values.iter().map(part).collect(),
                        tolerance: None,
                        unit: compared.unit.as_ref().map(part),
                        span: part(&(found.start..at)).span,
                    };
                    said.comparisons.push(SaidComparison {
                        symbol,
                        comparison,
                        firm: true,
                        denied: false,
                        conditional: true,
                        prose: true,
                    });
                }
                _ => {}
            }
        }
        said
    }

    /// Says how something is said that stands at a byte of a stretch.
    fn manner(&self, from: u32, at: u32, asides: &[Span]) -> Manner {
        let source = self.subject.library.document(self.document).source;
        let text = &self.subject.sources.get(source).text;
        let from = text.floor_char_boundary((at as usize).saturating_sub(LONGEST)).max(from as usize);
        let before = text.get(from..at as usize).unwrap_or_default();
        let aside = asides.iter().any(|aside| aside.range().contains(&(at as usize)));
        Manner::of(before, aside)
    }
}

/// No sentence is longer, in bytes.
const LONGEST: usize = 600;

/// How something is said.
struct Manner {
    firm: bool,
    denied: bool,
    conditional: bool,
}

/// Words that say that something is not so, or not now.
const DENIALS: &[&str] = &[
    "not",
    "never",
    "no",
    "don't",
    "without",
    "instead",
    "rather",
    "replaces",
    "unlike",
    "former",
    "formerly",
    "pas",
    "jamais",
    "sans",
    "lieu",
    "plutôt",
    "ne",
    "n",
    "remplace",
    "contrairement",
    "ancienne",
    "ancien",
    "anciennement",
];
/// Words that begin a condition.
const CONDITIONS: &[&str] =
    &["if", "when", "unless", "while", "otherwise", "si", "quand", "lorsque", "sauf", "sinon", "tant"];

impl Manner {
    const FIRM: Manner = Manner { firm: true, denied: false, conditional: false };

    /// Reads the text before the place, from the beginning of its step.
    fn of(before: &str, aside: bool) -> Self {
        let sentence = after_last(before, &[". ", ".\n", "; ", ";\n", "! ", "? ", "\n\n", "|"]);
        let clause = after_last(sentence, &[", ", ",\n", ": ", " and ", " et ", " then ", " puis ", " but ", " mais "]);
        let open = sentence.matches('(').count() > sentence.matches(')').count();
        let denied = has_word(clause, DENIALS);
        Self { firm: !aside && !open && !denied, denied, conditional: has_word(sentence, CONDITIONS) }
    }
}

/// Returns what follows the last of these marks.
fn after_last<'t>(text: &'t str, marks: &[&str]) -> &'t str {
    let after = marks.iter().filter_map(|mark| text.rfind(mark).map(|at| at + mark.len()));
    &text[after.max().unwrap_or(0)..]
}

fn has_word(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')).any(|word| words.contains(&word))
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}
