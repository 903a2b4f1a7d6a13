//! Identifiers: short ids minted from content, and the full SHA-256 that names an op or a document.
//!
//! Ids are for programs, codes (2.1.4) for people. An id is minted from what it stands for, so that two
//! homes that import the same text, or know the same department, name it alike without talking to each other.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::written::written_as_text;

/// RFC 4648 base32 alphabet in lower case: safe in file names of any file system.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Writes `bytes` as lower-case base32 without padding, cut to `chars` characters.
#[must_use]
pub fn base32(bytes: &[u8], chars: usize) -> String {
    let mut out = String::with_capacity(chars);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for &byte in bytes {
        buffer = (buffer << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let digit = (buffer >> bits) & 31;
            out.push(char::from(
                BASE32.get(digit as usize).copied().unwrap_or(b'a'),
            ));
            if out.len() == chars {
                return out;
            }
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        let digit = (buffer << (5 - bits)) & 31;
        out.push(char::from(
            BASE32.get(digit as usize).copied().unwrap_or(b'a'),
        ));
    }
    out
}

/// The text is not an id of the expected form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected {expected}")]
pub struct NotAnId {
    expected: &'static str,
}

impl NotAnId {
    /// A text that is not `expected`.
    #[must_use]
    pub fn expected(expected: &'static str) -> Self {
        Self { expected }
    }
}

/// Eighty bits, written as 16 base32 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Short([u8; 10]);

/// The bytes come from a SHA-256, so that eight of them are as good as ten, and cheaper to hash.
impl Hash for Short {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        state.write_u64(u64::from_ne_bytes([a, b, c, d, e, f, g, h]));
    }
}

/// A map by id, for what is looked up hundreds of thousands of times: an id is a hash and is not hashed again.
pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<AsItIs>>;

/// Takes the hash that an id is.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Short {
    fn mint(domain: &str, parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        hash.update(domain.as_bytes());
        for part in parts {
            // A zero byte cannot stand inside a part that matters, so parts never run together.
            hash.update([0]);
            hash.update(part.as_bytes());
        }
        let mut short = [0; 10];
        for (to, from) in short.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        Self(short)
    }

    fn parse(text: &str) -> Result<Self, NotAnId> {
        const WRONG: NotAnId = NotAnId {
            expected: "16 characters of a-z and 2-7",
        };
        if text.len() != 16 {
            return Err(WRONG);
        }
        let mut short = [0_u8; 10];
        let (mut buffer, mut bits, mut at) = (0_u32, 0_u32, 0);
        for byte in text.bytes() {
            let digit = BASE32.iter().position(|&b| b == byte).ok_or(WRONG)?;
            buffer = (buffer << 5) | u32::try_from(digit).map_err(|_| WRONG)?;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                if let Some(slot) = short.get_mut(at) {
                    *slot = u8::try_from((buffer >> bits) & 0xff).map_err(|_| WRONG)?;
                }
                at += 1;
                buffer &= (1 << bits) - 1;
            }
        }
        Ok(Self(short))
    }
}

