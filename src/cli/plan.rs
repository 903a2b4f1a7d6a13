//! `duban plan check|import`: what a document says, and putting it in force.

use std::fs::File;
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value as Json;

use super::args::{CheckFormat, OutputFile, PlanVerb};
use super::show::goal;
use super::{Next, Refusal, Session, out, working};
use crate::import::Reading;
use crate::words::{Words, fill};
use crate::workspace::{Failure, Workspace, check_plan};

pub(super) fn run(session: &Session, verb: PlanVerb) -> Result<Next, Refusal> {
    let words = session.words();
    match verb {
        PlanVerb::Check { file, format } => {
            working::on(words.cli.working_reading);
            let reading = check_plan(&read(&file)?)?;
            match format {
                CheckFormat::Json => out::print(&out::json(&json(&reading)))?,
                CheckFormat::Table => {
                    out::page(session, &OutputFile::default(), &lines(&reading, words))?;
                }
            }
            Ok(Next::Done(ExitCode::SUCCESS))
        }
        PlanVerb::Import { file, yes } => {
            working::on(words.cli.working_reading);
            let bytes = read(&file)?;
            // A document without tasks is not worth a new home.
            if !Workspace::is_in(&session.home) && check_plan(&bytes)?.plan.tasks.is_empty() {
                return Err(Failure::EmptyPlan.into());
            }
            let mut workspace = session.open_bare()?;
            if let Some(title) = workspace.plan_title()? {
                return Err(Failure::HasPlan(title).into());
            }
            let reading = workspace.read_plan(&bytes)?;
            if reading.plan.tasks.is_empty() {
                return Err(Failure::EmptyPlan.into());
            }
            if !yes {
                if std::io::stdout().is_terminal() && std::io::stdin().is_terminal() {
                    return Ok(Next::Review(bytes));
                }
                return Err(Refusal::Usage {
                    message: words.cli.review_needs_terminal.to_owned(),
                    hint: String::new(),
                });
            }
            let counts = [reading.plan.tasks.len(), reading.problems.len()].map(|n| n.to_string());
            let title = reading.plan.head.title.clone();
            working::on(words.cli.working_writing);
            workspace.adopt_plan(&crate::import::document(reading), &[], workspace.now())?;
            out::say(&fill(words.cli.imported, &[&title, &counts[0], &counts[1]]));
            Ok(Next::Done(ExitCode::SUCCESS))
        }
    }
}

/// The reading for programs. Ids are minted, but name nothing yet: nothing was imported.
fn json(reading: &Reading) -> Json {
    let mut json = serde_json::json!(reading);
    let tasks = json.get_mut("tasks").and_then(Json::as_array_mut);
    for task in tasks.into_iter().flatten().filter_map(Json::as_object_mut) {
        task.remove("id");
        for kind in ["measures", "indicators", "duties"] {
            let items = task.get_mut(kind).and_then(Json::as_array_mut);
            for item in items.into_iter().flatten().filter_map(Json::as_object_mut) {
                item.remove("id");
                item.remove("indicator");
            }
        }
    }
    json
}

/// The largest document that is read, in MiB: a thousand times the usual.
const LARGEST: u64 = 256;

pub(super) fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::File {
        path: file.to_owned(),
        error,
    };
    let mut bytes = Vec::new();
    let mut start = File::open(file).map_err(failed)?.take((LARGEST << 20) + 1);
    start.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST << 20 {
        return Err(Failure::TooBig {
            path: file.to_owned(),
            limit: LARGEST,
        });
    }
    Ok(bytes)
}

/// The reading for people: the head, the problems first, then the tasks.
fn lines(reading: &Reading, words: &Words) -> Vec<String> {
    let (t, c, plan) = (words.term, words.cli, &reading.plan);
    let mut lines = Vec::new();
    let mut put = |line: String| lines.push(line);
    let day = |day: Option<crate::model::Day>| {
        day.map_or_else(|| c.unknown.to_owned(), |day| day.to_string())
    };
    put(format!("{}: {}", c.plan_title, plan.head.title));
    put(format!(
        "{}: {}",
        c.number,
        plan.head.number.as_deref().unwrap_or(c.unknown)
    ));
    put(format!(
        "{}: {}  {}: {} - {}",
        c.issued,
        day(plan.head.issued),
        c.period,
        day(plan.head.start),
        day(plan.head.end)
    ));
    if plan.head.first_is_lead {
        put(c.first_is_lead.to_owned());
    }
    let count = |each: &dyn Fn(&crate::model::Task) -> usize| {
        plan.tasks.iter().map(each).sum::<usize>().to_string()
    };
    put(fill(
        c.counts,
        &[
            &plan.tasks.len().to_string(),
            &count(&|task| task.lead.len() + task.support.len()),
            &count(&|task| task.measures.len()),
            &count(&|task| task.indicators.len()),
            &count(&|task| task.duties.len()),
        ],
    ));
    put(fill(c.problems, &[&reading.problems.len().to_string()]));
    for problem in &reading.problems {
        put(format!(
            "  {} {}: {}  「{}」",
            c.line, problem.line, problem.message, problem.quote
        ));
    }
    for task in &plan.tasks {
        put(String::new());
        put(format!("{} {}", task.code, task.title));
        put(format!(
            "  {}: {}  {}: {}",
            t.lead,
            task.lead.join("、"),
            t.support,
            task.support.join("、")
        ));
        put(format!(
            "  {}  {}: {}  {} {}",
            fill(
                c.lines,
                &[&task.lines.0.to_string(), &task.lines.1.to_string()]
            ),
            t.due,
            t.due(task.due, task.due_source),
            c.measures,
            task.measures.len()
        ));
        for indicator in &task.indicators {
            put(format!(
                "  {} {}  [{} {}]",
                t.indicator,
                goal(indicator, words),
                c.line,
                indicator.line
            ));
        }
        for duty in &task.duties {
            let proposed = if duty.proposed { c.proposed } else { "" };
            put(format!(
                "  {} {} {} {proposed}  [{} {}]",
                t.duty,
                t.every(duty.every),
                duty.text,
                c.line,
                duty.line
            ));
        }
    }
    lines
}
