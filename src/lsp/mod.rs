//! The language server: what an editor asks while somebody writes.
//!
//! [`serve`] reads messages from standard input and answers on standard output, one after the other, from a
//! [`Workspace`] that is as new as the last edit. Findings come from the rules, which
//! [`Background`] runs on a thread of its own; they are told when they are known.
//!
//! 1. [`server`] knows the protocol: what opens and changes a text, and which request is answered by what.
//! 2. [`find`], [`context`] say what stands at a place, and what may be written there.
//! 3. [`card`], [`complete`], [`rename`], [`outline`], [`publish`] make the answers.
//! 4. [`position`] and [`place`] turn bytes and paths into what the protocol has, and back.
//!
//! [`Workspace`]: crate::pipeline::workspace::Workspace
//! [`Background`]: crate::pipeline::background::Background

mod card;
mod complete;
mod context;
mod edit;
mod find;
mod outline;
mod place;
mod position;
mod publish;
mod rename;
mod server;

use std::path::PathBuf;
use std::sync::Arc;

use lsp_server::{Connection, Message};
use lsp_types::{InitializeParams, InitializeResult, ServerInfo};

use self::server::Server;

/// A fault of the connection.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The editor does not keep to the protocol.
    #[error("the editor does not keep to the protocol: {0}")]
    Protocol(#[from] lsp_server::ProtocolError),
    /// What it said at first cannot be understood.
    #[error("the editor's first message cannot be understood: {0}")]
    Initialize(#[from] serde_json::Error),
    /// The streams are broken.
    #[error("the editor cannot be reached: {0}")]
    Stream(#[from] std::io::Error),
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// As the protocol has it: `shutdown`, then `exit`.
    Proper,
    /// The editor went away.
    Abrupt,
}

/// Serves an editor on standard input and output until it goes.
///
/// Without `docs`, the documentation folder is found from the folder that the editor has open. `today` is the day
/// of the checks.
pub fn serve(docs: Option<PathBuf>, today: Option<String>) -> Result<End, Error> {
    let (connection, streams) = Connection::stdio();
    let end = session(connection, docs, today)?;
    streams.join()?;
    Ok(end)
}

fn session(connection: Connection, docs: Option<PathBuf>, today: Option<String>) -> Result<End, Error> {
    let (id, params) = match connection.initialize_start() {
        Ok(first) => first,
        Err(error) if error.channel_is_disconnected() => return Ok(End::Abrupt),
        Err(error) => return Err(error.into()),
    };
    let params: InitializeParams = serde_json::from_value(params)?;
    let sender = connection.sender.clone();
    // Where nobody listens any more, nobody need be told.
    let editor = Arc::new(move |message| _ = sender.send(message));
    let mut server = Server::new(editor, &params, docs, today);
    let result = InitializeResult {
        capabilities: server.capabilities(),
        server_info: Some(ServerInfo {
            name: "opsdoc".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    connection.initialize_finish(id, serde_json::to_value(result)?)?;
    server.begin();
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request)? {
                    return Ok(End::Proper);
                }
                server.request(request);
            }
            Message::Notification(notification) if notification.method == "exit" => return Ok(End::Abrupt),
            Message::Notification(notification) => server.notification(notification),
            // Answers to what was asked of the editor say nothing that is needed.
            Message::Response(_) => {}
        }
    }
    Ok(End::Abrupt)
}
