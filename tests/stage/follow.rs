//! What a home tells of meetings, approvals, windows and indicators, and what becomes of them.

use std::sync::Arc;

use duban::model::{
    Answer, Before, Decision, DecisionDraft, DecisionSort, DecisionWords, Department, Difference,
    Evidence, Figure, FigureDraft, FigureSort, ItemId, Meeting, MeetingWords, Period, Reporting,
    Sha, Since, Step, Window, Wish, propose, series,
};
use duban::report::Format;
use duban::tui::app::follow::{
    Act, Ask, Counts, FigureFile, IndicatorLine, Issue, Meetings, Page, Preview, Request, Told,
    WindowLine, WindowPage,
};
use duban::tui::app::{Notice, Outcome};

use super::{Stage, day, now, op, task_id};

/// What the home knows beside the tasks.
#[derive(Debug, Default)]
pub(crate) struct Followed {
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) place: Option<(ItemId, usize)>,
    pub(crate) requests: Vec<Request>,
    pub(crate) windows: Vec<WindowLine>,
    pub(crate) figures: Vec<Figure>,
    /// What is not open, with the reason.
    pub(crate) shut: Vec<(Wish, String)>,
    /// Whether what was frozen has not arrived.
    pub(crate) away: bool,
}

fn meeting(n: u64, on: &str, words: MeetingWords) -> Meeting {
    Meeting {
        id: ItemId::mint(&["meeting", &n.to_string()]),
        op: op(n),
        on: day(on),
        words,
        agenda: Vec::new(),
        agenda_ops: Vec::new(),
        words_ops: Vec::new(),
        author: "李四".into(),
        recorded: now(),
    }
}

fn decision(n: u64, draft: &DecisionDraft, on: &str) -> Decision {
    Decision {
        id: ItemId::mint(&["decision", &n.to_string()]),
        op: op(n),
        sort: draft.sort,
        meeting: draft.meeting,
        department: draft.department,
        tasks: draft.tasks.clone(),
        due: draft.due,
        on: day(on),
        words: draft.words.clone(),
        author: "李四".into(),
        done: None,
        outcome: String::new(),
    }
}

fn request(n: u64, code: &str, step: Step, author: &str, on: &str) -> Request {
    Request {
        task: task_id(code),
        op: op(n),
        step,
        author: author.into(),
        department: Some(Department::id_of("市教育局")),
        on: day(on),
        due: None,
        reason: "各项举措均已完成, 见佐证。".into(),
        evidence: Vec::new(),
        answer: Answer::Open,
        reviewed: false,
        answered: None,
        shut: Vec::new(),
    }
}

fn figure(n: u64, code: &str, year: i32, value: &str) -> Figure {
    Figure {
        op: op(n),
        item: ItemId::mint(&["indicator", code]),
        sort: FigureSort::Actual,
        period: Period::year(year),
        region: None,
        value: Some(value.into()),
        on: day(&format!("{year}-12-31")),
        source: "体质健康网".into(),
        reason: String::new(),
        author: "王五".into(),
        recorded: now(),
        gone: false,
        conflict: false,
    }
}

fn window(
    period: &str,
    from: &str,
    due: &str,
    closed: Option<&str>,
    counts: [usize; 3],
) -> WindowLine {
    let [expected, reported, on_time] = counts;
    WindowLine {
        window: Window {
            period: period.parse().unwrap(),
            from: day(from),
            due: day(due),
        },
        closed: closed.map(day),
        counts: Counts {
            expected,
            reported,
            on_time,
        },
    }
}

