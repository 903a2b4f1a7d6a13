//! `duban list`: the ledger, filtered and sorted as on the screen.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::args::Output;
use super::columns::Head;
use super::filtered::filtered;
use super::follow::reasons_json;
use super::out::{self, Sheet};
use super::{Refusal, Session};
use crate::model::{Day, Directory, Row, Section, Snapshot};
use crate::search::Context;
use crate::words::{Words, fill};

pub(super) fn run(
    session: &Session,
    filter: &[String],
    sort: Option<&str>,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let workspace = session.open()?;
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let found = filtered(&workspace, &snapshot, filter, sort, words)?;
    sheet(&found.rows, &snapshot, words).write(session, out)?;
    if let Some(why) = found.empty {
        out::note(&why);
    }
    Ok(())
}

/// What the filter of a list is read against.
pub(super) fn context(snapshot: &Snapshot) -> Context<'_> {
    Context {
        directory: &snapshot.directory,
        sections: &snapshot.sections,
        mine: &snapshot.me.departments,
        today: snapshot.day,
        outlook: &snapshot.outlook,
    }
}

fn sheet(rows: &[&Arc<Row>], snapshot: &Snapshot, words: &'static Words) -> Sheet {
    let t = words.term;
    let heads = vec![
        Head::whole(words.follow.light),
        Head::whole(t.status),
        Head::whole(t.code),
        Head::text(t.title, 14),
        Head::text(t.lead, 8),
        Head::text(t.support, 10).spare(2),
        Head::whole(t.percent),
        Head::whole(t.due),
        Head::whole(t.updated).spare(1),
        Head::text(t.section, 10).spare(3),
    ];
    let cells = |row: &Row| {
        vec![
            words.follow.light(row.light(snapshot.day)).to_owned(),
            t.status(row.status).to_owned(),
            row.code.to_string(),
            row.title.clone(),
            names(&row.lead, &snapshot.directory).join("、"),
            names(&row.support, &snapshot.directory).join("、"),
            row.percent
                .map_or_else(|| "--".to_owned(), |percent| format!("{percent}%")),
            row.due.map(|due| due.to_string()).unwrap_or_default(),
            updated(row, snapshot.day, words),
            section(row, &snapshot.sections)
                .map(|s| s.title.clone())
                .unwrap_or_default(),
        ]
    };
    Sheet {
        heads,
        rows: rows.iter().map(|row| cells(row)).collect(),
        json: rows.iter().map(|row| row_json(row, snapshot)).collect(),
        foot: Some(fill(words.cli.shown, &[&rows.len().to_string()])),
    }
}

/// When a task was last heard of: the day and how long ago.
pub(super) fn updated(row: &Row, today: Day, words: &Words) -> String {
    match (row.updated, row.stale_days(today)) {
        (Some(on), Some(days)) => format!("{on} ({})", fill(words.cli.days, &[&days.to_string()])),
        _ => words.cli.never.to_owned(),
    }
}

/// The full names of departments.
pub(super) fn names(ids: &[crate::model::DepartmentId], directory: &Directory) -> Vec<String> {
    ids.iter().map(|id| directory.name(*id)).collect()
}

/// The deepest heading a task stands under.
pub(super) fn section<'s>(row: &Row, sections: &'s [Section]) -> Option<&'s Section> {
    sections
        .iter()
        .filter(|section| row.code.is_within(&section.code))
        .max_by_key(|section| section.code.numbers().len())
}

/// A line of the ledger for programs.
pub(super) fn row_json(row: &Row, snapshot: &Snapshot) -> Json {
    json!({
        "id": row.id,
        "code": row.code,
        "title": row.title,
        "section": section(row, &snapshot.sections).map(|section| json!({ "code": section.code, "title": section.title })),
        "lead": names(&row.lead, &snapshot.directory),
        "support": names(&row.support, &snapshot.directory),
        "status": row.status,
        "kind": row.kind,
        "percent": row.percent,
        "due": row.due,
        "due_source": row.due_source,
        "updated": row.updated,
        "notes": row.notes,
        "leader": row.leader,
        "conflict": row.conflict,
        "light": row.light(snapshot.day),
        "by_rules": row.lit.light,
        "reasons": reasons_json(&row.lit.reasons),
        "expected": snapshot.outlook.expected(row),
        "reporting": snapshot.outlook.reporting(row),
        "supervised": row.follow.supervised,
        "first_due": row.follow.first_due,
    })
}
