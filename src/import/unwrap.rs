//! Undoes what printing did to the text: page marks, running heads, hard wraps.
//!
//! Indentation and blank lines are no guide (a page may begin with a blank in the middle of a word, and some
//! extractions put a blank line behind every line), so a paragraph ends where a line stops short of the usual
//! width, or where a finished sentence is followed by a number or a label.

use std::collections::{HashMap, HashSet};

use unicode_width::UnicodeWidthStr as _;

use super::number::digit;
use super::numbering::marker;
use super::passage::Passage;
use super::role::label;

/// A line of the source.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    number: u32,
    text: &'a str,
    indented: bool,
    after_blank: bool,
}

/// The paragraphs of a text, in order.
pub(super) fn paragraphs(text: &str) -> Vec<Passage> {
    let lines = without_page_marks(source_lines(text));
    let habit = Habit::of(&lines);
    let mut paragraphs = Vec::new();
    let mut open = Open::default();
    for line in lines {
        for (nth, piece) in pieces(line.text).into_iter().enumerate() {
            let line = Line {
                text: piece,
                indented: line.indented && nth == 0,
                ..line
            };
            if nth > 0 || open.ends_before(&line, &habit) {
                paragraphs.push(std::mem::take(&mut open).passage);
            }
            open.take(&line);
        }
    }
    paragraphs.push(open.passage);
    paragraphs.retain(|p| !p.text().trim().is_empty());
    paragraphs
}

/// All lines of a text with their numbers. LF, CR and CRLF end a line; a form feed is white space.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let unix = text.split('\n');
    let unix = unix.map(|line| line.strip_suffix('\r').unwrap_or(line));
    (1..).zip(unix.flat_map(|line| line.split(['\r', '\u{2028}', '\u{2029}'])))
}

/// The lines with something on them.
fn source_lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut after_blank = true;
    for (number, line) in lines(text) {
        let trimmed = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if trimmed.is_empty() {
            after_blank = true;
            continue;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace());
        let indent: usize = indent.map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
        found.push(Line {
            number,
            text: trimmed,
            indented: indent >= 4,
            after_blank,
        });
        after_blank = false;
    }
    found
}

/// Drops page marks, and the running heads and feet beside them.
fn without_page_marks(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut marks: HashSet<usize> = HashSet::new();
    for (at, line) in lines.iter().enumerate() {
        let around = [at.wrapping_sub(1), at + 1].map(|n| lines.get(n).map_or("", |l| l.text));
        if is_page_mark(line.text) {
            marks.insert(at);
        } else if is_number(line.text) && around.iter().all(|text| is_dash(text)) {
            marks.extend([at - 1, at, at + 1]);
        }
    }
    const NEAR: usize = 4;
    // What stands again and again beside a page mark is a running head, not text.
    let beside = |at: usize| {
        let before = (0..at).rev().take(NEAR).find(|n| !marks.contains(n));
        let behind = (at + 1..lines.len())
            .take(NEAR)
            .find(|n| !marks.contains(n));
        [before, behind].into_iter().flatten()
    };
    let mut seen: HashMap<&str, HashSet<usize>> = HashMap::new();
    for &mark in &marks {
        for at in beside(mark) {
            if let Some(line) = lines.get(at)
                && !line.text.ends_with(['。', '，', '、', '；', '）', ')'])
                && marker(line.text).is_none()
            {
                seen.entry(line.text).or_default().insert(at);
            }
        }
    }
    marks.extend(seen.into_values().filter(|at| at.len() > 1).flatten());
    let kept = lines.into_iter().enumerate();
    kept.filter_map(|(at, line)| (!marks.contains(&at)).then_some(line))
        .collect()
}

/// — 6 —, -6-, － 6 －, 第 6 页, 第6页 共20页, 6/20.
fn is_page_mark(line: &str) -> bool {
    let text: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let inner = text.trim_matches(is_dash_char);
    let dashed = text.starts_with(is_dash_char) && text.ends_with(is_dash_char);
    if dashed && is_number(inner) {
        return true;
    }
    if let Some(rest) = text.strip_prefix('第')
        && let Some((page, rest)) = rest.split_once('页')
    {
        let rest = rest.trim_matches(['/', '，', ',', '共', '页', '第']);
        return is_number(page) && (rest.is_empty() || is_number(rest));
    }
    text.split_once(['/', '／'])
        .is_some_and(|(page, of)| is_number(page) && is_number(of))
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.chars().count()) && text.chars().all(|c| digit(c).is_some())
}

fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_dash_char)
}

fn is_dash_char(c: char) -> bool {
    matches!(
        c,
        '-' | '－' | '‐' | '–' | '—' | '―' | '─' | '·' | '~' | '～'
    )
}

/// Splits a line that holds several paragraphs, as text without line breaks does: before a number behind a
/// blank, and before 一、 or （一） behind a finished sentence.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut finished = false;
    for (at, c) in line.char_indices() {
        let rest = line.get(at..).unwrap_or_default();
        let behind_blank = before.is_some_and(char::is_whitespace) && !c.is_whitespace();
        let found = (behind_blank || finished).then(|| marker(rest)).flatten();
        let begins = match found {
            Some(marker) if behind_blank => {
                let named = rest.get(marker.len..).unwrap_or_default().chars().next();
                named.is_some_and(|c| digit(c).is_none() && !c.is_ascii_punctuation())
            }
            Some(marker) => finished && marker.style < super::numbering::Style::Arabic,
            None => behind_blank && finished && label(rest).is_some(),
        };
        if begins && at > start {
            pieces.push(line.get(start..at).unwrap_or_default().trim_end());
            start = at;
        }
        if !c.is_whitespace() {
            finished = matches!(c, '。' | '：' | ':');
        }
        before = Some(c);
    }
    pieces.push(line.get(start..).unwrap_or_default());
    pieces
}

