//! What words of an author mean to the rules on steps, in French and in English.

use crate::model::inline::{Inline, plain};

/// Verbs that begin an instruction to look.
const LOOK: &[&str] = &[
    "check",
    "verify",
    "confirm",
    "compare",
    "observe",
    "monitor",
    "watch",
    "ensure",
    "inspect",
    "see",
    "look",
    "measure",
    "note",
    "read",
    "contrôler",
    "contrôlez",
    "vérifier",
    "vérifiez",
    "confirmer",
    "confirmez",
    "comparer",
    "comparez",
    "constater",
    "constatez",
    "observer",
    "observez",
    "surveiller",
    "surveillez",
    "s'assurer",
    "assurer",
    "assurez",
    "relever",
    "relevez",
    "lire",
    "lisez",
    "mesurer",
    "mesurez",
    "noter",
    "notez",
    "s",
    "suivre",
    "suivez",
];

/// Words of which one stands in a demand for a go, or in an agreement.
const GO: &[&str] = &[
    "authorization",
    "authorisation",
    "authorisations",
    "authorise",
    "authorize",
    "authorised",
    "authorized",
    "approval",
    "approve",
    "approved",
    "approves",
    "agrees",
    "agreed",
    "agreement",
    "permission",
    "clearance",
    "consent",
    "accord",
    "autorisation",
    "autorise",
    "autoriser",
    "autorisé",
    "autorisée",
    "approbation",
];

/// Words that begin a warning which stands in running text.
const DANGER: &[&str] = &[
    "warning",
    "caution",
    "danger",
    "attention",
    "avertissement",
    "mise en garde",
    "beware",
    "avertissement de sécurité",
];

/// Verbs that tell someone to send, in the forms that begin an instruction.
const SEND: &[&str] = &[
    "send",
    "issue",
    "transmit",
    "uplink",
    "execute",
    "run",
    "command",
    "apply",
    "load",
    "open",
    "close",
    "switch",
    "set",
    "enable",
    "disable",
    "arm",
    "disarm",
    "start",
    "stop",
    "abort",
    "fire",
    "reset",
    "use",
    "initiate",
    "trigger",
    "envoyer",
    "envoyez",
    "envoie",
    "émettre",
    "émettez",
    "transmettre",
    "transmettez",
    "exécuter",
    "exécutez",
    "appliquer",
    "appliquez",
    "charger",
    "chargez",
    "ouvrir",
    "ouvrez",
    "fermer",
    "fermez",
    "activer",
    "activez",
    "désactiver",
    "désactivez",
    "armer",
    "armez",
    "désarmer",
    "désarmez",
    "lancer",
    "lancez",
    "démarrer",
    "démarrez",
    "arrêter",
    "arrêtez",
    "couper",
    "coupez",
    "allumer",
    "allumez",
    "éteindre",
    "éteignez",
    "commander",
    "commandez",
    "passer",
    "passez",
    "basculer",
    "basculez",
    "déclencher",
    "déclenchez",
];

/// Words that may stand before the verb of an instruction.
const LEAD: &[&str] = &[
    "then",
    "please",
    "first",
    "always",
    "immediately",
    "now",
    "and",
    "puis",
    "ensuite",
    "alors",
    "d'abord",
    "abord",
    "immédiatement",
    "toujours",
    "aussitôt",
    "et",
    "also",
    "finally",
    "enfin",
    "d",
];

/// Tells whether words ask for an agreement, or give one.
pub fn is_go(content: &[Inline]) -> bool {
    let text = plain(content).to_lowercase();
    // One may `go to` a step without anyone's go.
    let goes =
        words(&text).any(|word| word == "go") && !["go to", "go on", "go back"].iter().any(|it| text.contains(it));
    goes || text.contains("feu vert") || words(&text).any(|word| GO.contains(&word))
}

/// Tells whether words are an instruction to look at something.
pub fn is_look(content: &[Inline]) -> bool {
    let text = plain(content).to_lowercase();
    sentences(&text).any(|sentence| words(sentence).next().is_some_and(|word| LOOK.contains(&word)))
}

/// Tells whether words begin as a warning does: `Warning: …`, `ATTENTION ! …`.
pub fn is_danger(content: &[Inline]) -> bool {
    let text = plain(content).to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    DANGER.iter().any(|word| {
        let rest = text.strip_prefix(word).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with([':', '!', '—', '–']))
    })
}

/// Tells whether a clause tells someone to do something: it begins with a verb that does.
pub fn is_order(clause: &str) -> bool {
    let clause = clause.to_lowercase();
    let mut words = words(&clause).skip_while(|word| LEAD.contains(word));
    words.next().is_some_and(|word| SEND.contains(&word))
}

/// Tells whether a clause forbids: `do not …`, `ne pas …`, `never …`.
pub fn is_forbidden(clause: &str) -> bool {
    const NOT: &[&str] = &[
        "not",
        "don",
        "never",
        "avoid",
        "without",
        "nobody",
        "ne",
        "n",
        "jamais",
        "éviter",
        "sans",
        "interdit",
        "forbidden",
    ];
    words(&clause.to_lowercase()).any(|word| NOT.contains(&word))
}

/// Tells whether a clause restricts: `only …`, `uniquement …`.
pub fn is_restricted(clause: &str) -> bool {
    const ONLY: &[&str] = &["only", "uniquement", "seulement", "exclusively", "exclusivement"];
    words(&clause.to_lowercase()).any(|word| ONLY.contains(&word))
}

/// Tells whether a clause says of something that it has to be sent: `TC_X must be sent`.
pub fn is_passive_order(clause: &str) -> bool {
    const FORMS: &[&str] = &[
        "must be sent",
        "shall be sent",
        "has to be sent",
        "is to be sent",
        "should be sent",
        "doit être envoyé",
        "doivent être envoyé",
        "est à envoyer",
        "sera envoyé",
        "à envoyer",
    ];
    const NOT: &[&str] = &["not ", "never ", "no ", "ne ", "n'", "n’", "jamais", "only ", "nobody", "nothing"];
    let clause = clause.to_lowercase();
    FORMS.iter().any(|form| clause.contains(form)) && !NOT.iter().any(|word| clause.contains(word))
}

/// Parts a text into sentences.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_terminator(['!', '?', '\n', ';']).flat_map(|part| part.split(". ")).map(str::trim)
}

/// Visits the words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
