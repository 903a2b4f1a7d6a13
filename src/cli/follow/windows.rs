//! `duban windows`: who has reported in which window, closing one, comparing two.

use serde_json::json;

use super::args::WindowsVerb;
use crate::cli::args::Output;
use crate::cli::ask::confirmed;
use crate::cli::columns::Head;
use crate::cli::list::names;
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session, value, working};
use crate::model::{FrozenTask, ItemId, Period, Rhythm, Snapshot, Wish, difference};
use crate::words::fill;
use crate::workspace::{Failure, FollowFailure, WindowCounts, WindowLine, WindowState, Workspace};

pub(in crate::cli) fn run(
    session: &Session,
    verb: Option<WindowsVerb>,
    (period, rhythm): (Option<&str>, Option<Rhythm>),
    out: &Output,
) -> Result<(), Refusal> {
    let mut workspace = session.open()?;
    match verb {
        Some(WindowsVerb::Close { period, yes }) => {
            close(session, &mut workspace, value::period(&period)?, yes)
        }
        Some(WindowsVerb::Compare { before, after, out }) => {
            let (before, after) = (value::period(&before)?, value::period(&after)?);
            compare(session, &workspace, (before, after), &out)
        }
        None => {
            let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
            match period {
                Some(period) => {
                    let period = value::period(period)?;
                    let state = workspace.window(&snapshot, Some(period))?;
                    one(session, &snapshot, &state, out)
                }
                None => {
                    let rhythm = rhythm.unwrap_or_else(|| snapshot.outlook.rules.rhythm());
                    let lines = workspace.window_lines(&snapshot, [rhythm])?;
                    all(session, &lines, out)
                }
            }
        }
    }
}

fn all(session: &Session, lines: &[WindowLine], out: &Output) -> Result<(), Refusal> {
    let words = session.words();
    let (c, f) = (words.cli, words.follow);
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(f.window),
            Head::whole(c.start).spare(1),
            Head::whole(f.window_due),
            Head::whole(words.term.status),
            Head::whole(f.expected_count),
            Head::whole(f.reported),
            Head::whole(c.on_time),
            Head::whole(f.late),
            Head::whole(f.missing),
        ],
        foot: Some(fill(c.windows, &[&lines.len().to_string()])),
        ..Sheet::default()
    };
    for line in lines {
        let WindowCounts {
            expected,
            reported,
            on_time,
        } = line.counts;
        let (late, missing) = (reported - on_time, expected - reported);
        let closed = line.closed.as_ref().map(|closed| closed.closing.day);
        let window = &line.window;
        let status = match closed {
            Some(day) => format!("{} {day}", f.closed_on),
            None => f.still_open.to_owned(),
        };
        let mut cells = vec![
            window.period.to_string(),
            window.from.to_string(),
            window.due.to_string(),
            status,
        ];
        cells.extend([expected, reported, on_time, late, missing].map(|n| n.to_string()));
        sheet.rows.push(cells);
        sheet.json.push(json!({
            "period": window.period,
            "from": window.from,
            "due": window.due,
            "closed": closed,
            "expected": expected,
            "reported": reported,
            "on_time": on_time,
            "late": late,
            "missing": missing,
        }));
    }
    sheet.write(session, out)?;
    if lines.is_empty() {
        out::note(words.failure.no_window_hint);
    }
    Ok(())
}

/// What became of each task's report in one window.
fn one(
    session: &Session,
    snapshot: &Snapshot,
    state: &WindowState,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let (t, c, f) = (words.term, words.cli, words.follow);
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(c.report),
            Head::whole(t.code),
            Head::text(t.title, 14),
            Head::text(t.lead, 8),
            Head::whole(t.note).spare(1),
            Head::whole(c.contributions).spare(2),
        ],
        foot: Some(counted(state, session)),
        ..Sheet::default()
    };
    for report in &state.reports {
        let (row, lead) = (&report.row, names(&report.row.lead, &snapshot.directory));
        let word = f.reporting(report.report);
        let word = match report.since {
            Some(since) => format!("{word} ({})", f.since(since)),
            None => word.to_owned(),
        };
        sheet.rows.push(vec![
            word,
            row.code.to_string(),
            row.title.clone(),
            lead.join("、"),
            report.note.map(|note| note.short()).unwrap_or_default(),
            report.contributions.len().to_string(),
        ]);
        sheet.json.push(json!({
            "code": row.code,
            "title": row.title,
            "lead": lead,
            "report": report.report,
            "note": report.note,
            "before": report.before,
            "contributions": report.contributions,
            "since": report.since,
        }));
    }
    sheet.write(session, out)
}

