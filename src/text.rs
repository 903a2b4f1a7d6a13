//! Making text from others harmless before it reaches a terminal.

use std::borrow::Cow;

/// Takes out what could command a terminal or turn the reading order round: control characters (line feeds and tabs
/// become spaces), bidirectional overrides and isolates, zero-width characters and the byte order mark.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter_map(|c| match c {
                '\n' | '\t' => Some(' '),
                c if is_unsafe(c) => None,
                c => Some(c),
            })
            .collect(),
    )
}

/// Whether a character is one that [`clean`] takes out.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' | '\u{00ad}' | '\u{061c}')
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
}
