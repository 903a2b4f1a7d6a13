//! The reports: which one, about what, in which format; what it would say, and writing it into a file.

mod draw;

use std::sync::Arc;

use super::Step;
use crate::model::{ItemId, Period};
use crate::report::{Format, Name};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{Act, Ask, Issue, Preview};
use crate::tui::app::layout;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::cells;
use crate::tui::widget::sheet::Move;
use crate::words::fill;

/// The list of reports, and the preview of the selected one.
#[derive(Debug)]
pub(crate) struct Screen {
    at: usize,
    /// The place of the format among those of the report.
    format: usize,
    /// What the ledger lists and why, where that is not everything.
    listed: Option<(Vec<ItemId>, String)>,
    /// Whether the report is about those alone.
    narrow: bool,
    window: Option<Period>,
    meeting: Option<ItemId>,
    /// What was told last, and of which report.
    told: Option<(Issue, Arc<Preview>)>,
    /// The preview in lines of the width of the screen.
    lines: Vec<String>,
    width: usize,
    top: usize,
    pub(crate) pending: Option<Ticket>,
}

impl Screen {
    /// The reports, this one selected; `listed` is what the ledger lists, and why, where that is not everything.
    pub(crate) fn new(name: Name, listed: Option<(Vec<ItemId>, String)>) -> Self {
        Self {
            at: Name::ALL.iter().position(|of| *of == name).unwrap_or(0),
            format: 0,
            narrow: listed.is_some(),
            listed,
            window: None,
            meeting: None,
            told: None,
            lines: Vec::new(),
            width: 0,
            top: 0,
            pending: None,
        }
    }

    /// The same, showing a window that was closed, and of a meeting before the latest.
    pub(crate) fn of(mut self, window: Option<Period>, meeting: Option<ItemId>) -> Self {
        (self.window, self.meeting) = (window, meeting);
        self
    }

    fn name(&self) -> Name {
        Name::ALL.get(self.at).copied().unwrap_or(Name::Ledger)
    }

    fn chosen(&self) -> Format {
        let formats = self.name().formats();
        formats.get(self.format).copied().unwrap_or(Format::Csv)
    }

    /// The report as it is chosen.
    pub(crate) fn issue(&self) -> Issue {
        let name = self.name();
        let listed = self.listed.as_ref().filter(|_| self.narrow);
        Issue {
            name,
            tasks: listed
                .filter(|_| is_of_tasks(name))
                .map(|(tasks, _)| tasks.clone()),
            window: self.window.filter(|_| knows_windows(name)),
            meeting: self.meeting.filter(|_| name == Name::Meeting),
        }
    }

    /// What was told of the report as it is chosen.
    fn preview(&self) -> Option<&Preview> {
        let (issue, preview) = self.told.as_ref()?;
        (*issue == self.issue()).then_some(preview)
    }

    /// Takes in what a report would say, if it is still the one that is chosen.
    pub(crate) fn take(&mut self, issue: Issue, preview: Arc<Preview>, desk: &Desk) {
        if issue == self.issue() {
            self.told = Some((issue, preview));
            self.width = 0;
            self.settle(desk);
        }
    }

    /// Chooses another report, or moves in the preview; returns whether another report is to be looked at.
    pub(crate) fn go(&mut self, way: Move, desk: &Desk) -> bool {
        let page = self.height(desk);
        match way {
            Move::PageDown => self.top += page.saturating_sub(1).max(1),
            Move::PageUp => self.top = self.top.saturating_sub(page.saturating_sub(1).max(1)),
            Move::Bottom => self.top = usize::MAX,
            Move::Top => self.top = 0,
            _ => {
                let at = way.in_list(self.at, Name::ALL.len(), 1);
                if at == self.at {
                    return false;
                }
                self.at = at;
                self.format = 0;
                self.top = 0;
                self.settle(desk);
                return true;
            }
        }
        self.settle(desk);
        false
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let width = usize::from(layout::areas(desk.size).body.width);
        if self.width != width {
            self.width = width;
            self.lines = self.wrapped(desk, width);
        }
        let page = self.height(desk);
        self.top = self.top.min(self.lines.len().saturating_sub(page));
    }

