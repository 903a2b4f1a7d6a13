//! The drafts: what was typed and not yet recorded, each to be opened again or thrown away.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Step;
use super::draft::DraftKey;
use super::figures;
use super::form::Subject;
use crate::model::Draft;
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};

/// The fields that say best what a draft is about, the best first.
const TELLING: &[&str] = &[
    "progress",
    "problems",
    "next",
    "coordinate",
    "reason",
    "text",
    "title",
    "name",
];

/// The list of drafts.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    cursor: Cursor<DraftKey>,
    /// The draft that the next key to discard throws away.
    discarding: Option<DraftKey>,
}

impl Screen {
    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        self.discarding = None;
        let (entries, height) = layout::in_body(desk.size, |width| entries(desk, width));
        self.cursor.go(way, &entries, height);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (entries, height) = layout::in_body(desk.size, |width| entries(desk, width));
        self.cursor.settle(&entries, height);
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk) -> Vec<Step> {
        let words = desk.words.screen;
        let armed = self.discarding.take();
        let selected = self.cursor.selected.as_ref();
        let Some(draft) = selected.and_then(|key| desk.draft(key)) else {
            return Vec::new();
        };
        match action {
            Action::Open => vec![Step::Resume(draft.clone())],
            Action::Discard if armed.is_some() && armed.as_ref() == selected => {
                vec![Step::Do(Effect::DropDraft(draft.form.clone(), draft.item))]
            }
            Action::Discard => {
                self.discarding = selected.cloned();
                vec![Step::Refuse(Notice::new(words.discard_draft_again))]
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        if desk.drafts.is_empty() {
            let line = Line::raw(format!("  {}", desk.words.screen.no_drafts));
            buffer.set_line(area.x, area.y, &line, area.width);
            return;
        }
        let entries = entries(desk, usize::from(area.width));
        self.cursor
            .draw(&entries, buffer, area, desk.palette.selected);
    }
}

/// Two lines for each draft: when and what for, and the beginning of what was typed.
fn entries(desk: &Desk, width: usize) -> Vec<Entry<DraftKey>> {
    let width = width.saturating_sub(1);
    let palette = desk.palette;
    let entry = |draft: &Draft| {
        let subject = Subject::of_draft(draft);
        let heading = match subject {
            Some(subject) => subject.heading(desk),
            None if figures::is_of(draft) => desk.words.meeting.enter_figures,
            None => draft.form.as_str(),
        };
        let about = subject.map_or_else(String::new, |subject| subject.title(desk));
        let saved = draft.saved.get(..16).unwrap_or(&draft.saved);
        let head = format!("  {}  {heading}", saved.replace('T', " "));
        let room = width.saturating_sub(cells::width(&head) + 2);
        let mut typed = TELLING.iter().map(|name| draft.field(name).trim());
        let typed = typed.find(|text| !text.is_empty()).unwrap_or("--");
        let typed = desk.clean(&typed.replace('\n', " "));
        Entry {
            lines: vec![
                Line::from(vec![
                    Span::styled(head, palette.head),
                    Span::raw(format!("  {}", cells::cut(&desk.clean(&about), room))),
                ]),
                Line::styled(cells::cut(&format!("    {typed}"), width), palette.dim),
            ],
            target: Some((draft.form.clone(), draft.item)),
            begins_section: false,
        }
    };
    desk.drafts.iter().map(entry).collect()
}
