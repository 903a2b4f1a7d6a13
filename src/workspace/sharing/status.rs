//! How far everybody is: what the folder holds, what the office has received, what waits and why.

use std::sync::mpsc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::{Fingerprint, ProposalStatus};
use crate::model::Fate;
use crate::oplog::{Finding, Replica as _, Request, Stop};
use crate::share::Folder as _;
use crate::store::LogStatus;
use crate::workspace::{Failure, Workspace};

/// How a share is.
#[derive(Debug, Clone)]
pub struct ShareStatus {
    /// The fingerprint of the genesis.
    pub fingerprint: Fingerprint,
    /// Where it is; `None` if this home shares nothing.
    pub folder: Option<std::path::PathBuf>,
    /// The number of the newest roster entry in force, and when it was made, in the plan's zone.
    pub newest: (u64, DateTime<FixedOffset>),
    /// Why the roster goes no further, if it could.
    pub stop: Option<Stop>,
    /// How far everybody is.
    pub people: Vec<PersonStatus>,
    /// How many requests wait for an answer.
    pub requests: usize,
    /// What coordinators proposed, and what became of it.
    pub proposals: Vec<ProposalStatus>,
    /// Files that wait or are kept out, with what they are.
    pub files: Vec<(String, Finding)>,
}

/// Whether a share is there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// It is there, with a roster in it.
    There,
    /// It is not.
    Gone,
    /// It did not answer in time.
    Silent,
}

/// How many proposals that are not in the roster are told of, the latest.
const TOLD: usize = 20;

impl ShareStatus {
    /// The latest proposals that are not in the roster; what was entered stands there.
    pub fn not_entered(&self) -> impl Iterator<Item = &ProposalStatus> {
        let open = self.proposals.iter();
        let open = open.filter(|proposal| proposal.fate != Fate::Entered);
        let older = open.clone().count().saturating_sub(TOLD);
        open.skip(older)
    }
}

/// How far one person is.
#[derive(Debug, Clone)]
pub struct PersonStatus {
    /// The person, by id; the log's name for somebody whom the roster does not name.
    pub person: String,
    /// The name.
    pub name: String,
    /// The full names of their departments, as the roster or their request has them.
    pub departments: Vec<String>,
    /// The section (科室).
    pub unit: String,
    /// The fingerprints of their keys.
    pub keys: Vec<Fingerprint>,
    /// Whether they are not on the roster yet, and have asked to be.
    pub waits: bool,
    /// Whether it is the owner of this home.
    pub is_me: bool,
    /// When something of theirs was last recorded, in the plan's zone.
    pub last_heard: DateTime<FixedOffset>,
    /// The version of their program, as their newest file says it.
    pub app: Option<String>,
    /// How many ops of theirs are here.
    pub ops: u64,
    /// How many of these the office has received.
    pub received: u64,
    /// How many an entry has accepted that are not here.
    pub missing: u64,
    /// How many do not count, by reason.
    pub refused: Vec<(String, u64)>,
    /// Whether one of their logs has two branches: a copied disk or a restored backup, or a stolen key.
    pub forked: bool,
    /// Whether something of theirs was recorded by a clock that was ahead of the one here.
    pub ahead: bool,
}

