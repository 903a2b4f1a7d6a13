//! What the verbs of sharing could not do.

use std::path::PathBuf;

use super::{Bearer, Fingerprint};
use crate::oplog::Refusal;
use crate::share::Unavailable;
use crate::words::{Words, fill};

/// Why a verb of sharing did nothing.
#[derive(Debug, thiserror::Error)]
#[allow(
    missing_docs,
    reason = "the words say what each one means, in both languages"
)]
pub enum SharingFailure {
    #[error("nothing is shared")]
    NotShared,
    #[error("shared already: {}", .0.display())]
    SharesAlready(PathBuf),
    #[error("{0} publishes the plan")]
    NotPublisher(String),
    #[error("{} is not there", .0.display())]
    NoShareFolder(PathBuf),
    #[error("{}: {why}", share.display())]
    Unavailable { share: PathBuf, why: Unavailable },
    #[error("{0} keeps the roster")]
    NotRegistrar(String),
    #[error("only the root key can")]
    OnlyRoot,
    #[error("only the root key lets {0} keep the roster or not")]
    RegistrarByRoot(String),
    #[error("nothing changes about {0}")]
    NothingChanges(String),
    #[error("not the root key")]
    NotRoot,
    #[error("no entry {0}")]
    NoEntry(u64),
    #[error("the roster goes no further")]
    RosterStopped,
    #[error("may not: {}", .0.as_str())]
    MayNot(Refusal),
    #[error("somebody else said it")]
    NotOwn,
    #[error("no request: {0}")]
    NoRequest(String),
    #[error("two requests: {0}")]
    TwoRequests(String, Vec<Bearer>),
    #[error("no member: {0}")]
    NoMember(String),
    #[error("two members: {0}")]
    TwoMembers(String, Vec<Bearer>),
    #[error("no op: {0}")]
    NoOp(String),
    #[error("purged already: {0}")]
    PurgedAlready(String),
    #[error("the key {0}, which must sign the genesis, is not here")]
    FirstKeyAway(Fingerprint),
    #[error("{0} has no department")]
    ClerkWithoutDepartment(String),
    #[error("a department would follow itself")]
    SameDepartment,
    #[error("{0} became another already")]
    BecameAlready(String),
    #[error("{0} is a department already")]
    NameInUse(String),
    #[error("{} and the home must lie apart", .0.display())]
    HomeInShare(PathBuf),
    #[error("no plan in {}", .0.display())]
    NoPlanThere(PathBuf),
    #[error("several plans in {}", .0.display())]
    SeveralPlans(PathBuf),
    #[error("another fingerprint")]
    OtherFingerprint,
    #[error("joined already")]
    JoinedAlready,
    #[error("{} was stopped", .0.display())]
    KeyStopped(PathBuf),
    #[error("{} holds words", home.display())]
    HomeHasWords { home: PathBuf, command: String },
    #[error("{} shares another plan", .0.display())]
    HomeSharesOther(PathBuf),
    #[error("{} is made up", .0.display())]
    MadeUp(PathBuf),
    #[error("the recovery key: {0}")]
    RootKey(String),
}