fn counted(state: &WindowState, session: &Session) -> String {
    let WindowCounts {
        expected,
        reported,
        on_time,
    } = state.counts();
    let counts = [
        expected,
        reported,
        on_time,
        reported - on_time,
        expected - reported,
    ];
    let counts = counts.map(|n| n.to_string());
    let period = state.window.period.to_string();
    let mut values: Vec<&str> = vec![&period];
    values.extend(counts.iter().map(String::as_str));
    fill(session.words().cli.window_counts, &values)
}

fn close(
    session: &Session,
    workspace: &mut Workspace,
    period: Period,
    yes: bool,
) -> Result<(), Refusal> {
    let words = session.words();
    // Nobody is asked whether to do what another has to.
    if let Some(why) = workspace.why_not(Wish::Close)? {
        return Err(why.into());
    }
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let state = workspace.window(&snapshot, Some(period))?;
    if state.closed.is_none() && state.window.due <= snapshot.day {
        let preview = [counted(&state, session)];
        let question = words.cli.close_window;
        if !confirmed(&preview, question, words.failure.needs_yes, yes)? {
            out::say(words.cli.nothing_done);
            return Ok(());
        }
    }
    working::on(words.cli.working_writing);
    let (written, frozen) = workspace.close_window(period, workspace.now())?;
    let done = fill(
        words.cli.window_closed,
        &[
            &period.to_string(),
            &frozen.tasks.len().to_string(),
            &frozen.rules.to_string(),
        ],
    );
    out::say_written(session, workspace, written, &done)
}

fn compare(
    session: &Session,
    workspace: &Workspace,
    (before, after): (Period, Period),
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let c = words.cli;
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let (before, after) = (
        pictured(workspace, &snapshot, before)?,
        pictured(workspace, &snapshot, after)?,
    );
    let found = difference(&before, &after);
    let lists: [(&'static str, &'static str, &[ItemId]); 6] = [
        ("new-red", c.new_red, &found.new_red),
        ("turned-green", c.turned_green, &found.turned_green),
        ("newly-reported", c.newly_reported, &found.newly_reported),
        ("silent", c.silent, &found.silent),
        ("newly-closed", c.newly_closed, &found.newly_closed),
        ("newly-overdue", c.newly_overdue, &found.newly_overdue),
    ];
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(c.what),
            Head::whole(words.term.code),
            Head::text(words.term.title, 14),
            Head::text(words.term.lead, 8).spare(1),
        ],
        ..Sheet::default()
    };
    for (keyword, word, tasks) in lists {
        for row in tasks.iter().filter_map(|task| snapshot.row(*task)) {
            let lead = names(&row.lead, &snapshot.directory);
            sheet.rows.push(vec![
                word.to_owned(),
                row.code.to_string(),
                row.title.clone(),
                lead.join("、"),
            ]);
            sheet.json.push(json!({
                "change": keyword, "code": row.code, "title": row.title, "lead": lead,
            }));
        }
    }
    sheet.foot = Some(fill(c.changes, &[&sheet.rows.len().to_string()]));
    sheet.write(session, out)
}

/// What was frozen of a window, or what would be of the running one.
fn pictured(
    workspace: &Workspace,
    snapshot: &Snapshot,
    period: Period,
) -> Result<Vec<FrozenTask>, Failure> {
    match workspace.frozen(period) {
        Ok(frozen) => Ok(frozen.tasks),
        Err(Failure::Follow(FollowFailure::NotClosed(_))) => {
            let state = workspace.window(snapshot, Some(period))?;
            let runs = state.window.from <= snapshot.day && snapshot.day <= state.window.due;
            if !runs {
                return Err(FollowFailure::NotClosed(period).into());
            }
            workspace.as_of_now(&state, snapshot)
        }
        Err(other) => Err(other),
    }
}
