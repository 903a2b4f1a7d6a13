//! The overview (总览): counts that can be entered. After the plan's end, the final evaluation (终期评估).

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::text::{Line, Span};

use super::{Target, plain, section};
use crate::model::{Day, FrozenTask, ItemId, Light, Reason, Reporting, Row, Running, Status};
use crate::tui::app::counts::Counts;
use crate::tui::app::desk::Desk;
use crate::tui::app::screen::form::left;
use crate::tui::widget::cells;
use crate::tui::widget::sheet::Entry;
use crate::words::fill;

/// How many cells the longest bar takes.
const BAR: usize = 16;

/// The tasks that a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bucket {
    All,
    Lit(Light),
    Expected,
    Reported,
    Missing,
    OwnWindow,
    NewRed,
    TurnedGreen,
    StillSilent,
    ClosingAsked,
    ExtensionAsked,
    Disputed,
    Coordinate,
    Conflicts,
    Unsigned,
    Supervised,
    Soon,
    Overdue,
    Decided,
    Closed,
    Met,
    Carried,
    Stopped,
    Open,
}

/// What the overview counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    counts: Counts,
    /// How many tasks are in each of [`Bucket::COUNTED`].
    buckets: [usize; Bucket::COUNTED.len()],
}

impl Tally {
    fn of(desk: &Desk) -> Self {
        let (mut tally, sight) = (Self::default(), Sight::at(desk));
        for row in desk.snapshot.rows.iter() {
            tally.of_task(&sight.see(row)).for_each(|count| *count += 1);
        }
        tally
    }

    /// Follows lines that changed, old beside new; everything else is as it was.
    pub(crate) fn follow(&mut self, changed: &[(&Row, &Row)], desk: &Desk) {
        let sight = Sight::at(desk);
        for (old, new) in changed {
            self.of_task(&sight.see(old)).for_each(|count| *count -= 1);
            self.of_task(&sight.see(new)).for_each(|count| *count += 1);
        }
    }

    /// The numbers that a task is counted in.
    fn of_task<'a>(&'a mut self, seen: &'a Seen<'_>) -> impl Iterator<Item = &'a mut usize> {
        let buckets = Bucket::COUNTED.iter().zip(&mut self.buckets);
        let held = buckets.filter(|(bucket, _)| bucket.holds(seen));
        let counts = self.counts.of_task(seen.light, seen.reporting);
        counts.chain(held.map(|(_, count)| count))
    }

    /// How many tasks a number counts.
    fn count(&self, bucket: Bucket) -> usize {
        let mut all = Bucket::COUNTED.iter().zip(self.buckets);
        let found = all.find(|(known, _)| **known == bucket);
        found.map_or(0, |(_, count)| count)
    }
}

/// What is looked up once for all tasks.
struct Sight<'a> {
    desk: &'a Desk,
    running: Running<'a>,
    /// The tasks of action items whose day has passed.
    late: HashSet<ItemId>,
}

/// A task as far as the numbers ask.
struct Seen<'a> {
    row: &'a Row,
    today: Day,
    light: Light,
    reporting: Reporting,
    /// How it stood when the last window was closed.
    before: Option<&'a FrozenTask>,
    /// Whether an action item about it is late.
    decided: bool,
    /// Whether it is reported on in other windows than most are.
    has_own_window: bool,
}

impl<'a> Sight<'a> {
    fn at(desk: &'a Desk) -> Self {
        let decisions = desk.work.iter().flat_map(|work| &work.decisions);
        let late = decisions.filter(|decision| decision.is_late(desk.today()));
        Self {
            desk,
            running: desk.snapshot.outlook.running(),
            late: late.flat_map(|late| &late.tasks).copied().collect(),
        }
    }

    fn see<'b>(&self, row: &'b Row) -> Seen<'b>
    where
        'a: 'b,
    {
        let today = self.desk.today();
        let work = self.desk.work.as_ref();
        let before = work.and_then(|work| work.before.as_ref());
        Seen {
            row,
            today,
            light: row.light(today),
            reporting: self.running.reporting(row),
            before: before.and_then(|before| before.1.get(&row.id)),
            decided: !self.late.is_empty() && self.late.contains(&row.id),
            has_own_window: {
                let outlook = &self.desk.snapshot.outlook;
                outlook.rhythm(row).0 != outlook.rules.rhythm()
            },
        }
    }
}

