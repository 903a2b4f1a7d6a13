//! Figures of indicators from a table: CSV of any encoding, or the first sheet of a workbook.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use super::decode::decode;

/// One line of a table of figures, as it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureLine {
    /// Its line, from 1; the head is one of them.
    pub line: usize,
    /// 编号: the code of the task.
    pub code: String,
    /// 序号: the number of the indicator within its task.
    pub n: String,
    /// 指标: its name.
    pub name: String,
    /// 期次.
    pub period: String,
    /// 区域: a district; empty for the whole.
    pub region: String,
    /// 数值.
    pub value: String,
    /// 数据来源.
    pub source: String,
}

/// Why there are no lines.
#[derive(Debug, thiserror::Error)]
pub enum NoTable {
    /// The head has not the columns that are needed.
    #[error("no head")]
    NoHead,
    /// The workbook cannot be read.
    #[error("{0}")]
    Workbook(String),
}

/// Where the cell of a column goes.
type Slot = fn(&mut FigureLine) -> &mut String;

/// The columns by their names in the head.
const COLUMNS: &[(&[&str], Slot)] = &[
    (&["编号", "code"], |line| &mut line.code),
    (&["序号", "n", "no", "no."], |line| &mut line.n),
    (&["指标", "指标名称", "indicator", "name"], |line| {
        &mut line.name
    }),
    (&["期次", "period"], |line| &mut line.period),
    (&["区域", "区县", "region", "district"], |line| {
        &mut line.region
    }),
    (&["数值", "实际值", "value"], |line| &mut line.value),
    (&["数据来源", "来源", "source"], |line| {
        &mut line.source
    }),
];

/// Reads a table whose head names its columns; lines without anything in them are passed over.
///
/// # Errors
///
/// If there is no head with the columns 编号, 期次 and 数值, or the workbook cannot be read.
pub fn figures(bytes: &[u8]) -> Result<Vec<FigureLine>, NoTable> {
    let rows = if bytes.starts_with(b"PK\x03\x04") {
        workbook(bytes)?
    } else {
        table(&decode(bytes).text)
    };
    let mut rows = rows.into_iter();
    let mut columns: Vec<Option<Slot>> = Vec::new();
    // A title may stand above the head.
    for (_, row) in rows.by_ref() {
        let known = |head: &String| {
            let head = head.trim().to_lowercase();
            let found = COLUMNS
                .iter()
                .find(|(names, _)| names.contains(&head.as_str()));
            found.map(|(_, put)| *put)
        };
        let found: Vec<_> = row.iter().map(known).collect();
        let has = |wanted: &str| {
            row.iter().any(|head| {
                let head = head.trim().to_lowercase();
                let of = COLUMNS.iter().find(|(names, _)| names.contains(&wanted));
                of.is_some_and(|(names, _)| names.contains(&head.as_str()))
            })
        };
        if ["编号", "期次", "数值"].into_iter().all(has) {
            columns = found;
            break;
        }
    }
    if columns.is_empty() {
        return Err(NoTable::NoHead);
    }
    let mut lines = Vec::new();
    for (at, row) in rows {
        let mut line = FigureLine {
            line: at,
            ..FigureLine::default()
        };
        for (cell, put) in row.iter().zip(&columns) {
            if let Some(put) = put {
                cell.trim().clone_into(put(&mut line));
            }
        }
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// The rows of a text, with the lines on which they begin.
fn table(text: &str) -> Vec<(usize, Vec<String>)> {
    let first = text.lines().next().unwrap_or_default();
    let tabs = first.contains('\t') && !first.contains(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records().map_while(Result::ok) {
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(ToOwned::to_owned).collect();
        rows.push((usize::try_from(line).unwrap_or(usize::MAX), cells));
    }
    rows
}

/// The rows of the first sheet of a workbook, with their numbers.
fn workbook(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, NoTable> {
    let wrong = |error: calamine::XlsxError| NoTable::Workbook(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(wrong)?;
    let Some(sheet) = book.worksheet_range_at(0) else {
        return Ok(Vec::new());
    };
    let sheet = sheet.map_err(wrong)?;
    let top = sheet.start().map_or(0, |(row, _)| row);
    let top = usize::try_from(top).unwrap_or(0);
    let words = |cell: &Data| match cell {
        // 2024 is stored as 2024.0.
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    let rows = sheet.rows().enumerate();
    Ok(rows
        .map(|(at, row)| (top + at + 1, row.iter().map(words).collect()))
        .collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_their_names_in_any_order_and_encoding() {
        let text = "指标数值\r\n期次,编号,序号,数值,备注,数据来源\r\n2023,2.1.4,1,\"51.2\",x,体测中心\r\n,,,,,\r\n2024,2.1.4,1,52,,\r\n";
        let expected = [(3, "2023", "51.2", "体测中心"), (5, "2024", "52", "")];
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        for bytes in [text.as_bytes(), &gb] {
            let lines = figures(bytes).unwrap();
            let read: Vec<_> = lines
                .iter()
                .map(|l| {
                    (
                        l.line,
                        l.period.as_str(),
                        l.value.as_str(),
                        l.source.as_str(),
                    )
                })
                .collect();
            assert_eq!(read, expected);
            assert!(
                lines
                    .iter()
                    .all(|line| line.code == "2.1.4" && line.n == "1")
            );
        }
        assert!(matches!(
            figures("甲,乙\n1,2\n".as_bytes()),
            Err(NoTable::NoHead)
        ));
        assert!(matches!(
            figures(b"PK\x03\x04nonsense"),
            Err(NoTable::Workbook(_))
        ));
        assert!(matches!(figures(b""), Err(NoTable::NoHead)));
    }
}
