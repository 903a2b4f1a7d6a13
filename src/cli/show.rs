//! `duban show`: everything about one task.

use serde_json::{Value as Json, json};

use super::args::{Format, Output};
use super::columns::Head;
use super::list::{names, row_json, updated};
use super::out::{self, Sheet};
use super::{Refusal, Session};
use crate::model::{Detail, Directory, Indicator, Note, Snapshot};
use crate::words::{Words, fill};

pub(super) fn run(session: &Session, code: &str, out: &Output) -> Result<(), Refusal> {
    let words = session.words();
    let workspace = session.open()?;
    let row = workspace.task(code)?;
    let mut detail = workspace.detail(row.id)?;
    let snapshot = workspace.snapshot(0, workspace.now())?;
    snapshot.outlook.light_up(&mut detail);
    match out.format {
        Format::Table => out::page(session, &out.file, &lines(&detail, &snapshot, words)),
        Format::Json => {
            let all = Json::Array(vec![detail_json(&detail, &snapshot)]);
            out::write(session, &out.file, &out::json(&all))
        }
        Format::Csv => notes_sheet(&detail, &snapshot.directory, words).write(session, out),
    }
}

fn detail_json(detail: &Detail, snapshot: &Snapshot) -> Json {
    let mut all = row_json(&detail.row, snapshot);
    let corrections: Vec<Json> = detail
        .corrections
        .iter()
        .map(|c| {
            json!({
                "item": c.item, "register": c.register, "original": c.original, "now": c.now,
                "reason": c.reason, "author": c.author, "recorded": c.recorded.to_rfc3339(),
            })
        })
        .collect();
    let notes: Vec<Json> = detail
        .notes
        .iter()
        .map(|note| {
            let mut json = json!(note);
            if let Some(fields) = json.as_object_mut() {
                fields.insert(
                    "department".to_owned(),
                    json!(snapshot.directory.name(note.department)),
                );
            }
            json
        })
        .collect();
    if let Some(fields) = all.as_object_mut() {
        fields.insert("path".to_owned(), json!(detail.path));
        fields.insert("text".to_owned(), json!(detail.text));
        fields.insert("lines".to_owned(), json!(detail.lines));
        fields.insert("rule".to_owned(), json!(detail.rule));
        fields.insert("measures".to_owned(), json!(detail.measures));
        fields.insert("indicators".to_owned(), json!(detail.indicators));
        fields.insert("duties".to_owned(), json!(detail.duties));
        fields.insert("steps".to_owned(), json!(detail.steps));
        fields.insert("figures".to_owned(), json!(detail.figures));
        fields.insert("done".to_owned(), json!(detail.done));
        fields.insert("notes".to_owned(), Json::Array(notes));
        fields.insert("corrections".to_owned(), Json::Array(corrections));
    }
    all
}

