//! `duban task|measure|indicator|duty edit|add`: correcting what was read, and adding what the plan lacks.

use super::args::{DutyVerb, IndicatorVerb, MeasureVerb, TaskVerb};
use super::{Refusal, Session, follow, out, value};
use crate::model::{Addition, Edit, ItemId, Judged, NewItem, Register, Value};
use crate::words::{Words, fill};
use crate::workspace::{Failure, Workspace};

/// A register and what a flag gives it; `None` where the flag was left out.
type Given = (Register, Option<Result<Value, Failure>>);

pub(super) fn task(session: &Session, verb: TaskVerb) -> Result<(), Refusal> {
    let mut workspace = session.open()?;
    let directory = workspace.directory()?;
    match verb {
        TaskVerb::Edit {
            code,
            title,
            lead,
            support,
            due,
            kind,
            leader,
            light,
            until,
            supervised,
            rhythm,
            meeting,
            reason,
        } => {
            let light = light.map(|light| judged(&light, until.as_deref(), session.words()));
            let light = light.transpose()?;
            let task = workspace.task(&code)?.id;
            if let Some(id) = meeting {
                let meeting = workspace.find_meeting(&id)?.id;
                workspace.sit_in(meeting, &[task])?;
            }
            let departments = |names: Option<String>| {
                names.map(|names| value::departments(&names, &directory).map(Value::Departments))
            };
            let given = [
                text(Register::Title, title),
                (Register::Lead, departments(lead)),
                (Register::Support, departments(support)),
                day(due),
                keyword(Register::Kind, kind, |word| {
                    value::kind(word).map(Value::Kind)
                }),
                text(Register::Leader, leader),
                (Register::Light, light.map(Ok)),
                keyword(Register::Supervised, supervised, |word| {
                    value::yes_or_no(word).map(Value::Flag)
                }),
                keyword(Register::Rhythm, rhythm, |word| {
                    value::rhythm(word).map(Value::Rhythm)
                }),
            ];
            record(session, &mut workspace, (task, task), &code, given, &reason)
        }
        TaskVerb::Add {
            section,
            title,
            text,
            lead,
            support,
            due,
            reason,
        } => {
            let unknown = |_| Failure::Keyword {
                got: section.clone(),
                expected: "2.1".to_owned(),
            };
            let item = NewItem::Task {
                section: section.trim().parse().map_err(unknown)?,
                title,
                text,
                lead: value::departments(&lead, &directory)?,
                support: value::departments(&support, &directory)?,
                due: due.as_deref().map(value::day).transpose()?,
            };
            let (_, task) = workspace.add(&Addition { item, reason }, workspace.now())?;
            let row = workspace.detail(task)?.row;
            out::say(&fill(
                session.words().cli.added_task,
                &[&row.code.to_string(), &row.title],
            ));
            Ok(())
        }
    }
}

pub(super) fn measure(session: &Session, verb: MeasureVerb) -> Result<(), Refusal> {
    let mut workspace = session.open()?;
    match verb {
        MeasureVerb::Edit {
            item: name,
            text: words,
            due,
            drop,
            reason,
        } => {
            let (code, n) = value::item(&name)?;
            let task = workspace.task(code)?.id;
            let item = workspace.measure(&workspace.detail(task)?, n)?.id;
            let given = [text(Register::Text, words), day(due), dropped(drop)];
            record(session, &mut workspace, (task, item), &name, given, &reason)
        }
        MeasureVerb::Done { item: name, done } => {
            let (code, n) = value::item(&name)?;
            let task = workspace.task(code)?.id;
            let item = workspace.measure(&workspace.detail(task)?, n)?.id;
            follow::done(session, &mut workspace, (task, item), (&name, None), &done)
        }
        MeasureVerb::Add {
            code,
            text,
            due,
            reason,
        } => {
            let task = workspace.task(&code)?.id;
            let due = due.as_deref().map(value::day).transpose()?;
            let item = NewItem::Measure { task, text, due };
            workspace.add(&Addition { item, reason }, workspace.now())?;
            out::say(&fill(session.words().cli.added_measure, &[&code]));
            Ok(())
        }
    }
}

