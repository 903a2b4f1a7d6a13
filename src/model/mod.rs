//! What an office talks about: plan, task, measure, department, status, indicator, note. Pure types and rules.

mod code;
mod department;
mod draft;
mod edit;
mod id;
mod note;
mod plan;
mod rules;
mod snapshot;
mod status;

pub use code::{Code, NotACode};
pub use department::{Department, DepartmentKind, Directory};
pub use draft::Draft;
pub use edit::{Addition, Edit, NewItem, Register, Value};
pub use id::{DepartmentId, IdMap, ItemId, NotAnId, OpId, Sha, base32};
pub use note::{Change, Note, NoteDraft, NoteText, Retraction, Wordless};
pub use plan::{
    Comparator, Day, Document, DueSource, Duty, Every, Indicator, LeadRule, Lines, Measure, Plan,
    PlanHead, Problem, Responsibility, Task,
};
pub use rules::{Limits, REASON_LIMIT, Rules};
pub use snapshot::{Correction, Delivery, Detail, Me, Row, Section, Snapshot};
pub use status::{Assessment, Confidence, Status, TaskKind, UnknownKeyword};
