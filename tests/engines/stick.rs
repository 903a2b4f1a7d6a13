//! A USB stick with exFAT, which knows no rights, no links and no case, carried between two offices that no network
//! connects.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::Home;
use crate::common::office::{self, approve, note, notes, plan_in, verify_by_openssh};
use crate::sandbox::{self, Daemon, is_mount, sh, until};

pub fn missing() -> Option<String> {
    let programs = [
        "mkfs.exfat",
        "mount.exfat-fuse",
        "losetup",
        "umount",
        "ssh-keygen",
    ];
    sandbox::missing(&programs, true).or_else(|| {
        let free = Command::new("losetup").arg("--find").output();
        (!free.is_ok_and(|output| output.status.success()))
            .then(|| "there is no loop device".to_owned())
    })
}

/// A stick.
struct Stick {
    dir: tempfile::TempDir,
}

/// A stick in a computer.
struct Plugged {
    folder: PathBuf,
    daemon: Daemon,
}

impl Stick {
    fn new() -> Self {
        let stick = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        let image = std::fs::File::create(stick.image()).unwrap();
        image.set_len(64 << 20).unwrap();
        sh(Command::new("mkfs.exfat").arg(stick.image()));
        stick
    }

    fn image(&self) -> PathBuf {
        self.dir.path().join("image")
    }

    fn plug(&self) -> Plugged {
        let folder = self.dir.path().join("mount");
        std::fs::create_dir_all(&folder).unwrap();
        let device = Device::of(&self.image());
        let mut command = Command::new("mount.exfat-fuse");
        command.args(["-d", &device.0]).arg(&folder);
        let daemon = Daemon::start(&mut command, Path::new("/dev/null"));
        until("the stick is mounted", || is_mount(&folder));
        Plugged { folder, daemon }
    }
}

/// A block device that shows a file. Once it is let go, it goes as soon as nothing is mounted from it.
struct Device(String);

impl Device {
    fn of(image: &Path) -> Self {
        let shown = sh(Command::new("losetup")
            .args(["--find", "--show"])
            .arg(image));
        Self(shown.trim().to_owned())
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        let _ = Command::new("losetup").args(["--detach", &self.0]).status();
    }
}

impl Plugged {
    fn eject(self) {
        sh(Command::new("umount").arg(&self.folder));
        drop(self.daemon);
    }
}

pub fn carries_both_ways() {
    let stick = Stick::new();
    let share = tempfile::tempdir().unwrap();
    let (registrar, far) = (Home::new(), Home::new());
    registrar.ok(&["share", "create", share.path().to_str().unwrap()]);
    note(&registrar, "2.1.4", "市教育局", "局里填的");
    let carry = |home: &Home| {
        let plugged = stick.plug();
        home.ok(&["sync", "--to", plugged.folder.to_str().unwrap()]);
        plugged.eject();
    };
    carry(&registrar);
    let plugged = stick.plug();
    let print = office::fingerprint(&registrar);
    let run = office::join(&far, &plugged.folder, "赵刚", "市卫生健康委", &print);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    plugged.eject();
    // Without the stick there is no share; what is said is kept.
    note(&far, "2.1.4", "市卫生健康委", "远处填的");
    assert_eq!(far.run(&["sync"]).code, 1);
    carry(&far);
    carry(&registrar);
    approve(&registrar, "赵刚", "clerk");
    for home in [&registrar, &far, &registrar, &far] {
        carry(home);
    }
    assert_eq!(notes(&registrar, "2.1.4").len(), 2);
    assert_eq!(registrar.ok(&["dump"]), far.ok(&["dump"]));
    let plugged = stick.plug();
    for folder in [share.path(), &plugged.folder] {
        assert!(verify_by_openssh(&registrar, &plan_in(folder).unwrap()) >= 4);
    }
    plugged.eject();
}
