//! Joining a plan that somebody else has published.

mod look;

pub use look::{Shown, look_at};

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::SharingFailure;
use super::attempt::Attempt;
use super::bring::{self, Brought};
use super::sync::{Receipt, Synced};
use super::{APP, Fingerprint, SHARE};
use crate::oplog::{Ask, Hlc, Request};
use crate::store::Store;
use crate::workspace::home::Home;
use crate::workspace::key::Keys;
use crate::workspace::{Failure, Opening, Workspace, find_department};

/// The longest name of a person or a section, in characters.
const LONGEST_NAME: usize = 40;

/// The key of the local setting that holds the departments a newcomer asked for.
pub(in crate::workspace) const ASKED: &str = "asked";

/// Who joins.
#[derive(Debug, Clone, Default)]
pub struct Newcomer {
    /// The name.
    pub name: String,
    /// The departments they speak for, by any name.
    pub departments: Vec<String>,
    /// The section (科室).
    pub unit: String,
    /// Whether the notes of the home that is there come along.
    pub bring_notes: bool,
}

/// What joining did.
#[derive(Debug)]
pub struct Joined {
    /// The fingerprint of the newcomer's key, which the registrar compares.
    pub fingerprint: Fingerprint,
    /// Where the home that was there has gone.
    pub moved: Option<PathBuf>,
    /// What came along of it, if that was asked for.
    pub brought: Option<Brought>,
    /// Where the key is kept that the roster had stopped, and that a new one took the place of.
    pub stopped: Option<PathBuf>,
    /// What the first exchange did.
    pub synced: Synced,
}

/// Makes this home a newcomer's to the plan that was shown, and leaves a signed request. A home without notes of its own
/// is replaced; one with notes only if these are to come along. The one that was there is kept aside, with its key, and
/// the drafts in it come along.
///
/// # Errors
///
/// If the home holds notes or corrections of its own that are not to come along, or shares another plan, or the share
/// cannot be read. A refusal leaves everything as it was.
pub fn join(
    opening: &Opening,
    shown: &Shown,
    newcomer: &Newcomer,
    stamp: &str,
) -> Result<(Workspace, Joined), Failure> {
    let name = newcomer.name.trim();
    for text in [name, newcomer.unit.trim()] {
        if text.chars().any(crate::text::is_unsafe) || text.chars().count() > LONGEST_NAME {
            return Err(Failure::BadName(text.to_owned()));
        }
    }
    if name.is_empty() {
        return Err(Failure::BadName(name.to_owned()));
    }
    let home = Home::at(&opening.home)?;
    let keys = Keys::new(&home, opening)?;
    let mut moved = None;
    if Workspace::is_in(&opening.home) {
        let (workspace, _) = Workspace::open(opening)?;
        workspace.refuse_demo()?;
        if workspace.store.plan() == shown.plan {
            return ask_again(workspace, opening, newcomer);
        }
        if workspace.share_dir()?.is_some() {
            return Err(SharingFailure::HomeSharesOther(opening.home.clone()).into());
        }
        if !newcomer.bring_notes && workspace.store.has_own_words()? {
            return Err(SharingFailure::HomeHasWords {
                home: opening.home.clone(),
                command: bringing(opening, shown, newcomer),
            }
            .into());
        }
        drop(workspace);
        keys.prove()?;
        let mut aside = opening.home.file_name().unwrap_or_default().to_owned();
        aside.push(format!(".before-join-{stamp}"));
        let aside = opening.home.with_file_name(aside);
        if aside.exists() {
            return Err(Failure::Exists(aside));
        }
        std::fs::rename(&opening.home, &aside).map_err(|error| Failure::File {
            path: opening.home.clone(),
            error,
        })?;
        moved = Some(aside);
    } else {
        keys.prove()?;
    }
    let attempt = Attempt::begin(&home, moved.as_deref());
    let (mut workspace, fingerprint, mut synced) =
        match begin(opening, &home, shown, newcomer, moved.as_deref()) {
            Ok(begun) => begun,
            Err(refused) => {
                attempt.undo();
                return Err(refused);
            }
        };
    // From here on the request counts: whoever is interrupted joins once more.
    let brought = workspace.bring_notes(opening.now)?;
    let again = workspace.sync(Receipt::Hourly, opening.now)?;
    synced.written += again.written;
    synced.refused = again.refused;
    // To a newcomer everything is new; what comes from now on is marked.
    workspace.store.looked_at(None)?;
    Ok((
        workspace,
        Joined {
            fingerprint,
            moved,
            brought,
            stopped: None,
            synced,
        },
    ))
}

