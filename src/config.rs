//! The settings: `config.toml` read, validated and explained.
//!
//! The file at the top of the repository is the documented default and is embedded in the program. A user's own file
//! overrides it line by line. Unknown keys and wrong values are named with their line and what would be right.

use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::FixedOffset;
use serde::Deserialize;
use toml::Spanned;

use crate::model::Rules;
use crate::text::distance;
use crate::words::Lang;

/// The embedded default, as it stands at the top of the repository.
pub const DEFAULT: &str = include_str!("../config.toml");

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// How the screens look and speak.
    pub taste: Taste,
    /// Who works here.
    pub me: Owner,
    /// The first defaults of what a home shares.
    pub rules: Rules,
}

/// Who works here, before a home knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owner {
    /// The name; empty for the login name.
    pub name: String,
    /// The department, by any of its names; empty for none.
    pub department: String,
}

/// How the screens look and speak: personal taste, never shared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taste {
    /// The language of the screens.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// Which characters may be sent to the terminal.
    pub glyphs: Glyphs,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Saved views, reached with 1 to 9.
    pub views: Vec<View>,
}

/// A saved view: a filter and an order under a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// The filter, in the filter language.
    #[serde(default)]
    pub filter: String,
    /// The column to sort by, `-` before it for the reverse: `due`, `-updated`; empty for the plan's order.
    #[serde(default)]
    pub sort: String,
}

/// The colours of the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Light letters on a dark ground.
    #[default]
    Dark,
    /// Dark letters on a light ground.
    Light,
    /// Black and white with bold.
    HighContrast,
    /// Only the terminal's 16 colours.
    Ansi,
    /// No colour at all, as `NO_COLOR` asks.
    Plain,
}

/// Which characters may be sent to the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Glyphs {
    /// Characters of ambiguous width are replaced on screen (`domain.md` 7.1).
    #[default]
    Safe,
    /// All characters as they are.
    Unicode,
}

/// Something in a settings file that is not right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}", file = file.display())]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: ConfigFault,
}

/// What is wrong in a settings file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigFault {
    /// The key is unknown.
    #[error("unknown key `{key}`; the nearest is `{nearest}`")]
    Key {
        /// The key as written, with its table.
        key: String,
        /// The valid key that looks most like it.
        nearest: String,
    },
    /// The value is not of the kind the key takes.
    #[error("{0}")]
    Value(String),
}

