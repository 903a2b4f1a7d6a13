//! The share: one place to which every home has a view of its own, and everything that happens to files on the way.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;

use duban::share::{Folder, Listing, Rank};

use super::rng::Rng;

pub type Bytes = Rc<[u8]>;

/// What is wrong with a view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Well,
    /// Not mounted.
    Gone,
    /// Mounted, and empty.
    Empty,
    ReadOnly,
    /// Takes everything, shows it for a while, keeps nothing.
    Lying,
    /// Takes half of a file, then fails.
    Full,
    /// Lists what it listed an hour ago.
    Stale,
    /// Takes nothing from the others and gives them nothing.
    Cut,
}

#[derive(Debug, Default)]
struct View {
    files: BTreeMap<Rc<str>, Bytes>,
    /// What was written while it lied.
    lies: BTreeSet<Rc<str>>,
    /// What it listed before it became stale.
    stale: Option<BTreeMap<Rc<str>, u64>>,
    mode: Mode,
    /// What comes, by when.
    coming: Vec<(i64, Rc<str>, Option<Bytes>)>,
    /// What goes out when the link is there again.
    held: Vec<(Rc<str>, Option<Bytes>)>,
}

/// The share.
#[derive(Debug)]
pub struct Net {
    /// What lies there for good.
    pub central: BTreeMap<Rc<str>, Bytes>,
    views: Vec<View>,
    /// Files that somebody changed or deleted, as they were.
    pub tampered: BTreeMap<Rc<str>, Bytes>,
    /// Places that nobody may change any more, whatever lies there.
    pub locked: BTreeSet<Rc<str>>,
    pub now: i64,
    /// Grows with everything that changes in any view.
    pub version: u64,
    rng: Rng,
    /// How many in a hundred deliveries go wrong.
    pub faults: usize,
    /// Whether names that differ only in their capitals are one, as on SMB, macOS and Windows.
    pub folds: bool,
}

impl Net {
    pub fn new(rng: Rng) -> Self {
        Self {
            central: BTreeMap::new(),
            views: Vec::new(),
            tampered: BTreeMap::new(),
            locked: BTreeSet::new(),
            now: 0,
            version: 0,
            rng,
            faults: 20,
            folds: false,
        }
    }

    pub fn add_view(&mut self) -> usize {
        let files = self.central.clone();
        self.views.push(View {
            files,
            ..View::default()
        });
        self.views.len() - 1
    }

    pub fn set(&mut self, view: usize, mode: Mode) {
        self.version += 1;
        let held = {
            let view = &mut self.views[view];
            if view.mode == Mode::Lying {
                for path in std::mem::take(&mut view.lies) {
                    view.files.remove(&path);
                }
            }
            view.stale = (mode == Mode::Stale).then(|| {
                let sizes = view.files.iter();
                sizes.map(|(p, b)| (p.clone(), b.len() as u64)).collect()
            });
            view.mode = mode;
            if mode == Mode::Cut {
                Vec::new()
            } else {
                std::mem::take(&mut view.held)
            }
        };
        for (path, bytes) in held {
            self.spread(view, &path, bytes);
        }
    }

    /// A change that reaches the share, and from there everybody.
    fn spread(&mut self, from: usize, path: &Rc<str>, bytes: Option<Bytes>) {
        self.version += 1;
        if self.views.get(from).is_some_and(|v| v.mode == Mode::Cut) {
            self.views[from].held.push((path.clone(), bytes));
            return;
        }
        put(&mut self.central, self.folds, path, bytes.clone());
        self.tampered.remove(path);
        for to in 0..self.views.len() {
            if to != from {
                self.send(to, path, bytes.clone());
            }
        }
    }

    fn send(&mut self, to: usize, path: &Rc<str>, bytes: Option<Bytes>) {
        let rng = &mut self.rng;
        let mut at = self.now;
        let mut coming = Vec::new();
        if rng.chance(self.faults) {
            at += match rng.below(3) {
                0 => rng.below(2_000),
                1 => rng.below(120_000),
                _ => rng.below(20_000_000),
            } as i64;
            if let Some(bytes) = &bytes {
                let half: Bytes = match rng.below(8) {
                    0 => bytes[..rng.below(bytes.len().max(1))].into(),
                    1 => Rc::new([]),
                    2 => vec![0; bytes.len()].into(),
                    3 => flipped(rng, bytes),
                    _ => bytes.clone(),
                };
                match rng.below(6) {
                    0 => {
                        let copy = match path.rsplit_once('.') {
                            Some((stem, ending)) => {
                                format!("{stem}.sync-conflict-20240517-080000-ABCDEFG.{ending}")
                            }
                            None => format!("{path} (1)"),
                        };
                        coming.push((at, Rc::from(copy), Some(bytes.clone())));
                    }
                    1 => coming.push((at, format!("{path}.tmp").into(), Some(half.clone()))),
                    _ => {}
                }
                coming.push((at, path.clone(), Some(half)));
                at += match rng.below(3) {
                    0 => 1_000,
                    1 => rng.below(600_000) as i64,
                    // Only when all is well again.
                    _ => i64::MAX / 2,
                };
            } else if rng.chance(20) {
                at = i64::MAX / 2;
            }
        }
        coming.push((at, path.clone(), bytes));
        self.views[to].coming.extend(coming);
    }

