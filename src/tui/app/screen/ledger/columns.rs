//! The columns of the ledger: which fit, how wide they are, and what a row shows in them.

use std::collections::HashSet;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::{Light, Reason, Row, Status};
use crate::search::Column;
use crate::tui::app::desk::Desk;
use crate::tui::app::finding::{Finding, Marks};
use crate::tui::widget::cells;

/// The narrowest title that still tells tasks apart; narrower lists give up other columns first.
const MIN_TITLE: usize = 20;
/// The title that is worth a shorter name of the lead.
const GOOD_TITLE: usize = 30;
/// The title beside which there is room for the status, too.
const WIDE_TITLE: usize = 40;
/// The widest a lead's name is shown.
const MAX_LEAD: usize = 12;

/// The widths of the columns that depend on what they hold.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Widths {
    light: usize,
    status: usize,
    code: usize,
    lead: usize,
}

/// A way to give up some width.
type Saving = fn(&mut Columns);

/// The columns that fit, with their widths; 0 for one that does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    light: usize,
    code: usize,
    title: usize,
    lead: usize,
    status: usize,
    percent: usize,
    expected: usize,
    due: usize,
    stale: usize,
}

impl Widths {
    pub(super) fn of(desk: &Desk) -> Self {
        let rows = &desk.snapshot.rows;
        let term = desk.words.term;
        let lights = Light::ALL
            .iter()
            .map(|&light| desk.words.follow.light(light));
        let mut widths = Self {
            // One cell more, for the mark of a light that a coordinator judged.
            light: lights.map(cells::width).max().unwrap_or(0) + 1,
            status: cells::width(term.status),
            code: cells::width(term.code),
            lead: cells::width(term.lead),
        };
        let mut seen = HashSet::new();
        for row in rows.iter() {
            // The words are measured once each, not once for each task.
            if seen.insert((row.status, row.lead.first(), row.lead.len())) {
                widths.hold(desk, row);
            } else {
                widths.code = widths.code.max(code_width(row));
            }
        }
        widths
    }

