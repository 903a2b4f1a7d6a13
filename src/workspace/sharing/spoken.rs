//! What the roster, its people and the files of a share are, in words.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Aim, Described, ProposalStatus};
use crate::model::{Code, Fate};
use crate::oplog::{Finding, Flaw, Role, Stop};
use crate::words::{Words, fill};
use crate::workspace::failure::says;

/// The word for a role.
#[must_use]
pub fn role_words(role: Role, words: &Words) -> &'static str {
    let w = words.sharing;
    match role {
        Role::Registrar => w.role_registrar,
        Role::Coordinator => w.role_coordinator,
        Role::Approver => w.role_approver,
        Role::Clerk => w.role_clerk,
        Role::Observer => w.role_observer,
    }
}

/// Where the roster stops, in words.
#[must_use]
pub fn stop_words(entry: u64, stop: &Stop, words: &Words) -> String {
    let template = match stop {
        Stop::TwoFollow(..) | Stop::TwoRoots(..) => words.sharing.stopped,
        Stop::Newer(_) => words.sharing.stopped_newer,
    };
    fill(template, &[&entry.to_string()])
}

/// What was proposed by whom, and what became of it, in words.
#[must_use]
pub fn proposal_words(proposal: &ProposalStatus, words: &Words) -> String {
    let w = words.sharing;
    let told = fill(
        w.proposal,
        &[
            &proposal.recorded.format("%Y-%m-%d").to_string(),
            &proposal.author,
            &wished(proposal, words),
            w.fate(proposal.fate),
        ],
    );
    match proposal.fate {
        Fate::Overtaken => fill(w.propose_again, &[&told]),
        _ => told,
    }
}

/// What a proposal wants, in words.
fn wished(proposal: &ProposalStatus, words: &Words) -> String {
    let w = words.sharing;
    let aims = proposal.aims.iter().map(|aim| match aim {
        Aim::Admit(member) => fill(w.propose_admit, &[&member.name, &described(member, words)]),
        Aim::Change(member) => fill(w.propose_change, &[&member.name, &described(member, words)]),
        Aim::Revoke(name) => fill(w.propose_revoke, &[name]),
        Aim::Succession(from, to) => {
            fill(w.propose_succession, &[&from.join("、"), &to.join("、")])
        }
        Aim::Adopt(ops) => fill(w.propose_adopt, &[&ops.join("、")]),
        Aim::Void(ops) => fill(w.propose_void, &[&ops.join("、")]),
        Aim::Rules(from) => {
            let from = from.map_or_else(|| "--".to_owned(), |from| from.to_string());
            fill(w.propose_rules, &[&from])
        }
    });
    aims.collect::<Vec<String>>().join("; ")
}

/// What a member should be, in words.
fn described(member: &Described, words: &Words) -> String {
    let w = words.sharing;
    let mut parts = vec![role_words(member.role, words).to_owned()];
    parts.extend(member.departments.iter().cloned());
    parts.extend(Some(member.unit.clone()).filter(|unit| !unit.is_empty()));
    if !member.tasks.is_empty() {
        let tasks: Vec<String> = member.tasks.iter().map(Code::to_string).collect();
        parts.push(fill(w.only_tasks, &[&tasks.join(" ")]));
    }
    if member.computers > 1 {
        parts.push(fill(w.computers, &[&member.computers.to_string()]));
    }
    parts.join(", ")
}

/// What is wrong with a file of a share, in words.
#[must_use]
pub fn flaw_words(flaw: &Flaw, words: &Words) -> String {
    let w = words.sharing;
    match flaw {
        Flaw::Unfinished(_) => w.flaw_unfinished.to_owned(),
        Flaw::Large(bytes) => fill(w.flaw_large, &[&bytes.to_string()]),
        Flaw::Stranger => w.flaw_stranger.to_owned(),
        Flaw::Newer(what) => fill(w.flaw_newer, &[what]),
        Flaw::Wrong(what) => fill(w.flaw_wrong, &[what]),
        Flaw::Forged(what) => fill(w.flaw_forged, &[what]),
    }
}

/// What a file that waits or is kept out is, in words.
#[must_use]
pub fn finding_words(name: &str, finding: &Finding, now: DateTime<Utc>, words: &Words) -> String {
    let w = words.sharing;
    match finding {
        Finding::Pending { since, polls, .. } => {
            // A day and twenty looks: by then it is no slow copy any more (`sync.md`, "Reading", 2).
            let old = (now - TimeDelta::days(1)).timestamp_millis();
            let template = if *since < old && *polls >= 20 {
                w.file_damaged
            } else {
                w.file_pending
            };
            fill(template, &[name])
        }
        Finding::Stranger { .. } => fill(w.file_stranger, &[name]),
        Finding::Waiting => fill(w.file_waiting, &[name]),
        Finding::Quarantined { flaw, .. } => {
            fill(w.file_quarantined, &[name, &flaw_words(flaw, words)])
        }
        Finding::Textless { .. } | Finding::Taken | Finding::Written { .. } => {
            fill(w.file_textless, &[name])
        }
    }
}

/// Why a file of the share could not be written, in words.
#[must_use]
pub fn unwritten_words(path: &str, error: &std::io::Error, words: &Words) -> String {
    format!("{path}: {}", says(error, words.failure))
}
