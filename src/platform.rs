//! What differs between operating systems: file rights, kinds of mounts and signals.
//! Everything Unix-only is here and in nothing else.

#[cfg_attr(not(unix), path = "platform/shown.rs")]
mod hidden;

use std::fs::File;
use std::io;
use std::path::Path;

/// Makes a folder that only its owner can enter (0700), with the folders above it.
///
/// # Errors
///
/// If the folder cannot be made.
pub fn create_private_dir(path: &Path) -> io::Result<()> {
    imp::create_private_dir(path)
}

/// Makes a folder that only its owner can enter (0700) and that was not there.
///
/// # Errors
///
/// If it is there, or cannot be made.
pub fn create_new_private_dir(path: &Path) -> io::Result<()> {
    imp::create_new_private_dir(path)
}

/// Makes a new file that only its owner can read (0600).
///
/// # Errors
///
/// If the file exists or cannot be made.
pub fn create_private_file(path: &Path) -> io::Result<File> {
    imp::create_private_file(path)
}

/// Whether a file or folder can be written by whoever runs this: by its rights, and by its file system. `true` also where
/// that cannot be told beforehand.
#[must_use]
pub fn can_write(path: &Path) -> bool {
    imp::can_write(path)
}

/// Whether this is a folder itself, no link to one, and belongs to whoever runs this.
#[must_use]
pub fn is_own_dir(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|there| there.is_dir() && imp::is_own(&there))
}

/// Takes away what others may do to a file or folder of the home.
///
/// # Errors
///
/// If the rights cannot be changed.
pub fn make_private(path: &Path) -> io::Result<()> {
    imp::make_private(path)
}

/// The name of the account that the program runs under, where the system keeps a list of them.
#[must_use]
pub fn account() -> Option<String> {
    imp::account()
}

/// What names this computer, as far as the system says; empty where it does not.
#[must_use]
pub fn machine() -> String {
    ["/etc/machine-id", "/var/lib/dbus/machine-id"]
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok())
        .map(|id| id.trim().to_owned())
        .unwrap_or_default()
}

/// What tells a file from a copy of it; empty where the system has nothing of the kind.
///
/// # Errors
///
/// If the file is not there.
pub fn file_identity(path: &Path) -> io::Result<String> {
    imp::file_identity(path)
}

/// Opens a plain file to read, and nothing else: no link is followed, and no pipe that somebody put in its place makes
/// anybody wait.
///
/// # Errors
///
/// If it is not there, is no plain file, or cannot be read.
pub fn open_plain_file(path: &Path) -> io::Result<File> {
    let file = imp::open_plain_file(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a plain file",
        ))
    }
}

/// Makes a folder on a share below `root`, with the rights that its parent has, whatever the umask.
///
/// # Errors
///
/// If a folder cannot be made; one that is there is none.
pub fn create_shared_dir(root: &Path, path: &Path) -> io::Result<()> {
    if path == root || path.is_dir() {
        return Ok(());
    }
    let Some(parent) = path.parent() else {
        return Ok(());
    };
    create_shared_dir(root, parent)?;
    match std::fs::create_dir(path) {
        // Another home was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        made => made?,
    }
    // Some shares know no rights; the folder is there all the same.
    let _ = imp::like_parent(path, parent);
    Ok(())
}

/// Lets everybody who can read the folder read a file in it, whatever the umask.
///
/// # Errors
///
/// If the rights cannot be changed, as on file systems that know none.
pub fn share_file(file: &File, folder: &Path) -> io::Result<()> {
    imp::share_file(file, folder)
}

/// The kind of network file system that `path` is on; `None` for a local one or where it cannot be told.
#[must_use]
pub fn network_mount(path: &Path) -> Option<String> {
    imp::network_mount(path)
}

/// What this computer is called; empty where it has no name.
#[must_use]
pub fn host() -> String {
    imp::host()
}

/// Reads a line from the terminal without showing it. The question is put by `ask` once nothing is shown any more: what was
/// typed before it is no answer. `None` if it was given up (Ctrl-C, Ctrl-D) or standard input is no
/// terminal.
///
/// # Errors
///
/// If the terminal cannot be read, or cannot be kept from showing what is typed.
pub fn read_hidden_line(ask: impl FnOnce()) -> io::Result<Option<String>> {
    hidden::read_line(ask)
}

/// Keeps a program that is to be run from reading the terminal, which belongs to this one.
pub fn keep_from_terminal(command: &mut std::process::Command) {
    imp::keep_from_terminal(command);
}

/// The editor of a person who has named none.
pub const EDITOR: &str = imp::EDITOR;

