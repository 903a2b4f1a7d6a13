//! The report of a window: what was promised for it, what supporters contribute, what stays as it was.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::text::{Line, Span};

use super::fields::Kind;
use super::inputs::choice;
use super::{Act, Form, Input, Share, Subject, act_on};
use crate::model::{ItemId, Kept, Note, Reports};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::message::Notice;
use crate::tui::app::screen::Step;
use crate::tui::app::screen::draft::Drafted as _;
use crate::tui::widget::cells;
use crate::words::fill;

/// The input that says whether what was promised was done; none where nothing was.
pub(super) fn kept(desk: &Desk, task: ItemId, old: Option<&Note>) -> Option<Input> {
    let reports = desk.detail_of(task)?.reports(&desk.snapshot.outlook);
    let said = old.and_then(|note| note.kept);
    if said.is_none() && (reports.promise().is_empty() || old.is_some()) {
        return None;
    }
    let follow = desk.words.follow;
    let mut options = vec![("", desk.words.screen.unset)];
    options.extend(
        Kept::ALL
            .iter()
            .map(|kept| (kept.as_str(), follow.kept(*kept))),
    );
    let kind = choice(options, said.map_or("", Kept::as_str));
    Some(Input::new(
        "kept",
        desk.words.work.kept_label,
        Share::Whole,
        kind,
    ))
}

