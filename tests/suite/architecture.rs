//! The code is as ARCHITECTURE.md draws it.
//!
//! Two blocks of that file are read. `layers` names, for each house under `src/`, the houses that it imports; the
//! order of the lines is from the ground up, so that no circle can be drawn. `homes` names, for each foreign package,
//! the files and folders that may know it; `*` is everywhere. What is compiled for tests alone is not held to either.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;

/// Macros stand at the root of the crate, wherever they are written.
const MACROS: &[(&str, &str)] = &[("lint", "diagnostic"), ("rule", "check")];

#[test]
fn the_code_is_as_it_is_drawn() {
    let faults = faults(&Drawing::read(&architecture()), &sources(), &packages());
    assert!(faults.is_empty(), "ARCHITECTURE.md and the code differ:\n{}", faults.join("\n"));
}

/// The test would be worth nothing if it never failed.
#[test]
fn each_way_to_differ_is_told() {
    let drawing =
        "```layers\ntext:\nmodel: text\nread: model text\n```\n```homes\nquick-xml: read/xml.rs\necow: *\n```\n";
    let check = |drawing: &str, path: &str, code: &str| {
        let mut files: Vec<(String, String)> = [
            ("text.rs", "use ecow::EcoString;"),
            ("model.rs", "use crate::text::Span;"),
            ("read/xml.rs", "use quick_xml::Reader; use crate::{model::Block, text};"),
        ]
        .map(|(path, code)| (path.to_owned(), code.to_owned()))
        .into();
        files.push((path.to_owned(), code.to_owned()));
        faults(&Drawing::read(drawing), &files, &["quick-xml".into(), "ecow".into()].into()).join("\n")
    };
    for good in [
        "// use crate::read::xml;\nuse ecow::EcoVec;\nconst S: &str = \"crate::read::\";",
        "fn f() {}\n#[cfg(test)]\nmod tests {\n fn g() { crate::read::xml::run('{') }\n}\nuse crate::text;",
    ] {
        assert_eq!(check(drawing, "model/block.rs", good), "");
    }
    for (code, told) in [
        ("use crate::read::xml;", "`model/block.rs` imports `read`, and no arrow is drawn from `model` to `read`"),
        ("fn f() { crate::read::xml::run() }", "no arrow is drawn from `model` to `read`"),
        ("use crate::{text::Span, read};", "no arrow is drawn from `model` to `read`"),
        ("#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::read;", "no arrow is drawn from `model` to `read`"),
        ("use super::super::read::xml;", "`model/block.rs` reaches the root by `super`"),
        ("use quick_xml::Writer;", "`model/block.rs` knows `quick-xml`, whose home is read/xml.rs"),
    ] {
        let found = check(drawing, "model/block.rs", code);
        assert!(found.contains(told), "{code}: {found}");
    }
    assert!(check(drawing, "novel.rs", "").contains("`novel` stands under src/ and is not drawn"));
    let unused = drawing.replace("model: text", "model: text\nwrite: text");
    assert!(check(&unused, "model/block.rs", "").contains("`write` is drawn and does not stand under src/"));
    let unused = drawing.replace("read: model text", "read: model text\ncheck: text");
    assert!(
        check(&unused, "check.rs", "").contains("an arrow is drawn from `check` to `text`, and nothing imports it")
    );
    let upwards = drawing.replace("text:\nmodel: text", "text: model\nmodel: text");
    assert!(check(&upwards, "model/block.rs", "").contains("`text` imports `model`, which is not below it"));
    let homeless = drawing.replace("ecow: *\n", "");
    assert!(check(&homeless, "model/block.rs", "").contains("`ecow` is in Cargo.toml and has no home"));
}

/// What ARCHITECTURE.md draws, each block in the order of its lines.
struct Drawing {
    layers: Vec<(String, Vec<String>)>,
    homes: BTreeMap<String, Vec<String>>,
}

