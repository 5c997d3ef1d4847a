//! How pages look: a style sheet and a small script, embedded, so that nothing is fetched.

use super::pack::pack;
use crate::render::artifact::Artifact;

/// The style sheet's path in the site.
pub(super) const STYLE: &str = "_opsdoc/style.css";

/// The script's path in the site. Pages read without it.
pub(super) const SCRIPT: &str = "_opsdoc/page.js";

/// The searcher's path in the site; the page's script loads it when somebody searches.
const SEARCHER: &str = "_opsdoc/search.js";

/// Returns the files.
pub(super) fn files() -> Vec<Artifact> {
    let file = |path: &str, text: &str| Artifact { path: format!("html/{path}"), bytes: text.as_bytes().to_vec() };
    vec![
        file(STYLE, include_str!("theme/style.css")),
        file(SCRIPT, include_str!("theme/page.js")),
        file(SEARCHER, &pack(include_str!("theme/search.js"))),
    ]
}
