//! What every page of a site shares, and where things are in it.

use ecow::EcoString;

use super::circle::Circle;
use super::escape;
use super::search::Searches;
use crate::link::library::{DocumentIndex, Library, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::inline::Kind;
use crate::project::config::Project;
use crate::render::words;
use crate::text::source::Sources;

/// A site to be rendered.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The documents, linked.
    pub library: &'a Library,
    /// The project.
    pub project: &'a Project,
    /// The sources.
    pub sources: &'a Sources,
    /// Where the sources come from.
    pub provenance: &'a Provenance,
    /// Whether there are PDFs beside the pages.
    pub pdf: bool,
    /// What each page searches; nothing where pages have no search.
    pub searches: Option<&'a Searches>,
}

/// Where the sources come from.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The commit, in full; nothing where the sources are unversioned.
    pub commit: Option<String>,
    /// Whether sources differ from the commit.
    pub dirty: bool,
}

impl Provenance {
    /// Returns the commit as readers of a language see it: `3f9c1a2b7d40`, `3f9c1a2b7d40 (modified)`, or nothing.
    pub(super) fn short(&self, language: &str) -> Option<String> {
        let commit = self.commit.as_ref()?;
        let short = commit.get(..12).unwrap_or(commit);
        let modified = words::UNCOMMITTED.in_language(language);
        Some(if self.dirty { format!("{short} ({modified})") } else { short.to_owned() })
    }
}

/// The folder of the pages that list what there is.
pub(super) const INDEXES: &str = "indexes";

impl<'a> Site<'a> {
    /// Returns the way from a page to the root of the site: `../../`, or nothing.
    pub(super) fn root(stem: &str) -> String {
        "../".repeat(stem.matches('/').count())
    }

    /// Returns what a document is called: its title, else its path.
    pub(super) fn name(&self, document: DocumentIndex) -> EcoString {
        let document = self.library.document(document);
        let title = document.title().filter(|title| !title.trim().is_empty());
        title.unwrap_or_else(|| self.sources.get(document.source).path.as_str().into())
    }

    /// Returns what a page calls a document: its name, or only its identifier where readers of the page may not read
    /// it; nothing where it has none.
    pub(super) fn name_for(&self, circle: &Circle<'_>, index: DocumentIndex) -> Option<EcoString> {
        let document = self.library.document(index);
        if circle.may_read(self.project, document) {
            return Some(self.name(index));
        }
        document.id().map(|id| id.text.clone()).filter(|id| !id.is_empty())
    }

    /// Returns the address of a document's page, from the root.
    pub(super) fn page_address(&self, document: DocumentIndex) -> String {
        format!("{}.html", escape::path(self.library.stem(document)))
    }

    /// Returns the name of the page that lists a kind.
    pub(super) fn index_name(kind: Kind) -> &'static str {
        match kind {
            Kind::Document => "documents",
            Kind::Procedure | Kind::Step => "procedures",
            Kind::Telecommand => "telecommands",
            Kind::Parameter => "parameters",
            Kind::Alarm => "alarms",
        }
    }

    /// Returns the address of a symbol, from the root.
    pub(super) fn symbol_address(&self, symbol: SymbolIndex) -> String {
        let symbol = self.library.symbols.get(symbol);
        match symbol.document {
            Some(document) if symbol.anchor.is_empty() => self.page_address(document),
            Some(document) => format!("{}#{}", self.page_address(document), escape::path(&symbol.anchor)),
            None => format!("{INDEXES}/{}.html#{}", Self::index_name(symbol.kind), escape::path(&symbol.anchor)),
        }
    }

    /// Returns the address of what a reference on the page of `from` leads to; nothing where it is
    /// to stay as it was written.
    pub(super) fn target_address(&self, from: DocumentIndex, target: &Target) -> Option<String> {
        let root = Self::root(self.library.stem(from));
        match target {
            Target::Document { document, anchor } => {
                let anchor = anchor.as_ref().map(|anchor| format!("#{}", escape::path(anchor)));
                if *document == from {
                    return Some(anchor.unwrap_or_else(|| "#".to_owned()));
                }
                Some(format!("{root}{}{}", self.page_address(*document), anchor.unwrap_or_default()))
            }
            Target::Symbol(symbol) => {
                let known = self.library.symbols.get(*symbol);
                if known.document == Some(from) {
                    return Some(format!("#{}", escape::path(&known.anchor)));
                }
                Some(format!("{root}{}", self.symbol_address(*symbol)))
            }
            Target::Asset(path) => Some(format!("{root}{}", escape::path(&asset_path(path)))),
            Target::Folder(_) => Some(format!("{root}{INDEXES}/documents.html")),
            Target::External | Target::Unresolved(_) => None,
        }
    }
}

/// Returns where a file that a page needs is put: where it was, unless a page could stand there.
pub fn asset_path(path: &str) -> String {
    let page = path.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("html"));
    if page { format!("_files/{path}") } else { path.to_owned() }
}
