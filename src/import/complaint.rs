//! What can be doubtful in a document, and what to do about it, in the language of the plan.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use crate::model::Problem;

/// A doubt about a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Complaint {
    /// Some bytes stand for no character.
    Damaged,
    /// No annotation of responsibility was found.
    NoTasks,
    /// The period of the plan is not stated.
    NoPeriod,
    /// Nothing says that the first department leads.
    FirstListedAssumed,
    /// A numbered paragraph without departments among others that have them.
    NoDepartments,
    /// A number that does not follow the one before.
    NumberJump { before: u32, found: u32 },
    /// A code that an earlier task has.
    CodeTwice { code: String },
    /// An annotation whose bracket is never closed.
    Unclosed,
    /// A name that does not look like a department's.
    OddName { name: String },
    /// The words stand in an earlier task too.
    Duplicate { code: String },
    /// The text says its title again.
    RepeatsTitle,
    /// A span of years without a beginning.
    SpanWithoutStart,
    /// A deadline taken over from the sentence before.
    InheritedDue { day: String },
    /// A recurring duty whose period is not stated.
    ProposedPeriod { every: &'static str },
    /// A period that cannot be kept yet: every month.
    UnknownPeriod { every: &'static str },
    /// A goal not to be exceeded, which has no comparator yet.
    UpperBound,
}

impl Complaint {
    fn say(&self) -> String {
        match self {
            Self::Damaged => "有字节无法识别，已用“\u{fffd}”代替；请确认文件是 UTF-8 或 GB18030 编码，另存后重新导入".into(),
            Self::NoTasks => "没有找到责任标注；每项任务应以“（某某局负责）”或“责任单位：某某局”结尾，请核对是否选错了文件".into(),
            Self::NoPeriod => "没有找到规划的起止时间，任务暂无默认期限；请在标题或正文写明“十四五”或起止年份，或导入后逐项补期限".into(),
            Self::FirstListedAssumed => "全文没有写明谁牵头，暂以列第一位的单位为牵头；请核对，不对的在导入后更正".into(),
            Self::NoDepartments => "同级任务有责任单位，这一项没有，未作为任务导入；请核对标注是否遗漏，需要的导入后补录".into(),
            Self::NumberJump { before: 0, found } => format!("编号应从 1 开始，这里是 {found}；请核对前面是否缺页或编号有误"),
            Self::NumberJump { before, found } => format!("编号应接 {}，这里是 {found}；请核对是否缺项或编号有误", before.saturating_add(1)),
            Self::CodeTwice { code } => format!("编号 {code} 前面已有任务使用；请核对是否重复编号"),
            Self::Unclosed => "责任标注缺少右括号，已按读到的单位导入；请核对单位是否完整".into(),
            Self::OddName { name } => format!("“{name}”不像单位名称；请核对是否断字或多字，不对的在导入后更正"),
            Self::Duplicate { code } => format!("疑似重复事项：任务 {code} 有相同表述；请核对由谁主办，避免两头填报"),
            Self::RepeatsTitle => "疑似重复事项：正文又写了一遍标题；请核对是否多写，或漏了别的要求".into(),
            Self::SpanWithoutStart => "只写了年数，没有写从何时算起，未推算日期；请在导入后补上期限".into(),
            Self::InheritedDue { day } => format!("这一句没有写期限，承前一句按 {day} 计；请核对，不对的在导入后更正"),
            Self::ProposedPeriod { every } => format!("原文没有写周期，建议按{every}一次；请核对"),
            Self::UnknownPeriod { every } => format!("周期“{every}”暂不能登记为周期义务，请在导入后另作安排"),
            Self::UpperBound => "“不超过”一类的上限目标暂不能登记为指标；请在导入后以举措跟踪".into(),
        }
    }
}

/// Collects problems, and keeps a flood of one kind from burying the others.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    problems: Vec<Problem>,
    counts: HashMap<Discriminant<Complaint>, usize>,
}

impl Complaints {
    /// How many problems of one kind are worth reading; the last of them says that there are more.
    const ENOUGH: usize = 10;

    /// Notes a doubt about `quote` in `line`.
    pub(super) fn add(&mut self, line: u32, quote: &str, complaint: &Complaint) {
        let count = self.counts.entry(discriminant(complaint)).or_default();
        *count += 1;
        if *count > Self::ENOUGH {
            return;
        }
        let mut message = complaint.say();
        if *count == Self::ENOUGH {
            message.push_str("（同类问题较多，以下不再逐条列出）");
        }
        let quote = shorten(quote);
        self.problems.push(Problem {
            line,
            quote,
            message,
        });
    }

    /// All problems in the order of the text.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems
    }
}

/// A quotation is to be found again, not to be read in full.
fn shorten(quote: &str) -> String {
    const LONGEST: usize = 60;
    let line = |c| if c == '\n' { ' ' } else { c };
    let mut short: String = quote.chars().take(LONGEST).map(line).collect();
    if short.len() < quote.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_one_kind_is_cut_and_says_so() {
        let mut complaints = Complaints::default();
        for line in (1..=100).rev() {
            complaints.add(line, "甲", &Complaint::Unclosed);
        }
        complaints.add(7, "乙", &Complaint::Damaged);
        let problems = complaints.into_problems();
        assert_eq!(problems.len(), Complaints::ENOUGH + 1);
        assert_eq!(problems[0].line, 7);
        assert!(problems[1].message.contains("不再逐条列出"));
    }
}
