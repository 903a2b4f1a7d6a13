//! Why a command failed: in words on standard error, and as an exit code.

use std::process::ExitCode;

use super::out;
use crate::config::ConfigError;
use crate::words::Words;
use crate::workspace::{Failure, FollowFailure, Kind};

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// A verb could not do it.
    Failed(Failure),
    /// Wrong usage: what is wrong, and what would be right.
    Usage { message: String, hint: String },
    /// What was given cannot be taken: what is wrong with it, and what would be right.
    Wrong { message: String, hint: String },
    /// The settings are wrong.
    Settings(ConfigError),
}

impl Refusal {
    /// Wrong usage that says by itself what would be right.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            hint: String::new(),
        }
    }
}

impl From<FollowFailure> for Refusal {
    fn from(failure: FollowFailure) -> Self {
        Failure::from(failure).into()
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<ConfigError> for Refusal {
    fn from(error: ConfigError) -> Self {
        Self::Settings(error)
    }
}

/// Says on standard error why the screens could not be opened, and gives the exit code.
#[must_use]
pub fn report(words: &Words, failure: Failure) -> ExitCode {
    refuse(words, &failure.into())
}

/// Says something on standard error that is no failure.
#[must_use]
pub fn note(message: &str) -> ExitCode {
    out::note(message);
    ExitCode::SUCCESS
}

/// Says a message with its hint on standard error, and gives the exit code 1.
#[must_use]
pub fn report_refusal(words: &Words, message: &str, hint: &str) -> ExitCode {
    told(words, message, &[], hint)
}

/// The same with those between whom the choice is, a line each.
fn told(words: &Words, message: &str, choices: &[String], hint: &str) -> ExitCode {
    out::note(&format!("duban: {message}"));
    for choice in choices {
        out::note(&format!("  {choice}"));
    }
    if !hint.is_empty() {
        out::note(&format!("{}: {hint}", words.failure.hint));
    }
    ExitCode::FAILURE
}

pub(super) fn refuse(words: &Words, refusal: &Refusal) -> ExitCode {
    let (message, hint, kind) = match refusal {
        Refusal::Failed(failure) => {
            let hint = failure.hint(words).unwrap_or_default();
            (failure.message(words), hint, failure.kind())
        }
        Refusal::Usage { message, hint } => (message.clone(), hint.clone(), Kind::Usage),
        Refusal::Wrong { message, hint } => (message.clone(), hint.clone(), Kind::Refused),
        Refusal::Settings(error) => {
            let mut faults = error.say(words);
            let last = faults.pop().unwrap_or_default();
            for fault in faults {
                out::note(&format!("duban: {fault}"));
            }
            (last, words.cli.config_hint.to_owned(), Kind::Usage)
        }
    };
    let choices = match refusal {
        Refusal::Failed(failure) => failure.choices(words),
        _ => Vec::new(),
    };
    let refused = told(words, &message, &choices, &hint);
    match kind {
        Kind::Refused => refused,
        Kind::Usage => ExitCode::from(2),
        Kind::Damaged => ExitCode::from(3),
    }
}
