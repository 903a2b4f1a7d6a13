//! The line above the list: what is shown, or the search or filter being typed.

use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::Ledger;
use crate::config::View;
use crate::model::ItemId;
use crate::search::Column;
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Place;
use crate::tui::app::message::Effect;
use crate::tui::widget::cells;
use crate::tui::widget::field::{Field, Lines, cells_u16};
use crate::words::fill;

/// The columns that `s` goes through.
const COLUMNS: [Column; 8] = [
    Column::Light,
    Column::Title,
    Column::Lead,
    Column::Percent,
    Column::Due,
    Column::Updated,
    Column::Status,
    Column::Code,
];

/// A search or a filter being typed.
#[derive(Debug)]
pub(crate) struct Input {
    place: Place,
    field: Field,
    /// What stood there, and where the cursor was, for Esc.
    before: String,
    stood: Option<ItemId>,
}

impl Ledger {
    /// The place of the line being typed, if one is.
    pub(crate) fn place_of_input(&self) -> Option<Place> {
        self.input.as_ref().map(|input| input.place)
    }

    /// Begins to type a search, or else a filter.
    pub(crate) fn begin(&mut self, place: Place, desk: &Desk) {
        let before = match place {
            Place::Search => self.finding.query().to_owned(),
            _ => self.finding.filter_text().to_owned(),
        };
        if place == Place::Search {
            self.finding.prepare(desk);
        }
        self.input = Some(Input {
            place,
            field: Field::new(Lines::One, &before),
            before,
            stood: self.selected,
        });
    }

    pub(crate) fn type_key(&mut self, key: KeyEvent, desk: &Desk) {
        if let Some(input) = &mut self.input {
            input.field.key(key, desk.size.width);
        }
        self.typed(desk);
    }

    pub(crate) fn paste(&mut self, text: &str, desk: &Desk) {
        if let Some(input) = &mut self.input {
            input.field.paste(text);
        }
        self.typed(desk);
    }

    /// Looks for what stands in the line now.
    fn typed(&mut self, desk: &Desk) {
        let Some(input) = &self.input else { return };
        let (place, text) = (input.place, input.field.text().to_owned());
        let changed = match place {
            Place::Search => self.finding.search(&text, desk),
            _ => self.finding.set_filter(&text, desk),
        };
        if !changed {
            return;
        }
        if place == Place::Search {
            // The best hit is the first; the cursor belongs there.
            self.go_first(desk);
        } else {
            self.follow(desk);
        }
    }

    /// Ends the typing and keeps what was found; a filter that is wrong stays open.
    pub(crate) fn keep_input(&mut self, _desk: &Desk) {
        if self.finding.problem().is_none() {
            self.input = None;
        }
    }

    /// Ends the typing and goes back to what stood before.
    pub(crate) fn cancel_input(&mut self, desk: &Desk) {
        let Some(input) = self.input.take() else {
            return;
        };
        match input.place {
            Place::Search => self.finding.search("", desk),
            _ => self.finding.set_filter(&input.before, desk),
        };
        self.selected = input.stood.or(self.selected);
        self.follow(desk);
    }

    /// Takes away the search, or else the filter; returns whether there was anything.
    pub(crate) fn clear_one(&mut self, desk: &Desk) -> bool {
        if !self.picked.is_empty() {
            self.picked.clear();
            return true;
        }
        let cleared = if !self.finding.query().is_empty() {
            self.finding.search("", desk)
        } else if !self.finding.filter_text().is_empty() {
            self.finding.set_filter("", desk)
        } else if self.finding.only().is_some() {
            self.finding.set_only(None, desk)
        } else {
            false
        };
        if cleared {
            self.follow(desk);
        }
        cleared
    }

    /// Shows all tasks in the order of the plan.
    pub(crate) fn show_all(&mut self, desk: &Desk) {
        self.input = None;
        self.finding.search("", desk);
        self.finding.set_filter("", desk);
        self.finding.set_only(None, desk);
        self.finding.sort(None, desk);
        self.follow(desk);
    }

    pub(crate) fn set_filter(&mut self, filter: &str, desk: &Desk) {
        self.input = None;
        self.finding.search("", desk);
        self.finding.set_only(None, desk);
        self.finding.set_filter(filter, desk);
        self.go_first(desk);
    }

    /// Lists only these tasks, under this name.
    pub(crate) fn show_only(&mut self, name: String, tasks: HashSet<ItemId>, desk: &Desk) {
        self.input = None;
        self.finding.search("", desk);
        self.finding.set_filter("", desk);
        self.finding.set_only(Some((name, tasks)), desk);
        self.go_first(desk);
    }

    pub(crate) fn set_view(&mut self, view: &View, desk: &Desk) {
        self.finding.sort(view.sort.parse().ok(), desk);
        self.set_filter(&view.filter, desk);
    }

