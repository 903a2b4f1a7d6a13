//! R2 推进情况台账: where every task stands.

use super::field::Fields;
use super::{Align, Block, Cell, Lamp, Name, Report, Stamp};
use crate::model::Day;
use crate::words::{Lang, fill};

/// A task and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProgressLine {
    /// 编号.
    pub code: String,
    /// 任务名称.
    pub task: String,
    /// 牵头单位.
    pub lead: String,
    /// 责任单位.
    pub support: String,
    /// 完成时限.
    pub due: Option<Day>,
    /// 进度%.
    pub percent: Option<u8>,
    /// 序时%.
    pub schedule: Option<u8>,
    /// 差值: progress less schedule.
    pub gap: Option<i16>,
    /// 系统灯.
    pub light: Option<Lamp>,
    /// 认定灯.
    pub ruled: Option<Lamp>,
    /// 亮灯原因.
    pub reasons: String,
    /// 进展情况.
    pub progress: String,
    /// 存在问题.
    pub problems: String,
    /// 下一步打算.
    pub next: String,
    /// 需协调事项.
    pub coordinate: String,
    /// 上期打算兑现.
    pub kept: String,
    /// 把握度.
    pub confidence: String,
    /// 填报人.
    pub reporter: String,
    /// 审签人.
    pub approver: String,
    /// 更新时间.
    pub updated: Option<Day>,
}

/// The report.
#[must_use]
pub fn report(lang: Lang, stamp: Stamp, lines: &[ProgressLine]) -> Report {
    use Align::{Centre, Left, Right};
    let w = lang.words().report;
    let fields = Fields::<ProgressLine>::new()
        .add(w.code, 7, Centre, |l| Cell::text(&l.code))
        .add(w.task, 18, Left, |l| Cell::text(&l.task))
        .add(w.lead, 11, Left, |l| Cell::text(&l.lead))
        .add(w.support, 14, Left, |l| Cell::text(&l.support))
        .add(w.due, 11, Centre, |l| Cell::day(l.due))
        .add(w.percent, 6, Right, |l| Cell::number(l.percent))
        .add(w.schedule, 6, Right, |l| Cell::number(l.schedule))
        .add(w.gap, 5, Right, |l| Cell::number(l.gap))
        .add(w.light, 5, Centre, |l| Cell::light(l.light.as_ref()))
        .add(w.ruled, 5, Centre, |l| Cell::light(l.ruled.as_ref()))
        .add(w.reasons, 18, Left, |l| Cell::text(&l.reasons))
        .add(w.progress_text, 30, Left, |l| Cell::text(&l.progress))
        .add(w.problems, 20, Left, |l| Cell::text(&l.problems))
        .add(w.next, 22, Left, |l| Cell::text(&l.next))
        .add(w.coordinate, 14, Left, |l| Cell::text(&l.coordinate))
        .add(w.kept, 8, Centre, |l| Cell::text(&l.kept))
        .add(w.confidence, 6, Centre, |l| Cell::text(&l.confidence))
        .add(w.reporter, 8, Centre, |l| Cell::text(&l.reporter))
        .add(w.approver, 8, Centre, |l| Cell::text(&l.approver))
        .add(w.updated, 11, Centre, |l| Cell::day(l.updated));
    Report {
        name: Name::Progress,
        lang,
        title: fill(w.title, &[&stamp.plan, w.progress_title]),
        subtitle: String::new(),
        entries: lines.len(),
        day: None,
        blocks: vec![Block::Table(fields.numbered(
            w.number,
            w.progress_title,
            3,
            lines,
        ))],
        stamp,
    }
}
