//! What time it is: the one place that reads the clock.

use std::time::Instant;

use chrono::{DateTime, Utc};

/// The clock of a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The computer's own.
    Wall,
    /// The clock of made-up data: set to a time of its own when the program began, and running on from there.
    Standing {
        /// What it was set to.
        at: DateTime<Utc>,
        /// When it was.
        set: Instant,
    },
}

impl Clock {
    /// A clock that is set to this time now.
    #[must_use]
    pub fn set_to(at: DateTime<Utc>) -> Self {
        let set = Instant::now();
        Self::Standing { at, set }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::Wall => Utc::now(),
            Self::Standing { at, set } => *at + set.elapsed(),
        }
    }
}
