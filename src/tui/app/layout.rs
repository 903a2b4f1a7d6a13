//! Where things stand on a screen of a given size; the same for drawing and for scrolling.

use ratatui::layout::{Rect, Size};

/// The narrowest screen, in columns.
pub(crate) const MIN_WIDTH: u16 = 60;
/// The lowest screen, in rows.
pub(crate) const MIN_HEIGHT: u16 = 15;

/// How many panes there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Too small for anything but a message.
    Small,
    /// One column with a preview below the list.
    One,
    /// The list, and the detail beside it.
    Two,
    /// The departments, the list, the detail.
    Three,
}

impl Shape {
    pub(crate) fn of(size: Size) -> Self {
        match (size.width, size.height) {
            (width, height) if width < MIN_WIDTH || height < MIN_HEIGHT => Self::Small,
            (160.., 45..) => Self::Three,
            (110.., _) => Self::Two,
            _ => Self::One,
        }
    }
}

/// The parts of the screen with the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Areas {
    pub(crate) bar: Rect,
    pub(crate) status: Rect,
    pub(crate) departments: Option<Rect>,
    pub(crate) list: Rect,
    pub(crate) preview: Option<Rect>,
    pub(crate) detail: Option<Rect>,
    /// Columns that hold a line between two panes.
    pub(crate) dividers: [Option<u16>; 2],
    /// The whole of the middle, for a screen of its own.
    pub(crate) body: Rect,
    pub(crate) message: Rect,
    pub(crate) footer: Rect,
}

/// What a screen of its own lists, as wide as the middle is, and how many lines of it there is room for.
pub(crate) fn in_body<T>(size: Size, list: impl FnOnce(usize) -> T) -> (T, usize) {
    let body = areas(size).body;
    (list(usize::from(body.width)), usize::from(body.height))
}

/// The parts of a screen of this size.
pub(crate) fn areas(size: Size) -> Areas {
    let Size { width, height } = size;
    let row = |y| Rect::new(0, y, width, 1);
    let panes = Rect::new(0, 2, width, height.saturating_sub(4));
    let mut areas = Areas {
        bar: row(0),
        status: row(1),
        body: Rect::new(0, 1, width, height.saturating_sub(3)),
        message: row(height.saturating_sub(2)),
        footer: row(height.saturating_sub(1)),
        list: panes,
        ..Areas::default()
    };
    match Shape::of(size) {
        Shape::Small => {}
        Shape::One => {
            let preview = if height >= 30 { 8 } else { 4 };
            areas.list.height = panes.height.saturating_sub(preview + 1);
            areas.preview = Some(Rect::new(0, areas.list.bottom(), width, preview + 1));
        }
        Shape::Two => {
            areas.list.width = width * 3 / 5;
            areas.detail = Some(right_of(panes, areas.list));
            areas.dividers = [Some(areas.list.right()), None];
        }
        Shape::Three => {
            let departments = Rect {
                width: 26 + (width - 160) / 8,
                ..panes
            };
            let rest = right_of(panes, departments);
            areas.list = Rect {
                width: rest.width * 4 / 7,
                ..rest
            };
            areas.departments = Some(departments);
            areas.detail = Some(right_of(panes, areas.list));
            areas.dividers = [Some(departments.right()), Some(areas.list.right())];
        }
    }
    areas
}

/// The part of `whole` to the right of `left`, with one column between them.
fn right_of(whole: Rect, left: Rect) -> Rect {
    let x = left.right() + 1;
    Rect {
        x,
        width: whole.right().saturating_sub(x),
        ..whole
    }
}

/// How many tasks the list shows below its column heads.
pub(crate) fn list_rows(size: Size) -> usize {
    usize::from(areas(size).list.height.saturating_sub(1)).max(1)
}

/// Where the detail is drawn: a pane of its own, or the whole body.
pub(crate) fn detail_area(size: Size) -> Rect {
    let areas = areas(size);
    areas.detail.unwrap_or(areas.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_never_overlap_and_fill_the_screen() {
        for width in MIN_WIDTH..=240 {
            for height in MIN_HEIGHT..=80 {
                let size = Size { width, height };
                let areas = areas(size);
                let parts = [areas.departments, Some(areas.list), areas.detail];
                let total: u16 = parts.iter().flatten().map(|part| part.width).sum();
                let dividers = areas.dividers.iter().flatten().count() as u16;
                assert_eq!(total + dividers, width, "{size}");
                let below = areas.preview.map_or(0, |preview| preview.height);
                assert_eq!(areas.list.height + below + 4, height, "{size}");
                assert!(list_rows(size) >= 4, "{size}");
            }
        }
    }
}
