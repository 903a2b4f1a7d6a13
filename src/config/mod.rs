//! The settings: `config.toml` read, validated and explained.
//!
//! The file at the top of the repository is the documented default and is embedded in the program. A user's own file
//! overrides it line by line. All that is wrong in it is named at once, with its line and what would be right.

mod fault;
mod read;
mod text;

use std::path::Path;

use chrono::FixedOffset;

use crate::model::{Calendar, Day, Rules, Terms};
use crate::words::Lang;
use read::Reader;

pub use crate::text::cells::Glyphs;
pub use fault::{ConfigError, Expected, Fault, Slip};

/// The embedded default, as it stands at the top of the repository.
pub const DEFAULT: &str = include_str!("../../config.toml");

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// How the screens look and speak.
    pub taste: Taste,
    /// The key file that signs for its owner; empty for the home's own key.
    pub identity: String,
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// The filter, in the filter language.
    pub filter: String,
    /// The column to sort by, `-` before it for the reverse: `due`, `-updated`; empty for the plan's order.
    pub sort: String,
}

/// The colours of the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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

/// What only the rest of the program can tell about a settings file: whether a filter or an order of a view is one, and
/// whether there is such a department or key. An error says what is wrong, in words.
pub trait Judge {
    /// Whether the filter of a view can be understood.
    ///
    /// # Errors
    ///
    /// If it cannot.
    fn filter(&self, filter: &str) -> Result<(), String>;

    /// Whether the order of a view is one.
    ///
    /// # Errors
    ///
    /// If it is none.
    fn sort(&self, sort: &str) -> Result<(), String>;

    /// Whether the file holds a key that can sign.
    ///
    /// # Errors
    ///
    /// If it does not.
    fn identity(&self, file: &str) -> Result<(), String>;

    /// Whether the name stands for one department.
    ///
    /// # Errors
    ///
    /// If it stands for none or for several.
    fn department(&self, name: &str) -> Result<(), String>;
}

/// Takes everything: a start has no home yet that could tell.
impl Judge for () {
    fn filter(&self, _: &str) -> Result<(), String> {
        Ok(())
    }

    fn sort(&self, _: &str) -> Result<(), String> {
        Ok(())
    }

    fn identity(&self, _: &str) -> Result<(), String> {
        Ok(())
    }

    fn department(&self, _: &str) -> Result<(), String> {
        Ok(())
    }
}

impl Config {
    /// The default, overridden by `text`, which came from `file`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong in it, each with its line.
    pub fn read(file: &Path, text: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        Self::judged(file, text, &())
    }

    /// As [`Self::read`], and asks `judge` about what only the rest of the program can tell.
    ///
    /// # Errors
    ///
    /// Everything that is wrong in it, each with its line.
    pub fn judged(
        file: &Path,
        text: impl AsRef<[u8]>,
        judge: &dyn Judge,
    ) -> Result<Self, ConfigError> {
        let mut reader = Reader::default();
        let mut config = reader.read(Self::blank(), DEFAULT, &());
        match text::decoded(text.as_ref()) {
            Ok(text) => config = reader.read(config, text, judge),
            Err(line) => reader.faults.push((line, Fault::NotUtf8)),
        }
        if reader.faults.is_empty() {
            return Ok(config);
        }
        // A place is where a person begins to mend.
        reader.faults.sort_by_key(|(line, _)| *line);
        Err(ConfigError {
            file: file.to_owned(),
            faults: reader.faults,
            lang: config.taste.lang,
        })
    }

    /// `rules` of a plan, overridden by `text`, which came from `file` and holds a `[rules]` table as a settings file does.
    ///
    /// # Errors
    ///
    /// Everything that is wrong in it, each with its line.
    pub fn rules(file: &Path, text: impl AsRef<[u8]>, rules: Rules) -> Result<Rules, ConfigError> {
        let mut reader = Reader::default();
        let mut read = rules.clone();
        match text::decoded(text.as_ref()) {
            Ok(text) => read = reader.read_rules(rules, text),
            Err(line) => reader.faults.push((line, Fault::NotUtf8)),
        }
        if reader.faults.is_empty() {
            return Ok(read);
        }
        reader.faults.sort_by_key(|(line, _)| *line);
        Err(ConfigError {
            file: file.to_owned(),
            faults: reader.faults,
            lang: Lang::default(),
        })
    }

