//! The rows of a field: how its text wraps, where the cursor stands in them, and how they are drawn.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Field, Lines, cells_u16};
use crate::config::Glyphs;
use crate::tui::widget::cells;

/// A line as it is drawn: the bytes of the text it shows, and the picture of them.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    start: usize,
    end: usize,
    shown: String,
}

impl Field {
    /// How many lines the text takes at this width, at least one.
    #[must_use]
    pub fn height(&self, width: u16) -> u16 {
        u16::try_from(self.rows(width, Glyphs::Safe).len()).unwrap_or(u16::MAX)
    }

    /// Draws the field and returns where the real cursor belongs.
    ///
    /// What is selected is reversed. A field without the focus shows its beginning, one with the focus the part around the cursor. Cells without
    /// text have a baseline, so that an empty field is seen without colour.
    pub fn draw(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        style: Style,
        glyphs: Glyphs,
        focused: bool,
    ) -> Position {
        let area = area.intersection(buffer.area);
        buffer.set_style(area, style);
        for y in area.top()..area.bottom() {
            let baseline = "_".repeat(usize::from(area.width));
            buffer.set_string(area.x, y, baseline, style.add_modifier(Modifier::DIM));
        }
        let rows = self.rows(area.width, glyphs);
        let (row, column) = self.place(&rows, area.width, glyphs);
        let height = usize::from(area.height.max(1));
        let top = if focused {
            (row + 1).saturating_sub(height)
        } else {
            0
        };
        // A single line scrolls sideways, by whole characters.
        let skip = if self.lines == Lines::One && focused {
            (column + 1).saturating_sub(usize::from(area.width))
        } else {
            0
        };
        let mut skipped = 0;
        for (y, line) in (area.top()..area.bottom()).zip(rows.iter().skip(top)) {
            let mut shown = String::new();
            skipped = 0;
            for grapheme in line.shown.graphemes(true) {
                if skipped < skip {
                    skipped += cells::width(grapheme);
                } else {
                    shown.push_str(grapheme);
                }
            }
            let mut style = style.remove_modifier(Modifier::DIM);
            if focused && self.selected {
                style = style.add_modifier(Modifier::REVERSED);
            }
            buffer.set_stringn(area.x, y, shown, usize::from(area.width), style);
        }
        Position {
            x: area.x + cells_u16(column.saturating_sub(skipped)).min(area.width.saturating_sub(1)),
            y: area.y + cells_u16(row.saturating_sub(top)).min(area.height.saturating_sub(1)),
        }
    }

    fn rows(&self, width: u16, glyphs: Glyphs) -> Vec<Row> {
        let width = usize::from(width.max(2));
        let mut rows = vec![Row {
            start: 0,
            end: 0,
            shown: String::new(),
        }];
        let mut used = 0;
        for (at, grapheme) in self.text.grapheme_indices(true) {
            let end = at + grapheme.len();
            let newline = grapheme == "\n";
            let shown = if newline {
                String::new()
            } else {
                cells::clean(grapheme, glyphs)
            };
            let wide = cells::width(&shown);
            if used + wide > width && self.lines == Lines::Many {
                rows.push(Row {
                    start: at,
                    end: at,
                    shown: String::new(),
                });
                used = 0;
            }
            if let Some(row) = rows.last_mut() {
                row.end = if newline { at } else { end };
                row.shown.push_str(&shown);
                used += wide;
            }
            if newline {
                rows.push(Row {
                    start: end,
                    end,
                    shown: String::new(),
                });
                used = 0;
            }
        }
        // After a full last line the cursor needs one to stand on.
        if used >= width && self.lines == Lines::Many {
            rows.push(Row {
                start: self.text.len(),
                end: self.text.len(),
                shown: String::new(),
            });
        }
        rows
    }

    /// The row and the column, in cells, of the cursor.
    fn place(&self, rows: &[Row], width: u16, glyphs: Glyphs) -> (usize, usize) {
        let row = rows
            .iter()
            .rposition(|row| row.start <= self.cursor)
            .unwrap_or(0);
        let column = rows
            .get(row)
            .and_then(|row| self.text.get(row.start..self.cursor))
            .map_or(0, |head| {
                head.graphemes(true)
                    .map(|g| cells::width(&cells::clean(g, glyphs)))
                    .sum()
            });
        let column = match self.lines {
            Lines::One => column,
            Lines::Many => column.min(usize::from(width.saturating_sub(1))),
        };
        (row, column)
    }

    pub(super) fn go_to_edge(&mut self, key: KeyCode, width: u16) {
        let rows = self.rows(width, Glyphs::Safe);
        let (row, _) = self.place(&rows, width, Glyphs::Safe);
        if let Some(row) = rows.get(row) {
            self.cursor = if key == KeyCode::Home {
                row.start
            } else {
                row.end
            };
        }
    }

    /// Moves to the row above or below, keeping the column; returns whether there is one.
    pub(super) fn go_to_row(&mut self, step: isize, width: u16) -> bool {
        let rows = self.rows(width, Glyphs::Safe);
        let (row, column) = self.place(&rows, width, Glyphs::Safe);
        let Some(target) = row.checked_add_signed(step).and_then(|row| rows.get(row)) else {
            return false;
        };
        let mut at = target.start;
        let mut used = 0;
        while at < target.end {
            let next = self.after(at);
            used += self
                .text
                .get(at..next)
                .map_or(0, |g| cells::width(&cells::clean(g, Glyphs::Safe)));
            if used > column {
                break;
            }
            at = next;
        }
        self.cursor = at;
        true
    }
}
