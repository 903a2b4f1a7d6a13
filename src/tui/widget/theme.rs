//! The colours of the screens: one named style for each role, so that a theme is one table.

use ratatui::style::{Color, Modifier, Style};

use crate::config::Theme;
use crate::model::Light;

/// The styles of a theme, by what they mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Ordinary text.
    pub text: Style,
    /// Labels and what matters less.
    pub dim: Style,
    /// Headings.
    pub head: Style,
    /// The bar with the name of the screen.
    pub bar: Style,
    /// The selected row of the list that has the focus.
    pub selected: Style,
    /// The selected row of a list without the focus.
    pub marked: Style,
    /// The characters that a search matched.
    pub hit: Style,
    /// What needs attention: overdue, long silent.
    pub warn: Style,
    /// A failure.
    pub bad: Style,
    /// A success.
    pub good: Style,
    /// The names of keys.
    pub key: Style,
    /// The ground of a text field.
    pub field: Style,
    /// The ground of the field that has the focus.
    pub focus: Style,
    /// What was taken back or replaced.
    pub gone: Style,
    /// The lights, beside the character that says the same: red, yellow, blue, green.
    pub lights: [Style; 4],
}

impl Palette {
    /// The styles of a theme.
    #[must_use]
    pub fn of(theme: Theme) -> Self {
        match theme {
            Theme::Dark => Self::dark(),
            Theme::Light => Self::light(),
            Theme::HighContrast => Self::high_contrast(),
            Theme::Ansi => Self::ansi(),
            Theme::Plain => Self::plain(),
        }
    }

    /// The style of a light; those that ask for nothing are dim.
    #[must_use]
    pub fn lamp(&self, light: Light) -> Style {
        let [red, yellow, blue, green] = self.lights;
        match light {
            Light::Red => red,
            Light::Yellow => yellow,
            Light::Blue => blue,
            Light::Green => green,
            Light::Grey | Light::Closed | Light::Stopped => self.dim,
        }
    }

