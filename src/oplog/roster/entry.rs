//! An entry of the roster chain: what changes, who signs it, and the file it travels in.

use serde::{Deserialize, Serialize};

use super::Member;
use crate::model::{Closing, Day, Department, DepartmentId, OpId, Rules, Sha};
use crate::oplog::frame::{Flaw, Framed, Header};
use crate::oplog::signature::{Signer, Verifier, namespace};
use crate::oplog::{Body, Hlc, KeyError, LogId, Seal, strict};

/// The longest line of an entry, in bytes: a first `accepted` of a large office is longer than any op.
const LONGEST: usize = 1024 * 1024;

/// Whose word an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// The registrar's.
    Entry,
    /// The root key's: it raises the epoch, and its `prev` is the last good entry.
    Root,
}

/// A log up to which everything was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Accepted {
    /// The log.
    pub log: LogId,
    /// The number of its op.
    pub seq: u64,
    /// The id of its op.
    pub head: OpId,
}

/// Departments that became others from a day on: renamed (one to one), merged (many to one), split (one to many).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// What they were.
    pub from: Vec<DepartmentId>,
    /// What they are.
    pub to: Vec<DepartmentId>,
    /// From which day on.
    pub on: Day,
}

/// An entry after the genesis. It says only what changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number.
    pub entry: u64,
    /// The id of the entry before: the SHA-256 of its line.
    pub prev: Sha,
    /// How often the root key has spoken.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub epoch: u64,
    /// When it was made.
    pub hlc: Hlc,
    /// Whose word it is.
    pub kind: EntryKind,
    /// The person who keeps the roster from now on; only the root key says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub registrar: Option<String>,
    /// The one public key that signs entries from now on: the registrar hands over to another computer, or the root
    /// key names the new registrar's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub keeper: Option<String>,
    /// Members as they are from now on, each whole.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub members: Vec<Member>,
    /// Departments that are new or described anew.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub departments: Vec<Department>,
    /// What became of departments.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub succession: Vec<Succession>,
    /// The shared rules from now on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rules: Option<Rules>,
    /// The day from which the rules are in force; the day of the entry, if it says none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rules_from: Option<Day>,
    /// The reporting window that is closed. What this entry and those before it accepted is on time.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub closing: Option<Closing>,
    /// The heads of the logs from which something new was received.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub accepted: Vec<Accepted>,
    /// Ops that count though they would not.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub adopt: Vec<OpId>,
    /// Ops that do not count though they would.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub void: Vec<OpId>,
    /// The ops that proposed what this entry says.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub proposals: Vec<OpId>,
    /// The hash of the reason.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub body: Option<Sha>,
    /// Fields that must be understood; this program knows of none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub crit: Vec<String>,
}

/// What every entry has, whatever else it says.
#[derive(Deserialize)]
struct Frame {
    entry: u64,
    prev: Sha,
    #[serde(default)]
    epoch: u64,
    hlc: Hlc,
    kind: EntryKind,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it so")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Entry {
    /// An entry of `kind` that follows `prev`, the entry numbered `last`, and changes nothing yet.
    #[must_use]
    pub fn after((last, prev): (u64, Sha), epoch: u64, kind: EntryKind, hlc: Hlc) -> Self {
        Self {
            entry: last + 1,
            prev,
            epoch,
            hlc,
            kind,
            registrar: None,
            keeper: None,
            members: Vec::new(),
            departments: Vec::new(),
            succession: Vec::new(),
            rules: None,
            rules_from: None,
            closing: None,
            accepted: Vec::new(),
            adopt: Vec::new(),
            void: Vec::new(),
            proposals: Vec::new(),
            body: None,
            crit: Vec::new(),
        }
    }

    /// The line of the entry and its id.
    ///
    /// # Errors
    ///
    /// If it cannot be written as JSON.
    pub fn line(&self) -> Result<(String, Sha), serde_json::Error> {
        let line = serde_json::to_string(self)?;
        let id = Sha::of(line.as_bytes());
        Ok((line, id))
    }

    /// Reads the line of an entry, strictly.
    ///
    /// # Errors
    ///
    /// If the line is none.
    pub fn parse(line: &str) -> Result<Self, Flaw> {
        if line.len() > LONGEST {
            return Err(Flaw::Wrong(format!("an entry of {} bytes", line.len())));
        }
        let wrong = |error: serde_json::Error| Flaw::Wrong(format!("entry: {error}"));
        strict::check(line).map_err(wrong)?;
        serde_json::from_str(line).or_else(|_| {
            // What a newer program says in words that this one does not know stops the chain here, for this program.
            let frame: Frame = serde_json::from_str(line).map_err(wrong)?;
            let before = (frame.entry.saturating_sub(1), frame.prev);
            let mut entry = Self::after(before, frame.epoch, frame.kind, frame.hlc);
            entry.crit.push(String::new());
            Ok(entry)
        })
    }
}

/// A roster entry as it travels: its line, its seal, the key that signed it, its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterFile {
    /// The number of the entry; 0 for the genesis.
    pub entry: u64,
    /// Its line.
    pub line: String,
    /// The SHA-256 of the line.
    pub id: Sha,
    /// The public key that signed; whether it may, the chain tells.
    pub signer: String,
    /// What its name must hold.
    pub name26: String,
    /// What surrounds the line in the file.
    pub seal: Seal,
    /// The reason, if it came along.
    pub texts: Vec<(Sha, Body)>,
}

impl RosterFile {
    /// Reads a roster entry's file for `plan`.
    ///
    /// # Errors
    ///
    /// What keeps the file from being used.
    pub fn read(bytes: &[u8], plan: Sha, verifier: &dyn Verifier) -> Result<Self, Flaw> {
        let framed = Framed::read(bytes)?;
        let header = framed.header(plan)?;
        let (Some(entry), None, [line]) = (header.entry, header.first, framed.lines.as_slice())
        else {
            return Err(Flaw::Wrong("it is no roster entry".to_owned()));
        };
        let end = framed.end()?;
        let signer = verifier.signer(&namespace(plan), framed.signed.as_bytes(), framed.armor)?;
        // Only the line whose hash is the plan's id can be the genesis.
        if end.end != entry || (entry == 0) != (end.head == plan) {
            return Err(Flaw::Wrong("it is another entry than it says".to_owned()));
        }
        Ok(Self {
            entry,
            line: (*line).to_owned(),
            id: end.head,
            signer,
            name26: framed.name26(),
            seal: Seal {
                header: framed.header.to_owned(),
                end: framed.end.to_owned(),
                armor: framed.armor.to_owned(),
            },
            texts: framed.texts(),
        })
    }

    /// Signs the line of entry number `entry`, which follows the entry `prev`.
    ///
    /// # Errors
    ///
    /// If the key refuses.
    pub fn sign(
        plan: Sha,
        (entry, prev): (u64, Sha),
        line: String,
        app: &str,
        signer: &dyn Signer,
    ) -> Result<Self, KeyError> {
        let header = Header {
            entry: Some(entry),
            prev: Some(prev),
            ..Header::new(plan, app)
        };
        let (seal, name26) = Seal::over(&header, &[line.as_str()], entry, signer)?;
        Ok(Self {
            entry,
            id: Sha::of(line.as_bytes()),
            line,
            signer: signer.public()?,
            name26,
            seal,
            texts: Vec::new(),
        })
    }

    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let texts: Vec<Body> = self.texts.iter().map(|(_, body)| body.clone()).collect();
        self.seal.file([self.line.as_str()], &texts)
    }
}
