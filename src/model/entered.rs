//! What people enter beside notes: figures of indicators, and that a measure, a duty or a decision is done.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{Day, DepartmentId, ItemId, OpId, Period};

/// What a figure of an indicator is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum FigureSort {
    /// 实际值: what was measured.
    #[default]
    Actual,
    /// 年度目标: what is aimed at in a period.
    Target,
    /// 基期值: where it began.
    Baseline,
}

keywords!(FigureSort { Actual = "actual", Target = "target", Baseline = "baseline" });

/// A figure before it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureDraft {
    /// The task.
    pub task: ItemId,
    /// The indicator.
    pub item: ItemId,
    /// What it is.
    pub sort: FigureSort,
    /// The department that gives it; `None` for the author's own, else the lead.
    pub department: Option<DepartmentId>,
    /// The period it belongs to.
    pub period: Period,
    /// The district it is of; `None` for the whole.
    pub region: Option<DepartmentId>,
    /// The value as a decimal string; `None` takes it out.
    pub value: Option<String>,
    /// The day the data are of.
    pub on: Day,
    /// Where the data come from.
    pub source: String,
    /// Why it is corrected, where one stands already.
    pub reason: String,
    /// The figures it takes the place of; `None` for all that stand there when it is recorded.
    pub seen: Option<Vec<OpId>>,
}

/// A figure that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The op.
    pub op: OpId,
    /// The indicator.
    pub item: ItemId,
    /// What it is.
    pub sort: FigureSort,
    /// The period it belongs to.
    pub period: Period,
    /// The district it is of; `None` for the whole.
    pub region: Option<DepartmentId>,
    /// The value; `None` where it was taken out.
    pub value: Option<String>,
    /// The day the data are of.
    pub on: Day,
    /// Where the data come from.
    pub source: String,
    /// Why it was corrected.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who recorded it.
    pub author: String,
    /// When, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
    /// Whether another figure took its place, or it was taken back.
    pub gone: bool,
    /// Whether another figure stands beside it whose author did not see it.
    pub conflict: bool,
}

/// That something is done, before it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneDraft {
    /// The task, or the decision itself.
    pub task: ItemId,
    /// The measure, the duty or the decision.
    pub item: ItemId,
    /// The department that says so; `None` for the author's own, else the lead.
    pub department: Option<DepartmentId>,
    /// Of a duty: which instance.
    pub period: Option<Period>,
    /// The day on which it was done; `None` if it is not after all.
    pub done: Option<Day>,
    /// What was done.
    pub text: String,
}

/// That something is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The op.
    pub op: OpId,
    /// The measure, the duty or the decision.
    pub item: ItemId,
    /// Of a duty: which instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The day on which it was done; `None` if it is not after all.
    pub done: Option<Day>,
    /// The department that says so.
    pub department: DepartmentId,
    /// What was done.
    pub text: String,
    /// Who recorded it.
    pub author: String,
    /// The day it was said on.
    pub on: Day,
}
