//! The keys that were unlocked in this run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::agent;
use crate::oplog::{Identity, KeyError};

/// Asks a person for the passphrase of a key file; the flag says that the one given before was another's. `None` if
/// nobody can be asked, or nobody answers.
pub type Ask = fn(&Path, bool) -> Option<String>;

/// How often a person may mistype.
const TRIES: usize = 3;

/// The keys that were unlocked in this run, so that each passphrase is asked for once. All copies are one ring.
#[derive(Debug, Clone, Default)]
pub struct Keyring(Arc<Mutex<Ring>>);

#[derive(Debug, Default)]
struct Ring {
    ask: Option<Ask>,
    open: HashMap<PathBuf, Opened>,
}

/// Who signs in the place of a locked key file.
#[derive(Debug, Clone)]
pub(super) enum Opened {
    /// The key itself, unlocked.
    Here(Identity),
    /// The person's agent.
    Agent,
}

impl Keyring {
    /// A ring that asks for passphrases; the default one never does.
    #[must_use]
    pub fn asking(ask: Ask) -> Self {
        let ring = Ring {
            ask: Some(ask),
            ..Ring::default()
        };
        Self(Arc::new(Mutex::new(ring)))
    }

    /// Asks for nothing more: the terminal is somebody else's from now on.
    pub fn stop_asking(&self) {
        self.lock().ask = None;
    }

    /// Who signs for the locked key in this file. An agent that holds it spares its owner the question.
    pub(super) fn open(&self, path: &Path, locked: &Identity) -> Result<Opened, KeyError> {
        // Whoever else wants a key meanwhile waits for the answer.
        let mut ring = self.lock();
        if let Some(opened) = ring.open.get(path) {
            return Ok(opened.clone());
        }
        let opened = if agent::holds(&locked.public()?) {
            Opened::Agent
        } else {
            Opened::Here(ask(ring.ask, path, locked)?)
        };
        ring.open.insert(path.to_owned(), opened.clone());
        Ok(opened)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Ring> {
        // Whoever panicked with it left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ask(ask: Option<Ask>, path: &Path, locked: &Identity) -> Result<Identity, KeyError> {
    let ask = ask.ok_or(KeyError::Locked)?;
    for n in 0..TRIES {
        let passphrase = ask(path, n > 0).ok_or(KeyError::Locked)?;
        match locked.unlock(&passphrase) {
            Err(KeyError::Passphrase) => {}
            done => return done,
        }
    }
    Err(KeyError::Passphrase)
}
