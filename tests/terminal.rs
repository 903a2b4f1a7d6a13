//! The screens on a real pseudo-terminal: keys, size, signals, panics, the person's editor.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use duban::config::Taste;
use duban::model::{
    Addition, Change, Detail, Document, Draft, Edit, ItemId, NoteDraft, OpId, Snapshot,
};
use duban::search::Field;
use duban::tui::app::Notice;
use duban::tui::terminal::{self, Home, Start};
use libtest_mimic::{Arguments, Trial};
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

impl Session {
    /// Opens the screens on a home, and waits until they are complete.
    fn start(home: &Path, variables: &[(&str, &Path)]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_duban"));
        command.args(["--home".as_ref(), home.as_os_str()]);
        command.env("XDG_CONFIG_HOME", home.join("no-config"));
        for (name, value) in variables {
            command.env(name, value);
        }
        let mut session = Self::spawn(command);
        session.wait_for("尚无进展记录").wait_for("退出");
        session
    }

    fn spawn(mut command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
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
        Self {
            master: pair.master,
            child,
            writer,
            output,
            terminal,
            bytes: Vec::new(),
        }
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

    /// Reads until nothing came for a while.
    fn wait_quiet(&mut self) -> &mut Self {
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(500)) {
            self.take(&bytes);
        }
        self
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

    /// Waits until the program is stopped.
    fn wait_stopped(&self) {
        let id = self.child.process_id().unwrap().to_string();
        let until = Instant::now() + PATIENCE;
        loop {
            let mut ps = std::process::Command::new("ps");
            let state = ps.args(["-o", "stat=", "-p", &id]).output().unwrap().stdout;
            if String::from_utf8_lossy(&state).trim().starts_with('T') {
                return;
            }
            assert!(Instant::now() < until, "it never stopped");
            std::thread::yield_now();
        }
    }

    fn wrote(&self, escape: &str) -> bool {
        self.bytes
            .windows(escape.len())
            .any(|window| window == escape.as_bytes())
    }
}

const F2: &str = "\x1bOQ";

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder for a home that is gone after the test.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Whether a draft of this home holds a text.
fn is_drafted(home: &Path, text: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(home.join("drafts")) else {
        return false;
    };
    let files = entries.flatten().map(|entry| entry.path());
    files
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .any(|path| std::fs::read_to_string(&path).is_ok_and(|draft| draft.contains(text)))
}

fn a_note_is_typed_and_found_again() {
    let home = folder();
    let mut session = Session::start(home.path(), &[]);
    session
        .keys("/xljk")
        .wait_for("1/1")
        .keys("\r")
        .wait_for("进展记录 (0)");
    session.keys(F2).wait_for("不得录入涉密信息");
    session
        .keys("进度正常，完成31所")
        .wait_for("进度正常，完成31所");
    // The cursor stands behind what was typed, where an input method opens its window.
    assert_eq!(session.terminal.screen().cursor_position(), (3, 13 + 18));
    assert!(!session.terminal.screen().hide_cursor());
    session
        .keys("\x13")
        .wait_for("进展记录已保存")
        .wait_for("进展记录 (1)");
    session.keys("q");
    assert!(session.wait_for_end());
    assert!(session.wrote("\x1b[?1049l") && session.wrote("\x1b[?2004l"));
    let mut later = Session::start(home.path(), &[]);
    later.keys("/xljk").wait_for("完成31所");
}

fn the_panes_follow_the_size_of_the_window() {
    let home = folder();
    let mut session = Session::start(home.path(), &[]);
    session.resize(120, 40).wait_for("进展记录 (0)");
    session.resize(50, 10).wait_for("窗口太小");
    session.resize(80, 24).wait_for("尚无进展记录");
}

fn an_idle_screen_sends_nothing() {
    let home = folder();
    let mut session = Session::start(home.path(), &[]);
    session.keys("j").wait_for("2/51").wait_for("2.1.2 提升");
    // What the cursor's rest brings.
    session.wait_quiet();
    let idle = session.output.recv_timeout(Duration::from_secs(3));
    assert_eq!(idle, Err(RecvTimeoutError::Timeout));
}

fn another_process_is_seen_without_a_key() {
    let home = folder();
    let mut session = Session::start(home.path(), &[]);
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(["--home".as_ref(), home.path().as_os_str()])
        .args(["note", "2.1.1", "--progress", "旁人所写"])
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.unwrap().success());
    session.wait_for("旁人所写");
}

