//! One reporting window with its tasks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Closing, state};
use crate::model::{ItemId, Period, Reporting, Since};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{WindowLine, WindowPage};
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::Ticket;
use crate::tui::app::screen::Step;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};
use crate::words::fill;

/// One window.
#[derive(Debug)]
pub(crate) struct Window {
    pub(crate) period: Period,
    cursor: Cursor<ItemId>,
    pub(crate) closing: Closing,
}

impl Window {
    pub(crate) fn new(period: Period) -> Self {
        Self {
            period,
            cursor: Cursor::default(),
            closing: Closing::default(),
        }
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a WindowPage> {
        let page = desk.known.window.as_deref()?;
        (page.line.window.period == self.period).then_some(page)
    }

    /// The window, if it is closed.
    pub(crate) fn closed(&self, desk: &Desk) -> Option<Period> {
        let closed = self.page(desk).and_then(|page| page.line.closed);
        closed.map(|_| self.period)
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        self.closing.armed = None;
        let (entries, height) = layout::in_body(desk.size, |width| self.entries(desk, width));
        self.cursor.go(way, &entries, height);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (entries, height) = layout::in_body(desk.size, |width| self.entries(desk, width));
        self.cursor.settle(&entries, height);
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        match (action, self.cursor.selected, self.page(desk)) {
            (Action::Open, Some(task), _) => vec![Step::ShowAbove(task)],
            (Action::CloseWindow, _, Some(page)) => self.closing.act(&page.line, desk, ticket),
            _ => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let entries = self.entries(desk, usize::from(area.width));
        self.cursor
            .draw(&entries, buffer, area, desk.palette.selected);
    }

    fn entries(&self, desk: &Desk, width: usize) -> Vec<Entry<ItemId>> {
        let width = width.saturating_sub(1);
        let (words, follow, palette) = (desk.words.meeting, desk.words.follow, desk.palette);
        let plain = |lines| Entry {
            lines,
            target: None,
            begins_section: false,
        };
        let Some(page) = self.page(desk) else {
            let loading = desk.words.screen.loading;
            return vec![plain(desk.wrapped(loading, width, 2, palette.dim))];
        };
        let WindowLine { window, counts, .. } = page.line;
        let numbers = [
            (words.head_expected, counts.expected),
            (words.head_reported, counts.reported),
            (words.head_on_time, counts.on_time),
            (words.head_late, counts.reported - counts.on_time),
            (words.head_missing, counts.expected - counts.reported),
        ];
        let numbers: Vec<String> = numbers.iter().map(|(w, n)| format!("{w} {n}")).collect();
        let head = format!(
            "{}  {} - {}  {}",
            window.period,
            window.from,
            window.due,
            state(desk, &page.line)
        );
        let mut entries = vec![
            plain(desk.wrapped(&head, width, 2, palette.head)),
            plain(desk.wrapped(&numbers.join("  "), width, 2, palette.text)),
        ];
        let section = |name: String| Entry {
            lines: vec![
                Line::default(),
                Line::styled(cells::cut(&name, width), palette.head),
            ],
            target: None,
            begins_section: true,
        };
        let task = |id: &ItemId, since: Option<Since>, mark: &str, style| {
            let row = desk.row(*id)?;
            let since =
                since.map_or_else(String::new, |since| format!("[{}] ", follow.since(since)));
            let lead: Vec<String> = row.lead.iter().map(|id| desk.short_name(*id)).collect();
            let said = format!("{} {}  {}", row.code, row.title, lead.join(" "));
            let mark = cells::pad(mark, 10);
            let room = width.saturating_sub(cells::width(&mark) + cells::width(&since) + 4);
            Some(Entry {
                lines: vec![Line::from(vec![
                    Span::styled(format!("    {mark}"), style),
                    Span::styled(since, palette.warn),
                    Span::styled(cells::cut(&desk.clean(&said), room), palette.text),
                ])],
                target: Some(*id),
                begins_section: false,
            })
        };
        for report in [
            Reporting::Missing,
            Reporting::Late,
            Reporting::Unchanged,
            Reporting::Reported,
        ] {
            let of: Vec<(&ItemId, Option<Since>)> = page
                .tasks
                .iter()
                .filter(|(_, is, _)| *is == report)
                .map(|(id, _, since)| (id, *since))
                .collect();
            if of.is_empty() {
                continue;
            }
            let word = follow.reporting(report);
            entries.push(section(format!("  {word} ({})", of.len())));
            let style = match report {
                Reporting::Missing => palette.warn,
                Reporting::Late => palette.bad,
                _ => palette.good,
            };
            let of = of
                .into_iter()
                .filter_map(|(id, since)| task(id, since, word, style));
            entries.extend(of);
        }
        let before = page.before.map(|before| before.to_string());
        let (name, difference) = match (&before, &page.difference) {
            (Some(before), Some(difference)) => {
                (fill(words.compared_with, &[before]), Some(difference))
            }
            (Some(before), None) => (fill(words.not_compared, &[before]), None),
            (None, _) => (words.first_window.to_owned(), None),
        };
        entries.push(section(format!("  {name}")));
        if let Some(difference) = difference {
            for (word, of, style) in [
                (words.new_red, &difference.new_red, palette.bad),
                (words.turned_green, &difference.turned_green, palette.good),
                (
                    words.newly_reported,
                    &difference.newly_reported,
                    palette.good,
                ),
                (words.silent, &difference.silent, palette.warn),
            ] {
                if of.is_empty() {
                    let line = format!("    {} {}", cells::pad(word, 9), words.nobody);
                    entries.push(plain(vec![Line::styled(line, palette.dim)]));
                }
                entries.extend(of.iter().filter_map(|id| task(id, None, word, style)));
            }
        }
        entries
    }
}
