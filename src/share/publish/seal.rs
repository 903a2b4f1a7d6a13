//! What is signed before it is written.

use super::super::{Failed, Limits};
use crate::model::{OpId, Sha};
use crate::oplog::{LogId, Replica, Segment, Signed, Signer};

/// Signs what is new in an own log: seals what is full, and all that is left is the tail. At least one op always stays
/// for the tail, so that every log shows in the folder of tails.
pub(super) fn sign_log<R: Replica>(
    home: &mut R,
    log: LogId,
    signer: &dyn Signer,
    app: &str,
    limits: Limits,
) -> Result<(), Failed<R::Error>> {
    let unsealed = home.unsealed(log).map_err(Failed::Home)?;
    let plan = home.plan();
    let (mut first, mut prev) = (unsealed.first, unsealed.prev);
    let mut rest = unsealed.lines.as_slice();
    while let Some(full) = full(rest, limits) {
        let (lines, after) = rest.split_at(full);
        let keep = seal::<R>((plan, log), (first, prev), lines, true, signer, app)?;
        home.keep_signed(&keep).map_err(Failed::Home)?;
        first += full as u64;
        prev = lines.last().map_or(prev, |(_, id)| *id);
        rest = after;
    }
    let Some(last) = (first + rest.len() as u64).checked_sub(1) else {
        return Ok(());
    };
    let Some((line, head)) = rest.last() else {
        return Ok(());
    };
    // A file that ends with it, or goes further: another's, who writes the same log.
    for file in home.signed(log).map_err(Failed::Home)? {
        if file.head == *head && file.first <= first {
            return Ok(());
        }
        if (file.first..file.last).contains(&last) && file.first <= first {
            let (lines, _) = home.content(&file).map_err(Failed::Home)?;
            if lines.contains(line) {
                return Ok(());
            }
        }
    }
    let keep = seal::<R>((plan, log), (first, prev), rest, false, signer, app)?;
    home.keep_signed(&keep).map_err(Failed::Home)
}

/// How many of these lines make a segment, if they fill one and leave something.
fn full(lines: &[(String, OpId)], limits: Limits) -> Option<usize> {
    let full = limits.full_at(lines.iter().map(|(line, _)| line.as_str()))?;
    (full < lines.len()).then_some(full)
}

fn seal<R: Replica>(
    (plan, log): (Sha, LogId),
    (first, prev): (u64, OpId),
    lines: &[(String, OpId)],
    sealed: bool,
    signer: &dyn Signer,
    app: &str,
) -> Result<Signed, Failed<R::Error>> {
    let texts: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
    let (seal, name26) =
        Segment::seal((plan, log), (first, prev), &texts, app, signer).map_err(Failed::Key)?;
    Ok(Signed {
        log,
        first,
        last: (first + lines.len() as u64).saturating_sub(1),
        head: lines.last().map_or(prev, |(_, id)| *id),
        sealed,
        name26,
        seal: seal.into(),
    })
}
