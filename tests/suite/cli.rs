//! The command line: arguments, exit status, what goes to which stream.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A page with one error: a link to a file that is not there.
const BROKEN: &str = "# Title\n\nSee [the other](other.md).\n";

/// A page without findings.
const SOUND: &str = "# Title\n\nNothing is wrong here.\n";

/// A folder to run the command in.
struct Place {
    folder: TempDir,
}

/// What the command said.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// Makes a place with one page in docs-source.
    fn with_page(text: &str) -> Self {
        Self::new().write("docs-source/page.md", text)
    }

    fn write(self, path: &str, text: &str) -> Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("the path has a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("`{path}`: {error}"))
    }

    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
        command.current_dir(self.path()).args(arguments);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().expect("the command can be run"))
    }
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("what is said is UTF-8");
        Self {
            status: output.status.code().expect("the command ends by itself"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    #[track_caller]
    fn status(self, expected: i32) -> Self {
        assert_eq!(self.status, expected, "{}{}", self.out, self.err);
        self
    }

    /// Asserts that standard error holds this.
    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` is not in:\n{}", self.err);
        self
    }

    /// Asserts that standard output holds this.
    #[track_caller]
    fn prints(self, text: &str) -> Self {
        assert!(self.out.contains(text), "`{text}` is not in:\n{}", self.out);
        self
    }

    #[track_caller]
    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("each line is a JSON object")).collect()
    }
}

#[test]
fn without_a_command_help_is_shown() {
    Place::new().run(&[]).status(2).says("Usage: opsdoc");
}

#[test]
fn the_version_is_that_of_the_package() {
    for flag in ["-v", "-V", "--version"] {
        let said = Place::new().run(&[flag]).status(0);
        assert_eq!(said.out, format!("opsdoc {}\n", env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn what_is_not_understood_is_a_fault() {
    Place::new().run(&["biuld"]).status(2).says("'build'");
    Place::new().run(&["build", "--formats", "docx"]).status(2).says("html, pdf");
    Place::new().run(&["search", "--status", "opertional"]).status(2).says("'operational'");
    Place::new().run(&["search"]).status(2).says("<QUERY>");
}

#[test]
fn every_help_has_examples() {
    let commands: &[&[&str]] = &[
        &[],
        &["build"],
        &["check"],
        &["search"],
        &["lookup"],
        &["serve"],
        &["export"],
        &["export", "search"],
        &["explain"],
        &["new"],
        &["new", "project"],
        &["new", "document"],
        &["new", "procedure"],
        &["schema"],
        &["completions"],
        &["man"],
    ];
    for command in commands {
        let arguments = [*command, &["--help"]].concat();
        Place::new().run(&arguments).status(0).prints("Examples:\n  opsdoc ");
    }
}

#[test]
fn a_sound_page_checks_clean() {
    let said = Place::with_page(SOUND).run(&["check"]).status(0).says("no findings in 1 document\n");
    assert_eq!(said.out, "");
}

#[test]
fn an_error_fails_the_check_and_is_shown_where_it_is() {
    let said = Place::with_page(BROKEN).run(&["check"]).status(1);
    let said = said.says("error[R004]: ").says(" docs-source/page.md:3:5\n").says("1 error in 1 document\n");
    assert_eq!(said.out, "", "findings for a person go to standard error");
    assert!(!said.err.contains('\u{1b}'), "no colours outside a terminal");
}

#[test]
fn the_path_is_the_one_that_was_given() {
    Place::with_page(BROKEN).run(&["check", "./docs-source"]).status(1).says(" ./docs-source/page.md:3:5\n");
}

#[test]
fn colours_are_used_as_they_are_asked_for() {
    let place = Place::with_page(BROKEN);
    assert!(place.run(&["check", "--color", "always"]).err.contains("\u{1b}["));
    let forced = place.command(&["check"]).env("CLICOLOR_FORCE", "1").output().expect("it runs");
    assert!(Said::of(&forced).err.contains("\u{1b}["));
    let never = place.command(&["check", "--color", "never"]).env("CLICOLOR_FORCE", "1").output().expect("it runs");
    assert!(!Said::of(&never).err.contains("\u{1b}["));
}

#[test]
fn quiet_leaves_the_findings() {
    let said = Place::with_page(BROKEN).run(&["check", "--quiet"]).status(1).says("error[R004]");
    assert!(!said.err.contains("in 1 document"));
    assert_eq!(Place::with_page(SOUND).run(&["check", "-q"]).status(0).err, "");
}

#[test]
fn findings_for_a_program_are_one_object_a_line() {
    let said = Place::with_page(&format!("{BROKEN}\n![picture](none.png)\n")).run(&["check", "--format", "json"]);
    let lines = said.status(1).lines();
    assert_eq!(lines.len(), 2);
    for line in &lines {
        for key in ["code", "name", "severity", "message", "path"] {
            assert!(line[key].is_string(), "`{key}` in {line}");
        }
        for key in ["line", "column", "end_line", "end_column"] {
            assert!(line[key].as_u64().is_some_and(|number| number > 0), "`{key}` in {line}");
        }
        assert!(line["help"].is_string() || line["help"].is_null());
        assert!(line["notes"].is_array() && line["labels"].is_array());
    }
    assert_eq!(lines[0]["code"], "R004");
    assert_eq!(lines[0]["name"], "broken-file-link");
    assert_eq!(lines[0]["severity"], "error");
    assert_eq!(lines[0]["path"], "docs-source/page.md");
    assert_eq!((&lines[0]["line"], &lines[0]["column"]), (&3.into(), &5.into()));
}

#[test]
fn a_folder_that_is_not_there_is_a_fault() {
    Place::new().run(&["check", "nowhere"]).status(2).says("error: ").says("nowhere");
    Place::new().run(&["build", "nowhere"]).status(2).says("error: ").says("nowhere");
}

#[test]
fn a_project_file_that_is_malformed_is_a_fault() {
    let place = Place::with_page(SOUND).write("docs-source/opsdoc.toml", "title = \n");
    place.run(&["check"]).status(2).says("error: `docs-source/opsdoc.toml`, line 1").says("help: ");
}

#[test]
fn a_build_makes_everything_also_where_there_are_errors() {
    let place = Place::with_page(BROKEN);
    place.run(&["build"]).status(1).says("made ").says("open output/html/index.html\n");
    assert!(place.read("output/manifest.json").contains("page.md"));
    assert!(place.path().join("output/html/index.html").is_file());
    assert!(place.path().join("output/pdf").is_dir());
    assert!(place.path().join("index").is_dir());
}

#[test]
fn a_build_makes_the_formats_that_were_asked_for() {
    let place = Place::with_page(SOUND);
    place.run(&["build", "--formats", "html", "-o", "site", "-i", "words"]).status(0).says("open site/html/index.html");
    assert!(place.path().join("site/html/index.html").is_file() && place.path().join("words").is_dir());
    assert!(!place.path().join("site/pdf").exists());
}

#[test]
fn what_was_built_can_be_searched() {
    let place = Place::with_page("# Batteries\n\nThe battery is charged in sunlight.\n\n## Limits\n\nTwenty volts.\n");
    place.run(&["build", "--formats", "html"]).status(0);
    place.run(&["search", "battery", "charge"]).status(0).prints("1.  Batteries\n").prints("output/html/");
    let hits = place.run(&["search", "volts", "--json"]).status(0).lines();
    assert!(hits[0]["path"].as_str().is_some_and(|path| path.ends_with("#limits")), "{}", hits[0]);
    assert!(place.path().join(hits[0]["path"].as_str().unwrap().split('#').next().unwrap()).is_file());
    let facets = place.run(&["search", "volts", "--json", "--facets"]).status(0).lines().pop().expect("a last line");
    assert_eq!((&facets["total"], &facets["facets"][0]["name"]), (&1.into(), &"kind".into()));
    place.run(&["search", "volts", "--facets"]).status(0).prints("kind          manual 1, section 1");
    // Without a terminal there is no full screen.
    place.run(&["search", "--tui"]).status(2).says("a full screen needs a terminal");
    place.run(&["lookup", "volts"]).status(2).says("nothing in the index has the name `volts`");
    place.run(&["search", "zzzzzz"]).status(0).says("nothing was found");
}

#[test]
fn an_index_that_is_not_there_is_a_fault() {
    Place::new().run(&["search", "word"]).status(2).says("there is no index at `index`").says("opsdoc build");
}

#[test]
fn a_finding_is_explained_by_its_code_and_by_its_name() {
    let by_code =
        Place::new().run(&["explain", "r004"]).status(0).prints("R004 broken-file-link (error)\n\nWhat it does\n");
    assert_eq!(by_code.out, Place::new().run(&["explain", "broken-file-link"]).status(0).out);
    let listed = Place::new().run(&["explain"]).status(0).prints("R004  broken-file-link").out;
    for line in listed.lines() {
        let code = line.split_whitespace().next().expect("a line begins with a code");
        Place::new().run(&["explain", code]).status(0).prints("How to mend it\n");
    }
}

#[test]
fn a_code_that_is_not_known_has_a_suggestion() {
    Place::new().run(&["explain", "R04"]).status(2).says("`R04`").says("did you mean `R004`?");
    Place::new().run(&["explain", "everything"]).status(2).says("`opsdoc explain` lists them all");
}

#[test]
fn a_new_project_checks_clean_in_either_language() {
    for language in ["fr", "en"] {
        let place = Place::new();
        let title = "Une \"bibliothèque\" & <plus> *forte*";
        place.run(&["new", "project", "library", "--lang", language, "--title", title]).status(0);
        place.run(&["new", "document", "library/docs-source/eps-manual.md"]).status(0);
        place.run(&["new", "procedure", "library/docs-source/crp-aoc-001.xml", "--title", title]).status(0);
        let document = place.read("library/docs-source/eps-manual.md");
        assert!(document.contains(&format!("lang: {language}\n")), "the project's language is taken over");
        assert!(place.read("library/docs-source/crp-aoc-001.xml").contains("type=\"CRP\""));
        place.run(&["check", "library/docs-source"]).status(0).says("no findings in 4 documents");
        let place = place.write(
            "library/docs-source/db.xml",
            "<SpaceSystem name=\"SAT\" xmlns=\"http://www.omg.org/spec/XTCE/20180204\"></SpaceSystem>\n",
        );
        place.run(&["check", "library/docs-source"]).status(0).says("no findings in 4 documents");
    }
}

#[test]
fn a_project_is_begun_where_one_stands() {
    let place = Place::new();
    let said = place.run(&["new", "project", "."]).status(0).says("next: opsdoc build");
    assert!(!said.err.contains("cd"), "{}", said.err);
}

#[test]
fn what_is_new_takes_over_the_marking_of_its_project() {
    let project = "languages = [\"fr\"]\n\n[[marking]]\nid = \"NON-PROTEGE\"\n";
    let place = Place::new().write("docs-source/opsdoc.toml", project);
    place.run(&["new", "document", "docs-source/deep/note.md", "--lang", "en"]).status(0);
    let document = place.read("docs-source/deep/note.md");
    assert!(document.contains("classification: \"NON-PROTEGE\"\n") && document.contains("lang: en\n"), "{document}");
    place.run(&["new", "procedure", "docs-source/gcp-sol-001.xml", "--id", "GCP-SOL-002"]).status(0);
    let procedure = place.read("docs-source/gcp-sol-001.xml");
    assert!(procedure.contains("id=\"GCP-SOL-002\" type=\"GCP\""), "{procedure}");
    assert!(procedure.contains("classification=\"NON-PROTEGE\" lang=\"fr\""), "{procedure}");
    place.run(&["check"]).status(0).says("no findings in 2 documents");
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let place = Place::with_page(SOUND);
    place.run(&["new", "document", "docs-source/page.md"]).status(2).says("there already");
    assert_eq!(place.read("docs-source/page.md"), SOUND);
    let place = Place::new().write("library/docs-source/index.md", SOUND);
    place.run(&["new", "project", "library"]).status(2).says("library/docs-source/index.md");
    assert!(!place.path().join("library/docs-source/opsdoc.toml").exists(), "nothing is half made");
}

#[test]
fn a_new_file_has_the_name_of_what_it_is() {
    Place::new().run(&["new", "procedure", "fcp.md"]).status(2).says("name it `fcp.xml`");
    Place::new().run(&["new", "document", "note"]).status(2).says("name it `note.md`");
}

#[test]
fn the_schema_is_printed() {
    let said = Place::new().run(&["schema", "procedure"]).status(0).prints("<xs:element name=\"procedure\"");
    assert!(said.out.ends_with("</xs:schema>\n"));
}

#[test]
fn completions_and_manual_pages_are_made() {
    Place::new().run(&["completions", "bash"]).status(0).prints("_opsdoc()");
    Place::new().run(&["man"]).status(0).prints(".TH opsdoc 1");
    let place = Place::new();
    place.run(&["man", "--dir", "man1"]).status(0);
    assert!(place.read("man1/opsdoc-build.1").contains("opsdoc build"));
}

#[test]
fn a_pipe_that_is_closed_early_is_no_fault() {
    let page = "[a](none.md)\n\n".repeat(2_000);
    let place = Place::with_page(&page);
    let command = place.command(&["check", "--format", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut command = command.expect("it runs");
    drop(command.stdout.take());
    let said = Said::of(&command.wait_with_output().expect("it ends")).status(1);
    assert!(!said.err.contains("panicked") && !said.err.contains("error:"), "{}", said.err);
}
