//! Meetings: opening one, its agenda, what it decides; reminders.

use chrono::{DateTime, Utc};

use super::FollowFailure;
use crate::model::{
    Day, Decision, DecisionDraft, DecisionWords, DepartmentId, ItemId, Meeting, MeetingWords, OpId,
};
use crate::oplog::{Said, Texts};
use crate::store::{Entry, Reminded, added_id};
use crate::text::clean;
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// Opens a meeting on a day, and gives its id.
    ///
    /// # Errors
    ///
    /// If the owner of the home may not.
    pub fn open_meeting(
        &mut self,
        words: &MeetingWords,
        on: Day,
        now: DateTime<Utc>,
    ) -> Result<ItemId, Failure> {
        self.refuse_past()?;
        let entry = Entry::with_texts(&cleaned(words), |body| Said::Meeting {
            on,
            body,
            sup: Vec::new(),
            item: None,
        })?;
        Ok(added_id(self.append_one(entry, now)?))
    }

    /// Writes the words of a meeting anew.
    ///
    /// # Errors
    ///
    /// If there is no such meeting.
    pub fn describe_meeting(
        &mut self,
        meeting: ItemId,
        words: &MeetingWords,
        now: DateTime<Utc>,
    ) -> Result<OpId, Failure> {
        self.refuse_past()?;
        let old = self.meeting(meeting)?;
        let entry = Entry::with_texts(&cleaned(words), |body| Said::Meeting {
            on: old.on,
            body,
            sup: old.words_ops.clone(),
            item: Some(meeting),
        })?;
        self.append_one(entry, now)
    }

    /// Sets the agenda of a meeting.
    ///
    /// # Errors
    ///
    /// If there is no such meeting.
    pub fn set_agenda(
        &mut self,
        meeting: ItemId,
        items: Vec<ItemId>,
        now: DateTime<Utc>,
    ) -> Result<OpId, Failure> {
        self.refuse_past()?;
        let old = self.meeting(meeting)?;
        let entry = Entry {
            said: Said::Agenda {
                item: meeting,
                items,
                on: self.today(now),
                sup: old.agenda_ops,
            },
            body: None,
            documents: Vec::new(),
        };
        self.append_one(entry, now)
    }

    /// Records a decision or a problem, and gives its id.
    ///
    /// # Errors
    ///
    /// If it says nothing, its deadline lies before the meeting, or the owner of the home may not.
    pub fn record_decision(
        &mut self,
        draft: &DecisionDraft,
        now: DateTime<Utc>,
    ) -> Result<ItemId, Failure> {
        self.refuse_past()?;
        let words = DecisionWords {
            text: clean(draft.words.text.trim()).into_owned(),
            criterion: clean(draft.words.criterion.trim()).into_owned(),
        };
        if words.text.is_empty() {
            return Err(Failure::NoteEmpty);
        }
        if let (Some(id), Some(due)) = (draft.meeting, draft.due) {
            let meeting = self.meeting(id)?;
            if !meeting.may_set(due) {
                return Err(FollowFailure::DueBeforeMeeting(due, meeting.on).into());
            }
        }
        let on = self.today(now);
        let entry = Entry::with_texts(&words, |body| Said::Decide {
            sort: draft.sort,
            meeting: draft.meeting,
            dept: draft.department,
            tasks: draft.tasks.clone(),
            due: draft.due,
            on,
            body,
            sup: Vec::new(),
        })?;
        Ok(added_id(self.append_one(entry, now)?))
    }

    /// Records that a department was reminded.
    ///
    /// # Errors
    ///
    /// If the owner of the home may not.
    pub fn record_reminder(
        &mut self,
        department: DepartmentId,
        tasks: Vec<ItemId>,
        (via, text): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<OpId, Failure> {
        self.refuse_past()?;
        let on = self.today(now);
        let texts = Texts {
            text: Some(text.to_owned()),
            ..Texts::default()
        };
        let entry = Entry::with_texts(&texts, |body| Said::Remind {
            dept: department,
            tasks,
            via: via.to_owned(),
            on,
            body,
        })?;
        self.append_one(entry, now)
    }

    /// The meetings, the latest first.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn meetings(&self) -> Result<Vec<Meeting>, Failure> {
        Ok(self.store.meetings(self.zone)?)
    }

    /// A meeting.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn meeting(&self, id: ItemId) -> Result<Meeting, Failure> {
        let found = self
            .meetings()?
            .into_iter()
            .find(|meeting| meeting.id == id);
        found.ok_or_else(|| FollowFailure::NoMeeting(id.to_string()).into())
    }

    /// The one meeting whose id begins so, or which is on this day.
    ///
    /// # Errors
    ///
    /// If there is none, or several.
    pub fn find_meeting(&self, id: &str) -> Result<Meeting, Failure> {
        let day: Option<Day> = id.parse().ok();
        let fits = |meeting: &Meeting| match day {
            Some(day) => meeting.on == day,
            None => begins(meeting.id, id),
        };
        let found: Vec<Meeting> = self.meetings()?.into_iter().filter(fits).collect();
        only(id, found, |meeting| meeting.id, FollowFailure::NoMeeting)
    }

    /// The one decision whose id begins so.
    ///
    /// # Errors
    ///
    /// If there is none, or several.
    pub fn find_decision(&self, id: &str) -> Result<Decision, Failure> {
        let decisions = self.decisions()?.into_iter();
        let found: Vec<Decision> = decisions.filter(|one| begins(one.id, id)).collect();
        only(id, found, |decision| decision.id, FollowFailure::NoDecision)
    }

    /// The decisions of all meetings, the latest first.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, Failure> {
        Ok(self.store.decisions()?)
    }

    /// The reminders, the latest first.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn reminders(&self) -> Result<Vec<Reminded>, Failure> {
        Ok(self.store.reminders(self.zone)?)
    }

    /// Appends one op.
    pub(in crate::workspace) fn append_one(
        &mut self,
        entry: Entry,
        now: DateTime<Utc>,
    ) -> Result<OpId, Failure> {
        let mut writing = self.store.write()?;
        let id = writing.append(entry, now)?;
        writing.commit()?;
        Ok(id)
    }
}

fn cleaned(words: &MeetingWords) -> MeetingWords {
    let clear = |text: &str| clean(text.trim()).into_owned();
    MeetingWords {
        name: clear(&words.name),
        time: clear(&words.time),
        place: clear(&words.place),
        chair: clear(&words.chair),
        present: clear(&words.present),
        recorder: clear(&words.recorder),
    }
}

/// Whether an id begins so; a few characters of it do.
fn begins(id: ItemId, prefix: &str) -> bool {
    prefix.len() >= 4 && id.to_string().starts_with(prefix)
}

/// The only one that was found under what was typed.
fn only<T>(
    typed: &str,
    mut found: Vec<T>,
    id: impl Fn(&T) -> ItemId,
    none: impl Fn(String) -> FollowFailure,
) -> Result<T, Failure> {
    if found.len() > 1 {
        let ids = found.iter().map(|one| id(one).to_string()).collect();
        return Err(FollowFailure::Several(typed.to_owned(), ids).into());
    }
    found.pop().ok_or_else(|| none(typed.to_owned()).into())
}