impl Stage {
    /// The same home with an earlier meeting, requests, windows and figures.
    pub(crate) fn followed(mut self) -> Self {
        let words = MeetingWords {
            name: "周例会".into(),
            ..MeetingWords::default()
        };
        let mut before = meeting(900, "2024-05-10", words);
        before.agenda = vec![task_id("2.1.4")];
        let draft = |text: &str, due: &str, code: &str| DecisionDraft {
            sort: DecisionSort::Action,
            meeting: Some(before.id),
            department: Department::id_of("市教育局"),
            tasks: vec![task_id(code)],
            due: Some(day(due)),
            words: DecisionWords {
                text: text.into(),
                criterion: "文件印发".into(),
            },
        };
        let open = decision(
            901,
            &draft("市委编办4月底前核定专职心理教师编制", "2024-05-15", "2.1.4"),
            "2024-05-10",
        );
        let mut done = decision(
            902,
            &draft("报送幼儿园建设清单", "2024-05-14", "2.2.1"),
            "2024-05-10",
        );
        done.done = Some(day("2024-05-13"));
        let long = self.rows.len() > 20;
        let name = |name: &str| name.repeat(if long { 30 } else { 1 });
        let mut mine = request(910, "2.3.5", Step::AskClosing, "张三", "2024-05-16");
        mine.evidence = vec![Evidence {
            name: name("教师负担清单"),
            place: "市教育局办公室".into(),
            page: "3".into(),
            ..Evidence::default()
        }];
        let own = "自己提出的申请不能自己批准, 请另一位审批人办理";
        mine.shut = vec![(Step::Approve, own.into())];
        let mut attached = request(911, "2.2.1", Step::AskClosing, "李四", "2024-05-02");
        attached.reviewed = true;
        attached.reason = name(&attached.reason);
        attached.evidence = vec![Evidence {
            name: "建设情况报告.docx".into(),
            sha256: Some(Sha::of(b"evidence")),
            attached: true,
            ..Evidence::default()
        }];
        let mut more = request(912, "2.1.4", Step::AskExtension, "李四", "2024-05-08");
        more.due = Some(day("2025-12-31"));
        let mut refused = request(913, "3.2", Step::AskClosing, "张三", "2024-04-20");
        refused.answer = Answer::Refused;
        refused.answered = Some(("李四".into(), now(), "佐证不足, 请补正式文件".into()));
        self.follow = Followed {
            shut: Vec::new(),
            away: false,
            meetings: vec![before],
            decisions: vec![done, open],
            place: None,
            requests: vec![refused, attached, more, mine],
            windows: vec![
                window("2024-05", "2024-04-26", "2024-05-25", None, [8, 2, 2]),
                window("2024-04", "2024-03-26", "2024-04-25", None, [8, 7, 6]),
                window(
                    "2024-03",
                    "2024-02-26",
                    "2024-03-25",
                    Some("2024-03-26"),
                    [8, 8, 7],
                ),
            ],
            figures: [(2021, "48.2"), (2022, "50"), (2023, "51.2")]
                .iter()
                .zip(920..)
                .map(|((year, value), n)| figure(n, "2.1.4", *year, value))
                .collect(),
        };
        self
    }

    /// Two people measured 2023 differently, neither having seen the other's figure.
    pub(crate) fn measured_apart(mut self) -> Self {
        let mut other = figure(930, "2.1.4", 2023, "52.8");
        (other.author, other.reason) = ("赵六".into(), "督导复核".into());
        for one in self.follow.figures.iter_mut().chain([&mut other]) {
            one.conflict = one.period == Period::year(2023);
        }
        self.follow.figures.push(other);
        let mut rows = self.rows.iter_mut();
        if let Some(row) = rows.find(|row| row.id == task_id("2.1.4")) {
            Arc::make_mut(row).conflict = true;
        }
        self
    }

