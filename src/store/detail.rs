//! Everything about one task: what the plan says, what people corrected and added, what was noted.

use std::collections::HashMap;

use chrono::FixedOffset;
use rusqlite::Connection;

use super::item::{self, Setting, Stored};
use super::read::{directory, one_row, sections};
use super::row::{self, Origin};
use super::{Error, Store, Writing, history};
use crate::model::{
    Code, Correction, Day, Detail, Directory, Indicator, ItemId, Lines, Measure, Register, Section,
    TaskKind, Value,
};
use crate::oplog::{AddWhat, Said, Texts, current};

impl Store {
    /// Everything about one task.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn detail(&self, task: ItemId, zone: FixedOffset) -> Result<Option<Detail>, Error> {
        detail(&*self.db.unchecked_transaction()?, task, zone)
    }
}

impl Writing<'_> {
    /// Everything about one task, as it stands in this transaction.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn detail(&self, task: ItemId, zone: FixedOffset) -> Result<Option<Detail>, Error> {
        detail(&self.tx, task, zone)
    }
}

fn detail(db: &Connection, task: ItemId, zone: FixedOffset) -> Result<Option<Detail>, Error> {
    let (Some(row), Some(origin)) = (one_row(db, task)?, row::origin(db, task)?) else {
        return Ok(None);
    };
    let directory = directory(db)?;
    let ops = item::ops_of(db, "value", task)?;
    let (mut measures, mut indicators) =
        (origin.task.measures.clone(), origin.task.indicators.clone());
    for op in &ops {
        add_item(op, &mut measures, &mut indicators);
    }
    let settings = item::settings(db, task)?;
    let corrections = corrections(&origin, &measures, &indicators, &settings, &directory, zone);
    correct_items(&mut measures, &mut indicators, &settings);
    let path = if origin.task.path.is_empty() {
        headings(db, &row.code)?
    } else {
        origin.task.path.clone()
    };
    let notes = item::notes(db, task, zone)?;
    let changes = history::of(db, Some(task), usize::MAX, zone, &directory)?;
    let stands_in_the_plan = origin.task.lines != Lines(0, 0);
    Ok(Some(Detail {
        row,
        path,
        text: origin.task.text,
        lines: stands_in_the_plan.then_some(origin.task.lines),
        rule: origin.rule,
        corrections,
        measures,
        indicators,
        duties: origin.task.duties,
        notes,
        changes,
    }))
}

/// The headings above a code.
fn headings(db: &Connection, code: &Code) -> Result<Vec<String>, Error> {
    let above = |section: &Section| code.is_within(&section.code) && section.code != *code;
    Ok(sections(db)?
        .into_iter()
        .filter(above)
        .map(|section| section.title)
        .collect())
}

/// Puts the measure or indicator that an `add` op brings behind the others.
fn add_item(stored: &Stored, measures: &mut Vec<Measure>, indicators: &mut Vec<Indicator>) {
    let texts: Texts = stored.texts();
    let id = item::added_id(stored.id);
    match &stored.said {
        Said::Add {
            what: AddWhat::Measure { due, .. },
            ..
        } => {
            let n = measures.iter().map(|measure| measure.n).max().unwrap_or(0) + 1;
            let text = texts.text.unwrap_or_default();
            measures.push(Measure {
                id,
                n,
                text,
                lines: Lines(0, 0),
                due: *due,
                span: None,
            });
        }
        Said::Add {
            what:
                AddWhat::Indicator {
                    comparator,
                    value,
                    upper,
                    due,
                    ..
                },
            ..
        } => {
            indicators.push(Indicator {
                id,
                name: texts.name.unwrap_or_default(),
                comparator: *comparator,
                value: value.clone(),
                upper: upper.clone(),
                per: None,
                unit: texts.unit.unwrap_or_default(),
                scope: None,
                condition: None,
                due: *due,
                every: None,
                source: texts.reason,
                line: 0,
            });
        }
        _ => {}
    }
}

