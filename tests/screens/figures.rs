//! The sheet of figures: typed down a column, pasted, read from a file.

use super::*;

/// A home with indicators of three tasks.
fn stage() -> Stage {
    Stage::normal().followed().measured(&["2.2.1", "2.3.5"])
}

fn sheet() -> Play {
    let mut play = Play::new(stage());
    play.keys("I<enter>");
    play
}

/// What was to be recorded last.
fn recorded(play: &Play) -> String {
    let acted = |asked: &&String| asked.starts_with("Figures");
    let mut asked = play.asked.iter().rev();
    asked.find(acted).cloned().unwrap_or_default()
}

#[test]
fn a_column_whose_lines_end_in_returns_fills_the_rows() {
    for end in ["\r", "\r\n", "\n"] {
        let mut play = sheet();
        play.send(Message::Paste(["51", "52"].join(end)));
        let text = play.text();
        assert!(
            text.contains("51__") && text.contains("52__"),
            "{end:?} {text}"
        );
        assert!(!text.contains("51 52"), "{text}");
    }
}

#[test]
fn figures_are_typed_down_the_column_and_recorded_at_once() {
    let mut play = sheet();
    play.keys("52.6<enter>６１.5<enter>3<f2>");
    let asked = recorded(&play);
    for value in ["52.6", "61.5", "\"3\""] {
        assert!(asked.contains(value), "{value} {asked}");
    }
    assert_eq!(asked.matches("FigureDraft").count(), 3, "{asked}");
    // The running year, and where the last one came from.
    assert_eq!(asked.matches("体质健康网").count(), 3, "{asked}");
    assert!(play.text().starts_with(" 指标 |"), "{}", play.text());
    assert!(play.drafts.is_empty());
    assert_eq!(
        play.asked
            .iter()
            .filter(|a| a.starts_with("Figures"))
            .count(),
        1
    );
}

#[test]
fn what_is_wrong_is_marked_in_its_row_and_nothing_is_recorded() {
    let mut play = sheet();
    play.keys("5o<enter>60<enter>4<tab><bs><bs><bs><bs>2031<f2>");
    let text = play.text();
    let marked = |mark: &str, text: &str| {
        let lines = text.lines().filter(|line| line.starts_with(mark));
        lines.count()
    };
    assert_eq!((marked(">!", &text), marked(" !", &text)), (1, 1), "{text}");
    assert!(text.contains("2 行有问题, 没有保存: 5o 不是数"), "{text}");
    assert_eq!(recorded(&play), "");
    // The cursor is where the first of them is.
    play.keys("<bs>1<f2>");
    assert!(play.has("2031 还没有开始"), "{}", play.text());
    play.keys("<tab><bs><bs><bs><bs>2023<f2>");
    assert!(recorded(&play).contains("51"), "{:?}", play.asked);
}

#[test]
fn what_the_sheet_filled_in_is_replaced_by_what_is_typed() {
    let mut play = sheet();
    play.keys("5<tab>2020<tab><right>续");
    let text = play.text();
    assert!(
        text.contains("2020") && !text.contains("20242020"),
        "{text}"
    );
    assert!(text.contains("体质健康网续"), "{text}");
    play.keys("<tab><up>3<f2>");
    let asked = recorded(&play);
    assert!(
        asked.contains("\"53\""),
        "what was typed is added to: {asked}"
    );
}

#[test]
fn a_figure_that_cannot_be_is_refused_in_its_row_typed_or_pasted() {
    for typed in [true, false] {
        let mut play = sheet();
        match typed {
            true => {
                play.keys("5000");
            }
            false => play.send(Message::Paste("5000\r52".into())),
        };
        play.keys("<f2>");
        let text = play.text();
        assert!(text.contains("5000%: 应在 0% 到 100% 之间"), "{text}");
        assert_eq!(recorded(&play), "");
    }
}

#[test]
fn a_figure_in_conflict_is_entered_anew_in_its_row_and_for_its_period() {
    let measured = Stage::normal().followed().measured(&["2.1.1"]);
    let mut play = Play::new(measured.measured_apart());
    play.keys("j<c-k>");
    assert!(play.has("52.8"), "{}", play.text());
    play.keys("<c-e>");
    let text = play.text();
    let row = text.lines().find(|line| line.starts_with('>')).unwrap();
    assert!(row.contains("2.1.4") && row.contains("2023"), "{text}");
    // Another one than the first, and nothing was typed into it yet.
    let first = text.find("2.1.1").unwrap();
    assert!(first < text.find("2.1.4").unwrap(), "{text}");
    play.keys("52<f2>统计口径调整<f2>");
    let asked = recorded(&play);
    assert!(
        asked.contains("\"52\"") && asked.contains("2023"),
        "{asked}"
    );
}

#[test]
fn a_figure_that_stands_is_corrected_with_a_reason_only() {
    let mut play = sheet();
    play.keys("52<tab><bs><bs><bs><bs>2023");
    assert!(play.has("2023 已有 51.2"), "{}", play.text());
    play.keys("<f2>");
    assert!(play.has("先写更正理由"), "{}", play.text());
    assert_eq!(recorded(&play), "");
    play.keys("统计口径调整<f2>");
    assert!(recorded(&play).contains("统计口径调整"), "{:?}", play.asked);
}

