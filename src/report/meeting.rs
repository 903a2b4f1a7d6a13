//! R13 会议议程与纪要: what is to be talked about and, once it was, what came of it (`domain.md` 2.7, 8).
//!
//! Before the meeting it is the agenda, with what was left open. Afterwards it is the minutes as they are sent out: when,
//! where, who, each item with what came of it, what was decided, which problems were named, which lights were judged and
//! what was reported on the spot. What nobody filled in stays blank, to be written by hand.

use super::Align::{Centre, Left};
use super::field::Fields;
use super::{Block, Cell, Name, Report, Stamp, Table};
use crate::model::Day;
use crate::words::{Lang, Reports, fill};

/// A meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meeting {
    /// 名称.
    pub name: String,
    /// 届次: the year, and which meeting of this name in it.
    pub number: Option<(i32, usize)>,
    /// Its day: the name of the file bears it.
    pub on: Option<Day>,
    /// 时间.
    pub time: String,
    /// 地点.
    pub place: String,
    /// 主持.
    pub chair: String,
    /// 出席.
    pub present: Vec<String>,
    /// 记录.
    pub recorder: String,
    /// Whether it was held: these are its minutes, no longer its agenda.
    pub held: bool,
    /// 议程.
    pub agenda: Vec<AgendaLine>,
    /// 旧账.
    pub old: Vec<OldLine>,
    /// 议定事项.
    pub decisions: Vec<DecisionLine>,
    /// 问题.
    pub problems: Vec<DecisionLine>,
    /// 认定灯.
    pub lights: Vec<JudgedLine>,
    /// 进展 that was said on the spot.
    pub notes: Vec<NotedLine>,
}

/// An item of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgendaLine {
    /// 事项.
    pub item: String,
    /// 汇报单位.
    pub speaker: String,
    /// 时长.
    pub minutes: Option<u16>,
}

/// What was decided, or a problem that was named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionLine {
    /// 内容.
    pub content: String,
    /// 责任单位.
    pub department: String,
    /// 时限.
    pub due: Option<Day>,
    /// 完成标准.
    pub done_when: String,
    /// 关联任务.
    pub task: String,
}

/// What an earlier meeting decided, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OldLine {
    /// What was decided.
    pub decision: DecisionLine,
    /// 结果.
    pub outcome: String,
}

/// A light that the meeting judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JudgedLine {
    /// 任务.
    pub task: String,
    /// 认定灯, in words: after the one by the rules where that was another.
    pub light: String,
    /// 有效至.
    pub until: Option<Day>,
    /// 理由.
    pub reason: String,
    /// 认定人.
    pub by: String,
}

/// What was reported at the meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotedLine {
    /// 任务.
    pub task: String,
    /// 单位.
    pub department: String,
    /// 内容.
    pub text: String,
}

/// The report.
#[must_use]
pub fn report(lang: Lang, stamp: Stamp, meeting: &Meeting) -> Report {
    let w = lang.words().report;
    let title = match (meeting.name.as_str(), meeting.held) {
        ("", true) => w.meeting.to_owned(),
        ("", false) => fill(w.agenda_of, &[lang.words().follow.meeting]),
        (name, true) => fill(w.minutes_of, &[name]),
        (name, false) => fill(w.agenda_of, &[name]),
    };
    let number = meeting.number.map(|(year, n)| {
        let (year, n) = (year.to_string(), n.to_string());
        fill(w.number_of_meeting, &[&year, &n])
    });
    Report {
        name: Name::Meeting,
        lang,
        title,
        subtitle: number.unwrap_or_default(),
        entries: meeting.agenda.len(),
        day: meeting.on,
        blocks: blocks(w, meeting),
        stamp,
    }
}

fn blocks(w: &Reports, meeting: &Meeting) -> Vec<Block> {
    let mut parts = Parts {
        w,
        blocks: Vec::new(),
        count: 0,
    };
    for (head, text) in [
        (w.meeting_time, meeting.time.as_str()),
        (w.meeting_place, &meeting.place),
        (w.chair, &meeting.chair),
        (w.present, &meeting.present.join(w.listing)),
        (w.recorder, &meeting.recorder),
    ] {
        parts.say(head, text);
    }
    parts.part(w.agenda_table, &meeting.agenda, |_| agenda(w, meeting));
    parts.part(w.old_table, &meeting.old, |lines| old(w, lines));
    if !meeting.held {
        return parts.blocks;
    }
    parts.part(w.decision_table, &meeting.decisions, |lines| {
        decisions(w, lines)
    });
    if !meeting.problems.is_empty() {
        parts.part(w.problem_table, &meeting.problems, |lines| {
            problems(w, lines)
        });
    }
    if !meeting.lights.is_empty() {
        parts.part(w.light_table, &meeting.lights, |lines| lights(w, lines));
    }
    if !meeting.notes.is_empty() {
        parts.part(w.note_table, &meeting.notes, |lines| notes(w, lines));
    }
    parts.say(w.signed_by, "");
    parts.say(w.issued_on, w.blank_day);
    parts.blocks
}

