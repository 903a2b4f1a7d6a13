//! Meetings (会议): what is on the agenda, what was decided, what became of it (`domain.md` 2.7, 5.1).

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{Day, DepartmentId, ItemId, OpId};

/// What a meeting wrote down.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionSort {
    /// 议定事项: something to do, by one department, by a day.
    #[default]
    Action,
    /// 问题: something that is amiss.
    Problem,
}

keywords!(DecisionSort { Action = "action", Problem = "problem" });

/// The words of a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingWords {
    /// What it is called: 周例会.
    pub name: String,
    /// Where.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Who chairs it (主持).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub chair: String,
    /// Who is there (出席).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub present: String,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meeting {
    /// Minted from the op that opened it.
    pub id: ItemId,
    /// The op that opened it.
    pub op: OpId,
    /// Its day.
    pub on: Day,
    /// Its words.
    #[serde(flatten)]
    pub words: MeetingWords,
    /// The tasks and action items, in order.
    pub agenda: Vec<ItemId>,
    /// The agendas that a new one takes the place of.
    #[serde(skip)]
    pub agenda_ops: Vec<OpId>,
    /// The ops whose words new ones take the place of.
    #[serde(skip)]
    pub words_ops: Vec<OpId>,
    /// Who opened it.
    pub author: String,
    /// When it was opened, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
}

/// The words of a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionWords {
    /// What is to be done, or what is amiss.
    pub text: String,
    /// What counts as done (完成标准).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub criterion: String,
}

/// A decision before it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionDraft {
    /// Something to do, or a problem.
    pub sort: DecisionSort,
    /// The meeting that decides.
    pub meeting: Option<ItemId>,
    /// The one department that is responsible.
    pub department: DepartmentId,
    /// The tasks it is about.
    pub tasks: Vec<ItemId>,
    /// Its deadline.
    pub due: Option<Day>,
    /// Its words.
    pub words: DecisionWords,
}

/// A decision: an action item (议定事项) or a problem (问题).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Minted from the op.
    pub id: ItemId,
    /// The op.
    pub op: OpId,
    /// Something to do, or a problem.
    pub sort: DecisionSort,
    /// The meeting that decided it.
    pub meeting: Option<ItemId>,
    /// The one department that is responsible.
    pub department: DepartmentId,
    /// The tasks it is about.
    pub tasks: Vec<ItemId>,
    /// Its deadline.
    pub due: Option<Day>,
    /// The day of the decision.
    pub on: Day,
    /// Its words.
    #[serde(flatten)]
    pub words: DecisionWords,
    /// Who recorded it.
    pub author: String,
    /// The day on which it was done; `None` while it is open.
    pub done: Option<Day>,
    /// What was said of its being done.
    pub outcome: String,
}

impl Decision {
    /// Whether it is open and its deadline has passed.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        self.done.is_none() && self.due.is_some_and(|due| due < today)
    }
}
