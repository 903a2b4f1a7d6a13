//! The flags as they are typed. Nothing below this module sees them.

mod entry;

pub(super) use entry::{DutyVerb, IndicatorVerb, MeasureVerb, NoteArgs, TaskVerb};

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::follow::{
    CloseVerb, DecisionsVerb, DutiesVerb, EvidenceArgs, ExtendVerb, IndicatorsVerb, MeetingVerb,
    RemindArgs, RhythmArg, RulesVerb, StepArgs, UndoArgs, WindowsVerb,
};
use super::sharing::{JoinArgs, RosterVerb, ShareVerb, SuccessionVerb};

/// 督办: 跟进规划任务 / follow up the tasks of a government plan.
///
/// 不带命令时打开界面。 / Without a command the screens open.
#[derive(Debug, Parser)]
#[command(name = "duban", version, max_term_width = 100)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
}

/// Flags that stand before or after the verb.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// 库所在目录; 不写则用 DUBAN_HOME, 再则本机的数据目录 / the home's folder; else DUBAN_HOME, else the platform's data folder
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) home: Option<PathBuf>,
    /// 设置文件 / the settings file
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// 语言 / language
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<LangArg>,
    /// 看截至这一天发生的事 / what had happened by the end of this day
    #[arg(long, global = true, value_name = "DAY")]
    pub(super) as_of: Option<String>,
    /// 看截至这一天已记录的事 / what had been recorded by the end of this day
    #[arg(long, global = true, value_name = "DAY")]
    pub(super) known_on: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    Zh,
    En,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Table,
    Json,
    Csv,
}

/// Where a list goes, and how.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// 格式: 表格、JSON 或 CSV / table, JSON or CSV
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) file: OutputFile,
}

impl Output {
    /// The output in the format of this name.
    pub(super) fn named(format: &str, file: OutputFile) -> Option<Self> {
        let format = Format::from_str(format, false).ok()?;
        Some(Self { format, file })
    }
}

