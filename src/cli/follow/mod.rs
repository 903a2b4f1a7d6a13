//! The verbs of the follow-up: lights, steps, duties, indicators, windows, rules, meetings, reminders, undo.

mod args;
mod duties;
mod evidence;
mod indicators;
mod lights;
mod meeting;
mod remind;
mod rules;
mod step;
mod undo;
mod windows;

pub(super) use args::{
    CloseVerb, DecisionsVerb, DoneArgs, DutiesVerb, EvidenceArgs, ExtendVerb, IndicatorsVerb,
    MeetingVerb, RemindArgs, RhythmArg, RulesVerb, StepArgs, UndoArgs, WindowsVerb,
};
pub(super) use duties::run as duties;
pub(super) use evidence::run as evidence;
pub(super) use indicators::run as indicators;
pub(super) use lights::{reasons_json, run as lights};
pub(super) use meeting::{decisions, run as meeting};
pub(super) use remind::run as remind;
pub(super) use rules::run as rules;
pub(super) use step::{close, extend, step};
pub(super) use undo::run as undo;
pub(super) use windows::run as windows;

use super::{Refusal, Session, out, value};
use crate::model::{DepartmentId, DoneDraft, ItemId, Period};
use crate::words::fill;
use crate::workspace::{Failure, Workspace, find_department};

/// The department that is named, if one is.
fn named(workspace: &Workspace, name: Option<&str>) -> Result<Option<DepartmentId>, Failure> {
    let Some(name) = name else { return Ok(None) };
    find_department(&workspace.directory()?, name).map(Some)
}

/// The beginning of an id, as far as a person types it.
fn short(id: ItemId) -> String {
    id.to_string().chars().take(8).collect()
}

/// Records that a measure or an instance of a duty is done, or is not after all.
pub(super) fn done(
    session: &Session,
    workspace: &mut Workspace,
    (task, item): (ItemId, ItemId),
    (name, period): (&str, Option<Period>),
    args: &DoneArgs,
) -> Result<(), Refusal> {
    let date = args.date.as_deref().map(value::day).transpose()?;
    let date = date.unwrap_or_else(|| workspace.day(workspace.now()));
    let draft = DoneDraft {
        task,
        item,
        department: named(workspace, args.department.as_deref())?,
        period,
        done: (!args.undo).then_some(date),
        text: args.text.clone(),
    };
    workspace.record_done(&draft, workspace.now())?;
    let name = match period {
        Some(period) => format!("{name} {period}"),
        None => name.to_owned(),
    };
    told_done(session, &name, draft.done);
    Ok(())
}

/// Says that something is done, or is not after all.
fn told_done(session: &Session, name: &str, done: Option<crate::model::Day>) {
    let w = session.words().cli;
    out::say(&match done {
        Some(day) => fill(w.recorded_done, &[name, &day.to_string()]),
        None => fill(w.recorded_undone, &[name]),
    });
}
