//! Knows the protocol: what opens and changes a text, and which request is answered by what.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, Notification as _,
    PublishDiagnostics, ShowMessage,
};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest, PrepareRenameRequest,
    References, RegisterCapability, Rename, Request as _,
};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionOrCommand, CodeActionParams, CodeActionProviderCapability,
    CompletionOptions, CompletionParams, CompletionResponse, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWatchedFilesRegistrationOptions, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentSymbolParams, DocumentSymbolResponse, FileChangeType, FileSystemWatcher, GlobPattern, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverContents, HoverParams, HoverProviderCapability, InitializeParams, Location,
    MarkupContent, MarkupKind, MessageType, OneOf, PrepareRenameResponse, ReferenceParams, Registration,
    RegistrationParams, RenameOptions, RenameParams, ServerCapabilities, ShowMessageParams, TextDocumentPositionParams,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextEdit, Uri, WorkDoneProgressOptions, WorkspaceEdit,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::find::{self, Found, Thing};
use super::position::{Encoding, Lines};
use super::publish::Published;
use super::{card, complete, edit, outline, place, rename};
use crate::diagnostic::Fix;
use crate::pipeline::PROJECT_FILE;
use crate::pipeline::background::{Background, Verdict};
use crate::pipeline::workspace::Workspace;
use crate::text::span::{SourceId, Span};

/// After so many changes on the disk at once, as by another branch, everything is loaded again.
const MANY: usize = 20;

/// Sends a message to the editor.
pub(super) type Editor = Arc<dyn Fn(Message) + Send + Sync>;

/// What the server keeps between two messages.
pub(super) struct Server {
    editor: Editor,
    encoding: Encoding,
    today: Option<String>,
    /// Whether the editor can be asked to watch files.
    watches: bool,
    /// The documentation folder, once it is known.
    docs: Option<PathBuf>,
    /// The texts that are open, by the editor's address, wherever they lie.
    texts: BTreeMap<String, String>,
    library: Option<Library>,
}

/// The documentation folder, loaded.
struct Library {
    workspace: Arc<RwLock<Workspace>>,
    published: Arc<Mutex<Published>>,
    background: Background,
}

impl Server {
    pub(super) fn new(editor: Editor, params: &InitializeParams, docs: Option<PathBuf>, today: Option<String>) -> Self {
        let general = params.capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let of_files = params.capabilities.workspace.as_ref().and_then(|of| of.did_change_watched_files);
        let docs = docs.map(|docs| std::path::absolute(&docs).unwrap_or(docs));
        Self {
            editor,
            encoding: Encoding::agree(offered),
            today,
            watches: of_files.and_then(|of| of.dynamic_registration).unwrap_or(false),
            docs: docs.or_else(|| documentation(params)),
            texts: BTreeMap::new(),
            library: None,
        }
    }

    pub(super) fn capabilities(&self) -> ServerCapabilities {
        let progress = WorkDoneProgressOptions::default();
        let triggers = ["[", "#", "(", "=", "\"", ":", ","].map(str::to_owned);
        ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(triggers.into()),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            rename_provider: Some(OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: progress,
            })),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
                ..CodeActionOptions::default()
            })),
            ..ServerCapabilities::default()
        }
    }

    /// Loads the folder, once the editor is ready to be told of it.
    pub(super) fn begin(&mut self) {
        if self.watches {
            let watcher = FileSystemWatcher { glob_pattern: GlobPattern::String("**/*".to_owned()), kind: None };
            let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
            let registration = Registration {
                id: "files".to_owned(),
                method: DidChangeWatchedFiles::METHOD.to_owned(),
                register_options: serde_json::to_value(options).ok(),
            };
            let params = RegistrationParams { registrations: vec![registration] };
            let request = Request::new("watch".to_owned().into(), RegisterCapability::METHOD.to_owned(), params);
            (self.editor)(Message::Request(request));
        }
        self.load();
    }

    fn load(&mut self) {
        let Some(docs) = &self.docs else { return };
        match Workspace::open(docs) {
            Ok(workspace) => self.library = Some(self.start(workspace)),
            Err(error) => self.show(error.to_string()),
        }
    }

    fn start(&self, workspace: Workspace) -> Library {
        let workspace = Arc::new(RwLock::new(workspace));
        let published = Arc::new(Mutex::new(Published::default()));
        let (shared, told, editor, encoding) =
            (Arc::clone(&workspace), Arc::clone(&published), Arc::clone(&self.editor), self.encoding);
        let tell = move |verdict: Verdict| {
            let workspace = shared.read().unwrap_or_else(PoisonError::into_inner);
            if workspace.version() != verdict.version {
                return;
            }
            let mut published = told.lock().unwrap_or_else(PoisonError::into_inner);
            for params in published.renew(&workspace, verdict.diagnostics, encoding) {
                editor(Message::Notification(Notification::new(PublishDiagnostics::METHOD.to_owned(), params)));
            }
        };
        let background = Background::start(Arc::clone(&workspace), self.today.clone(), tell);
        background.check();
        Library { workspace, published, background }
    }

    fn show(&self, message: String) {
        let params = ShowMessageParams { typ: MessageType::ERROR, message };
        (self.editor)(Message::Notification(Notification::new(ShowMessage::METHOD.to_owned(), params)));
    }
}

