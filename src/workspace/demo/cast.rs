//! The made-up people: a home each, and a folder that they exchange through.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::script::{Person, Script, office};
use super::{MARK, at, before, file, settings};
use crate::model::{Day, DepartmentId, DepartmentKind};
use crate::oplog::Role;
use crate::platform;
use crate::workspace::{
    Approval, Failure, Keyring, NewDepartment, Newcomer, Opening, Receipt, Workspace,
    find_department, join, look_at,
};

/// One of them. The first is the registrar, the second a coordinator, the others write for a department each.
pub(super) type Who = usize;

/// Who keeps the roster.
pub(super) const REGISTRAR: Who = 0;
/// A coordinator beside the registrar.
pub(super) const COORDINATOR: Who = 1;

/// What somebody may do.
pub(super) fn role_of(who: Who) -> Role {
    match who {
        REGISTRAR => Role::Registrar,
        COORDINATOR => Role::Coordinator,
        _ => Role::Clerk,
    }
}

/// Somebody with a home.
#[derive(Debug)]
struct Player {
    home: Workspace,
    department: Option<DepartmentId>,
    name: String,
    approver: String,
    /// Whether something of theirs lies in no other home yet.
    has_news: bool,
    /// Whether others have published since they last looked.
    is_behind: bool,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Cast {
    players: Vec<Player>,
    /// The latest time at which somebody did something.
    now: DateTime<Utc>,
}

impl Cast {
    /// Gathers them on a day: the registrar puts the plan in force and publishes it, the others join and are let in.
    pub(super) fn gather(script: &Script, stage: &Path, day: Day) -> Result<Self, Failure> {
        let people = &script.people;
        let dir = stage.join("home");
        let now = at(day, 8, 30);
        let (mut home, _) = Workspace::open(&opening(&dir, &people.registrar, now)?)?;
        home.hurry()?;
        home.adopt_embedded_plan(now)?;
        for district in &people.districts {
            let new = NewDepartment {
                name: district.name.clone(),
                short: Some(district.short.clone()),
                aliases: Vec::new(),
                kind: DepartmentKind::District,
                reason: "指标需分解到区县".to_owned(),
            };
            home.add_department(&new, now)?;
        }
        let share = stage.join("share");
        platform::create_private_dir(&share).map_err(|error| file(&share, error))?;
        home.create_share(&share, now)?;
        let mut cast = Self {
            players: vec![player(home, &people.registrar)?],
            now,
        };
        for (n, person) in (0..).zip(people.all()).skip(1) {
            let now = cast.time(day);
            let shown = look_at(&share, None)?;
            let department = Some(person.department.clone()).filter(|name| !name.is_empty());
            let newcomer = Newcomer {
                name: person.name.clone(),
                departments: department.into_iter().collect(),
                unit: person.unit.clone(),
                bring_notes: false,
            };
            let dir = stage.join(format!("home-{n}"));
            let (mut home, _) = join(&opening(&dir, person, now)?, &shown, &newcomer, "")?;
            home.hurry()?;
            let approval = Approval {
                role: Some(role_of(n)),
                ..Approval::default()
            };
            cast.home(REGISTRAR)?
                .approve(&person.name, &approval, now)?;
            cast.players.push(player(home, person)?);
        }
        for who in cast.clerks() {
            cast.inform(who, day)?;
        }
        for player in &mut cast.players {
            // By now the roster says for whom they speak.
            player.home.me = player.home.owner()?;
        }
        Ok(cast)
    }

    /// A time on a day, a minute after whatever was done before.
    pub(super) fn time(&mut self, day: Day) -> DateTime<Utc> {
        let minute = chrono::TimeDelta::minutes(1);
        self.now = (self.now + minute).max(at(day, 9, 0));
        self.now
    }

    /// Somebody's home, to look at.
    pub(super) fn look(&self, who: Who) -> Result<&Workspace, Failure> {
        let player = self.players.get(who).ok_or(Failure::NothingGiven)?;
        Ok(&player.home)
    }

    /// Somebody's home, to record in.
    pub(super) fn home(&mut self, who: Who) -> Result<&mut Workspace, Failure> {
        let player = self.players.get_mut(who).ok_or(Failure::NothingGiven)?;
        player.has_news = true;
        Ok(&mut player.home)
    }

