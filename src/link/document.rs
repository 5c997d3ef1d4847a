//! Goes through one document: its references, the known names in its text, and what it says of
//! parameters and telecommands.

use std::ops::Range;

use ecow::{EcoString, eco_format};

use super::library::{
    Citation, DocumentIndex, Library, Links, Manner, Mention, Place, Reference, Statement, StatementKind, Target,
    UnknownName,
};
use super::resolve::Resolver;
use super::said::Said;
use super::sent;
use super::symbols::SymbolIndex;
use super::{Cited, Linked, Surroundings};
use crate::model::block::Block;
use crate::model::document::Document;
use crate::model::expression::{Comparison, TelecommandCall};
use crate::model::inline::{Destination, Inline, Kind, RawHtml, Text, plain};
use crate::model::procedure::{Action, Call, Step, Trigger, Variable};
use crate::model::walk::{self, Visitor};
use crate::notation::line::{self, Line};
use crate::notation::{self, token};
use crate::text::span::Span;

/// Links one document.
pub(super) fn link(library: &Library, resolver: &Resolver, around: Surroundings<'_>, index: DocumentIndex) -> Linked {
    let document = library.document(index);
    let mut pass = Pass {
        library,
        resolver,
        around,
        index,
        path: &around.sources.get(document.source).path,
        own: document.id().map(|id| &id.text),
        procedure: None,
        variables: &[],
        prefix: EcoString::new(),
        links: Links::default(),
        place: 0,
        around_step: Vec::new(),
        citations: Vec::new(),
        line: Line::default(),
    };
    let title = document.title().unwrap_or_default();
    pass.links.places.push(Place { anchor: EcoString::new(), title, start: 0, end: u32::MAX });
    for named in [&document.metadata.translation_of, &document.metadata.restates].into_iter().flatten() {
        pass.name(named, None, Manner::Mentioned);
    }
    if document.metadata.span.is_none() {
        pass.line(&document.metadata.title);
    }
    for block in &document.body {
        pass.enter_procedure(document, block);
        walk::blocks(std::slice::from_ref(block), &mut pass);
    }
    pass.links.references.sort_by_key(|reference| reference.span);
    pass.links.statements.sort_by_key(|statement| (statement.span().source, statement.span().start));
    pass.links.mentions.sort_by_key(|mention| (mention.holder, mention.from));
    Linked { links: pass.links, citations: pass.citations }
}

/// How far a line has been read.
#[derive(Default)]
struct Read {
    /// The end of the last token, or of what was said of it.
    done: usize,
    /// The end of what was said last of a known name.
    said: usize,
    /// The end of the brackets behind an unknown telecommand: names in them are those of its arguments.
    arguments: usize,
}

struct Pass<'a> {
    library: &'a Library,
    resolver: &'a Resolver,
    around: Surroundings<'a>,
    index: DocumentIndex,
    path: &'a str,
    /// The document's own id, which it need not cite.
    own: Option<&'a EcoString>,
    /// The procedure that the walk is in, its variables, and what stands before its steps' identifiers in anchors.
    procedure: Option<SymbolIndex>,
    variables: &'a [Variable],
    prefix: EcoString,
    links: Links,
    /// The section or step that the walk is in, and those around the steps that it is in.
    place: u32,
    around_step: Vec<u32>,
    citations: Vec<(Cited, Citation)>,
    line: Line<'a>,
}

