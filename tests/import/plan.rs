//! The real plan: everything that was read out of it by hand comes out again.

use std::collections::{BTreeMap, HashSet};

use duban::import::{document, read};
use duban::model::{Comparator, DueSource, Every, LeadRule};

use super::expected::{DUTIES, INDICATORS, TASKS};
use super::{PLAN, directory};

#[test]
fn the_head_says_title_number_and_period() {
    let head = read(PLAN, &directory()).plan.head;
    assert_eq!(head.title, "淄博市教育事业发展“十四五”规划");
    assert_eq!(head.number.as_deref(), Some("淄政发〔2022〕2号"));
    let days = [head.issued, head.start, head.end].map(|day| day.unwrap().to_string());
    assert_eq!(days, ["2022-04-26", "2021-01-01", "2025-12-31"]);
    assert!(head.first_is_lead);
}

#[test]
fn all_tasks_have_their_titles_departments_and_lines() {
    let plan = read(PLAN, &directory()).plan;
    let found: Vec<_> = plan
        .tasks
        .iter()
        .map(|t| {
            let names = (t.lead.join("、"), t.support.join("、"));
            (
                t.code.to_string(),
                t.title.clone(),
                names.0,
                names.1,
                (t.lines.0, t.lines.1),
            )
        })
        .collect();
    let expected: Vec<_> = TASKS
        .iter()
        .map(|&(code, title, lead, support, lines)| {
            let owned = [code, title, lead, support].map(str::to_owned);
            let [code, title, lead, support] = owned;
            (code, title, lead, support, lines)
        })
        .collect();
    assert_eq!(found, expected);
    let pairs: usize = plan
        .tasks
        .iter()
        .map(|t| t.lead.len() + t.support.len())
        .sum();
    assert_eq!((plan.tasks.len(), pairs), (51, 153));
    for responsibility in &plan.responsibilities {
        let rule = match responsibility.supports.len() {
            0 => LeadRule::Sole,
            _ => LeadRule::FirstListed,
        };
        assert_eq!(responsibility.rule, rule, "{}", responsibility.task);
    }
}

#[test]
fn tasks_stand_under_their_headings_and_nothing_comes_from_part_one() {
    let plan = read(PLAN, &directory()).plan;
    let path = |code: &str| {
        let task = plan
            .tasks
            .iter()
            .find(|t| t.code.to_string() == code)
            .unwrap();
        task.path.clone()
    };
    assert_eq!(
        path("2.1.4"),
        ["二、重点任务", "（一）全面落实立德树人根本任务"]
    );
    assert_eq!(path("3.1"), ["三、组织实施"]);
    assert!(plan.tasks.iter().all(|t| t.code.numbers()[0] > 1));
}

#[test]
fn every_sentence_is_a_measure_at_its_place_in_the_source() {
    let reading = read(PLAN, &directory());
    let source: Vec<&str> = reading.text.lines().collect();
    let bare = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let mut count = 0;
    for task in &reading.plan.tasks {
        let joined: String = task.measures.iter().map(|m| m.text.as_str()).collect();
        assert_eq!(bare(&joined), bare(&task.text), "{}", task.code);
        for (n, measure) in (1..).zip(&task.measures) {
            assert_eq!(measure.n, n);
            assert_eq!(measure.text.matches('。').count(), 1, "{}", measure.text);
            let (first, last) = (measure.lines.0 as usize, measure.lines.1 as usize);
            let passage: String = source[first - 1..last]
                .iter()
                .map(|line| bare(line))
                .collect();
            let passage = passage
                .replace("—6—", "")
                .replace("—8—", "")
                .replace("—16—", "");
            assert!(
                passage.contains(&bare(&measure.text)),
                "{} {}",
                task.code,
                measure.text
            );
            count += 1;
        }
    }
    // 404 sentences were counted by hand, 51 of them headings.
    assert_eq!(count, 404 - 51);
}

