//! The history: every change with what stood before it.

use std::collections::HashMap;

use chrono::FixedOffset;
use rusqlite::{Connection, OptionalExtension as _};

use super::item::{self, STORED, Setting, Stored};
use super::read::{directory, one_row};
use super::row::{self, Origin};
use super::{Error, Store, apply, detail, undo};
use crate::model::{
    Change, Code, DecisionWords, Directory, Fate, ItemId, MeetingWords, NoteText, OpId, Register,
};
use crate::oplog::{AddWhat, Said, Texts};

/// The kind of an op that proposes what the roster should say.
const PROPOSE: &str = "propose";

impl Store {
    /// The changes of one task or of all, the latest first, at most `limit` of them.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn history(
        &self,
        task: Option<ItemId>,
        limit: usize,
        zone: FixedOffset,
    ) -> Result<Vec<Change>, Error> {
        let tx = self.db.unchecked_transaction()?;
        let mut changes = of(&tx, task, limit, zone, &directory(&tx)?)?;
        if changes.iter().any(|change| change.kind == PROPOSE) {
            let chain = self.chain()?;
            let proposals = self.proposals()?.into_iter();
            let fates = proposals.map(|proposed| (proposed.op, proposed.fate(chain.state())));
            let fates: HashMap<OpId, Fate> = fates.collect();
            for change in &mut changes {
                change.fate = fates.get(&change.op).copied();
            }
        }
        Ok(changes)
    }
}

impl Store {
    /// The changes that this home made last and that can be taken back, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn undoable_changes(&self, most: usize, zone: FixedOffset) -> Result<Vec<Change>, Error> {
        let tx = self.db.unchecked_transaction()?;
        let ops = undo::undoable_ops(&tx, most)?;
        let ops = ops.into_iter().map(|(_, stored)| stored).collect();
        told(&tx, ops, zone, &directory(&tx)?)
    }
}

/// The changes of one task or of all, the latest first.
pub(super) fn of(
    db: &Connection,
    task: Option<ItemId>,
    limit: usize,
    zone: FixedOffset,
    directory: &Directory,
) -> Result<Vec<Change>, Error> {
    let mut ops = Vec::new();
    if let Some(task) = task {
        for table in ["note", "retract", "value"] {
            ops.extend(item::ops_of(db, table, task)?);
        }
    } else {
        let sql = format!(
            "SELECT {STORED} WHERE o.n IN (SELECT n FROM op ORDER BY hlc DESC, id DESC LIMIT ?1)"
        );
        let mut found = db.prepare_cached(&sql)?;
        let mut rows = found.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            ops.push(Stored::read(row)?);
        }
    }
    ops.sort_by_key(|op| std::cmp::Reverse((op.hlc, op.id)));
    ops.truncate(limit);
    told(db, ops, zone, directory)
}

/// The changes that ops made, in their order.
fn told(
    db: &Connection,
    ops: Vec<Stored>,
    zone: FixedOffset,
    directory: &Directory,
) -> Result<Vec<Change>, Error> {
    let mut known = Known {
        db,
        directory,
        origins: HashMap::new(),
        codes: HashMap::new(),
    };
    ops.into_iter().map(|op| known.change(op, zone)).collect()
}

/// What the history has looked up already.
struct Known<'a> {
    db: &'a Connection,
    directory: &'a Directory,
    origins: HashMap<ItemId, Option<Origin>>,
    codes: HashMap<ItemId, Option<Code>>,
}

