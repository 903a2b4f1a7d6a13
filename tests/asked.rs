//! What the screens of the follow-up ask of a real home and have it do: requests, evidence, windows, figures, minutes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;

use common::Home;
use duban::model::{
    Answer, DecisionDraft, DecisionSort, DecisionWords, Edit, Evidence, FigureDraft, FigureSort,
    ItemId, Judged, Light, MeetingWords, NoteDraft, Register, Step, StepDraft, Value, Wish,
};
use duban::report::{Format, Name, write};
use duban::tui::app::Outcome;
use duban::tui::app::follow::{Act, Ask, IndicatorLine, Request, Told};
use duban::tui::terminal::{Home as _, OwnHome};
use duban::words::Lang;
use duban::workspace::{Wanted, Workspace};

/// A home whose plan was adopted in January 2024.
fn office() -> (Home, OwnHome, ItemId) {
    let home = Home::new();
    let mut opening = home.opening();
    opening.now = "2024-01-10T12:00:00+08:00".parse().unwrap();
    let (mut workspace, _) = Workspace::open(&opening).unwrap();
    workspace.adopt_embedded_plan(opening.now).unwrap();
    // It has no indicator that would want a last figure.
    let task = workspace.task("2.1.7").unwrap().id;
    (home, OwnHome::new(workspace, Lang::Zh.words()), task)
}

