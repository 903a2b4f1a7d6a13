//! The ledger (台账): one line for each task.

mod columns;
mod input;
mod preview;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::{ItemId, Row, Snapshot};
use crate::tui::app::desk::Desk;
use crate::tui::app::finding::Finding;
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Move, in_sight, mark_more};

use self::columns::{Columns, Widths};
pub(crate) use self::input::Input;
use self::preview::preview;

/// The ledger: which tasks it lists, and where the cursor is.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// The task under the cursor; held by id, so that a colleague's change never moves the cursor.
    pub(crate) selected: Option<ItemId>,
    /// The task whose detail or preview is shown; follows the cursor when it rests.
    pub(crate) shown: Option<ItemId>,
    /// What is looked for, and the order.
    pub(crate) finding: Finding,
    /// The tasks that were picked with Space, to be acted on together.
    pub(crate) picked: BTreeSet<ItemId>,
    at: usize,
    top: usize,
    widths: Widths,
    /// The line in which a search or a filter is being typed.
    input: Option<Input>,
}

impl Ledger {
    /// Takes in a new picture and keeps the cursor on its task and its line.
    pub(crate) fn refresh(&mut self, desk: &Desk, changed: Option<&[(&Row, &Row)]>) {
        match changed {
            Some(changed) => {
                for (_, new) in changed {
                    self.widths.hold(desk, new);
                }
            }
            None => self.widths = Widths::of(desk),
        }
        let known = |id: &ItemId| desk.snapshot.row(*id).is_some();
        if !self.picked.is_empty() {
            self.picked.retain(known);
        }
        self.finding.refresh(desk);
        self.follow(desk);
    }

    /// Keeps the cursor on its task and its line after the list changed; a task that is gone leaves it in place.
    pub(crate) fn follow(&mut self, desk: &Desk) {
        let line = self.at.saturating_sub(self.top);
        let found = self
            .selected
            .and_then(|id| self.position(&desk.snapshot, id));
        self.at = found.unwrap_or(self.at).min(self.len().saturating_sub(1));
        self.top = self.at.saturating_sub(line);
        self.settle(desk);
    }

    /// Puts the cursor on the first line, as after a new search.
    pub(crate) fn go_first(&mut self, desk: &Desk) {
        (self.at, self.top) = (0, 0);
        self.settle(desk);
    }

    /// Puts the cursor on a task; returns whether it is listed.
    pub(crate) fn select(&mut self, id: ItemId, desk: &Desk) -> bool {
        let found = self.position(&desk.snapshot, id);
        if let Some(at) = found {
            self.at = at;
            self.settle(desk);
        }
        found.is_some()
    }

    pub(crate) fn len(&self) -> usize {
        self.finding.order().len()
    }

