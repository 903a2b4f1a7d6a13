//! What a department owes, in words, and the reminder that says so.

use crate::model::{Day, DepartmentId, ItemId, Standing, Wanted, owed};
use crate::tui::app::desk::Desk;
use crate::words::fill;

/// The tasks that a department owes something on, the most pressing first.
pub(crate) fn owed_tasks(desk: &Desk, lead: DepartmentId) -> Vec<ItemId> {
    owed(&desk.snapshot, &[], lead).tasks()
}

/// The reminder for a department: what it owes on these tasks.
pub(crate) fn reminder(desk: &Desk, lead: DepartmentId, tasks: &[ItemId]) -> String {
    let words = desk.words.work;
    let decisions = desk.work.as_ref().map(|work| work.decisions.as_slice());
    let debts = owed(&desk.snapshot, decisions.unwrap_or_default(), lead);
    let wanted = |task: &ItemId| tasks.contains(task);
    let mut lines = Vec::new();
    let mut last = None;
    for task in debts.tasks().into_iter().filter(wanted) {
        let Some(row) = desk.row(task) else { continue };
        let all = debts.all.iter().filter(|owed| owed.task == Some(task));
        let wants: Vec<String> = all
            .clone()
            .map(|owed| want(desk, &owed.wanted, owed.by))
            .collect();
        let days = all.filter(|owed| owed.standing != Standing::Late);
        last = days.filter_map(|owed| owed.by).chain(last).max();
        let number = (lines.len() + 1).to_string();
        let code = row.code.to_string();
        let parts = [&*number, &code, &row.title, &wants.join(", ")];
        lines.push(fill(words.remind_line, &parts));
    }
    let name = desk.snapshot.directory.name(lead);
    if lines.is_empty() {
        return String::new();
    }
    let (today, count) = (desk.today().to_string(), lines.len().to_string());
    let mut text = vec![
        fill(words.remind_head, &[&name]),
        fill(words.remind_owed, &[&today, &count]),
    ];
    text.append(&mut lines);
    if let Some(last) = last {
        text.push(fill(words.remind_close, &[&last.to_string()]));
    }
    text.join("\n")
}

/// One thing that is owed, in a few words.
pub(crate) fn want(desk: &Desk, wanted: &Wanted, by: Option<Day>) -> String {
    let words = desk.words.work;
    let day = by.map_or_else(String::new, |by| format!(" {by}"));
    match wanted {
        Wanted::Report { .. } => format!("{}{day}", words.want_report),
        Wanted::Missed(missed) => desk.words.follow.missed(missed),
        Wanted::Deadline { plan_end: true } => format!("{}{day}", words.want_plan_end),
        Wanted::Deadline { plan_end: false } => format!("{}{day}", words.want_deadline),
        Wanted::Milestone { name } => {
            format!("{}{day}", fill(words.want_milestone, &[name]))
        }
        Wanted::Mending => format!("{}{day}", words.want_mending),
        Wanted::Signing => words.want_signing.to_owned(),
        Wanted::Action { text, .. } => {
            let follow = desk.words.follow;
            format!("{} {}{day}", follow.decision, desk.clean(text))
        }
    }
}
