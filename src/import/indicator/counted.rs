//! Goals with a number: counts (10 个基地), shares (占比超过 65%), ratios (每 5 所配备 1 名).

use std::ops::Range;

use crate::model::Comparator;

use super::super::passage::cut;
use super::quantity::{Bound, Quantity};
use super::words::{counted_for, noun, subject};
use super::{Finding, Place};

/// Verbs that are part of what is counted: 100 名教师培训 is not 100 名教师.
const TELLING_VERBS: &[&str] = &["培训", "培养", "引进", "选派", "招聘", "轮训"];

/// Verbs of building up, before the name of what is counted.
const BUILDING: &[&str] = &[
    "打造", "培育", "建设", "创建", "建成", "累计", "组建", "开发", "完成", "开展", "举办",
];

/// Duties to have something, without a number: at least one.
const MUST: &[&str] = &["必须", "应当", "均须", "须"];

/// Verbs of having.
const HAVE: &[&str] = &["配备", "配置", "设立", "设置", "建有", "建立", "开设"];

/// Verbs behind those of whom a share is to reach something.
const REACHING: &[&str] = &["达到", "完成", "建成", "实现", "通过", "纳入", "开展"];

/// Rates and sums of support are no goals.
const SUPPORT: &[&str] = &["补贴", "补助", "给予", "资助", "奖补", "贴息", "罚"];

/// Reads every goal with a number in a clause.
pub(super) fn read(place: &Place<'_>, quantities: &[Quantity]) -> Vec<Finding> {
    if let Some(ratio) = ratio(place, quantities) {
        return vec![ratio];
    }
    if let Some(must) = must_have(place, quantities) {
        return vec![must];
    }
    let text = place.text;
    let mut findings = Vec::new();
    let mut at = 0;
    while let Some(first) = quantities.get(at) {
        let run = parallel(text, quantities.get(at..).unwrap_or_default());
        let start = match at.checked_sub(1).and_then(|before| quantities.get(before)) {
            Some(before) => item_start(text, before.end, first.start),
            None => 0,
        };
        let behind = quantities.get(at + run);
        let last = quantities.get(at + run - 1).unwrap_or(first);
        let end = behind.map_or(text.len(), |next| item_start(text, last.end, next.start));
        let end = end
            - (cut(text, last.end..end).len()
                - cut(text, last.end..end)
                    .trim_end_matches(['、', ' ', '和', '及', '与'])
                    .len());
        let item = Item {
            place,
            range: start..end,
            is_first: at == 0,
        };
        let group = quantities.get(at..at + run).unwrap_or_default();
        if group.len() > 1 {
            findings.extend(item.shared(group));
        } else if let Some(finding) = item.single(first) {
            findings.push(finding);
        }
        at += run;
    }
    findings
}

/// How many quantities at the head of a list share one predicate: 达到 55%、95%以上.
fn parallel(text: &str, quantities: &[Quantity]) -> usize {
    let pairs = quantities.windows(2).take_while(|pair| match pair {
        [one, next] => one.unit == next.unit && cut(text, one.end..next.start).trim() == "、",
        _ => false,
    });
    pairs.count() + 1
}

/// Where the item of a later quantity begins: behind the last 、 before it.
fn item_start(text: &str, from: usize, to: usize) -> usize {
    let between = cut(text, from..to);
    match between.rfind(['、', '和', '及']) {
        Some(at) => {
            let c = cut(between, at..between.len()).chars().next();
            from + at + c.map_or(0, char::len_utf8)
        }
        None => to,
    }
}

/// One item of a clause, with its own quantities.
struct Item<'a> {
    place: &'a Place<'a>,
    range: Range<usize>,
    is_first: bool,
}

