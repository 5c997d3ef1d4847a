//! What the targets share: a documentation folder in memory, taken through every stage but printing and writing.

use std::collections::BTreeMap;
use std::path::PathBuf;

use opsdoc::gather::files::Files;
use opsdoc::gather::worktree::{Entry, Error, Listing, Loaded};
use opsdoc::index::entry;
use opsdoc::pipeline::Silent;
use opsdoc::pipeline::load::{self, PROJECT_FILE, WAIVERS_FILE};
use opsdoc::project::config::Project;
use opsdoc::render::html::{self, Provenance, Site};
use opsdoc::text::digest::Digest;
use opsdoc::text::encoding;
use opsdoc::text::source::Source;

/// A documentation folder in memory: bytes by their paths.
struct Memory<'a> {
    files: BTreeMap<&'a str, &'a [u8]>,
}

fn entry(path: &str) -> Entry {
    Entry { path: path.to_owned(), location: PathBuf::from(path) }
}

impl Files for Memory<'_> {
    fn find(&self, path: &str) -> Option<Entry> {
        self.files.contains_key(path).then(|| entry(path))
    }

    fn list(&self, _project: &Project) -> Result<Listing, Error> {
        let is_source = |path: &&&str| **path != PROJECT_FILE && **path != WAIVERS_FILE;
        let sources = self.files.keys().filter(is_source).map(|path| entry(path)).collect();
        let files = self.files.keys().map(|path| (*path).to_owned()).collect();
        Ok(Listing { folder: PathBuf::new(), sources, files, ..Listing::default() })
    }

    fn load(&self, entry: &Entry) -> Result<Loaded, Error> {
        let bytes = self.files.get(entry.path.as_str()).copied().unwrap_or_default();
        let decoded = encoding::decode(bytes.to_vec());
        Ok(Loaded {
            source: Source::new(entry.path.clone(), decoded.text, Digest::of(bytes)),
            other_than_utf8: decoded.other_than_utf8,
            damaged: decoded.damaged,
        })
    }
}

/// Reads a folder, links it, runs every rule on it, and makes its pages and the entries of its index. Every place that
/// a finding tells of must lie in its source.
pub fn survives(files: &[(&str, &[u8])]) {
    let memory = Memory { files: files.iter().copied().collect() };
    // A project file that is no TOML is a fault of the world, and said to be one.
    let Ok(folder) = load::load(&memory, &Silent) else { return };
    let mut found = load::rules(folder.subject(Some("2026-11-24")), &Silent);
    found.extend(folder.problems.iter().cloned());
    for label in found.iter().flat_map(|diagnostic| &diagnostic.labels) {
        let text = &folder.gathered.sources.get(label.span.source).text;
        assert!(text.get(label.span.range()).is_some(), "{label:?} lies outside of its source");
    }
    let provenance = Provenance { commit: None, dirty: false };
    let (library, project, sources) = (&folder.library, &folder.project, &folder.gathered.sources);
    let site = Site { library, project, sources, provenance: &provenance, pdf: false, searches: None };
    for (index, _) in library.iter() {
        html::page(&site, index);
        entry::entries(library, project, sources, index);
    }
    html::indexes(&site);
}

/// A page that names what the seeds of databases define, so that rules and indexes have something to compare.
pub const PAGE: &[u8] = b"---\nid: PAGE\n---\n\n# Page\n\nSend `TC_AOC_SET_MODE` with `MODE = SAFE` and check that \
`AOC_MODE = SAFE (2)` and `EPS_BAT1_VOLT > 24.5 V`.\n";

/// A project whose database is the file of this name, in whatever format, with every kind of shape.
pub fn catalogue(path: &str) -> String {
    format!("[[database]]\npath = \"{path}\"\n{SHAPES}")
}

const SHAPES: &str = r#"
[[database.parameters]]
name = "Name"
alias = "ID"
type = "Type"
unit = "Unit"
range = "Range"
minimum = "Min"
maximum = "Max"
labels = ["Labels", "Description"]
description = "Description"

[[database.telecommands]]
heading = '(?<alias>CMD-\w+): (?<name>\w+)'
arguments = "Arguments"
significance = "Hazardous"

[[database.arguments]]
of = "Command"
name = "Argument"
type = "Type"
range = "Range"
default = "Default"

[[database.labels]]
heading = '(?<of>\w+) values'
name = "Label"
value = "Value"

[[database.alarms]]
of = "Parameter"
warning = ["Low", "High"]
critical = "Range"
"#;

/// A map of DITA that lists a topic, with a key that it may use.
pub const MAP: &[u8] =
    b"<map><title>M</title><topicref href=\"topic.dita\" keys=\"topic\"/><keydef keys=\"word\"><topicmeta>\
<keywords><keyword>Word</keyword></keywords></topicmeta></keydef></map>";

/// A topic of DITA that the map may list, with parts that others may show.
pub const TOPIC: &[u8] =
    b"<task id=\"topic\"><title>T</title><taskbody><steps><step id=\"one\"><cmd>Go</cmd></step></steps>\
</taskbody></task>";

/// A dialect of procedures in Markdown with every way to write steps.
pub const DIALECT: &[u8] = br#"
[[dialect]]
name = "contingency"
files = ["/operations/*.md"]
section = '^(?<id>CP-\d{3}): '
kind = "CRP"
steps = ["headings", "tables", "lists", "checklists", "fenced"]

[dialect.columns]
number = ["Step"]
title = ["Action", "Activity"]
telecommand = ["Command"]
expected = ["Expected", "Expected Result"]

[dialect.labels]
telecommand = ["TC", "Send"]
verify = ["Verify", "Check"]

[dialect.names]
replace = { "." = "_" }
"#;
