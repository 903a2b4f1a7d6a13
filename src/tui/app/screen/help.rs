//! The help: every key that works in the place below, printed from the key table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::form::Form;
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::{self, Action, Place};
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};

/// The help of a place.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) place: Place,
    /// What the place is called, where that is more than the place: a form goes by what it is for.
    name: Option<&'static str>,
    /// What does nothing there, though it does in others of its kind.
    idle: Vec<Action>,
    cursor: Cursor<()>,
}

impl Screen {
    pub(crate) fn new(place: Place) -> Self {
        Self {
            place,
            name: None,
            idle: Vec::new(),
            cursor: Cursor::default(),
        }
    }

    /// The help of a form: what works in this one, under its name.
    pub(crate) fn of_form(form: &Form, desk: &Desk) -> Self {
        let all = keys::in_place(Place::Form).map(|binding| binding.action);
        Self {
            name: Some(form.subject.heading(desk)),
            idle: all.filter(|action| !form.knows(*action)).collect(),
            ..Self::new(Place::Form)
        }
    }

    /// What the help is about.
    pub(crate) fn name(&self, desk: &Desk) -> &'static str {
        self.name.unwrap_or_else(|| place_name(desk, self.place))
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let (entries, height) = layout::in_body(desk.size, |width| entries(desk, self, width));
        self.cursor.go(way, &entries, height);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (entries, height) = layout::in_body(desk.size, |width| entries(desk, self, width));
        self.cursor.settle(&entries, height);
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

fn entries(desk: &Desk, help: &Screen, width: usize) -> Vec<Entry<()>> {
    let place = help.place;
    let width = width.saturating_sub(1);
    let (words, palette) = (desk.words.screen, desk.palette);
    let mut lines = Vec::new();
    let bindings =
        |place| keys::in_place(place).filter(|binding| !help.idle.contains(&binding.action));
    let mut section = |place: Place, name: &str| {
        lines.push(Line::styled(format!("  {name}"), palette.head));
        let names = bindings(place).map(|binding| keys::names(binding, place));
        let column = names.map(|names| cells::width(&names)).max().unwrap_or(0) + 2;
        for binding in bindings(place) {
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
    section(place, help.name(desk));
    if matches!(place, Place::Ledger) {
        for place in [Place::Search, Place::Filter] {
            section(place, place_name(desk, place));
        }
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
