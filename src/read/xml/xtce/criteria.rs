//! Conditions on parameters, as contexts and constraints state them.

use ecow::{EcoString, eco_format};

use super::super::tree::Element;

/// Writes the criteria of a context as a condition: `MODE = SAFE and (A > 1 or B < 2)`. With `itself`, the element is
/// a criterion, else it holds them.
pub(super) fn criteria(element: Element, itself: bool) -> EcoString {
    if itself {
        return criterion(element);
    }
    let parts: Vec<EcoString> = element.elements().map(criterion).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { element.words() } else { join(&parts, " and ") }
}

fn criterion(element: Element) -> EcoString {
    let value = |name| element.attribute(name).map(|value| value.text.clone());
    let inner = || element.elements().map(criterion).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    match element.name() {
        "Comparison" => {
            let sign = value("comparisonOperator");
            let sign = sign.as_deref().map_or("=", sign_of);
            eco_format!("{} {sign} {}", value("parameterRef").unwrap_or_default(), value("value").unwrap_or_default())
        }
        "Condition" => join(&inner(), " "),
        "ParameterInstanceRef" => value("parameterRef").unwrap_or_default(),
        "ArgumentInstanceRef" => value("argumentRef").unwrap_or_default(),
        "ComparisonOperator" => sign_of(&element.words()).into(),
        "ANDedConditions" => eco_format!("({})", join(&inner(), " and ")),
        "ORedConditions" => eco_format!("({})", join(&inner(), " or ")),
        "ComparisonList" => join(&inner(), " and "),
        "BooleanExpression" => join(&inner(), " "),
        "CustomAlgorithm" => match value("name").or_else(|| value("algorithmRef")) {
            Some(name) => eco_format!("algorithm {name}"),
            None => "an algorithm".into(),
        },
        "NextContainer" => eco_format!("the next packet is {}", value("containerRef").unwrap_or_default()),
        _ => element.words(),
    }
}

fn sign_of(operator: &str) -> &str {
    if operator == "==" { "=" } else { operator }
}

fn join(parts: &[EcoString], between: &str) -> EcoString {
    parts.join(between).into()
}
