//! A settings file read key by key: what is right overrides, what is wrong is gathered.

mod value;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use value::{day_of_year, day_or_none, days, flag, key_file, number, text, word, zone_text};

use super::text::{line, quoted, syntax};
use super::{Config, Expected, Fault, Glyphs, Judge, Theme, View};
use crate::model::{Calendar, Rules};
use crate::text::distance;
use crate::words::Lang;

const LANGS: &[(&str, Lang)] = &[("zh", Lang::Zh), ("en", Lang::En)];
const THEMES: &[(&str, Theme)] = &[
    ("dark", Theme::Dark),
    ("light", Theme::Light),
    ("high-contrast", Theme::HighContrast),
    ("ansi", Theme::Ansi),
    ("plain", Theme::Plain),
];
const GLYPHS: &[(&str, Glyphs)] = &[("safe", Glyphs::Safe), ("unicode", Glyphs::Unicode)];
const WINDOWS: &[(&str, &str)] = &[("week", "week"), ("month", "month"), ("quarter", "quarter")];

/// As many as the keys 1 to 9 reach.
const MOST_VIEWS: usize = 9;

/// Reads files one after the other: the default, which has every key, before a person's own.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) faults: Vec<(usize, Fault)>,
    /// Every key that was asked for, with its table.
    known: BTreeSet<String>,
}

/// The keys of one table that nobody has asked for yet.
struct Table<'t> {
    name: &'static str,
    left: Vec<(&'t str, Range<usize>, &'t Spanned<DeValue<'t>>)>,
}

/// One file being read.
struct Reading<'r> {
    reader: &'r mut Reader,
    text: &'r str,
    judge: &'r dyn Judge,
    /// Lines that cannot be read; whatever else is found in them follows from that.
    broken: BTreeSet<usize>,
    unknown: Vec<(usize, String)>,
}

impl Reader {
    /// `config`, overridden by what is right in `text`.
    pub(super) fn read(&mut self, mut config: Config, text: &str, judge: &dyn Judge) -> Config {
        self.each(text, judge, |reading, document| {
            reading.settings(document, &mut config);
        });
        config
    }

    /// `rules`, overridden by what is right in `text`, which holds nothing else.
    pub(super) fn read_rules(&mut self, mut rules: Rules, text: &str) -> Rules {
        self.each(text, &(), |reading, document| {
            let mut top = Table::new("", document);
            reading.shared(&mut top, &mut rules);
            reading.rest(&top);
        });
        rules
    }

    fn each(
        &mut self,
        text: &str,
        judge: &dyn Judge,
        read: impl FnOnce(&mut Reading<'_>, &DeTable<'_>),
    ) {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut broken = BTreeSet::new();
        for error in &errors {
            let (line, fault) = syntax(text, error);
            if broken.insert(line) {
                self.faults.push((line, fault));
            }
        }
        let mut reading = Reading {
            reader: self,
            text,
            judge,
            broken,
            unknown: Vec::new(),
        };
        read(&mut reading, document.get_ref());
        reading.tell_unknown();
    }
}