pub(super) fn duty(session: &Session, verb: DutyVerb) -> Result<(), Refusal> {
    let mut workspace = session.open()?;
    let DutyVerb::Edit {
        item: name,
        every,
        drop,
        reason,
    } = verb;
    let (code, n) = value::item(&name)?;
    let task = workspace.task(code)?.id;
    let item = workspace.duty(&workspace.detail(task)?, n)?.id;
    let given = [
        keyword(Register::Every, every, |word| {
            value::every(word).map(Value::Every)
        }),
        dropped(drop),
    ];
    record(session, &mut workspace, (task, item), &name, given, &reason)
}

pub(super) fn indicator(session: &Session, verb: IndicatorVerb) -> Result<(), Refusal> {
    let mut workspace = session.open()?;
    match verb {
        IndicatorVerb::Edit {
            item: of,
            name,
            comparator,
            value,
            upper,
            unit,
            due,
            nature,
            regions,
            every,
            drop,
            reason,
        } => {
            let directory = workspace.directory()?;
            let regions =
                regions.map(|names| value::departments(&names, &directory).map(Value::Departments));
            let (code, n) = value::item(&of)?;
            let task = workspace.task(code)?.id;
            let item = workspace.indicator(&workspace.detail(task)?, n)?.id;
            let given = [
                text(Register::Name, name),
                keyword(Register::Comparator, comparator, |word| {
                    value::comparator(word).map(Value::Comparator)
                }),
                decimal(Register::Value, value),
                decimal(Register::Upper, upper),
                text(Register::Unit, unit),
                day(due),
                keyword(Register::Nature, nature, |word| {
                    value::nature(word).map(Value::Nature)
                }),
                (Register::Regions, regions),
                keyword(Register::Every, every, |word| {
                    value::every(word).map(Value::Every)
                }),
                dropped(drop),
            ];
            record(session, &mut workspace, (task, item), &of, given, &reason)
        }
        IndicatorVerb::Add {
            code,
            name,
            comparator,
            value,
            upper,
            unit,
            due,
            reason,
        } => {
            let item = NewItem::Indicator {
                task: workspace.task(&code)?.id,
                name,
                comparator: value::comparator(&comparator)?,
                value,
                upper,
                unit,
                due: due.as_deref().map(value::day).transpose()?,
            };
            workspace.add(&Addition { item, reason }, workspace.now())?;
            out::say(&fill(session.words().cli.added_indicator, &[&code]));
            Ok(())
        }
    }
}

/// Corrects the registers that flags were given for, all or none, and says how many.
fn record(
    session: &Session,
    workspace: &mut Workspace,
    (task, item): (ItemId, ItemId),
    name: &str,
    given: impl IntoIterator<Item = Given>,
    reason: &str,
) -> Result<(), Refusal> {
    let mut edits = Vec::new();
    for (register, value) in given {
        if let Some(value) = value.transpose()? {
            edits.push(Edit {
                task,
                item,
                register,
                value,
                reason: reason.to_owned(),
                seen: None,
            });
        }
    }
    let done = workspace.correct_all(&edits, workspace.now())?;
    out::say(&fill(
        session.words().cli.corrected,
        &[name, &done.len().to_string()],
    ));
    Ok(())
}

/// A light as judged: with its last day, or none any more.
fn judged(light: &str, until: Option<&str>, words: &Words) -> Result<Value, Refusal> {
    if value::is_none(light) {
        return Ok(Value::Judged(None));
    }
    let light = value::judged_light(light)?;
    let Some(until) = until else {
        return Err(Refusal::Usage {
            message: words.failure.needs_until.to_owned(),
            hint: words.failure.needs_until_hint.to_owned(),
        });
    };
    let until = value::day(until)?;
    Ok(Value::Judged(Some(Judged { light, until })))
}

fn text(register: Register, text: Option<String>) -> Given {
    let value = text.map(|text| Ok(Value::Text(text.trim().to_owned())));
    (register, value)
}

fn decimal(register: Register, text: Option<String>) -> Given {
    let some = |text: String| Some(text.trim().to_owned()).filter(|text| !value::is_none(text));
    (register, text.map(|text| Ok(Value::Decimal(some(text)))))
}

fn day(text: Option<String>) -> Given {
    let value = text.map(|text| value::optional_day(&text).map(Value::Day));
    (Register::Due, value)
}

fn keyword(
    register: Register,
    word: Option<String>,
    read: impl FnOnce(&str) -> Result<Value, Failure>,
) -> Given {
    (register, word.map(|word| read(&word)))
}

fn dropped(drop: bool) -> Given {
    (Register::Dropped, drop.then_some(Ok(Value::Flag(true))))
}
