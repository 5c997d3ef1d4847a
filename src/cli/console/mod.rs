//! The full screen of `opsdoc search`: results while one types, what they are counted by, and what they say.
//!
//! [`state`] is what is shown and what each key does to it; [`view`] draws it. Here keys come in and the screen is
//! given back, whatever happens.

mod state;
mod view;

use std::io;
use std::path::Path;

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyEventKind};

use self::state::{Asks, State};
use super::fault::Fault;
use super::opener;
use super::terminal::Terminal;
use crate::index::open::Index;
use crate::index::query::Query;

/// Shows the full screen until the reader has enough.
pub(super) fn run(index: &Index, query: Query, output: &Path, terminal: &Terminal) -> Result<(), Fault> {
    let mut state = State::new(query);
    state.answer(index)?;
    // The screen is given back on a panic too: this sets a hook for it.
    let mut screen = ratatui::try_init().map_err(no_screen)?;
    let ended = listen(&mut screen, &mut state, index, output, terminal);
    // Where the screen cannot be given back there is nobody to be told.
    _ = ratatui::try_restore();
    ended
}

fn no_screen(error: io::Error) -> Fault {
    Fault::from(error).about("the screen cannot be taken over")
}

fn listen(
    screen: &mut DefaultTerminal,
    state: &mut State,
    index: &Index,
    output: &Path,
    terminal: &Terminal,
) -> Result<(), Fault> {
    let colored = terminal.colors_out();
    loop {
        screen.draw(|frame| view::draw(frame, state, colored))?;
        // Whatever else happens, as a new size, draws again.
        let Event::Key(key) = event::read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match state.key(key) {
            Asks::Nothing => {}
            Asks::Answer => state.answer(index)?,
            Asks::Preview => state.preview(index)?,
            Asks::Open => {
                let opened = state.hit().map(|hit| opener::opened(output, &hit.page, &hit.anchor));
                state.told = match opened {
                    Some(Ok(url)) => format!("opened {url}"),
                    Some(Err(fault)) => fault.line(),
                    None => String::new(),
                };
            }
            Asks::End => return Ok(()),
        }
    }
}
