//! Keys whose private half lies in an agent: OpenSSH's own programs speak to it.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::oplog::{KeyError, SshVerifier, Verifier as _};
use crate::platform;
use crate::text::clean;

/// How long an agent may take: it may ask its owner first.
const PATIENCE: Duration = Duration::from_secs(60);

/// The most that a program may print: a signature is 300 bytes, and nobody has so many keys.
const MOST: u64 = 1 << 20;

/// An armored signature over `bytes` by the key in this file, of which the agent holds the private half. It is checked
/// before it is believed.
pub(super) fn sign(
    path: &Path,
    public: &str,
    namespace: &str,
    bytes: &[u8],
) -> Result<String, KeyError> {
    let mut command = Command::new("ssh-keygen");
    command
        .args(["-Y", "sign", "-n", namespace, "-f"])
        .arg(path);
    // The message comes on standard input, the signature on standard output, the hash is SHA-512.
    let armor = run(command, bytes.to_vec())?;
    match SshVerifier.signer(namespace, bytes, &armor) {
        Ok(signer) if signer == public => Ok(armor),
        Ok(_) => Err(KeyError::Holder("another key signed".to_owned())),
        Err(why) => Err(KeyError::Holder(why.to_string())),
    }
}

/// Whether the agent holds the private half of this key.
pub(super) fn holds(public: &str) -> bool {
    if std::env::var_os("SSH_AUTH_SOCK").is_none() {
        return false;
    }
    let mut command = Command::new("ssh-add");
    command.arg("-L");
    let listed = run(command, Vec::new()).unwrap_or_default();
    let mut keys = listed.lines().map(|line| {
        let mut words = line.split(' ');
        format!(
            "{} {}",
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default()
        )
    });
    keys.any(|key| key == public)
}

/// Runs a program of OpenSSH's on `input` and gives what it printed. It asks nobody, and is given up in the end.
fn run(mut command: Command, input: Vec<u8>) -> Result<String, KeyError> {
    let failed = |error: std::io::Error| KeyError::Holder(error.to_string());
    let program = command.get_program().to_string_lossy().into_owned();
    command
        // What it would ask on the terminal, in the middle of the screens even, it asks of a program that is not there.
        .env("SSH_ASKPASS_REQUIRE", "force")
        .env("SSH_ASKPASS", "")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    platform::keep_from_terminal(&mut command);
    let mut child = command
        .spawn()
        .map_err(|error| KeyError::Holder(format!("{program}: {error}")))?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // Each pipe has a thread, so that none of them fills up while another is waited for.
    std::thread::spawn(move || {
        // A program that ends without reading says why on standard error.
        stdin.map(|mut stdin| stdin.write_all(&input))
    });
    let (printed, said) = (gather(stdout), gather(stderr));
    let Ok(printed) = printed.recv_timeout(PATIENCE) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(KeyError::Holder(format!("{program}: no answer")));
    };
    // It has closed its output, and ends.
    let status = child.wait().map_err(failed)?;
    if status.success() {
        return String::from_utf8(printed).map_err(|error| KeyError::Holder(error.to_string()));
    }
    let said = said.recv_timeout(PATIENCE).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    Err(KeyError::Holder(
        last.map_or(program, |line| clean(line.trim()).into_owned()),
    ))
}

/// Reads a pipe to its end.
fn gather(pipe: Option<impl std::io::Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (done, answer) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // What breaks off is no signature.
            let _ = pipe.take(MOST).read_to_end(&mut bytes);
        }
        done.send(bytes)
    });
    answer
}
