//! The reporting windows in numbers, and the closing of one.

mod one;

pub(crate) use one::Window;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Step;
use crate::model::{Period, Wish};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{Act, Ask, WindowLine};
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Move, in_sight, mark_more};
use crate::words::fill;

/// The list of windows.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    at: usize,
    top: usize,
    pub(crate) closing: Closing,
}

/// The closing of a window: it is asked for twice.
#[derive(Debug, Default)]
pub(crate) struct Closing {
    armed: Option<Period>,
    pub(crate) pending: Option<Ticket>,
}

impl Closing {
    /// It is not the person's to close: the question is taken back. Returns whether there was one.
    pub(crate) fn shut(&mut self) -> bool {
        self.armed.take().is_some()
    }

    fn act(&mut self, line: &WindowLine, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.meeting;
        let name = line.window.period.to_string();
        let refuse = |text: String| vec![Step::Refuse(Notice::new(text))];
        if line.closed.is_some() {
            return refuse(fill(words.window_closed_already, &[&name]));
        }
        if line.window.due > desk.today() {
            let due = line.window.due.to_string();
            let notice = Notice::new(fill(words.window_not_over, &[&name, &due]));
            return vec![Step::Refuse(notice.hint(words.window_not_over_hint))];
        }
        if self.armed.replace(line.window.period) != Some(line.window.period) {
            // Whether it is the person's to close is known before the answer.
            let notice = Notice::new(fill(words.close_window_asks, &[&name]));
            let asked = Step::Do(Effect::Ask(Ask::Shut(Wish::Close)));
            return vec![Step::Refuse(notice), asked];
        }
        self.armed = None;
        self.pending = Some(ticket);
        let act = Act::CloseWindow(line.window.period);
        vec![Step::Do(Effect::Act(ticket, act))]
    }
}

impl Screen {
    fn line<'a>(&self, desk: &'a Desk) -> Option<&'a WindowLine> {
        desk.known.windows.as_ref()?.get(self.at)
    }

    /// The selected window, if it is closed.
    pub(crate) fn closed(&self, desk: &Desk) -> Option<Period> {
        let line = self.line(desk).filter(|line| line.closed.is_some())?;
        Some(line.window.period)
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        self.closing.armed = None;
        let page = height(desk);
        self.at = way.in_list(self.at, count(desk), page);
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (len, page) = (count(desk), height(desk));
        self.at = self.at.min(len.saturating_sub(1));
        self.top = in_sight(self.top, self.at, len, page);
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let Some(line) = self.line(desk) else {
            return Vec::new();
        };
        match action {
            Action::Open => {
                let period = line.window.period;
                vec![
                    Step::Open(super::Screen::Window(Window::new(period))),
                    Step::Do(Effect::Ask(Ask::Window(period))),
                ]
            }
            Action::CloseWindow => self.closing.act(line, desk, ticket),
            _ => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (words, palette) = (desk.words.meeting, desk.palette);
        let width = usize::from(area.width);
        let Some(known) = desk
            .known
            .windows
            .as_ref()
            .filter(|known| !known.is_empty())
        else {
            let text = match desk.known.windows {
                Some(_) => words.no_windows,
                None => desk.words.screen.loading,
            };
            let lines = desk.wrapped(text, width, 2, palette.dim);
            for (y, line) in (area.top()..area.bottom()).zip(lines) {
                buffer.set_line(area.x, y, &line, area.width);
            }
            return;
        };
        let heads = [
            words.head_expected,
            words.head_reported,
            words.head_on_time,
            words.head_late,
            words.head_missing,
        ];
        let mut head = format!(
            "  {}{}",
            cells::pad(words.head_window, 12),
            cells::pad(words.head_due, 12)
        );
        for name in heads {
            head.push_str(&cells::pad_left(name, 7));
        }
        head.push_str(&format!("  {}", words.head_state));
        let head = Line::styled(cells::cut(&head, width), palette.dim);
        buffer.set_line(area.x, area.y, &head, area.width);
        let list = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        for (y, at) in (list.top()..list.bottom()).zip(self.top..) {
            let Some(line) = known.get(at) else { break };
            let lit = at == self.at;
            let style = if lit { palette.selected } else { palette.text };
            let counts = line.counts;
            let late = counts.reported - counts.on_time;
            let missing = counts.expected - counts.reported;
            let mut text = format!(
                "{}{}{}",
                if lit { "> " } else { "  " },
                cells::pad(&line.window.period.to_string(), 12),
                cells::pad(&line.window.due.to_string(), 12)
            );
            for n in [counts.expected, counts.reported, counts.on_time, late] {
                text.push_str(&cells::pad_left(&n.to_string(), 7));
            }
            let missing_style = if lit || missing == 0 {
                style
            } else {
                palette.warn
            };
            let state = state(desk, line);
            let rest = width.saturating_sub(cells::width(&text) + 9);
            let line = Line::from(vec![
                Span::styled(text, style),
                Span::styled(cells::pad_left(&missing.to_string(), 7), missing_style),
                Span::styled(format!("  {}", cells::pad(&state, rest)), style),
            ]);
            buffer.set_line(area.x, y, &line, area.width);
        }
        let below = known.len() > self.top + usize::from(list.height);
        mark_more(buffer, list, self.top > 0, below);
    }
}

/// Whether a window is closed, in words.
fn state(desk: &Desk, line: &WindowLine) -> String {
    match line.closed {
        Some(day) => fill(desk.words.meeting.frozen_on, &[&day.to_string()]),
        None => desk.words.follow.still_open.to_owned(),
    }
}

fn count(desk: &Desk) -> usize {
    desk.known.windows.as_ref().map_or(0, |known| known.len())
}

fn height(desk: &Desk) -> usize {
    let body = layout::areas(desk.size).body;
    usize::from(body.height.saturating_sub(1)).max(1)
}
