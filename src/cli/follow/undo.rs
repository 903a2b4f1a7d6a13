//! `duban undo`: taking back what was recorded here last, after a look at it.

use serde_json::json;

use super::args::UndoArgs;
use crate::cli::ask::confirmed;
use crate::cli::columns::Head;
use crate::cli::history::{spoken, what};
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session};
use crate::model::Change;
use crate::words::fill;
use crate::workspace::{Failure, FollowFailure, Undoable, Workspace};

/// So many are listed.
const MOST: usize = 20;

pub(in crate::cli) fn run(session: &Session, args: &UndoArgs) -> Result<(), Refusal> {
    let words = session.words();
    let c = words.cli;
    let mut workspace = session.open_existing()?;
    if args.list {
        return list(session, &workspace, args);
    }
    let one = match &args.op {
        Some(prefix) => {
            let op = workspace.find_op(prefix)?;
            let all = workspace.undoable(usize::MAX)?;
            all.into_iter().find(|undoable| undoable.op == op)
        }
        None => workspace.undoable(1)?.into_iter().next(),
    };
    let one = one.ok_or(FollowFailure::NothingToUndo)?;
    let line = line(&changes(&workspace)?, &one, session);
    let preview = [line.join("  ")];
    if !confirmed(&preview, c.take_back, words.failure.needs_yes, args.yes)? {
        out::say(c.nothing_done);
        return Ok(());
    }
    let reason = args.reason.as_deref().unwrap_or(c.undo_reason);
    workspace.take_back(one.op, reason, workspace.now())?;
    out::say(&fill(c.retracted, &[&one.op.short()]));
    Ok(())
}

fn changes(workspace: &Workspace) -> Result<Vec<Change>, Failure> {
    workspace.history(None, usize::MAX)
}

/// What can be taken back, as the history tells it.
fn line(changes: &[Change], one: &Undoable, session: &Session) -> Vec<String> {
    let words = session.words();
    let recorded = one.recorded.format("%Y-%m-%d %H:%M").to_string();
    let change = changes.iter().find(|change| change.op == one.op);
    let Some(change) = change else {
        return vec![recorded, one.op.short()];
    };
    let code = change.code.as_ref().map(ToString::to_string);
    vec![
        recorded,
        one.op.short(),
        code.unwrap_or_default(),
        what(change, words).into_owned(),
        spoken(change, &change.after, words),
    ]
}

fn list(session: &Session, workspace: &Workspace, args: &UndoArgs) -> Result<(), Refusal> {
    let words = session.words();
    let (t, c) = (words.term, words.cli);
    let changes = changes(workspace)?;
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(c.recorded),
            Head::whole(c.id),
            Head::whole(t.code),
            Head::text(c.what, 8),
            Head::text(c.after, 8),
        ],
        ..Sheet::default()
    };
    for one in workspace.undoable(MOST)? {
        sheet.rows.push(line(&changes, &one, session));
        let change = changes.iter().find(|change| change.op == one.op);
        sheet.json.push(json!(change));
    }
    sheet.foot = Some(fill(c.changes, &[&sheet.rows.len().to_string()]));
    sheet.write(session, &args.out)
}
