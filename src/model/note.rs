//! Status notes (进展记录) and the history of every change.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{Assessment, Code, Confidence, Day, DepartmentId, ItemId, OpId};

/// Whether what a department had promised for a window was done (承诺兑现).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// 已兑现.
    Yes,
    /// 部分兑现.
    Partly,
    /// 未兑现.
    No,
}

keywords!(Kept { Yes = "yes", Partly = "partly", No = "no" });

/// Why there is nothing new to report (本期无变化).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unchanged {
    /// 按计划推进, 无新进展.
    AsPlanned,
    /// 等待前置工作.
    Waiting,
    /// 等待审批或批复.
    Approval,
    /// 尚未到开展时间.
    NotDue,
    /// 已完成, 待销号.
    Finished,
}

keywords!(Unchanged {
    AsPlanned = "as-planned",
    Waiting = "waiting",
    Approval = "approval",
    NotDue = "not-due",
    Finished = "finished",
});

/// What a person writes in a status note. All texts may be empty, but not all at once with no percent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteText {
    /// 进展情况.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub progress: String,
    /// 存在问题.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub problems: String,
    /// 下一步打算.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub next: String,
    /// 需协调单位, as typed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub coordinate: String,
    /// 填报人.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reporter: String,
    /// 审签人.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub approver: String,
    /// Who said it, when another wrote it down (代录).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub told_by: String,
    /// How it was said: 电话, 会议.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub via: String,
}

/// Whether a text says that there is nothing to say. The form asks to write 无 where there is none (`domain.md` 6.1, S4
/// 无则填 无); a blank says nothing either way.
#[must_use]
pub fn says_none(text: &str) -> bool {
    let said = text.trim().trim_end_matches(['。', '.', '！']);
    let none = ["无", "暂无", "没有", "无问题", "无存在问题"];
    none.contains(&said) || said.eq_ignore_ascii_case("none") || said.eq_ignore_ascii_case("no")
}

/// A status note before it is recorded: what the form, the command line and the drafts hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// The task it is about.
    pub task: ItemId,
    /// The department that speaks; `None` for the author's own, else the task's lead.
    pub department: Option<DepartmentId>,
    /// The day it is true of; may lie in the past.
    pub on: Day,
    /// The words.
    #[serde(flatten)]
    pub text: NoteText,
    /// The day of the next step.
    pub next_on: Option<Day>,
    /// 0 to 100.
    pub percent: Option<u8>,
    /// How the department sees itself.
    pub assessment: Option<Assessment>,
    /// How sure it is.
    pub confidence: Option<Confidence>,
    /// Whether the author wrote down what another office said (代录).
    pub for_another: bool,
    /// The notes this one corrects: one, or all that stand against one another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supersedes: Vec<OpId>,
    /// Whether what the department had promised was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
    /// Why nothing changed, where that is all it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unchanged: Option<Unchanged>,
    /// The notes of others that it folds in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folds: Vec<OpId>,
}

impl NoteDraft {
    /// An empty note about `task` on the day `on`.
    #[must_use]
    pub fn new(task: ItemId, on: Day) -> Self {
        Self {
            task,
            department: None,
            on,
            text: NoteText::default(),
            next_on: None,
            percent: None,
            assessment: None,
            confidence: None,
            for_another: false,
            supersedes: Vec::new(),
            kept: None,
            unchanged: None,
            folds: Vec::new(),
        }
    }
}

impl From<&Note> for NoteDraft {
    /// What a note says, to be said once more.
    fn from(note: &Note) -> Self {
        Self {
            department: Some(note.department),
            text: note.text.clone(),
            next_on: note.next_on,
            percent: note.percent,
            assessment: note.assessment,
            confidence: note.confidence,
            for_another: note.for_another,
            kept: note.kept,
            unchanged: note.unchanged,
            folds: note.folds.clone(),
            ..Self::new(note.task, note.on)
        }
    }
}

/// A recorded status note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The op that recorded it.
    pub op: OpId,
    /// The task it is about.
    pub task: ItemId,
    /// The department that speaks.
    pub department: DepartmentId,
    /// The day it is true of.
    pub on: Day,
    /// When it was recorded, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
    /// Who recorded it.
    pub author: String,
    /// The words.
    #[serde(flatten)]
    pub text: NoteText,
    /// The day of the next step.
    pub next_on: Option<Day>,
    /// 0 to 100.
    pub percent: Option<u8>,
    /// How the department sees itself.
    pub assessment: Option<Assessment>,
    /// How sure it is.
    pub confidence: Option<Confidence>,
    /// Whether the author wrote down what another office said (代录).
    pub for_another: bool,
    /// The notes it corrects.
    pub supersedes: Vec<OpId>,
    /// Whether what the department had promised was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
    /// Why nothing changed, where that is all it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchanged: Option<Unchanged>,
    /// The notes of others that it folds in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub folds: Vec<OpId>,
    /// The note that corrects this one.
    pub superseded_by: Option<OpId>,
    /// What stands against it (冲突), as long as it counts: other corrections of the same note by people who did not see
    /// it, and the note that it corrects itself where that was taken back meanwhile.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<OpId>,
    /// Why it was taken back, if it was.
    pub retracted: Option<Retraction>,
    /// Why it does not count though it was said (未生效), as a keyword.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Why its words are not here, if they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wordless: Option<Wordless>,
    /// The meeting at which it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<ItemId>,
}

/// Why the words of something that was said are not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wordless {
    /// A coordinator had them taken out (清除).
    Purged,
    /// They have not arrived yet.
    Awaited,
}

impl Note {
    /// Whether it still counts: neither refused nor corrected nor taken back.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.refused.is_none() && self.superseded_by.is_none() && self.retracted.is_none()
    }
}

/// The taking back of a note (撤回): it stays, struck through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Retraction {
    /// The op that did it.
    pub op: OpId,
    /// Who.
    pub author: String,
    /// Why.
    pub reason: String,
}

/// One change in the history (历史).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The op.
    pub op: OpId,
    /// The day it is true of.
    pub on: Day,
    /// When it was recorded, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
    /// Who did it.
    pub author: String,
    /// The task it touches, if one.
    pub task: Option<ItemId>,
    /// That task's code.
    pub code: Option<Code>,
    /// The kind of op: `note`, `set`, `add`, `retract`, `plan.adopt`.
    pub kind: String,
    /// The register, for `set`: `title`, `lead`, `due`.
    pub register: Option<String>,
    /// What stood before, in words.
    pub before: Option<String>,
    /// What stands now, in words.
    pub after: Option<String>,
    /// The reason given.
    pub reason: Option<String>,
    /// Why it does not count though it was said (未生效), as a keyword.
    pub refused: Option<String>,
    /// Why its words are not here, if they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wordless: Option<Wordless>,
    /// What became of it, if it proposes what the roster should say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fate: Option<Fate>,
}

/// What became of what a coordinator proposed that the roster should say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is in force.
    Entered,
    /// The registrar's program enters it at its next exchange.
    Waiting,
    /// The roster has said otherwise since, which who proposed it had not seen.
    Overtaken,
    /// It touches somebody who keeps the roster or coordinates.
    Senior,
    /// It gives somebody a key that is another's.
    KeyTaken,
    /// Whoever proposed it may do so no more.
    Former,
}
