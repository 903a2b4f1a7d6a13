//! `duban task|measure|indicator|duty edit|add`: correcting what was read, and adding what the plan lacks.

use super::args::{DutyVerb, IndicatorVerb, MeasureVerb, TaskVerb};
use super::{Refusal, Session, now, out, value};
use crate::model::{Addition, Edit, ItemId, NewItem, Register, Value};
use crate::words::fill;
use crate::workspace::{Failure, Workspace};

/// Edits of one item, gathered flag by flag.
struct Edits {
    task: ItemId,
    item: ItemId,
    reason: String,
    all: Vec<Edit>,
}

impl Edits {
    fn put(
        &mut self,
        register: Register,
        value: Option<Result<Value, Failure>>,
    ) -> Result<(), Failure> {
        if let Some(value) = value.transpose()? {
            self.all.push(Edit {
                task: self.task,
                item: self.item,
                register,
                value,
                reason: self.reason.clone(),
                seen: None,
            });
        }
        Ok(())
    }

    fn put_text(&mut self, register: Register, text: Option<String>) -> Result<(), Failure> {
        self.put(
            register,
            text.map(|text| Ok(Value::Text(text.trim().to_owned()))),
        )
    }

    fn put_due(&mut self, due: Option<String>) -> Result<(), Failure> {
        self.put(
            Register::Due,
            due.map(|due| value::optional_day(&due).map(Value::Day)),
        )
    }

    fn put_dropped(&mut self, drop: bool) -> Result<(), Failure> {
        self.put(Register::Dropped, drop.then_some(Ok(Value::Dropped(true))))
    }

    fn record(
        self,
        session: &Session,
        workspace: &mut Workspace,
        name: &str,
    ) -> Result<(), Failure> {
        let done = workspace.correct_all(&self.all, now())?;
        out::say(&fill(
            session.words().cli.corrected,
            &[name, &done.len().to_string()],
        ));
        Ok(())
    }
}

fn decimal(text: Option<String>) -> Option<Result<Value, Failure>> {
    text.map(|text| {
        Ok(Value::Decimal(
            Some(text.trim().to_owned()).filter(|text| !value::is_none(text)),
        ))
    })
}

pub(super) fn task(session: &Session, verb: TaskVerb) -> Result<(), Refusal> {
    let failed = |failure| session.refusal(&failure);
    let mut workspace = session.open().map_err(failed)?;
    let directory = workspace.directory().map_err(failed)?;
    match verb {
        TaskVerb::Edit {
            code,
            title,
            lead,
            support,
            due,
            kind,
            leader,
            reason,
        } => {
            let task = workspace.task(&code).map_err(failed)?.id;
            let mut edits = Edits {
                task,
                item: task,
                reason,
                all: Vec::new(),
            };
            let departments = |names: Option<String>| {
                names.map(|n| value::departments(&n, &directory).map(Value::Departments))
            };
            edits
                .put_text(Register::Title, title)
                .and_then(|()| edits.put(Register::Lead, departments(lead)))
                .and_then(|()| edits.put(Register::Support, departments(support)))
                .and_then(|()| edits.put_due(due))
                .and_then(|()| {
                    edits.put(
                        Register::Kind,
                        kind.map(|kind| value::kind(&kind).map(Value::Kind)),
                    )
                })
                .and_then(|()| edits.put_text(Register::Leader, leader))
                .and_then(|()| edits.record(session, &mut workspace, &code))
                .map_err(failed)
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
            let section = section.trim().parse().map_err(unknown).map_err(failed)?;
            let item = NewItem::Task {
                section,
                title,
                text,
                lead: value::departments(&lead, &directory).map_err(failed)?,
                support: value::departments(&support, &directory).map_err(failed)?,
                due: due.as_deref().map(value::day).transpose().map_err(failed)?,
            };
            let (_, task) = workspace
                .add(&Addition { item, reason }, now())
                .map_err(failed)?;
            let row = workspace.detail(task).map_err(failed)?.row;
            out::say(&fill(
                session.words().cli.added_task,
                &[&row.code.to_string(), &row.title],
            ));
            Ok(())
        }
    }
}

