//! An op on the wire: the fields of its line, in the order they are written.

use serde::{Deserialize, Serialize};

use super::Proposal;
use super::said::{AddWhat, Said};
use super::{Bad, Hlc};
use crate::model::{
    Assessment, Code, Comparator, Confidence, Day, DecisionSort, DepartmentId, DepartmentKind,
    FigureSort, ItemId, Kept, OpId, Period, Sha, Unchanged,
};

/// What every op has, whatever its kind.
#[derive(Deserialize)]
pub(super) struct Frame {
    pub(super) seq: u64,
    pub(super) prev: OpId,
    pub(super) hlc: String,
    pub(super) kind: String,
    /// Fields that must be understood; this program knows of none.
    #[serde(default)]
    pub(super) crit: Vec<String>,
}

/// The line on the wire: every field of every kind, in the order they are written.
#[derive(Serialize, Deserialize, Default)]
pub(super) struct Wire {
    pub(super) seq: u64,
    pub(super) prev: Sha,
    pub(super) hlc: Hlc,
    pub(super) kind: String,
    /// Fields that must be understood; this program knows of none and writes none.
    #[serde(skip_serializing, default)]
    pub(super) crit: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    plan: Option<Sha>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sha256: Option<Sha>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    what: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    task: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    item: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    op: Option<OpId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    code: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    dept: Option<DepartmentId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sort: Option<DepartmentKind>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    reg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    comparator: Option<Comparator>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    upper: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    depts: Vec<DepartmentId>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    lead: Vec<DepartmentId>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    support: Vec<DepartmentId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    propose: Option<Proposal>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    due: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    on: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    next: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    assessment: Option<Assessment>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    confidence: Option<Confidence>,
    #[serde(rename = "for", skip_serializing_if = "std::ops::Not::not", default)]
    for_another: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    figure: Option<FigureSort>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    decision: Option<DecisionSort>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    meeting: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    into: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    region: Option<DepartmentId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    done: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    via: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    items: Vec<ItemId>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    tasks: Vec<ItemId>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    docs: Vec<Sha>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    kept: Option<Kept>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    unchanged: Option<Unchanged>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    folds: Vec<OpId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    body: Option<Sha>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    sup: Vec<OpId>,
}

impl Wire {
    /// The line of an op that says `said`.
    pub(super) fn new(seq: u64, prev: OpId, hlc: Hlc, said: Said) -> Self {
        let mut wire = Self {
            seq,
            prev,
            hlc,
            ..Self::default()
        };
        said.put(&mut wire);
        wire
    }
}

