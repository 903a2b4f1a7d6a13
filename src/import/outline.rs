//! The outline: which paragraphs stand under which number, and which of them carry a responsibility.

use std::collections::{HashMap, HashSet};

use crate::model::{Code, Directory, Lines};

use super::complaint::{Complaint, Complaints};
use super::names::last_chars;
use super::numbering::{Marker, Style, marker};
use super::passage::{Passage, cut, enclosures, split_outside, trim};
use super::piece::{Piece, is_empty, pieces};
use super::responsibility::Annotation;

/// A stretch of text that carries a responsibility: a task in the making.
#[derive(Debug)]
pub(super) struct Entry {
    /// The section path in numbers.
    pub(super) code: Code,
    /// The headings above it, outermost first.
    pub(super) path: Vec<String>,
    /// The heading without number and full stop.
    pub(super) title: String,
    /// The text below the heading, without the annotation.
    pub(super) body: Passage,
    /// Heading, text and annotation as the document has them.
    pub(super) whole: Passage,
    /// Where it stands, the annotation included.
    pub(super) lines: Lines,
    /// Who is responsible.
    pub(super) annotation: Annotation,
}

impl Entry {
    /// The end of the paragraph, where the annotation stands.
    pub(super) fn end(&self) -> &str {
        const ENOUGH: usize = 40;
        last_chars(self.whole.text(), ENOUGH)
    }

    /// Points out what is odd about the annotation.
    pub(super) fn complain(&self, complaints: &mut Complaints) {
        if self.annotation.unclosed {
            complaints.add(self.lines.1, self.end(), &Complaint::Unclosed);
        }
        for name in self.annotation.odd_names() {
            let name = name.to_owned();
            complaints.add(self.lines.1, self.end(), &Complaint::OddName { name });
        }
    }
}

/// Reads the outline of a document.
pub(super) fn entries(
    paragraphs: Vec<Passage>,
    directory: &Directory,
    complaints: &mut Complaints,
) -> Vec<Entry> {
    let mut outline = Outline::default();
    for paragraph in paragraphs {
        for piece in pieces(&paragraph, directory) {
            let (heading, piece) = piece.without_heading();
            for piece in heading.into_iter().chain([piece]) {
                outline.take(piece, complaints);
            }
        }
    }
    outline.finish(complaints)
}

/// Text under a number that shares one annotation.
#[derive(Debug, Default)]
struct Group {
    body: Passage,
    whole: Passage,
    annotation: Option<Annotation>,
    /// Whether it begins with the item's own heading.
    headed: bool,
    /// Whether that heading shares its paragraph with text.
    run_in: bool,
}

/// A numbered heading and what stands under it.
#[derive(Debug)]
struct Item {
    style: Style,
    code: Vec<u32>,
    path: Vec<String>,
    title: String,
    groups: Vec<Group>,
    has_children: bool,
    last_child: HashMap<Style, u32>,
}

#[derive(Debug, Default)]
struct Outline {
    /// The items that are open, outermost first.
    open: Vec<Item>,
    /// Closed items in the order in which they began.
    closed: Vec<(usize, Item)>,
    begun: Vec<usize>,
    count: usize,
    /// The last number of each style anywhere: some documents number on across sections.
    last: HashMap<Style, u32>,
    top: HashMap<Style, u32>,
}

impl Outline {
    fn take(&mut self, piece: Piece, complaints: &mut Complaints) {
        let found = marker(piece.body.text());
        let starts = found.is_some();
        if let Some(marker) = found {
            self.begin(marker, &piece.body, complaints);
        } else if self.open.is_empty() {
            // Text above the first number: a document without numbers still has its annotations.
            if piece.annotation.is_none() {
                return;
            }
            self.open.push(Item {
                style: Style::Part,
                code: Vec::new(),
                path: Vec::new(),
                title: String::new(),
                groups: Vec::new(),
                has_children: false,
                last_child: HashMap::new(),
            });
            self.begun.push(self.count);
            self.count += 1;
        }
        let Some(item) = self.open.last_mut() else {
            return;
        };
        item.take(piece, starts);
    }

