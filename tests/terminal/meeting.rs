//! A meeting on a line that breaks: it goes on where it was, and what was typed is offered again.

use rustix::process::Signal;

use crate::common::Home;
use crate::press::{CTRL_S, ENTER, ESC, F10};
use crate::{Screens, until_kept};

const F8: &str = "\x1b[19~";
const RIGHT: &str = "\x1b[C";

#[test]
fn a_meeting_that_was_killed_goes_on_at_its_item_with_the_draft() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    term.send(F8);
    term.shows("建议议程  51 项");
    term.send(ENTER);
    term.shows("第 1/51 项");
    term.send(RIGHT);
    term.shows("第 2/51 项");
    term.send(RIGHT);
    term.shows("第 3/51 项");
    term.shows("2.1.3");
    term.send("a");
    term.shows("议定事项 |");
    term.send("写到一半的议定");
    until_kept(&home, "写到一半的议定");
    term.signal(Signal::KILL);
    assert!(!term.end().success());

    let mut term = home.screens_with(&[], &[], 80, 24);
    term.shows("第 3/51 项");
    term.shows("有 1 份未提交的草稿");
    term.shows("本期进展");
    term.send("a");
    term.shows("写到一半的议定");
    term.send("\t\t2099-12-31");
    term.shows("2099-12-31");
    term.send(CTRL_S);
    term.shows("本次议定");
    assert_eq!(home.drafts(), []);
    // A line that drops is no different.
    term.send(RIGHT);
    term.shows("第 4/51 项");
    term.hang_up();
    term.end();
    let mut term = home.screens_with(&["meeting"], &[], 120, 40);
    term.shows("第 4/51 项");
    // Esc asks for the words of the minutes; once they are written the meeting is over.
    term.send(ESC);
    term.shows("结束会议 |");
    term.send("\t\t三楼会议室");
    term.shows("三楼会议室");
    term.send(CTRL_S);
    term.shows("纪要已写到");
    term.shows("终期评估 |");
    term.send(F10);
    assert!(term.end().success());
    // The program stands in the folder of the person.
    let minutes = std::fs::read_dir(home.folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "md"));
    let minutes = minutes.expect("the minutes");
    let text = std::fs::read_to_string(&minutes).unwrap();
    assert!(
        text.contains("写到一半的议定")
            && text.contains("2099-12-31")
            && text.contains("地点：三楼会议室"),
        "{text}"
    );
    let mut term = home.screens(&[], 80, 24);
    assert!(term.text().contains("台账"), "{}", term.text());
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn a_meeting_that_is_only_looked_at_records_nothing() {
    let home = Home::new();
    home.ok(&["list"]);
    let before = home.ok(&["dump"]);
    let mut term = home.screens_with(&["meeting", "--readonly"], &[], 80, 24);
    term.shows("建议议程  51 项");
    term.send(ENTER);
    term.shows("[只读]");
    term.send(RIGHT);
    term.shows("第 2/51 项");
    term.send("a");
    term.shows("现在是只读");
    term.send(F10);
    assert!(term.end().success());
    assert_eq!(home.ok(&["dump"]), before);
}
