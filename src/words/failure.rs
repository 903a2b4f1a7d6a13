//! What goes wrong, named after what the person wanted, and what to do about it.

use super::words;

words! {
    /// Messages of failures and their hints. A name that ends in `_hint` says what to do next.
    Failures {
        hint: "办法", "hint";
        no_task: "没有编号为 {} 的任务", "there is no task {}";
        no_task_hint: "用 duban list 看全部编号", "duban list shows every code";
        no_item: "{} 没有第 {} 条{}", "{} has no number {} among its {}s";
        no_note: "没有这条记录: {}", "there is no such note: {}";
        no_note_hint: "用 duban history 编号 看记录号 (前 8 位即可)", "duban history CODE shows the ids; the first 8 characters do";
        no_department: "没有叫“{}”的单位", "no department goes by the name '{}'";
        no_department_hint: "相近的: {}。全部见 duban departments; 新单位用 duban departments add", "similar: {}. duban departments lists all; duban departments add makes a new one";
        two_departments: "“{}”可指: {}", "'{}' may mean: {}";
        two_departments_hint: "请写全称", "write the full name";
        has_plan: "库中已有规划《{}》, 暂不能再导入", "this home already has the plan '{}'; another cannot be imported yet";
        has_plan_hint: "另建一个库: duban --home 新目录 plan import 文件", "make another home: duban --home NEWDIR plan import FILE";
        empty_plan: "文件中没有读出任何任务", "no task was read from the file";
        empty_plan_hint: "用 duban plan check 文件 看读到了什么", "duban plan check FILE shows what was read";
        past: "正在看过去的台账, 不能记录", "the past is on show; nothing can be recorded";
        past_hint: "不带 --as-of 和 --known-on 再来", "leave out --as-of and --known-on";
        network_home: "{} 在网络文件系统 ({}) 上, 数据库放在那里会丢数据", "{} is on a network file system ({}); a database there loses data";
        network_home_hint: "用 --home 或 DUBAN_HOME 指定本机目录", "name a local folder with --home or DUBAN_HOME";
        synced_home: "{} 在同步目录 ({}) 里, 数据库放在那里会互相覆盖", "{} is inside a synced folder ({}); a database there gets overwritten";
        synced_home_hint: "用 --home 或 DUBAN_HOME 指定同步目录以外的本机目录", "name a folder outside of it with --home or DUBAN_HOME";
        no_home: "不知道把库放在哪里: 没有 HOME", "there is no place for a home: HOME is not set";
        no_home_hint: "用 --home 目录 或 DUBAN_HOME 指定", "name one with --home DIR or DUBAN_HOME";
        key_missing: "{} 不见了, 而库还在: 没有私钥就不能记录", "{} is missing while the database is there: nothing can be recorded without the key";
        key_missing_hint: "从备份恢复 (duban restore), 或把这个文件放回原处", "restore a backup (duban restore) or put the file back";
        key_bad: "{} 不是 OpenSSH 私钥: {}", "{} is no OpenSSH private key: {}";
        file: "{}: {}", "{}: {}";
        exists: "{} 已存在", "{} exists";
        exists_hint: "换个文件名, 或加 --force", "choose another name, or add --force";
        not_empty_home: "{} 已有一个库", "{} already holds a home";
        not_empty_home_hint: "换个 --home, 或加 --force: 原来的库会改名保留", "choose another --home, or add --force: the old home is kept under another name";
        not_a_home: "{} 不是督办的库或备份", "{} is no home or backup of duban";
        newer: "库由更新版本的督办写成 (库 {}, 程序 {})", "the home was written by a newer duban (home {}, program {})";
        newer_hint: "请升级程序; 库没有改动", "upgrade the program; the home was not changed";
        damaged: "库已损坏: {}", "the home is damaged: {}";
        damaged_hint: "先把整个库目录另存一份; 再试 duban verify --rebuild, 或用备份恢复 (duban restore)", "first copy the whole home folder; then try duban verify --rebuild, or restore a backup (duban restore)";
        disk_full: "磁盘已满, 没有记录下来", "the disk is full; nothing was recorded";
        disk_full_hint: "先腾出空间, 再保存一次", "make room, then save again";
        busy: "另一个督办程序占用太久, 这次没有记录", "another duban took too long; nothing was recorded";
        busy_hint: "再保存一次", "save again";
        store: "数据库出错: {}", "the database failed: {}";
        note_empty: "进展、问题、打算、进度至少要填一样", "a note needs progress, a problem, a next step or a percent";
        too_long: "{}有 {} 字, 上限 {} 字", "{} has {} characters; the limit is {}";
        percent: "进度“{}”不是 0 到 100 的整数", "percent '{}' is no whole number from 0 to 100";
        future: "{} 在将来: 记录写已经发生的事", "{} is in the future: a note says what has happened";
        no_department_of_task: "{} 没有牵头单位, 不知道记在谁名下", "{} has no lead; whose note is it?";
        no_department_of_task_hint: "用 --department 写明单位", "name one with --department";
        not_involved: "{} 不牵头也不负责 {}", "{} neither leads nor supports {}";
        not_involved_hint: "这项的单位: {}。要换单位用 --department; 标注有误用 duban task edit 更正", "its departments: {}. Choose one with --department; correct a wrong one with duban task edit";
        retold: "代录要写明是谁说的", "say who told it";
        retold_hint: "--for 单位 --told-by 姓名 --via 电话", "--for DEPARTMENT --told-by NAME --via PHONE";
        no_reason: "没有写理由", "no reason was given";
        no_reason_hint: "更正都要写理由: --reason", "every correction needs one: --reason";
        nothing_given: "没有写要改什么", "nothing to change was given";
        no_change: "{}本来就是 {}", "the {} is {} already";
        empty_value: "{}不能为空", "the {} must not be empty";
        gone_note: "这条记录已被更正或撤回", "that note was corrected or taken back already";
        no_section: "没有编号为 {} 的节", "there is no section {}";
        no_section_hint: "现有的节: {}", "the sections are: {}";
        department_exists: "已有这个单位: {}", "there is such a department: {}";
        name_taken: "“{}”已是 {} 的名称, 一个名称只能指一个单位", "'{}' is a name of {} already; a name stands for one department";
        my_department: "设置中 [me] department = “{}” 不是已知单位", "the setting [me] department = '{}' is no known department";
        day: "“{}”不是日期", "'{}' is no day";
        day_hint: "写成 2025-12-31", "write it as 2025-12-31";
        decimal: "“{}”不是数", "'{}' is no number";
        keyword: "“{}”不对, 可用: {}", "'{}' is not one of: {}";
    }
}
