//! How an indicator stands on a day: what is found of it, and its light (指标灯).

use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::{FigureRules, Nature, decimal, is_by_district, series};
use crate::model::{
    Calendar, Comparator, Day, DepartmentId, Figure, FigureSort, Indicator, Light, Period, expected,
};

/// What is found of an indicator on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// 无数据.
    NoData,
    /// 数据陈旧.
    Stale,
    /// 已达标.
    Met,
    /// 达进度.
    OnTrack,
    /// 欠进度.
    Behind,
    /// 严重欠进度.
    FarBehind,
    /// 未到期: without a baseline only the gap is known.
    Open,
    /// 未达标: its time has passed.
    Missed,
}

/// How an indicator stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// What is found.
    pub finding: Finding,
    /// The light.
    pub light: Light,
    /// The latest figure of the whole.
    pub value: Option<Decimal>,
    /// Its period.
    pub period: Option<Period>,
    /// Whether value, goal and gap are the share of districts that reach the goal of each, in per cent, and not of the
    /// indicator's own unit.
    pub share: bool,
    /// The goal it is judged against.
    pub goal: Option<Decimal>,
    /// What is missing to the goal, never negative; `None` where it is met or cannot be told.
    pub gap: Option<Decimal>,
    /// How much of the way from the baseline to the goal is done, in per cent.
    pub done_percent: Option<u8>,
    /// How much of the time has passed, in per cent.
    pub time_percent: u8,
    /// Whether a range's upper end is passed.
    pub above: bool,
    /// 预警: a binding indicator is yellow or worse.
    pub warning: bool,
}

/// What an indicator is judged by beside its figures.
#[derive(Debug, Clone, Copy)]
pub struct Yardstick<'a> {
    /// How much it binds.
    pub nature: Option<Nature>,
    /// The districts that give a figure each.
    pub regions: &'a [DepartmentId],
    /// The plan's first day.
    pub start: Day,
    /// The day by which it is to be reached: its own, else the plan's end.
    pub due: Day,
    /// The rules.
    pub rules: FigureRules,
}

