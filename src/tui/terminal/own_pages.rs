//! What the pages of the follow-up show of the home on this computer: meetings, requests, windows, indicators.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::model::{
    Answer, Before, FigureSort, ItemId, Light, Period, Rhythm, Row, Snapshot, Step, StepTaken,
    Window, Wish, difference, propose, series,
};
use crate::tui::app::follow::{Counts, IndicatorLine, Meetings, Request, WindowLine, WindowPage};
use crate::words::Words;
use crate::workspace::{Closed, Failure, FollowFailure, WindowCounts, Workspace};

/// How many figures a trend shows.
const TREND: usize = 24;

pub(super) fn meetings(workspace: &Workspace, snapshot: &Snapshot) -> Result<Meetings, Failure> {
    let (all, decisions) = (workspace.meetings()?, workspace.decisions()?);
    let closed = workspace.closings()?.into_iter().next();
    // A document that has not arrived tells nothing, which keeps nobody from meeting.
    let frozen = closed.and_then(|closed| workspace.frozen(closed.closing.period).ok());
    let reds: Option<HashSet<ItemId>> = frozen.map(|frozen| {
        let red = |light: Light| light == Light::Red;
        let tasks = frozen.tasks.iter();
        let tasks = tasks.filter(|task| red(task.judged.unwrap_or(task.lit.light)));
        tasks.map(|task| task.id).collect()
    });
    let before = Before {
        decisions: &decisions,
        reds: reds.as_ref(),
        met: all
            .iter()
            .map(|m| m.on)
            .filter(|on| *on < snapshot.day)
            .max(),
    };
    let proposed = propose(&snapshot.rows, before, snapshot.day);
    Ok(Meetings {
        all,
        decisions,
        proposed,
    })
}

/// The requests of all tasks that ever took a step, the oldest first.
pub(super) fn requests(
    workspace: &Workspace,
    words: &Words,
    snapshot: &Snapshot,
) -> Result<Vec<Request>, Failure> {
    let stepped = |row: &&Arc<Row>| {
        let follow = &row.follow;
        follow.since.is_some() || follow.closing.is_some() || follow.extension.is_some()
    };
    let mut found = Vec::new();
    for row in snapshot.rows.iter().filter(stepped) {
        let steps = workspace.steps(row.id)?;
        let asks = |step: &&StepTaken| {
            !step.idle && matches!(step.step, Step::AskClosing | Step::AskExtension)
        };
        let asked = steps.iter().filter(asks);
        let mut asked: Vec<Request> = asked.map(|step| request(row.id, &steps, step)).collect();
        // What was never answered and does not wait any more lost its object.
        for step in [Step::AskClosing, Step::AskExtension] {
            let waits = match step {
                Step::AskClosing => row.follow.closing.is_some(),
                _ => row.follow.extension.is_some(),
            };
            let open = |r: &&mut Request| r.step == step && r.answer == Answer::Open;
            for stale in asked.iter_mut().filter(open).skip(usize::from(waits)) {
                stale.answer = Answer::Void;
            }
        }
        found.extend(asked);
    }
    found.sort_by_key(|request| request.on);
    for request in &mut found {
        if request.answer == Answer::Open {
            request.shut = shut(workspace, words, request)?;
        }
    }
    Ok(found)
}

/// The steps that answer a request and are not open to the owner of the home, each with the reason.
fn shut(
    workspace: &Workspace,
    words: &Words,
    request: &Request,
) -> Result<Vec<(Step, String)>, Failure> {
    let mut shut = Vec::new();
    for step in request.steps() {
        let why = match workspace.why_not(Wish::Step(request.task, *step))? {
            None => continue,
            // The request says of which task.
            Some(Failure::Follow(FollowFailure::NotNow { step, why, .. })) => {
                words.follow.not_now(step, why, words.term)
            }
            Some(why) => why.message(words),
        };
        shut.push((*step, why));
    }
    Ok(shut)
}

/// A request among the steps of its task.
fn request(task: ItemId, steps: &[StepTaken], asked: &StepTaken) -> Request {
    let mut answers = steps
        .iter()
        .filter(|step| !step.idle && step.answers == Some(asked.op));
    let reviewed = answers.clone().any(|step| step.step == Step::Review);
    let answered = answers.find(|step| step.step != Step::Review);
    Request {
        task,
        op: asked.op,
        step: asked.step,
        author: asked.author.clone(),
        department: asked.department,
        on: asked.on,
        due: asked.due,
        reason: asked.reason.clone(),
        evidence: asked.evidence.clone(),
        answer: match answered.map(|answer| answer.step) {
            None => Answer::Open,
            Some(Step::Approve | Step::GrantExtension) => Answer::Granted,
            Some(Step::TakeBack) => Answer::Void,
            Some(_) => Answer::Refused,
        },
        reviewed,
        shut: Vec::new(),
        answered: answered.map(|answer| {
            (
                answer.author.clone(),
                answer.recorded,
                answer.reason.clone(),
            )
        }),
    }
}

