//! What publishing promises, whatever happens.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use super::error::Error;
use super::manifest::{Kind, OUTPUT, listed, verify};
use super::staging::{Published, Staging, Way};
use crate::render::artifact::Artifact;

/// A place for an output folder.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn output(&self) -> PathBuf {
        self.0.path().join("output")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.output().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.output().join(path)).unwrap()
    }

    /// Every path below the place, folders with a slash at the end.
    fn tree(&self) -> Vec<String> {
        let entries = walkdir::WalkDir::new(self.0.path()).min_depth(1).sort_by_file_name();
        entries
            .into_iter()
            .map(|entry| {
                let entry = entry.unwrap();
                let path = entry.path().strip_prefix(self.0.path()).unwrap().to_str().unwrap().to_owned();
                if entry.file_type().is_dir() { path + "/" } else { path }
            })
            .collect()
    }

    fn publish_by(&self, way: Way, files: &[(&str, &str)]) -> Result<Published, Error> {
        let staging = Staging::open_by(&self.output(), OUTPUT, way)?;
        for (path, text) in files {
            staging.put(&artifact(path, text))?;
        }
        staging.commit(&json!({"x": files.len()}))
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Published, Error> {
        self.publish_by(Way::Exchange, files)
    }

    #[track_caller]
    fn refuses(&self, files: &[(&str, &str)], expected: &str) {
        let before = self.tree();
        let message = self.publish(files).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
        assert_eq!(self.tree(), before);
    }

    #[track_caller]
    fn is_complete(&self) {
        assert_eq!(verify(&self.output(), OUTPUT).unwrap(), []);
    }
}

fn artifact(path: &str, text: &str) -> Artifact {
    Artifact { path: path.to_owned(), bytes: text.into() }
}

const BOTH: [Way; 2] = [Way::Exchange, Way::Journal];

#[test]
fn a_first_build_makes_the_folder() {
    let place = Place::new();
    let done = place.publish(&[("html/a.html", "a"), ("html/sub/b.html", "b")]).unwrap();
    assert_eq!(done, Published { written: 2, unchanged: 0, removed: 0 });
    let expected = ["output/", "output/html/", "output/html/a.html", "output/html/sub/", "output/html/sub/b.html"];
    assert_eq!(place.tree(), [&expected[..], &["output/manifest.json"]].concat());
    place.is_complete();
}

#[test]
fn changed_files_are_replaced_and_stale_ones_removed() {
    for way in BOTH {
        let place = Place::new();
        place.publish(&[("a", "1"), ("b", "1"), ("old/deep/c", "1"), ("turns", "1"), ("d/e", "1")]).unwrap();
        let done = place.publish_by(way, &[("a", "1"), ("b", "2"), ("turns/x", "2"), ("d", "2")]).unwrap();
        assert_eq!(done, Published { written: 3, unchanged: 1, removed: 3 }, "{way:?}");
        let expected =
            ["output/", "output/a", "output/b", "output/d", "output/manifest.json", "output/turns/", "output/turns/x"];
        assert_eq!(place.tree(), expected, "{way:?}");
        assert_eq!(place.read("b"), "2");
        place.is_complete();
    }
}

#[cfg(unix)]
#[test]
fn unchanged_files_are_the_same_files() {
    use std::os::unix::fs::MetadataExt as _;
    for way in BOTH {
        let place = Place::new();
        let stamp = |path: &str| {
            let found = fs::metadata(place.output().join(path)).unwrap();
            (found.ino(), found.mtime(), found.mtime_nsec(), found.nlink())
        };
        place.publish(&[("d/a", "1"), ("d/b", "1")]).unwrap();
        let before = (stamp("d/a"), stamp("d/b"), stamp("d"), stamp("manifest.json"), stamp(""));
        place.publish_by(way, &[("d/a", "1"), ("d/b", "1")]).unwrap();
        let after = (stamp("d/a"), stamp("d/b"), stamp("d"), stamp("manifest.json"), stamp(""));
        assert_eq!(before, after, "{way:?}: nothing at all is touched by the same build");
        place.publish_by(way, &[("d/a", "1"), ("d/b", "2"), ("c", "3")]).unwrap();
        assert_eq!(stamp("d/a"), before.0, "{way:?}");
        assert_ne!(stamp("d/b"), before.1, "{way:?}");
    }
}

