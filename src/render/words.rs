//! The words that opsdoc itself writes, in the language of the document they stand in.

use crate::diagnostic::Severity;
use crate::link::names::Name;
use crate::model::block::{AdmonitionKind, GroupKind, MarkKind};
use crate::model::document::{Document, DocumentKind, Status};

/// A word in French and English.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Word {
    /// Returns the word in a language (a BCP 47 tag); English where it is neither.
    pub fn in_language(self, language: &str) -> &'static str {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("fr") { self.fr } else { self.en }
    }
}

macro_rules! words {
    ($($name:ident: $fr:literal, $en:literal;)+) => {
        $(#[doc = $en] pub const $name: Word = Word { fr: $fr, en: $en };)+
    };
}

words! {
    CONTENTS: "Sommaire", "Contents";
    ON_THIS_PAGE: "Sur cette page", "On this page";
    HOME: "Accueil", "Home";
    DOCUMENTS: "Documents", "Documents";
    PROCEDURES: "Procédures", "Procedures";
    TELECOMMANDS: "Télécommandes", "Telecommands";
    PARAMETERS: "Paramètres", "Parameters";
    ALARMS: "Alarmes", "Alarms";
    IDENTIFIER: "Identifiant", "Identifier";
    TITLE: "Titre", "Title";
    KIND: "Type", "Type";
    ISSUE: "Édition", "Issue";
    REVISION: "Révision", "Revision";
    STATUS: "Statut", "Status";
    DATE: "Date", "Date";
    LANGUAGE: "Langue", "Language";
    CLASSIFICATION: "Classification", "Classification";
    CAVEATS: "Mentions", "Caveats";
    CRITICALITY: "Criticité", "Criticality";
    DATABASE: "Base de données mission", "Mission database";
    AUTHORS: "Auteurs", "Authors";
    MISSIONS: "Missions", "Missions";
    SATELLITES: "Satellites", "Satellites";
    ENVIRONMENTS: "Environnements", "Environments";
    PHASES: "Phases", "Phases";
    CONDITION: "Condition", "Condition";
    TRANSLATION_OF: "Traduction de", "Translation of";
    RESTATES: "Reprend la procédure", "Restates procedure";
    IN_PART: "en partie", "in part";
    COMMIT: "Commit source", "Source commit";
    SUPERSEDED_BY: "Remplacé. Le document applicable est", "Superseded. The document that applies is";
    SUPERSEDED: "Remplacé : ne plus l’utiliser.", "Superseded: no longer to be used.";
    CITED_BY: "Cité par", "Cited by";
    CITES: "Cite", "Cites";
    USED_IN: "Utilisé dans", "Used in";
    NOT_USED: "Cité nulle part", "Cited nowhere";
    PURPOSE: "Objet", "Purpose";
    TRIGGERS: "Déclencheurs", "Triggers";
    ALARM: "Alarme", "Alarm";
    EVENT: "Événement", "Event";
    SYMPTOM: "Symptôme", "Symptom";
    REFERENCES: "Documents de référence", "References";
    HISTORY: "Évolutions", "Change record";
    APPROVALS: "Approbations", "Approvals";
    VALIDATION: "Validation", "Validation";
    REQUIREMENTS: "Prérequis", "Requirements";
    ROLE: "Rôle", "Role";
    RESOURCE: "Moyen", "Resource";
    VISIBILITY: "Visibilité", "Visibility";
    DURATION: "Durée", "Duration";
    DECLARATIONS: "Déclarations", "Declarations";
    VARIABLE: "Variable", "Variable";
    PRECONDITIONS: "Préconditions", "Preconditions";
    STEPS: "Étapes", "Steps";
    STEP: "Étape", "Step";
    WATCHDOG: "Surveillance", "Watchdog";
    ON: "Sur", "On";
    CONFIRMATION: "Confirmation", "Confirmation";
    CLOSEOUT: "Clôture", "Closeout";
    AUTHOR: "Auteur", "Author";
    REASON: "Motif", "Reason";
    NAME: "Nom", "Name";
    MEANS: "Moyen", "Means";
    CONFIGURATION: "Configuration", "Configuration";
    RESULT: "Résultat", "Result";
    SEND: "Envoyer", "Send";
    DIRECTIVE: "directive", "directive";
    CHECK: "Contrôler", "Check";
    VERIFY: "Vérifier", "Verify";
    WITHIN: "sous", "within";
    AFTER: "après", "after";
    TOLERANCE: "tolérance", "tolerance";
    WAIT: "Attendre", "Wait";
    UNTIL: "jusqu’à", "until";
    TIMEOUT: "au plus", "at most";
    DECIDE: "Décider", "Decide";
    IF: "Si", "If";
    OTHERWISE: "Sinon", "Otherwise";
    GO_TO: "aller à", "go to";
    CALL: "Appeler", "Call";
    WITH: "avec", "with";
    IN_PARALLEL: "En parallèle", "In parallel";
    UNTIL_ALL: "jusqu’à la fin de toutes", "until all have ended";
    UNTIL_ONE: "jusqu’à la fin de l’une", "until one has ended";
    WAY: "Voie", "Way";
    REPEAT: "Répéter", "Repeat";
    WHILE: "tant que", "while";
    FOR: "pour", "for";
    TIMES_AT_MOST: "fois au plus", "times at most";
    MANUAL: "Action", "Action";
    VOICE: "Annoncer", "Say";
    TO: "à", "to";
    SCRIPT: "Exécuter", "Run";
    RECORD: "Relever", "Record";
    LOG: "Consigner", "Log";
    EXPECTED: "Attendu", "Expected";
    CONTINUATION: "Suite", "Continuation";
    CRITICAL: "Critique", "Critical";
    HOLD: "Point d’arrêt", "Hold point";
    IRREVERSIBLE: "Irréversible", "Irreversible";
    TO_BE_DETERMINED: "À déterminer", "To be determined";
    OWNER: "Responsable", "Owner";
    DUE: "Échéance", "Due";
    PAGE: "Page", "Page";
    OF: "sur", "of";
    ARGUMENTS: "Arguments", "Arguments";
    RANGE: "Domaine", "Range";
    UNIT: "Unité", "Unit";
    VALUES: "Valeurs", "Values";
    DESCRIPTION: "Description", "Description";
    SUBSYSTEM: "Système", "System";
    SIGNIFICANCE: "Conséquence", "Significance";
    ABSTRACT: "abstraite", "abstract";
    ALIASES: "Autres noms", "Aliases";
    UNVERSIONED: "hors gestion de version", "unversioned";
    FOOTNOTES: "Notes", "Footnotes";
    PDF: "PDF", "PDF";
    PREVIOUS: "Précédent", "Previous";
    NEXT: "Suivant", "Next";
    FIND: "Filtrer", "Filter";
    SENT_ONLY_WHERE: "Envoyée seulement si", "Sent only where";
    VERIFIED_BY: "Vérifiée", "Verified";
    WHERE: "si", "where";
    RAW: "brut", "raw";
    BY_DESCRIPTION: "selon sa description", "by its description";
    INITIALLY: "Valeur initiale", "Initially";
    CARRIED_BY: "Dans", "Carried by";
    HANDLED_BY: "Traité par", "Handled by";
    NO_PROCEDURE: "aucune procédure", "no procedure";
    PICTURE: "Figure", "Figure";
    BINDER: "Classeur", "Binder";
    PROCEDURE: "Procédure", "Procedure";
    UNCOMMITTED: "modifié", "modified";
    GO_TO_STEP: "aller à l’étape", "go to step";
    SKIP_TO_CONTENT: "Aller au contenu", "Skip to content";
    CHECKS: "Contrôles", "Checks";
    CHECK_REPORT: "Rapport de contrôle", "Check report";
    ERRORS: "Erreurs", "Errors";
    WARNINGS: "Avertissements", "Warnings";
    NOTES: "Remarques", "Notes";
    WAIVED: "Constats acceptés", "Waived";
    FINDINGS: "Constats", "Findings";
    BY_SEVERITY: "Par gravité", "By severity";
    BY_RULE: "Par règle", "By rule";
    BY_DOCUMENT: "Par document", "By document";
    RULE: "Règle", "Rule";
    SEVERITY: "Gravité", "Severity";
    NO_FINDINGS: "Aucun constat.", "No findings.";
    AS_OF: "État au", "As of";
    DAY_OF_COMMIT: "jour du commit", "the day of the commit";
    NO_DAY: "Sans date : aucune échéance n’est échue.", "No day is known: nothing is overdue.";
    NOT_PRINTED: "Sans PDF : ce que seule l’impression trouve manque ici.", "Without PDFs: what only printing finds is not in here.";
    COVERAGE: "Couverture par les procédures", "Coverage by procedures";
    SENT_BY_PROCEDURE: "Télécommandes envoyées", "Telecommands sent";
    CHECKED_BY_PROCEDURE: "Paramètres contrôlés", "Parameters checked";
    HANDLED_BY_PROCEDURE: "Alarmes traitées", "Alarms handled";
    SENT_BY_NONE: "Télécommandes qu’aucune procédure n’envoie", "Telecommands that no procedure sends";
    CHECKED_BY_NONE: "Paramètres qu’aucune procédure ne contrôle", "Parameters that no procedure checks";
    HANDLED_BY_NONE: "Alarmes qu’aucune procédure ne traite", "Alarms that no procedure handles";
    ACCEPTED_BY: "Accepté par", "Accepted by";
    ACCEPTED_UNTIL: "jusqu’au", "until";
    LINE: "ligne", "line";
    HELP: "Que faire", "What to do";
    TABLE: "Tableau", "Table";
    EXAMPLE: "Exemple", "Example";
    SUPPLY: "Consommable", "Supply";
    SPARE: "Rechange", "Spare";
    SEARCH: "Rechercher", "Search";
    MISSION: "Mission", "Mission";
    PHASE: "Phase", "Phase";
    ENVIRONMENT: "Environnement", "Environment";
    DOCUMENT: "Document", "Document";
    SECTION: "Section", "Section";
    TELECOMMAND: "Télécommande", "Telecommand";
    PARAMETER: "Paramètre", "Parameter";
    HIT: "réponse", "result";
    HITS: "réponses", "results";
    NO_HITS: "Rien n’a été trouvé.", "Nothing was found.";
    LOOKED_FOR_INSTEAD: "Rien ne contient « % » ; recherché à la place :", "Nothing holds “%”; looked for instead:";
    DID_YOU_MEAN: "Vouliez-vous dire", "Did you mean";
    MORE_HITS: "Afficher plus", "Show more";
    NO_SEARCH_DATA: "Les données de recherche manquent ou sont endommagées.", "The search data is missing or damaged.";
    SEARCH_KEYS: "↑ ↓ choisir · Entrée ouvrir · Échap fermer", "↑ ↓ choose · Enter open · Esc close";
}

/// Returns what an outcome, or the action that follows it, is called in a language other than that of the attribute's
/// values.
pub fn gloss(value: &str, language: &str) -> Option<&'static str> {
    let (fr, en) = match value {
        "confirmed" => ("confirmé", "confirmed"),
        "not-confirmed" => ("non confirmé", "not-confirmed"),
        "aborted" => ("interrompu", "aborted"),
        "continue" => ("continuer", "continue"),
        "restart" => ("reprendre l’étape", "restart"),
        "abort" => ("abandonner la procédure", "abort"),
        "ask-user" => ("demander à l’opérateur", "ask-user"),
        "raise-event" => ("signaler l’événement", "raise-event"),
        "terminate" => ("terminer la procédure", "terminate"),
        "goto" => ("aller à l’étape", "goto"),
        _ => return None,
    };
    Some(Word { fr, en }.in_language(language)).filter(|word| *word != value)
}

