//! Signatures in OpenSSH's own form (SSHSIG, OpenSSH's `PROTOCOL.sshsig`), verified strictly.
//!
//! What `ssh-keygen -Y sign` makes is read here and the other way round. Where the libraries are laxer than
//! `ssh-keygen`, this is not: the armor must be the one way to write its signature, and the signature itself is
//! checked with `verify_strict`, so that no two programs can disagree about it.

use ed25519_dalek::{Signature, VerifyingKey};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{HashAlg, LineEnding, PublicKey, SshSig};

use super::{Identity, KeyError};
use crate::model::Sha;

/// The line that a signature begins with.
pub(super) const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
/// The line that a signature ends with.
pub(super) const END: &str = "-----END SSH SIGNATURE-----\n";

/// The SSHSIG namespace of everything signed for `plan`: a signature made for another plan, or for another purpose
/// altogether, is none here.
#[must_use]
pub fn namespace(plan: Sha) -> String {
    format!("duban-v1@{plan}")
}

/// Whoever can sign with one key.
pub trait Signer {
    /// The public key, `ssh-ed25519 AAAA...`, without a comment.
    ///
    /// # Errors
    ///
    /// If the key cannot be encoded.
    fn public(&self) -> Result<String, KeyError>;

    /// An armored signature over `bytes`.
    ///
    /// # Errors
    ///
    /// If the key refuses, as one in an agent can.
    fn sign(&self, namespace: &str, bytes: &[u8]) -> Result<String, KeyError>;
}

/// Whoever can tell which key made a signature.
pub trait Verifier: Sync {
    /// The public key that signed `bytes`, as [`Signer::public`] writes it.
    ///
    /// # Errors
    ///
    /// If nothing that is written in `armor` was made over these bytes for this namespace.
    fn signer(&self, namespace: &str, bytes: &[u8], armor: &str) -> Result<String, NotSigned>;
}

/// Why a signature is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// It is not written as a signature is; it may be cut short or damaged.
    #[error("not a signature, or not written in the one way a signature is")]
    Form,
    /// It is a signature for something else, or of a kind that is not accepted.
    #[error("the signature is for something else: {0}")]
    Purpose(&'static str),
    /// It is not by the key that it names.
    #[error("the signature was not made by the key it names")]
    False,
}

impl Signer for Identity {
    fn public(&self) -> Result<String, KeyError> {
        Self::public(self)
    }

    fn sign(&self, namespace: &str, bytes: &[u8]) -> Result<String, KeyError> {
        let signature = self.private().sign(namespace, HashAlg::Sha512, bytes)?;
        Ok(signature.to_pem(LineEnding::LF)?)
    }
}

/// Verifies SSHSIG signatures by ed25519 keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct SshVerifier;

impl Verifier for SshVerifier {
    fn signer(&self, namespace: &str, bytes: &[u8], armor: &str) -> Result<String, NotSigned> {
        let signature = SshSig::from_pem(armor).map_err(|_| NotSigned::Form)?;
        let again = signature.to_pem(LineEnding::LF);
        if again.ok().as_deref() != Some(armor) {
            return Err(NotSigned::Form);
        }
        if signature.version() != SshSig::VERSION || !signature.reserved().is_empty() {
            return Err(NotSigned::Purpose("another version"));
        }
        let KeyData::Ed25519(Ed25519PublicKey(key)) = signature.public_key() else {
            return Err(NotSigned::Purpose("another kind of key"));
        };
        let verifying = VerifyingKey::from_bytes(key).map_err(|_| NotSigned::False)?;
        let made =
            Signature::from_slice(signature.signature_bytes()).map_err(|_| NotSigned::Form)?;
        let said = SshSig::signed_data(signature.namespace(), signature.hash_alg(), bytes)
            .map_err(|_| NotSigned::Form)?;
        verifying
            .verify_strict(&said, &made)
            .map_err(|_| NotSigned::False)?;
        // Only of a signature that somebody made it is said what for.
        if signature.namespace() != namespace {
            return Err(NotSigned::Purpose("another plan"));
        }
        if signature.hash_alg() != HashAlg::Sha512 {
            return Err(NotSigned::Purpose("another hash"));
        }
        let public = PublicKey::new(signature.public_key().clone(), "");
        public
            .to_openssh()
            .map(|text| text.trim_end().to_owned())
            .map_err(|_| NotSigned::Form)
    }
}
