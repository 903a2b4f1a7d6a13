//! What is wrong in a settings file, and what would be right.

use super::words;

words! {
    /// The words about settings files.
    Settings {
        not_utf8: "不是 UTF-8 文字, 整个文件没有读; 请用编辑器另存为 UTF-8", "not UTF-8 from here on, so nothing was read; save the file as UTF-8";
        syntax: "读不懂 {} -- {}", "cannot read {} -- {}";
        full_width: "全角的 {} 要换成半角的", "{} is full-width; write the plain sign";
        no_value: "等号后面没有值, 例如 theme = \"dark\"", "nothing follows the equals sign; write for example theme = \"dark\"";
        quotes: "文字要加半角引号, 例如 theme = \"dark\"; 开关写 true 或 false", "text needs quotation marks, for example theme = \"dark\"; a switch is true or false";
        missing_sign: "缺少 {}", "{} is missing";
        unclear: "一行写一个设置, 例如 theme = \"dark\"; 表名写成 [me] 或 [[view]]", "a line holds one setting, for example theme = \"dark\"; a table is [me] or [[view]]";
        twice: "{} 写了两次, 只留一处", "{} stands there twice; keep one of them";
        unknown_key: "没有 {} 这个设置; 最接近的是 {}", "unknown key {}; the nearest is {}";
        no_key: "缺少 {}", "{} is missing";
        wrong_value: "{} 不能是 {}; 应为{}", "{} cannot be {}; expected {}";
        wrong_table: "{} 应为{}", "{}: expected {}";
        nearest_value: "; 最接近的是 \"{}\"", "; the nearest is \"{}\"";
        judged: "{} = {}: {}", "{} = {}: {}";
        one_of: "下列之一: {}", "one of {}";
        text: "加引号的文字", "text in quotation marks";
        number: " {} 至 {} 的整数", "a whole number from {} to {}";
        path: "以 / 或 ~/ 开头的路径, 加引号", "a path that begins with / or ~/, in quotation marks";
        zone: "时差, 例如 \"+08:00\"", "an offset such as \"+08:00\"";
        day: "日期, 例如 \"2024-01-10\"; 空为无", "a day such as \"2024-01-10\", or \"\" for none";
        days: "日期的列表, 例如 [\"2024-05-01\", \"2024-05-02\"]", "days such as [\"2024-05-01\", \"2024-05-02\"]";
        day_of_year: "月-日, 例如 \"09-01\"", "a month and a day such as \"09-01\"";
        table: "一张表, 写成 {}", "a table, written {}";
        nine_views: "不超过 9 个视图, 数字键只到 9", "nine views at most; the keys 1 to 9 reach no more";
        at_least: "不小于 {} ({}) 的数", "at least {} ({})";
        at_most: "不大于 {} ({}) 的数", "at most {} ({})";
    }
}
