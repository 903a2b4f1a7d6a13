//! The daily work: what the first screen says, reporting with few keys, acting on several tasks, undoing, reminding.

use duban::model::{
    Decision, DecisionSort, DecisionWords, Department, FrozenTask, ItemId, Kept, Light, Lit,
    NoteDraft, NoteText, Reporting, Snapshot, Status, Unchanged,
};
use duban::tui::app::work::{Promise, Work};

use super::*;
use crate::stage::{day, op, task_id};

/// Somebody who writes for the education bureau, which leads six of the tasks.
fn clerk() -> Stage {
    let mut stage = Stage::normal();
    stage.me.departments = vec![Department::id_of("市教育局")];
    stage.work = Work {
        decisions: vec![Decision {
            id: ItemId::mint(&["decision"]),
            op: op(900),
            sort: DecisionSort::Action,
            meeting: None,
            department: Department::id_of("市教育局"),
            tasks: vec![task_id("2.1.4")],
            due: Some(day("2024-05-10")),
            on: day("2024-04-19"),
            words: DecisionWords {
                text: "4月底前核定专职心理教师编制".into(),
                criterion: String::new(),
            },
            author: "赵六".into(),
            done: None,
            outcome: String::new(),
        }],
        promises: vec![Promise {
            task: task_id("2.1.4"),
            text: "5月底前完成其余31所学校招聘".into(),
            by: Some(day("2024-05-31")),
        }],
        ..Work::default()
    };
    stage
}

/// Somebody at their desk, before any key.
fn at_desk(stage: Stage, size: Size) -> Play {
    let mut play = Play {
        app: App::new(taste(), now(), size),
        stage,
        size,
        asked: Vec::new(),
        failure: None,
        drafts: Vec::new(),
        keeping: Ok(None),
        quit: false,
    };
    play.load();
    play
}

/// Holds what the screen shows against its snapshot, beside those of all screens.
fn snap(name: &str, play: &Play) {
    insta::with_settings!({snapshot_path => "../snapshots"}, {
        insta::assert_snapshot!(name, play.picture());
    });
}

fn contribution(stage: &mut Stage) {
    let mut draft = NoteDraft::new(task_id("2.1.4"), day("2024-05-15"));
    draft.department = Some(Department::id_of("市体育局"));
    draft.text = NoteText {
        progress: "已配备体育教师40名。".into(),
        problems: "场地不足".into(),
        ..NoteText::default()
    };
    stage.record(&draft);
}

/// Presses keys and types texts; returns how many presses there were besides the texts.
fn press(play: &mut Play, keys: &[&str]) -> usize {
    let mut presses = 0;
    for key in keys {
        let text = key.strip_prefix('“').and_then(|key| key.strip_suffix('”'));
        play.keys(text.unwrap_or(key));
        presses += usize::from(text.is_none());
    }
    presses
}

#[test]
fn a_clerk_begins_with_what_is_owed() {
    for (name, size) in [
        ("mine_normal", Size::new(80, 24)),
        ("mine_60_columns", Size::new(60, 24)),
        ("mine_200x60", Size::new(200, 60)),
    ] {
        snap(name, &at_desk(clerk(), size));
    }
    let mut play = at_desk(clerk(), Size::new(80, 24));
    // Who leads nothing owes nothing, and is told where the tasks are that they support.
    play.stage.me.departments = vec![Department::id_of("市体育局")];
    play.stage.work = Work::default();
    let play = at_desk(play.stage, Size::new(80, 24));
    assert!(play.has("没有要您办的"), "{}", play.text());
    let sport = Department::id_of("市体育局");
    let rows = play.stage.rows.iter();
    let count = rows.filter(|row| row.support.contains(&sport)).count();
    assert!(play.has(&format!("配合 {count} 项")), "{}", play.text());
}

#[test]
fn tasks_stand_by_office_where_the_roster_gives_one() {
    let mut stage = clerk();
    stage.work.units = vec![
        (task_id("2.1.4"), "体卫艺科".into()),
        (task_id("2.2.4"), "职成教科".into()),
    ];
    let text = at_desk(stage, Size::new(80, 30)).text();
    let at = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("{words}\n{text}"))
    };
    assert!(at("体卫艺科  逾期 1") < at("2.1.4"));
    assert!(at("职成教科  逾期 1") < at("2.2.4"));
    assert!(text.contains("未分科室  逾期"), "{text}");
}

