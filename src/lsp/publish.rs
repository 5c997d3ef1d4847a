//! Findings, as the editor is told of them.

use std::collections::BTreeMap;
use std::path::Path;

use lsp_types::{
    DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Position, PublishDiagnosticsParams, Uri,
};

use super::place;
use super::position::{Encoding, Lines};
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::workspace::Workspace;
use crate::pipeline::{Error, PROJECT_FILE};
use crate::text::span::Span;

/// What the editor was told last, and where it calls files something else than we do.
#[derive(Default)]
pub(super) struct Published {
    /// The state of the workspace that was told of.
    pub(super) version: u64,
    /// The findings in that state.
    pub(super) findings: Vec<Diagnostic>,
    /// What was told, by path below the folder.
    told: BTreeMap<String, Vec<lsp_types::Diagnostic>>,
    /// The files that are open: the editor's address and its version of the text.
    pub(super) open: BTreeMap<String, (Uri, i32)>,
}

impl Published {
    /// Takes new findings; returns what the editor is to be told: of files with other findings than before.
    pub(super) fn renew(
        &mut self,
        workspace: &Workspace,
        findings: Vec<Diagnostic>,
        encoding: Encoding,
    ) -> Vec<PublishDiagnosticsParams> {
        let mut told = shown(workspace, &findings, encoding, &|path| self.uri(workspace.path(), path));
        if let Some(fault) = workspace.fault() {
            told.entry(PROJECT_FILE.to_owned()).or_default().push(of_fault(fault));
        }
        (self.version, self.findings) = (workspace.version(), findings);
        let gone = self.told.keys().filter(|path| !told.contains_key(*path)).map(|path| (path.clone(), Vec::new()));
        let changed = told.iter().filter(|(path, new)| self.told.get(*path) != Some(new));
        let changed = changed.map(|(path, new)| (path.clone(), new.clone()));
        let tell: BTreeMap<String, Vec<lsp_types::Diagnostic>> = gone.chain(changed).collect();
        self.told = told;
        let params = tell.into_iter().filter_map(|(path, diagnostics)| {
            let version = self.open.get(&path).map(|(_, version)| *version);
            Some(PublishDiagnosticsParams { uri: self.uri(workspace.path(), &path)?, diagnostics, version })
        });
        params.collect()
    }

    /// Returns the address of a source.
    pub(super) fn uri(&self, folder: &Path, path: &str) -> Option<Uri> {
        match self.open.get(path) {
            Some((uri, _)) => Some(uri.clone()),
            None => place::uri(&folder.join(path)),
        }
    }
}

/// A way from a path below the folder to the address of the file.
type Addresses<'a> = &'a dyn Fn(&str) -> Option<Uri>;

/// Returns the findings by the path of their sources.
fn shown(
    workspace: &Workspace,
    findings: &[Diagnostic],
    encoding: Encoding,
    addresses: Addresses<'_>,
) -> BTreeMap<String, Vec<lsp_types::Diagnostic>> {
    let sources = &workspace.folder().gathered.sources;
    // A source with many findings is divided into lines once.
    let mut lines: BTreeMap<u32, Lines<'_>> = BTreeMap::new();
    for span in findings.iter().flat_map(|finding| &finding.labels).map(|label| label.span) {
        lines.entry(span.source.0).or_insert_with(|| Lines::new(&sources.get(span.source).text, encoding));
    }
    let range = |span: Span| lines.get(&span.source.0).map(|lines| lines.range(span.range())).unwrap_or_default();
    let mut told: BTreeMap<String, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
    for finding in findings {
        let related = finding.labels.iter().skip(1).filter_map(|label| {
            let uri = addresses(&sources.get(label.span.source).path)?;
            let location = Location { uri, range: range(label.span) };
            Some(DiagnosticRelatedInformation { location, message: label.text.clone() })
        });
        let related: Vec<_> = related.collect();
        let diagnostic = lsp_types::Diagnostic {
            range: range(finding.span()),
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.lint.code.to_owned())),
            source: Some("opsdoc".to_owned()),
            message: message(finding),
            related_information: (!related.is_empty()).then_some(related),
            ..lsp_types::Diagnostic::default()
        };
        told.entry(sources.get(finding.span().source).path.clone()).or_default().push(diagnostic);
    }
    told
}

fn message(finding: &Diagnostic) -> String {
    let mut message = format!("{} ({})", finding.message, finding.lint.name);
    for note in &finding.notes {
        message.push_str("\nnote: ");
        message.push_str(note);
    }
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    message
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

/// Shows at the project file why the folder could not be loaded.
fn of_fault(fault: &Error) -> lsp_types::Diagnostic {
    let (line, column, message) = match fault {
        Error::Project { line, column, message, .. } => (*line, *column, message.clone()),
        other => (1, 1, other.to_string()),
    };
    let small = |number: usize| u32::try_from(number.saturating_sub(1)).unwrap_or(0);
    let start = Position { line: small(line), character: small(column) };
    lsp_types::Diagnostic {
        range: lsp_types::Range { start, end: start },
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("opsdoc".to_owned()),
        message,
        ..lsp_types::Diagnostic::default()
    }
}
