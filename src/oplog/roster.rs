//! The roster (名册): for now its genesis, one person who is registrar of a plan of their own.
//!
//! The plan's id is the SHA-256 of the genesis line, so a false genesis cannot bear the same name.

use serde::{Deserialize, Serialize};

use crate::model::{Department, Rules, Sha};

use super::identity::person_id;
use super::{Hlc, fill_random};

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Keeps the roster; the founder of a plan is its registrar.
    Registrar,
}

/// A member of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Stable id of the person: 16 base32 characters of the SHA-256 of the first public key.
    pub person: String,
    /// The name as it is shown.
    pub name: String,
    /// The public keys, `ssh-ed25519 AAAA...`.
    pub keys: Vec<String>,
    /// What the person may do.
    pub role: Role,
}

/// The first entry of the roster chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    /// The number of the entry: 0.
    pub entry: u64,
    /// When it was made.
    hlc: String,
    /// `genesis`.
    kind: String,
    /// Makes every plan one of its own.
    nonce: String,
    /// The person who keeps the roster.
    pub registrar: String,
    /// The public root key, which alone can appoint another registrar.
    pub root: String,
    /// The founder.
    pub members: Vec<Member>,
    /// The departments known at the start.
    pub departments: Vec<Department>,
    /// The shared rules.
    pub rules: Rules,
}

impl Genesis {
    /// The genesis of a one-person roster.
    #[must_use]
    pub fn new(
        name: &str,
        key: &str,
        root: &str,
        departments: Vec<Department>,
        rules: Rules,
        hlc: Hlc,
    ) -> Self {
        let mut nonce = [0_u8; 16];
        fill_random(&mut nonce);
        let founder = Member {
            person: person_id(key),
            name: name.to_owned(),
            keys: vec![key.to_owned()],
            role: Role::Registrar,
        };
        Self {
            entry: 0,
            hlc: hlc.to_string(),
            kind: "genesis".to_owned(),
            nonce: nonce.iter().map(|b| format!("{b:02x}")).collect(),
            registrar: founder.person.clone(),
            root: root.to_owned(),
            members: vec![founder],
            departments,
            rules,
        }
    }

    /// The line of the entry, and the plan's id, which is its SHA-256.
    ///
    /// # Errors
    ///
    /// If it cannot be written as JSON.
    pub fn line(&self) -> Result<(String, Sha), serde_json::Error> {
        let line = serde_json::to_string(self)?;
        let plan = Sha::of(line.as_bytes());
        Ok((line, plan))
    }

    /// Reads the line of a genesis.
    ///
    /// # Errors
    ///
    /// If the line is no genesis.
    pub fn parse(line: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(line)
    }

    /// The name of the person who signs with this public key.
    #[must_use]
    pub fn name_of(&self, key: &str) -> Option<&str> {
        self.members
            .iter()
            .find(|m| m.keys.iter().any(|k| k == key))
            .map(|m| m.name.as_str())
    }
}