impl Bucket {
    /// Every number but those of the lights, which are counted by themselves.
    const COUNTED: [Self; 23] = [
        Self::All,
        Self::Expected,
        Self::Reported,
        Self::Missing,
        Self::OwnWindow,
        Self::NewRed,
        Self::TurnedGreen,
        Self::StillSilent,
        Self::ClosingAsked,
        Self::ExtensionAsked,
        Self::Disputed,
        Self::Coordinate,
        Self::Conflicts,
        Self::Unsigned,
        Self::Supervised,
        Self::Soon,
        Self::Overdue,
        Self::Decided,
        Self::Closed,
        Self::Met,
        Self::Carried,
        Self::Stopped,
        Self::Open,
    ];

    pub(crate) fn name(self, desk: &Desk) -> String {
        let (words, follow) = (desk.words.work, desk.words.follow);
        let name = match self {
            Self::All => words.all,
            Self::Lit(light) => return format!("{}: {}", follow.light, follow.light(light)),
            Self::Expected => words.expected,
            Self::OwnWindow => words.own_window,
            Self::Reported => words.reported,
            Self::Missing => words.missing,
            Self::NewRed => words.new_red,
            Self::TurnedGreen => words.turned_green,
            Self::StillSilent => words.still_silent,
            Self::ClosingAsked => words.closing_asked,
            Self::ExtensionAsked => words.extension_asked,
            Self::Disputed => words.disputed,
            Self::Coordinate => words.coordinate,
            Self::Conflicts => words.conflicts,
            Self::Unsigned => words.unsigned,
            Self::Supervised => words.supervised,
            Self::Soon => words.soon,
            Self::Overdue => words.overdue,
            Self::Decided => words.late_decisions,
            Self::Closed => words.closed,
            Self::Met => words.met,
            Self::Carried => words.carried,
            Self::Stopped => words.stopped,
            Self::Open => words.open,
        };
        name.to_owned()
    }

    pub(crate) fn tasks(self, desk: &Desk) -> impl Iterator<Item = &Arc<Row>> {
        let (rows, sight) = (desk.snapshot.rows.iter(), Sight::at(desk));
        rows.filter(move |row| self.holds(&sight.see(row)))
    }

    fn holds(self, seen: &Seen<'_>) -> bool {
        let (row, status, reporting) = (seen.row, seen.row.status, seen.reporting);
        let was = |lights: &[Light]| {
            seen.before
                .is_some_and(|was| lights.contains(&was.lit.light))
        };
        match self {
            Self::All => true,
            Self::Lit(light) => seen.light == light,
            Self::Expected => reporting != Reporting::NotExpected,
            Self::OwnWindow => reporting != Reporting::NotExpected && seen.has_own_window,
            Self::Reported => !matches!(reporting, Reporting::NotExpected | Reporting::Missing),
            Self::Missing => reporting == Reporting::Missing,
            Self::NewRed => row.lit.light == Light::Red && !was(&[Light::Red]),
            Self::TurnedGreen => row.lit.light == Light::Green && was(&[Light::Red, Light::Yellow]),
            Self::StillSilent => {
                reporting == Reporting::Missing
                    && seen
                        .before
                        .is_some_and(|was| was.report == Reporting::Missing)
            }
            Self::ClosingAsked => status == Status::Closing,
            Self::ExtensionAsked => row.follow.extension.is_some() && !status.is_final(),
            Self::Disputed => status == Status::Returned,
            Self::Coordinate => row.follow.coordinate && !status.is_final(),
            Self::Conflicts => row.conflict,
            Self::Unsigned => status == Status::Assigned,
            Self::Supervised => row.follow.supervised && !status.is_final(),
            Self::Soon => {
                let days = row.due.map(|due| (due - seen.today).num_days());
                !status.is_final() && days.is_some_and(|days| (0..=7).contains(&days))
            }
            Self::Overdue => {
                let mut reasons = row.lit.reasons.iter();
                reasons.any(|reason| matches!(reason, Reason::Overdue(..)))
            }
            Self::Decided => seen.decided,
            Self::Closed => status == Status::Closed,
            Self::Met => !status.is_final() && row.percent == Some(100),
            Self::Carried => status == Status::Carried,
            Self::Stopped => matches!(
                status,
                Status::Suspended | Status::Merged | Status::Withdrawn
            ),
            Self::Open => {
                !status.is_final() && status != Status::Suspended && row.percent != Some(100)
            }
        }
    }
}

