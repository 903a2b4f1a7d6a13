//! A text field of one or several lines for Chinese input: grapheme by grapheme, soft-wrapped, with the real cursor.
//!
//! The crates for text input draw the text as it is. Here the shown text differs from the typed one (characters of
//! ambiguous width are replaced, see [`crate::tui::widget::cells`]), long Chinese lines wrap between any two characters, and the
//! terminal's own cursor must stand exactly where the next character goes, for an input method opens its window
//! there. The field keeps what was typed, unchanged; only the picture of it is clean.

mod rows;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation as _;

/// How many steps can be undone.
const UNDO_STEPS: usize = 200;

/// A text field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// A byte offset between two graphemes.
    cursor: usize,
    lines: Lines,
    undo: Vec<(String, usize)>,
    redo: Vec<(String, usize)>,
    /// Whether the last key typed text, so that a run of typing is undone at once.
    typing: bool,
    /// Whether what is typed next takes the place of the whole text.
    selected: bool,
    /// Whether the text was filled in and nobody has typed here since.
    given: bool,
}

/// Whether Enter makes a new line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// One line that scrolls sideways.
    One,
    /// Several lines, wrapped.
    Many,
}

impl Field {
    /// A field that holds `text`, with the cursor at its end.
    #[must_use]
    pub fn new(lines: Lines, text: &str) -> Self {
        let mut field = Self {
            text: String::new(),
            cursor: 0,
            lines,
            undo: Vec::new(),
            redo: Vec::new(),
            typing: false,
            selected: false,
            given: true,
        };
        field.put(text);
        field
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether Enter makes a new line here.
    #[must_use]
    pub fn lines(&self) -> Lines {
        self.lines
    }

    /// The cursor comes here from another field: a single line that was filled in is replaced by what is typed or pasted
    /// next, unless the cursor is moved first; what was typed is added to.
    pub fn enter(&mut self) {
        self.selected = self.given && self.lines == Lines::One && !self.text.is_empty();
        if self.selected {
            self.cursor = self.text.len();
        }
        self.typing = false;
    }

    /// The cursor goes to another field.
    pub fn leave(&mut self) {
        self.selected = false;
    }

    /// Whether what is typed next takes the place of the text.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// Replaces the whole text; can be undone.
    pub fn set(&mut self, text: &str) {
        self.remember();
        self.clear();
        self.put(text);
        (self.typing, self.given) = (false, true);
    }

    /// Inserts pasted text; can be undone.
    pub fn paste(&mut self, text: &str) {
        self.remember();
        if self.selected {
            self.clear();
        }
        self.put(text);
        self.typing = false;
    }

    /// Takes back the last change.
    pub fn undo(&mut self) {
        self.selected = false;
        if let Some(before) = self.undo.pop() {
            self.redo.push((self.text.clone(), self.cursor));
            (self.text, self.cursor) = before;
            self.typing = false;
        }
    }

    /// Makes the change again that was taken back last.
    pub fn redo(&mut self) {
        self.selected = false;
        if let Some(after) = self.redo.pop() {
            self.undo.push((self.text.clone(), self.cursor));
            (self.text, self.cursor) = after;
            self.typing = false;
        }
    }

    /// Handles a key in a field `width` cells wide; returns whether the key meant something here.
    pub fn key(&mut self, key: KeyEvent, width: u16) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let typed = matches!(key.code, KeyCode::Char(_)) && !control;
        if !typed {
            self.typing = false;
        }
        match key.code {
            KeyCode::Char(c) if typed && !key.modifiers.contains(KeyModifiers::ALT) => {
                if !self.typing {
                    self.remember();
                }
                if self.selected {
                    self.clear();
                }
                self.put(c.encode_utf8(&mut [0; 4]));
                self.typing = true;
            }
            KeyCode::Enter if self.lines == Lines::Many => {
                self.remember();
                self.put("\n");
            }
            KeyCode::Backspace | KeyCode::Delete if self.selected => {
                self.remember();
                self.clear();
            }
            KeyCode::Backspace if self.cursor > 0 => {
                self.remember();
                let start = self.before(self.cursor);
                self.text.replace_range(start..self.cursor, "");
                self.cursor = start;
            }
            KeyCode::Delete if self.cursor < self.text.len() => {
                self.remember();
                let end = self.after(self.cursor);
                self.text.replace_range(self.cursor..end, "");
            }
            KeyCode::Backspace | KeyCode::Delete => {}
            KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End => {
                self.selected = false;
                self.go_within(key.code, width);
            }
            KeyCode::Up => return self.go_to_row(-1, width),
            KeyCode::Down => return self.go_to_row(1, width),
            _ => return false,
        }
        true
    }

