//! A share that hangs, as a network folder does; this test's own binary plays the program, on a real home.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use duban::config::{Config, Taste};
use duban::tui::app::{Notice, Trouble};
use duban::tui::terminal::{self, Done, Exchange, OwnHome, Parting, Start};
use duban::words::Lang;
use duban::workspace::{Keyring, Opening, Workspace};

use crate::common::Home;
use crate::pty::Term;

/// Set to the home's folder in the process that plays the program.
pub const CHILD: &str = "DUBAN_TEST_HANGS";

struct Hanging;

impl Exchange for Hanging {
    fn exchange(&mut self, _: bool) -> Result<Option<Done>, Trouble> {
        loop {
            std::thread::park();
        }
    }

    fn silent(&self) -> Trouble {
        Notice::new("共享文件夹没有回应").into()
    }
}

pub fn a_share_that_hangs_holds_nobody_up() {
    let home = Home::new();
    let share = tempfile::tempdir().unwrap();
    home.ok(&["share", "create", share.path().to_str().unwrap()]);
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .env(CHILD, home.dir())
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color");
    let mut term = Term::start(&command, 80, 24);
    term.enter_ledger();
    term.send("\x1bOQ");
    term.shows("不得录入涉密信息");
    term.send("共享卡住时记的");
    term.shows("共享卡住时记的");
    term.send("\x13");
    term.shows("已保存");
    assert!(home.ok(&["show", "2.1.1"]).contains("共享卡住时记的"));
    // A share that does not answer is told of without being asked, in the place where its state stands.
    term.shows("离线");
    let asked = Instant::now();
    term.send("\x1b[21~");
    assert!(term.end().success());
    // Leaving waits three seconds for the share, and not for ever.
    assert!(asked.elapsed() < Duration::from_secs(20));
    assert!(term.text().contains("Unsent"), "{}", term.text());
}

pub fn screens() -> ExitCode {
    let opening = Opening {
        home: std::env::var_os(CHILD).unwrap().into(),
        config: Config::read(std::path::Path::new("config.toml"), "").unwrap(),
        keys: Keyring::default(),
        login: "tester".to_owned(),
        host: "here".to_owned(),
        now: chrono::Utc::now(),
    };
    let (workspace, _) = Workspace::open(&opening).unwrap();
    let start = Start {
        taste: Taste::default(),
        review: None,
        meeting: None,
        scratch: std::env::temp_dir(),
        clock: workspace.clock(),
        zone: workspace.zone(),
        share: Some(Box::new(Hanging)),
    };
    let home = Box::new(OwnHome::new(workspace, Lang::Zh.words()));
    let parting = terminal::run(home, start).unwrap();
    assert_eq!(parting, Parting::Unsent);
    eprintln!("{parting:?}");
    ExitCode::SUCCESS
}
