//! The indicators of all tasks: goal, latest value, judgement, gap, trend.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Step;
use super::meeting::tone;
use crate::model::ItemId;
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{IndicatorLine, trend};
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Move, in_sight, mark_more};
use crate::words::fill;

/// The list of indicators.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    at: usize,
    top: usize,
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

    /// How many rows there is room for, below the heads.
    fn height(&self, desk: &Desk) -> usize {
        let body = layout::areas(desk.size).body;
        usize::from(body.height).saturating_sub(1).max(1)
    }

    /// The task whose indicator is under the cursor.
    pub(crate) fn task(&self, desk: &Desk) -> Option<ItemId> {
        lines(desk).get(self.at).map(|line| line.task)
    }

    /// The indicator under the cursor.
    pub(crate) fn selected(&self, desk: &Desk) -> Option<ItemId> {
        lines(desk).get(self.at).map(|line| line.indicator.id)
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk) -> Vec<Step> {
        match (action, lines(desk).get(self.at)) {
            (Action::ShowTask, Some(line)) => vec![Step::ShowAbove(line.task)],
            _ => Vec::new(),
        }
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
            150.. => [11, 0, 26, 22, 20, 14, 12, 16],
            120.. => [10, 0, 20, 16, 16, 10, 9, 10],
            92.. => [9, 0, 16, 13, 13, 10, 0, 6],
            72.. => [9, 0, 16, 13, 13, 0, 0, 6],
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
    let unit = if judgement.share { "%" } else { "" };
    let number = |value: Option<rust_decimal::Decimal>| {
        value.map_or_else(|| "--".to_owned(), |value| format!("{value}{unit}"))
    };
    let mark = if line.conflict { "! " } else { "" };
    let mut latest = format!("{mark}{}", number(judgement.value));
    if let Some(period) = judgement.period {
        latest.push_str(&format!(" {period}"));
    }
    let finding = follow.found(judgement);
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
