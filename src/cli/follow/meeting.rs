//! `duban meeting` and `duban decisions`: agendas, what was decided, what became of it.

use serde_json::{Value as Json, json};

use super::args::{DecisionsVerb, MeetingArgs, MeetingVerb};
use super::{short, told_done};
use crate::cli::args::{Format, Output};
use crate::cli::columns::Head;
use crate::cli::list::names;
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session, value};
use crate::model::{
    Decision, DecisionDraft, DecisionSort, DecisionWords, DoneDraft, ItemId, Meeting, MeetingWords,
    Register, Snapshot,
};
use crate::words::{Words, fill};
use crate::workspace::{Failure, Workspace, find_department};

pub(in crate::cli) fn run(session: &Session, verb: MeetingVerb) -> Result<(), Refusal> {
    let words = session.words();
    let c = words.cli;
    let mut workspace = session.open()?;
    match verb {
        MeetingVerb::List { out } => list(session, &workspace, &out),
        MeetingVerb::Show { id, out } => {
            let meeting = workspace.find_meeting(&id)?;
            show(session, &workspace, &meeting, &out)
        }
        MeetingVerb::New { on, words } => {
            let on = on.as_deref().map(value::day).transpose()?;
            let on = on.unwrap_or_else(|| workspace.day(workspace.now()));
            let words = described(words, MeetingWords::default())?;
            let id = workspace.open_meeting(&words, on, workspace.now())?;
            out::say(&fill(c.meeting_opened, &[&short(id), &on.to_string()]));
            Ok(())
        }
        MeetingVerb::Edit { id, words } => {
            let meeting = workspace.find_meeting(&id)?;
            let words = described(words, meeting.words)?;
            workspace.describe_meeting(meeting.id, &words, workspace.now())?;
            out::say(&fill(c.meeting_described, &[&short(meeting.id)]));
            Ok(())
        }
        MeetingVerb::Agenda { id, items } => {
            let meeting = workspace.find_meeting(&id)?;
            let mut agenda: Vec<ItemId> = Vec::new();
            for item in &items {
                // A code stands for a task; anything else is the id of a decision.
                let found = match workspace.task(item) {
                    Ok(row) => row.id,
                    Err(missing) => match workspace.find_decision(item) {
                        Ok(decision) => decision.id,
                        Err(_) => return Err(missing.into()),
                    },
                };
                if !agenda.contains(&found) {
                    agenda.push(found);
                }
            }
            let count = agenda.len().to_string();
            workspace.set_agenda(meeting.id, agenda, workspace.now())?;
            out::say(&fill(c.agenda_set, &[&short(meeting.id), &count]));
            Ok(())
        }
        MeetingVerb::Decide {
            id,
            department,
            text,
            due,
            criterion,
            task,
            problem,
        } => {
            let meeting = workspace.find_meeting(&id)?.id;
            let tasks = task
                .iter()
                .map(|code| workspace.task(code).map(|row| row.id));
            let draft = DecisionDraft {
                sort: if problem {
                    DecisionSort::Problem
                } else {
                    DecisionSort::Action
                },
                meeting: Some(meeting),
                department: find_department(&workspace.directory()?, &department)?,
                tasks: tasks.collect::<Result<_, Failure>>()?,
                due: due.as_deref().map(value::day).transpose()?,
                words: DecisionWords { text, criterion },
            };
            let id = workspace.record_decision(&draft, workspace.now())?;
            let word = words.follow.decision(draft.sort);
            out::say(&fill(c.decided, &[word, &short(id)]));
            Ok(())
        }
    }
}

