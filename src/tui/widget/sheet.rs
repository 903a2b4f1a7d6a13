//! A sheet: wrapped lines to read, some of which can be selected. The detail, the help and the review are sheets.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;

/// Some lines that belong together, and what is selected with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<T> {
    /// The lines, already cut to the width of the sheet.
    pub lines: Vec<Line<'static>>,
    /// What they stand for; `None` for text that is only read.
    pub target: Option<T>,
    /// Whether a section begins here.
    pub begins_section: bool,
}

/// What is selected in a sheet and which line is at the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor<T> {
    /// What is selected; held by what it is, so that new content does not move it.
    pub selected: Option<T>,
    /// The first visible line.
    pub top: usize,
    /// What stands right after the selected and right before it, the nearest first: where the cursor goes when the
    /// selected is no more.
    beside: Vec<T>,
}

impl<T> Default for Cursor<T> {
    fn default() -> Self {
        Self {
            selected: None,
            top: 0,
            beside: Vec::new(),
        }
    }
}

/// A way to move through a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// To the next entry, or one line on if it is far.
    Down,
    /// To the entry before, or one line back if it is far.
    Up,
    /// A page on.
    PageDown,
    /// A page back.
    PageUp,
    /// To the beginning.
    Top,
    /// To the end.
    Bottom,
    /// To the next section.
    NextSection,
    /// To the section before.
    PreviousSection,
}

impl Move {
    /// Where it leads in a list of `len` rows of one line each, from the row `at`; a list has no sections.
    #[must_use]
    pub fn in_list(self, at: usize, len: usize, page: usize) -> usize {
        let last = len.saturating_sub(1);
        match self {
            Self::Down => (at + 1).min(last),
            Self::Up => at.saturating_sub(1),
            Self::PageDown => (at + page).min(last),
            Self::PageUp => at.saturating_sub(page),
            Self::Bottom => last,
            Self::Top | Self::NextSection | Self::PreviousSection => 0,
        }
    }
}

/// The first visible row of a list of `len` rows, so that the row `at` is in sight on a page of so many rows, and the
/// list moves no further than it has to.
#[must_use]
pub fn in_sight(top: usize, at: usize, len: usize, page: usize) -> usize {
    top.min(at)
        .max((at + 1).saturating_sub(page))
        .min(len.saturating_sub(page))
}

impl<T> Cursor<T> {
    /// The cursor on this, at the top.
    pub fn on(selected: T) -> Self {
        Self {
            selected: Some(selected),
            ..Self::default()
        }
    }
}

impl<T: Clone + PartialEq> Cursor<T> {
    /// Moves in a sheet that shows `height` lines at a time.
    pub fn go(&mut self, way: Move, entries: &[Entry<T>], height: usize) {
        let spans = spans(entries);
        let total = spans.last().map_or(0, |&(_, end)| end);
        let last_top = total.saturating_sub(height);
        match way {
            Move::Top => {
                self.top = 0;
                self.selected = entries.iter().find_map(|e| e.target.clone());
            }
            Move::Bottom => {
                self.top = last_top;
                self.selected = entries.iter().rev().find_map(|e| e.target.clone());
            }
            Move::PageDown => {
                self.top = (self.top + height.saturating_sub(1)).min(last_top);
                self.select_visible(entries, &spans, height, true);
            }
            Move::PageUp => {
                self.top = self.top.saturating_sub(height.saturating_sub(1));
                self.select_visible(entries, &spans, height, false);
            }
            Move::Down => self.step_down(entries, &spans, height, last_top),
            Move::Up => self.step_up(entries, &spans, height),
            Move::NextSection | Move::PreviousSection => {
                let here = self.index(entries).unwrap_or(0);
                let mut sections = entries
                    .iter()
                    .enumerate()
                    .filter(|(_, e)| e.begins_section)
                    .map(|(at, _)| at);
                let found = if way == Move::NextSection {
                    sections.find(|&at| at > here)
                } else {
                    let own = sections
                        .clone()
                        .filter(|&at| at <= here)
                        .last()
                        .unwrap_or(0);
                    sections.filter(|&at| at < own).last()
                };
                let at = found.unwrap_or(0);
                self.top = spans.get(at).map_or(0, |&(start, _)| start).min(last_top);
                self.selected = entries.iter().skip(at).find_map(|e| e.target.clone());
            }
        }
        self.look_around(entries);
    }

    /// Keeps the cursor where it makes sense after the content changed: on what it was on, or else on what stood beside
    /// that.
    pub fn settle(&mut self, entries: &[Entry<T>], height: usize) {
        let total: usize = entries.iter().map(|e| e.lines.len()).sum();
        self.top = self.top.min(total.saturating_sub(height));
        if self.index(entries).is_none() {
            let left = |one: &&T| entries.iter().any(|e| e.target.as_ref() == Some(one));
            let beside = self.beside.iter().find(left).cloned();
            self.selected = beside.or_else(|| entries.iter().find_map(|e| e.target.clone()));
        }
        self.look_around(entries);
    }

