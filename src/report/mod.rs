//! One description of a report, and every format written from it, so that all formats agree.
//!
//! A function of each report makes a [`Report`] of plain records: [`ledger`], [`progress`], [`weekly`], [`lights`],
//! [`indicators`], [`meeting`]. [`write()`] makes bytes of it, the same ones whenever it is asked, for a report that was
//! issued must print again byte for byte. Text comes from others: `safe` is its only way into a file.

mod csv;
mod docx;
mod field;
mod file;
pub mod indicators;
pub mod ledger;
pub mod lights;
mod markdown;
pub mod meeting;
pub mod progress;
mod safe;
mod text;
pub mod weekly;
mod xlsx;

pub use csv::beyond_gbk;

use crate::model::{Day, Light};
use crate::words::{Lang, Reports, fill};

/// The reports, `domain.md` 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Name {
    /// R1 任务分解台账.
    Ledger,
    /// R2 推进情况台账.
    Progress,
    /// R4 周报.
    Weekly,
    /// R6 红黄灯清单.
    Lights,
    /// R9 指标监测表.
    Indicators,
    /// R13 会议议程与纪要.
    Meeting,
}

impl Name {
    /// Every report.
    pub const ALL: &'static [Self] = &[
        Self::Ledger,
        Self::Progress,
        Self::Weekly,
        Self::Lights,
        Self::Indicators,
        Self::Meeting,
    ];

    /// The keyword on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Progress => "progress",
            Self::Weekly => "weekly",
            Self::Lights => "lights",
            Self::Indicators => "indicators",
            Self::Meeting => "meeting",
        }
    }

    /// The formats it is offered in, the usual one first.
    #[must_use]
    pub fn formats(self) -> &'static [Format] {
        use Format::{Csv, CsvGb18030, Docx, Markdown, Text, Xlsx};
        match self {
            Self::Ledger | Self::Progress | Self::Indicators => &[Xlsx, Csv, CsvGb18030, Markdown],
            Self::Lights => &[Xlsx, Csv, CsvGb18030, Markdown, Text],
            Self::Weekly => &[Docx, Xlsx, Csv, CsvGb18030, Markdown, Text],
            Self::Meeting => &[Docx, Xlsx, Csv, CsvGb18030, Markdown],
        }
    }

    /// Its number in the list of reports, `domain.md` 8.
    #[must_use]
    pub fn number(self) -> &'static str {
        match self {
            Self::Ledger => "R1",
            Self::Progress => "R2",
            Self::Weekly => "R4",
            Self::Lights => "R6",
            Self::Indicators => "R9",
            Self::Meeting => "R13",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn word(self, words: &Reports) -> &'static str {
        match self {
            Self::Ledger => words.ledger,
            Self::Progress => words.progress,
            Self::Weekly => words.weekly,
            Self::Lights => words.lights,
            Self::Indicators => words.indicators,
            Self::Meeting => words.meeting,
        }
    }
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Excel.
    Xlsx,
    /// UTF-8 with the mark without which Excel takes it for something else.
    Csv,
    /// For programs that know Chinese encodings only.
    CsvGb18030,
    /// Markdown.
    Markdown,
    /// Word, in the style of official documents (公文).
    Docx,
    /// Plain text, for a chat.
    Text,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Xlsx,
        Self::Csv,
        Self::CsvGb18030,
        Self::Markdown,
        Self::Docx,
        Self::Text,
    ];

    /// The keyword on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CsvGb18030 => "csv-gb18030",
            other => other.extension(),
        }
    }

    /// The end of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv | Self::CsvGb18030 => "csv",
            Self::Markdown => "md",
            Self::Docx => "docx",
            Self::Text => "txt",
        }
    }
}

/// What a report is drawn from; it stands in the foot of every format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The title of the plan.
    pub plan: String,
    /// The day whose state the report shows.
    pub as_of: Day,
    /// The key of the reporting window, `2024-W20`.
    pub window: Option<String>,
    /// The version of the rules by which it was judged.
    pub rules_version: u64,
    /// The number of the frozen picture, if it was drawn from one.
    pub snapshot: Option<String>,
    /// Whether the data are made up.
    pub demo: bool,
}

/// A report, whatever file it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Which one.
    pub name: Name,
    /// The language of its words.
    pub lang: Lang,
    /// The title.
    pub title: String,
    /// What stands below the title; may be empty.
    pub subtitle: String,
    /// What it is drawn from.
    pub stamp: Stamp,
    /// How many entries it is about: tasks, indicators, items of business.
    pub entries: usize,
    /// The day that it is about, as that of a meeting; `None` where that is the day whose state it shows.
    pub day: Option<Day>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading with its level, from 1.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// Points, one below the other.
    List(Vec<String>),
    /// A table.
    Table(Table),
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is called; names the sheet of a workbook.
    pub title: String,
    /// The columns. One that nobody fills stays, blank.
    pub columns: Vec<Column>,
    /// The rows, as many cells each as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// How many columns stay in sight when the sheet is moved sideways.
    pub freeze: u16,
}

