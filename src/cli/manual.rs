//! `duban completions` and `duban man`, made from the flags themselves.

use std::path::Path;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Refusal, Session, out, usage};
use crate::workspace::Failure;

pub(super) fn completions(session: &Session, shell: Shell) -> Result<(), Refusal> {
    let mut script = Vec::new();
    clap_complete::generate(
        shell,
        &mut usage::command(session.words()),
        "duban",
        &mut script,
    );
    out::print(&script)
}

pub(super) fn man(session: &Session, folder: Option<&Path>, force: bool) -> Result<(), Refusal> {
    let command = usage::command(session.words());
    let failed = |path: &Path, error| Failure::File {
        path: path.to_owned(),
        error,
    };
    let page = |command: &Command| {
        let (man, mut page) = (Man::new(command.clone()), Vec::new());
        let written = man
            .render(&mut page)
            .map_err(|error| failed("stdout".as_ref(), error));
        written.map(|()| (man.get_filename(), page))
    };
    let Some(folder) = folder else {
        return out::print(&page(&command)?.1);
    };
    let mut pages = Vec::new();
    let mut commands = vec![&command];
    while let Some(command) = commands.pop() {
        pages.push(page(command)?);
        let below = command.get_subcommands();
        commands.extend(below.filter(|below| below.get_name() != "help"));
    }
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    // All or none: one that is there is noticed before the first is written.
    if let Some((name, _)) = pages
        .iter()
        .find(|(name, _)| !force && folder.join(name).exists())
    {
        return Err(Failure::Exists(folder.join(name)).into());
    }
    for (name, page) in &pages {
        out::write_file(&folder.join(name), page, force)?;
    }
    Ok(())
}
