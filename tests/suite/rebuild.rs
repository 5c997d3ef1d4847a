//! The same sources give the same bytes, a change shows where it must and nowhere else, and whenever a build is
//! killed, a whole set is there: the old one or the new one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use opsdoc::index::manifest as index_manifest;
use opsdoc::index::open::Index;
use opsdoc::write::manifest::{self, Kind, Manifest, OUTPUT};

use super::support;

const INDEX: Kind = Kind { manifest: index_manifest::FILE, format: index_manifest::FORMAT as u32 };

/// The document that is changed.
const CHANGED: &str = "operations/astreinte.md";

/// A copy of the sample in no repository, and room to build it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        support::copy(&support::docs(), &place.docs());
        place
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn docs(&self) -> std::path::PathBuf {
        self.path().join("docs")
    }

    fn change(&self, change: impl FnOnce(String) -> String) {
        let file = self.docs().join(CHANGED);
        let text = fs::read_to_string(&file).expect("the document is there");
        support::write(&file, change(text));
    }

    /// Builds into a folder; `threads` says how many threads may work.
    fn build(&self, into: &str, formats: &str, threads: Option<&str>) {
        let mut command = support::build(&self.docs(), &self.path().join(into), formats);
        command.envs(threads.map(|count| ("RAYON_NUM_THREADS", count)));
        let said = command.output().expect("opsdoc can be run");
        assert!(said.status.code() < Some(2), "{}", String::from_utf8_lossy(&said.stderr));
    }

    /// Returns the paths below a folder whose bytes are others than in another.
    fn differences(&self, one: &str, other: &str) -> BTreeSet<String> {
        let [one, other] = [one, other].map(|folder| support::contents(&self.path().join(folder)));
        assert!(!one.is_empty());
        let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
        paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
    }
}

#[test]
fn the_number_of_threads_does_not_show_and_an_edit_shows_in_its_pages_alone() {
    let place = Place::new();
    place.build("one", "html,pdf", Some("1"));
    place.build("two", "html,pdf", Some("3"));
    assert_eq!(place.differences("one", "two"), BTreeSet::new());

    place.change(|text| text + "\nUne phrase de plus, sans renvoi.\n");
    place.build("two", "html,pdf", None);
    // The data of the search counts every word of the library.
    let changed: Vec<_> =
        place.differences("one/output", "two/output").into_iter().filter(|path| is_no_search(path)).collect();
    let expected = ["html/operations/astreinte.html", "manifest.json", "pdf/operations/astreinte.pdf"];
    assert_eq!(changed.iter().map(String::as_str).collect::<Vec<_>>(), expected);

    // A rebuild that finds everything as it is gives what a first build gives.
    place.build("three", "html,pdf", None);
    assert_eq!(place.differences("two", "three"), BTreeSet::new());
}

#[test]
fn a_new_title_shows_where_the_document_is_named() {
    let place = Place::new();
    place.build("one", "html", None);
    place.change(|text| {
        let line = text.lines().find(|line| line.starts_with("title:")).expect("the document has a title").to_owned();
        text.replace(&line, "title: Un titre comme aucun autre")
    });
    place.build("two", "html", None);
    for path in place.differences("one/output", "two/output").into_iter().filter(|path| is_no_search(path)) {
        let page = fs::read_to_string(place.path().join("two/output").join(&path)).expect("it is there");
        assert!(page.contains("Un titre comme aucun autre"), "`{path}` changed and does not name the document");
    }
}

fn is_no_search(path: &str) -> bool {
    !path.starts_with("html/search/")
}

/// How a build that is to be killed came out.
fn killed(mut child: Child, after: Duration) -> bool {
    std::thread::sleep(after);
    child.kill().expect("the child can be killed");
    child.wait().expect("the child ends").code().is_none()
}

#[test]
fn fifty_kills_leave_a_whole_set() {
    let place = Place::new();
    let old = place.docs();
    let new = place.path().join("new");
    support::copy(&old, &new);
    support::write(&new.join(CHANGED), "# Autre\n\nUn autre texte.\n");
    support::write(&new.join("operations/nouveau.md"), "# Nouveau\n");
    fs::remove_file(new.join("operations/handover.en.md")).expect("it is there");

    // What a build that is left alone gives of each.
    let clean = [(&old, "clean-old"), (&new, "clean-new")].map(|(docs, folder)| {
        let folder = place.path().join(folder);
        let started = Instant::now();
        support::build(docs, &folder, "html").output().expect("opsdoc can be run");
        (folder, started.elapsed())
    });
    let into = place.path().join("killed");
    support::build(&old, &into, "html").output().expect("opsdoc can be run");
    let took = clean[1].1;

    let (mut kills, mut published) = (0, 0);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for attempt in 0..400 {
        if kills == 50 {
            break;
        }
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = f64::from((random >> 40) as u32) / f64::from(1 << 24);
        // Most of the kills fall where files are made public.
        let share = if attempt % 3 == 0 { share } else { 0.6 + 0.45 * share };
        let docs = [&old, &new][attempt % 2];
        // A layout takes long, and is the same for every kill: a few are enough.
        let formats = if attempt % 10 == 9 { "html,pdf" } else { "html" };
        let mut command = support::build(docs, &into, formats);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("opsdoc can be run");
        let before = fs::read(into.join("output/manifest.json")).expect("there is a manifest");
        let was_killed = killed(child, took.mul_f64(share));
        kills += usize::from(was_killed);
        assert_whole(&into, [&clean[0].0, &clean[1].0]);
        let after = fs::read(into.join("output/manifest.json")).expect("there is a manifest");
        published += usize::from(was_killed && before != after);
    }
    println!("{published} of {kills} kills came after the new set was public");
    assert_eq!(kills, 50, "too many builds ended before they were killed");

    // The next build finds its way, and no trace of the others is left.
    support::build(&new, &into, "html").output().expect("opsdoc can be run");
    assert_eq!(support::contents(&into), support::contents(&clean[1].0));
}

/// Each folder is complete by its manifest, and is what a clean build of one of the two would give.
fn assert_whole(folder: &Path, clean: [&Path; 2]) {
    for (name, kind) in [("output", OUTPUT), ("index", INDEX)] {
        let found = folder.join(name);
        assert_eq!(manifest::verify(&found, kind).expect("there is a manifest"), [], "{name}");
        let bytes = |folder: &Path| fs::read(folder.join(name).join(kind.manifest)).expect("there is a manifest");
        let is_known = clean.iter().any(|clean| bytes(clean) == bytes(folder));
        // With PDFs the manifest is another; its documents are those of one of the two all the same.
        let sources = |folder: &Path| -> Vec<(String, String)> {
            let manifest = Manifest::load(&folder.join("output")).expect("it can be read").expect("it is there");
            manifest.contents.documents.into_iter().map(|entry| (entry.source, entry.sha256)).collect()
        };
        let is_either = || name == "output" && clean.iter().any(|clean| sources(clean) == sources(folder));
        assert!(is_known || is_either(), "`{name}` is neither the old set nor the new one");
    }
    let index = Index::open(&folder.join("index")).expect("the index can be opened");
    index.verify().expect("the index is whole");
}
