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

/// What is counted in these is whole.
const COUNTED: [&str; 6] = ["名", "人", "所", "个", "家", "件"];
/// But not where it is shared out.
const SHARED_OUT: [&str; 6] = ["均", "每", "比", "率", "班额", "折"];
/// How many places after the point a figure has at most.
const PLACES: u32 = 6;
/// No figure of a plan is larger, 10^15: more than the country turns over in a year, in yuan.
const LARGEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// The values that a figure can have, both ends among them.
///
/// What is counted, paid or measured is not negative. A share in per cent lies between 0 and 100; gross enrolment and the
/// fulfilment of a plan may pass 100. A change - a growth rate, percentage points - may be anything. Whatever the
/// indicator's own goal lies beyond is no bound. What is counted is whole, and no figure is larger than any sum is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub least: Option<Decimal>,
    /// The most.
    pub most: Option<Decimal>,
    /// Whether it is counted, so that there are no parts of it.
    pub whole: bool,
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
            whole: COUNTED.contains(&indicator.unit.as_str())
                && !has(&SHARED_OUT)
                && goals().all(|goal| goal.is_integer()),
        }
    }

    /// Whether a figure can be.
    #[must_use]
    pub fn hold(self, value: Decimal) -> bool {
        self.least.is_none_or(|least| value >= least)
            && self.most.is_none_or(|most| value <= most)
            && !self.is_too_fine(value)
            && !self.is_too_large(value)
    }

    /// Whether a figure has more places after the point than it can.
    #[must_use]
    pub fn is_too_fine(self, value: Decimal) -> bool {
        value.scale() > self.places()
    }

    /// How many places after the point a figure has at most.
    #[must_use]
    pub fn places(self) -> u32 {
        if self.whole { 0 } else { PLACES }
    }

    /// Whether a figure is larger than any.
    #[must_use]
    pub fn is_too_large(self, value: Decimal) -> bool {
        value.abs() > LARGEST
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
            ("省级特色高中", "所", "10", false, false),
            ("到县带宽", "Mbps", "10000", false, true),
            ("市级财政教育投入年均增长", "%", "10", true, true),
            ("总体近视率降低", "百分点", "1", true, true),
            ("小学毛入学率", "%", "100", false, true),
            ("投资完成率", "%", "100", false, true),
            ("达产率", "%", "120", false, true),
            ("净流出", "人", "-20", false, false),
            ("平均班额", "人", "45", false, true),
        ] {
            let ends = ["-0.1", "0", "100", "100.1"].map(|value| holds(name, unit, goal, value));
            assert_eq!(ends, [low, true, true, high], "{name}");
        }
        assert!(holds("净流出", "人", "-20", "-7"));
        for (value, can_be) in [
            ("1000000000000000", true),
            ("99999999999999999999999", false),
            ("0.123456", true),
            ("0.1234567890123", false),
        ] {
            assert_eq!(holds("教育投入", "万元", "10", value), can_be, "{value}");
        }
    }
}
