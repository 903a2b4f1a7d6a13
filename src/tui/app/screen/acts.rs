//! What can be done with the picked tasks: a short list to choose from. The form that follows names every task.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Step;
use super::form::{Act, act_on};
use crate::model::ItemId;
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::Move;
use crate::words::fill;

/// The list of what can be done.
#[derive(Debug)]
pub(crate) struct Screen {
    tasks: Vec<ItemId>,
    acts: Vec<Act>,
    at: usize,
}

impl Screen {
    pub(crate) fn new(desk: &Desk, tasks: Vec<ItemId>) -> Self {
        let first = tasks.first().and_then(|task| desk.row(*task));
        let lead = first.and_then(|row| row.lead.first().copied());
        Self {
            acts: Act::all(lead),
            tasks,
            at: 0,
        }
    }

    pub(crate) fn go(&mut self, way: Move) {
        let last = self.acts.len().saturating_sub(1);
        self.at = match way {
            Move::Down => (self.at + 1).min(last),
            Move::Up => self.at.saturating_sub(1),
            Move::PageDown | Move::Bottom | Move::NextSection => last,
            Move::PageUp | Move::Top | Move::PreviousSection => 0,
        };
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk) -> Vec<Step> {
        match (action, self.acts.get(self.at)) {
            (Action::Open, Some(Act::Remind(_))) => vec![Step::CloseAnd(Action::Remind)],
            (Action::Open, Some(act)) => {
                let form = act_on(desk, *act, self.tasks.clone());
                vec![Step::Close, Step::Open(form)]
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let (words, palette) = (desk.words.work, desk.palette);
        let width = usize::from(area.width);
        let count = self.tasks.len().to_string();
        let head = format!("  {}", fill(words.acts_on, &[&count]));
        buffer.set_line(
            area.x,
            area.y,
            &Line::styled(head, palette.head),
            area.width,
        );
        for (y, (at, act)) in (area.y + 1..area.bottom()).zip(self.acts.iter().enumerate()) {
            let lit = at == self.at;
            let style = if lit { palette.selected } else { palette.text };
            let able = act.able(desk, &self.tasks).to_string();
            let name = cells::pad(act.heading(desk), 22);
            let label = format!("{name}{}", fill(words.act_can, &[&able]));
            let line = Line::from(vec![
                Span::styled(if lit { "> " } else { "  " }, style),
                Span::styled(cells::pad(&label, width.saturating_sub(3)), style),
            ]);
            buffer.set_line(area.x, y, &line, area.width);
        }
        let names = self.tasks.iter().filter_map(|task| desk.row(*task));
        let first = area.y + 2 + u16::try_from(self.acts.len()).unwrap_or(0);
        for (y, row) in (first..area.bottom()).zip(names) {
            let name = desk.clean(&format!("    {} {}", row.code, row.title));
            let line = Line::styled(cells::cut(&name, width), palette.dim);
            buffer.set_line(area.x, y, &line, area.width);
        }
    }
}
