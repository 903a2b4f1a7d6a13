//! The first screen: the overview (总览) of a coordinator, or what a clerk's departments owe (我的工作).

mod mine;
mod overview;

use std::collections::{BTreeSet, HashSet};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

pub(crate) use self::overview::{Bucket, Tally};
use super::Step;
use crate::model::{ItemId, Membership, Row, Standing};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::Notice;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};
use crate::words::fill;

/// The widest the counts are where the tasks behind them stand beside them.
const COUNTS: u16 = 44;

/// What a line of the first screen stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A number: the tasks that it counts.
    Tasks(Bucket),
    /// A task that something is owed on.
    Task(ItemId, Standing),
    /// An action item.
    Decision(ItemId),
}

/// Which of the two is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Overview,
    Mine,
}

/// The first screen.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) side: Side,
    cursor: Cursor<Target>,
    /// The tasks of 'my work' that were picked with Space, to be acted on together.
    pub(crate) picked: BTreeSet<ItemId>,
}

impl Screen {
    /// What whoever works here begins with: what their departments owe, or else the overview.
    pub(crate) fn first(desk: &Desk) -> Self {
        let side = if desk.snapshot.me.departments.is_empty() {
            Side::Overview
        } else {
            Side::Mine
        };
        Self {
            side,
            cursor: Cursor::default(),
            picked: BTreeSet::new(),
        }
    }