macro_rules! short_id {
    ($(#[$doc:meta])* $name:ident, $domain:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(Short);

        impl $name {
            /// Mints the id from what it stands for; the same parts give the same id everywhere.
            #[must_use]
            pub fn mint(parts: &[&str]) -> Self {
                Self(Short::mint(concat!("duban ", $domain), parts))
            }

            /// The ten bytes of the id, as the store keeps them.
            #[must_use]
            pub fn bytes(&self) -> &[u8; 10] {
                &self.0.0
            }

            /// The id of these ten bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 10]) -> Self {
                Self(Short(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&base32(&self.0.0, 16))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($domain, ":{}"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Short::parse(text).map(Self)
            }
        }

        written_as_text!($name);
    };
}

short_id!(
    /// Names whatever a plan holds and an op may speak of: a task, a measure, an indicator or a duty.
    ///
    /// Minted from the SHA-256 of the plan's text and the place in it, or from the op that added it.
    ItemId,
    "item"
);
short_id!(
    /// Names a department; minted from its full name, so that it is alike in every home.
    DepartmentId,
    "department"
);

/// A SHA-256, written as 64 lower-case hex digits, as `sha256sum` prints it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sha([u8; 32]);

/// The id of an op: the SHA-256 of the exact bytes of its line (`sync.md`, "Identity").
pub type OpId = Sha;

impl Sha {
    /// The SHA-256 of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The SHA-256 of `first` followed by `second`.
    #[must_use]
    pub fn of_both(first: &[u8], second: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(first);
        hash.update(second);
        Self(hash.finalize().into())
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The SHA-256 of these 32 bytes' value, not of a text.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The first 130 bits as 26 base32 characters: the short form for file and log names.
    #[must_use]
    pub fn name26(&self) -> String {
        base32(&self.0, 26)
    }

    /// All 64 hex digits, written into `text`.
    fn hex<'a>(&self, text: &'a mut [u8; 64]) -> &'a str {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or(b'0');
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            if let [high, low] = pair {
                (*high, *low) = (digit(byte >> 4), digit(byte & 15));
            }
        }
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// The first eight hex digits, for people to tell two ops apart.
    #[must_use]
    pub fn short(&self) -> String {
        self.0.iter().take(4).map(|b| format!("{b:02x}")).collect()
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        f.write_str(self.hex(&mut text))
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha:{}", self.short())
    }
}

/// Stands in [`HEX`] for what is no digit.
const NO_DIGIT: u8 = 0x80;

/// What each byte is worth as a lower-case hex digit. Every op names a few hashes: a hundred thousand ops are read in
/// the time in which a person waits.
const HEX: [u8; 256] = {
    let mut worth = [NO_DIGIT; 256];
    let (digits, mut at) = (b"0123456789abcdef", 0);
    while at < digits.len() {
        worth[digits[at] as usize] = at as u8;
        at += 1;
    }
    worth
};

impl FromStr for Sha {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        const WRONG: NotAnId = NotAnId {
            expected: "64 lower-case hex digits",
        };
        let bytes = text.as_bytes();
        if bytes.len() != 64 {
            return Err(WRONG);
        }
        let digit = |byte: u8| HEX.get(usize::from(byte)).copied().unwrap_or(NO_DIGIT);
        let (mut sha, mut seen) = ([0; 32], 0);
        for (slot, pair) in sha.iter_mut().zip(bytes.chunks_exact(2)) {
            if let [high, low] = pair {
                let (high, low) = (digit(*high), digit(*low));
                seen |= high | low;
                *slot = high << 4 | low;
            }
        }
        if seen & NO_DIGIT != 0 {
            return Err(WRONG);
        }
        Ok(Self(sha))
    }
}

written_as_text!(Sha);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_agrees_with_rfc_4648() {
        // RFC 4648, section 10, without padding and in lower case.
        assert_eq!(base32(b"foobar", 99), "mzxw6ytboi");
        assert_eq!(base32(b"fooba", 99), "mzxw6ytb");
    }

    #[test]
    fn an_id_reads_back_as_it_is_written() {
        let id = ItemId::mint(&["text", "2.1.4"]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_ne!(id, ItemId::mint(&["text2", ".1.4"]));
        let sha = Sha::of(b"abc");
        assert_eq!(
            sha.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(sha.to_string().parse(), Ok(sha));
        let good = sha.to_string();
        for (at, wrong) in [(0, 'B'), (1, 'g'), (30, '/'), (63, ':')] {
            let spoilt = good.chars().enumerate();
            let spoilt = spoilt.map(|(n, digit)| if n == at { wrong } else { digit });
            let spoilt: String = spoilt.collect();
            assert!(spoilt.parse::<Sha>().is_err(), "{spoilt}");
        }
        assert!("a".parse::<ItemId>().is_err());
    }
}
