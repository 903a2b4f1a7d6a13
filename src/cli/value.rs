//! Values as people type them: days, keywords in either language, departments, numbers of items.

use crate::model::{
    Assessment, Comparator, Confidence, Day, DepartmentId, DepartmentKind, Directory, Every, Kept,
    Light, Nature, Period, Rhythm, TaskKind, Unchanged, in_ascii, typed_day, typed_percent,
};
use crate::words::{Follows, Terms};
use crate::workspace::{Failure, FollowFailure, find_department};

/// A day with its year, however it is written.
pub(super) fn day(text: &str) -> Result<Day, Failure> {
    typed_day(text).ok_or_else(|| Failure::Day(text.to_owned()))
}

/// A day, or `none` / `无` / nothing for none.
pub(super) fn optional_day(text: &str) -> Result<Option<Day>, Failure> {
    if is_none(text) {
        Ok(None)
    } else {
        day(text).map(Some)
    }
}

/// Whether a value is given as none.
pub(super) fn is_none(text: &str) -> bool {
    matches!(text.trim(), "" | "none" | "无")
}

/// Departments by any of their names, set apart by 、 or a comma.
pub(super) fn departments(text: &str, directory: &Directory) -> Result<Vec<DepartmentId>, Failure> {
    let names = text
        .split(['、', ',', '，', ';', '；'])
        .map(str::trim)
        .filter(|name| !is_none(name));
    let mut ids = Vec::new();
    for name in names {
        let id = find_department(directory, name)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// A value of a short list, by its English keyword or its Chinese word.
fn keyword<T: Copy>(
    text: &str,
    all: &[T],
    english: impl Fn(T) -> &'static str,
    chinese: impl Fn(T) -> &'static str,
) -> Result<T, Failure> {
    let text = text.trim();
    let found = all
        .iter()
        .copied()
        .find(|value| english(*value) == text || chinese(*value) == text);
    found.ok_or_else(|| Failure::Keyword {
        got: text.to_owned(),
        expected: all
            .iter()
            .map(|value| format!("{} ({})", english(*value), chinese(*value)))
            .collect::<Vec<_>>()
            .join(", "),
    })
}

fn zh() -> &'static Terms {
    crate::words::Lang::Zh.words().term
}

pub(super) fn kind(text: &str) -> Result<TaskKind, Failure> {
    keyword(text, TaskKind::ALL, TaskKind::as_str, |value| {
        zh().kind(value)
    })
}

pub(super) fn assessment(text: &str) -> Result<Assessment, Failure> {
    keyword(text, Assessment::ALL, Assessment::as_str, |value| {
        zh().assessment(value)
    })
}

pub(super) fn confidence(text: &str) -> Result<Confidence, Failure> {
    keyword(text, Confidence::ALL, Confidence::as_str, |value| {
        zh().confidence(value)
    })
}

pub(super) fn comparator(text: &str) -> Result<Comparator, Failure> {
    keyword(text, Comparator::ALL, Comparator::as_str, |value| {
        zh().comparator(value)
    })
}

pub(super) fn every(text: &str) -> Result<Option<Every>, Failure> {
    if is_none(text) {
        return Ok(None);
    }
    keyword(text, Every::ALL, Every::as_str, |value| zh().every(value)).map(Some)
}

/// Whether something is so.
pub(super) fn yes_or_no(text: &str) -> Result<bool, Failure> {
    let (yes, no) = (zh().yes, zh().no);
    keyword(
        text,
        &[true, false],
        |value| if value { "yes" } else { "no" },
        |value| if value { yes } else { no },
    )
}

/// A light that a coordinator can see in a task.
pub(super) fn judged_light(text: &str) -> Result<Light, Failure> {
    const ALL: &[Light] = &[Light::Red, Light::Yellow, Light::Blue, Light::Green];
    let text = text.trim();
    let text = text.strip_suffix('灯').unwrap_or(text);
    keyword(text, ALL, Light::as_str, |value| follow().light(value))
}

/// How often a task is reported on; none for as often as the rules say.
pub(super) fn rhythm(text: &str) -> Result<Option<Rhythm>, Failure> {
    const ALL: &[Rhythm] = &[Rhythm::Week, Rhythm::Month, Rhythm::Quarter];
    if is_none(text) {
        return Ok(None);
    }
    keyword(text, ALL, Rhythm::as_str, |value| follow().rhythm(value)).map(Some)
}

pub(super) fn nature(text: &str) -> Result<Nature, Failure> {
    keyword(text, Nature::ALL, Nature::as_str, |value| {
        follow().nature(value)
    })
}

pub(super) fn kept(text: &str) -> Result<Kept, Failure> {
    keyword(text, Kept::ALL, Kept::as_str, |value| follow().kept(value))
}

pub(super) fn unchanged(text: &str) -> Result<Unchanged, Failure> {
    keyword(text, Unchanged::ALL, Unchanged::as_str, |value| {
        follow().unchanged(value)
    })
}

/// A period: 2024, 2024-05, 2024-W20.
pub(super) fn period(text: &str) -> Result<Period, Failure> {
    in_ascii(text)
        .parse()
        .map_err(|not| FollowFailure::Period(not).into())
}

fn follow() -> &'static Follows {
    crate::words::Lang::Zh.words().follow
}

pub(super) fn department_kind(text: &str) -> Result<DepartmentKind, Failure> {
    const ALL: &[(DepartmentKind, &str)] = &[
        (DepartmentKind::Bureau, "bureau"),
        (DepartmentKind::Party, "party"),
        (DepartmentKind::District, "district"),
        (DepartmentKind::Zone, "zone"),
        (DepartmentKind::School, "school"),
        (DepartmentKind::Garrison, "garrison"),
        (DepartmentKind::Enterprise, "enterprise"),
    ];
    keyword(
        text,
        ALL,
        |(_, word)| word,
        |(kind, _)| zh().department_kind(kind),
    )
    .map(|(kind, _)| kind)
}

/// A percent: a whole number from 0 to 100, with or without the sign.
pub(super) fn percent(text: &str) -> Result<u8, Failure> {
    typed_percent(text).ok_or_else(|| Failure::Percent(text.to_owned()))
}

/// An item of a task: 2.1.4/3.
pub(super) fn item(text: &str) -> Result<(&str, u32), Failure> {
    let parsed = text
        .rsplit_once(['/', '／'])
        .and_then(|(code, n)| Some((code, in_ascii(n).parse().ok()?)));
    parsed.ok_or_else(|| Failure::ItemNumber(text.to_owned()))
}
