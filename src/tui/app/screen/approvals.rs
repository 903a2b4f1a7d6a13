//! The requests for closing and for more time: those that wait, the oldest first, and one's own with their answers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Step as Next;
use super::form::{self, Follow, Subject};
use crate::model::{Answer, Evidence, OpId, Step, StepDraft};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{Act, Request};
use crate::tui::app::keys::Action;
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::{Cursor, Entry, Move};
use crate::words::fill;

/// The list of requests.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    cursor: Cursor<OpId>,
    /// The piece of evidence that the next key opens.
    piece: usize,
    pub(crate) pending: Option<Ticket>,
}

impl Screen {
    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        self.piece = 0;
        let (entries, height) = layout::in_body(desk.size, |width| entries(desk, width));
        self.cursor.go(way, &entries, height);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (entries, height) = layout::in_body(desk.size, |width| entries(desk, width));
        self.cursor.settle(&entries, height);
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Next> {
        let words = desk.words.meeting;
        let refuse = |text: &str| vec![Next::Refuse(Notice::new(text))];
        let known = desk.known.requests.as_ref();
        let selected = self.cursor.selected;
        let Some(request) = known.and_then(|k| k.iter().find(|r| Some(r.op) == selected)) else {
            let moves = matches!(action, Action::Open | Action::Evidence);
            return if moves || !changes(action) {
                Vec::new()
            } else {
                refuse(words.nothing_selected)
            };
        };
        let (task, closing) = (request.task, request.step == Step::AskClosing);
        match action {
            Action::Open => return vec![Next::ShowAbove(task)],
            Action::Evidence => return self.evidence(request, desk, ticket),
            _ => {}
        }
        let Some(step) = step_of(action, closing) else {
            return Vec::new();
        };
        if request.answer != Answer::Open {
            return refuse(words.answered_already);
        }
        if matches!(step, Step::Review | Step::TakeBack) && !closing {
            return refuse(words.only_closing);
        }
        if let Some(why) = request.why_not(step) {
            return refuse(why);
        }
        if matches!(step, Step::Review | Step::TakeBack) {
            self.pending = Some(ticket);
            let act = Act::Step(StepDraft::new(task, step), Vec::new());
            return vec![Next::Do(Effect::Act(ticket, act))];
        }
        let subject = Subject::Follow(Follow::Step(task, step));
        vec![Next::Open(form::open(desk, subject))]
    }

    /// Whether an action can be done with the selected request.
    pub(crate) fn offers(&self, action: Action, desk: &Desk) -> bool {
        let known = desk.known.requests.as_ref();
        let selected = self.cursor.selected;
        let request = known.and_then(|k| k.iter().find(|r| Some(r.op) == selected));
        let Some(step) = step_of(action, true) else {
            return true;
        };
        request.is_none_or(|request| {
            let step = step_of(action, request.step == Step::AskClosing).unwrap_or(step);
            request.answer == Answer::Open
                && request.steps().contains(&step)
                && request.why_not(step).is_none()
        })
    }

    /// Opens the attached files one after the other, or says where the originals are.
    fn evidence(&mut self, request: &Request, desk: &Desk, ticket: Ticket) -> Vec<Next> {
        let words = desk.words.meeting;
        let attached = || request.evidence.iter().filter(|piece| piece.attached);
        let count = attached().count();
        if let Some(piece) = attached().nth(self.piece) {
            self.piece = (self.piece + 1) % count;
            let act = Act::Evidence(piece.clone());
            return vec![Next::Do(Effect::Act(ticket, act))];
        }
        if request.evidence.is_empty() {
            return vec![Next::Refuse(Notice::new(words.no_evidence_here))];
        }
        let pieces = request.evidence.iter();
        let places: Vec<String> = pieces.map(|piece| where_it_is(desk, piece)).collect();
        let text = fill(words.evidence_is_at, &[&places.join("; ")]);
        vec![Next::Say(Notice::new(text))]
    }

    pub(crate) fn draw(&self, desk: &Desk, buffer: &mut Buffer, area: Rect) {
        let entries = entries(desk, usize::from(area.width));
        let style = desk.palette.selected;
        self.cursor.draw(&entries, buffer, area, style);
    }
}

/// The step that an action takes with a request for closing, or else with one for more time.
fn step_of(action: Action, closing: bool) -> Option<Step> {
    Some(match action {
        Action::Approve if closing => Step::Approve,
        Action::Approve => Step::GrantExtension,
        Action::SendBack if closing => Step::Return,
        Action::SendBack => Step::RefuseExtension,
        Action::LookOver => Step::Review,
        Action::TakeBack => Step::TakeBack,
        _ => return None,
    })
}

/// Whether the action records something about a request.
fn changes(action: Action) -> bool {
    use Action as A;
    matches!(action, A::Approve | A::SendBack | A::LookOver | A::TakeBack)
}

