//! What a renderer makes.

/// A file to be written, below the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The path, with `/` between its parts: `html/manual/index.html`.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}