fn lines(detail: &Detail, snapshot: &Snapshot, words: &Words) -> Vec<String> {
    let (t, c, row) = (words.term, words.cli, &detail.row);
    let directory = &snapshot.directory;
    let mut lines: Vec<String> = Vec::new();
    let mut put = |line: String| lines.push(line);
    put(format!("{} {}", row.code, row.title));
    put(detail.path.join(" / "));
    // How the lead was told says nothing about one that was corrected.
    let corrected = detail
        .corrections
        .iter()
        .any(|c| c.item == row.id && c.register == "lead");
    let rule = detail
        .rule
        .filter(|_| !corrected)
        .map(|rule| format!(" ({})", t.rule(rule)))
        .unwrap_or_default();
    put(format!(
        "{}: {}{rule}",
        t.lead,
        names(&row.lead, directory).join("、")
    ));
    put(format!(
        "{}: {}",
        t.support,
        join_or(&names(&row.support, directory), c.none)
    ));
    if !row.leader.is_empty() {
        put(format!("{}: {}", t.leader, row.leader));
    }
    let due = t.due(row.due, row.due_source);
    let percent = row
        .percent
        .map_or_else(|| "--".to_owned(), |percent| format!("{percent}%"));
    put(format!(
        "{}: {}  {}: {percent}  {}: {due}",
        t.status,
        t.status(row.status),
        t.percent,
        t.due
    ));
    let f = words.follow;
    put(format!(
        "{}: {}  {}",
        f.light,
        f.light(row.light(snapshot.day)),
        f.all_reasons(&row.lit.reasons)
    ));
    put(format!(
        "{}: {}",
        t.updated,
        updated(row, snapshot.day, words)
    ));
    for (change, register) in detail.set_by_newer() {
        let said = [
            t.register_named(register),
            &change.author,
            &change.on.to_string(),
        ];
        put(format!("! {}", fill(words.screen.set_by_newer, &said)));
    }
    put(String::new());
    put(detail.text.clone());
    if let Some(span) = detail.lines {
        put(fill(c.lines, &[&span.0.to_string(), &span.1.to_string()]));
    }
    if !detail.corrections.is_empty() {
        put(String::new());
        put(format!("{} {}", c.corrections, detail.corrections.len()));
        if detail.corrections_disagree() {
            put(format!("  ! {}", c.corrections_disagree));
        }
        for correction in &detail.corrections {
            let said = |value| words.spoken(&correction.register, value);
            let original = correction.original.as_deref().map_or(c.none.into(), said);
            put(format!(
                "  {}: {}  [{}]  {}: {}  {}",
                t.register_named(&correction.register),
                said(&correction.now),
                fill(c.original, &[&original]),
                t.reason,
                correction.reason,
                correction.author
            ));
        }
    }
    put(String::new());
    put(format!("{} {}", c.measures, detail.measures.len()));
    for measure in &detail.measures {
        let due = measure
            .due
            .map(|due| format!("  [{due}]"))
            .unwrap_or_default();
        let span = measure
            .span
            .as_ref()
            .map(|span| format!("  [{}]", t.span(span)))
            .unwrap_or_default();
        let done = detail.done.iter().find(|done| done.item == measure.id);
        let done = done
            .and_then(|done| done.done)
            .map(|day| format!("  [{} {day}]", f.done))
            .unwrap_or_default();
        put(format!("  {} {}{due}{span}{done}", measure.n, measure.text));
    }
    if !detail.indicators.is_empty() {
        put(String::new());
        put(format!("{} {}", c.indicators, detail.indicators.len()));
        for (indicator, n) in detail.indicators.iter().zip(1..) {
            put(format!("  {n} {}", goal(indicator, words)));
            let judged = detail.gauge().judge(indicator, &snapshot.outlook);
            let judged = f.judgement(&judged, &indicator.unit);
            if !judged.is_empty() {
                put(format!("      {judged}"));
            }
            let mut disputed = detail.gauge().disputed(indicator.id).peekable();
            let settle = disputed
                .peek()
                .map(|_| format!("      {}", f.figures_settle));
            for figure in disputed {
                put(format!("      {}", f.disputed(figure)));
            }
            settle.into_iter().for_each(&mut put);
        }
    }
    if !detail.duties.is_empty() {
        put(String::new());
        put(format!("{} {}", c.duties, detail.duties.len()));
        for duty in &detail.duties {
            let proposed = if duty.proposed { c.proposed } else { "" };
            put(format!(
                "  {} {} {proposed}",
                t.every(duty.every),
                duty.text
            ));
        }
    }
    if !detail.steps.is_empty() {
        put(String::new());
        put(format!("{} {}", f.step, detail.steps.len()));
        for step in &detail.steps {
            let due = step.due.map(|due| format!(" {due}")).unwrap_or_default();
            let line = format!(
                "  {} {}{due} {} {} {} {}",
                step.on,
                f.step(step.step),
                step.op.short(),
                step.author,
                step.reason,
                if step.idle { f.step_idle } else { "" }
            );
            put(line.trim_end().to_owned());
        }
    }
    put(String::new());
    put(format!("{} {}", c.notes, detail.notes.len()));
    for note in &detail.notes {
        for line in note_lines(note, directory, words) {
            put(line);
        }
        for line in against(note, detail, words) {
            put(format!("    {line}"));
        }
    }
    lines
}

fn join_or(names: &[String], none: &str) -> String {
    if names.is_empty() {
        none.to_owned()
    } else {
        names.join("、")
    }
}

/// An indicator in words: name, comparator, goal, unit, deadline.
pub(super) fn goal(indicator: &Indicator, words: &Words) -> String {
    let t = words.term;
    let number = match (&indicator.value, &indicator.upper) {
        (Some(value), Some(upper)) if indicator.comparator == crate::model::Comparator::Ratio => {
            format!("{value}:{upper}")
        }
        (Some(value), Some(upper)) => format!("{value}-{upper}"),
        (Some(value), None) => value.clone(),
        _ => String::new(),
    };
    let per = indicator
        .per
        .as_ref()
        .map(|per| format!("/{per}"))
        .unwrap_or_default();
    let every = indicator
        .every
        .map(|every| format!(" {}", t.every(every)))
        .unwrap_or_default();
    let scope = indicator
        .scope
        .as_ref()
        .map(|scope| format!(" ({scope})"))
        .unwrap_or_default();
    let due = indicator
        .due
        .map(|due| format!("  [{due}]"))
        .unwrap_or_default();
    let comparator = t.comparator(indicator.comparator);
    format!(
        "{} {comparator} {number}{}{per}{every}{scope}{due}",
        indicator.name, indicator.unit
    )
}

