//! Codes as people type them: 2.1, 2。1, 二（一）4.

use crate::model::Code;

/// The beginning of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CodePrefix {
    /// The numbers that are complete.
    whole: Vec<u32>,
    /// The last number, which may still grow: the `1` of `2.1` is the beginning of 1 and of 12.
    last: Option<u32>,
    /// Whether it was typed in digits, so that a longer one finds less.
    pub(super) is_typed_in_digits: bool,
}

/// How well a code agrees with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The digits may yet become this code's.
    Begins,
    /// The code stands in the section that was typed.
    Within,
    /// It is this code.
    Exact,
}

impl CodePrefix {
    /// Reads the beginning of a code; `None` if the text cannot be one.
    pub(super) fn read(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .map(|c| if c == '。' { '.' } else { c })
            .collect();
        if digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        {
            let (above, last) = digits.rsplit_once('.').unwrap_or(("", &digits));
            let whole = above
                .split('.')
                .filter(|part| !part.is_empty())
                .map(str::parse)
                .collect::<Result<Vec<u32>, _>>()
                .ok()?;
            let last = match last {
                "" => None,
                // No number begins with a zero but zero itself.
                _ if last.len() > 1 && last.starts_with('0') => return None,
                _ => Some(last.parse().ok()?),
            };
            return Some(Self {
                whole,
                last,
                is_typed_in_digits: true,
            });
        }
        // One Chinese numeral alone is a word like any other; with a bracket it is a path.
        let path = numeral_path(text).filter(|path| path.len() > 1)?;
        let (last, whole) = path.split_last()?;
        Some(Self {
            whole: whole.to_vec(),
            last: Some(*last),
            is_typed_in_digits: false,
        })
    }

    /// How the code agrees with this beginning, if it does.
    pub(super) fn agrees(&self, code: &Code) -> Option<Agreement> {
        let rest = code.numbers().strip_prefix(self.whole.as_slice())?;
        let Some(last) = self.last else {
            return Some(Agreement::Within);
        };
        let (&next, deeper) = rest.split_first()?;
        if next == last {
            Some(if deeper.is_empty() {
                Agreement::Exact
            } else {
                Agreement::Within
            })
        } else {
            (self.is_typed_in_digits && begins(next, last)).then_some(Agreement::Begins)
        }
    }
}

/// Whether the digits of `number` begin with those of `beginning`.
fn begins(mut number: u32, beginning: u32) -> bool {
    while number > beginning {
        number /= 10;
    }
    number == beginning && beginning > 0
}

/// Reads a path as documents number their headings: 三, 二（一）, 二(一)4, 2.1.4. `None` if it is none.
pub(super) fn numeral_path(text: &str) -> Option<Vec<u32>> {
    let mut path = Vec::new();
    let mut number = String::new();
    for c in text.chars().chain(['.']) {
        match c {
            '(' | ')' | '（' | '）' | '.' | '。' | '．' | '、' => {
                if !number.is_empty() {
                    path.push(numeral(&number)?);
                    number.clear();
                }
            }
            _ => {
                // 4 after 一 is a new number, as in 二（一）4 without its brackets.
                if number
                    .chars()
                    .last()
                    .is_some_and(|last| last.is_ascii_digit() != c.is_ascii_digit())
                {
                    path.push(numeral(&number)?);
                    number.clear();
                }
                number.push(c);
            }
        }
    }
    (!path.is_empty()).then_some(path)
}

/// The value of a number below a hundred in Chinese numerals, or of any in digits.
fn numeral(text: &str) -> Option<u32> {
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| {
        "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .and_then(|at| u32::try_from(at + 1).ok())
    };
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        ['十', ones] => Some(10 + digit(*ones)?),
        [tens, '十'] => Some(digit(*tens)? * 10),
        [tens, '十', ones] => Some(digit(*tens)? * 10 + digit(*ones)?),
        [one] => digit(*one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_read_as_paths() {
        for (text, path) in [
            ("三", &[3][..]),
            ("二（一）", &[2, 1]),
            ("二(一)4", &[2, 1, 4]),
            ("二（十二）", &[2, 12]),
            ("2.1.4", &[2, 1, 4]),
            ("（一）", &[1]),
        ] {
            assert_eq!(numeral_path(text).as_deref(), Some(path), "{text}");
        }
        assert!(numeral_path("教育").is_none() && numeral_path("").is_none());
        assert!(numeral_path("99999999999").is_none());
    }

    #[test]
    fn a_code_is_found_by_its_beginning() {
        let code = Code::new(&[2, 1, 10]);
        let agrees = |text: &str| CodePrefix::read(text).and_then(|prefix| prefix.agrees(&code));
        assert_eq!(agrees("2.1.10"), Some(Agreement::Exact));
        assert_eq!(agrees("2.1"), Some(Agreement::Within));
        assert_eq!(agrees("2。1。"), Some(Agreement::Within));
        assert_eq!(agrees("2.1.1"), Some(Agreement::Begins));
        assert_eq!(agrees("二（一）"), Some(Agreement::Within));
        assert_eq!(agrees("2.1.100"), None);
        assert_eq!(agrees("2.1.0"), None);
        assert_eq!(agrees("2.1.01"), None);
        assert_eq!(agrees("2.1.2"), None);
        assert_eq!(agrees("2.1.10.1"), None);
        assert_eq!(agrees("教"), None);
    }
}
