//! Screens whose text is kept as a draft until it is recorded: under which name, when it is written, and when it goes.

use super::Step;
use crate::model::{Draft, ItemId};
use crate::tui::app::desk::Desk;
use crate::tui::app::message::{Effect, Notice};

/// What names a draft: the form, and the item that it is about.
pub(crate) type DraftKey = (String, Option<ItemId>);

/// How the text of a screen is kept.
#[derive(Debug)]
pub(crate) struct Keeping {
    /// What names the draft; no other open screen or kept draft has the same.
    pub(crate) key: DraftKey,
    /// When the draft was written that the screen began with.
    pub(super) restored: Option<String>,
    /// Whether something was typed since the draft was last kept.
    pub(super) touched: bool,
    /// Whether the next Ctrl+X throws the draft away.
    pub(super) discarding: bool,
}

impl Keeping {
    pub(super) fn new(key: DraftKey) -> Self {
        Self {
            key,
            restored: None,
            touched: false,
            discarding: false,
        }
    }

    /// The draft that these fields make, as it is kept now.
    pub(super) fn draft(&self, fields: Vec<(String, String)>, desk: &Desk) -> Draft {
        let (form, item) = self.key.clone();
        Draft {
            form,
            item,
            fields,
            saved: desk.now.to_rfc3339(),
        }
    }

    /// What keeps the draft; without one, what drops it.
    fn kept(&self, draft: Option<Draft>) -> Effect {
        match draft {
            Some(draft) => Effect::SaveDraft(draft),
            None => {
                let (form, item) = self.key.clone();
                Effect::DropDraft(form, item)
            }
        }
    }
}

/// A screen whose text is kept as a draft until it is recorded.
pub(crate) trait Drafted {
    fn keeping(&self) -> &Keeping;

    fn keeping_mut(&mut self) -> &mut Keeping;

    /// Whether anything differs from what the screen began with.
    fn is_changed(&self) -> bool;

    /// The draft of what was typed.
    fn draft(&self, desk: &Desk) -> Draft;

    /// Takes in a draft of an earlier run, where nothing was typed yet.
    fn take_over(&mut self, draft: &Draft, desk: &Desk);

    /// A draft of an earlier run turned up that bears the name of this one: an untouched screen takes it over, and one
    /// that something was typed into makes way, so that neither text is lost.
    fn meet(&mut self, draft: &Draft, free: DraftKey, desk: &Desk) {
        if self.is_changed() || self.keeping().restored.is_some() {
            self.keeping_mut().key = free;
        } else {
            self.take_over(draft, desk);
        }
    }

    /// What keeps the typed text: nothing if it has not changed since it was last kept.
    fn keep(&mut self, desk: &Desk) -> Option<Effect> {
        let touched = std::mem::take(&mut self.keeping_mut().touched);
        let draft = || self.is_changed().then(|| self.draft(desk));
        touched.then(|| self.keeping().kept(draft()))
    }

    fn drop_draft(&self) -> Effect {
        self.keeping().kept(None)
    }

    /// Leaves the screen; what was typed is kept.
    fn leave(&mut self, desk: &Desk) -> Vec<Step> {
        let mut steps: Vec<Step> = self.keep(desk).map(Step::Do).into_iter().collect();
        if self.is_changed() {
            steps.push(Step::Left(self.keeping().key.clone()));
        }
        steps.push(Step::Close);
        steps
    }

    /// Throws the draft away with the second key in a row.
    fn discard(&mut self, desk: &Desk) -> Vec<Step> {
        if std::mem::replace(&mut self.keeping_mut().discarding, true) {
            return vec![Step::Do(self.drop_draft()), Step::Close];
        }
        vec![Step::Refuse(Notice::new(desk.words.screen.discard_again))]
    }
}
