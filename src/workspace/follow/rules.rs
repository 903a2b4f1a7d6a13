//! The shared rules: what is in force, and from which day.

use chrono::{DateTime, Utc};

use super::FollowFailure;
use crate::model::{Day, Rules};
use crate::workspace::sharing::Written;
use crate::workspace::{Failure, Workspace};

/// Rules with their version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesVersion {
    /// The number of the roster entry that says them.
    pub version: u64,
    /// From which day they are in force; `None` for those the plan began with.
    pub from: Option<Day>,
    /// The rules.
    pub rules: Rules,
}

impl Workspace {
    /// All rules that were ever said, in the order they were.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn all_rules(&self) -> Result<Vec<RulesVersion>, Failure> {
        let chain = self.store.chain()?;
        let all = chain.state().all_rules();
        Ok(all
            .map(|(from, version, rules)| RulesVersion {
                version,
                from,
                rules: rules.clone(),
            })
            .collect())
    }

    /// Puts rules in force from a day on, for everybody on the plan: an entry of the roster.
    ///
    /// # Errors
    ///
    /// If the owner of the home neither keeps the roster nor coordinates, the zone is another, or the share cannot be
    /// reached.
    pub fn set_rules(
        &mut self,
        rules: &Rules,
        from: Day,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        let reason = crate::workspace::correct::reason(reason)?;
        if rules.zone != self.store.genesis().rules.zone {
            return Err(FollowFailure::FixedZone.into());
        }
        if *rules == self.rules(from)?.0 {
            return Err(Failure::NothingGiven);
        }
        self.write_entry(Some(&reason), now, |_, entry| {
            entry.rules = Some(rules.clone());
            entry.rules_from = Some(from);
            Ok(())
        })
    }
}