#[test]
fn a_manifest_alone_is_replaced() {
    let place = Place::new();
    place.publish(&[("a", "1")]).unwrap();
    let staging = Staging::open(&place.output(), OUTPUT).unwrap();
    assert!(!staging.put(&artifact("a", "1")).unwrap().changed);
    staging.commit(&json!({"x": "other"})).unwrap();
    assert!(place.read("manifest.json").contains("other"));
    assert_eq!(place.tree(), ["output/", "output/a", "output/manifest.json"]);
}

#[test]
fn what_was_meddled_with_is_restored() {
    for way in BOTH {
        let place = Place::new();
        let files = [("a", "111"), ("b", "2"), ("c", "3")];
        place.publish(&files).unwrap();
        place.write("a", "1x1");
        fs::remove_file(place.output().join("b")).unwrap();
        let done = place.publish_by(way, &files).unwrap();
        assert_eq!(done, Published { written: 2, unchanged: 1, removed: 0 });
        place.is_complete();
    }
}

#[test]
fn foreign_files_stay_at_their_place() {
    for way in BOTH {
        let place = Place::new();
        place.write(".gitignore", "*\n");
        place.write(".git/config", "x");
        place.publish(&[("html/a", "1"), ("gone/b", "1")]).unwrap();
        place.write("CNAME", "example.org");
        place.write("html/mine", "x");
        place.write("gone/mine", "x");
        fs::create_dir(place.output().join("empty")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("nowhere", place.output().join("html/link")).unwrap();
        for text in ["2", "3"] {
            place.publish_by(way, &[("html/a", text)]).unwrap();
            let mut expected = vec![
                "output/",
                "output/.git/",
                "output/.git/config",
                "output/.gitignore",
                "output/CNAME",
                "output/empty/",
                "output/gone/",
                "output/gone/mine",
                "output/html/",
                "output/html/a",
                "output/html/link",
                "output/html/mine",
                "output/manifest.json",
            ];
            expected.retain(|path| cfg!(unix) || !path.ends_with("link"));
            assert_eq!(place.tree(), expected, "{way:?}");
            assert_eq!(place.read("html/a"), text);
        }
        place.is_complete();
    }
}

#[test]
fn a_file_that_comes_during_the_build_is_kept() {
    for way in BOTH {
        let place = Place::new();
        place.publish(&[("html/a", "1")]).unwrap();
        let staging = Staging::open_by(&place.output(), OUTPUT, way).unwrap();
        staging.put(&artifact("html/a", "2")).unwrap();
        place.write("html/sub/mine", "x");
        staging.commit(&json!({})).unwrap();
        assert_eq!((place.read("html/a"), place.read("html/sub/mine")), ("2".into(), "x".into()), "{way:?}");
    }
}

#[test]
fn a_folder_that_is_not_opsdocs_is_refused() {
    let place = Place::new();
    place.write("thesis.tex", "x");
    place.refuses(&[("a", "1")], "holds `thesis.tex` but no `manifest.json` by opsdoc");
    place.write("manifest.json", r#"{"name": "a web application"}"#);
    place.refuses(&[("a", "1")], "by opsdoc");
    place.write("manifest.json", r#"{"format": 2, "tool": {"name": "opsdoc", "version": "9"}}"#);
    place.refuses(&[("a", "1")], "has format 2");
    place.write("manifest.json", "{");
    place.refuses(&[("a", "1")], "is damaged");

    let file = place.0.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(Staging::open(&file, OUTPUT), Err(Error::NotAFolder(_))));
    assert!(matches!(Staging::open(Path::new("/"), OUTPUT), Err(Error::Unnamed(_) | Error::NotOurs { .. })));
}

#[test]
fn a_foreign_file_is_not_written_over() {
    let place = Place::new();
    place.publish(&[("html/a", "1")]).unwrap();
    place.write("html/b", "mine");
    place.refuses(&[("html/a", "1"), ("html/b", "2")], "is in the way");
    place.refuses(&[("html/b/c", "2")], "is in the way");
    place.refuses(&[("html", "2")], "is in the way");
}

#[test]
fn paths_are_checked() {
    let place = Place::new();
    place.refuses(&[("../a", "1")], "cannot publish a file as `../a`");
    place.refuses(&[("manifest.json", "1")], "opsdoc uses the name itself");
    place.refuses(&[("a", "1"), ("a", "2")], "two files would be published as `a`");
    place.publish(&[("a", "1")]).unwrap();
    place.refuses(&[("a", "1"), ("a/b", "1")], "and `a/b` inside it");
}

#[test]
fn a_build_that_ends_early_leaves_no_trace() {
    let place = Place::new();
    place.publish(&[("a", "1")]).unwrap();
    let before = place.tree();
    let staging = Staging::open(&place.output(), OUTPUT).unwrap();
    staging.put(&artifact("a", "2")).unwrap();
    staging.put(&artifact("b", "2")).unwrap();
    drop(staging);
    assert_eq!((place.tree(), place.read("a")), (before, "1".to_owned()));
}

#[test]
fn many_threads_bring_files() {
    let place = Place::new();
    for generation in ["1", "2"] {
        let staging = Staging::open(&place.output(), OUTPUT).unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let staging = &staging;
                scope.spawn(move || {
                    for at in 0..50 {
                        let text = if at % 2 == 0 { "same" } else { generation };
                        staging.put(&artifact(&format!("deep/{}/{at}-{thread}", at % 10), text)).unwrap();
                    }
                });
            }
        });
        assert_eq!(staging.commit(&json!({})).unwrap().written, if generation == "1" { 200 } else { 100 });
        place.is_complete();
    }
}

