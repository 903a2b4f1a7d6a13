//! Bodies, measures and notes: found in one piece only, because scattered letters are in nearly every paragraph.

use std::collections::HashMap;

use crate::model::ItemId;

use super::automaton::{Automaton, DEAD, Row};
use super::hit::Field;
use super::pinyin::readings;
use super::query::{Query, Word};

/// The characters of a text from `start` up to, and without, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
}

/// One word made ready to run over many texts.
#[derive(Debug, Clone)]
pub struct Phrase {
    matcher: Matcher,
    /// The fewest characters it must be resolved to.
    least: usize,
}

#[derive(Debug, Clone)]
enum Matcher {
    /// Chinese characters only: they are found as bytes.
    Bytes { text: String, chars: usize },
    /// Everything else: the row of each character of the basic plane.
    Automaton {
        automaton: Box<Automaton>,
        table: Box<[Row]>,
    },
}

impl Phrase {
    /// The words of a query, each ready to be found in texts by at least two characters.
    #[must_use]
    pub fn all(query: &Query) -> Vec<Self> {
        query
            .words()
            .iter()
            .map(|word| Self::new(word, 2))
            .collect()
    }

    /// A word to be found by at least so many characters.
    pub(super) fn new(word: &Word, least: usize) -> Self {
        let ideographs = word
            .letters
            .iter()
            .all(|letter| matches!(letter.char, '\u{4e00}'..='\u{9fff}'));
        let matcher = if ideographs {
            Matcher::Bytes {
                text: word.letters.iter().map(|letter| letter.char).collect(),
                chars: word.letters.len(),
            }
        } else {
            let automaton = Box::new(Automaton::new(word));
            let table = table(&automaton);
            Matcher::Automaton { automaton, table }
        };
        Self { matcher, least }
    }

    /// Where the text holds the phrase first.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Span> {
        match &self.matcher {
            Matcher::Bytes { chars, .. } if *chars < self.least => None,
            Matcher::Bytes {
                text: phrase,
                chars,
            } => {
                let (before, _) = text.split_once(phrase.as_str())?;
                let start = before.chars().count();
                Some(Span {
                    start,
                    end: start + chars,
                })
            }
            Matcher::Automaton { automaton, table } => {
                let end = automaton.end(text.chars().map(|c| row(table, c)), self.least)?;
                let rows: Vec<Row> = text.chars().take(end).map(|c| row(table, c)).collect();
                // The shortest piece that ends here.
                (1..=end).rev().find_map(|length| {
                    let start = length - 1;
                    let piece = rows.get(start..)?;
                    let last = piece
                        .iter()
                        .fold(1, |state, &row| automaton.step(row, state));
                    let found = last & automaton.goal() != 0 && piece.len() >= self.least;
                    found.then_some(Span { start, end })
                })
            }
        }
    }

    /// Every place where the text holds the phrase, none overlapping another, for highlighting.
    #[must_use]
    pub fn find_all(&self, text: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let (mut rest, mut passed) = (text, 0);
        while let Some(span) = self.find(rest) {
            spans.push(Span {
                start: passed + span.start,
                end: passed + span.end,
            });
            passed += span.end;
            let end = rest.char_indices().nth(span.end).map(|(at, _)| at);
            match end.and_then(|end| rest.get(end..)) {
                Some(after) => rest = after,
                None => break,
            }
        }
        spans
    }

    /// Whether the text holds the phrase.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        match &self.matcher {
            Matcher::Bytes { chars, .. } if *chars < self.least => false,
            Matcher::Bytes { text: phrase, .. } => text.contains(phrase.as_str()),
            Matcher::Automaton { automaton, table } => automaton
                .end(text.chars().map(|c| row(table, c)), self.least)
                .is_some(),
        }
    }
}

#[inline]
fn row(table: &[Row], c: char) -> Row {
    table.get(c as usize).copied().unwrap_or(DEAD)
}

/// The row of every character of the basic plane.
fn table(automaton: &Automaton) -> Box<[Row]> {
    let mut table = vec![DEAD; 0x1_0000].into_boxed_slice();
    let mut set = |code: u32, row: Row| {
        if let Some(slot) = table.get_mut(code as usize) {
            *slot = row;
        }
    };
    if automaton.is_phonetic() {
        for (code, readings) in readings().chars() {
            // No literal character is asked for here: those follow, and win.
            set(code, automaton.row('\0', readings));
        }
    }
    for &(c, row) in automaton.literal() {
        set(u32::from(c), row);
        if c.is_ascii_graphic() {
            let upper = c.to_ascii_uppercase();
            // Full-width forms stand at a fixed distance from their ASCII twins.
            for twin in [
                u32::from(upper),
                u32::from(c) + 0xFEE0,
                u32::from(upper) + 0xFEE0,
            ] {
                set(twin, row);
            }
        }
        for upper in c.to_uppercase() {
            set(u32::from(upper), row);
        }
    }
    table
}

