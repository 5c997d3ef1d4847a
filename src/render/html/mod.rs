//! Renders a library as HTML pages that need nothing but themselves.
//!
//! - [`page`] is a document's page, [`index`] the pages that list what there is;
//! - [`report`] is the page on what the check found, with the figures of [`coverage`](mod@coverage);
//! - [`block`], [`inline`] and [`procedure`] write what the model holds;
//! - [`raw`] cleans the HTML that authors wrote;
//! - [`search`] is the box for search, and whose words it finds;
//! - [`theme`] is how it looks.
//!
//! Whatever opsdoc itself writes into a page stands in an element with the attribute `data-gen`, so
//! that the author's words can be told from the tool's.

mod block;
mod circle;
mod coverage;
mod data_type;
mod escape;
mod index;
mod inline;
mod pack;
mod page;
mod procedure;
mod raw;
mod report;
mod search;
mod site;
mod theme;

pub use self::report::Report;
pub use self::search::{SearchSet, Searches};
pub use self::site::{Provenance, Site, asset_path};

use self::block::Writer;
use super::artifact::Artifact;
use crate::link::library::DocumentIndex;

/// Makes a document's page.
pub fn page(site: &Site<'_>, document: DocumentIndex) -> Artifact {
    page::page(site, document)
}

/// Makes the pages that list documents, procedures, telecommands, parameters and alarms, and the
/// first page where no document is it.
pub fn indexes(site: &Site<'_>) -> Vec<Artifact> {
    index::pages(site)
}

/// Makes the page on what the check found, and on what of the mission database procedures use.
pub fn report(site: &Site<'_>, report: &Report<'_>) -> Artifact {
    report::page(site, report)
}

/// Makes the words that the box for search shows.
pub fn search_words(searches: &Searches) -> Vec<Artifact> {
    search::words_of(searches).collect()
}

/// Returns the files that every page needs.
pub fn theme() -> Vec<Artifact> {
    theme::files()
}

/// Renders a document's body alone, raw HTML as it is written: what the examples of the CommonMark
/// specification are compared with.
pub fn body_with_raw_html(site: &Site<'_>, document: DocumentIndex) -> String {
    let mut writer = Writer::new(site, document);
    writer.raw_as_written = true;
    writer.blocks(&site.library.document(document).body);
    writer.out
}
