//! Looks at a folder of Markdown, and proposes how its procedures are written.

use std::path::Path;

use rayon::prelude::*;

use super::Error;
use super::load::PROJECT_FILE;
use crate::gather::files::Files;
use crate::gather::worktree::Worktree;
use crate::project::config::Project;
use crate::propose::{self, Proposal};
use crate::read::markdown;
use crate::text::span::SourceId;

/// Reads the Markdown of a folder, and proposes a dialect for it. The paths of the proposal are those below the
/// documentation folder that the folder lies in, if it lies in one.
pub fn propose(folder: &Path) -> Result<Proposal, Error> {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let docs = whole.ancestors().find(|above| above.join(PROJECT_FILE).is_file()).unwrap_or(&whole);
    let below = whole.strip_prefix(docs).unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/");
    let files = Worktree::new(folder, &[]);
    let listing = files.list(&Project::default())?;
    let is_markdown = |path: &str| {
        let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        matches!(extension.as_str(), "md" | "markdown")
    };
    let entries: Vec<_> = listing.sources.iter().filter(|entry| is_markdown(&entry.path)).collect();
    let read = |entry: &&_| {
        let mut source = files.load(entry)?.source;
        if !below.is_empty() {
            source.path = format!("{below}/{}", source.path);
        }
        let document = markdown::read(SourceId(0), &source).0;
        Ok((source, document))
    };
    let documents: Vec<_> = entries.par_iter().map(read).collect::<Result<_, Error>>()?;
    Ok(propose::propose(&documents))
}
