//! What each department owes now (应办): reports, deadlines, milestones, action items; and what waits for coordinators.
//!
//! The lead owes. Deadlines and milestones are read from the reasons of the light, so that whoever is reminded of
//! something sees the same in the ledger.

use serde::Serialize;

use super::status::keywords;
use super::{
    Day, Decision, DecisionSort, DepartmentId, ItemId, Missed, Period, Reason, Reporting, Row,
    Snapshot, Status, Step,
};

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// 逾期: its day has passed.
    Late,
    /// 应办: it can be done now, and is waited for.
    Owed,
    /// 临期: its day comes near.
    Due,
}

keywords!(Standing { Late = "late", Owed = "owed", Due = "due" });

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Wanted {
    /// 报送: the report of the running window.
    Report {
        /// The window.
        period: Period,
    },
    /// 漏报: the reports of windows that have gone by.
    Missed(Missed),
    /// 完成: the task itself; whether the deadline is only the plan's end.
    Deadline {
        /// Whether it is.
        plan_end: bool,
    },
    /// 举措: a measure with a day of its own.
    Milestone {
        /// What it is called.
        name: String,
    },
    /// 重办: work that was sent back.
    Mending,
    /// 签收.
    Signing,
    /// 议定事项.
    Action {
        /// The decision.
        id: ItemId,
        /// What is to be done.
        text: String,
    },
}

/// One thing that a department owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// How pressing it is.
    pub standing: Standing,
    /// What is wanted.
    #[serde(flatten)]
    pub wanted: Wanted,
    /// The task; `None` for an action item that is about none.
    pub task: Option<ItemId>,
    /// The day by which it is wanted, if there is one.
    pub by: Option<Day>,
}

/// What a department owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debts {
    /// The department.
    pub department: DepartmentId,
    /// What it owes, the most pressing first, within that by day.
    pub all: Vec<Owed>,
}

impl Debts {
    /// How much of it is so pressing.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        let of = self.all.iter().filter(|owed| owed.standing == standing);
        of.count()
    }

    /// The tasks it is about, each once.
    #[must_use]
    pub fn tasks(&self) -> Vec<ItemId> {
        let mut tasks = Vec::new();
        for task in self.all.iter().filter_map(|owed| owed.task) {
            if !tasks.contains(&task) {
                tasks.push(task);
            }
        }
        tasks
    }
}

/// What waits for coordinators and approvers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Awaiting {
    /// The task.
    pub task: ItemId,
    /// What was asked for; `None` where coordination is.
    pub step: Option<Step>,
    /// The day on which closing was asked for, or the deadline that is asked for.
    pub day: Option<Day>,
}

/// What a department owes on the day of the picture.
#[must_use]
pub fn owed(snapshot: &Snapshot, decisions: &[Decision], department: DepartmentId) -> Debts {
    let mut all = Vec::new();
    let leads = snapshot.rows.iter();
    for row in leads.filter(|row| row.lead.contains(&department)) {
        of_task(row, snapshot, &mut all);
    }
    let mine = decisions.iter().filter(|decision| {
        decision.sort == DecisionSort::Action
            && decision.done.is_none()
            && decision.department == department
    });
    for decision in mine {
        all.push(Owed {
            standing: if decision.is_late(snapshot.day) {
                Standing::Late
            } else {
                Standing::Owed
            },
            wanted: Wanted::Action {
                id: decision.id,
                text: decision.words.text.clone(),
            },
            task: decision.tasks.first().copied(),
            by: decision.due,
        });
    }
    all.sort_by_key(|owed| (owed.standing, owed.by.unwrap_or(Day::MAX)));
    Debts { department, all }
}

/// What every department owes that owes something, in the order of the directory.
#[must_use]
pub fn debts(snapshot: &Snapshot, decisions: &[Decision]) -> Vec<Debts> {
    let departments = snapshot.directory.iter();
    departments
        .map(|department| owed(snapshot, decisions, department.id))
        .filter(|debts| !debts.all.is_empty())
        .collect()
}

