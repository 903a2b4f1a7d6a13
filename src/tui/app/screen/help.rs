//! The help: every key that works in the place below, printed from the key table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::app::desk::Desk;
use crate::tui::app::keys::{self, Action, Place};
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};

/// The help of a place.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) place: Place,
    /// Keys of the place that what lies below does not know.
    strange: Vec<Action>,
    cursor: Cursor<()>,
}

impl Screen {
    pub(crate) fn new(place: Place, strange: Vec<Action>) -> Self {
        Self {
            place,
            strange,
            cursor: Cursor::default(),
        }
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let body = layout::areas(desk.size).body;
        let entries = entries(desk, self, usize::from(body.width));
        self.cursor.go(way, &entries, usize::from(body.height));
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let body = layout::areas(desk.size).body;
        let entries = entries(desk, self, usize::from(body.width));
        self.cursor.settle(&entries, usize::from(body.height));
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let entries = entries(desk, self, usize::from(area.width));
        self.cursor.draw(&entries, buffer, area, desk.palette.text);
    }
}

/// The name of a place, for the heads of pages.
pub(crate) fn place_name(desk: &Desk, place: Place) -> &'static str {
    let (term, words) = (desk.words.term, desk.words.screen);
    match place {
        Place::Ledger => term.ledger,
        Place::Search => words.key_search,
        Place::Filter => words.key_filter,
        Place::Detail => words.detail,
        Place::Departments => term.department,
        Place::History => words.key_history,
        Place::Drafts => words.key_drafts,
        Place::Share => words.share,
        Place::Conflict => words.share_conflicts,
        Place::Form => words.form,
        Place::Review => words.review,
        Place::Help => words.key_help,
        Place::Menu => words.key_menu,
        Place::Home => words.key_home,
        Place::Acts => desk.words.work.acts,
        Place::Undo => desk.words.work.undo_title,
        Place::Meeting => desk.words.meeting.meeting,
        Place::Agenda => desk.words.meeting.agenda,
        Place::Jump => desk.words.meeting.jump,
        Place::Approvals => desk.words.meeting.approvals,
        Place::Windows => desk.words.meeting.windows,
        Place::Window => desk.words.meeting.one_window,
        Place::Indicators => desk.words.meeting.indicators,
        Place::Reports => desk.words.issuing.reports,
        Place::Figures => desk.words.meeting.enter_figures,
    }
}

fn entries(desk: &Desk, screen: &Screen, width: usize) -> Vec<Entry<()>> {
    let place = screen.place;
    let known =
        |place| keys::in_place(place).filter(|binding| !screen.strange.contains(&binding.action));
    let width = width.saturating_sub(1);
    let (words, palette) = (desk.words.screen, desk.palette);
    let mut lines = Vec::new();
    let mut section = |place: Place| {
        lines.push(Line::styled(
            format!("  {}", place_name(desk, place)),
            palette.head,
        ));
        let names = known(place).map(|binding| keys::names(binding, place));
        let column = names.map(|names| cells::width(&names)).max().unwrap_or(0) + 2;
        for binding in known(place) {
            let names = cells::pad(&keys::names(binding, place), column);
            let text = (binding.help)(words);
            let wrapped = desk.wrapped(text, width, 2 + column, palette.text);
            for (at, line) in wrapped.into_iter().enumerate() {
                if at == 0 {
                    lines.push(Line::from(vec![
                        Span::styled(format!("  {names}"), palette.key),
                        Span::styled(text_of(&line).trim_start().to_owned(), palette.text),
                    ]));
                } else {
                    lines.push(line);
                }
            }
        }
        lines.push(Line::default());
    };
    section(place);
    if matches!(place, Place::Ledger) {
        section(Place::Search);
        section(Place::Filter);
    }
    let notes = [
        words.help_filter_language,
        words.help_input_method,
        words.help_signs,
    ];
    for note in notes {
        lines.extend(desk.wrapped(note, width, 2, palette.text));
        lines.push(Line::default());
    }
    vec![Entry {
        lines,
        target: None,
        begins_section: true,
    }]
}

fn text_of(line: &Line<'_>) -> String {
    line.iter().map(|span| span.content.as_ref()).collect()
}
