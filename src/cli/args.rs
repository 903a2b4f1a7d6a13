//! The flags as they are typed. Nothing below this module sees them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

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
    /// 会议投屏: 按议程一项一屏 / a meeting on a shared screen, one item of the agenda at a time
    Meeting {
        /// 只看, 不录入 / look only, record nothing
        #[arg(long)]
        readonly: bool,
    },
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

#[derive(Debug, Args)]
pub(super) struct NoteArgs {
    /// 编号, 如 2.1.4 / code, such as 2.1.4
    #[arg(required_unless_present = "retract")]
    pub(super) code: Option<String>,
    /// 单位; 不写则为自己的单位, 再则牵头单位 / department; else your own, else the lead
    #[arg(short, long, value_name = "NAME")]
    pub(super) department: Option<String>,
    /// 日期; 不写则为今天 / the day it is true of; else today
    #[arg(long, value_name = "DAY")]
    pub(super) on: Option<String>,
    /// 进展情况; `-` 或不写则从标准输入读 / progress; `-` or nothing reads standard input
    #[arg(short, long, value_name = "TEXT")]
    pub(super) progress: Option<String>,
    /// 存在问题 / problems
    #[arg(long, value_name = "TEXT")]
    pub(super) problems: Option<String>,
    /// 下一步打算 / next step
    #[arg(long, value_name = "TEXT")]
    pub(super) next: Option<String>,
    /// 打算完成日 / the day of the next step
    #[arg(long, value_name = "DAY")]
    pub(super) next_on: Option<String>,
    /// 需协调单位 / who has to be brought in
    #[arg(long, value_name = "TEXT")]
    pub(super) coordinate: Option<String>,
    /// 进度, 0 至 100 / percent
    #[arg(long, value_name = "0-100", allow_hyphen_values = true)]
    pub(super) percent: Option<String>,
    /// 自评, 也作 --self: 超序时, 序时推进, 进度缓慢, 未启动 / self-assessment, also --self: ahead, on-track, slow, not-started
    #[arg(long, alias = "self", value_name = "WORD")]
    pub(super) assessment: Option<String>,
    /// 把握度: 高, 中, 低 / confidence: high, medium, low
    #[arg(long, value_name = "WORD")]
    pub(super) confidence: Option<String>,
    /// 填报人 / who reports
    #[arg(long, value_name = "NAME")]
    pub(super) reporter: Option<String>,
    /// 审签人 / who signed it off
    #[arg(long, value_name = "NAME")]
    pub(super) approver: Option<String>,
    /// 代录: 替哪个单位记 / write down for another department
    #[arg(
        long = "for",
        value_name = "NAME",
        conflicts_with = "department",
        requires = "told_by"
    )]
    pub(super) for_department: Option<String>,
    /// 代录: 谁说的 / who told it
    #[arg(long, value_name = "NAME", requires = "for_department")]
    pub(super) told_by: Option<String>,
    /// 代录: 怎么说的, 如 电话 / how it was told, such as by phone
    #[arg(long, value_name = "WORD", requires = "for_department")]
    pub(super) via: Option<String>,
    /// 更正哪一条 (记录号前 8 位) / the note this one corrects
    #[arg(long, value_name = "ID")]
    pub(super) supersedes: Option<String>,
    /// 撤回哪一条 (记录号前 8 位) / take a note back
    #[arg(long, value_name = "ID", requires = "reason", conflicts_with_all = ["progress", "problems", "next", "percent", "supersedes"])]
    pub(super) retract: Option<String>,
    /// 撤回的理由 / why it is taken back
    #[arg(long, value_name = "TEXT", requires = "retract")]
    pub(super) reason: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum TaskVerb {
    /// 更正一项任务 / correct a task
    #[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
    Edit {
        /// 编号 / code
        code: String,
        /// 标题 / title
        #[arg(long, group = "what")]
        title: Option<String>,
        /// 牵头单位, 顿号或逗号分开 / who leads, set apart by commas
        #[arg(long, group = "what")]
        lead: Option<String>,
        /// 责任单位, 顿号或逗号分开; 空 = 无 / who supports, set apart by commas; empty = nobody
        #[arg(long, group = "what")]
        support: Option<String>,
        /// 期限; none = 无 / deadline; none = none
        #[arg(long, group = "what", value_name = "DAY")]
        due: Option<String>,
        /// 类型: 一次性, 长期, 周期 / sort: once, standing, recurring
        #[arg(long, group = "what")]
        kind: Option<String>,
        /// 责任领导 (写岗位) / leader in charge, a post
        #[arg(long, group = "what")]
        leader: Option<String>,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
    /// 增加一项任务 / add a task
    Add {
        /// 节, 如 2.1 / section, such as 2.1
        #[arg(long)]
        section: String,
        /// 标题 / title
        #[arg(long)]
        title: String,
        /// 内容 / words
        #[arg(long, default_value = "")]
        text: String,
        /// 牵头单位 / who leads
        #[arg(long)]
        lead: String,
        /// 责任单位 / who supports
        #[arg(long, default_value = "")]
        support: String,
        /// 期限 / deadline
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum MeasureVerb {
    /// 更正一条举措 / correct a measure
    #[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
    Edit {
        /// 编号/序号, 如 2.1.4/3 / code and number, such as 2.1.4/3
        item: String,
        /// 内容 / words
        #[arg(long, group = "what")]
        text: Option<String>,
        /// 期限; none = 无 / deadline; none = none
        #[arg(long, group = "what", value_name = "DAY")]
        due: Option<String>,
        /// 读错了, 剔除 / read by mistake, leave it out
        #[arg(long, group = "what")]
        drop: bool,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
    /// 增加一条举措 / add a measure
    Add {
        /// 编号 / code
        code: String,
        /// 内容 / words
        #[arg(long)]
        text: String,
        /// 期限 / deadline
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum IndicatorVerb {
    /// 更正一条指标 / correct an indicator
    #[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
    Edit {
        /// 编号/序号, 如 2.1.4/1 / code and number, such as 2.1.4/1
        item: String,
        /// 名称 / name
        #[arg(long, group = "what")]
        name: Option<String>,
        /// 比较: >=, >, =, ~, range, ratio, >=previous, cover / comparator: >=, >, =, ~, range, ratio, >=previous, cover
        #[arg(long, group = "what")]
        comparator: Option<String>,
        /// 目标值; none = 无 / goal; none = none
        #[arg(long, group = "what", allow_hyphen_values = true)]
        value: Option<String>,
        /// 上限; none = 无 / upper end; none = none
        #[arg(long, group = "what", allow_hyphen_values = true)]
        upper: Option<String>,
        /// 计量单位 / unit
        #[arg(long, group = "what")]
        unit: Option<String>,
        /// 期限; none = 无 / deadline; none = none
        #[arg(long, group = "what", value_name = "DAY")]
        due: Option<String>,
        /// 周期: 每年, 每学年, 每学期, 每周, 无 / period: year, school-year, term, week, none
        #[arg(long, group = "what")]
        every: Option<String>,
        /// 读错了, 剔除 / read by mistake, leave it out
        #[arg(long, group = "what")]
        drop: bool,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
    /// 增加一条指标 / add an indicator
    Add {
        /// 编号 / code
        code: String,
        /// 名称 / name
        #[arg(long)]
        name: String,
        /// 比较 / comparator
        #[arg(long, default_value = ">=")]
        comparator: String,
        /// 目标值 / goal
        #[arg(long, allow_hyphen_values = true)]
        value: Option<String>,
        /// 上限 / upper end
        #[arg(long, allow_hyphen_values = true)]
        upper: Option<String>,
        /// 计量单位 / unit
        #[arg(long, default_value = "")]
        unit: String,
        /// 期限 / deadline
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum DutyVerb {
    /// 更正或确认一条周期义务 / correct or confirm a duty
    #[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
    Edit {
        /// 编号/序号 / code and number: 2.1.4/1
        item: String,
        /// 周期: year, school-year, term, week; 写原来的周期即确认 / period; the same one confirms it
        #[arg(long, group = "what")]
        every: Option<String>,
        /// 读错了, 剔除 / read by mistake, leave it out
        #[arg(long, group = "what")]
        drop: bool,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
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

/// Tells a negated condition of `list` (`-节:三`) from a flag: its minus becomes the full-width one, which the filter
/// language takes for the same.
pub(super) fn with_negations(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut listing = false;
    args.map(|arg| {
        let Some(text) = arg.to_str() else { return arg };
        listing |= text == "list";
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
