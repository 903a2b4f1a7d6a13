//! Reports from the screens: the file is the one that the command line writes, and nothing is written over.

use crate::Screens;
use crate::common::Home;
use crate::press::{DOWN, ENTER, F10};

const F9: &str = "\x1b[20~";
const RIGHT: &str = "\x1b[C";

#[test]
fn a_report_is_written_beside_what_is_there() {
    let home = Home::new();
    home.ok(&["note", "2.1.4", "--progress", "已完成22所学校招聘"]);
    let mut term = home.screens(&[], 100, 30);
    // A path of the folder as the program sees it.
    let folder = home.folder().canonicalize().unwrap();
    let files = |end: &str| -> Vec<String> {
        let there = std::fs::read_dir(&folder).unwrap();
        let names = there.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name.ends_with(end)).collect();
        names.sort();
        names
    };
    term.send(F9);
    term.shows("推进情况台账");
    term.send(RIGHT);
    term.shows("[2 csv]");
    term.send(ENTER);
    term.shows("已写出");
    term.send(ENTER);
    term.shows("同名文件原样保留");
    let [first, second] = files(".csv").try_into().unwrap();
    let (first, second) = if first.contains("_2.") {
        (second, first)
    } else {
        (first, second)
    };
    assert!(second.ends_with("_2.csv"), "{first} {second}");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let expected = home.ok(&["report", "progress", "--format", "csv"]);
    assert_eq!(read(&first), expected);
    assert_eq!(read(&second), expected);
    assert!(expected.contains("已完成22所学校招聘"));
    // What the list shows of the preview is the text of the command line.
    term.send(DOWN);
    term.shows("一、总体情况");
    term.send(ENTER);
    term.shows(".docx");
    term.shows("已写出");
    term.send(F10);
    assert!(term.end().success());
    assert_eq!(files(".docx").len(), 1);
    assert_eq!(files(".new"), Vec::<String>::new());
}
