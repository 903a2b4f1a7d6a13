//! From candidates to hits: where each was found, how well, and which characters to highlight.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::code::Agreement;
use super::fold::Folded;
use super::hit::{Field, Hit, Named};
use super::index::Index;
use super::prepare::Prepared;
use super::rank::{ABOVE_TEXTS, Ranker};
use super::scan::{Promise, in_two};

/// From so many candidates on a second thread pays.
const MANY_CANDIDATES: usize = 256;

/// What the usual meaning of a pinyin word is worth more than a rare one.
const USUAL: f64 = 0.3;
/// So many titles more or less say nothing yet of what is usual.
const FEW: f64 = 10.0;

/// A candidate, scored.
pub(super) struct Ranked {
    pub(super) row: u32,
    pub(super) score: f64,
    field: Field,
    /// Places in the folded title.
    at: Vec<u32>,
    department: Option<(usize, Vec<u32>)>,
    /// The characters of the title that pinyin in one piece was resolved to.
    meant: Option<u64>,
}

impl Index {
    /// Scores the candidates.
    pub(super) fn rank(
        &self,
        words: &[Prepared<'_>],
        candidates: &[(Promise, u32)],
    ) -> Vec<Ranked> {
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

    /// A scored candidate as others see it.
    pub(super) fn hit(&self, ranked: Ranked) -> Option<Hit> {
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

/// Raises what many candidates mean: of 学生艺 (术) and 学生一, xueshengyi is the one that is written often.
pub(super) fn prefer_usual_meanings(ranked: &mut [Ranked]) {
    let mut often: HashMap<u64, u32> = HashMap::new();
    for meant in ranked.iter().filter_map(|ranked| ranked.meant) {
        *often.entry(meant).or_default() += 1;
    }
    let most = often.values().copied().max().unwrap_or(1);
    for ranked in ranked {
        if let Some(&count) = ranked.meant.and_then(|meant| often.get(&meant)) {
            ranked.score += USUAL * (f64::from(count) + FEW).ln() / (f64::from(most) + FEW).ln();
        }
    }
}
