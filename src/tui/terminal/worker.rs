//! The worker: does what the screens ask of the home, on a thread of its own, and watches for others' changes.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::Local;

use super::Incoming;
use crate::model::{
    Addition, Change, Detail, Document, Draft, Edit, ItemId, NoteDraft, OpId, Snapshot,
};
use crate::search::{Field, Query, TextSearch};
use crate::tui::app::{Effect, Message, Notice, Outcome, Purpose, Ticket};

/// How often the home is asked whether another process changed it.
const POLL: Duration = Duration::from_secs(1);

/// How long the rest of the tasks waits for what the screens want to know about the first page.
const FIRST: Duration = Duration::from_millis(50);

/// A home as the screens need it. Everything here may take its time: it runs beside the screens.
pub trait Home: Send {
    /// The first `rows` tasks, for a first page as fast as can be.
    ///
    /// # Errors
    ///
    /// What went wrong and what to do, as for all of these.
    fn first_page(&mut self, rows: usize) -> Result<Snapshot, Notice>;
    /// All tasks.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn snapshot(&mut self) -> Result<Snapshot, Notice>;
    /// Whether the home changed since the last picture was taken; cheap, for it is asked every second.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn changed(&mut self) -> Result<bool, Notice>;
    /// Everything about a task.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn detail(&mut self, task: ItemId) -> Result<Detail, Notice>;
    /// The changes of a task, or all changes; the latest first.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn history(&mut self, task: Option<ItemId>) -> Result<Vec<Change>, Notice>;
    /// Shows every body, measure and current note to `look`, until it breaks.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn texts(
        &mut self,
        look: &mut dyn FnMut(ItemId, Field, &str) -> ControlFlow<()>,
    ) -> Result<(), Notice>;
    /// Records a status note.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn record(&mut self, note: NoteDraft) -> Result<OpId, Notice>;
    /// Takes a note back.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn retract(&mut self, note: OpId, reason: String) -> Result<OpId, Notice>;
    /// Corrects registers, all or none; returns the last op.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn edit(&mut self, edits: Vec<Edit>) -> Result<OpId, Notice>;
    /// Adds an item.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn add(&mut self, addition: Addition) -> Result<OpId, Notice>;
    /// Puts a plan in force together with corrections of what was read wrong, all or none.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn adopt(&mut self, document: &Document, edits: &[Edit]) -> Result<(), Notice>;
    /// The drafts that are offered again.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn drafts(&mut self) -> Result<Vec<Draft>, Notice>;
    /// Keeps a draft in place of an earlier one of the same form and item.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn save_draft(&mut self, draft: Draft) -> Result<(), Notice>;
    /// Forgets a draft.
    ///
    /// # Errors
    ///
    /// See [`Home::first_page`].
    fn drop_draft(&mut self, form: &str, item: Option<ItemId>) -> Result<(), Notice>;
}

/// Something to ask of the home.
#[derive(Debug)]
pub(super) enum Job {
    Load,
    Detail(ItemId),
    History(Option<ItemId>),
    Texts(Purpose, String, Query),
    Record(Ticket, NoteDraft),
    Retract(Ticket, OpId, String),
    Edit(Ticket, Vec<Edit>),
    Add(Ticket, Addition),
    Adopt(Ticket, Vec<Edit>),
    SaveDraft(Draft),
    DropDraft(String, Option<ItemId>),
}

impl Job {
    /// The job that an effect asks for; `None` for those that the loop does itself.
    pub(super) fn of(effect: Effect) -> Option<Self> {
        Some(match effect {
            Effect::Load => Self::Load,
            Effect::LoadDetail(task) => Self::Detail(task),
            Effect::LoadHistory(task) => Self::History(task),
            Effect::SearchTexts(purpose, typed, query) => Self::Texts(purpose, typed, query),
            Effect::Record(ticket, note) => Self::Record(ticket, note),
            Effect::Retract(ticket, note, reason) => Self::Retract(ticket, note, reason),
            Effect::Edit(ticket, edits) => Self::Edit(ticket, edits),
            Effect::Add(ticket, addition) => Self::Add(ticket, addition),
            Effect::Adopt(ticket, edits) => Self::Adopt(ticket, edits),
            Effect::SaveDraft(draft) => Self::SaveDraft(draft),
            Effect::DropDraft(form, item) => Self::DropDraft(form, item),
            Effect::OpenEditor(_) | Effect::WakeAt(..) | Effect::Redraw | Effect::Quit => {
                return None;
            }
        })
    }

