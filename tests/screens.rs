//! The screens, driven by keys against a home in memory: what they show, where the cursor is, what they ask for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "screens/daily.rs"]
mod daily;
mod drawn;
#[path = "screens/figures.rs"]
mod figures;
#[path = "meeting/mod.rs"]
mod meeting;
#[path = "screens/reports.rs"]
mod reports;
mod stage;

use std::fmt::Write as _;
use std::sync::Arc;

use drawn::{screen_text, style_text, typed};
use duban::config::{Taste, Theme, View};
use duban::model::{Draft, Edit, OpId, Register, Value};
use duban::search::TextSearch;
use duban::tui::app::keys;
use duban::tui::app::{
    Alarm, App, Effect, Exchanged, Message, Notice, Obstacle, Outcome, Ticket, Trouble,
};
use duban::words::Lang;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::{Backend as _, TestBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Size;
use ratatui::style::Modifier;
use stage::{Stage, now};
use unicode_width::UnicodeWidthStr as _;

/// The screens with a home behind them that answers every request at once.
struct Play {
    app: App,
    stage: Stage,
    size: Size,
    /// What was asked for, loads left out.
    asked: Vec<String>,
    /// The answer to the next verb, if it is to fail.
    failure: Option<Notice>,
    /// The drafts that are on the disk.
    drafts: Vec<Draft>,
    /// The answer to whether a draft could be kept.
    keeping: Result<Option<Notice>, Notice>,
    quit: bool,
}

fn taste() -> Taste {
    Taste {
        theme: Theme::Ansi,
        views: vec![View {
            name: "学前".into(),
            filter: "学前".into(),
            sort: "-due".into(),
        }],
        ..Taste::default()
    }
}

impl Play {
    fn new(stage: Stage) -> Self {
        Self::with(stage, taste(), Size::new(80, 24))
    }

    fn with(stage: Stage, taste: Taste, size: Size) -> Self {
        let mut play = Self {
            app: App::new(taste, now(), size),
            stage,
            size,
            asked: Vec::new(),
            failure: None,
            drafts: Vec::new(),
            keeping: Ok(None),
            quit: false,
        };
        play.load();
        // The first screen lies on top of the ledger.
        if play.stage.head.is_some() {
            play.keys("o");
        }
        play
    }

    fn load(&mut self) {
        let snapshot = Arc::new(self.stage.snapshot());
        self.send(Message::Loaded(snapshot));
    }

    fn send(&mut self, message: Message) {
        let effects = self.app.update(message);
        for effect in effects {
            self.perform(effect);
        }
    }

    /// Ends without a word, as in a power cut, and begins again with what is on the disk.
    fn restart(self) -> Self {
        let mut later = Self::with(self.stage, taste(), self.size);
        later.drafts.clone_from(&self.drafts);
        later.send(Message::Drafts(self.drafts));
        later
    }

    fn perform(&mut self, effect: Effect) {
        match &effect {
            Effect::SaveDraft(draft) => {
                let other = |d: &Draft| (&d.form, d.item) != (&draft.form, draft.item);
                let kept = self.keeping.clone();
                if kept.is_ok() {
                    self.drafts.retain(other);
                    self.drafts.push(draft.clone());
                }
                self.send(Message::Kept(draft.clone(), kept));
            }
            Effect::DropDraft(form, item) => {
                self.drafts.retain(|d| (&d.form, d.item) != (form, *item));
            }
            _ => {}
        }
        match effect {
            Effect::Load => self.load(),
            Effect::LoadDetail(id) => {
                if let Some(detail) = self.stage.detail(id) {
                    self.send(Message::Detail(Arc::new(detail)));
                }
            }
            Effect::LoadHistory(task) => {
                let changes = self.stage.history(task);
                self.send(Message::History(task, changes));
            }
            Effect::SearchTexts(purpose, typed, query) => {
                let mut found = TextSearch::new(&query);
                for (id, text, _) in &self.stage.texts {
                    found.look(*id, duban::search::Field::Text, text);
                }
                self.send(Message::Texts(purpose, typed, Arc::new(found)));
            }
            // The cursor is at rest after every key of a test.
            Effect::WakeAt(Alarm::Rest, _) => self.send(Message::Alarm(Alarm::Rest)),
            Effect::WakeAt(Alarm::Draft | Alarm::Tick, _) => {}
            Effect::Ask(ask) => {
                if let Some(told) = self.stage.ask(ask) {
                    self.send(Message::Told(told));
                }
            }
            Effect::Act(ticket, act) => {
                let kept = matches!(act, duban::tui::app::follow::Act::Place(_));
                let result = match self.failure.take_if(|_| !kept) {
                    Some(notice) => Err(notice),
                    None => self.stage.act(&act),
                };
                if !kept {
                    self.asked.push(format!("{act:?}"));
                    self.send(Message::Done(ticket, result));
                    self.load();
                }
            }
            Effect::Record(ticket, note) => {
                self.asked.push(format!("Record {note:#?}"));
                let result = match self.failure.take() {
                    Some(notice) => Err(notice),
                    None => Ok(self.stage.record(&note)),
                };
                self.done(ticket, result);
            }
            Effect::Retract(ticket, op, reason) => {
                self.asked.push(format!("Retract: {reason}"));
                let op = self.stage.retract(op, &reason);
                self.done(ticket, Ok(op));
            }
            Effect::Edit(ticket, edits) => {
                self.asked.push(format!("Edit {edits:#?}"));
                let op = self.stage.edit(&edits);
                self.done(ticket, Ok(op));
            }
            Effect::Adopt(ticket, edits) => {
                self.asked.push(format!("Adopt {edits:#?}"));
                self.send(Message::Done(ticket, Ok(Outcome::Adopted)));
            }
            Effect::LoadWork => {
                let work = Arc::new(self.stage.work.clone());
                self.send(Message::Work(work));
            }
            Effect::LoadUndoable => {
                let changes = self.stage.history(None);
                self.send(Message::Undoable(changes));
            }
            Effect::RecordAll(ticket, notes) => {
                self.asked.push(format!("RecordAll {}", notes.len()));
                let mut last = None;
                for note in notes {
                    last = Some(self.stage.record(&note));
                }
                self.done(ticket, Ok(last.unwrap()));
            }
            Effect::Remind(ticket, reminder) => {
                self.asked.push(format!("Remind {reminder:#?}"));
                self.done(ticket, Ok(stage::op(1)));
            }
            Effect::TakeBack(ticket, op, reason) => {
                self.asked.push(format!("TakeBack: {reason}"));
                let op = self.stage.retract(op, &reason);
                self.done(ticket, Ok(op));
            }
            Effect::TakeSteps(ticket, steps) => {
                self.asked.push(format!("TakeSteps {steps:#?}"));
                self.done(ticket, Ok(stage::op(1)));
            }
            Effect::Copy(name, text) => {
                self.asked.push(format!("Copy {name}\n{text}"));
                self.send(Message::Copied(format!("/home/{name}.txt")));
            }
            Effect::LoadShare => {
                let share = Arc::new(self.stage.share.clone());
                self.send(Message::Share(share));
            }
            Effect::Look(task) => {
                self.stage.unread.remove(&task);
            }
            Effect::Quit => self.quit = true,
            other => self.asked.push(format!("{other:?}")),
        }
    }

    fn done(&mut self, ticket: Ticket, result: Result<duban::model::OpId, Notice>) {
        self.send(Message::Done(ticket, result.map(Outcome::Recorded)));
        self.load();
    }

    /// Types keys: `j`, `你`, `<enter>`, `<c-s>`, `<f2>`, `<rest>` for a pause in typing.
    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in typed(keys) {
            self.send(match key {
                Some(key) => Message::Key(key),
                None => Message::Alarm(Alarm::Draft),
            });
        }
        self
    }

    fn draw(&self) -> (Buffer, Option<(u16, u16)>) {
        let backend = TestBackend::new(self.size.width, self.size.height);
        let mut terminal = Terminal::new(backend).unwrap();
        let mut cursor = false;
        terminal.draw(|frame| self.app.view(frame)).unwrap();
        let buffer = terminal.backend().buffer().clone();
        let place = terminal.backend_mut().get_cursor_position().unwrap();
        // The test backend tells where the cursor is; only a field shows it.
        cursor |= place.x != 0 || place.y != 0;
        (buffer, cursor.then_some((place.x, place.y)))
    }

    /// The screen as text.
    fn text(&self) -> String {
        screen_text(&self.draw().0)
    }

    fn has(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Whether the cursor is on the line of this task.
    fn is_on(&self, code: &str) -> bool {
        let named = |line: &str| line.split_whitespace().any(|word| word == code);
        self.text()
            .lines()
            .any(|line| line.starts_with('>') && named(line))
    }

    /// The screen, the cursor, the styles and what was asked for.
    fn picture(&self) -> String {
        let (buffer, cursor) = self.draw();
        let mut out = screen_text(&buffer);
        match cursor {
            Some((x, y)) => writeln!(out, "cursor {x},{y}").unwrap(),
            None => out.push_str("cursor hidden\n"),
        }
        out.push_str(&style_text(&buffer));
        for effect in &self.asked {
            writeln!(out, "{effect}").unwrap();
        }
        out
    }
}

/// Every screen with the keys that lead to it.
const SCREENS: &[(&str, &str)] = &[
    ("ledger", "j"),
    ("search", "/xljk"),
    ("filter", "f牵头:教育局"),
    ("wrong_filter", "f状态:红灯"),
    ("detail", "j<enter>"),
    ("departments", "D"),
    ("history", "H"),
    ("overview", "o"),
    ("acts", "jb"),
    ("unchanged", " <f12>1"),
    ("light", "j<f6>"),
    ("remind", "j<f7>"),
    ("undo", "U"),
    ("note", "j<f2>进度正常"),
    ("correction", "j<c-e>"),
    ("new_task", "a"),
    ("new_indicator", "j<enter><c-g>"),
    ("review", "<review>"),
    ("help", "?"),
    ("menu", "<c-p>j"),
];

/// The screens of a plan that is shared.
const SHARED: &[(&str, &str)] = &[
    ("shared_ledger", ""),
    ("shared_detail", "j<enter>"),
    ("share", "y"),
    ("conflict", "j<c-k><down>"),
];

fn open(play: &mut Play, keys: &str) {
    if keys == "<review>" {
        let document = Arc::new(play.stage.document());
        play.send(Message::Review(document));
        play.keys("<down><down>");
    } else {
        play.keys(keys);
    }
}

fn check_all(suffix: &str, play: impl Fn() -> Play) {
    check(SCREENS, suffix, play);
}

fn check(screens: &[(&str, &str)], suffix: &str, play: impl Fn() -> Play) {
    for (name, keys) in screens {
        let mut play = play();
        open(&mut play, keys);
        insta::assert_snapshot!(format!("{name}_{suffix}"), play.picture());
    }
}

#[test]
fn every_screen_of_an_empty_home() {
    check_all("empty", || Play::new(Stage::empty()));
}

#[test]
fn every_screen_of_a_normal_home() {
    check_all("normal", || Play::new(Stage::normal()));
}

#[test]
fn every_screen_with_too_much_text() {
    check_all("overlong", || {
        let mut play = Play::new(Stage::overlong());
        play.keys("jjjjjjj");
        play
    });
}

#[test]
fn every_screen_at_60_columns() {
    check_all("60_columns", || {
        Play::with(Stage::normal(), taste(), Size::new(60, 24))
    });
}

#[test]
fn every_screen_in_english() {
    check_all("english", || {
        let taste = Taste {
            lang: Lang::En,
            ..taste()
        };
        Play::with(Stage::normal(), taste, Size::new(80, 24))
    });
}

#[test]
fn every_screen_of_a_shared_plan() {
    let english = Taste {
        lang: Lang::En,
        ..taste()
    };
    let (size, narrow) = (Size::new(80, 24), Size::new(60, 24));
    check(SHARED, "empty", || Play::new(Stage::empty()));
    check(SHARED, "normal", || Play::new(Stage::normal().shared()));
    check(SHARED, "overlong", || Play::new(Stage::overlong().shared()));
    check(SHARED, "60_columns", || {
        Play::with(Stage::normal().shared(), taste(), narrow)
    });
    check(SHARED, "english", || {
        Play::with(Stage::normal().shared(), english.clone(), size)
    });
    check(&SHARED[3..], "120x40", || {
        Play::with(Stage::normal().shared(), taste(), Size::new(120, 40))
    });
}

#[test]
fn what_disagrees_is_settled_with_one_key_over_all_that_is_shown() {
    let mut play = Play::new(Stage::normal().shared());
    play.keys("j<c-k>");
    let text = play.text();
    assert!(text.contains("甲方案") && text.contains("乙方案"), "{text}");
    let shown = |play: &Play, register: &str| -> Vec<OpId> {
        let of = |c: &&duban::model::Correction| c.register == register;
        play.stage
            .corrections
            .iter()
            .filter(of)
            .map(|c| c.op)
            .collect()
    };
    // What comes in after the screen was drawn was not seen, and stays standing beside what was chosen.
    let seen = shown(&play, "title");
    let late = play.stage.as_another(|stage| {
        let title = Value::Text("丙方案".into());
        stage.edit(&[edit(Register::Title, title, vec![])])
    });
    play.keys("<end><enter>");
    let asked = play.asked.pop().unwrap();
    assert!(
        asked.contains("甲方案") && asked.contains("核定"),
        "{asked}"
    );
    assert!(
        seen.iter().all(|op| asked.contains(&format!("{op:?}"))),
        "{asked}"
    );
    assert!(!asked.contains(&format!("{late:?}")), "{asked}");
    // Now that one disagrees with what was chosen.
    assert_eq!(shown(&play, "title").len(), 2);
    assert!(play.text().contains("丙方案"), "{}", play.text());
    assert!(play.text().contains("已核定"), "{}", play.text());
    play.keys("<home><enter>");
    assert_eq!(shown(&play, "title").len(), 1);
    // The lead is left; with it the screen goes.
    assert!(play.text().contains("市体育局"), "{}", play.text());
    play.keys("<enter>");
    assert!(play.text().contains("共 8 项"), "{}", play.text());
    play.keys("<c-k>");
    assert!(play.text().contains("没有互相矛盾"), "{}", play.text());
}

#[test]
fn two_corrections_of_one_note_are_compared_and_one_key_puts_one_in_the_place_of_both() {
    let mut stage = Stage::normal();
    let fork = |stage: &mut Stage, text: &str| {
        let task = stage::task_id("2.1.4");
        let first = stage
            .notes
            .iter()
            .find(|note| note.task == task)
            .unwrap()
            .op;
        let mut draft = duban::model::NoteDraft::new(task, stage::day("2024-04-12"));
        draft.text.progress = text.into();
        draft.supersedes = vec![first];
        stage.record(&draft)
    };
    let mine = fork(&mut stage, "已完成24所。");
    let theirs = stage.as_another(|stage| fork(stage, "已完成25所。"));
    for note in &mut stage.notes {
        let other =
            [(mine, theirs), (theirs, mine)].map(|(one, other)| (note.op == one).then_some(other));
        if let Some(other) = other.into_iter().flatten().next() {
            (note.superseded_by, note.against) = (None, vec![other]);
        }
    }
    let row = stage
        .rows
        .iter_mut()
        .find(|row| row.id == stage::task_id("2.1.4"));
    Arc::make_mut(row.unwrap()).conflict = true;
    let both = |asked: &str| {
        [mine, theirs]
            .iter()
            .all(|op| asked.contains(&format!("{op:?}")))
    };
    let mut play = Play::new(stage);
    play.keys("j");
    assert!(play.text().contains("2.1.4 !"), "{}", play.text());
    play.keys("<c-k>");
    let text = play.text();
    assert!(text.contains("24所") && text.contains("25所"), "{text}");
    // Another wording in the form, which says what it would be saved over.
    play.keys("<c-e><end>核实。<f2>");
    assert!(
        play.text().contains("李四 于") || play.text().contains("张三 于"),
        "{}",
        play.text()
    );
    assert!(play.text().contains("取代这几条"), "{}", play.text());
    play.keys("<esc>");
    assert!(play.asked.iter().all(|asked| !asked.starts_with("Record")));
    play.keys("<end><enter>");
    let asked = play
        .asked
        .iter()
        .find(|asked| asked.starts_with("Record"))
        .unwrap();
    assert!(both(asked), "{asked}");
    assert!(
        play.text().contains("已核定") || play.text().contains("不再互相矛盾"),
        "{}",
        play.text()
    );
}

#[test]
fn what_others_said_is_marked_until_it_was_looked_at() {
    for (size, look) in [
        (Size::new(80, 24), "<enter><esc>"),
        (Size::new(120, 40), "<down><up>"),
    ] {
        let mut play = Play::with(Stage::normal(), taste(), size);
        play.keys("jj");
        let before = play.text();
        let task = stage::task_id("2.1.4");
        play.stage.as_another(|stage| {
            stage.note("2.1.4", "市体育局", "2024-05-17", None, "新的一条", "", "");
            stage.unread.insert(task);
        });
        play.load();
        let line = |text: &str, code: &str| -> String {
            let found = text.lines().find(|line| line.contains(code));
            found.unwrap_or_default().to_owned()
        };
        // The cursor stays on its task and on its line.
        let after = play.text();
        let at = |text: &str| text.lines().position(|line| line.starts_with('>'));
        assert_eq!(at(&after), at(&before));
        assert!(line(&after, "2.1.4").contains("+ 提升"), "{after}");
        // Passing by does not count: the list shows it, and it is marked still.
        play.keys("k");
        assert!(play.text().contains("+ 提升"), "{}", play.text());
        play.keys(look);
        assert!(!play.text().contains("+ 提升"), "{}", play.text());
        assert!(!play.stage.unread.contains(&task));
    }
}

#[test]
fn a_share_that_is_gone_says_since_when_and_comes_back() {
    let mut play = Play::new(Stage::normal().shared());
    assert!(
        play.text().contains("未进共享 3 未生效 1"),
        "{}",
        play.text()
    );
    let gone = |asked| {
        Message::Exchanged(Exchanged {
            asked,
            result: Err(Notice::new("共享文件夹不在: /mnt/share")
                .hint("连上后再同步")
                .into()),
        })
    };
    play.send(gone(false));
    let later = now() + chrono::TimeDelta::minutes(20);
    play.send(Message::Clock(later));
    play.send(gone(false));
    let text = play.text();
    assert!(text.contains("离线 09:30起 未进共享 3"), "{text}");
    // Nobody asked, so nobody is interrupted.
    assert!(!text.contains("共享文件夹不在"), "{text}");
    play.keys("y");
    let text = play.text();
    assert!(text.contains("离线 09:30起: 共享文件夹不在"), "{text}");
    play.keys("<c-r>");
    assert!(play.asked.iter().any(|effect| effect == "Exchange"));
    play.send(Message::Exchanged(Exchanged {
        asked: true,
        result: Ok("收到 0 条操作".into()),
    }));
    let text = play.text();
    assert!(
        !text.contains("离线") && text.contains("收到 0 条"),
        "{text}"
    );
    // A share that can be read is not away.
    play.send(Message::Exchanged(Exchanged {
        asked: false,
        result: Err(Trouble {
            notice: Notice::new("未能写入共享: 只读"),
            obstacle: Obstacle::ReadOnly,
        }),
    }));
    let text = play.text();
    assert!(text.contains("共享不可写 09:50起: 未能写入"), "{text}");
    assert!(!text.contains("离线"), "{text}");
    // Nor is a key that is locked: the bar says so, and what unlocks it.
    play.send(Message::Exchanged(Exchanged {
        asked: false,
        result: Err(Trouble {
            notice: Notice::new("密钥 own 有口令, 没有打开").hint("ssh-add"),
            obstacle: Obstacle::KeyLocked,
        }),
    }));
    let text = play.text();
    assert!(text.contains("密钥已锁 09:50起 (ssh-add 解锁)"), "{text}");
    assert!(text.contains("不能签名 09:50起: 密钥 own"), "{text}");
    assert!(!text.contains("离线"), "{text}");
    play.send(Message::Exchanged(Exchanged {
        asked: false,
        result: Ok(String::new()),
    }));
    // On the way: in the folder, then received.
    for (unsent, unreceived, word) in [(0, 2, "已进共享"), (0, 0, "已报督查室")] {
        let delivery = play.stage.delivery.as_mut().unwrap();
        (delivery.unsent, delivery.unreceived) = (unsent, unreceived);
        play.load();
        assert!(play.text().contains(word), "{}", play.text());
    }
}

#[test]
fn panes_stand_side_by_side_on_wide_screens() {
    for size in [Size::new(120, 40), Size::new(200, 60)] {
        for (name, keys) in [("ledger", "j"), ("detail", "j<enter><down>")] {
            let mut play = Play::with(Stage::normal(), taste(), size);
            play.keys(keys);
            insta::assert_snapshot!(
                format!("{name}_{}x{}", size.width, size.height),
                play.picture()
            );
        }
    }
}

#[test]
fn a_small_window_says_so_and_does_nothing_else() {
    let mut play = Play::with(Stage::normal(), taste(), Size::new(59, 24));
    play.keys("<f2>abc<c-s>");
    assert!(
        play.text()
            .contains("窗口太小: 至少需要 60x15, 现在是 59x24")
    );
    assert!(play.asked.is_empty());
    play.keys("<f10>");
    assert!(play.quit);
}

#[test]
fn what_is_typed_in_a_window_that_became_too_small_is_not_lost() {
    for size in [Size::new(40, 10), Size::new(59, 14), Size::new(1, 1)] {
        let mut play = Play::new(Stage::normal());
        play.keys("j<f2>看得见");
        play.send(Message::Resize(size));
        play.keys("看不见<tab>下一格<f2><c-s><esc><c-x><c-x><f6>");
        assert!(play.asked.is_empty(), "{size}: {:?}", play.asked);
        play.send(Message::Resize(Size::new(80, 24)));
        let text = play.text();
        assert!(text.contains("看得见看不见"), "{size}: {text}");
        let next = text.lines().find(|line| line.contains("下一格"));
        assert!(next.is_some_and(|line| !line.contains("看")), "{text}");
        play.keys("<c-s>");
        assert!(!play.asked.is_empty(), "{size}: {}", play.text());
    }
    // Nor in a sheet of figures, and a search goes on.
    let mut play = Play::new(Stage::normal());
    play.keys("<f3>体");
    play.send(Message::Resize(Size::new(40, 10)));
    play.keys("质<enter>");
    play.send(Message::Resize(Size::new(80, 24)));
    assert!(play.text().contains("体质"), "{}", play.text());
}

#[test]
fn a_note_is_written_in_chinese_and_seen_again() {
    let mut play = Play::new(Stage::normal());
    play.keys(
        "j<enter><f2>进度正常，已完成31所。<tab>无<tab>开展督导<tab>60<tab><tab><tab>2024.6.30<c-s>",
    );
    insta::assert_snapshot!("note_recorded", play.picture());
}

#[test]
fn a_wrong_field_takes_the_focus_and_says_why() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>进展<tab><tab><tab><tab><tab><tab>明天<c-s>");
    assert!(play.text().contains("看不懂这个日期"), "{}", play.text());
    assert!(play.asked.is_empty());
    play.keys("<bs><bs>20240630<backtab><backtab><backtab>120<c-s>");
    assert!(play.text().contains("0 到 100 的整数"));
    play.keys("<bs><tab><tab><tab><tab><tab>不存在局<c-s>");
    assert!(play.text().contains("没有叫"), "{}", play.text());
}

