//! B and P: waivers that waive nothing or cannot be heeded, and what a project file says that nobody can follow.
//! Folders that are not there are named on purpose in other forms, too: what is asked of them touches no document.

use super::form::{Change, Form, form, mark};
use super::ground::Ground;
use super::papers::{Page, Paper};

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    [stale(), invalid(), settings()].into_iter().flatten().collect()
}

fn stale() -> Vec<Form> {
    const STALE: &str = "stale-waiver";
    const ORPHAN: &[&str] = &["orphan-procedure"];
    vec![
        form(STALE, "project file, by path", |g| {
            let waiver = "[[waiver]]\nrule = \"broken-file-link\"\npath = \"seeded-921.md\"\nreason = \"Page to come.\"\n\
                          author = \"A. Ferris\"\n";
            said(g, waiver).map(|change| change.and("seeded-921.md", page("en", "", "The line is open.")))
        }),
        form(STALE, "comment over a paragraph", |_| {
            let comment = mark("<!-- opsdoc: allow R004 — page to come (A. Ferris) -->");
            let body = format!("{comment}\n\nThe line is open.");
            Some(Change::of("seeded-921.md", page("en", "", &body)))
        }),
        form(STALE, "comment in a row of a French table", |_| {
            let comment = mark("<!-- opsdoc: allow missing-image — image à venir (A. Ferris, until 2027-01-31) -->");
            let body = format!("| Ligne | État |\n|---|---|\n| une | ouverte {comment} |\n| deux | fermée |");
            Some(Change::of("seeded-921.md", page("fr", "", &body)))
        }),
        form(STALE, "comment in front matter", |_| {
            let front = format!("{}\n", mark("# opsdoc: allow metadata-missing — page to come (A. Ferris)"));
            Some(Change::of("seeded-921.md", page("en", &front, "The line is open.")))
        }),
        form(STALE, "comment before a step", |_| {
            let comment = mark("<!-- opsdoc: allow S006 — reviewed (A. Ferris, until 2027-01-31) -->");
            Some(Change::of("seeded-921.xml", before_the_step("en", &comment)))
        })
        .may(ORPHAN),
    ]
}

fn invalid() -> Vec<Form> {
    const INVALID: &str = "invalid-waiver";
    // What is not waived is found.
    const AGAIN: &[&str] = &["broken-file-link"];
    const ORPHAN: &[&str] = &["orphan-procedure"];
    const LINK: &str = "See [the next](pages/gone.md).";
    vec![
        form(INVALID, "project file, no author", |g| {
            let waiver = "[[waiver]]\nrule = \"R004\"\npath = \"seeded-921.md\"\nreason = \"Page to come.\"\n";
            said(g, waiver).map(|change| change.and("seeded-921.md", page("en", "", LINK)))
        })
        .may(AGAIN),
        form(INVALID, "project file, no reason", |g| {
            let waiver =
                "[[waiver]]\nrule = \"broken-file-link\"\ndocument = \"NOTE-SED-921\"\nauthor = \"A. Ferris\"\n";
            said(g, waiver).map(|change| change.and("seeded-921.md", page("en", "", LINK)))
        })
        .may(AGAIN),
        form(INVALID, "comment without a reason, French", |_| {
            let body = format!("{}\n\nVoir [la suite](pages/gone.md).", mark("<!-- opsdoc: allow R004 -->"));
            Some(Change::of("seeded-921.md", page("fr", "", &body)))
        })
        .may(AGAIN),
        form(INVALID, "comment without an author, in its line", |_| {
            let body = format!("{LINK} {}", mark("<!-- opsdoc: allow broken-file-link — page to come -->"));
            Some(Change::of("seeded-921.md", page("en", "", &body)))
        })
        .may(AGAIN),
        form(INVALID, "comment of a procedure without an author", |_| {
            let comment = mark("<!-- opsdoc: allow S006 — à revoir -->");
            Some(Change::of("seeded-921.xml", before_the_step("fr", &comment)))
        })
        .may(ORPHAN),
    ]
}

