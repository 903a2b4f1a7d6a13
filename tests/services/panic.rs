//! A program that panics in the middle of its screens; this test's own binary plays it.

use std::ops::ControlFlow;
use std::process::{Command, ExitCode};

use duban::config::Taste;
use duban::model::{
    Addition, Change, Detail, Document, Draft, Edit, ItemId, NoteDraft, OpId, Snapshot, StepDraft,
};
use duban::search::Field;
use duban::tui::app::Notice;
use duban::tui::app::work::{Reminder, Work};
use duban::tui::terminal::{self, Home, Start};

use crate::pty::Term;

/// Where the process that plays the program keeps its draft.
const DRAFT: &str = "DUBAN_TEST_DRAFT";

/// Set in the process that plays the program.
pub const CHILD: &str = "DUBAN_TEST_PANICS";

pub fn a_panic_gives_the_terminal_back() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .env(CHILD, "1")
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color");
    let mut term = Term::start(&command, 80, 24);
    term.until("its own screen", vt100::Screen::alternate_screen);
    let raw = term.modes();
    // The key that has the history read.
    term.send("H");
    assert!(!term.end().success());
    assert!(term.text().contains("asked to panic"), "{}", term.text());
    assert!(!term.look(vt100::Screen::alternate_screen));
    assert!(!term.look(vt100::Screen::hide_cursor));
    assert!(!term.look(vt100::Screen::bracketed_paste));
    assert_ne!(term.modes(), raw, "the line is still raw");
    // Nothing is drawn over what the person had before.
    assert!(!term.text().contains("F10"), "{}", term.text());
}

pub fn a_panic_keeps_what_was_typed() {
    let home = crate::common::Home::new();
    let draft = home.folder().join("draft");
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .env(CHILD, "1")
        .env(DRAFT, &draft)
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color");
    let mut term = Term::start(&command, 80, 24);
    term.until("its own screen", vt100::Screen::alternate_screen);
    // One packet: the key that has the worker panic, back, a form, and text of which no draft can be kept by then.
    term.send("H\x7fa2.9");
    assert!(!term.end().success());
    let kept = std::fs::read_to_string(&draft).unwrap();
    assert!(kept.contains("2.9"), "{kept}");
}

/// The screens on a home that panics when its history is asked for.
pub fn screens() -> ExitCode {
    let start = Start {
        taste: Taste::default(),
        review: None,
        meeting: None,
        scratch: std::env::temp_dir(),
        clock: duban::workspace::Clock::Wall,
        zone: chrono::FixedOffset::east_opt(8 * 3600).unwrap(),
        share: None,
    };
    match terminal::run(Box::new(Panicking), start) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

struct Panicking;

fn nothing<T>() -> Result<T, Notice> {
    Err(Notice::new("nothing"))
}

impl Home for Panicking {
    fn first_page(&mut self, _: usize) -> Result<Snapshot, Notice> {
        Ok(Snapshot::default())
    }
    fn snapshot(&mut self) -> Result<Snapshot, Notice> {
        Ok(Snapshot::default())
    }
    fn changed(&mut self) -> Result<bool, Notice> {
        Ok(false)
    }
    fn detail(&mut self, _: ItemId) -> Result<Detail, Notice> {
        nothing()
    }
    fn history(&mut self, _: Option<ItemId>) -> Result<Vec<Change>, Notice> {
        panic!("asked to panic")
    }
    fn texts(
        &mut self,
        _: &mut dyn FnMut(ItemId, Field, &str) -> ControlFlow<()>,
    ) -> Result<(), Notice> {
        Ok(())
    }
    fn record(&mut self, _: NoteDraft) -> Result<OpId, Notice> {
        nothing()
    }
    fn record_all(&mut self, _: Vec<NoteDraft>) -> Result<OpId, Notice> {
        nothing()
    }
    fn take_steps(&mut self, _: Vec<StepDraft>) -> Result<OpId, Notice> {
        nothing()
    }
    fn remind(&mut self, _: Reminder) -> Result<OpId, Notice> {
        nothing()
    }
    fn take_back(&mut self, _: OpId, _: String) -> Result<OpId, Notice> {
        nothing()
    }
    fn undoable(&mut self) -> Result<Vec<Change>, Notice> {
        Ok(Vec::new())
    }
    fn work(&mut self) -> Result<Work, Notice> {
        Ok(Work::default())
    }
    fn retract(&mut self, _: OpId, _: String) -> Result<OpId, Notice> {
        nothing()
    }
    fn edit(&mut self, _: Vec<Edit>) -> Result<OpId, Notice> {
        nothing()
    }
    fn add(&mut self, _: Addition) -> Result<OpId, Notice> {
        nothing()
    }
    fn adopt(&mut self, _: &Document, _: &[Edit]) -> Result<(), Notice> {
        nothing()
    }
    fn drafts(&mut self) -> Result<Vec<Draft>, Notice> {
        Ok(Vec::new())
    }
    fn save_draft(&mut self, draft: Draft) -> Result<Option<Notice>, Notice> {
        let file = std::env::var_os(DRAFT).unwrap();
        std::fs::write(file, format!("{:?}", draft.fields)).unwrap();
        Ok(None)
    }
    fn drop_draft(&mut self, _: &str, _: Option<ItemId>) -> Result<(), Notice> {
        Ok(())
    }
}
