//! What typing does to a form.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::{Form, Kind};
use crate::tui::app::desk::Desk;
use crate::tui::app::message::Notice;

impl Form {
    /// Handles a key that the key table leaves to the form; returns whether the text changed.
    pub(crate) fn key(&mut self, key: KeyEvent, desk: &Desk) -> bool {
        if self.pending.is_some() {
            return false;
        }
        self.keeping.discarding = false;
        if self.turn_preview(key.code, desk) {
            return false;
        }
        if self.starts_writing(key) {
            self.go_to_text();
        }
        let width = self.focused_width(desk);
        let Some(input) = self.inputs.get_mut(self.focus) else {
            return false;
        };
        let before = input.value().to_owned();
        if let KeyCode::Char(c) = key.code
            && input.pick(c)
        {
            let changed = self.after_change(&before, desk);
            self.step(1);
            self.settle(desk);
            return changed;
        }
        match &mut input.kind {
            Kind::Choice { at, options } => match key.code {
                KeyCode::Right | KeyCode::Char(' ' | '\u{3000}') => *at = (*at + 1) % options.len(),
                KeyCode::Left => *at = at.checked_sub(1).unwrap_or(options.len() - 1),
                KeyCode::Up => self.step(-1),
                KeyCode::Down | KeyCode::Enter => self.step(1),
                _ => {}
            },
            Kind::Text(field) | Kind::Departments(field) | Kind::Day(field) => {
                if !field.key(key, width) {
                    match key.code {
                        KeyCode::Up => self.step(-1),
                        KeyCode::Down => self.step(1),
                        KeyCode::Enter if self.complete(desk) => {}
                        KeyCode::Enter => match self.misnamed(desk) {
                            Some(wrong) => self.error = Some(wrong),
                            None => self.step(1),
                        },
                        _ => {}
                    }
                }
            }
        }
        self.after_change(&before, desk)
    }

    /// Takes in pasted text; returns whether the text changed.
    pub(crate) fn paste(&mut self, text: &str, desk: &Desk) -> bool {
        if self.awaits_choice() {
            self.go_to_text();
        }
        let focus = self.focus;
        let Some(input) = self
            .inputs
            .get_mut(focus)
            .filter(|_| self.pending.is_none())
        else {
            return false;
        };
        let before = input.value().to_owned();
        if let Some(field) = input.field_mut() {
            field.paste(text);
        }
        self.after_change(&before, desk)
    }

    /// Takes in the text as the person's editor left it; returns whether it changed.
    pub(crate) fn edited(&mut self, text: &str, desk: &Desk) -> bool {
        let Some(input) = self.inputs.get_mut(self.focus) else {
            return false;
        };
        let before = input.value().to_owned();
        input.set(text.trim_end_matches('\n'));
        self.after_change(&before, desk)
    }

    fn after_change(&mut self, before: &str, desk: &Desk) -> bool {
        let changed = self.inputs.iter().any(|input| {
            Some(input.name) == self.inputs.get(self.focus).map(|i| i.name)
                && input.value() != before
        });
        if changed {
            self.keeping.touched = true;
            self.saving_over = false;
            self.error = None;
        }
        self.settle(desk);
        changed
    }

    /// Completes the department being typed; returns whether there was anything to complete.
    fn complete(&mut self, desk: &Desk) -> bool {
        let Some(input) = self.inputs.get_mut(self.focus) else {
            return false;
        };
        let Some(name) = input.candidates(desk).first().cloned() else {
            return false;
        };
        input.complete(&name);
        true
    }

    /// What is wrong with the departments where the cursor is: nobody goes on from a name that stands for none.
    fn misnamed(&self, desk: &Desk) -> Option<Notice> {
        let input = self.inputs.get(self.focus)?;
        if !matches!(input.kind, Kind::Departments(_)) {
            return None;
        }
        match self.filled(desk).departments(input.name) {
            Err(wrong) => Some(wrong.notice),
            Ok(named) if input.single && named.len() > 1 => {
                Some(Notice::new(desk.words.meeting.one_department))
            }
            Ok(_) => None,
        }
    }
}
