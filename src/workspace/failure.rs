//! What a verb could not do, named after what the person wanted.

use std::path::PathBuf;

use super::follow::FollowFailure;
use super::sharing::SharingFailure;
use super::{Fingerprint, Player};
use crate::model::{Code, Register};
use crate::oplog::KeyError;
use crate::store;
use crate::words::{Failures, Words, fill};

/// What sort of failure it is; it sets the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not found, or refused for a reason: 1.
    Refused,
    /// Wrong usage: 2.
    Usage,
    /// Data is damaged: 3.
    Damaged,
}

/// Why a verb did nothing. Whatever the failure, nothing was recorded.
#[derive(Debug, thiserror::Error)]
#[allow(
    missing_docs,
    reason = "the words say what each one means, in both languages"
)]
pub enum Failure {
    #[error("no task {0}")]
    NoTask(String),
    #[error("no item {n} of {code}")]
    NoItem { code: Code, what: Item, n: u32 },
    #[error("no note {0}")]
    NoNote(String),
    #[error("no department {name}")]
    NoDepartment { name: String, near: Vec<String> },
    #[error("{name} may mean {candidates:?}")]
    TwoDepartments {
        name: String,
        candidates: Vec<String>,
    },
    #[error("there is a plan: {0}")]
    HasPlan(String),
    #[error("no task was read")]
    EmptyPlan,
    #[error("the past cannot be changed")]
    Past,
    #[error("{} is on {kind}", path.display())]
    NetworkHome { path: PathBuf, kind: String },
    #[error("{} is synced by {by}", path.display())]
    SyncedHome { path: PathBuf, by: String },
    #[error("{} is missing", .0.display())]
    DatabaseMissing(PathBuf),
    #[error("no home in {}", .0.display())]
    NoSuchHome(PathBuf),
    #[error("{} cannot be written", .0.display())]
    ReadOnlyHome(PathBuf),
    #[error("the disk of {} is full", .0.display())]
    FullHome(PathBuf),
    #[error("{}: {why:?}", path.display())]
    BadBackup { path: PathBuf, why: BadBackup },
    #[error("{} is larger than {limit} MiB", path.display())]
    TooBig { path: PathBuf, limit: u64 },
    #[error("{0} would lead and support")]
    BothRoles(String),
    #[error("the range runs backwards")]
    RangeReversed,
    #[error("not a name")]
    BadName(String),
    #[error("no place for a home")]
    NoHome,
    #[error("{} is missing", .0.display())]
    KeyMissing(PathBuf),
    #[error("{}: {why}", path.display())]
    KeyBad { path: PathBuf, why: KeyError },
    #[error("{} is missing", .0.display())]
    NoIdentity(PathBuf),
    #[error("the key {0} is not here")]
    KeyElsewhere(Fingerprint),
    #[error("{}: {error}", path.display())]
    File {
        path: PathBuf,
        error: std::io::Error,
    },
    #[error("{}: {error}", path.display())]
    NotWritten {
        path: PathBuf,
        error: std::io::Error,
    },
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    #[error("{} holds a home", .0.display())]
    HomeExists(PathBuf),
    #[error("a note says nothing")]
    NoteEmpty,
    #[error("a text of {got} characters")]
    TooLong {
        field: TextField,
        got: usize,
        limit: usize,
    },
    #[error("percent {0}")]
    Percent(String),
    #[error("{0} is in the future")]
    Future(crate::model::Day),
    #[error("{day} is before the plan began on {start}")]
    BeforePlan {
        day: crate::model::Day,
        start: crate::model::Day,
    },
    #[error("{0} is before the day of the note")]
    NextBefore(crate::model::Day),
    #[error("{0} has no lead")]
    NoDepartmentOfTask(Code),
    #[error("{department} has nothing to do with {code}")]
    NotInvolved {
        department: String,
        code: Code,
        involved: Vec<String>,
    },
    #[error("nobody told it")]
    Retold,
    #[error("no reason")]
    NoReason,
    #[error("nothing to change was given")]
    NothingGiven,
    #[error("{by} dropped the item: {reason}")]
    Dropped { by: String, reason: String },
    #[error("no change")]
    NoChange { register: Register, value: String },
    #[error("an empty value")]
    EmptyValue(Register),
    #[error("the note does not count any more")]
    GoneNote,
    #[error("no section {code}")]
    NoSection { code: Code, known: Vec<String> },
    #[error("there is {0}")]
    DepartmentExists(String),
    #[error("{name} is a name of {of}")]
    NameTaken { name: String, of: String },
    #[error("my department is {0}")]
    MyDepartment(String),
    #[error("not a day: {0}")]
    Day(String),
    #[error("not a number: {0}")]
    Decimal(String),
    #[error("a workbook: {0}")]
    BadWorkbook(String),
    #[error("no head of a table")]
    NoTable,
    #[error("no figures")]
    NoFigures,
    #[error("not a keyword: {got}")]
    Keyword { got: String, expected: String },
    #[error("not a code and a number: {0}")]
    ItemNumber(String),
    #[error("{} is no demo", .0.display())]
    NotADemo(PathBuf),
    #[error("{} is not empty", .0.display())]
    DemoNotEmpty(PathBuf),
    #[error("the demo is of {0}")]
    DemoOf(crate::model::Day),
    #[error("not between {0} and {1}")]
    DemoOutside(crate::model::Day, crate::model::Day),
    #[error("the demo is {0}'s")]
    DemoOfAnother(String),
    #[error("nobody called {name} in the demo")]
    NoPlayer { name: String, players: Vec<Player> },
    #[error(transparent)]
    Sharing(#[from] SharingFailure),
    #[error(transparent)]
    Follow(#[from] FollowFailure),
    #[error(transparent)]
    Store(store::Error),
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => SharingFailure::MayNot(refusal).into(),
            store::Error::NotOwn => SharingFailure::NotOwn.into(),
            other => Self::Store(other),
        }
    }
}

