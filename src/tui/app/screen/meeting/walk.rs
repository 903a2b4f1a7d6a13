//! Which items of the agenda a meeting walks through: all, or those alone that are amiss or new. The agenda stays whole,
//! and every item can still be gone to by its number.

use super::Screen;
use crate::model::{Day, ItemId, Light, Meeting, Why, has_changed};
use crate::tui::app::desk::Desk;
use crate::words::fill;

/// Which items are walked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Walk {
    /// Every item.
    #[default]
    All,
    /// Tasks that are red or yellow.
    Amiss,
    /// What has changed since the last meeting.
    Changed,
}

impl Walk {
    fn next(self) -> Self {
        match self {
            Self::All => Self::Amiss,
            Self::Amiss => Self::Changed,
            Self::Changed => Self::All,
        }
    }
}

impl Screen {
    /// The places of the items that are walked.
    pub(crate) fn walked<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = usize> + use<'a> {
        self.walked_by(self.walk, desk)
    }

    fn walked_by<'a>(
        &'a self,
        walk: Walk,
        desk: &'a Desk,
    ) -> impl Iterator<Item = usize> + use<'a> {
        let met = self.met(desk);
        let items = self.items.iter().enumerate();
        items.filter_map(move |(at, item)| {
            let walked = match walk {
                Walk::All => true,
                Walk::Amiss => is_amiss(*item, desk),
                Walk::Changed => met.is_some_and(|met| is_new(*item, met, desk)),
            };
            walked.then_some(at)
        })
    }

    /// The item that is walked before or after the one that is shown.
    pub(crate) fn neighbour(&self, later: bool, desk: &Desk) -> Option<usize> {
        let mut walked = self.walked(desk);
        if later {
            walked.find(|at| *at > self.at)
        } else {
            walked.take_while(|at| *at < self.at).last()
        }
    }

    /// The day of the meeting before this one.
    fn met(&self, desk: &Desk) -> Option<Day> {
        let known = desk.known.meetings.as_ref()?;
        let own = known.all.iter().find(|m| Some(m.id) == self.meeting);
        let today = own.map_or(desk.today(), |own| own.on);
        let earlier = |meeting: &&Meeting| meeting.on < today;
        let days = known.all.iter().filter(earlier).map(|meeting| meeting.on);
        days.max()
    }

    /// Walks other items from now on, the next choice that there are any of; the item that is shown stays. Returns what
    /// is to be said of it.
    pub(crate) fn walk_on(&mut self, desk: &Desk) -> String {
        let words = desk.words.meeting;
        let mut said = Vec::new();
        loop {
            self.walk = self.walk.next();
            let count = self.walked(desk).count();
            let met = self.met(desk);
            let number = count.to_string();
            match (self.walk, met) {
                (Walk::All, _) => said.push(fill(words.walk_all, &[&number])),
                (Walk::Amiss, _) if count > 0 => said.push(fill(words.walk_amiss, &[&number])),
                (Walk::Changed, Some(met)) if count > 0 => {
                    said.push(fill(words.walk_changed, &[&met.to_string(), &number]));
                }
                (Walk::Amiss, _) => {
                    said.push(words.walk_none_amiss.to_owned());
                    continue;
                }
                (Walk::Changed, None) => {
                    said.push(words.walk_no_meeting.to_owned());
                    continue;
                }
                (Walk::Changed, Some(_)) => {
                    said.push(words.walk_none_changed.to_owned());
                    continue;
                }
            }
            return said.join("; ");
        }
    }

    /// Which items are walked, for the bar; `None` where all are.
    pub(super) fn said_of_walk(&self, desk: &Desk) -> Option<String> {
        let words = desk.words.meeting;
        let template = match self.walk {
            Walk::All => return None,
            Walk::Amiss => words.walks_amiss,
            Walk::Changed => words.walks_changed,
        };
        let walked: Vec<usize> = self.walked(desk).collect();
        let place = walked.iter().position(|at| *at == self.at);
        // The item that is shown may be none of them.
        let place = place.map_or_else(|| "-".to_owned(), |place| (place + 1).to_string());
        Some(format!(
            "[{}]",
            fill(template, &[&place, &walked.len().to_string()])
        ))
    }
}

/// Whether an item is a task that is red or yellow.
fn is_amiss(item: ItemId, desk: &Desk) -> bool {
    let light = desk.row(item).map(|row| row.light(desk.today()));
    matches!(light, Some(Light::Red | Light::Yellow))
}

/// Whether there is something new of an item since a meeting: a task that was reported on, took a step or has turned red,
/// or an action item that was settled.
fn is_new(item: ItemId, met: Day, desk: &Desk) -> bool {
    let known = desk.known.meetings.as_ref();
    if let Some(row) = desk.row(item) {
        let mut proposed = known.iter().flat_map(|known| &known.proposed);
        let is_new_red = proposed.any(|of| of.id == item && of.why == Why::NewRed);
        return has_changed(row, met) || is_new_red;
    }
    let decision = known.and_then(|known| known.decision(item));
    decision.is_some_and(|decision| decision.done.is_some_and(|done| done >= met))
}
