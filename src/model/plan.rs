//! What a plan document says: its head, tasks, measures, indicators and duties, as they were read.
//!
//! Names of departments stand here as the text has them; [`super::Directory`] tells which department is meant.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{Code, ItemId, Sha};

/// A day in the plan's own time zone.
pub type Day = NaiveDate;

/// The first and last line of a passage in the source text, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines(pub u32, pub u32);

/// The head of a plan (规划): what it is called and the time it covers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanHead {
    /// The title without the quotation marks, 淄博市教育事业发展“十四五”规划.
    pub title: String,
    /// The document number (文号), 淄政发〔2022〕2号.
    pub number: Option<String>,
    /// The day it was issued (印发日); it is known from this day on, whenever it was imported.
    pub issued: Option<Day>,
    /// The first day of the plan's period.
    pub start: Option<Day>,
    /// The last day of the plan's period: the default deadline of every task.
    pub end: Option<Day>,
    /// Whether the text says that the first listed department leads (列第一位的为牵头部门).
    pub first_is_lead: bool,
}

/// A plan document as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Title, number and period.
    #[serde(rename = "plan")]
    pub head: PlanHead,
    /// The tasks in the order of the text.
    pub tasks: Vec<Task>,
    /// Every annotation of responsibility in the order of the text.
    pub responsibilities: Vec<Responsibility>,
}

/// A task (任务): one numbered paragraph with its departments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Minted from the text's SHA-256 and the place.
    pub id: ItemId,
    /// The section path in numbers: 二（一）4 is 2.1.4.
    pub code: Code,
    /// The headings above it, outermost first: `["二、重点任务", "（一）全面落实立德树人根本任务"]`.
    pub path: Vec<String>,
    /// The heading without number and full stop.
    pub title: String,
    /// The paragraph without heading and annotation, unwrapped.
    pub text: String,
    /// The departments that lead (牵头), as the text names them.
    pub lead: Vec<String>,
    /// The departments that support (责任/配合), as the text names them.
    pub support: Vec<String>,
    /// Where it stands in the source.
    pub lines: Lines,
    /// The deadline, if the text or the plan's period gives one.
    pub due: Option<Day>,
    /// Where the deadline comes from.
    pub due_source: DueSource,
    /// The sentences of the paragraph, one measure each.
    pub measures: Vec<Measure>,
    /// Measurable goals.
    pub indicators: Vec<Indicator>,
    /// What is to be done again and again.
    pub duties: Vec<Duty>,
}

/// Where a deadline comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DueSource {
    /// The text states it.
    Text,
    /// The end of the plan's period, for want of anything stated: a marked default.
    #[default]
    Plan,
    /// A person set it afterwards.
    Edit,
    /// It was asked for and granted (延期).
    Extended,
}

/// A measure (举措): one sentence of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Minted from the text's SHA-256 and the place.
    pub id: ItemId,
    /// Its number within the task, from 1.
    pub n: u32,
    /// The sentence.
    pub text: String,
    /// Where it stands in the source.
    pub lines: Lines,
    /// The deadline the sentence states.
    pub due: Option<Day>,
    /// A span the sentence states without a beginning, as ISO 8601: 三年 is `P3Y`.
    pub span: Option<String>,
}

/// An indicator (指标): something with a number to be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Minted from the text's SHA-256 and the place.
    pub id: ItemId,
    /// What is measured.
    pub name: String,
    /// How the measured value compares with the goal.
    pub comparator: Comparator,
    /// The goal as a decimal string; `None` where it is last year's value.
    pub value: Option<String>,
    /// The upper end of a range, or the second number of a ratio.
    pub upper: Option<String>,
    /// What the value is counted for: 生, 区县, 校, 周.
    pub per: Option<String>,
    /// The unit: %, 所, 名, Mbps, 百分点.
    pub unit: String,
    /// Who or what it covers: 全市, 每个区县, 中小学.
    pub scope: Option<String>,
    /// A condition that is not a goal: 超过 1000 人规模的学校.
    pub condition: Option<String>,
    /// The day by which it is to be reached, if one is stated for it.
    pub due: Option<Day>,
    /// How often it is counted anew.
    pub every: Option<Every>,
    /// The words it was read from.
    pub source: String,
    /// The line of the source where those words begin.
    pub line: u32,
}

/// How a measured value compares with the goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparator {
    /// 以上, 不少于, 不低于, 至少.
    #[serde(rename = ">=")]
    AtLeast,
    /// 超过.
    #[serde(rename = ">")]
    MoreThan,
    /// A bare number.
    #[serde(rename = "=")]
    Exactly,
    /// 左右.
    #[serde(rename = "~")]
    About,
    /// 1—2: both ends are goals.
    #[serde(rename = "range")]
    Range,
    /// 每 5 所配备 1 名: value to upper.
    #[serde(rename = "ratio")]
    Ratio,
    /// 只增不减: the value of the period before.
    #[serde(rename = ">=previous")]
    NotBelowPrevious,
    /// 全覆盖, 配齐, 全部: all of the scope, 100 %.
    #[serde(rename = "cover")]
    Cover,
}

keywords!(Comparator {
    AtLeast = ">=",
    MoreThan = ">",
    Exactly = "=",
    About = "~",
    Range = "range",
    Ratio = "ratio",
    NotBelowPrevious = ">=previous",
    Cover = "cover",
});

/// How often something recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Every {
    /// 每年, 年度, 逐年.
    Year,
    /// 每学年.
    SchoolYear,
    /// 每学期.
    Term,
    /// 每周.
    Week,
}

keywords!(Every { Year = "year", SchoolYear = "school-year", Term = "term", Week = "week" });

/// A recurring duty (周期义务): what is to be done every year, term or week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Minted from the text's SHA-256 and the place.
    pub id: ItemId,
    /// The words that state it.
    pub text: String,
    /// How often.
    pub every: Every,
    /// Whether the period is inferred, and a person has yet to confirm it.
    pub proposed: bool,
    /// The indicator that says the same, if one does.
    pub indicator: Option<ItemId>,
    /// The line of the source where the words begin.
    pub line: u32,
}

/// One annotation of responsibility (责任标注) and how it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsibility {
    /// The code of the task it belongs to.
    pub task: Code,
    /// The annotated paragraph, heading first.
    pub text: String,
    /// The leading departments.
    pub leads: Vec<String>,
    /// The supporting departments.
    pub supports: Vec<String>,
    /// The rule by which the lead was told.
    pub rule: LeadRule,
}

/// How it is known who leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeadRule {
    /// The annotation says 牵头 or 配合.
    Explicit,
    /// The first one listed leads.
    FirstListed,
    /// 按职责分工负责: nobody leads.
    AllEqual,
    /// There is only one.
    Sole,
}

/// Something in a document that could not be read, or was read with doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The line of the source, from 1.
    pub line: u32,
    /// The words in question.
    pub quote: String,
    /// What was expected and what to do, in the language of the plan.
    pub message: String,
}

/// An imported plan: an immutable document, named by the SHA-256 of its bytes.
///
/// It holds the text, what was read from it and the ids, so that nobody ever has to parse it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The form of the document; `duban-plan/1`.
    pub fmt: String,
    /// The SHA-256 of the text's bytes; the ids are minted from it.
    pub text_sha256: Sha,
    /// What was read.
    #[serde(flatten)]
    pub plan: Plan,
    /// What was doubtful.
    pub problems: Vec<Problem>,
    /// The source text, decoded to UTF-8 and otherwise as it came.
    pub text: String,
}
