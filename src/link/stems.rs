//! Where each document's page goes.

use ecow::EcoString;
use rustc_hash::FxHashSet;

use crate::model::document::Document;
use crate::text::source::Sources;

/// Folders and pages that opsdoc makes itself.
const RESERVED: &[&str] = &["indexes", "binders", "_opsdoc", "_files"];

/// The page on what the check found, which opsdoc makes itself.
pub const REPORT: &str = "report/index";

/// Returns the path of each document's page without its extension; no two are the same, not even
/// where capitals do not count.
pub(super) fn of(documents: &[Document], sources: &Sources) -> Vec<EcoString> {
    let path = |document: &Document| sources.get(document.source).path.as_str();
    let mut taken: FxHashSet<String> = FxHashSet::from_iter([REPORT.to_owned()]);
    let mut stems = vec![EcoString::new(); documents.len()];
    // A folder's README is its page, as code hosts have it, unless there is an index beside it.
    for readme in [false, true] {
        for (document, stem) in documents.iter().zip(&mut stems) {
            let (folder, name) = path(document).rsplit_once('/').unwrap_or(("", path(document)));
            let base = name.rsplit_once('.').map_or(name, |(base, _)| base);
            if base.eq_ignore_ascii_case("readme") != readme {
                continue;
            }
            let join = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            let mut wanted = join(if readme { "index" } else { base });
            if readme && taken.contains(&wanted.to_lowercase()) {
                wanted = join(base);
            }
            if is_reserved(&wanted) {
                wanted = format!("{wanted}-");
            }
            let mut free = wanted.clone();
            let mut count = 1;
            while !taken.insert(free.to_lowercase()) {
                count += 1;
                free = format!("{wanted}-{count}");
            }
            *stem = free.into();
        }
    }
    stems
}

/// Tells whether a page would stand among those of opsdoc's own, on a system where capitals do not count too.
fn is_reserved(stem: &str) -> bool {
    let first = stem.split('/').next().unwrap_or(stem);
    RESERVED.iter().any(|reserved| first.eq_ignore_ascii_case(reserved))
}
