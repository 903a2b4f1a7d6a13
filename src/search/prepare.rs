//! A word of a query made ready for one index: which characters and which departments it may mean.

use super::automaton::{Automaton, DEAD, Path, Row};
use super::code::CodePrefix;
use super::index::{Index, Indexed};
use super::query::Query;
use super::rank::{LEADS, Ranker, Scored};

/// A word of the query, made ready for one index.
pub(super) struct Prepared<'q> {
    pub(super) automaton: Automaton,
    /// The row of every character in use.
    pub(super) alphabet: Vec<Row>,
    pub(super) code: Option<&'q CodePrefix>,
    /// The departments that it names, the best first.
    pub(super) departments: Vec<Match>,
    /// The promise of every task by its departments; empty if the word names none.
    pub(super) by_department: Vec<u16>,
}

/// A department that a word names.
pub(super) struct Match {
    pub(super) department: usize,
    pub(super) score: f64,
    /// Places in the full name.
    pub(super) at: Vec<u32>,
}

impl Index {
    /// Makes every word of the query ready.
    pub(super) fn prepare<'q>(&self, query: &'q Query) -> Vec<Prepared<'q>> {
        let mut ranker = Ranker::new();
        query
            .words()
            .iter()
            .map(|word| {
                let automaton = Automaton::new(word);
                // Number 0 stands for characters nobody can type.
                let mut alphabet: Vec<Row> = self
                    .reading_sets()
                    .map(|(c, set)| automaton.row(c, set))
                    .collect();
                if let Some(unknown) = alphabet.first_mut() {
                    *unknown = DEAD;
                }
                let mut prepared = Prepared {
                    automaton,
                    alphabet,
                    code: word.code.as_ref(),
                    departments: Vec::new(),
                    by_department: Vec::new(),
                };
                self.find_departments(&mut prepared, &mut ranker);
                prepared
            })
            .collect()
    }

    fn find_departments(&self, prepared: &mut Prepared<'_>, ranker: &mut Ranker) {
        for (at, department) in self.departments.iter().enumerate() {
            let Some((name, scored)) = prepared.best_name(self, department, ranker) else {
                continue;
            };
            let worth = scored.of_department();
            let promises: [u16; 2] = match (scored.exact, scored.contiguous) {
                (true, _) => [1, 2],
                (false, true) => [0x4000, 0x4001],
                (false, false) => [0xC000, 0xC001],
            };
            if prepared.by_department.is_empty() {
                prepared.by_department = vec![u16::MAX; self.rows.len()];
            }
            for (rows, promise) in [&department.leads, &department.supports]
                .into_iter()
                .zip(promises)
            {
                for &row in rows {
                    if let Some(slot) = prepared.by_department.get_mut(row as usize) {
                        *slot = promise.min(*slot);
                    }
                }
            }
            let full = department
                .names
                .first()
                .map(|name| self.text(name))
                .unwrap_or_default();
            let places = if name == 0 {
                scored.at
            } else {
                let name = department
                    .names
                    .get(name)
                    .map(|name| self.text(name))
                    .unwrap_or_default();
                let found: String = name
                    .chars()
                    .zip(0_u32..)
                    .filter_map(|(c, at)| scored.at.contains(&at).then_some(c))
                    .collect();
                ranker
                    .places(&full, &found)
                    .unwrap_or_else(|| (0..).zip(full.chars()).map(|(at, _)| at).collect())
            };
            prepared.departments.push(Match {
                department: at,
                score: worth,
                at: places,
            });
        }
        prepared
            .departments
            .sort_by(|a, b| b.score.total_cmp(&a.score));
    }

    /// The rows of moves of the characters of a title.
    #[inline]
    pub(super) fn moves<'a>(
        &'a self,
        word: &'a Prepared<'_>,
        row: usize,
    ) -> impl Iterator<Item = Row> + 'a {
        self.title(row)
            .iter()
            .map(|&n| word.alphabet.get(usize::from(n)).copied().unwrap_or(DEAD))
    }
}

impl Prepared<'_> {
    /// The name of the department that agrees best, by its place among the names.
    fn best_name(
        &self,
        index: &Index,
        department: &Indexed,
        ranker: &mut Ranker,
    ) -> Option<(usize, Scored)> {
        let mut best: Option<(usize, Scored)> = None;
        for (at, name) in department.names.iter().enumerate() {
            let rows = name
                .iter()
                .map(|&n| self.alphabet.get(usize::from(n)).copied().unwrap_or(DEAD));
            let Some(path): Option<Path> = self.automaton.resolve(rows) else {
                continue;
            };
            let scored = ranker.score(index.text(name).chars(), &path);
            if best
                .as_ref()
                .is_none_or(|(_, best)| scored.score > best.score)
            {
                best = Some((at, scored));
            }
        }
        best
    }

    /// The best department of a task that this word names, with its score there.
    pub(super) fn department(&self, index: &Index, row: u32) -> Option<(&Match, f64)> {
        if self
            .by_department
            .get(row as usize)
            .is_none_or(|&p| p == u16::MAX)
        {
            return None;
        }
        let mut best: Option<(&Match, f64)> = None;
        for found in &self.departments {
            let Some(department) = index.departments.get(found.department) else {
                continue;
            };
            let score = if department.leads.binary_search(&row).is_ok() {
                found.score + LEADS
            } else if department.supports.binary_search(&row).is_ok() {
                found.score
            } else {
                continue;
            };
            if best.is_none_or(|(_, best)| score > best) {
                best = Some((found, score));
            }
        }
        best
    }
}
