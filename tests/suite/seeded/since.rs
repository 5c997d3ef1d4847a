//! B and D: what changed since a commit, and should not have or has to be tried again.

use regex::Regex;

use super::form::{Change, Form, form, mark};
use super::ground::Ground;

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    const CHANGED: &str = "changed-without-new-issue";
    const ITEM: &str = "item-changed-since-validation";
    vec![
        form(CHANGED, "what a step expects", |g| reworded(g, r"<expected>([^<]+)</expected>", "The lamp is green.")),
        form(CHANGED, "time of a check", |g| reworded(g, r#"within="(\d+) s""#, "7")),
        form(CHANGED, "step that came", |g| {
            let first = r#"<body>(?:\s*<phase>\s*<title>[^<]*</title>)?\s*()<step id="[^"]+""#;
            reworded(g, first, &super::steps::manual("seed-1", "Ligne / line"))
        }),
        form(CHANGED, "sentence of a French page", |g| {
            grown(g, "fr", "Le relais est ensuite tourné deux fois vers la gauche.")
        }),
        form(CHANGED, "row of a table", |g| grown(g, "en", "| Relay | Turns |\n|---|---|\n| left | 2 |")),
        form(ITEM, "opcode of a telecommand", |g| {
            let names: Vec<_> = g.facts().plain().into_iter().map(|it| it.name.text.to_string()).collect();
            let name = relied_on(g, &names, "<tc name=\"")?;
            Some(used(g, &name, "<tc name=\"")?.join(recoded(g, &name)?))
        }),
        form(ITEM, "range of an argument", |g| {
            let change = widened(
                g,
                r#"<(?:Integer|Float)ArgumentType name="([^"]+)""#,
                "argumentTypeRef",
                "<MetaCommand name=\"",
            )?;
            let (name, database) = change;
            Some(used(g, &name, "<tc name=\"")?.join(database))
        }),
        form(ITEM, "range of a parameter", |g| {
            let change = widened(
                g,
                r#"<(?:Integer|Float)ParameterType name="([^"]+)""#,
                "parameterTypeRef",
                "<Parameter name=\"",
            )?;
            let (name, database) = change;
            Some(used(g, &name, "<tm name=\"")?.join(database))
        }),
    ]
    .into_iter()
    .map(|form| match form.rule {
        // One item may be used by several procedures.
        ITEM => form.since_commit().may(&[ITEM]),
        _ => form.since_commit(),
    })
    .collect()
}

/// Changes some words of a procedure that is released. The place is its head.
fn reworded(g: &mut Ground<'_>, pattern: &str, words: &str) -> Option<Change> {
    let released =
        |text: &str| ["operational", "qualified"].iter().any(|it| text.contains(&format!("status=\"{it}\"")));
    let fits: Vec<_> = g.procedures().into_iter().filter(|path| released(g.text(path)) && !g.is_retold(path)).collect();
    let change = g.swap_in(&fits, pattern, |_, m| (m[1] != words).then(|| words.to_owned()))?;
    let (path, text) = change.files.into_iter().next()?;
    let text = text.replace(['\u{E000}', '\u{E001}'], "");
    let (from, to) = (text.find("<procedure ")?, text.find("<title>")?);
    Some(Change::of(path, format!("{}{}{}", &text[..from], mark(&text[from..to]), &text[to..])))
}

/// Says more in a page that is released. The place is its issue.
fn grown(g: &mut Ground<'_>, language: &str, words: &str) -> Option<Change> {
    let mut pages = g.pages(language);
    pages.retain(|page| g.text(page).contains("status: operational") && g.text(page).contains("\nissue: "));
    let page = g.pick(&pages)?;
    let text = g.text(page).replacen("\nissue: ", &format!("\n{} ", mark("issue:")), 1);
    Some(Change::of(page, format!("{}\n\n{words}\n", text.trim_end())))
}

/// Returns the procedures that were tried in the issue that they have.
fn tried<'a>(g: &Ground<'a>) -> Vec<&'a str> {
    let issue = Regex::new(r#"<procedure [^>]*?\bissue="([^"]+)""#).expect("the pattern is one");
    let is_tried = |text: &str| {
        let own = issue.captures(text).map(|captures| captures[1].to_owned()).unwrap_or_default();
        let runs = text.split("<run ").skip(1).filter_map(|run| run.split("/>").next());
        runs.into_iter().any(|run| run.contains(&format!("issue=\"{own}\"")) && run.contains("result=\"pass\""))
    };
    g.procedures().into_iter().filter(|path| is_tried(g.text(path))).collect()
}

