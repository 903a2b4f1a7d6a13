//! What the detail of a task says of its follow-up: the light, what was promised, the steps, what meetings decided.

use ratatui::text::Line;

use super::content::Out;
use crate::model::{Decision, Row, StepTaken};
use crate::words::fill;

impl Out<'_> {
    /// The light that shows with every reason, and the one by the rules where a coordinator judged otherwise.
    pub(super) fn light(&self, row: &Row) -> Vec<Line<'static>> {
        let (desk, follow) = (self.desk, self.desk.words.follow);
        let today = desk.today();
        let shown = row.light(today);
        let style = desk.palette.lamp(shown);
        let mut text = follow.light(shown).to_owned();
        if let Some(judged) = row.follow.judged.filter(|judged| today <= judged.until) {
            let until = fill(follow.until, &[&judged.until.to_string()]);
            text.push_str(&format!(
                "  {} {until}, {} {}",
                follow.judged,
                follow.by_rules,
                follow.light(row.lit.light)
            ));
        }
        let mut lines = self.labelled(follow.light, &text, style);
        if !row.lit.reasons.is_empty() {
            let reasons = follow.all_reasons(&row.lit.reasons);
            lines.extend(self.labelled(follow.reasons, &reasons, desk.palette.text));
        }
        if row.follow.supervised {
            lines.extend(self.labelled("!", desk.words.screen.supervised, desk.palette.warn));
        }
        lines
    }

    /// The running window, whether its report is there, and what was promised for it.
    pub(super) fn promise(&self) -> Vec<Line<'static>> {
        let (desk, words, follow) = (self.desk, self.desk.words.screen, self.desk.words.follow);
        let outlook = &desk.snapshot.outlook;
        let reports = self.detail.reports(outlook);
        let window = outlook.window(&self.detail.row);
        let mut lines = Vec::new();
        if let Some(window) = window {
            let state = follow.reporting(outlook.reporting(&self.detail.row));
            let text = format!(
                "{}  {} {}  {state}",
                window.period, follow.window_due, window.due
            );
            lines.extend(self.labelled(follow.window, &text, desk.palette.text));
        }
        if !reports.promise().is_empty() {
            let kept = reports.together().and_then(|note| note.kept);
            let kept = kept.map_or_else(String::new, |kept| format!("  [{}]", follow.kept(kept)));
            let text = format!("{}{kept}", reports.promise());
            lines.extend(self.labelled(words.promised, &text, desk.palette.text));
        }
        lines
    }

    /// The steps that were taken, the latest first, with what proves them.
    pub(super) fn steps(&mut self) {
        if self.detail.steps.is_empty() {
            return;
        }
        let follow = self.desk.words.follow;
        self.section(follow.step, Some(self.detail.steps.len()));
        for step in &self.detail.steps {
            if self.is_enough() {
                return;
            }
            let lines = self.step(step);
            self.push(None, lines);
        }
    }

    fn step(&self, taken: &StepTaken) -> Vec<Line<'static>> {
        let (desk, follow, palette) = (self.desk, self.desk.words.follow, self.desk.palette);
        let style = if taken.idle {
            palette.gone
        } else {
            palette.text
        };
        let mut head = format!("{} {}", taken.on, follow.step(taken.step));
        if let Some(department) = taken.department {
            head.push_str(&format!("  {}", desk.snapshot.directory.name(department)));
        }
        if let Some(due) = taken.due {
            head.push_str(&format!("  {}", fill(follow.until, &[&due.to_string()])));
        }
        if let Some(into) = taken.into.and_then(|into| desk.row(into)) {
            head.push_str(&format!("  {} {}", into.code, into.title));
        }
        head.push_str(&format!("  {}", taken.author));
        if taken.idle {
            head.push_str(&format!("  {}", follow.step_idle));
        }
        let mut lines = desk.wrapped_names(&head, self.width, 2, style);
        if !taken.reason.is_empty() {
            lines.extend(desk.wrapped(&taken.reason, self.width, 4, style));
        }
        for evidence in &taken.evidence {
            let parts = [
                evidence.name.as_str(),
                &evidence.place,
                &evidence.page,
                if evidence.attached {
                    desk.words.screen.attached
                } else {
                    ""
                },
            ];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let text = parts.join("  ");
            lines.extend(self.labelled(&format!("  {}", follow.evidence), &text, style));
        }
        lines
    }

    /// What meetings decided about the task, as far as that is loaded.
    pub(super) fn decisions(&mut self) {
        let task = self.detail.row.id;
        let of = |decision: &&Decision| decision.tasks.contains(&task);
        let all = self.desk.work.iter().flat_map(|work| &work.decisions);
        let decisions: Vec<&Decision> = all.filter(of).collect();
        if decisions.is_empty() {
            return;
        }
        let (desk, follow) = (self.desk, self.desk.words.follow);
        self.section(follow.decision, Some(decisions.len()));
        for decision in decisions {
            let state = match (decision.done, decision.due) {
                (Some(done), _) => format!("{} {done}", follow.done),
                (None, Some(due)) => {
                    format!(
                        "{}, {}",
                        follow.not_done,
                        fill(follow.until, &[&due.to_string()])
                    )
                }
                (None, None) => follow.not_done.to_owned(),
            };
            let head = format!(
                "{} {}  [{state}]",
                decision.on,
                desk.snapshot.directory.name(decision.department)
            );
            let style = if decision.is_late(desk.today()) {
                desk.palette.warn
            } else {
                desk.palette.text
            };
            let mut lines = desk.wrapped_names(&head, self.width, 2, style);
            lines.extend(desk.wrapped(&decision.words.text, self.width, 4, desk.palette.text));
            self.push(None, lines);
        }
    }
}
