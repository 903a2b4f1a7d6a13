//! The parts of a task in its detail: indicators, duties, measures, and what was left out of them.

use std::collections::HashSet;

use ratatui::text::Line;

use super::Target;
use super::content::Out;
use crate::model::{Correction, Detail, Directory, Duty, Indicator, Measure, Register, Value};
use crate::words::fill;

impl Out<'_> {
    pub(super) fn indicators(&mut self) {
        let name = self.desk.words.term.indicator;
        self.section_of(name, &self.detail.indicators, |out, indicator| {
            (Target::Indicator(indicator.id), out.indicator(indicator))
        });
    }

    fn indicator(&self, indicator: &Indicator) -> Vec<Line<'static>> {
        let (term, words, palette) = (
            self.desk.words.term,
            self.desk.words.screen,
            self.desk.palette,
        );
        let mut head = format!("{}  {}", indicator.name, self.desk.goal(indicator));
        if let Some(scope) = &indicator.scope {
            head.push_str(&format!("  {scope}"));
        }
        if let Some(every) = indicator.every {
            head.push_str(&format!("  {}", term.every(every)));
        }
        if let Some(due) = indicator.due {
            head.push_str(&format!("  {}:{due}", term.due));
        }
        let mut lines = self.desk.wrapped_names(&head, self.width, 2, palette.text);
        if !indicator.source.is_empty() {
            let source = fill(
                words.from_line,
                &[&indicator.line.to_string(), &indicator.source],
            );
            lines.extend(self.desk.wrapped(&source, self.width, 4, palette.dim));
        }
        let follow = self.desk.words.follow;
        let judged = self
            .detail
            .gauge()
            .judge(indicator, &self.desk.snapshot.outlook);
        let judged = follow.judgement(&judged, &indicator.unit);
        if !judged.is_empty() {
            lines.extend(self.desk.wrapped(&judged, self.width, 4, palette.text));
        }
        for figure in self.detail.gauge().disputed(indicator.id) {
            let text = follow.disputed(figure);
            lines.extend(self.desk.wrapped(&text, self.width, 4, palette.warn));
        }
        lines.extend(self.corrections(indicator.id));
        lines
    }

    pub(super) fn duties(&mut self) {
        let name = self.desk.words.term.duty;
        self.section_of(name, &self.detail.duties, |out, duty| {
            (Target::Duty(duty.id), out.duty(duty))
        });
    }

    fn duty(&self, duty: &Duty) -> Vec<Line<'static>> {
        let (term, words) = (self.desk.words.term, self.desk.words.screen);
        let proposed = if duty.proposed {
            format!(" {}", words.proposed)
        } else {
            String::new()
        };
        let line = fill(words.at_line, &[&duty.line.to_string()]);
        let text = format!("{}{proposed}  {} {line}", term.every(duty.every), duty.text);
        self.desk
            .wrapped(&text, self.width, 2, self.desk.palette.text)
            .into_iter()
            .chain(self.corrections(duty.id))
            .collect()
    }

    pub(super) fn measures(&mut self) {
        let name = self.desk.words.term.measure;
        self.section_of(name, &self.detail.measures, |out, measure| {
            (Target::Measure(measure.id), out.measure(measure))
        });
    }

    fn measure(&self, measure: &Measure) -> Vec<Line<'static>> {
        let (term, palette) = (self.desk.words.term, self.desk.palette);
        let number = format!("{:>2}", measure.n);
        let mut lines = self.labelled(&number, &measure.text, palette.text);
        let mut tags = Vec::new();
        if measure.lines.0 > 0 {
            tags.push(format!("[{}]", measure.lines.0));
        }
        if let Some(due) = measure.due {
            tags.push(format!("{}:{due}", term.due));
        }
        if let Some(span) = &measure.span {
            tags.push(self.desk.words.term.span(span));
        }
        let tags = tags.join(" ");
        lines.extend(self.desk.wrapped_names(&tags, self.width, 5, palette.dim));
        lines.extend(self.corrections(measure.id));
        lines
    }

    /// What was left out, with the reason, so that it can be taken in again.
    pub(super) fn dropped(&mut self) {
        let (words, palette) = (self.desk.words.screen, self.desk.palette);
        let dropped: Vec<&Correction> = left_out(self.detail).collect();
        if dropped.is_empty() {
            return;
        }
        self.section(words.left_out, Some(dropped.len()));
        for correction in dropped {
            let text = correction.original.as_deref().unwrap_or("--");
            let mut lines = self.desk.wrapped(text, self.width, 2, palette.gone);
            let day = correction.recorded.format("%Y-%m-%d").to_string();
            let parts = [&correction.author, &day, &correction.reason];
            let why = fill(words.left_out_by, &parts.map(String::as_str));
            lines.extend(self.desk.wrapped(&why, self.width, 4, palette.warn));
            self.push(Some(Target::Dropped(correction.item)), lines);
        }
    }
}

/// The corrections by which parts of a task are left out.
fn left_out(detail: &Detail) -> impl Iterator<Item = &Correction> {
    let mut seen = HashSet::new();
    // The first of several is the one that stands.
    let standing = detail
        .corrections
        .iter()
        .filter(move |c| c.register == Register::Dropped.as_str() && seen.insert(c.item));
    standing.filter(|c| c.now == Value::Flag(true).in_words(&Directory::default()))
}
