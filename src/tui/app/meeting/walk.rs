//! Going from item to item of a meeting: by what is typed, and what is to be done on arrival.

use std::sync::Arc;

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use crate::model::ascii_twin;
use crate::tui::app::follow::{Act, Ask};
use crate::tui::app::keys::Action;
use crate::tui::app::screen::Screen;
use crate::tui::app::{App, Effect, Notice, Ticket};
use crate::words::fill;

impl App {
    pub(super) fn act_in_jump(&mut self, action: Action) -> Option<Vec<Effect>> {
        let Some(Screen::Meeting(meeting)) = self.stack.last_mut() else {
            return None;
        };
        Some(match action {
            Action::Apply => {
                let found = meeting.found(&self.desk);
                meeting.jump = None;
                match found {
                    Ok(at) => self.go_to(at),
                    Err(typed) => {
                        let words = self.desk.words.meeting;
                        let typed = self.desk.clean(&typed);
                        self.refused(Notice::new(fill(words.jump_nowhere, &[&typed])))
                    }
                }
            }
            Action::Back => {
                meeting.jump = None;
                Vec::new()
            }
            _ => return None,
        })
    }

    /// Types into the line that says which item to go to, or begins it with a digit; returns whether the key was taken.
    pub(in crate::tui::app) fn type_in_meeting(&mut self, key: KeyEvent) -> bool {
        let Some(Screen::Meeting(meeting)) = self.stack.last_mut() else {
            return false;
        };
        meeting.asked = None;
        if meeting.jump.is_some() {
            meeting.type_key(key, &self.desk);
            return true;
        }
        match key.code {
            KeyCode::Char(c) if ascii_twin(c).is_ascii_digit() => {
                meeting.begin_jump(&ascii_twin(c).to_string());
                true
            }
            _ => false,
        }
    }

    /// Goes to an item of the agenda.
    pub(in crate::tui::app) fn go_to(&mut self, at: usize) -> Vec<Effect> {
        let Some(Screen::Meeting(meeting)) = self.stack.last_mut() else {
            return Vec::new();
        };
        if meeting.go_to(at, &self.desk) {
            self.arrive()
        } else {
            Vec::new()
        }
    }

    /// What is to be done at another item: its place is kept, and the one that comes next is loaded ahead.
    pub(in crate::tui::app) fn arrive(&mut self) -> Vec<Effect> {
        let past = self.desk.snapshot.past;
        let Some(Screen::Meeting(meeting)) = self
            .stack
            .iter()
            .rev()
            .find(|screen| matches!(screen, Screen::Meeting(_)))
        else {
            return Vec::new();
        };
        let place = meeting.meeting.map(|id| (id, meeting.at));
        let place = place.filter(|_| !meeting.read_only && !past);
        let (task, next) = (meeting.task(&self.desk), meeting.next_task(&self.desk));
        let mut effects = Vec::new();
        if let Some(task) = task {
            match meeting.near(task) {
                Some(detail) => self.desk.detail = Some(Arc::clone(detail)),
                None if self.desk.detail_of(task).is_some() => {}
                None => effects.push(Effect::LoadDetail(task)),
            }
        }
        let known = next.is_none_or(|next| meeting.near(next).is_some());
        if let Some(next) = next.filter(|_| !known) {
            effects.push(Effect::Ask(Ask::Ahead(next)));
        }
        if place.is_some() {
            effects.push(Effect::Act(Ticket::default(), Act::Place(place)));
        }
        self.settle();
        effects
    }
}
