//! What the words of a filter stand for: departments, sections, statuses.

use crate::model::{Code, DepartmentId, Status, TaskKind};
use crate::search::automaton::{Automaton, Held};
use crate::search::code::numeral_path;
use crate::search::fold::{Folded, fold};
use crate::search::phrase::Phrase;
use crate::search::pinyin::readings;
use crate::search::query::Query;
use crate::words::{Lang, Terms};

use super::{Context, near};

/// The most names a message suggests.
const SUGGESTIONS: usize = 3;

/// Whether a value means "none at all".
pub(super) fn is_none(typed: &str) -> bool {
    matches!(&*fold(typed), "无" | "none")
}

/// The departments a name stands for, or the names nearest to it.
///
/// A full name, short name or alias stands for its department; else a part of a name, in Chinese or pinyin, for all
/// that have it; else letters scattered over a name (发改 for 发展改革).
pub(super) fn departments(
    typed: &str,
    context: &Context<'_>,
) -> Result<Vec<DepartmentId>, Vec<String>> {
    let candidates = match context.directory.find(typed) {
        Ok(one) => return Ok(vec![one.id]),
        Err(several) => several,
    };
    if !candidates.is_empty() {
        return Ok(candidates.iter().map(|department| department.id).collect());
    }
    /// The three ways a name may agree, the closest first.
    const WAYS: usize = 3;
    let mut found: [Vec<DepartmentId>; WAYS] = Default::default();
    let query = Query::phrase(typed);
    let automata: Vec<Automaton> = query.words().iter().map(Automaton::new).collect();
    let table = readings();
    for department in context.directory.iter() {
        let way = department
            .names()
            .filter_map(|name| {
                let name = Folded::new(name).chars;
                let ways = automata.iter().map(|automaton| {
                    let rows = || name.iter().map(|&c| automaton.row(c, table.set_of(c)));
                    match automaton.scan(rows())? {
                        Held::Whole(_) => {
                            let path = automaton.resolve(rows())?;
                            Some(usize::from(path.at.len() != name.len()))
                        }
                        Held::Scattered(_) => Some(WAYS - 1),
                    }
                });
                // The word agrees as well as the worst of its pieces.
                ways.collect::<Option<Vec<usize>>>()?.into_iter().max()
            })
            .min();
        if let Some(list) = way.and_then(|way| found.get_mut(way)) {
            list.push(department.id);
        }
    }
    if let Some(ids) = found.into_iter().find(|ids| !ids.is_empty()) {
        return Ok(ids);
    }
    let mut near: Vec<(usize, &str)> = context
        .directory
        .iter()
        .map(|department| {
            let shared = department
                .names()
                .map(|name| near::shared(typed, name))
                .max();
            (shared.unwrap_or_default(), department.name.as_str())
        })
        .filter(|(shared, _)| *shared > 0)
        .collect();
    near.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    Err(near
        .into_iter()
        .take(SUGGESTIONS)
        .map(|(_, name)| name.to_owned())
        .collect())
}

/// The sections a value stands for, or headings there are.
pub(super) fn sections(typed: &str, context: &Context<'_>) -> Result<Vec<Code>, Vec<String>> {
    // （一） alone stands in several chapters; it is looked for in the headings.
    let bracketed = typed.starts_with(['(', '（']);
    let path = numeral_path(typed)
        .filter(|_| !bracketed)
        .map(|path| Code::new(&path));
    if let Some(code) = path {
        // Without headings (no plan yet, or one without) any code will do.
        let known = context.sections.iter().any(|s| s.code.is_within(&code));
        if known || context.sections.is_empty() {
            return Ok(vec![code]);
        }
    } else {
        let phrases = phrases(typed);
        let found: Vec<Code> = context
            .sections
            .iter()
            .filter(|section| phrases.iter().all(|phrase| phrase.is_in(&section.title)))
            .map(|section| section.code.clone())
            .collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Err(context
        .sections
        .iter()
        .map(|section| section.title.clone())
        .collect())
}

/// A word to be found in short texts, even by one character.
pub(super) fn phrases(typed: &str) -> Vec<Phrase> {
    Query::phrase(typed)
        .words()
        .iter()
        .map(|word| Phrase::new(word, 1))
        .collect()
}

/// A value with its keyword and its names in both languages.
type Known<T> = (T, &'static str, &'static str, &'static str);

fn statuses() -> Vec<Known<Status>> {
    let (zh, en): (&Terms, &Terms) = (Lang::Zh.words().term, Lang::En.words().term);
    let known = |&status: &Status| {
        (
            status,
            status.as_str(),
            zh.status(status),
            en.status(status),
        )
    };
    Status::ALL.iter().map(known).collect()
}

fn kinds() -> Vec<Known<TaskKind>> {
    let (zh, en): (&Terms, &Terms) = (Lang::Zh.words().term, Lang::En.words().term);
    let known = |&kind: &TaskKind| (kind, kind.as_str(), zh.kind(kind), en.kind(kind));
    TaskKind::ALL.iter().map(known).collect()
}

/// The statuses a value stands for, or all there are in both languages.
pub(super) fn status(typed: &str) -> Result<Vec<Status>, Vec<(&'static str, &'static str)>> {
    choose(typed, &statuses())
}

/// The sorts of task a value stands for, or all there are in both languages.
pub(super) fn kind(typed: &str) -> Result<Vec<TaskKind>, Vec<(&'static str, &'static str)>> {
    choose(typed, &kinds())
}

fn choose<T: Copy>(
    typed: &str,
    known: &[Known<T>],
) -> Result<Vec<T>, Vec<(&'static str, &'static str)>> {
    let folded = fold(typed.trim());
    let exact = known
        .iter()
        .find(|(_, keyword, zh, en)| folded == *keyword || folded == *zh || folded == *en);
    if let Some((value, ..)) = exact {
        return Ok(vec![*value]);
    }
    let phrases = phrases(typed);
    let part: Vec<T> = known
        .iter()
        .filter(|(_, keyword, zh, _)| {
            keyword.starts_with(&*folded) || phrases.iter().all(|phrase| phrase.is_in(zh))
        })
        .map(|(value, ..)| *value)
        .collect();
    if part.is_empty() {
        return Err(known.iter().map(|(_, _, zh, en)| (*zh, *en)).collect());
    }
    Ok(part)
}