/// Returns the documentation folder of what the editor has open.
fn documentation(params: &InitializeParams) -> Option<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    // Older editors know one folder alone.
    #[allow(deprecated)]
    let root = params.root_uri.iter();
    folders.chain(root).filter_map(place::path).find_map(|folder| place::documentation(&folder, PROJECT_FILE))
}

/// What the editor tells.
impl Server {
    pub(super) fn notification(&mut self, notification: Notification) {
        // What cannot be understood, or is not known, is passed over: there is nobody to tell.
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => _ = read(notification.params).map(|params| self.opened(params)),
            DidChangeTextDocument::METHOD => _ = read(notification.params).map(|params| self.changed(params)),
            DidCloseTextDocument::METHOD => _ = read(notification.params).map(|params| self.closed(&params)),
            DidChangeWatchedFiles::METHOD => _ = read(notification.params).map(|params| self.files_changed(params)),
            _ => {}
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if self.library.is_none() {
            // The editor may have opened a file alone, or a folder that was broken and is mended now.
            let around = || {
                place::path(&document.uri)?.ancestors().find(|at| at.join(PROJECT_FILE).is_file()).map(Path::to_owned)
            };
            self.docs = self.docs.take().or_else(around);
            self.load();
        }
        self.texts.insert(document.uri.to_string(), document.text);
        self.edited(&document.uri, document.version);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let Some(text) = self.texts.get_mut(document.uri.as_str()) else { return };
        edit::apply(text, params.content_changes, self.encoding);
        self.edited(&document.uri, document.version);
    }

    fn edited(&mut self, uri: &Uri, version: i32) {
        let (Some(library), Some(text)) = (&self.library, self.texts.get(uri.as_str())) else { return };
        let Some(path) = library.path(uri) else { return };
        library.published().open.insert(path.clone(), (uri.clone(), version));
        library.change(|workspace| workspace.edit(&path, text));
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        let uri = &params.text_document.uri;
        self.texts.remove(uri.as_str());
        let Some(library) = &self.library else { return };
        let Some(path) = library.path(uri) else { return };
        library.published().open.remove(&path);
        library.change(|workspace| workspace.close(&path));
    }

    fn files_changed(&mut self, params: DidChangeWatchedFilesParams) {
        let Some(library) = &self.library else { return self.load() };
        let mut paths = BTreeMap::new();
        for change in params.changes {
            let Some(path) =
                library.path(&change.uri).filter(|path| !path.split('/').any(|part| part.starts_with('.')))
            else {
                continue;
            };
            paths.insert(path, change.typ);
        }
        if paths.is_empty() {
            return;
        }
        library.change(|workspace| {
            // What is no source matters only by being there or not.
            let matters = |(path, change): &(&String, &FileChangeType)| {
                **change != FileChangeType::CHANGED || workspace.source(path).is_some() || *path == PROJECT_FILE
            };
            let paths: Vec<&String> = paths.iter().filter(matters).map(|(path, _)| path).collect();
            let all_known = paths.iter().all(|path| workspace.source(path).is_some());
            if paths.len() > MANY || !all_known {
                workspace.reload();
            } else {
                paths.iter().for_each(|path| workspace.refresh(path));
            }
        });
    }
}

impl Library {
    /// Returns the path of a file below the documentation folder.
    fn path(&self, uri: &Uri) -> Option<String> {
        let file = place::path(uri)?;
        place::below(self.workspace.read().unwrap_or_else(PoisonError::into_inner).path(), &file)
    }

    fn published(&self) -> std::sync::MutexGuard<'_, Published> {
        self.published.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the workspace, and has it checked.
    fn change(&self, change: impl FnOnce(&mut Workspace)) {
        change(&mut self.workspace.write().unwrap_or_else(PoisonError::into_inner));
        self.background.check();
    }
}

