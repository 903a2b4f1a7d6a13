//! What is frozen when a reporting window is closed (封存): the lights, who had reported, and from which words.
//!
//! The words themselves are not in it, only the ids of the notes: what is purged later is gone from a frozen report too.

use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{Code, Day, IdMap, ItemId, Light, Lit, OpId, Period, Reason, Sha, Status};

/// Whether a task's report for a window has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reporting {
    /// 已报: the closing of the window covers it, or the window is not closed yet.
    Reported,
    /// 已报 (无变化): it says that nothing changed.
    Unchanged,
    /// 迟报: it came after the closing.
    Late,
    /// 未报.
    Missing,
    /// Nothing is expected: the task has ended, or is reported on in other windows.
    NotExpected,
}

keywords!(Reporting {
    Reported = "reported",
    Unchanged = "unchanged",
    Late = "late",
    Missing = "missing",
    NotExpected = "not-expected",
});

/// What became of a report since its window was closed. It stays in the window: what is frozen is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// 已更正: another note takes its place.
    Corrected,
    /// 已撤回.
    TakenBack,
    /// 不再生效.
    NotCounted,
}

/// One task in a closed window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenTask {
    /// The task.
    pub id: ItemId,
    /// Its code.
    pub code: Code,
    /// Its title.
    pub title: String,
    /// Who led, by name.
    pub lead: Vec<String>,
    /// Who supported, by name.
    pub support: Vec<String>,
    /// Where it stood.
    pub status: Status,
    /// The light by the rules, with its reasons.
    pub lit: Lit,
    /// The coordinator's light, where one counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Light>,
    /// The lead's percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// The percent that was expected, of a task with a deadline.
    pub expected: Option<u8>,
    /// The deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// Whether the report had come.
    pub report: Reporting,
    /// The lead's report of this window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<OpId>,
    /// The lead's report before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<OpId>,
    /// The days on which its departments had been reminded of it since the window before was due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminded: Vec<Day>,
}

/// A closed window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The form of the document; `duban-window/1`.
    pub fmt: String,
    /// The window.
    pub period: Period,
    /// The day whose lights these are.
    pub day: Day,
    /// The version of the rules: the number of the roster entry that says them.
    pub rules: u64,
    /// The number of the roster entry that closes the window.
    pub entry: u64,
    /// The tasks in the order of the plan.
    pub tasks: Vec<FrozenTask>,
}

impl Frozen {
    /// The form of the document.
    pub const FORM: &'static str = "duban-window/1";
}

/// The closing of a window, as the roster says it: which window, and what is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The window.
    pub period: Period,
    /// The day whose lights are frozen.
    pub day: Day,
    /// The SHA-256 of the document that holds them.
    pub sha256: Sha,
}

/// How two closed windows differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// 新红: red now and not before.
    pub new_red: Vec<ItemId>,
    /// 转绿: green now and yellow or red before.
    pub turned_green: Vec<ItemId>,
    /// 新报: reported now and not before.
    pub newly_reported: Vec<ItemId>,
    /// 静默: reported in neither.
    pub silent: Vec<ItemId>,
    /// 新销号: closed now and not before.
    pub newly_closed: Vec<ItemId>,
    /// 新逾期: overdue now and not before.
    pub newly_overdue: Vec<ItemId>,
}

/// Compares what is with what was.
#[must_use]
pub fn difference(before: &[FrozenTask], after: &[FrozenTask]) -> Difference {
    let old: IdMap<ItemId, &FrozenTask> = before.iter().map(|task| (task.id, task)).collect();
    let overdue = |task: &FrozenTask| {
        let mut reasons = task.lit.reasons.iter();
        reasons.any(|reason| matches!(reason, Reason::Overdue(..)))
    };
    let has = |task: &FrozenTask| {
        matches!(
            task.report,
            Reporting::Reported | Reporting::Unchanged | Reporting::Late
        )
    };
    let mut difference = Difference::default();
    for task in after {
        let was = old.get(&task.id).copied();
        let light = |task: Option<&FrozenTask>| task.map(|task| task.lit.light);
        let (now, then) = (task.lit.light, light(was));
        let mut add = |list: fn(&mut Difference) -> &mut Vec<ItemId>, wanted: bool| {
            if wanted {
                list(&mut difference).push(task.id);
            }
        };
        add(
            |d| &mut d.new_red,
            now == Light::Red && then != Some(Light::Red),
        );
        let was_amiss = matches!(then, Some(Light::Red | Light::Yellow));
        add(|d| &mut d.turned_green, now == Light::Green && was_amiss);
        let had = was.is_some_and(has);
        add(|d| &mut d.newly_reported, has(task) && !had);
        let expected = task.report == Reporting::Missing;
        let missed = was.is_some_and(|was| was.report == Reporting::Missing);
        add(|d| &mut d.silent, expected && missed);
        let closed = |task: &FrozenTask| task.status == Status::Closed;
        add(
            |d| &mut d.newly_closed,
            closed(task) && !was.is_some_and(closed),
        );
        add(
            |d| &mut d.newly_overdue,
            overdue(task) && !was.is_some_and(overdue),
        );
    }
    difference
}
