//! What a person typed into the search line.

use unicode_normalization::UnicodeNormalization as _;

use super::code::CodePrefix;

/// The most letters one word holds; a longer one counts as several, all of which must be found.
pub(super) const LONGEST: usize = 63;

/// The most words of a query; a whole paragraph pasted into the search line is not worth more.
const MOST: usize = 16;

/// What was typed, taken apart into words that must all be found, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
}

/// One word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) letters: Vec<Letter>,
    /// The word read as the beginning of a code: 2.1.
    pub(super) code: Option<CodePrefix>,
}

/// One letter or Chinese character of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// In lower case.
    pub(super) char: char,
    /// Whether it may stand for pinyin; a capital letter stands for letters only.
    pub(super) phonetic: bool,
    /// Whether a new syllable begins here, because an apostrophe stood before it: xi'an.
    pub(super) begins: bool,
}

impl Query {
    /// Reads what was typed: words between spaces, of which the first sixteen count.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text: String = text.nfkc().collect();
        Self {
            words: text.split_whitespace().flat_map(words).take(MOST).collect(),
        }
    }

    /// A query of one word that may hold spaces, as quotation marks ask for.
    #[must_use]
    pub fn phrase(text: &str) -> Self {
        let text: String = text.trim().nfkc().collect();
        Self {
            words: words(&text).collect(),
        }
    }

    pub(super) fn of(words: Vec<Word>) -> Self {
        Self { words }
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether everything this query finds was found by `earlier` too, because it only grew.
    pub(super) fn narrows(&self, earlier: &Self) -> bool {
        earlier.words.len() <= self.words.len()
            && earlier.words.iter().zip(&self.words).all(|(old, new)| {
                new.letters.starts_with(&old.letters)
                    && (old == new || new.code.as_ref().is_none_or(|code| code.is_typed_in_digits))
            })
    }
}

fn words(text: &str) -> impl Iterator<Item = Word> {
    let code = CodePrefix::read(text);
    let mut letters = Vec::new();
    let mut begins = false;
    for c in text.chars() {
        // The apostrophe parts syllables only where it follows a letter; elsewhere it is itself.
        let parts = matches!(c, '\'' | '’')
            && letters
                .last()
                .is_some_and(|letter: &Letter| letter.phonetic);
        if parts {
            begins = true;
            continue;
        }
        for lower in c.to_lowercase() {
            let char = if lower == 'ü' { 'v' } else { lower };
            letters.push(Letter {
                char,
                phonetic: c.is_lowercase() && char.is_ascii_lowercase(),
                begins,
            });
            begins = false;
        }
    }
    let pieces: Vec<Vec<Letter>> = letters.chunks(LONGEST).map(<[Letter]>::to_vec).collect();
    pieces.into_iter().map(move |letters| Word {
        letters,
        code: code.clone(),
    })
}

#[cfg(test)]
#[allow(clippy::unreachable, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn words_are_normalised_and_capitals_are_letters_only() {
        let query = Query::new("ＡI　xi'an");
        let [first, second] = query.words() else {
            unreachable!("two words were typed: {query:?}")
        };
        assert!(first.letters.iter().all(|letter| !letter.phonetic));
        assert_eq!(first.letters.first().map(|l| l.char), Some('a'));
        let begins: Vec<bool> = second.letters.iter().map(|l| l.begins).collect();
        assert_eq!(begins, [false, false, true, false]);
        assert!(Query::new(" \u{3000} ").is_empty());
    }

    #[test]
    fn a_query_that_grew_narrows_the_earlier_one() {
        let narrows = |new: &str, old: &str| Query::new(new).narrows(&Query::new(old));
        assert!(narrows("xinl", "xin") && narrows("心理 健", "心理") && narrows("2.1.4", "2.1"));
        assert!(!narrows("xin", "xinl") && !narrows("健康", "心理"));
        // 二 may be a section on the way to 二十, whose tasks are others.
        assert!(!narrows("二（一）", "二（"));
    }

    #[test]
    fn a_very_long_word_becomes_several() {
        assert_eq!(Query::new(&"教".repeat(130)).words().len(), 3);
    }
}
