//! The filter language: `牵头:教育局 状态:办理中 期限<2025-07 未更新>30 -节:三 心理`.
//!
//! Spaces mean and, commas or, a minus not; quotation marks hold a phrase with spaces together. Keys and values are
//! Chinese or English, full-width signs count as their ASCII twins. Bare words are looked for in titles,
//! departments and codes here, and in bodies and notes by [`super::TextSearch`] ([`Texts`]).

mod date;
mod error;
mod eval;
mod explain;
mod key;
mod near;
mod parse;
mod resolve;
mod token;
mod write;

pub use error::{FilterError, Reason};
pub use explain::Emptied;
pub use key::{Flag, Key};
pub use token::Operator;

use std::ops::Range;
use std::sync::Arc;

use crate::model::{
    Code, Day, DepartmentId, Directory, ItemId, Light, Outlook, Section, Status, TaskKind,
};

use super::code::CodePrefix;
use super::phrase::{Phrase, TextSearch};
use super::query::Query;
use date::Date;

/// What a filter is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c> {
    /// The departments its names mean.
    pub directory: &'c Directory,
    /// The headings its sections mean.
    pub sections: &'c [Section],
    /// The person's own departments.
    pub mine: &'c [DepartmentId],
    /// The day from which days without a note are counted.
    pub today: Day,
    /// What the follow-up hangs on: the running windows.
    pub outlook: &'c Arc<Outlook>,
}

/// A filter: which tasks are shown.
///
/// It holds the departments and sections that its names stood for when it was read, so it is read again when the
/// directory, the plan or the day changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    conditions: Vec<Condition>,
    words: Query,
    today: Day,
    outlook: Arc<Outlook>,
    mine: Vec<DepartmentId>,
}

/// What is known of the bodies and notes of tasks.
pub trait Texts {
    /// Whether the texts of the task hold the word of this number in [`Filter::words`].
    fn holds(&self, task: ItemId, word: usize) -> bool;
}

/// Nothing is known yet: what can be said at once.
impl Texts for () {
    fn holds(&self, _: ItemId, _: usize) -> bool {
        false
    }
}

impl Texts for TextSearch {
    fn holds(&self, task: ItemId, word: usize) -> bool {
        Self::holds(self, task, word)
    }
}

/// One condition; all of them must be met.
#[derive(Debug, Clone)]
struct Condition {
    negated: bool,
    test: Test,
    /// Where it stands in what was typed.
    at: Range<usize>,
    /// As it was typed.
    typed: String,
}

/// Conditions are equal when they say the same, wherever they stand.
impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.negated == other.negated && self.test == other.test
    }
}

/// What is asked of a task. Of several values one must fit.
#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// Bare words and flags.
    Any(Vec<Term>),
    Departments(Role, Vec<Choice<Vec<DepartmentId>>>),
    Status(Vec<Choice<Vec<Status>>>),
    Light(Vec<Choice<Vec<Light>>>),
    Kind(Vec<Choice<Vec<TaskKind>>>),
    Percent(Operator, Vec<Option<u8>>),
    Code(Vec<Code>),
    Section(Vec<Choice<Vec<Code>>>),
    Due(Operator, Vec<Date>),
    Updated(Operator, Vec<Date>),
    Stale(Operator, Vec<u32>),
    Leader(Vec<Wanted>),
    Title(Vec<Wanted>),
}

/// Whether a department leads or supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Leads,
    Supports,
    Either,
}

#[derive(Debug, Clone, PartialEq)]
enum Term {
    Flag(Flag),
    Word(Bare),
}

/// A value that stands for several things: a part of a name for all departments that have it.
#[derive(Debug, Clone, PartialEq)]
struct Choice<T> {
    typed: String,
    means: T,
}

/// Words looked for in one field; none means that the field is empty.
#[derive(Debug, Clone)]
struct Wanted {
    typed: String,
    phrases: Vec<Phrase>,
}

impl PartialEq for Wanted {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed
    }
}

/// A bare word.
#[derive(Debug, Clone)]
struct Bare {
    typed: String,
    /// Usually one; a very long word has several, all of which must be found.
    pieces: Vec<BarePiece>,
}

impl PartialEq for Bare {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed
    }
}

#[derive(Debug, Clone)]
struct BarePiece {
    phrase: Phrase,
    /// The departments that go by it.
    departments: Vec<DepartmentId>,
    code: Option<CodePrefix>,
    /// Its number in [`Filter::words`].
    number: usize,
}

impl Filter {
    /// The bare words, for [`TextSearch::new`]; empty if the filter can be decided without any text.
    #[must_use]
    pub fn words(&self) -> &Query {
        &self.words
    }

    /// Whether every task passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }
}
