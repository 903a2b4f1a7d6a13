//! What the line above the list counts: the lights, and who has reported in the running windows.

use std::sync::Arc;

use ratatui::text::Span;

use crate::model::{Light, Reporting, Row};
use crate::tui::app::desk::Desk;
use crate::words::fill;

/// How many tasks have each light, and how many reports are expected and missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// In the order of [`Light::LISTED`].
    pub(crate) lights: [usize; 7],
    pub(crate) expected: usize,
    pub(crate) missing: usize,
}

impl Counts {
    pub(crate) fn of<'a>(rows: impl Iterator<Item = &'a Arc<Row>>, desk: &Desk) -> Self {
        let (mut counts, today) = (Self::default(), desk.today());
        let running = desk.snapshot.outlook.running();
        for row in rows {
            for count in counts.of_task(row.light(today), running.reporting(row)) {
                *count += 1;
            }
        }
        counts
    }

    /// The counts that a task with this light and report is part of.
    pub(crate) fn of_task(
        &mut self,
        light: Light,
        report: Reporting,
    ) -> impl Iterator<Item = &mut usize> {
        let lights = Light::LISTED.iter().zip(&mut self.lights);
        let lit = lights.filter(move |(known, _)| **known == light);
        let expected = (report != Reporting::NotExpected).then_some(&mut self.expected);
        let missing = (report == Reporting::Missing).then_some(&mut self.missing);
        lit.map(|(_, count)| count).chain(expected).chain(missing)
    }

    /// The counts in a few words; lights that no task has are left out.
    pub(crate) fn spans(&self, desk: &Desk) -> Vec<Span<'static>> {
        let (words, follow) = (desk.words.screen, desk.words.follow);
        let gap = if follow.light_red.is_ascii() { " " } else { "" };
        let lit = Light::LISTED.iter().zip(self.lights);
        let mut spans: Vec<Span<'static>> = lit
            .filter(|(_, count)| *count > 0)
            .map(|(light, count)| {
                let text = format!("{}{gap}{count} ", follow.light(*light));
                Span::styled(text, desk.palette.lamp(*light))
            })
            .collect();
        if self.expected > 0 {
            let numbers = [self.expected.to_string(), self.missing.to_string()];
            let [expected, missing] = &numbers;
            spans.push(Span::raw(fill(words.counted_reports, &[expected, missing])));
        }
        spans
    }
}
