//! A long text in the person's own editor.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::platform;
use crate::tui::app::Notice;

/// Opens the text in `$VISUAL` or `$EDITOR` and returns it as it was left.
///
/// The file lies in the private folder `scratch`, for what is typed may be more private than a temporary folder is.
pub(super) fn edit(text: &str, scratch: &Path) -> Result<String, Notice> {
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| {
            std::env::var(name)
                .ok()
                .filter(|value| !value.trim().is_empty())
        })
        .unwrap_or_else(|| platform::EDITOR.into());
    let path = scratch.join(format!("edit-{}.txt", std::process::id()));
    let result = write(&path, text)
        .and_then(|()| run(&editor, &path))
        .and_then(|()| read(&path));
    let _ = fs::remove_file(&path);
    result.map_err(|error| Notice::new(format!("{editor}: {error}")).hint("$EDITOR"))
}

fn write(path: &PathBuf, text: &str) -> io::Result<()> {
    let _ = fs::remove_file(path);
    let mut file = platform::create_private_file(path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")
}

fn run(editor: &str, path: &PathBuf) -> io::Result<()> {
    // The variable may hold arguments: `code --wait`.
    let mut words = editor.split_whitespace();
    let status = Command::new(words.next().unwrap_or(platform::EDITOR))
        .args(words)
        .arg(path)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(status.to_string()))
    }
}

fn read(path: &PathBuf) -> io::Result<String> {
    let bytes = fs::read(path)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
