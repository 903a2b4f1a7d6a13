//! A key of this home's owner: in a file here, locked or not, or with its private half elsewhere.

use std::path::{Path, PathBuf};

use super::agent;
use super::ring::{Keyring, Opened};
use crate::oplog::{Identity, KeyError, KeyText, Signer};
use crate::workspace::{Failure, Fingerprint};

/// The largest key file that is read, in bytes.
const LARGEST: u64 = 64 * 1024;

/// A key that signs for the owner of this home.
#[derive(Debug)]
pub(in crate::workspace) struct OwnKey {
    /// The file.
    pub(in crate::workspace) path: PathBuf,
    /// The public half, as ops and the roster bear it.
    pub(in crate::workspace) public: String,
    half: Half,
    ring: Keyring,
}

/// Where the private half is.
#[derive(Debug)]
enum Half {
    /// In the file, perhaps locked.
    Here(Identity),
    /// In the agent.
    Agent,
    /// Nobody knows.
    Away,
}

/// What is signed to show that an agent holds a key.
const PROOF: &str = "duban-proof";

impl OwnKey {
    /// Reads a key file. Of a key whose private half is not there the public one beside it will do.
    ///
    /// # Errors
    ///
    /// If it is not there, is none, or of a kind that does not sign.
    pub(in crate::workspace) fn read(path: &Path, ring: &Keyring) -> Result<Self, Failure> {
        let mut path = path.to_owned();
        let text = match read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut beside = path.clone().into_os_string();
                beside.push(".pub");
                let found = read(Path::new(&beside)).map_err(|_| Failure::NoIdentity(path))?;
                path = beside.into();
                found
            }
            read => read.map_err(|error| Failure::File {
                path: path.clone(),
                error,
            })?,
        };
        let bad = |why| Failure::KeyBad {
            path: path.clone(),
            why,
        };
        let (public, half) = match KeyText::read(&text).map_err(bad)? {
            KeyText::Private(identity) => (identity.public().map_err(bad)?, Half::Here(identity)),
            KeyText::Public(public) => (public, Half::Agent),
        };
        Ok(Self {
            path,
            public,
            half,
            ring: ring.clone(),
        })
    }

    /// A key that is not at hand.
    pub(in crate::workspace) fn away(public: &str) -> Self {
        Self {
            path: PathBuf::new(),
            public: public.to_owned(),
            half: Half::Away,
            ring: Keyring::default(),
        }
    }

    /// Shows that the private half is where it is said to be: a plan or a roster that is bound to somebody else's key
    /// by a slip in the settings would be lost.
    ///
    /// # Errors
    ///
    /// If it is not.
    pub(in crate::workspace) fn prove(&self) -> Result<(), Failure> {
        match &self.half {
            Half::Agent => self.sign(PROOF, &[]).map(drop),
            Half::Here(_) => Ok(()),
            Half::Away => Err(KeyError::Away),
        }
        .map_err(|why| self.failed(why))
    }

    /// Asks for the passphrase, if there is one and it was not given yet: before anybody waits for the signature.
    ///
    /// # Errors
    ///
    /// If nobody gave it.
    pub(in crate::workspace) fn unlock(&self) -> Result<(), Failure> {
        self.opened().map(drop).map_err(|why| self.failed(why))
    }

    /// What kept this key from signing.
    pub(in crate::workspace) fn failed(&self, why: KeyError) -> Failure {
        match why {
            KeyError::Away => Failure::KeyElsewhere(Fingerprint::of_key(&self.public)),
            why => Failure::KeyBad {
                path: self.path.clone(),
                why,
            },
        }
    }

    fn opened(&self) -> Result<Opened, KeyError> {
        match &self.half {
            Half::Agent => Ok(Opened::Agent),
            Half::Away => Err(KeyError::Away),
            Half::Here(key) if key.is_locked() => self.ring.open(&self.path, key),
            Half::Here(key) => Ok(Opened::Here(key.clone())),
        }
    }
}

impl Signer for OwnKey {
    fn public(&self) -> Result<String, KeyError> {
        Ok(self.public.clone())
    }

    fn sign(&self, namespace: &str, bytes: &[u8]) -> Result<String, KeyError> {
        match self.opened()? {
            Opened::Here(key) => key.sign(namespace, bytes),
            Opened::Agent => agent::sign(&self.path, &self.public, namespace, bytes),
        }
    }
}

/// The text of a file that is no larger than a key file may be.
fn read(path: &Path) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    let file = std::fs::File::open(path)?;
    file.take(LARGEST).read_to_string(&mut text)?;
    Ok(text)
}
