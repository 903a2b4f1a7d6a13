//! What the line of a task comes to: a pure function of its source, of what was said of it, and of what departments
//! became.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Origin;
use crate::model::{
    Course, Day, DepartmentId, DueSource, ItemId, Milestone, OpId, Period, Register, Row, Status,
    Step, Taken, Value,
};
use crate::oplog::{Hlc, Said, Version, current};
use crate::store::item::{Setting, Stored};
use crate::store::{detail, note, said};

/// Everything that was said of a task, as far as its line hangs on it.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) said: Vec<Stored>,
    pub(super) settings: Vec<Setting>,
    pub(super) notes: Vec<note::NoteFact>,
    pub(super) coordinate: bool,
}

/// What departments that became others are now.
pub(super) type Heirs = HashMap<DepartmentId, Vec<DepartmentId>>;

/// The line of a task: a pure function of its source, of what was said of it, and of what departments became.
pub(super) fn derive(origin: &Origin, told: &Told, heirs: &Heirs) -> Row {
    let (task, settings, notes) = (&origin.task, &told.settings, &told.notes);
    let mut row = Row {
        lead: origin.lead.clone(),
        support: origin.support.clone(),
        due: task.due,
        due_source: task.due_source,
        notes: u32::try_from(notes.len()).unwrap_or(u32::MAX),
        ..Row::new(task.id, task.code.clone(), task.title.clone())
    };
    let parts: HashSet<ItemId> = settings.iter().map(|setting| setting.item).collect();
    row.conflict = parts
        .into_iter()
        .any(|part| registers(settings, part).values().any(|v| disagree(v)))
        || said::figures_disagree(&told.said)
        || notes.iter().any(|note| note.disputed);
    // When the deadline was last set by hand.
    let mut set = None;
    for (register, versions) in registers(settings, task.id) {
        let live = current(&versions);
        let first = live.first();
        match (register, first.map(|first| first.value.clone())) {
            (Register::Title, Some(Value::Text(title))) => row.title = title,
            (Register::Leader, Some(Value::Text(leader))) => row.leader = leader,
            (Register::Lead, Some(Value::Departments(lead))) => row.lead = lead,
            (Register::Support, Some(Value::Departments(support))) => row.support = support,
            (Register::Due, Some(Value::Day(due))) => {
                (row.due, row.due_source) = (due, DueSource::Edit);
                set = first.map(|first| (first.hlc, first.op));
            }
            (Register::Kind, Some(Value::Kind(kind))) => row.kind = kind,
            (Register::Light, Some(Value::Judged(judged))) => row.follow.judged = judged,
            (Register::Supervised, Some(Value::Flag(flag))) => {
                row.follow.supervised = flag;
                row.follow.supervised_since = day_of(settings, first).filter(|_| flag);
            }
            (Register::Rhythm, Some(Value::Rhythm(rhythm))) => {
                row.follow.rhythm = rhythm.zip(day_of(settings, first));
            }
            _ => {}
        }
    }
    row.lead = now(&row.lead, heirs);
    row.support = now(&row.support, heirs);
    if !heirs.is_empty() {
        // A merger must not let one department do both.
        row.support
            .retain(|department| !row.lead.contains(department));
    }
    let leads = |department| {
        let now = now(&[department], heirs);
        now.iter().any(|department| row.lead.contains(department))
    };
    // The task's figure is its lead's latest; a supporter's stands beside it in the detail.
    let figures = notes
        .iter()
        .filter(|note| leads(note.dept) && note.percent.is_some());
    row.percent = figures
        .max_by_key(|note| (note.day, note.hlc, note.op))
        .and_then(|note| note.percent);
    row.updated = notes.iter().map(|note| note.day).max();
    let reports = notes.iter().filter(|note| leads(note.dept));
    row.follow.reported = reports.map(|note| note.day).max();
    row.follow.coordinate = told.coordinate;
    take_course(&mut row, told, set);
    row.follow.expected_since = row.follow.expected_since.max(origin.added);
    row.follow.first_due = (row.due != task.due).then_some(task.due).flatten();
    row.follow.milestones = milestones(origin, told);
    row
}

/// Fills in what the steps of a task come to.
fn take_course(row: &mut Row, told: &Told, set: Option<(Hlc, OpId)>) {
    let steps = steps(&told.said);
    let course = Course::of(steps.iter().map(|(_, taken)| taken));
    if let Some((by, due)) = course.granted {
        let granted = steps.iter().find(|(stored, _)| stored.id == by);
        // Whichever came later stands: the deadline set by hand or the one that was granted.
        if granted.map(|(stored, _)| (stored.hlc, stored.id)) > set {
            (row.due, row.due_source) = (Some(due), DueSource::Extended);
        }
    }
    row.status = course.status;
    row.follow.since = course.since;
    row.follow.expected_since = course.expected_since;
    row.follow.closing = course.open(Step::AskClosing).map(|asked| asked.on);
    row.follow.extension = course.open(Step::AskExtension).and_then(|asked| asked.due);
    row.follow.mend_by = course.mend_by.filter(|_| course.status == Status::Rework);
}

