//! The filter that an agenda comes from, while it is typed and as what it lists is found.

use std::sync::Arc;

use ratatui::crossterm::event::KeyEvent;

use super::{Screen, Source};
use crate::search::TextSearch;
use crate::tui::app::desk::Desk;
use crate::tui::app::finding::Problem;
use crate::tui::app::message::{Effect, Purpose};
use crate::tui::widget::field::{Field, Lines};

impl Screen {
    /// Begins to type the filter that the agenda comes from.
    pub(crate) fn begin_filter(&mut self, desk: &Desk) {
        let text = match self.source {
            Source::View(_) | Source::Filter => self.finding.filter_text().to_owned(),
            _ => String::new(),
        };
        self.typed = Some((Field::new(Lines::One, &text), self.source));
        self.follow_filter(desk);
    }

    pub(crate) fn is_typing(&self) -> bool {
        self.typed.is_some()
    }

    pub(crate) fn type_key(&mut self, key: KeyEvent, desk: &Desk) {
        if let Some((field, _)) = &mut self.typed {
            field.key(key, desk.size.width);
        }
        self.follow_filter(desk);
    }

    pub(crate) fn paste(&mut self, text: &str, desk: &Desk) {
        if let Some((field, _)) = &mut self.typed {
            field.paste(text);
        }
        self.follow_filter(desk);
    }

    /// Shows what the filter lists as it is typed; before anything is, the agenda stays what it was.
    fn follow_filter(&mut self, desk: &Desk) {
        let Some((field, before)) = &self.typed else {
            return;
        };
        let (text, before) = (field.text().to_owned(), *before);
        if text.trim().is_empty() {
            if self.source != before {
                self.take_source(before, desk);
            }
            return;
        }
        if self.finding.set_filter(&text, desk) || self.source != Source::Filter {
            self.finding.sort(None, desk);
            self.take_source(Source::Filter, desk);
        }
    }

    /// Ends the typing; a filter that is wrong stays open.
    pub(crate) fn keep_filter(&mut self) {
        if self.problem().is_none() {
            self.typed = None;
        }
    }

    /// Ends the typing, and the agenda is what it was.
    pub(crate) fn cancel_filter(&mut self, desk: &Desk) {
        if let Some((_, before)) = self.typed.take()
            && before != self.source
        {
            self.take_source(before, desk);
        }
    }

    /// Why the filter cannot be understood.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.finding.problem().filter(|_| self.is_found())
    }

    /// What the background is to look for.
    pub(crate) fn wanted(&mut self) -> Vec<Effect> {
        let agenda = |effect| match effect {
            Effect::SearchTexts(_, text, query) => {
                Effect::SearchTexts(Purpose::Agenda, text, query)
            }
            other => other,
        };
        self.finding.wanted().into_iter().map(agenda).collect()
    }

    /// Takes in what the background found.
    pub(crate) fn take_texts(&mut self, query: &str, found: Arc<TextSearch>, desk: &Desk) {
        let wanted = self.finding.take_texts(Purpose::Agenda, query, found, desk);
        if wanted && !self.touched {
            self.refill(desk);
            self.settle(desk);
        }
    }
}
