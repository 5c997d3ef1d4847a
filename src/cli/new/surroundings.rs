//! What a new file takes over from the project that it is put into.

use std::path::{Path, PathBuf};

use super::super::args::Language;
use crate::project;
use crate::text::digest::Digest;
use crate::text::source::Source;
use crate::text::span::SourceId;

/// What the project says; nothing where there is none, or none that can be read.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// The first language, if there is a template for it.
    pub(super) language: Option<Language>,
    /// The lowest marking.
    pub(super) marking: Option<String>,
}

impl Surroundings {
    /// Looks for the project file in the folders above a file.
    pub(super) fn of(path: &Path) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
        let files = path.ancestors().skip(1).map(|folder| folder.join("opsdoc.toml"));
        let Some(bytes) = files.into_iter().find_map(|file| std::fs::read(file).ok()) else { return Self::default() };
        let text = String::from_utf8_lossy(&bytes);
        let source = Source::new("opsdoc.toml", text, Digest::of(&bytes));
        // What is wrong in it is for `check` to say.
        let Ok((project, _)) = project::reader::read(SourceId(0), &source) else { return Self::default() };
        let language = project.languages.first().map(|tag| tag.split(['-', '_']).next().unwrap_or_default());
        let language = match language {
            Some("fr") => Some(Language::Fr),
            Some("en") => Some(Language::En),
            _ => None,
        };
        Self { language, marking: project.markings.first().map(|marking| marking.id.clone()) }
    }
}
