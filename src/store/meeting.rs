//! Meetings: their words and agendas, what they decided and judged; and whom somebody reminded.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;
use serde::Serialize;

use super::item::{self, STORED, Stored};
use super::undo::under;
use super::{Error, Store, Writing, said};
use crate::model::{
    Day, Decision, DecisionWords, DepartmentId, ItemId, JudgedAt, Meeting, MeetingWords, OpId,
    Register, Value,
};
use crate::oplog::{Said, Standing, Texts, Version, current, superseded};

/// That a department was reminded (催办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reminded {
    /// The op.
    pub op: OpId,
    /// The department.
    pub department: DepartmentId,
    /// The tasks.
    pub tasks: Vec<ItemId>,
    /// How.
    pub via: String,
    /// The day.
    pub on: Day,
    /// Who did it.
    pub author: String,
    /// When, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
    /// The text.
    pub text: String,
}

impl Writing<'_> {
    /// The meetings, as they stand in this transaction, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn meetings(&self, zone: FixedOffset) -> Result<Vec<Meeting>, Error> {
        meetings(&self.tx, zone)
    }

    /// The decisions, as they stand in this transaction, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, Error> {
        decisions(&self.tx)
    }
}

impl Store {
    /// The meetings, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn meetings(&self, zone: FixedOffset) -> Result<Vec<Meeting>, Error> {
        meetings(&self.db, zone)
    }

    /// The decisions, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, Error> {
        decisions(&self.db)
    }

    /// The reminders, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn reminders(&self, zone: FixedOffset) -> Result<Vec<Reminded>, Error> {
        let mut all = Vec::new();
        for stored in of_table(&self.db, "reminder")? {
            let (recorded, texts) = (stored.recorded(zone), stored.texts::<Texts>());
            if let (
                false,
                Said::Remind {
                    dept,
                    tasks,
                    via,
                    on,
                    ..
                },
            ) = (stored.standing.refused, stored.said)
            {
                let reminded = Reminded {
                    op: stored.id,
                    department: dept,
                    tasks,
                    via,
                    on,
                    author: stored.author,
                    recorded,
                    text: texts.text.unwrap_or_default(),
                };
                all.push((stored.hlc, reminded));
            }
        }
        all.sort_by_key(|(hlc, reminded)| std::cmp::Reverse((reminded.on, *hlc, reminded.op)));
        Ok(all.into_iter().map(|(_, reminded)| reminded).collect())
    }

    /// The light that a meeting judged last in a task, if it judged any that was not taken back.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn judged_at(&self, meeting: ItemId, task: ItemId) -> Result<Option<JudgedAt>, Error> {
        let settings = item::settings(&self.db, task)?.into_iter();
        let there = settings.filter(|setting| {
            setting.register == Register::Light
                && setting.meeting == Some(meeting)
                && !setting.version.standing.refused
        });
        let last = there.max_by_key(|setting| (setting.version.hlc, setting.version.op));
        Ok(last.and_then(|setting| match setting.version.value {
            Value::Judged(judged) => Some(JudgedAt {
                task,
                judged,
                reason: setting.reason,
                author: setting.author,
            }),
            _ => None,
        }))
    }
}

/// The ops that `table` names, in the order they were stored; what was taken back under the id beside them is marked.
fn of_table(db: &Connection, table: &str) -> Result<Vec<Stored>, Error> {
    // Joined, SQLite would walk through all ops to find these few in their order.
    let sql = format!("SELECT {STORED} WHERE o.n IN (SELECT op FROM {table}) ORDER BY o.n");
    let mut found = db.prepare_cached(&sql)?;
    let mut rows = found.query([])?;
    let mut ops = Vec::new();
    while let Some(row) = rows.next()? {
        ops.push(Stored::read(row)?);
    }
    drop(rows);
    for stored in &mut ops {
        item::mark_taken_back(db, under(stored), stored)?;
    }
    Ok(ops)
}

fn meetings(db: &Connection, zone: FixedOffset) -> Result<Vec<Meeting>, Error> {
    let mut words: HashMap<ItemId, Vec<Version<usize>>> = HashMap::new();
    let mut agendas: HashMap<ItemId, Vec<Version<Vec<ItemId>>>> = HashMap::new();
    let ops = of_table(db, "meeting")?;
    for (at, stored) in ops.iter().enumerate() {
        match &stored.said {
            Said::Meeting { item, sup, .. } => {
                let id = item.unwrap_or_else(|| item::added_id(stored.id));
                words.entry(id).or_default().push(stored.version(sup, at));
            }
            Said::Agenda {
                item, items, sup, ..
            } => {
                let version = stored.version(sup, items.clone());
                agendas.entry(*item).or_default().push(version);
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    for (id, versions) in words {
        let live = current(&versions);
        let Some(stored) = live.first().and_then(|first| ops.get(first.value)) else {
            continue;
        };
        let opened = ops
            .iter()
            .find(|op| item::added_id(op.id) == id)
            .unwrap_or(stored);
        let agenda = agendas
            .get(&id)
            .map(|versions| current(versions))
            .unwrap_or_default();
        let meeting = Meeting {
            id,
            op: opened.id,
            on: stored.said.on().unwrap_or_default(),
            words: stored.texts::<MeetingWords>(),
            agenda: agenda
                .first()
                .map(|first| first.value.clone())
                .unwrap_or_default(),
            agenda_ops: agenda.iter().map(|version| version.op).collect(),
            words_ops: live.iter().map(|version| version.op).collect(),
            author: opened.author.clone(),
            recorded: opened.recorded(zone),
        };
        // Of two on one day the one that was opened later comes first, though a clock may stand.
        all.push(((meeting.on, opened.hlc, meeting.op), meeting));
    }
    all.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
    Ok(all.into_iter().map(|(_, meeting)| meeting).collect())
}

fn decisions(db: &Connection) -> Result<Vec<Decision>, Error> {
    let ops = of_table(db, "decision")?;
    let gone: HashSet<OpId> = {
        let of = ops.iter().filter_map(|stored| match &stored.said {
            Said::Decide { sup, .. } => Some((stored.id, sup.as_slice(), &stored.standing)),
            _ => None,
        });
        let of: Vec<(OpId, &[OpId], &Standing)> = of.collect();
        superseded(of.iter().copied()).into_keys().collect()
    };
    let mut all = Vec::new();
    for stored in ops {
        let words = stored.texts::<DecisionWords>();
        let Said::Decide {
            sort,
            meeting,
            dept,
            tasks,
            due,
            on,
            ..
        } = stored.said
        else {
            continue;
        };
        if stored.standing.refused || gone.contains(&stored.id) {
            continue;
        }
        let id = item::added_id(stored.id);
        let said = item::said_of(db, id)?;
        let outcome = said::done(&said).into_iter().next();
        let decision = Decision {
            id,
            op: stored.id,
            sort,
            meeting,
            department: dept,
            tasks,
            due,
            on,
            words,
            author: stored.author,
            done: outcome.as_ref().and_then(|done| done.done),
            outcome: outcome.map(|done| done.text).unwrap_or_default(),
        };
        all.push((stored.hlc, decision));
    }
    // Those of one meeting in the order in which they were made.
    all.sort_by_key(|(hlc, decision)| std::cmp::Reverse((decision.on, *hlc, decision.op)));
    Ok(all.into_iter().map(|(_, decision)| decision).collect())
}
