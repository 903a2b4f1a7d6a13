//! The rules of the protocol, as something that a test can break one at a time.
//!
//! The program knows one law, [`Law::REAL`]. The simulator breaks one rule of it, and must then find a history in
//! which somebody loses something, or a forger is believed: a rule that can be broken unseen is not tested.
//!
//! Two rules cannot be broken by leaving something out, since the types hold them: a text is filed under the hash that
//! is computed from it, never under one that is read ([`super::Body::hash`]), and an approval compares persons, since a
//! [`super::Standing`] knows no key. The values of a register are merged by themselves, so none reaches into another.

/// The rules that the core follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Law {
    broken: Option<Breach>,
}

/// One rule, broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breach {
    /// A longer tail replaces a shorter one without a look at what is in it.
    LongerTailReplaces,
    /// An old tail is deleted before its successor was read back and accepted.
    DeleteUnread,
    /// An op is judged by the last entry that covers it.
    LastCover,
    /// An op is judged by the state after the entry that covers it.
    StateAfter,
    /// The epochs of roster entries are ignored.
    NoEpoch,
    /// Of two entries with one parent, one is followed.
    FollowsEquivocation,
    /// The author of an op is taken from what the file says, not from its signature.
    AuthorFromFile,
    /// Rights granted later wake ops that were refused and covered.
    LateGrantWakes,
    /// An op may take back what was said about another task.
    CrossRegister,
    /// A clock is taken over from others however far ahead it is.
    UnboundedClock,
    /// Of two branches of a log the first that was seen is kept, the other dropped.
    FirstBranchWins,
    /// An op whose predecessor is missing is taken at once.
    UnknownPrevTaken,
    /// A file that is not whole is given up at once.
    DamagedAtOnce,
    /// Of `adopt` and `void` the first mention counts.
    FirstMentionCounts,
    /// Purged words come back with an old copy.
    PurgeUndone,
    /// Whoever may speak may also replace the values of others.
    AnybodyReplaces,
    /// What the share shows in the size that it had is never read again.
    NeverReadAgain,
    /// Copies that a sync program made keep purged words.
    CopiesKeepWords,
    /// What cannot be written in its own place is put nowhere else.
    NeverRelayed,
    /// A proposal is entered though an entry has answered it.
    EnteredAgain,
    /// A proposal may be about those who coordinate or keep the roster.
    ProposalOfSeniors,
    /// A proposal undoes what its author has not seen.
    ProposalUnseen,
    /// A proposal is entered though whoever made it was taken off the roster since.
    FormerProposes,
}

impl Breach {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::LongerTailReplaces,
        Self::DeleteUnread,
        Self::LastCover,
        Self::StateAfter,
        Self::NoEpoch,
        Self::FollowsEquivocation,
        Self::AuthorFromFile,
        Self::LateGrantWakes,
        Self::CrossRegister,
        Self::UnboundedClock,
        Self::FirstBranchWins,
        Self::UnknownPrevTaken,
        Self::DamagedAtOnce,
        Self::FirstMentionCounts,
        Self::PurgeUndone,
        Self::AnybodyReplaces,
        Self::NeverReadAgain,
        Self::CopiesKeepWords,
        Self::NeverRelayed,
        Self::EnteredAgain,
        Self::ProposalOfSeniors,
        Self::ProposalUnseen,
        Self::FormerProposes,
    ];
}

impl Law {
    /// The law that the program follows.
    pub const REAL: Self = Self { broken: None };

    /// The law with one rule broken, for the simulator alone: `tests/tidy.rs` sees to it that nothing in the program
    /// calls this.
    #[must_use]
    pub fn breaking(breach: Breach) -> Self {
        Self {
            broken: Some(breach),
        }
    }

    /// Whether this rule is broken.
    #[must_use]
    pub fn breaks(self, breach: Breach) -> bool {
        self.broken == Some(breach)
    }
}
