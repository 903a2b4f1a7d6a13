//! What is reported: which task is reported on in which window, by whom, and in which words.

use std::collections::BTreeMap;

use super::cast::{Cast, REGISTRAR, Who, working_day, working_day_by};
use super::script::{Phrases, Script};
use super::story::{MENDING, Story};
use super::{after, before};
use crate::model::{
    Assessment, Confidence, Day, DepartmentId, ItemId, Kept, NoteDraft, OpId, Row, Status,
    Unchanged, Window, is_reported,
};
use crate::oplog::Sequence;
use crate::workspace::{Failure, find_department};

/// How a report comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// As it should.
    Plain,
    /// Nothing is new.
    Unchanged,
    /// After the window was closed.
    Late,
    /// A department that supports the task contributes.
    Support(DepartmentId),
    /// The registrar writes down what a department said.
    Told(DepartmentId),
}

/// A report that somebody is going to write.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report {
    pub(super) story: usize,
    pub(super) window: Window,
    pub(super) sort: Sort,
}

/// Reports by the day and the person who writes them.
pub(super) type Reports = BTreeMap<(Day, Who), Vec<Report>>;

/// A window as its reports are planned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    pub(super) window: Window,
    /// How many windows have passed since; `None` for the running one.
    pub(super) ago: Option<usize>,
    /// The day on which it is closed.
    pub(super) closed: Day,
    /// The last working day before the day of the demo.
    pub(super) eve: Day,
}

/// How many of a hundred reports never come, come late, and say nothing new.
const MISSING: u64 = 3;
const LATE: u64 = 8;
const SAME: u64 = 18;

/// Plans who reports on a task in a window.
pub(super) fn plan(
    reports: &mut Reports,
    (at, story): (usize, &Story<'_>),
    turn: Turn,
    cast: &Cast,
    chance: &mut Sequence,
) {
    let Turn {
        window,
        ago,
        closed,
        eve,
    } = turn;
    let (drawn, rank) = (chance.below(100), chance.below(4));
    let Some(clerk) = cast.clerk_of(story.lead) else {
        return;
    };
    let script = story.script;
    let silent = match ago {
        Some(ago) => ago < script.silent,
        None => script.silent > 0 && !script.back,
    };
    if silent {
        return;
    }
    // What the latest windows show is not left to chance.
    let is_recent = ago.is_none_or(|ago| ago < 2) || script.silent > 0;
    let sort = match drawn {
        drawn if drawn < MISSING && !is_recent => return,
        drawn if drawn < LATE && ago.is_some() => Sort::Late,
        drawn if drawn < SAME => Sort::Unchanged,
        _ => Sort::Plain,
    };
    let length = (window.due - window.from).num_days();
    let on = match sort {
        Sort::Late => after(closed, 1),
        // So that nothing was closed since.
        _ if script.back && ago.is_none() => eve,
        _ if length < 10 => before(window.due, rank % 2),
        _ => before(
            window.due,
            [17, 12, 6, 1][usize::try_from(rank).unwrap_or(0) % 4],
        ),
    };
    let mut add = |on: Day, who: Who, sort: Sort| {
        let report = Report {
            story: at,
            window,
            sort,
        };
        reports
            .entry((working(on, window, sort), who))
            .or_default()
            .push(report);
    };
    add(on, clerk, sort);
    for who in cast.clerks().filter(|who| *who != clerk) {
        let supports = |d: &DepartmentId| story.support.contains(d);
        if let Some(department) = cast.department(who).filter(supports)
            && length > 10
            && chance.below(100) < 30
        {
            add(before(window.due, 18), who, Sort::Support(department));
        }
    }
}

/// A working day in the window, if the report is to come in time.
fn working(on: Day, window: Window, sort: Sort) -> Day {
    let later = working_day(on);
    if sort == Sort::Late || later <= window.due {
        return later;
    }
    working_day_by(on).max(window.from)
}

/// The report of a task on the day on which all of it is done.
pub(super) fn finished(
    script: &Script,
    story: &Story<'_>,
    names: (String, String),
    on: Day,
) -> NoteDraft {
    let mut draft = NoteDraft::new(story.task, on);
    draft.department = Some(story.lead);
    draft.percent = Some(100);
    (draft.assessment, draft.confidence) = (Some(Assessment::Ahead), Some(Confidence::High));
    draft.kept = Some(Kept::Yes);
    let last = story.script.stages.last();
    draft.text.progress = last.cloned().unwrap_or_default();
    draft.text.next.clone_from(&script.phrases.finished);
    (draft.text.reporter, draft.text.approver) = names;
    draft
}

/// What somebody knows who writes.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// What others contributed, until the lead takes it up.
    contributed: BTreeMap<(ItemId, Day), OpId>,
    /// How often a task was reported on.
    times: BTreeMap<ItemId, usize>,
}

