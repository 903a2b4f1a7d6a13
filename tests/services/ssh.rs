//! The program as most people reach it: through an sshd, here one of our own on the loopback.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::common::Home;
use crate::pty::{PATIENCE, Term};

/// Where programs for administrators are that a person's path may lack.
const PLACES: [&str; 5] = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin"];

fn program(name: &str) -> Option<PathBuf> {
    PLACES
        .iter()
        .map(|place| Path::new(place).join(name))
        .find(|path| path.is_file())
}

/// What is not installed here.
pub fn missing() -> Option<String> {
    ["sshd", "ssh", "ssh-keygen"]
        .into_iter()
        .find(|name| program(name).is_none())
        .map(|name| format!("{name} is not installed"))
}

/// An sshd that lets in whoever runs the tests, with a key of its own.
struct Sshd {
    child: Child,
    port: u16,
}

impl Sshd {
    /// Starts it with everything it needs in `dir`.
    fn start(dir: &Path) -> Self {
        std::fs::create_dir(dir).unwrap();
        for key in ["host", "user"] {
            let made = Command::new(program("ssh-keygen").unwrap())
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(dir.join(key))
                .status()
                .unwrap();
            assert!(made.success());
        }
        // Another program may take the port in between; then another is tried.
        for _ in 0..10 {
            let port = TcpListener::bind("127.0.0.1:0")
                .unwrap()
                .local_addr()
                .unwrap()
                .port();
            if let Some(sshd) = Self::at(dir, port) {
                return sshd;
            }
        }
        let log = std::fs::read_to_string(dir.join("log")).unwrap_or_default();
        panic!("no sshd came up:\n{log}");
    }

    fn at(dir: &Path, port: u16) -> Option<Self> {
        // As root it separates privileges in a folder that only its service makes.
        if rustix::process::geteuid().is_root() {
            std::fs::create_dir_all("/run/sshd").unwrap();
        }
        let place = dir.display();
        std::fs::write(
            dir.join("config"),
            format!(
                "Port {port}\nListenAddress 127.0.0.1\nHostKey {place}/host\nPidFile {place}/pid\n\
                 AuthorizedKeysFile {place}/user.pub\nStrictModes no\nUsePAM no\n\
                 PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n\
                 AcceptEnv LANG\nPrintMotd no\nPrintLastLog no\n"
            ),
        )
        .unwrap();
        let mut child = Command::new(program("sshd").unwrap())
            .args(["-D", "-f"])
            .arg(dir.join("config"))
            .arg("-E")
            .arg(dir.join("log"))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(Self { child, port });
            }
            if child.try_wait().unwrap().is_some() {
                return None;
            }
            // Nothing tells of a port that opens; knock again soon.
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
        None
    }

    /// `ssh -tt` to the program, on a terminal.
    fn connect(&self, dir: &Path, home: &Home) -> Term {
        let user = Command::new(program("id").unwrap())
            .arg("-un")
            .output()
            .unwrap();
        let user = String::from_utf8(user.stdout).unwrap();
        let mut command = Command::new(program("ssh").unwrap());
        command
            .args(["-tt", "-F", "/dev/null", "-p", &self.port.to_string()])
            .arg("-i")
            .arg(dir.join("user"))
            .args(["-o", "IdentitiesOnly=yes"])
            .args(["-o", "StrictHostKeyChecking=no"])
            .args(["-o", "UserKnownHostsFile=/dev/null"])
            .args(["-o", "LogLevel=ERROR"])
            .args(["-o", "SendEnv=LANG"])
            .arg(format!("{}@127.0.0.1", user.trim()))
            .arg(format!(
                "DUBAN_HOME={} exec {}",
                home.dir().display(),
                env!("CARGO_BIN_EXE_duban")
            ))
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm-256color")
            .env("HOME", home.folder())
            .env("PATH", "/usr/bin:/bin");
        Term::start(&command, 80, 24)
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn a_note_is_recorded() {
    let home = Home::new();
    let dir = home.folder().join("ssh");
    let sshd = Sshd::start(&dir);
    let mut term = sshd.connect(&dir, &home);
    term.enter_ledger();
    term.send("/xljk");
    term.shows("1/1");
    term.shows("心理健康");
    term.send("\r");
    term.shows("任务 | 2.1.4");
    // The window's size goes over the line, too.
    term.resize(120, 40);
    term.until("two panes", |screen| {
        screen
            .contents()
            .lines()
            .any(|line| line.starts_with('>') && line.contains('|'))
            || screen.contents().contains("任务 | 2.1.4")
                && screen.rows(0, 120).last().unwrap().contains("F10")
    });
    term.resize(80, 24);
    term.shows("任务 | 2.1.4");
    term.send("\x1bOQ");
    term.shows("不得录入涉密信息");
    term.send("经远程终端填报的进展");
    term.shows("经远程终端填报的进展");
    term.send("\x13");
    term.shows("进展记录已保存");
    term.send("\x1b[21~");
    assert!(term.end().success(), "{}", term.text());
    assert!(!term.look(vt100::Screen::alternate_screen));
    let shown = home.json(&["show", "2.1.4", "--format", "json"]);
    assert_eq!(shown[0]["notes"][0]["progress"], "经远程终端填报的进展");
}

pub fn a_broken_connection_keeps_the_draft() {
    let home = Home::new();
    let dir = home.folder().join("ssh");
    let sshd = Sshd::start(&dir);
    let mut term = sshd.connect(&dir, &home);
    term.enter_ledger();
    term.send("\x1bOQ");
    term.shows("不得录入涉密信息");
    term.send("网络忽然断了");
    term.shows("网络忽然断了");
    // The computer at this end goes away without a word.
    term.signal(Signal::KILL);
    term.end();
    // The next connection is offered what was typed, as soon as the sshd has noticed.
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut term = sshd.connect(&dir, &home);
        term.enter_ledger();
        term.send("\x1bOQ");
        term.shows("不得录入涉密信息");
        let found = term.text().contains("网络忽然断了");
        term.send("\x1b[21~");
        assert!(term.end().success());
        if found {
            return;
        }
        assert!(Instant::now() < deadline, "the draft is not offered");
    }
}
