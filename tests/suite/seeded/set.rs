//! A set of clean documents, in memory.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::support;
use super::facts::Facts;

/// A set of documents that are taken as clean: what is found in them before planting is no defect of ours.
pub(super) struct Set {
    /// What the table calls it.
    pub(super) name: &'static str,
    /// The sources, by path.
    pub(super) texts: BTreeMap<String, String>,
    /// Everything else: pictures, scripts.
    pub(super) others: BTreeMap<String, Vec<u8>>,
    /// What its mission database holds.
    pub(super) facts: Facts,
}

impl Set {
    /// Takes the files of a folder whose paths are wanted.
    pub(super) fn of(name: &'static str, folder: &Path, wanted: impl Fn(&str) -> bool) -> Self {
        let (mut texts, mut others) = (BTreeMap::new(), BTreeMap::new());
        for (path, bytes) in support::contents(folder).into_iter().filter(|(path, _)| wanted(path)) {
            let is_text = [".md", ".xml", ".toml"].iter().any(|ending| path.ends_with(ending));
            match String::from_utf8(bytes) {
                Ok(text) if is_text => _ = texts.insert(path, text),
                Ok(text) => _ = others.insert(path, text.into_bytes()),
                Err(bytes) => _ = others.insert(path, bytes.into_bytes()),
            }
        }
        let facts = Facts::read(&texts);
        Self { name, texts, others, facts }
    }

    /// Adds sources, and reads the mission database anew.
    pub(super) fn add(&mut self, files: impl IntoIterator<Item = (String, String)>) {
        self.texts.extend(files);
        self.facts = Facts::read(&self.texts);
    }

    /// Writes the set into a folder.
    pub(super) fn write(&self, folder: &Path) {
        for (path, text) in &self.texts {
            support::write(&folder.join(path), text);
        }
        for (path, bytes) in &self.others {
            support::write(&folder.join(path), bytes);
        }
    }
}
