//! A home in memory with a few real tasks of the plan, for the screens to stand on.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

mod follow;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use duban::model::{
    Change, Code, Comparator, Correction, Day, Delivery, Department, DepartmentId, Detail,
    Directory, Document, DueSource, Duty, Edit, Every, Indicator, ItemId, LeadRule, Limits, Lines,
    Me, Measure, Note, NoteDraft, NoteText, OpId, Outlook, Plan, PlanHead, Problem, Register,
    Retraction, Row, Section, Sha, Snapshot, Task, Value,
};
use duban::tui::app::share::{Applicant, Person, Share};
use duban::tui::app::work::Work;

/// Code, title, lead, support, first and last line, text.
type Literal = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    u32,
    u32,
    &'static str,
);

/// Tasks of the plan as they stand in it.
const TASKS: &[Literal] = &[
    (
        "2.1.1",
        "构建全学段一体化思政工作体系",
        "市委教育工委",
        "市委宣传部 团市委",
        151,
        189,
        "推进大中小学思政课一体化建设。健全学校家庭社会协同育人机制，构建“三全育人”体系。",
    ),
    (
        "2.1.4",
        "提升学生体质健康水平",
        "市教育局",
        "市卫生健康委 市体育局",
        282,
        327,
        "深化学校体育改革，保障学生每天校内、校外各1小时体育活动时间。到2025年，学生体质健康优良率达到55%以上。完善中小学心理健康教育工作体系，2022年底前配齐配足心理教师。",
    ),
    (
        "2.1.7",
        "推进法治、生态文明与国防教育",
        "市教育局",
        "市司法局 市生态环境局 市国防教育办公室 淄博军分区战备建设处 市退役军人局",
        407,
        433,
        "加强法治教育，落实法治副校长制度。加强生态文明教育。加强国防教育。",
    ),
    (
        "2.2.1",
        "发展普及普惠安全优质的学前教育",
        "市教育局",
        "市发展改革委 市民政局 市财政局 市自然资源和规划局 市住房城乡建设局",
        472,
        525,
        "实施学前教育普惠扩容工程，新建、改扩建幼儿园。公办园在园幼儿占比达到60%以上。",
    ),
    (
        "2.2.4",
        "构建适应需求、纵横双通的现代职业教育体系",
        "市教育局",
        "市发展改革委 市工业和信息化局 市人力资源社会保障局",
        599,
        633,
        "推动职业教育提质培优。",
    ),
    (
        "2.3.5",
        "切实减轻中小学校和教师负担",
        "市教育局",
        "",
        864,
        880,
        "严格控制进校园活动。教师负担清单每年公布一次。",
    ),
    (
        "2.4.1",
        "构建“互联网+教育”基础服务体系",
        "市教育局",
        "市大数据局",
        883,
        911,
        "推进教育专网建设，实现万兆到校、千兆到班。",
    ),
    (
        "3.2",
        "统筹推进规划目标和任务落实",
        "市委教育工委",
        "",
        1250,
        1262,
        "建立规划实施的监测评估机制。",
    ),
];

/// What the tests stand on.
pub(crate) struct Stage {
    pub(crate) head: Option<Arc<PlanHead>>,
    pub(crate) directory: Directory,
    pub(crate) rows: Vec<Arc<Row>>,
    pub(crate) texts: Vec<(ItemId, String, Lines)>,
    pub(crate) notes: Vec<Note>,
    pub(crate) changes: Vec<Change>,
    pub(crate) corrections: Vec<Correction>,
    pub(crate) me: Me,
    pub(crate) past: bool,
    /// Whether all of it is made up.
    pub(crate) demo: bool,
    pub(crate) revision: u64,
    pub(crate) delivery: Option<Delivery>,
    pub(crate) unread: BTreeSet<ItemId>,
    pub(crate) share: Share,
    pub(crate) work: Work,
    /// The last day of the plan.
    pub(crate) end: Day,
    pub(crate) follow: follow::Followed,
    /// Tasks that have an indicator although their text has none.
    pub(crate) measured: Vec<ItemId>,
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2024-05-17T09:30:00+08:00").unwrap()
}

