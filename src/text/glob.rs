//! Patterns of paths, which mean what they mean in a `.gitignore`: one without a slash before its end fits at any
//! depth, and what lies in a folder that fits does so too.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Patterns, any of which may fit.
#[derive(Debug, Clone)]
pub struct Globs {
    set: GlobSet,
}

/// Why a pattern is none.
#[derive(Debug, thiserror::Error)]
#[error("{source}")]
pub struct Error {
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub source: globset::Error,
}

impl Globs {
    /// Reads patterns.
    pub fn new(patterns: &[String]) -> Result<Self, Error> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let error = |source| Error { pattern: pattern.clone(), source };
            let plain = pattern.trim_start_matches("./").trim_end_matches('/');
            let glob = match plain.strip_prefix('/') {
                Some(anchored) => anchored.to_owned(),
                None if plain.contains('/') => plain.to_owned(),
                None => format!("**/{plain}"),
            };
            set.add(GlobBuilder::new(&glob).literal_separator(true).build().map_err(error)?);
        }
        let set = set.build().map_err(|source| Error { pattern: patterns.join(" "), source })?;
        Ok(Self { set })
    }

    /// Tells whether a pattern fits a path itself.
    pub fn fits(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    /// Tells whether a pattern fits a path or a folder that it lies in.
    pub fn covers(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        std::iter::once(path).chain(folders).any(|path| self.fits(path))
    }
}

#[cfg(test)]
mod tests {
    use super::Globs;

    #[test]
    fn a_folder_covers_what_lies_in_it() {
        let covers = |pattern: &str, path: &str| Globs::new(&[pattern.to_owned()]).unwrap().covers(path);
        assert!(covers("drafts/", "a/drafts/b/c.md") && covers("drafts/**", "drafts/b/c.md"));
        assert!(covers("*.xml", "a/b.xml") && covers("/a", "a/b.xml"));
        assert!(!covers("drafts/**", "a/drafts/c.md") && !covers("/b", "a/b/c.md"));
        assert!(Globs::new(&["a[".to_owned()]).is_err());
    }
}
