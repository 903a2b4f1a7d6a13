//! Text in terminal cells: what may be sent to the terminal, how wide it is, where it is cut and wrapped.
//!
//! Terminals disagree about the width of the characters that Unicode calls ambiguous (UAX #11): `“ — … · ①` take
//! one cell in most and two in many Chinese ones, and then the whole line is out of place. Measuring otherwise does
//! not help, for the program cannot know; so [`clean`] replaces them with characters whose width is certain.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{is_break, is_unsafe};

/// Which characters may be sent to the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Characters of ambiguous width are replaced on screen (`domain.md` 7.1).
    #[default]
    Safe,
    /// All characters as they are.
    Unicode,
}

/// The mark of a cut: `..`, for `…` is of ambiguous width.
pub const CUT: &str = "..";

/// Closing marks that do not begin a line, as Chinese typesetting has it.
const CLOSING: &str = "，。、；：！？）」』》】〉％,.;:!?)]}%";

/// Opening marks that do not end a line.
const OPENING: &str = "（「『《【〈([{";

/// Writes what stands for `c` on screen to `out`; nothing for what must never reach a terminal.
fn show(c: char, glyphs: Glyphs, out: &mut String) {
    match c {
        ' '..='~' => out.push(c),
        _ if is_break(c) => out.push(' '),
        _ if is_unsafe(c) => {}
        _ if glyphs == Glyphs::Unicode || has_certain_width(c) => out.push(c),
        _ => replace(c, out),
    }
}

/// Whether every terminal agrees on the width of the character.
fn has_certain_width(c: char) -> bool {
    let joins_with_others = matches!(c, '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}');
    !joins_with_others && matches!(c.width(), Some(1 | 2)) && c.width() == c.width_cjk()
}

/// Writes a stand-in of certain width for a character of uncertain width.
fn replace(c: char, out: &mut String) {
    if c.width() == Some(0) {
        return; // a combining mark whose letter has been written
    }
    if let Some(stand_in) = stand_in(c) {
        out.push_str(stand_in);
        return;
    }
    if let '①'..='⑳' = c {
        out.push_str(&format!("({})", u32::from(c) - u32::from('①') + 1));
        return;
    }
    let before = out.len();
    out.extend(
        std::iter::once(c)
            .nfkd()
            .filter(|&part| has_certain_width(part)),
    );
    if out.len() == before {
        out.push('?');
    }
}

/// The stand-ins that are more than a decomposition (`domain.md` 7.1).
fn stand_in(c: char) -> Option<&'static str> {
    Some(match c {
        '“' | '〝' => "「",
        '”' | '〞' => "」",
        '‘' => "『",
        '’' => "』",
        '—' | '–' | '‐' | '‑' | '‒' | '―' | '─' | '━' | '┄' | '┅' | '┈' | '┉' | '−' | '═' => {
            "-"
        }
        '…' | '‥' => "..",
        '·' | '•' | '∙' | '‧' => ".",
        '×' => "x",
        '÷' => "/",
        '±' => "+/-",
        '≥' | '≧' => ">=",
        '≤' | '≦' => "<=",
        '≠' => "!=",
        '≈' | '∼' => "~",
        '→' | '⇒' => "->",
        '←' => "<-",
        '↑' => "^",
        '↓' => "v",
        '°' => "o",
        '℃' => "'C",
        '‰' => "0/00",
        '√' => "v",
        '∞' => "oo",
        '§' => "S.",
        '№' => "No.",
        '●' | '■' | '◆' | '★' | '▲' | '▼' | '◎' => "*",
        '○' | '□' | '◇' | '☆' | '△' | '▽' => "o",
        '│' | '┃' | '║' | '┆' | '┇' | '┊' | '┋' => "|",
        '\u{2500}'..='\u{257f}' => "+",
        '\u{2580}'..='\u{259f}' => "#",
        'α' | 'Α' => "a",
        'β' | 'Β' => "b",
        'γ' | 'Γ' => "g",
        'δ' | 'Δ' => "d",
        'λ' | 'Λ' => "l",
        'μ' | 'µ' | 'Μ' => "u",
        'π' | 'Π' => "pi",
        'σ' | 'Σ' => "s",
        'φ' | 'Φ' => "ph",
        'ω' | 'Ω' => "o",
        _ => return None,
    })
}