#[test]
fn a_department_is_completed_from_a_part_of_its_name() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<c-e><tab>、fzgg<enter><tab><tab><tab><tab><tab>");
    assert!(
        play.text().contains("市教育局、市发展改革委"),
        "{}",
        play.text()
    );
    play.keys("原文漏列<c-s>");
    assert!(play.text().contains("更正已保存"), "{}", play.text());
    insta::assert_snapshot!("lead_corrected", play.picture());
}

#[test]
fn a_correction_needs_a_change_and_a_reason() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<c-e><c-s>");
    assert!(play.text().contains("没有改动"));
    play.keys("改<c-s>");
    assert!(play.text().contains("理由不能空着"));
    assert!(play.asked.is_empty());
}

/// A correction of the task 2.1.4.
fn edit(register: Register, value: Value, seen: Vec<OpId>) -> Edit {
    let task = stage::task_id("2.1.4");
    Edit {
        task,
        item: task,
        register,
        value,
        reason: "会议议定".into(),
        seen: Some(seen),
    }
}

#[test]
fn a_correction_that_meets_anothers_says_so_before_it_is_saved_over() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<c-e>改");
    // Meanwhile another corrects the title too, and the lead.
    let lead = vec![duban::model::Department::id_of("市体育局")];
    let met = play.stage.as_another(|stage| {
        stage.edit(&[edit(Register::Lead, Value::Departments(lead), vec![])]);
        stage.edit(&[edit(
            Register::Title,
            Value::Text("体质健康".into()),
            vec![],
        )])
    });
    play.load();
    let text = play.text();
    assert!(
        text.contains("标题已有人另行更正: 体质健康 (李四 2024-05-17)"),
        "{text}"
    );
    // What this person left alone follows the other; what they typed stays.
    assert!(text.contains("提升学生体质健康水平改"), "{text}");
    assert!(!text.contains("市教育局"), "{text}");
    let reason = "<tab><tab><tab><tab><tab><tab>会上定的";
    play.keys(reason).keys("<f2>");
    assert!(play.text().contains("再按一次 F2"), "{}", play.text());
    assert!(!play.asked.iter().any(|e| e.starts_with("Edit")));
    play.keys("<f2>");
    let asked = play.asked.iter().find(|e| e.starts_with("Edit")).unwrap();
    assert!(
        asked.contains(&format!("{met:?}")) && !asked.contains("Lead"),
        "{asked}"
    );
}

