//! Recording status notes, and taking them back.

use chrono::{DateTime, Utc};

use super::follow::{Sitting, takes_reports};
use super::span::Span;
use super::{Failure, TextField, Workspace};
use crate::model::{Day, DepartmentId, Directory, ItemId, NoteDraft, NoteText, OpId, Row, Rules};
use crate::oplog::{Said, Texts};
use crate::store::{Entry, Writing};

/// What a note is checked against.
#[derive(Debug)]
pub(super) struct Author {
    today: Day,
    /// The departments of whoever records it.
    own: Vec<DepartmentId>,
    rules: Rules,
    sitting: Sitting,
    span: Span,
}

impl Author {
    /// The plan's time.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// The day.
    pub(super) fn today(&self) -> Day {
        self.today
    }

    /// The departments of whoever records.
    pub(super) fn own(&self) -> &[DepartmentId] {
        &self.own
    }
}

impl Workspace {
    /// Records a status note and gives its id once it is durable.
    ///
    /// # Errors
    ///
    /// If the note says nothing or too much, lies in the future or before the plan's time, promises something for a day
    /// before its own, corrects a note that does not count any more, or its
    /// department has nothing to do with the task.
    pub fn record_note(&mut self, draft: &NoteDraft, now: DateTime<Utc>) -> Result<OpId, Failure> {
        let ids = self.record_notes(std::slice::from_ref(draft), now)?;
        ids.into_iter().next().ok_or(Failure::NothingGiven)
    }

    /// Records several status notes: all or none.
    ///
    /// # Errors
    ///
    /// As [`Workspace::record_note`], and if a task has ended; a report that was made before can still be corrected.
    pub fn record_notes(
        &mut self,
        drafts: &[NoteDraft],
        now: DateTime<Utc>,
    ) -> Result<Vec<OpId>, Failure> {
        self.refuse_past()?;
        let author = self.author(now)?;
        let mut writing = self.store.write()?;
        for draft in drafts {
            if draft.supersedes.is_empty()
                && let Some(row) = writing.row(draft.task)?
            {
                takes_reports(&row)?;
            }
            append(&mut writing, draft, &author, now)?;
        }
        Ok(writing.commit()?)
    }

    /// Whoever records notes here now.
    pub(super) fn author(&self, now: DateTime<Utc>) -> Result<Author, Failure> {
        Ok(Author {
            today: self.today(now),
            own: self.me.departments.clone(),
            rules: self.rules(self.today(now))?.0,
            sitting: self.sitting(self.today(now))?,
            span: self.span()?,
        })
    }

