//! The program in a terminal, as a person sits before it: what is tested here is the wiring from key to disk and back.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    unreachable_pub
)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../pty/mod.rs"]
mod pty;

mod asks;
mod bytes;
mod drafts;
mod figures;
mod keys;
mod live;
mod meeting;
mod note;
mod reports;
mod screens;
mod share;
mod start;
mod tables;

use std::path::PathBuf;

use common::Home;
use pty::Term;

/// A home with the screens open on it.
trait Screens {
    /// Opens the screens and waits for the whole plan.
    fn screens(&self, args: &[&str], cols: u16, rows: u16) -> Term;
    /// Opens the screens with more in the environment.
    fn screens_with(&self, args: &[&str], env: &[(&str, &str)], cols: u16, rows: u16) -> Term;
    /// The drafts on disk: file and content.
    fn drafts(&self) -> Vec<(PathBuf, String)>;
}

impl Screens for Home {
    fn screens(&self, args: &[&str], cols: u16, rows: u16) -> Term {
        let mut term = self.screens_with(args, &[], cols, rows);
        term.enter_ledger();
        term
    }

    fn screens_with(&self, args: &[&str], env: &[(&str, &str)], cols: u16, rows: u16) -> Term {
        let mut command = self.command(args);
        command
            .env("TERM", "xterm-256color")
            .envs(env.iter().copied());
        Term::start(&command, cols, rows)
    }

    fn drafts(&self) -> Vec<(PathBuf, String)> {
        let Ok(folder) = std::fs::read_dir(self.dir().join("drafts")) else {
            return Vec::new();
        };
        folder
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
            .filter_map(|path| {
                // It may be replaced at this moment.
                let text = std::fs::read_to_string(&path).ok()?;
                Some((path, text))
            })
            .collect()
    }
}

/// Waits until a draft on disk holds these words.
fn until_kept(home: &Home, words: &str) -> PathBuf {
    let deadline = std::time::Instant::now() + pty::PATIENCE;
    loop {
        let drafts = home.drafts();
        if let Some((path, _)) = drafts.iter().find(|(_, text)| text.contains(words)) {
            return path.clone();
        }
        assert!(
            std::time::Instant::now() < deadline,
            "no draft holds {words}: {drafts:?}"
        );
        // Nothing tells of a new file; look again soon.
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// What a terminal sends for a key.
mod press {
    pub const ENTER: &str = "\r";
    pub const TAB: &str = "\t";
    pub const ESC: &str = "\x1b";
    pub const UP: &str = "\x1b[A";
    pub const DOWN: &str = "\x1b[B";
    pub const END: &str = "\x1b[F";
    pub const F2: &str = "\x1bOQ";
    pub const F3: &str = "\x1bOR";
    pub const F10: &str = "\x1b[21~";
    pub const CTRL_C: &str = "\x03";
    pub const CTRL_D: &str = "\x04";
    pub const CTRL_E: &str = "\x05";
    pub const CTRL_O: &str = "\x0f";
    pub const CTRL_P: &str = "\x10";
    pub const CTRL_S: &str = "\x13";
    pub const CTRL_T: &str = "\x14";
}

/// The line of the ledger under the cursor.
fn selected(screen: &vt100::Screen) -> String {
    screen
        .contents()
        .lines()
        .find(|line| line.starts_with('>'))
        .unwrap_or_default()
        .to_owned()
}