    /// Remembers what stands beside the selected.
    fn look_around(&mut self, entries: &[Entry<T>]) {
        /// As many as may go at once.
        const FAR: usize = 8;
        self.beside.clear();
        let Some(at) = self.index(entries) else {
            return;
        };
        let target = |entry: &Entry<T>| entry.target.clone();
        let after = entries.iter().skip(at + 1).filter_map(target);
        self.beside.extend(after.take(FAR));
        let before = entries.iter().take(at).rev().filter_map(target);
        self.beside.extend(before.take(FAR));
    }

    /// Draws the visible part; the selected entry gets `style`, and a `>` in the first column, which lines leave blank.
    pub fn draw(&self, entries: &[Entry<T>], buffer: &mut Buffer, area: Rect, style: Style) {
        let selected = self.index(entries);
        let lines = entries.iter().enumerate().flat_map(|(at, entry)| {
            let lit = Some(at) == selected;
            let lines = entry.lines.iter().enumerate();
            lines.map(move |(n, line)| (lit, lit && n == 0, line))
        });
        for (y, (lit, first, line)) in (area.top()..area.bottom()).zip(lines.skip(self.top)) {
            buffer.set_line(area.x, y, line, area.width);
            if lit {
                buffer.set_style(Rect::new(area.x, y, area.width, 1), style);
            }
            if first {
                buffer.set_stringn(area.x, y, ">", 1, style);
            }
        }
        let total: usize = entries.iter().map(|entry| entry.lines.len()).sum();
        let below = total > self.top + usize::from(area.height);
        mark_more(buffer, area, self.top > 0, below);
    }

    /// Selects the entry at `at` and brings its line numbered `line` into view, with the whole entry, or else its
    /// beginning, if there is room for both. Nothing moves if they are in view.
    pub fn show(&mut self, at: usize, line: usize, entries: &[Entry<T>], height: usize) {
        let spans = spans(entries);
        let (own, end) = spans.get(at).copied().unwrap_or_default();
        let bottom = self.top + height;
        let fits = end - own <= height;
        let seen = own >= self.top && (end <= bottom || !fits && own + line < bottom);
        if !seen {
            // A heading right above says what the entry is.
            let heading = at.checked_sub(1).filter(|&before| {
                entries
                    .get(before)
                    .is_some_and(|entry| entry.begins_section && entry.target.is_none())
            });
            let start = heading
                .and_then(|before| spans.get(before))
                .map_or(own, |&(start, _)| start);
            let line = own + line;
            let first = if line < start + height {
                start
            } else {
                line - height / 2
            };
            let total = spans.last().map_or(0, |&(_, end)| end);
            self.top = first.min(total.saturating_sub(height));
        }
        if let Some(target) = entries.get(at).and_then(|entry| entry.target.clone()) {
            self.selected = Some(target);
        }
        self.look_around(entries);
    }

    fn index(&self, entries: &[Entry<T>]) -> Option<usize> {
        let selected = self.selected.as_ref()?;
        entries
            .iter()
            .position(|entry| entry.target.as_ref() == Some(selected))
    }

    fn step_down(
        &mut self,
        entries: &[Entry<T>],
        spans: &[(usize, usize)],
        height: usize,
        last_top: usize,
    ) {
        let bottom = self.top + height;
        let here = self.index(entries);
        let unread = here
            .and_then(|at| spans.get(at))
            .is_some_and(|&(_, end)| end > bottom);
        let next = (here.map_or(0, |at| at + 1)..entries.len())
            .find(|&at| entries.get(at).is_some_and(|e| e.target.is_some()));
        match next.and_then(|at| Some((entries.get(at)?, *spans.get(at)?))) {
            Some((entry, (start, end))) if !unread && start <= bottom => {
                self.selected.clone_from(&entry.target);
                let shown = end.min(start + height);
                self.top = self.top.max(shown.saturating_sub(height));
            }
            _ => self.top = (self.top + 1).min(last_top.max(self.top)),
        }
    }

    fn step_up(&mut self, entries: &[Entry<T>], spans: &[(usize, usize)], height: usize) {
        let here = self.index(entries);
        let unread = here
            .and_then(|at| spans.get(at))
            .is_some_and(|&(start, _)| start < self.top);
        let before = (0..here.unwrap_or(0))
            .rev()
            .find(|&at| entries.get(at).is_some_and(|e| e.target.is_some()));
        match before.and_then(|at| Some((entries.get(at)?, *spans.get(at)?))) {
            Some((entry, (start, end))) if !unread && end + 1 >= self.top => {
                self.selected.clone_from(&entry.target);
                let first = start.max(end.saturating_sub(height));
                self.top = self.top.min(first);
            }
            _ => self.top = self.top.saturating_sub(1),
        }
    }

