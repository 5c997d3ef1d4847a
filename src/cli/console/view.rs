//! Draws the full screen.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, Borders, List, ListItem, ListState, Paragraph, Wrap};

use super::state::State;
use crate::index::answer::Hit;
use crate::index::snippet::Snippet;
use crate::report::summary::counted;

/// From this width on, filters, results and preview stand side by side.
const WIDE: u16 = 100;

/// The width of the filters.
const FILTERS: u16 = 26;

/// The styles, with or without colours.
#[derive(Clone, Copy)]
struct Styles {
    strong: Style,
    faint: Style,
    mark: Style,
    chosen: Style,
    place: Style,
}

impl Styles {
    fn new(colored: bool) -> Self {
        let color = |color: Color| if colored { Style::new().fg(color) } else { Style::new() };
        Self {
            strong: Style::new().bold(),
            faint: Style::new().dim(),
            mark: color(Color::Yellow).bold().underlined(),
            chosen: Style::new().reversed(),
            place: color(Color::Cyan),
        }
    }
}

/// Draws what is shown.
pub(super) fn draw(frame: &mut Frame<'_>, state: &State, colored: bool) {
    let styles = Styles::new(colored);
    let rows = [Constraint::Length(3), Constraint::Min(3), Constraint::Length(1)];
    let [top, middle, bottom] = frame.area().layout(&Layout::vertical(rows));
    question(frame, top, state, styles);
    if middle.width >= WIDE {
        let columns = [Constraint::Length(FILTERS), Constraint::Percentage(40), Constraint::Min(20)];
        let [left, center, right] = middle.layout(&Layout::horizontal(columns));
        filters(frame, left, state, styles);
        results(frame, center, state, styles);
        preview(frame, right, state, styles);
    } else {
        let [above, below] = middle.layout(&Layout::vertical([Constraint::Percentage(50), Constraint::Min(3)]));
        // There is room for one list only.
        if state.narrowing {
            filters(frame, above, state, styles);
        } else {
            results(frame, above, state, styles);
        }
        preview(frame, below, state, styles);
    }
    let help = "↑↓ choose  Enter open  Tab filters  PgUp PgDn scroll  Esc quit";
    frame.render_widget(Paragraph::new(Line::styled(help, styles.faint)), bottom);
}

fn question(frame: &mut Frame<'_>, area: Rect, state: &State, styles: Styles) {
    let found = match (state.answer.total, state.query.text.trim().is_empty()) {
        (0, true) => "type what to look for".to_owned(),
        (total, _) => counted(total, "place"),
    };
    let set: Vec<String> = state
        .values()
        .into_iter()
        .filter(|value| value.is_set)
        .map(|value| format!("{}={}", value.facet, value.value))
        .collect();
    let title = [vec![" Search".to_owned()], set].concat().join("  ") + " ";
    let block = Block::bordered().title(Span::styled(title, styles.strong)).title_bottom(format!(" {found} "));
    let block = if state.told.is_empty() { block } else { block.title_bottom(format!(" {} ", state.told)) };
    let inner = block.inner(area);
    // A long question is shown at its end, where one types.
    let before = Line::raw(&state.query.text[..state.cursor]).width() as u16;
    let hidden = before.saturating_sub(inner.width.saturating_sub(1));
    frame.render_widget(Paragraph::new(state.query.text.as_str()).scroll((0, hidden)).block(block), area);
    frame.set_cursor_position(Position::new(inner.x + before - hidden, inner.y));
}

fn filters(frame: &mut Frame<'_>, area: Rect, state: &State, styles: Styles) {
    let mut items = Vec::new();
    let (mut facet, mut chosen) = ("", 0);
    for (at, value) in state.values().into_iter().enumerate() {
        if value.facet != facet {
            facet = value.facet;
            items.push(ListItem::new(Line::styled(facet, styles.strong)));
        }
        if at == state.facet {
            chosen = items.len();
        }
        let sign = if value.is_set { "●" } else { " " };
        let count = value.count.to_string();
        let room = usize::from(area.width).saturating_sub(count.len() + 7);
        let shown: String = value.value.chars().take(room).collect();
        let gap = " ".repeat(room.saturating_sub(Line::raw(shown.as_str()).width()) + 1);
        let line = Line::from(vec![Span::raw(format!(" {sign} {shown}{gap}")), Span::styled(count, styles.faint)]);
        items.push(ListItem::new(line));
    }
    let list = List::new(items).block(frame_of("Filters", state.narrowing, styles)).highlight_style(styles.chosen);
    let mut list_state = ListState::default().with_selected(state.narrowing.then_some(chosen));
    frame.render_stateful_widget(list, area, &mut list_state);
}

