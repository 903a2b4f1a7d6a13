//! Writing: tables in cells, JSON, CSV for spreadsheets, files that are not written over by chance.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use serde_json::Value as Json;

use super::args::{Format, Output, OutputFile};
use super::columns::{self, Head};
use super::{Refusal, Session, working};
use crate::text::cells::{self, Glyphs, pad, width, wrap};
use crate::text::{clean, is_unsafe};
use crate::words::{Words, fill};
use crate::workspace::{Failure, Workspace, Written};

/// Rows of a list: the heading and the cells for people, and the same as JSON for programs.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) json: Vec<Json>,
    /// A line under the table.
    pub(super) foot: Option<String>,
}

impl Sheet {
    /// Adds a row for each further value that the last column has for who is named in the first one.
    pub(super) fn further<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a String>) {
        let between = self.heads.len().saturating_sub(2);
        for value in values {
            let mut row = vec![name.to_owned()];
            row.extend(vec![String::new(); between]);
            row.push(value.clone());
            self.rows.push(row);
        }
    }

    /// Writes the list as it was asked for.
    pub(super) fn write(&self, session: &Session, out: &Output) -> Result<(), Refusal> {
        let (room, mark) = (Room::of(session, &out.file), session.mark());
        let bytes = match out.format {
            Format::Table => {
                let mut table = self.table(room, session.words());
                table.extend(
                    mark.map(|mark| format!("{mark}\n"))
                        .unwrap_or_default()
                        .bytes(),
                );
                table
            }
            Format::Json => json(&Json::Array(self.json.clone())),
            Format::Csv => self.csv(mark),
        };
        write(session, &out.file, &bytes)
    }

    fn table(&self, room: Option<Room>, words: &Words) -> Vec<u8> {
        let show = |cell: &str| shown(cell, room);
        let rows: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| show(cell)).collect())
            .collect();
        let wanted: Vec<usize> = self
            .heads
            .iter()
            .enumerate()
            .map(|(at, head)| {
                let widths = rows.iter().filter_map(|row| row.get(at)).map(|c| width(c));
                widths.max().unwrap_or(0).max(width(head.name))
            })
            .collect();
        let widths = match room {
            Some(room) => columns::fit(&self.heads, &wanted, room.cells),
            None => wanted.into_iter().map(Some).collect(),
        };
        let mut text = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            let kept = cells
                .zip(&widths)
                .filter_map(|(cell, width)| Some(pad(cell, (*width)?)));
            let line = kept.collect::<Vec<_>>().join(columns::GAP);
            text.push_str(line.trim_end());
            text.push('\n');
        };
        line(&mut self.heads.iter().map(|head| head.name));
        for row in &rows {
            line(&mut row.iter().map(String::as_str));
        }
        let left_out: Vec<&str> = self
            .heads
            .iter()
            .zip(&widths)
            .filter(|(_, width)| width.is_none())
            .map(|(head, _)| head.name)
            .collect();
        let left_out = (!left_out.is_empty()).then(|| {
            let names = left_out.join(", ");
            fill(words.cli.left_out, &[&names])
        });
        for foot in self.foot.iter().chain(&left_out) {
            for piece in wrapped(foot, room) {
                text.push_str(&piece);
                text.push('\n');
            }
        }
        text.into_bytes()
    }

    /// UTF-8 with a byte order mark and CRLF, as spreadsheets here expect; no cell starts a formula.
    /// What marks the whole stands in a line of its own at the end.
    fn csv(&self, mark: Option<&str>) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xef\xbb\xbf".to_vec());
        let mut record = |cells: &mut dyn Iterator<Item = &str>| {
            // Writing into memory cannot fail.
            let _ = writer.write_record(cells.map(harmless));
        };
        record(&mut self.heads.iter().map(|head| head.name));
        for row in &self.rows {
            record(&mut row.iter().map(String::as_str));
        }
        if let Some(mark) = mark {
            let rest = self.heads.iter().skip(1).map(|_| "");
            record(&mut std::iter::once(mark).chain(rest));
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// Where a table or a page ends on a terminal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The cells of a line.
    cells: usize,
    glyphs: Glyphs,
}

impl Room {
    /// The terminal that is written to; `None` for a file and a pipe, for which nothing is shortened.
    pub(super) fn of(session: &Session, file: &OutputFile) -> Option<Self> {
        let out = io::stdout();
        if file.output.is_some() || !out.is_terminal() {
            return None;
        }
        let (columns, _) = terminal_size::terminal_size_of(out)?;
        // Some terminals do not know their size and say none.
        (columns.0 > 0).then(|| Self {
            cells: usize::from(columns.0),
            glyphs: session.config.taste.glyphs,
        })
    }
}

/// Text from others as it may be shown.
fn shown(text: &str, room: Option<Room>) -> String {
    match room {
        Some(room) => cells::clean(text, room.glyphs),
        None => clean(text).into_owned(),
    }
}

