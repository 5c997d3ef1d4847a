//! A: what is done where it does not apply, and what no procedure or no training covers.

use super::database::acting;
use super::form::{Change, Form, form, mark};
use super::ground::Ground;
use super::papers::{Page, Paper, listed};

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    [conflicts(), undefined(), alarms(), injections(), training()].into_iter().flatten().collect()
}

fn conflicts() -> Vec<Form> {
    const PHASE: &str = "phase-conflict";
    const SATELLITE: &str = "satellite-conflict";
    const ENVIRONMENT: &str = "environment-conflict";
    const ENVIRONMENTS: &str = r#"\[\[environment\]\]\s*\nid = "([^"]+)""#;
    const SATELLITES: &str = r#"satellites = \["([^"]+)""#;
    const OTHERS: &str = r#"satellites = \["[^"]+", "([^"]+)""#;
    vec![
        form(PHASE, "`call`", |g| conflict(g, Way::Call, "phases=\"leop\"", "phases=\"routine\"")),
        form(PHASE, "watchdog", |g| conflict(g, Way::Watchdog, "phases=\"leop\"", "phases=\"routine\"")),
        form(PHASE, "presented by a page", |g| conflict(g, Way::Page, "phases=\"routine\"", "phases=\"leop\"")),
        form(SATELLITE, "`call`", |g| {
            let (one, other) = (listed(g, SATELLITES).pop()?, listed(g, OTHERS).pop()?);
            conflict(g, Way::Call, &format!("satellites=\"{one}\""), &format!("satellites=\"{other}\""))
        }),
        form(SATELLITE, "watchdog", |g| {
            let (one, other) = (listed(g, SATELLITES).pop()?, listed(g, OTHERS).pop()?);
            conflict(g, Way::Watchdog, &format!("satellites=\"{one}\""), &format!("satellites=\"{other}\""))
        }),
        form(SATELLITE, "presented by a page", |g| {
            let (one, other) = (listed(g, SATELLITES).pop()?, listed(g, OTHERS).pop()?);
            conflict(g, Way::Page, &format!("satellites=\"{one}\""), &format!("satellites=\"{other}\""))
        }),
        form(ENVIRONMENT, "`call`", |g| {
            let places = listed(g, ENVIRONMENTS);
            let [one, other, ..] = places.as_slice() else { return None };
            conflict(g, Way::Call, &format!("environments=\"{one}\""), &format!("environments=\"{other}\""))
        }),
        form(ENVIRONMENT, "watchdog", |g| {
            let places = listed(g, ENVIRONMENTS);
            let [one, other, ..] = places.as_slice() else { return None };
            conflict(g, Way::Watchdog, &format!("environments=\"{one}\""), &format!("environments=\"{other}\""))
        }),
        form(ENVIRONMENT, "presented by a page", |g| {
            let places = listed(g, ENVIRONMENTS);
            let [one, other, ..] = places.as_slice() else { return None };
            conflict(g, Way::Page, &format!("environments=\"{one}\""), &format!("environments=\"{other}\""))
        }),
    ]
}

fn alarms() -> Vec<Form> {
    const ALARM: &str = "alarm-without-procedure";
    vec![
        form(ALARM, "trigger taken away", |g| {
            let all = g.set.texts.values().map(String::as_str).collect::<Vec<_>>().join("\n");
            let change = g.swap(r#"(<alarm ref="([^"]+)"/>)"#, |_, m| {
                (all.matches(&format!("<alarm ref=\"{}\"", m[2])).count() == 1).then(String::new)
            })?;
            let (path, text) = change.files.into_iter().next()?;
            let before = g.text(&path);
            let cut = text.find('\u{E000}')?;
            let gone = before[cut..].split('"').nth(1)?.to_owned();
            let alarm = with_marked(g, &format!("Alarm name=\"{gone}\""))?;
            Some(alarm.and(path, text))
        })
        .may(&["orphan-procedure", "unhandled-injection"]),
        form(ALARM, "new alarm of a parameter", |g| new_alarm(g, "AL_SEEDED_HIGH")),
        form(ALARM, "new alarm of another parameter", |g| new_alarm(g, "AL_SEEDED_LOW")),
    ]
}

