//! A document's page: what stands around the author's text.

use super::block::Writer;
use super::circle::Circle;
use super::site::{INDEXES, Site};
use super::{escape, search, theme};
use std::collections::BTreeMap;

use ecow::EcoString;

use crate::link::REPORT;
use crate::link::library::{Citation, DocumentIndex, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::block::Block;
use crate::model::document::{Document, Metadata, Status, first_heading};
use crate::model::inline::{Kind, Text, plain};
use crate::model::procedure::Step;
use crate::model::walk::{self, Visitor};
use crate::render::artifact::Artifact;
use crate::render::words::{self, Word};

/// Citations beyond these are counted and not listed; the indexes list them all.
const MOST_CITATIONS: usize = 200;

/// Makes a document's page.
pub(super) fn page(site: &Site<'_>, index: DocumentIndex) -> Artifact {
    let document = site.library.document(index);
    let mut writer = Writer::new(site, index);
    superseded(&mut writer, index);
    // The title comes first, be it the metadata's or the text's own, then what is known.
    let begins = title(&mut writer, document);
    writer.blocks(&document.body[..begins]);
    metadata(&mut writer, document);
    writer.blocks(&document.body[begins..]);
    let body = std::mem::take(&mut writer.out);
    contents(&mut writer, document);
    let contents = std::mem::take(&mut writer.out);
    cites(&mut writer, index);
    cited_by(&mut writer, index);
    let citations = std::mem::take(&mut writer.out);
    let name = site.name(index);
    let language = writer.language;
    let shell = Shell {
        site,
        document: Some(index),
        root: writer.root(),
        language,
        title: &name,
        classification: document.metadata.classification.as_ref().map(|text| text.as_str()),
        pdf: site.pdf.then(|| {
            let way = Site::root(site.library.stem(index));
            format!("{way}../pdf/{}.pdf", escape::path(site.library.stem(index)))
        }),
        here: trail(site, index),
    };
    let html = shell.around(&body, &contents, &citations);
    Artifact { path: format!("html/{}.html", site.library.stem(index)), bytes: html.into_bytes() }
}

/// Says above all else that a document is superseded, and which one applies. Its title is not said: not every reader
/// of this one may read the other.
fn superseded(writer: &mut Writer<'_>, index: DocumentIndex) {
    let library = writer.site.library;
    if library.document(index).metadata.status != Some(Status::Superseded) {
        return;
    }
    writer.out.push_str("<p class=\"superseded\" role=\"note\" data-gen>");
    match library.applicable(index) {
        Some(other) => {
            let address = format!("{}{}", writer.root(), writer.site.page_address(other));
            writer.out.push_str(words::SUPERSEDED_BY.in_language(writer.language));
            writer.out.push_str(" <a href=\"");
            escape::text(&mut writer.out, &address);
            writer.out.push_str("\">");
            escape::text(&mut writer.out, &words::issue_of(library.document(other), writer.language));
            writer.out.push_str("</a>.");
        }
        None => writer.out.push_str(words::SUPERSEDED.in_language(writer.language)),
    }
    writer.out.push_str("</p>\n");
}

/// Writes the title that the metadata gives, unless the text begins with it; returns how many blocks
/// of the text are its title.
fn title<'a>(writer: &mut Writer<'a>, document: &'a Document) -> usize {
    let title = &document.metadata.title;
    let begins = matches!(document.body.first(), Some(Block::Heading(heading)) if heading.level == 1);
    let same = begins && first_heading(&document.body).is_some_and(|heading| plain(&heading.content) == plain(title));
    if title.is_empty() || same {
        return usize::from(begins);
    }
    writer.out.push_str("<h1>");
    writer.inlines(title);
    writer.out.push_str("</h1>\n");
    0
}

