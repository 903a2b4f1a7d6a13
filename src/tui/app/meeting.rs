//! Meetings, approvals, windows and indicators: what their keys do.

mod record;
mod walk;

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::follow::{Act, Ask};
use super::keys::{Action, Place};
use super::screen::form::{Follow, Subject};
use super::screen::meeting::{self, Walk, agenda};
use super::screen::{Screen, approvals, indicators, windows};
use super::{Alarm, App, Effect, Notice, Ticket, Tone};
use crate::model::{Step, StepDraft};
use crate::tui::widget::theme::Palette;

impl App {
    /// The same screens, opening a meeting at once, to be looked at only or not.
    #[must_use]
    pub fn in_meeting(mut self, read_only: bool) -> Self {
        self.to_meeting = Some(read_only);
        self
    }

    /// What an action does that has to do with meetings, approvals, windows or indicators; `None` for all others.
    pub(super) fn act_follow(
        &mut self,
        place: Place,
        action: Action,
        key: KeyEvent,
    ) -> Option<Vec<Effect>> {
        use Action as A;
        match place {
            Place::Meeting if action != A::Reports => return self.act_in_meeting(action, key),
            Place::Jump => return self.act_in_jump(action),
            Place::Agenda if action != A::Reports => return self.act_in_agenda(action, key),
            Place::Filter => return self.act_in_agenda_filter(action),
            Place::Reports => return self.act_in_reports(action, key),
            _ => {}
        }
        Some(match action {
            A::Meeting => {
                let screen = agenda::Screen::new(self.listed(), &self.desk);
                self.open(Screen::Agenda(Box::new(screen)));
                vec![Effect::Ask(Ask::Meetings), Effect::Ask(Ask::Running)]
            }
            A::Approvals => {
                self.open(Screen::Approvals(approvals::Screen::default()));
                vec![Effect::Ask(Ask::Requests)]
            }
            A::Windows => {
                self.open(Screen::Windows(windows::Screen::default()));
                vec![Effect::Ask(Ask::Windows)]
            }
            A::Indicators => {
                self.open(Screen::Indicators(indicators::Screen::default()));
                vec![Effect::Ask(Ask::Indicators)]
            }
            A::Reports => self.open_reports(place),
            A::AskClosing => self.open_step(Step::AskClosing),
            A::AskExtension => self.open_step(Step::AskExtension),
            A::Dispute => self.open_step(Step::Dispute),
            A::Sign => match self.task() {
                Some(_) if self.desk.snapshot.past => self.refused(self.past_notice()),
                Some(task) => {
                    let act = Act::Step(StepDraft::new(task, Step::Sign), Vec::new());
                    vec![self.ask_to_act(act)]
                }
                None => Vec::new(),
            },
            _ => return None,
        })
    }

    /// Opens the agenda, as its key does.
    pub(super) fn begin_to_meet(&mut self) -> Vec<Effect> {
        let key = KeyEvent::from(KeyCode::Null);
        let begun = self.act_follow(Place::Ledger, Action::Meeting, key);
        begun.unwrap_or_default()
    }

    fn open_step(&mut self, step: Step) -> Vec<Effect> {
        match self.task() {
            Some(task) => self.open_form(Subject::Follow(Follow::Step(task, step))),
            None => Vec::new(),
        }
    }

    pub(super) fn refused(&mut self, notice: Notice) -> Vec<Effect> {
        self.refuse(notice);
        Vec::new()
    }

    pub(super) fn say(&mut self, text: impl Into<String>) -> Vec<Effect> {
        self.notice = Some((Tone::Good, Notice::new(text)));
        Vec::new()
    }

    /// Has something done that no form waits for.
    pub(super) fn ask_to_act(&mut self, act: Act) -> Effect {
        self.tickets += 1;
        Effect::Act(Ticket(self.tickets), act)
    }

    /// The meeting that is going on, whatever lies on top of it.
    pub(super) fn meeting_mut(&mut self) -> Option<&mut meeting::Screen> {
        self.stack.iter_mut().rev().find_map(|screen| match screen {
            Screen::Meeting(meeting) => Some(&mut **meeting),
            _ => None,
        })
    }

    /// Whether a meeting is going on.
    pub(super) fn in_a_meeting(&self) -> bool {
        let meets = |screen: &Screen| matches!(screen, Screen::Meeting(_));
        self.stack.iter().any(meets)
    }

