//! What was typed into the sheet is kept as a draft, and taken in again.

use super::row::Row;
use super::{CELLS, Screen};
use crate::model::Draft;
use crate::tui::app::desk::Desk;
use crate::tui::app::screen::draft::{Drafted, Keeping};
use crate::tui::widget::field::{Field, Lines};

/// What the draft of the sheet is called.
pub(super) const FORM: &str = "figures";
/// Before the number of a row in a draft.
const ROW: &str = "row.";

/// Whether a draft is one of this sheet.
pub(crate) fn is_of(draft: &Draft) -> bool {
    draft.form == FORM || draft.form.starts_with(&format!("{FORM}."))
}

impl Screen {
    pub(super) fn restore(&mut self, draft: &Draft, desk: &Desk) {
        let kept = draft.fields.iter().filter(|(n, _)| n.starts_with(ROW));
        for (_, text) in kept {
            let mut parts = text.split('\t');
            let ids = (parts.next(), parts.next());
            let (Some(item), Some(region)) = ids else {
                continue;
            };
            let (Ok(item), region) = (item.parse(), region.parse().ok()) else {
                continue;
            };
            let texts = [(); CELLS].map(|()| parts.next().unwrap_or_default());
            if let Some(at) = self.free_row(item, region, None, desk)
                && let Some(row) = self.rows.get_mut(at)
            {
                for (cell, text) in row.cells.iter_mut().zip(texts) {
                    cell.set(text);
                }
            }
        }
        self.reason = Field::new(Lines::One, draft.field("reason"));
        self.keeping.restored = Some(draft.saved.clone());
    }
}

impl Drafted for Screen {
    fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    fn keeping_mut(&mut self) -> &mut Keeping {
        &mut self.keeping
    }

    fn is_changed(&self) -> bool {
        self.rows.iter().any(Row::is_changed) || !self.reason.text().is_empty()
    }

    fn draft(&self, desk: &Desk) -> Draft {
        let changed = self.rows.iter().filter(|row| row.is_changed());
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut told = Vec::new();
        for (n, row) in changed.enumerate() {
            let region = row
                .region
                .map_or_else(|| "-".to_owned(), |id| id.to_string());
            let [value, period, source] = row.cells.each_ref().map(Field::text);
            let text = [&row.item.to_string(), &region, value, period, source].join("\t");
            fields.push((format!("{ROW}{n}"), text));
            told.push(format!("{} {value}", self.named(row, desk)));
        }
        fields.push(("reason".to_owned(), self.reason.text().to_owned()));
        // What the list of drafts shows of it.
        fields.push(("text".to_owned(), told.join("; ")));
        self.keeping.draft(fields, desk)
    }

    fn take_over(&mut self, draft: &Draft, desk: &Desk) {
        if self.rows.is_empty() {
            self.waiting = Some(draft.clone());
        } else {
            self.restore(draft, desk);
        }
    }
}
