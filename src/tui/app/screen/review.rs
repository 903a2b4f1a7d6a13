//! The review of an import: problems first, then every reading, with the lines of the source beside them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Step;
use super::form::{self, Agreed, Subject};
use crate::model::{Day, Document, Indicator, ItemId, Lines, Measure, Task};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout::{self, Shape};
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};
use crate::words::fill;

/// The review of the plan that [`Desk`] holds, before it is put in force.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    cursor: Cursor<usize>,
    /// Whether the next key to adopt does so.
    armed: bool,
    pub(crate) pending: Option<Ticket>,
}

/// What was read, and where in the source it stands.
struct Reading {
    lines: Vec<Line<'static>>,
    source: Option<Lines>,
    begins_section: bool,
    /// What a correction of it is about, and the input for it.
    subject: Option<(Subject, &'static str)>,
}

/// The corrections of the plan under review that were agreed on, the earliest first.
pub(crate) fn agreed(desk: &Desk) -> Vec<Agreed> {
    let subjects = drafted(desk).into_iter().rev();
    subjects
        .filter_map(|subject| form::agreed(desk, subject))
        .collect()
}

/// What there are drafts of corrections about in the plan under review.
fn drafted(desk: &Desk) -> Vec<Subject> {
    let Some(review) = &desk.review else {
        return Vec::new();
    };
    let corrects = |subject: &Subject| match *subject {
        Subject::Task(task) | Subject::Measure(task, _) | Subject::Indicator(task, _) => {
            review.detail(task).is_some()
        }
        _ => false,
    };
    let subjects = desk.drafts.iter().filter_map(Subject::of_draft);
    subjects.filter(corrects).collect()
}

impl Screen {
    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        self.armed = false;
        let (list, _) = parts(desk, layout::areas(desk.size).body);
        let entries = as_entries(readings(desk, usize::from(list.width)));
        self.cursor.go(way, &entries, usize::from(list.height));
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (list, _) = parts(desk, layout::areas(desk.size).body);
        let entries = as_entries(readings(desk, usize::from(list.width)));
        self.cursor.settle(&entries, usize::from(list.height));
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.screen;
        match action {
            Action::Back => vec![Step::Close, Step::Say(left(desk))],
            _ if self.pending.is_some() => Vec::new(),
            Action::Adopt if self.armed => {
                self.pending = Some(ticket);
                let agreed = agreed(desk).into_iter();
                let edits = agreed.flat_map(|agreed| agreed.edits).collect();
                vec![Step::Do(Effect::Adopt(ticket, edits))]
            }
            Action::Adopt => {
                self.armed = true;
                vec![Step::Refuse(warning(desk))]
            }
            Action::Correct => {
                self.armed = false;
                vec![match self.selected(desk) {
                    Some((subject, name)) => Step::Open(form::open_at(desk, subject, name)),
                    None => Step::Refuse(Notice::new(words.no_reading).hint(words.no_reading_hint)),
                }]
            }
            _ => Vec::new(),
        }
    }

    /// What a correction of the selected reading is about.
    fn selected(&self, desk: &Desk) -> Option<(Subject, &'static str)> {
        let (list, _) = parts(desk, layout::areas(desk.size).body);
        let readings = readings(desk, usize::from(list.width));
        readings.get(self.cursor.selected?)?.subject
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (list, source) = parts(desk, area);
        let readings = readings(desk, usize::from(list.width));
        let at = self
            .cursor
            .selected
            .and_then(|at| readings.get(at))
            .and_then(|reading| reading.source);
        let entries = as_entries(readings);
        self.cursor
            .draw(&entries, buffer, list, desk.palette.selected);
        self.draw_source(desk, at, buffer, source);
    }

