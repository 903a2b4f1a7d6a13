//! Every visible word, Chinese and English side by side; a missing one does not compile.
//!
//! A template holds `{}` where [`fill`] puts a value; both languages hold the same number of them, in the same order.

mod change;
mod cli;
mod failure;
mod filter;
mod follow;
mod issuing;
mod meeting;
mod owed;
mod report;
mod screen;
mod settings;
mod sharing;
mod term;
mod work;

pub use cli::Cli;
pub use failure::Failures;
pub use filter::Filters;
pub use follow::Follows;
pub use issuing::Issuing;
pub use meeting::MeetingScreen;
pub use owed::Reminder;
pub use report::Reports;
pub use screen::Screen;
pub use settings::Settings;
pub use sharing::Sharing;
pub use term::Terms;
pub use work::Works;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::{Change, Judged};

/// The language of the screens and of messages. Files and JSON are the same in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

/// All words of one language.
#[derive(Debug)]
pub struct Words {
    /// Which language.
    pub lang: Lang,
    /// The field's terms: statuses, registers, comparators.
    pub term: &'static Terms,
    /// What the screens say.
    pub screen: &'static Screen,
    /// What the command line says.
    pub cli: &'static Cli,
    /// What goes wrong, and what to do about it.
    pub failure: &'static Failures,
    /// The words of the follow-up: lights, steps, windows, figures, meetings.
    pub follow: &'static Follows,
    /// The words of meetings, approvals, windows and indicators on the screens.
    pub meeting: &'static MeetingScreen,
    /// What is said about filters.
    pub filter: &'static Filters,
    /// What stands in reports.
    pub report: &'static Reports,
    /// What the screen says on which reports are issued.
    pub issuing: &'static Issuing,
    /// What is said about sharing.
    pub sharing: &'static Sharing,
    /// The words of the daily work: first screen, reporting, acting on several tasks.
    pub work: &'static Works,
    /// What is said about settings files.
    pub settings: &'static Settings,
}

static CHINESE: Words = Words {
    lang: Lang::Zh,
    term: &term::ZH,
    screen: &screen::ZH,
    cli: &cli::ZH,
    failure: &failure::ZH,
    follow: &follow::ZH,
    meeting: &meeting::ZH,
    filter: &filter::ZH,
    report: &report::ZH,
    issuing: &issuing::ZH,
    sharing: &sharing::ZH,
    work: &work::ZH,
    settings: &settings::ZH,
};
static ENGLISH: Words = Words {
    lang: Lang::En,
    term: &term::EN,
    screen: &screen::EN,
    cli: &cli::EN,
    failure: &failure::EN,
    follow: &follow::EN,
    meeting: &meeting::EN,
    filter: &filter::EN,
    report: &report::EN,
    issuing: &issuing::EN,
    sharing: &sharing::EN,
    work: &work::EN,
    settings: &settings::EN,
};

impl Words {
    /// A value of a register in words; what is no keyword stays as it is.
    #[must_use]
    pub fn spoken<'a>(&self, register: &str, value: &'a str) -> Cow<'a, str> {
        let (term, follow) = (self.term, self.follow);
        let word = match register {
            _ if value.is_empty() => Some(term.nothing),
            "kind" => term::named(value).map(|kind| term.kind(kind)),
            "comparator" => term::named(value).map(|comparator| term.comparator(comparator)),
            "every" => term::named(value).map(|every| term.every(every)),
            "rhythm" => value.parse().ok().map(|rhythm| follow.rhythm(rhythm)),
            "nature" => value.parse().ok().map(|nature| follow.nature(nature)),
            "dropped" | "supervised" if value == "true" => Some(term.yes),
            "dropped" | "supervised" if value == "false" => Some(term.no),
            "light" => {
                return value
                    .parse()
                    .map_or(Cow::Borrowed(value), |judged: Judged| {
                        format!("{} {}", follow.light(judged.light), judged.until).into()
                    });
            }
            _ => None,
        };
        word.unwrap_or(value).into()
    }

    /// What is to be known of a change beside what it says: that it does not count, that its words are not here, what
    /// became of what it proposes.
    #[must_use]
    pub fn marks(&self, change: &Change) -> Vec<String> {
        let refused = change.refused.as_deref().map(|why| self.sharing.mark(why));
        let wordless = change
            .wordless
            .map(|why| self.term.wordless(why).to_owned());
        let fate = change
            .fate
            .map(|fate| format!("[{}]", self.sharing.fate(fate)));
        refused.into_iter().chain(wordless).chain(fate).collect()
    }
}

impl Lang {
    /// The words of this language.
    #[must_use]
    pub fn words(self) -> &'static Words {
        match self {
            Self::Zh => &CHINESE,
            Self::En => &ENGLISH,
        }
    }
}

/// Puts `values` into the `{}` of `template`, in order.
#[must_use]
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let mut parts = template.split("{}");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(values.next().copied().unwrap_or_default());
        out.push_str(part);
    }
    out
}

/// Declares a struct of words with its two languages: `name: "中文", "English";`.
macro_rules! words {
    ($(#[$doc:meta])* $struct:ident { $($(#[$word_doc:meta])* $name:ident: $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[allow(missing_docs, reason = "the Chinese and the English text say what a word means")]
        pub struct $struct { $($(#[$word_doc])* pub $name: &'static str,)* }
        pub(super) static ZH: $struct = $struct { $($name: $zh,)* };
        pub(super) static EN: $struct = $struct { $($name: $en,)* };

        impl $struct {
            /// Every word with both languages: name, Chinese, English.
            pub const ALL: &'static [(&'static str, &'static str, &'static str)] =
                &[$((stringify!($name), $zh, $en),)*];
        }
    };
}
use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_word_and_the_same_places() {
        let all = [
            Terms::ALL,
            Screen::ALL,
            Cli::ALL,
            Failures::ALL,
            Follows::ALL,
            Filters::ALL,
            MeetingScreen::ALL,
            Reports::ALL,
            Issuing::ALL,
            Sharing::ALL,
            Works::ALL,
            Settings::ALL,
        ];
        for (name, zh, en) in all.into_iter().flatten() {
            assert!(
                !zh.trim().is_empty() && !en.trim().is_empty(),
                "{name} is empty"
            );
            assert_eq!(
                zh.matches("{}").count(),
                en.matches("{}").count(),
                "{name} differs in its places"
            );
        }
    }

    #[test]
    fn values_go_into_their_places() {
        assert_eq!(fill("第{}行: {}", &["3", "坏"]), "第3行: 坏");
        assert_eq!(fill("{}", &[]), "");
    }
}
