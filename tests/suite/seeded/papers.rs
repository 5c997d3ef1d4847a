//! Small clean documents that forms add, to have something to be wrong about.

use super::ground::Ground;

/// A page of Markdown.
pub(super) struct Page<'a> {
    pub(super) id: &'a str,
    pub(super) language: &'a str,
    /// Lines of front matter besides those that every page has.
    pub(super) front: &'a str,
    pub(super) body: &'a str,
}

impl Page<'_> {
    /// Writes the page.
    pub(super) fn text(&self) -> String {
        let Page { id, language, front, body } = self;
        let title = if *language == "fr" { format!("Page {id}") } else { format!("Sheet {id}") };
        let has = |key: &str| front.lines().any(|line| line.starts_with(&format!("{key}:")));
        let status = if has("status") { "" } else { "status: operational\n" };
        let issue = if has("issue") { "" } else { "issue: 1\n" };
        format!(
            "---\nid: {id}\ntitle: {title}\n{issue}{status}date: 2026-01-12\nlang: {language}\n{front}---\n\n\
             # {title}\n\n{body}\n"
        )
    }
}

/// A procedure.
pub(super) struct Paper<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) language: &'a str,
    /// Attributes of the root besides those that every procedure has.
    pub(super) root: &'a str,
    pub(super) applicability: &'a str,
    pub(super) history: &'a str,
    pub(super) approvals: &'a str,
    pub(super) validation: &'a str,
    pub(super) steps: &'a str,
}

impl Default for Paper<'_> {
    fn default() -> Self {
        Self {
            id: "FCP-SED-921",
            kind: "FCP",
            language: "en",
            root: "",
            applicability: "",
            history: r#"<change issue="1" date="2026-01-12" author="A. Ferris" reason="First issue."/>"#,
            approvals: r#"<approval role="Manager" name="D. Okoye" date="2026-01-12"/>"#,
            validation: r#"<run means="simulator" issue="1" date="2026-01-12" result="pass"/>"#,
            steps: r#"<step id="step-1"><title>Read the line</title><manual>Read the line aloud.</manual><expected>It is read.</expected></step>"#,
        }
    }
}

impl Paper<'_> {
    /// Writes the procedure.
    pub(super) fn text(&self) -> String {
        let Paper { id, kind, language, root, applicability, history, approvals, validation, steps } = self;
        let status = if root.contains("status=") { "" } else { " status=\"operational\"" };
        let title = if *language == "fr" { format!("Ligne {id}") } else { format!("Line {id}") };
        // What is declared is set and used, so that the procedure is clean.
        let around = |tag: &str, content: &str| match content {
            "" => String::new(),
            content => format!("  <{tag}>{content}</{tag}>\n"),
        };
        let (history, approvals) = (around("history", history), around("approvals", approvals));
        let validation = around("validation", validation);
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<procedure id=\"{id}\" type=\"{kind}\" issue=\"1\"{status} \
             date=\"2026-01-12\" lang=\"{language}\" {root}>\n  <title>{title}</title>\n  \
             <purpose>{title}.</purpose>\n  {applicability}\n{history}{approvals}{validation}  \
             <declare><variable name=\"SEEN\" type=\"integer\"/></declare>\n  \
             <preconditions><condition>{title}.</condition></preconditions>\n  <body>\n\
             <step id=\"look\"><title>{title}</title><record name=\"SEEN\"/><expected>{title}.</expected></step>\n\
             {steps}\n  </body>\n  \
             <confirmation><check><tm name=\"SEEN\" op=\"ge\" value=\"0\"/></check></confirmation>\n  \
             <closeout>{title}.</closeout>\n</procedure>\n"
        )
    }
}

/// The markings of a set, the least restrictive first.
pub(super) fn markings(g: &Ground<'_>) -> Vec<String> {
    listed(g, r#"\[\[marking\]\]\s*\nid = "([^"]+)""#)
}

/// The identifiers of a kind in the project file of a set.
pub(super) fn listed(g: &Ground<'_>, pattern: &str) -> Vec<String> {
    let project = g.set.texts.get("opsdoc.toml").map_or("", String::as_str);
    let pattern = regex::Regex::new(pattern).expect("the pattern is one");
    pattern.captures_iter(project).map(|captures| captures[1].to_owned()).collect()
}
