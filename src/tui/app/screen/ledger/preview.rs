//! The few lines below the list that tell about the task under the cursor.

use ratatui::text::{Line, Span};

use crate::model::{Detail, Note, Row};
use crate::search::Phrase;
use crate::tui::app::desk::Desk;
use crate::tui::widget::cells;

/// The preview of a task: who, why its light is what it is, what was promised and what is said now.
pub(super) fn preview(
    desk: &Desk,
    row: &Row,
    sought: &[Phrase],
    width: usize,
) -> Vec<Line<'static>> {
    let (term, words, palette) = (desk.words.term, desk.words.screen, desk.palette);
    let label = |text: &str| Span::styled(format!("{text} "), palette.dim);
    let title = cells::cut(&desk.clean(&row.title), width.saturating_sub(10));
    let mut head = vec![Span::styled(
        format!("{} {title}  ", row.code),
        palette.head,
    )];
    head.extend([label(term.lead), Span::raw(desk.names(&row.lead))]);
    if !row.support.is_empty() {
        head.extend([
            label(&format!("  {}", term.support)),
            Span::raw(desk.names(&row.support)),
        ]);
    }
    let mut lines = vec![Line::from(head)];
    let Some(detail) = desk.detail_of(row.id) else {
        lines.push(reasons(desk, row));
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
    lines.push(reasons(desk, row));
    let reports = detail.reports(&desk.snapshot.outlook);
    if !reports.promise().is_empty()
        && let Some(before) = reports.before
    {
        lines.push(Line::from(vec![
            label(words.promised),
            Span::raw(desk.clean(reports.promise())),
            Span::styled(format!(" ({})", whose(desk, before)), palette.dim),
        ]));
    }
    // What supporters say is better than nothing.
    let latest = detail.notes.iter().find(|note| note.is_current());
    let now = reports.together();
    match now.as_ref().or(latest) {
        Some(note) => lines.push(said(desk, note, now.is_some())),
        None => {
            lines.push(Line::from(vec![label(words.no_notes)]));
            lines.extend(desk.wrapped(&detail.text, width, 0, palette.text));
        }
    }
    lines
}

/// The light with all its reasons.
fn reasons(desk: &Desk, row: &Row) -> Line<'static> {
    let (follow, palette) = (desk.words.follow, desk.palette);
    let shown = row.light(desk.today());
    let mut spans = vec![Span::styled(
        format!("{} ", follow.light(shown)),
        palette.lamp(shown),
    )];
    if row.lit.light != shown {
        let text = format!(
            "{} ({} {})  ",
            follow.judged,
            follow.by_rules,
            follow.light(row.lit.light)
        );
        spans.push(Span::raw(text));
    }
    spans.push(Span::styled(format!("{} ", follow.reasons), palette.dim));
    let reasons = follow.all_reasons(&row.lit.reasons);
    let reasons = if reasons.is_empty() { "--" } else { &reasons };
    spans.push(Span::raw(desk.clean(reasons)));
    Line::from(spans)
}

/// A note in one line.
fn said(desk: &Desk, note: &Note, is_now: bool) -> Line<'static> {
    let (term, words, palette) = (desk.words.term, desk.words.screen, desk.palette);
    let label = |text: &str| Span::styled(format!("{text} "), palette.dim);
    let name = if is_now {
        words.this_window
    } else {
        words.latest
    };
    let percent = note.percent.map_or_else(String::new, |p| format!("{p}% "));
    let mut progress = desk.clean(&note.text.progress);
    if let Some(unchanged) = note.unchanged {
        let follow = desk.words.follow;
        progress = format!("{}: {}", follow.unchanged, follow.unchanged(unchanged));
    }
    let mut spans = vec![
        label(name),
        Span::styled(format!("{} ", whose(desk, note)), palette.dim),
        Span::raw(format!("{percent}{progress}  ")),
    ];
    let rest = [
        (term.problems, &note.text.problems),
        (term.coordinate, &note.text.coordinate),
        (term.next, &note.text.next),
    ];
    for (name, text) in rest.into_iter().filter(|(_, text)| !text.is_empty()) {
        spans.push(label(name));
        spans.push(Span::raw(format!("{}  ", desk.clean(text))));
    }
    Line::from(spans)
}

/// Who said a note, and when.
fn whose(desk: &Desk, note: &Note) -> String {
    format!(
        "{} {}",
        desk.short_name(note.department),
        note.on.format("%m-%d")
    )
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
