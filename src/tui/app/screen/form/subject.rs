//! What a form is about, and what its draft is called.

use super::Act;
use super::follow::Follow;
use crate::model::{Draft, ItemId, OpId, Wish};
use crate::tui::app::desk::Desk;
use crate::tui::app::screen::draft::DraftKey;
use crate::words::fill;

/// What a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A status note about a task; perhaps one that corrects an earlier one.
    Note(ItemId, Option<OpId>),
    /// The correction of a task.
    Task(ItemId),
    /// The correction of a measure of a task.
    Measure(ItemId, ItemId),
    /// The correction of an indicator of a task.
    Indicator(ItemId, ItemId),
    /// The correction of a duty of a task.
    Duty(ItemId, ItemId),
    /// The taking in again of a part of a task that was left out.
    Dropped(ItemId, ItemId),
    /// A task that the plan does not have, in the section of this one.
    NewTask(Option<ItemId>),
    /// Another measure of a task.
    NewMeasure(ItemId),
    /// Another indicator of a task.
    NewIndicator(ItemId),
    /// The taking back of a note.
    Retraction(ItemId, OpId),
    /// Something that is done with several tasks.
    Act(Act),
    /// A step, a decision, a figure: see [`Follow`].
    Follow(Follow),
}

impl Subject {
    /// The task it belongs to.
    pub(crate) fn task(self) -> Option<ItemId> {
        match self {
            Self::Note(task, _)
            | Self::Task(task)
            | Self::Measure(task, _)
            | Self::Indicator(task, _)
            | Self::Duty(task, _)
            | Self::Dropped(task, _)
            | Self::NewMeasure(task)
            | Self::NewIndicator(task)
            | Self::Retraction(task, _) => Some(task),
            Self::Follow(follow) => follow.task(),
            Self::NewTask(_) | Self::Act(_) => None,
        }
    }

    /// The task and the item whose registers it corrects, if it corrects any.
    pub(crate) fn corrects(self) -> Option<(ItemId, ItemId)> {
        match self {
            Self::Task(task) => Some((task, task)),
            Self::Measure(task, item)
            | Self::Indicator(task, item)
            | Self::Duty(task, item)
            | Self::Dropped(task, item) => Some((task, item)),
            _ => None,
        }
    }

    /// What the person means to do, as far as it matters who does it.
    pub(crate) fn wish(self) -> Option<Wish> {
        Some(match self {
            Self::Note(task, None) => Wish::Report(task),
            Self::Note(task, Some(_)) => Wish::Reword(task),
            Self::Task(_)
            | Self::Measure(..)
            | Self::Indicator(..)
            | Self::Duty(..)
            | Self::Dropped(..)
            | Self::NewTask(_)
            | Self::NewMeasure(_)
            | Self::NewIndicator(_)
            | Self::Act(Act::Light | Act::Supervise | Act::Due)
            | Self::Follow(Follow::Judged(..)) => Wish::Correct,
            Self::Act(Act::Remind(_))
            | Self::Follow(Follow::Decision(..) | Follow::Meeting(_) | Follow::End(_)) => {
                Wish::Lead
            }
            Self::Follow(Follow::Step(task, step)) => Wish::Step(task, step),
            // Whose note it is, and what becomes of each of several tasks, the forms say themselves.
            Self::Retraction(..) | Self::Act(_) => return None,
        })
    }

    /// The op that the form is about.
    fn op(self) -> Option<OpId> {
        match self {
            Self::Note(_, op) => op,
            Self::Retraction(_, op) => Some(op),
            _ => None,
        }
    }

    /// The name of its form in drafts, and the item that it is about.
    fn form(self) -> (&'static str, Option<ItemId>) {
        match self {
            Self::Note(task, None) => ("note", Some(task)),
            Self::Note(task, Some(_)) => ("correct-note", Some(task)),
            Self::Task(task) => ("edit-task", Some(task)),
            Self::Measure(_, id) => ("edit-measure", Some(id)),
            Self::Indicator(_, id) => ("edit-indicator", Some(id)),
            Self::Duty(_, id) => ("edit-duty", Some(id)),
            Self::Dropped(_, id) => ("take-in", Some(id)),
            Self::NewTask(_) => ("add-task", None),
            Self::NewMeasure(task) => ("add-measure", Some(task)),
            Self::NewIndicator(task) => ("add-indicator", Some(task)),
            Self::Retraction(task, _) => ("retract", Some(task)),
            // Named by what is done.
            Self::Act(_) => ("act", None),
            Self::Follow(follow) => follow.form(),
        }
    }