/// How the lines of a document are set.
#[derive(Debug)]
struct Habit {
    /// Lines at least this wide (in cells) run to the margin.
    full: usize,
    /// Whether a blank line means anything, or just stands behind every line.
    blank_parts: bool,
}

impl Habit {
    fn of(lines: &[Line<'_>]) -> Self {
        let mut widths: Vec<usize> = lines.iter().map(|line| line.text.width()).collect();
        widths.sort_unstable();
        let usual = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
        let blanks = lines.iter().filter(|line| line.after_blank).count();
        Self {
            full: usual * 4 / 5,
            blank_parts: blanks * 2 < lines.len(),
        }
    }
}

/// The paragraph that is being put together.
#[derive(Debug, Default)]
struct Open {
    passage: Passage,
    /// Width of the last line.
    width: usize,
    /// How many brackets are open.
    depth: usize,
    /// How many lines they have been open for.
    open_lines: usize,
}

impl Open {
    /// Whether `next` begins a new paragraph.
    fn ends_before(&self, next: &Line<'_>, habit: &Habit) -> bool {
        // A bracket that stays open longer than any list of departments was never closed.
        const LONGEST_BRACKET: usize = 12;
        let Some(last) = self.passage.text().chars().next_back() else {
            return false;
        };
        if next.text.starts_with('|') || self.passage.text().starts_with('|') {
            return true;
        }
        if self.depth > 0 && self.open_lines < LONGEST_BRACKET {
            return false;
        }
        if matches!(last, '、' | '，' | ',' | '（' | '(' | '《' | '“') {
            return false;
        }
        let finished = matches!(
            last,
            '。' | '！' | '？' | '；' | ';' | '：' | ':' | '）' | ')' | '】'
        );
        let full = self.width >= habit.full;
        let labelled = label(next.text).is_some();
        if marker(next.text).is_some() || labelled {
            return finished || !full || labelled;
        }
        if !full {
            // A short line ends a heading or a paragraph, but not a sentence that follows another.
            return finished || !self.passage.text().contains('。');
        }
        finished && (next.indented || (habit.blank_parts && next.after_blank))
    }

    fn take(&mut self, line: &Line<'_>) {
        self.passage.join(line.text, line.number);
        self.width = line.text.width();
        for c in line.text.chars() {
            match c {
                '（' | '(' => self.depth += 1,
                '）' | ')' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.open_lines = match self.depth {
            0 => 0,
            _ => self.open_lines + 1,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let paragraphs = paragraphs(text);
        paragraphs.iter().map(|p| p.text().to_owned()).collect()
    }

    #[test]
    fn page_marks_of_every_style_vanish_from_the_middle_of_a_word() {
        for mark in [
            "— 6 —",
            "-6-",
            "－ ６ －",
            "第 6 页",
            "第6页 共20页",
            "6/20",
            "—\n6\n—",
            "\u{c}— 6 —",
        ] {
            let text = format!(
                "教研科研助力、实践赋能“六大行动”。深\n\n\n{mark}\n\n化大中小学思政课一体化建设。\n"
            );
            assert_eq!(
                texts(&text),
                ["教研科研助力、实践赋能“六大行动”。深化大中小学思政课一体化建设。"],
                "{mark}"
            );
        }
    }

    #[test]
    fn running_heads_beside_page_marks_vanish() {
        let page = |n: u32| format!("\n         某区工作要点\n— {n} —\n\n");
        let text = format!(
            "一二三四五六七八九十甲{}一二三四五六七八九十乙{}丙丁。",
            page(1),
            page(2)
        );
        assert_eq!(
            texts(&text),
            ["一二三四五六七八九十甲一二三四五六七八九十乙丙丁。"]
        );
    }

    #[test]
    fn blanks_at_the_head_of_a_page_mean_nothing() {
        let text = "落实立德树人根本任务，提升教育服务水平，助\n 力区域发展，优化教育治理效能，教育活力激发。\n  1.构建教育体系，提升教育服务水平，推动发展\n";
        assert_eq!(texts(text).len(), 2);
        assert!(texts(text)[0].contains("助力区域发展"));
    }

    #[test]
    fn every_line_ending_counts_as_one_line() {
        for text in [
            "1.甲。\n\n2.乙。",
            "1.甲。\r\n\r\n2.乙。",
            "1.甲。\r\r2.乙。",
        ] {
            let found = paragraphs(text);
            assert_eq!(found.len(), 2, "{text:?}");
            assert_eq!(found[1].line_at(0), 3, "{text:?}");
        }
    }

    #[test]
    fn a_text_in_one_line_is_parted_at_its_numbers() {
        let text = "现提出如下意见： 一、加大支持力度 1.完善服务。加快审批1.5倍。 2.稳定供给。二、加强领导（一）加强统筹。";
        assert_eq!(
            texts(text),
            [
                "现提出如下意见：",
                "一、加大支持力度",
                "1.完善服务。加快审批1.5倍。",
                "2.稳定供给。",
                "二、加强领导（一）加强统筹。"
            ]
        );
    }
}
