//! Meetings, approvals, windows and indicators, driven by keys.

use duban::config::Taste;
use duban::tui::app::Message;
use duban::words::Lang;
use ratatui::layout::Size;

use super::stage::{Stage, day, task_id};
use super::{Play, check, taste};

/// The screens with the keys that lead to them.
const SCREENS: &[(&str, &str)] = &[
    ("agenda", "<f8>"),
    ("agenda_filter", "<f8><f4>学前"),
    ("meeting_walk", "<f8><enter><f4>"),
    ("meeting", "<f8><enter>"),
    ("meeting_task", "<f8><enter><right>"),
    ("meeting_text", "<f8><enter><right><enter>"),
    ("decision", "<f8><enter><right>a核定编制"),
    ("judged", "<f8><enter><right>y"),
    ("end_meeting", "<f8><enter><right><esc>"),
    ("approvals", "P"),
    ("ask_closing", "jc"),
    ("windows", "W"),
    ("window", "Wj<enter>"),
    ("indicators", "I"),
    ("figures", "I<enter>5o<down>"),
    ("reports", "<f9>"),
];

#[test]
fn every_screen_of_the_follow_up() {
    let size =
        |width, height| move |stage: Stage| Play::with(stage, taste(), Size::new(width, height));
    let english = |stage| {
        let taste = Taste {
            lang: Lang::En,
            ..taste()
        };
        Play::with(stage, taste, Size::new(80, 24))
    };
    check(SCREENS, "followed", || {
        size(80, 24)(Stage::normal().followed())
    });
    check(SCREENS, "followed_empty", || size(80, 24)(Stage::empty()));
    check(SCREENS, "followed_overlong", || {
        size(80, 24)(Stage::overlong().followed())
    });
    check(SCREENS, "followed_60_columns", || {
        size(60, 24)(Stage::normal().followed())
    });
    check(SCREENS, "followed_english", || {
        english(Stage::normal().followed())
    });
    check(SCREENS, "followed_200x60", || {
        size(200, 60)(Stage::normal().followed())
    });
}

/// The last thing that was to be done, drafts left out.
fn acted(play: &Play) -> String {
    let draft = |asked: &&String| asked.starts_with("SaveDraft") || asked.starts_with("DropDraft");
    let mut asked = play.asked.iter().rev();
    asked
        .find(|asked| !draft(asked))
        .cloned()
        .unwrap_or_default()
}

fn play() -> Play {
    Play::new(Stage::normal().followed())
}

#[test]
fn an_agenda_is_cut_and_reordered_by_hand_and_kept() {
    let mut play = play();
    play.keys("<f8>");
    let text = play.text();
    let first = text.lines().position(|line| line.contains("旧账")).unwrap();
    let red = text.lines().position(|line| line.contains("红灯")).unwrap();
    assert!(first < red, "{text}");
    // The first goes behind the second, and the third is taken out.
    play.keys("<right><down> <enter>");
    let kept = &play.stage.follow.meetings[0];
    assert_eq!(kept.on, day("2024-05-17"));
    assert_eq!(kept.agenda[0], task_id("2.1.4"));
    assert!(!play.text().contains("建议议程"), "{}", play.text());
    // While it goes on it can be changed again; the item that is shown stays.
    let before = kept.agenda.clone();
    play.keys("<right><f12> <esc>");
    assert_eq!(play.stage.follow.meetings[0].agenda.len(), before.len() - 1);
}