impl Drawing {
    fn read(text: &str) -> Self {
        let block = |name: &str| -> Vec<(String, Vec<String>)> {
            let lines = text.lines().skip_while(|line| *line != format!("```{name}")).skip(1);
            let lines = lines.take_while(|line| !line.starts_with("```")).filter(|line| !line.trim().is_empty());
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
            lines
                .map(|line| {
                    let (name, others) = line.split_once(':').expect("a line of a drawing has a colon");
                    (name.trim().to_owned(), words(others))
                })
                .collect()
        };
        Self { layers: block("layers"), homes: block("homes").into_iter().collect() }
    }
}

/// Returns where the code is not as it is drawn, a sentence each.
fn faults(drawing: &Drawing, files: &[(String, String)], packages: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let drawn: BTreeMap<&str, &Vec<String>> =
        drawing.layers.iter().map(|(house, imports)| (house.as_str(), imports)).collect();
    for (at, (house, imports)) in drawing.layers.iter().enumerate() {
        let below: Vec<&String> = drawing.layers[..at].iter().map(|(house, _)| house).collect();
        for import in imports.iter().filter(|import| !below.contains(import)) {
            faults.push(format!("`{house}` imports `{import}`, which is not below it in the drawing"));
        }
    }
    let houses: BTreeSet<&str> = files.iter().filter_map(|(path, _)| house(path)).collect();
    for house in houses.iter().filter(|house| !drawn.contains_key(**house)) {
        faults.push(format!("`{house}` stands under src/ and is not drawn"));
    }
    for house in drawn.keys().filter(|house| !houses.contains(**house)) {
        faults.push(format!("`{house}` is drawn and does not stand under src/"));
    }
    let mut used = BTreeSet::new();
    let for_tests = for_tests(files);
    for (path, code) in files.iter().filter(|(path, _)| !for_tests.contains(path)) {
        let code = without_tests(&bare(code));
        for package in packages {
            let Some(homes) = drawing.homes.get(package) else { continue };
            if knows(&code, package) && !homes.iter().any(|home| home == "*" || is_within(path, home)) {
                faults.push(format!("`{path}` knows `{package}`, whose home is {}", homes.join(" or ")));
            }
        }
        let Some(house) = house(path) else { continue };
        for import in imports(&code).into_iter().filter(|import| import != house) {
            if drawn.get(house).is_some_and(|drawn| !drawn.contains(&import)) {
                let message =
                    format!("`{path}` imports `{import}`, and no arrow is drawn from `{house}` to `{import}`");
                faults.push(message);
            }
            used.insert((house, import));
        }
        if climbs_out(path, &code) {
            faults.push(format!("`{path}` reaches the root by `super`; write `crate::`, which this test reads"));
        }
    }
    for (house, imports) in drawing.layers.iter().filter(|(house, _)| houses.contains(house.as_str())) {
        for import in imports.iter().filter(|import| !used.contains(&(house.as_str(), (*import).clone()))) {
            faults.push(format!("an arrow is drawn from `{house}` to `{import}`, and nothing imports it"));
        }
    }
    for package in packages.iter().filter(|package| !drawing.homes.contains_key(*package)) {
        faults.push(format!("`{package}` is in Cargo.toml and has no home"));
    }
    for package in drawing.homes.keys().filter(|package| !packages.contains(*package)) {
        faults.push(format!("`{package}` has a home and is not in Cargo.toml"));
    }
    faults
}

/// Returns the house of a file below src/; the roots of the crate stand in none.
fn house(path: &str) -> Option<&str> {
    let house = path.split('/').next().unwrap_or(path).trim_end_matches(".rs");
    (!matches!(house, "lib" | "main")).then_some(house)
}

/// Returns the houses that a file names by `crate::`.
fn imports(code: &str) -> BTreeSet<String> {
    let names = Regex::new(r"\bcrate::(?:([a-z_]+)|\{([^}]*(?:\{[^}]*\}[^}]*)*)\})").unwrap();
    let mut found = BTreeSet::new();
    for path in names.captures_iter(code) {
        found.extend(path.get(1).map(|name| name.as_str().to_owned()));
        found.extend(path.get(2).into_iter().flat_map(|group| firsts(group.as_str())));
    }
    let home = |name: String| MACROS.iter().find(|(of, _)| *of == name).map_or(name, |(_, home)| (*home).to_owned());
    found.into_iter().map(home).collect()
}