#[test]
fn what_a_kill_leaves_is_swept() {
    let place = Place::new();
    place.publish(&[("a", "1")]).unwrap();
    let work = place.0.path().join(".output.opsdoc");
    fs::create_dir_all(work.join("new/html")).unwrap();
    for path in ["lock", "probe", "exchange.unfinished", "journal.unfinished", "new/html/a", "../output/.opsdoc-probe"]
    {
        fs::write(work.join(path), "x").unwrap();
    }
    place.publish(&[("a", "1")]).unwrap();
    assert_eq!(place.tree(), ["output/", "output/a", "output/manifest.json"]);
}

#[test]
fn two_builds_do_not_mix() {
    let place = Place::new();
    let first = Staging::open(&place.output(), OUTPUT).unwrap();
    place.refuses(&[], "another build is writing to");
    drop(first);
    place.publish(&[]).unwrap();
}

#[test]
fn a_folder_of_files_is_adopted() {
    const INDEX: Kind = Kind { manifest: "opsdoc-index.json", format: 3 };
    let place = Place::new();
    for expected in [(2, 0), (0, 2)] {
        let staging = Staging::open(&place.output(), INDEX).unwrap();
        fs::create_dir(staging.folder().join("deep")).unwrap();
        fs::write(staging.folder().join("deep/segment"), vec![7; 200_000]).unwrap();
        fs::write(staging.folder().join("meta"), "m").unwrap();
        fs::write(staging.folder().join("opsdoc-index.json"), r#"{"format": 3, "units": 5}"#).unwrap();
        let done = staging.commit_folder().unwrap();
        assert_eq!((done.written, done.unchanged), expected);
        assert_eq!(verify(&place.output(), INDEX).unwrap(), []);
    }
    let manifest: serde_json::Value = serde_json::from_str(&place.read("opsdoc-index.json")).unwrap();
    assert_eq!((&manifest["units"], &manifest["format"]), (&json!(5), &json!(3)));
}

#[cfg(unix)]
#[test]
fn a_linked_folder_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    for way in BOTH {
        let place = Place::new();
        let real = place.0.path().join("real");
        fs::create_dir(&real).unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o750)).unwrap();
        symlink("real", place.output()).unwrap();
        place.publish_by(way, &[("a", "1")]).unwrap();
        place.publish_by(way, &[("a", "2")]).unwrap();
        assert!(fs::symlink_metadata(place.output()).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o750);
        assert_eq!(fs::read_to_string(real.join("a")).unwrap(), "2");
    }
}

