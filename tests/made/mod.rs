//! Made-up reports.

use duban::model::{Day, Light};
use duban::report::indicators::IndicatorLine;
use duban::report::ledger::LedgerLine;
use duban::report::lights::LightLine;
use duban::report::meeting::{AgendaLine, DecisionLine, JudgedLine, Meeting, NotedLine, OldLine};
use duban::report::progress::ProgressLine;
use duban::report::weekly::{Mention, Week};
use duban::report::{Lamp, Report, Stamp, indicators, ledger, lights, meeting, progress, weekly};
use duban::words::Lang;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn stamp() -> Stamp {
    Stamp {
        plan: "淄博市教育事业发展“十四五”规划".into(),
        as_of: day("2024-05-17"),
        window: Some("2024-W20".into()),
        rules_version: 3,
        snapshot: Some("20".into()),
        demo: true,
    }
}

pub(crate) fn light(light: Light) -> Lamp {
    let word = match light {
        Light::Red => "红",
        Light::Yellow => "黄",
        Light::Blue => "蓝",
        Light::Green => "绿",
        Light::Grey => "灰",
        Light::Closed => "销",
        Light::Stopped => "止",
    };
    Lamp {
        light,
        word: word.into(),
    }
}

pub(crate) fn ledger_lines() -> Vec<LedgerLine> {
    vec![
        LedgerLine {
            code: "2.1.4".into(),
            section: "（一）全面落实立德树人根本任务".into(),
            task: "提升学生体质健康水平".into(),
            text: "深化体教融合，落实学校体育教师配备和场地器材建设三年行动计划；到 2025 年学生体质健康测试优良率、合格率达到 55%、95%以上。\n2022 年年底前，配齐配足中小学心理健康教育专兼职教师。".into(),
            leader: "分管副市长".into(),
            lead: "市教育局".into(),
            support: "市卫生健康委、市体育局".into(),
            assist: String::new(),
            due: Some(day("2025-12-31")),
            remarks: "时限为规划期末（原文未写明）".into(),
        },
        LedgerLine {
            code: "2.4.6".into(),
            section: "（四）推进教育信息化".into(),
            task: "健全网络|保障体系".into(),
            text: "=HYPERLINK(\"http://example.org\")".into(),
            lead: "市教育局".into(),
            due: Some(day("2025-04-26")),
            ..LedgerLine::default()
        },
    ]
}

pub(crate) fn progress_lines() -> Vec<ProgressLine> {
    let mut lines = vec![
        ProgressLine {
            code: "2.1.4".into(),
            task: "提升学生体质健康水平".into(),
            lead: "市教育局".into(),
            support: "市卫生健康委、市体育局".into(),
            due: Some(day("2022-12-31")),
            percent: Some(45),
            schedule: Some(56),
            gap: Some(-11),
            light: Some(light(Light::Red)),
            ruled: Some(light(Light::Yellow)),
            reasons: "逾期503天；未报2期".into(),
            progress: "已完成22所学校招聘。".into(),
            problems: "编制不足".into(),
            next: "5月底前完成31所学校专职心理教师招聘".into(),
            coordinate: "市委编办".into(),
            kept: "部分".into(),
            confidence: "中".into(),
            reporter: "张伟".into(),
            approver: "李娜".into(),
            updated: Some(day("2024-04-12")),
        },
        ProgressLine::default(),
    ];
    for shown in Light::LISTED {
        lines.push(ProgressLine {
            code: "3.2".into(),
            light: Some(light(shown)),
            ..ProgressLine::default()
        });
    }
    lines
}

pub(crate) fn week() -> Week {
    let mention = |said: &str| Mention {
        code: "2.1.4".into(),
        task: "提升学生体质健康水平".into(),
        lead: "市教育局".into(),
        said: said.into(),
    };
    Week {
        other_window: false,
        tasks: 51,
        due: 30,
        reported: 28,
        in_time: 27,
        lights: Light::LISTED
            .iter()
            .map(|shown| (light(*shown), 7))
            .collect(),
        new_red: vec![mention("未报2期"), mention("")],
        newly_overdue: vec![mention("逾期1天")],
        coordinate: vec![mention("市委编办：核定专职心理教师编制")],
        due_soon: vec![mention("2024-05-24 到期")],
        missing: vec!["市财政局".into(), "市残联".into()],
        ..Week::default()
    }
}

