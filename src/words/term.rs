//! The field's own terms: one word for each thing.

use super::words;
use crate::model::{
    Assessment, Comparator, Confidence, Day, DepartmentKind, DueSource, Every, LeadRule, Register,
    Status, TaskKind, Wordless,
};

words! {
    /// The field's terms.
    Terms {
        plan: "规划", "plan";
        section: "节", "section";
        task: "任务", "task";
        measure: "举措", "measure";
        indicator: "指标", "indicator";
        duty: "周期义务", "duty";
        department: "单位", "department";
        lead: "牵头", "lead";
        support: "责任", "support";
        note: "进展记录", "status note";
        ledger: "台账", "ledger";
        code: "编号", "code";
        title: "标题", "title";
        status: "状态", "status";
        percent: "进度", "percent";
        due: "期限", "due";
        updated: "更新", "updated";
        kind: "类型", "kind";
        leader: "责任领导", "leader in charge";
        text: "内容", "text";
        name: "名称", "name";
        comparator: "比较", "comparator";
        value: "目标值", "goal";
        upper: "上限", "upper";
        unit: "单位(量)", "unit";
        every: "周期", "every";
        dropped: "剔除", "dropped";
        progress: "进展情况", "progress";
        problems: "存在问题", "problems";
        next: "下一步打算", "next step";
        next_on: "打算完成日", "next step by";
        coordinate: "需协调单位", "coordination needed";
        assessment: "自评", "self-assessment";
        confidence: "把握度", "confidence";
        reporter: "填报人", "reported by";
        approver: "审签人", "signed off by";
        told_by: "口述人", "told by";
        via: "方式", "via";
        on: "日期", "on";
        reason: "理由", "reason";
        author: "记录人", "author";
        status_draft: "拟立项", "draft";
        status_assigned: "待签收", "assigned";
        status_returned: "退回交办", "returned";
        status_active: "办理中", "active";
        status_closing: "申请销号", "closing";
        status_rework: "退回重办", "rework";
        status_closed: "已销号", "closed";
        status_ongoing: "长期坚持", "ongoing";
        status_suspended: "中止", "suspended";
        status_merged: "并入", "merged";
        status_withdrawn: "撤销", "withdrawn";
        status_reopened: "重启", "reopened";
        status_carried: "结转", "carried over";
        judged_light: "认定灯", "light as judged";
        supervised: "重点督办", "under special supervision";
        rhythm: "报送频次", "reporting rhythm";
        nature: "性质", "nature";
        regions: "分解区县", "districts";
        kind_once: "一次性", "once";
        kind_standing: "长期", "standing";
        kind_recurring: "周期", "recurring";
        words_purged: "[文字已清除]", "[words purged]";
        words_awaited: "[文字还没到齐]", "[words have not arrived yet]";
        assessment_ahead: "超序时", "ahead";
        assessment_on_track: "序时推进", "on track";
        assessment_slow: "进度缓慢", "slow";
        assessment_not_started: "未启动", "not started";
        confidence_high: "高", "high";
        confidence_medium: "中", "medium";
        confidence_low: "低", "low";
        at_least: "不少于", "at least";
        more_than: "超过", "more than";
        exactly: "等于", "exactly";
        about: "左右", "about";
        range: "区间", "range";
        ratio: "比例", "ratio";
        not_below_previous: "不低于上期", "not below the period before";
        cover: "全覆盖", "all";
        every_year: "每年", "every year";
        every_school_year: "每学年", "every school year";
        every_term: "每学期", "every term";
        every_week: "每周", "every week";
        span_years: "为期 {} 年", "for {} years";
        span_months: "为期 {} 个月", "for {} months";
        span_days: "为期 {} 天", "for {} days";
        yes: "是", "yes";
        no: "否", "no";
        nothing: "(空)", "(none)";
        due_open: "未定", "open";
        due_text: "原文", "stated";
        due_plan: "规划期末", "plan end";
        due_edit: "更正", "corrected";
        due_extended: "延期", "extended";
        rule_explicit: "原文写明牵头", "the text says who leads";
        rule_first: "列首位的牵头", "the first listed leads";
        rule_all_equal: "按职责分工, 无牵头", "by their duties, nobody leads";
        rule_sole: "只有一家", "only one";
        department_bureau: "市直", "bureau";
        department_party: "党群", "party";
        department_district: "区县", "district";
        department_zone: "功能区", "zone";
        department_school: "学校", "school";
        department_garrison: "驻地", "garrison";
        department_enterprise: "企业", "enterprise";
    }
}