    /// Whether something is lost if the job is not done.
    fn writes(&self) -> bool {
        !matches!(
            self,
            Self::Load | Self::Detail(_) | Self::History(_) | Self::Texts(..)
        )
    }

    /// Whether `later` makes this job needless.
    fn is_replaced_by(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::Detail(_), Self::Detail(_)) | (Self::Load, Self::Load) => true,
            (Self::Texts(one, ..), Self::Texts(other, ..)) => one == other,
            (Self::SaveDraft(one), Self::SaveDraft(other)) => {
                (&one.form, one.item) == (&other.form, other.item)
            }
            _ => false,
        }
    }
}

/// The worker's thread, from outside.
#[derive(Debug)]
pub(super) struct Worker {
    jobs: Sender<Job>,
    waiting: Arc<AtomicUsize>,
    thread: JoinHandle<()>,
}

impl Worker {
    pub(super) fn start(
        home: Box<dyn Home>,
        document: Option<Arc<Document>>,
        answers: Sender<Incoming>,
        rows: u16,
    ) -> Self {
        let (jobs, receiver) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let mut work = Work {
            home,
            document,
            answers: answers.clone(),
            waiting: Arc::clone(&waiting),
            queue: VecDeque::new(),
            day: Local::now().date_naive(),
            failed: None,
        };
        let thread = std::thread::spawn(move || {
            let lost = OnPanic(answers);
            work.begin(usize::from(rows), &receiver);
            work.run(&receiver);
            std::mem::forget(lost);
        });
        Self {
            jobs,
            waiting,
            thread,
        }
    }

    /// Has the worker do something; the answer comes as a message.
    pub(super) fn ask(&self, job: Job) {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let _ = self.jobs.send(job);
    }

    /// Waits until everything asked for is done.
    pub(super) fn finish(self) {
        drop(self.jobs);
        let _ = self.thread.join();
    }
}

/// Tells the loop if the worker dies.
struct OnPanic(Sender<Incoming>);

impl Drop for OnPanic {
    fn drop(&mut self) {
        let _ = self.0.send(Incoming::Lost);
    }
}

struct Work {
    home: Box<dyn Home>,
    document: Option<Arc<Document>>,
    answers: Sender<Incoming>,
    /// How many jobs were asked for and not yet taken.
    waiting: Arc<AtomicUsize>,
    queue: VecDeque<Job>,
    /// The day of the last picture; a new day makes everything a day older.
    day: chrono::NaiveDate,
    /// What the home said last when it could not be watched, so that it is said once.
    failed: Option<Notice>,
}

impl Work {
    /// Loads the first page, what the screens ask for when they see it, and then the rest.
    fn begin(&mut self, rows: usize, jobs: &Receiver<Job>) {
        let first = self.home.first_page(rows);
        let complete = match &first {
            Ok(page) => page.rows.len() >= page.total,
            Err(_) => true,
        };
        self.answer(first.map(|page| Message::Loaded(Arc::new(page))));
        match self.home.drafts() {
            Ok(drafts) if drafts.is_empty() => {}
            drafts => self.answer(drafts.map(Message::Drafts)),
        }
        if !complete {
            if let Ok(job) = jobs.recv_timeout(FIRST) {
                self.take(job);
                self.perform_next();
            }
            self.load();
        }
    }

    fn run(&mut self, jobs: &Receiver<Job>) {
        let mut poll = Instant::now() + POLL;
        loop {
            let wait = poll.saturating_duration_since(Instant::now());
            let next = if self.queue.is_empty() {
                jobs.recv_timeout(wait)
            } else {
                jobs.try_recv().map_err(|error| match error {
                    mpsc::TryRecvError::Empty => RecvTimeoutError::Timeout,
                    mpsc::TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                })
            };
            let ending = matches!(next, Err(RecvTimeoutError::Disconnected));
            for job in next.into_iter().chain(jobs.try_iter()) {
                self.take(job);
            }
            if ending {
                self.queue.retain(Job::writes);
            }
            if !self.perform_next() && ending {
                return;
            }
            if Instant::now() >= poll && !ending {
                self.watch();
                poll = Instant::now() + POLL;
            }
        }
    }

