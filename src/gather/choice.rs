//! Which files of a folder are taken, and which of them are sources.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::worktree::{Error, slashed};
use crate::project::config::Project;

/// What a project takes of its folder. Paths are below the folder, with `/` between their parts.
pub(super) struct Choice {
    excluded: GlobSet,
    databases: Vec<String>,
}

impl Choice {
    /// Compiles the patterns of the project, which mean what they mean in a `.gitignore`: one without a slash before
    /// its end fits at any depth, and what lies in an excluded folder is excluded.
    pub(super) fn of(project: &Project) -> Result<Self, Error> {
        let mut set = GlobSetBuilder::new();
        for pattern in &project.exclude {
            let error = |source| Error::Pattern { pattern: pattern.clone(), source };
            let plain = pattern.trim_start_matches("./").trim_end_matches('/');
            let glob = match plain.strip_prefix('/') {
                Some(anchored) => anchored.to_owned(),
                None if plain.contains('/') => plain.to_owned(),
                None => format!("**/{plain}"),
            };
            set.add(GlobBuilder::new(&glob).literal_separator(true).build().map_err(error)?);
        }
        let error = |source| Error::Pattern { pattern: project.exclude.join(" "), source };
        let databases = project.databases.iter().map(|database| slashed(&database.path)).collect();
        Ok(Self { excluded: set.build().map_err(error)?, databases })
    }

    /// Tells whether a file or folder of this name, at this path, is left out with all that it holds.
    pub(super) fn leaves_out(&self, name: &[u8], path: &str) -> bool {
        name.starts_with(b".") || self.excluded.is_match(path)
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
        let known = |found: &str| ["md", "markdown", "xml"].iter().any(|known| found.eq_ignore_ascii_case(known));
        extension.is_some_and(known) || self.databases.iter().any(|database| database == path)
    }
}