    /// What the default overrides: nothing of it is seen.
    fn blank() -> Self {
        Self {
            taste: Taste::default(),
            identity: String::new(),
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
                sign_days: 0,
                missed_yellow: 0,
                missed_red: 0,
                recover_windows: 0,
                month_day: 0,
                week_day: 0,
                windows_from: Some(Day::MIN),
                tolerance: 0,
                stale_days: 0,
                evidence_mib: 1,
                calendar: Calendar {
                    terms: Terms {
                        autumn: (0, 0),
                        spring: (0, 0),
                    },
                    ..Calendar::default()
                },
            },
        }
    }
}

/// The rules as a file that a person can change and [`Config::rules`] reads: the part of the default that explains them,
/// with these values.
#[must_use]
pub fn rules_text(rules: &Rules) -> String {
    let json = serde_json::to_value(rules).unwrap_or_default();
    let term = |(month, day): (u32, u32)| format!("\"{month:02}-{day:02}\"");
    let terms = &rules.calendar.terms;
    let value = |key: &str| match key {
        "autumn" => term(terms.autumn),
        "spring" => term(terms.spring),
        "windows_from" => rules
            .windows_from
            .map_or_else(|| "\"\"".to_owned(), |day| format!("\"{day}\"")),
        key => json
            .get(key)
            .or_else(|| json.get("calendar")?.get(key))
            .map_or_else(|| "[]".to_owned(), ToString::to_string),
    };
    let lines = DEFAULT.lines().skip_while(|line| *line != "[rules]");
    let line = |line: &str| match line.split_once(" = ") {
        Some((key, _)) if !line.starts_with('#') => format!("{key} = {}\n", value(key)),
        _ => format!("{line}\n"),
    };
    lines.map(line).collect()
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

    /// What is wrong with a file, in English.
    fn faults(text: &str) -> Vec<String> {
        let error = read(text).map(|_| Vec::new());
        error.unwrap_or_else(|error| error.say(Lang::En.words()))
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
        // What a home begins with where nobody says otherwise is what an older plan is judged by.
        assert_eq!(config.rules, Rules::default());
        assert!(config.taste.views.len() > 1);
    }

    #[test]
    fn a_line_of_ones_own_changes_that_line_alone() {
        let config = read("theme = \"high-contrast\"\n[me]\ndepartment = \"财政局\"\n").unwrap();
        assert_eq!(config.taste.theme, Theme::HighContrast);
        assert_eq!(config.me.department, "财政局");
        assert_eq!(config.rules, read("").unwrap().rules);
        let marked = read("\u{feff}theme = \"light\"\r\n").unwrap();
        assert_eq!(marked.taste.theme, Theme::Light);
    }

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let text = "lang = \"fr\"\nthemee = \"dark\"\ntheme = \"drak\"\nmouse = 3\n\
            [me]\nnmae = \"李强\"\n\
            [[view]]\nfilter = 3\n\
            [rules]\nzone = \"Peking\"\nsoon_days = -1\nbehind_red = 5\ntext_limit = 1.5\n";
        assert_eq!(
            faults(text),
            [
                "my.toml:1: lang cannot be \"fr\"; expected one of \"zh\", \"en\"",
                "my.toml:2: unknown key themee; the nearest is theme",
                "my.toml:3: theme cannot be \"drak\"; expected one of \"dark\", \"light\", \
                 \"high-contrast\", \"ansi\", \"plain\"; the nearest is \"dark\"",
                "my.toml:4: mouse cannot be 3; expected one of true, false",
                "my.toml:6: unknown key me.nmae; the nearest is me.name",
                "my.toml:7: view.name is missing",
                "my.toml:8: view.filter cannot be 3; expected text in quotation marks",
                "my.toml:10: rules.zone cannot be \"Peking\"; expected an offset such as \"+08:00\"",
                "my.toml:11: rules.soon_days cannot be -1; expected a whole number from 0 to 3660",
                "my.toml:12: rules.behind_red cannot be 5; expected at least behind_yellow (10)",
                "my.toml:13: rules.text_limit cannot be 1.5; expected a whole number from 1 to 10000",
            ]
        );
    }

    #[test]
    fn rules_of_a_plan_are_read_like_the_settings_and_nothing_else_is() {
        let rules = |text: &str| Config::rules(Path::new("r.toml"), text, Rules::default());
        let read = rules(
            "[rules]\nwindow = \"week\"\nwindows_from = \"2024-01-10\"\nmissed_red = 4\n\
             [rules.calendar]\nholidays = [\"2024-05-02\", \"2024-05-01\"]\nautumn = \"08-30\"\n",
        )
        .unwrap();
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(
            (read.window.as_str(), read.windows_from, read.missed_red),
            ("week", Some(day("2024-01-10")), 4)
        );
        assert_eq!(
            (read.calendar.holidays.clone(), read.calendar.terms.autumn),
            (vec![day("2024-05-01"), day("2024-05-02")], (8, 30))
        );
        assert_eq!(read.soon_days, 30, "what is not named stays");
        // What is written out is read back as the same.
        let text = rules_text(&read);
        assert!(text.contains("# "), "it explains: {text}");
        assert_eq!(
            Config::rules(Path::new("r.toml"), text, Rules::default()).unwrap(),
            read
        );
        let error = rules(
            "theme = \"dark\"\n[rules]\nmonth_day = 32\nmissed_yellow = 3\nwindows_from = \"soon\"\nsoon = 1\n\
             [rules.calendar]\nholidays = [\"2024-02-30\"]\nspring = \"2-31\"\n",
        )
        .unwrap_err();
        assert_eq!(
            error.say(Lang::En.words()),
            [
                "r.toml:1: unknown key theme; the nearest is rules.zone",
                "r.toml:3: rules.month_day cannot be 32; expected a whole number from 1 to 31",
                "r.toml:4: rules.missed_yellow cannot be 3; expected at most missed_red (2)",
                "r.toml:5: rules.windows_from cannot be \"soon\"; expected a day such as \"2024-01-10\", or \"\" for none",
                "r.toml:6: unknown key rules.soon; the nearest is rules.zone",
                "r.toml:8: rules.calendar.holidays cannot be [\"2024-02-30\"]; expected days such as [\"2024-05-01\", \"2024-05-02\"]",
                "r.toml:9: rules.calendar.spring cannot be \"2-31\"; expected a month and a day such as \"09-01\"",
            ]
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_says_how_it_is_written() {
        for (text, line, told) in [
            ("theme = dark\n", 1, "quotation marks"),
            ("\nlang =\n", 2, "nothing follows"),
            ("lang =", 1, "nothing follows"),
            ("lang = # 中文\n", 1, "nothing follows"),
            ("theme = “dark”\n", 1, "“ is full-width"),
            ("lang ＝ \"zh\"\n", 1, "＝ is full-width"),
            ("theme \"dark\"\n", 1, "= is missing"),
            ("[me\n", 1, "] is missing"),
            ("[me]\nname = \"张三\nx", 2, "\" is missing"),
            ("a = = 1\n", 1, "a line holds one setting"),
            (
                "theme = \"dark\"\ntheme = \"light\"\n",
                2,
                "theme stands there twice",
            ),
            ("[me]\nname = \"a\"\n[me]\n", 3, "me stands there twice"),
            ("me = 3\n", 1, "a table, written [me]"),
            ("[view]\nname = \"a\"\n", 1, "written [[view]]"),
            ("view = [1]\n", 1, "written [[view]]"),
            ("department = \"x\"\n", 1, "nearest is me.department"),
        ] {
            let faults = faults(text);
            let first = faults.first().unwrap();
            assert!(first.starts_with(&format!("my.toml:{line}: ")), "{first}");
            assert!(first.contains(told), "{text}: {first}");
        }
        // What is right is told all the same, and nothing follows from a broken line.
        let both = faults("theme = dark\nmouse = 3\n");
        assert_eq!(both.len(), 2, "{both:?}");
        let ten = "[[view]]\nname = \"a\"\n".repeat(11);
        assert_eq!(faults(&ten).len(), 1);
        let error = Config::read(Path::new("my.toml"), b"# 1\nlang = \"\xc4\xe3\"\n");
        let error = error.unwrap_err();
        assert_eq!(error.faults, [(2, Fault::NotUtf8)]);
    }
}
