//! Filling several rows at once: from what was copied out of a spreadsheet, and from a file.

use super::{CELLS, Focus, Row, Screen, lines};
use crate::model::{Code, FigureDraft, Period, in_ascii};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{FigureFile, IndicatorLine};
use crate::tui::app::message::Notice;
use crate::words::fill;

impl Screen {
    /// Takes in pasted text; returns whether something is to be kept. A single line goes into the cell. Lines that begin
    /// with code and number of an indicator go into its row; all others into the rows from the cursor on, cell by cell.
    pub(crate) fn paste(&mut self, text: &str, desk: &Desk) -> bool {
        if self.pending.is_some() {
            return false;
        }
        // Many terminals send what was copied with returns for its line ends.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<&str> = text.trim_end_matches('\n').lines().collect();
        let names = lines.iter().any(|line| looks_named(line));
        let is_block = lines.len() > 1 || text.contains('\t') || names;
        if !is_block || self.path.is_some() || self.focus == Focus::Reason {
            if let Some(field) = self.field_mut() {
                field.paste(text.trim_end_matches(['\n', '\r']));
            }
            self.changed();
            return self.keeping.touched;
        }
        self.strays.clear();
        let mut filled = 0;
        let first = self.at;
        let mut down = first;
        for line in lines {
            match named(line, desk) {
                Some(found) => match self.put_named(found, desk) {
                    true => filled += 1,
                    false => self.strays.push(line.to_owned()),
                },
                // A blank cell keeps its row as it is.
                None if line.trim().is_empty() => down += 1,
                None if !names && self.put_down(down, line) => {
                    down += 1;
                    filled += 1;
                }
                None => self.strays.push(line.to_owned()),
            }
        }
        self.tell(filled, desk);
        self.keeping.touched = true;
        self.settle(desk);
        true
    }

    /// Fills the cells of a row, from the one under the cursor on.
    fn put_down(&mut self, at: usize, line: &str) -> bool {
        let from = match self.focus {
            Focus::Value | Focus::Reason => 0,
            Focus::Period => 1,
            Focus::Source => 2,
        };
        let Some(row) = self.rows.get_mut(at) else {
            return false;
        };
        let parts = line.split('\t').map(str::trim);
        for (cell, part) in row.cells.iter_mut().skip(from).zip(parts) {
            if !part.is_empty() {
                cell.set(part);
            }
        }
        true
    }

    /// Fills the row of an indicator that a line names.
    fn put_named(&mut self, named: Named<'_>, desk: &Desk) -> bool {
        let item = named.line.indicator.id;
        let of_item = |row: &&Row| row.item == item;
        let region = self.rows.iter().find(of_item).and_then(|row| row.region);
        let at = self.free_row(item, region, named.period, desk);
        let Some(row) = at.and_then(|at| self.rows.get_mut(at)) else {
            return false;
        };
        let cells = row.cells.iter_mut().zip(named.cells);
        for (cell, text) in cells.filter(|(_, text)| !text.is_empty()) {
            cell.set(&text);
        }
        true
    }

    /// Fills the rows with what a file says.
    pub(crate) fn take_file(&mut self, file: &FigureFile, desk: &Desk) {
        match file {
            Err(notice) => self.error = Some(notice.clone()),
            Ok((figures, problems)) => {
                self.strays.clone_from(problems);
                let filled = figures.iter().filter(|figure| self.put(figure, desk));
                let filled = filled.count();
                self.tell(filled, desk);
                self.keeping.touched = true;
            }
        }
        self.settle(desk);
    }

    fn put(&mut self, figure: &FigureDraft, desk: &Desk) -> bool {
        let at = self.free_row(figure.item, figure.region, Some(figure.period), desk);
        let Some(row) = at.and_then(|at| self.rows.get_mut(at)) else {
            return false;
        };
        let value = figure.value.clone().unwrap_or_default();
        let texts = [value, figure.period.to_string(), figure.source.clone()];
        let cells = row.cells.iter_mut().zip(texts);
        for (cell, text) in cells.filter(|(_, text)| !text.is_empty()) {
            cell.set(&text);
        }
        true
    }

    /// Says how many rows were filled, and what found no row.
    fn tell(&mut self, filled: usize, desk: &Desk) {
        let words = desk.words.meeting;
        let wrong = self.all_wrong(desk).len();
        let counts = [filled, wrong, self.strays.len()].map(|n| n.to_string());
        let message = fill(words.filled, &counts.each_ref().map(String::as_str));
        let hint = match self.strays.first() {
            Some(stray) => fill(words.first_stray, &[&desk.clean(stray)]),
            None => words.filled_hint.to_owned(),
        };
        self.error = Some(Notice::new(message).hint(hint));
    }
}

/// A line that names its indicator: `2.1.4/1 2024 52.3`.
struct Named<'a> {
    line: &'a IndicatorLine,
    period: Option<Period>,
    /// Value, period, source.
    cells: [String; CELLS],
}

/// The parts of a line, set apart by tabs, blanks or commas.
fn parts(text: &str) -> impl Iterator<Item = String> {
    text.split(['\t', ' ', '\u{3000}', ',', '，'])
        .map(in_ascii)
        .filter(|part| !part.is_empty())
}

/// Whether a line begins as one does that names its indicator, known or not.
fn looks_named(text: &str) -> bool {
    let mut parts = parts(text);
    let first = parts.next().unwrap_or_default();
    let code = first.split_once('/').map(|(code, _)| code);
    code.is_some_and(|code| code.parse::<Code>().is_ok()) && parts.count() >= 2
}

/// Reads such a line.
fn named<'a>(text: &str, desk: &'a Desk) -> Option<Named<'a>> {
    let mut parts = parts(text);
    let (name, period, value) = (parts.next()?, parts.next()?, parts.next()?);
    let is_named = |line: &&IndicatorLine| {
        let code = desk.row(line.task).map(|row| row.code.to_string());
        name == format!("{}/{}", code.unwrap_or_default(), line.n)
    };
    let line = lines(desk).iter().find(is_named)?;
    let source: Vec<String> = parts.collect();
    Some(Named {
        line,
        period: period.parse().ok(),
        cells: [value, period, source.join(" ")],
    })
}