/// Returns the text as it may be shown on one line: no control characters, and only certain widths if `glyphs` is safe.
#[must_use]
pub fn clean(text: &str, glyphs: Glyphs) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        show(c, glyphs, &mut out);
    }
    out
}

/// The number of cells that clean text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts clean text to at most `cells` cells between graphemes, marking the cut with `..`.
#[must_use]
pub fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mark = if cells > CUT.len() { CUT } else { "" };
    let mut out = String::new();
    let mut left = cells - mark.len();
    for grapheme in text.graphemes(true) {
        let Some(rest) = left.checked_sub(width(grapheme)) else {
            break;
        };
        out.push_str(grapheme);
        left = rest;
    }
    out.push_str(mark);
    out
}

/// Cuts clean text and fills it with blanks on the right to exactly `cells` cells.
#[must_use]
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells);
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// Cuts clean text and fills it with blanks on the left to exactly `cells` cells.
#[must_use]
pub fn pad_left(text: &str, cells: usize) -> String {
    let cut = cut(text, cells);
    let missing = cells.saturating_sub(width(&cut));
    format!("{}{cut}", " ".repeat(missing))
}

/// Breaks clean text into lines of at most `cells` cells for reading.
///
/// Chinese breaks between any two characters, Latin words and numbers stay whole where they can, closing marks do
/// not begin a line and opening marks do not end one.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    fill_lines(tokens(text), cells)
}

/// As [`wrap`], and these names are broken only where one is longer than a line.
#[must_use]
pub fn wrap_whole(text: &str, cells: usize, names: &[String]) -> Vec<String> {
    let named = |name: &String| {
        let found: Vec<(usize, usize)> = text
            .match_indices(name.as_str())
            .map(|(at, name)| (at, at + name.len()))
            .collect();
        found
    };
    let named: Vec<(usize, usize)> = names.iter().flat_map(named).collect();
    let is_within = |at: usize| named.iter().any(|(from, to)| *from < at && at < *to);
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for token in tokens(text) {
        let end = at + token.len();
        match pieces.last_mut() {
            Some(last) if is_within(at) => last.1 = end,
            _ => pieces.push((at, end)),
        }
        at = end;
    }
    let pieces = pieces.iter().filter_map(|(from, to)| text.get(*from..*to));
    fill_lines(pieces, cells)
}

/// Breaks clean text into lines of at most `cells` cells at its blanks alone, as lists of names ask for.
#[must_use]
pub fn wrap_names(text: &str, cells: usize) -> Vec<String> {
    let names = text.split_inclusive(' ').flat_map(|part| {
        let name = part.trim_end_matches(' ');
        [name, part.strip_prefix(name).unwrap_or_default()]
    });
    fill_lines(names, cells)
}

/// Puts tokens into lines; one that is longer than a line is broken.
fn fill_lines<'a>(tokens: impl Iterator<Item = &'a str>, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for token in tokens {
        let wide = width(token);
        if used + wide <= cells {
            line.push_str(token);
            used += wide;
            continue;
        }
        if used > 0 {
            if token == " " {
                continue;
            }
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        for grapheme in token.graphemes(true) {
            let wide = width(grapheme);
            if used + wide > cells {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(grapheme);
            used += wide;
        }
    }
    lines.push(line);
    for line in &mut lines {
        line.truncate(line.trim_end_matches(' ').len());
    }
    lines
}

/// The pieces that stay on one line.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut graphemes = text.grapheme_indices(true).peekable();
    std::iter::from_fn(move || {
        let (start, first) = graphemes.next()?;
        let (mut last, mut end) = (first, start + first.len());
        let mut is_blank = first == " ";
        while let Some((at, next)) = graphemes.next_if(|(_, next)| {
            OPENING.contains(last)
                || CLOSING.contains(next) && !is_blank
                || is_word(next) && is_word(last)
        }) {
            (last, end, is_blank) = (next, at + next.len(), false);
        }
        text.get(start..end)
    })
}

