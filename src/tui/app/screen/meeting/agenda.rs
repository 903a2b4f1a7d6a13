//! The agenda of a meeting: proposed, or what the ledger, a saved view or a filter lists, or the one that is kept;
//! reordered and cut by hand.

mod draw;
mod filter;
mod item;
mod source;

pub(crate) use item::said;
pub(crate) use source::Source;

use std::collections::HashSet;

use source::chosen;

use crate::model::{ItemId, Proposed};
use crate::tui::app::desk::Desk;
use crate::tui::app::finding::Finding;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::Ticket;
use crate::tui::widget::field::Field;
use crate::tui::widget::sheet::{Move, in_sight};

/// Lines above the items: where they come from, and what to do.
const ABOVE: u16 = 2;

/// The list of items.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) source: Source,
    /// Whether the meeting is going on below.
    pub(crate) running: bool,
    pub(crate) items: Vec<Proposed>,
    /// Those that were taken out.
    pub(crate) out: HashSet<ItemId>,
    /// What the ledger lists, in its order.
    listed: Vec<ItemId>,
    pub(crate) at: usize,
    /// Whether something was changed by hand, so that nothing new replaces it.
    pub(crate) touched: bool,
    pub(crate) pending: Option<Ticket>,
    /// What a view or a filter lists.
    finding: Finding,
    /// The filter while it is typed, and what was there before it.
    typed: Option<(Field, Source)>,
    top: usize,
}

impl Screen {
    /// An agenda to begin with; `listed` is what the ledger lists.
    pub(crate) fn new(listed: Vec<ItemId>, desk: &Desk) -> Self {
        let mut screen = Self {
            source: Source::Proposed,
            running: false,
            items: Vec::new(),
            out: HashSet::new(),
            listed,
            at: 0,
            touched: false,
            pending: None,
            finding: Finding::default(),
            typed: None,
            top: 0,
        };
        screen.refill(desk);
        screen
    }

    /// The agenda of a meeting that is going on, at one of its items.
    pub(crate) fn of(meeting: Option<ItemId>, items: &[ItemId], at: usize, desk: &Desk) -> Self {
        let mut screen = Self::new(items.to_vec(), desk);
        screen.source = meeting.map_or(Source::Ledger, Source::Kept);
        screen.running = true;
        screen.items = chosen(items, desk);
        screen.at = at;
        screen
    }

    /// The items that were not taken out.
    pub(crate) fn chosen(&self) -> Vec<ItemId> {
        let ids = self.items.iter().map(|item| item.id);
        ids.filter(|id| !self.out.contains(id)).collect()
    }

    pub(crate) fn selected(&self) -> Option<ItemId> {
        self.items.get(self.at).map(|item| item.id)
    }

    pub(crate) fn take_out(&mut self, desk: &Desk) {
        let Some(id) = self.selected() else { return };
        if !self.out.remove(&id) {
            self.out.insert(id);
        }
        self.touched = true;
        self.go(Move::Down, desk);
    }

    pub(crate) fn shift(&mut self, later: bool, desk: &Desk) {
        let to = if later {
            Some(self.at + 1).filter(|at| *at < self.items.len())
        } else {
            self.at.checked_sub(1)
        };
        if let Some(to) = to {
            self.items.swap(self.at, to);
            self.at = to;
            self.touched = true;
            self.settle(desk);
        }
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let page = height(desk);
        self.at = way.in_list(self.at, self.items.len(), page);
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (len, page) = (self.items.len(), height(desk));
        self.at = self.at.min(len.saturating_sub(1));
        self.top = in_sight(self.top, self.at, len, page);
    }

    /// Whether a key does anything here: a meeting that goes on keeps where its agenda came from.
    pub(crate) fn offers(&self, action: Action) -> bool {
        !self.running || !matches!(action, Action::Source | Action::Filter | Action::View)
    }
}

fn height(desk: &Desk) -> usize {
    let body = layout::areas(desk.size).body;
    usize::from(body.height.saturating_sub(ABOVE)).max(1)
}