    /// The person's name and who signs for them.
    pub(super) fn names(&self, who: Who) -> (String, String) {
        let player = self.players.get(who);
        player.map_or_else(Default::default, |p| (p.name.clone(), p.approver.clone()))
    }

    /// The department that somebody writes for.
    pub(super) fn department(&self, who: Who) -> Option<DepartmentId> {
        self.players.get(who)?.department
    }

    /// Who writes for a department.
    pub(super) fn clerk_of(&self, department: DepartmentId) -> Option<Who> {
        let mut players = self.players.iter();
        players.position(|player| player.department == Some(department))
    }

    /// Everybody who writes for a department.
    pub(super) fn clerks(&self) -> impl Iterator<Item = Who> + use<> {
        COORDINATOR + 1..self.players.len()
    }

    /// Lets somebody see everything that was said.
    pub(super) fn inform(&mut self, who: Who, day: Day) -> Result<(), Failure> {
        self.gather_news(who, day)?;
        if self.players.get(who).is_some_and(|player| player.is_behind) {
            let now = self.time(day);
            if let Some(player) = self.players.get_mut(who) {
                player.home.sync(Receipt::Hourly, now)?;
                (player.has_news, player.is_behind) = (false, false);
            }
            self.fall_behind(who);
        }
        Ok(())
    }

    /// Has everybody else put what is new into the folder.
    pub(super) fn gather_news(&mut self, who: Who, day: Day) -> Result<(), Failure> {
        for other in 0..self.players.len() {
            let now = self.time(day);
            let Some(player) = self.players.get_mut(other) else {
                continue;
            };
            if other != who && player.has_news {
                player.home.give(now)?;
                player.has_news = false;
                self.fall_behind(other);
            }
        }
        Ok(())
    }

    /// Everybody else has something to read.
    fn fall_behind(&mut self, who: Who) {
        for (other, player) in self.players.iter_mut().enumerate() {
            player.is_behind |= other != who;
        }
    }

    /// Lets everybody go home. What one home holds stays, and says that it is made up; it shares nothing any more. Gives
    /// its folder.
    pub(super) fn dismiss(mut self, day: Day, who: Who) -> Result<PathBuf, Failure> {
        let eve = working_day_by(before(day, 1));
        self.inform(REGISTRAR, eve)?;
        // Whoever is not the registrar hears what came of everything.
        self.inform(who, eve)?;
        let kept = self.players.swap_remove(who);
        drop(self.players);
        let folder = kept.home.dir().to_owned();
        kept.home.keep_as_demo(&day.to_string())?;
        Ok(folder)
    }
}

impl Workspace {
    /// Waits for no disk.
    fn hurry(&mut self) -> Result<(), Failure> {
        self.hurries = true;
        Ok(self.store.hurry()?)
    }

    /// Says that everything here is made up, and stops sharing it.
    fn keep_as_demo(self, day: &str) -> Result<(), Failure> {
        self.store.set_local(MARK, day)?;
        self.leave_share()?;
        self.store.looked_at(None)?;
        let database = self.home.database();
        self.store.close()?;
        let written = File::options()
            .write(true)
            .open(&database)
            .and_then(|file| file.sync_all());
        written.map_err(|error| file(&database, error))
    }
}

fn opening(dir: &Path, person: &Person, now: DateTime<Utc>) -> Result<Opening, Failure> {
    Ok(Opening {
        home: dir.to_owned(),
        config: settings(&person.name)?,
        keys: Keyring::default(),
        login: "demo".to_owned(),
        host: person.unit.clone(),
        now,
    })
}

fn player(home: Workspace, person: &Person) -> Result<Player, Failure> {
    let department = match person.department.as_str() {
        "" => None,
        name => Some(find_department(&home.directory()?, name)?),
    };
    Ok(Player {
        home,
        department,
        name: person.name.clone(),
        approver: person.approver.clone(),
        has_news: true,
        is_behind: true,
    })
}

/// The most days in a row on which nobody works.
const REST: usize = 15;

/// The first working day from a day on.
pub(super) fn working_day(day: Day) -> Day {
    let mut days = day.iter_days().take(REST);
    days.find(|day| office().is_working(*day)).unwrap_or(day)
}

/// The last working day up to a day.
pub(super) fn working_day_by(day: Day) -> Day {
    let mut days = (0..).take(REST).map(|days| before(day, days));
    days.find(|day| office().is_working(*day)).unwrap_or(day)
}
