//! OpenSSH itself: `ssh-keygen` checks what was signed here, and an `ssh-agent` signs for us.
//!
//! A test whose program is missing reports itself as ignored, never as passed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    unreachable_pub
)]

use std::process::ExitCode;

#[cfg(unix)]
#[path = "../common/mod.rs"]
mod common;
#[cfg(unix)]
mod key;
#[cfg(unix)]
#[path = "../pty/mod.rs"]
mod pty;
#[cfg(unix)]
mod verify;

#[cfg(unix)]
fn main() -> ExitCode {
    use libtest_mimic::Arguments;

    let programs = ["ssh-keygen", "ssh-agent", "ssh-add"];
    let missing = programs
        .into_iter()
        .find(|name| std::process::Command::new(name).arg("-?").output().is_err());
    let tests: [(&'static str, fn()); 13] = [
        (
            "openssh_believes_what_was_signed_here",
            verify::openssh_believes_what_was_signed_here,
        ),
        (
            "openssh_alone_verifies_every_file_on_the_share",
            verify::openssh_alone_verifies_every_file_on_the_share,
        ),
        (
            "a_new_home_is_the_persons_own_from_the_start",
            key::a_new_home_is_the_persons_own_from_the_start,
        ),
        (
            "a_home_that_shares_nothing_changes_its_key_without_a_question",
            key::a_home_that_shares_nothing_changes_its_key_without_a_question,
        ),
        (
            "a_key_of_ones_own_gives_way_to_another_before_anything_is_shared",
            key::a_key_of_ones_own_gives_way_to_another_before_anything_is_shared,
        ),
        (
            "the_registrars_new_key_keeps_the_roster_after_an_exchange",
            key::the_registrars_new_key_keeps_the_roster_after_an_exchange,
        ),
        (
            "a_members_new_key_waits_for_the_registrar",
            key::a_members_new_key_waits_for_the_registrar,
        ),
        (
            "a_lost_key_holds_back_only_what_it_did_not_sign",
            key::a_lost_key_holds_back_only_what_it_did_not_sign,
        ),
        (
            "a_key_that_is_anothers_takes_nothing_over",
            key::a_key_that_is_anothers_takes_nothing_over,
        ),
        (
            "an_agent_signs_for_a_key_that_is_not_here",
            key::an_agent_signs_for_a_key_that_is_not_here,
        ),
        (
            "a_locked_key_is_asked_for_once_and_never_a_script",
            key::a_locked_key_is_asked_for_once_and_never_a_script,
        ),
        (
            "the_screens_ask_before_they_take_the_terminal",
            key::the_screens_ask_before_they_take_the_terminal,
        ),
        (
            "keys_that_cannot_sign_are_refused_with_what_to_do",
            key::keys_that_cannot_sign_are_refused_with_what_to_do,
        ),
    ];
    let missing = move || missing.map(|name| format!("{name} is not installed"));
    let trials = tests.map(|(name, test)| {
        common::trial(name, missing, move || {
            test();
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

#[cfg(not(unix))]
fn main() -> ExitCode {
    ExitCode::SUCCESS
}
