//! Figures of indicators: where they began, goals for each year, what was reached, and the districts' own.

use chrono::Datelike as _;

use super::cast::{Cast, REGISTRAR, Who, working_day};
use super::script::Script;
use super::story::{Span, Story};
use super::{after, moved};
use crate::model::{
    Calendar, Comparator, Day, DepartmentId, Edit, FigureDraft, FigureSort, Indicator, ItemId,
    Period, Register, Rhythm, Status, Value,
};
use crate::oplog::Sequence;
use crate::workspace::{Failure, find_department};

/// The year before the plan, in which everything began.
const FIRST: i32 = 2021;

/// How much of the way is done at the end of each year, in per mille, from [`FIRST`] on.
const WAY: [i64; 5] = [0, 300, 550, 800, 1020];

/// Where figures come from.
const SOURCE: &str = "市教育局年度教育统计";

/// An indicator that figures are made up for.
#[derive(Debug)]
pub(super) struct Gauge {
    story: usize,
    task: ItemId,
    indicator: Indicator,
    /// The districts that give one each.
    by_district: Option<usize>,
    series: Option<usize>,
    has_targets: bool,
    is_behind: bool,
    /// Where it began, in per cent of its goal.
    base: u64,
}

/// What happens with figures on a day.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entering {
    /// Indicators are assigned to districts.
    Assign,
    /// Where everything began, and the goals of each year.
    Goals,
    /// What was reached in a year.
    Year(i32),
    /// What was reached in the first half of a year, of the most important ones.
    Half(i32),
}

