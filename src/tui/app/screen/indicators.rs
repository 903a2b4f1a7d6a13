//! The indicators of all tasks: goal, latest value, judgement, gap, trend; figures are entered row by row, or pasted.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Step;
use super::form::{self, Follow, Subject};
use super::meeting::tone;
use crate::model::{FigureDraft, FigureSort, ItemId, Period, decimal};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{Act, IndicatorLine, trend};
use crate::tui::app::keys::{Action, ascii_twin};
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Move, in_sight, mark_more};
use crate::words::fill;

/// How many of the pasted lines that cannot be recorded are shown.
const BAD_LINES: usize = 4;

/// The list of indicators.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    at: usize,
    top: usize,
    pasted: Option<Pasted>,
    pub(crate) pending: Option<Ticket>,
}

/// Lines that were pasted: what they say, and what is wrong with others.
#[derive(Debug, Default, PartialEq, Eq)]
struct Pasted {
    figures: Vec<FigureDraft>,
    bad: Vec<(usize, String)>,
}

impl Screen {
    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let (len, page) = (lines(desk).len(), self.height(desk));
        self.at = match way {
            // From task to task.
            Move::NextSection | Move::PreviousSection => {
                let all = lines(desk);
                let here = all.get(self.at).map(|line| line.task);
                let other = |at: &usize| all.get(*at).map(|line| line.task) != here;
                let found = if way == Move::NextSection {
                    (self.at..all.len()).find(other)
                } else {
                    (0..self.at).rfind(other)
                };
                found.unwrap_or(0)
            }
            way => way.in_list(self.at, len, page),
        };
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (len, page) = (lines(desk).len(), self.height(desk));
        self.at = self.at.min(len.saturating_sub(1));
        self.top = in_sight(self.top, self.at, len, page);
    }

    /// The task whose indicator is under the cursor.
    pub(crate) fn task(&self, desk: &Desk) -> Option<ItemId> {
        lines(desk).get(self.at).map(|line| line.task)
    }

    /// How many rows there is room for, below the heads and above what was pasted.
    fn height(&self, desk: &Desk) -> usize {
        let body = layout::areas(desk.size).body;
        let pasted = self.pasted.as_ref().map_or(0, Pasted::rows);
        usize::from(body.height).saturating_sub(1 + pasted).max(1)
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.meeting;
        let line = lines(desk).get(self.at);
        match (action, line) {
            (Action::Back, _) if self.pasted.take().is_some() => {
                vec![Step::Say(Notice::new(words.pasted_dropped))]
            }
            (Action::Back, _) => vec![Step::Close],
            (Action::ShowTask, Some(line)) => vec![Step::ShowAbove(line.task)],
            (Action::Open, Some(line)) => {
                let subject = Subject::Follow(Follow::Figure(line.task, line.indicator.id));
                vec![Step::Open(form::open(desk, subject))]
            }
            (Action::Save, _) if self.pending.is_none() => match &self.pasted {
                Some(pasted) if !pasted.figures.is_empty() => {
                    self.pending = Some(ticket);
                    let act = Act::Figures(pasted.figures.clone());
                    vec![Step::Do(Effect::Act(ticket, act))]
                }
                _ => vec![Step::Refuse(
                    Notice::new(words.pasted_none).hint(words.pasted_short),
                )],
            },
            _ => Vec::new(),
        }
    }

    /// What was pasted is recorded.
    pub(crate) fn forget_pasted(&mut self) {
        self.pasted = None;
    }

    /// Takes in pasted lines and shows what would become of them.
    pub(crate) fn paste(&mut self, text: &str, desk: &Desk) {
        self.pasted = Some(Pasted::read(text, desk));
        self.settle(desk);
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (words, palette) = (desk.words.meeting, desk.palette);
        let all = lines(desk);
        let width = usize::from(area.width);
        if all.is_empty() {
            let text = match desk.known.indicators {
                Some(_) => words.no_indicators,
                None => desk.words.screen.loading,
            };
            let line = Line::styled(cells::cut(&format!("  {text}"), width), palette.dim);
            buffer.set_line(area.x, area.y, &line, area.width);
            return;
        }
        let columns = Columns::of(width);
        let head = columns.line(
            "  ",
            [
                desk.words.term.code,
                words.head_indicator,
                words.head_goal,
                words.head_latest,
                words.head_finding,
                words.head_gap,
                words.head_nature,
                words.trend,
            ],
        );
        let head = Line::styled(cells::cut(&head, width), palette.dim);
        buffer.set_line(area.x, area.y, &head, area.width);
        let height = self.height(desk);
        let list = Rect {
            y: area.y + 1,
            height: cells_of(height).min(area.height.saturating_sub(1)),
            ..area
        };
        for (y, at) in (list.top()..list.bottom()).zip(self.top..) {
            let Some(line) = all.get(at) else { break };
            let lit = at == self.at;
            let style = if lit {
                palette.selected
            } else {
                tone(desk, line.judgement.light)
            };
            let text = row(desk, &columns, line, lit);
            let text = cells::pad(&text, width);
            buffer.set_line(area.x, y, &Line::styled(text, style), area.width);
        }
        mark_more(buffer, list, self.top > 0, all.len() > self.top + height);
        if let Some(pasted) = &self.pasted {
            for (y, (text, bad)) in (list.bottom()..area.bottom()).zip(pasted.said(desk)) {
                let style = if bad { palette.warn } else { palette.head };
                let line = Span::styled(cells::pad(&format!("  {text}"), width), style);
                buffer.set_line(area.x, y, &Line::from(line), area.width);
            }
        }
    }
}

