//! The text of a settings file, and where in it a fault is.

use std::ops::Range;

use super::{Fault, Slip};
use crate::text::clean;

/// The most characters of a file that a message quotes.
const QUOTED: usize = 40;

/// The text of a file without a byte order mark, or the line that is not UTF-8.
pub(super) fn decoded(bytes: &[u8]) -> Result<&str, usize> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.iter().take(error.valid_up_to());
        good.filter(|byte| **byte == b'\n').count() + 1
    })
}

/// The line, from 1, of a byte of the text.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// What stands at a place, as a message may quote it: its first line, not too long.
pub(super) fn quoted(text: &str, at: Range<usize>) -> String {
    let found = text.get(at).unwrap_or_default();
    let first = found.trim().lines().next().unwrap_or_default();
    let mut quoted: String = clean(first).chars().take(QUOTED).collect();
    if first.chars().count() > QUOTED || found.trim().lines().count() > 1 {
        quoted.push_str("..");
    }
    quoted
}

/// What the parser found wrong, in the terms of somebody who writes a settings file.
pub(super) fn syntax(text: &str, error: &toml::de::Error) -> (usize, Fault) {
    let at = error.span().unwrap_or(0..0);
    let number = line(text, at.start);
    let whole = text.lines().nth(number - 1).unwrap_or_default().trim();
    let found = quoted(whole, 0..whole.len());
    if error.message().starts_with("duplicate key") {
        let key = quoted(text, at);
        return (number, Fault::Twice { key });
    }
    let before = text.get(..at.start).unwrap_or_default();
    let is_value = before.trim_end_matches([' ', '\t']).ends_with('=');
    let here = text.get(at.start..).unwrap_or_default();
    let slip = if let Some(wide) = whole.chars().find(|c| "“”‘’＝［］＂".contains(*c)) {
        Slip::FullWidth(wide)
    } else if is_value && is_end(here) {
        Slip::NoValue
    } else if is_value && here.starts_with(char::is_alphabetic) {
        Slip::Quotes
    } else if let Some(sign) = missing(error.message()) {
        Slip::Missing(sign)
    } else {
        Slip::Unclear
    };
    (number, Fault::Syntax { found, slip })
}

/// Whether nothing comes any more on a line.
fn is_end(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with(['\n', '\r', '#'])
}

/// The sign that the parser wanted, if it was one.
fn missing(message: &str) -> Option<String> {
    let (_, expected) = message.split_once("expected `")?;
    let (sign, others) = expected.split_once('`')?;
    let is_sign = sign.chars().all(|c| c.is_ascii_punctuation());
    (is_sign && !sign.is_empty() && !others.contains('`')).then(|| sign.to_owned())
}