/// Whether the environment says what the terminal can do and which characters it takes.
pub const ENVIRONMENT_TELLS_TERMINAL: bool = imp::ENVIRONMENT_TELLS_TERMINAL;

/// What somebody outside asks of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To end (SIGTERM, SIGINT, SIGHUP), or its terminal goes away, which not everybody sends a signal for.
    End,
    /// To stop until it is continued (SIGTSTP); the program does so with [`stop`].
    Stop,
    /// It goes on after a stop (SIGCONT), on a terminal that others may have used.
    Continue,
}

/// Calls `tell`, on a thread of its own, when somebody asks something of the program. Where there are no such signals
/// it is never called.
///
/// # Errors
///
/// If the signals cannot be caught.
pub fn when_asked(tell: impl Fn(Asked) + Clone + Send + 'static) -> io::Result<()> {
    imp::when_asked(tell)
}

/// Stops the program until it is continued from outside.
pub fn stop() {
    imp::stop();
}

#[cfg(unix)]
mod imp {
    use std::fs::{DirBuilder, File, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
    use std::path::Path;

    pub(super) const EDITOR: &str = "vi";
    pub(super) const ENVIRONMENT_TELLS_TERMINAL: bool = true;

    pub(super) fn host() -> String {
        let system = rustix::system::uname();
        system.nodename().to_string_lossy().into_owned()
    }

    pub(super) fn keep_from_terminal(command: &mut std::process::Command) {
        use std::os::unix::process::CommandExt as _;
        // Whoever reads a terminal from behind is stopped, and given up in the end.
        command.process_group(0);
    }

    pub(super) fn create_private_dir(path: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    pub(super) fn create_new_private_dir(path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(path)
    }

    pub(super) fn create_private_file(path: &Path) -> io::Result<File> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
    }

    pub(super) fn can_write(path: &Path) -> bool {
        use rustix::fs::{Access, access};
        use rustix::io::Errno;
        let may = access(path, Access::WRITE_OK);
        !matches!(may, Err(Errno::ACCESS | Errno::ROFS | Errno::PERM))
    }

    pub(super) fn account() -> Option<String> {
        let uid = rustix::process::getuid().as_raw().to_string();
        let accounts = std::fs::read_to_string("/etc/passwd").ok()?;
        let own = accounts.lines().find_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            (fields.nth(1)? == uid).then(|| name.to_owned())
        });
        own.filter(|name| !name.is_empty())
    }

    pub(super) fn is_own(there: &std::fs::Metadata) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        there.uid() == rustix::process::geteuid().as_raw()
    }

    pub(super) fn make_private(path: &Path) -> io::Result<()> {
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        std::fs::set_permissions(path, Permissions::from_mode(mode))
    }

    pub(super) fn open_plain_file(path: &Path) -> io::Result<File> {
        use rustix::fs::OFlags;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let flags = i32::try_from(flags.bits()).unwrap_or(0);
        OpenOptions::new().read(true).custom_flags(flags).open(path)
    }

    pub(super) fn file_identity(path: &Path) -> io::Result<String> {
        use std::os::unix::fs::MetadataExt as _;
        // Not the device: the numbers of removable and virtual ones change from one start to the next.
        Ok(std::fs::metadata(path)?.ino().to_string())
    }

    pub(super) fn like_parent(path: &Path, parent: &Path) -> io::Result<()> {
        // With the set-group-id bit, so that what is made inside belongs to the group too.
        let mode = std::fs::metadata(parent)?.permissions().mode() & 0o7777;
        std::fs::set_permissions(path, Permissions::from_mode(mode))
    }

    pub(super) fn share_file(file: &File, folder: &Path) -> io::Result<()> {
        let mode = std::fs::metadata(folder)?.permissions().mode() & 0o644;
        file.set_permissions(Permissions::from_mode(mode | 0o440))
    }

    pub(super) fn when_asked(
        tell: impl Fn(super::Asked) + Clone + Send + 'static,
    ) -> io::Result<()> {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
        let signals = [SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT];
        let mut signals = signal_hook::iterator::Signals::new(signals)?;
        let at_hangup = tell.clone();
        let wait = move || {
            for signal in signals.forever() {
                tell(match signal {
                    SIGTSTP => super::Asked::Stop,
                    SIGCONT => super::Asked::Continue,
                    _ => super::Asked::End,
                });
            }
        };
        let threads = std::thread::Builder::new;
        threads().name("signals".into()).spawn(wait)?;
        threads().name("line".into()).spawn(move || {
            if is_hung_up() {
                at_hangup(super::Asked::End);
            }
        })?;
        Ok(())
    }

    /// Waits until the terminal of standard input goes away; `false` where that cannot be waited for.
    fn is_hung_up() -> bool {
        use rustix::event::{PollFd, PollFlags, poll};
        let input = io::stdin();
        // Nothing is asked for: a hang-up is told in any case, and what is typed wakes nobody.
        let mut line = [PollFd::new(&input, PollFlags::empty())];
        loop {
            match poll(&mut line, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return false,
                Ok(_) => return line.iter().any(|l| l.revents().contains(PollFlags::HUP)),
            }
        }
    }

    pub(super) fn stop() {
        // What SIGTSTP would have done had nobody caught it.
        let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
    }

    /// Reads the kind from the mount table of Linux; other systems have none there.
    pub(super) fn network_mount(path: &Path) -> Option<String> {
        let table = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
        let real = path
            .ancestors()
            .find_map(|ancestor| ancestor.canonicalize().ok())?;
        super::network_kind(&table, &real)
    }
}

