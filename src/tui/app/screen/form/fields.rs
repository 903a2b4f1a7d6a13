//! The inputs of a form: what each holds, and what it knows of others' corrections.

mod hint;
mod place;

pub(super) use place::places;

use crate::model::{Correction, OpId, ascii_twin};
use crate::tui::app::desk::Desk;
use crate::tui::widget::field::{Field, Lines};
use crate::words::fill;

/// How much of a row an input takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    Whole,
    Half,
    Third,
    Quarter,
}

/// What an input holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Free text of one or several lines.
    Text(Field),
    /// Departments by name, separated by 、 or blanks.
    Departments(Field),
    /// A day.
    Day(Field),
    /// One of several: the word for the record, and the word for the eye.
    Choice {
        options: Vec<(String, String)>,
        at: usize,
    },
}

/// One input of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    /// Its name in drafts and in submitting.
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    /// The most characters it may have, if there is a limit.
    pub(super) limit: Option<usize>,
    /// Of departments: whether it names one alone, so that what is typed takes the place of what stands.
    pub(super) single: bool,
    /// What stood when the person last saw it.
    initial: String,
    /// For a register: what is known of its corrections.
    pub(super) register: Option<Standing>,
}

/// The corrections behind a register, as far as a form knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    /// Those whose values the person saw; `None` until everything about the task is there.
    pub(super) seen: Option<Vec<OpId>>,
    /// Those that stand by now.
    pub(super) now: Vec<OpId>,
    /// Whether saying the value once more says something: it settles a conflict, or confirms what was inferred.
    pub(super) open: bool,
    /// What else was said of it.
    pub(super) others: String,
}

impl Standing {
    /// What stands in a register by these corrections of it, the first of which holds.
    pub(super) fn of(desk: &Desk, corrections: &[&Correction]) -> Self {
        let differs = |c: &&&Correction| corrections.first().is_some_and(|f| f.now != c.now);
        let others: Vec<String> = corrections
            .iter()
            .filter(differs)
            .map(|c| said(desk, c))
            .collect();
        let now: Vec<OpId> = corrections.iter().map(|c| c.op).collect();
        Self {
            seen: Some(now.clone()),
            now,
            open: !others.is_empty(),
            others: others.join("; "),
        }
    }
}

/// A correction in short: its value, who made it and when.
pub(super) fn said(desk: &Desk, correction: &Correction) -> String {
    let value = desk.words.spoken(&correction.register, &correction.now);
    let day = correction.recorded.format("%Y-%m-%d").to_string();
    let parts = [&value, correction.author.as_str(), &day];
    desk.clean(&fill(desk.words.screen.said_by, &parts))
}

impl Input {
    pub(crate) fn new(name: &'static str, label: &str, span: Span, kind: Kind) -> Self {
        let mut input = Self {
            name,
            label: label.to_owned(),
            kind,
            span,
            limit: None,
            single: false,
            initial: String::new(),
            register: None,
        };
        input.initial = input.value().to_owned();
        input
    }

    /// What it holds, as typed or chosen.
    pub(crate) fn value(&self) -> &str {
        match &self.kind {
            Kind::Text(field) | Kind::Departments(field) | Kind::Day(field) => field.text(),
            Kind::Choice { options, at } => options.get(*at).map_or("", |(word, _)| word),
        }
    }

    pub(crate) fn set(&mut self, value: &str) {
        match &mut self.kind {
            Kind::Text(field) | Kind::Departments(field) | Kind::Day(field) => field.set(value),
            Kind::Choice { options, at } => {
                if let Some(found) = options.iter().position(|(word, _)| word == value) {
                    *at = found;
                }
            }
        }
    }

    /// Picks an option by its number, or by the first letter of its word for the record; returns whether there is one.
    pub(super) fn pick(&mut self, typed: char) -> bool {
        let Kind::Choice { options, at } = &mut self.kind else {
            return false;
        };
        let typed = ascii_twin(typed).to_ascii_lowercase();
        let real = |(_, (word, _)): &(usize, &(String, String))| !word.is_empty();
        let mut offered = options.iter().enumerate().filter(real);
        let found = match typed.to_digit(10) {
            Some(n) => n.checked_sub(1).and_then(|n| offered.nth(n as usize)),
            None => offered.find(|(_, (word, _))| word.starts_with(typed)),
        };
        let found = found.map(|(found, _)| found);
        *at = found.unwrap_or(*at);
        found.is_some()
    }

    pub(crate) fn is_changed(&self) -> bool {
        self.value() != self.initial
    }

    /// The same input, for a text of at most so many characters; 0 for any number.
    pub(super) fn at_most(mut self, limit: u16) -> Self {
        self.limit = Some(usize::from(limit)).filter(|limit| *limit > 0);
        self
    }

    /// The same input, for one department alone.
    pub(super) fn only_one(mut self) -> Self {
        self.single = true;
        self
    }

    /// Takes in what stands by now: an input that the person left alone follows it, and one that they changed keeps
    /// what they typed beside it.
    pub(super) fn learn(&mut self, now: Self) {
        let (Some(known), Some(stands)) = (&mut self.register, &now.register) else {
            return;
        };
        if known.seen.is_some() && known.now == stands.now {
            return;
        }
        if known.seen.is_none() && self.initial == now.initial {
            // What is shown is what stands.
            *known = stands.clone();
            return;
        }
        if self.is_changed() && self.value() != now.value() {
            self.initial.clone_from(&now.initial);
            if let Some(known) = &mut self.register {
                known.seen.get_or_insert_default();
                known.now.clone_from(&stands.now);
            }
        } else {
            *self = now;
        }
    }

    /// Whether another changed what this person is changing.
    pub(super) fn is_overtaken(&self) -> bool {
        let overtaken = |r: &Standing| r.seen.as_ref().is_some_and(|seen| *seen != r.now);
        self.is_changed() && self.register.as_ref().is_some_and(overtaken)
    }

    /// The person has seen what another changed meanwhile.
    pub(super) fn look(&mut self) {
        if let Some(register) = &mut self.register {
            register.seen = Some(register.now.clone());
        }
    }

    /// The input as the form began with it.
    pub(super) fn original(&self) -> Self {
        let mut original = self.clone();
        original.set(&self.initial);
        original
    }

    /// What it holds, for the eye.
    pub(super) fn shown(&self) -> &str {
        match &self.kind {
            Kind::Choice { options, at } => options.get(*at).map_or("", |(_, shown)| shown),
            _ => self.value().trim(),
        }
    }

    pub(crate) fn is_long(&self) -> bool {
        matches!(&self.kind, Kind::Text(field) if field.lines() == Lines::Many)
    }

    /// The cursor comes here; a list of departments is always added to, a single one is replaced.
    pub(super) fn enter(&mut self) {
        match &mut self.kind {
            Kind::Text(field) | Kind::Day(field) => field.enter(),
            Kind::Departments(field) if self.single => field.enter(),
            Kind::Departments(_) | Kind::Choice { .. } => {}
        }
    }

    pub(crate) fn field_mut(&mut self) -> Option<&mut Field> {
        match &mut self.kind {
            Kind::Text(field) | Kind::Departments(field) | Kind::Day(field) => Some(field),
            Kind::Choice { .. } => None,
        }
    }

    /// Whether there is more text than may be recorded.
    pub(super) fn is_too_long(&self) -> bool {
        let got = || self.value().trim().chars().count();
        self.limit.is_some_and(|limit| got() > limit)
    }
}

/// The names in a list of departments as people write it.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', ' ', '\u{3000}'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
}