impl Said {
    fn put(self, wire: &mut Wire) {
        self.kind().clone_into(&mut wire.kind);
        wire.on = self.on();
        wire.body = self.body();
        match self {
            Self::Hello {
                key,
                nonce,
                label,
                plan,
            } => {
                (wire.key, wire.nonce, wire.label, wire.plan) =
                    (Some(key), Some(nonce), Some(label), Some(plan));
            }
            Self::Adopt { sha256, .. } => wire.sha256 = Some(sha256),
            Self::Note {
                task,
                dept,
                next,
                percent,
                assessment,
                confidence,
                for_another,
                sup,
                kept,
                unchanged,
                folds,
                meeting,
                ..
            } => {
                (wire.task, wire.dept, wire.next, wire.percent) =
                    (Some(task), Some(dept), next, percent);
                (wire.assessment, wire.confidence, wire.for_another, wire.sup) =
                    (assessment, confidence, for_another, sup);
                (wire.kept, wire.unchanged, wire.folds, wire.meeting) =
                    (kept, unchanged, folds, meeting);
            }
            Self::Retract { task, op, .. } => (wire.task, wire.op) = (Some(task), Some(op)),
            Self::Set {
                task,
                item,
                reg,
                value,
                depts,
                sup,
                meeting,
                ..
            } => {
                (wire.task, wire.item, wire.reg) = (Some(task), Some(item), Some(reg));
                (wire.value, wire.depts, wire.sup, wire.meeting) = (value, depts, sup, meeting);
            }
            Self::Add { what, .. } => what.put(wire),
            Self::Purge { op, .. } => wire.op = Some(op),
            Self::Propose { what, .. } => wire.propose = Some(what),
            Self::Step {
                task,
                step,
                dept,
                op,
                due,
                into,
                docs,
                ..
            } => {
                (wire.task, wire.step, wire.dept, wire.op) = (Some(task), Some(step), dept, op);
                (wire.due, wire.into, wire.docs) = (due, into, docs);
            }
            Self::Figure {
                task,
                item,
                sort,
                dept,
                period,
                region,
                value,
                sup,
                ..
            } => {
                (wire.task, wire.item, wire.figure, wire.dept) =
                    (Some(task), Some(item), Some(sort), dept);
                (wire.period, wire.region, wire.value, wire.sup) =
                    (Some(period), region, value, sup);
            }
            Self::Done {
                task,
                item,
                dept,
                period,
                done,
                sup,
                ..
            } => {
                (wire.task, wire.item, wire.dept) = (Some(task), Some(item), Some(dept));
                (wire.period, wire.done, wire.sup) = (period, done, sup);
            }
            Self::Meeting { sup, item, .. } => (wire.sup, wire.item) = (sup, item),
            Self::Agenda {
                item, items, sup, ..
            } => (wire.item, wire.items, wire.sup) = (Some(item), items, sup),
            Self::Decide {
                sort,
                meeting,
                dept,
                tasks,
                due,
                sup,
                ..
            } => {
                (wire.decision, wire.meeting, wire.dept) = (Some(sort), meeting, Some(dept));
                (wire.tasks, wire.due, wire.sup) = (tasks, due, sup);
            }
            Self::Remind {
                dept, tasks, via, ..
            } => (wire.dept, wire.tasks, wire.via) = (Some(dept), tasks, Some(via)),
            Self::Unknown { .. } => {}
        }
    }

    /// Whether this program knows ops of this kind.
    pub(super) fn is_known(kind: &str) -> bool {
        matches!(
            kind,
            "hello"
                | "plan.adopt"
                | "note"
                | "retract"
                | "set"
                | "add"
                | "purge"
                | "propose"
                | "step"
                | "figure"
                | "done"
                | "meeting"
                | "agenda"
                | "decide"
                | "remind"
        )
    }

