//! The follow-up on a real home: lights, steps, figures, windows, meetings, undo.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use common::{Home, day};
use duban::model::{
    Addition, DecisionDraft, DecisionSort, DecisionWords, DoneDraft, Evidence, FigureDraft,
    FigureSort, Finding, Judged, Light, Lit, MeetingWords, NoteDraft, Outlook, Reason, Register,
    Reporting, Rhythm, Row, Rules, Since, Snapshot, Status, Step, StepDraft, Unchanged, Value,
    Yardstick, difference, judge,
};
use duban::model::{Department, Edit, ItemId, NewItem, OpId};
use duban::workspace::{Failure, FollowFailure, WindowCounts, WindowReport, Workspace};

/// Noon in the plan's zone.
fn at(day: &str) -> DateTime<Utc> {
    format!("{day}T12:00:00+08:00").parse().unwrap()
}

/// A home that was made, and whose plan was adopted, on this day.
struct Office {
    home: Home,
    workspace: Workspace,
}

impl Office {
    fn since(day: &str) -> Self {
        let home = Home::new();
        let mut opening = home.opening();
        opening.now = at(day);
        let (mut workspace, _) = Workspace::open(&opening).unwrap();
        workspace.adopt_embedded_plan(at(day)).unwrap();
        Self { home, workspace }
    }

    fn snapshot(&self, day: &str) -> Snapshot {
        self.workspace.snapshot(usize::MAX, at(day)).unwrap()
    }

    fn row(&self, code: &str, day: &str) -> Arc<Row> {
        let snapshot = self.snapshot(day);
        let found = snapshot
            .rows
            .iter()
            .find(|row| row.code.to_string() == code);
        Arc::clone(found.unwrap())
    }

    fn id(&self, code: &str) -> ItemId {
        self.workspace.task(code).unwrap().id
    }

    fn note(&mut self, code: &str, day: &str, change: impl FnOnce(&mut NoteDraft)) -> OpId {
        let mut draft = NoteDraft::new(self.id(code), common::day(day));
        draft.text.progress = "推进中".into();
        change(&mut draft);
        self.workspace.record_note(&draft, at(day)).unwrap()
    }

    fn step(&mut self, code: &str, step: Step, day: &str) -> Result<OpId, Failure> {
        let mut draft = StepDraft::new(self.id(code), step);
        draft.reason = "理由".into();
        self.workspace.take_step(&draft, at(day))
    }

    fn set(&mut self, code: &str, register: Register, value: Value, day: &str) -> OpId {
        let task = self.id(code);
        let edit = Edit {
            task,
            item: task,
            register,
            value,
            reason: "理由".into(),
            seen: None,
        };
        self.workspace.correct(&edit, at(day)).unwrap()
    }
}

fn lights(snapshot: &Snapshot) -> Vec<Light> {
    snapshot.rows.iter().map(|row| row.lit.light).collect()
}

#[test]
fn without_data_everything_is_grey_and_silence_turns_it_yellow_and_red() {
    let office = Office::since("2024-01-10");
    let grey = lights(&office.snapshot("2024-01-20"));
    assert_eq!(
        grey.iter().filter(|light| **light == Light::Grey).count(),
        49
    );
    // Two tasks hold measures whose days, 2022-12-31 and 2023-12-31, had passed before anybody looked.
    assert_eq!(grey.iter().filter(|light| **light == Light::Red).count(), 2);
    let row = |day| office.row("2.1.1", day).lit.clone();
    assert_eq!(row("2024-01-26").reasons, [Reason::Unreported(1)]);
    assert_eq!(row("2024-01-26").light, Light::Yellow);
    assert_eq!(row("2024-02-26").reasons, [Reason::Unreported(2)]);
    assert_eq!(row("2024-02-26").light, Light::Red);
    // A plan that was adopted after its end has no windows: nobody could have reported.
    let late = Office::since("2026-11-25");
    let lit = late.row("2.1.1", "2026-11-25").lit.clone();
    assert_eq!(
        lit.reasons,
        [Reason::Overdue(329, true), Reason::NothingKnown]
    );
}

