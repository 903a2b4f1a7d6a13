//! What a change in the history is about, in words.

use super::Words;
use crate::model::{Change, FigureSort, Step};

impl Words {
    /// What of its object a change is about: the register that was set, the step that was taken, the sort of figure. The
    /// keyword itself where this program does not know it.
    #[must_use]
    pub fn about<'a>(&self, change: &'a Change) -> Option<&'a str> {
        let keyword = change.register.as_deref()?;
        Some(match change.kind.as_str() {
            "step" => keyword
                .parse()
                .map_or(keyword, |step: Step| self.follow.step(step)),
            "figure" => keyword
                .parse()
                .map_or(keyword, |sort: FigureSort| self.follow.figure(sort)),
            _ => self.term.register_named(keyword),
        })
    }
}
