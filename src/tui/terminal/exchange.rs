//! Exchanging with the share by itself, on a thread of its own: a share may hang for a minute, a note must not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::{Incoming, OnPanic};
use crate::tui::app::{Exchanged, Message, Trouble};

/// How long after the last edit the share gets it.
const REST: Duration = Duration::from_secs(2);
/// How long after the first edit at most.
const LONGEST: Duration = Duration::from_secs(15);
/// How often the share is looked at otherwise.
const POLL: Duration = Duration::from_secs(15);
/// How long leaving waits for the share.
const PATIENCE: Duration = Duration::from_secs(3);
/// After how long a share that does not answer is told of; one on a slow line takes some seconds.
const SILENCE: Duration = Duration::from_secs(15);

/// What an exchange did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// In words, if it is worth telling.
    pub said: Option<String>,
    /// Whether the share is to be looked at again soon: what was written counts as there once it is seen there.
    pub again: bool,
}

/// A share as its thread needs it.
pub trait Exchange: Send {
    /// Exchanges what is new with the share; `None` if another process of the home is just doing so. `asked` if a person
    /// asked for it.
    ///
    /// # Errors
    ///
    /// Why the share did not get what it lacks, and what to do.
    fn exchange(&mut self, asked: bool) -> Result<Option<Done>, Trouble>;

    /// What to say of a share that does not answer.
    fn silent(&self) -> Trouble;
}

/// What the thread is told.
enum Nudge {
    /// Something was recorded.
    Edited,
    /// A person asks for an exchange.
    Now,
}

/// How often something was recorded, and how much of that exchanges have taken along once they were through.
#[derive(Debug, Default)]
struct Edits {
    made: AtomicU64,
    sent: AtomicU64,
}

impl Edits {
    fn all_sent(&self) -> bool {
        self.made.load(Ordering::SeqCst) == self.sent.load(Ordering::SeqCst)
    }
}

/// The thread that exchanges, from outside.
#[derive(Debug)]
pub(super) struct Exchanger {
    nudges: Sender<Nudge>,
    edits: Arc<Edits>,
    ended: Receiver<()>,
}

impl Exchanger {
    pub(super) fn start(share: Box<dyn Exchange>, answers: Sender<Incoming>) -> Self {
        let (nudges, receiver) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let edits = Arc::new(Edits::default());
        let mut work = Work {
            watch: Watch::start(share.silent(), answers.clone()),
            share,
            answers: answers.clone(),
            edits: Arc::clone(&edits),
            trouble: None,
        };
        std::thread::spawn(move || {
            let _guard = OnPanic(answers);
            work.run(&receiver);
            let _ = end.send(());
        });
        Self {
            nudges,
            edits,
            ended,
        }
    }

    /// Something was recorded: the share is to get it soon.
    pub(super) fn edited(&self) {
        self.edits.made.fetch_add(1, Ordering::SeqCst);
        let _ = self.nudges.send(Nudge::Edited);
    }

    /// A person asks for an exchange.
    pub(super) fn now(&self) {
        let _ = self.nudges.send(Nudge::Now);
    }

    /// Gives the share what it lacks, if it answers soon; returns whether it has got everything that was recorded.
    pub(super) fn finish(self) -> bool {
        drop(self.nudges);
        if !self.edits.all_sent() {
            // A share that hangs is left behind: what was recorded is in the home.
            let _ = self.ended.recv_timeout(PATIENCE);
        }
        self.edits.all_sent()
    }
}

/// Tells of a share that does not answer, from a thread of its own: the one that exchanges waits for it.
struct Watch {
    /// Whether a person asked for the exchange that begins; `None` when it has ended.
    turns: Sender<Option<bool>>,
    told: Arc<AtomicBool>,
}

impl Watch {
    fn start(silent: Trouble, answers: Sender<Incoming>) -> Self {
        let (turns, watched) = mpsc::channel();
        let told = Arc::new(AtomicBool::new(false));
        let has_told = Arc::clone(&told);
        std::thread::spawn(move || {
            while let Ok(turn) = watched.recv() {
                let Some(asked) = turn else { continue };
                if watched.recv_timeout(SILENCE) != Err(RecvTimeoutError::Timeout) {
                    continue;
                }
                has_told.store(true, Ordering::SeqCst);
                let result = Err(silent.clone());
                let message = Message::Exchanged(Exchanged { asked, result });
                let _ = answers.send(Incoming::Answer(message));
            }
        });
        Self { turns, told }
    }

    /// Does what may hang; says whether that was told.
    fn over<T>(&self, asked: bool, act: impl FnOnce() -> T) -> (T, bool) {
        let _ = self.turns.send(Some(asked));
        let done = act();
        let _ = self.turns.send(None);
        (done, self.told.swap(false, Ordering::SeqCst))
    }
}

struct Work {
    share: Box<dyn Exchange>,
    watch: Watch,
    answers: Sender<Incoming>,
    edits: Arc<Edits>,
    /// What was told last about a share that is not there.
    trouble: Option<Trouble>,
}

impl Work {
    fn run(&mut self, nudges: &Receiver<Nudge>) {
        let mut poll = Instant::now() + self.exchange(false);
        // When the first and the last of the edits were made that wait.
        let mut edits: Option<(Instant, Instant)> = None;
        loop {
            let due = edits.map_or(poll, |(first, last)| {
                poll.min(last + REST).min(first + LONGEST)
            });
            let wait = due.saturating_duration_since(Instant::now());
            let asked = match nudges.recv_timeout(wait) {
                Ok(Nudge::Edited) => {
                    let now = Instant::now();
                    edits = Some((edits.map_or(now, |(first, _)| first), now));
                    continue;
                }
                Ok(Nudge::Now) => true,
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => {
                    if !self.edits.all_sent() {
                        self.exchange(false);
                    }
                    return;
                }
            };
            edits = None;
            poll = Instant::now() + self.exchange(asked);
        }
    }

    /// Exchanges, tells what is new, and gives how long the share is left alone.
    fn exchange(&mut self, asked: bool) -> Duration {
        // What is recorded while the exchange is under way waits for the next one.
        let made = self.edits.made.load(Ordering::SeqCst);
        let Self { share, watch, .. } = self;
        let (done, was_silent) = watch.over(asked, || share.exchange(asked));
        if matches!(done, Ok(Some(_))) {
            self.edits.sent.store(made, Ordering::SeqCst);
        }
        let done = match done {
            // Another process exchanges, as it did when nothing was to be told of the share.
            Ok(None) if !was_silent => return REST,
            Ok(None) => Ok(Done::default()),
            Ok(Some(done)) => Ok(done),
            Err(trouble) => Err(trouble),
        };
        let rest = match &done {
            Ok(Done { again: true, .. }) => REST,
            _ => POLL,
        };
        let trouble = done.as_ref().err().cloned();
        let said = matches!(done, Ok(Done { said: Some(_), .. }));
        if said || asked || was_silent || trouble != self.trouble {
            self.trouble = trouble;
            let result = done.map(|done| done.said.unwrap_or_default());
            let message = Message::Exchanged(Exchanged { asked, result });
            let _ = self.answers.send(Incoming::Answer(message));
        }
        rest
    }
}
