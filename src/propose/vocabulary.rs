//! The usual words of heads and labels, in English, French and German.

use crate::project::dialect::{Means, normal};

const HEADS: &[(Means, &[&str])] = &[
    (
        Means::Number,
        &["step", "step #", "step no", "step no.", "no", "no.", "n°", "nr", "nr.", "#", "étape", "pas", "schritt"],
    ),
    (
        Means::Form,
        &[
            "actual",
            "actual result",
            "measured",
            "measured value",
            "observed",
            "p/f",
            "pass",
            "fail",
            "pass/fail",
            "initials",
            "signature",
            "done",
            "ok",
            "ok/nok",
            "fait",
            "mesuré",
            "relevé",
            "visa",
            "gemessen",
            "erledigt",
            "ist",
            "sign-off",
        ],
    ),
    (
        Means::Expected,
        &[
            "expected",
            "expected result",
            "expected results",
            "expected response",
            "expected value",
            "criteria",
            "pass criteria",
            "verification",
            "attendu",
            "résultat attendu",
            "réponse attendue",
            "critère",
            "erwartet",
            "erwartetes ergebnis",
            "soll",
            "result",
        ],
    ),
    (
        Means::Telecommand,
        &["command", "telecommand", "tc", "cmd", "commande", "télécommande", "befehl", "telekommando"],
    ),
    (Means::Arguments, &["arguments", "args", "argument"]),
    (Means::Parameter, &["parameter", "telemetry", "tm", "mnemonic", "paramètre", "télémesure", "telemetrie"]),
    (Means::Value, &["value", "valeur", "valeur attendue", "wert", "sollwert"]),
    (
        Means::Title,
        &[
            "action",
            "activity",
            "operation",
            "task",
            "description",
            "test",
            "instruction",
            "opération",
            "tâche",
            "activité",
            "handlung",
            "tätigkeit",
            "massnahme",
            "maßnahme",
            "aktion",
            "event",
        ],
    ),
    (Means::Role, &["role", "operator", "who", "position", "responsible", "rôle", "opérateur", "qui", "rolle", "wer"]),
    (Means::Note, &["note", "notes", "remark", "remarks", "comment", "comments", "remarque", "remarques", "bemerkung"]),
    (Means::Wait, &["wait", "attente", "wartezeit"]),
];

const LABELS: &[(Means, &[&str])] = &[
    (
        Means::Telecommand,
        &["tc", "telecommand", "command", "send", "commande", "télécommande", "envoyer", "befehl", "senden"],
    ),
    (Means::Check, &["check", "contrôle", "contrôler", "prüfen"]),
    (Means::Verify, &["verify", "verification", "vérifier", "vérification", "verifizieren"]),
    (Means::Wait, &["wait", "attendre", "attente", "warten"]),
    (Means::Manual, &["action", "do", "faire", "opération", "aktion", "handlung"]),
    (Means::Expected, &["expected", "expected result", "attendu", "résultat attendu", "erwartet", "ergebnis"]),
    (Means::Go, &["go/no-go", "go / no-go", "hold point", "point d'arrêt", "freigabe"]),
    (Means::Call, &["call", "see procedure", "appeler", "aufruf"]),
    (Means::Record, &["record", "relever", "aufzeichnen"]),
    (Means::Log, &["log", "consigner", "journal", "protokoll"]),
    (Means::Voice, &["voice", "phonie", "annonce", "ansage"]),
    (Means::Goto, &["go to", "goto", "aller à", "gehe zu"]),
    (Means::Warning, &["warning", "avertissement", "danger", "warnung"]),
    (Means::Caution, &["caution", "attention", "vorsicht"]),
    (Means::Note, &["note", "remarque", "hinweis"]),
    (Means::Role, &["role", "operator", "rôle", "opérateur", "rolle"]),
    (Means::Form, &["actual", "pass", "measured", "observed", "mesuré", "ist"]),
];

const METADATA: &[(&str, &[&str])] = &[
    ("issue", &["version", "issue", "édition", "ausgabe"]),
    ("revision", &["revision", "rev", "révision"]),
    ("date", &["date", "datum"]),
    ("phases", &["phase", "phases", "mission phase"]),
    ("criticality", &["criticality", "criticité", "kritikalität"]),
    ("authors", &["author", "authors", "auteur", "auteurs", "autor"]),
];

const PARTS: &[(&str, &[&str])] = &[(
    "preconditions",
    &[
        "preconditions",
        "pre-conditions",
        "preconditions checklist",
        "prerequisites",
        "pre-requisites",
        "initial conditions",
        "préconditions",
        "conditions préalables",
        "conditions initiales",
        "prérequis",
        "vorbedingungen",
        "voraussetzungen",
    ],
)];

/// Returns the part that a heading usually begins, by its key in the project file.
pub(super) fn part(words: &str) -> Option<&'static str> {
    let words = normal(words);
    PARTS.iter().find(|(_, known)| known.contains(&words.as_str())).map(|(part, _)| *part)
}

/// Returns what a head of a column usually means.
pub(super) fn head(words: &str) -> Option<Means> {
    of(HEADS, words)
}

/// Returns what a label usually means.
pub(super) fn label(words: &str) -> Option<Means> {
    of(LABELS, words)
}

/// Returns the metadata that a key usually says.
pub(super) fn metadata(words: &str) -> Option<&'static str> {
    let words = normal(words);
    METADATA.iter().find(|(_, known)| known.contains(&words.as_str())).map(|(field, _)| *field)
}

fn of(known: &[(Means, &[&str])], words: &str) -> Option<Means> {
    let words = normal(words);
    known.iter().find(|(_, known)| known.contains(&words.as_str())).map(|(means, _)| *means)
}
