//! Publishes what the engines of a larger site load.

use std::collections::BTreeMap;
use std::path::Path;

use super::Error;
use crate::index::export::Engine;
use crate::index::open::Index;
use crate::render::artifact::Artifact;
use crate::write::manifest::Kind;
use crate::write::staging::Staging;

/// A folder of exported documents, as publishing sees it.
const EXPORT: Kind = Kind { manifest: "opsdoc-export.json", format: 1 };

/// Exports an index into a folder, whole or not at all; returns how many documents there are.
pub fn search(index: &Path, engine: Engine, output: &Path) -> Result<usize, Error> {
    let index = Index::open(index)?;
    let staging = Staging::open(output, EXPORT)?;
    let count = index.export(engine, |path, bytes| {
        staging.put(&Artifact { path, bytes })?;
        Ok::<_, Error>(())
    })?;
    let made_from = BTreeMap::from([("sources", &index.manifest().sources)]);
    staging.commit(&made_from)?;
    Ok(count)
}
