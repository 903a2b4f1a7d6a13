//! `duban share|join|sync|roster|department|purge|allowed-signers`: many people, one plan.

mod args;
mod roster;
mod status;

pub(super) use args::{JoinArgs, RosterVerb, ShareVerb, SuccessionVerb};
pub(super) use roster::{roster, succession};

use std::path::Path;
use std::process::ExitCode;

use super::ask::{agreed, confirmed};
use super::history::{spoken, what};
use super::{Refusal, Session, out, working};
use crate::model::Change;
use crate::text::clean;
use crate::words::{Words, fill};
use crate::workspace::{
    Brought, Failure, Fingerprint, Left, Newcomer, Receipt, SharingFailure, Synced, Workspace,
    flaw_words, join as join_plan, look_at, proposal_words, stop_words, unwritten_words,
};

pub(super) fn share(session: &Session, verb: ShareVerb) -> Result<ExitCode, Refusal> {
    let w = session.words().sharing;
    match verb {
        ShareVerb::Create { dir } => {
            let mut workspace = session.open()?;
            working::on(session.words().cli.working_exchanging);
            let created = workspace.create_share(&dir, workspace.now())?;
            let print = created.fingerprint.to_string();
            let done = if created.again {
                w.share_again
            } else {
                w.share_created
            };
            out::say(&fill(done, &[&created.folder.display().to_string()]));
            out::say(w.fingerprint_read);
            out::say(&format!("  {print}"));
            match &created.recovery {
                Some(path) => out::say(&fill(w.recovery, &[&path.display().to_string()])),
                None => out::say(w.recovery_away),
            }
            told(&created.synced, None, session.words());
            Ok(code_of(&created.synced))
        }
        ShareVerb::Move { dir } => {
            let mut workspace = session.open_existing()?;
            working::on(session.words().cli.working_exchanging);
            let synced = workspace.move_share(&dir, workspace.now())?;
            let dir = workspace.share_dir()?.unwrap_or(dir);
            out::say(&fill(w.share_moved, &[&dir.display().to_string()]));
            told(&synced, None, session.words());
            Ok(code_of(&synced))
        }
        ShareVerb::Status { out } => status::write(session, &out).map(|()| ExitCode::SUCCESS),
    }
}

pub(super) fn join(session: &Session, args: &JoinArgs) -> Result<(), Refusal> {
    let w = session.words().sharing;
    let wanted: Option<Fingerprint> = match &args.fingerprint {
        Some(text) => Some(
            text.parse()
                .map_err(|_| Refusal::usage(fill(w.not_a_fingerprint, &[text])))?,
        ),
        None => None,
    };
    let shown = look_at(&args.dir, wanted)?;
    let (entry, made) = (shown.newest.0.to_string(), shown.newest.1);
    let made = made.format("%Y-%m-%d").to_string();
    out::say(&fill(w.plan_shown, &[&shown.founder, &entry, &made]));
    out::say(&format!("  {}", shown.fingerprint));
    if wanted.is_none() && !agreed(w.compare_fingerprint, w.needs_fingerprint)? {
        out::say(w.not_compared);
        return Ok(());
    }
    let newcomer = Newcomer {
        name: args.name.clone(),
        departments: args.department.clone(),
        unit: args.unit.clone(),
        bring_notes: args.bring_notes,
    };
    let stamp = crate::workspace::Clock::Wall
        .now()
        .format("%Y%m%d-%H%M%S")
        .to_string();
    working::on(session.words().cli.working_exchanging);
    let (_, joined) = join_plan(&session.opening(), &shown, &newcomer, &stamp)?;
    if let Some(moved) = &joined.moved {
        out::say(&fill(
            session.words().cli.moved_aside,
            &[&moved.display().to_string()],
        ));
    }
    if let Some(brought) = joined.brought {
        tell_brought(&brought, session.words());
    }
    if let Some(stopped) = &joined.stopped {
        out::say(&fill(w.key_renewed, &[&stopped.display().to_string()]));
    }
    out::say(w.joined);
    out::say(&format!("  {}", joined.fingerprint));
    out::say(w.joined_next);
    told(&joined.synced, None, session.words());
    Ok(())
}

/// Says what came along, and names what did not.
fn tell_brought(brought: &Brought, words: &'static Words) {
    let w = words.sharing;
    out::say(&fill(w.brought, &[&brought.notes.to_string()]));
    for (department, notes) in &brought.unasked {
        let notes = notes.to_string();
        out::say(&fill(w.brought_unasked, &[&notes, department, department]));
    }
    for (change, left) in &brought.left {
        let why = match left {
            Left::Corrected => w.left_corrected.to_owned(),
            Left::TakenBack => w.left_taken_back.to_owned(),
            Left::Wordless => w.left_wordless.to_owned(),
            Left::NoTask => w.left_no_task.to_owned(),
            Left::NoNote => w.left_no_note.to_owned(),
            Left::Refused(failure) => failure.message(words),
        };
        let code = change.code.as_ref().map(ToString::to_string);
        out::say(&fill(
            w.not_brought,
            &[
                &code.unwrap_or_default(),
                &change.on.to_string(),
                &what(change, words),
                &spoken(change, &change.after, words),
                &why,
            ],
        ));
    }
}

