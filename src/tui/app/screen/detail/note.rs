//! The notes in the detail of a task.

use ratatui::style::Style;
use ratatui::text::Line;

use super::Target;
use super::content::Out;
use crate::model::Note;
use crate::words::fill;

impl Out<'_> {
    pub(super) fn notes(&mut self) {
        let (term, words, palette) = (
            self.desk.words.term,
            self.desk.words.screen,
            self.desk.palette,
        );
        let current = self.detail.notes.iter().filter(|n| n.is_current()).count();
        self.section(term.note, Some(current));
        if self.detail.notes.is_empty() {
            let hint = self
                .desk
                .wrapped(words.no_notes_hint, self.width, 2, palette.dim);
            self.push(None, hint);
        }
        self.push_each(&self.detail.notes, |out, note| {
            (Target::Note(note.op), out.note(note))
        });
    }

    fn note(&self, note: &Note) -> Vec<Line<'static>> {
        let Self { desk, width, .. } = *self;
        let (term, words, palette) = (desk.words.term, desk.words.screen, desk.palette);
        let style = if note.is_current() {
            palette.text
        } else {
            palette.gone
        };
        let mut head = format!(
            "{} {}",
            note.on,
            desk.snapshot.directory.label(note.department)
        );
        if let Some(percent) = note.percent {
            head.push_str(&format!("  {percent}%"));
        }
        if let Some(assessment) = note.assessment {
            head.push_str(&format!("  {}", term.assessment(assessment)));
        }
        if let Some(confidence) = note.confidence {
            head.push_str(&format!(
                "  {} {}",
                term.confidence,
                term.confidence(confidence)
            ));
        }
        let mut lines = desk.wrapped_names(&head, width, 2, style.patch(Style::new().bold()));
        if let Some(why) = note.unchanged {
            let follow = desk.words.follow;
            let text = format!("{}: {}", follow.unchanged, follow.unchanged(why));
            lines.extend(desk.wrapped(&text, width, 4, style));
        }
        if !note.against.is_empty() {
            lines.extend(desk.wrapped(words.note_disputed, width, 4, palette.warn));
        }
        if note.superseded_by.is_some() {
            lines.extend(desk.wrapped(words.superseded, width, 4, palette.warn));
        }
        if let Some(why) = &note.refused {
            let why = desk.words.sharing.refused(why);
            let delivery = desk.snapshot.delivery.as_ref();
            let registrar = delivery.map_or("", |delivery| delivery.registrar.as_str());
            let text = fill(words.not_counted, &[why, registrar]);
            lines.extend(desk.wrapped(&text, width, 4, palette.warn));
        }
        if let Some(retraction) = &note.retracted {
            let text = fill(words.retracted, &[&retraction.author, &retraction.reason]);
            lines.extend(desk.wrapped(&text, width, 4, palette.warn));
        }
        if let Some(wordless) = note.wordless {
            lines.extend(desk.wrapped(term.wordless(wordless), width, 4, palette.warn));
        }
        let texts = [
            (term.progress, &note.text.progress),
            (term.problems, &note.text.problems),
            (term.next, &note.text.next),
            (term.coordinate, &note.text.coordinate),
        ];
        for (label, text) in texts {
            let dated = label == term.next && note.next_on.is_some();
            if text.is_empty() && !dated {
                continue;
            }
            let text = match note.next_on {
                Some(on) if label == term.next => {
                    format!("{text} ({}:{on})", term.next_on)
                }
                _ => text.clone(),
            };
            lines.extend(self.labelled(&format!("  {label}"), &text, style));
        }
        let mut signed = fill(
            words.note_recorded,
            &[
                &note.author,
                &note.recorded.format("%Y-%m-%d %H:%M").to_string(),
            ],
        );
        for (label, text) in [
            (term.reporter, &note.text.reporter),
            (term.approver, &note.text.approver),
        ] {
            if !text.is_empty() {
                signed.push_str(&format!("  {label} {text}"));
            }
        }
        if note.for_another {
            signed.push_str(&format!(
                "  {}",
                fill(words.for_another, &[&note.text.told_by, &note.text.via])
            ));
        }
        lines.extend(desk.wrapped(&signed, width, 4, palette.dim));
        lines
    }
}
