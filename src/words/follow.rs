//! The words of the follow-up (跟进): lights, steps, windows, figures, meetings.

use rust_decimal::Decimal;

use super::{fill, words};
use crate::model::{
    Answer, Bounds, DecisionSort, Figure, FigureSort, Finding, Indicator, Judgement, Kept, Light,
    Nature, NotNow, Reason, Reporting, Rhythm, Since, Step, Taker, Unchanged,
};
use crate::words::Terms;

words! {
    /// The words of the follow-up.
    Follows {
        light: "灯", "light";
        light_red: "红", "red";
        light_yellow: "黄", "yellow";
        light_blue: "蓝", "blue";
        light_grey: "灰", "grey";
        light_green: "绿", "green";
        light_closed: "销", "closed";
        light_stopped: "止", "stopped";
        by_rules: "系统灯", "by the rules";
        judged: "认定灯", "as judged";
        reasons: "亮灯原因", "reasons";
        expected: "序时", "expected";
        gap: "差值", "gap";
        until: "至 {}", "until {}";
        overdue: "逾期 {} 天", "{} days overdue";
        plan_end: "(规划期末)", " (plan end)";
        milestone_overdue: "举措{} 逾期 {} 天", "measure {} {} days overdue";
        behind: "滞后 {} 点", "{} points behind";
        unreported: "未报 {} 期", "{} windows unreported";
        not_signed: "未签收 {} 个工作日", "not signed for in {} working days";
        awaits_review: "待审核", "awaits review";
        needs_coordination: "需协调", "needs coordination";
        sent_back: "退回重办", "sent back";
        recovering: "观察 (曾亮红)", "watched (it was red)";
        soon: "临期 {} 天", "due in {} days";
        milestone_soon: "举措{} 临期 {} 天", "measure {} due in {} days";
        nothing_known: "未报", "nothing reported";
        suspended: "中止", "suspended";
        step: "环节", "step";
        step_assign: "交办", "assign";
        step_sign: "签收", "sign for";
        step_dispute: "退回交办", "dispute";
        step_ask_closing: "申请销号", "ask for closing";
        step_take_back: "撤回申请", "take the request back";
        step_review: "审核", "review";
        step_approve: "批准销号", "approve closing";
        step_return: "退回重办", "send back";
        step_ask_extension: "申请延期", "ask for an extension";
        step_grant_extension: "同意延期", "grant the extension";
        step_refuse_extension: "不同意延期", "refuse the extension";
        step_suspend: "中止", "suspend";
        step_resume: "恢复办理", "resume";
        step_standing: "转为长期坚持", "make it standing";
        step_merge: "并入", "merge";
        step_withdraw: "撤销", "withdraw";
        step_reopen: "重启", "reopen";
        step_carry: "结转下一规划", "carry over";
        evidence: "佐证", "evidence";
        evidence_kept: "原件: {}", "original: {}";
        not_by_status: "现在是“{}”, 不能{}", "it is \"{}\" now; it cannot {}";
        nothing_asked: "没有待答复的{}", "no request to {} waits";
        by_department: "由牵头或责任单位的填报人办理", "whoever reports for a department of the task does it";
        by_approver: "由督查员或审批人办理", "a coordinator or an approver does it";
        by_coordinator: "由督查员办理", "a coordinator does it";
        own_request: "自己提出的申请不能自己批准, 请另一位审批人办理", "your own request is another's to approve";
        asked_already: "已经{}, 正等待答复", "somebody asked to {} already; it waits for an answer";
        answer_open: "待答复", "waits";
        answer_granted: "同意", "granted";
        answer_refused: "不同意", "refused";
        answer_void: "已撤回", "taken back";
        kept: "上期打算兑现", "last window's promise";
        kept_yes: "已兑现", "kept";
        kept_partly: "部分兑现", "partly";
        kept_no: "未兑现", "not kept";
        unchanged: "本期无变化", "no change";
        unchanged_as_planned: "按计划推进, 无新进展", "going as planned, nothing new";
        unchanged_waiting: "等待前置工作", "waits for other work";
        unchanged_approval: "等待审批或批复", "waits for an approval";
        unchanged_not_due: "尚未到开展时间", "its time has not come";
        unchanged_finished: "已完成, 待销号", "finished, to be closed";
        window: "报送窗口", "window";
        window_due: "截止", "due";
        reported: "已报", "reported";
        reported_unchanged: "无变化", "no change";
        late: "迟报", "late";
        since_corrected: "封存后已更正", "corrected since it was frozen";
        since_taken_back: "封存后已撤回", "taken back since it was frozen";
        since_not_counted: "封存后不再生效", "not counted since it was frozen";
        step_idle: "[未生效]", "[not counted]";
        missing: "未报", "missing";
        not_expected: "不需报", "not expected";
        expected_count: "应报", "expected";
        closed_on: "已封存", "closed";
        still_open: "未封存", "open";
        rhythm_week: "每周", "weekly";
        rhythm_month: "每月", "monthly";
        rhythm_quarter: "每季度", "quarterly";
        rhythm_half: "每半年", "half-yearly";
        rhythm_year: "每年", "yearly";
        rhythm_school_year: "每学年", "every school year";
        rhythm_term: "每学期", "every term";
        nature_mandatory: "约束性", "mandatory";
        nature_indicative: "预期性", "indicative";
        figure_actual: "实际值", "actual";
        figure_target: "年度目标", "target";
        figure_baseline: "基期值", "baseline";
        impossible: "{}不会是 {}: 应在 {} 到 {} 之间", "{} cannot be {}: it is between {} and {}";
        impossibly_large: "{}不会是 {}: 太大了", "{} cannot be {}: it is too large";
        impossible_part: "{}不会是 {}: 应是整数", "{} cannot be {}: it is a whole number";
        impossibly_fine: "{}不会是 {}: 小数最多 {} 位", "{} cannot be {}: it has at most {} decimal places";
        impossibly_low: "{}不会是 {}: 不小于 {}", "{} cannot be {}: it is not below {}";
        impossibly_high: "{}不会是 {}: 不大于 {}", "{} cannot be {}: it is not above {}";
        figure_value: "数值", "value";
        of_districts: "区县达标", "of districts";
        disputed_figure: "! 冲突, {} {}: {}; {} {}", "! conflict, {} {}: {}; {} {}";
        figures_settle: "再填一次要采用的数值, 就核定了", "one more entry of the value that is to stand settles them";
        period: "期次", "period";
        source: "数据来源", "source";
        region: "区域", "district";
        goal: "目标", "goal";
        latest: "最新实际", "latest";
        finding: "判定", "judgement";
        finding_no_data: "无数据", "no data";
        finding_stale: "数据陈旧", "out of date";
        finding_met: "已达标", "met";
        finding_on_track: "达进度", "on track";
        finding_behind: "欠进度", "behind";
        finding_far_behind: "严重欠进度", "far behind";
        finding_open: "未到期", "not due yet";
        finding_missed: "未达标", "missed";
        warning: "预警", "warning";
        whole: "全市", "whole";
        instance: "期次", "instance";
        done: "完成", "done";
        done_on: "完成日", "done on";
        not_done: "未完成", "not done";
        problem_open: "尚未解决", "not solved";
        problem_over: "{} 起已无问题", "no problem any more since {}";
        late_item: "已超时限", "late";
        decision: "议定事项", "action item";
        problem: "问题", "problem";
        criterion: "完成标准", "done when";
        meeting: "会议", "meeting";
        agenda: "议程", "agenda";
        owes: "{}: 逾期 {} 项, 应办 {} 项, 临期 {} 项 (截至 {})", "{}: {} late, {} owed, {} near (as of {})";
        standing_late: "逾期", "late";
        standing_owed: "应办", "owed";
        standing_due: "临期", "near";
        duty_done: "已办", "done";
        missed_one: "{} 期漏报", "no report for {}";
        missed_many: "{} 至 {} 漏报 {} 期", "no report for {} to {} ({})";
        wants_report: "{} 期未报, {} 截止", "no report for {}, due on {}";
        wants_signing: "待签收", "to be signed for";
        wanted_by: "{} (期限 {})", "{} (by {})";
        waits_for_coordinators: "待督查员和审批人处理 {} 项", "{} wait for coordinators and approvers";
        rules_version: "规则版本", "rules version";
    }
}

