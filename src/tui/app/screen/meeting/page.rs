//! One item of an agenda as lines: what it is, where it stands, what was said of it.

mod said;

use std::rc::Rc;

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Screen;
use crate::model::{Detail, Kept, Light, Register, Row};
use crate::tui::app::desk::Desk;
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
        whole: whole(desk),
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

struct Out<'a> {
    desk: &'a Desk,
    screen: &'a Screen,
    width: usize,
    roomy: bool,
    /// What is broken over two lines nowhere: the names of departments, and the marks of what was decided or promised.
    whole: Rc<[String]>,
    lines: Vec<Line<'static>>,
}

fn whole(desk: &Desk) -> Rc<[String]> {
    let follow = desk.words.follow;
    let all = desk.directory().iter();
    let names = all.flat_map(|department| [department.name.as_str(), &department.short]);
    let kept = Kept::ALL.iter().map(|kept| follow.kept(*kept));
    let marks = [follow.done, follow.not_done].into_iter().chain(kept);
    names.chain(marks).map(|text| desk.clean(text)).collect()
}

impl Out<'_> {
    fn like(&self) -> Self {
        Self {
            lines: Vec::new(),
            whole: Rc::clone(&self.whole),
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
        let whole = Rc::clone(&self.whole);
        self.beside(label, text, style, |text, room| {
            cells::wrap_whole(text, room, &whole)
        });
    }

    /// The label, and names and dates beside it, which stay whole.
    fn named(&mut self, label: &str, text: &str, style: Style) {
        self.beside(label, text, style, cells::wrap_names);
    }

    /// How much room there is beside a label.
    fn room(&self) -> usize {
        let column = if self.desk.words.meeting.last_next.is_ascii() {
            11
        } else {
            10
        };
        self.width.saturating_sub(column).max(8)
    }

    fn beside(
        &mut self,
        label: &str,
        text: &str,
        style: Style,
        wrap: impl Fn(&str, usize) -> Vec<String>,
    ) {
        let room = self.room();
        let column = self.width.saturating_sub(room);
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
        self.decided(row, detail);
        self.said(detail);
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
            "{:<4} {}  {} {}",
            desk.percent(row.percent),
            bar(row.percent.unwrap_or(0), expected.unwrap_or(0), whole),
            follow.expected,
            desk.percent(expected)
        );
        let both = row.percent.zip(expected);
        if let Some((percent, expected)) = both.filter(|(percent, expected)| percent < expected) {
            let behind = (expected - percent).to_string();
            said.push_str(&format!("  {}", fill(follow.behind, &[&behind])));
        }
        self.named(desk.words.screen.head_percent, &said, palette.text);
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
