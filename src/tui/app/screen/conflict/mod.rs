//! Corrections, figures and notes that disagree: the values that stand at the same time, side by side, one of which is to stay.

mod claim;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use self::claim::{Claim, Dispute, Key, counting, disputes};
use super::Step;
use super::figures::Spot;
use super::form::{self, Subject};
use crate::model::{Correction, Detail, ItemId};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};
use crate::words::fill;

/// From this width on values stand side by side.
const WIDE: usize = 109;
/// The narrowest and the widest column of a value.
const COLUMN: usize = 36;
const WIDEST: usize = 64;

/// The values of one task that disagree.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) task: ItemId,
    /// The value under the cursor; held by what it is.
    selected: Option<Key>,
    cursor: Cursor<()>,
    /// The request that is under way.
    pub(crate) pending: Option<Ticket>,
}

impl Screen {
    pub(crate) fn new(task: ItemId) -> Self {
        Self {
            task,
            selected: None,
            cursor: Cursor::default(),
            pending: None,
        }
    }

    /// Whether everything is known about the task, and nothing disagrees any more.
    pub(crate) fn is_over(&self, desk: &Desk) -> bool {
        let detail = desk.detail_of(self.task);
        detail.is_some_and(|detail| disputes(detail).is_empty())
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let Some(detail) = desk.detail_of(self.task) else {
            return;
        };
        let keys: Vec<Key> = disputes(detail)
            .concat()
            .into_iter()
            .map(Claim::key)
            .collect();
        let last = keys.len().saturating_sub(1);
        let at = keys
            .iter()
            .position(|key| Some(key) == self.selected.as_ref());
        let at = at.unwrap_or(0);
        let at = match way {
            Move::Down => (at + 1).min(last),
            Move::Up => at.saturating_sub(1),
            Move::PageDown | Move::Bottom => last,
            Move::PageUp | Move::Top | Move::NextSection | Move::PreviousSection => 0,
        };
        self.selected = keys.into_iter().nth(at);
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let Some(detail) = desk.detail_of(self.task) else {
            return;
        };
        let all = disputes(detail).concat();
        if !all.iter().any(|claim| Some(claim.key()) == self.selected) {
            self.selected = all.first().map(|claim| claim.key());
        }
        let body = layout::areas(desk.size).body;
        let height = usize::from(body.height);
        let blocks = self.blocks(desk, detail, usize::from(body.width));
        let at = blocks.iter().position(|block| block.is_lit);
        let entries = entries(blocks);
        self.cursor.settle(&entries, height);
        if let Some(at) = at {
            self.cursor.show(at, 0, &entries, height);
        }
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let Some(detail) = desk.detail_of(self.task) else {
            return vec![Step::Do(Effect::LoadDetail(self.task))];
        };
        let disputes = disputes(detail);
        let is_chosen = |claim: &&Claim<'_>| Some(claim.key()) == self.selected;
        let found = disputes
            .iter()
            .find_map(|dispute| Some((dispute, *dispute.iter().find(is_chosen)?)));
        let Some((dispute, chosen)) = found else {
            return Vec::new();
        };
        match action {
            Action::Open if self.pending.is_some() => Vec::new(),
            Action::Open => {
                let step = chosen.settled(self.task, dispute, desk, ticket);
                if matches!(step, Step::Do(_)) {
                    self.pending = Some(ticket);
                }
                vec![step]
            }
            Action::Correct => match chosen {
                Claim::Correction(one) => {
                    let subject = subject(detail, one.item);
                    vec![Step::Open(form::open_at(desk, subject, &one.register))]
                }
                Claim::Figure(one) => vec![Step::Measure(Spot {
                    item: one.item,
                    region: one.region,
                    period: Some(one.period),
                })],
                Claim::Note(one) => {
                    let counts = counting(dispute).next();
                    let note = counts.filter(|_| !one.is_current()).unwrap_or(one);
                    let subject = Subject::Note(self.task, Some(note.op));
                    vec![Step::Open(form::open(desk, subject))]
                }
            },
            _ => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let words = desk.words.screen;
        let Some(detail) = desk.detail_of(self.task) else {
            let line = Line::styled(words.loading, desk.palette.dim);
            buffer.set_line(area.x, area.y, &line, area.width);
            return;
        };
        let blocks = self.blocks(desk, detail, usize::from(area.width));
        let entries = entries(blocks);
        self.cursor.draw(&entries, buffer, area, desk.palette.text);
    }

    /// What the screen shows, each value once.
    fn blocks(&self, desk: &Desk, detail: &Detail, width: usize) -> Vec<Block> {
        let (words, palette) = (desk.words.screen, desk.palette);
        let width = width.saturating_sub(1);
        let title = format!("{} {}", detail.row.code, detail.row.title);
        let mut head = desk.wrapped(&title, width, 2, palette.head);
        let disputes = disputes(detail);
        let how = if disputes.is_empty() {
            words.conflict_over
        } else {
            words.conflict_how
        };
        head.extend(desk.wrapped(how, width, 2, palette.dim));
        let mut blocks = vec![Block::of(head, false)];
        let columns = if width < WIDE {
            1
        } else {
            (width / COLUMN).max(1)
        };
        for dispute in disputes {
            blocks.push(Block::of(heading(desk, detail, &dispute, width), true));
            let columns = columns.min(dispute.len());
            let room = (width / columns).min(if columns > 1 { WIDEST } else { width });
            for (at, row) in dispute.chunks(columns).enumerate() {
                if at > 0 {
                    blocks.push(Block::of(vec![Line::default()], false));
                }
                let cards: Vec<Vec<Line<'static>>> = row
                    .iter()
                    .map(|value| self.card(desk, *value, room - usize::from(columns > 1)))
                    .collect();
                let height = cards.iter().map(Vec::len).max().unwrap_or(0);
                let lines = (0..height).map(|y| {
                    let parts = cards.iter().enumerate().flat_map(|(x, card)| {
                        let gap = (x > 0).then(|| Span::raw(" "));
                        let wide = room - usize::from(columns > 1);
                        let blank = || Line::raw(" ".repeat(wide));
                        let line = card.get(y).cloned().unwrap_or_else(blank);
                        gap.into_iter().chain(line.spans)
                    });
                    Line::from(parts.collect::<Vec<_>>())
                });
                let mut block = Block::of(lines.collect(), false);
                block.is_lit = row.iter().any(|value| Some(value.key()) == self.selected);
                blocks.push(block);
            }
        }
        blocks
    }

    /// One value with its author, day and reason, in lines that are all as wide as its column.
    fn card(&self, desk: &Desk, value: Claim<'_>, width: usize) -> Vec<Line<'static>> {
        let palette = desk.palette;
        let lit = Some(value.key()) == self.selected;
        let over = |style: Style| if lit { palette.selected } else { style };
        let [spoken, signed, reason] = value.said(desk);
        let spoken = if spoken.is_empty() { "--" } else { &spoken };
        let parts = [
            (spoken, palette.text),
            (&signed, palette.dim),
            (&reason, palette.dim),
        ];
        let mut lines = Vec::new();
        for (text, style) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
            let room = width.saturating_sub(4).max(4);
            for line in cells::wrap(&desk.clean(text), room) {
                let sign = if lit && lines.is_empty() { ">" } else { " " };
                let line = cells::pad(&format!("{sign}   {line}"), width);
                lines.push(Line::from(vec![Span::styled(line, over(style))]));
            }
        }
        lines
    }
}

/// Some lines that belong together.
struct Block {
    lines: Vec<Line<'static>>,
    begins_section: bool,
    /// Whether the cursor is here.
    is_lit: bool,
}

impl Block {
    fn of(lines: Vec<Line<'static>>, begins_section: bool) -> Self {
        Self {
            lines,
            begins_section,
            is_lit: false,
        }
    }
}

fn entries(blocks: Vec<Block>) -> Vec<Entry<()>> {
    let entry = |block: Block| Entry {
        lines: block.lines,
        target: None,
        begins_section: block.begins_section,
    };
    blocks.into_iter().map(entry).collect()
}

/// What the values are of, and what the plan says.
fn heading(
    desk: &Desk,
    detail: &Detail,
    dispute: &Dispute<'_>,
    width: usize,
) -> Vec<Line<'static>> {
    let palette = desk.palette;
    let Some(first) = dispute.first() else {
        return Vec::new();
    };
    let (item, _, _) = first.key();
    let part = match subject(detail, item) {
        Subject::Task(_) => String::new(),
        other => format!("  {}", other.part(desk).unwrap_or_default()),
    };
    let name = match first {
        Claim::Correction(one) => format!("{}{part}", desk.register(&one.register)),
        Claim::Figure(one) => {
            let sort = desk.words.follow.figure(one.sort);
            let region = one.region.map(|region| desk.names(&[region]));
            format!(
                "{sort} {}{part}  {}",
                one.period,
                region.unwrap_or_default()
            )
        }
        Claim::Note(one) => {
            let parts = [one.on.to_string(), desk.directory().name(one.department)];
            fill(
                desk.words.screen.note_of,
                &parts.each_ref().map(String::as_str),
            )
        }
    };
    let mut lines = vec![Line::default()];
    lines.extend(desk.wrapped(name.trim_end(), width, 2, palette.head));
    if let Claim::Correction(Correction {
        register,
        original: Some(original),
        ..
    }) = first
    {
        let original = desk.words.spoken(register, original);
        let said = fill(desk.words.screen.said_original, &[&original]);
        lines.extend(desk.wrapped(&said, width, 4, palette.dim));
    }
    lines
}

/// The form that corrects an item of a task.
fn subject(detail: &Detail, item: ItemId) -> Subject {
    let task = detail.row.id;
    if item == task {
        Subject::Task(task)
    } else if detail.measures.iter().any(|measure| measure.id == item) {
        Subject::Measure(task, item)
    } else if detail
        .indicators
        .iter()
        .any(|indicator| indicator.id == item)
    {
        Subject::Indicator(task, item)
    } else if detail.duties.iter().any(|duty| duty.id == item) {
        Subject::Duty(task, item)
    } else {
        Subject::Dropped(task, item)
    }
}