#[test]
fn after_one_note_only_its_task_is_computed_anew() {
    let mut office = Office::since("2024-01-10");
    let mut before = office.snapshot("2024-01-20");
    // No rule gives such a light: wherever it is gone afterwards, the line was computed anew.
    let mark = Lit {
        light: Light::Stopped,
        reasons: vec![Reason::NotSigned(-1)],
    };
    for row in Arc::make_mut(&mut before.rows) {
        Arc::make_mut(row).lit = mark.clone();
    }
    office.note("2.1.1", "2024-01-20", |draft| draft.percent = Some(50));
    let after = office
        .workspace
        .refreshed(&before, at("2024-01-20"))
        .unwrap()
        .unwrap();
    let anew: Vec<String> = after
        .rows
        .iter()
        .filter(|row| row.lit != mark)
        .map(|row| row.code.to_string())
        .collect();
    assert_eq!(anew, ["2.1.1"]);
    // The others are not even copied, so that a later comparison costs one of addresses each.
    let pairs = before.rows.iter().zip(after.rows.iter());
    let same = pairs.filter(|(old, new)| Arc::ptr_eq(old, new));
    assert_eq!(same.count(), before.rows.len() - 1);
    let row = after
        .rows
        .iter()
        .find(|row| row.code.to_string() == "2.1.1")
        .unwrap();
    assert_eq!((row.lit.light, row.percent), (Light::Green, Some(50)));
    assert_eq!(after.outlook.reporting(row), Reporting::Reported);
    // A new day may change every light.
    let next = office
        .workspace
        .refreshed(&after, at("2024-01-26"))
        .unwrap()
        .unwrap();
    assert_eq!(next.rows[1].lit.reasons, [Reason::Unreported(1)]);
}

#[test]
fn a_coordinators_light_stands_beside_the_one_by_the_rules_until_it_expires() {
    let mut office = Office::since("2024-01-10");
    office.note("2.1.1", "2024-01-20", |draft| draft.percent = Some(50));
    let judged = Judged {
        light: Light::Yellow,
        until: day("2024-02-10"),
    };
    let op = office.set(
        "2.1.1",
        Register::Light,
        Value::Judged(Some(judged)),
        "2024-01-20",
    );
    let row = office.row("2.1.1", "2024-02-10");
    assert_eq!(
        (row.lit.light, row.light(day("2024-02-10"))),
        (Light::Green, Light::Yellow)
    );
    let row = office.row("2.1.1", "2024-02-11");
    assert_eq!(row.light(day("2024-02-11")), Light::Green, "expired");
    office
        .workspace
        .take_back(op, "看错了", at("2024-01-21"))
        .unwrap();
    assert_eq!(office.row("2.1.1", "2024-01-21").follow.judged, None);
}

#[test]
fn a_measure_that_is_done_is_no_milestone_any_more() {
    let mut office = Office::since("2022-05-01");
    let (task, detail) = {
        let task = office.id("2.1.4");
        (task, office.workspace.detail(task).unwrap())
    };
    let due = detail
        .measures
        .iter()
        .find(|measure| measure.due == Some(day("2022-12-31")))
        .unwrap();
    let late = |office: &Office| {
        let row = office.row("2.1.4", "2023-02-01");
        row.lit
            .reasons
            .iter()
            .filter(|reason| matches!(reason, Reason::MilestoneOverdue(..)))
            .count()
    };
    let before = late(&office);
    assert!(before > 0);
    let mut draft = DoneDraft {
        task,
        item: due.id,
        department: None,
        period: None,
        done: Some(day("2022-12-20")),
        text: "已配齐".into(),
    };
    office
        .workspace
        .record_done(&draft, at("2023-01-05"))
        .unwrap();
    assert_eq!(late(&office), before - 1);
    draft.done = None;
    office
        .workspace
        .record_done(&draft, at("2023-01-06"))
        .unwrap();
    assert_eq!(late(&office), before, "not done after all");
}