impl<'a> Visitor<'a> for Pass<'a> {
    fn line(&mut self, inlines: &'a [Inline]) {
        walk::each_inline(inlines, &mut |inline| match inline {
            Inline::Link(link) => self.reference(&link.destination, link.span, false),
            Inline::Image(image) => self.reference(&image.destination, image.span, true),
            Inline::Html(html) => self.raw(html),
            _ => {}
        });
        let mut line = std::mem::take(&mut self.line);
        line.fill(inlines);
        self.running_text(&line);
        self.line = line;
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => {
                let (anchor, title) = (heading.anchor.clone(), plain(&heading.content).into());
                self.enter(Place { anchor, title, start: heading.span.start, end: u32::MAX }, heading.span);
                if let Some(restates) = &heading.restates {
                    self.name(&restates.procedure, None, Manner::Mentioned);
                }
            }
            Block::Html(html) => self.raw(html),
            Block::Table(table) => {
                let said = Said { library: self.library, sources: self.around.sources };
                self.links.statements.extend(said.in_table(table));
                if self.is_context_asked() {
                    let names = sent::listed(&self.library.symbols, self.around.sources, table);
                    names.into_iter().for_each(|name| self.unknown_telecommand(name));
                }
            }
            Block::Code(code) if is_checked(code.info.as_deref()) => {
                let mut line = std::mem::take(&mut self.line);
                line.fill_code(&code.text);
                self.running_text(&line);
                self.line = line;
            }
            Block::Presentation(presentation) => {
                let target = self.name(&presentation.procedure, Some(Kind::Procedure), Manner::Mentioned);
                if let Target::Symbol(procedure) = target {
                    presentation.steps.iter().for_each(|step| self.step_of(procedure, step));
                }
            }
            _ => {}
        }
    }

    fn step_end(&mut self, _step: &'a Step) {
        self.place = self.around_step.pop().unwrap_or_default();
    }

    fn step(&mut self, step: &'a Step) {
        let title = format!("{} {}", step.number, plain(step.called()));
        self.around_step.push(self.place);
        let place = Place {
            anchor: eco_format!("{}{}", self.prefix, step.id.text),
            title: title.trim_end().into(),
            start: step.span.start,
            end: step.span.end,
        };
        self.enter(place, step.span);
        if let (Some(procedure), continuation) = (self.procedure, &step.continuation) {
            continuation
                .iter()
                .filter_map(|outcome| outcome.goto.as_ref())
                .for_each(|goto| self.step_of(procedure, goto));
        }
    }

    fn action(&mut self, action: &'a Action) {
        let Some(procedure) = self.procedure else { return };
        match action {
            Action::Goto(step) => self.step_of(procedure, step),
            Action::Decide(decide) => {
                let ways = decide.ways();
                ways.filter_map(|way| way.goto.as_ref()).for_each(|goto| self.step_of(procedure, goto));
            }
            _ => {}
        }
    }

    fn telecommand(&mut self, call: &'a TelecommandCall) {
        let symbol = self.item(&call.name, Kind::Telecommand, Manner::Sent);
        self.links.statements.push(Statement { kind: StatementKind::Telecommand(call.clone()), symbol, prose: false });
    }

    fn comparison(&mut self, comparison: &'a Comparison) {
        let symbol = self.item(&comparison.parameter, Kind::Parameter, Manner::Checked);
        self.links.statements.push(Statement {
            kind: StatementKind::Comparison(comparison.clone()),
            symbol,
            prose: false,
        });
    }

    fn call(&mut self, call: &'a Call) {
        let destination = id(Some(Kind::Procedure), &call.procedure, call.issue.as_ref());
        self.resolve(&destination, call.procedure.span, false, Manner::Called);
    }

    fn trigger(&mut self, trigger: &'a Trigger) {
        if let Trigger::Alarm(name) = trigger {
            self.item(name, Kind::Alarm, Manner::Trigger);
        }
    }

    fn record(&mut self, name: &'a Text) {
        self.item(name, Kind::Parameter, Manner::Checked);
    }
}

fn id(kind: Option<Kind>, name: &Text, issue: Option<&Text>) -> Destination {
    Destination::Id { kind, id: name.text.clone(), fragment: None, issue: issue.map(|issue| issue.text.clone()) }
}

impl<'a> Pass<'a> {
    /// Makes ready for a block of the document, which may be a procedure of it.
    fn enter_procedure(&mut self, document: &'a Document, block: &'a Block) {
        (self.procedure, self.variables, self.prefix) = match block {
            Block::Procedure(procedure) => {
                // Another document may bear the same identifier, as a translation does: the steps are this one's own.
                let symbol = self.library.symbols.find_in(self.index, Kind::Procedure, &procedure.id.text);
                (symbol, procedure.variables.as_slice(), document.prefix(procedure))
            }
            _ => (None, &[][..], EcoString::new()),
        };
    }

    fn reference(&mut self, destination: &Destination, span: Span, image: bool) {
        self.resolve(destination, span, image, Manner::Mentioned);
    }

    fn raw(&mut self, html: &RawHtml) {
        for reference in &html.references {
            self.reference(&reference.destination, reference.written.span, reference.image);
        }
    }

    /// Resolves a name that stands in an attribute or in metadata.
    fn name(&mut self, name: &Text, kind: Option<Kind>, manner: Manner) -> Target {
        self.resolve(&id(kind, name, None), name.span, false, manner)
    }