/// Applies what was set on measures and indicators, and leaves out the dropped ones.
fn correct_items(
    measures: &mut Vec<Measure>,
    indicators: &mut Vec<Indicator>,
    settings: &[Setting],
) {
    let dropped = |registers: &HashMap<Register, Vec<_>>| {
        let live = registers
            .get(&Register::Dropped)
            .map(|versions| current(versions));
        live.and_then(|live| live.first().map(|v| v.value == Value::Dropped(true)))
            .unwrap_or(false)
    };
    measures.retain_mut(|measure| {
        let registers = row::registers(settings, measure.id);
        for (register, versions) in &registers {
            match (register, current(versions).first().map(|v| v.value.clone())) {
                (Register::Text, Some(Value::Text(text))) => measure.text = text,
                (Register::Due, Some(Value::Day(due))) => measure.due = due,
                _ => {}
            }
        }
        !dropped(&registers)
    });
    indicators.retain_mut(|indicator| {
        let registers = row::registers(settings, indicator.id);
        for (register, versions) in &registers {
            match (register, current(versions).first().map(|v| v.value.clone())) {
                (Register::Name, Some(Value::Text(name))) => indicator.name = name,
                (Register::Unit, Some(Value::Text(unit))) => indicator.unit = unit,
                (Register::Comparator, Some(Value::Comparator(comparator))) => {
                    indicator.comparator = comparator
                }
                (Register::Value, Some(Value::Decimal(value))) => indicator.value = value,
                (Register::Upper, Some(Value::Decimal(upper))) => indicator.upper = upper,
                (Register::Due, Some(Value::Day(due))) => indicator.due = due,
                (Register::Every, Some(Value::Every(every))) => indicator.every = every,
                _ => {}
            }
        }
        !dropped(&registers)
    });
}

/// What the source says of a register of a task, a measure or an indicator.
pub(super) fn original(
    origin: &Origin,
    measures: &[Measure],
    indicators: &[Indicator],
    item: ItemId,
    register: Register,
) -> Option<Value> {
    let day = |day: Option<Day>| Some(Value::Day(day));
    if item == origin.task.id {
        return match register {
            Register::Title => Some(Value::Text(origin.task.title.clone())),
            Register::Lead => Some(Value::Departments(origin.lead.clone())),
            Register::Support => Some(Value::Departments(origin.support.clone())),
            Register::Due => day(origin.task.due),
            Register::Kind => Some(Value::Kind(TaskKind::default())),
            _ => None,
        };
    }
    if let Some(measure) = measures.iter().find(|measure| measure.id == item) {
        return match register {
            Register::Text => Some(Value::Text(measure.text.clone())),
            Register::Due => day(measure.due),
            _ => None,
        };
    }
    let indicator = indicators.iter().find(|indicator| indicator.id == item)?;
    match register {
        Register::Name => Some(Value::Text(indicator.name.clone())),
        Register::Unit => Some(Value::Text(indicator.unit.clone())),
        Register::Comparator => Some(Value::Comparator(indicator.comparator)),
        Register::Value => Some(Value::Decimal(indicator.value.clone())),
        Register::Upper => Some(Value::Decimal(indicator.upper.clone())),
        Register::Due => day(indicator.due),
        Register::Every => Some(Value::Every(indicator.every)),
        _ => None,
    }
}

/// The corrections that stand, each beside what the source says. `measures` and `indicators` are the uncorrected ones.
fn corrections(
    origin: &Origin,
    measures: &[Measure],
    indicators: &[Indicator],
    settings: &[Setting],
    directory: &Directory,
    zone: FixedOffset,
) -> Vec<Correction> {
    let mut items: Vec<ItemId> = settings.iter().map(|setting| setting.item).collect();
    items.sort();
    items.dedup();
    let mut corrections = Vec::new();
    for item in items {
        for (register, versions) in row::registers(settings, item) {
            for version in current(&versions) {
                let Some(setting) = settings
                    .iter()
                    .find(|setting| setting.version.op == version.op)
                else {
                    continue;
                };
                let before = original(origin, measures, indicators, item, register);
                corrections.push(Correction {
                    item,
                    register: register.as_str().to_owned(),
                    original: before.map(|value| value.in_words(directory)),
                    now: version.value.in_words(directory),
                    reason: setting.reason.clone(),
                    author: setting.author.clone(),
                    recorded: version.hlc.time().with_timezone(&zone),
                });
            }
        }
    }
    corrections
        .sort_by(|a, b| (a.item, &a.register, b.recorded).cmp(&(b.item, &b.register, a.recorded)));
    corrections
}