impl Form {
    /// What is known of the reports of the task that a note is about.
    fn reports<'a>(&self, desk: &'a Desk) -> Option<Reports<'a>> {
        let Subject::Note(task, _) = self.subject else {
            return None;
        };
        Some(desk.detail_of(task)?.reports(&desk.snapshot.outlook))
    }

    /// Everything about the task came after its form was opened: what was promised can be answered.
    pub(super) fn learn_promise(&mut self, desk: &Desk) {
        let Subject::Note(task, None) = self.subject else {
            return;
        };
        if self.inputs.iter().any(|input| input.name == "kept") {
            return;
        }
        let Some(mut input) = kept(desk, task, None) else {
            return;
        };
        if let Some(draft) = desk.draft(&self.keeping.key) {
            input.set(draft.field("kept"));
        }
        // Whoever is writing already goes on where they are.
        let writing = self.is_changed() || self.focus > 0;
        self.inputs.insert(0, input);
        self.focus += usize::from(writing);
    }

    /// Whether a key is text while one of several waits to be picked: it belongs to the next field for text.
    pub(super) fn starts_writing(&self, key: KeyEvent) -> bool {
        let held = KeyModifiers::CONTROL | KeyModifiers::ALT;
        let KeyCode::Char(c) = key.code else {
            return false;
        };
        let input = self.inputs.get(self.focus).filter(|_| self.awaits_choice());
        let picks = input.is_some_and(|input| input.clone().pick(c));
        let blank = matches!(c, ' ' | '\u{3000}');
        input.is_some() && !picks && !blank && !key.modifiers.intersects(held)
    }

    /// Whether the cursor is where one of several is picked.
    pub(super) fn awaits_choice(&self) -> bool {
        let input = self.inputs.get(self.focus);
        input.is_some_and(|input| matches!(input.kind, Kind::Choice { .. }))
    }

    /// Goes to where text is written, the next such field first: what is typed where there is nothing to type is not
    /// dropped.
    pub(super) fn go_to_text(&mut self) {
        let after = self.focus + 1..self.inputs.len();
        let text = |at: &usize| {
            let input = self.inputs.get(*at);
            input.is_some_and(|input| matches!(input.kind, Kind::Text(_)))
        };
        let found = after.chain(0..self.focus).find(text);
        self.focus = found.unwrap_or(self.focus);
    }

    /// Whether an action of the key table is offered by this form now: there may be nothing to fold in.
    pub(crate) fn offers(&self, action: Action, desk: &Desk) -> bool {
        let folds = || {
            let reports = self.reports(desk);
            reports.is_some_and(|reports| !reports.contributions.is_empty())
        };
        self.knows(action) && (action != Action::Fold || folds())
    }

    /// Whether an action of the key table has to do with a form of this kind: some are about reports alone.
    pub(crate) fn knows(&self, action: Action) -> bool {
        match action {
            Action::Repeat | Action::Unchanged => matches!(self.subject, Subject::Note(_, None)),
            Action::Fold => matches!(self.subject, Subject::Note(..)),
            Action::Editor => self.inputs.iter().any(Input::is_long),
            _ => true,
        }
    }

    /// Fills what is empty as the report before had it.
    pub(super) fn repeat(&mut self, desk: &Desk) -> Vec<Step> {
        let words = desk.words.work;
        let before = self
            .reports(desk)
            .and_then(|reports| reports.before.or(reports.now));
        let Some(note) = before else {
            return vec![Step::Refuse(Notice::new(words.nothing_to_repeat))];
        };
        let percent = note.percent.map_or_else(String::new, |p| p.to_string());
        let assessment = note.assessment.map_or("", |a| a.as_str());
        let confidence = note.confidence.map_or("", |c| c.as_str());
        let values = [
            ("progress", note.text.progress.as_str()),
            ("problems", &note.text.problems),
            ("next", &note.text.next),
            ("coordinate", &note.text.coordinate),
            ("percent", &percent),
            ("assessment", assessment),
            ("confidence", confidence),
            ("reporter", &note.text.reporter),
            ("approver", &note.text.approver),
        ];
        for (name, value) in values {
            let mut inputs = self.inputs.iter_mut();
            let input = inputs.find(|input| input.name == name && input.value().trim().is_empty());
            if let Some(input) = input {
                input.set(value);
            }
        }
        self.keeping.touched = true;
        self.settle(desk);
        vec![Step::Say(Notice::new(words.repeated))]
    }

    /// Folds in what the supporters reported in this window.
    pub(super) fn fold(&mut self, desk: &Desk) -> Vec<Step> {
        let words = desk.words.work;
        let reports = self.reports(desk).unwrap_or_default();
        if reports.contributions.is_empty() {
            return vec![Step::Refuse(Notice::new(words.nothing_to_fold))];
        }
        let new: Vec<&Note> = reports
            .contributions
            .into_iter()
            .filter(|note| !self.folds.contains(&note.op))
            .collect();
        if new.is_empty() {
            return vec![Step::Refuse(Notice::new(words.folded_already))];
        }
        for note in &new {
            self.folds.push(note.op);
            let name = desk.snapshot.directory.name(note.department);
            for (field, text) in [
                ("progress", &note.text.progress),
                ("problems", &note.text.problems),
            ] {
                let input = self.inputs.iter_mut().find(|input| input.name == field);
                if let Some(input) = input.filter(|_| !text.trim().is_empty()) {
                    let own = input.value().trim_end().to_owned();
                    let gap = if own.is_empty() { "" } else { "\n" };
                    let said = fill(words.remind_head, &[&name]);
                    input.set(&format!("{own}{gap}{}{}", said.trim_end(), text.trim()));
                }
            }
        }
        self.keeping.touched = true;
        self.settle(desk);
        let count = new.len().to_string();
        vec![Step::Say(Notice::new(fill(words.folded, &[&count])))]
    }

    /// Nothing is new: what was typed stays a draft, and the reason is asked for.
    pub(super) fn nothing_new(&mut self, desk: &Desk) -> Vec<Step> {
        let Subject::Note(task, None) = self.subject else {
            return Vec::new();
        };
        let kept = self.keep(desk).map(Step::Do);
        let act = Step::Open(act_on(desk, Act::Unchanged, vec![task]));
        kept.into_iter().chain([Step::Close, act]).collect()
    }

    /// The lines about the window above the fields: what was promised, and what supporters say.
    pub(super) fn window_lines(&self, desk: &Desk, width: usize) -> Vec<Line<'static>> {
        let (words, palette) = (desk.words.work, desk.palette);
        let Some(reports) = self.reports(desk) else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        let label = |text: &str| Span::styled(format!("  {text} "), palette.dim);
        if !reports.promise().is_empty() {
            let by = reports.before.and_then(|note| note.next_on);
            let by = by.map_or_else(String::new, |by| format!(" ({by})"));
            let text = desk.clean(reports.promise()).replace('\n', " ");
            lines.push(Line::from(vec![
                label(words.promised_here),
                Span::raw(format!("{text}{by}")),
            ]));
        }
        for note in &reports.contributions {
            let name = desk.short_name(note.department);
            let text = desk.clean(&note.text.progress).replace('\n', " ");
            let said = fill(words.contribution, &[&name, &text]);
            let folded = self.folds.contains(&note.op);
            let style = if folded { palette.dim } else { palette.text };
            let mark = if folded { "+" } else { " " };
            lines.push(Line::styled(format!(" {mark}{said}"), style));
        }
        lines
            .into_iter()
            .map(|line| cells::fit(line, width))
            .collect()
    }

    /// The window that the note is a report of, with what is left of it.
    pub(super) fn window_words(&self, desk: &Desk) -> Option<String> {
        let Subject::Note(task, _) = self.subject else {
            return None;
        };
        let window = desk.snapshot.outlook.window(desk.row(task)?)?;
        let period = window.period.to_string();
        let due = window.due.format("%m-%d").to_string();
        let line = fill(desk.words.work.window_line, &[&period, &due]);
        Some(format!("{line} {}", left(desk, window.due)))
    }

    /// Turns the pages of what will happen to the tasks; returns whether the key does that.
    pub(super) fn turn_preview(&mut self, code: KeyCode, desk: &Desk) -> bool {
        let page = self.preview_rows(desk).saturating_sub(1).max(1);
        let last = self.tasks.len().saturating_sub(page);
        self.preview = match code {
            _ if self.tasks.is_empty() => return false,
            KeyCode::PageDown => (self.preview + page).min(last),
            KeyCode::PageUp => self.preview.saturating_sub(page),
            _ => return false,
        };
        true
    }

    /// What will happen to each task, and why not to others.
    pub(super) fn preview_lines(&self, desk: &Desk, width: usize) -> Vec<Line<'static>> {
        let Subject::Act(act) = self.subject else {
            return Vec::new();
        };
        let (words, palette) = (desk.words.work, desk.palette);
        let filled = self.filled(desk);
        let mut can = 0;
        let mut lines = Vec::new();
        for row in self.tasks.iter().filter_map(|task| desk.row(*task)) {
            let outlook = act.outlook(row, &filled);
            can += usize::from(outlook.is_ok());
            let (mark, style, text) = match outlook {
                Ok(text) => ("  ", palette.text, text),
                Err(why) => (" x", palette.dim, why),
            };
            let half = (width / 2).saturating_sub(2);
            let name = cells::pad(&desk.clean(&format!("{} {}", row.code, row.title)), half);
            let line = Line::styled(format!("{mark}{name} {}", desk.clean(&text)), style);
            lines.push(cells::fit(line, width));
        }
        let counts = [can.to_string(), (lines.len() - can).to_string()];
        let head = fill(words.will, &counts.each_ref().map(String::as_str));
        lines.insert(0, Line::styled(format!("  {head}"), palette.head));
        lines
    }
}

/// How long a window has still to run, in words.
pub(crate) fn left(desk: &Desk, due: crate::model::Day) -> String {
    let words = desk.words.work;
    match (due - desk.today()).num_days() {
        0 => words.due_today.to_owned(),
        days => fill(words.days_left, &[&days.to_string()]),
    }
}
