//! What was done here last and can be taken back, across sessions; each only after a question.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Step;
use super::history::{explain, told};
use crate::model::{Change, OpId};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};

/// Lines below the list that say what would be taken back.
const BELOW: u16 = 6;

/// The list of what can be taken back.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    /// `None` until the home has answered.
    pub(crate) changes: Option<Vec<Change>>,
    cursor: Cursor<OpId>,
    /// What the person was asked about.
    asking: Option<OpId>,
    /// The taking back that is under way.
    pub(crate) pending: Option<Ticket>,
}

impl Screen {
    pub(crate) fn load(&mut self, changes: Vec<Change>, desk: &Desk) {
        self.changes = Some(changes);
        self.settle(desk);
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        self.asking = None;
        let area = list(layout::areas(desk.size).body);
        let entries = self.entries(desk, usize::from(area.width));
        self.cursor.go(way, &entries, usize::from(area.height));
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let area = list(layout::areas(desk.size).body);
        let entries = self.entries(desk, usize::from(area.width));
        self.cursor.settle(&entries, usize::from(area.height));
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.work;
        let asked = self.asking.take();
        let Some(selected) = self.cursor.selected.filter(|_| self.pending.is_none()) else {
            return Vec::new();
        };
        match action {
            Action::Open if desk.snapshot.past => vec![Step::Refuse(desk.past_notice())],
            Action::Open => {
                self.asking = Some(selected);
                vec![Step::Refuse(Notice::new(words.undo_ask))]
            }
            Action::Yes if asked == Some(selected) => {
                self.pending = Some(ticket);
                let reason = words.undo_reason.to_owned();
                vec![Step::Do(Effect::TakeBack(ticket, selected, reason))]
            }
            Action::Yes => vec![Step::Refuse(Notice::new(words.undo_first))],
            _ => Vec::new(),
        }
    }

    fn entries(&self, desk: &Desk, width: usize) -> Vec<Entry<OpId>> {
        let changes = self.changes.iter().flatten();
        changes
            .map(|change| Entry {
                lines: vec![Line::raw(cells::cut(
                    &format!("  {}", told(desk, change)),
                    width.saturating_sub(1),
                ))],
                target: Some(change.op),
                begins_section: false,
            })
            .collect()
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (words, palette) = (desk.words.screen, desk.palette);
        let area_of_list = list(area);
        let entries = self.entries(desk, usize::from(area.width));
        if entries.is_empty() {
            let text = match &self.changes {
                Some(_) => desk.words.work.undo_nothing,
                None => words.loading,
            };
            let line = Line::raw(format!("  {text}"));
            buffer.set_line(area.x, area.y, &line, area.width);
            return;
        }
        self.cursor
            .draw(&entries, buffer, area_of_list, palette.selected);
        let rule = Line::styled("-".repeat(usize::from(area.width)), palette.dim);
        buffer.set_line(area.x, area_of_list.bottom(), &rule, area.width);
        let selected = self.cursor.selected;
        let mut changes = self.changes.iter().flatten();
        let change = changes.find(|change| Some(change.op) == selected);
        let lines = change.map(|change| explain(desk, change, usize::from(area.width)));
        let below = area_of_list.bottom() + 1..area.bottom();
        for (y, line) in below.zip(lines.unwrap_or_default()) {
            buffer.set_line(area.x, y, &line, area.width);
        }
    }
}

fn list(area: Rect) -> Rect {
    Rect {
        height: area.height.saturating_sub(BELOW),
        ..area
    }
}