#[test]
fn closing_takes_evidence_and_final_figures_and_leaves_its_trace() {
    let mut office = Office::since("2024-01-10");
    office.note("2.1.7", "2024-04-26", |draft| draft.percent = Some(100));
    let mut draft = StepDraft::new(office.id("2.1.7"), Step::AskClosing);
    draft.reason = "全部完成".into();
    let refused = office.workspace.take_step(&draft, at("2024-05-01"));
    assert!(
        matches!(refused, Err(Failure::Follow(FollowFailure::NoEvidence))),
        "{refused:?}"
    );
    draft.evidence = vec![Evidence {
        name: "验收报告".into(),
        place: "教育局档案室".into(),
        ..Evidence::default()
    }];
    office
        .workspace
        .take_step(&draft, at("2024-05-01"))
        .unwrap();
    let row = office.row("2.1.7", "2024-05-02");
    assert_eq!(
        (row.status, row.lit.reasons.first()),
        (Status::Closing, Some(&Reason::AwaitsReview))
    );
    assert!(matches!(
        office.step("2.1.7", Step::Sign, "2024-05-02"),
        Err(Failure::Follow(FollowFailure::NotNow { .. }))
    ));
    // Alone on the plan, one person is everything.
    office.step("2.1.7", Step::Approve, "2024-05-03").unwrap();
    let row = office.row("2.1.7", "2024-05-04");
    assert_eq!((row.status, row.lit.light), (Status::Closed, Light::Closed));
    let detail = office.workspace.detail(row.id).unwrap();
    assert_eq!(detail.steps.len(), 2);
    assert_eq!(detail.steps[1].evidence[0].name, "验收报告");
    // With an indicator, its figure has to be there first.
    let mut counted = StepDraft::new(office.id("2.1.8"), Step::AskClosing);
    counted.evidence.clone_from(&draft.evidence);
    counted.reason = "完成".into();
    let refused = office.workspace.take_step(&counted, at("2024-05-01"));
    assert!(
        matches!(
            refused,
            Err(Failure::Follow(FollowFailure::NoFinalFigure(_)))
        ),
        "{refused:?}"
    );
}

#[test]
fn an_extension_keeps_the_first_deadline() {
    let mut office = Office::since("2024-01-10");
    let mut draft = StepDraft::new(office.id("2.1.7"), Step::AskExtension);
    (draft.reason, draft.due) = ("等待批复".into(), Some(day("2025-01-01")));
    assert!(matches!(
        office.workspace.take_step(&draft, at("2024-05-01")),
        Err(Failure::Follow(FollowFailure::NotLater(_)))
    ));
    draft.due = Some(day("2026-06-30"));
    office
        .workspace
        .take_step(&draft, at("2024-05-01"))
        .unwrap();
    assert_eq!(
        office.row("2.1.7", "2024-05-01").follow.extension,
        draft.due
    );
    office
        .step("2.1.7", Step::GrantExtension, "2024-05-02")
        .unwrap();
    let row = office.row("2.1.7", "2024-05-02");
    assert_eq!(
        (row.due, row.follow.first_due, row.follow.extension),
        (draft.due, Some(day("2025-12-31")), None)
    );
    // A deadline that is set by hand afterwards stands.
    office.set(
        "2.1.7",
        Register::Due,
        Value::Day(Some(day("2026-03-31"))),
        "2024-05-03",
    );
    assert_eq!(
        office.row("2.1.7", "2024-05-03").due,
        Some(day("2026-03-31"))
    );
}