#[cfg(not(unix))]
mod imp {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(super) const EDITOR: &str = "notepad";
    pub(super) const ENVIRONMENT_TELLS_TERMINAL: bool = false;

    pub(super) fn account() -> Option<String> {
        None
    }

    pub(super) fn host() -> String {
        std::env::var("COMPUTERNAME").unwrap_or_default()
    }

    pub(super) fn keep_from_terminal(_: &mut std::process::Command) {}

    // Folders below a user's profile are private by inheritance here.
    pub(super) fn create_private_dir(path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    pub(super) fn create_new_private_dir(path: &Path) -> io::Result<()> {
        std::fs::create_dir(path)
    }

    pub(super) fn create_private_file(path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(path)
    }

    pub(super) fn can_write(path: &Path) -> bool {
        std::fs::metadata(path).map_or(true, |there| {
            there.is_dir() || !there.permissions().readonly()
        })
    }

    // The folder for temporary files is each user's own here.
    pub(super) fn is_own(_: &std::fs::Metadata) -> bool {
        true
    }

    pub(super) fn make_private(_: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn open_plain_file(path: &Path) -> io::Result<File> {
        File::open(path)
    }

    pub(super) fn file_identity(path: &Path) -> io::Result<String> {
        let made = std::fs::metadata(path)?.created()?;
        let since = made.duration_since(std::time::UNIX_EPOCH);
        Ok(since.map_or_else(|_| String::new(), |since| since.as_nanos().to_string()))
    }

    // Rights are inherited here.
    pub(super) fn like_parent(_: &Path, _: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn share_file(_: &File, _: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn network_mount(path: &Path) -> Option<String> {
        path.to_str()
            .filter(|path| path.starts_with("\\\\") && !path.starts_with("\\\\?\\"))
            .map(|_| "UNC".to_owned())
    }

    pub(super) fn when_asked(_: impl Fn(super::Asked) + Send + 'static) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn stop() {}
}

/// File systems whose locks or syncs reach over a network (`sync.md` 0, nos. 5 and 6).
#[cfg(unix)]
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "davfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs",
    "fuse.glusterfs",
    "fuse.ceph",
    "fuse.s3fs",
    "fuse.gvfsd-fuse",
    "fuse.juicefs",
];

/// The network kind of the deepest mount in `table` (`/proc/self/mountinfo`) that holds `real`.
#[cfg(unix)]
fn network_kind(table: &str, real: &Path) -> Option<String> {
    let mounts = table.lines().filter_map(|line| {
        // proc(5): ID parent major:minor root MOUNT-POINT options [tags] - KIND source super-options
        let (before, after) = line.split_once(" - ")?;
        let point = before.split(' ').nth(4)?.replace("\\040", " ");
        Some((point, after.split(' ').next()?))
    });
    // Of two mounts on one place the later one is seen.
    let (_, kind) = mounts
        .filter(|(point, _)| real.starts_with(point))
        .max_by_key(|(point, _)| Path::new(point).components().count())?;
    NETWORK.contains(&kind).then(|| kind.to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_mount_tells_the_kind() {
        let table = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                     30 22 0:40 / /mnt/my\\040share rw shared:1 - cifs //server/plan rw\n\
                     31 22 0:41 / /home/a/remote rw - fuse.sshfs a@b:/ rw\n";
        let kind = |path: &str| network_kind(table, Path::new(path));
        assert_eq!(kind("/mnt/my share/duban").as_deref(), Some("cifs"));
        assert_eq!(kind("/home/a/remote/x").as_deref(), Some("fuse.sshfs"));
        assert_eq!(kind("/home/a"), None);
        assert_eq!(kind("/home/a/remoteness"), None);
    }
}
