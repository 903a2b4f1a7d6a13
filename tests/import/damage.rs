//! Whatever the bytes, there is a reading.

use duban::import::{Reading, read};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{PLAN, directory};

/// What must hold of any reading.
fn is_sound(reading: &Reading) -> Result<(), TestCaseError> {
    let last = reading.text.split(['\n', '\r']).count();
    let inside = |line: u32| line >= 1 && line as usize <= last;
    prop_assert_eq!(
        reading.plan.tasks.len(),
        reading.plan.responsibilities.len()
    );
    for task in &reading.plan.tasks {
        prop_assert!(inside(task.lines.0) && task.lines.0 <= task.lines.1 && inside(task.lines.1));
        prop_assert!(!task.lead.is_empty() || !task.support.is_empty());
        prop_assert!(
            task.measures
                .iter()
                .all(|m| m.lines.0 >= task.lines.0 && m.lines.1 <= task.lines.1)
        );
        prop_assert!(
            task.indicators
                .iter()
                .all(|i| task.text.contains(&i.source))
        );
    }
    prop_assert!(
        reading
            .problems
            .iter()
            .all(|p| inside(p.line) && !p.message.is_empty())
    );
    prop_assert!(reading.problems.is_sorted_by_key(|p| p.line));
    Ok(())
}

/// Pieces that mean something to the importer, to be thrown together in any order.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "（",
        "）",
        "(",
        ")",
        "“",
        "”",
        "《",
        "》",
        "〔",
        "〕",
        "一、",
        "（一）",
        "1.",
        "①",
        "第一章",
        "。",
        "，",
        "、",
        "；",
        "：",
        "\n",
        "\r\n",
        "\u{c}",
        " ",
        "\u{3000}",
        "— 6 —",
        "市教育局",
        "市文化和旅游局",
        "负责",
        "牵头",
        "配合",
        "责任单位：",
        "列第一位的为牵头部门",
        "每",
        "每年",
        "至少",
        "不低于",
        "以上",
        "左右",
        "10",
        "１０",
        "一",
        "百",
        "万",
        "%",
        "个",
        "所",
        "2022年",
        "年底前",
        "三年内",
        "全覆盖",
        "配齐配足",
        "所有",
        "达到",
        "万兆到县",
        "只增不减",
        "必须配备",
        "的",
        "“十四五”",
        "|",
    ]);
    prop_oneof![4 => words.prop_map(str::to_owned), 1 => "\\PC{0,3}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_import(bytes in vec(any::<u8>(), 0..400)) {
        is_sound(&read(&bytes, &directory()))?;
    }

    #[test]
    fn any_pieces_import(pieces in vec(piece(), 0..80)) {
        is_sound(&read(pieces.concat().as_bytes(), &directory()))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_plan_imports_with_any_bytes_changed(changes in vec((0..PLAN.len(), any::<u8>()), 1..200)) {
        let mut bytes = PLAN.to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        is_sound(&read(&bytes, &directory()))?;
    }

    #[test]
    fn the_plan_imports_from_any_line_to_any_line(from in 0_usize..1572, to in 0_usize..1572) {
        let text = std::str::from_utf8(PLAN).unwrap();
        let part: Vec<&str> = text.lines().take(to).skip(from).collect();
        is_sound(&read(part.join("\n").as_bytes(), &directory()))?;
    }
}

#[test]
fn the_plan_cut_off_at_any_line_keeps_the_tasks_above() {
    let text = std::str::from_utf8(PLAN).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let whole = read(PLAN, &directory()).plan.tasks;
    // Every line of the first section that has tasks, then one line in a hundred.
    let cuts = (147..235).step_by(2).chain((235..lines.len()).step_by(100));
    for cut in cuts {
        let reading = read(lines[..cut].join("\n").as_bytes(), &directory());
        let expected = whole.iter().filter(|task| task.lines.1 as usize <= cut);
        let expected: Vec<&str> = expected.map(|task| task.title.as_str()).collect();
        let found: Vec<&str> = reading
            .plan
            .tasks
            .iter()
            .map(|task| task.title.as_str())
            .collect();
        assert!(found.starts_with(&expected), "cut at {cut}: {found:?}");
        assert!(found.len() <= expected.len() + 1, "cut at {cut}: {found:?}");
    }
}

#[test]
fn damaged_bytes_are_reported_with_their_line() {
    let mut bytes = "甲\n乙（市教育局负责）\n丙丁戊己庚辛".as_bytes().to_vec();
    bytes[7] = 0xff;
    let reading = read(&bytes, &directory());
    let problem = reading.problems.iter().find(|p| p.message.contains("编码"));
    assert_eq!(problem.map(|p| p.line), Some(2));
}
