//! The same words in two tasks: most likely one matter given out twice (`domain.md` 1.7, no. 18).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::complaint::{Complaint, Complaints};
use super::outline::Entry;
use super::passage::{cut, enclosures, split_outside};

/// Clauses shorter than this repeat by habit, not by mistake.
const SHORTEST: usize = 14;

/// How much behind a quoted name tells what is done with it: 「“五个一批”项目库建设」.
const BEHIND_NAME: usize = 5;

/// What has been said so far, and where.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// By the hash of the words: a plan of 100,000 tasks has millions of clauses.
    first: HashMap<u64, String>,
}

impl Said {
    /// Notes the words of a task and complains of those that an earlier one has too.
    pub(super) fn add(&mut self, entry: &Entry, complaints: &mut Complaints) {
        let code = entry.code.to_string();
        let (title, body) = (entry.title.as_str(), &entry.body);
        let text = body.text();
        let enclosures = enclosures(text);
        let clauses = split_outside(text, 0..text.len(), &enclosures, |c| {
            matches!(c, '，' | '；' | '。' | '\n' | ',' | ';')
        });
        for clause in clauses {
            let words = cut(text, clause.clone()).trim();
            let long = words.chars().nth(SHORTEST - 1).is_some();
            let mut keys: Vec<&str> = long.then_some(words).into_iter().collect();
            let first = enclosures.partition_point(|e| e.range.start < clause.start);
            let named = enclosures.iter().skip(first);
            let named = named.take_while(|e| e.range.end <= clause.end);
            let named = named.filter(|e| e.opener == '“');
            keys.extend(
                named.filter_map(|e| named_thing(text, e.range.start, e.range.end, clause.end)),
            );
            // A task of one sentence has nothing but its title.
            if words == title && clause.start > 0 {
                let line = body.line_at(clause.start);
                complaints.add(line, words, &Complaint::RepeatsTitle);
            }
            let twice = keys.iter().find_map(|words| {
                let other = self.first.get(&hash(words)).filter(|other| **other != code);
                other.map(|code| (*words, code.clone()))
            });
            for words in keys {
                self.first
                    .entry(hash(words))
                    .or_insert_with(|| code.clone());
            }
            if let Some((words, other)) = twice {
                let line = body.line_at(clause.start);
                complaints.add(line, words, &Complaint::Duplicate { code: other });
            }
        }
    }
}

/// A quoted name with the words behind it, if there are enough of them.
fn named_thing(text: &str, start: usize, end: usize, limit: usize) -> Option<&str> {
    let behind = cut(text, end..limit);
    let (at, last) = behind.char_indices().nth(BEHIND_NAME - 1)?;
    let words = cut(text, start..end + at + last.len_utf8());
    (!cut(behind, 0..at).contains(['、', '“', ' '])).then_some(words)
}

fn hash(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for c in words.chars().filter(|c| !c.is_whitespace()) {
        c.hash(&mut hasher);
    }
    hasher.finish()
}
