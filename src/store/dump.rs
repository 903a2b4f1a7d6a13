//! The whole shared view as canonical JSON: equal content gives equal bytes, and nothing local is in it.

use chrono::FixedOffset;
use rusqlite::Connection;
use serde_json::{Value as Json, json};

use super::item::{STORED, Stored};
use super::{Error, Store, apply, follow, read};
use crate::model::{Detail, ItemId};

impl Store {
    /// Writes the view: plan, rules, departments, closed windows, meetings, decisions, reminders, tasks in the order of
    /// their codes, and the ids of all ops: whatever a light or a count hangs on.
    ///
    /// Keys are sorted and there is one line; times are in `zone`, which is shared.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn dump(&self, zone: FixedOffset) -> Result<String, Error> {
        let mut departments: Vec<Json> = Vec::new();
        for department in read::directory(&self.db)?.iter() {
            departments.push(serde_json::to_value(department)?);
        }
        departments.sort_by_key(|d| d["id"].as_str().unwrap_or_default().to_owned());
        let sections: Vec<Json> = read::sections(&self.db)?
            .into_iter()
            .map(|section| json!({ "code": section.code, "title": section.title }))
            .collect();
        let mut ops: Vec<String> = Vec::new();
        let mut unknown = Vec::new();
        let mut found = self.db.prepare(&format!("SELECT {STORED}"))?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            let stored = Stored::read(row)?;
            if let crate::oplog::Said::Unknown { kind, .. } = &stored.said {
                unknown.push(json!({ "op": stored.id, "kind": kind }));
            }
            ops.push(stored.id.to_string());
        }
        ops.sort();
        unknown.sort_by_key(|entry| entry["op"].as_str().unwrap_or_default().to_owned());
        let dump = json!({
            "format": "duban-dump/1",
            "roster": self.plan,
            "plan": apply::plan_head(&self.db)?,
            "adopted": read::adopted(&self.db)?.map(|at| at.with_timezone(&zone).to_rfc3339()),
            "rules": self.rules_said()?,
            "closings": closings(&self.db)?,
            "meetings": serde_json::to_value(self.meetings(zone)?)?,
            "decisions": serde_json::to_value(self.decisions()?)?,
            "reminders": serde_json::to_value(self.reminders(zone)?)?,
            "departments": departments,
            "sections": sections,
            "ops": ops,
            "not_understood": unknown,
        });
        // Tasks are most of it, and their key comes last: each goes to text at once, so that no tree holds them all.
        let mut dump = dump.to_string();
        dump.pop();
        dump.push_str(",\"tasks\":[");
        for row in self.ledger(usize::MAX)?.rows {
            if let Some(detail) = self.detail(row.id, zone)? {
                if !dump.ends_with('[') {
                    dump.push(',');
                }
                dump.push_str(&task(&detail)?.to_string());
            }
        }
        dump.push_str("]}");
        Ok(dump)
    }

    /// All rules that were ever said, in the order they were.
    fn rules_said(&self) -> Result<Vec<Json>, Error> {
        let chain = self.chain()?;
        let all = chain.state().all_rules();
        Ok(all
            .map(|(from, version, rules)| json!({ "from": from, "version": version, "rules": rules }))
            .collect())
    }
}

/// The windows that were closed, the latest first, with the tasks that were red then and at none later.
fn closings(db: &Connection) -> Result<Vec<Json>, Error> {
    let mut red = db.prepare_cached("SELECT task FROM red WHERE entry = ?1 ORDER BY task")?;
    let mut all = Vec::new();
    for closed in follow::closings(db)? {
        let entry = i64::try_from(closed.entry).unwrap_or(i64::MAX);
        let tasks = red.query_map([entry], |row| row.get(0).map(ItemId::from_bytes))?;
        let tasks: Vec<ItemId> = tasks.collect::<Result<_, _>>()?;
        let closing = closed.closing;
        all.push(json!({
            "entry": closed.entry, "period": closing.period, "day": closing.day, "sha256": closing.sha256,
            "last_red": tasks,
        }));
    }
    Ok(all)
}

fn task(detail: &Detail) -> Result<Json, Error> {
    let row = &detail.row;
    let of = |item: ItemId| {
        if item == row.id {
            Json::Null
        } else {
            json!(item)
        }
    };
    let corrections: Vec<Json> = detail
        .corrections
        .iter()
        .map(|c| {
            json!({
                "item": of(c.item), "register": c.register, "original": c.original, "now": c.now,
                "reason": c.reason, "author": c.author, "recorded": c.recorded.to_rfc3339(),
            })
        })
        .collect();
    Ok(json!({
        "id": row.id,
        "code": row.code,
        "title": row.title,
        "lead": row.lead,
        "support": row.support,
        "status": row.status,
        "kind": row.kind,
        "due": row.due,
        "due_source": row.due_source,
        "percent": row.percent,
        "updated": row.updated,
        "leader": row.leader,
        "conflict": row.conflict,
        "path": detail.path,
        "text": detail.text,
        "measures": serde_json::to_value(&detail.measures)?,
        "indicators": serde_json::to_value(&detail.indicators)?,
        "duties": serde_json::to_value(&detail.duties)?,
        "follow": serde_json::to_value(&row.follow)?,
        "steps": serde_json::to_value(&detail.steps)?,
        "figures": serde_json::to_value(&detail.figures)?,
        "done": serde_json::to_value(&detail.done)?,
        "notes": serde_json::to_value(&detail.notes)?,
        "corrections": corrections,
    }))
}
