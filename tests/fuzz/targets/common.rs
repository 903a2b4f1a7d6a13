//! What the targets share: the plan that an input claims for itself, and the key.

use duban::model::Sha;
use duban::oplog::{NotSigned, Verifier};
use ssh_key::{PublicKey, SshSig};

/// The text between `before` and the next `"`.
fn quoted<'a>(bytes: &'a [u8], before: &str) -> Option<&'a str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, rest) = text.split_once(before)?;
    rest.split_once('"').map(|(found, _)| found)
}

/// The plan that a file says it is of, so that the reader does not turn every input away at its first line.
pub fn plan(bytes: &[u8]) -> Sha {
    let claimed = quoted(bytes, "\"plan\":\"").and_then(|text| text.parse().ok());
    claimed.unwrap_or_default()
}

/// Believes every signature to be by the key that it names: nobody guesses one, and what stands behind it is to be read
/// as well.
pub struct Gullible;

impl Verifier for Gullible {
    fn signer(&self, _: &str, _: &[u8], armor: &str) -> Result<String, NotSigned> {
        let named = SshSig::from_pem(armor).map_err(|_| NotSigned::Form)?;
        let key = PublicKey::from(named.public_key().clone());
        key.to_openssh().map_err(|_| NotSigned::Form)
    }
}