#[test]
fn an_agenda_comes_from_a_view_or_a_filter() {
    let mut play = play();
    play.keys("<f8>1");
    let text = play.text();
    assert!(
        text.contains("视图 1 学前") && text.contains("1 项"),
        "{text}"
    );
    assert!(text.contains("2.2.1") && !text.contains("2.1.4"), "{text}");
    play.keys("9");
    assert!(play.text().contains("没有第 9 个视图"), "{}", play.text());
    // Typed as in the ledger; the list follows, and a mistake is named.
    play.keys("<f4><bs><bs>编号:2.1");
    let text = play.text();
    assert!(text.contains("筛选 编号:2.1"), "{text}");
    assert!(text.contains("2.1.4") && !text.contains("2.2.1"), "{text}");
    play.keys("  状态:火<enter>");
    assert!(
        play.text().contains("筛选: 编号:2.1  状态:火"),
        "{}",
        play.text()
    );
    // Esc goes back to what was there.
    play.keys("<esc>");
    assert!(play.text().contains("视图 1 学前"), "{}", play.text());
    play.keys("<f4>");
    for _ in 0..10 {
        play.keys("<bs>");
    }
    play.keys("编号:2.1<enter><right><enter>");
    let agenda = &play.stage.follow.meetings[0].agenda;
    let codes = ["2.1.4", "2.1.1", "2.1.7"].map(task_id);
    assert_eq!(*agenda, codes, "moved by hand, then begun");
    // While it goes on, the agenda is one; the way to a part of it is told.
    play.keys("<f12><tab>");
    assert!(
        play.text().contains("会议中议程不换来源"),
        "{}",
        play.text()
    );
    // What lists nothing says why.
    let mut play = self::play();
    play.keys("<f8><f4>编号:9.9");
    assert!(play.text().contains("编号:9.9"), "{}", play.text());
    assert!(!play.text().contains("2.1.4"), "{}", play.text());
}

#[test]
fn a_part_of_the_agenda_is_walked_and_the_place_is_kept() {
    let mut play = play();
    play.keys("<f8><tab><enter><right><right>");
    let at = |play: &Play| play.stage.follow.place.map(|(_, at)| at);
    assert_eq!(at(&play), Some(2));
    let before = play.stage.follow.meetings[0].agenda.clone();
    let shown = |play: &Play| {
        let at = play.stage.follow.place.unwrap().1;
        play.stage.follow.meetings[0].agenda[at]
    };
    play.keys("<f4>");
    let text = play.text();
    assert!(text.contains("第 3/8 项"), "what is shown stays: {text}");
    assert!(text.contains("[只看红黄 "), "{text}");
    assert!(text.contains("其余仍在议程里"), "{text}");
    play.keys("<left>");
    assert_eq!(shown(&play), task_id("2.1.4"));
    play.keys("f");
    let text = play.text();
    assert!(text.contains("[只看有变化 -/1]"), "{text}");
    assert!(text.contains("2024-05-10 会议以来"), "{text}");
    assert_eq!(shown(&play), task_id("2.1.4"));
    play.keys(" ");
    assert_eq!(shown(&play), task_id("2.2.1"));
    assert!(play.text().contains("[只看有变化 1/1]"), "{}", play.text());
    play.keys(" ");
    assert!(play.text().contains("这些已看完"), "{}", play.text());
    // A number leads anywhere all the same.
    play.keys("8<enter>");
    assert_eq!(shown(&play), task_id("3.2"));
    assert!(play.text().contains("[只看有变化 -/"), "{}", play.text());
    play.keys("<f4>");
    assert!(play.text().contains("看全部 8 项"), "{}", play.text());
    assert!(play.text().contains("第 8/8 项"), "{}", play.text());
    assert_eq!(play.stage.follow.meetings[0].agenda, before);
}

#[test]
fn where_there_is_nothing_to_walk_it_is_said() {
    let mut stage = Stage::normal().followed();
    stage.follow.meetings.clear();
    let mut play = Play::new(stage);
    play.keys("<f8>1<enter><f4><f4>");
    let text = play.text();
    assert!(text.contains("没有上一次会议"), "{text}");
    assert!(text.contains("看全部 1 项"), "{text}");
}

#[test]
fn everything_taken_out_begins_no_meeting_and_says_what_to_do() {
    let mut play = Play::new(Stage::empty());
    play.keys("<f8><enter>");
    assert!(play.text().contains("先用空格恢复"), "{}", play.text());
    assert!(play.stage.follow.meetings.is_empty());
}

#[test]
fn items_are_reached_by_key_number_and_words_and_the_place_is_kept() {
    let mut play = play();
    play.keys("<f8><enter>");
    let place = |play: &Play| play.stage.follow.place.map(|(_, at)| at);
    play.keys("　");
    assert_eq!(place(&play), Some(1), "a full-width space is one, too");
    play.keys("b");
    assert_eq!(place(&play), Some(0));
    play.keys("b");
    assert!(play.text().contains("已是第一项"), "{}", play.text());
    play.keys("２<enter>");
    assert_eq!(place(&play), Some(1));
    play.keys("/xueqian<enter>");
    assert!(play.text().contains("学前教育"), "{}", play.text());
    play.keys("<f3>火星<enter>");
    assert!(play.text().contains("议程里没有「火星」") || play.text().contains("议程里没有“火星”"));
    play.keys("99<enter>");
    assert!(play.text().contains("议程里没有"), "{}", play.text());
}

