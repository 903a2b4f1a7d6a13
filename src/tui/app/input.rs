//! What the person does: keys, pasted text and the mouse, handed to the screen that is on top.

use ratatui::crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};

use super::kept::Leaving;
use super::keys::{self, Action};
use super::layout::{self, Shape};
use super::screen::figures::Spot;
use super::screen::{Screen, ledger};
use super::{Alarm, App, DRAFT, Effect, Notice};
use crate::tui::widget::sheet::Move;

impl App {
    pub(super) fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let before = self.keeping.leaving;
        if before == Leaving::Asked {
            // What is typed behind the key to leave would not be kept with the rest.
            return Vec::new();
        }
        let effects = self.press_any(key);
        if before == Leaving::Warned {
            self.keeping.leaving = Leaving::No;
        }
        effects
    }

    fn press_any(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.notice = None;
        self.opening = false;
        self.resuming = None;
        if self.desk.shape() == Shape::Small {
            // Nobody should act on what cannot be seen, but what is being typed goes on.
            let place = self.place();
            return match keys::action(place, key) {
                Some(Action::Quit) => self.quit(),
                None | Some(Action::NextField | Action::PreviousField) if place.takes_text() => {
                    self.press(key)
                }
                _ => Vec::new(),
            };
        }
        let looked: Vec<Effect> = self.look().into_iter().collect();
        looked.into_iter().chain(self.press(key)).collect()
    }

    /// Does what a key is for in the place that it is pressed in.
    fn press(&mut self, key: KeyEvent) -> Vec<Effect> {
        let place = self.place();
        if let Some(action) = keys::action(place, key) {
            return self.act(place, action, key);
        }
        if let Some(Screen::Form(form)) = self.stack.last_mut() {
            if form.key(key, &self.desk) {
                return vec![Effect::WakeAt(Alarm::Draft, DRAFT)];
            }
            return Vec::new();
        }
        if let Some(Screen::Figures(figures)) = self.stack.last_mut() {
            if figures.type_key(key, &self.desk) {
                return vec![Effect::WakeAt(Alarm::Draft, DRAFT)];
            }
            return Vec::new();
        }
        if self.type_in_meeting(key) {
            return Vec::new();
        }
        if let Some(Screen::Agenda(agenda)) = self.stack.last_mut() {
            if agenda.is_typing() {
                agenda.type_key(key, &self.desk);
            }
            return agenda.wanted();
        }
        if place.takes_text() {
            self.ledger.type_key(key, &self.desk);
            return self.searched();
        }
        Vec::new()
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.keeping.leaving == Leaving::Asked {
            return Vec::new();
        }
        self.keeping.leaving = Leaving::No;
        self.notice = None;
        let place = self.place();
        match self.stack.last_mut() {
            Some(Screen::Form(form)) => {
                if form.paste(text, &self.desk) {
                    return vec![Effect::WakeAt(Alarm::Draft, DRAFT)];
                }
            }
            Some(Screen::Meeting(meeting)) if meeting.jump.is_some() => meeting.paste(text),
            Some(Screen::Agenda(agenda)) if agenda.is_typing() => {
                agenda.paste(text, &self.desk);
                return agenda.wanted();
            }
            // Where figures stand, a row of them is to be filled.
            Some(Screen::Indicators(indicators)) => {
                let item = indicators.selected(&self.desk);
                let opened = self.open_figures(item.map(Spot::of));
                let pasted = match self.stack.last_mut() {
                    Some(Screen::Figures(figures)) => figures.paste(text, &self.desk),
                    _ => false,
                };
                let kept = pasted.then_some(Effect::WakeAt(Alarm::Draft, DRAFT));
                return opened.into_iter().chain(kept).collect();
            }
            Some(Screen::Figures(figures)) => {
                if figures.paste(text, &self.desk) {
                    return vec![Effect::WakeAt(Alarm::Draft, DRAFT)];
                }
            }
            None if place.takes_text() => {
                self.ledger.paste(text, &self.desk);
                return self.searched();
            }
            // Outside of fields pasted text would be a storm of keys.
            _ => self.refuse(Notice::new(self.desk.words.screen.paste_ignored)),
        }
        Vec::new()
    }

    pub(super) fn mouse(&mut self, event: MouseEvent) -> Vec<Effect> {
        if self.desk.shape() == Shape::Small {
            return Vec::new();
        }
        match event.kind {
            MouseEventKind::ScrollDown => self.go(Move::Down),
            MouseEventKind::ScrollUp => self.go(Move::Up),
            MouseEventKind::Down(_) if self.stack.is_empty() => {
                let list = layout::areas(self.desk.size).list;
                if let Some(line) = ledger::line_under(list, event.column, event.row) {
                    self.ledger.go_to_line(line, &self.desk);
                }
                self.moved()
            }
            _ => Vec::new(),
        }
    }
}
