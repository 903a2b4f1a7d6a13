//! Finding, on the real plan: the search line, the filter language, sorting.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod filter;
mod find;
mod plan;
mod quality;
mod sort;
