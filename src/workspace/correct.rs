//! Correcting what was read from the plan. The original stays visible.

use chrono::{DateTime, FixedOffset, Utc};

use super::follow::Sitting;
use super::{Failure, FollowFailure, Item, TextField, Workspace};
use crate::model::{
    Comparator, Correction, Day, DepartmentId, Detail, Directory, Duty, Edit, Indicator, ItemId,
    Measure, OpId, REASON_LIMIT, Register, Value,
};
use crate::oplog::{Parts, Said, Texts};
use crate::store::{Entry, Writing};
use crate::text::clean;

impl Workspace {
    /// Corrects one register of a task, or of a measure, an indicator or a duty of it.
    ///
    /// # Errors
    ///
    /// If the task is unknown, the value makes no sense or changes nothing, or there is no reason.
    pub fn correct(&mut self, edit: &Edit, now: DateTime<Utc>) -> Result<OpId, Failure> {
        let ids = self.correct_all(std::slice::from_ref(edit), now)?;
        ids.into_iter().next().ok_or(Failure::NothingGiven)
    }

    /// Corrects several registers at once: all or none.
    ///
    /// # Errors
    ///
    /// As [`Workspace::correct`].
    pub fn correct_all(
        &mut self,
        edits: &[Edit],
        now: DateTime<Utc>,
    ) -> Result<Vec<OpId>, Failure> {
        self.refuse_past()?;
        let (today, zone) = (self.today(now), self.zone);
        let sitting = self.sitting(today)?;
        for edit in edits {
            self.check_value(edit, today)?;
        }
        let mut writing = self.store.write()?;
        append(&mut writing, edits, (today, zone, &sitting), now)?;
        Ok(writing.commit()?)
    }

    /// Whether a value can be, whatever the task: no text is too long, no deadline before the plan, no light over already.
    fn check_value(&self, edit: &Edit, today: Day) -> Result<(), Failure> {
        match &edit.value {
            Value::Text(text) => self.check_length(edit.register, text, today),
            Value::Day(Some(due)) => self.span()?.refuse_before(*due),
            Value::Judged(Some(judged)) if judged.until < today => {
                Err(FollowFailure::LightOver(judged.until).into())
            }
            _ => Ok(()),
        }
    }

    /// Refuses a text that is longer than the rules let texts be: that of a measure as long as 进展, others as short as
    /// the other texts of a note.
    pub(super) fn check_length(
        &self,
        register: Register,
        text: &str,
        today: Day,
    ) -> Result<(), Failure> {
        let limits = self.rules(today)?.0.limits();
        let limit = match register {
            Register::Text => limits.progress,
            _ => limits.text,
        };
        let (got, limit) = (text.trim().chars().count(), usize::from(limit));
        if got > limit {
            let field = TextField::Of(register);
            return Err(Failure::TooLong { field, got, limit });
        }
        Ok(())
    }

    /// The measure of a task with this number.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn measure<'a>(&self, detail: &'a Detail, n: u32) -> Result<&'a Measure, Failure> {
        let found = detail.measures.iter().find(|measure| measure.n == n);
        found.ok_or_else(|| Failure::NoItem {
            code: detail.row.code.clone(),
            what: Item::Measure,
            n,
        })
    }

    /// The indicator of a task at this place, from 1.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn indicator<'a>(&self, detail: &'a Detail, n: u32) -> Result<&'a Indicator, Failure> {
        nth(detail, &detail.indicators, Item::Indicator, n)
    }

    /// The duty of a task at this place, from 1.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn duty<'a>(&self, detail: &'a Detail, n: u32) -> Result<&'a Duty, Failure> {
        nth(detail, &detail.duties, Item::Duty, n)
    }
}

fn nth<'a, T>(detail: &Detail, all: &'a [T], what: Item, n: u32) -> Result<&'a T, Failure> {
    let at = usize::try_from(n).unwrap_or(0).checked_sub(1);
    let code = detail.row.code.clone();
    at.and_then(|at| all.get(at))
        .ok_or(Failure::NoItem { code, what, n })
}

