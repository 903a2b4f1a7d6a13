//! The light of a task (亮灯) with all its reasons: a pure function of what is known on a day (`domain.md` 5.3).
//!
//! Conventions at the boundaries: the deadline day itself is not overdue; as far behind as [`Rules::behind_red`] is
//! still yellow; where start and deadline are one day, everything is expected on it; before the start nothing is
//! expected and nothing unreported. Where a deadline is only the plan's end, its reasons say so.

use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{Day, Rules, Status};

/// A light.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Light {
    /// 绿: nothing is amiss, and something is known.
    Green,
    /// 灰: nothing is known, or work is suspended.
    #[default]
    Grey,
    /// 蓝: a day comes near.
    Blue,
    /// 黄: something is amiss.
    Yellow,
    /// 红: something is badly amiss.
    Red,
    /// 止: merged, withdrawn or carried over.
    Stopped,
    /// 销: closed.
    Closed,
}

keywords!(Light {
    Green = "green",
    Grey = "grey",
    Blue = "blue",
    Yellow = "yellow",
    Red = "red",
    Stopped = "stopped",
    Closed = "closed",
});

impl Light {
    /// Every light in the order in which they are counted up: 红黄蓝绿灰销止.
    pub const LISTED: [Self; 7] = [
        Self::Red,
        Self::Yellow,
        Self::Blue,
        Self::Green,
        Self::Grey,
        Self::Closed,
        Self::Stopped,
    ];
}

/// Why a light is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// 逾期: days since the deadline, and whether that is only the plan's end.
    Overdue(i64, bool),
    /// 节点逾期: days since a milestone's day.
    MilestoneOverdue(String, i64),
    /// 滞后: percentage points behind the expected progress.
    Behind(u8),
    /// 未报: windows closed in a row without a report.
    Unreported(u16),
    /// 未签收: working days since it was assigned.
    NotSigned(i64),
    /// 待审核: closing was asked for in time.
    AwaitsReview,
    /// 需协调.
    NeedsCoordination,
    /// 退回重办.
    SentBack,
    /// 观察: it was red, and has been better for less than the rules ask for.
    Recovering,
    /// 临期: days until the deadline, and whether that is only the plan's end.
    Soon(i64, bool),
    /// 节点临期: days until a milestone's day.
    MilestoneSoon(String, i64),
    /// 未报: nothing was ever reported, and no window has closed on it.
    NothingKnown,
    /// 中止.
    Suspended,
}

/// A planned day of a task: the deadline of one of its measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// What it is called.
    pub name: String,
    /// The planned day.
    pub on: Day,
}

/// What is known of a task on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Where it stands.
    pub status: Status,
    /// The first day.
    pub start: Day,
    /// The deadline; the plan's end where the task has none.
    pub due: Day,
    /// Whether the task has one, be it by default: otherwise nothing says how far it should be by now.
    pub has_due: bool,
    /// Whether the deadline is only the plan's end.
    pub due_is_plan_end: bool,
    /// 0 to 100, if anybody said.
    pub percent: Option<u8>,
    /// Its planned days that were not reached yet.
    pub milestones: &'a [Milestone],
    /// Whether anything was ever reported.
    pub reported: bool,
    /// Windows that closed in a row, the last one included, without a report that was due.
    pub missed: u16,
    /// Working days since it was assigned, while it waits to be signed for.
    pub unsigned: i64,
    /// The day on which closing was asked for.
    pub closing_on: Option<Day>,
    /// Whether it needs coordination.
    pub needs_coordination: bool,
    /// Whether it was red and has not been better for long enough.
    pub recovering: bool,
}

/// A light with all its reasons, the weightiest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lit {
    /// The light.
    pub light: Light,
    /// Why, the weightiest first; empty for green, closed and stopped.
    pub reasons: Vec<Reason>,
}

/// The progress that is expected on `today`, 0 to 100: linear from the start to the deadline, rounded half up.
#[must_use]
pub fn expected(start: Day, due: Day, today: Day) -> u8 {
    let (gone, whole) = ((today - start).num_days(), (due - start).num_days());
    if gone < 0 {
        return 0;
    }
    if gone >= whole {
        return 100;
    }
    u8::try_from((200 * gone + whole) / (2 * whole)).unwrap_or(100)
}

impl Light {
    /// Its place in a list that begins with what is most urgent: red, yellow, blue, grey, green, closed, stopped.
    #[must_use]
    pub fn urgency(self) -> u8 {
        match self {
            Self::Red => 0,
            Self::Yellow => 1,
            Self::Blue => 2,
            Self::Grey => 3,
            Self::Green => 4,
            Self::Closed => 5,
            Self::Stopped => 6,
        }
    }

    /// How a light follows from its reasons: the weightiest decides; without any it is green.
    fn of(reasons: &[(Self, Reason)]) -> Self {
        reasons
            .iter()
            .map(|(light, _)| *light)
            .max()
            .unwrap_or(Self::Green)
    }
}

