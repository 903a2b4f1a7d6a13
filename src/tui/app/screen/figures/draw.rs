//! How the sheet looks: the indicators with their goals and latest values, the cells to type into, and about the row
//! under the cursor what there is no room for in it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Focus, Row, Screen};
use crate::tui::app::desk::Desk;
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::field::{Field, cells_u16};
use crate::tui::widget::sheet::mark_more;
use crate::words::fill;

/// The line that says how, and the heads of the columns.
const ABOVE: u16 = 2;
/// A rule, what the row is about, its source, why figures are written anew.
const BELOW: u16 = 5;

/// How wide the columns are; those that there is no room for have none.
#[derive(Debug, Clone, Copy)]
struct Columns {
    code: usize,
    name: usize,
    unit: usize,
    goal: usize,
    latest: usize,
    value: usize,
    period: usize,
    source: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        let mut columns = match width {
            150.. => Self::fixed(11, 10, 24, 20, 16, 12, 24),
            110.. => Self::fixed(10, 9, 20, 15, 13, 12, 16),
            76.. => Self::fixed(9, 0, 16, 13, 10, 12, 0),
            _ => Self::fixed(9, 0, 12, 0, 9, 12, 0),
        };
        let Self {
            code, unit, goal, ..
        } = columns;
        let Self {
            latest,
            value,
            period,
            source,
            ..
        } = columns;
        let used = code + unit + goal + latest + value + period + source;
        columns.name = width.saturating_sub(used + 3).max(8);
        columns
    }

    fn fixed(
        code: usize,
        unit: usize,
        goal: usize,
        latest: usize,
        value: usize,
        period: usize,
        source: usize,
    ) -> Self {
        Self {
            code,
            name: 0,
            unit,
            goal,
            latest,
            value,
            period,
            source,
        }
    }

    /// The texts of what is only read.
    fn read(&self, texts: [&str; 5]) -> String {
        let widths = [self.code, self.name, self.unit, self.goal, self.latest];
        let mut line = String::new();
        for (width, text) in widths.into_iter().zip(texts) {
            if let Some(room) = width.checked_sub(1) {
                line.push_str(&cells::pad(text, room));
                line.push(' ');
            }
        }
        line
    }
}

impl Screen {
    /// How many rows there is room for.
    pub(super) fn height(&self, desk: &Desk) -> usize {
        let body = layout::areas(desk.size).body;
        usize::from(body.height.saturating_sub(ABOVE + BELOW)).max(1)
    }

