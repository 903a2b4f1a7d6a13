//! The only terminal I/O: enter and leave, the event loop, the worker, the width-aware backend.
//!
//! Four threads: one waits for signals, one reads keys and then waits until they are dealt with, one asks the home,
//! and this one, which blocks until something happens, takes in everything that waits, and draws once. Nothing ticks:
//! an idle screen sends no bytes. The home is asked once a second whether another process changed it.

mod backend;
mod editor;
mod escape;
mod home;
mod input;
mod job;
mod own;
mod session;
mod worker;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local};
use ratatui::Terminal;

pub use self::backend::{CellBackend, terminal_size};
pub use self::home::Home;
use self::job::Job;
pub use self::own::OwnHome;
use self::session::Session;
pub use self::session::refusal;
use self::worker::Worker;
use super::app::{Alarm, App, Effect, Message};
use crate::config::Taste;
use crate::model::Document;
use crate::platform::{self, Asked};

/// What the screens begin with.
#[derive(Debug)]
pub struct Start {
    /// How they look and speak.
    pub taste: Taste,
    /// A plan to review before it is put in force.
    pub review: Option<Arc<Document>>,
    /// A private folder for the text that a person's own editor opens.
    pub scratch: PathBuf,
}

/// Something that woke the loop.
enum Incoming {
    /// All the keys that were waiting; the reader waits until [`input::Reader::go_on`].
    Input(Vec<ratatui::crossterm::event::Event>),
    /// An answer of the worker.
    Answer(Message),
    /// The terminal is going away, or somebody asks something of the program.
    Asked(Asked),
    /// The worker ended on its own, which it never should.
    Lost,
}

/// Runs the screens on the terminal until the person leaves.
///
/// The terminal is restored in any case: on a panic, and on SIGTERM and SIGHUP, which also keep what was typed.
/// SIGTSTP gives it back until SIGCONT, which takes it again and draws anew.
///
/// # Errors
///
/// If the terminal cannot be read or written, or the worker died.
pub fn run(home: Box<dyn Home>, start: Start) -> io::Result<()> {
    let Start {
        taste,
        review,
        scratch,
    } = start;
    let (sender, incoming) = mpsc::channel();
    let mut session = Session::enter(taste.mouse)?;
    let size = terminal_size()?;
    let worker = Worker::start(home, review.clone(), sender.clone(), size.height);
    let asked = sender.clone();
    platform::when_asked(move |what| {
        if what == Asked::Stop && !session::holds_terminal() {
            // An editor has the terminal and was stopped with us; the loop waits for it and cannot answer.
            platform::stop();
        } else {
            let _ = asked.send(Incoming::Asked(what));
        }
    })?;
    let reader = input::Reader::start(sender);
    let mut screen = Terminal::new(CellBackend::new(io::stdout(), terminal_size))?;
    let mut app = App::new(taste, now(), size);
    if let Some(document) = review {
        app.update(Message::Review(document));
    }
    let mut alarms = Alarms::default();
    screen.draw(|frame| app.view(frame))?;
    let ended = loop {
        let batch = gather(&incoming, &mut alarms);
        let mut messages = vec![Message::Clock(now())];
        let (mut hangup, mut lost, mut read) = (false, false, false);
        for item in batch {
            match item {
                Woken::Incoming(Incoming::Input(events)) => {
                    read = true;
                    messages.extend(input::messages(events));
                }
                Woken::Incoming(Incoming::Answer(message)) => messages.push(message),
                Woken::Incoming(Incoming::Asked(Asked::End)) => hangup = true,
                Woken::Incoming(Incoming::Asked(Asked::Stop)) => {
                    session.leave();
                    platform::stop();
                }
                Woken::Incoming(Incoming::Asked(Asked::Continue)) => {
                    // The shell has used the terminal meanwhile, and may have another size for it.
                    session.leave();
                    session = Session::enter(session.mouse())?;
                    messages.push(Message::Resize(terminal_size()?));
                    screen.clear()?;
                }
                Woken::Incoming(Incoming::Lost) => lost = true,
                Woken::Alarm(alarm) => messages.push(Message::Alarm(alarm)),
            }
        }
        if hangup || lost {
            messages.push(Message::Hangup);
        }
        let mut quit = false;
        let mut queue: std::collections::VecDeque<Message> = messages.into();
        while let Some(message) = queue.pop_front() {
            for effect in app.update(message) {
                match effect {
                    Effect::Quit => quit = true,
                    Effect::WakeAt(alarm, after) => alarms.set(alarm, after),
                    Effect::Redraw => screen.clear()?,
                    Effect::OpenEditor(text) => {
                        session.leave();
                        let answer = editor::edit(&text, &scratch);
                        session = Session::enter(session.mouse())?;
                        screen.clear()?;
                        queue.push_back(match answer {
                            Ok(text) => Message::Edited(text),
                            Err(notice) => Message::Failed(notice),
                        });
                    }
                    effect => {
                        if let Some(job) = Job::of(effect) {
                            worker.ask(job);
                        }
                    }
                }
            }
        }
        if quit {
            break if lost {
                Err(io::Error::other("the worker thread ended"))
            } else {
                Ok(())
            };
        }
        if let Err(error) = screen.draw(|frame| app.view(frame)) {
            // The terminal is gone: keep what was typed.
            for effect in app.update(Message::Hangup) {
                if let Some(job) = Job::of(effect) {
                    worker.ask(job);
                }
            }
            break Err(error);
        }
        if read {
            reader.go_on();
        }
    };
    // What was asked for is done before the terminal is given back, so that nothing is lost by leaving fast.
    worker.finish();
    session.leave();
    ended
}

/// The time here.
fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

/// What ended a wait.
enum Woken {
    Incoming(Incoming),
    Alarm(Alarm),
}

/// Waits for something to happen and takes everything that waits.
fn gather(incoming: &Receiver<Incoming>, alarms: &mut Alarms) -> Vec<Woken> {
    let first = match alarms.next() {
        None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
        Some(at) => incoming.recv_timeout(at.saturating_duration_since(Instant::now())),
    };
    let mut woken = Vec::new();
    match first {
        Ok(first) => woken.push(Woken::Incoming(first)),
        Err(RecvTimeoutError::Timeout) => {}
        Err(RecvTimeoutError::Disconnected) => {
            woken.push(Woken::Incoming(Incoming::Asked(Asked::End)))
        }
    }
    woken.extend(incoming.try_iter().map(Woken::Incoming));
    woken.extend(alarms.due(Instant::now()).map(Woken::Alarm));
    woken
}

/// When to wake without being woken.
#[derive(Debug, Default)]
struct Alarms {
    set: Vec<(Alarm, Instant)>,
}

impl Alarms {
    fn set(&mut self, alarm: Alarm, after: Duration) {
        let at = Instant::now() + after;
        match self.set.iter_mut().find(|(known, _)| *known == alarm) {
            // The cursor is at rest when it has not moved for a while; a draft is kept a while after the first key.
            Some((Alarm::Rest, when)) => *when = at,
            Some(_) => {}
            None => self.set.push((alarm, at)),
        }
    }

    fn next(&self) -> Option<Instant> {
        self.set.iter().map(|(_, at)| *at).min()
    }

    fn due(&mut self, now: Instant) -> impl Iterator<Item = Alarm> {
        let due: Vec<Alarm> = self
            .set
            .iter()
            .filter(|(_, at)| *at <= now)
            .map(|(alarm, _)| *alarm)
            .collect();
        self.set.retain(|(_, at)| *at > now);
        due.into_iter()
    }
}
