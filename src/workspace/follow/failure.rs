//! What the verbs of the follow-up could not do.

use std::path::PathBuf;

use rust_decimal::Decimal;

use crate::model::{Code, Day, Indicator, NotAPeriod, NotNow, Period, Status, Step, Taker};
use crate::words::{Words, fill};

/// Why a verb of the follow-up did nothing.
#[derive(Debug, thiserror::Error)]
#[allow(
    missing_docs,
    reason = "the words say what each one means, in both languages"
)]
pub enum FollowFailure {
    #[error("{code}: not now: {why:?}")]
    NotNow { code: Code, step: Step, why: NotNow },
    #[error("{code} has ended: {status:?}")]
    Ended { code: Code, status: Status },
    #[error("{0:?} takes it")]
    ByAnother(Taker),
    #[error("no evidence")]
    NoEvidence,
    #[error("no final figure of {0}")]
    NoFinalFigure(String),
    #[error("{0} must be later than the deadline")]
    NotLater(Day),
    #[error("no new deadline")]
    NoDue,
    #[error("nothing to merge into")]
    NoTarget,
    #[error(transparent)]
    Period(#[from] NotAPeriod),
    #[error("{0} is far from the plan's time")]
    FarPeriod(Period),
    #[error("{0} has passed")]
    LightOver(Day),
    #[error("no window {0}")]
    NoWindow(String),
    #[error("{0} is not over before {1}")]
    WindowOpen(Period, Day),
    #[error("{0} is closed")]
    ClosedAlready(Period),
    #[error("nothing frozen for {0}")]
    NotClosed(Period),
    #[error("the document of {0} has not arrived")]
    NotArrived(Period),
    #[error("not a district of the indicator: {0}")]
    NotARegion(String),
    #[error("{value} cannot be a figure of {}", indicator.name)]
    Impossible {
        indicator: Box<Indicator>,
        value: Decimal,
    },
    #[error("no meeting {0}")]
    NoMeeting(String),
    #[error("{0} is not on the agenda of the meeting")]
    NotOnAgenda(String),
    #[error("several meetings or decisions begin with {0}")]
    Several(String, Vec<String>),
    #[error("the deadline {0} lies before the meeting of {1}")]
    DueBeforeMeeting(Day, Day),
    #[error("no decision {0}")]
    NoDecision(String),
    #[error("nothing to undo")]
    NothingToUndo,
    #[error("the file of {size} MiB is larger than {limit}")]
    EvidenceTooBig { size: u64, limit: u16 },
    #[error("{0:?} lies in the home")]
    EvidenceInHome(PathBuf),
    #[error("{0:?} is no plain file")]
    EvidenceNoFile(PathBuf),
    #[error("{0:?} is empty")]
    EvidenceEmpty(PathBuf),
    #[error("the evidence has not arrived")]
    EvidenceAway,
    #[error("the zone cannot be changed")]
    FixedZone,
    #[error("evidence {n} of {code} is not on the share")]
    NotAttached { code: Code, n: usize, place: String },
    #[error("{code} has no evidence {n}")]
    NoSuchEvidence { code: Code, n: usize },
    #[error("only reports on tasks are frozen")]
    NoFrozenReport,
}

impl FollowFailure {
    /// What went wrong, in words.
    #[must_use]
    pub fn message(&self, words: &Words) -> String {
        let (follow, say) = (words.follow, words.failure);
        match self {
            Self::NotNow { code, step, why } => {
                format!("{code}: {}", follow.not_now(*step, *why, words.term))
            }
            Self::Ended { code, status } => {
                fill(say.ended, &[&code.to_string(), words.term.status(*status)])
            }
            Self::ByAnother(taker) => follow.by_another(*taker).to_owned(),
            Self::NoEvidence => say.no_evidence.to_owned(),
            Self::NoFinalFigure(name) => fill(say.no_final_figure, &[name]),
            Self::NotLater(day) => fill(say.not_later, &[&day.to_string()]),
            Self::NoDue => say.no_new_due.to_owned(),
            Self::NoTarget => say.no_target.to_owned(),
            Self::Period(_) => say.not_a_period.to_owned(),
            Self::FarPeriod(period) => fill(say.far_period, &[&period.to_string()]),
            Self::LightOver(day) => format!("{}: {day}", words.work.until_past),
            Self::NoWindow(period) => fill(say.no_window, &[period]),
            Self::WindowOpen(period, due) => {
                fill(say.window_open, &[&period.to_string(), &due.to_string()])
            }
            Self::ClosedAlready(period) => fill(say.closed_already, &[&period.to_string()]),
            Self::NotClosed(period) => fill(say.not_closed, &[&period.to_string()]),
            Self::NotArrived(period) => fill(say.not_arrived, &[&period.to_string()]),
            Self::NotARegion(name) => fill(say.not_a_region, &[name]),
            Self::Impossible { indicator, value } => {
                follow.impossible(indicator, *value).unwrap_or_default()
            }
            Self::NoMeeting(id) => fill(say.no_meeting, &[id]),
            Self::NotOnAgenda(code) => fill(say.not_on_agenda, &[code]),
            Self::Several(typed, ids) => fill(say.several_ids, &[typed, &ids.join(", ")]),
            Self::DueBeforeMeeting(due, on) => fill(
                words.meeting.due_before,
                &[&due.to_string(), &on.to_string()],
            ),
            Self::NoDecision(id) => fill(say.no_decision, &[id]),
            Self::NothingToUndo => say.nothing_to_undo.to_owned(),
            Self::EvidenceTooBig { size, limit } => fill(
                say.evidence_too_big,
                &[&size.to_string(), &limit.to_string()],
            ),
            Self::EvidenceInHome(path) => {
                fill(say.evidence_in_home, &[&path.display().to_string()])
            }
            Self::EvidenceNoFile(path) => {
                fill(say.evidence_no_file, &[&path.display().to_string()])
            }
            Self::EvidenceEmpty(path) => fill(say.evidence_empty, &[&path.display().to_string()]),
            Self::EvidenceAway => say.evidence_away.to_owned(),
            Self::FixedZone => say.fixed_zone.to_owned(),
            Self::NotAttached { code, n, .. } => {
                fill(say.not_attached, &[&code.to_string(), &n.to_string()])
            }
            Self::NoSuchEvidence { code, n } => {
                fill(say.no_such_evidence, &[&code.to_string(), &n.to_string()])
            }
            Self::NoFrozenReport => say.no_frozen_report.to_owned(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self, words: &Words) -> Option<String> {
        let say = words.failure;
        let hint = match self {
            Self::NoEvidence => say.no_evidence_hint,
            Self::NoFinalFigure(_) => say.no_final_figure_hint,
            Self::WindowOpen(..) => say.window_open_hint,
            Self::NoWindow(_) => say.no_window_hint,
            Self::LightOver(_) => words.work.until_past_hint,
            Self::NotArrived(_) | Self::EvidenceAway => say.not_arrived_hint,
            Self::NotClosed(_) => say.not_closed_hint,
            Self::NotNow { code, .. } => {
                return Some(fill(say.not_now_hint, &[&code.to_string()]));
            }
            Self::Ended { code, status } => {
                let hint = match status {
                    Status::Closed => say.ended_closed_hint,
                    Status::Merged => say.ended_merged_hint,
                    _ => say.ended_hint,
                };
                return Some(fill(hint, &[&code.to_string()]));
            }
            Self::NotLater(_) | Self::NoDue => say.no_new_due_hint,
            Self::NoTarget => say.no_target_hint,
            Self::NoFrozenReport | Self::Period(_) | Self::FarPeriod(_) | Self::ByAnother(_) => {
                return None;
            }
            Self::ClosedAlready(_) => say.closed_already_hint,
            Self::NotARegion(_) => say.not_a_region_hint,
            Self::Impossible { .. } => say.impossible_hint,
            Self::NoMeeting(_) => say.no_meeting_hint,
            Self::NotOnAgenda(_) => say.not_on_agenda_hint,
            Self::DueBeforeMeeting(..) => words.meeting.decision_due_hint,
            Self::NoDecision(_) => say.no_decision_hint,
            Self::Several(..) => say.several_ids_hint,
            Self::NothingToUndo => say.nothing_to_undo_hint,
            Self::EvidenceTooBig { .. } => say.evidence_too_big_hint,
            Self::EvidenceInHome(_) => say.evidence_in_home_hint,
            Self::EvidenceNoFile(_) | Self::EvidenceEmpty(_) => say.evidence_file_hint,
            Self::FixedZone => say.fixed_zone_hint,
            Self::NotAttached { place, .. } if place.is_empty() => say.not_attached_hint,
            Self::NotAttached { place, .. } => {
                return Some(fill(words.follow.evidence_kept, &[place]));
            }
            Self::NoSuchEvidence { code, .. } => {
                return Some(fill(say.no_such_evidence_hint, &[&code.to_string()]));
            }
        };
        Some(hint.to_owned())
    }
}
