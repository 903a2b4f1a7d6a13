//! What whoever may write the shared folder can put there, by hand and by carelessness: it is named, believed by nobody,
//! and holds nobody up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::cell::Cell;
use std::io;
use std::path::PathBuf;

use chrono::{TimeDelta, Utc};
use common::Home;
use common::office::{Office, files, holds, join, note, notes, refused};
use duban::model::Sha;
use duban::oplog::{Finding, Identity, LogId, Segment};
use duban::share::{Disk, Folder, Limits, Listing, Rank};
use duban::words::Lang;
use duban::workspace::{Receipt, Workspace, finding_words};
use serde_json::Value as Json;

/// The newest tail of whoever said these words: its path below the plan's folder, and its bytes.
fn tail_with(office: &Office, words: &str) -> (PathBuf, Vec<u8>) {
    let mut tails = files(&office.plan()).into_iter();
    tails
        .rfind(|(path, bytes)| path.starts_with("tail") && holds(bytes, words))
        .unwrap()
}

fn open(home: &Home) -> Workspace {
    Workspace::open(&home.opening()).unwrap().0
}

/// A file with one op that continues a log.
struct Next {
    log: LogId,
    seq: u64,
    name26: String,
    bytes: Vec<u8>,
}

impl Next {
    /// The file by this key behind the one of these bytes; `say` gets the op and the last one before it.
    fn of(bytes: &[u8], key: &Identity, say: impl FnOnce(&mut Json, &Json)) -> Self {
        let text = std::str::from_utf8(bytes).unwrap();
        let signed = text.split("-----BEGIN").next().unwrap();
        let lines = signed
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let lines: Vec<Json> = lines.collect();
        let [head, .., last, end] = lines.as_slice() else {
            panic!("{signed}");
        };
        let plan: Sha = serde_json::from_value(head["plan"].clone()).unwrap();
        let log: LogId = serde_json::from_value(head["log"].clone()).unwrap();
        let prev = serde_json::from_value(end["head"].clone()).unwrap();
        let seq = end["end"].as_u64().unwrap() + 1;
        let hlc = u64::from_str_radix(last["hlc"].as_str().unwrap(), 16).unwrap();
        let hlc = format!("{:016x}", hlc + 1);
        let mut op = serde_json::json!({ "seq": seq, "prev": end["head"], "hlc": hlc });
        say(&mut op, last);
        let op = op.to_string();
        let (seal, name26) = Segment::seal((plan, log), (seq, prev), &[&op], "9.0.0", key).unwrap();
        let bytes = seal.file([op.as_str()], &[]);
        Self {
            log,
            seq,
            name26,
            bytes,
        }
    }
}

#[test]
fn a_file_in_anothers_name_is_named_and_changes_nothing() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "真的");
    office.agree(&[&clerk]);
    let (_, bytes) = tail_with(&office, "真的");
    let thief = Identity::generate("thief").unwrap();
    // Whole, well chained, and by another key than the log's.
    let Next {
        log,
        seq,
        name26,
        bytes: forged,
    } = Next::of(&bytes, &thief, |op, last| {
        let told = last.as_object().unwrap().iter();
        for (field, value) in
            told.filter(|(field, _)| !["seq", "prev", "hlc"].contains(&field.as_str()))
        {
            op[field.as_str()] = value.clone();
        }
    });
    let next = seq;
    let before = office.registrar.ok(&["dump"]);
    for place in [
        format!("tail/{log}-{next:08}-{next:08}-{name26}.tail"),
        format!("log/{log}/{next:08}-{next:08}-{name26}.seg"),
        format!("relay/{name26}"),
    ] {
        let path = office.plan().join(&place);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &forged).unwrap();
        // In the folder of a log that lacks nothing nobody looks: it does no harm there.
        let told = office.registrar.run(&["sync"]).err + &clerk.run(&["sync"]).err;
        let named = told.contains(&format!("已隔离 {place}"));
        assert!(named, "{place}: {told}");
        assert_eq!(office.registrar.ok(&["dump"]), before, "{place}");
        let status = clerk.ok(&["share", "status"]);
        assert!(status.contains(&place), "{status}");
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn what_does_not_become_whole_is_damaged_after_a_day_and_twenty_looks_and_healed_by_its_author() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    office.settle(&[&clerk]);
    note(&clerk, "2.1.4", "市体育局", "只到了一半");
    clerk.ok(&["sync"]);
    let (path, bytes) = tail_with(&office, "只到了一半");
    std::fs::write(office.plan().join(&path), &bytes[..bytes.len() / 3]).unwrap();
    let (name, words) = (path.to_str().unwrap(), Lang::Zh.words());
    let mut home = open(&office.registrar);
    let told = |home: &mut Workspace, now| -> String {
        home.sync(Receipt::Hourly, now).unwrap();
        let files = home.share_status().unwrap().files;
        let found = files.iter().find(|(file, _)| file == name);
        let (_, finding) = found.expect("it is told of");
        assert!(matches!(finding, Finding::Pending { .. }), "{finding:?}");
        finding_words(name, finding, now, words)
    };
    let start = Utc::now();
    let pending = told(&mut home, start);
    // Twenty looks in one hour are none; nor is a day without looks.
    for second in 0..40 {
        assert_eq!(
            told(&mut home, start + TimeDelta::seconds(second * 90)),
            pending
        );
    }
    let mut damaged = String::new();
    for hour in 2..30 {
        damaged = told(&mut home, start + TimeDelta::minutes(hour * 61));
        assert!(
            hour > 22 || damaged == pending,
            "after {hour} hours: {damaged}"
        );
    }
    assert_ne!(damaged, pending);
    drop(home);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 0);
    clerk.ok(&["sync"]);
    let mut home = open(&office.registrar);
    let later = start + TimeDelta::hours(40);
    home.sync(Receipt::Hourly, later).unwrap();
    let files = home.share_status().unwrap().files;
    assert!(files.iter().all(|(file, _)| file != name), "{files:?}");
    drop(home);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 1);
}