/// Appends corrections, each checked against what stands when its turn comes.
pub(super) fn append(
    writing: &mut Writing<'_>,
    edits: &[Edit],
    (today, zone, sitting): (Day, FixedOffset, &Sitting),
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let directory = writing.directory()?;
    for edit in edits {
        let detail = writing
            .detail(edit.task, zone)?
            .ok_or_else(|| Failure::NoTask(edit.task.to_string()))?;
        check(&detail, edit, &directory)?;
        check_together(&detail, edits, &directory)?;
        let parts = Parts::from(&edit.value);
        let texts = Texts {
            // One line, and nothing in it that commands a terminal.
            text: parts.text.map(|text| clean(text.trim()).into_owned()),
            reason: reason(&edit.reason)?,
            ..Texts::default()
        };
        let sup = match &edit.seen {
            Some(seen) => seen.clone(),
            None => writing.superseded(edit.task, edit.item, edit.register)?,
        };
        let entry = Entry::with_texts(&texts, |body| Said::Set {
            task: edit.task,
            item: edit.item,
            reg: edit.register.as_str().to_owned(),
            value: parts.value,
            depts: parts.depts,
            on: today,
            body,
            sup,
            meeting: sitting.of(edit.task),
        })?;
        writing.append(entry, now)?;
    }
    Ok(())
}

/// A reason, without the blanks around it; never empty.
pub(super) fn reason(text: &str) -> Result<String, Failure> {
    let (text, got) = (text.trim(), text.trim().chars().count());
    if text.is_empty() {
        return Err(Failure::NoReason);
    }
    let limit = usize::from(REASON_LIMIT);
    if got > limit {
        return Err(Failure::TooLong {
            field: TextField::Reason,
            got,
            limit,
        });
    }
    Ok(text.to_owned())
}

pub(super) fn filled(text: &str, register: Register) -> Result<String, Failure> {
    let text = clean(text.trim());
    if text.is_empty() {
        Err(Failure::EmptyValue(register))
    } else {
        Ok(text.into_owned())
    }
}

/// Checks that a text is a decimal number: digits, at most one point, perhaps a sign.
pub(super) fn decimal(text: &str) -> Result<(), Failure> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut parts = digits.split('.');
    let whole = parts
        .next()
        .is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let rest = parts
        .next()
        .is_none_or(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if whole && rest && parts.next().is_none() {
        Ok(())
    } else {
        Err(Failure::Decimal(text.to_owned()))
    }
}

/// Whether a correction makes sense: the item has the register, the value is new and not empty.
fn check(detail: &Detail, edit: &Edit, directory: &Directory) -> Result<(), Failure> {
    let register = edit.register;
    reason(&edit.reason)?;
    let Some(now) = current_value(detail, edit.item, register) else {
        return Err(match dropping(detail, edit.item) {
            Some(dropped) => Failure::Dropped {
                by: dropped.author.clone(),
                reason: dropped.reason.clone(),
            },
            None => Failure::NoTask(edit.item.to_string()),
        });
    };
    match &edit.value {
        Value::Every(None) if detail.duties.iter().any(|duty| duty.id == edit.item) => {
            return Err(Failure::EmptyValue(register));
        }
        Value::Text(text) if register != Register::Leader && register != Register::Unit => {
            filled(text, register)?;
        }
        Value::Departments(departments) if register == Register::Lead && departments.is_empty() => {
            return Err(Failure::EmptyValue(register));
        }
        Value::Decimal(Some(number)) => decimal(number)?,
        _ => {}
    }
    if now == edit.value && !is_open(detail, edit) {
        return Err(Failure::NoChange {
            register,
            value: now.in_words(directory),
        });
    }
    Ok(())
}

/// Whether a value is worth saying although it stands already: it settles what others disagree on, confirms what was
/// only inferred, or was said by another meanwhile, whose word its author did not see.
fn is_open(detail: &Detail, edit: &Edit) -> bool {
    let of_register = |c: &&Correction| c.item == edit.item && c.register == edit.register.as_str();
    let standing: Vec<&Correction> = detail.corrections.iter().filter(of_register).collect();
    let inferred = |duty: &Duty| duty.id == edit.item && duty.proposed;
    let unseen = |seen: &Vec<OpId>| standing.iter().any(|c| !seen.contains(&c.op));
    standing.len() > 1
        || edit.seen.as_ref().is_some_and(unseen)
        || edit.register == Register::Every && detail.duties.iter().any(inferred)
}

