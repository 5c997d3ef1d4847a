//! Runs the rules over a folder that is being edited, on a thread of its own.
//!
//! The thread takes the lock of the workspace for a few rules at a time, so that an edit never waits for more
//! than those; when there was one, what was found so far is thrown away and the rules begin anew.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use super::workspace::Workspace;
use crate::diagnostic::Diagnostic;

/// How many rules are run before an edit is let in.
const AT_A_TIME: usize = 4;

/// What the rules found in one state of a workspace.
pub struct Verdict {
    /// The state: what [`Workspace::version`] was.
    pub version: u64,
    /// What was found, in the order of a report.
    pub diagnostics: Vec<Diagnostic>,
}

/// Asks for the rules to be run. The thread ends when this is dropped.
pub struct Background {
    ask: Sender<()>,
}

impl Background {
    /// Starts the thread; `tell` is called there with each verdict.
    pub fn start(
        workspace: Arc<RwLock<Workspace>>,
        today: Option<String>,
        tell: impl Fn(Verdict) + Send + 'static,
    ) -> Self {
        let (ask, asked) = channel();
        thread::spawn(move || run(&workspace, today.as_deref(), &asked, &tell));
        Self { ask }
    }

    /// Asks for a verdict on the workspace as it is now.
    pub fn check(&self) {
        // The thread lives as long as this does, unless a rule panicked; then there is nobody to ask.
        _ = self.ask.send(());
    }
}

fn run(workspace: &RwLock<Workspace>, today: Option<&str>, asked: &Receiver<()>, tell: &dyn Fn(Verdict)) {
    while asked.recv().is_ok() {
        while asked.try_recv().is_ok() {}
        if let Some(verdict) = verdict(workspace, today) {
            tell(verdict);
        }
    }
}

/// Runs the rules; returns nothing where an edit came between, after which somebody asks again.
fn verdict(workspace: &RwLock<Workspace>, today: Option<&str>) -> Option<Verdict> {
    let version = workspace.read().unwrap_or_else(PoisonError::into_inner).version();
    let mut found = Vec::new();
    for from in (0..Workspace::rules()).step_by(AT_A_TIME) {
        let workspace = workspace.read().unwrap_or_else(PoisonError::into_inner);
        if workspace.version() != version {
            return None;
        }
        found.extend(workspace.check(from..from + AT_A_TIME, today));
    }
    let workspace = workspace.read().unwrap_or_else(PoisonError::into_inner);
    (workspace.version() == version).then(|| Verdict { version, diagnostics: workspace.report(found) })
}