    pub(crate) fn ask(&self, ask: Ask) -> Option<Told> {
        let known = &self.follow;
        let snapshot = self.snapshot();
        Some(match ask {
            Ask::Running => {
                let (meeting, at) = known.place?;
                Told::Running(meeting, at, Arc::new(self.meetings()))
            }
            Ask::Meetings => Told::Meetings(Arc::new(self.meetings())),
            Ask::Ahead(task) => Told::Ahead(Arc::new(self.detail(task)?)),
            Ask::Requests => Told::Requests(Arc::new(known.requests.clone())),
            Ask::Windows => Told::Windows(Arc::new(known.windows.clone())),
            Ask::Window(period) => {
                let mut windows = known.windows.iter();
                let line = *windows.find(|line| line.window.period == period)?;
                let report = [Reporting::Reported, Reporting::Missing, Reporting::Late];
                let tasks = snapshot.rows.iter().map(|row| row.id);
                let before = windows.next();
                let difference = Difference {
                    new_red: vec![task_id("2.1.4")],
                    silent: vec![task_id("2.1.1"), task_id("3.2")],
                    ..Difference::default()
                };
                let reports = tasks.zip(report.into_iter().cycle()).enumerate();
                let since = |at| match at {
                    0 if line.closed.is_some() => Some(Since::TakenBack),
                    _ => None,
                };
                Told::Window(Arc::new(WindowPage {
                    line,
                    tasks: reports.map(|(at, (id, is))| (id, is, since(at))).collect(),
                    before: before.map(|line| line.window.period),
                    difference: before.and_then(|line| line.closed).map(|_| difference),
                }))
            }
            Ask::Indicators => Told::Indicators(Arc::new(self.indicators())),
            Ask::Shut(wish) => {
                let mut shut = self.follow.shut.iter();
                let found = shut.find(|shut| shut.0 == wish)?;
                Told::Shut(wish, Notice::new(found.1.clone()))
            }
            Ask::FigureFile(path) => Told::FigureFile(Arc::new(self.figure_file(&path))),
            Ask::Report(issue) => {
                let preview = self.preview(&issue);
                Told::Report(issue, Arc::new(preview))
            }
        })
    }

    /// A file with a figure of the first indicator, and a line that nothing can be made of.
    fn figure_file(&self, path: &str) -> FigureFile {
        if path != "/data/指标.xlsx" {
            return Err(Notice::new(format!("无法读写 {path}: 没有这个文件或目录")));
        }
        let line = self.indicators().into_iter().next().unwrap();
        let figure = FigureDraft {
            task: line.task,
            item: line.indicator.id,
            sort: FigureSort::Actual,
            department: None,
            period: Period::year(2023),
            region: None,
            value: Some("53.9".into()),
            on: day("2023-12-31"),
            source: "统计公报".into(),
            reason: String::new(),
            seen: None,
        };
        Ok((vec![figure], vec!["第 3 行: 没有编号为 9.9 的任务".into()]))
    }

    /// What a report would say: a line for each of its tasks.
    fn preview(&self, issue: &Issue) -> Preview {
        let rows = self.rows.iter().filter(|row| {
            let mut tasks = issue.tasks.iter();
            tasks.all(|tasks| tasks.contains(&row.id))
        });
        let window = issue.window.map(|window| window.to_string());
        let head = format!("{} {}", issue.name.number(), window.unwrap_or_default());
        let lines = rows.map(|row| format!("{} {}", row.code, row.title));
        let lines = [head].into_iter().chain(lines).collect();
        let known = &self.follow;
        let closed = known.windows.iter().filter(|line| line.closed.is_some());
        let name = issue.name.as_str();
        let named = |format: &Format| (*format, format!("{name}.{}", format.extension()));
        Preview {
            windows: closed.map(|line| line.window.period).collect(),
            meetings: known
                .meetings
                .iter()
                .map(|meeting| (meeting.id, format!("{} {}", meeting.words.name, meeting.on)))
                .collect(),
            folder: "/home/zs/督查".into(),
            page: if known.away && issue.window.is_some() {
                Err(Notice::new("2024-03 的快照还没有到").hint("先同步"))
            } else {
                Ok(Page {
                    lines,
                    left_out: 0,
                    names: issue.name.formats().iter().map(named).collect(),
                })
            },
        }
    }

