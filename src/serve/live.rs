//! Builds anew while somebody writes, and lets the pages that are open load themselves again.
//!
//! A preview is built into a folder of its own, which goes with the server: what was published stays as it is.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::header;
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use notify::{RecursiveMode, Watcher as _};
use tokio::sync::watch;

use super::{Event, Told, reply};
use crate::pipeline::{self, Request, Silent};

/// The address of the script that loads a page again.
pub(super) const SCRIPT: &str = "/_opsdoc-live.js";

/// How long nothing may change before a preview is built: an editor writes a file in several goes.
const QUIET: Duration = Duration::from_millis(120);

/// The number of the preview that is there; tells the pages of each new one.
#[derive(Debug, Clone)]
pub(super) struct Live {
    number: Option<watch::Sender<u64>>,
}

impl Live {
    /// What comes after the last preview.
    const END: u64 = u64::MAX;

    pub(super) fn new(is_on: bool) -> Self {
        Self { number: is_on.then(|| watch::Sender::new(0)) }
    }

    pub(super) fn is_on(&self) -> bool {
        self.number.is_some()
    }

    /// Says that there is a new preview.
    fn renew(&self) {
        if let Some(number) = &self.number {
            number.send_modify(|number| *number = number.saturating_add(1).min(Self::END - 1));
        }
    }

    /// Says that there will be no other.
    pub(super) fn stop(&self) {
        if let Some(number) = &self.number {
            number.send_replace(Self::END);
        }
    }
}

/// Tells a page the number of the preview, then of each that comes (HTML Standard, 9.2).
pub(super) async fn events(State(live): State<Live>) -> Response {
    let Some(number) = &live.number else {
        return reply::missing("pages are not loaded again here: that takes `opsdoc serve --watch`");
    };
    let mut receiver = number.subscribe();
    receiver.mark_changed();
    let events = stream::unfold(receiver, |mut receiver| async move {
        receiver.changed().await.ok()?;
        let number = *receiver.borrow_and_update();
        let message = Message::default().event("built").data(number.to_string());
        (number != Live::END).then_some((Ok::<_, Infallible>(message), receiver))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

/// Answers with the script that loads a page again when its preview is another one.
pub(super) async fn script() -> Response {
    let script = "\
(function () {
  'use strict';
  var shown = null;
  new EventSource('/api/live').addEventListener('built', function (event) {
    if (shown !== null && shown !== event.data) {
      location.reload();
    }
    shown = event.data;
  });
})();
";
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
}

/// Lets a page load itself again. The file stays as it is: it must work without a server.
pub(super) fn page(page: &str) -> String {
    // What the page itself allows would forbid it to listen.
    let page = page.replacen("default-src 'none';", "default-src 'none'; connect-src 'self';", 1);
    let script = format!("<script src=\"{SCRIPT}\" defer></script>\n");
    match page.rfind("</body>") {
        Some(end) => format!("{}{script}{}", &page[..end], &page[end..]),
        None => page + &script,
    }
}

/// What is built of a documentation folder while somebody writes.
pub(super) struct Preview {
    folder: tempfile::TempDir,
    /// What asks for previews: a watcher, or where changes cannot be seen, nobody.
    asking: Option<Asking>,
    building: Option<JoinHandle<()>>,
}

/// What must live as long as previews are to be built.
enum Asking {
    Watcher(notify::RecommendedWatcher),
    Nobody(mpsc::Sender<()>),
}

impl Drop for Preview {
    fn drop(&mut self) {
        // A build must not write into a folder that is being removed.
        match self.asking.take() {
            Some(Asking::Watcher(watcher)) => drop(watcher),
            Some(Asking::Nobody(sender)) => drop(sender),
            None => {}
        }
        if let Some(building) = self.building.take() {
            // How it ended is no longer of interest.
            _ = building.join();
        }
    }
}

impl Preview {
    /// Builds a first preview on a thread of its own, and another after each change.
    pub(super) fn start(docs: &Path, live: Live, told: Arc<Told>) -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("opsdoc-preview-").tempdir()?;
        let (sender, changes) = mpsc::channel::<()>();
        let seen = sender.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading is no change, nor is what a repository notes. Whoever no longer builds does not listen.
            if event.is_ok_and(|event| !event.kind.is_access() && !event.paths.iter().all(|path| is_noted(path))) {
                _ = seen.send(());
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            watcher.watch(docs, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        let asked = sender.send(());
        debug_assert!(asked.is_ok(), "the other end is in this function");
        let asking = match watcher {
            Ok(watcher) => Asking::Watcher(watcher),
            Err(error) => {
                told(Event::Blind(&error));
                // While the channel is open the first preview stays.
                Asking::Nobody(sender)
            }
        };
        let request = Request {
            docs: docs.to_owned(),
            output: folder.path().join("output"),
            index: folder.path().join("index"),
            html: true,
            pdf: false,
        };
        let building = std::thread::Builder::new().name("preview".into());
        let building = building.spawn(move || build(&request, &changes, &live, &*told))?;
        Ok(Self { folder, asking: Some(asking), building: Some(building) })
    }

    /// Returns where the pages are.
    pub(super) fn output(&self) -> PathBuf {
        self.folder.path().join("output")
    }

    /// Returns where the index is.
    pub(super) fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }
}

/// Tells whether a path belongs to a repository's own notes.
fn is_noted(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".git")
}

/// Builds after each change, until nobody sees changes any more.
fn build(request: &Request, changes: &mpsc::Receiver<()>, live: &Live, told: &Told) {
    while changes.recv().is_ok() {
        while changes.recv_timeout(QUIET).is_ok() {}
        let started = Instant::now();
        match pipeline::build(request, &Silent) {
            Ok(outcome) => {
                told(Event::Built(&outcome, started.elapsed()));
                // A file that was opened and not changed asks no page to load itself again.
                if outcome.made.written > 0 {
                    live.renew();
                }
            }
            Err(error) => told(Event::Failed(&error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn a_page_listens_at_its_end() {
        let shown = page("<meta content=\"default-src 'none'; x\"><body><p>text</p></body></html>");
        assert_eq!(
            shown,
            "<meta content=\"default-src 'none'; connect-src 'self'; x\"><body><p>text</p>\
             <script src=\"/_opsdoc-live.js\" defer></script>\n</body></html>"
        );
    }
}
