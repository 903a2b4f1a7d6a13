//! The verbs of the follow-up: steps, figures, windows, meetings, rules, undo.

mod closing;
mod enter;
mod failure;
mod figures;
mod meeting;
mod rules;
mod sitting;
mod step;
mod undo;
mod window;

pub use failure::FollowFailure;
pub use figures::{FigureLine, FigureProblem, FigureTable};
pub use rules::RulesVersion;
pub(super) use sitting::Sitting;
pub use step::Attachment;
pub(super) use step::takes_reports;
pub use window::{WindowCounts, WindowLine, WindowReport, WindowState};
