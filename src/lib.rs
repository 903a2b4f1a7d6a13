//! `duban` (督办) follows up the tasks of a government plan.

pub mod config;
pub mod import;
pub mod model;
pub mod words;
