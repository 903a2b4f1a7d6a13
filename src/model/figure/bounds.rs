//! What a figure of an indicator can be at all: beyond that somebody slipped.

use rust_decimal::Decimal;

use super::decimal;
use crate::model::Indicator;

/// Words of a change: it may be a fall, and may be more than what changes.
const CHANGE: [&str; 10] = [
    "增长", "增幅", "增速", "增加", "降幅", "降低", "下降", "减少", "同比", "环比",
];

/// Words of a share that passes the whole: pupils of another age count too, and a plan is overfulfilled.
const MAY_PASS: [&str; 3] = ["毛入学", "毛入园", "完成"];

/// The values that a figure can have, both ends among them.
///
/// What is counted, paid or measured is not negative. A share in per cent lies between 0 and 100; gross enrolment and the
/// fulfilment of a plan may pass 100. A change - a growth rate, percentage points - may be anything. Whatever the
/// indicator's own goal lies beyond is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub least: Option<Decimal>,
    /// The most.
    pub most: Option<Decimal>,
}

impl Bounds {
    /// The bounds of an indicator's figures: actual ones, yearly goals and baselines, of the whole and of districts.
    #[must_use]
    pub fn of(indicator: &Indicator) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| indicator.name.contains(word));
        let is_change = indicator.unit.contains("百分点") || has(&CHANGE);
        let goals = [&indicator.value, &indicator.upper];
        let goals = || goals.iter().filter_map(|goal| decimal(goal.as_deref()?));
        let is_share = indicator.unit == "%" && !is_change && !has(&MAY_PASS);
        Self {
            least: (!is_change && goals().all(|goal| goal >= Decimal::ZERO))
                .then_some(Decimal::ZERO),
            most: (is_share && goals().all(|goal| goal <= Decimal::ONE_HUNDRED))
                .then_some(Decimal::ONE_HUNDRED),
        }
    }

    /// Whether a figure can be.
    #[must_use]
    pub fn hold(self, value: Decimal) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::{Comparator, ItemId};

    fn holds(name: &str, unit: &str, goal: &str, value: &str) -> bool {
        let indicator = Indicator {
            id: ItemId::mint(&["i"]),
            name: name.into(),
            comparator: Comparator::AtLeast,
            value: Some(goal.into()),
            upper: None,
            per: None,
            unit: unit.into(),
            scope: None,
            condition: None,
            due: None,
            every: None,
            source: String::new(),
            line: 1,
        };
        Bounds::of(&indicator).hold(decimal(value).unwrap())
    }

    #[test]
    fn a_share_is_within_the_whole_and_a_count_not_negative() {
        for (name, unit, goal, low, high) in [
            ("体质健康测试优良率", "%", "55", false, false),
            ("省级特色高中", "所", "10", false, true),
            ("到县带宽", "Mbps", "10000", false, true),
            ("市级财政教育投入年均增长", "%", "10", true, true),
            ("总体近视率降低", "百分点", "1", true, true),
            ("小学毛入学率", "%", "100", false, true),
            ("投资完成率", "%", "100", false, true),
            ("达产率", "%", "120", false, true),
            ("净流出", "人", "-20", true, true),
        ] {
            let ends = ["-0.1", "0", "100", "100.1"].map(|value| holds(name, unit, goal, value));
            assert_eq!(ends, [low, true, true, high], "{name}");
        }
    }
}
