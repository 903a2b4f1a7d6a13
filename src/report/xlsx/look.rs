//! How the cells of a workbook look.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use super::super::{Align, colour};
use crate::model::Light;

/// How a cell looks; each look is made once, for a workbook holds few and compares them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Look {
    /// Words, and whether Excel must be told that they are no formula should somebody edit them.
    Words(Align, bool),
    Number(Align, usize),
    Day(Align),
    Light(Light),
}

#[derive(Default)]
pub(super) struct Looks(HashMap<Look, Format>);

impl Looks {
    /// The look, made when it is asked for first.
    pub(super) fn get(&mut self, look: Look) -> &Format {
        self.0.entry(look).or_insert_with(|| look.format())
    }
}

impl Look {
    fn format(self) -> Format {
        match self {
            Self::Words(align, is_formula) => {
                let format = framed(across(align)).set_text_wrap();
                if is_formula {
                    format.set_quote_prefix()
                } else {
                    format
                }
            }
            Self::Number(align, 0) => framed(across(align)).set_num_format("0"),
            Self::Number(align, places) => {
                framed(across(align)).set_num_format(format!("0.{}", "0".repeat(places)))
            }
            Self::Day(align) => framed(across(align)).set_num_format("yyyy-mm-dd"),
            Self::Light(light) => framed(FormatAlign::Center)
                .set_bold()
                .set_background_color(colour(light)),
        }
    }
}

fn across(align: Align) -> FormatAlign {
    match align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    }
}

pub(super) fn plain() -> Format {
    Format::new()
        .set_font_name(super::FONT)
        .set_font_size(10)
        .set_align(FormatAlign::VerticalCenter)
}

pub(super) fn framed(align: FormatAlign) -> Format {
    plain().set_border(FormatBorder::Thin).set_align(align)
}
