//! What is searched on every key press: titles as numbers, departments with the tasks they have.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{DepartmentId, Directory, IdMap, Row};

use super::fold::{Folded, is_plain};
use super::pinyin::readings;
use super::scan::{MANY, in_two};

/// The most characters of a title that are searched.
const LONGEST_TITLE: usize = 512;

/// Titles and departments of one snapshot, made ready for [`Index::search`].
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(super) rows: Arc<Vec<Arc<Row>>>,
    /// The characters in use; the number of a character is its place here. Number 0 stands for all too many.
    pub(super) alphabet: Vec<char>,
    titles: Vec<u16>,
    /// Where each title begins in `titles`, and the end of the last one.
    begins: Vec<u32>,
    pub(super) departments: Vec<Indexed>,
}

/// A department with its names and its tasks.
#[derive(Debug, Clone)]
pub(super) struct Indexed {
    pub(super) id: DepartmentId,
    /// The full name as written.
    pub(super) name: Arc<str>,
    /// Every name as numbers, the full one first.
    pub(super) names: Vec<Box<[u16]>>,
    /// The rows it leads, in order.
    pub(super) leads: Vec<u32>,
    /// The rows it supports, in order.
    pub(super) supports: Vec<u32>,
}

impl Index {
    /// Builds the index of these tasks and departments.
    #[must_use]
    pub fn new(rows: &Arc<Vec<Arc<Row>>>, directory: &Directory) -> Self {
        let mut alphabet = Alphabet::new();
        let mut titles = Vec::with_capacity(rows.len() * 16);
        let mut begins = Vec::with_capacity(rows.len() + 1);
        let mut departments = departments(directory, &mut alphabet);
        let mut number = || {
            begins.push(0);
            for row in rows.iter() {
                alphabet.append(&row.title, &mut titles);
                begins.push(u32::try_from(titles.len()).unwrap_or(u32::MAX));
            }
            titles.shrink_to_fit();
        };
        if rows.len() < MANY {
            number();
            distribute(rows, &mut departments);
        } else {
            in_two(|| distribute(rows, &mut departments), number);
        }
        Self {
            rows: Arc::clone(rows),
            alphabet: alphabet.chars,
            titles,
            begins,
            departments,
        }
    }

    /// The index after `rows` replaced the ones it was built of: the same one if nothing that is searched changed.
    ///
    /// A status note changes no title and no department, so that recording one costs a comparison only.
    #[must_use]
    pub fn refreshed(mut self, rows: &Arc<Vec<Arc<Row>>>, directory: &Directory) -> Self {
        let same = self.rows.len() == rows.len()
            && self.rows.iter().zip(rows.iter()).all(|(old, new)| {
                Arc::ptr_eq(old, new)
                    || (old.title == new.title
                        && old.lead == new.lead
                        && old.support == new.support)
            })
            && self.departments.len() == directory.len()
            && self
                .departments
                .iter()
                .zip(directory.iter())
                .all(|(old, new)| {
                    let names = new.names();
                    old.id == new.id
                        && *old.name == *new.name
                        && old
                            .names
                            .iter()
                            .map(|name| self.text(name))
                            .eq(distinct(names))
                });
        if !same {
            return Self::new(rows, directory);
        }
        self.rows = Arc::clone(rows);
        self
    }

    /// The bytes the index itself takes, the tasks not counted.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let departments = self.departments.iter().map(|department| {
            size_of::<Indexed>()
                + department.name.len()
                + 4 * (department.leads.capacity() + department.supports.capacity())
                + department
                    .names
                    .iter()
                    .map(|n| 16 + 2 * n.len())
                    .sum::<usize>()
        });
        self.alphabet.capacity() * size_of::<char>()
            + self.titles.capacity() * 2
            + self.begins.capacity() * 4
            + departments.sum::<usize>()
    }

    /// The numbers of the characters of a title.
    #[inline]
    pub(super) fn title(&self, row: usize) -> &[u16] {
        match (self.begins.get(row), self.begins.get(row + 1)) {
            (Some(&begin), Some(&end)) => self
                .titles
                .get(begin as usize..end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// The characters behind numbers.
    pub(super) fn text(&self, numbers: &[u16]) -> String {
        numbers
            .iter()
            .filter_map(|&n| self.alphabet.get(usize::from(n)))
            .collect()
    }
}

/// The characters in use, while the index is built.
struct Alphabet {
    chars: Vec<char>,
    /// The number of each character of the basic plane; 0 for none yet.
    basic: Vec<u16>,
    others: HashMap<char, u16>,
}

impl Alphabet {
    fn new() -> Self {
        Self {
            chars: vec!['\u{fffd}'],
            basic: vec![0; 0x1_0000],
            others: HashMap::new(),
        }
    }

    fn number(&mut self, c: char) -> u16 {
        let slot = match self.basic.get_mut(c as usize) {
            Some(slot) => slot,
            None => self.others.entry(c).or_default(),
        };
        if *slot == 0
            && let Ok(number) = u16::try_from(self.chars.len())
        {
            *slot = number;
            self.chars.push(c);
        }
        *slot
    }

    fn append(&mut self, text: &str, to: &mut Vec<u16>) {
        let begin = to.len();
        for c in text.chars().take(LONGEST_TITLE) {
            if !is_plain(c) {
                to.truncate(begin);
                let folded = Folded::new(text).chars.into_iter().take(LONGEST_TITLE);
                to.extend(folded.map(|c| self.number(c)));
                return;
            }
            to.push(self.number(c.to_ascii_lowercase()));
        }
    }
}

/// The names of a department as they are compared, each once.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let name: String = Folded::new(name)
            .chars
            .into_iter()
            .take(LONGEST_TITLE)
            .collect();
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// The departments with their names, without tasks.
fn departments(directory: &Directory, alphabet: &mut Alphabet) -> Vec<Indexed> {
    let mut departments: Vec<Indexed> = Vec::with_capacity(directory.len());
    for department in directory.iter() {
        let names = distinct(department.names())
            .into_iter()
            .map(|name| name.chars().map(|c| alphabet.number(c)).collect());
        departments.push(Indexed {
            id: department.id,
            name: department.name.as_str().into(),
            names: names.collect(),
            leads: Vec::new(),
            supports: Vec::new(),
        });
    }
    departments
}

/// Gives each department the tasks it has.
fn distribute(rows: &[Arc<Row>], departments: &mut [Indexed]) {
    let place: IdMap<DepartmentId, usize> = departments
        .iter()
        .map(|department| department.id)
        .zip(0..)
        .collect();
    for (at, row) in (0_u32..).zip(rows) {
        for id in &row.lead {
            if let Some(department) = place.get(id).and_then(|&p| departments.get_mut(p)) {
                department.leads.push(at);
            }
        }
        for id in &row.support {
            if let Some(department) = place.get(id).and_then(|&p| departments.get_mut(p)) {
                department.supports.push(at);
            }
        }
    }
    for department in departments {
        department.leads.shrink_to_fit();
        department.supports.shrink_to_fit();
    }
}

impl Index {
    /// The number of the set of readings of every character in use.
    pub(super) fn reading_sets(&self) -> impl Iterator<Item = (char, u16)> {
        let table = readings();
        self.alphabet.iter().map(|&c| (c, table.set_of(c)))
    }
}
