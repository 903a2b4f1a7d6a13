//! How the share of a plan is, in words: what the screen about it shows.

/// How the share of a plan is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// Where it is; `None` if this home shares nothing.
    pub folder: Option<String>,
    /// The fingerprint that newcomers compare.
    pub fingerprint: String,
    /// The newest roster entry in force: its number and when it was made.
    pub newest: (u64, String),
    /// What needs attention: where the roster stops and why, a recovery key that is still on this computer.
    pub warnings: Vec<String>,
    /// Everybody on the roster, and everybody who wrote.
    pub people: Vec<Person>,
    /// Those who ask to be put on the roster.
    pub waiting: Vec<Applicant>,
    /// What coordinators proposed and is not in the roster, each with what became of it.
    pub proposals: Vec<String>,
    /// The files that wait or are kept out, each with the reason.
    pub files: Vec<String>,
}

/// How far one person is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Whether it is the person who works here.
    pub is_me: bool,
    /// What they may do, in a word.
    pub role: String,
    /// The departments they write for.
    pub departments: Vec<String>,
    /// When something of theirs was last recorded; `None` for never.
    pub heard: Option<String>,
    /// How many ops of theirs are here.
    pub ops: u64,
    /// How many of them the office has received.
    pub received: u64,
    /// How many the office has received that are not here.
    pub missing: u64,
    /// How many do not count, and why, in words.
    pub refused: Vec<(String, u64)>,
    /// The version of their program.
    pub version: Option<String>,
    /// Whether one of their logs has two branches.
    pub forked: bool,
    /// Whether something of theirs was recorded by a clock that was ahead of the one here.
    pub ahead: bool,
}

/// Somebody who asks to be put on the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applicant {
    /// The name.
    pub name: String,
    /// The departments and the section that they name.
    pub departments: Vec<String>,
    /// What they call their computer.
    pub computer: String,
    /// The fingerprint of their key, which they read out.
    pub fingerprint: String,
    /// When they asked.
    pub asked: String,
}
