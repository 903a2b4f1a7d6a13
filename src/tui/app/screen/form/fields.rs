//! The inputs of a form and where they stand.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::model::{Correction, OpId, ascii_twin};
use crate::search;
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;
use crate::tui::widget::field::{Field, Lines, cells_u16};
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

    /// The departments that the name being typed may mean, unless it is one already.
    pub(crate) fn candidates(&self, desk: &Desk) -> Vec<String> {
        let Kind::Departments(field) = &self.kind else {
            return Vec::new();
        };
        let last = names(field.text()).last().unwrap_or_default();
        let directory = desk.directory();
        let exact = directory.find(last).is_ok_and(|d| d.name == last);
        if last.is_empty() || exact {
            return Vec::new();
        }
        let meant = search::departments(directory, last).unwrap_or_default();
        meant.iter().take(6).map(|d| d.name.clone()).collect()
    }

    /// Puts a department's full name in place of what was typed of it.
    pub(crate) fn complete(&mut self, name: &str) {
        if let Kind::Departments(field) = &mut self.kind {
            let typed = names(field.text()).last().unwrap_or_default().to_owned();
            let head = field.text().trim_end();
            let head = head.strip_suffix(typed.as_str()).unwrap_or(head).to_owned();
            field.set(&format!("{head}{name}"));
        }
    }

    /// A line about what belongs here, and what typing does to what stands.
    pub(crate) fn hint(&self, desk: &Desk) -> String {
        let selected = match &self.kind {
            Kind::Text(field) | Kind::Departments(field) | Kind::Day(field) => field.is_selected(),
            Kind::Choice { .. } => false,
        };
        let hint = self.hint_of_kind(desk);
        match selected {
            true => format!("{} {hint}", desk.words.screen.hint_selected),
            false => hint,
        }
    }

    fn hint_of_kind(&self, desk: &Desk) -> String {
        let words = desk.words.screen;
        let others = self.register.as_ref().map_or("", |r| r.others.as_str());
        if !others.is_empty() {
            return fill(words.hint_disputed, &[others]);
        }
        match &self.kind {
            Kind::Text(field) if field.lines() == Lines::Many => {
                fill(words.hint_long, &[&self.count(desk)])
            }
            Kind::Text(_) if self.name == "percent" => words.hint_percent.to_owned(),
            Kind::Text(_) if self.name == "file" => desk.words.meeting.hint_file.to_owned(),
            Kind::Text(_) if self.limit.is_some() => self.count(desk),
            Kind::Text(_) => String::new(),
            Kind::Departments(_) => {
                let candidates = self.candidates(desk);
                if candidates.is_empty() && self.single {
                    desk.words.meeting.hint_department.to_owned()
                } else if candidates.is_empty() {
                    words.hint_departments.to_owned()
                } else {
                    fill(words.hint_candidates, &[&candidates.join(" ")])
                }
            }
            Kind::Day(_) => words.hint_day.to_owned(),
            Kind::Choice { .. } if self.name == "kept" => desk.words.work.hint_kept.to_owned(),
            Kind::Choice { options, .. } => {
                let real = options.iter().filter(|(word, _)| !word.is_empty());
                let all: Vec<String> = real
                    .zip(1_u32..)
                    .map(|((_, shown), n)| format!("{n} {shown}"))
                    .collect();
                let inferred = self.register.as_ref().is_some_and(|r| r.open);
                let hint = fill(desk.words.work.hint_pick, &[&all.join(" ")]);
                format!("{hint}{}", if inferred { words.hint_confirm } else { "" })
            }
        }
    }

    /// How many characters there are, and may be.
    fn count(&self, desk: &Desk) -> String {
        let (words, got) = (desk.words.screen, self.value().trim().chars().count());
        match self.limit {
            Some(limit) if got > limit => fill(
                words.count_over,
                &[
                    &got.to_string(),
                    &limit.to_string(),
                    &(got - limit).to_string(),
                ],
            ),
            Some(limit) => fill(words.count, &[&format!("{got}/{limit}")]),
            None => fill(words.count, &[&got.to_string()]),
        }
    }

    /// Whether there is more text than may be recorded.
    pub(super) fn is_too_long(&self) -> bool {
        let got = || self.value().trim().chars().count();
        self.limit.is_some_and(|limit| got() > limit)
    }

    /// Draws the input and returns where the real cursor belongs.
    pub(super) fn draw(
        &self,
        desk: &Desk,
        buffer: &mut Buffer,
        area: Rect,
        style: Style,
        focused: bool,
    ) -> Position {
        match &self.kind {
            Kind::Text(field) | Kind::Departments(field) | Kind::Day(field) => {
                field.draw(buffer, area, style, desk.taste.glyphs, focused)
            }
            Kind::Choice { .. } => {
                let text = cells::pad(&format!("< {} >", self.shown()), usize::from(area.width));
                buffer.set_stringn(area.x, area.y, text, usize::from(area.width), style);
                Position {
                    x: area.x + 2.min(area.width.saturating_sub(1)),
                    y: area.y,
                }
            }
        }
    }

    fn rows(&self, width: u16, most: u16) -> u16 {
        match &self.kind {
            Kind::Text(field) if field.lines() == Lines::Many => field.height(width).clamp(2, most),
            _ => 1,
        }
    }
}

/// The names in a list of departments as people write it.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', ' ', '\u{3000}'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

/// Where the label and the field of each input stand, from the top of the form.
pub(super) fn places(inputs: &[Input], width: u16, most_rows: u16) -> Vec<(Rect, Rect)> {
    let column = |input: &Input| cells_u16(cells::width(&input.label)) + 3;
    let widest = |span: Span| inputs.iter().filter(|i| i.span == span).map(column).max();
    // The first labels of all rows end in the same column.
    let first = widest(Span::Whole)
        .or_else(|| widest(Span::Half))
        .unwrap_or(12)
        .min(width / 3);
    let mut places = Vec::with_capacity(inputs.len());
    let (mut x, mut y, mut row_height) = (0, 0, 0);
    for input in inputs {
        let share = match input.span {
            Span::Whole => width,
            Span::Half => width / 2,
            Span::Third => width / 3,
            Span::Quarter => width / 4,
        };
        if x + share > width {
            (x, y) = (0, y + row_height);
            row_height = 0;
        }
        let label = if x == 0 {
            first.max(column(input).min(share * 3 / 5))
        } else {
            column(input).min(share * 3 / 5)
        };
        let field_width = share.saturating_sub(label + 1).max(2);
        let height = input.rows(field_width, most_rows);
        places.push((
            Rect::new(x, y, label, 1),
            Rect::new(x + label, y, field_width, height),
        ));
        row_height = row_height.max(height);
        x += share;
    }
    places
}
