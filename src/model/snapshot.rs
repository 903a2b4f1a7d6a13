//! An immutable picture of a home: what the screens, the lists and the reports are drawn from.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Code, Day, DepartmentId, Directory, DueSource, ItemId, Judged, Light, Limits, Lit, Milestone,
    Outlook, PlanHead, Rhythm, Status, TaskKind,
};

/// A picture of the ledger at one moment. Cheap to clone; rows that did not change are shared between snapshots.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// The plan in force; `None` in a home that has none.
    pub head: Option<Arc<PlanHead>>,
    /// The headings of the plan: code and words, in the order of the text.
    pub sections: Arc<Vec<Section>>,
    /// All departments.
    pub directory: Arc<Directory>,
    /// The tasks in the order of the plan, added ones at the end of their section.
    pub rows: Arc<Vec<Arc<Row>>>,
    /// The number of tasks in the home; more than `rows` holds while only the first page is loaded.
    pub total: usize,
    /// Who works here.
    pub me: Arc<Me>,
    /// How long the texts may be that are recorded here.
    pub limits: Limits,
    /// The day the picture shows; the past if `--as-of` asked for it.
    pub day: Day,
    /// What the follow-up of all tasks hangs on, on that day.
    pub outlook: Arc<Outlook>,
    /// Whether the picture shows the past, so that nothing can be recorded.
    pub past: bool,
    /// Whether everything in it is made up (演示数据).
    pub demo: bool,
    /// Counts the commits this picture has seen, so that two pictures can be told apart.
    pub revision: u64,
    /// Counts how often the home was judged by the roster: then lines may differ that no new op names.
    pub turn: u64,
    /// How far what is recorded here has come; `None` where nothing is shared.
    pub delivery: Option<Arc<Delivery>>,
    /// The tasks of which others said something that nobody has looked at here.
    pub unread: Arc<BTreeSet<ItemId>>,
}

/// How far what this home recorded has come on its way to the office, in ops.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Who keeps the roster, by name: whom to call.
    pub registrar: String,
    /// How many there are.
    pub said: u64,
    /// How many of them no look at the share has shown yet.
    pub unsent: u64,
    /// How many of them no entry of the roster has received yet.
    pub unreceived: u64,
    /// How many of them do not count.
    pub refused: u64,
    /// Whether the roster takes what is recorded here for a member's.
    pub membership: Membership,
}

/// What somebody is to the roster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Membership {
    /// A member.
    #[default]
    Member,
    /// Nobody yet: what they record waits for the registrar.
    Waiting,
    /// Nobody any more: they, or this computer of theirs, were taken off.
    Stopped,
}

/// A heading of the plan (节).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its path in numbers: 二（一） is 2.1.
    pub code: Code,
    /// The heading as it stands: （一）全面落实立德树人根本任务.
    pub title: String,
}

/// The person who works in this home.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Me {
    /// As it stands in the roster.
    pub name: String,
    /// The departments the person writes for: none or several for a coordinator.
    pub departments: Vec<DepartmentId>,
}

/// One task as a line of the ledger (台账).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The task.
    pub id: ItemId,
    /// Its code.
    pub code: Code,
    /// Its title, corrections applied.
    pub title: String,
    /// Who leads, corrections applied.
    pub lead: Vec<DepartmentId>,
    /// Who supports, corrections applied.
    pub support: Vec<DepartmentId>,
    /// Where it stands.
    pub status: Status,
    /// Its sort.
    pub kind: TaskKind,
    /// The deadline.
    pub due: Option<Day>,
    /// Where the deadline comes from.
    pub due_source: DueSource,
    /// The lead's latest percent.
    pub percent: Option<u8>,
    /// The `on` day of the latest current note of any department.
    pub updated: Option<Day>,
    /// How many current notes there are.
    pub notes: u32,
    /// The leader in charge (责任领导), a post rather than a person.
    pub leader: String,
    /// Whether two corrections of it, or of a part of it, disagree: neither author saw the other's.
    pub conflict: bool,
    /// What the follow-up hangs on.
    pub follow: Follow,
    /// The light by the rules, on the day of the picture.
    pub lit: Lit,
}

impl Row {
    /// The line of a task of which nothing else is known: active, with no departments and no deadline.
    #[must_use]
    pub fn new(id: ItemId, code: Code, title: impl Into<String>) -> Self {
        Self {
            id,
            code,
            title: title.into(),
            lead: Vec::new(),
            support: Vec::new(),
            status: Status::default(),
            kind: TaskKind::default(),
            due: None,
            due_source: DueSource::Plan,
            percent: None,
            updated: None,
            notes: 0,
            leader: String::new(),
            conflict: false,
            follow: Follow::default(),
            lit: Lit::default(),
        }
    }
}

