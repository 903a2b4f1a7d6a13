//! `duban demo`: two years of made-up follow-up to look at and to try things on.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::working::{self, while_working};
use super::{Refusal, Session, out, refuse};
use crate::model::Day;
use crate::words::fill;
use crate::workspace::{Demo, Failure, Passing, Scope, Workspace, build_demo, temporary_folder};

/// The day at which a demo stands unless another is asked for.
const USUAL: (i32, u32, u32) = (2024, 5, 17);

/// A demo that is there by now.
struct Made {
    home: PathBuf,
    day: Day,
    /// The folder it lies in, where nobody named one.
    folder: Option<Passing>,
}

/// Opens the demo that the session asks for, making it up if it is not there, and says on standard error where it is.
/// Gives the session on it, and what is thrown away once it was looked at.
///
/// # Errors
///
/// If the home that is named is no demo, or it cannot be made; then that was said, and this is the exit code.
pub fn demo(session: &Session, name: Option<&str>) -> Result<(Session, Option<Passing>), ExitCode> {
    let words = session.words();
    let made = while_working(words, || make(session, name));
    let made = made.map_err(|refusal| refuse(words, &refusal))?;
    let (place, day) = (shown(&made.home), made.day.to_string());
    out::note(&match &made.folder {
        Some(_) => fill(words.cli.demo_thrown_away, &[&place, &day]),
        None => fill(words.cli.demo_kept, &[&place, &day, &place]),
    });
    Ok((on(session, made.home), made.folder))
}

/// Makes a demo and keeps it.
pub(super) fn keep(session: &Session, name: Option<&str>) -> Result<(), Refusal> {
    let made = make(session, name)?;
    let (place, day) = (shown(&made.home), made.day.to_string());
    if let Some(folder) = made.folder {
        folder.keep();
    }
    let words = session.words().cli;
    out::say(&fill(words.demo_kept, &[&place, &day, &place]));
    Ok(())
}

fn make(session: &Session, name: Option<&str>) -> Result<Made, Refusal> {
    let (home, folder) = if session.home_is_chosen {
        (session.home.clone(), None)
    } else {
        let folder = temporary_folder()?;
        (folder.path().join("home"), Some(folder))
    };
    let asked = session.scope.as_of;
    let day = match existing(&on(session, home.clone()))? {
        Some((Demo { day }, _)) if asked.is_some_and(|asked| asked != day) => {
            return Err(Failure::DemoOf(day).into());
        }
        Some((_, whose)) if name.is_some_and(|name| name.trim() != whose) => {
            return Err(Failure::DemoOfAnother(whose).into());
        }
        Some((Demo { day }, _)) => day,
        None => {
            let usual = Day::from_ymd_opt(USUAL.0, USUAL.1, USUAL.2);
            let day = asked.or(usual).unwrap_or_default();
            working::on(session.words().cli.working_making_up);
            build_demo(&home, day, name)?;
            day
        }
    };
    Ok(Made { home, day, folder })
}

/// The session on a demo, which shows its own present.
fn on(session: &Session, home: PathBuf) -> Session {
    Session {
        home,
        scope: Scope {
            as_of: None,
            ..session.scope
        },
        ..session.clone()
    }
}

/// The demo that is there, if one is, and whose home it is. A home that holds what is true is left alone, and so is a folder with anything
/// else in it.
fn existing(session: &Session) -> Result<Option<(Demo, String)>, Failure> {
    let home = &session.home;
    if Workspace::is_in(home) {
        let (workspace, _) = Workspace::open(&session.opening())?;
        let demo = workspace.demo();
        let demo = demo.ok_or_else(|| Failure::NotADemo(home.clone()))?;
        let whose = workspace.snapshot(0, workspace.now())?.me.name.clone();
        return Ok(Some((demo, whose)));
    }
    let mut inside = home.read_dir().into_iter().flatten();
    match inside.next() {
        Some(_) => Err(Failure::DemoNotEmpty(home.clone())),
        None => Ok(None),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
