//! What others did about the subject of a form while it was open: shown before anything is saved over it.

use super::fields::{Input, said};
use super::{Form, Subject};
use crate::model::{Correction, Detail, ItemId, Note, OpId, Register, Retraction};
use crate::tui::app::desk::Desk;
use crate::tui::app::message::Notice;
use crate::words::fill;

impl Form {
    /// Everything about the task came anew: what the person left alone follows it, and what they changed stands beside
    /// what others wrote meanwhile, which they are told.
    pub(crate) fn learn(&mut self, desk: &Desk) {
        self.learn_promise(desk);
        let mut fresh = self.subject.inputs(desk);
        if left_out(desk, self.subject).is_none() {
            for input in &mut self.inputs {
                if let Some(at) = fresh.iter().position(|other| other.name == input.name) {
                    input.learn(fresh.swap_remove(at));
                }
            }
        }
        let met = self.meanwhile(desk);
        if met != self.met {
            self.met = met;
            // Whoever was about to save looks again.
            self.saving_over = false;
            self.error = self.met.clone();
        }
        self.settle(desk);
    }

    /// What is to be known before saving: what others did that this would be saved over.
    pub(super) fn meanwhile(&self, desk: &Desk) -> Option<Notice> {
        let words = desk.words.screen;
        if let Some(said) = left_out(desk, self.subject) {
            return Some(Notice::new(said).hint(words.left_out_hint));
        }
        if let Subject::Note(task, Some(op)) | Subject::Retraction(task, op) = self.subject {
            let detail = desk.detail_of(task)?;
            let retracting = matches!(self.subject, Subject::Retraction(..));
            let told = |template: &str, note: &Note| {
                let day = note.recorded.format("%Y-%m-%d %H:%M").to_string();
                let parts = [&note.author, &day, &note.text.progress];
                fill(template, &parts.map(String::as_str))
            };
            let (said, hint) = match fate(detail, op) {
                None if retracting => return None,
                None => {
                    let rivals = rivals(detail, op).map(|note| told(words.note_rival, note));
                    let rivals: Vec<String> = rivals.collect();
                    if rivals.is_empty() {
                        return None;
                    }
                    (rivals.join("; "), words.note_rival_hint)
                }
                Some(Fate::Corrected(note)) => (told(words.note_met, note), words.note_met_hint),
                Some(Fate::Retracted(Retraction { author, reason, .. })) => (
                    fill(words.note_gone, &[author, reason]),
                    words.note_gone_hint,
                ),
            };
            let hint = if retracting {
                words.left_out_hint
            } else {
                hint
            };
            return Some(Notice::new(said).hint(hint));
        }
        let (task, item) = self.subject.corrects()?;
        let detail = desk.detail_of(task)?;
        let overtaken = self.inputs.iter().filter(|input| input.is_overtaken());
        let news: Vec<String> = overtaken
            .flat_map(|input| {
                let seen = input.register.as_ref().and_then(|r| r.seen.as_ref());
                let of_input = move |c: &&Correction| {
                    c.item == item
                        && c.register == input.name
                        && !seen.is_some_and(|seen| seen.contains(&c.op))
                };
                let new = detail.corrections.iter().filter(of_input);
                new.map(move |c| fill(words.met, &[&input.label, &said(desk, c)]))
            })
            .collect();
        (!news.is_empty()).then(|| Notice::new(news.join("; ")).hint(words.met_hint))
    }

    /// The person has seen what others did, and saves.
    pub(super) fn look(&mut self) {
        self.inputs.iter_mut().for_each(Input::look);
        self.met = None;
    }
}

/// Who left out the item that a form corrects, and why.
fn left_out(desk: &Desk, subject: Subject) -> Option<String> {
    let (task, item) = subject.corrects()?;
    let detail = desk.detail_of(task)?;
    let there = item == task
        || matches!(subject, Subject::Dropped(..))
        || detail.measures.iter().any(|measure| measure.id == item)
        || detail
            .indicators
            .iter()
            .any(|indicator| indicator.id == item)
        || detail.duties.iter().any(|duty| duty.id == item);
    let mut corrections = detail.corrections.iter();
    let dropped = corrections
        .find(|c| c.item == item && c.register == Register::Dropped.as_str())
        .filter(|_| !there)?;
    let parts = [&dropped.author, &dropped.reason].map(String::as_str);
    Some(fill(desk.words.failure.dropped, &parts))
}

/// The notes that stand where this one did: itself with those that stand against it, or the last that corrects it; none
/// once that was taken back.
pub(super) fn stands_for(desk: &Desk, task: ItemId, op: OpId) -> Vec<OpId> {
    let Some(detail) = desk.detail_of(task) else {
        return vec![op];
    };
    match fate(detail, op) {
        None => std::iter::once(op)
            .chain(rivals(detail, op).map(|note| note.op))
            .collect(),
        Some(Fate::Corrected(note)) => vec![note.op],
        Some(Fate::Retracted(_)) => Vec::new(),
    }
}

/// The other corrections that stand against a note.
fn rivals(detail: &Detail, op: OpId) -> impl Iterator<Item = &Note> {
    let note = detail.notes.iter().find(|note| note.op == op);
    let against = note.map_or(&[][..], |note| &note.against);
    let notes = detail.notes.iter();
    notes.filter(|note| note.is_current() && against.contains(&note.op))
}

/// What became of a note that does not count any more.
enum Fate<'a> {
    /// This note corrects it, perhaps over others.
    Corrected(&'a Note),
    /// It, or what corrects it, was taken back.
    Retracted(&'a Retraction),
}

/// What became of a note; `None` if it counts.
fn fate(detail: &Detail, op: OpId) -> Option<Fate<'_>> {
    let (mut at, mut fate) = (op, None);
    // Ids are hashes: no chain of corrections comes back to where it began.
    for _ in 0..detail.notes.len() {
        let note = detail.notes.iter().find(|note| note.op == at)?;
        if let Some(retraction) = &note.retracted {
            return Some(Fate::Retracted(retraction));
        }
        fate = (at != op).then_some(Fate::Corrected(note));
        match note.superseded_by {
            Some(by) => at = by,
            None => break,
        }
    }
    fate
}
