//! What was read from the plan, line by line, with what was corrected of it.

use ratatui::style::Style;
use ratatui::text::Line;

use crate::model::{Day, Document, Indicator, ItemId, Lines, Measure, Task};
use crate::tui::app::desk::Desk;
use crate::tui::app::screen::form::{self, Agreed, Subject};
use crate::tui::widget::cells;
use crate::words::fill;

/// What was read, and where in the source it stands.
pub(super) struct Reading {
    pub(super) lines: Vec<Line<'static>>,
    pub(super) source: Option<Lines>,
    pub(super) begins_section: bool,
    /// What a correction of it is about, and the input for it.
    pub(super) subject: Option<(Subject, &'static str)>,
}

/// Everything that was read, the doubtful first.
pub(super) fn readings(desk: &Desk, width: usize) -> Vec<Reading> {
    let mut out = Readings {
        desk,
        width: width.saturating_sub(1),
        list: Vec::new(),
    };
    if let Some(review) = &desk.review {
        let document = &review.document;
        out.head(document);
        out.problems(document);
        for task in &document.plan.tasks {
            out.task(task);
        }
    }
    out.list
}

/// What was read from words that are doubtful: a duty, a measure, or else the task.
fn doubted(task: &Task, quote: &str) -> (Subject, &'static str) {
    let quote: String = quote.split_whitespace().collect();
    let says = |text: &str| text.split_whitespace().collect::<String>().contains(&quote);
    if let Some(duty) = task.duties.iter().find(|duty| says(&duty.text)) {
        return (Subject::Duty(task.id, duty.id), "every");
    }
    match task.measures.iter().find(|measure| says(&measure.text)) {
        Some(measure) => (Subject::Measure(task.id, measure.id), "due"),
        None => (Subject::Task(task.id), "title"),
    }
}

/// The readings as they are written down.
struct Readings<'a> {
    desk: &'a Desk,
    width: usize,
    list: Vec<Reading>,
}

