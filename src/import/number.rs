//! Numbers as plans write them: half and full width, Chinese numerals, 万 and 亿.

/// The value of a digit, half or full width.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

/// Reads the digits at the start of `text`: their value as written in ASCII, and how many bytes they take.
///
/// Takes a decimal point between digits and commas between groups of three.
pub(super) fn decimal(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|&(_, c)| digit(c).is_some());
        if let Some(d) = digit(c).and_then(|d| char::from_digit(d, 10)) {
            value.push(d);
        } else if matches!(c, '.' | '．') && next_is_digit && end > 0 && !value.contains('.') {
            value.push('.');
        } else if c == ',' && end > 0 && is_group(text, at + 1) {
            // 1,000
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    (end > 0).then_some((value, end))
}

fn is_group(text: &str, at: usize) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    let three = rest.by_ref().take(3).filter(|c| c.is_ascii_digit()).count() == 3;
    three && !rest.next().is_some_and(|c| c.is_ascii_digit())
}

/// Reads the Chinese numeral at the start of `text`: its value, and how many bytes it takes.
pub(super) fn han(text: &str) -> Option<(u64, usize)> {
    let (mut total, mut section, mut last) = (0_u64, 0_u64, None::<u64>);
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if let Some(value) = han_digit(c) {
            // 二〇二二 is written by place, like 2022.
            last = Some(
                last.unwrap_or(0_u64)
                    .saturating_mul(10)
                    .saturating_add(value),
            );
        } else if let Some(scale) = han_scale(c) {
            // 十 alone is ten; 万 and 亿 multiply all before them.
            if scale >= 10_000 {
                let all = total
                    .saturating_add(section)
                    .saturating_add(last.unwrap_or(0));
                if all == 0 {
                    break;
                }
                (total, section) = (all.saturating_mul(scale), 0);
            } else if scale > 10 && last.is_none() {
                break;
            } else {
                section = section.saturating_add(last.unwrap_or(1).saturating_mul(scale));
            }
            last = None;
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    let value = total
        .saturating_add(section)
        .saturating_add(last.unwrap_or(0));
    (end > 0).then_some((value, end))
}

fn han_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn han_scale(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// Multiplies a decimal string by a power of ten, exactly.
pub(super) fn shift(value: &str, places: usize) -> String {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let moved: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(places)
        .collect();
    let rest: String = fraction.chars().skip(places).collect();
    let whole = format!("{whole}{moved}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    match rest.trim_end_matches('0') {
        "" => whole.to_owned(),
        rest => format!("{whole}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_style() {
        assert_eq!(decimal("１０．５％"), Some(("10.5".into(), 12)));
        assert_eq!(decimal("1,000人"), Some(("1000".into(), 5)));
        assert_eq!(decimal("5,6"), Some(("5".into(), 1)));
        assert_eq!(decimal("3.提升"), Some(("3".into(), 1)));
        assert_eq!(han("二十一、"), Some((21, 9)));
        assert_eq!(han("二〇二二年"), Some((2022, 12)));
        assert_eq!(han("两万"), Some((20_000, 6)));
        assert_eq!(han("百分点"), None);
        assert_eq!(shift("1.2", 4), "12000");
        assert_eq!(shift("0.05", 1), "0.5");
    }
}