impl Item<'_> {
    fn single(&self, quantity: &Quantity) -> Option<Finding> {
        let Bound::Goal(comparator) = quantity.bound else {
            return None;
        };
        let text = self.place.text;
        let money = quantity.unit.ends_with('元') && text.contains("奖励");
        // 对…30 人以上的企业 and 按 50% say to whom and how, not what is to be reached.
        let condition = text.starts_with('对') || text.starts_with('按');
        if money || condition || SUPPORT.iter().any(|word| text.contains(word)) {
            return None;
        }
        let before = self.place.undated(
            cut(text, self.range.start..quantity.compared_from),
            self.range.start,
        );
        let whole_before = cut(text, self.range.start..quantity.start);
        let behind = cut(text, quantity.end..self.range.end).trim();
        let mut finding = match quantity.unit {
            "%" | "百分点" | "倍" => share(before, behind),
            // 24 小时热线: the time is part of a name.
            "小时" | "分钟" if !behind.is_empty() => None,
            _ if behind.is_empty() => of_subject(before),
            _ => count(before, whole_before, behind),
        }?;
        // 且通过验收的: a relative clause without its noun is a condition.
        if finding.name.ends_with('的') || finding.name.starts_with(['且', '及', '或']) {
            return None;
        }
        let counted = counted_for(cut(text, 0..quantity.start)).filter(|_| quantity.unit != "%");
        if let Some((per, words)) = counted {
            finding.per = Some(per);
            finding.scope = Some(words);
        } else if quantity.unit != "百分点" && whole_before.contains("每周") {
            finding.per = Some("周".into());
        }
        Some(Finding {
            comparator,
            value: Some(quantity.value.clone()),
            upper: quantity.upper.clone(),
            unit: quantity.unit.to_owned(),
            range: self.source(),
            ..finding
        })
    }

    /// Several names and as many values: 优良率、合格率达到 55%、95%以上.
    fn shared(&self, group: &[Quantity]) -> Vec<Finding> {
        let text = self.place.text;
        let Some((first, last)) = group.first().zip(group.last()) else {
            return Vec::new();
        };
        // 以上 behind the last value, or 超过 before the first, holds for all.
        let bounds = [first.bound, last.bound];
        let told = bounds
            .iter()
            .find(|b| **b != Bound::Goal(Comparator::Exactly));
        let Bound::Goal(comparator) = told.copied().unwrap_or(first.bound) else {
            return Vec::new();
        };
        let before = cut(text, self.range.start..first.compared_from);
        let subject = subject(self.place.undated(before, self.range.start));
        let names = shared_names(&subject.name, group.len());
        let named = group.iter().zip(names).map(|(quantity, name)| Finding {
            name,
            comparator,
            value: Some(quantity.value.clone()),
            unit: quantity.unit.to_owned(),
            scope: subject.scope.clone(),
            range: self.source(),
            ..Finding::default()
        });
        named.collect()
    }

    /// A later item of an enumeration is quoted by itself, the first with the words before it.
    fn source(&self) -> Range<usize> {
        let start = if self.is_first { 0 } else { self.range.start };
        start..self.range.end
    }
}

/// `count` names out of 学生体质健康测试优良率、合格率: what the later ones leave out is taken from the first.
fn shared_names(subject: &str, count: usize) -> Vec<String> {
    let parts: Vec<&str> = subject.split('、').collect();
    let Some(names) = parts
        .len()
        .checked_sub(count)
        .and_then(|at| parts.get(at..))
    else {
        return (1..=count)
            .map(|nth| format!("{subject}（{nth}）"))
            .collect();
    };
    let first = names.first().copied().unwrap_or_default();
    let whole = names.iter().enumerate().map(|(nth, name)| {
        let same_kind = first.chars().next_back() == name.chars().next_back();
        let shorter = first.chars().count().checked_sub(name.chars().count());
        match shorter.filter(|&shorter| nth > 0 && same_kind && shorter > 0) {
            Some(common) => first.chars().take(common).chain(name.chars()).collect(),
            None => (*name).to_owned(),
        }
    });
    whole.collect()
}

