//! The menu: every action of the screen below with its keys, for whoever does not know them or cannot type them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Step;
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::{self, Action, Binding, Place};
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Move, in_sight, mark_more};

/// The menu of a place.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) place: Place,
    at: usize,
    top: usize,
}

/// Something to choose.
enum Item {
    Do(&'static Binding),
    View(usize, String),
}

impl Screen {
    pub(crate) fn new(place: Place) -> Self {
        Self {
            place,
            at: 0,
            top: 0,
        }
    }

    /// The actions of the place, moves left out, and the saved views.
    fn items(&self, desk: &Desk) -> Vec<Item> {
        let mut items: Vec<Item> = keys::in_place(self.place)
            .filter(|binding| !is_move(binding.action))
            .map(Item::Do)
            .collect();
        if matches!(
            self.place,
            Place::Ledger | Place::Departments | Place::Agenda
        ) {
            let views = desk.taste.views.iter().take(9).enumerate();
            items.extend(views.map(|(at, view)| Item::View(at, desk.clean(&view.name))));
        }
        items
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let page = height(desk);
        self.at = way.in_list(self.at, self.items(desk).len(), page);
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let len = self.items(desk).len();
        let page = height(desk);
        self.at = self.at.min(len.saturating_sub(1));
        self.top = in_sight(self.top, self.at, len, page);
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk) -> Vec<Step> {
        if action != Action::Open {
            return Vec::new();
        }
        match self.items(desk).get(self.at) {
            Some(Item::Do(binding)) => vec![Step::CloseAnd(binding.action)],
            Some(Item::View(at, _)) => vec![Step::CloseAndView(*at)],
            None => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (words, palette) = (desk.words.screen, desk.palette);
        let width = usize::from(area.width);
        let (label_width, keys_width) = (18, 22);
        let items = self.items(desk);
        for (y, at) in (area.top()..area.bottom()).zip(self.top..) {
            let Some(item) = items.get(at) else { break };
            let lit = at == self.at;
            let style = if lit { palette.selected } else { palette.text };
            let (label, keys, help) = match item {
                Item::Do(binding) => (
                    (binding.label)(words).to_owned(),
                    keys::names(binding, self.place),
                    (binding.help)(words).to_owned(),
                ),
                Item::View(at, name) => {
                    let filter = desk.taste.views.get(*at).map(|view| view.filter.clone());
                    (
                        name.clone(),
                        (at + 1).to_string(),
                        filter.unwrap_or_default(),
                    )
                }
            };
            let rest = width.saturating_sub(3 + label_width + keys_width);
            let key_style = if lit { style } else { palette.key };
            let line = Line::from(vec![
                Span::styled(if lit { "> " } else { "  " }, style),
                Span::styled(cells::pad(&label, label_width), style),
                Span::styled(cells::pad(&keys, keys_width), key_style),
                Span::styled(cells::pad(&desk.clean(&help), rest), style),
            ]);
            buffer.set_line(area.x, y, &line, area.width);
        }
        let below = items.len() > self.top + usize::from(area.height);
        mark_more(buffer, area, self.top > 0, below);
    }
}

fn height(desk: &Desk) -> usize {
    usize::from(layout::areas(desk.size).body.height).max(1)
}

/// Whether the action only moves the cursor, and so has no place in a menu.
fn is_move(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Up
            | A::Down
            | A::PageUp
            | A::PageDown
            | A::Top
            | A::Bottom
            | A::NextPane
            | A::PreviousPane
            | A::NextSection
            | A::PreviousSection
            | A::NextField
            | A::PreviousField
            | A::Back
            | A::View
            | A::Format
            | A::Menu
    )
}