/// Runs the words of a query over texts as they come from the store, and keeps what it found.
#[derive(Debug, Clone, Default)]
pub struct TextSearch {
    words: Vec<Phrase>,
    found: HashMap<ItemId, Found>,
}

/// What the texts of one task hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    words: u64,
    pub(super) field: Field,
    start: usize,
}

impl Found {
    pub(super) fn holds(&self, word: usize) -> bool {
        word < 64 && self.words & (1 << word) != 0
    }

    /// Text before measure before note, many words before few, early before late; below 1.
    pub(super) fn score(&self) -> f64 {
        let field = match self.field {
            Field::Measure => 0.3,
            Field::Note => 0.2,
            _ => 0.4,
        };
        let start = f64::from(u32::try_from(self.start).unwrap_or(u32::MAX));
        field + 0.05 / (1.0 + start / 100.0) + 0.005 * f64::from(self.words.count_ones())
    }
}

impl TextSearch {
    /// A search for every word of the query; of more than 64, for the first 64.
    #[must_use]
    pub fn new(query: &Query) -> Self {
        Self {
            words: Phrase::all(query),
            found: HashMap::new(),
        }
    }

    /// Looks into one text of a task.
    pub fn look(&mut self, task: ItemId, field: Field, text: &str) {
        for (word, phrase) in self.words.iter().enumerate().take(64) {
            if !phrase.is_in(text) {
                continue;
            }
            let start = phrase.find(text).map_or(0, |span| span.start);
            let found = self.found.entry(task).or_insert(Found {
                words: 0,
                field,
                start,
            });
            found.words |= 1 << word;
            if (field, start) < (found.field, found.start) {
                (found.field, found.start) = (field, start);
            }
        }
    }

    /// Whether nothing was found so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether the texts of the task hold the word.
    #[must_use]
    pub fn holds(&self, task: ItemId, word: usize) -> bool {
        self.found.get(&task).is_some_and(|found| found.holds(word))
    }

    pub(super) fn found(&self, task: ItemId) -> Option<&Found> {
        self.found.get(&task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(query: &str, text: &str) -> Option<(usize, usize)> {
        let phrase = Phrase::all(&Query::new(query)).into_iter().next()?;
        let span = phrase.find(text);
        assert_eq!(span.is_some(), phrase.is_in(text), "{query} in {text}");
        span.map(|span| (span.start, span.end))
    }

    #[test]
    fn texts_are_searched_in_one_piece() {
        let text = "完善中小学心理健康教育，配备ＡＩ教室";
        assert_eq!(find("心理健康", text), Some((5, 9)));
        assert_eq!(find("xljk", text), Some((5, 9)));
        assert_eq!(find("xinlijiank", text), Some((5, 9)));
        assert_eq!(find("心理jk", text), Some((5, 9)));
        assert_eq!(find("AI教室", text), Some((14, 18)));
        assert_eq!(find("心康", text), None);
        assert_eq!(find("xk", text), None);
    }

    #[test]
    fn every_place_is_found_for_highlighting() {
        let text = "教育教学，教育；jiaoyu，教育";
        for query in ["教育", "jy", "jiaoyu"] {
            let spans = Phrase::all(&Query::new(query)).first().map(|phrase| {
                let spans = phrase.find_all(text).into_iter();
                spans.map(|span| (span.start, span.end)).collect::<Vec<_>>()
            });
            let mut expected = vec![(0, 2), (5, 7), (15, 17)];
            if query == "jiaoyu" {
                expected.insert(2, (8, 14));
            }
            assert_eq!(spans, Some(expected), "{query}");
        }
    }

    #[test]
    fn one_character_is_not_looked_for_in_texts() {
        assert_eq!(find("心", "心理"), None);
        assert_eq!(find("xin", "心理"), None);
        assert_eq!(find("xinl", "心理"), Some((0, 2)));
        // x-i-n as three characters, 信 before it does not disturb.
        assert_eq!(find("xin", "信xin"), Some((1, 4)));
    }
}
