//! Files that were made to do harm, cut short, or saved in another encoding: every reader gives one clear finding, not a
//! cascade, and what can be read is kept.

use std::fmt::Write;
use std::fs;
use std::process::Command;

use opsdoc::gather::worktree::Worktree;
use opsdoc::pipeline::load::{self, Folder};
use opsdoc::pipeline::{Error, Silent};

use super::support;

/// A reader, as a file that it reads.
struct Reader {
    path: &'static str,
    /// What the project file says, so that it is read so.
    project: &'static str,
    /// A file without findings. It holds the word that is looked for, and `@`, where hostile text may stand.
    sample: &'static str,
    xml: bool,
}

/// A word that every sample holds, and that no encoding may lose.
const WORD: &str = "température";

const TABLE: &str = "\n[[database.parameters]]\nname = \"Name\"\ndescription = \"Description\"\n";

const READERS: [Reader; 12] = [
    Reader { path: "page.md", project: "", sample: "# Page\n\nLa température @ du module.\n", xml: false },
    Reader {
        path: "procedure.xml",
        project: "",
        sample: "<?xml version=\"1.0\"?>\n<procedure id=\"FCP-A-1\" type=\"FCP\" issue=\"1\" status=\"draft\" \
                 date=\"2026-01-01\" lang=\"fr\"><title>A</title><body><step id=\"step-1\"><title>La température @</title>\
                 <manual>Go.</manual></step></body></procedure>\n",
        xml: true,
    },
    Reader {
        path: "database.xml",
        project: "",
        sample: "<?xml version=\"1.0\"?>\n<SpaceSystem name=\"SAT\"><TelemetryMetaData><ParameterTypeSet>\
                 <FloatParameterType name=\"T\"/></ParameterTypeSet><ParameterSet><Parameter name=\"TM_A\" \
                 parameterTypeRef=\"T\"><LongDescription>La température @</LongDescription></Parameter></ParameterSet>\
                 </TelemetryMetaData></SpaceSystem>\n",
        xml: true,
    },
    Reader {
        path: "database.csv",
        project: "[[database]]\npath = \"database.csv\"",
        sample: "Name,Description\nTM_A,\"La température @\"\n",
        xml: false,
    },
    Reader {
        path: "database.yaml",
        project: "[[database]]\npath = \"database.yaml\"",
        sample: "- Name: TM_A\n  Description: \"La température @\"\n",
        xml: false,
    },
    Reader {
        path: "database.md",
        project: "[[database]]\npath = \"database.md\"",
        sample: "# Dictionary\n\n| Name | Description |\n|---|---|\n| TM_A | La température @ |\n",
        xml: false,
    },
    Reader {
        path: "module.xml",
        project: "",
        sample: "<?xml version=\"1.0\"?>\n<dmodule><identAndStatusSection><dmAddress><dmIdent><dmCode modelIdentCode=\"OPS\" \
                 systemDiffCode=\"A\" systemCode=\"00\" subSystemCode=\"0\" subSubSystemCode=\"0\" assyCode=\"00\" \
                 disassyCode=\"00\" disassyCodeVariant=\"A\" infoCode=\"040\" infoCodeVariant=\"A\" itemLocationCode=\"D\"/>\
                 <issueInfo issueNumber=\"001\" inWork=\"00\"/></dmIdent><dmAddressItems><dmTitle><techName>A</techName>\
                 </dmTitle></dmAddressItems></dmAddress></identAndStatusSection><content><description><para>La température @\
                 </para></description></content></dmodule>\n",
        xml: true,
    },
    Reader {
        path: "topic.dita",
        project: "",
        sample: "<?xml version=\"1.0\"?>\n<topic id=\"topic-1\"><title>A</title><body><p>La température @</p></body></topic>\n",
        xml: true,
    },
    Reader {
        path: "all.ditamap",
        project: "",
        sample: "<?xml version=\"1.0\"?>\n<map><title>La température @</title></map>\n",
        xml: true,
    },
    Reader {
        path: "heating.ycs",
        project: "",
        sample: "{\n  \"steps\": [\n    {\"type\": \"command\", \"name\": \"A\", \"comment\": \"La température @\"}\n  ]\n}\n",
        xml: false,
    },
    Reader {
        path: "heating.pluto",
        project: "",
        sample: "procedure\n  main\n    log \"La température @\"\n  end main\nend procedure\n",
        xml: false,
    },
    Reader {
        path: "operations.md",
        project: "[[dialect]]\nname = \"operations\"\nfiles = [\"/operations.md\"]\nkind = \"GCP\"\nsteps = [\"tables\"]\n\
                  [dialect.columns]\nnumber = [\"No.\"]\ntitle = [\"Action\"]\n",
        sample: "---\nid: GCP-A-1\n---\n\n# A\n\n| No. | Action |\n|---|---|\n| 1 | La température @ |\n",
        xml: false,
    },
];

