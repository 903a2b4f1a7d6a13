//! Which key signs: the home's own, or the person's as the settings name it (`identity`).
//!
//! A log is signed by the one key that its first line names, for ever. So a home whose settings name another key begins
//! another log; and it does so only once the roster takes that key for its owner's, because what nobody's key says does
//! not count:
//!
//! - a new home begins with the key that the settings name;
//! - the one who keeps the roster puts a further key on it himself: at once while nothing is shared, else when the share
//!   has just been read;
//! - for everybody else the log goes on under the key it has, which is said, until the registrar has approved a request
//!   for the new one (`duban join` once more, `duban roster approve --person`).
//!
//! A key that the roster has stopped speaks for nobody any more. Whoever asks to be let in again does so with a new one,
//! and the log goes on under that at once.
//!
//! Before a log is left, all that is in it is signed; if its key is not at hand for that, it is not left. The home's own
//! key stays where it is, so going back is the same step.

mod agent;
mod own;
mod ring;

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

pub use ring::{Ask, Keyring};

pub(super) use own::OwnKey;

use super::home::Home;
use super::sharing::{APP, Fingerprint, SharingFailure, append_entry, next_entry};
use super::{Failure, Opening, Workspace};
use crate::model::Membership;
use crate::oplog::{EntryKind, Identity, Replica as _, State};
use crate::share::{self, Failed, Limits};
use crate::store::Store;

/// The key of the local setting that holds the key file that the log was begun with, where that is not the home's own.
const FILE: &str = "identity";

/// The keys that this home's owner may sign with.
#[derive(Debug)]
pub(super) struct Keys {
    home: Home,
    /// The key file that the settings name.
    named: Option<PathBuf>,
    ring: Keyring,
    /// The key that is to sign, once it was read: its file and its public half. A poll asks for it again and again.
    known: OnceCell<(PathBuf, String)>,
}

/// Whether the roster has just been read, so that an entry can be written behind its last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Roster {
    /// As the home knows it.
    Known,
    /// As the share has it.
    JustRead,
}

/// Whether a key file that the settings name can sign.
///
/// # Errors
///
/// Why not.
pub fn check_identity(setting: &str) -> Result<(), Failure> {
    match named(setting)? {
        Some(path) => OwnKey::read(&path, &Keyring::default()).map(drop),
        None => Ok(()),
    }
}

/// The key file that a setting names; `None` for the home's own.
fn named(setting: &str) -> Result<Option<PathBuf>, Failure> {
    let setting = setting.trim();
    if setting.is_empty() {
        return Ok(None);
    }
    let Some(below) = setting.strip_prefix("~/") else {
        return Ok(Some(PathBuf::from(setting)));
    };
    let base = etcetera::home_dir().map_err(|_| Failure::NoIdentity(PathBuf::from(setting)))?;
    Ok(Some(base.join(below)))
}

impl Keys {
    /// The keys of a home that is opened so.
    ///
    /// # Errors
    ///
    /// If the settings name a key that cannot sign.
    pub(super) fn new(home: &Home, opening: &Opening) -> Result<Self, Failure> {
        let keys = Self {
            home: home.clone(),
            named: named(&opening.config.identity)?,
            ring: opening.keys.clone(),
            known: OnceCell::new(),
        };
        keys.person()?;
        Ok(keys)
    }

    /// The key that the settings name.
    pub(super) fn person(&self) -> Result<Option<OwnKey>, Failure> {
        let read = |path: &PathBuf| OwnKey::read(path, &self.ring);
        self.named.as_ref().map(read).transpose()
    }

    /// Shows that the key that the settings name can sign, before a home is begun with it.
    pub(super) fn prove(&self) -> Result<(), Failure> {
        self.person()?.map_or(Ok(()), |key| key.prove())
    }

    /// The public key that a new home begins with, whose own key is this one.
    pub(super) fn first(&self, own: &Identity) -> Result<String, Failure> {
        let own = own.public().map_err(|why| Failure::KeyBad {
            path: self.home.key(),
            why,
        })?;
        Ok(self.person()?.map_or(own, |key| key.public))
    }

    /// Begins a log of the home's own under this key, in place of the one it has.
    pub(super) fn begin_log(
        &self,
        store: &mut Store,
        public: &str,
        label: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        store.begin_log(public, label, now)?;
        if let Some(key) = self.person()?.filter(|key| key.public == public) {
            store.set_local(FILE, &key.path.to_string_lossy())?;
        }
        Ok(())
    }