fn department(name: &str) -> Department {
    let mut department = Department::named(name);
    if name == "市发展改革委" {
        department.aliases.push("发改委".into());
    }
    if name == "市委教育工委" {
        department.short = "教育工委".into();
    }
    department
}

pub(crate) fn task_id(code: &str) -> ItemId {
    ItemId::mint(&["stage", code])
}

/// A part of a task that only a correction speaks of.
pub(crate) fn left_out(task: ItemId) -> ItemId {
    ItemId::mint(&["left out", &task.to_string()])
}

pub(crate) fn op(n: u64) -> OpId {
    Sha::of(&n.to_be_bytes())
}

impl Stage {
    /// A home without a plan.
    pub(crate) fn empty() -> Self {
        Self {
            head: None,
            directory: Directory::default(),
            rows: Vec::new(),
            texts: Vec::new(),
            notes: Vec::new(),
            changes: Vec::new(),
            corrections: Vec::new(),
            me: Me {
                name: "张三".into(),
                departments: Vec::new(),
            },
            past: false,
            demo: false,
            revision: 1,
            delivery: None,
            unread: BTreeSet::new(),
            share: Share::default(),
            work: Work::default(),
            end: day("2025-12-31"),
            follow: follow::Followed::default(),
            measured: Vec::new(),
        }
    }

    /// A few tasks, two of them with notes.
    pub(crate) fn normal() -> Self {
        let mut stage = Self::empty();
        stage.head = Some(Arc::new(PlanHead {
            title: "淄博市教育事业发展“十四五”规划".into(),
            number: Some("淄政发〔2022〕2号".into()),
            issued: Some(day("2022-04-26")),
            start: Some(day("2021-01-01")),
            end: Some(day("2025-12-31")),
            first_is_lead: true,
        }));
        for (code, title, lead, support, first, last, text) in TASKS {
            stage.task(code, title, lead, support, (*first, *last), text);
        }
        let row = Arc::make_mut(&mut stage.rows[1]);
        (row.due, row.due_source) = (Some(day("2022-12-31")), DueSource::Text);
        stage.note(
            "2.1.4",
            "市教育局",
            "2024-04-12",
            Some(45),
            "已完成22所学校专职心理教师招聘。",
            "编制不足",
            "5月底前完成其余31所学校招聘",
        );
        stage.note(
            "2.1.4",
            "市体育局",
            "2024-03-01",
            None,
            "组织冬季长跑“阳光体育”活动…",
            "",
            "",
        );
        stage.note(
            "2.2.1",
            "市教育局",
            "2024-05-13",
            Some(40),
            "新建幼儿园6所。",
            "",
            "",
        );
        stage.corrections.push(Correction {
            op: op(0),
            item: task_id("2.1.4"),
            register: "due".into(),
            original: Some("2025-12-31".into()),
            now: "2022-12-31".into(),
            value: Value::Day(Some(day("2022-12-31"))),
            reason: "按文中心理教师一句".into(),
            author: "李四".into(),
            recorded: now() - TimeDelta::days(60),
        });
        stage
    }

