//! What an op says: the kinds of ops and what each one names.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Proposal;
use crate::model::{
    Assessment, Code, Comparator, Confidence, Day, DecisionSort, DepartmentId, DepartmentKind,
    FigureSort, ItemId, Kept, OpId, Period, Sha, Unchanged,
};

/// What an op says. Kinds are only ever added; an unknown one is kept, chained and not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The first op of a log: who signs it, and for which plan.
    Hello {
        /// The public key that signs files of this log.
        key: String,
        /// Makes every log one of its own.
        nonce: String,
        /// What its owner calls this computer.
        label: String,
        /// The plan's id.
        plan: Sha,
    },
    /// Puts a plan document in force.
    Adopt {
        /// The document.
        sha256: Sha,
        /// The day from which it is in force: its issue date.
        on: Day,
    },
    /// A status note; its words are the body.
    Note {
        /// The task it is about.
        task: ItemId,
        /// The department that speaks.
        dept: DepartmentId,
        /// The day it is true of.
        on: Day,
        /// The day of the next step.
        next: Option<Day>,
        /// 0 to 100.
        percent: Option<u8>,
        /// How the department sees itself.
        assessment: Option<Assessment>,
        /// How sure it is.
        confidence: Option<Confidence>,
        /// Whether another wrote it down (代录).
        for_another: bool,
        /// The hash of its words.
        body: Sha,
        /// The notes it corrects.
        sup: Vec<OpId>,
        /// Whether what the department had promised was done (承诺兑现).
        kept: Option<Kept>,
        /// Why nothing changed, where that is all it says (本期无变化).
        unchanged: Option<Unchanged>,
        /// The notes of others that it folds in.
        folds: Vec<OpId>,
        /// The meeting at which it was said.
        meeting: Option<ItemId>,
    },
    /// Takes back what was said of a task: a note, a value, a step; the reason is the body.
    Retract {
        /// The task it is about.
        task: ItemId,
        /// What was said.
        op: OpId,
        /// The day it is true of.
        on: Day,
        /// The hash of the reason.
        body: Sha,
    },
    /// Sets a register of an item; a text and the reason are the body.
    Set {
        /// The task.
        task: ItemId,
        /// The task itself, or the measure or indicator of it.
        item: ItemId,
        /// The register, as a word, so that an old program marks one it does not know.
        reg: String,
        /// The value, if it is a keyword, a day or a decimal.
        value: Option<String>,
        /// The value, if it is departments.
        depts: Vec<DepartmentId>,
        /// The day it is true of.
        on: Day,
        /// The hash of text and reason.
        body: Sha,
        /// The values its author saw.
        sup: Vec<OpId>,
        /// The meeting at which it was said.
        meeting: Option<ItemId>,
    },
    /// Adds an item; its words are the body. The item's id is minted from the op's.
    Add {
        /// What is added.
        what: AddWhat,
        /// The day it is true of.
        on: Day,
        /// The hash of its words and the reason.
        body: Sha,
    },
    /// Takes the words of an op out, for good; the reason is the body.
    Purge {
        /// The op whose words go.
        op: OpId,
        /// The day it is true of.
        on: Day,
        /// The hash of the reason.
        body: Sha,
    },
    /// Proposes what the roster should say; the reason is the body.
    Propose {
        /// What it should say.
        what: Proposal,
        /// The day it is proposed on.
        on: Day,
        /// The hash of the reason.
        body: Sha,
    },
    /// Takes a step with a task (办理环节); the reason and the evidence are the body.
    Step {
        /// The task.
        task: ItemId,
        /// The step, as a word, so that an old program marks one it does not know.
        step: String,
        /// The department that takes it, where a department does.
        dept: Option<DepartmentId>,
        /// The request it answers.
        op: Option<OpId>,
        /// The deadline that is asked for or granted, or by which the work is to be mended.
        due: Option<Day>,
        /// The task it is merged into.
        into: Option<ItemId>,
        /// The files among the evidence that lie on the share.
        docs: Vec<Sha>,
        /// The day it is true of.
        on: Day,
        /// The hash of reason and evidence.
        body: Sha,
    },
    /// Gives a figure of an indicator (指标数值); the source and the reason are the body.
    Figure {
        /// The task.
        task: ItemId,
        /// The indicator.
        item: ItemId,
        /// Measured, aimed at, or where it began.
        sort: FigureSort,
        /// The department that gives it; `None` for a goal or a baseline, which a coordinator enters.
        dept: Option<DepartmentId>,
        /// The period it belongs to.
        period: Period,
        /// The district it is of; `None` for the whole.
        region: Option<DepartmentId>,
        /// The value as a decimal string; `None` takes it out.
        value: Option<String>,
        /// The day the data are of.
        on: Day,
        /// The hash of source and reason.
        body: Sha,
        /// The figures its author saw in this place.
        sup: Vec<OpId>,
    },
    /// Says that a measure, an instance of a duty or a decision is done, or is not after all; the words are the body.
    Done {
        /// The task; the decision itself where one is meant.
        task: ItemId,
        /// What is done.
        item: ItemId,
        /// The department that says so.
        dept: DepartmentId,
        /// Of a duty: which instance.
        period: Option<Period>,
        /// The day on which it was done; `None` if it is not.
        done: Option<Day>,
        /// The day it is said on.
        on: Day,
        /// The hash of the words.
        body: Sha,
        /// What its author saw of it.
        sup: Vec<OpId>,
    },
    /// Opens a meeting (会议), whose id is minted from the op; its words (name, place, who was there) are the body.
    Meeting {
        /// The day of the meeting.
        on: Day,
        /// The hash of its words.
        body: Sha,
        /// Earlier words of the same meeting; the first op keeps its id.
        sup: Vec<OpId>,
        /// The meeting, where its words are written anew.
        item: Option<ItemId>,
    },
    /// Sets the agenda of a meeting (议程).
    Agenda {
        /// The meeting.
        item: ItemId,
        /// The tasks and action items, in order.
        items: Vec<ItemId>,
        /// The day it is set on.
        on: Day,
        /// The agendas its author saw.
        sup: Vec<OpId>,
    },
    /// Decides what is to be done (议定事项), or notes a problem; its words are the body. Its id is minted from the op.
    Decide {
        /// Something to do, or a problem.
        sort: DecisionSort,
        /// The meeting that decided.
        meeting: Option<ItemId>,
        /// The one department that is responsible.
        dept: DepartmentId,
        /// The tasks it is about.
        tasks: Vec<ItemId>,
        /// Its deadline.
        due: Option<Day>,
        /// The day of the decision.
        on: Day,
        /// The hash of its words.
        body: Sha,
        /// The decisions it takes the place of.
        sup: Vec<OpId>,
    },
    /// Notes that a department was reminded (催办); the text is the body.
    Remind {
        /// The department.
        dept: DepartmentId,
        /// The tasks.
        tasks: Vec<ItemId>,
        /// How: `phone`, `wechat`, `mail`, `clipboard`, `file`.
        via: String,
        /// The day.
        on: Day,
        /// The hash of the text.
        body: Sha,
    },
    /// A kind, or a field that must be understood, which this program does not know.
    Unknown {
        /// The kind.
        kind: String,
        /// The task it is about, if it names one.
        task: Option<ItemId>,
        /// The register it sets, if it names one: whoever does not know it asks before writing over it.
        reg: Option<String>,
        /// The hash of its free text, which is kept and passed on all the same.
        body: Option<Sha>,
    },
}

