//! What the first screen tells beyond the picture: what meetings decided, what was promised, how the last window ended.

use crate::model::{Day, Decision, DepartmentId, FrozenTask, IdMap, ItemId, Period};

/// What is to be known for the overview and for 'my work'; loaded after the picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// What meetings decided, the latest first.
    pub decisions: Vec<Decision>,
    /// How the last window that was closed ended, if one was.
    pub before: Option<(Period, IdMap<ItemId, FrozenTask>)>,
    /// What the person's departments promised for the running window.
    pub promises: Vec<Promise>,
    /// The office (科室) whose people reported on a task last, where the roster gives one.
    pub units: Vec<(ItemId, String)>,
}

/// What was promised in the last report of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The task.
    pub task: ItemId,
    /// The next step, in the reporter's words.
    pub text: String,
    /// Its day, if one was given.
    pub by: Option<Day>,
}

/// A reminder (催办) as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Who is reminded.
    pub department: DepartmentId,
    /// Of which tasks.
    pub tasks: Vec<ItemId>,
    /// How: 电话, 微信.
    pub via: String,
    /// The words.
    pub text: String,
}
