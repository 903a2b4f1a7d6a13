//! A folder on a Samba server, mounted by two people with rclone: the way of offices with a file server, for those who
//! have no kernel mount.

use std::io::Write as _;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::sandbox::{self, Daemon, sh, until};
use crate::two::{self, Mount, Server};

const PORT: u16 = 4455;

pub fn missing() -> Option<String> {
    let programs = ["smbd", "smbpasswd", "rclone", "fusermount3", "ssh-keygen"];
    sandbox::missing(&programs, true)
}

struct Samba {
    dir: tempfile::TempDir,
    served: PathBuf,
    daemon: Option<Daemon>,
}

impl Samba {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let own = dir.path().join("own");
        let served = dir.path().join("served");
        for folder in [&own, &served] {
            std::fs::create_dir(folder).unwrap();
        }
        let place = own.display();
        let dirs = ["private", "lock", "state", "cache", "pid", "ncalrpc"].map(|kind| {
            format!(
                "{kind} {} = {place}",
                if kind == "private" || kind == "ncalrpc" {
                    "dir"
                } else {
                    "directory"
                }
            )
        });
        let config = format!(
            "[global]\nsmb ports = {PORT}\ninterfaces = lo\nbind interfaces only = yes\n\
             disable netbios = yes\nserver role = standalone server\nload printers = no\n\
             disable spoolss = yes\nlog file = {place}/log\n{}\n\
             [plan]\npath = {}\nread only = no\n",
            dirs.join("\n"),
            served.display(),
        );
        std::fs::write(own.join("smb.conf"), config).unwrap();
        let mut samba = Self {
            dir,
            served,
            daemon: None,
        };
        let mut password = Command::new("smbpasswd")
            .arg("-c")
            .arg(samba.config())
            .args(["-a", "-s", "root"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut ask = password.stdin.take().unwrap();
        ask.write_all(b"password\npassword\n").unwrap();
        drop(ask);
        assert!(password.wait().unwrap().success());
        samba.start();
        samba
    }

    fn config(&self) -> PathBuf {
        self.dir.path().join("own/smb.conf")
    }

    /// A person's mount of the share.
    fn mount(&self, name: &str, cache: &str) -> Mount {
        let password = sh(Command::new("rclone").args(["obscure", "password"]));
        let share = format!(
            ":smb,host=127.0.0.1,port={PORT},user=root,pass={}:plan",
            password.trim()
        );
        let folder = self.dir.path().join(name);
        let mut command = Command::new("rclone");
        command
            .args(["mount", &share])
            .arg(&folder)
            .args(["--config", "/dev/null", "--vfs-cache-mode", cache])
            .args(["--dir-cache-time", "1s", "--attr-timeout", "1s"])
            .args(["--vfs-write-back", "1s", "--cache-dir"])
            .arg(self.dir.path().join(format!("{name}.cache")));
        Mount::new(folder, command)
    }
}

impl Server for Samba {
    fn folder(&self) -> &Path {
        &self.served
    }

    fn kill(&mut self) {
        self.daemon.take().unwrap().kill();
    }

    fn start(&mut self) {
        let mut command = Command::new("smbd");
        command
            .args(["--foreground", "--no-process-group", "--configfile"])
            .arg(self.config());
        let log = self.dir.path().join("own/out");
        self.daemon = Some(Daemon::start(&mut command, &log));
        until("Samba answers", || {
            TcpStream::connect(("127.0.0.1", PORT)).is_ok()
        });
    }
}

fn two_people(cache: &str) {
    let mut samba = Samba::new();
    let mounts = ["near", "far"].map(|name| samba.mount(name, cache));
    two::people(&mut samba, mounts);
}

pub fn without_a_cache() {
    two_people("off");
}

pub fn behind_a_write_cache() {
    two_people("writes");
}
