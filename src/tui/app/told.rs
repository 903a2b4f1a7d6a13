//! Taking in what the home tells of meetings, approvals, windows and indicators.

use super::follow::{Ask, Told};
use super::screen::draft::Drafted as _;
use super::screen::form::{Follow, Subject};
use super::screen::{Screen, meeting};
use super::{App, Effect, Notice, Ticket, Tone};
use crate::model::{ItemId, Wish};
use crate::words::fill;

impl App {
    /// A meeting was opened: it begins.
    pub(super) fn meeting_opened(&mut self) -> Vec<Effect> {
        if let Some(Screen::Agenda(agenda)) = self.stack.last_mut() {
            // It is kept as it is: the meeting takes its place.
            agenda.touched = false;
        }
        vec![Effect::Ask(Ask::Running)]
    }

    /// The minutes are written, and the meeting is over.
    pub(super) fn meeting_ended(&mut self) -> Vec<Effect> {
        while self.meeting_mut().is_some() {
            self.leave_meeting();
        }
        self.look_again().into_iter().collect()
    }

    /// Takes in what the home tells.
    pub(super) fn told(&mut self, told: Told) -> Vec<Effect> {
        let known = &mut self.desk.known;
        match told {
            Told::Meetings(meetings) => {
                known.meetings = Some(meetings);
                let desk = &self.desk;
                for screen in &mut self.stack {
                    match screen {
                        Screen::Agenda(agenda) => agenda.refill(desk),
                        Screen::Meeting(meeting) => {
                            let known = desk.known.meetings.as_ref();
                            let mut all = known.map(|k| k.all.iter()).unwrap_or_default();
                            if let Some(kept) = all.find(|m| Some(m.id) == meeting.meeting) {
                                meeting.take_agenda(&kept.agenda);
                            }
                        }
                        _ => {}
                    }
                }
            }
            Told::Running(id, at, meetings) => {
                known.meetings = Some(meetings);
                return self.resume_meeting(id, at);
            }
            Told::Ahead(detail) => {
                if let Some(meeting) = self.meeting_mut() {
                    meeting.keep_near(detail);
                }
            }
            Told::Requests(requests) => known.requests = Some(requests),
            Told::Windows(windows) => known.windows = Some(windows),
            Told::Window(window) => known.window = Some(window),
            Told::Indicators(indicators) => {
                known.indicators = Some(indicators);
                let desk = &self.desk;
                for screen in &mut self.stack {
                    if let Screen::Figures(figures) = screen {
                        figures.learn(desk);
                    }
                }
            }
            Told::FigureFile(file) => {
                self.notice = None;
                if let Some(Screen::Figures(figures)) = self.stack.last_mut() {
                    figures.take_file(&file, &self.desk);
                    self.settle();
                    return vec![Effect::WakeAt(super::Alarm::Draft, super::DRAFT)];
                }
            }
            Told::Shut(wish, mut why) => {
                let form = match self.stack.last_mut() {
                    Some(Screen::Form(form)) => form,
                    Some(Screen::Windows(windows)) if wish == Wish::Close => {
                        if windows.closing.shut() {
                            self.refuse(why);
                        }
                        return Vec::new();
                    }
                    Some(Screen::Window(window)) if wish == Wish::Close => {
                        if window.closing.shut() {
                            self.refuse(why);
                        }
                        return Vec::new();
                    }
                    _ => return Vec::new(),
                };
                if form.subject.wish() != Some(wish) {
                    return Vec::new();
                }
                let what = form.subject.heading(&self.desk);
                why.message = format!("{what}: {}", why.message);
                if matches!(form.subject, Subject::Follow(Follow::End(_))) {
                    why.hint = self.desk.words.meeting.end_shut.to_owned();
                }
                // Nobody is to type what cannot be recorded; what was typed is not thrown away.
                if form.is_changed() {
                    form.fail(why);
                } else {
                    self.stack.pop();
                    self.refuse(why);
                }
            }
            Told::Report(issue, preview) => {
                let desk = &self.desk;
                let mut open = self.stack.iter_mut();
                let reports = open.find_map(|screen| match screen {
                    Screen::Reports(reports) => Some(reports),
                    _ => None,
                });
                if let Some(reports) = reports {
                    reports.take(issue, preview, desk);
                }
            }
        }
        self.settle();
        Vec::new()
    }

    /// Goes back into a meeting that runs here, at the item it was at.
    fn resume_meeting(&mut self, id: ItemId, at: usize) -> Vec<Effect> {
        let known = self.desk.known.meetings.clone();
        let found = known.and_then(|known| known.all.iter().find(|m| m.id == id).cloned());
        // A form that is open, or another meeting, is not pushed aside.
        let today = self.desk.today();
        let free = match self.stack.last() {
            // Nobody asked for it: the line broke, or the program was left, in the middle of it.
            None | Some(Screen::Home(_)) => {
                found.as_ref().is_some_and(|meeting| meeting.on == today)
            }
            Some(Screen::Agenda(agenda)) => !agenda.running && !agenda.touched,
            _ => false,
        };
        let Some(meeting) = found.filter(|_| free) else {
            return Vec::new();
        };
        self.stack
            .pop_if(|screen| matches!(screen, Screen::Agenda(_)));
        let read_only = self.to_meeting.unwrap_or(false) || self.desk.snapshot.past;
        let items = meeting.agenda.clone();
        let screen = meeting::Screen::new(Some(&meeting), items, at, read_only, &self.desk);
        self.open(Screen::Meeting(Box::new(screen)));
        if at > 0 {
            let number = (at + 1).to_string();
            let earlier = self.notice.take().map(|(_, notice)| notice.message);
            let resumed = Notice::new(fill(self.desk.words.meeting.resumed, &[&number]));
            // Such as that there are drafts.
            let resumed = resumed.hint(earlier.unwrap_or_default());
            self.notice = Some((Tone::Good, resumed));
        } else {
            self.notice = None;
        }
        let mut effects = self.arrive();
        // What is proposed may have been told before the tasks were here.
        effects.push(Effect::Ask(Ask::Meetings));
        effects
    }

    /// Asks anew for what is on the screens, for the home has changed.
    pub(super) fn ask_again(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for screen in &mut self.stack {
            let ask = match screen {
                Screen::Meeting(meeting) => {
                    meeting.forget_near();
                    Ask::Meetings
                }
                Screen::Agenda(agenda) if !agenda.running => Ask::Meetings,
                Screen::Approvals(_) => Ask::Requests,
                Screen::Windows(_) => Ask::Windows,
                Screen::Window(window) => Ask::Window(window.period),
                Screen::Indicators(_) | Screen::Figures(_) => Ask::Indicators,
                Screen::Reports(reports) => Ask::Report(reports.issue()),
                _ => continue,
            };
            effects.push(Effect::Ask(ask));
        }
        let next = self.stack.iter().find_map(|screen| match screen {
            Screen::Meeting(meeting) => meeting.next_task(&self.desk),
            _ => None,
        });
        effects.extend(next.map(|next| Effect::Ask(Ask::Ahead(next))));
        effects
    }

    /// A request that no form waits for was answered.
    pub(super) fn answered(&mut self, ticket: Ticket) {
        for screen in &mut self.stack {
            let pending = match screen {
                Screen::Agenda(agenda) => &mut agenda.pending,
                Screen::Approvals(approvals) => &mut approvals.pending,
                Screen::Windows(windows) => &mut windows.closing.pending,
                Screen::Window(window) => &mut window.closing.pending,
                Screen::Reports(reports) => &mut reports.pending,
                _ => continue,
            };
            pending.take_if(|pending| *pending == ticket);
        }
    }
}
