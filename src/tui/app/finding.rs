//! What the ledger looks for: the search, the filter and the order.

use crate::model::ItemId;
use crate::tui::app::desk::Desk;

/// The search, the filter, the order, and which rows come of them.
#[derive(Debug, Default)]
pub(crate) struct Finding {
    order: Vec<u32>,
}

/// What to highlight in a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks<'a> {
    /// Characters of the title, by char position.
    pub(crate) title: &'a [usize],
    /// Whether a department matched.
    pub(crate) department: bool,
}

impl Finding {
    pub(crate) fn order(&self) -> &[u32] {
        &self.order
    }
    pub(crate) fn refresh(&mut self, desk: &Desk) {
        self.order = (0..desk.snapshot.rows.len() as u32).collect();
    }
    pub(crate) fn marks(&self, _at: usize) -> Marks<'_> {
        Marks::default()
    }
    pub(crate) fn snippet(&self, _task: ItemId) -> Option<(&str, &[usize])> {
        None
    }
    pub(crate) fn explain_empty(&self, _desk: &Desk) -> String {
        String::new()
    }
    pub(crate) fn sorted_by(&self, _key: &str) -> Option<bool> {
        None
    }
}
