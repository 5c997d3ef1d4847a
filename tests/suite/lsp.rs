//! The language server, driven as an editor drives it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::editor::{Editor, place, range, uri};

const DATABASE: &str = r#"<SpaceSystem name="SAT" xmlns="http://www.omg.org/spec/XTCE/20180204">
  <TelemetryMetaData>
    <ParameterTypeSet>
      <EnumeratedParameterType name="ModeType"><EnumerationList>
        <Enumeration value="1" label="SAFE"/><Enumeration value="2" label="NORMAL"/>
      </EnumerationList></EnumeratedParameterType>
    </ParameterTypeSet>
    <ParameterSet><Parameter name="AOC_MODE" parameterTypeRef="ModeType" shortDescription="The mode"/></ParameterSet>
  </TelemetryMetaData>
  <CommandMetaData>
    <ArgumentTypeSet>
      <EnumeratedArgumentType name="ModeArgument"><EnumerationList>
        <Enumeration value="1" label="SAFE"/><Enumeration value="2" label="NORMAL"/>
      </EnumerationList></EnumeratedArgumentType>
    </ArgumentTypeSet>
    <MetaCommandSet><MetaCommand name="TC_SET_MODE" shortDescription="Sets the mode">
      <ArgumentList><Argument name="MODE" argumentTypeRef="ModeArgument"/></ArgumentList>
    </MetaCommand></MetaCommandSet>
  </CommandMetaData>
</SpaceSystem>
"#;

const PROCEDURE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<procedure id="FCP-AOC-010" type="FCP" issue="1" status="operational" lang="fr">
  <title>Mode « survie » 🛰</title>
  <body>
    <step id="step-1"><title>Régler le mode</title>
      <tc name="TC_SET_MODE"><arg name="MODE" value="SAFE"/></tc>
      <goto step="step-2"/>
    </step>
    <step id="step-2"><title>Fin</title><log>Fin de FCP-AOC-010.</log></step>
  </body>
</procedure>
"#;

/// Windows ends its lines so; positions count `é` once and `🛰` twice in UTF-16.
const MANUAL: &str = "# Le manuel\r\n\r\né🛰 voir [[FCP-AOC-010#step-1]] et FCP-AOC-010.\r\n\r\n\
                      Envoyer `TC_SET_MODE(MODE=SAFE)`.\r\n";

const PROJECT: &str = "title = \"Test\"\nlanguages = [\"fr\"]\n\
                       [[binder]]\nid = \"B\"\ntitle = \"B\"\ndocuments = [\"FCP-AOC-010\"]\n\
                       [identifiers]\nprocedure = 'FCP-[A-Z]{3}-\\d{3}'\ntelecommand = 'TC_[A-Z_]+'\n";

/// A library with a manual, a procedure and a database.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        for (path, text) in [
            ("opsdoc.toml", PROJECT),
            ("database.xml", DATABASE),
            ("fcp.xml", PROCEDURE),
            ("manual.md", MANUAL),
            ("other.md", "# Other\n\nSee [step 2](fcp.xml#step-2), and [[FCP-AOC-010]].\n"),
        ] {
            place.write(path, text);
        }
        place
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join("docs-source").join(path);
        fs::create_dir_all(path.parent().expect("the path has a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    fn uri(&self, path: &str) -> String {
        uri(&self.root().join("docs-source").join(path))
    }

    fn edit(&self, encoding: &str) -> Editor {
        let (editor, answer) = Editor::open(program(), self.root(), &[encoding]);
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        editor
    }
}

fn program() -> &'static Path {
    assert_cmd::cargo::cargo_bin!("opsdoc")
}

/// Returns the codes of some findings.
fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

