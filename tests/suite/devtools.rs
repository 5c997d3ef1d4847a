//! A browser without a window, driven over two pipes (Chrome DevTools Protocol).

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A browser with one page.
pub(crate) struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    next: u64,
    session: String,
    /// What was told and not asked for.
    events: VecDeque<Value>,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser.
    pub(crate) fn start(chromium: &Path) -> Self {
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let pipes = ["to", "from"].map(|name| profile.path().join(name));
        for pipe in &pipes {
            assert!(Command::new("mkfifo").arg(pipe).status().expect("mkfifo starts").success());
        }
        // The browser reads its orders from descriptor 3 and answers to 4.
        let script = "exec \"$0\" \"$@\" 3<\"$OPSDOC_TO\" 4>\"$OPSDOC_FROM\"";
        let child = Command::new("sh")
            .args(["-c", script])
            .arg(chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
            .args(["--disable-component-update", "--disable-sync", "--disable-quic", "--remote-debugging-pipe"])
            .args(["--window-size=1200,900", "--hide-scrollbars"])
            .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
            .env("OPSDOC_TO", &pipes[0])
            .env("OPSDOC_FROM", &pipes[1])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromium starts");
        let to = File::options().write(true).open(&pipes[0]).expect("a pipe");
        let from = BufReader::new(File::open(&pipes[1]).expect("a pipe"));
        let (session, events) = (String::new(), VecDeque::new());
        let mut browser = Self { child, to, from, next: 0, session, events, _profile: profile };
        let target = browser.order("Target.createTarget", json!({ "url": "about:blank" }));
        let attached = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = browser.order("Target.attachToTarget", attached);
        browser.session = attached["sessionId"].as_str().expect("a session").to_owned();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.order(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Gives an order, and returns what came of it.
    pub(crate) fn order(&mut self, method: &str, parameters: Value) -> Value {
        self.next += 1;
        let mut order = json!({ "id": self.next, "method": method, "params": parameters });
        if !self.session.is_empty() {
            order["sessionId"] = json!(self.session);
        }
        let mut bytes = order.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).expect("the browser listens");
        loop {
            let told = self.read();
            if told["id"] != json!(self.next) {
                self.events.push_back(told);
                continue;
            }
            assert!(told["error"].is_null(), "{method}: {}", told["error"]);
            return told["result"].clone();
        }
    }

    fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).expect("the browser answers");
        assert_eq!(bytes.pop(), Some(0), "the browser has ended");
        serde_json::from_slice(&bytes).expect("the browser answers in JSON")
    }

    /// Opens a page, and waits until it is there.
    pub(crate) fn open(&mut self, address: &str) {
        self.events.retain(|event| event["method"] != "Page.loadEventFired");
        self.order("Page.navigate", json!({ "url": address }));
        loop {
            if self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
                return;
            }
            let told = self.read();
            self.events.push_back(told);
        }
    }

    /// Returns what an expression gives, once it is there if it is promised.
    pub(crate) fn ask(&mut self, expression: &str) -> Value {
        let ask = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.order("Runtime.evaluate", ask);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true; fails after ten seconds.
    pub(crate) fn until(&mut self, expression: &str) {
        for _ in 0..500 {
            if self.ask(&format!("!!({expression})")) == json!(true) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let page = self.ask("document.body.innerText");
        panic!("this did not come true: {expression}\n{page}\n{:#?}", self.faults());
    }

    /// Types a text, a key for each character.
    pub(crate) fn write(&mut self, text: &str) {
        for c in text.chars() {
            self.order(
                "Input.dispatchKeyEvent",
                json!({ "type": "keyDown", "text": c, "key": c, "unmodifiedText": c }),
            );
            self.order("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": c }));
        }
    }

    /// Presses a key that writes nothing, by its name and its code.
    pub(crate) fn press(&mut self, key: &str, code: u32) {
        let text = if key == "Enter" { "\r" } else { "" };
        let down = json!({ "type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
        self.order("Input.dispatchKeyEvent", down);
        self.order("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }));
    }

    /// Returns what went wrong so far: errors of scripts, violations of the policy, what was asked of a network other
    /// than of one host.
    pub(crate) fn faults(&mut self) -> Vec<String> {
        self.faults_beside("")
    }

    pub(crate) fn faults_beside(&mut self, host: &str) -> Vec<String> {
        let mut faults = Vec::new();
        for event in &self.events {
            match event["method"].as_str().unwrap_or_default() {
                "Runtime.exceptionThrown" | "Network.loadingFailed" => faults.push(event["params"].to_string()),
                "Log.entryAdded" if event["params"]["entry"]["level"] == "error" => {
                    faults.push(event["params"].to_string());
                }
                "Runtime.consoleAPICalled" if event["params"]["type"] == "error" => {
                    faults.push(event["params"].to_string());
                }
                "Network.requestWillBeSent" => {
                    let address = event["params"]["request"]["url"].as_str().unwrap_or_default();
                    let local = ["file:", "data:", "about:"].iter().any(|start| address.starts_with(start));
                    if !local && (host.is_empty() || !address.starts_with(host)) {
                        faults.push(format!("a request to {address}"));
                    }
                }
                _ => {}
            }
        }
        faults
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