/// A note as lines: who, when, what.
fn note_lines(note: &Note, directory: &Directory, words: &Words) -> Vec<String> {
    let (t, c) = (words.term, words.cli);
    let mut head = format!(
        "  {} {} {}",
        note.on,
        directory.name(note.department),
        note.op.short()
    );
    if let Some(percent) = note.percent {
        head.push_str(&format!(" {percent}%"));
    }
    if let Some(assessment) = note.assessment {
        head.push_str(&format!(" {}", t.assessment(assessment)));
    }
    if let Some(confidence) = note.confidence {
        head.push_str(&format!(" {}:{}", t.confidence, t.confidence(confidence)));
    }
    if let Some(why) = note.unchanged {
        let f = words.follow;
        head.push_str(&format!(" {}: {}", f.unchanged, f.unchanged(why)));
    }
    if note.for_another {
        head.push_str(&format!(" {}", c.retold));
    }
    if let Some(why) = &note.refused {
        head.push_str(&format!(" {}", words.sharing.mark(why)));
    }
    if let Some(retraction) = &note.retracted {
        head.push_str(&format!(" {}", fill(c.taken_back, &[&retraction.reason])));
    } else if note.superseded_by.is_some() {
        head.push_str(&format!(" {}", c.superseded));
    }
    if let Some(wordless) = note.wordless {
        head.push_str(&format!(" {}", t.wordless(wordless)));
    }
    let text = &note.text;
    let fields = [
        (t.progress, &text.progress),
        (t.problems, &text.problems),
        (t.next, &text.next),
        (t.coordinate, &text.coordinate),
        (t.reporter, &text.reporter),
        (t.approver, &text.approver),
        (t.told_by, &text.told_by),
        (t.via, &text.via),
    ];
    let mut lines = vec![head];
    for (name, words) in fields.into_iter().filter(|(_, words)| !words.is_empty()) {
        lines.push(format!("    {name}: {words}"));
    }
    if let Some(next_on) = note.next_on {
        lines.push(format!("    {}: {next_on}", t.next_on));
    }
    lines
}

/// What stands against a note, and how it is settled.
pub(super) fn against(note: &Note, detail: &Detail, words: &Words) -> Vec<String> {
    let named = |op| detail.notes.iter().find(|other| other.op == op);
    let all: Vec<&Note> = note.against.iter().filter_map(|op| named(*op)).collect();
    let short = |notes: &[&Note]| {
        let ids: Vec<String> = notes.iter().map(|note| note.op.short()).collect();
        ids.join(" ")
    };
    let (rivals, gone): (Vec<&Note>, Vec<&Note>) = all.into_iter().partition(|n| n.is_current());
    let mut lines = Vec::new();
    if !rivals.is_empty() {
        let both = [&[note][..], &rivals].concat();
        let both = short(&both).replace(' ', ",");
        lines.push(fill(words.cli.note_against, &[&short(&rivals), &both]));
    }
    if !gone.is_empty() {
        lines.push(fill(words.cli.note_against_gone, &[&short(&gone)]));
    }
    lines
}

fn notes_sheet(detail: &Detail, directory: &Directory, words: &'static Words) -> Sheet {
    let (t, c) = (words.term, words.cli);
    let cells = |note: &Note| {
        vec![
            note.op.short(),
            note.on.to_string(),
            directory.name(note.department),
            note.percent
                .map(|percent| percent.to_string())
                .unwrap_or_default(),
            note.text.progress.clone(),
            note.text.problems.clone(),
            note.text.next.clone(),
            note.text.coordinate.clone(),
            note.author.clone(),
        ]
    };
    Sheet {
        heads: [
            c.id,
            t.on,
            t.department,
            t.percent,
            t.progress,
            t.problems,
            t.next,
            t.coordinate,
            t.author,
        ]
        .map(Head::whole)
        .to_vec(),
        rows: detail.notes.iter().map(cells).collect(),
        ..Sheet::default()
    }
}