/// Where something goes.
#[derive(Debug, Default, Args)]
pub(super) struct OutputFile {
    /// 写到文件 / write to a file
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// 覆盖已有文件 / write over a file that exists
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// 规划: 检查或导入规划文件 / check or import a plan document
    #[command(subcommand)]
    Plan(PlanVerb),
    /// 演示: 两年编造的督办数据, 随便试 / two years of made-up follow-up to try things on
    ///
    /// 时钟停在 --as-of 那天 (不写则 2024-05-17); 不写 --home 则用临时目录, 退出即删除。 / Its clock stands at --as-of (else 2024-05-17); without --home it is thrown away at the end.
    Demo {
        /// 只生成, 不打开界面 / only build it, open no screen
        #[arg(long)]
        no_screen: bool,
        /// 当其中一个人, 如 陈雅文 (市教育局填报人); 不写则为督查员 / be one of its people; a name nobody has lists them all. Else the coordinator
        #[arg(long = "as", value_name = "NAME")]
        whom: Option<String>,
    },
    /// 台账: 列出任务 / list the tasks
    List {
        /// 筛选, 如 牵头:教育局 未更新>30 -节:三 / filter, such as lead:jiaoyuju stale>30 -section:3
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
        /// 排序的列, 如 期限; 前面加 - 为倒序 / the column to sort by, such as due; a minus before it reverses
        #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
        sort: Option<String>,
        #[command(flatten)]
        out: Output,
    },
    /// 亮灯: 每项任务的灯与原因 / the light of each task, and why
    Lights {
        /// 筛选, 如 灯:红,黄 / filter, such as light:red,yellow
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
        /// 说明一项任务的灯是怎么来的 / tell how the light of one task came about
        #[arg(long, value_name = "CODE", conflicts_with = "filter")]
        explain: Option<String>,
        #[command(flatten)]
        out: Output,
    },
    /// 详情: 一项任务的全部内容 / everything about one task
    Show {
        /// 编号, 如 2.1.4 / code, such as 2.1.4
        code: String,
        #[command(flatten)]
        out: Output,
    },
    /// 填报: 记一条进展 / record a status note
    Note(Box<NoteArgs>),
    /// 任务: 更正或增加 / correct or add a task
    #[command(subcommand)]
    Task(TaskVerb),
    /// 举措: 更正或增加 / correct or add a measure
    #[command(subcommand)]
    Measure(MeasureVerb),
    /// 周期义务: 更正或确认 / correct or confirm a duty
    #[command(subcommand)]
    Duty(DutyVerb),
    /// 指标: 更正或增加 / correct or add an indicator
    #[command(subcommand)]
    Indicator(IndicatorVerb),
    /// 销号: 申请、审核、批准、退回 / closing: ask, look over, approve, send back
    #[command(subcommand)]
    Close(CloseVerb),
    /// 延期: 申请、同意、不同意 / more time: ask, grant, refuse
    #[command(subcommand)]
    Extend(ExtendVerb),
    /// 办理环节: 交办、签收、中止等 / other steps: hand out, sign for, suspend and so on
    Step(StepArgs),
    /// 佐证: 列出, 或取出附件 / evidence: list it, or write an attached file out
    Evidence(EvidenceArgs),
    /// 周期义务各期: 应办、已办、逾期 / the instances of duties: open, done, late
    #[command(args_conflicts_with_subcommands = true)]
    Duties {
        /// 编号; 不写则全部任务 / code; all tasks without one
        code: Option<String>,
        /// 已办的也列出 / those that are done too
        #[arg(long)]
        all: bool,
        #[command(subcommand)]
        verb: Option<DutiesVerb>,
        #[command(flatten)]
        out: Output,
    },
    /// 指标监测: 列出、填数、导入 / indicators: list, enter figures, import
    #[command(args_conflicts_with_subcommands = true)]
    Indicators {
        /// 任务的筛选 / filter of tasks
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
        #[command(subcommand)]
        verb: Option<IndicatorsVerb>,
        #[command(flatten)]
        out: Output,
    },
    /// 报送窗口: 应报、已报、未报; 封存、比较 / reporting windows: expected, reported, missing; close, compare
    #[command(args_conflicts_with_subcommands = true)]
    Windows {
        /// 期次, 如 2024-05; 不写则列出各期 / period, such as 2024-05; all without one
        period: Option<String>,
        /// 哪种窗口; 不写则为规则所定 / which windows; else those of the rules
        #[arg(long, value_enum, conflicts_with = "period")]
        rhythm: Option<RhythmArg>,
        #[command(subcommand)]
        verb: Option<WindowsVerb>,
        #[command(flatten)]
        out: Output,
    },
    /// 规则: 门槛、窗口、日历, 各版本 / rules: thresholds, windows, calendar, all versions
    #[command(args_conflicts_with_subcommands = true)]
    Rules {
        #[command(subcommand)]
        verb: Option<RulesVerb>,
        #[command(flatten)]
        out: Output,
    },
    /// 会议: 投屏 (一项一屏), 议程与议定 / meetings: on a shared screen, one item at a time; agenda and decisions
    #[command(args_conflicts_with_subcommands = true)]
    Meeting {
        /// 投屏时只看, 不录入 / on the screen, look only and record nothing
        #[arg(long)]
        readonly: bool,
        #[command(subcommand)]
        verb: Option<MeetingVerb>,
    },
    /// 议定事项 / what meetings decided
    #[command(args_conflicts_with_subcommands = true)]
    Decisions {
        /// 只列未办结的 / those that are not done alone
        #[arg(long)]
        open: bool,
        #[command(subcommand)]
        verb: Option<DecisionsVerb>,
        #[command(flatten)]
        out: Output,
    },
    /// 催办: 各单位现在应办什么; 有则退出码为 10 / what each department owes now; exit code 10 if anything
    Remind(RemindArgs),
    /// 报表: 台账、周报、红黄灯清单、指标表、会议纪要 / reports
    Report(Box<super::report::ReportArgs>),
    /// 撤销: 收回自己最近的操作 / take back what you recorded last
    Undo(UndoArgs),
    /// 查找: 汉字、拼音、首字母 / find by Chinese, pinyin or initials
    Search {
        /// 要找的 / what to find
        #[arg(required = true, value_name = "QUERY")]
        query: Vec<String>,
        /// 最多几条 / at most so many
        #[arg(long, default_value_t = 20)]
        limit: usize,
        #[command(flatten)]
        out: Output,
    },
    /// 单位: 各单位牵头与责任的任务数 / departments with what they lead and support
    Departments {
        #[command(subcommand)]
        verb: Option<DepartmentVerb>,
        /// 连同已改名、并走而没有任务的 / with those that became others and have no tasks
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        out: Output,
    },
    /// 历史: 每一次改动 / every change
    History {
        /// 编号; 不写则全部 / code; all without one
        code: Option<String>,
        /// 最多几条 / at most so many
        #[arg(long, default_value_t = 200)]
        limit: usize,
        #[command(flatten)]
        out: Output,
    },
    /// 共享: 发布规划, 看同步到哪里 / publish the plan, see how far everybody is
    #[command(subcommand)]
    Share(ShareVerb),
    /// 加入: 加入别人发布的规划 / join a plan that somebody else has published
    Join(JoinArgs),
    /// 同步: 与共享文件夹交换一次 / exchange what is new with the shared folder, once
    Sync {
        /// 另带到这个文件夹 (优盘、第二处共享) / carry everybody's files to and from this folder
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    /// 名册: 谁能做什么 / who may do what
    Roster {
        #[command(subcommand)]
        verb: Option<RosterVerb>,
        #[command(flatten)]
        out: Output,
    },
    /// 单位沿革: 改名、合并、拆分 / departments renamed, merged, split
    #[command(subcommand)]
    Department(SuccessionVerb),
    /// 清除: 把误录的文字从各库和共享中永久去掉 / take words typed by mistake out of every home and the share
    Purge {
        /// 操作号 / id of the op
        op: String,
        /// 原因 / reason
        #[arg(long)]
        reason: String,
        /// 不再询问 / ask nothing
        #[arg(long)]
        yes: bool,
    },
    /// 供审计核验签名的公钥清单 / the public keys, for an auditor
    AllowedSigners,
    /// 核对: 库中内容与当初所写是否一致 / check that all is as it was written
    Verify {
        /// 由操作重建视图 / rebuild the view from the ops
        #[arg(long)]
        rebuild: bool,
    },
    /// 全部共享内容, 规范 JSON / the whole shared view as canonical JSON
    Dump {
        #[command(flatten)]
        file: OutputFile,
    },
    /// 备份到一个文件 (内含私钥) / back up to one file, keys inside
    Backup {
        /// 文件 / file
        file: PathBuf,
        /// 覆盖已有文件 / write over a file that exists
        #[arg(long)]
        force: bool,
    },
    /// 由备份恢复 / restore a backup
    Restore {
        /// 文件 / file
        file: PathBuf,
        /// 已有的库改名保留, 再恢复 / keep the home that is there under another name
        #[arg(long)]
        force: bool,
    },
    /// 设置 / settings
    #[command(subcommand)]
    Config(ConfigVerb),
    /// 命令补全脚本 / shell completions
    Completions {
        /// 外壳 / shell
        shell: Shell,
    },
    /// 手册页 / man pages
    Man {
        /// 每个子命令一页, 写进目录 / one page a sub-command, into a folder
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// 覆盖已有文件 / write over files that exist
        #[arg(long)]
        force: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum PlanVerb {
    /// 只看会读出什么, 不改动任何内容 / show what would be imported, changing nothing
    Check {
        /// 规划文件 / plan document
        file: PathBuf,
        /// 格式: 表格、JSON 或 CSV / table, JSON or CSV
        #[arg(long, value_enum, default_value_t)]
        format: CheckFormat,
    },
    /// 校对后生效 / review, then put in force
    Import {
        /// 规划文件 / plan document
        file: PathBuf,
        /// 不校对, 直接生效 / put in force without review
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    #[default]
    Table,
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum DepartmentVerb {
    /// 增加一个单位 / add a department
    Add {
        /// 全称 / full name
        name: String,
        /// 简称 / short name
        #[arg(long)]
        short: Option<String>,
        /// 别名, 可多次 / other names
        #[arg(long)]
        alias: Vec<String>,
        /// 类别: bureau, party, district, zone, school, garrison, enterprise / sort: bureau, party, district, zone, school, garrison, enterprise
        #[arg(long, default_value = "bureau")]
        kind: String,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigVerb {
    /// 检查设置文件, 并说它应放在哪里 / check the settings file and say where it belongs
    Check {
        /// 设置文件; 不写则查正在用的 / the settings file; else the one in use
        file: Option<PathBuf>,
    },
}

/// Tells a negated condition of a list that takes a filter (`-节:三`) from a flag: its minus becomes the full-width one, which the filter
/// language takes for the same.
pub(super) fn with_negations(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut listing = false;
    args.map(|arg| {
        let Some(text) = arg.to_str() else { return arg };
        listing |= matches!(text, "list" | "lights" | "indicators");
        let rest = text
            .strip_prefix('-')
            .filter(|rest| listing && !rest.starts_with(['-', 'o']));
        match rest {
            Some(rest) if rest.chars().count() > 1 || !rest.is_ascii() => {
                format!("－{rest}").into()
            }
            _ => arg,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negated_condition_is_no_flag() {
        let args = [
            "duban",
            "list",
            "-节:三",
            "-stale>30",
            "-o",
            "-h",
            "--format",
            "json",
            "-心",
        ];
        let read = with_negations(args.iter().map(OsString::from));
        let expected = [
            "duban",
            "list",
            "－节:三",
            "－stale>30",
            "-o",
            "-h",
            "--format",
            "json",
            "－心",
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn the_flags_are_consistent() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }
}
