//! `duban remind`: what each department owes now, for cron and mail, and recording that it was told.

use std::process::ExitCode;

use serde_json::{Value as Json, json};

use super::args::{RemindArgs, RemindFormat};
use super::named;
use crate::cli::{Refusal, Session, out};
use crate::model::{
    Awaiting, Debts, Owed, Snapshot, Standing, Wish, answered, awaiting, debts, owed,
};
use crate::text::clean;
use crate::words::{Reminder, Words, fill};
use crate::workspace::{Reminded, Workspace};

/// Something is owed.
const SOMETHING: u8 = 10;

pub(in crate::cli) fn run(session: &Session, args: &RemindArgs) -> Result<ExitCode, Refusal> {
    let words = session.words();
    let mut workspace = session.open()?;
    // Whoever may not record it is told before anything is printed.
    if args.record.is_some()
        && let Some(failure) = workspace.why_not(Wish::Lead)?
    {
        return Err(failure.into());
    }
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let decisions = workspace.decisions()?;
    let reminders = workspace.reminders()?;
    let only = named(&workspace, args.department.as_deref())?;
    let all: Vec<Debts> = match only {
        Some(department) => vec![owed(&snapshot, &decisions, department)],
        None => debts(&snapshot, &decisions),
    };
    let all: Vec<Debts> = all.into_iter().filter(|one| !one.all.is_empty()).collect();
    // What waits for coordinators is no one department's.
    let waiting = if only.is_none() {
        awaiting(&snapshot)
    } else {
        Vec::new()
    };
    let last = |debts: &Debts| {
        let mut of = reminders.iter();
        of.find(|reminded| reminded.department == debts.department)
    };
    let bytes = match args.format {
        RemindFormat::Json => {
            let mut entries: Vec<Json> = all
                .iter()
                .map(|debts| debts_json(debts, last(debts), &snapshot))
                .collect();
            if !waiting.is_empty() {
                let waiting = waiting.iter().map(|one| awaiting_json(one, &snapshot));
                let waiting: Vec<Json> = waiting.collect();
                entries.push(json!({ "department": null, "awaiting": waiting }));
            }
            out::json(&Json::Array(entries))
        }
        format => {
            let pages: Vec<Reminder> = all
                .iter()
                .map(|debts| page(debts, last(debts), &snapshot, words))
                .chain(words.waiting(&snapshot, &waiting))
                .collect();
            if format == RemindFormat::Html {
                html(&pages, words).into_bytes()
            } else {
                let texts: Vec<String> = pages
                    .into_iter()
                    .map(|page| harmless(page).text())
                    .collect();
                texts.join("\n").into_bytes()
            }
        }
    };
    out::write(session, &args.file, &bytes)?;
    if let Some(via) = &args.record {
        record(session, &mut workspace, (&all, &snapshot), via)?;
    }
    let nothing = all.is_empty() && waiting.is_empty();
    if nothing && args.format == RemindFormat::Text {
        out::note(words.cli.owes_nothing);
    }
    Ok(if nothing {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(SOMETHING)
    })
}

/// Records that each of the departments was told, and how.
fn record(
    session: &Session,
    workspace: &mut Workspace,
    (all, snapshot): (&[Debts], &Snapshot),
    via: &str,
) -> Result<(), Refusal> {
    let words = session.words();
    for debts in all {
        let text = words.reminder(snapshot, debts).text();
        workspace.record_reminder(
            debts.department,
            debts.tasks(),
            (via, &text),
            workspace.now(),
        )?;
        let name = snapshot.directory.name(debts.department);
        out::note(&fill(words.cli.reminded, &[&name, via]));
    }
    Ok(())
}

/// What a department owes, and what it has answered of the last reminder.
fn page(debts: &Debts, last: Option<&Reminded>, snapshot: &Snapshot, words: &Words) -> Reminder {
    let mut page = words.reminder(snapshot, debts);
    if let Some(last) = last {
        let answers = answered(snapshot, &last.tasks, last.on);
        let codes = answers.iter().filter_map(|task| snapshot.row(*task));
        let codes: Vec<String> = codes.map(|row| row.code.to_string()).collect();
        let said = fill(
            words.cli.answered_since,
            &[
                &last.on.to_string(),
                &last.via,
                &last.tasks.len().to_string(),
                &codes.len().to_string(),
            ],
        );
        page.parts.push((said, codes));
    }
    page
}

fn debts_json(debts: &Debts, last: Option<&Reminded>, snapshot: &Snapshot) -> Json {
    let of = |standing: Standing| -> Vec<Json> {
        let of = debts.all.iter().filter(|owed| owed.standing == standing);
        of.map(|owed| owed_json(owed, snapshot)).collect()
    };
    let codes = |tasks: &[crate::model::ItemId]| -> Vec<String> {
        let rows = tasks.iter().filter_map(|task| snapshot.row(*task));
        rows.map(|row| row.code.to_string()).collect()
    };
    json!({
        "department": snapshot.directory.name(debts.department),
        "as_of": snapshot.day,
        "due": of(Standing::Due),
        "owed": of(Standing::Owed),
        "late": of(Standing::Late),
        "answered": last.map(|last| codes(&answered(snapshot, &last.tasks, last.on))).unwrap_or_default(),
        "reminded": last.map(|last| json!({
            "on": last.on, "via": last.via, "tasks": codes(&last.tasks),
        })),
    })
}

fn owed_json(owed: &Owed, snapshot: &Snapshot) -> Json {
    let mut json = json!(owed);
    let row = owed.task.and_then(|task| snapshot.row(task));
    if let Some(fields) = json.as_object_mut() {
        fields.remove("standing");
        fields.remove("task");
        fields.insert("code".to_owned(), json!(row.map(|row| &row.code)));
        fields.insert("title".to_owned(), json!(row.map(|row| &row.title)));
        let days = owed.by.map(|by| (by - snapshot.day).num_days());
        fields.insert("days".to_owned(), json!(days));
    }
    json
}

fn awaiting_json(one: &Awaiting, snapshot: &Snapshot) -> Json {
    let row = snapshot.row(one.task);
    json!({
        "code": row.map(|row| &row.code),
        "title": row.map(|row| &row.title),
        "asks": one.step.map_or("coordination", crate::model::Step::as_str),
        "day": one.day,
    })
}

/// The same with nothing in it that commands a terminal.
fn harmless(page: Reminder) -> Reminder {
    let clear = |text: String| clean(&text).into_owned();
    let part = |(part, lines): (String, Vec<String>)| {
        (clear(part), lines.into_iter().map(clear).collect())
    };
    Reminder {
        head: clear(page.head),
        parts: page.parts.into_iter().map(part).collect(),
    }
}

/// A page for a mail program: no style, no script, nothing that is fetched.
fn html(pages: &[Reminder], words: &Words) -> String {
    let escaped = |text: &str| {
        let text = clean(text);
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('>', "&gt;").replace('"', "&quot;")
    };
    let lang = match words.lang {
        crate::words::Lang::Zh => "zh-CN",
        crate::words::Lang::En => "en",
    };
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n",
        words.cli.reminder
    );
    for page in pages {
        html.push_str(&format!("<h2>{}</h2>\n", escaped(&page.head)));
        for (part, lines) in &page.parts {
            html.push_str(&format!("<h3>{}</h3>\n<ul>\n", escaped(part)));
            for line in lines {
                html.push_str(&format!("<li>{}</li>\n", escaped(line)));
            }
            html.push_str("</ul>\n");
        }
    }
    html.push_str("</body>\n</html>\n");
    html
}