/// A file as TOML has it: everything optional, so that a user's own file can leave out what it does not change.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    lang: Option<Lang>,
    theme: Option<Theme>,
    glyphs: Option<Glyphs>,
    mouse: Option<bool>,
    me: OwnerFile,
    view: Option<Spanned<Vec<View>>>,
    rules: RulesFile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OwnerFile {
    name: Option<String>,
    department: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RulesFile {
    zone: Option<Spanned<String>>,
    behind_yellow: Option<Spanned<u8>>,
    behind_red: Option<u8>,
    soon_days: Option<u16>,
    soon_days_short: Option<u16>,
    window: Option<Spanned<String>>,
    progress_limit: Option<u16>,
    text_limit: Option<u16>,
}

impl Config {
    /// The default, overridden by `text`, which came from `file`.
    ///
    /// # Errors
    ///
    /// The first unknown key or wrong value, with its line.
    pub fn read(file: &Path, text: &str) -> Result<Self, ConfigError> {
        let blank = Self {
            taste: Taste::default(),
            me: Owner::default(),
            rules: Rules {
                zone: String::new(),
                behind_yellow: 0,
                behind_red: 0,
                soon_days: 0,
                soon_days_short: 0,
                window: String::new(),
                progress_limit: 0,
                text_limit: 0,
            },
        };
        blank
            .overridden(Path::new("config.toml"), DEFAULT)?
            .overridden(file, text)
    }

    fn overridden(mut self, file: &Path, text: &str) -> Result<Self, ConfigError> {
        let fault = |at: Option<Range<usize>>, what| ConfigError {
            file: file.to_owned(),
            line: at.map_or(1, |at| {
                text.bytes().take(at.start).filter(|b| *b == b'\n').count() + 1
            }),
            what,
        };
        let read: File =
            toml::from_str(text).map_err(|e| fault(e.span(), ConfigFault::of(e.message())))?;
        let taste = &mut self.taste;
        put(&mut taste.lang, read.lang);
        put(&mut taste.theme, read.theme);
        put(&mut taste.glyphs, read.glyphs);
        put(&mut taste.mouse, read.mouse);
        put(&mut self.me.name, read.me.name);
        put(&mut self.me.department, read.me.department);
        if let Some(views) = read.view {
            if views.get_ref().len() > 9 {
                let why = format!(
                    "{} views: the keys 1 to 9 reach nine",
                    views.get_ref().len()
                );
                return Err(fault(Some(views.span()), ConfigFault::Value(why)));
            }
            taste.views = views.into_inner();
        }
        let rules = &mut self.rules;
        if let Some(zone) = read.rules.zone {
            if self::zone(zone.get_ref()).is_none() {
                let why = format!(
                    "`{}`: expected an offset such as \"+08:00\"",
                    zone.get_ref()
                );
                return Err(fault(Some(zone.span()), ConfigFault::Value(why)));
            }
            rules.zone = zone.into_inner();
        }
        if let Some(window) = read.rules.window {
            if !["week", "month", "quarter"].contains(&window.get_ref().as_str()) {
                let why = format!(
                    "`{}`: expected \"week\", \"month\" or \"quarter\"",
                    window.get_ref()
                );
                return Err(fault(Some(window.span()), ConfigFault::Value(why)));
            }
            rules.window = window.into_inner();
        }
        put(&mut rules.behind_red, read.rules.behind_red);
        if let Some(yellow) = read.rules.behind_yellow {
            if *yellow.get_ref() > rules.behind_red {
                let why = format!("{}: must not be greater than behind_red", yellow.get_ref());
                return Err(fault(Some(yellow.span()), ConfigFault::Value(why)));
            }
            rules.behind_yellow = yellow.into_inner();
        }
        put(&mut rules.soon_days, read.rules.soon_days);
        put(&mut rules.soon_days_short, read.rules.soon_days_short);
        put(&mut rules.progress_limit, read.rules.progress_limit);
        put(&mut rules.text_limit, read.rules.text_limit);
        Ok(self)
    }
}

fn put<T>(to: &mut T, from: Option<T>) {
    if let Some(from) = from {
        *to = from;
    }
}

impl ConfigFault {
    /// What serde says, with the nearest key picked out of those it expected.
    fn of(message: &str) -> Self {
        let mut quoted = message.split('`').skip(1).step_by(2);
        let key = quoted
            .next()
            .filter(|_| message.starts_with("unknown field"));
        let nearest = key.and_then(|key| quoted.min_by_key(|candidate| distance(key, candidate)));
        match (key, nearest) {
            (Some(key), Some(nearest)) => Self::Key {
                key: key.to_owned(),
                nearest: nearest.to_owned(),
            },
            _ => Self::Value(message.to_owned()),
        }
    }
}

/// A time zone written as `+08:00`.
#[must_use]
pub fn zone(text: &str) -> Option<FixedOffset> {
    text.parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, ConfigError> {
        Config::read(Path::new("my.toml"), text)
    }

    #[test]
    fn the_embedded_file_is_complete() {
        let config = read("").unwrap();
        assert_eq!(
            (config.rules.behind_yellow, config.rules.behind_red),
            (10, 30)
        );
        assert_eq!(
            (config.rules.soon_days, config.rules.soon_days_short),
            (30, 7)
        );
        assert_eq!(
            (config.rules.progress_limit, config.rules.text_limit),
            (500, 200)
        );
        assert_eq!(
            zone(&config.rules.zone).map(|zone| zone.local_minus_utc()),
            Some(8 * 3600)
        );
        assert!(config.taste.views.len() > 1);
    }

    #[test]
    fn a_line_of_ones_own_changes_that_line_alone() {
        let config = read("theme = \"high-contrast\"\n[me]\ndepartment = \"财政局\"\n").unwrap();
        assert_eq!(config.taste.theme, Theme::HighContrast);
        assert_eq!(config.me.department, "财政局");
        assert_eq!(config.rules, read("").unwrap().rules);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let unknown = read("# 一\n[me]\nnmae = \"李强\"\n").unwrap_err();
        assert_eq!(unknown.line, 3);
        assert_eq!(
            unknown.what,
            ConfigFault::Key {
                key: "nmae".into(),
                nearest: "name".into()
            }
        );
        let cases = [
            ("lang = \"fr\"", 1),
            ("\nmouse = 3", 2),
            ("[rules]\nzone = \"Peking\"", 2),
            ("[rules]\nwindow = \"day\"", 2),
            ("[rules]\n\nbehind_yellow = 40", 3),
            ("a = = 1", 1),
        ];
        for (text, line) in cases {
            assert_eq!(read(text).map_err(|e| e.line), Err(line), "{text}");
        }
    }
}
