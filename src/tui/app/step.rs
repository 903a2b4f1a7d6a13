//! Doing what a screen asks for: others are opened and closed, verbs are sent out.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::follow::Ask;
use super::keys::Action;
use super::screen::form::{self, Act, Subject};
use super::screen::{Screen, Step, acts, conflict, detail, figures, history, review};
use super::{App, Effect, Notice, Tone};
use crate::model::{Draft, ItemId};
use crate::words::fill;

impl App {
    pub(super) fn run(&mut self, steps: Vec<Step>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for step in steps {
            match step {
                Step::Do(effect) => {
                    if matches!(effect, Effect::Adopt(..)) {
                        let agreed = review::agreed(&self.desk);
                        self.adopting = agreed.into_iter().map(|agreed| agreed.key).collect();
                    }
                    self.note_drafts(&effect);
                    effects.push(effect);
                }
                Step::Open(screen) => effects.extend(self.open_unless_past(screen)),
                Step::Close => {
                    self.stack.pop();
                    self.forget_review();
                    effects.extend(self.look_again());
                }
                Step::CloseAnd(action) => {
                    self.stack.pop();
                    let place = self.place();
                    let key = KeyEvent::from(KeyCode::Null);
                    effects.extend(self.act(place, action, key));
                }
                Step::CloseAndView(at) => {
                    self.stack.pop();
                    effects.extend(match self.stack.last() {
                        Some(Screen::Agenda(_)) => self.take_view(at),
                        _ => self.view_at(at),
                    });
                }
                Step::Left(key) => effects.extend(self.leave_form(key)),
                Step::Say(notice) => self.notice = Some((Tone::Good, notice)),
                Step::Refuse(notice) => self.refuse(notice),
                Step::Show(task) => {
                    self.stack.clear();
                    self.ledger.select(task, &self.desk);
                    effects.extend(self.show(task));
                }
                Step::ShowAbove(task) => effects.extend(self.show(task)),
                Step::Compare(task) => effects.extend(self.compare(task)),
                Step::Resume(draft) => effects.extend(self.resume(draft)),
                Step::ShowLedger => {
                    self.leave_home();
                    effects.extend(self.moved());
                }
                Step::ShowOnly(name, tasks) => {
                    self.leave_home();
                    self.ledger.show_only(name, tasks, &self.desk);
                    effects.extend(self.moved());
                }
                Step::Write(task) => effects.extend(self.write(task)),
                Step::Measure(spot) => effects.extend(self.open_figures(Some(spot))),
                Step::ShowDepartment(id) => {
                    let name = self.desk.snapshot.directory.name(id);
                    let words = self.desk.words.screen;
                    let filter = fill(words.filter_department, &[&name]);
                    self.ledger.set_filter(&filter, &self.desk);
                    effects.extend(self.moved());
                }
            }
        }
        effects
    }

    /// A review that was left is kept to come back to, unless another plan is in force by now.
    pub(super) fn forget_review(&mut self) {
        let open = |screen: &Screen| matches!(screen, Screen::Review(_));
        if self.desk.snapshot.head.is_some() && !self.stack.iter().any(open) {
            self.desk.review = None;
        }
    }

    pub(super) fn open(&mut self, screen: Screen) {
        self.stack.push(screen);
        self.settle();
    }

    pub(super) fn open_unless_past(&mut self, screen: Screen) -> Vec<Effect> {
        if self.desk.snapshot.past && matches!(screen, Screen::Form(_) | Screen::Figures(_)) {
            let notice = self.past_notice();
            self.refuse(notice);
            return Vec::new();
        }
        let wish = match &screen {
            // A plan under review is nobody's yet.
            Screen::Form(form) if self.desk.review.is_none() => form.subject.wish(),
            _ => None,
        };
        self.open(screen);
        let asked = wish.map(|wish| Effect::Ask(Ask::Shut(wish)));
        asked.into_iter().collect()
    }

    pub(super) fn past_notice(&self) -> Notice {
        self.desk.past_notice()
    }

    pub(super) fn open_form(&mut self, subject: Subject) -> Vec<Effect> {
        let screen = form::open(&self.desk, subject);
        self.open_unless_past(screen)
    }

    /// Opens the form of a draft, once the detail it was filled from is there.
    pub(super) fn resume(&mut self, draft: Draft) -> Vec<Effect> {
        if figures::is_of(&draft) {
            let screen = figures::Screen::of_draft(&draft, &self.desk);
            return self.open_sheet(screen);
        }
        let task = Subject::of_draft(&draft).and_then(Subject::task);
        if let Some(task) = task.filter(|&task| self.desk.detail_of(task).is_none()) {
            self.resuming = Some(draft);
            return vec![Effect::LoadDetail(task)];
        }
        match form::reopen(&self.desk, &draft) {
            Some(screen) => self.open_unless_past(screen),
            None => {
                self.refuse(Notice::new(self.desk.words.screen.draft_unknown));
                Vec::new()
            }
        }
    }

    /// Opens the sheet of figures at the indicator under the cursor.
    pub(super) fn enter_figures(&mut self) -> Vec<Effect> {
        let item = match self.stack.last() {
            Some(Screen::Indicators(indicators)) => indicators.selected(&self.desk),
            _ => None,
        };
        self.open_figures(item.map(figures::Spot::of))
    }

    pub(super) fn open_figures(&mut self, spot: Option<figures::Spot>) -> Vec<Effect> {
        let screen = figures::Screen::new(spot, &self.desk);
        self.open_sheet(screen)
    }

    fn open_sheet(&mut self, screen: figures::Screen) -> Vec<Effect> {
        let known = self.desk.known.indicators.is_some();
        let asked = (!known).then_some(Effect::Ask(Ask::Indicators));
        let opened = self.open_unless_past(Screen::Figures(Box::new(screen)));
        opened.into_iter().chain(asked).collect()
    }

