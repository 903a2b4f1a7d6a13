//! A text for the clipboard of the person's own computer, over whatever line: OSC 52.
//!
//! A terminal that does not do it says nothing, so the text lies in a file as well.

use std::io::{self, Write};
use std::path::Path;

use crate::platform;
use crate::text::clean;
use crate::tui::app::Notice;

/// The longest text that is handed to the terminal; some drop longer ones, or show them.
const MOST: usize = 74_000;

/// Hands a text to the terminal to be copied and writes it to a file below `folder`; returns the path of that.
pub(super) fn copy(
    text: &str,
    name: &str,
    folder: &Path,
    terminal: &mut impl Write,
) -> Result<String, Notice> {
    let text: Vec<_> = text.lines().map(clean).collect();
    let text = text.join("\n");
    let path = folder.join(format!("{}.txt", file_name(name)));
    let failed = |error: io::Error| Notice::new(format!("{}: {error}", path.display()));
    let _ = std::fs::remove_file(&path);
    let mut file = platform::create_private_file(&path).map_err(failed)?;
    writeln!(file, "{text}").map_err(failed)?;
    if text.len() <= MOST {
        // A terminal that is gone is noticed when the next frame is drawn.
        let _ = terminal.write_all(osc52(&text).as_bytes());
        let _ = terminal.flush();
    }
    Ok(path.display().to_string())
}

/// The escape that sets the clipboard.
fn osc52(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", base64(text.as_bytes()))
}

/// A name without what files cannot bear.
fn file_name(name: &str) -> String {
    let bad = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    clean(name).chars().filter(|c| !bad(*c)).take(60).collect()
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for n in 0..4 {
            let sign = SIGNS.get((word >> (18 - 6 * n)) as usize & 63);
            let filler = n > chunk.len();
            out.push(if filler {
                '='
            } else {
                sign.map_or('=', |s| char::from(*s))
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_clipboard_gets_base64() {
        let coded = ["", "f", "fo", "foo", "foobar", "督办"].map(|text| base64(text.as_bytes()));
        assert_eq!(coded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYmFy", "552j5Yqe"]);
        assert_eq!(osc52("foo"), "\x1b]52;c;Zm9v\x07");
    }

    #[test]
    fn the_text_lies_in_a_file_and_nothing_in_it_commands_a_terminal() {
        let folder = tempfile::tempdir().unwrap();
        let mut terminal = Vec::new();
        let text = "第一行\n\x1b]52;c;x\x07第二行";
        let path = copy(text, "催办 ../市教育局", folder.path(), &mut terminal).unwrap();
        let sent = String::from_utf8(terminal).unwrap();
        assert!(
            sent.starts_with("\x1b]52;c;") && sent.ends_with('\x07'),
            "{sent:?}"
        );
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("第一行\n") && text.contains("第二行"),
            "{text}"
        );
        assert!(!text.contains('\x1b') && !text.contains('\x07'), "{text:?}");
        assert!(path.ends_with("催办 ..市教育局.txt"), "{path}");
    }
}