/// Returns the word that heads an admonition.
pub fn admonition(kind: AdmonitionKind) -> Word {
    match kind {
        AdmonitionKind::Danger => Word { fr: "Danger", en: "Danger" },
        AdmonitionKind::Warning => Word { fr: "Avertissement", en: "Warning" },
        AdmonitionKind::Caution => Word { fr: "Attention", en: "Caution" },
        AdmonitionKind::Note => Word { fr: "Remarque", en: "Note" },
        AdmonitionKind::Tip => Word { fr: "Conseil", en: "Tip" },
        AdmonitionKind::Important => Word { fr: "Important", en: "Important" },
    }
}

/// Returns the word for how grave a finding is.
pub fn severity(severity: Severity) -> Word {
    match severity {
        Severity::Error => Word { fr: "erreur", en: "error" },
        Severity::Warning => Word { fr: "avertissement", en: "warning" },
        Severity::Note => Word { fr: "remarque", en: "note" },
    }
}

/// Names a document by its identifier and issue.
pub fn issue_of(document: &Document, language: &str) -> String {
    let id = document.id().map_or("", |id| id.as_str());
    match &document.metadata.issue {
        Some(issue) => format!("{id}, {} {}", ISSUE.in_language(language).to_lowercase(), issue.text),
        None => id.to_owned(),
    }
}