#[test]
fn a_routine_report_takes_six_keys_besides_its_text() {
    let mut play = at_desk(clerk(), Size::new(80, 24));
    assert!(play.is_on("2.1.4"), "{}", play.text());
    let presses = press(
        &mut play,
        &[
            "<enter>",
            "p",
            "“已完成31所学校招聘。”",
            "<tab>",
            "“编制不足”",
            "<tab>",
            "“6月组织岗前培训”",
            "<tab>",
            "“62”",
            "<f2>",
        ],
    );
    assert!(presses <= 6, "{presses}");
    let note = &play.stage.notes[0];
    assert_eq!(note.text.progress, "已完成31所学校招聘。");
    assert_eq!(note.text.problems, "编制不足");
    assert_eq!(note.text.next, "6月组织岗前培训");
    assert_eq!((note.percent, note.kept), (Some(62), Some(Kept::Partly)));
    // Back at what is owed; the report is not any more.
    assert!(play.has("进展记录已保存") && play.has("我的工作"));
    assert!(
        play.has("2.1.4 提升学生体质健康水平  时限 2022-12-31\n"),
        "{}",
        play.text()
    );
}

#[test]
fn no_change_of_five_tasks_takes_twelve_keys_at_most() {
    let mut play = at_desk(clerk(), Size::new(80, 24));
    // From the first screen to the tasks, the second of which was not reported on.
    let presses = press(
        &mut play,
        &["o", "j", " ", " ", "j", " ", " ", " ", "<f12>", "1", "<f2>"],
    );
    assert!(presses <= 12, "{presses}");
    assert!(play.has("已办理"), "{}", play.text());
    let noted: Vec<_> = play.stage.notes.iter().take(5).collect();
    let why = Some(Unchanged::AsPlanned);
    assert!(noted.iter().all(|note| note.unchanged == why), "{noted:#?}");
    let tasks: std::collections::HashSet<_> = noted.iter().map(|note| note.task).collect();
    assert_eq!(tasks.len(), 5);
    assert!(!play.has("已选"), "nothing stays picked");
}

#[test]
fn what_is_owed_is_picked_where_it_is_listed() {
    let mut play = at_desk(clerk(), Size::new(80, 24));
    let presses = press(&mut play, &[" ", " ", " "]);
    assert!(play.has("已选 3 项"), "{}", play.text());
    assert_eq!(play.text().matches("\n x ").count(), 3, "{}", play.text());
    // Esc takes the picks away and leaves the screen as it is; once more stands for all three.
    press(&mut play, &["<esc>"]);
    assert!(!play.text().contains("\n x "), "{}", play.text());
    let before = play.stage.notes.len();
    let again = press(
        &mut play,
        &["<home>", "j", " ", " ", " ", "<f12>", "1", "<f2>"],
    );
    assert_eq!(play.stage.notes.len(), before + 3, "{}", play.text());
    assert!(presses + again <= 12);
    assert!(play.has("我的工作") && !play.text().contains("\n x "));
}

#[test]
fn the_promise_is_answered_by_one_key_and_text_goes_to_the_progress() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>ｎ");
    assert!(play.has("< 未兑现 >"), "{}", play.text());
    play.keys("进展<esc>");
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>");
    play.send(Message::Paste("粘贴的进展".into()));
    assert!(play.has("> 进展情况   粘贴的进展"), "{}", play.text());
    assert!(play.has("上期兑现   < 未选 >"));
}

#[test]
fn what_is_typed_where_one_of_several_is_picked_goes_to_the_next_text() {
    let mut play = Play::new(Stage::normal().followed());
    play.keys("j<f6>数据已更正");
    assert!(play.has("> 理由   数据已更正"), "{}", play.text());
    play.keys("<tab>");
    play.send(Message::Paste(", 待系统更新".into()));
    assert!(play.has("数据已更正, 待系统更新"), "{}", play.text());
}