    /// The same home, sharing its plan: people, requests, news, and corrections of 2.1.4 that disagree.
    pub(crate) fn shared(mut self) -> Self {
        let set = |register, value: Value, reason: &str| Edit {
            task: task_id("2.1.4"),
            item: task_id("2.1.4"),
            register,
            value,
            reason: reason.into(),
            seen: Some(Vec::new()),
        };
        let title = |text: &str| Value::Text(text.into());
        let lead = |name: &str| Value::Departments(vec![Department::id_of(name)]);
        self.edit(&[set(Register::Title, title("甲方案"), "会议议定")]);
        self.edit(&[set(Register::Lead, lead("市教育局"), "原文如此")]);
        self.as_another(|stage| {
            let why = "按三定方案, 牵头应为市体育局";
            stage.edit(&[set(Register::Title, title("乙方案"), "与市政府文件一致")]);
            stage.edit(&[set(Register::Lead, lead("市体育局"), why)]);
        });
        if let Some(note) = self.notes.iter_mut().find(|n| n.task == task_id("2.1.4")) {
            note.refused = Some("department".into());
        }
        let long = self.rows.len() > 20;
        let name = |name: &str| name.repeat(if long { 12 } else { 1 });
        self.unread.insert(task_id("2.2.1"));
        self.delivery = Some(Delivery {
            registrar: "赵六".into(),
            said: 12,
            unsent: 3,
            unreceived: 5,
            refused: 1,
            ..Delivery::default()
        });
        let person = |name: String, role: &str, department: &str| Person {
            name,
            role: role.into(),
            departments: vec![department.into()],
            heard: Some("2024-05-17 09:12".into()),
            ops: 120,
            received: 118,
            version: Some("0.1.0".into()),
            ..Person::default()
        };
        self.share = Share {
            folder: Some(format!("/mnt/{}", name("督查共享"))),
            fingerprint: "12345 67890 12345 67890 12345 67890 12345 67890".into(),
            newest: (17, "2024-05-17 09:00".into()),
            warnings: vec!["恢复密钥还在本机: /home/zs/.local/share/duban/root-key。请移走".into()],
            people: vec![
                person(name("赵六"), "督查员 (管名册)", "市委教育工委"),
                Person {
                    is_me: true,
                    missing: 2,
                    refused: vec![("这个单位不在填报人的范围内".into(), 1)],
                    ..person(name("张三"), "填报人", "市教育局")
                },
                Person {
                    forked: true,
                    ahead: true,
                    ..person("李四\u{1b}[31m".into(), "填报人", &name("市体育局"))
                },
            ],
            waiting: vec![Applicant {
                name: name("王五"),
                departments: vec!["市财政局".into(), "办公室".into()],
                computer: "wangwu@pc-0412".into(),
                fingerprint: "55555 67890 12345 67890 12345 67890 12345 67890".into(),
                asked: "2024-05-16 16:20".into(),
            }],
            proposals: vec![format!(
                "2024-05-15 {} 提议 (孙七): 没有写进: 名册此后已另有改动。看过名册, 仍然需要的请重新提议",
                name("周八")
            )],
            files: vec![format!(
                "已隔离: tail/{} (签名不符)",
                name("abcdefgh-0-12.log")
            )],
        };
        self
    }

    /// The same home with an indicator for these tasks as well.
    pub(crate) fn measured(mut self, codes: &[&str]) -> Self {
        self.measured = codes.iter().map(|code| task_id(code)).collect();
        self
    }

    /// Titles, names and texts that no screen has room for, and many tasks.
    pub(crate) fn overlong() -> Self {
        let mut stage = Self::normal();
        let long = "建立健全覆盖城乡、布局合理、学段衔接、普职融通、医教结合的高质量教育服务体系并持续推动“提质扩优”—第①批…".repeat(3);
        for n in 1..=40 {
            let code = format!("4.{n}");
            stage.task(
                &code,
                &long,
                "市推进职业教育高地建设工作领导小组办公室综合协调与督查考核处",
                "市教育局 市财政局 市委编办 市人力资源社会保障局 市发展改革委 市卫生健康委 市体育局 市文化和旅游局",
                (2000 + n, 2010 + n),
                &long.repeat(5),
            );
        }
        let progress = "已完成。\u{1b}[31m\u{202e}".repeat(60);
        stage.note(
            "4.1",
            "市教育局",
            "2023-01-01",
            Some(100),
            &progress,
            &long,
            &long,
        );
        stage
    }

    /// The plan itself.
    pub(crate) fn plan() -> Self {
        let bytes = include_bytes!("../../data/zibo-education-plan.txt");
        let reading = duban::import::read(bytes, &Directory::default());
        let mut stage = Self::empty();
        stage.head = Some(Arc::new(reading.plan.head));
        for task in &reading.plan.tasks {
            let code = task.code.to_string();
            let lines = (task.lines.0, task.lines.1);
            let (lead, support) = (task.lead.join(" "), task.support.join(" "));
            stage.task(&code, &task.title, &lead, &support, lines, &task.text);
        }
        stage
    }

