//! A meeting on a shared screen: one item of the agenda at a time, large and calm.

pub(crate) mod agenda;
mod page;
mod walk;

pub(crate) use page::tone;
pub(crate) use walk::Walk;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::model::{Decision, Detail, ItemId, Meeting, in_ascii};
use crate::search::{Phrase, Query};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::field::{Field, Lines, cells_u16};
use crate::tui::widget::sheet::{Move, mark_more};
use crate::words::fill;

/// How often the timer is drawn while it is shown.
pub(crate) const TICK: Duration = Duration::from_secs(1);
/// How many items are held that were shown or come next.
const NEAR: usize = 4;

/// The screen of a meeting.
#[derive(Debug)]
pub(crate) struct Screen {
    /// The meeting; `None` where an agenda is only looked at.
    pub(crate) meeting: Option<ItemId>,
    /// The agenda.
    pub(crate) items: Vec<ItemId>,
    /// The item that is shown.
    pub(crate) at: usize,
    pub(crate) read_only: bool,
    pub(crate) white: bool,
    pub(crate) hides_names: bool,
    pub(crate) timer: bool,
    /// Whether the plan's own text is shown.
    pub(crate) expanded: bool,
    /// What the person was asked about, whether it is done.
    pub(crate) asked: Option<ItemId>,
    /// What is typed to go to an item by.
    pub(crate) jump: Option<Field>,
    /// Which items are walked.
    pub(crate) walk: Walk,
    begun: DateTime<FixedOffset>,
    item_begun: DateTime<FixedOffset>,
    top: usize,
    near: Vec<Arc<Detail>>,
}

impl Screen {
    pub(crate) fn new(
        meeting: Option<&Meeting>,
        items: Vec<ItemId>,
        at: usize,
        read_only: bool,
        desk: &Desk,
    ) -> Self {
        // A meeting that is taken up again went on meanwhile.
        let today = meeting.filter(|m| m.recorded.date_naive() == desk.now.date_naive());
        Self {
            meeting: meeting.map(|meeting| meeting.id),
            at: at.min(items.len().saturating_sub(1)),
            items,
            read_only,
            white: false,
            hides_names: false,
            timer: false,
            expanded: false,
            asked: None,
            jump: None,
            walk: Walk::default(),
            // Whoever opened it may have a clock that is ahead: it began no later than its first item.
            begun: today.map_or(desk.now, |meeting| meeting.recorded.min(desk.now)),
            item_begun: desk.now,
            top: 0,
            near: Vec::new(),
        }
    }

    /// What is shown.
    pub(crate) fn item(&self) -> Option<ItemId> {
        self.items.get(self.at).copied()
    }

    /// The task that is shown, unless an action item is.
    pub(crate) fn task(&self, desk: &Desk) -> Option<ItemId> {
        self.item().filter(|item| desk.row(*item).is_some())
    }

    /// The task that comes next.
    pub(crate) fn next_task(&self, desk: &Desk) -> Option<ItemId> {
        let next = |at: &usize| self.items.get(*at).copied();
        let mut later = self.walked(desk).filter(|at| *at > self.at);
        later.find_map(|at| next(&at).filter(|item| desk.row(*item).is_some()))
    }

    /// Goes to another item; returns whether it is another.
    pub(crate) fn go_to(&mut self, at: usize, desk: &Desk) -> bool {
        if at == self.at || at >= self.items.len() {
            return false;
        }
        self.at = at;
        self.top = 0;
        self.expanded = false;
        self.item_begun = desk.now;
        true
    }

    /// Takes in an agenda that was changed, and stays at the item that is shown.
    pub(crate) fn take_agenda(&mut self, items: &[ItemId]) {
        let shown = self.item();
        if self.items != items {
            self.items = items.to_vec();
            let found = shown.and_then(|shown| items.iter().position(|item| *item == shown));
            self.at = found.unwrap_or(self.at.min(items.len().saturating_sub(1)));
        }
    }

    /// Everything about a task that was shown or comes next, if it is here.
    pub(crate) fn near(&self, task: ItemId) -> Option<&Arc<Detail>> {
        self.near.iter().find(|detail| detail.row.id == task)
    }

    pub(crate) fn keep_near(&mut self, detail: Arc<Detail>) {
        self.near.retain(|known| known.row.id != detail.row.id);
        self.near.insert(0, detail);
        self.near.truncate(NEAR);
    }

    /// What is held may not be so any more.
    pub(crate) fn forget_near(&mut self) {
        self.near.clear();
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let height = usize::from(layout::areas(desk.size).body.height);
        self.top = match way {
            Move::Down => self.top + 1,
            Move::Up => self.top.saturating_sub(1),
            Move::PageDown => self.top + height.saturating_sub(1),
            Move::PageUp => self.top.saturating_sub(height.saturating_sub(1)),
            Move::Top | Move::NextSection | Move::PreviousSection => 0,
            Move::Bottom => usize::MAX,
        };
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let body = layout::areas(desk.size).body;
        let page = page::page(self, desk, body);
        self.top = self
            .top
            .min(page.main.len().saturating_sub(usize::from(body.height)));
    }

    /// Begins to go somewhere by what is typed.
    pub(crate) fn begin_jump(&mut self, typed: &str) {
        self.jump = Some(Field::new(Lines::One, typed));
    }

    pub(crate) fn type_key(&mut self, key: KeyEvent, desk: &Desk) {
        if let Some(field) = &mut self.jump {
            field.key(key, desk.size.width);
        }
    }