fn undefined() -> Vec<Form> {
    const APPLIES: &str = "unknown-applicability";
    const PARAMETER: &str = "mission-parameter-undefined";
    // What applies elsewhere may be in conflict with what leads there.
    const CONFLICTS: &[&str] = &["phase-conflict", "satellite-conflict", "environment-conflict"];
    vec![
        form(APPLIES, "`phases` of a procedure", |g| {
            g.swap(r#"<applicability [^>]*?phases="([^",]+)"#, |_, _| Some("landing".into()))
        })
        .may(CONFLICTS),
        form(APPLIES, "`missions` of a procedure", |g| {
            g.swap(r#"<applicability [^>]*?missions="([^",]+)"#, |_, _| Some("SPUTNIK".into()))
        })
        .may(CONFLICTS),
        form(APPLIES, "front matter", |_| {
            let front = format!("applicability:\n{}\nauthors: [A. Ferris]\n", mark("  environments: [Attic]"));
            let page = Page { id: "NOTE-SED-933", language: "en", front: &front, body: "A line." }.text();
            Some(Change::of("seeded-933.md", page))
        }),
        form(PARAMETER, "key that one mission lacks", |g| missions(g, "minutes = 4\npasses = 6", "minutes = 4")),
        form(PARAMETER, "two keys that one mission lacks", |g| {
            missions(g, "minutes = 4\npasses = 6\nlevel = 2", "level = 2")
        })
        .may(&[PARAMETER]),
        form(PARAMETER, "mission without any", |g| missions(g, "minutes = 4", "")),
    ]
}

fn injections() -> Vec<Form> {
    const INJECTION: &str = "unhandled-injection";
    // Nothing leads to the scenario; and with a first scenario, others are missing.
    const ALARM: &[&str] = &["alarm-without-procedure", "procedure-never-trained", "orphan-procedure"];
    vec![
        form(INJECTION, "manual action of a scenario", |g| {
            let act =
                "<manual>Inject the alarm <alarmref ref=\"AL_SEEDED_HIGH\"/>.</manual><expected>It is seen.</expected>";
            injected(g, "en", act)
        })
        .may(ALARM),
        form(INJECTION, "manual action of a French scenario", |g| {
            let act = "<manual>Injecter l’alarme <alarmref ref=\"AL_SEEDED_HIGH\"/>.</manual><expected>Vue.</expected>";
            injected(g, "fr", act)
        })
        .may(ALARM),
        form(INJECTION, "scenario in Markdown", |g| {
            let alarm = new_alarm(g, "AL_SEEDED_HIGH")?;
            let front = "type: scenario\nauthors: [A. Ferris]\n";
            let body = mark("The trainer injects `AL_SEEDED_HIGH` and waits.");
            let page = Page { id: "NOTE-SED-931", language: "en", front, body: &body }.text();
            Some(unmarked(alarm).and("seeded-931.md", page))
        })
        .may(ALARM),
    ]
}

fn training() -> Vec<Form> {
    const MISSING: &str = "scenario-cites-missing-step";
    const NEVER: &str = "procedure-never-trained";
    // Where a step does not exist, a link to it leads nowhere as well; and with a first scenario, others are missing.
    const LINK: &[&str] = &["broken-anchor", "goto-missing-step", "orphan-procedure", NEVER];
    vec![
        // A link to a step that does not exist is a broken anchor already; so the steps are named in words.
        form(MISSING, "words of a scenario", |g| {
            let known: Vec<_> = g.known().into_iter().filter(|known| known.is_procedure).collect();
            let id = g.pick(&known)?.id;
            let words = mark(format!("Expect step 99 of <procref ref=\"{id}\"/>."));
            let act = format!("<manual>{words}</manual><expected>It is done.</expected>");
            let steps = super::steps::step("step-1", "Play", &act);
            let text = Paper { id: "SCN-SED-931", kind: "scenario", steps: &steps, ..Paper::default() }.text();
            Some(Change::of("seeded-931.xml", text))
        })
        .may(LINK),
        form(MISSING, "words of a scenario in Markdown", |g| {
            scenario(g, "en", "The shift is expected at step 99 of ID, no later.")
        })
        .may(LINK),
        form(MISSING, "words of a French scenario, in a table", |g| {
            scenario(g, "fr", "| Heure | Attendu |\n|---|---|\n| 5 min | étape 99 de [[ID]] |")
        })
        .may(LINK),
        form(NEVER, "contingency procedure, English", |g| never(g, "en", "")).may(&["orphan-procedure"]),
        form(NEVER, "contingency procedure, French", |g| never(g, "fr", "")).may(&["orphan-procedure"]),
        form(NEVER, "critical contingency procedure", |g| never(g, "en", "criticality=\"high\""))
            .may(&["orphan-procedure"]),
    ]
}

/// How one document leads to another.
#[derive(Clone, Copy)]
enum Way {
    Call,
    Watchdog,
    Page,
}

/// Adds two documents that apply to different things, one of which leads to the other.
fn conflict(_: &mut Ground<'_>, way: Way, one: &str, other: &str) -> Option<Change> {
    let applies = |words: &str| format!("<applicability {words}/>");
    let (here, there) = (applies(one), applies(other));
    let target = Paper { id: "FCP-SED-932", applicability: &there, ..Paper::default() }.text();
    let call = mark("<call procedure=\"FCP-SED-932\"/>");
    let first = match way {
        Way::Call => {
            let steps = acting(&call);
            Paper { applicability: &here, steps: &steps, ..Paper::default() }.text()
        }
        Way::Watchdog => {
            let text = Paper { applicability: &here, ..Paper::default() }.text();
            let text = text.replace(
                "  <preconditions>",
                "  <declare><event name=\"LOST\">Lost.</event></declare>\n  <preconditions>",
            );
            text.replace(
                "  <closeout>",
                &format!("  <watchdog><on event=\"LOST\">{call}</on></watchdog>\n  <closeout>"),
            )
        }
        Way::Page => {
            let (key, value) = one.split_once('=')?;
            let front = format!("applicability:\n  {key}: [{value}]\nauthors: [A. Ferris]\n");
            let body = mark("::: procedure FCP-SED-932 :::");
            let page = Page { id: "NOTE-SED-933", language: "en", front: &front, body: &body }.text();
            return Some(Change::of("seeded-933.md", page).and("seeded-932.xml", target));
        }
    };
    // Something leads to the first as well, so that it is no orphan.
    let page =
        Page { id: "NOTE-SED-933", language: "en", front: "authors: [A. Ferris]\n", body: "See [[FCP-SED-921]]." };
    Some(Change::of("seeded-921.xml", first).and("seeded-932.xml", target).and("seeded-933.md", page.text()))
}

/// Marks the place of the database that holds some words.
fn with_marked(g: &mut Ground<'_>, words: &str) -> Option<Change> {
    let (path, text) = g.set.texts.iter().find(|(_, text)| text.contains("<SpaceSystem") && text.contains(words))?;
    Some(Change::of(path.as_str(), text.replacen(words, &mark(words), 1)))
}

/// Gives an alarm to a type of the database that has none. The alarm begins where the values of the parameter end.
fn new_alarm(g: &mut Ground<'_>, name: &str) -> Option<Change> {
    let databases: Vec<&str> =
        g.set.texts.iter().filter(|(_, text)| text.contains("<SpaceSystem")).map(|(path, _)| path.as_str()).collect();
    // The place may be the alarm, or the parameter that has it: a type of one parameter is chosen.
    let typed = r#"<(?:Float|Integer)ParameterType name="([^"]+)""#;
    let mut limits = (String::new(), String::new());
    let chosen = g.swap_in(&databases, typed, |g, m| {
        let uses = g.set.texts.values().map(|text| text.matches(&format!("parameterTypeRef=\"{}\"", m[1])).count());
        let uses: usize = uses.sum();
        let named = format!("parameterTypeRef=\"{}\"", m[1]);
        let text = g.set.texts.values().find(|text| text.contains(&named))?;
        let tag = text[..text.find(&named)?].rfind("<Parameter name=\"")? + 17;
        let parameter = text[tag..].split('"').next()?;
        let known = g.facts().database.parameters.iter().find(|known| known.name.text == parameter)?;
        let range = known.data_type.ranges.first()?;
        let (least, greatest) = (range.minimum?.value, range.maximum?.value);
        limits = (least.to_string(), f64::midpoint(least, greatest).floor().to_string());
        (uses == 1 && known.alarms.is_empty() && greatest - least >= 2.0).then(|| m[1].clone())
    })?;
    let alarm = format!(
        "<DefaultAlarm name=\"{name}\"><StaticAlarmRanges><WarningRange minInclusive=\"{}\" maxInclusive=\"{}\"/>\
         </StaticAlarmRanges></DefaultAlarm>",
        limits.0, limits.1
    );
    let (path, text) = chosen.files.into_iter().next()?;
    let at = text.find('\u{E000}')?;
    let end = at + text[at..].find("ParameterType>")?;
    let block = &text[at..end];
    let close = at + block.rfind("</")?;
    let named = block[3..].split('\u{E001}').next()?.to_owned();
    let text = format!("{}{}{}", &text[..close], mark(alarm), &text[close..]);
    let parameter = format!("parameterTypeRef=\"{named}\"");
    Some(Change::of(path, text.replacen(&parameter, &mark(&parameter), 1)))
}

fn scenario(g: &mut Ground<'_>, language: &str, words: &str) -> Option<Change> {
    let mut known: Vec<_> = g.known().into_iter().filter(|known| known.is_procedure).collect();
    known.retain(|known| !g.text(&known.path).contains("status=\"draft\""));
    let body = mark(words.replace("ID", &g.pick(&known)?.id));
    let front = "type: scenario\nauthors: [A. Ferris]\n";
    Some(Change::of("seeded-931.md", Page { id: "NOTE-SED-931", language, front, body: &body }.text()))
}

/// Adds a contingency procedure that no scenario plays, where there are scenarios.
fn never(g: &mut Ground<'_>, language: &str, root: &str) -> Option<Change> {
    g.set.texts.values().any(|text| text.contains("type=\"scenario\"")).then_some(())?;
    let text = Paper { id: "CRP-SED-934", kind: "CRP", language, root, ..Paper::default() }.text();
    let text = text.replacen("<history>", "<triggers><symptom>Silence.</symptom></triggers><history>", 1);
    let (from, to) = (text.find("<procedure ")?, text.find("  <purpose>")?);
    Some(Change::of("seeded-934.xml", format!("{}{}{}", &text[..from], mark(&text[from..to]), &text[to..])))
}

/// Adds a scenario that injects an alarm which no procedure answers.
fn injected(g: &mut Ground<'_>, language: &str, act: &str) -> Option<Change> {
    let alarm = new_alarm(g, "AL_SEEDED_HIGH")?;
    let steps = super::steps::step("step-1", "Play", &mark(act));
    let text = Paper { id: "SCN-SED-931", kind: "scenario", language, steps: &steps, ..Paper::default() }.text();
    Some(unmarked(alarm).and("seeded-931.xml", text))
}

fn unmarked(change: Change) -> Change {
    let files = change.files.into_iter().map(|(path, text)| (path, text.replace(['\u{E000}', '\u{E001}'], "")));
    Change { files: files.collect() }
}

/// Adds two missions to the project file, the second of which lacks something.
fn missions(g: &mut Ground<'_>, first: &str, second: &str) -> Option<Change> {
    let project = g.set.texts.get("opsdoc.toml")?;
    // A set that has missions of its own has parameters that these lack.
    if project.contains("[mission.parameters]") {
        return None;
    }
    let table = |id: &str, keys: &str| {
        let keys = if keys.is_empty() { String::new() } else { format!("[mission.parameters]\n{keys}\n") };
        format!("[[mission]]\nid = \"{id}\"\n{keys}")
    };
    let own = r#"[[mission]]
id = "SED""#;
    // The missions stand together: those that the set has are given what the first has.
    let project =
        project.replacen("\n[[environment]]", &format!("\n[mission.parameters]\n{first}\n\n[[environment]]"), 1);
    project.contains(own).then_some(())?;
    let added = format!("{}\n{}\n{own}", table("ONE", first), mark(table("TWO", second)));
    Some(Change::of("opsdoc.toml", project.replacen(own, &added, 1)))
}
