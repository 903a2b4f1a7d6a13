//! Joining a plan that somebody else has published.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::SharingFailure;
use super::attempt::Attempt;
use super::bring::{self, Brought};
use super::sync::{Receipt, Synced};
use super::{APP, Fingerprint, SHARE};
use crate::model::Sha;
use crate::oplog::{Ask, Entry, Genesis, Hlc, LARGEST_FILE, Request, RosterFile, SshVerifier};
use crate::share::{Disk, Folder as _, Kind, Limits, Name, Unavailable, plan_folder};
use crate::store::Store;
use crate::workspace::home::Home;
use crate::workspace::key::Keys;
use crate::workspace::{Failure, Opening, Workspace, find_department};

/// The longest name of a person or a section, in characters.
const LONGEST_NAME: usize = 40;

/// The key of the local setting that holds the departments a newcomer asked for.
pub(in crate::workspace) const ASKED: &str = "asked";

/// A plan as a newcomer finds it on a share.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The share.
    share: PathBuf,
    /// The plan's id.
    plan: Sha,
    genesis: Genesis,
    file: RosterFile,
    /// What is to be compared with what the registrar reads out.
    pub fingerprint: Fingerprint,
    /// Who founded it.
    pub founder: String,
    /// The number of the newest roster entry, and when it was made.
    pub newest: (u64, DateTime<Utc>),
}

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
    /// What the first exchange did.
    pub synced: Synced,
}

/// Looks at the plan that is published in `share`, changing nothing. Of several plans `fingerprint` picks one.
///
/// # Errors
///
/// If there is no plan, or several and none is picked, or what is there is not what its name says.
pub fn look_at(share: &Path, fingerprint: Option<Fingerprint>) -> Result<Shown, Failure> {
    let share = std::path::absolute(share).map_err(|error| Failure::File {
        path: share.to_owned(),
        error,
    })?;
    // The plan's own folder will do as well.
    let is_plan = |path: &Path| {
        path.file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.ends_with("-v1") && name.len() == 13)
    };
    let share = match share.parent() {
        Some(parent) if is_plan(&share) => parent.to_owned(),
        _ => share,
    };
    let entries = share
        .read_dir()
        .map_err(|error| SharingFailure::Unavailable {
            share: share.clone(),
            why: Unavailable::Gone(error),
        })?;
    let mut plans = Vec::new();
    for entry in entries.flatten() {
        if is_plan(&entry.path()) {
            plans.extend(read_genesis(&share, &entry.path()));
        }
    }
    if let Some(print) = fingerprint {
        plans.retain(|shown| shown.fingerprint == print);
    }
    plans.sort_by_key(|shown| shown.plan);
    match (plans.pop(), plans.is_empty()) {
        (Some(one), true) => Ok(one),
        (None, _) if fingerprint.is_some() => Err(SharingFailure::OtherFingerprint.into()),
        (None, _) => Err(SharingFailure::NoPlanThere(share).into()),
        (Some(_), false) => Err(SharingFailure::SeveralPlans(share).into()),
    }
}

/// The genesis in a plan's folder, if it is whole and the folder bears its name.
fn read_genesis(share: &Path, folder: &Path) -> Option<Shown> {
    let disk = Disk::at(folder.to_owned());
    let limits = Limits::default();
    // What may be the genesis, and the newest; junk and other plans' entries may lie beside them.
    let number = |file: &str| match Name::parse("roster", file)?.kind {
        Kind::Entry(n) => Some(n),
        _ => None,
    };
    let rank = |file: &str| number(file).map(|n| if n == 0 { 0 } else { u64::MAX - n });
    let listing = disk.list("roster", limits.names, &rank).ok()?;
    let names = listing.entries.iter().map(|(file, _)| file);
    let mut numbered: Vec<(u64, &String)> = names
        .filter_map(|file| number(file).map(|n| (n, file)))
        .collect();
    numbered.sort_unstable();
    let read = |file: &str, most| disk.read(&format!("roster/{file}"), most);
    let named = folder.file_name()?.to_str()?;
    let first = numbered.iter().take_while(|(n, _)| *n == 0);
    let found = first.take(limits.files).find_map(|(_, file)| {
        genesis_in(&read(file, 1 << 20).ok()?).filter(|(plan, ..)| plan_folder(*plan) == named)
    });
    let (plan, genesis, file) = found?;
    let later = numbered.iter().rev().take_while(|(n, _)| *n > 0);
    let newest = later.take(limits.copies).find_map(|(n, file)| {
        let file = RosterFile::read(&read(file, LARGEST_FILE).ok()?, plan, &SshVerifier).ok()?;
        let entry = Entry::parse(&file.line).ok()?;
        Some((*n, entry.hlc.time()))
    });
    Some(Shown {
        share: share.to_owned(),
        plan,
        fingerprint: Fingerprint::of(plan),
        founder: genesis
            .members
            .first()
            .map(|founder| founder.name.clone())
            .unwrap_or_default(),
        newest: newest.unwrap_or((0, genesis.hlc().time())),
        genesis,
        file,
    })
}

/// The genesis in these bytes: its line is what the plan's id is made of, so it is looked for before the id is known.
fn genesis_in(bytes: &[u8]) -> Option<(Sha, Genesis, RosterFile)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let line = text.split('\n').nth(1)?;
    let plan = Sha::of(line.as_bytes());
    let file = RosterFile::read(bytes, plan, &SshVerifier).ok()?;
    let genesis = Genesis::parse(&file.line).ok()?;
    (genesis.keeper() == file.signer).then_some((plan, genesis, file))
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
/// department wrongly, say.
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
    let wanted = workspace.keys.wanted()?.public;
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
        let hello = if self.store.own_key()? == key.public {
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