    /// Resolves the name of a database item.
    fn item(&mut self, name: &Text, kind: Kind, manner: Manner) -> Option<SymbolIndex> {
        // Variables of the procedure may be compared as parameters are.
        if kind == Kind::Parameter && self.is_variable(name) {
            return None;
        }
        match self.name(name, Some(kind), manner) {
            Target::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }

    fn is_variable(&self, name: &Text) -> bool {
        let sign = Span { start: name.span.start.saturating_sub(1), end: name.span.start, ..name.span };
        if self.around.sources.slice(sign) == "$" {
            return true;
        }
        self.variables.iter().any(|variable| variable.name.text == name.text)
    }

    fn step_of(&mut self, procedure: SymbolIndex, step: &Text) {
        let target = self.resolver.part(self.library, procedure, Some(&step.text));
        self.cite(&target, step.span, Manner::Mentioned);
        self.links.references.push(Reference { span: step.span, image: false, target, issue: None, respelled: None });
    }

    fn resolve(&mut self, destination: &Destination, span: Span, image: bool, manner: Manner) -> Target {
        let target = self.resolver.target(self.library, self.around.project, self.index, self.path, destination);
        let issue = match destination {
            Destination::Id { issue, .. } => issue.clone(),
            _ => None,
        };
        self.cite(&target, span, manner);
        let respelled = self.resolver.respelled(self.path, destination);
        self.links.references.push(Reference { span, image, target: target.clone(), issue, respelled });
        target
    }

    fn cite(&mut self, target: &Target, span: Span, manner: Manner) {
        let cited = match target {
            Target::Document { document, .. } if *document != self.index => Cited::Document(*document),
            Target::Symbol(symbol) => {
                let known = self.library.symbols.get(*symbol);
                if known.document == Some(self.index) {
                    return;
                }
                if let (Some(document), Kind::Document | Kind::Procedure | Kind::Step) = (known.document, known.kind) {
                    self.push(Cited::Document(document), span, manner);
                }
                Cited::Symbol(*symbol)
            }
            _ => return,
        };
        self.push(cited, span, manner);
    }

    fn push(&mut self, cited: Cited, span: Span, manner: Manner) {
        self.citations.push((cited, Citation { document: self.index, span, place: self.place, manner }));
    }

    fn enter(&mut self, mut place: Place, span: Span) {
        if span.source != self.library.document(self.index).source {
            // What is taken over from another source holds no place of this one.
            (place.start, place.end) = (0, 0);
        }
        self.place = self.links.places.len() as u32;
        self.links.places.push(place);
    }

    /// Finds the known names in running text, and what is said of them.
    fn running_text(&mut self, line: &Line<'a>) {
        if self.is_context_asked()
            && let Some(name) = sent::ordered(&self.library.symbols, self.around.sources, line)
        {
            self.unknown_telecommand(name);
        }
        let mut read = Read::default();
        for token in token::tokens(&line.text) {
            if token.start < read.done {
                continue;
            }
            let Some(piece) = line.piece_of(&token) else { continue };
            let written = &line.text[token.clone()];
            // A word with a point within, as `aocs.mode`, is a name where something bears it.
            let dotted = written.contains('.') && !self.library.symbols.named(written).is_empty();
            if !piece.code && !dotted && !token::looks_like_name(written) {
                continue;
            }
            self.token(line, token, &mut read);
        }
    }

    /// Looks up a token and its parts, and reads what is said of them.
    fn token(&mut self, line: &Line<'a>, token: Range<usize>, read: &mut Read) {
        let written = &line.text[token.clone()];
        let mut known: Vec<(Range<usize>, SymbolIndex)> = Vec::new();
        for part in token::parts(written) {
            if known.iter().any(|(before, _)| part.start < before.end && before.start < part.end) {
                continue;
            }
            // A plain word that stands between joints, as in `on/off`, is no name.
            let name = &written[part.clone()];
            if let Some(symbol) = self.library.symbols.named(&token::plain(name)).first().filter(|_| known_name(name)) {
                known.push((part, *symbol));
            }
        }
        let before = self.links.unknown.len();
        self.unknown(line, &token, &known);
        let is_telecommand = self.links.unknown[before..].iter().any(|unknown| unknown.kind == Kind::Telecommand);
        if is_telecommand && line.text[token.end..].starts_with('(') {
            read.arguments = line.text[token.end..].find(')').map_or(line.text.len(), |close| token.end + close);
        }
        known.sort_by_key(|(part, _)| part.start);
        read.done = token.end;
        for (part, symbol) in known {
            let range = token.start + part.start..token.start + part.end;
            self.mention(line, &range, symbol);
            if range.end == token.end && range.start >= read.arguments {
                let said = Said { library: self.library, sources: self.around.sources };
                let found = said.beside(line, &range, symbol, read.said);
                self.links.statements.extend(found.statements);
                read.said = found.end;
                read.done = read.done.max(found.end);
                read.done = self.issue(line, &range, symbol).unwrap_or(read.done);
            }
        }
    }

    fn mention(&mut self, line: &Line<'a>, range: &Range<usize>, symbol: SymbolIndex) {
        let Some(piece) = line.piece_of(range) else { return };
        let known = self.library.symbols.get(symbol);
        if self.own == Some(&known.id) {
            return;
        }
        let (from, to) = (range.start - piece.at, range.end - piece.at);
        let span = line::place(piece.text, from, to, self.around.sources);
        // A heading that gives a section its identifier does not cite it.
        if !piece.linked && span != known.span {
            let holder = (piece.text.span.source, piece.text.span.start);
            self.links.mentions.push(Mention { holder, from: from as u32, to: to as u32, symbol, span });
            self.cite(&Target::Symbol(symbol), span, Manner::Mentioned);
        }
    }

    /// Notes the parts of a token that look like the project's identifiers and name nothing.
    fn unknown(&mut self, line: &Line<'a>, token: &Range<usize>, known: &[(Range<usize>, SymbolIndex)]) {
        let patterns = &self.around.project.identifiers;
        if patterns.is_empty() || line.piece_of(token).is_some_and(|piece| piece.linked) {
            return;
        }
        if token::is_part_of_pattern(&line.text, token) {
            return;
        }
        let written = &line.text[token.clone()];
        let mut taken: Vec<Range<usize>> = known.iter().map(|(part, _)| part.clone()).collect();
        for part in token::parts(written) {
            let free = !taken.iter().any(|before| part.start < before.end && before.start < part.end);
            let name = &*token::plain(&written[part.clone()]);
            let Some((kind, _)) = patterns.iter().find(|(_, pattern)| free && pattern.is_match(name)) else { continue };
            taken.push(part.clone());
            let is_own = self.own.is_some_and(|own| own == name);
            if is_own || self.is_one_of_several(written, &part) {
                continue;
            }
            if let Some(name) = line.part(&(token.start + part.start..token.start + part.end), self.around.sources) {
                self.links.unknown.push(UnknownName { kind: *kind, name });
            }
        }
    }

    /// Tells whether a part of a token is the beginning of a name that is written for several: `BAT1/2_VOLT`.
    fn is_one_of_several(&self, written: &str, part: &Range<usize>) -> bool {
        let Some(rest) = written[part.end..].strip_prefix('/') else { return false };
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '/');
        let name = format!("{}{behind}", &written[part.clone()]);
        behind.len() < rest.len() && behind.starts_with('_') && !self.library.symbols.named(&name).is_empty()
    }

