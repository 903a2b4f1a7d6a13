//! Figures of indicators (指标数值) and how they are judged: `domain.md` 5.3, 指标灯.
//!
//! Figures are decimals, compared exactly. A figure is judged against the goal of its period where one was entered, else
//! against the indicator's own. What is counted anew every year or term is judged period by period; everything else by
//! how far it has come between its baseline and its goal, if a baseline is known.
//!
//! Figures come from others: no arithmetic on them may overflow.

mod bounds;
mod judge;

use std::cmp::Reverse;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{
    Calendar, Comparator, Day, DepartmentId, Figure, FigureSort, Indicator, Period, in_ascii,
};

pub use bounds::Bounds;
pub use judge::{Finding, Judgement, Yardstick, judge};

/// How much an indicator binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// 约束性: the government has to reach it.
    Mandatory,
    /// 预期性: it guides.
    Indicative,
}

keywords!(Nature { Mandatory = "mandatory", Indicative = "indicative" });

impl Nature {
    /// What the wording suggests (`domain.md` 1.3); a person settles it. The weaker word decides, as in 力争达到.
    #[must_use]
    pub fn proposed(wording: &str) -> Option<Self> {
        let has = |words: &[&str]| words.iter().any(|word| wording.contains(word));
        if has(&["力争", "争取", "争创", "探索", "原则上", "可按照"]) {
            Some(Self::Indicative)
        } else if has(&["确保", "必须", "至少", "不低于", "不少于"]) {
            Some(Self::Mandatory)
        } else {
            None
        }
    }
}

/// The numbers that indicators are judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureRules {
    /// Points behind from which it is yellow.
    pub behind_yellow: u8,
    /// Points behind beyond which it is red.
    pub behind_red: u8,
    /// How far below 左右 still counts as reached, in per cent.
    pub tolerance_percent: u8,
    /// After how many days a figure is too old to judge by.
    pub stale_days: u16,
}

/// Reads a figure as people write it: full-width digits, separators between thousands and a per cent sign do no harm.
#[must_use]
pub fn decimal(text: &str) -> Option<Decimal> {
    let plain = in_ascii(text).replace('−', "-");
    let plain = plain.strip_suffix('%').unwrap_or(&plain).trim_end();
    let digits = if plain.contains(',') {
        // Only where thousands are: 1,234 is a number, 1,2 may be anything.
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let mut groups = whole.trim_start_matches('-').split(',');
        let first = groups.next().map_or(0, str::len);
        let misplaced = fraction.contains(',') || groups.any(|group| group.len() != 3);
        if !(1..=3).contains(&first) || misplaced {
            return None;
        }
        plain.replace(',', "")
    } else {
        plain.to_owned()
    };
    let body = digits.strip_prefix('-').unwrap_or(&digits);
    let well_formed = body.starts_with(|c: char| c.is_ascii_digit())
        && body.ends_with(|c: char| c.is_ascii_digit())
        && body.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    well_formed
        .then(|| Decimal::from_str_exact(&digits).ok())?
        .map(|value| value.normalize())
}

/// How the city's figure comes from those of its districts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// The sum of the districts' figures.
    Sum,
    /// The share of districts that reach the goal, or of which it is true, in per cent.
    Count,
    /// Rates cannot be summed: the city's figure is entered.
    Entered,
}

impl Aggregate {
    /// How the wording asks for it. All of the whole is covered when all of every district is. What is counted for each
    /// school or pupil is a rate too, whatever its unit.
    #[must_use]
    pub fn of(indicator: &Indicator) -> Self {
        let share = indicator.unit == "%" && indicator.name.contains("区县");
        let total = indicator.per.is_none()
            && !matches!(
                indicator.comparator,
                Comparator::NotBelowPrevious | Comparator::Ratio
            );
        if is_by_district(indicator) || share || indicator.comparator == Comparator::Cover {
            Self::Count
        } else if total
            && matches!(
                indicator.unit.as_str(),
                "个" | "所" | "名" | "场" | "项" | "人" | "元" | "亩" | "座"
            )
        {
            Self::Sum
        } else {
            Self::Entered
        }
    }
}

/// Whether the goal is each district's own.
fn is_by_district(indicator: &Indicator) -> bool {
    let per = indicator.per.as_deref();
    per.is_some_and(|per| per.contains("区县"))
}

/// The whole's figures of one sort, the latest period first; where districts give them, made of theirs.
#[must_use]
pub fn series(
    indicator: &Indicator,
    figures: &[Figure],
    regions: &[DepartmentId],
    sort: FigureSort,
) -> Vec<(Period, Decimal, Day)> {
    let live =
        |figure: &&Figure| figure.item == indicator.id && figure.sort == sort && !figure.gone;
    let mut periods: Vec<Period> = figures
        .iter()
        .filter(live)
        .map(|figure| figure.period)
        .collect();
    // By the day on which they end: the fourth quarter is later than the first half. Of two, the longer one first.
    let calendar = Calendar::default();
    periods.sort_unstable_by_key(|period| {
        Reverse((
            period.last(&calendar),
            Reverse(period.first(&calendar)),
            *period,
        ))
    });
    periods.dedup();
    let one = |period: Period| {
        let of: Vec<&Figure> = figures
            .iter()
            .filter(live)
            .filter(|figure| figure.period == period)
            .collect();
        // What was entered for the whole counts before what is made of the parts.
        let whole = of.iter().find(|figure| figure.region.is_none());
        if let Some(value) = whole.and_then(|figure| decimal(figure.value.as_deref()?)) {
            return Some((period, value, whole?.on));
        }
        let parts: Vec<(Decimal, Day)> = of
            .iter()
            .filter(|figure| {
                figure
                    .region
                    .is_some_and(|region| regions.contains(&region))
            })
            .filter_map(|figure| Some((decimal(figure.value.as_deref()?)?, figure.on)))
            .collect();
        let on = parts.iter().map(|(_, on)| *on).max()?;
        match Aggregate::of(indicator) {
            Aggregate::Sum => {
                let mut values = parts.iter().map(|(value, _)| *value);
                let sum = values.try_fold(Decimal::ZERO, Decimal::checked_add)?;
                Some((period, sum, on))
            }
            Aggregate::Count => {
                let goal = if indicator.comparator == Comparator::Cover {
                    Some(Decimal::ONE_HUNDRED)
                } else if is_by_district(indicator) {
                    indicator.value.as_deref().and_then(decimal)
                } else {
                    None
                };
                let reached = |value: Decimal| match goal {
                    Some(goal) if indicator.comparator == Comparator::MoreThan => value > goal,
                    Some(goal) => value >= goal,
                    None => value > Decimal::ZERO,
                };
                let met = parts.iter().filter(|(value, _)| reached(*value)).count();
                let share =
                    Decimal::from(met) * Decimal::ONE_HUNDRED / Decimal::from(regions.len().max(1));
                Some((period, share.round_dp(1).normalize(), on))
            }
            Aggregate::Entered => None,
        }
    };
    periods.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod trials;
