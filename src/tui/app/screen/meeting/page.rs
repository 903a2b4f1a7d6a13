//! One item of an agenda as lines: what it is, where it stands, what was said of it.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use rust_decimal::prelude::ToPrimitive as _;

use super::Screen;
use crate::model::{
    Day, Decision, DecisionSort, Detail, FigureSort, Indicator, Light, Note, Register, Row, series,
};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow;
use crate::tui::widget::cells;
use crate::tui::widget::field::cells_u16;
use crate::words::fill;

/// From this width on the figures stand beside the rest.
const WIDE: u16 = 140;
/// From this height on there is a blank line between the parts.
const TALL: u16 = 34;
/// The widest text that is read with ease, in cells.
const COLUMN: u16 = 112;
/// The blank to the left.
const MARGIN: usize = 3;

/// The lines of an item.
pub(super) struct Page {
    pub(super) main: Vec<Line<'static>>,
    /// How much of the screen the main part takes.
    pub(super) width: u16,
    /// What stands to the right of it.
    pub(super) side: Vec<Line<'static>>,
}

/// The item that a meeting is at.
pub(super) fn page(screen: &Screen, desk: &Desk, area: Rect) -> Page {
    let is_wide = area.width >= WIDE;
    let width = if is_wide {
        (area.width * 3 / 5).min(COLUMN)
    } else {
        area.width
    };
    let mut out = Out {
        desk,
        screen,
        width: usize::from(width).saturating_sub(MARGIN + 2),
        roomy: area.height >= TALL,
        lines: vec![Line::default()],
    };
    let item = screen.item();
    let row = item.and_then(|item| desk.row(item)).cloned();
    let known = desk.known.meetings.as_ref();
    let decision = item.and_then(|item| known?.decision(item));
    let mut side = Vec::new();
    match (row, decision) {
        (Some(row), _) => {
            let detail = desk.detail_of(row.id).or_else(|| screen.near(row.id));
            let detail = detail.cloned();
            if screen.expanded {
                out.text(&row, detail.as_deref());
            } else {
                out.task(&row, detail.as_deref());
                let mut beside = Out {
                    lines: Vec::new(),
                    width: usize::from(area.width - width).saturating_sub(4),
                    ..out.like()
                };
                if let Some(detail) = detail {
                    if is_wide {
                        beside.figures(&detail, true);
                        side = beside.lines;
                    } else {
                        out.figures(&detail, false);
                    }
                }
            }
        }
        (None, Some(decision)) => out.decision(decision),
        (None, None) => {
            let words = desk.words.meeting;
            let text = if screen.items.is_empty() {
                words.agenda_empty
            } else if known.is_none() {
                desk.words.screen.loading
            } else {
                words.gone_item
            };
            let style = desk.palette.dim;
            out.lines
                .extend(desk.wrapped(text, out.width, MARGIN, style));
        }
    }
    Page {
        main: out.lines,
        width,
        side,
    }
}

/// The style of a light.
pub(crate) fn tone(desk: &Desk, light: Light) -> Style {
    let palette = desk.palette;
    match light {
        Light::Red => palette.bad,
        Light::Yellow => palette.warn,
        Light::Blue => palette.key,
        Light::Green => palette.good,
        Light::Grey | Light::Closed | Light::Stopped => palette.dim,
    }
}

/// What is measured by an indicator now, as `51.2% -> 55%`, and its trend.
pub(crate) fn measured(
    desk: &Desk,
    detail: &Detail,
    indicator: &Indicator,
) -> (String, String, Light) {
    let judgement = detail.judge(indicator, &desk.snapshot.outlook);
    let value = judgement.value.map(|value| value.to_string());
    let unit = if indicator.unit == "%" { "%" } else { "" };
    let value = value.map_or_else(|| "--".to_owned(), |value| format!("{value}{unit}"));
    let finding = desk.words.follow.finding(judgement.finding);
    let goal = desk.goal(indicator);
    let text = format!("{value} -> {}  {finding}", desk.clean(goal.trim()));
    let mut values: Vec<f64> = series(
        indicator,
        &detail.figures,
        detail.regions(indicator.id),
        FigureSort::Actual,
    )
    .into_iter()
    .filter_map(|(_, value, _)| value.to_f64())
    .collect();
    values.reverse();
    let trend = if values.len() > 1 {
        follow::trend(&values)
    } else {
        String::new()
    };
    (text, trend, judgement.light)
}

