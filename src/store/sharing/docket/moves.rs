//! What an op moves when it counts, or no longer does.

use crate::model::ItemId;
use crate::oplog::{Part, Said};

/// What an op moves when it counts, and no longer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moves {
    /// Nothing.
    Nothing,
    /// The line of a task.
    Line(ItemId),
    /// The line of a task, and who may speak of it.
    Responsible(ItemId),
    /// More than a line: what it says is read again.
    More,
}

impl From<&Said> for Moves {
    fn from(said: &Said) -> Self {
        match said {
            Said::Set { task, reg, .. } if part_by(reg).is_some() => Self::Responsible(*task),
            Said::Note { task, .. }
            | Said::Retract { task, .. }
            | Said::Set { task, .. }
            | Said::Step { task, .. }
            | Said::Figure { task, .. }
            | Said::Done { task, .. } => Self::Line(*task),
            // Whoever is responsible for a decision may say that it is done. Its tasks bear no trace of it in their lines.
            Said::Decide { .. } => Self::More,
            Said::Adopt { .. } | Said::Add { .. } | Said::Purge { .. } => Self::More,
            Said::Hello { .. }
            | Said::Propose { .. }
            | Said::Meeting { .. }
            | Said::Agenda { .. }
            | Said::Remind { .. }
            | Said::Unknown { .. } => Self::Nothing,
        }
    }
}

/// What the departments that a register holds have to do with a task; `None` for a register that says nothing of it.
pub(super) fn part_by(register: &str) -> Option<Part> {
    match register {
        "lead" | "support" => Some(Part::Responsible),
        "regions" => Some(Part::Any),
        _ => None,
    }
}
