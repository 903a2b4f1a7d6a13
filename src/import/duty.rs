//! Recurring duties: what is to be done every year, term or week.

use crate::model::Every;

/// Words that state a period.
const STATED: &[(&str, Every)] = &[
    ("每学期", Every::Term),
    ("每个学期", Every::Term),
    ("每学年", Every::SchoolYear),
    ("每周", Every::Week),
    ("每年", Every::Year),
    ("逐年", Every::Year),
    ("年均", Every::Year),
    ("年终", Every::Year),
    ("年度", Every::Year),
    // A week or month of events comes round every year by its nature.
    ("活动周", Every::Year),
    ("宣传周", Every::Year),
    ("活动月", Every::Year),
    ("宣传月", Every::Year),
];

/// Words that state a period for which there is no [`Every`] yet.
const UNKNOWN: &[&str] = &["每季度", "每月", "每半年", "每日", "每天"];

/// Before 年度 these name one certain year.
const CERTAIN_YEAR: &[char] = &['上', '本', '当', '下', '该', '今', '去', '一'];

/// Statistics that law or custom has published once a year.
const REPORTS: &[&str] = &["统计公告", "统计公报", "情况公告", "情况公报"];

/// Institutions that go by the school year.
const SCHOOLS: &[&str] = &["学校", "中小学", "幼儿园", "高校", "高中", "初中", "小学"];

/// The period of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    /// How often.
    pub(super) every: Every,
    /// Whether it is inferred rather than stated.
    pub(super) proposed: bool,
}

/// The period that a clause states; the first word that states one counts.
pub(super) fn stated(clause: &str) -> Option<Every> {
    // Most clauses hold no period; looking for one character is cheaper than for a dozen words.
    if !clause.contains(['年', '学', '周', '月']) {
        return None;
    }
    let found = STATED.iter().flat_map(|&(word, every)| {
        let places = clause.match_indices(word);
        let places = places.filter(move |&(at, _)| word != "年度" || !names_a_year(clause, at));
        places.map(move |(at, _)| (at, every))
    });
    found.min_by_key(|&(at, _)| at).map(|(_, every)| every)
}

fn names_a_year(clause: &str, at: usize) -> bool {
    let before = clause.get(..at).unwrap_or_default().trim_end();
    before.ends_with(|c: char| c.is_numeric() || CERTAIN_YEAR.contains(&c))
}

/// The period that a clause suggests without stating it.
pub(super) fn suggested(clause: &str) -> Option<Every> {
    if REPORTS.iter().any(|report| clause.contains(report)) {
        return Some(Every::Year);
    }
    // 劳动周, 读书周: a week set aside, once a school year where schools keep it.
    let is_week = clause.match_indices('周').any(|(at, week)| {
        let before = clause.get(..at).unwrap_or_default();
        let behind = clause.get(at + week.len()..).unwrap_or_default();
        let ends = behind.is_empty() || behind.starts_with(['、', '和', '及', '等', '）']);
        let sets_up = ["设立", "设置", "开展", "举办", "组织"];
        let named = sets_up
            .iter()
            .filter_map(|verb| before.rsplit_once(verb))
            .next();
        ends && named.is_some_and(|(_, name)| (2..=8).contains(&name.chars().count()))
    });
    let school = SCHOOLS.iter().any(|school| clause.contains(school));
    is_week.then_some(if school {
        Every::SchoolYear
    } else {
        Every::Year
    })
}

/// The duty's period in a clause, stated or suggested.
pub(super) fn period(clause: &str) -> Option<Period> {
    let stated = stated(clause).map(|every| Period {
        every,
        proposed: false,
    });
    stated.or_else(|| {
        suggested(clause).map(|every| Period {
            every,
            proposed: true,
        })
    })
}

/// The period in a clause that cannot be kept as a duty yet.
pub(super) fn unknown(clause: &str) -> Option<&'static str> {
    let mut words = UNKNOWN.iter();
    words.find(|word| clause.contains(**word)).copied()
}

/// The word for a period in messages.
pub(super) fn word(every: Every) -> &'static str {
    match every {
        Every::Year => "每年",
        Every::SchoolYear => "每学年",
        Every::Term => "每学期",
        Every::Week => "每周",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stated_periods() {
        for (clause, every) in [
            ("任课教师每学期对每个学生进行学业述评", Every::Term),
            ("实现每名学生每年家访一次", Every::Year),
            ("完善健康测试和年度通报制度", Every::Year),
            ("劳动教育课每周不少于1课时", Every::Week),
            ("持续开展全民终身学习活动周", Every::Year),
        ] {
            assert_eq!(
                period(clause),
                Some(Period {
                    every,
                    proposed: false
                }),
                "{clause}"
            );
        }
    }

    #[test]
    fn suggested_periods_are_proposed() {
        let week = Period {
            every: Every::SchoolYear,
            proposed: true,
        };
        assert_eq!(period("中小学普遍设立劳动周"), Some(week));
        let report = Period {
            every: Every::Year,
            proposed: true,
        };
        assert_eq!(period("加强教育经费执行情况统计公告"), Some(report));
    }

    #[test]
    fn one_year_and_soft_words_are_no_period() {
        for clause in [
            "按2019年度标准",
            "参照上年度",
            "定期开展水质监测",
            "常态化开展教研活动",
            "完善周转编制政策",
            "加强校园周边治理",
            "持续开展学宪法活动",
            "每5所幼儿园配备1名督学",
        ] {
            assert_eq!(period(clause), None, "{clause}");
        }
    }
}
