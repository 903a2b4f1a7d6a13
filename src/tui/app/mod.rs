//! The pure core of the screens: [`App::update`] turns messages into effects, [`App::view`] draws; no I/O, no clock.

mod action;
mod agenda;
mod answer;
mod burst;
mod counts;
mod desk;
mod finding;
pub mod follow;
mod input;
mod kept;
pub mod keys;
mod layout;
mod meeting;
mod message;
mod reports;
mod reviewed;
mod screen;
pub mod share;
mod step;
mod told;
mod view;
pub mod work;

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use ratatui::crossterm::event::KeyEventKind;
use ratatui::layout::Size;

use self::desk::Desk;
use self::kept::Keeping;
use self::keys::{Action, Place};
use self::layout::Shape;
pub use self::message::{
    Alarm, Effect, Exchanged, Message, Notice, Obstacle, Outcome, Purpose, Ticket, Trouble,
};
use self::reviewed::Reviewed;
use self::screen::form::DraftKey;
use self::screen::ledger::Ledger;
use self::screen::{Screen, home, review};
use crate::config::Taste;
use crate::model::{Draft, Snapshot};
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
    /// The first screen while it is left, so that its cursor stays.
    home: Option<home::Screen>,
    /// Whether the first screen was offered.
    begun: bool,
    /// Whether a meeting is to be opened at once, and whether it is only looked at.
    to_meeting: Option<bool>,
    /// The drafts of the corrections that are being put in force with their plan.
    adopting: Vec<DraftKey>,
    keeping: Keeping,
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
                share: None,
                trouble: None,
                work: None,
                tally: OnceCell::new(),
                known: follow::Known::default(),
                loads: Vec::new(),
            },
            ledger: Ledger::default(),
            stack: Vec::new(),
            notice: None,
            tickets: 0,
            opening: false,
            resuming: None,
            to_meeting: None,
            adopting: Vec::new(),
            keeping: Keeping::default(),
            home: None,
            begun: false,
        }
    }

    /// Takes in a message and returns what is to be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = self.take(message);
        effects.extend(self.ticks());
        effects
    }

    fn take(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) if key.kind != KeyEventKind::Release => self.key(key),
            Message::Key(_) => Vec::new(),
            Message::Keys(keys) => self.burst(&keys),
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
            Message::Alarm(Alarm::Draft) => self.keep_drafts(),
            Message::Alarm(Alarm::Tick) => Vec::new(),
            Message::Loaded(snapshot) => self.load(snapshot),
            Message::Detail(detail) => {
                self.desk.detail = Some(detail);
                self.desk.align_detail();
                for screen in &mut self.stack {
                    if let Screen::Form(form) = screen {
                        form.learn(&self.desk);
                    }
                }
                self.end_conflict();
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
            Message::Texts(Purpose::Agenda, query, found) => {
                let desk = &self.desk;
                for screen in &mut self.stack {
                    if let Screen::Agenda(agenda) = screen {
                        agenda.take_texts(&query, Arc::clone(&found), desk);
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
                // Whoever reviews a plan sees its ledger next.
                self.begun = true;
                let directory = &self.desk.snapshot.directory;
                self.desk.review = Some(Reviewed::new(document, directory));
                self.open(Screen::Review(review::Screen::default()));
                Vec::new()
            }
            Message::Drafts(drafts) => {
                self.offer(drafts);
                Vec::new()
            }
            Message::Kept(draft, result) => self.kept(&draft, result),
            Message::Work(work) => {
                let old = self.desk.work.replace(Arc::clone(&work));
                if old.is_none_or(|old| !old.counts_like(&work)) {
                    self.desk.tally = OnceCell::new();
                }
                self.settle();
                Vec::new()
            }
            Message::Undoable(changes) => {
                for screen in &mut self.stack {
                    if let Screen::Undo(undo) = screen {
                        undo.load(changes, &self.desk);
                        break;
                    }
                }
                Vec::new()
            }
            Message::Copied(path) => {
                let words = self.desk.words.work;
                let said = fill(words.copied, &[&path]);
                self.notice = Some((Tone::Good, Notice::new(said).hint(words.copied_hint)));
                Vec::new()
            }
            Message::Share(share) => {
                self.desk.share = Some(share);
                self.settle();
                Vec::new()
            }
            Message::Told(told) => self.told(told),
            Message::Exchanged(exchanged) => self.exchanged(exchanged),
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
            Message::Hangup => self.hang_up(),
        }
    }

    /// The place whose keys are in force.
    fn place(&self) -> Place {
        match self.stack.last() {
            Some(screen) => screen.place(),
            None => self.ledger.place_of_input().unwrap_or(Place::Ledger),
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
                Screen::Share(screen) => screen.settle(desk),
                Screen::Conflict(screen) => screen.settle(desk),
                Screen::Form(form) => form.settle(desk),
                Screen::Review(screen) => screen.settle(desk),
                Screen::Help(screen) => screen.settle(desk),
                Screen::Menu(screen) => screen.settle(desk),
                Screen::Home(screen) => screen.settle(desk),
                Screen::Acts(_) => {}
                Screen::Undo(screen) => screen.settle(desk),
                Screen::Meeting(screen) => screen.settle(desk),
                Screen::Agenda(screen) => screen.settle(desk),
                Screen::Approvals(screen) => screen.settle(desk),
                Screen::Windows(screen) => screen.settle(desk),
                Screen::Window(screen) => screen.settle(desk),
                Screen::Indicators(screen) => screen.settle(desk),
                Screen::Reports(screen) => screen.settle(desk),
                Screen::Figures(screen) => screen.settle(desk),
            }
        }
    }
}
