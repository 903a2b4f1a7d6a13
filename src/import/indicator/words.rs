//! Words around a goal: what is measured, for whom, and of whom.

use super::super::passage::cut;

/// Words at the head of a clause that say how hard to try, not what is measured.
const TONES: &[&str] = &[
    "年底前",
    "年内",
    "力争",
    "争取",
    "确保",
    "保证",
    "以让",
    "让",
    "使",
    "原则上",
    "可按照",
    "按照",
    "按",
    "可",
    "逐步",
    "进一步",
    "积极",
    "努力",
    "持续",
    "基本",
    "全面",
    "推动",
    "推进",
    "促进",
    "实现",
    "巩固",
    "全力",
    "到",
];

/// Words between a subject and its number.
const PREDICATES: &[&str] = &[
    "达到",
    "提高到",
    "提升到",
    "增加到",
    "提高至",
    "提升至",
    "增长到",
    "扩大到",
    "保持在",
    "稳定在",
    "不断提高",
    "均达到",
    "均达",
    "达",
    "为",
    "至",
    "超",
    "应",
    "要",
];

/// Words for a period that are told apart from the name.
const PERIODS: &[&str] = &[
    "每年",
    "每学年",
    "每学期",
    "每周",
    "逐年",
    "每季度",
    "每月",
    "每半年",
];

/// Areas that a whole plan speaks of.
const AREAS: &[&str] = &[
    "全市", "全省", "全县", "全区", "全州", "全国", "全校", "全镇",
];

/// Who or what something is counted for: in the text, and in an indicator.
const COUNTED: &[(&str, &str)] = &[
    ("学生", "生"),
    ("幼儿", "生"),
    ("教师", "人"),
    ("教职工", "人"),
    ("区县", "区县"),
    ("县区", "县区"),
    ("乡镇", "乡镇"),
    ("镇街", "镇街"),
    ("街道", "街道"),
    ("社区", "社区"),
    ("中小学校", "校"),
    ("中小学", "校"),
    ("幼儿园", "园"),
    ("学校", "校"),
    ("高校", "校"),
    ("院校", "校"),
    ("机构", "机构"),
    ("企业", "企业"),
    ("班级", "班"),
    ("班", "班"),
    ("县", "县"),
    ("区", "区"),
    ("镇", "镇"),
    ("村", "村"),
    ("校", "校"),
    ("园", "园"),
];

/// Institutions that a goal may be set for, as they stand before its object; longer ones first.
const INSTITUTIONS: &[&str] = &[
    "义务教育阶段学校",
    "义务教育学校",
    "普通高中",
    "中等职业学校",
    "职业院校",
    "高等院校",
    "中小学",
    "幼儿园",
    "学校",
    "高校",
    "区县",
];

/// Counters between 每 and what is counted.
const COUNTERS: &[&str] = &[
    "一个", "一名", "一位", "一所", "个", "名", "位", "所", "家", "类",
];

/// What follows the noun behind 每: an adverb, a verb or the next 每.
const VERBS: &[&str] = &[
    "至少",
    "均",
    "都",
    "不少于",
    "不低于",
    "应",
    "须",
    "要",
    "配备",
    "配置",
    "建成",
    "建设",
    "建有",
    "建立",
    "新建",
    "推出",
    "打造",
    "培育",
    "设立",
    "设置",
    "开设",
    "开展",
    "举办",
    "组织",
    "掌握",
    "熟练",
    "拥有",
    "达到",
    "完成",
];

/// The next 每 ends a noun too.
const GOES_ON: char = '每';

/// A subject, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Subject {
    /// What is measured.
    pub(super) name: String,
    /// 全市 and the like.
    pub(super) scope: Option<String>,
}

/// Takes tones, periods and predicates off a subject, and its area apart.
pub(super) fn subject(text: &str) -> Subject {
    let mut rest = without_tones(text);
    while let Some(less) = PREDICATES.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = less.trim_end();
    }
    // 5年内选拔: the span is told apart.
    if let Some((span, what)) = rest.split_once("年内")
        && span.chars().count() <= 4
    {
        rest = what.trim_start();
    }
    let area = AREAS.iter().find(|area| rest.starts_with(**area));
    let rest = area.map_or(rest, |area| cut(rest, area.len()..rest.len()));
    let mut name: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    for period in PERIODS {
        name = name.replace(period, "");
    }
    for counter in COUNTERS {
        name = name.replace(&format!("每{counter}"), "");
    }
    Subject {
        name,
        scope: area.map(|area| (*area).to_owned()),
    }
}

