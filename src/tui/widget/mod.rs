//! Small drawing pieces: cells, text fields, scrolling sheets and colours.

pub mod cells;
pub mod field;
pub mod sheet;
pub mod theme;
