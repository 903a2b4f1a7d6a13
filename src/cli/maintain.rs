//! `duban verify|dump|backup|restore`: looking after a home.

use std::path::Path;
use std::process::ExitCode;

use super::args::OutputFile;
use super::{Refusal, Session, out, working};
use crate::words::{Words, fill};
use crate::workspace::{Damage, Replace, Report};

/// How many damages are named one by one.
const NAMED: usize = 20;

pub(super) fn verify(session: &Session, rebuild: bool) -> Result<ExitCode, Refusal> {
    let words = session.words();
    let mut workspace = session.open_existing()?;
    if rebuild {
        working::on(words.cli.working_rebuilding);
        workspace.rebuild()?;
        out::say(words.cli.rebuilt);
    }
    working::on(words.cli.working_verifying);
    let report = workspace.verify()?;
    if report.damage.is_empty() {
        let counts = [report.ops, report.bodies, report.documents].map(|n| n.to_string());
        out::say(&fill(
            words.cli.verified,
            &[&counts[0], &counts[1], &counts[2]],
        ));
        return Ok(ExitCode::SUCCESS);
    }
    out::note(&fill(words.cli.damage, &[&report.damage.len().to_string()]));
    for line in damages(&report, words) {
        out::note(&line);
    }
    out::note(&format!(
        "{}: {}",
        words.failure.hint, words.failure.damaged_hint
    ));
    Ok(ExitCode::from(3))
}

fn damages(report: &Report, words: &Words) -> Vec<String> {
    let c = words.cli;
    let say = |damage: &Damage| match damage {
        Damage::File(what) => fill(c.damage_file, &[what]),
        Damage::Op { n, what } => fill(c.damage_op, &[&n.to_string(), what]),
        Damage::Body { n } => fill(c.damage_body, &[&n.to_string()]),
        Damage::Document(sha) => fill(c.damage_document, &[&sha.to_string()]),
        Damage::View => c.damage_view.to_owned(),
    };
    let mut lines: Vec<String> = report.damage.iter().take(NAMED).map(say).collect();
    let more = report.damage.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(fill(c.damage_more, &[&more.to_string()]));
    }
    lines
}

pub(super) fn dump(session: &Session, file: &OutputFile) -> Result<(), Refusal> {
    let workspace = session.open_existing()?;
    working::on(session.words().cli.working_writing);
    let mut dump = workspace.dump()?;
    dump.push('\n');
    out::write(session, file, dump.as_bytes())
}

fn replace(force: bool) -> Replace {
    if force { Replace::Yes } else { Replace::No }
}

pub(super) fn backup(session: &Session, file: &Path, force: bool) -> Result<(), Refusal> {
    let workspace = session.open_existing()?;
    working::on(session.words().cli.working_writing);
    workspace.backup(file, replace(force))?;
    out::say(&fill(
        session.words().cli.backed_up,
        &[&file.display().to_string()],
    ));
    Ok(())
}

pub(super) fn restore(session: &Session, file: &Path, force: bool) -> Result<(), Refusal> {
    let words = session.words();
    let stamp = crate::workspace::Clock::Wall
        .now()
        .format("%Y%m%d-%H%M%S")
        .to_string();
    working::on(words.cli.working_verifying);
    let restored = crate::workspace::restore(file, &session.home, replace(force), &stamp)?;
    if let Some(moved) = &restored.moved {
        out::say(&fill(
            words.cli.moved_aside,
            &[&moved.display().to_string()],
        ));
    }
    let place = session.home.display().to_string();
    out::say(&fill(
        words.cli.restored,
        &[&place, &restored.report.ops.to_string()],
    ));
    Ok(())
}