    pub fn advance(&mut self, by: i64) {
        self.now += by;
    }

    fn deliver(&mut self, to: usize) {
        let view = &mut self.views[to];
        if view.mode == Mode::Cut || view.coming.is_empty() {
            return;
        }
        let now = self.now;
        let (mut due, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut view.coming)
            .into_iter()
            .partition(|(at, ..)| *at <= now);
        view.coming = rest;
        due.sort_by_key(|(at, ..)| *at);
        self.version += due.len() as u64;
        for (_, path, bytes) in due {
            put(&mut view.files, self.folds, &path, bytes);
        }
    }

    /// Somebody changes a file that lies there, for everybody.
    pub fn tamper(&mut self, path: &Rc<str>) {
        let Some(bytes) = self.central.get(path).cloned() else {
            return;
        };
        self.tampered.entry(path.clone()).or_insert(bytes.clone());
        let rng = &mut self.rng;
        let bytes: Option<Bytes> = match rng.below(4) {
            0 => Some(flipped(rng, &bytes)),
            1 => Some(bytes[..rng.below(bytes.len().max(1))].into()),
            _ => None,
        };
        let kept = self.tampered.clone();
        self.spread(usize::MAX, path, bytes);
        self.tampered = kept;
    }

    /// Somebody puts a file of theirs there, with the name of one that lies there in capitals.
    pub fn shout(&mut self, path: &Rc<str>) {
        let Some(bytes) = self.central.get(path).cloned() else {
            return;
        };
        let other = flipped(&mut self.rng, &bytes);
        self.tampered.entry(path.clone()).or_insert(bytes);
        let (folder, file) = path.rsplit_once('/').unwrap();
        let name = format!("{folder}/{}", file.to_ascii_uppercase());
        self.spread(usize::MAX, &name.into(), Some(other));
    }

    /// Shows a file in one view as only that one sees it.
    pub fn show(&mut self, view: usize, path: &Rc<str>, bytes: &[u8]) {
        let view = &mut self.views[view];
        view.coming.retain(|(_, other, _)| other != path);
        view.files.insert(path.clone(), bytes.into());
    }

    /// An old file is put back where it was deleted or changed.
    pub fn bring_back(&mut self, path: &Rc<str>, bytes: &Bytes) {
        self.spread(usize::MAX, path, Some(bytes.clone()));
    }

    /// What happened to these files has not happened.
    pub fn undo(&mut self, is_of: impl Fn(&str) -> bool) {
        let paths: Vec<Rc<str>> = self.tampered.keys().filter(|p| is_of(p)).cloned().collect();
        for path in paths {
            if let Some(bytes) = self.tampered.get(&path).cloned() {
                self.spread(usize::MAX, &path, Some(bytes));
            }
        }
    }

    /// Everything reaches everybody; nothing goes wrong any more.
    pub fn heal(&mut self) {
        self.faults = 0;
        for view in 0..self.views.len() {
            self.set(view, Mode::Well);
        }
        for view in &mut self.views {
            view.coming.clear();
            view.files = self.central.clone();
        }
    }
}

/// What a path leads to: where capitals do not count, a name that differs only in these.
fn place(files: &BTreeMap<Rc<str>, Bytes>, folds: bool, path: &str) -> Option<Rc<str>> {
    if let Some((exact, _)) = files.get_key_value(path) {
        return Some(exact.clone());
    }
    let mut names = files.keys().filter(|_| folds);
    names.find(|name| name.eq_ignore_ascii_case(path)).cloned()
}

/// Puts a file where a path leads, or takes it away.
fn put(files: &mut BTreeMap<Rc<str>, Bytes>, folds: bool, path: &Rc<str>, bytes: Option<Bytes>) {
    if let Some(place) = place(files, folds, path) {
        files.remove(&place);
    }
    if let Some(bytes) = bytes {
        files.insert(path.clone(), bytes);
    }
}

fn flipped(rng: &mut Rng, bytes: &[u8]) -> Bytes {
    let mut bytes = bytes.to_vec();
    let at = rng.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << rng.below(8);
    }
    bytes.into()
}

