//! One frame of 120x40: drawn as it stands, after the cursor moved, after a letter of a search, after a new picture; and
//! the screens that are opened from it.

use std::sync::Arc;

use divan::Bencher;
use duban::config::Taste;
use duban::model::Snapshot;
use duban::tui::app::follow::{Ask, Told};
use duban::tui::app::{Alarm, App, Message};
use duban::tui::terminal::Home as _;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Size;
use ratatui::text::Line;

use crate::home::{self, Which};
use crate::{corpus, follow};

const SIZE: Size = Size {
    width: 120,
    height: 40,
};

/// The screens before anything is loaded.
fn empty() -> App {
    App::new(Taste::default(), corpus::then().fixed_offset(), SIZE)
}

/// The ledger with a home loaded and the first task in full beside the list.
fn screens(which: Which) -> (App, Arc<Snapshot>, Terminal<TestBackend>) {
    let home = corpus::open(&which.dir());
    let picture = Arc::new(home.snapshot(usize::MAX, corpus::then()).unwrap());
    let mut app = empty();
    app.update(Message::Loaded(Arc::clone(&picture)));
    // The first screen lies on top of the ledger.
    press(&mut app, KeyCode::Char('o'));
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

#[divan::bench(args = home::all())]
fn drawn(bencher: Bencher<'_, '_>, which: Which) {
    let (app, _, mut terminal) = screens(which);
    bencher.bench_local(|| {
        terminal.draw(|frame| app.view(frame)).unwrap();
    });
}

/// The cursor goes down, wherever it is in the list.
#[divan::bench(args = home::all())]
fn cursor_down(bencher: Bencher<'_, '_>, which: Which) {
    let (mut app, _, mut terminal) = screens(which);
    press(&mut app, KeyCode::End);
    press(&mut app, KeyCode::PageUp);
    bencher.bench_local(|| {
        press(&mut app, KeyCode::Down);
        terminal.draw(|frame| app.view(frame)).unwrap();
    });
}

/// A letter is typed into the search line, another one each time.
#[divan::bench(args = home::all())]
fn search_key(bencher: Bencher<'_, '_>, which: Which) {
    let (mut app, _, mut terminal) = screens(which);
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
#[divan::bench(args = home::all())]
fn new_picture(bencher: Bencher<'_, '_>, which: Which) {
    let (mut app, picture, mut terminal) = screens(which);
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

/// Who looks at a home in use: a coordinator, or a clerk of the department that leads more tasks than any other.
#[derive(Debug, Clone, Copy)]
enum Who {
    Coordinator,
    Clerk,
}

/// The picture that this person sees.
fn seen_by(who: Who, which: Which) -> Arc<Snapshot> {
    let department = match who {
        Who::Coordinator => "",
        Who::Clerk => follow::DEPARTMENT,
    };
    let home = corpus::open_as(&which.in_use(), department, corpus::then());
    Arc::new(home.snapshot(usize::MAX, corpus::then()).unwrap())
}

/// The person on each home; the demo is its registrar's.
fn people() -> Vec<(Who, Which)> {
    let coordinator = home::all().into_iter();
    let coordinator = coordinator.map(|which| (Who::Coordinator, which));
    let clerk = crate::sizes().into_iter();
    let clerk = clerk.map(|tasks| (Who::Clerk, Which::Tasks(tasks)));
    coordinator.chain(clerk).collect()
}

/// The first screen, from a picture to its first frame.
#[divan::bench(args = people())]
fn begun(bencher: Bencher<'_, '_>, (who, which): (Who, Which)) {
    let picture = seen_by(who, which);
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).unwrap();
    bencher.with_inputs(empty).bench_local_values(|mut app| {
        app.update(Message::Loaded(Arc::clone(&picture)));
        terminal.draw(|frame| app.view(frame)).unwrap();
        app
    });
}

/// The cursor goes down on the first screen.
#[divan::bench(args = people())]
fn cursor_down_at_first(bencher: Bencher<'_, '_>, (who, which): (Who, Which)) {
    let mut app = empty();
    app.update(Message::Loaded(seen_by(who, which)));
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).unwrap();
    bencher.bench_local(|| {
        press(&mut app, KeyCode::Down);
        terminal.draw(|frame| app.view(frame)).unwrap();
    });
}

/// A screen is opened, told what it asked for, and drawn.
#[divan::bench(args = pages())]
fn opened(bencher: Bencher<'_, '_>, (page, which): (Page, Which)) {
    let (mut app, told) = beside(page, which);
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).unwrap();
    bencher.bench_local(|| {
        press(&mut app, page.key());
        app.update(Message::Told(told.clone()));
        terminal.draw(|frame| app.view(frame)).unwrap();
        press(&mut app, KeyCode::Esc);
    });
}

/// The cursor goes down on such a screen.
#[divan::bench(args = pages())]
fn cursor_down_on(bencher: Bencher<'_, '_>, (page, which): (Page, Which)) {
    let (mut app, told) = beside(page, which);
    press(&mut app, page.key());
    app.update(Message::Told(told));
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).unwrap();
    bencher.bench_local(|| {
        press(&mut app, KeyCode::Down);
        terminal.draw(|frame| app.view(frame)).unwrap();
    });
}

/// A screen that asks the home.
#[derive(Debug, Clone, Copy)]
enum Page {
    Agenda,
    Windows,
    Indicators,
}

impl Page {
    fn key(self) -> KeyCode {
        KeyCode::Char(match self {
            Self::Agenda => 'M',
            Self::Windows => 'W',
            Self::Indicators => 'I',
        })
    }

    fn ask(self) -> Ask {
        match self {
            Self::Agenda => Ask::Meetings,
            Self::Windows => Ask::Windows,
            Self::Indicators => Ask::Indicators,
        }
    }
}

fn pages() -> Vec<(Page, Which)> {
    let of = |page| home::all().into_iter().map(move |which| (page, which));
    let all = [Page::Agenda, Page::Windows, Page::Indicators];
    all.into_iter().flat_map(of).collect()
}

/// The screens with a home in use, and what they are told where this page is opened.
fn beside(page: Page, which: Which) -> (App, Told) {
    let mut app = empty();
    app.update(Message::Loaded(seen_by(Who::Coordinator, which)));
    let mut own = follow::own(&which.in_use(), follow::DEPARTMENT);
    let told = own.ask(page.ask()).unwrap().unwrap();
    (app, told)
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