    /// The source around the selected reading, its own lines set off.
    fn draw_source(&self, desk: &Desk, at: Option<Lines>, buffer: &mut Buffer, area: Rect) {
        let (palette, words) = (desk.palette, desk.words.screen);
        let width = usize::from(area.width);
        let head = cells::pad(&format!("-- {} ", words.source), width).replace("  ", "--");
        buffer.set_line(area.x, area.y, &Line::styled(head, palette.dim), area.width);
        let Lines(first, last) = at.unwrap_or(Lines(1, 1));
        let rows = u32::from(area.height.saturating_sub(1));
        let size = last.saturating_sub(first) + 1;
        let before = rows.saturating_sub(size).min(4) / 2;
        let start = first.saturating_sub(before).max(1);
        // Blank lines say nothing and take the room of others.
        let text = desk.review.as_ref().map_or("", |r| &r.document.text);
        let lines = text.lines().zip(1_u32..);
        let visible = lines
            .skip(start.saturating_sub(1) as usize)
            .filter(|(text, _)| !text.trim().is_empty());
        for (y, (text, number)) in (area.top() + 1..area.bottom()).zip(visible) {
            let within = at.is_some() && (first..=last).contains(&number);
            let style = if within { palette.text } else { palette.dim };
            let mark = if within { "|" } else { " " };
            let text = cells::cut(&desk.clean(text), width.saturating_sub(7));
            let line = Line::from(vec![
                Span::styled(format!("{number:>5}{mark} "), palette.dim),
                Span::styled(text, style),
            ]);
            buffer.set_line(area.x, y, &line, area.width);
        }
    }
}

/// What putting the plan in force takes with it.
fn warning(desk: &Desk) -> Notice {
    let words = desk.words.screen;
    let agreed = agreed(desk);
    let changes: usize = agreed.iter().map(|agreed| agreed.edits.len()).sum();
    let unfinished = drafted(desk).len() - agreed.len();
    let mut message = match changes {
        0 => words.adopt_again.to_owned(),
        _ => fill(words.adopt_corrected_again, &[&changes.to_string()]),
    };
    if unfinished > 0 {
        message.push_str("; ");
        message.push_str(&fill(words.unfinished_too, &[&unfinished.to_string()]));
    }
    Notice::new(message).hint(words.adopt_again_hint)
}

/// What leaving the review means.
fn left(desk: &Desk) -> Notice {
    let words = desk.words.screen;
    let kept = drafted(desk).len();
    let message = match kept {
        0 => words.review_left.to_owned(),
        _ => fill(words.review_left_corrected, &[&kept.to_string()]),
    };
    Notice::new(message).hint(words.review_left_hint)
}

/// Everything that was read, the doubtful first.
fn readings(desk: &Desk, width: usize) -> Vec<Reading> {
    let mut out = Readings {
        desk,
        width,
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
                self.about(Subject::Task(task.id), "title");
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
        }
    }

    /// A measure, if anything was read of it but its words.
    fn measure(&mut self, task: ItemId, measure: &Measure) {
        let (term, palette) = (self.desk.words.term, self.desk.palette);
        let span = measure.span.as_deref().map(|span| term.span(span));
        let Some(when) = measure.due.map(|due| due.to_string()).or(span) else {
            return;
        };
        let text = format!("{} {}  {} {when}", term.measure, measure.n, term.due);
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
                let parts = [&change.label, &change.before, &change.after];
                self.below(&fill(words.reading_corrected, &parts.map(String::as_str)));
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

fn as_entries(readings: Vec<Reading>) -> Vec<Entry<usize>> {
    readings
        .into_iter()
        .enumerate()
        .map(|(at, reading)| Entry {
            target: reading.source.map(|_| at),
            lines: reading.lines,
            begins_section: reading.begins_section,
        })
        .collect()
}

/// The list of readings and the source: side by side where there is room.
fn parts(desk: &Desk, area: Rect) -> (Rect, Rect) {
    if matches!(desk.shape(), Shape::Two | Shape::Three) {
        let list = Rect {
            width: area.width / 2,
            ..area
        };
        let source = Rect {
            x: list.right() + 1,
            width: area.width - list.width - 1,
            ..area
        };
        return (list, source);
    }
    let below = (area.height * 2 / 5).max(4);
    let list = Rect {
        height: area.height - below,
        ..area
    };
    let source = Rect {
        y: list.bottom(),
        height: below,
        ..area
    };
    (list, source)
}
