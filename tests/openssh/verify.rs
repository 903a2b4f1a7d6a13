//! `ssh-keygen -Y verify` alone, as an auditor uses it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use duban::oplog::{Identity, Signer as _};

use crate::common::office::{self, Office, note};

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name)
}

pub fn openssh_believes_what_was_signed_here() {
    let read = |name| std::fs::read_to_string(vector(name)).unwrap();
    let (namespace, message) = (read("namespace"), read("message"));
    let key = Identity::from_openssh(&read("key")).unwrap();
    let desk = tempfile::tempdir().unwrap();
    let (allowed, signature) = (desk.path().join("allowed"), desk.path().join("signature"));
    let line = format!("me namespaces=\"{namespace}\" {}", key.public().unwrap());
    std::fs::write(&allowed, line).unwrap();
    std::fs::write(
        &signature,
        key.sign(&namespace, message.as_bytes()).unwrap(),
    )
    .unwrap();
    let believes = |message: &str| {
        let mut verify = Command::new("ssh-keygen")
            .args(["-Y", "verify", "-I", "me", "-n", &namespace, "-f"])
            .arg(&allowed)
            .arg("-s")
            .arg(&signature)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        verify
            .stdin
            .take()
            .unwrap()
            .write_all(message.as_bytes())
            .unwrap();
        verify.wait().unwrap().success()
    };
    assert!(believes(&message));
    assert!(!believes(&message.replace("22", "23")));
}

pub fn openssh_alone_verifies_every_file_on_the_share() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    for n in 0..3 {
        note(&clerk, "2.1.4", "市体育局", &format!("第{n}条"));
    }
    office.settle(&[&clerk]);
    assert!(office::verify_by_openssh(&office.registrar, &office.plan()) >= 5);
}