/// The files of one generation: most stay, some change, some go, some come.
fn generation(number: usize, count: usize) -> Vec<Artifact> {
    let text = |at: usize| if at.is_multiple_of(3) { number } else { 0 };
    let stay = (0..count).map(|at| artifact(&format!("html/{}/{at}.html", at % 7), &text(at).to_string().repeat(999)));
    let come = (0..count / 10).map(|at| artifact(&format!("html/only-{number}/{at}.html"), "x"));
    stay.chain(come).collect()
}

fn build(output: &Path, way: Way, number: usize, count: usize) {
    let staging = Staging::open_by(output, OUTPUT, way).unwrap();
    for artifact in generation(number, count) {
        staging.put(&artifact).unwrap();
    }
    staging.commit(&json!({"generation": number})).unwrap();
}

/// Not a test: the process that the tests below start and kill.
#[test]
#[ignore = "started by other tests"]
fn child() {
    let Ok(output) = std::env::var("OPSDOC_TEST_OUTPUT") else { return };
    let way = if std::env::var("OPSDOC_TEST_JOURNAL").is_ok() { Way::Journal } else { Way::Exchange };
    let number = std::env::var("OPSDOC_TEST_GENERATION").unwrap().parse().unwrap();
    build(Path::new(&output), way, number, 100);
}

fn start(output: &Path, way: Way, number: usize, abort_at: &str) -> std::process::Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "write::tests::child", "--ignored"]);
    command.env("OPSDOC_TEST_OUTPUT", output).env("OPSDOC_TEST_GENERATION", number.to_string());
    command.env("OPSDOC_ABORT_AT", abort_at).stdout(Stdio::null()).stderr(Stdio::null());
    if way == Way::Journal {
        command.env("OPSDOC_TEST_JOURNAL", "1");
    }
    command.spawn().unwrap()
}

/// Which generation is public, by its manifest, and that nothing else of any generation is.
#[track_caller]
fn public_generation(place: &Place) -> usize {
    place.is_complete();
    let bytes = fs::read(place.output().join("manifest.json")).unwrap();
    let mut files: Vec<String> = listed(&bytes, Path::new("")).unwrap().into_iter().map(|entry| entry.path).collect();
    files.extend(["manifest.json".to_owned(), ".gitignore".to_owned(), "html/3/mine".to_owned()]);
    files.sort();
    let prefix = |path: String| path.strip_prefix("output/").map(str::to_owned);
    let mut found: Vec<String> =
        place.tree().into_iter().filter(|path| !path.ends_with('/')).filter_map(prefix).collect();
    found.sort();
    assert_eq!(found, files);
    let manifest: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    usize::try_from(manifest["generation"].as_u64().unwrap()).unwrap()
}

fn place_for_kills() -> Place {
    let place = Place::new();
    build(&place.output(), Way::Exchange, 1, 100);
    place.write(".gitignore", "*");
    place.write("html/3/mine", "mine");
    place
}

#[test]
fn a_kill_at_any_step_leaves_the_old_set_or_the_new() {
    let steps = [("staged", 1), ("completed", 1), ("marked", 1), ("exchanged", 2), ("clearing", 2)];
    for (step, expected) in steps {
        let place = place_for_kills();
        assert!(!start(&place.output(), Way::Exchange, 2, step).wait().unwrap().success(), "{step}");
        assert_eq!(public_generation(&place), expected, "{step}");
        // Whoever edits between a kill and the next start loses nothing.
        fs::write(place.output().join("html/3/mine.new"), "edited").unwrap();
        fs::rename(place.output().join("html/3/mine.new"), place.output().join("html/3/mine")).unwrap();
        build(&place.output(), Way::Exchange, 3, 100);
        assert_eq!(public_generation(&place), 3, "{step}");
        assert_eq!(place.read("html/3/mine"), "edited");
        assert_eq!(fs::read_dir(place.0.path()).unwrap().count(), 1, "{step}: nothing is left over");
    }
}

