//! The reports: chosen, looked at and written with a few keys.

use duban::tui::app::follow::Act;

use super::stage::task_id;

use super::*;

fn play() -> Play {
    Play::new(Stage::normal().followed())
}

/// The line that begins with the cursor.
fn chosen(play: &Play) -> String {
    let text = play.text();
    let mut lines = text.lines();
    lines
        .find(|line| line.starts_with('>'))
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_report_is_looked_at_before_it_is_written_in_three_keys() {
    let mut play = play();
    play.keys("<f9>");
    assert!(chosen(&play).contains("推进台账"), "{}", play.text());
    assert!(chosen(&play).contains("[1 xlsx]"), "{}", play.text());
    assert!(play.has("全部 8 项任务"), "{}", play.text());
    assert!(play.has("2.1.4 提升学生体质健康水平"), "{}", play.text());
    assert!(play.has("/home/zs/督查/progress.xlsx"), "{}", play.text());
    play.keys("<right>");
    assert!(play.has("/home/zs/督查/progress.csv"), "{}", play.text());
    play.keys("<enter>");
    assert!(
        play.has("已写出 /home/zs/督查/progress.csv"),
        "{}",
        play.text()
    );
    let asked = play.asked.last().unwrap();
    assert!(
        asked.starts_with("Report(") && asked.ends_with("Csv)"),
        "{asked}"
    );
    // By its number, in full width as well.
    play.keys("４");
    assert!(chosen(&play).contains("[4 md]"), "{}", play.text());
    play.keys("6");
    assert!(play.has("没有第 6 种格式"), "{}", play.text());
    play.keys("<esc>");
    assert!(play.text().starts_with(" 台账 |"), "{}", play.text());
}

#[test]
fn a_report_is_about_what_the_ledger_lists_or_about_all() {
    let mut play = play();
    play.keys("f学前<enter>x");
    assert!(play.has("台账列出的 1 项 (学前)"), "{}", play.text());
    assert!(play.has("2.2.1 发展普及"), "{}", play.text());
    assert!(!play.has("2.1.4 提升"), "{}", play.text());
    play.keys("<f4>");
    assert!(
        play.has("全部 8 项任务") && play.has("2.1.4 提升"),
        "{}",
        play.text()
    );
    play.keys("f<enter>");
    let one = format!("tasks: Some([{:?}])", task_id("2.2.1"));
    assert!(
        play.asked.last().unwrap().contains(&one),
        "{:?}",
        play.asked
    );
    // Minutes are of a meeting, whatever is listed.
    play.keys("<down><down><down><down>");
    assert!(chosen(&play).contains("会议议程与纪要"), "{}", play.text());
    assert!(play.has("不按任务取舍"), "{}", play.text());
    play.keys("<f4>");
    assert!(play.has("会议纪要不按任务取舍"), "{}", play.text());
    // Where the ledger lists all, it says how to come to less.
    play.keys("<esc>0<f9><f4>");
    assert!(play.has("先在台账按 F4 筛选"), "{}", play.text());
}

#[test]
fn each_screen_leads_to_the_report_that_is_meant() {
    for (keys, report, also) in [
        ("o<f9>", "周报", "现在"),
        ("I<f9>", "指标监测表", "现在"),
        ("<f8><f9>", "会议议程与纪要", "周例会 2024-05-10"),
        ("<f8><enter><f9>", "会议议程与纪要", "周例会 2024-05-17"),
        ("W<f9>", "周报", "现在"),
        ("Wjj<f9>", "周报", "2024-03 (已封存)"),
        ("P<f9>", "周报", "现在"),
        ("<enter>x", "推进台账", "现在"),
    ] {
        let mut play = play();
        play.keys(keys);
        assert!(chosen(&play).contains(report), "{keys}\n{}", play.text());
        assert!(play.has(also), "{keys}\n{}", play.text());
    }
    // The meeting goes on where it was.
    let mut play = self::play();
    play.keys("<f8><enter><right><f9><enter><esc>");
    assert!(play.has("第 2/"), "{}", play.text());
    let mut play = Play::new(Stage::empty());
    play.keys("<f9>");
    assert!(play.has("还没有规划"), "{}", play.text());
}

#[test]
fn a_closed_window_is_chosen_where_there_is_one() {
    let mut play = play();
    play.keys("<f9><tab>");
    assert!(
        play.has("2024-03 (已封存)") && play.has("R2 2024-03"),
        "{}",
        play.text()
    );
    play.keys("<tab>");
    assert!(!play.has("2024-03"), "{}", play.text());
    // The ledger is of the present only, and says which reports are not.
    play.keys("<tab><up>");
    assert!(chosen(&play).contains("任务分解台账"), "{}", play.text());
    assert!(!play.has("2024-03"), "{}", play.text());
    play.keys("<tab>");
    assert!(play.has("只有现在的一份"), "{}", play.text());
    play.stage.follow.windows.clear();
    play.keys("<esc><f9><tab>");
    assert!(play.has("还没有封存过的期次"), "{}", play.text());
}

#[test]
fn what_goes_wrong_is_told_and_nothing_is_written_twice() {
    let mut play = play();
    play.keys("<f9>");
    play.failure = Some(Notice::new("写不了 /mnt/x: 磁盘已满").hint("先腾出空间"));
    play.keys("<enter>");
    assert!(play.has("磁盘已满  先腾出空间"), "{}", play.text());
    play.keys("<enter>");
    assert!(play.has("已写出"), "{}", play.text());
    // While it is being written, another Enter asks for nothing.
    let enter = || Message::Key(KeyEvent::from(KeyCode::Enter));
    let acts = |effects: &[Effect]| {
        let written = |effect: &&Effect| matches!(effect, Effect::Act(_, Act::Report(..)));
        effects.iter().filter(written).count()
    };
    assert_eq!(acts(&play.app.update(enter())), 1);
    assert!(play.has("正在写出.."), "{}", play.text());
    assert_eq!(acts(&play.app.update(enter())), 0);
}

#[test]
fn a_long_preview_is_read_to_its_end() {
    let mut play = Play::new(Stage::overlong().followed());
    play.keys("<f9>");
    let first = play.text();
    play.keys("<pgdn>");
    assert_ne!(play.text(), first);
    play.keys("<end>");
    assert!(play.has("4.40 建立健全"), "{}", play.text());
    play.keys("<home>");
    assert_eq!(play.text(), first);
    // Another report begins at its beginning.
    play.keys("<end><down><up>");
    assert_eq!(play.text(), first);
}
