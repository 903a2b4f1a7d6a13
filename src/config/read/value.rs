//! What a value must be, and what it means.

use std::ops::RangeInclusive;
use std::path::Path;

use chrono::Datelike as _;
use toml::Spanned;
use toml::de::DeValue;

use crate::config::{Expected, zone};
use crate::model::Day;

pub(super) fn word<T: Copy>(
    all: &'static [(&'static str, T)],
) -> impl FnOnce(&DeValue<'_>) -> Result<T, Expected> {
    move |value| {
        let found = all.iter().find(|(word, _)| value.as_str() == Some(word));
        found
            .map(|(_, value)| *value)
            .ok_or_else(|| Expected::Word(all.iter().map(|(word, _)| *word).collect()))
    }
}

pub(super) fn flag(value: &DeValue<'_>) -> Result<bool, Expected> {
    value.as_bool().ok_or(Expected::Flag)
}

pub(super) fn text(value: &DeValue<'_>) -> Result<String, Expected> {
    value.as_str().map(str::to_owned).ok_or(Expected::Text)
}

/// A file that is the same one wherever the program is started.
pub(super) fn key_file(value: &DeValue<'_>) -> Result<String, Expected> {
    let file = text(value).map_err(|_| Expected::Path)?;
    let file = file.trim();
    if file.is_empty() || file.starts_with("~/") || Path::new(file).is_absolute() {
        return Ok(file.to_owned());
    }
    Err(Expected::Path)
}

pub(super) fn zone_text(value: &DeValue<'_>) -> Result<String, Expected> {
    text(value)
        .ok()
        .filter(|text| zone(text).is_some())
        .ok_or(Expected::Zone)
}

/// A day, or nothing for none.
pub(super) fn day_or_none(value: &DeValue<'_>) -> Result<Option<Day>, Expected> {
    match text(value).map_err(|_| Expected::Day)?.trim() {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(|_| Expected::Day),
    }
}

pub(super) fn days(value: &DeValue<'_>) -> Result<Vec<Day>, Expected> {
    let list = value.as_array().ok_or(Expected::Days)?;
    let day = |item: &Spanned<DeValue<'_>>| item.get_ref().as_str()?.trim().parse().ok();
    let mut days: Vec<Day> = list
        .iter()
        .map(day)
        .collect::<Option<_>>()
        .ok_or(Expected::Days)?;
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// A month and a day: `09-01`.
pub(super) fn day_of_year(value: &DeValue<'_>) -> Result<(u32, u32), Expected> {
    let text = value.as_str().ok_or(Expected::DayOfYear)?;
    // In a leap year there are all days.
    let day: Option<Day> = format!("2024-{}", text.trim()).parse().ok();
    day.map(|day| (day.month(), day.day()))
        .ok_or(Expected::DayOfYear)
}

pub(super) fn number<T: TryFrom<i64>>(
    range: RangeInclusive<i64>,
) -> impl FnOnce(&DeValue<'_>) -> Result<T, Expected> {
    move |value| {
        value
            .as_integer()
            .and_then(|digits| i64::from_str_radix(digits.as_str(), digits.radix()).ok())
            .filter(|number| range.contains(number))
            .and_then(|number| T::try_from(number).ok())
            .ok_or(Expected::Number(range))
    }
}
