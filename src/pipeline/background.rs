//! Runs the rules over a folder that is being edited, on a thread of its own.
//!
//! Whoever runs rules takes the lock of the workspace for a few of them, so that an edit never waits for more
//! than those; when there was one, what was found so far is thrown away and the rules begin anew.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock, TryLockError};
use std::thread;

use rayon::prelude::*;

use super::workspace::Workspace;
use crate::diagnostic::Diagnostic;

/// How many rules are run one after the other before an edit is let in.
const AT_A_TIME: usize = 8;

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
        let verdict = loop {
            while asked.try_recv().is_ok() {}
            if let Some(verdict) = verdict(workspace, today) {
                break verdict;
            }
        };
        tell(verdict);
    }
}

/// Runs the rules; returns nothing where an edit came between.
fn verdict(workspace: &RwLock<Workspace>, today: Option<&str>) -> Option<Verdict> {
    let version = workspace.read().unwrap_or_else(PoisonError::into_inner).version();
    // An edit may have work for these threads while it has the lock: they must not wait for it.
    let some_rules = |from| {
        let workspace = match workspace.try_read() {
            Ok(workspace) => workspace,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        (workspace.version() == version).then(|| workspace.check(from..from + AT_A_TIME, today))
    };
    let batches = (0..Workspace::rules()).into_par_iter().step_by(AT_A_TIME);
    let found = batches.map(some_rules).collect::<Option<Vec<_>>>()?.concat();
    let workspace = workspace.read().unwrap_or_else(PoisonError::into_inner);
    (workspace.version() == version).then(|| Verdict { version, diagnostics: workspace.report(found, today) })
}