#[test]
fn figures_are_judged_by_the_latest_and_corrections_keep_what_was() {
    let mut office = Office::since("2024-01-10");
    let task = office.id("2.1.4");
    let detail = office.workspace.detail(task).unwrap();
    let indicator = detail
        .indicators
        .iter()
        .find(|i| i.name.contains("优良率"))
        .unwrap()
        .clone();
    let mut draft = FigureDraft {
        task,
        item: indicator.id,
        sort: FigureSort::Actual,
        department: None,
        period: "2023".parse().unwrap(),
        region: None,
        value: Some("５１.2％".into()),
        on: day("2023-12-31"),
        source: "体测中心".into(),
        reason: String::new(),
        seen: None,
    };
    office
        .workspace
        .record_figures(std::slice::from_ref(&draft), at("2024-02-01"))
        .unwrap();
    (draft.value, draft.reason) = (Some("52.0".into()), "复核".into());
    office
        .workspace
        .record_figures(std::slice::from_ref(&draft), at("2024-02-02"))
        .unwrap();
    let figures = office.workspace.detail(task).unwrap().figures;
    assert_eq!(
        figures
            .iter()
            .map(|f| (f.value.as_deref(), f.gone))
            .collect::<Vec<_>>(),
        [(Some("52"), false), (Some("51.2"), true)]
    );
    let rules = Rules::default();
    let by = Yardstick {
        nature: None,
        regions: &[],
        start: day("2022-04-26"),
        due: day("2025-12-31"),
        rules: rules.figures(),
    };
    let found = judge(&indicator, &figures, &by, day("2024-05-17"));
    assert_eq!(
        (
            found.finding,
            found.gap.map(|gap| gap.to_string()).as_deref()
        ),
        (Finding::Open, Some("3"))
    );
    draft.value = Some("一半".into());
    assert!(matches!(
        office.workspace.record_figures(&[draft], at("2024-02-02")),
        Err(Failure::Decimal(_))
    ));
}

#[test]
fn a_closed_window_is_frozen_and_what_comes_later_is_late() {
    let mut office = Office::since("2024-01-10");
    office.note("2.1.1", "2024-05-20", |draft| draft.percent = Some(60));
    office.note("2.1.2", "2024-05-21", |draft| {
        draft.text = duban::model::NoteText::default();
        draft.unchanged = Some(Unchanged::AsPlanned);
    });
    let may = "2024-05".parse().unwrap();
    let refused = office.workspace.close_window(may, at("2024-05-24"));
    assert!(matches!(
        refused,
        Err(Failure::Follow(FollowFailure::WindowOpen(..)))
    ));
    let (_, frozen) = office
        .workspace
        .close_window(may, at("2024-05-25"))
        .unwrap();
    let report = |code: &str| {
        frozen
            .tasks
            .iter()
            .find(|task| task.code.to_string() == code)
            .unwrap()
            .report
    };
    assert_eq!(
        [report("2.1.1"), report("2.1.2"), report("2.1.3")],
        [
            Reporting::Reported,
            Reporting::Unchanged,
            Reporting::Missing
        ]
    );
    // Back-dated into the window, and late all the same.
    let mut draft = NoteDraft::new(office.id("2.1.3"), day("2024-05-25"));
    draft.text.progress = "补报".into();
    office
        .workspace
        .record_note(&draft, at("2024-05-25"))
        .unwrap();
    let snapshot = office.snapshot("2024-05-27");
    let state = office.workspace.window(&snapshot, Some(may)).unwrap();
    let now = |code: &str| {
        state
            .reports
            .iter()
            .find(|r| r.row.code.to_string() == code)
            .unwrap()
            .report
    };
    assert_eq!(
        [now("2.1.1"), now("2.1.2"), now("2.1.3"), now("2.1.5")],
        [
            Reporting::Reported,
            Reporting::Unchanged,
            Reporting::Late,
            Reporting::Missing
        ]
    );
    let counts = WindowCounts {
        expected: 51,
        reported: 3,
        on_time: 2,
    };
    assert_eq!(state.counts(), counts);
    assert_eq!(
        office.workspace.frozen(may).unwrap(),
        frozen,
        "and stays as it was"
    );
    assert!(matches!(
        office.workspace.close_window(may, at("2024-05-28")),
        Err(Failure::Follow(FollowFailure::ClosedAlready(_)))
    ));
    // What was red in it is watched for one window after it is mended.
    let red = frozen
        .tasks
        .iter()
        .find(|task| task.lit.light == Light::Red && task.code.to_string() == "2.2.1")
        .unwrap();
    assert_eq!(red.lit.reasons, [Reason::Unreported(4)]);
    office.note("2.2.1", "2024-06-03", |draft| draft.percent = Some(60));
    assert_eq!(
        office.row("2.2.1", "2024-06-03").lit.reasons,
        [Reason::Recovering]
    );
    // The week that is closed is not one of its windows.
    let week = "2024-W23".parse().unwrap();
    office
        .workspace
        .close_window(week, at("2024-06-07"))
        .unwrap();
    assert_eq!(
        office.row("2.2.1", "2024-06-08").lit.reasons,
        [Reason::Recovering]
    );
    let june = "2024-06".parse().unwrap();
    let (_, next) = office
        .workspace
        .close_window(june, at("2024-06-25"))
        .unwrap();
    let changed = difference(&frozen.tasks, &next.tasks);
    assert!(changed.newly_reported.contains(&red.id) && !changed.silent.contains(&red.id));
    assert_eq!(office.row("2.2.1", "2024-06-26").lit.light, Light::Green);
}