/// Returns the word for a status.
pub fn status(status: Status) -> Word {
    match status {
        Status::Superseded => Word { fr: "remplacé", en: "superseded" },
        Status::Draft => Word { fr: "projet", en: "draft" },
        Status::InReview => Word { fr: "en relecture", en: "in review" },
        Status::Validated => Word { fr: "validé", en: "validated" },
        Status::Qualified => Word { fr: "qualifié", en: "qualified" },
        Status::Operational => Word { fr: "opérationnel", en: "operational" },
    }
}

/// Returns the word for a kind of document.
pub fn kind(kind: DocumentKind) -> Word {
    match kind {
        DocumentKind::Manual => Word { fr: "Document", en: "Document" },
        DocumentKind::FlightControl => Word { fr: "Procédure de contrôle en vol", en: "Flight control procedure" },
        DocumentKind::Contingency => Word { fr: "Procédure d’urgence", en: "Contingency recovery procedure" },
        DocumentKind::GroundControl => Word { fr: "Procédure sol", en: "Ground control procedure" },
        DocumentKind::OnBoard => Word { fr: "Procédure bord", en: "On-board control procedure" },
        DocumentKind::Scenario => Word { fr: "Scénario d’entraînement", en: "Training scenario" },
        DocumentKind::Procedure => Word { fr: "Procédure", en: "Procedure" },
        DocumentKind::Publication => Word { fr: "Publication", en: "Publication" },
    }
}