#[test]
fn what_two_corrected_without_seeing_each_other_is_marked_and_settled_by_a_third() {
    let mut play = Play::new(Stage::normal());
    let title = |text: &str| edit(Register::Title, Value::Text(text.into()), vec![]);
    let one = play.stage.edit(&[title("甲方案")]);
    let other = play
        .stage
        .as_another(|stage| stage.edit(&[title("乙方案")]));
    play.load();
    assert!(play.text().contains("! 乙方案"), "{}", play.text());
    play.keys("<f4>冲突<enter>");
    assert!(play.text().contains("1 项, 共 8 项"), "{}", play.text());
    play.keys("<enter>");
    let text = play.text();
    assert!(
        text.contains("冲突, 标题: 乙方案") && text.contains("冲突, 标题: 甲方案"),
        "{text}"
    );
    // The form says what the others say; saving it as it is settles it.
    play.keys("<c-e>");
    assert!(
        play.text().contains("另有更正: 甲方案 (张三 2024-05-17)"),
        "{}",
        play.text()
    );
    play.keys("<tab><tab><tab><tab><tab><tab>核定<f2>");
    let asked = play.asked.iter().find(|e| e.starts_with("Edit")).unwrap();
    let seen = [one, other].map(|op| format!("{op:?}"));
    assert!(seen.iter().all(|op| asked.contains(op)), "{asked}");
    assert!(!play.text().contains("冲突, "), "{}", play.text());
}

