//! R4 周报: what changed in the week, and what comes next.

use super::{Block, Lamp, Name, Report, Stamp};
use crate::words::{Lang, Reports, fill};

/// What a week brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week {
    /// Whether it is no week but a window of another length: 本期 and 下期.
    pub other_window: bool,
    /// How many tasks there are.
    pub tasks: usize,
    /// How many tasks had to be reported on.
    pub due: usize,
    /// How many were.
    pub reported: usize,
    /// How many of them in time.
    pub in_time: usize,
    /// How many tasks show each light.
    pub lights: Vec<(Lamp, usize)>,
    /// 新红.
    pub new_red: Vec<Mention>,
    /// 转绿.
    pub turned_green: Vec<Mention>,
    /// 新销号.
    pub newly_closed: Vec<Mention>,
    /// 新逾期.
    pub newly_overdue: Vec<Mention>,
    /// 存在问题.
    pub problems: Vec<Mention>,
    /// 需协调.
    pub coordinate: Vec<Mention>,
    /// 临期 7 日.
    pub due_soon: Vec<Mention>,
    /// 承诺到期.
    pub promised: Vec<Mention>,
    /// 未报单位.
    pub missing: Vec<String>,
}

/// A task and what is said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mention {
    /// Its code.
    pub code: String,
    /// Its title.
    pub task: String,
    /// Who leads.
    pub lead: String,
    /// What is said; may be empty.
    pub said: String,
}

impl Mention {
    fn words(&self, w: &Reports) -> String {
        let mut words = format!("{} {}", self.code, self.task);
        if !self.lead.is_empty() {
            words.push_str(&format!("{}{}{}", w.open, self.lead, w.close));
        }
        if !self.said.is_empty() {
            words.push_str(w.colon);
            words.push_str(&self.said);
        }
        words
    }
}

/// The report.
#[must_use]
pub fn report(lang: Lang, stamp: Stamp, week: &Week) -> Report {
    let w = lang.words().report;
    let count = |n: usize| n.to_string();
    let mut blocks = vec![
        Block::Heading(1, w.week_overall.to_owned()),
        Block::Paragraph(fill(
            w.week_reports,
            &[
                &count(week.due),
                &count(week.reported),
                &count(week.in_time),
            ],
        )),
    ];
    let lights: Vec<String> = week
        .lights
        .iter()
        .map(|(light, n)| format!("{} {n}", light.word))
        .collect();
    if !lights.is_empty() {
        blocks.push(Block::Paragraph(fill(
            w.week_lights,
            &[&lights.join(w.listing)],
        )));
    }
    let (new, next) = if week.other_window {
        (w.window_new, w.window_next)
    } else {
        (w.week_new, w.week_next)
    };
    let chapters = [
        (
            new,
            vec![
                (w.new_red, &week.new_red),
                (w.turned_green, &week.turned_green),
                (w.newly_closed, &week.newly_closed),
                (w.newly_overdue, &week.newly_overdue),
            ],
        ),
        (
            w.week_problems,
            vec![
                (w.week_problem, &week.problems),
                (w.week_coordinate, &week.coordinate),
            ],
        ),
        (
            next,
            vec![(w.due_soon, &week.due_soon), (w.promised, &week.promised)],
        ),
    ];
    for (heading, parts) in chapters {
        blocks.push(Block::Heading(1, heading.to_owned()));
        let before = blocks.len();
        for (name, mentions) in parts
            .into_iter()
            .filter(|(_, mentions)| !mentions.is_empty())
        {
            let heading = format!("{name}{}{}{}", w.open, mentions.len(), w.close);
            blocks.push(Block::Heading(2, heading));
            blocks.push(Block::List(
                mentions.iter().map(|mention| mention.words(w)).collect(),
            ));
        }
        if blocks.len() == before {
            blocks.push(Block::Paragraph(w.none.to_owned()));
        }
    }
    blocks.push(Block::Heading(1, w.week_missing.to_owned()));
    let missing = if week.missing.is_empty() {
        w.none.to_owned()
    } else {
        week.missing.join(w.listing)
    };
    blocks.push(Block::Paragraph(missing));
    let window = stamp.window.as_ref().map(|key| fill(w.window, &[key]));
    Report {
        name: Name::Weekly,
        lang,
        title: fill(w.title, &[&stamp.plan, w.weekly]),
        subtitle: window.unwrap_or_default(),
        entries: week.tasks,
        day: None,
        blocks,
        stamp,
    }
}
