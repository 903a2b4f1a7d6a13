//! An item of an agenda in words.

use crate::model::ItemId;
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;

/// From this width on those who have the items stand below each other, in cells.
const COLUMNS: usize = 90;

/// What an item is and who has it, in so many cells: of a long one who has it, and until when, is never cut away. Where
/// there is room all who have something stand below each other, after a column of so many cells.
pub(super) fn beside(desk: &Desk, item: ItemId, room: usize, column: usize) -> String {
    let (what, who) = parts(desk, item);
    let (what, who) = (desk.clean(&what), desk.clean(&who));
    let (wide, who) = if room >= COLUMNS {
        let wide = column.min(room * 2 / 3);
        (wide, cells::cut(&who, room.saturating_sub(wide + 2)))
    } else {
        let who = cells::cut(&who, room / 2);
        let left = room.saturating_sub(cells::width(&who) + 2);
        (cells::width(&what).min(left), who)
    };
    format!("{}  {who}", cells::pad(&what, wide))
}

/// An item of an agenda in words: the task with its code, or what was decided; and who has it.
pub(crate) fn said(desk: &Desk, item: ItemId) -> String {
    let (what, who) = parts(desk, item);
    format!("{what}  {who}")
}

pub(super) fn parts(desk: &Desk, item: ItemId) -> (String, String) {
    if let Some(row) = desk.row(item) {
        let lead: Vec<String> = row.lead.iter().map(|id| desk.short_name(*id)).collect();
        return (format!("{} {}", row.code, row.title), lead.join(" "));
    }
    let known = desk.known.meetings.as_ref();
    match known.and_then(|known| known.decision(item)) {
        Some(decision) => {
            let due = decision.due.map(|due| format!(" {due}"));
            let who = desk.short_name(decision.department);
            let what = decision.words.text.replace('\n', " ");
            (what, format!("{who}{}", due.unwrap_or_default()))
        }
        None => (desk.words.meeting.gone_item.to_owned(), String::new()),
    }
}
