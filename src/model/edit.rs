//! Corrections and additions: what a person changes in what was read from the plan.

use serde::de::IntoDeserializer as _;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};

use super::{
    Code, Comparator, Day, DepartmentId, Directory, Every, ItemId, Light, Nature, OpId, Rhythm,
    TaskKind,
};

/// A part of an item that can be corrected; each is one multi-value register (`sync.md`, "Merge per kind of field").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Register {
    /// The title of a task.
    Title,
    /// Who leads a task.
    Lead,
    /// Who supports a task.
    Support,
    /// The deadline of a task, a measure or an indicator.
    Due,
    /// The sort of a task.
    Kind,
    /// The leader in charge of a task (责任领导), a post rather than a person.
    Leader,
    /// The words of a measure.
    Text,
    /// The name of an indicator.
    Name,
    /// The comparator of an indicator.
    Comparator,
    /// The goal of an indicator.
    Value,
    /// The upper end of an indicator's range.
    Upper,
    /// The unit of an indicator.
    Unit,
    /// How often an indicator is counted anew, or a duty comes round.
    Every,
    /// Whether the item was read by mistake and is left out.
    Dropped,
    /// The light that a coordinator sees in a task whatever the rules say (认定灯).
    Light,
    /// Whether a task is under special supervision (重点督办).
    Supervised,
    /// How often a task is reported on, where it is not as often as all are.
    Rhythm,
    /// Whether an indicator binds (约束性) or guides (预期性).
    Nature,
    /// The districts that give a figure of an indicator each.
    Regions,
}

impl Register {
    /// The register of this name in ops and JSON; `None` for one that this program does not know.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
        Self::deserialize(name).ok()
    }

    /// The word in ops and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Support => "support",
            Self::Due => "due",
            Self::Kind => "kind",
            Self::Leader => "leader",
            Self::Text => "text",
            Self::Name => "name",
            Self::Comparator => "comparator",
            Self::Value => "value",
            Self::Upper => "upper",
            Self::Unit => "unit",
            Self::Every => "every",
            Self::Dropped => "dropped",
            Self::Light => "light",
            Self::Supervised => "supervised",
            Self::Rhythm => "rhythm",
            Self::Nature => "nature",
            Self::Regions => "regions",
        }
    }
}

/// What a register holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Free text: title, leader, words of a measure, name of an indicator, unit.
    Text(String),
    /// Departments in order.
    Departments(Vec<DepartmentId>),
    /// A day; `None` for no deadline at all.
    Day(Option<Day>),
    /// The sort of a task.
    Kind(TaskKind),
    /// A comparator.
    Comparator(Comparator),
    /// A decimal string; `None` for none.
    Decimal(Option<String>),
    /// A period; `None` for none.
    Every(Option<Every>),
    /// Left out or taken in again, supervised or not.
    Flag(bool),
    /// A coordinator's light; `None` lets the rules' stand alone again.
    Judged(Option<Judged>),
    /// How often a task is reported on; `None` for as often as all are.
    Rhythm(Option<Rhythm>),
    /// How much an indicator binds.
    Nature(Nature),
}

/// A light that a coordinator sees in a task (认定灯), beside the one by the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The light.
    pub light: Light,
    /// The last day on which it counts.
    pub until: Day,
}

impl std::fmt::Display for Judged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.light.as_str(), self.until)
    }
}

impl std::str::FromStr for Judged {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (light, until) = text.split_once(' ').ok_or(())?;
        Ok(Self {
            light: light.parse().map_err(|_| ())?,
            until: until.parse().map_err(|_| ())?,
        })
    }
}

impl Value {
    /// The value in words that are the same in both languages: names, days, numbers, keywords; empty for none.
    #[must_use]
    pub fn in_words(&self, directory: &Directory) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Departments(ids) => ids
                .iter()
                .map(|id| directory.name(*id))
                .collect::<Vec<_>>()
                .join("、"),
            Self::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
            Self::Kind(kind) => kind.as_str().to_owned(),
            Self::Comparator(comparator) => comparator.as_str().to_owned(),
            Self::Decimal(decimal) => decimal.clone().unwrap_or_default(),
            Self::Every(every) => every.map_or("", Every::as_str).to_owned(),
            Self::Flag(flag) => flag.to_string(),
            Self::Judged(judged) => judged.map(|judged| judged.to_string()).unwrap_or_default(),
            Self::Rhythm(rhythm) => rhythm.map_or("", Rhythm::as_str).to_owned(),
            Self::Nature(nature) => nature.as_str().to_owned(),
        }
    }
}

/// A correction of one register, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The task.
    pub task: ItemId,
    /// The task itself, or the measure, indicator or duty of it.
    pub item: ItemId,
    /// Which part.
    pub register: Register,
    /// The new value.
    pub value: Value,
    /// Why; never empty.
    pub reason: String,
    /// The corrections whose values its author saw in the register, which this one takes the place of. `None` for all
    /// that stand when it is recorded: its author looks at them in the same moment.
    pub seen: Option<Vec<OpId>>,
}

/// An item that a person adds, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addition {
    /// What is added, and where.
    pub item: NewItem,
    /// Why; never empty.
    pub reason: String,
}

/// What a person can add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NewItem {
    /// A task in a section; its code is the next free one there.
    Task {
        /// The section it goes into: 2.1.
        section: Code,
        /// Its title.
        title: String,
        /// Its words.
        text: String,
        /// Who leads.
        lead: Vec<DepartmentId>,
        /// Who supports.
        support: Vec<DepartmentId>,
        /// Its deadline; `None` for the end of the plan.
        due: Option<Day>,
    },
    /// A measure at the end of a task.
    Measure {
        /// The task.
        task: ItemId,
        /// Its words.
        text: String,
        /// Its deadline.
        due: Option<Day>,
    },
    /// An indicator of a task.
    Indicator {
        /// The task.
        task: ItemId,
        /// What is measured.
        name: String,
        /// How it compares.
        comparator: Comparator,
        /// The goal as a decimal string.
        value: Option<String>,
        /// The upper end of a range.
        upper: Option<String>,
        /// The unit.
        unit: String,
        /// The day by which it is to be reached.
        due: Option<Day>,
    },
}
