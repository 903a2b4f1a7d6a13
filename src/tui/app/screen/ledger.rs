//! The ledger (台账): one line for each task.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::{ItemId, Row, Snapshot};
use crate::tui::app::desk::Desk;
use crate::tui::app::finding::{Finding, Marks};
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::Move;

/// The narrowest title that still tells tasks apart; narrower lists give up other columns first.
const MIN_TITLE: usize = 20;
/// The widest a lead's name is shown.
const MAX_LEAD: usize = 12;

/// The ledger: which tasks it lists, and where the cursor is.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// The task under the cursor; held by id, so that a colleague's change never moves the cursor.
    pub(crate) selected: Option<ItemId>,
    /// The task whose detail or preview is shown; follows the cursor when it rests.
    pub(crate) shown: Option<ItemId>,
    /// What is looked for, and the order.
    pub(crate) finding: Finding,
    at: usize,
    top: usize,
    widths: Widths,
}

/// The widths of the columns that depend on what they hold.
#[derive(Debug, Default, Clone, Copy)]
struct Widths {
    status: usize,
    code: usize,
    lead: usize,
}

/// The columns that fit, with their widths; 0 for one that does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Columns {
    status: usize,
    code: usize,
    title: usize,
    lead: usize,
    percent: usize,
    due: usize,
    stale: usize,
}

impl Ledger {
    /// Takes in a new picture, or a changed filter or order, and keeps the cursor on its task and its line.
    pub(crate) fn refresh(&mut self, desk: &Desk) {
        self.widths = Widths::of(desk);
        self.finding.refresh(desk);
        let line = self.at.saturating_sub(self.top);
        let found = self.selected.and_then(|id| self.position(&desk.snapshot, id));
        self.at = found
            .unwrap_or(self.at)
            .min(self.len().saturating_sub(1));
        self.top = self.at.saturating_sub(line);
        self.settle(desk);
    }

    /// Puts the cursor on the first line, as after a new search.
    pub(crate) fn to_first(&mut self, desk: &Desk) {
        (self.at, self.top) = (0, 0);
        self.settle(desk);
    }

    /// Puts the cursor on a task; returns whether it is listed.
    pub(crate) fn select(&mut self, id: ItemId, desk: &Desk) -> bool {
        let found = self.position(&desk.snapshot, id);
        if let Some(at) = found {
            self.at = at;
            self.settle(desk);
        }
        found.is_some()
    }

    pub(crate) fn len(&self) -> usize {
        self.finding.order().len()
    }

