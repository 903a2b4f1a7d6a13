//! The screens: a pure core that turns messages into effects, small drawing pieces, and the only terminal I/O.
//!
//! - [`app`]: state, `update`, `view`; no I/O and no clock.
//! - [`widget`]: cells, fields, lists and colours.
//! - [`terminal`]: enter and leave, the event loop, the worker, the width-aware backend.

pub mod app;
pub mod terminal;
pub mod widget;