fn cells_of(height: usize) -> u16 {
    u16::try_from(height).unwrap_or(u16::MAX)
}

fn lines(desk: &Desk) -> &[IndicatorLine] {
    let known = desk.known.indicators.as_ref();
    known.map_or(&[], |known| known.as_slice())
}

/// How wide the columns are; those that there is no room for have none.
struct Columns([usize; 8]);

impl Columns {
    fn of(width: usize) -> Self {
        // Code, name, goal, latest, judgement, gap, nature, trend.
        let mut columns = match width {
            150.. => [11, 0, 26, 22, 14, 14, 12, 16],
            100.. => [10, 0, 20, 16, 12, 10, 9, 10],
            72.. => [9, 0, 16, 13, 11, 0, 0, 6],
            _ => [9, 0, 13, 10, 9, 0, 0, 0],
        };
        let used: usize = columns.iter().sum();
        columns[1] = width.saturating_sub(used + 3).max(12);
        Self(columns)
    }

    fn line(&self, mark: &str, texts: [&str; 8]) -> String {
        let mut line = mark.to_owned();
        for (width, text) in self.0.into_iter().zip(texts) {
            if let Some(room) = width.checked_sub(1) {
                line.push_str(&cells::pad(text, room));
                line.push(' ');
            }
        }
        line
    }
}

fn row(desk: &Desk, columns: &Columns, line: &IndicatorLine, lit: bool) -> String {
    let (words, follow) = (desk.words.meeting, desk.words.follow);
    let code = desk.row(line.task).map(|row| row.code.to_string());
    let code = format!("{}/{}", code.unwrap_or_default(), line.n);
    let mut name = desk.clean(&line.indicator.name);
    if !line.regions.is_empty() {
        let counts = [line.given.to_string(), line.regions.len().to_string()];
        let given = fill(words.districts_given, &[&counts[0], &counts[1]]);
        name.push_str(&format!(" ({given})"));
    }
    let judgement = &line.judgement;
    let number = |value: Option<rust_decimal::Decimal>| {
        value.map_or_else(|| "--".to_owned(), |value| value.to_string())
    };
    let mark = if line.conflict { "! " } else { "" };
    let mut latest = format!("{mark}{}", number(judgement.value));
    if let Some(period) = judgement.period {
        latest.push_str(&format!(" {period}"));
    }
    let mut finding = follow.finding(judgement.finding).to_owned();
    if judgement.warning {
        finding.push_str(&format!(" {}", follow.warning));
    }
    let nature = match line.nature {
        Some((nature, true)) => follow.nature(nature).to_owned(),
        Some((nature, false)) => format!("{}{}", follow.nature(nature), words.nature_proposed),
        None => "--".to_owned(),
    };
    let values: Vec<f64> = line
        .trend
        .iter()
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    let room = columns.0[7].saturating_sub(1);
    let values = values.get(values.len().saturating_sub(room)..);
    let trend = match values {
        Some(values) if values.len() > 1 => trend(values),
        _ => String::new(),
    };
    columns.line(
        if lit { "> " } else { "  " },
        [
            &code,
            &name,
            &desk.clean(desk.goal(&line.indicator).trim()),
            &latest,
            &finding,
            &number(judgement.gap),
            &nature,
            &trend,
        ],
    )
}

