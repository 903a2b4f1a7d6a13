//! What two people said of the same place of a task without seeing each other's word: a correction or a figure each.

use crate::model::{Correction, Detail, Edit, Figure, FigureDraft, ItemId, OpId, Register};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::Act;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::tui::app::screen::Step;

/// A value: the item, the register, which a figure has none of, and the op that said it.
pub(super) type Key = (ItemId, Option<String>, OpId);

/// A value that somebody said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Claim<'a> {
    Correction(&'a Correction),
    Figure(&'a Figure),
}

/// The values that stand in one place at the same time.
pub(super) type Dispute<'a> = Vec<Claim<'a>>;

impl Claim<'_> {
    pub(super) fn key(self) -> Key {
        match self {
            Self::Correction(one) => (one.item, Some(one.register.clone()), one.op),
            Self::Figure(one) => (one.item, None, one.op),
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
        }
    }
}

/// The places of a task about which what was said disagrees.
pub(super) fn disputes(detail: &Detail) -> Vec<Dispute<'_>> {
    let corrections = detail.corrections.iter().map(Claim::Correction);
    let figures = detail.figures.iter().filter(|figure| !figure.gone);
    let mut disputes: Vec<Dispute<'_>> = Vec::new();
    for claim in corrections.chain(figures.map(Claim::Figure)) {
        let same = |dispute: &&mut Dispute<'_>| {
            let first = dispute.first();
            first.is_some_and(|first| first.is_beside(claim))
        };
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