/// Writes what is known about the document, as far as anything is.
fn metadata<'a>(writer: &mut Writer<'a>, document: &'a Document) {
    let metadata = &document.metadata;
    let mut rows = Rows { writer, open: false };
    if document.metadata.kind.is_procedure() {
        let kind = rows.writer.kind(metadata.kind);
        rows.generated(words::KIND, kind);
    }
    // What the first lines of the text say stands there.
    let in_text =
        |id: &Text| metadata.span.is_none_or(|front| front.source == id.span.source && front.end <= id.span.start);
    let is_told = |id: &&Text| metadata.is_told(id) || document.procedure().is_none() && in_text(id);
    let other = |value: &'a Option<Text>| value.as_ref().filter(|value| !metadata.is_told(value));
    if let Some(id) = document.id().filter(|id| !is_told(id)) {
        // What no author wrote is not the author's.
        let is_made = id.span.is_empty() && !id.text.is_empty();
        if is_made { rows.generated(words::IDENTIFIER, &id.text) } else { rows.text(words::IDENTIFIER, Some(id)) }
    }
    rows.text(words::ISSUE, other(&metadata.issue));
    rows.text(words::REVISION, other(&metadata.revision));
    if let Some(status) = metadata.status {
        let word = words::status(status).in_language(rows.writer.language);
        rows.status(status.word(), word);
    }
    rows.text(words::DATE, other(&metadata.date));
    rows.text(words::LANGUAGE, other(&metadata.language));
    rows.text(words::CLASSIFICATION, other(&metadata.classification));
    rows.text(words::CAVEATS, other(&metadata.caveats));
    rows.text(words::CRITICALITY, other(&metadata.criticality));
    rows.text(words::DATABASE, other(&metadata.database));
    applicability(&mut rows, metadata);
    rows.list(words::AUTHORS, &metadata.authors, metadata);
    rows.name(words::TRANSLATION_OF, metadata.translation_of.as_ref());
    if let Some(restates) = &metadata.restates {
        rows.head(words::RESTATES);
        rows.writer.name(restates);
        if metadata.partial {
            let word = words::IN_PART.in_language(rows.writer.language);
            rows.writer.generated("span", &format!(" ({word})"));
        }
        rows.end();
    }
    for (key, value) in &metadata.other {
        rows.open_row();
        escape::text(&mut rows.writer.out, &key.text);
        rows.writer.out.push_str("</dt><dd>");
        rows.writer.text(value);
        rows.writer.out.push_str("</dd></div>\n");
    }
    if rows.open {
        writer.out.push_str("</dl>\n");
    }
}

fn applicability<'a>(rows: &mut Rows<'_, 'a>, metadata: &'a Metadata) {
    let applies = &metadata.applicability;
    rows.list(words::MISSIONS, &applies.missions, metadata);
    rows.list(words::SATELLITES, &applies.satellites, metadata);
    rows.list(words::ENVIRONMENTS, &applies.environments, metadata);
    rows.list(words::PHASES, &applies.phases, metadata);
    rows.text(words::CONDITION, applies.condition.as_ref().filter(|condition| !metadata.is_told(condition)));
}

/// Rows of a definition list that is opened by the first of them.
struct Rows<'w, 'a> {
    writer: &'w mut Writer<'a>,
    open: bool,
}

impl<'a> Rows<'_, 'a> {
    fn open_row(&mut self) {
        if !self.open {
            self.writer.out.push_str("<dl class=\"metadata\">\n");
            self.open = true;
        }
        self.writer.out.push_str("<div><dt>");
    }

    fn head(&mut self, word: Word) {
        self.open_row();
        let language = self.writer.language;
        self.writer.generated("span", word.in_language(language));
        self.writer.out.push_str("</dt><dd>");
    }

    fn end(&mut self) {
        self.writer.out.push_str("</dd></div>\n");
    }

    fn text(&mut self, word: Word, text: Option<&'a Text>) {
        if let Some(text) = text {
            self.head(word);
            self.writer.text(text);
            self.end();
        }
    }

    fn name(&mut self, word: Word, text: Option<&'a Text>) {
        if let Some(text) = text {
            self.head(word);
            self.writer.name(text);
            self.end();
        }
    }

    fn list(&mut self, word: Word, texts: &'a [Text], metadata: &Metadata) {
        if texts.iter().all(|text| metadata.is_told(text)) {
            return;
        }
        self.head(word);
        for (at, text) in texts.iter().enumerate() {
            self.writer.out.push_str(if at > 0 { ", " } else { "" });
            self.writer.text(text);
        }
        self.end();
    }

    fn generated(&mut self, word: Word, text: &str) {
        self.head(word);
        self.writer.generated("span", text);
        self.end();
    }

    fn status(&mut self, class: &str, word: &str) {
        self.head(words::STATUS);
        self.writer.out.push_str(&format!("<span class=\"status {class}\" title=\"{class}\">"));
        escape::text(&mut self.writer.out, word);
        self.writer.out.push_str("</span>");
        self.end();
    }
}

