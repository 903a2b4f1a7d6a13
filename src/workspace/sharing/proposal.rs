//! What became of what coordinators proposed that the roster should say.

use chrono::{DateTime, FixedOffset, Utc};

use super::{append_entry, next_entry};
use crate::model::{Fate, OpId};
use crate::oplog::{Chain, EntryKind, Role, State};
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
    /// What became of it.
    pub fate: Fate,
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
        Ok(told.collect())
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
        Ok(answers.collect())
    }

    fn told(&self, proposed: &Proposed, fate: Fate) -> ProposalStatus {
        ProposalStatus {
            op: proposed.op,
            author: proposed.author.clone(),
            recorded: proposed.hlc.time().with_timezone(&self.zone),
            about: proposed.what.named(),
            fate,
        }
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