    pub(super) fn take(wire: Wire) -> Result<Self, Bad> {
        let kind = wire.kind;
        let lacks = |field| Bad::Field {
            kind: kind.clone(),
            field,
        };
        Ok(match kind.as_str() {
            "hello" => Self::Hello {
                key: wire.key.ok_or_else(|| lacks("key"))?,
                nonce: wire.nonce.ok_or_else(|| lacks("nonce"))?,
                label: wire.label.ok_or_else(|| lacks("label"))?,
                plan: wire.plan.ok_or_else(|| lacks("plan"))?,
            },
            "plan.adopt" => Self::Adopt {
                sha256: wire.sha256.ok_or_else(|| lacks("sha256"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
            },
            "note" => Self::Note {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                dept: wire.dept.ok_or_else(|| lacks("dept"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                next: wire.next,
                percent: match wire.percent {
                    Some(101..) => return Err(lacks("percent")),
                    percent => percent,
                },
                assessment: wire.assessment,
                confidence: wire.confidence,
                for_another: wire.for_another,
                body: wire.body.ok_or_else(|| lacks("body"))?,
                sup: wire.sup,
                kept: wire.kept,
                unchanged: wire.unchanged,
                folds: wire.folds,
                meeting: wire.meeting,
            },
            "step" => Self::Step {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                step: wire.step.ok_or_else(|| lacks("step"))?,
                dept: wire.dept,
                op: wire.op,
                due: wire.due,
                into: wire.into,
                docs: wire.docs,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
            },
            "figure" => Self::Figure {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                item: wire.item.ok_or_else(|| lacks("item"))?,
                sort: wire.figure.ok_or_else(|| lacks("figure"))?,
                dept: wire.dept,
                period: wire.period.ok_or_else(|| lacks("period"))?,
                region: wire.region,
                value: wire.value,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
                sup: wire.sup,
            },
            "done" => Self::Done {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                item: wire.item.ok_or_else(|| lacks("item"))?,
                dept: wire.dept.ok_or_else(|| lacks("dept"))?,
                period: wire.period,
                done: wire.done,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
                sup: wire.sup,
            },
            "meeting" => Self::Meeting {
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
                sup: wire.sup,
                item: wire.item,
            },
            "agenda" => Self::Agenda {
                item: wire.item.ok_or_else(|| lacks("item"))?,
                items: wire.items,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                sup: wire.sup,
            },
            "decide" => Self::Decide {
                sort: wire.decision.ok_or_else(|| lacks("decision"))?,
                meeting: wire.meeting,
                dept: wire.dept.ok_or_else(|| lacks("dept"))?,
                tasks: wire.tasks,
                due: wire.due,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
                sup: wire.sup,
            },
            "remind" => Self::Remind {
                dept: wire.dept.ok_or_else(|| lacks("dept"))?,
                tasks: wire.tasks,
                via: wire.via.ok_or_else(|| lacks("via"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
            },
            "retract" => Self::Retract {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                op: wire.op.ok_or_else(|| lacks("op"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
            },
            "purge" => Self::Purge {
                op: wire.op.ok_or_else(|| lacks("op"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
            },
            "propose" => Self::Propose {
                what: wire.propose.ok_or_else(|| lacks("propose"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
            },
            "set" => Self::Set {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                item: wire.item.ok_or_else(|| lacks("item"))?,
                reg: wire.reg.ok_or_else(|| lacks("reg"))?,
                value: wire.value,
                depts: wire.depts,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
                sup: wire.sup,
                meeting: wire.meeting,
            },
            "add" => {
                let (on, body) = (
                    wire.on.ok_or_else(|| lacks("on"))?,
                    wire.body.ok_or_else(|| lacks("body"))?,
                );
                let task = wire.task.ok_or_else(|| lacks("task"));
                let what = match wire.what.as_deref() {
                    Some("task") => AddWhat::Task {
                        code: wire.code.ok_or_else(|| lacks("code"))?,
                        lead: wire.lead,
                        support: wire.support,
                        due: wire.due,
                    },
                    Some("measure") => AddWhat::Measure {
                        task: task?,
                        due: wire.due,
                    },
                    Some("indicator") => AddWhat::Indicator {
                        task: task?,
                        comparator: wire.comparator.ok_or_else(|| lacks("comparator"))?,
                        value: wire.value,
                        upper: wire.upper,
                        due: wire.due,
                    },
                    Some("department") => AddWhat::Department {
                        dept: wire.dept.ok_or_else(|| lacks("dept"))?,
                        kind: wire.sort.unwrap_or_default(),
                    },
                    _ => return Err(lacks("what")),
                };
                Self::Add { what, on, body }
            }
            // Kinds that are not known never get here.
            _ => return Err(lacks("kind")),
        })
    }
}

impl AddWhat {
    fn put(self, wire: &mut Wire) {
        let what = match self {
            Self::Task {
                code,
                lead,
                support,
                due,
            } => {
                (wire.code, wire.lead, wire.support, wire.due) = (Some(code), lead, support, due);
                "task"
            }
            Self::Measure { task, due } => {
                (wire.task, wire.due) = (Some(task), due);
                "measure"
            }
            Self::Indicator {
                task,
                comparator,
                value,
                upper,
                due,
            } => {
                (wire.task, wire.comparator) = (Some(task), Some(comparator));
                (wire.value, wire.upper, wire.due) = (value, upper, due);
                "indicator"
            }
            Self::Department { dept, kind } => {
                (wire.dept, wire.sort) = (Some(dept), Some(kind));
                "department"
            }
        };
        wire.what = Some(what.to_owned());
    }
}
