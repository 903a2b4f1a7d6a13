//! Signatures that `ssh-keygen` made, fixed as files, and what was done to them; `tests/openssh` asks `ssh-keygen` itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use duban::oplog::{
    Identity, KeyError, KeyText, NotSigned, Signer as _, SshVerifier, Verifier as _,
};

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    std::fs::read_to_string(path.join(name)).unwrap()
}

/// A public key without its comment, as ops and the roster bear it.
fn public(name: &str) -> String {
    file(name).split(' ').take(2).collect::<Vec<_>>().join(" ")
}

fn signer(signature: &str) -> Result<String, NotSigned> {
    let message = file("message");
    SshVerifier.signer(&file("namespace"), message.as_bytes(), &file(signature))
}

#[test]
fn what_openssh_signed_is_believed_and_written_the_same() {
    assert_eq!(signer("good.sig").unwrap(), public("key.pub"));
    // A good signature, and somebody else's.
    assert_eq!(signer("other.sig").unwrap(), public("other.pub"));
    let own = Identity::from_openssh(&file("key")).unwrap();
    assert_eq!(own.public().unwrap(), public("key.pub"));
    let (namespace, message) = (file("namespace"), file("message"));
    let made = own.sign(&namespace, message.as_bytes()).unwrap();
    assert_eq!(made, file("good.sig"));
    let locked = Identity::from_openssh(&file("locked")).unwrap();
    assert!(locked.is_locked());
    assert_eq!(locked.public().unwrap(), public("key.pub"));
    assert!(matches!(
        locked.unlock("督办 passphrasE"),
        Err(KeyError::Passphrase)
    ));
    let unlocked = locked.unlock("督办 passphrase").unwrap();
    assert_eq!(unlocked.sign(&namespace, message.as_bytes()).unwrap(), made);
}

#[test]
fn what_was_tampered_with_or_is_for_something_else_is_refused() {
    let message = file("message");
    let said = message.replace("22", "23");
    let changed = SshVerifier.signer(&file("namespace"), said.as_bytes(), &file("good.sig"));
    assert_eq!(changed, Err(NotSigned::False));
    let elsewhere = SshVerifier.signer("file", message.as_bytes(), &file("good.sig"));
    assert!(matches!(elsewhere, Err(NotSigned::Purpose(_))));
    for name in ["sha256.sig", "namespace.sig"] {
        assert!(matches!(signer(name), Err(NotSigned::Purpose(_))), "{name}");
    }
    for name in ["flipped.sig", "swapped.sig", "malleable.sig"] {
        assert_eq!(signer(name), Err(NotSigned::False), "{name}");
    }
    for name in ["leading", "trailing", "crlf", "wide", "cut"] {
        let name = format!("{name}.sig");
        assert_eq!(signer(&name), Err(NotSigned::Form), "{name}");
    }
    for name in ["rsa.sig", "ecdsa.sig"] {
        assert!(signer(name).is_err(), "{name}");
    }
}

#[test]
fn keys_of_other_kinds_do_not_sign_and_are_named() {
    for (name, kind) in [
        ("sk.pub", "sk-ssh-ed25519@openssh.com"),
        ("rsa.pub", "ssh-rsa"),
        ("ecdsa.pub", "ecdsa-sha2-nistp256"),
        ("rsa", "ssh-rsa"),
    ] {
        match KeyText::read(&file(name)) {
            Err(KeyError::Kind(found)) => assert_eq!(found, kind, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
    // What this program cannot even read is refused all the same.
    assert!(KeyText::read(&file("ecdsa")).is_err());
    assert!(KeyText::read("junk").is_err());
    assert!(matches!(
        KeyText::read(&file("key.pub")),
        Ok(KeyText::Public(key)) if key == public("key.pub")
    ));
}
