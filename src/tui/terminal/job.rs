//! What can be asked of the worker.

use crate::model::{Addition, Draft, Edit, ItemId, NoteDraft, OpId, StepDraft};
use crate::search::Query;
use crate::tui::app::follow::{Act, Ask};
use crate::tui::app::work::Reminder;
use crate::tui::app::{Effect, Purpose, Ticket};

/// Something to ask of the home.
#[derive(Debug)]
pub(super) enum Job {
    Load,
    Detail(ItemId),
    History(Option<ItemId>),
    Texts(Purpose, String, Query),
    Record(Ticket, NoteDraft),
    RecordAll(Ticket, Vec<NoteDraft>),
    TakeSteps(Ticket, Vec<StepDraft>),
    Remind(Ticket, Reminder),
    TakeBack(Ticket, OpId, String),
    Undoable,
    Work,
    Retract(Ticket, OpId, String),
    Edit(Ticket, Vec<Edit>),
    Add(Ticket, Addition),
    Adopt(Ticket, Vec<Edit>),
    Share,
    Ask(Ask),
    Act(Ticket, Act),
    Look(ItemId),
    SaveDraft(Draft),
    DropDraft(String, Option<ItemId>),
}

impl Job {
    /// The job that an effect asks for; `None` for those that the loop does itself.
    pub(super) fn of(effect: Effect) -> Option<Self> {
        Some(match effect {
            Effect::Load => Self::Load,
            Effect::LoadDetail(task) => Self::Detail(task),
            Effect::LoadHistory(task) => Self::History(task),
            Effect::SearchTexts(purpose, typed, query) => Self::Texts(purpose, typed, query),
            Effect::Record(ticket, note) => Self::Record(ticket, note),
            Effect::RecordAll(ticket, notes) => Self::RecordAll(ticket, notes),
            Effect::TakeSteps(ticket, steps) => Self::TakeSteps(ticket, steps),
            Effect::Remind(ticket, reminder) => Self::Remind(ticket, reminder),
            Effect::TakeBack(ticket, op, reason) => Self::TakeBack(ticket, op, reason),
            Effect::LoadUndoable => Self::Undoable,
            Effect::LoadWork => Self::Work,
            Effect::Retract(ticket, note, reason) => Self::Retract(ticket, note, reason),
            Effect::Edit(ticket, edits) => Self::Edit(ticket, edits),
            Effect::Add(ticket, addition) => Self::Add(ticket, addition),
            Effect::Adopt(ticket, edits) => Self::Adopt(ticket, edits),
            Effect::LoadShare => Self::Share,
            Effect::Ask(ask) => Self::Ask(ask),
            Effect::Act(ticket, act) => Self::Act(ticket, act),
            Effect::Look(task) => Self::Look(task),
            Effect::SaveDraft(draft) => Self::SaveDraft(draft),
            Effect::DropDraft(form, item) => Self::DropDraft(form, item),
            Effect::OpenEditor(_)
            | Effect::WakeAt(..)
            | Effect::Exchange
            | Effect::Copy(..)
            | Effect::Redraw
            | Effect::Quit => return None,
        })
    }

    /// Whether something is lost if the job is not done.
    pub(super) fn writes(&self) -> bool {
        !matches!(
            self,
            Self::Load
                | Self::Detail(_)
                | Self::History(_)
                | Self::Texts(..)
                | Self::Share
                | Self::Undoable
                | Self::Work
                | Self::Ask(_)
        )
    }

    /// Whether `later` makes this job needless.
    pub(super) fn is_replaced_by(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::Detail(_), Self::Detail(_))
            | (Self::Load, Self::Load)
            | (Self::Share, Self::Share)
            | (Self::Undoable, Self::Undoable)
            | (Self::Work, Self::Work) => true,
            (Self::Texts(one, ..), Self::Texts(other, ..)) => one == other,
            (Self::Ask(one), Self::Ask(other)) => {
                std::mem::discriminant(one) == std::mem::discriminant(other)
            }
            (Self::Act(_, Act::Place(_)), Self::Act(_, Act::Place(_))) => true,
            (Self::SaveDraft(one), Self::SaveDraft(other)) => {
                (&one.form, one.item) == (&other.form, other.item)
            }
            _ => false,
        }
    }
}
