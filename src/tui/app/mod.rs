//! The pure core of the screens: [`App::update`] turns messages into effects, [`App::view`] draws; no I/O, no clock.

mod desk;
mod finding;
pub mod keys;
mod layout;
mod message;
mod reviewed;
mod screen;
mod view;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, MouseEvent, MouseEventKind};
use ratatui::layout::Size;

use self::desk::Desk;
use self::keys::{Action, Place};
use self::layout::Shape;
pub use self::message::{Alarm, Effect, Message, Notice, Outcome, Purpose, Ticket};
use self::reviewed::Reviewed;
use self::screen::form::{self, DraftKey, Subject};
use self::screen::ledger::{self, Ledger};
use self::screen::{Screen, Step, departments, detail, drafts, help, history, menu, review};
use crate::config::Taste;
use crate::model::{Draft, ItemId, Snapshot};
use crate::tui::widget::sheet::Move;
use crate::tui::widget::theme::Palette;
use crate::words::fill;

/// How long the cursor rests before the detail follows it, so that a held key stays cheap.
const REST: Duration = Duration::from_millis(80);
/// How long typed text may go unsaved.
const DRAFT: Duration = Duration::from_millis(400);

/// The state of the screens.
#[derive(Debug)]
pub struct App {
    desk: Desk,
    ledger: Ledger,
    /// What lies on top of the ledger, the topmost last.
    stack: Vec<Screen>,
    notice: Option<(Tone, Notice)>,
    tickets: u64,
    /// Whether the first thing the background finds is to be opened: Enter came before it.
    opening: bool,
    /// The draft to open once everything about its task is loaded.
    resuming: Option<Draft>,
    /// The drafts of the corrections that are being put in force with their plan.
    adopting: Vec<DraftKey>,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Good,
    Bad,
}

impl App {
    /// The screens before anything is loaded.
    #[must_use]
    pub fn new(taste: Taste, now: DateTime<FixedOffset>, size: Size) -> Self {
        Self {
            desk: Desk {
                words: taste.lang.words(),
                palette: Palette::of(taste.theme),
                taste,
                now,
                size,
                snapshot: Arc::new(Snapshot::default()),
                loaded: false,
                detail: None,
                drafts: Vec::new(),
                review: None,
                loads: Vec::new(),
            },
            ledger: Ledger::default(),
            stack: Vec::new(),
            notice: None,
            tickets: 0,
            opening: false,
            resuming: None,
            adopting: Vec::new(),
        }
    }

