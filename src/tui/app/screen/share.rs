//! The share: the folder and the roster, what disagrees, who waits, who is how far, which files are kept out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Step;
use crate::model::ItemId;
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice, Obstacle};
use crate::tui::app::share::{Applicant, Person, Share};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};
use crate::words::fill;

/// What can be selected: a task whose corrections disagree.
type Target = ItemId;

/// The screen about the share.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    cursor: Cursor<Target>,
}

impl Screen {
    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let (entries, height) = layout::in_body(desk.size, |width| entries(desk, width));
        self.cursor.go(way, &entries, height);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (entries, height) = layout::in_body(desk.size, |width| entries(desk, width));
        self.cursor.settle(&entries, height);
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk) -> Vec<Step> {
        match (action, self.cursor.selected) {
            (Action::Open, Some(task)) => vec![Step::Compare(task)],
            (Action::Exchange, _) if desk.snapshot.demo => {
                vec![Step::Refuse(Notice::new(desk.words.sharing.demo_alone))]
            }
            (Action::Exchange, _) => vec![
                Step::Say(Notice::new(desk.words.screen.share_exchanging)),
                Step::Do(Effect::Exchange),
            ],
            _ => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let entries = entries(desk, usize::from(area.width));
        let style = desk.palette.selected;
        self.cursor.draw(&entries, buffer, area, style);
    }
}

fn entries(desk: &Desk, width: usize) -> Vec<Entry<Target>> {
    let mut out = Out {
        desk,
        width: width.saturating_sub(1),
        entries: Vec::new(),
    };
    let words = desk.words.screen;
    let Some(share) = &desk.share else {
        out.text(words.loading, desk.palette.dim);
        return out.entries;
    };
    out.head(share);
    out.conflicts();
    out.waiting(&share.waiting);
    out.section(words.share_proposals, share.proposals.len());
    for proposal in &share.proposals {
        out.text(proposal, desk.palette.text);
    }
    out.section(words.share_people, share.people.len());
    for person in &share.people {
        out.person(person);
    }
    out.section(words.share_files, share.files.len());
    for file in &share.files {
        out.text(file, desk.palette.warn);
    }
    out.entries
}

struct Out<'a> {
    desk: &'a Desk,
    width: usize,
    entries: Vec<Entry<Target>>,
}

