//! `duban note`: recording a status note, or taking one back.

use std::io::{IsTerminal as _, Read as _};

use super::args::NoteArgs;
use super::{Refusal, Session, out, show, value, working};
use crate::model::{NoteDraft, NoteText};
use crate::words::fill;
use crate::workspace::{Failure, find_department};

pub(super) fn run(session: &Session, args: &NoteArgs) -> Result<(), Refusal> {
    let words = session.words();
    let mut workspace = session.open()?;
    if let (Some(id), Some(reason)) = (&args.retract, &args.reason) {
        let note = workspace.find_note(id)?;
        workspace.retract_note(note, reason, workspace.now())?;
        out::say(&fill(words.cli.retracted, &[&note.short()]));
        return Ok(());
    }
    let rows = args.codes.iter().map(|code| workspace.task(code));
    let mut rows = rows.collect::<Result<Vec<_>, Failure>>()?;
    // A task that was named twice is reported on once.
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| seen.insert(row.id));
    let (Some(row), true) = (rows.first(), rows.len() == 1 || args.unchanged.is_some()) else {
        return Err(Refusal::Usage {
            message: words.failure.one_task.to_owned(),
            hint: String::new(),
        });
    };
    if let Some(id) = &args.meeting {
        let tasks: Vec<_> = rows.iter().map(|row| row.id).collect();
        let meeting = workspace.find_meeting(id)?.id;
        workspace.sit_in(meeting, &tasks)?;
    }
    let directory = workspace.directory()?;
    let today = workspace.day(workspace.now());
    let mut draft = NoteDraft::new(row.id, today);
    let named = args.for_department.as_ref().or(args.department.as_ref());
    draft.department = named
        .map(|name| find_department(&directory, name))
        .transpose()?;
    draft.for_another = args.for_department.is_some();
    for id in &args.supersedes {
        draft.supersedes.push(workspace.find_note(id)?);
    }
    // A correction is true of the day that the note it corrects is, unless another is named.
    if let Some(corrected) = draft.supersedes.first()
        && let Some(note) = workspace.note(*corrected)?
    {
        draft.on = note.on;
    }
    if let Some(on) = &args.on {
        draft.on = value::day(on)?;
    }
    draft.next_on = args.next_on.as_deref().map(value::day).transpose()?;
    draft.percent = args.percent.as_deref().map(value::percent).transpose()?;
    draft.assessment = args
        .assessment
        .as_deref()
        .map(value::assessment)
        .transpose()?;
    draft.confidence = args
        .confidence
        .as_deref()
        .map(value::confidence)
        .transpose()?;
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    draft.text = NoteText {
        progress: progress(session, args)?,
        problems: text(&args.problems),
        next: text(&args.next),
        coordinate: text(&args.coordinate),
        reporter: text(&args.reporter),
        approver: text(&args.approver),
        told_by: text(&args.told_by),
        via: text(&args.via),
    };
    draft.kept = args.kept.as_deref().map(value::kept).transpose()?;
    draft.unchanged = args
        .unchanged
        .as_deref()
        .map(value::unchanged)
        .transpose()?;
    let drafts: Vec<NoteDraft> = rows
        .iter()
        .map(|row| NoteDraft {
            task: row.id,
            ..draft.clone()
        })
        .collect();
    let ops = workspace.record_notes(&drafts, workspace.now())?;
    for (row, op) in rows.iter().zip(ops) {
        out::say(&fill(
            words.cli.noted,
            &[&row.code.to_string(), &row.title, &op.short()],
        ));
        if !draft.supersedes.is_empty() {
            let detail = workspace.detail(row.id)?;
            let note = detail.notes.iter().find(|note| note.op == op);
            let left = note.map_or_else(Vec::new, |note| show::against(note, &detail, words));
            left.iter().for_each(|line| out::note(line));
        }
    }
    Ok(())
}

/// What was done: the flag, or standard input if it says so or nothing at all was given.
fn progress(session: &Session, args: &NoteArgs) -> Result<String, Refusal> {
    let given = [
        &args.problems,
        &args.next,
        &args.coordinate,
        &args.percent,
        &args.assessment,
        &args.unchanged,
    ];
    match args.progress.as_deref() {
        Some("-") => {}
        Some(text) => return Ok(text.to_owned()),
        None if given.iter().any(|field| field.is_some()) => return Ok(String::new()),
        None => {}
    }
    let _resting = working::rest();
    let mut input = std::io::stdin();
    if input.is_terminal() {
        return Err(Refusal::Usage {
            message: session.words().cli.empty_stdin.to_owned(),
            hint: String::new(),
        });
    }
    let mut bytes = Vec::new();
    let read = input.read_to_end(&mut bytes);
    let text = read
        .and_then(|_| String::from_utf8(bytes).map_err(|_| std::io::ErrorKind::InvalidData.into()));
    let failed = |error| Failure::File {
        path: "stdin".into(),
        error,
    };
    Ok(text.map_err(failed)?)
}