    /// The row under the cursor.
    pub(crate) fn row<'a>(&self, desk: &'a Desk) -> Option<&'a std::sync::Arc<Row>> {
        self.row_at(&desk.snapshot, self.at)
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let page = layout::list_rows(desk.size).saturating_sub(1).max(1);
        let last = self.len().saturating_sub(1);
        self.at = match way {
            Move::Down => (self.at + 1).min(last),
            Move::Up => self.at.saturating_sub(1),
            Move::PageDown => (self.at + page).min(last),
            Move::PageUp => self.at.saturating_sub(page),
            Move::Bottom => last,
            Move::Top | Move::NextSection | Move::PreviousSection => 0,
        };
        self.settle(desk);
    }

    /// The row on a line of the list, for the mouse.
    pub(crate) fn go_to_line(&mut self, line: usize, desk: &Desk) {
        if self.top + line < self.len() {
            self.at = self.top + line;
            self.settle(desk);
        }
    }

    /// The place of the cursor, from 1.
    pub(crate) fn place(&self) -> usize {
        if self.len() == 0 { 0 } else { self.at + 1 }
    }

    fn settle(&mut self, desk: &Desk) {
        let rows = layout::list_rows(desk.size);
        self.at = self.at.min(self.len().saturating_sub(1));
        self.top = self
            .top
            .min(self.at)
            .max((self.at + 1).saturating_sub(rows))
            .min(self.len().saturating_sub(rows));
        self.selected = self.row(desk).map(|row| row.id);
    }

    fn position(&self, snapshot: &Snapshot, id: ItemId) -> Option<usize> {
        // The cursor's own line first: most pictures move nothing.
        if self.row_at(snapshot, self.at).is_some_and(|row| row.id == id) {
            return Some(self.at);
        }
        (0..self.len()).find(|&at| self.row_at(snapshot, at).is_some_and(|row| row.id == id))
    }

    fn row_at<'a>(&self, snapshot: &'a Snapshot, at: usize) -> Option<&'a std::sync::Arc<Row>> {
        let row = *self.finding.order().get(at)?;
        snapshot.rows.get(row as usize)
    }

    /// Draws the list with its column heads.
    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect, focused: bool) {
        let columns = Columns::fit(usize::from(area.width), self.widths);
        let heads = Rect { height: 1, ..area };
        buffer.set_line(area.x, area.y, &columns.heads(desk, &self.finding), area.width);
        let body = Rect {
            y: heads.bottom(),
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.len() == 0 {
            self.draw_empty(desk, buffer, body);
            return;
        }
        for (y, at) in (body.top()..body.bottom()).zip(self.top..self.len()) {
            let Some(row) = self.row_at(&desk.snapshot, at) else {
                continue;
            };
            let marks = self.finding.marks(at);
            let style = match (at == self.at, focused) {
                (true, true) => Some(desk.palette.selected),
                (true, false) => Some(desk.palette.marked),
                _ => None,
            };
            let line = columns.row(desk, row, marks, style);
            buffer.set_line(area.x, y, &line, area.width);
        }
    }

    /// Says why the list is empty and what to do.
    fn draw_empty(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let words = desk.words.screen;
        let text = if !desk.loaded {
            words.loading.to_owned()
        } else if desk.snapshot.rows.is_empty() {
            words.no_plan.to_owned()
        } else {
            self.finding.explain_empty(desk)
        };
        let width = usize::from(area.width).saturating_sub(4);
        let lines = desk.wrapped(&text, width, 2, desk.palette.text);
        let first = area.y + u16::from(area.height > 3);
        for (y, line) in (first..area.bottom()).zip(lines) {
            buffer.set_line(area.x, y, &line, area.width);
        }
    }

    /// Draws what matters about the shown task in a few lines.
    pub(crate) fn draw_preview(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let Some(row) = self.shown.and_then(|id| desk.snapshot.row(id)) else {
            return;
        };
        let width = usize::from(area.width);
        let lines = preview(desk, row, self.finding.snippet(row.id), width);
        for (y, line) in (area.top()..area.bottom()).zip(lines) {
            buffer.set_line(area.x, y, &line, area.width);
        }
    }
}

/// The preview of a task: title, departments, the latest note or the beginning of the text.
fn preview(
    desk: &Desk,
    row: &Row,
    snippet: Option<(&str, &[usize])>,
    width: usize,
) -> Vec<Line<'static>> {
    let (term, words, palette) = (desk.words.term, desk.words.screen, desk.palette);
    let label = |text: &str| Span::styled(format!("{text} "), palette.dim);
    let title = cells::cut(&desk.clean(&row.title), width.saturating_sub(10));
    let mut lines = vec![
        Line::from(vec![
            Span::styled(format!("{} {title}", row.code), palette.head),
        ]),
        Line::from(vec![
            label(term.lead),
            Span::raw(format!("{}  ", desk.names(&row.lead))),
            label(term.support),
            Span::raw(if row.support.is_empty() {
                "--".into()
            } else {
                desk.names(&row.support)
            }),
        ]),
    ];
    if let Some((snippet, highlights)) = snippet {
        let mut spans = vec![label(words.found_in)];
        spans.extend(cells::marked(
            snippet,
            highlights,
            width.saturating_sub(cells::width(words.found_in) + 1),
            (palette.text, palette.hit),
            desk.taste.glyphs,
        ));
        lines.push(Line::from(spans));
    }
    let Some(detail) = desk.detail_of(row.id) else {
        return lines;
    };
    let Some(note) = detail.notes.iter().find(|note| note.is_current()) else {
        lines.push(Line::from(vec![label(words.no_notes)]));
        lines.extend(desk.wrapped(&detail.text, width, 0, palette.text));
        return lines;
    };
    let head = format!(
        "{} {} {}",
        note.on,
        desk.clean(&desk.snapshot.directory.name(note.department)),
        note.percent.map_or_else(String::new, |p| format!("{p}%"))
    );
    lines.push(Line::from(vec![
        label(words.latest),
        Span::raw(format!("{}  ", head.trim_end())),
        Span::raw(desk.clean(&note.text.progress)),
    ]));
    let rest = [
        (term.problems, &note.text.problems),
        (term.next, &note.text.next),
        (term.coordinate, &note.text.coordinate),
    ];
    let mut spans = Vec::new();
    for (name, text) in rest.into_iter().filter(|(_, text)| !text.is_empty()) {
        spans.push(label(name));
        spans.push(Span::raw(format!("{}  ", desk.clean(text))));
    }
    lines.push(Line::from(spans));
    lines
}