#[test]
fn the_promise_stands_beside_a_report_that_was_begun_before_it_came() {
    let mut play = Play::new(Stage::normal());
    let detail = play.stage.detail(task_id("2.1.4")).unwrap();
    // The first task is known; the second is not yet, when its form opens.
    let key = KeyEvent::from(KeyCode::Char('j'));
    play.app.update(Message::Key(key));
    play.app.update(Message::Key(KeyEvent::from(KeyCode::F(2))));
    play.app
        .update(Message::Key(KeyEvent::from(KeyCode::Char('已'))));
    assert!(!play.has("上期兑现"), "{}", play.text());
    play.send(Message::Detail(Arc::new(detail)));
    assert!(play.has("上期兑现"), "{}", play.text());
    play.keys("完成");
    assert!(play.has("> 进展情况   已完成"), "{}", play.text());
}

#[test]
fn contributions_are_folded_in_once_and_recorded() {
    let mut stage = clerk();
    contribution(&mut stage);
    let folded = stage.notes[0].op;
    let mut play = Play::new(stage);
    play.keys("j<f2>y正在推进。");
    snap("note_contributions", &play);
    play.keys("<f4><f4>");
    assert!(play.has("已经并入"), "{}", play.text());
    play.keys("<f2>");
    let note = &play.stage.notes[0];
    assert_eq!(
        note.text.progress,
        "正在推进。\n市体育局:已配备体育教师40名。"
    );
    assert_eq!(note.text.problems, "市体育局:场地不足");
    assert_eq!(note.folds, [folded]);
    // What was folded survives a restart before it is recorded.
    let mut stage = clerk();
    contribution(&mut stage);
    let mut play = Play::new(stage);
    play.keys("j<f2>y<f4><rest>");
    let mut later = play.restart();
    later.keys("j<f2><f2>");
    assert_eq!(later.stage.notes[0].folds.len(), 1);
}

#[test]
fn a_percent_that_was_filled_in_is_replaced_by_the_one_that_is_typed() {
    // Filled as before, and as it stands in a correction.
    let mut play = at_desk(clerk(), Size::new(80, 24));
    play.keys("<enter><f5>");
    let percent = |play: &Play| {
        let text = play.text();
        let at = text.find("进度").unwrap_or_default();
        text.get(at..)
            .unwrap_or_default()
            .chars()
            .take(12)
            .collect::<String>()
    };
    for _ in 0..12 {
        if play.has("打字即替换原值") && play.has("0 到 100") {
            break;
        }
        play.keys("<tab>");
    }
    assert!(play.has("打字即替换原值"), "{}", play.text());
    let before = percent(&play);
    assert!(before.contains(|c: char| c.is_ascii_digit()), "{before}");
    play.keys("60");
    assert!(percent(&play).contains(" 60_"), "{}", percent(&play));
    assert!(!play.has("打字即替换原值"));
}

#[test]
fn what_is_empty_is_filled_as_before() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>y新进展<f5><f2>");
    let note = &play.stage.notes[0];
    assert_eq!(note.text.progress, "新进展");
    assert_eq!(note.text.problems, "编制不足");
    assert_eq!(note.percent, Some(45));
    let mut play = Play::new(Stage::normal());
    play.keys("<f2><f5>");
    assert!(play.has("没有上一期的填报"), "{}", play.text());
}

#[test]
fn nothing_new_keeps_what_was_typed_as_a_draft() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>写了一半<f12>");
    assert!(
        play.has("本期无变化") && play.has("2.1.4"),
        "{}",
        play.text()
    );
    play.keys("<f2>");
    assert!(play.has("先选一个原因"), "{}", play.text());
    play.keys("3<f2>");
    assert_eq!(play.stage.notes[0].unchanged, Some(Unchanged::Approval));
    assert!(
        play.drafts
            .iter()
            .any(|draft| draft.field("progress") == "写了一半")
    );
}

