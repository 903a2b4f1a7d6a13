//! CSV: the header first, so that another program can read it; the foot last, after an empty line.

use std::collections::BTreeSet;

use csv::{Terminator, Writer, WriterBuilder};
use encoding_rs::{EncoderResult, Encoding as Codec, GB18030, GBK};

use super::{Block, Report, Table, WriteError, safe};

/// How characters become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Gb18030,
}

/// The bytes of the report.
pub(super) fn write(report: &Report, encoding: Encoding) -> Result<Vec<u8>, WriteError> {
    let text = text(report)?;
    Ok(match encoding {
        Encoding::Utf8 => [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
        Encoding::Gb18030 => encode(&text, GB18030).0,
    })
}

/// The characters of the report that GB18030 holds and GBK does not: programs older than 2000 show others.
#[must_use]
pub fn beyond_gbk(report: &Report) -> BTreeSet<char> {
    text(report)
        .map(|text| encode(&text, GBK).1)
        .unwrap_or_default()
}

/// The bytes, with the number of a character in place of one that the encoding cannot hold, and which ones these are.
fn encode(text: &str, codec: &'static Codec) -> (Vec<u8>, BTreeSet<char>) {
    let mut encoder = codec.new_encoder();
    let (mut bytes, mut missing) = (Vec::new(), BTreeSet::new());
    let mut rest = text;
    loop {
        let room = encoder.max_buffer_length_from_utf8_without_replacement(rest.len());
        bytes.reserve(room.unwrap_or(0));
        let (result, read) =
            encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            EncoderResult::InputEmpty => return (bytes, missing),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(c) => {
                missing.insert(c);
                bytes.extend(format!("[U+{:04X}]", u32::from(c)).bytes());
            }
        }
    }
}

fn text(report: &Report) -> Result<String, WriteError> {
    let mut out = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for (at, (block, caption)) in report.captioned().enumerate() {
        if at > 0 {
            out.write_record([""])?;
        }
        match block {
            Block::Heading(_, text) | Block::Paragraph(text) => {
                out.write_record([&*safe::inert(text)])?
            }
            Block::List(points) => {
                for point in points {
                    out.write_record([&*safe::inert(point)])?;
                }
            }
            Block::Table(table) => {
                if let Some(caption) = caption {
                    out.write_record([&*safe::inert(caption)])?;
                }
                write_table(table, &mut out)?;
            }
        }
    }
    out.write_record([""])?;
    out.write_record([report.foot()])?;
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn write_table(table: &Table, out: &mut Writer<Vec<u8>>) -> Result<(), csv::Error> {
    let heads = table.columns.iter().map(|column| safe::inert(&column.head));
    out.write_record(heads.map(|head| head.into_owned()))?;
    for row in &table.rows {
        for cell in row {
            out.write_field(&*cell.words())?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    Ok(())
}
