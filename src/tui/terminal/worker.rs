//! The worker: does what the screens ask of the home, on a thread of its own, and watches for others' changes.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::FixedOffset;

use super::home::Home;
use super::job::Job;
use super::{Incoming, OnPanic};
use crate::model::Document;
use crate::search::{Query, TextSearch};
use crate::tui::app::follow::{Act, Ask};
use crate::tui::app::{Message, Notice, Outcome, Purpose, Ticket};
use crate::workspace::Clock;

/// How often the home is asked whether another process changed it.
const POLL: Duration = Duration::from_secs(1);

/// How long the rest of the tasks waits for what the screens want to know about the first page.
const FIRST: Duration = Duration::from_millis(50);

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
        (clock, zone): (Clock, FixedOffset),
    ) -> Self {
        let (jobs, receiver) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let mut work = Work {
            home,
            document,
            answers: answers.clone(),
            waiting: Arc::clone(&waiting),
            queue: VecDeque::new(),
            clock,
            zone,
            day: clock.now().with_timezone(&zone).date_naive(),
            failed: None,
        };
        let thread = std::thread::spawn(move || {
            let worked = catch_unwind(AssertUnwindSafe(|| {
                let _guard = OnPanic(answers);
                work.begin(usize::from(rows), &receiver);
                work.run(&receiver);
            }));
            if worked.is_err() {
                work.save_drafts(&receiver);
            }
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

struct Work {
    home: Box<dyn Home>,
    document: Option<Arc<Document>>,
    answers: Sender<Incoming>,
    /// How many jobs were asked for and not yet taken.
    waiting: Arc<AtomicUsize>,
    queue: VecDeque<Job>,
    /// The day of the last picture; a new day makes everything a day older.
    day: chrono::NaiveDate,
    clock: Clock,
    /// In which a day begins.
    zone: FixedOffset,
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
        // A meeting that a broken line ended goes on.
        if let Ok(Some(told)) = self.home.ask(Ask::Running) {
            self.say(Message::Told(told));
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

    /// After a panic: keeps what was typed, which needs nothing but files, until the loop has ended too. All else that
    /// was asked for is left: it would stand on what broke.
    fn save_drafts(&mut self, jobs: &Receiver<Job>) {
        let queue = std::mem::take(&mut self.queue);
        for job in queue.into_iter().chain(jobs) {
            if let Job::SaveDraft(draft) = job {
                let _ = catch_unwind(AssertUnwindSafe(|| self.home.save_draft(draft)));
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
        let today = self.clock.now().with_timezone(&self.zone).date_naive();
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
            Job::RecordAll(ticket, notes) => {
                let done = self.home.record_all(notes).map(Outcome::Recorded);
                self.done(ticket, done);
            }
            Job::TakeSteps(ticket, steps) => {
                let done = self.home.take_steps(steps).map(Outcome::Recorded);
                self.done(ticket, done);
            }
            Job::Remind(ticket, reminder) => {
                let done = self.home.remind(reminder).map(Outcome::Recorded);
                self.done(ticket, done);
            }
            Job::TakeBack(ticket, op, reason) => {
                let done = self.home.take_back(op, reason).map(Outcome::Recorded);
                self.done(ticket, done);
            }
            Job::Undoable => {
                let changes = self.home.undoable();
                self.answer(changes.map(Message::Undoable));
            }
            Job::Work => {
                let work = self.home.work();
                self.answer(work.map(|work| Message::Work(Arc::new(work))));
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
            Job::Share => {
                let share = self.home.share();
                self.answer(share.map(|share| Message::Share(Arc::new(share))));
            }
            Job::Ask(ask) => match self.home.ask(ask) {
                Ok(told) => told
                    .into_iter()
                    .for_each(|told| self.say(Message::Told(told))),
                Err(notice) => self.say(Message::Failed(notice)),
            },
            // A place is kept at every step; nobody waits for it.
            Job::Act(_, act @ Act::Place(_)) => {
                if let Err(notice) = self.home.act(act) {
                    self.say(Message::Failed(notice));
                }
            }
            Job::Act(ticket, act) => {
                let done = self.home.act(act);
                self.done(ticket, done);
            }
            Job::Look(task) => {
                if let Err(notice) = self.home.look(task) {
                    self.say(Message::Failed(notice));
                }
            }
            Job::SaveDraft(draft) => {
                let kept = self.home.save_draft(draft.clone());
                self.say(Message::Kept(draft, kept));
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
