//! What the ledger looks for: the search, the filter and the order, and which rows come of them.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::counts::Counts;
use super::desk::Desk;
use super::message::{Effect, Purpose};
use crate::model::{ItemId, Row};
use crate::search::{
    Column, Context, Field, Filter, Hit, Hits, Index, Phrase, Query, Sort, TextSearch,
};
use crate::words::fill;

/// The most hits a search lists.
const LIMIT: usize = 1000;

/// The search, the filter, the order, and which rows come of them.
#[derive(Debug, Default)]
pub(crate) struct Finding {
    /// The places of the rows to list, in order.
    order: Vec<usize>,
    /// While something is searched, the hit of each listed row.
    hits: Vec<Hit>,
    /// Built when the first search begins, and kept up to date from then on.
    index: Option<Index>,
    query: String,
    /// The words of the search, to be found in texts; made once for each search and not for each frame.
    sought: Vec<Phrase>,
    found: Option<Hits>,
    filter_text: String,
    /// The filter; none while what is typed cannot be understood.
    filter: Option<Filter>,
    problem: Option<Problem>,
    sort: Option<Sort>,
    /// Only these tasks are listed, under this name: those behind a number of another screen.
    only: Option<(String, HashSet<ItemId>)>,
    /// The lights and reports of what is listed.
    counts: Counts,
    /// What the background found in texts, and for which query.
    texts: Option<(String, Arc<TextSearch>)>,
    filter_texts: Option<(String, Arc<TextSearch>)>,
    /// What was asked of the background last.
    asked: [String; 2],
}

/// Why a filter cannot be understood, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The characters in question.
    pub(crate) at: Range<usize>,
    pub(crate) message: String,
}

/// What to highlight in a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// Characters of the title, by char position.
    pub(crate) title: Vec<usize>,
    /// Whether a department matched.
    pub(crate) department: bool,
}

impl Finding {
    pub(crate) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The tasks that are listed, in order.
    pub(crate) fn listed(&self, desk: &Desk) -> Vec<ItemId> {
        let rows = &desk.snapshot.rows;
        let listed = self.order.iter();
        listed.filter_map(|&at| Some(rows.get(at)?.id)).collect()
    }

    /// The tasks that are listed and why, where those are not all.
    pub(crate) fn narrowed(&self, desk: &Desk) -> Option<(Vec<ItemId>, String)> {
        let why = [
            self.only().unwrap_or_default(),
            self.filter_text.trim(),
            self.query.trim(),
        ];
        let why: Vec<&str> = why.into_iter().filter(|why| !why.is_empty()).collect();
        let some = !why.is_empty() && self.order.len() < desk.snapshot.rows.len();
        some.then(|| (self.listed(desk), why.join(" ")))
    }

    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// The words of the search, to be found in texts.
    pub(crate) fn sought(&self) -> &[Phrase] {
        &self.sought
    }

    pub(crate) fn filter_text(&self) -> &str {
        &self.filter_text
    }

    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    pub(crate) fn sorted(&self) -> Option<Sort> {
        self.sort
    }

    /// Whether the rows stand in the order of a column; `true` for the reverse.
    pub(crate) fn sorted_by(&self, column: Column) -> Option<bool> {
        self.sort
            .filter(|sort| sort.column == column && self.query.is_empty())
            .map(|sort| sort.reverse)
    }

    /// What to highlight in a listed row.
    pub(crate) fn marks(&self, at: usize) -> Marks {
        let Some(hit) = self.hits.get(at) else {
            return Marks::default();
        };
        Marks {
            title: hit.highlights.iter().map(|&at| at as usize).collect(),
            department: hit.field == Field::Department,
        }
    }

    /// Builds the index, so that the first key of a search is as fast as the others.
    pub(crate) fn prepare(&mut self, desk: &Desk) {
        let (rows, directory) = (&desk.snapshot.rows, &desk.snapshot.directory);
        self.index = Some(match self.index.take() {
            Some(index) => index.refreshed(rows, directory),
            None => Index::new(rows, directory),
        });
    }

    /// Takes in a new picture.
    pub(crate) fn refresh(&mut self, desk: &Desk) {
        if self.index.is_some() {
            self.prepare(desk);
        }
        self.found = None;
        if !self.filter_text.is_empty() {
            self.parse(desk);
        }
        self.list(desk);
    }

    /// Searches; returns whether that is another search than before.
    pub(crate) fn search(&mut self, query: &str, desk: &Desk) -> bool {
        if self.query == query {
            return false;
        }
        query.clone_into(&mut self.query);
        self.sought = Phrase::all(&Query::new(query));
        self.list(desk);
        true
    }

    /// Filters; returns whether that is another filter than before. One that cannot be understood shows every task,
    /// and [`Self::problem`] says why.
    pub(crate) fn set_filter(&mut self, text: &str, desk: &Desk) -> bool {
        if self.filter_text == text {
            return false;
        }
        text.clone_into(&mut self.filter_text);
        self.parse(desk);
        self.list(desk);
        true
    }

    /// Lists only some tasks, under a name; returns whether that is another list than before.
    pub(crate) fn set_only(
        &mut self,
        only: Option<(String, HashSet<ItemId>)>,
        desk: &Desk,
    ) -> bool {
        if self.only == only {
            return false;
        }
        self.only = only;
        self.list(desk);
        true
    }

    /// The name under which only some tasks are listed.
    pub(crate) fn only(&self) -> Option<&str> {
        self.only.as_ref().map(|(name, _)| name.as_str())
    }

    /// The lights and reports of what is listed.
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    pub(crate) fn sort(&mut self, sort: Option<Sort>, desk: &Desk) {
        self.sort = sort;
        self.list(desk);
    }

