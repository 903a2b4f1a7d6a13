//! Which ops count: each is judged by the state before the first roster entry that covers it (`sync.md`,
//! "Authority", rules 4 to 7).
//!
//! Ops name no version, so back-dating gains nothing. What an entry covered is settled for good, whatever the roster
//! says later; what no entry covers yet is judged by the roster as it is now. Only `adopt` and `void`, which name
//! single ops, change what was settled.

use std::collections::HashSet;

use super::authority::{self, Deed, Part, Refusal};
use super::law::{Breach, Law};
use super::{Accepted, Chain, LogId, SignedEntry, State};
use crate::model::{DepartmentId, ItemId, OpId};

/// An op before the judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub op: OpId,
    /// The id of the op before it.
    pub prev: OpId,
    /// The key that signs its log.
    pub key: String,
    /// What it does.
    pub deed: Deed,
}

/// What was found of an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// The number of the entry that settled it; `None` for one that no entry covers yet.
    pub entry: Option<u64>,
    /// What the table of rights said against it, whatever was decided of it by name.
    pub found: Option<Refusal>,
    /// Why it does not count, if it does not.
    pub refusal: Option<Refusal>,
    /// Whether its author may replace what others said.
    pub over_others: bool,
}

impl Verdict {
    /// Whether the op counts.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.refusal.is_none()
    }
}

/// Who leads or supports a task, and where that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Involved {
    /// The correction that says so; `None` for the plan itself.
    pub by: Option<OpId>,
    /// The departments.
    pub departments: Vec<DepartmentId>,
    /// What they have to do with it.
    pub part: Part,
}

/// Where ops are kept, as the judge sees it.
pub trait Docket {
    /// What can go wrong there.
    type Error;

    /// The ops on the way from this head back that no entry has settled yet, oldest first; none if the head is not
    /// known.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn covered(&mut self, head: &Accepted) -> Result<Vec<Case>, Self::Error>;

    /// The public key that signs a log; `None` for one of which nothing is here.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn key_of(&self, log: LogId) -> Result<Option<String>, Self::Error>;

    /// The ops of these logs (of all, if `None`) that no entry has settled.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn uncovered(&mut self, logs: Option<&HashSet<LogId>>) -> Result<Vec<Case>, Self::Error>;

    /// Which entry settled an op, and as what; `None` for an op that is not known.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn verdict(&self, op: OpId) -> Result<Option<Verdict>, Self::Error>;

    /// Who leads or supports a task, by the plan and by every correction that is here. Which of them count, the judge
    /// tells.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn involved(&self, task: ItemId) -> Result<Vec<Involved>, Self::Error>;

    /// Keeps what was found.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn settle(&mut self, op: OpId, verdict: Verdict) -> Result<(), Self::Error>;
}