    fn meetings(&self) -> Meetings {
        let (known, snapshot) = (&self.follow, self.snapshot());
        let met = known.meetings.iter().map(|meeting| meeting.on);
        let before = Before {
            decisions: &known.decisions,
            reds: None,
            met: met.filter(|on| *on < snapshot.day).max(),
        };
        Meetings {
            proposed: propose(&snapshot.rows, before, snapshot.day),
            all: known.meetings.clone(),
            decisions: known.decisions.clone(),
        }
    }

    fn indicators(&self) -> Vec<IndicatorLine> {
        let snapshot = self.snapshot();
        let details = self.rows.iter().filter_map(|row| self.detail(row.id));
        let mut lines = Vec::new();
        for detail in details {
            for (at, indicator) in detail.indicators.iter().enumerate() {
                let measured = series(indicator, &detail.figures, &[], FigureSort::Actual);
                let trend = measured.iter().rev();
                lines.push(IndicatorLine {
                    task: detail.row.id,
                    n: at + 1,
                    judgement: detail.gauge().judge(indicator, &snapshot.outlook),
                    nature: detail.gauge().nature(indicator),
                    regions: Vec::new(),
                    given: 0,
                    trend: trend.map(|(p, value, _)| (*p, value.to_string())).collect(),
                    source: "体质健康网".into(),
                    conflict: detail.gauge().disputed(indicator.id).next().is_some(),
                    shut: {
                        let wish = Wish::Measure(detail.row.id, None);
                        let mut shut = self.follow.shut.iter();
                        shut.find(|shut| shut.0 == wish).map(|(_, why)| why.clone())
                    },
                    indicator: indicator.clone(),
                });
            }
        }
        lines
    }

    pub(crate) fn act(&mut self, act: &Act) -> Result<Outcome, Notice> {
        self.revision += 1;
        let n = self.revision;
        let known = &mut self.follow;
        let told = |text: &str| Ok(Outcome::Told(Notice::new(text)));
        match act {
            Act::OpenMeeting(words, on, agenda) => {
                let mut opened = meeting(n, &on.to_string(), words.clone());
                opened.agenda.clone_from(agenda);
                known.place = Some((opened.id, 0));
                let id = opened.id;
                known.meetings.insert(0, opened);
                Ok(Outcome::Opened(id))
            }
            Act::SetAgenda(id, agenda) => {
                let found = known.meetings.iter_mut().find(|m| m.id == *id).unwrap();
                found.agenda.clone_from(agenda);
                Ok(Outcome::Recorded(op(n)))
            }
            Act::DescribeMeeting(id, words) => {
                let found = known.meetings.iter_mut().find(|m| m.id == *id).unwrap();
                found.words = words.clone();
                Ok(Outcome::Recorded(op(n)))
            }
            Act::Decide(draft) => {
                known.decisions.insert(0, decision(n, draft, "2024-05-17"));
                told("议定事项: 已保存")
            }
            Act::Settle(draft) => {
                let mut all = known.decisions.iter_mut();
                let found = all.find(|d| d.id == draft.item).unwrap();
                found.done = draft.done;
                told(&format!("已记为办结: {}", found.words.text))
            }
            Act::Place(place) => {
                known.place = *place;
                told("")
            }
            Act::EndMeeting(id, words) => {
                let found = known.meetings.iter_mut().find(|m| m.id == *id).unwrap();
                found.words = words.clone();
                known.place = None;
                Ok(Outcome::Ended(Notice::new("纪要已写到 /tmp/纪要.docx")))
            }
            Act::Minutes(_) => told("纪要已写到 /tmp/纪要.docx"),
            Act::Report(issue, format) => told(&format!(
                "已写出 /home/zs/督查/{}.{}",
                issue.name.as_str(),
                format.extension()
            )),
            Act::Step(..) | Act::Figures(_) | Act::Evidence(_) | Act::CloseWindow(_) => {
                told("已办")
            }
        }
    }
}
