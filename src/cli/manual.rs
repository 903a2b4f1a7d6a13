//! `duban completions` and `duban man`, made from the flags themselves.

use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Cli;
use super::{Refusal, Session, out};
use crate::workspace::Failure;

pub(super) fn completions(session: &Session, shell: Shell) -> Result<(), Refusal> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "duban", &mut script);
    out::print(session, &script)
}

pub(super) fn man(session: &Session, folder: Option<&Path>, force: bool) -> Result<(), Refusal> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let failed = |path: &Path, error| {
        session.refusal(&Failure::File {
            path: path.to_owned(),
            error,
        })
    };
    let page = |command: &Command| {
        let (man, mut page) = (Man::new(command.clone()), Vec::new());
        let written = man
            .render(&mut page)
            .map_err(|error| failed("stdout".as_ref(), error));
        written.map(|()| (man.get_filename(), page))
    };
    let Some(folder) = folder else {
        return out::print(session, &page(&command)?.1);
    };
    let mut pages = Vec::new();
    let mut commands = vec![&command];
    while let Some(command) = commands.pop() {
        pages.push(page(command)?);
        commands.extend(command.get_subcommands());
    }
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    // All or none: one that is there is noticed before the first is written.
    if let Some((name, _)) = pages
        .iter()
        .find(|(name, _)| !force && folder.join(name).exists())
    {
        return Err(session.refusal(&Failure::Exists(folder.join(name))));
    }
    pages.iter().try_for_each(|(name, page)| {
        out::write_file(&folder.join(name), page, force)
            .map_err(|failure| session.refusal(&failure))
    })
}