/// The headings and the steps of a page: level, anchor, title.
#[derive(Default)]
struct Contents {
    list: Vec<(u8, String, String)>,
    /// What stands before the identifiers of steps.
    prefix: EcoString,
    /// The level of the heading above.
    above: u8,
}

impl<'a> Visitor<'a> for Contents {
    fn block(&mut self, block: &'a Block) {
        if let Block::Heading(heading) = block {
            self.above = heading.level;
            if (2..=3).contains(&heading.level) {
                self.list.push((heading.level, heading.anchor.to_string(), plain(&heading.content)));
            }
        }
    }

    fn step(&mut self, step: &'a Step) {
        let depth = if step.number.contains('.') || self.above > 1 { 3 } else { 2 };
        let title = format!("{} {}", step.number, plain(step.called()));
        self.list.push((depth, format!("{}{}", self.prefix, step.id.text), title));
    }
}

/// Writes the way to each heading or step of the page.
fn contents<'a>(writer: &mut Writer<'a>, document: &'a Document) {
    let mut entries = Contents::default();
    for block in &document.body {
        match block {
            Block::Procedure(procedure) => entries.prefix = document.prefix(procedure),
            _ => entries.prefix.clear(),
        }
        walk::blocks(std::slice::from_ref(block), &mut entries);
    }
    let entries = entries.list;
    if entries.len() < 2 {
        return;
    }
    writer.out.push_str("<nav class=\"contents\" data-gen><h2>");
    writer.out.push_str(words::ON_THIS_PAGE.in_language(writer.language));
    writer.out.push_str("</h2>\n<ul>\n");
    for (level, anchor, title) in entries {
        writer.out.push_str(&format!("<li class=\"l{level}\"><a href=\"#{}\">", escape::path(&anchor)));
        escape::text(&mut writer.out, &title);
        writer.out.push_str("</a></li>\n");
    }
    writer.out.push_str("</ul></nav>\n");
}

/// Writes what this document cites, each thing once, by kind.
fn cites(writer: &mut Writer<'_>, index: DocumentIndex) {
    let (site, root) = (writer.site, writer.root());
    let library = site.library;
    let links = library.links(index);
    // A document counts once, whether it is cited as a file, by its name, or at one of its steps.
    let mut cited: BTreeMap<Kind, Vec<Cited>> = BTreeMap::new();
    let mut add = |kind: Kind, thing: Cited| {
        let list = cited.entry(kind).or_default();
        if !list.contains(&thing) {
            list.push(thing);
        }
    };
    let of_document = |document: DocumentIndex| {
        let procedure = library.document(document).procedure().is_some();
        (if procedure { Kind::Procedure } else { Kind::Document }, Cited::Document(document))
    };
    let targets = links.references.iter().map(|reference| reference.target.clone());
    for target in targets.chain(links.mentions.iter().map(|mention| Target::Symbol(mention.symbol))) {
        let (kind, thing) = match target {
            Target::Document { document, .. } if document != index => of_document(document),
            Target::Symbol(symbol) => match library.symbols.get(symbol).document {
                Some(document) if document != index => of_document(document),
                Some(_) => continue,
                None => (library.symbols.get(symbol).kind, Cited::Symbol(symbol)),
            },
            _ => continue,
        };
        add(kind, thing);
    }
    let circle = Circle::of(library.document(index));
    cited.values_mut().for_each(|things| {
        things.retain(|thing| !matches!(thing, Cited::Document(other) if site.name_for(&circle, *other).is_none()));
    });
    cited.retain(|_, things| !things.is_empty());
    if cited.is_empty() {
        return;
    }
    writer.out.push_str("<section class=\"cites\" data-gen><h2>");
    writer.out.push_str(words::CITES.in_language(writer.language));
    writer.out.push_str("</h2>\n");
    for (kind, things) in cited {
        writer.out.push_str(&format!("<p><b>{}</b>", kind_word(kind).in_language(writer.language)));
        for (at, thing) in things.into_iter().enumerate() {
            let (address, name) = match thing {
                Cited::Document(document) => {
                    (site.page_address(document), site.name_for(&circle, document).unwrap_or_default())
                }
                Cited::Symbol(symbol) => (site.symbol_address(symbol), library.symbols.get(symbol).id.clone()),
            };
            writer.out.push_str(if at > 0 { ", " } else { " " });
            writer.out.push_str(&format!("<a href=\"{root}{address}\">"));
            escape::text(&mut writer.out, &name);
            writer.out.push_str("</a>");
        }
        writer.out.push_str("</p>\n");
    }
    writer.out.push_str("</section>\n");
}

