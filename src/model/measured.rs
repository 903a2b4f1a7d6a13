//! The indicators of a task and what they are judged by: the figures, and what people settled.

use std::sync::Arc;

use super::{
    Correction, Day, DepartmentId, Detail, Figure, Indicator, ItemId, Judgement, Nature, Outlook,
    Register, Row, Value, Yardstick, judge,
};

/// The indicators of one task and what they are judged by, without everything else about it.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The line of the ledger.
    pub row: Arc<Row>,
    /// The indicators, corrections applied, dropped ones left out.
    pub indicators: Vec<Indicator>,
    /// What the plan says where a correction stands, register by register.
    pub corrections: Vec<Correction>,
    /// The figures, the latest period first, those that are gone among them.
    pub figures: Vec<Figure>,
}

/// What the indicators of a task are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Gauge<'a> {
    /// The task's deadline.
    due: Option<Day>,
    corrections: &'a [Correction],
    figures: &'a [Figure],
}

impl<'a> Gauge<'a> {
    fn of(row: &Row, corrections: &'a [Correction], figures: &'a [Figure]) -> Self {
        Self {
            due: row.due,
            corrections,
            figures,
        }
    }

    /// The value that stands in a register because a person set it.
    fn settled(self, item: ItemId, register: Register) -> Option<&'a Value> {
        let mut of = self.corrections.iter();
        of.find(|c| c.item == item && c.register == register.as_str())
            .map(|c| &c.value)
    }

    /// The figures of an indicator that stand and disagree: neither author saw the other's.
    pub fn disputed(self, indicator: ItemId) -> impl Iterator<Item = &'a Figure> {
        let figures = self.figures.iter();
        figures.filter(move |figure| figure.item == indicator && figure.conflict)
    }

    /// The districts that give a figure of an indicator each.
    #[must_use]
    pub fn regions(self, indicator: ItemId) -> &'a [DepartmentId] {
        match self.settled(indicator, Register::Regions) {
            Some(Value::Departments(regions)) => regions,
            _ => &[],
        }
    }

    /// How much an indicator binds, and whether a person settled that; what the wording suggests until then.
    #[must_use]
    pub fn nature(self, indicator: &Indicator) -> Option<(Nature, bool)> {
        match self.settled(indicator.id, Register::Nature) {
            Some(Value::Nature(nature)) => Some((*nature, true)),
            _ => Nature::proposed(&indicator.source).map(|nature| (nature, false)),
        }
    }

    /// How an indicator stands.
    #[must_use]
    pub fn judge(self, indicator: &Indicator, outlook: &Outlook) -> Judgement {
        let end = outlook.end.or(self.due).unwrap_or(Day::MAX);
        let by = Yardstick {
            nature: self.nature(indicator).map(|(nature, _)| nature),
            regions: self.regions(indicator.id),
            start: outlook.start.unwrap_or(end),
            due: indicator.due.unwrap_or(end),
            rules: outlook.rules.figures(),
        };
        judge(indicator, self.figures, &by, outlook.day)
    }
}

impl Measured {
    /// What its indicators are judged by.
    #[must_use]
    pub fn gauge(&self) -> Gauge<'_> {
        Gauge::of(&self.row, &self.corrections, &self.figures)
    }
}

impl Detail {
    /// What its indicators are judged by.
    #[must_use]
    pub fn gauge(&self) -> Gauge<'_> {
        Gauge::of(&self.row, &self.corrections, &self.figures)
    }

    /// The value that stands in a register because a person set it.
    #[must_use]
    pub fn settled(&self, item: ItemId, register: Register) -> Option<&Value> {
        self.gauge().settled(item, register)
    }
}
