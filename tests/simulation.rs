//! Histories of a shared plan, played by the simulator: what must hold holds, and whatever rule of the protocol is
//! broken, some history shows it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod simulator;

use std::collections::BTreeSet;
use std::rc::Rc;

use duban::model::{OpId, Sha};
use duban::oplog::{Breach, Finding, Law, Said};
use simulator::{Mode, World};

#[test]
fn whatever_happens_nothing_is_lost_and_nobody_is_believed_who_should_not_be() {
    if let Some((seed, failure)) = simulator::search(0, 2_000, Law::REAL) {
        panic!(
            "seed {seed}: {failure}\n`cargo run --release --example simulate -- --seed {seed}` tells the story"
        );
    }
}

#[test]
fn every_rule_that_is_broken_shows() {
    for breach in Breach::ALL {
        // What was deleted too early others nearly always put back: of the first seeds none shows it.
        let first = match breach {
            Breach::DeleteUnread => 44_000,
            _ => 0,
        };
        let shown = simulator::search(first, 2_000, Law::breaking(*breach));
        assert!(shown.is_some(), "{breach:?} goes unseen");
    }
}

/// A plan of at least two homes on which nothing goes wrong by itself.
fn quiet() -> World {
    let mut world = World::new(1, Law::REAL, false);
    let mut net = world.net.borrow_mut();
    (net.faults, net.folds) = (0, false);
    drop(net);
    world.homes[1].memory.upgrade();
    world
}

fn note(world: &mut World, home: usize) -> OpId {
    let body = world.body();
    let said = Said::Note {
        task: world.tasks[0],
        dept: world.departments[0],
        on: "2024-05-17".parse().unwrap(),
        next: None,
        percent: None,
        assessment: None,
        confidence: None,
        for_another: false,
        body: body.hash(),
        sup: Vec::new(),
        kept: None,
        unchanged: None,
        folds: Vec::new(),
        meeting: None,
    };
    world.say(home, said, Some(body))
}

#[test]
fn what_the_own_key_signed_is_written_again_by_a_home_that_was_put_back() {
    let mut world = quiet();
    let backup = world.homes[0].memory.clone();
    world.speak(0);
    let log = world.homes[0].log.unwrap();
    world.set_mode(0, Mode::Lying);
    world.poll(0, None);
    world.homes[0].memory = backup;
    world.homes[0].log = None;
    world.poll(0, None);
    // What the share took and did not keep.
    world.set_mode(0, Mode::Well);
    let lies = |world: &World| {
        let net = world.net.borrow();
        net.central.keys().any(|path| path.contains(log.as_str()))
    };
    assert!(!lies(&world), "the share is to lose it");
    world.poll(0, None);
    assert!(lies(&world));
}

#[test]
fn a_log_with_many_branches_is_flagged_and_taken_whole_and_no_poll_does_more_than_its_share() {
    let mut world = quiet();
    world.poll(1, None);
    let (log, copies) = (world.homes[1].log, 10);
    if log.is_none() {
        world.speak(1);
        world.poll(1, None);
    }
    let mut said = BTreeSet::new();
    for _ in 0..copies {
        let mut copy = world.homes[1].clone();
        copy.view = world.net.borrow_mut().add_view();
        world.homes.push(copy);
    }
    let log = world.homes[1].log.unwrap();
    for home in 2..world.homes.len() {
        if world.homes[home].log == Some(log) {
            said.insert(note(&mut world, home));
            world.poll(home, None);
        }
    }
    assert!(said.len() >= copies, "they all speak in one log");
    // One reads them in the order in which they lie there, some at a time; the others as they came.
    world.limits.files = 3;
    world.net.borrow_mut().heal_views();
    let key = world.key("reader");
    let reader = world.add_home("reader".to_owned(), key);
    world.most_opened = 0;
    for _ in 0..24 {
        for home in (0..=reader).rev() {
            world.poll(home, None);
        }
        world.keep_roster(true);
        world.net.borrow_mut().advance(3_700_000);
    }
    assert_eq!(world.failure, None);
    assert!(world.most_opened <= 3, "{} at once", world.most_opened);
    let none = BTreeSet::new();
    let expected = world.homes[reader].memory.dump(&none);
    for home in 0..=reader {
        let memory = &world.homes[home].memory;
        assert!(memory.logs[&log].forked, "home {home}");
        let all = said.iter().all(|op| memory.ops.contains_key(op));
        assert!(all, "home {home} lacks a branch");
        assert!(memory.dump(&none) == expected, "home {home} differs");
    }
}

