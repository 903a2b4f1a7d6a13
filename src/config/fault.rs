//! What is wrong in a settings file, and what would be right.

use std::fmt;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use crate::text::distance;
use crate::words::{Lang, Settings, Words, fill};

/// All that is wrong in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong, each with its line, in the order of the lines.
    pub faults: Vec<(usize, Fault)>,
    /// The language that the file asks for, as far as it could be read.
    pub lang: Lang,
}

/// One thing that is wrong in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file holds something else than UTF-8 from here on.
    NotUtf8,
    /// A line cannot be read.
    Syntax {
        /// The line.
        found: String,
        /// What is the matter with it.
        slip: Slip,
    },
    /// A key stands there twice.
    Twice {
        /// As written.
        key: String,
    },
    /// There is no such key.
    Key {
        /// As written, with its table.
        key: String,
        /// The key that looks most like it, with its table.
        nearest: String,
    },
    /// A key is missing.
    NoKey {
        /// The key, with its table.
        key: String,
    },
    /// The value is not one that the key takes.
    Value {
        /// The key, with its table.
        key: String,
        /// As written.
        found: String,
        /// What the key takes.
        expected: Expected,
    },
    /// The value is of the right kind, but means nothing here.
    Judged {
        /// The key, with its table.
        key: String,
        /// As written.
        found: String,
        /// What is wrong with it, in words.
        what: String,
    },
}

/// Why a line cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// A sign is the full-width one.
    FullWidth(char),
    /// Nothing follows the equals sign.
    NoValue,
    /// A word has no quotation marks.
    Quotes,
    /// A sign is missing.
    Missing(String),
    /// Something else.
    Unclear,
}

/// What a key takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// One of these words.
    Word(Vec<&'static str>),
    /// `true` or `false`.
    Flag,
    /// Text in quotation marks.
    Text,
    /// A whole number.
    Number(RangeInclusive<i64>),
    /// The path of a file.
    Path,
    /// A time zone.
    Zone,
    /// A day, or nothing.
    Day,
    /// Days.
    Days,
    /// A month and a day.
    DayOfYear,
    /// A table.
    Table(&'static str),
    /// An array of tables.
    Tables(&'static str),
    /// As many views as there are keys.
    NineViews,
    /// Not more than another key has.
    AtMost(&'static str, u16),
    /// Not less than another key has.
    AtLeast(&'static str, u16),
}

impl ConfigError {
    /// All that is wrong, a line each, with file and line in front.
    #[must_use]
    pub fn say(&self, words: &Words) -> Vec<String> {
        let file = self.file.display();
        let say = |(line, fault): &(usize, Fault)| format!("{file}:{line}: {}", fault.say(words));
        self.faults.iter().map(say).collect()
    }

    /// All that is wrong, a line each, where there is no file whose lines would help.
    #[must_use]
    pub fn faults(&self, words: &Words) -> Vec<String> {
        let faults = self.faults.iter();
        faults.map(|(_, fault)| fault.say(words)).collect()
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En.words()).join("\n"))
    }
}

impl std::error::Error for ConfigError {}

impl Fault {
    fn say(&self, words: &Words) -> String {
        let w = words.settings;
        match self {
            Self::NotUtf8 => w.not_utf8.to_owned(),
            Self::Syntax { found, slip } => fill(w.syntax, &[found, &slip.say(w)]),
            Self::Twice { key } => fill(w.twice, &[key]),
            Self::Key { key, nearest } => fill(w.unknown_key, &[key, nearest]),
            Self::NoKey { key } => fill(w.no_key, &[key]),
            // The text of a table says nothing about what is wrong with it.
            Self::Value { key, expected, .. } if expected.is_table() => {
                fill(w.wrong_table, &[key, &expected.say(w)])
            }
            Self::Value {
                key,
                found,
                expected,
            } => {
                let mut said = fill(w.wrong_value, &[key, found, &expected.say(w)]);
                if let Some(nearest) = expected.nearest(found) {
                    said.push_str(&fill(w.nearest_value, &[nearest]));
                }
                said
            }
            Self::Judged { key, found, what } => fill(w.judged, &[key, found, what]),
        }
    }
}

impl Slip {
    fn say(&self, w: &Settings) -> String {
        match self {
            Self::FullWidth(sign) => fill(w.full_width, &[&sign.to_string()]),
            Self::NoValue => w.no_value.to_owned(),
            Self::Quotes => w.quotes.to_owned(),
            Self::Missing(sign) => fill(w.missing_sign, &[sign]),
            Self::Unclear => w.unclear.to_owned(),
        }
    }
}

impl Expected {
    fn say(&self, w: &Settings) -> String {
        match self {
            Self::Word(all) => {
                let all: Vec<String> = all.iter().map(|word| format!("\"{word}\"")).collect();
                fill(w.one_of, &[&all.join(", ")])
            }
            Self::Flag => fill(w.one_of, &["true, false"]),
            Self::Text => w.text.to_owned(),
            Self::Number(range) => fill(
                w.number,
                &[&range.start().to_string(), &range.end().to_string()],
            ),
            Self::Path => w.path.to_owned(),
            Self::Zone => w.zone.to_owned(),
            Self::Day => w.day.to_owned(),
            Self::Days => w.days.to_owned(),
            Self::DayOfYear => w.day_of_year.to_owned(),
            Self::Table(name) => fill(w.table, &[&format!("[{name}]")]),
            Self::Tables(name) => fill(w.table, &[&format!("[[{name}]]")]),
            Self::NineViews => w.nine_views.to_owned(),
            Self::AtMost(key, most) => fill(w.at_most, &[key, &most.to_string()]),
            Self::AtLeast(key, least) => fill(w.at_least, &[key, &least.to_string()]),
        }
    }

    fn is_table(&self) -> bool {
        matches!(self, Self::Table(_) | Self::Tables(_) | Self::NineViews)
    }

    /// The word that looks most like what was found.
    fn nearest(&self, found: &str) -> Option<&'static str> {
        let Self::Word(all) = self else { return None };
        let found = found.trim_matches(['"', '\'']);
        all.iter()
            .copied()
            .min_by_key(|word| distance(found, word))
            .filter(|word| distance(found, word) * 2 <= found.len().max(word.len()))
    }
}
