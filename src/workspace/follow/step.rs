//! Taking steps with tasks: sign for, ask, approve, send back, suspend.

use std::io::Read as _;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::FollowFailure;
use crate::model::{
    DepartmentId, Evidence, ItemId, OpId, REASON_LIMIT, Row, Sha, Step, StepDraft, Taker, Wish,
};
use crate::oplog::{Deed, Refusal, Said, Texts};
use crate::platform;
use crate::store::{Entry, Writing};
use crate::text::clean;
use crate::workspace::note::{Author, speaker};
use crate::workspace::{Failure, SharingFailure, TextField, Workspace};

/// A file that goes to the share as evidence.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// What it is.
    pub evidence: Evidence,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Workspace {
    /// Takes a step with each of several tasks: with all or with none. `attached` are the files among the evidence that go
    /// to the share.
    ///
    /// # Errors
    ///
    /// If a status does not let it, somebody else has to take it, or something it needs is missing.
    pub fn take_steps(
        &mut self,
        drafts: &[StepDraft],
        attached: &[Vec<u8>],
        now: DateTime<Utc>,
    ) -> Result<Vec<OpId>, Failure> {
        self.refuse_past()?;
        let author = self.author(now)?;
        // What needs to be known of indicators is read before anything is written.
        for draft in drafts.iter().filter(|draft| draft.step == Step::AskClosing) {
            self.check_final_figures(draft)?;
        }
        let mut writing = self.store.write()?;
        for draft in drafts {
            append(&mut writing, draft, attached, &author, now)?;
        }
        Ok(writing.commit()?)
    }

    /// Takes one step.
    ///
    /// # Errors
    ///
    /// As [`Workspace::take_steps`].
    pub fn take_step(&mut self, draft: &StepDraft, now: DateTime<Utc>) -> Result<OpId, Failure> {
        let ids = self.take_steps(std::slice::from_ref(draft), &[], now)?;
        ids.into_iter().next().ok_or(Failure::NothingGiven)
    }

    /// Why the owner of the home cannot do something, if they cannot: told before anything is typed. Only what would be
    /// found whatever is typed is looked at.
    ///
    /// # Errors
    ///
    /// If there is no such task, or the file cannot be read.
    pub fn why_not(&self, wish: Wish) -> Result<Option<Failure>, Failure> {
        if self.refuse_past().is_err() {
            return Ok(Some(Failure::Past));
        }
        if wish == Wish::Close {
            let keeps = self.store.chain()?.state().keeper == self.store.own_key()?;
            let name = self.registrar_name()?;
            return Ok((!keeps).then(|| SharingFailure::NotRegistrar(name).into()));
        }
        let (deed, taker) = match wish {
            Wish::Step(task, step) => {
                let deed = match step.taker() {
                    Taker::Department => self.spoken_for(task)?.map(|dept| Deed::Ask(task, dept)),
                    Taker::Approver => Some(Deed::Approve),
                    Taker::Coordinator => Some(Deed::Lead),
                };
                (deed, step.taker())
            }
            Wish::Report(task) | Wish::Reword(task) => {
                let deed = self.spoken_for(task)?.map(|dept| Deed::Note(task, dept));
                (deed, Taker::Department)
            }
            Wish::Measure(task, region) => {
                // A district gives its own.
                let own = region.filter(|region| self.me.departments.contains(region));
                let dept = match own {
                    Some(own) => Some(own),
                    None => self.spoken_for(task)?,
                };
                let deed = dept.map(|dept| Deed::Measure(task, dept, region));
                (deed, Taker::Department)
            }
            Wish::Correct => (Some(Deed::Correct), Taker::Coordinator),
            Wish::Lead | Wish::Close => (Some(Deed::Lead), Taker::Coordinator),
        };
        let refusal = match deed {
            Some(deed) => self.store.refusal(&deed)?,
            None => None,
        };
        match (refusal, wish) {
            (Some(Refusal::Role), _) => Ok(Some(FollowFailure::ByAnother(taker).into())),
            (Some(refusal), _) => Ok(Some(SharingFailure::MayNot(refusal).into())),
            (None, Wish::Step(task, step)) => self.not_now(task, step),
            (None, Wish::Report(task)) => {
                let row = self.store.row(task)?;
                Ok(row.and_then(|row| takes_reports(&row).err().map(Failure::from)))
            }
            (None, _) => Ok(None),
        }
    }

    /// The department that the owner of the home speaks for on a task, unless they name another.
    fn spoken_for(&self, task: ItemId) -> Result<Option<DepartmentId>, Failure> {
        let row = self.store.row(task)?;
        let row = row.ok_or_else(|| Failure::NoTask(task.to_string()))?;
        let mut own = self.me.departments.iter().copied();
        let own = own.find(|own| row.involves(*own));
        Ok(own.or_else(|| row.lead.first().copied()))
    }

    /// Why what was done with a task does not let a step by the owner of the home, if it does not.
    fn not_now(&self, task: ItemId, step: Step) -> Result<Option<Failure>, Failure> {
        let row = self.store.row(task)?;
        let row = row.ok_or_else(|| Failure::NoTask(task.to_string()))?;
        let (person, alone) = self.store.person()?;
        let lets = self.store.course(task)?.lets(step, &person, alone);
        let not_now = lets.err().map(|why| FollowFailure::NotNow {
            code: row.code.clone(),
            step,
            why,
        });
        Ok(not_now.map(Failure::from))
    }

    /// A file as evidence: its name and SHA-256, and whether it goes to the share.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is no plain file, is empty, lies in the home, where the keys are, or is larger than the
    /// plan's rules let onto the share.
    pub fn evidence_of(
        &self,
        path: &Path,
        attach: bool,
        now: DateTime<Utc>,
    ) -> Result<Attachment, Failure> {
        let limit = self.rules(self.today(now))?.0.evidence_mib;
        let bytes = self.proof(path, attach.then_some(limit))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Attachment {
            evidence: Evidence {
                name: clean(&name).into_owned(),
                sha256: Some(Sha::of(&bytes)),
                attached: attach,
                ..Evidence::default()
            },
            bytes,
        })
    }

    /// The bytes of a file that proves something, at most `limit` MiB of them. Its size is asked before it is read, and a
    /// file that grows meanwhile is read no further.
    fn proof(&self, path: &Path, limit: Option<u16>) -> Result<Vec<u8>, Failure> {
        let failed = |error| Failure::File {
            path: path.to_owned(),
            error,
        };
        let real = path.canonicalize().map_err(failed)?;
        if self.home.holds(&real) {
            return Err(FollowFailure::EvidenceInHome(path.to_owned()).into());
        }
        if !real.metadata().map_err(failed)?.is_file() {
            return Err(FollowFailure::EvidenceNoFile(path.to_owned()).into());
        }
        let file = platform::open_plain_file(&real).map_err(failed)?;
        let most = limit.map_or(u64::MAX - 1, |limit| u64::from(limit) << 20);
        let fits = |size: u64| match limit {
            Some(limit) if size > most => Err(FollowFailure::EvidenceTooBig {
                size: size.div_ceil(1 << 20),
                limit,
            }),
            _ => Ok(()),
        };
        fits(file.metadata().map_err(failed)?.len())?;
        let mut bytes = Vec::new();
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        fits(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
        if bytes.is_empty() {
            return Err(FollowFailure::EvidenceEmpty(path.to_owned()).into());
        }
        Ok(bytes)
    }

    /// The file behind a piece of evidence, if it lies on the share and has arrived.
    ///
    /// # Errors
    ///
    /// If it has not.
    pub fn attachment(&self, sha256: Sha) -> Result<Vec<u8>, Failure> {
        let bytes = self.store.attachment(sha256)?;
        bytes.ok_or_else(|| FollowFailure::EvidenceAway.into())
    }

    /// A task whose indicators are counted is closed with a figure for each of them (`domain.md` 5.2).
    fn check_final_figures(&self, draft: &StepDraft) -> Result<(), Failure> {
        let detail = self.detail(draft.task)?;
        for indicator in &detail.indicators {
            let entered = detail.figures.iter().any(|figure| {
                figure.item == indicator.id && !figure.gone && figure.value.is_some()
            });
            if !entered {
                return Err(FollowFailure::NoFinalFigure(indicator.name.clone()).into());
            }
        }
        Ok(())
    }
}

