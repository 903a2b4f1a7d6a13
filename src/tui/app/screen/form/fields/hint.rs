//! What an input says below itself: what belongs there, how much more of it, and which departments a name may mean.

use super::{Input, Kind, names};
use crate::search;
use crate::tui::app::desk::Desk;
use crate::tui::widget::field::Lines;
use crate::words::fill;

impl Input {
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
}