#[test]
fn a_decision_has_one_department_and_a_deadline_and_shows_on_its_item() {
    let mut play = play();
    play.keys("<f8><enter><right><f7>");
    // Who leads the task is there already, and typing takes its place; a name of nobody goes no further.
    play.keys("落实编制<tab>市财政居");
    assert!(!play.text().contains("市教育局市财政居"), "{}", play.text());
    assert!(!play.text().contains("顿号"), "{}", play.text());
    play.keys("<enter>");
    assert!(
        play.text().contains("没有叫 市财政居 的单位"),
        "{}",
        play.text()
    );
    play.keys("<bs><bs><bs><bs>市教育局、市体育局<enter>");
    assert!(play.text().contains("只写一个单位"), "{}", play.text());
    play.keys("<f2>");
    assert!(play.text().contains("只写一个单位"), "{}", play.text());
    assert!(play.stage.follow.decisions.len() == 2);
    for _ in 0..5 {
        play.keys("<bs>");
    }
    play.keys("<f2>");
    assert!(play.text().contains("要有期限"), "{}", play.text());
    // Nothing is due before the meeting that decides it, though the year may be left out.
    play.keys("2024.5.16<f2>");
    assert!(play.text().contains("早于会议日期"), "{}", play.text());
    assert_eq!(play.stage.follow.decisions.len(), 2);
    for _ in 0..9 {
        play.keys("<bs>");
    }
    play.keys("2024.6.30<tab>文件印发<f2>");
    let decision = &play.stage.follow.decisions[0];
    assert_eq!(decision.words.text, "落实编制");
    assert_eq!(decision.due, Some(day("2024-06-30")));
    assert_eq!(decision.tasks, [task_id("2.1.4")]);
    assert!(play.text().contains("本次议定"), "{}", play.text());
    assert!(play.drafts.is_empty());
    // A day for which there is no key in the table: it is settled where it is shown.
    play.keys("x<enter>");
    assert!(play.text().contains("已记为办结"), "{}", play.text());
}

#[test]
fn what_is_done_is_named_before_it_is_recorded_and_chosen_where_there_are_several() {
    let mut play = play();
    play.keys("<f8><enter><right>");
    play.keys("a先行摸底<tab><tab>2024.6.30<f2>");
    play.keys("a落实编制<tab><tab>2024.6.30<f2>");
    play.keys("i场地紧张<f2>");
    let about = |play: &Play| -> Vec<bool> {
        let named = ["先行摸底", "落实编制", "场地紧张"];
        let all = &play.stage.follow.decisions;
        let of = |name: &&str| all.iter().find(|d| d.words.text == *name).unwrap();
        named.iter().map(|name| of(name).done.is_some()).collect()
    };
    let asked = |play: &Play, text: &str| assert!(play.text().contains(text), "{}", play.text());
    play.keys("<c-d>");
    asked(&play, "办结? 第 ");
    assert_eq!(about(&play), [false; 3], "nothing is recorded yet");
    // Any other key lets it be, and the next question begins anew.
    play.keys("<down><enter><enter>");
    assert_eq!(about(&play), [false; 3]);
    let mut presses = 0;
    while !play.text().contains("条: 落实编制") {
        play.keys("<c-d>");
        presses += 1;
        assert!(presses < 9, "{}", play.text());
    }
    play.keys("<enter>");
    asked(&play, "已记为办结: 落实编制");
    assert_eq!(about(&play), [false, true, false]);
    // A problem as well.
    while !play.text().contains("条: 场地紧张") {
        play.keys("<c-d>");
        presses += 1;
        assert!(presses < 20, "{}", play.text());
    }
    play.keys("<enter>");
    assert_eq!(about(&play), [false, true, true]);
    // It is taken back where everything is.
    play.keys("U");
    asked(&play, "确认撤销");
}

#[test]
fn a_problem_of_an_earlier_meeting_is_told_apart() {
    let mut play = play();
    play.keys("<f8><enter><right>i场地紧张<f2>");
    assert!(play.text().contains("本次问题"), "{}", play.text());
    let id = duban::model::ItemId::mint(&["another"]);
    play.stage.follow.decisions[0].meeting = Some(id);
    play.keys("<f5>");
    let known = play.stage.ask(duban::tui::app::follow::Ask::Meetings);
    play.send(Message::Told(known.unwrap()));
    let text = play.text();
    assert!(
        text.contains("上次问题") && text.contains("2024-05-17 提出"),
        "{text}"
    );
    assert!(!text.contains("本次问题"), "{text}");
}

