//! What a definition touches: who sends, checks, calls, cites, presents, restates or translates it, and who
//! those touch in turn.
//!
//! A procedure that sends a telecommand is touched by it, and so is who calls, presents, restates or translates that
//! procedure; who merely cites it is shown, and nobody beyond. What is met again is named again, and not followed
//! again, so that a circle ends.

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::link::binder;
use crate::link::library::{Citation, DocumentIndex, Library, Manner, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::block::Block;
use crate::model::inline::{Kind, Text, plain};
use crate::model::procedure::{Action, Step};
use crate::project::config::Project;
use crate::text::source::Sources;
use crate::text::span::Span;

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Root {
    /// Something with a name.
    Symbol(SymbolIndex),
    /// A document without one.
    Document(DocumentIndex),
    /// A file that is no document, by its path below the folder.
    File(EcoString),
}

/// How something is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// A step sends the telecommand.
    Sent,
    /// A step checks or records the parameter.
    Checked,
    /// It opens the procedure.
    Triggers,
    /// A step calls the procedure.
    Called,
    /// A step goes on there.
    Goto,
    /// A page shows the definition.
    Presented,
    /// A page retells the procedure.
    Restated,
    /// A page translates the document.
    Translated,
    /// A page shows the picture, or a step runs the script.
    Shown,
    /// A telecommand is made from it.
    Derived,
    /// It is an alarm on the parameter.
    Alarm,
    /// The procedure that the step is of.
    Within,
    /// A link or a name in the text.
    Cited,
    /// A binder holds the document.
    Bound,
}

impl How {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            How::Sent => "sent",
            How::Checked => "checked",
            How::Triggers => "triggers",
            How::Called => "called",
            How::Goto => "goto",
            How::Presented => "presented",
            How::Restated => "restated",
            How::Translated => "translated",
            How::Shown => "shown",
            How::Derived => "derived",
            How::Alarm => "alarm",
            How::Within => "within",
            How::Cited => "cited",
            How::Bound => "bound",
        }
    }

    /// Tells whether who is touched so hands it on to whoever uses him.
    fn goes_on(self) -> bool {
        !matches!(self, How::Cited | How::Bound | How::Goto)
    }
}

/// Something that is touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// How; nothing at the root.
    pub how: Option<How>,
    /// What it is: `telecommand`, `procedure`, `step`, `section`, `table`, `figure`, `binder`.
    pub what: &'static str,
    /// Its name, or its anchor.
    pub name: EcoString,
    /// Its title.
    pub title: EcoString,
    /// Where it stands.
    pub place: Option<Span>,
    /// Whether it was shown before, with what it touches.
    pub again: bool,
    /// What it touches in turn.
    pub touches: Vec<Node>,
}

/// A library to be asked about.
pub struct Impact<'a> {
    library: &'a Library,
    sources: &'a Sources,
    binders: Vec<(EcoString, EcoString, Vec<DocumentIndex>)>,
    derived: FxHashMap<EcoString, Vec<SymbolIndex>>,
    deepest: usize,
}

impl<'a> Impact<'a> {
    /// Prepares to ask about a library, down to a depth.
    pub fn new(library: &'a Library, project: &Project, sources: &'a Sources, deepest: usize) -> Self {
        let title =
            |binder: &crate::project::config::Binder| binder.title.in_language(project.default_language()).into();
        let binders = project.binders.iter();
        let binders = binders
            .map(|binder| (binder.id.as_str().into(), title(binder), binder::documents(library, binder)))
            .collect();
        let mut derived: FxHashMap<EcoString, Vec<SymbolIndex>> = FxHashMap::default();
        for (index, symbol) in library.symbols.of_kind(Kind::Telecommand) {
            let telecommand = symbol.item.and_then(|item| library.database.telecommands.get(item as usize));
            if let Some(base) = telecommand.and_then(|telecommand| telecommand.base.as_ref()) {
                // A base may be named by its path.
                let name = base.text.rsplit('/').next().unwrap_or_default();
                derived.entry(name.into()).or_default().push(index);
            }
        }
        Self { library, sources, binders, derived, deepest }
    }