/// The lines of the overview.
pub(super) fn entries(desk: &Desk, width: usize) -> Vec<Entry<Target>> {
    let words = desk.words.work;
    let mut out = Vec::new();
    let outlook = &desk.snapshot.outlook;
    if outlook.is_over() {
        out.push(section(desk, words.results, width));
        let results = [
            Bucket::Closed,
            Bucket::Met,
            Bucket::Carried,
            Bucket::Stopped,
            Bucket::Open,
        ];
        out.extend(results.map(|bucket| counted(desk, bucket, width)));
        let hint = desk.wrapped(words.evaluation_hint, width, 2, desk.palette.dim);
        out.push(plain(hint));
    }
    out.push(section(desk, words.lights, width));
    let tally = desk.tally.get_or_init(|| Tally::of(desk));
    let counts = tally.counts;
    let most = counts.lights.iter().copied().max().unwrap_or(0);
    for (light, count) in Light::LISTED.into_iter().zip(counts.lights) {
        if count > 0 {
            out.push(lit(desk, light, (count, most), width));
        }
    }
    out.push(counted(desk, Bucket::All, width));
    let running = outlook
        .schedule()
        .containing(outlook.rules.rhythm(), desk.today());
    let heading = match running {
        Some(window) => {
            let (period, due) = (
                window.period.to_string(),
                window.due.format("%m-%d").to_string(),
            );
            let line = fill(words.window_section, &[&period, &due]);
            format!("{line} {}", left(desk, window.due))
        }
        None => words.no_window.to_owned(),
    };
    let group = |name: &str, buckets: &[Bucket], always: bool| {
        let shown = |bucket: &&Bucket| always || tally.count(**bucket) > 0;
        let lines = buckets.iter().filter(shown);
        let lines: Vec<_> = lines.map(|one| counted(desk, *one, width)).collect();
        let heading = (!lines.is_empty()).then(|| section(desk, name, width));
        heading.into_iter().chain(lines)
    };
    let reports = [Bucket::Expected, Bucket::Reported, Bucket::Missing];
    if running.is_some() {
        out.extend(group(&heading, &reports, true));
        if tally.count(Bucket::OwnWindow) > 0 {
            out.push(counted(desk, Bucket::OwnWindow, width));
        }
    } else if !outlook.is_over() {
        out.push(plain(desk.wrapped(&heading, width, 2, desk.palette.dim)));
    }
    if let Some(before) = desk.work.as_ref().and_then(|work| work.before.as_ref()) {
        let name = fill(words.since, &[&before.0.to_string()]);
        let changed = [Bucket::NewRed, Bucket::TurnedGreen, Bucket::StillSilent];
        out.extend(group(&name, &changed, true));
    }
    let waiting = [
        Bucket::ClosingAsked,
        Bucket::ExtensionAsked,
        Bucket::Disputed,
        Bucket::Coordinate,
        Bucket::Conflicts,
    ];
    // Whoever writes for departments waits for others to answer.
    let whose = match desk.snapshot.me.departments.as_slice() {
        [] => words.waiting,
        _ => words.waiting_elsewhere,
    };
    out.extend(group(whose, &waiting, false));
    let today = [
        Bucket::Overdue,
        Bucket::Soon,
        Bucket::Decided,
        Bucket::Unsigned,
        Bucket::Supervised,
    ];
    out.extend(group(words.today, &today, false));
    out
}

/// A number with its name.
fn counted(desk: &Desk, bucket: Bucket, width: usize) -> Entry<Target> {
    let count = desk.tally.get_or_init(|| Tally::of(desk)).count(bucket);
    let name = cells::pad(&bucket.name(desk), width.saturating_sub(9).min(26));
    let style = if count == 0 {
        desk.palette.dim
    } else {
        desk.palette.text
    };
    Entry {
        lines: vec![Line::styled(format!("    {name} {count:>4}"), style)],
        target: Some(Target::Tasks(bucket)),
        begins_section: false,
    }
}

/// How many tasks have a light, with a bar beside it.
fn lit(desk: &Desk, light: Light, (count, most): (usize, usize), width: usize) -> Entry<Target> {
    let longest = BAR.min(width.saturating_sub(20));
    let bar = (count * longest).div_ceil(most.max(1));
    let name = cells::pad(desk.words.follow.light(light), 8);
    let style = desk.palette.lamp(light);
    Entry {
        lines: vec![Line::from(vec![
            Span::styled(format!("    {name}"), style),
            Span::raw(format!("{count:>4}  ")),
            Span::styled("#".repeat(bar), style),
        ])],
        target: Some(Target::Tasks(Bucket::Lit(light))),
        begins_section: false,
    }
}
