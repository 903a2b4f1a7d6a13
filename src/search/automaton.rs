//! One automaton for Chinese, initials, full pinyin, partial and mixed input.
//!
//! Its state is a set of bits: bit p stands for "the first p letters of the word have been used up". A character
//! of a text moves bit p to every later bit that its literal form, or a beginning of one of its readings, reaches.

mod resolve;

pub(super) use resolve::Path;

use super::pinyin::readings;
use super::query::Word;

/// One move: from one place in the word to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    /// The one bit it starts from.
    from: u64,
    /// The bits it leads to.
    to: u64,
    /// Those of them reached by the character itself or by a whole reading.
    whole: u64,
}

/// The number of a row of moves; characters that move alike share one. [`DEAD`] has none.
pub(super) type Row = u16;

/// The letters of the longest reading, zhuang.
const LONGEST_READING: usize = 6;

/// The row of the characters that move nothing.
pub(super) const DEAD: Row = 0;

/// A word made ready to run over texts.
#[derive(Debug, Clone)]
pub(super) struct Automaton {
    letters: usize,
    /// The span of each row in `moves`.
    rows: Vec<(u32, u32)>,
    moves: Vec<Move>,
    /// The moves once more, as the scan wants them: for each row, and for each number of letters from 1 to
    /// `stride`, the bits that may move on by so many.
    shifts: Vec<u64>,
    /// The most letters that one character can use up.
    stride: usize,
    /// The row of each set of readings.
    by_set: Vec<Row>,
    /// The characters that the word itself holds.
    literal: Vec<(char, Row)>,
}

/// How a text holds the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// In one piece; the first such ends before this place.
    Whole(u32),
    /// With gaps; the first such ends before this place.
    Scattered(u32),
}

impl Automaton {
    /// Makes a word ready.
    pub(super) fn new(word: &Word) -> Self {
        let mut automaton = Self {
            letters: word.letters.len(),
            rows: vec![(0, 0)],
            moves: Vec::new(),
            shifts: Vec::new(),
            stride: 1,
            by_set: Vec::new(),
            literal: Vec::new(),
        };
        let phonetic = word.letters.iter().any(|letter| letter.phonetic);
        let sets = if phonetic { readings().sets() } else { &[] };
        for set in sets {
            let moves = moves(word, set, None);
            let row = automaton.add(&moves);
            automaton.by_set.push(row);
        }
        for letter in &word.letters {
            if automaton.literal.iter().any(|(c, _)| *c == letter.char) {
                continue;
            }
            let set = sets.get(usize::from(readings_of(letter.char, phonetic)));
            let moves = moves(word, set.map_or(&[], Vec::as_slice), Some(letter.char));
            let row = automaton.add(&moves);
            automaton.literal.push((letter.char, row));
        }
        automaton.fill_shifts();
        automaton
    }

    fn fill_shifts(&mut self) {
        let longest = self.moves.iter().map(|m| {
            let last = m.to.checked_ilog2().unwrap_or_default();
            (last - m.from.trailing_zeros().min(last)) as usize
        });
        // The scan is compiled for these; no reading has more than six letters (zhuang).
        self.stride = match longest.max().unwrap_or_default() {
            0 | 1 => 1,
            2 => 2,
            3 => 3,
            _ => LONGEST_READING,
        };
        self.shifts = vec![0; self.rows.len() * self.stride];
        for (row, &(begin, end)) in self.rows.iter().enumerate() {
            for m in self
                .moves
                .get(begin as usize..end as usize)
                .unwrap_or_default()
            {
                for letters in 1..=self.stride {
                    let slot = self.shifts.get_mut(row * self.stride + letters - 1);
                    if let Some(slot) = slot
                        && m.to & (m.from << letters) != 0
                    {
                        *slot |= m.from;
                    }
                }
            }
        }
    }

    fn add(&mut self, moves: &[Move]) -> Row {
        if moves.is_empty() {
            return DEAD;
        }
        let begin = u32::try_from(self.moves.len()).unwrap_or_default();
        self.moves.extend_from_slice(moves);
        let end = u32::try_from(self.moves.len()).unwrap_or_default();
        self.rows.push((begin, end));
        Row::try_from(self.rows.len() - 1).unwrap_or(DEAD)
    }

    /// The row of a character, given the number of its set of readings.
    pub(super) fn row(&self, c: char, set: u16) -> Row {
        self.literal
            .iter()
            .find(|(literal, _)| *literal == c)
            .map(|(_, row)| *row)
            .or_else(|| self.by_set.get(usize::from(set)).copied())
            .unwrap_or(DEAD)
    }

    /// The characters of the word itself, each with its row.
    pub(super) fn literal(&self) -> &[(char, Row)] {
        &self.literal
    }

    /// Whether some letter of the word may stand for pinyin.
    pub(super) fn is_phonetic(&self) -> bool {
        !self.by_set.is_empty()
    }

    /// The bit that means the whole word has been used up.
    pub(super) fn goal(&self) -> u64 {
        1 << self.letters
    }

    fn moves(&self, row: Row) -> &[Move] {
        self.rows
            .get(usize::from(row))
            .and_then(|&(begin, end)| self.moves.get(begin as usize..end as usize))
            .unwrap_or_default()
    }

    /// Where the bits of `state` go by a character of this row.
    #[inline]
    pub(super) fn step(&self, row: Row, state: u64) -> u64 {
        self.moves(row)
            .iter()
            .filter(|m| state & m.from != 0)
            .fold(0, |to, m| to | m.to)
    }