impl Table {
    /// The width in cells.
    fn width(&self) -> u32 {
        self.columns.iter().map(|c| u32::from(c.width)).sum()
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub head: String,
    /// The width in cells: two for a Chinese character.
    pub width: u16,
    /// Where the text stands.
    pub align: Align,
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A decimal number as it is written; anything else counts as words.
    Number(String),
    /// A day.
    Day(Day),
    /// A light.
    Light(Lamp),
}

/// A light with its word, for a colour says nothing in black and white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lamp {
    /// The light, whose colour stands behind the word.
    pub light: Light,
    /// The word.
    pub word: String,
}

/// The colour behind the word of a light, light enough for black words in print: red, green, blue.
fn colour(light: Light) -> u32 {
    match light {
        Light::Red => 0x00ff_c7ce,
        Light::Yellow => 0x00ff_eb9c,
        Light::Blue => 0x00bd_d7ee,
        Light::Green => 0x00c6_efce,
        Light::Grey => 0x00e0_e0e0,
        Light::Closed => 0x00f2_f2f2,
        Light::Stopped => 0x00c8_c8c8,
    }
}

impl Report {
    /// How many characters it has (字数), gaps not counted.
    #[must_use]
    pub fn characters(&self) -> usize {
        let count = |text: &str| {
            let text = safe::lines(text);
            text.chars().filter(|c| !c.is_whitespace()).count()
        };
        let of_table = |table: &Table| {
            let heads = table.columns.iter().map(|column| count(&column.head));
            let cells = table.rows.iter().flatten();
            count(&table.title)
                + heads.sum::<usize>()
                + cells.map(|c| count(&c.words())).sum::<usize>()
        };
        let of_block = |block: &Block| match block {
            Block::Heading(_, text) | Block::Paragraph(text) => count(text),
            Block::List(points) => points.iter().map(|point| count(point)).sum(),
            Block::Table(table) => of_table(table),
        };
        count(&self.title) + count(&self.subtitle) + self.blocks.iter().map(of_block).sum::<usize>()
    }

    /// What it is drawn from, on one line: the foot of every format.
    #[must_use]
    pub fn foot(&self) -> String {
        let words = self.words();
        let stamp = &self.stamp;
        let mut parts = Vec::new();
        if stamp.demo {
            parts.push(words.demo.to_owned());
        }
        parts.push(fill(words.as_of, &[&stamp.as_of.to_string()]));
        if let Some(window) = &stamp.window {
            parts.push(fill(words.window, &[&safe::line(window)]));
        }
        parts.push(fill(words.rules, &[&stamp.rules_version.to_string()]));
        if let Some(snapshot) = &stamp.snapshot {
            parts.push(fill(words.snapshot, &[&safe::line(snapshot)]));
        }
        parts.push(fill(words.entries, &[&self.entries.to_string()]));
        parts.push(fill(words.characters, &[&self.characters().to_string()]));
        parts.join(words.stop)
    }

    /// The name of its file, safe on every file system.
    #[must_use]
    pub fn file_name(&self, format: Format) -> String {
        file::name(self, format)
    }

    fn words(&self) -> &'static Reports {
        self.lang.words().report
    }

    /// The blocks in order; a table with what it is called, where neither a heading nor the title says so.
    fn captioned(&self) -> impl Iterator<Item = (&Block, Option<&str>)> {
        let mut after_heading = false;
        self.blocks.iter().map(move |block| {
            let caption = match block {
                Block::Table(table) if !after_heading && !self.title.ends_with(&table.title) => {
                    Some(table.title.as_str())
                }
                _ => None,
            };
            after_heading = matches!(block, Block::Heading(..));
            (block, caption)
        })
    }

    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

/// A report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// As a workbook.
    #[error("xlsx: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// As a document.
    #[error("docx: {0}")]
    Docx(#[from] zip::result::ZipError),
    /// As a table in text.
    #[error("csv: {0}")]
    Csv(#[from] ::csv::Error),
    /// Into memory.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The bytes of a file, the same ones for the same report.
///
/// # Errors
///
/// If the format cannot hold it: more rows than a sheet has.
pub fn write(report: &Report, format: Format) -> Result<Vec<u8>, WriteError> {
    match format {
        Format::Xlsx => xlsx::write(report),
        Format::Csv => csv::write(report, csv::Encoding::Utf8),
        Format::CsvGb18030 => csv::write(report, csv::Encoding::Gb18030),
        Format::Markdown => Ok(markdown::write(report).into_bytes()),
        Format::Docx => docx::write(report),
        Format::Text => Ok(text::write(report).into_bytes()),
    }
}
