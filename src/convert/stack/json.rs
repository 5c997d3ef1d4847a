//! JSON as it is written: two spaces for each level, keys in the order of the format.

/// A value to be written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    /// A string.
    String(String),
    /// A value that is JSON already.
    Raw(String),
    /// Several values.
    List(Vec<Json>),
    /// Values under keys.
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    pub(super) fn string(text: impl Into<String>) -> Self {
        Json::String(text.into())
    }

    /// Writes the value at a level of indentation.
    pub(super) fn write(&self, level: usize, out: &mut String) {
        match self {
            Json::String(text) => out.push_str(&quoted(text)),
            Json::Raw(text) => out.push_str(text),
            Json::List(values) if values.is_empty() => out.push_str("[]"),
            Json::List(values) => {
                let inner = values.iter().map(|value| (None, value));
                several('[', inner, ']', level, out);
            }
            Json::Object(members) if members.is_empty() => out.push_str("{}"),
            Json::Object(members) => {
                let inner = members.iter().map(|(key, value)| (Some(*key), value));
                several('{', inner, '}', level, out);
            }
        }
    }
}

fn several<'a>(
    open: char,
    values: impl Iterator<Item = (Option<&'a str>, &'a Json)>,
    close: char,
    level: usize,
    out: &mut String,
) {
    out.push(open);
    for (at, (key, value)) in values.enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(level + 1));
        if let Some(key) = key {
            out.push_str(&format!("{}: ", quoted(key)));
        }
        value.write(level + 1, out);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(level));
    out.push(close);
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
