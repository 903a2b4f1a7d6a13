//! Putting a report into a folder of the person's: whole or not at all, and never over what is there.

use std::fs::File;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::workspace::Failure;

/// Writes a file that was not there, and says where. One of this name that is there is left alone, for somebody may
/// have edited it: the new one is called `name_2`. Nobody ever sees half of it, for it is written beside its place first.
///
/// # Errors
///
/// If the folder does not take it. Nothing is left behind then.
pub fn write_new(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let fresh = folder.join(format!(".duban-{}.new", std::process::id()));
    let _ = std::fs::remove_file(&fresh);
    let written = File::create_new(&fresh)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| put(&fresh, folder, name));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&fresh);
        let path = folder.join(name);
        Failure::NotWritten { path, error }
    })
}

/// Gives a written file the first of its names that is free. The name is taken by an empty file before it is moved
/// there, for not every file system moves a file only where none is.
fn put(fresh: &Path, folder: &Path, name: &str) -> io::Result<PathBuf> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut n = 1_u32;
    loop {
        let path = match n {
            1 => folder.join(name),
            n => folder.join(format!("{stem}_{n}.{extension}")),
        };
        match File::create_new(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => n += 1,
            Err(error) => return Err(error),
            Ok(_) => {
                let moved = std::fs::rename(fresh, &path);
                let moved = moved.inspect_err(|_| drop(std::fs::remove_file(&path)));
                return moved.map(|()| path);
            }
        }
    }
}
