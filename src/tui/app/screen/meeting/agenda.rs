//! The agenda of a meeting: proposed, or what the ledger, a saved view or a filter lists, or the one that is kept;
//! reordered and cut by hand.

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::page::{mark_width, tone};
use crate::model::{ItemId, Proposed, Why};
use crate::search::TextSearch;
use crate::tui::app::desk::Desk;
use crate::tui::app::finding::{Finding, Problem};
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Purpose, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::field::{Field, Lines, cells_u16};
use crate::tui::widget::sheet::{Move, in_sight, mark_more};
use crate::words::fill;

/// Lines above the items: where they come from, and what to do.
const ABOVE: u16 = 2;
/// From this width on those who have the items stand below each other, in cells.
const COLUMNS: usize = 90;
/// The least room that what is to be talked about has before that, in cells; as much as the longest takes, up to two thirds.
const WHAT: usize = 60;

/// Where an agenda comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// It is proposed.
    Proposed,
    /// The tasks that the ledger lists.
    Ledger,
    /// The tasks of the saved view at this place.
    View(usize),
    /// The tasks that a filter lists.
    Filter,
    /// It is the agenda of this meeting.
    Kept(ItemId),
}

/// The list of items.
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) source: Source,
    /// Whether the meeting is going on below.
    pub(crate) running: bool,
    pub(crate) items: Vec<Proposed>,
    /// Those that were taken out.
    pub(crate) out: HashSet<ItemId>,
    /// What the ledger lists, in its order.
    listed: Vec<ItemId>,
    pub(crate) at: usize,
    /// Whether something was changed by hand, so that nothing new replaces it.
    pub(crate) touched: bool,
    pub(crate) pending: Option<Ticket>,
    /// What a view or a filter lists.
    finding: Finding,
    /// The filter while it is typed, and what was there before it.
    typed: Option<(Field, Source)>,
    top: usize,
}

impl Screen {
    /// An agenda to begin with; `listed` is what the ledger lists.
    pub(crate) fn new(listed: Vec<ItemId>, desk: &Desk) -> Self {
        let mut screen = Self {
            source: Source::Proposed,
            running: false,
            items: Vec::new(),
            out: HashSet::new(),
            listed,
            at: 0,
            touched: false,
            pending: None,
            finding: Finding::default(),
            typed: None,
            top: 0,
        };
        screen.refill(desk);
        screen
    }

    /// The agenda of a meeting that is going on, at one of its items.
    pub(crate) fn of(meeting: Option<ItemId>, items: &[ItemId], at: usize, desk: &Desk) -> Self {
        let mut screen = Self::new(items.to_vec(), desk);
        screen.source = meeting.map_or(Source::Ledger, Source::Kept);
        screen.running = true;
        screen.items = chosen(items, desk);
        screen.at = at;
        screen
    }

    /// Takes in what the home told, unless something was changed by hand.
    pub(crate) fn refill(&mut self, desk: &Desk) {
        if self.touched || self.running {
            return;
        }
        let known = desk.known.meetings.as_ref();
        self.items = match self.source {
            Source::Proposed => known
                .map(|known| known.proposed.clone())
                .unwrap_or_default(),
            Source::Ledger => chosen(&self.listed, desk),
            Source::View(_) | Source::Filter => {
                self.finding.refresh(desk);
                // A view whose filter is wrong lists nothing under its name but the reason.
                let wrong = self.finding.problem().is_some();
                if wrong && matches!(self.source, Source::View(_)) {
                    Vec::new()
                } else {
                    chosen(&self.finding.listed(desk), desk)
                }
            }
            Source::Kept(meeting) => {
                let found = known.and_then(|k| k.all.iter().find(|m| m.id == meeting));
                chosen(found.map_or(&[], |meeting| &meeting.agenda), desk)
            }
        };
        self.at = self.at.min(self.items.len().saturating_sub(1));
    }

    /// The next kind of agenda.
    pub(crate) fn next_source(&mut self, desk: &Desk) {
        let known = desk.known.meetings.as_ref();
        let mut all = known.map(|known| known.all.iter()).unwrap_or_default();
        let today = all.find(|meeting| meeting.on == desk.today());
        let kept = today.map(|meeting| Source::Kept(meeting.id));
        let views = (0..desk.taste.views.len()).map(Source::View);
        let sources: Vec<Source> = [Source::Proposed, Source::Ledger]
            .into_iter()
            .chain(views)
            .chain(kept)
            .collect();
        let at = sources.iter().position(|source| *source == self.source);
        let next = at.map_or(0, |at| at + 1);
        self.take_source(sources.get(next).copied().unwrap_or(Source::Proposed), desk);
    }