impl Out<'_> {
    fn push(&mut self, lines: Vec<Line<'static>>) {
        self.entries.push(Entry {
            lines,
            target: None,
            begins_section: false,
        });
    }

    fn text(&mut self, text: &str, style: Style) {
        let lines = self.desk.wrapped(text, self.width, 2, style);
        self.push(lines);
    }

    /// The heading of a section that holds something.
    fn section(&mut self, name: &str, count: usize) {
        if count == 0 {
            return;
        }
        let heading = format!("{name} ({count})");
        self.entries.push(Entry {
            lines: vec![
                Line::default(),
                Line::styled(cells::cut(&heading, self.width), self.desk.palette.head),
            ],
            target: None,
            begins_section: true,
        });
    }

    /// Lines of `label text`, wrapped beside the label.
    fn labelled(&mut self, label: &str, text: &str, style: Style) {
        let room = self.width.saturating_sub(3 + cells::width(label)).max(8);
        let blank = " ".repeat(cells::width(label));
        let lines = cells::wrap(&self.desk.clean(text), room);
        let lines = lines.into_iter().enumerate().map(|(at, line)| {
            let label = if at == 0 { label } else { &blank };
            Line::from(vec![
                Span::styled(format!("  {label} "), self.desk.palette.dim),
                Span::styled(line, style),
            ])
        });
        let lines = lines.collect();
        self.push(lines);
    }

    fn head(&mut self, share: &Share) {
        let (words, palette) = (self.desk.words.screen, self.desk.palette);
        let Some(folder) = &share.folder else {
            let words = self.desk.words.sharing;
            let none = match self.desk.snapshot.demo {
                true => words.share_demo,
                false => words.share_none,
            };
            self.text(none, palette.text);
            return;
        };
        if let Some(state) = self.desk.delivery() {
            self.labelled(words.share_state, &state, palette.text);
        }
        if let Some((since, trouble)) = &self.desk.trouble {
            let since = since.format("%H:%M").to_string();
            let template = match trouble.obstacle {
                Obstacle::Offline => words.share_offline,
                Obstacle::ReadOnly => words.share_unwritable,
                Obstacle::KeyLocked | Obstacle::NoKey => words.share_unsigned,
            };
            let text = fill(template, &[&since, &trouble.notice.message]);
            self.text(&text, palette.warn);
            self.text(&trouble.notice.hint, palette.dim);
        }
        for warning in &share.warnings {
            self.text(warning, palette.warn);
        }
        self.labelled(words.share_folder, folder, palette.text);
        self.labelled(words.share_fingerprint, &share.fingerprint, palette.text);
        let (entry, at) = &share.newest;
        let newest = fill(words.share_entry_at, &[&entry.to_string(), at]);
        self.labelled(words.share_entry, &newest, palette.text);
    }

    fn conflicts(&mut self) {
        let (words, palette) = (self.desk.words.screen, self.desk.palette);
        let rows = self.desk.snapshot.rows.iter();
        let rows: Vec<_> = rows.filter(|row| row.conflict).collect();
        self.section(words.share_conflicts, rows.len());
        for row in rows {
            let text = self.desk.clean(&format!("{} {}", row.code, row.title));
            let line = cells::cut(&format!("  ! {text}"), self.width);
            self.entries.push(Entry {
                lines: vec![Line::styled(line, palette.text)],
                target: Some(row.id),
                begins_section: false,
            });
        }
    }

    fn waiting(&mut self, waiting: &[Applicant]) {
        let (words, palette) = (self.desk.words.screen, self.desk.palette);
        self.section(words.share_waiting, waiting.len());
        for one in waiting {
            let who = format!("{}  {}", one.name, one.departments.join(" "));
            let mut lines = self.desk.wrapped_names(&who, self.width, 2, palette.text);
            let print = format!("{} {}", words.share_fingerprint_of, one.fingerprint);
            lines.extend(self.desk.wrapped_names(&print, self.width, 4, palette.text));
            let asked = fill(words.share_asked, &[&one.asked, &one.computer]);
            lines.extend(self.desk.wrapped(&asked, self.width, 4, palette.dim));
            self.push(lines);
        }
        if !waiting.is_empty() {
            self.text(words.share_waiting_how, palette.dim);
        }
    }

    fn person(&mut self, person: &Person) {
        let Self { desk, width, .. } = *self;
        let (words, palette) = (desk.words.screen, desk.palette);
        let mut who = person.name.clone();
        if person.is_me {
            who.push_str(&format!(" {}", words.share_me));
        }
        let parts = std::iter::once(person.role.as_str());
        for part in parts.chain(person.departments.iter().map(String::as_str)) {
            who.push_str(&format!("  {part}"));
        }
        let mut lines = desk.wrapped_names(&who, width, 2, palette.text);
        let counts = [person.ops, person.received].map(|n| n.to_string());
        let heard = person.heard.as_deref().unwrap_or("--");
        let mut how = fill(words.share_heard, &[heard, &counts[0], &counts[1]]);
        if person.missing > 0 {
            let missing = fill(words.share_missing, &[&person.missing.to_string()]);
            how.push_str(&format!("  {missing}"));
        }
        if let Some(version) = &person.version {
            how.push_str(&format!("  {}", fill(words.share_version, &[version])));
        }
        lines.extend(desk.wrapped_names(&how, width, 4, palette.dim));
        let marks = [
            (person.forked, desk.words.sharing.forked),
            (person.ahead, desk.words.sharing.clock_ahead),
        ];
        for (_, mark) in marks.iter().filter(|(is_so, _)| *is_so) {
            lines.extend(desk.wrapped(mark, width, 4, palette.warn));
        }
        let delivery = desk.snapshot.delivery.as_ref();
        let registrar = delivery.map_or("", |delivery| delivery.registrar.as_str());
        for (why, count) in &person.refused {
            let text = fill(words.share_refused, &[&count.to_string(), why, registrar]);
            lines.extend(desk.wrapped(&text, width, 4, palette.warn));
        }
        self.push(lines);
    }
}
