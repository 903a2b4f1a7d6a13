//! The name of a log: 130 bits of the hash of its first line.

use std::fmt;
use std::str::FromStr;

use crate::model::{NotAnId, OpId, written_as_text};

/// Names a log: the first 26 base32 characters of the SHA-256 of its `hello` (`sync.md`, "Identity").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId([u8; 26]);

impl LogId {
    /// The log that begins with this op.
    #[must_use]
    pub fn of(hello: OpId) -> Self {
        let mut id = [b'a'; 26];
        for (to, from) in id.iter_mut().zip(hello.name26().bytes()) {
            *to = from;
        }
        Self(id)
    }

    /// The 26 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only base32 characters ever get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "log:{self}")
    }
}

impl FromStr for LogId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        text.as_bytes()
            .try_into()
            .ok()
            .filter(|id: &[u8; 26]| id.iter().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7')))
            .map(Self)
            .ok_or(NotAnId::expected("26 characters of a-z and 2-7"))
    }
}

written_as_text!(LogId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_logs_are_read() {
        let id = LogId::of(OpId::of(b"hello"));
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in [
            "",
            "../../etc/passwd/aaaaaaaaaa",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        ] {
            assert!(bad.parse::<LogId>().is_err(), "{bad}");
        }
    }
}