    /// The row under the cursor.
    pub(crate) fn row<'a>(&self, desk: &'a Desk) -> Option<&'a std::sync::Arc<Row>> {
        self.row_at(&desk.snapshot, self.at)
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let page = layout::list_rows(desk.size).saturating_sub(1).max(1);
        self.at = way.in_list(self.at, self.len(), page);
        self.settle(desk);
    }

    /// Picks the task under the cursor, or not any more, and goes on to the next.
    pub(crate) fn pick(&mut self, desk: &Desk) {
        if let Some(task) = self.selected {
            if !self.picked.remove(&task) {
                self.picked.insert(task);
            }
            self.go(Move::Down, desk);
        }
    }

    /// Picks every task that is listed; none, if all are picked.
    pub(crate) fn pick_all(&mut self, desk: &Desk) {
        let listed: BTreeSet<ItemId> = (0..self.len())
            .filter_map(|at| self.row_at(&desk.snapshot, at))
            .map(|row| row.id)
            .collect();
        if listed.is_subset(&self.picked) {
            self.picked.clear();
        } else {
            self.picked.extend(listed);
        }
    }

    /// The row on a line of the list, for the mouse.
    pub(crate) fn go_to_line(&mut self, line: usize, desk: &Desk) {
        if self.top + line < self.len() {
            self.at = self.top + line;
            self.settle(desk);
        }
    }

    /// The place of the cursor, from 1.
    pub(crate) fn place(&self) -> usize {
        if self.len() == 0 { 0 } else { self.at + 1 }
    }

    /// Keeps the cursor on the list and the list on the screen.
    pub(crate) fn settle(&mut self, desk: &Desk) {
        let rows = layout::list_rows(desk.size);
        self.at = self.at.min(self.len().saturating_sub(1));
        self.top = in_sight(self.top, self.at, self.len(), rows);
        self.selected = self.row(desk).map(|row| row.id);
    }

    fn position(&self, snapshot: &Snapshot, id: ItemId) -> Option<usize> {
        // The cursor's own line first: most pictures move nothing.
        if self
            .row_at(snapshot, self.at)
            .is_some_and(|row| row.id == id)
        {
            return Some(self.at);
        }
        (0..self.len()).find(|&at| self.row_at(snapshot, at).is_some_and(|row| row.id == id))
    }

    fn row_at<'a>(&self, snapshot: &'a Snapshot, at: usize) -> Option<&'a std::sync::Arc<Row>> {
        let row = *self.finding.order().get(at)?;
        snapshot.rows.get(row)
    }

    /// Draws the list with its column heads.
    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect, focused: bool) {
        let columns = Columns::fit(usize::from(area.width.saturating_sub(1)), self.widths);
        let heads = Rect { height: 1, ..area };
        buffer.set_line(
            area.x,
            area.y,
            &columns.heads(desk, &self.finding),
            area.width,
        );
        let body = Rect {
            y: heads.bottom(),
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.len() == 0 {
            self.draw_empty(desk, buffer, body);
            return;
        }
        for (y, at) in (body.top()..body.bottom()).zip(self.top..self.len()) {
            let Some(row) = self.row_at(&desk.snapshot, at) else {
                continue;
            };
            let marks = self.finding.marks(at);
            let style = match (at == self.at, focused) {
                (true, true) => Some(desk.palette.selected),
                (true, false) => Some(desk.palette.marked),
                _ => None,
            };
            let picked = self.picked.contains(&row.id);
            let line = columns.row(desk, row, &marks, (style, picked));
            buffer.set_line(area.x, y, &line, area.width);
        }
        let below = self.len() > self.top + usize::from(body.height);
        mark_more(buffer, body, self.top > 0, below);
    }

    /// Says why the list is empty and what to do.
    fn draw_empty(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let words = desk.words.screen;
        let text = if !desk.loaded {
            words.loading.to_owned()
        } else if desk.review.is_some() {
            words.not_adopted.to_owned()
        } else if desk.snapshot.rows.is_empty() {
            desk.no_plan().to_owned()
        } else {
            self.finding.explain_empty(desk)
        };
        let width = usize::from(area.width).saturating_sub(4);
        let lines = desk.wrapped(&text, width, 2, desk.palette.text);
        let first = area.y + u16::from(area.height > 3);
        for (y, line) in (first..area.bottom()).zip(lines) {
            buffer.set_line(area.x, y, &line, area.width);
        }
    }

    /// Draws what matters about the shown task in a few lines.
    pub(crate) fn draw_preview(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let under_cursor = self.row(desk).filter(|row| Some(row.id) == self.shown);
        // While the cursor is on its way the shown task is known in full; it is not looked for among all at each frame.
        let in_full = || Some(&desk.detail_of(self.shown?)?.row);
        let shown = under_cursor.or_else(in_full);
        let Some(row) = shown.or_else(|| desk.snapshot.row(self.shown?)) else {
            return;
        };
        let width = usize::from(area.width);
        let lines = preview(desk, row, self.finding.sought(), width);
        for (y, line) in (area.top()..area.bottom()).zip(lines) {
            buffer.set_line(area.x, y, &cells::fit(line, width), area.width);
        }
    }
}

/// The line of the list under a point, for the mouse; `None` outside of it.
pub(crate) fn line_under(area: Rect, column: u16, row: u16) -> Option<usize> {
    let inside = (area.left()..area.right()).contains(&column)
        && (area.top() + 1..area.bottom()).contains(&row);
    inside.then(|| usize::from(row - area.top() - 1))
}
