//! What a department owes, in words: the text of a reminder (催办), the same on the screens, in mail and on paper.

use super::{Follows, Words, fill};
use crate::model::{
    Awaiting, Day, Debts, DutyState, ItemId, Missed, Owed, Snapshot, Standing, Step, Wanted,
};

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
        let lines = |standing| self.lines(snapshot, debts, standing);
        let [late, owed, due] = [Standing::Late, Standing::Owed, Standing::Due].map(lines);
        let count = |lines: &Vec<String>| lines.len().to_string();
        let head = fill(
            f.owes,
            &[
                &snapshot.directory.name(debts.department),
                &count(&late),
                &count(&owed),
                &count(&due),
                &snapshot.day.to_string(),
            ],
        );
        let parts = [
            (f.standing_late, late),
            (f.standing_owed, owed),
            (f.standing_due, due),
        ];
        let parts = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
        Reminder {
            head: self.marked(head, snapshot),
            parts: parts
                .map(|(name, lines)| (name.to_owned(), lines))
                .collect(),
        }
    }

    /// What is so pressing: a line for each task, with everything that is wanted of it, and for each action item about
    /// none.
    fn lines(&self, snapshot: &Snapshot, debts: &Debts, standing: Standing) -> Vec<String> {
        let mut lines: Vec<(Option<ItemId>, String)> = Vec::new();
        for owed in debts.all.iter().filter(|owed| owed.standing == standing) {
            let of_task =
                |(task, _): &&mut (Option<ItemId>, String)| task.is_some() && *task == owed.task;
            match lines.iter_mut().find(of_task) {
                Some((_, line)) => {
                    line.push_str("; ");
                    line.push_str(&self.follow.wanted(owed, snapshot.day));
                }
                None => lines.push((owed.task, self.owed(snapshot, owed))),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
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

    /// The windows that have gone by without a report, by name.
    #[must_use]
    pub fn missed(&self, missed: &Missed) -> String {
        let (first, last) = (missed.first.to_string(), missed.last.to_string());
        if first == last {
            fill(self.missed_one, &[&first])
        } else {
            fill(
                self.missed_many,
                &[&first, &last, &missed.windows.to_string()],
            )
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
            Wanted::Report { period } => fill(self.wants_report, &[&period.to_string(), &by]),
            Wanted::Missed(missed) => self.missed(missed),
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
