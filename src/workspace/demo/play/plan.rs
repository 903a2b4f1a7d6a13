//! What is going to happen in the play, and on which day.

use super::{Agenda, Event};
use crate::model::{
    Calendar, Day, DoneDraft, Edit, Judged, Light, Period, Register, Rhythm, Schedule, Value,
};
use crate::oplog::Sequence;
use crate::workspace::Failure;
use crate::workspace::demo::cast::{Cast, REGISTRAR, working_day, working_day_by};
use crate::workspace::demo::notes::{self, Reports, Turn};
use crate::workspace::demo::script::Script;
use crate::workspace::demo::story::{Span, Story};
use crate::workspace::demo::{after, before, figures, meetings};

/// Plans what happens.
pub(super) fn plan(
    cast: &Cast,
    script: &Script,
    stories: &[Story<'_>],
    span: Span,
    schedule: Schedule,
) -> Result<Agenda, Failure> {
    let mut agenda = Agenda::default();
    agenda.add(working_day(after(span.from, 2)), Event::Sign);
    agenda.add(working_day(after(span.from, 4)), Event::Leaders);
    agenda.add(working_day(after(span.from, 40)), Event::Rules);
    for (day, what) in figures::calendar(span) {
        agenda.add(day, Event::Figures(what));
    }
    for planned in meetings::calendar(&script.meetings, span) {
        agenda.add(planned.on, Event::Meeting(planned));
    }
    for (n, story) in stories.iter().enumerate() {
        corrections(&mut agenda, story, span);
        for planned in &story.steps {
            agenda.add(planned.on, Event::Step(n, planned.clone()));
        }
        if let Some(on) = done_on(story, span) {
            agenda.add(on, Event::Measure(n));
        }
        duties(&mut agenda, cast, (n, story), span)?;
    }
    let conflict = stories.iter().find(|story| story.script.code == "2.5.3");
    let on = working_day(before(span.day, 20));
    if let Some(story) = conflict.filter(|_| on > after(span.from, 10)) {
        agenda.add(on, Event::Conflict(story.task));
    }
    windows(&mut agenda, cast, script, stories, (span, schedule))?;
    Ok(agenda)
}

/// What coordinators correct about a task: its deadline, special supervision, the light they see in it.
fn corrections(agenda: &mut Agenda, story: &Story<'_>, span: Span) {
    let script = story.script;
    let mut add = |ago: u64, register, value, reason: &str| {
        let on = working_day(before(span.day, ago).max(after(span.from, 10)));
        let edit = Edit {
            task: story.task,
            item: story.task,
            register,
            value,
            reason: reason.to_owned(),
            seen: None,
        };
        agenda.add(on, Event::Edit(edit));
    };
    if script.due_in.is_some() {
        let due = Value::Day(Some(story.due()));
        add(script.due_ago, Register::Due, due, &script.due_why);
    }
    if let Some(ago) = script.weekly {
        let reason = "列入市政府重点督办事项，按周报送。";
        add(ago, Register::Supervised, Value::Flag(true), reason);
    }
    if let Some(light) = script
        .judged
        .as_ref()
        .and_then(|light| light.parse::<Light>().ok())
    {
        let until = after(span.day, 14);
        let judged = Value::Judged(Some(Judged { light, until }));
        let reason = "督查发现个别区县考核奖发放不同步，认定为黄灯，限期整改。";
        add(5, Register::Light, judged, reason);
    }
}

/// The day on which a measure of a task was done, within the time of the play.
fn done_on(story: &Story<'_>, span: Span) -> Option<Day> {
    let on: Day = story.script.done_measure.as_ref()?.on.parse().ok()?;
    Some(working_day(on.max(after(span.from, 9))))
}

/// Recurring duties are seen to, most of them; what comes round every week is told of once in four.
fn duties(
    agenda: &mut Agenda,
    cast: &Cast,
    (n, story): (usize, &Story<'_>),
    span: Span,
) -> Result<(), Failure> {
    let detail = cast.look(REGISTRAR)?.detail(story.task)?;
    let calendar = Calendar::default();
    for duty in &detail.duties {
        let rhythm = Rhythm::from(duty.every);
        let (early, at_once) = match rhythm {
            Rhythm::Week => (2, 4),
            _ => (22, 1),
        };
        let mut period = Period::of(rhythm, span.from, &calendar);
        let mut drafts = Vec::new();
        for seen in n.. {
            let on = working_day(before(period.last(&calendar), early));
            if on >= span.day {
                break;
            }
            if on > after(span.from, 9) && (at_once > 1 || seen % 5 != 3) {
                drafts.push(DoneDraft {
                    task: story.task,
                    item: duty.id,
                    department: Some(story.lead),
                    period: Some(period),
                    done: Some(on),
                    text: format!("{}，本期已完成。", duty.text),
                });
            }
            if drafts.len() == at_once {
                agenda.add(on, Event::Duties(n, std::mem::take(&mut drafts)));
            }
            period = period.next();
        }
    }
    Ok(())
}

/// The reporting windows: who reports when, and when each is closed.
fn windows(
    agenda: &mut Agenda,
    cast: &Cast,
    script: &Script,
    stories: &[Story<'_>],
    (span, schedule): (Span, Schedule),
) -> Result<(), Failure> {
    let mut chance = Sequence::of(&format!("{} reports", script.seed));
    let mut reports = Reports::new();
    for rhythm in [Rhythm::Month, Rhythm::Week] {
        let mut passed = 0;
        let mut turns = Vec::new();
        for window in schedule.latest_first(rhythm, span.day) {
            let ago = (window.due < span.day).then_some(passed);
            passed += usize::from(ago.is_some());
            let closed = working_day(after(window.due, 2));
            turns.push(Turn {
                window,
                ago,
                closed,
                eve: working_day_by(before(span.day, 1)),
            });
        }
        for turn in turns.into_iter().rev() {
            let mut is_used = rhythm == Rhythm::Month;
            for (n, story) in stories.iter().enumerate() {
                let weekly = story.script.weekly.map(|ago| before(span.day, ago));
                let weekly = weekly.map(|since| since.max(after(span.from, 10)));
                let is_week = weekly.is_some_and(|since| turn.window.due > since);
                if is_week != (rhythm == Rhythm::Week) {
                    continue;
                }
                is_used = true;
                notes::plan(&mut reports, (n, story), turn, cast, &mut chance);
                notes::told(&mut reports, (n, story), turn, cast)?;
            }
            if turn.ago.is_some() && is_used {
                agenda.add(turn.closed, Event::Close(turn.window.period));
                if rhythm == Rhythm::Month {
                    agenda.add(
                        working_day(after(turn.closed, 1)),
                        Event::Remind(turn.window.period),
                    );
                }
            }
        }
    }
    let earliest = working_day(after(span.from, 3));
    for ((on, who), reports) in reports {
        agenda.add(on.max(earliest), Event::Reports(who, reports));
    }
    Ok(())
}