/// Something that a page cites.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cited {
    Document(DocumentIndex),
    Symbol(SymbolIndex),
}

/// Returns the word for the things of a kind.
fn kind_word(kind: Kind) -> Word {
    match kind {
        Kind::Document => words::DOCUMENTS,
        Kind::Procedure | Kind::Step => words::PROCEDURES,
        Kind::Telecommand => words::TELECOMMANDS,
        Kind::Parameter => words::PARAMETERS,
        Kind::Alarm => words::ALARMS,
    }
}

/// Writes which documents cite this one, and where.
fn cited_by(writer: &mut Writer<'_>, index: DocumentIndex) {
    let citations = &writer.site.library.document_citations[index.0 as usize];
    if citations.is_empty() {
        return;
    }
    writer.out.push_str("<section class=\"cited-by\" data-gen><h2>");
    writer.out.push_str(words::CITED_BY.in_language(writer.language));
    writer.out.push_str("</h2>\n");
    let (root, circle) = (writer.root(), Circle::of(writer.site.library.document(index)));
    writer.out.push_str(&citation_list(writer.site, &circle, &root, citations.iter(), MOST_CITATIONS));
    writer.out.push_str("</section>\n");
}

/// Writes places that cite something: a line a document, its places behind it.
///
/// Of a document that the readers of the page may not read, only the identifier is shown; without one it is counted.
pub(super) fn citation_list<'a>(
    site: &Site<'_>,
    circle: &Circle<'_>,
    root: &str,
    citations: impl Iterator<Item = &'a Citation>,
    most: usize,
) -> String {
    let mut out = String::from("<ul class=\"citations\">\n");
    let (mut last, mut seen, mut count): (Option<DocumentIndex>, Vec<u32>, usize) = (None, Vec::new(), 0);
    let mut left_out = 0;
    for citation in citations {
        if last == Some(citation.document) && seen.contains(&citation.place) {
            continue;
        }
        let Some(name) = site.name_for(circle, citation.document).filter(|_| count < most) else {
            left_out += 1;
            continue;
        };
        count += 1;
        if last != Some(citation.document) {
            out.push_str(if last.is_some() { "</li>\n<li>" } else { "<li>" });
            out.push_str(&format!("<a href=\"{root}{}\">", site.page_address(citation.document)));
            escape::text(&mut out, &name);
            out.push_str("</a>");
            (last, seen) = (Some(citation.document), Vec::new());
        }
        seen.push(citation.place);
        let Some(place) = site.library.links(citation.document).places.get(citation.place as usize) else { continue };
        if place.anchor.is_empty() || !circle.may_read(site.project, site.library.document(citation.document)) {
            continue;
        }
        let anchor = escape::path(&place.anchor);
        out.push_str(&format!(" <a class=\"place\" href=\"{root}{}#{anchor}\">", site.page_address(citation.document)));
        escape::text(&mut out, if place.title.is_empty() { &place.anchor } else { &place.title });
        out.push_str("</a>");
    }
    out.push_str(if last.is_some() { "</li>\n" } else { "" });
    if left_out > 0 {
        out.push_str(&format!("<li>… + {left_out}</li>\n"));
    }
    out.push_str("</ul>\n");
    out
}

/// Returns the folders that lead to a document.
fn trail(site: &Site<'_>, index: DocumentIndex) -> Vec<String> {
    let stem = site.library.stem(index);
    let mut parts: Vec<String> = stem.split('/').map(str::to_owned).collect();
    parts.pop();
    parts
}

/// What stands around the text of a page.
pub(super) struct Shell<'a> {
    pub(super) site: &'a Site<'a>,
    /// The document; nothing for a page that lists what all of them have.
    pub(super) document: Option<DocumentIndex>,
    /// The way to the root of the site.
    pub(super) root: String,
    pub(super) language: &'a str,
    pub(super) title: &'a str,
    pub(super) classification: Option<&'a str>,
    /// The address of the PDF of this page.
    pub(super) pdf: Option<String>,
    /// The folders that lead here.
    pub(super) here: Vec<String>,
}

