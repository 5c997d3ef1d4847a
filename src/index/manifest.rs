//! What an index says of itself: the file `opsdoc-index.json` in its folder.

use serde::{Deserialize, Serialize};

use super::synonyms::Synonyms;
use crate::text::digest::Digest;

/// The version of the index: of its fields, its analysis and its files. Another version is not read.
pub const FORMAT: u64 = 4;

/// The name of the file.
pub const FILE: &str = "opsdoc-index.json";

/// What an index is, and what it was made of. Equal sources make an equal one, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexManifest {
    /// The version of the index.
    pub format: u64,
    /// The version of opsdoc that made it.
    pub opsdoc: String,
    /// The version of the engine.
    pub tantivy: String,
    /// The version of the stemmer, on which the terms depend.
    pub stemmer: String,
    /// The digest of what it was made of.
    pub sources: String,
    /// How many units it holds.
    pub units: u64,
    /// What the project calls the same.
    pub synonyms: Vec<Synonyms>,
    /// Its other files, in the order of their names. Publishing keeps a list of its own under `files`.
    #[serde(rename = "parts")]
    pub files: Vec<IndexFile>,
}

/// A file of an index. All but `meta.json` are named by what they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexFile {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The SHA-256 of its ends, see [`END`]: quick to verify, whatever the size.
    pub ends_sha256: String,
}

/// How many bytes the ends of a file are, its first and its last ones; a file of less than both is one end.
///
/// The engine keeps there how long everything else is, and a copy that broke off lacks the last ones.
pub(super) const END: usize = 4096;

impl IndexFile {
    /// Describes a file of this name and content.
    pub(super) fn new(name: String, bytes: &[u8]) -> Self {
        let ends = if bytes.len() > 2 * END {
            Digest::of(&[&bytes[..END], &bytes[bytes.len() - END..]].concat())
        } else {
            Digest::of(bytes)
        };
        let sha256 = Digest::of(bytes).to_string();
        Self { name, bytes: bytes.len() as u64, sha256, ends_sha256: ends.to_string() }
    }
}