#[test]
fn the_draft_of_a_correction_knows_what_its_author_saw() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<c-e>改<esc>");
    play.stage.as_another(|stage| {
        let lead = vec![duban::model::Department::id_of("市体育局")];
        stage.edit(&[edit(Register::Lead, Value::Departments(lead), vec![])]);
        stage.edit(&[edit(
            Register::Title,
            Value::Text("体质健康".into()),
            vec![],
        )]);
    });
    let mut later = play.restart();
    later.keys("j<c-e>");
    let text = later.text();
    assert!(text.contains("提升学生体质健康水平改"), "{text}");
    assert!(text.contains("另行更正: 体质健康"), "{text}");
    // The lead was not touched: it is not set back to what stood when the draft was written.
    assert!(
        text.contains("市体育局") && !text.contains("市教育局"),
        "{text}"
    );
}

#[test]
fn correcting_a_note_that_another_corrected_or_took_back_loses_neither() {
    for retracted in [false, true] {
        let mut play = Play::new(Stage::normal());
        play.keys("j<enter><down><c-e><end>另有2所在谈。");
        let old = play
            .stage
            .notes
            .iter()
            .find(|n| n.text.problems == "编制不足")
            .unwrap()
            .op;
        let newer = play.stage.as_another(|stage| {
            if retracted {
                return stage.retract(old, "报错了任务");
            }
            let mut draft =
                duban::model::NoteDraft::new(stage::task_id("2.1.4"), stage::day("2024-04-12"));
            draft.text.progress = "已完成24所。".into();
            draft.supersedes = vec![old];
            stage.record(&draft)
        });
        play.load();
        let said = if retracted {
            "已由 李四 撤回, 理由 报错了任务"
        } else {
            "已由 李四 于"
        };
        assert!(play.text().contains(said), "{}", play.text());
        assert!(play.text().contains("另有2所在谈。"));
        play.keys("<f2>");
        assert!(play.text().contains("再按一次 F2"), "{}", play.text());
        play.keys("<f2>");
        let asked = play.asked.iter().find(|e| e.starts_with("Record")).unwrap();
        let target = if retracted {
            "supersedes: []".to_owned()
        } else {
            format!("{newer:?}")
        };
        assert!(asked.contains(&target), "{asked}");
    }
}

#[test]
fn the_count_of_a_text_shows_its_limit_and_says_in_words_when_it_is_passed() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2><tab>");
    assert!(play.text().contains("0/500 字"), "{}", play.text());
    play.keys("十二字");
    assert!(play.text().contains("3/500 字"));
    play.send(Message::Paste("字".repeat(500)));
    assert!(
        play.text().contains("!503/500 字, 超出 3 字, 不能保存"),
        "{}",
        play.text()
    );
    play.keys("<tab>");
    assert!(
        play.text().contains("0/200 字") && play.text().contains(" !进展"),
        "{}",
        play.text()
    );
}