    fn go_within(&mut self, code: KeyCode, width: u16) {
        match code {
            KeyCode::Left => self.cursor = self.before(self.cursor),
            KeyCode::Right => self.cursor = self.after(self.cursor),
            edge => self.go_to_edge(edge, width),
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.cursor = 0;
        self.selected = false;
    }

    /// Puts text at the cursor; what no document holds (controls, and newlines in one line) is left out.
    fn put(&mut self, text: &str) {
        let many = self.lines == Lines::Many;
        let text = text.replace("\r\n", "\n");
        let kept: String = text
            .chars()
            .filter_map(|c| match c {
                '\n' | '\r' if many => Some('\n'),
                '\n' | '\r' | '\t' => Some(' '),
                c if c.is_control() => None,
                c => Some(c),
            })
            .collect();
        self.text.insert_str(self.cursor, &kept);
        self.cursor += kept.len();
        // A combining character may have joined the grapheme before or after it.
        self.cursor = self.boundary_from(self.cursor);
    }

    fn remember(&mut self) {
        self.given = false;
        self.redo.clear();
        if self.undo.len() == UNDO_STEPS {
            self.undo.remove(0);
        }
        self.undo.push((self.text.clone(), self.cursor));
    }

    fn boundary_from(&self, at: usize) -> usize {
        self.text
            .grapheme_indices(true)
            .map(|(start, _)| start)
            .find(|&start| start >= at)
            .unwrap_or(self.text.len())
    }

    fn before(&self, at: usize) -> usize {
        self.text
            .get(..at)
            .and_then(|head| head.grapheme_indices(true).next_back())
            .map_or(0, |(start, _)| start)
    }

    fn after(&self, at: usize) -> usize {
        self.text
            .get(at..)
            .and_then(|tail| tail.graphemes(true).next())
            .map_or(at, |grapheme| at + grapheme.len())
    }
}

/// A number of cells as the terminal counts them.
pub(crate) fn cells_u16(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::{Position, Rect};
    use ratatui::style::Style;

    use super::*;
    use crate::config::Glyphs;
    use crate::tui::widget::cells;

    fn press(field: &mut Field, code: KeyCode, width: u16) -> bool {
        field.key(KeyEvent::new(code, KeyModifiers::NONE), width)
    }

    fn type_in(field: &mut Field, text: &str, width: u16) {
        for c in text.chars() {
            let code = if c == '\n' {
                KeyCode::Enter
            } else {
                KeyCode::Char(c)
            };
            press(field, code, width);
        }
    }

    fn drawn(field: &Field, width: u16, height: u16) -> (Vec<String>, Position) {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let cursor = field.draw(&mut buffer, area, Style::new(), Glyphs::Safe, true);
        let rows = (0..height)
            .map(|y| {
                let mut row = String::new();
                let mut x = 0;
                while let Some(cell) = buffer.cell((x, y)).filter(|_| x < width) {
                    row.push_str(cell.symbol());
                    x += cells_u16(cells::width(cell.symbol())).max(1);
                }
                row.trim_end_matches('_').to_owned()
            })
            .collect();
        (rows, cursor)
    }

    #[test]
    fn a_long_paragraph_of_han_wraps_and_the_cursor_follows() {
        let mut field = Field::new(Lines::Many, "");
        type_in(&mut field, &"学".repeat(200), 80);
        let (rows, cursor) = drawn(&field, 80, 6);
        assert_eq!(
            rows.iter().filter(|row| row.chars().count() == 40).count(),
            5
        );
        assert_eq!(cursor, Position { x: 0, y: 5 });
        press(&mut field, KeyCode::Backspace, 80);
        assert_eq!(drawn(&field, 80, 6).1, Position { x: 78, y: 4 });
        press(&mut field, KeyCode::Up, 80);
        press(&mut field, KeyCode::Home, 80);
        type_in(&mut field, "医", 80);
        assert_eq!(field.text().chars().nth(120), Some('医'));
    }

    #[test]
    fn an_odd_width_never_halves_a_character() {
        let field = Field::new(Lines::Many, "一二三四五");
        let (rows, cursor) = drawn(&field, 5, 3);
        assert_eq!(rows, ["一二", "三四", "五"]);
        assert_eq!(cursor, Position { x: 2, y: 2 });
    }

    #[test]
    fn one_line_scrolls_sideways_with_the_cursor() {
        let mut field = Field::new(Lines::One, "市教育局、市财政局");
        let (rows, cursor) = drawn(&field, 10, 1);
        assert_eq!((rows.join("").as_str(), cursor.x), ("市财政局", 8));
        press(&mut field, KeyCode::Home, 10);
        let (rows, cursor) = drawn(&field, 10, 1);
        assert_eq!((rows.join("").as_str(), cursor.x), ("市教育局、", 0));
        assert!(!press(&mut field, KeyCode::Enter, 10));
    }

    #[test]
    fn an_empty_field_is_seen_without_colour() {
        let area = Rect::new(0, 0, 4, 2);
        let mut buffer = Buffer::empty(area);
        let field = Field::new(Lines::Many, "");
        field.draw(&mut buffer, area, Style::new(), Glyphs::Safe, false);
        assert!(buffer.content.iter().all(|cell| cell.symbol() == "_"));
    }

    #[test]
    fn what_is_shown_may_differ_from_what_is_kept() {
        let field = Field::new(Lines::Many, "“十四五”…\u{1b}[2J");
        let (rows, cursor) = drawn(&field, 30, 1);
        assert_eq!(rows, ["「十四五」..[2J"]);
        assert_eq!(cursor.x, 15);
        assert_eq!(field.text(), "“十四五”…[2J");
    }

    #[test]
    fn a_run_of_typing_is_undone_at_once() {
        let mut field = Field::new(Lines::Many, "甲");
        type_in(&mut field, "乙丙", 20);
        press(&mut field, KeyCode::Left, 20);
        type_in(&mut field, "丁", 20);
        field.undo();
        assert_eq!(field.text(), "甲乙丙");
        field.undo();
        assert_eq!(field.text(), "甲");
        field.redo();
        field.redo();
        assert_eq!(field.text(), "甲乙丁丙");
    }

    #[test]
    fn what_was_filled_in_is_replaced_unless_the_cursor_moves_first() {
        let of = |keys: &dyn Fn(&mut Field)| {
            let mut field = Field::new(Lines::One, "55");
            field.enter();
            keys(&mut field);
            let end = field.text().to_owned();
            field.undo();
            (end, field.text().to_owned())
        };
        let is = |end: &str| (end.to_owned(), "55".to_owned());
        assert_eq!(of(&|field| type_in(field, "60", 20)), is("60"));
        assert_eq!(of(&|field| field.paste("60")), is("60"));
        for code in [KeyCode::Backspace, KeyCode::Delete] {
            assert_eq!(of(&|field| assert!(press(field, code, 20))), is(""));
        }
        for (code, end) in [
            (KeyCode::Right, "5560"),
            (KeyCode::End, "5560"),
            (KeyCode::Left, "5605"),
            (KeyCode::Home, "6055"),
        ] {
            let moved = |field: &mut Field| {
                press(field, code, 20);
                type_in(field, "60", 20);
            };
            assert_eq!(of(&moved), is(end), "{code:?}");
        }
        let mut long = Field::new(Lines::Many, "进展");
        long.enter();
        type_in(&mut long, "顺利", 20);
        assert_eq!(long.text(), "进展顺利", "long texts are added to");
        let mut typed = Field::new(Lines::One, "");
        for text in ["6", "0"] {
            typed.enter();
            type_in(&mut typed, text, 20);
        }
        assert_eq!(typed.text(), "60", "and so is what was typed");
        typed.set("55");
        typed.enter();
        type_in(&mut typed, "60", 20);
        assert_eq!(typed.text(), "60", "what was filled in later is not");
    }

    proptest! {
        #[test]
        fn the_cursor_always_stands_inside_and_between_graphemes(
            keys in proptest::collection::vec(0_u8..12, 0..60),
            text in "[一-三a“\u{301}👨\u{200d}\n]{0,30}",
            width in 2_u16..40,
        ) {
            let mut field = Field::new(Lines::Many, &text);
            for key in keys {
                let code = match key {
                    0 => KeyCode::Left, 1 => KeyCode::Right, 2 => KeyCode::Up, 3 => KeyCode::Down,
                    4 => KeyCode::Home, 5 => KeyCode::End, 6 => KeyCode::Backspace, 7 => KeyCode::Delete,
                    8 => KeyCode::Enter, 9 => KeyCode::Char('\u{301}'), 10 => KeyCode::Char('国'), _ => KeyCode::Char('x'),
                };
                press(&mut field, code, width);
                prop_assert!(field.text.is_char_boundary(field.cursor));
                let (_, cursor) = drawn(&field, width, 4);
                prop_assert!(cursor.x < width && cursor.y < 4);
            }
        }
    }
}
