//! The `duban` program: flags, then the command line or the screens; nothing else.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::sync::Arc;

use duban::cli::{self, Asked, Session};
use duban::tui::terminal::{self, Exchange, OwnHome, OwnShare, Parting, Start};

fn main() -> ExitCode {
    match cli::run() {
        Asked::Done(code) => code,
        Asked::Screens(session) => screens(&session, None, None),
        Asked::Meeting(session, read_only) => screens(&session, None, Some(read_only)),
        Asked::Demo(session, whom) => demo(&session, whom.as_deref()),
        Asked::Review(session, plan) => screens(&session, Some(&plan), None),
    }
}

/// Opens the screens on made-up data, and throws it away afterwards where nobody said where to keep it.
fn demo(session: &Session, whom: Option<&str>) -> ExitCode {
    if let Some(code) = refused(session) {
        return code;
    }
    match cli::demo(session, whom) {
        Ok((session, thrown_away)) => {
            let code = screens(&session, None, None);
            drop(thrown_away);
            code
        }
        Err(code) => code,
    }
}

/// Says why there can be no screens here, if there can be none.
fn refused(session: &Session) -> Option<ExitCode> {
    let words = session.words();
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let notice = terminal::refusal(|name| std::env::var(name).ok(), is_terminal, words)?;
    Some(cli::report_refusal(words, &notice.message, &notice.hint))
}

/// Opens the screens, if there is a terminal that can show them.
fn screens(session: &Session, plan: Option<&[u8]>, meeting: Option<bool>) -> ExitCode {
    let words = session.words();
    if let Some(code) = refused(session) {
        return code;
    }
    let opened = cli::while_working(words, || match plan {
        None => session.open().map(|workspace| (workspace, None)),
        Some(bytes) => session.open_bare().and_then(|workspace| {
            let document = duban::import::document(workspace.read_plan(bytes)?);
            Ok((workspace, Some(Arc::new(document))))
        }),
    });
    let (workspace, review) = match opened {
        Ok(opened) => opened,
        Err(failure) => return cli::report(words, failure),
    };
    let (scratch, clock, zone) = (
        workspace.dir().to_owned(),
        workspace.clock(),
        workspace.zone(),
    );
    let is_shared = workspace.share_dir().is_ok_and(|share| share.is_some());
    session.unlock(is_shared.then_some(&workspace));
    let share = is_shared
        .then(|| -> Box<dyn Exchange> { Box::new(OwnShare::new(session.opening(), words)) });
    let start = Start {
        taste: session.config.taste.clone(),
        review,
        meeting,
        scratch,
        clock,
        zone,
        share,
    };
    match terminal::run(Box::new(OwnHome::new(workspace, words)), start) {
        Ok(Parting::Silent) => ExitCode::SUCCESS,
        Ok(Parting::Unsent) => cli::note(words.screen.share_unsent),
        Err(error) => cli::report_refusal(words, &error.to_string(), ""),
    }
}