impl Reading<'_> {
    fn settings(&mut self, document: &DeTable<'_>, config: &mut Config) {
        let mut top = Table::new("", document);
        let taste = &mut config.taste;
        self.put(&mut top, "lang", &mut taste.lang, word(LANGS));
        self.put(&mut top, "theme", &mut taste.theme, word(THEMES));
        self.put(&mut top, "glyphs", &mut taste.glyphs, word(GLYPHS));
        self.put(&mut top, "mouse", &mut taste.mouse, flag);
        if let Some(at) = self.put(&mut top, "identity", &mut config.identity, key_file)
            && !config.identity.is_empty()
        {
            let judged = self.judge.identity(&config.identity);
            self.judged("identity", at, judged);
        }
        if let Some(mut me) = self.table(&mut top, "me") {
            self.put(&mut me, "name", &mut config.me.name, text);
            let department = self.put(&mut me, "department", &mut config.me.department, text);
            if let Some(at) = department.filter(|_| !config.me.department.trim().is_empty()) {
                let judged = self.judge.department(&config.me.department);
                self.judged("me.department", at, judged);
            }
            self.rest(&me);
        }
        if let Some(views) = self.views(&mut top) {
            taste.views = views;
        }
        self.shared(&mut top, &mut config.rules);
        self.rest(&top);
    }

    /// The rules that a plan shares.
    fn shared(&mut self, top: &mut Table<'_>, rules: &mut Rules) {
        let Some(mut table) = self.table(top, "rules") else {
            return;
        };
        let (table, mut window) = (&mut table, "");
        self.put(table, "zone", &mut rules.zone, zone_text);
        let points = || number(0..=100);
        let yellow = self.put(table, "behind_yellow", &mut rules.behind_yellow, points());
        let red = self.put(table, "behind_red", &mut rules.behind_red, points());
        let both = (rules.behind_yellow.into(), rules.behind_red.into());
        self.ordered(("behind_yellow", yellow), ("behind_red", red), both);
        let days = || number(0..=3660);
        self.put(table, "soon_days", &mut rules.soon_days, days());
        self.put(table, "soon_days_short", &mut rules.soon_days_short, days());
        if self
            .put(table, "window", &mut window, word(WINDOWS))
            .is_some()
        {
            rules.window = window.to_owned();
        }
        let limit = || number(1..=10_000);
        self.put(table, "progress_limit", &mut rules.progress_limit, limit());
        self.put(table, "text_limit", &mut rules.text_limit, limit());
        self.put(table, "sign_days", &mut rules.sign_days, number(0..=366));
        let windows = || number(1..=60);
        let yellow = self.put(table, "missed_yellow", &mut rules.missed_yellow, windows());
        let red = self.put(table, "missed_red", &mut rules.missed_red, windows());
        let both = (rules.missed_yellow, rules.missed_red);
        self.ordered(("missed_yellow", yellow), ("missed_red", red), both);
        self.put(
            table,
            "recover_windows",
            &mut rules.recover_windows,
            number(0..=60),
        );
        self.put(table, "month_day", &mut rules.month_day, number(1..=31));
        self.put(table, "week_day", &mut rules.week_day, number(1..=7));
        self.put(table, "windows_from", &mut rules.windows_from, day_or_none);
        self.put(table, "tolerance", &mut rules.tolerance, number(0..=100));
        self.put(table, "stale_days", &mut rules.stale_days, days());
        self.put(
            table,
            "evidence_mib",
            &mut rules.evidence_mib,
            number(0..=128),
        );
        if let Some((at, value)) = self.take(table, "calendar") {
            match value.get_ref().as_table() {
                Some(calendar) => self.calendar(calendar, &mut rules.calendar),
                None => self.wrong("rules.calendar", at, Expected::Table("rules.calendar")),
            }
        }
        self.rest(table);
    }

    fn calendar(&mut self, table: &DeTable<'_>, calendar: &mut Calendar) {
        let mut table = Table::new("rules.calendar", table);
        self.put(&mut table, "holidays", &mut calendar.holidays, days);
        self.put(&mut table, "workdays", &mut calendar.workdays, days);
        let terms = &mut calendar.terms;
        self.put(&mut table, "autumn", &mut terms.autumn, day_of_year);
        self.put(&mut table, "spring", &mut terms.spring, day_of_year);
        self.rest(&table);
    }

    /// Of two numbers the first must not be greater; whichever was written here is the one that is wrong.
    fn ordered(
        &mut self,
        (low, low_at): (&'static str, Option<Range<usize>>),
        (high, high_at): (&'static str, Option<Range<usize>>),
        (least, most): (u16, u16),
    ) {
        if least <= most {
            return;
        }
        if let Some(at) = low_at {
            self.wrong(&format!("rules.{low}"), at, Expected::AtMost(high, most));
        } else if let Some(at) = high_at {
            self.wrong(&format!("rules.{high}"), at, Expected::AtLeast(low, least));
        }
    }

    fn views(&mut self, top: &mut Table<'_>) -> Option<Vec<View>> {
        let (at, value) = self.take(top, "view")?;
        let Some(list) = value.get_ref().as_array() else {
            self.wrong("view", at, Expected::Tables("view"));
            return None;
        };
        let mut views = Vec::new();
        for (n, item) in list.iter().enumerate() {
            let Some(table) = item.get_ref().as_table() else {
                self.wrong("view", item.span(), Expected::Tables("view"));
                continue;
            };
            if n == MOST_VIEWS {
                self.wrong("view", item.span(), Expected::NineViews);
            }
            let mut table = Table::new("view", table);
            let mut view = View::default();
            if self.put(&mut table, "name", &mut view.name, text).is_none() {
                let key = "view.name".to_owned();
                self.fault(item.span().start, Fault::NoKey { key });
            }
            if let Some(at) = self.put(&mut table, "filter", &mut view.filter, text) {
                let judged = self.judge.filter(&view.filter);
                self.judged("view.filter", at, judged);
            }
            if let Some(at) = self.put(&mut table, "sort", &mut view.sort, text)
                && !view.sort.trim().is_empty()
            {
                let judged = self.judge.sort(&view.sort);
                self.judged("view.sort", at, judged);
            }
            self.rest(&table);
            views.push(view);
        }
        Some(views)
    }

    /// Overrides `to` by the value of a key; returns where the value stands, if there is a right one.
    fn put<T>(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        to: &mut T,
        read: impl FnOnce(&DeValue<'_>) -> Result<T, Expected>,
    ) -> Option<Range<usize>> {
        let (_, value) = self.take(table, key)?;
        match read(value.get_ref()) {
            Ok(value) => *to = value,
            Err(expected) => {
                self.wrong(&table.full(key), value.span(), expected);
                return None;
            }
        }
        Some(value.span())
    }

    fn table<'t>(&mut self, top: &mut Table<'t>, name: &'static str) -> Option<Table<'t>> {
        let (at, value) = self.take(top, name)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(name, at, Expected::Table(name));
        }
        Some(Table::new(name, table?))
    }

    /// Takes a key out of those that are left: where it stands, and its value.
    fn take<'t>(
        &mut self,
        table: &mut Table<'t>,
        key: &'static str,
    ) -> Option<(Range<usize>, &'t Spanned<DeValue<'t>>)> {
        self.reader.known.insert(table.full(key));
        let at = table.left.iter().position(|(name, ..)| *name == key)?;
        let (_, at, value) = table.left.swap_remove(at);
        Some((at, value))
    }

    /// What is left of a table is unknown.
    fn rest(&mut self, table: &Table<'_>) {
        for (key, at, _) in &table.left {
            self.unknown.push((at.start, table.full(key)));
        }
    }

    fn tell_unknown(&mut self) {
        for (at, key) in std::mem::take(&mut self.unknown) {
            let nearest = nearest(&key, &self.reader.known).to_owned();
            self.fault(at, Fault::Key { key, nearest });
        }
    }

    fn wrong(&mut self, key: &str, at: Range<usize>, expected: Expected) {
        let (key, found) = (key.to_owned(), quoted(self.text, at.clone()));
        let fault = Fault::Value {
            key,
            found,
            expected,
        };
        self.fault(at.start, fault);
    }

    fn judged(&mut self, key: &str, at: Range<usize>, judged: Result<(), String>) {
        if let Err(what) = judged {
            let (key, found) = (key.to_owned(), quoted(self.text, at.clone()));
            self.fault(at.start, Fault::Judged { key, found, what });
        }
    }

    fn fault(&mut self, at: usize, fault: Fault) {
        let line = line(self.text, at);
        if !self.broken.contains(&line) {
            self.reader.faults.push((line, fault));
        }
    }
}

impl<'t> Table<'t> {
    fn new(name: &'static str, table: &'t DeTable<'t>) -> Self {
        let left = table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span(), value));
        Self {
            name,
            left: left.collect(),
        }
    }

    /// A key with its table.
    fn full(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }
}

/// The known key that looks most like an unknown one, which may just stand in the wrong table.
fn nearest<'k>(key: &str, known: &'k BTreeSet<String>) -> &'k str {
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let near = |candidate: &&String| {
        let whole = distance(key, candidate);
        (whole.min(distance(&last(key), &last(candidate))), whole)
    };
    known.iter().min_by_key(near).map_or("", String::as_str)
}
