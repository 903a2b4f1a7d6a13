//! `duban history`: every change, the latest first.

use std::borrow::Cow;

use serde_json::json;

use super::args::Output;
use super::columns::Head;
use super::out::Sheet;
use super::{Refusal, Session};
use crate::model::Change;
use crate::words::Words;

pub(super) fn run(
    session: &Session,
    code: Option<&str>,
    limit: usize,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let workspace = session.open_existing()?;
    let task = code
        .map(|code| workspace.task(code))
        .transpose()?
        .map(|row| row.id);
    let (t, c) = (words.term, words.cli);
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(c.recorded),
            Head::whole(t.on).spare(1),
            Head::whole(c.id),
            Head::text(t.author, 6).spare(2),
            Head::whole(t.code),
            Head::text(c.what, 8),
            Head::text(c.before, 8),
            Head::text(c.after, 8),
            Head::text(t.reason, 8),
        ],
        ..Sheet::default()
    };
    for change in workspace.history(task, limit)? {
        let mut what = vec![what(&change, words).into_owned()];
        what.extend(words.marks(&change));
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
            what.join(" "),
            spoken(&change, &change.before, words),
            spoken(&change, &change.after, words),
            change.reason.clone().unwrap_or_default(),
        ]);
        sheet.json.push(json!(change));
    }
    sheet.write(session, out)
}

/// What sort of change it is: the register, or the kind of op.
pub(super) fn what<'a>(change: &'a Change, words: &'static Words) -> Cow<'a, str> {
    let (t, c, screen) = (words.term, words.cli, words.screen);
    let said = match (words.about(change), change.kind.as_str()) {
        (_, "done") => screen.kind_done,
        (_, "meeting") => screen.kind_meeting,
        (_, "agenda") => screen.kind_agenda,
        (_, "decide") => words.follow.decision,
        (_, "remind") => screen.kind_remind,
        (Some(about), _) => return about,
        (None, "note") => t.note,
        (None, "retract") => c.retraction,
        (None, "add") => c.addition,
        (None, "plan.adopt") => t.plan,
        (None, "hello") => screen.kind_hello,
        (None, "purge") => words.sharing.kind_purge,
        (None, "propose") => words.sharing.kind_propose,
        (None, other) => other,
    };
    said.into()
}

/// What stood before a change, or stands after it, as people say it.
pub(super) fn spoken(change: &Change, value: &Option<String>, words: &Words) -> String {
    let (register, value) = (change.register.as_deref(), value.as_deref());
    let spoken = |v: &str| match register {
        Some(register) => words.spoken(register, v).into_owned(),
        None => v.to_owned(),
    };
    value.map(spoken).unwrap_or_default()
}
