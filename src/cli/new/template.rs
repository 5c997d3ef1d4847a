//! The texts that something new begins with, and what is filled in.

use time::OffsetDateTime;
use time::macros::format_description;

use super::super::args::Language;

/// What a template is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Project,
    Index,
    Document,
    Procedure,
}

/// What opsdoc makes, and what is therefore not kept.
pub(super) const GITIGNORE: &str = "/output\n/index\n";

/// What is filled in.
#[derive(Debug)]
pub(super) struct Blank {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) date: String,
    pub(super) marking: Option<String>,
}

impl Blank {
    /// Returns the template with everything filled in.
    pub(super) fn fill(&self, form: Form, language: Language) -> String {
        let escape = match form {
            Form::Project | Form::Index | Form::Document => quoted,
            Form::Procedure => attribute,
        };
        let marking = match (&self.marking, form) {
            (None, Form::Procedure) => String::new(),
            (None, _) => "# classification:\n".into(),
            (Some(marking), Form::Procedure) => format!(" classification=\"{}\"", escape(marking)),
            (Some(marking), _) => format!("classification: \"{}\"\n", escape(marking)),
        };
        let heading = self.title.replace('\n', " ");
        let fields = [
            ("{{id}}", escape(&self.id)),
            ("{{title}}", escape(&self.title)),
            ("{{heading}}", heading_text(&heading)),
            ("{{type}}", escape(&self.kind)),
            ("{{date}}", self.date.clone()),
            ("{{classification}}", marking),
        ];
        let text = template(form, language);
        // A title may hold what looks like a field, so that the text is gone through once.
        let mut filled = String::with_capacity(text.len() + 256);
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            filled.push_str(&rest[..start]);
            rest = &rest[start..];
            let (field, value) =
                fields.iter().find(|(field, _)| rest.starts_with(field)).expect("the template has known fields only");
            filled.push_str(value);
            rest = &rest[field.len()..];
        }
        filled + rest
    }
}

/// Returns the day, for the date of the first issue.
pub(super) fn today() -> String {
    let format = format_description!("[year]-[month]-[day]");
    OffsetDateTime::now_utc().format(format).expect("a date can be written")
}

fn template(form: Form, language: Language) -> &'static str {
    match (form, language) {
        (Form::Project, Language::Fr) => include_str!("templates/fr/opsdoc.toml"),
        (Form::Project, Language::En) => include_str!("templates/en/opsdoc.toml"),
        (Form::Index, Language::Fr) => include_str!("templates/fr/index.md"),
        (Form::Index, Language::En) => include_str!("templates/en/index.md"),
        (Form::Document, Language::Fr) => include_str!("templates/fr/document.md"),
        (Form::Document, Language::En) => include_str!("templates/en/document.md"),
        (Form::Procedure, Language::Fr) => include_str!("templates/fr/procedure.xml"),
        (Form::Procedure, Language::En) => include_str!("templates/en/procedure.xml"),
    }
}

/// Escapes text between quotation marks of YAML or TOML.
fn quoted(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Escapes text or an attribute of XML.
fn attribute(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Escapes a heading of Markdown, so that it says what it says.
fn heading_text(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '<' | '[' | ']' | '&' | '{' | '}' | '~' | '#' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_filled_whatever_the_title() {
        for form in [Form::Project, Form::Index, Form::Document, Form::Procedure] {
            for language in [Language::Fr, Language::En] {
                let blank = Blank {
                    id: "X-1".into(),
                    title: "“{{id}}” & \"co\" <b> \\".into(),
                    kind: "FCP".into(),
                    date: today(),
                    marking: Some("NP".into()),
                };
                let text = blank.fill(form, language);
                assert!(text.contains("{{id}}") || form == Form::Index && text.contains("\\{\\{id"), "{text}");
                assert!(!text.contains("{{title}}") && !text.contains("{{heading}}"), "{text}");
            }
        }
    }
}