#[test]
fn a_folder_full_of_junk_holds_nobody_up() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    office.settle(&[&clerk]);
    let limits = Limits::default();
    let name = |what: &str, n: usize| Sha::of(format!("{what} {n}").as_bytes()).name26();
    // More logs than one poll looks at, more copies than one poll opens, and a file that nobody could read.
    for n in 0..limits.strangers + 50 {
        let file = format!(
            "tail/{}-00000000-00000001-{}.tail",
            name("log", n),
            name("f", n)
        );
        std::fs::write(office.plan().join(file), "junk").unwrap();
    }
    for n in 0..limits.copies + 50 {
        std::fs::write(office.plan().join("relay").join(name("copy", n)), "junk").unwrap();
    }
    let (tail, _) = files(&office.plan())
        .into_iter()
        .find(|(path, bytes)| path.starts_with("tail") && bytes.len() > 100)
        .unwrap();
    let name_of_tail = tail.file_name().unwrap().to_str().unwrap();
    let log = name_of_tail.split('-').next().unwrap();
    let huge = format!("tail/{log}-00000000-00009999-{}.tail", name("huge", 0));
    let file = std::fs::File::create(office.plan().join(&huge)).unwrap();
    file.set_len(1 << 32).unwrap();
    note(&clerk, "2.1.4", "市体育局", "照常填报");
    clerk.ok(&["sync"]);
    let (mut home, now) = (open(&office.registrar), Utc::now());
    let synced = home.sync(Receipt::Hourly, now).unwrap();
    assert_eq!(synced.ops, 1, "what people say is taken first");
    // Four gigabytes of nothing are read no further than the largest file that there can be, and wait like whatever is
    // not what its name says.
    let unsettled = home.share_status().unwrap().files;
    let found = unsettled.iter().find(|(file, _)| *file == huge);
    assert!(
        matches!(found, Some((_, Finding::Pending { .. }))),
        "{found:?}"
    );
    // All of it is looked at in the end, a part at a time; and then no more.
    for _ in 0..3 {
        let synced = home.sync(Receipt::Hourly, now).unwrap();
        let most = limits.strangers + limits.copies + 8;
        assert!(synced.cost.1 <= most, "{:?}", synced.cost);
    }
    let synced = home.sync(Receipt::Hourly, now).unwrap();
    assert_eq!((synced.cost.1, synced.more), (0, false));
    drop(home);
    // Nor does it fill the page of whoever asks how things are.
    let shown = office.registrar.ok(&["share", "status"]);
    assert!(
        shown.lines().count() < 80 && shown.contains("另有"),
        "{shown}"
    );
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 1);
    office.agree(&[&clerk]);
}

/// A share of which one folder holds a million files more, of four bytes each.
struct Crowded {
    disk: Disk,
    folder: &'static str,
    names: Vec<String>,
    listed: Cell<usize>,
    opened: Cell<usize>,
}

impl Crowded {
    fn is_of_the_crowd(name: &str) -> bool {
        let log = name.split('-').next().unwrap();
        log.len() == 26 && log.chars().all(|c| "abyz".contains(c))
    }
}

impl Folder for Crowded {
    fn list(&self, folder: &str, most: usize, rank: Rank<'_>) -> io::Result<Listing> {
        if folder != self.folder {
            return self.disk.list(folder, most, rank);
        }
        let there = self.disk.list(folder, usize::MAX, &|_| Some(0))?;
        // Whatever is first in the folder's own order is none of ours.
        let honest = there.entries.iter().map(|(name, _)| name.as_str());
        let names = self.names.iter().map(String::as_str).chain(honest);
        let listing = Listing::first(names, most, rank, |name| {
            Some(there.size(name).unwrap_or(4))
        });
        self.listed
            .set(self.listed.get().max(listing.entries.len()));
        Ok(listing)
    }