    fn begin(&mut self, marker: Marker, paragraph: &Passage, complaints: &mut Complaints) {
        while self
            .open
            .last()
            .is_some_and(|item| item.style >= marker.style)
        {
            self.close();
        }
        let siblings = match self.open.last_mut() {
            Some(parent) => {
                parent.has_children = true;
                &mut parent.last_child
            }
            None => &mut self.top,
        };
        let before = siblings.insert(marker.style, marker.number);
        let anywhere = self.last.insert(marker.style, marker.number);
        let follows = match (before, anywhere) {
            (Some(before), _) => marker.number == before.saturating_add(1),
            (None, Some(last)) => marker.number == 1 || marker.number == last.saturating_add(1),
            (None, None) => true,
        };
        if !follows {
            let before = before.unwrap_or(0);
            let found = marker.number;
            let quote = paragraph.text();
            complaints.add(
                paragraph.line_at(0),
                quote,
                &Complaint::NumberJump { before, found },
            );
        }
        let text = paragraph.text();
        let title = title(text, marker.len).0;
        let parent = self.open.last();
        let mut path: Vec<String> = parent.map(|p| p.path.clone()).unwrap_or_default();
        if let Some(parent) = parent.filter(|p| !p.title.is_empty()) {
            path.push(parent.title.clone());
        }
        let mut code: Vec<u32> = parent.map(|p| p.code.clone()).unwrap_or_default();
        code.push(marker.number);
        self.open.push(Item {
            style: marker.style,
            code,
            path,
            title: format!("{}{title}", cut(text, 0..marker.len).trim_end()),
            groups: Vec::new(),
            has_children: false,
            last_child: HashMap::new(),
        });
        self.begun.push(self.count);
        self.count += 1;
    }

    fn close(&mut self) {
        if let (Some(item), Some(at)) = (self.open.pop(), self.begun.pop()) {
            self.closed.push((at, item));
        }
    }

    fn finish(mut self, complaints: &mut Complaints) -> Vec<Entry> {
        while !self.open.is_empty() {
            self.close();
        }
        self.closed.sort_unstable_by_key(|&(at, _)| at);
        let items: Vec<Item> = self.closed.into_iter().map(|(_, item)| item).collect();
        complain_of_missing(&items, complaints);
        let mut used: HashSet<Code> = HashSet::new();
        let mut entries: Vec<Entry> = Vec::new();
        for item in items {
            for entry in item.into_entries(&used) {
                if !used.insert(entry.code.clone()) {
                    let code = entry.code.to_string();
                    let complaint = Complaint::CodeTwice { code };
                    complaints.add(entry.lines.0, entry.whole.text(), &complaint);
                }
                entries.push(entry);
            }
        }
        entries
    }
}

/// Points out items without departments of whose neighbours under the same heading, themselves counted, half have them.
fn complain_of_missing(items: &[Item], complaints: &mut Complaints) {
    let has = |item: &Item| item.groups.iter().any(|group| group.annotation.is_some());
    let mut neighbours: HashMap<&[u32], (usize, usize)> = HashMap::new();
    for item in items.iter().filter(|item| !item.has_children) {
        if let [above @ .., _] = item.code.as_slice() {
            let (with, all) = neighbours.entry(above).or_default();
            *with += usize::from(has(item));
            *all += 1;
        }
    }
    for item in items.iter().filter(|item| !item.has_children && !has(item)) {
        let [above @ .., _] = item.code.as_slice() else {
            continue;
        };
        let (with, all) = neighbours.get(above).copied().unwrap_or_default();
        if let Some(group) = item.groups.first()
            && with > 0
            && with * 2 >= all
        {
            let line = group.whole.line_at(0);
            complaints.add(line, group.whole.text(), &Complaint::NoDepartments);
        }
    }
}

