//! Figures of indicators from a table: what it says, and every line that cannot be taken.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::import::{Line, tables};
use crate::model::{Day, Detail, FigureDraft, FigureSort, ItemId, Period, in_ascii};
use crate::words::{Lang, Words, fill};
use crate::workspace::{Failure, Workspace, find_department};

/// A table of figures as it was read. Nothing is recorded yet.
#[derive(Debug, Default)]
pub struct FigureTable {
    /// What can be recorded.
    pub figures: Vec<FigureLine>,
    /// What cannot, with the line; with any of it nothing is.
    pub problems: Vec<(usize, FigureProblem)>,
}

/// A line that can be recorded.
#[derive(Debug, Clone)]
pub struct FigureLine {
    /// Its number in the file.
    pub line: usize,
    /// The code of the task and the number of the indicator: 2.1.4/1.
    pub item: String,
    /// What the indicator is called.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// The value that stands there now.
    pub before: Option<String>,
    /// What is to be recorded.
    pub draft: FigureDraft,
}

/// Why a line cannot be recorded.
#[derive(Debug)]
#[allow(missing_docs, reason = "the words say what each one means")]
pub enum FigureProblem {
    Failed(Box<Failure>),
    NoIndicator { code: String, name: String },
    OtherIndicator { n: u32, name: String },
    Twice(usize),
}

impl FigureProblem {
    /// What is wrong, in words.
    #[must_use]
    pub fn message(&self, words: &Words) -> String {
        let w = words.failure;
        match self {
            Self::Failed(failure) => failure.message(words),
            Self::NoIndicator { code, name } => fill(w.no_indicator_named, &[code, name]),
            Self::OtherIndicator { n, name } => fill(w.other_indicator, &[&n.to_string(), name]),
            Self::Twice(line) => fill(w.figure_twice, &[&line.to_string()]),
        }
    }
}

impl From<Failure> for FigureProblem {
    fn from(failure: Failure) -> Self {
        Self::Failed(Box::new(failure))
    }
}

/// Where the columns stand.
struct Columns {
    code: usize,
    n: Option<usize>,
    name: Option<usize>,
    period: usize,
    region: Option<usize>,
    value: usize,
    source: Option<usize>,
}

impl Columns {
    /// Reads a head, in either language and any order.
    fn of(line: &Line) -> Option<Self> {
        let find = |of: &dyn Fn(&'static Words) -> &'static str| {
            let names = [Lang::Zh, Lang::En].map(|lang| of(lang.words()));
            let is = |cell: &String| names.iter().any(|name| cell.eq_ignore_ascii_case(name));
            line.cells.iter().position(is)
        };
        Some(Self {
            code: find(&|w| w.term.code)?,
            n: find(&|w| w.cli.number_of),
            name: find(&|w| w.term.indicator),
            period: find(&|w| w.follow.period)?,
            region: find(&|w| w.follow.region),
            value: find(&|w| w.follow.figure_value)?,
            source: find(&|w| w.follow.source),
        })
    }
}

impl Workspace {
    /// What a table of figures says: CSV or a workbook with the columns 编号, 序号, 指标, 期次, 区域, 数值, 数据来源. Lines without
    /// a value are left out.
    ///
    /// # Errors
    ///
    /// If the file is no table of figures at all.
    pub fn read_figures(&self, bytes: &[u8], now: DateTime<Utc>) -> Result<FigureTable, Failure> {
        let sheets = tables(bytes).map_err(Failure::BadWorkbook)?;
        let (columns, lines) = sheets
            .iter()
            .find_map(|lines| {
                let at = lines.iter().position(|line| Columns::of(line).is_some())?;
                Some((Columns::of(lines.get(at)?)?, lines.get(at + 1..)?))
            })
            .ok_or(Failure::NoTable)?;
        let mut details: HashMap<String, Detail> = HashMap::new();
        let mut seen: HashMap<(ItemId, Period, Option<_>), usize> = HashMap::new();
        let mut table = FigureTable::default();
        for line in lines {
            let cell = |at: Option<usize>| at.and_then(|at| line.cells.get(at)).map_or("", |c| c);
            if cell(Some(columns.value)).is_empty() {
                continue;
            }
            match self.read_figure(&columns, &cell, &mut details, self.today(now)) {
                Err(problem) => table.problems.push((line.n, problem)),
                Ok(mut figure) => {
                    figure.line = line.n;
                    let draft = &figure.draft;
                    let place = (draft.item, draft.period, draft.region);
                    match seen.insert(place, line.n) {
                        Some(before) => {
                            table.problems.push((line.n, FigureProblem::Twice(before)));
                        }
                        None => table.figures.push(figure),
                    }
                }
            }
        }
        if table.figures.is_empty() && table.problems.is_empty() {
            return Err(Failure::NoFigures);
        }
        Ok(table)
    }

