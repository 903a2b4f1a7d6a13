//! A backend that knows where the terminal's cursor stands after each character, and so says less.
//!
//! The stock backend sends a cursor position after every wide character, because it believes the cursor to be one
//! cell on; for Chinese that is three times the bytes. This one moves only where the cursor is not already, in the
//! shortest way, changes only the attributes that differ, and erases blank line ends instead of writing them. After a
//! character of ambiguous width it moves in any case, for there terminals disagree.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::crossterm;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr as _;

use super::escape::{Pen, absolute, change_pen, shortest};

/// Writes frames to a terminal with few bytes.
#[derive(Debug)]
pub struct CellBackend<W: Write> {
    writer: W,
    /// The bytes of the frame, written at once when it is flushed.
    frame: Vec<u8>,
    size: fn() -> io::Result<Size>,
    /// Where the terminal's cursor is known to be.
    at: Option<Position>,
    cursor: Cursor,
    pen: Pen,
}

/// Whether the terminal shows its cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    Unknown,
    Hidden,
    Shown,
}

/// A cell to write, with its width.
struct Change<'c> {
    x: u16,
    y: u16,
    cell: &'c Cell,
    width: u16,
}

impl<W: Write> CellBackend<W> {
    /// A backend that writes to `writer`, for a terminal whose size `size` tells.
    pub fn new(writer: W, size: fn() -> io::Result<Size>) -> Self {
        Self {
            writer,
            frame: Vec::new(),
            size,
            at: None,
            cursor: Cursor::Unknown,
            pen: Pen::PLAIN,
        }
    }

    /// The writer.
    pub fn writer(&self) -> &W {
        &self.writer
    }

    fn put(&mut self, text: &str) {
        self.frame.extend_from_slice(text.as_bytes());
    }

    /// Brings the cursor to a cell in the shortest way.
    fn go(&mut self, x: u16, y: u16) {
        let Some(at) = self.at else {
            self.go_anyway(x, y);
            return;
        };
        if at == (Position { x, y }) {
            return;
        }
        let way = shortest(at, Position { x, y });
        self.put(&way);
        self.at = Some(Position { x, y });
    }

    /// Brings the cursor to a cell by its address, wherever it is now.
    fn go_anyway(&mut self, x: u16, y: u16) {
        let way = absolute(Position { x, y });
        self.put(&way);
        self.at = Some(Position { x, y });
    }

    fn take(&mut self, pen: Pen) {
        if self.pen == pen {
            return;
        }
        let change = change_pen(self.pen, pen);
        self.put(&change);
        self.pen = pen;
    }

    fn write_row(&mut self, row: &[Change<'_>], screen: u16) {
        let Some(first) = row.first() else { return };
        let y = first.y;
        // A blank end of the line, as far as it was changed, is erased at once.
        let blank = |change: &&Change<'_>| {
            change.cell.symbol() == " " && Pen::of(change.cell).leaves_nothing()
        };
        let mut end = screen;
        let mut kept = row.len();
        for change in row.iter().rev() {
            if blank(&change) && change.x + 1 == end {
                (end, kept) = (change.x, kept - 1);
            } else {
                break;
            }
        }
        // Erasing costs four bytes or so.
        let erase = row.len() - kept > 4;
        let kept = if erase { kept } else { row.len() };
        for change in row.iter().take(kept) {
            self.write_cell(change, screen);
        }
        if erase {
            self.go(end, y);
            self.take(Pen::PLAIN);
            self.put("\x1b[K");
        }
    }

    fn write_cell(&mut self, change: &Change<'_>, screen: u16) {
        let symbol = change.cell.symbol();
        self.go(change.x, change.y);
        self.take(Pen::of(change.cell));
        self.put(symbol);
        let next = change.x + change.width;
        let certain = symbol.width() == symbol.width_cjk() && change.width > 0;
        // In the last column terminals differ about where the cursor is.
        self.at = (certain && next < screen).then_some(Position {
            x: next,
            y: change.y,
        });
    }
}

impl<W: Write> Backend for CellBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let screen = (self.size)()?.width;
        let mut row: Vec<Change<'_>> = Vec::new();
        let mut content = content.peekable();
        if content.peek().is_some() && self.cursor == Cursor::Shown {
            // A cursor that runs over the screen drags the window of an input method along.
            self.hide_cursor()?;
        }
        for (x, y, cell) in content {
            // The hidden half of a wide character is not written: the character covers it.
            let covered = row
                .last()
                .is_some_and(|last| last.y == y && x > last.x && x < last.x + last.width);
            if covered {
                continue;
            }
            if row.last().is_some_and(|last| last.y != y) {
                self.write_row(&row, screen);
                row.clear();
            }
            let width = u16::try_from(cell.symbol().width()).unwrap_or(1);
            row.push(Change { x, y, cell, width });
        }
        self.write_row(&row, screen);
        self.take(Pen::PLAIN);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor != Cursor::Hidden {
            self.put("\x1b[?25l");
            self.cursor = Cursor::Hidden;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor != Cursor::Shown {
            self.put("\x1b[?25h");
            self.cursor = Cursor::Shown;
        }
        Ok(())
    }

    /// Nobody asks the terminal: the answer would cost a round trip.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        self.go(x, y);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.put("\x1b[m");
        self.pen = Pen::PLAIN;
        self.put(match clear_type {
            ClearType::All => "\x1b[2J",
            ClearType::AfterCursor => "\x1b[J",
            ClearType::BeforeCursor => "\x1b[1J",
            ClearType::CurrentLine => "\x1b[2K",
            ClearType::UntilNewLine => "\x1b[K",
        });
        self.at = None;
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        (self.size)()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.frame.is_empty() {
            self.writer.write_all(&self.frame)?;
            self.frame.clear();
            self.writer.flush()?;
        }
        Ok(())
    }
}

/// The size of the terminal that standard output goes to.
///
/// # Errors
///
/// If it cannot be told.
pub fn terminal_size() -> io::Result<Size> {
    let (width, height) = crossterm::terminal::size()?;
    Ok(Size { width, height })
}