impl Follows {
    /// The word for a light, one Chinese character.
    #[must_use]
    pub fn light(&self, light: Light) -> &'static str {
        match light {
            Light::Red => self.light_red,
            Light::Yellow => self.light_yellow,
            Light::Blue => self.light_blue,
            Light::Grey => self.light_grey,
            Light::Green => self.light_green,
            Light::Closed => self.light_closed,
            Light::Stopped => self.light_stopped,
        }
    }

    /// A reason in words: 逾期 12 天.
    #[must_use]
    pub fn reason(&self, reason: &Reason) -> String {
        let count = |words, n: i64| fill(words, &[&n.to_string()]);
        let named = |words, name: &str, n: i64| fill(words, &[name, &n.to_string()]);
        let end = |is_plan_end: bool| if is_plan_end { self.plan_end } else { "" };
        match reason {
            Reason::Overdue(days, plan) => count(self.overdue, *days) + end(*plan),
            Reason::MilestoneOverdue(name, days) => named(self.milestone_overdue, name, *days),
            Reason::Behind(points) => count(self.behind, i64::from(*points)),
            Reason::Unreported(windows) => count(self.unreported, i64::from(*windows)),
            Reason::NotSigned(days) => count(self.not_signed, *days),
            Reason::AwaitsReview => self.awaits_review.to_owned(),
            Reason::NeedsCoordination => self.needs_coordination.to_owned(),
            Reason::SentBack => self.sent_back.to_owned(),
            Reason::Recovering => self.recovering.to_owned(),
            Reason::Soon(days, plan) => count(self.soon, *days) + end(*plan),
            Reason::MilestoneSoon(name, days) => named(self.milestone_soon, name, *days),
            Reason::NothingKnown => self.nothing_known.to_owned(),
            Reason::Suspended => self.suspended.to_owned(),
        }
    }

    /// All reasons in words, one after the other.
    #[must_use]
    pub fn all_reasons(&self, reasons: &[Reason]) -> String {
        let words: Vec<String> = reasons.iter().map(|reason| self.reason(reason)).collect();
        words.join("; ")
    }

    /// The word for a step.
    #[must_use]
    pub fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Assign => self.step_assign,
            Step::Sign => self.step_sign,
            Step::Dispute => self.step_dispute,
            Step::AskClosing => self.step_ask_closing,
            Step::TakeBack => self.step_take_back,
            Step::Review => self.step_review,
            Step::Approve => self.step_approve,
            Step::Return => self.step_return,
            Step::AskExtension => self.step_ask_extension,
            Step::GrantExtension => self.step_grant_extension,
            Step::RefuseExtension => self.step_refuse_extension,
            Step::Suspend => self.step_suspend,
            Step::Resume => self.step_resume,
            Step::Standing => self.step_standing,
            Step::Merge => self.step_merge,
            Step::Withdraw => self.step_withdraw,
            Step::Reopen => self.step_reopen,
            Step::Carry => self.step_carry,
        }
    }

    /// Why a figure cannot be one of an indicator, and what is expected; `None` if it can.
    #[must_use]
    pub fn impossible(&self, indicator: &Indicator, value: Decimal) -> Option<String> {
        let bounds = Bounds::of(indicator);
        if bounds.hold(value) {
            return None;
        }
        let say = |of: Decimal| format!("{of}{}", indicator.unit);
        let (name, value_of, value) = (indicator.name.as_str(), value, say(value));
        if bounds.is_too_large(value_of) {
            return Some(fill(self.impossibly_large, &[name, &value]));
        }
        if bounds.is_too_fine(value_of) {
            return Some(match bounds.places() {
                0 => fill(self.impossible_part, &[name, &value]),
                places => fill(self.impossibly_fine, &[name, &value, &places.to_string()]),
            });
        }
        Some(match (bounds.least.map(say), bounds.most.map(say)) {
            (Some(least), Some(most)) => fill(self.impossible, &[name, &value, &least, &most]),
            (Some(least), None) => fill(self.impossibly_low, &[name, &value, &least]),
            (None, most) => fill(self.impossibly_high, &[name, &value, &most?]),
        })
    }

    /// Who takes a step, said to somebody else.
    #[must_use]
    pub fn by_another(&self, taker: Taker) -> &'static str {
        match taker {
            Taker::Department => self.by_department,
            Taker::Approver => self.by_approver,
            Taker::Coordinator => self.by_coordinator,
        }
    }

    /// Why a step cannot be taken now.
    #[must_use]
    pub fn not_now(&self, step: Step, why: NotNow, terms: &Terms) -> String {
        match why {
            NotNow::Status(status) => {
                fill(self.not_by_status, &[terms.status(status), self.step(step)])
            }
            NotNow::NothingAsked(request) => fill(self.nothing_asked, &[self.step(request)]),
            NotNow::OwnRequest => self.own_request.to_owned(),
            NotNow::AskedAlready(request) => fill(self.asked_already, &[self.step(request)]),
        }
    }

    /// The word for where a request stands.
    #[must_use]
    pub fn answer(&self, answer: Answer) -> &'static str {
        match answer {
            Answer::Open => self.answer_open,
            Answer::Granted => self.answer_granted,
            Answer::Refused => self.answer_refused,
            Answer::Void => self.answer_void,
        }
    }

    /// The word for what became of a promise.
    #[must_use]
    pub fn kept(&self, kept: Kept) -> &'static str {
        match kept {
            Kept::Yes => self.kept_yes,
            Kept::Partly => self.kept_partly,
            Kept::No => self.kept_no,
        }
    }

    /// The words for why nothing changed.
    #[must_use]
    pub fn unchanged(&self, unchanged: Unchanged) -> &'static str {
        match unchanged {
            Unchanged::AsPlanned => self.unchanged_as_planned,
            Unchanged::Waiting => self.unchanged_waiting,
            Unchanged::Approval => self.unchanged_approval,
            Unchanged::NotDue => self.unchanged_not_due,
            Unchanged::Finished => self.unchanged_finished,
        }
    }

    /// The word for whether a report has come.
    #[must_use]
    pub fn reporting(&self, reporting: Reporting) -> &'static str {
        match reporting {
            Reporting::Reported => self.reported,
            Reporting::Unchanged => self.reported_unchanged,
            Reporting::Late => self.late,
            Reporting::Missing => self.missing,
            Reporting::NotExpected => self.not_expected,
        }
    }

    /// The words for what became of a report since its window was closed.
    #[must_use]
    pub fn since(&self, since: Since) -> &'static str {
        match since {
            Since::Corrected => self.since_corrected,
            Since::TakenBack => self.since_taken_back,
            Since::NotCounted => self.since_not_counted,
        }
    }

    /// The word for how often something comes round.
    #[must_use]
    pub fn rhythm(&self, rhythm: Rhythm) -> &'static str {
        match rhythm {
            Rhythm::Week => self.rhythm_week,
            Rhythm::Month => self.rhythm_month,
            Rhythm::Quarter => self.rhythm_quarter,
            Rhythm::Half => self.rhythm_half,
            Rhythm::Year => self.rhythm_year,
            Rhythm::SchoolYear => self.rhythm_school_year,
            Rhythm::Term => self.rhythm_term,
        }
    }

    /// The word for how much an indicator binds.
    #[must_use]
    pub fn nature(&self, nature: Nature) -> &'static str {
        match nature {
            Nature::Mandatory => self.nature_mandatory,
            Nature::Indicative => self.nature_indicative,
        }
    }

    /// The word for what a figure is.
    #[must_use]
    pub fn figure(&self, sort: FigureSort) -> &'static str {
        match sort {
            FigureSort::Actual => self.figure_actual,
            FigureSort::Target => self.figure_target,
            FigureSort::Baseline => self.figure_baseline,
        }
    }

    /// How an indicator stands, in words: 最新实际 53.2 (2024), 判定 未到期. Nothing where nothing was measured.
    #[must_use]
    pub fn judgement(&self, judgement: &Judgement, unit: &str) -> String {
        let Some(value) = judgement.value else {
            return String::new();
        };
        let mut said = if judgement.share {
            format!("{} {value}% {}", self.latest, self.of_districts)
        } else {
            format!("{} {value} {unit}", self.latest)
        };
        if let Some(period) = judgement.period {
            said.push_str(&format!(" ({period})"));
        }
        said.push_str(&format!(", {}", self.found(judgement)));
        said
    }

    /// What is found of an indicator, a warning (预警) before it: where there is little room it is what must be seen.
    #[must_use]
    pub fn found(&self, judgement: &Judgement) -> String {
        let finding = self.finding(judgement.finding);
        if judgement.warning {
            format!("{} {finding}", self.warning)
        } else {
            finding.to_owned()
        }
    }

    /// A figure that another disagrees with, and whose it is: 冲突: 实际值 2024 95.9, 李强 2024-05-22.
    #[must_use]
    pub fn disputed(&self, figure: &Figure) -> String {
        let value = figure.value.as_deref().unwrap_or("--");
        let parts = [
            self.figure(figure.sort),
            &figure.period.to_string(),
            value,
            &figure.author,
            &figure.recorded.format("%Y-%m-%d").to_string(),
        ];
        fill(self.disputed_figure, &parts)
    }

    /// The word for what is found of an indicator.
    #[must_use]
    pub fn finding(&self, finding: Finding) -> &'static str {
        match finding {
            Finding::NoData => self.finding_no_data,
            Finding::Stale => self.finding_stale,
            Finding::Met => self.finding_met,
            Finding::OnTrack => self.finding_on_track,
            Finding::Behind => self.finding_behind,
            Finding::FarBehind => self.finding_far_behind,
            Finding::Open => self.finding_open,
            Finding::Missed => self.finding_missed,
        }
    }

    /// The word for what a meeting wrote down.
    #[must_use]
    pub fn decision(&self, sort: DecisionSort) -> &'static str {
        match sort {
            DecisionSort::Action => self.decision,
            DecisionSort::Problem => self.problem,
        }
    }
}
