//! Writing: tables in cells, JSON, CSV for spreadsheets, files that are not written over by chance.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr as _;

use super::args::{Format, Output, OutputFile};
use super::{Refusal, Session};
use crate::text::{clean, is_unsafe};
use crate::words::fill;
use crate::workspace::Failure;

/// Rows of a list: the heading and the cells for people, and the same as JSON for programs.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) heads: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) json: Vec<Json>,
    /// A line under the table.
    pub(super) foot: Option<String>,
}

impl Sheet {
    /// Writes the list as it was asked for.
    pub(super) fn write(&self, session: &Session, out: &Output) -> Result<(), Refusal> {
        let bytes = match out.format {
            Format::Table => self.table().into_bytes(),
            Format::Json => json(&Json::Array(self.json.clone())),
            Format::Csv => self.csv(),
        };
        write(session, &out.file, &bytes)
    }

    fn table(&self) -> String {
        let clean: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| clean(cell).into_owned()).collect())
            .collect();
        let widths: Vec<usize> = self
            .heads
            .iter()
            .enumerate()
            .map(|(at, head)| {
                let cells = clean
                    .iter()
                    .filter_map(|row| row.get(at))
                    .map(|cell| cell.width());
                cells.max().unwrap_or(0).max(head.width())
            })
            .collect();
        let mut text = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            let mut row = String::new();
            for (cell, width) in cells.zip(&widths) {
                row.push_str(cell);
                row.extend(std::iter::repeat_n(
                    ' ',
                    width.saturating_sub(cell.width()) + 2,
                ));
            }
            text.push_str(row.trim_end());
            text.push('\n');
        };
        line(&mut self.heads.iter().copied());
        for row in &clean {
            line(&mut row.iter().map(String::as_str));
        }
        if let Some(foot) = &self.foot {
            text.push_str(foot);
            text.push('\n');
        }
        text
    }

    /// UTF-8 with a byte order mark and CRLF, as spreadsheets here expect; no cell starts a formula.
    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xef\xbb\xbf".to_vec());
        let mut record = |cells: &mut dyn Iterator<Item = &str>| {
            // Writing into memory cannot fail.
            let _ = writer.write_record(cells.map(harmless));
        };
        record(&mut self.heads.iter().copied());
        for row in &self.rows {
            record(&mut row.iter().map(String::as_str));
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// A cell that no spreadsheet takes for a formula, with nothing invisible in it but line feeds; what has no value is
/// empty there.
fn harmless(cell: &str) -> String {
    if cell == "--" {
        return String::new();
    }
    let cell: String = cell
        .chars()
        .filter(|c| *c == '\n' || !is_unsafe(*c))
        .collect();
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if formula { format!("'{cell}") } else { cell }
}

/// JSON with a line feed behind it.
pub(super) fn json(value: &Json) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Writes to a file, or to standard output without one.
pub(super) fn write(session: &Session, out: &OutputFile, bytes: &[u8]) -> Result<(), Refusal> {
    let Some(path) = &out.output else {
        return print(session, bytes);
    };
    write_file(path, bytes, out.force).map_err(|failure| session.refusal(&failure))?;
    note(&fill(
        session.words().cli.written,
        &[&path.display().to_string()],
    ));
    Ok(())
}

/// Writes a new file, whole or not at all; one that exists only if it may be replaced.
pub(super) fn write_file(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let failed = |error| Failure::File {
        path: path.to_owned(),
        error,
    };
    if path.exists() && !force {
        return Err(Failure::Exists(path.to_owned()));
    }
    if path.exists() && !path.is_file() {
        // A device or a pipe is written to as it is.
        return std::fs::write(path, bytes).map_err(failed);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = File::create(&temporary).and_then(|mut file| file.write_all(bytes));
    written
        .and_then(|()| std::fs::rename(&temporary, path))
        .map_err(|error| {
            let _ = std::fs::remove_file(&temporary);
            failed(error)
        })
}

/// Writes to standard output. A reader that has gone away (`| head`) is no error; a full disk is.
pub(super) fn print(session: &Session, bytes: &[u8]) -> Result<(), Refusal> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(session.refusal(&Failure::File {
                path: "stdout".into(),
                error,
            }))
        }
        _ => Ok(()),
    }
}

/// Says a line on standard error, where it does not mix with what programs read.
pub(super) fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", clean(line));
}

/// Says a line on standard output: what was done is done, whether or not it can be said.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{}", clean(line));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_columns_stand_under_each_other() {
        let rows = vec![
            vec!["=HYPERLINK(\"x\")".into(), "心理".into()],
            vec!["a\u{1b}[2J".into(), "b".into()],
        ];
        let sheet = Sheet {
            heads: vec!["编号", "x"],
            rows,
            ..Sheet::default()
        };
        let csv = String::from_utf8(sheet.csv()).unwrap_or_default();
        assert!(csv.starts_with("\u{feff}编号,x\r\n\"'=HYPERLINK"), "{csv}");
        let table = sheet.table();
        assert!(!table.contains('\u{1b}'));
        let starts: Vec<usize> = table
            .lines()
            .map(|line| line.split("  ").next().map_or(0, |first| first.width()))
            .collect();
        assert_eq!(starts.len(), 3);
        let second: Vec<&str> = table
            .lines()
            .skip(1)
            .filter_map(|line| line.split_whitespace().last())
            .collect();
        assert_eq!(second, ["心理", "b"]);
    }
}
