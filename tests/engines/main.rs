//! The shared folder as people really have it: carried by Syncthing, on a Samba server, through sshfs, on a USB stick.
//!
//! Each test runs in namespaces of its own ([`sandbox`]); one whose engine is missing reports itself as ignored, never
//! as passed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    unreachable_pub
)]

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[path = "../common/mod.rs"]
mod common;
#[cfg(target_os = "linux")]
mod samba;
#[cfg(target_os = "linux")]
mod sandbox;
#[cfg(target_os = "linux")]
mod sqlite;
#[cfg(target_os = "linux")]
mod sshfs;
#[cfg(target_os = "linux")]
mod stick;
#[cfg(target_os = "linux")]
mod syncthing;
#[cfg(target_os = "linux")]
mod two;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    use libtest_mimic::Arguments;

    type Missing = fn() -> Option<String>;
    let tests: [(&str, Missing, fn()); 6] = [
        (
            "two_offices_on_syncthing_lose_nothing_and_agree_to_the_byte",
            syncthing::missing,
            syncthing::two_offices,
        ),
        (
            "a_live_sqlite_file_on_syncthing_loses_what_it_acknowledged",
            syncthing::missing,
            sqlite::loses_what_it_acknowledged,
        ),
        (
            "a_samba_server_killed_while_people_write_costs_nothing",
            samba::missing,
            samba::without_a_cache,
        ),
        (
            "a_samba_server_killed_behind_a_write_cache_costs_nothing",
            samba::missing,
            samba::behind_a_write_cache,
        ),
        (
            "an_sshd_killed_while_people_write_costs_nothing",
            sshfs::missing,
            sshfs::two_people,
        ),
        (
            "a_stick_with_exfat_carries_everybodys_files_both_ways",
            stick::missing,
            stick::carries_both_ways,
        ),
    ];
    if let Some(name) = sandbox::inside() {
        let (.., test) = tests.iter().find(|test| test.0 == name).unwrap();
        sandbox::prepare();
        test();
        return ExitCode::SUCCESS;
    }
    let trials =
        tests.map(|(name, missing, _)| common::trial(name, missing, move || sandbox::run(name)));
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    ExitCode::SUCCESS
}
