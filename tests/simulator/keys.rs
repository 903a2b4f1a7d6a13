//! Keys: real ones now and then, and ones that cost a hash.

use std::rc::Rc;

use duban::model::Sha;
use duban::oplog::{Identity, KeyError, NotSigned, Signer, SshVerifier, Verifier};

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
const END: &str = "-----END SSH SIGNATURE-----\n";

/// Somebody's key.
#[derive(Debug, Clone)]
pub enum Key {
    Real(Rc<Identity>, Rc<str>),
    Hashed(Rc<str>),
}

impl Key {
    pub fn new(real: bool, name: &str, seed: u64) -> Self {
        if real {
            let secret = Sha::of(format!("{name} {seed}").as_bytes());
            let pair = ssh_key::private::Ed25519Keypair::from_seed(secret.bytes());
            let text = ssh_key::PrivateKey::from(pair)
                .to_openssh(ssh_key::LineEnding::LF)
                .unwrap();
            let identity = Identity::from_openssh(&text).unwrap();
            let public = identity.public().unwrap().into();
            Self::Real(Rc::new(identity), public)
        } else {
            Self::Hashed(format!("ssh-ed25519 {name}-{seed}").into())
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::Real(_, public) | Self::Hashed(public) => public,
        }
    }
}

impl Signer for Key {
    fn public(&self) -> Result<String, KeyError> {
        Ok(self.text().to_owned())
    }

    fn sign(&self, namespace: &str, bytes: &[u8]) -> Result<String, KeyError> {
        match self {
            Self::Real(identity, _) => identity.sign(namespace, bytes),
            Self::Hashed(public) => {
                let made = hashed(public, namespace, bytes);
                Ok(format!("{BEGIN}{public}\n{namespace}\n{made}\n{END}"))
            }
        }
    }
}

fn hashed(public: &str, namespace: &str, bytes: &[u8]) -> Sha {
    Sha::of_both(format!("{public}\n{namespace}\n").as_bytes(), bytes)
}

/// Knows both sorts.
#[derive(Debug)]
pub struct Either {
    pub real: bool,
}

impl Verifier for Either {
    fn signer(&self, namespace: &str, bytes: &[u8], armor: &str) -> Result<String, NotSigned> {
        if self.real {
            return SshVerifier.signer(namespace, bytes, armor);
        }
        let inner = armor
            .strip_prefix(BEGIN)
            .and_then(|rest| rest.strip_suffix(END))
            .ok_or(NotSigned::Form)?;
        let parts: Vec<&str> = inner.split('\n').collect();
        let [public, of, made, ""] = parts.as_slice() else {
            return Err(NotSigned::Form);
        };
        if hashed(public, of, bytes).to_string() != *made {
            return Err(NotSigned::False);
        }
        if *of != namespace {
            return Err(NotSigned::Purpose("another plan"));
        }
        Ok((*public).to_owned())
    }
}
