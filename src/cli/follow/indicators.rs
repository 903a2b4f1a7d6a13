//! `duban indicators`: how they stand, entering a figure, importing many.

use std::path::Path;

use serde_json::json;

use super::args::{FigureArgs, IndicatorsVerb};
use super::named;
use crate::cli::args::Output;
use crate::cli::ask::confirmed;
use crate::cli::columns::Head;
use crate::cli::filtered::filtered;
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session, now, value};
use crate::import::{FigureLine, NoTable};
use crate::model::{
    Calendar, Day, Detail, FigureDraft, FigureSort, Indicator, Period, decimal, series,
};
use crate::words::fill;
use crate::workspace::{Failure, Workspace};

pub(in crate::cli) fn run(
    session: &Session,
    verb: Option<IndicatorsVerb>,
    filter: &[String],
    out: &Output,
) -> Result<(), Refusal> {
    match verb {
        None => list(session, filter, out),
        Some(IndicatorsVerb::Set(args)) => set(session, &args),
        Some(IndicatorsVerb::Import { file, yes }) => import(session, &file, yes),
    }
}

fn list(session: &Session, filter: &[String], out: &Output) -> Result<(), Refusal> {
    let words = session.words();
    let (t, f) = (words.term, words.follow);
    let workspace = session.open()?;
    let snapshot = workspace.snapshot(usize::MAX, now())?;
    let found = filtered(&workspace, &snapshot, filter, None, words)?;
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(f.light),
            Head::whole(t.code),
            Head::text(t.indicator, 16),
            Head::whole(t.nature).spare(2),
            Head::whole(f.goal),
            Head::whole(f.latest),
            Head::whole(f.period).spare(1),
            Head::whole(f.finding),
            Head::whole(f.gap).spare(3),
        ],
        ..Sheet::default()
    };
    for row in found.rows {
        let detail = workspace.detail(row.id)?;
        for (indicator, n) in detail.indicators.iter().zip(1_u32..) {
            let judged = detail.judge(indicator, &snapshot.outlook);
            let nature = detail.nature(indicator);
            let actual = series(
                indicator,
                &detail.figures,
                detail.regions(indicator.id),
                FigureSort::Actual,
            );
            let plain = |number: Option<rust_decimal::Decimal>| {
                number.map(|number| number.to_string()).unwrap_or_default()
            };
            sheet.rows.push(vec![
                f.light(judged.light).to_owned(),
                format!("{}/{n}", row.code),
                indicator.name.clone(),
                nature.map_or("", |(nature, _)| f.nature(nature)).to_owned(),
                goal(indicator),
                plain(judged.value),
                judged
                    .period
                    .map(|period| period.to_string())
                    .unwrap_or_default(),
                f.finding(judged.finding).to_owned(),
                plain(judged.gap),
            ]);
            sheet.json.push(json!({
                "code": row.code,
                "n": n,
                "id": indicator.id,
                "name": indicator.name,
                "nature": nature.map(|(nature, _)| nature),
                "nature_settled": nature.is_some_and(|(_, settled)| settled),
                "comparator": indicator.comparator,
                "goal": indicator.value,
                "upper": indicator.upper,
                "unit": indicator.unit,
                "due": indicator.due,
                "regions": detail.regions(indicator.id).iter().map(|id| snapshot.directory.name(*id)).collect::<Vec<_>>(),
                "light": judged.light,
                "finding": judged.finding,
                "value": judged.value.map(|value| value.to_string()),
                "period": judged.period,
                "gap": judged.gap.map(|gap| gap.to_string()),
                "done_percent": judged.done_percent,
                "time_percent": judged.time_percent,
                "warning": judged.warning,
                "trend": actual.iter().rev().map(|(period, value, _)| json!({
                    "period": period, "value": value.to_string(),
                })).collect::<Vec<_>>(),
            }));
        }
    }
    sheet.write(session, out)?;
    if let Some(why) = found.empty {
        out::note(&why);
    }
    Ok(())
}

/// The goal with its comparator and unit.
fn goal(indicator: &Indicator) -> String {
    let value = indicator.value.as_deref().unwrap_or_default();
    let sign = indicator.comparator.as_str();
    match (&indicator.upper, sign) {
        (Some(upper), "ratio") => format!("{value}:{upper}"),
        (Some(upper), _) => format!("{value}-{upper}{}", indicator.unit),
        (None, "=" | "cover") => format!("{value}{}", indicator.unit),
        (None, ">=previous") => ">=".to_owned(),
        (None, _) => format!("{sign}{value}{}", indicator.unit),
    }
}