    fn parse(&mut self, desk: &Desk) {
        let context = Context {
            directory: &desk.snapshot.directory,
            sections: &desk.snapshot.sections,
            mine: &desk.snapshot.me.departments,
            today: desk.today(),
            outlook: &desk.snapshot.outlook,
        };
        self.problem = None;
        match Filter::parse(&self.filter_text, &context) {
            Ok(filter) => self.filter = Some(filter).filter(|filter| !filter.is_empty()),
            Err(error) => {
                // What is half typed filters nothing yet.
                self.filter = None;
                self.problem = Some(Problem {
                    message: error.say(desk.words),
                    at: error.at,
                });
            }
        }
    }

    /// Takes in what the background found; returns whether it was still wanted.
    pub(crate) fn take_texts(
        &mut self,
        purpose: Purpose,
        query: &str,
        found: Arc<TextSearch>,
        desk: &Desk,
    ) -> bool {
        let wanted = match purpose {
            Purpose::Search => query == self.query,
            Purpose::Filter | Purpose::Agenda => query == self.filter_text,
        };
        if wanted {
            let found = Some((query.to_owned(), found));
            match purpose {
                Purpose::Search => self.texts = found,
                Purpose::Filter | Purpose::Agenda => self.filter_texts = found,
            }
            self.list(desk);
        }
        wanted
    }

    /// What the background is to look for; each thing once.
    pub(crate) fn wanted(&mut self) -> Vec<Effect> {
        let filter = match &self.filter {
            Some(filter) if !filter.words().is_empty() && self.problem.is_none() => {
                self.filter_text.clone()
            }
            _ => String::new(),
        };
        let now = [self.query.clone(), filter];
        let mut effects = Vec::new();
        for ((purpose, now), asked) in [Purpose::Search, Purpose::Filter]
            .into_iter()
            .zip(now)
            .zip(&mut self.asked)
        {
            if *asked != now {
                asked.clone_from(&now);
                let query = match (purpose, &self.filter) {
                    (Purpose::Filter, Some(filter)) => filter.words().clone(),
                    _ => Query::new(&now),
                };
                if !query.is_empty() {
                    effects.push(Effect::SearchTexts(purpose, now, query));
                }
            }
        }
        effects
    }

    /// Whether the background has yet to say what it finds for the search.
    pub(crate) fn is_waiting(&self) -> bool {
        let [asked, _] = &self.asked;
        let answered = self.texts.as_ref().is_some_and(|(text, _)| text == asked);
        !asked.is_empty() && *asked == self.query && !answered
    }

    /// Decides which rows are listed and in which order, and counts them.
    fn list(&mut self, desk: &Desk) {
        self.choose(desk);
        let rows = &desk.snapshot.rows;
        let listed = self.order.iter().filter_map(|&at| rows.get(at));
        self.counts = Counts::of(listed, desk);
    }

    fn choose(&mut self, desk: &Desk) {
        let rows = &desk.snapshot.rows;
        let filter = self
            .filter
            .as_ref()
            .filter(|_| !self.filter_text.is_empty());
        let texts = self.filter_texts.as_ref();
        let texts = texts.filter(|(text, _)| *text == self.filter_text);
        let only = self.only.as_ref().map(|(_, tasks)| tasks);
        let is_in = |row: &Row| only.is_none_or(|tasks| tasks.contains(&row.id));
        let passes = |at: usize| match (filter, rows.get(at).filter(|row| is_in(row))) {
            (Some(filter), Some(row)) => match texts {
                Some((_, texts)) => filter.matches(row, &**texts),
                None => filter.matches(row, &()),
            },
            (_, row) => row.is_some(),
        };
        self.hits.clear();
        if self.query.trim().is_empty() {
            self.found = None;
            self.order = (0..rows.len()).filter(|&at| passes(at)).collect();
            if let Some(sort) = self.sort {
                let today = desk.today();
                sort.apply(rows, &desk.snapshot.directory, today, &mut self.order);
            }
            return;
        }
        let Some(index) = &self.index else {
            self.order.clear();
            return;
        };
        let query = Query::new(&self.query);
        let before = self.found.as_ref().map(|found| &found.survivors);
        let mut found = index.search(&query, LIMIT, before);
        let mut hits = std::mem::take(&mut found.hits);
        if let Some((text, texts)) = &self.texts
            && *text == self.query
        {
            hits.extend(index.search_texts(&query, texts, &found.survivors, LIMIT));
        }
        hits.retain(|hit| passes(hit.row));
        self.order = hits.iter().map(|hit| hit.row).collect();
        self.hits = hits;
        self.found = Some(found);
    }

    /// Says why nothing is listed and how to get something.
    pub(crate) fn explain_empty(&self, desk: &Desk) -> String {
        let words = desk.words.screen;
        if !self.query.trim().is_empty() {
            let text = fill(words.nothing_found, &[&self.query]);
            return match self.filter_text.as_str() {
                "" => text,
                filter => format!("{text} {}", fill(words.nothing_found_filter, &[filter])),
            };
        }
        match self.why_empty(desk) {
            Some(why) => format!("{why}\n{}", words.clear_filter),
            None => words.clear_filter.to_owned(),
        }
    }

    /// Which part of the filter lets nothing through.
    pub(crate) fn why_empty(&self, desk: &Desk) -> Option<String> {
        let texts = self.filter_texts.as_ref();
        let emptied = self.filter.as_ref().and_then(|filter| match texts {
            Some((text, texts)) if *text == self.filter_text => {
                filter.explain_empty(&desk.snapshot.rows, &**texts)
            }
            _ => filter.explain_empty(&desk.snapshot.rows, &()),
        });
        emptied.map(|emptied| emptied.say(desk.words))
    }
}