impl Pasted {
    /// Reads lines of `2.1.4/1 2024 52.3`, set apart by tabs, blanks or commas.
    fn read(text: &str, desk: &Desk) -> Self {
        let mut pasted = Self::default();
        for (n, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            match figure(line, desk) {
                Ok(figure) => {
                    let same = |known: &FigureDraft| {
                        (known.item, known.period, known.region)
                            == (figure.item, figure.period, figure.region)
                    };
                    if pasted.figures.iter().any(same) {
                        let twice = desk.words.meeting.pasted_twice.to_owned();
                        pasted.bad.push((n + 1, twice));
                    } else {
                        pasted.figures.push(figure);
                    }
                }
                Err(why) => pasted.bad.push((n + 1, why)),
            }
        }
        pasted
    }

    /// How many rows it takes on the screen.
    fn rows(&self) -> usize {
        1 + self.bad.len().min(BAD_LINES)
    }

    /// What is said of it, and whether that is amiss.
    fn said(&self, desk: &Desk) -> impl Iterator<Item = (String, bool)> {
        let words = desk.words.meeting;
        let counts = [
            (self.figures.len() + self.bad.len()).to_string(),
            self.figures.len().to_string(),
            self.bad.len().to_string(),
        ];
        let whole = fill(words.pasted, &[&counts[0], &counts[1], &counts[2]]);
        let bad = self.bad.iter().take(BAD_LINES).map(|(n, why)| {
            let why = desk.clean(why);
            (fill(words.pasted_bad, &[&n.to_string(), &why]), true)
        });
        std::iter::once((whole, false)).chain(bad)
    }
}

/// The figure that a pasted line says.
fn figure(line: &str, desk: &Desk) -> Result<FigureDraft, String> {
    let words = desk.words.meeting;
    let folded: String = line.chars().map(ascii_twin).collect();
    let mut parts = folded
        .split(['\t', ' '])
        .map(|part| part.trim_matches(','))
        .filter(|part| !part.is_empty());
    let (Some(name), Some(period), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(words.pasted_short.to_owned());
    };
    let is_named = |line: &&IndicatorLine| {
        let code = desk.row(line.task).map(|row| row.code.to_string());
        let code = code.unwrap_or_default();
        name == format!("{code}/{}", line.n)
    };
    let found = lines(desk).iter().find(is_named);
    let line = found.ok_or_else(|| fill(words.pasted_unknown, &[name]))?;
    let period: Period = period
        .parse()
        .map_err(|_| desk.words.failure.not_a_period.to_owned())?;
    if decimal(value).is_none() {
        return Err(fill(words.pasted_number, &[value]));
    }
    let mut own = desk.snapshot.me.departments.iter().copied();
    Ok(FigureDraft {
        task: line.task,
        item: line.indicator.id,
        sort: FigureSort::Actual,
        department: None,
        period,
        region: own.find(|own| line.regions.contains(own)),
        value: Some(value.to_owned()),
        on: desk.today(),
        source: line.source.clone(),
        reason: String::new(),
        seen: None,
    })
}
