//! What comes in (messages) and what goes out (effects) of the screen program, both as plain data.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use ratatui::crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Size;

use super::follow::{Act, Ask, Told};
use super::share::Share;
use super::work::{Reminder, Work};
use crate::model::{
    Addition, Change, Detail, Document, Draft, Edit, ItemId, NoteDraft, OpId, Snapshot, StepDraft,
};
use crate::search::{Query, TextSearch};

/// Something that happened outside the core.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// Keys that arrived at once: a person over a slow line, or a paste that nobody marked as one.
    Keys(Vec<KeyEvent>),
    /// Text was pasted, or typed faster than a person types.
    Paste(String),
    /// The mouse was used; comes only if the taste asks for the mouse.
    Mouse(MouseEvent),
    /// The terminal has another size.
    Resize(Size),
    /// The time, in local time; sent before each batch of messages.
    Clock(DateTime<FixedOffset>),
    /// An alarm asked for by [`Effect::WakeAt`] went off.
    Alarm(Alarm),
    /// A newer picture of the home.
    Loaded(Arc<Snapshot>),
    /// Everything about a task.
    Detail(Arc<Detail>),
    /// The history of a task, or of everything; the latest first.
    History(Option<ItemId>, Vec<Change>),
    /// What the background search over bodies, measures and notes found, for what was typed.
    Texts(Purpose, String, Arc<TextSearch>),
    /// A plan was read and awaits review.
    Review(Arc<Document>),
    /// The drafts that an earlier run left behind.
    Drafts(Vec<Draft>),
    /// The answer to [`Effect::SaveDraft`]: what to tell of where the draft is kept, if it is not in the home; or why it
    /// is kept nowhere. One of several for the same form and item may be all that is answered: the latest.
    Kept(Draft, Result<Option<Notice>, Notice>),
    /// How the share is.
    Share(Arc<Share>),
    /// The home and its share were brought together, or could not be.
    Exchanged(Exchanged),
    /// What the first screen tells beyond the picture.
    Work(Arc<Work>),
    /// What was done here last and can be taken back, the latest first.
    Undoable(Vec<Change>),
    /// A text was handed to the terminal to be copied, and lies in this file.
    Copied(String),
    /// The answer to [`Effect::Ask`].
    Told(Told),
    /// A verb has run.
    Done(Ticket, Result<Outcome, Notice>),
    /// Something that no ticket waits for went wrong.
    Failed(Notice),
    /// The text as the editor left it.
    Edited(String),
    /// The terminal is going away: save what was typed and end.
    Hangup,
}

/// Something the core wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Load the picture anew; answered by [`Message::Loaded`].
    Load,
    /// Load everything about a task; answered by [`Message::Detail`].
    LoadDetail(ItemId),
    /// Load the history of a task, or of everything; answered by [`Message::History`].
    LoadHistory(Option<ItemId>),
    /// Search bodies, measures and notes in the background for what was typed; answered by [`Message::Texts`].
    /// A later search for the same purpose ends this one.
    SearchTexts(Purpose, String, Query),
    /// Record a status note.
    Record(Ticket, NoteDraft),
    /// Record several status notes, all or none.
    RecordAll(Ticket, Vec<NoteDraft>),
    /// Take steps, all or none.
    TakeSteps(Ticket, Vec<StepDraft>),
    /// Record that a department was reminded.
    Remind(Ticket, Reminder),
    /// Take back what an op said, for a reason.
    TakeBack(Ticket, OpId, String),
    /// Find out what can be taken back; answered by [`Message::Undoable`].
    LoadUndoable,
    /// Find out what the first screen tells beyond the picture; answered by [`Message::Work`].
    LoadWork,
    /// Hand a text to the terminal to be copied, and keep it in a file of this name; answered by [`Message::Copied`].
    Copy(String, String),
    /// Take a note back, for a reason.
    Retract(Ticket, OpId, String),
    /// Correct registers, all of them or none.
    Edit(Ticket, Vec<Edit>),
    /// Add a task, a measure or an indicator.
    Add(Ticket, Addition),
    /// Put the plan under review in force together with these corrections, all or none.
    Adopt(Ticket, Vec<Edit>),
    /// Find out how the share is; answered by [`Message::Share`].
    LoadShare,
    /// Bring the home and its share together now; answered by [`Message::Exchanged`].
    Exchange,
    /// Find something out; answered by [`Message::Told`].
    Ask(Ask),
    /// Have something done; answered by [`Message::Done`].
    Act(Ticket, Act),
    /// Keep that a task was looked at.
    Look(ItemId),
    /// Keep what was typed; answered by [`Message::Kept`].
    SaveDraft(Draft),
    /// Forget the draft of a form about an item.
    DropDraft(String, Option<ItemId>),
    /// Open a text in the person's own editor; answered by [`Message::Edited`].
    OpenEditor(String),
    /// Send [`Message::Alarm`] after this time.
    WakeAt(Alarm, Duration),
    /// Paint the whole screen anew.
    Redraw,
    /// Leave.
    Quit,
}

/// What a wake-up is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alarm {
    /// The cursor came to rest; each request begins the wait anew.
    Rest,
    /// What was typed is to be kept; the first request stands.
    Draft,
    /// A timer on the screen goes on.
    Tick,
}

/// An exchange with the share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchanged {
    /// Whether a person asked for it.
    pub asked: bool,
    /// What it did, in words, or why it did not happen.
    pub result: Result<String, Trouble>,
}

/// Why an exchange with the share did not happen as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What to tell.
    pub notice: Notice,
    /// What stands in the way.
    pub obstacle: Obstacle,
}

/// What stands in the way of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The share is not there.
    Offline,
    /// It can be read, and lets nothing be written.
    ReadOnly,
    /// The key that signs is locked by a passphrase.
    KeyLocked,
    /// The key that signs is not at hand, or does not sign.
    NoKey,
}

impl From<Notice> for Trouble {
    fn from(notice: Notice) -> Self {
        Self {
            notice,
            obstacle: Obstacle::Offline,
        }
    }
}

/// Tells the answers to several requests apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// What a verb did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was recorded, by this op.
    Recorded(OpId),
    /// A plan is in force.
    Adopted,
    /// A meeting was opened.
    Opened(ItemId),
    /// A meeting is over; where its minutes are.
    Ended(Notice),
    /// It was done, and this is to be told.
    Told(Notice),
}

/// A message to the person: what happened, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Notice {
    /// What happened.
    pub message: String,
    /// What to do next; may be empty.
    pub hint: String,
}

impl Notice {
    /// A notice without a hint.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: String::new(),
        }
    }

    /// The same notice with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// What a background search is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The search line.
    Search,
    /// The bare words of the filter.
    Filter,
    /// The bare words of the filter that an agenda comes from.
    Agenda,
}