#[test]
fn who_has_a_long_item_stands_below_the_others() {
    let mut stage = Stage::normal().followed();
    for decision in &mut stage.follow.decisions {
        decision.words.text = "把各区县心理健康教育专兼职教师配备情况".repeat(9);
    }
    let mut play = Play::with(stage, taste(), Size::new(200, 60));
    play.keys("<f8>");
    let text = play.text();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("[x]")).collect();
    let places = lines.iter().filter_map(|line| {
        let (before, _) = line.rsplit_once("  教育")?;
        Some(duban::text::cells::width(before))
    });
    let places: Vec<usize> = places.collect();
    assert!(places.len() > 3, "{text}");
    assert!(
        places.iter().all(|at| *at == places[0]),
        "{places:?} {text}"
    );
    assert!(lines[0].contains(".."), "{text}");
}

#[test]
fn the_help_of_a_form_lists_what_works_in_it() {
    let mut play = play();
    play.keys("<f8><enter><right><f7><f1>");
    let text = play.text();
    assert!(
        text.contains("帮助 - 议定事项") && !text.contains("填报"),
        "{text}"
    );
    let lists = |text: &str, key: &str| {
        let mut words = text
            .lines()
            .filter_map(|line| line.split_whitespace().next());
        words.any(|word| word == key)
    };
    for (key, works) in [
        ("F2", true),
        ("Ctrl+X", true),
        ("F4", false),
        ("F5", false),
        ("F12", false),
    ] {
        assert_eq!(lists(&text, key), works, "{key}: {text}");
    }
    play.keys("<bs><esc><f2><f1>");
    let text = play.text();
    assert!(lists(&text, "F5") && lists(&text, "F12"), "{text}");
}

#[test]
fn after_a_crash_the_meeting_goes_on_at_its_item_with_what_was_typed() {
    let mut play = play();
    play.keys("<f8><enter><right><right>a写到一半<rest>");
    let at = play.stage.follow.place;
    assert_eq!(at.map(|(_, at)| at), Some(2));
    let mut later = play.restart();
    let running = later
        .stage
        .ask(duban::tui::app::follow::Ask::Running)
        .unwrap();
    later.send(Message::Told(running));
    assert!(later.text().contains("第 3/"), "{}", later.text());
    later.keys("a");
    assert!(later.text().contains("写到一半"), "{}", later.text());
    // Nobody is thrown out of what they do by a meeting that runs.
    assert_eq!(later.stage.follow.place, at);
}

#[test]
fn a_meeting_of_another_day_is_taken_up_on_wish_only() {
    let mut play = play();
    let id = play.stage.follow.meetings[0].id;
    play.stage.follow.place = Some((id, 0));
    let running = play
        .stage
        .ask(duban::tui::app::follow::Ask::Running)
        .unwrap();
    play.send(Message::Told(running));
    assert!(play.text().contains("台账"), "{}", play.text());
    play.keys("<f8>");
    assert!(play.text().contains("周例会 2024-05-10"), "{}", play.text());
}

#[test]
fn esc_asks_for_the_words_of_the_minutes_and_backspace_only_leaves() {
    let mut play = play();
    // What was said of the last meeting of this name is offered again.
    let last = &mut play.stage.follow.meetings[0].words;
    (last.place, last.chair) = ("三楼会议室".into(), "王主任".into());
    play.keys("<f8><enter><esc>");
    let text = play.text();
    assert!(text.contains("结束会议 |"), "{text}");
    assert!(
        text.contains("三楼会议室") && text.contains("王主任"),
        "{text}"
    );
    assert!(text.contains("F2 结束会议并出纪要"), "{text}");
    // Esc goes back to the item, and what was typed stays.
    play.keys("<tab><tab>南楼<esc><right>");
    assert!(play.text().contains("第 2/"), "{}", play.text());
    assert!(play.stage.follow.place.is_some());
    play.keys("<esc>");
    assert!(play.text().contains("地点 南楼_"), "{}", play.text());
    play.keys("<esc><bs>");
    assert!(play.text().contains("台账 |"), "{}", play.text());
    assert!(play.stage.follow.place.is_some());
    play.keys("<f8>");
    assert!(play.text().contains("第 2/"), "{}", play.text());
    play.keys("<esc>");
    play.keys("<f2>");
    assert!(play.text().contains("纪要已写到"), "{}", play.text());
    assert!(play.text().contains("台账 |"), "{}", play.text());
    assert!(play.stage.follow.place.is_none());
    assert!(play.drafts.is_empty(), "{:?}", play.drafts);
    let words = &play.stage.follow.meetings[0].words;
    assert_eq!(words.place, "南楼");
    assert_eq!(words.chair, "王主任");
}