/// Makes the newcomer's home, reads the share into it and signs the request. Nothing is written to the share.
fn begin(
    opening: &Opening,
    home: &Home,
    shown: &Shown,
    newcomer: &Newcomer,
    moved: Option<&Path>,
) -> Result<(Workspace, Fingerprint, Synced), Failure> {
    let keys = Keys::new(home, opening)?;
    home.make_folder()?;
    let lock = home.lock()?;
    let label = format!("{}@{}", opening.login, opening.host);
    home.make(&label, |database, key, _| {
        let key = keys.first(key)?;
        let mut store = Store::create(database, &shown.genesis)?;
        store.set_local(SHARE, &shown.share.to_string_lossy())?;
        store.set_local("name", newcomer.name.trim())?;
        if let Some(from) = moved.filter(|_| newcomer.bring_notes) {
            store.set_local(bring::FROM, &from.to_string_lossy())?;
        }
        keys.begin_log(&mut store, &key, &opening.host, opening.now)?;
        let mut sharing = store.share("", opening.now)?;
        crate::oplog::Replica::take_entry(&mut sharing, &shown.file)?;
        sharing.commit()?;
        Ok(store.close()?)
    })?;
    // Only the founder of a plan has a root key.
    crate::workspace::home::remove_if_there(&home.root_key()).map_err(|error| Failure::File {
        path: home.root_key(),
        error,
    })?;
    if let Some(from) = moved {
        home.copy_drafts(from)?;
    }
    drop(lock);
    let (mut workspace, _) = Workspace::open(opening)?;
    let synced = workspace.read_share(opening.now)?;
    let fingerprint = workspace.ask(newcomer, &opening.host, opening.now)?;
    Ok((workspace, fingerprint, synced))
}

/// Leaves another request from a home that has joined already and is not on the roster: the first one named a
/// department wrongly, or its owner was taken off the roster since. A key that was stopped stays so; a new one asks, and
/// what the old one said stays whose it was.
fn ask_again(
    mut workspace: Workspace,
    opening: &Opening,
    newcomer: &Newcomer,
) -> Result<(Workspace, Joined), Failure> {
    let mut synced = match workspace.sync(Receipt::Hourly, opening.now) {
        // It may be what the new key is for.
        Err(Failure::KeyElsewhere(_)) => Synced::default(),
        done => done?,
    };
    let mut wanted = workspace.keys.wanted()?.public;
    let mut stopped = None;
    if workspace.is_stopped(&wanted)? {
        stopped = Some(workspace.renew_key(&opening.login, opening.now)?);
        wanted = workspace.keys.wanted()?.public;
    }
    let chain = workspace.store.chain()?;
    let is_known = chain.state().person_of(&wanted).is_some();
    let is_done = workspace.store.local(bring::FROM)?.is_none();
    let fingerprint = match (is_known, is_done) {
        (true, true) => return Err(SharingFailure::JoinedAlready.into()),
        (true, false) => Fingerprint::of_key(&wanted),
        (false, _) => workspace.ask(newcomer, &opening.host, opening.now)?,
    };
    // What an earlier attempt did not come to.
    let from = workspace.store.local(bring::FROM)?.map(PathBuf::from);
    let brought = workspace.bring_notes(opening.now)?;
    let again = workspace.sync(Receipt::Hourly, opening.now)?;
    synced.written += again.written;
    synced.refused = again.refused;
    let joined = Joined {
        fingerprint,
        moved: from,
        brought,
        stopped,
        synced,
    };
    Ok((workspace, joined))
}

/// The command that joins and brings the notes along; the plan has been compared by now.
fn bringing(opening: &Opening, shown: &Shown, newcomer: &Newcomer) -> String {
    let print = shown.fingerprint.to_string().replace(' ', "-");
    let (home, share) = (
        opening.home.to_string_lossy(),
        shown.share.to_string_lossy(),
    );
    let mut words: Vec<&str> = vec!["duban", "--home", &home, "join", &share];
    words.extend(["--name", newcomer.name.trim()]);
    for department in &newcomer.departments {
        words.extend(["--department", department]);
    }
    if !newcomer.unit.trim().is_empty() {
        words.extend(["--unit", newcomer.unit.trim()]);
    }
    words.extend(["--fingerprint", &print, "--bring-notes"]);
    let words: Vec<String> = words.into_iter().map(shell_word).collect();
    words.join(" ")
}

/// A word as a shell takes it.
fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

impl Workspace {
    /// Signs a request to be put on the roster, and gives the fingerprint that the registrar compares.
    fn ask(
        &mut self,
        newcomer: &Newcomer,
        host: &str,
        now: DateTime<Utc>,
    ) -> Result<Fingerprint, Failure> {
        let directory = self.directory()?;
        let departments = newcomer
            .departments
            .iter()
            .map(|name| find_department(&directory, name))
            .collect::<Result<Vec<_>, _>>()?;
        let key = self.keys.wanted()?;
        key.unlock()?;
        let own = self.store.own_key()?;
        // What a key says that was stopped never counts; the new one's waits.
        let is_left = own != key.public
            && self.is_stopped(&own)?
            && self.sign_with(&self.holder(&own)?, now).is_ok();
        if is_left {
            self.begin_log(&key.public, now)?;
        }
        let hello = if is_left || own == key.public {
            self.store.own_hello()?
        } else {
            // The log goes on under the key that it has until the other one is approved.
            self.store.lay_log_aside(&key.public, host, now)?
        };
        self.store.set_local("name", newcomer.name.trim())?;
        let asked = serde_json::to_string(&departments).map_err(crate::store::Error::from)?;
        self.store.set_local(ASKED, &asked)?;
        let ask = Ask::new(
            Hlc::default().next(now),
            newcomer.name.trim().to_owned(),
            departments,
            newcomer.unit.trim().to_owned(),
            host.to_owned(),
        );
        let request = Request::sign(self.store.plan(), &hello, ask, APP, &key)
            .map_err(|why| key.failed(why))?;
        let mut sharing = self.store.share("", now)?;
        sharing.ask(&request)?;
        sharing.commit()?;
        Ok(Fingerprint::of_key(&request.key))
    }
}