impl Workspace {
    /// How far everybody is with the share, as this home last saw it.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn share_status(&mut self) -> Result<ShareStatus, Failure> {
        let chain = self.store.chain()?;
        let state = chain.state();
        let own = self.store.own_key()?;
        let now = self.now();
        let me = state.person_of(&own).map(|member| member.person.clone());
        let directory = self.directory()?;
        let requests = self.requests()?;
        let asked = self.store.look_at_share("")?.own_request()?;
        let asked: Vec<&Request> = requests.iter().chain(&asked).collect();
        let mut people: Vec<PersonStatus> = Vec::new();
        for log in self.store.log_status(&chain)? {
            let LogStatus {
                person,
                name,
                key,
                last,
                ..
            } = &log;
            let last_heard = last.time().with_timezone(&self.zone);
            let at = match people.iter().position(|known| known.person == *person) {
                Some(at) => at,
                None => {
                    let member = state.person_of(key);
                    let request = asked.iter().find(|request| request.key == *key);
                    let request = request.filter(|_| member.is_none()).map(|r| &r.ask);
                    let departments = match (member, request) {
                        (Some(member), _) => member.departments.as_slice(),
                        (None, Some(ask)) => ask.departments.as_slice(),
                        (None, None) => &[],
                    };
                    let unit = member.map(|member| &member.unit);
                    let keys = member.map_or(std::slice::from_ref(key), |member| &member.keys);
                    people.push(PersonStatus {
                        person: person.clone(),
                        // Whoever is not on the roster goes by the name in the request.
                        name: request.map_or(name, |ask| &ask.name).clone(),
                        departments: departments.iter().map(|id| directory.name(*id)).collect(),
                        unit: unit
                            .or(request.map(|ask| &ask.unit))
                            .cloned()
                            .unwrap_or_default(),
                        keys: keys.iter().map(|key| Fingerprint::of_key(key)).collect(),
                        waits: request.is_some(),
                        is_me: *key == own || me.as_ref() == Some(person),
                        last_heard,
                        app: None,
                        ops: 0,
                        received: 0,
                        missing: 0,
                        refused: Vec::new(),
                        forked: false,
                        ahead: false,
                    });
                    people.len() - 1
                }
            };
            let Some(known) = people.get_mut(at) else {
                continue;
            };
            if last_heard >= known.last_heard && log.app.is_some() {
                known.app.clone_from(&log.app);
            }
            known.last_heard = known.last_heard.max(last_heard);
            known.ops += log.ops;
            known.received += log.received;
            known.missing += log.missing;
            known.forked |= log.forked;
            known.ahead |= log.last.is_ahead(now);
            for (why, count) in &log.refused {
                match known.refused.iter_mut().find(|(known, _)| known == why) {
                    Some((_, sum)) => *sum += count,
                    None => known.refused.push((why.clone(), *count)),
                }
            }
        }
        // What somebody wrote who has asked to be let in waits with the request, which is told of.
        let mut files = self.store.unsettled_files()?;
        files.retain(|(_, finding)| match finding {
            Finding::Stranger { key } => requests.iter().all(|request| request.key != *key),
            _ => true,
        });
        people.sort_by(|a, b| (!a.is_me, &a.name, &a.person).cmp(&(!b.is_me, &b.name, &b.person)));
        Ok(ShareStatus {
            fingerprint: Fingerprint::of(self.store.plan()),
            folder: self.share_dir()?,
            newest: (state.entry, state.hlc.time().with_timezone(&self.zone)),
            stop: chain.stop.clone(),
            people,
            requests: requests.len(),
            proposals: self.proposals()?,
            files,
        })
    }

    /// Whether the share is there now; `None` if this home shares nothing. One that does not answer is waited for no longer
    /// than `patience`.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn share_presence(&self, patience: Duration) -> Result<Option<Presence>, Failure> {
        let Some(share) = self.share_dir()? else {
            return Ok(None);
        };
        let disk = self.disk(&share);
        let (answer, answered) = mpsc::channel();
        // Left behind if the share hangs: the system lets nobody take back what was asked of it.
        std::thread::spawn(move || answer.send(disk.list("roster", 1, &|_| Some(0)).is_ok()));
        Ok(Some(match answered.recv_timeout(patience) {
            Ok(true) => Presence::There,
            Ok(false) => Presence::Gone,
            Err(_) => Presence::Silent,
        }))
    }

    /// The public keys of everybody who was ever on the roster, and the root key, in the form of OpenSSH's
    /// `allowed_signers`; what an auditor verifies files with.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn allowed_signers(&self) -> Result<String, Failure> {
        let chain = self.store.chain()?;
        let namespace = crate::oplog::namespace(self.store.plan());
        let mut lines = Vec::new();
        for (key, person, name) in chain.state().signers() {
            let name: String = name.chars().filter(|c| !c.is_control()).collect();
            lines.push(format!(
                "{person} namespaces=\"{namespace}\" {key} {name}\n"
            ));
        }
        lines.sort();
        let root = &self.store.genesis().root;
        lines.push(format!("root namespaces=\"{namespace}\" {root} root\n"));
        Ok(lines.concat())
    }
}
