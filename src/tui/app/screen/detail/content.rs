//! What the detail of a task says, section by section, wrapped for an area.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Target;
use crate::model::{Correction, Detail, ItemId};
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::Entry;
use crate::words::fill;

/// The content of the detail, wrapped for an area.
pub(super) fn entries(desk: &Desk, detail: &Detail, area: Rect) -> Vec<Entry<Target>> {
    first_entries(desk, detail, area, usize::MAX)
}

/// The first entries of the detail, more than `lines` lines of them or all there are: wrapping costs, and most of a
/// long task is not in view.
pub(super) fn first_entries(
    desk: &Desk,
    detail: &Detail,
    area: Rect,
    lines: usize,
) -> Vec<Entry<Target>> {
    let mut out = Out {
        desk,
        detail,
        // A blank column keeps the text off the edge.
        width: usize::from(area.width).saturating_sub(1),
        wanted: lines,
        lines: 0,
        entries: Vec::new(),
    };
    let sections = [
        Out::head,
        Out::notes,
        Out::steps,
        Out::decisions,
        Out::indicators,
        Out::duties,
        Out::measures,
        Out::dropped,
        Out::text,
    ];
    for section in sections {
        if !out.is_enough() {
            section(&mut out);
        }
    }
    out.entries
}

pub(super) struct Out<'a> {
    pub(super) desk: &'a Desk,
    pub(super) detail: &'a Detail,
    pub(super) width: usize,
    wanted: usize,
    lines: usize,
    entries: Vec<Entry<Target>>,
}

impl Out<'_> {
    /// Whether there are more lines than are wanted.
    pub(super) fn is_enough(&self) -> bool {
        self.lines > self.wanted
    }

    fn add(&mut self, entry: Entry<Target>) {
        self.lines += entry.lines.len();
        self.entries.push(entry);
    }

    pub(super) fn push(&mut self, target: Option<Target>, lines: Vec<Line<'static>>) {
        self.add(Entry {
            lines,
            target,
            begins_section: false,
        });
    }

    /// The entries of a section's items, as long as more are wanted.
    pub(super) fn push_each<T>(
        &mut self,
        items: &[T],
        entry: impl Fn(&Self, &T) -> (Target, Vec<Line<'static>>),
    ) {
        for item in items {
            if self.is_enough() {
                return;
            }
            let (target, lines) = entry(self, item);
            self.push(Some(target), lines);
        }
    }

    /// A section of items, each an entry, with their count; nothing where there are none.
    pub(super) fn section_of<T>(
        &mut self,
        name: &str,
        items: &[T],
        entry: impl Fn(&Self, &T) -> (Target, Vec<Line<'static>>),
    ) {
        if !items.is_empty() {
            self.section(name, Some(items.len()));
            self.push_each(items, entry);
        }
    }

    /// The heading of a section with its count, after a blank line.
    pub(super) fn section(&mut self, name: &str, count: Option<usize>) {
        let palette = self.desk.palette;
        let count = count.map_or_else(String::new, |n| format!(" ({n})"));
        let heading = cells::cut(&format!("{name}{count}"), self.width);
        self.add(Entry {
            lines: vec![Line::default(), Line::styled(heading, palette.head)],
            target: None,
            begins_section: true,
        });
    }

    /// Lines of `label text`, the text wrapped beside its label.
    pub(super) fn labelled(&self, label: &str, text: &str, style: Style) -> Vec<Line<'static>> {
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
        for (change, register) in detail.set_by_newer() {
            let register = term.register_named(register);
            let said = [register, &change.author, &change.on.to_string()];
            lines.extend(self.labelled("!", &fill(words.set_by_newer, &said), palette.warn));
        }
        if desk.snapshot.unread.contains(&row.id) {
            lines.extend(self.labelled("+", words.unread, palette.warn));
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
        // The picture knows the light of the day; what was loaded with the task does not.
        lines.extend(self.light(row));
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
        if let Some(first) = row.follow.first_due {
            let granted = row.follow.extension.map_or_else(String::new, |asked| {
                format!("  {} {asked}", words.extension_asked)
            });
            let text = format!("{first}{granted}");
            lines.extend(self.labelled(words.first_due, &text, palette.text));
        }
        if !row.leader.is_empty() {
            lines.extend(self.labelled(term.leader, &row.leader, palette.text));
        }
        lines.extend(self.promise());
        lines.extend(self.corrections(row.id));
        self.add(Entry {
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
    pub(super) fn corrections(&self, item: ItemId) -> Vec<Line<'static>> {
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
                let spoken = |value| self.desk.words.spoken(register, value);
                let mut all = self.detail.corrections.iter();
                let disputed = all.any(|other| {
                    other.item == item && other.register == *register && other.now != *now
                });
                let day = recorded.format("%Y-%m-%d").to_string();
                let before = original.as_deref().map_or("--".into(), spoken);
                let name = self.desk.register(register);
                let text = if disputed {
                    let parts = [name, &spoken(now), &before, reason, author, &day];
                    fill(words.disputed, &parts)
                } else {
                    fill(words.corrected, &[name, &before, reason, author, &day])
                };
                self.desk.wrapped(&text, self.width, 4, palette.warn)
            })
            .collect()
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
