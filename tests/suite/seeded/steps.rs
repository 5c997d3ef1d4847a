//! S: steps that lead nowhere, never end, or leave out what has to be there.

use super::database::{acting, sending};
use super::facts::{element, good};
use super::form::{Change, Form, form, mark};
use super::ground::Ground;
use super::papers::Paper;

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    [flow(), loops(), waits(), telecommands(), parts(), variables(), calls(), others()].into_iter().flatten().collect()
}

fn flow() -> Vec<Form> {
    const DUPLICATE: &str = "duplicate-step";
    const GOTO: &str = "goto-missing-step";
    const UNREACHABLE: &str = "unreachable-step";
    // Where a jump leads nowhere, the step that it led to may be out of reach, and the way out of a loop may be lost.
    const LOST: &[&str] = &["unreachable-step", "loop-without-exit"];
    vec![
        form(DUPLICATE, "two steps of the body", |g| {
            g.steps("en", &format!("{}\n{}", mark(manual("seed-1", "Look")), mark(manual("seed-1", "Look again"))))
        }),
        form(DUPLICATE, "step within `parallel`, French", |g| {
            let inner = format!("<parallel>{}\n{}</parallel>", manual("a", "Lire"), mark(manual("seed-2", "Écrire")));
            g.steps("fr", &format!("{}\n{}", acting(&inner), mark(manual("seed-2", "Relire"))))
        }),
        form(DUPLICATE, "step of a watchdog", |g| {
            let step = manual("seed-9", "Call the shift leader");
            let body = g.steps_where("en", &mark(manual("seed-9", "Look")), |text| text.contains("<watchdog>"))?;
            let (path, text) = body.files.into_iter().next()?;
            let dog = format!("<on event=\"SEED_LOST\">{}</on>", mark(step));
            let text = text.replacen("<watchdog>", &format!("<watchdog>{dog}"), 1);
            declared(&text, "<event name=\"SEED_LOST\">Lost.</event>").map(|text| Change::of(path, text))
        }),
        form(GOTO, "`goto` of `when`", |g| g.swap(r#"<when test="[^"]+" goto="([^"]+)""#, |_, m| Some(gone(&m[1]))))
            .may(LOST),
        form(GOTO, "`goto` of `otherwise`", |g| g.swap(r#"<otherwise goto="([^"]+)""#, |_, m| Some(gone(&m[1]))))
            .may(LOST),
        form(GOTO, "`goto` of a continuation", |g| {
            g.swap(r#"<on outcome="[^"]+" action="goto" goto="([^"]+)""#, |_, m| Some(gone(&m[1])))
        })
        .may(LOST),
        form(GOTO, "action `goto`", |g| {
            let steps = format!(
                "<step id=\"seed-1\"><title>Choose</title>\n<decide><when test=\"COUNT &gt; 2\" goto=\"seed-2\"/>\
                 <otherwise goto=\"@FIRST\"/></decide><expected>One way is chosen.</expected></step>\n\
                 <step id=\"seed-2\"><title>Leave</title><manual>Say so.</manual>\n{}\n\
                 <expected>It is said.</expected></step>",
                mark("<goto step=\"seed-77\"/>")
            );
            counted(g, "en", &steps)
        })
        .may(LOST),
        form(UNREACHABLE, "jumped over by `goto`", |g| {
            let over = "<manual>Say the time.</manual><goto step=\"@FIRST\"/><expected>It is said.</expected>";
            g.steps("fr", &format!("{}\n{}", step("seed-1", "Sauter", over), mark(manual("seed-2", "Regarder"))))
        }),
        form(UNREACHABLE, "both ways of a decision lead on", |g| {
            let choose = "<decide><when test=\"COUNT &gt; 2\" goto=\"seed-3\"/><otherwise goto=\"@FIRST\"/></decide>\
                          <expected>One way is chosen.</expected>";
            let lost = mark(manual("seed-2", "Look"));
            let steps = format!("{}\n{lost}\n{}", step("seed-1", "Choose", choose), manual("seed-3", "Note"));
            counted(g, "en", &steps)
        }),
        form(UNREACHABLE, "every outcome leads away", |g| {
            let away = "<manual>Say the time.</manual><expected>It is said.</expected><continuation>\
                        <on outcome=\"confirmed\" action=\"goto\" goto=\"@FIRST\"/>\
                        <on outcome=\"not-confirmed\" action=\"abort\"/><on outcome=\"aborted\" action=\"abort\"/>\
                        </continuation>";
            g.steps("en", &format!("{}\n{}", step("seed-1", "Ask", away), mark(manual("seed-2", "Look"))))
        }),
    ]
}

fn loops() -> Vec<Form> {
    const LOOP: &str = "loop-without-exit";
    const BRANCH: &str = "branch-not-exhaustive";
    vec![
        form(LOOP, "a step that goes back to itself", |g| {
            let again = "<manual>Read the line aloud.</manual><goto step=\"seed-2\"/><expected>It is read.</expected>";
            let steps = format!("{}\n{}", chosen("seed-2"), mark(step("seed-2", "Again", again)));
            counted(g, "en", &steps)
        }),
        form(LOOP, "two steps that call each other, French", |g| {
            let to = |id: &str| {
                format!("<manual>Lire la ligne.</manual><goto step=\"{id}\"/><expected>Elle est lue.</expected>")
            };
            let (one, two) = (step("seed-2", "Lire", &to("seed-3")), step("seed-3", "Relire", &to("seed-2")));
            counted(g, "fr", &format!("{}\n{}", chosen("seed-2"), mark(format!("{one}\n{two}"))))
        }),
        form(LOOP, "decision whose ways all lead back", |g| {
            let back = "<decide><when test=\"COUNT &gt; 5\" goto=\"seed-3\"/><otherwise goto=\"seed-2\"/></decide>\
                        <expected>One way is chosen.</expected>";
            let again = "<manual>Read the line.</manual><goto step=\"seed-2\"/><expected>It is read.</expected>";
            let (one, two) = (step("seed-2", "Choose again", back), step("seed-3", "Read", again));
            counted(g, "en", &format!("{}\n{}", chosen("seed-2"), mark(format!("{one}\n{two}"))))
        }),
        form(BRANCH, "`otherwise` left out", |g| {
            g.swap(r#"(<otherwise goto="[^"]+"/>)"#, |_, _| Some(String::new())).map(whole_decision)
        })
        .may(&["unreachable-step"]),
        form(BRANCH, "some labels of an enumeration", |g| {
            let many: Vec<_> = g.facts().enumerated().into_iter().filter(|p| p.data_type.labels.len() > 2).collect();
            let parameter = g.pick(&many)?;
            let labels = &parameter.data_type.labels;
            let when = |at: usize, to: &str| {
                format!("<when test=\"{} = {}\" goto=\"{to}\"/>", parameter.name.text, labels[at].label)
            };
            let decide = format!("<decide>{}{}</decide>", when(0, "@FIRST"), when(1, "seed-2"));
            let choose = step("seed-1", "Choose", &format!("{decide}<expected>One way.</expected>"));
            g.steps("en", &format!("{}\n{}", mark(choose), manual("seed-2", "Look")))
        }),
        form(BRANCH, "gap between two numbers, French", |g| {
            let decide = "<decide><when test=\"COUNT &lt; 2\" goto=\"@FIRST\"/><when test=\"COUNT &gt; 5\" \
                          goto=\"seed-2\"/></decide><expected>Une voie est prise.</expected>";
            let steps = format!("{}\n{}", mark(step("seed-1", "Choisir", decide)), manual("seed-2", "Regarder"));
            counted(g, "fr", &steps)
        }),
    ]
}

fn waits() -> Vec<Form> {
    const TIMEOUT: &str = "wait-without-timeout";
    const ACTION: &str = "timeout-without-action";
    vec![
        form(TIMEOUT, "`timeout` left out", |g| {
            g.swap(r#"<wait until="[^"]+"( timeout="[^"]+")"#, |_, _| Some(String::new()))
        })
        .may(&["timeout-without-action"]),
        form(TIMEOUT, "in `parallel`, French", |g| {
            let wait = mark(format!("<wait until=\"{}\"/>", condition(g)?));
            let waits = step("seed-2", "Attendre", &format!("{wait}<expected>C’est arrivé.</expected>"));
            g.steps("fr", &acting(&format!("<parallel>{waits}{}</parallel>", manual("seed-3", "Lire"))))
        }),
        form(TIMEOUT, "in `repeat`", |g| {
            let (wait, until) = (mark(format!("<wait until=\"{}\"/>", condition(g)?)), condition(g)?);
            g.steps("en", &acting(&format!("<repeat until=\"{until}\" max=\"3\">{wait}</repeat>")))
        }),
        form(ACTION, "step of the body", |g| {
            let wait = mark(format!("<wait until=\"{}\" timeout=\"5 min\"/>", condition(g)?));
            g.steps("en", &step("seed-1", "Wait", &format!("{wait}<expected>It is there.</expected>")))
        }),
        form(ACTION, "only the good outcome goes on, French", |g| {
            let wait = mark(format!("<wait until=\"{}\" timeout=\"5 min\"/>", condition(g)?));
            let on = "<continuation><on outcome=\"confirmed\" action=\"continue\"/></continuation>";
            g.steps("fr", &step("seed-1", "Attendre", &format!("{wait}<expected>C’est arrivé.</expected>{on}")))
        }),
        form(ACTION, "in `parallel`", |g| {
            let wait = mark(format!("<wait until=\"{}\" timeout=\"5 min\"/>", condition(g)?));
            let waits = step("seed-2", "Wait", &format!("{wait}<expected>It is there.</expected>"));
            let both =
                format!("<parallel>{waits}{}</parallel><expected>Both are done.</expected>", manual("seed-3", "Read"));
            g.steps("en", &step("seed-1", "Two at once", &both))
        }),
    ]
}

fn telecommands() -> Vec<Form> {
    const VERIFY: &str = "telecommand-without-verification";
    const CHECK: &str = "critical-telecommand-without-prior-check";
    const GO: &str = "critical-telecommand-without-authorization";
    const PARALLEL: &str = "same-telecommand-in-parallel";
    // What is expected in words may count as a verification, so it is left out.
    const UNSEEN: &[&str] = &["step-without-expected-result"];
    // The words that make a critical telecommand safe, but for one of them.
    const WARNED: &str = "<warning>Grave: wrong at the wrong time, it ends the mission.</warning>";
    vec![
        form(VERIFY, "alone in its step", |g| {
            let tc = mark(element(g.telecommand()?, None));
            followed(g, "en", &tc)
        })
        .may(UNSEEN),
        form(VERIFY, "after one that is verified, French", |g| {
            let (one, two, verify) = (g.telecommand()?, g.telecommand()?, g.verify()?);
            let (one, two) = (element(one, None), mark(element(two, None)));
            let ends = "<continuation><on outcome=\"not-confirmed\" action=\"abort\"/></continuation>";
            followed(g, "fr", &format!("{one}\n{verify}\n{two}\n{ends}"))
        })
        .may(UNSEEN),
        form(VERIFY, "followed by a wait of so many seconds", |g| {
            let tc = mark(element(g.telecommand()?, None));
            followed(g, "en", &format!("{tc}\n<wait for=\"5 s\"/>"))
        })
        .may(UNSEEN),
        form(VERIFY, "in `parallel`, and nothing after it", |g| {
            let inner = step("seed-3", "Try", &mark(element(g.telecommand()?, None)));
            let both = format!("<parallel>{inner}{}</parallel>", manual("seed-4", "Say the time"));
            followed(g, "en", &both)
        })
        .may(UNSEEN),
        form(CHECK, "first thing in a step", |g| {
            let (tc, verify) = (critical(g)?, g.verify()?);
            let go = "<voice to=\"Operator\">Go?</voice>";
            unchecked(g, "en", &format!("{WARNED}{go}\n{}\n{verify}", mark(tc)), "hold=\"true\"")
        })
        .may(&["undeclared-role", "irreversible-step-without-abort-path"]),
        form(CHECK, "checked too late, French", |g| {
            let (tc, verify) = (critical(g)?, g.verify()?);
            let late = verify.replace("verify", "check").replace(" within=\"30 s\"", "");
            let actions = format!("{WARNED}\n{}\n{verify}\n{late}", mark(tc));
            unchecked(g, "fr", &actions, "hold=\"true\"")
        })
        .may(&["irreversible-step-without-abort-path"]),
        form(CHECK, "after a plain telecommand and a note", |g| {
            let (tc, verify, plain) = (critical(g)?, g.verify()?, element(g.telecommand()?, None));
            let actions = format!("{WARNED}\n{plain}\n<log>Sent.</log>\n{}\n{verify}", mark(tc));
            unchecked(g, "en", &actions, "hold=\"true\"")
        })
        .may(&["irreversible-step-without-abort-path", "telecommand-without-verification"]),
        form(GO, "no hold, no voice", |g| {
            let (tc, verify) = (critical(g)?, g.verify()?);
            let check = verify.replace("verify", "check").replace(" within=\"30 s\"", "");
            let steps = step("seed-1", "Send", &format!("{WARNED}{check}\n{}\n{verify}{ENDED}", mark(tc)));
            g.steps("en", &steps)
        })
        .may(&["irreversible-step-without-abort-path", "transmission-constraint-not-established"]),
        form(GO, "authorized only after it was sent, French", |g| {
            let (tc, verify) = (critical(g)?, g.verify()?);
            let check = verify.replace("verify", "check").replace(" within=\"30 s\"", "");
            let actions = format!("{WARNED}{check}\n{}\n{verify}<voice>Accord ?</voice>{ENDED}", mark(tc));
            // A precondition may speak of a go.
            g.steps_where("fr", &step("seed-1", "Envoyer", &actions), |text| !text.contains("Accord "))
        })
        .may(&["irreversible-step-without-abort-path", "transmission-constraint-not-established"]),
        form(GO, "`hold` taken away", |g| {
            let grave: Vec<String> = g.facts().critical().iter().map(|tc| tc.name.text.to_string()).collect();
            // A go that came before may be for all that follows: there is no other in the procedure.
            let asks = ["hold=\"true\"", "<voice", "<call "];
            let goes = |text: &str| asks.iter().map(|ask| text.matches(ask).count()).sum::<usize>();
            let mut fits = g.procedures();
            fits.retain(|path| goes(g.text(path)) == 1);
            g.swap_in(&fits, r#"(?s)<step id="[^"]+"[^>]*?( hold="true")[^>]*>(.*?)</step>"#, |_, m| {
                let sends = grave.iter().any(|name| m[2].contains(&format!("<tc name=\"{name}\"")));
                (sends && m[2].matches("<tc ").count() == 1).then(String::new)
            })
            .map(whole_step)
        }),
        form(PARALLEL, "two branches", |g| {
            let (tc, verify) = (element(g.telecommand()?, None), g.verify()?);
            let one = sending(&mark(&tc), &verify).replace("seed-1", "seed-2");
            let two = sending(&mark(&tc), &verify).replace("seed-1", "seed-3");
            g.steps("en", &acting(&format!("<parallel>{one}\n{two}</parallel>")))
        }),
        form(PARALLEL, "first and third branch, French", |g| {
            let (tc, verify) = (element(g.telecommand()?, None), g.verify()?);
            let one = sending(&mark(&tc), &verify).replace("seed-1", "seed-2");
            let two = sending(&mark(&tc), &verify).replace("seed-1", "seed-4");
            let parallel = format!("<parallel until=\"one\">{one}\n{}\n{two}</parallel>", manual("seed-3", "Lire"));
            g.steps("fr", &acting(&parallel))
        }),
        form(PARALLEL, "in a step within a branch", |g| {
            let (tc, verify) = (element(g.telecommand()?, None), g.verify()?);
            let one = sending(&mark(&tc), &verify).replace("seed-1", "seed-2");
            let inner = sending(&mark(&tc), &verify).replace("seed-1", "seed-4");
            let two = step("seed-3", "Outer", &format!("<manual>Read.</manual><expected>Read.</expected>\n{inner}"));
            g.steps("en", &acting(&format!("<parallel>{one}\n{two}</parallel>")))
        }),
    ]
}

fn parts() -> Vec<Form> {
    const EXPECTED: &str = "step-without-expected-result";
    const EMPTY: &str = "empty-step";
    const BEFORE: &str = "no-preconditions";
    const AFTER: &str = "no-confirmation";
    // The checks before the body may have been all that came before a critical telecommand.
    const UNCHECKED: &[&str] =
        &["critical-telecommand-without-prior-check", "transmission-constraint-not-established", "missing-element"];
    const UNSEEN: &[&str] = &["telecommand-without-verification", "missing-element"];
    vec![
        form(EXPECTED, "manual action", |g| {
            g.steps("en", &mark(step("seed-1", "Turn the key", "<manual>Turn the key of the console.</manual>")))
        }),
        form(EXPECTED, "manual action, French", |g| {
            let actions = "<note>La clé est au tableau.</note><manual>Tourner la clé du pupitre.</manual>";
            g.steps("fr", &mark(step("seed-1", "Tourner la clé", actions)))
        }),
        form(EXPECTED, "script", |g| {
            let script = "<script ref=\"tools/look.py\">Compares two files.</script>";
            g.steps("en", &mark(step("seed-1", "Compare", script)))
        })
        .may(&["undeclared-resource"]),
        form(EMPTY, "title only", |g| g.steps("en", &mark(step("seed-1", "Check the valve", ""))))
            .may(&["step-without-expected-result"]),
        form(EMPTY, "note only, French", |g| {
            g.steps("fr", &mark(step("seed-1", "Vérifier la vanne", "<note>La vanne est froide.</note>")))
        })
        .may(&["step-without-expected-result"]),
        form(EMPTY, "comment only, in `parallel`", |g| {
            let empty = mark(step("seed-2", "Check the valve", "<!-- to be written -->"));
            g.steps("en", &acting(&format!("<parallel>{empty}{}</parallel>", manual("seed-3", "Read"))))
        })
        .may(&["step-without-expected-result"]),
        form(BEFORE, "left out, French", |g| without(g, "fr", "preconditions", "")).may(UNCHECKED),
        form(BEFORE, "left out, English", |g| without(g, "en", "preconditions", "")).may(UNCHECKED),
        form(BEFORE, "empty element", |g| without(g, "en", "preconditions", "<preconditions/>")).may(UNCHECKED),
        // What was confirmed shows what came of the last telecommand.
        form(AFTER, "left out, French", |g| without(g, "fr", "confirmation", "")).may(UNSEEN),
        form(AFTER, "left out, English", |g| without(g, "en", "confirmation", "")).may(UNSEEN),
        form(AFTER, "empty element", |g| without(g, "fr", "confirmation", "<confirmation/>")).may(UNSEEN),
    ]
}

fn variables() -> Vec<Form> {
    const BEFORE: &str = "variable-used-before-set";
    const UNUSED: &str = "unused-variable";
    const EVENT: &str = "unknown-watchdog-event";
    vec![
        form(BEFORE, "value of `arg`", |g| {
            let (telecommand, argument) = g.argument(|argument| super::facts::is_number(&argument.data_type))?;
            let tc = mark(element(telecommand, Some((&argument.name.text, "$SEEDED"))));
            let verify = g.verify()?;
            unset(g, "en", &sending(&tc, &verify))
        }),
        form(BEFORE, "value of `tm`, French", |g| {
            let measured = g.facts().measured();
            let parameter = g.pick(&measured)?;
            let unit = &parameter.data_type.unit;
            let tm =
                mark(format!("<tm name=\"{}\" op=\"gt\" value=\"$SEEDED\" unit=\"{unit}\"/>", parameter.name.text));
            unset(g, "fr", &acting(&format!("<check>{tm}</check>")))
        }),
        form(BEFORE, "condition", |g| {
            let choose = "<decide><when test=\"SEEDED &gt; 2\" goto=\"seed-2\"/><otherwise goto=\"@FIRST\"/></decide>";
            let choose = step("seed-1", "Choose", &format!("{}<expected>One way.</expected>", mark(choose)));
            unset(g, "en", &format!("{choose}\n{}", manual("seed-2", "Look")))
        }),
        form(UNUSED, "number", |g| unused(g, "en", "<variable name=\"SEEDED\" type=\"real\" unit=\"V\"/>")),
        form(UNUSED, "word, French", |g| unused(g, "fr", "<variable name=\"SEEDED\" type=\"string\">Mot.</variable>")),
        form(UNUSED, "truth value", |g| unused(g, "en", "<variable name=\"SEEDED\" type=\"boolean\"/>")),
        form(EVENT, "existing watchdog", |g| {
            g.facts().is_there().then_some(())?;
            g.swap(r#"<on event="([^"]+)""#, |_, m| Some(format!("{}_GONE", m[1])))
        })
        .may(&["unused-variable"]),
        form(EVENT, "new watchdog with a call", |g| {
            let others: Vec<_> = g.known().into_iter().filter(|known| known.is_procedure).collect();
            let id = g.pick(&others)?.id;
            // An event may be an alarm too; without a database nobody knows them.
            g.facts().is_there().then_some(())?;
            let on = format!("<on event=\"NEVER_DECLARED\"><call procedure=\"{id}\"/></on>");
            g.swap(r"<watchdog>()", |_, _| Some(on.clone()))
        })
        // The called procedure may be for other satellites, or a draft.
        .may(&[
            "recursive-call",
            "call-argument-mismatch",
            "phase-conflict",
            "satellite-conflict",
            "environment-conflict",
            "released-cites-draft",
        ]),
        form(EVENT, "new watchdog with steps", |g| {
            g.facts().is_there().then_some(())?;
            let on = format!("<on event=\"AL_NOT_THERE\">{}</on>", manual("seed-1", "Call the shift leader"));
            g.swap(r"<watchdog>()", |_, _| Some(on.clone()))
        })
        .may(&["unknown-alarm"]),
    ]
}

fn calls() -> Vec<Form> {
    const RECURSIVE: &str = "recursive-call";
    const ARGUMENT: &str = "call-argument-mismatch";
    vec![
        form(RECURSIVE, "of itself", |g| {
            let change = g.steps("en", &acting(&mark("<call procedure=\"ITSELF\"/>")))?;
            let (path, text) = change.files.into_iter().next()?;
            let id = text.split_once("<procedure ")?.1.split_once("id=\"")?.1.split_once('"')?.0.to_owned();
            Some(Change::of(path, text.replace("ITSELF", &id)))
        })
        .may(&[ARGUMENT]),
        form(RECURSIVE, "by way of another", |g| {
            // The place may be either of the two calls.
            let (one, other) = two_procedures("<call procedure=\"FCP-SED-912\"/>", "<call procedure=\"FCP-SED-911\"/>");
            listed(g, Change::of("seeded-911.xml", one).and("seeded-912.xml", other))
        }),
        form(RECURSIVE, "within `repeat`", |g| {
            let call = "<repeat until=\"COUNT &gt; 2\" max=\"3\"><call procedure=\"FCP-SED-912\"/></repeat>";
            let (one, other) = two_procedures(call, "<call procedure=\"FCP-SED-911\"/>");
            let one = declared(&one, "<variable name=\"COUNT\" type=\"integer\"/>")?;
            let one = one.replacen("<repeat", "<record name=\"COUNT\"/><repeat", 1);
            listed(g, Change::of("seeded-911.xml", one).and("seeded-912.xml", other))
        }),
        form(ARGUMENT, "name that is not declared", |g| {
            g.swap(r#"<with name="([^"]+)""#, |_, m| Some(format!("{}_GONE", m[1])))
        }),
        form(ARGUMENT, "handed to a procedure without variables", |g| {
            let with = "<call procedure=\"FCP-SED-912\"><with name=\"SIDE\" value=\"3\"/></call>";
            let (one, other) = two_procedures(&mark(with), "<manual>Read the line.</manual>");
            listed(g, Change::of("seeded-911.xml", one).and("seeded-912.xml", unmarked(&other)))
        }),
        form(ARGUMENT, "word for a number", |g| {
            let with = "<call procedure=\"FCP-SED-912\"><with name=\"SIDE\" value=\"left\"/></call>";
            let used = "<manual>Read the line.</manual><check><tm name=\"SIDE\" op=\"gt\" value=\"1\"/></check>";
            let (one, other) = two_procedures(&mark(with), used);
            let other = declared(&unmarked(&other), "<variable name=\"SIDE\" type=\"integer\"/>")?;
            listed(g, Change::of("seeded-911.xml", one).and("seeded-912.xml", other))
        })
        .may(&["variable-used-before-set"]),
    ]
}

fn others() -> Vec<Form> {
    const ABORT: &str = "irreversible-step-without-abort-path";
    const GAP: &str = "step-number-gap";
    vec![
        form(ABORT, "manual action", |g| {
            let cut = "<manual>Cut the seal of the valve.</manual><expected>It is cut.</expected>";
            g.steps("en", &mark(irreversible("Cut", cut)))
        }),
        form(ABORT, "telecommand, French", |g| {
            let (tc, verify) = (element(g.telecommand()?, None), g.verify()?);
            let actions = format!("{tc}\n{verify}<expected>C’est fait.</expected>");
            g.steps("fr", &mark(irreversible("Couper", &actions)))
        })
        .may(&["timeout-without-action"]),
        form(ABORT, "only the good outcome goes on", |g| {
            let cut = "<manual>Cut the seal.</manual><expected>It is cut.</expected>\
                       <continuation><on outcome=\"confirmed\" action=\"continue\"/></continuation>";
            g.steps("en", &mark(irreversible("Cut", cut)))
        }),
        form(GAP, "step-1, step-2, step-4", |g| numbered(g, "en", ["step-1", "step-2", "step-4", "step-5"])),
        form(GAP, "E1, E2, E4, French", |g| numbered(g, "fr", ["E1", "E2", "E4", "E5"])),
        // Numbers by tens leave gaps on purpose; only numbers that follow one another are told here.
        form(GAP, "op_1, op_2, op_4", |g| numbered(g, "en", ["op_1", "op_2", "op_4", "op_5"])),
    ]
}

/// The end of a step that can go wrong.
const ENDED: &str = "<expected>Done.</expected><continuation><on outcome=\"not-confirmed\" action=\"abort\"/>\
                     <on outcome=\"aborted\" action=\"abort\"/></continuation>";

pub(super) fn step(id: &str, title: &str, content: &str) -> String {
    format!("<step id=\"{id}\"><title>{title}</title>\n{content}</step>")
}

pub(super) fn manual(id: &str, title: &str) -> String {
    step(id, title, "<manual>Read the line aloud.</manual><expected>It is read.</expected>")
}

fn irreversible(title: &str, content: &str) -> String {
    let step = step("seed-1", title, content);
    step.replacen("id=\"seed-1\"", "id=\"seed-1\" irreversible=\"true\"", 1)
}

fn gone(id: &str) -> String {
    format!("{id}7")
}

/// A step that leads to another, or to the first of the procedure.
fn chosen(id: &str) -> String {
    let decide = format!("<decide><when test=\"COUNT &gt; 2\" goto=\"{id}\"/><otherwise goto=\"@FIRST\"/></decide>");
    step("seed-1", "Choose", &format!("{decide}<expected>One way is chosen.</expected>"))
}

/// Puts steps before the first, and declares and sets the variable `COUNT` that they ask for.
fn counted(g: &mut Ground<'_>, language: &str, steps: &str) -> Option<Change> {
    let set = format!("{}\n{steps}", step("seed-0", "Count", "<record name=\"COUNT\"/><expected>Counted.</expected>"));
    let change = g.steps(language, &set)?;
    let (path, text) = change.files.into_iter().next()?;
    if text.contains("<variable name=\"COUNT\"") {
        return Some(Change::of(path, text));
    }
    declared(&text, "<variable name=\"COUNT\" type=\"integer\"/>").map(|text| Change::of(path, text))
}

/// Puts steps before the first, and declares the variable `SEEDED`, which nothing sets.
fn unset(g: &mut Ground<'_>, language: &str, steps: &str) -> Option<Change> {
    let change = g.steps(language, steps)?;
    let (path, text) = change.files.into_iter().next()?;
    declared(&text, "<variable name=\"SEEDED\" type=\"real\"/>").map(|text| Change::of(path, text))
}

fn unused(g: &mut Ground<'_>, language: &str, variable: &str) -> Option<Change> {
    let procedures = g.procedures();
    let fits: Vec<_> =
        procedures.into_iter().filter(|path| g.text(path).contains(&format!("lang=\"{language}\""))).collect();
    let path = g.pick(&fits)?;
    declared(g.text(path), &mark(variable)).map(|text| Change::of(path, text))
}

/// Declares something in a procedure: a variable first, an event last.
fn declared(text: &str, declaration: &str) -> Option<String> {
    let is_event = declaration.contains("<event");
    if text.contains("<declare>") {
        let (from, to) = if is_event {
            ("</declare>", format!("{declaration}</declare>"))
        } else {
            ("<declare>", format!("<declare>{declaration}"))
        };
        return Some(text.replacen(from, &to, 1));
    }
    let before = ["<preconditions>", "<preconditions/>", "<body>"].into_iter().find(|tag| text.contains(tag))?;
    Some(text.replacen(before, &format!("<declare>{declaration}</declare>\n{before}"), 1))
}

/// Adds a step, and behind it one that sends the next telecommand and verifies that one.
fn followed(g: &mut Ground<'_>, language: &str, actions: &str) -> Option<Change> {
    let (next, verify) = (element(g.telecommand()?, None), g.verify()?);
    let next = sending(&next, &verify).replace("seed-1", "seed-2");
    g.steps(language, &format!("{}\n{next}", step("seed-1", "Try", actions)))
}

/// Returns a condition on a parameter of an enumeration.
fn condition(g: &mut Ground<'_>) -> Option<String> {
    let enumerated = g.facts().enumerated();
    let parameter = g.pick(&enumerated)?;
    Some(format!("{} = {}", parameter.name.text, good(&parameter.data_type)))
}

fn critical(g: &mut Ground<'_>) -> Option<String> {
    let critical = g.facts().critical();
    g.pick(&critical).map(|telecommand| element(telecommand, None))
}

/// Adds a step to a procedure that checks nothing before its body.
fn unchecked(g: &mut Ground<'_>, language: &str, actions: &str, attributes: &str) -> Option<Change> {
    let steps = step("seed-1", "Send", &format!("{actions}{ENDED}"));
    let steps = steps.replacen("id=\"seed-1\"", &format!("id=\"seed-1\" {attributes}"), 1);
    g.steps_where(language, &steps, |text| !text.split("<body>").next().is_some_and(|head| head.contains("<check>")))
}

/// Takes a part out of a procedure; the place is its first line, or where the part was.
fn without(g: &mut Ground<'_>, language: &str, part: &str, instead: &str) -> Option<Change> {
    // What makes an operator open a contingency procedure are its triggers, so those are left alone.
    let has = |text: &str| {
        text.contains(&format!("<{part}>"))
            && text.contains(&format!("lang=\"{language}\""))
            && text.contains("type=\"FCP\"")
    };
    let fits: Vec<_> = g.procedures().into_iter().filter(|path| has(g.text(path))).collect();
    let path = g.pick(&fits)?;
    let text = g.text(path);
    let (from, to) = (text.find(&format!("<{part}>"))?, text.find(&format!("</{part}>"))? + part.len() + 3);
    let text = format!("{}{}{}", &text[..from], mark(instead), &text[to..]);
    let tag = text.find("<procedure ")?;
    let end = tag + text[tag..].find("</title>")?;
    Some(Change::of(path, format!("{}{}{}", &text[..tag], mark(&text[tag..end]), &text[end..])))
}

/// Widens the mark within a decision to all of it.
fn whole_decision(change: Change) -> Change {
    let files = change.files.into_iter().map(|(path, text)| {
        let at = text.find('\u{E000}').unwrap_or_default();
        let from = text[..at].rfind("<decide").unwrap_or(at);
        let marked = mark(unmarked(&text[from..at]));
        (path, format!("{}{marked}{}", &text[..from], unmarked(&text[at..])))
    });
    Change { files: files.collect() }
}

/// Widens the mark within the tag of a step to all of the step.
fn whole_step(change: Change) -> Change {
    let files = change.files.into_iter().map(|(path, text)| {
        let at = text.find('\u{E000}').unwrap_or_default();
        let end = at + text[at..].find("</step>").unwrap_or_default();
        let text = text.replace(['\u{E000}', '\u{E001}'], "");
        let end = end - 6;
        (path, format!("{}{}{}", &text[..at], mark(&text[at..end]), &text[end..]))
    });
    Change { files: files.collect() }
}

/// Writes two procedures, each with an action that is marked.
fn two_procedures(one: &str, other: &str) -> (String, String) {
    let written = |id: &str, action: &str| {
        let action = if action.contains('\u{E000}') { action.to_owned() } else { mark(action) };
        let ends = "<continuation><on outcome=\"not-confirmed\" action=\"abort\"/></continuation>";
        let steps = step("step-1", "Both lines", &format!("{action}\n<expected>It is done.</expected>{ends}"));
        Paper { id, steps: &steps, ..Paper::default() }.text()
    };
    (written("FCP-SED-911", one), written("FCP-SED-912", other))
}

fn unmarked(text: &str) -> String {
    text.replace(['\u{E000}', '\u{E001}'], "")
}

/// Cites the added procedures, so that they are no orphans.
fn listed(g: &mut Ground<'_>, change: Change) -> Option<Change> {
    let page = g.block("en", "The lines are under [[FCP-SED-911]] and [[FCP-SED-912]].")?;
    Some(page.join(change))
}

/// Adds a procedure whose steps are numbered with a gap, and cites it.
fn numbered(g: &mut Ground<'_>, language: &str, ids: [&str; 4]) -> Option<Change> {
    let (one, _) = two_procedures("<manual>Read the line.</manual>", "");
    let one = unmarked(&one).replace("lang=\"en\"", &format!("lang=\"{language}\""));
    let (head, rest) = one.split_once("<step id=\"step-1\"")?;
    let (_, tail) = rest.split_once("</step>")?;
    let steps = ids.iter().enumerate().map(|(at, id)| {
        let step = manual(id, &format!("Line {id}"));
        if at == 1 || at == 2 { mark(step) } else { step }
    });
    let text = format!("{head}{}{tail}", steps.collect::<Vec<_>>().join("\n"));
    let page = g.block(language, "[[FCP-SED-911]]")?;
    Some(page.and("seeded-911.xml", text))
}