    pub(crate) fn heading(&self, desk: &Desk) -> &'static str {
        let words = desk.words.work;
        match self.side {
            Side::Mine => words.mine,
            Side::Overview if desk.snapshot.outlook.is_over() => words.evaluation,
            Side::Overview => words.overview,
        }
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let area = self.area(layout::areas(desk.size).body);
        let entries = self.entries(desk, usize::from(area.width));
        self.cursor.go(way, &entries, usize::from(area.height));
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let area = self.area(layout::areas(desk.size).body);
        let entries = self.entries(desk, usize::from(area.width));
        self.cursor.settle(&entries, usize::from(area.height));
        // Nothing is picked that is not to be seen.
        let shown = |entry: &Entry<Target>| match &entry.target {
            Some(Target::Task(task, _)) => Some(*task),
            _ => None,
        };
        if !self.picked.is_empty() {
            let shown: HashSet<ItemId> = entries.iter().filter_map(shown).collect();
            self.picked.retain(|task| shown.contains(task));
        }
    }

    /// Picks the task under the cursor, or not any more, and goes on to the next.
    fn pick(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(Target::Task(task, _)) = self.cursor.selected else {
            return vec![Step::Refuse(Notice::new(desk.words.work.pick_tasks))];
        };
        if !self.picked.remove(&task) {
            self.picked.insert(task);
        }
        self.go(Move::Down, desk);
        let count = self.picked.len().to_string();
        vec![Step::Say(Notice::new(fill(
            desk.words.work.picked_here,
            &[&count],
        )))]
    }

    /// The task under the cursor, if a task is.
    pub(crate) fn task(&self, desk: &Desk) -> Option<ItemId> {
        match self.cursor.selected.as_ref()? {
            Target::Task(task, _) => Some(*task),
            Target::Decision(id) => decision_task(desk, *id),
            Target::Tasks(_) => None,
        }
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk) -> Vec<Step> {
        let words = desk.words.work;
        match action {
            Action::NextPane => {
                self.side = match self.side {
                    Side::Overview => Side::Mine,
                    Side::Mine => Side::Overview,
                };
                self.cursor = Cursor::default();
                self.picked.clear();
                self.settle(desk);
                Vec::new()
            }
            Action::Select => self.pick(desk),
            Action::Back if !self.picked.is_empty() => {
                self.picked.clear();
                Vec::new()
            }
            Action::Back => vec![Step::Say(Notice::new(words.home_esc))],
            Action::Ledger => vec![Step::ShowLedger],
            // Which of several is to be compared is picked in their list.
            Action::Settle if self.cursor.selected == Some(Target::Tasks(Bucket::Conflicts)) => {
                self.act(Action::Open, desk)
            }
            Action::Settle => vec![Step::Refuse(Notice::new(words.nothing_picked))],
            Action::Open => match &self.cursor.selected {
                Some(Target::Tasks(bucket)) => {
                    let tasks: HashSet<ItemId> = bucket.tasks(desk).map(|row| row.id).collect();
                    if tasks.is_empty() {
                        return vec![Step::Refuse(Notice::new(words.none_here))];
                    }
                    vec![Step::ShowOnly(bucket.name(desk), tasks)]
                }
                Some(Target::Task(task, _)) => vec![Step::Write(*task)],
                Some(Target::Decision(id)) => match decision_task(desk, *id) {
                    Some(task) => vec![Step::Show(task)],
                    None => vec![Step::Say(Notice::new(words.decision_hint))],
                },
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn entries(&self, desk: &Desk, width: usize) -> Vec<Entry<Target>> {
        let width = width.saturating_sub(1);
        if !desk.is_whole() {
            let text = format!("  {}", desk.words.work.still_loading);
            return vec![plain(vec![Line::raw(text)])];
        }
        let mut entries = match self.side {
            Side::Overview => overview::entries(desk, width),
            Side::Mine => mine::entries(desk, &self.picked, width),
        };
        let delivery = desk.snapshot.delivery.as_ref();
        if let Some(delivery) = delivery.filter(|d| d.membership == Membership::Stopped) {
            // Before anybody types what is not taken any more.
            let stopped = fill(desk.words.sharing.stopped_here, &[&delivery.registrar]);
            let lines = desk.wrapped(&stopped, width, 2, desk.palette.warn);
            entries.insert(0, plain(lines));
        }
        entries
    }

    /// Where the lines stand; the overview leaves room for the tasks behind a number.
    fn area(&self, body: Rect) -> Rect {
        let width = match self.side {
            Side::Overview => COUNTS.min(body.width / 2),
            Side::Mine => body.width,
        };
        Rect { width, ..body }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let list = self.area(area);
        let entries = self.entries(desk, usize::from(list.width));
        self.cursor
            .draw(&entries, buffer, list, desk.palette.selected);
        if list.width == area.width {
            return;
        }
        for y in area.top()..area.bottom() {
            buffer.set_stringn(list.right(), y, "|", 1, desk.palette.dim);
        }
        let beside = Rect {
            x: list.right() + 2,
            width: area.width.saturating_sub(list.width + 3),
            ..area
        };
        if let Some(Target::Tasks(bucket)) = &self.cursor.selected {
            draw_tasks(desk, bucket, buffer, beside);
        }
    }
}

/// The tasks behind a number, as far as there is room.
fn draw_tasks(desk: &Desk, bucket: &Bucket, buffer: &mut Buffer, area: Rect) {
    let width = usize::from(area.width);
    let mut tasks = bucket.tasks(desk);
    for y in area.top()..area.bottom() {
        let Some(row) = tasks.next() else { return };
        let line = task_line(desk, row, String::new());
        buffer.set_line(area.x, y, &cells::fit(line, width), area.width);
    }
    if tasks.next().is_some() {
        let y = area.bottom().saturating_sub(1);
        let more = cells::pad("..", width);
        buffer.set_stringn(area.x, y, more, width, desk.palette.dim);
    }
}

/// A task on one line: its light, its name, and what is said of it.
fn task_line(desk: &Desk, row: &Row, said: String) -> Line<'static> {
    let light = row.light(desk.today());
    Line::from(vec![
        Span::styled(
            format!("{} ", desk.words.follow.light(light)),
            desk.palette.lamp(light),
        ),
        Span::raw(desk.clean(&format!("{} {}", row.code, row.title))),
        Span::styled(said, desk.palette.dim),
    ])
}

fn decision_task(desk: &Desk, id: ItemId) -> Option<ItemId> {
    let mut decisions = desk.work.iter().flat_map(|work| &work.decisions);
    let decision = decisions.find(|decision| decision.id == id)?;
    decision.tasks.first().copied()
}

/// Lines that are only read.
fn plain(lines: Vec<Line<'static>>) -> Entry<Target> {
    Entry {
        lines,
        target: None,
        begins_section: false,
    }
}

/// The heading of a section.
fn section(desk: &Desk, name: &str, width: usize) -> Entry<Target> {
    let name = cells::cut(&format!("  {name}"), width);
    Entry {
        lines: vec![Line::styled(name, desk.palette.head)],
        target: None,
        begins_section: true,
    }
}