/// Exchanges.
pub(super) fn sync(session: &Session, to: Option<&Path>) -> Result<ExitCode, Refusal> {
    let words = session.words();
    let mut workspace = session.open_existing()?;
    working::on(words.cli.working_exchanging);
    let before = workspace.membership()?;
    let synced = match to {
        Some(to) => workspace.sync_to(to, workspace.now())?,
        None => workspace.sync(Receipt::Now, workspace.now())?,
    };
    let counts = [synced.ops, synced.entries, synced.written].map(|n| n.to_string());
    out::say(&fill(
        words.sharing.synced,
        &[&counts[0], &counts[1], &counts[2]],
    ));
    told(&synced, to, words);
    if workspace.membership()? != before {
        session.say_if_stopped(&workspace)?;
    }
    remind(&workspace, words)?;
    Ok(code_of(&synced))
}

/// Cron sees in the exit code that what was said here did not get out.
fn code_of(synced: &Synced) -> ExitCode {
    if synced.kept_back {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Takes words out, for which there is no way back: after a look at whose they are.
pub(super) fn purge(session: &Session, op: &str, reason: &str, yes: bool) -> Result<(), Refusal> {
    let words = session.words();
    let mut workspace = session.open_existing()?;
    let op = workspace.find_op(op)?;
    let preview = match workspace.to_purge(op)? {
        Some(change) => lines(&workspace, &change, words),
        None => vec![op.short()],
    };
    let w = words.sharing;
    if !confirmed(&preview, w.purge_asked, words.failure.needs_yes, yes)? {
        out::say(w.not_purged);
        return Ok(());
    }
    workspace.purge(op, reason, workspace.now())?;
    out::say(&fill(session.words().sharing.purged, &[&op.short()]));
    Ok(())
}

/// What was said, in few lines: what, when, by whom, about which task, and how the words begin.
fn lines(workspace: &Workspace, change: &Change, words: &'static Words) -> Vec<String> {
    let task = change.code.as_ref().map(|code| {
        let code = code.to_string();
        let title = workspace.task(&code).map(|row| row.title.clone());
        format!("{code} {}", title.unwrap_or_default())
    });
    let head = [
        change.op.short(),
        change.on.to_string(),
        change.author.clone(),
        what(change, words).into_owned(),
        task.unwrap_or_default(),
    ];
    let said = [
        spoken(change, &change.after, words),
        change.reason.clone().unwrap_or_default(),
    ];
    let begins = said.iter().filter_map(|text| text.lines().next());
    let begins = begins.filter(|line| !line.trim().is_empty());
    let begins = begins.map(|line| format!("  {line}"));
    std::iter::once(head.join("  ")).chain(begins).collect()
}

pub(super) fn allowed_signers(session: &Session) -> Result<(), Refusal> {
    let signers = session.open_existing()?.allowed_signers()?;
    out::print(signers.as_bytes())
}

/// Says what an exchange met with beyond what it carried, with the share or with another folder.
fn told(synced: &Synced, elsewhere: Option<&Path>, words: &Words) {
    let w = words.sharing;
    for proposal in &synced.proposals {
        out::say(&clean(&proposal_words(proposal, words)));
    }
    if synced.lost > 0 {
        let lost = synced.lost.to_string();
        out::note(&match elsewhere {
            Some(folder) => fill(w.synced_lost_at, &[&folder.display().to_string(), &lost]),
            None => fill(w.synced_lost, &[&lost]),
        });
    }
    if let Some((path, error)) = &synced.refused {
        let why = unwritten_words(path, error, words);
        out::note(&fill(w.synced_refused, &[&why]));
    }
    if let Some((path, error)) = &synced.relayed {
        let why = unwritten_words(path, error, words);
        out::note(&fill(w.synced_relayed, &[&why]));
    }
    if let Some(one) = synced.copies.first() {
        let count = synced.copies.len().to_string();
        out::note(&fill(w.synced_copies, &[&count, &clean(one)]));
    }
    if let Some((entry, stop)) = &synced.stop {
        out::note(&stop_words(*entry, stop, words));
    }
    for folder in &synced.crowded {
        out::note(&fill(w.synced_crowded, &[folder]));
    }
    for (name, flaw) in &synced.quarantined {
        out::note(&fill(
            w.synced_quarantined,
            &[name, &flaw_words(flaw, words)],
        ));
    }
}

/// Says while the recovery key is still on this computer.
fn remind(workspace: &Workspace, words: &Words) -> Result<(), Refusal> {
    if let Some(path) = workspace.recovery_key_here()? {
        out::note(&fill(
            words.sharing.recovery_reminder,
            &[&path.display().to_string()],
        ));
    }
    Ok(())
}

impl From<SharingFailure> for Refusal {
    fn from(failure: SharingFailure) -> Self {
        Failure::from(failure).into()
    }
}
