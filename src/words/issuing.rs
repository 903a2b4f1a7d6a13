//! What the screen says on which reports are issued.

use super::words;

words! {
    /// What the screen says on which reports are issued.
    Issuing {
        reports: "报表", "Reports";
        format: "格式", "format";
        range: "范围", "tasks";
        all: "全部 {} 项任务", "all {} tasks";
        listed: "台账列出的 {} 项 ({})", "the {} that the ledger lists ({})";
        whole: "不按任务取舍", "not by task";
        as_of: "期次", "window";
        of_meeting: "会议", "meeting";
        present: "现在", "the present";
        closed: "{} (已封存)", "{} (closed)";
        latest: "最近一次", "the latest";
        no_meeting: "还没有会议", "there was none";
        into: "写到", "goes to";
        preview: "预览", "preview";
        turn: "PgUp PgDn 翻页", "PgUp and PgDn turn it";
        left_out: "预览到此为止, 写出的文件还有 {} 行", "the preview ends here, the file has {} more lines";
        writing: "正在写出..", "writing..";
        written: "已写出 {}", "written: {}";
        beside: "同名文件原样保留", "the file of that name was left as it is";
        nothing_listed: "台账没有筛选, 报表就是全部任务", "the ledger lists all tasks, and so does the report";
        nothing_listed_hint: "先在台账按 F4 筛选, 再按 F9", "filter the ledger with F4 first, then press F9";
        no_window: "这份报表只有现在的一份", "this report is of the present only";
        no_window_hint: "周报、推进台账、红黄灯清单可选已封存的期次", "the weekly report, the progress ledger and the list of lights know closed windows";
        none_closed: "还没有封存过的期次", "no window was closed yet";
        none_closed_hint: "在报送窗口里按 F2 封存", "close one with F2 among the windows";
        one_meeting: "只有这一次会议", "there is only this meeting";
        no_tasks: "会议纪要不按任务取舍", "minutes are not cut down to tasks";
        not_ready: "这份报表现在写不出来, 原因见下", "this report cannot be written now, see below";
        no_such_format: "这份报表没有第 {} 种格式", "this report has no format {}";
    }
}