impl Widths {
    fn of(desk: &Desk) -> Self {
        let rows = &desk.snapshot.rows;
        let term = desk.words.term;
        let mut widths = Self {
            status: cells::width(term.status),
            code: cells::width(term.code),
            lead: cells::width(term.lead),
        };
        let mut seen: Vec<&[crate::model::DepartmentId]> = Vec::new();
        for row in rows.iter() {
            widths.status = widths.status.max(cells::width(term.status(row.status)));
            widths.code = widths.code.max(code_width(row));
            if !seen.contains(&row.lead.as_slice()) && seen.len() < 200 {
                seen.push(&row.lead);
                widths.lead = widths.lead.max(cells::width(&leads(desk, row)));
            }
        }
        widths.lead = widths.lead.min(MAX_LEAD);
        widths
    }
}

/// The cells of a code, without writing it.
fn code_width(row: &Row) -> usize {
    let numbers = row.code.numbers();
    let digits: usize = numbers
        .iter()
        .map(|n| n.checked_ilog10().unwrap_or(0) as usize + 1)
        .sum();
    digits + numbers.len().saturating_sub(1)
}

/// Who leads, in the short form.
fn leads(desk: &Desk, row: &Row) -> String {
    match row.lead.as_slice() {
        [] => "--".into(),
        [one] => desk.short_name(*one),
        [first, rest @ ..] => format!("{}+{}", desk.short_name(*first), rest.len()),
    }
}

impl Columns {
    /// The columns for a list this wide; the title gets what the others leave.
    fn fit(width: usize, widths: Widths) -> Self {
        let mut columns = Self {
            status: widths.status,
            code: widths.code,
            title: 0,
            lead: widths.lead,
            percent: 4,
            due: 8,
            stale: 6,
        };
        let taken = |c: &Self| -> usize {
            let shown = [c.status, c.code, c.lead, c.percent, c.due, c.stale];
            2 + shown.iter().filter(|&&w| w > 0).map(|w| w + 1).sum::<usize>()
        };
        // What goes first is what the other columns tell best.
        let steps: [fn(&mut Self); 4] = [
            |c| c.lead = c.lead.min(8),
            |c| c.stale = 0,
            |c| c.status = c.status.min(6),
            |c| c.lead = 0,
        ];
        for step in steps {
            if taken(&columns) + MIN_TITLE <= width {
                break;
            }
            step(&mut columns);
        }
        columns.title = width.saturating_sub(taken(&columns));
        columns
    }

