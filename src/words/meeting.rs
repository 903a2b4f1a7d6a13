//! The words of meetings, approvals, windows and indicators on the screens.

use super::words;
use crate::model::Why;

words! {
    /// The words of meetings, approvals, windows and indicators on the screens.
    MeetingScreen {
        usual_name: "周例会", "weekly meeting";
        why_unsettled: "旧账", "old";
        why_new_red: "新红", "new red";
        why_red: "红灯", "red";
        why_yellow: "黄灯", "yellow";
        why_changed: "有变化", "changed";
        why_waiting: "待审批", "waits";
        why_chosen: "选定", "chosen";
        agenda_proposed: "建议议程", "proposed";
        agenda_listed: "台账当前列出的任务", "the tasks the ledger lists";
        agenda_view: "视图 {} {}", "view {} {}";
        agenda_filter: "筛选 {}", "filter {}";
        agenda_found_none: "按 F4 改条件, 按 Tab 换来源。", "F4 changes the filter, Tab takes another source.";
        agenda_fixed: "会议中议程不换来源", "a meeting that goes on keeps its agenda";
        agenda_fixed_hint: "要只看一部分, 按 Esc 回会议, 再按 F4", "to walk a part of it only, go back with Esc and press F4";
        no_view: "没有第 {} 个视图", "there is no view {}";
        agenda_kept: "会议 {}", "meeting {}";
        agenda_count: "{} 项, 已去掉 {} 项", "{} items, {} taken out";
        agenda_how: "Tab 换来源, F4 按筛选, 数字按视图; 空格去掉, 左右键换序; Enter 开始。", "Tab: source, F4: filter, digit: view; Space: out, Left/Right: move; Enter: go.";
        agenda_how_running: "空格去掉或恢复, 左右键前移后移; Enter 跳到这一项。", "Space takes out or in, Left and Right move; Enter goes to the item.";
        agenda_empty: "没有可议的事项。按 Tab 换成台账当前列出的任务。", "Nothing to talk about. Tab takes the tasks the ledger lists.";
        agenda_all_out: "议程里一项也没有了: 先用空格恢复几项", "nothing is left on the agenda: take some in with Space";
        beginning: "正在开始会议..", "beginning the meeting..";
        resumed: "会议还没有结束, 已回到第 {} 项", "the meeting is not over; back at item {}";
        walks_amiss: "只看红黄 {}/{}", "red and yellow {}/{}";
        walks_changed: "只看有变化 {}/{}", "changed {}/{}";
        walk_amiss: "只看红黄灯: {} 项, 其余仍在议程里; 再按 F4 换", "red and yellow only: {} items, the others stay on the agenda; F4 for another choice";
        walk_changed: "只看 {} 会议以来有变化的: {} 项, 其余仍在议程里; 再按 F4 换", "changed since the meeting of {} only: {} items, the others stay; F4 for another choice";
        walk_all: "看全部 {} 项", "all {} items";
        walk_none_amiss: "议程里没有红黄灯的任务", "no task on the agenda is red or yellow";
        walk_none_changed: "上次会议以来没有变化的任务", "nothing on the agenda has changed since the last meeting";
        walk_no_meeting: "没有上一次会议, 比不出变化", "there was no earlier meeting to compare with";
        last_of_walk: "这些已看完; 按 F4 看其余, F9 看纪要, Esc 结束会议", "these are all; F4 for the others, F9 shows the minutes, Esc ends the meeting";
        first_of_walk: "前面没有了; 按 F4 看其余", "none before this; F4 for the others";
        item_of: "第 {}/{} 项", "item {}/{}";
        this_item: "本项 {}", "item {}";
        in_all: "总 {}", "total {}";
        read_only: "[只读]", "[read-only]";
        read_only_refused: "现在是只读投屏, 不能录入", "this is read-only, nothing is recorded";
        read_only_hint: "按 o 或 Ctrl+R 改为可录入", "o or Ctrl+R lets things be recorded";
        not_opened: "会议还没有开始, 不能记", "the meeting has not begun, nothing can be recorded";
        not_opened_hint: "按 F12 打开议程, 按 Enter 开始", "F12 opens the agenda, Enter begins it";
        read_only_on: "已改为只读", "read-only now";
        read_only_off: "已改为可录入", "things can be recorded now";
        names_hidden: "已隐去人名和电话", "names and telephone numbers are hidden";
        names_shown: "显示人名和电话", "names and telephone numbers are shown";
        end_meeting: "结束会议", "End the meeting";
        end_how: "F2 结束会议并出纪要, 都可以不填; Esc 回会议, 填的留着", "F2 ends the meeting and writes its minutes, all may be empty; Esc goes back, what is typed stays";
        end_shut: "按 m 出纪要, 按 Backspace 离开", "m writes the minutes, Backspace leaves";
        left_running: "会议没有结束, 按 F8 回到这一项", "the meeting is not over, F8 comes back to this item";
        minutes_written: "纪要已写到 {}", "the minutes are in {}";
        minutes_hint: "另有 {}", "also {}";
        gone_item: "这一项已经不在库里", "this item is not in the home any more";
        last_decided: "上次议定", "decided";
        decided_now: "本次议定", "decided now";
        problem_noted: "本次问题", "problem";
        problem_before: "上次问题", "earlier";
        problem_of_day: "  {} 提出", "  of {}";
        last_next: "上期打算", "promised";
        this_progress: "本期进展", "progress";
        last_progress: "上期进展", "before";
        problems: "存在问题", "problems";
        next: "下一步", "next";
        said_by: "填报", "by";
        first_due: "首次期限", "first due";
        days_over: "逾期 {} 天", "{} days over";
        plan_text: "规划原文", "The plan's text";
        measured: "指标", "figures";
        trend: "走势", "trend";
        linked: "关联任务", "tasks";
        decided_on: "议定日", "decided on";
        settled_already: "这一条已经办结", "this is done already";
        settled: "已记为办结: {}", "recorded as done: {}";
        settled_hint: "记错了按 Ctrl+U 撤销", "Ctrl+U takes it back";
        settle_ask: "办结? {}", "is this done? {}";
        settle_ask_of: "办结? 第 {}/{} 条: {}", "is this done? {} of {}: {}";
        settle_how: "按 Enter 记为办结, 按别的键不记", "Enter records that it is done, any other key does not";
        settle_how_of: "按 Enter 记为办结, 再按 Ctrl+D 换下一条, 按别的键不记", "Enter records that it is done, Ctrl+D goes to the next, any other key records nothing";
        settle_what: "这一项没有未办结的议定事项和问题", "nothing decided or named of this item is open";
        no_light_here: "只有任务有灯; 这一项是议定事项", "tasks alone have lights; this is an action item";
        no_note_here: "只有任务能填进展; 这一项是议定事项, 按 x 记办结", "notes are about tasks; this is an action item, x records that it is done";
        jump_to: "跳到 (序号或文字)", "go to (number or words)";
        jump_nowhere: "议程里没有“{}”", "\"{}\" is not on the agenda";
        last_item: "已是最后一项。按 F9 看纪要, Esc 结束会议并出纪要", "this is the last item. F9 shows the minutes, Esc ends the meeting and writes them";
        first_item: "已是第一项", "this is the first item";
        expired: "至 {}", "until {}";
        meeting_words: "会议信息", "meeting";
        meeting_name: "会议名称", "name";
        meeting_time: "时间", "time";
        meeting_recorder: "记录", "minutes by";
        meeting_place: "地点", "place";
        meeting_chair: "主持", "chair";
        meeting_present: "出席", "present";
        enter_figures: "填报指标", "Figures";
        saved: "{}: 已保存", "{}: recorded";
        what_was_done: "办结情况", "what was done";
        evidence_place: "存放处", "kept at";
        evidence_page: "页码", "page";
        evidence_file: "附件", "file";
        hint_file: "本机上的文件路径, 随申请进共享, 按文件名另记一条佐证; 可以不填", "the path of a file on this computer that goes along, a piece of evidence under its own name; may be empty";
        evidence_nameless: "这条佐证要有名称", "this piece of evidence needs a name";
        new_due: "新期限", "new deadline";
        mend_by: "整改期限", "mend by";
        opinion: "意见", "opinion";
        judged_until: "有效至", "counts until";
        one_department: "这里只写一个单位", "one department only";
        hint_department: "一个单位的全称、简称、别名或拼音", "the name or an alias of one department";
        responsible: "责任单位 (一个)", "responsible (one)";
        by_whom: "责任单位", "department";
        decision_due: "议定事项要有期限", "an action item has a deadline";
        due_before: "期限 {} 早于会议日期 {}", "the deadline {} lies before the meeting of {}";
        decision_due_hint: "填写日期, 如 2024-05-31", "write a day, such as 2024-05-31";
        linked_tasks: "关联任务 (编号)", "tasks (codes)";
        no_such_task: "没有编号为 {} 的任务", "there is no task {}";
        no_such_task_hint: "编号如 2.1.4; 几个编号用空格分开", "a code is like 2.1.4; blanks stand between several";
        approvals: "审批", "Approvals";
        windows: "报送窗口", "Windows";
        one_window: "本期报送", "Window";
        indicators: "指标", "Indicators";
        meeting: "会议", "Meeting";
        agenda: "议程", "Agenda";
        jump: "跳到", "Go to";
        no_requests: "没有等待审批的申请。在任务上按 c 申请销号, 按 d 申请延期。", "No request waits. On a task, c asks for closing and d for more time.";
        requests_waiting: "等待答复", "waiting";
        requests_answered: "已答复", "answered";
        asked_days: "已等 {} 天", "for {} days";
        asked_by: "{} {} {}提出", "asked by {} {} on {}";
        asks_until: "申请延至 {}", "until {}";
        was_reviewed: "已审核", "looked over";
        not_open: "你不能{}: {}", "not open to you: {} ({})";
        evidence_attached: "附件, 按 e 打开", "attached, e opens it";
        evidence_elsewhere: "原件在 {}", "the original is with {}";
        evidence_nowhere: "未写明原件在谁那里, 请问提出人", "it does not say who keeps the original; ask whoever asked";
        evidence_at: "附件已写到 {}", "the file is in {}";
        evidence_is_at: "原件不在共享里: {}", "the original is not on the share: {}";
        no_evidence_here: "这份申请没有佐证", "this request has no evidence";
        nothing_selected: "先选中一份申请", "select a request first";
        answered_already: "这份申请已经答复", "this request is answered";
        only_closing: "只有销号申请要审核", "closing alone is looked over";
        answered_by: "{} {} 答复: {}", "{} answered on {}: {}";
        no_windows: "还没有报送窗口: 规划启用以前或结束以后没有窗口。", "There are no windows: there are none before the plan is adopted and after its end.";
        head_window: "期次", "window";
        head_due: "截止", "due";
        head_expected: "应报", "expect";
        head_reported: "已报", "came";
        head_on_time: "按时", "timely";
        head_late: "迟报", "late";
        head_missing: "未报", "silent";
        head_state: "状态", "state";
        frozen_on: "{} 封存", "closed {}";
        close_window_asks: "封存 {}? 各任务的灯、应报已报数和已收到的报送将固定下来, 不能再改; 之后报来的算迟报。再按一次 F2 封存", "Close {}? The lights, the counts and the reports received are frozen for good; what comes later is late. F2 once more closes it";
        window_closed: "{} 已封存", "{} is closed";
        window_closed_already: "{} 已经封存过", "{} is closed already";
        window_not_over: "{} 还没有截止 ({}), 不能封存", "{} is not over before {}";
        window_not_over_hint: "截止日以后再封存", "close it after that day";
        compared_with: "与上一期 {} 比较", "compared with {}";
        not_compared: "上一期 {} 没有封存, 不能比较: 先封存上一期", "{} was not closed, so there is nothing to compare with: close it first";
        first_window: "这是第一期, 没有上一期可比", "this is the first window";
        new_red: "新红", "new red";
        turned_green: "转绿", "turned green";
        newly_reported: "新报", "newly reported";
        silent: "两期未报", "silent in both";
        nobody: "无", "none";
        no_indicators: "没有指标。在任务里按 i 增加。", "There are no indicators. In a task, i adds one.";
        head_indicator: "指标", "indicator";
        head_goal: "目标", "goal";
        head_latest: "最新", "latest";
        head_finding: "判定", "judged";
        head_gap: "差距", "gap";
        head_nature: "性质", "nature";
        nature_proposed: "?", "?";
        districts_given: "区县 {}/{}", "districts {}/{}";
        head_value: "本次", "value";
        figures_count: "已填 {} 行, {} 行有问题", "{} filled, {} wrong";
        figures_how: "Enter 下一行, Tab 下一格; 可粘贴表格里的一列", "Enter: next row, Tab: next cell; a column of a sheet can be pasted";
        why_anew: "更正理由", "why corrected";
        file_to_read: "文件 (CSV, xlsx)", "file (CSV, xlsx)";
        not_a_number: "{} 不是数", "{} is no number";
        period_to_come: "{} 还没有开始", "{} has not begun";
        period_twice: "{} 写了两次", "{} is there twice";
        stands_already: "{} 已有 {}, 改要写更正理由", "{} has {} already; a correction needs its reason";
        figures_wrong: "{} 行有问题, 没有保存: {}", "{} rows are wrong, nothing was recorded: {}";
        figures_wrong_hint: "带 ! 的行改好或清空后再保存", "mend or clear the rows marked with !, then save";
        figures_stand: "{} 行本期已有数: 先写更正理由", "{} rows have a value already: first write why they are corrected";
        no_figures: "还没有填数", "no value was entered";
        no_figures_hint: "在“本次”一栏里填", "write into the column of values";
        filled: "填入 {} 行, {} 行有问题, {} 行没有填进去", "{} rows filled, {} wrong, {} found no row";
        filled_hint: "看过后按 F2 保存", "look at them, then F2 records them";
        first_stray: "没有填进去的第一行: {}", "the first that found no row: {}";
        stray_line: "第 {} 行: {}", "line {}: {}";
        figures_saved: "已保存 {} 个数", "{} figures are recorded";
        signed: "已签收", "signed for";
    }
}

impl MeetingScreen {
    /// The word for why something is on an agenda.
    #[must_use]
    pub fn why(&self, why: Why) -> &'static str {
        match why {
            Why::Unsettled => self.why_unsettled,
            Why::NewRed => self.why_new_red,
            Why::Red => self.why_red,
            Why::Yellow => self.why_yellow,
            Why::Changed => self.why_changed,
            Why::Waiting => self.why_waiting,
            Why::Chosen => self.why_chosen,
        }
    }
}
