//! `duban lights`: the light of each task, why, and how one came about.

use serde_json::{Value as Json, json};

use crate::cli::args::{Format, Output};
use crate::cli::columns::Head;
use crate::cli::filtered::filtered;
use crate::cli::list::names;
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session};
use crate::model::{Correction, Reason, Register, Row, Snapshot};
use crate::words::{Words, fill};
use crate::workspace::{Failure, Workspace};

pub(in crate::cli) fn run(
    session: &Session,
    filter: &[String],
    explain: Option<&str>,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let workspace = session.open()?;
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    if let Some(code) = explain {
        let id = workspace.task(code)?.id;
        let row = snapshot
            .row(id)
            .ok_or_else(|| Failure::NoTask(code.to_owned()))?;
        return explained(session, &workspace, &snapshot, row, out);
    }
    let found = filtered(&workspace, &snapshot, filter, None, words)?;
    let (t, f) = (words.term, words.follow);
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(f.light),
            Head::whole(t.code),
            Head::text(t.title, 14),
            Head::text(f.reasons, 12),
            Head::text(t.lead, 8).spare(2),
            Head::text(t.judged_light, 8).spare(1),
        ],
        foot: Some(fill(words.cli.shown, &[&found.rows.len().to_string()])),
        ..Sheet::default()
    };
    for row in found.rows {
        let judging = judging(&workspace, row, &snapshot)?;
        sheet.rows.push(vec![
            f.light(row.light(snapshot.day)).to_owned(),
            row.code.to_string(),
            row.title.clone(),
            f.all_reasons(&row.lit.reasons),
            names(&row.lead, &snapshot.directory).join("、"),
            judged(row, &snapshot, judging.as_ref(), words).unwrap_or_default(),
        ]);
        sheet.json.push(json!({
            "code": row.code,
            "title": row.title,
            "light": row.light(snapshot.day),
            "by_rules": row.lit.light,
            "reasons": reasons_json(&row.lit.reasons),
            "override": override_json(row, &snapshot, judging.as_ref()),
        }));
    }
    sheet.write(session, out)?;
    if let Some(why) = found.empty {
        out::note(&why);
    }
    Ok(())
}

/// The correction by which a coordinator's light stands, while it counts.
fn judging(
    workspace: &Workspace,
    row: &Row,
    snapshot: &Snapshot,
) -> Result<Option<Correction>, Failure> {
    if row.follow.judged_on(snapshot.day).is_none() {
        return Ok(None);
    }
    let mut corrections = workspace.detail(row.id)?.corrections.into_iter();
    Ok(corrections.find(|c| c.item == row.id && c.register == Register::Light.as_str()))
}

fn judged(
    row: &Row,
    snapshot: &Snapshot,
    judging: Option<&Correction>,
    words: &Words,
) -> Option<String> {
    let (f, judged) = (words.follow, row.follow.judged?);
    row.follow.judged_on(snapshot.day)?;
    let mut said = format!(
        "{} {}",
        f.light(judged.light),
        fill(f.until, &[&judged.until.to_string()])
    );
    if let Some(by) = judging {
        said.push_str(&format!(" {} {}", by.author, by.reason));
    }
    Some(said)
}

fn override_json(row: &Row, snapshot: &Snapshot, judging: Option<&Correction>) -> Json {
    let counts = row.follow.judged_on(snapshot.day).and(row.follow.judged);
    counts.map_or(Json::Null, |judged| {
        json!({
            "light": judged.light,
            "until": judged.until,
            "reason": judging.map(|by| &by.reason),
            "author": judging.map(|by| &by.author),
        })
    })
}

/// Reasons for programs, each with its kind and its numbers.
pub(in crate::cli) fn reasons_json(reasons: &[Reason]) -> Json {
    let one = |reason: &Reason| match reason {
        Reason::Overdue(days, plan_end) => {
            json!({ "kind": "overdue", "days": days, "plan_end": plan_end })
        }
        Reason::MilestoneOverdue(name, days) => {
            json!({ "kind": "milestone-overdue", "milestone": name, "days": days })
        }
        Reason::Behind(points) => json!({ "kind": "behind", "points": points }),
        Reason::Unreported(windows) => json!({ "kind": "unreported", "windows": windows }),
        Reason::NotSigned(days) => json!({ "kind": "not-signed", "working_days": days }),
        Reason::AwaitsReview => json!({ "kind": "awaits-review" }),
        Reason::NeedsCoordination => json!({ "kind": "needs-coordination" }),
        Reason::SentBack => json!({ "kind": "sent-back" }),
        Reason::Recovering => json!({ "kind": "recovering" }),
        Reason::Soon(days, plan_end) => {
            json!({ "kind": "soon", "days": days, "plan_end": plan_end })
        }
        Reason::MilestoneSoon(name, days) => {
            json!({ "kind": "milestone-soon", "milestone": name, "days": days })
        }
        Reason::NothingKnown => json!({ "kind": "nothing-known" }),
        Reason::Suspended => json!({ "kind": "suspended" }),
    };
    Json::Array(reasons.iter().map(one).collect())
}

