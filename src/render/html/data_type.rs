//! Writes what values a parameter or an argument takes.

use super::escape;
use crate::model::database::{DataType, EnumerationLabel};
use crate::render::words;

/// Writes kind, ranges, unit and labels, and what an aggregate or an array holds.
pub(super) fn write(out: &mut String, data_type: &DataType, language: &str) {
    out.push_str(&format!("<span class=\"kind\">{}</span>", data_type.kind.word()));
    if !data_type.size.is_empty() {
        out.push_str(" <span class=\"range\">");
        escape::text(out, &data_type.size);
        out.push_str("</span>");
    }
    for range in &data_type.ranges {
        out.push_str(&format!(" <span class=\"range\">{range}</span>"));
    }
    for range in &data_type.raw_ranges {
        let raw = words::RAW.in_language(language);
        out.push_str(&format!(" <span class=\"range\"><small>{raw}</small> {range}</span>"));
    }
    if !data_type.unit.is_empty() {
        out.push_str(" <span class=\"unit\">");
        escape::text(out, &data_type.unit);
        out.push_str("</span>");
    }
    data_type.labels.iter().for_each(|label| self::label(out, label));
    if !data_type.described.is_empty() {
        let described = words::BY_DESCRIPTION.in_language(language);
        out.push_str(&format!(" <small>{described}</small>"));
        data_type.described.iter().for_each(|label| self::label(out, label));
    }
    // What a member or an element is stands in the entry of its own.
    for member in &data_type.members {
        out.push_str(" <span class=\"label\"><code>.");
        escape::text(out, &member.name.text);
        out.push_str("</code> ");
        escape::text(out, &member.data_type.summary());
        out.push_str("</span>");
    }
    if let Some(element) = &data_type.element {
        out.push_str(" <span class=\"label\"><code>[]</code> ");
        escape::text(out, &element.summary());
        out.push_str("</span>");
    }
}

fn label(out: &mut String, label: &EnumerationLabel) {
    let last = if label.last == label.value { String::new() } else { format!("–{}", label.last) };
    out.push_str(&format!(" <span class=\"label\"><b>{}{last}</b> ", label.value));
    escape::text(out, &label.label);
    out.push_str("</span>");
}
