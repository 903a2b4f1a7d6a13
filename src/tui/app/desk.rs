//! What every screen looks at: the picture of the home, the taste, the day; and how it writes them.

use std::sync::Arc;

use std::cell::OnceCell;

use chrono::{DateTime, Datelike as _, FixedOffset};
use ratatui::layout::Size;
use ratatui::style::Style;
use ratatui::text::Line;

use super::follow::Known;
use super::layout::Shape;
use super::message::{Notice, Obstacle, Trouble};
use super::reviewed::Reviewed;
use super::screen::departments::Load;
use super::screen::draft::DraftKey;
use super::screen::home::Tally;
use super::share::Share;
use super::work::Work;
use crate::config::Taste;
use crate::model::{
    Comparator, Day, Decision, DecisionSort, DepartmentId, Detail, Directory, Draft, Indicator,
    ItemId, Membership, Row, Snapshot,
};
use crate::tui::widget::cells;
use crate::tui::widget::theme::Palette;
use crate::words::{Words, fill};

/// What every screen looks at.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) taste: Taste,
    pub(crate) words: &'static Words,
    pub(crate) palette: Palette,
    pub(crate) now: DateTime<FixedOffset>,
    pub(crate) size: Size,
    pub(crate) snapshot: Arc<Snapshot>,
    /// Whether a picture has come at all.
    pub(crate) loaded: bool,
    /// The task that was looked at last, in full.
    pub(crate) detail: Option<Arc<Detail>>,
    pub(crate) drafts: Vec<Draft>,
    /// The plan under review; none once a plan is in force.
    pub(crate) review: Option<Reviewed>,
    /// How the share was when that was last asked.
    pub(crate) share: Option<Arc<Share>>,
    /// Since when the share cannot be reached or written to, and why.
    pub(crate) trouble: Option<(DateTime<FixedOffset>, Trouble)>,
    /// What is to be known for the first screen beyond the picture; comes after it.
    pub(crate) work: Option<Arc<Work>>,
    /// What the overview counts, counted once for each picture when it is first drawn.
    pub(crate) tally: OnceCell<Tally>,
    /// What the home told of meetings, approvals, windows and indicators.
    pub(crate) known: Known,
    /// What each department has to do, counted once for each picture.
    pub(crate) loads: Vec<Load>,
}

impl Desk {
    pub(crate) fn shape(&self) -> Shape {
        Shape::of(self.size)
    }

    /// The day the picture shows.
    pub(crate) fn today(&self) -> Day {
        if self.loaded {
            self.snapshot.day
        } else {
            self.now.date_naive()
        }
    }

    /// Text as it may be shown.
    pub(crate) fn clean(&self, text: &str) -> String {
        cells::clean(text, self.taste.glyphs)
    }

