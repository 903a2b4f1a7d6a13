//! A task from its entry in the outline: measures, indicators, deadlines and duties.

use std::collections::HashSet;

use crate::model::{
    Day, DueSource, Duty, Indicator, ItemId, Measure, PlanHead, Responsibility, Task,
};

use super::complaint::{Complaint, Complaints};
use super::deadline;
use super::duty::{self, Period};
use super::indicator::{self, Finding};
use super::outline::Entry;
use super::passage::{Passage, cut};
use super::sentence::{Sentence, sentences};

/// Mints the ids of one document from the hash of its text and the place in it.
#[derive(Debug)]
pub(super) struct Mint {
    text: String,
    used: HashSet<String>,
}

impl Mint {
    /// A mint for the text with this hash.
    pub(super) fn new(text_sha256: &crate::model::Sha) -> Self {
        Self {
            text: text_sha256.to_string(),
            used: HashSet::new(),
        }
    }

    /// The place of a task: its code, told apart by `#2` if an earlier task has it too.
    fn place(&mut self, code: &str) -> String {
        let mut place = code.to_owned();
        let mut nth = 1;
        while !self.used.insert(place.clone()) {
            nth += 1;
            place = format!("{code}#{nth}");
        }
        place
    }

    /// The id of a place: `2.1.4`, `2.1.4/m3`.
    fn id(&self, place: &str) -> ItemId {
        ItemId::mint(&[&self.text, place])
    }
}

/// Reads a task, and the annotation that made it one.
pub(super) fn read(
    entry: Entry,
    head: &PlanHead,
    mint: &mut Mint,
    complaints: &mut Complaints,
) -> (Task, Responsibility) {
    let place = mint.place(&entry.code.to_string());
    let id = mint.id(&place);
    let settled = entry.annotation.settle();
    let annotation_due = entry.annotation.due.as_deref().and_then(deadline::first);
    let sentences = sentences(&entry.body);
    let measures = measures(&place, &entry.body, &sentences, mint, complaints);
    let (indicators, duties) = goals(&place, &entry.body, &sentences, mint, complaints);
    // A task of one sentence is due when that sentence is.
    let alone = match measures.as_slice() {
        [only] => only.due,
        _ => None,
    };
    let stated = annotation_due.or(alone);
    let task = Task {
        id,
        code: entry.code.clone(),
        path: entry.path,
        title: entry.title,
        text: entry.body.into_text(),
        lead: settled.leads.clone(),
        support: settled.supports.clone(),
        lines: entry.lines,
        due: stated.or(head.end),
        due_source: if stated.is_some() {
            DueSource::Text
        } else {
            DueSource::Plan
        },
        measures,
        indicators,
        duties,
    };
    let responsibility = Responsibility {
        task: entry.code,
        text: entry.whole.into_text(),
        leads: settled.leads,
        supports: settled.supports,
        rule: settled.rule,
    };
    (task, responsibility)
}

fn measures(
    place: &str,
    body: &Passage,
    sentences: &[Sentence],
    mint: &Mint,
    complaints: &mut Complaints,
) -> Vec<Measure> {
    let mut measures = Vec::new();
    for (n, sentence) in (1..).zip(sentences) {
        let lines = body.lines(&sentence.range);
        let text = cut(body.text(), sentence.range.clone());
        if sentence.span.is_some() {
            let clause = sentence
                .clauses
                .iter()
                .map(|clause| (clause, cut(body.text(), clause.range.clone())));
            let spanning = clause
                .into_iter()
                .find(|(_, words)| deadline::span(words).is_some());
            let (line, quote) = spanning.map_or((lines.0, text), |(clause, words)| {
                (body.line_at(clause.range.start), words)
            });
            complaints.add(line, quote, &Complaint::SpanWithoutStart);
        }
        measures.push(Measure {
            id: mint.id(&format!("{place}/m{n}")),
            n,
            text: text.to_owned(),
            lines,
            due: sentence.due.map(|stated| stated.day),
            span: sentence.span.clone(),
        });
    }
    measures
}