/// What waits for coordinators and approvers on the day of the picture, in the order of the plan.
#[must_use]
pub fn awaiting(snapshot: &Snapshot) -> Vec<Awaiting> {
    let mut all = Vec::new();
    for row in snapshot.rows.iter().filter(|row| !row.status.is_final()) {
        let (task, follow) = (row.id, &row.follow);
        let mut push = |step, day| all.push(Awaiting { task, step, day });
        if row.status == Status::Closing {
            push(Some(Step::AskClosing), follow.closing);
        }
        if follow.extension.is_some() {
            push(Some(Step::AskExtension), follow.extension);
        }
        if row.status == Status::Returned {
            push(Some(Step::Dispute), follow.since);
        }
        if follow.coordinate {
            push(None, None);
        }
    }
    all
}

/// The tasks among those that somebody was reminded of on `since` that were reported on, or went another way, from then
/// on.
#[must_use]
pub fn answered(snapshot: &Snapshot, tasks: &[ItemId], since: Day) -> Vec<ItemId> {
    let answers = |row: &Row| {
        let later = |day: Option<Day>| day.is_some_and(|day| day >= since);
        later(row.follow.reported) || later(row.follow.since)
    };
    let rows = snapshot.rows.iter();
    rows.filter(|row| tasks.contains(&row.id) && answers(row))
        .map(|row| row.id)
        .collect()
}

