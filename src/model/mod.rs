//! What an office talks about: plan, task, measure, department, status, indicator, note. Pure types and rules.

mod agenda;
mod calendar;
mod closing;
mod code;
mod course;
mod department;
mod detail;
mod draft;
mod duty;
mod edit;
mod entered;
mod figure;
mod id;
mod light;
mod measured;
mod meeting;
mod note;
mod outlook;
mod owed;
mod period;
mod plan;
mod reports;
mod rules;
mod snapshot;
mod status;
mod step;
mod typed;
mod watch;
mod window;
mod written;

pub use agenda::{Before, Proposed, Why, has_changed, propose};
pub use calendar::{Calendar, Terms};
pub use closing::{Closing, Difference, Frozen, FrozenTask, Reporting, Since, difference};
pub use code::{Code, NotACode};
pub use course::{Answer, Asked, Course, NotNow, Taken};
pub use department::{Department, DepartmentKind, Directory};
pub use detail::{Correction, Detail, StepTaken};
pub use draft::Draft;
pub use duty::{DutyState, Instance, instances};
pub use edit::{Addition, Edit, Judged, NewItem, Register, Value};
pub use entered::{Done, DoneDraft, Figure, FigureDraft, FigureSort};
pub use figure::{
    Aggregate, Bounds, FigureRules, Finding, Judgement, Nature, Yardstick, decimal, judge, series,
};
pub use id::{DepartmentId, IdMap, ItemId, NotAnId, OpId, Sha, base32};
pub use light::{Facts, Light, Lit, Milestone, Reason, expected, light};
pub use measured::{Gauge, Measured};
pub use meeting::{
    Decision, DecisionDraft, DecisionSort, DecisionWords, JudgedAt, Meeting, MeetingWords,
};
pub use note::{
    Change, Fate, Kept, Note, NoteDraft, NoteText, Retraction, Unchanged, Wordless, says_none,
};
pub use outlook::{Missed, Outlook, Running, is_reported};
pub use owed::{Awaiting, Debts, Owed, Standing, Wanted, answered, awaiting, debts, owed};
pub use period::{NotAPeriod, Period, Rhythm};
pub use plan::{
    Comparator, Day, Document, DueSource, Duty, Every, Indicator, LeadRule, Lines, Measure, Plan,
    PlanHead, Problem, Responsibility, Task,
};
pub use reports::Reports;
pub use rules::{Limits, REASON_LIMIT, Rules};
pub use snapshot::{Delivery, Follow, Me, Membership, Row, Section, Snapshot};
pub use status::{Assessment, Confidence, Status, TaskKind, UnknownKeyword};
pub use step::{Evidence, Step, StepDraft, Taker, Wish};
pub use typed::{ascii_twin, in_ascii, typed_day, typed_day_near, typed_percent};
pub use watch::Watch;
pub use window::{Schedule, Window};
pub(crate) use written::{read_text, written_as_text};
