//! The home on this computer, as the worker needs it: the verbs of the workspace, with failures turned into words.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::home::Home;
use super::own_work::{self, Remembered};
use super::{own_follow, own_share};
use crate::model::{
    Addition, Change, Detail, Document, Draft, Edit, ItemId, NoteDraft, OpId, Snapshot, StepDraft,
};
use crate::search::Field;
use crate::tui::app::follow::{Act, Ask, Told};
use crate::tui::app::share::Share;
use crate::tui::app::work::{Reminder, Work};
use crate::tui::app::{Notice, Outcome};
use crate::words::{Words, fill};
use crate::workspace::{Failure, Kept, Lodging, Workspace};

/// How many changes the history of everything shows.
const HISTORY: usize = 1000;
/// How many things that can be taken back are offered.
const UNDOABLE: usize = 30;

/// An open workspace with the picture that was last taken of it.
#[derive(Debug)]
pub struct OwnHome {
    workspace: Workspace,
    words: &'static Words,
    last: Option<Snapshot>,
    version: Option<i64>,
    /// Drafts of earlier runs, until what they hold is recorded.
    kept: Vec<Kept>,
    ended: Remembered,
}

impl OwnHome {
    /// The home behind this workspace, speaking these words.
    #[must_use]
    pub fn new(workspace: Workspace, words: &'static Words) -> Self {
        Self {
            workspace,
            words,
            last: None,
            version: None,
            kept: Vec::new(),
            ended: None,
        }
    }

    fn said<T>(&self, result: Result<T, Failure>) -> Result<T, Notice> {
        result.map_err(|failure| notice(&failure, self.words))
    }

    /// The drafts of earlier runs that a form has taken over: what they hold is in its own draft now.
    fn take_kept(&mut self, form: &str, item: Option<ItemId>) -> Vec<Kept> {
        let same = |kept: &mut Kept| kept.draft.form == form && kept.draft.item == item;
        self.kept.extract_if(.., same).collect()
    }

    fn take_picture(&mut self) -> Result<Snapshot, Failure> {
        // The version first: what is committed in between is seen by the next question.
        self.version = Some(self.workspace.data_version()?);
        let now = self.workspace.now();
        let picture = match &self.last {
            Some(last) => self
                .workspace
                .refreshed(last, now)?
                .unwrap_or_else(|| last.clone()),
            None => self.workspace.snapshot(usize::MAX, now)?,
        };
        self.last = Some(picture.clone());
        Ok(picture)
    }
}

/// The last of several ops.
fn last(ids: Vec<OpId>) -> Result<OpId, Failure> {
    ids.last().copied().ok_or(Failure::NothingGiven)
}

/// A failure in words.
pub(super) fn notice(failure: &Failure, words: &Words) -> Notice {
    let notice = Notice::new(failure.message(words));
    match failure.hint(words) {
        Some(hint) => notice.hint(hint),
        None => notice,
    }
}

impl Home for OwnHome {
    fn first_page(&mut self, rows: usize) -> Result<Snapshot, Notice> {
        let page = self.workspace.snapshot(rows, self.workspace.now());
        let page = self.said(page)?;
        if page.rows.len() == page.total {
            self.version = self.workspace.data_version().ok();
            self.last = Some(page.clone());
        }
        Ok(page)
    }

    fn snapshot(&mut self) -> Result<Snapshot, Notice> {
        let picture = self.take_picture();
        self.said(picture)
    }

    fn changed(&mut self) -> Result<bool, Notice> {
        let open = self.workspace.let_others_in();
        self.said(open)?;
        let version = self.said(self.workspace.data_version())?;
        if self.version == Some(version) {
            return Ok(false);
        }
        // An exchange that brings nothing is a commit as well: only what shows counts.
        let Some(last) = &self.last else {
            return Ok(true);
        };
        let newer = self.workspace.refreshed(last, self.workspace.now());
        let newer = self.said(newer)?;
        self.version = Some(version);
        let changed = newer.is_some();
        self.last = newer.or(self.last.take());
        Ok(changed)
    }

    fn detail(&mut self, task: ItemId) -> Result<Detail, Notice> {
        self.said(self.workspace.detail(task))
    }

    fn history(&mut self, task: Option<ItemId>) -> Result<Vec<Change>, Notice> {
        self.said(self.workspace.history(task, HISTORY))
    }

    fn texts(
        &mut self,
        look: &mut dyn FnMut(ItemId, Field, &str) -> ControlFlow<()>,
    ) -> Result<(), Notice> {
        self.said(self.workspace.each_text(look))
    }

    fn share(&mut self) -> Result<Share, Notice> {
        let now = self.workspace.now();
        let share = own_share::told(&mut self.workspace, self.words, now);
        self.said(share)
    }

