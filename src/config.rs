//! The settings: `config.toml` read, validated and explained.

use crate::words::Lang;

/// How the screens look and speak: personal taste, never shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taste {
    /// The language of the screens.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// Which characters may be sent to the terminal.
    pub glyphs: Glyphs,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Saved views, reached with 1 to 9.
    pub views: Vec<View>,
}

impl Default for Taste {
    fn default() -> Self {
        Self {
            lang: Lang::Zh,
            theme: Theme::Dark,
            glyphs: Glyphs::Safe,
            mouse: false,
            views: Vec::new(),
        }
    }
}

/// A saved view: a filter and an order under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// The filter, in the filter language.
    pub filter: String,
    /// The column to sort by, `-` before it for the reverse: `due`, `-updated`; empty for the plan's order.
    pub sort: String,
}

/// The colours of the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light letters on a dark ground.
    #[default]
    Dark,
    /// Dark letters on a light ground.
    Light,
    /// Black and white with bold.
    HighContrast,
    /// Only the terminal's 16 colours.
    Ansi,
    /// No colour at all, as `NO_COLOR` asks.
    Plain,
}

/// Which characters may be sent to the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Characters of ambiguous width are replaced on screen (`domain.md` 7.1).
    #[default]
    Safe,
    /// All characters as they are.
    Unicode,
}