struct Out<'a> {
    desk: &'a Desk,
    screen: &'a Screen,
    width: usize,
    roomy: bool,
    lines: Vec<Line<'static>>,
}

impl Out<'_> {
    fn like(&self) -> Self {
        Self {
            lines: Vec::new(),
            ..*self
        }
    }

    /// A blank line between parts.
    fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    /// A blank line where there is room for more than parts.
    fn breathe(&mut self) {
        if self.roomy {
            self.gap();
        }
    }

    /// Text of others as it may be shown.
    fn clean(&self, text: &str) -> String {
        let text = self.desk.clean(&text.replace('\n', " "));
        if self.screen.hides_names {
            without_numbers(&text)
        } else {
            text
        }
    }

    /// The label, and the text wrapped beside it.
    fn labelled(&mut self, label: &str, text: &str, style: Style) {
        self.beside(label, text, style, cells::wrap);
    }

    /// The label, and names and dates beside it, which stay whole.
    fn named(&mut self, label: &str, text: &str, style: Style) {
        self.beside(label, text, style, cells::wrap_names);
    }

    fn beside(
        &mut self,
        label: &str,
        text: &str,
        style: Style,
        wrap: fn(&str, usize) -> Vec<String>,
    ) {
        let column = if self.desk.words.meeting.last_next.is_ascii() {
            11
        } else {
            10
        };
        let room = self.width.saturating_sub(column).max(8);
        for (at, line) in wrap(&self.clean(text), room).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            let label = format!("{}{}", " ".repeat(MARGIN), cells::pad(label, column));
            self.lines.push(Line::from(vec![
                Span::styled(label, self.desk.palette.dim),
                Span::styled(line, style),
            ]));
        }
    }

    /// The light, and the title beside it.
    fn heading(&mut self, mark: &str, style: Style, title: &str) {
        let indent = MARGIN + cells::width(mark) + 1;
        let room = (self.width + MARGIN).saturating_sub(indent).max(8);
        let lines = cells::wrap(&self.desk.clean(title), room);
        for (at, line) in lines.into_iter().enumerate() {
            let first = if at == 0 {
                Span::styled(format!("{}{mark} ", " ".repeat(MARGIN)), style)
            } else {
                Span::raw(" ".repeat(indent))
            };
            let line = Span::styled(line, self.desk.palette.head);
            self.lines.push(Line::from(vec![first, line]));
        }
    }

    fn task(&mut self, row: &Row, detail: Option<&Detail>) {
        self.state(row, detail);
        self.gap();
        let Some(detail) = detail else {
            let loading = self.desk.words.screen.loading;
            self.labelled(loading, "", self.desk.palette.dim);
            return;
        };
        self.decided(row);
        self.said(row, detail);
    }

    /// The light with its reasons, who, until when, how far.
    fn state(&mut self, row: &Row, detail: Option<&Detail>) {
        let desk = self.desk;
        let (term, follow, words) = (desk.words.term, desk.words.follow, desk.words.meeting);
        let (palette, today) = (desk.palette, desk.today());
        let light = row.light(today);
        let mark = format!("【{}】", follow.light(light));
        let title = format!("{} {}", row.code, row.title);
        self.heading(&mark, tone(desk, light), &title);
        let indent = " ".repeat(MARGIN + cells::width(&mark) + 1);
        let reasons = follow.all_reasons(&row.lit.reasons);
        let room = self.width.saturating_sub(cells::width(&indent)).max(8);
        for line in cells::wrap_names(&desk.clean(&reasons), room) {
            if !line.is_empty() {
                let line = format!("{indent}{line}");
                self.lines
                    .push(Line::styled(line, tone(desk, row.lit.light)));
            }
        }
        if let (Some(judged), Some(_)) = (row.follow.judged, row.follow.judged_on(today)) {
            let until = fill(words.expired, &[&judged.until.to_string()]);
            let mut said = format!("{} {until}", follow.light(judged.light));
            let by_rules = follow.light(row.lit.light);
            said.push_str(&format!("  ({} {by_rules})", follow.by_rules));
            let light = |c: &&crate::model::Correction| {
                c.item == row.id && c.register == Register::Light.as_str()
            };
            let why = detail.and_then(|detail| detail.corrections.iter().find(light));
            if let Some(why) = why {
                said.push_str(&format!("  {}", why.reason));
            }
            self.gap();
            self.named(follow.judged, &said, tone(desk, judged.light));
        } else {
            self.gap();
        }
        let (lead, support) = (desk.names(&row.lead), desk.names(&row.support));
        self.named(term.lead, &lead, palette.text);
        if !support.is_empty() {
            self.named(term.support, &support, palette.text);
        }
        self.breathe();
        let due = row.due.or(desk.snapshot.outlook.end);
        let mut said = due.map_or_else(|| "--".to_owned(), |due| due.to_string());
        let over = due.map_or(0, |due| (today - due).num_days());
        let late = over > 0 && desk.is_overdue(row);
        if late {
            said.push_str(&format!(
                "  {}",
                fill(words.days_over, &[&over.to_string()])
            ));
        }
        if let Some(first) = row.follow.first_due {
            said.push_str(&format!("  {} {first}", words.first_due));
        }
        for milestone in row.follow.milestones.iter().take(2) {
            let name = desk.words.term.measure;
            said.push_str(&format!("  {name}{} {}", milestone.name, milestone.on));
        }
        let style = if late { palette.warn } else { palette.text };
        self.named(term.due, &said, style);
        let expected = desk.snapshot.outlook.expected(row);
        let whole = if self.width >= 100 { 40 } else { 20 };
        let mut said = format!(
            "{:<4} {}  {} {expected}%",
            desk.percent(row.percent),
            bar(row.percent.unwrap_or(0), expected, whole),
            follow.expected
        );
        if let Some(percent) = row.percent.filter(|percent| *percent < expected) {
            let behind = (expected - percent).to_string();
            said.push_str(&format!("  {}", fill(follow.behind, &[&behind])));
        }
        self.named(desk.words.screen.head_percent, &said, palette.text);
    }

    /// What meetings decided of a task: this one, and earlier ones as far as it matters.
    fn decided(&mut self, row: &Row) {
        let desk = self.desk;
        let Some(known) = &desk.known.meetings else {
            return;
        };
        let of = known.decisions.iter().filter(|d| d.tasks.contains(&row.id));
        let here = |d: &&Decision| d.meeting.is_some() && d.meeting == self.screen.meeting;
        let now: Vec<&Decision> = of.clone().filter(here).collect();
        let earlier: Vec<&Decision> = of
            .filter(|d| !here(d))
            .enumerate()
            .filter(|(at, d)| *at == 0 || d.sort == DecisionSort::Action && d.done.is_none())
            .map(|(_, d)| d)
            .collect();
        let words = desk.words.meeting;
        for (decisions, label) in [(earlier, words.last_decided), (now, words.decided_now)] {
            for decision in decisions {
                let (label, style) = match decision.sort {
                    DecisionSort::Problem => (words.problem_noted, desk.palette.warn),
                    DecisionSort::Action if decision.is_late(desk.today()) => {
                        (label, desk.palette.warn)
                    }
                    DecisionSort::Action => (label, desk.palette.text),
                };
                let said = self.in_words(decision);
                self.labelled(label, &said, style);
                self.breathe();
            }
        }
    }

    /// A decision on one line: what, who, until when, whether it was done.
    fn in_words(&self, decision: &Decision) -> String {
        let desk = self.desk;
        let mut said = decision.words.text.clone();
        if decision.sort == DecisionSort::Action {
            let word = if decision.done.is_some() {
                desk.words.follow.done
            } else {
                desk.words.follow.not_done
            };
            said.push_str(&format!("  【{word}】"));
        }
        said.push_str(&format!("  {}", desk.short_name(decision.department)));
        if let Some(due) = decision.due {
            said.push_str(&format!(" {due}"));
        }
        said
    }

    /// What was promised, what was done, what is amiss, what comes next.
    fn said(&mut self, row: &Row, detail: &Detail) {
        let desk = self.desk;
        let (words, palette) = (desk.words.meeting, desk.palette);
        let leads = |note: &&Note| note.is_current() && row.lead.contains(&note.department);
        let mut notes = detail.notes.iter().filter(leads);
        let Some(latest) = notes.next() else {
            self.labelled(words.this_progress, desk.words.screen.no_notes, palette.dim);
            return;
        };
        if let Some(before) = notes.find(|note| !note.text.next.trim().is_empty()) {
            let mut said = before.text.next.trim().to_owned();
            if let Some(kept) = latest.kept {
                said.push_str(&format!("  【{}】", desk.words.follow.kept(kept)));
            }
            self.labelled(words.last_next, &said, palette.text);
            self.breathe();
        }
        let mut progress = match latest.unchanged {
            Some(why) => format!(
                "{}: {}",
                desk.words.follow.unchanged,
                desk.words.follow.unchanged(why)
            ),
            None => latest.text.progress.trim().to_owned(),
        };
        if progress.is_empty() {
            progress.push_str("--");
        }
        progress.push_str(&format!("  ({}", latest.on));
        let by = &latest.text.reporter;
        if !self.screen.hides_names && !by.is_empty() {
            progress.push_str(&format!(" {} {by}", words.said_by));
        }
        progress.push(')');
        self.labelled(words.this_progress, &progress, palette.text);
        self.breathe();
        for (label, text, style) in [
            (words.problems, &latest.text.problems, palette.warn),
            (words.next, &latest.text.next, palette.text),
        ] {
            if !text.trim().is_empty() {
                self.labelled(label, text.trim(), style);
                self.breathe();
            }
        }
    }

    /// The indicators with where they stand and their trend.
    fn figures(&mut self, detail: &Detail, beside: bool) {
        let desk = self.desk;
        let words = desk.words.meeting;
        if detail.indicators.is_empty() {
            return;
        }
        if beside {
            let line = Line::styled(words.measured, desk.palette.head);
            self.lines.push(line);
        } else {
            self.gap();
        }
        for (at, indicator) in detail.indicators.iter().enumerate() {
            let (text, trend, light) = measured(desk, detail, indicator);
            let name = self.clean(&indicator.name);
            if beside {
                self.gap();
                self.lines
                    .extend(desk.wrapped(&name, self.width, 0, desk.palette.text));
                let style = tone(desk, light);
                self.lines.extend(desk.wrapped(&text, self.width, 2, style));
                if !trend.is_empty() {
                    let line = format!("  {} {trend}", words.trend);
                    self.lines.push(Line::styled(line, desk.palette.key));
                }
                continue;
            }
            let trend = if trend.is_empty() {
                trend
            } else {
                format!("  {} {trend}", words.trend)
            };
            let label = if at == 0 { words.measured } else { "" };
            let said = format!("{name} {text}{trend}");
            self.labelled(label, &said, tone(desk, light));
        }
    }

    /// The plan's own text.
    fn text(&mut self, row: &Row, detail: Option<&Detail>) {
        let desk = self.desk;
        let mark = format!("【{}】", desk.words.follow.light(row.light(desk.today())));
        let style = tone(desk, row.light(desk.today()));
        self.heading(&mark, style, &format!("{} {}", row.code, row.title));
        self.gap();
        let Some(detail) = detail else {
            let loading = desk.words.screen.loading;
            self.labelled(loading, "", desk.palette.dim);
            return;
        };
        let mut head = desk.words.meeting.plan_text.to_owned();
        if let Some(lines) = detail.lines {
            head.push_str(&format!(" {}-{}", lines.0, lines.1));
        }
        let head = format!("{}{head}", " ".repeat(MARGIN));
        self.lines.push(Line::styled(head, desk.palette.dim));
        let width = self.width + MARGIN;
        let text = desk.wrapped(&detail.text, width, MARGIN, desk.palette.text);
        self.lines.extend(text);
    }

    /// An action item of an earlier meeting.
    fn decision(&mut self, decision: &Decision) {
        let desk = self.desk;
        let (term, follow, words) = (desk.words.term, desk.words.follow, desk.words.meeting);
        let (palette, today) = (desk.palette, desk.today());
        let late = decision.is_late(today);
        let style = if late { palette.bad } else { palette.warn };
        let word = if decision.done.is_some() {
            follow.done
        } else {
            follow.not_done
        };
        let text = self.clean(&decision.words.text);
        self.heading(&format!("【{word}】"), style, &text);
        self.gap();
        let department = desk.names(&[decision.department]);
        self.named(words.by_whom, &department, palette.text);
        self.breathe();
        let mut due = decision
            .due
            .map_or_else(|| "--".to_owned(), |due| due.to_string());
        if late {
            let over = decision.due.map_or(0, |due: Day| (today - due).num_days());
            due.push_str(&format!(
                "  {}",
                fill(words.days_over, &[&over.to_string()])
            ));
        }
        let style = if late { palette.warn } else { palette.text };
        self.labelled(term.due, &due, style);
        self.breathe();
        if !decision.words.criterion.is_empty() {
            self.labelled(follow.criterion, &decision.words.criterion, palette.text);
            self.breathe();
        }
        let known = desk.known.meetings.as_ref();
        let meeting = known.and_then(|k| k.all.iter().find(|m| Some(m.id) == decision.meeting));
        let mut said = decision.on.to_string();
        if let Some(meeting) = meeting {
            said.push_str(&format!("  {}", meeting.words.name));
        }
        self.labelled(words.decided_on, &said, palette.text);
        if let Some(done) = decision.done {
            let said = format!("{done}  {}", decision.outcome);
            self.labelled(follow.done_on, &said, palette.good);
        }
        self.gap();
        for task in &decision.tasks {
            if let Some(row) = desk.row(*task) {
                let light = row.light(today);
                let said = format!("【{}】{} {}", follow.light(light), row.code, row.title);
                self.labelled(words.linked, &said, tone(desk, light));
            }
        }
    }
}

