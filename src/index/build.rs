//! Writes an index, in parts that can be made at once.
//!
//! 1. [`parts`] divides the library. The division depends on the sources alone.
//! 2. [`segment`] makes one part: call it for several at once, in any order.
//! 3. [`finish`] lists the segments in the order of the parts.
//!
//! One writer in one thread makes the same bytes of the same units each time (more threads and merging do not), so
//! the whole is the same however many threads there are. Scores are the same as in one segment: the engine counts
//! terms over all of them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use tantivy::directory::{Directory as _, RamDirectory};
use tantivy::index::SegmentId;
use tantivy::{Index, IndexMeta, IndexSettings, SingleSegmentIndexWriter, TantivyDocument};

use super::analysis;
use super::entry::{self, Entry};
use super::error::Error;
use super::manifest::{FILE, FORMAT, IndexFile, IndexManifest};
use super::schema::{self, Fields};
use super::synonyms::Synonyms;
use crate::link::library::{DocumentIndex, Library};
use crate::project::config::Project;
use crate::text::digest::Digest;
use crate::text::source::Sources;

/// The sources of a part have about so many bytes at most, while there are no more than [`PARTS`]: a segment takes
/// memory while it is made, and costs some files and some time to open.
const PART: usize = 8 << 20;

/// There are about so many parts at most.
const PARTS: usize = 16;

/// The memory that a writer plans with, for its first tables only: a part decides how much it needs.
const BUDGET: usize = 32 << 20;

/// The engine's list of segments.
pub(super) const META: &str = "meta.json";

/// What one segment is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The documents, by their place in the library.
    documents: Range<u32>,
    /// Whether the mission database goes with them.
    database: bool,
}

/// Divides a library into what each makes a segment, in order.
pub fn parts(library: &Library, sources: &Sources) -> Vec<Part> {
    let size = |index: DocumentIndex| sources.get(library.document(index).source).text.len();
    let total: usize = library.iter().map(|(index, _)| size(index)).sum();
    // All of about one size, so that none is waited for at the end.
    let count = total.div_ceil(PART).clamp(1, PARTS);
    let mut parts = Vec::new();
    let (mut start, mut bytes, mut cut) = (0, 0, 0);
    for (index, _) in library.iter() {
        bytes += size(index);
        // A document that is more than a share takes the place of several parts.
        let reached = bytes * count / total.max(1);
        if reached > cut && reached < count {
            parts.push(Part { documents: start..index.0 + 1, database: false });
            (start, cut) = (index.0 + 1, reached);
        }
    }
    parts.push(Part { documents: start..library.documents.len() as u32, database: true });
    parts
}

/// A segment that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    id: String,
    units: u32,
    files: Vec<IndexFile>,
}

/// Makes the segment of a part and writes its files to a folder; nothing where the part has no unit.
pub fn segment(
    dir: &Path,
    library: &Library,
    project: &Project,
    sources: &Sources,
    part: &Part,
) -> Result<Option<Segment>, Error> {
    let documents = part.documents.clone().map(DocumentIndex);
    let documents = documents.map(|index| entry::entries(library, project, sources, index));
    let database = part.database.then(|| entry::database(library, sources));
    write(dir, documents.chain(database).flatten())
}

/// Writes the segment of some units.
pub(super) fn write(dir: &Path, entries: impl IntoIterator<Item = Entry>) -> Result<Option<Segment>, Error> {
    let failed = Error::build(dir);
    let memory = RamDirectory::create();
    let (mut writer, fields) = writer(&memory).map_err(&failed)?;
    let mut units = 0;
    for entry in entries {
        writer.add_document(schema::document(&fields, &entry)).map_err(&failed)?;
        units += 1;
    }
    if units == 0 {
        return Ok(None);
    }
    let index = writer.finalize().map_err(&failed)?;
    let meta = index.load_metas().map_err(&failed)?;
    // The engine names a segment at random. It gets a name of what it holds, so that equal segments are equal files.
    let mut contents = Vec::new();
    let paths: BTreeSet<_> = meta.list_segment_files().into_iter().collect();
    for path in paths {
        // Not every file that a segment may have is there.
        let Ok(slice) = memory.open_read(&path) else { continue };
        let bytes = slice.read_bytes().map_err(|source| Error::Read { path: path.clone(), source })?;
        let extension = path.extension().map_or_else(String::new, |extension| extension.to_string_lossy().into());
        contents.push((IndexFile::new(extension, &bytes), bytes));
    }
    contents.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    let digests: Vec<&str> = contents.iter().map(|(file, _)| file.sha256.as_str()).collect();
    let id = Digest::of(digests.concat().as_bytes()).to_string()[..32].to_owned();
    let mut files = Vec::new();
    for (mut file, bytes) in contents {
        file.name = format!("{id}.{}", file.name);
        put(&dir.join(&file.name), &bytes)?;
        files.push(file);
    }
    Ok(Some(Segment { id, units, files }))
}

/// Returns a writer of one segment that starts no thread.
fn writer(memory: &RamDirectory) -> tantivy::Result<(SingleSegmentIndexWriter<TantivyDocument>, Fields)> {
    let (schema, fields) = schema::schema();
    let builder = Index::builder().schema(schema).settings(settings()).tokenizers(analysis::tokenizers());
    Ok((builder.single_segment_index_writer(memory.clone(), BUDGET)?, fields))
}

fn settings() -> IndexSettings {
    // Greater blocks than the engine's own make the texts a fourth smaller.
    IndexSettings {
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: 64 << 10,
        ..IndexSettings::default()
    }
}

/// Lists the segments in their order, with what the project calls the same and the digest of what all was made of, and
/// so finishes an index.
pub fn finish(
    dir: &Path,
    segments: impl IntoIterator<Item = Segment>,
    synonyms: Vec<Synonyms>,
    built_from: Digest,
) -> Result<IndexManifest, Error> {
    let failed = Error::build(dir);
    let (schema, _) = schema::schema();
    let index = Index::create(RamDirectory::create(), schema.clone(), settings()).map_err(&failed)?;
    let mut meta = IndexMeta { index_settings: settings(), ..IndexMeta::with_schema(schema) };
    let (mut files, mut units) = (Vec::new(), 0);
    for segment in segments {
        let id = SegmentId::from_uuid_string(&segment.id).expect("32 hexadecimal digits are a segment's name");
        meta.segments.push(index.new_segment_meta(id, segment.units));
        units += u64::from(segment.units);
        files.extend(segment.files);
    }
    let bytes = serde_json::to_vec_pretty(&meta).expect("a list of segments is JSON");
    put(&dir.join(META), &bytes)?;
    files.push(IndexFile::new(META.into(), &bytes));
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let manifest = IndexManifest {
        format: FORMAT,
        opsdoc: env!("CARGO_PKG_VERSION").into(),
        tantivy: tantivy::version_string().into(),
        stemmer: analysis::STEMMER.into(),
        sources: built_from.to_string(),
        units,
        synonyms,
        files,
    };
    let mut json = serde_json::to_vec_pretty(&manifest).expect("a manifest is JSON");
    json.push(b'\n');
    put(&dir.join(FILE), &json)?;
    Ok(manifest)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes).map_err(|source| Error::Write { path: path.into(), source })
}