    fn select_visible(
        &mut self,
        entries: &[Entry<T>],
        spans: &[(usize, usize)],
        height: usize,
        last: bool,
    ) {
        let visible = entries.iter().zip(spans).filter(|(entry, (start, end))| {
            entry.target.is_some() && *start < self.top + height && *end > self.top
        });
        let chosen = if last {
            visible.last()
        } else {
            visible.into_iter().next()
        };
        if let Some((entry, _)) = chosen {
            self.selected.clone_from(&entry.target);
        }
    }
}

/// Says in the last column, which lines leave blank, that there is more above or below what an area shows.
pub fn mark_more(buffer: &mut Buffer, area: Rect, above: bool, below: bool) {
    let x = area.right().saturating_sub(1);
    let style = Style::new().add_modifier(Modifier::REVERSED);
    for (there, y, sign) in [
        (above, area.top(), "^"),
        (below, area.bottom().saturating_sub(1), "v"),
    ] {
        if there && area.height > 0 {
            buffer.set_stringn(x, y, sign, 1, style);
        }
    }
}

/// The first line of each entry and the line after its last.
fn spans<T>(entries: &[Entry<T>]) -> Vec<(usize, usize)> {
    let mut at = 0;
    entries
        .iter()
        .map(|entry| {
            let start = at;
            at += entry.lines.len();
            (start, at)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(target: Option<u8>, lines: usize) -> Entry<u8> {
        Entry {
            lines: vec![Line::raw("x"); lines],
            target,
            begins_section: target == Some(1) || target == Some(5),
        }
    }

    #[test]
    fn stepping_reads_every_line_and_reaches_every_entry() {
        let entries = [
            entry(Some(1), 1),
            entry(None, 30),
            entry(Some(2), 15),
            entry(Some(5), 1),
        ];
        let mut cursor = Cursor {
            selected: Some(1),
            top: 0,
            ..Cursor::default()
        };
        let mut seen = vec![(cursor.selected, cursor.top)];
        for _ in 0..60 {
            cursor.go(Move::Down, &entries, 10);
            seen.push((cursor.selected, cursor.top));
        }
        // No step jumps over a line that was never shown.
        assert!(seen.windows(2).all(|pair| match pair {
            [(_, before), (_, after)] => *after <= before + 10,
            _ => true,
        }));
        assert_eq!((cursor.selected, cursor.top), (Some(5), 37));
        for _ in 0..60 {
            cursor.go(Move::Up, &entries, 10);
        }
        assert_eq!((cursor.selected, cursor.top), (Some(1), 0));
    }

    #[test]
    fn a_selection_is_held_by_what_it_is() {
        let mut cursor = Cursor {
            selected: Some(5),
            top: 3,
            ..Cursor::default()
        };
        cursor.settle(&[entry(Some(9), 2), entry(Some(5), 2)], 10);
        assert_eq!((cursor.selected, cursor.top), (Some(5), 0));
        cursor.settle(&[entry(Some(9), 2)], 10);
        assert_eq!(cursor.selected, Some(9));
    }

    #[test]
    fn the_cursor_goes_on_to_what_stood_next_when_the_selected_is_gone() {
        let list = |kept: &[u8]| -> Vec<Entry<u8>> {
            kept.iter().map(|&one| entry(Some(one), 1)).collect()
        };
        let mut cursor = Cursor::default();
        cursor.settle(&list(&[1, 2, 3, 4]), 10);
        cursor.go(Move::Down, &list(&[1, 2, 3, 4]), 10);
        cursor.settle(&list(&[1, 3, 4]), 10);
        assert_eq!(cursor.selected, Some(3), "the next");
        cursor.settle(&list(&[1]), 10);
        assert_eq!(cursor.selected, Some(1), "the one before, at the end");
    }

    #[test]
    fn what_is_shown_is_in_view_and_moves_no_more_than_it_must() {
        let mut entries = vec![entry(Some(1), 3), entry(None, 2), entry(Some(2), 4)];
        entries[1].begins_section = true;
        entries.push(entry(Some(3), 30));
        let shown = |at, line, top| {
            let mut cursor = Cursor {
                top,
                ..Cursor::on(1)
            };
            cursor.show(at, line, &entries, 10);
            (cursor.selected, cursor.top)
        };
        assert_eq!(shown(2, 0, 0), (Some(2), 0), "in view already");
        assert_eq!(shown(2, 0, 20), (Some(2), 3), "with its heading");
        assert_eq!(shown(3, 2, 0), (Some(3), 9), "from its beginning");
        assert_eq!(shown(3, 25, 0), (Some(3), 29), "as far as it goes");
    }

    #[test]
    fn sections_are_reached_in_both_directions() {
        let entries = [
            entry(Some(1), 3),
            entry(Some(2), 3),
            entry(Some(5), 3),
            entry(Some(6), 30),
        ];
        let mut cursor = Cursor {
            selected: Some(2),
            top: 0,
            ..Cursor::default()
        };
        cursor.go(Move::NextSection, &entries, 10);
        assert_eq!((cursor.selected, cursor.top), (Some(5), 6));
        cursor.go(Move::PreviousSection, &entries, 10);
        assert_eq!(cursor.selected, Some(1));
    }
}
