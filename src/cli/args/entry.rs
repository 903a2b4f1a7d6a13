//! The flags by which words are recorded and what was read is corrected.

use clap::{Args, Subcommand};

use crate::cli::follow::DoneArgs;

#[derive(Debug, Args)]
pub(in crate::cli) struct NoteArgs {
    /// 编号, 如 2.1.4; 本期无变化的可写多个 / code, such as 2.1.4; several where nothing changed
    #[arg(required_unless_present = "retract", value_name = "CODE")]
    pub(in crate::cli) codes: Vec<String>,
    /// 单位; 不写则为自己的单位, 再则牵头单位 / department; else your own, else the lead
    #[arg(short, long, value_name = "NAME")]
    pub(in crate::cli) department: Option<String>,
    /// 日期; 不写则为今天 / the day it is true of; else today
    #[arg(long, value_name = "DAY")]
    pub(in crate::cli) on: Option<String>,
    /// 进展情况; `-` 或不写则从标准输入读 / progress; `-` or nothing reads standard input
    #[arg(short, long, value_name = "TEXT")]
    pub(in crate::cli) progress: Option<String>,
    /// 存在问题 / problems
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) problems: Option<String>,
    /// 下一步打算 / next step
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) next: Option<String>,
    /// 打算完成日 / the day of the next step
    #[arg(long, value_name = "DAY")]
    pub(in crate::cli) next_on: Option<String>,
    /// 需协调单位 / who has to be brought in
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) coordinate: Option<String>,
    /// 进度, 0 至 100 / percent
    #[arg(long, value_name = "0-100", allow_negative_numbers = true)]
    pub(in crate::cli) percent: Option<String>,
    /// 自评, 也作 --self: 超序时, 序时推进, 进度缓慢, 未启动 / self-assessment, also --self: ahead, on-track, slow, not-started
    #[arg(long, alias = "self", value_name = "WORD")]
    pub(in crate::cli) assessment: Option<String>,
    /// 把握度: 高, 中, 低 / confidence: high, medium, low
    #[arg(long, value_name = "WORD")]
    pub(in crate::cli) confidence: Option<String>,
    /// 上期打算兑现: yes 已兑现, partly 部分, no 未兑现 / last window's promise: yes, partly, no
    #[arg(long, value_name = "WORD")]
    pub(in crate::cli) kept: Option<String>,
    /// 本期无变化: as-planned 按计划, waiting 等前置, approval 等批复, not-due 未到时间, finished 已完成 / nothing changed: as-planned, waiting, approval, not-due, finished
    #[arg(long, value_name = "WORD", conflicts_with = "progress")]
    pub(in crate::cli) unchanged: Option<String>,
    /// 填报人 / who reports
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) reporter: Option<String>,
    /// 审签人 / who signed it off
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) approver: Option<String>,
    /// 代录: 替哪个单位记 / write down for another department
    #[arg(
        long = "for",
        value_name = "NAME",
        conflicts_with = "department",
        requires = "told_by"
    )]
    pub(in crate::cli) for_department: Option<String>,
    /// 代录: 谁说的 / who told it
    #[arg(long, value_name = "NAME", requires = "for_department")]
    pub(in crate::cli) told_by: Option<String>,
    /// 代录: 怎么说的, 如 电话 / how it was told, such as by phone
    #[arg(long, value_name = "WORD", requires = "for_department")]
    pub(in crate::cli) via: Option<String>,
    /// 更正哪一条 (记录号前 8 位), 互相矛盾的几条用逗号隔开 / the note this one corrects, or all that disagree, with commas
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(in crate::cli) supersedes: Vec<String>,
    /// 撤回哪一条 (记录号前 8 位) / take a note back
    #[arg(long, value_name = "ID", requires = "reason", conflicts_with_all = ["progress", "problems", "next", "percent", "supersedes"])]
    pub(in crate::cli) retract: Option<String>,
    /// 会上说的: 会议号或日期, 记进它的纪要 / said at this meeting (id or day), whose minutes bear it
    #[arg(long, value_name = "ID", conflicts_with = "retract")]
    pub(in crate::cli) meeting: Option<String>,
    /// 撤回的理由 / why it is taken back
    #[arg(long, value_name = "TEXT", requires = "retract")]
    pub(in crate::cli) reason: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TaskVerb {
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
        /// 认定灯: red, yellow, blue, green; none = 取消 / light as judged: red, yellow, blue, green; none = none
        #[arg(long, group = "what", value_name = "LIGHT")]
        light: Option<String>,
        /// 认定灯到哪天为止 / the last day of the light as judged
        #[arg(long, value_name = "DAY", requires = "light")]
        until: Option<String>,
        /// 重点督办: yes, no / special supervision: yes, no
        #[arg(long, group = "what", value_name = "YES|NO")]
        supervised: Option<String>,
        /// 报送频次: week, month, quarter; none = 同规则 / reported on: week, month, quarter; none = as the rules say
        #[arg(long, group = "what", value_name = "RHYTHM")]
        rhythm: Option<String>,
        /// 会上定的: 会议号或日期, 认定灯记进它的纪要 / said at this meeting (id or day), whose minutes bear the light
        #[arg(long, value_name = "ID")]
        meeting: Option<String>,
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
pub(in crate::cli) enum MeasureVerb {
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
    /// 记一条举措已完成 / record that a measure is done
    Done {
        /// 编号/序号, 如 2.1.4/3 / code and number, such as 2.1.4/3
        item: String,
        #[command(flatten)]
        done: DoneArgs,
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
pub(in crate::cli) enum IndicatorVerb {
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
        #[arg(long, group = "what", allow_negative_numbers = true)]
        value: Option<String>,
        /// 上限; none = 无 / upper end; none = none
        #[arg(long, group = "what", allow_negative_numbers = true)]
        upper: Option<String>,
        /// 计量单位 / unit
        #[arg(long, group = "what")]
        unit: Option<String>,
        /// 期限; none = 无 / deadline; none = none
        #[arg(long, group = "what", value_name = "DAY")]
        due: Option<String>,
        /// 性质: mandatory 约束性, indicative 预期性 / nature: mandatory, indicative
        #[arg(long, group = "what", value_name = "WORD")]
        nature: Option<String>,
        /// 分解区县, 顿号或逗号分开; 空 = 不分解 / districts, set apart by commas; empty = none
        #[arg(long, group = "what", value_name = "NAMES")]
        regions: Option<String>,
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
        #[arg(long, allow_negative_numbers = true)]
        value: Option<String>,
        /// 上限 / upper end
        #[arg(long, allow_negative_numbers = true)]
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
pub(in crate::cli) enum DutyVerb {
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