/// Chooses one of several items that a procedure which was tried uses.
fn relied_on(g: &mut Ground<'_>, names: &[String], before: &str) -> Option<String> {
    let texts: Vec<&str> = tried(g).into_iter().map(|path| g.text(path)).collect();
    let is_used = |name: &&String| texts.iter().any(|text| text.contains(&format!("{before}{name}\"")));
    let used: Vec<String> = names.iter().filter(is_used).cloned().collect();
    g.pick(&used)
}

/// Marks the places where procedures that were tried use an item.
fn used(g: &Ground<'_>, name: &str, before: &str) -> Option<Change> {
    let (mut change, words) = (Change::default(), format!("{before}{name}\""));
    for path in tried(g).into_iter().filter(|path| g.text(path).contains(&words)) {
        // The first use is told, which may be a record or a condition.
        let others = [format!("=\"{name} "), format!("<record name=\"{name}\"")];
        let text = [words.clone()]
            .iter()
            .chain(&others)
            .fold(g.text(path).to_owned(), |text, words| text.replace(words, &mark(words)));
        change = change.and(path, text);
    }
    (!change.files.is_empty()).then_some(change)
}

/// Gives a telecommand another opcode.
fn recoded(g: &Ground<'_>, name: &str) -> Option<Change> {
    let data = "<AncillaryData name=\"opcode\">";
    let databases = g.set.texts.iter().filter(|(_, text)| text.contains("<SpaceSystem"));
    for (path, text) in databases {
        let Some(at) = text.find(&format!("<MetaCommand name=\"{name}\"")) else { continue };
        let end = at + text[at..].find("</MetaCommand>").unwrap_or(text.len() - at);
        if let Some(code) = text[at..end].find(data).map(|found| at + found + data.len()) {
            return Some(Change::of(path.as_str(), format!("{}0x7{}", &text[..code], &text[code..])));
        }
    }
    let set = format!("<AncillaryDataSet>{data}0x7D</AncillaryData></AncillaryDataSet>");
    let (path, text) = super::database::into_telecommand(g, name, "", &set)?;
    Some(Change::of(path, text))
}

/// Widens the range of a type that one item of the database has, which a procedure that was tried uses.
fn widened(g: &mut Ground<'_>, pattern: &str, reference: &str, item: &str) -> Option<(String, Change)> {
    let pattern = Regex::new(pattern).expect("the pattern is one");
    let limit = Regex::new(r#"<ValidRange [^>]*maxInclusive="(\d+)""#).expect("the pattern is one");
    let mut fits = Vec::new();
    for (path, text) in g.set.texts.iter().filter(|(_, text)| text.contains("<SpaceSystem")) {
        for found in pattern.captures_iter(text) {
            let named = format!("{reference}=\"{}\"", &found[1]);
            let uses: Vec<_> = text.match_indices(&named).collect();
            let from = found.get(0).expect("it matches").start();
            let end = from + text[from..].find("Type>").unwrap_or(0);
            let range = limit.captures_at(text, from).and_then(|range| range.get(1)).filter(|range| range.end() < end);
            let ([(at, _)], Some(range)) = (uses.as_slice(), range) else { continue };
            let head = text[..*at].rfind(item).map(|head| head + item.len());
            let name = head.and_then(|head| text[head..].split('"').next());
            fits.extend(name.map(|name| (name.to_owned(), path.as_str(), range.range())));
        }
    }
    let before = if item.contains("MetaCommand") { "<tc name=\"" } else { "<tm name=\"" };
    let names: Vec<String> = fits.iter().map(|(name, ..)| name.clone()).collect();
    let name = relied_on(g, &names, before)?;
    let (_, path, range) = fits.into_iter().find(|(fit, ..)| *fit == name)?;
    let text = g.text(path);
    let more = text[range.clone()].parse::<u64>().ok()? + 1;
    Some((name, Change::of(path, format!("{}{more}{}", &text[..range.start], &text[range.end..]))))
}