/// A piece of evidence with where it is.
fn where_it_is(desk: &Desk, piece: &Evidence) -> String {
    let words = desk.words.meeting;
    let mut said = piece.name.clone();
    if !piece.page.is_empty() {
        said.push_str(&format!(" ({} {})", words.evidence_page, piece.page));
    }
    if !piece.place.is_empty() {
        let place = fill(words.evidence_elsewhere, &[&piece.place]);
        said.push_str(&format!("  {place}"));
    } else if !piece.attached {
        said.push_str(&format!("  {}", words.evidence_nowhere));
    }
    if piece.attached {
        said.push_str(&format!("  {}", words.evidence_attached));
    }
    said
}

fn entries(desk: &Desk, width: usize) -> Vec<Entry<OpId>> {
    let (words, palette) = (desk.words.meeting, desk.palette);
    let width = width.saturating_sub(1);
    let text = |text: &str| {
        vec![Entry {
            lines: desk.wrapped(text, width, 2, palette.dim),
            target: None,
            begins_section: false,
        }]
    };
    let Some(requests) = &desk.known.requests else {
        return text(desk.words.screen.loading);
    };
    let me = desk.snapshot.me.name.as_str();
    let open = |r: &&Request| r.answer == Answer::Open;
    let mine = |r: &&Request| r.author == me;
    let sections: [(&str, Vec<&Request>); 2] = [
        (
            words.requests_waiting,
            requests.iter().filter(open).collect(),
        ),
        (
            words.requests_answered,
            requests.iter().filter(|r| !open(r) && mine(r)).collect(),
        ),
    ];
    let mut entries = Vec::new();
    if sections.iter().all(|(_, requests)| requests.is_empty()) {
        return text(words.no_requests);
    }
    for (name, requests) in sections {
        if requests.is_empty() {
            continue;
        }
        entries.push(Entry {
            lines: vec![Line::styled(
                format!("{name} ({})", requests.len()),
                palette.head,
            )],
            target: None,
            begins_section: true,
        });
        for request in requests {
            entries.push(Entry {
                lines: lines(desk, request, width),
                target: Some(request.op),
                begins_section: false,
            });
        }
    }
    entries
}

fn lines(desk: &Desk, request: &Request, width: usize) -> Vec<Line<'static>> {
    let (words, follow, palette) = (desk.words.meeting, desk.words.follow, desk.palette);
    let about = desk
        .row(request.task)
        .map_or_else(String::new, |row| format!("{} {}", row.code, row.title));
    let step = follow.step(request.step);
    let room = width.saturating_sub(cells::width(step) + 4);
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("  {step}  "), palette.key),
        Span::styled(cells::cut(&desk.clean(&about), room), palette.text),
    ])];
    let department = request.department.map(|id| desk.short_name(id));
    let on = request.on.to_string();
    let mut said = fill(
        words.asked_by,
        &[&department.unwrap_or_default(), &request.author, &on],
    );
    if let Some(due) = request.due {
        let until = fill(words.asks_until, &[&due.to_string()]);
        said.push_str(&format!("  {until}"));
    }
    if request.answer == Answer::Open {
        let days = (desk.today() - request.on).num_days().max(0).to_string();
        said.push_str(&format!("  {}", fill(words.asked_days, &[&days])));
        if request.reviewed {
            said.push_str(&format!("  {}", words.was_reviewed));
        }
    }
    lines.extend(desk.wrapped(&said, width, 4, palette.dim));
    if request.answer == Answer::Open {
        for why in shut(desk, request) {
            lines.extend(desk.wrapped(&why, width, 4, palette.warn));
        }
    }
    lines.extend(desk.wrapped(&request.reason, width, 4, palette.text));
    for piece in &request.evidence {
        let said = format!("{}: {}", follow.evidence, where_it_is(desk, piece));
        lines.extend(desk.wrapped(&said, width, 4, palette.text));
    }
    if let Some((author, at, opinion)) = &request.answered {
        let day = at.format("%Y-%m-%d").to_string();
        let answer = follow.answer(request.answer);
        let said = fill(words.answered_by, &[author, &day, answer]);
        let style = match request.answer {
            Answer::Granted => palette.good,
            _ => palette.warn,
        };
        let said = format!("{said}  {opinion}");
        lines.extend(desk.wrapped(said.trim(), width, 4, style));
    }
    lines
}

/// What is not open to the owner of the home, and why; what has one reason stands together.
fn shut(desk: &Desk, request: &Request) -> Vec<String> {
    let (words, follow) = (desk.words.meeting, desk.words.follow);
    let mut grouped: Vec<(&str, Vec<&str>)> = Vec::new();
    for (step, why) in &request.shut {
        let name = follow.step(*step);
        match grouped.iter_mut().find(|(of, _)| of == why) {
            Some((_, steps)) => steps.push(name),
            None => grouped.push((why.as_str(), vec![name])),
        }
    }
    let said = |(why, steps): (&str, Vec<&str>)| {
        let steps = steps.join(desk.words.report.listing);
        fill(words.not_open, &[&steps, why])
    };
    grouped.into_iter().map(said).collect()
}