#[test]
fn a_task_opened_from_a_search_shows_the_place_that_was_found() {
    let long = "学校体育工作。".repeat(80);
    for size in [Size::new(80, 24), Size::new(120, 40)] {
        let mut stage = Stage::normal();
        stage.texts[1].1 = format!("{long}心理教师配齐。{long}");
        stage.notes.clear();
        let mut play = Play::with(stage, taste(), size);
        play.keys("/心理教师配齐<enter>");
        let (buffer, _) = play.draw();
        let mut lit = String::new();
        for y in 1..size.height - 2 {
            for x in 0..size.width {
                let cell = &buffer[(x, y)];
                if cell
                    .modifier
                    .contains(Modifier::BOLD | Modifier::UNDERLINED)
                {
                    lit.push_str(cell.symbol().trim());
                }
            }
        }
        assert!(lit.contains("心理教师配齐"), "{lit}\n{}", play.text());
    }
}

#[test]
fn what_was_left_out_stays_in_sight_and_is_taken_in_again() {
    let mut stage = Stage::normal();
    let mut dropped = stage.corrections[0].clone();
    dropped.item = stage::left_out(stage::task_id("2.1.4"));
    (dropped.register, dropped.now) = ("dropped".into(), "true".into());
    dropped.original = Some("读错的一句。".into());
    stage.corrections.push(dropped);
    let mut play = Play::with(stage, taste(), Size::new(120, 60));
    play.keys("j<enter>");
    for _ in 0..12 {
        if play.text().contains("> 读错的一句。") {
            break;
        }
        play.keys("<down>");
    }
    assert!(
        play.text().contains("李四 2024-03-18 剔除"),
        "{}",
        play.text()
    );
    play.keys("<c-e>");
    assert!(
        play.text().contains("读错的一句。") && play.text().contains("剔除 < 是 >"),
        "{}",
        play.text()
    );
    play.keys("<right><tab>没有读错<f2>");
    let asked = play.asked.iter().find(|e| e.starts_with("Edit")).unwrap();
    assert!(asked.contains("Flag(\n            false"), "{asked}");
}

#[test]
fn a_note_recorded_from_the_detail_is_shown_there() {
    let mut stage = Stage::normal();
    stage.texts[1].1 = "学校体育工作。".repeat(80);
    let mut play = Play::new(stage);
    // From the far end of the task.
    play.keys("j<enter><end><f2>招聘结束<f2>");
    let text = play.text();
    assert!(
        text.contains("> 2024-05-17 市教育局") && text.contains("招聘结束"),
        "{text}"
    );
}

#[test]
fn a_pane_that_does_not_show_everything_says_so_in_its_last_column() {
    let marks = |play: &Play| {
        let (buffer, _) = play.draw();
        let area = buffer.area;
        let column: String = (0..area.height)
            .map(|y| buffer[(area.width - 1, y)].symbol().to_owned())
            .collect();
        (column.contains('^'), column.contains('v'))
    };
    let mut play = Play::new(Stage::normal());
    assert_eq!(marks(&play), (false, false), "{}", play.text());
    play.keys("<f1>");
    assert_eq!(marks(&play), (false, true), "{}", play.text());
    play.keys("<pgdn>");
    assert_eq!(marks(&play), (true, true), "{}", play.text());
    play.keys("<end>");
    assert_eq!(marks(&play), (true, false), "{}", play.text());
    let mut long = Play::new(Stage::overlong());
    assert_eq!(marks(&long), (false, true));
    long.keys("<end><enter>");
    assert!(marks(&long).1, "{}", long.text());
}

#[test]
fn a_failed_save_keeps_the_form_and_the_text() {
    let mut play = Play::new(Stage::normal());
    play.failure = Some(Notice::new("磁盘已满").hint("清理后再保存"));
    play.keys("j<f2>进展很好<f2>");
    let text = play.text();
    assert!(
        text.contains("磁盘已满  清理后再保存") && text.contains("进展很好"),
        "{text}"
    );
    assert!(
        !play
            .asked
            .iter()
            .any(|effect| effect.starts_with("DropDraft"))
    );
    play.keys("<f2>");
    assert!(play.text().contains("进展记录已保存"));
    assert!(
        play.asked
            .iter()
            .any(|effect| effect.starts_with("DropDraft(\"note\""))
    );
}

#[test]
fn nobody_leaves_with_words_that_are_nowhere_without_being_asked() {
    let mut play = Play::new(Stage::normal());
    play.keeping = Err(Notice::new("磁盘已满"));
    play.keys("j<f2>写了很久<rest>");
    assert!(play.has("草稿没有存到磁盘: 磁盘已满"), "{}", play.text());
    // Nothing was typed since it failed, and it is not said to be kept all the same.
    play.keys("<esc>");
    let text = play.text();
    assert!(text.contains("草稿没有存到磁盘"), "{text}");
    assert!(!text.contains("草稿已保存"), "{text}");
    play.keys("<f10>");
    assert!(play.has("没有存下") && !play.quit, "{}", play.text());
    // Any other key is a change of mind, and the words are still here to be copied.
    play.keys("<f2>");
    assert!(play.has("写了很久"), "{}", play.text());
    play.keys("，还有<f10>");
    assert!(play.has("没有存下") && !play.quit, "{}", play.text());
    assert!(play.has("写了很久，还有"), "{}", play.text());
    play.keys("<f1><f10>");
    assert!(!play.quit, "the help does not hide what was typed");
    play.keys("<f10>");
    assert!(play.quit);
    assert_eq!(play.drafts, []);
    // Somebody makes room meanwhile: leaving asks nothing any more.
    play.quit = false;
    play.keys("<esc><f10>");
    assert!(!play.quit);
    play.keeping = Ok(None);
    play.keys("<esc><f10>");
    assert!(play.quit);
    assert_eq!(play.drafts[0].field("progress"), "写了很久，还有");
}

#[test]
fn what_was_typed_is_kept_with_the_help_on_top_of_it() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>写到一半<f1>");
    assert!(play.drafts.is_empty());
    play.keys("<f10>");
    assert!(play.quit);
    assert_eq!(play.drafts[0].field("progress"), "写到一半");
}

#[test]
fn a_draft_that_is_kept_elsewhere_says_where() {
    let mut play = Play::new(Stage::normal());
    play.keeping = Ok(Some(Notice::new("草稿存到 /tmp/x")));
    play.keys("j<f2>写了很久<esc>");
    let text = play.text();
    assert!(
        text.contains("/tmp/x") && !text.contains("草稿已保存"),
        "{text}"
    );
    play.keys("<f10>");
    assert!(play.quit);
}

#[test]
fn what_was_typed_survives_escape_and_a_restart() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>招聘进行中<rest>，已面试<esc>");
    let saved: Vec<&String> = play
        .asked
        .iter()
        .filter(|e| e.starts_with("SaveDraft"))
        .collect();
    assert_eq!(saved.len(), 2, "{saved:?}");
    assert!(play.text().contains("草稿已保存"));
    // The same form again in this run.
    play.keys("<f2>");
    assert!(play.text().contains("招聘进行中，已面试"));
    // Another run finds it, and marks the task in the ledger.
    let mut later = Play::new(Stage::normal());
    later.send(Message::Drafts(vec![Draft {
        form: "note".into(),
        item: Some(stage::task_id("2.1.4")),
        fields: vec![("progress".into(), "招聘进行中".into())],
        saved: "2024-05-16T17:00:00+08:00".into(),
    }]));
    assert!(later.text().contains("有 1 份未提交的草稿"));
    assert!(
        later.has(" *黄  2.1.4") || later.has(" *红  2.1.4"),
        "{}",
        later.text()
    );
    later.keys("j<f2>");
    insta::assert_snapshot!("note_restored", later.picture());
}