/// The light of a task on `today`.
#[must_use]
pub fn light(facts: &Facts<'_>, rules: &Rules, today: Day) -> Lit {
    let settled = match facts.status {
        Status::Closed => Some(Light::Closed),
        Status::Merged | Status::Withdrawn | Status::Carried => Some(Light::Stopped),
        _ => None,
    };
    if let Some(light) = settled {
        return Lit {
            light,
            reasons: Vec::new(),
        };
    }
    if facts.status == Status::Suspended {
        return Lit {
            light: Light::Grey,
            reasons: vec![Reason::Suspended],
        };
    }
    let mut reasons = Vec::new();
    days(facts, rules, today, &mut reasons);
    progress(facts, rules, today, &mut reasons);
    reports(facts, rules, today, &mut reasons);
    if facts.status == Status::Assigned {
        let days = i64::from(rules.sign_days);
        if facts.unsigned > 2 * days {
            reasons.push((Light::Red, Reason::NotSigned(facts.unsigned)));
        } else if facts.unsigned > days {
            reasons.push((Light::Yellow, Reason::NotSigned(facts.unsigned)));
        }
    }
    if facts.needs_coordination {
        reasons.push((Light::Yellow, Reason::NeedsCoordination));
    }
    if facts.status == Status::Rework {
        reasons.push((Light::Yellow, Reason::SentBack));
    }
    if facts.recovering && Light::of(&reasons) < Light::Yellow {
        reasons.push((Light::Yellow, Reason::Recovering));
    }
    // Within one weight in the order of the rules.
    reasons.sort_by_key(|(light, _)| std::cmp::Reverse(*light));
    Lit {
        light: Light::of(&reasons),
        reasons: reasons.into_iter().map(|(_, reason)| reason).collect(),
    }
}

/// Rule A: the deadline and the milestones.
fn days(facts: &Facts<'_>, rules: &Rules, today: Day, reasons: &mut Vec<(Light, Reason)>) {
    if facts.status == Status::Closing && facts.closing_on.is_some_and(|on| on <= facts.due) {
        reasons.push((Light::Yellow, Reason::AwaitsReview));
        return;
    }
    if facts.status == Status::Ongoing {
        return;
    }
    let long = (facts.due - facts.start).num_days() > 365;
    let soon = i64::from(if long {
        rules.soon_days
    } else {
        rules.soon_days_short
    });
    let left = (facts.due - today).num_days();
    let done = facts.percent == Some(100);
    if left < 0 {
        reasons.push((Light::Red, Reason::Overdue(-left, facts.due_is_plan_end)));
    } else if left <= soon && !done {
        reasons.push((Light::Blue, Reason::Soon(left, facts.due_is_plan_end)));
    }
    for milestone in facts.milestones {
        let left = (milestone.on - today).num_days();
        let name = milestone.name.clone();
        if left < 0 {
            reasons.push((Light::Red, Reason::MilestoneOverdue(name, -left)));
        } else if left <= soon {
            reasons.push((Light::Blue, Reason::MilestoneSoon(name, left)));
        }
    }
}

/// Rule B: progress against what is expected.
fn progress(facts: &Facts<'_>, rules: &Rules, today: Day, reasons: &mut Vec<(Light, Reason)>) {
    let works = matches!(
        facts.status,
        Status::Active | Status::Rework | Status::Reopened
    );
    let Some(percent) = facts.percent.filter(|_| works && facts.has_due) else {
        return;
    };
    let behind = expected(facts.start, facts.due, today).saturating_sub(percent);
    if behind > rules.behind_red {
        reasons.push((Light::Red, Reason::Behind(behind)));
    } else if behind >= rules.behind_yellow {
        reasons.push((Light::Yellow, Reason::Behind(behind)));
    }
}