/// How an indicator stands on `today`.
#[must_use]
pub fn judge(
    indicator: &Indicator,
    figures: &[Figure],
    by: &Yardstick<'_>,
    today: Day,
) -> Judgement {
    let actual = series(indicator, figures, by.regions, FigureSort::Actual);
    let targets = series(indicator, figures, &[], FigureSort::Target);
    let baseline = series(indicator, figures, &[], FigureSort::Baseline);
    let number = |text: &Option<String>| text.as_deref().and_then(decimal);
    let upper = number(&indicator.upper);
    // Where districts are counted, their own goal is in the count already: all of them are to reach it.
    let share = is_by_district(indicator) && !by.regions.is_empty();
    let (comparator, own) = if share {
        (Comparator::AtLeast, Some(Decimal::ONE_HUNDRED))
    } else {
        let goal = number(&indicator.value);
        let own = match indicator.comparator {
            Comparator::Cover => Some(Decimal::ONE_HUNDRED),
            Comparator::Ratio => upper.and_then(|upper| upper.checked_div(goal?)),
            _ => goal,
        };
        (indicator.comparator, own)
    };
    let previous = |period: Period| {
        let before = actual.iter().find(|(of, ..)| *of == period.previous());
        before.map(|(_, value, _)| *value)
    };
    let goal_of = |period: Period| {
        let entered = targets.iter().find(|(of, ..)| *of == period);
        entered.map(|(_, goal, _)| *goal).or_else(|| {
            if comparator == Comparator::NotBelowPrevious {
                previous(period)
            } else {
                own
            }
        })
    };
    let time_percent = expected(by.start, by.due, today);
    let mut judgement = Judgement {
        finding: Finding::NoData,
        light: Light::Grey,
        value: None,
        period: None,
        share,
        goal: own,
        gap: None,
        done_percent: None,
        time_percent,
        above: false,
        warning: false,
    };
    let Some((period, value, on)) = actual.first().copied() else {
        return judgement;
    };
    (judgement.value, judgement.period) = (Some(value), Some(period));
    let recurring = indicator.every.is_some();
    judgement.goal = if recurring {
        goal_of(period)
    } else {
        own.or(goal_of(period))
    };
    let stale = (today - on).num_days() > i64::from(by.rules.stale_days);
    let Some(goal) = judgement.goal else {
        // Nothing to compare with yet: the first year of what must not fall.
        (judgement.finding, judgement.light) = if stale {
            (Finding::Stale, Light::Grey)
        } else {
            (Finding::Open, Light::Blue)
        };
        return judgement;
    };
    let reached = |value, goal| met(comparator, value, goal, upper, by.rules);
    let (is_met, above) = reached(value, goal);
    judgement.above = above;
    if !is_met {
        judgement.gap = goal.checked_sub(value).map(|gap| gap.abs().normalize());
    }
    if stale {
        (judgement.finding, judgement.light) = (Finding::Stale, Light::Grey);
        return judgement;
    }
    (judgement.finding, judgement.light) = if recurring {
        let missed = |period: Period| {
            let mut of = actual.iter().filter(|(of, ..)| *of == period);
            let value = of.next().map(|(_, value, _)| *value);
            let goal = goal_of(period);
            value.zip(goal).is_some_and(|(v, goal)| !reached(v, goal).0)
        };
        // A period that still runs may yet reach its goal: those before it are judged.
        let running = period.last(&Calendar::default()) >= today;
        let last = if running { period.previous() } else { period };
        match (is_met, missed(last), missed(last.previous())) {
            (true, ..) => (Finding::Met, Light::Green),
            (false, true, true) => (Finding::FarBehind, Light::Red),
            (false, true, false) => (Finding::Behind, Light::Yellow),
            (false, false, _) => (Finding::Open, Light::Blue),
        }
    } else if is_met {
        (Finding::Met, Light::Green)
    } else if today > by.due {
        (Finding::Missed, Light::Red)
    } else if let Some((_, from, _)) = baseline.first() {
        // What was reached at the start is all expected ever since.
        let (time, done) = if reached(*from, goal).0 {
            let (part, whole) = match comparator {
                Comparator::Ratio => (goal, value),
                _ => (value, goal),
            };
            (100, percent(part, whole))
        } else {
            let way = value.checked_sub(*from).zip(goal.checked_sub(*from));
            let done = way.and_then(|(part, whole)| percent(part, whole));
            (time_percent, done)
        };
        let done = done.unwrap_or_default();
        judgement.done_percent = done.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED).to_u8();
        // Who fell below the baseline is behind by that too.
        let behind = Decimal::from(time).checked_sub(done);
        match behind.unwrap_or(Decimal::MAX) {
            behind if behind > Decimal::from(by.rules.behind_red) => {
                (Finding::FarBehind, Light::Red)
            }
            behind if behind >= Decimal::from(by.rules.behind_yellow) => {
                (Finding::Behind, Light::Yellow)
            }
            _ => (Finding::OnTrack, Light::Green),
        }
    } else {
        (Finding::Open, Light::Blue)
    };
    if is_met {
        judgement.done_percent = Some(100);
    }
    judgement.warning = by.nature == Some(Nature::Mandatory)
        && matches!(judgement.light, Light::Yellow | Light::Red);
    judgement
}

/// Whether a value reaches the goal, and whether it lies above a range.
fn met(
    comparator: Comparator,
    value: Decimal,
    goal: Decimal,
    upper: Option<Decimal>,
    rules: FigureRules,
) -> (bool, bool) {
    match comparator {
        Comparator::MoreThan => (value > goal, false),
        Comparator::About => {
            let least = Decimal::new(i64::from(100_u8.saturating_sub(rules.tolerance_percent)), 2);
            (value >= goal.checked_mul(least).unwrap_or(goal), false)
        }
        Comparator::Range => (value >= goal, upper.is_some_and(|upper| value > upper)),
        // 每 5 所配备 1 名: no more than five for one.
        Comparator::Ratio => (value <= goal, false),
        Comparator::AtLeast
        | Comparator::Exactly
        | Comparator::NotBelowPrevious
        | Comparator::Cover => (value >= goal, false),
    }
}

/// A part in per cent of the whole, rounded half up; `None` where it is too large to tell.
fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let share = part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
}
