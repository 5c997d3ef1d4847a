//! What the full screen shows, and what each key does to it.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::index::answer::{Answer, Hit};
use crate::index::error::Error;
use crate::index::facets::Facet;
use crate::index::open::Index;
use crate::index::query::{Filters, Query};
use crate::index::snippet::Snippet;

/// How many results are listed: more than anyone looks through.
const LIMIT: usize = 100;

/// How many results a page key goes on.
const PAGE: usize = 10;

/// What is shown.
pub(super) struct State {
    /// What is asked.
    pub(super) query: Query,
    /// The byte of the text that the cursor stands before.
    pub(super) cursor: usize,
    /// What was answered.
    pub(super) answer: Answer,
    /// The result that is chosen, among the hits.
    pub(super) chosen: usize,
    /// The whole text of that result, with what was asked for marked.
    pub(super) preview: Snippet,
    /// The line of it that is the first to be seen.
    pub(super) scrolled: u16,
    /// Whether the arrow keys choose a filter and not a result.
    pub(super) narrowing: bool,
    /// The filter that is chosen, among [`State::values`].
    pub(super) facet: usize,
    /// What there is to say beside the results.
    pub(super) told: String,
}

/// What has to be done after a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// Nothing but to draw.
    Nothing,
    /// To ask the index.
    Answer,
    /// To look at another result.
    Preview,
    /// To open the page of the result.
    Open,
    /// To end.
    End,
}

/// A value that results can be narrowed down to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) facet: &'static str,
    pub(super) value: String,
    pub(super) count: usize,
    pub(super) is_set: bool,
}

impl State {
    pub(super) fn new(query: Query) -> Self {
        Self {
            cursor: query.text.len(),
            query: Query { limit: LIMIT, ..query },
            answer: Answer::default(),
            chosen: 0,
            preview: Snippet::default(),
            scrolled: 0,
            narrowing: false,
            facet: 0,
            told: String::new(),
        }
    }

    /// Asks the index.
    pub(super) fn answer(&mut self, index: &Index) -> Result<(), Error> {
        self.answer = index.search(&self.query)?;
        self.chosen = 0;
        self.facet = self.facet.min(self.values().len().saturating_sub(1));
        self.told = remark(&self.answer);
        self.preview(index)
    }

    /// Looks at the result that is chosen.
    pub(super) fn preview(&mut self, index: &Index) -> Result<(), Error> {
        self.scrolled = 0;
        self.preview = match self.hit() {
            Some(hit) => index.text(&hit.page, &hit.anchor, &self.query.text)?,
            None => Snippet::default(),
        };
        Ok(())
    }

    /// Returns the result that is chosen.
    pub(super) fn hit(&self) -> Option<&Hit> {
        self.answer.hits.get(self.chosen)
    }

    /// Returns the values that results can be narrowed down to, those that are set first in their facet.
    pub(super) fn values(&self) -> Vec<Value> {
        let mut values = Vec::new();
        for Facet { name: facet, values: counts } in &self.answer.facets {
            let Some(set) = filter(&self.query.filters, facet) else { continue };
            // What is set is listed also where nothing has it, so that it can be taken back.
            if let Some(value) = set.as_ref().filter(|set| !counts.iter().any(|(value, _)| value == *set)) {
                values.push(Value { facet, value: value.clone(), count: 0, is_set: true });
            }
            values.extend(counts.iter().map(|(value, count)| Value {
                facet,
                value: value.clone(),
                count: *count,
                is_set: set.as_ref() == Some(value),
            }));
        }
        values
    }

