//! The tasks that a filter lets through, for every list that takes one.

use std::sync::Arc;

use super::Refusal;
use super::list::context;
use crate::model::{Row, Snapshot};
use crate::search::{Filter, NotAColumn, Sort, TextSearch};
use crate::words::Words;
use crate::workspace::Workspace;

/// The tasks in their order.
pub(super) struct Filtered<'s> {
    pub(super) rows: Vec<&'s Arc<Row>>,
    /// Why there are none, where there are none.
    pub(super) empty: Option<String>,
}

/// The tasks that the filter lets through, in the order asked for, else in the plan's.
pub(super) fn filtered<'s>(
    workspace: &Workspace,
    snapshot: &'s Snapshot,
    filter: &[String],
    sort: Option<&str>,
    words: &Words,
) -> Result<Filtered<'s>, Refusal> {
    let typed = filter.join(" ");
    let filter = Filter::parse(&typed, &context(snapshot)).map_err(|error| {
        let message = format!("{}: {typed}", words.cli.wrong_filter);
        let hint = error.say(words);
        Refusal::Usage { message, hint }
    })?;
    let texts = if filter.words().is_empty() {
        TextSearch::default()
    } else {
        workspace.search_texts(filter.words())?
    };
    let passes = |at: &usize| {
        let row = snapshot.rows.get(*at);
        row.is_some_and(|row| filter.matches(row, &texts))
    };
    let mut places: Vec<usize> = (0..snapshot.rows.len()).filter(passes).collect();
    if let Some(sort) = sort {
        let sort: Sort = sort
            .parse()
            .map_err(|error: NotAColumn| Refusal::usage(error.say(words)))?;
        sort.apply(
            &snapshot.rows,
            &snapshot.directory,
            snapshot.day,
            &mut places,
        );
    }
    let rows: Vec<&Arc<Row>> = places
        .iter()
        .filter_map(|at| snapshot.rows.get(*at))
        .collect();
    let empty = rows.is_empty().then(|| {
        let why = filter.explain_empty(&snapshot.rows, &texts);
        let none = match (&snapshot.head, &snapshot.delivery) {
            (Some(_), _) => words.cli.nothing,
            (None, Some(_)) if !snapshot.past => words.screen.plan_on_its_way,
            (None, _) => words.cli.no_plan_then,
        };
        why.map_or_else(|| none.to_owned(), |why| why.say(words))
    });
    Ok(Filtered { rows, empty })
}