    /// Takes the agenda from elsewhere.
    pub(crate) fn take_source(&mut self, source: Source, desk: &Desk) {
        self.source = source;
        if let Source::View(at) = source
            && let Some(view) = desk.taste.views.get(at)
        {
            self.finding.set_filter(&view.filter, desk);
            self.finding.sort(view.sort.parse().ok(), desk);
        }
        self.touched = false;
        self.out.clear();
        self.at = 0;
        self.refill(desk);
        self.settle(desk);
    }

    /// Begins to type the filter that the agenda comes from.
    pub(crate) fn begin_filter(&mut self, desk: &Desk) {
        let text = match self.source {
            Source::View(_) | Source::Filter => self.finding.filter_text().to_owned(),
            _ => String::new(),
        };
        self.typed = Some((Field::new(Lines::One, &text), self.source));
        self.follow_filter(desk);
    }

    pub(crate) fn is_typing(&self) -> bool {
        self.typed.is_some()
    }

    pub(crate) fn type_key(&mut self, key: KeyEvent, desk: &Desk) {
        if let Some((field, _)) = &mut self.typed {
            field.key(key, desk.size.width);
        }
        self.follow_filter(desk);
    }

    pub(crate) fn paste(&mut self, text: &str, desk: &Desk) {
        if let Some((field, _)) = &mut self.typed {
            field.paste(text);
        }
        self.follow_filter(desk);
    }

    /// Shows what the filter lists as it is typed; before anything is, the agenda stays what it was.
    fn follow_filter(&mut self, desk: &Desk) {
        let Some((field, before)) = &self.typed else {
            return;
        };
        let (text, before) = (field.text().to_owned(), *before);
        if text.trim().is_empty() {
            if self.source != before {
                self.take_source(before, desk);
            }
            return;
        }
        if self.finding.set_filter(&text, desk) || self.source != Source::Filter {
            self.finding.sort(None, desk);
            self.take_source(Source::Filter, desk);
        }
    }

    /// Ends the typing; a filter that is wrong stays open.
    pub(crate) fn keep_filter(&mut self) {
        if self.problem().is_none() {
            self.typed = None;
        }
    }

    /// Ends the typing, and the agenda is what it was.
    pub(crate) fn cancel_filter(&mut self, desk: &Desk) {
        if let Some((_, before)) = self.typed.take()
            && before != self.source
        {
            self.take_source(before, desk);
        }
    }

