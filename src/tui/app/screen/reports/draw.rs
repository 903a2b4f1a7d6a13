//! How the reports are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Screen, is_of_tasks, knows_windows};
use crate::report::Name;
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::mark_more;
use crate::words::fill;

/// The most lines that the name of the file takes.
const PATH_LINES: usize = 2;

impl Screen {
    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let palette = desk.palette;
        let head = self.head(desk, usize::from(area.width));
        let below = area.y + u16::try_from(head.len()).unwrap_or(area.height);
        for (y, line) in (area.top()..area.bottom()).zip(&head) {
            buffer.set_line(area.x, y, line, area.width);
        }
        let sheet = Rect {
            y: below.min(area.bottom()),
            height: area.bottom().saturating_sub(below),
            ..area
        };
        let (text, style) = match self.preview().map(|preview| &preview.page) {
            None => (Some(desk.words.screen.loading), palette.dim),
            Some(Err(_)) => (None, palette.warn),
            Some(Ok(_)) => (None, palette.text),
        };
        let lines = self.lines.iter().skip(self.top).map(String::as_str);
        let shown: Vec<&str> = text.into_iter().chain(lines).collect();
        for (y, line) in (sheet.top()..sheet.bottom()).zip(shown) {
            let line = Line::styled(format!("  {line}"), style);
            buffer.set_line(sheet.x, y, &line, sheet.width.saturating_sub(1));
        }
        let more = self.lines.len() > self.top + usize::from(sheet.height);
        mark_more(buffer, sheet, self.top > 0, more);
    }

    /// The reports, what the chosen one is about, and where it goes.
    pub(super) fn head(&self, desk: &Desk, width: usize) -> Vec<Line<'static>> {
        let (words, palette) = (desk.words.issuing, desk.palette);
        let titles = Name::ALL.iter().map(|name| name.word(desk.words.report));
        let column = titles.map(cells::width).max().unwrap_or(0) + 2;
        let report = |(at, name): (usize, &Name)| {
            let lit = at == self.at;
            let style = if lit { palette.selected } else { palette.text };
            let number = cells::pad(name.number(), 5);
            let title = cells::pad(name.word(desk.words.report), column);
            let formats = name.formats().iter().enumerate().map(|(n, format)| {
                let said = format!("{} {}", n + 1, format.as_str());
                match (lit, n == self.format) {
                    (true, true) => format!("[{said}]"),
                    (true, false) => format!(" {said} "),
                    (false, _) => format!(" {} ", format.as_str()),
                }
            });
            let formats: String = formats.collect();
            let mark = if lit { "> " } else { "  " };
            let text = format!("{mark}{number}{title}{formats}");
            Line::styled(cells::pad(&text, width), style)
        };
        let mut lines: Vec<Line<'static>> = Name::ALL.iter().enumerate().map(report).collect();
        let said = |head: &str, text: String| {
            Line::from(vec![
                Span::styled(format!("  {head}  "), palette.key),
                Span::styled(text, palette.text),
            ])
        };
        let name = self.name();
        let total = desk.snapshot.rows.len().to_string();
        let range = match &self.listed {
            _ if !is_of_tasks(name) => words.whole.to_owned(),
            Some((tasks, why)) if self.narrow => {
                let count = tasks.len().to_string();
                fill(words.listed, &[&count, &desk.clean(why)])
            }
            _ => fill(words.all, &[&total]),
        };
        let as_of = if name == Name::Meeting {
            (words.of_meeting, self.said_of_meeting(desk))
        } else {
            let closed = self.window.filter(|_| knows_windows(name));
            let said = closed.map(|window| fill(words.closed, &[&window.to_string()]));
            (
                words.as_of,
                said.unwrap_or_else(|| words.present.to_owned()),
            )
        };
        let room = width.saturating_sub(2);
        let about = format!("{range}  {}  {}", as_of.0, as_of.1);
        if cells::width(&about) + cells::width(words.range) + 4 <= room {
            lines.push(Line::from(vec![
                Span::styled(format!("  {}  ", words.range), palette.key),
                Span::styled(format!("{range}  "), palette.text),
                Span::styled(format!("{}  ", as_of.0), palette.key),
                Span::styled(as_of.1, palette.text),
            ]));
        } else {
            let cut = |head: &str, text: &str| {
                cells::cut(text, room.saturating_sub(cells::width(head) + 4))
            };
            lines.push(said(words.range, cut(words.range, &range)));
            lines.push(said(as_of.0, cut(as_of.0, &as_of.1)));
        }
        let indent = cells::width(words.into) + 4;
        let path = desk.clean(&self.path());
        let path = cells::wrap(&path, room.saturating_sub(indent).max(4));
        for (n, line) in path.into_iter().take(PATH_LINES).enumerate() {
            lines.push(match n {
                0 => said(words.into, line),
                _ => Line::styled(format!("{}{line}", " ".repeat(indent)), palette.text),
            });
        }
        let seen = self.lines.len();
        let place = match seen {
            0 => String::new(),
            _ => {
                let line = self.top.saturating_add(1).min(seen);
                format!(" {line}/{seen}  {}", words.turn)
            }
        };
        let rule = format!("-- {}{place} ", words.preview);
        let rest = width.saturating_sub(cells::width(&rule));
        lines.push(Line::styled(
            format!("{rule}{}", "-".repeat(rest)),
            palette.dim,
        ));
        lines
    }

    fn said_of_meeting(&self, desk: &Desk) -> String {
        let words = desk.words.issuing;
        let known = self.told.as_ref().map(|(_, known)| &known.meetings);
        let Some(known) = known else {
            return words.latest.to_owned();
        };
        let found = match self.meeting {
            Some(id) => known.iter().find(|(of, _)| *of == id),
            None => known.first(),
        };
        found.map_or_else(
            || words.no_meeting.to_owned(),
            |(_, named)| desk.clean(named),
        )
    }

    /// Where the file would go.
    fn path(&self) -> String {
        let format = self.chosen();
        let Some(preview) = self.preview() else {
            return "..".to_owned();
        };
        let names = preview.page.as_ref().map(|page| page.names.as_slice());
        let mut names = names.unwrap_or_default().iter();
        let name = names.find(|(of, _)| *of == format);
        let name = name.map_or("", |(_, name)| name.as_str());
        format!(
            "{}{}{name}",
            preview.folder.trim_end_matches(std::path::MAIN_SEPARATOR),
            std::path::MAIN_SEPARATOR
        )
    }
}