    pub(crate) fn paste(&mut self, text: &str) {
        if let Some(field) = &mut self.jump {
            field.paste(text);
        }
    }

    /// The item that was typed: its number, or words that stand in it, after the one that is shown.
    ///
    /// # Errors
    ///
    /// What was typed, if it is nowhere.
    pub(crate) fn found(&self, desk: &Desk) -> Result<usize, String> {
        let typed = self.jump.as_ref().map_or("", |field| field.text()).trim();
        let folded = in_ascii(typed);
        let count = self.items.len();
        if let Ok(number) = folded.parse::<usize>() {
            return match number {
                1.. if number <= count => Ok(number - 1),
                _ => Err(typed.to_owned()),
            };
        }
        let words = Phrase::all(&Query::new(&folded));
        let holds = |at: &usize| {
            let item = self.items.get(*at);
            let text = item
                .map(|item| agenda::said(desk, *item))
                .unwrap_or_default();
            !words.is_empty() && words.iter().all(|word| word.is_in(&text))
        };
        let after = (self.at + 1..count).chain(0..=self.at.min(count.saturating_sub(1)));
        let mut after = after.filter(|at| *at < count);
        after.find(holds).ok_or_else(|| typed.to_owned())
    }

    /// Whether a key does anything here: nothing is recorded of what is only looked at, and tasks alone have lights.
    pub(crate) fn offers(&self, action: Action, desk: &Desk) -> bool {
        let records = self.meeting.is_some() && !self.read_only && !desk.snapshot.past;
        match action {
            Action::Decide
            | Action::Problem
            | Action::Correct
            | Action::Minutes
            | Action::TakeBackLast => records,
            Action::Judge | Action::Note => records && self.task(desk).is_some(),
            Action::Finished => records && self.open_decisions(desk).next().is_some(),
            _ => true,
        }
    }

    /// What was decided or named of the item that is shown and is not settled, the latest first.
    pub(crate) fn open_decisions<'a>(
        &self,
        desk: &'a Desk,
    ) -> impl Iterator<Item = &'a Decision> + use<'a> {
        let item = self.item();
        let one = item.and_then(|item| desk.detail_of(item));
        let known = desk.known.meetings.as_ref();
        let all = known.map(|known| known.decisions.as_slice());
        all.unwrap_or_default().iter().filter(move |decision| {
            let about = Some(decision.id) == item
                || item.is_some_and(|item| decision.tasks.contains(&item));
            let notes = one.map(|one| (&*one.row, one.notes.as_slice()));
            about && decision.settled(notes).is_none()
        })
    }

    /// The name of the meeting and its day on the left, which item it is and the times on the right.
    pub(crate) fn draw_bar(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let words = desk.words.meeting;
        let known = desk.known.meetings.as_ref();
        let meeting = known.and_then(|k| k.all.iter().find(|m| Some(m.id) == self.meeting));
        let name = match meeting {
            Some(meeting) => format!("{} {}", desk.clean(&meeting.words.name), meeting.on),
            None => format!("{} {}", words.meeting, desk.today()),
        };
        let count = [
            (self.at + 1).min(self.items.len()).to_string(),
            self.items.len().to_string(),
        ];
        let mut right = vec![fill(words.item_of, &[&count[0], &count[1]])];
        right.extend(self.said_of_walk(desk));
        if self.timer {
            let times = [
                (words.this_item, self.item_begun),
                (words.in_all, self.begun),
            ];
            for (template, since) in times {
                right.push(fill(template, &[&clock(desk.now, since)]));
            }
        }
        if self.read_only || desk.snapshot.past {
            right.push(words.read_only.to_owned());
        }
        let width = usize::from(area.width);
        let right = cells::cut(&right.join("  "), width * 3 / 4);
        let room = width.saturating_sub(cells::width(&right) + 3);
        let style = desk.palette.bar;
        let line = Line::from(vec![
            Span::styled(format!(" {} ", cells::pad(&name, room)), style),
            Span::styled(format!("{right} "), style),
        ]);
        buffer.set_line(area.x, area.y, &line, area.width);
    }

    /// Draws the item; returns where the cursor is while something is typed.
    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let page = page::page(self, desk, area);
        let below = page.main.len() > self.top + usize::from(area.height);
        for (y, line) in (area.top()..area.bottom()).zip(page.main.iter().skip(self.top)) {
            buffer.set_line(area.x, y, line, page.width.min(area.width));
        }
        let side = area.x + page.width;
        for (y, line) in (area.top() + 1..area.bottom()).zip(&page.side) {
            buffer.set_line(side, y, line, area.right().saturating_sub(side));
        }
        mark_more(buffer, area, self.top > 0, below);
        let field = self.jump.as_ref()?;
        let y = area.bottom().saturating_sub(1);
        let label = format!(" {} ", desk.words.meeting.jump_to);
        let blank = " ".repeat(usize::from(area.width));
        buffer.set_stringn(
            area.x,
            y,
            blank,
            usize::from(area.width),
            desk.palette.focus,
        );
        let line = Line::styled(label.clone(), desk.palette.key);
        buffer.set_line(area.x, y, &line, area.width);
        let x = area.x + cells_u16(cells::width(&label));
        let place = Rect::new(x, y, area.right().saturating_sub(x).max(1), 1);
        Some(field.draw(buffer, place, desk.palette.focus, desk.taste.glyphs, true))
    }
}

/// Minutes and seconds since then.
fn clock(now: DateTime<FixedOffset>, since: DateTime<FixedOffset>) -> String {
    let seconds = (now - since).num_seconds().max(0);
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}