#[test]
fn a_column_of_a_sheet_fills_the_rows_below() {
    let mut play = sheet();
    play.send(Message::Paste("52.6\r\n\r\n1.5\r\n7\r\n".into()));
    let text = play.text();
    assert!(
        text.contains("填入 2 行, 0 行有问题, 1 行没有填进去"),
        "{text}"
    );
    assert!(text.contains("没有填进去的第一行: 7"), "{text}");
    play.keys("<f2>");
    let asked = recorded(&play);
    assert_eq!(asked.matches("FigureDraft").count(), 2, "{asked}");
    // Value, period and source side by side.
    let mut play = sheet();
    play.send(Message::Paste("52.6\t2022\t省厅通报\n61\t2022\t\n".into()));
    play.keys("<end><f2>理由<f2>");
    let asked = recorded(&play);
    assert!(
        asked.contains("省厅通报") && asked.contains("61"),
        "{asked}"
    );
}

#[test]
fn lines_that_name_their_indicator_find_it_from_the_list_as_well() {
    let mut play = Play::new(stage());
    play.keys("I");
    let lines = "2.3.5/1\t2024\t５３．５\n9.9/1 2024 3\n2.1.4/1 2023 多\n2.1.4/1 2024 1\n";
    play.send(Message::Paste(lines.into()));
    let text = play.text();
    assert!(text.contains("填入 "), "{text}");
    assert!(
        text.contains("53.5") && text.contains("没有填进去的第一行: 9.9/1 2024 3"),
        "{text}"
    );
    play.keys("<f2>");
    assert!(play.has("多 不是数"), "{}", play.text());
    assert_eq!(recorded(&play), "");
    // A single number goes into the cell.
    let mut play = sheet();
    play.send(Message::Paste("52.6\n".into()));
    play.keys("<f2>");
    assert!(recorded(&play).contains("52.6"), "{:?}", play.asked);
}

#[test]
fn a_file_is_looked_at_in_the_rows_before_it_is_recorded() {
    let mut play = sheet();
    play.keys("<c-o>/data/没有.csv<enter>");
    assert!(play.has("没有这个文件"), "{}", play.text());
    play.keys("<c-o>/data/指标.xlsx<enter>");
    let text = play.text();
    assert!(
        text.contains("填入 1 行") && text.contains("第 3 行: 没有编号为 9.9 的任务"),
        "{text}"
    );
    assert!(
        text.contains("53.9") && text.contains("2023 已有 51.2"),
        "{text}"
    );
    assert_eq!(recorded(&play), "", "nothing before it was seen");
    play.keys("<f2>按公报更正<f2>");
    let asked = recorded(&play);
    assert!(
        asked.contains("53.9") && asked.contains("统计公报"),
        "{asked}"
    );
    // Esc leaves the line of the path only.
    play.keys("<enter><c-o>/data<esc>");
    assert!(play.text().starts_with(" 填报指标 |"), "{}", play.text());
}

#[test]
fn what_was_typed_survives_escape_a_restart_and_a_failure() {
    let mut play = sheet();
    play.keys("52.6<enter>6<esc>");
    assert!(
        play.has("已存为草稿") || play.has("草稿"),
        "{}",
        play.text()
    );
    play.keys("<enter>");
    assert!(play.has("52.6"), "{}", play.text());
    play.keys("<rest>");
    let mut play = play.restart();
    play.keys("<c-v>");
    assert!(
        play.has("填报指标") && play.has("2.1.4/1 52.6"),
        "{}",
        play.text()
    );
    play.keys("<enter>");
    assert!(play.text().starts_with(" 填报指标 |"), "{}", play.text());
    assert!(play.has("52.6"), "{}", play.text());
    play.failure = Some(Notice::new("这个单位不在填报人的范围内"));
    play.keys("<f2>");
    assert!(
        play.has("不在填报人的范围内") && play.has("52.6"),
        "{}",
        play.text()
    );
    play.keys("<f2>");
    assert_eq!(recorded(&play).matches("FigureDraft").count(), 2);
    assert!(play.drafts.is_empty());
    // Thrown away on wish, at the second key.
    play.keys("I<enter>9<c-x>");
    play.keys("<c-x>");
    play.keys("<enter>");
    assert!(!play.has("9_"), "{}", play.text());
}

#[test]
fn the_past_takes_no_figures() {
    let mut stage = stage();
    stage.past = true;
    let mut play = Play::new(stage);
    play.keys("I<enter>");
    assert!(play.text().starts_with(" 指标 |"), "{}", play.text());
    assert!(play.has("2024-05-17"), "{}", play.text());
}

#[test]
fn a_row_that_is_others_to_fill_says_so_before_it_is_recorded() {
    let mut stage = stage();
    let why = "由牵头或责任单位的填报人办理".to_owned();
    let wish = duban::model::Wish::Measure(stage::task_id("2.2.1"), None);
    stage.follow.shut = vec![(wish, why)];
    let mut play = Play::new(stage);
    play.keys("I<enter>52.6<enter>");
    assert!(play.has("由牵头或责任单位的填报人办理"), "{}", play.text());
    play.keys("3<f2>");
    assert!(play.has("1 行有问题, 没有保存"), "{}", play.text());
    assert_eq!(recorded(&play), "");
    // Cleared, the others are recorded.
    play.keys("<bs><f2>");
    assert!(recorded(&play).contains("52.6"), "{:?}", play.asked);
}
