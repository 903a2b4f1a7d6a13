//! The roster (名册): who may do what, as a linear chain of signed entries (`sync.md`, "Authority").
//!
//! Its first entry, the genesis, names the founder as registrar and a root key. The plan's id is the SHA-256 of the
//! genesis line, so a false genesis cannot bear the same name. Every other entry is signed by the registrar of the
//! state before it, or by the root key, which alone can appoint another registrar.

mod chain;
mod entry;
mod genesis;
mod proposal;
mod state;

pub use chain::{Chain, SignedEntry, Stop};
pub use entry::{Accepted, Entry, EntryKind, RosterFile, Succession};
pub use genesis::Genesis;
pub use proposal::Proposal;
pub use state::State;

use serde::{Deserialize, Serialize};

use crate::model::{DepartmentId, ItemId};

/// What a person may do; the table is in `authority`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Keeps the roster; the founder of a plan is its registrar. Only the one whom the chain names is one.
    Registrar,
    /// 督查员: writes for everybody and corrects the plan's reading.
    Coordinator,
    /// 审批人: approves what others ask for.
    Approver,
    /// 填报人: writes for the departments in scope, on tasks that these lead or support.
    Clerk,
    /// Looks on. So does whoever has a role that this program does not know.
    #[serde(other)]
    Observer,
}

/// A member of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Stable id of the person: 16 base32 characters of the SHA-256 of the first public key.
    pub person: String,
    /// The name as it is shown.
    pub name: String,
    /// The public keys, `ssh-ed25519 AAAA...`, one a computer.
    pub keys: Vec<String>,
    /// What the person may do.
    pub role: Role,
    /// The departments that the person writes for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub departments: Vec<DepartmentId>,
    /// The only tasks that the person writes on; empty for all of the departments'.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tasks: Vec<ItemId>,
    /// The section (科室) that the person works in.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub unit: String,
    /// Whether the person may do nothing any more.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub revoked: bool,
}
