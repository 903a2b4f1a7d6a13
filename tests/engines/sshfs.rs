//! A folder behind an sshd, mounted by two people with sshfs.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::{self, Daemon, sh, until};
use crate::two::{self, Mount, Server};

const PORT: u16 = 4222;

pub fn missing() -> Option<String> {
    let programs = ["sshd", "ssh", "ssh-keygen", "sshfs", "fusermount3"];
    sandbox::missing(&programs, true)
}

struct Sshd {
    dir: tempfile::TempDir,
    served: PathBuf,
    daemon: Option<Daemon>,
}

impl Sshd {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let served = dir.path().join("served");
        std::fs::create_dir(&served).unwrap();
        for key in ["host", "user"] {
            sh(Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(dir.path().join(key)));
        }
        let place = dir.path().display();
        let config = format!(
            "Port {PORT}\nListenAddress 127.0.0.1\nHostKey {place}/host\nPidFile none\n\
             AuthorizedKeysFile {place}/user.pub\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nPermitRootLogin yes\nSubsystem sftp internal-sftp\n"
        );
        std::fs::write(dir.path().join("config"), config).unwrap();
        // It separates privileges in a folder that only its service makes.
        std::fs::create_dir_all("/run/sshd").unwrap();
        let mut sshd = Self {
            dir,
            served,
            daemon: None,
        };
        sshd.start();
        sshd
    }

    fn mount(&self, name: &str) -> Mount {
        let (key, folder) = (self.dir.path().join("user"), self.dir.path().join(name));
        let mut command = Command::new("sshfs");
        command
            .args(["-f", "-p", &PORT.to_string()])
            .args(["-o", "reconnect,dcache_timeout=1"])
            .args([
                "-o",
                "StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null",
            ])
            .args(["-o", &format!("IdentityFile={}", key.display())])
            .arg(format!("root@127.0.0.1:{}", self.served.display()))
            .arg(&folder);
        Mount::new(folder, command)
    }
}

impl Server for Sshd {
    fn folder(&self) -> &Path {
        &self.served
    }

    fn kill(&mut self) {
        self.daemon.take().unwrap().kill();
    }

    fn start(&mut self) {
        let mut command = Command::new("/usr/sbin/sshd");
        command
            .args(["-D", "-e", "-f"])
            .arg(self.dir.path().join("config"));
        let log = self.dir.path().join("log");
        self.daemon = Some(Daemon::start(&mut command, &log));
        until("the sshd answers", || {
            TcpStream::connect(("127.0.0.1", PORT)).is_ok()
        });
    }
}

pub fn two_people() {
    let mut sshd = Sshd::new();
    let mounts = ["near", "far"].map(|name| sshd.mount(name));
    two::people(&mut sshd, mounts);
}
