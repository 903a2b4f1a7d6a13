//! What was said of an item: decisions, promises, progress, figures.

use ratatui::style::Style;
use ratatui::text::Line;
use rust_decimal::prelude::ToPrimitive as _;

use super::{Out, tone};
use crate::model::{
    Day, Decision, DecisionSort, Detail, FigureSort, Indicator, Light, Note, Row, series,
};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow;
use crate::tui::widget::cells;
use crate::words::fill;

/// The least of an indicator's name that is shown, in cells.
const SHORTEST_NAME: usize = 12;

impl Out<'_> {
    /// What meetings decided of a task: this one, and earlier ones as far as it matters.
    pub(super) fn decided(&mut self, row: &Row, detail: &Detail) {
        let desk = self.desk;
        let Some(known) = &desk.known.meetings else {
            return;
        };
        let of = known.decisions.iter().filter(|d| d.tasks.contains(&row.id));
        let here = |d: &&Decision| d.meeting.is_some() && d.meeting == self.screen.meeting;
        let now: Vec<&Decision> = of.clone().filter(here).collect();
        let earlier: Vec<&Decision> = of
            .filter(|d| !here(d))
            .enumerate()
            .filter(|(at, d)| {
                let one = [(row, detail.notes.as_slice())];
                // A problem of several tasks is looked at where they all are: in the minutes.
                let over = d.settled(one).is_some();
                match d.sort {
                    DecisionSort::Action => *at == 0 || !over,
                    DecisionSort::Problem => !over,
                }
            })
            .map(|(_, d)| d)
            .collect();
        let words = desk.words.meeting;
        for (decisions, label, problem) in [
            (earlier, words.last_decided, words.problem_before),
            (now, words.decided_now, words.problem_noted),
        ] {
            for decision in decisions {
                let (label, style) = match decision.sort {
                    DecisionSort::Problem => (problem, desk.palette.warn),
                    DecisionSort::Action if decision.is_late(desk.today()) => {
                        (label, desk.palette.warn)
                    }
                    DecisionSort::Action => (label, desk.palette.text),
                };
                let mut said = desk.decision(decision);
                if decision.sort == DecisionSort::Problem && !here(&decision) {
                    let day = decision.on.to_string();
                    said.push_str(&fill(words.problem_of_day, &[&day]));
                }
                self.labelled(label, &said, style);
                self.breathe();
            }
        }
    }

    /// What was promised, what was done, what is amiss, what comes next: of the running window, as its form and the task
    /// say it. Before its report came, what was reported last.
    pub(super) fn said(&mut self, detail: &Detail) {
        let desk = self.desk;
        let (words, palette) = (desk.words.meeting, desk.palette);
        let reports = detail.reports(&desk.snapshot.outlook);
        let now = reports.together();
        let promise = reports.promise();
        if !promise.is_empty() {
            let mut said = promise.to_owned();
            if let Some(kept) = now.as_ref().and_then(|note| note.kept) {
                said.push_str(&format!("  【{}】", desk.words.follow.kept(kept)));
            }
            self.labelled(words.last_next, &said, palette.text);
            self.breathe();
        }
        match (now, reports.before) {
            (Some(now), _) => {
                self.progress(words.this_progress, &now);
                self.problems(&now);
                self.part(words.next, &now.text.next, palette.text);
            }
            // Its next steps are the promise.
            (None, Some(before)) => {
                self.progress(words.last_progress, before);
                self.problems(before);
            }
            (None, None) => {
                let none = desk.words.screen.no_notes;
                self.labelled(words.this_progress, none, palette.dim);
            }
        }
    }

    fn problems(&mut self, note: &Note) {
        let words = self.desk.words.meeting;
        self.part(words.problems, &note.text.problems, self.desk.palette.warn);
    }

    /// A part of a report, if it says anything.
    fn part(&mut self, label: &str, text: &str, style: Style) {
        if !text.trim().is_empty() {
            self.labelled(label, text.trim(), style);
            self.breathe();
        }
    }

    /// What was done, when and by whom.
    fn progress(&mut self, label: &str, note: &Note) {
        let desk = self.desk;
        let (words, follow) = (desk.words.meeting, desk.words.follow);
        let mut progress = match note.unchanged {
            Some(why) => format!("{}: {}", follow.unchanged, follow.unchanged(why)),
            None => note.text.progress.trim().to_owned(),
        };
        if progress.is_empty() {
            progress.push_str("--");
        }
        progress.push_str(&format!("  ({}", note.on));
        let by = &note.text.reporter;
        if !self.screen.hides_names && !by.is_empty() {
            progress.push_str(&format!(" {} {by}", words.said_by));
        }
        progress.push(')');
        self.labelled(label, &progress, desk.palette.text);
        self.breathe();
    }

    /// The indicators with where they stand and their trend.
    pub(super) fn figures(&mut self, detail: &Detail, beside: bool) {
        let desk = self.desk;
        let words = desk.words.meeting;
        if detail.indicators.is_empty() {
            return;
        }
        if beside {
            let line = Line::styled(words.measured, desk.palette.head);
            self.lines.push(line);
        } else {
            self.gap();
        }
        for (at, indicator) in detail.indicators.iter().enumerate() {
            let (text, trend, light) = measured(desk, detail, indicator);
            let name = self.clean(&indicator.name);
            if beside {
                self.gap();
                self.lines
                    .extend(desk.wrapped(&name, self.width, 0, desk.palette.text));
                let style = tone(desk, light);
                self.lines.extend(desk.wrapped(&text, self.width, 2, style));
                if !trend.is_empty() {
                    let line = format!("  {} {trend}", words.trend);
                    self.lines.push(Line::styled(line, desk.palette.key));
                }
                continue;
            }
            let room = self.room().saturating_sub(cells::width(&text) + 1);
            let named = format!("  {} {trend}", words.trend);
            let trend = match trend.as_str() {
                "" => trend,
                _ if cells::width(&named) + SHORTEST_NAME <= room => named,
                _ => format!("  {trend}"),
            };
            let label = if at == 0 { words.measured } else { "" };
            // One line each: the figure is worth more than the end of a long name.
            let room = room.saturating_sub(cells::width(&trend));
            let name = cells::cut(&name, room.max(SHORTEST_NAME));
            let said = format!("{name} {text}{trend}");
            self.labelled(label, &said, tone(desk, light));
        }
    }

    /// An action item of an earlier meeting.
    pub(super) fn decision(&mut self, decision: &Decision) {
        let desk = self.desk;
        let (term, follow, words) = (desk.words.term, desk.words.follow, desk.words.meeting);
        let (palette, today) = (desk.palette, desk.today());
        let late = decision.is_late(today);
        let style = if late { palette.bad } else { palette.warn };
        let word = if decision.done.is_some() {
            follow.done
        } else {
            follow.not_done
        };
        let text = self.clean(&decision.words.text);
        self.heading(&format!("【{word}】"), style, &text);
        self.gap();
        let department = desk.names(&[decision.department]);
        self.named(words.by_whom, &department, palette.text);
        self.breathe();
        let mut due = decision
            .due
            .map_or_else(|| "--".to_owned(), |due| due.to_string());
        if late {
            let over = decision.due.map_or(0, |due: Day| (today - due).num_days());
            due.push_str(&format!(
                "  {}",
                fill(words.days_over, &[&over.to_string()])
            ));
        }
        let style = if late { palette.warn } else { palette.text };
        self.labelled(term.due, &due, style);
        self.breathe();
        if !decision.words.criterion.is_empty() {
            self.labelled(follow.criterion, &decision.words.criterion, palette.text);
            self.breathe();
        }
        let known = desk.known.meetings.as_ref();
        let meeting = known.and_then(|k| k.all.iter().find(|m| Some(m.id) == decision.meeting));
        let mut said = decision.on.to_string();
        if let Some(meeting) = meeting {
            said.push_str(&format!("  {}", meeting.words.name));
        }
        self.labelled(words.decided_on, &said, palette.text);
        if let Some(done) = decision.done {
            let said = format!("{done}  {}", decision.outcome);
            self.labelled(follow.done_on, &said, palette.good);
        }
        self.gap();
        for task in &decision.tasks {
            if let Some(row) = desk.row(*task) {
                let light = row.light(today);
                let said = format!("【{}】{} {}", follow.light(light), row.code, row.title);
                self.labelled(words.linked, &said, tone(desk, light));
            }
        }
    }
}

/// What is measured by an indicator now, as `51.2% -> 55%`, and its trend.
fn measured(desk: &Desk, detail: &Detail, indicator: &Indicator) -> (String, String, Light) {
    let judgement = detail.gauge().judge(indicator, &desk.snapshot.outlook);
    let value = judgement.value.map(|value| value.to_string());
    let unit = if indicator.unit == "%" || judgement.share {
        "%"
    } else {
        ""
    };
    let value = value.map_or_else(|| "--".to_owned(), |value| format!("{value}{unit}"));
    let finding = desk.words.follow.found(&judgement);
    let goal = desk.goal(indicator);
    let text = format!("{value} -> {}  {finding}", desk.clean(goal.trim()));
    let mut values: Vec<f64> = series(
        indicator,
        &detail.figures,
        detail.gauge().regions(indicator.id),
        FigureSort::Actual,
    )
    .into_iter()
    .filter_map(|(_, value, _)| value.to_f64())
    .collect();
    values.reverse();
    let trend = if values.len() > 1 {
        follow::trend(&values)
    } else {
        String::new()
    };
    (text, trend, judgement.light)
}