/// What an `add` adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddWhat {
    /// A task.
    Task {
        /// Its code.
        code: Code,
        /// Who leads.
        lead: Vec<DepartmentId>,
        /// Who supports.
        support: Vec<DepartmentId>,
        /// Its deadline.
        due: Option<Day>,
    },
    /// A measure of a task.
    Measure {
        /// The task.
        task: ItemId,
        /// Its deadline.
        due: Option<Day>,
    },
    /// An indicator of a task.
    Indicator {
        /// The task.
        task: ItemId,
        /// How it compares.
        comparator: Comparator,
        /// The goal.
        value: Option<String>,
        /// The upper end.
        upper: Option<String>,
        /// Its deadline.
        due: Option<Day>,
    },
    /// A department, whose id is minted from its full name.
    Department {
        /// Its id.
        dept: DepartmentId,
        /// What sort of body it is.
        kind: DepartmentKind,
    },
}

/// What of an op that is not understood is.
#[derive(Deserialize)]
struct Outline {
    kind: String,
    #[serde(default)]
    task: serde_json::Value,
    #[serde(default)]
    reg: serde_json::Value,
    #[serde(default)]
    body: serde_json::Value,
}

impl Said {
    /// What a line says that this program does not understand. Its fields may be, and mean, anything.
    pub(super) fn not_understood(line: &str) -> Result<Self, serde_json::Error> {
        let outline: Outline = serde_json::from_str(line)?;
        fn known<T: DeserializeOwned>(field: serde_json::Value) -> Option<T> {
            serde_json::from_value(field).ok()
        }
        Ok(Self::Unknown {
            kind: outline.kind,
            task: known(outline.task),
            reg: known(outline.reg),
            body: known(outline.body),
        })
    }

    /// The word for the kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Hello { .. } => "hello",
            Self::Adopt { .. } => "plan.adopt",
            Self::Note { .. } => "note",
            Self::Retract { .. } => "retract",
            Self::Set { .. } => "set",
            Self::Add { .. } => "add",
            Self::Purge { .. } => "purge",
            Self::Propose { .. } => "propose",
            Self::Step { .. } => "step",
            Self::Figure { .. } => "figure",
            Self::Done { .. } => "done",
            Self::Meeting { .. } => "meeting",
            Self::Agenda { .. } => "agenda",
            Self::Decide { .. } => "decide",
            Self::Remind { .. } => "remind",
            Self::Unknown { kind, .. } => kind,
        }
    }

    /// The day it is true of; `None` for what is true of no day.
    #[must_use]
    pub fn on(&self) -> Option<Day> {
        match self {
            Self::Adopt { on, .. }
            | Self::Note { on, .. }
            | Self::Retract { on, .. }
            | Self::Set { on, .. }
            | Self::Add { on, .. }
            | Self::Purge { on, .. }
            | Self::Propose { on, .. }
            | Self::Step { on, .. }
            | Self::Figure { on, .. }
            | Self::Done { on, .. }
            | Self::Meeting { on, .. }
            | Self::Agenda { on, .. }
            | Self::Decide { on, .. }
            | Self::Remind { on, .. } => Some(*on),
            Self::Hello { .. } | Self::Unknown { .. } => None,
        }
    }

    /// The hash of its free text.
    #[must_use]
    pub fn body(&self) -> Option<Sha> {
        match self {
            Self::Note { body, .. }
            | Self::Retract { body, .. }
            | Self::Set { body, .. }
            | Self::Add { body, .. }
            | Self::Purge { body, .. }
            | Self::Propose { body, .. }
            | Self::Step { body, .. }
            | Self::Figure { body, .. }
            | Self::Done { body, .. }
            | Self::Meeting { body, .. }
            | Self::Decide { body, .. }
            | Self::Remind { body, .. } => Some(*body),
            Self::Unknown { body, .. } => *body,
            Self::Hello { .. } | Self::Adopt { .. } | Self::Agenda { .. } => None,
        }
    }
}
