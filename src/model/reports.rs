//! The reports of a task around its running window: what was promised, what is said now, what supporters contribute.

use super::{Detail, Note, Outlook};

/// The reports of a task around its running window.
#[derive(Debug, Clone, Default)]
pub struct Reports<'a> {
    /// The lead's latest report of this window.
    pub now: Option<&'a Note>,
    /// All of the lead's reports of this window, the latest first.
    pub said: Vec<&'a Note>,
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

    /// What the lead says in this window, as one report: the latest, and of what it says nothing, what was said before it
    /// in the same window. What is added on the spot, as at a meeting, takes back nothing. `None` if nothing was said.
    #[must_use]
    pub fn together(&self) -> Option<Note> {
        let mut all = self.said.iter();
        let mut whole = Note::clone(all.next()?);
        for note in all {
            let (text, said) = (&mut whole.text, &note.text);
            if text.progress.trim().is_empty() && whole.unchanged.is_none() {
                text.progress.clone_from(&said.progress);
                whole.unchanged = note.unchanged;
            }
            for (part, said) in [
                (&mut text.problems, &said.problems),
                (&mut text.coordinate, &said.coordinate),
            ] {
                if part.trim().is_empty() {
                    part.clone_from(said);
                }
            }
            if text.next.trim().is_empty() {
                text.next.clone_from(&said.next);
                whole.next_on = note.next_on;
            }
            whole.percent = whole.percent.or(note.percent);
            whole.kept = whole.kept.or(note.kept);
        }
        Some(whole)
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
                (true, true) => {
                    reports.now = reports.now.or(Some(note));
                    reports.said.push(note);
                }
                (true, false) => reports.before = reports.before.or(Some(note)),
                (false, true) => reports.contributions.push(note),
                (false, false) => {}
            }
        }
        reports
    }
}