/// The indicators that get figures.
pub(super) fn gauges(
    cast: &Cast,
    script: &Script,
    stories: &[Story<'_>],
) -> Result<Vec<Gauge>, Failure> {
    let figures = &script.figures;
    let mut gauges = Vec::new();
    for (at, story) in stories.iter().enumerate() {
        let detail = cast.look(REGISTRAR)?.detail(story.task)?;
        for (n, indicator) in (1..).zip(&detail.indicators) {
            let name = format!("{}/{n}", story.script.code);
            if figures.none.contains(&name) {
                continue;
            }
            let mut districts = figures.by_district.iter();
            let mut series = figures.series.iter();
            gauges.push(Gauge {
                story: at,
                task: story.task,
                indicator: indicator.clone(),
                by_district: districts.position(|of| of.item == name),
                series: series.position(|of| of.item == name),
                has_targets: figures.targets.contains(&name),
                is_behind: figures.behind.contains(&name),
                base: 70 + Sequence::of(&name).below(18),
            });
        }
    }
    Ok(gauges)
}

/// When something happens with figures.
pub(super) fn calendar(span: Span) -> Vec<(Day, Entering)> {
    let mut days = vec![
        (after(span.from, 8), Entering::Assign),
        (after(span.from, 9), Entering::Goals),
    ];
    let earliest = after(span.from, 12);
    for year in FIRST + 1..=span.day.year() {
        let told = |year: i32, month: u32| Day::from_ymd_opt(year, month, 18).unwrap_or(span.day);
        days.push((told(year + 1, 1).max(earliest), Entering::Year(year)));
        if told(year, 7) > earliest {
            days.push((told(year, 7), Entering::Half(year)));
        }
    }
    for (day, _) in &mut days {
        *day = working_day(*day);
    }
    days
}

/// Has somebody enter the figures of a day.
pub(super) fn enter(
    cast: &mut Cast,
    script: &Script,
    (stories, gauges): (&[Story<'_>], &[Gauge]),
    (day, what): (Day, Entering),
) -> Result<(), Failure> {
    let directory = cast.look(REGISTRAR)?.directory()?;
    let districts = script.people.districts.iter();
    let districts: Vec<DepartmentId> = districts
        .map(|district| find_department(&directory, &district.name))
        .collect::<Result<_, _>>()?;
    match what {
        Entering::Assign => {
            let of_districts = gauges.iter().filter(|gauge| gauge.by_district.is_some());
            let edits: Vec<Edit> = of_districts
                .map(|gauge| Edit {
                    task: gauge.task,
                    item: gauge.indicator.id,
                    register: Register::Regions,
                    value: Value::Departments(districts.clone()),
                    reason: "按区县分解，由区县填报。".to_owned(),
                    seen: None,
                })
                .collect();
            let now = cast.time(day);
            cast.home(REGISTRAR)?.correct_all(&edits, now)?;
        }
        Entering::Goals => {
            let mut drafts = Vec::new();
            for gauge in gauges.iter().filter(|gauge| gauge.by_district.is_none()) {
                goals(&mut drafts, script, gauge, day);
            }
            record(cast, REGISTRAR, &drafts, day)?;
        }
        Entering::Year(year) => {
            let period = Period::year(year);
            let on = moved(Day::from_ymd_opt(year + 1, 1, 1).unwrap_or(day), -1);
            let of_all = |gauge: &&Gauge| gauge.by_district.is_none();
            let whole = whole(cast, (stories, gauges), &of_all, (period, on), |gauge| {
                value(script, gauge, way(gauge, year))
            })?;
            let lead = stories.first().map(|_| ());
            for (who, drafts) in whole {
                record(cast, who, &drafts, day)?;
            }
            if lead.is_some() {
                of_districts(cast, script, gauges, &districts, (year, on, day))?;
            }
        }
        Entering::Half(year) => {
            let first = Day::from_ymd_opt(year, 6, 30).unwrap_or(day);
            let period = Period::of(Rhythm::Half, first, &Calendar::default());
            let is_watched = |gauge: &&Gauge| gauge.has_targets && gauge.by_district.is_none();
            let halfway = |gauge: &Gauge| (way(gauge, year - 1) + way(gauge, year)) / 2;
            let whole = whole(
                cast,
                (stories, gauges),
                &is_watched,
                (period, first),
                |gauge| value(script, gauge, halfway(gauge)),
            )?;
            for (who, drafts) in whole {
                record(cast, who, &drafts, day)?;
            }
        }
    }
    Ok(())
}

/// The figures of the whole by whoever leads the task; none of a task that has ended.
fn whole(
    cast: &Cast,
    (stories, gauges): (&[Story<'_>], &[Gauge]),
    wanted: &dyn Fn(&&Gauge) -> bool,
    (period, on): (Period, Day),
    value: impl Fn(&Gauge) -> Option<String>,
) -> Result<Vec<(Who, Vec<FigureDraft>)>, Failure> {
    let mut of: Vec<(Who, Vec<FigureDraft>)> = Vec::new();
    for gauge in gauges.iter().filter(wanted) {
        let Some(story) = stories.get(gauge.story) else {
            continue;
        };
        let row = cast.look(REGISTRAR)?.store.row(gauge.task)?;
        if row.is_none_or(|row| row.status.is_final() || row.status == Status::Closing) {
            continue;
        }
        let Some(value) = value(gauge) else { continue };
        let who = cast.clerk_of(story.lead).unwrap_or(REGISTRAR);
        let mut draft = draft(gauge, FigureSort::Actual, period, on);
        draft.department = Some(story.lead);
        draft.value = Some(value);
        match of.iter_mut().find(|(writer, _)| *writer == who) {
            Some((_, drafts)) => drafts.push(draft),
            None => of.push((who, vec![draft])),
        }
    }
    Ok(of)
}

/// Where an indicator began and its goals for each year.
fn goals(drafts: &mut Vec<FigureDraft>, script: &Script, gauge: &Gauge, day: Day) {
    let begun = Day::from_ymd_opt(FIRST, 12, 31).unwrap_or(day);
    if let Some(value) = value(script, gauge, 0) {
        let mut draft = draft(gauge, FigureSort::Baseline, Period::year(FIRST), begun);
        draft.value = Some(value);
        drafts.push(draft);
    }
    for (year, way) in (FIRST..).zip(WAY).skip(1).filter(|_| gauge.has_targets) {
        let mut draft = draft(gauge, FigureSort::Target, Period::year(year), day);
        draft.value = value(script, gauge, way.min(1000));
        drafts.push(draft);
    }
}

/// What districts give: one its own, the registrar writes down the others'.
fn of_districts(
    cast: &mut Cast,
    script: &Script,
    gauges: &[Gauge],
    districts: &[DepartmentId],
    (year, on, day): (i32, Day, Day),
) -> Result<(), Failure> {
    for (n, district) in districts.iter().enumerate() {
        let own = cast.clerk_of(*district);
        let mut drafts = Vec::new();
        for gauge in gauges {
            let figures = gauge
                .by_district
                .and_then(|at| script.figures.by_district.get(at));
            let at = usize::try_from(year - FIRST - 1).unwrap_or(0);
            let values = figures.and_then(|figures| figures.values.get(at));
            let Some(value) = values.and_then(|values| values.get(n)) else {
                continue;
            };
            let mut draft = draft(gauge, FigureSort::Actual, Period::year(year), on);
            draft.region = Some(*district);
            draft.value = Some(value.to_string());
            "区县教育和体育局报表".clone_into(&mut draft.source);
            drafts.push(draft);
        }
        let who = own.unwrap_or(REGISTRAR);
        if !drafts.is_empty() {
            cast.inform(who, day)?;
            record(cast, who, &drafts, day)?;
        }
    }
    Ok(())
}

/// Enters what a task is closed with: each of its indicators has reached its goal.
pub(super) fn complete(
    cast: &mut Cast,
    who: Who,
    story: &Story<'_>,
    day: Day,
) -> Result<(), Failure> {
    let detail = cast.look(who)?.detail(story.task)?;
    let mut drafts = Vec::new();
    for indicator in &detail.indicators {
        let gauge = Gauge {
            story: 0,
            task: story.task,
            indicator: indicator.clone(),
            by_district: None,
            series: None,
            has_targets: false,
            is_behind: false,
            base: 100,
        };
        if indicator.value.is_some() {
            let mut draft = draft(&gauge, FigureSort::Actual, Period::year(day.year()), day);
            draft.department = Some(story.lead);
            draft.value.clone_from(&indicator.value);
            drafts.push(draft);
        }
    }
    record(cast, who, &drafts, day)
}

fn record(cast: &mut Cast, who: Who, drafts: &[FigureDraft], day: Day) -> Result<(), Failure> {
    if drafts.is_empty() {
        return Ok(());
    }
    let now = cast.time(day);
    cast.home(who)?.record_figures(drafts, now)?;
    Ok(())
}

fn draft(gauge: &Gauge, sort: FigureSort, period: Period, on: Day) -> FigureDraft {
    FigureDraft {
        task: gauge.task,
        item: gauge.indicator.id,
        sort,
        department: None,
        period,
        region: None,
        value: None,
        on,
        source: SOURCE.to_owned(),
        reason: String::new(),
        seen: None,
    }
}

/// How much of its way an indicator has done by the end of a year, in per mille.
fn way(gauge: &Gauge, year: i32) -> i64 {
    let at = usize::try_from(year - FIRST).unwrap_or(0);
    let way = WAY.get(at).or(WAY.last()).copied().unwrap_or(0);
    if gauge.is_behind { way * 45 / 100 } else { way }
}

/// The value of an indicator that has done so much of its way, as people write it.
fn value(script: &Script, gauge: &Gauge, way: i64) -> Option<String> {
    if let Some(series) = gauge.series {
        let values = &script.figures.series.get(series)?.values;
        let at = WAY.iter().position(|known| *known >= way)?;
        return values.get(at).cloned();
    }
    let indicator = &gauge.indicator;
    let goal: f64 = indicator.value.as_deref()?.parse().ok()?;
    let base = f64::from(u32::try_from(gauge.base).ok()?) / 100.0;
    let done = f64::from(i32::try_from(way).ok()?) / 1000.0;
    let share = base + (1.0 - base) * done;
    let value = match indicator.comparator {
        // No more than so many for one.
        Comparator::Ratio => goal * (2.0 - share),
        _ => goal * share,
    };
    Some(match indicator.unit.as_str() {
        "%" => format!("{:.1}", value.min(100.0)),
        "比值" | "百分点" => format!("{value:.2}"),
        _ => format!("{value:.0}"),
    })
}
