//! R13 会议议程与纪要: what is to be talked about, what was decided, and what came of earlier decisions.

use super::field::Fields;
use super::{Align, Block, Cell, Name, Report, Stamp};
use crate::model::Day;
use crate::words::Lang;

/// A meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meeting {
    /// 名称.
    pub name: String,
    /// 时间.
    pub time: String,
    /// 地点.
    pub place: String,
    /// 主持.
    pub chair: String,
    /// 出席.
    pub present: Vec<String>,
    /// 议程.
    pub agenda: Vec<AgendaLine>,
    /// 旧账.
    pub old: Vec<OldLine>,
    /// 议定事项; none before the meeting.
    pub decisions: Vec<DecisionLine>,
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

/// What was decided.
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

/// The report. What nobody has filled in yet stays, blank, to be written by hand.
#[must_use]
pub fn report(lang: Lang, stamp: Stamp, meeting: &Meeting) -> Report {
    use Align::{Centre, Left};
    let w = lang.words().report;
    let agenda = Fields::<AgendaLine>::new()
        .add(w.item, 44, Left, |l| Cell::text(&l.item))
        .add(w.speaker, 18, Left, |l| Cell::text(&l.speaker))
        .add(w.minutes_long, 12, Centre, |l| Cell::number(l.minutes));
    let decisions = Fields::<DecisionLine>::new()
        .add(w.content, 26, Left, |l| Cell::text(&l.content))
        .add(w.support, 14, Left, |l| Cell::text(&l.department))
        .add(w.by_when, 13, Centre, |l| Cell::day(l.due))
        .add(w.done_when, 18, Left, |l| Cell::text(&l.done_when))
        .add(w.related, 9, Centre, |l| Cell::text(&l.task));
    let old = Fields::<OldLine>::new()
        .add(w.content, 26, Left, |l| Cell::text(&l.decision.content))
        .add(w.support, 14, Left, |l| Cell::text(&l.decision.department))
        .add(w.by_when, 13, Centre, |l| Cell::day(l.decision.due))
        .add(w.outcome, 26, Left, |l| Cell::text(&l.outcome));
    let agenda = agenda.numbered(w.place_in_line, w.agenda_table, 0, &meeting.agenda);
    let said = |head: &str, text: &str| Block::Paragraph(format!("{head}{}{text}", w.colon));
    let blocks = vec![
        Block::Heading(1, w.agenda.to_owned()),
        Block::Table(agenda),
        Block::Heading(1, w.old_business.to_owned()),
        Block::Table(old.numbered(w.number, w.old_table, 0, &meeting.old)),
        Block::Heading(1, w.minutes.to_owned()),
        said(w.meeting_name, &meeting.name),
        said(w.meeting_time, &meeting.time),
        said(w.meeting_place, &meeting.place),
        said(w.chair, &meeting.chair),
        said(w.present, &meeting.present.join(w.listing)),
        Block::Heading(1, w.decisions.to_owned()),
        Block::Table(decisions.numbered(w.number, w.decision_table, 0, &meeting.decisions)),
    ];
    Report {
        name: Name::Meeting,
        lang,
        title: if meeting.name.is_empty() {
            w.meeting.to_owned()
        } else {
            meeting.name.clone()
        },
        subtitle: w.meeting.to_owned(),
        entries: meeting.agenda.len(),
        blocks,
        stamp,
    }
}
