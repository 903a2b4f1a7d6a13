//! What the first screen tells beyond the picture: what meetings decided, what was promised, how the last window ended.

use std::sync::Arc;

use crate::model::{Day, Decision, DepartmentId, FrozenTask, IdMap, ItemId, Period};

/// How a window that was closed ended.
pub type Ended = (Period, IdMap<ItemId, FrozenTask>);

/// What is to be known for the overview and for 'my work'; loaded after the picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// What meetings decided, the latest first.
    pub decisions: Vec<Decision>,
    /// How the last window that was closed ended, if one was.
    pub before: Option<Arc<Ended>>,
    /// What the person's departments promised for the running window.
    pub promises: Vec<Promise>,
    /// The office (科室) whose people reported on a task last, where the roster gives one.
    pub units: Vec<(ItemId, String)>,
}

impl Work {
    /// Whether the overview counts the same by this and by another.
    pub(super) fn counts_like(&self, other: &Self) -> bool {
        let same_window = match (&self.before, &other.before) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two) || one == two,
            (one, two) => one.is_none() && two.is_none(),
        };
        same_window && self.decisions == other.decisions
    }
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
