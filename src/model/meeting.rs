//! Meetings (会议): what is on the agenda, what was decided, what became of it (`domain.md` 2.7, 5.1).

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{Day, DepartmentId, ItemId, Judged, Note, OpId, Row, Status, says_none};

/// What a meeting wrote down.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionSort {
    /// 议定事项: something to do, by one department, by a day.
    #[default]
    Action,
    /// 问题: something that is amiss.
    Problem,
}

keywords!(DecisionSort { Action = "action", Problem = "problem" });

/// The words of a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingWords {
    /// What it is called: 周例会.
    pub name: String,
    /// From when to when: 09:00-10:30.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub time: String,
    /// Where.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Who chairs it (主持).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub chair: String,
    /// Who is there (出席).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub present: String,
    /// Who writes the minutes (记录).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub recorder: String,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meeting {
    /// Minted from the op that opened it.
    pub id: ItemId,
    /// The op that opened it.
    pub op: OpId,
    /// Its day.
    pub on: Day,
    /// Its words.
    #[serde(flatten)]
    pub words: MeetingWords,
    /// The tasks and action items, in order.
    pub agenda: Vec<ItemId>,
    /// The agendas that a new one takes the place of.
    #[serde(skip)]
    pub agenda_ops: Vec<OpId>,
    /// The ops whose words new ones take the place of.
    #[serde(skip)]
    pub words_ops: Vec<OpId>,
    /// Who opened it.
    pub author: String,
    /// When it was opened, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
}

impl Meeting {
    /// Whether what it decides may be due on a day: no deadline is over before the meeting that sets it (`domain.md` 2.7:
    /// 议定事项 has a deadline to come).
    #[must_use]
    pub fn may_set(&self, due: Day) -> bool {
        due >= self.on
    }
}

/// A light that was judged (认定灯) at a meeting, or judged no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedAt {
    /// The task.
    pub task: ItemId,
    /// The light and its last day; `None` where one was taken back.
    pub judged: Option<Judged>,
    /// Why.
    pub reason: String,
    /// Who recorded it.
    pub author: String,
}

/// The words of a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionWords {
    /// What is to be done, or what is amiss.
    pub text: String,
    /// What counts as done (完成标准).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub criterion: String,
}

/// A decision before it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionDraft {
    /// Something to do, or a problem.
    pub sort: DecisionSort,
    /// The meeting that decides.
    pub meeting: Option<ItemId>,
    /// The one department that is responsible.
    pub department: DepartmentId,
    /// The tasks it is about.
    pub tasks: Vec<ItemId>,
    /// Its deadline.
    pub due: Option<Day>,
    /// Its words.
    pub words: DecisionWords,
}

/// A decision: an action item (议定事项) or a problem (问题).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Minted from the op.
    pub id: ItemId,
    /// The op.
    pub op: OpId,
    /// Something to do, or a problem.
    pub sort: DecisionSort,
    /// The meeting that decided it.
    pub meeting: Option<ItemId>,
    /// The one department that is responsible.
    pub department: DepartmentId,
    /// The tasks it is about.
    pub tasks: Vec<ItemId>,
    /// Its deadline.
    pub due: Option<Day>,
    /// The day of the decision.
    pub on: Day,
    /// Its words.
    #[serde(flatten)]
    pub words: DecisionWords,
    /// Who recorded it.
    pub author: String,
    /// The day on which it was done; `None` while it is open.
    pub done: Option<Day>,
    /// What was said of its being done.
    pub outcome: String,
}

