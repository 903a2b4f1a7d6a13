//! The only terminal I/O: enter and leave, the event loop, the worker, the width-aware backend.
//!
//! One thread waits for signals, one reads keys and then waits until they are dealt with, one asks the home, one
//! exchanges with the share if there is one, and this one, which blocks until something happens, takes in everything that waits, and draws once. Nothing ticks:
//! an idle screen sends no bytes. The home is asked once a second whether another process changed it.

mod backend;
mod copy;
mod editor;
mod escape;
mod exchange;
mod home;
mod input;
mod job;
mod own;
mod own_follow;
mod own_pages;
mod own_report;
mod own_share;
mod own_work;
mod session;
mod worker;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use chrono::FixedOffset;
use ratatui::Terminal;

pub use self::backend::{CellBackend, terminal_size};
use self::exchange::Exchanger;
pub use self::exchange::{Done, Exchange};
pub use self::home::Home;
use self::job::Job;
pub use self::own::OwnHome;
pub use self::own_share::OwnShare;
use self::session::Session;
pub use self::session::refusal;
use self::worker::Worker;
use super::app::{Alarm, App, Effect, Message, Notice};
use crate::config::Taste;
use crate::model::Document;
use crate::platform::{self, Asked};
use crate::workspace::Clock;

/// What the screens begin with.
pub struct Start {
    /// How they look and speak.
    pub taste: Taste,
    /// A plan to review before it is put in force.
    pub review: Option<Arc<Document>>,
    /// Whether a meeting is to be opened at once, and whether it is only looked at.
    pub meeting: Option<bool>,
    /// A private folder for the text that a person's own editor opens.
    pub scratch: PathBuf,
    /// What time it is.
    pub clock: Clock,
    /// The plan's time zone, in which the screens tell days and hours.
    pub zone: FixedOffset,
    /// The share to exchange with, if the home has one.
    pub share: Option<Box<dyn Exchange>>,
}

/// What is left to say once the terminal is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// Nothing.
    Silent,
    /// The share has not got everything that was recorded: it did not answer in time.
    Unsent,
}

/// Something that woke the loop.
enum Incoming {
    /// All the keys that were waiting; the reader waits until [`input::Reader::go_on`].
    Input(Vec<ratatui::crossterm::event::Event>),
    /// An answer of the worker.
    Answer(Message),
    /// The terminal is going away, or somebody asks something of the program.
    Asked(Asked),
    /// A thread ended on its own, which none ever should.
    Lost,
}

/// Held by a thread that the loop cannot do without: tells the loop if it panics.
struct OnPanic(Sender<Incoming>);

impl Drop for OnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(Incoming::Lost);
        }
    }
}

