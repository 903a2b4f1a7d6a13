//! What was typed, as a draft and back from one.

use super::{Form, Input};
use crate::model::Draft;
use crate::tui::app::desk::Desk;
use crate::tui::app::screen::draft::{Drafted, Keeping};

/// Before the name of an input in a draft: the corrections whose values the person saw there.
const SEEN: &str = "seen.";

impl Form {
    pub(super) fn restore(&mut self, draft: &Draft) {
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
        self.keeping.restored = Some(draft.saved.clone());
    }
}

impl Drafted for Form {
    fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    fn keeping_mut(&mut self) -> &mut Keeping {
        &mut self.keeping
    }

    fn is_changed(&self) -> bool {
        self.inputs.iter().any(Input::is_changed)
    }

    fn draft(&self, desk: &Desk) -> Draft {
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
        self.keeping.draft(fields, desk)
    }

    fn take_over(&mut self, draft: &Draft, _: &Desk) {
        self.restore(draft);
    }
}