fn settings() -> Vec<Form> {
    const KEY: &str = "unknown-setting";
    const VALUE: &str = "invalid-setting";
    const RULE: &str = "unknown-rule";
    const DATABASE: &str = "missing-database";
    const DANGLING: &str = "dangling-setting";
    const FOLDER: &[&str] = &[DANGLING];
    const COLUMNS: &str = "\n[[database.parameters]]\nname = \"Line\"\n";
    const NO_SUCH: &str = "opsdoc: allow no-such-rule — reviewed (A. Ferris)";
    vec![
        form(KEY, "key of `[[require]]`", |g| {
            said(g, "[[require]]\nfolders = [\"seeded-req\"]\nmetdata = [\"classification\"]\n")
        })
        .may(FOLDER),
        form(KEY, "key of `[[term]]`", |g| {
            said(g, "[[term]]\npreferred = \"seedword\"\nrejected = [\"seedling order\"]\nlanguage = \"en\"\n")
        }),
        form(KEY, "table that there is none", |g| said(g, "[seeded]\nfolder = \"x\"\n")),
        form(VALUE, "severity that there is none", |g| {
            said(g, "[[rules.override]]\npaths = [\"seeded-req/\"]\nD001 = \"loud\"\n")
        }),
        form(VALUE, "status that there is none", |g| {
            said(g, "[[require]]\nfolders = [\"seeded-req\"]\nfrom = \"sometime\"\nmetadata = [\"date\"]\n")
        })
        .may(FOLDER),
        form(VALUE, "part of a procedure that there is none", |g| {
            said(g, "[[require]]\nfolders = [\"seeded-req\"]\nparts = [\"epilogue\"]\n")
        })
        .may(FOLDER),
        form(RULE, "code of an override", |g| {
            said(g, "[[rules.override]]\npaths = [\"seeded-req/\"]\nD999 = \"off\"\n")
        }),
        form(RULE, "comment of a page", |_| {
            let body = format!("{}\n\nThe line is open.", mark(format!("<!-- {NO_SUCH} -->")));
            Some(Change::of("seeded-921.md", page("en", "", &body)))
        })
        .may(&["stale-waiver", "invalid-waiver"]),
        form(RULE, "comment of a French procedure", |_| {
            Some(Change::of("seeded-921.xml", before_the_step("fr", &mark(format!("<!-- {NO_SUCH} -->")))))
        })
        .may(&["stale-waiver", "invalid-waiver", "orphan-procedure"]),
        form(DANGLING, "environment and tool of a mission", |g| {
            let mission = "[[mission]]\nid = \"SEEDED\"\nenvironments = [\"SEEDED CENTRE\"]\n";
            let there = "[[environment]]\nid = \"SEEDED CENTER\"\n";
            said(g, &format!("{there}{mission}"))
        })
        .may(&["mission-parameter-undefined", "unknown-applicability", "environment-conflict"]),
        form(DANGLING, "document of a binder", |g| {
            said(g, "[[binder]]\nid = \"SEEDED\"\ndocuments = [\"NOTE-SED-9*\"]\n")
        }),
        form(DANGLING, "folder of what is required", |g| {
            said(g, "[[require]]\nfolders = [\"seeded-req\"]\nfrom = \"validated\"\nmetadata = [\"date\"]\n")
        }),
        form(DATABASE, "XTCE file that is not there", |g| missing(g, "database/seeded.xml", "")),
        form(DATABASE, "catalogue in a folder above", |g| missing(g, "../seeded/catalogue.csv", COLUMNS)),
        form(DATABASE, "tables of a page, its name in other letters", |g| {
            let page = page("en", "", "| Line |\n|---|\n| one |");
            missing(g, "Seeded-921.md", COLUMNS).map(|change| change.and("seeded-921.md", page))
        }),
    ]
}

/// Names a database that is not there. Where the project names none, that alone would unname the ones it has.
fn missing(g: &mut Ground<'_>, path: &str, columns: &str) -> Option<Change> {
    let names_some = g.set.texts.get("opsdoc.toml")?.contains("[[database]]");
    let change = said(g, &format!("[[database]]\npath = \"{path}\"\n{columns}"));
    change.filter(|_| names_some)
}

/// Says something at the end of the project file.
fn said(g: &mut Ground<'_>, words: &str) -> Option<Change> {
    let project = g.set.texts.get("opsdoc.toml")?;
    Some(Change::of("opsdoc.toml", format!("{project}\n{}", mark(words))))
}

fn page(language: &str, front: &str, body: &str) -> String {
    let front = format!("authors: [A. Ferris]\n{front}");
    Page { id: "NOTE-SED-921", language, front: &front, body }.text()
}

/// Writes a procedure with a comment before a step.
fn before_the_step(language: &str, comment: &str) -> String {
    let steps = format!("{comment}\n{}", super::steps::manual("step-1", "Line"));
    Paper { language, steps: &steps, ..Paper::default() }.text()
}