#[test]
fn every_number_leads_to_its_tasks_and_back() {
    let mut stage = Stage::normal();
    Arc::make_mut(&mut stage.rows[2]).status = Status::Closing;
    let frozen = |code: &str, light| FrozenTask {
        id: task_id(code),
        code: code.parse().unwrap(),
        title: String::new(),
        lead: Vec::new(),
        support: Vec::new(),
        reminded: Vec::new(),
        status: Status::Active,
        lit: Lit {
            light,
            reasons: Vec::new(),
        },
        judged: None,
        percent: None,
        expected: Some(50),
        due: None,
        report: Reporting::Missing,
        note: None,
        before: None,
    };
    let before = ["2.1.4", "2.1.1"].map(|code| (task_id(code), frozen(code, Light::Yellow)));
    let before = before.into_iter().collect();
    stage.work.before = Some(std::sync::Arc::new(("2024-04".parse().unwrap(), before)));
    let mut play = at_desk(stage, Size::new(80, 30));
    snap("overview_closed_window", &play);
    let text = play.text();
    let count = |name: &str| -> usize {
        let line = text.lines().find(|line| line.contains(name)).unwrap();
        let words = line.split('|').next().unwrap().split_whitespace();
        words.last().unwrap().parse().unwrap()
    };
    assert_eq!(count("新增红灯"), 1);
    assert_eq!(count("申请销号"), 1);
    assert_eq!((count("应报"), count("已报"), count("未报")), (8, 1, 7));
    for _ in 0..20 {
        if play
            .text()
            .lines()
            .any(|line| line.starts_with(">   新增红灯"))
        {
            break;
        }
        play.keys("<down>");
    }
    play.keys("<enter>");
    assert!(
        play.has("新增红灯 | Esc 清除") && play.is_on("2.1.4"),
        "{}",
        play.text()
    );
    assert!(play.has("1 项, 共 8 项"));
    // Back with the cursor where it was, and from the number on to everything.
    play.keys("o");
    assert!(
        play.text()
            .lines()
            .any(|line| line.starts_with(">   新增红灯"))
    );
    play.keys("o<esc>");
    assert!(play.has("共 8 项  "), "{}", play.text());
}

#[test]
fn the_help_of_a_form_lists_no_key_of_another() {
    let help = |keys: &str| {
        let mut play = Play::with(Stage::normal(), taste(), Size::new(100, 60));
        play.keys(keys);
        play.keys("<f1>");
        play.text()
    };
    let (note, unchanged) = (help("j<f2>"), help("j<f12>"));
    for key in ["F4", "F5", "F12"] {
        let listed = |text: &str| {
            let mut lines = text.lines();
            lines.any(|line| line.trim_start().starts_with(&format!("{key} ")))
        };
        assert!(listed(&note) && !listed(&unchanged), "{key} {unchanged}");
    }
    assert!(unchanged.contains("F2"), "{unchanged}");
}

#[test]
fn the_row_of_conflicts_leads_to_them_by_the_key_that_compares() {
    let mut stage = Stage::normal();
    Arc::make_mut(&mut stage.rows[2]).conflict = true;
    let mut play = at_desk(stage, Size::new(80, 40));
    let name = duban::words::Lang::Zh.words().work.conflicts;
    let on_row = |play: &Play| {
        let text = play.text();
        let mut lines = text.lines();
        lines.any(|line| line.starts_with('>') && line.contains(name))
    };
    play.keys("<c-k>");
    assert!(play.has("先选中一项任务"), "{}", play.text());
    for _ in 0..40 {
        if on_row(&play) {
            break;
        }
        play.keys("<down>");
    }
    assert!(on_row(&play), "{}", play.text());
    play.keys("<c-k>");
    assert!(
        play.has("| Esc 清除") && play.has("1 项, 共 8 项"),
        "{}",
        play.text()
    );
}

