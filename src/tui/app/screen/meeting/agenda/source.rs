//! Where an agenda comes from: it is proposed, or what the ledger, a saved view or a filter lists, or the one that is kept.

use super::Screen;
use crate::model::{ItemId, Proposed, Why};
use crate::tui::app::desk::Desk;

/// Where an agenda comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// It is proposed.
    Proposed,
    /// The tasks that the ledger lists.
    Ledger,
    /// The tasks of the saved view at this place.
    View(usize),
    /// The tasks that a filter lists.
    Filter,
    /// It is the agenda of this meeting.
    Kept(ItemId),
}

impl Screen {
    /// Takes in what the home told, unless something was changed by hand.
    pub(crate) fn refill(&mut self, desk: &Desk) {
        if self.touched || self.running {
            return;
        }
        let known = desk.known.meetings.as_ref();
        self.items = match self.source {
            Source::Proposed => known
                .map(|known| known.proposed.clone())
                .unwrap_or_default(),
            Source::Ledger => chosen(&self.listed, desk),
            Source::View(_) | Source::Filter => {
                self.finding.refresh(desk);
                // A view whose filter is wrong lists nothing under its name but the reason.
                let wrong = self.finding.problem().is_some();
                if wrong && matches!(self.source, Source::View(_)) {
                    Vec::new()
                } else {
                    chosen(&self.finding.listed(desk), desk)
                }
            }
            Source::Kept(meeting) => {
                let found = known.and_then(|k| k.all.iter().find(|m| m.id == meeting));
                chosen(found.map_or(&[], |meeting| &meeting.agenda), desk)
            }
        };
        self.at = self.at.min(self.items.len().saturating_sub(1));
    }

    /// The next kind of agenda.
    pub(crate) fn next_source(&mut self, desk: &Desk) {
        let known = desk.known.meetings.as_ref();
        let mut all = known.map(|known| known.all.iter()).unwrap_or_default();
        let today = all.find(|meeting| meeting.on == desk.today());
        let kept = today.map(|meeting| Source::Kept(meeting.id));
        let views = (0..desk.taste.views.len()).map(Source::View);
        let sources: Vec<Source> = [Source::Proposed, Source::Ledger]
            .into_iter()
            .chain(views)
            .chain(kept)
            .collect();
        let at = sources.iter().position(|source| *source == self.source);
        let next = at.map_or(0, |at| at + 1);
        self.take_source(sources.get(next).copied().unwrap_or(Source::Proposed), desk);
    }

    /// Takes the agenda from elsewhere.
    pub(crate) fn take_source(&mut self, source: Source, desk: &Desk) {
        self.source = source;
        if let Source::View(at) = source
            && let Some(view) = desk.taste.views.get(at)
        {
            self.finding.set_filter(&view.filter, desk);
            self.finding.sort(view.sort.parse().ok(), desk);
        }
        self.touched = false;
        self.out.clear();
        self.at = 0;
        self.refill(desk);
        self.settle(desk);
    }

    /// Whether a filter says what is listed.
    pub(super) fn is_found(&self) -> bool {
        matches!(self.source, Source::View(_) | Source::Filter)
    }
}

/// Items that a person chose, each with the reason for which it would have been proposed.
pub(super) fn chosen(items: &[ItemId], desk: &Desk) -> Vec<Proposed> {
    let known = desk.known.meetings.as_ref();
    let proposed = known.map_or(&[][..], |known| &known.proposed);
    let why = |id: ItemId| {
        let found = proposed.iter().find(|proposed| proposed.id == id);
        found.map_or(Why::Chosen, |proposed| proposed.why)
    };
    let of = |id: &ItemId| Proposed {
        id: *id,
        why: why(*id),
    };
    items.iter().map(of).collect()
}
