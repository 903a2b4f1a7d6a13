//! Text as it is compared: NFKC and lower case, with the way back to the characters as written.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A text as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    /// The characters.
    pub(super) chars: Vec<char>,
    /// Which character of the original each comes from; `None` where they stand one to one.
    origin: Option<Vec<u32>>,
}

impl Folded {
    /// Folds a text.
    pub(super) fn new(text: &str) -> Self {
        if text.chars().all(is_plain) {
            let chars = text.chars().map(|c| c.to_ascii_lowercase()).collect();
            return Self {
                chars,
                origin: None,
            };
        }
        let (mut chars, mut origin) = (Vec::new(), Vec::new());
        let mut cluster = String::new();
        let mut begin = 0;
        let mut close = |cluster: &mut String, at: u32| {
            for c in cluster.nfkc().flat_map(char::to_lowercase) {
                chars.push(c);
                origin.push(at);
            }
            cluster.clear();
        };
        // A letter and the marks on it are normalised together, so that é is one character however it came.
        for (at, c) in (0..).zip(text.chars()) {
            if !is_combining_mark(c) {
                close(&mut cluster, begin);
                begin = at;
            }
            cluster.push(c);
        }
        close(&mut cluster, begin);
        Self {
            chars,
            origin: Some(origin),
        }
    }

    /// Where the character at this place stands in the original.
    pub(super) fn origin(&self, at: usize) -> u32 {
        let same = u32::try_from(at).unwrap_or(u32::MAX);
        self.origin
            .as_ref()
            .map_or(same, |origin| origin.get(at).copied().unwrap_or(same))
    }
}

/// Whether the character is its own NFKC form and has no upper case, or is ASCII.
pub(super) fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(
            c,
            '\u{4e00}'..='\u{9fff}' | '、' | '。' | '“' | '”' | '《' | '》'
        )
}

/// A text as it is compared, when no way back is needed.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| is_plain(c) && !c.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(Folded::new(text).chars.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_characters_know_where_they_came_from() {
        let folded = Folded::new("Ａ㎡e\u{301}教");
        assert_eq!(folded.chars, ['a', 'm', '2', 'é', '教']);
        let origins: Vec<u32> = (0..5).map(|at| folded.origin(at)).collect();
        assert_eq!(origins, [0, 1, 1, 2, 4]);
        assert_eq!(Folded::new("５Ｇ教育").chars, ['5', 'g', '教', '育']);
    }
}