    /// Draws the sheet; returns where the real cursor belongs.
    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let (words, palette) = (desk.words.meeting, desk.palette);
        let width = usize::from(area.width);
        let row_at = |n: u16| Rect {
            y: area.y + n,
            height: 1,
            ..area
        };
        let put = |buffer: &mut Buffer, place: Rect, text: String, style: Style| {
            let line = Line::styled(cells::cut(&text, width), style);
            buffer.set_line(place.x, place.y, &line, place.width);
        };
        if self.rows.is_empty() {
            let text = match desk.known.indicators {
                Some(_) => words.no_indicators,
                None => desk.words.screen.loading,
            };
            put(buffer, row_at(0), format!("  {text}"), palette.dim);
            return None;
        }
        put(buffer, row_at(0), self.how(desk), palette.dim);
        let columns = Columns::of(width);
        let mut head = format!("  {}", columns.read(self.heads(desk)));
        head.push_str(&cells::pad(words.head_value, columns.value));
        head.push_str(&cells::pad(desk.words.follow.period, columns.period));
        head.push_str(&cells::pad(desk.words.follow.source, columns.source));
        put(buffer, row_at(1), head, palette.dim);
        let height = self.height(desk);
        let list = Rect {
            y: area.y + ABOVE,
            height: cells_u16(height).min(area.height.saturating_sub(ABOVE)),
            ..area
        };
        let mut cursor = None;
        for (y, at) in (list.top()..list.bottom()).zip(self.top..) {
            let Some(row) = self.rows.get(at) else { break };
            let place = Rect {
                y,
                height: 1,
                ..area
            };
            let found = self.draw_row(desk, buffer, place, (at, row), &columns);
            cursor = cursor.or(found);
        }
        mark_more(
            buffer,
            list,
            self.top > 0,
            self.rows.len() > self.top + height,
        );
        let below = Rect {
            y: list.bottom(),
            height: area.bottom().saturating_sub(list.bottom()),
            ..area
        };
        let found = self.draw_below(desk, buffer, below);
        found.or(cursor)
    }

    fn heads(&self, desk: &Desk) -> [&'static str; 5] {
        let words = desk.words.meeting;
        [
            desk.words.term.code,
            words.head_indicator,
            desk.words.term.unit,
            words.head_goal,
            words.head_latest,
        ]
    }

    /// How to use the sheet, or what there was when it was opened.
    fn how(&self, desk: &Desk) -> String {
        let words = desk.words.meeting;
        let filled = self.rows.iter().filter(|row| row.is_filled()).count();
        let counts = [filled.to_string(), self.all_wrong(desk).len().to_string()];
        let count = fill(words.figures_count, &[&counts[0], &counts[1]]);
        let restored = self.keeping.restored.as_ref().map(|saved| {
            let when = saved.get(..16).unwrap_or(saved).replace('T', " ");
            fill(desk.words.screen.draft_restored, &[&when])
        });
        let how = restored.unwrap_or_else(|| words.figures_how.to_owned());
        format!("  {count}  {how}")
    }

    /// A row; returns where the cursor is, if it is there.
    fn draw_row(
        &self,
        desk: &Desk,
        buffer: &mut Buffer,
        place: Rect,
        (at, row): (usize, &Row),
        columns: &Columns,
    ) -> Option<Position> {
        let palette = desk.palette;
        let lit = at == self.at && self.focus != Focus::Reason && self.path.is_none();
        let wrong = self.wrong(at, desk).is_some();
        let style = match (lit, wrong) {
            (true, _) => palette.selected,
            (_, true) => palette.bad,
            _ if row.line(desk).is_some_and(|line| line.shut.is_some()) => palette.dim,
            _ => palette.text,
        };
        let mark = match (wrong, at == self.at) {
            (true, true) => ">!",
            (true, false) => " !",
            (false, true) => "> ",
            (false, false) => "  ",
        };
        let line = row.line(desk);
        let mut name = line.map_or("--", |l| l.indicator.name.as_str()).to_owned();
        if let Some(region) = row.region {
            name = format!("{} {name}", desk.short_name(region));
        }
        let unit = line.map_or("", |line| line.indicator.unit.as_str());
        let goal = line.map_or_else(String::new, |line| desk.goal(&line.indicator));
        let latest = latest(row, desk);
        let texts = columns.read([
            &self.named(row, desk),
            &desk.clean(&name),
            &desk.clean(unit),
            &desk.clean(goal.trim()),
            &latest,
        ]);
        let text = cells::pad(&format!("{mark}{texts}"), usize::from(place.width));
        let line = Line::styled(text, style);
        buffer.set_line(place.x, place.y, &line, place.width);
        let mut x = place.x + cells_u16(2 + cells::width(&texts));
        let widths = [columns.value, columns.period, columns.source];
        let focuses = [Focus::Value, Focus::Period, Focus::Source];
        let mut cursor = None;
        for ((field, width), focus) in row.cells.iter().zip(widths).zip(focuses) {
            let Some(room) = width.checked_sub(1).filter(|room| *room > 0) else {
                continue;
            };
            let cell = Rect {
                x,
                width: cells_u16(room).min(place.right().saturating_sub(x)),
                ..place
            };
            let focused = lit && self.focus == focus;
            let style = match (focused, wrong && focus == Focus::Value) {
                (true, _) => palette.focus,
                (false, true) => palette.bad,
                (false, false) => palette.text,
            };
            let found = field.draw(buffer, cell, style, desk.taste.glyphs, focused);
            cursor = cursor.or(focused.then_some(found));
            x += cells_u16(width);
        }
        cursor
    }

    /// What there is to know of the row, its source, and why figures are written anew.
    fn draw_below(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let (words, palette) = (desk.words.meeting, desk.palette);
        let width = usize::from(area.width);
        let rule = Line::styled("-".repeat(width), palette.dim);
        buffer.set_line(area.x, area.y, &rule, area.width);
        let row = self.rows.get(self.at)?;
        let mut y = area.y + 1;
        let (said, style) = self.about(row, desk);
        for n in 0..2 {
            let mut lines = cells::wrap(&desk.clean(&said), width.saturating_sub(3)).into_iter();
            if let Some(text) = lines.nth(n) {
                let line = Line::styled(format!("  {text}"), style);
                buffer.set_line(area.x, y, &line, area.width);
            }
            y += 1;
        }
        let source = row.cells.get(2)?;
        let on_source = self.focus == Focus::Source && self.path.is_none();
        let mut labelled = |y: u16, label: &str, field: &Field, focused: bool| {
            let label = format!("  {}  ", cells::pad(label, self.label(desk)));
            let after = cells_u16(cells::width(&label));
            let line = Line::from(Span::styled(label, palette.key));
            buffer.set_line(area.x, y, &line, area.width);
            let place = Rect {
                x: area.x + after,
                y,
                width: area.width.saturating_sub(after + 1).max(1),
                height: 1,
            };
            let style = if focused { palette.focus } else { palette.text };
            let found = field.draw(buffer, place, style, desk.taste.glyphs, focused);
            focused.then_some(found)
        };
        // Where the source has a column of its own, it stands there alone.
        let has_column = Columns::of(width).source > 0;
        let of_source = match has_column {
            true => None,
            false => labelled(y, desk.words.follow.source, source, on_source),
        };
        if let Some(path) = &self.path {
            return labelled(y + 1, words.file_to_read, path, true);
        }
        let on_reason = self.focus == Focus::Reason;
        labelled(y + 1, words.why_anew, &self.reason, on_reason).or(of_source)
    }

    fn label(&self, desk: &Desk) -> usize {
        let words = desk.words.meeting;
        let labels = [desk.words.follow.source, words.why_anew, words.file_to_read];
        let widths = labels.into_iter().map(cells::width);
        widths.max().unwrap_or(0)
    }

    /// What is wrong with a row, or else what it is about.
    fn about(&self, row: &Row, desk: &Desk) -> (String, Style) {
        let (words, palette) = (desk.words.meeting, desk.palette);
        if let Some(why) = self.wrong(self.at, desk) {
            return (why, palette.bad);
        }
        let title = desk.row(row.task).map(|row| row.title.as_str());
        let line = row.line(desk);
        let name = line.map_or("--", |line| line.indicator.name.as_str());
        let goal = line.map_or_else(String::new, |line| desk.goal(&line.indicator));
        // Before anything is typed into it.
        let shut = line.and_then(|line| line.shut.clone());
        let mut parts: Vec<String> = shut.into_iter().collect();
        parts.extend([
            format!("{name}  ({})", title.unwrap_or_default()),
            format!("{} {}", words.head_goal, goal.trim()),
            format!("{} {}", words.head_latest, latest(row, desk)),
        ]);
        if let (Some(value), Some(period)) = (row.stands(desk), row.period()) {
            let stands = fill(words.stands_already, &[&period.to_string(), value]);
            parts.push(stands);
        }
        (parts.join("  "), palette.text)
    }
}

/// The latest value with its period.
fn latest(row: &Row, desk: &Desk) -> String {
    let judged = row.line(desk).map(|line| &line.judgement);
    match judged.and_then(|judged| Some((judged.value?, judged.period))) {
        Some((value, Some(period))) => format!("{value} ({period})"),
        Some((value, None)) => value.to_string(),
        None => "--".to_owned(),
    }
}
