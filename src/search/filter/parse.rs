//! From pieces to conditions.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Code, DepartmentId, in_ascii};
use crate::search::code::numeral_path;
use crate::search::departments::departments;
use crate::search::fold::fold;
use crate::search::phrase::Phrase;
use crate::search::query::{Query, Word};

use super::date::Date;
use super::resolve::{self, is_none};
use super::token::{Piece, Text, pieces};
use super::{
    Bare, BarePiece, Choice, Condition, Context, Filter, FilterError, Flag, Key, Operator, Reason,
    Role, Term, Test, Wanted,
};

const IS: &[Operator] = &[Operator::Is];
const ALL: &[Operator] = &[
    Operator::Is,
    Operator::Less,
    Operator::AtMost,
    Operator::More,
    Operator::AtLeast,
];

impl Filter {
    /// Reads a filter; an empty text lets every task pass.
    ///
    /// # Errors
    ///
    /// Where it cannot be understood, why, and what would be right.
    pub fn parse(text: &str, context: &Context<'_>) -> Result<Self, FilterError> {
        let mut words = Vec::new();
        let conditions = pieces(text)?
            .into_iter()
            .map(|piece| {
                let typed = text
                    .chars()
                    .skip(piece.at.start)
                    .take(piece.at.len())
                    .collect();
                Ok(Condition {
                    negated: piece.negated,
                    at: piece.at.clone(),
                    typed,
                    test: test(piece, context, &mut words)?,
                })
            })
            .collect::<Result<_, FilterError>>()?;
        Ok(Self {
            conditions,
            words: Query::of(words),
            today: context.today,
            outlook: Arc::clone(context.outlook),
            mine: context.mine.to_vec(),
        })
    }
}

fn test(piece: Piece, context: &Context<'_>, words: &mut Vec<Word>) -> Result<Test, FilterError> {
    let Some((typed, operator)) = piece.key else {
        let terms = piece.values.iter().map(|value| term(value, context, words));
        return terms.collect::<Result<_, _>>().map(Test::Any);
    };
    let Some(key) = Key::find(&typed.text) else {
        let Text {
            text: typed, at, ..
        } = typed;
        let near = Key::near(&typed);
        return Err(FilterError::new(at, Reason::UnknownKey { typed, near }));
    };
    let takes = match key {
        Key::Percent | Key::Due | Key::Updated | Key::Stale => ALL,
        _ => IS,
    };
    if !takes.contains(&operator) {
        let until = piece
            .values
            .first()
            .map_or(piece.at.end, |value| value.at.start);
        return Err(FilterError::new(
            typed.at.start..until,
            Reason::WrongOperator { key, takes },
        ));
    }
    if operator != Operator::Is && piece.values.len() > 1 {
        return Err(FilterError::new(piece.at, Reason::OneValue));
    }
    let values = Values(&piece.values);
    Ok(match key {
        Key::Lead => Test::Departments(Role::Leads, values.departments(context)?),
        Key::Support => Test::Departments(Role::Supports, values.departments(context)?),
        Key::Department => Test::Departments(Role::Either, values.departments(context)?),
        Key::Status => {
            Test::Status(values.choices(|typed| {
                resolve::status(typed).map_err(|known| unknown(key, typed, known))
            })?)
        }
        Key::Light => {
            Test::Light(values.choices(|typed| {
                resolve::light(typed).map_err(|known| unknown(key, typed, known))
            })?)
        }
        Key::Kind => {
            Test::Kind(values.choices(|typed| {
                resolve::kind(typed).map_err(|known| unknown(key, typed, known))
            })?)
        }
        Key::Section => Test::Section(values.choices(|typed| {
            resolve::sections(typed, context).map_err(|known| Reason::UnknownSection {
                typed: typed.to_owned(),
                known,
            })
        })?),
        Key::Code => Test::Code(values.each(|typed| {
            let path = numeral_path(typed).or_else(|| numeral_path(&in_ascii(typed)));
            let code = path.map(|path| Code::new(&path));
            code.ok_or_else(|| Reason::NotACode(typed.to_owned()))
        })?),
        Key::Percent => Test::Percent(operator, values.each(|typed| percent(typed, operator))?),
        Key::Due => Test::Due(operator, values.each(|typed| date(typed, operator))?),
        Key::Updated => match values.each(|typed| days(typed, Unit::Needed)) {
            // 更新>14天 says the same as 未更新>14.
            Ok(days) => Test::Stale(operator, days),
            Err(_) => Test::Updated(operator, values.each(|typed| date(typed, operator))?),
        },
        Key::Stale => Test::Stale(operator, values.each(|typed| days(typed, Unit::Optional))?),
        Key::Leader => Test::Leader(values.each(wanted)?),
        Key::Title => Test::Title(values.each(wanted)?),
    })
}

