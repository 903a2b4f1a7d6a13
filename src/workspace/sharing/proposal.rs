//! What became of what coordinators proposed that the roster should say.

use chrono::{DateTime, FixedOffset, Utc};

use super::{append_entry, next_entry};
use crate::model::{Code, Day, DepartmentId, Fate, OpId, Sha};
use crate::oplog::{Chain, EntryKind, Proposal, Role, State};
use crate::store::Proposed;
use crate::workspace::{Failure, Workspace};

/// A proposal, and what became of it.
#[derive(Debug, Clone)]
pub struct ProposalStatus {
    /// The op that made it.
    pub op: OpId,
    /// Who made it, by name.
    pub author: String,
    /// When, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
    /// What it is about: members, departments, ops.
    pub about: Vec<String>,
    /// What the roster should say of them.
    pub aims: Vec<Aim>,
    /// What became of it.
    pub fate: Fate,
}

/// One thing that the roster should say.
#[derive(Debug, Clone)]
pub enum Aim {
    /// Somebody is let in.
    Admit(Described),
    /// A member is this from now on.
    Change(Described),
    /// A member, by name, is one no more.
    Revoke(String),
    /// Departments become others.
    Succession(Vec<String>, Vec<String>),
    /// Ops count though they would not.
    Adopt(Vec<String>),
    /// Ops do not count though they would.
    Void(Vec<String>),
    /// Other rules are in force from a day on.
    Rules(Option<Day>),
}

/// A member as somebody aims them to be.
#[derive(Debug, Clone)]
pub struct Described {
    /// The name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The full names of their departments.
    pub departments: Vec<String>,
    /// The section (科室).
    pub unit: String,
    /// The only tasks they write on; none for all.
    pub tasks: Vec<Code>,
    /// On how many computers they work.
    pub computers: usize,
}

/// How far roster and ops are: the number of the newest entry in force, and that of the op that was stored last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(u64, i64);

/// The key of the local setting that holds how far answers were told.
const TOLD: &str = "told";

impl Workspace {
    /// What was proposed and counts, as far as it is the business of this home's owner, the earliest first.
    pub(super) fn proposals(&self) -> Result<Vec<ProposalStatus>, Failure> {
        let chain = self.store.chain()?;
        let own = self.store.own_key()?;
        let proposals = self.store.proposals()?.into_iter();
        let proposals = proposals.filter(|proposed| concerns(&own, proposed, chain.state()));
        let told = proposals.map(|proposed| self.told(&proposed, proposed.fate(chain.state())));
        told.collect()
    }

    /// How far the roster and the ops are.
    pub(super) fn mark(&self) -> Result<Mark, Failure> {
        let chain = self.store.chain()?;
        Ok(Mark(chain.state().entry, self.store.last_op()?))
    }

    /// Keeps that the owner of this home was told of every answer there is now.
    pub(super) fn answers_told(&mut self) -> Result<(), Failure> {
        let mark = self.mark()?;
        if self.told_until()? != Some(mark) {
            self.store
                .set_local(TOLD, &format!("{} {}", mark.0, mark.1))?;
        }
        Ok(())
    }

    fn told_until(&self) -> Result<Option<Mark>, Failure> {
        let mark = self.store.local(TOLD)?;
        Ok(mark.and_then(|mark| {
            let (entry, op) = mark.split_once(' ')?;
            Some(Mark(entry.parse().ok()?, op.parse().ok()?))
        }))
    }

    /// What was proposed and answered since the owner of this home was last told; since `before`, if that was never.
    pub(super) fn answers(&self, before: Mark) -> Result<Vec<ProposalStatus>, Failure> {
        let told = self.told_until()?.unwrap_or(before);
        if self.mark()? == told {
            return Ok(Vec::new());
        }
        let chain = self.store.chain()?;
        let known = chain.state_at(told.0);
        let own = self.store.own_key()?;
        let proposals = self.store.proposals()?.into_iter();
        let proposals = proposals.filter(|proposed| concerns(&own, proposed, chain.state()));
        let answers = proposals.filter_map(|proposed| {
            let known = known.as_ref().filter(|_| proposed.n <= told.1);
            let known = known.map(|state| proposed.fate(state));
            let fate = proposed.fate(chain.state());
            let is_news = known != Some(fate) && fate != Fate::Waiting;
            is_news.then(|| self.told(&proposed, fate))
        });
        answers.collect()
    }

