//! What decides a light, a window or a day: the rules that everybody on a plan shares.

use serde::{Deserialize, Serialize};

use super::{Calendar, Day, FigureRules, Rhythm, Schedule};

/// What decides a light, a window or a day: shared and versioned with the plan, first taken from `config.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The plan's time zone as `+08:00`.
    pub zone: String,
    /// Percentage points behind schedule from which a task is yellow (`domain.md` 5.3, Y).
    pub behind_yellow: u8,
    /// Percentage points behind schedule beyond which a task is red (`domain.md` 5.3, R).
    pub behind_red: u8,
    /// Days before the deadline that count as near, for tasks of more than a year.
    pub soon_days: u16,
    /// Days before the deadline that count as near, for tasks of up to a year.
    pub soon_days_short: u16,
    /// How often departments report: `week`, `month`, `quarter`.
    pub window: String,
    /// The longest 进展情况, in characters.
    pub progress_limit: u16,
    /// The longest of the other texts of a note, in characters.
    pub text_limit: u16,
    /// Working days to sign for a task; beyond it is yellow, beyond twice as many red (`domain.md` 5.3, SIGN).
    #[serde(default = "three")]
    pub sign_days: u16,
    /// Windows in a row without a report from which a task is yellow (`domain.md` 5.3, MISS_Y).
    #[serde(default = "one")]
    pub missed_yellow: u16,
    /// Windows in a row without a report from which a task is red (`domain.md` 5.3, MISS_R).
    #[serde(default = "two")]
    pub missed_red: u16,
    /// For how many windows a task that was red is watched (`domain.md` 5.3, RECOVER).
    #[serde(default = "one")]
    pub recover_windows: u16,
    /// The day of the month on which monthly and quarterly windows are due.
    #[serde(default = "twenty_five")]
    pub month_day: u8,
    /// The day of the week on which weekly windows are due; 1 is Monday.
    #[serde(default = "friday")]
    pub week_day: u8,
    /// The first day of the first window; `None` for the day on which the plan was adopted here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub windows_from: Option<Day>,
    /// How far below 左右 still counts as reached, in per cent.
    #[serde(default = "ten")]
    pub tolerance: u8,
    /// After how many days a figure is too old to judge by.
    #[serde(default = "four_hundred")]
    pub stale_days: u16,
    /// The largest file that goes to the share as evidence, in MiB; 0 for none.
    #[serde(default = "five")]
    pub evidence_mib: u16,
    /// Holidays, working weekends and school terms.
    #[serde(default)]
    pub calendar: Calendar,
}

/// What the rules are where a plan has none of its own yet, and where an older one says nothing.
impl Default for Rules {
    fn default() -> Self {
        Self {
            zone: "+08:00".to_owned(),
            behind_yellow: 10,
            behind_red: 30,
            soon_days: 30,
            soon_days_short: 7,
            window: "month".to_owned(),
            progress_limit: 500,
            text_limit: 200,
            sign_days: three(),
            missed_yellow: one(),
            missed_red: two(),
            recover_windows: one(),
            month_day: twenty_five(),
            week_day: friday(),
            windows_from: None,
            tolerance: ten(),
            stale_days: four_hundred(),
            evidence_mib: five(),
            calendar: Calendar::default(),
        }
    }
}

fn one() -> u16 {
    1
}
fn two() -> u16 {
    2
}
fn three() -> u16 {
    3
}
fn five() -> u16 {
    5
}
fn friday() -> u8 {
    5
}
fn ten() -> u8 {
    10
}
fn twenty_five() -> u8 {
    25
}
fn four_hundred() -> u16 {
    400
}

/// The longest reason, in characters; no rule of a plan changes it.
pub const REASON_LIMIT: u16 = 500;

/// How many characters the texts that people write may have; 0 for as many as they like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Of 进展情况.
    pub progress: u16,
    /// Of each other text of a note.
    pub text: u16,
    /// Of a reason.
    pub reason: u16,
}

impl Rules {
    /// How often departments report where a task says nothing else.
    #[must_use]
    pub fn rhythm(&self) -> Rhythm {
        self.window.parse().unwrap_or(Rhythm::Month)
    }

    /// When windows open and are due. They begin with `adopted`, the day on which the plan was adopted, unless the rules
    /// say otherwise, and end with the plan.
    #[must_use]
    pub fn schedule(&self, adopted: Day, end: Option<Day>) -> Schedule {
        Schedule {
            from: self.windows_from.unwrap_or(adopted),
            until: end,
            week_day: self.week_day,
            month_day: self.month_day,
        }
    }

    /// The numbers that indicators are judged by.
    #[must_use]
    pub fn figures(&self) -> FigureRules {
        FigureRules {
            behind_yellow: self.behind_yellow,
            behind_red: self.behind_red,
            tolerance_percent: self.tolerance,
            stale_days: self.stale_days,
        }
    }

    /// How many characters texts may have.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits {
            progress: self.progress_limit,
            text: self.text_limit,
            reason: REASON_LIMIT,
        }
    }
}
