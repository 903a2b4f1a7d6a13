//! The forms: what a person types, kept as typed until it is recorded.

mod act;
mod agreed;
mod draw;
mod fields;
mod follow;
mod inputs;
mod kept;
mod meanwhile;
mod minutes;
mod reminder;
mod subject;
mod submit;
mod typing;
mod window;

use super::{Screen, Step};
use crate::model::{Draft, ItemId, OpId};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::words::fill;
pub(crate) use act::Act;
pub(crate) use agreed::{Agreed, agreed};
pub(crate) use fields::{Input, Kind, Span as Share};
pub(crate) use follow::Follow;
pub(crate) use reminder::{owed_tasks, reminder, want};
pub(crate) use subject::{DraftKey, Subject, draft_of, kept_as};
pub(crate) use window::left;

/// A form that is being filled in.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) subject: Subject,
    /// What names its draft; no other open form or kept draft has the same.
    pub(crate) key: DraftKey,
    title: String,
    inputs: Vec<Input>,
    /// The tasks that an act is done with.
    tasks: Vec<ItemId>,
    /// The supporters' notes that were folded in.
    folds: Vec<OpId>,
    /// The first line of what will happen to the tasks.
    preview: usize,
    focus: usize,
    top: u16,
    error: Option<Notice>,
    /// The request that is under way; the form waits for its answer.
    pub(crate) pending: Option<Ticket>,
    /// When the draft was written that this form began with.
    restored: Option<String>,
    /// Whether something was typed since the draft was last kept.
    touched: bool,
    /// What others did meanwhile, as the person was told last.
    met: Option<Notice>,
    /// Whether the next key to save does so over what others did meanwhile.
    saving_over: bool,
    /// Whether the next Ctrl+X throws the draft away.
    discarding: bool,
}

/// Opens the form about a subject, with its draft if there is one.
pub(crate) fn open(desk: &Desk, subject: Subject) -> Screen {
    let key = subject.draft_key();
    begin(desk, subject, key)
}

/// Opens the form of an act on these tasks.
pub(crate) fn act_on(desk: &Desk, act: Act, tasks: Vec<ItemId>) -> Screen {
    let subject = Subject::Act(act);
    let mut form = Form::with(desk, subject, subject.draft_key(), tasks.clone());
    // A draft of the same act on other tasks lends its words, never its tasks.
    form.tasks = tasks;
    form.settle(desk);
    Screen::Form(Box::new(form))
}

/// Opens the form of a draft; `None` if this program does not know the form.
pub(crate) fn reopen(desk: &Desk, draft: &Draft) -> Option<Screen> {
    let subject = Subject::of_draft(draft)?;
    Some(begin(desk, subject, (draft.form.clone(), draft.item)))
}

/// Opens the correction of a reading in the review of its plan, at the input of this name.
pub(crate) fn open_at(desk: &Desk, subject: Subject, name: &str) -> Screen {
    let mut form = Form::of(desk, subject, subject.draft_key());
    let found = form.inputs.iter().position(|input| input.name == name);
    form.focus = found.unwrap_or(0);
    form.settle(desk);
    Screen::Form(Box::new(form))
}

fn begin(desk: &Desk, subject: Subject, key: DraftKey) -> Screen {
    let mut form = Form::of(desk, subject, key);
    form.settle(desk);
    Screen::Form(Box::new(form))
}

impl Form {
    fn of(desk: &Desk, subject: Subject, key: DraftKey) -> Self {
        Self::with(desk, subject, key, Vec::new())
    }

    fn with(desk: &Desk, subject: Subject, key: DraftKey, tasks: Vec<ItemId>) -> Self {
        let inputs = match subject {
            Subject::Act(act) => act.inputs(desk, &tasks),
            _ => subject.inputs(desk),
        };
        let mut form = Form {
            title: match subject {
                Subject::Act(_) => {
                    let count = fill(desk.words.work.acts_on, &[&tasks.len().to_string()]);
                    format!("{}  {count}", subject.title(desk))
                }
                _ => subject.title(desk),
            },
            inputs,
            tasks,
            folds: Vec::new(),
            preview: 0,
            focus: 0,
            top: 0,
            error: None,
            pending: None,
            restored: None,
            touched: false,
            met: None,
            saving_over: false,
            discarding: false,
            subject,
            key,
        };
        if let Some(draft) = desk.draft(&form.key) {
            form.restore(draft);
            form.met = form.meanwhile(desk);
            form.error = form.met.clone();
        }
        form
    }

