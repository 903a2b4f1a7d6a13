//! What the words of a filter stand for: sections, statuses, sorts of task.

use crate::model::{Code, Light, Status, TaskKind};
use crate::search::code::numeral_path;
use crate::search::fold::fold;
use crate::search::phrase::Phrase;
use crate::search::query::Query;
use crate::words::{Follows, Lang, Terms};

use super::Context;

/// Whether a value means "none at all".
pub(super) fn is_none(typed: &str) -> bool {
    matches!(&*fold(typed), "无" | "none")
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

fn lights() -> Vec<Known<Light>> {
    let (zh, en): (&Follows, &Follows) = (Lang::Zh.words().follow, Lang::En.words().follow);
    let known = |&light: &Light| (light, light.as_str(), zh.light(light), en.light(light));
    Light::ALL.iter().map(known).collect()
}

/// The statuses a value stands for, or all there are in both languages.
pub(super) fn status(typed: &str) -> Result<Vec<Status>, Vec<(&'static str, &'static str)>> {
    choose(typed, &statuses())
}

/// The lights a value stands for, or all there are in both languages. 红灯 is 红.
pub(super) fn light(typed: &str) -> Result<Vec<Light>, Vec<(&'static str, &'static str)>> {
    let typed = typed.trim();
    choose(typed.strip_suffix('灯').unwrap_or(typed), &lights())
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
