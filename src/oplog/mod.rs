//! What was said, by whom: ops in a hash-linked chain, the bodies beside them, the roster's genesis. Pure, no files.
//!
//! The bytes are those of the sync protocol: an op is one line of JSON whose id is the SHA-256 of exactly these
//! bytes; free text never stands in the line but travels beside it as a salted, hashed [`Body`], so that words
//! can be taken out later and the chain still verifies. Lines are parsed strictly and never written anew.

mod body;
mod chain;
mod hlc;
mod identity;
mod merge;
mod op;
mod parts;
mod roster;
mod said;
mod strict;
mod texts;
mod wire;

pub use body::{Body, Salt};
pub use chain::{Broken, Head};
pub use hlc::Hlc;
pub use identity::{Identity, KeyError, fill_random};
pub use merge::{Version, current};
pub use op::{Bad, Line, Op};
pub use parts::Parts;
pub use roster::{Genesis, Member, Role};
pub use said::{AddWhat, Said};
pub use texts::Texts;
