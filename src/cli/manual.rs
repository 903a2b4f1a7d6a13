//! `duban completions` and `duban man`, made from the flags themselves.

use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::args::Cli;
use super::{Refusal, out};

pub(super) fn completions(shell: Shell) -> Result<(), Refusal> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "duban", &mut script);
    out::print(&script);
    Ok(())
}

pub(super) fn man(folder: Option<&Path>) -> Result<(), Refusal> {
    let command = Cli::command();
    let failed = |error: std::io::Error| Refusal::usage(error.to_string());
    let Some(folder) = folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command)
            .render(&mut page)
            .map_err(failed)?;
        out::print(&page);
        return Ok(());
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(failed)
}