#[test]
fn whoever_may_not_end_a_meeting_is_told_how_to_leave_it() {
    let mut play = play();
    play.keys("<f8><enter>");
    let why = "由督查员办理".to_owned();
    play.stage.follow.shut = vec![(duban::model::Wish::Lead, why)];
    play.keys("<esc>");
    let text = play.text();
    assert!(text.contains("由督查员办理"), "{text}");
    assert!(text.contains("按 m 出纪要, 按 Backspace 离开"), "{text}");
    play.keys("m");
    assert!(play.text().contains("纪要已写到"), "{}", play.text());
    play.keys("<bs>");
    assert!(play.text().contains("台账 |"), "{}", play.text());
}

#[test]
fn a_meeting_ends_although_nothing_is_said_of_it() {
    let mut play = play();
    play.keys("<f8><enter><esc><f2>");
    assert!(play.text().contains("纪要已写到"), "{}", play.text());
    let words = &play.stage.follow.meetings[0].words;
    assert_eq!((words.place.as_str(), words.present.as_str()), ("", ""));
    // What the home refuses is told in the form, and the meeting goes on.
    let mut play = self::play();
    play.keys("<f8><enter><esc>");
    play.failure = Some(duban::tui::app::Notice::new("磁盘已满"));
    play.keys("<f2>");
    assert!(play.text().contains("磁盘已满"), "{}", play.text());
    assert!(play.text().contains("结束会议 |"), "{}", play.text());
}

#[test]
fn the_footer_of_a_meeting_names_what_its_item_takes() {
    let mut play = Play::with(Stage::normal().followed(), taste(), Size::new(200, 30));
    let footer = |play: &Play| play.text().lines().last().unwrap().to_owned();
    play.keys("<f8><enter>");
    // An action item has no light and takes no report, but can be done.
    let first = footer(&play);
    assert!(!first.contains("F6") && !first.contains("F2"), "{first}");
    assert!(first.contains("F7") && first.contains("Ctrl+D"), "{first}");
    play.keys("<right>");
    let task = footer(&play);
    assert!(task.contains("F6") && task.contains("F2"), "{task}");
    play.keys("<f12>");
    let agenda = footer(&play);
    assert!(
        !agenda.contains("Tab") && !agenda.contains("F4"),
        "{agenda}"
    );
    play.keys("<esc>o");
    let looked_at = footer(&play);
    for key in ["F2", "F6", "F7", "Ctrl+G"] {
        assert!(!looked_at.contains(key), "{key}: {looked_at}");
    }
}

#[test]
fn read_only_records_nothing_and_keeps_no_place() {
    let mut play = play();
    play.keys("<f8><enter>o");
    let (place, asked) = (play.stage.follow.place, play.asked.len());
    for key in ["a", "i", "g", "<f2>", "x", "e", "m"] {
        play.keys(key);
        let text = play.text();
        assert!(text.contains("现在是只读"), "{key}: {text}");
    }
    play.keys("<right>");
    assert_eq!(play.stage.follow.place, place);
    assert_eq!(play.asked.len(), asked);
    play.keys("<esc>");
    assert!(play.text().contains("台账 |"), "{}", play.text());
    // From the command line: the agenda is looked at and no meeting is opened.
    let stage = Stage::normal().followed();
    let mut play = Play::new(stage);
    let app = duban::tui::app::App::new(taste(), super::now(), Size::new(80, 24));
    play.app = app.in_meeting(true);
    play.load();
    assert!(play.text().contains("建议议程"), "{}", play.text());
    play.keys("<enter>");
    assert!(play.text().contains("[只读]"), "{}", play.text());
    assert_eq!(play.stage.follow.meetings.len(), 1);
}

