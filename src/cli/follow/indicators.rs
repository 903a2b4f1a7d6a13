//! `duban indicators`: where each one stands, entering a figure, importing many.

use std::path::Path;

use serde_json::json;

use super::args::{FigureArgs, IndicatorsVerb};
use super::named;
use crate::cli::args::Output;
use crate::cli::ask::confirmed;
use crate::cli::columns::Head;
use crate::cli::filtered::filtered;
use crate::cli::list::names;
use crate::cli::out::{self, Sheet};
use crate::cli::plan::read;
use crate::cli::{Refusal, Session, value};
use crate::model::{Comparator, FigureDraft, FigureSort, series};
use crate::words::fill;
use crate::workspace::{Workspace, find_department};

/// So many of the latest values tell the trend.
const TREND: usize = 4;

pub(in crate::cli) fn run(
    session: &Session,
    verb: Option<IndicatorsVerb>,
    filter: &[String],
    out: &Output,
) -> Result<(), Refusal> {
    let mut workspace = session.open()?;
    match verb {
        Some(IndicatorsVerb::Set(args)) => set(session, &mut workspace, &args),
        Some(IndicatorsVerb::Import { file, yes }) => import(session, &mut workspace, &file, yes),
        None => list(session, &workspace, filter, out),
    }
}

fn list(
    session: &Session,
    workspace: &Workspace,
    filter: &[String],
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let (t, c, f) = (words.term, words.cli, words.follow);
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let found = filtered(workspace, &snapshot, filter, None, words)?;
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(t.code),
            Head::whole(c.number_of),
            Head::text(t.indicator, 12),
            Head::text(t.title, 10).spare(3),
            Head::whole(t.nature).spare(1),
            Head::whole(f.goal),
            Head::whole(f.latest),
            Head::whole(f.period),
            Head::whole(f.finding),
            Head::whole(f.gap),
            Head::whole(c.trend).spare(2),
        ],
        ..Sheet::default()
    };
    for task in workspace.measured(found.rows.iter().copied())? {
        let (row, gauge) = (&task.row, task.gauge());
        for (n, indicator) in (1..).zip(&task.indicators) {
            let judged = gauge.judge(indicator, &snapshot.outlook);
            let nature = gauge.nature(indicator);
            let conflict = gauge.disputed(indicator.id).next().is_some();
            let regions = gauge.regions(indicator.id);
            let mut trend: Vec<_> = series(indicator, &task.figures, regions, FigureSort::Actual)
                .into_iter()
                .filter(|(.., on)| *on <= snapshot.day)
                .take(TREND)
                .collect();
            trend.reverse();
            let unit = if judged.share { "%" } else { "" };
            let text = |value: Option<rust_decimal::Decimal>| {
                value
                    .map(|value| format!("{value}{unit}"))
                    .unwrap_or_default()
            };
            let goal = judged.goal.map(|goal| {
                if judged.share {
                    return format!("{goal}% {}", f.of_districts);
                }
                let comparator = t.comparator(indicator.comparator);
                let upper = match (indicator.comparator, &indicator.upper) {
                    (Comparator::Range, Some(upper)) => format!("-{upper}"),
                    (Comparator::Ratio, Some(upper)) => format!(":{upper}"),
                    _ => String::new(),
                };
                format!("{comparator} {goal}{upper}{}", indicator.unit)
            });
            let values: Vec<String> = trend
                .iter()
                .map(|(_, value, _)| value.to_string())
                .collect();
            sheet.rows.push(vec![
                row.code.to_string(),
                n.to_string(),
                indicator.name.clone(),
                row.title.clone(),
                nature.map_or_else(String::new, |(nature, settled)| {
                    let doubt = if settled { "" } else { "?" };
                    format!("{}{doubt}", f.nature(nature))
                }),
                goal.unwrap_or_else(|| t.comparator(indicator.comparator).to_owned()),
                format!("{}{}", if conflict { "! " } else { "" }, text(judged.value)),
                judged.period.map(|p| p.to_string()).unwrap_or_default(),
                f.found(&judged),
                text(judged.gap),
                values.join(" "),
            ]);
            sheet.json.push(json!({
                "code": row.code,
                "n": n,
                "id": indicator.id,
                "name": indicator.name,
                "task": row.title,
                "nature": nature.map(|(nature, _)| nature),
                "nature_settled": nature.is_some_and(|(_, settled)| settled),
                "comparator": indicator.comparator,
                "unit": indicator.unit,
                "target": judged.goal,
                "share_of_districts": judged.share,
                "latest": judged.value,
                "period": judged.period,
                "judgement": judged.finding,
                "light": judged.light,
                "conflict": conflict,
                "warning": judged.warning,
                "gap": judged.gap,
                "done_percent": judged.done_percent,
                "time_percent": judged.time_percent,
                "regions": names(regions, &snapshot.directory),
                "trend": trend.iter().map(|(period, value, _)| json!({
                    "period": period, "value": value,
                })).collect::<Vec<_>>(),
            }));
        }
    }
    sheet.foot = Some(fill(c.indicators_shown, &[&sheet.rows.len().to_string()]));
    sheet.write(session, out)?;
    if let Some(why) = found.empty {
        out::note(&why);
    }
    Ok(())
}

