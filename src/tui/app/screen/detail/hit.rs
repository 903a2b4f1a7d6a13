//! Where a search found what the detail shows: the place to go to, and the characters to mark.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Target;
use crate::search::Phrase;
use crate::tui::widget::sheet::Entry;

/// The entry that holds most of what was searched, and its first line that does. `None` if the head says it all.
pub(super) fn place(entries: &[Entry<Target>], sought: &[Phrase]) -> Option<(usize, usize)> {
    if sought.is_empty() {
        return None;
    }
    let held = |entry: &Entry<Target>| {
        let text = Text::of(&entry.lines);
        let is_held = |phrase: &&Phrase| phrase.is_in(&text.all);
        sought.iter().filter(is_held).count()
    };
    let is_head = |entry: &Entry<Target>| entry.target == Some(Target::Task);
    if entries
        .iter()
        .any(|entry| is_head(entry) && held(entry) == sought.len())
    {
        return None;
    }
    let others = entries
        .iter()
        .enumerate()
        .filter(|(_, e)| e.target.is_some() && !is_head(e));
    let counted = others.map(|(at, entry)| (held(entry), at));
    // The first of those that hold the most.
    let (_, at) = counted
        .filter(|(held, _)| *held > 0)
        .max_by_key(|&(held, at)| (held, std::cmp::Reverse(at)))?;
    let text = Text::of(&entries.get(at)?.lines);
    let line = text.hits(sought).map(|(line, _)| line).min()?;
    Some((at, line))
}

/// Marks what was searched wherever it stands.
pub(super) fn mark(entries: &mut [Entry<Target>], sought: &[Phrase], style: Style) {
    if sought.is_empty() {
        return;
    }
    for entry in entries {
        let hits: Vec<(usize, usize)> = Text::of(&entry.lines).hits(sought).collect();
        for (at, line) in entry.lines.iter_mut().enumerate() {
            let lit = |column| hits.contains(&(at, column));
            if hits.iter().any(|(line, _)| *line == at) {
                *line = marked(line, lit, style);
            }
        }
    }
}

/// The text of some lines in one piece, as it was before it was wrapped.
struct Text {
    all: String,
    /// The line and the column of each character.
    places: Vec<(usize, usize)>,
}

impl Text {
    fn of(lines: &[Line<'_>]) -> Self {
        let (mut all, mut places) = (String::new(), Vec::new());
        for (at, line) in lines.iter().enumerate() {
            let chars = line.iter().flat_map(|span| span.content.chars());
            let text = chars.enumerate().skip_while(|(_, c)| c.is_whitespace());
            for (column, c) in text {
                all.push(c);
                places.push((at, column));
            }
        }
        Self { all, places }
    }

    /// The places of all characters that were found.
    fn hits(&self, sought: &[Phrase]) -> impl Iterator<Item = (usize, usize)> {
        let spans = sought.iter().flat_map(|phrase| phrase.find_all(&self.all));
        let places = spans.flat_map(|span| self.places.get(span.start..span.end));
        places.flatten().copied()
    }
}

/// A line with the characters in some columns in another style.
fn marked(line: &Line<'static>, lit: impl Fn(usize) -> bool, style: Style) -> Line<'static> {
    let mut spans: Vec<(Style, String)> = Vec::new();
    let styled = line.iter().flat_map(|span| {
        span.content
            .chars()
            .map(|c| (c, line.style.patch(span.style)))
    });
    for (column, (c, plain)) in styled.enumerate() {
        let style = if lit(column) {
            plain.patch(style)
        } else {
            plain
        };
        match spans.last_mut() {
            Some((same, run)) if *same == style => run.push(c),
            _ => spans.push((style, c.to_string())),
        }
    }
    let spans = spans
        .into_iter()
        .map(|(style, run)| Span::styled(run, style));
    Line::from(spans.collect::<Vec<_>>())
}
