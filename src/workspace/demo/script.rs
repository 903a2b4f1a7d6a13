//! What is made up: `data/demo.toml`, read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Calendar;
use crate::store::Error;
use crate::workspace::Failure;

/// The made-up texts, names and numbers, and how every task goes.
const TEXT: &str = include_str!("../../../data/demo.toml");

/// All of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    /// What chance is drawn from.
    pub(super) seed: String,
    /// The days off and the working weekends.
    calendar: Calendar,
    pub(super) people: People,
    pub(super) phrases: Phrases,
    /// The leader in charge of each section's tasks.
    pub(super) leaders: BTreeMap<String, String>,
    #[serde(rename = "task")]
    pub(super) tasks: Vec<TaskScript>,
    pub(super) figures: FigureScript,
    pub(super) meetings: MeetingScript,
    pub(super) reminder: ReminderScript,
}

/// The days on which offices work.
pub(super) fn office() -> &'static Calendar {
    static DAYS: LazyLock<Calendar> = LazyLock::new(|| {
        Script::embedded()
            .map(|script| script.calendar)
            .unwrap_or_default()
    });
    &DAYS
}

/// Who is on the roster.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub(super) registrar: Person,
    pub(super) coordinator: Person,
    pub(super) clerks: Vec<Person>,
    pub(super) districts: Vec<District>,
}

impl People {
    /// Everybody, in the order in which they are gathered.
    pub(super) fn all(&self) -> impl Iterator<Item = &Person> {
        let lead = [&self.registrar, &self.coordinator];
        lead.into_iter().chain(&self.clerks)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) unit: String,
    #[serde(default)]
    pub(super) department: String,
    /// Who signs what this person reports.
    #[serde(default)]
    pub(super) approver: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct District {
    pub(super) name: String,
    pub(super) short: String,
}

/// Sentences that fit every task.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    pub(super) openings: Vec<String>,
    pub(super) steady: Vec<String>,
    pub(super) slow: Vec<String>,
    /// By the reason.
    pub(super) unchanged: BTreeMap<String, String>,
    pub(super) support: Vec<String>,
    pub(super) late: String,
    pub(super) told: String,
    pub(super) told_by: String,
    pub(super) evidence: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) finished: String,
    pub(super) ask: String,
    pub(super) review: String,
    pub(super) approve: String,
    pub(super) sign_late: String,
}

/// How one task goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskScript {
    pub(super) code: String,
    pub(super) stages: Vec<String>,
    pub(super) problem: String,
    pub(super) next: Vec<String>,
    /// Progress in per cent of what is expected.
    pub(super) pace: Option<u64>,
    /// How many days ago it was finished.
    pub(super) full: Option<u64>,
    /// How many of the windows that have passed, the latest ones, it was not reported in.
    #[serde(default)]
    pub(super) silent: usize,
    /// Whether it is reported again in the running window.
    #[serde(default)]
    pub(super) back: bool,
    /// How many days after the day of the demo its deadline lies.
    pub(super) due_in: Option<i64>,
    /// How many days ago that was said, and why.
    #[serde(default)]
    pub(super) due_ago: u64,
    #[serde(default)]
    pub(super) due_why: String,
    /// How many days ago it came under special supervision.
    pub(super) weekly: Option<u64>,
    /// With whom it needs coordination.
    pub(super) coordinate: Option<String>,
    /// The light that a coordinator sees in it.
    pub(super) judged: Option<String>,
    /// The department that tells its report on the telephone.
    pub(super) told_for: Option<String>,
    pub(super) done_measure: Option<DoneScript>,
    #[serde(default)]
    pub(super) steps: Vec<StepScript>,
}

/// A measure that was done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DoneScript {
    pub(super) n: u32,
    pub(super) on: String,
    pub(super) text: String,
}

/// A step that was taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepScript {
    /// How many days ago.
    pub(super) ago: u64,
    pub(super) what: String,
    pub(super) why: String,
    /// Days after the day of the demo.
    pub(super) due: Option<i64>,
    /// Days after the plan's end.
    pub(super) due_end: Option<i64>,
    /// The code of the task it goes into.
    pub(super) into: Option<String>,
}

/// How figures of indicators come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureScript {
    /// Indicators without any figure.
    pub(super) none: Vec<String>,
    /// Indicators that lag.
    pub(super) behind: Vec<String>,
    /// Indicators with a goal for every year.
    pub(super) targets: Vec<String>,
    /// Indicators of which districts give a figure each, year by year.
    pub(super) by_district: Vec<DistrictFigures>,
    /// Indicators without a goal of their own, year by year.
    pub(super) series: Vec<Series>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DistrictFigures {
    pub(super) item: String,
    pub(super) values: Vec<Vec<u64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Series {
    pub(super) item: String,
    pub(super) values: Vec<String>,
}

/// Meetings and what they decide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeetingScript {
    pub(super) recent: MeetingSeries,
    pub(super) earlier: MeetingSeries,
    pub(super) actions: Vec<DecisionScript>,
    pub(super) problems: Vec<DecisionScript>,
    pub(super) outcome: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeetingSeries {
    /// Days from one to the next.
    pub(super) every: u64,
    pub(super) count: u64,
    pub(super) name: String,
    pub(super) time: String,
    pub(super) place: String,
    pub(super) chair: String,
    pub(super) present: String,
    pub(super) recorder: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionScript {
    pub(super) task: String,
    pub(super) department: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) criterion: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReminderScript {
    pub(super) via: String,
    pub(super) text: String,
}

impl Script {
    /// The script that comes with the program.
    pub(super) fn embedded() -> Result<Self, Failure> {
        let damaged = |error| Error::Damaged(format!("data/demo.toml: {error}"));
        Ok(toml::from_str(TEXT).map_err(damaged)?)
    }
}