#[test]
fn renames_that_were_stopped_are_finished() {
    for (step, expected) in [("staged", 1), ("journal", 2), ("removing", 2), ("moving", 2)] {
        let place = place_for_kills();
        assert!(!start(&place.output(), Way::Journal, 2, step).wait().unwrap().success(), "{step}");
        // A start is enough, whatever comes of the build.
        drop(Staging::open(&place.output(), OUTPUT).unwrap());
        assert_eq!(public_generation(&place), expected, "{step}");
        assert_eq!(fs::read_dir(place.0.path()).unwrap().count(), 1, "{step}: nothing is left over");
    }
}

#[test]
fn kills_at_random_moments_leave_the_old_set_or_the_new() {
    let place = place_for_kills();
    let begin = Instant::now();
    start(&place.output(), Way::Exchange, 2, "").wait().unwrap();
    let whole = begin.elapsed();
    assert_eq!(public_generation(&place), 2);
    let (mut public, mut seen) = (2, [0, 0]);
    for round in 0..20_u32 {
        let next = public % 9 + 1;
        let mut child = start(&place.output(), Way::Exchange, next, "");
        // Spread evenly over a little more than the time that a build takes, which varies enough to be random.
        std::thread::sleep(whole * round / 18);
        let _ = child.kill();
        child.wait().unwrap();
        let found = public_generation(&place);
        assert!(found == public || found == next, "{found} after {public} and {next}");
        seen[usize::from(found == next)] += 1;
        public = found;
    }
    assert!(seen[0] > 0, "no kill came in time");
    build(&place.output(), Way::Exchange, 10, 100);
    assert_eq!(public_generation(&place), 10);
    assert_eq!(fs::read_dir(place.0.path()).unwrap().count(), 1);
}

/// Not a test: `cargo test --release --lib -- --ignored --nocapture ten_thousand` prints what publishing costs.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stdout)]
fn ten_thousand_files() {
    let place = Place::new();
    let text = "0123456789abcdef".repeat(512);
    let page =
        |at: usize, change: &str| artifact(&format!("html/d{}/{at}.html", at % 100), &format!("{text}{at}{change}"));
    let plain = place.0.path().join("plain");
    let time = |what: &str, run: &mut dyn FnMut()| {
        let begin = Instant::now();
        run();
        println!("{what:45} {:6.0} ms", begin.elapsed().as_secs_f64() * 1e3);
        std::thread::sleep(Duration::from_millis(300));
    };
    time("plain files into a fresh folder", &mut || {
        for at in 0..10_000 {
            let page = page(at, "");
            let path = plain.join(&page.path);
            if at < 100 {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
            }
            fs::write(path, &page.bytes).unwrap();
        }
    });
    time("their digests", &mut || {
        for at in 0..10_000 {
            std::hint::black_box(crate::text::digest::Digest::of(&page(at, "").bytes));
        }
    });
    for way in BOTH {
        let _ = fs::remove_dir_all(place.output());
        for (what, changed) in [("first", 0), ("again", 0), ("one changed", 1), ("all changed", 10_000)] {
            time(&format!("{way:?}: {what}"), &mut || {
                let staging = Staging::open_by(&place.output(), OUTPUT, way).unwrap();
                let begin = Instant::now();
                for at in 0..10_000 {
                    staging.put(&page(at, if at < changed { "!" } else { "" })).unwrap();
                }
                let put = begin.elapsed();
                staging.commit(&json!({})).unwrap();
                println!(
                    "    put {:.0} ms, commit {:.0} ms",
                    put.as_secs_f64() * 1e3,
                    (begin.elapsed() - put).as_secs_f64() * 1e3
                );
            });
        }
    }
}