impl Readings<'_> {
    fn head(&mut self, document: &Document) {
        let (words, palette) = (self.desk.words.screen, self.desk.palette);
        let (head, tasks) = (&document.plan.head, &document.plan.tasks);
        let count = |count: fn(&Task) -> usize| tasks.iter().map(count).sum::<usize>().to_string();
        let day = |day: Option<Day>| day.map_or_else(|| "--".to_owned(), |day| day.to_string());
        self.add(&head.title, 0, palette.head, Some(Lines(1, 1)));
        let summary = fill(
            words.review_summary,
            &[
                &tasks.len().to_string(),
                &count(|t| t.measures.len()),
                &count(|t| t.indicators.len()),
                &count(|t| t.duties.len()),
                head.number.as_deref().unwrap_or("--"),
                &day(head.issued),
                &day(head.start),
                &day(head.end),
            ],
        );
        self.add(&summary, 2, palette.text, Some(Lines(1, 1)));
    }

    fn problems(&mut self, document: &Document) {
        let (words, palette) = (self.desk.words.screen, self.desk.palette);
        let count = document.problems.len().to_string();
        let style = if document.problems.is_empty() {
            palette.good
        } else {
            palette.warn
        };
        self.add(&fill(words.review_problems, &[&count]), 0, style, None);
        for problem in &document.problems {
            let line = fill(words.at_line, &[&problem.line.to_string()]);
            let quote = problem.quote.replace('\n', " ");
            let text = format!("{line} {}  [{quote}]", problem.message);
            let source = Lines(problem.line, problem.line);
            self.add(&text, 2, palette.warn, Some(source));
            // What is doubtful is most likely in the task whose lines these are.
            let holds = |task: &&Task| (task.lines.0..=task.lines.1).contains(&problem.line);
            if let Some(task) = document.plan.tasks.iter().find(holds) {
                let (subject, name) = doubted(task, &problem.quote);
                self.about(subject, name);
            }
        }
    }

    fn task(&mut self, task: &Task) {
        let (words, term, palette) = (
            self.desk.words.screen,
            self.desk.words.term,
            self.desk.palette,
        );
        let subject = Subject::Task(task.id);
        let corrected = form::agreed(self.desk, subject);
        let title = format!("{} {}", task.code, task.title);
        let first = Lines(task.lines.0, task.lines.0);
        self.add(&title, 0, palette.head, Some(first));
        self.about(subject, "title");
        self.unfinished(subject, corrected.as_ref());
        self.corrected(corrected.as_ref(), &["title"]);
        // The annotation closes the paragraph.
        let end = Lines(
            task.lines.1.saturating_sub(1).max(task.lines.0),
            task.lines.1,
        );
        for (name, role, names) in [
            ("lead", term.lead, &task.lead),
            ("support", term.support, &task.support),
        ] {
            let names = match names.as_slice() {
                [] => "--".to_owned(),
                names => names.join(" "),
            };
            self.add_names(&format!("{role} {names}"), end);
            self.about(subject, name);
            self.corrected(corrected.as_ref(), &[name]);
        }
        let due = format!("{} {}", term.due, term.due(task.due, task.due_source));
        self.add(&due, 2, palette.text, Some(task.lines));
        self.about(subject, "due");
        self.corrected(corrected.as_ref(), &["due", "kind", "leader"]);
        for measure in &task.measures {
            self.measure(task.id, measure);
        }
        for indicator in &task.indicators {
            self.indicator(task.id, indicator);
        }
        for duty in &task.duties {
            let proposed = if duty.proposed { words.proposed } else { "" };
            let every = term.every(duty.every);
            let text = format!("{} {every} {proposed} {}", term.duty, duty.text);
            self.add(&text, 2, palette.text, Some(Lines(duty.line, duty.line)));
            self.item(Subject::Duty(task.id, duty.id), "every");
        }
    }

    /// A measure: its deadline, and the beginning of its words, which the source shows in full.
    fn measure(&mut self, task: ItemId, measure: &Measure) {
        let (term, palette) = (self.desk.words.term, self.desk.palette);
        let span = measure.span.as_deref().map(|span| term.span(span));
        let when = measure.due.map(|due| due.to_string()).or(span);
        let when = when.map_or_else(String::new, |when| format!("  {} {when}", term.due));
        let text = format!("{} {}{when}  {}", term.measure, measure.n, measure.text);
        let text = cells::cut(&self.desk.clean(&text), self.width.saturating_sub(4));
        self.add(&text, 2, palette.text, Some(measure.lines));
        self.item(Subject::Measure(task, measure.id), "due");
    }

    fn indicator(&mut self, task: ItemId, indicator: &Indicator) {
        let (term, palette) = (self.desk.words.term, self.desk.palette);
        let text = format!(
            "{} {}  {} {} {}",
            term.indicator,
            indicator.name,
            term.comparator(indicator.comparator),
            indicator.value.as_deref().unwrap_or(""),
            indicator.unit
        );
        let source = Lines(indicator.line, indicator.line);
        self.add(&text, 2, palette.text, Some(source));
        self.item(Subject::Indicator(task, indicator.id), "name");
    }

    /// Says what the last reading is about when it is a whole item, with all that was corrected of it.
    fn item(&mut self, subject: Subject, name: &'static str) {
        let corrected = form::agreed(self.desk, subject);
        self.about(subject, name);
        self.unfinished(subject, corrected.as_ref());
        self.corrected(corrected.as_ref(), &[]);
    }

    /// Adds a reading; one that is not indented begins a section.
    fn add(&mut self, text: &str, indent: usize, style: Style, source: Option<Lines>) {
        self.list.push(Reading {
            lines: self.desk.wrapped(text, self.width, indent + 2, style),
            source,
            begins_section: indent == 0,
            subject: None,
        });
    }

    /// Adds a list of names, which stay whole.
    fn add_names(&mut self, text: &str, source: Lines) {
        let style = self.desk.palette.text;
        self.list.push(Reading {
            lines: self.desk.wrapped_names(text, self.width, 4, style),
            source: Some(source),
            begins_section: false,
            subject: None,
        });
    }

    /// Says what a correction of the last reading is about.
    fn about(&mut self, subject: Subject, name: &'static str) {
        if let Some(reading) = self.list.last_mut() {
            reading.subject = Some((subject, name));
        }
    }

    /// Says below the last reading that a correction was begun and not agreed on.
    fn unfinished(&mut self, subject: Subject, corrected: Option<&Agreed>) {
        if corrected.is_none() && self.desk.draft(&subject.draft_key()).is_some() {
            self.below(self.desk.words.screen.reading_unfinished);
        }
    }

    /// Writes below the last reading what was corrected of these inputs, or of all if none is named.
    fn corrected(&mut self, corrected: Option<&Agreed>, names: &[&str]) {
        let words = self.desk.words.screen;
        for change in corrected.iter().flat_map(|agreed| &agreed.changes) {
            if names.is_empty() || names.contains(&change.name) {
                let text = if change.before == change.after {
                    fill(words.reading_confirmed, &[&change.label, &change.after])
                } else {
                    let parts = [&change.label, &change.before, &change.after];
                    fill(words.reading_corrected, &parts.map(String::as_str))
                };
                self.below(&text);
            }
        }
    }

    fn below(&mut self, text: &str) {
        let style = self.desk.palette.warn;
        let lines = self.desk.wrapped(text, self.width, 6, style);
        if let Some(reading) = self.list.last_mut() {
            reading.lines.extend(lines);
        }
    }
}