    /// Makes room for a row.
    pub(super) fn hold(&mut self, desk: &Desk, row: &Row) {
        let status = desk.words.term.status(row.status);
        let lead = cells::width(&leads(desk, row)).min(MAX_LEAD);
        self.status = self.status.max(cells::width(status));
        self.code = self.code.max(code_width(row));
        self.lead = self.lead.max(lead);
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

/// The light that shows, and the mark of one that a coordinator judged (认定灯).
pub(super) fn light(desk: &Desk, row: &Row) -> (Light, &'static str) {
    let light = row.light(desk.today());
    let judged = row.follow.judged_on(desk.today()) == Some(light);
    let ended = matches!(light, Light::Closed | Light::Stopped);
    (light, if judged && !ended { "~" } else { "" })
}

/// The percent that is expected by now, of what is worked on and has a deadline.
pub(super) fn expected(desk: &Desk, row: &Row) -> Option<u8> {
    let runs = !row.status.is_final()
        && !matches!(
            row.status,
            Status::Ongoing | Status::Suspended | Status::Draft
        );
    desk.snapshot.outlook.expected(row).filter(|_| runs)
}

/// Whether the deadline, or that of a measure, has passed.
fn is_late(desk: &Desk, row: &Row) -> bool {
    let mut reasons = row.lit.reasons.iter();
    let late =
        |reason: &Reason| matches!(reason, Reason::Overdue(..) | Reason::MilestoneOverdue(..));
    desk.is_overdue(row) || reasons.any(late)
}

impl Columns {
    /// The columns for a list this wide; the title gets what the others leave.
    pub(super) fn fit(width: usize, widths: Widths) -> Self {
        let mut columns = Self {
            light: widths.light,
            code: widths.code,
            title: 0,
            lead: widths.lead,
            status: widths.status,
            percent: 4,
            expected: 4,
            due: 9,
            stale: 6,
        };
        let taken = |c: &Self| -> usize {
            let shown = [
                c.light, c.code, c.lead, c.status, c.percent, c.expected, c.due, c.stale,
            ];
            2 + shown
                .iter()
                .filter(|&&w| w > 0)
                .map(|w| w + 1)
                .sum::<usize>()
        };
        // What goes first is what the other columns tell best.
        let steps: [(usize, Saving); 6] = [
            (WIDE_TITLE, |c| c.status = 0),
            (GOOD_TITLE, |c| c.lead = c.lead.min(8)),
            (MIN_TITLE, |c| c.stale = 0),
            (MIN_TITLE, |c| c.expected = 0),
            (MIN_TITLE, |c| c.light = c.light.min(3)),
            (MIN_TITLE, |c| c.lead = 0),
        ];
        for (title, step) in steps {
            if taken(&columns) + title <= width {
                break;
            }
            step(&mut columns);
        }
        columns.title = width.saturating_sub(taken(&columns));
        columns
    }

    pub(super) fn heads(&self, desk: &Desk, finding: &Finding) -> Line<'static> {
        let (term, words) = (desk.words.term, desk.words.screen);
        let sort = |column: Column, name: &str| match finding.sorted_by(column) {
            Some(true) => format!("{name}-"),
            Some(false) => format!("{name}+"),
            None => name.to_owned(),
        };
        let mut text = String::from("  ");
        let parts = [
            (
                self.light,
                sort(Column::Light, desk.words.follow.light),
                false,
            ),
            (self.code, sort(Column::Code, term.code), false),
            (self.title, sort(Column::Title, term.task), false),
            (self.lead, sort(Column::Lead, term.lead), false),
            (self.status, sort(Column::Status, term.status), false),
            (
                self.percent,
                sort(Column::Percent, words.head_percent),
                true,
            ),
            (self.expected, words.head_expected.to_owned(), true),
            (self.due, sort(Column::Due, term.due), false),
            (self.stale, sort(Column::Updated, words.head_stale), true),
        ];
        for (width, name, right) in parts.into_iter().filter(|(width, ..)| *width > 0) {
            let name: String = if cells::width(&name) > width {
                // The head gives up its letters before its mark.
                let mark: String = name.chars().rev().take(1).collect();
                format!(
                    "{}{mark}",
                    cells::pad(name.trim_end_matches(['+', '-']), width - 1)
                )
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

    pub(super) fn row(
        &self,
        desk: &Desk,
        row: &Row,
        marks: &Marks,
        (selected, picked): (Option<Style>, bool),
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
        let sign = match (picked, desk.has_draft(row.id)) {
            (true, _) => "x",
            (false, true) => "*",
            (false, false) => " ",
        };
        let mut spans = vec![Span::styled(
            format!("{}{sign}", if selected.is_some() { ">" } else { " " }),
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
        let (light, mark) = light(desk, row);
        let sign = format!("{}{mark}", desk.words.follow.light(light));
        let style = over(palette.lamp(light));
        put(self.light, plain(cells::pad(&sign, self.light), style));
        put(
            self.code,
            plain(cells::pad(&row.code.to_string(), self.code), base),
        );
        let title = &marks.title;
        let signs = [
            (row.conflict, "!"),
            (desk.snapshot.unread.contains(&row.id), "+"),
        ];
        let signs: String = signs
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, s)| *s)
            .collect();
        let taken = if signs.is_empty() { 0 } else { signs.len() + 1 };
        let mut titled = vec![Span::styled(cells::pad(&signs, taken), over(palette.warn))];
        titled.extend(cells::marked(
            &row.title,
            title,
            self.title - taken,
            (base, hit),
            desk.taste.glyphs,
        ));
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
            self.status,
            plain(cells::pad(term.status(row.status), self.status), base),
        );
        put(
            self.percent,
            plain(
                cells::pad_left(&desk.percent(row.percent), self.percent),
                base,
            ),
        );
        put(
            self.expected,
            plain(
                cells::pad_left(&desk.percent(expected(desk, row)), self.expected),
                base,
            ),
        );
        let late = is_late(desk, row);
        let day = |due: crate::model::Day| {
            let mark = if late { "!" } else { "" };
            format!("{}{mark}", due.format("%y-%m-%d"))
        };
        let due = row.due.map_or_else(|| "--".into(), day);
        let due_style = if late { over(palette.warn) } else { base };
        put(self.due, plain(cells::pad(&due, self.due), due_style));
        put(
            self.stale,
            plain(cells::pad_left(&desk.stale(row), self.stale), base),
        );
        Line::from(spans)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_list_gives_up_columns_before_the_title() {
        let widths = Widths {
            light: 3,
            status: 6,
            code: 6,
            lead: 8,
        };
        for width in 50..200 {
            let columns = Columns::fit(width, widths);
            assert!(columns.title >= MIN_TITLE, "{width} {columns:?}");
            assert!(columns.light > 0 && columns.percent > 0 && columns.due > 0);
        }
        let all = Columns::fit(79, widths);
        assert!(all.stale > 0 && all.expected > 0, "{all:?}");
        assert_eq!(all.status, 0, "{all:?}");
        assert_eq!(Columns::fit(58, widths).stale, 0);
        assert!(Columns::fit(110, widths).status > 0);
    }
}
