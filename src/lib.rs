//! `duban` (督办) follows up the tasks of a government plan.

pub mod cli;
pub mod config;
pub mod import;
pub mod model;
pub mod oplog;
pub mod platform;
pub mod search;
pub mod store;
pub mod text;
pub mod tui;
pub mod words;
pub mod workspace;
