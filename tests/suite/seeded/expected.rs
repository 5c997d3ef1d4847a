//! D: what is expected of parameters, and lists of labels, that the mission database has otherwise.

use opsdoc::model::database::Parameter;

use super::facts::outside;
use super::form::{Form, form};
use super::ground::{Ground, Shape};

/// Returns the forms of this group.
pub(super) fn forms() -> Vec<Form> {
    const RANGE: &str = "value-out-of-range";
    const NUMBERS: &str = "labels-renumbered";
    vec![
        form(RANGE, "English sentence", |g| never(g).and_then(|text| g.say(Shape::English, &text))),
        form(RANGE, "bare words, French", |g| never(g).and_then(|text| g.say(Shape::Nu, &text))),
        form(RANGE, "table", |g| never(g).and_then(|text| g.say(Shape::Table, &text))),
        form(RANGE, "list", |g| never(g).and_then(|text| g.say(Shape::List, &text))),
        form(NUMBERS, "bare words, English", |g| renumbered(g).and_then(|text| g.say(Shape::Bare, &text))),
        form(NUMBERS, "bare words, French", |g| renumbered(g).and_then(|text| g.say(Shape::Nu, &text))),
        form(NUMBERS, "cell of a table", |g| renumbered(g).and_then(|text| g.say(Shape::Table, &text))),
    ]
}

/// Returns a value, with its unit, that a parameter never has.
fn never(g: &mut Ground<'_>) -> Option<String> {
    let mut all = g.facts().measured();
    all.retain(|parameter| outside(&parameter.data_type).is_some());
    let Parameter { name, data_type, .. } = g.pick(&all)?;
    Some(format!("{} = {} {}", name.text, outside(data_type)?, data_type.unit))
}

/// Returns the labels of a parameter with numbers that no enumeration has.
fn renumbered(g: &mut Ground<'_>) -> Option<String> {
    let mut all = g.facts().enumerated();
    all.retain(|parameter| parameter.data_type.labels.len() > 2);
    let parameter = g.pick(&all)?;
    let labels = parameter.data_type.labels.iter().map(|label| format!("{}={}", label.last + 1000, label.label));
    Some(labels.collect::<Vec<_>>().join(", "))
}