    fn read_figure<'c>(
        &self,
        columns: &Columns,
        cell: &impl Fn(Option<usize>) -> &'c str,
        details: &mut HashMap<String, Detail>,
        today: Day,
    ) -> Result<FigureLine, FigureProblem> {
        let (code, name) = (cell(Some(columns.code)), cell(columns.name));
        // 2.1.4/1 names both.
        let (code, n) = code
            .split_once(['/', '／'])
            .unwrap_or((code, cell(columns.n)));
        if !details.contains_key(code) {
            let task = self.task(code)?.id;
            details.insert(code.to_owned(), self.detail(task)?);
        }
        let unknown = || FigureProblem::NoIndicator {
            code: code.to_owned(),
            name: name.to_owned(),
        };
        let detail = details.get(code).ok_or_else(unknown)?;
        let n = if n.is_empty() {
            let named = (1..).zip(&detail.indicators);
            let mut named = named.filter(|(_, indicator)| indicator.name == name);
            match (named.next(), named.next()) {
                (Some((n, _)), None) => n,
                _ => return Err(unknown()),
            }
        } else {
            n.parse()
                .map_err(|_| Failure::ItemNumber(format!("{code}/{n}")))?
        };
        let indicator = self.indicator(detail, n)?;
        if !name.is_empty() && indicator.name != name {
            return Err(FigureProblem::OtherIndicator {
                n,
                name: indicator.name.clone(),
            });
        }
        let period: Period = in_ascii(cell(Some(columns.period)))
            .parse()
            .map_err(|not| Failure::from(super::FollowFailure::Period(not)))?;
        self.span()?.refuse_far(period)?;
        let region = match cell(columns.region) {
            "" => None,
            name => {
                let region = find_department(&self.directory()?, name)?;
                if !detail.gauge().regions(indicator.id).contains(&region) {
                    let name = self.directory()?.name(region);
                    return Err(Failure::from(super::FollowFailure::NotARegion(name)).into());
                }
                Some(region)
            }
        };
        let typed = cell(Some(columns.value));
        let value = super::enter::value_of(indicator, typed)?;
        let on = self.day_of_figure(period, today)?;
        let before = detail.figures.iter().find(|figure| {
            !figure.gone
                && figure.sort == FigureSort::Actual
                && (figure.item, figure.period, figure.region) == (indicator.id, period, region)
        });
        Ok(FigureLine {
            line: 0,
            item: format!("{code}/{n}"),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            before: before.and_then(|figure| figure.value.clone()),
            draft: FigureDraft {
                task: detail.row.id,
                item: indicator.id,
                sort: FigureSort::Actual,
                department: None,
                period,
                region,
                value: Some(value.to_string()),
                on,
                source: cell(columns.source).to_owned(),
                reason: String::new(),
                seen: None,
            },
        })
    }

    /// The day that the figure of a period is of where nobody says another: its last, or today while it runs.
    ///
    /// # Errors
    ///
    /// If it has not begun.
    pub fn day_of_figure(&self, period: Period, today: Day) -> Result<Day, Failure> {
        let (rules, _) = self.rules(today)?;
        let first = period.first(&rules.calendar);
        if first > today {
            return Err(Failure::Future(first));
        }
        Ok(period.last(&rules.calendar).min(today))
    }
}
