//! What stands in reports, `domain.md` 8.

use super::words;

words! {
    /// What stands in reports.
    Reports {
        ledger: "任务分解台账", "Task ledger";
        progress: "推进台账", "Progress ledger";
        /// The ledger of progress is longer in its title than in the name of its file.
        progress_title: "推进情况台账", "Progress ledger";
        weekly: "周报", "Weekly report";
        lights: "红黄灯清单", "Red and yellow lights";
        indicators: "指标监测表", "Indicators";
        meeting: "会议议程与纪要", "Agenda and minutes";
        title: "{}{}", "{}: {}";
        file_as_of: "截至{}", "as-of-{}";
        /// Between two parts of a sentence.
        stop: "；", "; ";
        colon: "：", ": ";
        listing: "、", ", ";
        open: "（", " (";
        close: "）", ")";
        demo: "演示数据", "DEMO DATA";
        as_of: "截至 {}", "as of {}";
        /// The light as judged beside the one by the rules, until when it counts, who judged it and why.
        judged_beside: "认定灯 {} (系统 {})", "judged {} (by the rules {})";
        judged_why: "{}, 至 {}, {}: {}", "{}, until {}, {}: {}";
        /// What a problem is called, with the tasks that it is about.
        problem_of: "{}（{}）", "{} ({})";
        window: "期次 {}", "window {}";
        rules: "规则集第 {} 版", "rules version {}";
        snapshot: "快照 {}", "snapshot {}";
        entries: "共 {} 项", "{} entries";
        characters: "{} 字", "{} characters";
        page: "第 {} 页 共 {} 页", "page {} of {}";
        number: "序号", "No.";
        code: "编号", "Code";
        section: "类别(节)", "Section";
        task: "任务名称", "Task";
        text: "原文要求", "What the plan says";
        leader: "责任领导", "Leader in charge";
        lead: "牵头单位", "Lead";
        support: "责任单位", "Responsible";
        assist: "配合单位", "Assisting";
        due: "完成时限", "Deadline";
        remarks: "备注", "Remarks";
        due_default: "时限为规划期末（原文未写明）", "deadline: end of the plan, none is stated";
        due_corrected: "时限已更正", "deadline corrected";
        due_extended: "时限已延期", "deadline extended";
        percent: "进度%", "Progress %";
        schedule: "序时%", "Schedule %";
        gap: "差值", "Gap";
        light: "系统灯", "System light";
        ruled: "认定灯", "Confirmed light";
        reasons: "亮灯原因", "Reasons";
        progress_text: "进展情况", "Progress";
        problems: "存在问题", "Problems";
        next: "下一步打算", "Next steps";
        coordinate: "需协调事项", "Coordination needed";
        kept: "上期打算兑现", "Last promise kept";
        confidence: "把握度", "Confidence";
        reporter: "填报人", "Reported by";
        approver: "审签人", "Signed off by";
        updated: "更新时间", "Updated";
        week_overall: "一、总体情况", "1. Overall";
        week_new: "二、本周新变化", "2. New this week";
        window_new: "二、本期新变化", "2. New in this window";
        window_next: "四、下期重点", "4. Next window";
        week_problems: "三、存在问题与需协调", "3. Problems and coordination";
        week_next: "四、下周重点", "4. Next week";
        week_missing: "五、未报单位", "5. Not reported";
        week_reports: "本期应报 {} 项，已报 {} 项，其中按时 {} 项。", "{} reports were expected, {} came, {} of them in time.";
        week_lights: "任务亮灯：{}。", "Lights: {}.";
        new_red: "新红", "Newly red";
        turned_green: "转绿", "Turned green";
        newly_closed: "新销号", "Newly closed";
        newly_overdue: "新逾期", "Newly overdue";
        week_problem: "存在问题", "Problems";
        week_coordinate: "需协调", "Coordination needed";
        due_soon: "临期 7 日", "Due within 7 days";
        promised: "承诺到期", "Promises due";
        none: "无。", "None.";
        short_task: "任务", "Task";
        short_lead: "牵头", "Lead";
        this_light: "灯", "Light";
        windows: "连续几期", "Windows in a row";
        notice: "已发督办单", "Notices sent";
        limit: "限期", "Time limit";
        demand: "本周要求", "Asked for this week";
        indicator: "指标", "Indicator";
        nature: "性质", "Nature";
        unit: "单位", "Unit";
        base: "基期(年)", "Base (year)";
        goal: "{} 目标", "Goal {}";
        latest: "最新实际(期)", "Latest (period)";
        reached: "完成率%", "Reached %";
        year_schedule: "年进度%", "Year %";
        verdict: "判定", "Verdict";
        distance: "差距", "Distance";
        source: "数据来源", "Source";
        by_district: "区县分表", "By district";
        minutes_of: "{}纪要", "Minutes: {}";
        agenda_of: "{}议程", "Agenda: {}";
        number_of_meeting: "{}年第{}次", "{}, No. {}";
        numbered: "{}、{}", "{}. {}";
        ordinals: "一二三四五六七八九", "123456789";
        agenda_table: "议程", "Agenda";
        old_table: "上次议定及结果", "What was decided, and what came of it";
        decision_table: "议定事项", "Decisions";
        problem_table: "会上指出的问题", "Problems named";
        light_table: "亮灯认定", "Lights judged";
        note_table: "会上补充的进展", "Reported at the meeting";
        reason: "理由", "Reason";
        valid_until: "有效至", "Until";
        judged_by: "认定人", "By";
        /// A light by the rules, and the one that a meeting judged instead.
        judged_from: "{}改{}", "{} to {}";
        judged_no_more: "取消认定灯", "no longer judged";
        recorder: "记录", "Minutes by";
        signed_by: "签发", "Signed";
        issued_on: "印发", "Issued on";
        blank_day: "　　　　年　　月　　日", "____";
        /// A day as a sentence has it, for `chrono`.
        day: "%Y年%-m月%-d日", "%Y-%m-%d";
        place_in_line: "序", "No.";
        item: "事项", "Item";
        speaker: "汇报单位", "Presented by";
        minutes_long: "时长(分钟)", "Minutes";
        meeting_time: "时间", "Time";
        meeting_place: "地点", "Place";
        chair: "主持", "Chair";
        present: "出席", "Present";
        content: "内容", "Content";
        by_when: "时限", "By";
        done_when: "完成标准", "Done when";
        related: "关联任务", "Task";
        outcome: "结果", "Outcome";
        formats: "格式", "formats";
        no_report: "没有叫“{}”的报表", "there is no report '{}'";
        no_report_hint: "全部见 duban report --list", "duban report --list shows them all";
        no_format: "这份报表没有 {} 格式; 可用的:", "this report has no format {}; it has:";
    }
}