fn set(session: &Session, workspace: &mut Workspace, args: &FigureArgs) -> Result<(), Refusal> {
    let (code, n) = value::item(&args.item)?;
    let task = workspace.task(code)?.id;
    let indicator = workspace.indicator(&workspace.detail(task)?, n)?.clone();
    let period = value::period(&args.period)?;
    let sort = match (args.target, args.baseline) {
        (true, _) => FigureSort::Target,
        (_, true) => FigureSort::Baseline,
        _ => FigureSort::Actual,
    };
    let today = workspace.day(workspace.now());
    let on = match &args.on {
        Some(day) => value::day(day)?,
        // A goal is set today, whatever it is for.
        None if sort == FigureSort::Target => today,
        None => workspace.day_of_figure(period, today)?,
    };
    let region = match &args.region {
        Some(name) => Some(find_department(&workspace.directory()?, name)?),
        None => None,
    };
    let given = Some(args.value.trim().to_owned()).filter(|value| !value::is_none(value));
    let draft = FigureDraft {
        task,
        item: indicator.id,
        sort,
        department: named(workspace, args.department.as_deref())?,
        period,
        region,
        value: given.clone(),
        on,
        source: args.source.clone(),
        reason: args.reason.clone(),
        seen: None,
    };
    workspace.record_figures(&[draft], workspace.now())?;
    let words = session.words();
    let value = given.unwrap_or_else(|| words.cli.none.to_owned());
    out::say(&fill(
        words.cli.figure_recorded,
        &[
            &args.item,
            &indicator.name,
            &period.to_string(),
            words.follow.figure(sort),
            &value,
        ],
    ));
    Ok(())
}

fn import(
    session: &Session,
    workspace: &mut Workspace,
    file: &Path,
    yes: bool,
) -> Result<(), Refusal> {
    let words = session.words();
    let c = words.cli;
    let table = workspace.read_figures(&read(file)?, workspace.now())?;
    if !table.problems.is_empty() {
        for (line, problem) in &table.problems {
            let said = problem.message(words);
            out::note(&format!("{}:{line}: {said}", file.display()));
        }
        return Err(Refusal::Wrong {
            message: fill(
                words.failure.figures_wrong,
                &[&table.problems.len().to_string()],
            ),
            hint: words.failure.figures_wrong_hint.to_owned(),
        });
    }
    let directory = workspace.directory()?;
    let lines: Vec<String> = table
        .figures
        .iter()
        .map(|figure| {
            let draft = &figure.draft;
            let region = draft.region.map(|region| directory.name(region));
            let before = figure.before.as_deref().unwrap_or("--");
            format!(
                "{} {}  {} {}  {before} > {}{}",
                figure.item,
                figure.name,
                draft.period,
                region.unwrap_or_default(),
                draft.value.as_deref().unwrap_or_default(),
                figure.unit
            )
        })
        .collect();
    let question = fill(c.import_figures, &[&lines.len().to_string()]);
    if !confirmed(&lines, &question, words.failure.needs_yes, yes)? {
        out::say(c.nothing_done);
        return Ok(());
    }
    let drafts: Vec<FigureDraft> = table.figures.into_iter().map(|f| f.draft).collect();
    let done = workspace.record_figures(&drafts, workspace.now())?;
    out::say(&fill(c.figures_imported, &[&done.len().to_string()]));
    Ok(())
}
