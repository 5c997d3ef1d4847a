//! Shows how far a build has come.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;
use crate::pipeline::{Progress, Stage};

/// A build that is done sooner shows no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(300);

/// A bar for the stage at work. It is gone when this is dropped.
pub(super) struct Bar {
    bar: ProgressBar,
    counting: ProgressStyle,
    waiting: ProgressStyle,
    finished: Arc<Mutex<bool>>,
}

impl Bar {
    /// Makes a bar that shows itself where somebody looks, once the build has taken a while.
    pub(super) fn new(terminal: &Terminal) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let finished = Arc::new(Mutex::new(false));
        if terminal.shows_progress() {
            show_later(bar.clone(), finished.clone());
        }
        let color = if terminal.colors_err() { ".cyan" } else { "" };
        let template = |shape: &str| {
            let style = ProgressStyle::with_template(shape).expect("the template is sound");
            style.progress_chars("=> ").tick_chars("-\\|/ ")
        };
        let counting = template(&format!("{{msg:>9}} [{{bar:32{color}}}] {{pos}}/{{len}}"));
        let waiting = template("{msg:>9} {spinner}");
        Self { bar, counting, waiting, finished }
    }
}

/// Shows the bar after a while, unless all is finished by then.
fn show_later(bar: ProgressBar, finished: Arc<Mutex<bool>>) {
    std::thread::spawn(move || {
        std::thread::sleep(PATIENCE);
        let finished = finished.lock().unwrap_or_else(PoisonError::into_inner);
        if !*finished {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
    });
}

impl Progress for Bar {
    fn begin(&self, stage: Stage, things: usize) {
        let style = if things > 0 { &self.counting } else { &self.waiting };
        self.bar.set_style(style.clone());
        self.bar.set_length(things as u64);
        self.bar.set_position(0);
        self.bar.set_message(word(stage));
    }

    fn advance(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        *self.finished.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bar.finish_and_clear();
    }
}

fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "reading",
        Stage::Link => "linking",
        Stage::Check => "checking",
        Stage::Html => "pages",
        Stage::Pdf => "PDFs",
        Stage::Index => "index",
    }
}
