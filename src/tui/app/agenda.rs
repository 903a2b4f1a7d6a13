//! The agenda of a meeting: what its keys do.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::follow::Act;
use super::keys::Action;
use super::screen::Screen;
use super::screen::meeting::{self, agenda};
use super::{App, Effect, Notice, Ticket};
use crate::model::{MeetingWords, ascii_twin};
use crate::words::fill;

impl App {
    /// What the line does in which the filter of an agenda is typed.
    pub(super) fn act_in_agenda_filter(&mut self, action: Action) -> Option<Vec<Effect>> {
        let Some(Screen::Agenda(agenda)) = self.stack.last_mut() else {
            return None;
        };
        match action {
            Action::Apply => agenda.keep_filter(),
            Action::Back => agenda.cancel_filter(&self.desk),
            _ => return None,
        }
        Some(agenda.wanted())
    }

    /// Takes the agenda from a saved view.
    pub(super) fn take_view(&mut self, at: usize) -> Vec<Effect> {
        let words = self.desk.words.meeting;
        if self.desk.taste.views.get(at).is_none() {
            let number = (at + 1).to_string();
            let hint = self.desk.words.screen.no_view_hint;
            return self.refused(Notice::new(fill(words.no_view, &[&number])).hint(hint));
        }
        let Some(Screen::Agenda(agenda)) = self.stack.last_mut() else {
            return Vec::new();
        };
        if agenda.running {
            return self.refused(Notice::new(words.agenda_fixed).hint(words.agenda_fixed_hint));
        }
        agenda.take_source(agenda::Source::View(at), &self.desk);
        agenda.wanted()
    }

    pub(super) fn act_in_agenda(&mut self, action: Action, key: KeyEvent) -> Option<Vec<Effect>> {
        let words = self.desk.words.meeting;
        let Some(Screen::Agenda(agenda)) = self.stack.last_mut() else {
            return None;
        };
        let desk = &self.desk;
        match action {
            Action::TakeOut => agenda.take_out(desk),
            Action::Earlier => agenda.shift(false, desk),
            Action::Later => agenda.shift(true, desk),
            Action::Source | Action::Filter if agenda.running => {
                let notice = Notice::new(words.agenda_fixed).hint(words.agenda_fixed_hint);
                return Some(self.refused(notice));
            }
            Action::Source => {
                agenda.next_source(desk);
                return Some(agenda.wanted());
            }
            Action::Filter => agenda.begin_filter(desk),
            Action::View => {
                let digit = match key.code {
                    KeyCode::Char(c) => ascii_twin(c).to_digit(10),
                    _ => None,
                };
                return Some(self.take_view(digit.unwrap_or(1) as usize - 1));
            }
            Action::Open if agenda.running => {
                let selected = agenda.selected();
                let mut effects = self.keep_agenda();
                self.stack.pop();
                if let Some(meeting) = self.meeting_mut() {
                    let found = meeting.items.iter().position(|i| Some(*i) == selected);
                    let found = found.unwrap_or(meeting.at);
                    effects.extend(self.go_to(found));
                }
                return Some(effects);
            }
            Action::Open => return Some(self.begin_meeting()),
            Action::Back => {
                let effects = self.keep_agenda();
                self.stack.pop();
                return Some(effects);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Keeps the agenda of a running meeting as it was changed.
    fn keep_agenda(&mut self) -> Vec<Effect> {
        let Some(Screen::Agenda(agenda)) = self.stack.last() else {
            return Vec::new();
        };
        let items = agenda.chosen();
        if !agenda.running || !agenda.touched || items.is_empty() {
            return Vec::new();
        }
        let past = self.desk.snapshot.past;
        let Some(meeting) = self.meeting_mut() else {
            return Vec::new();
        };
        meeting.take_agenda(&items);
        let kept = meeting.meeting.filter(|_| !meeting.read_only && !past);
        let mut effects = self.arrive();
        if let Some(kept) = kept {
            effects.push(self.ask_to_act(Act::SetAgenda(kept, items)));
        }
        effects
    }

    /// Begins the meeting with the agenda that is shown, or takes up the one whose agenda it is.
    fn begin_meeting(&mut self) -> Vec<Effect> {
        let words = self.desk.words.meeting;
        let Some(Screen::Agenda(agenda)) = self.stack.last_mut() else {
            return Vec::new();
        };
        let (items, source) = (agenda.chosen(), agenda.source);
        if items.is_empty() {
            return self.refused(Notice::new(words.agenda_all_out));
        }
        let read_only = self.to_meeting.unwrap_or(false) || self.desk.snapshot.past;
        let known = self.desk.known.meetings.clone();
        let meeting = match source {
            agenda::Source::Kept(id) => known.as_ref().and_then(|known| {
                let found = known.all.iter().find(|meeting| meeting.id == id);
                found.cloned()
            }),
            _ => None,
        };
        if read_only || meeting.is_some() {
            let changed = meeting.as_ref().is_some_and(|m| m.agenda != items);
            let id = meeting.as_ref().map(|meeting| meeting.id);
            let mut effects = Vec::new();
            if let (true, Some(id), false) = (changed, id, read_only) {
                effects.push(self.ask_to_act(Act::SetAgenda(id, items.clone())));
            }
            self.stack.pop();
            let screen = meeting::Screen::new(meeting.as_ref(), items, 0, read_only, &self.desk);
            self.open(Screen::Meeting(Box::new(screen)));
            effects.extend(self.arrive());
            return effects;
        }
        if agenda.pending.is_some() {
            return Vec::new();
        }
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        agenda.pending = Some(ticket);
        // It is one more of those that were held before.
        let last = known.as_ref().and_then(|known| known.all.first());
        let name = last.map(|last| last.words.name.clone());
        let name = name.filter(|name| !name.is_empty());
        let named = MeetingWords {
            name: name.unwrap_or_else(|| words.usual_name.to_owned()),
            ..MeetingWords::default()
        };
        let today = self.desk.today();
        self.say(words.beginning);
        vec![Effect::Act(ticket, Act::OpenMeeting(named, today, items))]
    }
}
