//! `duban` (督办) follows up the tasks of a government plan.

pub mod config;
pub mod model;
pub mod search;
pub mod tui;
pub mod words;