/// Rule C: reports.
fn reports(facts: &Facts<'_>, rules: &Rules, today: Day, reasons: &mut Vec<(Light, Reason)>) {
    if today < facts.start {
        return;
    }
    if facts.missed >= rules.missed_red {
        reasons.push((Light::Red, Reason::Unreported(facts.missed)));
    } else if facts.missed >= rules.missed_yellow {
        reasons.push((Light::Yellow, Reason::Unreported(facts.missed)));
    } else if !facts.reported {
        reasons.push((Light::Grey, Reason::NothingKnown));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// A task of the plan, reported in this window and on schedule to the point.
    fn facts(status: Status, percent: Option<u8>) -> Facts<'static> {
        Facts {
            status,
            start: day("2022-04-26"),
            due: day("2025-12-31"),
            has_due: true,
            due_is_plan_end: false,
            percent,
            milestones: &[],
            reported: true,
            missed: 0,
            unsigned: 0,
            closing_on: None,
            needs_coordination: false,
            recovering: false,
        }
    }

    fn on(facts: &Facts<'_>, today: &str) -> (Light, Vec<Reason>) {
        let Lit { light, reasons } = light(facts, &Rules::default(), day(today));
        (light, reasons)
    }

    #[test]
    fn the_sixteen_vectors_of_the_rules() {
        use Status as S;
        let middle = "2024-05-17";
        let green = (Light::Green, vec![]);
        let is = |light, reason| (light, vec![reason]);
        let active = |percent| facts(S::Active, Some(percent));
        assert_eq!(on(&active(56), middle), green, "1");
        assert_eq!(on(&active(47), middle), green, "2");
        let behind = |n| is(Light::Yellow, Reason::Behind(n));
        assert_eq!(on(&active(46), middle), behind(10), "3");
        assert_eq!(on(&active(26), middle), behind(30), "4");
        assert_eq!(
            on(&active(25), middle),
            is(Light::Red, Reason::Behind(31)),
            "5"
        );
        let missed = |missed| Facts {
            missed,
            ..active(60)
        };
        let unreported = |light, n| is(light, Reason::Unreported(n));
        assert_eq!(on(&missed(1), middle), unreported(Light::Yellow, 1), "6");
        assert_eq!(on(&missed(2), middle), unreported(Light::Red, 2), "7");
        let soon = is(Light::Blue, Reason::Soon(0, false));
        assert_eq!(on(&active(99), "2025-12-31"), soon, "8");
        let overdue = |days| is(Light::Red, Reason::Overdue(days, false));
        assert_eq!(on(&active(99), "2026-01-01"), overdue(1), "9");
        let closing = |asked| Facts {
            closing_on: Some(day(asked)),
            ..facts(S::Closing, Some(100))
        };
        let waits = is(Light::Yellow, Reason::AwaitsReview);
        assert_eq!(on(&closing("2025-12-30"), "2026-01-05"), waits, "10");
        assert_eq!(on(&closing("2026-01-02"), "2026-01-05"), overdue(5), "11");
        let closed = facts(S::Closed, None);
        assert_eq!(on(&closed, "2026-11-23"), (Light::Closed, vec![]), "12");
        let silent = Facts {
            reported: false,
            ..facts(S::Active, None)
        };
        let grey = is(Light::Grey, Reason::NothingKnown);
        assert_eq!(on(&silent, middle), grey, "13");
        assert_eq!(on(&facts(S::Ongoing, None), middle), green, "14");
        let milestones = [Milestone {
            name: "配齐心理教师".into(),
            on: day("2022-12-31"),
        }];
        let milestone = Facts {
            milestones: &milestones,
            ..active(60)
        };
        let late = Reason::MilestoneOverdue("配齐心理教师".into(), 503);
        assert_eq!(on(&milestone, middle), is(Light::Red, late), "15");
        let ahead = Facts {
            reported: false,
            ..active(0)
        };
        assert_eq!(on(&ahead, "2022-04-01"), green, "16");
    }

    #[test]
    fn without_a_deadline_nothing_is_behind_until_the_plan_ends() {
        let open = Facts {
            has_due: false,
            due_is_plan_end: true,
            ..facts(Status::Active, Some(1))
        };
        assert_eq!(on(&open, "2024-05-17"), (Light::Green, vec![]));
        let over = (Light::Red, vec![Reason::Overdue(1, true)]);
        assert_eq!(on(&open, "2026-01-01"), over);
    }

    #[test]
    fn all_reasons_are_given_the_weightiest_first() {
        let facts = Facts {
            due_is_plan_end: true,
            missed: 1,
            needs_coordination: true,
            ..facts(Status::Rework, Some(95))
        };
        let (light, reasons) = on(&facts, "2025-12-20");
        assert_eq!(light, Light::Yellow);
        let yellow = [
            Reason::Unreported(1),
            Reason::NeedsCoordination,
            Reason::SentBack,
        ];
        assert_eq!(reasons[..3], yellow);
        assert_eq!(reasons[3..], [Reason::Soon(11, true)]);
    }

    #[test]
    fn what_was_red_is_yellow_until_it_has_been_better_for_long_enough() {
        let recovering = |percent| Facts {
            recovering: true,
            ..facts(Status::Active, Some(percent))
        };
        let watched = (Light::Yellow, vec![Reason::Recovering]);
        assert_eq!(on(&recovering(60), "2024-05-17"), watched);
        // It says nothing more where something is amiss anyway.
        let behind = (Light::Yellow, vec![Reason::Behind(20)]);
        assert_eq!(on(&recovering(36), "2024-05-17"), behind);
    }

    #[test]
    fn a_task_is_to_be_signed_for_within_the_days_the_rules_give() {
        let assigned = |unsigned| {
            let facts = Facts {
                unsigned,
                ..facts(Status::Assigned, None)
            };
            on(&facts, "2022-05-10").0
        };
        assert_eq!(
            [3, 4, 6, 7].map(assigned),
            [Light::Green, Light::Yellow, Light::Yellow, Light::Red]
        );
    }

    #[test]
    fn the_ends_of_a_schedule() {
        let (start, due) = (day("2024-01-01"), day("2024-01-11"));
        let expected = |today| expected(start, due, day(today));
        assert_eq!(expected("2023-12-31"), 0);
        assert_eq!(expected("2024-01-01"), 0);
        assert_eq!(expected("2024-01-06"), 50);
        assert_eq!(expected("2024-01-11"), 100);
        assert_eq!(expected("2024-02-01"), 100);
        assert_eq!(super::expected(due, due, due), 100, "all on one day");
    }
}
