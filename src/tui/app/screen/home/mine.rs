//! 'My work' (我的工作): what the person's departments owe now, the most pressing first, by office where that is known.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ratatui::text::Line;

use super::{Target, plain, section, task_line};
use crate::model::{Day, Decision, DecisionSort, IdMap, ItemId, Owed, Row, Standing, owed};
use crate::tui::app::desk::Desk;
use crate::tui::app::screen::form::want;
use crate::tui::app::work::{Promise, Work};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::Entry;
use crate::words::fill;

/// A task with everything that is owed on it.
struct Due<'a> {
    row: &'a Row,
    standing: Standing,
    wants: Vec<Owed>,
    promises: Vec<&'a Promise>,
}

/// The tasks that the person's departments owe something on, the most pressing of each department first.
fn dues<'a>(desk: &'a Desk, work: &'a Work) -> Vec<Due<'a>> {
    let own = &desk.snapshot.me.departments;
    let led = desk.snapshot.rows.iter();
    let led = led.filter(|row| row.lead.iter().any(|lead| own.contains(lead)));
    let rows: IdMap<ItemId, &Row> = led.map(|row| (row.id, &**row)).collect();
    let (mut dues, mut places): (Vec<Due>, IdMap<ItemId, usize>) = Default::default();
    for department in own {
        for owed in owed(&desk.snapshot, &[], *department).all {
            let Some((task, row)) = owed.task.and_then(|task| Some((task, rows.get(&task)?)))
            else {
                continue;
            };
            match places.get(&task).and_then(|at| dues.get_mut(*at)) {
                Some(due) if due.wants.contains(&owed) => {}
                Some(due) => due.wants.push(owed),
                None => {
                    places.insert(task, dues.len());
                    dues.push(Due {
                        row,
                        standing: owed.standing,
                        wants: vec![owed],
                        promises: Vec::new(),
                    });
                }
            }
        }
    }
    for promise in &work.promises {
        if let Some(due) = places.get(&promise.task).and_then(|at| dues.get_mut(*at)) {
            due.promises.push(promise);
        }
    }
    dues
}

/// Why nothing is asked of the person's departments, and where their tasks are.
fn nothing_owed(desk: &Desk) -> String {
    let (words, own) = (desk.words.work, &desk.snapshot.me.departments);
    let rows = || desk.snapshot.rows.iter();
    let leads = rows().any(|row| row.lead.iter().any(|lead| own.contains(lead)));
    let supports = |row: &&Arc<Row>| row.support.iter().any(|support| own.contains(support));
    match rows().filter(supports).count() {
        count if !leads && count > 0 => fill(words.only_supports, &[&count.to_string()]),
        _ => words.nothing_owed.to_owned(),
    }
}

/// The lines of 'my work'.
pub(super) fn entries(desk: &Desk, picked: &BTreeSet<ItemId>, width: usize) -> Vec<Entry<Target>> {
    let words = desk.words.work;
    let own = &desk.snapshot.me.departments;
    if own.is_empty() {
        let lines = desk.wrapped(words.no_departments, width, 2, desk.palette.text);
        return vec![plain(lines)];
    }
    let none = Work::default();
    let work = desk.work.as_deref().unwrap_or(&none);
    let dues = dues(desk, work);
    let mine = |decision: &&Decision| {
        decision.sort == DecisionSort::Action
            && decision.done.is_none()
            && own.contains(&decision.department)
    };
    let mut decisions: Vec<&Decision> = work.decisions.iter().filter(mine).collect();
    // As what is owed on tasks: the most pressing first.
    decisions.sort_by_key(|decision| decision.due.unwrap_or(Day::MAX));
    if dues.is_empty() && decisions.is_empty() {
        let said = nothing_owed(desk);
        let lines = desk.wrapped(&said, width, 2, desk.palette.text);
        return vec![plain(lines)];
    }
    let units: HashMap<ItemId, &str> = work
        .units
        .iter()
        .map(|(task, unit)| (*task, unit.as_str()))
        .collect();
    let mut out = Vec::new();
    if !decisions.is_empty() {
        let name = format!("{} {}", words.decisions_group, decisions.len());
        out.push(section(desk, &name, width));
        out.extend(decisions.iter().map(|one| decided(desk, one, width)));
    }
    let standings = [
        (Standing::Late, words.late_group),
        (Standing::Owed, words.owed_group),
        (Standing::Due, words.due_group),
    ];
    let unit = |due: &Due| units.get(&due.row.id).copied().unwrap_or(words.no_unit);
    let mut names: Vec<&str> = dues.iter().map(unit).collect();
    names.sort_unstable();
    names.dedup();
    for name in &names {
        for (standing, said) in standings {
            let of = |due: &&Due| unit(due) == *name && due.standing == standing;
            let group: Vec<&Due> = dues.iter().filter(of).collect();
            if group.is_empty() {
                continue;
            }
            let count = group.len();
            let heading = if units.is_empty() {
                format!("{said} {count}")
            } else {
                format!("{}  {said} {count}", desk.clean(name))
            };
            out.push(section(desk, &heading, width));
            let owing = |due: &Due<'_>| owing(desk, due, picked.contains(&due.row.id), width);
            out.extend(group.into_iter().map(owing));
        }
    }
    out
}

/// A task with what is owed on it, and what was promised.
fn owing(desk: &Desk, due: &Due<'_>, picked: bool, width: usize) -> Entry<Target> {
    let row = due.row;
    let wants: Vec<String> = due
        .wants
        .iter()
        .map(|owed| want(desk, &owed.wanted, owed.by))
        .collect();
    let said = wants.join(", ");
    let sign = match (picked, desk.has_draft(row.id)) {
        (true, _) => "x",
        (false, true) => "*",
        (false, false) => " ",
    };
    // What is owed is worth more than the end of a long title.
    let room = width.saturating_sub(cells::width(&said) + 8).max(width / 3);
    let name = cells::cut(&desk.clean(&format!("{} {}", row.code, row.title)), room);
    let mut line = task_line(desk, row, format!("  {said}"));
    line.spans.insert(0, format!(" {sign} ").into());
    if let Some(title) = line.spans.get_mut(2) {
        title.content = name.into();
    }
    let mut lines = vec![cells::fit(line, width)];
    for promise in &due.promises {
        let by = promise.by.map_or_else(String::new, |by| format!(" ({by})"));
        let text = desk.clean(&promise.text).replace('\n', " ");
        let text = format!("        {} {text}{by}", desk.words.work.promised_here);
        lines.push(Line::styled(cells::cut(&text, width), desk.palette.dim));
    }
    Entry {
        lines,
        target: Some(Target::Task(row.id, due.standing)),
        begins_section: false,
    }
}

/// An action item of a meeting.
fn decided(desk: &Desk, decision: &Decision, width: usize) -> Entry<Target> {
    let due = decision.due.map_or_else(String::new, |due| due.to_string());
    let text = desk.clean(&decision.words.text).replace('\n', " ");
    let (style, late) = if decision.is_late(desk.today()) {
        let late = desk.words.work.late_group;
        (desk.palette.warn, format!("{late}  "))
    } else {
        (desk.palette.text, String::new())
    };
    let said = format!("    {due}  {late}{text}");
    let line = Line::styled(cells::cut(&said, width), style);
    Entry {
        lines: vec![line],
        target: Some(Target::Decision(decision.id)),
        begins_section: false,
    }
}
