//! Finds what a path leads to.
//!
//! A name is looked for in its own SpaceSystem, then in those around it; a path that begins with `/`, from the
//! root (XTCE 1.2, NameReferenceType). The name of the root may be left out of such a path.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::model::inline::Text;
use crate::text::span::SourceId;

/// Things by their paths.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_path: FxHashMap<String, Vec<(SourceId, usize)>>,
    by_name: FxHashMap<EcoString, Vec<usize>>,
    /// The names of the root SpaceSystems, in order.
    roots: Vec<EcoString>,
}

impl Names {
    pub(super) fn add(&mut self, system: &str, name: &Text, at: usize) {
        self.by_path.entry(format!("{system}/{}", name.text)).or_default().push((name.span.source, at));
        self.by_name.entry(name.text.clone()).or_default().push(at);
        if let Some(root) = system.split('/').nth(1)
            && !self.roots.iter().any(|known| known == root)
        {
            self.roots.push(root.into());
        }
    }

    /// Finds what a reference leads to from a SpaceSystem.
    pub(super) fn find(&self, reference: &Text, system: &str) -> Option<usize> {
        self.find_path(reference.text.trim(), reference, system)
    }

    /// Finds what a path leads to from a SpaceSystem, as the beginning of a reference does.
    pub(super) fn find_path(&self, path: &str, reference: &Text, system: &str) -> Option<usize> {
        if path.starts_with('/') {
            let rooted = || self.roots.iter().find_map(|root| self.at(&join(&format!("/{root}"), path), reference));
            return self.at(&join("", path), reference).or_else(rooted);
        }
        let mut holder = system;
        loop {
            if let Some(found) = self.at(&join(holder, path), reference) {
                return Some(found);
            }
            holder = holder.rsplit_once('/')?.0;
        }
    }

    /// Returns what has this path: in the file of the reference, else in the first file that has it.
    fn at(&self, path: &str, reference: &Text) -> Option<usize> {
        let found = self.by_path.get(path)?;
        let near = found.iter().find(|(source, _)| *source == reference.span.source);
        near.or(found.first()).map(|(_, at)| *at)
    }

    /// Returns the only thing that has the last name of a path.
    pub(super) fn only(&self, path: &str) -> Option<usize> {
        match self.by_name.get(path.trim().rsplit('/').next()?)?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// Follows a path from a SpaceSystem, with `.` and `..` as in a file system.
fn join(system: &str, path: &str) -> String {
    let mut parts: Vec<&str> = system.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.iter().flat_map(|part| ["/", part]).collect()
}
