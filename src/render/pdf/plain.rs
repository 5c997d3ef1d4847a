//! The last resort: the words of a document where its layout fails.

use serde_json::{Value, json};

use super::export::{self, Exported, Properties};
use super::page::Input;
use super::world::{DocumentWorld, Shared};

/// Exports the bare text of what could not be laid out.
pub(super) fn export(shared: &Shared, input: &Input, properties: &Properties) -> Exported {
    let whole = serde_json::to_value(input).expect("the template's input is made of strings and numbers");
    let mut lines = Vec::new();
    gather(&whole["parts"], &mut lines);
    let head = input.parts.first().map_or("", |part| part.front.head.as_str());
    let plain = json!({
        "title": if input.title.trim().is_empty() { "—" } else { &input.title },
        "language": input.language,
        "head": head,
        "words": whole["words"],
        "lines": lines,
    });
    let bytes = serde_json::to_vec(&plain).expect("the plain input is made of strings");
    let world = DocumentWorld::plain(shared, bytes);
    export::export(&world, properties, &[]).expect("the plain template lays out any lines of text")
}

/// Gathers the text in order; a line for each that the template would have set as one.
fn gather(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for name in
                ["front", "title", "facts", "number", "word", "verb", "head", "caption", "c", "v", "lines", "arguments"]
            {
                // The lines of code are its text once more, cut to the page.
                if let Some(inner) = object.get(name).filter(|_| name != "lines" || !object.contains_key("v")) {
                    let mut line = String::new();
                    flat(inner, &mut line);
                    push(line, lines);
                }
            }
            for name in [
                "body",
                "notes_title",
                "parts",
                "b",
                "items",
                "rows",
                "cells",
                "a",
                "safety",
                "actions",
                "after",
                "steps",
                "notes",
            ] {
                if let Some(inner) = object.get(name) {
                    gather(inner, lines);
                }
            }
        }
        Value::Array(array) if array.iter().all(Value::is_string) || array.iter().any(is_inline) => {
            let mut line = String::new();
            flat(value, &mut line);
            push(line, lines);
        }
        Value::Array(array) => array.iter().for_each(|inner| gather(inner, lines)),
        _ => {}
    }
}

fn is_inline(value: &Value) -> bool {
    value.is_string()
}

fn push(line: String, lines: &mut Vec<String>) {
    lines.extend(line.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
}

/// Gathers the text of a line.
fn flat(value: &Value, line: &mut String) {
    match value {
        Value::String(text) => line.push_str(text),
        Value::Array(array) => {
            for (at, inner) in array.iter().enumerate() {
                // Cells, and names with their values, are not one word.
                if at > 0 && (inner.is_array() || array[at - 1].is_array()) {
                    line.push(' ');
                }
                flat(inner, line);
            }
        }
        Value::Object(object) if object.get("t").is_some_and(|t| t == "break") => line.push('\n'),
        Value::Object(object) => {
            for name in ["v", "c", "alt", "title", "facts"] {
                if let Some(inner) = object.get(name) {
                    flat(inner, line);
                    if matches!(name, "title" | "facts") {
                        line.push('\n');
                    }
                }
            }
        }
        _ => {}
    }
}