    /// The task that is shown in full, or else the one under the cursor.
    pub(super) fn task(&self) -> Option<ItemId> {
        match self.stack.last() {
            Some(Screen::Detail(detail)) => Some(detail.task),
            Some(Screen::Home(home)) => home.task(&self.desk),
            Some(Screen::Meeting(meeting)) => meeting.task(&self.desk),
            Some(Screen::Indicators(indicators)) => indicators.task(&self.desk),
            _ => self.ledger.selected,
        }
    }

    /// The tasks to act on: those that were picked, or else the one that is looked at.
    fn tasks(&self) -> Vec<ItemId> {
        let picked = match self.stack.last() {
            None => Some(&self.ledger.picked),
            Some(Screen::Home(home)) => Some(&home.picked),
            Some(_) => None,
        };
        if let Some(picked) = picked.filter(|picked| !picked.is_empty()) {
            let rows = self.desk.snapshot.rows.iter();
            return rows
                .map(|row| row.id)
                .filter(|id| picked.contains(id))
                .collect();
        }
        self.task().into_iter().collect()
    }

    /// Leaves every screen for the ledger; the first screen keeps its cursor.
    fn leave_home(&mut self) {
        let home = self.stack.drain(..).find_map(|screen| match screen {
            Screen::Home(home) => Some(home),
            _ => None,
        });
        self.home = home.or(self.home.take());
    }

    /// Opens the form of an act on the tasks to act on.
    pub(super) fn open_act(&mut self, act: Action) -> Vec<Effect> {
        let words = self.desk.words.work;
        let mut tasks = self.tasks();
        let Some(first) = tasks.first().and_then(|task| self.desk.row(*task)) else {
            self.refuse(Notice::new(words.nothing_picked));
            return Vec::new();
        };
        let act = match act {
            Action::Unchanged => Act::Unchanged,
            Action::Light => Act::Light,
            Action::Remind => {
                let Some(lead) = first.lead.first().copied() else {
                    let notice = Notice::new(words.nobody_leads).hint(words.nobody_leads_hint);
                    self.refuse(notice);
                    return Vec::new();
                };
                if tasks.len() == 1 {
                    // One task stands for whoever leads it: the reminder says all that is owed.
                    tasks = form::owed_tasks(&self.desk, lead);
                }
                if form::reminder(&self.desk, lead, &tasks).is_empty() {
                    let name = self.desk.snapshot.directory.name(lead);
                    let notice = Notice::new(fill(words.remind_nothing, &[&name]));
                    self.refuse(notice.hint(words.remind_nothing_hint));
                    return Vec::new();
                }
                Act::Remind(lead)
            }
            _ => {
                self.open(Screen::Acts(acts::Screen::new(&self.desk, tasks)));
                return Vec::new();
            }
        };
        let screen = form::act_on(&self.desk, act, tasks);
        self.open_unless_past(screen)
    }

    /// Opens the report of a task; what was promised comes with everything else about it.
    pub(super) fn write(&mut self, task: ItemId) -> Vec<Effect> {
        let mut effects = self.open_form(Subject::Note(task, None));
        if self.desk.detail_of(task).is_none() {
            effects.push(Effect::LoadDetail(task));
        }
        effects
    }

    /// Shows the corrections of a task that disagree.
    pub(super) fn compare(&mut self, task: ItemId) -> Vec<Effect> {
        if !self.desk.row(task).is_some_and(|row| row.conflict) {
            self.refuse(Notice::new(self.desk.words.screen.no_conflict));
            return Vec::new();
        }
        self.open(Screen::Conflict(conflict::Screen::new(task)));
        let known = self.desk.detail_of(task).is_some();
        let load = (!known).then_some(Effect::LoadDetail(task));
        load.into_iter().collect()
    }

    pub(super) fn open_note(&mut self) -> Vec<Effect> {
        match self.task() {
            Some(task) => self.write(task),
            None if self.stack.is_empty() => Vec::new(),
            None => {
                self.refuse(Notice::new(self.desk.words.work.nothing_picked));
                Vec::new()
            }
        }
    }

    pub(super) fn open_history(&mut self) -> Vec<Effect> {
        let task = match self.stack.last() {
            Some(Screen::Detail(detail)) => Some(detail.task),
            _ => None,
        };
        self.open(Screen::History(history::Screen::new(task)));
        vec![Effect::LoadHistory(task)]
    }

    /// Shows a task in full.
    pub(super) fn show(&mut self, task: ItemId) -> Vec<Effect> {
        self.ledger.shown = Some(task);
        self.open(Screen::Detail(detail::Screen::new(
            task,
            self.ledger.finding.sought().to_vec(),
        )));
        match self.desk.detail_of(task) {
            Some(_) => Vec::new(),
            None => vec![Effect::LoadDetail(task)],
        }
    }

    pub(super) fn view_at(&mut self, at: usize) -> Vec<Effect> {
        match self.desk.taste.views.get(at).cloned() {
            Some(view) => {
                self.stack.clear();
                self.ledger.set_view(&view, &self.desk);
                // A view whose filter is wrong shows nothing under its name but the reason.
                if let Some(problem) = self
                    .ledger
                    .finding
                    .problem()
                    .map(|problem| problem.message.clone())
                {
                    self.ledger.show_all(&self.desk);
                    self.refuse(Notice::new(problem));
                }
                self.moved()
            }
            None => {
                let words = self.desk.words.screen;
                let number = (at + 1).to_string();
                self.refuse(Notice::new(fill(words.no_view, &[&number])).hint(words.no_view_hint));
                Vec::new()
            }
        }
    }
}
