//! Clean procedures, and pages that cite them, for sets that have none.

use super::facts::{Facts, call, element, good};

/// The project file, but for its identifiers.
const PROJECT: &str = r#"title = "Seeded"
languages = ["en", "fr"]

[[mission]]
id = "SED"
satellites = ["SED1", "SED2"]
environments = ["Main centre", "Spare centre"]

[[environment]]
id = "Main centre"

[[environment]]
id = "Spare centre"

[[phase]]
id = "leop"

[[phase]]
id = "routine"

[[marking]]
id = "OPEN"

[[marking]]
id = "LIMITED"

[[marking]]
id = "RESTRICTED"

[identifiers]
procedure = '(FCP|CRP|GCP)-SED-\d{3}'
document = '(MAN|NOTE)-SED-\d{3}'
"#;

/// Makes what a set lacks.
pub(super) fn files(facts: &Facts, identifiers: &str) -> Vec<(String, String)> {
    let named = |path: &str, text: String| (format!("seeded/{path}"), text);
    vec![
        ("opsdoc.toml".to_owned(), format!("{PROJECT}{identifiers}\n")),
        named("fcp-sed-001.xml", procedure(facts, 0, &ENGLISH)),
        named("crp-sed-002.xml", procedure(facts, 5, &FRENCH)),
        named("fcp-sed-003.xml", procedure(facts, 9, &THIRD)),
        named("manual.md", page(facts, 2, "MAN-SED-001", "en", "Console manual", ENGLISH_PAGE)),
        named("manuel.md", page(facts, 3, "MAN-SED-002", "fr", "Manuel de la salle", FRENCH_PAGE)),
    ]
}

/// The words of one procedure.
struct Words {
    root: &'static str,
    title: &'static str,
    purpose: &'static str,
    other: &'static str,
    author: &'static str,
    reason: &'static str,
    role: &'static str,
    condition: &'static str,
    event: &'static str,
    look: &'static str,
    act: &'static str,
    press: &'static str,
    pressed: &'static str,
    wait: &'static str,
    close: &'static str,
    failed: &'static str,
}

const ENGLISH: Words = Words {
    root: r#"id="FCP-SED-001" type="FCP" issue="2" status="operational" date="2026-02-02" lang="en""#,
    title: "Weekly check of the receiver",
    purpose: "Shows that the receiver answers as it did a week ago.",
    other: "CRP-SED-002",
    author: "A. Ferris",
    reason: "Second look added.",
    role: "Operator",
    condition: "The line to the station is open.",
    event: "The line to the station was lost.",
    look: "Look at the receiver",
    act: "Try the receiver",
    press: "Read the state of the receiver aloud.",
    pressed: "The state is the one of last week.",
    wait: "Wait for the answer",
    close: "Write the result down",
    failed: "The receiver did not answer.",
};

const FRENCH: Words = Words {
    root: r#"id="CRP-SED-002" type="CRP" issue="1" status="operational" date="2026-01-12" lang="fr""#,
    title: "Perte de la ligne vers la station",
    purpose: "Rétablit la ligne vers la station et reprend le travail en cours.",
    other: "FCP-SED-003",
    author: "B. Lemoine",
    reason: "Première édition.",
    role: "Opérateur",
    condition: "La station de secours est libre.",
    event: "La ligne de secours est perdue.",
    look: "Regarder l’état de la ligne",
    act: "Basculer sur la ligne de secours",
    press: "Lire l’état de la ligne à voix haute.",
    pressed: "La ligne de secours répond.",
    wait: "Attendre la réponse",
    close: "Consigner le résultat",
    failed: "La ligne n’a pas répondu.",
};

const THIRD: Words = Words {
    root: r#"id="FCP-SED-003" type="FCP" issue="3" status="operational" date="2026-03-09" lang="en""#,
    title: "Return to the main line",
    purpose: "Brings the work back from the spare line to the main line.",
    other: "",
    author: "C. Brandt",
    reason: "Shorter wait.",
    role: "Operator",
    condition: "The main line has been repaired.",
    event: "The main line was lost again.",
    look: "Look at the main line",
    act: "Change over to the main line",
    press: "Read the state of the main line aloud.",
    pressed: "The main line is in use.",
    wait: "Wait for the first frame",
    close: "Write the change-over down",
    failed: "No frame came.",
};

