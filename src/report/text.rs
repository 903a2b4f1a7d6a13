//! Plain text, for a chat or a mail: a row of a table is a line.

use super::{Block, Report, Table, safe};

/// The text of the report.
pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push_str("\r\n");
    };
    line(&safe::line(&report.title));
    if !report.subtitle.is_empty() {
        line(&safe::line(&report.subtitle));
    }
    for (block, caption) in report.captioned() {
        match block {
            Block::Heading(_, text) => {
                line("");
                line(&safe::line(text));
            }
            Block::Paragraph(text) => safe::lines(text).lines().for_each(&mut line),
            Block::List(points) => {
                for (at, point) in points.iter().enumerate() {
                    line(&format!("{}. {}", at + 1, safe::line(point)));
                }
            }
            Block::Table(table) => {
                line("");
                if let Some(caption) = caption {
                    line(&safe::line(caption));
                }
                for row in rows(report, table) {
                    line(&row);
                }
            }
        }
    }
    line("");
    line(&report.foot());
    out
}

/// The rows of a table, each cell after its heading, blank ones left out.
fn rows(report: &Report, table: &Table) -> impl Iterator<Item = String> {
    let words = report.words();
    table.rows.iter().map(move |row| {
        let cells = table.columns.iter().zip(row);
        let said = cells.filter_map(|(column, cell)| {
            let said = cell.words();
            let said = safe::line(&said);
            (!said.is_empty()).then(|| format!("{}{}{said}", safe::line(&column.head), words.colon))
        });
        said.collect::<Vec<_>>().join(words.stop)
    })
}
