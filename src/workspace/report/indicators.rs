//! What stands in the report on indicators: R9.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::stamp;
use crate::model::{
    Comparator, DepartmentId, FigureSort, Indicator, ItemId, Measured, Period, Snapshot, series,
};
use crate::report::indicators::IndicatorLine;
use crate::report::{self, Report};
use crate::words::Lang;
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// R9 指标监测表.
    pub(super) fn indicator_report(
        &self,
        snapshot: &Snapshot,
        lang: Lang,
        keeps: impl Fn(&ItemId) -> bool,
    ) -> Result<Report, Failure> {
        let head = snapshot.head.as_ref();
        let start = head.and_then(|head| head.start.or(head.issued));
        let end = snapshot.outlook.end;
        let years: Vec<i32> = match start.zip(end) {
            Some((start, end)) => (start.year()..=end.year()).take(20).collect(),
            None => Vec::new(),
        };
        let mut districts: BTreeSet<DepartmentId> = BTreeSet::new();
        let all = self.measured(snapshot.rows.iter().filter(|row| keeps(&row.id)))?;
        for of in &all {
            for indicator in &of.indicators {
                districts.extend(of.gauge().regions(indicator.id));
            }
        }
        let districts: Vec<DepartmentId> = districts.into_iter().collect();
        let mut lines = Vec::new();
        for of in &all {
            for indicator in &of.indicators {
                lines.push(line(snapshot, lang, of, indicator, (&years, &districts)));
            }
        }
        let names: Vec<String> = districts
            .iter()
            .map(|id| snapshot.directory.name(*id))
            .collect();
        Ok(report::indicators::report(
            lang,
            stamp(snapshot, None),
            &years,
            &names,
            &lines,
        ))
    }
}

/// What the plan asks of an indicator, as short as a column of figures is: ≥55, 1-2, 全覆盖.
fn goal_in_plan(indicator: &Indicator, lang: Lang) -> String {
    let word = lang.words().term.comparator(indicator.comparator);
    let value = indicator.value.as_deref().unwrap_or_default();
    let upper = indicator.upper.as_deref().unwrap_or_default();
    match indicator.comparator {
        Comparator::Cover | Comparator::NotBelowPrevious => word.to_owned(),
        _ if value.is_empty() => String::new(),
        Comparator::AtLeast => format!("≥{value}"),
        Comparator::MoreThan => format!(">{value}"),
        Comparator::Exactly => value.to_owned(),
        Comparator::About => format!("{value} {word}"),
        Comparator::Range => format!("{value}-{upper}"),
        Comparator::Ratio => format!("{value}:{upper}"),
    }
}

/// One line of the indicators' report.
fn line(
    snapshot: &Snapshot,
    lang: Lang,
    of: &Measured,
    indicator: &Indicator,
    (years, districts): (&[i32], &[DepartmentId]),
) -> IndicatorLine {
    let follow = lang.words().follow;
    let gauge = of.gauge();
    let found = gauge.judge(indicator, &snapshot.outlook);
    let given = |sort| series(indicator, &of.figures, gauge.regions(indicator.id), sort);
    let (targets, baseline) = (given(FigureSort::Target), given(FigureSort::Baseline));
    let last = years.last().copied();
    let goal = |year: i32| {
        let entered = targets
            .iter()
            .find(|(period, ..)| *period == Period::year(year));
        match entered {
            Some((_, goal, _)) => goal.to_string(),
            // The plan's own goal is one for its end, and for every year of what recurs.
            None if Some(year) == last || indicator.every.is_some() => {
                goal_in_plan(indicator, lang)
            }
            None => String::new(),
        }
    };
    let latest = of.figures.iter().find(|figure| {
        figure.item == indicator.id && figure.sort == FigureSort::Actual && !figure.gone
    });
    let in_district = |district: &DepartmentId| {
        let mut figures = of.figures.iter().filter(|figure| {
            figure.item == indicator.id && !figure.gone && figure.sort == FigureSort::Actual
        });
        let found = figures.find(|figure| figure.region == Some(*district));
        found
            .and_then(|figure| figure.value.clone())
            .unwrap_or_default()
    };
    IndicatorLine {
        name: indicator.name.clone(),
        nature: gauge
            .nature(indicator)
            .map_or("", |(nature, _)| follow.nature(nature))
            .to_owned(),
        unit: indicator.unit.clone(),
        base: baseline
            .first()
            .map(|(of, value, _)| format!("{value} ({of})"))
            .unwrap_or_default(),
        goals: years.iter().map(|year| goal(*year)).collect(),
        latest: found
            .value
            .zip(found.period)
            .map(|(value, of)| {
                let unit = if found.share { "%" } else { "" };
                format!("{value}{unit} ({of})")
            })
            .unwrap_or_default(),
        reached: found.done_percent.map(|percent| percent.to_string()),
        schedule: Some(found.time_percent),
        verdict: follow.found(&found),
        distance: found.gap.map(|gap| gap.to_string()).unwrap_or_default(),
        source: latest
            .map(|figure| figure.source.clone())
            .unwrap_or_default(),
        lead: of
            .row
            .lead
            .iter()
            .map(|id| snapshot.directory.name(*id))
            .collect::<Vec<_>>()
            .join(lang.words().report.listing),
        districts: districts.iter().map(in_district).collect(),
    }
}