    /// Finds what a word means: a name, a step as `ID#step`, the path of a file.
    pub fn find(&self, files: &[String], word: &str) -> Vec<Root> {
        let symbols = &self.library.symbols;
        if let Some((id, step)) = word.split_once('#') {
            let found = symbols.named(id).iter().find_map(|symbol| symbols.step(*symbol, step));
            return found.map(Root::Symbol).into_iter().collect();
        }
        let named = symbols.named(word);
        if !named.is_empty() {
            return named.iter().copied().map(Root::Symbol).collect();
        }
        let document = self.library.iter().find(|(_, document)| self.sources.get(document.source).path == word);
        match document {
            Some((index, _)) => vec![self.of_document(index)],
            None if files.iter().any(|file| file == word) => vec![Root::File(word.into())],
            None => Vec::new(),
        }
    }

    /// Returns a document as what is asked about: by its name, where it has one.
    pub fn of_document(&self, index: DocumentIndex) -> Root {
        let own = self.symbol_of(index);
        own.map_or(Root::Document(index), Root::Symbol)
    }

    /// Returns what something touches.
    pub fn tree(&self, root: &Root) -> Node {
        let mut seen = FxHashSet::default();
        match root {
            Root::Symbol(symbol) => self.symbol(*symbol, None, 0, &mut seen),
            Root::Document(document) => self.document(*document, None, Vec::new(), 0, &mut seen),
            Root::File(path) => self.file(path),
        }
    }

    fn symbol_of(&self, index: DocumentIndex) -> Option<SymbolIndex> {
        let document = self.library.document(index);
        let id = document.id()?;
        let kind = if document.procedure().is_some() { Kind::Procedure } else { Kind::Document };
        let named = self.library.symbols.named(&id.text).iter().copied();
        named.into_iter().find(|symbol| {
            let symbol = self.library.symbols.get(*symbol);
            symbol.kind == kind && symbol.document == Some(index)
        })
    }

    fn symbol(&self, index: SymbolIndex, how: Option<How>, depth: usize, seen: &mut FxHashSet<Root>) -> Node {
        let symbol = self.library.symbols.get(index);
        if let (Kind::Document | Kind::Procedure, Some(document)) = (symbol.kind, symbol.document) {
            return self.document(document, how, Vec::new(), depth, seen);
        }
        let mut node = Node {
            how,
            what: symbol.kind.name(),
            name: symbol.id.clone(),
            title: symbol.title.clone(),
            place: Some(symbol.span),
            again: !seen.insert(Root::Symbol(index)),
            touches: Vec::new(),
        };
        if node.again || depth >= self.deepest {
            return node;
        }
        let citations = self.library.symbol_citations.get(index.0 as usize).map_or(&[][..], Vec::as_slice);
        if let (Kind::Step, Some(document)) = (symbol.kind, symbol.document) {
            node.touches.extend(self.gotos(document, &symbol.id));
            node.touches.push(self.document(document, Some(How::Within), Vec::new(), depth + 1, seen));
        }
        node.touches.extend(self.citing(citations, depth, seen));
        for derived in self.derived.get(&symbol.id).into_iter().flatten().filter(|_| symbol.kind == Kind::Telecommand) {
            node.touches.push(self.symbol(*derived, Some(How::Derived), depth + 1, seen));
        }
        if symbol.kind == Kind::Parameter {
            let alarms = self.library.symbols.of_kind(Kind::Alarm).filter(|(_, alarm)| alarm.item == symbol.item);
            let alarms: Vec<SymbolIndex> = alarms.map(|(alarm, _)| alarm).collect();
            for alarm in alarms {
                node.touches.push(self.symbol(alarm, Some(How::Alarm), depth + 1, seen));
            }
        }
        node
    }

