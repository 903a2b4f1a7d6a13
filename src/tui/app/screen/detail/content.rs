//! What the detail of a task says, section by section, wrapped for an area.

use std::collections::HashSet;

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Target;
use crate::model::{
    Comparator, Correction, Detail, Directory, Duty, Indicator, ItemId, Measure, Note, Register,
    Value,
};
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::Entry;
use crate::words::fill;

/// The content of the detail, wrapped for an area.
pub(super) fn entries(desk: &Desk, detail: &Detail, area: Rect) -> Vec<Entry<Target>> {
    let mut out = Out {
        desk,
        detail,
        // A blank column keeps the text off the edge.
        width: usize::from(area.width).saturating_sub(1),
        entries: Vec::new(),
    };
    out.head();
    out.notes();
    out.indicators();
    out.duties();
    out.measures();
    out.dropped();
    out.text();
    out.entries
}

/// The corrections by which parts of a task are left out.
fn left_out(detail: &Detail) -> impl Iterator<Item = &Correction> {
    let mut seen = HashSet::new();
    // The first of several is the one that stands.
    let standing = detail
        .corrections
        .iter()
        .filter(move |c| c.register == Register::Dropped.as_str() && seen.insert(c.item));
    standing.filter(|c| c.now == Value::Dropped(true).in_words(&Directory::default()))
}

struct Out<'a> {
    desk: &'a Desk,
    detail: &'a Detail,
    width: usize,
    entries: Vec<Entry<Target>>,
}