impl SharingFailure {
    /// What went wrong, in words.
    pub(in crate::workspace) fn message(&self, words: &Words) -> String {
        let w = words.sharing;
        let path = |path: &PathBuf| path.display().to_string();
        match self {
            Self::NotShared => w.not_shared.to_owned(),
            Self::SharesAlready(share) => fill(w.shares_already, &[&path(share)]),
            Self::NotPublisher(name) => fill(w.not_publisher, &[name]),
            Self::NoShareFolder(share) => fill(w.no_share_folder, &[&path(share)]),
            Self::Unavailable { share, why } => match why {
                // The folder of the plan is there, and what it is known by is not.
                Unavailable::Gone(_) if share.is_dir() => {
                    fill(w.share_gone, &[&path(&share.join("roster"))])
                }
                Unavailable::Gone(_) => fill(w.share_gone, &[&path(share)]),
                Unavailable::NoRoster => fill(w.share_other, &[&path(share)]),
            },
            Self::NotRegistrar(name) => fill(w.not_registrar, &[name]),
            Self::OnlyRoot => w.only_root.to_owned(),
            Self::RegistrarByRoot(name) => fill(w.registrar_by_root, &[name]),
            Self::NothingChanges(name) => fill(w.nothing_changes, &[name]),
            Self::NotRoot => w.not_root.to_owned(),
            Self::NoEntry(entry) => fill(w.no_entry, &[&entry.to_string()]),
            Self::RosterStopped => w.roster_stopped.to_owned(),
            Self::MayNot(refusal) => fill(w.may_not, &[w.refused(refusal.as_str())]),
            Self::NotOwn => w.not_own.to_owned(),
            Self::NoRequest(name) => fill(w.no_request, &[name]),
            Self::TwoRequests(name, _) => fill(w.two_requests, &[name]),
            Self::NoMember(name) => fill(w.no_member, &[name]),
            Self::TwoMembers(name, _) => fill(w.two_members, &[name]),
            Self::NoOp(id) => fill(w.no_op, &[id]),
            Self::PurgedAlready(id) => fill(w.purged_already, &[id]),
            Self::FirstKeyAway(key) => fill(w.first_key_away, &[&key.to_string()]),
            Self::ClerkWithoutDepartment(name) => fill(w.clerk_without_department, &[name]),
            Self::SameDepartment => w.same_department.to_owned(),
            Self::BecameAlready(name) => fill(w.became_already, &[name]),
            Self::NameInUse(name) => fill(w.name_in_use, &[name]),
            Self::HomeInShare(share) => fill(w.home_in_share, &[&path(share)]),
            Self::NoPlanThere(share) => fill(w.no_plan_there, &[&path(share)]),
            Self::SeveralPlans(share) => fill(w.several_plans, &[&path(share)]),
            Self::OtherFingerprint => w.other_fingerprint.to_owned(),
            Self::JoinedAlready => w.joined_already.to_owned(),
            Self::KeyStopped(key) => fill(w.key_stopped, &[&path(key)]),
            Self::HomeHasWords { home, .. } => fill(w.home_has_words, &[&path(home)]),
            Self::HomeSharesOther(home) => fill(w.home_shares_other, &[&path(home)]),
            Self::MadeUp(home) => fill(w.made_up, &[&path(home)]),
            Self::RootKey(why) => fill(w.root_key_bad, &[why]),
        }
    }

    /// Those between whom it could not tell, a line each.
    pub(in crate::workspace) fn choices(&self, words: &Words) -> Vec<String> {
        match self {
            Self::TwoRequests(_, bearers) | Self::TwoMembers(_, bearers) => {
                bearers.iter().map(|bearer| bearer.words(words)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What to do next, in words.
    pub(in crate::workspace) fn hint(&self, words: &Words) -> Option<String> {
        let w = words.sharing;
        let hint = match self {
            Self::NotShared => w.not_shared_hint,
            Self::MadeUp(_) => w.made_up_hint,
            Self::SharesAlready(_) => w.shares_already_hint,
            Self::NotPublisher(_) => w.not_publisher_hint,
            Self::NoShareFolder(_) => w.no_share_folder_hint,
            Self::Unavailable {
                why: Unavailable::Gone(_),
                ..
            } => w.share_gone_hint,
            Self::Unavailable { .. } => w.share_other_hint,
            Self::NotRegistrar(_) => w.not_registrar_hint,
            Self::OnlyRoot | Self::RosterStopped => w.only_root_hint,
            Self::RegistrarByRoot(_) => w.registrar_by_root_hint,
            Self::NothingChanges(_) => w.nothing_changes_hint,
            Self::NotRoot | Self::RootKey(_) => w.not_root_hint,
            Self::MayNot(_) => w.may_not_hint,
            Self::NotOwn => w.not_own_hint,
            Self::NoRequest(_) => w.no_request_hint,
            Self::TwoRequests(..) => w.two_requests_hint,
            Self::TwoMembers(..) => w.two_members_hint,
            Self::NoMember(_) => w.no_member_hint,
            Self::NoOp(_) => w.no_op_hint,
            Self::PurgedAlready(_) => w.purged_already_hint,
            Self::FirstKeyAway(_) => w.first_key_away_hint,
            Self::ClerkWithoutDepartment(_) => w.clerk_without_department_hint,
            Self::NoPlanThere(_) => w.no_plan_there_hint,
            Self::SeveralPlans(_) => w.several_plans_hint,
            Self::OtherFingerprint => w.other_fingerprint_hint,
            Self::HomeHasWords { command, .. } => {
                return Some(fill(w.home_has_words_hint, &[command]));
            }
            Self::HomeSharesOther(_) => w.home_shares_other_hint,
            Self::JoinedAlready => w.joined_already_hint,
            Self::KeyStopped(_) => w.key_stopped_hint,
            Self::NameInUse(_) => w.name_in_use_hint,
            Self::HomeInShare(_) => w.home_in_share_hint,
            Self::BecameAlready(_) | Self::NoEntry(_) | Self::SameDepartment => return None,
        };
        Some(hint.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn every_refusal_has_its_words() {
        for refusal in Refusal::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let said = lang.words().sharing.refused(refusal.as_str());
                assert_ne!(said, refusal.as_str());
            }
        }
    }
}
