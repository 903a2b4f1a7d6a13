//! Text from others made harmless, measured in cells, and words compared.

pub mod cells;

use std::borrow::Cow;

/// Takes out what could command a terminal or turn the reading order round; line feeds and tabs become spaces.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_break(c) || is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|c| is_break(*c) || !is_unsafe(*c));
    Cow::Owned(shown.map(|c| if is_break(c) { ' ' } else { c }).collect())
}

/// Takes out of a text for a file what [`clean`] takes out of one for the terminal, and what XML cannot hold; the
/// lines stay, each ended by a line feed.
#[must_use]
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    let is_bad = |c: char| (is_break(c) && c != '\n') || is_unsafe(c) || is_no_character(c);
    if !text.chars().any(|c| c != '\n' && is_bad(c)) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        match c {
            '\n' if before == Some('\r') => {}
            '\t' => clean.push(' '),
            _ if is_break(c) => clean.push('\n'),
            _ if is_bad(c) => {}
            _ => clean.push(c),
        }
        before = Some(c);
    }
    Cow::Owned(clean)
}

/// Whether Unicode keeps this value free of a character for ever.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// Whether a character ends a line or stands for a gap.
#[must_use]
pub fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character must never reach a terminal: a control character, or one that moves or hides text without
/// being seen (bidirectional controls, joiners, fillers, variation selectors, tags, the byte order mark).
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// How many characters must be added, dropped or changed to make one word of the other (Levenshtein); of long words
/// the first 64 characters count.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().take(64).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (cb, &above) in b.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(ca != *cb))
                .min(above + 1)
                .min(left + 1);
            next.push(left);
            diagonal = above;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_commands_a_terminal_is_left() {
        assert_eq!(
            clean("进展\u{1b}]0;x\u{7}\n好\u{202e}倒\u{200b}"),
            "进展]0;x 好倒"
        );
        assert!(matches!(clean("已完成22所学校招聘。"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_file_keeps_the_lines_and_nothing_that_breaks_it() {
        assert_eq!(
            clean_lines("一\r\n二\r三\u{2028}四\t五\u{b}\u{0}\u{fffe}\u{1ffff}\u{202e}\n"),
            "一\n二\n三\n四 五\n"
        );
        assert!(matches!(clean_lines("一\n二"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_slip_counts_once() {
        assert_eq!(distance("staus", "status"), 1);
        assert_eq!(distance("牵投", "牵头"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
    }
}
