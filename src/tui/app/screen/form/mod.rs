//! The forms: what a person types, kept as typed until it is recorded.

mod act;
mod agreed;
mod draw;
mod fields;
mod follow;
mod inputs;
mod meanwhile;
mod minutes;
mod subject;
mod submit;
mod window;

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::{Screen, Step};
use crate::model::{Draft, ItemId, OpId};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::words::fill;
pub(crate) use act::{Act, owed_tasks, reminder, want};
pub(crate) use agreed::{Agreed, agreed};
pub(crate) use fields::{Input, Kind, Span as Share};
pub(crate) use follow::Follow;
pub(crate) use subject::{DraftKey, Subject, draft_of, kept_as};
pub(crate) use window::left;

/// Before the name of an input in a draft: the corrections whose values the person saw there.
const SEEN: &str = "seen.";

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

    fn restore(&mut self, draft: &Draft) {
        for input in &mut self.inputs {
            if draft.fields.iter().any(|(name, _)| name == input.name) {
                input.set(draft.field(input.name));
                let seen = format!("{SEEN}{}", input.name);
                let mut fields = draft.fields.iter();
                if let Some(register) = &mut input.register
                    && let Some((_, seen)) = fields.find(|(name, _)| *name == seen)
                {
                    let ops = seen.split_whitespace();
                    register.seen = Some(ops.filter_map(|op| op.parse().ok()).collect());
                }
            }
        }
        let ids = |name| draft.field(name).split_whitespace();
        self.folds = ids("folds").filter_map(|op| op.parse().ok()).collect();
        if self.tasks.is_empty() {
            self.tasks = ids("tasks").filter_map(|task| task.parse().ok()).collect();
        }
        self.restored = Some(draft.saved.clone());
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

    /// The draft of what was typed.
    pub(crate) fn draft(&self, desk: &Desk) -> Draft {
        // What a correction leaves as it is follows what others correct meanwhile.
        let correcting = self.subject.corrects().is_some();
        let mut fields = Vec::new();
        let kept = |input: &&Input| !correcting || input.is_changed();
        for input in self.inputs.iter().filter(kept) {
            fields.push((input.name.to_owned(), input.value().to_owned()));
            if let Some(seen) = input.register.as_ref().and_then(|r| r.seen.as_ref()) {
                let ops: Vec<String> = seen.iter().map(ToString::to_string).collect();
                fields.push((format!("{SEEN}{}", input.name), ops.join(" ")));
            }
        }
        fields.extend(self.subject.draft_fields());
        let listed = |ids: Vec<String>| ids.join(" ");
        let tasks = listed(self.tasks.iter().map(ToString::to_string).collect());
        let folds = listed(self.folds.iter().map(ToString::to_string).collect());
        let lists = [("tasks", tasks), ("folds", folds)].into_iter();
        let lists = lists.filter(|(_, ids)| !ids.is_empty());
        fields.extend(lists.map(|(name, ids)| (name.to_owned(), ids)));
        draft_of(&self.key, fields, desk)
    }

    /// What keeps the typed text: nothing if it has not changed since it was last kept.
    pub(crate) fn keep(&mut self, desk: &Desk) -> Option<Effect> {
        let touched = std::mem::take(&mut self.touched);
        let draft = || self.is_changed().then(|| self.draft(desk));
        touched.then(|| kept_as(&self.key, draft()))
    }

    pub(crate) fn drop_draft(&self) -> Effect {
        kept_as(&self.key, None)
    }

    /// A draft of an earlier run turned up that bears the name of this form: an untouched form takes it over, and one
    /// that something was typed into makes way, so that neither text is lost.
    pub(crate) fn meet(&mut self, draft: &Draft, free: DraftKey) {
        if self.is_changed() || self.restored.is_some() {
            self.key = free;
        } else {
            self.restore(draft);
        }
    }

    /// Handles a key that the key table leaves to the form; returns whether the text changed.
    pub(crate) fn key(&mut self, key: KeyEvent, desk: &Desk) -> bool {
        if self.pending.is_some() {
            return false;
        }
        self.discarding = false;
        if self.turn_preview(key.code, desk) {
            return false;
        }
        if self.starts_writing(key) {
            self.go_to_text();
        }
        let width = self.focused_width(desk);
        let Some(input) = self.inputs.get_mut(self.focus) else {
            return false;
        };
        let before = input.value().to_owned();
        if let KeyCode::Char(c) = key.code
            && input.pick(c)
        {
            let changed = self.after_change(&before, desk);
            self.step(1);
            self.settle(desk);
            return changed;
        }
        match &mut input.kind {
            Kind::Choice { at, options } => match key.code {
                KeyCode::Right | KeyCode::Char(' ' | '\u{3000}') => *at = (*at + 1) % options.len(),
                KeyCode::Left => *at = at.checked_sub(1).unwrap_or(options.len() - 1),
                KeyCode::Up => self.step(-1),
                KeyCode::Down | KeyCode::Enter => self.step(1),
                _ => {}
            },
            Kind::Text(field) | Kind::Departments(field) | Kind::Day(field) => {
                if !field.key(key, width) {
                    match key.code {
                        KeyCode::Up => self.step(-1),
                        KeyCode::Down => self.step(1),
                        KeyCode::Enter if self.complete(desk) => {}
                        KeyCode::Enter => match self.misnamed(desk) {
                            Some(wrong) => self.error = Some(wrong),
                            None => self.step(1),
                        },
                        _ => {}
                    }
                }
            }
        }
        self.after_change(&before, desk)
    }

    /// Takes in pasted text; returns whether the text changed.
    pub(crate) fn paste(&mut self, text: &str, desk: &Desk) -> bool {
        if self.awaits_choice() {
            self.go_to_text();
        }
        let focus = self.focus;
        let Some(input) = self
            .inputs
            .get_mut(focus)
            .filter(|_| self.pending.is_none())
        else {
            return false;
        };
        let before = input.value().to_owned();
        if let Some(field) = input.field_mut() {
            field.paste(text);
        }
        self.after_change(&before, desk)
    }

    /// Takes in the text as the person's editor left it; returns whether it changed.
    pub(crate) fn edited(&mut self, text: &str, desk: &Desk) -> bool {
        let Some(input) = self.inputs.get_mut(self.focus) else {
            return false;
        };
        let before = input.value().to_owned();
        input.set(text.trim_end_matches('\n'));
        self.after_change(&before, desk)
    }

    fn after_change(&mut self, before: &str, desk: &Desk) -> bool {
        let changed = self.inputs.iter().any(|input| {
            Some(input.name) == self.inputs.get(self.focus).map(|i| i.name)
                && input.value() != before
        });
        if changed {
            self.touched = true;
            self.saving_over = false;
            self.error = None;
        }
        self.settle(desk);
        changed
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
                    steps.push(Step::Say(Notice::new(words.draft_kept)));
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

    /// Completes the department being typed; returns whether there was anything to complete.
    fn complete(&mut self, desk: &Desk) -> bool {
        let Some(input) = self.inputs.get_mut(self.focus) else {
            return false;
        };
        let Some(name) = input.candidates(desk).first().cloned() else {
            return false;
        };
        input.complete(&name);
        true
    }

    /// What is wrong with the departments where the cursor is: nobody goes on from a name that stands for none.
    fn misnamed(&self, desk: &Desk) -> Option<Notice> {
        let input = self.inputs.get(self.focus)?;
        if !matches!(input.kind, Kind::Departments(_)) {
            return None;
        }
        match self.filled(desk).departments(input.name) {
            Err(wrong) => Some(wrong.notice),
            Ok(named) if input.single && named.len() > 1 => {
                Some(Notice::new(desk.words.meeting.one_department))
            }
            Ok(_) => None,
        }
    }

    /// What is wrong with the form as it was submitted.
    pub(crate) fn error(&self) -> Option<&Notice> {
        self.error.as_ref()
    }
}