    fn ask(&mut self, ask: Ask) -> Result<Option<Told>, Notice> {
        let picture = match &self.last {
            Some(last) => last.clone(),
            // What runs needs no tasks: they come with the next picture.
            None if ask == Ask::Running => Snapshot::default(),
            None => {
                let picture = self.take_picture();
                self.said(picture)?
            }
        };
        let told = own_follow::ask(
            &self.workspace,
            &picture,
            self.words,
            ask,
            self.workspace.now(),
        );
        self.said(told)
    }

    fn act(&mut self, act: Act) -> Result<Outcome, Notice> {
        let now = self.workspace.now();
        let done = own_follow::act(&mut self.workspace, self.words, act, now);
        self.said(done)
    }

    fn look(&mut self, task: ItemId) -> Result<(), Notice> {
        self.said(self.workspace.look_at_task(task))
    }

    fn record(&mut self, note: NoteDraft) -> Result<OpId, Notice> {
        let done = self.workspace.record_note(&note, self.workspace.now());
        self.said(done)
    }

    fn record_all(&mut self, notes: Vec<NoteDraft>) -> Result<OpId, Notice> {
        let done = self.workspace.record_notes(&notes, self.workspace.now());
        self.said(done.and_then(last))
    }

    fn take_steps(&mut self, steps: Vec<StepDraft>) -> Result<OpId, Notice> {
        let done = self.workspace.take_steps(&steps, &[], self.workspace.now());
        self.said(done.and_then(last))
    }

    fn remind(&mut self, reminder: Reminder) -> Result<OpId, Notice> {
        let Reminder {
            department,
            tasks,
            via,
            text,
        } = reminder;
        let words = (via.as_str(), text.as_str());
        let done = self
            .workspace
            .record_reminder(department, tasks, words, self.workspace.now());
        self.said(done)
    }

    fn take_back(&mut self, op: OpId, reason: String) -> Result<OpId, Notice> {
        let done = self.workspace.take_back(op, &reason, self.workspace.now());
        self.said(done)
    }

    fn undoable(&mut self) -> Result<Vec<Change>, Notice> {
        self.said(self.workspace.undoable_changes(UNDOABLE))
    }

    fn work(&mut self) -> Result<Work, Notice> {
        let work = match &self.last {
            Some(snapshot) => own_work::work(&self.workspace, snapshot, &mut self.ended),
            None => Ok(Work::default()),
        };
        self.said(work)
    }

    fn retract(&mut self, note: OpId, reason: String) -> Result<OpId, Notice> {
        let done = self
            .workspace
            .retract_note(note, &reason, self.workspace.now());
        self.said(done)
    }

    fn edit(&mut self, edits: Vec<Edit>) -> Result<OpId, Notice> {
        let done = self.workspace.correct_all(&edits, self.workspace.now());
        self.said(done.and_then(last))
    }

    fn add(&mut self, addition: Addition) -> Result<OpId, Notice> {
        let done = self.workspace.add(&addition, self.workspace.now());
        self.said(done.map(|(op, _)| op))
    }

    fn adopt(&mut self, document: &Document, edits: &[Edit]) -> Result<(), Notice> {
        let done = self
            .workspace
            .adopt_plan(document, edits, self.workspace.now());
        self.last = None;
        self.said(done)
    }

    fn drafts(&mut self) -> Result<Vec<Draft>, Notice> {
        self.kept = self.said(self.workspace.kept_drafts())?;
        // Of several that were left for one form the latest is offered; the others wait for the next start.
        let mut offered = HashSet::new();
        self.kept
            .retain(|kept| offered.insert((kept.draft.form.clone(), kept.draft.item)));
        Ok(self.kept.iter().map(|kept| kept.draft.clone()).collect())
    }

    fn save_draft(&mut self, draft: Draft) -> Result<Option<Notice>, Notice> {
        let earlier = self.take_kept(&draft.form, draft.item);
        let kept = self.workspace.keep_draft(&draft, &earlier);
        if !matches!(kept, Ok(Lodging::Home)) {
            self.kept.extend(earlier);
        }
        let words = self.words;
        Ok(match self.said(kept)? {
            Lodging::Home => None,
            Lodging::Elsewhere { folder, why } => {
                let (cause, folder) = (why.cause(words), folder.display().to_string());
                let said = fill(words.screen.draft_elsewhere, &[&cause, &folder]);
                Some(Notice::new(said).hint(why.hint(words).unwrap_or_default()))
            }
        })
    }

    fn drop_draft(&mut self, form: &str, item: Option<ItemId>) -> Result<(), Notice> {
        let earlier = self.take_kept(form, item);
        self.said(self.workspace.drop_draft(form, item, &earlier))
    }
}