fn goals(
    place: &str,
    body: &Passage,
    sentences: &[Sentence],
    mint: &Mint,
    complaints: &mut Complaints,
) -> (Vec<Indicator>, Vec<Duty>) {
    let text = body.text();
    let (mut indicators, mut duties) = (Vec::new(), Vec::new());
    let mut before: Option<&Sentence> = None;
    for sentence in sentences {
        let mut read = indicator::read(text, sentence);
        for range in read.ceilings {
            let quote = cut(text, range.clone());
            complaints.add(body.line_at(range.start), quote, &Complaint::UpperBound);
        }
        if let Some(day) = before.and_then(|before| goes_on(text, before, sentence, &read.found)) {
            let line = body.line_at(sentence.range.start);
            let quote = cut(text, sentence.range.clone());
            let complaint = Complaint::InheritedDue {
                day: day.to_string(),
            };
            complaints.add(line, quote, &complaint);
            for finding in &mut read.found {
                finding.due = Some(day);
            }
        }
        let mut by_clause: Vec<Option<(ItemId, Option<crate::model::Every>)>> =
            vec![None; sentence.clauses.len()];
        for finding in read.found {
            let id = mint.id(&format!("{place}/i{}", indicators.len() + 1));
            if let Some(slot) = by_clause.get_mut(finding.clause) {
                slot.get_or_insert((id, finding.every));
            }
            indicators.push(to_indicator(id, finding, body));
        }
        for (clause, finding) in sentence.clauses.iter().zip(by_clause) {
            let words = cut(text, clause.range.clone());
            let line = body.line_at(clause.range.start);
            let inherited = finding.and_then(|(_, every)| every);
            let inherited = inherited.map(|every| Period {
                every,
                proposed: false,
            });
            let Some(period) = duty::period(words).or(inherited) else {
                if let Some(every) = duty::unknown(words) {
                    complaints.add(line, words, &Complaint::UnknownPeriod { every });
                }
                continue;
            };
            if period.proposed {
                let every = duty::word(period.every);
                complaints.add(line, words, &Complaint::ProposedPeriod { every });
            }
            duties.push(Duty {
                id: mint.id(&format!("{place}/d{}", duties.len() + 1)),
                text: words.to_owned(),
                every: period.every,
                proposed: period.proposed,
                indicator: finding.map(|(id, _)| id),
                line,
            });
        }
        before = Some(sentence);
    }
    (indicators, duties)
}

fn to_indicator(id: ItemId, finding: Finding, body: &Passage) -> Indicator {
    Indicator {
        id,
        name: finding.name,
        comparator: finding.comparator,
        value: finding.value,
        upper: finding.upper,
        per: finding.per,
        unit: finding.unit,
        scope: finding.scope,
        condition: finding.condition,
        due: finding.due,
        every: finding.every,
        source: cut(body.text(), finding.range.clone()).trim().to_owned(),
        line: body.line_at(finding.range.start),
    }
}

/// The deadline of the sentence before, if this one spells out the same matter and states none itself.
///
/// 「2022年年底前，配齐配足…心理健康教育专兼职教师。各中小学至少配备 1 名…心理健康教育教师」: the second says what
/// the first one means.
fn goes_on(text: &str, before: &Sentence, sentence: &Sentence, found: &[Finding]) -> Option<Day> {
    const SAME_MATTER: usize = 6;
    if sentence.due.is_some() || found.is_empty() {
        return None;
    }
    let dated = before
        .clauses
        .last()
        .filter(|clause| clause.due.is_some())?;
    let first = sentence.clauses.first()?;
    let common = longest_common(
        cut(text, dated.range.clone()),
        cut(text, first.range.clone()),
    );
    (common >= SAME_MATTER).then_some(dated.due?.day)
}

/// How many characters the longest passage has that both texts share.
fn longest_common(one: &str, other: &str) -> usize {
    // Clauses are short; of a text without commas the head is enough.
    const HEAD: usize = 120;
    let one: Vec<char> = one.chars().take(HEAD).collect();
    let mut row = vec![0_usize; one.len()];
    let mut longest = 0;
    for c in other.chars().take(HEAD) {
        let mut diagonal = 0;
        for (run, &d) in row.iter_mut().zip(&one) {
            let above = *run;
            *run = if c == d { diagonal + 1 } else { 0 };
            longest = longest.max(*run);
            diagonal = above;
        }
    }
    longest
}
