//! F: warnings that come too late, that command, or that are not there; and who and what is needed.

use super::database::sending;
use super::facts::element;
use super::form::{Form, form, mark};
use super::ground::Ground;
use super::steps::step;

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    [warnings(), needs()].into_iter().flatten().collect()
}

fn warnings() -> Vec<Form> {
    const AFTER: &str = "warning-after-action";
    const INSIDE: &str = "action-inside-warning";
    const WITHOUT: &str = "hazardous-telecommand-without-warning";
    // A hazardous telecommand is a critical one, and those have rules of their own.
    const CRITICAL: &[&str] = &[
        "critical-telecommand-without-prior-check",
        "critical-telecommand-without-authorization",
        "irreversible-step-without-abort-path",
        "transmission-constraint-not-established",
    ];
    const LATE: &[&str] = &["misplaced-content"];
    vec![
        form(AFTER, "warning behind a manual action", |g| {
            let late = mark("<warning>The valve is hot.</warning>");
            let actions = format!("<manual>Turn the valve.</manual>\n{late}\n<expected>It is turned.</expected>");
            g.steps("en", &step("seed-1", "Turn the valve", &actions))
        })
        .may(LATE),
        form(AFTER, "caution behind a telecommand, French", |g| {
            let (tc, verify) = (element(g.telecommand()?, None), g.verify()?);
            let late = mark("<caution>La vanne est chaude.</caution>");
            g.steps("fr", &sending(&tc, &format!("{verify}\n{late}")))
        })
        .may(LATE),
        form(AFTER, "warning between two actions", |g| {
            let late = mark("<warning>The line is under tension.</warning>");
            let actions = format!(
                "<manual>Open the cover.</manual>\n{late}\n<manual>Pull the plug.</manual>\n\
                 <expected>The plug is out.</expected>"
            );
            g.steps("en", &step("seed-1", "Pull the plug", &actions))
        })
        .may(LATE),
        form(INSIDE, "warning, English", |g| {
            let name = g.telecommand()?.name.text.clone();
            g.note("en", "warning", &format!("Send <tcref ref=\"{name}\"/> first, then wait for ten seconds."))
        }),
        form(INSIDE, "caution, French", |g| {
            let name = g.telecommand()?.name.text.clone();
            g.note("fr", "caution", &format!("Envoyer <tcref ref=\"{name}\"/> puis attendre dix secondes."))
        }),
        form(INSIDE, "alert of a page", |g| {
            let name = g.telecommand()?.name.text.clone();
            g.block("en", &format!("> [!WARNING]\n> {}", mark(format!("Send `{name}` before you go on."))))
        }),
        form(INSIDE, "alert of a French page", |g| {
            let name = g.telecommand()?.name.text.clone();
            g.block("fr", &format!("> [!CAUTION]\n> {}", mark(format!("Envoyer `{name}` avant de continuer."))))
        }),
        form(WITHOUT, "telecommand without a word", |g| hazardous(g, "en", "", "")).may(CRITICAL),
        form(WITHOUT, "a note in place of a warning, French", |g| {
            hazardous(g, "fr", "<note>La ligne est ouverte.</note>", "")
        })
        .may(CRITICAL),
        form(WITHOUT, "with hold and voice, and no warning", |g| {
            hazardous(g, "en", "", "<voice to=\"Operator\">Go?</voice>")
        })
        .may(&[
            "critical-telecommand-without-prior-check",
            "irreversible-step-without-abort-path",
            "transmission-constraint-not-established",
            "undeclared-role",
        ]),
    ]
}

fn needs() -> Vec<Form> {
    const ROLE: &str = "undeclared-role";
    const RESOURCE: &str = "undeclared-resource";
    vec![
        form(ROLE, "`role` of a step", |g| {
            let looks = "<manual>Read the line.</manual><expected>It is read.</expected>";
            let looks =
                step("seed-1", "Read", looks).replacen("id=\"seed-1\"", &mark("id=\"seed-1\" role=\"Beekeeper\""), 1);
            g.steps("en", &looks)
        }),
        form(ROLE, "existing `role` of a step", |g| {
            g.swap(r#"<step id="[^"]+"[^>]*? role="([^"]+)""#, |_, _| Some("Beekeeper".into()))
        }),
        // To whom a `voice` speaks may be a loop, which nobody declares; so the third is a step within another.
        form(ROLE, "`role` of a step in `parallel`, French", |g| {
            let inner = super::steps::manual("seed-2", "Lire");
            let inner = inner.replacen("id=\"seed-2\"", &mark("id=\"seed-2\" role=\"Apiculteur\""), 1);
            let both = format!("<parallel>{inner}{}</parallel>", super::steps::manual("seed-3", "Écrire"));
            g.steps("fr", &super::database::acting(&both))
        }),
        form(RESOURCE, "script in `parallel`", |g| {
            let script = mark("<script ref=\"tools/plan.sh\">Makes the plan.</script>");
            let inner = step("seed-2", "Plan", &format!("{script}<expected>The plan is made.</expected>"));
            let both = format!("<parallel>{inner}{}</parallel>", super::steps::manual("seed-3", "Read"));
            g.steps_where("en", &super::database::acting(&both), |text| text.contains("<resource "))
        }),
        form(RESOURCE, "script", |g| {
            let script = mark("<script ref=\"tools/orbit.py\">Computes the orbit.</script>");
            let acts = step("seed-1", "Compute", &format!("{script}<expected>It is computed.</expected>"));
            // A procedure that declares no resource at all leaves open what it needs.
            g.steps_where("en", &acts, |text| text.contains("<resource "))
        }),
        form(RESOURCE, "script, French", |g| {
            let script = mark("<script ref=\"outils/orbite.py\">Calcule l’orbite.</script>");
            let acts = step("seed-1", "Calculer", &format!("{script}<expected>C’est calculé.</expected>"));
            g.steps_where("fr", &acts, |text| text.contains("<resource "))
        }),
    ]
}

/// Sends a critical telecommand after some safety text and a go.
fn hazardous(g: &mut Ground<'_>, language: &str, safety: &str, go: &str) -> Option<super::form::Change> {
    let critical = g.facts().critical();
    let (telecommand, verify) = (g.pick(&critical)?, g.verify()?);
    let check = verify.replace("verify", "check").replace(" within=\"30 s\"", "");
    let tc = mark(element(telecommand, None));
    let sent = sending(&tc, &verify).replacen("</title>", &format!("</title>{safety}{check}{go}"), 1);
    let hold = "id=\"seed-1\" hold=\"true\" critical=\"true\"";
    g.steps(language, &sent.replacen("id=\"seed-1\"", hold, 1))
}
