//! Keys as tests write them, and screens as text.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr as _;

/// Keys: `j`, `你`, `<enter>`, `<c-s>`, `<f2>`; `None` for `<rest>`, a pause in typing.
pub fn typed(keys: &str) -> Vec<Option<KeyEvent>> {
    let mut all = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
        let (key, tail) = match named {
            Some(("rest", tail)) => (None, tail),
            Some((name, tail)) => (Some(chord(name)), tail),
            None => {
                let tail = rest.strip_prefix(c).unwrap();
                (Some(KeyEvent::from(KeyCode::Char(c))), tail)
            }
        };
        all.push(key);
        rest = tail;
    }
    all
}

fn chord(name: &str) -> KeyEvent {
    if let Some(letter) = name.strip_prefix("c-") {
        let code = KeyCode::Char(letter.chars().next().unwrap());
        return KeyEvent::new(code, KeyModifiers::CONTROL);
    }
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        "del" => KeyCode::Delete,
        "ins" => KeyCode::Insert,
        "bs" => KeyCode::Backspace,
        name => KeyCode::F(name.strip_prefix('f').unwrap().parse().unwrap()),
    };
    KeyEvent::from(code)
}

/// The rows of a screen without the hidden half of wide characters.
pub fn screen_text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer.cell((x, y)).unwrap().symbol();
            row.push_str(symbol);
            x += symbol.width().max(1) as u16;
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

/// Which styles stand where: runs of cells, with a letter for each style but the plain one.
pub fn style_text(buffer: &Buffer) -> String {
    let mut legend: Vec<Style> = Vec::new();
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut runs: Vec<(char, u16, u16)> = Vec::new();
        let mut next = 0;
        while next < buffer.area.width {
            let x = next;
            let cell = buffer.cell((x, y)).unwrap();
            // The hidden half of a wide character belongs to it.
            next += (cell.symbol().width() as u16).max(1);
            let style = cell.style();
            let plain = Style::reset();
            let style = Style {
                underline_color: None,
                ..style
            };
            let bare = Style {
                underline_color: None,
                sub_modifier: style.sub_modifier,
                ..plain
            };
            if style == bare || style == Style::default() {
                continue;
            }
            let at = legend
                .iter()
                .position(|known| *known == style)
                .unwrap_or_else(|| {
                    legend.push(style);
                    legend.len() - 1
                });
            let letter = char::from(b'a' + at as u8);
            match runs.last_mut() {
                Some((same, _, end)) if *same == letter && *end == x => *end = next,
                _ => runs.push((letter, x, next)),
            }
        }
        if !runs.is_empty() {
            let runs: Vec<String> = runs
                .iter()
                .map(|(c, from, to)| format!("{c}{from}-{to}"))
                .collect();
            writeln!(out, "{y:>2}: {}", runs.join(" ")).unwrap();
        }
    }
    for (at, style) in legend.iter().enumerate() {
        let letter = char::from(b'a' + at as u8);
        writeln!(
            out,
            "{letter} = {:?} on {:?} {:?}",
            style.fg, style.bg, style.add_modifier
        )
        .unwrap();
    }
    out
}
