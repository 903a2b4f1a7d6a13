//! The screens on a real pseudo-terminal: keys, size, signals, panics, the person's editor.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The screens in a pseudo-terminal.
struct Session {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    /// Everything that was written.
    bytes: Vec<u8>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn parser(columns: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0)
}

/// The gallery, which Cargo builds beside the tests.
fn gallery() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    tests
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/gallery")
}

impl Session {
    fn start(variables: &[(&str, &Path)]) -> Self {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new(gallery());
        command.arg("normal");
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 8192];
            while let Ok(n @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let terminal = parser(80, 24);
        let mut session = Self {
            master: pair.master,
            child,
            writer,
            output,
            terminal,
            bytes: Vec::new(),
        };
        session.wait_for("尚无进展记录").wait_for("退出");
        session
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    fn text(&self) -> String {
        self.terminal.screen().contents()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        self.bytes.extend_from_slice(bytes);
    }

    /// Reads until the screen shows the text.
    fn wait_for(&mut self, text: &str) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        while !self.text().contains(text) {
            let wait = until.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(wait) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{text} never came ({error}):\n{}", self.text()),
            }
        }
        self
    }

    /// Reads until the program is gone, and returns whether it ended well.
    fn wait_for_end(&mut self) -> bool {
        let until = Instant::now() + PATIENCE;
        loop {
            let wait = until.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(wait) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it never ended:\n{}", self.text()),
            }
        }
        self.child.wait().unwrap().success()
    }

    fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.master.resize(size(columns, rows)).unwrap();
        self.terminal = parser(columns, rows);
        self
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let status = std::process::Command::new("kill")
            .args(["-s", name, &id])
            .status();
        assert!(status.unwrap().success());
    }

    fn wrote(&self, escape: &str) -> bool {
        self.bytes
            .windows(escape.len())
            .any(|window| window == escape.as_bytes())
    }
}

/// Reads a file as soon as another process has written text to it that holds `wanted`.
fn wait_for_file(file: &Path, wanted: &str) -> String {
    let until = Instant::now() + PATIENCE;
    loop {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        if text.contains(wanted) {
            return text;
        }
        assert!(Instant::now() < until, "{wanted} is not in {text:?}");
        std::thread::yield_now();
    }
}

const F2: &str = "\x1bOQ";

#[test]
fn a_note_is_typed_and_saved() {
    let mut session = Session::start(&[]);
    session
        .keys("j")
        .wait_for("2/8")
        .keys(F2)
        .wait_for("不得录入涉密信息");
    session
        .keys("进度正常，完成31所")
        .wait_for("进度正常，完成31所");
    // The cursor stands behind what was typed, where an input method opens its window.
    assert_eq!(session.terminal.screen().cursor_position(), (3, 13 + 18));
    assert!(!session.terminal.screen().hide_cursor());
    session.keys("\x13").wait_for("进展记录已保存");
    session.keys("q");
    assert!(session.wait_for_end());
    assert!(session.wrote("\x1b[?1049l") && session.wrote("\x1b[?2004l"));
}

#[test]
fn the_panes_follow_the_size_of_the_window() {
    let mut session = Session::start(&[]);
    session.resize(120, 40).wait_for("进展记录 (0)");
    session.resize(50, 10).wait_for("窗口太小");
    session.resize(80, 24).wait_for("尚无进展记录");
}

#[test]
fn an_idle_screen_sends_nothing() {
    let mut session = Session::start(&[]);
    session.keys("j").wait_for("2/8").wait_for("编制不足");
    let idle = session.output.recv_timeout(Duration::from_secs(3));
    assert_eq!(idle, Err(RecvTimeoutError::Timeout));
}

#[test]
fn what_was_typed_outlives_a_hangup_a_termination_and_a_kill() {
    for signal in ["HUP", "TERM", "KILL"] {
        let folder = tempfile::tempdir().unwrap();
        let draft = folder.path().join("draft");
        let mut session = Session::start(&[("GALLERY_DRAFT", &draft)]);
        session.keys(F2).wait_for("不得录入涉密信息");
        session.keys("线路不稳").wait_for("线路不稳");
        if signal == "KILL" {
            // Nobody is told of this one: the draft is kept a moment after the keys.
            wait_for_file(&draft, "线路不稳");
        }
        session.signal(signal);
        let well = session.wait_for_end();
        assert!(
            std::fs::read_to_string(&draft)
                .unwrap()
                .contains("线路不稳"),
            "{signal}"
        );
        assert_eq!(well, signal != "KILL", "{signal}");
        assert_eq!(session.wrote("\x1b[?1049l"), signal != "KILL", "{signal}");
    }
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let mut session = Session::start(&[("GALLERY_PANIC", Path::new("yes"))]);
    session.keys("H");
    assert!(!session.wait_for_end());
    assert!(session.wrote("\x1b[?1049l") && session.wrote("asked to panic"));
}

#[test]
fn a_long_text_is_written_in_the_persons_own_editor() {
    let folder = tempfile::tempdir().unwrap();
    let editor = folder.path().join("editor");
    std::fs::write(
        &editor,
        "#!/bin/sh\nprintf '第一段\\n第二段\\n' >> \"$1\"\n",
    )
    .unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut session = Session::start(&[("VISUAL", &editor)]);
    session
        .keys(F2)
        .wait_for("不得录入涉密信息")
        .keys("开头")
        .wait_for("开头");
    session.keys("\x0f").wait_for("第一段").wait_for("第二段");
    session.keys("尾").wait_for("第二段尾");
}