impl Known<'_> {
    fn change(&mut self, stored: Stored, zone: FixedOffset) -> Result<Change, Error> {
        let recorded = stored.recorded(zone);
        let mut change = Change {
            op: stored.id,
            on: stored.said.on().unwrap_or_else(|| recorded.date_naive()),
            recorded,
            author: stored.author.clone(),
            task: None,
            code: None,
            kind: stored.said.kind().to_owned(),
            register: None,
            before: None,
            after: None,
            reason: None,
            refused: stored.refused.clone(),
            wordless: stored.wordless(),
            fate: None,
        };
        match &stored.said {
            Said::Note {
                task,
                dept,
                percent,
                unchanged,
                ..
            } => {
                let words: NoteText = stored.texts();
                let parts = [words.progress, words.problems, words.next];
                let words: Vec<String> =
                    parts.into_iter().filter(|part| !part.is_empty()).collect();
                let percent = percent
                    .map(|percent| format!(" {percent}%"))
                    .unwrap_or_default();
                change.task = Some(*task);
                change.register = unchanged.map(|why| why.as_str().to_owned());
                change.after = Some(format!(
                    "{}{percent} {}",
                    self.directory.name(*dept),
                    words.join(" / ")
                ));
            }
            Said::Retract { task, op, .. } => {
                change.task = Some(*task);
                change.before = Some(op.short());
                change.reason = Some(stored.texts::<Texts>().reason);
            }
            Said::Set {
                task,
                item,
                reg,
                sup,
                ..
            } => {
                change.task = Some(*task);
                change.register = Some(reg.clone());
                change.before = self.before(*task, *item, reg, sup)?;
                if let Some(setting) = Setting::of(&stored) {
                    change.after = Some(setting.version.value.in_words(self.directory));
                    change.reason = Some(setting.reason);
                }
            }
            Said::Add { what, .. } => {
                let texts: Texts = stored.texts();
                change.task = match what {
                    AddWhat::Task { .. } => Some(item::added_id(stored.id)),
                    AddWhat::Measure { task, .. } | AddWhat::Indicator { task, .. } => Some(*task),
                    AddWhat::Department { .. } => None,
                };
                change.after = texts.title.or(texts.name).or(texts.text);
                change.reason = Some(texts.reason);
            }
            Said::Adopt { .. } => {
                change.after = apply::plan_head(self.db)?.map(|head| head.title);
            }
            Said::Hello { label, .. } => change.after = Some(label.clone()),
            Said::Purge { op, .. } => {
                change.before = Some(op.short());
                change.reason = Some(stored.texts::<Texts>().reason);
            }
            Said::Propose { what, .. } => {
                change.after = Some(what.named().join("、"));
                change.reason = Some(stored.texts::<Texts>().reason);
            }
            Said::Step {
                task,
                step,
                due,
                op,
                ..
            } => {
                change.task = Some(*task);
                change.register = Some(step.clone());
                change.before = op.map(|op| op.short());
                change.after = due.map(|due| due.to_string());
                change.reason = Some(stored.texts::<Texts>().reason);
            }
            Said::Figure {
                task,
                item,
                sort,
                period,
                region,
                value,
                ..
            } => {
                let region = region.map(|region| self.directory.name(region));
                let name = self.indicator(*task, *item)?;
                change.task = Some(*task);
                change.register = Some(sort.as_str().to_owned());
                change.after = Some(
                    [Some(name), region, Some(period.to_string()), value.clone()]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(" "),
                );
                change.reason = Some(stored.texts::<Texts>().reason);
            }
            Said::Done {
                task,
                item,
                dept,
                period,
                done,
                ..
            } => {
                change.task = Some(*task);
                let words = [
                    self.decision(*item)?,
                    Some(self.directory.name(*dept)),
                    period.map(|period| period.to_string()),
                    done.map(|day| day.to_string()),
                ];
                change.after = Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "));
                change.reason = stored.texts::<Texts>().text;
            }
            Said::Meeting { .. } => {
                change.after = Some(stored.texts::<MeetingWords>().name);
            }
            Said::Agenda { items, .. } => change.after = Some(items.len().to_string()),
            Said::Decide { dept, tasks, .. } => {
                change.task = tasks.first().copied();
                change.after = Some(format!(
                    "{} {}",
                    self.directory.name(*dept),
                    stored.texts::<DecisionWords>().text
                ));
            }
            Said::Remind {
                dept, tasks, via, ..
            } => {
                change.task = tasks.first().copied();
                change.after = Some(format!("{} {via}", self.directory.name(*dept)));
            }
            Said::Unknown { task, reg, .. } => {
                change.task = *task;
                change.register = reg.clone().filter(|reg| Register::named(reg).is_some());
            }
        }
        if let Some(task) = change.task {
            change.code = self.code(task)?;
        }
        Ok(change)
    }

    /// What an indicator is called in the plan.
    fn indicator(&mut self, task: ItemId, item: ItemId) -> Result<String, Error> {
        if !self.origins.contains_key(&task) {
            self.origins.insert(task, row::origin(self.db, task)?);
        }
        let origin = self.origins.get(&task).and_then(Option::as_ref);
        let mut indicators = origin
            .into_iter()
            .flat_map(|origin| &origin.task.indicators);
        let found = indicators.find(|indicator| indicator.id == item);
        Ok(found
            .map(|indicator| indicator.name.clone())
            .unwrap_or_default())
    }

    /// What a decision says; `None` where the item is none.
    fn decision(&self, item: ItemId) -> Result<Option<String>, Error> {
        let op: Option<i64> = self
            .db
            .prepare_cached("SELECT op FROM decision WHERE id = ?1")?
            .query_row([item.bytes()], |row| row.get(0))
            .optional()?;
        op.map(|op| Ok(item::body::<DecisionWords>(self.db, op)?.text))
            .transpose()
    }

    fn code(&mut self, task: ItemId) -> Result<Option<Code>, Error> {
        if let Some(code) = self.codes.get(&task) {
            return Ok(code.clone());
        }
        let code = one_row(self.db, task)?.map(|row| row.code.clone());
        self.codes.insert(task, code.clone());
        Ok(code)
    }

    /// What a register held before: the value that was superseded, else what the source says.
    fn before(
        &mut self,
        task: ItemId,
        item: ItemId,
        reg: &str,
        sup: &[OpId],
    ) -> Result<Option<String>, Error> {
        if let Some(first) = sup.first() {
            let sql = format!("SELECT {STORED} WHERE o.id = ?1");
            let mut found = self.db.prepare_cached(&sql)?;
            let mut rows = found.query([first.bytes()])?;
            if let Some(row) = rows.next()? {
                let setting = Setting::of(&Stored::read(row)?);
                return Ok(setting.map(|setting| setting.version.value.in_words(self.directory)));
            }
        }
        let Ok(register) =
            serde_json::from_value::<Register>(serde_json::Value::String(reg.to_owned()))
        else {
            return Ok(None);
        };
        if !self.origins.contains_key(&task) {
            self.origins.insert(task, row::origin(self.db, task)?);
        }
        let origin = self.origins.get(&task).and_then(Option::as_ref);
        let value = origin.and_then(|origin| {
            let items = detail::Items::of(origin);
            detail::original(origin, &items, item, register)
        });
        Ok(value.map(|value| value.in_words(self.directory)))
    }
}
