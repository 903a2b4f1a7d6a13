//! Entering and leaving the terminal; it is always given back as it was.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};

use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use crate::platform;
use crate::tui::app::Notice;
use crate::words::{Words, fill};

/// Whether the terminal is ours at the moment; for the panic hook.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// The thread that draws. A panic of another one must not give the terminal back under its hands.
static DRAWING: OnceLock<ThreadId> = OnceLock::new();
/// What a thread that does not draw said when it panicked.
static LAST_WORDS: Mutex<Option<String>> = Mutex::new(None);

/// The time during which the terminal is ours.
#[derive(Debug)]
pub(super) struct Session {
    mouse: bool,
}

impl Session {
    /// Takes the terminal: raw keys, a screen of its own, pastes as one piece.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        DRAWING.get_or_init(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                let elsewhere = DRAWING.get() != Some(&thread::current().id());
                if elsewhere && ENTERED.load(Ordering::SeqCst) {
                    *last_words() = Some(panic.to_string());
                    return;
                }
                give_back();
                before(panic);
            }));
            thread::current().id()
        });
        let session = Self { mouse };
        session.resume()?;
        Ok(session)
    }

    /// Takes the terminal again after [`Session::leave`].
    pub(super) fn resume(&self) -> io::Result<()> {
        enable_raw_mode()?;
        ENTERED.store(true, Ordering::SeqCst);
        let mut out = io::stdout();
        execute!(out, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.mouse {
            execute!(out, EnableMouseCapture)?;
        }
        Ok(())
    }

    /// Gives the terminal back.
    pub(super) fn leave(&self) {
        give_back();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Whatever failed on the way; after a leave there is nothing left to give back.
        give_back();
    }
}

fn last_words() -> MutexGuard<'static, Option<String>> {
    LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The failure that stands for a thread that is gone, in its own words; read once the terminal is given back.
pub(super) fn lost() -> io::Error {
    let words = last_words().take();
    io::Error::other(words.unwrap_or_else(|| "a thread ended".to_owned()))
}

/// Whether the terminal is ours at the moment.
pub(super) fn holds_terminal() -> bool {
    ENTERED.load(Ordering::SeqCst)
}

/// Gives the terminal back, once; what fails is of no use to report any more.
fn give_back() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(
            out,
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show
        );
        let _ = out.flush();
        let _ = disable_raw_mode();
    }
}

/// Says why the screens cannot be shown here: not a terminal, too plain a one, or one that does not speak UTF-8.
#[must_use]
pub fn refusal(
    variable: impl Fn(&str) -> Option<String>,
    is_terminal: bool,
    words: &Words,
) -> Option<Notice> {
    let words = words.screen;
    if !is_terminal {
        return Some(Notice::new(words.not_a_terminal).hint(words.not_a_terminal_hint));
    }
    if !platform::ENVIRONMENT_TELLS_TERMINAL {
        return None;
    }
    if variable("TERM").as_deref() == Some("dumb") {
        return Some(Notice::new(words.dumb_terminal).hint(words.dumb_terminal_hint));
    }
    // POSIX: the first of these that is set and not empty decides. None at all says nothing about the terminal.
    let (name, value) = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| Some((name, variable(name).filter(|value| !value.is_empty())?)))?;
    let charset = value.to_ascii_lowercase();
    if charset.contains("utf-8") || charset.contains("utf8") {
        return None;
    }
    let setting = format!("{name}={value}");
    Some(Notice::new(fill(words.not_utf8, &[&setting])).hint(words.not_utf8_hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn refused(variables: &[(&str, &str)], is_terminal: bool) -> Option<String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        refusal(variable, is_terminal, Lang::En.words()).map(|notice| notice.message)
    }

    #[test]
    fn only_a_terminal_that_speaks_utf8_is_entered() {
        assert_eq!(refused(&[("LANG", "zh_CN.UTF-8")], true), None);
        assert_eq!(
            refused(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")], true),
            None
        );
        assert_eq!(refused(&[], true), None);
        let gbk = refused(&[("LC_ALL", "zh_CN.GBK"), ("LANG", "zh_CN.UTF-8")], true);
        assert!(gbk.is_some_and(|message| message.contains("LC_ALL=zh_CN.GBK")));
        assert!(refused(&[("LANG", "C")], true).is_some());
        assert!(refused(&[("TERM", "dumb"), ("LANG", "C.UTF-8")], true).is_some());
        assert!(refused(&[("LANG", "C.UTF-8")], false).is_some());
    }
}