    /// Does what a key says.
    pub(super) fn key(&mut self, key: KeyEvent) -> Asks {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return Asks::End,
            KeyCode::Char('c' | 'd') if control => return Asks::End,
            KeyCode::Tab | KeyCode::BackTab => {
                self.narrowing = !self.narrowing && !self.values().is_empty();
                return Asks::Nothing;
            }
            KeyCode::PageDown => {
                self.scrolled = self.scrolled.saturating_add(PAGE as u16);
                return Asks::Nothing;
            }
            KeyCode::PageUp => {
                self.scrolled = self.scrolled.saturating_sub(PAGE as u16);
                return Asks::Nothing;
            }
            KeyCode::Enter if self.narrowing => return self.narrow(),
            KeyCode::Char(' ') if self.narrowing => return self.narrow(),
            KeyCode::Enter => return if self.hit().is_some() { Asks::Open } else { Asks::Nothing },
            KeyCode::Up => return self.step(-1),
            KeyCode::Down => return self.step(1),
            KeyCode::Char('p') if control => return self.step(-1),
            KeyCode::Char('n') if control => return self.step(1),
            _ => {}
        }
        match self.edit(key.code, control) {
            true => {
                self.narrowing = false;
                Asks::Answer
            }
            false => Asks::Nothing,
        }
    }

    /// Goes to the next filter or result, or to the one before.
    fn step(&mut self, by: isize) -> Asks {
        let next = |at: usize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
        if self.narrowing {
            self.facet = next(self.facet, self.values().len());
            return Asks::Nothing;
        }
        let before = self.chosen;
        self.chosen = next(before, self.answer.hits.len());
        if before == self.chosen { Asks::Nothing } else { Asks::Preview }
    }

    /// Sets the filter that is chosen, or takes it back.
    fn narrow(&mut self) -> Asks {
        let Some(Value { facet, value, is_set, .. }) = self.values().into_iter().nth(self.facet) else {
            return Asks::Nothing;
        };
        if let Some(filter) = filter_mut(&mut self.query.filters, facet) {
            *filter = (!is_set).then_some(value);
        }
        Asks::Answer
    }

    /// Edits the text; tells whether it is another one now.
    fn edit(&mut self, key: KeyCode, control: bool) -> bool {
        let (before, after) = self.query.text.split_at(self.cursor);
        let previous = before.char_indices().next_back().map_or(0, |(at, _)| at);
        let next = self.cursor + after.chars().next().map_or(0, char::len_utf8);
        match key {
            KeyCode::Left => self.cursor = previous,
            KeyCode::Right => self.cursor = next,
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.query.text.len(),
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.query.text.len(),
            KeyCode::Char('u') if control => return self.remove(0),
            KeyCode::Char('w') if control => {
                let word = before.trim_end();
                let start = word.rfind(char::is_whitespace).map_or(0, |space| space + 1);
                return self.remove(start);
            }
            KeyCode::Backspace => return self.remove(previous),
            KeyCode::Delete if next > self.cursor => {
                self.query.text.replace_range(self.cursor..next, "");
                return true;
            }
            KeyCode::Char(c) if !control => {
                self.query.text.insert(self.cursor, c);
                self.cursor += c.len_utf8();
                return true;
            }
            _ => {}
        }
        false
    }

    /// Removes what stands between a byte and the cursor.
    fn remove(&mut self, from: usize) -> bool {
        let removed = from < self.cursor;
        self.query.text.replace_range(from..self.cursor, "");
        self.cursor = from;
        removed
    }
}

/// Returns the filter of a facet; not every facet has one.
fn filter<'a>(filters: &'a Filters, facet: &str) -> Option<&'a Option<String>> {
    Some(match facet {
        "kind" => &filters.kind,
        "mission" => &filters.mission,
        "phase" => &filters.phase,
        "environment" => &filters.environment,
        "status" => &filters.status,
        "language" => &filters.language,
        _ => return None,
    })
}

fn filter_mut<'a>(filters: &'a mut Filters, facet: &str) -> Option<&'a mut Option<String>> {
    Some(match facet {
        "kind" => &mut filters.kind,
        "mission" => &mut filters.mission,
        "phase" => &mut filters.phase,
        "environment" => &mut filters.environment,
        "status" => &mut filters.status,
        "language" => &mut filters.language,
        _ => return None,
    })
}

