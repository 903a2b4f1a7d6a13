//! A workbook: a sheet for each table, made to be read on screen and printed on A4.

mod look;

use std::collections::BTreeSet;

use chrono::Datelike as _;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use look::{Look, Looks, framed, plain};

use super::{Align, Block, Cell, Report, Table, WriteError, safe};
use crate::model::Day;
use crate::text::cells;
use crate::words::fill;

const FONT: &str = "宋体";

/// The width in cells up to which a page in landscape is still read with ease when it is fitted to the paper.
const PAGE: u32 = 190;

/// The width in cells of a sheet that has no table.
const TEXT: u32 = 120;

/// The height of a line in points.
const LINE: u32 = 14;

/// The bytes of the workbook.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(safe::line(&report.title));
    // The only dates in the file are that of the data, so that it never differs.
    if let Ok(day) = date(report.stamp.as_of) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    let mut looks = Looks::default();
    let mut names = BTreeSet::new();
    for part in parts(report) {
        let title = part.table.map(|table| table.title.as_str());
        let title = title.filter(|title| !title.is_empty());
        let name = title.unwrap_or(report.name.word(report.words()));
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(name, &mut names))?;
        Page::new(report, &part, sheet, &mut looks).write(&part)?;
    }
    Ok(book.save_to_buffer()?)
}

/// What goes to one sheet: a table, what stands before it, and below the last one what follows.
#[derive(Default)]
struct Part<'a> {
    before: Vec<&'a Block>,
    caption: Option<&'a str>,
    table: Option<&'a Table>,
    after: Vec<&'a Block>,
}

fn parts(report: &Report) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut part = Part::default();
    for (block, caption) in report.captioned() {
        match block {
            Block::Table(table) => {
                part.table = Some(table);
                part.caption = caption;
                parts.push(std::mem::take(&mut part));
            }
            other => part.before.push(other),
        }
    }
    match parts.last_mut() {
        Some(last) => last.after = part.before,
        None => parts.push(part),
    }
    parts
}

/// One sheet while it is written, from the top.
struct Page<'a> {
    report: &'a Report,
    sheet: &'a mut Worksheet,
    looks: &'a mut Looks,
    row: u32,
    last: u16,
    /// In cells.
    width: u32,
}

impl<'a> Page<'a> {
    fn new(
        report: &'a Report,
        part: &Part<'a>,
        sheet: &'a mut Worksheet,
        looks: &'a mut Looks,
    ) -> Self {
        let columns = part.table.map_or(&[][..], |table| &table.columns);
        let last = u16::try_from(columns.len().max(1) - 1).unwrap_or(u16::MAX);
        Self {
            report,
            sheet,
            looks,
            row: 0,
            last,
            width: part.table.map_or(TEXT, Table::width) + u32::from(last),
        }
    }

    fn write(mut self, part: &Part<'_>) -> Result<(), XlsxError> {
        self.set_up(part.table)?;
        // Over several pages the middle and the right end are on others.
        let (middle, end) = match self.pages() {
            1 => (FormatAlign::Center, FormatAlign::Right),
            _ => (FormatAlign::Left, FormatAlign::Left),
        };
        let middle = plain().set_align(middle);
        let big = middle.clone().set_font_name("黑体").set_font_size(16);
        self.across(&self.report.title, &big, Some(32))?;
        for below in [part.caption.unwrap_or_default(), &self.report.subtitle] {
            if !below.is_empty() {
                self.across(below, &middle, None)?;
            }
        }
        self.across(&self.report.foot(), &plain().set_align(end), Some(18))?;
        self.say(&part.before)?;
        if let Some(table) = part.table {
            self.write_table(table)?;
        }
        self.say(&part.after)
    }

    /// How many pages stand side by side when it is printed.
    fn pages(&self) -> u16 {
        u16::try_from(self.width.div_ceil(PAGE)).unwrap_or(1).max(1)
    }

