//! Taking in what the home answers: pictures, drafts, and whether a verb has run.

use std::cell::OnceCell;
use std::sync::Arc;

use super::reviewed::Reviewed;
use super::screen::form::{DraftKey, Subject};
use super::screen::{Screen, departments, home};
use super::{App, Effect, Exchanged, Notice, Outcome, Ticket, Tone, layout};
use crate::model::{Draft, ItemId, Snapshot};
use crate::words::fill;

impl App {
    pub(super) fn load(&mut self, snapshot: Arc<Snapshot>) -> Vec<Effect> {
        let counted = |snapshot: &Snapshot| (snapshot.revision, snapshot.turn);
        let newer = !self.desk.loaded || counted(&snapshot) != counted(&self.desk.snapshot);
        let old = std::mem::replace(&mut self.desk.snapshot, Arc::clone(&snapshot));
        let changed = snapshot.changed_since(&old);
        let same_work = changed.as_ref().is_some_and(|changed| {
            let mut changed = changed.iter();
            changed.all(|(old, new)| old.lead == new.lead && old.support == new.support)
        });
        // On another day every line may count elsewhere.
        let same_day = Arc::ptr_eq(&old.outlook, &snapshot.outlook);
        let tally = self.desk.tally.take().filter(|_| same_day);
        if let (Some(mut tally), Some(changed)) = (tally, &changed) {
            tally.follow(changed, &self.desk);
            self.desk.tally = OnceCell::from(tally);
        }
        self.desk.align_detail();
        if !same_work {
            self.desk.loads = departments::loads(&snapshot);
        }
        let first = !std::mem::replace(&mut self.desk.loaded, true);
        if let Some(review) = self.desk.review.take() {
            let directory = &self.desk.snapshot.directory;
            self.desk.review = Some(Reviewed::new(review.document, directory));
        }
        self.forget_review();
        self.ledger.refresh(&self.desk, changed.as_deref());
        self.begin();
        self.settle();
        let mut effects = Vec::new();
        if self.ledger.shown.is_none() {
            self.ledger.shown = self.ledger.selected;
        }
        let watched = self.watched();
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
        effects.extend(self.share_again());
        effects.extend(self.work_again(newer));
        if newer {
            effects.extend(self.ask_again());
        } else if self.in_a_meeting() {
            // It was taken up before all tasks were here.
            effects.extend(self.look_again());
        }
        if first && self.to_meeting.is_some() {
            effects.extend(self.begin_to_meet());
        }
        effects.extend(self.moved());
        effects
    }

    /// Opens the first screen, unless a person has gone elsewhere already.
    fn begin(&mut self) {
        let untouched = self.stack.is_empty() && self.ledger.place_of_input().is_none();
        if self.begun || self.desk.snapshot.head.is_none() {
            return;
        }
        self.begun = true;
        if untouched {
            let home = home::Screen::first(&self.desk);
            self.stack.push(Screen::Home(home));
        }
    }

    /// Asks anew what the first screen tells beyond the picture while that is looked at.
    fn work_again(&self, newer: bool) -> Option<Effect> {
        let open = |screen: &Screen| matches!(screen, Screen::Home(_));
        let wanted = newer || self.desk.work.is_none();
        let wanted = wanted && self.desk.is_whole() && self.stack.iter().any(open);
        wanted.then_some(Effect::LoadWork)
    }

    /// Asks how the share is while that is looked at.
    fn share_again(&self) -> Option<Effect> {
        let open = |screen: &Screen| matches!(screen, Screen::Share(_));
        self.stack.iter().any(open).then_some(Effect::LoadShare)
    }

    pub(super) fn exchanged(&mut self, exchanged: Exchanged) -> Vec<Effect> {
        let Exchanged { asked, result } = exchanged;
        match result {
            Ok(said) => {
                self.desk.trouble = None;
                if asked {
                    self.notice = Some((Tone::Good, Notice::new(said)));
                }
            }
            Err(trouble) => {
                if asked {
                    self.refuse(trouble.notice.clone());
                }
                let before = self.desk.trouble.take();
                let same = before.filter(|(_, before)| before.obstacle == trouble.obstacle);
                let since = same.map_or(self.desk.now, |(since, _)| since);
                self.desk.trouble = Some((since, trouble));
            }
        }
        self.settle();
        self.share_again().into_iter().collect()
    }

    /// Takes note that somebody is looking at the task that is shown in full: a key was pressed before it.
    pub(super) fn look(&mut self) -> Option<Effect> {
        let beside = layout::areas(self.desk.size).detail.is_some();
        let task = match self.stack.last() {
            Some(Screen::Detail(detail)) => Some(detail.task),
            None if beside => self.ledger.shown,
            _ => None,
        };
        let task = task.filter(|task| self.desk.snapshot.unread.contains(task))?;
        self.desk.detail_of(task)?;
        let snapshot = Arc::make_mut(&mut self.desk.snapshot);
        Arc::make_mut(&mut snapshot.unread).remove(&task);
        Some(Effect::Look(task))
    }

    /// Takes away the comparison of corrections that do not disagree any more.
    pub(super) fn end_conflict(&mut self) {
        let desk = &self.desk;
        let is_over = |screen: &Screen| match screen {
            Screen::Conflict(conflict) => conflict.is_over(desk),
            _ => false,
        };
        if self.stack.last().is_some_and(is_over) {
            self.stack.pop();
            if self.notice.is_none() {
                let words = self.desk.words.screen;
                self.notice = Some((Tone::Good, Notice::new(words.conflict_over)));
            }
        }
    }