#[test]
fn two_half_typed_corrections_survive_and_each_reopens_in_its_own_form() {
    let mut play = Play::with(Stage::normal(), taste(), Size::new(80, 40));
    play.keys("j<enter><down><c-e>甲更正<rest><esc><down><c-e>乙更正<rest><esc>");
    play.keys("<down><c-e>丙更正<rest><esc><up><up><del>丁理由<rest>");
    let mut later = play.restart();
    assert!(
        later.text().contains("有 4 份未提交的草稿"),
        "{}",
        later.text()
    );
    // From their places in the task.
    later.keys("j<enter><down><c-e>");
    let text = later.text();
    assert!(
        text.contains("甲更正") && !text.contains("乙更正"),
        "{text}"
    );
    later.keys("<esc><down><c-e>");
    let text = later.text();
    assert!(
        text.contains("乙更正") && !text.contains("甲更正"),
        "{text}"
    );
    later.keys("<esc><esc><c-v>");
    insta::assert_snapshot!("drafts", later.picture());
    // And from the list, whatever is loaded: each row leads to what it shows.
    for text in ["甲更正", "乙更正", "丙更正", "丁理由"] {
        let mut again = Play::with(Stage::normal(), taste(), later.size);
        again.send(Message::Drafts(later.drafts.clone()));
        again.keys("<c-v>");
        let lines = again.text();
        let at = lines.lines().position(|line| line.contains(text)).unwrap();
        again.keys(&"<down>".repeat((at - 1) / 2)).keys("<enter>");
        let form = again.text();
        assert!(form.contains(text) && form.contains("已恢复"), "{form}");
    }
}

#[test]
fn a_submitted_draft_leaves_the_list_and_another_is_thrown_away() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<enter><down><c-e>甲更正<rest><esc><down><c-e>乙更正<rest><esc><c-v><enter><c-s>");
    let text = play.text();
    assert!(
        text.contains("进展记录已保存") && text.contains("甲更正"),
        "{text}"
    );
    assert!(!text.contains("乙更正"), "{text}");
    play.keys("<del>");
    assert!(play.text().contains("再按一次 Del"));
    play.keys("<del>");
    assert!(play.text().contains("没有草稿"), "{}", play.text());
    assert_eq!(play.drafts, []);
}

#[test]
fn a_draft_that_turns_up_late_and_what_is_being_typed_are_both_kept() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>正在写");
    play.send(Message::Drafts(vec![Draft {
        form: "note".into(),
        item: Some(stage::task_id("2.1.4")),
        fields: vec![("progress".into(), "从前写的".into())],
        saved: "2024-05-16T17:00:00+08:00".into(),
    }]));
    play.keys("<rest><esc><c-v>");
    let text = play.text();
    assert!(
        text.contains("正在写") && text.contains("从前写的"),
        "{text}"
    );
}

#[test]
fn a_hangup_keeps_what_was_typed() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2>线路不稳");
    play.send(Message::Hangup);
    assert!(play.quit && play.asked.iter().any(|e| e.contains("线路不稳")));
}

#[test]
fn an_empty_note_is_refused_and_an_untouched_form_leaves_no_draft() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<f2><c-s>");
    assert!(play.text().contains("还什么都没有填"));
    play.keys("<esc>");
    assert!(play.asked.is_empty(), "{:?}", play.asked);
}

#[test]
fn a_colleagues_change_never_moves_the_cursor() {
    let mut play = Play::new(Stage::normal());
    play.keys("jjj");
    let before = play.text();
    assert!(play.is_on("2.2.1"), "{before}");
    // A task is added above; the cursor stays on its task and on its line.
    let first = play.stage.rows[0].clone();
    let mut other = (*first).clone();
    (other.id, other.code) = (stage::task_id("1.1"), "1.1".parse().unwrap());
    play.stage.rows.insert(0, Arc::new(other));
    play.stage.revision += 1;
    play.load();
    assert!(play.is_on("2.2.1"));
}

#[test]
fn a_note_is_corrected_and_the_original_stays_visible() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<enter><down><c-e>");
    assert!(
        play.text().contains("已完成22所学校专职心理教师招聘。"),
        "{}",
        play.text()
    );
    play.keys("<end>更正为23所。<c-s>");
    insta::assert_snapshot!("note_corrected", play.picture());
}

#[test]
fn a_note_is_taken_back_with_a_reason() {
    let mut play = Play::new(Stage::normal());
    play.keys("j<enter><del>");
    assert!(play.text().contains("请先选中一条进展记录"));
    play.keys("<down><del>报错了任务<c-s>");
    assert!(
        play.text().contains("[已撤回: 张三, 理由 报错了任务]"),
        "{}",
        play.text()
    );
    assert_eq!(
        play.asked
            .iter()
            .filter(|e| *e == "Retract: 报错了任务")
            .count(),
        1
    );
}

#[test]
fn the_past_is_read_only_and_says_why() {
    let mut stage = Stage::normal();
    stage.past = true;
    let mut play = Play::new(stage);
    play.keys("j<f2>");
    let text = play.text();
    assert!(
        text.contains("[只读] 截至 2024-05-17") && text.contains("不能录入"),
        "{text}"
    );
    for keys in ["<c-e>", "a", "<enter><c-e>", "a", "<down><del>"] {
        play.keys(keys);
        assert!(play.text().contains("不能录入"), "{keys}\n{}", play.text());
    }
    assert!(play.asked.is_empty());
}

#[test]
fn choosing_a_department_shows_what_it_leads_and_supports() {
    let mut play = Play::new(Stage::normal());
    // The party committee's publicity department only supports.
    play.keys("D<down><down><down>");
    let name = play.text();
    let chosen = name
        .lines()
        .find(|line| line.starts_with("> "))
        .unwrap()
        .to_owned();
    play.keys("<enter>");
    let text = play.text();
    assert!(text.contains("筛选: 单位:"), "{text}");
    assert!(!text.contains("0/0"), "{chosen}\n{text}");
    play.keys("<esc>");
    assert!(play.text().contains("共 8 项"));
}

#[test]
fn an_empty_result_says_which_condition_emptied_it() {
    let mut play = Play::new(Stage::normal());
    play.keys("<f4>牵头:教育局 状态:已销号<enter>");
    insta::assert_snapshot!("filter_emptied", play.picture());
    play.keys("<esc>");
    assert!(play.text().contains("共 8 项"));
}

#[test]
fn a_search_is_taken_back_with_the_cursor_where_it_was() {
    let mut play = Play::new(Stage::normal());
    play.keys("jj/jiankang");
    assert!(play.is_on("2.1.4"), "{}", play.text());
    play.keys("<esc>");
    assert!(play.is_on("2.1.7"), "{}", play.text());
    play.keys("/jiankang<enter>");
    assert!(play.text().contains("任务 |") && play.text().contains("2.1.4 提升学生体质健康水平"));
}