fn what_was_typed_outlives_a_hangup_a_termination_and_a_kill() {
    for signal in ["HUP", "TERM", "KILL"] {
        let home = folder();
        let mut session = Session::start(home.path(), &[]);
        session.keys(F2).wait_for("不得录入涉密信息");
        session.keys("线路不稳").wait_for("线路不稳");
        if signal == "KILL" {
            // Nobody is told of this one: the draft is kept a moment after the keys.
            let until = Instant::now() + PATIENCE;
            while !is_drafted(home.path(), "线路不稳") {
                assert!(Instant::now() < until, "no draft was kept");
                std::thread::yield_now();
            }
        }
        session.signal(signal);
        let well = session.wait_for_end();
        assert_eq!(well, signal != "KILL", "{signal}");
        assert_eq!(session.wrote("\x1b[?1049l"), signal != "KILL", "{signal}");
        let mut later = Session::start(home.path(), &[]);
        later.wait_for("有 1 份未提交的草稿").keys(F2);
        later.wait_for("草稿").wait_for("线路不稳");
    }
}

fn a_stop_gives_the_terminal_back_and_going_on_takes_it_again() {
    let home = folder();
    let mut session = Session::start(home.path(), &[]);
    session.keys("j").wait_for("2/51").wait_quiet();
    session.signal("TSTP");
    session.wait_stopped();
    session.wait_quiet();
    assert!(session.wrote("\x1b[?1049l") && session.wrote("\x1b[?2004l"));
    // Whoever used the terminal meanwhile left another screen.
    session.terminal = parser(80, 24);
    session.bytes.clear();
    session.signal("CONT");
    session.wait_for("2/51").wait_for("退出");
    assert!(session.wrote("\x1b[?1049h") && session.wrote("\x1b[?2004h"));
    session.keys("j").wait_for("3/51").keys("q");
    assert!(session.wait_for_end());
}

fn a_stop_reaches_the_program_while_an_editor_has_the_terminal() {
    use std::os::unix::fs::PermissionsExt as _;
    let (home, tools) = (folder(), folder());
    let editor = tools.path().join("editor");
    let script = "#!/bin/sh\necho 编辑中\nread line\nprintf '编好了\\n' >> \"$1\"\n";
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut session = Session::start(home.path(), &[("VISUAL", &editor)]);
    session.keys(F2).wait_for("不得录入涉密信息");
    session.keys("\x0f").wait_for("编辑中");
    session.signal("TSTP");
    session.wait_stopped();
    session.signal("CONT");
    session
        .keys("\n")
        .wait_for("编好了")
        .wait_for("不得录入涉密信息");
}

fn an_unmarked_paste_into_a_list_does_nothing() {
    let home = folder();
    let mut session = Session::start(home.path(), &[]);
    session.keys("quit now\rXaq").wait_for("像是粘贴");
    session.keys("jj").wait_for("3/51");
    session.keys("q");
    assert!(session.wait_for_end());
}

fn a_long_text_is_written_in_the_persons_own_editor() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = folder();
    let tools = folder();
    let editor = tools.path().join("editor");
    std::fs::write(
        &editor,
        "#!/bin/sh\nprintf '第一段\\n第二段\\n' >> \"$1\"\n",
    )
    .unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut session = Session::start(home.path(), &[("VISUAL", &editor)]);
    session
        .keys(F2)
        .wait_for("不得录入涉密信息")
        .keys("开头")
        .wait_for("开头");
    session.keys("\x0f").wait_for("第一段").wait_for("第二段");
    session.keys("尾").wait_for("第二段尾");
    // Nothing of it stays beside the home.
    let left = std::fs::read_dir(home.path()).unwrap().flatten();
    assert!(
        left.into_iter()
            .all(|entry| !entry.file_name().to_string_lossy().starts_with("edit-"))
    );
}

fn no_color_is_respected() {
    let home = folder();
    let mut session = Session::start(home.path(), &[("NO_COLOR", Path::new("1"))]);
    session.keys("j").wait_for("2/51");
    let text = String::from_utf8_lossy(&session.bytes).into_owned();
    for escape in ["[38;", "[48;", ";38;", ";48;", "[31m", "[44m"] {
        assert!(!text.contains(escape), "{escape:?}");
    }
    // The selection is turned over instead.
    assert!(text.contains("\x1b[7m"));
}