    /// What is typed, to be read.
    fn filled<'a>(&'a self, desk: &'a Desk) -> submit::Filled<'a> {
        submit::Filled {
            inputs: &self.inputs,
            desk,
        }
    }

    /// Whether anything differs from what the form began with.
    pub(crate) fn is_changed(&self) -> bool {
        self.inputs.iter().any(Input::is_changed)
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.screen;
        let armed = std::mem::take(&mut self.discarding);
        match action {
            Action::NextField => self.step(1),
            Action::PreviousField => self.step(-1),
            Action::Undo | Action::Redo => {
                if let Some(field) = self.inputs.get_mut(self.focus).and_then(Input::field_mut) {
                    if action == Action::Undo {
                        field.undo();
                    } else {
                        field.redo();
                    }
                    self.touched = true;
                }
            }
            Action::Editor => {
                let input = self.inputs.get(self.focus);
                let text = input.filter(|i| i.is_long()).map(|i| i.value().to_owned());
                return vec![match text {
                    Some(text) => Step::Do(Effect::OpenEditor(text)),
                    None => Step::Refuse(Notice::new(words.editor_only_long)),
                }];
            }
            Action::Leave => {
                let mut steps: Vec<Step> = self.keep(desk).map(Step::Do).into_iter().collect();
                if self.is_changed() {
                    steps.push(Step::Left(self.key.clone()));
                }
                steps.push(Step::Close);
                return steps;
            }
            Action::Discard if armed => {
                return vec![Step::Do(self.drop_draft()), Step::Close];
            }
            Action::Discard => {
                self.discarding = true;
                return vec![Step::Refuse(Notice::new(words.discard_again))];
            }
            Action::Repeat if self.pending.is_none() => return self.repeat(desk),
            Action::Fold if self.pending.is_none() && matches!(self.subject, Subject::Note(..)) => {
                return self.fold(desk);
            }
            Action::Unchanged => return self.nothing_new(desk),
            Action::Save if self.pending.is_none() => return self.save(desk, ticket),
            _ => {}
        }
        self.settle(desk);
        Vec::new()
    }

    fn save(&mut self, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        if let Some((task, _)) = self.subject.corrects()
            && desk.detail_of(task).is_none()
        {
            // What others corrected is not known yet.
            self.error = Some(Notice::new(desk.words.screen.loading));
            return vec![Step::Do(Effect::LoadDetail(task))];
        }
        if let Some(met) = self.meanwhile(desk) {
            if !std::mem::replace(&mut self.saving_over, true) {
                let overtaken = self.inputs.iter().position(Input::is_overtaken);
                self.focus = overtaken.unwrap_or(self.focus);
                self.error = Some(met);
                self.settle(desk);
                return Vec::new();
            }
            self.look();
        }
        match submit::effect(self, desk, ticket) {
            Ok(Effect::Edit(..)) if desk.review.is_some() => {
                self.touched = false;
                vec![
                    Step::Do(Effect::SaveDraft(agreed::draft(self.draft(desk)))),
                    Step::Say(Notice::new(desk.words.screen.agreed)),
                    Step::Close,
                ]
            }
            Ok(effect) => {
                self.pending = Some(ticket);
                self.error = None;
                // What is about to be recorded survives a crash in the middle of it.
                let kept = self.keep(desk);
                kept.into_iter().chain([effect]).map(Step::Do).collect()
            }
            Err(wrong) => {
                if let Some(at) = self.inputs.iter().position(|i| i.name == wrong.field) {
                    self.focus = at;
                }
                self.error = Some(wrong.notice);
                self.settle(desk);
                Vec::new()
            }
        }
    }

    /// The request failed: the form stays, with the reason.
    pub(crate) fn fail(&mut self, notice: Notice) {
        self.pending = None;
        self.error = Some(notice);
    }

    fn step(&mut self, by: isize) {
        let len = self.inputs.len().max(1);
        if let Some(field) = self.inputs.get_mut(self.focus).and_then(Input::field_mut) {
            field.leave();
        }
        self.focus = (self.focus + len).saturating_add_signed(by) % len;
        if let Some(input) = self.inputs.get_mut(self.focus) {
            input.enter();
        }
    }

    /// What is wrong with the form as it was submitted.
    pub(crate) fn error(&self) -> Option<&Notice> {
        self.error.as_ref()
    }
}
