//! The departments: how many tasks each leads and supports. Most support and never lead, so both are shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Step;
use crate::model::{DepartmentId, IdMap, Row, Snapshot};
use crate::tui::app::desk::Desk;
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Move, in_sight, mark_more};

/// The widest the list is where it stands beside tasks.
const LIST: u16 = 46;

/// The list of departments.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    pub(crate) selected: Option<DepartmentId>,
    top: usize,
}

/// A department with its load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) id: DepartmentId,
    pub(crate) lead: usize,
    pub(crate) support: usize,
}

/// The departments that have tasks, those with the most first; the leads before the supporters.
pub(crate) fn loads(snapshot: &Snapshot) -> Vec<Load> {
    let mut counts = IdMap::<DepartmentId, (usize, usize)>::default();
    for row in snapshot.rows.iter() {
        for &id in &row.lead {
            counts.entry(id).or_default().0 += 1;
        }
        for &id in &row.support {
            counts.entry(id).or_default().1 += 1;
        }
    }
    let mut loads: Vec<Load> = snapshot
        .directory
        .iter()
        .filter_map(|department| {
            let &(lead, support) = counts.get(&department.id)?;
            Some(Load {
                id: department.id,
                lead,
                support,
            })
        })
        .collect();
    loads.sort_by_key(|load| std::cmp::Reverse((load.lead, load.support)));
    loads
}

impl Screen {
    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let loads = &desk.loads;
        let height = height(desk);
        let at = self.at(loads);
        let at = way.in_list(at, loads.len(), height);
        self.selected = loads.get(at).map(|load| load.id);
        self.settle(desk);
    }

    /// Keeps the cursor visible.
    pub(crate) fn settle(&mut self, desk: &Desk) {
        let loads = &desk.loads;
        let (at, height) = (self.at(loads), height(desk));
        self.selected = loads.get(at).map(|load| load.id);
        self.top = in_sight(self.top, at, loads.len(), height);
    }

    pub(crate) fn act(&mut self, action: Action, _desk: &Desk) -> Vec<Step> {
        match (action, self.selected) {
            (Action::Open, Some(id)) => vec![Step::Close, Step::ShowDepartment(id)],
            (Action::NextPane, _) => vec![Step::Close],
            _ => Vec::new(),
        }
    }

    fn at(&self, loads: &[Load]) -> usize {
        loads
            .iter()
            .position(|load| Some(load.id) == self.selected)
            .unwrap_or(0)
    }

    /// Draws the departments on a page of their own, with the tasks of the selected one beside them.
    pub(crate) fn draw_page(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let list = Rect {
            width: (area.width / 2).min(LIST),
            ..area
        };
        self.draw(desk, buffer, list, true);
        let tasks = Rect {
            x: list.right() + 2,
            width: area.width.saturating_sub(list.width + 3),
            ..area
        };
        for y in area.top()..area.bottom() {
            buffer.set_stringn(list.right(), y, "|", 1, desk.palette.dim);
        }
        let Some(selected) = self.selected else {
            return;
        };
        let mut work = work(desk, selected);
        for (y, line) in (tasks.top()..tasks.bottom()).zip(work.by_ref()) {
            let line = cells::fit(line, usize::from(tasks.width.saturating_sub(1)));
            buffer.set_line(tasks.x, y, &line, tasks.width);
        }
        mark_more(buffer, tasks, false, work.next().is_some());
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect, focused: bool) {
        let (term, words, palette) = (desk.words.term, desk.words.screen, desk.palette);
        let loads = &desk.loads;
        let width = usize::from(area.width);
        let name = width.saturating_sub(2 + 5 + 5 + 1);
        let head = format!(
            "  {}{}{}",
            cells::pad(&format!("{} ({})", term.department, loads.len()), name),
            cells::pad_left(words.head_lead, 5),
            cells::pad_left(words.head_support, 5)
        );
        buffer.set_line(area.x, area.y, &Line::styled(head, palette.dim), area.width);
        if loads.is_empty() {
            let line = Line::raw(format!("  {}", words.no_departments));
            buffer.set_line(area.x, area.y + 1, &line, area.width);
        }
        for (y, load) in (area.top() + 1..area.bottom()).zip(loads.iter().skip(self.top)) {
            let lit = focused && Some(load.id) == self.selected;
            let style = if lit { palette.selected } else { palette.text };
            let full = desk.clean(&desk.snapshot.directory.label(load.id));
            let count = |n: usize| {
                let text = if n == 0 { "-".into() } else { n.to_string() };
                cells::pad_left(&text, 5)
            };
            let line = Line::from(vec![
                Span::styled(if lit { "> " } else { "  " }, style),
                Span::styled(cells::pad(&full, name), style),
                Span::styled(count(load.lead), style),
                Span::styled(count(load.support), style),
                Span::styled(" ", style),
            ]);
            buffer.set_line(area.x, y, &line, area.width);
        }
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let below = loads.len() > self.top + usize::from(body.height);
        mark_more(buffer, body, self.top > 0, below);
    }
}

/// The tasks of a department, those it leads first.
fn work(desk: &Desk, department: DepartmentId) -> impl Iterator<Item = Line<'static>> {
    let (term, palette) = (desk.words.term, desk.palette);
    let rows = desk.snapshot.rows.iter();
    let leads = rows
        .clone()
        .filter(move |row| row.lead.contains(&department));
    let supports = rows.filter(move |row| row.support.contains(&department));
    let line = move |role: &str, row: &Row| {
        Line::from(vec![
            Span::styled(format!("{role} "), palette.dim),
            Span::styled(
                format!("{} {}", row.code, desk.clean(&row.title)),
                palette.text,
            ),
        ])
    };
    leads
        .map(move |row| line(term.lead, row))
        .chain(supports.map(move |row| line(term.support, row)))
}

/// How many departments are visible at once.
fn height(desk: &Desk) -> usize {
    let areas = layout::areas(desk.size);
    let area = areas.departments.unwrap_or(areas.body);
    usize::from(area.height.saturating_sub(1)).max(1)
}
