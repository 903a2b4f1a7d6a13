//! Finding: the same ranking for the command line and the screens.

use std::ops::ControlFlow;

use super::{Failure, Workspace};
use crate::model::{ItemId, Snapshot};
use crate::search::{Field, Hit, Index, Query, TextSearch};

impl Workspace {
    /// Hands the bodies (measures among them) and the notes of all tasks to `look`, until it breaks.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn each_text(
        &self,
        look: &mut dyn FnMut(ItemId, Field, &str) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        Ok(self.store.each_text(|task, note, text| {
            look(
                task,
                if note.is_some() {
                    Field::Note
                } else {
                    Field::Text
                },
                text,
            )
        })?)
    }

    /// Looks for the words of a query in the bodies, measures and notes of all tasks.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn search_texts(&self, query: &Query) -> Result<TextSearch, Failure> {
        let mut search = TextSearch::new(query);
        self.each_text(&mut |task, field, text| {
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
        let texts = self.search_texts(&query)?;
        let more = index.search_texts(&query, &texts, &found.survivors, usize::MAX);
        let total = found.total + more.len();
        found.hits.extend(more);
        found.hits.truncate(limit);
        Ok((found.hits, total))
    }
}