    fn task(
        &mut self,
        code: &str,
        title: &str,
        lead: &str,
        support: &str,
        (first, last): (u32, u32),
        text: &str,
    ) {
        let mut ids = |names: &str| -> Vec<DepartmentId> {
            names
                .split_whitespace()
                .map(|name| {
                    self.directory.add(department(name));
                    Department::id_of(name)
                })
                .collect()
        };
        let (lead, support) = (ids(lead), ids(support));
        let id = task_id(code);
        self.texts.push((id, text.into(), Lines(first, last)));
        self.rows.push(Arc::new(Row {
            lead,
            support,
            due: Some(day("2025-12-31")),
            ..Row::new(id, code.parse().unwrap(), title)
        }));
    }

    #[allow(clippy::too_many_arguments)]
    pub(crate) fn note(
        &mut self,
        code: &str,
        department: &str,
        on: &str,
        percent: Option<u8>,
        progress: &str,
        problems: &str,
        next: &str,
    ) {
        let mut draft = NoteDraft::new(task_id(code), day(on));
        draft.department = Some(Department::id_of(department));
        draft.percent = percent;
        draft.text = NoteText {
            progress: progress.into(),
            problems: problems.into(),
            next: next.into(),
            reporter: "王五".into(),
            ..NoteText::default()
        };
        draft.next_on = (!next.is_empty()).then(|| day("2024-05-31"));
        self.record(&draft);
    }

    /// Records a note as a home would.
    pub(crate) fn record(&mut self, draft: &NoteDraft) -> OpId {
        let at = self
            .rows
            .iter()
            .position(|row| row.id == draft.task)
            .unwrap();
        let lead = self.rows[at].lead.first().copied();
        let department = draft.department.or(lead).unwrap();
        self.revision += 1;
        let id = op(self.revision);
        let recorded = now() - TimeDelta::hours(100) + TimeDelta::hours(self.revision as i64);
        for old in &mut self.notes {
            if draft.supersedes.contains(&old.op) {
                old.superseded_by = Some(id);
                old.against.clear();
            }
        }
        let note = Note {
            op: id,
            task: draft.task,
            department,
            on: draft.on,
            recorded,
            author: self.me.name.clone(),
            text: draft.text.clone(),
            next_on: draft.next_on,
            percent: draft.percent,
            assessment: draft.assessment,
            confidence: draft.confidence,
            for_another: draft.for_another,
            supersedes: draft.supersedes.clone(),
            superseded_by: None,
            against: Vec::new(),
            retracted: None,
            refused: None,
            wordless: None,
            meeting: None,
            kept: draft.kept,
            unchanged: draft.unchanged,
            folds: draft.folds.clone(),
        };
        self.notes.insert(0, note);
        self.change(
            id,
            recorded,
            draft.task,
            "note",
            None,
            &draft.text.progress,
            None,
        );
        self.refresh_row(at);
        id
    }

    /// Takes a note back as a home would.
    pub(crate) fn retract(&mut self, note: OpId, reason: &str) -> OpId {
        self.revision += 1;
        let id = op(self.revision);
        let author = self.me.name.clone();
        let found = self.notes.iter_mut().find(|n| n.op == note).unwrap();
        found.retracted = Some(Retraction {
            op: id,
            author,
            reason: reason.into(),
        });
        let task = found.task;
        self.change(id, now(), task, "retract", None, "", Some(reason));
        let at = self.rows.iter().position(|row| row.id == task).unwrap();
        self.refresh_row(at);
        id
    }

    #[allow(clippy::too_many_arguments)]
    fn change(
        &mut self,
        op: OpId,
        recorded: DateTime<FixedOffset>,
        task: ItemId,
        kind: &str,
        register: Option<&str>,
        after: &str,
        reason: Option<&str>,
    ) {
        let code: Option<Code> = self
            .rows
            .iter()
            .find(|r| r.id == task)
            .map(|r| r.code.clone());
        self.changes.insert(
            0,
            Change {
                op,
                on: recorded.date_naive(),
                recorded,
                author: self.me.name.clone(),
                task: Some(task),
                code,
                kind: kind.into(),
                register: register.map(Into::into),
                before: None,
                after: Some(after.into()),
                reason: reason.map(Into::into),
                refused: None,
                wordless: None,
                fate: None,
            },
        );
    }

