//! The numbering of headings and items: 第一章, 一、, （一）, 1., （1）, ①.

use super::number::{digit, han};

/// A style of numbering, from the outermost to the innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Style {
    /// 第一篇, 第一编.
    Part,
    /// 第一章.
    Chapter,
    /// 第一节.
    Section,
    /// 一、
    Han,
    /// （一）
    BracketedHan,
    /// 1. and 1、
    Arabic,
    /// （1） and 1）
    BracketedArabic,
    /// ①
    Circled,
}

/// A number at the head of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    /// Its style.
    pub(super) style: Style,
    /// Its number.
    pub(super) number: u32,
    /// How many bytes it takes, white space behind it included.
    pub(super) len: usize,
}

/// Reads the marker at the start of `text`.
pub(super) fn marker(text: &str) -> Option<Marker> {
    let (style, number, len) = ordinal(text)
        .or_else(|| bracketed(text))
        .or_else(|| listed(text))
        .or_else(|| enclosed(text))?;
    let rest = text.get(len..)?;
    let len = len + (rest.len() - rest.trim_start().len());
    // A number that names nothing is no heading.
    (number > 0 && len < text.len()).then_some(Marker { style, number, len })
}

/// 第三章
fn ordinal(text: &str) -> Option<(Style, u32, usize)> {
    let rest = text.strip_prefix('第')?;
    let (number, len) = numeral(rest)?;
    let unit = rest.get(len..)?.chars().next()?;
    let style = match unit {
        '篇' | '编' => Style::Part,
        '章' => Style::Chapter,
        '节' => Style::Section,
        _ => return None,
    };
    Some((style, number, '第'.len_utf8() + len + unit.len_utf8()))
}

/// （三） and （3）
fn bracketed(text: &str) -> Option<(Style, u32, usize)> {
    let rest = text.strip_prefix(['（', '('])?;
    let open = text.len() - rest.len();
    let (number, len) = numeral(rest)?;
    let close = rest.get(len..)?.chars().next()?;
    if !matches!(close, '）' | ')') {
        return None;
    }
    let style = match rest.chars().next().and_then(digit) {
        Some(_) => Style::BracketedArabic,
        None => Style::BracketedHan,
    };
    Some((style, number, open + len + close.len_utf8()))
}

/// 三、 and 3. and 3、 and 3）
fn listed(text: &str) -> Option<(Style, u32, usize)> {
    let (number, len) = numeral(text)?;
    let mut rest = text.get(len..)?.chars();
    let mark = rest.next()?;
    let is_arabic = text.chars().next().and_then(digit).is_some();
    let style = match (is_arabic, mark) {
        (false, '、' | '．' | '.') => Style::Han,
        // 3.5 is a quantity, 1、2 is an enumeration.
        (true, '、' | '．' | '.') if rest.next().and_then(digit).is_none() => Style::Arabic,
        (true, '）' | ')') => Style::BracketedArabic,
        _ => return None,
    };
    Some((style, number, len + mark.len_utf8()))
}

/// ③, ⑶ and ⒊
fn enclosed(text: &str) -> Option<(Style, u32, usize)> {
    let c = text.chars().next()?;
    let from = |first: char| u32::from(c) - u32::from(first) + 1;
    let (style, number) = match c {
        '①'..='⑳' => (Style::Circled, from('①')),
        '⑴'..='⒇' => (Style::BracketedArabic, from('⑴')),
        '⒈'..='⒛' => (Style::Arabic, from('⒈')),
        _ => return None,
    };
    Some((style, number, c.len_utf8()))
}

/// A whole number of at most three digits, Chinese or Arabic.
fn numeral(text: &str) -> Option<(u32, usize)> {
    // Longer numerals than 一百二十三 number no heading; looking no further keeps reading linear.
    const LONGEST: usize = 6;
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    let text = text.get(..end)?;
    let digits: Vec<char> = text.chars().take_while(|&c| digit(c).is_some()).collect();
    if digits.is_empty() {
        let (number, len) = han(text)?;
        let number = u32::try_from(number).ok()?;
        return (number < 1000).then_some((number, len));
    }
    let number = digits.iter().filter_map(|&c| digit(c));
    let number = number.fold(0_u32, |all, d| all.saturating_mul(10).saturating_add(d));
    let len = digits.iter().map(|c| c.len_utf8()).sum();
    (digits.len() <= 3).then_some((number, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_of_numbering() {
        let read = |text| marker(text).map(|m| (m.style, m.number, m.len));
        assert_eq!(read("第十二章 总则"), Some((Style::Chapter, 12, 13)));
        assert_eq!(read("二、重点任务"), Some((Style::Han, 2, 6)));
        assert_eq!(read("（十一）促进"), Some((Style::BracketedHan, 11, 12)));
        assert_eq!(read("7. 支持"), Some((Style::Arabic, 7, 3)));
        assert_eq!(read("7、支持"), Some((Style::Arabic, 7, 4)));
        assert_eq!(read("７．支持"), Some((Style::Arabic, 7, 6)));
        assert_eq!(read("(7)支持"), Some((Style::BracketedArabic, 7, 3)));
        assert_eq!(read("7）支持"), Some((Style::BracketedArabic, 7, 4)));
        assert_eq!(read("③支持"), Some((Style::Circled, 3, 3)));
    }

    #[test]
    fn quantities_and_asides_are_no_numbering() {
        for text in [
            "1.5倍",
            "1—2 项",
            "5 个省级",
            "2025年",
            "（园）",
            "十五年一贯制",
            "1.",
            "三、",
            "（即",
            "2、3",
        ] {
            assert_eq!(marker(text), None, "{text}");
        }
    }
}