/// The windows of every rhythm that tasks are reported on by, the latest first.
pub(super) fn windows(
    workspace: &Workspace,
    snapshot: &Snapshot,
) -> Result<Vec<WindowLine>, Failure> {
    let outlook = &snapshot.outlook;
    let of_rows = snapshot.rows.iter().map(|row| outlook.rhythm(row).0);
    let rhythms: BTreeSet<Rhythm> = of_rows.chain([outlook.rules.rhythm()]).collect();
    let lines = workspace.window_lines(snapshot, rhythms)?;
    let mut lines: Vec<WindowLine> = lines
        .iter()
        .map(|of| line(of.window, of.closed.as_ref(), of.counts))
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.window.due));
    Ok(lines)
}

fn line(window: Window, closed: Option<&Closed>, counts: WindowCounts) -> WindowLine {
    WindowLine {
        window,
        closed: closed.map(|closed| closed.closing.day),
        counts: Counts {
            expected: counts.expected,
            reported: counts.reported,
            on_time: counts.on_time,
        },
    }
}

pub(super) fn window(
    workspace: &Workspace,
    snapshot: &Snapshot,
    period: Period,
) -> Result<WindowPage, Failure> {
    let state = workspace.window(snapshot, Some(period))?;
    let before = snapshot.outlook.schedule().window(period.previous());
    let frozen = before.and_then(|before| workspace.frozen(before.period).ok());
    let difference = match frozen {
        Some(before) => {
            let after = match workspace.frozen(period) {
                Ok(after) if state.closed.is_some() => after.tasks,
                _ => workspace.as_of_now(&state, snapshot)?,
            };
            Some(difference(&before.tasks, &after))
        }
        None => None,
    };
    Ok(WindowPage {
        line: line(state.window, state.closed.as_ref(), state.counts()),
        tasks: state
            .reports
            .iter()
            .map(|report| (report.row.id, report.report, report.since))
            .collect(),
        before: before.map(|before| before.period),
        difference,
    })
}

pub(super) fn indicators(
    workspace: &Workspace,
    words: &Words,
    snapshot: &Snapshot,
) -> Result<Vec<IndicatorLine>, Failure> {
    let own = &snapshot.me.departments;
    let mut lines = Vec::new();
    // Whoever leads the follow-up gives figures of every task.
    let leads = workspace.why_not(Wish::Lead)?.is_none();
    for task in workspace.measured(&*snapshot.rows)? {
        if task.indicators.is_empty() {
            continue;
        }
        let gauge = task.gauge();
        let id = task.row.id;
        let of_whole = match leads {
            true => None,
            false => workspace.why_not(Wish::Measure(id, None))?,
        };
        for (at, indicator) in task.indicators.iter().enumerate() {
            let judgement = gauge.judge(indicator, &snapshot.outlook);
            let regions = gauge.regions(indicator.id);
            let of = || {
                let figures = task.figures.iter();
                figures.filter(|figure| {
                    figure.item == indicator.id
                        && figure.sort == FigureSort::Actual
                        && !figure.gone
                        && figure.value.is_some()
                })
            };
            let latest = of().map(|figure| figure.period).max();
            let given = of()
                .filter(|figure| Some(figure.period) == latest)
                .filter_map(|figure| figure.region)
                .filter(|region| regions.contains(region))
                .collect::<HashSet<_>>();
            // Of one millisecond, as a clock that was ahead leaves it, the latest stands first.
            let source = of().rev().max_by_key(|figure| figure.recorded);
            let measured = series(indicator, &task.figures, regions, FigureSort::Actual);
            let mut trend: Vec<(Period, String)> = measured
                .into_iter()
                .take(TREND)
                .map(|(period, value, _)| (period, value.to_string()))
                .collect();
            trend.reverse();
            let own = own.iter().find(|own| !leads && regions.contains(own));
            let shut = match own {
                Some(own) => workspace.why_not(Wish::Measure(id, Some(*own)))?,
                None => None,
            };
            let shut = if own.is_some() { &shut } else { &of_whole };
            lines.push(IndicatorLine {
                task: id,
                shut: shut.as_ref().map(|why| why.message(words)),
                n: at + 1,
                indicator: indicator.clone(),
                judgement,
                nature: gauge.nature(indicator),
                regions: regions.to_vec(),
                given: given.len(),
                trend,
                source: source.map_or_else(String::new, |figure| figure.source.clone()),
                conflict: gauge.disputed(indicator.id).next().is_some(),
            });
        }
    }
    Ok(lines)
}