impl Reader {
    /// Returns the sample with something in it.
    fn with(&self, text: &str) -> String {
        self.sample.replace('@', text)
    }

    /// Reads a file, and says what of it is found wrong.
    fn read(&self, bytes: impl AsRef<[u8]>) -> (Vec<String>, Folder) {
        let folder = self.try_read(bytes).expect("a folder can be read, whatever lies in it");
        let found = folder.problems.iter().map(|found| format!("{} {}", found.lint.name, found.message)).collect();
        (found, folder)
    }

    fn try_read(&self, bytes: impl AsRef<[u8]>) -> Result<Folder, Error> {
        let folder = tempfile::tempdir().expect("a folder can be made");
        support::write(&folder.path().join(self.path), bytes);
        let shapes = if self.project.contains("[[database]]") { TABLE } else { "" };
        support::write(&folder.path().join("opsdoc.toml"), format!("{}{shapes}", self.project));
        load::load(&Worktree::new(folder.path(), &[]), &Silent)
    }
}

/// Tells whether what was read holds a text.
fn holds(folder: &Folder, text: &str) -> bool {
    let database = &folder.library.database;
    let described = database.parameters.iter().map(|item| format!("{} {}", item.description, item.long_description));
    described.chain([format!("{:?}", folder.library.documents)]).any(|said| said.contains(text))
}

/// Asserts that one thing is found, of one kind.
#[track_caller]
fn assert_one(reader: &Reader, what: &str, found: &[String], lint: &str) {
    assert_eq!(found.len(), 1, "{}, {what}: {found:#?}", reader.path);
    assert!(found[0].starts_with(&format!("{lint} ")), "{}, {what}: {found:#?}", reader.path);
}

#[test]
fn samples_have_no_finding() {
    for reader in &READERS {
        let (found, folder) = reader.read(reader.with("x"));
        assert!(found.is_empty() && holds(&folder, WORD), "{}: {found:#?}", reader.path);
    }
}

#[test]
fn other_encodings_are_read_and_told_once() {
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let latin1 = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect::<Vec<u8>>();
    for reader in &READERS {
        let text = reader.with("x");
        let marked = format!("\u{feff}{text}");
        let declared = text.replacen("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", 1);
        let encoded = [
            ("UTF-16LE with its mark", utf16(&marked, u16::to_le_bytes)),
            ("UTF-16BE with its mark", utf16(&marked, u16::to_be_bytes)),
            ("UTF-16LE", utf16(&text, u16::to_le_bytes)),
            ("UTF-16BE", utf16(&text, u16::to_be_bytes)),
            ("Latin-1", latin1(&text)),
            ("Latin-1, declared", latin1(&declared)),
        ];
        for (what, bytes) in encoded {
            let (found, folder) = reader.read(bytes);
            assert_one(reader, what, &found, "other-encoding");
            assert!(holds(&folder, WORD), "{}, {what}: the text is another", reader.path);
        }
        // UTF-8 with its mark is UTF-8.
        let (found, folder) = reader.read(&marked);
        assert!(found.is_empty() && holds(&folder, WORD), "{}: {found:#?}", reader.path);
        // Half a character.
        let mut cut = utf16(&marked, u16::to_le_bytes);
        cut.pop();
        let (found, _) = reader.read(cut);
        // What it stands for may be out of place, too.
        assert!(found[0].starts_with("invalid-encoding") && found.len() <= 2, "{}: {found:#?}", reader.path);
    }
}

