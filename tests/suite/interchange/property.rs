//! Whatever a procedure of the common part says: it comes back from XML and from PLUTO as it was.

use opsdoc::convert::Target;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{read, said, written};

/// Words as they stand in XML, some of which mean something elsewhere.
const WORDS: &[&str] = &[
    "Valve",
    "the",
    "l’état",
    "a&lt;b",
    "R&amp;D",
    "\"quoted\"",
    "100",
    "%",
    "end",
    "step",
    "main",
    "*star*",
    "C:\\new",
    "/* not */",
    "//",
    "_x_",
    "check",
    "—",
    "[link]",
    "{brace}",
    "`tick`",
    "5 V",
    "title:",
    "WARNING:",
    "語",
    "#3",
];

const PARAMETERS: &[&str] = &["AOC_MODE", "EPS_V", "T1", "GYRO_2_TEMP"];
const TELECOMMANDS: &[&str] = &["TC_A", "TC_HEATER_ON", "NOOP"];
const NUMBERS: &[&str] = &["0", "1", "-0.5", "26.50", "1500", "+3", "0x1F"];
const LABELS: &[&str] = &["SAFE", "ON", "NOMINAL_2"];
const TIMES: &[&str] = &["5 s", "250 ms", "1.5 min", "2 h", "1 d"];
const SIGNS: &[&str] = &["=", "!=", "&lt;", "&lt;=", "&gt;", "&gt;="];
const OPERATORS: &[&str] = &["eq", "ne", "lt", "le", "gt", "ge"];

fn words() -> impl Strategy<Value = String> {
    vec(select(WORDS), 1..6).prop_map(|words| words.join(" "))
}

/// Returns an attribute, or none.
fn maybe(name: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::option::of(select(values))
        .prop_map(move |value| value.map_or(String::new(), |value| format!(" {name}='{value}'")))
}

fn telecommand() -> impl Strategy<Value = String> {
    let number = (select(NUMBERS), maybe("unit", &["V", "deg/s", "°C"]));
    let value = prop_oneof![
        number.prop_map(|(number, unit)| format!("value='{number}'{unit}")),
        select(LABELS).prop_map(|label| format!("value='{label}'")),
        Just("value='two words'".to_owned()),
        Just("value='$LIMIT'".to_owned()),
        Just("value='true'".to_owned()),
    ];
    let arguments = vec((select(&["MODE", "RATE_1", "n"][..]), value), 0..3);
    let directives = vec(Just("<directive name='acknowledgment' value='Acknowledge_Sent'/>"), 0..2);
    (select(TELECOMMANDS), arguments, directives).prop_map(|(name, arguments, directives)| {
        let given: String = arguments.iter().map(|(name, value)| format!("<arg name='{name}' {value}/>")).collect();
        format!("<tc name='{name}'>{given}{}</tc>", directives.concat())
    })
}

fn check() -> impl Strategy<Value = String> {
    let number =
        (select(NUMBERS), maybe("unit", &["V", "m/s"])).prop_map(|(value, unit)| format!("value='{value}'{unit}"));
    let value = prop_oneof![number, select(LABELS).prop_map(|label| format!("value='{label}'"))];
    let tm = (select(PARAMETERS), select(OPERATORS), value)
        .prop_map(|(name, operator, value)| format!("<tm name='{name}' op='{operator}' {value}/>"));
    (select(&["check", "verify"][..]), maybe("within", TIMES), maybe("delay", TIMES), vec(tm, 1..3))
        .prop_map(|(name, within, delay, tms)| format!("<{name}{within}{delay}>{}</{name}>", tms.concat()))
}

fn condition() -> impl Strategy<Value = String> {
    let value = prop_oneof![select(&["1", "-0.5", "26.50 V", "3 m/s"][..]), select(LABELS), Just("$LIMIT")];
    let one =
        (select(PARAMETERS), select(SIGNS), value).prop_map(|(name, sign, value)| format!("{name} {sign} {value}"));
    (one.clone(), proptest::option::of((select(&["and", "or"][..]), one)))
        .prop_map(|(first, more)| more.map_or(first.clone(), |(joint, second)| format!("{first} {joint} {second}")))
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        telecommand(),
        check(),
        select(TIMES).prop_map(|time| format!("<wait for='{time}'/>")),
        (condition(), maybe("timeout", TIMES)).prop_map(|(until, timeout)| format!("<wait until='{until}'{timeout}/>")),
        words().prop_map(|words| format!("<manual>{words}</manual>")),
        words().prop_map(|words| format!("<log>{words}</log>")),
        select(PARAMETERS).prop_map(|name| format!("<record name='{name}'/>")),
        (select(PARAMETERS), words()).prop_map(|(name, words)| format!("<record name='{name}'>{words}</record>")),
    ]
}

