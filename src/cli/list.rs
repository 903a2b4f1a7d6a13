//! `duban list`: the ledger, filtered and sorted as on the screen.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::args::Output;
use super::out::{self, Sheet};
use super::{Refusal, Session, now};
use crate::model::{Day, Directory, Row, Section, Snapshot};
use crate::search::{Column, Context, Filter, NotAColumn, Sort, TextSearch};
use crate::words::{Words, fill};

pub(super) fn run(
    session: &Session,
    filter: &[String],
    sort: Option<&str>,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let failed = |failure| session.refusal(&failure);
    let workspace = session.open().map_err(failed)?;
    let snapshot = workspace.snapshot(usize::MAX, now()).map_err(failed)?;
    let typed = filter.join(" ");
    let context = Context {
        directory: &snapshot.directory,
        sections: &snapshot.sections,
        mine: &snapshot.me.departments,
        today: snapshot.day,
    };
    let filter = Filter::parse(&typed, &context).map_err(|error| {
        let hint = Some(error.say(words));
        Refusal {
            message: format!("{}: {typed}", words.cli.wrong_filter),
            hint,
            ..Refusal::usage(String::new())
        }
    })?;
    let texts = if filter.words().is_empty() {
        TextSearch::default()
    } else {
        workspace.search_texts(filter.words()).map_err(failed)?
    };
    let mut places: Vec<usize> = (0..snapshot.rows.len())
        .filter(|at| {
            snapshot
                .rows
                .get(*at)
                .is_some_and(|row| filter.matches(row, &texts))
        })
        .collect();
    if let Some(sort) = sort {
        let sort: Sort = sort.parse().map_err(|NotAColumn { typed }| {
            let columns = Column::names(words.lang).join(", ");
            Refusal::usage(fill(words.cli.wrong_sort, &[&typed, &columns]))
        })?;
        sort.apply(&snapshot.rows, &snapshot.directory, &mut places);
    }
    let rows: Vec<&Arc<Row>> = places
        .iter()
        .filter_map(|at| snapshot.rows.get(*at))
        .collect();
    sheet(&rows, &snapshot, words).write(session, out)?;
    if rows.is_empty() {
        let why = filter
            .explain_empty(&snapshot.rows, &texts)
            .map(|emptied| emptied.say(words));
        let none = if snapshot.head.is_none() {
            words.cli.no_plan_then
        } else {
            words.cli.nothing
        };
        out::note(&why.unwrap_or_else(|| none.to_owned()));
    }
    Ok(())
}

fn sheet(rows: &[&Arc<Row>], snapshot: &Snapshot, words: &'static Words) -> Sheet {
    let t = words.term;
    let heads = vec![
        t.status, t.code, t.title, t.lead, t.support, t.percent, t.due, t.updated, t.section,
    ];
    let cells = |row: &Row| {
        vec![
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
    })
}