    /// The home's own key.
    pub(super) fn home(&self) -> Result<OwnKey, Failure> {
        OwnKey::read(&self.home.key(), &self.ring).map_err(|failure| match failure {
            Failure::NoIdentity(path) => Failure::KeyMissing(path),
            other => other,
        })
    }

    /// The recovery key in this file.
    pub(super) fn root(&self, path: &Path) -> Result<OwnKey, Failure> {
        OwnKey::read(path, &self.ring).map_err(|failure| match failure {
            Failure::KeyBad { why, .. } => SharingFailure::RootKey(why.to_string()).into(),
            Failure::NoIdentity(path) => Failure::File {
                path,
                error: std::io::ErrorKind::NotFound.into(),
            },
            other => other,
        })
    }

    /// The key that is to sign: the person's, else the home's own.
    pub(super) fn wanted(&self) -> Result<OwnKey, Failure> {
        self.person()?.map_or_else(|| self.home(), Ok)
    }
}

impl Workspace {
    /// All keys at hand, the wanted one first.
    pub(super) fn keys_at_hand(&self) -> Result<Vec<OwnKey>, Failure> {
        let mut keys = vec![self.keys.wanted()?];
        let before = self.store.local(FILE)?.map(PathBuf::from);
        let before = before.and_then(|path| OwnKey::read(&path, &self.keys.ring).ok());
        for key in before.into_iter().chain(self.keys.home().ok()) {
            if keys.iter().all(|known| known.public != key.public) {
                keys.push(key);
            }
        }
        Ok(keys)
    }

    /// The key of the own log.
    pub(super) fn signer(&self) -> Result<OwnKey, Failure> {
        self.holder(&self.store.own_key()?)
    }

    /// Whoever signs for a public key; nobody, if it is not at hand.
    pub(super) fn holder(&self, public: &str) -> Result<OwnKey, Failure> {
        let mut keys = self.keys_at_hand()?.into_iter();
        let found = keys.find(|key| key.public == public);
        Ok(found.unwrap_or_else(|| OwnKey::away(public)))
    }

    /// Asks for the passphrase of the key that signs, if there is one and it was not given yet in this run.
    ///
    /// # Errors
    ///
    /// If nobody gave it, or the key is not at hand.
    pub fn unlock(&self) -> Result<(), Failure> {
        self.signer()?.unlock()
    }