/// Returns the word that heads blocks of a kind, whatever their title.
pub fn group(kind: GroupKind) -> Option<Word> {
    Some(match kind {
        GroupKind::Condition => Word { fr: "Symptôme", en: "Condition" },
        GroupKind::Cause => Word { fr: "Cause", en: "Cause" },
        GroupKind::Remedy => Word { fr: "Remède", en: "Remedy" },
        GroupKind::Related => Word { fr: "Voir aussi", en: "See also" },
        GroupKind::Keys => Word { fr: "Clés", en: "Keys" },
        GroupKind::Plain | GroupKind::Figure | GroupKind::Table | GroupKind::Example => return None,
    })
}

/// Returns the word that stands before what a mark says.
pub fn mark(kind: MarkKind) -> Word {
    match kind {
        MarkKind::Applies => Word { fr: "Applicable à", en: "Applies to" },
        MarkKind::Added => Word { fr: "Ajouté", en: "Added" },
        MarkKind::Modified => Word { fr: "Modifié", en: "Changed" },
        MarkKind::Deleted => Word { fr: "Supprimé", en: "Deleted" },
        MarkKind::Portion => Word { fr: "Marquage", en: "Marking" },
    }
}

/// Returns what a place is called in a language: `Figure 2`, `Step 3.1`.
pub fn place(name: &Name, language: &str) -> String {
    match name {
        Name::Step(number) => format!("{} {number}", STEP.in_language(language)),
        Name::Figure(number) => format!("{} {number}", PICTURE.in_language(language)),
        Name::Table(number) => format!("{} {number}", TABLE.in_language(language)),
        Name::Titled(title) => title.to_string(),
    }
}