    fn read(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        let (folder, name) = path.rsplit_once('/').unwrap();
        if folder == self.folder && Self::is_of_the_crowd(name) {
            self.opened.set(self.opened.get() + 1);
            return Ok(b"junk".to_vec());
        }
        self.disk.read(path, most)
    }

    fn create_new(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.disk.create_new(path, bytes)
    }

    fn delete(&self, path: &str) -> io::Result<()> {
        self.disk.delete(path)
    }
}

#[test]
fn a_million_names_in_a_folder_cost_bounded_work_and_keep_nothing_from_anybody() {
    const MILLION: usize = 1_000_000;
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    office.settle(&[&clerk]);
    note(&clerk, "2.1.4", "市体育局", "淹没在一百万个文件里");
    clerk.ok(&["sync"]);
    // Some are named as tails of logs that nobody knows, more than a poll lists; the others bear no name of ours.
    let digits = |n: usize| -> String {
        let places = (0..26).map(|place| (n >> (2 * (place % 13))) & 3);
        places.map(|bits| ['a', 'b', 'y', 'z'][bits]).collect()
    };
    let names = (0..MILLION)
        .map(|n| match n % 16 {
            0 => format!("{0}-00000000-00000001-{0}.tail", digits(n)),
            _ => format!("{n:07}.tmp"),
        })
        .collect();
    let share = Crowded {
        disk: Disk::at(office.plan()),
        folder: "tail",
        names,
        listed: Cell::new(0),
        opened: Cell::new(0),
    };
    let (mut home, limits) = (open(&office.registrar), Limits::default());
    let synced = home
        .sync_through(&share, Receipt::Hourly, Utc::now())
        .unwrap();
    assert_eq!(synced.ops, 1, "what is known comes first");
    assert!(synced.more && synced.crowded == ["tail"], "it is told");
    assert!(share.listed.get() <= limits.names);
    // Two looks, for the first found something.
    assert!(share.opened.get() <= 2 * limits.strangers);
    drop(home);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 1);
}

#[test]
fn a_folder_that_holds_more_than_is_looked_at_is_named() {
    let office = Office::new();
    let name = |n: usize| Sha::of(format!("log {n}").as_bytes()).name26();
    for n in 0..=Limits::default().names {
        std::fs::File::create(office.plan().join("log").join(name(n))).unwrap();
    }
    let run = office.registrar.run(&["sync"]);
    assert!(run.err.contains("共享中 log 的文件过多"), "{}", run.err);
}

#[test]
fn what_a_newer_program_says_is_kept_carried_on_and_counted() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "旧版能懂的");
    office.agree(&[&clerk]);
    let (_, bytes) = tail_with(&office, "旧版能懂的");
    let key = std::fs::read_to_string(clerk.dir().join("key")).unwrap();
    let key = Identity::from_openssh(&key).unwrap();
    let newer = Next::of(&bytes, &key, |op, last| {
        op["kind"] = "mood".into();
        op["task"] = last["task"].clone();
        op["mood"] = serde_json::json!([{ "nobody": "knows" }]);
        op["reg"] = "due".into();
    });
    let Next {
        log, seq, name26, ..
    } = &newer;
    let path = office
        .plan()
        .join(format!("tail/{log}-{seq:08}-{seq:08}-{name26}.tail"));
    std::fs::write(path, &newer.bytes).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let to = stick.path().to_str().unwrap();
    office.settle(&[&clerk]);
    office.registrar.ok(&["sync", "--to", to]);
    let far = Home::new();
    let joined = join(
        &far,
        stick.path(),
        "赵刚",
        "市卫生健康委",
        &office.fingerprint(),
    );
    assert_eq!(joined.code, 0, "{}", joined.err);
    for home in [&office.registrar, &clerk, &far] {
        assert_eq!(refused(home).get("newer"), Some(&1));
        let dump: Json = serde_json::from_str(&home.ok(&["dump"])).unwrap();
        assert_eq!(dump["not_understood"][0]["kind"], "mood");
        assert_eq!(notes(home, "2.1.4").len(), 1);
        // What it sets is marked, for whoever would change it.
        let shown = home.ok(&["show", "2.1.4"]);
        assert!(shown.contains("! 期限: 李强 于 "), "{shown}");
        home.ok(&["verify", "--rebuild"]);
        assert_eq!(home.ok(&["show", "2.1.4"]), shown);
    }
    // The log goes on behind it.
    note(&clerk, "2.1.4", "市体育局", "之后照常填报");
    office.agree(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 2);
}
