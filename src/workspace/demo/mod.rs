//! The demo (演示): two years of made-up follow-up of the real plan, with a clock of its own.
//!
//! It is built through the same verbs as everything else, by several made-up people who exchange through a folder of
//! their own, from a seed: two builds for one day are equal. What is made up never enters a real share.

mod cast;
mod figures;
mod meetings;
mod notes;
mod passing;
mod play;
mod script;
mod steps;
mod story;

use std::path::Path;

use chrono::{DateTime, Days, NaiveTime, Utc};

use super::{Clock, Failure, Opening, Workspace, check_plan, import};
use crate::config::{Config, Owner};
use crate::model::Day;
use crate::oplog::{Repeated, Role};
use crate::store::{Error, Store};
use cast::{REGISTRAR, Who, role_of};
pub use passing::Passing;
use script::{Script, office};

/// The key of the local setting that says that everything in a home is made up, and on which day it stands.
const MARK: &str = "demo";

/// The plan's zone, in hours east of Greenwich.
const ZONE: i64 = 8;

/// The hour at which a demo's clock stands when it is opened.
const HOUR: u32 = 9;

/// That everything in a home is made up (演示数据), and the day it stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demo {
    /// The day.
    pub day: Day,
}

impl Demo {
    /// Whether a home is a demo.
    pub(super) fn of(store: &Store) -> Result<Option<Self>, Failure> {
        let Some(day) = store.local(MARK)? else {
            return Ok(None);
        };
        let day = day
            .parse()
            .map_err(|_| Error::Damaged(format!("the day of the demo: {day}")))?;
        Ok(Some(Self { day }))
    }

    /// A demo's clock: nine in the morning of its day, or when something was recorded last if that is later on this day,
    /// and on from there: what is taken up again, as a meeting, did not begin in time to come.
    pub(super) fn clock(self, recorded: Option<DateTime<Utc>>) -> Clock {
        let begin = at(self.day, HOUR, 0);
        let end = at(after(self.day, 1), 0, 0);
        let today = recorded.filter(|recorded| *recorded < end);
        Clock::set_to(today.map_or(begin, |recorded| recorded.max(begin)))
    }

    /// How a demo is opened: its made-up people sign for themselves, whatever key and name the settings give.
    pub(super) fn opening(self, opening: &Opening) -> Opening {
        let mut opening = opening.clone();
        opening.config.identity.clear();
        opening.config.me = Owner::default();
        opening.now = self.clock(None).now();
        opening
    }
}

/// The first and the last day at which a demo can stand: the one after the plan was issued, and a year after its end.
fn days() -> Result<(Day, Day), Failure> {
    let head = check_plan(import::EMBEDDED)?.plan.head;
    let issued = head.issued.or(head.start).unwrap_or_default();
    Ok((after(issued, 1), after(head.end.unwrap_or(issued), 365)))
}

/// Somebody whose home a demo can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Player {
    /// The name.
    pub name: String,
    /// The department they write for; empty for whoever leads the follow-up.
    pub department: String,
    /// What they may do.
    pub role: Role,
}

/// The made-up person of this name; the registrar, if none is named.
fn player(script: &Script, name: Option<&str>) -> Result<Who, Failure> {
    let Some(name) = name else {
        return Ok(REGISTRAR);
    };
    let found = script
        .people
        .all()
        .position(|person| person.name == name.trim());
    found.ok_or_else(|| Failure::NoPlayer {
        name: name.to_owned(),
        players: (0..)
            .zip(script.people.all())
            .map(|(who, person)| Player {
                name: person.name.clone(),
                department: person.department.clone(),
                role: role_of(who),
            })
            .collect(),
    })
}

/// Makes up a demo that stands at `day`, in the folder `dir`, which is not there or empty: the home of the made-up person
/// of this name, of the registrar if none is named.
///
/// # Errors
///
/// If the day lies before the plan or long after it, there is no such person, or files cannot be written.
pub fn build_demo(dir: &Path, day: Day, name: Option<&str>) -> Result<(), Failure> {
    let (first, last) = days()?;
    if !(first..=last).contains(&day) {
        return Err(Failure::DemoOutside(first, last));
    }
    let script = Script::embedded()?;
    let who = player(&script, name)?;
    let dir = std::path::absolute(dir).map_err(|error| file(dir, error))?;
    if Workspace::is_in(&dir) {
        return Err(Failure::HomeExists(dir));
    }
    // Beside it, so that it comes to its place in one step: half a demo would look like a home that holds what is true.
    let stage = Passing::beside(&dir, ".making")?;
    build_in(&script, stage.path(), &dir, (day, who))
}

fn build_in(
    script: &Script,
    stage: &Path,
    dir: &Path,
    (day, who): (Day, Who),
) -> Result<(), Failure> {
    let repeated = Repeated::from_seed(&format!("{} {day}", script.seed));
    let home = play::perform(script, stage, day, who)?;
    drop(repeated);
    // A folder that was made for it.
    match std::fs::remove_dir(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(file(dir, error)),
        _ => {}
    }
    std::fs::rename(&home, dir).map_err(|error| file(dir, error))
}

/// Makes a private folder in the system's place for such things, whose name nobody can foresee, for a demo that is
/// thrown away; takes away those that earlier ones left because they were killed.
///
/// # Errors
///
/// If it cannot be made.
pub fn temporary_folder() -> Result<Passing, Failure> {
    Passing::beside(&std::env::temp_dir().join("duban-demo"), "")
}

/// The settings of made-up people: the defaults, the days on which offices work, and a name.
fn settings(name: &str) -> Result<Config, Failure> {
    let mut config = Config::read(Path::new("config.toml"), "")
        .map_err(|_| Error::Damaged("config.toml".to_owned()))?;
    config.me.name = name.to_owned();
    config.rules.calendar = office().clone();
    Ok(config)
}

/// A time of a day in the plan's zone.
fn at(day: Day, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    day.and_time(time).and_utc() - chrono::TimeDelta::hours(ZONE)
}

/// Some days after a day.
fn after(day: Day, days: u64) -> Day {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// Some days before a day.
fn before(day: Day, days: u64) -> Day {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// A day, or some days after it, or before it where the number is negative.
fn moved(day: Day, days: i64) -> Day {
    if days < 0 {
        before(day, days.unsigned_abs())
    } else {
        after(day, days.unsigned_abs())
    }
}

fn file(path: &Path, error: std::io::Error) -> Failure {
    Failure::File {
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demos_clock_goes_back_behind_nothing_that_was_recorded_on_its_day() {
        let day = Day::from_ymd_opt(2024, 5, 17).unwrap_or_default();
        let starts = |recorded| (Demo { day }).clock(recorded).now();
        let (begin, later) = (at(day, HOUR, 0), at(day, HOUR, 25));
        assert!(starts(None) >= begin && starts(None) < later);
        assert!(starts(Some(later)) >= later);
        assert!(starts(Some(at(day - chrono::TimeDelta::days(3), 20, 0))) < later);
        // It keeps to its day.
        assert!(starts(Some(at(after(day, 1), 0, 0))) < later);
    }
}
