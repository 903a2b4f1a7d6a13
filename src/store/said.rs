//! What was said of a task beside notes and corrections, for people to read: steps, figures, what is done.

use chrono::FixedOffset;

use super::item::Stored;
use super::row;
use crate::model::{
    Course, DepartmentId, Done, Figure, FigureSort, ItemId, OpId, Period, StepTaken,
};
use crate::oplog::{Hlc, Said, Texts, Version, current};

/// The steps that were taken, the latest first.
pub(super) fn steps(said: &[Stored], zone: FixedOffset) -> Vec<StepTaken> {
    let counted = row::steps(said);
    let course = Course::of(counted.iter().map(|(_, taken)| taken));
    latest_first(said)
        .into_iter()
        .filter_map(|stored| {
            let Said::Step {
                step,
                dept,
                op,
                due,
                into,
                on,
                ..
            } = &stored.said
            else {
                return None;
            };
            let texts: Texts = stored.texts();
            Some(StepTaken {
                op: stored.id,
                step: step.parse().ok()?,
                department: *dept,
                answers: *op,
                due: *due,
                into: *into,
                on: *on,
                reason: texts.reason,
                evidence: texts.evidence,
                author: stored.author.clone(),
                recorded: stored.recorded(zone),
                idle: stored.standing.refused || course.idle.contains(&stored.id),
            })
        })
        .collect()
}

/// What was said, the latest first: by the whole stamp, since a clock that was ahead leaves the millisecond alone behind.
fn latest_first(said: &[Stored]) -> Vec<&Stored> {
    let mut all: Vec<&Stored> = said.iter().collect();
    all.sort_by_key(|stored| std::cmp::Reverse((stored.hlc, stored.id)));
    all
}

/// Where a figure stands: of which indicator, of which sort, for which period and district.
type Place = (ItemId, FigureSort, Period, Option<DepartmentId>);

/// The figures by their places, each with every version.
pub(super) fn places(said: &[Stored]) -> Vec<(Place, Vec<Version<usize>>)> {
    let mut places: Vec<(Place, Vec<Version<usize>>)> = Vec::new();
    for (at, stored) in said.iter().enumerate() {
        let Said::Figure {
            item,
            sort,
            period,
            region,
            sup,
            ..
        } = &stored.said
        else {
            continue;
        };
        let version = stored.version(sup, at);
        let place = (*item, *sort, *period, *region);
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, versions)) => versions.push(version),
            None => places.push((place, vec![version])),
        }
    }
    places
}

/// The ops that stand in a figure's place: what a new figure there takes the place of.
pub(super) fn standing_in(said: &[Stored], place: Place) -> Vec<OpId> {
    let places = places(said);
    let found = places.iter().find(|(known, _)| *known == place);
    found.map_or_else(Vec::new, |(_, versions)| {
        current(versions).iter().map(|version| version.op).collect()
    })
}

/// Whether figures that stand in one place are not all the same.
fn disagree(said: &[Stored], live: &[&Version<usize>]) -> bool {
    let value = |version: &Version<usize>| match said.get(version.value).map(|one| &one.said) {
        Some(Said::Figure { value, .. }) => value.as_deref(),
        _ => None,
    };
    live.windows(2)
        .any(|pair| matches!(pair, [one, other] if value(one) != value(other)))
}

/// Whether figures of the same indicator, period and district stand beside one another that are not the same.
pub(super) fn figures_disagree(said: &[Stored]) -> bool {
    places(said)
        .iter()
        .any(|(_, versions)| disagree(said, &current(versions)))
}

/// The figures of a task's indicators, the latest period first, those that are gone among them.
pub(super) fn figures(said: &[Stored], zone: FixedOffset) -> Vec<Figure> {
    let mut figures = Vec::new();
    for ((item, sort, period, region), versions) in places(said) {
        let live = current(&versions);
        let disagree = disagree(said, &live);
        for version in &versions {
            let Some(stored) = said.get(version.value) else {
                continue;
            };
            let Said::Figure { value, on, .. } = &stored.said else {
                continue;
            };
            let texts: Texts = stored.texts();
            let stands = live.iter().any(|live| live.op == version.op);
            let figure = Figure {
                op: stored.id,
                item,
                sort,
                period,
                region,
                value: value.clone(),
                on: *on,
                source: texts.source.unwrap_or_default(),
                reason: texts.reason,
                author: stored.author.clone(),
                recorded: stored.recorded(zone),
                gone: !stands,
                conflict: stands && disagree,
            };
            figures.push((stored.hlc, figure));
        }
    }
    figures.sort_by_key(|(hlc, figure): &(Hlc, Figure)| {
        let key = (figure.period, *hlc, figure.op);
        (figure.item, std::cmp::Reverse(key))
    });
    figures.into_iter().map(|(_, figure)| figure).collect()
}

/// What was said to be done, as far as it counts.
pub(super) fn done(said: &[Stored]) -> Vec<Done> {
    let mut all = Vec::new();
    for (item, period, versions) in row::done(said) {
        let Some(first) = current(&versions).first().map(|first| first.op) else {
            continue;
        };
        let stored = said.iter().find(|stored| stored.id == first);
        if let Some((stored, Said::Done { done, dept, on, .. })) =
            stored.map(|stored| (stored, &stored.said))
        {
            all.push(Done {
                op: stored.id,
                item,
                period,
                done: *done,
                department: *dept,
                text: stored.texts::<Texts>().text.unwrap_or_default(),
                author: stored.author.clone(),
                on: *on,
            });
        }
    }
    all.sort_by_key(|done| (done.item, done.period, done.op));
    all
}
