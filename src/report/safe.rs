//! The only way of text into a file: nothing that breaks the file or hides in it, nothing that a program would run.

use std::borrow::Cow;

use super::{Cell, Lamp};
use crate::text;

/// The most characters of UTF-16 that a cell of Excel takes, less what tells that the rest is missing.
const CELL: usize = 32_000;

/// The text with its lines.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    text::clean_lines(text)
}

/// The text on one line.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    match text::clean_lines(text) {
        Cow::Borrowed(text) => text::clean(text),
        Cow::Owned(text) => Cow::Owned(text::clean(&text).into_owned()),
    }
}

/// Whether Excel, WPS or LibreOffice could take clean words for a formula: gaps before it do not help.
pub(super) fn is_formula(words: &str) -> bool {
    words.trim_start().starts_with([
        '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹢', '﹣', '﹦', '﹫', '−',
    ])
}

/// Clean words of a cell, with an apostrophe where a spreadsheet would run them.
pub(super) fn inert(text: &str) -> Cow<'_, str> {
    let words = lines(text);
    if is_formula(&words) {
        Cow::Owned(format!("'{words}"))
    } else {
        words
    }
}

/// Words no longer than a cell of Excel holds, and what is missing then.
pub(super) fn fitting(words: &str) -> Cow<'_, str> {
    let mut room = CELL;
    let fits = |c: &char| {
        let rest = room.checked_sub(c.len_utf16());
        room = rest.unwrap_or(0);
        rest.is_some()
    };
    let kept: usize = words.chars().take_while(fits).map(char::len_utf8).sum();
    match words.split_at_checked(kept) {
        Some((kept, left)) if !left.is_empty() => {
            Cow::Owned(format!("{kept}……[+{}]", left.chars().count()))
        }
        _ => Cow::Borrowed(words),
    }
}

/// The number, if it is a decimal number that a spreadsheet keeps to the last digit.
pub(super) fn decimal(number: &str) -> Option<f64> {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let exact = digits.len() <= 15 && all_digits(whole) && all_digits(part);
    exact.then(|| number.parse().ok()).flatten()
}

impl Cell {
    /// Words, or nothing if there are none.
    pub(super) fn text(words: &str) -> Self {
        if words.is_empty() {
            Self::Empty
        } else {
            Self::Text(words.to_owned())
        }
    }

    /// A number, if there is one.
    pub(super) fn number(number: Option<impl ToString>) -> Self {
        number.map_or(Self::Empty, |n| Self::Number(n.to_string()))
    }

    /// A day, if there is one.
    pub(super) fn day(day: Option<crate::model::Day>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// A light, if there is one.
    pub(super) fn light(light: Option<&Lamp>) -> Self {
        light.map_or(Self::Empty, |light| Self::Light(light.clone()))
    }

    /// What it says, clean and inert: the words of every format that knows nothing but words.
    pub(super) fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Number(number) if decimal(number).is_some() => Cow::Borrowed(number),
            Self::Text(text) | Self::Number(text) => inert(text),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Light(light) => inert(&light.word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_spreadsheet_would_run_is_inert() {
        for text in [
            "=1+1",
            "+86",
            "-1",
            "@x",
            "\t=1",
            "\r=1",
            "\n=1",
            "\r\n+1",
            " =1",
            "\u{200b}=1",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "\u{feff}\n＝1",
            "\u{3000}=1",
        ] {
            let words = inert(text);
            assert!(words.starts_with('\''), "{text:?} became {words:?}");
        }
        for text in ["", "1=1", "已完成-部分", "\n已完成"] {
            assert_eq!(inert(text), text);
        }
        let number = |text: &str| Cell::Number(text.to_owned());
        assert_eq!(number("-11").words(), "-11");
        assert_eq!(number("-1+cmd").words(), "'-1+cmd");
    }

    #[test]
    fn a_number_is_digits_alone() {
        assert_eq!(decimal("-11.50"), Some(-11.5));
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1e3",
            "inf",
            "１",
            "0x1",
            "1.2.3",
            "1234567890123456",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_cell_cannot_hold_is_told() {
        let long = "教𠮷".repeat(20_000);
        let kept = fitting(&long);
        assert!(kept.encode_utf16().count() < 32_767);
        // Three units each pair: 10666 pairs, and a character of one unit.
        assert!(kept.ends_with("教……[+18667]"), "{}", kept.chars().count());
        assert!(matches!(fitting("教育"), Cow::Borrowed("教育")));
    }
}