fn a_panic_gives_the_terminal_back() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.env(CHILD, "1");
    let mut session = Session::spawn(command);
    assert!(!session.wait_for_end());
    assert!(session.wrote("\x1b[?1049h") && session.wrote("\x1b[?1049l"));
    assert!(session.wrote("asked to panic"));
}

/// Set in the process that plays a program whose home panics.
const CHILD: &str = "DUBAN_TEST_PANICKING_CHILD";

/// A home that panics at the first question.
struct Panicking;

impl Home for Panicking {
    fn first_page(&mut self, _: usize) -> Result<Snapshot, Notice> {
        panic!("asked to panic")
    }
    fn snapshot(&mut self) -> Result<Snapshot, Notice> {
        Ok(Snapshot::default())
    }
    fn changed(&mut self) -> Result<bool, Notice> {
        Ok(false)
    }
    fn detail(&mut self, _: ItemId) -> Result<Detail, Notice> {
        Err(Notice::new(""))
    }
    fn history(&mut self, _: Option<ItemId>) -> Result<Vec<Change>, Notice> {
        Ok(Vec::new())
    }
    fn texts(
        &mut self,
        _: &mut dyn FnMut(ItemId, Field, &str) -> ControlFlow<()>,
    ) -> Result<(), Notice> {
        Ok(())
    }
    fn record(&mut self, _: NoteDraft) -> Result<OpId, Notice> {
        Err(Notice::new(""))
    }
    fn retract(&mut self, _: OpId, _: String) -> Result<OpId, Notice> {
        Err(Notice::new(""))
    }
    fn edit(&mut self, _: Vec<Edit>) -> Result<OpId, Notice> {
        Err(Notice::new(""))
    }
    fn add(&mut self, _: Addition) -> Result<OpId, Notice> {
        Err(Notice::new(""))
    }
    fn adopt(&mut self, _: &Document, _: &[Edit]) -> Result<(), Notice> {
        Ok(())
    }
    fn drafts(&mut self) -> Result<Vec<Draft>, Notice> {
        Ok(Vec::new())
    }
    fn save_draft(&mut self, _: Draft) -> Result<(), Notice> {
        Ok(())
    }
    fn drop_draft(&mut self, _: &str, _: Option<ItemId>) -> Result<(), Notice> {
        Ok(())
    }
}

fn main() -> ExitCode {
    if std::env::var_os(CHILD).is_some() {
        let start = Start {
            taste: Taste::default(),
            review: None,
            scratch: std::env::temp_dir(),
        };
        return match terminal::run(Box::new(Panicking), start) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let tests: [(&str, fn()); 11] = [
        (
            "a_stop_reaches_the_program_while_an_editor_has_the_terminal",
            a_stop_reaches_the_program_while_an_editor_has_the_terminal,
        ),
        (
            "a_stop_gives_the_terminal_back_and_going_on_takes_it_again",
            a_stop_gives_the_terminal_back_and_going_on_takes_it_again,
        ),
        (
            "an_unmarked_paste_into_a_list_does_nothing",
            an_unmarked_paste_into_a_list_does_nothing,
        ),
        (
            "a_note_is_typed_and_found_again",
            a_note_is_typed_and_found_again,
        ),
        (
            "the_panes_follow_the_size_of_the_window",
            the_panes_follow_the_size_of_the_window,
        ),
        ("an_idle_screen_sends_nothing", an_idle_screen_sends_nothing),
        (
            "another_process_is_seen_without_a_key",
            another_process_is_seen_without_a_key,
        ),
        (
            "what_was_typed_outlives_a_hangup_a_termination_and_a_kill",
            what_was_typed_outlives_a_hangup_a_termination_and_a_kill,
        ),
        (
            "a_long_text_is_written_in_the_persons_own_editor",
            a_long_text_is_written_in_the_persons_own_editor,
        ),
        ("no_color_is_respected", no_color_is_respected),
        (
            "a_panic_gives_the_terminal_back",
            a_panic_gives_the_terminal_back,
        ),
    ];
    let trials = tests.into_iter().map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}
