//! Reading keys on a thread of its own, which never reads ahead while they are dealt with.

use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use ratatui::crossterm::event::{self, Event};

use super::{Incoming, OnPanic};
use crate::platform::Asked;
use crate::tui::app::Message;

/// The most events taken at once, so that a stuck key does not starve the screen.
const BATCH: usize = 256;

/// How long the reader waits for more before it hands on what it has; for a wait of nothing crossterm does not look.
const MORE: Duration = Duration::from_millis(1);

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
    messages
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
