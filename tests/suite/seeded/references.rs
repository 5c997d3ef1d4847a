//! R: what leads nowhere, to the wrong thing, or to the wrong issue of it.

use super::form::{Change, Form, form, mark};
use super::ground::{Ground, Known, Shape};
use super::papers::Paper;

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    [targets(), files(), identifiers(), issues(), structure(), retold()].into_iter().flatten().collect()
}

fn targets() -> Vec<Form> {
    const PROCEDURE: &str = "unknown-procedure";
    const DOCUMENT: &str = "unknown-document";
    const ANCHOR: &str = "broken-anchor";
    vec![
        form(PROCEDURE, "`call`", |g| g.swap(r#"<call procedure="([^"]+)""#, |_, m| Some(absent(&m[1])))),
        form(PROCEDURE, "`procref` in a note", |g| {
            let id = absent(&procedure(g)?.id);
            g.note("fr", "note", &format!("Voir <procref ref=\"{id}\"/>."))
        }),
        form(PROCEDURE, "wiki link, English", |g| {
            let id = absent(&procedure(g)?.id);
            g.block("en", &format!("The shift goes on with {}.", mark(format!("[[{id}]]"))))
        }),
        form(PROCEDURE, "`id:` link, French list", |g| {
            let id = absent(&procedure(g)?.id);
            g.block("fr", &format!("- voir la suite ;\n- {} ;\n- fin.", mark(format!("[la reprise](id:{id}#step-1)"))))
        }),
        form(PROCEDURE, "bare words, French", |g| procedure(g).and_then(|it| g.say(Shape::Nu, &absent(&it.id)))),
        form(PROCEDURE, "behind an apostrophe, with hyphens that do not break", |g| {
            let name = absent(&procedure(g)?.id).replace('-', "\u{2011}");
            g.say(Shape::Nu, &format!("l’{name}…"))
        }),
        form(PROCEDURE, "table of raw HTML", |g| procedure(g).and_then(|it| g.say(Shape::Html, &absent(&it.id))))
            .may(&["html-reduced"]),
        form(PROCEDURE, "table", |g| procedure(g).and_then(|it| g.say(Shape::Table, &absent(&it.id)))),
        form(PROCEDURE, "seldom place of a page", |g| {
            procedure(g).map(|it| absent(&it.id)).and_then(|it| g.say_aside(&it))
        }),
        form(PROCEDURE, "words of a procedure", |g| procedure(g).map(|it| absent(&it.id)).and_then(|it| g.word(&it))),
        form(PROCEDURE, "presented", |g| {
            let id = absent(&procedure(g)?.id);
            g.block("en", &mark(format!("::: procedure {id} :::")))
        }),
        form(DOCUMENT, "`docref` of a procedure", |g| {
            g.swap(r#"<docref id="((?:MAN|NOTE)-[^"]+)""#, |_, m| Some(absent(&m[1])))
        }),
        form(DOCUMENT, "wiki link, French", |g| {
            let id = absent(&page(g)?.id);
            g.block("fr", &format!("La suite est dans {}.", mark(format!("[[{id}]]"))))
        }),
        form(DOCUMENT, "`id:` link in a table", |g| {
            let id = absent(&page(g)?.id);
            g.block("en", &format!("| What | Where |\n|---|---|\n| lines | {} |", mark(format!("[here](id:{id})"))))
        }),
        form(DOCUMENT, "bare words, English", |g| page(g).and_then(|it| g.say(Shape::Bare, &absent(&it.id)))),
        form(DOCUMENT, "seldom place of a page", |g| page(g).map(|it| absent(&it.id)).and_then(|it| g.say_aside(&it))),
        form(DOCUMENT, "words of a procedure", |g| page(g).map(|it| absent(&it.id)).and_then(|it| g.word(&it))),
        form(ANCHOR, "heading of another page", |g| {
            let pages = all_pages(g);
            g.swap_in(&pages, r"\]\((?:[^)\s:#]+\.md)#([^)\s]+)\)", |g, m| {
                // A set may hold a part of a library, and links into the rest of it.
                let page = m[0].split('#').next()?.rsplit(['/', '(']).next()?;
                g.set.texts.keys().any(|path| path.ends_with(page)).then(|| "no-such-heading".into())
            })
        }),
        form(ANCHOR, "heading of the same page, French", |g| {
            g.block("fr", &format!("Voir {}.", mark("[plus bas](#pas-de-tel-titre)")))
        }),
        form(ANCHOR, "step of a procedure, `id:` link", |g| {
            let id = procedure(g)?.id;
            g.block("en", &format!("The shift goes on with {}.", mark(format!("[this step](id:{id}#step-99)"))))
        }),
        form(ANCHOR, "step of a procedure, wiki link in a list", |g| {
            let id = procedure(g)?.id;
            g.block("en", &format!("1. look;\n2. {};\n3. end.", mark(format!("[[{id}#step-99]]"))))
        }),
        form(ANCHOR, "step of `procref`", |g| {
            let known = procedure(g)?;
            // A reference to a step of the same procedure may also be told as a jump.
            let words = format!("See <procref ref=\"{}\" step=\"step-99\"/>.", known.id);
            g.note("en", "note", &words).filter(|change| !change.files.contains_key(&known.path))
        }),
    ]
}

fn files() -> Vec<Form> {
    const FILE: &str = "broken-file-link";
    const IMAGE: &str = "missing-image";
    const CASE: &str = "filename-case-mismatch";
    vec![
        form(FILE, "inline link", |g| {
            let pages = all_pages(g);
            g.swap_in(&pages, r"\]\(([^)\s:#]+)\.md[)#]", |_, m| Some(format!("{}-gone", m[1])))
        }),
        form(FILE, "link definition, French", |g| {
            // The place may be the link as well as its definition.
            g.block("fr", &mark("Voir [la suite][seed].\n\n[seed]: pages/absente.md"))
        }),
        form(FILE, "link in a table", |g| {
            g.block("en", &format!("| What | Where |\n|---|---|\n| lines | {} |", mark("[here](pages/gone.pdf)")))
        }),
        form(FILE, "raw HTML", |g| g.block("en", &mark("<p>See <a href=\"pages/gone.html\">the next page</a>.</p>"))),
        form(IMAGE, "existing picture", |g| {
            let pages = all_pages(g);
            g.swap_in(&pages, r"!\[[^\]]*\]\(([^)\s]+)\.(?:svg|png)", |g, m| {
                let name = m[0].rsplit(['/', '(']).next()?;
                g.set.others.keys().any(|path| path.ends_with(name)).then(|| format!("{}-gone", m[1]))
            })
        }),
        form(IMAGE, "picture in a table, French", |g| {
            g.block("fr", &format!("| Vue | Image |\n|---|---|\n| salle | {} |", mark("![la salle](images/salle.png)")))
        }),
        form(IMAGE, "picture in a list", |g| {
            g.block("en", &format!("- the room:\n- {}", mark("![the room](images/room.jpeg \"The room\")")))
        }),
        form(IMAGE, "raw HTML", |g| g.block("en", &mark("<img src=\"images/room.png\" alt=\"the room\">"))),
        form(CASE, "inline link", |g| {
            let pages = all_pages(g);
            let page = g.pick(&pages)?;
            let folder = page.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            g.swap_in(&[page], r"\]\((?:\./)?([^)\s:#.]+)\.md[)#]", |g, m| {
                let (above, name) = m[1].rsplit_once('/').map_or(("", m[1].as_str()), |(above, name)| (above, name));
                let other =
                    if name.chars().any(char::is_lowercase) { name.to_uppercase() } else { name.to_lowercase() };
                let other = m[1].replace(name, &other);
                let path = |name: &str| format!("{folder}{name}.md");
                let is_new = above != name && !g.set.texts.contains_key(&path(&other));
                (is_new && g.set.texts.contains_key(&path(&m[1]))).then_some(other)
            })
        })
        // On a system that tells capitals apart the file is not there either.
        .may(&["broken-file-link"]),
        form(CASE, "picture", |g| {
            let pages = all_pages(g);
            g.swap_in(&pages, r"!\[[^\]]*\]\((?:[^)\s:]*/)?[^)\s/]+\.(svg|png)", |g, m| {
                let name = m[0].rsplit(['/', '(']).next()?;
                g.set.others.keys().any(|path| path.ends_with(name)).then(|| m[1].to_uppercase())
            })
        })
        .may(&["missing-image", "broken-file-link"]),
        form(CASE, "file beside the page, French", |g| {
            let pages = g.pages("fr");
            let page = g.pick(&pages)?;
            let name = page.rsplit('/').next()?;
            let other = if name.starts_with(char::is_lowercase) { name.to_uppercase() } else { name.to_lowercase() };
            let other = other.replace(".MD", ".md");
            let text = g.text(page);
            (other != name).then(|| {
                let link = mark(format!("[cette page]({other})"));
                Change::of(page, format!("{}\n\nVoir {link}.\n", text.trim_end()))
            })
        })
        .may(&["broken-file-link"]),
    ]
}

fn identifiers() -> Vec<Form> {
    const TWICE: &str = "duplicate-identifier";
    vec![
        form(TWICE, "two procedures", |g| {
            let known = procedure(g)?;
            let text = g.text(&known.path);
            let (head, rest) = text.split_once("<procedure ")?;
            let (tag, rest) = rest.split_once('>')?;
            let language = if text.contains("lang=\"fr\"") { "fr" } else { "en" };
            let copy = small(&known.id, "FCP", "operational", language);
            let own = format!("{head}{}>{rest}", mark(format!("<procedure {tag}")));
            Some(Change::of("zz-seeded-copy.xml", copy).and(known.path, own))
        })
        .may(&["orphan-procedure", "procedure-never-trained"]),
        form(TWICE, "two pages", |g| {
            // Two languages of one document may share its identifier; two pages of one language may not.
            let one = page(g)?;
            let pages = g.pages(g.language(&one.path)?);
            let others: Vec<_> = g.known().into_iter().filter(|it| pages.contains(&it.path.as_str())).collect();
            let other = g.pick(&others)?;
            if one.path == other.path {
                return None;
            }
            let line = |known: &Known| format!("id: {}\n", known.id);
            let swapped = g.text(&one.path).replacen(&line(&one), &mark(line(&other)), 1);
            let own = g.text(&other.path).replacen(&line(&other), &mark(line(&other)), 1);
            Some(Change::of(one.path, swapped).and(other.path, own))
        })
        // Nobody bears the identifier that was there.
        .may(&[
            "unknown-document",
            "cites-older-issue",
            "cites-issue-beyond-baseline",
            "broken-anchor",
            "title-drift",
            "missing-translation",
            "stale-translation",
        ]),
        form(TWICE, "two parameters", |g| {
            let databases: Vec<&str> =
                g.set.texts.iter().filter(|(_, t)| t.contains("<SpaceSystem")).map(|(path, _)| path.as_str()).collect();
            g.swap_in(&databases, r"(<Parameter name=[^>]*/>)", |_, m| Some(format!("{0}\n{0}", m[1])))
        })
        .may(&["database-self-contradiction"]),
        form(TWICE, "page and procedure", |g| {
            let known = procedure(g)?;
            let text = g.text(&known.path);
            let (head, rest) = text.split_once("<procedure ")?;
            let (tag, rest) = rest.split_once('>')?;
            let own = format!("{head}{}>{rest}", mark(format!("<procedure {tag}")));
            // The same document in another language is no other.
            let language = if tag.contains("lang=\"fr\"") { "fr" } else { "en" };
            let page = format!(
                "---\n{}title: Copy\nissue: {}\nstatus: operational\ndate: 2026-01-12\nlang: {language}\n\
                 authors: [A. Ferris]\n---\n\n# Copy\n\nNothing else.\n",
                mark(format!("id: {}\n", known.id)),
                known.issue
            );
            Some(Change::of("zz-seeded-copy.md", page).and(known.path, own))
        })
        .may(&["broken-anchor", "title-drift", "approval-missing", "mandatory-section-missing"]),
    ]
}

fn issues() -> Vec<Form> {
    const OLDER: &str = "cites-older-issue";
    const BEYOND: &str = "cites-issue-beyond-baseline";
    vec![
        form(OLDER, "`docref`", |g| g.swap(r#"<docref id="[^"]+" issue="([^"1]+)""#, |_, _| Some("1".into()))),
        form(OLDER, "`call`", |g| {
            let known = newer(g)?;
            g.steps("fr", &super::database::acting(&mark(format!("<call procedure=\"{}\" issue=\"0.9\"/>", known.id))))
        })
        // The procedure may be the one that is changed, or call it; its variables are not handed over.
        .may(&[
            "recursive-call",
            "call-argument-mismatch",
            "phase-conflict",
            "satellite-conflict",
            "environment-conflict",
            "released-cites-draft",
        ]),
        form(OLDER, "English sentence", |g| {
            let known = any(g)?;
            let change = g.block("en", &format!("The shift follows {}.", mark(format!("{} issue 0.9", known.id))));
            // A document may well speak of its own older issues.
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(OLDER, "French sentence", |g| {
            let known = any(g)?;
            let change = g.block("fr", &format!("L’équipe suit {}.", mark(format!("{} édition 0.9", known.id))));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(OLDER, "`id:` link in a table", |g| {
            let known = any(g)?;
            let link = mark(format!("[this](id:{}@0.9)", known.id));
            let change = g.block("en", &format!("| What | Where |\n|---|---|\n| lines | {link} |"));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(OLDER, "`procref` in a note", |g| {
            let known = procedure(g)?;
            let change = g.note("en", "note", &format!("See <procref ref=\"{}\" issue=\"0.9\"/>.", known.id));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(OLDER, "seldom place of a page", |g| {
            let known = any(g)?;
            let change = g.say_aside(&format!("{} issue 0.9", known.id));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(OLDER, "words of a procedure", |g| {
            let known = any(g)?;
            let change = g.word(&format!("{} issue 0.9", known.id));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(BEYOND, "`docref`", |g| {
            let known: Vec<String> = g.known().into_iter().map(|known| known.id).collect();
            g.swap(r#"<docref id="(?:[^"]+)" issue="([^"]+)""#, |_, m| {
                let id = m[0].split('"').nth(1)?;
                known.iter().any(|known| known == id).then(|| "47".to_owned())
            })
        }),
        form(BEYOND, "English sentence", |g| {
            let known = any(g)?;
            let change = g.block("en", &format!("The shift follows {}.", mark(format!("{} issue 47", known.id))));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(BEYOND, "French list", |g| {
            let known = any(g)?;
            let item = mark(format!("{} édition 47", known.id));
            let change = g.block("fr", &format!("- lire ;\n- suivre {item} ;\n- noter."));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(BEYOND, "`id:` link in a table", |g| {
            let known = any(g)?;
            let link = mark(format!("[this](id:{}@47)", known.id));
            let change = g.block("en", &format!("| What | Where |\n|---|---|\n| lines | {link} |"));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(BEYOND, "`procref` in a note", |g| {
            let known = procedure(g)?;
            let change = g.note("fr", "note", &format!("Voir <procref ref=\"{}\" issue=\"47\"/>.", known.id));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(BEYOND, "seldom place of a page", |g| {
            let known = any(g)?;
            let change = g.say_aside(&format!("{} issue 47", known.id));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
        form(BEYOND, "words of a procedure", |g| {
            let known = any(g)?;
            let change = g.word(&format!("{} issue 47", known.id));
            change.filter(|change| !change.files.contains_key(&known.path))
        }),
    ]
}

fn structure() -> Vec<Form> {
    const SUPERSEDED: &str = "cites-superseded";
    const DRAFT: &str = "released-cites-draft";
    const ORPHAN: &str = "orphan-procedure";
    const DRIFT: &str = "title-drift";
    const INDEX: &str = "identifier-index-mismatch";
    vec![
        form(SUPERSEDED, "wiki link, English", |g| citing(g, "superseded", "en", "The shift goes on with [[ID]].")),
        form(SUPERSEDED, "bare words, French", |g| citing(g, "superseded", "fr", "L’équipe suit ID ligne par ligne.")),
        form(SUPERSEDED, "`id:` link in a table", |g| {
            citing(g, "superseded", "en", "| What | Where |\n|---|---|\n| lines | [here](id:ID) |")
        }),
        form(SUPERSEDED, "`procref` in a note", |g| citing_in_note(g, "superseded")),
        form(SUPERSEDED, "`call`", |g| calling(g, "superseded")),
        form(DRAFT, "wiki link, French", |g| citing(g, "draft", "fr", "L’équipe continue par [[ID]].")),
        form(DRAFT, "bare words, English", |g| citing(g, "draft", "en", "The shift follows ID line by line.")),
        form(DRAFT, "`id:` link in a list", |g| citing(g, "draft", "en", "- look;\n- [go on](id:ID#step-1);\n- end.")),
        form(DRAFT, "`call`", |g| calling(g, "draft")),
        form(ORPHAN, "flight control procedure", |g| orphan(g, "FCP", "en")),
        form(ORPHAN, "contingency procedure, French", |g| orphan(g, "CRP", "fr"))
            // Without triggers nothing leads to it from an alarm either; some projects demand them.
            .may(&["procedure-never-trained", "mandatory-section-missing"]),
        form(ORPHAN, "ground procedure", |g| orphan(g, "GCP", "en")),
        form(DRIFT, "words of `docref`", |g| {
            let known: Vec<Known> = g.known();
            g.swap(r#"(<docref id="[^"]+" issue="[^"]+"/>)"#, |_, m| {
                let id = m[1].split('"').nth(1)?;
                let title = drifted(&known.iter().find(|known| known.id == id)?.title)?;
                Some(format!("{}>{title}</docref>", m[1].trim_end_matches("/>")))
            })
        }),
        form(DRIFT, "words of a link", |g| {
            let known = any(g)?;
            let link = mark(format!("[{}](id:{})", drifted(&known.title)?, known.id));
            g.block("en", &format!("The shift reads {link} first."))
        }),
        form(DRIFT, "words of a link in a French list", |g| {
            let known = any(g)?;
            let link = mark(format!("[{}](id:{})", drifted(&known.title)?, known.id));
            g.block("fr", &format!("- lire ;\n- {link} ;\n- noter."))
        }),
        form(INDEX, "table of documents", |g| {
            let (one, other) = two(g)?;
            let row = mark(format!("| {} | {} | {} |", one.id, other.title, one.issue));
            g.block("en", &format!("| Identifier | Title | Issue |\n|---|---|---|\n{row}"))
        })
        .may(&[DRIFT]),
        form(INDEX, "French table of documents", |g| {
            let (one, other) = two(g)?;
            let row = mark(format!("| [[{}]] | {} |", one.id, other.title));
            g.block("fr", &format!("| Identifiant | Titre |\n|---|---|\n{row}"))
        })
        .may(&[DRIFT]),
        form(INDEX, "list of documents, French", |g| {
            let (one, other) = two(g)?;
            let item = mark(format!("{} : « {} »", one.id, other.title));
            g.block("fr", &format!("Documents de la salle :\n\n- {item}"))
        })
        .may(&[DRIFT]),
    ]
}

/// Returns a title as it may have been before a word was added.
fn drifted(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split(' ').collect();
    let gone = words.len().checked_sub(2).filter(|at| *at > 1)?;
    Some(words.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, word)| *word).collect::<Vec<_>>().join(" "))
}

/// Returns two documents with titles of their own.
fn two(g: &mut Ground<'_>) -> Option<(Known, Known)> {
    let (one, other) = (any(g)?, any(g)?);
    (one.title != other.title).then_some((one, other))
}

fn retold() -> Vec<Form> {
    const DIFFERS: &str = "restated-step-differs";
    const MISSING: &str = "restated-step-missing";
    const ORDER: &str = "restated-step-order";
    const ADDED: &str = "restated-step-added";
    vec![
        form(DIFFERS, "numbered list", |g| retelling(g, Telling::List, Flaw::Differs)),
        form(DIFFERS, "table", |g| retelling(g, Telling::Table, Flaw::Differs)),
        form(DIFFERS, "headed steps", |g| retelling(g, Telling::Headed, Flaw::Differs)),
        form(MISSING, "numbered list", |g| retelling(g, Telling::List, Flaw::Missing)),
        form(MISSING, "table", |g| retelling(g, Telling::Table, Flaw::Missing)),
        form(MISSING, "headed steps", |g| retelling(g, Telling::Headed, Flaw::Missing)),
        form(ORDER, "numbered list", |g| retelling(g, Telling::List, Flaw::Order)),
        form(ORDER, "table", |g| retelling(g, Telling::Table, Flaw::Order)),
        form(ORDER, "headed steps", |g| retelling(g, Telling::Headed, Flaw::Order)),
        form(ADDED, "numbered list", |g| retelling(g, Telling::List, Flaw::Added)),
        form(ADDED, "table", |g| retelling(g, Telling::Table, Flaw::Added)),
        form(ADDED, "headed steps", |g| retelling(g, Telling::Headed, Flaw::Added)),
    ]
}

/// Returns an identifier of the same look that nothing bears.
fn absent(id: &str) -> String {
    let end = id.trim_end_matches(|c: char| c.is_ascii_digit());
    format!("{end}{}", if end.len() == id.len() { "-997".to_owned() } else { "997".to_owned() })
}

fn any(g: &mut Ground<'_>) -> Option<Known> {
    // Whoever cites a draft has another defect.
    let is_draft =
        |known: &Known| ["status=\"draft\"", "status: draft"].iter().any(|it| g.text(&known.path).contains(it));
    let all: Vec<_> = g.known().into_iter().filter(|known| !is_draft(known)).collect();
    g.pick(&all)
}

fn procedure(g: &mut Ground<'_>) -> Option<Known> {
    let is_draft = |known: &Known| g.text(&known.path).contains("status=\"draft\"");
    let all: Vec<_> = g.known().into_iter().filter(|known| known.is_procedure && !is_draft(known)).collect();
    g.pick(&all)
}

fn newer(g: &mut Ground<'_>) -> Option<Known> {
    procedure(g)
}

fn page(g: &mut Ground<'_>) -> Option<Known> {
    let heads = ["MAN-", "NOTE-"];
    let all: Vec<_> =
        g.known().into_iter().filter(|known| heads.iter().any(|head| known.id.starts_with(head))).collect();
    g.pick(&all)
}

fn all_pages<'a>(g: &Ground<'a>) -> Vec<&'a str> {
    g.set.texts.keys().map(String::as_str).filter(|path| path.ends_with(".md")).collect()
}

/// Writes a small clean procedure; the place is its head.
fn small(id: &str, kind: &str, status: &str, language: &str) -> String {
    let root = format!("status=\"{status}\"");
    let text = Paper { id, kind, language, root: &root, ..Paper::default() }.text();
    let (head, rest) = text.split_once("<procedure ").unwrap_or(("", &text));
    let (tag, rest) = rest.split_once('>').unwrap_or((rest, ""));
    format!("{head}{}{rest}", mark(format!("<procedure {tag}>")))
}

/// Adds a document of a status, and a released page that cites it.
fn citing(g: &mut Ground<'_>, status: &str, language: &str, words: &str) -> Option<Change> {
    let released = released(g, language);
    let page = g.pick(&released)?;
    let text = g.text(page);
    let words = mark(words.replace("ID", "FCP-SED-901"));
    let cited = small("FCP-SED-901", "FCP", status, "en").replace(['\u{E000}', '\u{E001}'], "");
    Some(Change::of(page, format!("{}\n\n{words}\n", text.trim_end())).and("seeded-901.xml", cited))
}

fn citing_in_note(g: &mut Ground<'_>, status: &str) -> Option<Change> {
    let cited = small("FCP-SED-901", "FCP", status, "en").replace(['\u{E000}', '\u{E001}'], "");
    Some(g.note("en", "note", "See <procref ref=\"FCP-SED-901\"/>.")?.and("seeded-901.xml", cited))
}

fn calling(g: &mut Ground<'_>, status: &str) -> Option<Change> {
    let cited = small("FCP-SED-901", "FCP", status, "en").replace(['\u{E000}', '\u{E001}'], "");
    let call = super::database::acting(&mark("<call procedure=\"FCP-SED-901\" issue=\"1\"/>"));
    let is_released =
        |text: &str| ["operational", "qualified"].iter().any(|s| text.contains(&format!("status=\"{s}\"")));
    Some(g.steps_where("en", &call, is_released)?.and("seeded-901.xml", cited))
}

/// Returns the pages that are released.
fn released<'a>(g: &Ground<'a>, language: &str) -> Vec<&'a str> {
    g.pages(language).into_iter().filter(|page| g.text(page).contains("status: operational")).collect()
}

/// Adds a procedure that nothing leads to.
fn orphan(_: &mut Ground<'_>, kind: &str, language: &str) -> Option<Change> {
    Some(Change::of("seeded-orphan.xml", small(&format!("{kind}-SED-902"), kind, "operational", language)))
}

/// How a procedure is told again.
#[derive(Clone, Copy)]
enum Telling {
    List,
    Table,
    Headed,
}

/// What is wrong with it.
#[derive(Clone, Copy, PartialEq)]
enum Flaw {
    Differs,
    Missing,
    Order,
    Added,
}

/// Adds a page that tells a procedure again, with a flaw.
fn retelling(g: &mut Ground<'_>, telling: Telling, flaw: Flaw) -> Option<Change> {
    let calls: Vec<_> = g.facts().plain().into_iter().filter(|t| !t.arguments.is_empty()).collect();
    let calls: Vec<_> = (0..4).map(|_| g.pick(&calls)).collect::<Option<_>>()?;
    let mut names: Vec<_> = calls.iter().map(|call| call.name.text.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < 4 {
        return None;
    }
    let titles = ["Open the line", "Try the line", "Read the line", "Close the line"];
    let verify = g.verify()?;
    let steps = calls.iter().zip(titles).enumerate().map(|(at, (telecommand, title))| {
        let tc = super::facts::element(telecommand, None);
        let sent = super::database::sending(&tc, &verify).replace("Essai / try", title);
        sent.replace("seed-1", &format!("step-{}", at + 1))
    });
    let defined = small("FCP-SED-903", "FCP", "operational", "en").replace(['\u{E000}', '\u{E001}'], "");
    let (head, rest) = defined.split_once("<step id=\"step-1\"")?;
    let (_, tail) = rest.split_once("</step>")?;
    let defined = format!("{head}{}{tail}", steps.collect::<Vec<_>>().join("\n"));
    // The page tells all steps of the definition, so it has those alone.
    let look = regex::Regex::new(r#"<step id="look">.*?</step>|<declare>.*?</declare>"#).expect("the pattern is one");
    let defined = look.replace_all(&defined, "").into_owned();
    let check = verify.replace("verify", "check").replace(" within=\"30 s\"", "");
    let defined = defined.replace("<check><tm name=\"SEEN\" op=\"ge\" value=\"0\"/></check>", &check);
    let mut told: Vec<(usize, &str, String)> = calls
        .iter()
        .zip(titles)
        .enumerate()
        .map(|(at, (t, title))| (at + 1, title, super::facts::call(t, None)))
        .collect();
    let mut marked = vec![1];
    match flaw {
        Flaw::Differs => {
            let (telecommand, argument) = (calls[1], calls[1].arguments.iter().find(|a| !a.fixed)?);
            let labels = &argument.data_type.labels;
            let other = match labels.get(1) {
                Some(label) => label.label.to_string(),
                None => super::facts::good(&argument.data_type)
                    .parse::<f64>()
                    .ok()
                    .map(|value| (value - 1.0).to_string())?,
            };
            told[1].2 = super::facts::call(telecommand, Some((&argument.name.text, &other)));
        }
        Flaw::Missing => {
            told.remove(1);
            // The gap, or the whole that has it.
            marked = (0..told.len()).collect();
        }
        Flaw::Order => {
            told.swap(1, 2);
            marked = vec![1, 2];
        }
        Flaw::Added => {
            let sent: Vec<_> = calls.iter().map(|call| &call.name.text).collect();
            let others = g.facts().plain().into_iter().filter(|other| !sent.contains(&&other.name.text));
            let others: Vec<_> = others.collect();
            told.push((5, "Turn the mast", super::facts::call(g.pick(&others)?, None)));
            marked = vec![4];
        }
    }
    let line = |(at, (number, title, call)): (usize, &(usize, &str, String))| {
        let text = match telling {
            Telling::List => format!("{}. {title}: `{call}`.", at + 1),
            Telling::Table => {
                format!("| {} | {title} | `{call}` |", if flaw == Flaw::Order { at + 1 } else { *number })
            }
            Telling::Headed => {
                format!("### Step {}: {title}\n\nSend `{call}`.\n", if flaw == Flaw::Order { at + 1 } else { *number })
            }
        };
        if marked.contains(&at) { mark(text) } else { text }
    };
    let lines: Vec<String> = told.iter().enumerate().map(line).collect();
    let table = if matches!(telling, Telling::Table) { "| Step | Action | Command |\n|---|---|---|\n" } else { "" };
    // A gap may also be told at the line that says which procedure is told again.
    let which = "procedure: FCP-SED-903\n";
    let which = if flaw == Flaw::Missing { mark(which) } else { which.to_owned() };
    let page = format!(
        "---\nid: NOTE-SED-904\ntitle: Lines\nissue: 1\nstatus: operational\ndate: 2026-01-12\nlang: en\n{which}\
         authors: [A. Ferris]\n---\n\n# Lines\n\nThe steps of [[FCP-SED-903]].\n\n## Steps\n\n{table}{}\n",
        lines.join("\n")
    );
    Some(Change::of("seeded-903.xml", defined).and("seeded-904.md", page))
}