/// The words of a meeting where those that were given take the place of what stood before.
/// The words of a meeting with those that were given; a name that is given is one.
fn described(given: MeetingArgs, before: MeetingWords) -> Result<MeetingWords, Failure> {
    if given
        .name
        .as_ref()
        .is_some_and(|name| name.trim().is_empty())
    {
        return Err(Failure::EmptyValue(Register::Name));
    }
    Ok(MeetingWords {
        name: given.name.unwrap_or(before.name),
        time: given.time.unwrap_or(before.time),
        place: given.place.unwrap_or(before.place),
        chair: given.chair.unwrap_or(before.chair),
        present: given.present.unwrap_or(before.present),
        recorder: given.recorder.unwrap_or(before.recorder),
    })
}

pub(in crate::cli) fn decisions(
    session: &Session,
    verb: Option<DecisionsVerb>,
    open: bool,
    out: &Output,
) -> Result<(), Refusal> {
    let mut workspace = session.open()?;
    if let Some(DecisionsVerb::Done {
        id,
        date,
        undo,
        text,
    }) = verb
    {
        let decision = workspace.find_decision(&id)?;
        let date = date.as_deref().map(value::day).transpose()?;
        let date = date.unwrap_or_else(|| workspace.day(workspace.now()));
        let draft = DoneDraft {
            task: decision.id,
            item: decision.id,
            department: None,
            period: None,
            done: (!undo).then_some(date),
            text,
        };
        workspace.record_done(&draft, workspace.now())?;
        told_done(session, &short(decision.id), draft.done);
        return Ok(());
    }
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let mut all = workspace.decisions()?;
    all.retain(|decision| {
        !open || (decision.sort == DecisionSort::Action && decision.done.is_none())
    });
    let words = session.words();
    let (t, c, f) = (words.term, words.cli, words.follow);
    let sheet = Sheet {
        heads: vec![
            Head::whole(c.id),
            Head::whole(t.kind).spare(2),
            Head::whole(t.status),
            Head::text(t.department, 8),
            Head::text(t.text, 16),
            Head::whole(t.due),
            Head::text(f.criterion, 8).spare(3),
            Head::text(t.task, 6).spare(1),
        ],
        rows: all
            .iter()
            .map(|decision| cells(decision, &snapshot, words))
            .collect(),
        json: all
            .iter()
            .map(|one| decision_json(one, &snapshot))
            .collect(),
        foot: Some(fill(c.decisions, &[&all.len().to_string()])),
    };
    sheet.write(session, out)
}

fn codes(tasks: &[ItemId], snapshot: &Snapshot) -> Vec<String> {
    let rows = tasks.iter().filter_map(|task| snapshot.row(*task));
    rows.map(|row| row.code.to_string()).collect()
}

fn cells(decision: &Decision, snapshot: &Snapshot, words: &Words) -> Vec<String> {
    let f = words.follow;
    let status = match decision.done {
        Some(day) => format!("{} {day}", f.done),
        None if decision.is_late(snapshot.day) => words.cli.late_action.to_owned(),
        None => f.not_done.to_owned(),
    };
    vec![
        short(decision.id),
        f.decision(decision.sort).to_owned(),
        status,
        snapshot.directory.name(decision.department),
        decision.words.text.clone(),
        decision.due.map(|due| due.to_string()).unwrap_or_default(),
        decision.words.criterion.clone(),
        codes(&decision.tasks, snapshot).join(" "),
    ]
}

fn decision_json(decision: &Decision, snapshot: &Snapshot) -> Json {
    json!({
        "id": decision.id,
        "sort": decision.sort,
        "meeting": decision.meeting,
        "department": snapshot.directory.name(decision.department),
        "text": decision.words.text,
        "criterion": decision.words.criterion,
        "due": decision.due,
        "on": decision.on,
        "tasks": codes(&decision.tasks, snapshot),
        "done": decision.done,
        "late": decision.is_late(snapshot.day),
        "outcome": decision.outcome,
        "author": decision.author,
    })
}

