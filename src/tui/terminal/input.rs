//! Reading keys on a thread of its own, which never reads ahead while they are dealt with.

use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};

use super::{Incoming, OnPanic};
use crate::platform::Asked;
use crate::tui::app::Message;

/// The most events taken at once, so that a stuck key does not starve the screen.
const BATCH: usize = 256;

/// How long the reader looks for more before it hands on what it has. For a wait of nothing crossterm does not look,
/// and for one of less than a millisecond it looks over and over: every key would cost that much.
const MORE: Duration = Duration::from_micros(20);

/// The thread that reads keys.
#[derive(Debug)]
pub(super) struct Reader {
    go_on: Sender<()>,
}

impl Reader {
    pub(super) fn start(sender: Sender<Incoming>) -> Self {
        let (go_on, waiting) = mpsc::channel();
        std::thread::spawn(move || {
            let _guard = OnPanic(sender.clone());
            if read(&sender, &waiting).is_err() {
                let _ = sender.send(Incoming::Asked(Asked::End));
            }
        });
        Self { go_on }
    }

    /// The keys are dealt with: read on. Until then the terminal may belong to an editor.
    pub(super) fn go_on(&self) {
        let _ = self.go_on.send(());
    }
}

/// Reads until the terminal or the program ends.
fn read(sender: &Sender<Incoming>, waiting: &Receiver<()>) -> std::io::Result<()> {
    loop {
        let mut events = vec![event::read()?];
        while events.len() < BATCH && event::poll(MORE)? {
            events.push(event::read()?);
        }
        if sender.send(Incoming::Input(events)).is_err() || waiting.recv().is_err() {
            return Ok(());
        }
    }
}

/// The messages of events that came at once; keys without anything else between them are one.
pub(super) fn messages(events: Vec<Event>) -> Vec<Message> {
    let mut messages = Vec::new();
    for event in events {
        match (event, messages.last_mut()) {
            (Event::Key(key), Some(Message::Keys(keys))) => keys.push(key),
            (Event::Key(key), _) => messages.push(Message::Keys(vec![key])),
            (event, _) => messages.extend(message(event)),
        }
    }
    for message in &mut messages {
        if let Message::Keys(keys) = message {
            *keys = apart(keys);
        }
    }
    messages
}

/// What terminals send for keys behind the Esc that begins each of them.
const SEQUENCES: &[(&str, KeyCode)] = &[
    ("[A", KeyCode::Up),
    ("OA", KeyCode::Up),
    ("[B", KeyCode::Down),
    ("OB", KeyCode::Down),
    ("[C", KeyCode::Right),
    ("OC", KeyCode::Right),
    ("[D", KeyCode::Left),
    ("OD", KeyCode::Left),
    ("[H", KeyCode::Home),
    ("OH", KeyCode::Home),
    ("[1~", KeyCode::Home),
    ("[F", KeyCode::End),
    ("OF", KeyCode::End),
    ("[4~", KeyCode::End),
    ("[3~", KeyCode::Delete),
    ("[5~", KeyCode::PageUp),
    ("[6~", KeyCode::PageDown),
    ("[Z", KeyCode::BackTab),
    ("OP", KeyCode::F(1)),
    ("OQ", KeyCode::F(2)),
    ("OR", KeyCode::F(3)),
    ("OS", KeyCode::F(4)),
    ("[15~", KeyCode::F(5)),
    ("[17~", KeyCode::F(6)),
    ("[21~", KeyCode::F(10)),
];

/// Takes Esc and the key after it apart. Over a slow line both come in one packet, which crossterm reads as one key
/// held with Alt, or, where the second key begins with an Esc of its own, as an Esc and loose characters.
fn apart(keys: &[KeyEvent]) -> Vec<KeyEvent> {
    let esc = KeyEvent::from(KeyCode::Esc);
    let mut out: Vec<KeyEvent> = Vec::with_capacity(keys.len() + 1);
    let mut rest = keys;
    while let Some((key, tail)) = rest.split_first() {
        rest = tail;
        let mut key = *key;
        // Alt with a cursor or function key is a sequence of its own, and really Alt.
        let behind_esc = matches!(
            key.code,
            KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace
        );
        if behind_esc && key.modifiers.contains(KeyModifiers::ALT) {
            key.modifiers.remove(KeyModifiers::ALT);
            out.push(esc);
        } else if out.last() == Some(&esc)
            && let Some((length, code)) = sequence(&key, tail)
        {
            rest = tail.get(length - 1..).unwrap_or_default();
            key = KeyEvent::from(code);
        }
        out.push(key);
    }
    out
}

/// The key that loose characters were meant to be, and how many they are.
fn sequence(first: &KeyEvent, rest: &[KeyEvent]) -> Option<(usize, KeyCode)> {
    let came = || std::iter::once(first).chain(rest).map(|key| key.code);
    let (text, code) = SEQUENCES.iter().find(|(text, _)| {
        let came = came().take(text.len());
        came.eq(text.chars().map(KeyCode::Char))
    })?;
    Some((text.len(), *code))
}

/// The message of an event; some say nothing.
fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => Some(Message::Key(key)),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Mouse(mouse) => Some(Message::Mouse(mouse)),
        // The loop asks for the size itself.
        Event::Resize(..) | Event::FocusGained | Event::FocusLost => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn char(c: char, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), modifiers)
    }

    #[test]
    fn esc_and_a_key_of_one_packet_are_two_keys() {
        let esc = KeyEvent::from(KeyCode::Esc);
        let plain = |c| char(c, KeyModifiers::NONE);
        // ESC 字, as crossterm reads it.
        assert_eq!(
            apart(&[char('字', KeyModifiers::ALT), plain('x')]),
            [esc, plain('字'), plain('x')]
        );
        let held = KeyModifiers::ALT | KeyModifiers::CONTROL;
        assert_eq!(
            apart(&[char('e', held)]),
            [esc, char('e', KeyModifiers::CONTROL)]
        );
        // ESC ESC [ B, and ESC ESC [ 1 5 ~ behind it.
        let came = [
            esc,
            plain('['),
            plain('B'),
            esc,
            plain('['),
            plain('1'),
            plain('5'),
            plain('~'),
        ];
        let keys = [esc, KeyCode::Down.into(), esc, KeyCode::F(5).into()];
        assert_eq!(apart(&came), keys);
    }

    #[test]
    fn other_keys_stay_as_they_are() {
        let keys = [
            KeyEvent::new(KeyCode::Left, KeyModifiers::ALT),
            char('[', KeyModifiers::NONE),
            char('B', KeyModifiers::NONE),
        ];
        assert_eq!(apart(&keys), keys);
    }
}