/// The deadlines of measures that are not done.
fn milestones(origin: &Origin, told: &Told) -> Vec<Milestone> {
    if origin
        .task
        .measures
        .iter()
        .all(|measure| measure.due.is_none())
        && told.said.is_empty()
    {
        return Vec::new();
    }
    let done = done(&told.said);
    let is_done = |item: ItemId| {
        let of = done
            .iter()
            .find(|(of, period, _)| *of == item && period.is_none());
        of.is_some_and(|(.., versions)| {
            current(versions)
                .first()
                .is_some_and(|first| first.value.is_some())
        })
    };
    let mut milestones: Vec<Milestone> = detail::measures(origin, &told.said, &told.settings)
        .into_iter()
        .filter(|measure| !is_done(measure.id))
        .filter_map(|measure| {
            measure.due.map(|on| Milestone {
                name: measure.n.to_string(),
                on,
            })
        })
        .collect();
    milestones.sort_by_key(|milestone| milestone.on);
    milestones
}

/// The departments as they are now, each once.
fn now(departments: &[DepartmentId], heirs: &Heirs) -> Vec<DepartmentId> {
    let mut now: Vec<DepartmentId> = Vec::new();
    for department in departments {
        let own = std::slice::from_ref(department);
        for heir in heirs.get(department).map_or(own, Vec::as_slice) {
            if !now.contains(heir) {
                now.push(*heir);
            }
        }
    }
    now
}

/// Whether values stand beside one another that are not the same.
fn disagree(versions: &[Version<Value>]) -> bool {
    let live = current(versions);
    live.windows(2)
        .any(|pair| matches!(pair, [one, other] if one.value != other.value))
}

/// The registers of one item, each with the versions that were set.
pub(in crate::store) fn registers(
    settings: &[Setting],
    item: ItemId,
) -> HashMap<Register, Vec<Version<Value>>> {
    let mut registers: HashMap<Register, Vec<Version<Value>>> = HashMap::new();
    for setting in settings.iter().filter(|setting| setting.item == item) {
        registers
            .entry(setting.register)
            .or_default()
            .push(setting.version.clone());
    }
    registers
}

/// The live versions a new value of this register takes the place of.
pub(in crate::store) fn superseded(
    settings: &[Setting],
    item: ItemId,
    register: Register,
) -> Vec<OpId> {
    registers(settings, item)
        .get(&register)
        .map(|versions| current(versions).iter().map(|version| version.op).collect())
        .unwrap_or_default()
}

/// The day of which a value is true.
fn day_of(settings: &[Setting], version: Option<&&Version<Value>>) -> Option<Day> {
    let op = version?.op;
    let set = settings.iter().find(|setting| setting.version.op == op);
    set.map(|setting| setting.on)
}

/// The steps of a task, in the order in which they take effect: what the office has received comes before what it has
/// not, so that nothing that arrives late undoes what was received.
pub(in crate::store) fn steps(said: &[Stored]) -> Vec<(&Stored, Taken)> {
    let of = |stored: &Stored| match &stored.said {
        Said::Step {
            step, op, due, on, ..
        } if !stored.standing.refused => Some(Taken {
            op: stored.id,
            step: step.parse().ok()?,
            person: Arc::clone(&stored.standing.author),
            alone: stored.alone,
            on: *on,
            due: *due,
            answers: *op,
        }),
        _ => None,
    };
    let mut steps: Vec<(&Stored, Taken)> = said
        .iter()
        .filter_map(|stored| of(stored).map(|taken| (stored, taken)))
        .collect();
    steps.sort_by_key(|(stored, _)| (stored.entry.unwrap_or(u64::MAX), stored.hlc, stored.id));
    steps
}

/// What was said to be done: the day on which each measure, each instance of a duty or a decision was done.
type DoneVersions = Vec<(ItemId, Option<Period>, Vec<Version<Option<Day>>>)>;

/// What was said to be done, with every version of it.
pub(in crate::store) fn done(said: &[Stored]) -> DoneVersions {
    let mut all = DoneVersions::new();
    for stored in said {
        let Said::Done {
            item,
            period,
            done,
            sup,
            ..
        } = &stored.said
        else {
            continue;
        };
        let version = stored.version(sup, *done);
        match all
            .iter_mut()
            .find(|(of, when, _)| of == item && when == period)
        {
            Some((.., versions)) => versions.push(version),
            None => all.push((*item, *period, vec![version])),
        }
    }
    all
}
