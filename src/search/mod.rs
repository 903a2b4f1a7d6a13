//! Finding: a search line that takes Chinese and pinyin, a filter language, and sorting.
//!
//! [`Index`] finds titles, departments and codes on every key press; [`TextSearch`] runs over bodies, measures and
//! notes in the background and only adds to what the index found; [`Filter`] says which tasks are shown at all,
//! [`Sort`] in which order. All of it is pure: no files, no clock.

mod automaton;
mod code;
mod departments;
mod filter;
mod fold;
mod hit;
mod index;
mod judge;
mod phrase;
mod pinyin;
mod prepare;
mod query;
mod rank;
mod scan;
mod sort;

pub use departments::departments;
pub use filter::{Context, Emptied, Filter, FilterError, Flag, Key, Operator, Reason, Texts};
pub use hit::{Field, Hit, Hits, Named, Survivors};
pub use index::Index;
pub use phrase::{Phrase, Span, TextSearch};
pub use query::Query;
pub use sort::{Column, NotAColumn, Sort};
