//! What a change in the history is about, in words.

use std::borrow::Cow;

use super::Words;
use crate::model::Change;

impl Words {
    /// What of its object a change is about: the register that was set, the step that was taken, the sort of figure, why
    /// nothing has changed. The keyword itself where this program does not know it.
    #[must_use]
    pub fn about<'a>(&self, change: &'a Change) -> Option<Cow<'a, str>> {
        let keyword = change.register.as_deref()?;
        let follow = self.follow;
        let said = match change.kind.as_str() {
            "note" => {
                let why = keyword.parse().map_or(keyword, |why| follow.unchanged(why));
                return Some(format!("{} ({why})", follow.unchanged).into());
            }
            "step" => keyword.parse().map_or(keyword, |step| follow.step(step)),
            "figure" => keyword.parse().map_or(keyword, |sort| follow.figure(sort)),
            _ => self.term.register_named(keyword),
        };
        Some(said.into())
    }
}