#[test]
fn words_cut_off_a_tail_come_with_the_segment_when_the_tail_is_gone() {
    let mut world = quiet();
    world.limits.sealed_ops = 2;
    let op = note(&mut world, 0);
    world.poll(0, None);
    let tails = |world: &World| -> Vec<(Rc<str>, Rc<[u8]>)> {
        let net = world.net.borrow();
        let files = net.central.iter();
        let tails = files.filter(|(path, _)| path.starts_with("tail/"));
        tails
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect()
    };
    let (path, bytes) = tails(&world).pop().unwrap();
    let signed = memchr::memmem::find(&bytes, b"-----END SSH SIGNATURE-----\n").unwrap() + 28;
    world.net.borrow_mut().heal_views();
    let view = world.homes[1].view;
    world.net.borrow_mut().show(view, &path, &bytes[..signed]);
    world.poll(1, None);
    assert!(world.homes[1].memory.ops.contains_key(&op));
    assert!(!world.homes[1].memory.texts.contains_key(&op));
    note(&mut world, 0);
    for _ in 0..4 {
        world.keep_roster(true);
    }
    assert!(
        tails(&world).iter().all(|(other, _)| *other != path),
        "the tail is to go"
    );
    world.net.borrow_mut().heal_views();
    world.poll(1, None);
    assert!(world.homes[1].memory.texts.contains_key(&op));
}

#[test]
fn a_file_that_is_cut_at_any_byte_is_taken_whole_or_not_at_all() {
    let mut world = quiet();
    world.limits.sealed_ops = 3;
    for _ in 0..3 {
        note(&mut world, 0);
    }
    world.keep_roster(true);
    world.net.borrow_mut().heal_views();
    // The last entry of the roster, and all that the log is made of.
    let mut files = world.net.borrow().central.clone();
    let roster = |path: &Rc<str>| path.starts_with("roster/");
    let last = files.keys().rfind(|path| roster(path)).cloned();
    files.retain(|path, _| !roster(path) || Some(path) == last.as_ref());
    let key = world.key("reader");
    let reader = world.add_home("reader".to_owned(), key);
    let empty = world.homes[reader].memory.clone();
    let none = BTreeSet::new();
    world.poll(reader, None);
    let whole = world.homes[reader].memory.dump(&none);
    assert!(files.keys().any(|path| path.starts_with("log/")));
    for (path, bytes) in files {
        for length in 0..bytes.len() {
            world.homes[reader].memory = empty.clone();
            let view = world.homes[reader].view;
            world.net.borrow_mut().show(view, &path, &bytes[..length]);
            world.poll(reader, None);
            let memory = &world.homes[reader].memory;
            for log in memory.logs.keys() {
                let ops = memory.ops.values().filter(|kept| kept.log == *log).count();
                assert!([3, 4].contains(&ops), "{path} cut at {length}: {ops} ops");
            }
            world.net.borrow_mut().show(view, &path, &bytes);
            world.net.borrow_mut().advance(3_700_000);
            for _ in 0..2 {
                world.poll(reader, None);
            }
            assert_eq!(world.failure, None, "{path} cut at {length}");
            let dump = world.homes[reader].memory.dump(&none);
            assert!(dump == whole, "{path} cut at {length}:\n{dump}");
        }
    }
}

#[test]
fn what_is_changed_in_its_place_is_mended_by_whoever_holds_it_though_its_owner_was_put_back() {
    let mut world = quiet();
    let backup = world.homes[0].memory.clone();
    note(&mut world, 0);
    world.poll(0, None);
    world.net.borrow_mut().heal_views();
    world.poll(1, None);
    // The owner's home knows nothing of it, and the others have read it: its size is as it was.
    let log = world.homes[0].log.unwrap();
    world.homes[0].memory = backup;
    let mut net = world.net.borrow_mut();
    let files: Vec<(Rc<str>, Rc<[u8]>)> = net
        .central
        .iter()
        .filter(|(path, _)| path.contains(log.as_str()))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    assert!(!files.is_empty());
    for (path, bytes) in &files {
        let mut changed = bytes.to_vec();
        changed[100] ^= 1;
        net.central.insert(path.clone(), changed.into());
    }
    net.heal_views();
    drop(net);
    for _ in 0..3 {
        world.poll(0, None);
        world.poll(1, None);
    }
    let central = |world: &World, path: &Rc<str>| world.net.borrow().central[path].clone();
    let is_whole = |world: &World| files.iter().all(|(p, bytes)| central(world, p) == *bytes);
    assert!(!is_whole(&world), "polls open nothing again");
    world.all_ask();
    assert!(is_whole(&world));
}

/// Whether a file tells of this op as its last.
fn holds(bytes: &[u8], op: OpId) -> bool {
    let end = format!("\"head\":\"{op}\"");
    memchr::memmem::find(bytes, end.as_bytes()).is_some()
}

/// The name of a file or log number `n` that is none.
fn junk(what: &str, n: usize) -> String {
    Sha::of(format!("{what} {n}").as_bytes()).name26()
}

/// A plan on which whoever reads lists and opens little in one poll, and what the first home said waits at the second.
fn crowded() -> (World, OpId) {
    let mut world = quiet();
    if world.homes[1].log.is_none() {
        world.speak(1);
    }
    for home in [0, 1, 0, 1] {
        world.poll(home, None);
        world.net.borrow_mut().heal_views();
    }
    (world.limits.names, world.limits.files) = (24, 16);
    (world.limits.strangers, world.limits.copies) = (8, 8);
    world.limits.bytes = 1024 * 1024;
    world.most_opened = 0;
    let op = note(&mut world, 0);
    world.poll(0, None);
    world.net.borrow_mut().heal_views();
    (world, op)
}

