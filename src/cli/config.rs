//! `duban config check`: is the settings file right, and where does it belong.

use std::path::Path;

use super::session::read_settings;
use super::{Refusal, Session, list, out};
use crate::config::{Config, Judge};
use crate::model::{Department, Snapshot};
use crate::search::{Context, Filter, NotAColumn, Reason, Sort};
use crate::words::{Words, fill};
use crate::workspace::{Workspace, check_identity, default_config, find_department};

pub(super) fn check(session: &Session, file: Option<&Path>) -> Result<(), Refusal> {
    let words = session.words();
    let place = default_config()?;
    out::say(&fill(
        words.cli.config_path,
        &[&place.display().to_string()],
    ));
    let file = file.or(session.named_config.as_deref());
    let path = file.unwrap_or(&place);
    let Some(text) = read_settings(path, file.is_some())? else {
        out::say(words.cli.config_none);
        return Ok(());
    };
    let snapshot = snapshot(session);
    let judge = ByHome {
        snapshot: snapshot.as_ref(),
        words,
    };
    Config::judged(path, text, &judge)?;
    out::say(&fill(words.cli.config_good, &[&path.display().to_string()]));
    Ok(())
}

/// The home that filters and departments are judged by, if there is one that can be opened.
fn snapshot(session: &Session) -> Option<Snapshot> {
    if !Workspace::is_in(&session.home) {
        return None;
    }
    let mut opening = session.opening();
    // Whether there is such a department is what is asked.
    opening.config.me.department.clear();
    opening.config.identity.clear();
    let (workspace, _) = Workspace::open(&opening).ok()?;
    workspace.snapshot(0, workspace.now()).ok()
}

struct ByHome<'h> {
    snapshot: Option<&'h Snapshot>,
    words: &'static Words,
}

impl Judge for ByHome<'_> {
    fn filter(&self, filter: &str) -> Result<(), String> {
        let none = Snapshot::default();
        // 我的 is right as soon as the settings say whose.
        let somebody = [Department::id_of("")];
        let context = Context {
            mine: &somebody,
            ..list::context(self.snapshot.unwrap_or(&none))
        };
        Filter::parse(filter, &context).map(drop).or_else(|error| {
            let is_known = match error.reason {
                Reason::UnknownDepartment { .. } | Reason::UnknownSection { .. } => {
                    self.snapshot.is_some()
                }
                _ => true,
            };
            if is_known {
                Err(error.say(self.words))
            } else {
                Ok(())
            }
        })
    }

    fn sort(&self, sort: &str) -> Result<(), String> {
        let read = sort.parse::<Sort>();
        read.map(drop)
            .map_err(|error: NotAColumn| error.say(self.words))
    }

    fn identity(&self, file: &str) -> Result<(), String> {
        check_identity(file).map_err(|failure| {
            let hint = failure.hint(self.words).unwrap_or_default();
            format!("{}; {hint}", failure.message(self.words))
        })
    }

    fn department(&self, name: &str) -> Result<(), String> {
        let Some(snapshot) = self.snapshot else {
            return Ok(());
        };
        find_department(&snapshot.directory, name)
            .map(drop)
            .map_err(|failure| {
                let hint = failure.hint(self.words).unwrap_or_default();
                format!("{}; {hint}", failure.message(self.words))
            })
    }
}