#[test]
fn nobody_is_missed_before_a_task_was_there_or_while_it_rested() {
    let mut office = Office::since("2024-01-10");
    let city = Department::id_of("市教育局");
    let addition = Addition {
        item: NewItem::Task {
            section: "2.1".parse().unwrap(),
            title: "新增任务".into(),
            text: String::new(),
            lead: vec![city],
            support: Vec::new(),
            due: None,
        },
        reason: "市委交办".into(),
    };
    office.workspace.add(&addition, at("2024-09-28")).unwrap();
    let reasons = |office: &Office, code: &str, day: &str| {
        let row = office.row(code, day);
        row.lit.reasons.clone()
    };
    assert_eq!(
        reasons(&office, "2.1.9", "2024-10-20"),
        [Reason::NothingKnown]
    );
    assert_eq!(
        reasons(&office, "2.1.9", "2024-10-26"),
        [Reason::Unreported(1)],
        "its first window, 2024-10, has gone by"
    );
    // The windows before it are not its own, those that are closed late included.
    let august = "2024-08".parse().unwrap();
    let snapshot = office.snapshot("2024-10-20");
    let window = office.workspace.window(&snapshot, Some(august)).unwrap();
    let expected = |report: &&WindowReport| report.report != Reporting::NotExpected;
    let expected = window.reports.iter().filter(expected).count();
    assert_eq!((snapshot.rows.len(), expected), (52, 51));

    office.note("2.2.1", "2024-02-05", |draft| draft.percent = Some(60));
    office.step("2.2.1", Step::Suspend, "2024-02-06").unwrap();
    office.step("2.2.1", Step::Resume, "2024-09-27").unwrap();
    assert_eq!(reasons(&office, "2.2.1", "2024-10-20"), []);
    assert_eq!(
        reasons(&office, "2.2.1", "2024-10-26"),
        [Reason::Unreported(1)]
    );
}

#[test]
fn tasks_under_supervision_are_reported_weekly_from_then_on() {
    let mut office = Office::since("2024-01-10");
    office.note("2.1.1", "2024-05-06", |draft| draft.percent = Some(60));
    assert_eq!(office.row("2.1.1", "2024-05-20").lit.light, Light::Green);
    office.set(
        "2.1.1",
        Register::Supervised,
        Value::Flag(true),
        "2024-05-13",
    );
    let row = office.row("2.1.1", "2024-05-17");
    let snapshot = office.snapshot("2024-05-17");
    let outlook: &Outlook = &snapshot.outlook;
    assert_eq!(outlook.rhythm(&row).0, Rhythm::Week);
    assert_eq!(outlook.window(&row).unwrap().period.to_string(), "2024-W20");
    assert_eq!(
        row.lit.light,
        Light::Green,
        "its first weekly window is still open"
    );
    // Its report of the 6th lies in May, but it is counted by its weeks: in the window of the month it has no part, and
    // in what is due now it is missing.
    let of = |period: Option<&str>| {
        let period = period.map(|period| period.parse().unwrap());
        let state = office.workspace.window(&snapshot, period).unwrap();
        let mut reports = state.reports.iter();
        let own = reports.find(|report| report.row.id == row.id).unwrap();
        (own.report, state.counts().expected)
    };
    assert_eq!(of(Some("2024-05")), (Reporting::NotExpected, 50));
    assert_eq!(of(Some("2024-W20")), (Reporting::Missing, 1));
    assert_eq!(of(None), (Reporting::Missing, 51));
    // Before that it had no weeks of its own, and was reported on by the month as all are.
    assert_eq!(of(Some("2024-W19")), (Reporting::NotExpected, 0));
    assert_eq!(of(Some("2024-04")), (Reporting::Missing, 51));
    let weeks = office.workspace.window_lines(&snapshot, [Rhythm::Week]);
    let weeks: Vec<String> = weeks
        .unwrap()
        .iter()
        .map(|line| line.window.period.to_string())
        .collect();
    assert_eq!(weeks, ["2024-W20"]);
    assert_eq!(
        office.row("2.1.1", "2024-05-18").lit.reasons,
        [Reason::Unreported(1)]
    );
    office.set(
        "2.1.1",
        Register::Rhythm,
        Value::Rhythm(Some(Rhythm::Quarter)),
        "2024-05-13",
    );
    assert_eq!(office.row("2.1.1", "2024-05-18").lit.light, Light::Green);
}

