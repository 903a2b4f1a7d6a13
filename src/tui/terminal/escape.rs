//! The shortest escapes that move the cursor and change the pen.

use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// How the terminal writes the next character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    ink: Color,
    ground: Color,
    modifier: Modifier,
}

impl Pen {
    pub(super) const PLAIN: Self = Self {
        ink: Color::Reset,
        ground: Color::Reset,
        modifier: Modifier::empty(),
    };

    pub(super) fn of(cell: &Cell) -> Self {
        Self {
            ink: cell.fg,
            ground: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Whether a blank written so looks like an erased cell.
    pub(super) fn leaves_nothing(self) -> bool {
        let visible = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        self.ground == Color::Reset && !self.modifier.intersects(visible)
    }
}

/// The address of a cell.
pub(super) fn absolute(to: Position) -> String {
    match (to.x, to.y) {
        (0, 0) => "\x1b[H".into(),
        (0, y) => format!("\x1b[{}H", y + 1),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

/// The shortest way between two cells.
pub(super) fn shortest(from: Position, to: Position) -> String {
    let steps = |n: u16, letter: char| match n {
        0 => String::new(),
        1 => format!("\x1b[{letter}"),
        n => format!("\x1b[{n}{letter}"),
    };
    let address = absolute(to);
    let mut ways = vec![address];
    if to.y == from.y {
        ways.push(if to.x > from.x {
            steps(to.x - from.x, 'C')
        } else {
            steps(from.x - to.x, 'D')
        });
        if to.x < from.x && from.x - to.x <= 4 {
            ways.push("\x08".repeat(usize::from(from.x - to.x)));
        }
        ways.push(format!("\x1b[{}G", to.x + 1));
    } else {
        let vertical = if to.y > from.y {
            let down = to.y - from.y;
            if down <= 3 {
                "\n".repeat(usize::from(down))
            } else {
                steps(down, 'B')
            }
        } else {
            steps(from.y - to.y, 'A')
        };
        if to.x == 0 {
            ways.push(format!("\r{vertical}"));
        }
        if to.x == from.x {
            ways.push(vertical);
        }
    }
    ways.into_iter().min_by_key(String::len).unwrap_or_default()
}

/// The escape that turns one pen into another: only what differs, in one sequence.
pub(super) fn change_pen(from: Pen, to: Pen) -> String {
    if to == Pen::PLAIN {
        return "\x1b[m".into();
    }
    let gained = to.modifier - from.modifier;
    let lost = from.modifier - to.modifier;
    let mut parts: Vec<String> = Vec::new();
    // Bold and dim end together, so what stays of them is said again; when all else fails, begin anew.
    let ends: &[(Modifier, &str)] = &[
        (Modifier::BOLD, "22"),
        (Modifier::DIM, "22"),
        (Modifier::ITALIC, "23"),
        (Modifier::UNDERLINED, "24"),
        (Modifier::SLOW_BLINK, "25"),
        (Modifier::RAPID_BLINK, "25"),
        (Modifier::REVERSED, "27"),
        (Modifier::HIDDEN, "28"),
        (Modifier::CROSSED_OUT, "29"),
    ];
    let begins: &[(Modifier, &str)] = &[
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::SLOW_BLINK, "5"),
        (Modifier::RAPID_BLINK, "6"),
        (Modifier::REVERSED, "7"),
        (Modifier::HIDDEN, "8"),
        (Modifier::CROSSED_OUT, "9"),
    ];
    let bold_or_dim = Modifier::BOLD | Modifier::DIM;
    let mut again = Modifier::empty();
    for (modifier, code) in ends {
        if lost.contains(*modifier) && !parts.iter().any(|part| part == code) {
            parts.push((*code).to_owned());
        }
    }
    if lost.intersects(bold_or_dim) {
        again = to.modifier & bold_or_dim;
    }
    for (modifier, code) in begins {
        if (gained | again).contains(*modifier) {
            parts.push((*code).to_owned());
        }
    }
    if to.ink != from.ink {
        parts.push(colour(to.ink, Layer::Ink));
    }
    if to.ground != from.ground {
        parts.push(colour(to.ground, Layer::Ground));
    }
    let change = format!("\x1b[{}m", parts.join(";"));
    if from == Pen::PLAIN {
        return change;
    }
    let anew = change_pen(Pen::PLAIN, to).replacen("\x1b[", "\x1b[;", 1);
    if anew.len() < change.len() {
        anew
    } else {
        change
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Ink,
    Ground,
}

/// The parameters that select a colour.
fn colour(colour: Color, layer: Layer) -> String {
    let (normal, bright, extended) = match layer {
        Layer::Ink => (30, 90, 38),
        Layer::Ground => (40, 100, 48),
    };
    match colour {
        Color::Reset => (normal + 9).to_string(),
        Color::Black => normal.to_string(),
        Color::Red => (normal + 1).to_string(),
        Color::Green => (normal + 2).to_string(),
        Color::Yellow => (normal + 3).to_string(),
        Color::Blue => (normal + 4).to_string(),
        Color::Magenta => (normal + 5).to_string(),
        Color::Cyan => (normal + 6).to_string(),
        Color::Gray => (normal + 7).to_string(),
        Color::DarkGray => bright.to_string(),
        Color::LightRed => (bright + 1).to_string(),
        Color::LightGreen => (bright + 2).to_string(),
        Color::LightYellow => (bright + 3).to_string(),
        Color::LightBlue => (bright + 4).to_string(),
        Color::LightMagenta => (bright + 5).to_string(),
        Color::LightCyan => (bright + 6).to_string(),
        Color::White => (bright + 7).to_string(),
        Color::Indexed(n) => format!("{extended};5;{n}"),
        Color::Rgb(r, g, b) => format!("{extended};2;{r};{g};{b}"),
    }
}
