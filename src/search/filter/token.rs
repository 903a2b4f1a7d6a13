//! The filter's text cut into pieces, each with its place.

use std::ops::Range;

use super::error::{FilterError, Reason};

/// How a key and a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `:` or `=`.
    Is,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    More,
    /// `>=`.
    AtLeast,
}

impl Operator {
    /// The ASCII sign.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Is => ":",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// One condition as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) negated: bool,
    /// The key and the sign after it; `None` for bare words.
    pub(super) key: Option<(Text, Operator)>,
    /// What stands between the commas.
    pub(super) values: Vec<Text>,
    /// The whole condition, in characters.
    pub(super) at: Range<usize>,
}

/// A stretch of the filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// Without its quotation marks.
    pub(super) text: String,
    /// Whether it stood in quotation marks, and so is never a key or a flag.
    pub(super) quoted: bool,
    /// Where it stands, in characters.
    pub(super) at: Range<usize>,
}

/// The ASCII twin of a sign that an input method may have written full-width.
fn twin(c: char) -> char {
    match c {
        '：' => ':',
        '，' => ',',
        '＜' => '<',
        '＞' => '>',
        '＝' => '=',
        '－' | '−' => '-',
        '≤' => '≤',
        '≥' => '≥',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The mark that closes a quotation.
fn closing(c: char) -> Option<char> {
    match c {
        '"' | '＂' => Some('"'),
        '“' | '”' => Some('”'),
        '「' => Some('」'),
        _ => None,
    }
}

fn closes(open: char, c: char) -> bool {
    match open {
        '"' => matches!(c, '"' | '＂'),
        // An input method may give either mark at either end.
        '”' => matches!(c, '”' | '“'),
        other => c == other,
    }
}

/// Cuts a filter into conditions.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, FilterError> {
    let mut cursor = Cursor {
        chars: text.chars().collect(),
        at: 0,
    };
    let mut pieces = Vec::new();
    loop {
        while cursor.peek() == Some(' ') {
            cursor.at += 1;
        }
        if cursor.peek().is_none() {
            return Ok(pieces);
        }
        pieces.push(cursor.piece()?);
    }
}

struct Cursor {
    chars: Vec<char>,
    at: usize,
}

impl Cursor {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied().map(twin)
    }

    fn piece(&mut self) -> Result<Piece, FilterError> {
        let begin = self.at;
        let negated = self.peek() == Some('-');
        if negated {
            self.at += 1;
        }
        let first = self.text(true)?;
        let key = if first.quoted { None } else { self.operator() };
        let (key, first) = match key {
            Some(operator) => {
                // A space after the sign is a slip, not an empty value.
                while self.peek() == Some(' ') {
                    self.at += 1;
                }
                let value = self.text(false)?;
                (Some((first, operator)), value)
            }
            None => (None, first),
        };
        let mut values = vec![first];
        while self.is_comma(key.is_some()) {
            self.at += 1;
            values.push(self.text(key.is_none())?);
        }
        let at = begin..self.at;
        if key.is_none() {
            let all_empty = values.iter().all(|value| value.text.is_empty());
            if all_empty && negated && values.len() == 1 {
                return Err(FilterError::new(at, Reason::LonelyMinus));
            }
        }
        if let Some(empty) = values.iter().find(|value| value.text.trim().is_empty()) {
            let at = if empty.at.is_empty() {
                begin..self.at
            } else {
                empty.at.clone()
            };
            return Err(FilterError::new(at, Reason::NoValue));
        }
        Ok(Piece {
            negated,
            key,
            values,
            at,
        })
    }

    /// The enumeration comma parts values of a key; in bare words it may belong to a title.
    fn is_comma(&self, keyed: bool) -> bool {
        match self.peek() {
            Some(',') => true,
            Some('、') => keyed,
            _ => false,
        }
    }

    /// Reads up to a space, a comma or, where a key may stand, a sign.
    fn text(&mut self, may_be_key: bool) -> Result<Text, FilterError> {
        let begin = self.at;
        if let Some(close) = self.chars.get(self.at).copied().and_then(closing) {
            self.at += 1;
            let mut text = String::new();
            while let Some(&c) = self.chars.get(self.at) {
                self.at += 1;
                if closes(close, c) {
                    return Ok(Text {
                        text,
                        quoted: true,
                        at: begin..self.at,
                    });
                }
                text.push(c);
            }
            return Err(FilterError::new(begin..self.at, Reason::OpenQuote));
        }
        let mut text = String::new();
        while let Some(c) = self.peek() {
            let ends = match c {
                ' ' | ',' => true,
                '、' => !may_be_key,
                ':' | '<' | '>' | '=' | '≤' | '≥' => may_be_key,
                _ => false,
            };
            if ends {
                break;
            }
            text.extend(self.chars.get(self.at));
            self.at += 1;
        }
        Ok(Text {
            text,
            quoted: false,
            at: begin..self.at,
        })
    }

    fn operator(&mut self) -> Option<Operator> {
        let (operator, length) =
            match (self.peek()?, self.chars.get(self.at + 1).copied().map(twin)) {
                ('<', Some('=')) => (Operator::AtMost, 2),
                ('>', Some('=')) => (Operator::AtLeast, 2),
                (':', Some('<')) if self.third() == Some('=') => (Operator::AtMost, 3),
                (':', Some('>')) if self.third() == Some('=') => (Operator::AtLeast, 3),
                (':', Some('<')) => (Operator::Less, 2),
                (':', Some('>')) => (Operator::More, 2),
                ('≤', _) => (Operator::AtMost, 1),
                ('≥', _) => (Operator::AtLeast, 1),
                ('<', _) => (Operator::Less, 1),
                ('>', _) => (Operator::More, 1),
                (':' | '=', _) => (Operator::Is, 1),
                _ => return None,
            };
        self.at += length;
        Some(operator)
    }

    fn third(&self) -> Option<char> {
        self.chars.get(self.at + 2).copied().map(twin)
    }
}