#[test]
fn enter_that_overtakes_the_background_still_opens_what_it_finds() {
    let mut app = App::new(taste(), now(), Size::new(80, 24));
    let stage = Stage::normal();
    app.update(Message::Loaded(Arc::new(stage.snapshot())));
    let mut asked = Vec::new();
    // 心理健康 stands in no title, and the whole burst arrives before the background answers.
    for key in "/xljk".chars().map(KeyCode::Char).chain([KeyCode::Enter]) {
        asked.extend(app.update(Message::Key(KeyEvent::from(key))));
    }
    let (purpose, typed, query) = asked
        .into_iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::SearchTexts(purpose, typed, query) => Some((purpose, typed, query)),
            _ => None,
        })
        .unwrap();
    let mut found = TextSearch::new(&query);
    for (id, text, _) in &stage.texts {
        found.look(*id, duban::search::Field::Text, text);
    }
    let effects = app.update(Message::Texts(purpose, typed, Arc::new(found)));
    assert!(effects.contains(&Effect::LoadDetail(stage::task_id("2.1.4"))));
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    assert!(screen_text(terminal.backend().buffer()).starts_with(" 任务 |"));
}

#[test]
fn views_and_orders_are_reached_by_keys() {
    let mut play = Play::new(Stage::normal());
    play.keys("１");
    assert!(
        play.is_on("2.2.1") && play.text().contains("筛选: 学前"),
        "{}",
        play.text()
    );
    play.keys("0s");
    assert!(play.text().contains("灯+"));
    play.keys("ssssS");
    assert!(play.text().contains("期限-"), "{}", play.text());
    play.keys("7");
    assert!(play.text().contains("没有第 7 个视图"));
}

#[test]
fn the_menu_reaches_what_an_input_method_swallows() {
    let mut play = Play::with(Stage::normal(), taste(), Size::new(80, 60));
    play.keys("：");
    let text = play.text();
    assert!(
        text.contains("单位") && text.contains("历史") && text.contains("认定灯"),
        "{text}"
    );
    play.keys("<end>");
    assert!(play.has("学前"), "{}", play.text());
    play.keys("<home>");
    let row = text
        .lines()
        .skip(1)
        .position(|line| line.contains("各单位牵头"))
        .unwrap();
    play.keys(&"<down>".repeat(row));
    play.keys("<enter>");
    assert!(play.text().starts_with(" 单位 |"), "{}", play.text());
}

/// The keys that lead to a place.
fn way(place: keys::Place) -> &'static str {
    use keys::Place;
    match place {
        Place::Ledger => "",
        Place::Search => "/",
        Place::Filter => "f",
        Place::Detail => "<enter>",
        Place::Departments => "D",
        Place::History => "H",
        Place::Drafts => "<c-v>",
        Place::Share => "<c-s>",
        Place::Conflict => "j<c-k>",
        Place::Form => "<f2>",
        Place::Review => "<review>",
        Place::Meeting => "<f8><enter>",
        Place::Agenda => "<f8>",
        Place::Jump => "<f8><enter>/",
        Place::Approvals => "P",
        Place::Windows => "W",
        Place::Window => "W<enter>",
        Place::Indicators => "I",
        Place::Help | Place::Menu => "<c-p>",
        Place::Home => "o",
        Place::Acts => "b",
        Place::Undo => "U",
        Place::Reports => "x",
        Place::Figures => "I<enter>",
    }
}

#[test]
fn every_screen_on_made_up_data_says_so() {
    for lang in [Lang::Zh, Lang::En] {
        let mark = lang.words().report.demo;
        for (place, size) in keys::Place::ALL
            .into_iter()
            .flat_map(|place| [(60, 24), (80, 24), (140, 45)].map(|size| (place, size)))
        {
            let mut stage = Stage::normal().shared().followed();
            stage.demo = true;
            let taste = Taste { lang, ..taste() };
            let mut play = Play::with(stage, taste, Size::new(size.0, size.1));
            open(&mut play, way(place));
            if place == keys::Place::Help {
                play.keys("<f1>");
            }
            let text = play.text();
            let bar = text.lines().next().unwrap();
            assert!(
                bar.trim_end().ends_with(&format!("[{mark}]")),
                "{place:?}: {bar}"
            );
        }
    }
    // It is shared with nobody, and says so instead of how to.
    let mut stage = Stage::normal();
    stage.demo = true;
    let mut play = Play::new(stage);
    play.keys("<c-s>");
    assert!(
        play.has("这是演示库") && !play.has("还没有共享"),
        "{}",
        play.text()
    );
    play.keys("<c-r>");
    assert!(
        !play.asked.contains(&"Exchange".to_owned()),
        "{:?}",
        play.asked
    );
    // Nor does a terminal that is too small hide it.
    let mut stage = Stage::normal();
    stage.demo = true;
    let play = Play::with(stage, taste(), Size::new(30, 8));
    assert!(play.has("演示数据"), "{}", play.text());
    assert!(!Play::new(Stage::normal()).has("演示数据"));
}

#[test]
fn the_help_lists_every_key_of_the_table() {
    use duban::tui::app::keys::Place;
    for place in Place::ALL.into_iter().filter(|place| *place != Place::Help) {
        let stage = Stage::normal().shared().followed();
        let mut play = Play::with(stage, taste(), Size::new(100, 200));
        let way = way(place);
        open(&mut play, way);
        play.keys("<f1>");
        let text = play.text();
        for binding in keys::in_place(place) {
            let names = keys::names(binding, place);
            let help = (binding.help)(duban::words::Lang::Zh.words().screen);
            assert!(
                text.contains(names.split(' ').next().unwrap()),
                "{place:?} {names}\n{text}"
            );
            assert!(text.contains(help), "{place:?} {help}\n{text}");
        }
    }
}

#[test]
fn pasted_text_is_never_taken_for_keys() {
    let mut play = Play::new(Stage::normal());
    play.send(Message::Paste("q\nnabc".into()));
    assert!(!play.quit && play.text().contains("已忽略"));
    play.keys("<f2>");
    play.send(Message::Paste("第一行\r\n第二行\u{1b}[2J".into()));
    let text = play.text();
    assert!(
        text.contains("第一行") && text.contains("第二行[2J"),
        "{text}"
    );
}

#[test]
fn a_burst_of_letters_does_nothing_in_a_list_and_is_text_in_a_field() {
    let burst = |text: &str| {
        let key = |c| match c {
            '\n' => KeyEvent::from(KeyCode::Enter),
            c => KeyEvent::from(KeyCode::Char(c)),
        };
        Message::Keys(text.chars().map(key).collect())
    };
    let mut play = Play::new(Stage::normal());
    for pasted in ["quit now", "市教育局：进展正常\nXqa", "2024-05-17\nqD"] {
        play.send(burst(pasted));
        let text = play.text();
        assert!(!play.quit && text.contains("像是粘贴"), "{pasted}\n{text}");
        assert!(play.is_on("2.1.1"), "{pasted}\n{text}");
    }
    // A held key, and what a person types while a slow line stands still.
    play.send(burst("jjjjjjjkkk"));
    assert!(play.is_on("2.2.4"), "{}", play.text());
    play.send(burst("kk/jiankang\n"));
    assert!(play.text().contains("任务 |"), "{}", play.text());
    play.send(burst("n进展正常，已完成31所"));
    assert!(
        play.text().contains("进展正常，已完成31所"),
        "{}",
        play.text()
    );
}

#[test]
fn a_plan_is_put_in_force_on_the_second_key() {
    let mut play = Play::new(Stage::normal());
    open(&mut play, "<review>");
    play.keys("<f2>");
    assert!(play.asked.is_empty() && play.text().contains("再按一次 F2"));
    play.keys("<f2>");
    assert!(play.asked.iter().any(|effect| effect.starts_with("Adopt")));
}