#[test]
fn after_the_plans_end_the_overview_is_the_final_evaluation() {
    let mut stage = Stage::normal();
    stage.end = day("2024-04-30");
    Arc::make_mut(&mut stage.rows[0]).status = Status::Closed;
    Arc::make_mut(&mut stage.rows[3]).percent = Some(100);
    Arc::make_mut(&mut stage.rows[4]).status = Status::Carried;
    let mut play = at_desk(stage, Size::new(80, 24));
    snap("evaluation", &play);
    // What is open is listed, picked and carried over for one reason.
    play.keys("<down><down><down><down><enter>");
    assert!(play.has("未了 | Esc 清除"), "{}", play.text());
    play.keys("*b");
    assert!(play.has("对 5 项任务"), "{}", play.text());
    play.keys("<end><enter>转入下一规划继续推进<f2>");
    let steps = play
        .asked
        .iter()
        .find(|asked| asked.starts_with("TakeSteps"));
    let steps = steps.unwrap_or_else(|| panic!("{}", play.text()));
    assert_eq!(steps.matches("step: Carry").count(), 5, "{steps}");
    assert_eq!(steps.matches("转入下一规划继续推进").count(), 5);
}

#[test]
fn what_cannot_be_done_is_named_with_its_reason_and_left_out() {
    let mut stage = clerk();
    Arc::make_mut(&mut stage.rows[2]).status = Status::Closed;
    let mut play = Play::new(stage);
    // 2.1.1 is another's, 2.1.7 is closed, 2.2.1 was reported on, 2.2.4 is owed.
    play.keys(" j  j<up> <f12>");
    let text = play.text();
    assert!(text.contains("牵头的是 市委教育工委"), "{text}");
    assert!(
        text.contains("已结束: 已销号") && text.contains("本期已报"),
        "{text}"
    );
    assert!(text.contains("将办理 1 项, 不办 3 项"), "{text}");
    play.keys("1<f2>");
    assert!(
        play.asked.contains(&"RecordAll 1".to_owned()),
        "{}",
        play.text()
    );
    play.keys("<home> <f12>1<f2>");
    assert!(play.has("都不能这样办"), "{}", play.text());
    let recorded = |asked: &&String| asked.starts_with("RecordAll");
    assert_eq!(play.asked.iter().filter(recorded).count(), 1);
}

#[test]
fn a_judged_light_needs_a_light_a_day_to_come_and_a_reason() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f6><f2>");
    assert!(play.has("先选一个灯"), "{}", play.text());
    play.keys("2<f2>");
    assert!(play.has("不能空着"), "{}", play.text());
    play.keys("已提前约谈");
    assert!(play.has("认定黄, 系统灯红"), "{}", play.text());
    play.keys("<f2>");
    let edit = play
        .asked
        .iter()
        .find(|asked| asked.starts_with("Edit"))
        .unwrap();
    assert!(
        edit.contains("light: Yellow") && edit.contains("until: 2024-05-25"),
        "{edit}"
    );
    // The mark beside the light says that a person judged it.
    let judged = duban::model::Judged {
        light: Light::Yellow,
        until: day("2024-05-25"),
    };
    Arc::make_mut(&mut play.stage.rows[1]).follow.judged = Some(judged);
    play.load();
    assert!(
        play.text()
            .lines()
            .any(|line| line.starts_with("> 黄~ 2.1.4")),
        "{}",
        play.text()
    );
    assert!(play.has("认定灯 (系统灯 红)"));
    play.keys("<enter>");
    assert!(
        play.has("认定灯 至 2024-05-25, 系统灯 红"),
        "{}",
        play.text()
    );
}

#[test]
fn the_preview_and_the_list_show_one_light_whatever_was_loaded_last() {
    let mut play = at_desk(Stage::normal(), Size::new(80, 24));
    play.keys("o");
    for keys in ["j", "j", "k"] {
        play.keys(keys);
        // The cursor goes on and has not come to rest.
        let _ = play.app.update(Message::Key(KeyEvent::from(KeyCode::Down)));
        let text = play.text();
        let lines: Vec<&str> = text.lines().collect();
        let reasons = lines.iter().position(|line| line.contains("亮灯原因"));
        let reasons = reasons.unwrap();
        // The preview is still that of the task where the cursor was.
        let code = lines[reasons - 1].split_whitespace().next().unwrap();
        let listed = lines[..reasons - 1].iter().find(|line| line.contains(code));
        let light = |line: &str| line.trim_start_matches('>').trim_start().chars().next();
        assert_eq!(light(lines[reasons]), light(listed.unwrap()), "{text}");
    }
}

