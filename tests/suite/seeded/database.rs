//! D: what contradicts the mission database.

use opsdoc::model::database::{DataKind, Parameter};

use super::facts::{call, element, good, is_number, outside};
use super::form::{Change, Form, form, mark};
use super::ground::{Ground, Shape};

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    [names(), arguments(), values(), notations(), packets(), constraints(), the_database_itself(), versions()]
        .into_iter()
        .flatten()
        .collect()
}

/// What is made in the PDF of raw HTML.
const REDUCED: &[&str] = &["html-reduced"];

fn names() -> Vec<Form> {
    const TC: &str = "unknown-telecommand";
    const TM: &str = "unknown-parameter";
    const AL: &str = "unknown-alarm";
    const ABSTRACT: &str = "abstract-telecommand-sent";
    const ALIAS: &str = "alias-used";
    vec![
        form(TC, "name of `tc`", |g| g.swap(r#"<tc name="([^"]+)""#, |g, m| g.misspelt(&m[1]))),
        form(TC, "`tcref` in a caution", |g| {
            let wrong = wrong_telecommand(g)?;
            g.note("en", "caution", &format!("Not together with <tcref ref=\"{wrong}\"/>."))
        }),
        form(TC, "code span, English", |g| wrong_telecommand(g).and_then(|name| g.say(Shape::English, &name))),
        form(TC, "bare words, French", |g| wrong_telecommand(g).and_then(|name| g.say(Shape::Nu, &name))),
        form(TC, "bare words between typographic signs", |g| {
            wrong_telecommand(g).and_then(|name| g.say(Shape::Nu, &format!("«\u{202f}{name}\u{202f}»")))
        }),
        form(TC, "table of raw HTML", |g| wrong_telecommand(g).and_then(|name| g.say(Shape::Html, &name))).may(REDUCED),
        form(TC, "table", |g| wrong_telecommand(g).and_then(|name| g.say(Shape::Table, &name))),
        form(TC, "seldom place of a page", |g| wrong_telecommand(g).and_then(|it| g.code_aside(&it))),
        form(TC, "words of a procedure", |g| wrong_telecommand(g).and_then(|it| g.word(&it))),
        form(TC, "list, with arguments", |g| {
            let wrong = wrong_telecommand(g)?;
            g.say(Shape::List, &format!("{wrong}(SIDE=NORTH)"))
        }),
        form(TM, "name of `tm`", |g| g.swap(r#"<tm name="([A-Z]+_[^"]+)""#, |g, m| g.misspelt(&m[1]))),
        form(TM, "condition of `wait`", |g| g.swap(r#"until="([A-Z]+_\w+) "#, |g, m| g.misspelt(&m[1]))),
        form(TM, "condition of `when`", |g| g.swap(r#"test="([A-Z]+_\w+) "#, |g, m| g.misspelt(&m[1]))),
        form(TM, "name of `record`", |g| g.swap(r#"<record name="([A-Z]+_[^"]+)""#, |g, m| g.misspelt(&m[1]))),
        form(TM, "code span, French", |g| wrong_parameter(g).and_then(|name| g.say(Shape::French, &name))),
        form(TM, "bare words, English", |g| wrong_parameter(g).and_then(|name| g.say(Shape::Bare, &name))),
        form(TM, "comparison in a table", |g| {
            wrong_parameter(g).and_then(|name| g.say(Shape::Table, &format!("{name} > 3")))
        }),
        form(TM, "seldom place of a page", |g| wrong_parameter(g).and_then(|it| g.code_aside(&it))),
        form(TM, "words of a procedure", |g| wrong_parameter(g).and_then(|it| g.word(&it))),
        form(AL, "trigger", |g| g.swap(r#"<alarm ref="([^"]+)""#, |g, m| g.misspelt(&m[1]))).may(&[
            "alarm-without-procedure",
            "unhandled-injection",
            "check-outside-alarm-limits",
        ]),
        form(AL, "`alarmref` in a note", |g| {
            wrong_alarm(g).and_then(|name| g.note("fr", "note", &format!("Voir aussi <alarmref ref=\"{name}\"/>.")))
        }),
        form(AL, "code span, French", |g| wrong_alarm(g).and_then(|name| g.say(Shape::French, &name))),
        form(AL, "table", |g| wrong_alarm(g).and_then(|name| g.say(Shape::Table, &name))),
        form(AL, "seldom place of a page", |g| wrong_alarm(g).and_then(|it| g.code_aside(&it))),
        form(AL, "words of a procedure", |g| wrong_alarm(g).and_then(|it| g.word(&it))),
        form(ABSTRACT, "`tc` of the body", |g| {
            let (name, verify) = (abstract_name(g)?, g.verify()?);
            g.steps("en", &sending(&mark(format!("<tc name=\"{name}\"/>")), &verify))
        }),
        form(ABSTRACT, "`tc` in `parallel`", |g| {
            let (name, verify) = (abstract_name(g)?, g.verify()?);
            let tc = mark(format!("<tc name=\"{name}\"/>"));
            g.steps(
                "fr",
                &format!(
                    "<step id=\"seed-1\"><title>Deux à la fois</title>\n<parallel>\n{}\n<step id=\"seed-3\">\
                     <title>L’autre</title><manual>Lire l’heure à voix haute.</manual><expected>L’heure est lue.\
                     </expected></step>\n</parallel><expected>Les deux sont faits.</expected></step>",
                    sending(&tc, &verify).replace("seed-1", "seed-2")
                ),
            )
        }),
        form(ABSTRACT, "called in running text", |g| {
            let name = abstract_name(g)?;
            g.block("en", &format!("Before the pass ends, send {}.", mark(format!("`{name}()`"))))
        }),
        form(ALIAS, "name of `tc`", |g| g.swap(r#"<tc name="([^"]+)""#, |g, m| alias_of(g, &m[1]))),
        form(ALIAS, "name of `tm`", |g| g.swap(r#"<tm name="([^"]+)""#, |g, m| alias_of(g, &m[1]))),
        form(ALIAS, "code span, French", |g| some_alias(g).and_then(|alias| g.say(Shape::French, &alias))),
        form(ALIAS, "table", |g| some_alias(g).and_then(|alias| g.say(Shape::Table, &alias))),
        form(ALIAS, "seldom place of a page", |g| some_alias(g).and_then(|it| g.code_aside(&it))),
        form(ALIAS, "words of a procedure", |g| some_alias(g).and_then(|it| g.word(&it))),
    ]
}

fn arguments() -> Vec<Form> {
    const UNKNOWN: &str = "unknown-argument";
    const MISSING: &str = "missing-argument";
    const RANGE: &str = "argument-out-of-range";
    const TYPE: &str = "argument-type-mismatch";
    const LABEL: &str = "unknown-argument-label";
    // An argument that has another name is also one that is missing.
    const RENAMED: &[&str] = &[MISSING];
    vec![
        form(UNKNOWN, "name of `arg`", |g| g.swap(r#"<arg name="([^"]+)""#, |_, m| Some(format!("{}S", m[1]))))
            .may(RENAMED),
        form(UNKNOWN, "call in an English sentence", |g| renamed(g).and_then(|call| g.say(Shape::English, &call)))
            .may(RENAMED),
        form(UNKNOWN, "call in a French list", |g| {
            let call = renamed(g)?;
            g.block("fr", &format!("- la ligne est ouverte ;\n- {} ;\n- l’heure est notée.", mark(format!("`{call}`"))))
        })
        .may(RENAMED),
        form(UNKNOWN, "call in a table", |g| renamed(g).and_then(|call| g.say(Shape::Table, &call))).may(RENAMED),
        form(UNKNOWN, "seldom place of a page", |g| renamed(g).and_then(|it| g.code_aside(&it))).may(RENAMED),
        form(UNKNOWN, "words of a procedure", |g| renamed(g).and_then(|it| g.word(&it))).may(RENAMED),
        form(MISSING, "`arg` left out", without_argument),
        form(MISSING, "call in a French sentence", |g| shortened(g).and_then(|call| g.say(Shape::French, &call))),
        form(MISSING, "call in a table", |g| shortened(g).and_then(|call| g.say(Shape::Table, &call))),
        form(MISSING, "call in a list", |g| shortened(g).and_then(|call| g.say(Shape::List, &call))),
        form(MISSING, "seldom place of a page", |g| shortened(g).and_then(|it| g.code_aside(&it))),
        form(MISSING, "words of a procedure", |g| shortened(g).and_then(|it| g.word(&it))),
        form(RANGE, "value of `arg`", |g| {
            let (telecommand, argument) = g.argument(|argument| outside(&argument.data_type).is_some())?;
            let wrong = outside(&argument.data_type)?.to_string();
            let tc = element(telecommand, Some((&argument.name.text, &wrong)));
            let verify = g.verify()?;
            g.steps("en", &sending(&mark(tc), &verify))
        }),
        form(RANGE, "existing value of `arg`", |g| {
            g.swap(r#"<arg name="[A-Z_]+" value="(\d+(?:\.\d+)?)""#, |_, _| Some("9000000".into()))
        }),
        form(RANGE, "call in an English sentence", |g| too_great(g).and_then(|call| g.say(Shape::English, &call))),
        form(RANGE, "call in a French table, decimal comma", |g| {
            // With commas between the arguments too, nobody could tell: such a list is written with semicolons.
            let (telecommand, argument) =
                g.argument(|a| a.data_type.kind == DataKind::Float && outside(&a.data_type).is_some())?;
            let value = format!("{}.5", outside(&argument.data_type)?);
            let call = call(telecommand, Some((&argument.name.text, &value)));
            g.say(Shape::Tableau, &call.replace(", ", "; ").replace('.', ","))
        }),
        form(RANGE, "call in a quotation", |g| too_great(g).and_then(|call| g.say(Shape::Quote, &call))),
        form(RANGE, "seldom place of a page", |g| too_great(g).and_then(|it| g.code_aside(&it))),
        form(RANGE, "words of a procedure", |g| too_great(g).and_then(|it| g.word(&it))),
        form(TYPE, "word for a number, `arg`", |g| {
            let (telecommand, argument) = g.argument(|argument| is_number(&argument.data_type))?;
            let (tc, verify) = (element(telecommand, Some((&argument.name.text, "FASTER"))), g.verify()?);
            g.steps("fr", &sending(&mark(tc), &verify))
        }),
        form(TYPE, "word for a number, English sentence", |g| {
            let call = told(g, |argument| is_number(&argument.data_type), "FASTER")?;
            g.say(Shape::English, &call)
        }),
        form(TYPE, "fraction for a whole number, table", |g| {
            let whole = |argument: &opsdoc::model::database::Argument| argument.data_type.kind == DataKind::Integer;
            let (telecommand, argument) = g.argument(|a| whole(a) && is_number(&a.data_type))?;
            let value = format!("{}.5", good(&argument.data_type));
            g.say(Shape::Table, &call(telecommand, Some((&argument.name.text, &value))))
        }),
        form(TYPE, "word for a number, French list", |g| {
            let call = told(g, |argument| is_number(&argument.data_type), "HAUTE")?;
            g.block("fr", &format!("1. ouvrir la ligne ;\n2. {} ;\n3. noter l’heure.", mark(format!("`{call}`"))))
        }),
        form(TYPE, "seldom place of a page", |g| {
            told(g, |argument| is_number(&argument.data_type), "FAST_2").and_then(|it| g.code_aside(&it))
        }),
        form(TYPE, "words of a procedure", |g| {
            told(g, |argument| is_number(&argument.data_type), "FAST_2").and_then(|it| g.word(&it))
        }),
        form(LABEL, "value of `arg`", |g| {
            let (telecommand, argument) = g.argument(|argument| argument.data_type.labels.len() > 1)?;
            let wrong = format!("{}S", argument.data_type.labels[0].label);
            let (tc, verify) = (element(telecommand, Some((&argument.name.text, &wrong))), g.verify()?);
            g.steps("en", &sending(&mark(tc), &verify))
        }),
        form(LABEL, "existing value of `arg`", |g| {
            g.swap(r#"<arg name="(?:STATE|MODE)" value="([A-Z_]+)""#, |_, _| Some("SIDEWAYS".into()))
        }),
        form(LABEL, "call in a French sentence", |g| {
            told(g, |a| a.data_type.labels.len() > 1, "INCONNU").and_then(|call| g.say(Shape::French, &call))
        }),
        form(LABEL, "call in a table", |g| {
            told(g, |a| a.data_type.labels.len() > 1, "SIDEWAYS").and_then(|call| g.say(Shape::Table, &call))
        }),
        form(LABEL, "seldom place of a page", |g| {
            told(g, |a| a.data_type.labels.len() > 1, "SIDEWAYS").and_then(|it| g.code_aside(&it))
        }),
        form(LABEL, "words of a procedure", |g| {
            told(g, |a| a.data_type.labels.len() > 1, "SIDEWAYS").and_then(|it| g.word(&it))
        }),
    ]
}

fn values() -> Vec<Form> {
    const LABEL: &str = "unknown-enumeration-label";
    const CONTRADICTION: &str = "value-label-contradiction";
    const OPERATOR: &str = "operator-type-mismatch";
    const UNIT: &str = "unit-mismatch";
    const LIMITS: &str = "check-outside-alarm-limits";
    const NAME: &str = "identifier-name-mismatch";
    vec![
        form(LABEL, "value of `tm`", |g| {
            g.swap(r#"<tm name="[A-Z]+_\w+"(?: op="eq")? value="([A-Z_]+)""#, |_, m| Some(format!("{}ED", m[1])))
        }),
        form(LABEL, "condition of `when` or `wait`", |g| {
            g.swap(r#"(?:test|until)="[A-Z]+_\w+ = ([A-Z]+)""#, |_, m| Some(format!("{}ED", m[1])))
        }),
        form(LABEL, "French sentence", |g| {
            let parameter = enumerated(g)?;
            g.say(Shape::French, &format!("{} = INCONNU", parameter.name.text))
        }),
        form(LABEL, "table", |g| {
            let parameter = enumerated(g)?;
            g.say(Shape::Table, &format!("{} = {}X", parameter.name.text, parameter.data_type.labels[0].label))
        }),
        form(LABEL, "number that is no value, English list", |g| {
            let parameter = enumerated(g)?;
            g.say(Shape::List, &format!("{} = 217", parameter.name.text))
        }),
        form(LABEL, "seldom place of a page", |g| {
            enumerated(g).map(|it| format!("{} = SIDEWAYS", it.name.text)).and_then(|it| g.code_aside(&it))
        }),
        form(LABEL, "words of a procedure", |g| {
            enumerated(g).map(|it| format!("{} = SIDEWAYS", it.name.text)).and_then(|it| g.word(&it))
        }),
        form(CONTRADICTION, "English sentence", |g| contradicted(g).and_then(|text| g.say(Shape::English, &text))),
        form(CONTRADICTION, "bare words, French", |g| contradicted(g).and_then(|text| g.say(Shape::Nu, &text))),
        form(CONTRADICTION, "table", |g| contradicted(g).and_then(|text| g.say(Shape::Table, &text))),
        form(CONTRADICTION, "number before its label", |g| {
            let (parameter, label, number) = contradiction(g)?;
            g.say(Shape::List, &format!("{} = {number} ({label})", parameter.name.text))
        }),
        form(CONTRADICTION, "note of a step", |g| {
            contradicted(g).and_then(|text| g.note("en", "note", &format!("Usually <code>{text}</code>.")))
        }),
        form(CONTRADICTION, "seldom place of a page", |g| contradicted(g).and_then(|it| g.code_aside(&it))),
        form(CONTRADICTION, "words of a procedure", |g| contradicted(g).and_then(|it| g.word(&it))),
        form(OPERATOR, "`op` of `tm`", |g| {
            g.swap(r#"<tm name="[A-Z]+_\w+"( value="[A-Z_]+")"#, |_, m| Some(format!(" op=\"gt\"{}", m[1])))
        }),
        form(OPERATOR, "condition of `when` or `wait`", |g| {
            g.swap(r#"(?:test|until)="[A-Z]+_\w+ (=) [A-Z]+""#, |_, _| Some("&gt;=".into()))
        }),
        form(OPERATOR, "French sentence", |g| {
            let parameter = enumerated(g)?;
            g.say(Shape::French, &format!("{} > {}", parameter.name.text, parameter.data_type.labels[0].label))
        }),
        form(OPERATOR, "table", |g| {
            let parameter = enumerated(g)?;
            g.say(Shape::Table, &format!("{} <= {}", parameter.name.text, parameter.data_type.labels[1].label))
        }),
        form(OPERATOR, "seldom place of a page", |g| {
            enumerated(g)
                .map(|it| format!("{} >= {}", it.name.text, it.data_type.labels[0].label))
                .and_then(|it| g.code_aside(&it))
        }),
        form(OPERATOR, "words of a procedure", |g| {
            enumerated(g)
                .map(|it| format!("{} >= {}", it.name.text, it.data_type.labels[0].label))
                .and_then(|it| g.word(&it))
        }),
        form(UNIT, "`unit` of `tm`", |g| {
            g.swap(r#"<tm name="[^"]+" op="\w+" value="[^"]+" unit="([^"]+)""#, |_, m| Some(other_unit(&m[1])))
        }),
        form(UNIT, "`unit` of `arg`", |g| {
            let (telecommand, argument) = g.argument(|a| !a.data_type.unit.is_empty() && is_number(&a.data_type))?;
            let unit = other_unit(&argument.data_type.unit);
            let (value, name) = (good(&argument.data_type), &argument.name.text);
            let tc = element(telecommand, None);
            let from = format!("<arg name=\"{name}\" value=\"{value}\"/>");
            let tc = tc.replace(&from, &from.replace("/>", &format!(" unit=\"{unit}\"/>")));
            let verify = g.verify()?;
            g.steps("en", &sending(&mark(tc), &verify))
        }),
        form(UNIT, "condition", |g| {
            g.swap(r#"(?:test|until)="[A-Z]+_\w+ \S+ [\d.]+ (\S+)""#, |_, m| Some(other_unit(&m[1])))
        }),
        form(UNIT, "English sentence", |g| measured(g).and_then(|text| g.say(Shape::English, &text))),
        form(UNIT, "French table", |g| measured(g).and_then(|text| g.say(Shape::Tableau, &text))),
        form(UNIT, "seldom place of a page", |g| measured(g).and_then(|it| g.code_aside(&it))),
        form(UNIT, "words of a procedure", |g| measured(g).and_then(|it| g.word(&it))),
        form(LIMITS, "`verify` of a value in alarm", |g| {
            let (name, value, unit) = alarming(g)?;
            let tm = mark(format!("<tm name=\"{name}\" value=\"{value}\" unit=\"{unit}\"/>"));
            let sent = element(g.telecommand()?, None);
            // A procedure that an alarm triggers may well demand what the alarm is about.
            let steps = sending(&sent, &format!("<verify within=\"9 s\">{tm}</verify>"));
            g.steps_where("en", &steps, |text| !text.contains("<alarm "))
        }),
        form(LIMITS, "`check` between values in alarm", |g| {
            let (name, value, unit) = alarming(g)?;
            let tm = mark(format!(
                "<tm name=\"{name}\" op=\"between\" value=\"{value}, {}\" unit=\"{unit}\"/>",
                value + 0.5
            ));
            g.steps_where("fr", &acting(&format!("<check>{tm}</check>")), |text| !text.contains("<alarm "))
        }),
        form(LIMITS, "confirmation", |g| {
            let (name, value, unit) = alarming(g)?;
            let check = format!("\n<check><tm name=\"{name}\" op=\"gt\" value=\"{value}\" unit=\"{unit}\"/></check>");
            g.swap(r"<confirmation>()", |_, _| Some(check.clone()))
        }),
        form(NAME, "English sentence", |g| misnamed(g).and_then(|text| g.say(Shape::Bare, &text))).may(&["alias-used"]),
        form(NAME, "French list", |g| {
            let text = misnamed(g)?;
            g.block("fr", &format!("- la ligne est ouverte ;\n- {} ;\n- l’heure est notée.", mark(text)))
        })
        .may(&["alias-used"]),
        form(NAME, "code spans", |g| {
            let (name, other) = (some_named(g)?, some_alias(g)?);
            let own = alias_of(g, &name);
            if own.as_ref() == Some(&other) {
                return None;
            }
            g.block("en", &format!("The shift then reads {} aloud.", mark(format!("`{name}` (`{other}`)"))))
        })
        .may(&["alias-used"]),
        form(NAME, "seldom place of a page", |g| misnamed(g).and_then(|it| g.code_aside(&it))).may(&["alias-used"]),
        form(NAME, "words of a procedure", |g| misnamed(g).and_then(|it| g.word(&it))).may(&["alias-used"]),
    ]
}

/// What the manual says may be written otherwise.
fn notations() -> Vec<Form> {
    const UNKNOWN: &str = "unknown-argument";
    const RANGE: &str = "argument-out-of-range";
    const TYPE: &str = "argument-type-mismatch";
    const ARGUMENT: &str = "unknown-argument-label";
    const LABEL: &str = "unknown-enumeration-label";
    const CONTRADICTION: &str = "value-label-contradiction";
    const OPERATOR: &str = "operator-type-mismatch";
    const UNIT: &str = "unit-mismatch";
    const SERVICE: &str = "service-subtype-mismatch";
    vec![
        form(UNKNOWN, "call with colons and semicolons", |g| {
            renamed(g).and_then(|call| g.say(Shape::Nu, &call.replace('=', ": ").replace(", ", "; ")))
        })
        .may(&["missing-argument"]),
        form(RANGE, "call by the places of the arguments", |g| placed(g).and_then(|call| g.say(Shape::English, &call))),
        form(RANGE, "argument behind `avec`", |g| {
            let (telecommand, argument) = g.argument(|argument| outside(&argument.data_type).is_some())?;
            let said = format!(
                "`{}` avec `{} = {}`",
                telecommand.name.text,
                argument.name.text,
                outside(&argument.data_type)?
            );
            g.block("fr", &format!("L’équipe envoie {}.", mark(said)))
        }),
        form(RANGE, "column of arguments", |g| {
            let (telecommand, argument) = g.argument(|argument| outside(&argument.data_type).is_some())?;
            let said = format!("{} = {}", argument.name.text, outside(&argument.data_type)?);
            in_columns(g, ["Telecommand", "Arguments"], &telecommand.name.text, &said)
        }),
        form(RANGE, "some of the arguments, with dots", |g| {
            let (telecommand, argument) = g.argument(|argument| outside(&argument.data_type).is_some())?;
            let wrong = outside(&argument.data_type)?;
            g.say(Shape::Table, &format!("{}({}={wrong}, …)", telecommand.name.text, argument.name.text))
        }),
        form(TYPE, "column of arguments", |g| {
            let (telecommand, argument) = g.argument(|argument| is_number(&argument.data_type))?;
            in_columns(
                g,
                ["Télécommande", "Paramètres"],
                &telecommand.name.text,
                &format!("{} = FAST_2", argument.name.text),
            )
        }),
        form(ARGUMENT, "column of arguments", |g| {
            let (telecommand, argument) = g.argument(|argument| argument.data_type.labels.len() > 1)?;
            in_columns(
                g,
                ["Telecommand", "Arguments"],
                &telecommand.name.text,
                &format!("{} = SIDEWAYS", argument.name.text),
            )
        }),
        form(LABEL, "one of several values", |g| {
            let parameter = enumerated(g)?;
            let (name, label) = (&parameter.name.text, &parameter.data_type.labels[0].label);
            g.say(Shape::English, &format!("{name} ∈ {{{label}, SIDEWAYS}}"))
        }),
        form(LABEL, "column of values, French", |g| {
            let name = enumerated(g)?.name.text.to_string();
            in_columns(g, ["Paramètre", "Attendu"], &name, "SIDEWAYS")
        }),
        form(CONTRADICTION, "number without a sign", |g| {
            let (parameter, label, number) = contradiction(g)?;
            g.say(Shape::Bare, &format!("{} {number} ({label})", parameter.name.text))
        }),
        form(CONTRADICTION, "list of numbers with their labels", |g| {
            let parameter = enumerated(g)?;
            let [one, other, ..] = parameter.data_type.labels.as_slice() else { return None };
            let list =
                format!("{} ({}={}, {}={})", parameter.name.text, other.value, one.label, one.value, other.label);
            g.say(Shape::Nu, &list)
        })
        // Two numbers are wrong.
        .may(&[CONTRADICTION]),
        form(OPERATOR, "in words, English", |g| {
            let name = enumerated(g)?.name.text.to_string();
            g.block("en", &format!("The shift waits until {} and goes on.", mark(format!("`{name}` is at least 1"))))
        }),
        form(OPERATOR, "range in words, French", |g| {
            let name = enumerated(g)?.name.text.to_string();
            g.block("fr", &format!("L’équipe attend que {} et continue.", mark(format!("{name} entre 1 et 2"))))
        }),
        form(UNIT, "argument of a call", |g| {
            let (telecommand, argument) = g.argument(|a| !a.data_type.unit.is_empty() && is_number(&a.data_type))?;
            let value = format!("{} {}", good(&argument.data_type), other_unit(&argument.data_type.unit));
            g.say(Shape::French, &call(telecommand, Some((&argument.name.text, &value))))
        }),
        form(UNIT, "column of units", |g| {
            let all = g.facts().measured();
            let parameter = g.pick(&all)?;
            let unit = other_unit(&parameter.data_type.unit);
            in_columns(g, ["Parameter", "Unit"], &parameter.name.text, &unit)
        }),
        form(UNIT, "in words, French", |g| {
            let all = g.facts().measured();
            let parameter = g.pick(&all)?;
            let (name, unit) = (&parameter.name.text, other_unit(&parameter.data_type.unit));
            let said = mark(format!("{name} est supérieure à 3 {unit}"));
            g.block("fr", &format!("L’équipe attend que {said} et continue."))
        }),
        form(SERVICE, "before the name", |g| {
            let data =
                "<AncillaryData name=\"service\">8</AncillaryData><AncillaryData name=\"subtype\">1</AncillaryData>";
            described(g, data, |g, name| g.block("en", &format!("Then {} is sent.", mark(format!("ST[17] `{name}`")))))
        })
        .may(&["undefined-abbreviation"]),
    ]
}

/// Says something of an item in a table that has a column for it.
fn in_columns(g: &mut Ground<'_>, heads: [&str; 2], name: &str, said: &str) -> Option<Change> {
    let language = if heads.concat().is_ascii() { "en" } else { "fr" };
    let row = mark(format!("| `{name}` | {said} |"));
    g.block(language, &format!("| {} | {} |\n|---|---|\n{row}", heads[0], heads[1]))
}

/// Returns a call by the places of the arguments, one of which is too great.
fn placed(g: &mut Ground<'_>) -> Option<String> {
    let has_place =
        |data_type: &opsdoc::model::database::DataType| is_number(data_type) || !data_type.labels.is_empty();
    let all: Vec<_> = g.facts().plain();
    let fit = |it: &&opsdoc::model::database::Telecommand| {
        it.arguments.iter().all(|a| has_place(&a.data_type))
            && it.arguments.iter().any(|a| outside(&a.data_type).is_some())
    };
    let all: Vec<_> = all.into_iter().filter(fit).collect();
    let telecommand = g.pick(&all)?;
    let given: Vec<_> = telecommand.arguments.iter().filter(|argument| !argument.fixed).collect();
    let at = given.iter().position(|argument| outside(&argument.data_type).is_some())?;
    let value = |(place, argument): (usize, &&opsdoc::model::database::Argument)| match outside(&argument.data_type) {
        Some(wrong) if place == at => wrong.to_string(),
        _ => good(&argument.data_type),
    };
    let values: Vec<_> = given.iter().enumerate().map(value).collect();
    Some(format!("{}({})", telecommand.name.text, values.join(", ")))
}

fn packets() -> Vec<Form> {
    const NAME: &str = "identifier-name-mismatch";
    const SERVICE: &str = "service-subtype-mismatch";
    const OPCODE: &str = "<AncillaryData name=\"opcode\">0x0204</AncillaryData>";
    const OF_8_1: &str =
        "<AncillaryData name=\"service\">8</AncillaryData><AncillaryData name=\"subtype\">1</AncillaryData>";
    vec![
        form(NAME, "opcode in brackets, English", |g| {
            described(g, OPCODE, |g, name| {
                g.block("en", &format!("Then {} is sent.", mark(format!("`{name}` (0x0206)"))))
            })
        }),
        form(NAME, "opcode in brackets, French list", |g| {
            described(g, OPCODE, |g, name| {
                let item = mark(format!("`{name}` (opcode 0x0206)"));
                g.block("fr", &format!("- la ligne est ouverte ;\n- {item} ;\n- l’heure est notée."))
            })
        }),
        form(NAME, "column of a table", |g| {
            described(g, OPCODE, |g, name| {
                let row = mark(format!("| `{name}` | 0x0206 |"));
                g.block("en", &format!("| Telecommand | Opcode |\n|---|---|\n{row}"))
            })
        }),
        form(NAME, "opcode in the mission’s own dictionary", |g| {
            let pages: Vec<&str> =
                g.set.texts.keys().map(String::as_str).filter(|path| path.ends_with("CMD_TLM_DATABASE.md")).collect();
            g.swap_in(&pages, r"\n\| (0x[0-9A-F]{2}) \| ([A-Z_]+) \|", |g, m| {
                g.facts().knows(&m[2]).then(|| "0x7E".to_owned())
            })
        }),
        form(SERVICE, "brackets behind the name", |g| {
            described(g, OF_8_1, |g, name| {
                g.block("en", &format!("Then {} is sent.", mark(format!("`{name}` TC(17,2)"))))
            })
        })
        // No glossary of the sets has the `TC` of service types.
        .may(&["undefined-abbreviation"]),
        form(SERVICE, "words, French", |g| {
            described(g, OF_8_1, |g, name| {
                let words = mark(format!("{name} (service 17, sous-type 2)"));
                g.block("fr", &format!("L’équipe envoie {words}."))
            })
        }),
        form(SERVICE, "columns of a table", |g| {
            described(g, OF_8_1, |g, name| {
                let row = mark(format!("| `{name}` | 8 | 2 |"));
                g.block("en", &format!("| Telecommand | Service | Subtype |\n|---|---|---|\n{row}"))
            })
        }),
        form(SERVICE, "item of a list", |g| {
            described(g, OF_8_1, |g, name| {
                let item = mark(format!("{name} PUS 8/7"));
                g.block("en", &format!("- the line is open;\n- {item};\n- the time is written down."))
            })
        }),
    ]
}

fn constraints() -> Vec<Form> {
    const CONSTRAINT: &str = "transmission-constraint-not-established";
    vec![
        form(CONSTRAINT, "step of the body", |g| {
            constrained(g, |g, tc, _, verify| g.steps("en", &sending(&mark(tc), verify)))
        }),
        form(CONSTRAINT, "another label is checked, French", |g| {
            constrained(g, |g, tc, other, verify| g.steps("fr", &sending(&format!("{other}\n{}", mark(tc)), verify)))
        }),
        form(CONSTRAINT, "branch of `parallel`", |g| {
            constrained(g, |g, tc, _, verify| {
                let branch = sending(&mark(tc), verify).replace("seed-1", "seed-2");
                let other = super::steps::manual("seed-3", "Look");
                g.steps("en", &acting(&format!("<parallel>{branch}\n{other}</parallel>")))
            })
        }),
    ]
}

fn the_database_itself() -> Vec<Form> {
    const ITSELF: &str = "database-self-contradiction";
    const SCHEMA: &str = "database-schema-violation";
    // What breaks the schema, the reader may have told already.
    const READ: &[&str] =
        &["unknown-element", "unknown-attribute", "missing-attribute", "invalid-value", "misplaced-content"];
    vec![
        form(ITSELF, "default outside the range", |g| {
            let range =
                r#"<Argument name="\w+" argumentTypeRef="(?:DurationArg_T|SlewRateArg_T)" initialValue="([^"]+)""#;
            in_database(g, range, |_| "98765".into())
        }),
        form(ITSELF, "labels of the description", |g| {
            in_database(
                g,
                r#"<Parameter name="\w+" parameterTypeRef="[^"]*OnOff_T" shortDescription="([^"]*)""#,
                |words| format!("{words} (0=ON, 1=OFF)"),
            )
        }),
        form(ITSELF, "two labels of one value", |g| {
            in_database(g, r#"<Enumeration value="(1)" label="(?:STANDBY|ECLIPSE|ON)""#, |_| "0".into())
        })
        // The label has another value now: what is written elsewhere may be wrong by it.
        .may(&["value-label-contradiction", "unknown-enumeration-label", "unknown-argument-label"]),
        form(ITSELF, "default that is no label", |g| {
            in_database(g, r#"argumentTypeRef="[^"]*OnOffArg_T"()"#, |_| " initialValue=\"SIDEWAYS\"".into())
        }),
        form(SCHEMA, "level that there is none", |g| {
            in_database(g, r#"consequenceLevel="(normal)""#, |_| "terrible".into())
        })
        .may(READ),
        form(SCHEMA, "element misplaced", |g| in_database(g, r"</ParameterSet>()", |_| "<UnitSet/>".into())).may(READ),
        form(SCHEMA, "attribute that there is none", |g| {
            in_database(g, r#"<Parameter name="\w+"()"#, |_| " colour=\"red\"".into())
        })
        .may(READ),
    ]
}

fn versions() -> Vec<Form> {
    const VERSION: &str = "database-version-mismatch";
    vec![
        form(VERSION, "attribute of a French procedure", |g| old_version(g, "fr")),
        form(VERSION, "attribute of an English procedure", |g| old_version(g, "en")),
        form(VERSION, "front matter", |g| {
            let pages = g.pages("en");
            g.facts().version.as_ref()?;
            g.swap_in(&pages, r"\A---\nid: (?s:.*?)\n()---\n", |_, _| Some("database: \"0.7\"\n".into()))
        }),
    ]
}

/// A step that sends and verifies, and nothing else.
pub(super) fn sending(tc: &str, verify: &str) -> String {
    format!(
        "<step id=\"seed-1\"><title>Essai / try</title>\n{tc}\n{verify}\n<expected>OK.</expected>\
         <continuation><on outcome=\"not-confirmed\" action=\"abort\"/></continuation></step>"
    )
}

/// A step that does one thing.
pub(super) fn acting(action: &str) -> String {
    format!(
        "<step id=\"seed-1\"><title>Essai / try</title>\n{action}\n<expected>OK.</expected>\
         <continuation><on outcome=\"not-confirmed\" action=\"abort\"/></continuation></step>"
    )
}

fn wrong_telecommand(g: &mut Ground<'_>) -> Option<String> {
    let names = g.facts().plain().into_iter().map(|telecommand| telecommand.name.text.to_string()).collect();
    misspelt_alike(g, "telecommand", names)
}

fn wrong_parameter(g: &mut Ground<'_>) -> Option<String> {
    let names = g.facts().database.parameters.iter().map(|parameter| parameter.name.text.to_string()).collect();
    misspelt_alike(g, "parameter", names)
}

/// Misspells one of several names so that it still looks like one: a word that fits no pattern of the project, and is
/// no name either, is no finding.
fn misspelt_alike(g: &mut Ground<'_>, kind: &str, mut names: Vec<String>) -> Option<String> {
    let project = g.set.texts.get("opsdoc.toml").map_or("", String::as_str);
    let pattern = project.lines().find_map(|line| line.strip_prefix(&format!("{kind} = '"))?.strip_suffix('\''))?;
    let pattern = regex::Regex::new(&format!("^(?:{pattern})$")).expect("the pattern is one");
    names.retain(|name| pattern.is_match(name));
    let name = g.pick(&names)?;
    (0..8).find_map(|_| g.misspelt(&name).filter(|wrong| pattern.is_match(wrong)))
}

fn wrong_alarm(g: &mut Ground<'_>) -> Option<String> {
    let all: Vec<_> = g.facts().database.parameters.iter().flat_map(|parameter| &parameter.alarms).collect();
    let all: Vec<_> = all.into_iter().filter(|alarm| alarm.name.text.starts_with("AL_")).collect();
    let name = g.random.pick(&all)?.name.text.clone();
    g.misspelt(&name)
}

fn abstract_name(g: &mut Ground<'_>) -> Option<String> {
    let all: Vec<_> = g.facts().database.telecommands.iter().filter(|telecommand| telecommand.is_abstract).collect();
    g.random.pick(&all).map(|telecommand| telecommand.name.text.to_string())
}

/// Returns an alias of the item that bears a name.
fn alias_of(g: &mut Ground<'_>, name: &str) -> Option<String> {
    g.facts().alias(name).map(str::to_owned)
}

fn some_named(g: &mut Ground<'_>) -> Option<String> {
    let facts = g.facts();
    let names = facts.database.parameters.iter().map(|parameter| parameter.name.text.as_str());
    let named: Vec<_> = names.filter(|name| facts.alias(name).is_some()).collect();
    g.pick(&named).map(str::to_owned)
}

fn some_alias(g: &mut Ground<'_>) -> Option<String> {
    let name = some_named(g)?;
    alias_of(g, &name)
}

/// Returns a name with the alias of another.
fn misnamed(g: &mut Ground<'_>) -> Option<String> {
    (0..8).find_map(|_| {
        let (name, other) = (some_named(g)?, some_alias(g)?);
        (alias_of(g, &name)? != other).then(|| format!("{name} ({other})"))
    })
}

/// Returns a call one of whose arguments has another name.
fn renamed(g: &mut Ground<'_>) -> Option<String> {
    let (telecommand, argument) = g.argument(|_| true)?;
    let name = argument.name.text.as_str();
    Some(call(telecommand, None).replacen(&format!("{name}="), &format!("{name}_S="), 1))
}

/// Returns a call that lacks an argument which has no default.
fn shortened(g: &mut Ground<'_>) -> Option<String> {
    let facts = g.facts();
    let is_needed = |argument: &&opsdoc::model::database::Argument| argument.default.is_none() && !argument.fixed;
    let many: Vec<_> = facts.plain().into_iter().filter(|t| t.arguments.iter().filter(is_needed).count() > 1).collect();
    let telecommand = g.pick(&many)?;
    let needed: Vec<_> = telecommand.arguments.iter().filter(is_needed).collect();
    let gone = g.pick(&needed)?;
    let text = call(telecommand, None);
    let (head, rest) = text.trim_end_matches(')').split_once('(')?;
    let start = format!("{}=", gone.name.text);
    let left: Vec<_> = rest.split(", ").filter(|part| !part.starts_with(&start)).collect();
    Some(format!("{head}({})", left.join(", ")))
}

/// Sends a telecommand without an argument that it needs.
fn without_argument(g: &mut Ground<'_>) -> Option<Change> {
    let short = shortened(g)?;
    let (name, rest) = short.trim_end_matches(')').split_once('(')?;
    let arguments = rest.split(", ").filter_map(|part| part.split_once('='));
    let arguments: String =
        arguments.map(|(name, value)| format!("<arg name=\"{name}\" value=\"{value}\"/>")).collect();
    let verify = g.verify()?;
    g.steps("en", &sending(&mark(format!("<tc name=\"{name}\">{arguments}</tc>")), &verify))
}

fn too_great(g: &mut Ground<'_>) -> Option<String> {
    let (telecommand, argument) = g.argument(|argument| outside(&argument.data_type).is_some())?;
    let value = outside(&argument.data_type)?.to_string();
    Some(call(telecommand, Some((&argument.name.text, &value))))
}

fn told(g: &mut Ground<'_>, fits: impl Fn(&opsdoc::model::database::Argument) -> bool, value: &str) -> Option<String> {
    let (telecommand, argument) = g.argument(fits)?;
    Some(call(telecommand, Some((&argument.name.text, value))))
}

fn enumerated<'a>(g: &mut Ground<'a>) -> Option<&'a Parameter> {
    let all = g.facts().enumerated();
    g.pick(&all)
}

/// Returns a parameter, one of its labels, and a number that belongs to another label.
fn contradiction<'a>(g: &mut Ground<'a>) -> Option<(&'a Parameter, String, i64)> {
    let parameter = enumerated(g)?;
    let labels = &parameter.data_type.labels;
    let at = g.random.below(labels.len());
    let other = (at + 1 + g.random.below(labels.len() - 1)) % labels.len();
    Some((parameter, labels[at].label.to_string(), labels[other].value))
}

fn contradicted(g: &mut Ground<'_>) -> Option<String> {
    contradiction(g).map(|(parameter, label, number)| format!("{} = {label} ({number})", parameter.name.text))
}

/// Returns a unit that measures something else.
fn other_unit(unit: &str) -> String {
    if unit.contains('A') { "degC" } else { "A" }.to_owned()
}

/// Returns a comparison of a parameter in a unit that measures something else.
fn measured(g: &mut Ground<'_>) -> Option<String> {
    let mut all = g.facts().measured();
    // Zero is zero in many units.
    all.retain(|parameter| good(&parameter.data_type) != "0");
    let parameter = g.pick(&all)?;
    let (value, unit) = (good(&parameter.data_type), other_unit(&parameter.data_type.unit));
    Some(format!("{} > {value} {unit}", parameter.name.text))
}

/// Returns a parameter with an upper limit, a value above it, and the unit.
fn alarming(g: &mut Ground<'_>) -> Option<(String, f64, String)> {
    let mut all = Vec::new();
    for parameter in g.facts().measured() {
        let levels = parameter.alarms.iter().filter(|alarm| alarm.context.is_none()).flat_map(|alarm| &alarm.levels);
        let maxima = levels.flat_map(|level| level.normal.iter()).filter_map(|range| range.maximum);
        let greatest = maxima.map(|bound| bound.value).max_by(f64::total_cmp);
        let range = parameter.data_type.ranges.first().copied().unwrap_or_default();
        let beyond = greatest.map(|greatest| greatest + 1.0);
        all.extend(beyond.filter(|value| range.contains(*value + 0.5)).map(|value| (parameter, value)));
    }
    let (parameter, value) = g.pick(&all)?;
    Some((parameter.name.text.to_string(), value, parameter.data_type.unit.to_string()))
}

/// Changes something in the mission database.
fn in_database(g: &mut Ground<'_>, pattern: &str, new: impl Fn(&str) -> String) -> Option<Change> {
    let databases = g.set.texts.iter().filter(|(_, text)| text.contains("<SpaceSystem"));
    let databases: Vec<&str> = databases.map(|(path, _)| path.as_str()).collect();
    g.swap_in(&databases, pattern, |_, m| Some(new(&m[1])))
}

/// Gives a telecommand that no document names some ancillary data, and lets a page speak of it.
fn described(
    g: &mut Ground<'_>,
    data: &str,
    say: impl FnOnce(&mut Ground<'_>, &str) -> Option<Change>,
) -> Option<Change> {
    let name = unsent(g)?.name.text.to_string();
    let set = format!("<AncillaryDataSet>{data}</AncillaryDataSet>");
    let (path, text) = into_telecommand(g, &name, "", &set)?;
    Some(say(g, &name)?.and(path, text))
}

/// Gives a telecommand a constraint, and sends it. The closure gets the telecommand, a check of another label, and a
/// verification.
fn constrained(
    g: &mut Ground<'_>,
    send: impl FnOnce(&mut Ground<'_>, &str, &str, &str) -> Option<Change>,
) -> Option<Change> {
    let plain = g.facts().plain();
    let is_sent = |name: &str| g.set.texts.values().any(|text| text.contains(&format!("<tc name=\"{name}\"")));
    let free: Vec<_> = plain.into_iter().filter(|it| !is_sent(&it.name.text)).collect();
    let telecommand = g.pick(&free)?;
    let named =
        g.set.texts.values().flat_map(|text| text.match_indices("<tm name=\"").map(move |(at, _)| &text[at + 10..]));
    let checked: Vec<&str> = named.filter_map(|rest| rest.split('"').next()).collect();
    // A parameter that no procedure checks: nothing establishes the constraint by chance.
    let free: Vec<_> =
        g.facts().enumerated().into_iter().filter(|it| !checked.contains(&it.name.text.as_str())).collect();
    let parameter = g.pick(&free)?;
    let labels = &parameter.data_type.labels;
    let (label, other) = (&labels[0].label, &labels[1].label);
    let path = format!("/{}/{}", parameter.system.trim_matches('/'), parameter.name.text);
    let constraint = format!(
        "<TransmissionConstraintList><TransmissionConstraint><Comparison parameterRef=\"{path}\" value=\"{label}\"/>\
         </TransmissionConstraint></TransmissionConstraintList>"
    );
    let before = [
        r"(?:\s*<AncillaryDataSet>.*?</AncillaryDataSet>)?(?:\s*<BaseMetaCommand [^>]*/>)?",
        r"(?:\s*<ArgumentList>.*?</ArgumentList>)?(?:\s*<CommandContainer .*?</CommandContainer>)?",
    ];
    let (file, text) = into_telecommand(g, &telecommand.name.text, &before.concat(), &constraint)?;
    let check = format!("<check><tm name=\"{}\" value=\"{other}\"/></check>", parameter.name.text);
    let verify = format!("<verify within=\"9 s\"><tm name=\"{}\" value=\"{other}\"/></verify>", parameter.name.text);
    Some(send(g, &element(telecommand, None), &check, &verify)?.and(file, text))
}

/// Returns a plain telecommand that no document names.
fn unsent<'a>(g: &mut Ground<'a>) -> Option<&'a opsdoc::model::database::Telecommand> {
    let is_named = |name: &str| {
        let documents = g.set.texts.values().filter(|text| !text.contains("<SpaceSystem"));
        documents.into_iter().any(|text| text.contains(name))
    };
    let free: Vec<_> = g.facts().plain().into_iter().filter(|it| !is_named(&it.name.text)).collect();
    g.pick(&free)
}

/// Writes something into a telecommand of the database, behind its descriptions and aliases and what else is passed.
pub(super) fn into_telecommand(g: &Ground<'_>, name: &str, passed: &str, what: &str) -> Option<(String, String)> {
    let head = format!(
        r#"(?s)<MetaCommand name="{name}"[^>]*[^/]>(?:\s*<LongDescription>.*?</LongDescription>)?(?:\s*<AliasSet>.*?</AliasSet>)?{passed}"#
    );
    let head = regex::Regex::new(&head).expect("the pattern is one");
    let found = g.set.texts.iter().filter(|(_, text)| text.contains("<SpaceSystem"));
    let (path, text, at) = found.filter_map(|(path, text)| Some((path, text, head.find(text)?.end()))).next()?;
    Some((path.clone(), format!("{}{what}{}", &text[..at], &text[at..])))
}

fn old_version(g: &mut Ground<'_>, language: &str) -> Option<Change> {
    let procedures = g.procedures();
    let fits: Vec<_> =
        procedures.into_iter().filter(|path| g.text(path).contains(&format!("lang=\"{language}\""))).collect();
    g.swap_in(&fits, r#"<procedure [^>]*\bdatabase="([^"]+)""#, |_, _| Some("0.7".into()))
}
