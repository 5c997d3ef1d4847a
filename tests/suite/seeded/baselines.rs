//! B: what documents must have before they are relied on.

use super::form::{Change, Form, form, mark};
use super::ground::Ground;
use super::papers::{Page, Paper};

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    [open(), required(), changes(), people(), waived()].into_iter().flatten().collect()
}

fn open() -> Vec<Form> {
    const OPEN: &str = "open-tbd-in-qualified";
    const OVERDUE: &str = "overdue-tbc";
    vec![
        form(OPEN, "`tbd` in a note, English", |g| {
            note_of_released(g, "en", "<tbd id=\"TBD-901\" owner=\"A. Ferris\" due=\"2027-06-30\">value</tbd>")
        }),
        form(OPEN, "`tbd` in a caution, French", |g| {
            note_of_released(g, "fr", "<tbd id=\"TBD-902\" owner=\"A. Ferris\" due=\"2027-06-30\">valeur</tbd>")
        }),
        form(OPEN, "bare word in a page", |g| in_released(g, "en", "The level is TBD.")),
        form(OPEN, "cell of a French table", |g| {
            in_released(g, "fr", "| Seuil | Valeur |\n|---|---|\n| alerte | TBD |")
        }),
        form(OPEN, "item of a list, numbered mark", |g| in_released(g, "en", "- the line;\n- the level: TBD-17.")),
        form(OPEN, "mark within a code span", |g| in_released(g, "en", "Send `LEVEL = TBC V` then.")),
        form(OPEN, "heading of a French page", |g| in_released(g, "fr", "### Seuils : à définir\n\nAucun.")),
        form(OPEN, "mark in what a step expects", |g| {
            let fits: Vec<_> = g.procedures();
            let fits: Vec<_> =
                fits.into_iter().filter(|path| g.text(path).contains("status=\"operational\"")).collect();
            g.swap_in(&fits, r"<expected>[^<]*()</expected>", |_, _| Some(" The level is TBD.".into()))
        }),
        form(OVERDUE, "`tbd` of a draft", |g| {
            let due = mark("<tbd id=\"TBC-901\" owner=\"A. Ferris\" due=\"2026-03-31\">value</tbd>");
            draft(g, "en", &format!("<manual>Set the level to {due}.</manual><expected>It is set.</expected>"))
        }),
        form(OVERDUE, "`tbd` of a French draft, in what is expected", |g| {
            let due = mark("<tbd id=\"TBC-902\" due=\"2025-12-01\">valeur</tbd>");
            draft(g, "fr", &format!("<manual>Lire le niveau.</manual><expected>Niveau {due}.</expected>"))
        }),
        form(OVERDUE, "sentence with its day", |_| Some(open_page("en", "The level is 12 V (TBC by 2026-03-31)."))),
        form(OVERDUE, "cell of a French table", |_| {
            Some(open_page("fr", "| Seuil | Valeur |\n|---|---|\n| alerte | 12 V, TBC avant le 2026-03-31 |"))
        }),
        form(OVERDUE, "brackets with `due`", |_| {
            Some(open_page("en", "- the line;\n- the level: 12 V (TBC, due 2026-03-31)."))
        }),
        form(OVERDUE, "brackets with a name", |_| {
            Some(open_page("en", "The level is 12 V (TBC A. Ferris 2026-03-31)."))
        }),
    ]
}