#[test]
fn rules_are_in_force_by_day_and_bear_a_version() {
    let mut office = Office::since("2024-01-10");
    office.note("2.1.1", "2024-05-17", |draft| draft.percent = Some(40));
    let (mut rules, version) = office.workspace.rules(day("2024-05-17")).unwrap();
    assert_eq!(version, 0);
    assert_eq!(
        office.row("2.1.1", "2024-05-17").lit.reasons,
        [Reason::Behind(16)]
    );
    rules.behind_yellow = 20;
    office
        .workspace
        .set_rules(&rules, day("2024-05-20"), "放宽", at("2024-05-18"))
        .unwrap();
    assert_eq!(
        office.row("2.1.1", "2024-05-18").lit.light,
        Light::Yellow,
        "not yet in force"
    );
    assert_eq!(office.row("2.1.1", "2024-05-20").lit.light, Light::Green);
    assert_eq!(office.snapshot("2024-05-20").outlook.version, 1);
    assert_eq!(office.workspace.all_rules().unwrap().len(), 2);
}

#[test]
fn a_meeting_keeps_its_agenda_its_decisions_and_the_place_it_had_come_to() {
    let mut office = Office::since("2024-01-10");
    let words = MeetingWords {
        name: "周例会".into(),
        ..MeetingWords::default()
    };
    let meeting = office
        .workspace
        .open_meeting(&words, day("2024-05-17"), at("2024-05-17"))
        .unwrap();
    let items = vec![office.id("2.1.4"), office.id("2.1.1")];
    office
        .workspace
        .set_agenda(meeting, items.clone(), at("2024-05-17"))
        .unwrap();
    office
        .workspace
        .set_agenda(meeting, vec![items[1], items[0]], at("2024-05-17"))
        .unwrap();
    let department = office.row("2.1.4", "2024-05-17").lead[0];
    let draft = DecisionDraft {
        sort: DecisionSort::Action,
        meeting: Some(meeting),
        department,
        tasks: items.clone(),
        due: Some(day("2024-05-31")),
        words: DecisionWords {
            text: "核定编制".into(),
            criterion: "文件印发".into(),
        },
    };
    let decision = office
        .workspace
        .record_decision(&draft, at("2024-05-17"))
        .unwrap();
    office.workspace.keep_place(Some((meeting, 1))).unwrap();
    // As after a crash: what is read again is what was kept.
    let mut opening = office.home.opening();
    opening.now = at("2024-05-24");
    let (mut again, _) = Workspace::open(&opening).unwrap();
    assert_eq!(again.place().unwrap(), Some((meeting, 1)));
    let kept = again.meeting(meeting).unwrap();
    assert_eq!(
        (kept.words.name.as_str(), kept.agenda),
        ("周例会", vec![items[1], items[0]])
    );
    let decided = again.decisions().unwrap();
    assert_eq!(decided.len(), 1);
    assert_eq!((decided[0].id, decided[0].done), (decision, None));
    assert!(decided[0].is_late(day("2024-06-01")));
    let done = DoneDraft {
        task: decision,
        item: decision,
        department: None,
        period: None,
        done: Some(day("2024-05-20")),
        text: "已印发".into(),
    };
    again.record_done(&done, at("2024-05-24")).unwrap();
    let decided = again.decisions().unwrap();
    assert_eq!(
        (decided[0].done, decided[0].outcome.as_str()),
        (done.done, "已印发")
    );
    again.keep_place(None).unwrap();
    assert_eq!(again.place().unwrap(), None);
}

