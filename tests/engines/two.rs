//! Two people on one server, each through a mount of their own, while the server is killed again and again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::common::office::{
    self, approve, conflicts, files, note, ops, plan_in, set_due, verify_by_openssh,
};
use crate::common::{Home, Run};
use crate::sandbox::until;

/// Something that serves a folder.
pub trait Server {
    /// The folder as it is on the server itself.
    fn folder(&self) -> &Path;

    /// Ends it as a power cut would.
    fn kill(&mut self);

    /// Starts it again.
    fn start(&mut self);
}

fn names(folder: &Path) -> BTreeSet<PathBuf> {
    files(folder).into_keys().collect()
}

/// Both exchange what they have, and again while the server is not there, until both show the same and nobody has
/// anything left to write.
fn agree(server: &Path, homes: [&Home; 2]) {
    until("both agree", || {
        let before = files(server);
        let exchanged = homes.iter().all(|home| home.run(&["sync"]).code == 0);
        let [first, second] = homes.map(|home| home.ok(&["dump"]));
        exchanged && first == second && files(server) == before
    });
}

/// `near` and `far` are two mounts of what `server` serves.
pub fn people(server: &mut impl Server, near: &Path, far: &Path) {
    let (registrar, other) = (Home::new(), Home::new());
    registrar.ok(&["share", "create", near.to_str().unwrap()]);
    until("the plan is there", || {
        let plan = plan_in(far);
        plan.is_some_and(|plan| plan.join("roster").read_dir().unwrap().count() > 0)
    });
    let print = office::fingerprint(&registrar);
    let run = office::join(&other, far, "周敏", "市教育局", &print);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    until("the request has arrived", || {
        registrar.ok(&["sync"]);
        registrar.ok(&["roster"]).contains("周敏")
    });
    approve(&registrar, "周敏", "coordinator");
    agree(server.folder(), [&registrar, &other]);

    let mut said = vec![
        set_due(&registrar, "2.1.4", "2024-06-30", "会议一"),
        set_due(&other, "2.1.4", "2024-12-31", "会议二"),
    ];
    let mut cut_short = 0;
    for round in 0..4 {
        for (who, home) in [("甲", &registrar), ("乙", &other)] {
            for n in 0..6 {
                let text = format!("{who}{round}-{n}{}", "填报".repeat(230));
                said.push(note(home, "2.1.4", "市教育局", &text));
            }
        }
        // Both write; as soon as the server holds the first byte of a new file it is gone.
        let before = names(server.folder());
        let mut syncs = [&registrar, &other].map(|home| home.spawn(&["sync"]));
        until("something is written", || names(server.folder()) != before);
        server.kill();
        let whole = |bytes: &Vec<u8>| bytes.windows(9).any(|end| end == b"-----END ");
        cut_short += files(server.folder())
            .values()
            .filter(|file| !whole(file))
            .count();
        // A mount holds up whoever writes until the server is back.
        server.start();
        for sync in &mut syncs {
            until("the exchange has ended", || {
                sync.try_wait().unwrap().is_some()
            });
        }
        for sync in syncs {
            let run = Run::of(sync.wait_with_output().unwrap());
            assert!(run.code == 0 || run.code == 1, "{}{}", run.out, run.err);
        }
    }
    println!("{cut_short} files were cut short");
    agree(server.folder(), [&registrar, &other]);
    assert_eq!((conflicts(&registrar), conflicts(&other)), (1, 1));
    said.push(set_due(&registrar, "2.1.4", "2024-09-30", "核定"));
    agree(server.folder(), [&registrar, &other]);
    for home in [&registrar, &other] {
        let held = ops(home, "2.1.4");
        let missing = said.iter().filter(|op| !held.contains(op)).count();
        assert_eq!((missing, conflicts(home)), (0, 0));
        home.ok(&["verify"]);
    }
    assert!(verify_by_openssh(&registrar, &plan_in(server.folder()).unwrap()) >= 5);
}