/// What is wrong with a backup.
#[derive(Debug)]
pub enum BadBackup {
    /// It is no SQLite file: something else, or less than the first page of one.
    NotSqlite,
    /// It is some other program's.
    Foreign,
    /// A newer program wrote it.
    Newer {
        /// The version of the file.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// It was cut short, or something in it is not what was written.
    Damaged,
    /// It could not be read.
    Unread(store::Error),
}

impl From<store::Error> for BadBackup {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotAHome(_) => Self::Foreign,
            store::Error::Newer { found, known } => Self::Newer { found, known },
            error if error.is_no_database() => Self::NotSqlite,
            error if error.is_damage() => Self::Damaged,
            error if error.is_other_schema() => Self::Foreign,
            error => Self::Unread(error),
        }
    }
}

impl BadBackup {
    fn message(&self, words: &Words) -> String {
        let w = words.failure;
        match self {
            Self::NotSqlite => w.backup_not_sqlite.to_owned(),
            Self::Foreign => w.backup_foreign.to_owned(),
            Self::Newer { found, known } => {
                fill(w.backup_newer, &[&found.to_string(), &known.to_string()])
            }
            Self::Damaged => w.backup_damaged.to_owned(),
            Self::Unread(error) => store_message(error, words),
        }
    }
}

/// What a numbered item of a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the word list says what each one is")]
pub enum Item {
    Measure,
    Indicator,
    Duty,
}

/// A text field of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the word list says what each one is")]
pub enum TextField {
    Progress,
    Problems,
    Next,
    Coordinate,
    Reporter,
    Approver,
    ToldBy,
    Via,
    Reason,
    Of(Register),
}

impl Failure {
    /// Whether a passphrase that nobody gave is all that is lacking.
    #[must_use]
    pub fn is_locked_key(&self) -> bool {
        let Self::KeyBad { why, .. } = self else {
            return false;
        };
        matches!(why, KeyError::Locked | KeyError::Passphrase)
    }