fn procedure(facts: &Facts, at: usize, words: &Words) -> String {
    let Words { root, title, purpose, other, author, reason, role, condition, event, .. } = words;
    let Words { look, act, press, pressed, wait, close, failed, .. } = words;
    let issue = root.split("issue=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("1");
    let date = root.split("date=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let version = facts.version.as_ref();
    let version = version.map(|version| format!(" database=\"{version}\"")).unwrap_or_default();
    let (plain, enumerated, measured) = (facts.plain(), facts.enumerated(), facts.measured());
    let has = facts.is_there();
    let state = has.then(|| enumerated[at % enumerated.len()]);
    let figure = has.then(|| measured[at % measured.len()]);
    let (name, label) =
        state.map_or((String::new(), String::new()), |state| (state.name.text.to_string(), good(&state.data_type)));
    let check = if has { format!("<check><tm name=\"{name}\" value=\"{label}\"/></check>") } else { String::new() };
    let verify = format!("<verify within=\"30 s\"><tm name=\"{name}\" value=\"{label}\"/></verify>");
    let action = if has {
        format!("{}\n      {verify}", element(plain[at % plain.len()], None))
    } else {
        format!("<manual>{press}</manual>")
    };
    let until = figure.map_or_else(
        || "<wait for=\"2 min\"/>".to_owned(),
        |figure| {
            let (name, unit) = (&figure.name.text, &figure.data_type.unit);
            let until = format!("{name} &gt;= {} {unit}", good(&figure.data_type));
            format!("<wait until=\"{until}\" timeout=\"10 min\"/>")
        },
    );
    let counted = "<check><tm name=\"COUNT\" op=\"ge\" value=\"0\"/></check>";
    let confirmation = if has { check.as_str() } else { counted };
    let reaction = match *other {
        "" => {
            format!("<step id=\"step-5\"><title>{close}</title><log>{event}</log><expected>{pressed}</expected></step>")
        }
        other => format!("<call procedure=\"{other}\"/>"),
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<procedure {root} criticality="medium" classification="OPEN"{version}>
  <title>{title}</title>
  <purpose>{purpose}</purpose>
  <applicability missions="SED" environments="Main centre" phases="leop, routine"/>
  <triggers><symptom>{condition}</symptom></triggers>
  <references><docref id="MAN-SED-001" issue="1"/></references>
  <history><change issue="{issue}" date="{date}" author="{author}" reason="{reason}"/></history>
  <approvals><approval role="Manager" name="D. Okoye" date="{date}"/></approvals>
  <validation><run means="simulator" config="Simulator 2" issue="{issue}" date="{date}" result="pass"/></validation>
  <requirements><role name="{role}"/><visibility duration="5 min"/><duration value="20 min"/></requirements>
  <declare><variable name="COUNT" type="integer"/><event name="LINE_LOST">{event}</event></declare>
  <preconditions>
    {check}
    <condition>{condition}</condition>
  </preconditions>
  <body>
    <step id="step-1" role="{role}">
      <title>{look}</title>
      <record name="COUNT"/>
      <decide>
        <when test="COUNT &gt; 2" goto="step-3"/>
        <otherwise goto="step-2"/>
      </decide>
      <expected>{pressed}</expected>
    </step>
    <step id="step-2">
      <title>{act}</title>
      {action}
      <expected>{pressed}</expected>
      <continuation>
        <on outcome="not-confirmed" action="raise-event" event="LINE_LOST">{failed}</on>
      </continuation>
    </step>
    <step id="step-3">
      <title>{wait}</title>
      {until}
      <expected>{pressed}</expected>
      <continuation>
        <on outcome="confirmed" action="continue"/>
        <on outcome="not-confirmed" action="abort">{failed}</on>
      </continuation>
    </step>
    <step id="step-4">
      <title>{close}</title>
      <log>{pressed}</log>
      <expected>{pressed}</expected>
    </step>
  </body>
  <watchdog><on event="LINE_LOST">{reaction}</on></watchdog>
  <confirmation>{confirmation}</confirmation>
  <closeout>{close}.</closeout>
</procedure>
"#
    )
}

const ENGLISH_PAGE: &str = "The room uses two lines. The checks are those of [[FCP-SED-001]].\n\n\
    ## Lines\n\nThe main line is used from morning to evening, see [the return](id:FCP-SED-003#step-2).\n\n\
    A line that is lost is replaced under [[CRP-SED-002]] issue 1.\n\nThe telecommand of the day is `CALL`.\n\n\
    ## Records\n\nWhat was seen is written down, as [the lines](#lines) say. The French page is \
    [here](manuel.md#carnet).\n";

const FRENCH_PAGE: &str = "La salle utilise deux lignes. Les vérifications sont celles de [[FCP-SED-001]].\n\n\
    ## Lignes\n\nLa ligne principale sert du matin au soir ; voir [le retour](id:FCP-SED-003#step-2).\n\n\
    Une ligne perdue est remplacée suivant [[CRP-SED-002]] édition 1.\n\nLa télécommande du jour est `CALL`.\n\n\
    ## Carnet\n\nCe qui a été vu est consigné, comme le disent [les lignes](#lignes). La page anglaise est \
    [ici](manual.md#records).\n";

fn page(facts: &Facts, at: usize, id: &str, language: &str, title: &str, body: &str) -> String {
    let plain = facts.plain();
    let call = plain.get(at).map_or_else(|| "that of yesterday".to_owned(), |telecommand| call(telecommand, None));
    format!(
        "---\nid: {id}\ntitle: {title}\nissue: 1\nstatus: operational\ndate: 2026-01-12\nlang: {language}\n\
         classification: OPEN\nauthors: [A. Ferris]\n---\n\n# {title}\n\n{}",
        body.replace("CALL", &call)
    )
}