    /// The task that everything is to be known about.
    fn watched(&self) -> Option<ItemId> {
        let looked_at = self.stack.iter().rev().find_map(|screen| match screen {
            Screen::Form(form) => form.subject.task(),
            Screen::Detail(detail) => Some(detail.task),
            Screen::Conflict(conflict) => Some(conflict.task),
            Screen::Meeting(meeting) => meeting.task(&self.desk),
            _ => None,
        });
        looked_at.or(self.ledger.shown)
    }

    /// Loads what is looked at, if something else was looked at meanwhile.
    pub(super) fn look_again(&self) -> Option<Effect> {
        let task = self.watched().filter(|_| self.desk.review.is_none())?;
        let known = self.desk.detail_of(task).is_some();
        (!known).then_some(Effect::LoadDetail(task))
    }

    pub(super) fn done(&mut self, ticket: Ticket, result: Result<Outcome, Notice>) -> Vec<Effect> {
        let words = self.desk.words.screen;
        self.answered(ticket);
        let waits = |screen: &Screen| screen.pending() == Some(ticket);
        let at = self.stack.iter().position(waits);
        let mut effects = Vec::new();
        let told = match &result {
            Ok(Outcome::Told(notice) | Outcome::Ended(notice)) => Some(notice.clone()),
            _ => None,
        };
        match (result, at.and_then(|at| self.stack.get_mut(at))) {
            (Ok(outcome), Some(Screen::Form(form))) => {
                let is_note = matches!(form.subject, Subject::Note(..));
                let dropped = form.drop_draft();
                let saved = match form.subject {
                    Subject::Note(..) => words.note_saved.to_owned(),
                    Subject::Retraction(..) => words.retraction_saved.to_owned(),
                    Subject::Follow(follow) => follow.saved(&self.desk),
                    Subject::Act(_) => self.desk.words.work.acted.to_owned(),
                    _ => words.correction_saved.to_owned(),
                };
                if let Subject::Act(act) = form.subject {
                    effects.extend(act.after(form, &self.desk));
                    self.ledger.picked.clear();
                    for screen in &mut self.stack {
                        if let Screen::Home(home) = screen {
                            home.picked.clear();
                        }
                    }
                }
                self.note_drafts(&dropped);
                effects.push(dropped);
                self.notice = Some((Tone::Good, Notice::new(saved)));
                self.stack.truncate(at.unwrap_or(0));
                match (outcome, self.stack.last_mut()) {
                    (Outcome::Recorded(op), Some(Screen::Detail(detail))) if is_note => {
                        detail.show_recorded(op);
                    }
                    (Outcome::Ended(_), _) => effects.extend(self.meeting_ended()),
                    _ => {}
                }
            }
            (Ok(_), Some(Screen::Figures(figures))) => {
                let dropped = figures.drop_draft();
                self.note_drafts(&dropped);
                effects.push(dropped);
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
            (Ok(_), Some(Screen::Conflict(conflict))) => {
                conflict.pending = None;
                self.notice = Some((Tone::Good, Notice::new(words.conflict_settled)));
            }
            (Ok(Outcome::Recorded(_)), Some(Screen::Undo(undo))) => {
                undo.pending = None;
                let said = Notice::new(self.desk.words.work.undone);
                self.notice = Some((Tone::Good, said));
                effects.push(Effect::LoadUndoable);
            }
            (Ok(Outcome::Recorded(_)), _) => {}
            (Ok(Outcome::Opened(_)), _) => effects = self.meeting_opened(),
            (Ok(Outcome::Ended(_)), _) => effects = self.meeting_ended(),
            (Ok(Outcome::Told(_)), _) => {}
            (Err(notice), Some(Screen::Form(form))) => form.fail(notice),
            (Err(notice), Some(Screen::Figures(figures))) => figures.fail(notice),
            (Err(notice), other) => {
                match other {
                    Some(Screen::Review(review)) => review.pending = None,
                    Some(Screen::Conflict(conflict)) => conflict.pending = None,
                    Some(Screen::Undo(undo)) => undo.pending = None,
                    _ => {}
                }
                self.refuse(notice);
            }
        }
        if let Some(told) = told {
            self.notice = Some((Tone::Good, told));
        }
        effects
    }

    pub(super) fn offer(&mut self, drafts: Vec<Draft>) {
        let words = self.desk.words.screen;
        if !drafts.is_empty() {
            let count = drafts.len().to_string();
            let notice =
                Notice::new(fill(words.drafts_found, &[&count])).hint(words.drafts_found_hint);
            self.notice = Some((Tone::Good, notice));
        }
        let desk = &self.desk;
        for screen in &mut self.stack {
            let key = match screen {
                Screen::Form(form) => form.key.clone(),
                Screen::Figures(figures) => figures.key().clone(),
                _ => continue,
            };
            let has = |(name, item): &DraftKey| {
                let same = |draft: &&Draft| draft.form == *name && draft.item == *item;
                drafts.iter().find(same)
            };
            let Some(draft) = has(&key) else { continue };
            let numbered = |n| (format!("{}.{n}", key.0), key.1);
            let free = (2_u32..).map(numbered).find(|key| has(key).is_none());
            let free = free.unwrap_or_else(|| key.clone());
            match screen {
                Screen::Form(form) => form.meet(draft, free),
                Screen::Figures(figures) => figures.meet(draft, free, desk),
                _ => {}
            }
        }
        self.desk.drafts = drafts;
        self.settle();
    }
}