/// What a meeting says of itself, and more of it.
fn meeting_json(meeting: &Meeting, more: Json) -> Json {
    let mut json = json!({
        "id": meeting.id,
        "on": meeting.on,
        "name": meeting.words.name,
        "time": meeting.words.time,
        "place": meeting.words.place,
        "chair": meeting.words.chair,
        "present": meeting.words.present,
        "recorder": meeting.words.recorder,
    });
    if let (Json::Object(json), Json::Object(more)) = (&mut json, more) {
        json.extend(more);
    }
    json
}

fn list(session: &Session, workspace: &Workspace, out: &Output) -> Result<(), Refusal> {
    let words = session.words();
    let c = words.cli;
    let decisions = workspace.decisions()?;
    let meetings = workspace.meetings()?;
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(c.id),
            Head::whole(words.term.on),
            Head::text(words.term.name, 8),
            Head::whole(words.follow.agenda),
            Head::whole(words.follow.decision),
            Head::whole(words.follow.problem),
            Head::text(words.term.author, 6).spare(1),
        ],
        foot: Some(fill(c.meetings, &[&meetings.len().to_string()])),
        ..Sheet::default()
    };
    for meeting in &meetings {
        let of = |sort| {
            let all = decisions.iter();
            let of = all.filter(|d| d.meeting == Some(meeting.id) && d.sort == sort);
            of.count()
        };
        let (decided, problems) = (of(DecisionSort::Action), of(DecisionSort::Problem));
        sheet.rows.push(vec![
            short(meeting.id),
            meeting.on.to_string(),
            meeting.words.name.clone(),
            meeting.agenda.len().to_string(),
            decided.to_string(),
            problems.to_string(),
            meeting.author.clone(),
        ]);
        let more = json!({
            "agenda": meeting.agenda.len(),
            "decisions": decided,
            "problems": problems,
            "author": meeting.author,
        });
        sheet.json.push(meeting_json(meeting, more));
    }
    sheet.write(session, out)
}

fn show(
    session: &Session,
    workspace: &Workspace,
    meeting: &Meeting,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let (c, f) = (words.cli, words.follow);
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let all = workspace.decisions()?;
    let mut agenda = Vec::new();
    for item in &meeting.agenda {
        if let Some(row) = snapshot.row(*item) {
            let light = row.light(snapshot.day);
            let lead = names(&row.lead, &snapshot.directory).join("、");
            agenda.push((
                format!("{} {} {} ({lead})", f.light(light), row.code, row.title),
                json!({ "code": row.code, "title": row.title, "light": light }),
            ));
        } else if let Some(decision) = all.iter().find(|decision| decision.id == *item) {
            agenda.push((
                cells(decision, &snapshot, words).join("  "),
                decision_json(decision, &snapshot),
            ));
        }
    }
    let own: Vec<&Decision> = all
        .iter()
        .filter(|decision| decision.meeting == Some(meeting.id))
        .collect();
    if out.format != Format::Table {
        let items = agenda.iter().map(|(_, json)| json.clone());
        let more = json!({
            "agenda": items.collect::<Vec<Json>>(),
            "decisions": own.iter().map(|d| decision_json(d, &snapshot)).collect::<Vec<Json>>(),
        });
        let sheet = Sheet {
            heads: vec![Head::whole(c.number_of), Head::whole(f.agenda)],
            rows: (1..)
                .zip(&agenda)
                .map(|(n, (line, _)): (usize, _)| vec![n.to_string(), line.clone()])
                .collect(),
            json: vec![meeting_json(meeting, more)],
            foot: None,
        };
        return sheet.write(session, out);
    }
    let mut lines = vec![format!(
        "{} {} {}",
        short(meeting.id),
        meeting.on,
        meeting.words.name
    )];
    lines.push(format!("{} {}", f.agenda, agenda.len()));
    for (n, (line, _)) in (1..).zip(&agenda) {
        lines.push(format!("  {n} {line}"));
    }
    lines.push(format!("{} {}", f.decision, own.len()));
    for decision in own {
        lines.push(format!(
            "  {}",
            cells(decision, &snapshot, words).join("  ")
        ));
    }
    out::page(session, &out.file, &lines)
}