/// Takes words that say how hard to try off the head of a clause.
pub(super) fn without_tones(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some(less) = TONES.iter().find_map(|tone| rest.strip_prefix(tone)) {
        rest = less.trim_start();
    }
    rest
}

/// The last noun of a phrase: 省级特色高中 of 涵盖人文等多个领域的省级特色高中.
pub(super) fn noun(text: &str) -> String {
    let text = text.trim().trim_start_matches('的').trim();
    let text = text.strip_suffix("为目标").unwrap_or(text);
    let head = match text.rsplit_once('的') {
        Some((_, head)) if head.chars().count() > 1 => head,
        _ => text,
    };
    head.chars().filter(|c| !c.is_whitespace()).collect()
}

/// For whom a goal is counted (每个区县, 各中小学), and the words that say so.
pub(super) fn counted_for(text: &str) -> Option<(String, String)> {
    let each = text.match_indices('每').find_map(|(at, each)| {
        let rest = cut(text, at + each.len()..text.len()).trim_start();
        let counter = COUNTERS.iter().find(|counter| rest.starts_with(**counter));
        let body = counter.map_or(rest, |counter| cut(rest, counter.len()..rest.len()));
        let noun = body.find(GOES_ON).map(|at| cut(body, 0..at));
        let verb = VERBS.iter().filter_map(|verb| body.find(verb)).min();
        let noun = verb
            .map(|at| cut(body, 0..at))
            .into_iter()
            .chain(noun)
            .min_by_key(|noun| noun.len())?;
        let per = counted(noun.trim())?;
        let end = text.len() - body.len() + noun.len();
        Some((per, cut(text, at..end).trim().to_owned()))
    });
    each.or_else(|| {
        let subject = without_tones(text);
        let end = subject.find("至少").or_else(|| subject.find("均"))?;
        let subject = cut(subject, 0..end).trim_end();
        let &(_, per) = COUNTED.iter().find(|(word, _)| subject.ends_with(word))?;
        subject
            .starts_with('各')
            .then(|| (per.to_owned(), subject.to_owned()))
    })
}

/// What a noun behind 每 counts: 生 for 学生, itself for what is not known; a period counts nothing.
fn counted(noun: &str) -> Option<String> {
    const LONGEST: usize = 8;
    let period = ["年", "学期", "学年", "周", "月", "季", "半", "天", "日"];
    if noun.is_empty() || period.iter().any(|word| noun.starts_with(word)) {
        return None;
    }
    let known = COUNTED.iter().find(|(word, _)| noun.ends_with(word));
    let known = known.map(|&(_, per)| per.to_owned());
    known.or_else(|| (noun.chars().count() <= LONGEST).then(|| noun.to_owned()))
}

/// The institution that a phrase begins with, if something follows it.
pub(super) fn institution(text: &str) -> Option<&'static str> {
    let text = text
        .trim_start_matches("各级")
        .trim_start_matches(['各', '类']);
    INSTITUTIONS
        .iter()
        .find(|word| text.starts_with(**word) && text.len() > word.len())
        .copied()
}

/// Whether a phrase ends with a kind of institution: 公办中小学.
pub(super) fn is_institution(text: &str) -> bool {
    INSTITUTIONS.iter().any(|word| text.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_a_goal_is_counted_for() {
        let read = |text| counted_for(text);
        assert_eq!(
            read("每个区县至少推出"),
            Some(("区县".into(), "每个区县".into()))
        );
        assert_eq!(
            read("以让每一个学生至少"),
            Some(("生".into(), "每一个学生".into()))
        );
        assert_eq!(
            read("各级教研机构至少配备"),
            Some(("机构".into(), "各级教研机构".into()))
        );
        assert_eq!(
            read("每所乡镇卫生院至少配备"),
            Some(("乡镇卫生院".into(), "每所乡镇卫生院".into()))
        );
        assert_eq!(
            read("每名学生每年家访"),
            Some(("生".into(), "每名学生".into()))
        );
        assert_eq!(read("每年培训"), None);
        assert_eq!(read("每周不少于"), None);
    }

    #[test]
    fn subjects_lose_tone_period_and_predicate() {
        let read = subject("力争全市公办园占比达到");
        assert_eq!(
            (read.name.as_str(), read.scope.as_deref()),
            ("公办园占比", Some("全市"))
        );
        assert_eq!(subject("实现每名学生每年家访").name, "学生家访");
        assert_eq!(
            noun("涵盖人文、社科等多个领域的省级特色高中"),
            "省级特色高中"
        );
    }
}
