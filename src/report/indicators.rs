//! R9 指标监测表: every indicator with its goals by year, and its values by district.

use super::field::Fields;
use super::{Align, Block, Cell, Name, Report, Stamp};
use crate::words::{Lang, fill};

/// An indicator and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicatorLine {
    /// 指标.
    pub name: String,
    /// 性质.
    pub nature: String,
    /// 单位.
    pub unit: String,
    /// 基期(年).
    pub base: String,
    /// 目标 of each year, in the order of the years; numbers or words.
    pub goals: Vec<String>,
    /// 最新实际(期).
    pub latest: String,
    /// 完成率%.
    pub reached: Option<String>,
    /// 年进度%.
    pub schedule: Option<u8>,
    /// 判定.
    pub verdict: String,
    /// 差距.
    pub distance: String,
    /// 数据来源.
    pub source: String,
    /// 牵头单位.
    pub lead: String,
    /// The value in each district, in the order of the districts.
    pub districts: Vec<String>,
}

/// The report for these years and districts; without districts it has no table of them.
#[must_use]
pub fn report(
    lang: Lang,
    stamp: Stamp,
    years: &[i32],
    districts: &[String],
    lines: &[IndicatorLine],
) -> Report {
    use Align::{Centre, Left, Right};
    let w = lang.words().report;
    let mut fields = Fields::<IndicatorLine>::new()
        .add(w.indicator, 26, Left, |l| Cell::text(&l.name))
        .add(w.nature, 8, Centre, |l| Cell::text(&l.nature))
        .add(w.unit, 9, Centre, |l| Cell::text(&l.unit))
        .add(w.base, 12, Right, |l| figure(&l.base));
    for (at, year) in years.iter().enumerate() {
        let head = fill(w.goal, &[&year.to_string()]);
        fields = fields.add(&head, 7, Right, move |l| nth(&l.goals, at));
    }
    let fields = fields
        .add(w.latest, 14, Right, |l| figure(&l.latest))
        .add(w.reached, 8, Right, |l| Cell::number(l.reached.as_ref()))
        .add(w.year_schedule, 8, Right, |l| Cell::number(l.schedule))
        .add(w.verdict, 9, Centre, |l| Cell::text(&l.verdict))
        .add(w.distance, 10, Right, |l| figure(&l.distance))
        .add(w.source, 16, Left, |l| Cell::text(&l.source))
        .add(w.lead, 14, Left, |l| Cell::text(&l.lead));
    let mut blocks = vec![Block::Table(fields.numbered(
        w.number,
        w.indicators,
        2,
        lines,
    ))];
    if !districts.is_empty() {
        let mut fields =
            Fields::<IndicatorLine>::new().add(w.indicator, 26, Left, |l| Cell::text(&l.name));
        for (at, district) in districts.iter().enumerate() {
            fields = fields.add(district, 10, Right, move |l| nth(&l.districts, at));
        }
        blocks.push(Block::Table(fields.table(w.by_district, 1, lines)));
    }
    Report {
        name: Name::Indicators,
        lang,
        title: fill(w.title, &[&stamp.plan, w.indicators]),
        subtitle: String::new(),
        entries: lines.len(),
        day: None,
        blocks,
        stamp,
    }
}

/// A number where it is one, else the words.
fn figure(text: &str) -> Cell {
    Cell::number((!text.is_empty()).then_some(text))
}

fn nth(texts: &[String], at: usize) -> Cell {
    texts.get(at).map_or(Cell::Empty, |text| figure(text))
}