impl Shell<'_> {
    /// Puts the page together.
    pub(super) fn around(&self, body: &str, contents: &str, after: &str) -> String {
        let mut out = String::with_capacity(body.len() + contents.len() + after.len() + 3000);
        let project = self.site.project.title.in_language(self.language);
        let root = &self.root;
        out.push_str("<!DOCTYPE html>\n<html lang=\"");
        escape::text(&mut out, self.language);
        out.push_str("\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
        escape::text(&mut out, self.title);
        if !project.is_empty() {
            out.push_str(" — ");
            escape::text(&mut out, project);
        }
        out.push_str("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self' 'unsafe-inline' file:; img-src 'self' data: file:; script-src 'self' file:; base-uri 'none'; form-action 'none'\">\n");
        out.push_str(&format!("<link rel=\"stylesheet\" href=\"{root}{}\">\n", theme::STYLE));
        out.push_str(&format!("<script src=\"{root}{}\" defer></script>\n</head>\n<body>\n", theme::SCRIPT));
        out.push_str("<a class=\"skip\" href=\"#content\" data-gen>");
        out.push_str(self.word(words::SKIP_TO_CONTENT));
        out.push_str("</a>\n");
        self.banner(&mut out);
        self.navigation(&mut out, project);
        out.push_str("<div class=\"columns\">\n<main id=\"content\">\n");
        self.trail(&mut out);
        out.push_str("<article>\n");
        out.push_str(body);
        out.push_str("</article>\n");
        out.push_str(after);
        out.push_str("</main>\n");
        out.push_str(contents);
        out.push_str("</div>\n");
        self.footer(&mut out);
        self.banner(&mut out);
        out.push_str("</body>\n</html>\n");
        out
    }

    fn word(&self, word: Word) -> &'static str {
        word.in_language(self.language)
    }

    /// Writes the marking, at the top and at the bottom of every page that has one.
    fn banner(&self, out: &mut String) {
        if let Some(classification) = self.classification {
            let markings = &self.site.project.markings;
            let known = markings.iter().position(|marking| marking.id == classification);
            // The style sheet knows the lowest two; all others look like the highest.
            let rank = match known {
                Some(rank) => format!(" m{rank}"),
                None if markings.is_empty() => " unranked".to_owned(),
                None => String::new(),
            };
            out.push_str(&format!("<div class=\"marking{rank}\" data-gen>"));
            let name = known.map(|at| markings[at].name.in_language(self.language));
            escape::text(out, name.filter(|name| !name.is_empty()).unwrap_or(classification));
            out.push_str("</div>\n");
        }
    }

    fn navigation(&self, out: &mut String, project: &str) {
        let root = &self.root;
        out.push_str(&format!("<header class=\"top\" data-gen><a class=\"home\" href=\"{root}index.html\">"));
        escape::text(out, if project.is_empty() { self.word(words::HOME) } else { project });
        out.push_str("</a>\n");
        if let Some(searches) = self.site.searches {
            search::write_box(out, root, searches.folder(self.document), self.language);
        }
        out.push_str("<nav>");
        for kind in [Kind::Document, Kind::Procedure, Kind::Telecommand, Kind::Parameter, Kind::Alarm] {
            let word = kind_word(kind);
            if kind == Kind::Document || self.site.library.symbols.of_kind(kind).next().is_some() {
                let name = Site::index_name(kind);
                out.push_str(&format!("<a href=\"{root}{INDEXES}/{name}.html\">{}</a> ", self.word(word)));
            }
        }
        out.push_str(&format!("<a href=\"{root}{REPORT}.html\">{}</a> ", self.word(words::CHECKS)));
        out.push_str("</nav></header>\n");
    }

    fn trail(&self, out: &mut String) {
        if self.here.is_empty() && self.pdf.is_none() {
            return;
        }
        out.push_str("<p class=\"trail\" data-gen>");
        for folder in &self.here {
            escape::text(out, folder);
            out.push_str(" / ");
        }
        if let Some(pdf) = &self.pdf {
            out.push_str(&format!("<a class=\"pdf\" href=\"{pdf}\">PDF</a>"));
        }
        out.push_str("</p>\n");
    }

    fn footer(&self, out: &mut String) {
        out.push_str("<footer data-gen>");
        match self.site.provenance.short(self.language) {
            Some(commit) => out.push_str(&format!("{} <code>{commit}</code>", self.word(words::COMMIT))),
            None => out.push_str(self.word(words::UNVERSIONED)),
        }
        out.push_str(concat!(" · opsdoc ", env!("CARGO_PKG_VERSION"), "</footer>\n"));
    }
}
