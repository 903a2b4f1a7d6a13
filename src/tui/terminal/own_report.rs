//! Reports of the home on this computer: what they would say, and writing them into a file.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::own::notice;
use crate::report::{self, Format};
use crate::tui::app::follow::{Issue, Page, Preview};
use crate::tui::app::{Notice, Outcome};
use crate::words::{Words, fill};
use crate::workspace::{Failure, Wanted, Workspace, write_new};

/// How many lines of a report are shown before it is written.
const LINES: usize = 400;

/// What a report would say.
pub(super) fn preview(
    workspace: &Workspace,
    words: &Words,
    issue: &Issue,
    now: DateTime<Utc>,
) -> Result<Preview, Failure> {
    let closings = workspace.closings()?;
    let meetings = workspace.meetings()?;
    let named = |meeting: &crate::model::Meeting| format!("{} {}", meeting.words.name, meeting.on);
    Ok(Preview {
        windows: closings.iter().map(|c| c.closing.period).collect(),
        meetings: meetings.iter().map(|m| (m.id, named(m))).collect(),
        folder: std::env::current_dir()
            .map(|folder| folder.display().to_string())
            .unwrap_or_default(),
        page: page(workspace, words, issue, now).map_err(|failure| notice(&failure, words)),
    })
}

fn page(
    workspace: &Workspace,
    words: &Words,
    issue: &Issue,
    now: DateTime<Utc>,
) -> Result<Page, Failure> {
    let report = workspace.report(&wanted(words, issue), now)?;
    let text = report::write(&report, Format::Text).map_err(|error| not_written("", error))?;
    let text = String::from_utf8_lossy(&text);
    let names = issue.name.formats().iter();
    Ok(Page {
        lines: text.lines().take(LINES).map(str::to_owned).collect(),
        left_out: text.lines().count().saturating_sub(LINES),
        names: names.map(|f| (*f, report.file_name(*f))).collect(),
    })
}

/// Writes a report, and says where.
pub(super) fn write(
    workspace: &Workspace,
    words: &Words,
    issue: &Issue,
    format: Format,
    now: DateTime<Utc>,
) -> Result<Outcome, Failure> {
    let report = workspace.report(&wanted(words, issue), now)?;
    let name = report.file_name(format);
    let bytes = report::write(&report, format).map_err(|error| not_written(&name, error))?;
    let folder = std::env::current_dir().map_err(|error| Failure::NotWritten {
        path: PathBuf::from(&name),
        error,
    })?;
    let path = write_new(&folder, &name, &bytes)?;
    let written = fill(words.issuing.written, &[&path.display().to_string()]);
    let beside = path.file_name().is_some_and(|of| *of != *name);
    let hint = if beside { words.issuing.beside } else { "" };
    Ok(Outcome::Told(Notice::new(written).hint(hint)))
}

fn wanted(words: &Words, issue: &Issue) -> Wanted {
    Wanted {
        name: issue.name,
        lang: words.lang,
        tasks: issue.tasks.clone(),
        window: issue.window,
        meeting: issue.meeting,
    }
}

fn not_written(name: &str, error: report::WriteError) -> Failure {
    Failure::NotWritten {
        path: PathBuf::from(name),
        error: std::io::Error::other(error),
    }
}