    /// Takes a note back: it stays, struck through, with the reason.
    ///
    /// # Errors
    ///
    /// If the note is unknown or does not count any more, or there is no reason.
    pub fn retract_note(
        &mut self,
        note: OpId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<OpId, Failure> {
        self.retract(note, reason, now, |writing| {
            let (task, _) = writing.note(note)?.ok_or(Failure::GoneNote)?;
            Ok(task)
        })
    }

    /// Takes back the op about the task that `find` gives.
    pub(super) fn retract(
        &mut self,
        op: OpId,
        reason: &str,
        now: DateTime<Utc>,
        find: impl FnOnce(&Writing<'_>) -> Result<ItemId, Failure>,
    ) -> Result<OpId, Failure> {
        self.refuse_past()?;
        let (on, reason) = (self.today(now), super::correct::reason(reason)?);
        let mut writing = self.store.write()?;
        let task = find(&writing)?;
        let texts = Texts {
            reason,
            ..Texts::default()
        };
        let entry = Entry::with_texts(&texts, |body| Said::Retract { task, op, on, body })?;
        let id = writing.append(entry, now)?;
        writing.commit()?;
        Ok(id)
    }

    /// The note whose id begins with `prefix`, at least four characters of it.
    ///
    /// # Errors
    ///
    /// If none or several begin so.
    pub fn find_note(&self, prefix: &str) -> Result<OpId, Failure> {
        let unknown = || Failure::NoNote(prefix.to_owned());
        if prefix.len() < 4 {
            return Err(unknown());
        }
        let mut found = self.store.notes_from(prefix)?.into_iter();
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(unknown()),
        }
    }
}

/// Appends a note.
pub(super) fn append(
    writing: &mut Writing<'_>,
    draft: &NoteDraft,
    author: &Author,
    now: DateTime<Utc>,
) -> Result<OpId, Failure> {
    if draft.on > author.today {
        return Err(Failure::Future(draft.on));
    }
    author.span.refuse_before(draft.on)?;
    if let Some(next) = draft.next_on.filter(|next| *next < draft.on) {
        return Err(Failure::NextBefore(next));
    }
    let text = trimmed(&draft.text);
    check(draft, &text, &author.rules)?;
    let row = writing
        .row(draft.task)?
        .ok_or_else(|| Failure::NoTask(draft.task.to_string()))?;
    // A correction speaks for the department that spoke.
    let mut spoke = None;
    for op in &draft.supersedes {
        let (task, department) = writing.note(*op)?.ok_or(Failure::GoneNote)?;
        if task != draft.task || spoke.is_some_and(|spoke| spoke != department) {
            return Err(Failure::GoneNote);
        }
        spoke = Some(department);
    }
    let department = match spoke {
        Some(department) => department,
        None => speaker(writing, &row, draft.department, &author.own)?,
    };
    let entry = Entry::with_texts(&text, |body| Said::Note {
        task: draft.task,
        dept: department,
        on: draft.on,
        next: draft.next_on,
        percent: draft.percent,
        assessment: draft.assessment,
        confidence: draft.confidence,
        for_another: draft.for_another,
        body,
        sup: draft.supersedes.clone(),
        kept: draft.kept,
        unchanged: draft.unchanged,
        folds: draft.folds.clone(),
        meeting: author.sitting.of(draft.task),
    })?;
    Ok(writing.append(entry, now)?)
}

/// The department a note speaks for: the one named, else the author's own, else the task's lead.
pub(super) fn speaker(
    writing: &Writing<'_>,
    row: &Row,
    named: Option<DepartmentId>,
    own: &[DepartmentId],
) -> Result<DepartmentId, Failure> {
    // The author's own that has to do with the task; somebody who has several and none of them does speaks for the lead.
    let involved = own.iter().copied().find(|own| row.involves(*own));
    let own = involved.or(match own {
        [one] => Some(*one),
        _ => None,
    });
    let department = named
        .or(own)
        .or(row.lead.first().copied())
        .ok_or_else(|| Failure::NoDepartmentOfTask(row.code.clone()))?;
    if row.involves(department) {
        return Ok(department);
    }
    let directory: Directory = writing.directory()?;
    let involved = row
        .lead
        .iter()
        .chain(&row.support)
        .map(|id| directory.name(*id))
        .collect();
    Err(Failure::NotInvolved {
        department: directory.name(department),
        code: row.code.clone(),
        involved,
    })
}

fn trimmed(text: &NoteText) -> NoteText {
    let trim = |text: &str| text.trim().replace("\r\n", "\n");
    NoteText {
        progress: trim(&text.progress),
        problems: trim(&text.problems),
        next: trim(&text.next),
        coordinate: trim(&text.coordinate),
        reporter: trim(&text.reporter),
        approver: trim(&text.approver),
        told_by: trim(&text.told_by),
        via: trim(&text.via),
    }
}

fn check(draft: &NoteDraft, text: &NoteText, rules: &Rules) -> Result<(), Failure> {
    let says_something = [&text.progress, &text.problems, &text.next, &text.coordinate]
        .iter()
        .any(|t| !t.is_empty());
    if !says_something && draft.percent.is_none() && draft.unchanged.is_none() {
        return Err(Failure::NoteEmpty);
    }
    if let Some(percent) = draft.percent.filter(|percent| *percent > 100) {
        return Err(Failure::Percent(percent.to_string()));
    }
    if draft.for_another && text.told_by.is_empty() {
        return Err(Failure::Retold);
    }
    let (long, short) = (
        usize::from(rules.progress_limit),
        usize::from(rules.text_limit),
    );
    let fields = [
        (TextField::Progress, &text.progress, long),
        (TextField::Problems, &text.problems, short),
        (TextField::Next, &text.next, short),
        (TextField::Coordinate, &text.coordinate, short),
        (TextField::Reporter, &text.reporter, short),
        (TextField::Approver, &text.approver, short),
        (TextField::ToldBy, &text.told_by, short),
        (TextField::Via, &text.via, short),
    ];
    for (field, text, limit) in fields {
        let got = text.chars().count();
        if got > limit {
            return Err(Failure::TooLong { field, got, limit });
        }
    }
    Ok(())
}
