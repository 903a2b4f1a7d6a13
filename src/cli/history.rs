//! `duban history`: every change, the latest first.

use serde_json::json;

use super::args::Output;
use super::out::Sheet;
use super::{Refusal, Session};

pub(super) fn run(
    session: &Session,
    code: Option<&str>,
    limit: usize,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let failed = |failure| session.refusal(&failure);
    let workspace = session.open_existing().map_err(failed)?;
    let task = code
        .map(|code| workspace.task(code))
        .transpose()
        .map_err(failed)?
        .map(|row| row.id);
    let (t, c) = (words.term, words.cli);
    let mut sheet = Sheet {
        heads: vec![
            c.recorded, t.on, c.id, t.author, t.code, c.what, c.before, c.after, t.reason,
        ],
        ..Sheet::default()
    };
    for change in workspace.history(task, limit).map_err(failed)? {
        let what = match (&change.register, change.kind.as_str()) {
            (Some(register), _) => t.register_named(register),
            (None, "note") => t.note,
            (None, "retract") => c.retraction,
            (None, "add") => c.addition,
            (None, "plan.adopt") => t.plan,
            (None, other) => other,
        };
        let spoken = |value: &Option<String>| {
            let (register, value) = (change.register.as_deref(), value.as_deref());
            value
                .map(|v| register.map_or(v, |r| t.spoken(r, v)).to_owned())
                .unwrap_or_default()
        };
        sheet.rows.push(vec![
            change.recorded.format("%Y-%m-%d %H:%M").to_string(),
            change.on.to_string(),
            change.op.short(),
            change.author.clone(),
            change
                .code
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            what.to_owned(),
            spoken(&change.before),
            spoken(&change.after),
            change.reason.clone().unwrap_or_default(),
        ]);
        sheet.json.push(json!(change));
    }
    sheet.write(session, out)
}
