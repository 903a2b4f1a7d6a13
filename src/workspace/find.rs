//! Finding: the same ranking for the command line and the screens.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Failure, Workspace};
use crate::model::Snapshot;
use crate::search::{Field, Hit, Index, Query, TextSearch};

impl Workspace {
    /// Looks for the words of a query in the bodies, measures and notes of all tasks.
    ///
    /// Gives up, with what it has found so far, when `cancelled` is set: a newer query makes the answer worthless.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn search_texts(
        &self,
        query: &Query,
        cancelled: &AtomicBool,
    ) -> Result<TextSearch, Failure> {
        let mut search = TextSearch::new(query);
        self.store.each_text(|task, note, text| {
            if cancelled.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            let field = if note.is_some() {
                Field::Note
            } else {
                Field::Text
            };
            search.look(task, field, text);
            ControlFlow::Continue(())
        })?;
        Ok(search)
    }

    /// The best `limit` hits, in the order the screen shows them, and how many tasks were found in all.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn search(
        &self,
        snapshot: &Snapshot,
        text: &str,
        limit: usize,
    ) -> Result<(Vec<Hit>, usize), Failure> {
        let query = Query::new(text);
        let index = Index::new(&snapshot.rows, &snapshot.directory);
        let mut found = index.search(&query, limit, None);
        let texts = self.search_texts(&query, &AtomicBool::new(false))?;
        let more = index.search_texts(&query, &texts, &found.survivors, usize::MAX);
        let total = found.total + more.len();
        found.hits.extend(more);
        found.hits.truncate(limit);
        Ok((found.hits, total))
    }
}
