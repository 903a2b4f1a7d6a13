//! The free text of an op, which travels beside its line so that it can be purged.

use crate::model::Sha;

use super::fill_random;

/// Thirty-two hex digits that keep a short text from being guessed from its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salt(String);

impl Salt {
    /// A new random salt.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0_u8; 16];
        fill_random(&mut bytes);
        Self(bytes.iter().map(|b| format!("{b:02x}")).collect())
    }

    /// The salt as it stands beside an op; `None` unless it is 32 lower-case hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        (text.len() == 32 && hex).then(|| Self(text.to_owned()))
    }

    /// The 32 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text with its salt. Its hash, which stands in the op line, is the SHA-256 of the salt's 32 digits followed by
/// the text, so that `printf %s "$salt$text" | sha256sum` checks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The salt.
    pub salt: Salt,
    /// The words.
    pub text: String,
}

impl Body {
    /// A body of `text` under a new salt.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self {
            salt: Salt::random(),
            text,
        }
    }

    /// The hash that the op line bears.
    #[must_use]
    pub fn hash(&self) -> Sha {
        Sha::of_both(self.salt.as_str().as_bytes(), self.text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_what_sha256sum_prints() {
        let salt = Salt::parse("00112233445566778899aabbccddeeff");
        let hash = salt.map(|salt| {
            Body {
                salt,
                text: "已完成22所学校招聘。".into(),
            }
            .hash()
            .to_string()
        });
        // printf %s 00112233445566778899aabbccddeeff已完成22所学校招聘。 | sha256sum
        assert_eq!(
            hash.as_deref(),
            Some("410d40f73e4e99fe03851a1d15c8f6a8ee7fd49c64d84e72eaa9d3bb35bae0ed")
        );
        assert_ne!(Body::new("是".into()).hash(), Body::new("是".into()).hash());
        assert_eq!(Salt::parse("00"), None);
    }
}
