//! What of a sheet can be recorded, and recording it.

use super::row::{Row, calendar};
use super::{Focus, Screen};
use crate::model::{FigureDraft, FigureSort, decimal, in_ascii};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::Act;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::app::screen::Step;
use crate::tui::app::screen::draft::Drafted as _;
use crate::words::fill;

impl Screen {
    pub(super) fn save(&mut self, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.meeting;
        let wrong = self.all_wrong(desk);
        if let Some((at, why)) = wrong.first() {
            (self.at, self.focus) = (*at, Focus::Value);
            let message = fill(words.figures_wrong, &[&wrong.len().to_string(), why]);
            self.error = Some(Notice::new(message).hint(words.figures_wrong_hint));
            self.settle(desk);
            return Vec::new();
        }
        let drafts: Vec<FigureDraft> = self
            .rows
            .iter()
            .filter(|row| row.is_filled())
            .filter_map(|row| self.figure(row, desk))
            .collect();
        if drafts.is_empty() {
            let notice = Notice::new(words.no_figures).hint(words.no_figures_hint);
            return vec![Step::Refuse(notice)];
        }
        let overwrites = |row: &&Row| row.is_filled() && row.stands(desk).is_some();
        let overwritten = self.rows.iter().filter(overwrites).count();
        if overwritten > 0 && self.reason.text().trim().is_empty() {
            self.focus = Focus::Reason;
            let message = fill(words.figures_stand, &[&overwritten.to_string()]);
            self.error = Some(Notice::new(message));
            return Vec::new();
        }
        self.pending = Some(ticket);
        self.error = None;
        // What is about to be recorded survives a crash in the middle of it.
        let kept = self.keep(desk);
        let act = Effect::Act(ticket, Act::Figures(drafts));
        kept.into_iter().chain([act]).map(Step::Do).collect()
    }

    /// The rows that cannot be recorded, and why.
    pub(super) fn all_wrong(&self, desk: &Desk) -> Vec<(usize, String)> {
        let all = 0..self.rows.len();
        all.filter_map(|at| Some((at, self.wrong(at, desk)?)))
            .collect()
    }

    /// Why a row cannot be recorded; `None` for one that can, or that nothing was typed into.
    pub(super) fn wrong(&self, at: usize, desk: &Desk) -> Option<String> {
        let words = desk.words.meeting;
        let row = self.rows.get(at).filter(|row| row.is_filled())?;
        let [value, ..] = row.texts();
        if let Some(shut) = row.line(desk).and_then(|line| line.shut.as_ref()) {
            return Some(shut.clone());
        }
        let Some(number) = decimal(&in_ascii(value)) else {
            return Some(fill(words.not_a_number, &[&desk.clean(value)]));
        };
        let indicator = row.line(desk).map(|line| &line.indicator);
        let follow = desk.words.follow;
        if let Some(why) = indicator.and_then(|of| follow.impossible(of, number)) {
            return Some(desk.clean(&why));
        }
        let Some(period) = row.period() else {
            return Some(desk.words.failure.not_a_period.to_owned());
        };
        if period.first(calendar(desk)) > desk.today() {
            return Some(fill(words.period_to_come, &[&period.to_string()]));
        }
        let same = |other: &&Row| {
            other.is_filled()
                && (other.item, other.region, other.period())
                    == (row.item, row.region, Some(period))
        };
        let twice = self.rows.iter().filter(same).count() > 1;
        twice.then(|| fill(words.period_twice, &[&period.to_string()]))
    }

    fn figure(&self, row: &Row, desk: &Desk) -> Option<FigureDraft> {
        let [value, _, source] = row.texts();
        let period = row.period()?;
        Some(FigureDraft {
            task: row.task,
            item: row.item,
            sort: FigureSort::Actual,
            department: None,
            period,
            region: row.region,
            value: Some(in_ascii(value)),
            // The last day of the period, or today while it runs.
            on: period.last(calendar(desk)).min(desk.today()),
            source: source.to_owned(),
            reason: match row.stands(desk) {
                Some(_) => self.reason.text().trim().to_owned(),
                None => String::new(),
            },
            seen: None,
        })
    }
}
