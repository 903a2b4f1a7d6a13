//! What two people said of the same place of a task without seeing each other's word: a correction, a figure or a note
//! each.

use crate::model::{
    Correction, Detail, Edit, Figure, FigureDraft, ItemId, Note, NoteDraft, OpId, Register,
};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::Act;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::app::screen::Step;
use crate::words::fill;

/// A value: the item, the register, which a figure has none of, and the op that said it.
pub(super) type Key = (ItemId, Option<String>, OpId);

/// A value that somebody said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Claim<'a> {
    Correction(&'a Correction),
    Figure(&'a Figure),
    /// A note that corrects another, or that other, which was taken back.
    Note(&'a Note),
}

/// The values that stand in one place at the same time.
pub(super) type Dispute<'a> = Vec<Claim<'a>>;

impl Claim<'_> {
    pub(super) fn key(self) -> Key {
        match self {
            Self::Correction(one) => (one.item, Some(one.register.clone()), one.op),
            Self::Figure(one) => (one.item, None, one.op),
            Self::Note(one) => (one.task, None, one.op),
        }
    }

    fn op(self) -> OpId {
        self.key().2
    }

    /// Whether both are about the same.
    fn is_beside(self, other: Self) -> bool {
        match (self, other) {
            (Self::Correction(one), Self::Correction(other)) => {
                (one.item, &one.register) == (other.item, &other.register)
            }
            (Self::Figure(one), Self::Figure(other)) => {
                (one.item, one.sort, one.period, one.region)
                    == (other.item, other.sort, other.period, other.region)
            }
            (Self::Note(one), Self::Note(other)) => {
                one.against.contains(&other.op) || other.against.contains(&one.op)
            }
            _ => false,
        }
    }

    fn says_the_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Correction(one), Self::Correction(other)) => one.now == other.now,
            (Self::Figure(one), Self::Figure(other)) => one.value == other.value,
            _ => false,
        }
    }

    /// The value, who said it and when, and why or from where; all as they were said.
    pub(super) fn said(self, desk: &Desk) -> [String; 3] {
        let term = desk.words.term;
        let signed = |author: &str, recorded: &chrono::DateTime<chrono::FixedOffset>| {
            format!("{author} {}", recorded.format("%Y-%m-%d"))
        };
        match self {
            Self::Correction(one) => [
                desk.words.spoken(&one.register, &one.now).into_owned(),
                signed(&one.author, &one.recorded),
                format!("{} {}", term.reason, one.reason),
            ],
            Self::Figure(one) => {
                let source = [
                    (desk.words.follow.source, &one.source),
                    (term.reason, &one.reason),
                ];
                let source = source.into_iter().filter(|(_, text)| !text.is_empty());
                let source: Vec<String> = source
                    .map(|(name, text)| format!("{name} {text}"))
                    .collect();
                [
                    one.value.clone().unwrap_or_default(),
                    signed(&one.author, &one.recorded),
                    source.join("  "),
                ]
            }
            Self::Note(one) => {
                let text = &one.text;
                let percent = one.percent.map(|percent| format!("{percent}%"));
                let texts = [
                    (term.progress, &text.progress),
                    (term.problems, &text.problems),
                    (term.next, &text.next),
                    (term.coordinate, &text.coordinate),
                ];
                let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
                let texts = texts.map(|(name, text)| format!("{name} {text}"));
                let said: Vec<String> = percent.into_iter().chain(texts).collect();
                let retracted = one.retracted.as_ref().map(|retracted| {
                    let parts = [&retracted.author, &retracted.reason].map(String::as_str);
                    fill(desk.words.screen.retracted, &parts)
                });
                [
                    said.join("  "),
                    signed(&one.author, &one.recorded),
                    retracted.unwrap_or_default(),
                ]
            }
        }
    }

    /// What lets this value stand: it takes the place of all that are shown, and of nothing that came since.
    pub(super) fn settled(
        self,
        task: ItemId,
        shown: &[Claim<'_>],
        desk: &Desk,
        ticket: Ticket,
    ) -> Step {
        let seen = Some(shown.iter().map(|claim| claim.op()).collect());
        let reason = desk.words.screen.settled_reason.to_owned();
        match self {
            Self::Correction(one) => {
                let Some(register) = Register::named(&one.register) else {
                    return Step::Refuse(Notice::new(desk.words.sharing.refused_newer));
                };
                let edit = Edit {
                    task,
                    item: one.item,
                    register,
                    value: one.value.clone(),
                    reason,
                    seen,
                };
                Step::Do(Effect::Edit(ticket, vec![edit]))
            }
            Self::Figure(one) => {
                let draft = FigureDraft {
                    task,
                    item: one.item,
                    sort: one.sort,
                    department: None,
                    period: one.period,
                    region: one.region,
                    value: one.value.clone(),
                    on: one.on,
                    source: one.source.clone(),
                    reason,
                    seen,
                };
                Step::Do(Effect::Act(ticket, Act::Figures(vec![draft])))
            }
            Self::Note(one) if one.is_current() => {
                let supersedes = counting(shown).map(|note| note.op).collect();
                let draft = NoteDraft {
                    supersedes,
                    ..NoteDraft::from(one)
                };
                Step::Do(Effect::Record(ticket, draft))
            }
            // That it was taken back is to stand: so is what corrects it.
            Self::Note(one) => {
                let target = counting(shown).next().map_or(one.op, |note| note.op);
                Step::Do(Effect::Retract(ticket, target, reason))
            }
        }
    }
}

/// The notes among what is shown that count.
pub(super) fn counting<'a>(shown: &[Claim<'a>]) -> impl Iterator<Item = &'a Note> {
    shown.iter().filter_map(|claim| match claim {
        Claim::Note(note) if note.is_current() => Some(*note),
        _ => None,
    })
}

/// The places of a task about which what was said disagrees.
pub(super) fn disputes(detail: &Detail) -> Vec<Dispute<'_>> {
    let corrections = detail.corrections.iter().map(Claim::Correction);
    let figures = detail.figures.iter().filter(|figure| !figure.gone);
    let against = |op: OpId| detail.notes.iter().any(|note| note.against.contains(&op));
    let notes = detail.notes.iter();
    let notes = notes.filter(|note| !note.against.is_empty() || against(note.op));
    let mut disputes: Vec<Dispute<'_>> = Vec::new();
    let claims = corrections.chain(figures.map(Claim::Figure));
    for claim in claims.chain(notes.map(Claim::Note)) {
        let same = |dispute: &&mut Dispute<'_>| dispute.iter().any(|other| other.is_beside(claim));
        match disputes.iter_mut().find(same) {
            Some(dispute) => dispute.push(claim),
            None => disputes.push(vec![claim]),
        }
    }
    disputes.retain(|dispute| {
        let differ = |two: &[Claim<'_>]| matches!(two, [a, b] if !a.says_the_same(*b));
        dispute.windows(2).any(differ)
    });
    disputes
}