    /// Whether the timer of a meeting is on the screen, so that a second changes it.
    pub(super) fn ticks(&self) -> Option<Effect> {
        match self.stack.last() {
            Some(Screen::Meeting(meeting)) if meeting.timer => {
                Some(Effect::WakeAt(Alarm::Tick, meeting::TICK))
            }
            _ => None,
        }
    }

    fn act_in_meeting(&mut self, action: Action, key: KeyEvent) -> Option<Vec<Effect>> {
        use Action as A;
        let words = self.desk.words.meeting;
        let Some(Screen::Meeting(meeting)) = self.stack.last_mut() else {
            return None;
        };
        let (id, item) = (meeting.meeting, meeting.item());
        let asked = meeting.asked.take();
        let task = meeting.task(&self.desk);
        Some(match action {
            A::NextItem | A::PreviousItem => {
                let later = action == A::NextItem;
                let walks_all = meeting.walk == Walk::All;
                match (meeting.neighbour(later, &self.desk), later) {
                    (Some(at), _) => self.go_to(at),
                    (None, true) if walks_all => self.say(words.last_item),
                    (None, false) if walks_all => self.say(words.first_item),
                    (None, true) => self.say(words.last_of_walk),
                    (None, false) => self.say(words.first_of_walk),
                }
            }
            A::Walk => {
                let said = meeting.walk_on(&self.desk);
                self.say(said)
            }
            A::Expand if asked.is_some() => self.settle_decision(asked),
            A::Expand => {
                meeting.expanded = !meeting.expanded;
                Vec::new()
            }
            A::Jump => {
                meeting.begin_jump("");
                Vec::new()
            }
            A::Agenda => {
                let screen = agenda::Screen::of(id, &meeting.items, meeting.at, &self.desk);
                self.open(Screen::Agenda(Box::new(screen)));
                Vec::new()
            }
            A::Timer => {
                meeting.timer = !meeting.timer;
                Vec::new()
            }
            A::HideNames => {
                meeting.hides_names = !meeting.hides_names;
                let hidden = meeting.hides_names;
                self.say(if hidden {
                    words.names_hidden
                } else {
                    words.names_shown
                })
            }
            A::White => {
                meeting.white = !meeting.white;
                self.desk.palette = if meeting.white {
                    Palette::white()
                } else {
                    Palette::of(self.desk.taste.theme)
                };
                vec![Effect::Redraw]
            }
            A::ReadOnly => {
                meeting.read_only = !meeting.read_only;
                let on = meeting.read_only;
                self.say(if on {
                    words.read_only_on
                } else {
                    words.read_only_off
                })
            }
            A::Back => {
                let opened = id.is_some();
                self.leave_meeting();
                if opened {
                    self.say(words.left_running);
                }
                self.look_again().into_iter().collect()
            }
            A::Leave if id.is_none() || meeting.read_only || self.desk.snapshot.past => {
                self.leave_meeting();
                self.look_again().into_iter().collect()
            }
            A::Leave => {
                let end = id.map(|id| Subject::Follow(Follow::End(id)));
                let effects = end.map(|end| self.open_form(end)).unwrap_or_default();
                self.say(words.end_how);
                effects
            }
            A::Decide
            | A::Problem
            | A::Judge
            | A::Note
            | A::Finished
            | A::Correct
            | A::Minutes
            | A::TakeBackLast => {
                if self.desk.snapshot.past {
                    let notice = self.past_notice();
                    return Some(self.refused(notice));
                }
                if meeting.read_only {
                    let notice = Notice::new(words.read_only_refused);
                    return Some(self.refused(notice.hint(words.read_only_hint)));
                }
                let Some(id) = id else {
                    let notice = Notice::new(words.not_opened).hint(words.not_opened_hint);
                    return Some(self.refused(notice));
                };
                match action {
                    A::Finished => self.ask_whether_done(item, asked),
                    A::TakeBackLast => return None,
                    _ => self.record_in_meeting(action, key, id, task),
                }
            }
            _ => return None,
        })
    }

    pub(super) fn leave_meeting(&mut self) {
        self.stack.pop();
        self.desk.palette = Palette::of(self.desk.taste.theme);
    }
}
