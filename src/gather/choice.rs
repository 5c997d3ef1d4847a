//! Which files of a folder are taken, and which of them are sources.

use super::worktree::{Error, slashed};
use crate::project::config::Project;
use crate::text::glob::Globs;

/// What a project takes of its folder. Paths are below the folder, with `/` between their parts.
pub(super) struct Choice {
    excluded: Globs,
    databases: Vec<String>,
}

impl Choice {
    /// Compiles the patterns of the project.
    pub(super) fn of(project: &Project) -> Result<Self, Error> {
        let databases = project.databases.iter().map(|database| slashed(&database.path)).collect();
        Ok(Self { excluded: Globs::new(&project.exclude)?, databases })
    }

    /// Tells whether a file or folder of this name, at this path, is left out with all that it holds.
    pub(super) fn leaves_out(&self, name: &[u8], path: &str) -> bool {
        name.starts_with(b".") || self.excluded.fits(path)
    }

    /// Tells whether a file, or a folder that holds it, is left out.
    pub(super) fn leaves_out_below(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        let name = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
        ends.map(|end| &path[..end]).any(|holder| self.leaves_out(&holder.as_bytes()[name(holder)..], holder))
    }

    /// Tells whether a file is a document or a mission database.
    pub(super) fn is_source(&self, path: &str) -> bool {
        let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
        const KNOWN: &[&str] = &["md", "markdown", "xml", "dita", "ditamap", "bookmap", "ditaval", "ycs", "pluto"];
        let known = |found: &str| KNOWN.iter().any(|known| found.eq_ignore_ascii_case(known));
        // Where databases are listed, others are none.
        let is_database = |found: &str| self.databases.is_empty() && found.eq_ignore_ascii_case("xtce");
        extension.is_some_and(|found| known(found) || is_database(found))
            || self.databases.iter().any(|database| database == path)
    }
}
