//! The measures, indicators and duties of a task, and what was corrected of it and of them.

use chrono::FixedOffset;

use crate::model::{
    Correction, Day, Directory, Duty, Indicator, ItemId, Lines, Measure, Register, TaskKind, Value,
};
use crate::oplog::{AddWhat, Said, Texts, current};
use crate::store::item::{self, Setting, Stored};
use crate::store::row::{self, Origin};

/// The numbered items of a task.
pub(in crate::store) struct Items {
    pub(super) measures: Vec<Measure>,
    pub(super) indicators: Vec<Indicator>,
    pub(super) duties: Vec<Duty>,
}

impl Items {
    /// The items as the source has them.
    pub(in crate::store) fn of(origin: &Origin) -> Self {
        Self {
            measures: origin.task.measures.clone(),
            indicators: origin.task.indicators.clone(),
            duties: origin.task.duties.clone(),
        }
    }

    /// Puts the measure or indicator that an `add` op brings behind the others.
    fn add(&mut self, stored: &Stored) {
        if stored.standing.refused || !matches!(stored.said, Said::Add { .. }) {
            return;
        }
        let texts: Texts = stored.texts();
        let id = item::added_id(stored.id);
        match &stored.said {
            Said::Add {
                what: AddWhat::Measure { due, .. },
                ..
            } => {
                let last = self.measures.iter().map(|measure| measure.n).max();
                self.measures.push(Measure {
                    id,
                    n: last.unwrap_or(0) + 1,
                    text: texts.text.unwrap_or_default(),
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
                self.indicators.push(Indicator {
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

    /// Applies what was set on the items, and leaves out the dropped ones.
    fn correct(&mut self, settings: &[Setting]) {
        self.measures.retain_mut(|measure| {
            keeps(settings, measure.id, |register, value| {
                match (register, value) {
                    (Register::Text, Value::Text(text)) => measure.text = text,
                    (Register::Due, Value::Day(due)) => measure.due = due,
                    _ => {}
                }
            })
        });
        self.indicators.retain_mut(|indicator| {
            keeps(settings, indicator.id, |register, value| {
                match (register, value) {
                    (Register::Name, Value::Text(name)) => indicator.name = name,
                    (Register::Unit, Value::Text(unit)) => indicator.unit = unit,
                    (Register::Comparator, Value::Comparator(comparator)) => {
                        indicator.comparator = comparator
                    }
                    (Register::Value, Value::Decimal(value)) => indicator.value = value,
                    (Register::Upper, Value::Decimal(upper)) => indicator.upper = upper,
                    (Register::Due, Value::Day(due)) => indicator.due = due,
                    (Register::Every, Value::Every(every)) => indicator.every = every,
                    _ => {}
                }
            })
        });
        self.duties.retain_mut(|duty| {
            keeps(settings, duty.id, |register, value| {
                if let (Register::Every, Value::Every(Some(every))) = (register, value) {
                    // A person said so: it is not inferred any more.
                    (duty.every, duty.proposed) = (every, false);
                }
            })
        });
    }
}

/// The items of a task as they stand, and the corrections that stand.
pub(super) fn items_and_corrections(
    origin: &Origin,
    ops: &[Stored],
    directory: &Directory,
    zone: FixedOffset,
) -> (Items, Vec<Correction>) {
    let mut items = Items::of(origin);
    for op in ops {
        items.add(op);
    }
    let settings: Vec<Setting> = ops.iter().filter_map(Setting::of).collect();
    let corrections = corrections(origin, &items, &settings, directory, zone);
    items.correct(&settings);
    (items, corrections)
}

/// The measures of a task as they stand: added ones among them, corrections applied, dropped ones left out.
pub(in crate::store) fn measures(
    origin: &Origin,
    said: &[Stored],
    settings: &[Setting],
) -> Vec<Measure> {
    let mut items = Items {
        measures: origin.task.measures.clone(),
        indicators: Vec::new(),
        duties: Vec::new(),
    };
    for stored in said {
        items.add(stored);
    }
    items.correct(settings);
    items.measures
}

/// Hands the value that stands in each register of an item to `put`; returns whether the item is not dropped.
fn keeps(settings: &[Setting], item: ItemId, mut put: impl FnMut(Register, Value)) -> bool {
    let mut dropped = false;
    for (register, versions) in row::registers(settings, item) {
        if let Some(first) = current(&versions).first() {
            dropped |= first.value == Value::Flag(true);
            put(register, first.value.clone());
        }
    }
    !dropped
}

/// What the source says of a register of a task or a part of it; of a part as such its words. `items` are the
/// uncorrected ones.
pub(in crate::store) fn original(
    origin: &Origin,
    items: &Items,
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
    if let Some(measure) = items.measures.iter().find(|measure| measure.id == item) {
        return match register {
            Register::Text => Some(Value::Text(measure.text.clone())),
            Register::Due => day(measure.due),
            Register::Dropped => Some(Value::Text(measure.text.clone())),
            _ => None,
        };
    }
    if let Some(duty) = items.duties.iter().find(|duty| duty.id == item) {
        return match register {
            Register::Every => Some(Value::Every(Some(duty.every))),
            Register::Dropped => Some(Value::Text(duty.text.clone())),
            _ => None,
        };
    }
    let mut indicators = items.indicators.iter();
    let indicator = indicators.find(|indicator| indicator.id == item)?;
    match register {
        Register::Name | Register::Dropped => Some(Value::Text(indicator.name.clone())),
        Register::Unit => Some(Value::Text(indicator.unit.clone())),
        Register::Comparator => Some(Value::Comparator(indicator.comparator)),
        Register::Value => Some(Value::Decimal(indicator.value.clone())),
        Register::Upper => Some(Value::Decimal(indicator.upper.clone())),
        Register::Due => day(indicator.due),
        Register::Every => Some(Value::Every(indicator.every)),
        _ => None,
    }
}

/// The corrections that stand, each beside what the source says. `items` are the uncorrected ones.
fn corrections(
    origin: &Origin,
    items: &Items,
    settings: &[Setting],
    directory: &Directory,
    zone: FixedOffset,
) -> Vec<Correction> {
    let mut ids: Vec<ItemId> = settings.iter().map(|setting| setting.item).collect();
    ids.sort();
    ids.dedup();
    let mut corrections = Vec::new();
    for item in ids {
        for (register, versions) in row::registers(settings, item) {
            for version in current(&versions) {
                let Some(setting) = settings
                    .iter()
                    .find(|setting| setting.version.op == version.op)
                else {
                    continue;
                };
                let before = original(origin, items, item, register);
                corrections.push(Correction {
                    op: version.op,
                    item,
                    register: register.as_str().to_owned(),
                    original: before.map(|value| value.in_words(directory)),
                    now: version.value.in_words(directory),
                    value: version.value.clone(),
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
