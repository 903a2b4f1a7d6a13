//! The steps of a task (办理环节): who may take them and from which status, `domain.md` 5.2.

use serde::{Deserialize, Serialize};

use super::status::keywords;
use super::{Day, DepartmentId, ItemId, Sha, Status};

/// A step that somebody takes with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// 交办: hands the task to its departments, which are to sign for it.
    Assign,
    /// 签收.
    Sign,
    /// 退回交办: the department disputes that the task is its own.
    Dispute,
    /// 申请销号.
    AskClosing,
    /// 撤回销号申请: whoever asked thought better of it.
    TakeBack,
    /// 审核: a coordinator has looked the request over; it still waits for approval.
    Review,
    /// 批准销号.
    Approve,
    /// 退回重办.
    Return,
    /// 申请延期.
    AskExtension,
    /// 同意延期.
    GrantExtension,
    /// 不同意延期.
    RefuseExtension,
    /// 中止.
    Suspend,
    /// 恢复办理.
    Resume,
    /// 转为长期坚持.
    Standing,
    /// 并入 another task.
    Merge,
    /// 撤销.
    Withdraw,
    /// 重启.
    Reopen,
    /// 结转 into the next plan.
    Carry,
}

keywords!(Step {
    Assign = "assign",
    Sign = "sign",
    Dispute = "dispute",
    AskClosing = "ask-closing",
    TakeBack = "take-back",
    Review = "review",
    Approve = "approve",
    Return = "return",
    AskExtension = "ask-extension",
    GrantExtension = "grant-extension",
    RefuseExtension = "refuse-extension",
    Suspend = "suspend",
    Resume = "resume",
    Standing = "standing",
    Merge = "merge",
    Withdraw = "withdraw",
    Reopen = "reopen",
    Carry = "carry",
});

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taker {
    /// Whoever writes for a department that leads or supports the task.
    Department,
    /// Whoever may approve: an approver or a coordinator.
    Approver,
    /// A coordinator.
    Coordinator,
}

/// Something that a person means to do, as far as it matters who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To take a step with a task.
    Step(ItemId, Step),
    /// To report on a task.
    Report(ItemId),
    /// To correct a report on a task.
    Reword(ItemId),
    /// To give a figure of an indicator of a task, of this district (of the whole, if `None`).
    Measure(ItemId, Option<DepartmentId>),
    /// To correct the plan's reading or add to it, to judge a light.
    Correct,
    /// To lead the follow-up: meetings, decisions, reminders.
    Lead,
    /// To close a reporting window, which only the roster's keeper does.
    Close,
}

impl Step {
    /// Who takes it.
    #[must_use]
    pub fn taker(self) -> Taker {
        match self {
            Self::Sign | Self::Dispute | Self::AskClosing | Self::TakeBack | Self::AskExtension => {
                Taker::Department
            }
            Self::Approve
            | Self::Return
            | Self::GrantExtension
            | Self::RefuseExtension
            | Self::Suspend
            | Self::Resume
            | Self::Withdraw
            | Self::Reopen => Taker::Approver,
            Self::Assign | Self::Review | Self::Standing | Self::Merge | Self::Carry => {
                Taker::Coordinator
            }
        }
    }

    /// The statuses in which it can be taken.
    #[must_use]
    pub fn from(self) -> &'static [Status] {
        use Status as S;
        match self {
            Self::Assign => &[S::Draft, S::Returned, S::Active],
            Self::Sign => &[S::Assigned],
            Self::Dispute => &[S::Assigned],
            Self::AskClosing => &[S::Active, S::Rework, S::Ongoing, S::Reopened],
            Self::TakeBack | Self::Review | Self::Approve | Self::Return => &[S::Closing],
            Self::AskExtension => &[S::Active, S::Rework, S::Reopened, S::Assigned],
            Self::GrantExtension | Self::RefuseExtension => &[
                S::Active,
                S::Rework,
                S::Reopened,
                S::Assigned,
                S::Closing,
                S::Suspended,
                S::Ongoing,
                S::Returned,
                S::Draft,
            ],
            Self::Suspend => &[S::Active, S::Rework, S::Reopened, S::Assigned, S::Ongoing],
            Self::Resume => &[S::Suspended, S::Reopened, S::Ongoing],
            Self::Standing => &[S::Active, S::Rework, S::Reopened],
            Self::Merge => &[S::Active, S::Rework, S::Reopened, S::Suspended, S::Ongoing],
            Self::Withdraw => &[S::Draft, S::Returned, S::Active, S::Suspended],
            Self::Reopen => &[S::Closed],
            Self::Carry => &[S::Active, S::Rework, S::Reopened, S::Suspended, S::Ongoing],
        }
    }

    /// Whether somebody has to say why.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        !matches!(
            self,
            Self::Assign | Self::Sign | Self::TakeBack | Self::Review | Self::Approve
        )
    }

    /// What it answers, if it answers a request.
    #[must_use]
    pub fn answers(self) -> Option<Self> {
        match self {
            Self::TakeBack | Self::Review | Self::Approve | Self::Return => Some(Self::AskClosing),
            Self::GrantExtension | Self::RefuseExtension => Some(Self::AskExtension),
            _ => None,
        }
    }

    /// Whether only somebody else than the person who asked may take it.
    #[must_use]
    pub fn is_by_another(self) -> bool {
        matches!(self, Self::Approve | Self::GrantExtension)
    }
}

/// Something that proves what was done (佐证): where it is kept, and on wish the file itself on the share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// What it is.
    pub name: String,
    /// Where it is kept: a document number, a path, whoever holds the original.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The page or passage.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// The SHA-256 of the file, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha>,
    /// Whether the file itself lies on the share.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub attached: bool,
}

/// A step that is to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepDraft {
    /// The task.
    pub task: ItemId,
    /// The step.
    pub step: Step,
    /// The department that takes it, where a department does; `None` for the author's own, else the lead.
    pub department: Option<DepartmentId>,
    /// The deadline that is asked for or granted, or by which the work is to be mended.
    pub due: Option<Day>,
    /// The task it is merged into.
    pub into: Option<ItemId>,
    /// Why, or the opinion.
    pub reason: String,
    /// What proves it.
    pub evidence: Vec<Evidence>,
}

impl StepDraft {
    /// A step with nothing beside it.
    #[must_use]
    pub fn new(task: ItemId, step: Step) -> Self {
        Self {
            task,
            step,
            department: None,
            due: None,
            into: None,
            reason: String::new(),
            evidence: Vec::new(),
        }
    }
}