/// A bar of `whole` cells: what is done, what is expected and not done, the rest.
fn bar(done: u8, expected: u8, whole: usize) -> String {
    let share = |percent: u8| usize::from(percent.min(100)) * whole / 100;
    let (done, expected) = (share(done), share(expected));
    let missing = expected.saturating_sub(done);
    let rest = whole - done - missing;
    format!(
        "[{}{}{}]",
        "#".repeat(done),
        ":".repeat(missing),
        ".".repeat(rest)
    )
}

/// Text without what may be a telephone number: seven digits in a row or more.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    let flush = |digits: &mut String, out: &mut String| {
        if digits.len() >= 7 {
            out.push_str(&"*".repeat(digits.len()));
        } else {
            out.push_str(digits);
        }
        digits.clear();
    };
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            flush(&mut digits, &mut out);
            out.push(c);
        }
    }
    flush(&mut digits, &mut out);
    out
}

/// The most cells that a mark of a light takes.
pub(crate) fn mark_width(desk: &Desk) -> u16 {
    cells_u16(cells::width(desk.words.follow.light(Light::Red)) + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_shows_what_is_done_and_what_should_be() {
        assert_eq!(bar(45, 56, 20), "[#########::.........]");
        assert_eq!(bar(80, 56, 10), "[########..]");
        assert_eq!(bar(0, 0, 5), "[.....]");
        assert_eq!(bar(100, 100, 5), "[#####]");
    }

    #[test]
    fn telephone_numbers_are_masked_and_days_are_not() {
        assert_eq!(
            without_numbers("请拨0533-2345678或13812345678, 2024-05-17前"),
            "请拨0533-*******或***********, 2024-05-17前"
        );
    }
}
