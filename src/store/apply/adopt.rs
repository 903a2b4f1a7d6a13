//! Documents in force: what becomes rows of one, and the one that is kept.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Touched, add_department};
use crate::model::{
    Code, Department, DepartmentId, Directory, Document, LeadRule, PlanHead, Section, Sha, Task,
};
use crate::oplog::Genesis;
use crate::store::Error;
use crate::store::row::{self, Origin};

/// What of a document becomes rows. The text and what was doubtful, most of its bytes, are passed over.
#[derive(Deserialize)]
struct InForce {
    #[serde(rename = "plan")]
    head: PlanHead,
    tasks: Vec<Task>,
    responsibilities: Vec<Told>,
}

/// How the lead of a task was told.
#[derive(Deserialize)]
struct Told {
    task: Code,
    rule: LeadRule,
}

/// Puts a document in force. The first one stays: another takes revision, which is not known yet.
pub(super) fn adopt(
    db: &Connection,
    genesis: &Genesis,
    n: i64,
    sha256: Sha,
) -> Result<Touched, Error> {
    if db.query_row("SELECT count(*) FROM plan", [], |row| row.get::<_, i64>(0))? > 0 {
        // Which of several is the first, only judging all of them in order tells.
        return Ok(Touched {
            task: None,
            anew: true,
        });
    }
    let Some(document) = stored_document::<InForce>(db, sha256)? else {
        return Ok(Touched::default());
    };
    let head = serde_json::to_string(&document.head)?;
    db.execute(
        "INSERT INTO plan (one, op, sha256, head) VALUES (1, ?1, ?2, ?3)",
        params![n, sha256.bytes(), head],
    )?;
    for section in sections(&document.tasks) {
        db.prepare_cached(
            "INSERT INTO section (ord, title) VALUES (?1, ?2) ON CONFLICT (ord) DO NOTHING",
        )?
        .execute(params![row::order(&section.code), section.title])?;
    }
    let rules: HashMap<Code, LeadRule> = document
        .responsibilities
        .into_iter()
        .map(|told| (told.task, told.rule))
        .collect();
    let directory = Directory::new(genesis.departments.iter().cloned());
    let mut known: HashMap<String, DepartmentId> = HashMap::new();
    for task in document.tasks {
        let mut ids = |names: &[String]| {
            names
                .iter()
                .map(|name| {
                    if let Some(id) = known.get(name) {
                        return Ok(*id);
                    }
                    let found = directory.find(name).cloned();
                    let department = found.unwrap_or_else(|_| Department::named(name));
                    add_department(db, &department)?;
                    known.insert(name.clone(), department.id);
                    Ok(department.id)
                })
                .collect::<Result<Vec<_>, Error>>()
        };
        let (lead, support) = (ids(&task.lead)?, ids(&task.support)?);
        let rule = rules.get(&task.code).copied();
        row::insert(
            db,
            Origin {
                task,
                lead,
                support,
                rule,
                added: None,
            },
        )?;
    }
    // Whoever spoke of its tasks before it was there is judged by it.
    Ok(Touched {
        task: None,
        anew: true,
    })
}

/// The headings above the tasks, each once, with their codes.
fn sections(tasks: &[Task]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for task in tasks {
        let numbers = task.code.numbers();
        for (depth, title) in task.path.iter().enumerate() {
            let Some(code) = numbers.get(..=depth).map(Code::new) else {
                continue;
            };
            if depth + 1 < numbers.len() && !sections.iter().rev().take(8).any(|s| s.code == code) {
                sections.push(Section {
                    code,
                    title: title.clone(),
                });
            }
        }
    }
    sections
}

/// The stored document of this SHA-256.
pub(in crate::store) fn document(db: &Connection, sha256: Sha) -> Result<Option<Document>, Error> {
    stored_document(db, sha256)
}

/// The stored document of this SHA-256, or as much of it as `D` holds; read where SQLite keeps it, without a copy.
pub(in crate::store) fn stored_document<D: DeserializeOwned>(
    db: &Connection,
    sha256: Sha,
) -> Result<Option<D>, Error> {
    let mut found = db.prepare("SELECT bytes FROM document WHERE sha256 = ?1")?;
    let mut rows = found.query([sha256.bytes()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
    Ok(Some(serde_json::from_slice(bytes)?))
}

/// The head of the plan in force.
pub(in crate::store) fn plan_head(db: &Connection) -> Result<Option<PlanHead>, Error> {
    let head: Option<String> = db
        .query_row("SELECT head FROM plan", [], |row| row.get(0))
        .optional()?;
    head.map(|head| Ok(serde_json::from_str(&head)?))
        .transpose()
}
