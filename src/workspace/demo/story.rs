//! How one task goes: how far it is on a day, and which steps are taken when. Nothing is read or written here.

use super::cast::working_day;
use super::script::{StepScript, TaskScript};
use super::{after, before, moved};
use crate::model::{Day, DepartmentId, ItemId, Row, Step, Taker, expected};
use crate::oplog::Sequence;

/// The time that everything happens in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// The day on which the plan was issued.
    pub(super) issued: Day,
    /// The plan's last day.
    pub(super) end: Day,
    /// The first day of the made-up follow-up.
    pub(super) from: Day,
    /// The day at which the demo stands; whatever happens, happens before it.
    pub(super) day: Day,
}

/// A step that is taken on a day.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) on: Day,
    pub(super) step: Step,
    /// Why; empty for what is usually said.
    pub(super) why: String,
    pub(super) due: Option<Day>,
    /// The code of the task it goes into.
    pub(super) into: Option<String>,
}

/// How a task goes.
#[derive(Debug)]
pub(super) struct Story<'s> {
    pub(super) script: &'s TaskScript,
    pub(super) task: ItemId,
    pub(super) lead: DepartmentId,
    pub(super) support: Vec<DepartmentId>,
    pub(super) steps: Vec<Planned>,
    span: Span,
    pace: u64,
    /// The day on which all is done.
    full: Option<Day>,
}

/// The most that is reported of a task that is overdue.
const OVERDUE: u8 = 92;
/// What is reported of work that was sent back or taken up again.
pub(super) const MENDING: u8 = 95;

impl<'s> Story<'s> {
    pub(super) fn new(
        script: &'s TaskScript,
        row: &Row,
        span: Span,
        chance: &mut Sequence,
    ) -> Option<Self> {
        let usual = 97 + chance.below(18);
        let mut story = Self {
            script,
            task: row.id,
            lead: row.lead.first().copied()?,
            support: row.support.clone(),
            steps: Vec::new(),
            span,
            pace: script.pace.unwrap_or(usual),
            full: None,
        };
        story.full = story.finished();
        story.steps = story.planned();
        Some(story)
    }

    /// The deadline that its progress is made for.
    pub(super) fn due(&self) -> Day {
        let set = self.script.due_in.map(|days| moved(self.span.day, days));
        set.unwrap_or(self.span.end)
    }

    /// The day on which all is done: as the script says, else when it comes to that at its pace.
    fn finished(&self) -> Option<Day> {
        let script = self.script;
        if let Some(ago) = script.full {
            let day = before(self.span.day, ago);
            return (day > after(self.span.from, 10)).then_some(day);
        }
        let is_plain = script.steps.is_empty()
            && script.pace.is_none()
            && script.silent == 0
            && script.due_in.is_none();
        let whole = (self.span.end - self.span.issued).num_days().unsigned_abs();
        // Whatever nothing keeps back is done by the plan's end.
        let day = after(self.span.issued, whole * 100 / self.pace.max(102));
        (is_plain && after(day, 20) < self.span.day).then_some(day)
    }

    /// The steps that are taken before the day of the demo, in order; none that would need what came before the first day.
    fn planned(&self) -> Vec<Planned> {
        let mut steps = Vec::new();
        let script = &self.script.steps;
        let asks = |step: &StepScript| step.what == Step::AskClosing.as_str();
        if let Some(full) = self.full.filter(|_| !script.iter().any(asks)) {
            for (days, step) in [
                (4, Step::AskClosing),
                (7, Step::Review),
                (12, Step::Approve),
            ] {
                steps.push(Planned {
                    on: working_day(after(full, days)),
                    step,
                    why: String::new(),
                    due: None,
                    into: None,
                });
            }
        }
        let told = script.iter().filter_map(|step| self.told(step));
        let told: Vec<Planned> = told.collect();
        let earliest = after(self.span.from, 7);
        let is_whole = self.script.full.is_some() == self.full.is_some();
        if is_whole && told.iter().all(|planned| planned.on >= earliest) {
            steps.extend(told);
        }
        steps.retain(|planned| planned.on < self.span.day);
        steps
    }

    fn told(&self, step: &StepScript) -> Option<Planned> {
        let due = step.due.map(|days| moved(self.span.day, days));
        Some(Planned {
            on: working_day(before(self.span.day, step.ago)),
            step: step.what.parse().ok()?,
            why: step.why.clone(),
            due: due.or(step.due_end.map(|days| moved(self.span.end, days))),
            into: step.into.clone(),
        })
    }

    /// Whether somebody else took a step before this one, which whoever takes this one has to know.
    pub(super) fn is_answered(&self, planned: &Planned) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| step.on < planned.on && step.step.taker() != Taker::Department)
    }

    /// How far it is on a day.
    pub(super) fn percent(&self, day: Day) -> u8 {
        if let Some(full) = self.full {
            return match expected(self.span.issued, full, day) {
                100 if day < full => 99,
                percent => percent,
            };
        }
        let due = self.due();
        let most = if due < self.span.day { OVERDUE } else { 99 };
        let expected = u64::from(expected(self.span.issued, due, day));
        u8::try_from(expected * self.pace / 100)
            .unwrap_or(100)
            .min(most)
    }

    /// How far it should be on a day.
    pub(super) fn expected(&self, day: Day) -> u8 {
        expected(self.span.issued, self.due(), day)
    }
}
