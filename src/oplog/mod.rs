//! What was said, by whom: ops in hash-linked chains, the texts beside them, the roster, and who is believed. Pure, no
//! files.
//!
//! # The format
//!
//! Complete enough that another program could read and verify a share; where the files lie is told in [`crate::share`].
//!
//! A file is text: a header line, lines, an end line, an armored OpenSSH signature, and behind it the free texts.
//!
//! ```text
//! {"fmt":"duban/1","alg":"sha256","plan":"<64 hex>","log":"<26>","first":257,"prev":"<64 hex>","app":"0.1.0"}
//! {"seq":257,"prev":"<64 hex>","hlc":"<16 hex>","kind":"note","task":"<16>","dept":"<16>","on":"2024-05-17","body":"<64 hex>"}
//! {"end":257,"head":"<64 hex>"}
//! -----BEGIN SSH SIGNATURE-----
//! ...
//! -----END SSH SIGNATURE-----
//! {"body":"<64 hex>","salt":"<32 hex>","text":"..."}
//! ```
//!
//! - **Signature**: SSHSIG, ed25519, SHA-512, namespace `duban-v1@<plan>`, over every byte before its first line. The
//!   armor is the one way to write its signature; `verify_strict`.
//! - **Name**: 26 base32 characters (RFC 4648, lower case) of the SHA-256 of the same bytes. A file that is not what its
//!   name says is not here yet.
//! - **Op**: one line of JSON; its id is the SHA-256 of its bytes without the line feed. `seq` counts from 0 in a log,
//!   `prev` is the id of the op before (zeros for the first), `hlc` grows. No duplicate keys, no fractions, integers below
//!   2^53, depth at most 8, at most 64 KiB; a file has at most 4 MiB, a document at most 128 MiB.
//! - **Log**: named by the first 26 base32 characters of its first op's id. That op is `hello` with `key` (the public key
//!   that signs every file of the log), `nonce`, `label`, `plan`.
//! - **Texts**: the SHA-256 of the salt's 32 digits followed by the text is the `body` that a line names. A text that is
//!   missing has not arrived, or was purged.
//! - **Roster entry**: a file with `entry` and `prev` in its header and one line. Entry 0 is the genesis, whose SHA-256 is
//!   the plan's id: `registrar`, `root`, `members`, `departments`, `rules`. Every other one says what changes: `members`,
//!   `departments`, `succession`, `rules`, `accepted` (`log`, `seq`, `head`), `adopt`, `void`, `keeper`; it is signed by the
//!   keeper key of the state before it, or, with `kind` `root` and `epoch` one higher, by the root key. It names in
//!   `proposals` the ops of kind `propose` that it does the will of: what these say in `propose` is what it says.
//! - **Request**: a file with `log` alone in its header and two lines, the log's `hello` and what the newcomer says.
//! - **What counts**: an op is judged by the roster before the first entry in force whose `accepted` covers it, else by the
//!   roster as it is; `adopt` and `void` name single ops. The table is in `authority`, the order in `judge`.
//! - A kind, or a field named in `crit`, that a program does not know is kept, passed on and not applied.
//!
//! Lines are parsed strictly and never written anew.

mod authority;
mod body;
mod chain;
mod chance;
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

pub use authority::{Deed, Grant, Part, Refusal, grant, may, replaces_others};
pub use body::{Body, Salt};
pub use chain::{Broken, Head};
pub use chance::{Repeated, Sequence, fill_random};
pub use frame::{
    Beside, Flaw, LARGEST_DOCUMENT, LARGEST_FILE, Sort, ops_told, signed_name26, texts_beside,
};
pub use hlc::Hlc;
pub use identity::{Identity, KeyError, KeyText, person_id};
pub use judge::{Case, Docket, Involved, Verdict, involved, judge};
pub use law::{Breach, Law};
pub use log_id::LogId;
pub use merge::{Standing, Version, current, rivals, superseded};
pub use op::{Bad, Line, Op};
pub use parts::Parts;
pub use replica::{
    Finding, Fit, LogState, MOST_OPEN, News, PROVEN, Replica, Seen, Signed, Unsealed,
};
pub use request::{Ask, Request};
pub use roster::{
    Accepted, Chain, Entry, EntryKind, Genesis, Member, Proposal, Role, RosterFile, SignedEntry,
    State, Stop, Succession,
};
pub use said::{AddWhat, Said};
pub use segment::{SEALED_BYTES, SEALED_OPS, Seal, Segment};
pub use signature::{NotSigned, Signer, SshVerifier, Verifier, namespace};
pub use texts::Texts;
