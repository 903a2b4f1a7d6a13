//! The meeting that goes on here: at which item it is, and what is said at it.

use std::collections::HashSet;

use super::FollowFailure;
use crate::model::{Day, ItemId};
use crate::workspace::{Failure, Workspace};

/// The setting of this computer under which the place in a meeting is kept, so that it is found again.
const PLACE: &str = "meeting.place";

/// The meeting at which something is said, if one goes on.
#[derive(Debug, Clone, Default)]
pub(in crate::workspace) struct Sitting {
    meeting: Option<ItemId>,
    agenda: HashSet<ItemId>,
}

impl Sitting {
    /// The meeting at which something is said of a task: the one that goes on, if the task is on its agenda.
    pub(in crate::workspace) fn of(&self, task: ItemId) -> Option<ItemId> {
        self.meeting.filter(|_| self.agenda.contains(&task))
    }
}

impl Workspace {
    /// Has what is recorded of these tasks from now on stand in the minutes of this meeting.
    ///
    /// # Errors
    ///
    /// If there is no such meeting, or one of the tasks is not on its agenda.
    pub fn sit_in(&mut self, meeting: ItemId, tasks: &[ItemId]) -> Result<(), Failure> {
        let agenda = self.meeting(meeting)?.agenda;
        for task in tasks {
            if !agenda.contains(task) {
                let code = self.store.row(*task)?.map(|row| row.code.to_string());
                return Err(FollowFailure::NotOnAgenda(code.unwrap_or_default()).into());
            }
        }
        self.sits_in = Some(meeting);
        Ok(())
    }

    /// The meeting that goes on here on a day: the one that was named, else the one whose place is kept, on its own day.
    pub(in crate::workspace) fn sitting(&self, today: Day) -> Result<Sitting, Failure> {
        let runs = match self.sits_in {
            Some(named) => Some(named),
            None => self.place()?.map(|(meeting, _)| meeting),
        };
        let Some(id) = runs else {
            return Ok(Sitting::default());
        };
        let mut all = self.meetings()?.into_iter();
        let meeting = all.find(|meeting| meeting.id == id);
        // One that nobody ended is over with its day.
        let meeting = meeting.filter(|meeting| self.sits_in.is_some() || meeting.on == today);
        Ok(meeting.map_or_else(Sitting::default, |meeting| Sitting {
            meeting: Some(meeting.id),
            agenda: meeting.agenda.into_iter().collect(),
        }))
    }

    /// Keeps at which item of a meeting this computer is; `None` once it is over.
    ///
    /// # Errors
    ///
    /// If the home cannot be written.
    pub fn keep_place(&self, place: Option<(ItemId, usize)>) -> Result<(), Failure> {
        let text = place.map(|(meeting, at)| format!("{meeting} {at}"));
        Ok(self.store.set_local(PLACE, &text.unwrap_or_default())?)
    }

    /// At which item of which meeting this computer was when it stopped.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn place(&self) -> Result<Option<(ItemId, usize)>, Failure> {
        let text = self.store.local(PLACE)?.unwrap_or_default();
        let mut words = text.split_whitespace();
        let place = words.next().zip(words.next());
        Ok(place.and_then(|(meeting, at)| Some((meeting.parse().ok()?, at.parse().ok()?))))
    }
}