/// Whether a task takes reports: one that has ended does not (`domain.md` 5.2), whoever reports and by whatever way. A
/// report that was made where nobody knew of the end yet keeps counting.
///
/// # Errors
///
/// How it ended.
pub(in crate::workspace) fn takes_reports(row: &Row) -> Result<(), FollowFailure> {
    if row.status.is_final() {
        return Err(FollowFailure::Ended {
            code: row.code.clone(),
            status: row.status,
        });
    }
    Ok(())
}

/// Appends a step, checked against what stands when its turn comes.
fn append(
    writing: &mut Writing<'_>,
    draft: &StepDraft,
    attached: &[Vec<u8>],
    author: &Author,
    now: DateTime<Utc>,
) -> Result<OpId, Failure> {
    let step = draft.step;
    let row = writing
        .row(draft.task)?
        .ok_or_else(|| Failure::NoTask(draft.task.to_string()))?;
    let (course, (person, alone)) = (writing.course(draft.task)?, writing.person()?);
    course
        .lets(step, &person, alone)
        .map_err(|why| FollowFailure::NotNow {
            code: row.code.clone(),
            step,
            why,
        })?;
    let reason = clean(draft.reason.trim()).into_owned();
    if step.needs_reason() && reason.is_empty() {
        return Err(Failure::NoReason);
    }
    let got = reason.chars().count();
    if got > usize::from(REASON_LIMIT) {
        return Err(Failure::TooLong {
            field: TextField::Reason,
            got,
            limit: usize::from(REASON_LIMIT),
        });
    }
    match step {
        Step::AskClosing if draft.evidence.is_empty() => {
            return Err(FollowFailure::NoEvidence.into());
        }
        Step::AskExtension if draft.due.is_none() => return Err(FollowFailure::NoDue.into()),
        Step::Merge if draft.into.is_none_or(|into| into == draft.task) => {
            return Err(FollowFailure::NoTarget.into());
        }
        _ => {}
    }
    if let (Step::AskExtension | Step::GrantExtension, Some(due)) = (step, draft.due)
        && row.due.is_some_and(|now| due <= now)
    {
        return Err(FollowFailure::NotLater(due).into());
    }
    if let Some(into) = draft.into {
        let found = writing.row(into)?;
        found.ok_or_else(|| Failure::NoTask(into.to_string()))?;
    }
    let dept = match step.taker() {
        Taker::Department => Some(speaker(writing, &row, draft.department, author.own())?),
        Taker::Approver | Taker::Coordinator => None,
    };
    let answers = step.answers().and_then(|request| course.open(request));
    let docs: Vec<Sha> = draft
        .evidence
        .iter()
        .filter(|evidence| evidence.attached)
        .filter_map(|evidence| evidence.sha256)
        .collect();
    let texts = Texts {
        reason,
        evidence: draft.evidence.clone(),
        ..Texts::default()
    };
    let op = answers.map(|asked| asked.op);
    let mut entry = Entry::with_texts(&texts, |body| Said::Step {
        task: draft.task,
        step: step.as_str().to_owned(),
        dept,
        op,
        due: draft.due,
        into: draft.into,
        docs: docs.clone(),
        on: author.today(),
        body,
    })?;
    entry.documents = attached
        .iter()
        .filter(|bytes| docs.contains(&Sha::of(bytes)))
        .cloned()
        .collect();
    Ok(writing.append(entry, now)?)
}