    /// Tells whether the words around a name say that it is a telecommand: where the project gives telecommands a
    /// shape, that alone does.
    fn is_context_asked(&self) -> bool {
        self.around.project.pattern(Kind::Telecommand).is_none()
    }

    fn unknown_telecommand(&mut self, name: Text) {
        self.links.unknown.push(UnknownName { kind: Kind::Telecommand, name });
    }

    /// Reads the issue of a document that is named in running text: `FCP-AOC-010 issue 2`, `issue 2 of FCP-AOC-010`;
    /// returns how far the text has been read.
    fn issue(&mut self, line: &Line<'a>, name: &Range<usize>, symbol: SymbolIndex) -> Option<usize> {
        let known = self.library.symbols.get(symbol);
        if !matches!(known.kind, Kind::Document | Kind::Procedure) || self.own == Some(&known.id) {
            return None;
        }
        let after = notation::issue::after(&line.text, name.end);
        let found = after.or_else(|| notation::issue::before(&line.text, name.start, 0))?;
        let whole = name.start.min(found.start)..name.end.max(found.end);
        let span = line.part(&whole, self.around.sources)?.span;
        let issue = Some(EcoString::from(&line.text[found]));
        let target = Target::Symbol(symbol);
        self.links.references.push(Reference { span, image: false, target, issue, respelled: None });
        Some(whole.end)
    }
}

/// Tells whether a part of a token can be a name. In code any word can; a number by itself never is one, though a
/// database may know an item by it.
fn known_name(part: &str) -> bool {
    part.len() > 1 && !notation::value::is_numeric(part)
}

/// Tells whether a block of code says by its info string that it holds telecommands or telemetry of the database.
fn is_checked(info: Option<&str>) -> bool {
    let language = info.and_then(|info| info.split_whitespace().next());
    matches!(language, Some("tc" | "tm" | "telecommand" | "telemetry"))
}
