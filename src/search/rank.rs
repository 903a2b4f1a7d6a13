//! How good a match is: what `fuzzy-matcher` says of the resolved characters, how much of the text they are, and
//! whether they stand together.

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::automaton::Path;

/// What `SkimMatcherV2` gives for one character in a run of them.
const RUN: f64 = 20.0;
const COVERAGE: f64 = 0.6;
const CONTIGUOUS: f64 = 1.0;
const EXACT: f64 = 1.0;
const PREFIX: f64 = 0.15;
const PARTIAL: f64 = 0.1;
/// In one piece, characters and whole syllables stand above beginnings: jiji is 积极 before it is 加强 (ji-a, ji-ang).
const WHOLE: f64 = 1.0;

/// Whoever leads stands before whoever supports.
pub(super) const LEADS: f64 = 0.05;
/// Above every text, below which no title falls.
pub(super) const ABOVE_TEXTS: f64 = 1.0;

/// A scored match.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scored {
    pub(super) score: f64,
    /// The matched places.
    pub(super) at: Vec<u32>,
    /// Whether they are the whole text.
    pub(super) exact: bool,
    /// Whether they stand together.
    pub(super) contiguous: bool,
}

impl Scored {
    /// What the match is worth as the name of a department.
    ///
    /// A part of a name stands below every title that holds the word in one piece and above those that hold it
    /// scattered: a department has many tasks, a title is one. A whole name stands where it is.
    pub(super) fn of_department(&self) -> f64 {
        match (self.exact, self.contiguous) {
            (true, _) => self.score,
            (false, true) => 1.2 + 0.15 * self.score,
            (false, false) => self.score - 0.35,
        }
    }
}

/// Scores and highlights; one for each thread, because one shared by two is slower than one alone.
pub(super) struct Ranker {
    matcher: SkimMatcherV2,
    choice: String,
    pattern: String,
}

impl Ranker {
    pub(super) fn new() -> Self {
        Self {
            // Both sides are folded already.
            matcher: SkimMatcherV2::default().respect_case(),
            choice: String::new(),
            pattern: String::new(),
        }
    }

    /// Scores the characters of `text` that a word was resolved to.
    pub(super) fn score(&mut self, text: impl Iterator<Item = char>, path: &Path) -> Scored {
        self.choice.clear();
        self.pattern.clear();
        let mut places = path.at.iter().copied().peekable();
        let mut length = 0_u32;
        for c in text {
            if places.next_if_eq(&length).is_some() {
                self.pattern.push(c);
            }
            self.choice.push(c);
            length += 1;
        }
        let (skim, at) = match self.matcher.fuzzy_indices(&self.choice, &self.pattern) {
            Some((score, at)) => (
                score,
                at.into_iter()
                    .filter_map(|at| u32::try_from(at).ok())
                    .collect(),
            ),
            None => (0, path.at.clone()),
        };
        let taken = f64::from(u32::try_from(at.len()).unwrap_or(u32::MAX).max(1));
        let contiguous = at
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a + 1 == *b));
        let exact = at.len() == length as usize;
        let skim = f64::from(i32::try_from(skim).unwrap_or_default());
        let mut score = (skim / (RUN * taken)).clamp(0.0, 1.5);
        score += COVERAGE * taken / f64::from(length.max(1));
        score -= PARTIAL * f64::from(path.partial) / taken;
        if contiguous {
            score += CONTIGUOUS;
            if path.partial == 0 {
                score += WHOLE;
            }
            if at.first() == Some(&0) {
                score += PREFIX;
            }
        }
        if exact {
            score += EXACT;
        }
        Scored {
            score,
            at,
            exact,
            contiguous,
        }
    }

    /// The places of `pattern` in `text`, if it is a part of it, gaps allowed.
    pub(super) fn places(&self, text: &str, pattern: &str) -> Option<Vec<u32>> {
        let (_, at) = self.matcher.fuzzy_indices(text, pattern)?;
        Some(
            at.into_iter()
                .filter_map(|at| u32::try_from(at).ok())
                .collect(),
        )
    }
}
