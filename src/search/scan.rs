//! The search of every key press: scan all titles, cut to the best candidates, score those.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::thread;

use super::automaton::{Automaton, DEAD, Held, Path, Row};
use super::code::{Agreement, CodePrefix};
use super::fold::Folded;
use super::hit::{Field, Hit, Hits, Named, Survivors};
use super::index::{Index, Indexed};
use super::phrase::TextSearch;
use super::query::Query;
use super::rank::{ABOVE_TEXTS, DEPARTMENT, LEADS, Ranker, Scored};

/// The most candidates that are scored, and so the most hits there are.
const MOST: usize = 1_000;
/// From so many tasks on a second thread pays.
const MANY: usize = 16_384;
/// From so many candidates on a second thread pays.
const MANY_CANDIDATES: usize = 256;

/// How promising a candidate looks before it is scored; the lower the better.
type Promise = u32;

/// A word of the query, made ready for one index.
struct Prepared<'q> {
    automaton: Automaton,
    /// The row of every character in use.
    alphabet: Vec<Row>,
    code: Option<&'q CodePrefix>,
    /// The departments that it names, the best first.
    departments: Vec<Match>,
    /// The promise of every task by its departments; empty if the word names none.
    by_department: Vec<u16>,
}

/// A department that a word names.
struct Match {
    department: usize,
    score: f64,
    /// Places in the full name.
    at: Vec<u32>,
}

/// A candidate, scored.
struct Ranked {
    row: u32,
    score: f64,
    field: Field,
    /// Places in the folded title.
    at: Vec<u32>,
    department: Option<(usize, Vec<u32>)>,
    /// The characters of the title that pinyin in one piece was resolved to.
    meant: Option<u64>,
}

/// What the usual meaning of a pinyin word is worth more than a rare one.
const USUAL: f64 = 0.3;
/// How many candidates must mean the same before that counts for half.
const SEEN: f64 = 10.0;

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

    fn prepare<'q>(&self, query: &'q Query) -> Vec<Prepared<'q>> {
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
                score: scored.score + if scored.exact { 0.0 } else { DEPARTMENT },
                at: places,
            });
        }
        prepared
            .departments
            .sort_by(|a, b| b.score.total_cmp(&a.score));
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

    /// The rows of moves of the characters of a title.
    #[inline]
    fn moves<'a>(&'a self, word: &'a Prepared<'_>, row: usize) -> impl Iterator<Item = Row> + 'a {
        self.title(row)
            .iter()
            .map(|&n| word.alphabet.get(usize::from(n)).copied().unwrap_or(DEAD))
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

    fn rank(&self, words: &[Prepared<'_>], candidates: &[(Promise, u32)]) -> Vec<Ranked> {
        let part = |candidates: &[(Promise, u32)]| -> Vec<Ranked> {
            let mut ranker = Ranker::new();
            candidates
                .iter()
                .map(|&(_, row)| self.rank_one(words, row, &mut ranker))
                .collect()
        };
        if candidates.len() < MANY_CANDIDATES {
            return part(candidates);
        }
        let (one, two) = candidates.split_at(candidates.len() / 2);
        let (mut first, second) = in_two(|| part(one), || part(two));
        first.extend(second);
        first
    }

    fn rank_one(&self, words: &[Prepared<'_>], row: u32, ranker: &mut Ranker) -> Ranked {
        let mut ranked = Ranked {
            row,
            score: 0.0,
            field: Field::Code,
            at: Vec::new(),
            department: None,
            meant: None,
        };
        let mut best_department = f64::MIN;
        for word in words {
            let place = row as usize;
            let title = word.automaton.resolve(self.moves(word, place)).map(|path| {
                let text = self.title(place).iter().map(|&n| {
                    self.alphabet
                        .get(usize::from(n))
                        .copied()
                        .unwrap_or_default()
                });
                ranker.score(text, &path)
            });
            let department = word.department(self, row);
            let code = word
                .code
                .zip(self.rows.get(place))
                .and_then(|(code, row)| code.agrees(&row.code));
            let code = code.map_or(f64::MIN, |agreement| match agreement {
                Agreement::Exact => 6.0,
                Agreement::Within => 4.0,
                Agreement::Begins => 0.5,
            });
            let by_title = title.as_ref().map_or(f64::MIN, |scored| scored.score);
            let by_department = department.map_or(f64::MIN, |(_, score)| score);
            let best = by_title.max(by_department).max(code);
            ranked.score += best;
            if code >= best {
                continue;
            }
            if by_title >= by_department {
                if let Some(scored) = title {
                    if scored.contiguous && word.automaton.is_phonetic() {
                        ranked.meant = Some(self.meaning(place, &scored.at));
                    }
                    ranked.at.extend(scored.at);
                }
                ranked.field = Field::Title;
            } else if let Some((found, score)) = department
                && score > best_department
            {
                best_department = score;
                ranked.department = Some((found.department, found.at.clone()));
                if ranked.field == Field::Code {
                    ranked.field = Field::Department;
                }
            }
        }
        let count = f64::from(u32::try_from(words.len()).unwrap_or(u32::MAX).max(1));
        ranked.score = ABOVE_TEXTS + (ranked.score / count).max(0.0);
        ranked
    }

    /// The matched characters of a title as one number.
    fn meaning(&self, row: usize, at: &[u32]) -> u64 {
        let title = self.title(row);
        let mut hasher = DefaultHasher::new();
        for &at in at {
            title.get(at as usize).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn hit(&self, ranked: Ranked) -> Option<Hit> {
        let row = ranked.row as usize;
        let task = self.rows.get(row)?;
        let mut highlights: Vec<u32> = if ranked.at.is_empty() {
            Vec::new()
        } else {
            let folded = Folded::new(&task.title);
            ranked
                .at
                .iter()
                .map(|&at| folded.origin(at as usize))
                .collect()
        };
        highlights.sort_unstable();
        highlights.dedup();
        let department = ranked.department.and_then(|(at, highlights)| {
            let department = self.departments.get(at)?;
            Some(Named {
                id: department.id,
                name: Arc::clone(&department.name),
                highlights,
            })
        });
        Some(Hit {
            task: task.id,
            row,
            field: ranked.field,
            score: ranked.score,
            highlights,
            department,
        })
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
    fn department(&self, index: &Index, row: u32) -> Option<(&Match, f64)> {
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

/// Raises what many candidates mean: of 学生艺 (术) and 学生一, xueshengyi is the one that is written often.
fn prefer_usual_meanings(ranked: &mut [Ranked]) {
    let mut often: HashMap<u64, u32> = HashMap::new();
    for meant in ranked.iter().filter_map(|ranked| ranked.meant) {
        *often.entry(meant).or_default() += 1;
    }
    for ranked in ranked {
        if let Some(&count) = ranked.meant.and_then(|meant| often.get(&meant)) {
            ranked.score += USUAL * f64::from(count) / (f64::from(count) + SEEN);
        }
    }
}

/// Does two things at once, on one more thread than the caller's.
fn in_two<A: Send, B>(one: impl FnOnce() -> A + Send, two: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let other = scope.spawn(one);
        let b = two();
        match other.join() {
            Ok(a) => (a, b),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
