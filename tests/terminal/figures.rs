//! Figures from the screens: what was typed, pasted and read from a file is in the home, all of it or nothing.

use crate::Screens;
use crate::common::Home;
use crate::press::{ENTER, F2, F10};

const CTRL_O: &str = "\x0f";

#[test]
fn a_file_fills_the_sheet_and_is_recorded_with_what_was_typed() {
    let home = Home::new();
    home.ok(&["list"]);
    let table = "编号,序号,期次,数值,数据来源\n2.1.4,2,2023,51.2,体质健康网\n9.9,1,2023,3,\n";
    std::fs::write(home.folder().join("指标.csv"), table).unwrap();
    let mut term = home.screens(&[], 120, 40);
    term.send("I");
    term.shows("优良率");
    term.send(ENTER);
    term.shows("本次");
    term.send(CTRL_O);
    term.shows("文件 (CSV, xlsx)");
    term.send("指标.csv");
    term.send(ENTER);
    term.shows("填入 1 行");
    term.shows("9.9");
    // The cursor stands in the first row, whose value is typed.
    term.send("2");
    term.shows("已填 2 行");
    term.send(F2);
    term.shows("已保存 2 个数");
    term.shows("51.2");
    term.send(F10);
    assert!(term.end().success());
    let all = home.json(&["indicators", "--format", "json"]);
    let named = |code: &str, n: u64| {
        let mut all = all.as_array().unwrap().iter();
        all.find(|one| one["code"] == code && one["n"] == n)
            .unwrap()
            .clone()
    };
    assert_eq!(named("2.1.4", 2)["latest"], "51.2");
    let typed = all.as_array().unwrap().first().unwrap();
    assert_eq!(typed["latest"], "2", "{typed}");
    assert_eq!(home.drafts(), []);
}