impl Written {
    /// Has somebody write the reports of a day.
    pub(super) fn write(
        &mut self,
        cast: &mut Cast,
        script: &Script,
        stories: &[Story<'_>],
        (day, who): (Day, Who),
        reports: &[Report],
        chance: &mut Sequence,
    ) -> Result<(), Failure> {
        let (reporter, approver) = cast.names(who);
        let mut drafts = Vec::new();
        let mut kinds = Vec::new();
        for report in reports {
            let Some(story) = stories.get(report.story) else {
                continue;
            };
            let (Some(row), Some(known)) = (
                cast.look(who)?.store.row(story.task)?,
                cast.look(REGISTRAR)?.store.row(story.task)?,
            ) else {
                continue;
            };
            // What has come to an end is not reported on, even if whoever reports has not heard of it yet.
            let is_over = |row: &Row| !is_reported(row.status) || row.status == Status::Closing;
            if is_over(&row) || is_over(&known) {
                continue;
            }
            let mut draft = self.draft(script, story, &row, report, day, chance);
            draft.text.reporter.clone_from(&reporter);
            if who == REGISTRAR {
                draft.text.reporter.clear();
            } else {
                draft.text.approver.clone_from(&approver);
            }
            drafts.push(draft);
            kinds.push(*report);
        }
        if drafts.is_empty() {
            return Ok(());
        }
        let now = cast.time(day);
        let ops = cast.home(who)?.record_notes(&drafts, now)?;
        for ((op, report), draft) in ops.into_iter().zip(kinds).zip(&drafts) {
            match report.sort {
                Sort::Support(_) | Sort::Told(_) => {
                    let place = (draft.task, report.window.due);
                    self.contributed.insert(place, op);
                }
                _ => *self.times.entry(draft.task).or_default() += 1,
            }
        }
        Ok(())
    }

    fn draft(
        &mut self,
        script: &Script,
        story: &Story<'_>,
        row: &Row,
        report: &Report,
        day: Day,
        chance: &mut Sequence,
    ) -> NoteDraft {
        let phrases = &script.phrases;
        let on = if report.sort == Sort::Late {
            working_day_by(report.window.due).max(report.window.from)
        } else {
            day
        };
        let mut draft = NoteDraft::new(story.task, on);
        match report.sort {
            Sort::Support(department) => {
                draft.department = Some(department);
                draft.text.progress = pick(&phrases.support, chance);
                return draft;
            }
            Sort::Told(department) => {
                draft.department = Some(department);
                draft.for_another = true;
                draft.text.progress.clone_from(&phrases.told);
                draft.text.told_by.clone_from(&phrases.told_by);
                draft.text.via.clone_from(&script.reminder.via);
                return draft;
            }
            _ => {}
        }
        draft.department = Some(story.lead);
        let times = self.times.get(&story.task).copied().unwrap_or(0);
        let percent = percent(story, row, on);
        draft.percent = Some(percent);
        let behind = story.expected(on).saturating_sub(percent);
        draft.folds = self
            .contributed
            .remove(&(story.task, report.window.due))
            .into_iter()
            .collect();
        draft.kept = (times > 0).then(|| kept(behind, chance));
        (draft.assessment, draft.confidence) = seen(percent, story.expected(on));
        draft.text.next = next(story, times);
        draft.next_on = Some(working_day(after(report.window.due, 3 + chance.below(24))));
        if let Some(with) = &story.script.coordinate {
            draft.text.coordinate.clone_from(with);
        }
        if report.sort == Sort::Unchanged && !row_is_mending(row) {
            let why = unchanged(percent, times);
            draft.unchanged = Some(why);
            let words = phrases.unchanged.get(why.as_str());
            draft.text.progress = words.cloned().unwrap_or_default();
            return draft;
        }
        draft.text.progress = progress(phrases, story, (percent, behind), chance);
        if report.sort == Sort::Late {
            draft.text.progress.push_str(&phrases.late);
        }
        if behind >= 10 || story.script.coordinate.is_some() || chance.below(100) < 30 {
            draft.text.problems.clone_from(&story.script.problem);
        }
        draft
    }
}

fn row_is_mending(row: &Row) -> bool {
    matches!(row.status, Status::Rework | Status::Reopened)
}

/// How far a task is said to be: never less than before, unless it was sent back.
fn percent(story: &Story<'_>, row: &Row, on: Day) -> u8 {
    if row_is_mending(row) {
        return MENDING;
    }
    story.percent(on).max(row.percent.unwrap_or(0))
}

/// Whether what was promised was done.
fn kept(behind: u8, chance: &mut Sequence) -> Kept {
    let worse = if behind >= 10 { 40 } else { 0 };
    match chance.below(100) + worse {
        0..75 => Kept::Yes,
        75..94 => Kept::Partly,
        _ => Kept::No,
    }
}

fn seen(percent: u8, expected: u8) -> (Option<Assessment>, Option<Confidence>) {
    let (assessment, confidence) = if percent + 10 <= expected {
        (Assessment::Slow, Confidence::Low)
    } else if percent > expected + 3 {
        (Assessment::Ahead, Confidence::High)
    } else {
        (Assessment::OnTrack, Confidence::Medium)
    };
    (Some(assessment), Some(confidence))
}

fn unchanged(percent: u8, times: usize) -> Unchanged {
    match times % 4 {
        _ if percent == 100 => Unchanged::Finished,
        0 => Unchanged::Waiting,
        1 => Unchanged::Approval,
        _ => Unchanged::AsPlanned,
    }
}

fn next(story: &Story<'_>, times: usize) -> String {
    let all = &story.script.next;
    let next = all.get(times % all.len().max(1));
    next.map(|next| format!("{next}。")).unwrap_or_default()
}

/// 进展情况: what was done lately, how far that has led, and how it stands.
fn progress(
    phrases: &Phrases,
    story: &Story<'_>,
    (percent, behind): (u8, u8),
    chance: &mut Sequence,
) -> String {
    let stages = &story.script.stages;
    let last = stages.len().saturating_sub(1);
    let stage = if percent == 100 {
        last
    } else {
        (usize::from(percent) * stages.len() / 100).min(last.saturating_sub(1))
    };
    let times = (1 + chance.below(4)).to_string();
    let opening = pick(&phrases.openings, chance).replace("{}", &times);
    let stage = stages.get(stage).map_or("", String::as_str);
    let closing = if behind >= 10 {
        pick(&phrases.slow, chance)
    } else {
        pick(&phrases.steady, chance)
    };
    format!("{opening}{stage}{closing}")
}

/// One of several sentences.
pub(super) fn pick(all: &[String], chance: &mut Sequence) -> String {
    let count = u64::try_from(all.len()).unwrap_or(1);
    let at = usize::try_from(chance.below(count)).unwrap_or(0);
    all.get(at).cloned().unwrap_or_default()
}

/// The reports that departments tell on the telephone: one in every window that has passed.
pub(super) fn told(
    reports: &mut Reports,
    (at, story): (usize, &Story<'_>),
    turn: Turn,
    cast: &Cast,
) -> Result<(), Failure> {
    let (Some(name), Some(_)) = (&story.script.told_for, turn.ago) else {
        return Ok(());
    };
    let department = find_department(&cast.look(REGISTRAR)?.directory()?, name)?;
    let on = working(before(turn.window.due, 9), turn.window, Sort::Plain);
    reports.entry((on, REGISTRAR)).or_default().push(Report {
        story: at,
        window: turn.window,
        sort: Sort::Told(department),
    });
    Ok(())
}
