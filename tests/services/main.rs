//! What needs something of the machine, an sshd or the right to mount, and programs of our own: one panics, one has a
//! share that hangs.
//!
//! A test whose service is missing reports itself as ignored, never as passed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    unreachable_pub
)]

use std::process::ExitCode;

#[cfg(unix)]
#[path = "../common/mod.rs"]
mod common;
#[cfg(unix)]
mod crash;
#[cfg(unix)]
mod disk;
#[cfg(unix)]
mod hung;
#[cfg(unix)]
mod panic;
#[cfg(unix)]
#[path = "../pty/mod.rs"]
mod pty;
#[cfg(unix)]
mod ssh;

#[cfg(unix)]
fn main() -> ExitCode {
    use libtest_mimic::Arguments;

    if std::env::var_os(panic::CHILD).is_some() {
        return panic::screens();
    }
    if std::env::var_os(hung::CHILD).is_some() {
        return hung::screens();
    }
    if std::env::var_os(crash::CHILD).is_some() {
        return crash::exchange();
    }
    let needs = |name: &str, missing: fn() -> Option<String>, test: fn()| {
        common::trial(name, missing, move || {
            test();
            Ok(())
        })
    };
    let nothing: fn() -> Option<String> = || None;
    let trials = vec![
        needs(
            "a_note_is_recorded_through_an_sshd",
            ssh::missing,
            ssh::a_note_is_recorded,
        ),
        needs(
            "a_broken_connection_keeps_the_draft",
            ssh::missing,
            ssh::a_broken_connection_keeps_the_draft,
        ),
        needs(
            "a_full_disk_loses_no_word",
            disk::missing,
            disk::a_full_disk_loses_no_word,
        ),
        needs(
            "a_home_on_a_full_disk_is_read_and_says_what_is_full",
            disk::missing,
            disk::a_home_on_a_full_disk_is_read_and_says_what_is_full,
        ),
        needs(
            "words_typed_on_a_full_disk_are_found_again",
            disk::missing,
            disk::words_typed_on_a_full_disk_are_found_again,
        ),
        needs(
            "screens_on_a_full_disk_keep_others_out_until_there_is_room",
            disk::missing,
            disk::screens_on_a_full_disk_keep_others_out_until_there_is_room,
        ),
        needs(
            "a_read_only_home_is_refused_in_words",
            disk::missing,
            disk::a_read_only_home_is_refused_in_words,
        ),
        needs(
            "a_report_that_does_not_fit_is_told_and_leaves_nothing",
            disk::missing,
            disk::a_report_that_does_not_fit_is_told_and_leaves_nothing,
        ),
        needs(
            "a_panic_gives_the_terminal_back",
            nothing,
            panic::a_panic_gives_the_terminal_back,
        ),
        needs(
            "a_panic_keeps_what_was_typed",
            nothing,
            panic::a_panic_keeps_what_was_typed,
        ),
        needs(
            "a_share_that_hangs_holds_nobody_up",
            nothing,
            hung::a_share_that_hangs_holds_nobody_up,
        ),
        needs(
            "whoever_is_killed_at_any_step_of_an_exchange_loses_nothing",
            nothing,
            crash::whoever_is_killed_at_any_step_of_an_exchange_loses_nothing,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

#[cfg(not(unix))]
fn main() -> ExitCode {
    ExitCode::SUCCESS
}
