//! Plan documents read into plans: decode, unwrap, outline, responsibility, sentences, indicators, deadlines, duties.
//!
//! Parsing never fails: it returns the plan and a list of problems with line and quotation. All rules are rules of
//! the language (numbering, comparing words, counters, phrases of coverage); none knows a certain document.
//! The traps they must pass are listed in `domain.md` 1.7, the styles of annotations in its section 9.

mod complaint;
mod deadline;
mod decode;
mod departments;
mod duplicate;
mod duty;
mod head;
mod indicator;
mod names;
mod number;
mod numbering;
mod outline;
mod passage;
mod piece;
mod responsibility;
mod role;
mod sentence;
mod table;
mod task;
mod unwrap;

use serde::Serialize;

use crate::model::{Directory, Document, LeadRule, Plan, Problem, Sha};

use complaint::{Complaint, Complaints};
pub use departments::{DepartmentsError, departments};
pub use table::{Line, tables};

/// The form of the documents that [`document`] makes.
pub const FORM: &str = "duban-plan/1";

/// What was read from a plan document. Serialises as `{"plan", "tasks", "responsibilities", "problems"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The plan.
    #[serde(flatten)]
    pub plan: Plan,
    /// What was doubtful, in the order of the text.
    pub problems: Vec<Problem>,
    /// The text, decoded and otherwise as it came.
    #[serde(skip)]
    pub text: String,
    /// The SHA-256 of that text in UTF-8; all ids are minted from it.
    #[serde(skip)]
    pub text_sha256: Sha,
}

/// Reads a plan document of any encoding; whatever the bytes, there is a reading.
///
/// The directory only helps to tell names apart (市文化和旅游局 is one department); names come out as the text has them.
#[must_use]
pub fn read(bytes: &[u8], directory: &Directory) -> Reading {
    let decoded = decode::decode(bytes);
    let text_sha256 = Sha::of(decoded.text.as_bytes());
    let mut complaints = Complaints::default();
    if decoded.damaged {
        let mut lines = unwrap::lines(&decoded.text);
        let (line, quote) = lines
            .find(|(_, line)| line.contains('\u{fffd}'))
            .unwrap_or((1, ""));
        complaints.add(line, quote.trim(), &Complaint::Damaged);
    }
    let paragraphs = unwrap::paragraphs(&decoded.text);
    let head = head::read(&paragraphs, &mut complaints);
    let entries = outline::entries(paragraphs, directory, &mut complaints);
    if entries.is_empty() {
        complaints.add(1, &head.title, &Complaint::NoTasks);
    }
    let mut mint = task::Mint::new(&text_sha256);
    let mut said = duplicate::Said::default();
    let mut plan = Plan {
        head,
        ..Plan::default()
    };
    let mut assumed = false;
    for entry in entries {
        said.add(&entry, &mut complaints);
        entry.complain(&mut complaints);
        let (last, end) = (entry.lines.1, entry.end().to_owned());
        let (task, responsibility) = task::read(entry, &plan.head, &mut mint, &mut complaints);
        // Said once: it is one question about the whole document.
        if responsibility.rule == LeadRule::FirstListed && !plan.head.first_is_lead && !assumed {
            assumed = true;
            complaints.add(last, &end, &Complaint::FirstListedAssumed);
        }
        plan.tasks.push(task);
        plan.responsibilities.push(responsibility);
    }
    Reading {
        plan,
        problems: complaints.into_problems(),
        text: decoded.text,
        text_sha256,
    }
}

/// The immutable document of a reading, as it is kept.
#[must_use]
pub fn document(reading: Reading) -> Document {
    Document {
        fmt: FORM.to_owned(),
        text_sha256: reading.text_sha256,
        plan: reading.plan,
        problems: reading.problems,
        text: reading.text,
    }
}
