//! The columns of a table and how a record fills them, in one place, so that no cell stands below another's heading.

use super::{Align, Cell, Column, Table};

/// What stands in a column about a record.
type Fill<L> = Box<dyn Fn(&L) -> Cell>;

/// The columns of a table about records of one kind.
pub(super) struct Fields<L>(Vec<(Column, Fill<L>)>);

impl<L> Fields<L> {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// These columns and one more: its heading, its width in cells, where its text stands, and what stands in it.
    pub(super) fn add(
        mut self,
        head: &str,
        width: u16,
        align: Align,
        cell: impl Fn(&L) -> Cell + 'static,
    ) -> Self {
        let head = head.to_owned();
        self.0.push((Column { head, width, align }, Box::new(cell)));
        self
    }

    /// The table; the first `freeze` columns stay in sight.
    pub(super) fn table(self, title: &str, freeze: u16, lines: &[L]) -> Table {
        let row = |line| self.0.iter().map(|(_, fill)| fill(line)).collect();
        Table {
            title: title.to_owned(),
            rows: lines.iter().map(row).collect(),
            columns: self.0.into_iter().map(|(column, _)| column).collect(),
            freeze,
        }
    }

    /// The same with the number of the row before the others, under the heading `number` (序号).
    pub(super) fn numbered(self, number: &str, title: &str, freeze: u16, lines: &[L]) -> Table {
        let mut table = self.table(title, freeze, lines);
        for (row, n) in table.rows.iter_mut().zip(1u32..) {
            row.insert(0, Cell::Number(n.to_string()));
        }
        let head = number.to_owned();
        let (width, align) = (5, Align::Centre);
        table.columns.insert(0, Column { head, width, align });
        table
    }
}
