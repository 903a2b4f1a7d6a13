//! The ed25519 key that a home signs with, in OpenSSH's own format.

use std::sync::Arc;

use ssh_key::{Algorithm, LineEnding, PrivateKey, PublicKey};

use super::chance::Chance;
use crate::model::{Sha, base32};

/// A key could not be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key itself.
    #[error(transparent)]
    Key(#[from] ssh_key::Error),
    /// What was to be signed.
    #[error(transparent)]
    Line(#[from] serde_json::Error),
    /// It is of another kind than ed25519, named as OpenSSH names it.
    #[error("a key of the kind {0}; only ssh-ed25519 signs")]
    Kind(String),
    /// A passphrase locks it, and there was nobody to ask.
    #[error("locked by a passphrase")]
    Locked,
    /// The passphrases that were given do not unlock it.
    #[error("not the passphrase of the key")]
    Passphrase,
    /// The private half is not to be found.
    #[error("the key is not at hand")]
    Away,
    /// Whoever holds the private half did not sign.
    #[error("{0}")]
    Holder(String),
}

/// A private ed25519 key; copies are one key.
#[derive(Debug, Clone)]
pub struct Identity(Arc<PrivateKey>);

/// What a key file holds.
#[derive(Debug)]
pub enum KeyText {
    /// The private half, perhaps locked.
    Private(Identity),
    /// The public half alone, as [`Identity::public`] writes it.
    Public(String),
}

impl KeyText {
    /// Reads the text of a key file of OpenSSH's, of either half.
    ///
    /// # Errors
    ///
    /// If it is none, or of another kind than ed25519.
    pub fn read(text: &str) -> Result<Self, KeyError> {
        if text.trim_start().starts_with("-----BEGIN") {
            return Identity::from_openssh(text).map(Self::Private);
        }
        // The kind is named before what this program may not be able to read.
        let kind = text.split_whitespace().next().unwrap_or_default();
        if kind != Algorithm::Ed25519.as_str() && KINDS.iter().any(|k| kind.starts_with(k)) {
            return Err(KeyError::Kind(kind.to_owned()));
        }
        let mut key = PublicKey::from_openssh(text.trim())?;
        key.set_comment("");
        Ok(Self::Public(key.to_openssh()?.trim_end().to_owned()))
    }
}

/// How the names of the kinds of keys begin that do not sign here.
const KINDS: &[&str] = &["ssh-", "ecdsa-", "sk-", "rsa-"];

impl Identity {
    /// Makes a new key; `comment` stands behind the public key, as `ssh-keygen -C` puts it.
    ///
    /// # Errors
    ///
    /// If the key cannot be made, which only a broken random source can cause.
    pub fn generate(comment: &str) -> Result<Self, KeyError> {
        let mut key = PrivateKey::random(&mut Chance, Algorithm::Ed25519)?;
        key.set_comment(comment);
        Ok(Self(Arc::new(key)))
    }

    /// Reads a key from OpenSSH's private key format. Of a locked one only the public half is known until it is
    /// [`Self::unlock`]ed.
    ///
    /// # Errors
    ///
    /// If the text is no such key, or of another kind than ed25519.
    pub fn from_openssh(text: &str) -> Result<Self, KeyError> {
        let key = PrivateKey::from_openssh(text)?;
        match key.algorithm() {
            Algorithm::Ed25519 => Ok(Self(Arc::new(key))),
            other => Err(KeyError::Kind(other.as_str().to_owned())),
        }
    }

    /// Whether a passphrase locks it.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.0.is_encrypted()
    }

    /// The key without the passphrase that locks it.
    ///
    /// # Errors
    ///
    /// If it is another passphrase.
    pub fn unlock(&self, passphrase: &str) -> Result<Self, KeyError> {
        match self.0.decrypt(passphrase) {
            Ok(key) => Ok(Self(Arc::new(key))),
            Err(ssh_key::Error::Crypto) => Err(KeyError::Passphrase),
            Err(other) => Err(other.into()),
        }
    }

    /// The private key in OpenSSH's format, as `ssh-keygen` writes it.
    ///
    /// # Errors
    ///
    /// If the key cannot be encoded.
    pub fn to_openssh(&self) -> Result<String, KeyError> {
        Ok(self.0.to_openssh(LineEnding::LF)?.to_string())
    }

    /// The key itself, for signing.
    pub(super) fn private(&self) -> &PrivateKey {
        &self.0
    }

    /// The public key as `ssh-ed25519 AAAA...`, without a comment: the form that ops and the roster bear.
    ///
    /// # Errors
    ///
    /// If the key cannot be encoded.
    pub fn public(&self) -> Result<String, KeyError> {
        let mut public = self.0.public_key().clone();
        public.set_comment("");
        Ok(public.to_openssh()?.trim_end().to_owned())
    }
}

/// The id of the person who first came with this public key.
#[must_use]
pub fn person_id(public: &str) -> String {
    base32(Sha::of(public.as_bytes()).bytes(), 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back() -> Result<(), KeyError> {
        let key = Identity::generate("duban")?;
        let again = Identity::from_openssh(&key.to_openssh()?)?;
        assert_eq!(again.public()?, key.public()?);
        assert!(key.public()?.starts_with("ssh-ed25519 ") && !key.public()?.contains("duban"));
        assert!(Identity::from_openssh("junk").is_err());
        Ok(())
    }
}
