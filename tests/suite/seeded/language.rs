//! L: abbreviations, translations and the words of the project.

use super::form::{Change, Form, form, mark};
use super::ground::Shape;
use super::papers::Page;

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    [abbreviations(), translations(), terms()].into_iter().flatten().collect()
}

/// A glossary; without one, a project may not want to hear of abbreviations.
const GLOSSARY: &str = "[[abbreviation]]\nshort = \"GNSS\"\nexpansion = { en = \"global navigation satellite system\", \
                        fr = \"géolocalisation par satellite\" }\n";

fn abbreviations() -> Vec<Form> {
    const UNDEFINED: &str = "undefined-abbreviation";
    const TWICE: &str = "abbreviation-defined-twice";
    vec![
        form(UNDEFINED, "English sentence", |g| g.say(Shape::Bare, "the QZRV")).with(GLOSSARY),
        form(UNDEFINED, "French sentence", |g| g.say(Shape::Nu, "le QZRV")).with(GLOSSARY),
        form(UNDEFINED, "cell of a table", |g| {
            g.block("en", &format!("| Unit | State |\n|---|---|\n| {} | on |", mark("QZRV")))
        })
        .with(GLOSSARY),
        form(UNDEFINED, "note of a procedure", |g| g.note("en", "note", "The QZRV is on.")).with(GLOSSARY),
        form(UNDEFINED, "seldom place of a page", |g| g.say_aside("QZRV")).with(GLOSSARY),
        form(UNDEFINED, "words of a procedure", |g| g.word("QZRV")).with(GLOSSARY),
        form(TWICE, "two expansions in a page", |g| {
            let words = mark("The quick zone reader (QZR) is on. The quiet zone radio (QZR) is off.");
            g.block("en", &words)
        })
        .with(GLOSSARY),
        form(TWICE, "two expansions in a French page", |g| {
            let words = mark("Le quart de zone rapide (QZR) est ouvert. Le quai de zone réduite (QZR) est fermé.");
            g.block("fr", &words)
        })
        .with(GLOSSARY),
        form(TWICE, "two expansions by `abbr`", |g| {
            let words =
                "<abbr expansion=\"quick zone reader\">QZR</abbr>, <abbr expansion=\"quiet zone radio\">QZR</abbr>";
            g.note("en", "note", words)
        })
        .with(GLOSSARY),
        form(TWICE, "other than the glossary says", |g| {
            g.block("en", &mark("The ground network of small stations (GNSS) is open."))
        })
        .with(GLOSSARY),
    ]
}

fn translations() -> Vec<Form> {
    const MISSING: &str = "missing-translation";
    const STALE: &str = "stale-translation";
    const BOTH: &str = "[[require]]\nfolders = [\"seeded-req\"]\nlanguages = [\"en\", \"fr\"]\n";
    vec![
        form(MISSING, "English page", |_| {
            Some(Change::of("seeded-req/a.md", headed("NOTE-SED-941", "en", "", "A line.")))
        })
        .with(BOTH),
        form(MISSING, "French page", |_| {
            Some(Change::of("seeded-req/a.md", headed("NOTE-SED-941", "fr", "", "Une ligne.")))
        })
        .with(BOTH),
        form(MISSING, "page beside another that is translated", |_| {
            let there = Page { id: "NOTE-SED-943", language: "en", front: AUTHOR, body: "Two lines." }.text();
            let translated = format!("translation-of: NOTE-SED-943\n{AUTHOR}");
            let here = Page { id: "NOTE-SED-944", language: "fr", front: &translated, body: "Deux lignes." }.text();
            let alone = headed("NOTE-SED-941", "en", "", "A line.");
            Some(Change::of("seeded-req/a.md", alone).and("seeded-req/b.md", there).and("seeded-req/c.md", here))
        })
        .with(BOTH),
        form(STALE, "older issue, French of English", |_| stale("en", "fr", "issue: 3\n", "issue: 2\n")),
        form(STALE, "older issue, English of French", |_| stale("fr", "en", "issue: 2\n", "issue: 1\n")),
        form(STALE, "issues with a point", |_| stale("en", "fr", "issue: \"1.10\"\n", "issue: \"1.9\"\n")),
    ]
}

fn terms() -> Vec<Form> {
    const MIXED: &str = "mixed-terminology";
    const TERMS: &str = "[[term]]\npreferred = \"housekeeping frame\"\nrejected = [\"upkeep frame\"]\nlang = \"en\"\n\n\
                         [[term]]\npreferred = \"trame de servitude\"\nrejected = [\"trame d’entretien\"]\nlang = \"fr\"\n";
    vec![
        form(MIXED, "English sentence", |g| g.say(Shape::Bare, "the upkeep frame")).with(TERMS),
        form(MIXED, "French sentence", |g| g.say(Shape::Nu, "la trame d’entretien")).with(TERMS),
        form(MIXED, "cell of a table", |g| {
            g.block("en", &format!("| What | When |\n|---|---|\n| {} | daily |", mark("Upkeep frame")))
        })
        .with(TERMS),
        form(MIXED, "note of a procedure", |g| g.note("en", "note", "The upkeep frames are late.")).with(TERMS),
        form(MIXED, "seldom place of a page", |g| g.say_aside("upkeep frame, trame d’entretien")).with(TERMS),
        form(MIXED, "words of a procedure", |g| g.word("upkeep frame, trame d’entretien")).with(TERMS),
    ]
}

const AUTHOR: &str = "authors: [A. Ferris]\n";

/// A page; the place is all before its text.
fn headed(id: &str, language: &str, front: &str, body: &str) -> String {
    let text = Page { id, language, front: &format!("{AUTHOR}{front}"), body }.text();
    let (head, rest) = text.split_once("\n# ").unwrap_or((&text, ""));
    format!("{}{rest}", mark(format!("{head}\n# ")))
}

fn stale(original: &str, translation: &str, newer: &str, older: &str) -> Option<Change> {
    let newer = format!("{newer}{AUTHOR}");
    let one = Page { id: "NOTE-SED-943", language: original, front: &newer, body: "Two lines." }.text();
    let front = format!("{older}translation-of: NOTE-SED-943\n");
    let other = headed("NOTE-SED-944", translation, &front, "Deux lignes.");
    Some(Change::of("seeded-943.md", one).and("seeded-944.md", other))
}