    /// Returns a document with the places in it that are touched, and what it touches in turn.
    fn document(
        &self,
        index: DocumentIndex,
        how: Option<How>,
        places: Vec<Node>,
        depth: usize,
        seen: &mut FxHashSet<Root>,
    ) -> Node {
        let document = self.library.document(index);
        let path = &self.sources.get(document.source).path;
        let mut node = Node {
            how,
            what: if document.procedure().is_some() { "procedure" } else { "document" },
            name: document.id().map_or_else(|| path.as_str().into(), |id| id.text.clone()),
            title: document.title().unwrap_or_default(),
            place: Some(document.id().map_or_else(|| Span::at_start(document.source), |id| id.span)),
            again: false,
            touches: places,
        };
        if how.is_none_or(How::goes_on) && depth < self.deepest {
            node.again = !seen.insert(Root::Document(index));
            if !node.again {
                let mut citations: Vec<Citation> = self.library.document_citations[index.0 as usize].clone();
                let own = self.symbol_of(index);
                citations.extend(own.iter().flat_map(|own| &self.library.symbol_citations[own.0 as usize]));
                citations.sort_by_key(|citation| (citation.document, citation.span.start, citation.span.end));
                citations.dedup_by_key(|citation| (citation.document, citation.span));
                node.touches.extend(self.citing(&citations, depth, seen));
            }
        }
        if !node.again {
            let holding = self.binders.iter().filter(|(_, _, documents)| documents.contains(&index));
            node.touches.extend(holding.map(|(id, title, _)| leaf(How::Bound, "binder", id, title, None)));
        }
        node
    }

    /// Returns the documents that cite something, each with its places.
    fn citing(&self, citations: &[Citation], depth: usize, seen: &mut FxHashSet<Root>) -> Vec<Node> {
        let mut nodes = Vec::new();
        for citations in citations.chunk_by(|a, b| a.document == b.document) {
            let document = citations[0].document;
            let special = self.special(document);
            let mut places: Vec<Node> = Vec::new();
            for citation in citations {
                let how = special.get(&citation.span).copied().unwrap_or(match citation.manner {
                    Manner::Mentioned => How::Cited,
                    Manner::Sent => How::Sent,
                    Manner::Checked => How::Checked,
                    Manner::Trigger => How::Triggers,
                    Manner::Called => How::Called,
                });
                let place = self.place(citation, how);
                if !places.iter().any(|other| (other.how, &other.name) == (place.how, &place.name)) {
                    places.push(place);
                }
            }
            let strongest = places.iter().filter_map(|place| place.how).min().unwrap_or(How::Cited);
            nodes.push(self.document(document, Some(strongest), places, depth + 1, seen));
        }
        // Who acts on it stands before who speaks of it.
        nodes.sort_by_key(|node| node.how);
        nodes
    }

    /// Returns where a document presents, restates or translates another.
    fn special(&self, index: DocumentIndex) -> FxHashMap<Span, How> {
        let document = self.library.document(index);
        let named = |text: &Option<Text>, how| text.as_ref().map(|text| (text.span, how));
        let metadata = &document.metadata;
        let mut special: FxHashMap<Span, How> = FxHashMap::default();
        special.extend(named(&metadata.translation_of, How::Translated));
        special.extend(named(&metadata.restates, How::Restated));
        for block in &document.body {
            match block {
                Block::Presentation(shown) => {
                    let named = [&shown.procedure].into_iter().chain(&shown.steps);
                    special.extend(named.map(|text| (text.span, How::Presented)));
                }
                Block::Heading(heading) => {
                    special.extend(heading.restates.as_ref().map(|told| (told.procedure.span, How::Restated)));
                }
                _ => {}
            }
        }
        special
    }

    /// Returns the section, step, table or figure that a citation stands in.
    fn place(&self, citation: &Citation, how: How) -> Node {
        let place = self.library.links(citation.document).places.get(citation.place as usize);
        let (anchor, title) = place.map_or_else(Default::default, |place| (place.anchor.clone(), place.title.clone()));
        let document = self.library.document(citation.document);
        let is_step =
            self.symbol_of(citation.document).is_some_and(|own| self.library.symbols.step(own, &anchor).is_some());
        let within = |span: Span| span.start <= citation.span.start && citation.span.end <= span.end;
        let what = match document.body.iter().any(|block| matches!(block, Block::Table(table) if within(table.span))) {
            true => "table",
            false if is_step => "step",
            false => "section",
        };
        leaf(how, what, &anchor, &title, Some(citation.span))
    }