    /// Whether and how a text holds the word; `rows` are the rows of its characters.
    #[inline]
    pub(super) fn scan(&self, rows: impl Iterator<Item = Row>) -> Option<Held> {
        match self.stride {
            1 => self.scan_by::<1>(rows),
            2 => self.scan_by::<2>(rows),
            3 => self.scan_by::<3>(rows),
            _ => self.scan_by::<LONGEST_READING>(rows),
        }
    }

    /// Without a branch for each character, because what comes next cannot be foretold.
    #[inline]
    fn scan_by<const STRIDE: usize>(&self, rows: impl Iterator<Item = Row>) -> Option<Held> {
        let goal = self.goal();
        let (shifts, _) = self.shifts.as_chunks::<STRIDE>();
        let (mut loose, mut tight) = (1_u64, 1_u64);
        let mut held = None;
        for (end, row) in (1..).zip(rows) {
            let shifts = shifts.get(usize::from(row))?;
            loose |= shifted(shifts, loose);
            tight = shifted(shifts, tight) | 1;
            if loose & goal != 0 {
                if tight & goal != 0 {
                    return Some(Held::Whole(end));
                }
                held = held.or(Some(Held::Scattered(end)));
            }
        }
        held
    }

    /// Where a text first holds the word in one piece of at least `least` (one or two) characters: the place
    /// after its end.
    pub(super) fn end(&self, rows: impl Iterator<Item = Row>, least: usize) -> Option<usize> {
        match self.stride {
            1 => self.end_by::<1>(rows, least),
            2 => self.end_by::<2>(rows, least),
            3 => self.end_by::<3>(rows, least),
            _ => self.end_by::<LONGEST_READING>(rows, least),
        }
    }

    #[inline]
    fn end_by<const STRIDE: usize>(
        &self,
        rows: impl Iterator<Item = Row>,
        least: usize,
    ) -> Option<usize> {
        let goal = self.goal();
        // What one character alone may reach.
        let alone = if least < 2 { u64::MAX } else { !goal };
        let (shifts, _) = self.shifts.as_chunks::<STRIDE>();
        let mut state = 0_u64;
        for (end, row) in (1..).zip(rows) {
            let shifts = shifts.get(usize::from(row))?;
            state = shifted(shifts, state) | (shifted(shifts, 1) & alone);
            if state & goal != 0 {
                return Some(end);
            }
        }
        None
    }
}

/// Where the bits of `state` go.
#[inline]
fn shifted<const STRIDE: usize>(shifts: &[u64; STRIDE], state: u64) -> u64 {
    let mut to = 0;
    for (letters, from) in (1_u32..).zip(shifts) {
        to |= (state & from) << letters;
    }
    to
}

fn readings_of(c: char, phonetic: bool) -> u16 {
    if phonetic { readings().set_of(c) } else { 0 }
}

/// The moves of a character with these readings, or of the character itself.
fn moves(word: &Word, readings: &[String], literal: Option<char>) -> Vec<Move> {
    let mut moves = Vec::new();
    for (from, letter) in word.letters.iter().enumerate() {
        let (mut to, mut whole) = (0_u64, 0_u64);
        if literal == Some(letter.char) {
            to |= 1 << (from + 1);
            whole |= 1 << (from + 1);
        }
        for reading in readings {
            let typed = word.letters.iter().skip(from);
            let common = reading
                .chars()
                .zip(typed)
                .enumerate()
                .take_while(|(at, (c, letter))| {
                    letter.phonetic && letter.char == *c && (*at == 0 || !letter.begins)
                })
                .count();
            for taken in 1..=common {
                to |= 1 << (from + taken);
            }
            if common == reading.len() && common > 0 {
                whole |= 1 << (from + common);
            }
        }
        if to != 0 {
            moves.push(Move {
                from: 1 << from,
                to,
                whole,
            });
        }
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Query;

    fn scan(query: &str, text: &str) -> Option<(Held, Vec<u32>)> {
        let query = Query::new(query);
        let automaton = Automaton::new(query.words().first()?);
        let rows = || text.chars().map(|c| automaton.row(c, readings().set_of(c)));
        let held = automaton.scan(rows());
        let path = automaton.resolve(rows());
        assert_eq!(held.is_some(), path.is_some(), "{text}");
        held.zip(path.map(|path| path.at))
    }

    #[test]
    fn every_way_of_typing_runs_through_one_automaton() {
        for query in [
            "心理健康",
            "xljk",
            "xinlijiankang",
            "xinlijk",
            "心理jk",
            "xin理健k",
            "xinljiank",
        ] {
            assert_eq!(
                scan(query, "学生心理健康"),
                Some((Held::Whole(6), vec![2, 3, 4, 5])),
                "{query}"
            );
        }
        assert_eq!(
            scan("心康", "学生心理健康"),
            Some((Held::Scattered(6), vec![2, 5]))
        );
        assert_eq!(scan("xlkj", "学生心理健康"), None);
    }

    #[test]
    fn an_apostrophe_and_a_capital_say_what_is_meant() {
        assert_eq!(scan("xi'an", "先西安"), Some((Held::Whole(3), vec![1, 2])));
        assert_eq!(scan("AI", "爱，ai"), Some((Held::Whole(4), vec![2, 3])));
    }

    #[test]
    fn one_piece_is_resolved_before_a_scattered_one() {
        assert_eq!(
            scan("jyj", "教师和育人的局面，教育局"),
            Some((Held::Whole(12), vec![9, 10, 11]))
        );
    }
}