impl Out<'_> {
    fn push(&mut self, target: Option<Target>, lines: Vec<Line<'static>>) {
        self.entries.push(Entry {
            lines,
            target,
            begins_section: false,
        });
    }

    /// The heading of a section with its count, after a blank line.
    fn section(&mut self, name: &str, count: Option<usize>) {
        let palette = self.desk.palette;
        let count = count.map_or_else(String::new, |n| format!(" ({n})"));
        self.entries.push(Entry {
            lines: vec![
                Line::default(),
                Line::styled(
                    cells::cut(&format!("{name}{count}"), self.width),
                    palette.head,
                ),
            ],
            target: None,
            begins_section: true,
        });
    }

    /// Lines of `label text`, the text wrapped beside its label.
    fn labelled(&self, label: &str, text: &str, style: Style) -> Vec<Line<'static>> {
        let room = self.width.saturating_sub(3 + cells::width(label)).max(8);
        let lines = text
            .lines()
            .flat_map(|paragraph| cells::wrap(&self.desk.clean(paragraph), room))
            .collect();
        self.beside(label, lines, style)
    }

    /// Lines of `label names`, broken between the names alone.
    fn labelled_names(&self, label: &str, names: &str) -> Vec<Line<'static>> {
        let room = self.width.saturating_sub(3 + cells::width(label)).max(8);
        self.beside(
            label,
            cells::wrap_names(names, room),
            self.desk.palette.text,
        )
    }

    fn beside(&self, label: &str, lines: Vec<String>, style: Style) -> Vec<Line<'static>> {
        let blank = " ".repeat(cells::width(label));
        lines
            .into_iter()
            .enumerate()
            .map(|(at, line)| {
                let label = if at == 0 { label } else { &blank };
                Line::from(vec![
                    Span::styled(format!("  {label} "), self.desk.palette.dim),
                    Span::styled(line, style),
                ])
            })
            .collect()
    }

    fn head(&mut self) {
        let Self {
            desk,
            detail,
            width,
            ..
        } = *self;
        let (term, words, palette) = (desk.words.term, desk.words.screen, desk.palette);
        let row = &detail.row;
        let title = format!("{} {}", row.code, row.title);
        let mut lines = desk.wrapped(&title, width, 2, palette.head);
        if row.conflict {
            lines.extend(self.labelled("!", words.conflict, palette.warn));
        }
        if !detail.path.is_empty() {
            let path = detail.path.join(" / ");
            lines.extend(desk.wrapped(&path, width, 2, palette.dim));
        }
        let lead = if row.lead.is_empty() {
            words.nobody_leads.to_owned()
        } else {
            desk.names(&row.lead)
        };
        let lead = match detail.rule {
            Some(rule) if !self.is_corrected("lead") => {
                format!("{lead}  ({})", term.rule(rule))
            }
            _ => lead,
        };
        lines.extend(self.labelled_names(term.lead, &lead));
        if !row.support.is_empty() {
            let support = desk.names(&row.support);
            lines.extend(self.labelled_names(term.support, &support));
        }
        let state = format!(
            "{}  {} {}  {} {}",
            term.status(row.status),
            term.percent,
            desk.percent(row.percent),
            term.kind,
            term.kind(row.kind),
        );
        lines.extend(self.labelled(term.status, &state, palette.text));
        let due = match row.due {
            Some(due) => format!(
                "{due} ({}){}",
                term.due_source(row.due_source),
                if desk.is_overdue(row) {
                    format!("  {}", words.overdue)
                } else {
                    String::new()
                }
            ),
            None => "--".into(),
        };
        let style = if desk.is_overdue(row) {
            palette.warn
        } else {
            palette.text
        };
        lines.extend(self.labelled(term.due, &due, style));
        if !row.leader.is_empty() {
            lines.extend(self.labelled(term.leader, &row.leader, palette.text));
        }
        lines.extend(self.corrections(row.id));
        self.entries.push(Entry {
            lines,
            target: Some(Target::Task),
            begins_section: true,
        });
    }

    fn is_corrected(&self, register: &str) -> bool {
        let id = self.detail.row.id;
        self.detail
            .corrections
            .iter()
            .any(|c| c.item == id && c.register == register)
    }

    /// The corrections of an item: what the plan says stays visible.
    fn corrections(&self, item: ItemId) -> Vec<Line<'static>> {
        let (words, palette) = (self.desk.words.screen, self.desk.palette);
        self.detail
            .corrections
            .iter()
            .filter(|correction| correction.item == item)
            .flat_map(|correction| {
                let Correction {
                    register,
                    original,
                    now,
                    reason,
                    author,
                    recorded,
                    ..
                } = correction;
                let spoken = |value| self.desk.words.term.spoken(register, value);
                let mut all = self.detail.corrections.iter();
                let disputed = all.any(|other| {
                    other.item == item && other.register == *register && other.now != *now
                });
                let day = recorded.format("%Y-%m-%d").to_string();
                let before = original.as_deref().map_or("--", spoken);
                let name = self.desk.register(register);
                let text = if disputed {
                    let parts = [name, spoken(now), before, reason, author, &day];
                    fill(words.disputed, &parts)
                } else {
                    fill(words.corrected, &[name, before, reason, author, &day])
                };
                self.desk.wrapped(&text, self.width, 4, palette.warn)
            })
            .collect()
    }

    fn notes(&mut self) {
        let (term, words, palette) = (
            self.desk.words.term,
            self.desk.words.screen,
            self.desk.palette,
        );
        let current = self.detail.notes.iter().filter(|n| n.is_current()).count();
        self.section(term.note, Some(current));
        if self.detail.notes.is_empty() {
            let hint = self
                .desk
                .wrapped(words.no_notes_hint, self.width, 2, palette.dim);
            self.push(None, hint);
        }
        for note in &self.detail.notes {
            let lines = self.note(note);
            self.push(Some(Target::Note(note.op)), lines);
        }
    }

    fn note(&self, note: &Note) -> Vec<Line<'static>> {
        let Self { desk, width, .. } = *self;
        let (term, words, palette) = (desk.words.term, desk.words.screen, desk.palette);
        let style = if note.is_current() {
            palette.text
        } else {
            palette.gone
        };
        let mut head = format!(
            "{} {}",
            note.on,
            desk.snapshot.directory.name(note.department)
        );
        if let Some(percent) = note.percent {
            head.push_str(&format!("  {percent}%"));
        }
        if let Some(assessment) = note.assessment {
            head.push_str(&format!("  {}", term.assessment(assessment)));
        }
        if let Some(confidence) = note.confidence {
            head.push_str(&format!(
                "  {} {}",
                term.confidence,
                term.confidence(confidence)
            ));
        }
        let mut lines = desk.wrapped_names(&head, width, 2, style.patch(Style::new().bold()));
        if note.superseded_by.is_some() {
            lines.extend(desk.wrapped(words.superseded, width, 4, palette.warn));
        }
        if let Some(retraction) = &note.retracted {
            let text = fill(words.retracted, &[&retraction.author, &retraction.reason]);
            lines.extend(desk.wrapped(&text, width, 4, palette.warn));
        }
        let texts = [
            (term.progress, &note.text.progress),
            (term.problems, &note.text.problems),
            (term.next, &note.text.next),
            (term.coordinate, &note.text.coordinate),
        ];
        for (label, text) in texts {
            let dated = label == term.next && note.next_on.is_some();
            if text.is_empty() && !dated {
                continue;
            }
            let text = match note.next_on {
                Some(on) if label == term.next => {
                    format!("{text} ({}:{on})", term.next_on)
                }
                _ => text.clone(),
            };
            lines.extend(self.labelled(&format!("  {label}"), &text, style));
        }
        let mut signed = fill(
            words.note_recorded,
            &[
                &note.author,
                &note.recorded.format("%Y-%m-%d %H:%M").to_string(),
            ],
        );
        for (label, text) in [
            (term.reporter, &note.text.reporter),
            (term.approver, &note.text.approver),
        ] {
            if !text.is_empty() {
                signed.push_str(&format!("  {label} {text}"));
            }
        }
        if note.for_another {
            signed.push_str(&format!(
                "  {}",
                fill(words.for_another, &[&note.text.told_by, &note.text.via])
            ));
        }
        lines.extend(desk.wrapped(&signed, width, 4, palette.dim));
        lines
    }

    fn indicators(&mut self) {
        if self.detail.indicators.is_empty() {
            return;
        }
        self.section(
            self.desk.words.term.indicator,
            Some(self.detail.indicators.len()),
        );
        for indicator in &self.detail.indicators {
            let lines = self.indicator(indicator);
            self.push(Some(Target::Indicator(indicator.id)), lines);
        }
    }

    fn indicator(&self, indicator: &Indicator) -> Vec<Line<'static>> {
        let (term, words, palette) = (
            self.desk.words.term,
            self.desk.words.screen,
            self.desk.palette,
        );
        let mut head = format!("{}  {}", indicator.name, self.goal(indicator));
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
        lines.extend(self.corrections(indicator.id));
        lines
    }

    /// The goal of an indicator in words: 不少于 55%.
    fn goal(&self, indicator: &Indicator) -> String {
        let comparator = self.desk.words.term.comparator(indicator.comparator);
        let unit = &indicator.unit;
        let value = indicator.value.as_deref().unwrap_or("--");
        let upper = indicator.upper.as_deref().unwrap_or("--");
        match indicator.comparator {
            Comparator::Range => format!("{value} - {upper} {unit}"),
            Comparator::Ratio => format!("{value} : {upper} {unit}"),
            Comparator::About => format!("{value} {unit} {comparator}"),
            Comparator::NotBelowPrevious | Comparator::Cover if indicator.value.is_none() => {
                comparator.to_owned()
            }
            _ => format!("{comparator} {value} {unit}"),
        }
    }

    fn duties(&mut self) {
        if self.detail.duties.is_empty() {
            return;
        }
        self.section(self.desk.words.term.duty, Some(self.detail.duties.len()));
        for duty in &self.detail.duties {
            let lines = self.duty(duty);
            self.push(Some(Target::Duty(duty.id)), lines);
        }
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

    fn measures(&mut self) {
        if self.detail.measures.is_empty() {
            return;
        }
        self.section(
            self.desk.words.term.measure,
            Some(self.detail.measures.len()),
        );
        for measure in &self.detail.measures {
            let lines = self.measure(measure);
            self.push(Some(Target::Measure(measure.id)), lines);
        }
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
    fn dropped(&mut self) {
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

    fn text(&mut self) {
        let words = self.desk.words.screen;
        if self.detail.text.is_empty() {
            return;
        }
        let heading = match self.detail.lines {
            Some(lines) => fill(
                words.original_text,
                &[&lines.0.to_string(), &lines.1.to_string()],
            ),
            None => words.added_by_hand.to_owned(),
        };
        self.section(&heading, None);
        let lines = self
            .desk
            .wrapped(&self.detail.text, self.width, 2, self.desk.palette.text);
        self.push(Some(Target::Text), lines);
    }
}
