//! What the screens need of a home.

use std::ops::ControlFlow;

use crate::model::{
    Addition, Change, Detail, Document, Draft, Edit, ItemId, NoteDraft, OpId, Snapshot, StepDraft,
};
use crate::search::Field;
use crate::tui::app::follow::{Act, Ask, Told};
use crate::tui::app::share::Share;
use crate::tui::app::work::{Reminder, Work};
use crate::tui::app::{Notice, Outcome};

/// A home as the screens need it. Everything here may take its time: it runs beside the screens.
pub trait Home: Send {
    /// The first `rows` tasks, for a first page as fast as can be.
    ///
    /// # Errors
    ///
    /// What went wrong and what to do, as for all of these.
    fn first_page(&mut self, rows: usize) -> Result<Snapshot, Notice>;
    /// All tasks.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn snapshot(&mut self) -> Result<Snapshot, Notice>;
    /// Whether the home changed since the last picture was taken; cheap, for it is asked every second.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn changed(&mut self) -> Result<bool, Notice>;
    /// Everything about a task.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn detail(&mut self, task: ItemId) -> Result<Detail, Notice>;
    /// The changes of a task, or all changes; the latest first.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn history(&mut self, task: Option<ItemId>) -> Result<Vec<Change>, Notice>;
    /// Shows every body, measure and current note to `look`, until it breaks.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn texts(
        &mut self,
        look: &mut dyn FnMut(ItemId, Field, &str) -> ControlFlow<()>,
    ) -> Result<(), Notice>;
    /// How the share is.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn share(&mut self) -> Result<Share, Notice> {
        Ok(Share::default())
    }
    /// Finds something out about meetings, approvals, windows or indicators; `None` if there is nothing to tell.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn ask(&mut self, _ask: Ask) -> Result<Option<Told>, Notice> {
        Ok(None)
    }
    /// Does something about them.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn act(&mut self, _act: Act) -> Result<Outcome, Notice> {
        Ok(Outcome::Told(Notice::new("")))
    }
    /// Keeps that a task was looked at.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn look(&mut self, _task: ItemId) -> Result<(), Notice> {
        Ok(())
    }
    /// Records a status note.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn record(&mut self, note: NoteDraft) -> Result<OpId, Notice>;
    /// Records several status notes, all or none; returns the last op.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn record_all(&mut self, notes: Vec<NoteDraft>) -> Result<OpId, Notice>;
    /// Takes steps, all or none; returns the last op.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn take_steps(&mut self, steps: Vec<StepDraft>) -> Result<OpId, Notice>;
    /// Records that a department was reminded.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn remind(&mut self, reminder: Reminder) -> Result<OpId, Notice>;
    /// Takes back what an op said.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn take_back(&mut self, op: OpId, reason: String) -> Result<OpId, Notice>;
    /// What was done here last and can be taken back, the latest first.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn undoable(&mut self) -> Result<Vec<Change>, Notice>;
    /// What the first screen tells beyond the picture.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn work(&mut self) -> Result<Work, Notice>;
    /// Takes a note back.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn retract(&mut self, note: OpId, reason: String) -> Result<OpId, Notice>;
    /// Corrects registers, all or none; returns the last op.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn edit(&mut self, edits: Vec<Edit>) -> Result<OpId, Notice>;
    /// Adds an item.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn add(&mut self, addition: Addition) -> Result<OpId, Notice>;
    /// Puts a plan in force together with corrections of what was read wrong, all or none.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn adopt(&mut self, document: &Document, edits: &[Edit]) -> Result<(), Notice>;
    /// The drafts that are offered again.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn drafts(&mut self) -> Result<Vec<Draft>, Notice>;
    /// Keeps a draft in place of an earlier one of the same form and item; what to tell of where it is, if it is not in
    /// the home.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn save_draft(&mut self, draft: Draft) -> Result<Option<Notice>, Notice>;
    /// Forgets a draft.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn drop_draft(&mut self, form: &str, item: Option<ItemId>) -> Result<(), Notice>;
}