/// Whether the grapheme is part of a Latin word or a number.
fn is_word(grapheme: &str) -> bool {
    grapheme
        .chars()
        .all(|c| c.is_ascii_graphic() || (c.is_alphanumeric() && c.width() == Some(1)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn safe(text: &str) -> String {
        clean(text, Glyphs::Safe)
    }

    #[test]
    fn characters_of_uncertain_width_are_replaced() {
        assert_eq!(safe("“十四五”—①…·"), "「十四五」-(1)...");
        assert_eq!(safe("Ⅱ类≥95％，×2"), "II类>=95％，x2");
        assert_eq!(safe("│─┼"), "|-+");
        assert_eq!(clean("“—…", Glyphs::Unicode), "“—…");
    }

    #[test]
    fn escapes_and_hidden_characters_never_reach_the_terminal() {
        for glyphs in [Glyphs::Safe, Glyphs::Unicode] {
            assert_eq!(
                clean("a\u{1b}[31m红\u{202e}b\u{200b}c\u{7}\u{9b}2J", glyphs),
                "a[31m红bc2J"
            );
        }
        assert_eq!(safe("一\t二\r\n三"), "一 二  三");
    }

    #[test]
    fn a_cut_never_halves_a_character() {
        assert_eq!(cut("淄博市教育局", 12), "淄博市教育局");
        assert_eq!(cut("淄博市教育局", 11), "淄博市教..");
        assert_eq!(cut("淄博市教育局", 9), "淄博市..");
        assert_eq!(pad("淄博市教育局", 9), "淄博市.. ");
        assert_eq!(cut("教育", 1), "");
        assert_eq!(pad_left("45%", 5), "  45%");
    }

    #[test]
    fn lines_break_as_chinese_typesetting_has_it() {
        assert_eq!(wrap("完成招聘。然后", 8), ["完成招", "聘。然后"]);
        assert_eq!(
            wrap("达到 10000 Mbps 以上", 9),
            ["达到", "10000", "Mbps 以上"]
        );
        assert_eq!(wrap("一（二）三", 4), ["一", "（二", "）三"]);
        assert_eq!(wrap("", 10), [""]);
        let names = ["市教育局".to_owned(), "市国防教育办公室".to_owned()];
        assert_eq!(
            wrap_whole("已请市教育局，再报市国防教育办公室", 12, &names),
            ["已请", "市教育局，再", "报", "市国防教育办", "公室"]
        );
        assert_eq!(wrap_whole("已请示", 4, &names), wrap("已请示", 4));
        assert_eq!(
            wrap_names("市教育局 市国防教育办公室 团市委", 16),
            ["市教育局", "市国防教育办公室", "团市委"]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_shown_in_certain_widths(text in any::<String>(), cells in 0_usize..60) {
            let shown = safe(&text);
            prop_assert!(shown.chars().all(|c| c.width() == c.width_cjk()));
            prop_assert!(!shown.chars().any(char::is_control));
            prop_assert!(width(&cut(&shown, cells)) <= cells);
            prop_assert_eq!(width(&pad(&shown, cells)), cells);
            for line in wrap(&shown, cells) {
                // What does not fit even alone stands alone, for nothing is cut inside a character; and in a line of
                // next to no cells a mark that may not begin a line stays with what it closes.
                let alone = line.graphemes(true).count() == 1;
                prop_assert!(width(&line) <= cells || alone || cells < 4, "{line:?}");
            }
        }
    }
}
