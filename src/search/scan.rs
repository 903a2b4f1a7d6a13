//! The search of every key press: scan all titles, cut to the best candidates, score those.

use std::sync::Arc;
use std::thread;

use super::automaton::Held;
use super::code::Agreement;
use super::hit::{Hit, Hits, Survivors};
use super::index::Index;
use super::judge::prefer_usual_meanings;
use super::phrase::TextSearch;
use super::prepare::Prepared;
use super::query::Query;

/// The most candidates that are scored, and so the most hits there are.
const MOST: usize = 1_000;
/// From so many tasks on a second thread pays.
pub(super) const MANY: usize = 16_384;
/// How promising a candidate looks before it is scored; the lower the better.
pub(super) type Promise = u32;

impl Index {
    /// Finds tasks by title, department and code.
    ///
    /// At most 1,000 hits are ranked, however many there are; equally good ones stand in the order of the plan.
    /// `previous` are the survivors of the key press before: they are used if the query only grew.
    #[must_use]
    pub fn search(&self, query: &Query, limit: usize, previous: Option<&Survivors>) -> Hits {
        if query.is_empty() {
            return Hits::default();
        }
        let words = self.prepare(query);
        let narrowed = previous.filter(|earlier| {
            !earlier.query.is_empty()
                && query.narrows(&earlier.query)
                && earlier
                    .of
                    .as_ref()
                    .is_some_and(|of| Arc::ptr_eq(of, &self.rows))
        });
        let mut candidates = match narrowed {
            Some(earlier) => self.scan(&words, earlier.rows.len(), |at| {
                earlier.rows.get(at).copied()
            }),
            None => self.scan(&words, self.rows.len(), |at| u32::try_from(at).ok()),
        };
        let survivors = Survivors {
            query: query.clone(),
            of: Some(Arc::clone(&self.rows)),
            rows: candidates.iter().map(|(_, row)| *row).collect(),
        };
        let total = candidates.len();
        if total > MOST {
            candidates.select_nth_unstable(MOST);
            candidates.truncate(MOST);
        }
        let mut ranked = self.rank(&words, &candidates);
        prefer_usual_meanings(&mut ranked);
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.row.cmp(&b.row)));
        ranked.truncate(limit);
        let hits = ranked
            .into_iter()
            .filter_map(|ranked| self.hit(ranked))
            .collect();
        Hits {
            hits,
            total,
            survivors,
        }
    }

    /// The tasks that `texts` adds to those found by title, department and code (`shallow`), the best first.
    ///
    /// Of several words, some may stand in the text and the others in the title, a department or the code.
    #[must_use]
    pub fn search_texts(
        &self,
        query: &Query,
        texts: &TextSearch,
        shallow: &Survivors,
        limit: usize,
    ) -> Vec<Hit> {
        if query.is_empty() || texts.is_empty() {
            return Vec::new();
        }
        let words = self.prepare(query);
        let mut hits: Vec<Hit> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let Some(found) = texts.found(row.id) else {
                continue;
            };
            let missing = words
                .iter()
                .enumerate()
                .any(|(word, prepared)| !found.holds(word) && self.promise(prepared, at).is_none());
            if missing || shallow.contains(at) {
                continue;
            }
            hits.push(Hit {
                task: row.id,
                row: at,
                field: found.field,
                score: found.score(),
                highlights: Vec::new(),
                department: None,
            });
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.row.cmp(&b.row)));
        hits.truncate(limit);
        hits
    }

    /// How promising a task looks for one word; `None` if it does not hold it.
    #[inline]
    fn promise(&self, word: &Prepared<'_>, row: usize) -> Option<Promise> {
        let title = match word.automaton.scan(self.moves(word, row)) {
            Some(Held::Whole(end)) => Some(0x1000 + end),
            Some(Held::Scattered(end)) => Some(0x8000 + end),
            None => None,
        };
        let department = word
            .by_department
            .get(row)
            .filter(|&&p| p != u16::MAX)
            .map(|&p| u32::from(p));
        let best = match (title, department) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let Some(code) = word.code else { return best };
        let by_code = self
            .rows
            .get(row)
            .and_then(|row| code.agrees(&row.code))
            .map(|agreement| match agreement {
                Agreement::Exact => 0,
                Agreement::Within => 3,
                Agreement::Begins => 0xA000,
            });
        match (best, by_code) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// Looks at `count` tasks, the places of which `place` tells, and keeps those that hold every word.
    fn scan(
        &self,
        words: &[Prepared<'_>],
        count: usize,
        place: impl Fn(usize) -> Option<u32> + Sync,
    ) -> Vec<(Promise, u32)> {
        let part = |from: usize, to: usize| -> Vec<(Promise, u32)> {
            (from..to)
                .filter_map(|at| {
                    let row = place(at)?;
                    let promise = words
                        .iter()
                        .try_fold(0, |sum, word| Some(sum + self.promise(word, row as usize)?))?;
                    Some((promise, row))
                })
                .collect()
        };
        if count < MANY {
            return part(0, count);
        }
        let (mut first, second) = in_two(|| part(0, count / 2), || part(count / 2, count));
        first.extend(second);
        first
    }
}

/// Does two things at once, on one more thread than the caller's.
pub(super) fn in_two<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    two: impl FnOnce() -> B,
) -> (A, B) {
    thread::scope(|scope| {
        let other = scope.spawn(one);
        let b = two();
        match other.join() {
            Ok(a) => (a, b),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
