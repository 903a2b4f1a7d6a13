//! The review of an import: problems first, then every reading, with the lines of the source beside them.

mod readings;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use self::readings::{Reading, readings};
use super::Step;
use super::form::{self, Agreed, Subject};
use crate::model::Lines;
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout::{self, Shape};
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};
use crate::words::fill;

/// The review of the plan that [`Desk`] holds, before it is put in force.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    cursor: Cursor<usize>,
    /// Whether the next key to adopt does so.
    armed: bool,
    pub(crate) pending: Option<Ticket>,
}

/// The corrections of the plan under review that were agreed on, the earliest first.
pub(crate) fn agreed(desk: &Desk) -> Vec<Agreed> {
    let subjects = drafted(desk).into_iter().rev();
    subjects
        .filter_map(|subject| form::agreed(desk, subject))
        .collect()
}

/// What there are drafts of corrections about in the plan under review.
fn drafted(desk: &Desk) -> Vec<Subject> {
    let Some(review) = &desk.review else {
        return Vec::new();
    };
    let corrects = |subject: &Subject| {
        let corrects = subject.corrects();
        corrects.is_some_and(|(task, _)| review.detail(task).is_some())
    };
    let subjects = desk.drafts.iter().filter_map(Subject::of_draft);
    subjects.filter(corrects).collect()
}

impl Screen {
    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        self.armed = false;
        let (list, _) = parts(desk, layout::areas(desk.size).body);
        let entries = as_entries(readings(desk, usize::from(list.width)));
        self.cursor.go(way, &entries, usize::from(list.height));
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (list, _) = parts(desk, layout::areas(desk.size).body);
        let entries = as_entries(readings(desk, usize::from(list.width)));
        self.cursor.settle(&entries, usize::from(list.height));
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.screen;
        match action {
            Action::Back => vec![Step::Close, Step::Say(left(desk))],
            _ if self.pending.is_some() => Vec::new(),
            Action::Adopt if self.armed => {
                self.pending = Some(ticket);
                let agreed = agreed(desk).into_iter();
                let edits = agreed.flat_map(|agreed| agreed.edits).collect();
                vec![Step::Do(Effect::Adopt(ticket, edits))]
            }
            Action::Adopt => {
                self.armed = true;
                vec![Step::Refuse(warning(desk))]
            }
            Action::Correct => {
                self.armed = false;
                vec![match self.selected(desk) {
                    Some((subject, name)) => Step::Open(form::open_at(desk, subject, name)),
                    None => Step::Refuse(Notice::new(words.no_reading).hint(words.no_reading_hint)),
                }]
            }
            _ => Vec::new(),
        }
    }

    /// What a correction of the selected reading is about.
    fn selected(&self, desk: &Desk) -> Option<(Subject, &'static str)> {
        let (list, _) = parts(desk, layout::areas(desk.size).body);
        let readings = readings(desk, usize::from(list.width));
        readings.get(self.cursor.selected?)?.subject
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (list, source) = parts(desk, area);
        let readings = readings(desk, usize::from(list.width));
        let at = self
            .cursor
            .selected
            .and_then(|at| readings.get(at))
            .and_then(|reading| reading.source);
        let entries = as_entries(readings);
        self.cursor
            .draw(&entries, buffer, list, desk.palette.selected);
        self.draw_source(desk, at, buffer, source);
    }

    /// The source around the selected reading, its own lines set off.
    fn draw_source(&self, desk: &Desk, at: Option<Lines>, buffer: &mut Buffer, area: Rect) {
        let (palette, words) = (desk.palette, desk.words.screen);
        let width = usize::from(area.width);
        let head = cells::pad(&format!("-- {} ", words.source), width).replace("  ", "--");
        buffer.set_line(area.x, area.y, &Line::styled(head, palette.dim), area.width);
        let Lines(first, last) = at.unwrap_or(Lines(1, 1));
        let rows = u32::from(area.height.saturating_sub(1));
        let size = last.saturating_sub(first) + 1;
        let before = rows.saturating_sub(size).min(4) / 2;
        let start = first.saturating_sub(before).max(1);
        // Blank lines say nothing and take the room of others.
        let text = desk.review.as_ref().map_or("", |r| &r.document.text);
        let lines = text.lines().zip(1_u32..);
        let visible = lines
            .skip(start.saturating_sub(1) as usize)
            .filter(|(text, _)| !text.trim().is_empty());
        for (y, (text, number)) in (area.top() + 1..area.bottom()).zip(visible) {
            let within = at.is_some() && (first..=last).contains(&number);
            let style = if within { palette.text } else { palette.dim };
            let mark = if within { "|" } else { " " };
            let text = cells::cut(&desk.clean(text), width.saturating_sub(7));
            let line = Line::from(vec![
                Span::styled(format!("{number:>5}{mark} "), palette.dim),
                Span::styled(text, style),
            ]);
            buffer.set_line(area.x, y, &line, area.width);
        }
    }
}

/// What putting the plan in force takes with it.
fn warning(desk: &Desk) -> Notice {
    let words = desk.words.screen;
    let agreed = agreed(desk);
    let changes: usize = agreed.iter().map(|agreed| agreed.edits.len()).sum();
    let unfinished = drafted(desk).len() - agreed.len();
    let mut message = match changes {
        0 => words.adopt_again.to_owned(),
        _ => fill(words.adopt_corrected_again, &[&changes.to_string()]),
    };
    if unfinished > 0 {
        message.push_str("; ");
        message.push_str(&fill(words.unfinished_too, &[&unfinished.to_string()]));
    }
    Notice::new(message).hint(words.adopt_again_hint)
}

/// What leaving the review means.
fn left(desk: &Desk) -> Notice {
    let words = desk.words.screen;
    let kept = drafted(desk).len();
    let message = match kept {
        0 => words.review_left.to_owned(),
        _ => fill(words.review_left_corrected, &[&kept.to_string()]),
    };
    Notice::new(message).hint(words.review_left_hint)
}

fn as_entries(readings: Vec<Reading>) -> Vec<Entry<usize>> {
    readings
        .into_iter()
        .enumerate()
        .map(|(at, reading)| Entry {
            target: reading.source.map(|_| at),
            lines: reading.lines,
            begins_section: reading.begins_section,
        })
        .collect()
}

/// The list of readings and the source: side by side where there is room.
fn parts(desk: &Desk, area: Rect) -> (Rect, Rect) {
    if matches!(desk.shape(), Shape::Two | Shape::Three) {
        let list = Rect {
            width: area.width / 2,
            ..area
        };
        let source = Rect {
            x: list.right() + 1,
            width: area.width - list.width - 1,
            ..area
        };
        return (list, source);
    }
    let below = (area.height * 2 / 5).max(4);
    let list = Rect {
        height: area.height - below,
        ..area
    };
    let source = Rect {
        y: list.bottom(),
        height: below,
        ..area
    };
    (list, source)
}