    /// Why the filter cannot be understood.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.finding.problem().filter(|_| self.is_found())
    }

    /// What the background is to look for.
    pub(crate) fn wanted(&mut self) -> Vec<Effect> {
        let agenda = |effect| match effect {
            Effect::SearchTexts(_, text, query) => {
                Effect::SearchTexts(Purpose::Agenda, text, query)
            }
            other => other,
        };
        self.finding.wanted().into_iter().map(agenda).collect()
    }

    /// Takes in what the background found.
    pub(crate) fn take_texts(&mut self, query: &str, found: Arc<TextSearch>, desk: &Desk) {
        let wanted = self.finding.take_texts(Purpose::Agenda, query, found, desk);
        if wanted && !self.touched {
            self.refill(desk);
            self.settle(desk);
        }
    }

    /// The items that were not taken out.
    pub(crate) fn chosen(&self) -> Vec<ItemId> {
        let ids = self.items.iter().map(|item| item.id);
        ids.filter(|id| !self.out.contains(id)).collect()
    }

    pub(crate) fn selected(&self) -> Option<ItemId> {
        self.items.get(self.at).map(|item| item.id)
    }

    pub(crate) fn take_out(&mut self, desk: &Desk) {
        let Some(id) = self.selected() else { return };
        if !self.out.remove(&id) {
            self.out.insert(id);
        }
        self.touched = true;
        self.go(Move::Down, desk);
    }

    pub(crate) fn shift(&mut self, later: bool, desk: &Desk) {
        let to = if later {
            Some(self.at + 1).filter(|at| *at < self.items.len())
        } else {
            self.at.checked_sub(1)
        };
        if let Some(to) = to {
            self.items.swap(self.at, to);
            self.at = to;
            self.touched = true;
            self.settle(desk);
        }
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        let page = height(desk);
        self.at = way.in_list(self.at, self.items.len(), page);
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (len, page) = (self.items.len(), height(desk));
        self.at = self.at.min(len.saturating_sub(1));
        self.top = in_sight(self.top, self.at, len, page);
    }

    /// Whether a filter says what is listed.
    fn is_found(&self) -> bool {
        matches!(self.source, Source::View(_) | Source::Filter)
    }

    /// Draws the agenda; returns where the cursor is while a filter is typed.
    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let (words, palette) = (desk.words.meeting, desk.palette);
        let width = usize::from(area.width);
        let known = desk.known.meetings.as_ref();
        let source = match self.source {
            Source::Proposed => words.agenda_proposed.to_owned(),
            Source::Ledger => words.agenda_listed.to_owned(),
            Source::View(at) => {
                let view = desk.taste.views.get(at);
                let name = view.map_or_else(String::new, |view| desk.clean(&view.name));
                fill(words.agenda_view, &[&(at + 1).to_string(), &name])
            }
            Source::Filter => {
                let text = desk.clean(self.finding.filter_text());
                fill(words.agenda_filter, &[&text])
            }
            Source::Kept(id) => {
                let found = known.and_then(|k| k.all.iter().find(|m| m.id == id));
                let name = found.map_or_else(String::new, |m| {
                    format!("{} {}", desk.clean(&m.words.name), m.on)
                });
                fill(words.agenda_kept, &[&name])
            }
        };
        let counts = [
            (self.items.len() - self.out.len()).to_string(),
            self.out.len().to_string(),
        ];
        let count = fill(words.agenda_count, &[&counts[0], &counts[1]]);
        let head = cells::cut(&format!("  {source}  {count}"), width);
        buffer.set_line(
            area.x,
            area.y,
            &Line::styled(head, palette.head),
            area.width,
        );
        let how = if self.running {
            words.agenda_how_running
        } else {
            words.agenda_how
        };
        let how = match known {
            None => desk.words.screen.loading,
            Some(_) if self.items.is_empty() && !self.is_found() => words.agenda_empty,
            Some(_) => how,
        };
        let how = cells::cut(&format!("  {how}"), width);
        let below = Rect {
            y: area.y + 1,
            height: 1,
            ..area
        };
        let mut cursor = None;
        if let Some((field, _)) = &self.typed {
            let label = format!("  {}: ", desk.words.screen.key_filter);
            let after = cells_u16(cells::width(&label));
            let line = Line::styled(label, palette.key);
            buffer.set_line(below.x, below.y, &line, below.width);
            let place = Rect {
                x: below.x + after,
                width: below.width.saturating_sub(after + 1).max(1),
                ..below
            };
            cursor = Some(field.draw(buffer, place, palette.focus, desk.taste.glyphs, true));
        } else {
            let line = Line::styled(how, palette.dim);
            buffer.set_line(below.x, below.y, &line, below.width);
        }
        let list = Rect {
            y: area.y + ABOVE,
            height: area.height.saturating_sub(ABOVE),
            ..area
        };
        if self.items.is_empty() && self.is_found() && desk.is_whole() {
            let why = match self.problem() {
                Some(problem) => problem.message.clone(),
                None => self.finding.why_empty(desk).unwrap_or_default(),
            };
            let why = format!("{why}\n{}", words.agenda_found_none);
            let lines = desk.wrapped(why.trim_start(), width, 2, palette.text);
            for (y, line) in (list.top()..list.bottom()).zip(lines) {
                buffer.set_line(list.x, y, &line, list.width);
            }
        }
        let column = self.column(desk);
        for (y, at) in (list.top()..list.bottom()).zip(self.top..) {
            let Some(item) = self.items.get(at) else {
                break;
            };
            let line = self.line(desk, at, item, (width, column));
            buffer.set_line(area.x, y, &line, area.width);
        }
        let below = self.items.len() > self.top + usize::from(list.height);
        mark_more(buffer, list, self.top > 0, below);
        cursor
    }

    /// Whether a key does anything here: a meeting that goes on keeps where its agenda came from.
    pub(crate) fn offers(&self, action: Action) -> bool {
        !self.running || !matches!(action, Action::Source | Action::Filter | Action::View)
    }

    /// How much room what is to be talked about needs, in cells: that of the longest.
    fn column(&self, desk: &Desk) -> usize {
        let what = |item: &Proposed| cells::width(&desk.clean(&parts(desk, item.id).0));
        self.items.iter().map(what).max().unwrap_or(0).max(WHAT)
    }

    fn line(
        &self,
        desk: &Desk,
        at: usize,
        item: &Proposed,
        (width, column): (usize, usize),
    ) -> Line<'static> {
        let (words, palette) = (desk.words.meeting, desk.palette);
        let lit = at == self.at;
        let out = self.out.contains(&item.id);
        let style = match (lit, out) {
            (true, _) => palette.selected,
            (false, true) => palette.gone,
            (false, false) => palette.text,
        };
        let row = desk.row(item.id);
        let mark = row.map(|row| row.light(desk.today()));
        let light = mark.map_or("", |light| desk.words.follow.light(light));
        let light_style = match mark {
            Some(light) if !lit => tone(desk, light),
            _ => style,
        };
        let box_of = if out { "[ ]" } else { "[x]" };
        let number = cells::pad_left(&(at + 1).to_string(), 3);
        let why = cells::pad(words.why(item.why), 9);
        let head = format!("{}{box_of} {number} ", if lit { "> " } else { "  " });
        let light = cells::pad(light, usize::from(mark_width(desk)));
        let used = cells::width(&head) + cells::width(&light) + cells::width(&why);
        let rest = width.saturating_sub(used);
        Line::from(vec![
            Span::styled(head, style),
            Span::styled(light, light_style),
            Span::styled(why, style),
            Span::styled(
                cells::pad(&beside(desk, item.id, rest, column), rest),
                style,
            ),
        ])
    }
}

