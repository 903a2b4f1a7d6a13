//! Tables as offices hand them round: CSV in UTF-8 or GB18030, or a workbook. Cells come out as text.

use std::io::Cursor;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use chrono::{Datelike as _, Days, NaiveDate};

use super::decode::decode;

/// A row with its number in the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The number.
    pub n: usize,
    /// Its cells, without the blanks around them.
    pub cells: Vec<String>,
}

/// The rows of every sheet of a file; a text has one.
///
/// # Errors
///
/// Why a workbook cannot be read.
pub fn tables(bytes: &[u8]) -> Result<Vec<Vec<Line>>, String> {
    // The two containers that workbooks come in.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return workbook(bytes);
    }
    let text = decode(bytes).text;
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut lines, mut n, mut counted) = (Vec::new(), 1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        // A record is said to begin before the empty lines above it.
        let begins = record.position().map_or(0, csv::Position::byte);
        let begins = usize::try_from(begins).unwrap_or(counted);
        let rest = text.as_bytes().iter().skip(begins);
        let empty = rest.take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let begins = begins + empty.count();
        let passed = text.as_bytes().get(counted..begins).unwrap_or_default();
        n += passed.iter().filter(|byte| **byte == b'\n').count();
        counted = begins;
        lines.push(Line {
            n,
            cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
        });
    }
    Ok(vec![lines])
}

fn workbook(bytes: &[u8]) -> Result<Vec<Vec<Line>>, String> {
    let mut book =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut sheets = Vec::new();
    for (_, range) in book.worksheets() {
        let (first, left) = range.start().unwrap_or_default();
        let rows = range.rows().zip(1..).map(|(cells, at): (&[Data], usize)| {
            // What stands left of the range is empty, and a column all the same.
            let empty = (0..left).map(|_| String::new());
            Line {
                n: usize::try_from(first).unwrap_or(0) + at,
                cells: empty.chain(cells.iter().map(cell)).collect(),
            }
        });
        sheets.push(rows.collect());
    }
    Ok(sheets)
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        // 2024-05 typed into a sheet becomes the first of May.
        Data::DateTime(moment) => day(moment.as_f64()).map_or_else(String::new, |day| {
            let month = day.format(if day.day() == 1 { "%Y-%m" } else { "%Y-%m-%d" });
            month.to_string()
        }),
        other => other.to_string().trim().to_owned(),
    }
}

/// The day that a workbook counts from the end of 1899.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked"
)]
fn day(count: f64) -> Option<NaiveDate> {
    let whole = (1.0..3_000_000.0)
        .contains(&count)
        .then_some(count as u64)?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(whole))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn text_in_either_encoding_reads_alike_with_the_numbers_of_its_lines() {
        let text = "编号,数值\r\n\r\n 2.1.4 ,\"1,234\"\r\n";
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        for bytes in [
            text.as_bytes(),
            &[b"\xef\xbb\xbf", text.as_bytes()].concat(),
            &gb,
        ] {
            let tables = tables(bytes).unwrap();
            let lines: Vec<(usize, Vec<&str>)> = tables[0]
                .iter()
                .map(|line| (line.n, line.cells.iter().map(String::as_str).collect()))
                .collect();
            assert_eq!(
                lines,
                [(1, vec!["编号", "数值"]), (3, vec!["2.1.4", "1,234"])]
            );
        }
        assert_eq!(tables(b"a\tb,c\n").unwrap()[0][0].cells, ["a", "b,c"]);
        assert!(tables(b"PK\x03\x04 no workbook").is_err());
    }
}
