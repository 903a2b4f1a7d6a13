//! The ed25519 key that a home signs with, in OpenSSH's own format.

use ssh_key::rand_core::{OsRng, RngCore as _};
use ssh_key::{Algorithm, LineEnding, PrivateKey};

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
    /// Whoever holds the key.
    #[error("{0}")]
    Holder(String),
}

/// Fills `bytes` with the operating system's randomness.
pub fn fill_random(bytes: &mut [u8]) {
    OsRng.fill_bytes(bytes);
}

/// A private ed25519 key.
#[derive(Debug)]
pub struct Identity(PrivateKey);

impl Identity {
    /// Makes a new key; `comment` stands behind the public key, as `ssh-keygen -C` puts it.
    ///
    /// # Errors
    ///
    /// If the key cannot be made, which only a broken random source can cause.
    pub fn generate(comment: &str) -> Result<Self, KeyError> {
        let mut key = PrivateKey::random(&mut OsRng, Algorithm::Ed25519)?;
        key.set_comment(comment);
        Ok(Self(key))
    }

    /// Reads a key from OpenSSH's private key format.
    ///
    /// # Errors
    ///
    /// If the text is no such key.
    pub fn from_openssh(text: &str) -> Result<Self, KeyError> {
        Ok(Self(PrivateKey::from_openssh(text)?))
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