/// What of a task the follow-up hangs on, whatever the day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Follow {
    /// Since which day it has its status; `None` if it never had another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// From which day on it is reported on, where that is not as long as there are windows: it was added, resumed or
    /// reopened then, or begun by a step that ended a rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_since: Option<Day>,
    /// The first deadline, where another was set since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_due: Option<Day>,
    /// The day of the lead's latest report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<Day>,
    /// Whether somebody's latest report asks for coordination (需协调).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub coordinate: bool,
    /// The day on which closing was asked for, while the request waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<Day>,
    /// The deadline that is asked for, while the request waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<Day>,
    /// The day by which work that was sent back is to be mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend_by: Option<Day>,
    /// The deadlines of measures that are not done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
    /// The light that a coordinator sees (认定灯).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
    /// Whether it is under special supervision (重点督办).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub supervised: bool,
    /// Since which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervised_since: Option<Day>,
    /// How often it is reported on, and since which day, where that is not as often as all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rhythm: Option<(Rhythm, Day)>,
}

impl Follow {
    /// Whether it was one to be reported on by `day`.
    #[must_use]
    pub fn is_expected_by(&self, day: Day) -> bool {
        self.expected_since.is_none_or(|since| since <= day)
    }

    /// The coordinator's light, if it still counts on `day`.
    #[must_use]
    pub fn judged_on(&self, day: Day) -> Option<Light> {
        self.judged
            .filter(|judged| day <= judged.until)
            .map(|judged| judged.light)
    }
}

impl Row {
    /// The light to show on `day`: the coordinator's where it counts, else the one by the rules. What has ended keeps its
    /// own.
    #[must_use]
    pub fn light(&self, day: Day) -> Light {
        match self.lit.light {
            ended @ (Light::Closed | Light::Stopped) => ended,
            by_rules => self.follow.judged_on(day).unwrap_or(by_rules),
        }
    }

    /// Whether the department leads or supports.
    #[must_use]
    pub fn involves(&self, department: DepartmentId) -> bool {
        self.lead.contains(&department) || self.support.contains(&department)
    }

    /// Days since the last note; `None` if there was none. Never negative.
    #[must_use]
    pub fn stale_days(&self, today: Day) -> Option<i64> {
        self.updated.map(|on| (today - on).num_days().max(0))
    }
}

impl Snapshot {
    /// This picture, sharing with an earlier one whatever is the same in both.
    #[must_use]
    pub fn sharing_with(mut self, old: &Self) -> Self {
        fn same<T: PartialEq>(new: &mut Arc<T>, old: &Arc<T>) {
            if new == old {
                *new = Arc::clone(old);
            }
        }
        same(&mut self.sections, &old.sections);
        same(&mut self.directory, &old.directory);
        for (new, old) in Arc::make_mut(&mut self.rows)
            .iter_mut()
            .zip(old.rows.iter())
        {
            same(new, old);
        }
        self
    }

    /// The lines that differ from those of an earlier picture, old beside new; `None` if more than lines may differ.
    ///
    /// A line that both share costs one comparison of addresses, so that a note among many tasks costs next to nothing.
    #[must_use]
    pub fn changed_since<'a>(&'a self, old: &'a Self) -> Option<Vec<(&'a Row, &'a Row)>> {
        if old.rows.len() != self.rows.len() || !Arc::ptr_eq(&old.directory, &self.directory) {
            return None;
        }
        let pairs = old.rows.iter().zip(self.rows.iter());
        let changed = pairs.filter(|(old, new)| !Arc::ptr_eq(old, new));
        changed
            .map(|(old, new)| (old.id == new.id).then_some((&**old, &**new)))
            .collect()
    }

    /// The row of a task.
    #[must_use]
    pub fn row(&self, id: ItemId) -> Option<&Arc<Row>> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// How many tasks a department leads, and how many it supports.
    #[must_use]
    pub fn load_of(&self, department: DepartmentId) -> (usize, usize) {
        let lead = self
            .rows
            .iter()
            .filter(|row| row.lead.contains(&department))
            .count();
        let support = self
            .rows
            .iter()
            .filter(|row| row.support.contains(&department))
            .count();
        (lead, support)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: u32) -> Arc<Row> {
        Arc::new(Row::new(
            ItemId::mint(&[&code.to_string()]),
            Code::new(&[code]),
            "",
        ))
    }

    #[test]
    fn changed_lines_are_told_from_changed_tasks_and_departments() {
        let of = |rows: &[Arc<Row>], old: &Snapshot| Snapshot {
            rows: Arc::new(rows.to_vec()),
            ..old.clone()
        };
        let (one, two) = (row(1), row(2));
        let old = of(&[Arc::clone(&one), Arc::clone(&two)], &Snapshot::default());
        let mut noted = (*two).clone();
        noted.percent = Some(40);
        let noted = Arc::new(noted);
        let new = of(&[Arc::clone(&one), Arc::clone(&noted)], &old);
        assert_eq!(new.changed_since(&old), Some(vec![(&*two, &*noted)]));
        assert_eq!(old.changed_since(&old), Some(Vec::new()));
        // A task more, one in place of another, or other departments: more than lines.
        for more in [
            of(&[Arc::clone(&one)], &old),
            of(&[one, row(3)], &old),
            Snapshot {
                directory: Arc::default(),
                ..old.clone()
            },
        ] {
            assert_eq!(more.changed_since(&old), None);
        }
    }
}
