//! What an action does, by the screen it is asked for on.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::follow::Ask;
use super::keys::{self, Action, Place};
use super::screen::form::Subject;
use super::screen::{Screen, Step, departments, drafts, help, home, menu, review, share, undo};
use super::{App, Effect, Notice, Ticket, Tone};
use crate::model::ascii_twin;
use crate::tui::widget::sheet::Move;

impl App {
    pub(super) fn act(&mut self, place: Place, action: Action, key: KeyEvent) -> Vec<Effect> {
        use Action as A;
        let way = match action {
            A::Up => Some(Move::Up),
            A::Down => Some(Move::Down),
            A::PageUp => Some(Move::PageUp),
            A::PageDown => Some(Move::PageDown),
            A::Top => Some(Move::Top),
            A::Bottom => Some(Move::Bottom),
            A::NextSection => Some(Move::NextSection),
            A::PreviousSection => Some(Move::PreviousSection),
            _ => None,
        };
        if let Some(way) = way {
            return self.go(way);
        }
        if let Some(effects) = self.act_follow(place, action, key) {
            return effects;
        }
        match action {
            A::Quit => self.quit(),
            A::Redraw => vec![Effect::Redraw],
            A::Reload => {
                let words = self.desk.words.screen;
                self.notice = Some((Tone::Good, Notice::new(words.reloaded)));
                vec![Effect::Load]
            }
            A::Help => {
                let strange = match self.stack.last() {
                    Some(Screen::Form(form)) => {
                        let keys = keys::in_place(place).map(|binding| binding.action);
                        keys.filter(|action| !form.knows(*action)).collect()
                    }
                    _ => Vec::new(),
                };
                self.open(Screen::Help(help::Screen::new(place, strange)));
                Vec::new()
            }
            A::Menu => {
                self.open(Screen::Menu(menu::Screen::new(place)));
                Vec::new()
            }
            A::Note => self.open_note(),
            A::AddTask => {
                let near = self.ledger.selected;
                self.open_form(Subject::NewTask(near))
            }
            A::Search | A::Filter => {
                self.stack.clear();
                let place = if action == A::Search {
                    Place::Search
                } else {
                    Place::Filter
                };
                self.ledger.begin(place, &self.desk);
                Vec::new()
            }
            A::View => {
                let digit = match key.code {
                    KeyCode::Char(c) => ascii_twin(c).to_digit(10),
                    _ => None,
                };
                self.view_at(digit.unwrap_or(1) as usize - 1)
            }
            A::ShowAll => {
                self.stack.clear();
                self.ledger.show_all(&self.desk);
                self.moved()
            }
            A::Departments | A::PreviousPane => {
                self.open(Screen::Departments(departments::Screen::default()));
                Vec::new()
            }
            A::History => self.open_history(),
            A::Drafts => {
                self.open(Screen::Drafts(drafts::Screen::default()));
                Vec::new()
            }
            A::Share => {
                self.open(Screen::Share(share::Screen::default()));
                vec![Effect::LoadShare]
            }
            A::Home if self.desk.snapshot.head.is_none() => {
                self.refuse(Notice::new(self.desk.words.screen.no_plan));
                Vec::new()
            }
            A::Home => {
                let home = self.home.take();
                let home = home.unwrap_or_else(|| home::Screen::first(&self.desk));
                self.open(Screen::Home(home));
                vec![Effect::LoadWork]
            }
            A::Unchanged if place != Place::Form => self.open_act(action),
            A::Acts | A::Light | A::Remind => self.open_act(action),
            A::TakeBackLast => {
                self.open(Screen::Undo(undo::Screen::default()));
                vec![Effect::LoadUndoable]
            }
            A::Settle => match self.task() {
                Some(task) => self.compare(task),
                None if place == Place::Home => self.act_here(place, action),
                None => {
                    self.refuse(Notice::new(self.desk.words.work.nothing_picked));
                    Vec::new()
                }
            },
            _ => self.act_here(place, action),
        }
    }

