//! A row of the sheet: an indicator, or one of its districts, and what was typed for it.

use super::CELLS;
use crate::model::{Calendar, DepartmentId, ItemId, Period, Rhythm, in_ascii};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::IndicatorLine;
use crate::tui::widget::field::{Field, Lines};

/// One figure to be entered.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) task: ItemId,
    pub(super) item: ItemId,
    pub(super) region: Option<DepartmentId>,
    /// Value, period, source.
    pub(super) cells: [Field; CELLS],
    /// What stood there.
    begun: [String; CELLS],
}

impl Row {
    pub(super) fn new(line: &IndicatorLine, region: Option<DepartmentId>, desk: &Desk) -> Self {
        let begun = [
            String::new(),
            period_of(line, desk).to_string(),
            line.source.clone(),
        ];
        let cell = |text: &String| Field::new(Lines::One, text);
        Self {
            task: line.task,
            item: line.indicator.id,
            region,
            cells: begun.each_ref().map(cell),
            begun,
        }
    }

    /// The row is for a figure of this period, which is as it stood there.
    pub(super) fn begin_with(&mut self, period: Period) {
        let [_, begun, _] = &mut self.begun;
        *begun = period.to_string();
        let [_, cell, _] = &mut self.cells;
        cell.set(begun);
    }

    pub(super) fn texts(&self) -> [&str; CELLS] {
        self.cells.each_ref().map(|cell| cell.text().trim())
    }

    pub(super) fn is_changed(&self) -> bool {
        let mut both = self.cells.iter().zip(&self.begun);
        both.any(|(cell, begun)| cell.text() != begun)
    }

    /// Whether anything of it is to be recorded.
    pub(super) fn is_filled(&self) -> bool {
        !self.texts()[0].is_empty()
    }

    pub(super) fn period(&self) -> Option<Period> {
        in_ascii(self.texts()[1]).parse().ok()
    }

    pub(super) fn line<'a>(&self, desk: &'a Desk) -> Option<&'a IndicatorLine> {
        let mut lines = lines(desk).iter();
        lines.find(|line| line.indicator.id == self.item)
    }

    /// The value that stands there already, as far as the home told.
    pub(super) fn stands<'a>(&self, desk: &'a Desk) -> Option<&'a str> {
        let period = self.period().filter(|_| self.region.is_none())?;
        let line = self.line(desk).filter(|line| line.regions.is_empty())?;
        let mut measured = line.trend.iter();
        let found = measured.find(|(of, _)| *of == period)?;
        Some(found.1.as_str())
    }
}

/// The indicators, as the home told them.
pub(super) fn lines(desk: &Desk) -> &[IndicatorLine] {
    let known = desk.known.indicators.as_ref();
    known.map_or(&[], |known| known.as_slice())
}

/// The period that a figure of an indicator is of now.
fn period_of(line: &IndicatorLine, desk: &Desk) -> Period {
    let rhythm = line.indicator.every.map_or(Rhythm::Year, Rhythm::from);
    Period::of(rhythm, desk.today(), calendar(desk))
}

pub(super) fn calendar(desk: &Desk) -> &Calendar {
    &desk.snapshot.outlook.rules.calendar
}
