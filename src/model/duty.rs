//! Instances of recurring duties (周期义务): one a period, derived alike by every home and never stored.

use std::fmt;

use serde::Serialize;

use super::status::keywords;
use super::{
    Calendar, Day, Detail, Duty, Figure, FigureSort, Indicator, ItemId, Outlook, Period, Rhythm,
};

/// Whether an instance of a duty was seen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyState {
    /// 应办: its period is running.
    Open,
    /// 已办.
    Done,
    /// 逾期: its period has passed.
    Late,
}

keywords!(DutyState { Open = "open", Done = "done", Late = "late" });

/// A duty in one period. Its id is the duty's and the period's, so that two homes never make two of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The duty.
    pub duty: ItemId,
    /// The period.
    pub period: Period,
    /// The first day of the period.
    pub from: Day,
    /// The last day of the period.
    pub due: Day,
    /// Where it stands.
    pub state: DutyState,
    /// The day on which it was done.
    pub done: Option<Day>,
}

/// The id.
impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.duty, self.period)
    }
}

/// The instances of a duty that had begun by `today`, the latest first: from the period in which the first day of `span`
/// lies to the one in which its last does. `done` tells the day on which that of a period was done.
#[must_use]
pub fn instances(
    duty: &Duty,
    (from, until): (Day, Option<Day>),
    calendar: &Calendar,
    today: Day,
    done: impl Fn(Period) -> Option<Day>,
) -> Vec<Instance> {
    let last = until.map_or(today, |until| until.min(today));
    if last < from {
        return Vec::new();
    }
    let rhythm = Rhythm::from(duty.every);
    let first = Period::of(rhythm, from, calendar);
    let periods = std::iter::successors(Some(Period::of(rhythm, last, calendar)), |period| {
        Some(period.previous())
    });
    periods
        .take_while(|period| *period >= first)
        .map(|period| {
            let due = period.last(calendar);
            let done = done(period);
            Instance {
                duty: duty.id,
                period,
                from: period.first(calendar),
                due,
                state: match done {
                    Some(_) => DutyState::Done,
                    None if due < today => DutyState::Late,
                    None => DutyState::Open,
                },
                done,
            }
        })
        .collect()
}

/// The day of the figures that answer for a period: the whole's, or those of every district.
fn answered(
    indicator: &Indicator,
    figures: &[Figure],
    regions: &[super::DepartmentId],
    period: Period,
) -> Option<Day> {
    let of = |region| {
        figures
            .iter()
            .filter(|figure| figure.item == indicator.id && figure.period == period)
            .filter(|figure| figure.sort == FigureSort::Actual && figure.region == region)
            .find(|figure| !figure.gone && figure.value.is_some())
            .map(|figure| figure.on)
    };
    let parts = || {
        let days = regions.iter().map(|region| of(Some(*region)));
        days.collect::<Option<Vec<Day>>>()?.into_iter().max()
    };
    of(None).or_else(parts)
}

impl Detail {
    /// The instances of one of the task's duties, the latest first. They begin when reporting does: what was due before
    /// the plan was adopted here, nobody could have told. One that an indicator stands for is answered by its figure.
    #[must_use]
    pub fn instances(&self, duty: &Duty, outlook: &Outlook) -> Vec<Instance> {
        let indicator = duty.indicator.and_then(|id| {
            let mut indicators = self.indicators.iter();
            indicators.find(|indicator| indicator.id == id)
        });
        let done = |period: Period| {
            let said = self
                .done
                .iter()
                .find(|done| done.item == duty.id && done.period == Some(period))
                .and_then(|done| done.done);
            said.or_else(|| {
                let indicator = indicator?;
                answered(
                    indicator,
                    &self.figures,
                    self.gauge().regions(indicator.id),
                    period,
                )
            })
        };
        let span = (outlook.schedule().from, outlook.end);
        instances(duty, span, &outlook.rules.calendar, outlook.day, done)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::Every;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn duty(every: Every) -> Duty {
        Duty {
            id: ItemId::mint(&["duty"]),
            text: "每学期开展一次".into(),
            every,
            proposed: false,
            indicator: None,
            line: 1,
        }
    }

    fn states(every: Every, today: &str, done: &[(&str, &str)]) -> Vec<(String, DutyState)> {
        let done = |period: Period| {
            let mut done = done.iter();
            let found = done.find(|(of, _)| *of == period.to_string());
            found.map(|(_, on)| day(on))
        };
        let span = (day("2022-04-26"), Some(day("2025-12-31")));
        instances(&duty(every), span, &Calendar::default(), day(today), done)
            .into_iter()
            .map(|instance| (instance.period.to_string(), instance.state))
            .collect()
    }

    #[test]
    fn there_is_one_a_period_from_the_first_day_on() {
        use DutyState::{Done, Late, Open};
        let of = |all: &[(&str, DutyState)]| -> Vec<(String, DutyState)> {
            let all = all.iter();
            all.map(|(period, state)| ((*period).to_owned(), *state))
                .collect()
        };
        let done = [("2022-2023-1", "2023-01-10")];
        assert_eq!(
            states(Every::Term, "2023-05-17", &done),
            of(&[
                ("2022-2023-2", Open),
                ("2022-2023-1", Done),
                ("2021-2022-2", Late)
            ])
        );
        // Its last day is not late yet, the day after is.
        let first = |today| states(Every::Year, today, &[]).last().cloned().unwrap().1;
        assert_eq!([first("2022-12-31"), first("2023-01-01")], [Open, Late]);
        assert_eq!(states(Every::SchoolYear, "2022-04-25", &[]), []);
        // None begins after the plan's end, and what was not done by then stays late.
        let years = states(Every::Year, "2027-03-01", &[("2024", "2024-11-01")]);
        assert_eq!(
            years,
            of(&[
                ("2025", Late),
                ("2024", Done),
                ("2023", Late),
                ("2022", Late)
            ])
        );
        assert_eq!(states(Every::Week, "2022-05-08", &[]).len(), 2);
    }

    #[test]
    fn an_id_names_the_duty_and_the_period() {
        let span = (day("2024-01-01"), None);
        let calendar = Calendar::default();
        let made = instances(
            &duty(Every::Year),
            span,
            &calendar,
            day("2024-05-17"),
            |_| None,
        );
        let id = made.first().unwrap().to_string();
        assert_eq!(id, format!("{}@2024", ItemId::mint(&["duty"])));
    }
}