/// The values of one condition.
struct Values<'p>(&'p [Text]);

impl Values<'_> {
    /// Reads every value; an error points at its own.
    fn each<T>(&self, read: impl Fn(&str) -> Result<T, Reason>) -> Result<Vec<T>, FilterError> {
        let at = |value: &Text| -> Range<usize> { value.at.clone() };
        self.0
            .iter()
            .map(|value| read(&value.text).map_err(|reason| FilterError::new(at(value), reason)))
            .collect()
    }

    fn choices<T>(
        &self,
        read: impl Fn(&str) -> Result<T, Reason>,
    ) -> Result<Vec<Choice<T>>, FilterError> {
        self.each(|typed| {
            Ok(Choice {
                typed: typed.to_owned(),
                means: read(typed)?,
            })
        })
    }

    /// Departments; 无 stands for nobody.
    fn departments(
        &self,
        context: &Context<'_>,
    ) -> Result<Vec<Choice<Vec<DepartmentId>>>, FilterError> {
        self.choices(|typed| {
            if is_none(typed) {
                return Ok(Vec::new());
            }
            match departments(context.directory, typed) {
                Ok(meant) => {
                    // The tasks of a department that became another are that one's.
                    let meant = meant.iter();
                    let now = meant.flat_map(|department| context.directory.heirs(department));
                    Ok(now.map(|department| department.id).collect())
                }
                Err(near) => Err(Reason::UnknownDepartment {
                    typed: typed.to_owned(),
                    near: near.iter().map(|d| d.name.clone()).collect(),
                }),
            }
        })
    }
}

fn unknown(key: Key, typed: &str, known: Vec<(&'static str, &'static str)>) -> Reason {
    Reason::UnknownValue {
        key,
        typed: typed.to_owned(),
        known,
    }
}

fn term(value: &Text, context: &Context<'_>, words: &mut Vec<Word>) -> Result<Term, FilterError> {
    if let Some(flag) = Flag::find(&value.text).filter(|_| !value.quoted) {
        if flag == Flag::Mine && context.mine.is_empty() {
            return Err(FilterError::new(value.at.clone(), Reason::NoneOfMine));
        }
        return Ok(Term::Flag(flag));
    }
    let query = Query::phrase(&value.text);
    if query.is_empty() {
        return Err(FilterError::new(value.at.clone(), Reason::NoValue));
    }
    let pieces = query
        .words()
        .iter()
        .map(|word| {
            let phrase = Phrase::new(word, 1);
            let departments = context
                .directory
                .iter()
                .filter(|department| department.names().any(|name| phrase.is_in(name)))
                .map(|department| department.id)
                .collect();
            words.push(word.clone());
            BarePiece {
                phrase,
                departments,
                code: word.code.clone(),
                number: words.len() - 1,
            }
        })
        .collect();
    Ok(Term::Word(Bare {
        typed: value.text.clone(),
        pieces,
    }))
}

fn wanted(typed: &str) -> Result<Wanted, Reason> {
    let phrases = if is_none(typed) {
        Vec::new()
    } else {
        resolve::phrases(typed)
    };
    Ok(Wanted {
        typed: typed.to_owned(),
        phrases,
    })
}

/// A date; no date at all cannot be earlier or later than another.
fn date(typed: &str, operator: Operator) -> Result<Date, Reason> {
    Date::read(typed)
        .filter(|date| *date != Date::None || operator == Operator::Is)
        .ok_or_else(|| Reason::NotADay(typed.to_owned()))
}

fn percent(typed: &str, operator: Operator) -> Result<Option<u8>, Reason> {
    if is_none(typed) && operator == Operator::Is {
        return Ok(None);
    }
    let folded = fold(typed.trim());
    folded
        .strip_suffix('%')
        .unwrap_or(&folded)
        .parse()
        .ok()
        .filter(|percent| *percent <= 100)
        .map(Some)
        .ok_or_else(|| Reason::NotAPercent(typed.to_owned()))
}

/// Whether a number of days needs its unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Needed,
    Optional,
}

fn days(typed: &str, unit: Unit) -> Result<u32, Reason> {
    let folded = fold(typed.trim());
    let number = ["天", "日", "days", "day", "d"]
        .iter()
        .find_map(|unit| folded.strip_suffix(unit));
    let number = match (number, unit) {
        (Some(number), _) => Some(number),
        (None, Unit::Optional) => Some(&*folded),
        (None, Unit::Needed) => None,
    };
    number
        .and_then(|number| number.trim().parse().ok())
        .ok_or_else(|| Reason::NotDays(typed.to_owned()))
}
