//! What is said about filters.

use super::words;

words! {
    /// The words about filters.
    Filters {
        open_quote: "引号没有配对, 请补上后引号", "this quotation mark is never closed";
        lonely_minus: "减号后面没有条件; 例如 -状态:已销号", "nothing follows the minus; write for example -status:closed";
        no_value: "缺少内容; 冒号、比较号或逗号后面要有值", "a value is missing; something must follow the colon, the sign or the comma";
        unknown_key: "没有“{}”这个条件; {}", "there is no key \u{201c}{}\u{201d}; {}";
        near_keys: "是不是 {}? 要查这几个字, 请加引号", "did you mean {}? Quote it to search for the words";
        all_keys: "可用: {}; 要查这几个字, 请加引号", "known keys: {}; quote it to search for the words";
        wrong_operator: "“{}”只能用 {}", "\u{201c}{}\u{201d} takes {} only";
        unknown_value: "“{}”没有“{}”这个值; 可用: {}", "\u{201c}{}\u{201d} has no value \u{201c}{}\u{201d}; known: {}";
        unknown_department: "没有单位叫“{}”", "no department is called \u{201c}{}\u{201d}";
        near_departments: "没有单位叫“{}”; 相近的有: {}", "no department is called \u{201c}{}\u{201d}; near ones: {}";
        unknown_section: "没有“{}”这一节; 可写编号(2.1)、序号(二（一）)或标题中的字; 有: {}", "there is no section \u{201c}{}\u{201d}; write a code (2.1), a number (二（一）) or words of the heading; there are: {}";
        not_a_day: "“{}”不是日期; 可写 2025, 2025-07, 2025-07-31, 今天 或 无", "\u{201c}{}\u{201d} is no date; write 2025, 2025-07, 2025-07-31, today or none";
        not_a_percent: "“{}”不是进度; 可写 0 到 100 或 无", "\u{201c}{}\u{201d} is no percent; write 0 to 100, or none";
        not_days: "“{}”不是天数; 例如 未更新>30 或 未更新>30天", "\u{201c}{}\u{201d} is no number of days; write for example stale>30 or stale>30d";
        not_a_code: "“{}”不是编号; 例如 2.1.4 或 2.1", "\u{201c}{}\u{201d} is no code; write for example 2.1.4 or 2.1";
        unknown_column: "没有“{}”这一列; 可用: {}; 前面加减号为倒序", "there is no column \u{201c}{}\u{201d}; known: {}; a minus before it reverses the order";
        none_of_mine: "还不知道您的单位; 请在 config.toml 的 [me] 下写 department = 单位名称", "your department is not known; write department = NAME under [me] in config.toml";
        one_value: "比较大小只能有一个值", "a comparison takes one value only";
        at_place: "第{}字起: {}", "at character {}: {}";
        emptied_by_one: "“{}”之后没有任务了; 去掉它有 {} 项", "\u{201c}{}\u{201d} leaves nothing; without it there are {}";
        emptied_together: "这些条件合在一起没有任务; 加上“{}”之前有 {} 项", "no task meets all of these; before \u{201c}{}\u{201d} was added there were {}";
    }
}
