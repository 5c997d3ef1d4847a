//! How it is told that a telecommand came one stage further.

use ecow::{EcoString, eco_format};

use super::super::tree::{Element, collapse};
use super::constraint::collect;
use super::criteria::criteria;
use super::within;
use crate::model::database::Verifier;

/// The stages, in the order in which a telecommand comes through them (XTCE 1.2, VerifierSetType).
const STAGES: [(&str, &str); 8] = [
    ("TransferredToRangeVerifier", "transferred to range"),
    ("SentFromRangeVerifier", "sent from range"),
    ("ReceivedVerifier", "received"),
    ("AcceptedVerifier", "accepted"),
    ("QueuedVerifier", "queued"),
    ("ExecutionVerifier", "execution"),
    ("CompleteVerifier", "complete"),
    ("FailedVerifier", "failed"),
];

/// Reads the verifiers that a telecommand states itself, in the order of the stages.
pub(super) fn read(command: Element) -> Vec<Verifier> {
    let mut verifiers = Vec::new();
    // XTCE 1.0 and 1.1 call the set `Verifiers`.
    for set in command.elements().filter(|set| matches!(set.name(), "VerifierSet" | "Verifiers")) {
        for (element, stage) in STAGES {
            verifiers.extend(within(set, element).into_iter().map(|stated| verifier(stated, stage)));
        }
    }
    verifiers
}

fn verifier(stated: Element, stage: &str) -> Verifier {
    let (mut comparisons, mut all) = (Vec::new(), true);
    let conditions = |stated: Element| {
        let parts = stated.elements().filter(|part| {
            matches!(part.name(), "Comparison" | "ComparisonList" | "BooleanExpression" | "CustomAlgorithm")
        });
        parts.map(|part| criteria(part, true)).collect::<Vec<EcoString>>()
    };
    collect(stated, &mut comparisons, &mut all);
    let mut parts = conditions(stated);
    for inner in stated.elements() {
        match inner.name() {
            "ContainerRef" => parts.push(eco_format!("packet {}", value(inner, "containerRef"))),
            "ParameterValueChange" => parts.push(change(inner)),
            _ => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    Verifier {
        stage: stage.into(),
        text: parts.join(" and ").into(),
        comparisons,
        window: window(stated),
        span: stated.tag(),
    }
}

/// Says by how much a parameter must change.
fn change(stated: Element) -> EcoString {
    let parameter = within(stated, "ParameterRef").first().map(|named| value(*named, "parameterRef"));
    let by = within(stated, "Change").first().map(|change| value(*change, "value"));
    eco_format!("{} changes by {}", parameter.unwrap_or_default(), by.unwrap_or_default())
}

/// Says when a verifier is looked at: `PT1S to PT30S`; nothing where that is not stated.
fn window(stated: Element) -> EcoString {
    // XTCE 1.0 and 1.1 have one time to wait.
    let waited = value(stated, "timeToWait");
    let Some(window) = within(stated, "CheckWindow").into_iter().next() else { return waited };
    let (start, stop) = (value(window, "timeToStartChecking"), value(window, "timeToStopChecking"));
    match (start.is_empty(), stop.is_empty()) {
        (true, true) => waited,
        (true, false) => stop,
        (false, true) => eco_format!("from {start}"),
        (false, false) => eco_format!("{start} to {stop}"),
    }
}

fn value(element: Element, name: &str) -> EcoString {
    element.attribute(name).map(|value| collapse(value.as_str())).unwrap_or_default()
}
