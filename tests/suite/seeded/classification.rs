//! C: pages that carry more than their marking allows.

use super::form::{Change, Form, form, mark};
use super::ground::Ground;
use super::papers::{Page, Paper, markings};

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    const LEAK: &str = "classification-leak";
    const BELOW: &str = "marking-below-content";
    const CAVEAT: &str = "caveat-lost";
    const UNKNOWN: &str = "unknown-marking";
    // A procedure that is presented is content, and what is carried by a citation may be told by either.
    const EITHER: &[&str] = &[LEAK, BELOW];
    vec![
        form(LEAK, "title in the words of a link", |g| {
            leaking(g, "en", &format!("See {}.", mark("[Line FCP-SED-951](id:FCP-SED-951)")))
        }),
        form(LEAK, "title in a French list", |g| {
            let link = mark("[Line FCP-SED-951](id:FCP-SED-951)");
            leaking(g, "fr", &format!("- lire ;\n- {link} ;\n- noter."))
        }),
        form(LEAK, "presented", |g| leaking(g, "en", &mark("::: procedure FCP-SED-951 :::"))).may(EITHER),
        form(LEAK, "`procref` with the title", |g| {
            let levels = markings(g);
            let (low, high) = (levels.first()?, levels.get(1)?);
            let words = mark("See <procref ref=\"FCP-SED-951\">Line FCP-SED-951</procref>.");
            let act = format!("<manual>{words}</manual><expected>It is done.</expected>");
            let steps = super::steps::step("step-1", "See", &act);
            let root = format!("classification=\"{low}\"");
            let text = Paper { root: &root, steps: &steps, ..Paper::default() }.text();
            Some(Change::of("seeded-921.xml", text).and("seeded-951.xml", higher(high, "")))
        })
        .may(&["orphan-procedure"]),
        // What a page presents is a leak; what it holds itself is content.
        form(BELOW, "marked paragraph", |g| {
            let high = markings(g).pop()?;
            paged(g, "en", &format!("{}\n", mark(format!("({high}) The line is at the north mast."))), None)
        })
        .may(EITHER),
        form(BELOW, "marked item of a French list", |g| {
            let high = markings(g).pop()?;
            paged(g, "fr", &format!("- lire ;\n- {} ;\n- noter.", mark(format!("({high}) la ligne nord"))), None)
        })
        .may(EITHER),
        form(BELOW, "short mark of a paragraph", |g| {
            paged(g, "en", &mark("(TS) The line is at the north mast."), None)
        })
        .with("[[marking]]\nid = \"TOP\"\nportions = [\"TS\"]\n")
        .may(EITHER),
        form(UNKNOWN, "attribute", |g| {
            g.swap(r#"<procedure [^>]*?classification="([^"]+)""#, |_, _| Some("PURPLE".into()))
        })
        .may(EITHER),
        form(UNKNOWN, "front matter", |g| {
            let pages = g.pages("en");
            g.swap_in(&pages, r"\A---\n(?:.*\n)*?classification: (.+)\n", |_, _| Some("PURPLE".into()))
        })
        .may(EITHER),
        form(UNKNOWN, "front matter, French", |g| {
            let pages = g.pages("fr");
            g.swap_in(&pages, r"\A---\n(?:.*\n)*?classification: (.+)\n", |_, _| Some("POURPRE".into()))
        })
        .may(EITHER),
        form(CAVEAT, "presented", |g| caveated(g, "en", &mark("::: procedure FCP-SED-951 :::"))),
        form(CAVEAT, "presented step, French", |g| caveated(g, "fr", &mark("::: procedure FCP-SED-951 step-1 :::"))),
        form(CAVEAT, "presented after other text", |g| {
            caveated(g, "en", &format!("The line:\n\n{}\n\nThat was the line.", mark("::: procedure FCP-SED-951 :::")))
        }),
    ]
}

/// Adds a procedure of a higher marking, and a page of the lowest that says something.
fn leaking(g: &mut Ground<'_>, language: &str, body: &str) -> Option<Change> {
    let high = markings(g).into_iter().nth(1)?;
    paged(g, language, body, Some(higher(&high, "")))
}

/// Adds a procedure with a caveat, and a page of the same marking that has none.
fn caveated(g: &mut Ground<'_>, language: &str, body: &str) -> Option<Change> {
    let low = markings(g).into_iter().next()?;
    paged(g, language, body, Some(higher(&low, " caveats=\"NATIONAL EYES ONLY\"")))
}

fn paged(g: &mut Ground<'_>, language: &str, body: &str, other: Option<String>) -> Option<Change> {
    let low = markings(g).into_iter().next()?;
    // The head of the page is a place too: its marking is what is wrong.
    let front = mark(format!("classification: {low}\n"));
    let front = format!("{front}authors: [A. Ferris]\n");
    let page = Page { id: "NOTE-SED-952", language, front: &front, body }.text();
    let change = Change::of("seeded-952.md", page);
    Some(match other {
        Some(other) => change.and("seeded-951.xml", other),
        None => change,
    })
}

fn higher(marking: &str, more: &str) -> String {
    let root = format!("classification=\"{marking}\"{more}");
    Paper { id: "FCP-SED-951", root: &root, ..Paper::default() }.text()
}