/// How the light of one task came about.
fn explained(
    session: &Session,
    workspace: &Workspace,
    snapshot: &Snapshot,
    row: &Row,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let (t, c, f) = (words.term, words.cli, words.follow);
    let outlook = &snapshot.outlook;
    let (start, _) = outlook.span(row);
    let expected = outlook.expected(row);
    let gap = row
        .percent
        .zip(expected)
        .map(|(percent, expected)| i16::from(percent) - i16::from(expected));
    let window = outlook.window(row);
    let (rhythm, _) = outlook.rhythm(row);
    let reporting = outlook.reporting(row);
    let judging = judging(workspace, row, snapshot)?;
    if out.format != Format::Table {
        let json = json!({
            "code": row.code,
            "title": row.title,
            "as_of": snapshot.day,
            "light": row.light(snapshot.day),
            "by_rules": row.lit.light,
            "reasons": reasons_json(&row.lit.reasons),
            "override": override_json(row, snapshot, judging.as_ref()),
            "status": row.status,
            "start": start,
            "due": row.due,
            "due_source": row.due_source,
            "expected": expected,
            "percent": row.percent,
            "gap": gap,
            "window": window.map(|w| json!({ "period": w.period, "from": w.from, "due": w.due })),
            "rhythm": rhythm,
            "reporting": reporting,
            "reported": row.follow.reported,
            "rules": outlook.version,
        });
        let sheet = Sheet {
            heads: vec![Head::whole(c.what), Head::whole(f.figure_value)],
            rows: flat(&json),
            json: vec![json],
            foot: None,
        };
        return sheet.write(session, out);
    }
    let percent = |of: Option<u8>| of.map_or_else(|| "--".to_owned(), |of| format!("{of}%"));
    let mut lines = vec![
        format!("{} {}", row.code, row.title),
        format!("{}: {}", f.light, f.light(row.light(snapshot.day))),
        format!("{}: {}", f.by_rules, f.light(row.lit.light)),
    ];
    for reason in &row.lit.reasons {
        lines.push(format!("  {}", f.reason(reason)));
    }
    if let Some(judged) = judged(row, snapshot, judging.as_ref(), words) {
        lines.push(format!("{}: {judged}", f.judged));
    }
    lines.push(format!("{}: {}", t.status, t.status(row.status)));
    lines.push(format!(
        "{}: {start}  {}: {}",
        c.start,
        t.due,
        t.due(row.due, row.due_source)
    ));
    let gap = gap.map_or_else(|| "--".to_owned(), |gap| gap.to_string());
    lines.push(format!(
        "{}: {}  {}: {}  {}: {gap}",
        f.expected,
        percent(expected),
        t.percent,
        percent(row.percent),
        f.gap
    ));
    lines.push(match window {
        Some(w) => format!(
            "{}: {} ({} - {}, {})  {}",
            f.window,
            w.period,
            w.from,
            w.due,
            f.rhythm(rhythm),
            f.reporting(reporting)
        ),
        None => format!("{}: {}", f.window, f.not_expected),
    });
    let reported = row
        .follow
        .reported
        .map_or_else(|| c.never.to_owned(), |day| day.to_string());
    lines.push(format!("{}: {reported}", c.last_report));
    lines.push(format!(
        "{}: {}  {}",
        f.rules_version,
        outlook.version,
        fill(c.past_banner, &[&snapshot.day.to_string()])
    ));
    out::page(session, &out.file, &lines)
}

/// The fields of an object as rows.
fn flat(json: &Json) -> Vec<Vec<String>> {
    let fields = json.as_object().into_iter().flatten();
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    fields
        .map(|(key, value)| vec![key.clone(), text(value)])
        .collect()
}
