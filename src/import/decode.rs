//! Bytes to text: byte order mark, strict UTF-8, else GB18030.

use encoding_rs::{Encoding, GB18030};

/// The text of a document.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, without a byte order mark and otherwise as it came.
    pub(super) text: String,
    /// Whether some bytes stood for no character and were replaced.
    pub(super) damaged: bool,
}

/// Decodes `bytes`; what cannot be read becomes U+FFFD.
///
/// Chinese office software writes GB18030 or one of its subsets where it does not write Unicode (`domain.md` 7.3).
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, damaged) = encoding.decode_without_bom_handling(rest);
        return Decoded {
            text: text.into_owned(),
            damaged,
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            damaged: false,
        };
    }
    // GB18030 is almost never well-formed UTF-8, so what mostly is must be a UTF-8 text with a scratch.
    let lossy = String::from_utf8_lossy(bytes);
    let (lost, sound) = lossy.chars().filter(|c| !c.is_ascii()).fold(
        (0_usize, 0_usize),
        |(lost, sound), c| match c {
            '\u{fffd}' => (lost + 1, sound),
            _ => (lost, sound + 1),
        },
    );
    if sound > lost * 4 {
        return Decoded {
            text: lossy.into_owned(),
            damaged: true,
        };
    }
    let (text, damaged) = GB18030.decode_without_bom_handling(bytes);
    Decoded {
        text: text.into_owned(),
        damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_mark_utf8_and_gb18030_read_alike() {
        let plan = "淄政发〔2022〕2号，“十四五”";
        let (gb, _, _) = GB18030.encode(plan);
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(plan.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let marked = [b"\xef\xbb\xbf", plan.as_bytes()].concat();
        for bytes in [plan.as_bytes(), &gb, &utf16, &marked] {
            let decoded = decode(bytes);
            assert_eq!((decoded.text.as_str(), decoded.damaged), (plan, false));
        }
    }

    #[test]
    fn a_scratch_in_utf8_stays_utf8() {
        let mut bytes = "（市教育局负责）市文化和旅游局".as_bytes().to_vec();
        bytes[7] = 0xff;
        let decoded = decode(&bytes);
        assert!(decoded.damaged);
        assert!(decoded.text.ends_with("局负责）市文化和旅游局"));
    }
}
