//! Where inputs stand in the form, and how each is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Input, Kind, Span};
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;
use crate::tui::widget::field::{Lines, cells_u16};

/// Where the label and the field of each input stand, from the top of the form.
pub(in crate::tui::app::screen::form) fn places(
    inputs: &[Input],
    width: u16,
    most_rows: u16,
) -> Vec<(Rect, Rect)> {
    let column = |input: &Input| cells_u16(cells::width(&input.label)) + 3;
    let widest = |span: Span| inputs.iter().filter(|i| i.span == span).map(column).max();
    // The first labels of all rows end in the same column.
    let first = widest(Span::Whole)
        .or_else(|| widest(Span::Half))
        .unwrap_or(12)
        .min(width / 3);
    let mut places = Vec::with_capacity(inputs.len());
    let (mut x, mut y, mut row_height) = (0, 0, 0);
    for input in inputs {
        let share = match input.span {
            Span::Whole => width,
            Span::Half => width / 2,
            Span::Third => width / 3,
            Span::Quarter => width / 4,
        };
        if x + share > width {
            (x, y) = (0, y + row_height);
            row_height = 0;
        }
        let label = if x == 0 {
            first.max(column(input).min(share * 3 / 5))
        } else {
            column(input).min(share * 3 / 5)
        };
        let field_width = share.saturating_sub(label + 1).max(2);
        let height = input.rows(field_width, most_rows);
        places.push((
            Rect::new(x, y, label, 1),
            Rect::new(x + label, y, field_width, height),
        ));
        row_height = row_height.max(height);
        x += share;
    }
    places
}

impl Input {
    /// Draws the input and returns where the real cursor belongs.
    pub(in crate::tui::app::screen::form) fn draw(
        &self,
        desk: &Desk,
        buffer: &mut Buffer,
        area: Rect,
        style: Style,
        focused: bool,
    ) -> Position {
        match &self.kind {
            Kind::Text(field) | Kind::Departments(field) | Kind::Day(field) => {
                field.draw(buffer, area, style, desk.taste.glyphs, focused)
            }
            Kind::Choice { .. } => {
                let text = cells::pad(&format!("< {} >", self.shown()), usize::from(area.width));
                buffer.set_stringn(area.x, area.y, text, usize::from(area.width), style);
                Position {
                    x: area.x + 2.min(area.width.saturating_sub(1)),
                    y: area.y,
                }
            }
        }
    }

    fn rows(&self, width: u16, most: u16) -> u16 {
        match &self.kind {
            Kind::Text(field) if field.lines() == Lines::Many => field.height(width).clamp(2, most),
            _ => 1,
        }
    }
}