    /// Takes in a message and returns what is to be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) if key.kind != KeyEventKind::Release => self.key(key),
            Message::Key(_) => Vec::new(),
            Message::Paste(text) => self.paste(&text),
            Message::Mouse(event) => self.mouse(event),
            Message::Resize(size) => {
                self.desk.size = size;
                self.settle();
                Vec::new()
            }
            Message::Clock(now) => {
                self.desk.now = now;
                Vec::new()
            }
            Message::Alarm(Alarm::Rest) => self.rest(),
            Message::Alarm(Alarm::Draft) => self.keep_draft().into_iter().collect(),
            Message::Loaded(snapshot) => self.load(snapshot),
            Message::Detail(detail) => {
                self.desk.detail = Some(detail);
                self.settle();
                match self.resuming.take() {
                    Some(draft) => self.resume(draft),
                    None => Vec::new(),
                }
            }
            Message::History(task, changes) => {
                for screen in &mut self.stack {
                    if let Screen::History(history) = screen
                        && history.task == task
                    {
                        history.load(changes, &self.desk);
                        break;
                    }
                }
                Vec::new()
            }
            Message::Texts(purpose, query, found) => {
                if self
                    .ledger
                    .finding
                    .take_texts(purpose, &query, found, &self.desk)
                {
                    self.ledger.follow(&self.desk);
                    if std::mem::take(&mut self.opening) {
                        return self.act_in_ledger(self.place(), Action::Open);
                    }
                }
                self.moved()
            }
            Message::Review(document) => {
                let directory = &self.desk.snapshot.directory;
                self.desk.review = Some(Reviewed::new(document, directory));
                self.open(Screen::Review(review::Screen::default()));
                Vec::new()
            }
            Message::Drafts(drafts) => {
                self.offer(drafts);
                Vec::new()
            }
            Message::Done(ticket, result) => self.done(ticket, result),
            Message::Failed(notice) => {
                self.notice = Some((Tone::Bad, notice));
                Vec::new()
            }
            Message::Edited(text) => {
                let mut changed = false;
                if let Some(Screen::Form(form)) = self.stack.last_mut() {
                    changed = form.edited(&text, &self.desk);
                }
                let mut effects = vec![Effect::Redraw];
                if changed {
                    effects.push(Effect::WakeAt(Alarm::Draft, DRAFT));
                }
                effects
            }
            Message::Hangup => self.quit(),
        }
    }

    /// The place whose keys are in force.
    fn place(&self) -> Place {
        match self.stack.last() {
            Some(screen) => screen.place(),
            None => self.ledger.place_of_input().unwrap_or(Place::Ledger),
        }
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.notice = None;
        self.opening = false;
        self.resuming = None;
        if self.desk.shape() == Shape::Small {
            // Only the ways out: nobody should act on what cannot be seen.
            let quit = keys::action(self.place(), key) == Some(Action::Quit);
            return if quit { self.quit() } else { Vec::new() };
        }
        let place = self.place();
        if let Some(action) = keys::action(place, key) {
            return self.act(place, action, key);
        }
        if let Some(Screen::Form(form)) = self.stack.last_mut() {
            if form.key(key, &self.desk) {
                return vec![Effect::WakeAt(Alarm::Draft, DRAFT)];
            }
            return Vec::new();
        }
        if place.takes_text() {
            self.ledger.type_key(key, &self.desk);
            return self.searched();
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.notice = None;
        let place = self.place();
        match self.stack.last_mut() {
            Some(Screen::Form(form)) => {
                if form.paste(text, &self.desk) {
                    return vec![Effect::WakeAt(Alarm::Draft, DRAFT)];
                }
            }
            None if place.takes_text() => {
                self.ledger.paste(text, &self.desk);
                return self.searched();
            }
            // Outside of fields pasted text would be a storm of keys.
            _ => self.refuse(Notice::new(self.desk.words.screen.paste_ignored)),
        }
        Vec::new()
    }

    fn act(&mut self, place: Place, action: Action, key: KeyEvent) -> Vec<Effect> {
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
        match action {
            A::Quit => self.quit(),
            A::Redraw => vec![Effect::Redraw],
            A::Reload => {
                let words = self.desk.words.screen;
                self.notice = Some((Tone::Good, Notice::new(words.reloaded)));
                vec![Effect::Load]
            }
            A::Help => {
                self.open(Screen::Help(help::Screen::new(place)));
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
                    KeyCode::Char(c) => keys::ascii_twin(c).to_digit(10),
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
            _ => self.act_here(place, action),
        }
    }

    /// Actions that the screen on top answers.
    fn act_here(&mut self, place: Place, action: Action) -> Vec<Effect> {
        let ticket = Ticket(self.tickets + 1);
        let steps = match self.stack.last_mut() {
            None => return self.act_in_ledger(place, action),
            Some(Screen::Form(form)) => form.act(action, &self.desk, ticket),
            Some(Screen::Review(review)) => review.act(action, &self.desk, ticket),
            Some(Screen::Detail(detail))
                if changes_something(action) && self.desk.snapshot.past =>
            {
                let _ = detail;
                vec![Step::Refuse(self.past_notice())]
            }
            Some(_) if action == Action::Back => vec![Step::Close],
            Some(Screen::Detail(detail)) => detail.act(action, &self.desk),
            Some(Screen::Departments(departments)) => departments.act(action, &self.desk),
            Some(Screen::History(history)) => history.act(action, &self.desk),
            Some(Screen::Drafts(drafts)) => drafts.act(action, &self.desk),
            Some(Screen::Menu(menu)) => menu.act(action, &self.desk),
            Some(Screen::Help(_)) => Vec::new(),
        };
        self.tickets += 1;
        self.run(steps)
    }

    fn act_in_ledger(&mut self, place: Place, action: Action) -> Vec<Effect> {
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

    fn go(&mut self, way: Move) -> Vec<Effect> {
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
            Some(Screen::Review(screen)) => screen.go(way, desk),
            Some(Screen::Help(screen)) => screen.go(way, desk),
            Some(Screen::Menu(screen)) => screen.go(way, desk),
            Some(Screen::Form(_)) => {}
        }
        Vec::new()
    }

    fn run(&mut self, steps: Vec<Step>) -> Vec<Effect> {
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
                }
                Step::CloseAnd(action) => {
                    self.stack.pop();
                    let place = self.place();
                    let key = KeyEvent::from(KeyCode::Null);
                    effects.extend(self.act(place, action, key));
                }
                Step::CloseAndView(at) => {
                    self.stack.pop();
                    effects.extend(self.view_at(at));
                }
                Step::Say(notice) => self.notice = Some((Tone::Good, notice)),
                Step::Refuse(notice) => self.refuse(notice),
                Step::Show(task) => {
                    self.stack.clear();
                    self.ledger.select(task, &self.desk);
                    effects.extend(self.show(task));
                }
                Step::Resume(draft) => effects.extend(self.resume(draft)),
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
    fn forget_review(&mut self) {
        let open = |screen: &Screen| matches!(screen, Screen::Review(_));
        if self.desk.snapshot.head.is_some() && !self.stack.iter().any(open) {
            self.desk.review = None;
        }
    }

    fn open(&mut self, screen: Screen) {
        self.stack.push(screen);
        self.settle();
    }

    fn open_unless_past(&mut self, screen: Screen) -> Vec<Effect> {
        if self.desk.snapshot.past && matches!(screen, Screen::Form(_)) {
            let notice = self.past_notice();
            self.refuse(notice);
        } else {
            self.open(screen);
        }
        Vec::new()
    }

    fn past_notice(&self) -> Notice {
        let words = self.desk.words.screen;
        let day = self.desk.snapshot.day.to_string();
        Notice::new(fill(words.past_refused, &[&day])).hint(words.past_refused_hint)
    }

    fn open_form(&mut self, subject: Subject) -> Vec<Effect> {
        let screen = form::open(&self.desk, subject);
        self.open_unless_past(screen)
    }

    /// Opens the form of a draft, once the detail it was filled from is there.
    fn resume(&mut self, draft: Draft) -> Vec<Effect> {
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

    fn open_note(&mut self) -> Vec<Effect> {
        let task = match self.stack.last() {
            Some(Screen::Detail(detail)) => Some(detail.task),
            _ => self.ledger.selected,
        };
        match task {
            Some(task) => self.open_form(Subject::Note(task, None)),
            None => Vec::new(),
        }
    }

    fn open_history(&mut self) -> Vec<Effect> {
        let task = match self.stack.last() {
            Some(Screen::Detail(detail)) => Some(detail.task),
            _ => None,
        };
        self.open(Screen::History(history::Screen::new(task)));
        vec![Effect::LoadHistory(task)]
    }

    /// Shows a task in full.
    fn show(&mut self, task: ItemId) -> Vec<Effect> {
        self.ledger.shown = Some(task);
        self.open(Screen::Detail(detail::Screen::new(task)));
        match self.desk.detail_of(task) {
            Some(_) => Vec::new(),
            None => vec![Effect::LoadDetail(task)],
        }
    }

    fn view_at(&mut self, at: usize) -> Vec<Effect> {
        match self.desk.taste.views.get(at).cloned() {
            Some(view) => {
                self.stack.clear();
                self.ledger.set_view(&view, &self.desk);
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

    fn refuse(&mut self, notice: Notice) {
        self.notice = Some((Tone::Bad, notice));
    }

    /// The cursor may have moved: let the detail follow once it rests.
    fn moved(&mut self) -> Vec<Effect> {
        if self.ledger.selected == self.ledger.shown {
            return Vec::new();
        }
        vec![Effect::WakeAt(Alarm::Rest, REST)]
    }

    /// The search may have changed: the bodies are searched in the background.
    fn searched(&mut self) -> Vec<Effect> {
        let mut effects = self.moved();
        effects.extend(self.ledger.wanted_texts());
        effects
    }

    /// The cursor came to rest: show what it stands on.
    fn rest(&mut self) -> Vec<Effect> {
        self.ledger.shown = self.ledger.selected;
        match self.ledger.shown {
            Some(task) if self.desk.detail_of(task).is_none() => vec![Effect::LoadDetail(task)],
            _ => Vec::new(),
        }
    }

    fn load(&mut self, snapshot: Arc<Snapshot>) -> Vec<Effect> {
        let newer = !self.desk.loaded || snapshot.revision != self.desk.snapshot.revision;
        self.desk.loads = departments::loads(&snapshot);
        self.desk.snapshot = snapshot;
        self.desk.loaded = true;
        if let Some(review) = self.desk.review.take() {
            let directory = &self.desk.snapshot.directory;
            self.desk.review = Some(Reviewed::new(review.document, directory));
        }
        self.forget_review();
        self.ledger.refresh(&self.desk);
        self.settle();
        let mut effects = Vec::new();
        if self.ledger.shown.is_none() {
            self.ledger.shown = self.ledger.selected;
        }
        let watched = match self.stack.first() {
            Some(Screen::Detail(detail)) => Some(detail.task),
            _ => self.ledger.shown,
        };
        if let Some(task) = watched.filter(|_| newer) {
            effects.push(Effect::LoadDetail(task));
        }
        let history = self.stack.iter().find_map(|screen| match screen {
            Screen::History(history) => Some(history.task),
            _ => None,
        });
        if let Some(task) = history.filter(|_| newer) {
            effects.push(Effect::LoadHistory(task));
        }
        effects.extend(self.moved());
        effects
    }

    fn done(&mut self, ticket: Ticket, result: Result<Outcome, Notice>) -> Vec<Effect> {
        let words = self.desk.words.screen;
        let at = self.stack.iter().position(|screen| match screen {
            Screen::Form(form) => form.pending == Some(ticket),
            Screen::Review(review) => review.pending == Some(ticket),
            _ => false,
        });
        let mut effects = Vec::new();
        match (result, at.and_then(|at| self.stack.get_mut(at))) {
            (Ok(_), Some(Screen::Form(form))) => {
                let dropped = form.drop_draft();
                let saved = match form.subject {
                    Subject::Note(..) => words.note_saved,
                    Subject::Retraction(..) => words.retraction_saved,
                    _ => words.correction_saved,
                };
                self.note_drafts(&dropped);
                effects.push(dropped);
                self.notice = Some((Tone::Good, Notice::new(saved)));
                self.stack.truncate(at.unwrap_or(0));
            }
            (Ok(Outcome::Adopted), _) => {
                self.stack.clear();
                self.desk.review = None;
                for (form, item) in std::mem::take(&mut self.adopting) {
                    let dropped = Effect::DropDraft(form, item);
                    self.note_drafts(&dropped);
                    effects.push(dropped);
                }
                self.notice = Some((Tone::Good, Notice::new(words.adopted)));
                effects.push(Effect::Load);
            }
            (Ok(Outcome::Recorded(_)), _) => {}
            (Err(notice), Some(Screen::Form(form))) => form.fail(notice),
            (Err(notice), other) => {
                if let Some(Screen::Review(review)) = other {
                    review.pending = None;
                }
                self.refuse(notice);
            }
        }
        effects
    }

    /// Keeps the list of drafts in step with what is saved and dropped.
    fn note_drafts(&mut self, effect: &Effect) {
        let drafts = &mut self.desk.drafts;
        match effect {
            Effect::SaveDraft(draft) => {
                drafts.retain(|d| (&d.form, d.item) != (&draft.form, draft.item));
                drafts.insert(0, draft.clone());
            }
            Effect::DropDraft(form, item) => {
                drafts.retain(|d| (&d.form, &d.item) != (form, item));
            }
            _ => return,
        }
        self.settle();
    }

    fn keep_draft(&mut self) -> Option<Effect> {
        let Some(Screen::Form(form)) = self.stack.last_mut() else {
            return None;
        };
        let effect = form.keep(&self.desk)?;
        self.note_drafts(&effect);
        Some(effect)
    }

    fn offer(&mut self, drafts: Vec<Draft>) {
        let words = self.desk.words.screen;
        if !drafts.is_empty() {
            let count = drafts.len().to_string();
            let notice =
                Notice::new(fill(words.drafts_found, &[&count])).hint(words.drafts_found_hint);
            self.notice = Some((Tone::Good, notice));
        }
        for screen in &mut self.stack {
            let Screen::Form(form) = screen else { continue };
            let has = |(name, item): &DraftKey| {
                let same = |draft: &&Draft| draft.form == *name && draft.item == *item;
                drafts.iter().find(same)
            };
            if let Some(draft) = has(&form.key) {
                let numbered = |n| (format!("{}.{n}", form.key.0), form.key.1);
                let free = (2_u32..).map(numbered).find(|key| has(key).is_none());
                form.meet(draft, free.unwrap_or_else(|| form.key.clone()));
            }
        }
        self.desk.drafts = drafts;
        self.settle();
    }

    fn quit(&mut self) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.keep_draft().into_iter().collect();
        effects.push(Effect::Quit);
        effects
    }

    fn mouse(&mut self, event: MouseEvent) -> Vec<Effect> {
        if self.desk.shape() == Shape::Small {
            return Vec::new();
        }
        match event.kind {
            MouseEventKind::ScrollDown => self.go(Move::Down),
            MouseEventKind::ScrollUp => self.go(Move::Up),
            MouseEventKind::Down(_) if self.stack.is_empty() => {
                let list = layout::areas(self.desk.size).list;
                if let Some(line) = ledger::line_under(list, event.column, event.row) {
                    self.ledger.go_to_line(line, &self.desk);
                }
                self.moved()
            }
            _ => Vec::new(),
        }
    }

    /// Keeps every cursor where it makes sense after a change of size or content.
    fn settle(&mut self) {
        if self.desk.shape() == Shape::Small {
            return;
        }
        self.ledger.settle(&self.desk);
        let desk = &self.desk;
        for screen in &mut self.stack {
            match screen {
                Screen::Detail(screen) => screen.settle(desk),
                Screen::Departments(screen) => screen.settle(desk),
                Screen::History(screen) => screen.settle(desk),
                Screen::Drafts(screen) => screen.settle(desk),
                Screen::Form(form) => form.settle(desk),
                Screen::Review(screen) => screen.settle(desk),
                Screen::Help(screen) => screen.settle(desk),
                Screen::Menu(screen) => screen.settle(desk),
            }
        }
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
