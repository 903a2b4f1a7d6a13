//! Meetings, approvals, windows and indicators of the home on this computer: what the screens ask and have done.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::own::notice;
use super::own_pages::{indicators, meetings, requests, window, windows};
use super::own_report;
use crate::model::{Evidence, FigureDraft, ItemId, Snapshot, StepDraft};
use crate::platform;
use crate::report::{self, Format, Name};
use crate::tui::app::follow::{Act, Ask, Told};
use crate::tui::app::{Notice, Outcome};
use crate::words::{Words, fill};
use crate::workspace::{Failure, Wanted, Workspace, write_new};

/// The folder of the home into which evidence is written to be opened.
const EVIDENCE: &str = "evidence";
/// The folder of the home into which minutes go where the current folder takes none.
const MINUTES: &str = "minutes";
/// The largest file of figures that is read, in MiB: a thousand times the usual.
const LARGEST: u64 = 64;

/// Finds something out; `None` if there is nothing to tell.
pub(super) fn ask(
    workspace: &Workspace,
    snapshot: &Snapshot,
    words: &Words,
    ask: Ask,
    now: DateTime<Utc>,
) -> Result<Option<Told>, Failure> {
    Ok(Some(match ask {
        Ask::Running => match workspace.place()? {
            Some((id, at)) => {
                let known = meetings(workspace, snapshot)?;
                Told::Running(id, at, Arc::new(known))
            }
            None => return Ok(None),
        },
        Ask::Meetings => Told::Meetings(Arc::new(meetings(workspace, snapshot)?)),
        Ask::Ahead(task) => Told::Ahead(Arc::new(workspace.detail(task)?)),
        Ask::Requests => Told::Requests(Arc::new(requests(workspace, words, snapshot)?)),
        Ask::Windows => Told::Windows(Arc::new(windows(workspace, snapshot)?)),
        Ask::Window(period) => Told::Window(Arc::new(window(workspace, snapshot, period)?)),
        Ask::Indicators => Told::Indicators(Arc::new(indicators(workspace, words, snapshot)?)),
        Ask::FigureFile(path) => {
            let read = figure_file(workspace, words, &path, now);
            let file = read.map_err(|failure| notice(&failure, words));
            Told::FigureFile(Arc::new(file))
        }
        Ask::Shut(wish) => match workspace.why_not(wish)? {
            Some(why) => Told::Shut(wish, notice(&why, words)),
            None => return Ok(None),
        },
        Ask::Report(issue) => {
            let preview = own_report::preview(workspace, words, &issue, now)?;
            Told::Report(issue, Arc::new(preview))
        }
    }))
}

/// Does something.
pub(super) fn act(
    workspace: &mut Workspace,
    words: &Words,
    act: Act,
    now: DateTime<Utc>,
) -> Result<Outcome, Failure> {
    let say = words.meeting;
    let told = |text: String| Ok(Outcome::Told(Notice::new(text)));
    match act {
        Act::Step(draft, files) => {
            let step = draft.step;
            take_step(workspace, draft, &files, now)?;
            told(fill(say.saved, &[words.follow.step(step)]))
        }
        Act::Figures(drafts) => {
            let ops = workspace.record_figures(&drafts, now)?;
            told(fill(say.figures_saved, &[&ops.len().to_string()]))
        }
        Act::OpenMeeting(named, on, agenda) => {
            let id = workspace.open_meeting(&named, on, now)?;
            workspace.set_agenda(id, agenda, now)?;
            workspace.keep_place(Some((id, 0)))?;
            Ok(Outcome::Opened(id))
        }
        Act::DescribeMeeting(id, named) => {
            let op = workspace.describe_meeting(id, &named, now)?;
            Ok(Outcome::Recorded(op))
        }
        Act::SetAgenda(id, agenda) => {
            let op = workspace.set_agenda(id, agenda, now)?;
            Ok(Outcome::Recorded(op))
        }
        Act::Decide(draft) => {
            workspace.record_decision(&draft, now)?;
            told(fill(say.saved, &[words.follow.decision(draft.sort)]))
        }
        Act::Settle(draft) => {
            workspace.record_done(&draft, now)?;
            let all = workspace.decisions()?;
            let of = all.iter().find(|decision| decision.id == draft.item);
            let text = of.map_or("", |decision| decision.words.text.trim());
            let said = fill(say.settled, &[&crate::text::clean(text)]);
            Ok(Outcome::Told(Notice::new(said).hint(say.settled_hint)))
        }
        Act::Place(place) => {
            workspace.keep_place(place)?;
            told(String::new())
        }
        Act::EndMeeting(id, named) => {
            if workspace.meeting(id)?.words != named {
                workspace.describe_meeting(id, &named, now)?;
            }
            let notice = minutes(workspace, words, id, now)?;
            if workspace.place()?.is_some_and(|(runs, _)| runs == id) {
                workspace.keep_place(None)?;
            }
            Ok(Outcome::Ended(notice))
        }
        Act::Minutes(id) => Ok(Outcome::Told(minutes(workspace, words, id, now)?)),
        Act::Evidence(piece) => {
            let file = evidence(workspace, &piece)?;
            told(fill(say.evidence_at, &[&file.display().to_string()]))
        }
        Act::Report(issue, format) => own_report::write(workspace, words, &issue, format, now),
        Act::CloseWindow(period) => {
            workspace.close_window(period, now)?;
            told(fill(say.window_closed, &[&period.to_string()]))
        }
    }
}

