//! The verbs of the program, one each: open, import, record, correct, find, verify, back up.
//!
//! The command line and the screens call these and nothing below. Every verb that changes something appends ops and
//! applies them in one transaction; time is handed in, read from the home's [`Clock`] by whoever calls.

mod add;
mod backup;
mod binding;
mod clock;
mod correct;
mod demo;
mod departments;
mod drafts;
mod failure;
mod find;
mod follow;
mod home;
mod import;
mod key;
mod look;
mod note;
mod report;
mod sharing;
mod span;

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, Utc};

pub use crate::oplog::{Finding, Role, Stop};
pub use crate::store::{Closed, Damage, Reminded, Report, Scope, Undoable};
pub use backup::{Replace, Restored, restore};
pub use clock::Clock;
pub use demo::{Demo, Passing, Player, build_demo, temporary_folder};
pub use departments::NewDepartment;
use drafts::Drafts;
pub use drafts::{Kept, Lodging};
pub use failure::{BadBackup, Failure, Item, Kind, TextField};
pub use follow::{
    Attachment, FigureLine, FigureProblem, FigureTable, FollowFailure, RulesVersion, WindowCounts,
    WindowLine, WindowReport, WindowState,
};
pub use home::{default_config, default_home, host_name};
pub use import::check_plan;
pub use key::{Ask, Keyring, check_identity};
pub use report::{Wanted, write_new};
pub use sharing::{
    Approval, Brought, Change, Created, Decision, Fingerprint, Joined, Left, Listed, Newcomer,
    NotAFingerprint, PersonStatus, ProposalStatus, Receipt, ShareStatus, SharingFailure, Shown,
    Synced, Waiting, Written, finding_words, flaw_words, join, look_at, proposal_words, role_words,
    stop_words, unwritten_words,
};

use crate::config::{self, Config};
use crate::model::{Day, Department, DepartmentId, Directory, ItemId, Me};
use crate::oplog::{Genesis, Hlc, Identity, KeyError};
use crate::search;
use crate::store::{self, Store};
use home::Home;
use key::{Keys, Roster};

/// The departments as a file that a person can edit.
const DEPARTMENTS: &str = include_str!("../../data/departments.toml");

/// How a workspace is opened.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The home's folder.
    pub home: PathBuf,
    /// The settings.
    pub config: Config,
    /// The keys that were unlocked in this run.
    pub keys: Keyring,
    /// The login name, for a roster that has no better one.
    pub login: String,
    /// What this computer is called.
    pub host: String,
    /// The time.
    pub now: DateTime<Utc>,
}

/// An open home.
#[derive(Debug)]
pub struct Workspace {
    home: Home,
    store: Store,
    keys: Keys,
    scope: Scope,
    me: Me,
    /// The department that the settings name as the owner's.
    department: String,
    /// What this computer is called, for a log that begins.
    label: String,
    zone: FixedOffset,
    clock: Clock,
    /// What is made up here, if it is.
    demo: Option<Demo>,
    /// Whether no disk is waited for, because all of it is thrown away or written out at the end.
    hurries: bool,
    drafts: Drafts,
    /// The meeting that was named as the one at which things are said.
    sits_in: Option<ItemId>,
}

/// Whether a home was there or has just been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It was there.
    Old,
    /// It has just been made.
    New,
}

impl Workspace {
    /// Opens the home, making it at first run: folder, keys, the genesis of a one-person roster, the log's `hello`.
    ///
    /// # Errors
    ///
    /// If the home must not be where it is, cannot be read or written, or was written by a newer program.
    pub fn open(opening: &Opening) -> Result<(Self, Found), Failure> {
        let home = Home::at(&opening.home)?;
        home.refuse_read_only()?;
        let keys = Keys::new(&home, opening)?;
        if !home.is_made() {
            home::refuse_in_share(&home.dir)?;
            keys.prove()?;
        }
        home.make_folder()?;
        let lock = home.lock()?;
        home.finish_making()?;
        let found = if home.is_made() {
            Found::Old
        } else {
            let label = format!("{}@{}", opening.login, opening.host);
            home.make(&label, |database, key, root| {
                let key = keys.first(key)?;
                let mut store = Store::create(database, &genesis(opening, &key, root)?)?;
                keys.begin_log(&mut store, &key, &opening.host, opening.now)?;
                Ok(store.close()?)
            })?;
            Found::New
        };
        let mut store = home.store()?;
        let demo = Demo::of(&store)?;
        let (opening, keys) = match demo {
            None => (opening.clone(), keys),
            Some(demo) => {
                let opening = demo.opening(opening);
                let keys = Keys::new(&home, &opening)?;
                (opening, keys)
            }
        };
        // A copy of a home must not go on with the log of the one it was copied from.
        if found == Found::Old && binding::is_torn(&home, &store)? {
            store.retire_log()?;
        }
        let zone = config::zone(&store.genesis().rules.zone)
            .ok_or_else(|| store::Error::Damaged("the roster's time zone".to_owned()))?;
        let clock = match demo {
            Some(demo) => demo.clock(store.last_recorded()?),
            None => Clock::Wall,
        };
        let drafts = Drafts::of(&home);
        let mut workspace = Self {
            home,
            store,
            keys,
            scope: Scope::default(),
            me: Me::default(),
            department: opening.config.me.department.trim().to_owned(),
            label: opening.host.clone(),
            zone,
            clock,
            demo,
            hurries: false,
            drafts,
            sits_in: None,
        };
        workspace.settle_key(Roster::Known, opening.now)?;
        binding::tie(&workspace.home, &workspace.store)?;
        drop(lock);
        workspace.me = workspace.owner()?;
        Ok((workspace, found))
    }

