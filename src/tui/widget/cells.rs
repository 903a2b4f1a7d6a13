//! Text in terminal cells with styles; without them it is [`crate::text::cells`], which is handed on here.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::cells::{CUT, Glyphs};

pub use crate::text::cells::{clean, cut, pad, pad_left, width, wrap, wrap_names, wrap_whole};

/// The spans of raw text cut to `cells` cells, with the characters at `marked` (char positions) in another style.
#[must_use]
pub fn marked(
    text: &str,
    marked: &[usize],
    cells: usize,
    (base, mark): (Style, Style),
    glyphs: Glyphs,
) -> Vec<Span<'static>> {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let shown = clean(c.encode_utf8(&mut [0; 4]), glyphs);
        let lit = marked.contains(&at);
        match runs.last_mut() {
            Some((same, run)) if *same == lit => run.push_str(&shown),
            _ => runs.push((lit, shown)),
        }
    }
    let whole: usize = runs.iter().map(|(_, run)| width(run)).sum();
    let mut left = if whole > cells {
        cells.saturating_sub(CUT.len())
    } else {
        cells
    };
    let mut spans = Vec::new();
    for (lit, run) in runs {
        let style = if lit { mark } else { base };
        let mut kept = String::new();
        let mut full = false;
        for grapheme in run.graphemes(true) {
            let Some(rest) = left.checked_sub(width(grapheme)) else {
                full = true;
                break;
            };
            kept.push_str(grapheme);
            left = rest;
        }
        spans.push(Span::styled(kept, style));
        if full {
            break;
        }
    }
    if whole > cells {
        spans.push(Span::styled(pad(CUT, left + CUT.len().min(cells)), base));
    } else {
        spans.push(Span::styled(" ".repeat(left), base));
    }
    spans
}

/// Cuts a line of clean spans to at most `cells` cells, marking the cut with `..`.
#[must_use]
pub fn fit(line: Line<'static>, cells: usize) -> Line<'static> {
    if line.width() <= cells {
        return line;
    }
    let style = line.style;
    let mut left = cells;
    let mut spans = Vec::new();
    for span in line.spans {
        let wide = width(&span.content);
        // The span that holds the last cells bears the mark.
        let whole = wide < left;
        let kept = if whole {
            span.content.into_owned()
        } else {
            cut(&format!("{}{}", span.content, CUT), left)
        };
        left = left.saturating_sub(width(&kept));
        spans.push(Span::styled(kept, span.style));
        if !whole {
            break;
        }
    }
    Line::from(spans).style(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_text_keeps_its_width() {
        let styles = (Style::new(), Style::new().bold());
        let spans = marked("提升“心理”健康", &[3, 4], 20, styles, Glyphs::Safe);
        let lit: String = spans
            .iter()
            .filter(|span| span.style == styles.1)
            .map(|span| span.content.as_ref())
            .collect();
        assert_eq!(lit, "心理");
        let whole = |cells| -> usize {
            marked("提升“心理”健康", &[3], cells, styles, Glyphs::Safe)
                .iter()
                .map(|span| width(&span.content))
                .sum()
        };
        assert!((0..30).all(|cells| whole(cells) == cells));
    }

    #[test]
    fn a_line_that_is_cut_says_so() {
        let line = Line::from(vec![
            Span::raw("牵头 "),
            Span::raw("市教育局"),
            Span::raw(" 市财政局"),
        ]);
        let text = |cells| -> String {
            fit(line.clone(), cells)
                .iter()
                .map(|span| span.content.as_ref())
                .collect()
        };
        assert_eq!(text(22), "牵头 市教育局 市财政局");
        assert_eq!(text(20), "牵头 市教育局 市财..");
        assert_eq!(text(13), "牵头 市教育..");
        assert_eq!(text(12), "牵头 市教..");
    }
}
