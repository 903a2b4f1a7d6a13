//! Looking at a plan that somebody has published, before joining it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::model::Sha;
use crate::oplog::{Entry, Genesis, LARGEST_FILE, RosterFile, SshVerifier};
use crate::share::{Disk, Folder as _, Kind, Limits, Name, Unavailable, plan_folder};
use crate::workspace::Failure;
use crate::workspace::sharing::{Fingerprint, SharingFailure};

/// A plan as a newcomer finds it on a share.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The share.
    pub(super) share: PathBuf,
    /// The plan's id.
    pub(super) plan: Sha,
    pub(super) genesis: Genesis,
    pub(super) file: RosterFile,
    /// What is to be compared with what the registrar reads out.
    pub fingerprint: Fingerprint,
    /// Who founded it.
    pub founder: String,
    /// The number of the newest roster entry, and when it was made.
    pub newest: (u64, DateTime<Utc>),
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
