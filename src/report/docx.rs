//! A document in the style of official documents (公文, GB/T 9704): title centred, headings 一、 in 黑体, body in 仿宋.
//!
//! Written by hand over `zip`, for the known crates neither fix the fonts of Chinese text by style nor promise the same
//! bytes twice.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Align, Block, Cell, Report, Table, WriteError, safe};
use crate::words::fill;

/// The width in cells beyond which a table wants the paper turned.
const WIDE: u32 = 100;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

/// A paragraph style: its id, its font, its size in half points, and what else belongs to the paragraph.
struct Style(&'static str, &'static str, u8, &'static str);

/// Sizes by name: 二号 22, 三号 16, 小四 12, 五号 10.5 points. Lines of the body are 28 points high, its paragraphs
/// begin two characters in, which the others take back: LibreOffice lets them inherit it.
const STYLES: &[Style] = &[
    Style(
        "Normal",
        "仿宋_GB2312",
        32,
        r#"<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>"#,
    ),
    Style(
        "Title",
        "方正小标宋简体",
        44,
        r#"<w:keepNext/><w:spacing w:before="240" w:after="240"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>"#,
    ),
    Style(
        "Subtitle",
        "楷体_GB2312",
        32,
        r#"<w:keepNext/><w:spacing w:after="240" w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>"#,
    ),
    Style(
        "Heading1",
        "黑体",
        32,
        r#"<w:keepNext/><w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="0"/>"#,
    ),
    Style(
        "Heading2",
        "楷体_GB2312",
        32,
        r#"<w:keepNext/><w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="1"/>"#,
    ),
    Style(
        "Caption",
        "黑体",
        28,
        r#"<w:keepNext/><w:spacing w:before="120" w:after="60"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>"#,
    ),
    Style(
        "TableHead",
        "黑体",
        21,
        r#"<w:keepNext/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>"#,
    ),
    Style(
        "TableText",
        "仿宋_GB2312",
        21,
        r#"<w:ind w:firstLineChars="0" w:firstLine="0"/>"#,
    ),
    Style(
        "Footer",
        "宋体",
        18,
        r#"<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>"#,
    ),
    Style(
        "Stamp",
        "宋体",
        18,
        r#"<w:spacing w:before="240"/><w:ind w:firstLineChars="0" w:firstLine="0"/>"#,
    ),
];

/// Fonts of official documents, and what stands in where they are not installed.
const FONTS: &[(&str, &str)] = &[
    ("方正小标宋简体", "宋体"),
    ("仿宋_GB2312", "仿宋"),
    ("楷体_GB2312", "楷体"),
    ("黑体", "SimHei"),
    ("宋体", "SimSun"),
];

/// The bytes of the document.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, WriteError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/document.xml", document(report)),
        (
            "word/_rels/document.xml.rels",
            DOCUMENT_RELATIONS.to_owned(),
        ),
        ("word/styles.xml", styles()),
        ("word/fontTable.xml", fonts()),
        ("word/footer1.xml", footer(report)),
        ("docProps/core.xml", core(report)),
    ] {
        archive.start_file(path, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn part(root: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{root} xmlns:w=\"{NAMESPACE}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{inside}</w:{root}>"
    )
}

/// Paper in twentieths of a point.
struct Paper {
    width: u32,
    height: u32,
    /// Between the margins.
    text: u32,
}

/// Margins of the standard: 37 mm above, 35 below, 28 left, 26 right.
const UPRIGHT: Paper = Paper {
    width: 11_906,
    height: 16_838,
    text: 11_906 - 1588 - 1474,
};
const TURNED: Paper = Paper {
    width: 16_838,
    height: 11_906,
    text: 16_838 - 1588 - 1474,
};

fn document(report: &Report) -> String {
    let is_wide = report.tables().any(|table| table.width() > WIDE);
    let paper = if is_wide { TURNED } else { UPRIGHT };
    let mut body = paragraph("Title", "", &safe::lines(&report.title));
    if !report.subtitle.is_empty() {
        body.push_str(&paragraph("Subtitle", "", &safe::lines(&report.subtitle)));
    }
    for (block, caption) in report.captioned() {
        match block {
            Block::Heading(level, text) => {
                let style = if *level <= 1 { "Heading1" } else { "Heading2" };
                body.push_str(&paragraph(style, "", &safe::lines(text)));
            }
            Block::Paragraph(text) => {
                for line in safe::lines(text).lines() {
                    body.push_str(&paragraph("Normal", "", line));
                }
            }
            Block::List(points) => {
                for (at, point) in points.iter().enumerate() {
                    body.push_str(&paragraph(
                        "Normal",
                        "",
                        &format!("{}. {}", at + 1, safe::lines(point)),
                    ));
                }
            }
            Block::Table(table) => {
                if let Some(caption) = caption {
                    body.push_str(&paragraph("Caption", "", &safe::lines(caption)));
                }
                write_table(table, paper.text, &mut body);
            }
        }
    }
    // Once, at the end: on every page it would be louder than what is said.
    body.push_str(&paragraph("Stamp", "", &report.foot()));
    let turned = if is_wide {
        " w:orient=\"landscape\""
    } else {
        ""
    };
    let Paper { width, height, .. } = paper;
    let _ = write!(
        body,
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1985\" w:left=\"1588\" w:header=\"851\" w:footer=\"1247\" w:gutter=\"0\"/></w:sectPr>"
    );
    part("document", &format!("<w:body>{body}</w:body>"))
}

/// A paragraph of clean words, its lines broken where the words break them.
fn paragraph(style: &str, more: &str, words: &str) -> String {
    let mut out = format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>");
    for (at, line) in words.lines().enumerate() {
        let breaks = if at > 0 { "<w:br/>" } else { "" };
        let _ = write!(
            out,
            "<w:r>{breaks}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
            escaped(line)
        );
    }
    out.push_str("</w:p>");
    out
}

fn write_table(table: &Table, room: u32, out: &mut String) {
    // One cell of each column is its margin.
    let columns = u32::try_from(table.columns.len()).unwrap_or(1);
    let whole = table.width() + columns.max(1);
    let widths: Vec<u32> = table
        .columns
        .iter()
        .map(|c| (u32::from(c.width) + 1) * room / whole)
        .collect();
    out.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:jc w:val=\"center\"/><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(
            out,
            "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
        );
    }
    out.push_str("</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"40\" w:type=\"dxa\"/><w:bottom w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"40\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>");
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        let words = paragraph("TableHead", "", &safe::inert(&column.head));
        write_cell(*width, "", &words, out);
    }
    out.push_str("</w:tr>");
    for row in &table.rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((column, width), cell) in table.columns.iter().zip(&widths).zip(row) {
            let align = match column.align {
                Align::Left => "left",
                Align::Centre => "center",
                Align::Right => "right",
            };
            let words = paragraph(
                "TableText",
                &format!("<w:jc w:val=\"{align}\"/>"),
                &cell.words(),
            );
            let shade = match cell {
                Cell::Light(light) => {
                    format!(
                        "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{:06X}\"/>",
                        super::colour(light.light)
                    )
                }
                _ => String::new(),
            };
            write_cell(*width, &shade, &words, out);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    // Word wants a paragraph between a table and what follows; this one takes no room.
    out.push_str("<w:p><w:pPr><w:spacing w:line=\"120\" w:lineRule=\"exact\"/></w:pPr></w:p>");
}