    /// What names its draft. A form about an op bears that op in its name: a task has many notes, and what was typed
    /// about one must not overwrite what was typed about another.
    pub(crate) fn draft_key(self) -> DraftKey {
        if let Self::Act(act) = self {
            return (act.form(), None);
        }
        let (form, item) = self.form();
        match self.op() {
            Some(op) => (format!("{form}-{}", op.short()), item),
            None => (form.to_owned(), item),
        }
    }

    /// What a draft must know beyond what was typed, so that its form can be opened from it alone.
    pub(super) fn draft_fields(self) -> impl Iterator<Item = (String, String)> {
        let task = self.task().map(|task| ("task".into(), task.to_string()));
        let op = self.op().map(|op| ("op".into(), op.to_string()));
        let meeting = match self {
            Self::Follow(follow) => follow.meeting(),
            _ => None,
        };
        let meeting = meeting.map(|meeting| ("meeting".into(), meeting.to_string()));
        task.into_iter().chain(op).chain(meeting)
    }

    /// What the form of a draft is about; `None` for a form that this program does not know.
    pub(crate) fn of_draft(draft: &Draft) -> Option<Self> {
        if let Some(act) = Act::of_draft(draft) {
            return Some(Self::Act(act));
        }
        let is_named = |subject: &Self| subject.is_named(&draft.form);
        if is_named(&Self::NewTask(None)) {
            return Some(Self::NewTask(None));
        }
        let item = draft.item?;
        let task = draft.field("task").parse().unwrap_or(item);
        let op = draft.field("op").parse().ok();
        let retraction = op.map(|op| Self::Retraction(task, op));
        let all = [
            Self::Note(task, op),
            Self::Task(task),
            Self::Measure(task, item),
            Self::Indicator(task, item),
            Self::Duty(task, item),
            Self::Dropped(task, item),
            Self::NewMeasure(task),
            Self::NewIndicator(task),
        ];
        let follow = Follow::of_draft(draft, item).map(Self::Follow);
        let all = all.into_iter().chain(retraction).chain(follow);
        all.into_iter().find(is_named)
    }

    /// Whether a form of this name is about such a thing; what follows the name tells several of its drafts apart.
    fn is_named(self, form: &str) -> bool {
        let rest = form.strip_prefix(self.form().0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.']))
    }

    /// What the form does, in a word.
    pub(crate) fn heading(self, desk: &Desk) -> &'static str {
        let words = desk.words.screen;
        match self {
            Self::Note(_, None) => words.key_note,
            Self::Note(_, Some(_)) => words.correct_note,
            Self::Task(_)
            | Self::Measure(..)
            | Self::Indicator(..)
            | Self::Duty(..)
            | Self::Dropped(..) => words.key_correct,
            Self::NewTask(_) => words.key_add_task,
            Self::NewMeasure(_) => words.key_add_measure,
            Self::NewIndicator(_) => words.key_add_indicator,
            Self::Retraction(..) => words.key_retract,
            Self::Act(act) => act.heading(desk),
            Self::Follow(follow) => follow.heading(desk),
        }
    }

    /// What the form is about, in words.
    pub(crate) fn title(self, desk: &Desk) -> String {
        if let Self::Act(act) = self {
            return act.title(desk);
        }
        let task = self
            .task()
            .and_then(|task| desk.row(task))
            .map_or_else(String::new, |row| format!("{} {}", row.code, row.title));
        match self.part(desk) {
            Some(part) => format!("{task}  {part}"),
            None => task,
        }
    }

    /// The part of a task that the form is about, in words; `None` for the task itself.
    pub(crate) fn part(self, desk: &Desk) -> Option<String> {
        let detail = self.task().and_then(|task| desk.detail_of(task));
        match self {
            Self::Measure(_, id) => detail
                .and_then(|d| d.measures.iter().find(|m| m.id == id))
                .map(|m| format!("{} {}", desk.words.term.measure, m.n)),
            Self::Indicator(_, id) => detail
                .and_then(|d| d.indicators.iter().find(|i| i.id == id))
                .map(|i| format!("{} {}", desk.words.term.indicator, i.name)),
            Self::Duty(_, id) => detail
                .and_then(|d| d.duties.iter().find(|duty| duty.id == id))
                .map(|duty| format!("{} {}", desk.words.term.duty, duty.text)),
            Self::Dropped(_, id) => detail
                .and_then(|d| {
                    d.corrections
                        .iter()
                        .find(|c| c.item == id && c.original.is_some())
                })
                .and_then(|c| c.original.clone()),
            Self::Follow(follow) => follow.part(desk),
            Self::Retraction(_, op) | Self::Note(_, Some(op)) => detail
                .and_then(|d| d.notes.iter().find(|n| n.op == op))
                .map(|n| {
                    let on = n.on.to_string();
                    fill(
                        desk.words.screen.note_of,
                        &[&on, &desk.directory().name(n.department)],
                    )
                }),
            _ => None,
        }
    }
}