/// The review of a few tasks in a home that has no plan and knows no department.
fn review_in_an_empty_home() -> Play {
    let mut play = Play::new(Stage::empty());
    play.send(Message::Review(Arc::new(Stage::normal().document())));
    play
}

/// Goes on in the review to the task of this code.
fn to_section(play: &mut Play, code: &str) {
    for _ in 0..20 {
        if play.text().contains(&format!("> {code}")) {
            return;
        }
        play.keys("<tab>");
    }
    panic!("no {code} in the review:\n{}", play.text());
}

#[test]
fn a_reading_is_corrected_in_the_review_and_recorded_with_the_plan() {
    let mut play = review_in_an_empty_home();
    // The doubtful line is in task 2.1.4, whose form opens.
    play.keys("<down><down><c-e>");
    assert!(
        play.text().contains("2.1.4 提升学生体质健康水平"),
        "{}",
        play.text()
    );
    play.keys("（订正）<tab>、市体育局<c-s>");
    let text = play.text();
    assert!(text.contains("更正已记下"), "{text}");
    to_section(&mut play, "2.1.4");
    insta::assert_snapshot!("review_corrected", play.picture());
    // Nothing is recorded before the plan is in force, and all of it with the plan.
    assert!(
        play.asked
            .iter()
            .all(|effect| effect.starts_with("SaveDraft"))
    );
    play.keys("<f2>");
    assert!(
        play.text().contains("连同 2 处更正一并启用"),
        "{}",
        play.text()
    );
    play.keys("<f2>");
    let adopted = play.asked.iter().find(|effect| effect.starts_with("Adopt"));
    let adopted = adopted.unwrap();
    for part in ["register: Title", "register: Lead", "导入校对", "（订正）"] {
        assert!(adopted.contains(part), "{part}: {adopted}");
    }
    assert_eq!(play.drafts, [], "what is recorded is no draft any more");
}

#[test]
fn a_measure_without_a_date_and_a_duty_are_corrected_in_the_review() {
    let mut play = review_in_an_empty_home();
    to_section(&mut play, "2.3.5");
    // Past the departments and the deadline stands the first measure, which has no date.
    play.keys("<down><down><down><down><c-e>");
    assert!(
        play.text().contains("严格控制进校园活动。"),
        "{}",
        play.text()
    );
    play.keys("2024-12-31<f2>");
    assert!(
        play.text().contains("期限: 原文 --, 改为 2024-12-31"),
        "{}",
        play.text()
    );
    // Behind the measures stands the duty: its period was inferred, and saving it confirms that.
    play.keys("<down><down><c-e>");
    assert!(
        play.text().contains("写上理由直接保存即确认"),
        "{}",
        play.text()
    );
    play.keys("<f2>");
    assert!(play.text().contains("周期: 确认为 每年"), "{}", play.text());
    play.keys("<f2><f2>");
    let adopted = play.asked.iter().find(|e| e.starts_with("Adopt")).unwrap();
    assert_eq!(adopted.matches("register: ").count(), 2, "{adopted}");
    assert!(
        adopted.contains("register: Every") && adopted.contains("register: Due"),
        "{adopted}"
    );
}

#[test]
fn corrections_in_the_review_survive_leaving_it_and_a_restart() {
    let mut play = review_in_an_empty_home();
    play.keys("<down><down><c-e>（订正）<c-s>");
    // Another one is only begun.
    to_section(&mut play, "2.2.1");
    play.keys("<c-e>半句<rest><esc>");
    assert!(play.text().contains("有没填完的更正"), "{}", play.text());
    play.keys("<esc>");
    let text = play.text();
    assert!(text.contains("2 处更正存为草稿"), "{text}");
    play.keys("<down>");
    assert!(play.text().contains("按 Enter 回到校对"), "{}", play.text());
    play.keys("<enter>");
    to_section(&mut play, "2.1.4");
    assert!(play.text().contains("（订正）"), "{}", play.text());
    play.keys("<c-e><c-x><c-x>");
    assert!(
        !play.text().contains("（订正）"),
        "what is thrown away is gone from the review"
    );
    play.keys("<c-e>（订正）<c-s>");
    let mut later = play.restart();
    later.send(Message::Review(Arc::new(Stage::normal().document())));
    to_section(&mut later, "2.1.4");
    assert!(
        later.text().contains("改为 提升学生体质健康水平（订正）"),
        "{}",
        later.text()
    );
    later.keys("<f2>");
    let text = later.text();
    assert!(
        text.contains("1 处更正一并启用") && text.contains("1 份更正没有填完"),
        "{text}"
    );
    later.keys("<f2>");
    assert_eq!(later.drafts.len(), 1, "what is not finished stays a draft");
}

#[test]
fn the_review_knows_the_departments_of_its_plan_and_no_others() {
    let mut play = review_in_an_empty_home();
    play.keys("<down><down><c-e><tab>、市审计局<c-s>");
    let text = play.text();
    assert!(text.contains("没有叫 市审计局 的单位"), "{text}");
    assert!(text.contains("duban departments add"), "{text}");
    // The same departments in other words are no correction.
    play.keys(&"<bs>".repeat(5)).keys("<c-s>");
    assert!(play.text().contains("没有改动"), "{}", play.text());
}

/// Any key a person or a broken line may send.
fn any_key() -> impl Strategy<Value = KeyEvent> {
    let code = prop_oneof![
        4 => proptest::sample::select(vec![
            KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::BackTab, KeyCode::Up, KeyCode::Down,
            KeyCode::Left, KeyCode::Right, KeyCode::Home, KeyCode::End, KeyCode::PageUp, KeyCode::PageDown,
            KeyCode::Delete, KeyCode::Backspace, KeyCode::Null,
        ]),
        2 => (1_u8..=12).prop_map(KeyCode::F),
        6 => proptest::sample::select(" /:?0123afgGhijklnosSCDHXR市教育局心理“…—①，：１＜<>-a教".chars().collect::<Vec<_>>())
            .prop_map(KeyCode::Char),
        1 => any::<char>().prop_map(KeyCode::Char),
    ];
    let modifiers = prop_oneof![
        4 => Just(KeyModifiers::NONE),
        1 => Just(KeyModifiers::CONTROL),
        1 => Just(KeyModifiers::SHIFT),
    ];
    (code, modifiers).prop_map(|(code, modifiers)| KeyEvent::new(code, modifiers))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_at_any_size_break_the_screen(
        keys in proptest::collection::vec(any_key(), 0..40),
        sizes in proptest::collection::vec((1_u16..=200, 1_u16..=60), 1..4),
        overlong in any::<bool>(),
    ) {
        let stage = if overlong { Stage::overlong() } else { Stage::normal() };
        let (width, height) = sizes[0];
        let mut play = Play::with(stage, taste(), Size::new(width, height));
        for (at, key) in keys.into_iter().enumerate() {
            if at % 10 == 9 {
                let (width, height) = sizes[(at / 10) % sizes.len()];
                play.size = Size::new(width, height);
                play.send(Message::Resize(play.size));
            }
            play.send(Message::Key(key));
        }
        let (buffer, cursor) = play.draw();
        if let Some((x, y)) = cursor {
            prop_assert!(x < play.size.width && y < play.size.height);
        }
        for y in 0..buffer.area.height {
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer.cell((x, y)).unwrap().symbol();
                let wide = symbol.width();
                prop_assert_eq!(wide, symbol.width_cjk(), "ambiguous {:?} at {},{}", symbol, x, y);
                prop_assert!(x + wide as u16 <= buffer.area.width, "{:?} is cut at {},{}", symbol, x, y);
                x += wide.max(1) as u16;
            }
        }
    }
}