fn required() -> Vec<Form> {
    const SECTION: &str = "mandatory-section-missing";
    const METADATA: &str = "metadata-missing";
    const APPROVAL: &str = "approval-missing";
    vec![
        form(SECTION, "page without a heading", |_| {
            let page = page("en", "", "## Scope\n\nThe line.\n");
            Some(Change::of("seeded-req/a.md", page))
        })
        .with("[[require]]\nfolders = [\"seeded-req\"]\nsections = [\"Limits\"]\n"),
        form(SECTION, "French page without a heading", |_| {
            Some(Change::of("seeded-req/a.md", page("fr", "", "## Domaine\n\nLa ligne.\n")))
        })
        .with("[[require]]\nfolders = [\"seeded-req\"]\nsections = [{ en = \"Limits\", fr = \"Limites\" }]\n"),
        form(SECTION, "procedure without a part", |_| Some(Change::of("seeded-req/a.xml", paper(Paper::default()))))
            .with("[[require]]\nfolders = [\"seeded-req\"]\nkinds = [\"FCP\"]\nparts = [\"triggers\"]\n")
            .may(&["orphan-procedure"]),
        form(METADATA, "front matter", |_| Some(Change::of("seeded-req/a.md", page("en", "", "The line."))))
            .with("[[require]]\nfolders = [\"seeded-req\"]\nmetadata = [\"database\"]\n"),
        form(METADATA, "attribute taken away", |g| {
            g.swap(r#"<procedure [^>]*?( criticality="[^"]+")"#, |_, _| Some(String::new()))
        })
        .with("[[require]]\nkinds = [\"procedure\"]\nmetadata = [\"criticality\"]\n"),
        form(METADATA, "empty value in French front matter", |_| {
            Some(Change::of("seeded-req/a.md", page("fr", "reviewer: \"\"\n", "La ligne.")))
        })
        .with("[[require]]\nfolders = [\"seeded-req\"]\nmetadata = [\"reviewer\"]\n"),
        form(APPROVAL, "procedure with another role", |_| {
            Some(Change::of("seeded-req/a.xml", paper(Paper::default())))
        })
        .with(SAFETY)
        .may(&["orphan-procedure"]),
        form(APPROVAL, "procedure without any, French", |_| {
            let paper = paper(Paper { approvals: "", language: "fr", ..Paper::default() });
            Some(Change::of("seeded-req/a.xml", paper))
        })
        .with(SAFETY)
        .may(&["orphan-procedure"]),
        form(APPROVAL, "page without any", |_| Some(Change::of("seeded-req/a.md", page("en", "", "The line."))))
            .with(SAFETY),
        form(APPROVAL, "role without a name", |_| {
            let approvals = "<approval role=\"Safety\"/>";
            Some(Change::of("seeded-req/a.xml", paper(Paper { approvals, ..Paper::default() })))
        })
        .with(SAFETY)
        .may(&["orphan-procedure"]),
    ]
}

/// Whoever stands in the folder is approved by the one for safety.
const SAFETY: &str = "[[require]]\nfolders = [\"seeded-req\"]\nfrom = \"qualified\"\napprovals = [\"Safety\"]\n";

fn changes() -> Vec<Form> {
    const REASON: &str = "change-without-reason";
    const VALIDATED: &str = "validated-on-another-issue";
    vec![
        form(REASON, "attribute taken away", |g| {
            g.swap(
                r#"<change issue="[^"]+" date="[^"]+" author="[^"]+"( reason="[^"]+")/>"#,
                |_, _| Some(String::new()),
            )
        }),
        form(REASON, "empty attribute", |g| {
            g.swap(
                r#"<change issue="[^"]+" date="[^"]+" author="[^"]+" reason="([^"]+)"/>"#,
                |_, _| Some(String::new()),
            )
        }),
        form(REASON, "front matter", |_| {
            let entry = mark("  - issue: 1\n    date: 2026-01-12\n    author: A. Ferris");
            Some(Change::of("seeded-921.md", page_of("en", &format!("history:\n{entry}\n"), "The line.")))
        }),
        form(VALIDATED, "issue of the only run", |g| {
            let fits: Vec<_> =
                g.procedures().into_iter().filter(|path| g.text(path).matches("<run ").count() == 1).collect();
            let run = r#"<run means="[^"]+"(?: config="[^"]*")? issue="([^"]+)""#;
            g.swap_in(&fits, run, |_, _| Some("0.9".into())).map(also_root)
        }),
        form(VALIDATED, "all runs, French", |_| {
            let validation = mark(
                "<run means=\"simulator\" issue=\"0.8\" date=\"2026-01-10\" result=\"pass\"/>\n\
                 <run means=\"flatsat\" issue=\"0.9\" date=\"2026-01-11\" result=\"pass\"/>",
            );
            let text = Paper { validation: &validation, language: "fr", ..Paper::default() }.text();
            Some(also_root(Change::of("seeded-921.xml", text)))
        })
        .may(&["orphan-procedure"]),
        form(VALIDATED, "run of a later issue, English", |_| {
            let run = "<run means=\"simulator\" issue=\"2\" date=\"2026-01-10\" result=\"pass\"/>";
            Some(also_root(Change::of("seeded-921.xml", Paper { validation: run, ..Paper::default() }.text())))
        })
        .may(&["orphan-procedure"]),
    ]
}

fn people() -> Vec<Form> {
    const AUTHOR: &str = "author-is-approver";
    vec![
        form(AUTHOR, "approval by the author of the issue", approved_by_author),
        form(AUTHOR, "front matter", |_| {
            let name = mark("  - role: Manager\n    name: A. Ferris\n    date: 2026-01-12");
            Some(Change::of("seeded-921.md", page("en", &format!("approvals:\n{name}\n"), "The line.")))
        }),
        form(AUTHOR, "French procedure, second approval", |_| {
            let approvals = format!(
                "<approval role=\"Responsable\" name=\"D. Okoye\" date=\"2026-01-12\"/>\n{}",
                mark("<approval role=\"Qualité\" name=\"A. Ferris\" date=\"2026-01-12\"/>")
            );
            let text = Paper { approvals: &approvals, language: "fr", ..Paper::default() }.text();
            Some(Change::of("seeded-921.xml", text))
        })
        .may(&["orphan-procedure"]),
    ]
}

fn waived() -> Vec<Form> {
    const EXPIRED: &str = "expired-waiver";
    const WAIVER: &str =
        "[[waiver]]\nrule = \"broken-file-link\"\nreason = \"Page to come.\"\nauthor = \"A. Ferris\"\n";
    // What is no longer waived is found again.
    const AGAIN: &[&str] = &["broken-file-link"];
    vec![
        form(EXPIRED, "project file, by document", |g| {
            waiver(g, &format!("{WAIVER}document = \"NOTE-SED-921\"\nuntil = 2026-03-31\n"))
        })
        .may(AGAIN),
        form(EXPIRED, "project file, by path", |g| {
            waiver(g, &format!("{WAIVER}path = \"seeded-921.md\"\nuntil = \"2026-11-30\"\n"))
        })
        .may(AGAIN),
        form(EXPIRED, "project file, by words", |g| {
            waiver(g, &format!("{WAIVER}text = \"pages/gone.md\"\nuntil = 2025-12-31\n"))
        })
        .may(AGAIN),
        form(EXPIRED, "comment of a page", |_| {
            let comment = "<!-- opsdoc: allow broken-file-link — page to come (A. Ferris, until 2026-03-31) -->";
            let body = format!("{}\n\nSee [the next](pages/gone.md).", mark(comment));
            Some(Change::of("seeded-921.md", page_of("en", "", &body)))
        })
        .may(AGAIN),
        form(EXPIRED, "comment in a French line", |_| {
            let comment = "<!-- opsdoc: allow broken-file-link — page à venir (A. Ferris, until 2026-03-31) -->";
            let body = format!("Voir [la suite](pages/gone.md). {}", mark(comment));
            Some(Change::of("seeded-921.md", page_of("fr", "", &body)))
        })
        .may(AGAIN),
    ]
}

/// Adds a finding, and a waiver of it that has ended.
fn waiver(g: &mut Ground<'_>, waiver: &str) -> Option<Change> {
    let project = g.set.texts.get("opsdoc.toml")?;
    let page = page_of("en", "", "See [the next](pages/gone.md).");
    Some(Change::of("seeded-921.md", page).and("opsdoc.toml", format!("{project}\n{}", mark(waiver))))
}

/// Puts a note into a procedure that is released.
fn note_of_released(g: &mut Ground<'_>, language: &str, words: &str) -> Option<Change> {
    let is_released = |text: &str| {
        ["operational", "qualified"].iter().any(|status| text.contains(&format!("status=\"{status}\"")))
            && text.contains(&format!("lang=\"{language}\""))
    };
    let fits: Vec<_> = g.procedures().into_iter().filter(|path| is_released(g.text(path))).collect();
    let note = format!("\n<note>The limit is {words}.</note>");
    g.swap_in(&fits, r"<step [^>]*>\s*<title>[^<]*</title>()", |_, _| Some(note.clone()))
}

/// Says something in a page that is released.
fn in_released(g: &mut Ground<'_>, language: &str, words: &str) -> Option<Change> {
    let pages: Vec<_> =
        g.pages(language).into_iter().filter(|page| g.text(page).contains("status: operational")).collect();
    let page = g.pick(&pages)?;
    Some(Change::of(page, format!("{}\n\n{}\n", g.text(page).trim_end(), mark(words))))
}

/// A draft in which something stays open.
fn open_page(language: &str, words: &str) -> Change {
    let front = "status: draft\nauthors: [A. Ferris]\n";
    Change::of("seeded-921.md", Page { id: "NOTE-SED-921", language, front, body: &mark(words) }.text())
}

fn draft(_: &mut Ground<'_>, language: &str, content: &str) -> Option<Change> {
    let steps = super::steps::step("step-1", "Level", content);
    let text = Paper { root: "status=\"draft\"", steps: &steps, language, ..Paper::default() }.text();
    Some(Change::of("seeded-921.xml", text))
}

/// A page; the place is its front matter and its first heading.
fn page(language: &str, front: &str, body: &str) -> String {
    let text = page_of(language, front, body);
    let end = text.find("\n# ").map_or(text.len(), |at| at + 2);
    let (head, rest) = text.split_at(end);
    let head = head.replace(['\u{E000}', '\u{E001}'], "");
    format!("{}{rest}", mark(head))
}

fn page_of(language: &str, front: &str, body: &str) -> String {
    let front = format!("authors: [A. Ferris]\n{front}");
    Page { id: "NOTE-SED-921", language, front: &front, body }.text()
}

/// A procedure; the place is its head.
fn paper(paper: Paper<'_>) -> String {
    let text = paper.text();
    let (from, to) = (text.find("<procedure ").unwrap_or(0), text.find("  <preconditions>").unwrap_or(0));
    format!("{}{}{}", &text[..from], mark(&text[from..to]), &text[to..])
}

/// Marks the head of a procedure too: what is missing may be told there.
fn also_root(change: Change) -> Change {
    let files = change.files.into_iter().map(|(path, text)| match text.split_once("<procedure ") {
        Some((head, rest)) => (path, format!("{head}{}{rest}", mark("<procedure "))),
        None => (path, text),
    });
    Change { files: files.collect() }
}

/// Lets the author of the last change approve it.
fn approved_by_author(g: &mut Ground<'_>) -> Option<Change> {
    let fits: Vec<_> = g.procedures().into_iter().filter(|path| g.text(path).contains("<approval ")).collect();
    let path = g.pick(&fits)?;
    let text = g.text(path);
    let author = text.split_once("author=\"")?.1.split_once('"')?.0;
    let at = text.find("<approval ")?;
    let from = at + text[at..].find("name=\"")? + 6;
    let to = from + text[from..].find('"')?;
    Some(Change::of(path, format!("{}{}{}", &text[..from], mark(author), &text[to..])))
}
