//! Indicators: what a clause says can be measured, with its goal.
//!
//! The grammar is one of comparing words, units, counters and phrases of coverage (`domain.md` 1.3 and 1.7);
//! each file reads one sort of goal, and a clause is read by the first that understands it.

mod counted;
mod cover;
mod quantity;
mod relative;
mod words;

use std::ops::Range;

use crate::model::{Comparator, Day, Every};

use super::deadline::Stated;
use super::duty;
use super::passage::{cut, enclosures};
use super::sentence::Sentence;
use quantity::{Bound, quantities};

/// An indicator as it was found, before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    /// What is measured.
    pub(super) name: String,
    /// How it compares.
    pub(super) comparator: Comparator,
    /// The goal.
    pub(super) value: Option<String>,
    /// The upper end, or the second number of a ratio.
    pub(super) upper: Option<String>,
    /// What it is counted for.
    pub(super) per: Option<String>,
    /// The unit.
    pub(super) unit: String,
    /// Who or what it covers.
    pub(super) scope: Option<String>,
    /// A condition that is no goal.
    pub(super) condition: Option<String>,
    /// The deadline stated for it.
    pub(super) due: Option<Day>,
    /// How often it is counted anew.
    pub(super) every: Option<Every>,
    /// Where its words stand: in the clause while it is read, then in the task's text.
    pub(super) range: Range<usize>,
    /// The clause of the sentence that holds it.
    pub(super) clause: usize,
}

impl Default for Finding {
    fn default() -> Self {
        Self {
            name: String::new(),
            comparator: Comparator::Exactly,
            value: None,
            upper: None,
            per: None,
            unit: String::new(),
            scope: None,
            condition: None,
            due: None,
            every: None,
            range: 0..0,
            clause: 0,
        }
    }
}

/// A clause and what stands before it.
struct Place<'a> {
    text: &'a str,
    enclosures: &'a [super::passage::Enclosure],
    due: Option<Stated>,
    /// The last goal before it in the same sentence.
    before: Option<&'a Earlier>,
    /// The clause before it.
    clause_before: &'a str,
}

/// What a later clause may leave out because an earlier one said it.
struct Earlier {
    unit: String,
    per: Option<String>,
    words: String,
}

impl Place<'_> {
    /// `part` of the clause without the deadline that stands in it: 「到 2025 年」. `start` is where the part begins.
    fn undated<'t>(&self, part: &'t str, start: usize) -> &'t str {
        match self.due {
            Some(due) if due.start >= start && due.end <= start + part.len() => {
                let behind = cut(part, due.end - start..part.len());
                behind.trim_start_matches(['，', ',', ' '])
            }
            _ => part,
        }
    }
}

/// What a sentence's clauses say can be measured.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The indicators, in the order of the text.
    pub(super) found: Vec<Finding>,
    /// Clauses with a goal not to be exceeded, which no comparator can say.
    pub(super) ceilings: Vec<Range<usize>>,
}

/// Reads the indicators of a sentence; `text` is the task's text.
pub(super) fn read(text: &str, sentence: &Sentence) -> Findings {
    let mut findings = Findings::default();
    let mut earlier: Option<Earlier> = None;
    // A deadline governs the clauses behind it, to the end of the sentence.
    let mut due: Option<Day> = None;
    let mut every_before: Option<Every> = None;
    let mut clause_before = "";
    for (nth, clause) in sentence.clauses.iter().enumerate() {
        let words = cut(text, clause.range.clone());
        let enclosures = enclosures(words);
        due = clause.due.map(|stated| stated.day).or(due);
        let place = Place {
            text: words,
            enclosures: &enclosures,
            due: clause.due,
            before: earlier.as_ref(),
            clause_before,
        };
        let quantities = quantities(words, &enclosures);
        // 每季度一次 is a duty of a period that cannot be kept yet; once would be a wrong goal.
        let mut read = match duty::unknown(words) {
            Some(_) => Vec::new(),
            None => read_clause(&place, &quantities),
        };
        if read.is_empty() && is_ceiling(words, &quantities) {
            findings.ceilings.push(clause.range.clone());
        }
        // 每年培训 100 名…，开展 100 场…: the second 每年 is left out.
        let stated = duty::stated(words);
        let goes_on = stated.is_none()
            && clause.due.is_none()
            && !read.is_empty()
            && is_verbal(words, &quantities);
        let every = stated.or(every_before.filter(|_| goes_on));
        if let Some(last) = read.last() {
            earlier = Some(Earlier {
                unit: last.unit.clone(),
                per: last.per.clone(),
                words: words.to_owned(),
            });
        }
        every_before = every.filter(|_| !read.is_empty());
        clause_before = words;
        for finding in &mut read {
            finding.every = finding.every.or(every);
            finding.due = due;
            finding.clause = nth;
            finding.range =
                clause.range.start + finding.range.start..clause.range.start + finding.range.end;
        }
        findings.found.extend(read);
    }
    findings
}

fn read_clause(place: &Place<'_>, quantities: &[quantity::Quantity]) -> Vec<Finding> {
    let speeds = relative::bandwidth(place);
    if !speeds.is_empty() {
        return speeds;
    }
    let compared = relative::previous(place).or_else(|| relative::proportion(place));
    if let Some(compared) = compared {
        return vec![compared];
    }
    if !quantities.is_empty() {
        return counted::read(place, quantities);
    }
    let another = relative::another(place);
    another.or_else(|| cover::read(place)).into_iter().collect()
}

/// Whether a clause begins with its verb, and so has the subject of the clause before.
fn is_verbal(words: &str, quantities: &[quantity::Quantity]) -> bool {
    // 开展 100 场: a verb is short.
    const VERB: usize = 4;
    let Some(first) = quantities.first() else {
        return false;
    };
    let before = cut(words, 0..first.start).trim();
    (1..=VERB).contains(&before.chars().count())
}

/// Whether a clause sets a ceiling for a rate, which is a goal all the same.
fn is_ceiling(words: &str, quantities: &[quantity::Quantity]) -> bool {
    let rate = ["率", "占比", "比例", "比重", "控制在"];
    quantities.iter().any(|q| q.bound == Bound::Ceiling)
        && rate.iter().any(|word| words.contains(word))
}