#[test]
fn entities_neither_explode_nor_reach_out() {
    let mut bomb = String::from("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
    for level in 1..40 {
        let inner = format!("&a{};", level - 1).repeat(10);
        write!(bomb, "<!ENTITY a{level} \"{inner}\">").expect("a string can be written to");
    }
    bomb.push_str("]>");
    let secret = tempfile::NamedTempFile::new().expect("a file can be made");
    fs::write(secret.path(), "SECRET").expect("it can be written");
    let outside = format!("<!DOCTYPE x [<!ENTITY out SYSTEM \"{}\">]>", secret.path().display());
    let cases = [
        ("a bomb", bomb.as_str(), "&a39;", "entity-not-expanded"),
        ("a bomb many times", &bomb, &"&a3;".repeat(2_000), "entity-not-expanded"),
        ("an external entity", &outside, "&out;", "external-entity"),
        ("an external subset", "<!DOCTYPE x SYSTEM \"http://example.org/x.dtd\">", "", "external-entity"),
        ("an entity of its own", "<!DOCTYPE x [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>", "&a;", "entity-not-expanded"),
    ];
    for reader in READERS.iter().filter(|reader| reader.xml) {
        for (what, declaration, reference, lint) in &cases {
            // Where every file names its DTD, that is no finding; it is not loaded either.
            let names_its_dtd = matches!(reader.path, "module.xml" | "topic.dita" | "all.ditamap");
            if names_its_dtd && *what == "an external subset" {
                continue;
            }
            let text = reader.with(reference).replacen("?>", &format!("?>{declaration}"), 1);
            let (found, folder) = reader.read(text);
            assert_one(reader, what, &found, lint);
            assert!(holds(&folder, WORD) && !holds(&folder, "SECRET"), "{}, {what}", reader.path);
            let size = format!("{:?}", folder.library.documents).len();
            assert!(size < 1 << 20, "{}, {what}: {size} bytes", reader.path);
        }
    }
}

#[test]
fn what_is_nested_too_deep_is_told_once() {
    const LEVELS: usize = 20_000;
    for reader in &READERS {
        let (open, close, lint) = match reader.path {
            "database.yaml" => ("[", "]", "malformed-catalogue"),
            _ if reader.xml => ("<em>", "</em>", "nesting-too-deep"),
            _ => continue,
        };
        let nested = format!("{}x{}", open.repeat(LEVELS), close.repeat(LEVELS));
        let text = match reader.xml {
            true => reader.with(&nested),
            false => format!("- Name: TM_A\n  Description: {nested}\n"),
        };
        let (found, _) = reader.read(text);
        // Where there is no `em`, that is said once beside.
        let is_unknown = |found: &String| found.contains("unknown-element");
        let found: Vec<String> = found.into_iter().filter(|found| !is_unknown(found)).collect();
        assert_one(reader, "deep nesting", &found, lint);
    }
    let markdown = [">".repeat(LEVELS), "[".repeat(LEVELS), "*a ".repeat(LEVELS), "- ".repeat(LEVELS)];
    for nested in markdown {
        let (found, _) = READERS[0].read(format!("# Page\n\n{nested}\n"));
        assert!(found.len() <= 1, "{found:#?}");
    }
}

#[test]
fn huge_values_are_told_once() {
    let huge = "x".repeat(1 << 20);
    for reader in READERS.iter().filter(|reader| reader.xml) {
        let places = [
            ("name=\"TM_A\"", "shortDescription"),
            ("id=\"step-1\"", "role"),
            ("<para", "id"),
            ("<map", "id"),
            ("id=\"topic-1\"", "outputclass"),
        ];
        let text = places.iter().fold(reader.with(""), |text, (place, attribute)| {
            text.replacen(place, &format!("{place} {attribute}=\"{huge}\""), 1)
        });
        assert_one(reader, "a huge attribute", &reader.read(text).0, "oversized-value");
        // Attributes without number, and references that never end.
        let many: String = (0..20_000).map(|at| format!(" a{at}=\"\"")).collect();
        let marks = "&".repeat(100_000);
        let text = reader.with("").replacen(">La", &format!("{many} b=\"{marks}\">{marks}La"), 1);
        let found = reader.read(text).0;
        let malformed = found.iter().filter(|found| found.starts_with("malformed-xml")).count();
        assert_eq!(malformed, 1, "{}: {:#?}", reader.path, found.iter().take(3).collect::<Vec<_>>());
    }
    for reader in READERS.iter().filter(|reader| !reader.xml) {
        let (found, folder) = reader.read(reader.with(&huge));
        assert!(found.len() <= 1 && holds(&folder, WORD), "{}: {found:#?}", reader.path);
    }
}

#[test]
fn files_that_were_cut_give_one_finding_and_keep_what_precedes() {
    for reader in &READERS {
        let text = reader.with("x");
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for end in ends.into_iter().filter(|end| *end > text.find(WORD).expect("it is there") + WORD.len()) {
            let (found, folder) = reader.read(&text[..end]);
            // Where the rest says nothing, the file was not cut.
            let is_whole = text[end..].trim().is_empty() || !reader.xml;
            let of_reading = found.iter().filter(|found| found.starts_with("malformed")).count();
            assert!(
                of_reading == usize::from(!is_whole) || (is_whole && of_reading <= 1),
                "{}: {found:#?}",
                &text[..end]
            );
            assert!(found.len() <= 2, "{}: {found:#?}", &text[..end]);
            let is_kept = holds(&folder, WORD) || reader.path == "database.yaml";
            assert!(is_kept, "{}: {}", reader.path, &text[..end]);
        }
    }
}

#[test]
fn a_quotation_mark_that_nothing_closes_is_told() {
    let rows = "Name,Description\nTM_A,\"La température\nTM_B,b\nTM_C,c\n";
    let (found, _) = READERS[3].read(rows);
    assert_one(&READERS[3], "an open quotation mark", &found, "malformed-catalogue");
    let (found, folder) = READERS[3].read("Name,Description\nTM_A,\"a \"\"b\"\", c\"\nTM_B,5\" pipe\n");
    assert!(found.is_empty() && folder.library.database.parameters.len() == 2, "{found:#?}");
}

#[test]
fn definitions_without_bound_are_told_once() {
    let system = |types: &str, parameters: &str| {
        format!(
            "<SpaceSystem name=\"S\"><TelemetryMetaData><ParameterTypeSet>{types}</ParameterTypeSet><ParameterSet>\
             {parameters}</ParameterSet></TelemetryMetaData></SpaceSystem>"
        )
    };
    let aggregate = |name: &str, of: &str| {
        let members = (0..8).map(|at| format!("<Member name=\"M{at}\" typeRef=\"{of}\"/>")).collect::<String>();
        format!("<AggregateParameterType name=\"{name}\"><MemberList>{members}</MemberList></AggregateParameterType>")
    };
    let parameter = "<Parameter name=\"P\" parameterTypeRef=\"T0\"/>";
    let chain: String = (0..200).map(|at| aggregate(&format!("T{at}"), &format!("T{}", at + 1))).collect();
    let (found, folder) = READERS[2].read(system(&(chain + "<FloatParameterType name=\"T200\"/>"), parameter));
    assert_one(&READERS[2], "aggregates of aggregates", &found, "boundless-definition");
    assert!(folder.library.database.members.len() <= 1_000);
    let (found, _) = READERS[2].read(system(&aggregate("T0", "T0"), parameter));
    assert_one(&READERS[2], "an aggregate of itself", &found, "boundless-definition");
    // Labels and alarms are those of the type, however many parameters it has.
    let labels: String = (0..1_000).map(|at| format!("<Enumeration value=\"{at}\" label=\"L{at}\"/>")).collect();
    let alarms = "<ContextAlarm/>".repeat(1_000);
    let types = format!(
        "<EnumeratedParameterType name=\"T0\"><EnumerationList>{labels}</EnumerationList><ContextAlarmList>{alarms}\
         </ContextAlarmList></EnumeratedParameterType>"
    );
    let parameters: String =
        (0..500).map(|at| format!("<Parameter name=\"P{at}\" parameterTypeRef=\"T0\"/>")).collect();
    let (found, folder) = READERS[2].read(system(&types, &parameters));
    assert_one(&READERS[2], "a type of many parameters", &found, "boundless-definition");
    assert_eq!(folder.library.database.parameters.len(), 500);
    // Telecommands made from one another.
    let commands: String = (0..200)
        .map(|at| {
            let base =
                if at == 0 { String::new() } else { format!("<BaseMetaCommand metaCommandRef=\"C{}\"/>", at - 1) };
            format!("<MetaCommand name=\"C{at}\">{base}</MetaCommand>")
        })
        .collect();
    let text = format!(
        "<SpaceSystem name=\"S\"><CommandMetaData><MetaCommandSet>{commands}</MetaCommandSet></CommandMetaData>\
         </SpaceSystem>"
    );
    let (found, folder) = READERS[2].read(text);
    assert_one(&READERS[2], "bases of bases", &found, "boundless-definition");
    assert_eq!(folder.library.database.telecommands.len(), 200);
}

/// A project file is no document: what is wrong with it is a fault of the world, and told with its place.
#[test]
fn a_hostile_project_file_is_refused() {
    let reader = |project| Reader { path: "page.md", project, sample: "", xml: false };
    let deep: &'static str = Box::leak(format!("a = {}", "[".repeat(100_000)).into_boxed_str());
    for project in [deep, "title = \"open", "[[", "a = 1\na = 2\n"] {
        let error = reader(project).try_read("# Page\n").expect_err("it is no TOML");
        assert!(matches!(error, Error::Project { .. }), "{error}");
    }
}

/// All of it in one folder, through the program itself, in no more memory than a small machine has.
#[cfg(target_os = "linux")]
#[test]
fn hostile_files_do_not_exhaust_memory() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let deep = "<em>".repeat(200_000);
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    for reader in READERS.iter().filter(|reader| reader.project.is_empty()) {
        let name = |what: &str| folder.path().join(format!("{what}-{}", reader.path));
        support::write(&name("deep"), reader.with(&deep));
        support::write(&name("many"), reader.with(&"&b;".repeat(200_000)).replacen("?>", &format!("?>{bomb}"), 1));
        support::write(&name("marks"), reader.with(&"&".repeat(1 << 20)));
        support::write(&name("cut"), &reader.with("x").as_bytes()[..30]);
    }
    // Address space in KiB; what a program maps and does not touch counts too.
    let program = assert_cmd::cargo::cargo_bin!("opsdoc");
    let limited = format!("ulimit -v 4000000; exec '{}' check '{}'", program.display(), folder.path().display());
    let said = Command::new("sh").args(["-c", &limited]).output().expect("a shell can be run");
    assert_eq!(said.status.code(), Some(1), "{}", String::from_utf8_lossy(&said.stderr));
}
