//! Asking a person.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use super::Refusal;
use super::{out, working};

/// Asks a person; a script, which cannot answer, is refused with `otherwise`.
pub(super) fn agreed(question: &str, otherwise: &str) -> Result<bool, Refusal> {
    if !std::io::stdin().is_terminal() {
        return Err(Refusal::usage(otherwise));
    }
    let _resting = working::rest();
    let mut out = std::io::stdout().lock();
    // What cannot be asked is not answered with yes.
    let _ = out
        .write_all(question.as_bytes())
        .and_then(|()| out.flush());
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    let yes = ["y", "yes", "是", "ｙ", "一致"];
    Ok(read.is_ok() && yes.contains(&answer.trim().to_lowercase().as_str()))
}

/// Shows what is about to be done, and asks; `yes` was said beforehand.
pub(super) fn confirmed(
    preview: &[String],
    question: &str,
    otherwise: &str,
    yes: bool,
) -> Result<bool, Refusal> {
    for line in preview {
        out::say(line);
    }
    Ok(yes || agreed(question, otherwise)?)
}