/// The parts of the report, each under its numbered heading.
struct Parts<'a> {
    w: &'a Reports,
    blocks: Vec<Block>,
    count: usize,
}

impl Parts<'_> {
    fn say(&mut self, head: &str, text: &str) {
        let line = format!("{head}{}{text}", self.w.colon);
        self.blocks.push(Block::Paragraph(line));
    }

    fn heading(&mut self, text: &str) {
        let ordinal = self.w.ordinals.chars().nth(self.count);
        let ordinal = ordinal.map(String::from).unwrap_or_default();
        let heading = fill(self.w.numbered, &[&ordinal, text]);
        self.count += 1;
        self.blocks.push(Block::Heading(1, heading));
    }

    /// A heading and its table; where there is nothing, that is said.
    fn part<L>(&mut self, heading: &str, lines: &[L], table: impl FnOnce(&[L]) -> Table) {
        self.heading(heading);
        self.blocks.push(if lines.is_empty() {
            Block::Paragraph(self.w.none.to_owned())
        } else {
            Block::Table(table(lines))
        });
    }
}

fn agenda(w: &Reports, meeting: &Meeting) -> Table {
    let lines = &meeting.agenda;
    let fields = Fields::<AgendaLine>::new()
        .add(w.item, 44, Left, |l| Cell::text(&l.item))
        .add(w.speaker, 18, Left, |l| Cell::text(&l.speaker))
        .add(w.minutes_long, 12, Centre, |l| Cell::number(l.minutes));
    fields.numbered(w.place_in_line, w.agenda_table, 0, lines)
}

fn old(w: &Reports, lines: &[OldLine]) -> Table {
    Fields::<OldLine>::new()
        .add(w.content, 32, Left, |l| Cell::text(&l.decision.content))
        .add(w.support, 14, Left, |l| Cell::text(&l.decision.department))
        .add(w.by_when, 13, Centre, |l| Cell::day(l.decision.due))
        .add(w.outcome, 20, Left, |l| Cell::text(&l.outcome))
        .numbered(w.number, w.old_table, 0, lines)
}

fn decisions(w: &Reports, lines: &[DecisionLine]) -> Table {
    Fields::<DecisionLine>::new()
        .add(w.content, 26, Left, |l| Cell::text(&l.content))
        .add(w.support, 14, Left, |l| Cell::text(&l.department))
        .add(w.by_when, 13, Centre, |l| Cell::day(l.due))
        .add(w.done_when, 18, Left, |l| Cell::text(&l.done_when))
        .add(w.related, 9, Centre, |l| Cell::text(&l.task))
        .numbered(w.number, w.decision_table, 0, lines)
}

fn problems(w: &Reports, lines: &[DecisionLine]) -> Table {
    let mut fields = Fields::<DecisionLine>::new()
        .add(w.content, 48, Left, |l| Cell::text(&l.content))
        .add(w.support, 18, Left, |l| Cell::text(&l.department));
    if lines.iter().any(|line| line.due.is_some()) {
        fields = fields.add(w.by_when, 13, Centre, |l| Cell::day(l.due));
    }
    fields
        .add(w.related, 9, Centre, |l| Cell::text(&l.task))
        .numbered(w.number, w.problem_table, 0, lines)
}

fn lights(w: &Reports, lines: &[JudgedLine]) -> Table {
    Fields::<JudgedLine>::new()
        .add(w.short_task, 24, Left, |l| Cell::text(&l.task))
        .add(w.ruled, 8, Centre, |l| Cell::text(&l.light))
        .add(w.reason, 26, Left, |l| Cell::text(&l.reason))
        .add(w.valid_until, 13, Centre, |l| Cell::day(l.until))
        .add(w.judged_by, 9, Centre, |l| Cell::text(&l.by))
        .numbered(w.number, w.light_table, 0, lines)
}

fn notes(w: &Reports, lines: &[NotedLine]) -> Table {
    Fields::<NotedLine>::new()
        .add(w.short_task, 24, Left, |l| Cell::text(&l.task))
        .add(w.speaker, 14, Left, |l| Cell::text(&l.department))
        .add(w.content, 42, Left, |l| Cell::text(&l.text))
        .numbered(w.number, w.note_table, 0, lines)
}