/// Returns a step of these actions; `@` stands for its identifier.
fn step(actions: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = String> {
    let safety = (select(&["warning", "caution", "note"][..]), words())
        .prop_map(|(kind, words)| format!("<{kind}>{words}</{kind}>"));
    let flags = (any::<bool>(), any::<bool>(), maybe("role", &["Flight director", "SPACON"]));
    let outcome = prop_oneof![
        Just("<on outcome='confirmed' action='continue'/>"),
        Just("<on outcome='not-confirmed' action='restart' max='3' timeout='30 s'/>"),
        Just("<on outcome='not-confirmed' action='ask-user'/>"),
        Just("<on outcome='aborted' action='abort'/>"),
        Just("<on outcome='aborted' action='raise-event' event='alert'/>"),
        Just("<on outcome='confirmed' action='terminate'/>"),
    ];
    let end = (proptest::option::of(words()), vec(outcome, 0..3));
    (words(), flags, vec(safety, 0..2), actions, end).prop_map(
        |(title, flags, safety, actions, (expected, outcomes))| {
            let (critical, hold, role) = flags;
            let critical = if critical { " critical='true'" } else { "" };
            let hold = if hold { " hold='true'" } else { "" };
            let expected = expected.map_or(String::new(), |words| format!("<expected>{words}</expected>"));
            let outcomes = outcomes.concat();
            let outcomes =
                if outcomes.is_empty() { outcomes } else { format!("<continuation>{outcomes}</continuation>") };
            format!(
                "<step id='@'{critical}{hold}{role}><title>{title}</title>{}{}{expected}{outcomes}</step>",
                safety.concat(),
                actions.concat()
            )
        },
    )
}

/// Joins what is repeated: a repetition holds no notes between its actions.
fn turn(actions: &[String]) -> String {
    actions.concat().replace("note>", "manual>")
}

fn action() -> impl Strategy<Value = String> {
    leaf().prop_recursive(3, 24, 3, |inner| {
        let steps = || vec(step(vec(inner.clone(), 1..3)), 1..3).prop_map(|steps| steps.concat());
        prop_oneof![
            (condition(), steps(), proptest::option::of(steps())).prop_map(|(test, steps, otherwise)| {
                let otherwise = otherwise.map_or(String::new(), |steps| format!("<otherwise>{steps}</otherwise>"));
                format!("<decide><when test='{test}'>{steps}</when>{otherwise}</decide>")
            }),
            (condition(), condition(), steps(), steps()).prop_map(|(first, second, one, other)| {
                format!("<decide><when test='{first}'>{one}</when><when test='{second}'>{other}</when></decide>")
            }),
            (maybe("until", &["one"]), steps())
                .prop_map(|(until, steps)| format!("<parallel{until}>{steps}</parallel>")),
            (condition(), vec(inner.clone(), 1..3))
                .prop_map(|(until, actions)| format!("<repeat until='{until}'>{}</repeat>", turn(&actions))),
            (condition(), vec(inner.clone(), 1..3))
                .prop_map(|(asked, actions)| format!("<repeat while='{asked}'>{}</repeat>", turn(&actions))),
            vec(inner.clone(), 1..3)
                .prop_map(|actions| format!("<repeat for='i := 1 to 3'>{}</repeat>", turn(&actions))),
            step(vec(inner.clone(), 1..3)),
            words().prop_map(|words| format!("<manual>-</manual><note>{words}</note>")),
        ]
    })
}

fn definition() -> impl Strategy<Value = String> {
    let purpose = proptest::option::of(words());
    let watchdog = proptest::option::of(vec(leaf(), 1..3));
    let body = vec(step(vec(action(), 0..4)), 1..4);
    (words(), purpose, body, watchdog, check()).prop_map(|(title, purpose, body, watchdog, check)| {
        let purpose = purpose.map_or(String::new(), |words| format!("<purpose>{words}</purpose>"));
        let watchdog = watchdog.map_or(String::new(), |actions| {
            let step = format!("<step id='@'><title>Safe</title>{}</step>", actions.concat());
            format!("<watchdog><on event='alert'>{step}</on></watchdog>")
        });
        let check = check.replace("verify", "check").replace("<check", "<check ");
        let delayed = regex::Regex::new(" delay='[^']*'").expect("valid");
        let check = delayed.replace_all(&check, "");
        let text = format!(
            "<procedure id='FCP-X-1' type='FCP' issue='2' status='draft' date='2026-11-29' lang='en'><title>{title}</title>\
             {purpose}<declare><variable name='LIMIT' type='real' unit='V'>The limit</variable><event name='alert'>Something \
             is wrong</event></declare><preconditions>{check}</preconditions><body>{}</body>{watchdog}\
             <confirmation>{check}</confirmation></procedure>",
            body.concat()
        );
        let mut parts = text.split("id='@'");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (number, part) in (1..).zip(parts) {
            // Some identifiers are names in PLUTO, others are not.
            let id = match number % 3 {
                0 => format!("s{number}.a"),
                1 => format!("step-{number}"),
                _ => format!("STEP_{number}"),
            };
            out.push_str(&format!("id='{id}'{part}"));
        }
        out
    })
}

proptest! {
    // A failure becomes a case of its own, with a name; no file is left in the tree.
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn what_goes_out_as_xml_comes_back_equal(text in definition()) {
        let (before, _) = read("p.xml", &text);
        let back = written(&before, Target::Xml, true);
        let (after, found) = read("p.xml", &back.text);
        prop_assert!(found.is_empty(), "{found:?}\n{}", back.text);
        prop_assert_eq!(said(&before), said(&after), "{}", back.text);
        prop_assert!(back.findings.is_empty(), "{:?}", back.findings);
    }

    #[test]
    fn what_goes_out_as_pluto_comes_back_equal(text in definition()) {
        let (before, _) = read("p.xml", &text);
        let back = written(&before, Target::Pluto, false);
        let (after, found) = read("p.pluto", &back.text);
        prop_assert!(found.is_empty(), "{found:?}\n{}", back.text);
        prop_assert_eq!(said(&before), said(&after), "{}", back.text);
    }
}
