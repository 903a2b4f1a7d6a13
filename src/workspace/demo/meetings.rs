//! Meetings: what they look at, what they decide, and whether it was done.

use super::cast::{Cast, REGISTRAR, working_day};
use super::script::{DecisionScript, MeetingScript, MeetingSeries, Script};
use super::story::{Span, Story};
use super::{after, before};
use crate::model::{
    Day, DecisionDraft, DecisionSort, DecisionWords, DoneDraft, ItemId, Light, MeetingWords,
};
use crate::workspace::{Failure, find_department};

/// A meeting that is held on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planned {
    pub(super) on: Day,
    /// Its number, the latest first.
    n: usize,
    is_recent: bool,
}

/// How many of the latest meetings may have decided what nobody has done yet.
const LATELY: usize = 9;

/// The most tasks on an agenda.
const AGENDA: usize = 6;

/// The meetings that are held before the day of the demo.
pub(super) fn calendar(script: &MeetingScript, span: Span) -> Vec<Planned> {
    let mut planned = Vec::new();
    let mut day = before(span.day, 4);
    for (series, is_recent) in [(&script.recent, true), (&script.earlier, false)] {
        for _ in 0..series.count {
            let on = working_day(day);
            if on > after(span.from, 20) && on < span.day {
                planned.push(Planned {
                    on,
                    n: planned.len(),
                    is_recent,
                });
            }
            day = before(day, series.every);
        }
    }
    planned
}

/// Something that a meeting decided, and that is done on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settled {
    pub(super) on: Day,
    decision: ItemId,
}

/// Holds a meeting. Gives what of its decisions and problems is settled, and when.
pub(super) fn hold(
    cast: &mut Cast,
    script: &Script,
    stories: &[Story<'_>],
    planned: Planned,
) -> Result<Vec<Settled>, Failure> {
    let meetings = &script.meetings;
    let (on, n) = (planned.on, planned.n);
    let series = if planned.is_recent {
        &meetings.recent
    } else {
        &meetings.earlier
    };
    let agenda = agenda(cast, on)?;
    let now = cast.time(on);
    let home = cast.home(REGISTRAR)?;
    let meeting = home.open_meeting(&words(series), on, now)?;
    home.set_agenda(meeting, agenda, now)?;
    let directory = home.directory()?;
    let mut decide = |(all, at): (&[DecisionScript], usize), sort, due| {
        let Some(decision) = all.get(at % all.len().max(1)) else {
            return Ok(None);
        };
        let about = stories
            .iter()
            .find(|story| story.script.code == decision.task);
        let draft = DecisionDraft {
            sort,
            meeting: Some(meeting),
            department: find_department(&directory, &decision.department)?,
            tasks: about.map(|story| story.task).into_iter().collect(),
            due,
            words: DecisionWords {
                text: decision.text.clone(),
                criterion: decision.criterion.clone(),
            },
        };
        home.record_decision(&draft, now).map(Some)
    };
    let due = working_day(after(on, 10));
    let action = decide((&meetings.actions, n), DecisionSort::Action, Some(due))?;
    let problem = if n % 3 == 0 {
        decide((&meetings.problems, n / 3), DecisionSort::Problem, None)?
    } else {
        None
    };
    // Of what was decided lately some is left undone.
    let is_done = n % 4 != 2 || n > LATELY;
    let on = working_day(before(due, 2));
    let action = action.filter(|_| is_done);
    let problem = problem.filter(|_| n > LATELY);
    let settled = action.into_iter().chain(problem);
    Ok(settled.map(|decision| Settled { on, decision }).collect())
}

/// Says that something was done.
pub(super) fn settle(cast: &mut Cast, script: &Script, settled: Settled) -> Result<(), Failure> {
    let draft = DoneDraft {
        task: settled.decision,
        item: settled.decision,
        department: None,
        period: None,
        done: Some(settled.on),
        text: script.meetings.outcome.clone(),
    };
    let now = cast.time(settled.on);
    cast.home(REGISTRAR)?.record_done(&draft, now)?;
    Ok(())
}

/// The tasks that need looking at, the most urgent first.
fn agenda(cast: &Cast, on: Day) -> Result<Vec<ItemId>, Failure> {
    let snapshot = cast
        .look(REGISTRAR)?
        .snapshot(usize::MAX, super::at(on, 9, 0))?;
    let mut rows: Vec<_> = snapshot
        .rows
        .iter()
        .filter(|row| matches!(row.lit.light, Light::Red | Light::Yellow))
        .collect();
    rows.sort_by_key(|row| row.lit.light.urgency());
    Ok(rows.into_iter().take(AGENDA).map(|row| row.id).collect())
}

fn words(series: &MeetingSeries) -> MeetingWords {
    MeetingWords {
        name: series.name.clone(),
        time: series.time.clone(),
        place: series.place.clone(),
        chair: series.chair.clone(),
        present: series.present.clone(),
        recorder: series.recorder.clone(),
    }
}