/// Whether what is waited for comes to the second home within so many polls, half a minute apart.
fn comes_within(polls: usize, world: &mut World, is_there: impl Fn(&World) -> bool) -> bool {
    for _ in 0..polls {
        world.poll(1, None);
        assert_eq!(world.failure, None);
        assert!(world.most_opened <= world.limits.files, "too much at once");
        let found = world.last_found.as_ref().unwrap();
        let listed = found.listed.values().map(|listing| listing.entries.len());
        assert!(listed.max() <= Some(world.limits.names));
        if is_there(world) {
            return true;
        }
        assert!(found.more, "it is told that something is left");
        world.net.borrow_mut().advance(30_000);
    }
    false
}

#[test]
fn however_many_names_lie_in_a_folder_what_honest_people_put_there_is_taken() {
    let log = |world: &World| world.homes[0].log.unwrap().to_string();
    // Names that sort before all others, and how many polls they may cost.
    type Named = fn(usize, &str) -> String;
    let crowds: [(Named, usize); 8] = [
        (|n, _| format!("tail/000{n:07}"), 1),
        (|n, _| format!("log/000{n:07}/0"), 1),
        (
            |n, _| {
                let (log, hash) = (junk("log", n), junk("file", n));
                format!("tail/{log}-00000000-00000001-{hash}.tail")
            },
            1,
        ),
        (|n, _| format!("log/{}/0", junk("log", n)), 1),
        (|n, _| format!("roster/00000000-{}.ros", junk("file", n)), 1),
        (
            |n, _| format!("request/{}-{}.req", junk("log", n), junk("file", n)),
            1,
        ),
        (|n, _| format!("relay/{}", junk("file", n)), 1),
        // In the name of the log itself nothing tells them from its own files before they are opened.
        (
            |n, log| format!("tail/{log}-00000000-00000000-{}.tail", junk("file", n)),
            400,
        ),
    ];
    // Many small ones use up the files that a poll may open, a few large ones the bytes that it may read.
    for (size, (named, most)) in [4, 80 * 1024]
        .into_iter()
        .flat_map(|size| crowds.map(|of| (size, of)))
    {
        let (mut world, op) = crowded();
        let (log, view) = (log(&world), world.homes[1].view);
        let bytes = vec![b'x'; size];
        let crowd: Vec<String> = (0..600).map(|n| named(n, &log)).collect();
        for path in &crowd {
            let path = path.as_str().into();
            world.net.borrow_mut().show(view, &path, &bytes);
        }
        let is_there = |world: &World| world.homes[1].memory.ops.contains_key(&op);
        let comes = comes_within(most, &mut world, is_there);
        assert!(comes, "{} of {size} bytes keep it away", crowd[0]);
    }
}

#[test]
fn what_is_new_and_what_became_whole_is_read_though_more_junk_is_there_than_a_poll_opens() {
    let (mut world, _) = crowded();
    world.limits.names = 1_000;
    let (log, view) = (world.homes[0].log.unwrap(), world.homes[1].view);
    let put = |world: &World, n: usize| {
        let name = format!("tail/{log}-00000000-00000000-{}.tail", junk("file", n));
        world.net.borrow_mut().show(view, &name.into(), b"junk");
    };
    // All of it is due again in every poll.
    (0..20).for_each(|n| put(&world, n));
    for _ in 0..20 {
        world.poll(1, None);
        world.net.borrow_mut().advance(3_700_000);
    }
    // What is new, and at first not whole.
    let op = note(&mut world, 0);
    world.poll(0, None);
    let net = world.net.borrow();
    let mut central = net.central.iter();
    let of_log = |path: &str| path.starts_with(&format!("tail/{log}"));
    let newest = central
        .rfind(|(path, bytes)| of_log(path) && holds(bytes, op))
        .unwrap();
    let (path, bytes) = (newest.0.clone(), newest.1.clone());
    drop(net);
    world.net.borrow_mut().show(view, &path, &bytes[..100]);
    world.poll(1, None);
    let seen = world.homes[1].memory.finding(&path);
    assert!(matches!(seen, Some(Finding::Pending { .. })), "{seen:?}");
    // It becomes whole, and junk that is newer comes and comes.
    (20..60).for_each(|n| put(&world, n));
    world.net.borrow_mut().show(view, &path, &bytes);
    let is_there = |world: &World| world.homes[1].memory.ops.contains_key(&op);
    world.net.borrow_mut().advance(3_700_000);
    for poll in 0..12 {
        (0..40).for_each(|n| put(&world, 100 + 40 * poll + n));
        if comes_within(1, &mut world, is_there) {
            return;
        }
    }
    panic!("what became whole is not read");
}