fn set(session: &Session, args: &FigureArgs) -> Result<(), Refusal> {
    let words = session.words();
    let mut workspace = session.open()?;
    let (code, n) = value::item(&args.item)?;
    let task = workspace.task(code)?.id;
    let detail = workspace.detail(task)?;
    let indicator = workspace.indicator(&detail, n)?;
    let period = value::period(&args.period)?;
    let today = workspace.day(now());
    let draft = FigureDraft {
        task,
        item: indicator.id,
        sort: match (args.target, args.baseline) {
            (true, _) => FigureSort::Target,
            (_, true) => FigureSort::Baseline,
            _ => FigureSort::Actual,
        },
        department: named(&workspace, args.department.as_deref())?,
        period,
        region: named(&workspace, args.region.as_deref())?,
        value: (!value::is_none(&args.value)).then(|| args.value.clone()),
        on: match args.on.as_deref() {
            Some(day) => value::day(day)?,
            None => data_day(period, today),
        },
        source: args.source.clone(),
        reason: args.reason.clone(),
    };
    workspace.record_figures(std::slice::from_ref(&draft), now())?;
    let value = draft.value.as_deref().unwrap_or(words.term.nothing);
    out::say(&fill(
        words.cli.figure_set,
        &[&indicator.name, &period.to_string(), value],
    ));
    Ok(())
}

/// The day the data of a period are of: its last, or today while it runs.
fn data_day(period: Period, today: Day) -> Day {
    period.last(&Calendar::default()).min(today)
}

/// Imports figures: shows what would be recorded and everything that is wrong, and records all or none.
fn import(session: &Session, file: &Path, yes: bool) -> Result<(), Refusal> {
    let words = session.words();
    let mut workspace = session.open()?;
    let bytes = std::fs::read(file).map_err(|error| Failure::File {
        path: file.to_owned(),
        error,
    })?;
    let lines = crate::import::figures(&bytes).map_err(|error| match error {
        NoTable::NoHead => Refusal::Usage {
            message: words.failure.no_table.to_owned(),
            hint: words.failure.no_table_hint.to_owned(),
        },
        NoTable::Workbook(why) => Refusal::Usage {
            message: fill(words.failure.bad_workbook, &[&why]),
            hint: words.failure.bad_workbook_hint.to_owned(),
        },
    })?;
    if lines.is_empty() {
        return Err(Refusal::usage(words.failure.no_figures));
    }
    let (mut drafts, mut preview, mut wrong) = (Vec::new(), Vec::new(), 0_usize);
    for line in &lines {
        match draft_of(&workspace, line) {
            Ok((draft, said)) => {
                preview.push(fill(
                    words.cli.figure_line,
                    &[&line.line.to_string(), &said],
                ));
                drafts.push(draft);
            }
            Err(failure) => {
                wrong += 1;
                let why = failure.message(words);
                preview.push(fill(
                    words.cli.figure_wrong,
                    &[&line.line.to_string(), &why],
                ));
            }
        }
    }
    if wrong > 0 {
        for line in &preview {
            out::note(line);
        }
        return Err(Refusal::Usage {
            message: fill(words.failure.figures_wrong, &[&wrong.to_string()]),
            hint: words.failure.figures_wrong_hint.to_owned(),
        });
    }
    let count = drafts.len().to_string();
    let question = fill(words.cli.import_figures, &[&count]);
    if !confirmed(&preview, &question, words.failure.needs_yes, yes)? {
        out::say(words.cli.nothing_done);
        return Ok(());
    }
    workspace.record_figures(&drafts, now())?;
    out::say(&fill(words.cli.figures_imported, &[&count]));
    Ok(())
}

/// The figure that a line gives, and the line in words.
fn draft_of(workspace: &Workspace, line: &FigureLine) -> Result<(FigureDraft, String), Failure> {
    let task = workspace.task(&line.code)?.id;
    let detail = workspace.detail(task)?;
    let indicator = indicator_of(workspace, &detail, line)?;
    let period: Period = value::period(&line.period)?;
    let number = decimal(&line.value).ok_or_else(|| Failure::Decimal(line.value.clone()))?;
    let region = match line.region.as_str() {
        "" | "全市" => None,
        name => named(workspace, Some(name))?,
    };
    let draft = FigureDraft {
        task,
        item: indicator.id,
        sort: FigureSort::Actual,
        department: None,
        period,
        region,
        value: Some(number.to_string()),
        on: data_day(period, workspace.day(now())),
        source: line.source.clone(),
        reason: String::new(),
    };
    let said = [
        &line.code,
        &indicator.name,
        &line.period,
        &line.region,
        &line.value,
    ];
    let said: Vec<&str> = said
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    Ok((draft, said.join(" ")))
}

/// The indicator that a line means: by its number, else by its name.
fn indicator_of<'d>(
    workspace: &Workspace,
    detail: &'d Detail,
    line: &FigureLine,
) -> Result<&'d Indicator, Failure> {
    if let Ok(n) = line.n.parse::<u32>() {
        return workspace.indicator(detail, n);
    }
    let mut named = detail.indicators.iter().filter(|indicator| {
        !line.name.is_empty()
            && (indicator.name == line.name || indicator.name.contains(&line.name))
    });
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one),
        // One indicator needs no name.
        _ if detail.indicators.len() == 1 && line.name.is_empty() => workspace.indicator(detail, 1),
        _ => Err(Failure::ItemNumber(format!("{} {}", line.code, line.name))),
    }
}
