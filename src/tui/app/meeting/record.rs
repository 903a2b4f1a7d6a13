//! What is recorded on the spot in a meeting.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use crate::model::{Decision, DecisionSort, DoneDraft, ItemId, Light, ascii_twin};
use crate::tui::app::follow::Act;
use crate::tui::app::keys::Action;
use crate::tui::app::screen::Screen;
use crate::tui::app::screen::form::{Follow, Subject};
use crate::tui::app::{App, Effect, Notice, Tone};
use crate::words::fill;

impl App {
    /// What is recorded on the spot.
    pub(super) fn record_in_meeting(
        &mut self,
        action: Action,
        key: KeyEvent,
        meeting: ItemId,
        task: Option<ItemId>,
    ) -> Vec<Effect> {
        use Action as A;
        let words = self.desk.words.meeting;
        let subject = match (action, task) {
            (A::Decide, task) => {
                Subject::Follow(Follow::Decision(DecisionSort::Action, meeting, task))
            }
            (A::Problem, task) => {
                Subject::Follow(Follow::Decision(DecisionSort::Problem, meeting, task))
            }
            (A::Correct, _) => Subject::Follow(Follow::Meeting(meeting)),
            (A::Judge, Some(task)) => {
                let light = match key.code {
                    KeyCode::Char(c) if ascii_twin(c) == 'g' => Light::Green,
                    KeyCode::Char(c) if ascii_twin(c) == 'r' => Light::Red,
                    _ => Light::Yellow,
                };
                Subject::Follow(Follow::Judged(task, light))
            }
            (A::Judge, None) => return self.refused(Notice::new(words.no_light_here)),
            (A::Note, Some(task)) => Subject::Note(task, None),
            (A::Note, None) => return self.refused(Notice::new(words.no_note_here)),
            _ => return vec![self.ask_to_act(Act::Minutes(meeting))],
        };
        self.open_form(subject)
    }

    /// Asks whether what was decided or named of an item is done: each of several in turn, the one that was said first
    /// at first. Nothing is recorded before the person has seen which.
    pub(super) fn ask_whether_done(
        &mut self,
        item: Option<ItemId>,
        asked: Option<ItemId>,
    ) -> Vec<Effect> {
        let words = self.desk.words.meeting;
        let known = self.desk.known.meetings.clone();
        let decided = item.and_then(|item| known.as_ref()?.decision(item));
        if decided.is_some_and(|decision| decision.done.is_some()) {
            return self.refused(Notice::new(words.settled_already));
        }
        let mut open: Vec<&Decision> = match self.stack.last() {
            Some(Screen::Meeting(meeting)) => meeting.open_decisions(&self.desk).collect(),
            _ => Vec::new(),
        };
        open.reverse();
        let before = open.iter().position(|decision| Some(decision.id) == asked);
        let at = before.map_or(0, |at| at + 1) % open.len().max(1);
        let Some(decision) = open.get(at) else {
            return self.refused(Notice::new(words.settle_what));
        };
        let said = self.desk.decision(decision);
        let (message, hint) = match open.len() {
            1 => (fill(words.settle_ask, &[&said]), words.settle_how),
            all => {
                let place = [(at + 1).to_string(), all.to_string()];
                let parts = [&place[0], &place[1], said.as_str()];
                (fill(words.settle_ask_of, &parts), words.settle_how_of)
            }
        };
        let id = decision.id;
        if let Some(Screen::Meeting(meeting)) = self.stack.last_mut() {
            meeting.asked = Some(id);
        }
        self.notice = Some((Tone::Good, Notice::new(message).hint(hint)));
        Vec::new()
    }

    /// Records that what the person was asked about is done.
    pub(super) fn settle_decision(&mut self, asked: Option<ItemId>) -> Vec<Effect> {
        let Some(item) = asked else {
            return Vec::new();
        };
        let draft = DoneDraft {
            task: item,
            item,
            department: None,
            period: None,
            done: Some(self.desk.today()),
            text: String::new(),
        };
        vec![self.ask_to_act(Act::Settle(draft))]
    }
}
