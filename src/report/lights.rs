//! R6 红黄灯清单: what is late or in danger, and what is asked for.

use super::field::Fields;
use super::{Align, Block, Cell, Lamp, Name, Report, Stamp};
use crate::model::Day;
use crate::words::{Lang, fill};

/// A task with a red or yellow light.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LightLine {
    /// 灯.
    pub light: Option<Lamp>,
    /// 编号.
    pub code: String,
    /// 任务.
    pub task: String,
    /// 牵头.
    pub lead: String,
    /// 亮灯原因.
    pub reasons: String,
    /// 连续几期.
    pub windows: Option<u32>,
    /// 已发督办单.
    pub notice: String,
    /// 限期.
    pub limit: Option<Day>,
    /// 本周要求.
    pub demand: String,
}

/// The report.
#[must_use]
pub fn report(lang: Lang, stamp: Stamp, lines: &[LightLine]) -> Report {
    use Align::{Centre, Left};
    let w = lang.words().report;
    let fields = Fields::<LightLine>::new()
        .add(w.this_light, 5, Centre, |l| Cell::light(l.light.as_ref()))
        .add(w.code, 8, Centre, |l| Cell::text(&l.code))
        .add(w.short_task, 24, Left, |l| Cell::text(&l.task))
        .add(w.short_lead, 14, Left, |l| Cell::text(&l.lead))
        .add(w.reasons, 30, Left, |l| Cell::text(&l.reasons))
        .add(w.windows, 9, Centre, |l| Cell::number(l.windows))
        .add(w.notice, 16, Left, |l| Cell::text(&l.notice))
        .add(w.limit, 11, Centre, |l| Cell::day(l.limit))
        .add(w.demand, 28, Left, |l| Cell::text(&l.demand));
    Report {
        name: Name::Lights,
        lang,
        title: fill(w.title, &[&stamp.plan, w.lights]),
        subtitle: String::new(),
        entries: lines.len(),
        day: None,
        blocks: vec![Block::Table(fields.table(w.lights, 3, lines))],
        stamp,
    }
}