    /// Puts a job in the queue, in place of those it makes needless.
    fn take(&mut self, job: Job) {
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        self.queue.retain(|earlier| !earlier.is_replaced_by(&job));
        self.queue.push_back(job);
    }

    /// Does the next job of the queue; returns whether there was one.
    fn perform_next(&mut self) -> bool {
        let next = self.queue.pop_front();
        let found = next.is_some();
        if let Some(job) = next {
            self.perform(job);
        }
        found
    }

    /// Loads a newer picture if another process changed the home, or a new day began.
    fn watch(&mut self) {
        let today = Local::now().date_naive();
        match self.home.changed() {
            Ok(true) => self.load(),
            Ok(false) if today != self.day => self.load(),
            Ok(false) => self.failed = None,
            Err(notice) => {
                if self.failed.as_ref() != Some(&notice) {
                    self.failed = Some(notice.clone());
                    self.say(Message::Failed(notice));
                }
            }
        }
        self.day = today;
    }

    fn load(&mut self) {
        let snapshot = self.home.snapshot();
        self.answer(snapshot.map(|snapshot| Message::Loaded(Arc::new(snapshot))));
    }

    fn perform(&mut self, job: Job) {
        match job {
            Job::Load => self.load(),
            Job::Detail(task) => {
                let detail = self.home.detail(task);
                self.answer(detail.map(|detail| Message::Detail(Arc::new(detail))));
            }
            Job::History(task) => {
                let changes = self.home.history(task);
                self.answer(changes.map(|changes| Message::History(task, changes)));
            }
            Job::Texts(purpose, typed, query) => self.search(purpose, typed, query),
            Job::Record(ticket, note) => {
                let done = self.home.record(note).map(Outcome::Recorded);
                self.done(ticket, done);
            }
            Job::Retract(ticket, note, reason) => {
                let done = self.home.retract(note, reason).map(Outcome::Recorded);
                self.done(ticket, done);
            }
            Job::Edit(ticket, edits) => {
                let done = self.home.edit(edits).map(Outcome::Recorded);
                self.done(ticket, done);
            }
            Job::Add(ticket, addition) => {
                let done = self.home.add(addition).map(Outcome::Recorded);
                self.done(ticket, done);
            }
            Job::Adopt(ticket, edits) => {
                let document = self.document.clone();
                if let Some(document) = document {
                    let done = self
                        .home
                        .adopt(&document, &edits)
                        .map(|()| Outcome::Adopted);
                    self.done(ticket, done);
                }
            }
            Job::SaveDraft(draft) => {
                if let Err(notice) = self.home.save_draft(draft) {
                    self.say(Message::Failed(notice));
                }
            }
            Job::DropDraft(form, item) => {
                if let Err(notice) = self.home.drop_draft(&form, item) {
                    self.say(Message::Failed(notice));
                }
            }
        }
    }

    /// Searches bodies and notes; gives way to whatever is asked for meanwhile, and is taken up again after it.
    fn search(&mut self, purpose: Purpose, typed: String, query: Query) {
        let mut found = TextSearch::new(&query);
        let waiting = Arc::clone(&self.waiting);
        let mut broken = false;
        let looked = self.home.texts(&mut |task, field, text| {
            if waiting.load(Ordering::SeqCst) > 0 {
                broken = true;
                return ControlFlow::Break(());
            }
            found.look(task, field, text);
            ControlFlow::Continue(())
        });
        match looked {
            Err(notice) => self.say(Message::Failed(notice)),
            Ok(()) if broken => self.queue.push_back(Job::Texts(purpose, typed, query)),
            Ok(()) => self.say(Message::Texts(purpose, typed, Arc::new(found))),
        }
    }

    /// Answers a verb, and shows what it changed.
    fn done(&mut self, ticket: Ticket, result: Result<Outcome, Notice>) {
        let changed = result.is_ok();
        self.say(Message::Done(ticket, result));
        if changed {
            self.load();
        }
    }

    fn answer(&mut self, result: Result<Message, Notice>) {
        self.say(result.unwrap_or_else(Message::Failed));
    }

    fn say(&self, message: Message) {
        let _ = self.answers.send(Incoming::Answer(message));
    }
}
