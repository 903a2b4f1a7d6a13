//! Shows the screens on a home in memory: `cargo run --example gallery -- normal|empty|overlong|plan [shared] [review] [en] [light|contrast|ansi|colourless]`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../stage/mod.rs"]
mod stage;

use std::ops::ControlFlow;
use std::sync::Arc;

use duban::config::{Taste, Theme, View};
use duban::model::{
    Addition, Change, Detail, Document, Draft, Edit, ItemId, NoteDraft, OpId, Snapshot, StepDraft,
};
use duban::search::Field;
use duban::tui::app::Notice;
use duban::tui::app::share::Share;
use duban::tui::app::work::{Reminder, Work};
use duban::tui::terminal::{self, Home, Start};
use duban::words::Lang;
use stage::Stage;

struct Memory {
    stage: Stage,
    drafts: Vec<Draft>,
}

impl Home for Memory {
    fn first_page(&mut self, _: usize) -> Result<Snapshot, Notice> {
        Ok(self.stage.snapshot())
    }
    fn snapshot(&mut self) -> Result<Snapshot, Notice> {
        Ok(self.stage.snapshot())
    }
    fn changed(&mut self) -> Result<bool, Notice> {
        Ok(false)
    }
    fn detail(&mut self, task: ItemId) -> Result<Detail, Notice> {
        self.stage
            .detail(task)
            .ok_or_else(|| Notice::new("no such task"))
    }
    fn history(&mut self, task: Option<ItemId>) -> Result<Vec<Change>, Notice> {
        Ok(self.stage.history(task))
    }
    fn texts(
        &mut self,
        look: &mut dyn FnMut(ItemId, Field, &str) -> ControlFlow<()>,
    ) -> Result<(), Notice> {
        for (task, text, _) in &self.stage.texts {
            if look(*task, Field::Text, text).is_break() {
                break;
            }
        }
        Ok(())
    }
    fn share(&mut self) -> Result<Share, Notice> {
        Ok(self.stage.share.clone())
    }
    fn look(&mut self, task: ItemId) -> Result<(), Notice> {
        self.stage.unread.remove(&task);
        Ok(())
    }
    fn record(&mut self, note: NoteDraft) -> Result<OpId, Notice> {
        Ok(self.stage.record(&note))
    }
    fn record_all(&mut self, notes: Vec<NoteDraft>) -> Result<OpId, Notice> {
        let done = notes.iter().map(|note| self.stage.record(note)).last();
        done.ok_or_else(|| Notice::new("no notes"))
    }
    fn take_steps(&mut self, _: Vec<StepDraft>) -> Result<OpId, Notice> {
        Err(Notice::new("the gallery takes no steps"))
    }
    fn remind(&mut self, _: Reminder) -> Result<OpId, Notice> {
        Err(Notice::new("the gallery reminds nobody"))
    }
    fn take_back(&mut self, op: OpId, reason: String) -> Result<OpId, Notice> {
        Ok(self.stage.retract(op, &reason))
    }
    fn undoable(&mut self) -> Result<Vec<Change>, Notice> {
        Ok(self.stage.history(None))
    }
    fn work(&mut self) -> Result<Work, Notice> {
        Ok(self.stage.work.clone())
    }
    fn retract(&mut self, note: OpId, reason: String) -> Result<OpId, Notice> {
        Ok(self.stage.retract(note, &reason))
    }
    fn edit(&mut self, edits: Vec<Edit>) -> Result<OpId, Notice> {
        Ok(self.stage.edit(&edits))
    }
    fn add(&mut self, _: Addition) -> Result<OpId, Notice> {
        Err(Notice::new("the gallery adds nothing"))
    }
    fn adopt(&mut self, _: &Document, _: &[Edit]) -> Result<(), Notice> {
        Ok(())
    }
    fn drafts(&mut self) -> Result<Vec<Draft>, Notice> {
        Ok(self.drafts.clone())
    }
    fn save_draft(&mut self, draft: Draft) -> Result<Option<Notice>, Notice> {
        self.drafts.push(draft);
        Ok(None)
    }
    fn drop_draft(&mut self, form: &str, item: Option<ItemId>) -> Result<(), Notice> {
        self.drafts
            .retain(|draft| (draft.form.as_str(), draft.item) != (form, item));
        Ok(())
    }
}

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|known| known == word);
    let stage = if has("empty") {
        Stage::empty()
    } else if has("overlong") {
        Stage::overlong()
    } else if has("plan") {
        Stage::plan()
    } else {
        Stage::normal()
    };
    let stage = if has("shared") { stage.shared() } else { stage };
    let review = has("review").then(|| {
        Arc::new(if has("plan") {
            let bytes = include_bytes!("../../data/zibo-education-plan.txt");
            duban::import::document(duban::import::read(bytes, &Default::default()))
        } else {
            stage.document()
        })
    });
    let theme = if has("light") {
        Theme::Light
    } else if has("contrast") {
        Theme::HighContrast
    } else if has("ansi") {
        Theme::Ansi
    } else if has("colourless") {
        Theme::Plain
    } else {
        Theme::Dark
    };
    let taste = Taste {
        lang: if has("en") { Lang::En } else { Lang::Zh },
        theme,
        mouse: has("mouse"),
        views: vec![View {
            name: "学前教育".into(),
            filter: "学前".into(),
            sort: "due".into(),
        }],
        ..Taste::default()
    };
    let home = Box::new(Memory {
        stage,
        drafts: Vec::new(),
    });
    let scratch = std::env::temp_dir();
    terminal::run(
        home,
        Start {
            taste,
            review,
            meeting: None,
            scratch,
            clock: duban::workspace::Clock::Wall,
            zone: chrono::FixedOffset::east_opt(8 * 3600).unwrap(),
            share: None,
        },
    )
    .map(drop)
}
