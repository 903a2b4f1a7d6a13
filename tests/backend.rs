//! The width-aware backend: the same screens as the stock backend, for fewer bytes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod stage;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;

use duban::config::{Glyphs, Taste};
use duban::tui::app::{Alarm, App, Effect, Message};
use duban::tui::terminal::CellBackend;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier, Style};
use stage::{Stage, now};

/// What was written.
#[derive(Clone, Default)]
struct Tape(Rc<RefCell<Vec<u8>>>);

impl Tape {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut())
    }
}

impl Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const WIDTH: u16 = 40;
const HEIGHT: u16 = 8;

fn small() -> io::Result<Size> {
    Ok(Size::new(WIDTH, HEIGHT))
}

fn large() -> io::Result<Size> {
    Ok(Size::new(120, 40))
}

/// Plays what a backend writes for a row of frames, and returns every cell of the last screen.
fn replay<B: Backend>(mut backend: B, tape: &Tape, frames: &[Buffer]) -> Vec<String>
where
    B::Error: std::fmt::Debug,
{
    let mut terminal = vt100::Parser::new(HEIGHT.try_into().unwrap(), WIDTH.try_into().unwrap(), 0);
    let mut before = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    for frame in frames {
        backend.draw(before.diff(frame).into_iter()).unwrap();
        backend.flush().unwrap();
        terminal.process(&tape.take());
        before = frame.clone();
    }
    let screen = terminal.screen();
    let cells = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (y, x)));
    cells
        .map(|(y, x)| {
            let cell = screen.cell(y, x).unwrap();
            let mut text = cell.contents().to_owned();
            if text.is_empty() && !cell.is_wide_continuation() {
                text.push(' ');
            }
            // The look of a blank is its ground alone; of a hidden half, nothing.
            let ink = if text.trim().is_empty() {
                vt100::Color::Default
            } else {
                cell.fgcolor()
            };
            let ground = if cell.is_wide_continuation() {
                vt100::Color::Default
            } else {
                cell.bgcolor()
            };
            let bold = cell.bold() && !text.trim().is_empty();
            let rest = (cell.underline(), cell.inverse());
            let rest = if cell.is_wide_continuation() {
                (false, false)
            } else {
                rest
            };
            format!("{y},{x} {text:?} {ink:?} {ground:?} {bold} {rest:?}")
        })
        .collect()
}

fn any_frame() -> impl Strategy<Value = Buffer> {
    let style = (
        0_u8..8,
        0_u8..4,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(ink, ground, bold, under, turned)| {
            let mut style = Style::new();
            if ink > 0 {
                style = style.fg(Color::Indexed(ink + 20));
            }
            if ground > 1 {
                style = style.bg(Color::Indexed(ground + 30));
            }
            for (on, modifier) in [
                (bold, Modifier::BOLD),
                (under, Modifier::UNDERLINED),
                (turned, Modifier::REVERSED),
            ] {
                if on {
                    style = style.add_modifier(modifier);
                }
            }
            style
        });
    let text = "[a-c中文字 ，。]{0,24}";
    let piece = (0..WIDTH, 0..HEIGHT, text, style);
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        for (x, y, text, style) in pieces {
            buffer.set_stringn(x, y, text, usize::from(WIDTH - x), style);
        }
        buffer
    })
}

proptest! {
    #[test]
    fn a_replay_shows_the_same_as_the_stock_backend(
        frames in proptest::collection::vec(any_frame(), 1..4)
    ) {
        let (ours, stock) = (Tape::default(), Tape::default());
        let mine = replay(CellBackend::new(ours.clone(), small), &ours, &frames);
        let theirs = replay(CrosstermBackend::new(stock.clone()), &stock, &frames);
        prop_assert_eq!(mine, theirs);
    }
}

#[test]
fn an_ambiguous_width_is_followed_by_an_address() {
    let tape = Tape::default();
    let mut backend = CellBackend::new(tape.clone(), small);
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    buffer.set_string(0, 0, "中“文x", Style::new());
    let blank = Buffer::empty(buffer.area);
    backend.draw(blank.diff(&buffer).into_iter()).unwrap();
    backend.flush().unwrap();
    let written = String::from_utf8(tape.take()).unwrap();
    assert_eq!(written, "\u{1b}[H中“\u{1b}[1;4H文x");
}

/// The screens on a tape, with a home behind them.
struct Play {
    app: App,
    stage: Stage,
    terminal: Terminal<CellBackend<Tape>>,
    tape: Tape,
    resting: bool,
}

impl Play {
    fn new(stage: Stage, glyphs: Glyphs) -> Self {
        let tape = Tape::default();
        let terminal = Terminal::new(CellBackend::new(tape.clone(), large)).unwrap();
        let taste = Taste {
            glyphs,
            ..Taste::default()
        };
        let app = App::new(taste, now(), large().unwrap());
        let mut play = Self {
            app,
            stage,
            terminal,
            tape,
            resting: false,
        };
        let snapshot = Arc::new(play.stage.snapshot());
        play.send(Message::Loaded(snapshot));
        play.draw();
        play
    }

    fn send(&mut self, message: Message) {
        for effect in self.app.update(message) {
            match effect {
                Effect::LoadDetail(id) => {
                    let detail = self.stage.detail(id).unwrap();
                    self.send(Message::Detail(Arc::new(detail)));
                }
                Effect::WakeAt(Alarm::Rest, _) => self.resting = true,
                _ => {}
            }
        }
    }

    fn draw(&mut self) -> usize {
        self.terminal.draw(|frame| self.app.view(frame)).unwrap();
        self.tape.take().len()
    }

    /// The bytes that one press of a key costs before the cursor rests.
    fn press(&mut self, code: KeyCode) -> usize {
        self.send(Message::Key(KeyEvent::from(code)));
        self.draw()
    }
}

#[test]
fn moving_the_cursor_is_cheap_and_doing_nothing_is_free() {
    let mut play = Play::new(Stage::plan(), Glyphs::Safe);
    // The first screen lies on top of the ledger.
    play.press(KeyCode::Char('o'));
    // Down to the last visible row.
    for _ in 0..34 {
        let bytes = play.press(KeyCode::Down);
        assert!(bytes <= 400, "{bytes} bytes for one row down");
    }
    assert_eq!(play.draw(), 0, "an idle screen was painted again");
    assert!(play.resting);
    // Now the list scrolls, all rows of it.
    for _ in 0..16 {
        let bytes = play.press(KeyCode::Down);
        assert!(bytes <= 2048, "{bytes} bytes for scrolling by one row");
    }
}