#[test]
fn only_a_timer_that_is_shown_asks_to_be_woken() {
    let ticks = |effects: &[duban::tui::app::Effect]| {
        effects.iter().any(|effect| {
            matches!(
                effect,
                duban::tui::app::Effect::WakeAt(duban::tui::app::Alarm::Tick, _)
            )
        })
    };
    let mut play = play();
    play.keys("<f8><enter>");
    let tick = || Message::Alarm(duban::tui::app::Alarm::Tick);
    assert!(!ticks(&play.app.update(tick())));
    assert!(!play.text().contains("本项"));
    play.keys("t");
    assert!(ticks(&play.app.update(tick())));
    assert!(play.text().contains("本项 00:00"), "{}", play.text());
    play.send(Message::Clock(
        super::now() + chrono::TimeDelta::seconds(75),
    ));
    assert!(play.text().contains("本项 01:15"), "{}", play.text());
    // A form on top of it hides it.
    play.keys("a");
    assert!(!ticks(&play.app.update(tick())));
    play.keys("<esc>t");
    assert!(!ticks(&play.app.update(tick())));
}

#[test]
fn a_meeting_has_lasted_no_less_than_its_item_whoever_opened_it() {
    let mut play = play();
    play.keys("<f8><enter><bs>");
    // The clock of the computer that opened it is ahead.
    play.stage.follow.meetings[0].recorded = super::now() + chrono::TimeDelta::seconds(40);
    play.keys("<f8>t");
    play.send(Message::Clock(
        super::now() + chrono::TimeDelta::seconds(12),
    ));
    let text = play.text();
    assert!(text.contains("本项 00:12  总 00:12"), "{text}");
    // Whoever takes it up again after a crash sees how long it has lasted since it was opened.
    play.stage.follow.meetings[0].recorded = super::now() - chrono::TimeDelta::minutes(25);
    let mut later = play.restart();
    let running = later.stage.ask(duban::tui::app::follow::Ask::Running);
    later.send(Message::Told(running.unwrap()));
    later.keys("t");
    let text = later.text();
    assert!(text.contains("本项 00:00  总 25:00"), "{text}");
}

#[test]
fn names_and_numbers_are_hidden_on_wish() {
    let mut play = play();
    play.keys("<f8><enter><right>");
    assert!(play.text().contains("王五"), "{}", play.text());
    play.keys("h<down>");
    assert!(!play.text().contains("王五"), "{}", play.text());
}

#[test]
fn the_white_theme_paints_every_cell_and_goes_with_the_meeting() {
    let mut play = play();
    play.keys("<f8><enter>w");
    let bare = |play: &Play| {
        let buffer = play.draw().0;
        let mut hidden = false;
        let bare = |cell: &ratatui::buffer::Cell| {
            // The second half of a wide character is never drawn.
            let second = std::mem::replace(
                &mut hidden,
                unicode_width::UnicodeWidthStr::width(cell.symbol()) > 1,
            );
            !second && cell.bg == ratatui::style::Color::Reset
        };
        buffer.content().iter().any(bare)
    };
    assert!(!bare(&play), "{}", play.text());
    play.keys("<bs>");
    assert!(bare(&play));
}

#[test]
fn a_task_is_loaded_before_the_meeting_comes_to_it() {
    let mut play = play();
    play.keys("<f8><enter>");
    let key = |c| Message::Key(ratatui::crossterm::event::KeyEvent::from(c));
    let right = ratatui::crossterm::event::KeyCode::Right;
    let effects = play.app.update(key(right));
    let loads =
        |effect: &duban::tui::app::Effect| matches!(effect, duban::tui::app::Effect::LoadDetail(_));
    assert!(!effects.iter().any(loads), "{effects:?}");
    assert!(play.text().contains("上期进展"), "{}", play.text());
}

