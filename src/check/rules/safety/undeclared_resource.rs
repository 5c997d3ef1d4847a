use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::inline::{Inline, Text, plain};
use crate::model::procedure::{Action, Procedure, RequirementKind};
use crate::model::walk;
use crate::notation::token;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds scripts that a step runs, and tools of the project file that a step names, that are
    /// not among the resources which the procedure requires, where it requires any. A resource
    /// counts where its name or its remark names the thing.
    ///
    /// ## Why it matters
    /// What nobody has asked for is not there when the pass begins.
    ///
    /// ## Example
    /// ```xml
    /// <requirements><resource name="S-band station"/></requirements>
    /// …
    /// <script ref="orbit-compare"/>
    /// ```
    ///
    /// ## How to mend it
    /// Add a `resource` of this name to `requirements`.
    "F005" "undeclared-resource" Warning, undeclared_resource
}

fn undeclared_resource(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows() {
        let Some(required) = required(flow.procedure) else { continue };
        let mut said: Vec<String> = Vec::new();
        for (_, _, action) in flow.actions() {
            for (what, name, span) in used(subject, action) {
                if said.contains(&name) || has(&required, &name) {
                    continue;
                }
                let message = format!("the procedure does not require {what} `{name}`");
                let finding = Diagnostic::new(&LINT, span, message).label("not among `requirements`");
                found.push(finding.help(format!("add `<resource name=\"{name}\"/>` to `requirements`")));
                said.push(name);
            }
        }
    }
    found
}

/// Returns the words of all required resources; nothing where none is required.
fn required(procedure: &Procedure) -> Option<String> {
    let resources: Vec<_> = procedure.requirements.iter().filter(|one| one.kind == RequirementKind::Resource).collect();
    let words = |content: &[Inline]| plain(content);
    let lines =
        resources.iter().map(|one| format!("{} {}", one.name.as_ref().map_or("", Text::as_str), words(&one.content)));
    (!resources.is_empty()).then(|| lines.collect::<Vec<_>>().join("\n").to_lowercase())
}

/// Tells whether words name something, as a whole word.
fn has(words: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    words.match_indices(&name).any(|(at, _)| {
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        !words[..at].ends_with(joins) && !words[at + name.len()..].starts_with(joins)
    })
}

/// Returns the scripts and tools that an action uses.
fn used(subject: Subject<'_>, action: &Action) -> Vec<(&'static str, String, Span)> {
    let content = match action {
        Action::Script(script) => {
            let name = script.reference.as_str().rsplit('/').next().unwrap_or_default();
            return match name.trim() {
                "" => Vec::new(),
                name => vec![("script", name.to_owned(), script.reference.span)],
            };
        }
        Action::Manual(content, _) => content,
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    walk::each_inline(content, &mut |inline| {
        let (Inline::Text(text) | Inline::Code(text)) = inline else { return };
        for range in token::tokens(text.as_str()) {
            let word = &text.as_str()[range.clone()];
            if subject.project.tools.iter().any(|tool| tool.id == word) {
                found.push(("tool", word.to_owned(), text.part(range.start, range.end)));
            }
        }
    });
    found
}
