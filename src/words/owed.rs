//! What a department owes, in words: the text of a reminder (催办), the same on the screens, in mail and on paper.

use super::{Follows, Words, fill};
use crate::model::{Awaiting, Day, Debts, DutyState, Owed, Snapshot, Standing, Step, Wanted};

/// A reminder: to whom, and what under which heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// To whom, and how much.
    pub head: String,
    /// Headings, each with its lines.
    pub parts: Vec<(String, Vec<String>)>,
}

impl Reminder {
    /// As plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.head);
        for (part, lines) in &self.parts {
            text.push_str(&format!("{part}\n"));
            for line in lines {
                text.push_str(&format!("  {line}\n"));
            }
        }
        text
    }
}

impl Words {
    /// What a department is reminded of.
    #[must_use]
    pub fn reminder(&self, snapshot: &Snapshot, debts: &Debts) -> Reminder {
        let f = self.follow;
        let count = |standing| debts.count(standing).to_string();
        let head = fill(
            f.owes,
            &[
                &snapshot.directory.name(debts.department),
                &count(Standing::Late),
                &count(Standing::Owed),
                &count(Standing::Due),
                &snapshot.day.to_string(),
            ],
        );
        let part = |standing: Standing| {
            let of = debts.all.iter().filter(|owed| owed.standing == standing);
            let lines: Vec<String> = of.map(|owed| self.owed(snapshot, owed)).collect();
            (f.standing(standing).to_owned(), lines)
        };
        let head = self.marked(head, snapshot);
        let parts = Standing::ALL.iter().map(|standing| part(*standing));
        Reminder {
            head,
            parts: parts.filter(|(_, lines)| !lines.is_empty()).collect(),
        }
    }

    /// A heading that says so where everything is made up.
    fn marked(&self, head: String, snapshot: &Snapshot) -> String {
        if snapshot.demo {
            format!("[{}] {head}", self.report.demo)
        } else {
            head
        }
    }

    /// One thing that is owed, with its task.
    #[must_use]
    pub fn owed(&self, snapshot: &Snapshot, owed: &Owed) -> String {
        let what = self.follow.wanted(owed, snapshot.day);
        match owed.task.and_then(|task| snapshot.row(task)) {
            Some(row) => format!("{} {}: {what}", row.code, row.title),
            None => what,
        }
    }

    /// What waits for coordinators and approvers; `None` if nothing does.
    #[must_use]
    pub fn waiting(&self, snapshot: &Snapshot, waiting: &[Awaiting]) -> Option<Reminder> {
        let f = self.follow;
        let line = |one: &Awaiting| {
            let row = snapshot.row(one.task)?;
            let asks = match (one.step, one.day) {
                (None, _) => f.needs_coordination.to_owned(),
                (Some(step @ Step::AskExtension), Some(day)) => {
                    format!("{} {}", f.step(step), fill(f.until, &[&day.to_string()]))
                }
                (Some(step), Some(day)) => format!("{} {day}", f.step(step)),
                (Some(step), None) => f.step(step).to_owned(),
            };
            Some(format!("{} {}: {asks}", row.code, row.title))
        };
        let lines: Vec<String> = waiting.iter().filter_map(line).collect();
        (!lines.is_empty()).then(|| Reminder {
            head: self.marked(
                fill(f.waits_for_coordinators, &[&lines.len().to_string()]),
                snapshot,
            ),
            parts: vec![(f.awaits_review.to_owned(), lines)],
        })
    }
}

impl Follows {
    /// The word for how pressing something is.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Late => self.standing_late,
            Standing::Owed => self.standing_owed,
            Standing::Due => self.standing_due,
        }
    }

    /// The word for where an instance of a duty stands.
    #[must_use]
    pub fn duty_state(&self, state: DutyState) -> &'static str {
        match state {
            DutyState::Open => self.standing_owed,
            DutyState::Done => self.duty_done,
            DutyState::Late => self.standing_late,
        }
    }

    /// What is wanted, and by when.
    #[must_use]
    pub fn wanted(&self, owed: &Owed, today: Day) -> String {
        let days = owed.by.map_or(0, |by| (by - today).num_days());
        let by = owed.by.map(|by| by.to_string()).unwrap_or_default();
        let due = |words: String| {
            if by.is_empty() {
                words
            } else {
                fill(self.wanted_by, &[&words, &by])
            }
        };
        let count = |words, n: i64| fill(words, &[&n.to_string()]);
        match &owed.wanted {
            Wanted::Report { period, missed } => {
                let said = fill(self.wants_report, &[&period.to_string(), &by]);
                if *missed > 0 {
                    format!("{said}; {}", count(self.unreported, i64::from(*missed)))
                } else {
                    said
                }
            }
            Wanted::Deadline { plan_end } => {
                let end = if *plan_end { self.plan_end } else { "" };
                let said = if days < 0 {
                    count(self.overdue, -days)
                } else {
                    count(self.soon, days)
                };
                due(said + end)
            }
            Wanted::Milestone { name } => {
                let (words, n) = if days < 0 {
                    (self.milestone_overdue, -days)
                } else {
                    (self.milestone_soon, days)
                };
                due(fill(words, &[name, &n.to_string()]))
            }
            Wanted::Mending => due(self.sent_back.to_owned()),
            Wanted::Signing => self.wants_signing.to_owned(),
            Wanted::Action { text, .. } => due(format!("{}: {text}", self.decision)),
        }
    }
}