    fn told(&self, proposed: &Proposed, fate: Fate) -> Result<ProposalStatus, Failure> {
        Ok(ProposalStatus {
            aims: self.aims(&proposed.what)?,
            op: proposed.op,
            author: proposed.author.clone(),
            recorded: proposed.hlc.time().with_timezone(&self.zone),
            about: proposed.what.named(),
            fate,
        })
    }

    /// What a proposal wants.
    fn aims(&self, what: &Proposal) -> Result<Vec<Aim>, Failure> {
        let directory = self.directory()?;
        let name = |id: &DepartmentId| {
            let new = what.departments.iter().find(|new| new.id == *id);
            new.map_or_else(|| directory.name(*id), |new| new.name.clone())
        };
        let mut aims = Vec::new();
        for (at, member) in what.members.iter().enumerate() {
            if member.revoked {
                aims.push(Aim::Revoke(member.name.clone()));
                continue;
            }
            let mut tasks = Vec::new();
            for task in &member.tasks {
                tasks.extend(self.store.row(*task)?.map(|row| row.code.clone()));
            }
            let described = Described {
                name: member.name.clone(),
                role: member.role,
                departments: member.departments.iter().map(&name).collect(),
                unit: member.unit.clone(),
                tasks,
                computers: member.keys.len(),
            };
            // Whoever proposed it saw nobody there.
            let is_new = what.saw.get(at) == Some(&Sha::default());
            let aim = if is_new { Aim::Admit } else { Aim::Change };
            aims.push(aim(described));
        }
        for step in &what.succession {
            let names = |ids: &[DepartmentId]| ids.iter().map(&name).collect();
            aims.push(Aim::Succession(names(&step.from), names(&step.to)));
        }
        let short = |ops: &[OpId]| ops.iter().map(|op| op.short()).collect::<Vec<String>>();
        let ops = [
            (&what.adopt, Aim::Adopt as fn(_) -> _),
            (&what.void, Aim::Void),
        ];
        for (ops, aim) in ops {
            if !ops.is_empty() {
                aims.push(aim(short(ops)));
            }
        }
        if what.rules.is_some() {
            aims.push(Aim::Rules(what.rules_from));
        }
        Ok(aims)
    }

    /// Enters what coordinators proposed, if this home keeps the roster.
    pub(super) fn enter_proposals(&mut self, now: DateTime<Utc>) -> Result<(), Failure> {
        let chain = self.store.chain()?;
        if chain.state().keeper != self.store.own_key()? || chain.stop.is_some() {
            return Ok(());
        }
        let is_due = |proposed: &Proposed, chain: &Chain| {
            // What was entered before it may have changed who it is about.
            proposed.fate(chain.state()) == Fate::Waiting
        };
        let mut proposals = self.store.proposals()?;
        proposals.retain(|proposed| is_due(proposed, &chain));
        if proposals.is_empty() {
            return Ok(());
        }
        // Nobody is asked for a passphrase while the home is held up.
        let key = self.signer()?;
        key.unlock()?;
        let mut sharing = self.store.share("", now)?;
        for proposed in proposals {
            if !is_due(&proposed, sharing.chain()) {
                continue;
            }
            // The reason stands in the op that the entry names, and can be purged there.
            let mut entry = next_entry(sharing.chain().state(), EntryKind::Entry, now);
            proposed.what.enter(proposed.op, &mut entry);
            append_entry(&mut sharing, &entry, None, &key)?;
        }
        sharing.commit()?;
        Ok(())
    }
}

/// Whether a proposal is the business of who signs with `own`: their own, or whoever's if they may propose as well.
fn concerns(own: &str, proposed: &Proposed, state: &State) -> bool {
    let Some(me) = state.person_of(own) else {
        return false;
    };
    let is_own = state
        .person_of(&proposed.key)
        .is_some_and(|author| author.person == me.person);
    is_own || matches!(state.role(me), Role::Registrar | Role::Coordinator)
}
