//! What a search finds.

use std::sync::Arc;

use crate::model::{DepartmentId, ItemId, Row};

use super::query::Query;

/// What a search found, the best first.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// The best hits, as many as were asked for.
    pub hits: Vec<Hit>,
    /// How many tasks the query found in all.
    pub total: usize,
    /// All of them, for the next key press.
    pub survivors: Survivors,
}

/// One task that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The task.
    pub task: ItemId,
    /// Its place among the rows of the snapshot.
    pub row: usize,
    /// Where it was found.
    pub field: Field,
    /// How well; only good for comparing hits of one query. Hits in texts are below 1, all others above.
    pub score: f64,
    /// The characters of the title that were found, as places in it.
    pub highlights: Vec<u32>,
    /// The department by whose name it was found, if it was.
    pub department: Option<Named>,
}

/// A department whose name, short name or alias was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Which one.
    pub id: DepartmentId,
    /// Its full name.
    pub name: Arc<str>,
    /// The characters of the full name that were found; all of them if an alias with other characters was.
    pub highlights: Vec<u32>,
}

/// Where a task was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// In its title.
    Title,
    /// In the name of a department that leads or supports it.
    Department,
    /// By its code.
    Code,
    /// In its words.
    Text,
    /// In one of its measures.
    Measure,
    /// In one of its status notes.
    Note,
}

impl Field {
    /// The word in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Department => "department",
            Self::Code => "code",
            Self::Text => "text",
            Self::Measure => "measure",
            Self::Note => "note",
        }
    }
}

/// All tasks a query found; a query that grew needs to look at no others.
#[derive(Debug, Clone, Default)]
pub struct Survivors {
    pub(super) query: Query,
    pub(super) of: Option<Arc<Vec<Arc<Row>>>>,
    /// Places among the rows, in order.
    pub(super) rows: Vec<u32>,
}

impl Survivors {
    /// Whether the task at this place was found.
    #[must_use]
    pub fn contains(&self, row: usize) -> bool {
        u32::try_from(row).is_ok_and(|row| self.rows.binary_search(&row).is_ok())
    }

    /// The places of all tasks found, in the order of the plan.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().map(|&row| row as usize)
    }
}
