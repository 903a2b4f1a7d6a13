//! Figures of indicators, entered as in a sheet: one row for each indicator, or for each of its districts; typed down the
//! column, pasted, or read from a file into the rows, where everything is seen before any of it is recorded.

mod draw;
mod fill;
mod kept;
mod row;
mod submit;

pub(crate) use kept::is_of;

use kept::FORM;
use row::{Row, lines};

use ratatui::crossterm::event::KeyEvent;

use super::Step;
use super::form::DraftKey;
use crate::model::{DepartmentId, Draft, ItemId, Period};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{Ask, IndicatorLine};
use crate::tui::app::keys::Action;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::widget::field::{Field, Lines};
use crate::tui::widget::sheet::{Move, in_sight};

/// What a person types into for each row.
const CELLS: usize = 3;

/// The sheet.
#[derive(Debug)]
pub(crate) struct Screen {
    rows: Vec<Row>,
    at: usize,
    focus: Focus,
    /// Why figures that stand already are written anew.
    reason: Field,
    /// The place of a file to be read, while it is typed.
    path: Option<Field>,
    top: usize,
    /// What of a paste or a file has no row, line by line.
    strays: Vec<String>,
    key: DraftKey,
    /// The draft that the rows are filled with once they are here.
    waiting: Option<Draft>,
    /// The row that the cursor goes to once the rows are here.
    sought: Option<Spot>,
    restored: Option<String>,
    touched: bool,
    discarding: bool,
    error: Option<Notice>,
    pub(crate) pending: Option<Ticket>,
}

/// Where the cursor is in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    Value,
    Period,
    Source,
    /// Below the rows.
    Reason,
}

/// A row of the sheet, as others name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) item: ItemId,
    pub(crate) region: Option<DepartmentId>,
    /// The period that the figure is of, if it is not the one that runs.
    pub(crate) period: Option<Period>,
}

impl Spot {
    /// The first row of an indicator.
    pub(crate) fn of(item: ItemId) -> Self {
        Self {
            item,
            region: None,
            period: None,
        }
    }
}

impl Screen {
    /// The sheet with the cursor on this row, with its draft if there is one.
    pub(crate) fn new(spot: Option<Spot>, desk: &Desk) -> Self {
        let key = (FORM.to_owned(), None);
        let mut screen = Self {
            rows: Vec::new(),
            at: 0,
            focus: Focus::Value,
            reason: Field::new(Lines::One, ""),
            path: None,
            top: 0,
            strays: Vec::new(),
            waiting: desk.draft(&key).cloned(),
            sought: spot,
            key,
            restored: None,
            touched: false,
            discarding: false,
            error: None,
            pending: None,
        };
        screen.learn(desk);
        screen.settle(desk);
        screen
    }

    /// The sheet of a draft.
    pub(crate) fn of_draft(draft: &Draft, desk: &Desk) -> Self {
        let mut screen = Self::new(None, desk);
        screen.key = (draft.form.clone(), draft.item);
        screen.rows.clear();
        screen.waiting = Some(draft.clone());
        screen.learn(desk);
        screen.settle(desk);
        screen
    }

    /// Takes in the indicators: once there are rows, they stay what they are.
    pub(crate) fn learn(&mut self, desk: &Desk) {
        if desk.known.indicators.is_none() || !self.rows.is_empty() {
            return;
        }
        let own = |line: &IndicatorLine| {
            let mut own = desk.snapshot.me.departments.iter().copied();
            own.find(|own| line.regions.contains(own))
        };
        for line in lines(desk) {
            let regions: Vec<Option<DepartmentId>> = match own(line) {
                // A district writes its own.
                Some(own) => vec![Some(own)],
                None if line.regions.is_empty() => vec![None],
                None => line.regions.iter().copied().map(Some).collect(),
            };
            let rows = regions.into_iter().map(|of| Row::new(line, of, desk));
            self.rows.extend(rows);
        }
        if let Some(draft) = self.waiting.take() {
            self.restore(&draft, desk);
        }
        if !self.rows.is_empty()
            && let Some(spot) = self.sought.take()
        {
            self.seek(spot);
            self.settle(desk);
        }
    }

    /// Goes to a row; one that nothing was typed into is for the period that is named.
    fn seek(&mut self, spot: Spot) {
        let is_it = |row: &Row| row.item == spot.item && row.region == spot.region;
        let found = self.rows.iter().position(is_it);
        let of = |row: &Row| row.item == spot.item;
        let Some(at) = found.or_else(|| self.rows.iter().position(of)) else {
            return;
        };
        self.at = at;
        if let (Some(row), Some(period)) = (self.rows.get_mut(at), spot.period)
            && !row.is_changed()
        {
            row.begin_with(period);
        }
    }

    /// The row that a figure goes into: an untouched one of the indicator, or the one of that period, or else a new one
    /// after the others.
    fn free_row(
        &mut self,
        item: ItemId,
        region: Option<DepartmentId>,
        period: Option<Period>,
        desk: &Desk,
    ) -> Option<usize> {
        let is_of = |row: &Row| row.item == item && row.region == region;
        let same = |row: &Row| is_of(row) && period.is_some() && row.period() == period;
        let found = self.rows.iter().position(same);
        let blank = |row: &Row| is_of(row) && !row.is_changed();
        let found = found.or_else(|| self.rows.iter().position(blank));
        if found.is_some() {
            return found;
        }
        let last = self.rows.iter().rposition(|row| row.item == item)?;
        let line = lines(desk).iter().find(|line| line.indicator.id == item)?;
        let at = last + 1;
        self.rows.insert(at, Row::new(line, region, desk));
        if self.at >= at {
            self.at += 1;
        }
        Some(at)
    }