#[test]
fn whoever_was_missing_when_a_window_was_closed_stays_missing_in_it() {
    let mut office = Office::since("2024-01-10");
    let may = "2024-05".parse().unwrap();
    office
        .workspace
        .close_window(may, at("2024-05-25"))
        .unwrap();
    // It ends afterwards: nothing is expected of it any more, and was then.
    office.step("2.1.7", Step::Withdraw, "2024-05-27").unwrap();
    let snapshot = office.snapshot("2024-05-28");
    let report = |state: &duban::workspace::WindowState| {
        let reports = state.reports.iter();
        let of = |report: &&duban::workspace::WindowReport| report.row.code.to_string() == "2.1.7";
        reports.filter(of).map(|report| report.report).next()
    };
    let one = office.workspace.window(&snapshot, Some(may)).unwrap();
    assert_eq!(report(&one), Some(Reporting::Missing));
    let running = office.workspace.window(&snapshot, None).unwrap();
    assert_eq!(report(&running), Some(Reporting::NotExpected), "of June");
    // The list counts as each window does.
    let all = office.workspace.window_lines(&snapshot, [Rhythm::Month]);
    let all: Vec<WindowCounts> = all.unwrap().iter().map(|line| line.counts).collect();
    assert_eq!(all[..2], [running.counts(), one.counts()]);
}

#[test]
fn a_closed_window_stays_as_it_was_frozen_whatever_becomes_of_its_reports() {
    let mut office = Office::since("2024-01-10");
    office.note("2.1.1", "2024-04-20", |_| {});
    let before = office.note("2.1.2", "2024-04-20", |_| {});
    let notes = ["2.1.1", "2.1.2", "2.1.3"].map(|code| office.note(code, "2024-05-20", |_| {}));
    let may: duban::model::Period = "2024-05".parse().unwrap();
    let (_, frozen) = office
        .workspace
        .close_window(may, at("2024-05-25"))
        .unwrap();
    let line = |office: &Office| {
        let snapshot = office.snapshot("2024-06-03");
        let lines = office.workspace.window_lines(&snapshot, [Rhythm::Month]);
        let mut lines = lines.unwrap().into_iter();
        lines.find(|line| line.window.period == may).unwrap().counts
    };
    let closed = WindowCounts {
        expected: 51,
        reported: 3,
        on_time: 3,
    };
    assert_eq!(line(&office), closed);
    // One is taken back, one corrected, and one's task is handed to another department and ends.
    let taken = office
        .workspace
        .retract_note(notes[0], "报错", at("2024-05-27"));
    taken.unwrap();
    office.note("2.1.2", "2024-05-21", |draft| {
        draft.supersedes = vec![notes[1]];
    });
    let lead = vec![Department::id_of("市财政局")];
    office.set(
        "2.1.3",
        Register::Lead,
        Value::Departments(lead),
        "2024-05-28",
    );
    office.step("2.1.3", Step::Withdraw, "2024-05-28").unwrap();
    // A task that nobody knew of is not missed.
    let added = Addition {
        item: NewItem::Task {
            section: "2.1".parse().unwrap(),
            title: "新增任务".into(),
            text: String::new(),
            lead: vec![Department::id_of("市教育局")],
            support: Vec::new(),
            due: None,
        },
        reason: "市委交办".into(),
    };
    office.workspace.add(&added, at("2024-05-28")).unwrap();
    assert_eq!(line(&office), closed);
    let snapshot = office.snapshot("2024-06-03");
    let state = office.workspace.window(&snapshot, Some(may)).unwrap();
    assert_eq!(state.counts(), closed);
    let one = |code: &str| {
        let mut reports = state.reports.iter();
        let found = reports.find(|r| r.row.code.to_string() == code);
        let found = found.unwrap();
        (found.report, found.note, found.before, found.since)
    };
    let there = Reporting::Reported;
    let was = |code: &str| {
        let mut tasks = frozen.tasks.iter();
        tasks.find(|task| task.code.to_string() == code).unwrap()
    };
    assert_eq!(was("2.1.2").before, Some(before));
    for (code, note, since) in [
        ("2.1.1", notes[0], Some(Since::TakenBack)),
        ("2.1.2", notes[1], Some(Since::Corrected)),
        ("2.1.3", notes[2], None),
    ] {
        let expected = (there, Some(note), was(code).before, since);
        assert_eq!(one(code), expected, "{code}");
    }
    // What was missing and comes now is late.
    office.note("2.1.4", "2024-05-25", |_| {});
    let late = WindowCounts {
        reported: 4,
        ..closed
    };
    assert_eq!(line(&office), late);
}

