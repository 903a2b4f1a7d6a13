//! What decides a light, a window or a day: the rules that everybody on a plan shares.

use serde::{Deserialize, Serialize};

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
