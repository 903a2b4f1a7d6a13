//! A task in full: its departments, notes, indicators, duties, measures and text, each with its source line.

mod content;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use self::content::entries;
use super::Step;
use super::form::{self, Subject};
use crate::model::{ItemId, OpId};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice};
use crate::tui::widget::sheet::{Cursor, Move};

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
}

/// The screen of one task.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) task: ItemId,
    pub(crate) cursor: Cursor<Target>,
}

impl Screen {
    pub(crate) fn new(task: ItemId) -> Self {
        Self {
            task,
            cursor: Cursor {
                selected: Some(Target::Task),
                top: 0,
            },
        }
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
            self.cursor.settle(&entries, usize::from(area.height));
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
            (Action::Correct, Target::Task) => open(Subject::Task(self.task)),
            (Action::Correct, Target::Measure(id)) => open(Subject::Measure(self.task, id)),
            (Action::Correct, Target::Indicator(id)) => open(Subject::Indicator(self.task, id)),
            (Action::Correct, Target::Duty(_)) => {
                vec![Step::Refuse(Notice::new(words.duty_not_correctable))]
            }
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

/// Draws a task; `cursor` is `None` where the detail only accompanies the list.
pub(crate) fn draw(
    desk: &Desk,
    task: ItemId,
    cursor: Option<&Cursor<Target>>,
    buffer: &mut Buffer,
    area: Rect,
) {
    let Some(detail) = desk.detail_of(task) else {
        let line = Line::styled(desk.words.screen.loading, desk.palette.dim);
        buffer.set_line(area.x, area.y, &line, area.width);
        return;
    };
    let entries = entries(desk, detail, area);
    match cursor {
        Some(cursor) => cursor.draw(&entries, buffer, area, desk.palette.selected),
        None => Cursor::default().draw(&entries, buffer, area, desk.palette.text),
    }
}
