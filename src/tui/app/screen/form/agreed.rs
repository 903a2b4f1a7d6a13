//! Corrections agreed on in the review of a plan: drafts that are recorded when the plan is put in force.
//!
//! They live among the drafts and nowhere else, so that leaving the review, or a power cut, loses none of them.

use super::{Form, Input, Subject, submit};
use crate::model::{Draft, Edit};
use crate::tui::app::desk::Desk;
use crate::tui::app::message::{Effect, Ticket};
use crate::tui::app::screen::draft::DraftKey;

/// The field of a draft that says that it was agreed on as it is.
const AGREED: (&str, &str) = ("agreed", "yes");

/// A correction that was agreed on.
#[derive(Debug)]
pub(crate) struct Agreed {
    pub(crate) key: DraftKey,
    pub(crate) changes: Vec<Reworded>,
    pub(crate) edits: Vec<Edit>,
}

/// One corrected reading, for the eye.
#[derive(Debug)]
pub(crate) struct Reworded {
    /// The name of the input.
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// The draft, marked as agreed on.
pub(super) fn draft(mut draft: Draft) -> Draft {
    let (name, yes) = AGREED;
    draft.fields.push((name.to_owned(), yes.to_owned()));
    draft
}

/// What was agreed on about a subject, if anything was and it still makes sense.
pub(crate) fn agreed(desk: &Desk, subject: Subject) -> Option<Agreed> {
    let key = subject.draft_key();
    let (name, yes) = AGREED;
    desk.draft(&key).filter(|draft| draft.field(name) == yes)?;
    let form = Form::of(desk, subject, key);
    let submitted = submit::effect(&form, desk, Ticket::default());
    let Ok(Effect::Edit(_, edits)) = submitted else {
        return None;
    };
    let said = |text: &str| desk.clean(if text.is_empty() { "--" } else { text });
    // What was saved as it stood is there to be confirmed.
    let corrects = |input: &&Input| edits.iter().any(|e| e.register.as_str() == input.name);
    let changes = form
        .inputs
        .iter()
        .filter(corrects)
        .map(|input| Reworded {
            name: input.name,
            label: input.label.clone(),
            before: said(input.original().shown()),
            after: said(input.shown()),
        })
        .collect();
    Some(Agreed {
        key: form.keeping.key,
        changes,
        edits,
    })
}
