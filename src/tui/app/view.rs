//! The frame around the screens: the bar, the panes, the line for messages, the keys.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::desk::Desk;
use super::kept::Leaving;
use super::keys::{self, Action, Place};
use super::layout::{self, MIN_HEIGHT, MIN_WIDTH, Shape};
use super::message::Notice;
use super::screen::{Screen, departments, detail, help};
use super::{App, Tone};
use crate::tui::widget::cells;
use crate::tui::widget::field::cells_u16;
use crate::words::fill;

/// The most lines a message takes.
const MESSAGE_LINES: usize = 4;

impl App {
    /// Draws the screens.
    pub fn view(&self, frame: &mut Frame<'_>) {
        let desk = &self.desk;
        let area = frame.area();
        let buffer = frame.buffer_mut();
        // The size that was announced and the one drawn to may differ for one frame.
        if Shape::of(area.as_size()) == Shape::Small || desk.shape() == Shape::Small {
            draw_too_small(desk, buffer, area);
            return;
        }
        if area.as_size() != desk.size {
            return;
        }
        // Only a theme with a ground of its own gives the text one.
        buffer.set_style(area, desk.palette.text);
        let areas = layout::areas(desk.size);
        let bar = draw_mark(desk, buffer, areas.bar);
        self.draw_bar(buffer, bar);
        let mut cursor = None;
        match self.stack.last() {
            Some(Screen::Form(form)) => cursor = form.draw(desk, buffer, areas.body),
            Some(Screen::History(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Drafts(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Share(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Conflict(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Review(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Help(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Menu(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Home(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Acts(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Undo(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Meeting(screen)) => cursor = screen.draw(desk, buffer, areas.body),
            Some(Screen::Agenda(screen)) => cursor = screen.draw(desk, buffer, areas.body),
            Some(Screen::Approvals(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Windows(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Window(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Indicators(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Reports(screen)) => screen.draw(desk, buffer, areas.body),
            Some(Screen::Figures(screen)) => cursor = screen.draw(desk, buffer, areas.body),
            Some(Screen::Departments(screen)) if areas.departments.is_none() => {
                screen.draw_page(desk, buffer, areas.body);
            }
            Some(Screen::Detail(screen)) if areas.detail.is_none() => {
                detail::draw(desk, screen, buffer, areas.body);
            }
            None | Some(Screen::Detail(_) | Screen::Departments(_)) => {
                cursor = self.ledger.draw_status(desk, buffer, areas.status);
                self.draw_panes(buffer, &areas);
            }
        }
        self.draw_message(buffer, areas.message);
        self.draw_footer(buffer, areas.footer);
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }

    fn draw_panes(&self, buffer: &mut Buffer, areas: &layout::Areas) {
        let desk = &self.desk;
        let top = self.stack.last();
        self.ledger.draw(desk, buffer, areas.list, top.is_none());
        if let Some(area) = areas.departments {
            match top {
                Some(Screen::Departments(screen)) => screen.draw(desk, buffer, area, true),
                _ => departments::Screen::default().draw(desk, buffer, area, false),
            }
        }
        if let Some(area) = areas.detail {
            match (top, self.ledger.shown) {
                (Some(Screen::Detail(screen)), _) => {
                    detail::draw(desk, screen, buffer, area);
                }
                (_, Some(task)) => {
                    let sought = self.ledger.finding.sought();
                    detail::draw_beside(desk, task, sought, buffer, area);
                }
                _ => {}
            }
        }
        if let Some(area) = areas.preview {
            let rule = Line::styled("-".repeat(usize::from(area.width)), desk.palette.dim);
            buffer.set_line(area.x, area.y, &rule, area.width);
            let below = Rect {
                x: area.x + 1,
                y: area.y + 1,
                width: area.width - 2,
                height: area.height - 1,
            };
            self.ledger.draw_preview(desk, buffer, below);
        }
        for x in areas.dividers.into_iter().flatten() {
            for y in areas.list.top()..areas.list.bottom() {
                buffer.set_stringn(x, y, "|", 1, desk.palette.dim);
            }
        }
    }

    /// The name of the screen and of the plan, or of the task in full, on the left, the day and the person on the right.
    fn draw_bar(&self, buffer: &mut Buffer, area: Rect) {
        let desk = &self.desk;
        let words = desk.words.screen;
        let name = match self.stack.last() {
            Some(Screen::Meeting(screen)) => return screen.draw_bar(desk, buffer, area),
            Some(Screen::Form(form)) => form.subject.heading(desk),
            Some(Screen::Menu(_)) => words.key_menu,
            Some(Screen::Home(screen)) => screen.heading(desk),
            Some(Screen::Help(screen)) => {
                // The help says what it is the help of.
                return self.draw_bar_text(
                    &format!("{} - {}", words.key_help, screen.name(desk)),
                    buffer,
                    area,
                );
            }
            Some(screen) => help::place_name(desk, screen.place()),
            None => desk.words.term.ledger,
        };
        let task = match self.stack.last() {
            // Its head may be scrolled out of sight.
            Some(Screen::Detail(screen)) => desk.row(screen.task),
            _ => None,
        };
        let about = match (task, &desk.snapshot.head) {
            (Some(row), _) => desk.clean(&format!("{} {}", row.code, row.title)),
            (None, Some(head)) => desk.clean(&head.title),
            (None, None) => words.duban.to_owned(),
        };
        self.draw_bar_text(&format!("{name} | {about}"), buffer, area);
    }

    fn draw_bar_text(&self, left: &str, buffer: &mut Buffer, area: Rect) {
        let desk = &self.desk;
        let words = desk.words.screen;
        let width = usize::from(area.width);
        let day = desk.long_day(desk.today());
        let (right, style) = if desk.snapshot.past {
            (fill(words.past_banner, &[&day]), desk.palette.bad)
        } else {
            let me = desk.clean(&desk.snapshot.me.name);
            let delivery = desk.delivery().unwrap_or_default();
            let whole = format!("{delivery}  {day} {me}").trim().to_owned();
            let least = format!("{delivery}  {me}").trim().to_owned();
            // The day and then the name give way to how far what was recorded has come.
            let room = width / 2 + cells::width(&delivery).min(width / 8);
            let fitting = [whole, least].into_iter().find(|t| cells::width(t) <= room);
            (fitting.unwrap_or(delivery), desk.palette.bar)
        };
        let right = cells::cut(&right, width * 3 / 4);
        let room = width.saturating_sub(cells::width(&right) + 3);
        let line = Line::from(vec![
            Span::styled(format!(" {} ", cells::pad(left, room)), desk.palette.bar),
            Span::styled(format!("{right} "), style),
        ]);
        buffer.set_line(area.x, area.y, &line, area.width);
    }

    /// The latest message, or a rule. A long one takes lines from above rather than being cut.
    fn draw_message(&self, buffer: &mut Buffer, area: Rect) {
        let desk = &self.desk;
        let palette = desk.palette;
        let room = usize::from(area.width).saturating_sub(2);
        let Some((style, message, hint)) = self.message() else {
            let rule = Line::styled("-".repeat(usize::from(area.width)), palette.dim);
            buffer.set_line(area.x, area.y, &rule, area.width);
            return;
        };
        let (message, hint) = (desk.clean(&message), desk.clean(&hint));
        let lines = if cells::width(&message) + cells::width(&hint) + 2 <= room {
            vec![Line::from(vec![
                Span::styled(format!(" {message}  "), style),
                Span::styled(hint, palette.text),
            ])]
        } else {
            let message = cells::wrap(&message, room)
                .into_iter()
                .map(|line| (line, style));
            let hint = cells::wrap(&hint, room)
                .into_iter()
                .filter(|line| !line.is_empty())
                .map(|line| (line, palette.text));
            message
                .chain(hint)
                .take(MESSAGE_LINES)
                .map(|(line, style)| Line::styled(format!(" {line}"), style))
                .collect()
        };
        let first = area.bottom().saturating_sub(cells_u16(lines.len()));
        for (y, line) in (first..area.bottom()).zip(lines) {
            let blank = " ".repeat(usize::from(area.width));
            buffer.set_stringn(
                area.x,
                y,
                blank,
                usize::from(area.width),
                Style::reset().patch(palette.text),
            );
            buffer.set_line(area.x, y, &line, area.width);
        }
    }

    /// What there is to tell: style, message and hint.
    fn message(&self) -> Option<(Style, String, String)> {
        let desk = &self.desk;
        let palette = desk.palette;
        let bad = |notice: &Notice| (palette.bad, notice.message.clone(), notice.hint.clone());
        if let Some((tone, notice)) = &self.notice {
            let style = match tone {
                Tone::Good => palette.good,
                Tone::Bad => palette.bad,
            };
            return Some((style, notice.message.clone(), notice.hint.clone()));
        }
        if self.keeping.leaving == Leaving::Asked {
            return Some((palette.dim, desk.words.screen.saving.into(), String::new()));
        }
        match self.stack.last() {
            Some(Screen::Reports(reports)) if reports.pending.is_some() => {
                let said = desk.words.issuing.writing;
                Some((palette.dim, said.into(), String::new()))
            }
            Some(screen) if screen.pending().is_some() => {
                Some((palette.dim, desk.words.screen.saving.into(), String::new()))
            }
            Some(Screen::Form(form)) => form.error().map(bad),
            Some(Screen::Figures(figures)) => figures.error().map(bad),
            Some(Screen::Agenda(agenda)) if agenda.is_typing() => agenda
                .problem()
                .map(|problem| (palette.bad, problem.message.clone(), String::new())),
            None if self.place() == Place::Filter => self
                .ledger
                .finding
                .problem()
                .map(|problem| (palette.bad, problem.message.clone(), String::new())),
            _ => None,
        }
    }

    /// The keys that matter here; as many as fit, the help and the way out always.
    fn draw_footer(&self, buffer: &mut Buffer, area: Rect) {
        let desk = &self.desk;
        let offers = |action: Action| match self.stack.last() {
            Some(Screen::Form(form)) => form.offers(action, desk),
            Some(Screen::Approvals(approvals)) => approvals.offers(action, desk),
            Some(Screen::Meeting(meeting)) => meeting.offers(action, desk),
            Some(Screen::Agenda(agenda)) => agenda.offers(action),
            _ => true,
        };
        let line = footer(desk, self.place(), offers, usize::from(area.width));
        buffer.set_line(area.x, area.y, &line, area.width);
    }
}

/// Says at the end of the bar that everything is made up, where it is; gives what is left of the bar.
fn draw_mark(desk: &Desk, buffer: &mut Buffer, bar: Rect) -> Rect {
    if !desk.snapshot.demo {
        return bar;
    }
    let mark = format!("[{}]", desk.words.report.demo);
    let width = cells_u16(cells::width(&mark)).min(bar.width);
    let rest = bar.width - width;
    buffer.set_stringn(
        bar.x + rest,
        bar.y,
        mark,
        usize::from(width),
        desk.palette.bad,
    );
    Rect { width: rest, ..bar }
}

/// The footer of a place, from the key table.
fn footer(
    desk: &Desk,
    place: Place,
    offers: impl Fn(Action) -> bool,
    width: usize,
) -> Line<'static> {
    let words = desk.words.screen;
    let mut shown: Vec<(u8, String, &str)> = keys::in_place(place)
        .filter(|binding| binding.rank > 0 && offers(binding.action))
        .filter_map(|binding| {
            let chord = binding.keys.first()?;
            Some((binding.rank, keys::name(*chord), (binding.label)(words)))
        })
        .collect();
    shown.sort_by_key(|(rank, ..)| *rank);
    // Chinese needs no blank after the name of a key, and can do with one between two.
    let chinese = !words.key_open.is_ascii();
    let (gap, least) = if chinese { ("", 1) } else { (" ", 2) };
    let wide = |shown: &[(u8, String, &str)], between: usize| {
        let one = |(_, key, label): &(u8, String, &str)| {
            cells::width(key) + gap.len() + cells::width(label) + between
        };
        (1 + shown.iter().map(one).sum::<usize>()).saturating_sub(between)
    };
    // What does not fit goes from the middle: the last ones are the menu, the help and the way out.
    while wide(&shown, least) > width {
        let Some(at) = shown.iter().rposition(|(rank, ..)| *rank < 20) else {
            break;
        };
        shown.remove(at);
    }
    let between = " ".repeat(if wide(&shown, 2) > width { least } else { 2 });
    let mut spans = vec![Span::raw(" ")];
    for (_, key, label) in shown {
        spans.push(Span::styled(key, desk.palette.key));
        spans.push(Span::styled(
            format!("{gap}{label}{between}"),
            desk.palette.text,
        ));
    }
    Line::from(spans)
}

fn draw_too_small(desk: &Desk, buffer: &mut Buffer, area: Rect) {
    let words = desk.words.screen;
    let size = format!("{}x{}", area.width, area.height);
    let least = format!("{MIN_WIDTH}x{MIN_HEIGHT}");
    let text = fill(words.too_small, &[&least, &size]);
    let text = if desk.snapshot.demo {
        format!("[{}] {text}", desk.words.report.demo)
    } else {
        text
    };
    let lines = cells::wrap(&desk.clean(&text), usize::from(area.width));
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        buffer.set_stringn(area.x, y, line, usize::from(area.width), desk.palette.text);
    }
}