/// A home's way to the share. After so many steps its program dies.
#[derive(Debug)]
pub struct Link<'a> {
    pub net: &'a RefCell<Net>,
    pub view: usize,
    pub steps: Cell<u32>,
}

impl Link<'_> {
    fn step(&self) -> io::Result<()> {
        match self.steps.get().checked_sub(1) {
            Some(left) => {
                self.steps.set(left);
                Ok(())
            }
            None => Err(io::ErrorKind::Interrupted.into()),
        }
    }

    fn mode(&self) -> Mode {
        let mut net = self.net.borrow_mut();
        net.deliver(self.view);
        net.views[self.view].mode
    }
}

impl Folder for Link<'_> {
    fn list(&self, folder: &str, most: usize, rank: Rank<'_>) -> io::Result<Listing> {
        self.step()?;
        match self.mode() {
            Mode::Gone | Mode::Empty => return Err(io::ErrorKind::NotFound.into()),
            _ => {}
        }
        let net = self.net.borrow();
        let view = &net.views[self.view];
        let prefix = format!("{folder}/");
        // What lies in a folder below it goes by the name of that one.
        let mut names: BTreeMap<&str, u64> = BTreeMap::new();
        let from: Rc<str> = prefix.as_str().into();
        let stale = view
            .stale
            .iter()
            .flat_map(|stale| stale.range(from.clone()..));
        let fresh = view.files.range(from.clone()..);
        let fresh = fresh.filter(|_| view.stale.is_none());
        let stale = stale.map(|(path, size)| (path, *size));
        for (path, size) in stale.chain(fresh.map(|(path, bytes)| (path, bytes.len() as u64))) {
            let Some(rest) = path.strip_prefix(&prefix) else {
                break;
            };
            match rest.split_once('/') {
                Some((name, _)) => names.insert(name, 0),
                None => names.insert(rest, size),
            };
        }
        if names.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(Listing::first(names.keys().copied(), most, rank, |name| {
            names.get(name).copied()
        }))
    }

    fn read(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        self.step()?;
        if matches!(self.mode(), Mode::Gone | Mode::Empty) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let net = self.net.borrow();
        let files = &net.views[self.view].files;
        let place = place(files, net.folds, path).ok_or(io::ErrorKind::NotFound)?;
        let bytes = &files[&place];
        Ok(bytes[..bytes.len().min(most)].to_vec())
    }

    fn create_new(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mode = self.mode();
        let path: Rc<str> = path.into();
        let mut net = self.net.borrow_mut();
        let there = place(&net.views[self.view].files, net.folds, &path).is_some();
        match mode {
            Mode::Gone | Mode::Empty => return Err(io::ErrorKind::NotFound.into()),
            _ if there => return Err(io::ErrorKind::AlreadyExists.into()),
            Mode::ReadOnly => return Err(io::ErrorKind::PermissionDenied.into()),
            _ if net.locked.contains(&path) => return Err(io::ErrorKind::PermissionDenied.into()),
            _ => {}
        }
        // Whoever dies while writing leaves half a file.
        let dies = self.step().is_err();
        let half = dies || mode == Mode::Full;
        let bytes: Bytes = if half {
            &bytes[..bytes.len() / 2]
        } else {
            bytes
        }
        .into();
        if dies && bytes.len().is_multiple_of(2) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        net.version += 1;
        let view = &mut net.views[self.view];
        view.files.insert(path.clone(), bytes.clone());
        if mode == Mode::Lying {
            view.lies.insert(path);
            return Ok(());
        }
        net.spread(self.view, &path, Some(bytes));
        if half {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    fn delete(&self, path: &str) -> io::Result<()> {
        self.step()?;
        match self.mode() {
            Mode::Gone | Mode::Empty => return Err(io::ErrorKind::NotFound.into()),
            Mode::ReadOnly => return Err(io::ErrorKind::PermissionDenied.into()),
            _ => {}
        }
        let path: Rc<str> = path.into();
        let mut net = self.net.borrow_mut();
        if net.locked.contains(&path) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let place = place(&net.views[self.view].files, net.folds, &path);
        let place = place.ok_or(io::ErrorKind::NotFound)?;
        net.version += 1;
        net.views[self.view].files.remove(&place);
        if net.views[self.view].lies.remove(&path) {
            return Ok(());
        }
        net.spread(self.view, &path, None);
        Ok(())
    }
}

impl Net {
    /// Everybody sees what lies there.
    pub fn heal_views(&mut self) {
        for view in &mut self.views {
            view.files = self.central.clone();
        }
    }
}