/// 占比超过 65%, 80%以上的区县达到标准, 按不低于 50%的比例用于奖励.
fn share(before: &str, behind: &str) -> Option<Finding> {
    let mut read = subject(before);
    let what = behind.strip_prefix('的').unwrap_or(behind);
    if let Some(used) = what.strip_prefix("比例") {
        // 按…的比例用于 says what the share is of only behind it.
        if read.name.is_empty() {
            read.name = format!("{}的比例", used.trim());
        }
    } else if behind.starts_with('的') && !what.is_empty() {
        let of = REACHING.iter().filter_map(|verb| what.find(verb)).min();
        let scope = of.map(|at| cut(what, 0..at).to_owned());
        read.scope = read.scope.or(scope.filter(|scope| !scope.is_empty()));
        read.name = format!("{}{what}的比例", read.name);
    }
    (!read.name.is_empty()).then(|| Finding {
        name: read.name,
        scope: read.scope,
        ..Finding::default()
    })
}

/// 中小学劳动教育课每周不少于 1 课时: the number ends the clause, its name stands before it.
fn of_subject(before: &str) -> Option<Finding> {
    let mut read = subject(before);
    while let Some(less) = BUILDING
        .iter()
        .find_map(|verb| read.name.strip_prefix(verb))
    {
        read.name = less.to_owned();
    }
    (!read.name.is_empty()).then(|| Finding {
        scope: read
            .scope
            .or_else(|| super::words::institution(&read.name).map(str::to_owned)),
        name: read.name,
        ..Finding::default()
    })
}

/// 建设 10 个基地: the name stands behind the number.
fn count(before: &str, whole_before: &str, behind: &str) -> Option<Finding> {
    let mut name = noun(behind);
    let verb = TELLING_VERBS
        .iter()
        .find(|verb| whole_before.trim_end().ends_with(**verb));
    if let Some(verb) = verb.filter(|verb| !name.ends_with(**verb)) {
        name.push_str(verb);
    }
    (!name.is_empty()).then(|| Finding {
        name,
        scope: subject(before).scope,
        ..Finding::default()
    })
}

/// 每 5 所幼儿园配备 1 名责任督学, 师生比达到 1:5.
fn ratio(place: &Place<'_>, quantities: &[Quantity]) -> Option<Finding> {
    let [of, one, ..] = quantities else {
        return None;
    };
    let text = place.text;
    if !cut(text, 0..of.start).trim_end().ends_with('每') {
        return None;
    }
    let between = cut(text, of.end..one.start).trim();
    let verb = HAVE
        .iter()
        .find_map(|verb| Some((between.find(verb)?, *verb)))?;
    let counted = cut(between, 0..verb.0).trim();
    let name = noun(cut(text, one.end..text.len()));
    Some(Finding {
        name: format!("{name}{}", verb.1),
        comparator: Comparator::Ratio,
        value: Some(one.value.clone()),
        upper: Some(of.value.clone()),
        unit: one.unit.to_owned(),
        per: Some(if counted.is_empty() { of.unit } else { counted }.to_owned()),
        scope: Some(counted.to_owned()).filter(|scope| !scope.is_empty()),
        range: 0..text.len(),
        ..Finding::default()
    })
}

/// 超过 1000 人规模的学校必须配备专职教师: the number is a condition, the goal is at least one, counted as in
/// the clause before.
fn must_have(place: &Place<'_>, quantities: &[Quantity]) -> Option<Finding> {
    let text = place.text;
    let [condition] = quantities else {
        return None;
    };
    let (must, word) = MUST
        .iter()
        .find_map(|word| Some((text.find(word)?, *word)))?;
    let describes = cut(text, condition.end..must);
    if condition.end > must || !describes.contains('的') {
        return None;
    }
    let duty = cut(text, must + word.len()..text.len());
    let verb = HAVE.iter().find(|verb| duty.starts_with(**verb))?;
    let before = place.before.filter(|before| {
        before.per.is_some() && HAVE.iter().any(|verb| before.words.contains(verb))
    })?;
    let condition = cut(text, condition.compared_from..must).trim();
    Some(Finding {
        name: noun(cut(duty, verb.len()..duty.len())),
        comparator: Comparator::AtLeast,
        value: Some("1".into()),
        unit: before.unit.clone(),
        per: before.per.clone(),
        scope: describes.rsplit('的').next().map(str::to_owned),
        condition: Some(condition.to_owned()),
        range: 0..text.len(),
        ..Finding::default()
    })
}
