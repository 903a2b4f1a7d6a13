//! The reports of a task around its running window: what was promised, what is said now, what supporters contribute.

use super::{Detail, Note, Outlook};

/// The reports of a task around its running window.
#[derive(Debug, Clone, Default)]
pub struct Reports<'a> {
    /// The lead's latest report of this window.
    pub now: Option<&'a Note>,
    /// The lead's latest report before this window: its next step is what was promised.
    pub before: Option<&'a Note>,
    /// What supporters reported in this window, the latest first.
    pub contributions: Vec<&'a Note>,
}

impl<'a> Reports<'a> {
    /// What the lead had promised for this window; empty if it promised nothing.
    #[must_use]
    pub fn promise(&self) -> &'a str {
        self.before.map_or("", |note| note.text.next.trim())
    }
}

impl Detail {
    /// The reports around the window in which the task is to be reported on now. Where there is none, everything was
    /// said before.
    #[must_use]
    pub fn reports(&self, outlook: &Outlook) -> Reports<'_> {
        let window = outlook.window(&self.row);
        let mut reports = Reports::default();
        for note in self.notes.iter().filter(|note| note.is_current()) {
            let leads = self.row.lead.contains(&note.department);
            let is_now = window.is_some_and(|window| note.on >= window.from);
            match (leads, is_now) {
                (true, true) => reports.now = reports.now.or(Some(note)),
                (true, false) => reports.before = reports.before.or(Some(note)),
                (false, true) => reports.contributions.push(note),
                (false, false) => {}
            }
        }
        reports
    }
}