    /// Paper, margins, foot, widths.
    fn set_up(&mut self, table: Option<&Table>) -> Result<(), XlsxError> {
        let words = self.report.words();
        self.sheet
            .set_paper_size(9)
            .set_landscape()
            .set_margins(0.4, 0.4, 0.6, 0.7, 0.3, 0.3);
        self.sheet.set_print_center_horizontally(true);
        // A wide table goes over several pages, each with the columns that say what its rows are about.
        let pages = self.pages();
        self.sheet.set_print_fit_to_pages(pages, 0);
        if let (2.., Some(last)) = (pages, table.and_then(|table| table.freeze.checked_sub(1))) {
            self.sheet.set_repeat_columns(0, last)?;
        }
        let page = fill(words.page, &["&P", "&N"]);
        // A foot has 255 characters, and the pages are the last of them.
        let foot: String = self
            .report
            .foot()
            .replace('&', "&&")
            .chars()
            .take(200)
            .collect();
        self.sheet
            .set_footer(format!("&L&\"{FONT}\"&9{foot}&R&\"{FONT}\"&9{page}"));
        match table {
            Some(table) => {
                for (at, column) in (0..).zip(&table.columns) {
                    self.sheet.set_column_width(at, column.width + 1)?;
                }
            }
            None => {
                self.sheet.set_column_width(0, TEXT)?;
            }
        }
        Ok(())
    }

    /// Words over the whole width, in a row of their own.
    fn across(&mut self, words: &str, look: &Format, height: Option<u32>) -> Result<(), XlsxError> {
        let words = safe::lines(words);
        if self.last == 0 {
            self.write_words(self.row, 0, &words, look)?;
        } else {
            let look = if safe::is_formula(&words) {
                look.clone().set_quote_prefix()
            } else {
                look.clone()
            };
            self.sheet.merge_range(
                self.row,
                0,
                self.row,
                self.last,
                &escaped(&safe::fitting(&words)),
                &look,
            )?;
        }
        let height = height.unwrap_or_else(|| height_of(&words, self.width.max(100)));
        self.sheet.set_row_height(self.row, height)?;
        self.row += 1;
        Ok(())
    }

    fn say(&mut self, blocks: &[&Block]) -> Result<(), XlsxError> {
        let left = plain().set_align(FormatAlign::Left).set_text_wrap();
        for block in blocks {
            match block {
                Block::Heading(_, text) => self.across(text, &left.clone().set_bold(), None)?,
                Block::Paragraph(text) => self.across(text, &left, None)?,
                Block::List(points) => {
                    for point in points {
                        self.across(point, &left, None)?;
                    }
                }
                Block::Table(_) => {}
            }
        }
        Ok(())
    }

