//! The few lines below the list that tell about the task under the cursor.

use ratatui::text::{Line, Span};

use crate::model::{Detail, Row};
use crate::search::Phrase;
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;

/// The preview of a task: title, departments, the latest note or the beginning of the text.
pub(super) fn preview(
    desk: &Desk,
    row: &Row,
    sought: &[Phrase],
    width: usize,
) -> Vec<Line<'static>> {
    let (term, words, palette) = (desk.words.term, desk.words.screen, desk.palette);
    let label = |text: &str| Span::styled(format!("{text} "), palette.dim);
    let title = cells::cut(&desk.clean(&row.title), width.saturating_sub(10));
    let mut lines = vec![
        Line::from(vec![Span::styled(
            format!("{} {title}", row.code),
            palette.head,
        )]),
        Line::from(vec![
            label(term.lead),
            Span::raw(format!("{}  ", desk.names(&row.lead))),
            label(term.support),
            Span::raw(if row.support.is_empty() {
                "--".into()
            } else {
                desk.names(&row.support)
            }),
        ]),
    ];
    let Some(detail) = desk.detail_of(row.id) else {
        return lines;
    };
    if let Some((snippet, found)) = snippet(detail, sought) {
        let mut spans = vec![label(words.found_in)];
        spans.extend(cells::marked(
            &snippet,
            &found,
            width.saturating_sub(cells::width(words.found_in) + 1),
            (palette.text, palette.hit),
            desk.taste.glyphs,
        ));
        lines.push(Line::from(spans));
    }
    let Some(note) = detail.notes.iter().find(|note| note.is_current()) else {
        lines.push(Line::from(vec![label(words.no_notes)]));
        lines.extend(desk.wrapped(&detail.text, width, 0, palette.text));
        return lines;
    };
    let head = format!(
        "{} {} {}",
        note.on,
        desk.clean(&desk.snapshot.directory.name(note.department)),
        note.percent.map_or_else(String::new, |p| format!("{p}%"))
    );
    lines.push(Line::from(vec![
        label(words.latest),
        Span::raw(format!("{}  ", head.trim_end())),
        Span::raw(desk.clean(&note.text.progress)),
    ]));
    let rest = [
        (term.problems, &note.text.problems),
        (term.next, &note.text.next),
        (term.coordinate, &note.text.coordinate),
    ];
    let mut spans = Vec::new();
    for (name, text) in rest.into_iter().filter(|(_, text)| !text.is_empty()) {
        spans.push(label(name));
        spans.push(Span::raw(format!("{}  ", desk.clean(text))));
    }
    lines.push(Line::from(spans));
    lines
}

/// A stretch of the text, the measures or the notes around what was searched, with the places of the match in it.
fn snippet(detail: &Detail, sought: &[Phrase]) -> Option<(String, Vec<usize>)> {
    const BEFORE: usize = 12;
    let notes = detail.notes.iter().filter(|note| note.is_current());
    let noted = notes.flat_map(|note| [&note.text.progress, &note.text.problems, &note.text.next]);
    let mut texts = noted
        .chain(std::iter::once(&detail.text))
        .chain(detail.measures.iter().map(|measure| &measure.text));
    texts.find_map(|text| {
        let span = sought.iter().find_map(|phrase| phrase.find(text))?;
        let start = span.start.saturating_sub(BEFORE);
        let stretch = text.chars().skip(start).take(200).collect();
        Some((stretch, (span.start - start..span.end - start).collect()))
    })
}