fn labels(completion: &Value) -> Vec<&str> {
    let items = completion["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item["label"].as_str()).collect()
}

#[test]
fn findings_follow_what_is_written_and_not_what_is_saved() {
    let place = Place::new();
    let mut editor = place.edit("utf-16");
    let manual = place.uri("manual.md");
    editor.did_open(&manual, MANUAL);
    // `SAFE` of the call becomes `SAFF`, then what it was.
    let (from, to) = ((4, 29), (4, 30));
    editor.did_change(&manual, 2, from, to, "F");
    let findings = editor.findings(&manual, |findings| !findings.is_empty());
    assert!(findings[0]["message"].as_str().is_some_and(|message| message.contains("SAFF")), "{findings:?}");
    assert_eq!(findings[0]["range"]["start"], json!({ "line": 4, "character": 26 }));
    assert_eq!(findings[0]["severity"], 1);
    editor.did_change(&manual, 3, from, to, "E");
    editor.findings(&manual, <[Value]>::is_empty);
    assert_eq!(editor.shut_down(), 0);
}

#[test]
fn a_name_that_goes_is_missed_everywhere() {
    let place = Place::new();
    let mut editor = place.edit("utf-8");
    let (procedure, manual) = (place.uri("fcp.xml"), place.uri("manual.md"));
    // Several times, as edits and rules meet at other moments each time.
    for _ in 0..20 {
        editor.did_open(&procedure, PROCEDURE);
        editor.did_change(&procedure, 2, (1, 25), (1, 26), "2");
        let findings = editor.findings(&manual, |findings| !findings.is_empty());
        assert!(codes(&findings).contains(&"R001"), "{findings:?}");
        // What is not saved goes when the text is closed.
        editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": procedure } }));
        editor.findings(&manual, <[Value]>::is_empty);
    }
    // A heading that another document links to is an anchor of it, and its going is seen there.
    let other = place.uri("linking.md");
    editor.did_open(&other, "[there](manual.md#le-manuel)\n");
    editor.did_open(&manual, MANUAL);
    editor.did_change(&manual, 2, (0, 2), (0, 4), "Un");
    let findings = editor.findings(&other, |findings| !findings.is_empty());
    assert_eq!(codes(&findings), ["R003"], "{findings:?}");
    assert_eq!(editor.shut_down(), 0);
}

#[test]
fn what_may_be_written_is_offered() {
    let place = Place::new();
    let mut editor = place.edit("utf-16");
    let draft = place.uri("draft.md");
    for (written, expected) in [
        ("é🛰 [[FCP", "FCP-AOC-010"),
        ("[a](id:FCP-AOC-010#", "step-2"),
        ("Send `TC_SE", "TC_SET_MODE"),
        ("Send `TC_SET_MODE(", "MODE"),
        ("Send `TC_SET_MODE(MODE=NO", "NORMAL"),
        ("The mode AOC_MODE = ", "SAFE"),
    ] {
        editor.did_open(&draft, &format!("{written}\n"));
        let end = written.encode_utf16().count() as u32;
        let offered = editor.ask("textDocument/completion", &draft, 0, end);
        assert!(labels(&offered).contains(&expected), "{written}: {offered}");
    }
    let procedure = place.uri("fcp.xml");
    editor.did_open(&procedure, PROCEDURE);
    // In the value of the argument, and in the step that is gone to.
    let offered = editor.ask("textDocument/completion", &procedure, 5, 53);
    assert_eq!(labels(&offered), ["SAFE", "NORMAL"]);
    let offered = editor.ask("textDocument/completion", &procedure, 6, 18);
    assert_eq!(labels(&offered), ["step-1", "step-2"]);
    assert_eq!(offered["items"][0]["textEdit"]["range"], range((6, 18), (6, 24)), "the whole word is replaced");
    assert_eq!(editor.shut_down(), 0);
}

#[test]
fn definitions_are_shown_and_found() {
    let place = Place::new();
    let mut editor = place.edit("utf-16");
    let manual = place.uri("manual.md");
    let shown = |hover: &Value| hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
    for (line, character, words) in [
        (2, 14, &["FCP-AOC-010#step-1", "Régler le mode"][..]),
        (2, 40, &["Mode « survie »", "issue 1", "operational", "step-2"]),
        (4, 12, &["TC_SET_MODE", "Sets the mode", "`SAFE` (1)"]),
        (4, 22, &["argument of `TC_SET_MODE`", "`NORMAL` (2)"]),
    ] {
        let card = shown(&editor.ask("textDocument/hover", &manual, line, character));
        assert!(words.iter().all(|word| card.contains(word)), "{line}:{character}: {card}");
    }
    assert_eq!(editor.ask("textDocument/hover", &manual, 0, 5), Value::Null, "a word is just a word");
    let found = editor.ask("textDocument/definition", &manual, 2, 14);
    assert_eq!((&found["uri"], &found["range"]["start"]["line"]), (&json!(place.uri("fcp.xml")), &json!(4)));
    let found = editor.ask("textDocument/definition", &manual, 4, 12);
    assert_eq!(found["uri"], place.uri("database.xml"));

    let mut params = self::place(&manual, 2, 40);
    params["context"] = json!({ "includeDeclaration": true });
    let uses = editor.request("textDocument/references", params);
    let uses: Vec<&str> = uses.as_array().unwrap().iter().filter_map(|place| place["uri"].as_str()).collect();
    let [procedure, other] = ["fcp.xml", "other.md"].map(|path| place.uri(path));
    assert!(uses.contains(&&*procedure) && uses.contains(&&*manual) && uses.contains(&&*other), "{uses:?}");

    let outline = editor.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": procedure } }));
    assert_eq!(outline[0]["children"][1]["name"], "2 Fin");
    assert_eq!(editor.shut_down(), 0);
}

/// Applies the edits of a rename to the files on the disk, as an editor does.
fn apply(place: &Place, edit: &Value) {
    for (uri, edits) in edit["changes"].as_object().unwrap_or_else(|| panic!("{edit}")) {
        let path = uri.strip_prefix(&*place.uri("")).expect("the file lies in the folder");
        let path = place.root().join("docs-source").join(path);
        let mut lines: Vec<String> =
            fs::read_to_string(&path).unwrap().split_inclusive('\n').map(str::to_owned).collect();
        let number = |value: &Value| value.as_u64().unwrap() as usize;
        let mut edits: Vec<&Value> = edits.as_array().unwrap().iter().collect();
        edits.sort_by_key(|edit| number(&edit["range"]["start"]["character"]));
        for edit in edits.iter().rev() {
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            let line = &mut lines[number(&start["line"])];
            let units: Vec<u16> = line.encode_utf16().collect();
            let text = |part: &[u16]| String::from_utf16(part).unwrap();
            let (before, after) = (&units[..number(&start["character"])], &units[number(&end["character"])..]);
            *line = text(before) + edit["newText"].as_str().unwrap() + &text(after);
        }
        fs::write(path, lines.concat()).unwrap();
    }
}

#[test]
fn an_identifier_is_renamed_wherever_it_stands() {
    let place = Place::new();
    let mut editor = place.edit("utf-16");
    let manual = place.uri("manual.md");
    let rename = |editor: &mut Editor, line: u32, character: u32, name: &str| {
        let mut params = self::place(&manual, line, character);
        params["newName"] = json!(name);
        editor.request("textDocument/rename", params)
    };
    let prepared = editor.ask("textDocument/prepareRename", &manual, 2, 14);
    assert_eq!(prepared["placeholder"], "FCP-AOC-010", "before the `#` stands the procedure");
    let prepared = editor.ask("textDocument/prepareRename", &manual, 2, 25);
    assert_eq!(prepared["placeholder"], "step-1");
    assert_eq!(prepared["range"], range((2, 23), (2, 29)), "the step alone, counted in UTF-16");
    let refused = rename(&mut editor, 2, 40, "FCP-1");
    assert!(refused["message"].as_str().is_some_and(|why| why.contains("look like")), "{refused}");
    let refused = rename(&mut editor, 4, 12, "TC_OTHER");
    assert!(refused["message"].as_str().is_some_and(|why| why.contains("mission database")), "{refused}");

    for (line, character, name) in [(2, 40, "FCP-EPS-020"), (2, 25, "first")] {
        let edit = rename(&mut editor, line, character, name);
        apply(&place, &edit);
        let changed = ["opsdoc.toml", "fcp.xml", "manual.md", "other.md"].map(|path| place.uri(path));
        let changes = changed.map(|uri| json!({ "uri": uri, "type": 2 }));
        editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }
    assert_eq!(editor.shut_down(), 0);
    let read = |path: &str| fs::read_to_string(place.root().join("docs-source").join(path)).unwrap();
    let texts = ["opsdoc.toml", "fcp.xml", "manual.md", "other.md"].map(read);
    let old = ["FCP-AOC-010", "step-1"];
    assert!(texts.iter().all(|text| !old.iter().any(|old| text.contains(old))), "{texts:#?}");
    assert!(texts[0].contains("documents = [\"FCP-EPS-020\"]"), "the binder too");
    assert!(texts[2].contains("é🛰 voir [[FCP-EPS-020#first]] et FCP-EPS-020."), "{}", texts[2]);
}

#[test]
fn a_mend_is_offered_where_there_is_one() {
    let place = Place::new();
    let mut editor = place.edit("utf-16");
    let manual = place.uri("manual.md");
    editor.did_open(&manual, MANUAL);
    editor.did_change(&manual, 2, (4, 29), (4, 30), "F");
    let findings = editor.findings(&manual, |findings| !findings.is_empty());
    let params = json!({
        "textDocument": { "uri": manual }, "range": findings[0]["range"], "context": { "diagnostics": findings },
    });
    let actions = editor.request("textDocument/codeAction", params);
    // Which findings have a mend is the rules' concern; what is offered must lead somewhere.
    for action in actions.as_array().expect("a list, be it empty") {
        assert_eq!(action["kind"], "quickfix");
        assert!(action["edit"]["changes"].as_object().is_some_and(|changes| !changes.is_empty()), "{action}");
    }
    assert_eq!(editor.shut_down(), 0);
}

#[test]
fn what_comes_and_goes_on_the_disk_is_seen() {
    let place = Place::new();
    let mut editor = place.edit("utf-8");
    let (linking, new) = (place.uri("linking.md"), place.uri("new.md"));
    editor.did_open(&linking, "[there](new.md)\n");
    editor.findings(&linking, |findings| codes(findings) == ["R004"]);
    let tell = |editor: &mut Editor, kind: u32| {
        let changes = json!([{ "uri": new, "type": kind }, { "uri": "file:///elsewhere/x.md", "type": 1 }]);
        editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    };
    place.write("new.md", "# New\n");
    tell(&mut editor, 1);
    editor.findings(&linking, <[Value]>::is_empty);
    fs::remove_file(place.root().join("docs-source/new.md")).unwrap();
    tell(&mut editor, 3);
    editor.findings(&linking, |findings| codes(findings) == ["R004"]);
    // A project file that cannot be read is a finding, and what was read before still serves.
    let project = place.uri("opsdoc.toml");
    editor.did_open(&project, "title = [");
    editor.findings(&project, |findings| !findings.is_empty());
    let hover = editor.ask("textDocument/hover", &place.uri("manual.md"), 2, 40);
    assert!(hover["contents"]["value"].is_string());
    editor.did_open(&project, PROJECT);
    editor.findings(&project, <[Value]>::is_empty);
    assert_eq!(editor.shut_down(), 0);
}

#[test]
fn nothing_that_an_editor_says_ends_the_session() {
    let place = Place::new();
    let mut editor = Editor::start(program(), &["docs-source"], place.root());
    let early = editor.ask("textDocument/hover", &place.uri("manual.md"), 0, 0);
    assert_eq!(early["code"], -32002, "not initialized: {early}");
    editor.request("initialize", json!({ "capabilities": {} }));
    editor.notify("initialized", json!({}));
    let manual = place.uri("manual.md");
    editor.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": manual, "version": 9 }, "contentChanges": [{ "text": "x" }] }),
    );
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": manual } }));
    editor.notify("textDocument/didOpen", json!({ "nothing": "of the kind" }));
    editor.notify("$/neverHeardOf", json!([1, 2]));
    editor.send(&json!({ "jsonrpc": "2.0", "id": "answer", "result": null }));
    assert_eq!(editor.request("textDocument/neverHeardOf", json!({}))["code"], -32601);
    assert_eq!(editor.request("textDocument/hover", json!({ "position": 3 }))["code"], -32602);
    let methods = [
        "textDocument/completion",
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/prepareRename",
        "textDocument/documentSymbol",
    ];
    let elsewhere = ["file:///elsewhere/x.md", "untitled:Untitled-1", "https://example.org/a.md"];
    for uri in elsewhere {
        editor.did_open(uri, "TC_SET_MODE(");
        editor.did_change(uri, 2, (0, 0), (7, 9), "é");
        for method in methods {
            assert_eq!(editor.ask(method, uri, 0, 1), Value::Null, "{method} {uri}");
        }
    }
    // Places that are nowhere, in texts that are broken.
    let draft = place.uri("draft.xml");
    for text in ["", "<", "<procedure id=\"", "é🛰\r", "<tc name='TC_SET_MODE'><arg name=\"", "\u{feff}<a b='"] {
        editor.did_open(&draft, text);
        for method in methods {
            for (line, character) in [(0, 0), (0, 1), (0, 9_999), (9_999, 0)] {
                let answer = editor.ask(method, &draft, line, character);
                assert!(answer["code"].is_null(), "{method} in {text:?}: {answer}");
            }
        }
    }
    assert!(editor.ask("textDocument/hover", &manual, 4, 12)["contents"].is_object(), "it still answers");
    assert_eq!(editor.shut_down(), 0);
}

#[test]
fn an_editor_that_goes_without_a_word_leaves_nobody_behind() {
    let place = Place::new();
    assert_eq!(place.edit("utf-8").wait(), 1);
    let mut editor = place.edit("utf-8");
    editor.notify("exit", Value::Null);
    assert_eq!(editor.wait(), 1);
}