    /// Lets other processes into the home again, if a full disk had this one open it for itself and somebody has made room.
    ///
    /// # Errors
    ///
    /// If the home cannot be opened anew.
    pub fn let_others_in(&mut self) -> Result<(), Failure> {
        if self.store.is_alone() && !self.home.has_no_room() {
            self.store.open_again(&self.home.database())?;
        }
        Ok(())
    }

    /// Whether there is a home in this folder, whole or damaged.
    #[must_use]
    pub fn is_in(dir: &Path) -> bool {
        let home = Home {
            dir: dir.to_owned(),
        };
        home.is_made() || home.key().exists()
    }

    /// The workspace as it was, to look at only.
    ///
    /// # Errors
    ///
    /// If an op cannot be read.
    pub fn at(self, scope: Scope) -> Result<Self, Failure> {
        if scope.is_present() {
            return Ok(self);
        }
        let store = self.store.past(scope, self.zone)?;
        let (chain, mut me) = (self.store.chain()?, self.me);
        // Departments go by what they were called then.
        for department in store.directory()?.iter() {
            let now = chain.state().current(&[department.id]);
            let is_mine = now.iter().any(|id| me.departments.contains(id));
            if is_mine && !me.departments.contains(&department.id) {
                me.departments.push(department.id);
            }
        }
        Ok(Self {
            store,
            scope,
            me,
            ..self
        })
    }

    /// The plan's time zone, from the roster.
    #[must_use]
    pub fn zone(&self) -> FixedOffset {
        self.zone
    }

    /// The clock that what is recorded here is dated by.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The time here, to be handed down to the verbs.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// What is made up here; `None` in a home that holds what is true.
    #[must_use]
    pub fn demo(&self) -> Option<Demo> {
        self.demo
    }

    /// The home's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.home.dir
    }

    /// The day in the plan's zone.
    fn today(&self, now: DateTime<Utc>) -> Day {
        now.with_timezone(&self.zone).date_naive()
    }

    fn refuse_past(&self) -> Result<(), Failure> {
        if self.scope.is_present() {
            Ok(())
        } else {
            Err(Failure::Past)
        }
    }

    /// Who works here, by the roster and the settings.
    fn owner(&self) -> Result<Me, Failure> {
        let chain = self.store.chain()?;
        let own = self.store.own_key()?;
        let member = chain.state().person_of(&own);
        let name = match member {
            Some(member) => member.name.clone(),
            // A newcomer goes by the name in the request.
            None => self.store.local("name")?.unwrap_or_default(),
        };
        if let Some(member) = member.filter(|member| !member.departments.is_empty()) {
            return Ok(Me {
                name,
                departments: chain.state().current(&member.departments),
            });
        }
        // Nor does what they asked for count yet, and they speak for it all the same.
        let asked = self.store.local(sharing::ASKED)?;
        let asked = asked.and_then(|asked| serde_json::from_str::<Vec<DepartmentId>>(&asked).ok());
        if let Some(departments) = asked.filter(|asked| !asked.is_empty()) {
            return Ok(Me { name, departments });
        }
        let wanted = self.department.as_str();
        let departments = if wanted.is_empty() {
            Vec::new()
        } else {
            let directory = self.directory()?;
            vec![
                find_department(&directory, wanted)
                    .map_err(|_| Failure::MyDepartment(wanted.to_owned()))?,
            ]
        };
        Ok(Me { name, departments })
    }
}

/// The one department that a name stands for.
///
/// # Errors
///
/// If it stands for none, with those that look like it, or for several.
pub fn find_department(directory: &Directory, name: &str) -> Result<DepartmentId, Failure> {
    let names = |all: &[&Department]| all.iter().take(6).map(|d| d.name.clone()).collect();
    match search::departments(directory, name) {
        Ok(meant) => match meant.as_slice() {
            [one] => Ok(one.id),
            several => Err(Failure::TwoDepartments {
                name: name.to_owned(),
                candidates: names(several),
            }),
        },
        Err(near) => Err(Failure::NoDepartment {
            name: name.to_owned(),
            near: names(&near),
        }),
    }
}

fn genesis(opening: &Opening, key: &str, root: &Identity) -> Result<Genesis, Failure> {
    let bad = |why: KeyError| Failure::KeyBad {
        path: opening.home.clone(),
        why,
    };
    let departments = crate::import::departments(DEPARTMENTS)
        .map_err(|error| store::Error::Damaged(format!("data/departments.toml: {error}")))?;
    let name = match opening.config.me.name.trim() {
        "" => opening.login.as_str(),
        name => name,
    };
    let hlc = Hlc::default().next(opening.now);
    let root = root.public().map_err(bad)?;
    Ok(Genesis::new(
        name,
        key,
        &root,
        departments.iter().cloned().collect(),
        opening.config.rules.clone(),
        hlc,
    ))
}