impl Decision {
    /// Whether it is open and its deadline has passed.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        self.done.is_none() && self.due.is_some_and(|due| due < today)
    }

    /// The day from which it is no old business (旧账) any more; `None` while it is. `tasks` are those it is about, with
    /// their notes.
    ///
    /// An action item is old business until it is done (`domain.md` 2.7: 下次会从上次未结清单开场). A problem has no
    /// deadline and no criterion to be done by, so it follows the reports on its tasks: it is over once the lead of each
    /// of them, in a report of a later day, says that there is no problem (6.1, S4), or the task was closed (5.1: 问题
    /// ends with 销号). One about no task stands until somebody says that it is done.
    #[must_use]
    pub fn settled<'a>(
        &self,
        tasks: impl IntoIterator<Item = (&'a Row, &'a [Note])>,
    ) -> Option<Day> {
        if self.done.is_some() || self.sort == DecisionSort::Action {
            return self.done;
        }
        let over = |(row, notes): (&Row, &[Note])| {
            let denies = |note: &&Note| {
                note.is_current()
                    && note.on > self.on
                    && row.lead.contains(&note.department)
                    && says_none(&note.text.problems)
            };
            let denied = notes.iter().filter(denies).map(|note| note.on).min();
            let closed = row.follow.since.filter(|_| row.status == Status::Closed);
            denied.into_iter().chain(closed).min()
        };
        let mut last = None;
        let mut count = 0;
        for task in tasks {
            last = last.max(Some(over(task)?));
            count += 1;
        }
        last.filter(|_| count == self.tasks.len())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::{Code, Department, Follow, Light, Lit, NoteText, Wordless};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn lead() -> DepartmentId {
        Department::id_of("市教育局")
    }

    fn row(status: Status, since: Option<&str>) -> Row {
        Row {
            lead: vec![lead()],
            support: vec![Department::id_of("市体育局")],
            status,
            follow: Follow {
                since: since.map(day),
                ..Follow::default()
            },
            lit: Lit {
                light: Light::Green,
                reasons: Vec::new(),
            },
            ..Row::new(ItemId::mint(&["task"]), Code::new(&[1]), "")
        }
    }

    fn note(department: &str, on: &str, problems: &str) -> Note {
        Note {
            op: OpId::of(on.as_bytes()),
            task: ItemId::mint(&["task"]),
            department: Department::id_of(department),
            on: day(on),
            recorded: DateTime::parse_from_rfc3339("2024-05-17T09:30:00+08:00").unwrap(),
            author: String::new(),
            text: NoteText {
                problems: problems.into(),
                ..NoteText::default()
            },
            next_on: None,
            percent: None,
            assessment: None,
            confidence: None,
            for_another: false,
            supersedes: Vec::new(),
            kept: None,
            unchanged: None,
            folds: Vec::new(),
            superseded_by: None,
            against: Vec::new(),
            retracted: None,
            refused: None,
            wordless: None::<Wordless>,
            meeting: None,
        }
    }

    fn raised(sort: DecisionSort) -> Decision {
        Decision {
            id: ItemId::mint(&["decision"]),
            op: OpId::of(b"decision"),
            sort,
            meeting: None,
            department: lead(),
            tasks: vec![ItemId::mint(&["task"])],
            due: None,
            on: day("2024-05-10"),
            words: DecisionWords::default(),
            author: String::new(),
            done: None,
            outcome: String::new(),
        }
    }

    #[test]
    fn a_problem_is_over_once_its_lead_says_so_later() {
        let open = row(Status::Active, None);
        let problem = raised(DecisionSort::Problem);
        let settled = |notes: &[Note]| problem.settled([(&open, notes)]);
        assert_eq!(settled(&[]), None);
        for (department, on, problems) in [
            ("市教育局", "2024-05-10", "无"),
            ("市教育局", "2024-05-17", ""),
            ("市教育局", "2024-05-17", "无编制"),
            ("市体育局", "2024-05-17", "无"),
        ] {
            let said = note(department, on, problems);
            assert_eq!(settled(&[said]), None, "{department} {on} {problems}");
        }
        let denied = [
            note("市教育局", "2024-05-24", "无。"),
            note("市教育局", "2024-05-17", " 没有 "),
        ];
        assert_eq!(settled(&denied), Some(day("2024-05-17")));
        let mut taken_back = note("市教育局", "2024-05-17", "无");
        taken_back.superseded_by = Some(OpId::of(b"later"));
        assert_eq!(settled(&[taken_back]), None);
    }

    #[test]
    fn a_problem_ends_with_its_task_and_an_action_item_only_when_it_is_done() {
        let closed = row(Status::Closed, Some("2024-05-20"));
        let mut decision = raised(DecisionSort::Problem);
        let none: &[Note] = &[];
        assert_eq!(decision.settled([(&closed, none)]), Some(day("2024-05-20")));
        decision.tasks.push(ItemId::mint(&["another"]));
        let open = row(Status::Active, None);
        let both = [(&closed, none), (&open, none)];
        assert_eq!(decision.settled(both), None, "of all its tasks");
        assert_eq!(decision.settled([(&closed, none)]), None, "one is unknown");
        decision.tasks.clear();
        assert_eq!(decision.settled([]), None, "about no task");
        let mut action = raised(DecisionSort::Action);
        let denied = [note("市教育局", "2024-05-24", "无")];
        assert_eq!(action.settled([(&closed, denied.as_slice())]), None);
        action.done = Some(day("2024-05-12"));
        assert_eq!(action.settled([(&open, none)]), action.done);
    }
}