    /// Actions that the screen on top answers.
    pub(super) fn act_here(&mut self, place: Place, action: Action) -> Vec<Effect> {
        let ticket = Ticket(self.tickets + 1);
        let steps = match self.stack.last_mut() {
            None => return self.act_in_ledger(place, action),
            Some(Screen::Form(form)) => form.act(action, &self.desk, ticket),
            Some(Screen::Review(review)) => review.act(action, &self.desk, ticket),
            Some(Screen::Detail(_)) if changes_something(action) && self.desk.snapshot.past => {
                vec![Step::Refuse(self.past_notice())]
            }
            Some(Screen::Conflict(_))
                if matches!(action, Action::Open | Action::Correct) && self.desk.snapshot.past =>
            {
                vec![Step::Refuse(self.past_notice())]
            }
            Some(Screen::Home(home)) => home.act(action, &self.desk),
            Some(Screen::Indicators(_)) if action == Action::Open => {
                return self.enter_figures();
            }
            Some(Screen::Figures(screen)) => screen.act(action, &self.desk, ticket),
            Some(_) if action == Action::Back => vec![Step::Close],
            Some(Screen::Acts(acts)) => acts.act(action, &self.desk),
            Some(Screen::Undo(undo)) => undo.act(action, &self.desk, ticket),
            Some(Screen::Detail(detail)) => detail.act(action, &self.desk),
            Some(Screen::Departments(departments)) => departments.act(action, &self.desk),
            Some(Screen::History(history)) => history.act(action, &self.desk),
            Some(Screen::Drafts(drafts)) => drafts.act(action, &self.desk),
            Some(Screen::Share(share)) => share.act(action, &self.desk),
            Some(Screen::Conflict(conflict)) => conflict.act(action, &self.desk, ticket),
            Some(Screen::Menu(menu)) => menu.act(action, &self.desk),
            Some(Screen::Approvals(screen)) => screen.act(action, &self.desk, ticket),
            Some(Screen::Windows(screen)) => screen.act(action, &self.desk, ticket),
            Some(Screen::Window(screen)) => screen.act(action, &self.desk, ticket),
            Some(Screen::Indicators(screen)) => screen.act(action, &self.desk),
            Some(Screen::Help(_) | Screen::Meeting(_) | Screen::Agenda(_) | Screen::Reports(_)) => {
                Vec::new()
            }
        };
        self.tickets += 1;
        self.run(steps)
    }

    pub(super) fn act_in_ledger(&mut self, place: Place, action: Action) -> Vec<Effect> {
        use Action as A;
        match action {
            A::Open if place == Place::Ledger && self.desk.review.is_some() => {
                self.open(Screen::Review(review::Screen::default()));
                Vec::new()
            }
            A::Open if self.ledger.selected.is_none() => {
                // Over a slow line Enter may overtake what the background finds.
                self.opening = place == Place::Search && self.ledger.finding.is_waiting();
                Vec::new()
            }
            A::Open | A::NextPane => {
                let mut effects = self.rest();
                if let Some(task) = self.ledger.selected {
                    effects.extend(self.show(task));
                }
                effects
            }
            A::Correct => match self.ledger.selected {
                Some(task) => {
                    let mut effects = self.rest();
                    effects.extend(self.open_form(Subject::Task(task)));
                    effects
                }
                None => Vec::new(),
            },
            A::Apply => {
                self.ledger.keep_input(&self.desk);
                self.moved()
            }
            A::Back if place.takes_text() => {
                self.ledger.cancel_input(&self.desk);
                self.moved()
            }
            A::Back => {
                if !self.ledger.clear_one(&self.desk) {
                    let words = self.desk.words.screen;
                    self.notice = Some((Tone::Good, Notice::new(words.how_to_quit)));
                }
                self.moved()
            }
            A::Select => {
                self.ledger.pick(&self.desk);
                self.moved()
            }
            A::SelectAll => {
                self.ledger.pick_all(&self.desk);
                Vec::new()
            }
            A::Sort => {
                self.ledger.sort_next(&self.desk);
                self.moved()
            }
            A::Reverse => {
                self.ledger.sort_reverse(&self.desk);
                self.moved()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn go(&mut self, way: Move) -> Vec<Effect> {
        let desk = &self.desk;
        match self.stack.last_mut() {
            None => {
                self.ledger.go(way, desk);
                return self.moved();
            }
            Some(Screen::Detail(screen)) => screen.go(way, desk),
            Some(Screen::Departments(screen)) => screen.go(way, desk),
            Some(Screen::History(screen)) => screen.go(way, desk),
            Some(Screen::Drafts(screen)) => screen.go(way, desk),
            Some(Screen::Share(screen)) => screen.go(way, desk),
            Some(Screen::Conflict(screen)) => screen.go(way, desk),
            Some(Screen::Review(screen)) => screen.go(way, desk),
            Some(Screen::Help(screen)) => screen.go(way, desk),
            Some(Screen::Menu(screen)) => screen.go(way, desk),
            Some(Screen::Home(screen)) => screen.go(way, desk),
            Some(Screen::Acts(screen)) => screen.go(way),
            Some(Screen::Undo(screen)) => screen.go(way, desk),
            Some(Screen::Meeting(screen)) => screen.go(way, desk),
            Some(Screen::Agenda(screen)) => screen.go(way, desk),
            Some(Screen::Approvals(screen)) => screen.go(way, desk),
            Some(Screen::Windows(screen)) => screen.go(way, desk),
            Some(Screen::Window(screen)) => screen.go(way, desk),
            Some(Screen::Indicators(screen)) => screen.go(way, desk),
            Some(Screen::Figures(screen)) => screen.go(way, desk),
            Some(Screen::Reports(screen)) => {
                let other = screen.go(way, desk);
                let asked = other.then(|| Effect::Ask(Ask::Report(screen.issue())));
                return asked.into_iter().collect();
            }
            Some(Screen::Form(_)) => {}
        }
        Vec::new()
    }
}

/// Whether the action would record something.
fn changes_something(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Correct | A::Retract | A::AddMeasure | A::AddIndicator
    )
}