fn of_task(row: &Row, snapshot: &Snapshot, all: &mut Vec<Owed>) {
    let (outlook, today) = (&snapshot.outlook, snapshot.day);
    let mut push = |standing, wanted, by| {
        all.push(Owed {
            standing,
            wanted,
            task: Some(row.id),
            by,
        });
    };
    let ago = |days: &i64| today.checked_sub_signed(chrono::Duration::days(*days));
    let ahead = |days: &i64| today.checked_add_signed(chrono::Duration::days(*days));
    for reason in &row.lit.reasons {
        match reason {
            Reason::Overdue(days, plan_end) => {
                let plan_end = *plan_end;
                push(Standing::Late, Wanted::Deadline { plan_end }, ago(days));
            }
            Reason::Soon(days, plan_end) => {
                let plan_end = *plan_end;
                push(Standing::Due, Wanted::Deadline { plan_end }, ahead(days));
            }
            Reason::MilestoneOverdue(name, days) => {
                let name = name.clone();
                push(Standing::Late, Wanted::Milestone { name }, ago(days));
            }
            Reason::MilestoneSoon(name, days) => {
                let name = name.clone();
                push(Standing::Due, Wanted::Milestone { name }, ahead(days));
            }
            _ => {}
        }
    }
    match row.status {
        Status::Assigned => {
            let late = row
                .lit
                .reasons
                .iter()
                .any(|reason| matches!(reason, Reason::NotSigned(_)));
            let standing = if late { Standing::Late } else { Standing::Owed };
            push(standing, Wanted::Signing, None);
        }
        Status::Rework => {
            let by = row.follow.mend_by;
            let late = by.is_some_and(|by| by < today);
            let standing = if late { Standing::Late } else { Standing::Owed };
            push(standing, Wanted::Mending, by);
        }
        _ => {}
    }
    // What has gone by is late; the running window can still be kept.
    if let Some(missed) = outlook.missed(row) {
        let by = outlook.schedule().due(missed.first);
        push(Standing::Late, Wanted::Missed(missed), Some(by));
    }
    if outlook.reporting(row) == Reporting::Missing
        && let Some(window) = outlook.window(row)
    {
        let period = window.period;
        let by = Some(window.due);
        push(Standing::Owed, Wanted::Report { period }, by);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Code, Department, Directory, DueSource, Follow, Outlook};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn row(n: u32, lead: DepartmentId, due: &str) -> Row {
        Row {
            lead: vec![lead],
            due: Some(day(due)),
            due_source: DueSource::Text,
            percent: Some(60),
            updated: Some(day("2024-05-20")),
            notes: 1,
            follow: Follow {
                reported: Some(day("2024-05-20")),
                ..Follow::default()
            },
            ..Row::new(
                ItemId::mint(&[&n.to_string()]),
                Code::new(&[2, n]),
                format!("任务{n}"),
            )
        }
    }

    /// A picture on 2024-05-24, one day before the window of May is due.
    fn snapshot(rows: Vec<Row>) -> Snapshot {
        let outlook = Outlook {
            day: day("2024-05-24"),
            start: Some(day("2022-04-26")),
            end: Some(day("2025-12-31")),
            adopted: Some(day("2024-01-10")),
            ..Outlook::default()
        };
        let lit = |mut row: Row| {
            row.lit = outlook.lit(&row);
            Arc::new(row)
        };
        let departments = ["甲局", "乙局"].map(Department::named);
        Snapshot {
            rows: Arc::new(rows.into_iter().map(lit).collect()),
            directory: Arc::new(Directory::new(departments.to_vec())),
            day: outlook.day,
            outlook: Arc::new(outlook),
            ..Snapshot::default()
        }
    }

    #[test]
    fn a_department_owes_what_it_leads_and_what_meetings_gave_it() {
        let (one, two) = (Department::id_of("甲局"), Department::id_of("乙局"));
        let silent = Row {
            follow: Follow::default(),
            ..row(2, one, "2025-06-30")
        };
        let reworked = Row {
            status: Status::Rework,
            follow: Follow {
                mend_by: Some(day("2024-05-30")),
                ..row(3, one, "2025-06-30").follow
            },
            ..row(3, one, "2025-06-30")
        };
        let ended = Row {
            status: Status::Closed,
            ..row(5, one, "2024-01-01")
        };
        let rows = vec![
            row(1, one, "2024-05-20"),
            silent,
            reworked,
            row(4, one, "2024-06-10"),
            ended,
            row(6, two, "2025-06-30"),
        ];
        let decision = |n: &str, due: &str, done: Option<Day>| Decision {
            id: ItemId::mint(&[n]),
            op: super::super::OpId::of(n.as_bytes()),
            sort: DecisionSort::Action,
            meeting: None,
            department: one,
            tasks: Vec::new(),
            due: Some(day(due)),
            on: day("2024-05-17"),
            words: super::super::DecisionWords {
                text: n.to_owned(),
                criterion: String::new(),
            },
            author: String::new(),
            done,
            outcome: String::new(),
        };
        let decisions = [
            decision("open", "2024-06-30", None),
            decision("late", "2024-05-23", None),
            decision("done", "2024-05-23", Some(day("2024-05-20"))),
        ];
        let snapshot = snapshot(rows);
        let all = owed(&snapshot, &decisions, one);
        let said: Vec<(Standing, &str)> = all
            .all
            .iter()
            .map(|owed| {
                let what = match &owed.wanted {
                    Wanted::Report { .. } => "report",
                    Wanted::Missed(missed) => {
                        assert_eq!(missed.last.to_string(), "2024-04", "not the running one");
                        "missed"
                    }
                    Wanted::Deadline { .. } => "deadline",
                    Wanted::Mending => "mending",
                    Wanted::Action { text, .. } => text,
                    _ => "other",
                };
                (owed.standing, what)
            })
            .collect();
        assert_eq!(
            said,
            [
                (Standing::Late, "missed"),
                (Standing::Late, "deadline"),
                (Standing::Late, "late"),
                (Standing::Owed, "report"),
                (Standing::Owed, "mending"),
                (Standing::Owed, "open"),
                (Standing::Due, "deadline"),
            ]
        );
        assert_eq!((all.count(Standing::Late), all.tasks().len()), (3, 4));
        // Who owes nothing is not named.
        let named: Vec<DepartmentId> = debts(&snapshot, &decisions)
            .iter()
            .map(|debts| debts.department)
            .collect();
        assert_eq!(named, [one]);
    }

    #[test]
    fn requests_wait_for_coordinators_and_reminders_for_an_answer() {
        let one = Department::id_of("甲局");
        let asks = Row {
            status: Status::Closing,
            follow: Follow {
                closing: Some(day("2024-05-21")),
                extension: Some(day("2025-01-01")),
                coordinate: true,
                ..Follow::default()
            },
            ..row(1, one, "2024-12-31")
        };
        let (first, second) = (asks.id, row(2, one, "2025-06-30").id);
        let snapshot = snapshot(vec![asks, row(2, one, "2025-06-30")]);
        let steps: Vec<Option<Step>> = awaiting(&snapshot).iter().map(|a| a.step).collect();
        assert_eq!(
            steps,
            [Some(Step::AskClosing), Some(Step::AskExtension), None]
        );
        let reminded = [first, second];
        assert_eq!(answered(&snapshot, &reminded, day("2024-05-20")), [second]);
        assert_eq!(answered(&snapshot, &reminded, day("2024-05-21")), []);
    }
}