    /// Sorts by the next column; after the last one comes the order of the plan.
    pub(crate) fn sort_next(&mut self, desk: &Desk) {
        let now = self.finding.sorted();
        let next = match now {
            None => COLUMNS.first(),
            Some(sort) => COLUMNS
                .iter()
                .position(|&column| column == sort.column)
                .and_then(|at| COLUMNS.get(at + 1)),
        };
        let sort = next.map(|&column| crate::search::Sort {
            column,
            reverse: false,
        });
        self.finding.sort(sort, desk);
        self.follow(desk);
    }

    pub(crate) fn sort_reverse(&mut self, desk: &Desk) {
        let sort = match self.finding.sorted() {
            Some(sort) => crate::search::Sort {
                reverse: !sort.reverse,
                ..sort
            },
            None => crate::search::Sort {
                column: Column::Code,
                reverse: true,
            },
        };
        self.finding.sort(Some(sort), desk);
        self.follow(desk);
    }

    /// What the background is to search for.
    pub(crate) fn wanted_texts(&mut self) -> Vec<Effect> {
        self.finding.wanted()
    }

    /// Draws the line above the list; returns where the real cursor belongs while something is typed.
    pub(crate) fn draw_status(
        &self,
        desk: &Desk,
        buffer: &mut Buffer,
        area: Rect,
    ) -> Option<Position> {
        let (words, palette) = (desk.words.screen, desk.palette);
        let width = usize::from(area.width);
        let total = desk.snapshot.total.max(desk.snapshot.rows.len());
        let place = format!("{}/{}", self.place(), self.len());
        let place = cells::pad_left(&place, 9);
        let Some(input) = &self.input else {
            let mut parts = Vec::new();
            if let Some(name) = self.finding.only() {
                parts.push(name.to_owned());
            }
            if !self.finding.filter_text().is_empty() {
                parts.push(format!(
                    "{}: {}",
                    words.key_filter,
                    self.finding.filter_text()
                ));
            }
            if !self.finding.query().is_empty() {
                parts.push(format!("{}: {}", words.key_search, self.finding.query()));
            } else if let Some(sort) = self.finding.sorted() {
                let name = sort.column.name(desk.words.lang);
                let way = if sort.reverse { "-" } else { "+" };
                parts.push(format!("{}: {name}{way}", words.key_sort));
            }
            if !parts.is_empty() {
                parts.push(words.esc_clears.to_owned());
            }
            if !self.picked.is_empty() {
                parts.insert(0, fill(words.picked, &[&self.picked.len().to_string()]));
            }
            let count = if self.len() == total {
                fill(words.all_tasks, &[&total.to_string()])
            } else {
                let counts = [self.len().to_string(), total.to_string()];
                fill(words.some_tasks, &counts.each_ref().map(String::as_str))
            };
            let mut spans = vec![Span::raw(format!(" {count}  "))];
            // Before the whole plan has come nothing can be counted.
            if desk.is_whole() {
                spans.extend(self.finding.counts().spans(desk));
            }
            if !parts.is_empty() {
                spans.push(Span::raw(desk.clean(&format!("| {}", parts.join(" | ")))));
            }
            let room = width.saturating_sub(10);
            let line = cells::fit(Line::from(spans), room);
            buffer.set_line(area.x, area.y, &line, area.width);
            let line = Line::styled(place, palette.dim);
            buffer.set_line(area.right().saturating_sub(10), area.y, &line, 10);
            return None;
        };
        let label = match input.place {
            Place::Search => words.key_search,
            _ => words.key_filter,
        };
        let label = format!(" {label}: ");
        let after = cells_u16(cells::width(&label));
        let line = Line::styled(label, palette.key);
        buffer.set_line(area.x, area.y, &line, area.width);
        let field = Rect {
            x: area.x + after,
            width: area.width.saturating_sub(after + 11),
            ..area
        };
        let cursor = input
            .field
            .draw(buffer, field, palette.focus, desk.taste.glyphs, true);
        if let Some(problem) = self
            .finding
            .problem()
            .filter(|_| input.place == Place::Filter)
        {
            // Where the mistake is; a field that has scrolled shows only the message.
            let shown = |chars: usize| -> u16 {
                let head: String = input.field.text().chars().take(chars).collect();
                cells_u16(cells::width(&desk.clean(&head)))
            };
            let (from, to) = (shown(problem.at.start), shown(problem.at.end));
            if shown(usize::MAX) < field.width {
                let wrong = Rect::new(field.x + from, field.y, (to - from).max(1), 1);
                buffer.set_style(wrong.intersection(field), palette.bad);
            }
        }
        let line = Line::styled(place, palette.dim);
        buffer.set_line(area.right().saturating_sub(10), area.y, &line, 10);
        Some(cursor)
    }
}
