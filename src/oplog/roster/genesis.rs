//! The first entry of the roster chain.

use serde::{Deserialize, Serialize};

use super::{Member, Role};
use crate::model::{Department, Rules, Sha};
use crate::oplog::identity::person_id;
use crate::oplog::{Hlc, fill_random};

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
    /// The line it was read from. The plan's id is the hash of these very bytes, and another version of the program might
    /// write others.
    #[serde(skip)]
    read_from: Option<String>,
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
            departments: Vec::new(),
            tasks: Vec::new(),
            unit: String::new(),
            revoked: false,
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
            read_from: None,
        }
    }

    /// The line of the entry, and the plan's id, which is its SHA-256.
    ///
    /// # Errors
    ///
    /// If it cannot be written as JSON.
    pub fn line(&self) -> Result<(String, Sha), serde_json::Error> {
        let line = match &self.read_from {
            Some(line) => line.clone(),
            None => serde_json::to_string(self)?,
        };
        let plan = Sha::of(line.as_bytes());
        Ok((line, plan))
    }

    /// Reads the line of a genesis.
    ///
    /// # Errors
    ///
    /// If the line is no genesis.
    pub fn parse(line: &str) -> Result<Self, serde_json::Error> {
        let genesis: Self = serde_json::from_str(line)?;
        Ok(Self {
            read_from: Some(line.to_owned()),
            ..genesis
        })
    }

    /// When it was made.
    #[must_use]
    pub fn hlc(&self) -> Hlc {
        self.hlc.parse().unwrap_or_default()
    }

    /// The key that signs entries: the founder's.
    #[must_use]
    pub fn keeper(&self) -> &str {
        self.members
            .first()
            .and_then(|founder| founder.keys.first())
            .map_or("", String::as_str)
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