impl Terms {
    /// The word for a status.
    #[must_use]
    pub fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Draft => self.status_draft,
            Status::Assigned => self.status_assigned,
            Status::Returned => self.status_returned,
            Status::Active => self.status_active,
            Status::Closing => self.status_closing,
            Status::Rework => self.status_rework,
            Status::Closed => self.status_closed,
            Status::Ongoing => self.status_ongoing,
            Status::Suspended => self.status_suspended,
            Status::Merged => self.status_merged,
            Status::Withdrawn => self.status_withdrawn,
            Status::Reopened => self.status_reopened,
            Status::Carried => self.status_carried,
        }
    }

    /// The word for a sort of task.
    #[must_use]
    pub fn kind(&self, kind: TaskKind) -> &'static str {
        match kind {
            TaskKind::Once => self.kind_once,
            TaskKind::Standing => self.kind_standing,
            TaskKind::Recurring => self.kind_recurring,
        }
    }

    /// What stands in place of words that are not here.
    #[must_use]
    pub fn wordless(&self, wordless: Wordless) -> &'static str {
        match wordless {
            Wordless::Purged => self.words_purged,
            Wordless::Awaited => self.words_awaited,
        }
    }

    /// The word for a self-assessment.
    #[must_use]
    pub fn assessment(&self, assessment: Assessment) -> &'static str {
        match assessment {
            Assessment::Ahead => self.assessment_ahead,
            Assessment::OnTrack => self.assessment_on_track,
            Assessment::Slow => self.assessment_slow,
            Assessment::NotStarted => self.assessment_not_started,
        }
    }

    /// The word for a confidence.
    #[must_use]
    pub fn confidence(&self, confidence: Confidence) -> &'static str {
        match confidence {
            Confidence::High => self.confidence_high,
            Confidence::Medium => self.confidence_medium,
            Confidence::Low => self.confidence_low,
        }
    }

    /// The word for a comparator.
    #[must_use]
    pub fn comparator(&self, comparator: Comparator) -> &'static str {
        match comparator {
            Comparator::AtLeast => self.at_least,
            Comparator::MoreThan => self.more_than,
            Comparator::Exactly => self.exactly,
            Comparator::About => self.about,
            Comparator::Range => self.range,
            Comparator::Ratio => self.ratio,
            Comparator::NotBelowPrevious => self.not_below_previous,
            Comparator::Cover => self.cover,
        }
    }

    /// The word for a period.
    #[must_use]
    pub fn every(&self, every: Every) -> &'static str {
        match every {
            Every::Year => self.every_year,
            Every::SchoolYear => self.every_school_year,
            Every::Term => self.every_term,
            Every::Week => self.every_week,
        }
    }

    /// A span without a beginning (`P3Y`), in words.
    #[must_use]
    pub fn span(&self, iso: &str) -> String {
        let unit = match iso.chars().next_back() {
            Some('Y') => self.span_years,
            Some('M') => self.span_months,
            Some('D') => self.span_days,
            _ => return iso.to_owned(),
        };
        super::fill(
            unit,
            &[iso
                .trim_start_matches('P')
                .trim_end_matches(['Y', 'M', 'D'])],
        )
    }

    /// The word for the source of a deadline.
    #[must_use]
    pub fn due_source(&self, source: DueSource) -> &'static str {
        match source {
            DueSource::Text => self.due_text,
            DueSource::Plan => self.due_plan,
            DueSource::Edit => self.due_edit,
            DueSource::Extended => self.due_extended,
        }
    }

    /// A deadline with where it comes from.
    #[must_use]
    pub fn due(&self, due: Option<Day>, source: DueSource) -> String {
        due.map_or_else(
            || self.due_open.to_owned(),
            |due| format!("{due} ({})", self.due_source(source)),
        )
    }

    /// The word for a rule that told the lead.
    #[must_use]
    pub fn rule(&self, rule: LeadRule) -> &'static str {
        match rule {
            LeadRule::Explicit => self.rule_explicit,
            LeadRule::FirstListed => self.rule_first,
            LeadRule::AllEqual => self.rule_all_equal,
            LeadRule::Sole => self.rule_sole,
        }
    }

    /// The word for a sort of department.
    #[must_use]
    pub fn department_kind(&self, kind: DepartmentKind) -> &'static str {
        match kind {
            DepartmentKind::Bureau => self.department_bureau,
            DepartmentKind::Party => self.department_party,
            DepartmentKind::District => self.department_district,
            DepartmentKind::Zone => self.department_zone,
            DepartmentKind::School => self.department_school,
            DepartmentKind::Garrison => self.department_garrison,
            DepartmentKind::Enterprise => self.department_enterprise,
        }
    }

    /// The word for a register by its name in ops; the name itself where this program does not know it.
    #[must_use]
    pub fn register_named<'a>(&self, name: &'a str) -> &'a str {
        named::<Register>(name).map_or(name, |register| self.register(register))
    }

    /// The word for a register.
    #[must_use]
    pub fn register(&self, register: Register) -> &'static str {
        match register {
            Register::Title => self.title,
            Register::Lead => self.lead,
            Register::Support => self.support,
            Register::Due => self.due,
            Register::Kind => self.kind,
            Register::Leader => self.leader,
            Register::Text => self.text,
            Register::Name => self.name,
            Register::Comparator => self.comparator,
            Register::Value => self.value,
            Register::Upper => self.upper,
            Register::Unit => self.unit,
            Register::Every => self.every,
            Register::Dropped => self.dropped,
            Register::Light => self.judged_light,
            Register::Supervised => self.supervised,
            Register::Rhythm => self.rhythm,
            Register::Nature => self.nature,
            Register::Regions => self.regions,
        }
    }
}

/// The value that goes by this keyword in files.
pub(super) fn named<T: serde::de::DeserializeOwned>(keyword: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(keyword.to_owned())).ok()
}
