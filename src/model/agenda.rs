//! The agenda that is proposed for a meeting: what was promised first, then what is amiss, then what is new.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Day, Decision, DecisionSort, ItemId, Light, Row};

/// Why something is on an agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// 旧账: an action item of an earlier meeting that is not done.
    Unsettled,
    /// 新红: red, and not so when the last window was closed.
    NewRed,
    /// 红.
    Red,
    /// 黄.
    Yellow,
    /// 有变化: reported on, or in another status, since the last meeting.
    Changed,
    /// 待审批: a request for closing or for more time waits.
    Waiting,
    /// 选定: a person chose it.
    Chosen,
}

/// Something that is proposed for an agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// The task, or the action item.
    pub id: ItemId,
    /// Why.
    pub why: Why,
}

/// What an agenda is proposed from, beside the tasks.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The decisions of all meetings.
    pub decisions: &'a [Decision],
    /// The tasks that were red when the last window was closed; `None` if none was ever closed.
    pub reds: Option<&'a HashSet<ItemId>>,
    /// The day of the last meeting, if there was one.
    pub met: Option<Day>,
}

/// Proposes an agenda for `today`: every action item and every task once, under its weightiest reason, each group in the
/// order of deadlines or of the plan.
#[must_use]
pub fn propose(rows: &[Arc<Row>], before: Before<'_>, today: Day) -> Vec<Proposed> {
    let open = |d: &&Decision| d.sort == DecisionSort::Action && d.done.is_none();
    let mut unsettled: Vec<&Decision> = before.decisions.iter().filter(open).collect();
    unsettled.sort_by_key(|decision| (decision.due.unwrap_or(Day::MAX), decision.on));
    let unsettled = unsettled.into_iter().map(|decision| Proposed {
        id: decision.id,
        why: Why::Unsettled,
    });
    let mut tasks: Vec<Proposed> = rows
        .iter()
        .filter_map(|row| {
            let why = why(row, before, today)?;
            Some(Proposed { id: row.id, why })
        })
        .collect();
    // Stable: within a group the order of the plan stays.
    tasks.sort_by_key(|proposed| proposed.why);
    unsettled.chain(tasks).collect()
}

fn why(row: &Row, before: Before<'_>, today: Day) -> Option<Why> {
    match row.light(today) {
        Light::Red => {
            let was = before.reds.is_none_or(|reds| reds.contains(&row.id));
            return Some(if was { Why::Red } else { Why::NewRed });
        }
        Light::Yellow => return Some(Why::Yellow),
        _ => {}
    }
    if before.met.is_some_and(|met| has_changed(row, met)) {
        return Some(Why::Changed);
    }
    let waits = row.follow.closing.is_some() || row.follow.extension.is_some();
    waits.then_some(Why::Waiting)
}

/// Whether a task was reported on, or has come into another status, since a meeting. What was said on its day may have
/// been said after it.
#[must_use]
pub fn has_changed(row: &Row, met: Day) -> bool {
    let since = |day: Option<Day>| day.is_some_and(|day| day >= met);
    since(row.updated) || since(row.follow.since)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::{Code, DecisionWords, Judged, Lit, OpId};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn row(code: u32, light: Light) -> Row {
        Row {
            lit: Lit {
                light,
                reasons: Vec::new(),
            },
            ..Row::new(ItemId::mint(&[&code.to_string()]), Code::new(&[code]), "")
        }
    }

    fn decision(n: u8, due: Option<&str>, done: Option<&str>) -> Decision {
        let op = OpId::of(&[n]);
        Decision {
            id: ItemId::mint(&["decision", &n.to_string()]),
            op,
            sort: DecisionSort::Action,
            meeting: None,
            department: crate::model::Department::id_of("市教育局"),
            tasks: Vec::new(),
            due: due.map(day),
            on: day("2024-05-10"),
            words: DecisionWords::default(),
            author: String::new(),
            done: done.map(day),
            outcome: String::new(),
        }
    }

    fn proposed(rows: Vec<Row>, before: Before<'_>) -> Vec<(ItemId, Why)> {
        let rows: Vec<Arc<Row>> = rows.into_iter().map(Arc::new).collect();
        let proposed = propose(&rows, before, day("2024-05-17"));
        proposed.into_iter().map(|p| (p.id, p.why)).collect()
    }

    #[test]
    fn old_business_comes_first_then_what_is_amiss_then_what_is_new() {
        let id = |n: u32| ItemId::mint(&[&n.to_string()]);
        let mut changed = row(4, Light::Green);
        changed.updated = Some(day("2024-05-10"));
        let mut older = row(5, Light::Green);
        older.updated = Some(day("2024-05-09"));
        let mut waiting = row(6, Light::Blue);
        waiting.follow.extension = Some(day("2025-01-01"));
        let mut moved = row(7, Light::Closed);
        moved.follow.since = Some(day("2024-05-14"));
        let decisions = [
            decision(1, Some("2024-06-01"), None),
            decision(2, Some("2024-05-15"), None),
            decision(3, Some("2024-05-01"), Some("2024-05-02")),
            decision(4, None, None),
        ];
        let mut problem = decision(5, None, None);
        problem.sort = DecisionSort::Problem;
        let mut all = decisions.to_vec();
        all.push(problem);
        let reds = HashSet::from([id(3)]);
        let rows = vec![
            waiting,
            moved,
            changed,
            older,
            row(1, Light::Yellow),
            row(2, Light::Red),
            row(3, Light::Red),
        ];
        let before = Before {
            decisions: &all,
            reds: Some(&reds),
            met: Some(day("2024-05-10")),
        };
        assert_eq!(
            proposed(rows, before),
            [
                (decisions[1].id, Why::Unsettled),
                (decisions[0].id, Why::Unsettled),
                (decisions[3].id, Why::Unsettled),
                (id(2), Why::NewRed),
                (id(3), Why::Red),
                (id(1), Why::Yellow),
                (id(7), Why::Changed),
                (id(4), Why::Changed),
                (id(6), Why::Waiting),
            ]
        );
    }

    #[test]
    fn without_a_closed_window_no_red_is_new_and_without_a_meeting_nothing_changed() {
        let mut noted = row(2, Light::Green);
        noted.updated = Some(day("2024-05-16"));
        let mut judged = row(3, Light::Green);
        judged.follow.judged = Some(Judged {
            light: Light::Yellow,
            until: day("2024-05-17"),
        });
        let before = Before {
            decisions: &[],
            reds: None,
            met: None,
        };
        let found = proposed(vec![noted, judged.clone(), row(1, Light::Red)], before);
        let id = |n: u32| ItemId::mint(&[&n.to_string()]);
        // What a coordinator sees counts before the rules.
        assert_eq!(found, [(id(1), Why::Red), (id(3), Why::Yellow)]);
    }
}