    /// The key that the settings name while the log still goes on under another one: the roster
    /// does not take it for its owner's yet, or what the one before has to sign is not signed.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn waiting_key(&self) -> Result<Option<PathBuf>, Failure> {
        let (path, public) = match self.keys.known.get() {
            Some(known) => known,
            None => {
                let wanted = self.keys.wanted()?;
                self.keys.known.get_or_init(|| (wanted.path, wanted.public))
            }
        };
        let waits = *public != self.store.own_key()?;
        Ok(waits.then(|| path.clone()))
    }

    /// The key that the own log goes on under: its file, where it was last, and its fingerprint.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn key_in_use(&self) -> Result<(PathBuf, Fingerprint), Failure> {
        let own = self.store.own_key()?;
        let is_homes = self.keys.home().is_ok_and(|key| key.public == own);
        let named = self.store.local(FILE)?.filter(|_| !is_homes);
        let file = named.map_or_else(|| self.home.key(), PathBuf::from);
        Ok((file, Fingerprint::of_key(&own)))
    }

    /// Lets the own log be one of the wanted key, as far as the roster takes that for its owner's. The caller holds the
    /// home's lock.
    pub(super) fn settle_key(&mut self, roster: Roster, now: DateTime<Utc>) -> Result<(), Failure> {
        let chain = self.store.chain()?;
        let state = chain.state();
        if self.store.local("log")?.is_none() {
            // A restored or copied home begins a log of its own, under a key that counts.
            let keys = self.keys_at_hand()?;
            let keeper = keys.iter().position(|key| key.public == state.keeper);
            let at = keeper.or_else(|| keys.iter().position(|key| holds(state, &key.public)));
            let key = at.and_then(|at| keys.get(at)).or(keys.first());
            let key = key.map_or_else(String::new, |key| key.public.clone());
            return self.begin_log(&key, now);
        }
        let (wanted, current) = (self.keys.wanted()?, self.store.own_key()?);
        if wanted.public == current {
            return Ok(());
        }
        let keeps = state.keeper == current;
        let may_write = roster == Roster::JustRead || self.share_dir()?.is_none();
        let (owner, whose) = (state.person_of(&current), state.person_of(&wanted.public));
        let is_anothers = owner.zip(whose).is_some_and(|(a, b)| a.person != b.person);
        let ready = if keeps {
            may_write && chain.stop.is_none()
        } else {
            holds(state, &wanted.public)
        };
        if !ready || is_anothers || wanted.prove().is_err() {
            return Ok(());
        }
        // What is left unsigned could not be signed any more: then the log goes on, and whoever shares hears why.
        let key = self.holder(&current)?;
        if self.sign_with(&key, now).is_err() {
            return Ok(());
        }
        if keeps {
            if key.unlock().and_then(|()| wanted.unlock()).is_err() {
                return Ok(());
            }
            self.name_own_key(&key, &wanted.public, now)?;
        }
        self.begin_log(&wanted.public, now)
    }

    /// Whether the roster knew this key and takes it for nobody's any more: its person was taken off, or uses another.
    pub(super) fn is_stopped(&self, key: &str) -> Result<bool, Failure> {
        let chain = self.store.chain()?;
        Ok(chain.state().person_of(key).is_some() && !holds(chain.state(), key))
    }

    /// What the owner of this home is to the roster.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn membership(&self) -> Result<Membership, Failure> {
        let (chain, own) = (self.store.chain()?, self.store.own_key()?);
        Ok(match chain.state().person_of(&own) {
            None => Membership::Waiting,
            Some(member) if chain.state().holds(member, &own) => Membership::Member,
            Some(_) => Membership::Stopped,
        })
    }

    /// Puts a new key in the place of the home's own, which was stopped. What that one has still to sign is signed
    /// first, and it is kept; gives where.
    pub(super) fn renew_key(
        &mut self,
        login: &str,
        now: DateTime<Utc>,
    ) -> Result<PathBuf, Failure> {
        if self.keys.named.is_some() {
            let stopped = self.keys.wanted()?;
            return Err(SharingFailure::KeyStopped(stopped.path).into());
        }
        let _lock = self.home.lock()?;
        self.sign_with(&self.keys.home()?, now)?;
        let kept = self.home.renew_key(&format!("{login}@{}", self.label))?;
        self.keys.known = OnceCell::new();
        Ok(kept)
    }

    /// Signs what is new in the own logs of this key.
    pub(super) fn sign_with(&mut self, key: &OwnKey, now: DateTime<Utc>) -> Result<(), Failure> {
        let mut look = self.store.look_at_share("")?;
        match share::sign(&mut look, key, APP, Limits::default()) {
            Err(Failed::Key(why)) => return Err(key.failed(why)),
            Err(Failed::Home(error)) => return Err(error.into()),
            // Nothing of the share is looked at.
            Err(Failed::Share(_)) | Ok(()) => {}
        }
        let held = look.into_held();
        self.keep("", held, now)
    }

    /// Puts a further key of its keeper on the roster, by the one that keeps it until now.
    fn name_own_key(
        &mut self,
        key: &OwnKey,
        public: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        // The genesis is signed by the key that it names: at the latest when that is left, for it may be gone when
        // somebody publishes.
        let is_first = key.public == self.store.genesis().keeper();
        let genesis = if is_first && self.kept_genesis()?.is_none() {
            Some(self.signed_genesis(key)?)
        } else {
            None
        };
        let mut sharing = self.store.share("", now)?;
        if let Some(genesis) = genesis {
            sharing.take_entry(&genesis)?;
        }
        let mut entry = next_entry(sharing.chain().state(), EntryKind::Entry, now);
        if let Some(member) = sharing.chain().state().person_of(&key.public) {
            let mut member = member.clone();
            if !member.keys.iter().any(|known| known == public) {
                member.keys.push(public.to_owned());
            }
            entry.members.push(member);
        }
        entry.keeper = Some(public.to_owned());
        append_entry(&mut sharing, &entry, None, key)?;
        sharing.commit()?;
        Ok(())
    }

    /// Begins a log of the home's own under this key, in place of the one it has.
    pub(super) fn begin_log(&mut self, key: &str, now: DateTime<Utc>) -> Result<(), Failure> {
        self.keys.begin_log(&mut self.store, key, &self.label, now)
    }
}

/// Whether the roster takes a key for one that somebody speaks with.
fn holds(state: &State, key: &str) -> bool {
    let member = state.person_of(key);
    member.is_some_and(|member| state.holds(member, key))
}
