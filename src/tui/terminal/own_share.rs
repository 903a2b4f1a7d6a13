//! The share of the home on this computer: exchanged with, and told in words.

use chrono::{DateTime, Utc};

use super::exchange::{Done, Exchange};
use super::own::notice;
use crate::model::Membership;
use crate::tui::app::share::{Applicant, Person, Share};
use crate::tui::app::{Notice, Obstacle, Trouble};
use crate::words::{Words, fill};
use crate::workspace::{
    Clock, Failure, Opening, PersonStatus, Receipt, Synced, Workspace, finding_words,
    proposal_words, role_words, stop_words, unwritten_words,
};

/// The share of a home, exchanged with over a connection to the home of its own: a share that hangs holds nobody up.
#[derive(Debug)]
pub struct OwnShare {
    opening: Opening,
    words: &'static Words,
    /// Opened at the first exchange, on the thread that exchanges.
    workspace: Option<Workspace>,
}

impl OwnShare {
    /// The share of the home that is opened so, speaking these words.
    #[must_use]
    pub fn new(opening: Opening, words: &'static Words) -> Self {
        Self {
            opening,
            words,
            workspace: None,
        }
    }

    fn sync(&mut self, asked: bool) -> Result<Option<Synced>, Failure> {
        let workspace = match &mut self.workspace {
            Some(workspace) => workspace,
            none => {
                self.opening.now = Clock::Wall.now();
                none.insert(Workspace::open(&self.opening)?.0)
            }
        };
        let now = workspace.now();
        if asked {
            // Whoever asks waits for another process to finish.
            return workspace.sync(Receipt::Now, now).map(Some);
        }
        workspace.try_sync(Receipt::Hourly, now)
    }
}

impl Exchange for OwnShare {
    fn exchange(&mut self, asked: bool) -> Result<Option<Done>, Trouble> {
        let words = self.words;
        let synced = self
            .sync(asked)
            .map_err(|failure| trouble(&failure, words))?;
        let Some(synced) = synced else {
            return Ok(None);
        };
        if let Some((path, error)) = &synced.refused {
            let why = unwritten_words(path, error, words);
            let refused = fill(words.sharing.synced_refused, &[&why]);
            return Err(Trouble {
                notice: Notice::new(refused),
                obstacle: Obstacle::ReadOnly,
            });
        }
        let news = synced.ops + synced.entries + synced.requests + synced.quarantined.len();
        let counts = [synced.ops, synced.entries, synced.written].map(|n| n.to_string());
        let counted = fill(words.sharing.synced, &[&counts[0], &counts[1], &counts[2]]);
        let answers = synced.proposals.iter();
        let answers = answers.map(|proposal| proposal_words(proposal, words));
        let said: Vec<String> = answers.chain([counted]).collect();
        let said = said.join("; ");
        Ok(Some(Done {
            said: (asked || news > 0 || !synced.proposals.is_empty() || synced.lost > 0)
                .then_some(said),
            // What is left of junk that others put there may wait for the next look.
            again: synced.written > 0 || synced.more && news > 0,
        }))
    }

    fn silent(&self) -> Trouble {
        let sharing = self.words.sharing;
        Notice::new(sharing.share_silent)
            .hint(sharing.share_silent_hint)
            .into()
    }
}

/// Why an exchange failed.
fn trouble(failure: &Failure, words: &Words) -> Trouble {
    let obstacle = match failure {
        failure if failure.is_locked_key() => Obstacle::KeyLocked,
        Failure::KeyBad { .. } | Failure::KeyElsewhere(_) => Obstacle::NoKey,
        _ => Obstacle::Offline,
    };
    Trouble {
        notice: notice(failure, words),
        obstacle,
    }
}

/// How the share is, in words.
pub(super) fn told(
    workspace: &mut Workspace,
    words: &Words,
    now: DateTime<Utc>,
) -> Result<Share, Failure> {
    let status = workspace.share_status()?;
    let minute = "%Y-%m-%d %H:%M";
    let stop = status.stop.as_ref();
    let stop = stop.map(|stop| stop_words(status.newest.0, stop, words));
    let recovery = workspace.recovery_key_here()?.map(|path| {
        let path = path.display().to_string();
        fill(words.sharing.recovery_reminder, &[&path])
    });
    let key = workspace.waiting_key().ok().flatten();
    let key = key.map(|path| fill(words.sharing.key_waits, &[&path.display().to_string()]));
    let stopped = workspace.membership()? == Membership::Stopped && status.folder.is_some();
    let registrar = workspace.registrar_name()?;
    let stopped = stopped.then(|| fill(words.sharing.stopped_here, &[&registrar]));
    let proposals = status.not_entered();
    let proposals = proposals.map(|proposal| proposal_words(proposal, words));
    let proposals = proposals.collect();
    // Everybody on the roster, the registrar first, and then those who wrote without being on it.
    let mut wrote: Vec<PersonStatus> = status.people;
    let mut people = Vec::new();
    for listed in workspace.roster()? {
        let id = &listed.member.person;
        let at = wrote.iter().position(|status| status.person == *id);
        let role = if listed.member.revoked {
            words.sharing.gone
        } else {
            role_words(listed.role, words)
        };
        people.push(Person {
            name: listed.member.name,
            role: role.to_owned(),
            departments: listed.departments,
            ..at.map_or_else(Person::default, |at| person(wrote.remove(at), words))
        });
    }
    people.extend(wrote.into_iter().map(|status| person(status, words)));
    let waiting = workspace.waiting()?;
    let waiting = waiting.into_iter().map(|one| {
        let unit = (!one.unit.is_empty()).then_some(one.unit);
        Applicant {
            name: one.name,
            departments: one.departments.into_iter().chain(unit).collect(),
            computer: one.label,
            fingerprint: one.fingerprint.to_string(),
            asked: one.asked.format(minute).to_string(),
        }
    });
    let files = status.files.iter();
    Ok(Share {
        folder: status.folder.map(|folder| folder.display().to_string()),
        fingerprint: status.fingerprint.to_string(),
        newest: (status.newest.0, status.newest.1.format(minute).to_string()),
        warnings: stopped
            .into_iter()
            .chain(stop)
            .chain(recovery)
            .chain(key)
            .collect(),
        people,
        waiting: waiting.collect(),
        proposals,
        files: files
            .map(|(name, finding)| finding_words(name, finding, now, words))
            .collect(),
    })
}

fn person(status: PersonStatus, words: &Words) -> Person {
    // That it does not count yet is what waiting means.
    let refused = status.refused.iter().filter(|_| !status.waits);
    Person {
        is_me: status.is_me,
        role: if status.waits {
            words.sharing.awaits.to_owned()
        } else {
            String::new()
        },
        departments: status.departments,
        heard: Some(status.last_heard.format("%Y-%m-%d %H:%M").to_string()),
        ops: status.ops,
        received: status.received,
        missing: status.missing,
        refused: refused
            .map(|(why, count)| (words.sharing.refused(why).to_owned(), *count))
            .collect(),
        version: status.app,
        forked: status.forked,
        ahead: status.ahead,
        name: status.name,
    }
}