    /// Text wrapped into lines of one style, the later ones indented.
    pub(crate) fn wrapped(
        &self,
        text: &str,
        width: usize,
        indent: usize,
        style: Style,
    ) -> Vec<Line<'static>> {
        text.lines()
            .flat_map(|paragraph| {
                cells::wrap(&self.clean(paragraph), width.saturating_sub(indent).max(4))
            })
            .map(|line| Line::styled(format!("{}{line}", " ".repeat(indent)), style))
            .collect()
    }

    /// Text broken between its words alone where it can be, so that names and dates stay whole.
    pub(crate) fn wrapped_names(
        &self,
        text: &str,
        width: usize,
        indent: usize,
        style: Style,
    ) -> Vec<Line<'static>> {
        let room = width.saturating_sub(indent).max(4);
        cells::wrap_names(&self.clean(text), room)
            .into_iter()
            .map(|line| Line::styled(format!("{}{line}", " ".repeat(indent)), style))
            .collect()
    }

    pub(crate) fn short_name(&self, id: DepartmentId) -> String {
        self.snapshot
            .directory
            .get(id)
            .map_or_else(|| id.to_string(), |d| self.clean(&d.short))
    }

    /// A decision or a problem on one line: what, whether it was done, who, until when.
    pub(crate) fn decision(&self, decision: &Decision) -> String {
        let mut said = self.clean(&decision.words.text.replace('\n', " "));
        let word = match (decision.done, decision.sort) {
            (Some(_), _) => Some(self.words.follow.done),
            (None, DecisionSort::Action) => Some(self.words.follow.not_done),
            (None, DecisionSort::Problem) => None,
        };
        if let Some(word) = word {
            said.push_str(&format!("  【{word}】"));
        }
        said.push_str(&format!("  {}", self.short_name(decision.department)));
        if let Some(due) = decision.due {
            said.push_str(&format!(" {due}"));
        }
        said
    }

    pub(crate) fn names(&self, ids: &[DepartmentId]) -> String {
        let names: Vec<String> = ids
            .iter()
            .map(|&id| self.clean(&self.snapshot.directory.name(id)))
            .collect();
        names.join(" ")
    }

    /// Gives the task that was loaded in full the line that the list shows of it, so that both say one thing; a task that
    /// is not listed yet only its light.
    pub(crate) fn align_detail(&mut self) {
        let Some(detail) = &mut self.detail else {
            return;
        };
        match self.snapshot.row(detail.row.id) {
            Some(row) if Arc::ptr_eq(row, &detail.row) => {}
            Some(row) => Arc::make_mut(detail).row = Arc::clone(row),
            None => self.snapshot.outlook.light_up(Arc::make_mut(detail)),
        }
    }

    /// Everything about a task: of the plan under review, or as it was looked at last.
    pub(crate) fn detail_of(&self, task: ItemId) -> Option<&Arc<Detail>> {
        let reviewed = self.review.as_ref().and_then(|review| review.detail(task));
        reviewed.or_else(|| self.detail.as_ref().filter(|detail| detail.row.id == task))
    }

    /// The line of a task: of the plan under review, or of the ledger.
    pub(crate) fn row(&self, task: ItemId) -> Option<&Arc<Row>> {
        let reviewed = self.review.as_ref().and_then(|review| review.detail(task));
        reviewed
            .map(|detail| &detail.row)
            .or_else(|| self.snapshot.row(task))
    }

    /// The departments that can be named, those of the plan under review among them.
    pub(crate) fn directory(&self) -> &Directory {
        let reviewed = self.review.as_ref().map(|review| &review.directory);
        reviewed.unwrap_or(&self.snapshot.directory)
    }

    /// Why nothing can be recorded while the past is shown.
    pub(crate) fn past_notice(&self) -> Notice {
        let words = self.words.screen;
        let day = self.snapshot.day.to_string();
        Notice::new(fill(words.past_refused, &[&day])).hint(words.past_refused_hint)
    }

    /// Whether the picture holds every task, not only the first page.
    pub(crate) fn is_whole(&self) -> bool {
        self.loaded && self.snapshot.rows.len() >= self.snapshot.total
    }

    pub(crate) fn has_draft(&self, task: ItemId) -> bool {
        self.drafts
            .iter()
            .any(|draft| draft.item == Some(task) || draft.field("task").parse() == Ok(task))
    }

    pub(crate) fn draft(&self, (form, item): &DraftKey) -> Option<&Draft> {
        self.drafts
            .iter()
            .find(|draft| draft.form == *form && draft.item == *item)
    }

    /// Why there is no plan, and what to do.
    pub(crate) fn no_plan(&self) -> &'static str {
        match self.snapshot.delivery {
            Some(_) => self.words.screen.plan_on_its_way,
            None => self.words.screen.no_plan,
        }
    }

    /// How far what was recorded here has come, in a clerk's few words; `None` where nothing is shared.
    pub(crate) fn delivery(&self) -> Option<String> {
        let delivery = self.snapshot.delivery.as_ref()?;
        let words = self.words.screen;
        let counted = |template, n: u64| (n > 0).then(|| fill(template, &[&n.to_string()]));
        let trouble = self.trouble.as_ref().map(|(since, trouble)| {
            let since = since.format("%H:%M").to_string();
            let template = match trouble.obstacle {
                Obstacle::Offline => words.delivery_offline,
                Obstacle::ReadOnly => words.delivery_unwritable,
                Obstacle::KeyLocked => words.delivery_locked,
                Obstacle::NoKey => words.delivery_keyless,
            };
            fill(template, &[&since])
        });
        let way = counted(words.delivery_unsent, delivery.unsent).or_else(|| {
            let word = match (delivery.said, delivery.unreceived) {
                (0, _) => words.delivery_nothing,
                (_, 0) => words.delivery_received,
                _ => words.delivery_sent,
            };
            // Whoever is offline and has sent everything needs no more words.
            trouble.is_none().then(|| word.to_owned())
        });
        let (standing, refused) = match delivery.membership {
            Membership::Member => (None, delivery.refused),
            // That nothing counts yet is what waiting means.
            Membership::Waiting => (Some(words.delivery_waiting), 0),
            Membership::Stopped => (Some(words.delivery_stopped), delivery.refused),
        };
        let refused = counted(words.delivery_refused, refused);
        let standing = standing.map(str::to_owned);
        let parts: Vec<String> = [standing, trouble, way, refused]
            .into_iter()
            .flatten()
            .collect();
        Some(parts.join(" "))
    }

    /// A day with its weekday, as the head of a page has it.
    pub(crate) fn long_day(&self, day: Day) -> String {
        let words = self.words.screen;
        let weekday = [
            words.monday,
            words.tuesday,
            words.wednesday,
            words.thursday,
            words.friday,
            words.saturday,
            words.sunday,
        ];
        let at = day.weekday().num_days_from_monday() as usize;
        format!("{day} {}", weekday.get(at).copied().unwrap_or_default())
    }

    /// The word for a register, or the register's own name if it is a newer one.
    pub(crate) fn register<'a>(&self, register: &'a str) -> &'a str {
        self.words.term.register_named(register)
    }

    /// The goal of an indicator in words: 不少于 55%.
    pub(crate) fn goal(&self, indicator: &Indicator) -> String {
        let comparator = self.words.term.comparator(indicator.comparator);
        let unit = &indicator.unit;
        let value = indicator.value.as_deref().unwrap_or("--");
        let upper = indicator.upper.as_deref().unwrap_or("--");
        match indicator.comparator {
            Comparator::Range => format!("{value} - {upper} {unit}"),
            Comparator::Ratio => format!("{value} : {upper} {unit}"),
            Comparator::About => format!("{value} {unit} {comparator}"),
            Comparator::NotBelowPrevious | Comparator::Cover if indicator.value.is_none() => {
                comparator.to_owned()
            }
            _ => format!("{comparator} {value} {unit}"),
        }
    }

    pub(crate) fn percent(&self, percent: Option<u8>) -> String {
        percent.map_or_else(|| "--".into(), |p| format!("{p}%"))
    }

    /// How long ago the last note was, in a few cells.
    pub(crate) fn stale(&self, row: &Row) -> String {
        let words = self.words.screen;
        match row.stale_days(self.today()) {
            Some(days) => fill(words.days, &[&days.to_string()]),
            None => words.no_notes_short.into(),
        }
    }

    /// Whether a task is past its deadline and not done.
    pub(crate) fn is_overdue(&self, row: &Row) -> bool {
        use crate::model::Status as S;
        let over = matches!(
            row.status,
            S::Closed | S::Ongoing | S::Merged | S::Withdrawn | S::Carried | S::Suspended
        );
        !over && row.due.is_some_and(|due| due < self.today())
    }
}
