//! R1 任务分解台账: every task of the plan, who does it, and what the plan says.

use std::sync::Arc;

use super::field::Fields;
use super::{Align, Block, Cell, Name, Report, Stamp};
use crate::model::{Code, Day, DepartmentId, DueSource, IdMap, ItemId, Row, Snapshot};
use crate::words::{Lang, fill};

/// A task of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerLine {
    /// 编号.
    pub code: String,
    /// 类别(节).
    pub section: String,
    /// 任务名称.
    pub task: String,
    /// 原文要求.
    pub text: String,
    /// 责任领导.
    pub leader: String,
    /// 牵头单位.
    pub lead: String,
    /// 责任单位.
    pub support: String,
    /// 配合单位.
    pub assist: String,
    /// 完成时限.
    pub due: Option<Day>,
    /// 备注.
    pub remarks: String,
}

/// The report.
#[must_use]
pub fn report(lang: Lang, stamp: Stamp, lines: &[LedgerLine]) -> Report {
    let w = lang.words().report;
    let fields = Fields::<LedgerLine>::new()
        .add(w.code, 7, Align::Centre, |l| Cell::text(&l.code))
        .add(w.section, 14, Align::Left, |l| Cell::text(&l.section))
        .add(w.task, 18, Align::Left, |l| Cell::text(&l.task))
        .add(w.text, 54, Align::Left, |l| Cell::text(&l.text))
        .add(w.leader, 9, Align::Centre, |l| Cell::text(&l.leader))
        .add(w.lead, 12, Align::Left, |l| Cell::text(&l.lead))
        .add(w.support, 18, Align::Left, |l| Cell::text(&l.support))
        .add(w.assist, 9, Align::Left, |l| Cell::text(&l.assist))
        .add(w.due, 11, Align::Centre, |l| Cell::day(l.due))
        .add(w.remarks, 12, Align::Left, |l| Cell::text(&l.remarks));
    Report {
        name: Name::Ledger,
        lang,
        title: fill(w.title, &[&stamp.plan, w.ledger]),
        subtitle: String::new(),
        entries: lines.len(),
        day: None,
        blocks: vec![Block::Table(fields.numbered(w.number, w.ledger, 4, lines))],
        stamp,
    }
}

/// The lines of a picture of the home; `texts` holds the paragraph of each task.
#[must_use]
pub fn lines(lang: Lang, snapshot: &Snapshot, texts: &IdMap<ItemId, String>) -> Vec<LedgerLine> {
    let w = lang.words().report;
    let names = |ids: &[DepartmentId]| {
        let names: Vec<String> = ids.iter().map(|id| snapshot.directory.name(*id)).collect();
        names.join(w.listing)
    };
    let section = |code: &Code| {
        let above = code.parent()?;
        let section = snapshot
            .sections
            .iter()
            .find(|section| section.code == above)?;
        Some(section.title.clone())
    };
    let line = |row: &Arc<Row>| LedgerLine {
        code: row.code.to_string(),
        section: section(&row.code).unwrap_or_default(),
        task: row.title.clone(),
        text: texts.get(&row.id).cloned().unwrap_or_default(),
        leader: row.leader.clone(),
        lead: names(&row.lead),
        support: names(&row.support),
        // A plan tells who leads from who does not, and no more: whom it means to assist only is for a person to say.
        assist: String::new(),
        due: row.due,
        remarks: match (row.due, row.due_source) {
            (Some(_), DueSource::Plan) => w.due_default,
            (_, DueSource::Edit) => w.due_corrected,
            (_, DueSource::Extended) => w.due_extended,
            _ => "",
        }
        .to_owned(),
    };
    snapshot.rows.iter().map(line).collect()
}
