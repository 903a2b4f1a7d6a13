//! `duban share status`: how far everybody is.

use std::time::Duration;

use serde_json::json;

use crate::cli::args::{Format, Output};
use crate::cli::columns::Head;
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session};
use crate::words::fill;
use crate::workspace::{Fingerprint, Presence, finding_words, proposal_words, stop_words};

/// How long a share may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// How many files that wait or are kept out are named; whoever may write the share can put any number there.
const FILES: usize = 50;

pub(super) fn write(session: &Session, out: &Output) -> Result<(), Refusal> {
    let words = session.words();
    let w = words.sharing;
    let mut workspace = session.open_existing()?;
    let status = workspace.share_status()?;
    let presence = workspace.share_presence(PATIENCE)?;
    let mut sheet = Sheet {
        heads: vec![
            Head::text(w.head_name, 8),
            Head::text(w.head_departments, 8).spare(1),
            Head::whole(w.head_heard),
            Head::whole(w.head_ops),
            Head::whole(w.head_received),
            Head::whole(w.head_missing),
            Head::text(w.head_refused, 12),
            Head::whole(w.head_version).spare(2),
            Head::whole(w.head_fingerprint).spare(3),
        ],
        ..Sheet::default()
    };
    let mut people = Vec::new();
    for person in &status.people {
        let refused: Vec<String> = person
            .refused
            .iter()
            .map(|(why, count)| format!("{count} ({})", w.refused(why)))
            .collect();
        // That it does not count yet is what waiting means.
        let refused = if person.waits {
            w.awaits.to_owned()
        } else {
            refused.join("; ")
        };
        let mut place = person.departments.join("、");
        if !person.unit.is_empty() {
            place.push_str(&format!(" {}", person.unit));
        }
        let prints: Vec<String> = person.keys.iter().map(Fingerprint::to_string).collect();
        let mut name = person.name.clone();
        let marks = [(person.forked, w.forked), (person.ahead, w.clock_ahead)];
        for (_, mark) in marks.iter().filter(|(is_so, _)| *is_so) {
            name.push_str(&format!(" [{mark}]"));
        }
        sheet.rows.push(vec![
            name.clone(),
            place.trim().to_owned(),
            person.last_heard.format("%Y-%m-%d %H:%M").to_string(),
            person.ops.to_string(),
            person.received.to_string(),
            person.missing.to_string(),
            refused,
            person.app.clone().unwrap_or_default(),
            prints.first().cloned().unwrap_or_default(),
        ]);
        sheet.further(&name, prints.iter().skip(1));
        let refused: serde_json::Map<String, serde_json::Value> = person
            .refused
            .iter()
            .map(|(why, count)| (why.clone(), json!(count)))
            .collect();
        people.push(json!({
            "person": person.person,
            "name": person.name,
            "me": person.is_me,
            "departments": person.departments,
            "unit": person.unit,
            "fingerprints": prints,
            "waiting": person.waits,
            "last_heard": person.last_heard.to_rfc3339(),
            "version": person.app,
            "ops": person.ops,
            "received": person.received,
            "pending": person.ops - person.received.min(person.ops),
            "missing": person.missing,
            "quarantined": refused,
            "forked": person.forked,
            "clock_ahead": person.ahead,
        }));
    }
    let stop = status
        .stop
        .as_ref()
        .map(|stop| stop_words(status.newest.0, stop, words));
    if out.format == Format::Json {
        let files: Vec<_> = status
            .files
            .iter()
            .map(|(name, finding)| json!({ "name": name, "finding": finding }))
            .collect();
        let proposals: Vec<_> = status
            .proposals
            .iter()
            .map(|proposal| {
                json!({
                    "op": proposal.op,
                    "author": proposal.author,
                    "recorded": proposal.recorded.to_rfc3339(),
                    "about": proposal.about,
                    "fate": proposal.fate,
                })
            })
            .collect();
        let whole = json!({
            "fingerprint": status.fingerprint.to_string(),
            "folder": status.folder,
            "presence": presence,
            "entry": status.newest.0,
            "entry_at": status.newest.1.to_rfc3339(),
            "stopped": stop.is_some(),
            "requests": status.requests,
            "people": people,
            "proposals": proposals,
            "files": files,
        });
        return out::write(session, &out.file, &out::json(&whole));
    }
    let mut foot = vec![match &status.folder {
        Some(folder) => fill(
            w.share_folder,
            &[
                &folder.display().to_string(),
                &status.fingerprint.to_string(),
                &status.newest.0.to_string(),
                &status.newest.1.format("%Y-%m-%d %H:%M").to_string(),
            ],
        ),
        None if workspace.demo().is_some() => w.share_demo.to_owned(),
        None => w.share_none.to_owned(),
    }];
    foot.extend(match presence {
        Some(Presence::Gone) => Some(w.presence_gone.to_owned()),
        Some(Presence::Silent) => Some(w.presence_silent.to_owned()),
        Some(Presence::There) | None => None,
    });
    foot.extend(stop);
    if status.requests > 0 {
        foot.push(format!("{}: {}", w.waiting, status.requests));
    }
    foot.extend(
        status
            .not_entered()
            .map(|proposal| proposal_words(proposal, words)),
    );
    let files = status.files.iter().take(FILES);
    foot.extend(files.map(|(name, finding)| finding_words(name, finding, workspace.now(), words)));
    let left = status.files.len().saturating_sub(FILES);
    if left > 0 {
        foot.push(fill(w.files_more, &[&left.to_string()]));
    }
    sheet.foot = Some(foot.join("\n"));
    sheet.write(session, out)
}