#[test]
fn undoing_asks_first_and_the_answer_is_no_unless_it_is_yes() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>y写错了<f2>U");
    assert!(play.has("填报") && play.has("写错了"), "{}", play.text());
    let taken = |play: &Play| play.asked.iter().any(|asked| asked.starts_with("TakeBack"));
    play.keys("y");
    assert!(play.has("先按 Enter") && !taken(&play));
    play.keys("<enter>");
    assert!(play.has("撤销这一条?"), "{}", play.text());
    play.keys("<down>y");
    assert!(!taken(&play), "another was asked about");
    play.keys("<up><enter>y");
    assert!(taken(&play) && play.has("已撤销"), "{}", play.text());
    assert!(play.stage.notes[0].retracted.is_some());
}

#[test]
fn a_reminder_says_what_is_owed_and_is_copied_and_recorded() {
    let mut play = Play::new(clerk());
    play.keys("j<f7>");
    let text = play.text();
    assert!(
        text.contains("市教育局") && text.contains("截至 2024-05-17"),
        "{text}"
    );
    play.keys("2<f2>");
    let asked = |begin: &str| {
        let found = play.asked.iter().find(|asked| asked.starts_with(begin));
        found.unwrap_or_else(|| panic!("{begin}\n{}", play.text()))
    };
    let (recorded, copied) = (asked("Remind"), asked("Copy"));
    assert!(recorded.contains("via: \"电话\""), "{recorded}");
    assert!(
        copied.contains("催办 市教育局 2024-05-17") || copied.contains("催办 教育局"),
        "{copied}"
    );
    assert!(
        copied.contains("2.1.4 提升学生体质健康水平: ") && copied.contains("本期未报"),
        "{copied}"
    );
    assert!(!copied.contains("2.2.1"), "it was reported on: {copied}");
    assert!(!copied.contains("2.1.1"), "another leads it: {copied}");
    assert!(play.has("已复制, 并存为 /home/催办"), "{}", play.text());
}

#[test]
fn what_was_typed_into_an_act_survives_leaving_it() {
    let mut play = Play::new(Stage::normal());
    play.keys(" jb<down><down><down><down><enter>");
    assert!(play.has("重点督办"), "{}", play.text());
    play.keys("<tab>省里挂牌督办<rest><esc>");
    let mut later = play.restart();
    later.keys("<c-v><enter>");
    assert!(
        later.has("省里挂牌督办") && later.has("2.1.1"),
        "{}",
        later.text()
    );
}

#[test]
fn the_picked_are_marked_and_esc_lets_them_go() {
    let mut play = Play::new(Stage::normal());
    play.keys("  ");
    assert!(
        play.has("已选 2 项") && play.is_on("2.1.7"),
        "{}",
        play.text()
    );
    let marked = |play: &Play| play.text().lines().filter(|l| l.starts_with(" x")).count();
    assert_eq!(marked(&play), 2);
    play.keys("*");
    assert!(play.has("已选 8 项"), "{}", play.text());
    play.keys("*　");
    assert!(play.has("已选 1 项"), "a full-width blank picks, too");
    play.keys("<esc>");
    assert_eq!(marked(&play), 0);
}

#[test]
fn the_overview_counts_after_a_note_as_it_would_count_anew() {
    let size = Size::new(80, 30);
    let mut play = at_desk(Stage::normal(), size);
    // As a home takes the next picture: what did not change is shared.
    let first = play.stage.snapshot();
    play.send(Message::Loaded(Arc::new(first.clone())));
    let before = play.text();
    let quiet = play.stage.rows.iter().find(|row| row.notes == 0).unwrap();
    let mut draft = NoteDraft::new(quiet.id, day("2024-05-17"));
    draft.percent = Some(1);
    draft.text.coordinate = "请财政局支持".into();
    play.stage.record(&draft);
    let next = Snapshot {
        outlook: Arc::clone(&first.outlook),
        ..play.stage.snapshot().sharing_with(&first)
    };
    assert_eq!(next.changed_since(&first).unwrap().len(), 1);
    play.send(Message::Loaded(Arc::new(next)));
    let followed = play.text();
    assert_ne!(followed, before);
    assert_eq!(followed, at_desk(play.stage, size).text());
}
