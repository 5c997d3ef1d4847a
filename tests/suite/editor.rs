//! An editor, as far as the language server can tell: it starts the command and talks over its standard streams.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// No answer takes this long, not on a machine that does much else either.
const PATIENCE: Duration = Duration::from_secs(15);

/// A session with the language server.
pub(crate) struct Editor {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Notifications and requests of the server that came before what was waited for.
    pub(crate) unread: Vec<Value>,
    next: i64,
}

impl Editor {
    /// Starts the command in a folder.
    pub(crate) fn start(program: &Path, arguments: &[&str], folder: &Path) -> Self {
        let mut command = Command::new(program);
        command.arg("lsp").args(arguments).current_dir(folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("opsdoc can be run");
        let stdout = BufReader::new(child.stdout.take().expect("it has a standard output"));
        let (sender, messages) = channel();
        std::thread::spawn(move || read(stdout, |message| sender.send(message).is_ok()));
        let stdin = child.stdin.take();
        Self { child, stdin, messages, unread: Vec::new(), next: 1 }
    }

    /// Starts the command and makes its acquaintance; returns the answer to `initialize` too.
    pub(crate) fn open(program: &Path, root: &Path, encodings: &[&str]) -> (Self, Value) {
        let mut editor = Self::start(program, &[], root);
        let params = json!({
            "processId": null,
            "rootUri": uri(root),
            "capabilities": { "general": { "positionEncodings": encodings } },
        });
        let answer = editor.request("initialize", params);
        editor.notify("initialized", json!({}));
        (editor, answer)
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let stdin = self.stdin.as_mut().expect("the stream is open");
        // A server that has gone does not read; what it said before is what counts.
        _ = write!(stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).and_then(|()| stdin.flush());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and returns the answer: its result, or its error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.next;
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message.get("result").or(message.get("error")).cloned().unwrap_or(message);
            }
            self.unread.push(message);
        }
    }

    fn receive(&mut self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("the server says something")
    }

    /// Waits until the server tells of findings in a file that satisfy a demand, and returns them.
    pub(crate) fn findings(&mut self, uri: &str, demand: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let mut heard = Vec::new();
        loop {
            let message = match self.unread.is_empty() {
                true => self.messages.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{uri}: {heard:#?}")),
                false => self.unread.remove(0),
            };
            let told = message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
            let findings = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
            if told && demand(&findings) {
                return findings;
            }
            heard.push(message);
        }
    }

    pub(crate) fn did_open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the text between two positions, each a line and a character.
    pub(crate) fn did_change(&mut self, uri: &str, version: i32, from: (u32, u32), to: (u32, u32), text: &str) {
        let change = json!({ "range": range(from, to), "text": text });
        let params = json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] });
        self.notify("textDocument/didChange", params);
    }

    /// Asks about a place.
    pub(crate) fn ask(&mut self, method: &str, uri: &str, line: u32, character: u32) -> Value {
        self.request(method, place(uri, line, character))
    }

    /// Ends the session as the protocol has it; returns the exit status.
    pub(crate) fn shut_down(mut self) -> i32 {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        self.wait()
    }

    /// Closes the streams; returns the exit status.
    pub(crate) fn wait(mut self) -> i32 {
        self.stdin = None;
        self.child.wait().expect("the server ends").code().expect("it ends by itself")
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that failed leaves nobody behind; a server that has ended cannot be ended again.
        self.stdin = None;
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn read(mut stdout: impl BufRead + Read, tell: impl Fn(Value) -> bool) {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if stdout.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.trim_end().strip_prefix("Content-Length: ") {
                length = value.parse().expect("a length is a number");
            }
        }
        let mut body = vec![0; length];
        if stdout.read_exact(&mut body).is_err() {
            return;
        }
        if !tell(serde_json::from_slice(&body).expect("a message is JSON")) {
            return;
        }
    }
}

/// Returns the address of a file whose path has no character to be escaped.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

pub(crate) fn place(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

pub(crate) fn range(from: (u32, u32), to: (u32, u32)) -> Value {
    let position = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
    json!({ "start": position(from), "end": position(to) })
}
