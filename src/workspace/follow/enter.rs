//! Entering figures of indicators, and that a measure, a duty or a decision is done.

use chrono::{DateTime, Utc};

use rust_decimal::Decimal;

use super::FollowFailure;
use crate::model::{
    Bounds, DoneDraft, FigureDraft, FigureSort, Indicator, OpId, Register, decimal,
};
use crate::oplog::{Said, Texts};
use crate::store::{Entry, Writing};
use crate::text::clean;
use crate::workspace::note::{Author, speaker};
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// Records figures of indicators: all or none.
    ///
    /// # Errors
    ///
    /// If one is no number or none that its indicator can have, lies in the future, its period is far
    /// from the plan's, or its district is none of the indicator's.
    pub fn record_figures(
        &mut self,
        drafts: &[FigureDraft],
        now: DateTime<Utc>,
    ) -> Result<Vec<OpId>, Failure> {
        self.refuse_past()?;
        let (author, zone) = (self.author(now)?, self.zone);
        let mut writing = self.store.write()?;
        for draft in drafts {
            let detail = writing
                .detail(draft.task, zone)?
                .ok_or_else(|| Failure::NoTask(draft.task.to_string()))?;
            let mut indicators = detail.indicators.iter();
            let indicator = indicators
                .find(|indicator| indicator.id == draft.item)
                .ok_or(Failure::NothingGiven)?;
            figure(&mut writing, draft, indicator, &author, now)?;
        }
        Ok(writing.commit()?)
    }

    /// Records that something is done, or is not after all.
    ///
    /// # Errors
    ///
    /// If it lies in the future, or the department has nothing to do with it.
    pub fn record_done(&mut self, draft: &DoneDraft, now: DateTime<Utc>) -> Result<OpId, Failure> {
        let ids = self.record_all_done(std::slice::from_ref(draft), now)?;
        ids.into_iter().next().ok_or(Failure::NothingGiven)
    }

    /// Records that several things are done: all or none.
    ///
    /// # Errors
    ///
    /// As [`Workspace::record_done`].
    pub fn record_all_done(
        &mut self,
        drafts: &[DoneDraft],
        now: DateTime<Utc>,
    ) -> Result<Vec<OpId>, Failure> {
        self.refuse_past()?;
        let author = self.author(now)?;
        let mut writing = self.store.write()?;
        for draft in drafts {
            done(&mut writing, draft, &author, now)?;
        }
        Ok(writing.commit()?)
    }
}

/// The value that a text gives to an indicator.
///
/// # Errors
///
/// If it is no number, or one that the indicator cannot have ([`Bounds`](crate::model::Bounds)).
pub(super) fn value_of(indicator: &Indicator, text: &str) -> Result<Decimal, Failure> {
    let value = decimal(text).ok_or_else(|| Failure::Decimal(text.to_owned()))?;
    if Bounds::of(indicator).hold(value) {
        Ok(value)
    } else {
        let indicator = Box::new(indicator.clone());
        Err(FollowFailure::Impossible { indicator, value }.into())
    }
}

fn figure(
    writing: &mut Writing<'_>,
    draft: &FigureDraft,
    indicator: &Indicator,
    author: &Author,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    if draft.on > author.today() {
        return Err(Failure::Future(draft.on));
    }
    author.span().refuse_far(draft.period)?;
    let value = match draft.value.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(value_of(indicator, text)?.to_string()),
    };
    let row = writing
        .row(draft.task)?
        .ok_or_else(|| Failure::NoTask(draft.task.to_string()))?;
    let dept = match (draft.sort, draft.region) {
        (FigureSort::Target | FigureSort::Baseline, _) => None,
        // A district gives its own.
        (FigureSort::Actual, Some(region)) if author.own().contains(&region) => Some(region),
        (FigureSort::Actual, _) => Some(speaker(writing, &row, draft.department, author.own())?),
    };
    if let Some(region) = draft.region {
        let assigned = writing.departments_of(draft.task, draft.item, Register::Regions)?;
        if !assigned.contains(&region) {
            let name = writing.directory()?.name(region);
            return Err(FollowFailure::NotARegion(name).into());
        }
    }
    let place = (draft.item, draft.sort, draft.period, draft.region);
    let mut sup = writing.figures_in(draft.task, place)?;
    if let Some(seen) = &draft.seen {
        sup.retain(|op| seen.contains(op));
    }
    let clear = |text: &str| clean(text.trim()).into_owned();
    let texts = Texts {
        source: Some(clear(&draft.source)).filter(|source| !source.is_empty()),
        reason: clear(&draft.reason),
        ..Texts::default()
    };
    let entry = Entry::with_texts(&texts, |body| Said::Figure {
        task: draft.task,
        item: draft.item,
        sort: draft.sort,
        dept,
        period: draft.period,
        region: draft.region,
        value,
        on: draft.on,
        body,
        sup,
    })?;
    writing.append(entry, now)?;
    Ok(())
}

fn done(
    writing: &mut Writing<'_>,
    draft: &DoneDraft,
    author: &Author,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    if let Some(day) = draft.done.filter(|day| *day > author.today()) {
        return Err(Failure::Future(day));
    }
    let dept = match writing.row(draft.task)? {
        Some(row) => speaker(writing, &row, draft.department, author.own())?,
        // A decision is the responsible department's.
        None => {
            let decisions = writing.decisions()?;
            let decision = decisions.iter().find(|decision| decision.id == draft.task);
            decision
                .ok_or_else(|| FollowFailure::NoDecision(draft.task.to_string()))?
                .department
        }
    };
    let sup = writing.done_of(draft.task, draft.item, draft.period)?;
    let text = clean(draft.text.trim()).into_owned();
    let texts = Texts {
        text: Some(text).filter(|text| !text.is_empty()),
        ..Texts::default()
    };
    let entry = Entry::with_texts(&texts, |body| Said::Done {
        task: draft.task,
        item: draft.item,
        dept,
        period: draft.period,
        done: draft.done,
        on: author.today(),
        body,
        sup,
    })?;
    writing.append(entry, now)?;
    Ok(())
}