fn requests(own: &mut OwnHome) -> Arc<Vec<Request>> {
    match own.ask(Ask::Requests).unwrap() {
        Some(Told::Requests(requests)) => requests,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_bears_its_evidence_and_its_answer() {
    let (home, mut own, task) = office();
    let file = home.folder().join("验收.pdf");
    std::fs::write(&file, b"signed").unwrap();
    let mut ask = StepDraft::new(task, Step::AskClosing);
    ask.reason = "全部完成".into();
    ask.evidence = vec![Evidence {
        name: "竣工图纸".into(),
        place: "三楼".into(),
        ..Evidence::default()
    }];
    let missing = vec!["/nowhere/at/all".to_owned()];
    let refused = own.act(Act::Step(ask.clone(), missing)).unwrap_err();
    assert!(refused.message.contains("/nowhere/at/all"), "{refused}");
    let key = home.dir().join("key").to_string_lossy().into_owned();
    let refused = own.act(Act::Step(ask.clone(), vec![key])).unwrap_err();
    assert!(refused.message.contains("私钥"), "{refused}");
    let files = vec![file.to_string_lossy().into_owned()];
    own.act(Act::Step(ask, files)).unwrap();
    let open = requests(&mut own);
    let [request] = open.as_slice() else {
        panic!("{open:?}")
    };
    assert_eq!((request.answer, request.task), (Answer::Open, task));
    // The file is a piece of its own, under its own name.
    let pieces = request.evidence.iter();
    let pieces: Vec<(&str, &str, bool)> = pieces
        .map(|piece| (piece.name.as_str(), piece.place.as_str(), piece.attached))
        .collect();
    assert_eq!(
        pieces,
        [("竣工图纸", "三楼", false), ("验收.pdf", "", true)]
    );
    let piece = &request.evidence[1];
    // Opened, it lies where nobody else reads it, under a name that says how to open it.
    let Outcome::Told(notice) = own.act(Act::Evidence(piece.clone())).unwrap() else {
        panic!()
    };
    let (_, path) = notice.message.split_once(' ').unwrap();
    assert_eq!(std::fs::read(path).unwrap(), b"signed");
    assert!(path.ends_with("验收.pdf"), "{path}");
    assert!(path.starts_with(&*home.dir().to_string_lossy()), "{path}");
    let again = own.act(Act::Evidence(piece.clone())).unwrap();
    assert_eq!(again, Outcome::Told(notice.clone()));
    let mut back = StepDraft::new(task, Step::Return);
    back.reason = "缺签字".into();
    own.act(Act::Step(back, Vec::new())).unwrap();
    let answered = requests(&mut own);
    assert_eq!(answered[0].answer, Answer::Refused);
    assert_eq!(answered[0].answered.as_ref().unwrap().2, "缺签字");
    // Asked again and taken back, the first answer stays what it was.
    let mut ask = StepDraft::new(task, Step::AskClosing);
    ask.reason = "补齐了".into();
    ask.evidence = vec![Evidence {
        name: "签字页".into(),
        place: "档案室".into(),
        ..Evidence::default()
    }];
    own.act(Act::Step(ask, Vec::new())).unwrap();
    let take_back = StepDraft::new(task, Step::TakeBack);
    own.act(Act::Step(take_back, Vec::new())).unwrap();
    let answers: Vec<Answer> = requests(&mut own).iter().map(|r| r.answer).collect();
    assert!(answers.contains(&Answer::Refused) && answers.contains(&Answer::Void));
}

#[test]
fn a_form_is_told_that_a_task_has_ended_before_anything_is_typed() {
    let (_home, mut own, task) = office();
    let told = |own: &mut OwnHome, wish| match own.ask(Ask::Shut(wish)).unwrap() {
        Some(Told::Shut(_, why)) => Some(why),
        None => None,
        other => panic!("{other:?}"),
    };
    assert_eq!(told(&mut own, Wish::Report(task)), None);
    let mut end = StepDraft::new(task, Step::Withdraw);
    end.reason = "规划调整".into();
    own.act(Act::Step(end, Vec::new())).unwrap();
    let why = told(&mut own, Wish::Report(task)).unwrap();
    assert!(
        why.message.contains("撤销") && !why.hint.is_empty(),
        "{why}"
    );
    assert_eq!(
        told(&mut own, Wish::Reword(task)),
        None,
        "what was said can be mended"
    );
}

#[test]
fn windows_are_told_closed_and_compared() {
    let (_home, mut own, _) = office();
    let windows = |own: &mut OwnHome| match own.ask(Ask::Windows).unwrap() {
        Some(Told::Windows(windows)) => windows,
        other => panic!("{other:?}"),
    };
    let all = windows(&mut own);
    // A month each; the plan's last days lie behind the last 25th.
    assert_eq!(all.len(), 25);
    assert_eq!(all[0].window.period.to_string(), "2026-01");
    let (last, before) = (all[0].window.period, all[1].window.period);
    assert_eq!((all[0].counts.expected, all[0].counts.reported), (51, 0));
    let page = |own: &mut OwnHome| match own.ask(Ask::Window(last)).unwrap() {
        Some(Told::Window(page)) => page,
        other => panic!("{other:?}"),
    };
    let open = page(&mut own);
    assert_eq!((open.before, open.difference.clone()), (Some(before), None));
    own.act(Act::CloseWindow(before)).unwrap();
    let difference = page(&mut own).difference.clone().unwrap();
    assert_eq!(difference.silent.len(), 51);
    assert!(windows(&mut own)[1].closed.is_some());
    let twice = own.act(Act::CloseWindow(before)).unwrap_err();
    assert!(twice.message.contains("2025-12"), "{twice}");
}

#[test]
fn a_figure_shows_in_its_line_and_a_wrong_one_records_none() {
    let (_home, mut own, _) = office();
    let lines = |own: &mut OwnHome| -> Arc<Vec<IndicatorLine>> {
        match own.ask(Ask::Indicators).unwrap() {
            Some(Told::Indicators(lines)) => lines,
            other => panic!("{other:?}"),
        }
    };
    let before = lines(&mut own);
    let line = before
        .iter()
        .find(|line| line.indicator.name.contains("优良率"))
        .unwrap();
    let draft = |year: i32, value: &str| FigureDraft {
        task: line.task,
        item: line.indicator.id,
        sort: FigureSort::Actual,
        department: None,
        period: duban::model::Period::year(year),
        region: None,
        value: Some(value.into()),
        on: common::day("2025-12-31"),
        source: "体质健康网".into(),
        reason: String::new(),
        seen: None,
    };
    own.act(Act::Figures(vec![draft(2024, "51.2"), draft(2025, "好")]))
        .unwrap_err();
    assert_eq!(lines(&mut own)[0].trend, []);
    own.act(Act::Figures(vec![draft(2024, "51.2"), draft(2025, "56")]))
        .unwrap();
    let after = lines(&mut own);
    let line = after
        .iter()
        .find(|line| line.indicator.name.contains("优良率"))
        .unwrap();
    let trend: Vec<&str> = line.trend.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(trend, ["51.2", "56"]);
    assert_eq!(line.source, "体质健康网");
}

#[test]
fn minutes_hold_what_was_decided_and_what_came_of_earlier_decisions() {
    let (home, mut own, task) = office();
    let named = |name: &str| MeetingWords {
        name: name.into(),
        present: "张伟、李娜，王强".into(),
        ..MeetingWords::default()
    };
    let today = chrono::Utc::now().date_naive();
    let decide = |own: &mut OwnHome, (meeting, due), text: &str, sort| {
        let draft = DecisionDraft {
            sort,
            meeting: Some(meeting),
            department: duban::model::Department::id_of("市教育局"),
            tasks: vec![task],
            due: Some(due),
            words: DecisionWords {
                text: text.into(),
                criterion: "文件印发".into(),
            },
        };
        own.act(Act::Decide(draft)).unwrap();
    };
    let open = |own: &mut OwnHome, name: &str, on, items: &[ItemId]| {
        let act = Act::OpenMeeting(named(name), on, items.to_vec());
        match own.act(act).unwrap() {
            Outcome::Opened(id) => id,
            other => panic!("{other:?}"),
        }
    };
    let first = open(&mut own, "上次例会", today - chrono::Days::new(7), &[task]);
    let soon = today - chrono::Days::new(5);
    decide(&mut own, (first, soon), "旧的一条", DecisionSort::Action);
    let Some(Told::Meetings(known)) = own.ask(Ask::Meetings).unwrap() else {
        panic!()
    };
    // What was left open opens the next agenda.
    let old = known.proposed[0].id;
    assert_eq!(known.decision(old).unwrap().words.text, "旧的一条");
    let second = open(&mut own, "周例会", today, &[old, task]);
    decide(&mut own, (second, today), "新的一条", DecisionSort::Action);
    decide(&mut own, (second, today), "口径不一", DecisionSort::Problem);
    let (workspace, _) = Workspace::open(&home.opening()).unwrap();
    let markdown = |meeting| {
        let wanted = Wanted {
            name: Name::Meeting,
            lang: Lang::Zh,
            tasks: None,
            window: None,
            meeting: Some(meeting),
        };
        let report = workspace.report(&wanted, chrono::Utc::now()).unwrap();
        String::from_utf8(write(&report, Format::Markdown).unwrap()).unwrap()
    };
    let said = markdown(second);
    let line = |text: &str| said.lines().position(|line| line.contains(text));
    assert!(said.contains("张伟、李娜、王强"), "{said}");
    assert!(line("旧的一条") < line("2.1.7 "), "{said}");
    assert!(
        line("新的一条") < line("口径不一"),
        "in their order: {said}"
    );
    let old = said.split("二、上次议定及结果").nth(1).unwrap();
    assert!(
        old.split("三、").next().unwrap().contains("未完成"),
        "{said}"
    );
    // While it goes on here, what is recorded of its tasks is said at it.
    own.act(Act::Place(Some((second, 1)))).unwrap();
    let mut note = NoteDraft::new(task, today);
    note.text.progress = "会上说的".into();
    own.record(note.clone()).unwrap();
    let edit = Edit {
        task,
        item: task,
        register: Register::Light,
        value: Value::Judged(Some(Judged {
            light: Light::Red,
            until: today + chrono::Days::new(30),
        })),
        reason: "进度作假".into(),
        seen: None,
    };
    own.edit(vec![edit]).unwrap();
    let words = MeetingWords {
        place: "南楼".into(),
        ..named("周例会")
    };
    own.act(Act::DescribeMeeting(second, words)).unwrap();
    own.act(Act::Place(None)).unwrap();
    note.text.progress = "会后说的".into();
    own.record(note).unwrap();
    let said = markdown(second);
    for line in ["地点：南楼", "进度作假", "| 红 |", "会上说的"] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains("会后说的"), "{said}");
    // The first meeting knew nothing of all that.
    let first = markdown(first);
    assert!(
        first.contains("旧的一条") && !first.contains("新的一条"),
        "{first}"
    );
}
