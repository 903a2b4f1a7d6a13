//! The review of an import: problems first, then every reading, with the lines of the source beside them.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Step;
use crate::model::{Document, Lines, Task};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout::{self, Shape};
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};
use crate::words::fill;

/// The review of a plan before it is put in force.
#[derive(Debug)]
pub(crate) struct Screen {
    document: Arc<Document>,
    cursor: Cursor<usize>,
    /// Whether the next key to adopt does so.
    armed: bool,
    pub(crate) pending: Option<Ticket>,
}

/// What was read, and where in the source it stands.
struct Reading {
    lines: Vec<Line<'static>>,
    source: Option<Lines>,
    begins_section: bool,
}

impl Screen {
    pub(crate) fn new(document: Arc<Document>) -> Self {
        Self {
            document,
            cursor: Cursor::default(),
            armed: false,
            pending: None,
        }
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        self.armed = false;
        let (list, _) = parts(desk, layout::areas(desk.size).body);
        let entries = self.entries(desk, usize::from(list.width));
        self.cursor.go(way, &entries, usize::from(list.height));
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (list, _) = parts(desk, layout::areas(desk.size).body);
        let entries = self.entries(desk, usize::from(list.width));
        self.cursor.settle(&entries, usize::from(list.height));
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.screen;
        match action {
            Action::Adopt if self.pending.is_some() => Vec::new(),
            Action::Adopt if self.armed => {
                self.pending = Some(ticket);
                vec![Step::Do(Effect::Adopt(ticket))]
            }
            Action::Adopt => {
                self.armed = true;
                vec![Step::Refuse(
                    Notice::new(words.adopt_again).hint(words.adopt_again_hint),
                )]
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (list, source) = parts(desk, area);
        let readings = self.readings(desk, usize::from(list.width));
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
        let lines = self.document.text.lines().zip(1_u32..);
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

    fn entries(&self, desk: &Desk, width: usize) -> Vec<Entry<usize>> {
        as_entries(self.readings(desk, width))
    }

    /// Everything that was read, the doubtful first.
    fn readings(&self, desk: &Desk, width: usize) -> Vec<Reading> {
        let (words, term, palette) = (desk.words.screen, desk.words.term, desk.palette);
        let document = &self.document;
        let head = &document.plan.head;
        let tasks = &document.plan.tasks;
        let mut out = Readings {
            desk,
            width,
            list: Vec::new(),
        };
        let count = |count: fn(&Task) -> usize| tasks.iter().map(count).sum::<usize>().to_string();
        let period = |day: Option<crate::model::Day>| {
            day.map_or_else(|| "--".to_owned(), |day| day.to_string())
        };
        out.add(&head.title, 0, palette.head, Some(Lines(1, 1)));
        let summary = fill(
            words.review_summary,
            &[
                &tasks.len().to_string(),
                &count(|t| t.measures.len()),
                &count(|t| t.indicators.len()),
                &count(|t| t.duties.len()),
                head.number.as_deref().unwrap_or("--"),
                &period(head.issued),
                &period(head.start),
                &period(head.end),
            ],
        );
        out.add(&summary, 2, palette.text, Some(Lines(1, 1)));
        let problems = fill(
            words.review_problems,
            &[&document.problems.len().to_string()],
        );
        let style = if document.problems.is_empty() {
            palette.good
        } else {
            palette.warn
        };
        out.add(&problems, 0, style, None);
        for problem in &document.problems {
            let line = fill(words.at_line, &[&problem.line.to_string()]);
            let text = format!(
                "{line} {}  [{}]",
                problem.message,
                problem.quote.replace('\n', " ")
            );
            out.add(
                &text,
                2,
                palette.warn,
                Some(Lines(problem.line, problem.line)),
            );
        }
        for task in tasks {
            let title = format!("{} {}", task.code, task.title);
            out.add(
                &title,
                0,
                palette.head,
                Some(Lines(task.lines.0, task.lines.0)),
            );
            let list = |names: &[String]| {
                if names.is_empty() {
                    "--".to_owned()
                } else {
                    names.join(" ")
                }
            };
            // The annotation closes the paragraph.
            let end = Lines(
                task.lines.1.saturating_sub(1).max(task.lines.0),
                task.lines.1,
            );
            for (role, names) in [(term.lead, &task.lead), (term.support, &task.support)] {
                out.add_names(&format!("{role} {}", list(names)), end);
            }
            let due = format!("{} {}", term.due, term.due(task.due, task.due_source));
            out.add(&due, 2, palette.text, Some(task.lines));
            for measure in task
                .measures
                .iter()
                .filter(|m| m.due.is_some() || m.span.is_some())
            {
                let when = measure
                    .due
                    .map(|due| due.to_string())
                    .or_else(|| {
                        measure
                            .span
                            .as_deref()
                            .map(|span| desk.words.term.span(span))
                    })
                    .unwrap_or_default();
                let text = format!("{} {}  {} {when}", term.measure, measure.n, term.due);
                out.add(&text, 2, palette.text, Some(measure.lines));
            }
            for indicator in &task.indicators {
                let text = format!(
                    "{} {}  {} {} {}",
                    term.indicator,
                    indicator.name,
                    term.comparator(indicator.comparator),
                    indicator.value.as_deref().unwrap_or(""),
                    indicator.unit
                );
                out.add(
                    &text,
                    2,
                    palette.text,
                    Some(Lines(indicator.line, indicator.line)),
                );
            }
            for duty in &task.duties {
                let proposed = if duty.proposed { words.proposed } else { "" };
                let text = format!(
                    "{} {} {proposed} {}",
                    term.duty,
                    term.every(duty.every),
                    duty.text
                );
                out.add(&text, 2, palette.text, Some(Lines(duty.line, duty.line)));
            }
        }
        out.list
    }
}

/// The readings as they are written down.
struct Readings<'a> {
    desk: &'a Desk,
    width: usize,
    list: Vec<Reading>,
}

impl Readings<'_> {
    /// Adds a reading; one that is not indented begins a section.
    fn add(&mut self, text: &str, indent: usize, style: Style, source: Option<Lines>) {
        self.list.push(Reading {
            lines: self.desk.wrapped(text, self.width, indent + 2, style),
            source,
            begins_section: indent == 0,
        });
    }

    /// Adds a list of names, which stay whole.
    fn add_names(&mut self, text: &str, source: Lines) {
        let style = self.desk.palette.text;
        self.list.push(Reading {
            lines: self.desk.wrapped_names(text, self.width, 4, style),
            source: Some(source),
            begins_section: false,
        });
    }
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