/// The figures of a file, and in words what of it cannot be taken.
fn figure_file(
    workspace: &Workspace,
    words: &Words,
    path: &str,
    now: DateTime<Utc>,
) -> Result<(Vec<FigureDraft>, Vec<String>), Failure> {
    let path = Path::new(path);
    let failed = |error| Failure::File {
        path: path.to_owned(),
        error,
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    let mut start = file.take((LARGEST << 20) + 1);
    start.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST << 20 {
        return Err(Failure::TooBig {
            path: path.to_owned(),
            limit: LARGEST,
        });
    }
    let table = workspace.read_figures(&bytes, now)?;
    let problem = |(line, problem): &(usize, crate::workspace::FigureProblem)| {
        let said = problem.message(words);
        fill(words.meeting.stray_line, &[&line.to_string(), &said])
    };
    let problems = table.problems.iter().map(problem).collect();
    let figures = table.figures.into_iter().map(|line| line.draft);
    Ok((figures.collect(), problems))
}

/// Takes a step; the files that go to the share are read first.
fn take_step(
    workspace: &mut Workspace,
    mut draft: StepDraft,
    files: &[String],
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let mut attached = Vec::new();
    for path in files {
        let read = workspace.evidence_of(Path::new(path), true, now)?;
        draft.evidence.push(read.evidence);
        attached.push(read.bytes);
    }
    workspace.take_steps(&[draft], &attached, now)?;
    Ok(())
}

/// Writes an attached file into the home, where nobody else reads it, and says where.
fn evidence(workspace: &Workspace, piece: &Evidence) -> Result<PathBuf, Failure> {
    let sha = piece.sha256.ok_or(Failure::NothingGiven)?;
    let bytes = workspace.attachment(sha)?;
    let folder = workspace.dir().join(EVIDENCE);
    let name: String = piece
        .name
        .chars()
        .filter(|c| c.is_alphanumeric() || ".-_()（）".contains(*c))
        .collect();
    let name = name.trim_matches('.').chars().rev().take(60);
    let name: Vec<char> = name.collect();
    let name: String = name.into_iter().rev().collect();
    // By its content first, so that two files of one name do not meet.
    let short: String = sha.to_string().chars().take(8).collect();
    let path = folder.join(format!("{short}-{name}"));
    let failed = |error| Failure::File {
        path: path.clone(),
        error,
    };
    platform::create_private_dir(&folder).map_err(failed)?;
    if std::fs::read(&path).is_ok_and(|there| there == bytes) {
        return Ok(path);
    }
    let fresh = folder.join(format!("{short}.{}.new", std::process::id()));
    let _ = std::fs::remove_file(&fresh);
    platform::create_private_file(&fresh)
        .and_then(|mut file| file.write_all(&bytes))
        .and_then(|()| std::fs::rename(&fresh, &path))
        .map_err(failed)?;
    Ok(path)
}

/// Writes the minutes as a document and as Markdown, and says where they are.
fn minutes(
    workspace: &Workspace,
    words: &Words,
    id: ItemId,
    now: DateTime<Utc>,
) -> Result<Notice, Failure> {
    let wanted = Wanted {
        name: Name::Meeting,
        lang: words.lang,
        tasks: None,
        window: None,
        meeting: Some(id),
    };
    let report = workspace.report(&wanted, now)?;
    let mut written = Vec::new();
    for format in [Format::Docx, Format::Markdown] {
        let failed = |error: std::io::Error| Failure::File {
            path: PathBuf::from(report.file_name(format)),
            error,
        };
        let bytes =
            report::write(&report, format).map_err(|error| failed(std::io::Error::other(error)))?;
        let name = report.file_name(format);
        let here = std::env::current_dir().map_err(failed);
        let path = match here.and_then(|folder| write_new(&folder, &name, &bytes)) {
            Ok(path) => path,
            // Somebody else's folder, or a full disk: the home takes what it can.
            Err(_) => {
                let folder = workspace.dir().join(MINUTES);
                platform::create_private_dir(&folder).map_err(failed)?;
                write_new(&folder, &name, &bytes)?
            }
        };
        written.push(path.display().to_string());
    }
    let [docx, markdown] = [written.first(), written.get(1)].map(|path| path.cloned());
    let docx = docx.unwrap_or_default();
    Ok(
        Notice::new(fill(words.meeting.minutes_written, &[&docx])).hint(fill(
            words.meeting.minutes_hint,
            &[&markdown.unwrap_or_default()],
        )),
    )
}