/// The correction that left an item out.
fn dropping(detail: &Detail, item: ItemId) -> Option<&Correction> {
    let mut corrections = detail.corrections.iter();
    corrections.find(|c| c.item == item && c.register == Register::Dropped.as_str())
}

/// Whether an item makes sense with all of `edits` made: nobody both leads and supports, no range runs backwards.
fn check_together(detail: &Detail, edits: &[Edit], directory: &Directory) -> Result<(), Failure> {
    let value = |item: ItemId, register: Register| {
        let edit = edits
            .iter()
            .rev()
            .find(|edit| edit.item == item && edit.register == register);
        edit.map(|edit| edit.value.clone())
            .or_else(|| current_value(detail, item, register))
    };
    let task = detail.row.id;
    if let (Some(Value::Departments(lead)), Some(Value::Departments(support))) =
        (value(task, Register::Lead), value(task, Register::Support))
    {
        disjoint(&lead, &support, directory)?;
    }
    for indicator in &detail.indicators {
        let number = |register| match value(indicator.id, register) {
            Some(Value::Decimal(Some(number))) => number.parse::<f64>().ok(),
            _ => None,
        };
        let is_range =
            value(indicator.id, Register::Comparator) == Some(Value::Comparator(Comparator::Range));
        if let (true, Some(low), Some(high)) =
            (is_range, number(Register::Value), number(Register::Upper))
            && low > high
        {
            return Err(Failure::RangeReversed);
        }
    }
    Ok(())
}

pub(super) fn disjoint(
    lead: &[DepartmentId],
    support: &[DepartmentId],
    directory: &Directory,
) -> Result<(), Failure> {
    match lead.iter().find(|id| support.contains(id)) {
        Some(both) => Err(Failure::BothRoles(directory.name(*both))),
        None => Ok(()),
    }
}

/// What a register of an item holds now; `None` if the item is not of this task or has no such register.
fn current_value(detail: &Detail, item: ItemId, register: Register) -> Option<Value> {
    let row = &detail.row;
    if item == row.id {
        return Some(match register {
            Register::Title => Value::Text(row.title.clone()),
            Register::Lead => Value::Departments(row.lead.clone()),
            Register::Support => Value::Departments(row.support.clone()),
            Register::Due => Value::Day(row.due),
            Register::Kind => Value::Kind(row.kind),
            Register::Leader => Value::Text(row.leader.clone()),
            Register::Light => Value::Judged(row.follow.judged),
            Register::Supervised => Value::Flag(row.follow.supervised),
            Register::Rhythm => Value::Rhythm(row.follow.rhythm.map(|(rhythm, _)| rhythm)),
            _ => return None,
        });
    }
    if let Some(measure) = detail.measures.iter().find(|measure| measure.id == item) {
        return Some(match register {
            Register::Text => Value::Text(measure.text.clone()),
            Register::Due => Value::Day(measure.due),
            Register::Dropped => Value::Flag(false),
            _ => return None,
        });
    }
    if let Some(indicator) = detail
        .indicators
        .iter()
        .find(|indicator| indicator.id == item)
    {
        return Some(match register {
            Register::Name => Value::Text(indicator.name.clone()),
            Register::Unit => Value::Text(indicator.unit.clone()),
            Register::Comparator => Value::Comparator(indicator.comparator),
            Register::Value => Value::Decimal(indicator.value.clone()),
            Register::Upper => Value::Decimal(indicator.upper.clone()),
            Register::Due => Value::Day(indicator.due),
            Register::Every => Value::Every(indicator.every),
            Register::Regions => Value::Departments(detail.gauge().regions(item).to_vec()),
            // Until somebody settles it, it is nothing: what the wording suggests is worth saying.
            Register::Nature => detail
                .settled(item, Register::Nature)
                .cloned()
                .unwrap_or_else(|| Value::Text(String::new())),
            Register::Dropped => Value::Flag(false),
            _ => return None,
        });
    }
    if let Some(duty) = detail.duties.iter().find(|duty| duty.id == item) {
        return Some(match register {
            Register::Every => Value::Every(Some(duty.every)),
            Register::Dropped => Value::Flag(false),
            _ => return None,
        });
    }
    // A dropped item is not in the detail any more; it can be taken in again.
    (register == Register::Dropped && dropping(detail, item).is_some()).then_some(Value::Flag(true))
}
