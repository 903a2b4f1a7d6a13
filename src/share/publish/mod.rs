//! Writing to the share: what this home said and the share does not show.

mod seal;
mod writer;

use std::collections::HashSet;
use std::io;

use super::{Collected, Failed, Folder, Limits};
use crate::oplog::{Law, LogId, Replica, Signer};

use seal::sign_log;
use writer::Writer;

/// In so many exchanges that a person asks for every file that is here is read again on the share, one part of them each
/// time, though the share shows it in the size that it had: what was changed in its place is found, and mended by
/// whoever holds it.
pub const TURNS: u64 = 16;

/// What was written.
#[derive(Debug, Default)]
pub struct Published {
    /// Files written in this poll; only a later one tells whether they are there.
    pub written: usize,
    /// Files of this home that earlier polls wrote and a fresh look does not show, or shows otherwise.
    pub lost: usize,
    /// Files deleted because another holds all that they held, but for words that were purged.
    pub thinned: usize,
    /// What the share said when a file could not be written or deleted, with its path within the plan's folder.
    pub refused: Option<(String, io::Error)>,
    /// What the share said of a file that could not be written in its own place and lies in the relay folder instead.
    pub relayed: Option<(String, io::Error)>,
}

/// Writes whatever of this home is signed ([`sign`]) and the share does not show. `collected` is what the same poll saw: a
/// home reads before it writes. `key` is the one that it writes with, which may have begun no log here yet.
///
/// # Errors
///
/// If the home cannot be read or written. A share that cannot be written is told in the result.
pub fn publish<R: Replica>(
    folder: &dyn Folder,
    home: &mut R,
    collected: &Collected,
    key: &str,
    law: Law,
) -> Result<Published, Failed<R::Error>> {
    let logs = home.logs().map_err(Failed::Home)?;
    let own_keys = logs.iter().filter(|(_, state)| state.own);
    let keys: HashSet<&str> = own_keys
        .map(|(_, state)| state.key.as_str())
        .chain([key])
        .collect();
    let (mut own, mut signed) = (Vec::new(), Vec::new());
    for (log, state) in &logs {
        if state.own {
            own.push(*log);
        }
        // A home that was put back from a backup reads what it has said since on the share, and takes it for another's.
        // Nobody else puts it back there: whatever its keys signed is its to write.
        if state.own || keys.contains(state.key.as_str()) {
            signed.push(*log);
        }
    }
    let mut writer = Writer::new(folder, collected, None, law);
    writer.write(home, &signed)?;
    for log in own {
        writer.thin(home, log)?;
    }
    Ok(writer.done)
}

/// Signs what is new in the own logs. A home must not forget what it signed once it has begun to write it: nobody but
/// the owner makes a file whole that was cut short, or deletes it. So this is kept before [`publish`] writes.
///
/// # Errors
///
/// If the home cannot be read or written, or the key refuses.
pub fn sign<R: Replica>(
    home: &mut R,
    signer: &dyn Signer,
    app: &str,
    limits: Limits,
) -> Result<(), Failed<R::Error>> {
    let key = signer.public().map_err(Failed::Key)?;
    for (log, state) in home.logs().map_err(Failed::Home)? {
        // A retired log may be another key's: what was signed of it stays, and the rest is for that key.
        if state.own && state.key == key {
            sign_log(home, log, signer, app, limits)?;
        }
    }
    Ok(())
}

/// Writes every file that is here, own or another's, and that the share does not show: a USB stick, a second share, or
/// what somebody deleted. `turn` counts how often this was done: it tells which of them are read again ([`TURNS`]).
///
/// # Errors
///
/// If the home cannot be read or written.
pub fn carry<R: Replica>(
    folder: &dyn Folder,
    home: &mut R,
    collected: &Collected,
    turn: u64,
    law: Law,
) -> Result<Published, Failed<R::Error>> {
    let logs = home.logs().map_err(Failed::Home)?;
    let logs: Vec<LogId> = logs.into_iter().map(|(log, _)| log).collect();
    let mut writer = Writer::new(folder, collected, Some(turn), law);
    writer.write(home, &logs)?;
    Ok(writer.done)
}
