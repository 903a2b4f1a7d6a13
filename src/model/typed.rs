//! Days and numbers as people type them, in either width: an input method that writes full-width characters shuts nobody out.

use chrono::Datelike as _;

use super::Day;

/// The ASCII character that a full-width one stands for; any other as it is.
#[must_use]
pub fn ascii_twin(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '、' => '/',
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// A number, a period or a code in ASCII, without the blanks around it.
#[must_use]
pub fn in_ascii(text: &str) -> String {
    let folded: String = text.chars().map(ascii_twin).collect();
    folded.trim().to_owned()
}

/// A day with its year: 2024-05-17, 2024.5.17, 2024/5/17, 2024年5月17日, 20240517.
#[must_use]
pub fn typed_day(text: &str) -> Option<Day> {
    let folded = in_ascii(text);
    match parts(&folded).as_slice() {
        [year, month, day] => {
            Day::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
                .filter(|_| year.len() == 4)
        }
        [whole] if whole.len() == 8 => Day::parse_from_str(whole, "%Y%m%d").ok(),
        _ => None,
    }
}

/// As [`typed_day`]; and 5-17, 5.17, 5月17日 for the nearest such day, before or after today.
#[must_use]
pub fn typed_day_near(text: &str, today: Day) -> Option<Day> {
    let folded = in_ascii(text);
    match parts(&folded).as_slice() {
        [month, day] if month.len() <= 2 => {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            (today.year() - 1..=today.year() + 1)
                .filter_map(|year| Day::from_ymd_opt(year, month, day))
                .min_by_key(|day| (*day - today).num_days().abs())
        }
        _ => typed_day(text),
    }
}

/// The numbers of a day.
fn parts(folded: &str) -> Vec<&str> {
    let parts = folded.split(['-', '.', '/', '年', '月', '日', '号', '。', ' ']);
    parts.filter(|part| !part.is_empty()).collect()
}

/// A whole number from 0 to 100, with or without the sign.
#[must_use]
pub fn typed_percent(text: &str) -> Option<u8> {
    let folded = in_ascii(text);
    let digits = folded.trim_end_matches('%').trim_end();
    digits.parse().ok().filter(|percent| *percent <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        let day = Day::from_ymd_opt(2024, 5, 7);
        let today = Day::from_ymd_opt(2024, 12, 1).unwrap_or_default();
        for text in [
            "2024-05-07",
            "2024.5.7",
            "2024/5/7",
            "2024年5月7日",
            "2024年5月7号",
            "20240507",
            "２０２４－５－７",
            "２０２４０５０７",
            "2024。5。7",
        ] {
            assert_eq!(typed_day(text), day, "{text}");
            assert_eq!(typed_day_near(text, today), day, "{text}");
        }
        for text in ["24-5-7", "2024-13-1", "明天", "2024-05", "2-30", "31"] {
            assert_eq!(typed_day_near(text, today), None, "{text}");
        }
        for (text, year, month, day) in [
            ("12.20", 2024, 12, 20),
            ("11月3日", 2024, 11, 3),
            ("１．１５", 2025, 1, 15),
        ] {
            let nearest = Day::from_ymd_opt(year, month, day);
            assert_eq!(typed_day_near(text, today), nearest, "{text}");
            assert_eq!(typed_day(text), None, "which year: {text}");
        }
    }

    #[test]
    fn percents_are_read_in_either_width() {
        for text in ["55", "55%", "55％", "５５％", "　５５ ％ "] {
            assert_eq!(typed_percent(text), Some(55), "{text}");
        }
        for text in ["101", "-1", "5.5", "%", ""] {
            assert_eq!(typed_percent(text), None, "{text}");
        }
    }
}
