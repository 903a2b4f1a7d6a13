//! What was typed and is not on the disk: nobody is told that it is, and nobody leaves without being asked.

use super::screen::Screen;
use super::screen::form::DraftKey;
use super::{App, Effect, Notice, Tone};
use crate::model::Draft;
use crate::words::fill;

/// How far the keeping of drafts is.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// What was to be kept and is not known to be.
    loose: Vec<Loose>,
    /// The form that was left last, while it is not known whether its draft is kept.
    left: Option<DraftKey>,
    pub(super) leaving: Leaving,
}

/// A draft that is not known to be on the disk.
#[derive(Debug)]
struct Loose {
    draft: Draft,
    /// Whether it is known not to be.
    failed: bool,
}

/// How far the wish to leave is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Leaving {
    /// There is none.
    #[default]
    No,
    /// What was typed is being kept first.
    Asked,
    /// It cannot be kept, and the next key to leave does so all the same.
    Warned,
}

fn is_of(draft: &Draft, (form, item): &DraftKey) -> bool {
    draft.form == *form && draft.item == *item
}

impl App {
    /// Keeps the list of drafts in step with what is saved and dropped.
    pub(super) fn note_drafts(&mut self, effect: &Effect) {
        let (drafts, loose) = (&mut self.desk.drafts, &mut self.keeping.loose);
        match effect {
            Effect::SaveDraft(draft) => {
                let key = (draft.form.clone(), draft.item);
                drafts.retain(|other| !is_of(other, &key));
                drafts.insert(0, draft.clone());
                loose.retain(|other| !is_of(&other.draft, &key));
                loose.push(Loose {
                    draft: draft.clone(),
                    failed: false,
                });
            }
            Effect::DropDraft(form, item) => {
                let key = (form.clone(), *item);
                drafts.retain(|other| !is_of(other, &key));
                loose.retain(|other| !is_of(&other.draft, &key));
            }
            _ => return,
        }
        self.settle();
    }

    /// Keeps what was typed since it was last kept.
    pub(super) fn keep_drafts(&mut self) -> Vec<Effect> {
        let desk = &self.desk;
        let keep = |screen: &mut Screen| match screen {
            Screen::Form(form) => form.keep(desk),
            Screen::Figures(figures) => figures.keep(desk),
            _ => None,
        };
        // Something that takes no text, such as the help, may lie on top of it.
        let effects: Vec<Effect> = self.stack.iter_mut().filter_map(keep).collect();
        for effect in &effects {
            self.note_drafts(effect);
        }
        effects
    }

    /// Tries once more to keep what could not be kept: somebody may have made room.
    fn keep_again(&mut self, which: impl Fn(&Draft) -> bool) -> Vec<Effect> {
        let loose = self.keeping.loose.iter_mut();
        let failed = loose.filter(|loose| loose.failed && which(&loose.draft));
        let again = failed.map(|loose| {
            loose.failed = false;
            Effect::SaveDraft(loose.draft.clone())
        });
        again.collect()
    }

    /// A form was left whose draft bears this name: says that it is kept as soon as it is.
    pub(super) fn leave_form(&mut self, key: DraftKey) -> Vec<Effect> {
        let mut loose = self.keeping.loose.iter();
        if !loose.any(|loose| is_of(&loose.draft, &key)) {
            self.say_kept();
            return Vec::new();
        }
        let again = self.keep_again(|draft| is_of(draft, &key));
        self.keeping.left = Some(key);
        again
    }

    fn say_kept(&mut self) {
        let kept = self.desk.words.screen.draft_kept;
        self.notice = Some((Tone::Good, Notice::new(kept)));
    }

    /// Leaves once everything that was typed is kept.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        effects.extend(self.keep_again(|_| true));
        if self.keeping.leaving == Leaving::Warned || self.keeping.loose.is_empty() {
            effects.push(Effect::Quit);
        } else {
            self.keeping.leaving = Leaving::Asked;
        }
        effects
    }

    /// Leaves without asking anybody: nobody is there any more.
    pub(super) fn hang_up(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        effects.extend(self.keep_again(|_| true));
        effects.push(Effect::Quit);
        effects
    }

    /// A draft was kept, or could not be.
    pub(super) fn kept(
        &mut self,
        draft: &Draft,
        result: Result<Option<Notice>, Notice>,
    ) -> Vec<Effect> {
        let keeping = &mut self.keeping;
        let Some(at) = keeping.loose.iter().position(|loose| loose.draft == *draft) else {
            // More was typed meanwhile: the answer to that counts.
            return Vec::new();
        };
        let left = keeping.left.take_if(|left| is_of(draft, left)).is_some();
        match result {
            Ok(elsewhere) => {
                keeping.loose.remove(at);
                match elsewhere {
                    Some(notice) => self.refuse(notice),
                    None if left => self.say_kept(),
                    None => {}
                }
            }
            Err(why) => {
                if let Some(loose) = keeping.loose.get_mut(at) {
                    loose.failed = true;
                }
                let words = self.desk.words.screen;
                let said = Notice::new(fill(words.draft_unkept, &[&why.message]));
                self.refuse(said.hint(words.draft_unkept_hint));
            }
        }
        self.go_on_leaving()
    }

    /// Leaves if that was wished for and nothing is lost by it; warns if something would be.
    fn go_on_leaving(&mut self) -> Vec<Effect> {
        let loose = &self.keeping.loose;
        let waits = loose.iter().any(|loose| !loose.failed);
        if self.keeping.leaving != Leaving::Asked || waits {
            return Vec::new();
        }
        if loose.is_empty() {
            return vec![Effect::Quit];
        }
        let words = self.desk.words.screen;
        let count = loose.len().to_string();
        let said = Notice::new(fill(words.leave_unkept, &[&count]));
        self.refuse(said.hint(words.leave_unkept_hint));
        self.keeping.leaving = Leaving::Warned;
        Vec::new()
    }
}