fn write_cell(width: u32, shade: &str, words: &str, out: &mut String) {
    let _ = write!(
        out,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}<w:vAlign w:val=\"center\"/></w:tcPr>{words}</w:tc>"
    );
}

fn styles() -> String {
    let mut out = String::new();
    for Style(id, font, size, more) in STYLES {
        let default = if *id == "Normal" {
            " w:default=\"1\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\"{default} w:styleId=\"{id}\"><w:name w:val=\"{id}\"/><w:pPr>{more}</w:pPr><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"{font}\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:style>"
        );
    }
    part("styles", &out)
}

fn fonts() -> String {
    let mut out = String::new();
    for (font, instead) in FONTS {
        let _ = write!(
            out,
            "<w:font w:name=\"{font}\"><w:altName w:val=\"{instead}\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/></w:font>"
        );
    }
    part("fonts", &out)
}

/// The page as official documents number it, and that the data are made up where they are.
fn footer(report: &Report) -> String {
    let field = |name: &str| {
        format!(
            "</w:t></w:r><w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space=\"preserve\">"
        )
    };
    let pages = fill(report.words().page, &[&field("PAGE"), &field("NUMPAGES")]);
    let demo = if report.stamp.demo {
        paragraph("Footer", "", report.words().demo)
    } else {
        String::new()
    };
    part(
        "ftr",
        &format!(
            "{demo}<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{pages}</w:t></w:r></w:p>"
        ),
    )
}

/// The only date in the file is that of the data, so that it never differs.
fn core(report: &Report) -> String {
    let title = escaped(&safe::line(&report.title));
    let day = report.stamp.as_of;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>"
    )
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}
