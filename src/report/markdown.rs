//! Markdown: what the words say is never markup.

use super::{Align, Block, Report, Table, safe};

/// The text of the report.
pub(super) fn write(report: &Report) -> String {
    let mut out = format!("# {}\n", escaped(&safe::line(&report.title)));
    if !report.subtitle.is_empty() {
        out.push_str(&format!("\n{}\n", paragraph(&report.subtitle)));
    }
    for (block, caption) in report.captioned() {
        out.push('\n');
        match block {
            Block::Heading(level, text) => {
                let marks = "#".repeat(usize::from(*level).clamp(1, 5) + 1);
                out.push_str(&format!("{marks} {}\n", escaped(&safe::line(text))));
            }
            Block::Paragraph(text) => out.push_str(&format!("{}\n", paragraph(text))),
            Block::List(points) => {
                for (point, n) in points.iter().zip(1u32..) {
                    out.push_str(&format!("{n}. {}\n", escaped(&safe::line(point))));
                }
            }
            Block::Table(table) => {
                if let Some(caption) = caption {
                    out.push_str(&format!("**{}**\n\n", escaped(&safe::line(caption))));
                }
                write_table(table, &mut out);
            }
        }
    }
    out.push_str(&format!("\n---\n\n{}\n", paragraph(&report.foot())));
    out
}

fn write_table(table: &Table, out: &mut String) {
    let heads = table.columns.iter().map(|column| cell(&column.head));
    write_row(heads, out);
    let rules = table.columns.iter().map(|column| match column.align {
        Align::Left => "---".to_owned(),
        Align::Centre => ":---:".to_owned(),
        Align::Right => "---:".to_owned(),
    });
    write_row(rules, out);
    for row in &table.rows {
        write_row(row.iter().map(|c| cell(&c.words())), out);
    }
}

fn write_row(cells: impl Iterator<Item = String>, out: &mut String) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(&cell);
        out.push(' ');
    }
    out.push_str("|\n");
}

/// Clean words as a cell: its lines joined by breaks, for a row is one line.
fn cell(words: &str) -> String {
    let lines: Vec<String> = words.lines().map(escaped).collect();
    lines.join("<br>")
}

/// A paragraph: each line of its own ended by the backslash that breaks a line.
fn paragraph(text: &str) -> String {
    let text = safe::lines(text);
    let lines: Vec<String> = text
        .lines()
        .map(|line| escaped(line.trim()))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\\\n")
}

/// A line with a backslash before all that could be markup.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if "\\`*_[]<>|#~$&".contains(c) || (out.is_empty() && "=+-@:".contains(c)) {
            out.push('\\');
        }
        out.push(c);
    }
    // A number with a full stop begins a list: 1. but not 1.5.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    let rest = out.get(digits..).unwrap_or_default();
    let is_item = digits > 0
        && (rest.starts_with(['.', ')']))
        && rest.chars().nth(1).is_none_or(char::is_whitespace);
    if is_item {
        out.insert(digits, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_markup() {
        assert_eq!(escaped("a|b <b>*x*"), "a\\|b \\<b\\>\\*x\\*");
        assert_eq!(escaped("- 一"), "\\- 一");
        assert_eq!(escaped("1. 一"), "1\\. 一");
        assert_eq!(escaped("2.1.4 提升"), "2.1.4 提升");
        assert_eq!(cell("一\n|二"), "一<br>\\|二");
    }
}
