//! `duban evidence`: what proves that a task is done, and writing an attached file out.

use serde_json::json;

use super::args::EvidenceArgs;
use crate::cli::args::Format;
use crate::cli::columns::Head;
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session};
use crate::model::{Evidence, StepTaken};
use crate::words::fill;
use crate::workspace::FollowFailure;

pub(in crate::cli) fn run(session: &Session, args: &EvidenceArgs) -> Result<(), Refusal> {
    let words = session.words();
    let workspace = session.open()?;
    let row = workspace.task(&args.code)?;
    let detail = workspace.detail(row.id)?;
    // The earliest first, so that a number goes on naming the same piece.
    let pieces: Vec<(&StepTaken, &Evidence)> = detail
        .steps
        .iter()
        .rev()
        .flat_map(|step| step.evidence.iter().map(move |piece| (step, piece)))
        .collect();
    if let (Some(n), Some(path)) = (args.n, &args.out.file.output) {
        let code = || row.code.clone();
        let at = n.checked_sub(1).and_then(|at| pieces.get(at));
        let (_, piece) = at.ok_or_else(|| FollowFailure::NoSuchEvidence { code: code(), n })?;
        let attached = piece.sha256.filter(|_| piece.attached);
        let sha256 = attached.ok_or_else(|| FollowFailure::NotAttached {
            code: code(),
            n,
            place: piece.place.clone(),
        })?;
        let bytes = workspace.attachment(sha256)?;
        out::write_file(path, &bytes, args.out.file.force)?;
        out::note(&fill(words.cli.written, &[&path.display().to_string()]));
        return Ok(());
    }
    let (t, c, f) = (words.term, words.cli, words.follow);
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(c.number_of),
            Head::text(f.evidence, 12),
            Head::text(c.kept_at, 12),
            Head::whole(c.page).spare(1),
            Head::whole(c.attached),
            Head::text(c.sha256, 8).spare(3),
            Head::whole(t.on),
            Head::text(t.author, 6).spare(2),
        ],
        foot: Some(fill(c.pieces, &[&pieces.len().to_string()])),
        ..Sheet::default()
    };
    let chosen = |n: &usize| args.n.is_none_or(|wanted| wanted == *n);
    for (n, (step, piece)) in (1..).zip(&pieces).filter(|(n, _)| chosen(n)) {
        sheet.rows.push(vec![
            n.to_string(),
            piece.name.clone(),
            piece.place.clone(),
            piece.page.clone(),
            if piece.attached { t.yes } else { t.no }.to_owned(),
            piece.sha256.map(|sha| sha.to_string()).unwrap_or_default(),
            step.on.to_string(),
            step.author.clone(),
        ]);
        sheet.json.push(json!({
            "n": n,
            "name": piece.name,
            "place": piece.place,
            "page": piece.page,
            "sha256": piece.sha256,
            "attached": piece.attached,
            "step": step.step,
            "op": step.op,
            "on": step.on,
            "author": step.author,
        }));
    }
    if let Some(n) = args.n.filter(|_| sheet.rows.is_empty()) {
        let code = row.code.clone();
        return Err(FollowFailure::NoSuchEvidence { code, n }.into());
    }
    sheet.write(session, &args.out)?;
    let waiting = sheet.json.iter().any(|piece| piece["attached"] == true);
    if waiting && args.out.format == Format::Table {
        out::note(&fill(c.evidence_hint, &[&row.code.to_string()]));
    }
    Ok(())
}
