//! Whether a task passes.

use crate::model::{Code, DepartmentId, Reporting, Row};

use super::{Bare, Choice, Condition, Filter, Flag, Operator, Role, Term, Test, Texts, Wanted};

impl Filter {
    /// Whether the task passes, as far as `texts` knows bodies and notes.
    ///
    /// Asked with `()` it answers at once by title, departments and code; asked again with what
    /// [`super::TextSearch`] found, it lets in more tasks by bare words (and fewer by words after a minus).
    #[must_use]
    pub fn matches(&self, row: &Row, texts: &impl Texts) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.is_met(row, self, texts))
    }
}

impl Condition {
    pub(super) fn is_met(&self, row: &Row, filter: &Filter, texts: &impl Texts) -> bool {
        self.test.is_met(row, filter, texts) != self.negated
    }
}

impl Test {
    fn is_met(&self, row: &Row, filter: &Filter, texts: &impl Texts) -> bool {
        match self {
            Self::Any(terms) => terms.iter().any(|term| match term {
                Term::Flag(Flag::Unreported) => row.updated.is_none(),
                Term::Flag(Flag::Missing) => filter.outlook.reporting(row) == Reporting::Missing,
                Term::Flag(Flag::Supervised) => row.follow.supervised,
                Term::Flag(Flag::Coordinate) => row.follow.coordinate,
                Term::Flag(Flag::Waiting) => {
                    row.follow.closing.is_some() || row.follow.extension.is_some()
                }
                Term::Flag(Flag::Conflict) => row.conflict,
                Term::Flag(Flag::Mine) => filter.mine.iter().any(|own| row.involves(*own)),
                Term::Word(word) => word.is_in(row, texts),
            }),
            Self::Departments(role, choices) => {
                choices.iter().any(|choice| choice.fits(*role, row))
            }
            Self::Status(choices) => choices.iter().any(|c| c.means.contains(&row.status)),
            Self::Light(choices) => {
                let light = row.light(filter.today);
                choices.iter().any(|c| c.means.contains(&light))
            }
            Self::Kind(choices) => choices.iter().any(|c| c.means.contains(&row.kind)),
            Self::Percent(operator, values) => {
                values.iter().any(|value| match (row.percent, value) {
                    (Some(percent), Some(value)) => operator.compares(percent, *value),
                    (percent, value) => percent == *value,
                })
            }
            Self::Code(codes) => codes.iter().any(|code| row.code.is_within(code)),
            Self::Section(choices) => choices.iter().any(|choice| {
                choice
                    .means
                    .iter()
                    .any(|section: &Code| row.code.is_within(section))
            }),
            Self::Due(operator, dates) => dates
                .iter()
                .any(|d| d.fits(*operator, row.due, filter.today)),
            Self::Updated(operator, dates) => dates
                .iter()
                .any(|d| d.fits(*operator, row.updated, filter.today)),
            Self::Stale(operator, days) => days.iter().any(|days| {
                // Whoever never reported has been silent for longer than any number of days.
                let stale = row.stale_days(filter.today).unwrap_or(i64::MAX);
                operator.compares(stale, i64::from(*days))
            }),
            Self::Leader(wanted) => wanted.iter().any(|wanted| wanted.is_in(&row.leader)),
            Self::Title(wanted) => wanted.iter().any(|wanted| wanted.is_in(&row.title)),
        }
    }
}

impl Operator {
    fn compares<T: Ord>(self, is: T, value: T) -> bool {
        match self {
            Self::Is => is == value,
            Self::Less => is < value,
            Self::AtMost => is <= value,
            Self::More => is > value,
            Self::AtLeast => is >= value,
        }
    }
}

impl Choice<Vec<DepartmentId>> {
    fn fits(&self, role: Role, row: &Row) -> bool {
        let any = |of: &[DepartmentId]| of.iter().any(|id| self.means.contains(id));
        let leads = || any(&row.lead) || (self.means.is_empty() && row.lead.is_empty());
        let supports = || any(&row.support) || (self.means.is_empty() && row.support.is_empty());
        match role {
            Role::Leads => leads(),
            Role::Supports => supports(),
            Role::Either if self.means.is_empty() => leads() && supports(),
            Role::Either => leads() || supports(),
        }
    }
}

impl Wanted {
    fn is_in(&self, text: &str) -> bool {
        if self.phrases.is_empty() {
            return text.trim().is_empty();
        }
        self.phrases.iter().all(|phrase| phrase.is_in(text))
    }
}

impl Bare {
    fn is_in(&self, row: &Row, texts: &impl Texts) -> bool {
        self.pieces.iter().all(|piece| {
            piece.phrase.is_in(&row.title)
                || piece.departments.iter().any(|id| row.involves(*id))
                || piece
                    .code
                    .as_ref()
                    .is_some_and(|code| code.agrees(&row.code).is_some())
                || texts.holds(row.id, piece.number)
        })
    }
}
