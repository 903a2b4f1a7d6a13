//! `duban departments`: who leads and supports how much, and adding a department.

use serde_json::json;

use super::args::{DepartmentVerb, Output};
use super::columns::Head;
use super::out::{self, Sheet};
use super::{Refusal, Session, value};
use crate::words::fill;
use crate::workspace::NewDepartment;

pub(super) fn run(
    session: &Session,
    verb: Option<DepartmentVerb>,
    show_all: bool,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let mut workspace = session.open()?;
    if let Some(DepartmentVerb::Add {
        name,
        short,
        alias,
        kind,
        reason,
    }) = verb
    {
        let kind = value::department_kind(&kind)?;
        let new = NewDepartment {
            name: name.clone(),
            short,
            aliases: alias,
            kind,
            reason,
        };
        workspace.add_department(&new, workspace.now())?;
        out::say(&fill(words.cli.added_department, &[&name]));
        return Ok(());
    }
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let (t, c) = (words.term, words.cli);
    let mut sheet = Sheet {
        heads: vec![
            Head::text(t.department, 16),
            Head::text(c.short, 8).spare(1),
            Head::whole(t.kind),
            Head::whole(t.lead),
            Head::whole(t.support),
            Head::text(c.aliases, 8).spare(2),
        ],
        ..Sheet::default()
    };
    let mut all: Vec<_> = snapshot
        .directory
        .iter()
        .map(|d| (snapshot.load_of(d.id), d))
        .collect();
    // Those with the most work first, the plan's order among equals.
    all.sort_by_key(|((lead, support), _)| std::cmp::Reverse((*lead, *support)));
    // What became another and has nothing left is no department any more.
    all.retain(|(load, department)| {
        show_all || *load != (0, 0) || !snapshot.directory.is_former(department)
    });
    for ((lead, support), department) in all {
        sheet.rows.push(vec![
            department.label(),
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