    fn write_table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let head = framed(FormatAlign::Center)
            .set_bold()
            .set_text_wrap()
            .set_background_color(0x00ed_eded);
        for (at, column) in (0..).zip(&table.columns) {
            self.write_words(self.row, at, &safe::line(&column.head), &head)?;
        }
        let heads = table.columns.iter();
        let height = heads.map(|c| height_of(&c.head, u32::from(c.width)));
        let height = height.max().unwrap_or(0) + LINE;
        self.sheet.set_row_height(self.row, height)?;
        self.sheet.set_repeat_rows(self.row, self.row)?;
        self.sheet.set_freeze_panes(self.row + 1, table.freeze)?;
        let first = self.row;
        self.row += 1;
        for cells in &table.rows {
            let mut height = LINE;
            for ((at, column), cell) in (0..).zip(&table.columns).zip(cells) {
                self.write_cell(at, column.align, cell)?;
                height = height.max(height_of(&cell.words(), u32::from(column.width)));
            }
            self.sheet.set_row_height(self.row, height)?;
            self.row += 1;
        }
        // Over nothing but a header Excel repairs the file.
        if !table.rows.is_empty() {
            self.sheet.autofilter(first, 0, self.row - 1, self.last)?;
        }
        Ok(())
    }

    fn write_cell(&mut self, at: u16, align: Align, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => {
                let look = self.looks.get(Look::Words(align, false));
                self.sheet.write_blank(self.row, at, look)?;
            }
            Cell::Day(day) => match date(*day) {
                Ok(date) => {
                    let look = self.looks.get(Look::Day(align));
                    self.sheet
                        .write_datetime_with_format(self.row, at, &date, look)?;
                }
                // Before 1900, where the days of Excel begin.
                Err(_) => self.write_text(at, align, &day.to_string())?,
            },
            Cell::Number(number) => match safe::decimal(number) {
                Some(value) => {
                    let places = number.split_once('.').map_or(0, |(_, part)| part.len());
                    let look = self.looks.get(Look::Number(align, places));
                    self.sheet
                        .write_number_with_format(self.row, at, value, look)?;
                }
                None => self.write_text(at, align, number)?,
            },
            Cell::Text(text) => self.write_text(at, align, text)?,
            Cell::Light(light) => {
                let look = self.looks.get(Look::Light(light.light));
                let words = safe::line(&light.word);
                self.sheet.write_string_with_format(
                    self.row,
                    at,
                    escaped(&safe::fitting(&words)),
                    look,
                )?;
            }
        }
        Ok(())
    }

    fn write_text(&mut self, at: u16, align: Align, text: &str) -> Result<(), XlsxError> {
        let words = safe::lines(text);
        let look = self.looks.get(Look::Words(align, safe::is_formula(&words)));
        self.sheet
            .write_string_with_format(self.row, at, escaped(&safe::fitting(&words)), look)?;
        Ok(())
    }

    fn write_words(
        &mut self,
        row: u32,
        at: u16,
        words: &str,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let look = if safe::is_formula(words) {
            look.clone().set_quote_prefix()
        } else {
            look.clone()
        };
        self.sheet
            .write_string_with_format(row, at, escaped(&safe::fitting(words)), &look)?;
        Ok(())
    }
}

/// The height of wrapped words in points: not every program finds it when it opens the file.
fn height_of(words: &str, width: u32) -> u32 {
    let lines = words.split('\n').map(|line| {
        let cells = u32::try_from(cells::width(line)).unwrap_or(u32::MAX);
        // A line may end a cell early, before a character of two.
        cells.div_ceil(width.saturating_sub(1).max(2)).max(1)
    });
    // Excel has no higher rows.
    lines.sum::<u32>().saturating_mul(LINE).min(409 - 5) + 4
}

fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
    let year = u16::try_from(day.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))
}

/// The words with the marks of Excel's own notation for characters, `_x0041_`, told from it.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let hex = after.bytes().take(4).filter(u8::is_ascii_hexdigit).count() == 4;
        if hex && after.as_bytes().get(4) == Some(&b'_') {
            out.push_str("_x005F");
        }
        out.push_str("_x");
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A name that Excel takes for a sheet, and that no other sheet has.
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let line = safe::line(title);
    let clean: String = line.chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
    let clean = if clean.trim().is_empty() {
        "1"
    } else {
        clean.trim()
    };
    // 31 units of UTF-16, four of them for a number.
    let mut room = 27usize;
    let fits = |c: &char| {
        let rest = room.checked_sub(c.len_utf16());
        room = rest.unwrap_or(0);
        rest.is_some()
    };
    let base: String = clean.chars().take_while(fits).collect();
    let mut name = base.clone();
    let mut n = 1;
    while !taken.insert(name.to_lowercase()) {
        n += 1;
        name = format!("{base}_{n}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_excel_takes() {
        let mut taken = BTreeSet::new();
        assert_eq!(sheet_name("指标/区县?", &mut taken), "指标区县");
        assert_eq!(sheet_name("指标区县", &mut taken), "指标区县_2");
        assert_eq!(sheet_name("''", &mut taken), "1");
        assert_eq!(sheet_name(&"𠮷".repeat(40), &mut taken).chars().count(), 13);
    }

    #[test]
    fn what_looks_like_an_escape_of_excel_stays_as_typed() {
        assert_eq!(escaped("_x0041_ _x41_ _x"), "_x005F_x0041_ _x41_ _x");
        assert_eq!(escaped("教_xABCD_x"), "教_x005F_xABCD_x");
    }
}
