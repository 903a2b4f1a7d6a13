//! What the keys of the reports do.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::follow::Ask;
use super::keys::{Action, Place};
use super::screen::{Screen, Step, reports};
use super::{App, Effect, Notice, Ticket};
use crate::model::{ItemId, ascii_twin};
use crate::report::Name;

impl App {
    /// Opens the reports at the one that is most likely meant.
    pub(super) fn open_reports(&mut self, place: Place) -> Vec<Effect> {
        if self.desk.snapshot.head.is_none() {
            self.refuse(Notice::new(self.desk.no_plan()));
            return Vec::new();
        }
        let name = match place {
            Place::Ledger | Place::Detail => Name::Progress,
            Place::Indicators => Name::Indicators,
            Place::Agenda | Place::Meeting => Name::Meeting,
            _ => Name::Weekly,
        };
        let window = match self.stack.last() {
            Some(Screen::Windows(windows)) => windows.closed(&self.desk),
            Some(Screen::Window(window)) => window.closed(&self.desk),
            _ => None,
        };
        let meeting = match self.stack.last() {
            Some(Screen::Meeting(meeting)) => meeting.meeting,
            _ => None,
        };
        // The latest needs no naming.
        let known = self.desk.known.meetings.as_ref();
        let latest = known.and_then(|known| known.all.first());
        let meeting = meeting.filter(|id| latest.is_none_or(|latest| latest.id != *id));
        let listed = self.ledger.finding.narrowed(&self.desk);
        let screen = reports::Screen::new(name, listed).of(window, meeting);
        let asked = Ask::Report(screen.issue());
        self.open(Screen::Reports(Box::new(screen)));
        vec![Effect::Ask(asked)]
    }

    /// The tasks that the ledger lists, in its order.
    pub(super) fn listed(&self) -> Vec<ItemId> {
        self.ledger.finding.listed(&self.desk)
    }

    pub(super) fn act_in_reports(&mut self, action: Action, key: KeyEvent) -> Option<Vec<Effect>> {
        use Action as A;
        let ticket = Ticket(self.tickets + 1);
        let desk = &self.desk;
        let Some(Screen::Reports(reports)) = self.stack.last_mut() else {
            return None;
        };
        let steps = match action {
            A::Write => {
                self.tickets += 1;
                reports.write(desk, ticket)
            }
            A::NextFormat | A::PreviousFormat => {
                reports.next_format(action == A::NextFormat);
                reports.settle(desk);
                Vec::new()
            }
            A::Format => {
                let digit = match key.code {
                    KeyCode::Char(c) => ascii_twin(c).to_digit(10),
                    _ => None,
                };
                let steps = reports.take_format(digit.unwrap_or(1) as usize, desk);
                reports.settle(desk);
                steps
            }
            A::Narrow => reports.narrow(desk),
            A::OtherWindow => reports.next_window(desk),
            A::Back => vec![Step::Close],
            _ => return None,
        };
        Some(self.run(steps))
    }
}
