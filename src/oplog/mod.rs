//! What was said, by whom: ops in a hash-linked chain, the bodies beside them, the roster's genesis. Pure, no files.
//!
//! The bytes are those of the sync protocol: an op is one line of JSON whose id is the SHA-256 of exactly these
//! bytes; free text never stands in the line but travels beside it as a salted, hashed [`Body`], so that words
//! can be taken out later and the chain still verifies. Lines are parsed strictly and never written anew.

mod authority;
mod body;
mod chain;
mod frame;
mod hlc;
mod identity;
mod judge;
mod law;
mod log_id;
mod merge;
mod op;
mod parts;
mod replica;
mod request;
mod roster;
mod said;
mod segment;
mod signature;
mod strict;
mod texts;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod trials;
mod wire;

pub use authority::{Deed, Grant, Refusal, grant, may, replaces_others};
pub use body::{Body, Salt};
pub use chain::{Broken, Head};
pub use frame::{Beside, Flaw, LARGEST_FILE, signed_name26, texts_beside};
pub use hlc::Hlc;
pub use identity::{Identity, KeyError, fill_random, person_id};
pub use judge::{Case, Docket, Involved, Verdict, involved, judge};
pub use law::{Breach, Law};
pub use log_id::LogId;
pub use merge::{Standing, Version, current, superseded};
pub use op::{Bad, Line, Op};
pub use parts::Parts;
pub use replica::{
    Finding, Fit, LogState, MOST_OPEN, News, PROVEN, Replica, Seen, Signed, Unsealed,
};
pub use request::{Ask, Request};
pub use roster::{
    Accepted, Chain, Entry, EntryKind, Genesis, Member, Role, RosterFile, SignedEntry, State, Stop,
    Succession,
};
pub use said::{AddWhat, Said};
pub use segment::{SEALED_BYTES, SEALED_OPS, Seal, Segment};
pub use signature::{NotSigned, Signer, SshVerifier, Verifier, namespace};
pub use texts::Texts;
