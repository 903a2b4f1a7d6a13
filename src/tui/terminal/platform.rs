//! What differs between systems: signals and private files.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::mpsc::Sender;

use super::Incoming;

/// Has SIGTERM, SIGHUP and SIGINT end the screens in order: what was typed is kept, the terminal given back.
#[cfg(unix)]
pub(super) fn watch_signals(sender: Sender<Incoming>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGTERM, SIGINT])?;
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            if signals.forever().next().is_some() {
                let _ = sender.send(Incoming::Hangup);
            }
        })?;
    Ok(())
}

/// There are no such signals here.
#[cfg(not(unix))]
pub(super) fn watch_signals(_: Sender<Incoming>) -> io::Result<()> {
    Ok(())
}

/// Creates a file that only its owner reads; it must not exist yet.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// The editor of a person who has named none.
pub(super) const EDITOR: &str = if cfg!(windows) { "notepad" } else { "vi" };
