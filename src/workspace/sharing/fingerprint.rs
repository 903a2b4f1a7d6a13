//! Fingerprints that people read to each other over the telephone.

use std::fmt;
use std::str::FromStr;

use crate::model::Sha;

/// The fingerprint of a plan's genesis or of a key: eight groups of five digits.
///
/// Each group is four bytes of the SHA-256, as a big-endian number modulo 100000. In scripts `SHA256:` and the 64 hex
/// digits do as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u32; 8]);

/// The text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint: eight groups of five digits, or SHA256: and 64 hex digits")]
pub struct NotAFingerprint;

impl Fingerprint {
    /// The fingerprint of what has this hash.
    #[must_use]
    pub fn of(sha: Sha) -> Self {
        let mut groups = [0; 8];
        for (group, four) in groups.iter_mut().zip(sha.bytes().chunks_exact(4)) {
            let four = four.try_into().map_or(0, u32::from_be_bytes);
            *group = four % 100_000;
        }
        Self(groups)
    }

    /// The fingerprint of a public key, `ssh-ed25519 AAAA...`.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        Self::of(Sha::of(key.as_bytes()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, group) in self.0.iter().enumerate() {
            let gap = if at == 0 { "" } else { " " };
            write!(f, "{gap}{group:05}")?;
        }
        Ok(())
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;
    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        if let Some(hex) = text.trim().strip_prefix("SHA256:") {
            return hex.parse().map(Self::of).map_err(|_| NotAFingerprint);
        }
        // As people type them: with spaces, hyphens or nothing between the groups, in digits of any width.
        let digits: Vec<u32> = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '　'))
            .map(|c| match c {
                '0'..='9' => Some(u32::from(c) - u32::from('0')),
                '０'..='９' => Some(u32::from(c) - u32::from('０')),
                _ => None,
            })
            .collect::<Option<_>>()
            .ok_or(NotAFingerprint)?;
        if digits.len() != 40 {
            return Err(NotAFingerprint);
        }
        let mut groups = [0; 8];
        for (group, five) in groups.iter_mut().zip(digits.chunks_exact(5)) {
            *group = five.iter().fold(0, |sum, digit| sum * 10 + digit);
        }
        Ok(Self(groups))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_reads_back_however_it_is_typed() {
        let sha = Sha::of(b"genesis");
        let print = Fingerprint::of(sha);
        let text = print.to_string();
        assert_eq!(text.len(), 47);
        for typed in [
            text.clone(),
            text.replace(' ', ""),
            text.replace(' ', "-"),
            text.chars()
                .map(|c| match c {
                    '0'..='9' => char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap_or(c),
                    other => other,
                })
                .collect(),
            format!("SHA256:{sha}"),
        ] {
            assert_eq!(typed.parse(), Ok(print), "{typed}");
        }
        for bad in ["", "12345", "SHA256:xyz", "1234a"] {
            assert_eq!(bad.parse::<Fingerprint>(), Err(NotAFingerprint));
        }
    }
}