/// What the editor asks.
impl Server {
    pub(super) fn request(&self, request: Request) {
        let Request { id, method, params } = request;
        let answer = match method.as_str() {
            Completion::METHOD => self.answer(params, Self::completion),
            HoverRequest::METHOD => self.answer(params, Self::hover),
            GotoDefinition::METHOD => self.answer(params, Self::definition),
            References::METHOD => self.answer(params, Self::references),
            DocumentSymbolRequest::METHOD => self.answer(params, Self::outline),
            PrepareRenameRequest::METHOD => self.answer(params, Self::prepare_rename),
            Rename::METHOD => self.answer(params, Self::rename),
            CodeActionRequest::METHOD => self.answer(params, Self::actions),
            _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not known here"))),
        };
        let response = match answer {
            Ok(result) => Response::new_ok(id, result),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        (self.editor)(Message::Response(response));
    }

    fn answer<P: DeserializeOwned, R: Serialize>(
        &self,
        params: serde_json::Value,
        answer: impl FnOnce(&Self, P) -> Result<Option<R>, String>,
    ) -> Result<serde_json::Value, (ErrorCode, String)> {
        let params = read(params).ok_or((ErrorCode::InvalidParams, "the parameters are not understood".to_owned()))?;
        let result = answer(self, params).map_err(|message| (ErrorCode::RequestFailed, message))?;
        serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
    }

    /// Looks at an open source, or one on the disk; gives nothing for what is no source.
    fn at<R>(&self, uri: &Uri, look: impl FnOnce(&At<'_>) -> Option<R>) -> Option<R> {
        let library = self.library.as_ref()?;
        let path = library.path(uri)?;
        let workspace = library.workspace.read().unwrap_or_else(PoisonError::into_inner);
        let (source, file) = workspace.source(&path)?;
        let lines = Lines::new(&file.text, self.encoding);
        look(&At { library, workspace: &workspace, source, lines, encoding: self.encoding })
    }

    fn found<R>(
        &self,
        params: &TextDocumentPositionParams,
        look: impl FnOnce(&At<'_>, Found) -> Option<R>,
    ) -> Option<R> {
        self.at(&params.text_document.uri, |at| {
            let found = find::at(at.workspace, at.source, at.lines.offset(params.position))?;
            look(at, found)
        })
    }

    fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>, String> {
        let place = params.text_document_position;
        Ok(self.at(&place.text_document.uri, |at| {
            let offset = at.lines.offset(place.position);
            Some(CompletionResponse::List(complete::at(at.workspace, at.source, offset, &at.lines)))
        }))
    }

    fn hover(&self, params: HoverParams) -> Result<Option<Hover>, String> {
        Ok(self.found(&params.text_document_position_params, |at, found| {
            let value = card::of(at.workspace.folder(), &found.thing)?;
            let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
            Some(Hover { contents, range: at.range(found.span) })
        }))
    }

    fn definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>, String> {
        let location = self.found(&params.text_document_position_params, |at, found| at.definition(&found.thing));
        Ok(location.map(GotoDefinitionResponse::Scalar))
    }

    fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>, String> {
        Ok(self.found(&params.text_document_position, |at, found| {
            let folder = at.workspace.folder();
            let mut spans = find::uses(folder, &found.thing);
            if let (true, Thing::Symbol(symbol)) = (params.context.include_declaration, &found.thing) {
                spans.insert(0, folder.library.symbols.get(*symbol).span);
            }
            Some(at.locations(&spans))
        }))
    }

    fn outline(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>, String> {
        Ok(self.at(&params.text_document.uri, |at| {
            let document = at.workspace.document(at.source)?;
            let document = at.workspace.folder().library.document(document);
            Some(DocumentSymbolResponse::Nested(outline::of(document, &at.lines)))
        }))
    }

    fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>, String> {
        let prepared = self.found(&params, |at, found| {
            let folder = at.workspace.folder();
            let (symbol, span) = match rename::renamable(folder, &found, at.lines.offset(params.position)) {
                Ok(found) => found,
                Err(why) => return Some(Err(why)),
            };
            let placeholder = folder.library.symbols.get(symbol).id.to_string();
            Some(Ok(PrepareRenameResponse::RangeWithPlaceholder { range: at.range(span)?, placeholder }))
        });
        prepared.transpose()
    }

    fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>, String> {
        let renamed = self.found(&params.text_document_position, |at, found| {
            let folder = at.workspace.folder();
            let offset = at.lines.offset(params.text_document_position.position);
            let symbol = match rename::renamable(folder, &found, offset) {
                Ok((symbol, _)) => symbol,
                Err(why) => return Some(Err(why)),
            };
            if let Some(objection) = rename::objection(folder, symbol, &params.new_name) {
                return Some(Err(objection));
            }
            let edits = rename::places(folder, symbol).into_iter().map(|span| (span, params.new_name.clone()));
            Some(Ok(at.edit(&edits.collect::<Vec<_>>())))
        });
        renamed.transpose()
    }

    fn actions(&self, params: CodeActionParams) -> Result<Option<Vec<CodeActionOrCommand>>, String> {
        Ok(self.at(&params.text_document.uri, |at| {
            let published = at.library.published();
            // The places of older findings may have moved.
            if published.version != at.workspace.version() {
                return None;
            }
            let (from, to) = (at.lines.offset(params.range.start), at.lines.offset(params.range.end));
            let here = |span: Span| span.source == at.source && from <= span.end as usize && span.start as usize <= to;
            let fixes = published.findings.iter().filter(|finding| here(finding.span()));
            let fixes: Vec<(String, Fix)> = fixes
                .filter_map(|finding| Some((title(finding.help.as_deref(), &finding.message), finding.fix.clone()?)))
                .collect();
            drop(published);
            let action = |(title, fix): (String, Fix)| {
                CodeActionOrCommand::CodeAction(CodeAction {
                    title,
                    kind: Some(CodeActionKind::QUICKFIX),
                    edit: Some(at.edit(&fix.edits)),
                    is_preferred: Some(true),
                    ..CodeAction::default()
                })
            };
            Some(fixes.into_iter().map(action).collect())
        }))
    }
}

/// Says what a mend does: what the finding's help says, else that it mends the finding.
fn title(help: Option<&str>, message: &str) -> String {
    help.map_or_else(|| format!("mend: {message}"), str::to_owned)
}

fn read<P: DeserializeOwned>(params: serde_json::Value) -> Option<P> {
    serde_json::from_value(params).ok()
}

/// A source that the editor asks about.
struct At<'a> {
    library: &'a Library,
    workspace: &'a Workspace,
    source: SourceId,
    lines: Lines<'a>,
    encoding: Encoding,
}

impl At<'_> {
    /// Returns the range of a span of this source.
    fn range(&self, span: Span) -> Option<lsp_types::Range> {
        (span.source == self.source).then(|| self.lines.range(span.range()))
    }

    fn definition(&self, thing: &Thing) -> Option<Location> {
        let folder = self.workspace.folder();
        let library = &folder.library;
        let span = match thing {
            Thing::Symbol(symbol) => library.symbols.get(*symbol).span,
            Thing::Argument(telecommand, name) => {
                let telecommand = card::telecommand(folder, *telecommand)?;
                let argument = telecommand.arguments.iter().find(|argument| argument.name.text == *name)?;
                argument.name.span
            }
            Thing::Document(document, anchor) => {
                let anchor = anchor.as_ref().and_then(|anchor| outline::anchor(library.document(*document), anchor));
                anchor.unwrap_or_else(|| Span::at_start(library.document(*document).source))
            }
            Thing::Asset(path) => {
                let uri = self.uri(path)?;
                return Some(Location { uri, range: lsp_types::Range::default() });
            }
        };
        self.locations(&[span]).pop()
    }

    fn uri(&self, path: &str) -> Option<Uri> {
        self.library.published().uri(self.workspace.path(), path)
    }

    /// Returns where these spans are, which are best given source by source: each is divided into lines once.
    fn locations(&self, spans: &[Span]) -> Vec<Location> {
        let sources = &self.workspace.folder().gathered.sources;
        let mut locations = Vec::new();
        for spans in spans.chunk_by(|a, b| a.source == b.source) {
            let source = sources.get(spans[0].source);
            let lines = Lines::new(&source.text, self.encoding);
            let Some(uri) = self.uri(&source.path) else { continue };
            locations.extend(spans.iter().map(|span| Location { uri: uri.clone(), range: lines.range(span.range()) }));
        }
        locations
    }

    fn edit(&self, edits: &[(Span, String)]) -> WorkspaceEdit {
        let spans: Vec<Span> = edits.iter().map(|(span, _)| *span).collect();
        // The type demands it; nothing goes through it in an order of its own.
        #[allow(clippy::mutable_key_type)]
        let mut changes = std::collections::HashMap::<Uri, Vec<TextEdit>>::new();
        for (location, (_, text)) in self.locations(&spans).into_iter().zip(edits) {
            let edit = TextEdit { range: location.range, new_text: text.clone() };
            changes.entry(location.uri).or_default().push(edit);
        }
        WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
    }
}