    /// Black on white whatever the terminal's colours are: for a screen that is thrown on a wall.
    #[must_use]
    pub fn white() -> Self {
        let on = |ink| Style::new().fg(Color::Indexed(ink)).bg(Color::Indexed(231));
        let turned = Style::new().fg(Color::Indexed(231)).bg(Color::Indexed(16));
        Self {
            text: on(16),
            dim: on(238),
            head: on(16).add_modifier(Modifier::BOLD),
            bar: turned.add_modifier(Modifier::BOLD),
            selected: turned.add_modifier(Modifier::BOLD),
            marked: on(16).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            hit: on(16).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            warn: on(94).add_modifier(Modifier::BOLD),
            bad: on(124).add_modifier(Modifier::BOLD),
            good: on(22).add_modifier(Modifier::BOLD),
            key: on(18).add_modifier(Modifier::BOLD),
            field: on(16).add_modifier(Modifier::UNDERLINED),
            focus: Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(229)),
            gone: on(240).add_modifier(Modifier::CROSSED_OUT),
            lights: [on(124), on(94), on(18), on(22)]
                .map(|style| style.add_modifier(Modifier::BOLD)),
        }
    }

    fn dark() -> Self {
        let ink = |n| Style::new().fg(Color::Indexed(n));
        Self {
            text: Style::new(),
            dim: ink(246),
            head: ink(117).add_modifier(Modifier::BOLD),
            bar: Style::new().fg(Color::Indexed(255)).bg(Color::Indexed(24)),
            selected: Style::new().fg(Color::Indexed(255)).bg(Color::Indexed(25)),
            marked: ink(255).bg(Color::Indexed(238)),
            hit: ink(222).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            warn: ink(215),
            bad: ink(210).add_modifier(Modifier::BOLD),
            good: ink(114),
            key: ink(117),
            field: ink(252).bg(Color::Indexed(236)),
            focus: ink(255).bg(Color::Indexed(239)),
            gone: ink(243).add_modifier(Modifier::CROSSED_OUT),
            lights: [ink(203), ink(221), ink(75), ink(114)],
        }
    }

    fn light() -> Self {
        let ink = |n| Style::new().fg(Color::Indexed(n));
        Self {
            text: Style::new(),
            dim: ink(241),
            head: ink(25).add_modifier(Modifier::BOLD),
            bar: Style::new().fg(Color::Indexed(255)).bg(Color::Indexed(25)),
            selected: Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(153)),
            marked: ink(16).bg(Color::Indexed(254)),
            hit: ink(124).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            warn: ink(130),
            bad: ink(124).add_modifier(Modifier::BOLD),
            good: ink(28),
            key: ink(25),
            field: ink(16).bg(Color::Indexed(254)),
            focus: ink(16).bg(Color::Indexed(229)),
            gone: ink(245).add_modifier(Modifier::CROSSED_OUT),
            lights: [ink(124), ink(130), ink(25), ink(28)],
        }
    }

    fn high_contrast() -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let turned = Style::new().fg(Color::Black).bg(Color::White);
        Self {
            text: Style::new(),
            dim: Style::new(),
            head: bold.add_modifier(Modifier::UNDERLINED),
            bar: turned.add_modifier(Modifier::BOLD),
            selected: turned.add_modifier(Modifier::BOLD),
            marked: bold.add_modifier(Modifier::UNDERLINED),
            hit: bold.add_modifier(Modifier::UNDERLINED),
            warn: bold,
            bad: bold.add_modifier(Modifier::UNDERLINED),
            good: Style::new(),
            key: bold,
            field: Style::new().add_modifier(Modifier::UNDERLINED),
            focus: bold.add_modifier(Modifier::UNDERLINED),
            gone: Style::new().add_modifier(Modifier::CROSSED_OUT),
            lights: [bold, bold, Style::new(), Style::new()],
        }
    }

    fn ansi() -> Self {
        Self {
            text: Style::new(),
            dim: Style::new().fg(Color::Gray),
            head: Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            bar: Style::new().fg(Color::White).bg(Color::Blue),
            selected: Style::new().fg(Color::White).bg(Color::Blue),
            marked: Style::new().add_modifier(Modifier::UNDERLINED),
            hit: Style::new()
                .fg(Color::Yellow)
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            warn: Style::new().fg(Color::Yellow),
            bad: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            good: Style::new().fg(Color::Green),
            key: Style::new().fg(Color::Cyan),
            field: Style::new().add_modifier(Modifier::UNDERLINED),
            focus: Style::new().fg(Color::White).bg(Color::Blue),
            gone: Style::new()
                .fg(Color::Gray)
                .add_modifier(Modifier::CROSSED_OUT),
            lights: [Color::Red, Color::Yellow, Color::Cyan, Color::Green]
                .map(|colour| Style::new().fg(colour)),
        }
    }

    fn plain() -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let turned = Style::new().add_modifier(Modifier::REVERSED);
        Self {
            text: Style::new(),
            dim: Style::new(),
            head: bold,
            bar: turned,
            selected: turned,
            marked: Style::new().add_modifier(Modifier::UNDERLINED),
            hit: bold.add_modifier(Modifier::UNDERLINED),
            warn: bold,
            bad: bold,
            good: Style::new(),
            key: bold,
            field: Style::new().add_modifier(Modifier::UNDERLINED),
            focus: bold.add_modifier(Modifier::UNDERLINED),
            gone: Style::new().add_modifier(Modifier::CROSSED_OUT),
            lights: [bold, bold, Style::new(), Style::new()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_has_no_colour_and_selection_differs_from_text_in_every_theme() {
        let plain = Palette::of(Theme::Plain);
        for style in [
            plain.text,
            plain.dim,
            plain.head,
            plain.bar,
            plain.selected,
            plain.hit,
            plain.warn,
            plain.bad,
            plain.field,
            plain.focus,
        ] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        for theme in [
            Theme::Dark,
            Theme::Light,
            Theme::HighContrast,
            Theme::Ansi,
            Theme::Plain,
        ] {
            let palette = Palette::of(theme);
            assert_ne!(palette.selected, palette.text, "{theme:?}");
            assert_ne!(palette.selected, palette.bad, "{theme:?}");
            assert_ne!(palette.hit, palette.text, "{theme:?}");
            assert_ne!(palette.field, palette.text, "{theme:?}");
        }
    }
}
