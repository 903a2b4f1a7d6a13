//! Saying what a command is at once it takes longer than a second, and for how long it has been.
//!
//! Only a person hears it: a script, whose standard error is no terminal, does not. What is printed takes its place, and
//! it rests while a person is asked or reads.

use std::io::{self, IsTerminal as _, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::text::cells::width;
use crate::words::{Words, fill};

/// After how long it begins to be said, and how often it is said anew.
const EVERY: Duration = Duration::from_secs(1);

/// What stands on the terminal now.
#[derive(Debug)]
struct State {
    /// What is being done.
    what: &'static str,
    /// How many cells of the line are taken.
    shown: usize,
    /// How many wait for a person.
    resting: usize,
}

static STATE: Mutex<State> = Mutex::new(State {
    what: "",
    shown: 0,
    resting: 0,
});

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn say(&mut self, line: &str, out: &mut dyn Write) {
        let left = self.shown.saturating_sub(width(line));
        let _ = write!(out, "\r{line}{}", " ".repeat(left)).and_then(|()| out.flush());
        self.shown = width(line).max(self.shown);
    }

    fn clear(&mut self, out: &mut dyn Write) {
        if self.shown > 0 {
            let blank = " ".repeat(std::mem::take(&mut self.shown));
            let _ = write!(out, "\r{blank}\r").and_then(|()| out.flush());
        }
    }
}

/// Does something, saying meanwhile what it is at.
pub fn while_working<T>(words: &'static Words, act: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return act();
    }
    on(words.cli.working_at_it);
    let (working, ended) = mpsc::channel::<()>();
    let teller = std::thread::spawn(move || tell(words, EVERY, &ended, &mut io::stderr()));
    let done = act();
    drop(working);
    let _ = teller.join();
    done
}

/// What is being done from now on.
pub(super) fn on(what: &'static str) {
    state().what = what;
}

fn tell(words: &Words, every: Duration, ended: &Receiver<()>, out: &mut dyn Write) {
    let mut seconds = 0_u64;
    while ended.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
        seconds += 1;
        let mut state = state();
        if state.resting == 0 {
            let what = state.what;
            let line = fill(words.cli.working, &[what, &seconds.to_string()]);
            state.say(&line, out);
        }
    }
    state().clear(out);
}

/// The line for something to be printed; nothing else is said until it is dropped.
pub(super) fn line() -> impl Drop {
    let mut state = state();
    state.clear(&mut io::stderr());
    Line(state)
}

struct Line(MutexGuard<'static, State>);

impl Drop for Line {
    fn drop(&mut self) {
        self.0.shown = 0;
    }
}

/// Rests until it is dropped: a person is asked, or reads.
pub(super) fn rest() -> impl Drop {
    let mut state = state();
    state.clear(&mut io::stderr());
    state.resting += 1;
    Rest
}

struct Rest;

impl Drop for Rest {
    fn drop(&mut self) {
        state().resting -= 1;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::words::Lang;

    /// Hands on what is written, piece by piece.
    struct Pipe(mpsc::Sender<String>);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.send(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_takes_long_is_told_with_its_seconds_rests_for_a_person_and_leaves_nothing_behind() {
        let (said, heard) = mpsc::channel();
        let (working, ended) = mpsc::channel();
        on("正在核对");
        let words = Lang::Zh.words();
        let every = Duration::from_millis(1);
        let teller = std::thread::spawn(move || tell(words, every, &ended, &mut Pipe(said)));
        let mut seen = String::new();
        while !seen.contains("正在核对.. 2 秒") {
            seen.push_str(&heard.recv().unwrap());
        }
        let resting = rest();
        // What was on its way; nothing comes after it.
        while heard.recv_timeout(Duration::from_millis(50)).is_ok() {}
        drop(resting);
        heard.recv().unwrap();
        drop(working);
        teller.join().unwrap();
        let left: String = heard.iter().collect();
        assert!(left.ends_with("  \r"), "the line is blank: {left:?}");
    }
}