fn results(frame: &mut Frame<'_>, area: Rect, state: &State, styles: Styles) {
    let items: Vec<ListItem<'_>> = state.answer.hits.iter().map(|hit| result(hit, styles)).collect();
    let list = List::new(items)
        .block(frame_of("Results", !state.narrowing, styles))
        .highlight_style(if state.narrowing { styles.strong } else { styles.chosen });
    let chosen = (!state.answer.hits.is_empty()).then_some(state.chosen);
    frame.render_stateful_widget(list, area, &mut ListState::default().with_selected(chosen));
}

fn result(hit: &Hit, styles: Styles) -> ListItem<'_> {
    let own = hit.breadcrumbs.last().map_or("", String::as_str);
    let facts: Vec<&str> =
        [hit.document.as_str(), &hit.kind, &hit.status].into_iter().filter(|fact| !fact.is_empty()).collect();
    ListItem::new(Text::from(vec![
        Line::styled(own, styles.strong),
        Line::styled(format!("  {}", facts.join(", ")), styles.faint),
    ]))
}

fn preview(frame: &mut Frame<'_>, area: Rect, state: &State, styles: Styles) {
    let block = frame_of("Preview", false, styles);
    let Some(hit) = state.hit() else {
        frame.render_widget(block, area);
        return;
    };
    let issue = if hit.issue.is_empty() { String::new() } else { format!(" issue {}", hit.issue) };
    let facts = [format!("{}{issue}", hit.document), hit.status.clone(), hit.language.clone()];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.trim().is_empty()).collect();
    let anchor = if hit.anchor.is_empty() { String::new() } else { format!("#{}", hit.anchor) };
    let mut lines = vec![
        Line::styled(hit.breadcrumbs.join(" › "), styles.strong),
        Line::styled(facts.join(", "), styles.faint),
        Line::styled(format!("{}{anchor}", hit.page), styles.place),
        Line::default(),
    ];
    lines.extend(marked(&state.preview, styles));
    let text = Paragraph::new(lines).wrap(Wrap { trim: false }).scroll((state.scrolled, 0)).block(block);
    frame.render_widget(text, area);
}

/// Returns a text line by line, with what was asked for marked.
fn marked(text: &Snippet, styles: Styles) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut marks = text.marks.iter().peekable();
    let mut start = 0;
    for line in text.text.split('\n') {
        let (mut spans, mut done, end) = (Vec::new(), start, start + line.len());
        while let Some(mark) = marks.next_if(|mark| mark.start < end) {
            let (from, to) = (mark.start.max(done), mark.end.min(end));
            spans.push(Span::raw(&text.text[done..from]));
            spans.push(Span::styled(&text.text[from..to], styles.mark));
            done = to;
        }
        spans.push(Span::raw(&text.text[done..end]));
        lines.push(Line::from(spans));
        start = end + 1;
    }
    lines
}

fn frame_of(title: &str, active: bool, styles: Styles) -> Block<'_> {
    let style = if active { styles.strong } else { styles.faint };
    Block::new().borders(Borders::ALL).border_style(style).title(Span::styled(format!(" {title} "), styles.strong))
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::super::state::State;
    use super::super::state::tests::state;
    use super::draw;
    use crate::index::snippet::Snippet;

    /// Draws, and returns the lines of the screen.
    fn screen(state: &State, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen in memory");
        terminal.draw(|frame| draw(frame, state, false)).expect("drawn");
        terminal.backend().to_string()
    }

    #[test]
    fn a_wide_screen_shows_filters_results_and_preview() {
        let mut state = state();
        let text = "charge the battery\nuntil 28 V".to_owned();
        state.preview = Snippet { text, marks: vec![0..6, 7..10] };
        let screen = screen(&state, 120, 16);
        for shown in [
            "charge",
            "2 places",
            "mission",
            "phr",
            "1 Charge the battery",
            "2 Étape suivante",
            "until 28 V",
            "Esc quit",
        ] {
            assert!(screen.contains(shown), "`{shown}` is not on:\n{screen}");
        }
    }

    #[test]
    fn a_narrow_screen_shows_filters_when_they_are_asked_for() {
        let mut state = state();
        assert!(!screen(&state, 60, 16).contains("mission"));
        state.narrowing = true;
        let screen = screen(&state, 60, 16);
        assert!(screen.contains("mission") && !screen.contains("Étape suivante"), "{screen}");
    }

    #[test]
    fn no_size_is_too_small() {
        let mut state = state();
        state.query.text = "日本語 e\u{301}".repeat(20);
        state.cursor = state.query.text.len();
        for (width, height) in [(1, 1), (2, 3), (5, 4), (20, 5), (100, 4), (200, 60)] {
            screen(&state, width, height);
        }
    }
}