    /// What sort of failure it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Store(error) if error.is_damage() => Kind::Damaged,
            Self::DatabaseMissing(_) | Self::BadBackup { .. } => Kind::Damaged,
            Self::Percent(_)
            | Self::Day(_)
            | Self::Decimal(_)
            | Self::Keyword { .. }
            | Self::ItemNumber(_)
            | Self::MyDepartment(_)
            | Self::Follow(FollowFailure::Period(_)) => Kind::Usage,
            _ => Kind::Refused,
        }
    }

    /// What went wrong, in words.
    #[must_use]
    pub fn message(&self, words: &Words) -> String {
        let (w, t) = (words.failure, words.term);
        match self {
            Self::NoTask(code) => fill(w.no_task, &[code]),
            Self::NoItem { code, what, n } => {
                let what = match what {
                    Item::Measure => t.measure,
                    Item::Indicator => t.indicator,
                    Item::Duty => t.duty,
                };
                fill(w.no_item, &[&code.to_string(), &n.to_string(), what])
            }
            Self::NoNote(id) => fill(w.no_note, &[id]),
            Self::NoDepartment { name, .. } => fill(w.no_department, &[name]),
            Self::TwoDepartments { name, candidates } => {
                fill(w.two_departments, &[name, &candidates.join("、")])
            }
            Self::HasPlan(title) => fill(w.has_plan, &[title]),
            Self::EmptyPlan => w.empty_plan.to_owned(),
            Self::Past => w.past.to_owned(),
            Self::NetworkHome { path, kind } => {
                fill(w.network_home, &[&path.display().to_string(), kind])
            }
            Self::SyncedHome { path, by } => {
                fill(w.synced_home, &[&path.display().to_string(), by])
            }
            Self::DatabaseMissing(path) => fill(w.database_missing, &[&path.display().to_string()]),
            Self::ReadOnlyHome(path) => fill(w.read_only_home, &[&path.display().to_string()]),
            Self::FullHome(path) => fill(w.full_home, &[&path.display().to_string()]),
            Self::NoSuchHome(path) => fill(w.no_such_home, &[&path.display().to_string()]),
            Self::BadBackup { path, why } => fill(
                w.bad_backup,
                &[&path.display().to_string(), &why.message(words)],
            ),
            Self::TooBig { path, limit } => fill(
                w.too_big,
                &[&path.display().to_string(), &limit.to_string()],
            ),
            Self::BothRoles(name) => fill(w.both_roles, &[name]),
            Self::RangeReversed => w.range_reversed.to_owned(),
            Self::BadName(name) => fill(w.bad_name, &[name]),
            Self::NoHome => w.no_home.to_owned(),
            Self::KeyMissing(path) => fill(w.key_missing, &[&path.display().to_string()]),
            Self::KeyBad { path, why } => key_message(&path.display().to_string(), why, w),
            Self::NoIdentity(path) => fill(w.no_identity, &[&path.display().to_string()]),
            Self::KeyElsewhere(key) => fill(w.key_elsewhere, &[&key.to_string()]),
            Self::File { path, error } | Self::NotWritten { path, error } => {
                fill(w.file, &[&path.display().to_string(), &says(error, w)])
            }
            Self::Exists(path) => fill(w.exists, &[&path.display().to_string()]),
            Self::HomeExists(path) => fill(w.not_empty_home, &[&path.display().to_string()]),
            Self::NoteEmpty => w.note_empty.to_owned(),
            Self::TooLong { field, got, limit } => {
                let field = match field {
                    TextField::Progress => t.progress,
                    TextField::Problems => t.problems,
                    TextField::Next => t.next,
                    TextField::Coordinate => t.coordinate,
                    TextField::Reporter => t.reporter,
                    TextField::Approver => t.approver,
                    TextField::ToldBy => t.told_by,
                    TextField::Via => t.via,
                    TextField::Reason => t.reason,
                    TextField::Of(register) => t.register(*register),
                };
                fill(w.too_long, &[field, &got.to_string(), &limit.to_string()])
            }
            Self::Percent(text) => fill(w.percent, &[text]),
            Self::Future(day) => fill(w.future, &[&day.to_string()]),
            Self::BeforePlan { day, start } => {
                fill(w.before_plan, &[&day.to_string(), &start.to_string()])
            }
            Self::NextBefore(day) => fill(w.next_before, &[&day.to_string()]),
            Self::NoDepartmentOfTask(code) => fill(w.no_department_of_task, &[&code.to_string()]),
            Self::NotInvolved {
                department, code, ..
            } => fill(w.not_involved, &[department, &code.to_string()]),
            Self::Retold => w.retold.to_owned(),
            Self::NoReason => w.no_reason.to_owned(),
            Self::Dropped { by, reason } => fill(w.dropped, &[by, reason]),
            Self::NothingGiven => w.nothing_given.to_owned(),
            Self::NoChange { register, value } => {
                fill(w.no_change, &[t.register(*register), value])
            }
            Self::EmptyValue(register) => fill(w.empty_value, &[t.register(*register)]),
            Self::GoneNote => w.gone_note.to_owned(),
            Self::NoSection { code, .. } => fill(w.no_section, &[&code.to_string()]),
            Self::DepartmentExists(name) => fill(w.department_exists, &[name]),
            Self::NameTaken { name, of } => fill(w.name_taken, &[name, of]),
            Self::MyDepartment(name) => fill(w.my_department, &[name]),
            Self::Day(text) => fill(w.day, &[text]),
            Self::BadWorkbook(why) => fill(w.bad_workbook, &[why]),
            Self::NoTable => w.no_table.to_owned(),
            Self::NoFigures => w.no_figures.to_owned(),
            Self::Decimal(text) => fill(w.decimal, &[text]),
            Self::Keyword { got, expected } => fill(w.keyword, &[got, expected]),
            Self::NotADemo(path) => fill(w.not_a_demo, &[&path.display().to_string()]),
            Self::DemoNotEmpty(path) => fill(w.demo_not_empty, &[&path.display().to_string()]),
            Self::DemoOf(day) => fill(w.demo_of, &[&day.to_string()]),
            Self::DemoOfAnother(name) => fill(w.demo_of_another, &[name]),
            Self::NoPlayer { name, .. } => fill(w.no_player, &[name]),
            Self::DemoOutside(first, last) => {
                fill(w.demo_outside, &[&first.to_string(), &last.to_string()])
            }
            Self::Sharing(failure) => failure.message(words),
            Self::Follow(failure) => failure.message(words),
            Self::ItemNumber(text) => fill(w.item_number, &[text]),
            Self::Store(error) => store_message(error, words),
        }
    }

    /// What went wrong, in words, without the file it went wrong with.
    #[must_use]
    pub fn cause(&self, words: &Words) -> String {
        match self {
            Self::File { error, .. } | Self::NotWritten { error, .. } => says(error, words.failure),
            other => other.message(words),
        }
    }

    /// What to do next, in words.
    #[must_use]
    pub fn hint(&self, words: &Words) -> Option<String> {
        let w = words.failure;
        Some(match self {
            Self::NoTask(_) => w.no_task_hint.to_owned(),
            Self::NoNote(_) => w.no_note_hint.to_owned(),
            Self::NoDepartment { near, .. } if near.is_empty() => w.no_department_hint.to_owned(),
            Self::NoDepartment { near, .. } => fill(w.near_department_hint, &[&near.join("、")]),
            Self::TwoDepartments { .. } => w.two_departments_hint.to_owned(),
            Self::HasPlan(_) => w.has_plan_hint.to_owned(),
            Self::EmptyPlan => w.empty_plan_hint.to_owned(),
            Self::Past => w.past_hint.to_owned(),
            Self::NetworkHome { .. } => w.network_home_hint.to_owned(),
            Self::SyncedHome { .. } => w.synced_home_hint.to_owned(),
            Self::NoHome => w.no_home_hint.to_owned(),
            Self::DatabaseMissing(_) => w.database_missing_hint.to_owned(),
            Self::ReadOnlyHome(_) => w.read_only_home_hint.to_owned(),
            Self::FullHome(_) => w.full_home_hint.to_owned(),
            Self::NoSuchHome(_) => w.no_such_home_hint.to_owned(),
            Self::BadBackup { why, .. } => match why {
                BadBackup::Newer { .. } => w.backup_newer_hint.to_owned(),
                _ => w.bad_backup_hint.to_owned(),
            },
            Self::BothRoles(_) => w.both_roles_hint.to_owned(),
            Self::BadName(_) => w.bad_name_hint.to_owned(),
            Self::KeyBad { why, .. } => match why {
                KeyError::Kind(_) => w.key_kind_hint.to_owned(),
                KeyError::Locked | KeyError::Passphrase => w.key_locked_hint.to_owned(),
                KeyError::Holder(_) => w.key_holder_hint.to_owned(),
                KeyError::Away => w.key_elsewhere_hint.to_owned(),
                KeyError::Key(_) | KeyError::Line(_) => w.key_missing_hint.to_owned(),
            },
            Self::NoIdentity(_) => w.no_identity_hint.to_owned(),
            Self::KeyElsewhere(_) => w.key_elsewhere_hint.to_owned(),
            Self::KeyMissing(_) => w.key_missing_hint.to_owned(),
            Self::Exists(_) => w.exists_hint.to_owned(),
            Self::HomeExists(_) => w.not_empty_home_hint.to_owned(),
            Self::NoDepartmentOfTask(_) => w.no_department_of_task_hint.to_owned(),
            Self::NotInvolved { involved, .. } => {
                fill(w.not_involved_hint, &[&involved.join("、")])
            }
            Self::Retold => w.retold_hint.to_owned(),
            Self::NoReason => w.no_reason_hint.to_owned(),
            Self::NoSection { known, .. } => fill(w.no_section_hint, &[&known.join(" ")]),
            Self::Day(_) => w.day_hint.to_owned(),
            Self::BadWorkbook(_) => w.bad_workbook_hint.to_owned(),
            Self::NoTable => w.no_table_hint.to_owned(),
            Self::NoFigures => w.no_table_hint.to_owned(),
            Self::NotADemo(_) | Self::DemoNotEmpty(_) => w.not_a_demo_hint.to_owned(),
            Self::DemoOf(_) => w.demo_of_hint.to_owned(),
            Self::DemoOfAnother(_) => w.demo_of_another_hint.to_owned(),
            Self::NoPlayer { players, .. } => {
                let one = |player: &Player| {
                    let role = super::role_words(player.role, words);
                    let of = [&player.name, role, &player.department];
                    of.join(" ").trim_end().to_owned()
                };
                let all: Vec<String> = players.iter().map(one).collect();
                fill(w.no_player_hint, &[&all.join("; ")])
            }
            Self::DemoOutside(..) => w.demo_outside_hint.to_owned(),
            Self::Sharing(failure) => return failure.hint(words),
            Self::Follow(failure) => return failure.hint(words),
            Self::Store(store::Error::Newer { .. }) => w.newer_hint.to_owned(),
            Self::Store(error) if error.is_full() => w.disk_full_hint.to_owned(),
            Self::File { error, .. } | Self::NotWritten { error, .. } if is_full(error) => {
                w.io_full_hint.to_owned()
            }
            Self::NotWritten { .. } => w.not_written_hint.to_owned(),
            Self::Store(error) if error.is_busy() => w.busy_hint.to_owned(),
            _ if self.kind() == Kind::Damaged => w.damaged_hint.to_owned(),
            _ => return None,
        })
    }
}