impl Item {
    fn take(&mut self, piece: Piece, headed: bool) {
        let Piece { body, annotation } = piece;
        let behind_annotation = self.groups.last().is_none_or(|g| g.annotation.is_some());
        // A label alone on its line belongs to what stands above it.
        let continues = body.is_empty() && annotation.is_some() && !self.groups.is_empty();
        if behind_annotation && !continues {
            self.groups.push(Group {
                headed,
                run_in: headed && !is_heading_alone(body.text()),
                ..Group::default()
            });
        }
        let Some(group) = self.groups.last_mut() else {
            return;
        };
        if !body.is_empty() {
            group.body.append(&body);
            group.whole.append(&body);
        }
        if let Some((annotation, own)) = annotation {
            if body.is_empty() {
                group.whole.append(&own);
            } else {
                group.whole.extend(&own);
            }
            match &mut group.annotation {
                Some(first) => first.merge(annotation),
                none => *none = Some(annotation),
            }
        }
    }

    /// The item's tasks: one under its own code, or one for each annotated paragraph.
    fn into_entries(self, used: &HashSet<Code>) -> Vec<Entry> {
        let names = |group: &Group| {
            group
                .annotation
                .as_ref()
                .is_some_and(Annotation::names_departments)
        };
        let several = self.groups.iter().filter(|group| names(group)).count() > 1;
        let mut entries = Vec::new();
        let mut next = 1;
        for group in self.groups {
            let Some(annotation) = group.annotation.filter(Annotation::names_departments) else {
                continue;
            };
            let own = !self.code.is_empty() && (group.run_in || !several);
            let text = group.body.text();
            let start = if group.headed {
                marker(text).map_or(0, |marker| marker.len)
            } else {
                0
            };
            let (title, rest) = title(text, start);
            let mut code = self.code.clone();
            let mut path = self.path.clone();
            if !own {
                path.extend((!self.title.is_empty()).then(|| self.title.clone()));
                code.push(next);
                while used.contains(&Code::new(&code)) {
                    next += 1;
                    code.pop();
                    code.push(next);
                }
                next += 1;
            }
            let title = match (own, group.headed) {
                (true, false) => {
                    let marker = marker(&self.title).map_or(0, |marker| marker.len);
                    cut(&self.title, marker..self.title.len()).to_owned()
                }
                _ => title.to_owned(),
            };
            // Where the heading is all there is, it is what is to be done.
            let body = match trim(text, rest..text.len()) {
                below if below.is_empty() || !group.headed => start..text.len(),
                below => below,
            };
            entries.push(Entry {
                code: Code::new(&code),
                path,
                title,
                body: group.body.slice(body),
                lines: group.whole.lines(&(0..group.whole.text().len())),
                whole: group.whole,
                annotation,
            });
        }
        entries
    }
}

fn is_heading_alone(text: &str) -> bool {
    let (_, rest) = title(text, 0);
    is_empty(cut(text, rest..text.len()))
}

/// The title that begins at byte `start`, and where the text behind it begins.
///
/// A heading that shares its paragraph with text ends at the first 。, or at a blank between two Chinese
/// characters where a text without line breaks had its line break.
fn title(text: &str, start: usize) -> (&str, usize) {
    let end = text
        .find('\n')
        .filter(|&at| at > start)
        .unwrap_or(text.len());
    let enclosures = enclosures(cut(text, 0..end));
    let sentence = split_outside(text, start..end, &enclosures, |c| c == '。');
    let first = sentence.first().cloned().unwrap_or(start..end);
    let line = split_outside(text, first.clone(), &enclosures, |c| {
        matches!(c, ' ' | '\u{3000}')
    });
    let parted = line.windows(2).find_map(|pair| match pair {
        [before, behind] => {
            let is_han = |c: char| !c.is_ascii() && !c.is_numeric();
            let last = cut(text, before.clone()).chars().next_back();
            let next = cut(text, behind.clone()).chars().next();
            (last.is_some_and(is_han) && next.is_some_and(is_han))
                .then_some((before.end, behind.start))
        }
        _ => None,
    });
    let (title_end, rest) = match parted {
        Some(parted) => parted,
        None if first.end < end => (first.end, first.end + '。'.len_utf8()),
        None => (first.end, first.end),
    };
    let title = cut(text, start..title_end).trim();
    (
        title.trim_end_matches(['：', ':', '；', ';', '，', ',']),
        rest,
    )
}