#[test]
fn all_indicators_are_read_and_no_false_one() {
    let plan = read(PLAN, &directory()).plan;
    let mut found = Vec::new();
    for task in &plan.tasks {
        for i in &task.indicators {
            let value = [i.value.clone(), i.upper.clone()].into_iter().flatten();
            let unit = std::iter::once(i.unit.clone()).chain(i.per.clone());
            found.push((
                task.code.to_string(),
                i.line,
                i.name.clone(),
                i.comparator.as_str().to_owned(),
                value.collect::<Vec<_>>().join(".."),
                unit.collect::<Vec<_>>().join("/"),
            ));
        }
    }
    let expected: Vec<_> = INDICATORS
        .iter()
        .map(|&(code, line, name, comparator, value, unit)| {
            let [code, name, comparator] = [code, name, comparator].map(str::to_owned);
            (
                code,
                line,
                name,
                comparator,
                value.to_owned(),
                unit.to_owned(),
            )
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(found.len(), 59);
}

#[test]
fn indicators_know_scope_condition_period_and_words() {
    let plan = read(PLAN, &directory()).plan;
    let find = |code: &str, name: &str| {
        let task = plan
            .tasks
            .iter()
            .find(|t| t.code.to_string() == code)
            .unwrap();
        task.indicators
            .iter()
            .find(|i| i.name == name)
            .unwrap()
            .clone()
    };
    let big = find("2.1.4", "专职教师");
    assert_eq!(big.condition.as_deref(), Some("超过 1000 人规模的学校"));
    let sight = find("2.1.4", "总体近视率降低");
    assert_eq!((sight.every, sight.per), (Some(Every::Year), None));
    let lessons = find("2.1.6", "中小学劳动教育课");
    assert_eq!(
        (lessons.every, lessons.per.as_deref()),
        (Some(Every::Week), Some("周"))
    );
    assert_eq!(
        find("2.1.6", "典型性劳动教育基地").scope.as_deref(),
        Some("每个区县")
    );
    assert_eq!(
        find("2.2.1", "普惠性幼儿园覆盖率").scope.as_deref(),
        Some("全市")
    );
    assert_eq!(find("2.1.8", "家庭教育巡讲").every, Some(Every::Year));
    let pay = find("2.8.5", "一般公共预算教育支出");
    assert_eq!(
        (pay.comparator, pay.value),
        (Comparator::NotBelowPrevious, None)
    );
    let groups = find("2.5.3", "省级产教融合实训基地");
    assert_eq!(groups.source, "5 个左右省级产教融合实训基地");
    for task in &plan.tasks {
        for indicator in &task.indicators {
            assert!(
                task.text.contains(&indicator.source),
                "{}",
                indicator.source
            );
        }
    }
}

#[test]
fn three_dates_and_two_spans_are_stated_and_all_else_is_the_end_of_the_plan() {
    let plan = read(PLAN, &directory()).plan;
    let mut dues: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut spans = Vec::new();
    for task in &plan.tasks {
        assert_eq!(task.due_source, DueSource::Plan);
        assert_eq!(task.due, plan.head.end);
        for measure in &task.measures {
            if let Some(due) = measure.due {
                dues.entry(due.to_string())
                    .or_default()
                    .push(format!("{}/m{}", task.code, measure.n));
            }
            spans.extend(
                measure
                    .span
                    .clone()
                    .map(|span| (task.code.to_string(), measure.n, span)),
            );
        }
        for indicator in &task.indicators {
            if let Some(due) = indicator.due {
                dues.entry(due.to_string())
                    .or_default()
                    .push(indicator.name.clone());
            }
        }
    }
    let expected: [(&str, &[&str]); 3] = [
        (
            "2022-12-31",
            &[
                "2.1.4/m10",
                "中小学心理健康教育专兼职教师配齐配足",
                "专兼职心理健康教育教师",
                "专职教师",
            ],
        ),
        ("2023-12-31", &["2.1.8/m6"]),
        (
            "2025-12-31",
            &[
                "2.1.4/m4",
                "学生体质健康测试优良率",
                "学生体质健康测试合格率",
            ],
        ),
    ];
    let expected = expected.map(|(day, items)| {
        (
            day.to_owned(),
            items.iter().map(|i| (*i).to_owned()).collect(),
        )
    });
    assert_eq!(dues, BTreeMap::from(expected));
    let spans: Vec<_> = spans
        .iter()
        .map(|(code, n, span)| (code.as_str(), *n, span.as_str()))
        .collect();
    assert_eq!(spans, [("2.1.4", 4, "P3Y"), ("2.4.6", 1, "P3Y")]);
}

#[test]
fn recurring_duties_are_tied_to_their_indicators_and_inferred_ones_marked() {
    let plan = read(PLAN, &directory()).plan;
    let mut found = Vec::new();
    for task in &plan.tasks {
        for duty in &task.duties {
            let tied = task
                .indicators
                .iter()
                .find(|i| Some(i.id) == duty.indicator);
            let tied = tied.map(|i| i.name.as_str());
            found.push((
                task.code.to_string(),
                duty.line,
                duty.every.as_str(),
                duty.proposed,
                tied,
            ));
        }
    }
    let expected: Vec<_> = DUTIES
        .iter()
        .map(|&(code, line, every, proposed, tied)| (code.to_owned(), line, every, proposed, tied))
        .collect();
    assert_eq!(found, expected);
    let proposed = found.iter().filter(|duty| duty.3).count();
    assert_eq!((found.len() - proposed, proposed), (14, 2));
}

#[test]
fn problems_are_few_and_each_quotes_its_line() {
    let reading = read(PLAN, &directory());
    let found: Vec<_> = reading
        .problems
        .iter()
        .map(|p| (p.line, p.quote.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (294, "实施学校体育教师配备和场地器材建设三年行动计划"),
            (
                319,
                "各中小学至少配备 1 名专兼职心理健康教育教师，超过 1000 人规模的学校必须配备专职教师。"
            ),
            (382, "中小学普遍设立劳动周"),
            (727, "协同推动继续教育转型发展"),
            (985, "力争在三年内形成教育系统完善的网络安全管理体系"),
            (1046, "促进教育链、人才链与产业链、创新链的有效衔接"),
            (1441, "健全民办学校财务、会计制度和资产管理制度"),
            (1445, "加强各级教育经费执行情况统计公告"),
            (1478, "“五个一批”项目库建设"),
        ]
    );
}

#[test]
fn ids_are_minted_from_the_text_and_the_place_and_never_meet() {
    let (one, other) = (read(PLAN, &directory()), read(PLAN, &directory()));
    assert_eq!(one, other);
    let mut ids = HashSet::new();
    for task in &one.plan.tasks {
        let measures = task.measures.iter().map(|m| m.id);
        let indicators = task.indicators.iter().map(|i| i.id);
        let duties = task.duties.iter().map(|d| d.id);
        for id in std::iter::once(task.id)
            .chain(measures)
            .chain(indicators)
            .chain(duties)
        {
            assert!(ids.insert(id), "{} shares an id", task.code);
        }
    }
    let hash = one.text_sha256.to_string();
    let minted = duban::model::ItemId::mint(&[&hash, "2.1.4/m10"]);
    let task = one
        .plan
        .tasks
        .iter()
        .find(|t| t.code.to_string() == "2.1.4")
        .unwrap();
    assert_eq!(task.measures[9].id, minted);
    // The same text in another encoding is the same document.
    let (gb, _, _) = encoding_rs::GB18030.encode(std::str::from_utf8(PLAN).unwrap());
    assert_eq!(read(&gb, &directory()), one);
}

#[test]
fn the_report_and_the_document_have_their_form() {
    let reading = read(PLAN, &directory());
    let report = serde_json::to_value(&reading).unwrap();
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["plan", "problems", "responsibilities", "tasks"]);
    let task = &report["tasks"][3];
    assert_eq!(task["code"], "2.1.4");
    assert_eq!(task["due_source"], "plan");
    assert_eq!(task["lines"], serde_json::json!([282, 327]));
    assert_eq!(report["responsibilities"][3]["rule"], "first-listed");
    let kept = document(reading.clone());
    assert_eq!(kept.fmt, "duban-plan/1");
    assert_eq!(
        kept.text_sha256,
        duban::model::Sha::of(kept.text.as_bytes())
    );
    assert_eq!((kept.plan, kept.problems), (reading.plan, reading.problems));
}

#[test]
fn the_file_of_departments_knows_every_name_of_the_plan() {
    let (plan, directory) = (read(PLAN, &directory()).plan, directory());
    let named: HashSet<&String> = plan
        .tasks
        .iter()
        .flat_map(|t| t.lead.iter().chain(&t.support))
        .collect();
    assert_eq!(named.len(), 30);
    assert_eq!(directory.len(), 30);
    for name in named {
        assert_eq!(&directory.find(name).unwrap().name, name);
    }
    let meant = |typed: &str| directory.find(typed).unwrap().name.clone();
    assert_eq!(meant("发改委"), "市发展改革委");
    assert_eq!(meant("人社局"), "市人力资源社会保障局");
    assert_eq!(meant("卫健委"), "市卫生健康委");
    assert_eq!(meant("市文旅局"), "市文化和旅游局");
    assert_eq!(meant("工信局"), "市工业和信息化局");
    assert_eq!(meant("住建局"), "市住房城乡建设局");
    assert_eq!(meant("编办"), "市委编办");
    assert_eq!(meant("教工委"), "市委教育工委");
    assert_eq!(meant("教育局"), "市教育局");
    for department in directory.iter() {
        assert!(
            department.short.chars().count() <= 5,
            "{}",
            department.short
        );
        for name in department.names() {
            assert_eq!(directory.find(name).unwrap().id, department.id, "{name}");
        }
    }
}