    fn heads(&self, desk: &Desk, finding: &Finding) -> Line<'static> {
        let (term, words) = (desk.words.term, desk.words.screen);
        let sort = |key: &str, name: &str| match finding.sorted_by(key) {
            Some(true) => format!("{name}-"),
            Some(false) => format!("{name}+"),
            None => name.to_owned(),
        };
        let mut text = String::from("  ");
        let parts = [
            (self.status, sort("status", term.status), false),
            (self.code, sort("code", term.code), false),
            (self.title, sort("title", term.task), false),
            (self.lead, sort("lead", term.lead), false),
            (self.percent, sort("percent", words.head_percent), true),
            (self.due, sort("due", term.due), false),
            (self.stale, sort("updated", words.head_stale), true),
        ];
        for (width, name, right) in parts.into_iter().filter(|(width, ..)| *width > 0) {
            let name: String = if cells::width(&name) > width {
                // The head gives up its letters before its mark.
                let mark: String = name.chars().rev().take(1).collect();
                format!("{}{mark}", cells::pad(name.trim_end_matches(['+', '-']), width - 1))
            } else {
                name
            };
            text.push_str(&if right {
                cells::pad_left(&name, width)
            } else {
                cells::pad(&name, width)
            });
            text.push(' ');
        }
        text.pop();
        Line::styled(text, desk.palette.dim)
    }

    fn row(
        &self,
        desk: &Desk,
        row: &Row,
        marks: Marks<'_>,
        selected: Option<Style>,
    ) -> Line<'static> {
        let palette = desk.palette;
        let over = |style: Style| selected.unwrap_or(style);
        let base = over(palette.text);
        let hit = match selected {
            Some(style) => style.patch(Style {
                fg: palette.hit.fg,
                ..palette.hit
            }),
            None => palette.hit,
        };
        let draft = if desk.has_draft(row.id) { "*" } else { " " };
        let mut spans = vec![Span::styled(
            format!("{}{draft}", if selected.is_some() { ">" } else { " " }),
            base,
        )];
        let mut put = |width: usize, mut content: Vec<Span<'static>>| {
            if width > 0 {
                spans.append(&mut content);
                spans.push(Span::styled(" ", base));
            }
        };
        let term = desk.words.term;
        let plain = |text: String, style: Style| vec![Span::styled(text, style)];
        put(
            self.status,
            plain(cells::pad(term.status(row.status), self.status), base),
        );
        put(
            self.code,
            plain(cells::pad(&row.code.to_string(), self.code), base),
        );
        let title = marks.title;
        let mut titled = cells::marked(
            &row.title,
            title,
            self.title,
            (base, hit),
            desk.taste.glyphs,
        );
        if row.conflict
            && let Some(last) = titled.last_mut()
        {
            *last = Span::styled(last.content.clone(), over(palette.warn));
        }
        put(self.title, titled);
        let lead_style = if marks.department { hit } else { base };
        let lead = leads(desk, row);
        let lead_width = cells::width(&lead).min(self.lead);
        put(
            self.lead,
            vec![
                Span::styled(cells::cut(&lead, self.lead), lead_style),
                Span::styled(" ".repeat(self.lead.saturating_sub(lead_width)), base),
            ],
        );
        put(
            self.percent,
            plain(
                cells::pad_left(&desk.percent(row.percent), self.percent),
                base,
            ),
        );
        let due = row
            .due
            .map_or_else(|| "--".into(), |due| due.format("%y-%m-%d").to_string());
        let due_style = if desk.is_overdue(row) {
            over(palette.warn)
        } else {
            base
        };
        put(self.due, plain(cells::pad(&due, self.due), due_style));
        put(
            self.stale,
            plain(cells::pad_left(&desk.stale(row), self.stale), base),
        );
        spans.pop();
        Line::from(spans)
    }
}

/// The line of the list under a point, for the mouse; `None` outside of it.
pub(crate) fn line_under(area: Rect, column: u16, row: u16) -> Option<usize> {
    let inside = (area.left()..area.right()).contains(&column)
        && (area.top() + 1..area.bottom()).contains(&row);
    inside.then(|| usize::from(row - area.top() - 1))
}


#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_list_gives_up_columns_before_the_title() {
        let widths = Widths {
            status: 6,
            code: 6,
            lead: 8,
        };
        for width in 36..200 {
            let columns = Columns::fit(width, widths);
            assert!(columns.title >= 11, "{width} {columns:?}");
        }
        let all = Columns::fit(72, widths);
        assert!(all.stale > 0 && all.title >= MIN_TITLE, "{all:?}");
        assert_eq!(Columns::fit(58, widths).stale, 0);
    }
}
