//! The name of a report's file: `淄博教育十四五_推进台账_2024-W20_截至20240517.xlsx` (`domain.md` 8). Two reports that differ
//! have two names: that on a meeting bears its day, and a table in an encoding of its own bears that.

use unicode_normalization::UnicodeNormalization as _;

use super::{Format, Name, Report, safe};
use crate::words::fill;

/// The most characters a part of a name has: three bytes each, and no file system takes more than 255 bytes.
const PART: usize = 24;

/// The name of the file.
pub(super) fn name(report: &Report, format: Format) -> String {
    let words = report.words();
    let stamp = &report.stamp;
    let day = stamp.as_of.format("%Y%m%d").to_string();
    let what = match report.name {
        // Of many meetings it says which.
        Name::Meeting => &report.title,
        other => other.word(words),
    };
    let mut parts = vec![
        short_title(&stamp.plan),
        what.to_owned(),
        stamp.window.clone().unwrap_or_default(),
        report.day.map(|day| day.to_string()).unwrap_or_default(),
        fill(words.file_as_of, &[&day]),
    ];
    if stamp.demo {
        parts.push(words.demo.to_owned());
    }
    if format == Format::CsvGb18030 {
        parts.push("GB18030".to_owned());
    }
    let parts: Vec<String> = parts.iter().map(|part| plain(part)).collect();
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    format!("{}.{}", parts.join("_"), format.extension())
}

/// What a plan is called in short: 淄博市教育事业发展“十四五”规划 is 淄博教育十四五.
fn short_title(title: &str) -> String {
    let bare: String = title
        .chars()
        .filter(|c| !"“”‘’\"'《》〈〉「」".contains(*c))
        .collect();
    let without = |text: &str, end: &str| match text.strip_suffix(end) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text.to_owned(),
    };
    let short = without(&bare, "规划").replace("事业发展", "");
    // The kind of place after its name of two or three characters: 淄博市 is 淄博.
    let place = short
        .char_indices()
        .skip(2)
        .take(2)
        .find(|(_, c)| "省市县区".contains(*c));
    let short =
        match place.and_then(|(at, c)| Some((short.get(..at)?, short.get(at + c.len_utf8()..)?))) {
            Some((place, rest)) if !rest.is_empty() => format!("{place}{rest}"),
            _ => short,
        };
    if short.is_empty() { bare } else { short }
}

/// The part of a name without what some file system or shell does not take.
fn plain(part: &str) -> String {
    let bad = |c: &char| "<>:\"/\\|?*%!$&'`;~#{}[]^".contains(*c) || c.is_whitespace();
    let clean: String = safe::line(part)
        .nfc()
        .filter(|c| !bad(c))
        .take(PART)
        .collect();
    clean.trim_matches(['.', '-', '_']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_has_a_short_name() {
        for (title, short) in [
            ("淄博市教育事业发展“十四五”规划", "淄博教育十四五"),
            ("山东省“十四五”教育事业发展规划", "山东十四五教育"),
            ("石家庄市教育规划", "石家庄教育"),
            ("规划", "规划"),
            ("淄博市", "淄博市"),
            ("", ""),
        ] {
            assert_eq!(short_title(title), short);
        }
    }

    #[test]
    fn a_part_of_a_name_is_safe_everywhere() {
        assert_eq!(plain("../../etc/passwd"), "etcpasswd");
        assert_eq!(plain("-rf a:b\u{202e}\n?"), "rfab");
        assert_eq!(plain(&"教".repeat(300)).chars().count(), PART);
    }
}
