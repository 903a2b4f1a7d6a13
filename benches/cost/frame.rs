//! One frame of 120x40: drawn as it stands, after the cursor moved, after a letter of a search, after a new picture.

use std::sync::Arc;

use divan::Bencher;
use duban::config::Taste;
use duban::model::Snapshot;
use duban::tui::app::{Alarm, App, Message};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Size;
use ratatui::text::Line;

use crate::{corpus, home};

const SIZE: Size = Size {
    width: 120,
    height: 40,
};

/// The screens with a home loaded and the first task in full beside the list.
fn screens(tasks: usize) -> (App, Arc<Snapshot>, Terminal<TestBackend>) {
    let home = home::open(tasks);
    let picture = Arc::new(home.snapshot(usize::MAX, corpus::then()).unwrap());
    let mut app = App::new(Taste::default(), corpus::then().fixed_offset(), SIZE);
    app.update(Message::Loaded(Arc::clone(&picture)));
    app.update(Message::Alarm(Alarm::Rest));
    let first = home.detail(picture.rows[0].id).unwrap();
    app.update(Message::Detail(Arc::new(first)));
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    (app, picture, terminal)
}

fn press(app: &mut App, key: KeyCode) {
    app.update(Message::Key(KeyEvent::from(key)));
}

#[divan::bench(args = crate::sizes())]
fn drawn(bencher: Bencher<'_, '_>, tasks: usize) {
    let (app, _, mut terminal) = screens(tasks);
    bencher.bench_local(|| {
        terminal.draw(|frame| app.view(frame)).unwrap();
    });
}

/// The cursor goes down, wherever it is in the list.
#[divan::bench(args = crate::sizes())]
fn cursor_down(bencher: Bencher<'_, '_>, tasks: usize) {
    let (mut app, _, mut terminal) = screens(tasks);
    press(&mut app, KeyCode::End);
    press(&mut app, KeyCode::PageUp);
    bencher.bench_local(|| {
        press(&mut app, KeyCode::Down);
        terminal.draw(|frame| app.view(frame)).unwrap();
    });
}

/// A letter is typed into the search line, another one each time.
#[divan::bench(args = crate::sizes())]
fn search_key(bencher: Bencher<'_, '_>, tasks: usize) {
    let (mut app, _, mut terminal) = screens(tasks);
    press(&mut app, KeyCode::Char('/'));
    let mut typed = "xljk".chars().map(Some).chain([None]).cycle();
    bencher.bench_local(|| {
        match typed.next().flatten() {
            Some(letter) => press(&mut app, KeyCode::Char(letter)),
            // Esc ends the search, and `/` begins another.
            None => {
                press(&mut app, KeyCode::Esc);
                press(&mut app, KeyCode::Char('/'));
            }
        }
        terminal.draw(|frame| app.view(frame)).unwrap();
    });
}

/// A picture comes in after somebody recorded something.
#[divan::bench(args = crate::sizes())]
fn new_picture(bencher: Bencher<'_, '_>, tasks: usize) {
    let (mut app, picture, mut terminal) = screens(tasks);
    let mut revision = picture.revision;
    bencher.bench_local(|| {
        revision += 1;
        let picture = Snapshot {
            revision,
            ..(*picture).clone()
        };
        app.update(Message::Loaded(Arc::new(picture)));
        terminal.draw(|frame| app.view(frame)).unwrap();
    });
}

/// As many lines of the same words, and nothing else.
#[divan::bench]
fn floor_drawn(bencher: Bencher<'_, '_>) {
    let rows = home::picture(51).rows;
    let words: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {} {}", row.code, row.title, row.leader))
        .collect();
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).unwrap();
    bencher.bench_local(|| {
        terminal
            .draw(|frame| {
                let area = frame.area();
                for (y, words) in area.rows().zip(&words) {
                    frame.render_widget(Line::raw(words.as_str()), y);
                }
            })
            .unwrap();
    });
}