/// Says what else there is to know of an answer.
fn remark(answer: &Answer) -> String {
    let corrected = answer.corrections.iter();
    let mut told: Vec<String> =
        corrected.map(|word| format!("nothing holds `{}`; looked for `{}`", word.written, word.used)).collect();
    if !answer.suggestions.is_empty() {
        told.push(format!("did you mean {}?", answer.suggestions.join(", ")));
    }
    told.join("; ")
}

#[cfg(test)]
pub(super) mod tests {
    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::{Asks, State};
    use crate::index::answer::{Answer, Hit};
    use crate::index::facets::Facet;
    use crate::index::query::Query;

    pub(in crate::cli::console) fn state() -> State {
        let hit = |title: &str, anchor: &str| Hit {
            title: title.into(),
            breadcrumbs: vec!["Batteries".into(), title.into()],
            document: "FCP-EPS-010".into(),
            kind: "step".into(),
            status: "operational".into(),
            page: "html/p.html".into(),
            anchor: anchor.into(),
            ..Hit::default()
        };
        let facet = |name, values: &[(&str, usize)]| Facet {
            name,
            values: values.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect(),
        };
        let mut state = State::new(Query { text: "charge".into(), ..Query::default() });
        state.answer = Answer {
            total: 2,
            hits: vec![hit("1 Charge the battery", "s1"), hit("2 Étape suivante", "s2")],
            ..Answer::default()
        };
        state.answer.facets = vec![facet("kind", &[("step", 2)]), facet("mission", &[("cso", 2), ("phr", 1)])];
        state
    }

    fn press(state: &mut State, code: KeyCode) -> Asks {
        state.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn press_control(state: &mut State, key: char) -> Asks {
        state.key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL))
    }

    #[test]
    fn what_is_typed_is_asked() {
        let mut state = state();
        for (key, asks, text) in [
            (KeyCode::Char('s'), Asks::Answer, "charges"),
            (KeyCode::Home, Asks::Nothing, "charges"),
            (KeyCode::Backspace, Asks::Nothing, "charges"),
            (KeyCode::Char('é'), Asks::Answer, "écharges"),
            (KeyCode::Left, Asks::Nothing, "écharges"),
            (KeyCode::Delete, Asks::Answer, "charges"),
            (KeyCode::End, Asks::Nothing, "charges"),
            (KeyCode::Char(' '), Asks::Answer, "charges "),
            (KeyCode::Char('x'), Asks::Answer, "charges x"),
        ] {
            assert_eq!((press(&mut state, key), state.query.text.as_str()), (asks, text), "{key:?}");
        }
        assert_eq!((press_control(&mut state, 'w'), state.query.text.as_str()), (Asks::Answer, "charges "));
        assert_eq!((press_control(&mut state, 'u'), state.query.text.as_str()), (Asks::Answer, ""));
        assert_eq!(press_control(&mut state, 'u'), Asks::Nothing);
    }

    #[test]
    fn arrows_choose_results_and_after_tab_filters() {
        let mut state = state();
        assert_eq!((press(&mut state, KeyCode::Up), state.chosen), (Asks::Nothing, 0));
        assert_eq!((press(&mut state, KeyCode::Down), state.chosen), (Asks::Preview, 1));
        assert_eq!((press(&mut state, KeyCode::Down), state.chosen), (Asks::Nothing, 1));
        assert_eq!(press(&mut state, KeyCode::Enter), Asks::Open);
        press(&mut state, KeyCode::Tab);
        press(&mut state, KeyCode::Down);
        press(&mut state, KeyCode::Down);
        assert_eq!(press(&mut state, KeyCode::Enter), Asks::Answer);
        assert_eq!(state.query.filters.mission.as_deref(), Some("phr"));
        // What is set is taken back in the same way.
        assert_eq!(press(&mut state, KeyCode::Char(' ')), Asks::Answer);
        assert_eq!(state.query.filters.mission, None);
        assert_eq!(press(&mut state, KeyCode::Esc), Asks::End);
        assert_eq!(press_control(&mut state, 'c'), Asks::End);
    }
}
