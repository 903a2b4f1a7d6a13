//! A task in full: its departments, notes, indicators, duties, measures and text, each with its source line.

mod content;
mod follow;
mod hit;
mod note;
mod parts;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use self::content::{entries, first_entries};
use super::Step;
use super::form::{self, Subject};
use crate::model::{Detail, ItemId, OpId};
use crate::search::Phrase;
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice};
use crate::tui::widget::sheet::{Cursor, Entry, Move};

/// Something in the detail that can be selected and acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// The task itself.
    Task,
    /// One of its measures.
    Measure(ItemId),
    /// One of its indicators.
    Indicator(ItemId),
    /// One of its duties.
    Duty(ItemId),
    /// One of its notes.
    Note(OpId),
    /// A part of it that was left out.
    Dropped(ItemId),
    /// Its words.
    Text,
}

/// The screen of one task.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) task: ItemId,
    pub(crate) cursor: Cursor<Target>,
    /// What was searched when it was opened.
    sought: Vec<Phrase>,
    /// Whether the place that was found is still to be brought into view.
    seeking: bool,
    /// The note to bring into view once it is there: it was recorded just now.
    recorded: Option<OpId>,
}

impl Screen {
    /// The screen of a task that was found by these words, or by none.
    pub(crate) fn new(task: ItemId, sought: Vec<Phrase>) -> Self {
        Self {
            seeking: !sought.is_empty(),
            sought,
            recorded: None,
            task,
            cursor: Cursor::on(Target::Task),
        }
    }

    /// Shows a note that was recorded just now as soon as it is there.
    pub(crate) fn show_recorded(&mut self, note: OpId) {
        self.recorded = Some(note);
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let area = layout::detail_area(desk.size);
        if let Some(detail) = desk.detail_of(self.task) {
            let entries = entries(desk, detail, area);
            self.cursor.go(way, &entries, usize::from(area.height));
        }
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let area = layout::detail_area(desk.size);
        if let Some(detail) = desk.detail_of(self.task) {
            let entries = entries(desk, detail, area);
            let height = usize::from(area.height);
            self.cursor.settle(&entries, height);
            if std::mem::take(&mut self.seeking)
                && let Some((at, line)) = hit::place(&entries, &self.sought)
            {
                self.cursor.show(at, line, &entries, height);
            }
            let is_new = |entry: &Entry<Target>| match entry.target {
                Some(Target::Note(op)) => Some(op) == self.recorded,
                _ => false,
            };
            if let Some(at) = entries.iter().position(is_new) {
                self.recorded = None;
                self.cursor.show(at, 0, &entries, height);
            }
        }
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk) -> Vec<Step> {
        let words = desk.words.screen;
        let Some(detail) = desk.detail_of(self.task) else {
            return vec![Step::Do(Effect::LoadDetail(self.task))];
        };
        let selected = self.cursor.selected.unwrap_or(Target::Task);
        let open = |subject| vec![Step::Open(form::open(desk, subject))];
        match (action, selected) {
            (Action::Correct, Target::Task | Target::Text) => open(Subject::Task(self.task)),
            (Action::Correct, Target::Measure(id)) => open(Subject::Measure(self.task, id)),
            (Action::Correct, Target::Indicator(id)) => open(Subject::Indicator(self.task, id)),
            (Action::Correct, Target::Dropped(id)) => open(Subject::Dropped(self.task, id)),
            (Action::Correct, Target::Duty(id)) => open(Subject::Duty(self.task, id)),
            (Action::Correct, Target::Note(op)) => {
                match detail.notes.iter().find(|note| note.op == op) {
                    Some(note) if note.is_current() => open(Subject::Note(self.task, Some(op))),
                    _ => vec![Step::Refuse(Notice::new(words.note_not_current))],
                }
            }
            (Action::Retract, Target::Note(op)) => {
                match detail.notes.iter().find(|note| note.op == op) {
                    Some(note) if note.is_current() => open(Subject::Retraction(self.task, op)),
                    _ => vec![Step::Refuse(Notice::new(words.note_not_current))],
                }
            }
            (Action::Retract, _) => vec![Step::Refuse(
                Notice::new(words.retract_what).hint(words.retract_what_hint),
            )],
            (Action::AddMeasure, _) => open(Subject::NewMeasure(self.task)),
            (Action::AddIndicator, _) => open(Subject::NewIndicator(self.task)),
            _ => Vec::new(),
        }
    }
}

/// Draws a task with its cursor.
pub(crate) fn draw(desk: &Desk, screen: &Screen, buffer: &mut Buffer, area: Rect) {
    let Some(detail) = detail_or_word(desk, screen.task, buffer, area) else {
        return;
    };
    let mut entries = entries(desk, detail, area);
    hit::mark(&mut entries, &screen.sought, desk.palette.hit);
    let style = desk.palette.selected;
    screen.cursor.draw(&entries, buffer, area, style);
}

/// Draws a task beside the list, without a cursor, from the place that a search found.
pub(crate) fn draw_beside(
    desk: &Desk,
    task: ItemId,
    sought: &[Phrase],
    buffer: &mut Buffer,
    area: Rect,
) {
    let Some(detail) = detail_or_word(desk, task, buffer, area) else {
        return;
    };
    let height = usize::from(area.height);
    let mut cursor = Cursor::default();
    let mut entries = if sought.is_empty() {
        first_entries(desk, detail, area, height)
    } else {
        entries(desk, detail, area)
    };
    hit::mark(&mut entries, sought, desk.palette.hit);
    if let Some((at, line)) = hit::place(&entries, sought) {
        cursor.show(at, line, &entries, height);
    }
    cursor.selected = None;
    cursor.draw(&entries, buffer, area, desk.palette.text);
}

/// What there is of a task; until it is there, a word about that is drawn.
fn detail_or_word<'a>(
    desk: &'a Desk,
    task: ItemId,
    buffer: &mut Buffer,
    area: Rect,
) -> Option<&'a Detail> {
    let detail = desk.detail_of(task);
    if detail.is_none() {
        let line = Line::styled(desk.words.screen.loading, desk.palette.dim);
        buffer.set_line(area.x, area.y, &line, area.width);
    }
    detail.map(|detail| &**detail)
}