    fn is_changed(&self) -> bool {
        self.rows.iter().any(Row::is_changed) || !self.reason.text().is_empty()
    }

    /// Code and number of the indicator of a row.
    fn named(&self, row: &Row, desk: &Desk) -> String {
        let code = desk.row(row.task).map(|row| row.code.to_string());
        let n = row.line(desk).map_or(0, |line| line.n);
        format!("{}/{n}", code.unwrap_or_default())
    }

    fn field_mut(&mut self) -> Option<&mut Field> {
        if let Some(path) = &mut self.path {
            return Some(path);
        }
        let at = match self.focus {
            Focus::Value => 0,
            Focus::Period => 1,
            Focus::Source => 2,
            Focus::Reason => return Some(&mut self.reason),
        };
        self.rows.get_mut(self.at)?.cells.get_mut(at)
    }

    fn changed(&mut self) {
        self.touched = self.path.is_none();
        self.error = None;
    }

    /// Types into the cell under the cursor; returns whether something is to be kept.
    pub(crate) fn type_key(&mut self, key: KeyEvent, desk: &Desk) -> bool {
        if self.pending.is_some() {
            return false;
        }
        self.discarding = false;
        let Some(field) = self.field_mut() else {
            return false;
        };
        let before = field.text().to_owned();
        field.key(key, desk.size.width);
        let other = field.text() != before;
        if other {
            self.changed();
        }
        other && self.touched
    }

    pub(crate) fn go(&mut self, way: Move, desk: &Desk) {
        if self.path.is_some() {
            return;
        }
        let (len, page) = (self.rows.len(), self.height(desk));
        match (way, self.focus) {
            (Move::Down, _) if self.at + 1 >= len => self.focus = Focus::Reason,
            (Move::Up, Focus::Reason) => self.focus = Focus::Value,
            (way, Focus::Reason) if way != Move::Down => {
                self.focus = Focus::Value;
                self.at = way.in_list(self.at, len, page);
            }
            (_, Focus::Reason) => {}
            (way, _) => self.at = way.in_list(self.at, len, page),
        }
        self.arrive();
        self.settle(desk);
    }

    pub(crate) fn settle(&mut self, desk: &Desk) {
        let (len, page) = (self.rows.len(), self.height(desk));
        self.at = self.at.min(len.saturating_sub(1));
        self.top = in_sight(self.top, self.at, len, page);
    }

    /// The cursor came to a cell.
    fn arrive(&mut self) {
        for row in &mut self.rows {
            row.cells.iter_mut().for_each(Field::leave);
        }
        if self.focus != Focus::Reason
            && let Some(field) = self.field_mut()
        {
            field.enter();
        }
    }

    fn next_cell(&mut self, later: bool, desk: &Desk) {
        let way = if later { Move::Down } else { Move::Up };
        self.focus = match (self.focus, later) {
            (Focus::Value, true) => Focus::Period,
            (Focus::Period, true) | (Focus::Reason, false) => Focus::Source,
            (Focus::Source, false) => Focus::Period,
            (Focus::Period, false) => Focus::Value,
            (Focus::Reason, true) => {
                self.at = 0;
                Focus::Value
            }
            (Focus::Source, true) => {
                let last = self.at + 1 >= self.rows.len();
                self.go(way, desk);
                if last { Focus::Reason } else { Focus::Value }
            }
            (Focus::Value, false) if self.at == 0 => Focus::Reason,
            (Focus::Value, false) => {
                self.go(way, desk);
                Focus::Source
            }
        };
        self.arrive();
        self.settle(desk);
    }

    pub(crate) fn act(&mut self, action: Action, desk: &Desk, ticket: Ticket) -> Vec<Step> {
        let words = desk.words.screen;
        let armed = std::mem::take(&mut self.discarding);
        match action {
            Action::Leave if self.path.take().is_some() => {}
            Action::Leave => {
                let mut steps: Vec<Step> = self.keep(desk).map(Step::Do).into_iter().collect();
                if self.is_changed() {
                    steps.push(Step::Left(self.key.clone()));
                }
                steps.push(Step::Close);
                return steps;
            }
            _ if self.pending.is_some() => {}
            Action::Apply => match self.path.take() {
                Some(path) if path.text().trim().is_empty() => {}
                Some(path) => {
                    let path = path.text().trim().to_owned();
                    return vec![
                        Step::Say(Notice::new(words.loading)),
                        Step::Do(Effect::Ask(Ask::FigureFile(path))),
                    ];
                }
                None => self.go(Move::Down, desk),
            },
            Action::FromFile => self.path = Some(Field::new(Lines::One, "")),
            Action::NextField => self.next_cell(true, desk),
            Action::PreviousField => self.next_cell(false, desk),
            Action::Undo | Action::Redo => {
                if let Some(field) = self.field_mut() {
                    if action == Action::Undo {
                        field.undo();
                    } else {
                        field.redo();
                    }
                    self.changed();
                }
            }
            Action::Discard if armed => {
                return vec![Step::Do(self.drop_draft()), Step::Close];
            }
            Action::Discard => {
                self.discarding = true;
                return vec![Step::Refuse(Notice::new(words.discard_again))];
            }
            Action::Save => return self.save(desk, ticket),
            _ => {}
        }
        Vec::new()
    }

    /// What is wrong with the sheet as it was to be recorded.
    pub(crate) fn error(&self) -> Option<&Notice> {
        self.error.as_ref()
    }

    /// The request failed: what was typed stays.
    pub(crate) fn fail(&mut self, notice: Notice) {
        self.pending = None;
        self.error = Some(notice);
    }
}
