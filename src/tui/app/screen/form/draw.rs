//! How a form looks, and which part of it is in view.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::{Form, fields};
use crate::tui::app::desk::Desk;
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::field::cells_u16;
use crate::tui::widget::sheet::mark_more;
use crate::words::fill;

/// Lines above the fields: what the form is about, and a warning; those about the window come to them.
const ABOVE: u16 = 2;
/// The most lines below the fields, for a hint.
const BELOW: usize = 2;
/// The most rows a text takes before it scrolls.
const MAX_TEXT_ROWS: u16 = 8;

impl Form {
    /// Keeps the focused input visible.
    pub(crate) fn settle(&mut self, desk: &Desk) {
        let body = layout::areas(desk.size).body;
        let room = self.room(desk, body).height.max(1);
        let places = self.places(body.width);
        let total = places.iter().map(|(_, f)| f.bottom()).max().unwrap_or(0);
        if let Some((_, field)) = places.get(self.focus) {
            self.top = self
                .top
                .min(field.y)
                .max(field.bottom().saturating_sub(room))
                .min(total.saturating_sub(room));
        }
    }

    /// The lines about the window that there is room for.
    fn above(&self, desk: &Desk, area: Rect) -> Vec<Line<'static>> {
        let mut lines = self.window_lines(desk, usize::from(area.width));
        lines.truncate(usize::from(area.height / 4));
        lines
    }

    /// Where the fields stand: between the lines about the window and what will happen to the tasks.
    fn room(&self, desk: &Desk, area: Rect) -> Rect {
        let above = ABOVE + cells_u16(self.above(desk, area).len());
        let below = cells_u16(self.hint(desk, area.width).len());
        let between = area.height.saturating_sub(above + below);
        let places = self.places(area.width);
        let total = places.iter().map(|(_, f)| f.bottom()).max().unwrap_or(0);
        let height = if self.tasks.is_empty() {
            between
        } else {
            // What will happen has a third at least.
            total.min(between * 2 / 3)
        };
        Rect {
            y: area.y + above,
            height,
            ..area
        }
    }

    /// How many lines there are for what will happen to the tasks.
    pub(super) fn preview_rows(&self, desk: &Desk) -> usize {
        let body = layout::areas(desk.size).body;
        let room = self.room(desk, body);
        let below = cells_u16(self.hint(desk, body.width).len());
        usize::from(body.bottom().saturating_sub(room.bottom() + below + 1))
    }

    /// Draws the form and returns where the real cursor belongs.
    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let palette = desk.palette;
        let width = usize::from(area.width);
        let line = |buffer: &mut Buffer, y: u16, line: Line<'static>| {
            buffer.set_line(area.x, y, &line, area.width);
        };
        let title = cells::cut(&desk.clean(&self.title), width.saturating_sub(2));
        line(
            buffer,
            area.y,
            Line::styled(format!("  {title}"), palette.head),
        );
        line(buffer, area.y + 1, self.warning(desk, width));
        for (y, text) in (area.y + ABOVE..).zip(self.above(desk, area)) {
            line(buffer, y, text);
        }
        let room = self.room(desk, area);
        let hint = self.hint(desk, area.width);
        let end = area.bottom().saturating_sub(cells_u16(hint.len()));
        self.draw_preview(desk, buffer, area, (room.bottom(), end));
        let mut cursor = None;
        for (at, (input, (label, field))) in
            self.inputs.iter().zip(self.places(area.width)).enumerate()
        {
            let focused = at == self.focus;
            let shown = |part: Rect| -> Option<Rect> {
                let y = (i32::from(part.y) - i32::from(self.top)).max(0);
                let y = room.y + u16::try_from(y).unwrap_or(0);
                let hidden = self.top.saturating_sub(part.y);
                let height = part
                    .height
                    .saturating_sub(hidden)
                    .min(room.bottom().saturating_sub(y));
                (height > 0).then_some(Rect {
                    x: room.x + part.x,
                    y,
                    width: part.width,
                    height,
                })
            };
            if let Some(place) = shown(Rect { height: 1, ..label }) {
                let marker = if focused { ">" } else { " " };
                let wrong = if input.is_too_long() { "!" } else { " " };
                let style = match (focused, input.is_too_long()) {
                    (true, _) => palette.selected,
                    (false, true) => palette.warn,
                    (false, false) => palette.dim,
                };
                let text = cells::cut(
                    &format!("{marker}{wrong}{}", input.label),
                    usize::from(place.width),
                );
                buffer.set_line(place.x, place.y, &Line::styled(text, style), place.width);
            }
            if let Some(place) = shown(field) {
                let style = if focused {
                    palette.focus
                } else {
                    palette.field
                };
                let at = input.draw(desk, buffer, place, style, focused);
                if focused {
                    cursor = Some(at);
                }
            }
        }
        let places = self.places(area.width);
        let total = places.iter().map(|(_, f)| f.bottom()).max().unwrap_or(0);
        mark_more(buffer, room, self.top > 0, total > self.top + room.height);
        for (y, text) in (end..area.bottom()).zip(hint) {
            line(buffer, y, text);
        }
        cursor
    }

    fn draw_preview(&self, desk: &Desk, buffer: &mut Buffer, area: Rect, (first, end): (u16, u16)) {
        if self.tasks.is_empty() {
            return;
        }
        let lines = self.preview_lines(desk, usize::from(area.width).saturating_sub(1));
        let mut lines = lines.into_iter();
        let rule = Line::styled("-".repeat(usize::from(area.width)), desk.palette.dim);
        let head = lines.next().unwrap_or(rule);
        buffer.set_line(area.x, first, &head, area.width);
        let list = Rect {
            y: first + 1,
            height: end.saturating_sub(first + 1),
            ..area
        };
        let total = lines.len();
        for (y, line) in (list.top()..list.bottom()).zip(lines.skip(self.preview)) {
            buffer.set_line(area.x, y, &line, area.width);
        }
        let below = total > self.preview + usize::from(list.height);
        mark_more(buffer, list, self.preview > 0, below);
    }

    fn warning(&self, desk: &Desk, width: usize) -> Line<'static> {
        let (words, palette) = (desk.words.screen, desk.palette);
        let mut spans = vec![Span::styled(
            format!("  {}", words.no_secrets),
            palette.warn,
        )];
        if let Some(saved) = &self.keeping.restored {
            let when = saved.get(..16).unwrap_or(saved).replace('T', " ");
            let text = fill(words.draft_restored, &[&when]);
            spans.push(Span::styled(format!("  {text}"), palette.good));
        }
        if let Some(window) = self.window_words(desk) {
            spans.push(Span::styled(format!("  {window}"), palette.text));
        }
        let room = width;
        let mut left = room;
        for span in &mut spans {
            let cut = cells::cut(&span.content, left);
            left = left.saturating_sub(cells::width(&cut));
            span.content = cut.into();
        }
        Line::from(spans)
    }

    /// What belongs into the focused input; one line at least.
    fn hint(&self, desk: &Desk, width: u16) -> Vec<Line<'static>> {
        let Some(input) = self.inputs.get(self.focus) else {
            return vec![Line::default()];
        };
        let (mark, style) = if input.is_too_long() {
            ("!", desk.palette.warn)
        } else {
            (" ", desk.palette.dim)
        };
        let text = desk.clean(&input.hint(desk));
        let mut lines = cells::wrap(&text, usize::from(width).saturating_sub(2));
        lines.truncate(BELOW);
        let marks = std::iter::once(mark).chain(std::iter::repeat(" "));
        let lines = lines.into_iter().zip(marks);
        lines
            .map(|(line, mark)| Line::styled(format!(" {mark}{line}"), style))
            .collect()
    }

    /// Where each input stands, relative to the first line of the fields: label, then field.
    fn places(&self, width: u16) -> Vec<(Rect, Rect)> {
        fields::places(&self.inputs, width, MAX_TEXT_ROWS)
    }

    pub(super) fn focused_width(&self, desk: &Desk) -> u16 {
        let width = layout::areas(desk.size).body.width;
        self.places(width)
            .get(self.focus)
            .map_or(width, |(_, field)| field.width)
    }
}