/// Returns the first name of each path of a group: of `a::{b, c}, d`, `a` and `d`.
fn firsts(group: &str) -> Vec<String> {
    let (mut depth, mut paths) = (0, vec![String::new()]);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => paths.push(String::new()),
            c => paths.last_mut().expect("there is one at least").push(c),
        }
    }
    let first = |path: &String| path.trim().split("::").next().unwrap_or_default().to_owned();
    paths.iter().map(first).filter(|name| !name.is_empty()).collect()
}

/// Tells whether a file leaves its house by `super`.
fn climbs_out(path: &str, code: &str) -> bool {
    let parts = path.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").count();
    let chain = Regex::new(r"\b(?:super::)+").unwrap();
    chain.find_iter(code).any(|found| found.as_str().matches("super").count() >= parts)
}

/// Tells whether a file names a foreign package.
fn knows(code: &str, package: &str) -> bool {
    let name = package.replace('-', "_");
    let path = Regex::new(&format!(r"(^|[^\w:])(::)?{name}::|\buse {name}\b")).unwrap();
    path.is_match(code)
}

fn is_within(path: &str, home: &str) -> bool {
    path == home || path.strip_prefix(home.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
}

/// Returns the files that are compiled for tests alone: those of `#[cfg(test)] mod name;`.
fn for_tests(files: &[(String, String)]) -> BTreeSet<String> {
    let declared = Regex::new(r"#\[cfg\(test\)\]\s*mod ([a-z_]+);").unwrap();
    let of = |(path, code): &(String, String)| -> Vec<String> {
        let folder = path.strip_suffix("mod.rs").unwrap_or(path.strip_suffix(".rs").unwrap_or(path));
        declared.captures_iter(code).map(|name| format!("{folder}{}.rs", &name[1])).collect()
    };
    files.iter().flat_map(of).collect()
}

/// Returns bare code without `#[cfg(test)] mod name { … }`.
fn without_tests(code: &str) -> String {
    let opening = Regex::new(r"#\[cfg\(test\)\]\s*mod [a-z_]+ \{").unwrap();
    let mut rest = code.to_owned();
    while let Some(found) = opening.find(&rest).map(|found| found.range()) {
        let mut depth = 1;
        let closing = rest[found.end..].char_indices().find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        });
        let end = closing.map_or(rest.len(), |(at, _)| found.end + at + 1);
        rest.replace_range(found.start..end, "");
    }
    rest
}

/// Returns code without comments and without what stands in quotation marks.
fn bare(code: &str) -> String {
    let pieces = Regex::new(concat!(
        r#"(?s)//[^\n]*|/\*.*?\*/"#,
        r##"|r#+".*?"#+|r"[^"]*"|b?"(?:\\.|[^"\\])*""##,
        r"|'(?:\\.[^']*|[^'\\])'"
    ));
    pieces.unwrap().replace_all(code, " ").into_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn architecture() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap()
}

/// Returns every source file, by its path below src/.
fn sources() -> Vec<(String, String)> {
    fn visit(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                visit(&entry.path(), &format!("{path}/"), files);
            } else if path.ends_with(".rs") {
                files.push((path, fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    visit(&root().join("src"), "", &mut files);
    files.sort();
    files
}

/// Returns the packages that the crate itself depends on, not those of the tests.
fn packages() -> BTreeSet<String> {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let of = |table: &toml::Table| -> Vec<String> {
        let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
        dependencies.into_iter().flat_map(|table| table.keys().cloned()).collect()
    };
    let mut packages: BTreeSet<String> = of(&manifest).into_iter().collect();
    for target in manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(|table| table.values()) {
        packages.extend(target.as_table().into_iter().flat_map(of));
    }
    packages
}
