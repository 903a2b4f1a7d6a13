//! `duban departments`: who leads and supports how much, and adding a department.

use serde_json::json;

use super::args::{DepartmentVerb, Output};
use super::out::{self, Sheet};
use super::{Refusal, Session, now, value};
use crate::words::fill;
use crate::workspace::NewDepartment;

pub(super) fn run(
    session: &Session,
    verb: Option<DepartmentVerb>,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let failed = |failure| session.refusal(&failure);
    let mut workspace = session.open().map_err(failed)?;
    if let Some(DepartmentVerb::Add {
        name,
        short,
        alias,
        kind,
        reason,
    }) = verb
    {
        let kind = value::department_kind(&kind).map_err(failed)?;
        let new = NewDepartment {
            name: name.clone(),
            short,
            aliases: alias,
            kind,
            reason,
        };
        workspace.add_department(&new, now()).map_err(failed)?;
        out::say(&fill(words.cli.added_department, &[&name]));
        return Ok(());
    }
    let snapshot = workspace.snapshot(usize::MAX, now()).map_err(failed)?;
    let (t, c) = (words.term, words.cli);
    let mut sheet = Sheet {
        heads: vec![t.department, c.short, t.kind, t.lead, t.support, c.aliases],
        ..Sheet::default()
    };
    let mut all: Vec<_> = snapshot
        .directory
        .iter()
        .map(|d| (snapshot.load_of(d.id), d))
        .collect();
    // Those with the most work first, the plan's order among equals.
    all.sort_by_key(|((lead, support), _)| std::cmp::Reverse((*lead, *support)));
    for ((lead, support), department) in all {
        sheet.rows.push(vec![
            department.name.clone(),
            department.short.clone(),
            t.department_kind(department.kind).to_owned(),
            lead.to_string(),
            support.to_string(),
            department.aliases.join("、"),
        ]);
        sheet.json.push(json!({
            "id": department.id,
            "name": department.name,
            "short": department.short,
            "aliases": department.aliases,
            "kind": department.kind,
            "lead": lead,
            "support": support,
        }));
    }
    sheet.write(session, out)
}
