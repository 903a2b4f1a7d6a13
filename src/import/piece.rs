//! Paragraphs parted behind their annotations and headings.

use std::ops::Range;

use crate::model::Directory;

use super::numbering::{Style, marker};
use super::passage::{Passage, cut};
use super::responsibility::{self, Annotation};

/// A paragraph up to and including its annotation.
#[derive(Debug)]
pub(super) struct Piece {
    /// The text before the annotation.
    pub(super) body: Passage,
    /// What the annotation says, and its words.
    pub(super) annotation: Option<(Annotation, Passage)>,
}

impl Piece {
    /// Parts a heading from an item that follows it in the same paragraph: 「一、加强领导（一）加强统筹。」
    pub(super) fn without_heading(self) -> (Option<Self>, Self) {
        let text = self.body.text();
        let Some(outer) = marker(text) else {
            return (None, self);
        };
        let title = text.find('。').unwrap_or(text.len());
        let inner = cut(text, outer.len..title)
            .match_indices(['（', '('])
            .map(|(at, _)| outer.len + at)
            .find(|&at| {
                let inner = marker(cut(text, at..text.len()));
                inner.is_some_and(|m| m.style == Style::BracketedHan && m.style > outer.style)
            });
        let Some(at) = inner else {
            return (None, self);
        };
        let heading = Self {
            body: self.body.slice(0..at),
            annotation: None,
        };
        let body = self.body.slice(at..text.len());
        (Some(heading), Self { body, ..self })
    }
}

/// Parts a paragraph behind each annotation: whatever follows one is about something else.
pub(super) fn pieces(paragraph: &Passage, directory: &Directory) -> Vec<Piece> {
    let text = paragraph.text();
    let mut found: Vec<(Range<usize>, Annotation)> = Vec::new();
    for (range, annotation) in responsibility::find(paragraph, directory) {
        match found.last_mut() {
            Some((last, merged)) if is_empty(cut(text, last.end..range.start)) => {
                last.end = range.end;
                merged.merge(annotation);
            }
            _ => found.push((range, annotation)),
        }
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    for (range, annotation) in found {
        let own = paragraph.slice(range.clone());
        pieces.push(Piece {
            body: paragraph.slice(start..range.start),
            annotation: Some((annotation, own)),
        });
        let rest = cut(text, range.end..text.len());
        start = text.len() - rest.trim_start_matches(['。', ' ', '\u{3000}']).len();
    }
    if !is_empty(cut(text, start..text.len())) {
        pieces.push(Piece {
            body: paragraph.slice(start..text.len()),
            annotation: None,
        });
    }
    pieces
}

/// Whether there is nothing to read in a text.
pub(super) fn is_empty(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '。')
}