#[test]
fn what_is_added_on_the_spot_takes_back_nothing_that_was_said_in_the_window() {
    let mut stage = Stage::normal().followed();
    let lead = duban::model::Department::id_of("市教育局");
    let mut said = duban::model::NoteDraft::new(task_id("2.1.4"), day("2024-05-15"));
    said.department = Some(lead);
    said.kept = Some(duban::model::Kept::Partly);
    said.text.progress = "招聘公告已发布".into();
    said.text.next = "6月底前完成考试".into();
    stage.record(&said);
    let mut play = Play::new(stage);
    let promised = |play: &Play| {
        let text = play.text();
        for part in ["5月底前完成其余31所学校招聘", "部分", "6月底前完成考试"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    };
    play.keys("<f8><enter><right>");
    promised(&play);
    assert!(play.text().contains("招聘公告已发布"), "{}", play.text());
    play.keys("n会上补充: 考点已定<f2>");
    promised(&play);
    assert!(
        play.text().contains("本期进展  会上补充"),
        "{}",
        play.text()
    );
    // The task and the ledger say the same.
    play.keys("<bs><bs><bs><bs>j<enter>");
    promised(&play);
}

#[test]
fn a_request_is_answered_from_the_list_by_another_than_asked() {
    let mut play = Play::new(Stage::normal().shared().followed());
    play.keys("P");
    let text = play.text();
    let line = |word: &str| text.lines().position(|line| line.contains(word));
    assert!(line("2.2.1") < line("2.3.5"), "the oldest first: {text}");
    assert!(text.contains("另一位审批人"), "{text}");
    play.keys("e");
    assert!(acted(&play).contains("Evidence"), "{:?}", play.asked);
    play.keys("n<f2>");
    assert!(
        play.text().contains("必填") || play.text().contains("意见"),
        "{}",
        play.text()
    );
    play.keys("补一份验收报告<up>2024-06-10<f2>");
    let asked = acted(&play);
    assert!(
        asked.contains("Return") && asked.contains("验收报告"),
        "{asked}"
    );
    assert!(asked.contains("2024-06-10"), "{asked}");
    // The evidence of the last one is with somebody.
    play.keys("<end>");
    play.keys("k");
    play.keys("e");
    assert!(play.text().contains("市教育局办公室"), "{}", play.text());
    play.keys("<end>a");
    assert!(play.text().contains("已经答复"), "{}", play.text());
}

#[test]
fn what_the_home_refuses_stays_in_the_form_with_the_reason() {
    let mut play = play();
    play.keys("P");
    play.failure = Some(duban::tui::app::Notice::new("自己提出的申请不能自己批准"));
    play.keys("a<f2>");
    assert!(play.text().contains("不能自己批准"), "{}", play.text());
    assert!(play.text().contains("批准销号 |"), "{}", play.text());
}

#[test]
fn a_clerk_sees_what_is_not_open_and_why_before_anything_is_typed() {
    let mut stage = Stage::normal().shared().followed();
    let by = |text: &str| text.to_owned();
    for request in &mut stage.follow.requests {
        if request.answer == duban::model::Answer::Open {
            let approver = [duban::model::Step::Approve, duban::model::Step::Return];
            let all = approver.map(|step| (step, by("由督查员或审批人办理")));
            let review = (duban::model::Step::Review, by("由督查员办理"));
            request.shut = all.into_iter().chain([review]).collect();
        }
    }
    let mut play = Play::with(stage, taste(), Size::new(100, 30));
    play.keys("P");
    let text = play.text();
    assert!(
        text.contains("你不能批准销号、退回重办: 由督查员或审批人办理"),
        "{text}"
    );
    assert!(text.contains("你不能审核: 由督查员办理"), "{text}");
    // The footer names only what is open, and a key for what is not says why instead of asking for words.
    let footer = text.lines().last().unwrap().to_owned();
    assert!(!footer.contains("F2") && !footer.contains("F4"), "{footer}");
    for (key, why) in [
        ("a", "督查员或审批人"),
        ("n", "督查员或审批人"),
        ("o", "由督查员"),
    ] {
        play.keys(key);
        assert!(play.text().starts_with(" 审批 |"), "{key} {}", play.text());
        assert!(play.text().contains(why), "{key} {}", play.text());
    }
    assert_eq!(acted(&play), "");
}

#[test]
fn a_step_that_is_not_open_opens_no_form() {
    let mut play = play();
    let task = task_id("2.1.4");
    let why = "牵头或责任单位里没有你的单位".to_owned();
    use duban::model::{Step, Wish};
    play.stage.follow.shut = vec![(Wish::Step(task, Step::AskClosing), why)];
    play.keys("jc");
    assert!(play.text().starts_with(" 台账 |"), "{}", play.text());
    assert!(play.text().contains("没有你的单位"), "{}", play.text());
    // Another is open.
    play.keys("d");
    assert!(play.text().contains("新期限"), "{}", play.text());
    // What is left of an earlier attempt stays in sight, with the reason.
    play.keys("<esc><c-e>标题<esc>");
    let why = "由督查员办理".to_owned();
    play.stage.follow.shut = vec![(Wish::Correct, why)];
    play.keys("<c-e>");
    assert!(play.text().contains("由督查员办理"), "{}", play.text());
    assert!(
        play.text().contains("提升学生体质健康水平标题"),
        "{}",
        play.text()
    );
    play.keys("<c-x><c-x><f6>");
    assert!(play.text().starts_with(" 台账 |"), "{}", play.text());
    assert!(play.text().contains("由督查员办理"), "{}", play.text());
}

#[test]
fn whoever_may_not_close_a_window_is_told_at_the_first_key() {
    let mut play = play();
    let why = "名册由 赵六 掌管".to_owned();
    play.stage.follow.shut = vec![(duban::model::Wish::Close, why)];
    for keys in ["Wjc", "c", "<enter>c"] {
        play.keys(keys);
        assert!(play.text().contains("赵六 掌管"), "{keys} {}", play.text());
    }
    assert_eq!(acted(&play), "");
}

#[test]
fn closing_is_asked_for_with_evidence() {
    let mut play = play();
    play.keys("jc做完了<f2>");
    assert!(play.text().contains("至少要有一条佐证"), "{}", play.text());
    play.keys("清单<tab>档案室<f2>");
    let asked = acted(&play);
    assert!(
        asked.contains("AskClosing") && asked.contains("档案室"),
        "{asked}"
    );
    // An attached file is a piece of its own, whatever the lines above it say.
    play.keys("c做完了<tab>图纸<tab>三楼<tab>9");
    play.keys("<tab><tab><tab><tab><tab><tab><tab>/data/报告.pdf<f2>");
    let asked = acted(&play);
    let line = r#"evidence: [Evidence { name: "图纸", place: "三楼", page: "9""#;
    assert!(asked.contains(line), "{asked}");
    assert!(asked.ends_with(r#"}, ["/data/报告.pdf"])"#), "{asked}");
}

#[test]
fn a_window_is_closed_on_the_second_key_and_not_before_it_is_over() {
    let mut play = play();
    play.keys("Wc");
    assert!(play.text().contains("还没有截止"), "{}", play.text());
    play.keys("jc");
    assert!(play.text().contains("将固定下来"), "{}", play.text());
    assert!(play.asked.is_empty());
    play.keys("kjc");
    assert_eq!(acted(&play), "", "a move takes the question back");
    play.keys("c");
    assert!(acted(&play).contains("CloseWindow"), "{:?}", play.asked);
    play.keys("jc");
    assert!(play.text().contains("已经封存过"), "{}", play.text());
}

#[test]
fn a_view_that_cannot_be_understood_makes_no_agenda_but_says_why() {
    let mut stage = Stage::normal().followed();
    stage.me.departments.clear();
    let mut mine = taste();
    for view in &mut mine.views {
        view.filter = "我的".into();
    }
    let mut play = Play::with(stage, mine, Size::new(80, 24));
    play.keys("<f8>1");
    assert!(!play.text().contains("[x]"), "{}", play.text());
    assert!(play.text().contains("单位"), "{}", play.text());
}

#[test]
fn figures_that_disagree_are_marked_compared_and_settled() {
    let mut play = Play::new(Stage::normal().followed().measured_apart());
    play.keys("I");
    let line = |play: &Play| {
        let text = play.text();
        let line = text.lines().find(|line| line.contains("2.1.4/1"));
        line.unwrap_or_default().to_owned()
    };
    assert!(line(&play).contains("! 5"), "{}", play.text());
    while !line(&play).starts_with('>') {
        play.keys("j");
    }
    play.keys("<c-k>");
    let text = play.text();
    assert!(text.contains("51.2") && text.contains("52.8"), "{text}");
    assert!(text.contains("赵六") && text.contains("督导复核"), "{text}");
    assert!(text.contains("实际值 2023"), "{text}");
    play.keys("<end><enter>");
    let asked = acted(&play);
    assert!(
        asked.contains("Figures") && asked.contains("52.8") && asked.contains("核定"),
        "{asked}"
    );
    // It takes the place of both.
    let of = |figure: &&duban::model::Figure| figure.conflict;
    for figure in play.stage.follow.figures.iter().filter(of) {
        assert!(asked.contains(&format!("{:?}", figure.op)), "{asked}");
    }
}
