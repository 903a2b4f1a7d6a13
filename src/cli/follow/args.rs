//! The flags of the verbs of the follow-up.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::{Output, OutputFile};
use crate::model::Step;

/// A reason, and whether anything is asked: what steps with several tasks have in common.
#[derive(Debug, Args)]
pub(in crate::cli) struct Told {
    /// 理由或意见 / why, or the opinion
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) reason: String,
    /// 单位; 不写则为自己的单位, 再则牵头单位 / department; else your own, else the lead
    #[arg(short, long, value_name = "NAME")]
    pub(super) department: Option<String>,
    /// 不再询问 / ask nothing
    #[arg(long)]
    pub(super) yes: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CloseVerb {
    /// 申请销号 / ask for closing
    Request {
        /// 编号 / code
        code: String,
        /// 佐证, 可多次: 名称@存放处#页码 / evidence, may be repeated: NAME@PLACE#PAGE
        #[arg(long, value_name = "NAME@PLACE#PAGE")]
        evidence: Vec<String>,
        /// 附上的佐证文件, 随共享送达, 可多次 / file that goes to the share as evidence, may be repeated
        #[arg(long, value_name = "FILE")]
        attach: Vec<PathBuf>,
        /// 只记名称和 SHA-256 的佐证文件, 可多次 / file of which only name and SHA-256 are recorded, may be repeated
        #[arg(long, value_name = "FILE")]
        file: Vec<PathBuf>,
        #[command(flatten)]
        told: Told,
    },
    /// 批准销号 / approve closing
    Approve {
        /// 编号, 可多个 / codes
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        #[command(flatten)]
        told: Told,
    },
    /// 退回重办 / send back
    Return {
        /// 编号, 可多个 / codes
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        /// 重办期限 / the day by which it is to be mended
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
        #[command(flatten)]
        told: Told,
    },
    /// 审核通过, 待批准 / looked over; approval follows
    Review {
        /// 编号, 可多个 / codes
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        #[command(flatten)]
        told: Told,
    },
    /// 撤回申请 / take the request back
    TakeBack {
        /// 编号, 可多个 / codes
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        #[command(flatten)]
        told: Told,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ExtendVerb {
    /// 申请延期 / ask for more time
    Request {
        /// 编号, 可多个 / codes
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        /// 新期限 / the new deadline
        #[arg(long, value_name = "DAY")]
        due: String,
        #[command(flatten)]
        told: Told,
    },
    /// 同意延期 / grant it
    Grant {
        /// 编号, 可多个 / codes
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        /// 新期限; 不写则为申请的期限 / the new deadline; else the one asked for
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
        #[command(flatten)]
        told: Told,
    },
    /// 不同意延期 / refuse it
    Refuse {
        /// 编号, 可多个 / codes
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        #[command(flatten)]
        told: Told,
    },
}

/// The steps that have no verb of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StepArg {
    Assign,
    Sign,
    Dispute,
    Suspend,
    Resume,
    Standing,
    Merge,
    Withdraw,
    Reopen,
    Carry,
}

impl From<StepArg> for Step {
    fn from(step: StepArg) -> Self {
        match step {
            StepArg::Assign => Self::Assign,
            StepArg::Sign => Self::Sign,
            StepArg::Dispute => Self::Dispute,
            StepArg::Suspend => Self::Suspend,
            StepArg::Resume => Self::Resume,
            StepArg::Standing => Self::Standing,
            StepArg::Merge => Self::Merge,
            StepArg::Withdraw => Self::Withdraw,
            StepArg::Reopen => Self::Reopen,
            StepArg::Carry => Self::Carry,
        }
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct StepArgs {
    /// 环节: 交办、签收、退回交办、中止、恢复、转长期、并入、撤销、重启、结转 / step: hand out, sign for, dispute, suspend, resume, make standing, merge, withdraw, reopen, carry over
    #[arg(value_enum, value_name = "STEP")]
    pub(super) step: StepArg,
    /// 编号, 可多个 / codes
    #[arg(required = true, value_name = "CODE")]
    pub(super) codes: Vec<String>,
    /// 并入哪一项 / the task it is merged into
    #[arg(long, value_name = "CODE")]
    pub(super) into: Option<String>,
    /// 期限 / deadline
    #[arg(long, value_name = "DAY")]
    pub(super) due: Option<String>,
    #[command(flatten)]
    pub(super) told: Told,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EvidenceArgs {
    /// 编号 / code
    pub(super) code: String,
    /// 第几件; 不写则列出全部 / number; all are listed without one
    #[arg(value_name = "N")]
    pub(super) n: Option<usize>,
    #[command(flatten)]
    pub(super) out: Output,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum DutiesVerb {
    /// 记一期已办 / record that one was seen to
    Done {
        /// 编号/序号 / code and number: 2.1.4/1
        item: String,
        /// 期次, 如 2024-2025-1 / period, such as 2024-2025-1
        period: String,
        #[command(flatten)]
        done: DoneArgs,
    },
}

/// When something was done, and what.
#[derive(Debug, Args)]
pub(in crate::cli) struct DoneArgs {
    /// 完成日; 不写则为今天 / the day it was done; else today
    #[arg(long, value_name = "DAY", conflicts_with = "undo")]
    pub(in crate::cli) date: Option<String>,
    /// 并未完成 / it is not done after all
    #[arg(long)]
    pub(in crate::cli) undo: bool,
    /// 说明 / what was done
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(in crate::cli) text: String,
    /// 单位; 不写则为自己的单位, 再则牵头单位 / department; else your own, else the lead
    #[arg(short, long, value_name = "NAME")]
    pub(in crate::cli) department: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum IndicatorsVerb {
    /// 填一个数值 / enter a figure
    Set(Box<FigureArgs>),
    /// 从 CSV 或工作簿导入数值 / import figures from CSV or a workbook
    Import {
        /// 文件, 列为 编号 序号 指标 期次 区域 数值 数据来源 / file with the columns code, n, indicator, period, region, value, source
        file: PathBuf,
        /// 不再询问 / ask nothing
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct FigureArgs {
    /// 编号/序号, 如 2.1.4/1 / code and number, such as 2.1.4/1
    pub(super) item: String,
    /// 期次, 如 2024 / period, such as 2024
    pub(super) period: String,
    /// 数值; none = 删去 / value; none takes it out
    #[arg(allow_negative_numbers = true)]
    pub(super) value: String,
    /// 区县 / district
    #[arg(long, value_name = "NAME")]
    pub(super) region: Option<String>,
    /// 这是年度目标 / it is a goal of the period
    #[arg(long, conflicts_with = "baseline")]
    pub(super) target: bool,
    /// 这是基期值 / it is where it began
    #[arg(long)]
    pub(super) baseline: bool,
    /// 数据来源 / where the data come from
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) source: String,
    /// 数据的日期; 不写则为期末或今天 / the day the data are of; else the period's end, or today
    #[arg(long, value_name = "DAY")]
    pub(super) on: Option<String>,
    /// 更正的理由 / why it is corrected
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) reason: String,
    /// 单位; 不写则为自己的单位, 再则牵头单位 / department; else your own, else the lead
    #[arg(short, long, value_name = "NAME")]
    pub(super) department: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RhythmArg {
    Week,
    Month,
    Quarter,
}

impl From<RhythmArg> for crate::model::Rhythm {
    fn from(rhythm: RhythmArg) -> Self {
        match rhythm {
            RhythmArg::Week => Self::Week,
            RhythmArg::Month => Self::Month,
            RhythmArg::Quarter => Self::Quarter,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum WindowsVerb {
    /// 封存一个窗口 / close a window
    Close {
        /// 期次, 如 2024-05 / period, such as 2024-05
        period: String,
        /// 不再询问 / ask nothing
        #[arg(long)]
        yes: bool,
    },
    /// 比较两个窗口 / compare two windows
    Compare {
        /// 前一个 / the one before
        before: String,
        /// 后一个 / the one after
        after: String,
        #[command(flatten)]
        out: Output,
    },
}

/// From which day new rules are in force, and why.
#[derive(Debug, Args)]
pub(in crate::cli) struct FromArgs {
    /// 从哪天起 / from which day on
    #[arg(long, value_name = "DAY")]
    pub(super) from: String,
    /// 理由 / why
    #[arg(long)]
    pub(super) reason: String,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RulesVerb {
    /// 改规则, 如 soon_days=20 window=week / change rules, such as soon_days=20 window=week
    Set {
        /// 规则=值, 可多个 / rule and value
        #[arg(required = true, value_name = "KEY=VALUE")]
        rules: Vec<String>,
        #[command(flatten)]
        from: FromArgs,
    },
    /// 按文件改规则, 写法同 config.toml 的 [rules] / change rules by a file, written as [rules] of config.toml
    Edit {
        /// 文件 / file
        file: PathBuf,
        #[command(flatten)]
        from: FromArgs,
    },
    /// 现行规则, 可改后用 rules edit 读回 / the rules in force, to be changed and read by rules edit
    Toml {
        #[command(flatten)]
        out: OutputFile,
    },
}

/// The words of a meeting.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct MeetingArgs {
    /// 名称, 如 周例会 / what it is called
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) name: Option<String>,
    /// 时间, 如 09:00-10:30 / from when to when
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) time: Option<String>,
    /// 地点 / where
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) place: Option<String>,
    /// 主持 / who chairs it
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) chair: Option<String>,
    /// 出席, 顿号或逗号分开 / who is there, set apart by commas
    #[arg(long, value_name = "NAMES")]
    pub(in crate::cli) present: Option<String>,
    /// 记录 / who writes the minutes
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) recorder: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum MeetingVerb {
    /// 列出会议 / list the meetings
    List {
        #[command(flatten)]
        out: Output,
    },
    /// 一次会议的议程与议定事项 / the agenda and the decisions of a meeting
    Show {
        /// 会议号 (前几位即可) 或日期 / id (its beginning does) or day
        id: String,
        #[command(flatten)]
        out: Output,
    },
    /// 新建会议 / open a meeting
    New {
        /// 日期; 不写则为今天 / its day; else today
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        #[command(flatten)]
        words: MeetingArgs,
    },
    /// 改会议信息: 只改写了的几项 / write the words of a meeting anew, those that are given
    #[command(group = clap::ArgGroup::new("words").required(true).multiple(true)
        .args(["name", "time", "place", "chair", "present", "recorder"]))]
    Edit {
        /// 会议号或日期 / id or day
        id: String,
        #[command(flatten)]
        words: MeetingArgs,
    },
    /// 定议程 / set the agenda
    Agenda {
        /// 会议号或日期 / id or day
        id: String,
        /// 任务编号或议定事项号, 按次序 / codes of tasks or ids of decisions, in order
        #[arg(required = true, value_name = "CODE|ID")]
        items: Vec<String>,
    },
    /// 记议定事项或问题 / record a decision or a problem
    Decide {
        /// 会议号或日期 / id or day
        id: String,
        /// 责任单位 / the department that is responsible
        #[arg(short, long, value_name = "NAME")]
        department: String,
        /// 内容 / what is to be done, or is amiss
        #[arg(long)]
        text: String,
        /// 期限 / deadline
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
        /// 完成标准 / what counts as done
        #[arg(long, default_value = "", hide_default_value = true)]
        criterion: String,
        /// 有关任务, 可多次 / task it is about, may be repeated
        #[arg(long, value_name = "CODE")]
        task: Vec<String>,
        /// 这是问题, 不是议定事项 / it is a problem, nothing to do
        #[arg(long)]
        problem: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum DecisionsVerb {
    /// 记议定事项或问题已办结 / record that an action item or a problem is done
    Done {
        /// 议定事项或问题的号 (前几位即可) / id (its beginning does)
        id: String,
        /// 完成日; 不写则为今天 / the day it was done; else today
        #[arg(long, value_name = "DAY", conflicts_with = "undo")]
        date: Option<String>,
        /// 并未完成 / it is not done after all
        #[arg(long)]
        undo: bool,
        /// 说明 / what was done
        #[arg(long, default_value = "", hide_default_value = true)]
        text: String,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RemindFormat {
    #[default]
    Text,
    Html,
    Json,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RemindArgs {
    /// 只看这个单位 / this department alone
    #[arg(short, long, value_name = "NAME")]
    pub(super) department: Option<String>,
    /// 格式: 文字、网页或 JSON / text, HTML or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: RemindFormat,
    /// 记为已催办, 写明方式, 如 电话 / record that it was said, and how, such as by phone
    #[arg(long, value_name = "VIA")]
    pub(super) record: Option<String>,
    #[command(flatten)]
    pub(super) file: OutputFile,
}

impl RemindArgs {
    /// Whether nothing is recorded.
    pub(in crate::cli) fn only_tells(&self) -> bool {
        self.record.is_none()
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct UndoArgs {
    /// 操作号 (前 8 位即可); 不写则为最近一次 / id of the op (its beginning does); else the latest
    pub(super) op: Option<String>,
    /// 列出可以撤销的 / list what can be undone
    #[arg(long, conflicts_with_all = ["op", "reason", "yes"])]
    pub(super) list: bool,
    /// 理由 / why
    #[arg(long)]
    pub(super) reason: Option<String>,
    /// 不再询问 / ask nothing
    #[arg(long)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) out: Output,
}
