//! Drafts: what was typed into a form and not yet recorded. Local files, never ops.

use serde::{Deserialize, Serialize};

use super::ItemId;

/// The raw content of a form, exactly as typed, so that nothing is lost even if it does not yet make sense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The form: `note`, `edit-task`, `add-task` and so on.
    pub form: String,
    /// What the form is about.
    pub item: Option<ItemId>,
    /// The fields by name, as typed.
    pub fields: Vec<(String, String)>,
    /// When it was last written, RFC 3339 in local time.
    pub saved: String,
}

impl Draft {
    /// What a field holds; empty if the draft has no such field.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, text)| text)
    }
}
