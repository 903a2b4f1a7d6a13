//! What stands in the reports on indicators and meetings: R9 and R13.

use std::collections::{BTreeSet, HashMap};

use chrono::Datelike as _;

use super::stamp;
use crate::model::{
    Comparator, Day, Decision, DecisionSort, DepartmentId, FigureSort, Indicator, ItemId, Measured,
    Note, Period, Snapshot, series,
};
use crate::report::indicators::IndicatorLine;
use crate::report::meeting::{AgendaLine, DecisionLine, Meeting, OldLine};
use crate::report::{self, Report};
use crate::words::{Lang, fill};
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

    /// R13 会议议程与纪要.
    pub(super) fn meeting_report(
        &self,
        snapshot: &Snapshot,
        lang: Lang,
        wanted: Option<ItemId>,
    ) -> Result<Report, Failure> {
        let meetings = self.meetings()?;
        let meeting = match wanted {
            Some(id) => Some(self.meeting(id)?),
            None => meetings.first().cloned(),
        };
        let mut decisions = self.decisions()?;
        for decision in &mut decisions {
            // What was written down later belongs to the day of its meeting.
            let met = meetings.iter().find(|met| Some(met.id) == decision.meeting);
            decision.on = met.map_or(decision.on, |met| met.on.min(decision.on));
        }
        let words = lang.words();
        let row = |id: &ItemId| snapshot.row(*id);
        let decided = |decision: &Decision| DecisionLine {
            content: match decision.sort {
                DecisionSort::Action => decision.words.text.clone(),
                DecisionSort::Problem => {
                    format!("[{}] {}", words.follow.problem, decision.words.text)
                }
            },
            department: snapshot.directory.name(decision.department),
            due: decision.due,
            done_when: decision.words.criterion.clone(),
            task: {
                let codes = decision.tasks.iter().filter_map(row);
                let codes: Vec<String> = codes.map(|row| row.code.to_string()).collect();
                codes.join(words.report.listing)
            },
        };
        let Some(meeting) = meeting else {
            let empty = Meeting::default();
            return Ok(report::meeting::report(lang, stamp(snapshot, None), &empty));
        };
        let agenda = meeting.agenda.iter().filter_map(|id| {
            if let Some(row) = row(id) {
                return Some(AgendaLine {
                    item: format!("{} {}", row.code, row.title),
                    speaker: row
                        .lead
                        .first()
                        .map(|lead| snapshot.directory.name(*lead))
                        .unwrap_or_default(),
                    minutes: None,
                });
            }
            let decision = decisions.iter().find(|decision| decision.id == *id)?;
            Some(AgendaLine {
                item: decision.words.text.clone(),
                speaker: snapshot.directory.name(decision.department),
                minutes: None,
            })
        });
        // Old business: what earlier meetings decided or raised, and was not settled when this one began.
        let mut notes: HashMap<ItemId, Vec<Note>> = HashMap::new();
        let earlier = |decision: &&Decision| {
            decision.meeting != Some(meeting.id) && decision.on <= meeting.on
        };
        for decision in decisions.iter().filter(earlier) {
            let problem = decision.sort == DecisionSort::Problem;
            for task in decision.tasks.iter().filter(|_| problem) {
                if !notes.contains_key(task) {
                    notes.insert(*task, self.store.notes(*task, self.zone)?);
                }
            }
        }
        let settled = |decision: &Decision| {
            let of = |task: &ItemId| {
                let notes = notes.get(task).map_or(&[][..], Vec::as_slice);
                Some((&**row(task)?, notes))
            };
            decision.settled(decision.tasks.iter().filter_map(of))
        };
        let old: Vec<(&Decision, Option<Day>)> = decisions
            .iter()
            .map(|decision| (decision, settled(decision)))
            .filter(|(decision, settled)| {
                earlier(decision) && settled.is_none_or(|day| day >= meeting.on)
                    || meeting.agenda.contains(&decision.id)
            })
            .collect();
        let follow = words.follow;
        let outcome =
            |(decision, settled): &(&Decision, Option<Day>)| match (decision.sort, settled) {
                (_, Some(_)) if decision.done == *settled => {
                    let day = settled.map_or_else(String::new, |day| day.to_string());
                    format!("{} {day} {}", follow.done, decision.outcome)
                }
                (_, Some(day)) => fill(follow.problem_over, &[&day.to_string()]),
                (DecisionSort::Problem, None) => follow.problem_open.to_owned(),
                (DecisionSort::Action, None) if decision.is_late(meeting.on) => {
                    format!("{}, {}", follow.not_done, follow.late_item)
                }
                (DecisionSort::Action, None) => follow.not_done.to_owned(),
            };
        let names = meeting
            .words
            .present
            .split(['、', ',', '，', ';', '；', '\n']);
        let names = names.map(str::trim).filter(|name| !name.is_empty());
        let content = Meeting {
            name: meeting.words.name.clone(),
            time: meeting.on.to_string(),
            place: meeting.words.place.clone(),
            chair: meeting.words.chair.clone(),
            present: names.map(ToOwned::to_owned).collect(),
            agenda: agenda.collect(),
            old: old
                .iter()
                .map(|old| OldLine {
                    decision: decided(old.0),
                    outcome: outcome(old),
                })
                .collect(),
            decisions: decisions
                .iter()
                .rev()
                .filter(|decision| decision.meeting == Some(meeting.id))
                .map(decided)
                .collect(),
        };
        Ok(report::meeting::report(
            lang,
            stamp(snapshot, None),
            &content,
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
