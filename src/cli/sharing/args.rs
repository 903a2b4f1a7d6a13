//! The flags of the verbs of sharing.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::Output;
use crate::workspace::Role;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ShareVerb {
    /// 把规划发布到共享文件夹 / publish the plan in a shared folder
    Create {
        /// 共享文件夹 (须已存在) / the shared folder, which must be there
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// 共享文件夹搬了地方: 从此用这一个 / the shared folder has moved: use this one from now on
    Move {
        /// 共享文件夹现在的位置 / where the shared folder is now
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// 每个人同步到哪里 / how far everybody is
    Status {
        #[command(flatten)]
        out: Output,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct JoinArgs {
    /// 共享文件夹 / the shared folder
    #[arg(value_name = "DIR")]
    pub(super) dir: PathBuf,
    /// 您的姓名 / your name
    #[arg(long)]
    pub(super) name: String,
    /// 您的单位, 可写多次 / your department, may be repeated
    #[arg(long, value_name = "NAME")]
    pub(super) department: Vec<String>,
    /// 科室 / your section
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) unit: String,
    /// 把本库已有的填报一起带去 / bring the notes of this home along
    #[arg(long)]
    pub(super) bring_notes: bool,
    /// 规划指纹, 不再询问 / the plan's fingerprint, so that nothing is asked
    #[arg(long, value_name = "DIGITS")]
    pub(super) fingerprint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RoleArg {
    Clerk,
    Coordinator,
    Approver,
    Observer,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Clerk => Self::Clerk,
            RoleArg::Coordinator => Self::Coordinator,
            RoleArg::Approver => Self::Approver,
            RoleArg::Observer => Self::Observer,
        }
    }
}

/// What a member may do.
#[derive(Debug, Args)]
pub(in crate::cli) struct ScopeArgs {
    /// 角色: 填报人、督查员、审批人、观察员 / role: clerk, coordinator, approver, observer
    #[arg(long, value_enum)]
    pub(super) role: Option<RoleArg>,
    /// 填报的单位, 可写多次 / department to write for, may be repeated
    #[arg(long, value_name = "NAME")]
    pub(super) department: Vec<String>,
    /// 只填这些任务, 可写多次 / only these tasks, may be repeated
    #[arg(long, value_name = "CODE")]
    pub(super) task: Vec<String>,
    /// 单位的任务都填, 不再只限几项 / all tasks of the departments, no longer only some
    #[arg(long, conflicts_with = "task")]
    pub(super) all_tasks: bool,
    /// 科室 / section
    #[arg(long)]
    pub(super) unit: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RosterVerb {
    /// 批准加入申请 / approve a newcomer's request
    Approve {
        /// 姓名或指纹 / name or fingerprint
        #[arg(value_name = "NAME|FINGERPRINT")]
        whom: String,
        #[command(flatten)]
        scope: ScopeArgs,
        /// 这是哪位成员的另一台电脑: 姓名或指纹 / the member whose further computer it is: name or fingerprint
        #[arg(long, value_name = "NAME|FINGERPRINT")]
        person: Option<String>,
        /// 不再询问 / ask nothing
        #[arg(long)]
        yes: bool,
    },
    /// 拒绝加入申请: 这个库里不再列出 / refuse a newcomer's request: this home lists it no more
    Refuse {
        /// 姓名或指纹 / name or fingerprint
        #[arg(value_name = "NAME|FINGERPRINT")]
        whom: String,
    },
    /// 改变成员的职责范围: 没有写的不变 / change what a member may do; what is not given stays
    Scope {
        /// 姓名或指纹 / name or fingerprint
        #[arg(value_name = "NAME|FINGERPRINT")]
        whom: String,
        #[command(flatten)]
        scope: ScopeArgs,
    },
    /// 停用成员 / take a member off the roster
    Revoke {
        /// 姓名或指纹 / name or fingerprint
        #[arg(value_name = "NAME|FINGERPRINT")]
        whom: String,
        /// 原因 / reason
        #[arg(long)]
        reason: String,
    },
    /// 成员换了电脑 / a member uses another computer
    Replace {
        /// 成员: 姓名或原来电脑的指纹 / the member: name, or fingerprint of a computer until now
        #[arg(value_name = "OLD")]
        whom: String,
        /// 新电脑的申请: 姓名或指纹 / the new computer's request: name or fingerprint
        #[arg(value_name = "NEW")]
        request: String,
    },
    /// 认可未生效的操作 / let ops count though they would not
    Adopt {
        /// 操作号 / ids of ops
        #[arg(required = true, value_name = "OP")]
        ops: Vec<String>,
        /// 原因 / reason
        #[arg(long)]
        reason: String,
    },
    /// 作废已生效的操作 / let ops not count though they would
    Void {
        /// 操作号 / ids of ops
        #[arg(required = true, value_name = "OP")]
        ops: Vec<String>,
        /// 原因 / reason
        #[arg(long)]
        reason: String,
    },
    /// 用恢复密钥接管名册 / keep the roster from now on, by the recovery key
    Recover {
        /// 恢复密钥文件 / the recovery key
        #[arg(long, value_name = "FILE")]
        root: PathBuf,
        /// 保留到名册第几条 / the number of the last entry that stays
        #[arg(long, value_name = "ENTRY")]
        after: Option<u64>,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SuccessionVerb {
    /// 单位改名 / a department has another name
    Rename {
        /// 原名 / what it was called
        old: String,
        /// 新名 / what it is called
        new: String,
        /// 从哪天起 / from which day on
        #[arg(long, value_name = "DAY")]
        from: String,
    },
    /// 几个单位合并 / several departments became one
    Merge {
        /// 原来的单位 / what they were called
        #[arg(required = true, num_args = 2..)]
        old: Vec<String>,
        /// 新单位 / what it is called
        #[arg(long, value_name = "NAME")]
        into: String,
        /// 从哪天起 / from which day on
        #[arg(long, value_name = "DAY")]
        from: String,
    },
    /// 一个单位拆分 / one department became several
    Split {
        /// 原来的单位 / what it was called
        old: String,
        /// 新单位, 可写多次 / what they are called, repeated
        #[arg(long, required = true, value_name = "NAME")]
        into: Vec<String>,
        /// 从哪天起 / from which day on
        #[arg(long, value_name = "DAY")]
        from: String,
    },
}