/// Judges the ops of these logs (of all, if `None`) that are not settled yet, and puts into effect what entries decided
/// of single ops.
///
/// Judging piece by piece comes to the same as judging everything at once, provided that everything is forgotten and
/// judged anew whenever what was settled could have come out otherwise: when the chain is no longer a continuation of
/// what it was, a log shows a second branch, a plan document arrives, a correction of who leads or supports arrives
/// that an entry in force covers already, or another version of the program judges. After any change of the chain the
/// open ops of all logs are judged anew, so `logs` is then `None`.
///
/// Says whether one more of these came out: that an op which an entry settled here was covered by an earlier one, whose
/// head has arrived only now. It takes a registrar who accepts less of a log than was accepted before.
///
/// # Errors
///
/// What the docket answers.
pub fn judge<D: Docket>(
    chain: &Chain,
    logs: Option<&HashSet<LogId>>,
    docket: &mut D,
    law: Law,
) -> Result<bool, D::Error> {
    let now = chain.state();
    let mut anew = false;
    let wanted = |log: &LogId| logs.is_none_or(|logs| logs.contains(log));
    let mut settle = |before: &State, signed: &SignedEntry| {
        let state = if law.breaks(Breach::LateGrantWakes) {
            now
        } else {
            before
        };
        let mut cases = Vec::new();
        for accepted in signed.entry.accepted.iter().filter(|a| wanted(&a.log)) {
            let key = docket.key_of(accepted.log)?;
            if key.is_some_and(|key| before.settles(&signed.entry, &key)) {
                let covered = docket.covered(accepted)?;
                if let Some(first) = covered.first()
                    && let Some(before) = docket.verdict(first.prev)?
                {
                    anew |= before.entry > Some(signed.entry.entry);
                }
                cases.extend(covered);
            }
        }
        // Corrections first: a department that one entry makes responsible may speak in the same entry.
        cases.sort_by_key(|case| case.deed.is_scoped());
        for case in cases {
            decide(&case, Some(signed.entry.entry), (state, now), docket, law)?;
        }
        Ok(())
    };
    if law.breaks(Breach::LastCover) {
        let mut steps = Vec::new();
        chain.replay(|state, signed| {
            steps.push((state.clone(), signed.clone()));
            Ok::<_, D::Error>(())
        })?;
        for (state, signed) in steps.iter().rev() {
            settle(state, signed)?;
        }
    } else {
        chain.replay(settle)?;
    }
    let mut open = docket.uncovered(logs)?;
    open.sort_by_key(|case| case.deed.is_scoped());
    for case in open {
        decide(&case, None, (now, now), docket, law)?;
    }
    // Single ops that an entry decided of may have been settled long before.
    for signed in chain.entries() {
        for op in signed.entry.adopt.iter().chain(&signed.entry.void) {
            let Some(verdict) = docket.verdict(*op)? else {
                continue;
            };
            let refusal = match now.decided(*op) {
                Some(true) => None,
                Some(false) => Some(Refusal::Voided),
                None => verdict.found,
            };
            if refusal != verdict.refusal {
                docket.settle(*op, Verdict { refusal, ..verdict })?;
            }
        }
    }
    Ok(anew)
}

fn decide<D: Docket>(
    case: &Case,
    entry: Option<u64>,
    (state, now): (&State, &State),
    docket: &mut D,
    law: Law,
) -> Result<(), D::Error> {
    // What the docket cannot say is no answer of the table.
    let mut failed = None;
    let found = authority::may(state, &case.key, &case.deed, |task| {
        involved(task, entry, state, docket).unwrap_or_else(|error| {
            failed = Some(error);
            Vec::new()
        })
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let found = found.err();
    let role = state.person_of(&case.key).map(|member| state.role(member));
    let verdict = Verdict {
        entry,
        found,
        refusal: match now.decided(case.op) {
            Some(true) => None,
            Some(false) => Some(Refusal::Voided),
            None => found,
        },
        over_others: role.is_some_and(|role| authority::replaces_others(role, law)),
    };
    docket.settle(case.op, verdict)
}

/// The departments that ever led or supported a task, as an op that `entry` settles sees it (`None`: one that is open):
/// by the plan, and by corrections that entries up to this one settled, as far as they counted by what was decided
/// *before* it. So nothing that is decided later changes what was settled.
///
/// # Errors
///
/// What the docket answers.
pub fn involved<D: Docket>(
    task: ItemId,
    entry: Option<u64>,
    state: &State,
    docket: &D,
) -> Result<Vec<(DepartmentId, Part)>, D::Error> {
    let mut all = Vec::new();
    for said in docket.involved(task)? {
        let counts = match said.by {
            None => true,
            Some(op) => docket.verdict(op)?.is_some_and(|verdict| {
                let in_time = |settled| entry.is_none_or(|entry| settled <= entry);
                verdict.entry.is_some_and(in_time)
                    && state.decided(op).unwrap_or(verdict.found.is_none())
            }),
        };
        if counts {
            let part = said.part;
            all.extend(said.departments.into_iter().map(|dept| (dept, part)));
        }
    }
    Ok(all)
}
