//! Sentences and clauses of a task's text.

use std::ops::Range;

use super::deadline::{self, Stated};
use super::passage::{Enclosure, Passage, cut, enclosures, split_outside, trim};

/// A sentence of a task: one measure.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Where it stands in the task's text, its full stop included.
    pub(super) range: Range<usize>,
    /// Its clauses.
    pub(super) clauses: Vec<Clause>,
    /// The first deadline it states.
    pub(super) due: Option<Stated>,
    /// A span without a beginning, as ISO 8601.
    pub(super) span: Option<String>,
}

/// A clause: what stands between two commas. A deadline before a comma belongs to the clause behind it.
#[derive(Debug)]
pub(super) struct Clause {
    /// Where it stands in the task's text.
    pub(super) range: Range<usize>,
    /// The deadline it states.
    pub(super) due: Option<Stated>,
}

/// Takes a text apart into sentences.
pub(super) fn sentences(body: &Passage) -> Vec<Sentence> {
    let text = body.text();
    let enclosures = enclosures(text);
    let stops = split_outside(text, 0..text.len(), &enclosures, |c| {
        matches!(c, '。' | '！' | '？' | '\n')
    });
    let mut sentences = Vec::new();
    for inner in stops {
        let inner = trim(text, inner);
        if inner.is_empty() {
            continue;
        }
        let stop = cut(text, inner.end..text.len()).chars().next();
        let stop = stop.filter(|c| matches!(c, '。' | '！' | '？'));
        let range = inner.start..inner.end + stop.map_or(0, char::len_utf8);
        let clauses = clauses(text, inner, &enclosures);
        let words = cut(text, range.clone());
        sentences.push(Sentence {
            due: clauses.iter().find_map(|clause| clause.due),
            span: deadline::span(words),
            range,
            clauses,
        });
    }
    sentences
}

fn clauses(text: &str, sentence: Range<usize>, enclosures: &[Enclosure]) -> Vec<Clause> {
    let parts = split_outside(text, sentence, enclosures, |c| {
        matches!(c, '，' | '；' | ';' | ',')
    });
    let mut clauses: Vec<Clause> = Vec::new();
    let mut begun: Option<usize> = None;
    for part in parts {
        let part = trim(text, part);
        let start = begun.unwrap_or(part.start);
        // 「2022 年年底前，」 says when, the clause behind it says what.
        let words = cut(text, part.clone());
        if deadline::is_only_a_deadline(words) {
            begun = Some(start);
            continue;
        }
        begun = None;
        let range = start..part.end;
        clauses.push(Clause {
            due: deadline::stated(cut(text, range.clone())).first().copied(),
            range,
        });
    }
    clauses
}
