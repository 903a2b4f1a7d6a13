//! What an op says: the kinds of ops and what each one names.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Proposal;
use crate::model::{
    Assessment, Code, Comparator, Confidence, Day, DepartmentId, DepartmentKind, ItemId, OpId, Sha,
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
    },
    /// Takes a note back; the reason is the body.
    Retract {
        /// The task it is about.
        task: ItemId,
        /// The note.
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
            | Self::Propose { on, .. } => Some(*on),
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
            | Self::Propose { body, .. } => Some(*body),
            Self::Unknown { body, .. } => *body,
            Self::Hello { .. } | Self::Adopt { .. } => None,
        }
    }
}
