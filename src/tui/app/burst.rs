//! Keys that arrive at once. Terminals that do not mark pastes deliver them as keys, and in a list every letter does
//! something (`domain.md` 7.2; sxyazi/yazi#3907).

use std::collections::HashSet;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::keys::{self, Action};
use super::{App, Effect, Notice};

/// How many different characters at once are still taken for keys where no text is typed.
const MOST: usize = 5;

impl App {
    /// Takes in keys in their order, and leaves out those that must be a paste with nowhere to go.
    pub(super) fn burst(&mut self, keys: &[KeyEvent]) -> Vec<Effect> {
        let pressed = |key: &&KeyEvent| key.kind != KeyEventKind::Release;
        let keys: Vec<KeyEvent> = keys.iter().filter(pressed).copied().collect();
        let mut effects = Vec::new();
        let mut rest = keys.as_slice();
        while let Some((key, tail)) = rest.split_first() {
            let stray = self.stray(rest);
            if stray > 0 {
                self.refuse(Notice::new(self.desk.words.screen.burst_ignored));
                rest = rest.get(stray..).unwrap_or_default();
            } else {
                effects.extend(self.key(*key));
                rest = tail;
            }
        }
        effects
    }

    /// How many of the first keys are pasted text that no field takes.
    ///
    /// A held key repeats one character. Over a slow line moves, the key that opens a field and what is typed there
    /// may come together; nothing of that is a paste.
    fn stray(&self, keys: &[KeyEvent]) -> usize {
        let place = self.place();
        if place.takes_text() || keys.first().and_then(character).is_none() {
            return 0;
        }
        let action = |key: &KeyEvent| keys::action(place, *key);
        let first = keys.iter().map(action).find(|a| !a.is_some_and(is_move));
        if first.flatten().is_some_and(opens_field) {
            return 0;
        }
        let run = keys
            .iter()
            .take_while(|key| character(key).is_some() || key.code == KeyCode::Enter);
        let different: HashSet<char> = run.clone().filter_map(character).collect();
        if different.len() > MOST {
            run.count()
        } else {
            0
        }
    }
}

/// The character that a key types.
fn character(key: &KeyEvent) -> Option<char> {
    let held = KeyModifiers::CONTROL | KeyModifiers::ALT;
    match key.code {
        KeyCode::Char(c) if !key.modifiers.intersects(held) => Some(c),
        _ => None,
    }
}

fn is_move(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Up | A::Down | A::Top | A::Bottom | A::Open | A::PreviousPane
    )
}

fn opens_field(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Search
            | A::Filter
            | A::Note
            | A::Correct
            | A::AddTask
            | A::AddMeasure
            | A::AddIndicator
            | A::Retract
            | A::Decide
            | A::Problem
            | A::Judge
            | A::Jump
            | A::AskClosing
            | A::AskExtension
            | A::Dispute
            | A::Approve
            | A::SendBack
    )
}
