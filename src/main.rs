//! The `duban` program: flags, then the command line or the screens; nothing else.

use std::process::ExitCode;

use duban::cli::{self, Asked};

fn main() -> ExitCode {
    match cli::run() {
        Asked::Done(code) => code,
        Asked::Screens(_) | Asked::Review(..) => ExitCode::FAILURE,
    }
}
