//! Where a task stands and of which sort it is.

use serde::{Deserialize, Serialize};

/// The status of a task (状态), `domain.md` 5.2. Tasks start `Active`: issuing the plan assigned them.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// 拟立项.
    Draft,
    /// 待签收.
    Assigned,
    /// 退回交办.
    Returned,
    /// 办理中.
    #[default]
    Active,
    /// 申请销号.
    Closing,
    /// 退回重办.
    Rework,
    /// 已销号.
    Closed,
    /// 长期坚持.
    Ongoing,
    /// 中止.
    Suspended,
    /// 并入.
    Merged,
    /// 撤销.
    Withdrawn,
    /// 重启.
    Reopened,
    /// 结转: goes on in the next plan.
    Carried,
}

impl Status {
    /// Whether nothing more is to be done for it in this plan.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Closed | Self::Merged | Self::Withdrawn | Self::Carried
        )
    }
}

/// The sort of a task (类型), `domain.md` 5.1.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// 一次性: done once, then closed.
    #[default]
    Once,
    /// 长期: goes on after the plan.
    Standing,
    /// 周期: comes again every period.
    Recurring,
}

/// How a department sees its own progress (进度自评).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assessment {
    /// 超序时.
    Ahead,
    /// 序时推进.
    OnTrack,
    /// 进度缓慢.
    Slow,
    /// 未启动.
    NotStarted,
}

/// How sure a department is of reaching the goal (把握度).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// 高.
    High,
    /// 中.
    Medium,
    /// 低.
    Low,
}

/// Gives an enum its English keywords: `ALL`, `as_str` and `FromStr`.
macro_rules! keywords {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The English keyword of files, JSON and the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::UnknownKeyword;
            fn from_str(text: &str) -> Result<Self, $crate::model::UnknownKeyword> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::model::UnknownKeyword { expected: &[$($word),+] }),
                }
            }
        }
    };
}

/// A word that is none of the expected keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected one of: {}", expected.join(", "))]
pub struct UnknownKeyword {
    /// The keywords that would do.
    pub expected: &'static [&'static str],
}

pub(crate) use keywords;

keywords!(Status {
    Draft = "draft",
    Assigned = "assigned",
    Returned = "returned",
    Active = "active",
    Closing = "closing",
    Rework = "rework",
    Closed = "closed",
    Ongoing = "ongoing",
    Suspended = "suspended",
    Merged = "merged",
    Withdrawn = "withdrawn",
    Reopened = "reopened",
    Carried = "carried",
});
keywords!(TaskKind { Once = "once", Standing = "standing", Recurring = "recurring" });
keywords!(Assessment { Ahead = "ahead", OnTrack = "on-track", Slow = "slow", NotStarted = "not-started" });
keywords!(Confidence { High = "high", Medium = "medium", Low = "low" });