    fn refresh_row(&mut self, at: usize) {
        let row = Arc::make_mut(&mut self.rows[at]);
        let current = || {
            self.notes
                .iter()
                .filter(|n| n.task == row.id && n.is_current())
        };
        let (updated, notes) = (current().map(|n| n.on).max(), current().count() as u32);
        let percent = current()
            .filter(|n| row.lead.contains(&n.department))
            .max_by_key(|n| n.on)
            .and_then(|n| n.percent);
        let reported = current().filter(|n| row.lead.contains(&n.department));
        row.follow.reported = reported.map(|n| n.on).max();
        (row.updated, row.notes, row.percent) = (updated, notes, percent);
    }

    /// Does something as another person would, on another screen.
    pub(crate) fn as_another<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let me = std::mem::replace(&mut self.me.name, "李四".into());
        let done = act(self);
        self.me.name = me;
        done
    }

    /// Corrects registers as a home would; only the title and the lead, which is enough for a stage.
    pub(crate) fn edit(&mut self, edits: &[duban::model::Edit]) -> OpId {
        self.revision += 1;
        let id = op(self.revision);
        for edit in edits {
            let Some(at) = self.rows.iter().position(|row| row.id == edit.item) else {
                continue;
            };
            let row = Arc::make_mut(&mut self.rows[at]);
            let after = match &edit.value {
                Value::Text(text) => {
                    row.title.clone_from(text);
                    text.clone()
                }
                Value::Departments(ids) => {
                    row.lead.clone_from(ids);
                    ids.iter().map(|&id| self.directory.name(id)).collect()
                }
                other => format!("{other:?}"),
            };
            let register = edit.register.as_str();
            let row_id = edit.item;
            let same = |c: &Correction| c.item == row_id && c.register == register;
            let seen = |c: &Correction| edit.seen.as_ref().is_none_or(|s| s.contains(&c.op));
            self.corrections.retain(|c| !(same(c) && seen(c)));
            let correction = Correction {
                op: id,
                item: row_id,
                register: register.into(),
                original: None,
                now: edit.value.in_words(&self.directory),
                value: edit.value.clone(),
                reason: edit.reason.clone(),
                author: self.me.name.clone(),
                recorded: now(),
            };
            self.corrections.insert(0, correction);
            let mut all = self.corrections.iter();
            let differs = |c: &Correction| same(c) && c.now != edit.value.in_words(&self.directory);
            Arc::make_mut(&mut self.rows[at]).conflict = all.any(differs);
            self.change(
                id,
                now(),
                edit.item,
                "set",
                Some(register),
                &after,
                Some(&edit.reason),
            );
        }
        id
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let today = now().date_naive();
        let outlook = Outlook {
            day: today,
            start: Some(day("2022-04-26")),
            end: Some(self.end),
            adopted: Some(day("2024-04-01")),
            ..Outlook::default()
        };
        let mut rows = self.rows.clone();
        for row in &mut rows {
            let lit = outlook.lit(row);
            Arc::make_mut(row).lit = lit;
        }
        Snapshot {
            demo: self.demo,
            head: self.head.clone(),
            sections: Arc::new(if self.rows.is_empty() {
                Vec::new()
            } else {
                vec![
                    Section {
                        code: Code::new(&[2]),
                        title: "二、重点任务".into(),
                    },
                    Section {
                        code: Code::new(&[2, 1]),
                        title: "（一）全面落实立德树人根本任务".into(),
                    },
                    Section {
                        code: Code::new(&[2, 2]),
                        title: "（二）系统构建高质量教育体系".into(),
                    },
                    Section {
                        code: Code::new(&[3]),
                        title: "三、组织实施".into(),
                    },
                ]
            }),
            directory: Arc::new(self.directory.clone()),
            total: self.rows.len(),
            rows: Arc::new(rows),
            me: Arc::new(self.me.clone()),
            limits: Limits {
                progress: 500,
                text: 200,
                reason: 500,
            },
            day: today,
            outlook: Arc::new(outlook),
            past: self.past,
            revision: self.revision,
            turn: 0,
            delivery: self.delivery.clone().map(Arc::new),
            unread: Arc::new(self.unread.clone()),
        }
    }

    pub(crate) fn detail(&self, id: ItemId) -> Option<Detail> {
        let row = self.rows.iter().find(|row| row.id == id)?.clone();
        let (_, text, lines) = self.texts.iter().find(|(task, ..)| *task == id)?.clone();
        let sentences = text.split_inclusive('。').filter(|s| !s.is_empty());
        let measures = sentences
            .zip(1_u32..)
            .map(|(sentence, n)| Measure {
                id: ItemId::mint(&["measure", &row.code.to_string(), &n.to_string()]),
                n,
                text: sentence.into(),
                lines: Lines(lines.0 + n, lines.0 + n),
                due: sentence.contains("2022年底").then(|| day("2022-12-31")),
                span: None,
            })
            .collect();
        let indicators = if text.contains("优良率") || self.measured.contains(&row.id) {
            vec![Indicator {
                id: ItemId::mint(&["indicator", &row.code.to_string()]),
                name: "学生体质健康优良率".into(),
                comparator: Comparator::AtLeast,
                value: Some("55".into()),
                upper: None,
                per: None,
                unit: "%".into(),
                scope: None,
                condition: None,
                due: Some(day("2025-12-31")),
                every: None,
                source: "到2025年，学生体质健康优良率达到55%以上".into(),
                line: lines.0 + 4,
            }]
        } else {
            Vec::new()
        };
        let duties = if text.contains("每年") {
            vec![Duty {
                id: ItemId::mint(&["duty", &row.code.to_string()]),
                text: "教师负担清单每年公布一次".into(),
                every: Every::Year,
                proposed: true,
                indicator: None,
                line: lines.0 + 3,
            }]
        } else {
            Vec::new()
        };
        Some(Detail {
            path: vec![
                "二、重点任务".into(),
                "（一）全面落实立德树人根本任务".into(),
            ],
            text,
            lines: Some(lines),
            rule: Some(LeadRule::FirstListed),
            corrections: self
                .corrections
                .iter()
                .filter(|c| c.item == id || c.item == left_out(id))
                .cloned()
                .collect(),
            measures,
            indicators,
            duties,
            steps: Vec::new(),
            figures: self.follow.figures.clone(),
            done: Vec::new(),
            notes: {
                let of = |note: &&Note| note.task == id;
                let mut notes: Vec<Note> = self.notes.iter().filter(of).cloned().collect();
                notes.sort_by_key(|note| std::cmp::Reverse((note.on, note.recorded)));
                notes
            },
            changes: Vec::new(),
            row,
        })
    }

    pub(crate) fn history(&self, task: Option<ItemId>) -> Vec<Change> {
        let of = |change: &&Change| task.is_none() || change.task == task;
        self.changes.iter().filter(of).cloned().collect()
    }

    /// A plan document of the same tasks, for the review.
    pub(crate) fn document(&self) -> Document {
        let tasks = self
            .rows
            .iter()
            .map(|row| {
                let detail = self.detail(row.id).unwrap();
                let names =
                    |ids: &[DepartmentId]| ids.iter().map(|&id| self.directory.name(id)).collect();
                Task {
                    id: row.id,
                    code: row.code.clone(),
                    path: detail.path.clone(),
                    title: row.title.clone(),
                    text: detail.text.clone(),
                    lead: names(&row.lead),
                    support: names(&row.support),
                    lines: detail.lines.unwrap(),
                    due: row.due,
                    due_source: row.due_source,
                    measures: detail.measures,
                    indicators: detail.indicators,
                    duties: detail.duties,
                }
            })
            .collect();
        let head = self.head.as_deref().cloned().unwrap_or_default();
        Document {
            fmt: "duban-plan/1".into(),
            text_sha256: Sha::of(b"stage"),
            plan: Plan {
                head,
                tasks,
                responsibilities: Vec::new(),
            },
            problems: if self.rows.is_empty() {
                Vec::new()
            } else {
                vec![Problem {
                    line: 290,
                    quote: "（市\n教育局".into(),
                    message: "单位名称拆在两行, 已合并, 请核对".into(),
                }]
            },
            text: (1..=1300)
                .map(|n| format!("原文第{n}行 “{}”\n", NaiveDate::default()))
                .collect(),
        }
    }
}