/// What an item is and who has it, in so many cells: of a long one who has it, and until when, is never cut away. Where
/// there is room all who have something stand below each other, after a column of so many cells.
fn beside(desk: &Desk, item: ItemId, room: usize, column: usize) -> String {
    let (what, who) = parts(desk, item);
    let (what, who) = (desk.clean(&what), desk.clean(&who));
    let (wide, who) = if room >= COLUMNS {
        let wide = column.min(room * 2 / 3);
        (wide, cells::cut(&who, room.saturating_sub(wide + 2)))
    } else {
        let who = cells::cut(&who, room / 2);
        let left = room.saturating_sub(cells::width(&who) + 2);
        (cells::width(&what).min(left), who)
    };
    format!("{}  {who}", cells::pad(&what, wide))
}

/// An item of an agenda in words: the task with its code, or what was decided; and who has it.
pub(crate) fn said(desk: &Desk, item: ItemId) -> String {
    let (what, who) = parts(desk, item);
    format!("{what}  {who}")
}

fn parts(desk: &Desk, item: ItemId) -> (String, String) {
    if let Some(row) = desk.row(item) {
        let lead: Vec<String> = row.lead.iter().map(|id| desk.short_name(*id)).collect();
        return (format!("{} {}", row.code, row.title), lead.join(" "));
    }
    let known = desk.known.meetings.as_ref();
    match known.and_then(|known| known.decision(item)) {
        Some(decision) => {
            let due = decision.due.map(|due| format!(" {due}"));
            let who = desk.short_name(decision.department);
            let what = decision.words.text.replace('\n', " ");
            (what, format!("{who}{}", due.unwrap_or_default()))
        }
        None => (desk.words.meeting.gone_item.to_owned(), String::new()),
    }
}

/// Items that a person chose, each with the reason for which it would have been proposed.
fn chosen(items: &[ItemId], desk: &Desk) -> Vec<Proposed> {
    let known = desk.known.meetings.as_ref();
    let proposed = known.map_or(&[][..], |known| &known.proposed);
    let why = |id: ItemId| {
        let found = proposed.iter().find(|proposed| proposed.id == id);
        found.map_or(Why::Chosen, |proposed| proposed.why)
    };
    let of = |id: &ItemId| Proposed {
        id: *id,
        why: why(*id),
    };
    items.iter().map(of).collect()
}

fn height(desk: &Desk) -> usize {
    let body = layout::areas(desk.size).body;
    usize::from(body.height.saturating_sub(ABOVE)).max(1)
}