pub(crate) fn light_lines() -> Vec<LightLine> {
    vec![LightLine {
        light: Some(light(Light::Red)),
        code: "2.1.4".into(),
        task: "提升学生体质健康水平".into(),
        lead: "市教育局".into(),
        reasons: "逾期503天".into(),
        windows: Some(2),
        notice: "〔2024〕第3号".into(),
        limit: Some(day("2024-05-31")),
        demand: "报送整改方案".into(),
    }]
}

pub(crate) fn indicator_lines() -> Vec<IndicatorLine> {
    vec![
        IndicatorLine {
            name: "学生体质健康测试优良率".into(),
            nature: "预期性".into(),
            unit: "%".into(),
            goals: ["", "", "", "", "55"].map(String::from).to_vec(),
            latest: "51.20".into(),
            reached: Some("93.1".into()),
            schedule: Some(56),
            verdict: "达进度".into(),
            distance: "-3.8".into(),
            source: "市教育局".into(),
            lead: "市教育局".into(),
            districts: vec!["52.0".into(), String::new(), "未报".into()],
            ..IndicatorLine::default()
        },
        IndicatorLine {
            name: "责任督学配备".into(),
            goals: vec!["1:5".into()],
            verdict: "无数据".into(),
            ..IndicatorLine::default()
        },
    ]
}

pub(crate) fn a_meeting() -> Meeting {
    let decision = DecisionLine {
        content: "核定专职心理教师编制".into(),
        department: "市委编办".into(),
        due: Some(day("2024-05-31")),
        done_when: "文件印发".into(),
        task: "2.1.4".into(),
    };
    Meeting {
        name: "淄博市教育规划推进周例会".into(),
        number: Some((2024, 20)),
        on: Some(day("2024-05-17")),
        held: true,
        recorder: "周明远".into(),
        time: "2024-05-17 09:00".into(),
        place: "市教育局三楼会议室".into(),
        chair: "王强".into(),
        present: vec!["张伟".into(), "李娜".into()],
        agenda: vec![
            AgendaLine {
                item: "2.1.4 提升学生体质健康水平".into(),
                speaker: "市教育局".into(),
                minutes: Some(10),
            },
            AgendaLine::default(),
        ],
        old: vec![OldLine {
            decision: decision.clone(),
            outcome: "未完成，顺延".into(),
        }],
        decisions: vec![decision],
        problems: vec![DecisionLine {
            content: "编制不足".into(),
            department: "市教育局".into(),
            task: "2.1.4".into(),
            ..DecisionLine::default()
        }],
        lights: vec![JudgedLine {
            task: "2.1.4 提升学生体质健康水平".into(),
            light: "红改黄".into(),
            until: Some(day("2024-06-16")),
            reason: "编制已批".into(),
            by: "周明远".into(),
        }],
        notes: vec![NotedLine {
            task: "2.1.4 提升学生体质健康水平".into(),
            department: "市教育局".into(),
            text: "已完成22所学校招聘。".into(),
        }],
    }
}

/// One of each report.
pub(crate) fn reports(lang: Lang) -> Vec<Report> {
    let districts = ["张店区", "淄川区", "桓台县"].map(String::from);
    vec![
        ledger::report(lang, stamp(), &ledger_lines()),
        progress::report(lang, stamp(), &progress_lines()),
        weekly::report(lang, stamp(), &week()),
        lights::report(lang, stamp(), &light_lines()),
        indicators::report(
            lang,
            stamp(),
            &[2021, 2022, 2023, 2024, 2025],
            &districts,
            &indicator_lines(),
        ),
        meeting::report(lang, stamp(), &a_meeting()),
    ]
}
