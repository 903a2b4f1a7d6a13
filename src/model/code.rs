//! The code of a task: the path of section numbers that people say aloud.

use std::fmt;
use std::str::FromStr;

use super::written::written_as_text;

/// A section path in numbers: 二（一）4 is 2.1.4, 三（一） is 3.1. Ordered by number, so 2.1.10 follows 2.1.9.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Code(Box<[u32]>);

/// The text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code: expected numbers joined by full stops, such as 2.1.4")]
pub struct NotACode;

impl Code {
    /// The code of these numbers, outermost first.
    #[must_use]
    pub fn new(numbers: &[u32]) -> Self {
        Self(numbers.into())
    }

    /// The numbers, outermost first.
    #[must_use]
    pub fn numbers(&self) -> &[u32] {
        &self.0
    }

    /// The code of the section this stands in: 2.1 for 2.1.4; `None` at the top.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        match &*self.0 {
            [above @ .., _] if !above.is_empty() => Some(Self(above.into())),
            _ => None,
        }
    }

    /// Whether this is `section` or stands in it: 2.1.4 is within 2.1.
    #[must_use]
    pub fn is_within(&self, section: &Self) -> bool {
        self.0.starts_with(&section.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, number) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            number.fmt(f)?;
        }
        Ok(())
    }
}

impl FromStr for Code {
    type Err = NotACode;
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let numbers = text
            .split('.')
            .map(|part| part.parse().map_err(|_| NotACode));
        numbers
            .collect::<Result<Vec<u32>, _>>()
            .map(|numbers| Self(numbers.into()))
    }
}

written_as_text!(Code);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_ordered_by_number() -> Result<(), NotACode> {
        let (nine, ten): (Code, Code) = ("2.1.9".parse()?, "2.1.10".parse()?);
        assert!(nine < ten);
        assert_eq!(nine.parent(), Some("2.1".parse()?));
        assert!(ten.is_within(&"2.1".parse()?));
        assert!(!ten.is_within(&"2.1.1".parse()?));
        assert_eq!(ten.to_string(), "2.1.10");
        assert!("二.1".parse::<Code>().is_err() && "".parse::<Code>().is_err());
        Ok(())
    }
}