/// Runs the screens on the terminal until the person leaves.
///
/// The terminal is restored in any case: on a panic, on SIGTERM and on SIGHUP; and what was typed is kept.
/// SIGTSTP gives it back until SIGCONT, which takes it again and draws anew.
///
/// # Errors
///
/// If the terminal cannot be read or written, or the worker died.
pub fn run(home: Box<dyn Home>, start: Start) -> io::Result<Parting> {
    let Start {
        taste,
        review,
        meeting,
        scratch,
        clock,
        zone,
        share,
    } = start;
    let now = || clock.now().with_timezone(&zone);
    let (sender, incoming) = mpsc::channel();
    // Before the terminal is taken: from then on nothing may end the program that does not give it back.
    let asked = sender.clone();
    platform::when_asked(move |what| {
        if what == Asked::Stop && !session::holds_terminal() {
            // An editor has the terminal and was stopped with us; the loop waits for it and cannot answer.
            platform::stop();
        } else {
            let _ = asked.send(Incoming::Asked(what));
        }
    })?;
    let session = Session::enter(taste.mouse)?;
    let mut size = terminal_size()?;
    let worker = Worker::start(
        home,
        review.clone(),
        sender.clone(),
        size.height,
        (clock, zone),
    );
    let exchanger = share.map(|share| Exchanger::start(share, sender.clone()));
    let reader = input::Reader::start(sender);
    let mut screen = Terminal::new(CellBackend::new(io::stdout(), terminal_size))?;
    let words = taste.lang.words().sharing;
    let not_shared = Notice::new(words.not_shared).hint(words.not_shared_hint);
    let mut app = App::new(taste, now(), size);
    if let Some(read_only) = meeting {
        app = app.in_meeting(read_only);
    }
    if let Some(document) = review {
        app.update(Message::Review(document));
    }
    let mut alarms = Alarms::default();
    screen.draw(|frame| app.view(frame))?;
    let ended = catch_unwind(AssertUnwindSafe(|| {
        loop {
            let batch = gather(&incoming, &mut alarms);
            let mut messages = vec![Message::Clock(now())];
            // Asked for rather than waited for: what is drawn next fits, whenever the reader hears of the new size. A
            // terminal that cannot say is going away, which is told otherwise.
            if let Ok(newer) = terminal_size()
                && newer != size
            {
                size = newer;
                messages.push(Message::Resize(size));
            }
            let (mut hangup, mut lost, mut read) = (false, false, false);
            for item in batch {
                match item {
                    Woken::Incoming(Incoming::Input(events)) => {
                        read = true;
                        messages.extend(input::messages(events));
                    }
                    Woken::Incoming(Incoming::Answer(message)) => {
                        let recorded = matches!(message, Message::Done(_, Ok(_)));
                        if let Some(exchanger) = exchanger.as_ref().filter(|_| recorded) {
                            exchanger.edited();
                        }
                        messages.push(message);
                    }
                    Woken::Incoming(Incoming::Asked(Asked::End)) => hangup = true,
                    Woken::Incoming(Incoming::Asked(Asked::Stop)) => {
                        session.leave();
                        platform::stop();
                    }
                    Woken::Incoming(Incoming::Asked(Asked::Continue)) => {
                        // The shell has used the terminal meanwhile, and may have another size for it.
                        // A line that drops is told so too: there taking it fails, and then drawing does.
                        session.leave();
                        if session.resume().is_ok() {
                            size = terminal_size().unwrap_or(size);
                            messages.push(Message::Resize(size));
                            let _ = screen.clear();
                        }
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
                        // What fails here fails again when the frame is drawn, and is dealt with there.
                        Effect::Redraw => drop(screen.clear()),
                        Effect::OpenEditor(text) => {
                            session.leave();
                            let answer = editor::edit(&text, &scratch);
                            let _ = session.resume().and_then(|()| screen.clear());
                            queue.push_back(match answer {
                                Ok(text) => Message::Edited(text),
                                Err(notice) => Message::Failed(notice),
                            });
                        }
                        Effect::Copy(name, text) => {
                            queue.push_back(
                                match copy::copy(&text, &name, &scratch, &mut io::stdout()) {
                                    Ok(path) => Message::Copied(path),
                                    Err(notice) => Message::Failed(notice),
                                },
                            );
                        }
                        Effect::Exchange => match &exchanger {
                            Some(exchanger) => exchanger.now(),
                            None => queue.push_back(Message::Failed(not_shared.clone())),
                        },
                        effect => {
                            if let Some(job) = Job::of(effect) {
                                worker.ask(job);
                            }
                        }
                    }
                }
            }
            if quit {
                break if lost { Err(session::lost()) } else { Ok(()) };
            }
            if let Err(error) = screen.draw(|frame| app.view(frame)) {
                // The terminal is gone.
                keep_what_was_typed(&mut app, &worker);
                break Err(error);
            }
            if read {
                reader.go_on();
            }
        }
    }));
    if ended.is_err() {
        keep_what_was_typed(&mut app, &worker);
    }
    // What was asked for is done before the terminal is given back, so that nothing is lost by leaving fast.
    worker.finish();
    session.leave();
    // What was recorded on the way out is to be sent as well.
    if let Some(exchanger) = &exchanger {
        let recorded = |item| matches!(item, Incoming::Answer(Message::Done(_, Ok(_))));
        if incoming.try_iter().any(recorded) {
            exchanger.edited();
        }
    }
    let all_sent = exchanger.is_none_or(Exchanger::finish);
    let parting = if all_sent {
        Parting::Silent
    } else {
        Parting::Unsent
    };
    let ended: io::Result<()> = ended.unwrap_or_else(|panic| resume_unwind(panic));
    ended.map(|()| parting)
}

/// Has the worker keep what was typed since it last did.
fn keep_what_was_typed(app: &mut App, worker: &Worker) {
    for job in app.update(Message::Hangup).into_iter().filter_map(Job::of) {
        worker.ask(job);
    }
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
