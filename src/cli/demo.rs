//! `duban demo`: two years of made-up follow-up to look at and to try things on.

use std::path::{Path, PathBuf};

use super::{Next, Refusal, Session, out};
use crate::model::Day;
use crate::words::fill;
use crate::workspace::{Demo, Failure, Scope, Workspace, build_demo, temporary_folder};

/// The day at which a demo stands unless another is asked for.
const USUAL: (i32, u32, u32) = (2024, 5, 17);

/// A folder that goes away with it.
#[derive(Debug)]
pub struct ThrownAway(PathBuf);

impl Drop for ThrownAway {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A demo that is there by now.
pub(super) struct Opened {
    /// Where it is; it shows its own present.
    pub(super) session: Session,
    /// What is thrown away once it was looked at.
    pub(super) thrown_away: Option<ThrownAway>,
}

pub(super) fn run(session: &Session, no_screen: bool) -> Result<Next, Refusal> {
    let words = session.words().cli;
    let asked = session.scope.as_of;
    let (home, folder) = if session.home_is_chosen {
        (session.home.clone(), None)
    } else {
        let folder = temporary_folder()?;
        (folder.join("home"), Some(ThrownAway(folder)))
    };
    let mut demo = session.with_home(home.clone());
    demo.scope = Scope {
        as_of: None,
        ..session.scope
    };
    let day = match existing(&demo)? {
        Some(Demo { day }) if asked.is_none_or(|asked| asked == day) => day,
        Some(Demo { day }) => return Err(Failure::DemoOf(day).into()),
        None => {
            let usual = Day::from_ymd_opt(USUAL.0, USUAL.1, USUAL.2);
            let day = asked.or(usual).unwrap_or_default();
            out::note(words.demo_building);
            build_demo(&home, day)?;
            day
        }
    };
    let (place, day) = (shown(&home), day.to_string());
    if no_screen {
        // It was asked for to be kept.
        folder.map(std::mem::forget);
        out::say(&fill(words.demo_kept, &[&place, &day, &place]));
        return Ok(Next::Done(std::process::ExitCode::SUCCESS));
    }
    out::note(&match &folder {
        Some(_) => fill(words.demo_thrown_away, &[&place, &day]),
        None => fill(words.demo_kept, &[&place, &day, &place]),
    });
    Ok(Next::Demo(Box::new(Opened {
        session: demo,
        thrown_away: folder,
    })))
}

/// The demo that is there, if one is. A home that holds what is true is left alone, and so is a folder with anything
/// else in it.
fn existing(session: &Session) -> Result<Option<Demo>, Failure> {
    let home = &session.home;
    if Workspace::is_in(home) {
        let (workspace, _) = Workspace::open(&session.opening())?;
        let demo = workspace.demo();
        return demo
            .ok_or_else(|| Failure::NotADemo(home.clone()))
            .map(Some);
    }
    let mut inside = home.read_dir().into_iter().flatten();
    match inside.next() {
        Some(_) => Err(Failure::Exists(home.clone())),
        None => Ok(None),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