    /// Returns the steps of a procedure that go on at another.
    fn gotos(&self, index: DocumentIndex, to: &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        for procedure in self.library.document(index).procedures() {
            procedure.each_step(&mut |step| {
                if let Some(goto) = gotos_of(step).into_iter().find(|goto| goto.text == to) {
                    let title = format!("{} {}", step.number, plain(step.called()));
                    nodes.push(leaf(How::Goto, "step", &step.id.text, &title, Some(goto.span)));
                }
            });
        }
        nodes
    }

    /// Returns who cites what a file of the mission database defines.
    fn defined_in(&self, path: &EcoString) -> Vec<Citation> {
        let sources = self.library.database.sources.iter();
        let file = sources.copied().find(|source| self.sources.get(*source).path == path.as_str());
        let symbols = self.library.symbols.iter().filter(|(_, symbol)| Some(symbol.span.source) == file);
        let cited = symbols.filter(|(_, symbol)| symbol.document.is_none());
        let citations = cited.filter_map(|(index, _)| self.library.symbol_citations.get(index.0 as usize));
        let mut citations: Vec<Citation> = citations.flatten().copied().collect();
        citations.sort_by_key(|citation| (citation.document, citation.span.start, citation.span.end));
        citations
    }

    fn file(&self, path: &EcoString) -> Node {
        let mut node = Node {
            how: None,
            what: "file",
            name: path.clone(),
            title: EcoString::new(),
            place: None,
            again: false,
            touches: Vec::new(),
        };
        let mut seen = FxHashSet::default();
        for (index, document) in self.library.iter() {
            let references = self.library.links(index).references.iter();
            let shown = references.filter(|reference| matches!(&reference.target, Target::Asset(to) if to == path));
            let mut places: Vec<Node> = shown
                .map(|reference| {
                    let what = if reference.image { "figure" } else { "link" };
                    let how = if reference.image { How::Shown } else { How::Cited };
                    leaf(how, what, "", "", Some(reference.span))
                })
                .collect();
            for procedure in document.procedures() {
                procedure.each_step(&mut |step| places.extend(scripts(step, path)));
            }
            if !places.is_empty() {
                let strongest = places.iter().filter_map(|place| place.how).min();
                node.touches.push(self.document(index, strongest, places, 1, &mut seen));
            }
        }
        node.touches.extend(self.citing(&self.defined_in(path), 0, &mut seen));
        node
    }
}

fn leaf(how: How, what: &'static str, name: &str, title: &str, place: Option<Span>) -> Node {
    Node { how: Some(how), what, name: name.into(), title: title.into(), place, again: false, touches: Vec::new() }
}

/// Returns the steps that a step goes on to.
fn gotos_of(step: &Step) -> Vec<&Text> {
    let mut gotos: Vec<&Text> = step.continuation.iter().filter_map(|outcome| outcome.goto.as_ref()).collect();
    for action in &step.actions {
        match action {
            Action::Goto(to) => gotos.push(to),
            Action::Decide(decide) => {
                gotos.extend(decide.ways().filter_map(|way| way.goto.as_ref()));
            }
            _ => {}
        }
    }
    gotos
}

/// Returns the step, if it runs a script: its path may be written from the folder, or by its name alone.
fn scripts(step: &Step, path: &str) -> Option<Node> {
    let runs = |action: &Action| match action {
        Action::Script(script) => {
            let written = script.reference.text.trim_start_matches(['.', '/']);
            (!written.is_empty() && (path == written || path.ends_with(&format!("/{written}")))).then_some(script.span)
        }
        _ => None,
    };
    let span = step.actions.iter().find_map(runs)?;
    let title = format!("{} {}", step.number, plain(step.called()));
    Some(leaf(How::Shown, "step", &step.id.text, &title, Some(span)))
}
