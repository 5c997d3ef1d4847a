//! What must hold before a telecommand may be sent.

use super::super::tree::Element;
use super::criteria::criteria;
use crate::model::database::Constraint;
use crate::model::expression::{Comparison, Operator};
use crate::model::inline::Text;

/// Reads the constraints that a telecommand states itself. Their parameters are paths until [`merge`](super::merge)
/// has found them.
pub(super) fn read(command: Element) -> Vec<Constraint> {
    let lists = command.named("TransmissionConstraintList");
    lists.flat_map(|list| list.named("TransmissionConstraint")).map(constraint).collect()
}

fn constraint(stated: Element) -> Constraint {
    let (mut comparisons, mut all) = (Vec::new(), true);
    collect(stated, &mut comparisons, &mut all);
    Constraint { text: criteria(stated, false), comparisons, all, span: stated.span() }
}

/// Collects the comparisons, however deep; `all` stays where each of them must hold.
pub(super) fn collect(holder: Element, comparisons: &mut Vec<Comparison>, all: &mut bool) {
    for element in holder.elements() {
        match element.name() {
            "Comparison" => comparisons.extend(comparison(element)),
            "Condition" => match condition(element) {
                Some(comparison) => comparisons.push(comparison),
                None => *all = false,
            },
            "ComparisonList" | "BooleanExpression" | "ANDedConditions" => collect(element, comparisons, all),
            // One of several is enough, or an algorithm decides.
            _ => {
                *all = false;
                collect(element, comparisons, all);
            }
        }
    }
}

/// Reads `<Comparison parameterRef="A" comparisonOperator="==" value="1"/>`.
fn comparison(element: Element) -> Option<Comparison> {
    let parameter = element.attribute("parameterRef")?.clone();
    let value = element.attribute("value")?.clone();
    let operator = element.attribute("comparisonOperator").map_or(Some(Operator::Equal), |sign| of_sign(sign.as_str()));
    Some(made(parameter, operator?, value, element))
}

/// Reads a parameter, a sign and a value that stand in elements of their own; nothing where two parameters are
/// compared.
fn condition(element: Element) -> Option<Comparison> {
    let mut parameters = element.named("ParameterInstanceRef").filter_map(|named| named.attribute("parameterRef"));
    let parameter = parameters.next().filter(|_| parameters.next().is_none())?;
    let operator = of_sign(&element.named("ComparisonOperator").next()?.words())?;
    let value = element.named("Value").next()?;
    Some(made(parameter.clone(), operator, Text::new(value.words(), value.span()), element))
}

fn made(parameter: Text, operator: Operator, value: Text, element: Element) -> Comparison {
    Comparison { parameter, operator, values: vec![value], tolerance: None, unit: None, span: element.span() }
}

fn of_sign(sign: &str) -> Option<Operator> {
    Some(match sign.trim() {
        "==" | "=" => Operator::Equal,
        "!=" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessOrEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterOrEqual,
        _ => return None,
    })
}