pub(super) fn measure(session: &Session, verb: MeasureVerb) -> Result<(), Refusal> {
    let failed = |failure| session.refusal(&failure);
    let mut workspace = session.open().map_err(failed)?;
    match verb {
        MeasureVerb::Edit {
            item,
            text,
            due,
            drop,
            reason,
        } => {
            let (code, n) = value::item(&item, session.words())?;
            let task = workspace.task(code).map_err(failed)?.id;
            let detail = workspace.detail(task).map_err(failed)?;
            let id = workspace.measure(&detail, n).map_err(failed)?.id;
            let mut edits = Edits {
                task,
                item: id,
                reason,
                all: Vec::new(),
            };
            edits
                .put_text(Register::Text, text)
                .and_then(|()| edits.put_due(due))
                .and_then(|()| edits.put_dropped(drop))
                .and_then(|()| edits.record(session, &mut workspace, &item))
                .map_err(failed)
        }
        MeasureVerb::Add {
            code,
            text,
            due,
            reason,
        } => {
            let task = workspace.task(&code).map_err(failed)?.id;
            let due = due.as_deref().map(value::day).transpose().map_err(failed)?;
            let item = NewItem::Measure { task, text, due };
            workspace
                .add(&Addition { item, reason }, now())
                .map_err(failed)?;
            out::say(&fill(session.words().cli.added_measure, &[&code]));
            Ok(())
        }
    }
}

pub(super) fn duty(session: &Session, verb: DutyVerb) -> Result<(), Refusal> {
    let failed = |failure| session.refusal(&failure);
    let mut workspace = session.open().map_err(failed)?;
    let DutyVerb::Edit {
        item,
        every,
        drop,
        reason,
    } = verb;
    let (code, n) = value::item(&item, session.words())?;
    let task = workspace.task(code).map_err(failed)?.id;
    let detail = workspace.detail(task).map_err(failed)?;
    let id = workspace.duty(&detail, n).map_err(failed)?.id;
    let mut edits = Edits {
        task,
        item: id,
        reason,
        all: Vec::new(),
    };
    let every = every.map(|every| value::every(&every).map(Value::Every));
    edits
        .put(Register::Every, every)
        .and_then(|()| edits.put_dropped(drop))
        .and_then(|()| edits.record(session, &mut workspace, &item))
        .map_err(failed)
}

pub(super) fn indicator(session: &Session, verb: IndicatorVerb) -> Result<(), Refusal> {
    let failed = |failure| session.refusal(&failure);
    let mut workspace = session.open().map_err(failed)?;
    match verb {
        IndicatorVerb::Edit {
            item,
            name,
            comparator,
            value,
            upper,
            unit,
            due,
            every,
            drop,
            reason,
        } => {
            let (code, n) = value::item(&item, session.words())?;
            let task = workspace.task(code).map_err(failed)?.id;
            let detail = workspace.detail(task).map_err(failed)?;
            let id = workspace.indicator(&detail, n).map_err(failed)?.id;
            let mut edits = Edits {
                task,
                item: id,
                reason,
                all: Vec::new(),
            };
            let comparator = comparator.map(|sign| value::comparator(&sign).map(Value::Comparator));
            let every = every.map(|every| value::every(&every).map(Value::Every));
            edits
                .put_text(Register::Name, name)
                .and_then(|()| edits.put(Register::Comparator, comparator))
                .and_then(|()| edits.put(Register::Value, decimal(value)))
                .and_then(|()| edits.put(Register::Upper, decimal(upper)))
                .and_then(|()| edits.put_text(Register::Unit, unit))
                .and_then(|()| edits.put_due(due))
                .and_then(|()| edits.put(Register::Every, every))
                .and_then(|()| edits.put_dropped(drop))
                .and_then(|()| edits.record(session, &mut workspace, &item))
                .map_err(failed)
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
            let task = workspace.task(&code).map_err(failed)?.id;
            let comparator = value::comparator(&comparator).map_err(failed)?;
            let due = due.as_deref().map(value::day).transpose().map_err(failed)?;
            let item = NewItem::Indicator {
                task,
                name,
                comparator,
                value,
                upper,
                unit,
                due,
            };
            workspace
                .add(&Addition { item, reason }, now())
                .map_err(failed)?;
            out::say(&fill(session.words().cli.added_indicator, &[&code]));
            Ok(())
        }
    }
}
