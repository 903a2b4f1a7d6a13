//! What is wrong with a filter, where, and what would be right.

use std::fmt;
use std::ops::Range;

use crate::words::{Filters, Lang, Words, fill};

use super::key::Key;
use super::token::Operator;

/// A filter that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// The characters in question.
    pub at: Range<usize>,
    /// What is wrong with them.
    pub reason: Reason,
}

/// Why a filter cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A quotation mark has no partner.
    OpenQuote,
    /// A minus has nothing after it.
    LonelyMinus,
    /// A colon, a sign or a comma has nothing after it.
    NoValue,
    /// What stands before the sign is no key.
    UnknownKey {
        /// As typed.
        typed: String,
        /// The nearest keys; empty if none is near.
        near: Vec<Key>,
    },
    /// The key cannot be compared in this way.
    WrongOperator {
        /// The key.
        key: Key,
        /// The signs it takes.
        takes: &'static [Operator],
    },
    /// A comparison has several values.
    OneValue,
    /// The settings do not say which department is the person's own.
    NoneOfMine,
    /// The key does not have this value.
    UnknownValue {
        /// The key.
        key: Key,
        /// As typed.
        typed: String,
        /// All values it has, in Chinese and in English.
        known: Vec<(&'static str, &'static str)>,
    },
    /// No department goes by this name.
    UnknownDepartment {
        /// As typed.
        typed: String,
        /// Names that are near.
        near: Vec<String>,
    },
    /// The plan has no such section.
    UnknownSection {
        /// As typed.
        typed: String,
        /// Headings it has.
        known: Vec<String>,
    },
    /// Not a date.
    NotADay(String),
    /// Not a percent.
    NotAPercent(String),
    /// Not a number of days.
    NotDays(String),
    /// Not a code.
    NotACode(String),
}

impl FilterError {
    pub(super) fn new(at: Range<usize>, reason: Reason) -> Self {
        Self { at, reason }
    }

    /// What is wrong and what would be right, in one line; the place is counted from 1.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let place = (self.at.start + 1).to_string();
        let reason = self.reason.say(words.filter, words.lang);
        fill(words.filter.at_place, &[&place, &reason])
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En.words()))
    }
}

impl std::error::Error for FilterError {}

impl Reason {
    fn say(&self, words: &Filters, lang: Lang) -> String {
        let join = |names: &[&str]| {
            names.join(match lang {
                Lang::Zh => "、",
                Lang::En => ", ",
            })
        };
        let strings = |names: &[String]| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            join(&names)
        };
        match self {
            Self::OpenQuote => words.open_quote.to_owned(),
            Self::LonelyMinus => words.lonely_minus.to_owned(),
            Self::NoValue => words.no_value.to_owned(),
            Self::OneValue => words.one_value.to_owned(),
            Self::NoneOfMine => words.none_of_mine.to_owned(),
            Self::UnknownKey { typed, near } => {
                let (template, keys): (_, Vec<Key>) = if near.is_empty() {
                    (words.all_keys, Key::all().collect())
                } else {
                    (words.near_keys, near.clone())
                };
                let names: Vec<&str> = keys.iter().map(|key| key.name(lang)).collect();
                fill(
                    words.unknown_key,
                    &[typed, &fill(template, &[&join(&names)])],
                )
            }
            Self::WrongOperator { key, takes } => {
                let signs: Vec<&str> = takes.iter().map(|operator| operator.as_str()).collect();
                fill(words.wrong_operator, &[key.name(lang), &signs.join(" ")])
            }
            Self::UnknownValue { key, typed, known } => {
                let known: Vec<&str> = known
                    .iter()
                    .map(|(zh, en)| match lang {
                        Lang::Zh => *zh,
                        Lang::En => *en,
                    })
                    .collect();
                fill(words.unknown_value, &[key.name(lang), typed, &join(&known)])
            }
            Self::UnknownDepartment { typed, near } if near.is_empty() => {
                fill(words.unknown_department, &[typed])
            }
            Self::UnknownDepartment { typed, near } => {
                fill(words.near_departments, &[typed, &strings(near)])
            }
            Self::UnknownSection { typed, known } => {
                fill(words.unknown_section, &[typed, &strings(known)])
            }
            Self::NotADay(typed) => fill(words.not_a_day, &[typed]),
            Self::NotAPercent(typed) => fill(words.not_a_percent, &[typed]),
            Self::NotDays(typed) => fill(words.not_days, &[typed]),
            Self::NotACode(typed) => fill(words.not_a_code, &[typed]),
        }
    }
}