#[test]
fn what_was_done_last_is_taken_back_across_sessions_and_what_it_replaced_stands_again() {
    let mut office = Office::since("2024-01-10");
    office.set(
        "2.1.1",
        Register::Due,
        Value::Day(Some(day("2025-06-30"))),
        "2024-05-01",
    );
    office.set(
        "2.1.1",
        Register::Due,
        Value::Day(Some(day("2025-09-30"))),
        "2024-05-02",
    );
    office.step("2.1.2", Step::Suspend, "2024-05-03").unwrap();
    let mut opening = office.home.opening();
    opening.now = at("2024-05-24");
    let (mut again, _) = Workspace::open(&opening).unwrap();
    let last = again.undoable(3).unwrap();
    assert_eq!(last.len(), 3);
    again
        .take_back(last[0].op, "误操作", at("2024-05-24"))
        .unwrap();
    assert_eq!(again.task("2.1.2").unwrap().status, Status::Active);
    again
        .take_back(last[1].op, "误操作", at("2024-05-24"))
        .unwrap();
    assert_eq!(again.task("2.1.1").unwrap().due, Some(day("2025-06-30")));
    assert_eq!(
        again.undoable(9).unwrap().len(),
        1,
        "what was taken back is not offered again"
    );
    assert!(matches!(
        again.take_back(last[0].op, "再来", at("2024-05-24")),
        Err(Failure::Follow(FollowFailure::NothingToUndo))
    ));
    // The view that grew step by step is the one that is rebuilt.
    let before = again.dump().unwrap();
    again.rebuild().unwrap();
    assert_eq!(again.dump().unwrap(), before);
}

#[test]
fn after_a_clock_was_ahead_the_latest_is_the_same_everywhere() {
    let mut office = Office::since("2024-01-10");
    office.note("2.3.2", "2027-01-01", |_| {});
    // The clock is put right: all of this bears the millisecond of then, and counts on.
    let said = ["第1", "第2", "第3", "第4", "第5", "第6"];
    for text in said {
        office.note("2.3.2", "2024-05-20", |draft| {
            draft.text.progress = text.into();
        });
    }
    let steps = [Step::Suspend, Step::Resume, Step::Suspend, Step::Resume];
    for step in steps {
        office.step("2.3.2", step, "2024-05-20").unwrap();
    }
    let row = office.row("2.3.2", "2024-05-20");
    let detail = office.workspace.detail(row.id).unwrap();
    let notes = detail.notes.iter().skip(1);
    let notes: Vec<&str> = notes.map(|note| note.text.progress.as_str()).collect();
    assert_eq!(notes, ["第6", "第5", "第4", "第3", "第2", "第1"]);
    let taken: Vec<Step> = detail.steps.iter().rev().map(|step| step.step).collect();
    assert_eq!(taken, steps);
    // What a new note is copied from, and what the reports print.
    let outlook = office.snapshot("2024-05-20").outlook;
    let (now, _) = office.workspace.lead_reports(&row, &outlook).unwrap();
    assert_eq!(now, detail.notes.first().map(|note| note.op));
    let changes = office.workspace.history(Some(row.id), 100).unwrap();
    let changed: Vec<OpId> = changes.iter().skip(steps.len()).map(|c| c.op).collect();
    let latest = detail.notes.iter().skip(1).map(|note| note.op);
    assert_eq!(changed[..said.len()], latest.collect::<Vec<_>>());
}
