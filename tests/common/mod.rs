//! What the tests of the program share: a home of its own and the real binary run on it.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use duban::config::Config;
use duban::workspace::{Keyring, Opening, Workspace};

pub mod office;

/// A test that reports itself as ignored, with what it lacks, where something that it needs is missing.
pub fn trial(
    name: &str,
    missing: impl Fn() -> Option<String> + Send + 'static,
    test: impl FnOnce() -> Result<(), libtest_mimic::Failed> + Send + 'static,
) -> libtest_mimic::Trial {
    libtest_mimic::Trial::ignorable_test(name, move || {
        if let Some(missing) = missing() {
            return Ok(libtest_mimic::Completion::ignored_with(missing));
        }
        test()?;
        Ok(libtest_mimic::Completion::Completed)
    })
}

/// A home in a folder that goes away with it.
pub struct Home {
    folder: tempfile::TempDir,
}

/// What a run printed and how it ended.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The folder that holds the home and whatever else a test puts there.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn database(&self) -> PathBuf {
        self.dir().join("duban.sqlite3")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.folder())
            .env("USER", "tester")
            .env("LANG", "C.UTF-8")
            .env("DUBAN_HOME", self.dir())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().unwrap())
    }

    /// Runs and insists that it went well.
    pub fn ok(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(run.code, 0, "duban {args:?}: {}{}", run.out, run.err);
        run.out
    }

    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    pub fn spawn(&self, args: &[&str]) -> Child {
        self.command(args).spawn().unwrap()
    }

    pub fn run_with_input(&self, args: &[&str], input: &str) -> Run {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        Run::of(child.wait_with_output().unwrap())
    }

    /// The home opened through the library, with the embedded plan in force.
    pub fn open(&self) -> Workspace {
        let (mut workspace, _) = Workspace::open(&self.opening()).unwrap();
        workspace.adopt_embedded_plan(now()).unwrap();
        workspace
    }

    pub fn opening(&self) -> Opening {
        Opening {
            home: self.dir(),
            config: Config::read(Path::new("config.toml"), "").unwrap(),
            keys: Keyring::default(),
            login: "tester".to_owned(),
            host: "here".to_owned(),
            now: now(),
        }
    }

    /// The database as any other program sees it.
    pub fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.database()).unwrap()
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}

pub fn day(text: &str) -> duban::model::Day {
    text.parse().unwrap()
}
