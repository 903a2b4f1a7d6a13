//! The words of the command line.

use super::words;

words! {
    /// The words of the command line.
    Cli {
        new_home: "新建了库: {}", "made a new home: {}";
        noted: "已记录 {} {} ({})", "recorded {} {} ({})";
        retracted: "已撤回 {}", "taken back: {}";
        corrected: "已更正 {}, 共 {} 处", "corrected {}: {} changes";
        added_task: "已增加任务 {} {}", "added task {} {}";
        added_measure: "已给 {} 增加举措", "added a measure to {}";
        added_indicator: "已给 {} 增加指标", "added an indicator to {}";
        added_department: "已增加单位 {}", "added department {}";
        imported: "规划已生效: {}, {} 项任务, {} 处疑点", "the plan is in force: {}, {} tasks, {} problems";
        review_needs_terminal: "校对要在终端里进行; 脚本请加 --yes", "the review needs a terminal; scripts add --yes";
        written: "已写入 {}", "written: {}";
        backed_up: "已备份到 {}。文件内含私钥, 请妥善保管", "backed up to {}. It holds your keys: keep it safe";
        restored: "已恢复到 {}: {} 条操作", "restored to {}: {} ops";
        moved_aside: "原来的库保留在 {}", "the old home is kept at {}";
        rebuilt: "视图已由操作重建", "the view was rebuilt from the ops";
        verified: "核对无误: {} 条操作, {} 段文字, {} 份文件", "all is as it was written: {} ops, {} texts, {} documents";
        damage: "损坏 {} 处", "{} damaged";
        damage_file: "数据库文件: {}", "the database file: {}";
        damage_op: "操作 {}: {}", "op {}: {}";
        damage_body: "操作 {} 的文字缺失或与登记不符", "the words of op {} are missing or not those it names";
        damage_document: "规划文件 {} 与登记不符", "document {} is not the one its name says";
        damage_view: "视图与操作不符: duban verify --rebuild 可修复", "the view does not follow from the ops: duban verify --rebuild mends it";
        config_path: "自己的设置放在: {}", "settings of your own go into: {}";
        config_none: "没有这个文件, 用内置的默认设置", "there is no such file; the embedded defaults are used";
        config_good: "{}: 没有问题", "{}: no problems";
        config_key: "不认识的设置 {}; 最接近的是 {}", "unknown key {}; the nearest is {}";
        config_value: "{}", "{}";
        config_hint: "改好这一行, 再用 duban config check 检查", "mend that line, then run duban config check";
        nothing: "没有符合的任务", "no task matches";
        shown: "共 {} 项", "{} tasks";
        unknown: "不详", "unknown";
        none: "无", "none";
        plan_title: "规划", "plan";
        number: "文号", "number";
        issued: "印发", "issued";
        period: "期间", "period";
        first_is_lead: "列首位的为牵头单位", "the first listed leads";
        counts: "任务 {}  牵头责任 {} 对  举措 {}  指标 {}  周期义务 {}", "{} tasks, {} task-department pairs, {} measures, {} indicators, {} duties";
        problems: "疑点 {} 处", "{} problems";
        line: "行", "line";
        lines: "原文第 {} 至 {} 行", "lines {} to {} of the text";
        measures: "举措", "measures";
        indicators: "指标", "indicators";
        duties: "周期义务", "duties";
        notes: "进展记录", "status notes";
        corrections: "更正", "corrections";
        original: "原文: {}", "the text has: {}";
        proposed: "(周期为推定, 待确认)", "(the period is inferred)";
        superseded: "[已更正]", "[corrected]";
        taken_back: "[已撤回: {}]", "[taken back: {}]";
        retold: "[代录]", "[told by another]";
        days: "{}天", "{}d";
        never: "未报", "never";
        score: "得分", "score";
        field: "位置", "field";
        short: "简称", "short";
        aliases: "别名", "aliases";
        recorded: "记录于", "recorded";
        what: "事项", "change";
        before: "原为", "before";
        after: "现为", "after";
        id: "记录号", "id";
        retraction: "撤回", "retraction";
        addition: "增补", "addition";
        no_plan_then: "那一天还没有规划生效", "no plan was in force on that day";
        more: "还有 {} 条, 加大 --limit 可见", "{} more; raise --limit to see them";
        empty_stdin: "标准输入是终端: 写 --progress 文字, 或用管道送入", "standard input is a terminal: give --progress TEXT or pipe the text in";
        wrong_item: "“{}”应写成 编号/序号, 如 2.1.4/3", "'{}' should be code and number, such as 2.1.4/3";
        wrong_filter: "筛选有误", "the filter is wrong";
        wrong_sort: "不能按“{}”排序; 可用: {}", "cannot sort by '{}'; choose from: {}";
        past_banner: "(截至 {})", "(as of {})";
    }
}
