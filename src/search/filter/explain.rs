//! Which condition left nothing to show.

use std::ops::Range;
use std::sync::Arc;

use crate::model::Row;
use crate::words::{Words, fill};

use super::{Filter, Texts};

/// Why a filter shows no task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emptied {
    /// The condition, as it was typed.
    pub condition: String,
    /// Where it stands in the filter, in characters.
    pub at: Range<usize>,
    /// How many tasks there would be without it; if `together`, how many the conditions before it leave.
    pub left: usize,
    /// Whether no single condition is to blame, and this one was merely the last straw.
    pub together: bool,
}

impl Emptied {
    /// The reason in one line.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let template = if self.together {
            words.filter.emptied_together
        } else {
            words.filter.emptied_by_one
        };
        fill(template, &[&self.condition, &self.left.to_string()])
    }
}

impl Filter {
    /// The first condition without which there would be something to show.
    ///
    /// `None` if the filter lets a task through, or there are no tasks at all.
    #[must_use]
    pub fn explain_empty(&self, rows: &[Arc<Row>], texts: &impl Texts) -> Option<Emptied> {
        // How many tasks fail at exactly this condition, and how many fail at it first.
        let mut alone = vec![0_usize; self.conditions.len()];
        let mut first = vec![0_usize; self.conditions.len()];
        for row in rows {
            let mut failed = self
                .conditions
                .iter()
                .enumerate()
                .filter(|(_, condition)| !condition.is_met(row, self, texts))
                .map(|(at, _)| at);
            let at = failed.next()?;
            if let Some(count) = first.get_mut(at) {
                *count += 1;
            }
            if failed.next().is_none()
                && let Some(count) = alone.get_mut(at)
            {
                *count += 1;
            }
        }
        let blamed = alone.iter().position(|&count| count > 0);
        let (at, left, together) = match blamed {
            Some(at) => (at, alone.get(at).copied()?, false),
            None => {
                // The last condition at which a task fails first is the one after which none is left.
                let at = first.iter().rposition(|&count| count > 0)?;
                (at, first.get(at).copied()?, true)
            }
        };
        let condition = self.conditions.get(at)?;
        Some(Emptied {
            condition: condition.typed.clone(),
            at: condition.at.clone(),
            left,
            together,
        })
    }
}