/// A line, broken where the room ends.
fn wrapped(line: &str, room: Option<Room>) -> Vec<String> {
    match room {
        Some(room) => wrap(line, room.cells),
        None => vec![line.to_owned()],
    }
}

/// Lines for people, wrapped below their own beginning where a terminal is too narrow for them.
pub(super) fn page(session: &Session, file: &OutputFile, lines: &[String]) -> Result<(), Refusal> {
    let room = Room::of(session, file);
    let mut text = String::new();
    let mark = session.mark().map(str::to_owned);
    for line in lines.iter().chain(&mark) {
        let line = shown(line, room);
        let (indent, words) = line.split_at(line.len() - line.trim_start_matches(' ').len());
        let inner = room.map(|room| Room {
            cells: room.cells.saturating_sub(indent.len()),
            ..room
        });
        for piece in wrapped(words, inner) {
            text.push_str(format!("{indent}{piece}").trim_end());
            text.push('\n');
        }
    }
    write(session, file, text.as_bytes())
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
        return print(bytes);
    };
    write_file(path, bytes, out.force)?;
    note(&fill(
        session.words().cli.written,
        &[&path.display().to_string()],
    ));
    Ok(())
}

/// Writes a new file, whole or not at all; one that exists only if it may be replaced.
pub(super) fn write_file(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let failed = |error| Failure::NotWritten {
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
pub(super) fn print(bytes: &[u8]) -> Result<(), Refusal> {
    let _line = working::line();
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::File {
            path: "stdout".into(),
            error,
        })?,
        _ => Ok(()),
    }
}

/// Says a line on standard error, where it does not mix with what programs read.
pub(super) fn note(line: &str) {
    let _line = working::line();
    let _ = writeln!(io::stderr().lock(), "{}", clean(line));
}

/// Asks on standard error, in a line that is left open for the answer.
pub(super) fn ask(question: &str) {
    let _line = working::line();
    let mut err = io::stderr().lock();
    let _ = write!(err, "{}", clean(question));
    let _ = err.flush();
}

/// Says a line on standard output: what was done is done, whether or not it can be said.
pub(super) fn say(line: &str) {
    let _line = working::line();
    let _ = writeln!(io::stdout().lock(), "{}", clean(line));
}

/// Says what was entered in the roster, or that it was only proposed.
pub(super) fn say_written(
    session: &Session,
    workspace: &Workspace,
    written: Written,
    done: &str,
) -> Result<(), Refusal> {
    match written {
        Written::Entered => say(done),
        Written::Proposed => {
            let registrar = workspace.registrar_name()?;
            say(&fill(session.words().sharing.proposed, &[&registrar]));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn no_cell_is_a_formula_and_columns_stand_under_each_other() {
        let rows = vec![
            vec!["=HYPERLINK(\"x\")".into(), "心理".into()],
            vec!["a\u{1b}[2J".into(), "b".into()],
        ];
        let sheet = Sheet {
            heads: vec![Head::whole("编号"), Head::whole("x")],
            rows,
            ..Sheet::default()
        };
        let csv = String::from_utf8(sheet.csv(None)).unwrap_or_default();
        assert!(csv.starts_with("\u{feff}编号,x\r\n\"'=HYPERLINK"), "{csv}");
        let table = sheet.table(None, Lang::Zh.words());
        let table = String::from_utf8(table).unwrap_or_default();
        assert_eq!(
            table,
            "编号             x\n=HYPERLINK(\"x\")  心理\na[2J             b\n"
        );
    }

    #[test]
    fn a_table_fits_the_terminal_and_says_what_it_leaves_out() {
        let row = [
            "2.1.4",
            "提升学生体质健康水平",
            "市卫生健康委、市体育局",
            "备注“一”",
        ];
        let sheet = Sheet {
            heads: vec![
                Head::whole("编号"),
                Head::text("任务", 8),
                Head::text("责任", 6).spare(1),
                Head::text("节", 4).spare(2),
            ],
            rows: vec![row.map(str::to_owned).to_vec()],
            ..Sheet::default()
        };
        let table = |cells| {
            let glyphs = Glyphs::Safe;
            let table = sheet.table(Some(Room { cells, glyphs }), Lang::Zh.words());
            String::from_utf8(table).unwrap_or_default()
        };
        assert!(table(80).contains("备注「一」"), "{}", table(80));
        assert!(
            table(50).contains("2.1.4  提升学生体质健康水平  市卫生健康委.."),
            "{}",
            table(50)
        );
        let narrow = table(20);
        assert!(narrow.contains("2.1.4  提升学生体.."), "{narrow}");
        assert!(narrow.replace('\n', "").contains("责任, 节"), "{narrow}");
        for cells in 12..80 {
            let table = table(cells);
            assert!(
                table.lines().map(width).all(|wide| wide <= cells),
                "{cells}: {table}"
            );
        }
    }
}
