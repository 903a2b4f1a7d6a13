//! The history: every change, who made it, when and why; the latest first.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Step;
use crate::model::{Change, ItemId, OpId};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::Notice;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Move, in_sight, mark_more};

/// How many lines below the list tell about the selected change.
const PREVIEW: u16 = 5;

/// The history of one task, or of everything.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) task: Option<ItemId>,
    changes: Option<Vec<Change>>,
    selected: Option<OpId>,
    at: usize,
    top: usize,
}

impl Screen {
    pub(crate) fn new(task: Option<ItemId>) -> Self {
        Self {
            task,
            changes: None,
            selected: None,
            at: 0,
            top: 0,
        }
    }

    pub(crate) fn load(&mut self, changes: Vec<Change>, desk: &Desk) {
        self.changes = Some(changes);
        let found = self
            .list()
            .iter()
            .position(|change| Some(change.op) == self.selected);
        self.at = found.unwrap_or(self.at);
        self.settle(desk);
    }

    fn list(&self) -> &[Change] {
        self.changes.as_deref().unwrap_or_default()
    }

    pub(crate) fn change(&self) -> Option<&Change> {
        self.list().get(self.at)
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let height = height(desk);
        self.at = way.in_list(self.at, self.list().len(), height);
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (len, height) = (self.list().len(), height(desk));
        self.at = self.at.min(len.saturating_sub(1));
        self.top = in_sight(self.top, self.at, len, height);
        self.selected = self.change().map(|change| change.op);
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk) -> Vec<Step> {
        match (action, self.change()) {
            (Action::Open, Some(change)) => vec![match change.task {
                Some(task) => Step::Show(task),
                None => Step::Refuse(Notice::new(desk.words.screen.change_of_no_task)),
            }],
            _ => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (words, palette) = (desk.words.screen, desk.palette);
        let width = usize::from(area.width);
        let head = cells::cut(&format!("  {}", words.history_head), width);
        buffer.set_line(area.x, area.y, &Line::styled(head, palette.dim), area.width);
        if self.list().is_empty() {
            let text = if self.changes.is_some() {
                words.history_empty
            } else {
                words.loading
            };
            buffer.set_line(
                area.x,
                area.y + 1,
                &Line::raw(format!("  {text}")),
                area.width,
            );
            return;
        }
        let list = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1 + PREVIEW),
            ..area
        };
        for (y, at) in (list.top()..list.bottom()).zip(self.top..) {
            let Some(change) = self.list().get(at) else {
                break;
            };
            let lit = at == self.at;
            let style = if lit { palette.selected } else { palette.text };
            let line = format!("{} {}", if lit { ">" } else { " " }, told(desk, change));
            buffer.set_line(
                area.x,
                y,
                &Line::styled(cells::pad(&line, width.saturating_sub(1)), style),
                area.width,
            );
        }
        let below = self.list().len() > self.top + usize::from(list.height);
        mark_more(buffer, list, self.top > 0, below);
        let rule = Line::styled("-".repeat(width), palette.dim);
        buffer.set_line(area.x, list.bottom(), &rule, area.width);
        let lines = self.change().map(|change| explain(desk, change, width));
        let below = list.bottom() + 1..area.bottom();
        for (y, line) in below.zip(lines.unwrap_or_default()) {
            buffer.set_line(area.x, y, &line, area.width);
        }
    }
}

/// A change on one line: when, who, what, which task.
pub(super) fn told(desk: &Desk, change: &Change) -> String {
    let code = change.code.as_ref();
    format!(
        "{} {} {} {} {}",
        change.recorded.format("%Y-%m-%d %H:%M"),
        cells::pad(&desk.clean(&change.author), 8),
        cells::pad(kind(desk, change), 8),
        cells::pad(&code.map_or_else(String::new, ToString::to_string), 7),
        summary(desk, change)
    )
}

/// What was done, in a word.
fn kind<'a>(desk: &Desk, change: &'a Change) -> &'a str {
    let words = desk.words.screen;
    match change.kind.as_str() {
        "note" if change.before.is_some() => words.kind_renote,
        "note" => words.kind_note,
        "purge" => words.kind_purge,
        "propose" => words.kind_propose,
        "set" => words.kind_set,
        "add" => words.kind_add,
        "retract" => words.kind_retract,
        "plan.adopt" => words.kind_adopt,
        "hello" => words.kind_hello,
        "step" => words.kind_step,
        "figure" => words.kind_figure,
        "done" => words.kind_done,
        "decide" => words.kind_decide,
        "meeting" => words.kind_meeting,
        "agenda" => words.kind_agenda,
        "remind" => words.kind_remind,
        other => other,
    }
}

/// What changed, on one line.
fn summary(desk: &Desk, change: &Change) -> String {
    let after = change.after.as_deref().unwrap_or_default();
    let text = match (desk.words.about(change), change.register.as_deref()) {
        (Some(about), _) if change.after.is_none() => about.into_owned(),
        (Some(about), Some(register)) => {
            format!("{about}: {}", desk.words.spoken(register, after))
        }
        _ => after.to_owned(),
    };
    let mut parts = desk.words.marks(change);
    parts.push(text);
    desk.clean(&parts.join(" "))
}

/// Everything about a change: before, after and why.
pub(super) fn explain(desk: &Desk, change: &Change, width: usize) -> Vec<Line<'static>> {
    let (words, term, palette) = (desk.words.screen, desk.words.term, desk.palette);
    let title = change
        .task
        .and_then(|task| desk.snapshot.row(task))
        .map(|row| format!("{} {}", row.code, row.title));
    let spoken = |value: &Option<String>| {
        let register = change.register.as_deref().unwrap_or_default();
        value
            .as_deref()
            .map(|value| desk.words.spoken(register, value).into_owned())
    };
    // Why nothing has changed is the reason of such a report.
    let unchanged = desk.words.about(change).filter(|_| change.kind == "note");
    let unchanged = unchanged.map(Cow::into_owned);
    let parts = [
        (term.task, title),
        (words.before, spoken(&change.before)),
        (words.after, spoken(&change.after)),
        (term.reason, change.reason.clone().or(unchanged)),
        (term.on, Some(change.on.to_string())),
    ];
    parts
        .into_iter()
        .filter_map(|(label, text)| Some((label, text?)))
        .map(|(label, text)| {
            let room = width.saturating_sub(cells::width(label) + 1);
            Line::from(vec![
                Span::styled(format!("{label} "), palette.dim),
                Span::raw(cells::cut(&desk.clean(&text), room)),
            ])
        })
        .collect()
}

/// How many changes are visible at once.
fn height(desk: &Desk) -> usize {
    let body = layout::areas(desk.size).body;
    usize::from(body.height.saturating_sub(1 + PREVIEW)).max(1)
}
