//! How an agenda is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::super::page::{mark_width, tone};
use super::item::{beside, parts};
use super::{ABOVE, Screen, Source};
use crate::model::Proposed;
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;
use crate::tui::widget::field::cells_u16;
use crate::tui::widget::sheet::mark_more;
use crate::words::fill;

/// The least room that what is to be talked about has before that, in cells; as much as the longest takes, up to two thirds.
const WHAT: usize = 60;

impl Screen {
    /// Draws the agenda; returns where the cursor is while a filter is typed.
    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let width = usize::from(area.width);
        let head = cells::cut(&self.head(desk), width);
        let line = Line::styled(head, desk.palette.head);
        buffer.set_line(area.x, area.y, &line, area.width);
        let below = Rect {
            y: area.y + 1,
            height: 1,
            ..area
        };
        let cursor = self.draw_below(desk, buffer, below);
        let list = Rect {
            y: area.y + ABOVE,
            height: area.height.saturating_sub(ABOVE),
            ..area
        };
        if self.items.is_empty() && self.is_found() && desk.is_whole() {
            self.draw_why(desk, buffer, list);
        }
        let column = self.column(desk);
        for (y, at) in (list.top()..list.bottom()).zip(self.top..) {
            let Some(item) = self.items.get(at) else {
                break;
            };
            let line = self.line(desk, at, item, (width, column));
            buffer.set_line(area.x, y, &line, area.width);
        }
        let below = self.items.len() > self.top + usize::from(list.height);
        mark_more(buffer, list, self.top > 0, below);
        cursor
    }

    /// Where the items come from, how many they are and how many were taken out.
    fn head(&self, desk: &Desk) -> String {
        let words = desk.words.meeting;
        let source = match self.source {
            Source::Proposed => words.agenda_proposed.to_owned(),
            Source::Ledger => words.agenda_listed.to_owned(),
            Source::View(at) => {
                let view = desk.taste.views.get(at);
                let name = view.map_or_else(String::new, |view| desk.clean(&view.name));
                fill(words.agenda_view, &[&(at + 1).to_string(), &name])
            }
            Source::Filter => {
                let text = desk.clean(self.finding.filter_text());
                fill(words.agenda_filter, &[&text])
            }
            Source::Kept(id) => {
                let known = desk.known.meetings.as_ref();
                let found = known.and_then(|k| k.all.iter().find(|m| m.id == id));
                let name = found.map_or_else(String::new, |m| {
                    format!("{} {}", desk.clean(&m.words.name), m.on)
                });
                fill(words.agenda_kept, &[&name])
            }
        };
        let counts = [
            (self.items.len() - self.out.len()).to_string(),
            self.out.len().to_string(),
        ];
        let count = fill(words.agenda_count, &[&counts[0], &counts[1]]);
        format!("  {source}  {count}")
    }

    /// Draws the line below: the filter while it is typed, with the cursor in it, or what to do.
    fn draw_below(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let palette = desk.palette;
        let Some((field, _)) = &self.typed else {
            let how = cells::cut(&format!("  {}", self.how(desk)), usize::from(area.width));
            let line = Line::styled(how, palette.dim);
            buffer.set_line(area.x, area.y, &line, area.width);
            return None;
        };
        let label = format!("  {}: ", desk.words.screen.key_filter);
        let after = cells_u16(cells::width(&label));
        let line = Line::styled(label, palette.key);
        buffer.set_line(area.x, area.y, &line, area.width);
        let place = Rect {
            x: area.x + after,
            width: area.width.saturating_sub(after + 1).max(1),
            ..area
        };
        Some(field.draw(buffer, place, palette.focus, desk.taste.glyphs, true))
    }

    /// What to do, or why there is nothing to do it with.
    fn how(&self, desk: &Desk) -> &'static str {
        let words = desk.words.meeting;
        match desk.known.meetings {
            None => desk.words.screen.loading,
            Some(_) if self.items.is_empty() && !self.is_found() => words.agenda_empty,
            Some(_) if self.running => words.agenda_how_running,
            Some(_) => words.agenda_how,
        }
    }

    /// Draws why a view or a filter lists nothing.
    fn draw_why(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let why = match self.problem() {
            Some(problem) => problem.message.clone(),
            None => self.finding.why_empty(desk).unwrap_or_default(),
        };
        let why = format!("{why}\n{}", desk.words.meeting.agenda_found_none);
        let width = usize::from(area.width);
        let lines = desk.wrapped(why.trim_start(), width, 2, desk.palette.text);
        for (y, line) in (area.top()..area.bottom()).zip(lines) {
            buffer.set_line(area.x, y, &line, area.width);
        }
    }

    /// How much room what is to be talked about needs, in cells: that of the longest.
    fn column(&self, desk: &Desk) -> usize {
        let what = |item: &Proposed| cells::width(&desk.clean(&parts(desk, item.id).0));
        self.items.iter().map(what).max().unwrap_or(0).max(WHAT)
    }

    fn line(
        &self,
        desk: &Desk,
        at: usize,
        item: &Proposed,
        (width, column): (usize, usize),
    ) -> Line<'static> {
        let (words, palette) = (desk.words.meeting, desk.palette);
        let lit = at == self.at;
        let out = self.out.contains(&item.id);
        let style = match (lit, out) {
            (true, _) => palette.selected,
            (false, true) => palette.gone,
            (false, false) => palette.text,
        };
        let row = desk.row(item.id);
        let mark = row.map(|row| row.light(desk.today()));
        let light = mark.map_or("", |light| desk.words.follow.light(light));
        let light_style = match mark {
            Some(light) if !lit => tone(desk, light),
            _ => style,
        };
        let box_of = if out { "[ ]" } else { "[x]" };
        let number = cells::pad_left(&(at + 1).to_string(), 3);
        let why = cells::pad(words.why(item.why), 9);
        let head = format!("{}{box_of} {number} ", if lit { "> " } else { "  " });
        let light = cells::pad(light, usize::from(mark_width(desk)));
        let used = cells::width(&head) + cells::width(&light) + cells::width(&why);
        let rest = width.saturating_sub(used);
        Line::from(vec![
            Span::styled(head, style),
            Span::styled(light, light_style),
            Span::styled(why, style),
            Span::styled(
                cells::pad(&beside(desk, item.id, rest, column), rest),
                style,
            ),
        ])
    }
}
