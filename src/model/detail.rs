//! Everything about one task, beside its line of the ledger.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::{
    Change, Day, DepartmentId, Done, Duty, Evidence, Figure, Indicator, ItemId, LeadRule, Lines,
    Measure, Note, OpId, Row, Step, Value,
};

/// Everything about one task, loaded when it is looked at.
#[derive(Debug, Clone)]
pub struct Detail {
    /// The line of the ledger.
    pub row: Arc<Row>,
    /// The headings above it, outermost first.
    pub path: Vec<String>,
    /// The paragraph.
    pub text: String,
    /// Where it stands in the plan; `None` for a task a person added.
    pub lines: Option<Lines>,
    /// How the lead was told when the plan was read.
    pub rule: Option<LeadRule>,
    /// What the plan says where a correction stands, register by register.
    pub corrections: Vec<Correction>,
    /// The measures, corrections applied, dropped ones left out.
    pub measures: Vec<Measure>,
    /// The indicators, corrections applied, dropped ones left out.
    pub indicators: Vec<Indicator>,
    /// The recurring duties, corrections applied, dropped ones left out.
    pub duties: Vec<Duty>,
    /// The steps that were taken, the latest first.
    pub steps: Vec<StepTaken>,
    /// The figures of its indicators, the latest period first, those that are gone among them.
    pub figures: Vec<Figure>,
    /// What was said to be done of its measures and duties, as far as it counts.
    pub done: Vec<Done>,
    /// All notes, the latest first, corrected and retracted ones among them.
    pub notes: Vec<Note>,
    /// Every change of this task, the latest first.
    pub changes: Vec<Change>,
}

impl Detail {
    /// What a newer program set on this task in a register that this one knows. It is kept, and nothing set here replaces
    /// it: after an upgrade both values stand.
    pub fn set_by_newer(&self) -> impl Iterator<Item = (&Change, &str)> {
        let changes = self.changes.iter();
        changes.filter_map(|change| {
            let register = change.register.as_deref()?;
            (change.refused.as_deref() == Some("newer")).then_some((change, register))
        })
    }

    /// Whether corrections disagree: neither author saw the other's.
    #[must_use]
    pub fn corrections_disagree(&self) -> bool {
        let mut all = self.corrections.iter();
        all.any(|one| {
            let mut others = self.corrections.iter();
            others.any(|other| {
                (other.item, &other.register) == (one.item, &one.register) && other.now != one.now
            })
        })
    }
}

/// A step that was taken with a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepTaken {
    /// The op.
    pub op: OpId,
    /// The step.
    pub step: Step,
    /// The department that took it.
    pub department: Option<DepartmentId>,
    /// The request it answers.
    pub answers: Option<OpId>,
    /// The deadline it names.
    pub due: Option<Day>,
    /// The task it was merged into.
    pub into: Option<ItemId>,
    /// The day it is true of.
    pub on: Day,
    /// Why, or the opinion.
    pub reason: String,
    /// What proves it.
    pub evidence: Vec<Evidence>,
    /// Who took it.
    pub author: String,
    /// When, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
    /// Whether it met a status that did not let it, was refused or taken back.
    pub idle: bool,
}

/// A correction of what was read from the plan: the original stays visible beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The op.
    pub op: OpId,
    /// What was corrected: the task itself, a measure, an indicator or a duty.
    pub item: ItemId,
    /// Which part of it: `title`, `lead`, `support`, `due`, `kind`, `leader`, `text`, `value`, ...
    pub register: String,
    /// What the plan says, in words: of an item that was left out, its words; `None` if it says nothing.
    pub original: Option<String>,
    /// What stands now, in words.
    pub now: String,
    /// What stands now.
    pub value: Value,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When it was recorded, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
}