fn key_message(path: &str, why: &KeyError, w: &Failures) -> String {
    match why {
        // A touch for every signature is asked of nobody by a program that signs by itself.
        KeyError::Kind(kind) if kind.starts_with("sk-") => fill(w.key_hardware, &[path, kind]),
        KeyError::Kind(kind) => fill(w.key_kind, &[path, kind]),
        KeyError::Locked => fill(w.key_locked, &[path]),
        KeyError::Passphrase => fill(w.key_passphrase, &[path]),
        KeyError::Holder(said) => fill(w.key_holder, &[path, said]),
        KeyError::Away | KeyError::Key(_) | KeyError::Line(_) => {
            fill(w.key_bad, &[path, &why.to_string()])
        }
    }
}

/// Whether there was no room left, on the disk or in what one person may use of it.
pub(super) fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind as E;
    matches!(error.kind(), E::StorageFull | E::QuotaExceeded)
}

fn store_message(error: &store::Error, words: &Words) -> String {
    let w = words.failure;
    match error {
        full if full.is_full() => w.disk_full.to_owned(),
        busy if busy.is_busy() => w.busy.to_owned(),
        foreign if foreign.is_no_database() => fill(w.damaged, &[w.no_database]),
        damage if damage.is_damage() => fill(w.damaged, &[&damage.to_string()]),
        store::Error::Newer { found, known } => {
            fill(w.newer, &[&found.to_string(), &known.to_string()])
        }
        store::Error::NotAHome(what) => fill(w.not_a_home, &[what]),
        other => fill(w.store, &[&other.to_string()]),
    }
}

/// What an error of the system means, in words where it is a common one.
pub(super) fn says(error: &std::io::Error, words: &Failures) -> String {
    use std::io::ErrorKind as E;
    let said = match error.kind() {
        E::NotFound => words.io_not_found,
        E::PermissionDenied => words.io_permission,
        E::IsADirectory => words.io_is_folder,
        E::NotADirectory => words.io_not_folder,
        E::AlreadyExists => words.io_exists,
        E::InvalidData => words.io_not_utf8,
        E::ReadOnlyFilesystem => words.io_read_only,
        E::StorageFull | E::QuotaExceeded => words.io_full,
        _ => return error.to_string(),
    };
    said.to_owned()
}