    fn wrapped(&self, desk: &Desk, width: usize) -> Vec<String> {
        let room = width.saturating_sub(4).max(4);
        // The later lines of a row stand below its beginning.
        let wrap = |text: &str| {
            let lines = cells::wrap(&desk.clean(text), room.saturating_sub(2));
            let indent = |(n, line)| match n {
                0 => line,
                _ => format!("  {line}"),
            };
            lines
                .into_iter()
                .enumerate()
                .map(indent)
                .collect::<Vec<_>>()
        };
        let Some(preview) = self.preview() else {
            return Vec::new();
        };
        match &preview.page {
            Err(notice) => [&notice.message, &notice.hint]
                .into_iter()
                .flat_map(|text| wrap(text))
                .collect(),
            Ok(page) => {
                let mut lines: Vec<String> = page.lines.iter().flat_map(|l| wrap(l)).collect();
                if page.left_out > 0 {
                    let more = page.left_out.to_string();
                    lines.extend(wrap(&fill(desk.words.issuing.left_out, &[&more])));
                }
                lines
            }
        }
    }

    pub(crate) fn next_format(&mut self, later: bool) {
        let count = self.name().formats().len();
        self.format = if later {
            (self.format + 1) % count
        } else {
            self.format.checked_sub(1).unwrap_or(count - 1)
        };
    }

    /// Takes the format of this number, from 1.
    pub(crate) fn take_format(&mut self, number: usize, desk: &Desk) -> Vec<Step> {
        if number == 0 || number > self.name().formats().len() {
            let number = number.to_string();
            let said = fill(desk.words.issuing.no_such_format, &[&number]);
            return vec![Step::Refuse(Notice::new(said))];
        }
        self.format = number - 1;
        Vec::new()
    }

    /// All tasks, or those alone that the ledger lists.
    pub(crate) fn narrow(&mut self, desk: &Desk) -> Vec<Step> {
        let words = desk.words.issuing;
        if !is_of_tasks(self.name()) {
            return vec![Step::Refuse(Notice::new(words.no_tasks))];
        }
        if self.listed.is_none() {
            let notice = Notice::new(words.nothing_listed).hint(words.nothing_listed_hint);
            return vec![Step::Refuse(notice)];
        }
        self.narrow = !self.narrow;
        self.ask()
    }

    /// The next closed window, or the next meeting; after the earliest comes the present again.
    pub(crate) fn next_window(&mut self, desk: &Desk) -> Vec<Step> {
        let words = desk.words.issuing;
        let refuse =
            |text: &str, hint: &str| vec![Step::Refuse(Notice::new(text).hint(hint.to_owned()))];
        let Some((_, known)) = &self.told else {
            return refuse(desk.words.screen.loading, "");
        };
        if self.name() == Name::Meeting {
            if known.meetings.len() < 2 {
                return refuse(words.one_meeting, "");
            }
            // The latest stands for itself: it is what no choice means.
            let ids: Vec<ItemId> = known.meetings.iter().skip(1).map(|(id, _)| *id).collect();
            self.meeting = after(&ids, self.meeting);
        } else if !knows_windows(self.name()) {
            return refuse(words.no_window, words.no_window_hint);
        } else if known.windows.is_empty() {
            return refuse(words.none_closed, words.none_closed_hint);
        } else {
            self.window = after(&known.windows, self.window);
        }
        self.ask()
    }

    /// Asks what the chosen report would say.
    fn ask(&mut self) -> Vec<Step> {
        self.top = 0;
        self.width = 0;
        vec![Step::Do(Effect::Ask(Ask::Report(self.issue())))]
    }

    /// Has the report written.
    pub(crate) fn write(&mut self, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        if self.pending.is_some() {
            return Vec::new();
        }
        let Some(preview) = self.preview() else {
            return vec![Step::Refuse(Notice::new(desk.words.screen.loading))];
        };
        if preview.page.is_err() {
            let notice = Notice::new(desk.words.issuing.not_ready);
            return vec![Step::Refuse(notice)];
        }
        self.pending = Some(ticket);
        let act = Act::Report(self.issue(), self.chosen());
        vec![Step::Do(Effect::Act(ticket, act))]
    }

    /// How many lines of the preview there is room for.
    fn height(&self, desk: &Desk) -> usize {
        let body = layout::areas(desk.size).body;
        let head = self.head(desk, usize::from(body.width)).len();
        usize::from(body.height).saturating_sub(head).max(1)
    }
}

/// Whether a report is about tasks, so that it can be about some of them.
fn is_of_tasks(name: Name) -> bool {
    name != Name::Meeting
}

/// Whether there is such a report of a closed window.
fn knows_windows(name: Name) -> bool {
    matches!(name, Name::Progress | Name::Weekly | Name::Lights)
}

/// What comes after `at` among all; after the last comes nothing.
fn after<T: Copy + PartialEq>(all: &[T], at: Option<T>) -> Option<T> {
    match at {
        None => all.first().copied(),
        Some(at) => {
            let found = all.iter().position(|of| *of == at)?;
            all.get(found + 1).copied()
        }
    }
}
