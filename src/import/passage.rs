//! Unwrapped text that still knows from which line of the source each character came.

use std::ops::Range;

use crate::model::Lines;

/// A piece of running text with the source line of every character.
///
/// The map is sparse: one mark for each source line that the text passes through.
#[derive(Debug, Clone, Default)]
pub(super) struct Passage {
    text: String,
    marks: Vec<Mark>,
}

/// From this byte on, the text comes from this line.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    line: u32,
}

impl Passage {
    /// A passage of one source line.
    #[cfg(test)]
    pub(super) fn of_line(text: &str, line: u32) -> Self {
        let mut passage = Self::default();
        passage.join(text, line);
        passage
    }

    /// The running text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The running text, when its lines matter no more.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Continues the text with a source line, as if it had never been wrapped.
    pub(super) fn join(&mut self, text: &str, line: u32) {
        // Chinese wraps without a space; two Latin words that meet need one.
        let meets = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if meets(self.text.chars().next_back()) && meets(text.chars().next()) {
            self.text.push(' ');
        }
        self.marks.push(Mark {
            at: self.text.len(),
            line,
        });
        self.text.extend(text.chars().filter(|&c| is_visible(c)));
    }

    /// Adds a paragraph below, on a line of its own.
    pub(super) fn append(&mut self, below: &Self) {
        if !self.is_empty() {
            self.text.push('\n');
        }
        self.extend(below);
    }

    /// Adds `below` to the same paragraph.
    pub(super) fn extend(&mut self, below: &Self) {
        let shift = self.text.len();
        self.marks.extend(below.marks.iter().map(|mark| Mark {
            at: mark.at + shift,
            line: mark.line,
        }));
        self.text.push_str(&below.text);
    }

    /// The source line of the character at byte `at`.
    pub(super) fn line_at(&self, at: usize) -> u32 {
        let after = self.marks.partition_point(|mark| mark.at <= at);
        self.marks
            .get(after.saturating_sub(1))
            .map_or(1, |mark| mark.line)
    }

    /// The first and last source line of a range.
    pub(super) fn lines(&self, range: &Range<usize>) -> Lines {
        let last = range.end.saturating_sub(1).max(range.start);
        Lines(self.line_at(range.start), self.line_at(last))
    }

    /// The part within `range`, without white space at its ends.
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let range = trim(&self.text, range);
        let first = self.marks.partition_point(|mark| mark.at <= range.start);
        let marks = self
            .marks
            .iter()
            .skip(first.saturating_sub(1))
            .take_while(|mark| mark.at < range.end)
            .map(|mark| Mark {
                at: mark.at.saturating_sub(range.start),
                line: mark.line,
            })
            .collect();
        Self {
            text: cut(&self.text, range).to_owned(),
            marks,
        }
    }
}

/// Whether a character is part of the text at all; zero-width marks and control characters are not.
fn is_visible(c: char) -> bool {
    let printed = !c.is_control() || c == '\t';
    let zero_width = matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    );
    printed && !zero_width
}

/// The part of `text` within `range`; empty if the range does not fit.
pub(super) fn cut(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

/// `range` without the white space at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = cut(text, range.clone());
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    start..end.max(start)
}

/// The outermost brackets, quotation marks and book-title marks of a text.
///
/// Marks that are never closed, or were never opened, enclose nothing.
pub(super) fn enclosures(text: &str) -> Vec<Enclosure> {
    // Deeper nesting than this is damage; forgetting the outermost keeps the search linear.
    const DEEPEST: usize = 16;
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut found: Vec<Enclosure> = Vec::new();
    for (at, c) in text.char_indices() {
        if closer(c).is_some() {
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push((at, c));
        } else if let Some(depth) = open.iter().rposition(|&(_, opener)| closes(opener, c)) {
            let Some(&(start, opener)) = open.get(depth) else {
                continue;
            };
            open.truncate(depth);
            while found.last().is_some_and(|inner| inner.range.start > start) {
                found.pop();
            }
            found.push(Enclosure {
                range: start..at + c.len_utf8(),
                opener,
            });
        }
    }
    found
}

/// Whether byte `at` stands within one of the `enclosures` of its text.
pub(super) fn is_enclosed(enclosures: &[Enclosure], at: usize) -> bool {
    let next = enclosures.partition_point(|e| e.range.end <= at);
    enclosures.get(next).is_some_and(|e| e.range.contains(&at))
}

/// A stretch of text between an opening and its closing mark, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Enclosure {
    /// From the opening to behind the closing mark.
    pub(super) range: Range<usize>,
    /// The opening mark.
    pub(super) opener: char,
}

impl Enclosure {
    /// Whether these are round brackets, as annotations stand in.
    pub(super) fn is_round(&self) -> bool {
        matches!(self.opener, '（' | '(')
    }

    /// What stands between the marks.
    pub(super) fn inside<'a>(&self, text: &'a str) -> &'a str {
        let whole = cut(text, self.range.clone());
        let mut chars = whole.chars();
        chars.next();
        chars.next_back();
        chars.as_str()
    }
}

fn closer(opener: char) -> Option<char> {
    Some(match opener {
        '（' | '(' => '）',
        '“' => '”',
        '《' => '》',
        '〔' => '〕',
        '【' => '】',
        '「' => '」',
        '[' | '［' => ']',
        '<' | '〈' | '＜' => '>',
        _ => return None,
    })
}

/// Whether `c` closes `opener`; full and half width are mixed in real documents.
fn closes(opener: char, c: char) -> bool {
    let narrow = |c| match c {
        ')' => '）',
        '］' => ']',
        '〉' | '＞' => '>',
        other => other,
    };
    closer(opener).is_some_and(|expected| narrow(expected) == narrow(c))
}

/// Splits `range` of `text` where `is_break` says so, but never inside an enclosure. Breaks belong to no part.
pub(super) fn split_outside(
    text: &str,
    range: Range<usize>,
    enclosures: &[Enclosure],
    is_break: impl Fn(char) -> bool,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    let mut inner = enclosures
        .iter()
        .skip(enclosures.partition_point(|e| e.range.end <= range.start))
        .peekable();
    for (offset, c) in cut(text, range.clone()).char_indices() {
        let at = range.start + offset;
        while inner.next_if(|e| e.range.end <= at).is_some() {}
        let outside = inner.peek().is_none_or(|e| at < e.range.start);
        if outside && is_break(c) {
            parts.push(start..at);
            start = at + c.len_utf8();
        }
    }
    parts.push(start..range.end);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_knows_its_line() {
        let mut passage = Passage::of_line("（市", 3);
        passage.join("教育局负责）", 5);
        assert_eq!(passage.text(), "（市教育局负责）");
        assert_eq!(passage.line_at(0), 3);
        assert_eq!(passage.line_at("（市".len()), 5);
        let name = passage.slice("（".len().."（市教育局".len());
        assert_eq!(name.text(), "市教育局");
        assert_eq!(name.lines(&(0..name.text().len())), Lines(3, 5));
    }

    #[test]
    fn brackets_pair_across_widths_and_unpaired_ones_enclose_nothing() {
        let text = "甲(乙（丙）丁）戊（己";
        let found = enclosures(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].inside(text), "乙（丙）丁");
        assert!(enclosures("1）“甲").is_empty());
    }
}
